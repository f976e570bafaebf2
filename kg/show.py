"""One thing, found under any of its names: the card that `kg show` prints.

In: a name and a build directory. Out: cards with class, names by language, and the facts in both directions,
each with the sentences that state it, article, bulletin, date and web sources. What only the background knows
stands there without sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.labels import find, near
from kg.rdf import ALT_LABEL, DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, named, node
from kg.results import without_controls
from kg.search import search
from kg.store import open_store
from kg.vocab import CST, CSTR, cst

_ABOUT_EVIDENCE = frozenset(map(cst, ("mentionedIn", "hasMention", "evidence")))
_QUALIFIERS = tuple(map(cst, ("role", "amount", "currency", "ceiling", "date", "modality", "position", "written")))


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence and where it stands: article, bulletin, its day of issue, and the web sources that the
    article names.
    """

    quote: str
    article: str
    bulletin: str
    issued: str | None
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation of the card's thing. `outgoing`: it is the subject. `other`: IRI at the other end,
    `other_name` its name.

    `qualifiers`: pairs of property and value. Facts of the background have no sources.
    """

    relation: str
    outgoing: bool
    other: str
    other_name: str
    qualifiers: tuple[tuple[str, str], ...]
    confidence: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that the graph says of one thing. `names`: by language tag (`""` for none), preferred first.

    `merges`: why names were taken for this thing (how, one name, the other).
    """

    iri: str
    cls: str
    name: str
    names: dict[str, tuple[str, ...]]
    mentions: int
    facts: tuple[Fact, ...]
    merges: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def cards(build: Path, name: str) -> tuple[Card, ...]:
    """The cards of all things that bear `name` (or have that IRI), those that the documents mention first.

    When there is none, raises NotFoundError that suggests names which contain it, or else the nearest ones.
    """
    with open_store(build) as (local, generation):
        indexes = (generation.names, generation.background_names)
        iris = (name,) if name.startswith(CSTR) else find(indexes, name)
        merges = _merges(generation.merges)
        found = [replace(card(local, iri), merges=merges.get(iri, ())) for iri in iris if _has(local, iri)]
        if not found:
            close = [hit.form for hit in search(generation, name, limit=5).hits] or near(indexes, name)
            hint = f"; near names: {', '.join(close)}" if close else ""
            raise NotFoundError(f"nothing in the graph is called '{name}'{hint}")
    return tuple(sorted(found, key=lambda c: (c.mentions == 0, c.iri)))


def _merges(path: Path) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The merges of each IRI, as the build wrote them."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        iri, how, left, right = line.split("\t")
        found[iri].append((how, left, right))
    return {iri: tuple(rows) for iri, rows in found.items()}


def card(local: ox.Store, iri: str) -> Card:
    """The card of one thing."""
    reader = _Reader(local)
    subject = node(iri)
    names = reader.names(subject)
    return Card(
        iri=iri,
        cls=reader.class_of(subject),
        name=reader.label(subject),
        names=names,
        mentions=sum(1 for _ in reader.objects(subject, MENTIONED_IN)),
        facts=tuple(sorted(reader.facts(subject), key=lambda f: (not f.outgoing, f.relation, f.other_name, f.other))),
    )


def _has(local: ox.Store, iri: str) -> bool:
    return next(local.quads_for_pattern(node(iri), None, None), None) is not None


