"""The same statements in our store and in rdflib: loading, questions, text in names, Turtle; and questions of names
and neighbourhood in Oxigraph without our indexes.

Questions are put to both sides as the same text, whole answers are fetched, and both have answered once before their
time is taken (`harness.pairs`), so that neither pays for what the other, or the search for garbage in the graph that
rdflib holds in memory, has driven out of the processor's caches.
"""

from __future__ import annotations

import io
import random
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from bench.corpus import build, size
from bench.harness import Figure, Pairs, Size, alternate, pairs, seconds
from kg import store
from kg.catalogue import Catalogue
from kg.generations import Generation
from kg.ontology import load_ontology
from kg.query import find_query
from kg.rdf import canonical, read_triples
from kg.search import Names
from kg.store import open_in_memory, open_store
from kg.ties import Ties, Wanted
from kg.turtle import write_graph
from kg.vocab import GRAPH_FACTS, PREFIXES, cst

_NAMES = 24
_REPEAT = 5
"""How often a short question is asked for one time of it."""

_THINGS = 15

_PREFIXES = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())

QUESTIONS: dict[str, tuple[str, str]] = {
    "issued-by": (
        "policies issued by a ministry",
        "SELECT ?policy ?name WHERE { ?policy cst:issuedBy <ISSUER> ; rdfs:label ?name }",
    ),
    "joint-issuers": (
        "with whom a ministry issues policies, and how often",
        """SELECT ?other (COUNT(DISTINCT ?policy) AS ?n) WHERE { ?policy cst:issuedBy <ISSUER>, ?other
        FILTER(?other != <ISSUER>) } GROUP BY ?other ORDER BY DESC(?n) ?other""",
    ),
    "sums": (
        "sums by funder",
        """SELECT ?funder (SUM(?amount) AS ?total) (COUNT(?fact) AS ?n) WHERE { ?fact rdf:predicate cst:funds ;
        rdf:subject ?funder ; cst:amount ?amount } GROUP BY ?funder ORDER BY DESC(?total) ?funder""",
    ),
    "by-type-and-year": (
        "policies by year",
        """SELECT ?year (COUNT(DISTINCT ?policy) AS ?n) WHERE { ?policy a cst:Policy ; cst:mentionedIn ?article .
        ?article dcterms:isPartOf ?bulletin . ?bulletin dcterms:issued ?day BIND(SUBSTR(STR(?day), 1, 4) AS ?year) }
        GROUP BY ?year ORDER BY ?year""",
    ),
}
"""Questions as one would write them; the tests of `queries/` ask longer ones, with names, of all stores."""

ISSUED_BY = """SELECT s.iri, s.name FROM fact f JOIN thing s ON s.id = f.s JOIN thing o ON o.id = f.o
WHERE o.iri = ? AND f.p = 'issuedBy'"""
"""The first of them, asked of the catalogue."""

CONTAINS = """SELECT DISTINCT ?thing WHERE { ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel ?label
FILTER CONTAINS(STR(?label), "TEXT") }"""


def measure(given: Size, work: Path) -> list[Figure]:
    """All figures of this module."""
    made = build(work, given.triples)
    with open_store(made) as (local, generation):
        figures = [_names(local, generation, given), _neighbourhood(local, generation, given)]
        graph, loading = _loading(generation, given, work, size(made))
        return [
            *loading,
            *_questions(local, graph, made, generation, given),
            _names_in_memory(local, graph, generation, given),
            *figures,
            _turtle(graph, generation, given),
        ]


def _answers(found: object) -> int:
    """The number of an answer's rows, all of them fetched."""
    return len(list(found))  # type: ignore[call-overload]


# --- loading and writing ------------------------------------------------------------------------------------


