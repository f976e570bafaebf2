"""Names without a head that the word before them tells: a country (`독일 쿠카`), a kind (`자회사 페이허바이오`).

In: an analysis and the mentions known in it. Out: mentions of organs of other countries, of companies, products and
foreign cities, and of international bodies, which a word such as 국제 opens. A name is one word, unknown to the
analyser unless its ending says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.korean import common_word
from kg.model import Mention, Name
from kg.recognise.analysis import Analysis, skip_brackets
from kg.recognise.words import TRADES, Words

_CHINA = "china"
_GOVERNED = frozenset({"Province", "City"})
_WORD = re.compile(r"[가-힣A-Za-z0-9]+")
_ACTS = frozenset({"은", "는", "이", "가", "와", "과", "도", "의", "을", "를", "에게", "랑"})
_MADE = frozenset({"을", "를"})
_NEXT_WORD = re.compile(r"\s[가-힣]")
_CLOSING = "(（'’”\"」』》〉>"
"""Brackets and quotation marks, behind which the particle of a word may stand."""
_MAY_ACT, _MAY_BE_MADE, _MAY_BE_PLACED = (
    re.compile(rf"[가-힣A-Za-z0-9]{{2,}}?(?:{behind})")
    for behind in (
        rf"[은는이가와과도의을를랑,·{_CLOSING}]|에게",
        rf"[을를{_CLOSING}]|\s[Vv]?\d|-\d",
        rf"[에{_CLOSING}]",
    )
)
"""Words behind which something may stand that the rules ask for: the analyser is asked about no others."""
_CUE_REACH = 24
_SITED = re.compile(
    r"[^,.;]{0,12}?(?:위치|자리|소재|있|들어[설서섰]|세[우운웠]|짓|지은|지을|건설|설립|설치|개소|개최|개관|열|착공|가동|본사|공장)"
)
_COMPASS = re.compile(r"[동서남북중]+부\Z")
_ORGAN = re.compile(r"[가-힣]{2,}(?:청|부|국|처|위원회)\Z")
_ORGAN_AND = re.compile(r"[가-힣]{2,}청(?=과(?:는|도|의)?\s)")
"""With its particle it reads like the word for fruit and vegetables: `개발|청과|는`."""
_RESEARCH = re.compile(r"[가-힣]*(?:연구|과학)[가-힣]*(?:기구|재단|협의회)\Z")
_BODIES = ("기구", "연합", "사무국")
_INTERNATIONAL = re.compile(
    rf"(?<![가-힣])(?:국제|세계|유럽|유엔|아시아|아프리카|아랍|태평양)[가-힣·]{{2,}}(?:{'|'.join(_BODIES)})"
    r"(?=[(（\s,.·]|[은는이가을를의와과도에]|\Z)"
)
_PARTS = frozenset({"NNP", "NNG", "SL"})
_COMMON = ("화", "성", "률", "율", "적", "형", "급", "별", "씨", "식", "계")
"""Last syllables of derived nouns and modifiers, which the analyser takes for unknown names now and then."""
_VERSION = re.compile(r"\s(?:V|v)?\d+(?:\.\d+)?(?=[은는이가을를의와과도])|-\d+(?=[은는이가을를의와과도])")
_FIRM = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{4,8}사(?=[은는이가와과의도]\s)")
_FIRM_END = re.compile(r"사[은는이가와과의도]\s")
"""What most passages do not have; it is found sooner than the whole."""
_OFFICE = re.compile(r"(?:우주|기술|혁신|통신|장비|정보|발전|관리|정책|기획|협력|업무|과학|교육|산업)사\Z")
"""Departments of ministries (司) and common nouns end so, too."""
_TRADE = re.compile(rf"(?<![가-힣])(?:[가-힣]{{1,6}}(?=기업|업체|회사))?{TRADES}(?:인\s|,\s|\s)")
_TRADE_END = re.compile(r"[업체사커처][인,\s]")
"""How every such noun ends."""
_LATIN = re.compile(r"(?=[A-Za-z0-9&.-]*[a-z])[A-Z][A-Za-z0-9&.-]{2,}(?:\s[A-Z][A-Za-z0-9&.-]*)*")
"""A name in Latin letters; what is all capitals may be a term, an office, a norm."""
_LATIN_FIRM = re.compile(r"(?<![가-힣A-Za-z0-9])(?=[A-Za-z0-9]*[a-z])[A-Z][A-Za-z0-9]+사(?=[은는이가와과의도]\s)")


def abroad_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """The names that a country, a kind of company or a word such as 국제 opens."""
    text = analysis.text
    for hit in analysis.hits:
        if hit.cls in _GOVERNED and text[hit.end : hit.end + 1] == " " and not hit.weak:
            yield from _zone(analysis, hit.end + 1, words, known)
        if hit.cls != "Country" or hit.keys[0] == _CHINA or (hit.begin and text[hit.begin - 1].isalnum()):
            continue
        if text[hit.end : hit.end + 1] == " ":
            yield from _of_country(analysis, hit.begin, hit.end + 1, words, known)
        elif text[hit.end : hit.end + 1].isalpha():
            yield from _organ(analysis, hit.begin, hit.begin, hit.end)
    for kind in _TRADE.finditer(text) if _TRADE_END.search(text) else ():
        latin = _LATIN.match(text, kind.end())
        if not latin or _of_a_trade(analysis, kind.start()):
            yield from _company(analysis, kind.end(), words, known, "abroad-kind")
    for _, _, end in words.made_nouns.find_matches_as_indexes(text, overlapping=True):
        if _NEXT_WORD.match(text, end):
            yield from _product(analysis, end + 1, words, known)
    for match in _FIRM.finditer(text) if _FIRM_END.search(text) else ():
        yield from _firm(analysis, match.start(), match.end(), known)
    for match in _LATIN_FIRM.finditer(text) if _FIRM_END.search(text) else ():
        if not any(m.begin < match.end() and match.start() < m.end for m in known):
            names = (Name(match[0][:-1], "ko"),)
            yield _mention(analysis, match.start(), match.end(), "Company", "abroad-firm", 0.75, names)
    for match in _INTERNATIONAL.finditer(text) if any(map(text.__contains__, _BODIES)) else ():
        if not any(m.begin <= match.start() < m.end for m in known):
            yield _mention(analysis, match.start(), match.end(), "InternationalBody", "abroad-international", 0.75)


def _of_country(
    analysis: Analysis, country: int, begin: int, words: Words, known: Sequence[Mention]
) -> Iterator[Mention]:
    """What stands right behind a country: its organ, a company of it, or a city in it."""
    organ = list(_organ(analysis, country, begin, begin))
    yield from organ
    if not organ:
        yield from _company(analysis, begin, words, known, "abroad-country")
        yield from _city(analysis, begin, words, known)


def _organ(analysis: Analysis, country: int, begin: int, own: int) -> Iterator[Mention]:
    """`브라질 우주청`, `독일연방교육연구부`: the name holds the country. `own`: where the rest of it begins."""
    end = _word_end(analysis, begin)
    word = _ORGAN_AND.match(analysis.text, begin)
    end = word.end() if word is not None else end
    name = analysis.text[own:end]
    if len(name) < 3 or _COMPASS.search(name):
        return
    if _RESEARCH.match(name):
        cls = "ResearchInstitute"
    elif _ORGAN.match(name):
        cls = "CentralBody"
    else:
        return
    names = (Name(name, "ko"),) if begin == own else ()
    yield _mention(analysis, country, end, cls, "abroad-organ", 0.85, names)


def _company(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention], rule: str) -> Iterator[Mention]:
    """An unknown word that does something, or to which something is done."""
    end = _latin_name(analysis, begin, words, known)
    if end is None and _MAY_ACT.match(analysis.text, begin):
        end = _unknown_word(analysis, begin, words, known)
    if end is not None and (analysis.particle_after(end) in _ACTS or _in_list(analysis.text, end)):
        yield _mention(analysis, begin, end, "Company", rule, 0.8)


def _of_a_trade(analysis: Analysis, at: int) -> bool:
    """Whether a noun stands right before a noun for companies: `반도체 | 기업 Novacore는`, not `기업 Wi-Fi는`."""
    before = analysis.morpheme_before(at)
    return before is not None and at - before.end <= 1 and before.tag in {"NNG", "NNP", "SL", "XSN", "JKG"}


def _latin_name(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> int | None:
    """End of the name in Latin letters at `begin` that nothing knows and that names no field of technology."""
    match = _LATIN.match(analysis.text, begin)
    if match is None or match[0] in words.fields or any(m.begin < match.end() and begin < m.end for m in known):
        return None
    return match.end()


def _firm(analysis: Analysis, begin: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown word with the suffix for companies: `룽위안즈넝사는`."""
    first = next(iter(analysis.morphemes_at(begin)), None)
    if first is None or first.tag != "NNP" or first.end < end - 1:
        return
    if _OFFICE.search(analysis.text, begin, end) or any(m.begin < end and begin < m.end for m in known):
        return
    names = (Name(analysis.text[begin : end - 1], "ko"),)
    yield _mention(analysis, begin, end, "Company", "abroad-firm", 0.75, names)


