"""The graph in shards for bulk loaders: gzip N-Quads, all that is said of one subject in one file.

In: the files of a generation, a directory. Out: there, `count` files and `manifest.json`, which names them with
their statements and SHA-256. A shard's name ends in the beginning of its SHA-256, so that a newer export has other
names where it has other content: it is written beside the older one, the manifest is replaced at one stroke, and
only then the older files go. Same graph, same count, same bytes (for one version of zlib).

The shard of a subject is the first eight bytes of the SHA-256 of its IRI, a big-endian number, modulo `count`.
Statements pass through as they are read; memory grows with the number of shards, not with the graph.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.disk import sync, write_synced
from kg.export import ExportError, graphs, unwritable
from kg.generations import Generation
from kg.report import BuildReport
from kg.vocab import GRAPH_FACTS

MOST = 256
"""The most shards: each is an open file."""

MANIFEST = "manifest.json"
_NEW_MANIFEST = ".manifest.part"

OnProgress = Callable[[str, int, int], None]
"""Told the name of a graph, how many of its statements are written, and of how many."""

_FORMAT = "application/n-quads"
_LEVEL = 6
_PENDING = 1 << 18  # bytes of a shard that wait to be compressed together
_CHUNK = 1 << 20  # bytes of a graph that are parted among the shards together
_SUBJECTS = re.compile(rb"(\S+) [^\n]*\n(?:\1 [^\n]*\n)*")  # lines that begin with the same subject
_FINISHED = re.compile(r"shard-\d+-of-\d+-[0-9a-f]{12}\.nq\.gz")
_BEGUN = re.compile(r"\.(?:shard-\d+|manifest)\.part")


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of the export: its name in the directory, its statements, SHA-256 of its bytes in hex."""

    file: str
    statements: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Shards:
    """What an export has written: statements by the IRI of their named graph, and the files."""

    graphs: dict[str, int]
    shards: tuple[Shard, ...]

    @property
    def statements(self) -> int:
        """Statements in all."""
        return sum(self.graphs.values())

    def to_json(self) -> str:
        """The manifest."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=1) + "\n"


def shard_of(subject: str, count: int) -> int:
    """Number from 0 of the shard that holds what is said of the IRI `subject`."""
    return _number(subject.encode(), count)


def _number(subject: bytes, count: int) -> int:
    return int.from_bytes(hashlib.sha256(subject).digest()[:8], "big") % count


def export_shards(
    generation: Generation, directory: Path, count: int, *, on_progress: OnProgress | None = None
) -> Shards:
    """Writes the graph into `directory` (made where it is missing) as `count` shards with their manifest.

    What an earlier export has left there and the manifest does not name is removed; other files stay. Raises
    ExportError when the directory cannot be written, or while another export writes there; the earlier export is
    whole then.
    """
    if not 1 <= count <= MOST:
        raise ExportError(f"{count} shards cannot be written; choose from 1 to {MOST}")
    try:
        with _held(directory):
            _tidy(directory, keep=frozenset(_listed(directory)))
            return _write(generation, directory, count, on_progress or (lambda name, done, total: None))
    except OSError as error:
        raise unwritable(directory, error, advice="; name a directory with --output") from error


@contextmanager
def _held(directory: Path) -> Iterator[None]:
    """`directory`, made where it is missing, held for one export alone."""
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ExportError(f"{directory}: another export is writing there; wait until it is done") from error
    finally:
        os.close(handle)


def _write(generation: Generation, directory: Path, count: int, tell: OnProgress) -> Shards:
    begun = [directory / f".shard-{number}.part" for number in range(count)]
    try:
        counts: dict[str, int] = {}
        with ExitStack() as files:
            parts = [files.enter_context(_Part(path)) for path in begun]
            for graph, statements in graphs(generation):
                counts[graph] = _spread(parts, graph, statements, _teller(generation, graph, tell))
        named = [_name(number, count, part.sha256) for number, part in enumerate(parts)]
        shards = (Shard(name, part.statements, part.sha256) for name, part in zip(named, parts, strict=True))
        written = Shards(counts, tuple(shards))
        write_synced(directory / _NEW_MANIFEST, written.to_json().encode())
        for path, name in zip(begun, named, strict=True):
            os.replace(path, directory / name)
        sync(directory)
        os.replace(directory / _NEW_MANIFEST, directory / MANIFEST)
        sync(directory)
    finally:
        _drop(directory, _BEGUN.fullmatch)
    _tidy(directory, keep=frozenset(named))
    return written


def _name(number: int, count: int, sha256: str) -> str:
    """The name of a shard; those of an export sort by number."""
    return f"shard-{number:0{len(str(count - 1))}}-of-{count}-{sha256[:12]}.nq.gz"


def _listed(directory: Path) -> Iterator[str]:
    """The files that the manifest names, if there is a sound one."""
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        for shard in json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["shards"]:
            yield shard["file"]


def _tidy(directory: Path, *, keep: frozenset[str]) -> None:
    """Removes what exports have begun, and finished shards but those to `keep`."""
    _drop(directory, lambda name: _BEGUN.fullmatch(name) or (_FINISHED.fullmatch(name) and name not in keep))


def _drop(directory: Path, which: Callable[[str], Any]) -> None:
    for name in os.listdir(directory):
        if which(name):
            directory.joinpath(name).unlink()


# --- files --------------------------------------------------------------------------------------------------


class _Part:
    """A shard under way. After the context it is on disk, and `sha256` is that of its bytes in hex."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._size = 0
        self.statements = 0

    def __enter__(self) -> _Part:
        self._file = self._path.open("wb")
        self._gzip = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=self, mtime=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        with self._file:
            if kind is None:
                self._compress()
                self._gzip.close()
                self._file.flush()
                os.fsync(self._file.fileno())

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def add(self, lines: bytes) -> int:
        """Adds whole lines; how many they are."""
        count = lines.count(b"\n")
        self.statements += count
        self._waiting.append(lines)
        self._size += len(lines)
        if self._size >= _PENDING:
            self._compress()
        return count

    def _compress(self) -> None:
        self._gzip.write(b"".join(self._waiting))
        self._waiting.clear()
        self._size = 0

    def write(self, data: bytes) -> int:
        """Takes the compressed bytes."""
        self._hash.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """As a file has it."""
        self._file.flush()


