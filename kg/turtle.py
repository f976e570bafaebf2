"""Turtle files in canonical order, written from any amount of statements and changed in place of being written anew.

In: statements. Out: a Turtle file in which each subject has one block, subjects in the order of their IRIs, the same
bytes for the same statements. Such a file is its own index: the block of a subject is found by bisection, so that a
changed file is the old one with some blocks put in place of others.
"""

from __future__ import annotations

import heapq
import io
import marshal
import mmap
import os
import re
import shutil
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

import pyoxigraph as ox

from kg.rdf import TYPE, canonical
from kg.statements import PROPERTIES, About, Pair, Stated, Subject, Values, about, pairs_of, triples_of
from kg.terms import INTEGER, Term
from kg.vocab import CSTR, FAMILIES, GRAPH_PREFIXES

_CHUNK = 1_250_000
"""Statements that are sorted in memory; about a fifth of a kilobyte each."""

_RUN = 2_000
"""Subjects that are written together."""

_REMEMBERED = 65_536
"""Terms of which it is remembered how Turtle writes them."""

_PREFIXES = {f"<{CSTR}{family}": f"cstr-{family}:" for family in FAMILIES}
_BASES = tuple(GRAPH_PREFIXES.values())
_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?")  # of an IRI of ours

_PREFIX = re.compile(rb"@prefix ([^:]*): <([^>]*)> \.\n")
_SIZE = struct.Struct("<Q")  # of what is put aside together
_ESCAPE = re.compile(r"\\(.)")
_HEAD = re.compile(rb"\n([^\t][^ ]*) ")  # the end of what stands before a block, and the subject


def in_order(stated: Iterable[Stated], *, scratch: Path, chunk: int = _CHUNK) -> Iterator[Subject]:
    """What is stated in canonical order, each subject once, in memory for `chunk` statements.

    What does not fit is kept in files in the directory `scratch`, removed when all is read.
    """
    files: list[Path] = []
    part: list[Stated] = []
    held = 0
    try:
        for one in stated:
            if held >= chunk:
                files.append(scratch / f"sorted-{len(files)}")
                put_aside(_ordered(part), files[-1])
                part.clear()
                held = 0
            part.append(one)
            held += len(one[1])
        yield from merged([*map(taken_up, files), _ordered(part)]) if files else _ordered(part)
    finally:
        for path in files:
            path.unlink(missing_ok=True)


def _ordered(stated: list[Stated]) -> Iterator[Subject]:
    """What is stated in canonical order; the list itself is sorted."""
    stated.sort(key=itemgetter(0))
    return _united(stated)


def merged(parts: Iterable[Iterable[Subject]]) -> Iterator[Subject]:
    """What parts in canonical order say together."""
    return _united(heapq.merge(*parts, key=itemgetter(0)))


def _united(stated: Iterable[Stated]) -> Iterator[Subject]:
    """What is stated in the order of subjects, each once."""
    subject = ""
    pieces: list[list[Pair] | About | Values] = []
    for iri, said in stated:
        if iri == subject:
            pieces.append(said)
            continue
        if pieces:
            yield subject, _together(pieces)
        subject, pieces = iri, [said]
    if pieces:
        yield subject, _together(pieces)


def _together(pieces: Sequence[list[Pair] | About | Values]) -> About | Values:
    """What all pieces say."""
    if len(pieces) > 1:
        return about(chain.from_iterable(map(pairs_of, pieces)))
    (only,) = pieces
    return about(only) if isinstance(only, list) else only


def put_aside(subjects: Iterable[Subject], path: Path) -> None:
    """Writes subjects to a file of which `taken_up` gives them again: for this process and its children."""
    subjects = iter(subjects)
    with path.open("wb") as out:
        while run := list(islice(subjects, _RUN)):
            data = marshal.dumps(run)
            out.write(_SIZE.pack(len(data)) + data)


def taken_up(path: Path) -> Iterator[Subject]:
    """The subjects that `put_aside` wrote to a file."""
    with path.open("rb") as file:
        while size := file.read(_SIZE.size):
            yield from marshal.loads(file.read(*_SIZE.unpack(size)))


# --- writing ------------------------------------------------------------------------------------------------


def write_graph(triples: Iterable[ox.Triple], output: IO[bytes] | str | os.PathLike[str]) -> None:
    """Writes statements that come in canonical order, with the same prefixes whatever they are."""
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=GRAPH_PREFIXES)


def passed_on(subjects: Iterable[Subject], path: Path) -> Iterator[Subject]:
    """Passes on subjects that come in canonical order, and writes them to the file `path`: the bytes are those that
    `write_graph` would write.

    The file is whole once all have passed.
    """
    subjects = iter(subjects)
    with path.open("wb") as out:
        head = _prefixes()
        while run := list(islice(subjects, _RUN)):
            out.write(head + "".join([_block(*subject) for subject in run]).encode("utf-8"))
            head = b""
            yield from run


