"""The named things that documents speak of: those of the gazetteers, and invented ones made by rule.

In: a seed. Out: `Thing` records, drawn by class with a long tail: a few names that most documents have, thousands that
come back now and then, and many that occur once. A thing follows from seed, class and its key alone.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kg.language.mandarin import to_hangul
from kg.language.script import to_traditional
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.resources import seeds_dir

_PARTS = Path(__file__).with_name("names.yaml")
_ACADEMY = "cas"
_CHINA = "china"

POOL = 8000
"""Invented things of a class that many documents may share."""

_SHARES: Mapping[str, tuple[float, float]] = {
    "Company": (0.30, 0.40),
    "University": (0.80, 0.15),
    "ResearchInstitute": (0.40, 0.35),
    "Laboratory": (0.25, 0.40),
    "InnovationCenter": (0.12, 0.48),
    "Association": (0.30, 0.50),
    "FundingBody": (0.45, 0.40),
    "DevelopmentZone": (0.40, 0.35),
    "Person": (0.04, 0.46),
    "Policy": (0.00, 0.40),
    "Report": (0.00, 0.40),
    "Program": (0.40, 0.40),
    "Project": (0.20, 0.40),
    "Event": (0.20, 0.40),
    "Product": (0.20, 0.40),
}
"""Share of draws from the gazetteer and from the pool; the rest is new. Other classes come from the gazetteer alone."""

_IN_SCHEME = 0.35
"""How often a name speaks of a field that the ontology has."""

_LEVELS = {"Province": "province", "City": "city", "District": "district"}
_MUNICIPALITIES = frozenset({"beijing", "tianjin", "shanghai", "chongqing"})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name. `ko` is the name as Korean texts write it, `zh` the Chinese one in simplified characters.

    `bracketed` is the name with Han characters in a bracket, `whole` whether those stand for the whole name; `forms`
    are other Korean ones. `place` is the place that the name itself names, `parent` the body, `stated` whether naming
    the place states where it lies; `key` tells things apart.
    """

    key: str
    cls: str
    ko: str
    zh: str
    bracketed: str = ""
    whole: bool = False
    forms: tuple[str, ...] = ()
    place: Thing | None = None
    stated: bool = True
    parent: Thing | None = None


