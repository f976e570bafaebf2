"""How often Python looks for garbage in cycles. Work that makes many records, few of them in cycles, does it seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN_COLLECTIONS = 100_000
"""New objects after which garbage is looked for. Python's own measure (700) costs the writing of a graph a tenth."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Garbage is looked for seldom inside the context, and as often as before when it is left."""
    before = gc.get_threshold()
    gc.set_threshold(BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