def _product(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown word behind a noun for a made thing, with its version: `언어모델 | 위안산 3.0을`."""
    may_be = _MAY_BE_MADE.match(analysis.text, begin)
    end = _unknown_word(analysis, begin, words, known) if may_be else None
    if end is None:
        return
    version = _VERSION.match(analysis.text, end)
    end = version.end() if version else end
    if version is None:
        clause = re.split(r"[,.;]", analysis.text[end : end + _CUE_REACH])[0]
        if analysis.particle_after(end) not in _MADE or not any(cue in clause for cue in words.product_cues):
            return
    yield _mention(analysis, begin, end, "Product", "abroad-made", 0.75)


def _zone(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown word of transcribed Chinese behind the province or city around it: `선전 | 허타오에 문을 연`."""
    may_be = _MAY_BE_PLACED.match(analysis.text, begin)
    end = _unknown_word(analysis, begin, words, known) if may_be else None
    if end is None:
        return
    name = analysis.text[begin:end]
    if words.heard.match(name) is None or common_word(name, compound=True):
        return
    particle = analysis.particle_after(end)
    if particle == "에서" or (particle == "에" and _SITED.match(analysis.text, end + 1)):
        yield _mention(analysis, begin, end, "DevelopmentZone", "abroad-zone", 0.7)


def _city(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown word behind a country where something lies or takes place."""
    may_be = _MAY_BE_PLACED.match(analysis.text, begin)
    end = _unknown_word(analysis, begin, words, known) if may_be else None
    if end is None:
        return
    particle = analysis.particle_after(end)
    if particle == "에서" or (particle == "에" and _SITED.match(analysis.text, end + 1)):
        yield _mention(analysis, begin, end, "City", "abroad-city", 0.75)


def _unknown_word(analysis: Analysis, begin: int, words: Words, known: Sequence[Mention]) -> int | None:
    """End of the word at `begin` without its particle, if it is one proper noun that no rule or list knows."""
    if analysis.noun_from(begin):
        return None
    end = _word_end(analysis, begin)
    if end - begin < 2 or any(m.begin < end and begin < m.end for m in known):
        return None
    parts = analysis.morphemes_in(begin, end)
    if not parts or parts[0].tag != "NNP" or parts[0].begin != begin or not all(m.tag in _PARTS for m in parts):
        return None
    name = analysis.text[begin:end]
    return None if name.endswith(_COMMON) or words.head_of(name) is not None else end


def _word_end(analysis: Analysis, begin: int) -> int:
    """End of the word at `begin`, particles and endings left out."""
    match = _WORD.match(analysis.text, begin)
    if match is None:
        return begin
    inside = analysis.morphemes_between(begin + 1, match.end())
    return next((m.begin for m in inside if m.tag[0] in "JVE"), match.end())


def _in_list(text: str, end: int) -> bool:
    after = skip_brackets(text, end)
    return text[after : after + 1] in {",", "·"}


def _mention(
    analysis: Analysis, begin: int, end: int, cls: str, rule: str, sure: float, names: tuple[Name, ...] = ()
) -> Mention:
    text = analysis.text[begin:end]
    return Mention(analysis.passage.index, begin, end, text, cls, rule, sure, names=names)
