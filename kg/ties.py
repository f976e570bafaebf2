"""The facts between things, held in memory, so that surroundings are found without asking a store for each thing.

In: the catalogue of a generation. Out: the things within so many hops of others. A fact takes about 50 bytes in both
directions together; reading 50,000 facts takes a tenth of a second, once for each generation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.catalogue import Catalogue

_Numbers = NDArray[np.int32]
_Marks = NDArray[np.bool_]

_NEVER = 10_000
"""Stands for a year that is not known, in facts that no article dates: beyond all years asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts count, and which things.

    `relations`: those that count, all by default; `but`: one that does not. `confidence`: the least. `first`, `last`:
    years in which an article states the fact; one that no article dates is of no year. `classes`: those of the things
    that are reached, all by default.
    """

    relations: frozenset[str] | None = None
    but: str | None = None
    confidence: float = 0.0
    first: int | None = None
    last: int | None = None
    classes: frozenset[str] | None = None


class Ties:
    """All facts between things that documents mention. Reading is safe from any thread."""

    def __init__(self, catalogue: Catalogue) -> None:
        things = catalogue.rows("SELECT id, iri, cls, facts FROM thing ORDER BY facts DESC, iri")
        self._iris = [row[1] for row in things]
        self._facts = [row[3] for row in things]
        self._place = {iri: place for place, iri in enumerate(self._iris)}
        self._class_names, self._classes = _coded([row[2] for row in things])
        numbers = np.fromiter((row[0] for row in things), np.int64, len(things))
        place = np.full(int(numbers.max(initial=0)) + 1, -1, np.int32)
        place[numbers] = np.arange(len(things), dtype=np.int32)
        self._read(catalogue, place)

    def _read(self, catalogue: Catalogue, place: NDArray[np.int32]) -> None:
        """Facts by the thing they begin or end at, those of one thing together."""
        rows = catalogue.rows("SELECT s, o, p, confidence, first, last FROM fact WHERE o IS NOT NULL")
        ends: NDArray[np.int64] = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
        known = np.where(ends < len(place), place[np.minimum(ends, len(place) - 1)], np.int32(-1))
        both = (known >= 0).all(axis=1)
        near = np.concatenate((known[both, 0], known[both, 1]))
        far = np.concatenate((known[both, 1], known[both, 0]))
        order = np.argsort(near, kind="stable")
        self._far = far[order]
        self._begin = np.searchsorted(near[order], np.arange(len(self._iris) + 1))
        self._relation_names, relations = _coded([row[2] for row in rows])
        confidence = np.fromiter((row[3] for row in rows), np.float64, len(rows))
        years = [np.fromiter((_year(row[at]) for row in rows), np.int16, len(rows)) for at in (4, 5)]
        self._relations = np.tile(relations[both], 2)[order]
        self._confidence = np.tile(confidence[both], 2)[order]
        self._first, self._last = (np.tile(column[both], 2)[order] for column in years)

    def around(self, start: Iterable[str], hops: int, wanted: Wanted, *, most: int | None = None) -> dict[str, int]:
        """The things within so many hops, with the number of their facts: nearer ones first, among them those with
        more facts. Those to start from count, where documents mention them. When more than `most` are found, no
        further hop is made.
        """
        begin = dict.fromkeys(self._place[iri] for iri in start if iri in self._place)
        edge = np.fromiter(begin, np.int32, len(begin))
        seen = np.zeros(len(self._iris), np.bool_)
        seen[edge] = True
        allowed = self._allowed(wanted.classes)
        found = [edge]
        count = len(edge)
        for _ in range(hops):
            ties = self._ties_at(edge)
            near = self._far[ties[self._counts(ties, wanted)]]
            reached = np.zeros(len(self._iris), np.bool_)
            reached[near] = True
            edge = np.flatnonzero(reached & allowed & ~seen).astype(np.int32)
            seen[edge] = True
            found.append(edge)
            count += len(edge)
            if most is not None and count > most:
                break
        return {self._iris[place]: self._facts[place] for places in found for place in places.tolist()}

    def _ties_at(self, places: _Numbers) -> NDArray[np.int64]:
        """Where the ties of things stand."""
        begin, end = self._begin[places], self._begin[places + 1]
        counts = end - begin
        skipped = np.repeat(begin - (np.cumsum(counts) - counts), counts)
        return skipped + np.arange(len(skipped))

    def _counts(self, ties: NDArray[np.int64], wanted: Wanted) -> _Marks:
        """Which of the ties are wanted."""
        marks: _Marks = self._confidence[ties] >= wanted.confidence
        if wanted.relations is not None or wanted.but is not None:
            names = self._relation_names
            relations = [n for n in names if n != wanted.but and (wanted.relations is None or n in wanted.relations)]
            marks &= _among(names, relations)[self._relations[ties]]
        if wanted.first is not None:
            marks &= (self._last[ties] >= wanted.first) & (self._last[ties] != _NEVER)
        if wanted.last is not None:
            marks &= self._first[ties] <= wanted.last
        return marks

    def _allowed(self, classes: Collection[str] | None) -> _Marks:
        """Which of the things are of these classes."""
        wanted = self._class_names if classes is None else classes
        return _among(self._class_names, wanted)[self._classes]


def _year(date: str | None) -> int:
    return int(date[:4]) if date else _NEVER


def _coded(names: list[str]) -> tuple[list[str], NDArray[np.int16]]:
    """The different names, and each as its number among them."""
    different = sorted(set(names))
    number = {name: at for at, name in enumerate(different)}
    return different, np.fromiter((number[name] for name in names), np.int16, len(names))


def _among(names: list[str], wanted: Collection[str]) -> _Marks:
    among = frozenset(wanted)
    return np.fromiter((name in among for name in names), np.bool_, len(names))
