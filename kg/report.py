"""What a build read, skipped and found.

In: the resolved graph and its statements. Out: a `BuildReport` and its JSON, the same bytes for the same
input: no clock, and no paths but those that the user gave.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import DocumentRecord
from kg.ontology import Ontology
from kg.rdf import TYPE
from kg.review import Reviewed
from kg.vocab import CST


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One document of the graph; `issued` is an ISO date. Entities and claims are those of this document
    alone.
    """

    id: str
    file: str
    title: str
    issued: str | None
    sha256: str
    articles: int
    entities: int
    claims: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input file that is not in the graph, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """What the review file did: facts left out as wrong, facts confirmed as right, and the facts (IRIs) that
    are judged but not in the graph any more.
    """

    wrong: int
    right: int
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Documents by id, statements in all, things per class, facts per relation, skipped files, and the effect
    of the review file.
    """

    documents: tuple[DocumentEntry, ...]
    statements: int
    classes: dict[str, int]
    relations: dict[str, int]
    skipped: tuple[Skipped, ...]
    review: ReviewEntry

    def to_json(self) -> str:
        """As JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, path: Path) -> BuildReport:
        """The report that a build wrote. Raises StoreError for a file that is none."""
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            documents = tuple(DocumentEntry(**entry) for entry in data["documents"])
            skipped = tuple(Skipped(**entry) for entry in data["skipped"])
            judged = data["review"]
            review = ReviewEntry(judged["wrong"], judged["right"], tuple(judged["gone"]))
            return cls(documents, data["statements"], data["classes"], data["relations"], skipped, review)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: not a build report ({error}); build the graph again") from error


def describe(document: DocumentRecord) -> DocumentEntry:
    """The report's line on one document."""
    return DocumentEntry(
        id=document.id,
        file=document.name,
        title=document.title,
        issued=document.issued.isoformat() if document.issued else None,
        sha256=document.sha256,
        articles=len(document.articles),
        entities=len(document.entities),
        claims=len(document.claims) + len(document.targets) + len(document.addresses),
    )


def report(
    documents: Iterable[DocumentEntry],
    triples: Sequence[ox.Triple],
    *,
    ontology: Ontology,
    skipped: Iterable[Skipped],
    reviewed: Reviewed,
) -> BuildReport:
    """The report of a graph with these `triples`."""
    classes = Counter(_local(t.object) for t in triples if t.predicate == TYPE)
    facts = Counter(_local(t.predicate) for t in triples)
    relations = ontology.relations | {"hasTarget", "addresses"}
    return BuildReport(
        documents=tuple(sorted(documents, key=lambda entry: entry.id)),
        statements=len(triples),
        classes={name: count for name, count in sorted(classes.items()) if name in ontology.classes},
        relations={name: count for name, count in sorted(facts.items()) if name in relations},
        skipped=tuple(skipped),
        review=ReviewEntry(reviewed.wrong, reviewed.right, tuple(judgement.fact for judgement in reviewed.gone)),
    )


def _local(term: object) -> str:
    return term.value.removeprefix(CST) if isinstance(term, ox.NamedNode) else ""
