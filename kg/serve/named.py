"""The named queries over HTTP: run with their parameters bound, or given as bound text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from kg.errors import QueryError
from kg.labels import find
from kg.query import find_query
from kg.serve import protocol
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Name, TheSite

router = APIRouter()

_PREFIX = "param."
_LONGEST = 500
_MEDIA = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
}


@router.get("/api/query", response_class=Response, summary="Run a named query")
async def run(
    request: Request,
    site: TheSite,
    graph: Graph,
    name: Name,
    form: Annotated[Literal["json", "xml", "csv", "tsv", "turtle"], Query(alias="format")] = "json",
    rows: Annotated[int | None, Query(ge=1, description="Give the first rows only, this many")] = None,
) -> Response:
    """The answer of a named query; `param.NAME=value` sets its parameters."""
    text = await run_in_threadpool(bound, graph, name, _values(request))
    most = None if rows is None else min(rows, site.settings.rows)
    asked = protocol.Asked(query=text, default=(), named=(), seconds=site.settings.seconds, rows=most)
    reply = await protocol.run(request, site, graph, asked, form)
    return protocol.respond(reply, _MEDIA[form])


@router.get("/api/query/text", response_class=PlainTextResponse, summary="Text of a named query")
def text(request: Request, graph: Graph, name: Name) -> str:
    """A named query as SPARQL, with its parameters bound."""
    return bound(graph, name, _values(request))


def _values(request: Request) -> dict[str, str]:
    """The parameters of the query. Raises QueryError for one that is given twice or too long."""
    values: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        if not key.startswith(_PREFIX) or not value:
            continue
        name = key.removeprefix(_PREFIX)
        if name in values or len(value) > _LONGEST:
            raise QueryError(f"parameter {name}: give it once, with at most {_LONGEST} characters")
        values[name] = value
    return values


def bound(graph: Snapshot, name: str, values: Mapping[str, str]) -> str:
    """The text of a named query. Raises QueryError for unknown queries, parameters and names."""
    return find_query(name).bound(values, lambda text: find(graph.indexes, text))
