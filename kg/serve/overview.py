"""What there is in all: counts, newest bulletins, most connected actors; and finding things by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kg.catalogue import places
from kg.search import Hit
from kg.serve import models
from kg.serve.documents import listed_bulletins
from kg.serve.parts import Class, Graph, Present, TheSite, classes_below

router = APIRouter()

_SHOWN = 12


@router.get("/api/summary")
def summary(site: TheSite, graph: Graph, present: Present) -> models.Summary:
    """Counts of things per class, facts and articles; the newest bulletins and most connected actors."""
    actors = [*classes_below(site.ontology, "Actor"), "Person"]
    query = f"SELECT iri, facts FROM thing WHERE cls IN ({places(len(actors))}) ORDER BY facts DESC, iri LIMIT ?"
    connected = graph.catalogue.rows(query, *actors, _SHOWN)
    return models.Summary(
        counts=dict(graph.catalogue.rows("SELECT cls, COUNT(*) FROM thing GROUP BY cls ORDER BY cls")),
        facts=graph.catalogue.rows("SELECT COUNT(*) FROM fact")[0][0],
        articles=graph.catalogue.rows("SELECT COUNT(*) FROM article")[0][0],
        bulletins=listed_bulletins(graph, present, offset=0, limit=_SHOWN),
        connected=[models.Connected(**dict(present.ref(iri)), facts=facts) for iri, facts in connected],
    )


@router.get("/api/search")
def search(
    graph: Graph,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=100)] = 12,
    cls: Class = None,
) -> models.Hits:
    """Things by any form of a name, by a part of one, or by initial consonants; as one types."""
    found = graph.names.search(q, limit=limit, cls=cls)
    return models.Hits(hits=[_hit(hit) for hit in found.hits], more=found.more)


def _hit(hit: Hit) -> models.Hit:
    names = {tag: [name] for tag, name in hit.names.items()}
    return models.Hit(iri=hit.iri, cls=hit.cls, names=names, matched=hit.form, how=hit.match, mentions=hit.mentions)