# --- statements ---------------------------------------------------------------------------------------------

_Tell = Callable[[int, bool], None]
"""Told how many statements of a graph are done, and whether these are all."""


class _Spread(io.RawIOBase):
    """Takes N-Triples as they are serialized, and gives them as N-Quads of one graph to the parts."""

    def __init__(self, parts: Sequence[_Part], graph: str, tell: _Tell) -> None:
        self._parts = parts
        self._end = f" <{graph}> .\n".encode()
        self._tell = tell
        self._waiting: list[bytes] = []
        self._size = 0
        self.statements = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        self._size += len(data)
        if self._size >= _CHUNK:
            self._spread(whole=False)
        return len(data)

    def finish(self) -> int:
        """Takes what is left; the number of statements."""
        self._spread(whole=True)
        return self.statements

    def _spread(self, *, whole: bool) -> None:
        text = b"".join(self._waiting)
        end = len(text) if whole else text.rfind(b"\n") + 1
        self._waiting = [text[end:]]
        self._size = len(text) - end
        lines = text[:end].replace(b" .\n", self._end)  # in a term a line end is written as \n, never as one
        for found in _SUBJECTS.finditer(lines):
            part = self._parts[_number(found[1].strip(b"<>"), len(self._parts))]
            self.statements += part.add(found[0])
        self._tell(self.statements, whole)


def _spread(parts: Sequence[_Part], graph: str, statements: Iterable[ox.Triple], tell: _Tell) -> int:
    """Writes the statements of a graph into the parts; how many they are."""
    spread = _Spread(parts, graph, tell)
    ox.serialize(statements, cast(IO[bytes], spread), ox.RdfFormat.N_TRIPLES)
    return spread.finish()


def _teller(generation: Generation, graph: str, tell: OnProgress) -> _Tell:
    """What tells how far a graph is: the facts, by far the most, as they go; of the others that they are done."""
    name = graph.rpartition("/")[2]
    total = BuildReport.read(generation.report).statements if graph == GRAPH_FACTS else 0

    def told(done: int, whole: bool) -> None:
        if total or (whole and done):
            tell(name, done, total or done)

    return told
