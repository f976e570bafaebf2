"""A process that answers queries, one after the other: `python -m kg.serve.worker MIB`.

In, on standard input: requests, each a JSON object behind its length in four bytes. Out, on standard output:
for each request a JSON object in the same frame that says how it went, and behind it, where `size` is given,
that many bytes of the answer; a larger answer lies in the file that the request names.

Queries run here because the store cannot be told to stop: a process can be ended. Its memory is limited, and
it ends itself when a query runs longer than it should, even if the server is gone.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any, BinaryIO

import pyoxigraph as ox

from kg import results
from kg.disk import full_disk
from kg.errors import KgError, QueryError
from kg.query import Dataset, ask
from kg.results import Rows, Statements
from kg.store import open_read_only

INLINE = 262_144
"""Answers up to this many bytes are handed over directly, larger ones in a file."""

_LENGTH = struct.Struct(">I")
_GRACE = 5.0


class Answerer:
    """Answers requests from the store that they name, which stays open until another is named."""

    def __init__(self) -> None:
        self._path = ""
        self._store: ox.Store | None = None

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """How the request went, and the answer unless it lies in the request's file."""
        out = _Out(Path(request["file"]), request["bytes"])
        try:
            return {"cut": self._write(request, out), **out.finish()}, bytes(out.head)
        except KgError as error:
            return {"error": str(error)}, b""
        except OSError as error:
            if not full_disk(error):
                raise
            return {"full": "the server's disk has no room for an answer as long as this one; ask for less"}, b""
        except MemoryError:
            return {"error": "the query needs more memory than it may use; narrow it, or add LIMIT"}, b""

    def _write(self, request: dict[str, Any], out: _Out) -> bool:
        """Writes the answer in the request's format; whether the limit left something out."""
        answer = ask(
            self._open(request["store"]),
            request["query"],
            dataset=Dataset(*map(tuple, request["dataset"])) if request["dataset"] else None,
            limit=request["rows"],
        )
        buffer = io.BufferedWriter(out, 65_536)
        if isinstance(answer, Statements) and request["format"] in results.SYNTAXES:
            results.write_statements(answer.triples, request["format"], buffer)
        else:
            text = io.TextIOWrapper(buffer, encoding="utf-8", newline="", write_through=True)
            results.write(answer, request["format"], text)
            text.detach()
        buffer.flush()
        cut = isinstance(answer, Rows | Statements) and answer.cut
        if cut and not request["cut"]:
            raise QueryError(
                f"the answer has more than {request['rows']} rows, more than this server gives at once; "
                "add LIMIT to the query, or ask for the first ones with rows=N"
            )
        return cut

    def _open(self, path: str) -> ox.Store:
        if self._store is None or self._path != path:
            self._store, self._path = open_read_only(Path(path)), path
        return self._store


class _Out(io.RawIOBase):
    """Takes an answer: the first bytes in `head`, and once there are too many for that all in a file."""

    def __init__(self, path: Path, limit: int) -> None:
        self.head = bytearray()
        self._path = path
        self._left = limit
        self._file: IO[bytes] | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise QueryError("the answer is larger than this server gives at once; add LIMIT to the query")
        if self._file is None and len(self.head) + len(data) > INLINE:
            self._file = self._path.open("wb")
            self._file.write(self.head)
            self.head.clear()
        if self._file is None:
            self.head += data
        else:
            self._file.write(data)
        return len(data)

    def finish(self) -> dict[str, int]:
        """Closes the file; the size of an answer without one."""
        if self._file is None:
            return {"size": len(self.head)}
        self._file.close()
        return {}


def frame(message: dict[str, Any]) -> bytes:
    """A JSON object behind its length."""
    data = json.dumps(message).encode()
    return _LENGTH.pack(len(data)) + data


def frame_length(head: bytes) -> int:
    """The length that the four bytes of a frame's head tell."""
    length: int = _LENGTH.unpack(head)[0]
    return length


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests until there are no more."""
    answerer = Answerer()
    while len(head := requests.read(_LENGTH.size)) == _LENGTH.size:
        request = json.loads(requests.read(frame_length(head)))
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + _GRACE)
        outcome, data = answerer.answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(frame(outcome) + data)
        answers.flush()


def main() -> None:
    """The process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the server, which ends this one
    limit = int(sys.argv[1]) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))  # not AS: what is only reserved costs nothing
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
