"""What reviewers say of facts: the list of verdicts, and giving or taking back one."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request

from kg.errors import NotFoundError
from kg.review import Judgement
from kg.serve import models
from kg.serve.parts import Graph, Present, TheSite, site
from kg.serve.present import Presenter
from kg.serve.reviews import Forbidden

router = APIRouter()

HEADER = "X-KG-Review"
"""A header that only a script of the same origin can send without asking first."""


def allowed(request: Request) -> None:
    """Raises Forbidden unless this server keeps verdicts and the request comes from one of its own pages."""
    if not site(request).reviews.allowed:
        raise Forbidden(
            "this server keeps no verdicts: it is read-only, or other machines reach it (see: kg serve --allow-review)"
        )
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("verdicts are taken from this server's own pages only")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.headers.get(HEADER) != "1" or kind != "application/json":
        raise Forbidden(f"a verdict is JSON and comes with the header {HEADER}: 1")


@router.get("/api/review")
def judgements(present: Present, at: TheSite) -> models.Judgements:
    """All verdicts, the newest first."""
    kept = sorted(at.reviews.judgements().values(), key=lambda judgement: judgement.fact)
    newest = sorted(kept, key=lambda judgement: judgement.day, reverse=True)
    return models.Judgements(judgements=[_judged(present, judgement) for judgement in newest])


def _judged(present: Presenter, judgement: Judgement) -> models.JudgedFact:
    known = present.reader.has(judgement.fact)
    fact = present.reader.fact(judgement.fact) if known else None
    quote = fact.evidence[0].quote if fact and fact.evidence else judgement.quote
    return models.JudgedFact(
        fact=judgement.fact,
        verdict="right" if judgement.verdict == "right" else "wrong",
        note=judgement.note,
        day=judgement.day,
        subject=present.ref(fact.subject) if fact else None,
        relation=fact.relation if fact else judgement.relation,
        object=present.ref(fact.object) if fact else None,
        quote=quote,
        words={"subject": judgement.subject, "object": judgement.object},
    )


@router.post("/api/review", dependencies=[Depends(allowed)])
def judge(at: TheSite, graph: Graph, present: Present, body: models.Judging) -> models.Judged:
    """Keeps a verdict on a fact, in place of an earlier one, or takes it back."""
    if body.verdict is None:
        at.reviews.take_back(body.fact)
        return models.Judged(fact=body.fact, review=None)
    if not present.reader.has(body.fact):
        raise NotFoundError(f"the graph has no fact '{body.fact}'; it may have been built again: load the page anew")
    fact = present.reader.fact(body.fact)
    judgement = Judgement(
        fact=body.fact,
        verdict=body.verdict,
        note=body.note.strip(),
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        subject=present.reader.ref(fact.subject).name,
        relation=fact.relation,
        object=present.reader.ref(fact.object).name,
        quote=next((evidence.quote for evidence in fact.evidence), ""),
    )
    at.reviews.judge(judgement)
    return models.Judged(fact=body.fact, review=models.Verdict(verdict=body.verdict, note=judgement.note))
