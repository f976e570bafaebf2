"""Bulletins and their articles, with the text as the document has it, the names in it marked, and the facts that
an article states beside their sentences.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from kg import cards
from kg.cards import TARGET_RELATION
from kg.errors import NotFoundError
from kg.rdf import DERIVED_FROM, TYPE, node
from kg.serve import models
from kg.serve import present as to
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, Iri, Offset, Present
from kg.serve.present import Presenter, utf16
from kg.vocab import bulletin_iri, cst

router = APIRouter()

_LISTED = """SELECT b.iri, (SELECT COUNT(*) FROM article a WHERE a.bulletin = b.id) FROM bulletin b
ORDER BY b.issued DESC, b.iri DESC LIMIT ? OFFSET ?"""
_ARTICLES = """SELECT a.iri, a.things, a.facts FROM article a JOIN bulletin b ON b.id = a.bulletin WHERE b.iri = ?
ORDER BY a.place"""
_BESIDE = """SELECT b.iri FROM article a JOIN article b ON b.bulletin = a.bulletin AND b.place = a.place + ?
WHERE a.iri = ?"""


@router.get("/api/bulletins")
def bulletins(
    graph: Graph, present: Present, offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> models.Bulletins:
    """Bulletins, newest first."""
    total: int = graph.catalogue.rows("SELECT COUNT(*) FROM bulletin")[0][0]
    return models.Bulletins(bulletins=listed_bulletins(graph, present, offset=offset, limit=limit), total=total)


def listed_bulletins(graph: Snapshot, present: Presenter, *, offset: int, limit: int) -> list[models.ListedBulletin]:
    """Bulletins with the number of their articles, newest first."""
    return [
        models.ListedBulletin(**dict(to.bulletin(present.reader.bulletin(iri))), articles=articles)
        for iri, articles in graph.catalogue.rows(_LISTED, limit, offset)
    ]


@router.get("/api/bulletin")
def bulletin(
    graph: Graph,
    present: Present,
    identity: Annotated[str, Query(alias="id", max_length=300, description="Id or IRI of a bulletin")],
) -> models.BulletinPage:
    """A bulletin with its articles in order."""
    iri = _bulletin_iri(identity)
    rows = graph.catalogue.rows(_ARTICLES, iri)
    if graph.catalogue.row("SELECT 1 FROM bulletin WHERE iri = ?", iri) is None:
        raise NotFoundError(f"there is no bulletin '{identity}'; /api/bulletins lists them")
    head = models.ListedBulletin(**dict(to.bulletin(present.reader.bulletin(iri))), articles=len(rows))
    articles = [
        models.ListedArticle(**dict(present.article(article)), things=things, facts=facts)
        for article, things, facts in rows
    ]
    return models.BulletinPage(bulletin=head, articles=articles)


def _bulletin_iri(identity: str) -> str:
    try:
        return bulletin_iri(identity)
    except ValueError:  # an IRI already, or nothing of ours
        return identity


@router.get("/api/article")
def article(graph: Graph, present: Present, iri: Iri) -> models.ArticlePage:
    """An article's text with the names in it, the things it mentions and the facts it states."""
    found = graph.catalogue.text(iri)
    if found is None:
        raise NotFoundError(f"there is no article '{iri}'; /api/bulletin?id=… lists those of a bulletin")
    text = _Text(*found)
    derived = _derived(present, iri)
    mentions = list(_mentions(present, derived["Mention"]))
    facts = [present.reader.fact(assertion) for assertion in derived["Assertion"]]
    relations = [fact for fact in facts if fact.relation != TARGET_RELATION]
    goals = [present.reader.target(fact) for fact in facts if fact.relation == TARGET_RELATION]
    return models.ArticlePage(
        article=present.article(iri),
        previous=_beside(graph, present, iri, -1),
        next=_beside(graph, present, iri, 1),
        paragraphs=text.marked(mentions),
        things=[present.ref(thing) for thing in dict.fromkeys(thing for _, _, thing in sorted(mentions))],
        facts=sorted((_fact(present, fact, iri, text) for fact in relations), key=_by_place),
        targets=sorted((_target(present, goal, iri, text) for goal in goals), key=_by_place),
    )


def _beside(graph: Snapshot, present: Presenter, iri: str, step: int) -> models.Article | None:
    row = graph.catalogue.row(_BESIDE, step, iri)
    return None if row is None else present.article(row[0])


