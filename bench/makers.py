"""What benchmarks share with the tests: makers of names and builds, a browser, a Virtuoso of one's own.

These lie in `tests/`, which is no package; this module finds them.
"""

from __future__ import annotations

import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]

sys.path.append(str(TOP / "tests"))

from browser import browser  # noqa: E402
from graphs import document, knowledge, said, seen, write_build  # noqa: E402
from many_names import Made, made, typed  # noqa: E402
from test_view_browser import opened  # noqa: E402
from virtuoso import Virtuoso, running  # noqa: E402

__all__ = [
    "TOP",
    "Made",
    "Virtuoso",
    "browser",
    "document",
    "knowledge",
    "made",
    "opened",
    "running",
    "said",
    "seen",
    "typed",
    "write_build",
]
