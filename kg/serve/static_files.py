"""The pages' files: one document for every page, scripts, style sheets, and vis-network as pyvis carries it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from kg.view.page import vis_file

PAGES = (
    "/", "/thing", "/network", "/timeline", "/table", "/query", "/bulletins", "/bulletin", "/review",
)  # fmt: skip
"""Paths that the browser's script turns into pages."""

_VENDOR = {"vis-network.min.js": "text/javascript; charset=utf-8", "vis-network.css": "text/css; charset=utf-8"}
_SHARED = frozenset(("drawing.js", "picture.js"))
_FRESH = {"Cache-Control": "no-cache"}  # asked for again each time, answered briefly when unchanged


def static_directory() -> Path:
    """Directory of the pages' files."""
    return Path(str(files("kg.serve"))) / "static"


def page() -> FileResponse:
    """The document of every page."""
    return FileResponse(static_directory() / "index.html", headers=_FRESH)


def add_pages(app: FastAPI) -> None:
    """Adds the pages and their files to the application."""
    router = APIRouter(include_in_schema=False)
    for path in PAGES:
        router.add_api_route(path, page, methods=["GET", "HEAD"], response_model=None)
    router.add_api_route("/static/view/{name}", shared, methods=["GET", "HEAD"], response_model=None)
    router.add_api_route("/static/vendor/{name}", vendor, methods=["GET", "HEAD"], response_model=None)
    app.include_router(router)
    app.mount("/static", _Files(directory=static_directory()))


def shared(name: str) -> Response:
    """A script that the explorer's drawings share with those of the views."""
    if name not in _SHARED:
        return Response("no such file", status_code=404, media_type="text/plain")
    return FileResponse(str(files("kg.view").joinpath(name)), headers=_FRESH, media_type="text/javascript")


def vendor(name: str) -> Response:
    """A file of vis-network."""
    if name not in _VENDOR:
        return Response("no such file", status_code=404, media_type="text/plain")
    return Response(vis_file(name), headers={**_FRESH, "Content-Type": _VENDOR[name]})


class _Files(StaticFiles):
    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers.update(_FRESH)
        return response
