"""Names that a bracket with Han characters bounds and gives in Chinese: `친촨(新川)`, `순환지능(循環智能)`.

In: an analysis and the lexicon. Out: mentions for names that have no telling head of their own: known by their
Chinese form, typed by the Chinese head, by the noun behind the bracket, or by the list they stand in. And for
any mention that a bracket follows, the Chinese form (`chinese_form`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.bracket import BracketReading
from kg.language.mandarin import to_hangul
from kg.language.script import fold_han
from kg.language.sinokorean import reading as sino_korean
from kg.lexicon import Lexicon
from kg.model import Mention, PassageKind
from kg.recognise.analysis import HAN, Analysis, Gloss, read_bracket
from kg.recognise.gazetteer import exact, is_place
from kg.recognise.words import TRADES, Words

_LIST_END = re.compile(r"\s*등\s*(?:\d+\s*(?:여\s*)?(?:개)?\s*)?([가-힣]+)")
_PARTICLES = re.compile(r"(?:은|는|이|가|을|를|와|과|의|에|에서|로|으로|간|들이|들은)?")
_ACTOR = re.compile(r"(?:은|는|이|가|와|과|도|에|에도|의|에게|에게도|을|를|로부터|까지)(?=\s)|,\s|\s등\s|·")
_ENTERPRISE = ("有限公司", "股份有限公司", "集团有限公司")
_SHORT = 4
_WHERE = re.compile(r"에(?:도|만|서|는)?\s")
_HEARD = 0.85
_NEXT_ITEM = re.compile(r"\s*[,·、]\s*[^\s,()（）]{1,20}(?:\s?[(（][^()（）]{1,30}[)）])?")
_LAST_WORD = re.compile(r"[^\s,·'\"‘’“”「」《》<>〈〉△▶]+\Z")
_TRADE = re.compile(rf"{TRADES}(?:인)?\s\Z")
_KIND = 12
_KNOWN_SURE = 0.8
_STEM = 2
_POST = 10
_LETTER = re.compile(r"[가-힣A-Za-z0-9]")
_PLACE_SUFFIX = re.compile(
    r"(?:성|시|구|현|주|자치구|자치주|신구)(?=(?:은|는|이|가|을|를|의|에|에서|와|과|도|로|으로|내)?(?![가-힣]))"
)
PRODUCT_AFTER = re.compile(r"['’”\"]?(?:을|를)\s")
_MODEL = re.compile(r"\s?-?\d{1,3}호[갑을병]?(?![가-힣]{2})|-\d{1,3}(?![\d.])|\s[A-Z]{1,4}-?\d+[A-Za-z0-9-]*")
_LAND = frozenset("省市区县州镇乡村山河江湖海岛港城湾")
"""With what names of places end."""
_DEALS = re.compile(
    r"(?:은|는|이|가)\s(?:[^,.]{0,40}\s)?(?:\d[\d,.]*\s?[만억천]?\s?(?:위안|달러)(?:를|을)\s(?:투자|출자|조달|유치|투입)"
    r"|(?:전략적\s|시리즈\s?[A-Z]\+?\s|신규\s)?투자(?:를|을)\s(?:유치|받|주도)|(?:공동\s)?출자(?:해|하|함|했)|지분\s|상장(?:했|함|하|됐|됨))"
    r"|(?:와|과)\s(?:(?:공동으로|손잡고)\s|(?:협력|합작|제휴|손잡)(?:해|하여|하고|해서)\s|(?:협력\s|업무\s|공급\s)?(?:협약|계약|협정)[을를]\s)"
    r"|(?:에|에게)\s(?:[^,.]{0,20}\s)?\d[\d,.]*\s?[만억천]?\s?(?:위안|달러)(?:를|을)\s(?:투자|출자|대출)"
)
"""What is said of companies right behind their name."""
_SUFFIX_SA = re.compile(r"사(?![가-힣]{2})|회사|그룹")


def bracket_mentions(
    analysis: Analysis, lexicon: Lexicon, words: Words, known: Sequence[Mention] = ()
) -> Iterator[Mention]:
    """Mentions of bracketed names; a gloss (`집적화(集成化)`) makes none. `known`: what the gazetteers' rules found."""
    for bracket in analysis.glosses:
        han = bracket.han
        left = analysis.text[: bracket.begin]
        if not _LETTER.match(left[-1:]):
            continue
        cls, key, end, rule = _type(analysis, bracket, han, _known(bracket, han, lexicon, known), lexicon, words)
        deals = cls is None and _deals(analysis, bracket, han, words)
        if cls is None and not (deals or _heard(analysis, bracket, han)):
            continue
        if key is not None and is_place(cls or "") and _holds_post(left, han, words):
            continue
        reading = read_bracket(left, han)
        begin = _begin(left, reading.start)
        if begin >= bracket.begin:
            continue
        if cls is None:
            cls, rule = _by_sound(fold_han(han), left[begin:], reading, words)
            if reading.how == "sound" and _TRADE.search(left, max(0, begin - _KIND), begin):
                cls, rule = "Company", "bracket-kind"
            if cls is None and deals and reading.how == "sound" and reading.confidence >= _HEARD:
                cls, rule = "Company", "bracket-deals"
            half = cls is None and _half_heard(fold_han(han), left[begin:])
            if half and not _of_place(analysis, begin):
                cls, rule = "Company", "bracket-half-heard"
        if cls is None or (rule == "bracket-person" and _WHERE.match(analysis.text, bracket.end)):
            continue
        yield Mention(
            analysis.passage.index,
            begin,
            end,
            analysis.text[begin:end],
            cls,
            rule,
            min(0.95, max(_KNOWN_SURE if key else 0.5, reading.confidence)),
            key=key,
            zh=han,
        )


