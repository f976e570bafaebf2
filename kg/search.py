"""Search as one types: the things whose names begin with or contain what is typed, best first.

In: a generation of the graph and a piece of a name, in Hangul, Han characters, pinyin or English, also initial
consonants (ㄱㅇㅈㅂㅎㅂ) and a syllable that is not finished. Out: things with class, names, the form that
matched and how. The index is that of `kg.labels`.

What is found comes in steps: forms that are the text, that begin with it, that have a word beginning with it,
that contain it; then the same by initial consonants and unfinished syllables. Each step reads the index in order
of rank and only as far as there is room for hits.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Literal

from kg.generations import Generation
from kg.labels import (
    KIND,
    START,
    WORD,
    all_of,
    initial_grams,
    initials,
    literal_grams,
    one_of,
    open_index,
    plain,
    sound,
    spelled,
    unreadable,
    whole_grams,
)
from kg.language.hangul import CLUSTERS, COMPOUNDS, FINALS, INITIALS, compose, decompose, is_syllable
from kg.ontology import load_ontology

Match = Literal["exact", "prefix", "part", "initials"]
"""How a form matches: it is the text, begins with it, contains it, or does so by initial consonants or with the last
syllable unfinished.
"""

LONGEST = 200
"""Characters of a text that are looked at; no name is longer than a sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found. `names`: the preferred one by language tag. `form`: the name that matched.

    `mentions`: in how many articles documents name it; 0 where only the background knows it.
    """

    iri: str
    cls: str
    names: Mapping[str, str]
    form: str
    match: Match
    mentions: int

    @property
    def name(self) -> str:
        """The Korean name, or else the first there is."""
        return self.names.get("ko") or next(iter(self.names.values()), self.form)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits, each thing once. `more`: there are others."""

    hits: tuple[Hit, ...]
    more: bool

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def search(generation: Generation, text: str, *, limit: int = 12, cls: str | None = None) -> Hits:
    """What `Names.search` gives, of an index that is opened for this one search."""
    with Names(generation) as names:
        return names.search(text, limit=limit, cls=cls)


class Names:
    """The names of one generation, open for any number of searches from any thread. Close it after use."""

    def __init__(self, generation: Generation) -> None:
        self._paths = (generation.names, generation.background_names)
        self._idle: list[tuple[_Index, ...]] = []
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> Names:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index; searches that are under way come to their end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for indexes in idle:
            _close(indexes)

    def search(self, text: str, *, limit: int = 12, cls: str | None = None) -> Hits:
        """The best `limit` things with a form that matches `text`.

        Order: form is the text, begins with it, has a word that begins with it, contains it, matches by initials;
        forms outright before those that follow by rule; things with more mentions; shorter forms; IRI. `cls`: only
        things of that class or one below it. Raises TermError for an unknown class and StoreError for a broken index.
        """
        sought = _Sought(text, None if cls is None else _with_subclasses(cls))
        key = spelled(text[:LONGEST].encode("utf-8", "ignore").decode("utf-8"))[0]  # arguments may hold lone surrogates
        if not key or limit < 1:
            return Hits((), False)
        with self._indexes() as indexes:
            found = _first(indexes, _steps(key), sought, limit + 1)
        return Hits(found[:limit], len(found) > limit)

    @contextmanager
    def _indexes(self) -> Iterator[tuple[_Index, ...]]:
        """A connection to each index that no other thread uses meanwhile."""
        with self._lock:
            indexes = self._idle.pop() if self._idle else None
        if indexes is None:
            indexes = tuple(map(_Index, self._paths))
        try:
            yield indexes
        finally:
            with self._lock:
                kept = not self._closed
                if kept:
                    self._idle.append(indexes)
            if not kept:
                _close(indexes)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was asked for, as it was typed, and the classes it may have; none: any."""

    text: str
    classes: frozenset[str] | None

    def within(self, grams: str) -> str:
        """The FTS5 expression `grams`, for forms of things of these classes."""
        return grams if self.classes is None else f"{one_of(KIND + cls for cls in sorted(self.classes))} AND ({grams})"

    def wants(self, cls: str) -> bool:
        return self.classes is None or cls in self.classes


def _first(indexes: Sequence[_Index], steps: Iterable[_Step], sought: _Sought, count: int) -> tuple[Hit, ...]:
    """The first things that the steps find, `count` of them at most."""
    found: dict[str, Hit] = {}
    for step in steps:
        for _, hit in merge(*(_ranked(indexes, at, step, sought) for at in range(len(indexes)))):
            found.setdefault(hit.iri, hit)
            if len(found) == count:
                return tuple(found.values())
    return tuple(found.values())


def _with_subclasses(cls: str) -> frozenset[str]:
    ontology = load_ontology()
    ontology.superclasses(cls)
    return frozenset(name for name in ontology.classes if ontology.is_a(name, cls))


# --- steps --------------------------------------------------------------------------------------------------


_Fits = Callable[[str, bytes], bool]


@dataclass(frozen=True, slots=True)
class _Step:
    """One way to match. `grams`: an FTS5 expression that all forms in question fulfil.

    `fits`: whether such a form does match, by its key and where its words begin.
    """

    match: Match
    grams: str
    fits: _Fits


def _steps(key: str) -> Iterator[_Step]:
    """The ways in which a form may match `key`, best first."""
    text = plain(key)
    inside = literal_grams(text)
    yield _Step("exact", all_of(whole_grams(text)), lambda form, starts: form == key)
    yield _Step("prefix", all_of([START + text[:2], *inside]), lambda form, starts: form.startswith(key))
    yield _Step("part", all_of([WORD + text[:2], *inside]), lambda form, starts: _at_word(form.startswith, key, starts))
    yield _Step("part", all_of(inside), lambda form, starts: key in form)
    shapes = _shapes(key)
    if shapes:
        pattern = re.compile("|".join("".join(part.pattern for part in shape) for shape in shapes))
        for mark, fits in _anchored(pattern):
            yield _Step("initials", " OR ".join(f"({_needed(shape, mark)})" for shape in shapes), fits)


def _anchored(pattern: re.Pattern[str]) -> Iterator[tuple[str, _Fits]]:
    """Where a form may match a pattern, with the mark of grams at such places: start, word, anywhere."""
    yield START, lambda form, starts: pattern.match(form) is not None
    yield WORD, lambda form, starts: any(pattern.match(form, at) for at in starts)
    yield "", lambda form, starts: pattern.search(form) is not None


def _at_word(begins: Callable[[str, int], bool], key: str, starts: bytes) -> bool:
    return any(begins(key, at) for at in starts)


# --- initial consonants and unfinished syllables ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A place in a shape. `pattern`: regular expression of what may stand there; `initial`: its initial consonant, or
    a character that has it; `exact`: the character that it must be; `sounds`: syllables, one of which it is but for
    its final.
    """

    pattern: str
    initial: str
    exact: str = ""
    sounds: tuple[str, ...] = ()


