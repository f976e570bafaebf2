"""A Virtuoso server of one's own for tests: started on loopback with an empty database, ended afterwards.

It is Debian's package `virtuoso-opensource-7-bin`. Queries go to `sparql`; `update` and `graph_store` ask for
`user` and `password` (Digest). Tests that use the fixture `virtuoso` share one server and belong to one group:
`pytestmark = pytest.mark.xdist_group("virtuoso")`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_SECONDS = 60.0
_ATTEMPTS = 3

_CONFIGURATION = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 16
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2
DirsAllowed = {directory}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 12
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server. `directory` is the one directory that its bulk loader may read; `user` may write."""

    directory: Path
    http_port: int
    sql_port: int
    user: str
    password: str

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def sparql(self) -> str:
        """Queries, without authentication."""
        return f"{self.base}/sparql"

    @property
    def update(self) -> str:
        """Queries and updates, with authentication."""
        return f"{self.base}/sparql-auth"

    @property
    def graph_store(self) -> str:
        """Graph Store Protocol, with authentication."""
        return f"{self.base}/sparql-graph-crud-auth"

    def isql(self, *statements: str, seconds: float = _SECONDS) -> str:
        """What the server's administrator gets for SQL statements, or SPARQL after the word SPARQL, within a time."""
        return _isql(self.sql_port, self.password, *statements, seconds=seconds)

    def clear(self) -> None:
        """Empties the store: all quads and namespace declarations of earlier tests are gone."""
        self.isql("RDF_GLOBAL_RESET()")


@contextmanager
def running(directory: Path, *, buffers: int = 4000) -> Iterator[Virtuoso]:
    """A server with its data in the empty `directory`, and so many pages of 8 KiB in memory. Skips the test where the
    program is missing, unless `CI` is set: then it fails.
    """
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        reason = "no virtuoso-t and isql-vt on the path (Debian: virtuoso-opensource-7-bin)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    process, server = _started(directory, buffers)
    try:
        _prepare(server)
        yield server
    finally:
        _end(process)


def _started(directory: Path, buffers: int) -> tuple[subprocess.Popen[bytes], Virtuoso]:
    """A server that answers. A port found free may be taken a moment later: then again with others."""
    for attempt in range(_ATTEMPTS):
        data = directory / str(attempt)
        data.mkdir(parents=True)
        http, sql = _free_ports(2)
        server = Virtuoso(data, http, sql, "writer", secrets.token_hex(16))
        configuration = data / "virtuoso.ini"
        text = _CONFIGURATION.format(directory=data, http=http, sql=sql, buffers=buffers, dirty=buffers * 3 // 4)
        configuration.write_text(text, encoding="utf-8")
        with (data / "output.txt").open("wb") as output:
            process = subprocess.Popen(
                ["virtuoso-t", "+foreground", "+configfile", str(configuration)],
                cwd=data,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            if _answers(process, server):
                return process, server
        except BaseException:
            _end(process)
            raise
    raise RuntimeError((data / "output.txt").read_text(encoding="utf-8", errors="replace"))


def _answers(process: subprocess.Popen[bytes], server: Virtuoso) -> bool:
    """Waits until the server answers; false when it ended instead."""
    deadline = time.monotonic() + _SECONDS
    while process.poll() is None:
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{server.sparql}?query=ASK%7B%7D", timeout=5),
        ):
            return True
        if time.monotonic() > deadline:
            raise TimeoutError(f"virtuoso-t did not answer within {_SECONDS:g} s")
        time.sleep(0.1)
    return False


def _prepare(server: Virtuoso) -> None:
    """A new administrator's password, and an account that may write over HTTP and nothing else."""
    _isql(server.sql_port, "dba", f'set password "dba" "{server.password}"')
    server.isql(f"USER_CREATE('{server.user}', '{server.password}')", f'GRANT SPARQL_UPDATE TO "{server.user}"')


def _isql(port: int, password: str, *statements: str, seconds: float = _SECONDS) -> str:
    script = "".join(f"{statement};\n" for statement in statements)
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{port}", "dba", password, "VERBOSE=OFF", "PROMPT=OFF", "BANNER=OFF", "ERRORS=STDOUT"],
        input=script,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode or "*** Error" in done.stdout:
        raise RuntimeError(f"isql-vt: {done.stdout}{done.stderr}")
    return done.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the server at once: nothing in its database is needed any more."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
