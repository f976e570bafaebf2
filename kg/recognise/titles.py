"""Titles in quotation marks: the head noun inside, or the noun right behind, gives the class.

In: an analysis. Out: mentions of policies, reports, programmes, events, products … named in quotes. Words quoted
for emphasis have no head and make no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.korean import common_word
from kg.model import Mention, Name
from kg.recognise.analysis import HAN, Analysis, Quote, skip_brackets, without_brackets
from kg.recognise.words import TRADES, Head, Words, squeeze

_TITLE_MARKS = frozenset("「『《<〈")
_CASES = frozenset({"을", "를", "의", "은", "는", "이", "가"})
_CUE_REACH = 30
_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?:[A-Z][A-Za-z]*(?:-[A-Z]+)? )?"
    r"(?:[A-Z][A-Za-z]*-?\d+(?:\.\d+)?[A-Za-z0-9]*(?:-[A-Za-z0-9]+)?|[A-Z][A-Za-z]+-[A-Za-z]*\d+[A-Za-z]*)"
    r"(?![A-Za-z0-9-])"
)
_CAPITAL = re.compile("[A-Z]")
_WITH_NUMBER = re.compile(r"[A-Z][A-Za-z-]*\d")
"""What every code has."""
_APART = re.compile(
    r"[A-Z](?<=[가-힣]\s[A-Z])[A-Za-z]+(?:-[A-Za-z]+)?\s(?:V|v)?\d+(?:\.\d+)?(?![\d.,%]|\s?(?:개|명|건|종|위|년|월|호|만|억))"
)
"""A Latin name with its version apart, which counts only behind a noun for a made thing: `추론 모델 Step 3`."""
_MODEL = re.compile(
    r"(?P<name>[가-힣A-Za-z·]{2,}(?:\s?[(（][㐀-鿿]+[)）](?:[가-힣]{1,2})?)?(?:[\s-][가-힣A-Za-z]+){0,2})"
    r"(?:\s|-|(?<=[)）가-힣]))(?:[A-Z]{1,4}-?)?\d+(?:호[갑을병]?|[A-Za-z0-9.-]*)"
    r"|[A-Z][A-Za-z]*-?\d+[A-Za-z0-9]*(?:-[A-Za-z0-9]+)?|[A-Z]{2,}-(?:[A-Z]{1,5}[a-z]*)?\d+[A-Z]*"
)
_IS = re.compile(r"(?:이|입니)다\.|이며|으?로(?:서|,)")
_NO_MODEL = re.compile(r"(?:19|20)\d\d\Z|\.0\Z|제\s?\d+호|\A[A-Z]\d\Z|AI\Z|\b[1-9]G\Z")
_LONGEST_MODEL = 24
_SERIES = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣]{2,6})\s?\d{1,3}호(?:[갑을병](?![가-힣]{2}))?(?:\s0\d(?!\d))?"
    r"(?!\s?(?:기|선|점|차|문건|관|실|동|호|연구소|원전|부지|갱))"
)
"""A name with its number in a series: `지우장 4호`; no line (4호선), reactor (4호기) or paper (1호 문건)."""
_VERSION = re.compile(
    r"(?:[\s-]?[Vv]?\d{1,2}\.\d{1,2}|\s\d{1,4}(?=(?:은|는|이|가|을|를|의|와|과)\s)|-\d{1,4}|[\s-][A-Z]{1,3}-?\d{1,4}[A-Za-z]?|\s\d[A-Z]\d{3,4})"
    r"(?![\d.,%A-Za-z]|\s?(?:개|명|건|종|위|년|월|일|만|억|조|배|차|회|대|기|곳|톤|시간|분기|부스|홀|구역|라운드|전시|공장|단지|관)(?![가-힣]))"
)
_QUARTER = re.compile(r"[\s-][QH]\d\Z")
_MAKERS = frozenset({"Company", "Product"})
_WORD = 12
_WORD_BEFORE = re.compile(r"([가-힣]+)\s?\Z")
_TRADE = re.compile(rf"{TRADES}\Z")
_BARE_CUE = re.compile(r"\s?(?:개발|출시|공개|발사|양산|시연|완성|선보|첫선|시판|발표)")
_CUE_BEFORE = re.compile(
    r"(?:(?:제작|개발|출시|설계|양산|공개|발사|생산|탑재|시연)(?:한|하는|할|된|될)"
    r"|만든|내놓은|선보인|쏘아 올린|지은)\s?\Z"
)
_CALLED = re.compile(r"\s?(?:이?라는|이?라고\s(?:불리는|부르는|이름\s붙인))\s(?:이름의\s)?(?=[가-힣A-Za-z])")
"""Between a quoted name and the noun for what bears it: `‘하이룽’이라는 이름의 잠수정`."""
_TABLE = re.compile(r"\s?(?:표|그림|사진|부록|참고|별첨)\s?\d")
_MADE_KINDS = frozenset({"Product", "Project", "InnovationCenter"})
_NO_EMPHASIS = _MADE_KINDS | {"Region"}
_NUMBERED = re.compile(r"\d호\s*\Z")
_ADJECTIVE = re.compile(r"(?:형|식|적|용|급|성)\Z")
_GLOSS = re.compile(r"\s*[(（][^()（）]*[)）]")
_HAN_GLOSS = re.compile(r"[(（]([㐀-鿿·\s]{2,})[)）]")
_NO_NAME = re.compile(r"[,!?]|[.](?!\d)|다\Z")
_OTHERS = re.compile(r"\s*등\s(?=[가-힣])")
_AFTER = re.compile(r"\s?((?:[가-힣A-Za-z&]+\s?){1,4})")
_ARTICLES = re.compile(r"[가-힣]\s\d{1,2}\s?조(?:치)?\Z")  # a paper called by the number of its articles: ‘저고도 10조’
_LEADING_YEAR = re.compile(r"['‘’]?(?:20)?\d\d\s?년?도?\s+")
_SENTENCE = re.compile(r"(?:[.?!…]|[가-힣]{2}[했됐였았었겠있없된는]다)\Z")
_SAID = re.compile(
    r"(?:이)?라(?:고|며|면서)\s(?!(?:이름|명명|부르|불[리렀린]|일컫|칭[하했]|명칭)).{0,12}?"
    r"(?:말|밝|했|하였|한다|설명|강조|전했|덧붙|지적|평가|주장|언급|전망|소개|답|당부|보도|적었|썼)"
)
"""What somebody is quoted as saying: `"… 다음 과제"라고 했다`."""
_UNDERTAKINGS = frozenset({"사업", "프로젝트"})
_MAY_BE_RUN = frozenset({"계획", "제도"})
_DEED = "행동"
"""What a quoted name before it calls is a programme where it is run or paid for, else anybody's deed."""
_RANK = re.compile(r"제?\d+[호위번]")
"""What tells how a thing ranks and not what it is called ('1호 프로젝트')."""
_YEAR_AT_END = re.compile(r"\s(?:19|20)\d\d(?:년|판)?\Z|\s?\d\.\d\Z")
"""A year or a version behind the head: `우대정책 2.0`."""
_PHASE = re.compile(
    r"(?!.*(?:임상|마지막|최종|다음|시험|개발|진행|이행|발전|협상|심사)\s?(?:제\s?)?\d)(?=.*[가-힣A-Za-z]{2,}.*[가-힣A-Za-z]{2,}|[가-힣]{4,}).*[^제]\s?\d\s?단계\Z"
)
"""A part of an undertaking, and no step of a process: `초원 녹색수소 2단계`."""
_GIVEN_TO = re.compile(
    r"(?:에|에는|에만|에도)\s(?:20\d\d년(?:에|까지|부터)?\s)?(?:한\s?해\s)?"
    r"(?:(?:올해|내년|매년|연간|각각|총|약|최대|이미)\s)?\d[\d,.]*\s?(?:조|억|만|천)"
)
_KINDS = frozenset({"DevelopmentZone", "InnovationCenter", "Laboratory", "Association", "Project", "Event"})
"""Classes whose nouns stand before the quoted names of such things: `산업단지 ‘나오즈톈디(腦智天地)’`."""
_LONGEST_CALLED = 20
_UNDERTAKING_NOUNS = frozenset(
    {"특별프로젝트", "전문프로젝트", "중대전문프로젝트", "과기전문프로젝트", "프로젝트", "연구계획", "프로그램", "과제"}
    | {"사업", "전담", "중대전담", "중점전담", "특별전담", "전담사업", "공정"}
)
_CLOSED_BEFORE = re.compile(r"[(（][^()（）]{1,12}[)）]\s\Z")
_LONGEST_GLOSS = 16
_SPEAKERS = frozenset({"Ministry", "CentralBody", "LocalGovernment", "Province", "City", "District"})
_BIBLIOGRAPHIC = frozenset({"Policy", "Report", "Program", "Project", "Event"})