def _holds_post(left: str, han: str, words: Words) -> bool:
    """Whether a post stands before a name of two or three characters that begins as people's do: `국장 뤄핑(羅平)`."""
    simple = fold_han(han)
    if not 2 <= len(simple) <= 3 or simple[0] not in words.surnames_zh:
        return False
    word = _LAST_WORD.search(left)
    before = left[: word.start()].rstrip() if word else ""
    return any(post.end() == len(before) for post in words.post.finditer(before, max(0, len(before) - _POST)))


def _heard(analysis: Analysis, bracket: Gloss, han: str) -> bool:
    """Whether a bracketed name without a telling head stands where an actor does: outside quotes, before a particle, or
    at the end of a cell below a header.
    """
    if not 3 <= len(han) <= 8 or not all(map(HAN.match, han)):
        return False
    if any(quote.begin < bracket.begin < quote.end for quote in analysis.quotes):
        return False
    if (
        analysis.passage.kind is PassageKind.CELL
        and analysis.passage.header
        and not analysis.text[bracket.end :].strip()
    ):
        return True
    return bool(_ACTOR.match(analysis.text, bracket.end))


def _deals(analysis: Analysis, bracket: Gloss, han: str, words: Words) -> bool:
    """Whether who bears a short bracketed name, no person's or place's, deals as firms do: `무시(沐曦)와 협력해`."""
    simple = fold_han(han)
    if not 2 <= len(simple) <= 3 or simple[0] in words.surnames_zh or simple[-1] in _LAND:
        return False
    if any(quote.begin < bracket.begin < quote.end for quote in analysis.quotes):
        return False
    return _DEALS.match(analysis.text, bracket.end) is not None


def _by_sound(han: str, korean: str, reading: BracketReading, words: Words) -> tuple[str | None, str]:
    """What a name read by its Chinese sound is: with a surname and two characters a person, a longer one a company."""
    if reading.confidence < _HEARD or korean.startswith(sino_korean(han[:2])):
        return None, ""
    if reading.how == "sound" and len(han) == 3 and han[0] in words.surnames_zh:
        return "Person", "bracket-person"
    if (reading.how == "sound" and len(han) == 4) or (reading.how != "word" and han.endswith(words.zh_trades)):
        return "Company", "bracket-sound"
    return None, ""


