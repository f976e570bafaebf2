"""The card of a thing: names, facts both ways with their sentences, goals, where it is mentioned."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query

from kg import cards
from kg.cards import TARGET_RELATION
from kg.errors import NotFoundError, QueryError
from kg.labels import find, near
from kg.serve import models, present, timeline
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Present, require
from kg.serve.present import Presenter

router = APIRouter()

MOST_FACTS = 400
"""The most facts on a card, the surest first."""

_MOST_KNOWN = 200
_MOST_ARTICLES = 100
_MOST_EVENTS = 200

_SUREST = """SELECT f.iri FROM fact f WHERE f.s = ?1 OR f.o = ?1
ORDER BY f.p = 'addresses', f.confidence DESC, f.last DESC, f.iri LIMIT ?2"""
_ARTICLES = """SELECT a.iri FROM mention m JOIN article a ON a.id = m.article JOIN bulletin b ON b.id = a.bulletin
WHERE m.thing = ? ORDER BY a.reported DESC, b.iri, a.place LIMIT ?"""


@router.get("/api/thing")
def thing(
    graph: Graph,
    present: Present,
    iri: Annotated[str | None, Query(max_length=500)] = None,
    name: Annotated[str | None, Query(max_length=200)] = None,
) -> models.Thing:
    """The card of the thing with that IRI, or of the one most mentioned among those that bear the name."""
    if (iri is None) == (name is None):
        raise QueryError("give either iri= or name=")
    found = _named(graph, name) if iri is None else iri
    require(graph, found)
    return card(graph, present, found)


def _named(graph: Snapshot, name: str | None) -> str:
    iris = find(graph.indexes, name or "")
    if not iris:
        close = near(graph.indexes, name or "")
        hint = f"; near names: {', '.join(close)}" if close else ""
        raise NotFoundError(f"nothing in the graph is called '{name}'{hint}")
    return min(iris, key=lambda iri: (-mentions(graph, iri), iris.index(iri)))


def mentions(graph: Snapshot, iri: str) -> int:
    """How many articles mention it."""
    row = graph.catalogue.row("SELECT mentions FROM thing WHERE iri = ?", iri)
    return 0 if row is None else row[0]


def card(graph: Snapshot, presenter: Presenter, iri: str) -> models.Thing:
    """The card of one thing."""
    reader = presenter.reader
    ref = reader.ref(iri)
    row = graph.catalogue.row("SELECT id, mentions, facts FROM thing WHERE iri = ?", iri)
    number, count, of_all = row or (0, 0, 0)
    stated = [reader.fact(row[0]) for row in graph.catalogue.rows(_SUREST, number, MOST_FACTS)]
    known = list(reader.known(iri, beside=stated, limit=_MOST_KNOWN))
    articles = [presenter.article(row[0]) for row in graph.catalogue.rows(_ARTICLES, number, _MOST_ARTICLES)]
    relations = [fact for fact in chain(stated, known) if fact.relation != TARGET_RELATION]
    return models.Thing(
        iri=iri,
        cls=ref.cls,
        names=present.names(reader.names(iri)),
        links=reader.links(iri),
        identifiers=reader.identifiers(iri),
        mentions=count,
        articles=articles,
        facts=present.by_relation([presenter.fact(fact, iri) for fact in relations]),
        targets=_targets(presenter, stated),
        events=timeline.of_thing(graph, presenter, number, limit=_MOST_EVENTS),
        more=models.LeftOut(facts=max(0, of_all - MOST_FACTS), articles=count - len(articles)),
    )


def _targets(presenter: Presenter, facts: list[cards.Fact]) -> list[models.Target]:
    found = (presenter.reader.target(fact) for fact in facts if fact.relation == TARGET_RELATION)
    ordered = sorted(found, key=lambda target: (target.year or "9999", target.metric, target.written, target.iri))
    return [presenter.target(target) for target in ordered]
