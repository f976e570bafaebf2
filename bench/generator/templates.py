"""The wording: stories and their sentences, read from `stories.yaml`, filled with names, particles and verb endings.

In: a template and what fills its slots. Out: Korean text. A template that names a slot nobody fills raises `KeyError`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.language.hangul import decompose, is_syllable

_STORIES = Path(__file__).with_name("stories.yaml")
_SLOT = re.compile(r"\{(!?)([^{}]+)\}")
_BRACKET = re.compile(r"\([^()]*\)$")
_QUOTES = "‘’'”“」》"
_PARTICLES: Mapping[str, tuple[str, str]] = {
    "은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로"),
    "도": ("도", "도"),
}  # fmt: skip
_NUMBERS: Mapping[str, tuple[int, int, int]] = {
    "n": (2, 28, 1), "k": (105, 4900, 1), "r": (12, 890, 10), "y": (15, 20, 1), "z": (21, 24, 1),
}  # fmt: skip
"""Slots of numbers: the least, the most, and what they are divided by."""

_CLOSED = "013678LMNR"
"""Digits and letters whose names end in a consonant."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing told: its wordings, what all of them state, what each alone states, what a reader may infer; footnotes
    to choose from, and what each of them states.
    """

    say: tuple[str, ...]
    facts: tuple[str, ...] = ()
    by_wording: tuple[tuple[str, ...], ...] = ()
    may: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    foot_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that all state the same kind of facts, each about things of its own. `often`: how often it is there, if that
    is said.
    """

    caption: str
    columns: tuple[str, ...]
    cast: Mapping[str, str]
    row: tuple[str, ...]
    rows: tuple[int, int]
    facts: tuple[str, ...]
    may: tuple[str, ...]
    often: float | None = None

    @property
    def goals(self) -> bool:
        """Whether its rows are what a policy sets itself."""
        return any(fact.split()[1] == "target" for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Box:
    """A boxed note: its title, and what it tells."""

    title: str
    items: tuple[Beat, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What an article tells: who is in it, and sentences to choose from."""

    id: str
    sections: tuple[str, ...]
    cast: Mapping[str, str]
    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    beats: tuple[Beat, ...]
    tables: tuple[Table, ...]
    boxes: tuple[Box, ...]
    pictures: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """All of `stories.yaml`.

    `fillers` are sentences without names, `asides` those of footnotes, `cells` those of the tables that list tasks
    (`task_tables`: caption and columns), `headings` and `labelled` those of lists below sub-headings, `charts` the
    captions of drawings.
    """

    stories: tuple[Story, ...]
    fillers: tuple[str, ...]
    words: Mapping[str, list[str]]
    endings: Mapping[str, list[list[str]]]
    closings: Mapping[str, str]
    asides: tuple[str, ...]
    cells: tuple[str, ...]
    task_tables: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]
    labelled: tuple[str, ...]
    charts: tuple[str, ...]
    frame: Mapping[str, Any] = field(default_factory=dict)

    def of(self, section: str) -> list[Story]:
        """Stories that may stand in a section."""
        return [story for story in self.stories if section in story.sections]

    def fill(self, template: str, name: Callable[[str], str], chance: random.Random, *, prose: bool = False) -> str:
        """The template with its slots filled by `name`, particles and verbs made to fit."""
        out = ""
        end = 0
        for slot in _SLOT.finditer(template):
            out += template[end : slot.start()]
            verb, inside = slot.groups()
            if verb:
                out += self._verb(inside, chance, prose=prose)
            else:
                out += particle(inside, out) if inside in _PARTICLES else name(inside)
            end = slot.end()
        return out + template[end:]

    def word(self, slot: str, chance: random.Random, fields: Sequence[str]) -> str:
        """An ordinary word for a slot in lower case: a field, a number, a year of two digits, or one of the lists."""
        if slot == "f":
            return chance.choice(fields)
        if slot in _NUMBERS:
            low, high, scale = _NUMBERS[slot]
            return f"{chance.randint(low, high) / scale:,}" if scale > 1 else f"{chance.randint(low, high):,}"
        return chance.choice(self.words[slot])

    def sentence(self, text: str) -> str:
        """A bullet as a sentence."""
        if text.endswith("다"):
            return text + "."
        for closing in sorted(self.closings, key=len, reverse=True):
            if text.endswith(closing):
                return text.removesuffix(closing) + self.closings[closing] + "."
        return text + "했다."

    def _verb(self, stem: str, chance: random.Random, *, prose: bool) -> str:
        given = self.endings.get(stem)
        if given is not None:
            return chance.choice(given[prose])
        return stem + (chance.choice(("했다", "하였다")) if prose else chance.choice(("", "", "함", "하였음")))


def particle(kind: str, before: str) -> str:
    """The form of a particle that fits the text before it; quotation marks and what stands in brackets do not count."""
    text = _BRACKET.sub("", before.rstrip(_QUOTES)).rstrip(_QUOTES)
    closed, liquid = False, False
    if text and is_syllable(text[-1]):
        final = decompose(text[-1])[2]
        closed, liquid = bool(final), final == "ㄹ"
    elif text:
        closed, liquid = text[-1] in _CLOSED, text[-1] in "178LR"
    return _PARTICLES[kind][not closed or (kind == "으로" and liquid)]


@cache
def wording() -> Wording:
    """The wording, read once."""
    data: dict[str, Any] = yaml.safe_load(_STORIES.read_text(encoding="utf-8"))
    lists = {name: tuple(data.pop(name)) for name in ("fillers", "asides", "cells", "headings", "labelled", "charts")}
    return Wording(
        stories=tuple(map(_story, data.pop("stories"))),
        words=data.pop("words"),
        endings=data.pop("endings"),
        closings=data.pop("closings"),
        task_tables=tuple(map(tuple, data.pop("task_tables"))),
        **lists,
        frame=data,
    )


def _story(row: dict[str, Any]) -> Story:
    return Story(
        row["id"],
        tuple(row["sections"]),
        row["cast"],
        tuple(row["headlines"]),
        tuple(row["leads"]),
        tuple(map(_beat, row["beats"])),
        tuple(map(_table, row["tables"])),
        tuple(Box(box["title"], tuple(map(_beat, box["items"]))) for box in row.get("boxes", ())),
        tuple(row.get("pictures", ())),
        tuple(row["refs"]),
    )


def _beat(row: dict[str, Any]) -> Beat:
    by_wording = tuple(map(tuple, row.get("facts_by_wording", ())))
    facts, may, foot, foot_facts = (tuple(row.get(name, ())) for name in ("facts", "may", "foot", "foot_facts"))
    return Beat(tuple(row["say"]), facts, by_wording, may, foot, foot_facts)


def _table(row: dict[str, Any]) -> Table:
    low, high = row["rows"]
    return Table(
        row["caption"],
        tuple(row["columns"]),
        row["cast"],
        tuple(row["row"]),
        (low, high),
        tuple(row.get("facts", ())),
        tuple(row.get("may", ())),
        row.get("often"),
    )
