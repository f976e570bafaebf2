"""What happened when: policies, reports and events by the day on which they are reported, dated facts, targets
by their year, and for a single thing the articles that mention it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from kg.catalogue import Row, places
from kg.serve import models
from kg.serve.current import Snapshot
from kg.serve.parts import Class, Day, Graph, Present, TheSite, classes_below
from kg.serve.present import Presenter

router = APIRouter()

_COLUMNS = """m.date, m.kind, t.iri, o.iri, m.fact, a.iri FROM moment m JOIN thing t ON t.id = m.thing
LEFT JOIN thing o ON o.id = m.other LEFT JOIN article a ON a.id = m.article"""

_MENTIONS = """SELECT a.reported, 'mention', t.iri, NULL, NULL, a.iri FROM mention x JOIN thing t ON t.id = x.thing
JOIN article a ON a.id = x.article WHERE x.thing = ?1 AND a.reported IS NOT NULL"""

_OF_THING = "(m.thing = ? OR m.other = ?)"
_OF_PLACE = """m.thing IN (SELECT f.s FROM fact f WHERE f.o = ? UNION SELECT f.o FROM fact f WHERE f.s = ?
UNION SELECT ?)"""


@router.get("/api/timeline")
def timeline(
    site: TheSite,
    graph: Graph,
    present: Present,
    begin: Annotated[Day, Query(alias="from")] = None,
    end: Annotated[Day, Query(alias="to")] = None,
    cls: Class = None,
    iri: Annotated[str | None, Query(max_length=500)] = None,
    place: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=2000)] = 500,
) -> models.Timeline:
    """What happened in a span of time, the latest `limit` entries in the order of their dates."""
    thing, around = (None if of is None else graph.catalogue.number(of) for of in (iri, place))
    conditions: list[str] = []
    values: list[Any] = []
    for condition, given in (
        ("substr(?, 1, length(m.date)) <= m.date", (begin,)),
        ("substr(m.date, 1, length(?)) <= ?", (end, end)),
        (_OF_THING, (thing, thing)),
        (_OF_PLACE, (around, around, around)),
    ):
        if given[0] is not None:
            conditions.append(condition)
            values += given
    if cls is not None:
        classes = classes_below(site.ontology, cls)
        conditions.append(f"t.cls IN ({places(len(classes))})")
        values += classes
    return _latest(graph, present, conditions, values, limit)


def _latest(
    graph: Snapshot, present: Presenter, conditions: Sequence[str], values: Sequence[Any], limit: int
) -> models.Timeline:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = graph.catalogue.rows(
        f"SELECT {_COLUMNS}{where} ORDER BY m.date DESC, t.iri, m.kind, m.fact LIMIT ?", *values, limit
    )
    more = 0
    if len(rows) == limit:
        (total,) = graph.catalogue.rows(f"SELECT COUNT(*) FROM (SELECT {_COLUMNS}{where})", *values)[0]
        more = total - limit
    return models.Timeline(items=moments(rows, present), more=more)


def of_thing(graph: Snapshot, present: Presenter, number: int, *, limit: int) -> list[models.Moment]:
    """The timeline of one thing, by its number, mentions included: its latest `limit` entries, by date."""
    query = f"""SELECT * FROM (SELECT {_COLUMNS} WHERE m.thing = ?1 OR m.other = ?1 UNION ALL {_MENTIONS})
        ORDER BY 1 DESC, 2, 3, 5, 6 LIMIT ?2"""
    return moments(graph.catalogue.rows(query, number, limit), present)


def moments(rows: Sequence[Row], present: Presenter) -> list[models.Moment]:
    """Rows of the catalogue, latest first, as entries in the order of their dates."""
    return [_moment(row, present) for row in reversed(rows)]


def _moment(row: Row, present: Presenter) -> models.Moment:
    date, kind, thing, other, fact, article = row
    where = None if article is None else present.article(article)
    relation, text = None, "" if where is None else where.title
    if fact is not None:
        stated = present.reader.fact(fact)
        relation = stated.relation
        text = next((evidence.quote for evidence in stated.evidence), text)
        if kind == "target":
            target = present.reader.target(stated)
            text = " ".join(part for part in (target.metric, target.written) if part)
    return models.Moment(
        date=date,
        kind=kind,
        thing=present.ref(thing),
        relation=relation,
        other=None if other is None else present.ref(other),
        id=fact,
        text=text,
        article=where,
    )
