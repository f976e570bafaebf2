"""What a build read, skipped and found.

In: the resolved graph and its statements. Out: a `BuildReport` and its JSON, the same bytes for the same
input: no clock, and no paths but those that the user gave.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import DocumentRecord
from kg.ontology import Ontology
from kg.rdf import TYPE
from kg.validate import Violation
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

    `broken`: where a small change breaks a shape. It is not written down: `kg validate` tells it of the whole graph.
    """

    documents: tuple[DocumentEntry, ...]
    statements: int
    classes: dict[str, int]
    relations: dict[str, int]
    skipped: tuple[Skipped, ...]
    review: ReviewEntry
    broken: tuple[Violation, ...] = field(default=(), compare=False)

    @property
    def tally(self) -> Tally:
        """The counts."""
        return Tally(self.statements, self.classes, self.relations)

    def to_json(self) -> str:
        """As JSON text."""
        data = {name: value for name, value in asdict(self).items() if name != "broken"}
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

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


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements there are, things of each class, and facts of each relation (local names)."""

    statements: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    relations: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: Iterable[ox.Triple], ontology: Ontology) -> Tally:
        """The tally of some statements, each counted once."""
        classes, predicates = Counter[str](), Counter[str]()
        for triple in triples:
            predicates[triple.predicate.value] += 1
            if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
                classes[triple.object.value] += 1
        return cls.counted(classes, predicates, ontology)

    @classmethod
    def counted(cls, classes: Mapping[str, int], predicates: Mapping[str, int], ontology: Ontology) -> Tally:
        """The tally of statements of which so many give a thing this class, and have this predicate (IRIs)."""
        relations = ontology.relations | {"hasTarget", "addresses"}
        return cls(
            sum(predicates.values()), _of_ontology(classes, ontology.classes), _of_ontology(predicates, relations)
        )

    def changed(self, *, gone: Tally, new: Tally) -> Tally:
        """Without what `gone` counts, and with what `new` counts."""
        return Tally(
            self.statements - gone.statements + new.statements,
            _changed(self.classes, gone.classes, new.classes),
            _changed(self.relations, gone.relations, new.relations),
        )


def _changed(known: Mapping[str, int], gone: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    names = sorted({*known, *new})
    counts = {name: known.get(name, 0) - gone.get(name, 0) + new.get(name, 0) for name in names}
    return {name: count for name, count in counts.items() if count}


def _of_ontology(counts: Mapping[str, int], names: Collection[str]) -> dict[str, int]:
    local = ((iri.removeprefix(CST), count) for iri, count in sorted(counts.items()) if iri.startswith(CST))
    return {name: count for name, count in local if name in names}


def report(
    documents: Iterable[DocumentEntry], tally: Tally, *, skipped: Iterable[Skipped], review: ReviewEntry
) -> BuildReport:
    """The report of a graph with these documents and counts."""
    return BuildReport(
        documents=tuple(sorted(documents, key=lambda entry: entry.id)),
        statements=tally.statements,
        classes=dict(tally.classes),
        relations=dict(tally.relations),
        skipped=tuple(skipped),
        review=review,
    )