def title_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions for the quoted names of the passage."""
    for quote in analysis.quotes:
        inner = analysis.text[quote.inner_begin : quote.inner_end].strip()
        if len(squeeze(inner)) < 2 or len(inner) > 100 or inner.startswith("http") or _TABLE.match(inner):
            continue
        if any(m.key and m.begin == quote.inner_begin and _fills(analysis.text, m.end, quote) for m in known):
            named_after = _by_following_noun(analysis, quote, inner, words)
            if named_after is not None and named_after.cls in {"Event", "Report"}:
                yield named_after
            continue
        if _SENTENCE.search(inner) or _SAID.match(analysis.text, quote.end):
            continue
        mention = _by_inner_head(analysis, quote, inner, words) or _by_following_noun(analysis, quote, inner, words)
        mention = mention or _by_preceding_noun(analysis, quote, inner, words) or _by_model(analysis, quote, inner)
        mention = mention or _by_cue(analysis, quote, inner, words)
        if mention is not None:
            yield mention


def _fills(text: str, end: int, quote: Quote) -> bool:
    """Whether a name that ends there is all that is quoted, but for brackets behind it."""
    return end == quote.inner_end or skip_brackets(text, end) == quote.inner_end


def _by_inner_head(analysis: Analysis, quote: Quote, inner: str, words: Words) -> Mention | None:
    head = words.head_of(_YEAR_AT_END.sub("", without_brackets(inner)))
    if head is not None and head.text == _DEED:
        if quote.mark in "「《":
            return _mention(analysis, quote, inner, "Policy", "title-head", 0.8)
        head = head if _runs(analysis, quote, words) else None
    if head is None and _ARTICLES.search(inner):
        return _mention(analysis, quote, inner, "Policy", "title-head", 0.8)
    if head is None and _PHASE.match(inner) and not _says_something(analysis, quote):
        return _mention(analysis, quote, inner, "Project", "title-phase", 0.75)
    if head is None or squeeze(without_brackets(inner)) == head.text:
        if quote.mark in "「《" and len(squeeze(inner)) >= 6:
            return _mention(analysis, quote, inner, "Policy", "title-mark", 0.75)
        return None
    if _RANK.fullmatch(squeeze(without_brackets(inner)).removesuffix(head.text)):
        return None
    if head.strength == "proper" and any(
        m.tag[0] in "JVE" for m in analysis.morphemes_in(quote.inner_begin, quote.inner_end)
    ):
        return None
    if head.cls == "Product" and head.strength == "quoted" and not _product_context(analysis, quote, words):
        return None
    if head.cls in _MADE_KINDS and quote.mark not in _TITLE_MARKS and _says_something(analysis, quote):
        return None
    head = _as_scheme(head, inner, words)
    cls = "Program" if head.text in _MAY_BE_RUN and _runs(analysis, quote, words) else head.cls
    cls = "Policy" if quote.mark in _TITLE_MARKS and head.cls not in _BIBLIOGRAPHIC else cls
    return _mention(analysis, quote, inner, cls, "title-head", 0.9)


_EDITION = re.compile(r"(?<![가-힣\d])(?:제\s?\d+\s?(?:회|차|기|届)|20\d\d년?)\s\Z")
"""Before the quoted part of an event's name: `제2회 ‘푸른 바다’ 과학기술대회`."""
_EDITION_LENGTH = 10