def _shapes(key: str) -> list[list[_Part]]:
    """What `key` may become as typing goes on: consonants become syllables, the last syllable grows.

    A final consonant may turn out to begin the next syllable: 곽 is on the way to 과기. Empty where `key` has
    neither consonants nor a syllable at its end.
    """
    *head, last = (_part(c) for c in key)
    if not is_syllable(key[-1]):
        return [[*head, last]] if any(c in INITIALS for c in key) else []
    initial, medial, final = decompose(key[-1])
    if not final:
        sounds = tuple(compose(initial, grown) for grown in (medial, *COMPOUNDS.get(medial, "")))
        return [[*head, _Part("[" + "".join(f"{s}-{chr(ord(s) + 27)}" for s in sounds) + "]", initial, sounds=sounds)]]
    rest, moved = CLUSTERS.get(final, final)[:-1], CLUSTERS.get(final, final)[-1]
    grown = [f for f in FINALS if f == final or CLUSTERS.get(f, "")[:1] == final]
    whole = _Part("[" + "".join(compose(initial, medial, f) for f in grown) + "]", initial,
                  sounds=(compose(initial, medial),))  # fmt: skip
    return [[*head, whole], [*head, _part(compose(initial, medial, rest)), _part(moved)]]


def _part(char: str) -> _Part:
    if char in INITIALS:
        first = ord(compose(char, "ㅏ"))
        return _Part(f"[{char}{chr(first)}-{chr(first + 587)}]", char)
    return _Part(re.escape(char), char, exact=char)


def _needed(shape: list[_Part], mark: str) -> str:
    """An expression that all forms fulfil in which `shape` stands, at a place with that mark."""
    consonants = initials(plain("".join(part.initial for part in shape)))
    grams = initial_grams(consonants)
    if mark:
        grams.append(mark + consonants[:2])
    for exact, run in groupby(shape, key=lambda part: bool(part.exact)):
        if exact:
            grams += literal_grams(plain("".join(part.exact for part in run)))
    sounds = [one_of(map(sound, part.sounds)) for part in shape if part.sounds]
    return " AND ".join((all_of(grams), *sounds))


# --- the index ----------------------------------------------------------------------------------------------

_Rank = tuple[int, int, int, str]


class _Index:
    """One index, open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = open_index(path)

    def close(self) -> None:
        self.database.close()

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self.database.execute(query, values)
        except sqlite3.Error as error:
            raise unreadable(self.path, error) from error

    def forms(self, grams: str) -> Iterator[tuple[Any, ...]]:
        """Forms that may match, best first: thing, hidden, key, label, word starts."""
        return self.rows(
            """SELECT thing, hidden, key, label, starts FROM gram CROSS JOIN form ON form.id = gram.rowid
            WHERE gram MATCH ? ORDER BY gram.rowid""",
            grams,
        )

    def thing(self, number: int) -> tuple[str, str, int, str]:
        """IRI, class, mentions, names."""
        (row,) = self.rows("SELECT iri, cls, mentions, names FROM thing WHERE id = ?", number)
        return row

    def has(self, iri: str) -> bool:
        return any(self.rows("SELECT 1 FROM thing WHERE iri = ?", iri))


def _close(indexes: Sequence[_Index]) -> None:
    for index in indexes:
        index.close()


def _ranked(indexes: Sequence[_Index], at: int, step: _Step, sought: _Sought) -> Iterator[tuple[_Rank, Hit]]:
    """The things of index `at` that match, best first, without those that an index before it has."""
    seen: set[int] = set()
    index = indexes[at]
    for number, hidden, key, label, starts in index.forms(sought.within(step.grams)):
        if number in seen or not step.fits(key, starts or b""):
            continue
        seen.add(number)
        iri, cls, mentions, names = index.thing(number)
        if sought.wants(cls) and not any(other.has(iri) for other in indexes[:at]):
            shown = json.loads(names)
            form = next((name for name in shown.values() if sought.text in name and spelled(name)[0] == key), None)
            hit = Hit(iri, cls, shown, form or label or key, step.match, mentions)
            yield (hidden, -mentions, len(key), iri), hit
