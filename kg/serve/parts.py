"""What the routes share: the site, the graph of a request, and parameters with their bounds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Query, Request

from kg.errors import NotFoundError
from kg.ontology import Ontology
from kg.serve.current import Current, Snapshot
from kg.serve.present import Presenter
from kg.serve.reviews import Reviews
from kg.serve.settings import Settings
from kg.serve.workers import Pool


@dataclass(frozen=True, slots=True)
class Site:
    """What lives as long as the server."""

    settings: Settings
    current: Current
    reviews: Reviews
    ontology: Ontology
    _pool: list[Pool] = field(default_factory=list)

    @property
    def pool(self) -> Pool:
        """The processes that answer queries; there once the server runs."""
        return self._pool[0]

    def open(self) -> None:
        """Starts the processes, inside the server's event loop."""
        settings = self.settings
        self._pool.append(Pool(workers=settings.workers, waiting=settings.waiting, memory=settings.memory))

    async def close(self) -> None:
        """Ends the processes and gives the graph free."""
        await self.pool.close()
        self.current.close()


def site(request: Request) -> Site:
    """The site that a request is made to."""
    found: Site = request.app.state.site
    return found


async def lease(request: Request) -> AsyncIterator[Snapshot]:
    """The graph of a request, the same from its begin until its answer is sent (FastAPI from 0.118 on)."""
    with site(request).current.lease() as snapshot:
        yield snapshot


async def presenter(request: Request, graph: Annotated[Snapshot, Depends(lease)]) -> Presenter:
    """What turns records into models, with the reviewers' verdicts."""
    return Presenter(graph.reader(), site(request).reviews.judgements())


Graph = Annotated[Snapshot, Depends(lease)]
Present = Annotated[Presenter, Depends(presenter)]
TheSite = Annotated[Site, Depends(site)]

Iri = Annotated[str, Query(max_length=500, description="IRI of a thing")]
Name = Annotated[str, Query(max_length=200)]
Class = Annotated[str | None, Query(alias="class", max_length=50, description="A class of the ontology, as Ministry")]
Day = Annotated[str | None, Query(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$", description="A year, month or day")]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


def require(graph: Snapshot, iri: str) -> None:
    """Raises NotFoundError where the graph says nothing of `iri`."""
    if not graph.reader().has(iri):
        raise NotFoundError(f"nothing in the graph has the IRI '{iri}'; look for it by name")


def classes_below(ontology: Ontology, cls: str) -> list[str]:
    """The classes that are `cls` or below it. Raises TermError for an unknown one."""
    ontology.superclasses(cls)
    return sorted(name for name in ontology.classes if ontology.is_a(name, cls))