def _of_place(analysis: Analysis, begin: int) -> bool:
    """Whether the name of a place begins there: `둔황|석굴(敦煌石窟)`."""
    return any(hit.begin == begin and is_place(hit.cls) for hit in analysis.hits)


def _half_heard(han: str, korean: str) -> bool:
    """Whether a name opens by its Chinese sound and goes on by what it means, as those of companies do.

    `진리영구자석(金力永磁)`: not `신질생산력(新质生产力)`, which no sound opens, and no person’s name.
    """
    stem = to_hangul(han[:_STEM])
    goes_on = len(korean) >= len(stem) + _STEM and len(han) >= 2 * _STEM and " " not in korean
    return goes_on and korean.startswith(stem) and not korean.startswith(sino_korean(han[:_STEM]))


def _known(bracket: Gloss, han: str, lexicon: Lexicon, known: Sequence[Mention]) -> str | None:
    """The key of what the characters name; a company may be written without the form of its enterprise. Of several
    things of one name that which is meant in front of the bracket.
    """
    for form in ("", *_ENTERPRISE) if len(han) > _SHORT else ("",):
        if found := exact(han + form, lexicon):
            keys = [one.key for one in found]
            before = (mention.key for mention in known if mention.end == bracket.begin)
            return next((key for key in before if key in keys), keys[0])
    return None


def _begin(left: str, start: int) -> int:
    """Start of the name: where the alignment says; at least the last word."""
    word = _LAST_WORD.search(left)
    last_word = word.start() if word else len(left)
    return min(start, last_word) if start < len(left) else last_word


def _type(
    analysis: Analysis, bracket: Gloss, han: str, key: str | None, lexicon: Lexicon, words: Words
) -> tuple[str | None, str | None, int, str]:
    """Class, key, end of the mention, and rule."""
    text = analysis.text
    if key is not None:
        cls = lexicon.entries[key].cls
        suffix = _PLACE_SUFFIX.match(text, bracket.end) if is_place(cls) else None
        return cls, key, suffix.end() if suffix else bracket.end, "bracket-known"
    if match := _MODEL.match(text, bracket.end):
        return "Product", None, match.end(), "bracket-model"
    if match := _SUFFIX_SA.match(text, bracket.end):
        return "Company", None, match.end(), "bracket-company"
    if listed := list_class(text, bracket.end, words):
        return listed, None, bracket.end, "bracket-list"
    if headed := words.zh_class(fold_han(han)):
        return headed, None, bracket.end, "bracket-head"
    if bracket.end == len(text.rstrip()) and (column := column_class(analysis, words)):
        return column, None, bracket.end, "bracket-column"
    if PRODUCT_AFTER.match(text, bracket.end) and any(
        cue in text[bracket.end : bracket.end + 20] for cue in words.product_cues
    ):
        return "Product", None, bracket.end, "bracket-cue"
    return None, None, bracket.end, ""


def list_class(text: str, at: int, words: Words) -> str | None:
    """The class that closes the list in which position `at` stands: `A(甲), B(乙) 등 8개사` is of companies."""
    rest = text[at : at + 160]
    while match := _NEXT_ITEM.match(rest):
        rest = rest[match.end() :]
    closing = _LIST_END.match(rest)
    if closing is None:
        return None
    word = closing[1]
    for length in range(len(word), 0, -1):
        if _PARTICLES.fullmatch(word[length:]) and (cls := words.classifiers.get(word[:length])):
            return cls
    return None


def column_class(analysis: Analysis, words: Words) -> str | None:
    """The class that the header of the passage's table column gives."""
    return words.column_class(analysis.passage.header) if analysis.passage.header else None


def chinese_form(analysis: Analysis, mention: Mention) -> str | None:
    """The Chinese form that a bracket right behind, or at the end of, the mention gives for the whole of it."""
    for bracket in analysis.glosses:
        if not mention.begin < bracket.begin <= mention.end:
            continue
        whole = bracket.end >= mention.end and bool(_LETTER.match(analysis.text[bracket.begin - 1]))
        if whole and read_bracket(analysis.text[: bracket.begin], bracket.han).start <= mention.begin:
            return bracket.han
    return None
