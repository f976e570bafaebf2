"""The graph in Oxigraph, on disk.

In: Turtle files. Out: a store with three named graphs, and in its default graph what any of them says, each
statement once. (Oxigraph can also take the union of the named graphs for default graph, but counts a
statement that stands in two of them twice; a thing known to gazetteer and text alike would count double in
every sum.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg import generations
from kg.errors import StoreError
from kg.generations import Generation

Source = tuple[Path, str]
"""A Turtle file and the IRI of the named graph it fills."""


@contextmanager
def open_store(build: Path) -> Iterator[tuple[ox.Store, Generation]]:
    """The current graph of a build directory, read-only, and its generation; both stay good inside the
    context.

    Raises StoreError when there is no graph, or one that cannot be opened.
    """
    with generations.reading(build) as generation:
        yield open_read_only(generation.store), generation


def open_read_only(path: Path) -> ox.Store:
    """The store in directory `path`, read-only. Raises StoreError when it is none."""
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be opened ({error}); build the graph again") from error


def create(path: Path, sources: Iterable[Source]) -> None:
    """A new store in directory `path` with the statements of `sources`."""
    store = ox.Store(str(path))
    _load(store, sources)


def extend(base: Path, path: Path, sources: Iterable[Source]) -> None:
    """A copy of the store `base` in directory `path`, with the statements of `sources` added.

    The copy shares its data files with `base` where the file system can, so that it costs next to nothing.
    """
    ox.Store(str(base)).backup(str(path))
    store = ox.Store(str(path))
    _load(store, sources)


def _load(store: ox.Store, sources: Iterable[Source]) -> None:
    for file, graph in sources:
        for target in (ox.DefaultGraph(), ox.NamedNode(graph)):
            store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=target)
    store.flush()
