"""The endpoint and its data described in RDF, for machines.

In: the current graph. Out: a SPARQL 1.1 service description (https://www.w3.org/TR/sparql11-service-description/)
and a VoID description (https://www.w3.org/TR/void/) with the number of statements, of things per class and of
statements per property in each named graph.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.rdf import TYPE, integer, named, node
from kg.results import write_statements
from kg.serve.current import Snapshot
from kg.serve.negotiate import best
from kg.serve.parts import Graph
from kg.vocab import GRAPH_FACTS, PREFIXES

router = APIRouter()

SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements of a graph in all, things per class (IRI), statements per property (IRI)."""

    statements: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@router.get("/.well-known/void", response_class=Response, summary="VoID description")
def void(request: Request, graph: Graph) -> Response:
    """What the graph holds, in RDF."""
    media = best(request.headers.get("accept", ""), tuple(SYNTAXES)) or "text/turtle"
    return _response(media, list(_dataset(str(request.base_url), graph)))


def service_description(media: str, base: str, graph: Snapshot) -> Response:
    """What the endpoint understands, and the graphs it asks."""
    return _response(media, [*_service(base, graph), *_dataset(base, graph)])


def _response(media: str, triples: list[ox.Triple]) -> Response:
    out = io.BytesIO()
    write_statements(sorted(set(triples), key=str), SYNTAXES[media], out)
    kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Response(out.getvalue(), media_type=kind, headers={"Vary": "Accept"})


def _service(base: str, graph: Snapshot) -> Iterator[ox.Triple]:
    service, dataset = node(f"{base}sparql#service"), node(f"{base}.well-known/void#dataset")
    yield ox.Triple(service, TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), node(f"{base}sparql"))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for form in _FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), node(f"http://www.w3.org/ns/formats/{form}"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, TYPE, _sd("Dataset"))
    merged = node(f"{base}sparql#default-graph")
    yield ox.Triple(dataset, _sd("defaultGraph"), merged)
    yield ox.Triple(merged, TYPE, _sd("Graph"))
    for name in _named(graph):
        entry = node(f"{base}sparql#{_local(name)}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), node(name))
        yield ox.Triple(entry, _sd("graph"), node(f"{base}.well-known/void#{_local(name)}"))
        yield ox.Triple(node(f"{base}.well-known/void#{_local(name)}"), TYPE, _sd("Graph"))


def _dataset(base: str, graph: Snapshot) -> Iterator[ox.Triple]:
    dataset = node(f"{base}.well-known/void#dataset")
    yield ox.Triple(dataset, TYPE, named("void", "Dataset"))
    title = "A knowledge graph of the actors of China's science and technology policy"
    yield ox.Triple(dataset, named("dcterms", "title"), ox.Literal(title, language="en"))
    yield ox.Triple(dataset, named("void", "sparqlEndpoint"), node(f"{base}sparql"))
    for name in ("cst", "skos", "dcterms", "prov", "foaf", "org"):
        yield ox.Triple(dataset, named("void", "vocabulary"), node(PREFIXES[name]))
    for name, tally in tallies(graph).items():
        part = node(f"{base}.well-known/void#{_local(name)}")
        yield ox.Triple(dataset, named("void", "subset"), part)
        yield from _partitions(part, tally)


def _partitions(part: ox.NamedNode, tally: Tally) -> Iterator[ox.Triple]:
    yield ox.Triple(part, TYPE, named("void", "Dataset"))
    yield ox.Triple(part, named("void", "triples"), integer(tally.statements))
    yield ox.Triple(part, named("void", "classes"), integer(len(tally.classes)))
    yield ox.Triple(part, named("void", "properties"), integer(len(tally.properties)))
    for kind, key, counted, counts in (
        ("classPartition", "class", "entities", tally.classes),
        ("propertyPartition", "property", "triples", tally.properties),
    ):
        for number, (name, count) in enumerate(sorted(counts.items())):
            one = node(f"{part.value}-{key}-{number}")
            yield ox.Triple(part, named("void", kind), one)
            yield ox.Triple(one, TYPE, named("void", "Dataset"))
            yield ox.Triple(one, named("void", key), node(name))
            yield ox.Triple(one, named("void", counted), integer(count))


def tallies(graph: Snapshot) -> dict[str, Tally]:
    """The counts of what documents state, from the catalogue, and of each named graph, counted once; by IRI."""
    if "tallies" not in graph.kept:
        graph.kept["tallies"] = {
            name: _of_facts(graph) if name == GRAPH_FACTS else _count(graph, name)
            for name in sorted({GRAPH_FACTS, *_named(graph)})
        }
    found: dict[str, Tally] = graph.kept["tallies"]
    return found


def _named(graph: Snapshot) -> list[str]:
    """IRIs of the named graphs."""
    return sorted(name.value for name in graph.store.named_graphs() if isinstance(name, ox.NamedNode))


def _of_facts(graph: Snapshot) -> Tally:
    catalogue = graph.catalogue
    return Tally(catalogue.tally("all")["statements"], catalogue.tally("class"), catalogue.tally("property"))


def _count(graph: Snapshot, name: str) -> Tally:
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for quad in graph.store.quads_for_pattern(None, None, None, node(name)):
        properties[quad.predicate.value] += 1
        if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
            classes[quad.object.value] += 1
    return Tally(properties.total(), classes, properties)


def _local(graph: str) -> str:
    return graph.rpartition("/")[2]


def _sd(name: str) -> ox.NamedNode:
    return node(_SD + name)
