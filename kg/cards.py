"""What the graph says of things, facts and documents, as records: the reading behind cards and pages.

In: a store. Out: frozen records of things with their names, facts with the sentences that state them, articles
and bulletins. Everything is looked up by its place in the store; nothing here runs through the whole graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.rdf import ALT_LABEL, DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, named, node
from kg.vocab import CST, CSTR, GRAPH_BACKGROUND, GRAPH_FACTS, GRAPH_ONTOLOGY, PREFIXES, cst

QUALIFIERS = ("role", "amount", "currency", "ceiling", "date", "modality", "position", "written")
"""What a claim may add to the bare fact."""

TARGET_RELATION = "hasTarget"

_NO_FACTS = frozenset(map(cst, ("mentionedIn", "hasMention", "evidence")))
_KINDS = ("genre", "status")  # what the names of a policy tell; stated without a sentence
_DCTERMS = PREFIXES["dcterms"]
_SAME_AS = named("owl", "sameAs")

Origin = Literal["documents", "background", "enrichment"]

_ORIGINS: dict[str, Origin] = {GRAPH_BACKGROUND: "background", GRAPH_ONTOLOGY: "background"}

Names = Mapping[str, tuple[str, ...]]
"""Names by language tag in lower case (`und` for none), the preferred one first."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing by IRI, class (local name, `""` for none) and its preferred names."""

    iri: str
    cls: str
    names: Names

    @property
    def name(self) -> str:
        """One name to show, in the order Korean, Chinese, English."""
        tags = ("ko", "zh-hans", "zh-hant", "zh", "en", *self.names)
        return next((self.names[tag][0] for tag in tags if self.names.get(tag)), self.iri)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin; `issued` is an ISO date."""

    iri: str
    id: str
    title: str
    publisher: str | None
    issued: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """What an article refers to. `url` is none unless it is a sound http(s) address."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a bulletin; `day` is an ISO date."""

    iri: str
    id: str
    title: str
    section: str
    day: str | None
    bulletin: Bulletin
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (or table row) in full, its place in the document's text in code points, and the rule that
    read it.
    """

    iri: str
    quote: str
    rule: str
    begin: int
    end: int
    article: Article


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two things. `iri`: of its assertion, none for what no document states.

    `origin`: `documents`, `background` or `enrichment`. `confidence`: decimal text, none without documents.
    """

    iri: str | None
    subject: str
    relation: str
    object: str
    origin: Origin
    qualifiers: Mapping[str, str]
    confidence: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified goal of a policy and the fact that states it. `value` is a decimal text."""

    iri: str
    metric: str
    value: str
    unit: str
    written: str
    year: str | None
    bound: str | None
    fact: Fact


class Reader:
    """Looks things up in the merged default graph. Articles and names are remembered: make one per request."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._articles: dict[str, Article] = {}
        self._bulletins: dict[str, Bulletin] = {}
        self._refs: dict[str, Ref] = {}

    # --- statements -------------------------------------------------------------------------------------

    def has(self, iri: str) -> bool:
        """Whether the graph says anything of it."""
        try:
            subject = node(iri)
        except ValueError:  # no IRI at all
            return False
        return next(self._store.quads_for_pattern(subject, None, None), None) is not None

    def objects(self, subject: Any, predicate: ox.NamedNode) -> list[Any]:
        """The values of a property, sorted."""
        quads = self._store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
        return sorted((quad.object for quad in quads), key=str)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode, *, limit: int | None = None) -> list[Any]:
        """What has that value of a property, sorted; no more than the first `limit` that the store gives."""
        quads = self._store.quads_for_pattern(None, predicate, value, ox.DefaultGraph())
        return sorted((quad.subject for quad in islice(quads, limit)), key=str)

    def text(self, subject: Any, predicate: ox.NamedNode) -> str | None:
        """The first value of a property as text."""
        return next((value.value for value in self.objects(subject, predicate)), None)

    def _node(self, iri: str) -> _Node:
        """All that is said of a node that has few statements: no thing, which may have any number."""
        about = _Node()
        for quad in self._store.quads_for_pattern(node(iri), None, None, ox.DefaultGraph()):
            about.setdefault(quad.predicate.value, []).append(quad.object)
        return about

    # --- things -----------------------------------------------------------------------------------------

    def class_of(self, iri: str) -> str:
        """Its class of the ontology by local name, `""` for none."""
        classes = (kind.value for kind in self.objects(node(iri), TYPE))
        return next((kind.removeprefix(CST) for kind in classes if kind.startswith(CST)), "")

    def names(self, iri: str) -> dict[str, tuple[str, ...]]:
        """All its names that are to be shown."""
        return self._names(iri, (PREF_LABEL, ALT_LABEL, LABEL))

    def _names(self, iri: str, predicates: Iterable[ox.NamedNode]) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for predicate in predicates:
            for literal in self.objects(node(iri), predicate):
                found[(literal.language or "und").lower()].setdefault(literal.value)
        return {tag: tuple(found[tag]) for tag in sorted(found)}

    def ref(self, iri: str) -> Ref:
        """The thing by its preferred names; of a target what it demands."""
        if iri not in self._refs:
            cls = self.class_of(iri)
            names = self._names(iri, (PREF_LABEL,)) or self._names(iri, (LABEL,))
            if not names and cls == "Target":
                names = {"und": (self._demand(iri),)}
            self._refs[iri] = Ref(iri, cls, {tag: texts[:1] for tag, texts in names.items()})
        return self._refs[iri]

    def _demand(self, iri: str) -> str:
        goal = self._node(iri)
        parts = (goal.text(cst(name)) for name in ("metric", "written", "targetYear"))
        return " · ".join(part for part in parts if part)

    def mentions(self, iri: str) -> list[str]:
        """IRIs of the articles that mention it."""
        return [article.value for article in self.objects(node(iri), MENTIONED_IN)]

    def links(self, iri: str) -> list[str]:
        """What it is elsewhere: addresses of `owl:sameAs` outside this graph."""
        found = (value.value for value in self.objects(node(iri), _SAME_AS) if isinstance(value, ox.NamedNode))
        return [address for address in found if not address.startswith(CSTR)]

    def identifiers(self, iri: str) -> list[str]:
        """Its codes, as `wikidata:Q148`."""
        return [value.value for value in self.objects(node(iri), named("dcterms", "identifier"))]

    # --- facts ------------------------------------------------------------------------------------------

    def assertions(self, iri: str, *, limit: int | None = None) -> list[str]:
        """IRIs of the assertions that a thing is subject or object of."""
        ends = (named("rdf", "subject"), named("rdf", "object"))
        found = (assertion.value for end in ends for assertion in self.subjects(end, node(iri), limit=limit))
        return list(dict.fromkeys(found))

    def facts(self, iri: str) -> list[Fact]:
        """All facts of a thing: those that documents state, then those known otherwise."""
        stated = [self.fact(assertion) for assertion in self.assertions(iri)]
        return [*stated, *self.known(iri, beside=stated)]

    def fact(self, assertion: str) -> Fact:
        """What an assertion states. Raises NotFoundError where the graph has none of that IRI."""
        about = self._node(assertion)
        subject, predicate, value = (about.text(PREFIXES["rdf"] + end) for end in ("subject", "predicate", "object"))
        if subject is None or predicate is None or value is None:
            raise NotFoundError(f"the graph has no fact '{assertion}'")
        qualifiers = ((name, about.text(cst(name))) for name in QUALIFIERS)
        evidence = (self._evidence(one.value) for one in about.get(cst("evidence"), ()))
        return Fact(
            iri=assertion,
            subject=subject,
            relation=predicate.removeprefix(CST),
            object=value,
            origin="documents",
            qualifiers={name: value for name, value in qualifiers if value is not None},
            confidence=about.text(cst("confidence")),
            evidence=tuple(sorted(evidence, key=lambda e: (e.article.iri, e.begin, e.rule, e.iri))),
        )

    def known(self, iri: str, *, beside: Iterable[Fact] = (), limit: int | None = None) -> Iterator[Fact]:
        """Facts that no document states, but those of `beside`; at most `limit` in each direction and graph."""
        for kind in _KINDS:
            for value in self.objects(node(iri), node(cst(kind))):
                yield Fact(None, iri, kind, value.value, "documents", {}, None, ())
        stated = {(fact.subject, fact.relation, fact.object) for fact in beside}
        for graph in sorted(self._store.named_graphs(), key=str):
            if graph.value == GRAPH_FACTS:
                continue
            for s, o in ((node(iri), None), (None, node(iri))):
                for quad in islice(self._store.quads_for_pattern(s, None, o, graph), limit):
                    fact = _known(quad, _ORIGINS.get(graph.value, "enrichment"))
                    if fact is not None and (fact.subject, fact.relation, fact.object) not in stated:
                        stated.add((fact.subject, fact.relation, fact.object))
                        yield fact

    def _evidence(self, iri: str) -> Evidence:
        about = self._node(iri)
        begin, end = (int(about.text(cst(name)) or 0) for name in ("begin", "end"))
        return Evidence(
            iri=iri,
            quote=about.text(cst("quote")) or "",
            rule=about.text(cst("extractedBy")) or "",
            begin=begin,
            end=end,
            article=self.article(about.text(DERIVED_FROM.value) or ""),
        )

    def target(self, fact: Fact) -> Target:
        """The goal that a fact of `hasTarget` ties to its policy."""
        goal = self._node(fact.object)
        names = ("metric", "value", "unit", "written", "targetYear", "bound")
        metric, value, unit, written, year, bound = (goal.text(cst(name)) for name in names)
        return Target(fact.object, metric or "", value or "", unit or "", written or "", year, bound, fact)

    # --- documents --------------------------------------------------------------------------------------

    def article(self, iri: str) -> Article:
        """An article with its bulletin and sources."""
        if iri not in self._articles:
            about = self._node(iri)
            sources = sorted(source.value for source in about.get(_DCTERMS + "source", ()))
            self._articles[iri] = Article(
                iri=iri,
                id=iri.rpartition("/")[2],
                title=about.text(_DCTERMS + "title") or "",
                section=about.text(cst("section")) or "",
                day=about.text(_DCTERMS + "date"),
                bulletin=self.bulletin(about.text(_DCTERMS + "isPartOf") or iri),
                sources=tuple(map(self._source, sources)),
            )
        return self._articles[iri]

    def bulletin(self, iri: str) -> Bulletin:
        """A bulletin."""
        if iri not in self._bulletins:
            about = self._node(iri)
            names = ("identifier", "title", "publisher", "issued")
            identity, title, publisher, issued = (about.text(_DCTERMS + name) for name in names)
            self._bulletins[iri] = Bulletin(iri, identity or iri, title or "", publisher, issued)
        return self._bulletins[iri]

    def _source(self, iri: str) -> Source:
        """One without sound web address shows the address that was printed as its title."""
        about = self._node(iri)
        title = about.text(_DCTERMS + "title")
        if iri.startswith(("http://", "https://")) and not iri.startswith(CSTR):
            return Source(title or "", iri)
        return Source(title or about.text(_DCTERMS + "identifier") or "", None)


class _Node(dict[str, list[Any]]):
    """What is said of a node: property to values."""

    def text(self, predicate: str) -> str | None:
        """The first value of a property as text."""
        values = self.get(predicate)
        return None if not values else min(values, key=str).value


def _known(quad: ox.Quad, origin: Origin) -> Fact | None:
    """A plain statement between two things as fact; none for names, classes and the like."""
    s, p, o = quad.subject, quad.predicate.value, quad.object
    if not (isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode)) or not p.startswith(CST) or p in _NO_FACTS:
        return None
    return Fact(None, s.value, p.removeprefix(CST), o.value, origin, {}, None, ())
