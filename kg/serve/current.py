"""The generation being served. In: a build directory. Out: leases on its current graph.

A request holds the graph that it began with until it ends; when a build has published a newer generation, the
next request begins with that one, and the older is closed when its last request is done.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.cards import Reader
from kg.catalogue import Catalogue
from kg.errors import StoreError
from kg.generations import Generation, current, reading
from kg.search import Names
from kg.store import open_read_only


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open for reading. `kept`: answers that hold as long as the generation does."""

    generation: Generation
    store: ox.Store
    catalogue: Catalogue
    names: Names
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Id of the generation."""
        return self.generation.path.name

    @property
    def indexes(self) -> tuple[Path, ...]:
        """The indexes of names, of the facts first."""
        return (self.generation.names, self.generation.background_names)

    def reader(self) -> Reader:
        """A reader of the store."""
        return Reader(self.store)


class _Held:
    """An open snapshot and how many requests use it."""

    def __init__(self, build: Path) -> None:
        with ExitStack() as stack:
            generation = Generation(stack.enter_context(reading(build)).path.resolve())
            if not generation.catalogue.is_file():
                raise StoreError(f"{build}: an older version made this graph; build it again")
            store, names = open_read_only(generation.store), stack.enter_context(Names(generation))
            self.snapshot = Snapshot(generation, store, Catalogue(generation.catalogue), names)
            self._files = stack.pop_all()
        self.users = 0

    def close(self) -> None:
        self._files.close()


class Current:
    """Leases on the current graph of a build directory, from any thread.

    Raises StoreError at once when there is no graph.
    """

    def __init__(self, build: Path) -> None:
        self.build = build
        self._lock = threading.Lock()
        self._held = _Held(build)

    @contextmanager
    def lease(self) -> Iterator[Snapshot]:
        """The current graph, which stays good inside the context."""
        with self._lock:
            self._switch()
            held = self._held
            held.users += 1
        try:
            yield held.snapshot
        finally:
            with self._lock:
                held.users -= 1
                if held.users == 0 and held is not self._held:
                    held.close()

    def _switch(self) -> None:
        newest = current(self.build)
        if newest is None or newest.path.name == self._held.snapshot.identity:
            return
        older, self._held = self._held, _Held(self.build)
        if older.users == 0:
            older.close()

    def close(self) -> None:
        """Gives the generation free."""
        with self._lock:
            self._held.close()