def _block(iri: str, said: About | Values) -> str:
    """What is said of a subject, in Turtle."""
    if isinstance(said, tuple):
        return _FIXED[said[0]] % (_SHORT[f"<{iri}>"], *[v if v[-1] != ">" else _SHORT[v] for v in said])
    lines = []
    for predicate, values in said.items():
        if len(values) == 1:
            (value,) = values
            written = value if value[-1] != ">" else _SHORT[value]  # a text is written as it is
        else:
            written = " , ".join([value if value[-1] != ">" else _SHORT[value] for value in values])
        lines.append(f"{_PREDICATES[predicate]} {written}")
    lines[0] = f"{_SHORT[f'<{iri}>']} {lines[0]}"
    return " ;\n\t".join(lines) + " .\n"


class _Short(dict[Term, str]):
    """How the serializer writes terms that are no texts in Turtle. What most graphs are full of is not asked of it."""

    def __missing__(self, term: Term) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[term] = written = _own(term) or _number(term) or _serialized_value(term)
        return written


_SHORT = _Short()


def _own(term: Term) -> str | None:
    """An IRI of ours; one that no prefix is the beginning of as it is."""
    if term[0] != "<":
        return None
    base, _, key = term.rpartition("/")
    prefix = _PREFIXES.get(base)
    if prefix is not None and key[:-1].isalnum() and key.isascii():
        return prefix + key[:-1]
    value = term[1:-1]
    if not value.startswith(_BASES):
        return term
    family, _, key = value.removeprefix(CSTR).partition("/")
    if family in FAMILIES and _PLAIN_KEY.fullmatch(key):
        return f"cstr-{family}:" + key.replace("/", "\\/")
    return None


def _number(term: Term) -> str | None:
    """An integer without sign."""
    digits = term[1 : -len(INTEGER)] if term.endswith(INTEGER) else ""
    return digits if digits.isdigit() and digits.isascii() else None


def _serialized_value(term: Term) -> str:
    return _serialized(f"<urn:s> <urn:p> {term} .").removeprefix("<urn:s> <urn:p> ").removesuffix(" .\n")


class _Predicates(dict[Term, str]):
    """How properties are written in Turtle."""

    def __missing__(self, predicate: Term) -> str:
        written = _serialized(f"<urn:s> {predicate} <urn:o> .")
        self[predicate] = short = written.removeprefix("<urn:s> ").removesuffix(" <urn:o> .\n")
        return short


_PREDICATES = _Predicates()


class _Fixed(dict[Term, str]):
    """Blocks of subjects of classes with fixed properties, with places for the subject and the values."""

    def __missing__(self, kind: Term) -> str:
        self[kind] = block = "%s " + " ;\n\t".join(f"{_PREDICATES[name]} %s" for name in PROPERTIES[kind]) + " .\n"
        return block


_FIXED = _Fixed()


def _serialized(statement: str) -> str:
    """A statement in N-Triples as Turtle, without prefixes."""
    buffer = io.BytesIO()
    write_graph((quad.triple for quad in ox.parse(statement, format=ox.RdfFormat.N_TRIPLES)), buffer)
    return buffer.getvalue().removeprefix(_prefixes()).decode("utf-8")


@cache
def _prefixes() -> bytes:
    """What stands before the first block."""
    buffer = io.BytesIO()
    write_graph([ox.Triple(TYPE, TYPE, TYPE)], buffer)
    text = buffer.getvalue()
    return text[: _after_prefixes(text)]


# --- changing -----------------------------------------------------------------------------------------------