def _derived(present: Presenter, iri: str) -> dict[str, list[str]]:
    """Mentions and assertions that come from an article, by class."""
    found: dict[str, list[str]] = {"Mention": [], "Assertion": []}
    kinds = {node(cst(name)): name for name in found}
    for subject in present.reader.subjects(DERIVED_FROM, node(iri)):
        for kind in present.reader.objects(subject, TYPE):
            if kind in kinds:
                found[kinds[kind]].append(subject.value)
    return found


def _mentions(present: Presenter, mentions: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Begin and end in the document, and the thing mentioned."""
    for mention in mentions:
        begin, end = (int(present.reader.text(node(mention), node(cst(name))) or 0) for name in ("begin", "end"))
        for thing in present.reader.subjects(node(cst("hasMention")), node(mention)):
            yield begin, end, thing.value


@dataclass(frozen=True, slots=True)
class _Place:
    """A place on the page: paragraph, begin and end in UTF-16 code units."""

    paragraph: int
    begin: int
    end: int


class _Text:
    """An article's text in paragraphs: runs of lines that no blank line parts.

    `begin`: its offset in the document. Offsets in the document become places in paragraphs.
    """

    def __init__(self, begin: int, text: str) -> None:
        self._spans = [(begin + first, begin + last, text[first:last]) for first, last in _paragraphs(text)]
        self._begins = [span[0] for span in self._spans]

    def place(self, begin: int, end: int) -> _Place | None:
        """The place of a stretch of the document, cut at the end of the paragraph in which it begins."""
        number = bisect_right(self._begins, begin) - 1
        if number < 0:
            return None
        first, last, text = self._spans[number]
        if begin >= last:
            return None
        return _Place(number, utf16(text, begin - first), utf16(text, min(end, last) - first))

    def marked(self, mentions: Iterable[tuple[int, int, str]]) -> list[models.Paragraph]:
        """The paragraphs with the names in them; of names that overlap, the longest that begins first."""
        marks: list[list[models.TextMark]] = [[] for _ in self._spans]
        free = 0
        for begin, end, thing in sorted(mentions, key=lambda m: (m[0], -m[1], m[2])):
            place = self.place(begin, end)
            if place is not None and begin >= free:
                marks[place.paragraph].append(models.TextMark(begin=place.begin, end=place.end, thing=thing))
                free = end
        return [models.Paragraph(text=span[2], marks=found) for span, found in zip(self._spans, marks, strict=True)]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of lines that are not blank."""
    at, begin, end = 0, None, 0
    for line in text.split("\n"):
        if line.strip():
            begin = at if begin is None else begin
            end = at + len(line.rstrip())
        elif begin is not None:
            yield begin, end
            begin = None
        at += len(line) + 1
    if begin is not None:
        yield begin, end


def _fact(present: Presenter, fact: cards.Fact, article: str, text: _Text) -> models.ArticleFact:
    """A fact with the evidence of this article first, in its place."""
    shown = present.fact(fact, fact.subject)
    evidence = _placed(present, fact, article, text)
    return models.ArticleFact(**{**dict(shown), "subject": present.ref(fact.subject), "evidence": evidence})


def _target(present: Presenter, goal: cards.Target, article: str, text: _Text) -> models.ArticleTarget:
    shown = present.target(goal)
    return models.ArticleTarget(**{**dict(shown), "evidence": _placed(present, goal.fact, article, text)})


def _placed(present: Presenter, fact: cards.Fact, article: str, text: _Text) -> list[models.PlacedEvidence]:
    shown = zip(fact.evidence, present.evidence(fact), strict=True)
    found = []
    for record, evidence in sorted(shown, key=lambda pair: pair[0].article.iri != article):
        place = text.place(record.begin, record.end) if record.article.iri == article else None
        found.append(
            models.PlacedEvidence(
                **dict(evidence),
                paragraph=place.paragraph if place else None,
                begin=place.begin if place else None,
                end=place.end if place else None,
            )
        )
    return found


def _by_place(fact: models.ArticleFact | models.ArticleTarget) -> tuple[float, int, str]:
    first = fact.evidence[0] if fact.evidence else None
    if first is None or first.paragraph is None:
        return float("inf"), 0, fact.id or ""
    return first.paragraph, first.begin or 0, fact.id or ""
