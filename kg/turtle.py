"""Turtle files in canonical order, written from any amount of statements and changed in place of being written anew.

In: statements. Out: a Turtle file in which each subject has one block, subjects in the order of their IRIs, the same
bytes for the same statements. Such a file is its own index: the block of a subject is found by bisection, so that a
changed file is the old one with some blocks put in place of others.
"""

from __future__ import annotations

import heapq
import io
import mmap
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.rdf import About, Pair, Stated, Subject, about, by_subject, canonical, subject_of, triples_about
from kg.vocab import GRAPH_PREFIXES

_CHUNK = 1_000_000
"""Statements that are sorted in memory; about a quarter of a kilobyte each."""

_RUN = 2_000
"""Subjects that are written together."""

_PREFIX = re.compile(rb"@prefix ([^:]*): <([^>]*)> \.\n")
_ESCAPE = re.compile(r"\\(.)")


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
                files.append(scratch / f"sorted-{len(files)}.nt")
                ox.serialize(triples_about(_ordered(part)), os.fspath(files[-1]), ox.RdfFormat.N_TRIPLES)
                part.clear()
                held = 0
            part.append(one)
            held += len(one[1])
        yield from _merged([*map(_read, files), _ordered(part)]) if files else _ordered(part)
    finally:
        for path in files:
            path.unlink(missing_ok=True)


def _ordered(stated: list[Stated]) -> Iterator[Subject]:
    """What is stated in canonical order; the list itself is sorted."""
    stated.sort(key=itemgetter(0))
    for iri, found in groupby(stated, key=itemgetter(0)):
        yield ox.NamedNode(iri), about(chain.from_iterable(pairs for _, pairs in found))


def _read(path: Path) -> Iterator[Subject]:
    parsed = ox.parse(path=os.fspath(path), format=ox.RdfFormat.N_TRIPLES)
    return by_subject(quad.triple for quad in parsed)


def _merged(parts: Iterable[Iterator[Subject]]) -> Iterator[Subject]:
    """What parts in canonical order say together."""
    for subject, found in groupby(heapq.merge(*parts, key=_iri), key=itemgetter(0)):
        pieces = [said for _, said in found]
        yield subject, pieces[0] if len(pieces) == 1 else about(chain.from_iterable(map(_pairs, pieces)))


def _iri(subject: Subject) -> str:
    return subject[0].value


def _pairs(said: About) -> Iterator[Pair]:
    return ((predicate, value) for predicate, values in said.items() for value in values)


def write_graph(triples: Iterable[ox.Triple], output: IO[bytes] | str | os.PathLike[str]) -> None:
    """Writes statements that come in canonical order, with the same prefixes whatever they are."""
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=GRAPH_PREFIXES)


def passed_on(subjects: Iterable[Subject], path: Path) -> Iterator[Subject]:
    """Passes on subjects that come in canonical order, and writes them to the file `path` as `write_graph` does.

    The file is whole once all have passed.
    """
    subjects = iter(subjects)
    with path.open("wb") as out:
        head = b""
        while run := list(islice(subjects, _RUN)):
            buffer = io.BytesIO()
            write_graph(triples_about(run), buffer)
            text = buffer.getvalue()
            out.write(text.removeprefix(head))
            head = text[: _after_prefixes(text)]
            yield from run


class Blocks:
    """A file that `write_graph` wrote, with one statement at least, open for finding blocks."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.begin = _after_prefixes(data)
        self._base = {m[1]: m[2].decode("utf-8") for m in _PREFIX.finditer(data, 0, self.begin)}
        self.end = len(data)

    def find(self, subject: str, low: int | None = None) -> tuple[int, int]:
        """Where the block of `subject` (IRI) begins and ends; where it would stand, twice, when there is none."""
        low, high = self.begin if low is None else low, self.end
        while low < high:
            start = self._start((low + high) // 2, low)
            known = self._subject(start)
            end = self._next(start)
            if known == subject:
                return start, end
            low, high = (end, high) if known < subject else (low, start)
        return low, low

    def _start(self, at: int, low: int) -> int:
        """Where the block that holds position `at` begins."""
        while True:
            line = self._data.rfind(b"\n", low, at) + 1
            if not line:
                return low
            if self._data[line : line + 1] != b"\t":
                return line
            at = line - 1

    def _next(self, start: int) -> int:
        """Where the block after the one that begins at `start` begins."""
        at = start
        while True:
            at = self._data.find(b"\n", at) + 1
            if not at:
                return self.end
            if self._data[at : at + 1] != b"\t":
                return at

    def _subject(self, start: int) -> str:
        term = self._data[start : self._data.find(b" ", start)]
        if term.startswith(b"<"):
            return term[1:-1].decode("utf-8")
        prefix, _, local = term.partition(b":")
        return self._base[prefix] + _ESCAPE.sub(r"\1", local.decode("utf-8"))

    def first(self, at: int) -> str | None:
        """The subject (IRI) of the block that begins at `at`; none at the end."""
        return self._subject(at) if at < self.end else None

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


def statements_about(path: Path, subjects: Iterable[str]) -> list[ox.Triple]:
    """The statements of a file that `write_graph` wrote about these subjects (IRIs), in canonical order."""
    with opened(path) as blocks:
        pieces = [blocks.head()]
        at = blocks.begin
        for subject in sorted(set(subjects)):
            begin, at = blocks.find(subject, at)
            pieces.append(blocks.text(begin, at))
    parsed = ox.parse(b"".join(pieces), format=ox.RdfFormat.TURTLE)
    return canonical(quad.triple for quad in parsed)


def replace_blocks(old: Path, new: Path, subjects: Iterable[str], after: Sequence[ox.Triple]) -> None:
    """Writes the file `new`: what `old` says, but of `subjects` (IRIs) only what `after` says.

    `after` is in canonical order and about these subjects alone. The bytes are those that `write_graph` would write;
    something must be said before and after.
    """
    fresh = _blocks_of(after) if after else {}
    with opened(old) as blocks, new.open("wb") as out:
        out.write(blocks.head())
        at = blocks.begin
        for subject in sorted(set(subjects)):
            begin, end = blocks.find(subject, at)
            blocks.write(at, begin, out)
            out.write(fresh.get(subject, b""))
            at = end
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


def _blocks_of(triples: Sequence[ox.Triple]) -> Mapping[str, bytes]:
    """The block of each subject, as Turtle without prefixes."""
    buffer = io.BytesIO()
    write_graph(triples, buffer)
    text = buffer.getvalue()
    begin = _after_prefixes(text)
    starts = [begin, *(m.end() for m in re.finditer(rb"\n(?!\t)", text[:-1]) if m.end() > begin)]
    subjects = [subject for subject, _ in groupby(triples, key=subject_of)]
    ends = [*starts[1:], len(text)]
    return {subject: text[b:e] for subject, b, e in zip(subjects, starts, ends, strict=True)}
