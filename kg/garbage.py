"""How often Python looks for garbage in cycles. Work that makes many records, few of them in cycles, does it seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN_COLLECTIONS = 100_000
"""New objects after which garbage is looked for. Python's own measure (700) costs the writing of a graph a tenth."""

WHILE_WRITING = 1_000_000
"""The same while a graph is written, of which a large part is in memory and next to nothing is in cycles."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Garbage is looked for seldom inside the context, in which a graph is written, and as often as before when it is
    left.
    """
    before = gc.get_threshold()
    gc.set_threshold(WHILE_WRITING, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
