"""Names of bodies, zones, events and titles by their telling heads: noun chains with a judged left edge.

In: an analysis and the mentions already known in it (places, bodies). Out: mentions whose class is that of the
head noun. What stands before the head decides whether the chain is a name at all: a place or a known body,
a proper noun, a bracket with characters, or any word that is not generic.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from kg.language.korean import common_word
from kg.model import Mention, Name, PassageKind
from kg.recognise.analysis import HAN, Analysis, eojeols, skip_brackets, without_brackets
from kg.recognise.gazetteer import is_place
from kg.recognise.titles import called
from kg.recognise.words import Head, Words, any_in, squeeze

BODIES = frozenset(
    {
        "University",
        "ResearchInstitute",
        "Laboratory",
        "InnovationCenter",
        "Company",
        "Association",
        "FundingBody",
        "CentralBody",
        "LocalGovernment",
        "Ministry",
        "DevelopmentZone",
        "InternationalBody",
    }
)
_TITLES = frozenset({"Policy", "Report", "Program", "Project", "Event", "Product"})
_LONGEST = 60
_YEARS = re.compile(r"\s?[(（]\s?(?:['‘’]?\d{2,4}\s?년?\s?[~∼–-]\s?['‘’]?\d{2,4}|20\d\d)\s?년?\s?[)）]")
_LEADING_YEAR = re.compile(r"(?:['‘’]?\d\d(?:\d\d)?)\s?년도?\s+")
_BARE_PLACED = frozenset({"실험실", "연구실", "센터", "연구센터", "기지", "연구소", "연구기지"})
_GOVERNED = re.compile(r"[성시구현주]\Z")
_NATION = re.compile(r"국가|중국|전국")
_TELLING = frozenset({"NNG", "NNP", "SL", "SN", "XR", "SH", "XPN"})
_PROPER_ONLY = frozenset({"University", "DevelopmentZone", "CentralBody"})
_GLUED = frozenset({"Association"})
_SITES = ("기지", "단지", "파크", "밸리", "성", "과기도")
_FACILITIES = frozenset({"Project", "DevelopmentZone", "InnovationCenter"})
"""Classes of what may be called after something that no list knows: `마란산 영상문화창의단지`."""
_FOUNDATIONS = frozenset({"재단", "기금회"})
_PROPER_HEADS = frozenset({"그룹"})
_GLUED_HEADS = frozenset({"회사", "지사"})
_MARKED_BY_PLACE = frozenset({"프로젝트", "공정", "밸리"})
_WORKS = frozenset({"프로젝트", "공정", "사업", "공사", "시범사업", "전문프로젝트", "특별프로젝트"})
_WORKS_NOT_FIRM = "공사"
"""As a word by itself it is work that is done; glued to a name it is a company."""
_WORK = re.compile(
    r"(?:일체화|실증|건설|송전|발전|전력|저장|수소|태양광|풍력|원전|터널|철도|운하|항만|개조|확장|이전|협력|교류|정비|복원|개발|채굴|정련"
    r"|컴퓨팅|데이터센터|클러스터|단지|위성|플랫폼|연구|육종|농업"
    r"|수리|관개|담수화)\Z"
)
"""What an undertaking is about that is called after a place (`쿠부치 사막 태양광 | 프로젝트`), unlike a business."""
_IN_LETTERS = re.compile(r"[(（](?=[^()（）]*[A-Z+][^()（）]*[A-Z+])[A-Z][A-Za-z0-9+-]{2,14}[)）]")
_SIZE = re.compile(
    r"(?:(?<![가-힣A-Za-z0-9])[가-힣]{2,6}\s)?\d+(?:\.\d+)?\s?(?:m|미터|MW|GW|GeV|MeV|TeV)급?\s(?:구경\s)?\Z"
)
"""How large a facility is, within its name: `500m 구경 | 구면전파망원경`, `징둥 120m | 펄서 전파망원경`."""
_SIZED = frozenset({"Project", "Laboratory", "Product"})
_OF_STATES = re.compile(
    r"(?<![가-힣A-Za-z0-9])[가-힣]{2,8}(?:[-·][가-힣]{2,8})?\s\d{1,2}개(?:국|성|성시|도시|성·시)\s\Z"
)
"""Whose conference it is: `중앙아시아 5개국 | 과학장관회의`."""
_REACH = 24
_LEGAL_FORM = re.compile(r"(?:주식|고분)?유한(?:책임)?(?:공사|회사)|주식회사")
_IN_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]+[)）\]】]")
"""A word in brackets, which is a label before a name: `(참여) | 화시바이오`."""
_ORDINAL = re.compile(r"제\s?\d+(?:회|차|기)")
_YEAR_OF_EVENT = re.compile(r"(?:19|20)\d\d\s(?=[가-힣A-Za-z])")
_EDITION = re.compile(r"(?<!\w)(?:제\s?\d+(?:회|차|기)|(?:(?:19|20)\d\d|['‘’]\d\d년)(?:년도?)?)\s?\Z")
_WIDEST_EDITION = 10
_YEAR_BEHIND = re.compile(r"\s(?:19|20)\d\d(?!\d|[.,~-]\s?\d|\s?(?:년|개|명|건|위|부스))")
"""`세미콘 차이나 | 2024`."""
_SESSION = re.compile(r"\s제\s?\d+(?:차|회)\s(?:회의|본회의|총회|회담|연례회의)")
_SITTING = re.compile(r"제\s?\d+(?:차|회)\s")
"""The number of a session, which makes the name of a body one of an event: `제7차 | 한중 협력위원회`."""
_HEAD_OF = re.compile(r"(?:연구소|연구원|센터|협회|학회)(?=장(?:인\s|님|[\s,(]|[은는이가을를에의과와]\s))")
"""Where the name of a body ends to which the post of who heads it is glued: `신경과학연구소|장`."""
_PARTS_OF_EVENTS = frozenset({"분과"})
_ATTACHED = re.compile(r"(?:대학|대학교|의학원|의학부|학원|과학원)\s?(?:부속|부설)")
_SPOKEN_OF = re.compile(r"대학(?:교)?\s")
"""A university spoken of before, no part of the name of what belongs to it: `이 대학 | 로봇연구소`."""
_RANK = re.compile(r"제\s?\d+위")
_ENUMERATION = re.compile(r"\s*\d{1,3}[.)]\s+")
_DAY = re.compile(
    r"(?:(?:(?:19|20)?\d\d년\s)?\d{1,2}월(?:\s?\d{1,2}일|\s?[초말]|\s?[상중하]순)?|\d{1,2}일|(?:19|20)?\d\d년\s?[초말]?"
    r"|\d\s?분기|[상하]반기)\s"
)
"""When something happened; it is no part of the name of a body (`5월 | 난하이실험실`)."""

_SHARED_CLASSES = frozenset({"FundingBody", "University"})
_SIDES = frozenset({"Country", "InternationalBody", "Province", "City"})
_CAPITAL = re.compile(r"[A-Z]")
_LATIN_NAME = re.compile(r"(?=.*[a-z])[A-Z][A-Za-z0-9-]{2,}(?: [A-Z][A-Za-z0-9-]+)*\s")
_MARKED = re.compile(r"[A-Z][A-Za-z0-9-]*[a-z]|(?<=.)[(（]\s?['‘’\dA-Z㐀-鿿·]")
"""What a chain may have instead of quotation marks: a Latin name, a bracket with years, characters or an acronym."""
_LISTED = re.compile(r"\s*(?:등|및|,|·|、|/)")
_LIST_MARK = re.compile(r"\s?[·∙・&/-]\s?")
_MARK = re.compile(r"[·∙・&/-]")
_ONE_OF_EACH = frozenset({"협회", "학회", "상회", "대학", "대학교", "연구원", "연구소", "과학원", "그룹"})
_SHARED = re.compile(r"공동|협력|교류|우호|친선|합작|연합|민간")
_BETWEEN_SIDES = re.compile(r"(?:협정|협약|조약|양해각서|선언|프로젝트|프로그램|협력사업|교류사업|합동연구사업)\Z")
"""What two countries make with each other needs no quotation marks to be a name."""

_COUNT_AFTER = re.compile(r"\s*(?:약|총|등)?\s*\d[\d,]*\s*(?:여\s*)?(?:개|곳|건|명|대|사|가지)")
_COUNT_BEFORE = re.compile(r"\d[\d,.]*\s?(?:여)?\s?(?:개|곳|여개|개의|곳의)\s+(?:의\s+)?\Z")


def chain_mentions(analysis: Analysis, words: Words, known: Sequence[Mention], *, may_hold: bool) -> Iterator[Mention]:
    """The names that end in a head noun. `may_hold`: what `may_hold_names` says of the passage."""
    text = analysis.text
    if not any_in(words.any_head, text):
        return
    yield from _editions(text, known)
    if not may_hold and not (known and any_in(words.any_head, text[1:])):
        return
    names = _Known.of(text, known)
    people = [mention for mention in known if mention.cls == "Person"]
    cuts = [match.end() for match in words.head_end.finditer(text)]
    if "장" in text and (heads := [match.end() for match in _HEAD_OF.finditer(text)]):
        cuts = sorted({*cuts, *heads})
    for begin, end in _chains_between_people(analysis, people) if people else analysis.chains():
        for cut in _ends(text, begin, end, cuts, words):
            head = words.head_of(without_brackets(text[begin:cut]))
            if head is None or text.endswith(words.no_heads, begin, cut) or not _head_stands(analysis, cut, head):
                continue
            if names.ending.get(cut, frozenset()) - {head.text}:
                continue  # the gazetteer knows what ends here
            mention = _name_before(analysis, begin, cut, head, words, names)
            if mention is not None:
                yield mention


def may_hold_names(analysis: Analysis, words: Words) -> bool:
    """Whether a head noun stands where one may close a name: behind something.

    One that needs quotation marks only has names without them beside a known name, a bracket or Latin letters; known
    names are not looked at here.
    """
    text = analysis.text
    if any_in(words.free_heads, squeeze(text)[1:]):
        return True
    marked = analysis.sides or _MARKED.search(text)
    if marked and any_in(words.any_head, text[1:]):
        return True
    if HAN.search(text) and any_in(words.glued_heads, text[1:]):
        return True
    return any(not _of_nouns(analysis, begin, end) for begin, end in words.glued(text))


def _of_nouns(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether nothing but common nouns stands before a head in its word, as is certain without the morphemes."""
    noun, word = analysis.noun_before(end), analysis.text[:begin].split()[-1]
    return noun == analysis.text[begin:end] and word.lstrip("(（‘'“").isalpha()