class _Reader:
    """Looks statements up in the merged default graph."""

    def __init__(self, local: ox.Store) -> None:
        self._store = local

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[Any]:
        quads = self._store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
        return sorted((quad.object for quad in quads), key=str)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[Any]:
        quads = self._store.quads_for_pattern(None, predicate, value, ox.DefaultGraph())
        return sorted((quad.subject for quad in quads), key=str)

    def text(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str | None:
        return next((value.value for value in self.objects(subject, predicate)), None)

    def label(self, subject: ox.NamedNode) -> str:
        """Its label; of a target, what it demands."""
        label = self.text(subject, LABEL)
        if label is not None:
            return label
        parts = (self.text(subject, node(cst(name))) for name in ("metric", "written", "targetYear"))
        return " · ".join(part for part in parts if part) or subject.value

    def class_of(self, subject: ox.NamedNode) -> str:
        classes = (kind.value for kind in self.objects(subject, TYPE))
        return next((kind.removeprefix(CST) for kind in classes if kind.startswith(CST)), "")

    def names(self, subject: ox.NamedNode) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for predicate in (PREF_LABEL, ALT_LABEL):
            for literal in self.objects(subject, predicate):
                if literal.value not in found[literal.language or ""]:
                    found[literal.language or ""].append(literal.value)
        return {tag: tuple(found[tag]) for tag in sorted(found)}

    def facts(self, subject: ox.NamedNode) -> Iterator[Fact]:
        """Facts with evidence, then those that only the background states."""
        seen: set[tuple[bool, str, str]] = set()
        for outgoing, role, far in ((True, "subject", "object"), (False, "object", "subject")):
            for assertion in self.subjects(named("rdf", role), subject):
                other = self.objects(assertion, named("rdf", far))[0]
                relation = self.objects(assertion, named("rdf", "predicate"))[0]
                seen.add((outgoing, relation.value, other.value))
                yield self._stated(assertion, relation, other, outgoing)
        for quad in self._store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode) and (True, quad.predicate.value, quad.object.value) not in seen:
                yield from self._known(quad.predicate, quad.object, True)
        for quad in self._store.quads_for_pattern(None, None, subject, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and (False, quad.predicate.value, quad.subject.value) not in seen:
                yield from self._known(quad.predicate, quad.subject, False)

    def _known(self, relation: ox.NamedNode, other: ox.NamedNode, outgoing: bool) -> Iterator[Fact]:
        if relation.value.startswith(CST) and relation.value not in _ABOUT_EVIDENCE:
            yield Fact(relation.value.removeprefix(CST), outgoing, other.value, self.label(other), (), None, ())

    def _stated(self, assertion: ox.NamedNode, relation: ox.NamedNode, other: ox.NamedNode, outgoing: bool) -> Fact:
        qualifiers = ((name.removeprefix(CST), self.text(assertion, node(name))) for name in _QUALIFIERS)
        return Fact(
            relation=relation.value.removeprefix(CST),
            outgoing=outgoing,
            other=other.value,
            other_name=self.label(other),
            qualifiers=tuple((name, value) for name, value in qualifiers if value is not None),
            confidence=self.text(assertion, node(cst("confidence"))),
            sources=tuple(dict.fromkeys(map(self._source, self.objects(assertion, node(cst("evidence")))))),
        )

    def _source(self, evidence: ox.NamedNode) -> Source:
        article = self.objects(evidence, DERIVED_FROM)[0]
        bulletin = self.objects(article, named("dcterms", "isPartOf"))[0]
        addresses = (source.value for source in self.objects(article, named("dcterms", "source")))
        return Source(
            quote=self.text(evidence, node(cst("quote"))) or "",
            article=self.text(article, named("dcterms", "title")) or "",
            bulletin=self.text(bulletin, named("dcterms", "identifier")) or bulletin.value,
            issued=self.text(bulletin, named("dcterms", "issued")),
            urls=tuple(address for address in addresses if address.startswith("http") and not address.startswith(CSTR)),
        )


def as_text(found: Sequence[Card], *, why: bool = False) -> str:
    """The cards as text for a terminal; several are set apart by a blank line. `why` adds the merges behind each."""
    return without_controls("\n".join("\n".join(_lines(one, why)) + "\n" for one in found).replace("\r", " "))


def _lines(one: Card, why: bool) -> Iterator[str]:
    yield f"{one.name}  [{one.cls}]"
    yield f"  {one.iri}"
    for tag, names in one.names.items():
        yield f"  {tag or '–':8} {' · '.join(names)}"
    if not one.mentions:
        yield "  known from the background only; no document mentions it"
    for (outgoing, relation), facts in _grouped(one.facts).items():
        yield ""
        yield f"  {relation} →" if outgoing else f"  ← {relation}"
        for fact in facts:
            yield from _fact_lines(fact)
    if why:
        yield ""
        yield "  one thing because" if one.merges else "  one name only: nothing was merged"
        yield from (f"    {how}: {left} = {right}" for how, left, right in one.merges)


def _grouped(facts: Iterable[Fact]) -> dict[tuple[bool, str], list[Fact]]:
    groups: dict[tuple[bool, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.outgoing, fact.relation].append(fact)
    return groups


def _fact_lines(fact: Fact) -> Iterator[str]:
    details = ", ".join(f"{name} {value}" for name, value in fact.qualifiers if value != "stated")
    note = "" if fact.sources else "  (background)"
    yield f"    {fact.other_name}{f'  ({details})' if details else ''}{note}"
    for source in fact.sources:
        yield f"      “{' '.join(source.quote.split())}”"
        yield f"      — {source.article} · {source.bulletin}"
        yield from (f"        {url}" for url in source.urls)