def _says_something(analysis: Analysis, quote: Quote) -> bool:
    """Whether a sentence or a description is quoted, no name: `“등록제는 … 장치”`, `‘기업을 돕는 플랫폼’`."""
    inside = analysis.morphemes_in(quote.inner_begin, quote.inner_end)
    text = analysis.text
    return any(
        (m.tag in {"JKS", "JKO"} or (m.tag == "JX" and m.form in {"은", "는"})) and text[m.end : m.end + 1] == " "
        for m in inside
    )


def _is_kind(inner: str, words: Words) -> bool:
    """Whether what is quoted ends in a noun for made things itself: `‘복강경 수술 로봇’`, not `‘톈허 3호’`."""
    return not _NUMBERED.search(inner) and words.is_made(without_brackets(inner))


def _is_emphasis(analysis: Analysis, quote: Quote, inner: str, words: Words) -> bool:
    """Whether nothing but general words and adjectives is quoted: `‘개방형’ 플랫폼`, `‘녹색’ 모델`."""
    if HAN.search(inner) or not re.fullmatch(r"[가-힣\s·]+", inner):
        return False
    parts = analysis.morphemes_in(quote.inner_begin, quote.inner_end)
    if any(m.tag == "NNP" and m.form not in words.generic and m.form not in words.fields for m in parts):
        return False
    return all(word in words.generic or word in words.fields or _ADJECTIVE.search(word) for word in inner.split())


