"""Local governments and their departments by rule: a place and the name of a department.

In: `seeds/departments.csv` (types of departments by level) and the places found in a passage. Out: mentions of
class LocalGovernment that know their place, with the Chinese name composed (广东省 + 科学技术厅). Departments of
different levels are different things: the Chinese head is chosen by the place's level.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.lexicon import Lexicon
from kg.model import Mention
from kg.recognise.analysis import Analysis, skip_brackets
from kg.recognise.gazetteer import left_edge_ok, right_edge_ok
from kg.resources import seeds_dir

_LEVELS = frozenset({"province", "municipality", "city", "district", "zone", "any"})
_MUNICIPALITIES = frozenset({"beijing", "shanghai", "tianjin", "chongqing"})
_GOVERNED = frozenset({"Province", "City", "District", "DevelopmentZone"})
_OFFICE = frozenset({"청", "국", "부", "위원회", "판공실", "정부", "인민정부"})


@dataclass(frozen=True, slots=True)
class Department:
    """A type of local department: Chinese head and its short forms, its levels, Korean forms (usual first)."""

    key: str
    zh: str
    zh_alt: tuple[str, ...]
    levels: frozenset[str]
    ko: tuple[str, ...]
    en: str


@dataclass(frozen=True, slots=True)
class Departments:
    rows: tuple[Department, ...]
    pattern: re.Pattern[str]
    by_form: dict[str, tuple[Department, ...]]

    def at(self, text: str, begin: int) -> tuple[int, str] | None:
        """End and squeezed form of the department's name that stands at `begin`, or None."""
        match = self.pattern.match(text, begin)
        return (match.end(), match[0].replace(" ", "")) if match else None

    def choose(self, form: str, level: str) -> Department:
        """The department of that Korean form at that level; the first of the form where no row has the level."""
        rows = self.by_form[form]
        return next((row for row in rows if row.levels & {level, "any"}), rows[0])


def load_departments(path: Path | None = None) -> Departments:
    """Read and check the table; raises DataError with the line."""
    path = path or seeds_dir() / "departments.csv"
    rows: list[Department] = []
    with path.open(encoding="utf-8", newline="") as handle:
        for line, raw in enumerate(csv.DictReader(handle), start=2):
            levels = frozenset(raw["level"].split("|"))
            if not levels <= _LEVELS or not raw["zh_head"]:
                raise DataError(path, f"level must be among {sorted(_LEVELS)} and zh_head given", line=line)
            forms = (raw["ko"], *_split(raw["ko_alt"]))
            rows.append(Department(raw["key"], raw["zh_head"], _split(raw["zh_alt"]), levels, forms, raw["en"]))
    by_form: dict[str, list[Department]] = {}
    for row in rows:
        for form in row.ko:
            by_form.setdefault(form.replace(" ", ""), []).append(row)
    spaced = (r"\s?".join(map(re.escape, form)) for form in sorted(by_form, key=lambda f: (-len(f), f)))
    return Departments(tuple(rows), re.compile("|".join(spaced)), {k: tuple(v) for k, v in by_form.items()})


def _split(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))


def level_of(key: str, lexicon: Lexicon) -> str:
    """The level whose departments a place has."""
    if key in _MUNICIPALITIES:
        return "municipality"
    return {"Province": "province", "City": "city", "District": "district"}.get(lexicon.entries[key].cls, "zone")


def department_mentions(
    analysis: Analysis, lexicon: Lexicon, departments: Departments, known: Sequence[Mention]
) -> Iterator[Mention]:
    """`광둥성 과학기술청`, `상하이시 푸둥신구(浦东新区) 정부`, and by their ending alone `후베이성 과학기술부`."""
    text = analysis.text
    for begin, stop, key in _places(analysis, lexicon, known):
        at = skip_brackets(text, stop)
        at += len(text[at:]) - len(text[at:].lstrip(" "))
        end, zh = _department_at(analysis, at, key, lexicon, departments, known)
        if end is None:
            continue
        yield Mention(
            analysis.passage.index,
            begin,
            end,
            text[begin:end],
            "LocalGovernment",
            "department",
            0.95 if zh else 0.8,
            zh=zh,
            place=key,
        )
        yield Mention(
            analysis.passage.index,
            begin,
            stop,
            text[begin:stop],
            lexicon.entries[key].cls,
            "department-place",
            0.95,
            key=key,
        )


def _places(analysis: Analysis, lexicon: Lexicon, known: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Places that a department's name may follow: known ones, and hits that letters follow directly."""
    seen = set()
    for mention in known:
        if mention.key and mention.cls in _GOVERNED:
            seen.add(mention.begin)
            yield mention.begin, mention.end, mention.key
    for hit in analysis.hits:
        if hit.begin not in seen and left_edge_ok(analysis, hit) and lexicon.entries[hit.keys[0]].cls in _GOVERNED:
            yield hit.begin, hit.end, hit.keys[0]


def _department_at(
    analysis: Analysis, at: int, place: str, lexicon: Lexicon, departments: Departments, known: Sequence[Mention]
) -> tuple[int | None, str | None]:
    """End of the department's name at `at`, and its Chinese name where the type is listed."""
    found = departments.at(analysis.text, at)
    if found is not None and right_edge_ok(analysis, found[0]):
        row = departments.choose(found[1], level_of(place, lexicon))
        return found[0], f"{lexicon.entries[place].zh_hans}{row.zh}"
    ministry = next((m.end for m in known if m.begin == at and m.cls in {"Ministry", "CentralBody"}), None)
    return ministry or _office_by_ending(analysis, at), None


def _office_by_ending(analysis: Analysis, begin: int) -> int | None:
    """End of an unlisted department that starts at `begin`: nouns closed by 청, 국, 부, 위원회 as a morpheme."""
    end = begin
    forms: list[str] = []
    for morpheme in analysis.morphemes:
        if morpheme.begin < begin:
            continue
        if morpheme.begin != end or morpheme.tag not in {"NNG", "NNP", "XSN", "XR"}:
            break
        forms.append(morpheme.form)
        end = morpheme.end
    if len(forms) >= 2 and forms[-1] in _OFFICE and sum(map(len, forms[:-1])) >= 2 and right_edge_ok(analysis, end):
        return end
    return None
