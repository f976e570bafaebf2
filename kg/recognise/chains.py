"""Names of bodies, zones, events and titles by their telling heads: noun chains with a judged left edge.

In: an analysis and the mentions already known in it (places, bodies). Out: mentions whose class is that of the
head noun. What stands before the head decides whether the chain is a name at all: a place or a known body,
a proper noun, a bracket with characters, or any word that is not generic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, Name
from kg.recognise.analysis import HAN, Analysis, eojeols
from kg.recognise.gazetteer import is_place
from kg.recognise.words import Head, Words, squeeze

BODIES = frozenset(
    {"University", "ResearchInstitute", "Laboratory", "InnovationCenter", "Company", "Association", "FundingBody",
     "CentralBody", "LocalGovernment", "Ministry", "DevelopmentZone", "InternationalBody"}
)  # fmt: skip
_TITLES = frozenset({"Policy", "Report", "Program", "Project", "Event", "Product"})
_LONGEST = 60
_YEARS = re.compile(r"\s?[(（]\s?(?:['‘’]?\d{2,4}\s?년?\s?[~∼–-]\s?['‘’]?\d{2,4}|20\d\d)\s?년?\s?[)）]")
_LEADING_YEAR = re.compile(r"(?:['‘’]?\d\d(?:\d\d)?)\s?년도?\s+")
_NATION = re.compile(r"(?:국가|중국|전국)(?=\S)")
_COUNT_AFTER = re.compile(r"\s*(?:약|총|등)?\s*\d")
_COUNT_BEFORE = re.compile(r"\d[\d,.]*\s?(?:여)?\s?(?:개|곳|여개|개의|곳의)\s+(?:의\s+)?\Z")


def chain_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """The names that end in a head noun."""
    for begin, end in analysis.chains():
        for cut in _ends(analysis, begin, end):
            head = words.head_of(_without_brackets(analysis.text[begin:cut]))
            if head is None or head.strength == "quoted" and not _YEARS.match(analysis.text, cut):
                continue
            mention = _name_before(analysis, begin, cut, head, words, known)
            if mention is not None:
                yield mention


def _ends(analysis: Analysis, begin: int, end: int) -> Iterator[int]:
    """Positions in a chain where a name may end: ends of words, before brackets, before list dots, end of chain."""
    text = analysis.text
    for at in range(begin + 1, end + 1):
        if at == end or text[at] in " (（·-–&/":
            if text[at - 1] in " ·-–&/(（":
                continue
            if _open_bracket(text, begin, at):
                continue
            yield at


def _open_bracket(text: str, begin: int, at: int) -> bool:
    part = text[begin:at]
    return part.count("(") + part.count("（") > part.count(")") + part.count("）")


def _without_brackets(text: str) -> str:
    return re.sub(r"[(（][^()（）]*[)）]", "", text)


def _name_before(
    analysis: Analysis, chain: int, end: int, head: Head, words: Words, known: Sequence[Mention]
) -> Mention | None:
    text = analysis.text
    begin = _left_edge(analysis, chain, end, head, words, known)
    begin = _join_conjunct(analysis, begin, head, known)
    if end - begin > _LONGEST or _COUNT_BEFORE.search(text, max(0, begin - 14), begin):
        return None
    if head.cls in BODIES and _COUNT_AFTER.match(text, end):
        return None
    name = text[begin:end]
    anchored = any(m.begin == begin and m.end < end for m in known) or bool(HAN.search(name))
    nation = bool(_NATION.match(name))
    if not _is_named(analysis, begin, end, head, words, anchored=anchored or nation):
        return None
    if head.strength == "place" and not (anchored or nation):
        return None
    years = _YEARS.match(text, end) if head.cls in _TITLES else None
    stop = years.end() if years else end
    return Mention(
        analysis.passage.index, begin, stop, text[begin:stop], head.cls, f"head-{head.strength}",
        0.85 if anchored else 0.7, names=_variants(text[begin:end], text[begin:stop]),
    )  # fmt: skip


def _left_edge(
    analysis: Analysis, chain: int, end: int, head: Head, words: Words, known: Sequence[Mention]
) -> int:
    """Where the name starts: after the last edge word, else at the last run of places and bodies, else at the chain."""
    text = analysis.text
    parts = eojeols(text, chain, end)
    first = 0
    body = head.cls not in _TITLES
    for i, (b, e) in enumerate(parts[:-1]):
        if body and text[b:e] in words.left_edge_bodies:
            first = i + 1
    begin = _after_list_dot(text, parts[first][0], end, words)
    starts = {b for b, _ in parts}
    anchors = sorted(m.begin for m in known if begin < m.begin and m.end < end and m.begin in starts)
    if body and anchors and not any(m.begin == begin for m in known):
        return anchors[0]
    return begin


def _after_list_dot(text: str, begin: int, end: int, words: Words) -> int:
    """Start after the last middle dot that ends a complete name of its own (`A연구원·B연구소`)."""
    for match in re.finditer(r"[·∙・]\s?", text[begin:end]):
        left = text[begin : begin + match.start()]
        head = words.head_of(left)
        if head is not None and head.cls in BODIES and squeeze(left) != head.text:
            return _after_list_dot(text, begin + match.end(), end, words)
    return begin


def _join_conjunct(analysis: Analysis, begin: int, head: Head, known: Sequence[Mention]) -> int:
    """Take `A 및` into the name where A is the first half of it: a place and a field, or one bare field."""
    text = analysis.text
    if head.cls not in BODIES or not text[:begin].endswith("및 "):
        return begin
    left = begin - 2
    labels = analysis.labels
    start = left - 1
    while start > 0 and labels[start - 1] in "NDBMS":
        start -= 1
    start += len(text[start:left]) - len(text[start:left].lstrip())
    parts = eojeols(text, start, left)
    anchored = any(m.begin == start and is_place(m.cls) for m in known)
    return start if parts and (anchored and len(parts) <= 3 or len(parts) == 1) else begin


def _is_named(
    analysis: Analysis, begin: int, end: int, head: Head, words: Words, *, anchored: bool
) -> bool:
    """Whether anything in the chain but its head makes it a name."""
    name = _without_brackets(analysis.text[begin:end])
    solid = squeeze(name)
    if solid == head.text or len(solid) <= len(head.text):
        return False
    modifiers = [
        m for m in analysis.morphemes_in(begin, end - _head_length(name, head))
        if m.tag in {"NNG", "NNP", "SL", "SN", "XR", "SH", "XPN"}
    ]  # fmt: skip
    telling = [m for m in modifiers if m.form not in words.generic]
    if head.cls in _TITLES and head.cls != "Event":
        return anchored and bool(modifiers) or len(telling) >= 2
    return anchored and bool(modifiers) or bool(telling) or not modifiers


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
