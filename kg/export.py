"""The graph for other tools: a table of exporters, one per format.

In: the files of a generation. Out: RDF in six syntaxes, the network of things as GraphML, GEXF or CSV, the
names of all known things as SSSOM. All sorted, without clocks: the same graph gives the same bytes. RDF exports
hold the facts; those with named graphs (N-Quads, TriG) all graphs of the store, with IRIs for the ontology's
blank nodes. The network's nodes are the things that documents mention, its edges the facts between them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

from kg.disk import reason
from kg.errors import KgError
from kg.generations import Generation
from kg.rdf import LABEL, MENTIONED_IN, PREF_LABEL, TYPE, canonical, read_triples
from kg.results import without_controls, write_statements
from kg.sssom import write_names
from kg.store import graph_of, open_read_only
from kg.vocab import CST, GRAPH_BACKGROUND, GRAPH_ENRICHMENT, GRAPH_FACTS, GRAPH_ONTOLOGY, PREFIXES, cst

Exporter = Callable[[Generation, IO[bytes]], None]


class ExportError(KgError):
    """The graph cannot be written in that form or to that place."""


def unwritable(place: Path, error: OSError, *, advice: str = "") -> ExportError:
    """The error to raise where `place` cannot be written; `advice` is a clause on what to do."""
    return ExportError(f"{place}: cannot be written ({reason(error)}){advice}")


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the network. `labels`: preferred label per language tag."""

    iri: str
    cls: str
    label: str
    labels: Mapping[str, str]
    articles: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two things, with its best confidence and how many sentences state it."""

    source: str
    relation: str
    target: str
    confidence: str
    sentences: int


def export(generation: Generation, form: str, out: IO[bytes]) -> None:
    """Writes the graph to `out` in one of `EXPORTERS`; of `csv`, the edges."""
    EXPORTERS[form](generation, out)


def export_tables(generation: Generation, directory: Path) -> None:
    """Writes `nodes.csv` and `edges.csv` into `directory`, made where it is missing."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        things, edges = network(generation)
        with (directory / "nodes.csv").open("wb") as out:
            _write_csv(out, ("id", "class", "label", *_LANGUAGES, "articles"), map(_node_row, things))
        with (directory / "edges.csv").open("wb") as out:
            _write_csv(out, _EDGE_COLUMNS, map(_edge_row, edges))
    except OSError as error:
        raise unwritable(directory, error, advice="; CSV takes a directory") from error


def network(generation: Generation) -> tuple[list[Thing], list[Edge]]:
    """The things that documents mention and the facts between them, sorted by IRI."""
    statements = list(_statements(generation.graph))
    mentioned = {s.subject for s in statements if s.predicate == MENTIONED_IN.value}
    return _things(statements, mentioned), _edges(statements, mentioned)


class _Statement(NamedTuple):
    """A statement as strings; `language` is the object's tag, empty where it has none."""

    subject: str
    predicate: str
    object: str
    language: str


def _statements(path: Path) -> Iterator[_Statement]:
    for t in read_triples(path):
        if isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, ox.Triple):
            language = t.object.language if isinstance(t.object, ox.Literal) else None
            yield _Statement(t.subject.value, t.predicate.value, t.object.value, language or "")


def _things(statements: Iterable[_Statement], mentioned: set[str]) -> list[Thing]:
    found: dict[str, dict[str, str]] = {iri: {} for iri in mentioned}
    labels: dict[str, dict[str, str]] = {iri: {} for iri in mentioned}
    articles: Counter[str] = Counter()
    for iri, predicate, value, language in statements:
        if iri not in mentioned:
            continue
        if predicate in (TYPE.value, LABEL.value):
            found[iri][predicate] = value.removeprefix(CST)
        elif predicate == PREF_LABEL.value:
            labels[iri][language] = value
        elif predicate == MENTIONED_IN.value:
            articles[iri] += 1
    return [
        Thing(iri, found[iri].get(TYPE.value, ""), found[iri].get(LABEL.value, iri), labels[iri], articles[iri])
        for iri in sorted(mentioned)
    ]


def _edges(statements: Iterable[_Statement], mentioned: set[str]) -> list[Edge]:
    parts: dict[str, dict[str, str]] = {}
    sentences: Counter[str] = Counter()
    for assertion, predicate, value, _ in statements:
        name = _OF_ASSERTION.get(predicate)
        if name == "evidence":
            sentences[assertion] += 1
        elif name is not None:
            parts.setdefault(assertion, {})[name] = value
    merged: dict[tuple[str, str, str], tuple[float, str, int]] = {}
    for assertion, part in parts.items():
        key = (part["subject"], part["predicate"].removeprefix(CST), part["object"])
        if {key[0], key[2]} <= mentioned:
            best, text, count = merged.get(key, (-1.0, "", 0))
            better = max((best, text), (float(part["confidence"]), part["confidence"]))
            merged[key] = (*better, count + sentences[assertion])
    return [Edge(*key, confidence, count) for key, (_, confidence, count) in sorted(merged.items())]


_OF_ASSERTION = {
    PREFIXES["rdf"] + "subject": "subject",
    PREFIXES["rdf"] + "predicate": "predicate",
    PREFIXES["rdf"] + "object": "object",
    cst("confidence"): "confidence",
    cst("evidence"): "evidence",
}


# --- RDF ----------------------------------------------------------------------------------------------------


def _of_facts(syntax: str) -> Exporter:
    def write(generation: Generation, out: IO[bytes]) -> None:
        write_statements(list(read_triples(generation.graph)), syntax, out)

    return write