def _by_following_noun(analysis: Analysis, quote: Quote, inner: str, words: Words) -> Mention | None:
    """`'동방학자' 계획`, `'자오룽호' 잠수정`, `'1+2' 지원정책`: the noun right behind names the kind."""
    at = skip_brackets(analysis.text, quote.end)
    others = _OTHERS.match(analysis.text, at)
    at = others.end() if others else at
    called = _CALLED.match(analysis.text, at)
    at = called.end() if called else at
    match = _AFTER.match(analysis.text, at)
    if match is None or any(m.tag[0] in "JV" for m in analysis.morphemes_at(at)):
        return None
    best: tuple[int, Head] | None = None
    for word in re.finditer(r"\S+", match[1]):
        stem_end = match.start(1) + word.end()
        stem_end = _without_particle(analysis, match.start(1) + word.start(), stem_end)
        noun = analysis.text[match.start(1) : stem_end]
        head = words.head_of(noun)
        if head is None and " " in inner and squeeze(noun) in words.undertakings:
            head = Head(noun, "Project", "quoted")
        last = stem_end != match.start(1) + word.end() or word.end() == len(match[1].rstrip())
        if words.made.search(noun) and (head is None or head.strength == "proper"):
            head = Head(noun, "Product", "quoted") if last and not _is_kind(inner, words) else None
        if head is not None and not (head.text == _DEED and not last):  # ‘로봇+’ 행동 | 계획
            best = stem_end, head
            break
        if stem_end != match.start(1) + word.end():
            break
    if best is None or best[1].text in words.emphasis:
        return None
    end, head = best
    if head.cls == "Company" and head.strength == "proper" and analysis.text[at : at + 1] == " ":
        return None  # `‘저고도 경제’ 투자`: only glued to its name it is part of one
    if head.cls in _NO_EMPHASIS and (_is_emphasis(analysis, quote, inner, words) or _says_something(analysis, quote)):
        return None
    if head.text == _DEED and not _runs(analysis, quote, words, end):
        return None
    head = _as_scheme(head, inner, words)
    whole = words.head_of(f"{without_brackets(inner)}{head.text}")
    head = whole if whole is not None and whole.strength == "strong" else head
    if others or called:
        end = quote.end
    edition = _EDITION.search(analysis.text, max(0, quote.begin - _EDITION_LENGTH), quote.begin)
    begin = edition.start() if edition is not None and head.cls == "Event" else quote.begin
    plain = (Name(analysis.text[quote.begin : end], "ko"),) if begin < quote.begin else ()
    return Mention(
        analysis.passage.index,
        begin,
        end,
        analysis.text[begin:end],
        head.cls,
        "title-following",
        0.8,
        zh=_zh_of(inner),
        names=(*plain, Name(inner, "ko"), *_variants(inner)),
    )


def _as_scheme(head: Head, inner: str, words: Words) -> Head:
    """The noun for an undertaking as one for a programme, where what is quoted is a scheme to apply for."""
    scheme = head.cls == "Project" and head.text in _UNDERTAKINGS and any(word in inner for word in words.schemes)
    return Head(head.text, "Program", head.strength) if scheme else head