class _Known(NamedTuple):
    """The known mentions of a passage, by where they begin, and the known names by where they end.

    `bounds`: where mentions end, with the brackets behind them, and their classes.
    """

    all: Sequence[Mention]
    beginning: Mapping[int, Sequence[Mention]]
    ending: Mapping[int, AbstractSet[str]]
    bounds: Mapping[int, AbstractSet[str]]

    @classmethod
    def of(cls, text: str, known: Sequence[Mention]) -> _Known:
        beginning: dict[int, list[Mention]] = {}
        bounds: dict[int, set[str]] = {}
        for mention in known:
            beginning.setdefault(mention.begin, []).append(mention)
            bounds.setdefault(skip_brackets(text, mention.end), set()).add(mention.cls)
        return cls(known, beginning, _known_by_end(text, known), bounds)

    def opening(self, begin: int, end: int) -> list[Mention]:
        """The mentions that begin at `begin` and end before `end`."""
        return [mention for mention in self.beginning.get(begin, ()) if mention.end < end]


def _known_by_end(text: str, known: Sequence[Mention]) -> dict[int, set[str]]:
    """Where a known name ends, or its abbreviation in brackets does (`세계경제포럼(WEF)`): these names."""
    found: dict[int, set[str]] = {}
    for mention in known:
        if mention.key:
            name, end = squeeze(mention.surface), mention.end
            found.setdefault(end, set()).add(name)
            behind = skip_brackets(text, end + text.startswith((" (", " （"), end))
            if end < behind and not HAN.search(text, end, behind):
                found.setdefault(behind, set()).add(name)
    return found


