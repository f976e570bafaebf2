"""Extraction of texts of our own, with outcomes that read like the sentences they come from.

In: sentences in plain prose (`prose`) or an article of a bulletin (`bulletin`, `item`, `bullets`). Out: a `Document`,
in which mentions are pairs of surface and class, claims triples of preferred names, targets tuples. The extractor is
built once per process; extracting a few sentences takes milliseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path

from kg.assemble import assemble
from kg.background import curated_names
from kg.extract import Extractor
from kg.lexicon import load_lexicon
from kg.model import Bulletin, ClaimSeen, Corpus, DocumentRecord, Entity, LocalEntity
from kg.ontology import load_ontology
from kg.rdf import canonical, write_turtle
from kg.read import parse_bulletin, read_document
from kg.recognise import Read, Recogniser
from kg.resolve import resolve_corpus
from kg.resources import seeds_dir
from kg.statements import triples_of

Triple = tuple[str, str, str]
"""Subject, relation, object: preferred names and the relation's name."""

SAMPLES = tuple(sorted(path for path in (seeds_dir() / "bulletins").iterdir() if path.suffix in {".txt", ".md"}))
"""The bulletins written for this project; `<stem>.gold.json` beside each says what they hold."""

NAME = "notes-2024-05-10.txt"
"""File name of the texts; the date in it is the day of issue."""


@cache
def extractor() -> Extractor:
    """The extractor with the project's own gazetteers and ontology, built once."""
    return Extractor(load_lexicon(), load_ontology())


@cache
def recogniser() -> Recogniser:
    """The recogniser alone, for what the records no longer show."""
    return Recogniser(extractor().lexicon, extractor().ontology)


@dataclass(frozen=True)
class Document:
    """A text with all that was found in it."""

    bulletin: Bulletin
    record: DocumentRecord

    @cached_property
    def reads(self) -> dict[str, tuple[Read, ...]]:
        """The recognised passages by article."""
        return recogniser()(self.bulletin.articles)

    @property
    def mentions(self) -> list[tuple[str, str]]:
        """Surface and class of each mention, in order."""
        return [
            (mention.surface, mention.cls)
            for reads in self.reads.values()
            for read in reads
            for mention in read.mentions
        ]

    @property
    def entities(self) -> dict[str, LocalEntity]:
        """The things of the document by local id."""
        return {entity.id: entity for entity in self.record.entities}

    @property
    def things(self) -> set[tuple[str, str]]:
        """Preferred name and class of each thing."""
        return {(entity.names[0].text, entity.cls) for entity in self.record.entities}

    def thing(self, name: str, cls: str | None = None) -> LocalEntity:
        """The one thing that bears `name`; fails where there is none or more than one."""
        found = [
            entity
            for entity in self.record.entities
            if (cls is None or entity.cls == cls) and name in {n.text for n in entity.names}
        ]
        assert len(found) == 1, f"{len(found)} things named {name}, in {sorted(self.things)}"
        return found[0]

    def has(self, name: str, cls: str | None = None) -> bool:
        """Whether a thing bears `name`."""
        return any(
            name in {n.text for n in entity.names} and cls in {None, entity.cls} for entity in self.record.entities
        )

    def name(self, local: str) -> str:
        return self.entities[local].names[0].text

    @property
    def claims(self) -> set[Triple]:
        return {self._triple(seen) for seen in self.record.claims}

    def _triple(self, seen: ClaimSeen) -> Triple:
        return self.name(seen.claim.subject), seen.claim.predicate, self.name(seen.claim.object)

    def of(self, relation: str) -> set[tuple[str, str]]:
        """Subjects and objects of one relation."""
        return {(s, o) for s, p, o in self.claims if p == relation}

    def qualifiers(self, relation: str) -> dict[tuple[str, str], dict[str, str]]:
        """The qualifiers of the claims of one relation, by subject and object."""
        return {
            (self.name(seen.claim.subject), self.name(seen.claim.object)): dict(seen.claim.qualifiers)
            for seen in self.record.claims
            if seen.claim.predicate == relation
        }

    def evidence(self, relation: str) -> list[str]:
        """The sentences quoted for the claims of one relation."""
        return [e.quote for seen in self.record.claims if seen.claim.predicate == relation for e in seen.evidence]

    @property
    def targets(self) -> set[tuple[Decimal, str, int | None]]:
        """Value, unit and year of each goal."""
        return {(seen.target.value, seen.target.unit, seen.target.year) for seen in self.record.targets}

    def bounds(self) -> dict[Decimal, str | None]:
        """The bound of each goal by its value."""
        return {seen.target.value: seen.target.bound for seen in self.record.targets}


def document(text: str, name: str = NAME) -> Document:
    """What `text`, as a file called `name`, holds."""
    parsed = parse_bulletin(text, name=name, sha256=hashlib.sha256(text.encode()).hexdigest())
    return Document(parsed, extractor()(parsed))


def prose(*sentences: str, name: str = NAME) -> Document:
    """A plain text under a headline that names nothing, one paragraph for each argument."""
    return document("\n\n".join(("오늘의 소식", *sentences)) + "\n", name)


def item(title: str, *lines: str, lead: str = "새 소식을 전함") -> str:
    """An article of a bulletin's section: headline, lead and lines (`- …`, ` - …`, tables), without number."""
    return "\n\n".join((title, f"■ {lead}(5.6)", "\n".join(lines)))


def bulletin(*items: str, section: str = "정책동향", name: str = NAME) -> Document:
    """A bulletin with one section that holds the given articles, numbered from 01 on."""
    body = "\n\n".join(f"{number:02}\n\n{text}" for number, text in enumerate(items, start=1))
    return document(f"중국 과학기술 정책 주간소식\n\nI\n\n{section}\n\n{body}\n", name)


def bullets(*lines: str, title: str = "오늘의 소식") -> Document:
    """An article of a bulletin whose headline names nothing, with the given bullets."""
    return bulletin(item(title, *lines))


@cache
def sample(path: Path) -> Document:
    """One of the project's own bulletins, extracted once per process."""
    parsed = read_document(path)
    return Document(parsed, extractor()(parsed))


def resolved(documents: Iterable[Document]) -> Corpus:
    """The corpus of the documents."""
    return resolve_corpus([d.record for d in documents], extractor().lexicon, extractor().ontology)


def bearers(corpus: Corpus, name: str, cls: str | None = None) -> Sequence[Entity]:
    """The things of a corpus that bear `name`."""
    return [
        entity for entity in corpus.entities if name in {n.text for n in entity.names} and cls in {None, entity.cls}
    ]


def write_graph(document_: Document, path: Path) -> Path:
    """The Turtle that a build of this document alone writes; gives `path` back."""
    use = extractor()
    names_of = partial(curated_names, use.lexicon)
    stated = assemble(resolved([document_]), ontology=use.ontology, names_of=names_of)
    write_turtle(canonical(triples_of(stated)), path)
    return path