def _by_preceding_noun(analysis: Analysis, quote: Quote, inner: str, words: Words) -> Mention | None:
    """`대형 모델 ‘즈장 톈무’`, `위성 '…'`: the noun for a made thing right before its quoted name."""
    at = _before_brackets(analysis.text, quote.begin)
    before = _WORD_BEFORE.search(analysis.text, max(0, at - _WORD), at)
    if before is None or len(inner) > 20 or _NO_NAME.search(inner):
        return None
    if _TRADE.search(before[1]) and re.fullmatch(r"[가-힣A-Za-z]+", without_brackets(inner)):
        return _mention(analysis, quote, inner, "Company", "title-preceding", 0.75)
    kind = before[1].removesuffix("인")
    head = words.head_of(kind)
    if head is not None and (cls := called(analysis, quote, head) or _undertaken(analysis, quote, head)) is not None:
        return _mention(analysis, quote, inner, cls, "title-preceding", 0.75)
    if not (head is not None and head.cls == "Product") and not words.made.search(kind):
        return None
    return _mention(analysis, quote, inner, "Product", "title-preceding", 0.75)


def _before_brackets(text: str, at: int) -> int:
    """Where a word ends that stands before brackets before position `at`: `특별프로젝트 | (B류) ‘…’`."""
    brackets = _CLOSED_BEFORE.search(text, max(0, at - _LONGEST_GLOSS), at)
    return brackets.start() if brackets else at


def _undertaken(analysis: Analysis, quote: Quote, head: Head) -> str | None:
    """The class that a noun for an undertaking gives to the quoted words right behind it: `특별프로젝트 ‘양자 물질’`.

    They are several nouns and nothing else, of which something is told.
    """
    if head.text not in _UNDERTAKING_NOUNS:
        return None
    parts = analysis.morphemes_in(quote.inner_begin, quote.inner_end)
    words = analysis.text[quote.inner_begin : quote.inner_end].split()
    nouns = len(words) > 1 and all(m.tag[0] in "NXS" or m.tag == "MM" for m in parts)
    return head.cls if nouns and analysis.particle_after(quote.inner_end) else None


def called(analysis: Analysis, quote: Quote, head: Head) -> str | None:
    """The class that a noun gives to the quoted name right behind it, where that is proper by itself.

    It has Chinese characters, or is words that the analyser does not know; the number of a model makes an undertaking.
    """
    inner = analysis.text[quote.inner_begin : quote.inner_end].strip()
    if head.cls not in _KINDS or len(inner) > _LONGEST_CALLED:
        return None
    if _MODEL.fullmatch(inner):
        return "Project" if head.cls == "Project" else None
    if HAN.search(inner) or HAN.match(analysis.text[quote.end :].lstrip("(（")):
        return head.cls
    parts = analysis.morphemes_in(quote.inner_begin, quote.inner_end)
    proper = bool(parts) and parts[0].tag == "NNP" and all(m.tag in {"NNP", "NNG", "SL", "SN"} for m in parts)
    return head.cls if proper else None


def _by_model(analysis: Analysis, quote: Quote, inner: str) -> Mention | None:
    """A short quoted name that ends in the number of a model is a product: `윈치(雲旗) 2`, `하이다 5호`, `XR-20B`."""
    found = _MODEL.fullmatch(inner)
    if found is None or _NO_MODEL.search(inner) or len(inner) > _LONGEST_MODEL:
        return None
    if analysis.particle_after(quote.inner_end) == "" and not (
        _ends_clause(analysis.text, quote.end) or _IS.match(analysis.text, quote.end)
    ):
        return None
    return _mention(analysis, quote, inner, "Product", "title-model", 0.75)


def _ends_clause(text: str, at: int) -> bool:
    """Whether no word follows that could say what the quoted name is of."""
    return not re.match(r"\s?[가-힣A-Za-z]", text[skip_brackets(text, at) :]) or bool(_BARE_CUE.match(text, at))


def _without_particle(analysis: Analysis, begin: int, end: int) -> int:
    return next((m.begin for m in analysis.morphemes_between(begin + 1, end) if m.tag[0] in "JVE"), end)