def _of_graphs(form: ox.RdfFormat) -> Exporter:
    def write(generation: Generation, out: IO[bytes]) -> None:
        ox.serialize(_quads(generation), out, form, prefixes=dict(PREFIXES))

    return write


def _quads(generation: Generation) -> Iterator[ox.Quad]:
    for graph, statements in graphs(generation):
        name = ox.NamedNode(graph)
        for t in statements:
            yield ox.Quad(t.subject, t.predicate, t.object, name)


def graphs(generation: Generation) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
    """IRI and statements of each named graph, in canonical order, without blank nodes."""
    local = open_read_only(generation.store)
    for graph in (GRAPH_BACKGROUND, GRAPH_FACTS):
        yield graph, graph_of(generation, local, graph)
    for graph in (GRAPH_ONTOLOGY, GRAPH_ENRICHMENT):
        yield graph, canonical(graph_of(generation, local, graph))


# --- networks -----------------------------------------------------------------------------------------------

_LANGUAGES = ("ko", "zh-hans", "zh-hant", "en")
_EDGE_COLUMNS = ("source", "relation", "target", "confidence", "sentences")
_NODE_KEYS = ("class", "label", *_LANGUAGES, "articles")
_EDGE_KEYS = ("relation", "confidence", "sentences")


def _node_row(thing: Thing) -> tuple[str, ...]:
    return (
        thing.iri,
        thing.cls,
        thing.label,
        *(thing.labels.get(tag, "") for tag in _LANGUAGES),
        str(thing.articles),
    )


def _edge_row(edge: Edge) -> tuple[str, ...]:
    return (edge.source, edge.relation, edge.target, edge.confidence, str(edge.sentences))


def _csv(generation: Generation, out: IO[bytes]) -> None:
    _write_csv(out, _EDGE_COLUMNS, map(_edge_row, network(generation)[1]))


def _write_csv(out: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    text.detach()


def _graphml(generation: Generation, out: IO[bytes]) -> None:
    """GraphML, as http://graphml.graphdrawing.org/specification.html describes it."""
    things, edges = network(generation)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for kind, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key in keys:
            lines.append(f'<key id="{kind}-{key}" for="{kind}" attr.name="{key}" attr.type="{_type(key)}"/>')
    lines.append('<graph id="facts" edgedefault="directed">')
    for thing in things:
        lines.append(f"<node id={_attribute(thing.iri)}>{_data('node', _NODE_KEYS, _node_row(thing)[1:])}</node>")
    for edge in edges:
        values = (edge.relation, edge.confidence, str(edge.sentences))
        lines.append(
            f"<edge source={_attribute(edge.source)} target={_attribute(edge.target)}>"
            f"{_data('edge', _EDGE_KEYS, values)}</edge>"
        )
    lines += ["</graph>", "</graphml>", ""]
    out.write("\n".join(lines).encode())


def _data(kind: str, keys: Sequence[str], values: Sequence[str]) -> str:
    pairs = zip(keys, values, strict=True)
    return "".join(f'<data key="{kind}-{key}">{_text(value)}</data>' for key, value in pairs if value)


def _gexf(generation: Generation, out: IO[bytes]) -> None:
    """GEXF 1.3, as https://gexf.net describes it."""
    things, edges = network(generation)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        '<graph defaultedgetype="directed">',
    ]
    for kind, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        attributes = "".join(f'<attribute id="{key}" title="{key}" type="{_type(key)}"/>' for key in keys)
        lines.append(f'<attributes class="{kind}">{attributes}</attributes>')
    lines.append("<nodes>")
    for thing in things:
        values = _attvalues(_NODE_KEYS, _node_row(thing)[1:])
        lines.append(f"<node id={_attribute(thing.iri)} label={_attribute(thing.label)}>{values}</node>")
    lines += ["</nodes>", "<edges>"]
    for edge in edges:
        values = _attvalues(_EDGE_KEYS, (edge.relation, edge.confidence, str(edge.sentences)))
        identity = _attribute(f"{edge.source} {edge.relation} {edge.target}")
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        lines.append(f"<edge id={identity} {ends} label={_attribute(edge.relation)}>{values}</edge>")
    lines += ["</edges>", "</graph>", "</gexf>", ""]
    out.write("\n".join(lines).encode())


def _attvalues(keys: Sequence[str], values: Sequence[str]) -> str:
    pairs = zip(keys, values, strict=True)
    cells = "".join(f'<attvalue for="{key}" value={_attribute(value)}/>' for key, value in pairs if value)
    return f"<attvalues>{cells}</attvalues>"


def _sssom(generation: Generation, out: IO[bytes]) -> None:
    """The alias table; its version is that of the background."""
    write_names(generation.background, generation.prepared_background.name, out)


def _type(key: str) -> str:
    return {"articles": "int", "sentences": "int", "confidence": "double"}.get(key, "string")


def _text(value: str) -> str:
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", without_controls(value))


def _attribute(value: str) -> str:
    return quoteattr(without_controls(value))


_MARKUP = re.compile("[&<>]")

EXPORTERS: dict[str, Exporter] = {
    "turtle": _of_facts("turtle"),
    "ntriples": _of_facts("ntriples"),
    "nquads": _of_graphs(ox.RdfFormat.N_QUADS),
    "trig": _of_graphs(ox.RdfFormat.TRIG),
    "jsonld": _of_facts("jsonld"),
    "rdfxml": _of_facts("rdfxml"),
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "sssom": _sssom,
}
"""What writes each format."""