class World:
    """All things there are for one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._lexicon = load_lexicon()
        self._parts: dict[str, Any] = yaml.safe_load(_PARTS.read_text(encoding="utf-8"))
        concepts = [(c.labels["ko"], c.labels["zh-Hans"]) for c in load_ontology().technologies()]
        self.fields: list[tuple[str, str]] = sorted(c for c in concepts if " " not in c[0] and len(c[0]) > 1)
        self.subjects: list[tuple[str, str]] = [(ko, zh) for ko, zh in self._parts["subjects"]]
        self._pooled = cache(self._invent)

    def draw(self, cls: str, chance: random.Random, *, place: Thing | None = None, fresh: str = "") -> Thing:
        """A thing of the class. `place`: where it must lie (by its name); `fresh`: key of a new one."""
        if cls == "LocalGovernment":
            return self._department(place or self.draw("Province", chance), chance)
        known, pooled = _SHARES.get(cls, (1.0, 0.0))
        which = chance.random()
        if place is not None and cls in ("City", "District"):
            within = self._within.get((cls, place.key))
            return _long_tail(within, chance) if within else self.draw(cls, chance)
        if which < known and place is None:
            return _long_tail(self._known[cls], chance)
        if which < known + pooled and place is None:
            return self._pooled(cls, f"pool-{_rank(POOL, chance)}", None)
        return self._invent(cls, f"{fresh}-{chance.getrandbits(48):x}", place)

    @cached_property
    def _known(self) -> dict[str, list[Thing]]:
        """The gazetteers' things by class, in an order that the seed shuffles, but for the ministries."""
        found: dict[str, list[Thing]] = {}
        for key, entry in self._lexicon.entries.items():
            if entry.valid_to or not self._lexicon.names(key).ko:
                continue
            if entry.cls in ("City", "District") and not entry.identifier("gbt2260"):
                continue
            if self._tells_more(key):
                continue
            found.setdefault(entry.cls, []).append(self._entry(key))
        for cls, things in sorted(found.items()):
            things.sort(key=lambda thing: thing.key)
            random.Random(f"{self._seed}|{cls}").shuffle(things)
        first = ("most", "ndrc", "miit", "moe", "mof")
        found["Ministry"].sort(key=lambda thing: first.index(thing.key) if thing.key in first else len(first))
        return found

    def _tells_more(self, key: str) -> bool:
        """Whether the name begins with that of something else than place and parent, which the truth knows of."""
        thing = self._entry(key)
        if thing.cls in _LEVELS:
            return False
        known = {one.key for one in (thing, thing.place, thing.parent) if one is not None}
        hits = self._lexicon.scan(thing.ko)
        return any(hit.begin == 0 and hit.end < len(thing.ko) and not known & set(hit.keys) for hit in hits)

    @cached_property
    def _within(self) -> dict[tuple[str, str], list[Thing]]:
        """Cities by province, districts by city."""
        found: dict[tuple[str, str], list[Thing]] = {}
        for cls in ("City", "District"):
            for thing in self._known[cls]:
                for above in self._lexicon.entries[thing.key].located_in:
                    found.setdefault((cls, above), []).append(thing)
        return found

    def above(self, key: str) -> tuple[str, ...]:
        """Keys of the places that a place of the gazetteers lies in, nearest first, without the country."""
        if key not in self._lexicon.entries:
            return ()
        return tuple(k for k in self._lexicon.ancestors(key) if k != _CHINA)

    @cache  # noqa: B019 - there is one world, for as long as the program runs
    def _entry(self, key: str) -> Thing:
        entry, names = self._lexicon.entries[key], self._lexicon.names(key)
        place = None
        stated = entry.cls == "DevelopmentZone"
        if entry.cls not in _LEVELS and entry.cls not in ("Country", "Region"):
            place = next((p for p in self._named_places(names.ko, entry.located_in)), None)
        parent = next((p for p in map(self._entry, entry.part_of) if names.ko.startswith(f"{p.ko} ")), None)
        whole = f"{names.ko}({names.zh_hant})" if names.zh_hant and len(names.zh_hant) < 9 else ""
        short = tuple(form for form in entry.abbr_ko if len(form) > 2)
        if entry.cls in ("Province", "City"):
            short = tuple(f for f in names.in_language("ko")[2:3] if names.ko.startswith(f))
        return Thing(key, entry.cls, names.ko, names.zh_hans, whole, True, short[:1], place, stated, parent)

    def _named_places(self, ko: str, located_in: Sequence[str]) -> list[Thing]:
        found = []
        for key in located_in:
            for above in (key, *self._lexicon.ancestors(key)):
                if self._lexicon.entries[above].cls not in ("Province", "City"):
                    continue
                thing = self._entry(above)
                if ko.startswith(thing.forms or thing.ko):
                    found.append(thing)
        return found

    @cached_property
    def _heads(self) -> dict[str, list[tuple[str, str]]]:
        """Departments by the level of place that has them: Korean and Chinese name."""
        found: dict[str, list[tuple[str, str]]] = {}
        with (seeds_dir() / "departments.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                if row["parent_ministry"] or row["zh_head"] == "人民政府":
                    for level in row["level"].split("|"):
                        ko = row["ko"] if row["parent_ministry"] else "정부"
                        found.setdefault(level, []).append((ko, row["zh_head"]))
        return found

    def _department(self, place: Thing, chance: random.Random) -> Thing:
        level = "municipality" if place.key in _MUNICIPALITIES else _LEVELS.get(place.cls, "city")
        ko, zh = _long_tail(self._heads.get(level) or self._heads["city"], chance)
        return Thing(f"{place.key}/{zh}", "LocalGovernment", f"{place.ko} {ko}", place.zh + zh, place=place)

    def _invent(self, cls: str, key: str, place: Thing | None) -> Thing:
        """The invented thing with that key."""
        chance = random.Random(f"{self._seed}|{cls}|{key}")
        identity = f"{cls}/{key}"
        if cls == "Company":
            return self._company(identity, chance)
        if cls == "Person":
            return self._person(identity, chance)
        return self._patterned(cls, identity, chance, place)

    def _company(self, key: str, chance: random.Random) -> Thing:
        zh = self._brand(chance, longest=3)
        ko, han = to_hangul(zh), to_traditional(zh)
        trade, head = chance.choice(self._parts["trades"]), chance.choice(self._parts["company_heads"])
        style = chance.randrange(4)
        if style == 0:
            return Thing(key, "Company", f"{ko}{trade[0]}", f"{zh}{trade[1]}", f"{ko}({han}){trade[0]}", False)
        if style == 1:
            return Thing(key, "Company", f"{ko}그룹", f"{zh}集团", f"{ko}그룹({han}集團)", True)
        name, full = f"{ko}{trade[0]}{head[0]}", f"{zh}{trade[1]}{head[1]}"
        return Thing(key, "Company", name, full, f"{ko}({han}){trade[0]}{head[0]}", False)

    def _person(self, key: str, chance: random.Random) -> Thing:
        given = self._parts["given"]
        zh = chance.choice(self._parts["surnames"])
        zh += "".join(chance.choice(given) for _ in range(chance.choice((1, 2, 2, 2))))
        ko = to_hangul(zh, surname=True)
        return Thing(key, "Person", ko, zh, f"{ko}({to_traditional(zh)})", True)

    def _patterned(self, cls: str, key: str, chance: random.Random, place: Thing | None) -> Thing:
        ko, zh = chance.choice(self._parts["patterns"][cls])
        if place is not None:
            with_place = [pair for pair in self._parts["patterns"][cls] if "{P}" in pair[0]]
            ko, zh = chance.choice(with_place or [(ko, zh)])
        if "{P}" in ko and place is None:
            place = self.draw("Province", chance)
        named = place if place is not None and "{P}" in ko else None
        field, other = chance.sample(self.fields if chance.random() < _IN_SCHEME else self.subjects, 2)
        brand, number, year = self._brand(chance, longest=2), chance.randint(2, 9), chance.randint(2016, 2030)
        code = f"{chance.choice('X9785')}{chance.randint(1, 99)}"
        letters = "".join(chance.choice(self._parts["letters"]) for _ in range(2))
        shown = ""
        if named is not None:
            shown = chance.choice((named.ko, *named.forms, *named.forms))
        slots = {"P": shown, "F": field[0], "G": other[0], "B": to_hangul(brand)}
        common = {"N": number, "M": "二三四五六七八九"[number - 2], "Y": year, "Z": year + 10, "K": code, "L": letters}
        name = ko.format(**slots, **common)
        chinese = {"P": named.zh if named else "", "F": field[1], "G": other[1], "B": brand}
        bracketed = ""
        if "{B}" in ko and not ko.endswith("{B}"):
            bracketed = ko.format(**{**slots, "B": f"{slots['B']}({to_traditional(brand)})"}, **common)
        parent = self._entry(_ACADEMY) if name.startswith("중국과학원 ") else None
        stated = cls in ("DevelopmentZone", "Policy", "Report")
        return Thing(key, cls, name, zh.format(**chinese, **common), bracketed, False, (), named, stated, parent)

    def _brand(self, chance: random.Random, *, longest: int) -> str:
        characters = self._parts["brand"]
        return "".join(chance.choice(characters) for _ in range(chance.randint(2, longest)))


def _rank(count: int, chance: random.Random) -> int:
    """A number below `count`, n with a chance of about 1 in n + 1 as large as that of 0: a long tail."""
    return int((count + 1) ** chance.random()) - 1


def _long_tail(things: Sequence[_T], chance: random.Random) -> _T:
    return things[_rank(len(things), chance)]
