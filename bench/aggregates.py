"""Questions that count over the whole graph: ours beside Virtuoso on loopback, and from summaries.

The graph is the usual one, in as many copies with names of their own as make the wanted number of statements; it lies
in one graph on both sides. Times are processor time: of this process, and of the server's process with all its threads.
Both have the data in memory once they have been asked. The catalogue that a build writes beside the store answers the
same from rows that were counted before.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psutil
import pyoxigraph as ox

from bench.corpus import build, documents_of, size
from bench.harness import SIZES, Figure, Pairs, Size
from bench.makers import Virtuoso, running
from kg.catalogue import Catalogue, write_catalogue
from kg.model import DocumentRecord
from kg.store import open_read_only
from kg.vocab import PREFIXES

GRAPH = "urn:bench"
_BUFFERS = 340_000
"""Pages of 8 KiB for Virtuoso: 2.6 GiB, as its manual advises for machines of 4 GiB."""

_REPEAT, _TICK = 10, 0.01
"""How often Virtuoso is asked for one time of it: the clock of another process ticks a hundred times a second."""

_OWN = re.compile(r"(/id/(?:bulletin/made-|(?:assertion|evidence|mention|target)/|[a-z]+/x))")
_PREFIXES = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())

QUESTIONS = {
    "statements of each property": "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p",
    "things of each class and year": """SELECT ?class ?year (COUNT(DISTINCT ?thing) AS ?n) WHERE {
        ?thing cst:mentionedIn ?article ; a ?class . ?article dcterms:isPartOf ?bulletin .
        ?bulletin dcterms:issued ?day BIND(SUBSTR(STR(?day), 1, 4) AS ?year) } GROUP BY ?class ?year""",
    "issuers by policies": """SELECT ?issuer (COUNT(DISTINCT ?policy) AS ?n) WHERE {
        ?policy cst:issuedBy ?issuer } GROUP BY ?issuer""",
    "facts of each relation and year": """SELECT ?relation ?year (COUNT(DISTINCT ?fact) AS ?n) WHERE {
        ?fact rdf:predicate ?relation ; prov:wasDerivedFrom ?article . ?article dcterms:isPartOf ?bulletin .
        ?bulletin dcterms:issued ?day BIND(SUBSTR(STR(?day), 1, 4) AS ?year) } GROUP BY ?relation ?year""",
    "sums by funder": """SELECT ?funder (SUM(?amount) AS ?n) WHERE { ?fact rdf:predicate cst:funds ;
        rdf:subject ?funder ; cst:amount ?amount } GROUP BY ?funder""",
}

SUMMARIES = {
    "statements of each property": "SELECT name, count FROM tally WHERE kind = 'property'",
    "things of each class and year": """SELECT t.cls, SUBSTR(b.issued, 1, 4) AS year, COUNT(DISTINCT t.id)
        FROM thing t JOIN mention m ON m.thing = t.id JOIN article a ON a.id = m.article
        JOIN bulletin b ON b.id = a.bulletin GROUP BY t.cls, year""",
    "issuers by policies": "SELECT o, COUNT(DISTINCT s) FROM fact WHERE p = 'issuedBy' GROUP BY o",
    "facts of each relation and year": """SELECT f.p, SUBSTR(b.issued, 1, 4) AS year, COUNT(DISTINCT f.id)
        FROM fact f JOIN stated x ON x.fact = f.id JOIN article a ON a.id = x.article
        JOIN bulletin b ON b.id = a.bulletin GROUP BY f.p, year""",
    "sums by funder": "SELECT s, SUM(amount) FROM fact WHERE p = 'funds' AND amount IS NOT NULL GROUP BY s",
}
"""The same from the catalogue."""


def measure(given: Size, work: Path) -> list[Figure]:
    """A figure for each question, and one for the catalogue."""
    once = min(given.triples, SIZES["usual"].triples)
    made = build(work, once)
    data, count = _copies(made, given.triples // once, work)
    store = _stored(data, work)
    catalogue = _catalogued(made, data, given.triples // once, work)
    folder = _fresh(work / "virtuoso")
    with running(folder, buffers=_BUFFERS) as server:
        _load(server, data)
        figures = _figures(store, catalogue, server, count, rounds=given.slow_rounds + 1)
    shutil.rmtree(folder)
    return figures


def _figures(store: ox.Store, catalogue: Catalogue, server: Virtuoso, count: int, *, rounds: int) -> list[Figure]:
    process = psutil.Process(_process(server))
    figures = []
    for number, (what, text) in enumerate(QUESTIONS.items()):
        query = _PREFIXES + text
        ours, theirs = _rows(store, query), _asked(server, query)
        if ours != theirs or not ours:
            raise ValueError(f"{ours} rows here, {theirs} in Virtuoso: {what}")
        found = _pairs(lambda q=query: _rows(store, q), lambda q=query: _asked(server, q), process, rounds)  # type: ignore[misc]
        about: dict[str, Any] = {"statements": count, "rows": ours}
        work = f"{what}, {count:,} statements"
        figures.append(found.figure(f"aggregate-{number + 1}", work, "Virtuoso", least=1 / 3, unit="ms", about=about))
        if what in SUMMARIES:
            summary = _pairs(
                lambda w=what: catalogue.rows(SUMMARIES[w]), lambda q=query: _asked(server, q), process, rounds  # type: ignore[misc]
            )  # fmt: skip
            key = f"summary-{number + 1}"
            figures.append(summary.figure(key, f"{work}, from the catalogue", "Virtuoso", least=1 / 3, unit="ms"))
    return figures


def _pairs(ours: Callable[[], object], theirs: Callable[[], object], server: psutil.Process, rounds: int) -> Pairs:
    """Processor time of both, each warm."""

    def used() -> float:
        times = server.cpu_times()
        return float(times.user + times.system)

    mine, other = [], []
    for number in range(rounds):
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            if which == 0:
                begin = time.process_time()
                ours()
                mine.append(time.process_time() - begin)
            else:
                before = used()
                for _ in range(_REPEAT):
                    theirs()
                other.append(max(used() - before, _TICK) / _REPEAT)
    return Pairs(tuple(mine), tuple(other))


def _rows(store: ox.Store, query: str) -> int:
    return len(list(store.query(query)))  # type: ignore[arg-type]


def _asked(server: Virtuoso, query: str) -> int:
    parameters = {"query": query, "default-graph-uri": GRAPH, "format": "text/csv"}
    answer = httpx.get(server.sparql, params=parameters, timeout=1800)
    answer.raise_for_status()
    return len(answer.text.strip().splitlines()) - 1


# --- the data -----------------------------------------------------------------------------------------------


def _copies(made: Path, copies: int, work: Path) -> tuple[Path, int]:
    """An N-Triples file of the facts in so many copies, and the number of statements."""
    path = work / f"copies-{copies}-of-{made.name}.nt"
    count = size(made) * copies
    if path.exists():
        return path, count
    once = work / "once.nt"
    quads = ox.parse(path=str(made / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    ox.serialize((quad.triple for quad in quads), str(once), ox.RdfFormat.N_TRIPLES)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as target:
        for number in range(copies):
            with once.open(encoding="utf-8") as source:
                target.writelines(_OWN.sub(rf"\g<1>{number}c", line) for line in source)
    once.unlink()
    part.rename(path)
    return path, count


def _stored(data: Path, work: Path) -> ox.Store:
    path = work / f"store-{data.stem}"
    if not path.exists():
        part = _fresh(work / "store-part")
        store = ox.Store(str(part))
        store.bulk_load(path=str(data), format=ox.RdfFormat.N_TRIPLES)
        store.optimize()
        store.flush()
        del store
        part.rename(path)
    return open_read_only(path)


def _catalogued(made: Path, data: Path, copies: int, work: Path) -> Catalogue:
    path = work / f"catalogue-{data.stem}.sqlite"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        quads = ox.parse(path=str(data), format=ox.RdfFormat.N_TRIPLES)
        write_catalogue(part, (quad.triple for quad in quads), _documents(made, copies))
        part.rename(path)
    return Catalogue(path)


def _documents(made: Path, copies: int) -> Iterator[DocumentRecord]:
    """The documents of each copy, without text."""
    documents = documents_of(made)
    for number in range(copies):
        for one in documents:
            yield replace(one, id=one.id.replace("made-", f"made-{number}c", 1))


def _load(server: Virtuoso, data: Path) -> None:
    """By its own bulk loader, into one graph."""
    shutil.copyfile(data, server.directory / data.name)
    server.isql(
        f"ld_dir('{server.directory}', '{data.name}', '{GRAPH}')",
        "rdf_loader_run()",
        "checkpoint",
        seconds=3600,
    )
    (server.directory / data.name).unlink()


def _process(server: Virtuoso) -> int:
    """Id of the server's process, by the port it listens on."""
    for connection in psutil.net_connections("tcp"):
        if connection.laddr and connection.laddr.port == server.http_port and connection.pid:
            return int(connection.pid)
    raise ValueError(f"no process listens on port {server.http_port}")


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