def _loading(generation: Generation, given: Size, work: Path, statements: int) -> tuple[rdflib.Graph, list[Figure]]:
    """The graph in memory, and what it took beside our store on disk, without and with the facts as a named graph."""
    graphs: list[rdflib.Graph] = []
    base, target = work / "empty", work / "loaded"
    shutil.rmtree(base, ignore_errors=True)
    store.create(base, [])

    def ours(graph: str | None) -> None:
        shutil.rmtree(target, ignore_errors=True)
        store.extend(base, target, [(generation.graph, graph)])

    def theirs() -> None:
        graphs.clear()
        graph = rdflib.Graph()
        graph.parse(generation.graph, format="turtle")
        graphs.append(graph)

    single, memory, double = (
        tuple(times)
        for times in alternate(
            [partial(seconds, w) for w in (partial(ours, None), theirs, partial(ours, GRAPH_FACTS))],
            rounds=given.slow_rounds,
        )
    )
    shutil.rmtree(target, ignore_errors=True)
    work_done, about = f"load {statements:,} statements from Turtle into the store on disk", {"statements": statements}
    against = "rdflib, into memory"
    return graphs[0], [
        Pairs(single, memory).figure("load", work_done, against, least=3.0, about=about),
        Pairs(double, memory).figure("load-named", f"{work_done}, as a named graph, too (`--facts-graph`)", against),
    ]


def _turtle(graph: rdflib.Graph, generation: Generation, given: Size) -> Figure:
    """Sorting and writing; rdflib sorts, too."""
    triples = list(read_triples(generation.graph))
    random.Random(1).shuffle(triples)
    found = pairs(
        lambda: write_graph(canonical(triples), io.BytesIO()),
        lambda: graph.serialize(io.BytesIO(), format="turtle"),
        rounds=given.slow_rounds,
    )
    return found.figure(
        "turtle",
        f"deterministic Turtle of {len(triples):,} statements, sorting included",
        "rdflib",
        least=8.0,
        about={"statements": len(triples)},
    )


# --- questions ----------------------------------------------------------------------------------------------


def _questions(local: ox.Store, graph: rdflib.Graph, made: Path, generation: Generation, given: Size) -> list[Figure]:
    catalogue = Catalogue(generation.catalogue)
    issuer = catalogue.rows(
        """SELECT t.iri FROM thing t JOIN fact f ON f.o = t.id AND f.p = 'issuedBy' WHERE t.cls = 'Ministry'
        GROUP BY t.iri ORDER BY COUNT(*) DESC, t.iri LIMIT 1"""
    )[0][0]
    figures = []
    rounds = 3 * given.slow_rounds + 1
    for key, (what, text) in QUESTIONS.items():
        query = _PREFIXES + text.replace("ISSUER", issuer)
        found, rows = _same(local, graph, query, rounds=rounds)
        about = {"rows": rows, "query": " ".join(text.split())}
        figures.append(found.figure(key, what, "rdflib", least=5.0, unit="ms", about=about))
    return [
        figures[0],
        _in_memory(graph, made, issuer, rounds=rounds),
        _issued_by(catalogue, graph, issuer, rounds=rounds),
        figures[1],
        _joint_issuers(local, graph, issuer),
        *figures[2:],
        _provenance(local, graph, catalogue),
    ]


def _in_memory(graph: rdflib.Graph, made: Path, issuer: str, *, rounds: int) -> Figure:
    """The first question asked of the graph in memory, as rdflib has it; it is gone before others are asked."""
    what, text = QUESTIONS["issued-by"]
    begin = time.perf_counter()
    with open_in_memory(made) as (memory, _):
        loading = time.perf_counter() - begin
        found, _ = _same(memory, graph, _PREFIXES + text.replace("ISSUER", issuer), rounds=rounds)
    about = {"reading the graph": f"{loading:.1f} s, once"}
    return found.figure("issued-by-memory", f"{what}, graph in memory", "rdflib", least=5.0, unit="ms", about=about)


