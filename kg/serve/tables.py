"""The things of a class as a table, in pages or whole as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from kg.cards import Reader
from kg.catalogue import places
from kg.language.script import fold_han
from kg.ontology import Ontology
from kg.rdf import node
from kg.serve import models
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Offset, Present, Site, TheSite, classes_below
from kg.vocab import cst

router = APIRouter()

_COUNTED = ("facts", "mentions", "first", "last")
_SORTS = {"name": "t.name", "facts": "t.facts", "mentions": "t.mentions", "first": "t.first", "last": "t.last"}
_PAPER = {"issuers": "issuedBy", "genre": "genre", "status": "status", "places": "appliesTo"}
_ACTOR = {"place": "locatedIn", "parent": "partOf"}
_IN_A_CELL = 20

Sort = Literal["name", "facts", "mentions", "first", "last"]
TableClass = Annotated[str, Query(alias="class", max_length=50, description="A class of the ontology, as Policy")]
Part = Annotated[str, Query(max_length=200, description="Part of a name")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a table, in which order."""

    classes: Sequence[str]
    part: str
    sort: Sort
    order: Literal["asc", "desc"]

    def rows(self, graph: Snapshot, *, offset: int = 0, limit: int = -1) -> Iterator[tuple[Any, ...]]:
        """IRI and counts of the things."""
        condition, values = self._condition()
        empty = f"{_SORTS[self.sort]} IS NULL"  # what has no date comes last either way
        order = f"{empty}, {_SORTS[self.sort]} {self.order.upper()}, t.iri"
        query = f"SELECT t.iri, {', '.join(_COUNTED)} FROM thing t WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        return graph.catalogue.each(query, *values, limit, offset)

    def total(self, graph: Snapshot) -> int:
        """How many there are in all."""
        condition, values = self._condition()
        count: int = graph.catalogue.rows(f"SELECT COUNT(*) FROM thing t WHERE {condition}", *values)[0][0]
        return count

    def _condition(self) -> tuple[str, list[str]]:
        condition, values = f"t.cls IN ({places(len(self.classes))})", list(self.classes)
        if self.part:
            condition += " AND INSTR(t.folded, ?) > 0"
            values.append(self.part)
        return condition, values


def _wanted(site: Site, cls: str, q: str, sort: Sort, order: Literal["asc", "desc"]) -> Wanted:
    return Wanted(classes_below(site.ontology, cls), fold_han(q), sort, order)


@router.get("/api/table")
def table(
    site: TheSite,
    graph: Graph,
    present: Present,
    cls: TableClass,
    q: Part = "",
    sort: Sort = "facts",
    order: Literal["asc", "desc"] = "desc",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> models.Table:
    """A page of the table of a class and the classes below it."""
    wanted = _wanted(site, cls, q, sort, order)
    columns = _columns(site.ontology, cls)
    rows = []
    for iri, *counted in wanted.rows(graph, offset=offset, limit=limit):
        cells: dict[str, models.Cell] = dict(zip(_COUNTED, counted, strict=True))
        for column, others in _others(present.reader, iri, columns).items():
            cells[column] = [present.ref(other) for other in others]
        rows.append(models.TableRow(**dict(present.ref(iri)), cells=cells))
    return models.Table(columns=[*columns, *_COUNTED], rows=rows, total=wanted.total(graph))


@router.get("/api/table.csv", response_class=Response, summary="Table as CSV")
def table_csv(
    site: TheSite,
    graph: Graph,
    cls: TableClass,
    q: Part = "",
    sort: Sort = "facts",
    order: Literal["asc", "desc"] = "desc",
) -> StreamingResponse:
    """The whole table of a class as CSV. Cells that a spreadsheet would take for formulas begin with an
    apostrophe.
    """
    wanted, columns = _wanted(site, cls, q, sort, order), _columns(site.ontology, cls)
    headers = {"Content-Disposition": f'attachment; filename="{cls}.csv"'}
    return StreamingResponse(_lines(graph, wanted, columns), media_type="text/csv", headers=headers)


def _lines(graph: Snapshot, wanted: Wanted, columns: dict[str, str]) -> Iterator[str]:
    tags = ("ko", "zh-hans", "zh-hant", "en")
    yield csv_line(["iri", "class", *tags, *columns, *_COUNTED])
    for number, (iri, *counted) in enumerate(wanted.rows(graph)):
        if number % 500 == 0:
            reader = graph.reader()  # the reader remembers what it has read
        ref = reader.ref(iri)
        others = _others(reader, iri, columns)
        yield csv_line(
            [
                iri,
                ref.cls,
                *(next(iter(ref.names.get(tag, ())), "") for tag in tags),
                *(" | ".join(reader.ref(other).name for other in others[column]) for column in columns),
                *counted,
            ]
        )


def csv_line(cells: Sequence[object]) -> str:
    """A line of CSV (RFC 4180). Texts that spreadsheets would take for formulas stand behind an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_guarded(cell) for cell in cells])
    return out.getvalue()


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _columns(ontology: Ontology, cls: str) -> dict[str, str]:
    """Columns that hold other things, with their relations."""
    if cls in ("Policy", "Report"):
        return _PAPER
    return _ACTOR if ontology.is_a(cls, "Actor") else {}


def _others(reader: Reader, iri: str, columns: dict[str, str]) -> dict[str, list[str]]:
    return {
        column: [other.value for other in reader.objects(node(iri), node(cst(relation)))[:_IN_A_CELL]]
        for column, relation in columns.items()
    }
