"""The language tables of `seeds/`, read once and checked.

In: `pinyin_hangul.csv`, `hanja.csv`, `readings.csv`, `heads.csv`, `deviations.csv`, `nouns.csv`. Out: read-only
mappings and sets.
A row that breaks its format raises `kg.errors.DataError` with file and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from kg.errors import DataError
from kg.language.script import is_han
from kg.resources import seeds_dir

TABLES = ("pinyin_hangul.csv", "hanja.csv", "readings.csv", "heads.csv", "deviations.csv")
"""The files on which depends whatever is computed from names."""

LEVELS = ("", "state", "province", "prefecture", "county", "township")

Kind = Literal["head", "word", "place"]
Part = Literal["syllable", "medial", "initial"]

_KINDS: Mapping[str, Kind] = {"head": "head", "word": "word", "place": "place"}
_PARTS: Mapping[str, Part] = {"syllable": "syllable", "medial": "medial", "initial": "initial"}
_HANGUL = re.compile(r"[가-힣]+\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese word that names are made of, and how Korean writes it.

    `zh` lists equivalent Chinese words (高新技术产业开发区, 高新区), `korean` the Korean words for any of
    them, most usual first. A `head` ends a name and says what it names (`cls`, a class of the ontology;
    `level` where it tells ministry, department and bureau apart); a `word` may stand anywhere.
    """

    key: str
    kind: Kind
    cls: str
    level: str
    zh: tuple[str, ...]
    korean: tuple[str, ...]
    english: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one word is read against the rule: pinyin with tones, Sino-Korean reading (either may be empty).

    `surname` rows hold for the first characters of a person's name only.
    """

    zh: str
    pinyin: tuple[str, ...]
    korean: str
    surname: bool


@dataclass(frozen=True, slots=True)
class Deviation:
    """A spelling against the official transcription: Korean texts write `written` for `official`."""

    part: Part
    official: str
    written: str


@lru_cache(maxsize=1)
def pinyin_hangul() -> Mapping[str, str]:
    """Pinyin syllable without tone (ü as `ü`) → Hangul."""
    table: dict[str, str] = {}
    for line, row in _read("pinyin_hangul.csv", ("pinyin", "hangul")):
        if row["pinyin"] in table or not _HANGUL.match(row["hangul"]):
            raise _bad("pinyin_hangul.csv", line, f"'{row['pinyin']}' is there twice or has no Hangul")
        table[row["pinyin"]] = row["hangul"]
    return MappingProxyType(table)


@lru_cache(maxsize=1)
def hanja() -> Mapping[str, tuple[str, ...]]:
    """Han character → its Sino-Korean readings without the initial-sound law, most usual first."""
    table: dict[str, tuple[str, ...]] = {}
    for line, row in _read("hanja.csv", ("char", "readings")):
        found = tuple(row["readings"].split("|"))
        if not is_han(row["char"]) or row["char"] in table or not all(map(_HANGUL.match, found)):
            raise _bad("hanja.csv", line, f"'{row['char']}' is there twice or has a reading that is no Hangul")
        table[row["char"]] = found
    return MappingProxyType(table)


@lru_cache(maxsize=1)
def readings() -> tuple[Reading, ...]:
    """All rows of `readings.csv`."""
    rows = []
    seen: set[tuple[str, str]] = set()
    for line, row in _read("readings.csv", ("zh", "pinyin", "korean", "scope", "note")):
        syllables = tuple(row["pinyin"].split())
        if syllables and len(syllables) != len(row["zh"]):
            raise _bad("readings.csv", line, f"'{row['zh']}' needs one pinyin syllable a character")
        if row["korean"] and len(row["korean"]) != len(row["zh"]):
            raise _bad("readings.csv", line, f"'{row['zh']}' needs one Korean syllable a character")
        if row["scope"] not in ("any", "surname") or (row["zh"], row["scope"]) in seen:
            raise _bad("readings.csv", line, f"'{row['zh']}' is there twice or its scope is not any or surname")
        seen.add((row["zh"], row["scope"]))
        rows.append(Reading(row["zh"], syllables, row["korean"], row["scope"] == "surname"))
    return tuple(rows)


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """All rows of `heads.csv`."""
    rows = []
    seen: set[tuple[str, str]] = set()
    for line, row in _read("heads.csv", ("key", "class", "level", "zh", "ko", "ko_alt", "en", "kind")):
        equivalents = tuple(row["zh"].split("|"))
        kind = _KINDS.get(row["kind"])
        if kind is None:
            raise _bad("heads.csv", line, f"kind is '{row['kind']}', not head, word or place")
        if row["level"] not in LEVELS or (kind == "head") != bool(row["class"]):
            raise _bad(
                "heads.csv",
                line,
                f"'{row['key']}': unknown level, or a head without class, or a word with one",
            )
        for word in equivalents:
            if not word or (word, kind) in seen:
                raise _bad("heads.csv", line, f"'{word}' is empty or there twice as {kind}")
            seen.add((word, kind))
        korean = tuple(dict.fromkeys([row["ko"], *filter(None, row["ko_alt"].split("|"))]))
        rows.append(Term(row["key"], kind, row["class"], row["level"], equivalents, korean, row["en"]))
    return tuple(rows)


@lru_cache(maxsize=1)
def heads() -> Mapping[str, Term]:
    """Chinese word → the term it is as head of a name."""
    return MappingProxyType({word: term for term in terms() if term.kind == "head" for word in term.zh})


@lru_cache(maxsize=1)
def words() -> Mapping[str, tuple[str, ...]]:
    """Chinese word → its Korean words wherever it stands; heads count as words too, after the rows of kind
    word.
    """
    table: dict[str, tuple[str, ...]] = {}
    for kind in ("place", "word", "head"):
        for term in terms():
            for word in term.zh if term.kind == kind else ():
                table[word] = tuple(dict.fromkeys([*table.get(word, ()), *term.korean]))
    return MappingProxyType(table)


@lru_cache(maxsize=1)
def place_words() -> frozenset[str]:
    """Chinese words with a Korean form of their own within names of places."""
    return frozenset(word for term in terms() if term.kind == "place" for word in term.zh)


@lru_cache(maxsize=1)
def deviations() -> tuple[Deviation, ...]:
    """All rows of `deviations.csv`."""
    rows = []
    for line, row in _read("deviations.csv", ("part", "official", "written", "note")):
        part = _PARTS.get(row["part"])
        if part is None:
            raise _bad("deviations.csv", line, f"part is '{row['part']}', not syllable, medial or initial")
        rows.append(Deviation(part, row["official"], row["written"]))
    return tuple(rows)


@lru_cache(maxsize=1)
def nouns() -> frozenset[str]:
    """All rows of `nouns.csv`: common nouns that have one reading wherever they open a word."""
    found: set[str] = set()
    for line, row in _read("nouns.csv", ("noun",)):
        if row["noun"] in found or len(row["noun"]) < 2 or not _HANGUL.match(row["noun"]):
            raise _bad("nouns.csv", line, f"'{row['noun']}' is there twice, is no Hangul or has a single syllable")
        found.add(row["noun"])
    return frozenset(found)


def _read(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with (seeds_dir() / name).open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if tuple(header) != columns:
            raise _bad(name, 1, f"the header must be {','.join(columns)}")
        for row in reader:
            if len(row) != len(columns):
                raise _bad(name, reader.line_num, f"{len(row)} fields instead of {len(columns)}")
            yield reader.line_num, dict(zip(columns, row, strict=True))


def _bad(name: str, line: int, reason: str) -> DataError:
    return DataError(seeds_dir() / name, reason, line=line)