def _issued_by(catalogue: Catalogue, graph: rdflib.Graph, issuer: str, *, rounds: int) -> Figure:
    """The catalogue asked for the policies of an issuer, beside rdflib asked in SPARQL, which gives the same."""
    what, text = QUESTIONS["issued-by"]
    query = _PREFIXES + text.replace("ISSUER", issuer)
    theirs = Counter(tuple(map(_plain, row)) for row in graph.query(query))  # type: ignore[arg-type]
    if Counter(tuple(map(_plain, row)) for row in catalogue.rows(ISSUED_BY, issuer)) != theirs:
        raise ValueError(f"the catalogue knows other policies of {issuer}")
    found = pairs(
        lambda: catalogue.rows(ISSUED_BY, issuer), lambda: len(graph.query(query)), rounds=rounds, repeat=_REPEAT
    )
    return found.figure("issued-by-catalogue", f"{what}, from the catalogue", "rdflib", least=5.0, unit="ms")


def _joint_issuers(local: ox.Store, graph: rdflib.Graph, issuer: str) -> Figure:
    """The named query for the same, with names and days; rdflib takes seconds, so one pair must do."""
    query = find_query("joint-issuers").bound({"issuer": issuer}, lambda name: [name])
    found, rows = _same(local, graph, query, rounds=1, repeat=1)
    what = "with whom a ministry issues policies, since when (the named query)"
    return found.figure("joint-issuers-named", what, "rdflib", least=5.0, unit="ms", about={"rows": rows})


def _same(local: ox.Store, graph: rdflib.Graph, query: str, *, rounds: int, repeat: int = _REPEAT) -> tuple[Pairs, int]:
    """A question asked of both; both must give the same rows, and are then asked equally often."""
    ours = Counter(
        tuple(_plain(row[at] and row[at].value) for at in range(len(row))) for row in _solutions(local, query)
    )
    theirs = Counter(tuple(map(_plain, row)) for row in graph.query(query))  # type: ignore[arg-type]
    if ours != theirs or not ours:
        raise ValueError(f"{ours.total()} rows here, {theirs.total()} in rdflib, not all the same: {query}")
    found = pairs(lambda: _answers(local.query(query)), lambda: len(graph.query(query)), rounds=rounds, repeat=repeat)
    return found, ours.total()


def _plain(term: object) -> str:
    """What a term says, nothing for none: numbers as numbers, however they are written."""
    text = "" if term is None else str(term)
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def _provenance(local: ox.Store, graph: rdflib.Graph, catalogue: Catalogue) -> Figure:
    """The named query with subject, relation and object; rdflib joins all facts first, so one fact must do."""
    subject, relation, obj = catalogue.rows(
        """SELECT a.iri, f.p, b.iri FROM fact f JOIN thing a ON a.id = f.s JOIN thing b ON b.id = f.o
        WHERE f.p = 'issuedBy' ORDER BY a.iri LIMIT 1"""
    )[0]
    ends = {"subject": subject, "relation": relation, "object": obj}
    query = find_query("provenance").bound(ends, lambda name: [name])
    found, rows = _same(local, graph, query, rounds=1)
    return found.figure(
        "provenance",
        "provenance of a fact (the named query)",
        "rdflib",
        least=500.0,
        unit="ms",
        about={"rows": rows},
    )


# --- names --------------------------------------------------------------------------------------------------