def _by_cue(analysis: Analysis, quote: Quote, inner: str, words: Words) -> Mention | None:
    """A quoted proper name that somebody launches, develops or shows is a product."""
    proper = bool(HAN.search(inner) or re.search(r"[A-Za-z]{2}|[A-Za-z]-?\d", inner))
    after = analysis.text[skip_brackets(analysis.text, quote.end) :]
    if not proper and not HAN.match(after.lstrip("(（")):
        bracket = re.match(r"[(（]([^()（）]+)[)）]", analysis.text[quote.end :])
        proper = bool(bracket and HAN.search(bracket[1]))
    if not proper or not _product_context(analysis, quote, words) or squeeze(inner) in words.emphasis:
        return None
    return _mention(analysis, quote, inner, "Product", "title-cue", 0.7)


def _runs(analysis: Analysis, quote: Quote, words: Words, end: int = 0) -> bool:
    """Whether what follows says that a plan is run like a programme: 추진, 운영, … 등 프로그램.

    `end`: of the noun behind the quotation mark, if one belongs to the name.
    """
    at = end or quote.end
    after = analysis.text[at : at + 25]
    inner = analysis.text[quote.inner_begin : quote.inner_end]
    scheme = any(word in inner for word in words.schemes)
    return scheme or any(cue in after for cue in words.program_cues) or _GIVEN_TO.match(after) is not None


def _product_context(analysis: Analysis, quote: Quote, words: Words) -> bool:
    """Whether within the next words of the clause somebody launches, develops or shows the thing."""
    at = skip_brackets(analysis.text, quote.end)
    if analysis.particle_after(quote.inner_end) not in _CASES:
        return False
    if _CUE_BEFORE.search(analysis.text, max(0, quote.begin - _WORD), quote.begin):
        return True
    clause = re.split(r"[,.;]", analysis.text[at : at + _CUE_REACH])[0]
    return any(cue in clause for cue in words.product_cues)


_ABOUT = re.compile(
    r"에\s관한\s(?P<head>시행의견|실시의견|지도의견|약간의견|의견|통지|공고|방안|조치|결정|규정|방법|지침|시행방안|실시방안|판법)"
    r"(?P<behind>(?:을|를|에서|에|은|는|이|가)(?=[\s,.])|(?=\s?\())"
)
_ISSUED = re.compile(
    r"[^.]{0,20}?(?:냈|내놓|발표|공포|하달|인쇄|배포|시행|통과|발령|발효|제정|공개|공동|마련|의결|인발|개정|고시|밝혔|제시|담|지목|지정|명시|확정)"
)
_LEFT_OF = re.compile(r"[NDBMS]*\Z")
_FEWEST = 4


def about_mentions(analysis: Analysis, known: Sequence[Mention]) -> Iterator[Mention]:
    """Papers by their full titles without quotation marks, where a body speaks: `… 육성에 관한 시행의견을 냈다`."""
    text = analysis.text
    for match in _ABOUT.finditer(text) if "에 관한 " in text else ():
        if not _ISSUED.match(text, match.end()):
            continue
        run = _LEFT_OF.search(analysis.labels[: match.start()])
        begin = run.start() if run else match.start()
        begin += len(text[begin : match.start()]) - len(text[begin : match.start()].lstrip(" ·-,"))
        told = [m for m in analysis.morphemes_in(begin, match.start()) if m.tag in {"NNG", "NNP", "SL", "XR"}]
        speaks = any(m.cls in _SPEAKERS and m.end < begin for m in known)
        if len(told) < _FEWEST or not speaks or any(q.begin < match.start() < q.end for q in analysis.quotes):
            continue
        end = match.end("head")
        yield Mention(analysis.passage.index, begin, end, text[begin:end], "Policy", "title-about", 0.8)


def _mention(analysis: Analysis, quote: Quote, inner: str, cls: str, rule: str, confidence: float) -> Mention:
    begin = analysis.text.index(inner, quote.inner_begin)
    return Mention(
        analysis.passage.index,
        begin,
        begin + len(inner),
        inner,
        cls,
        rule,
        confidence,
        zh=_zh_of(inner),
        names=_variants(inner),
    )