def _editions(text: str, known: Sequence[Mention]) -> Iterator[Mention]:
    """The known events with year or number before them: `2024 중관춘포럼`."""
    for event in known:
        if event.cls == "Event" and event.key:
            number = _EDITION.search(text, max(0, event.begin - _WIDEST_EDITION), event.begin)
            if number is None and (year := _YEAR_BEHIND.match(text, event.end)) is not None:
                surface = text[event.begin : year.end()]
                yield replace(event, end=year.end(), surface=surface, rule="head-edition")
            if number is not None:
                surface = text[number.start() : event.end]
                yield replace(event, begin=number.start(), surface=surface, rule="head-edition")


def _chains_between_people(analysis: Analysis, people: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """The chains, cut where a person's name stands in them."""
    for begin, end in analysis.chains():
        for person in people:
            if begin <= person.begin and person.end <= end:
                yield begin, begin + len(analysis.text[begin : person.begin].rstrip())
                rest = analysis.text[skip_brackets(analysis.text, person.end) : end]
                begin = end - len(rest.lstrip())
        yield begin, end


def _ends(text: str, begin: int, end: int, cuts: Sequence[int], words: Words) -> Sequence[int]:
    """Positions in a chain where a name may end: ends of words, before brackets, before list dots, end of chain.

    Only those are given that follow the last letter of a head noun, or a bracket that follows a name; `cuts` are all
    of these but the end of the chain.
    """
    found = cuts[bisect_right(cuts, begin) : bisect_left(cuts, end)]
    if text[end - 1] in words.head_lengths or text[end - 1] in ")）":
        found = [*found, end]
    if found and (text.find("(", begin, end) >= 0 or text.find("（", begin, end) >= 0):
        return [at for at in found if not _open_bracket(text, begin, at)]
    return found


def _head_stands(analysis: Analysis, end: int, head: Head) -> bool:
    """Whether the head is a word of its own, not the end of a common noun (유|전자)."""
    begin = end - _head_length(analysis.text[:end], head)
    if begin in analysis.starts or len(head.text) > 2 or _fills_cell(analysis, 0, end):
        return True
    return any(m.begin < begin < m.end and m.tag == "NNP" for m in analysis.morphemes)


def _open_bracket(text: str, begin: int, at: int) -> bool:
    opened = text.count("(", begin, at) + text.count("（", begin, at)
    return bool(opened) and opened > text.count(")", begin, at) + text.count("）", begin, at)


def _name_before(analysis: Analysis, chain: int, end: int, head: Head, words: Words, known: _Known) -> Mention | None:
    text = analysis.text
    if _RANK.match(text, chain):
        return None
    if head.text == _WORKS_NOT_FIRM and text[end - len(head.text) - 1] == " ":
        head = Head(head.text, "Project", "quoted")
    if _stands_alone(text, chain, end, head) or (
        head.strength == "quoted" and not _may_need_no_marks(analysis, chain, end, head, known)
    ):
        return None
    if head.strength == "numbered" or head.text == "위원회":
        sitting = _sitting(analysis, chain, end, head)
        if sitting is None and head.strength == "numbered":
            return None
        chain, head = (chain, head) if sitting is None else (sitting, Head(head.text, "Event", "place"))
    number = _ENUMERATION.match(text)  # of a list: not part of the name it numbers
    if number and chain < number.end() < end:
        chain = number.end()
    day = _DAY.match(text, chain, end) if head.cls in BODIES else None
    chain = day.end() if day else chain
    begin = _left_edge(analysis, chain, end, head, words, known)
    begin = _join_conjunct(analysis, begin, head, known)
    begin = _with_size(analysis, begin, end, head, words)
    if end - begin > _LONGEST or _COUNT_BEFORE.search(text, max(0, begin - 14), begin):
        return None
    if head.cls in BODIES and _COUNT_AFTER.match(text, end):
        return None
    if head.text in _ONE_OF_EACH and _of_each_side(analysis, begin, end):
        return None
    name = text[begin:end]
    if head.cls == "Company" and _LEGAL_FORM.fullmatch(name):
        return None  # of the body named before
    han = bool(HAN.search(name))
    opening = known.opening(begin, end)
    shared = _is_shared(analysis, begin, end, opening)
    anchored = han or shared or bool(opening)
    if head.cls == "CentralBody" and any(m.cls == "InternationalBody" for m in opening):
        head = Head(head.text, "InternationalBody", head.strength)
    nation = bool(_NATION.match(name))
    if head.strength == "quoted" and head.cls == "Product" and _LATIN_NAME.fullmatch(name[: -_head_length(name, head)]):
        anchored = True
    elif head.strength == "quoted" and not (
        _YEARS.match(text, end)
        or (shared and _BETWEEN_SIDES.search(name) and _says_more(analysis, begin, end, head))
        or (head.text in _MARKED_BY_PLACE and any(is_place(m.cls) for m in opening))
        or _is_work(analysis, begin, end, head, opening, words)
        or (_IN_LETTERS.match(text, end) and head.cls in _TITLES - {"Product"} and len(eojeols(text, begin, end)) >= 3)
        or ("(" in name and _bracketed_undertaking(analysis, begin, end, head))
    ):
        return None
    inner = next(
        (m for m in opening if m.key and m.cls == head.cls and (m.zh or _SESSION.fullmatch(text, m.end, end))),
        None,
    )
    numbered = head.cls == "Event" and bool(_ORDINAL.match(name) or _YEAR_OF_EVENT.match(name))
    if not _is_named(
        analysis,
        begin,
        end,
        head,
        words,
        anchored=anchored or numbered or _of_the_nation(analysis, begin, end, head, words),
    ):
        return None
    prefixed = any(hit.begin == begin and hit.end < end and not hit.weak for hit in analysis.hits)
    session = head.cls == "Event" and any(m.cls == "Event" and begin <= m.begin and m.end < end for m in known.all)
    if head.text in _PARTS_OF_EVENTS and not session:
        return None
    if head.strength == "place" and not (
        anchored or nation or prefixed or numbered or session or _named_place(analysis, begin, end, head, words)
    ):
        return None
    proper_from = eojeols(text, begin, end)[-1][0] if head.cls == "Company" else begin
    attached = head.text == "병원" and bool(_ATTACHED.search(name))
    if head.strength == "proper" and not (
        han or attached or _has_proper(analysis, proper_from, end, head, words, but=known.all)
    ):
        return None
    if head.text == "위원회" and _within_body(text, begin, end, words):
        return None
    if _is_post(text, begin, end, words, known) or _only_placed(text, end, head, opening):
        return None
    if not anchored and _only_calls(analysis, end, head):
        return None
    years = _YEARS.match(text, end) if head.cls in _TITLES else None
    stop = years.end() if years else end
    return Mention(
        analysis.passage.index,
        begin,
        stop,
        text[begin:stop],
        "InternationalBody" if shared and head.cls == "CentralBody" else head.cls,
        f"head-{head.strength}",
        0.85 if anchored else 0.7,
        key=inner.key if inner else None,
        zh=inner.zh if inner else None,
        names=_variants(text[begin:end], text[begin:stop]),
    )


def _sitting(analysis: Analysis, chain: int, end: int, head: Head) -> int | None:
    """Where the name of a session begins that ends there: `제24차 ITER 이사회`, not `제2차 한중 위원회 | 실무회의`."""
    sitting = next(_SITTING.finditer(analysis.text, chain, end), None)
    if sitting is None or squeeze(analysis.text[sitting.end() : end]) == head.text:
        return None
    goes_on = analysis.labels[end : end + 2].lstrip("S")[:1] in {"N", "D"}
    return None if goes_on else sitting.start()


def _stands_alone(text: str, chain: int, end: int, head: Head) -> bool:
    """Whether the chain is the head and nothing else, and nothing before the chain can belong to the name."""
    return end - chain == len(head.text) and head.cls not in _SIZED and not text.endswith("및 ", 0, chain)


def _may_need_no_marks(analysis: Analysis, chain: int, end: int, head: Head, known: _Known) -> bool:
    """Whether anything is there by which a name whose head needs quotation marks may do without them."""
    text = analysis.text
    return (
        head.text in _WORKS
        or head.text in _MARKED_BY_PLACE
        or "(" in text[chain:end]
        or bool(analysis.sides)
        or _YEARS.match(text, end) is not None
        or _IN_LETTERS.match(text, end) is not None
        or (head.cls == "Product" and _CAPITAL.search(text, chain, end) is not None)
        or any(mention.cls == "Country" for mention in known.all)
    )


def _with_size(analysis: Analysis, begin: int, end: int, head: Head, words: Words) -> int:
    """Start of the name with the size or the number of states before it, which a chain ends at."""
    text = analysis.text
    pattern = _SIZE if head.cls in _SIZED and head.strength != "quoted" else _OF_STATES if head.cls == "Event" else None
    match = pattern.search(text, max(0, begin - _REACH), begin) if pattern else None
    if match is None:
        return begin
    if pattern is _SIZE and "가" <= match[0][0] <= "힣":
        word = match.start() + match[0].index(" ")
        placed = any(hit.begin == match.start() and hit.end == word for hit in analysis.hits)
        return match.start() if placed or _names_something(analysis, match.start(), word, words) else begin
    return match.start() if squeeze(text[begin:end]) != head.text else begin


def _is_work(analysis: Analysis, begin: int, end: int, head: Head, opening: Sequence[Mention], words: Words) -> bool:
    """Whether an undertaking is called after a place or an unknown word: `쿠부치 사막 태양광 프로젝트`."""
    if head.text not in _WORKS:
        return False
    parts = eojeols(analysis.text, begin, end)
    last = analysis.text[parts[0][0] : end - len(head.text)].rstrip()
    if len(parts) < 3 or not _WORK.search(last) or "\n" in analysis.text[begin:end]:
        return False
    if any(m.cls == "Country" for m in opening):
        return False
    return any(is_place(m.cls) for m in opening) or _names_something(analysis, begin, parts[0][1], words)


def _names_something(analysis: Analysis, begin: int, end: int, words: Words) -> bool:
    """Whether a word is one that neither the analyser nor a list of words knows."""
    first = next(iter(analysis.morphemes_at(begin)), None)
    word = analysis.text[begin:end]
    known = word in words.generic or word in words.fields or common_word(word, compound=True)
    return first is not None and first.tag == "NNP" and not known


def _only_calls(analysis: Analysis, end: int, head: Head) -> bool:
    """Whether the quoted name right behind is that of the thing: `대규모 모델 인큐베이터 ‘모쑤쿵젠(模速空間)’`."""
    return any(quote.begin - end in {0, 1} and called(analysis, quote, head) for quote in analysis.quotes)


def _named_place(analysis: Analysis, begin: int, end: int, head: Head, words: Words) -> bool:
    """Whether a facility bears a name of its own (`뤄샤산 지상국`), or a company one that is glued to its head."""
    if head.cls not in _FACILITIES and head.text not in _GLUED_HEADS:
        return False
    if head.cls != "Project" and head.text not in _GLUED_HEADS:
        if not head.text.endswith(_SITES) or "\n" in analysis.text[begin:end]:
            return False
        parts = eojeols(analysis.text, begin, end)
        more = len(parts) > 2 or (len(parts) == 2 and parts[1][1] - parts[1][0] > len(head.text))
        return more and _names_something(analysis, *parts[0], words)
    word = begin if head.cls == "Project" else eojeols(analysis.text, begin, end)[-1][0]
    first = next(iter(analysis.morphemes_at(word)), None)
    if first is None or first.tag != "NNP" or first.form in words.generic:
        return False
    if first.end >= end and common_word(analysis.text[begin : end - len(head.text)].rstrip(), compound=True):
        return False
    return "\n" not in analysis.text[begin:end]


def _bracketed_undertaking(analysis: Analysis, begin: int, end: int, head: Head) -> bool:
    """Whether a bracketed proper name opens a chain that ends with its head: `중국푸옌(中國複眼) … 프로젝트가`."""
    text = analysis.text
    opens = re.match(r"[가-힣A-Za-z·]{2,12}[(（](?:[㐀-鿿·]+|[A-Z][A-Z0-9-]+)[)）]\s", text[begin:end])
    follows = analysis.labels[end : end + 2].lstrip("S")[:1]
    return bool(opens) and head.cls in {"Project", "Product", "Program", "Event"} and follows not in {"N", "D"}


def _left_edge(analysis: Analysis, chain: int, end: int, head: Head, words: Words, known: _Known) -> int:
    """Where the name starts: after the last edge word, else at the last run of places and bodies, else at the chain."""
    text = analysis.text
    parts = eojeols(text, chain, end)
    first = 0
    body = head.cls not in _TITLES
    for i, (b, e) in enumerate(parts[:-1]):
        if (body and text[b:e] in words.left_edge_bodies) or _IN_BRACKETS.fullmatch(text, b, e):
            first = i + 1
    begin = _after_list_mark(text, parts[first][0], end, head.cls, words, known)
    if body and (spoken_of := _SPOKEN_OF.match(text, begin, end)):
        begin = spoken_of.end()
    if side := next((b for b, _ in analysis.sides if begin <= b < end), None):
        return begin if _ORDINAL.match(text, begin) or _LEADING_YEAR.match(text, begin) else side
    if body and begin not in known.beginning:
        begin = next((b for b, _ in parts if begin < b and known.opening(b, end)), begin)
    begin = _behind_country(analysis, begin, end, head, words, known)
    return _inside_province(analysis, begin, end, head, words, known)


def _behind_country(analysis: Analysis, begin: int, end: int, head: Head, words: Words, known: _Known) -> int:
    """A foundation that bears a name of its own is named without its country: `독일 | 하르트만재단`."""
    country = next((m for m in known.opening(begin, end) if m.cls == "Country"), None)
    if country is None or head.text not in _FOUNDATIONS or analysis.text[country.end] != " ":
        return begin
    own = country.end + 1
    limit = end - _head_length(analysis.text[own:end], head)
    common = common_word(analysis.text[own:limit].strip(), compound=True)
    return own if limit > own and not common and _has_proper(analysis, own, end, head, words) else begin


def _inside_province(analysis: Analysis, begin: int, end: int, head: Head, words: Words, known: _Known) -> int:
    """A zone or district behind its province is named from its own place on: `쓰촨성 | 청두 첨단기술개발구`."""
    text = analysis.text
    if head.cls not in {"DevelopmentZone", "District"}:
        return begin
    outer = next((m for m in known.opening(begin, end) if is_place(m.cls)), None)
    if outer is None:
        return begin
    rest = skip_brackets(text, outer.end)
    if text[rest : rest + 1] != " ":
        return begin
    rest += 1
    own = text[rest:end]
    proper = rest in known.beginning
    if outer.cls in {"Province", "Country"}:
        proper = proper or bool(HAN.search(own)) or _has_proper(analysis, rest, end, head, words)
    return rest if proper else begin


def _is_shared(analysis: Analysis, begin: int, end: int, opening: Sequence[Mention]) -> bool:
    """Whether the chain is of two countries: `한중 과학기술공동위원회`, `중국-독일 과학기술협정`."""
    if any(begin <= b and e < end for b, e in analysis.sides):
        return True
    return any(m.cls == "Country" and analysis.text[m.end] in "-–·&" for m in opening)


def _of_each_side(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether each of two countries has a body of that kind (`한·중 반도체산업협회`), as nothing says they share it."""
    apart = any(b == begin and analysis.text[e : e + 1] == " " for b, e in analysis.sides)
    return apart and not _SHARED.search(analysis.text, begin, end)


def _says_more(analysis: Analysis, begin: int, end: int, head: Head) -> bool:
    """Whether a noun stands between the countries and the head: `미중 | 과학기술 | 협정`."""
    sides = [e for b, e in analysis.sides if begin <= b < end]
    limit = end - _head_length(analysis.text[begin:end], head)
    between = [m for m in analysis.morphemes_in(sides[-1] if sides else begin, limit) if m.tag in _TELLING]
    return len(between) > (0 if sides else 2)


def head_of_joint(cls: str) -> bool:
    """Whether things of a class are named after both sides that share them."""
    return cls in _TITLES or cls in {"DevelopmentZone", "InnovationCenter", "Laboratory"}


def _after_list_mark(text: str, begin: int, end: int, head_cls: str, words: Words, known: _Known) -> int:
    """Start after the last mark that ends a complete name (`A연구원·B연구소`, `상무부&중국인민은행`)."""
    for match in _LIST_MARK.finditer(text, begin, end) if _MARK.search(text, begin, end) else ():
        at = match.start()
        left = text[begin:at]
        head = words.head_of(left)
        if match[0] == "-" and head_cls in _SHARED_CLASSES | _TITLES:
            continue  # joined without spaces: NSFC-광둥 연합기금
        if match[0].strip() in "-·" and head_of_joint(head_cls) and not _SIDES.isdisjoint(known.bounds.get(at, ())):
            continue  # two sides of one undertaking: 중국-아세안 포럼
        complete = head is not None and head.cls in BODIES and squeeze(left) != head.text
        if complete or at in known.bounds:
            return _after_list_mark(text, match.end(), end, head_cls, words, known)
    return begin


def _join_conjunct(analysis: Analysis, begin: int, head: Head, known: _Known) -> int:
    """Take `A 및` into the name where A is the first half of it: a place and a field, or one bare field."""
    text = analysis.text
    if head.cls not in BODIES or not text.endswith("및 ", 0, begin):
        return begin
    left = begin - 2
    labels = analysis.labels
    start = left - 1
    while start > 0 and labels[start - 1] in "NDBMS":
        start -= 1
    start += len(text[start:left]) - len(text[start:left].lstrip())
    parts = eojeols(text, start, left)
    anchored = any(is_place(m.cls) for m in known.beginning.get(start, ()))
    return start if parts and ((anchored and len(parts) <= 3) or len(parts) == 1) else begin


def _of_the_nation(analysis: Analysis, begin: int, end: int, head: Head, words: Words) -> bool:
    """Whether a national body or undertaking is named (`중국과학원`), not a kind of bodies (`국가 중점실험실`)."""
    nation = _NATION.match(analysis.text, begin)
    if nation is None:
        return False
    if nation[0] == "중국" or head.cls in _TITLES:
        return True
    limit = begin + max(0, end - begin - _head_length(analysis.text[begin:end], head))
    between = [m for m in analysis.morphemes_in(nation.end(), limit) if m.tag in _TELLING]
    glued = " " not in analysis.text[begin:end]
    return (glued and len(between) >= 2) or any(m.form not in words.generic for m in between)


def _is_named(analysis: Analysis, begin: int, end: int, head: Head, words: Words, *, anchored: bool) -> bool:
    """Whether anything in the chain but its head makes it a name."""
    name = without_brackets(analysis.text[begin:end])
    solid = squeeze(name)
    if solid == head.text or len(solid) <= len(head.text):
        return False
    inside = [m for m in analysis.morphemes_in(begin, end) if m.tag in _TELLING]
    limit = end - _head_length(name, head)
    modifiers = inside[:-1]
    telling = [m for m in modifiers if m.form not in words.generic]
    if head.cls == "Event":
        if inside and inside[-1].tag == "NNP" and len(inside[-1].form) > len(head.text) + 2:
            return True  # one word that the analyser does not know: 서부국제과기박람회
        return (bool(telling) and (anchored or len(modifiers) >= 2)) or len(modifiers) >= 3
    if head.cls in _TITLES:
        proper = head.cls in {"Product", "Project"} and _has_proper(analysis, begin, limit, head, words)
        return (anchored and bool(modifiers)) or proper or len(telling) >= 2
    if anchored or _has_proper(analysis, begin, end, head, words) or _fills_cell(analysis, begin, end):
        return True
    fields = _single_fields(analysis, begin, end, words)
    if (len(telling) - fields < 2 or head.cls in _GLUED) and " " in name:
        return False
    if head.cls in _PROPER_ONLY or head.text in _PROPER_HEADS or not telling:
        return False
    described = any(m.tag == "VCP" for m in analysis.morphemes_at(end))
    return not described and not _LISTED.match(analysis.text, end)


def _single_fields(analysis: Analysis, begin: int, end: int, words: Words) -> int:
    """How many words of the chain too many are counted where one word names a field: `해수|담수|화 연구소`."""
    spans = [(b, e) for b, e in eojeols(analysis.text, begin, end) if analysis.text[b:e] in words.fields]
    parts = [sum(m.tag in _TELLING and m.form not in words.generic for m in analysis.morphemes_in(*s)) for s in spans]
    return sum(max(0, n - 1) for n in parts)


def _fills_cell(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the chain is all that a table cell says, but for a number before it."""
    is_cell = analysis.passage.kind is PassageKind.CELL
    return is_cell and not re.sub(r"[\d.\s()]", "", analysis.text[:begin] + analysis.text[end:])


def _is_post(text: str, begin: int, end: int, words: Words, known: _Known) -> bool:
    """Whether the chain is a body and somebody's post in it: `고능소 | 연구원`."""
    if not text.endswith(words.posts, begin, end):
        return False
    last = eojeols(text, begin, end)[-1]
    before = text[begin : last[0]].rstrip()
    if text[last[0] : last[1]] not in words.posts or not before:
        return False
    body = words.head_of(before)
    known_body = any(m.end == begin + len(before) and not is_place(m.cls) for m in known.beginning.get(begin, ()))
    return known_body or (body is not None and body.cls in BODIES)


def _within_body(text: str, begin: int, end: int, words: Words) -> bool:
    """Whether a committee is one of a university, company or the like, which is no body of the state."""
    last = eojeols(text, begin, end)[-1]
    body = words.head_of(text[begin : last[0]].rstrip()) if begin < last[0] else None
    return body is not None and body.strength == "strong" and body.cls in BODIES - {"DevelopmentZone", "CentralBody"}


def _only_placed(text: str, end: int, head: Head, opening: Sequence[Mention]) -> bool:
    """Whether nothing but a country or a governed place stands before the head: `러시아 대학`, `후난성 실험실` are any.

    So is `우한 기지`, a base at the place; but the head may make a place's name one of a body: `허페이 실험실`.
    """
    place = next((m for m in opening if squeeze(text[m.end : end]) == head.text and text[m.end] == " "), None)
    if place is None:
        return False
    if place.cls == "Country":
        return True
    governed = is_place(place.cls) and head.text in _BARE_PLACED and bool(_GOVERNED.search(place.surface))
    return governed or (place.cls in {"Province", "City", "District"} and head.text == "기지")


def _has_proper(
    analysis: Analysis, begin: int, end: int, head: Head, words: Words, *, but: Sequence[Mention] = ()
) -> bool:
    """Whether the chain holds a proper, foreign or unknown word besides the head; `but`: what does not count."""
    return any(
        (
            (m.tag in {"NNP", "SL"} and m.form not in words.generic and m.form not in words.fields)
            or (m.form.endswith(head.text) and len(m.form) > len(head.text) + 1)
        )
        and not any(k.begin <= m.begin and m.end <= k.end for k in but)
        for m in analysis.morphemes_in(begin, end)
    )


def _head_length(name: str, head: Head) -> int:
    """Characters at the end of `name` that the head takes, spaces included."""
    need, taken = len(head.text), 0
    for char in reversed(name):
        taken += 1
        need -= char not in " ·"
        if not need:
            break
    return taken


def _variants(name: str, with_years: str) -> tuple[Name, ...]:
    """Further forms the mention shows: without its years, without a leading year."""
    forms = [name] if name != with_years else []
    if match := _LEADING_YEAR.match(name):
        forms.append(name[match.end() :])
    return tuple(Name(form, "ko") for form in forms)
