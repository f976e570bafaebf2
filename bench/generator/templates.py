"""The wording: stories and their sentences, read from `stories.yaml`, filled with names, particles and verb endings.

In: a template and what fills its slots. Out: Korean text. A template that names a slot nobody fills raises `KeyError`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
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
_CLOSED = "013678LMNR"
"""Digits and letters whose names end in a consonant."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing told: its wordings, what all of them state, what each alone states, what a reader may infer."""

    say: tuple[str, ...]
    facts: tuple[str, ...] = ()
    by_wording: tuple[tuple[str, ...], ...] = ()
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that all state the same kind of facts, each about things of its own."""

    caption: str
    columns: tuple[str, ...]
    cast: Mapping[str, str]
    row: tuple[str, ...]
    rows: tuple[int, int]
    facts: tuple[str, ...]
    may: tuple[str, ...]


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
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """All of `stories.yaml`."""

    stories: tuple[Story, ...]
    fillers: tuple[str, ...]
    words: Mapping[str, list[str]]
    endings: Mapping[str, list[list[str]]]
    closings: Mapping[str, str]
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
    stories = tuple(map(_story, data.pop("stories")))
    return Wording(
        stories,
        tuple(data.pop("fillers")),
        data.pop("words"),
        data.pop("endings"),
        data.pop("closings"),
        data,
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
        tuple(row["refs"]),
    )


def _beat(row: dict[str, Any]) -> Beat:
    by_wording = tuple(map(tuple, row.get("facts_by_wording", ())))
    return Beat(tuple(row["say"]), tuple(row["facts"]), by_wording, tuple(row.get("may", ())))


def _table(row: dict[str, Any]) -> Table:
    low, high = row["rows"]
    return Table(
        row["caption"],
        tuple(row["columns"]),
        row["cast"],
        tuple(row["row"]),
        (low, high),
        tuple(row["facts"]),
        tuple(row.get("may", ())),
    )
