"""The graph in Oxigraph, on disk.

In: Turtle files. Out: a store whose default graph holds what any of them says, each statement once, and whose named
graphs hold what is known otherwise than from documents. What documents state is by far the most of it and stands in
the default graph alone, unless it is asked for as a named graph, too: that takes as long again and more than half of
the disk. (Oxigraph can also take the union of named graphs for default graph, but counts a statement that stands in
two of them twice; a thing known to gazetteer and text alike would count double in every sum.)
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import generations
from kg.errors import StoreError
from kg.files import link
from kg.generations import Generation
from kg.rdf import read_triples
from kg.vocab import GRAPH_BACKGROUND, GRAPH_FACTS, node_iri

_BY_TWO = 125_000_000
"""Bytes of a file, about half a million statements, up to which two threads may load it: they need twice the memory."""

_LAST = 10
"""Priority (`nice`) of threads that are in nobody's way."""

Source = tuple[Path, str | None]
"""A Turtle file, and the IRI of the named graph that it fills beside the default graph, none for that alone."""


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


@contextmanager
def open_in_memory(build: Path) -> Iterator[tuple[ox.Store, Generation]]:
    """As `open_store`, with all of the graph in memory, for a process that asks many questions: look-ups take half the
    time or less. Reading takes two to four seconds and 0.4 GB for a million statements.

    What is changed in it stays in memory.
    """
    with open_store(build) as (local, generation):
        memory = ox.Store()
        facts = GRAPH_FACTS if has_facts_graph(local) else None
        for file, graph in ((generation.graph, facts), (generation.background, GRAPH_BACKGROUND)):
            for target in _targets(graph):
                _load(memory, file, target)
        for name in local.named_graphs():  # those that are small and stand in no file of the generation
            if name.value not in (GRAPH_FACTS, GRAPH_BACKGROUND):
                found = list(local.quads_for_pattern(None, None, None, name))
                memory.extend(found)
                memory.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found)
        yield memory, generation


def has_facts_graph(local: ox.Store) -> bool:
    """Whether what documents state is a named graph, too."""
    return local.contains_named_graph(ox.NamedNode(GRAPH_FACTS))


def graph_of(generation: Generation, local: ox.Store, graph: str) -> Iterator[ox.Triple]:
    """The statements of one graph of a generation, whose store is `local`, without blank nodes: of what documents state
    and of the background, which stand in files, in canonical order.
    """
    files = {GRAPH_FACTS: generation.graph, GRAPH_BACKGROUND: generation.background}
    return read_triples(files[graph]) if graph in files else named_graph(local, graph)


def named_graph(local: ox.Store, graph: str) -> Iterator[ox.Triple]:
    """The statements of the named graph `graph`, in no particular order, with IRIs in place of blank nodes.

    A blank node gets the same IRI from every store, as long as the graph around it is the same; so the graph can
    go out in parts and come back, which blank nodes do not survive (RDF 1.1 Concepts, 3.5).
    """
    found = [quad.triple for quad in local.quads_for_pattern(None, None, None, ox.NamedNode(graph))]
    if not any(isinstance(term, ox.BlankNode) for t in found for term in (t.subject, t.object)):
        yield from found
        return
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    name = graph.rpartition("/")[2]

    def known(term: Any) -> Any:
        return ox.NamedNode(node_iri("genid", f"{name}-{term.value}")) if isinstance(term, ox.BlankNode) else term

    for quad in dataset:
        yield ox.Triple(known(quad.subject), quad.predicate, known(quad.object))


def create(path: Path, sources: Iterable[Source]) -> None:
    """A new store in directory `path` with the statements of `sources`, compacted: what extends it need not be merged
    with many small tables.
    """
    store = ox.Store(str(path))
    for file, graph in sources:
        for target in _targets(graph):
            _load(store, file, target)
    store.optimize()


Fill = Callable[[Path, str | None], None]
"""Adds a source to a store."""


def extend(base: Path, path: Path, sources: Iterable[Source]) -> None:
    """A copy of the store `base` in directory `path`, with the statements of `sources` added.

    The copy shares its data files with `base` where the file system can, so that it costs next to nothing.
    """
    with filling(base, path) as fill:
        for file, graph in sources:
            fill(file, graph)


@contextmanager
def filling(base: Path, path: Path, *, several: bool = False) -> Iterator[Fill]:
    """As `extend`, with sources that come inside the context; they are in the store when it is left.

    Where `several` threads may be at work, two fill the store meanwhile, as long as the files are not large.
    """
    ox.Store(str(base)).backup(str(path))
    opened = [ox.Store(str(path))]  # emptied at the end: it is closed then, though `fill` may still be there
    loads: list[Future[None]] = []
    with ThreadPoolExecutor(2, initializer=_give_way if several else None) as pool:

        def fill(file: Path, graph: str | None) -> None:
            targets = _targets(graph)
            if several and file.stat().st_size <= _BY_TWO:
                loads.extend(pool.submit(_load, opened[0], file, target) for target in targets)
                return
            _wait(loads)
            for target in targets:
                _load(opened[0], file, target)

        try:
            yield fill
            _wait(loads)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # those at work are waited for behind this
            raise
    opened.pop().flush()


def _give_way() -> None:
    """Lets other processes go first: who writes the tables meanwhile takes longer, and is waited for at the end."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LAST)


def _wait(loads: Iterable[Future[None]]) -> None:
    for each in loads:
        each.result()


def change(base: Path, path: Path, *, gone: Iterable[ox.Triple], new: Iterable[ox.Triple]) -> None:
    """A copy of the store `base` in directory `path`, in which documents state no more what is `gone`, and what is
    `new`.

    It shares the data files with `base`, which nobody may be writing. Costs what the change is.
    """
    _copy(base, path)
    store = ox.Store(str(path))
    default = ox.DefaultGraph()
    facts: list[ox.NamedNode | ox.DefaultGraph] = [ox.NamedNode(GRAPH_FACTS)] if has_facts_graph(store) else []
    for t in gone:
        for graph in facts:
            store.remove(ox.Quad(t.subject, t.predicate, t.object, graph))
        if all(quad.graph_name == default for quad in store.quads_for_pattern(t.subject, t.predicate, t.object)):
            store.remove(ox.Quad(t.subject, t.predicate, t.object, default))
    store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in new for graph in (*facts, default))
    store.flush()


def _copy(base: Path, path: Path) -> None:
    """The files of a store that nobody writes: RocksDB never changes its tables (`.sst`), so that links to them do."""
    path.mkdir()
    for file in base.iterdir():
        if file.suffix == ".sst":
            link(file, path / file.name)
        elif not file.name.startswith("LOG"):
            shutil.copyfile(file, path / file.name)


def _targets(graph: str | None) -> tuple[ox.NamedNode | ox.DefaultGraph, ...]:
    """The graphs that a source goes into."""
    return (ox.DefaultGraph(),) if graph is None else (ox.NamedNode(graph), ox.DefaultGraph())


def _load(store: ox.Store, file: Path, target: ox.NamedNode | ox.DefaultGraph) -> None:
    # `lenient`: IRIs are not checked again; whoever wrote these files has made terms of them before.
    store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=target, lenient=True)
