"""Documents to records, each worked on once.

In: files, and the directory of records of earlier builds. Out: for each document the key of its record, and
the files that were skipped with the reason. A record's key is a digest of the file's bytes and name and of
the extractor's version: as long as these stay, the document is neither read nor analysed again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from kg.errors import KgError, StoreError
from kg.model import Bulletin, DocumentRecord
from kg.records import FORMAT, decode, encode
from kg.report import DocumentEntry, Skipped, describe
from kg.vocab import digest

Reader = Callable[[Path], Bulletin]
"""Reads one file. Raises ReadError."""


class Extractor(Protocol):
    """Works out what one document contributes; `version` changes whenever its outcome may."""

    @property
    def version(self) -> str: ...

    def __call__(self, bulletin: Bulletin) -> DocumentRecord: ...


@dataclass(frozen=True, slots=True)
class Analysis:
    """How documents are worked on. `extractor` makes the extractor, once per process, and only when one is
    needed.

    Both functions must be importable by name, so that other processes can run them.
    """

    read: Reader
    extractor: Callable[[], Extractor]
    version: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document of this build: the file it comes from, the key of its record, and what the record holds."""

    path: str
    key: str
    entry: DocumentEntry


Outcome = Extracted | Skipped
OnDocument = Callable[[int, int], None]
"""Told after each document: how many are done, of how many."""


class Records:
    """A directory of document records by key."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def _path(self, key: str) -> Path:
        return self.directory / key[:2] / f"{key}.json"

    def load(self, key: str) -> DocumentRecord:
        """The record of that key. Raises StoreError when it is missing or damaged."""
        try:
            return decode(self._path(key).read_bytes())
        except OSError as error:
            raise StoreError(
                f"{self._path(key)}: the record is missing ({error.strerror}); build its document again"
            ) from error

    def find(self, key: str) -> DocumentRecord | None:
        """The record of that key, or none where there is no sound one."""
        try:
            return self.load(key)
        except StoreError:
            return None

    def save(self, key: str, record: DocumentRecord) -> None:
        """Keeps a record, at one stroke."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(encode(record))
        os.replace(fresh, path)

    def prune(self, keys: Iterable[str]) -> None:
        """Removes all records but those of `keys`, and what killed builds left."""
        kept = {self._path(key) for key in keys}
        for path in self.directory.glob("*/*"):
            if path not in kept:
                path.unlink()


def extract(
    paths: Sequence[Path],
    records: Records,
    analysis: Analysis,
    *,
    workers: int = 1,
    on_document: OnDocument | None = None,
) -> tuple[list[Extracted], list[Skipped]]:
    """Works on all documents and returns those of this build and the files skipped, each in the order of
    their paths.

    Several files with one bulletin id are one document when their contents are equal; otherwise the first by
    path counts and the others are skipped.
    """
    ordered = sorted(set(paths), key=lambda path: path.parts)
    work = partial(_outcome, records=records, analysis=analysis)
    outcomes: list[Outcome] = []
    for outcome in map(work, ordered) if workers == 1 else _in_processes(ordered, work, workers):
        outcomes.append(outcome)
        if on_document is not None:
            on_document(len(outcomes), len(ordered))
    return _one_each(outcomes)


def _in_processes(paths: Sequence[Path], work: Callable[[Path], Outcome], workers: int) -> Iterator[Outcome]:
    """The outcomes in order. When a process dies, the documents left are tried one by one, each in a process
    of its own.
    """
    done = 0
    try:
        with ProcessPoolExecutor(workers) as pool:
            for outcome in pool.map(work, paths, chunksize=4):
                yield outcome
                done += 1
    except BrokenProcessPool:
        for path in paths[done:]:
            try:
                with ProcessPoolExecutor(1) as pool:
                    yield pool.submit(work, path).result()
            except BrokenProcessPool:
                yield Skipped(os.fspath(path), "the process that worked on it was killed; it may need more memory")


def _outcome(path: Path, *, records: Records, analysis: Analysis) -> Outcome:
    name = os.fspath(path)
    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return Skipped(name, f"cannot be read ({error.strerror})")
    key = digest("record", content, path.name, analysis.version, FORMAT)
    record = records.find(key)
    if record is None:
        try:
            record = _extractor(analysis)(analysis.read(path))
        except KgError as error:
            return Skipped(name, str(error).removeprefix(f"{name}: "))
        except Exception as error:  # one document that breaks a rule of ours must not stop five hundred others
            return Skipped(name, f"an internal error ({type(error).__name__}: {error}); please report it with the file")
        records.save(key, record)
    return Extracted(name, key, describe(record))


_extractors: dict[Callable[[], Extractor], Extractor] = {}


def _extractor(analysis: Analysis) -> Extractor:
    """The extractor of this process."""
    if analysis.extractor not in _extractors:
        _extractors[analysis.extractor] = analysis.extractor()
    return _extractors[analysis.extractor]


def _one_each(outcomes: Iterable[Outcome]) -> tuple[list[Extracted], list[Skipped]]:
    kept: dict[str, Extracted] = {}
    skipped: list[Skipped] = []
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
            continue
        first = kept.setdefault(outcome.entry.id, outcome)
        if first.entry.sha256 != outcome.entry.sha256:
            reason = f"has the bulletin id {first.entry.id} of {first.path}, but other content; that one was taken"
            skipped.append(Skipped(outcome.path, reason))
    return list(kept.values()), skipped
