"""A thing, or what a network shows, as a file: its statements in RDF, or its facts as CSV."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query
from fastapi.responses import Response

from kg import cards
from kg.cards import QUALIFIERS
from kg.errors import QueryError
from kg.rdf import DERIVED_FROM, LABEL, PREF_LABEL, TYPE, canonical, named, node
from kg.results import write_statements
from kg.serve import models
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Iri, Present, require
from kg.serve.present import Presenter
from kg.serve.tables import csv_line
from kg.vocab import cst

router = APIRouter()

MOST_FACTS = 10_000

_FILES = {
    "turtle": ("text/turtle; charset=utf-8", "ttl"),
    "ntriples": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "jsonld"),
    "csv": ("text/csv; charset=utf-8", "csv"),
}
_HAS_MENTION = node(cst("hasMention"))
_COLUMNS = (
    "subject", "subject name", "relation", "object", "object name", "confidence", *QUALIFIERS,
    "quote", "article", "bulletin", "issued", "source",
)  # fmt: skip


@router.get("/api/export", response_class=Response, summary="Export of a thing")
def of_thing(
    graph: Graph,
    present: Present,
    iri: Iri,
    form: Annotated[Literal["turtle", "ntriples", "jsonld", "csv"], Query(alias="format")] = "turtle",
) -> Response:
    """A thing with its facts and their evidence, as a download."""
    require(graph, iri)
    query = "SELECT iri FROM fact WHERE s = ?1 OR o = ?1 ORDER BY iri LIMIT ?2"
    facts = [row[0] for row in graph.catalogue.rows(query, graph.catalogue.number(iri), MOST_FACTS + 1)]
    if len(facts) > MOST_FACTS:
        raise QueryError(f"it has more than {MOST_FACTS} facts, too many for one file; ask /sparql for a part of them")
    return _download(graph, present, [iri], facts, form, name=iri.rpartition("/")[2])


@router.post("/api/export", response_class=Response, summary="Export of a network")
def of_network(graph: Graph, present: Present, body: models.Drawn) -> Response:
    """The things and facts of a drawn network, with their evidence, as a download."""
    for iri in (*body.things, *body.facts):
        require(graph, iri)
    return _download(graph, present, body.things, body.facts, body.format, name="network")


def _download(
    graph: Snapshot, present: Presenter, things: Sequence[str], facts: Sequence[str], form: str, *, name: str
) -> Response:
    media, suffix = _FILES[form]
    stated = [present.reader.fact(iri) for iri in dict.fromkeys(facts)]
    out = io.BytesIO()
    if form == "csv":
        for row in (_COLUMNS, *(row for fact in stated for row in _rows(present, fact))):
            out.write(csv_line(row).encode("utf-8", "replace"))
    else:
        write_statements(canonical(_statements(graph, things, stated)), form, out)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}.{suffix}"'}
    return Response(out.getvalue(), headers=headers, media_type=media)


# --- statements ---------------------------------------------------------------------------------------------


def _statements(graph: Snapshot, things: Iterable[str], facts: Sequence[cards.Fact]) -> Iterator[ox.Triple]:
    """What is said of the things (but the places of their names), of the facts and of where they are stated;
    of what else these name, class and name.
    """
    nodes = [node(thing) for thing in things]
    named_too = [node(end) for fact in facts for end in (fact.subject, fact.object)]
    sources: list[ox.NamedNode] = []
    for fact in facts:
        yield ox.Triple(node(fact.subject), node(cst(fact.relation)), node(fact.object))
        nodes += (node(fact.iri or ""), *(node(evidence.iri) for evidence in fact.evidence))
        if fact.relation == cards.TARGET_RELATION:
            nodes.append(node(fact.object))
    for subject in dict.fromkeys(nodes):
        for triple in _about(graph, subject):
            yield triple
            if triple.predicate == DERIVED_FROM and isinstance(triple.object, ox.NamedNode):
                sources.append(triple.object)
            elif isinstance(triple.object, ox.NamedNode) and triple.predicate != TYPE:
                named_too.append(triple.object)
    yield from _documents(graph, sources)
    for subject in dict.fromkeys(named_too):
        yield from (t for t in _about(graph, subject) if t.predicate in (TYPE, PREF_LABEL, LABEL))


def _documents(graph: Snapshot, articles: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    """What is said of articles, their bulletins and sources."""
    for article in dict.fromkeys(articles):
        for triple in _about(graph, article):
            yield triple
            if triple.predicate in (named("dcterms", "isPartOf"), named("dcterms", "source")):
                yield from _about(graph, triple.object)


def _about(graph: Snapshot, subject: ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal) -> Iterator[ox.Triple]:
    if isinstance(subject, ox.NamedNode):
        for quad in graph.store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
            if quad.predicate != _HAS_MENTION:
                yield quad.triple


# --- rows ---------------------------------------------------------------------------------------------------


def _rows(present: Presenter, fact: cards.Fact) -> Iterator[Sequence[str]]:
    """A row for each sentence that states the fact."""
    reader = present.reader
    for evidence in fact.evidence:
        article = evidence.article
        yield (
            fact.subject, reader.ref(fact.subject).name, fact.relation, fact.object, reader.ref(fact.object).name,
            fact.confidence or "", *(fact.qualifiers.get(name, "") for name in QUALIFIERS),
            " ".join(evidence.quote.split()), article.title, article.bulletin.id, article.bulletin.issued or "",
            next((source.url for source in article.sources if source.url), ""),
        )  # fmt: skip
