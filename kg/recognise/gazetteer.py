"""Gazetteer hits that stand as words of their own.

In: an analysis with its raw hits. Out: mentions with keys. A hit counts where its left edge is no middle of a
word and a particle, a bracket or no letter follows; weak forms (short names that are also ordinary words)
count only beside a name of the place they lie in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import Hit, Lexicon
from kg.model import Mention
from kg.recognise.analysis import Analysis

_CHINA = "china"
_SIDES = ("-", "–", "&", "·", "/")
_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})


def gazetteer_mentions(analysis: Analysis, lexicon: Lexicon) -> Iterator[Mention]:
    """Mentions of known things, each with the key that fits its surroundings best."""
    strong = [hit for hit in analysis.hits if not hit.weak and _edges_ok(analysis, hit)]
    context = {key for hit in strong for key in hit.keys}
    for hit in analysis.hits:
        if not _edges_ok(analysis, hit):
            continue
        key = _choose(hit, strong, context, lexicon, analysis.text)
        if key is None:
            continue
        entry = lexicon.entries[key]
        if key == _CHINA and not _is_side(analysis.text, hit):
            continue
        confidence = 0.8 if hit.weak else 0.95
        yield Mention(
            analysis.passage.index, hit.begin, hit.end, analysis.text[hit.begin : hit.end], entry.cls,
            f"gazetteer-{hit.kind}", confidence, key=key,
        )  # fmt: skip


def _edges_ok(analysis: Analysis, hit: Hit) -> bool:
    text = analysis.text
    if hit.begin and text[hit.begin - 1].isalnum() and hit.begin not in analysis.starts:
        return False
    if hit.begin and text[hit.begin - 1].isalnum() and not _joins_left(analysis, hit):
        return False
    if hit.end == len(text) or not text[hit.end].isalnum():
        return True
    return any(m.begin == hit.end and m.tag[0] in "JVEX" and m.tag not in {"XSN", "XR"} for m in analysis.morphemes)


def _joins_left(analysis: Analysis, hit: Hit) -> bool:
    """Whether the letters directly before the hit are a name or a year of their own (`베이징시|경제정보화국`)."""
    return any(other.end == hit.begin and not other.weak for other in analysis.hits)


def _choose(hit: Hit, strong: Sequence[Hit], context: set[str], lexicon: Lexicon, text: str) -> str | None:
    """The key of the hit: inside the place named just before it, else inside a place of the passage, else the first."""
    before = [other for other in strong if other.end <= hit.begin and text[other.end : hit.begin].strip("() ") == ""]
    parents = {key for other in before[-1:] for key in other.keys}
    for wanted in (parents, context):
        for key in hit.keys:
            if wanted & set(lexicon.ancestors(key)):
                return key
        if hit.weak:
            return None
    return hit.keys[0]


def _is_side(text: str, hit: Hit) -> bool:
    """China itself is named only as a side of something: `중국-오스트리아`, `중국&독일`."""
    after, before = text[hit.end : hit.end + 1], text[max(0, hit.begin - 1) : hit.begin]
    return after in _SIDES and after != "" or before in _SIDES and before != ""


def is_place(cls: str) -> bool:
    """Whether a class is one of places; such a hit may open the name of a body or a title."""
    return cls in _PLACES
