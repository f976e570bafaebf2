"""A part of the network: things, the facts between them, and where they are drawn.

In: things to begin with, hops, filters. Out: the nearest things, the most connected first where there are too
many, laid out. Walks over the catalogue; only what is shown is read from the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query

from kg import cards
from kg.catalogue import Catalogue, Row, places
from kg.serve import models
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Present, TheSite, classes_below, require
from kg.serve.present import Presenter
from kg.ties import Ties, Wanted
from kg.view.layout import positions
from kg.view.network import FIELD_RELATION

router = APIRouter()

MOST_FOCUSED = 50
MOST_SHOWN = 1500

_MOST_REACHED = 20_000  # things of one walk
_MOST_FACTS = 6_000
_MOST_KNOWN = 300
_EVIDENCE = 3  # sentences of a fact; the card has all

_Texts = Annotated[list[str] | None, Query()]


@dataclass(frozen=True, slots=True)
class Filter:
    """What may be walked over: the same as `wanted`, as a condition on rows of `fact f` and its values."""

    condition: str
    values: tuple[Any, ...]
    wanted: Wanted

    @property
    def classes(self) -> frozenset[str] | None:
        """The classes allowed, all where none are named."""
        return self.wanted.classes

    def allows(self, cls: str) -> bool:
        """Whether things of that class are shown."""
        return self.classes is None or cls in self.classes


@router.get("/api/network")
def network(
    site: TheSite,
    graph: Graph,
    present: Present,
    iri: Annotated[_Texts, Query(max_length=MOST_FOCUSED)] = None,
    hops: Annotated[int, Query(ge=0, le=4)] = 1,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = 200,
    cls: Annotated[_Texts, Query(alias="class", max_length=60)] = None,
    relation: Annotated[_Texts, Query(max_length=60)] = None,
    begin: Annotated[int | None, Query(alias="from", ge=1000, le=9999)] = None,
    end: Annotated[int | None, Query(alias="to", ge=1000, le=9999)] = None,
    confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    fields: Annotated[bool, Query(description="With the technology fields that things deal with")] = False,
    background: Annotated[bool, Query(description="With what is known beside the documents")] = False,
) -> models.Network:
    """The things around those given, or the most connected of all, and the facts between them."""
    focus = list(dict.fromkeys(iri or ()))
    for one in focus:
        require(graph, one)
    classes = None if not cls else frozenset(chain.from_iterable(classes_below(site.ontology, c) for c in cls))
    about_fields = fields or any(present.reader.class_of(one) == "Technology" for one in focus)
    within = _filter(relation or (), begin, end, confidence, fields=about_fields, classes=classes)
    catalogue = graph.catalogue
    reached = _walk(graph, focus, hops, within) if focus else _most_connected(catalogue, within, limit)
    shown = _shown(focus, reached, limit)
    facts = _facts_between(graph, present, shown, within)
    if background:
        reached |= _known_neighbours(present, focus if hops else (), within, reached)
        shown = _shown(focus, reached, limit)
        facts += _known_between(present, shown)
    total = len(reached | dict.fromkeys(focus, 0)) if focus else _count(catalogue, within)
    return models.Network(things=_placed(present, reached, shown, facts), facts=facts, total=total, focus=focus)


def _filter(
    relations: Sequence[str],
    begin: int | None,
    end: int | None,
    confidence: float,
    *,
    fields: bool,
    classes: frozenset[str] | None,
) -> Filter:
    conditions = ["f.o IS NOT NULL", "f.confidence >= ?"]
    values: list[float | str] = [confidence]
    if relations:
        conditions.append(f"f.p IN ({places(len(relations))})")
        values += relations
    elif not fields:
        conditions.append("f.p <> ?")
        values.append(FIELD_RELATION)
    if begin is not None:
        conditions.append("f.last >= ?")
        values.append(str(begin))
    if end is not None:
        conditions.append("f.first < ?")
        values.append(str(end + 1))
    wanted = Wanted(
        relations=frozenset(relations) or None,
        but=None if relations or fields else FIELD_RELATION,
        confidence=confidence,
        first=begin,
        last=end,
        classes=classes,
    )
    return Filter(" AND ".join(conditions), tuple(values), wanted)


# --- which things -------------------------------------------------------------------------------------------


def _walk(graph: Snapshot, start: Sequence[str], hops: int, within: Filter) -> dict[str, int]:
    """The things that can be reached in so many hops, with the number of their facts; nearer ones first."""
    ties = graph.kept.get("ties")
    if ties is None:
        ties = graph.kept["ties"] = Ties(graph.catalogue)
    found: dict[str, int] = ties.around(start, hops, within.wanted, most=_MOST_REACHED)
    return found


def _most_connected(catalogue: Catalogue, within: Filter, limit: int) -> dict[str, int]:
    """The things with most facts of the kinds allowed, among those with most facts of all."""
    condition, values = _of_classes(within)
    query = f"""SELECT t.iri, t.facts FROM thing t WHERE {condition} AND EXISTS (SELECT 1 FROM fact f
        WHERE f.s = t.id AND {within.condition} UNION ALL SELECT 1 FROM fact f
        WHERE f.o = t.id AND {within.condition}) ORDER BY t.facts DESC, t.iri LIMIT ?"""
    return dict(catalogue.rows(query, *values, *within.values, *within.values, limit))


def _count(catalogue: Catalogue, within: Filter) -> int:
    """How many things there are of the classes allowed."""
    condition, values = _of_classes(within)
    count: int = catalogue.rows(f"SELECT COUNT(*) FROM thing t WHERE {condition}", *values)[0][0]
    return count


def _of_classes(within: Filter) -> tuple[str, Sequence[str]]:
    if within.classes is None:
        return "t.cls <> 'Technology'", ()
    return f"t.cls IN ({places(len(within.classes))})", sorted(within.classes)


def _shown(focus: Sequence[str], reached: dict[str, int], limit: int) -> list[str]:
    """Those asked for, then the nearest, the most connected of them first."""
    return list(dict.fromkeys((*focus, *reached)))[: max(limit, len(focus))]


# --- facts between them -------------------------------------------------------------------------------------


def _facts_between(
    graph: Snapshot, present: Presenter, shown: Sequence[str], within: Filter
) -> list[models.NetworkFact]:
    marks = places(len(shown))
    query = f"""SELECT f.iri, a.iri, f.p, b.iri, f.confidence, f.first, f.modality FROM thing a
        CROSS JOIN fact f ON f.s = a.id CROSS JOIN thing b ON b.id = f.o
        WHERE a.iri IN ({marks}) AND {within.condition} AND b.iri IN ({marks})
        ORDER BY f.p = '{FIELD_RELATION}', f.confidence DESC, f.iri LIMIT ?"""
    rows = graph.catalogue.rows(query, *shown, *within.values, *shown, _MOST_FACTS)
    return [_fact(present, row) for row in sorted(rows)]


def _fact(present: Presenter, row: Row) -> models.NetworkFact:
    assertion, subject, relation, value, confidence, first, modality = row
    return models.NetworkFact(
        id=assertion,
        s=subject,
        p=relation,
        o=value,
        confidence=confidence,
        year=int(first[:4]) if first else None,
        modality=modality,
        origin="documents",
        evidence=present.evidence(present.reader.fact(assertion), limit=_EVIDENCE),
    )


def _known_neighbours(
    present: Presenter, focus: Sequence[str], within: Filter, reached: dict[str, int]
) -> dict[str, int]:
    """What is tied to the things asked for beside the documents, and is not reached otherwise."""
    found: dict[str, int] = {}
    for iri in focus:
        for fact in present.reader.known(iri, limit=_MOST_KNOWN):
            other = fact.object if fact.subject == iri else fact.subject
            if fact.origin != "documents" and other not in reached and within.allows(present.reader.class_of(other)):
                found[other] = 0
    return found


def _known_between(present: Presenter, shown: Sequence[str]) -> list[models.NetworkFact]:
    """What is known beside the documents of the things shown."""
    among = set(shown)
    found: dict[tuple[str, str, str], cards.Fact] = {}
    for iri in shown:
        for fact in present.reader.known(iri, limit=_MOST_KNOWN):
            if fact.origin != "documents" and {fact.subject, fact.object} <= among:
                found[fact.subject, fact.relation, fact.object] = fact
    return [
        models.NetworkFact(
            id=None, s=s, p=p, o=o, confidence=None, year=None, modality=None, origin=found[s, p, o].origin, evidence=[]
        )
        for s, p, o in sorted(found)
    ]


def _placed(
    present: Presenter, degrees: dict[str, int], shown: Sequence[str], facts: Sequence[models.NetworkFact]
) -> list[models.NetworkThing]:
    number = {iri: at for at, iri in enumerate(shown)}
    spots = positions(len(shown), [(number[fact.s], number[fact.o]) for fact in facts])
    return [
        models.NetworkThing(
            **dict(present.ref(iri)), degree=degrees.get(iri, 0), x=round(float(spot[0]), 1), y=round(float(spot[1]), 1)
        )
        for iri, spot in zip(shown, spots, strict=True)
    ]
