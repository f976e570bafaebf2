"""The explorer put together: routes, errors, checks.

In: settings. Out: an ASGI application that holds the build directory's current graph open until it is closed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from kg import __version__
from kg.errors import KgError, NotFoundError, StoreError
from kg.ontology import load_ontology
from kg.serve import (
    describe,
    documents,
    exports,
    judging,
    models,
    named,
    network,
    overview,
    protocol,
    tables,
    things,
    timeline,
    vocabulary,
)
from kg.serve.current import Current
from kg.serve.guard import Guard
from kg.serve.parts import Graph, Site, TheSite
from kg.serve.reviews import Forbidden, Reviews
from kg.serve.settings import Settings
from kg.serve.static_files import add_pages
from kg.serve.workers import Busy, Died, TooSlow

_PARTS = (
    vocabulary, overview, things, network, timeline, tables, documents, judging, exports, named, protocol, describe,
)  # fmt: skip
_PROBLEMS = {400: {"model": models.Problem}, 404: {"model": models.Problem}, 503: {"model": models.Problem}}
_STATUS: dict[type[KgError], int] = {
    NotFoundError: 404,
    Forbidden: 403,
    StoreError: 503,
    Busy: 503,
    TooSlow: 504,
    Died: 500,
}
_NO_PAGE = "there is nothing at this address; the routes are listed at /api/openapi.json"


def application(settings: Settings) -> ASGIApp:
    """The server's application. Raises StoreError when the build directory holds no graph."""
    site = Site(
        settings=settings,
        current=Current(settings.build),
        reviews=Reviews(settings.build, allowed=settings.review),
        ontology=load_ontology(),
    )

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        site.open()
        yield
        await site.close()

    app = FastAPI(
        title="kg serve",
        version=__version__,
        description="A knowledge graph of the actors of China's science and technology policy.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # these pages load scripts from other hosts
        redoc_url=None,
        lifespan=life,
        responses={status: dict(problem) for status, problem in _PROBLEMS.items()},
    )
    app.state.site = site
    for part in _PARTS:
        app.include_router(part.router)
    app.add_api_route("/health", health)
    add_pages(app)
    _add_errors(app)
    return Guard(app, hosts=(settings.host, *settings.hosts), open_to=settings.cors)


def health(site: TheSite, graph: Graph) -> models.Health:
    """Whether the server works, which graph it serves and how busy it is."""
    return models.Health(status="ok", version=__version__, generation=graph.identity, load=site.pool.load)


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(KgError)
    async def known(request: Request, error: KgError) -> JSONResponse:
        return problem(_status(error), str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = (f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['msg'].lower()}" for one in error.errors())
        return problem(400, "; ".join(found))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        message = _NO_PAGE if error.status_code == 404 else str(error.detail)
        return JSONResponse({"error": message}, error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> JSONResponse:
        return problem(500, "the server failed at this request; its standard error says how")


def _status(error: KgError) -> int:
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return status
    return 400


def problem(status: int, message: str) -> JSONResponse:
    """An error in plain words."""
    return JSONResponse({"error": message}, status)
