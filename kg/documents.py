"""Documents to records, each worked on once.

In: files, and the directory of records of earlier builds. Out: for each document the key of its record, and
the files that were skipped with the reason. A record's key is a digest of the file's bytes and name and of
the extractor's version: as long as these stay, the document is neither read nor analysed again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from kg.disk import replacing
from kg.errors import KgError, ReadError, StoreError
from kg.model import Bulletin, DocumentRecord
from kg.read import read_bytes
from kg.records import FORMAT, Written, decode, decode_text, decode_written, encode
from kg.report import DocumentEntry, Skipped, describe
from kg.schedule import GivenUp, Limits, Processes, Scheduler, run
from kg.vocab import digest

Reader = Callable[[Path, bytes], Bulletin]
"""Reads a document with that name and content. Raises ReadError."""


class Extractor(Protocol):
    """Works out what one document contributes; `version` changes whenever its outcome may."""

    @property
    def version(self) -> str: ...

    def __call__(self, bulletin: Bulletin) -> DocumentRecord: ...


@dataclass(frozen=True, slots=True)
class Analysis:
    """How documents are worked on. `extractor` makes the extractor, once per process, and only when one is
    needed; `version` gives its version without making it.

    The functions must be importable by name, so that other processes can run them.
    """

    read: Reader
    extractor: Callable[[], Extractor]
    version: Callable[[], str]


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
        return decode(self._data(key))

    def load_written(self, key: str) -> Written:
        """As `load`, with the texts of its parts."""
        return decode_written(self._data(key))

    def load_text(self, key: str) -> DocumentRecord:
        """As `load`, without what was extracted from the text."""
        return decode_text(self._data(key))

    def _data(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
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

    def has(self, key: str) -> bool:
        """Whether there is a record of that key, sound or not."""
        return self._path(key).is_file()

    def keep(self, key: str, data: bytes) -> None:
        """Keeps an encoded record, at one stroke."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as out:
            out.write(data)

    def prune(self, keys: Iterable[str]) -> None:
        """Removes all records but those of `keys`, and what killed builds left."""
        kept = {self._path(key) for key in keys}
        for path in self.directory.glob("*/*"):
            if path not in kept:
                path.unlink()


@dataclass(frozen=True, slots=True)
class Job:
    """A document to work on, with all that a process elsewhere needs for it."""

    path: str
    key: str
    data: bytes
    analysis: Analysis
    version: str


Worked = tuple[bytes, DocumentEntry]
"""An encoded record and the report's line on it."""


OnRecord = Callable[[str, bytes], None]
"""Given the key and the encoded record of each document that was worked on, once it is kept."""


def _nothing() -> None:
    pass


def extract(
    paths: Sequence[Path],
    records: Records,
    analysis: Analysis,
    *,
    known: Mapping[str, DocumentEntry] | None = None,
    scheduler: Scheduler | None = None,
    limits: Limits | None = None,
    on_document: OnDocument | None = None,
    on_record: OnRecord | None = None,
    meanwhile: Callable[[], object] = _nothing,
    ending: ExitStack | None = None,
) -> tuple[list[Extracted], list[Skipped]]:
    """Works on all documents and returns those of this build and the files skipped, each in the order of
    their paths.

    `known`: what records hold that need not be read for it, by key. `scheduler`: where the work is done, one process of
    this machine by default. `meanwhile` is called once while others work, unless there is nothing to work on. That the
    others end is waited for before this returns, or when `ending` is left. Several files with one bulletin id are one
    document when their contents are equal; otherwise the first by path counts and the others are skipped.
    """
    ordered = sorted(set(paths), key=lambda path: path.parts)
    outcomes: dict[str, Outcome] = {}

    def note(outcome: Outcome) -> None:
        outcomes[outcome.path] = outcome
        if on_document is not None:
            on_document(len(outcomes), len(ordered))

    jobs = _jobs(ordered, records, analysis, known or {}, note)
    where = scheduler or Processes()
    ready = partial(get_ready, analysis)
    for job, worked in run(
        work_on, jobs, scheduler=where, limits=limits, ready=ready, meanwhile=meanwhile, ending=ending
    ):
        note(_kept(job, worked, records))
        if on_record is not None and isinstance(worked, tuple):
            on_record(job.key, worked[0])
    return _one_each(outcomes[os.fspath(path)] for path in ordered)


def _jobs(
    paths: Iterable[Path],
    records: Records,
    analysis: Analysis,
    known: Mapping[str, DocumentEntry],
    note: Callable[[Outcome], None],
) -> Iterator[Job]:
    """A job for each file that must be worked on; the others are noted."""
    version = _version(analysis)
    for path in paths:
        name = os.fspath(path)
        try:
            data = read_bytes(path)
        except ReadError as error:
            note(Skipped(name, error.reason))
            continue
        key = digest("record", hashlib.sha256(data).hexdigest(), path.name, version, FORMAT)
        entry = known.get(key) if records.has(key) else None
        if entry is None and (record := records.find(key)) is not None:
            entry = describe(record)
        if entry is None:
            yield Job(name, key, data, analysis, version)
        else:
            note(Extracted(name, key, entry))


def get_ready(analysis: Analysis) -> None:
    """Loads what the work on documents needs, for this process and those that are forked from it."""
    _version(analysis)
    _extractor(analysis)


def work_on(job: Job) -> Worked | Skipped:
    """Reads and extracts a document; runs in any process.

    Raises MemoryError when there is too little, and KgError where the program is of another version.
    """
    if _version(job.analysis) != job.version:
        raise KgError("a worker runs another version of this program; install the same one there")
    try:
        record = _extractor(job.analysis)(job.analysis.read(Path(job.path), job.data))
    except KgError as error:
        return Skipped(job.path, str(error).removeprefix(f"{job.path}: "))
    except MemoryError:
        raise
    except Exception as error:  # one document that breaks a rule of ours must not stop five hundred others
        reason = f"an internal error ({type(error).__name__}: {error}); please report it with the file"
        return Skipped(job.path, reason)
    return encode(record), describe(record)


def _kept(job: Job, worked: Worked | Skipped | GivenUp, records: Records) -> Outcome:
    if isinstance(worked, GivenUp):
        return Skipped(job.path, worked.reason)
    if isinstance(worked, Skipped):
        return worked
    data, entry = worked
    records.keep(job.key, data)
    return Extracted(job.path, job.key, entry)


@cache
def _extractor(analysis: Analysis) -> Extractor:
    """The extractor of this process, made once."""
    return analysis.extractor()


@cache
def _version(analysis: Analysis) -> str:
    """The version of the extractor in this process."""
    return analysis.version()


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
