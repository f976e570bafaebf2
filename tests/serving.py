"""The explorer's server for tests: on a free port of this machine, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from kg.serve.app import application
from kg.serve.settings import Settings

PATIENCE = 20.0
"""Seconds until a server that does not come is a failure."""


@contextmanager
def served(build: Path, **options: Any) -> Iterator[str]:
    """The explorer of a build directory, and its address without final slash."""
    server = uvicorn.Server(
        uvicorn.Config(application(Settings(build, **options)), port=0, log_level="warning", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started, "the server did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"
