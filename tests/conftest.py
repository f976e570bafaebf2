"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Folder of real bulletins with gold: `KG_SHARED`, or `shared` beside the repository; skips if absent."""
    given = os.environ.get("KG_SHARED")
    path = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    if not (path / "bulletins").is_dir():
        pytest.skip("no real bulletins at hand")
    return path