class Blocks:
    """A file that `write_graph` wrote, with one statement at least, open for finding blocks."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.begin = _after_prefixes(data)
        self._base = {m[1]: m[2].decode("utf-8") for m in _PREFIX.finditer(data, 0, self.begin)}
        self.end = len(data)

    def find(self, subject: str, low: int | None = None, high: int | None = None) -> tuple[int, int]:
        """Where the block of `subject` (IRI) begins and ends; where it would stand, twice, when there is none. It is
        looked for from `low` to `high`, where blocks begin.
        """
        low, high = self.begin if low is None else low, self.end if high is None else high
        place, there = high, None  # of the first block known not to come before that of the subject
        while low < high:
            middle = (low + high) // 2
            head = _HEAD.search(self._data, middle - 1)  # of the first block that begins in the middle or behind it
            if head is None or head.start(1) >= high:
                high = middle
                continue
            known = self._iri(head[1])
            if known < subject:
                low = head.end()
            else:
                high, place, there = middle, head.start(1), known
        return place, self._next(place) if there == subject else place

    def find_all(self, subjects: Sequence[str]) -> Iterator[tuple[int, int]]:
        """As `find`, for each of some subjects in order. Where one stands tells between what others are to be looked
        for, which so takes half the steps.
        """
        return self._find_between(subjects, self.begin, self.end)

    def _find_between(self, subjects: Sequence[str], low: int, high: int) -> Iterator[tuple[int, int]]:
        if subjects:
            middle = len(subjects) // 2
            begin, end = self.find(subjects[middle], low, high)
            yield from self._find_between(subjects[:middle], low, begin)
            yield begin, end
            yield from self._find_between(subjects[middle + 1 :], end, high)

    def _next(self, start: int) -> int:
        """Where the block after the one that begins at `start` begins."""
        at = start
        while True:
            at = self._data.find(b"\n", at) + 1
            if not at:
                return self.end
            if self._data[at : at + 1] != b"\t":
                return at

    def _iri(self, term: bytes) -> str:
        """The IRI that a subject is written for."""
        if term.startswith(b"<"):
            return term[1:-1].decode("utf-8")
        prefix, _, local = term.partition(b":")
        return self._base[prefix] + _ESCAPE.sub(r"\1", local.decode("utf-8"))

    def first(self, at: int) -> str | None:
        """The subject (IRI) of the block that begins at `at`; none at the end."""
        return self._iri(self._data[at : self._data.find(b" ", at)]) if at < self.end else None

    def text(self, begin: int, end: int) -> bytes:
        """What stands between two positions."""
        return self._data[begin:end]

    def write(self, begin: int, end: int, output: IO[bytes]) -> None:
        """Writes what stands between two positions, however much that is."""
        with memoryview(self._data) as data, data[begin:end] as part:
            output.write(part)

    def head(self) -> bytes:
        """The prefixes."""
        return self._data[: self.begin]


@contextmanager
def opened(path: Path) -> Iterator[Blocks]:
    """The blocks of the file `path`."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield Blocks(data)


class Edit(NamedTuple):
    """What stands between two positions of a file, where it ends, and what is to stand there."""

    begin: int
    end: int
    text: bytes


class Difference(NamedTuple):
    """How a file differs from what is to be said: edits in order, and all statements of the subjects that differ,
    as they are and as they shall be, each in canonical order.
    """

    edits: Sequence[Edit]
    before: Sequence[ox.Triple]
    after: Sequence[ox.Triple]


def difference(path: Path, subjects: Iterable[str], after: Sequence[Subject]) -> Difference:
    """How a file that `write_graph` wrote, and that says something, differs from what shall be said: of the subjects of
    `after`, which come in canonical order, what that says; of other `subjects` (IRIs) nothing; of all others the same.

    Blocks are compared as they are written: of nearly all that a change of documents touches nothing changes.
    """
    said = dict(after)
    edits: list[Edit] = []
    differing: list[Subject] = []
    with opened(path) as blocks:
        pieces = [blocks.head()]
        every = sorted({*subjects, *said})
        for subject, (begin, end) in zip(every, blocks.find_all(every), strict=True):
            former = blocks.text(begin, end)
            text = _block(subject, said[subject]).encode("utf-8") if subject in said else b""
            if text != former:
                edits.append(Edit(begin, end, text))
                pieces.append(former)
                differing += [(subject, said[subject])] if subject in said else []
    parsed = ox.parse(b"".join(pieces), format=ox.RdfFormat.TURTLE)
    return Difference(edits, canonical(quad.triple for quad in parsed), canonical(triples_of(differing)))


def write_edited(old: Path, new: Path, edits: Iterable[Edit]) -> None:
    """Writes the file `new`: `old` with the edits. The bytes are those that `write_graph` would write, where something
    is said before and after.
    """
    with opened(old) as blocks, new.open("wb") as out:
        at = 0
        for edit in edits:
            blocks.write(at, edit.begin, out)
            out.write(edit.text)
            at = edit.end
        blocks.write(at, blocks.end, out)


def unite(left: Path, right: Path, path: Path) -> None:
    """Writes the file `path`: what two files that `write_graph` wrote say, which have no subject in common.

    The bytes are those that `write_graph` would write.
    """
    if not left.stat().st_size or not right.stat().st_size:  # what nothing was written to has no prefixes either
        shutil.copyfile(left if left.stat().st_size else right, path)
        return
    with opened(left) as one, opened(right) as other, path.open("wb") as out:
        out.write(one.head())
        at, other_at = one.begin, other.begin
        while (subject := other.first(other_at)) is not None:
            begin, _ = one.find(subject, at)
            one.write(at, begin, out)
            one, other, at, other_at = other, one, other_at, begin
        one.write(at, one.end, out)


def _after_prefixes(text: bytes | mmap.mmap) -> int:
    """Where the first block begins in what `write_graph` wrote."""
    at = 0
    while found := _PREFIX.match(text, at):
        at = found.end()
    return at
