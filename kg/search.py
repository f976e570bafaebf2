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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import islice, pairwise
from threading import Lock
from types import TracebackType
from typing import Any, Literal

from kg.generations import Generation
from kg.grams import START, WORD, Need, initial_windows, initials, plain, sound, spelled, whole, windows
from kg.labels import Found, Index
from kg.language.hangul import CLUSTERS, COMPOUNDS, FINALS, INITIALS, MEDIALS, compose, decompose, is_syllable
from kg.ontology import load_ontology

Match = Literal["exact", "prefix", "part", "initials"]
"""How a form matches: it is the text, begins with it, contains it, or does so by initial consonants or with the last
syllable unfinished.
"""

_FEW = 100  # forms that are read at once, whatever way they match

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
        self._idle: list[tuple[Index, ...]] = []
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
            found = _first(indexes, _families(key), sought, limit + 1)
        return Hits(found[:limit], len(found) > limit)

    @contextmanager
    def _indexes(self) -> Iterator[tuple[Index, ...]]:
        """A connection to each index that no other thread uses meanwhile."""
        with self._lock:
            indexes = self._idle.pop() if self._idle else None
        if indexes is None:
            indexes = tuple(map(Index, self._paths))
        try:
            yield indexes
        finally:
            with self._lock:
                kept = not self._closed
                if kept:
                    self._idle.append(indexes)
            if not kept:
                _close(indexes)


def _close(indexes: Iterable[Index]) -> None:
    for index in indexes:
        index.close()


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was asked for, as it was typed, and the classes it may have; none: any."""

    text: str
    classes: frozenset[str] | None

    def wants(self, cls: str) -> bool:
        """Whether things of class `cls` may be found."""
        return self.classes is None or cls in self.classes

    def preferred(self, names: Mapping[str, str], key: str) -> str | None:
        """The name with that key that is written like what was typed: in traditional characters, say."""
        return next((name for name in names.values() if self.text in name and spelled(name)[0] == key), None)


def _first(indexes: Sequence[Index], families: Iterable[_Family], sought: _Sought, count: int) -> tuple[Hit, ...]:
    """The first things that the steps find, `count` of them at most."""
    found: dict[str, Hit] = {}
    runs = [_Run(index, indexes[:at], sought) for at, index in enumerate(indexes)]
    for family in families:
        for run in runs:
            run.begin(family[-1])
        for step in family:
            for _, hit in merge(*(run.hits(step) for run in runs)):
                found[hit.iri] = hit
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
    """One way to match. `needs`: grams that all forms in question have; `fits`: whether such a form does match, by its
    key and where its words begin.
    """

    match: Match
    needs: Sequence[Need]
    fits: _Fits


_Family = Sequence[_Step]
"""Steps, best first; what matches in one of them matches in the last, too."""


def _families(key: str) -> Iterator[_Family]:
    """The ways in which a form may match `key`, best first."""
    text = plain(key)
    inside = tuple(windows(text))
    start, word = (Need((mark + text[:3],), inside) for mark in (START, WORD))
    yield [
        _Step("exact", [whole(key)], lambda form, starts: form == key),
        _Step("prefix", [start], lambda form, starts: form.startswith(key)),
        _Step("part", [word], lambda form, starts: any(form.startswith(key, at) for at in starts)),
        _Step("part", [Need((), inside)], lambda form, starts: key in form),
    ]
    shapes = _shapes(key)
    if shapes:
        pattern = re.compile("|".join("".join(part.pattern for part in shape) for shape in shapes))
        yield [_Step("initials", [_need(shape, mark) for shape in shapes], fits) for mark, fits in _anchored(pattern)]


def _anchored(pattern: re.Pattern[str]) -> Iterator[tuple[str, _Fits]]:
    """Where a form may match a pattern, with the mark of grams at such places: start, word, anywhere."""
    yield START, lambda form, starts: pattern.match(form) is not None
    yield WORD, lambda form, starts: any(pattern.match(form, at) for at in starts)
    yield "", lambda form, starts: pattern.search(form) is not None


# --- initial consonants and unfinished syllables ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A place in a shape. `pattern`: regular expression of what may stand there; `initial`: its initial consonant, or
    a character that has it; `exact`: the character that it must be; `grams`: one of these stands there.
    """

    pattern: str
    initial: str
    exact: str = ""
    grams: tuple[str, ...] = ()


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
        grown = [compose(initial, m) for m in (medial, *COMPOUNDS.get(medial, ""))]
        ranges = "".join(f"{c}-{chr(ord(c) + len(FINALS) - 1)}" for c in grown)
        return [[*head, _Part(f"[{ranges}]", initial, grams=tuple(map(sound, grown)))]]
    rest, moved = CLUSTERS.get(final, final)[:-1], CLUSTERS.get(final, final)[-1]
    shapes = [[*head, _part(compose(initial, medial, rest)), _part(moved)]]
    grown = [compose(initial, medial, cluster) for cluster, keys in CLUSTERS.items() if keys[0] == final]
    if not all(part.exact for part in head):  # else it is found as it stands
        grown.append(key[-1])
    if grown:
        shapes.append([*head, _Part(f"[{''.join(grown)}]", initial, grams=tuple(grown))])
    return shapes


def _part(char: str) -> _Part:
    if char in INITIALS:
        first = compose(char, MEDIALS[0])
        return _Part(f"[{char}{first}-{chr(ord(first) + len(MEDIALS) * len(FINALS) - 1)}]", char)
    return _Part(re.escape(char), char, exact=char)


def _need(shape: Sequence[_Part], mark: str) -> Need:
    """The grams of the keys in which `shape` stands, at a place with that mark."""
    text = plain("".join(part.exact or part.initial for part in shape))
    letters = initials(text)
    found = initial_windows(letters)
    for at, (here, then) in enumerate(pairwise(shape)):
        if here.exact:
            found.append(text[at : at + 2] if then.exact else text[at] + letters[at + 1])
    return Need((mark + letters[:3],) if mark else (), tuple(found), tuple(part.grams for part in shape if part.grams))


# --- one search in one index --------------------------------------------------------------------------------

_Rank = tuple[int, int, int, str]


class _Run:
    """One search in one index. `before`: the indexes whose things this one leaves to them."""

    def __init__(self, index: Index, before: Sequence[Index], sought: _Sought) -> None:
        self._index = index
        self._before = before
        self._sought = sought
        self._seen: set[int] = set()
        self._few: list[Found] | None = None

    def begin(self, widest: _Step) -> None:
        """Reads all forms that the steps of a family need at once where they are few; `widest` is its last step."""
        few = list(islice(self._index.forms(widest.needs, self._sought.classes), _FEW + 1))
        self._few = few if len(few) <= _FEW else None

    def hits(self, step: _Step) -> Iterator[tuple[_Rank, Hit]]:
        """The things that match and did not match before, best first."""
        forms = self._index.forms(step.needs, self._sought.classes) if self._few is None else iter(self._few)
        for _, number, hidden, key, label, starts in forms:
            if number not in self._seen and step.fits(key, starts or b""):
                self._seen.add(number)
                iri, cls, mentions, names = self._index.thing(number)
                if self._sought.wants(cls) and not any(other.has(iri) for other in self._before):
                    shown = json.loads(names)
                    form = self._sought.preferred(shown, key) or label or key
                    yield (hidden, -mentions, len(key), iri), Hit(iri, cls, shown, form, step.match, mentions)
