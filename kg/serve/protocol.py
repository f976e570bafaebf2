"""SPARQL 1.1 Protocol at `/sparql` (https://www.w3.org/TR/sparql11-protocol/), for queries.

In: a query by GET, as a form or as `application/sparql-query`, with the graphs it is to see. Out: the answer in
the form the client likes best, errors as plain text. Without a query: the service description.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

from kg import sparql
from kg.errors import KgError, StoreError
from kg.serve.current import Snapshot
from kg.serve.describe import SYNTAXES, service_description
from kg.serve.negotiate import best
from kg.serve.parts import Graph, Site, TheSite
from kg.serve.static_files import page
from kg.serve.workers import Busy, Died, Reply, Task, TooSlow

router = APIRouter()

TABLES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of the answers to SELECT and ASK, with the names of their formats."""

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "application/x-turtle": "turtle",
    "text/plain": "ntriples",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}
"""Media types of the answers to CONSTRUCT and DESCRIBE."""

_BLOCK = 65_536
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_PARAMETERS = ("query", "default-graph-uri", "named-graph-uri", "timeout", "rows")


class Refused(KgError):
    """A request that breaks the protocol, with the status that says how."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: `rows` is how many of the first rows it wants, none for all."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    seconds: float
    rows: int | None


@router.get("/sparql", response_class=Response, summary="SPARQL query by GET")
@router.head("/sparql", include_in_schema=False)
async def by_get(
    request: Request,
    site: TheSite,
    graph: Graph,
    query: Annotated[str | None, Query(description="The query; without one, the service description")] = None,
    default_graph: Annotated[list[str] | None, Query(alias="default-graph-uri")] = None,
    named_graph: Annotated[list[str] | None, Query(alias="named-graph-uri")] = None,
    timeout: Annotated[str | None, Query(description="Seconds that the query may take")] = None,
    rows: Annotated[str | None, Query(description="Give the first rows only, this many")] = None,
) -> Response:
    """Answers a SPARQL query. Prefixes of the graph are known."""
    return await _answer(request, site, graph, parse_qsl(request.url.query, keep_blank_values=True))


@router.post("/sparql", response_class=Response, summary="SPARQL query by POST")
async def by_post(request: Request, site: TheSite, graph: Graph) -> Response:
    """Answers a SPARQL query in the body, as a form or as application/sparql-query."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    try:
        body = (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        return plain(400, "the body is no UTF-8")
    if kind == _FORM:
        if any(name == "query" for name, _ in pairs):
            return plain(400, "give the query in the form, not in the address")
        pairs += parse_qsl(body, keep_blank_values=True)
    elif kind == _DIRECT:
        pairs.append(("query", body))
    elif kind == "application/sparql-update":
        return plain(403, "the graph is read-only; change the documents and build again")
    else:
        return plain(415, f"send the query as {_FORM} or as {_DIRECT}")
    return await _answer(request, site, graph, pairs)


@router.options("/sparql", include_in_schema=False)
async def options() -> Response:
    """What browsers ask before a page of another origin may send a query."""
    headers = {
        "Allow": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Content-Type, Accept",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


async def _answer(request: Request, site: Site, graph: Snapshot, pairs: Sequence[tuple[str, str]]) -> Response:
    accept = request.headers.get("accept", "")
    try:
        if request.method != "POST" and not any(name in ("query", "update") for name, _ in pairs):
            return await _without_query(accept, str(request.base_url), graph)
        asked = read(pairs, site)
        media, form = choose(asked.query, accept)
        reply = await run(request, site, graph, asked, form)
        return respond(reply, media, method=request.method)
    except KgError as error:
        return refusal(error)


def read(pairs: Sequence[tuple[str, str]], site: Site) -> Asked:
    """The request's parameters, checked. Raises Refused."""
    given: dict[str, list[str]] = {name: [] for name in _PARAMETERS}
    for name, value in pairs:
        if name in ("update", "using-graph-uri", "using-named-graph-uri"):
            raise Refused(403, "the graph is read-only; change the documents and build again")
        given.setdefault(name, []).append(value)
    for name in ("query", "timeout", "rows"):
        if len(given[name]) > 1:
            raise Refused(400, f"parameter '{name}' is given {len(given[name])} times; give it once")
    if not given["query"]:
        raise Refused(400, "no query: give it as parameter 'query' or in the body")
    rows = [_number(name, value) for name in ("rows",) for value in given[name]]
    seconds = [_number(name, value) for name in ("timeout",) for value in given[name]]
    return Asked(
        query=given["query"][0],
        default=tuple(given["default-graph-uri"]),
        named=tuple(given["named-graph-uri"]),
        seconds=min([site.settings.seconds, *seconds]),
        rows=min(int(rows[0]), site.settings.rows) if rows else None,
    )


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise Refused(400, f"parameter '{name}': '{value}' is no number above 0")
    return number


def choose(query: str, accept: str) -> tuple[str, str]:
    """Media type and format of the answer. Raises Refused where the client accepts none that fits."""
    media_types: Mapping[str, str] = TABLES if sparql.form(query) in ("SELECT", "ASK") else GRAPHS
    media = best(accept, tuple(media_types))
    if media is None:
        raise Refused(406, f"such a query is answered as {', '.join(media_types)}; none of these is accepted")
    return media, media_types[media]


async def run(request: Request, site: Site, graph: Snapshot, asked: Asked, form: str) -> Reply:
    """The answer from the pool; the query ends when its client goes."""
    task = Task(
        store=graph.generation.store,
        query=asked.query,
        format=form,
        seconds=asked.seconds,
        rows=site.settings.rows if asked.rows is None else asked.rows,
        cut=asked.rows is not None,
        dataset=(asked.default, asked.named) if asked.default or asked.named else None,
    )
    client = request.client.host if request.client else ""
    answer = asyncio.create_task(site.pool.ask(task, client=client))
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise Refused(499, "the client has gone")
        return answer.result()
    finally:
        for task_ in (answer, gone):
            task_.cancel()
        await asyncio.gather(answer, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    """Ends when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def respond(reply: Reply, media: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Response:
    """The answer as it goes out, in blocks as fast as the client takes them."""
    text = media.startswith("text/") or media.endswith("xml")
    header = {"Vary": "Accept", "Cache-Control": "no-cache", "Content-Length": str(reply.size), **(headers or {})}
    if reply.cut:
        header["X-KG-Cut"] = "true"
    kind = f"{media}; charset=utf-8" if text else media
    if isinstance(reply.data, bytes):
        return Response(b"" if method == "HEAD" else reply.data, headers=header, media_type=kind)
    return StreamingResponse(_blocks(reply), headers=header, media_type=kind)


def _blocks(reply: Reply) -> Iterator[bytes]:
    if isinstance(reply.data, bytes):
        yield reply.data
        return
    with reply.data as file:
        while block := file.read(_BLOCK):
            yield block


def refusal(error: KgError) -> PlainTextResponse:
    """An error as plain text with its status."""
    if isinstance(error, Busy):
        return plain(503, str(error), {"Retry-After": str(error.seconds)})
    if isinstance(error, Refused):
        return plain(error.status, str(error))
    if isinstance(error, TooSlow):
        return plain(504, str(error))
    if isinstance(error, Died):
        return plain(500, str(error))
    return plain(503 if isinstance(error, StoreError) else 400, str(error))


def plain(status: int, message: str, headers: Mapping[str, str] | None = None) -> PlainTextResponse:
    """A message in plain text."""
    return PlainTextResponse(message + "\n", status, dict(headers or {}))


async def _without_query(accept: str, base: str, graph: Snapshot) -> Response:
    media = best(accept, (*SYNTAXES, "text/html"))
    if media is None:
        raise Refused(406, f"the service is described in {', '.join(SYNTAXES)}")
    if media == "text/html":
        return page()
    return await run_in_threadpool(service_description, media, base, graph)