def _variants(inner: str) -> tuple[Name, ...]:
    """Without years or glosses in brackets, without a leading year."""
    forms = []
    bare = _GLOSS.sub("", inner).strip()
    if bare and bare != inner:
        forms.append(bare)
    for form in (inner, bare):
        if match := _LEADING_YEAR.match(form):
            forms.append(form[match.end() :])
    return tuple(Name(form, "ko") for form in dict.fromkeys(forms))


def _zh_of(inner: str) -> str | None:
    match = _HAN_GLOSS.search(inner)
    return match[1] if match else None


def code_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Model codes (`EH216-S`) right beside a noun for a made thing, or as the object of a cue.

    The unknown word right before a code belongs to it (`칭허 X2`).
    """
    text = analysis.text
    if not _CAPITAL.search(text):
        return
    for match in _APART.finditer(text):
        noun = _WORD_BEFORE.search(text, max(0, match.start() - _WORD), match.start())
        if noun is not None and words.is_made(noun[1]):
            yield Mention(analysis.passage.index, *match.span(), match[0], "Product", "title-code", 0.7)
    for match in _CODE.finditer(text) if _WITH_NUMBER.search(text) else ():
        begin = _with_word_before(analysis, match.start(), words, known)
        before = re.search(r"([가-힣]+)\s\Z", text[max(0, begin - _WORD) : begin])
        after = re.match(r"\s?([가-힣]+)", text[match.end() :])
        near = [word[1] for word in (before, after) if word]
        named = any(head is not None and head.cls == "Product" for head in map(words.head_of, near))
        named = named or bool(before and words.made.search(before[1]))
        clause = re.split(r"[,.;]", text[match.end() : match.end() + _CUE_REACH])[0]
        launched = re.match(r"['’”]?(?:을|를)\s", clause) and any(cue in clause for cue in words.product_cues)
        if named or launched:
            name = text[begin : match.end()]
            names = (Name(match[0], "ko"),) if begin < match.start() else ()
            yield Mention(analysis.passage.index, begin, match.end(), name, "Product", "title-code", 0.7, names=names)


def series_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Things of a series by name and number (`지우장 4호`), versions of known products (`큐원 3.5`)."""
    text = analysis.text
    for match in _SERIES.finditer(text) if "호" in text else ():
        begin, end = match.span()
        name = match["name"]
        if any(m.begin < end and begin < m.end and not (m.begin == begin and m.end < end) for m in known):
            continue
        if any(quote.inner_begin <= begin < quote.inner_end for quote in analysis.quotes):
            continue  # what is quoted has rules of its own: ‘룽둥 1호 | 지능연산센터’
        if (words.heard.match(name) and not common_word(name, compound=True)) or _is_series(name, known, begin):
            yield _product(analysis, begin, end, "title-series")
    for maker in known:
        if maker.cls not in _MAKERS or not maker.key:
            continue
        version = _VERSION.match(text, maker.end)
        if (
            version is None
            or _QUARTER.match(version[0])
            or (maker.cls == "Company" and not _CAPITAL.search(version[0]))
        ):
            continue
        if not any(m.begin <= maker.begin and version.end() <= m.end for m in known if m is not maker):
            yield _product(analysis, maker.begin, version.end(), "title-version")


def _is_series(name: str, known: Sequence[Mention], begin: int) -> bool:
    """Whether a name before a number is that of a known product."""
    return any(m.begin == begin and m.cls == "Product" and m.surface == name for m in known)


def _product(analysis: Analysis, begin: int, end: int, rule: str) -> Mention:
    return Mention(analysis.passage.index, begin, end, analysis.text[begin:end], "Product", rule, 0.75)


def _with_word_before(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> int:
    """Start of the unknown word right before a model code, or the code's: `칭허 | X2`, but not `유니트리 | G1`."""
    word = re.search(r"(?<![가-힣A-Za-z0-9])[가-힣]{2,6}\s\Z", analysis.text[max(0, begin - _WORD) : begin])
    if word is None or words.made.search(word[0].strip()):
        return begin
    start = begin - len(word[0])
    if any(m.begin < begin and start < m.end for m in known):
        return begin
    parts = analysis.morphemes_at(start)
    unknown = len(parts) == 1 and parts[0].tag == "NNP" and parts[0].end == begin - 1
    return start if unknown else begin
