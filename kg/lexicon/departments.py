"""Local governments and their departments by rule: a place and the name of a department.

In: `seeds/departments.csv` (types of departments by level) and names like 광둥성 과학기술청 or 上海市科委. Out: the
place, the type, and all names composed of both. Departments of different levels are different things: a name
whose head does not belong to the level of its place is none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import DataError
from kg.language.script import fold_han
from kg.lexicon.lexicon import Lexicon
from kg.resources import seeds_dir

LEVELS = frozenset({"province", "municipality", "city", "district", "zone", "any"})
_MUNICIPALITIES = frozenset({"beijing", "shanghai", "tianjin", "chongqing"})
_LEVEL_OF_CLASS = {"Province": "province", "City": "city", "District": "district", "DevelopmentZone": "zone"}


@dataclass(frozen=True, slots=True)
class Department:
    """A type of local department: Chinese heads and Korean ones, the official or usual one first, and the
    levels that have it.
    """

    key: str
    zh: tuple[str, ...]
    ko: tuple[str, ...]
    en: str
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class LocalDepartment:
    """The department of a place, by the key of the place."""

    place: str
    department: Department

    def korean(self, lexicon: Lexicon) -> Iterator[str]:
        """Korean names, the usual one first: `광둥성 과학기술청`."""
        for head in self.department.ko:
            for place in lexicon.names(self.place).in_language("ko"):
                yield f"{place} {head}"

    def chinese(self, lexicon: Lexicon) -> Iterator[str]:
        """Names in simplified characters, the official one first: `广东省科学技术厅`."""
        for head in self.department.zh:
            for place in lexicon.names(self.place).in_language("zh-Hans"):
                yield place + head

    def english(self, lexicon: Lexicon) -> str:
        """`Department of Science and Technology of Guangdong`."""
        return f"{self.department.en} of {lexicon.names(self.place).en}"


@lru_cache(maxsize=1)
def departments() -> Mapping[str, tuple[Department, ...]]:
    """Folded Chinese or Korean head → the types that it may mean. Raises DataError, with the line."""
    path = seeds_dir() / "departments.csv"
    table: dict[str, list[Department]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            levels = frozenset(row["level"].split("|"))
            if not levels <= LEVELS or not row["zh_head"] or not row["ko"]:
                reason = f"level must be among {sorted(LEVELS)}, zh_head and ko given"
                raise DataError(path, reason, line=line)
            zh, ko = (row["zh_head"], *_split(row["zh_alt"])), (row["ko"], *_split(row["ko_alt"]))
            department = Department(row["key"], zh, ko, row["en"], levels)
            for head in {fold_han(head) for head in (*zh, *ko)}:
                table.setdefault(head, []).append(department)
    return {head: tuple(found) for head, found in table.items()}


def find_department(name: str, lexicon: Lexicon) -> LocalDepartment | None:
    """The local department that `name` denotes; the longest head counts. None where it is no such name."""
    form = fold_han(name)
    for cut in range(2, len(form)):
        types = departments().get(form[cut:], ())
        places = lexicon.find(form[:cut], classes=_LEVEL_OF_CLASS) if types else []
        for match in places:
            level = level_of(match.key, lexicon)
            fitting = [d for d in types if match.distance == 0 and d.levels & {level, "any"}]
            if fitting:
                return LocalDepartment(match.key, _named_so(fitting, form[cut:]))
    return None


def _named_so(types: list[Department], head: str) -> Department:
    """Of several types, the one whose official or usual head it is; 科委 and 과기국 are such heads of more."""
    return next((d for d in types if head in (fold_han(d.zh[0]), fold_han(d.ko[0]))), types[0])


def all_departments() -> tuple[Department, ...]:
    """Every type once, in the order of the table's keys."""
    rows = {row.key: row for rows in departments().values() for row in rows}
    return tuple(rows[key] for key in sorted(rows))


def level_of(key: str, lexicon: Lexicon) -> str:
    """The level whose departments a place has. Raises KeyError for what is no governed place."""
    return "municipality" if key in _MUNICIPALITIES else _LEVEL_OF_CLASS[lexicon.entries[key].cls]


def _split(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))
