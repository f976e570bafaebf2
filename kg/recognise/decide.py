"""The one place where candidates in conflict are decided.

In: all candidates of a passage. Out: the mentions kept, in order: the longest and surest first, none crossing
another. A mention may stand within another where the outer name is built on it: a place or body at the head
of a longer name (`[[우시] 슈퍼컴퓨팅 센터]`), a place, zone or body within a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kg.model import Mention

PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_NUMBER_OF_SERIES = re.compile(r"\s?-?\d{1,3}호")
_PARTICLE = re.compile(r"(?:의|은|는|이|가|을|를|와|과|에|에서|내)(?=\s)")
_TITLES = frozenset({"Policy", "Report", "Program", "Project", "Event", "Product"})
_PREFERENCE = (
    "reference-",
    "source-",
    "department",
    "person-",
    "title-head",
    "gazetteer-",
    "bracket-known",
    "abroad-organ",
    "head-",
    "table-column",
    "bracket-",
    "title-",
    "list-",
)


def decide(candidates: Iterable[Mention], text: str) -> list[Mention]:
    """The mentions of a passage, sorted by position, outer before inner."""
    every = list(candidates)
    departments = {m.end: m.begin for m in every if m.rule == "department"}
    kept: list[Mention] = []
    for candidate in sorted(every, key=_rank):
        if _runs_on_from_places(candidate, departments, every):
            continue
        begin, end = candidate.begin, candidate.end
        over = [other for other in kept if other.begin < end and begin < other.end]
        if not over or all(_compatible(candidate, other, text) for other in over):
            kept.append(candidate)
    return sorted(kept, key=lambda m: (m.begin, -m.end))


def _runs_on_from_places(guessed: Mention, departments: Mapping[int, int], every: Iterable[Mention]) -> bool:
    """Whether a body that no list has is a local one behind the places around it: `우한시 | …구 관리위원회`."""
    begin = departments.get(guessed.end, 0)
    if guessed.key or begin <= guessed.begin or not guessed.rule.startswith(("head-", "chain")):
        return False
    return any(m.begin == guessed.begin and m.end < begin and m.cls in PLACES for m in every)


def _rank(mention: Mention) -> tuple[int, int, int, int, str]:
    """Longer first; of the same stretch known before typed by head before guessed."""
    known = 0 if mention.key or mention.rule == "department" else 1
    return (-(mention.end - mention.begin), known, _preference(mention.rule), mention.begin, mention.cls)


@cache
def _preference(rule: str) -> int:
    return next((i for i, prefix in enumerate(_PREFERENCE) if rule.startswith(prefix)), len(_PREFERENCE))


def _compatible(new: Mention, kept: Mention, text: str) -> bool:
    """Whether two mentions that overlap may both stand."""
    if not (kept.begin <= new.begin and new.end <= kept.end) or (new.begin, new.end) == (kept.begin, kept.end):
        return False
    return _may_nest(new, kept, text)


def _is_field(inner: Mention, outer: Mention, text: str) -> bool:
    """Whether a company that no list has is but the first words of a fund's name: `징위안(晶源) 반도체 | 펀드`."""
    guessed = not inner.key and inner.cls == "Company" and inner.rule.startswith("head-")
    return guessed and outer.cls == "FundingBody" and " " in inner.surface and text[inner.end : inner.end + 1] == " "


def _is_series(inner: Mention, outer: Mention, text: str) -> bool:
    """Whether what reads like a place's name is that of a series: `우후(蕪湖) | 3호`, a satellite."""
    place = inner.cls in PLACES and inner.begin == outer.begin
    return place and outer.cls == "Product" and _NUMBER_OF_SERIES.fullmatch(text, inner.end, outer.end) is not None


def _may_nest(inner: Mention, outer: Mention, text: str) -> bool:
    """Whether `inner` is a thing of its own within the name `outer`."""
    if outer.cls == "Person" or outer.cls in PLACES - {"DevelopmentZone", "District", "Region", "City"}:
        return False
    if inner.key and inner.key == outer.key:
        return False
    if inner.rule == "place-within":
        return True
    if {inner.cls, outer.cls} <= _TITLES:
        return False  # 다롄 조절 발전소 | 2기
    if _is_field(inner, outer, text) or _is_series(inner, outer, text):
        return False
    if not inner.key and inner.cls == "University" and outer.surface.endswith("병원"):
        return False  # the hospital of a medical school is the university's
    if outer.cls == "LocalGovernment" and inner.cls in {"Ministry", "CentralBody"}:
        return False
    if inner.rule.endswith("-place"):
        return inner.begin == outer.begin
    if inner.end < len(text) and text[inner.end].isalnum() and not _PARTICLE.match(text, inner.end):
        return False  # glued to the rest of the outer name: 난징농업대학교 names no city
    if outer.cls == "Product" and inner.cls == "Company" and inner.begin > outer.begin:
        return False  # 데이터베이스 | 오션베이스: what it is called, not who made it
    if inner.begin > outer.begin and text[inner.begin - 1].isalnum() and inner.cls not in PLACES:
        return False  # glued to what stands before: 톈진|삼성전기 is another company
    if outer.cls in _TITLES:
        return inner.cls not in _TITLES
    if inner.cls in PLACES or inner.key:
        return True
    return inner.begin == outer.begin and inner.cls not in _TITLES and not inner.rule.startswith("table-")
