"""Bulletins and their articles, with the text as the document has it."""

from __future__ import annotations

from fastapi import APIRouter

from kg.serve import models
from kg.serve import present as to
from kg.serve.current import Snapshot
from kg.serve.present import Presenter

router = APIRouter()

_LISTED = """SELECT b.iri, (SELECT COUNT(*) FROM article a WHERE a.bulletin = b.id) FROM bulletin b
ORDER BY b.issued DESC, b.id DESC LIMIT ? OFFSET ?"""


def listed_bulletins(graph: Snapshot, present: Presenter, *, offset: int, limit: int) -> list[models.ListedBulletin]:
    """Bulletins with the number of their articles, newest first."""
    return [
        models.ListedBulletin(**dict(to.bulletin(present.reader.bulletin(iri))), articles=articles)
        for iri, articles in graph.catalogue.rows(_LISTED, limit, offset)
    ]
