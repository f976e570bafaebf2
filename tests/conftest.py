"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtuoso import Virtuoso, running


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Folder of real bulletins with gold: `KG_SHARED`, or `shared` beside the repository; skips if absent."""
    given = os.environ.get("KG_SHARED")
    path = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    if not (path / "bulletins").is_dir():
        pytest.skip("no real bulletins at hand")
    return path


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """One Virtuoso for all tests; skips if there is none. See `tests/virtuoso.py`."""
    with running(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def virtuoso(virtuoso_server: Virtuoso) -> Virtuoso:
    """The running Virtuoso, with an empty store."""
    virtuoso_server.clear()
    return virtuoso_server