def _texts(local: ox.Store, *, count: int) -> list[str]:
    """Pieces from within names, of every script alike, each of a thing of its own."""
    choose = random.Random(11)
    names: dict[str, list[str]] = {}
    pref = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    for quad in local.quads_for_pattern(None, pref, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal) and len(quad.object.value) > 6:
            names.setdefault(quad.object.language or "", []).append(quad.object.value)
    texts = []
    for language in ("ko", "zh-hans", "zh-hant", "en"):
        for name in choose.sample(sorted(names[language]), count // 4):
            begin = choose.randrange(1, len(name) - 4)
            texts.append(name[begin : begin + choose.randint(3, 5)].strip())
    return texts


def _times(work: Callable[[str], object], texts: Sequence[str], *, repeat: int) -> list[float]:
    return [seconds(lambda text=text: [work(text) for _ in range(repeat)]) / repeat for text in texts]  # type: ignore[misc]


def _names(local: ox.Store, generation: Generation, given: Size) -> Figure:
    """Search by a piece of a name beside a filter in Oxigraph."""
    texts = _texts(local, count=_NAMES if given.name != "quick" else 8)
    with Names(generation) as names:
        ours = _times(names.search, texts, repeat=5)
        theirs = _times(lambda text: _answers(local.query(_contains(text))), texts, repeat=1)
    about = {"texts": len(texts), "slowest": round(1000 * max(ours), 2), "examples": texts[::5]}
    found = Pairs(tuple(ours), tuple(theirs))
    work = f"names with a piece of text in them, in four scripts, {len(texts)} texts"
    return found.figure("names", work, "Oxigraph, FILTER CONTAINS", least=50.0, most=5.0, unit="ms", about=about)


def _names_in_memory(local: ox.Store, graph: rdflib.Graph, generation: Generation, given: Size) -> Figure:
    """The same beside rdflib, for a few."""
    texts = _texts(local, count=_NAMES)[:: _NAMES // 4][: 2 * given.slow_rounds]
    with Names(generation) as names:
        ours = _times(names.search, texts, repeat=5)
    theirs = _times(lambda text: len(graph.query(_contains(text))), texts, repeat=1)
    found = Pairs(tuple(ours), tuple(theirs))
    work = f"names with a piece of text in them, {len(texts)} texts"
    return found.figure("names-rdflib", work, "rdflib, FILTER CONTAINS", least=1000.0, most=5.0, unit="ms")


def _contains(text: str) -> str:
    return _PREFIXES + CONTAINS.replace("TEXT", text)


# --- neighbourhood ------------------------------------------------------------------------------------------


def _neighbourhood(local: ox.Store, generation: Generation, given: Size) -> Figure:
    """What lies within three facts, over all relations in both directions, as a path in SPARQL; same things found."""
    catalogue = Catalogue(generation.catalogue)
    ties, reading = Ties(catalogue), seconds(lambda: Ties(catalogue))
    iris = [row[0] for row in catalogue.rows("SELECT iri FROM thing WHERE facts > 0 ORDER BY iri")]
    chosen = random.Random(5).sample(iris, _THINGS)
    relations = "|".join(f"<{cst(r)}>|^<{cst(r)}>" for r in sorted(load_ontology().relations))
    path = f"({relations})/({relations})?/({relations})?"
    ours, theirs, reached = [], [], []
    for iri in chosen:
        query = f"SELECT DISTINCT ?thing WHERE {{ <{iri}> {path} ?thing }}"
        near = partial(ties.around, [iri], 3, Wanted(but="addresses"))
        if {row["thing"].value for row in _solutions(local, query)} | {iri} != set(near()):
            raise ValueError(f"other things around {iri} than SPARQL finds")
        reached.append(len(near()))
        found = pairs(near, partial(_solutions, local, query), rounds=given.slow_rounds, repeat=20)
        ours.append(statistics.median(found.ours))
        theirs.append(statistics.median(found.theirs))
    about: dict[str, Any] = {
        "things reached": f"{min(reached):,} to {max(reached):,}",
        "read facts into memory": f"{reading:.2f} s, once for each generation",
        "facts": len(catalogue.rows("SELECT 1 FROM fact")),
    }
    return Pairs(tuple(ours), tuple(theirs)).figure(
        "neighbourhood",
        f"things within three hops, {_THINGS} things",
        "Oxigraph, path in SPARQL",
        least=50.0,
        unit="ms",
        about=about,
    )


def _solutions(local: ox.Store, query: str) -> list[Any]:
    return list(local.query(query))  # type: ignore[arg-type]
