"""The network behind a view: things, facts and where these are stated, read from the store.

In: a store and a selection. Out: a `Network` of records in canonical order, cut to the most connected
things where it is too large to be read. Nothing here knows how it is drawn. Only a view of the whole graph runs
through the whole graph; every other selection is looked up and costs what it finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import pyoxigraph as ox

from kg.cards import TARGET_RELATION, Names, Reader
from kg.errors import KgError, QueryError
from kg.ontology import Ontology
from kg.rdf import ALT_LABEL, DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, named, node, shorten
from kg.results import Answer, Rows, Statements
from kg.sparql import Term
from kg.vocab import CST, PREFIXES, article_iri, bulletin_iri, cst

QUALIFIERS = ("role", "amount", "currency", "ceiling", "date", "modality", "written")
"""What a claim may add to the bare fact, in the order in which it is shown."""

FIELD_RELATION = "addresses"
"""The relation to technology fields; it ties nearly everything and is drawn on request only."""

_NAMED_IDS = 6
_RDF = PREFIXES["rdf"]
_ENDS = ("subject", "predicate", "object")
_NOT_DRAWN = frozenset((TYPE, MENTIONED_IN, LABEL, PREF_LABEL, ALT_LABEL))


Tie = tuple[str, str, str]
"""IRIs of subject, predicate and object."""


class ViewError(KgError):
    """A view cannot be made: nothing is selected, or it cannot be written."""


# --- selections -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Everything:
    """All things that documents mention and the facts between them."""


@dataclass(frozen=True, slots=True)
class Around:
    """The things `iris` and all that can be reached from them over at most `hops` facts, in either
    direction.
    """

    iris: tuple[str, ...]
    hops: int = 1


@dataclass(frozen=True, slots=True)
class OfClass:
    """The things of class `cls` or a class below it, and what a fact ties to them."""

    cls: str


@dataclass(frozen=True, slots=True)
class OfTies:
    """Ties between things: IRIs of subject, predicate and object. What documents state keeps its evidence."""

    ties: tuple[Tie, ...]


Selection = Everything | Around | OfClass | OfTies


@dataclass(frozen=True, slots=True)
class Within:
    """Which articles a view goes by: those of a bulletin (by its id), one of these (by its id in the bulletin,
    `policy-02`), those of bulletins issued in the years `first` to `last`. Things and facts are those of these
    articles, and so is the evidence.
    """

    bulletin: str | None = None
    article: str | None = None
    first: int | None = None
    last: int | None = None


def from_answer(answer: Answer) -> OfTies:
    """The selection that a query's answer makes: statements, or rows with the columns `s`, `p` and `o`.

    Types, names and literals are no ties and are left out. Raises QueryError for other answers.
    """
    if isinstance(answer, Statements):
        return OfTies(tuple(_ties_among((t.subject, t.predicate, t.object) for t in answer.triples)))
    if isinstance(answer, Rows) and {"s", "p", "o"} <= set(answer.columns):
        s, p, o = (answer.columns.index(name) for name in ("s", "p", "o"))
        return OfTies(tuple(_ties_among((row[s], row[p], row[o]) for row in answer.rows)))
    columns = f" (columns: {', '.join(answer.columns)})" if isinstance(answer, Rows) else ""
    raise QueryError(f"a view needs CONSTRUCT, or SELECT of ?s ?p ?o; this query answers otherwise{columns}")


def _ties_among(statements: Iterable[tuple[Term | None, Term | None, Term | None]]) -> Iterator[Tie]:
    for s, p, o in statements:
        if not (isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and isinstance(o, ox.NamedNode)):
            continue
        if p not in _NOT_DRAWN:
            yield s.value, p.value, o.value


def mentioned(store: ox.Store, iris: Sequence[str]) -> tuple[str, ...]:
    """Those of `iris` that a document mentions."""
    found = ((iri, store.quads_for_pattern(node(iri), MENTIONED_IN, None, ox.DefaultGraph())) for iri in iris)
    return tuple(iri for iri, mentions in found if next(mentions, None) is not None)


def articles_within(store: ox.Store, within: Within) -> frozenset[str]:
    """The IRIs of the articles that `within` names. Raises ViewError when the graph has none such."""
    bulletins = [_bulletin(store, within.bulletin)] if within.bulletin is not None else _bulletins(store)
    chosen = [bulletin for bulletin in bulletins if _issued_within(store, bulletin, within)]
    articles = frozenset(a for bulletin in chosen for a in _subjects(store, named("dcterms", "isPartOf"), bulletin))
    if within.article is not None and within.bulletin is not None:
        articles &= {_article(within.bulletin, within.article, articles)}
    if not articles:
        raise ViewError(f"no bulletin was issued {_years(within)}; the years there are: kg stats")
    return articles


def _bulletins(store: ox.Store) -> list[str]:
    return sorted(_subjects(store, TYPE, cst("Bulletin")))


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: str) -> Iterator[str]:
    """IRIs of what is tied to the node `value`."""
    for quad in store.quads_for_pattern(None, predicate, node(value), ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _bulletin(store: ox.Store, identity: str) -> str:
    known = [iri.removeprefix(bulletin_iri("x")[:-1]) for iri in _bulletins(store)]
    if identity not in known:
        some = ", ".join(known[-_NAMED_IDS:]) or "none"
        raise ViewError(f"no bulletin has the id '{identity}'; ids are such as: {some}")
    return bulletin_iri(identity)


def _article(bulletin: str, identity: str, articles: Iterable[str]) -> str:
    known = sorted(iri.rpartition("/")[2] for iri in articles)
    if identity not in known:
        raise ViewError(f"bulletin {bulletin} has no article '{identity}'; it has {', '.join(known)}")
    return article_iri(bulletin, identity)


def _issued_within(store: ox.Store, bulletin: str, within: Within) -> bool:
    """Whether the year of issue lies in the span; a bulletin without day of issue lies in no bounded span."""
    if within.first is None and within.last is None:
        return True
    issued = store.quads_for_pattern(node(bulletin), named("dcterms", "issued"), None, ox.DefaultGraph())
    years = (int(quad.object.value[:4]) for quad in issued if isinstance(quad.object, ox.Literal))
    return any((within.first or 0) <= year <= (within.last or 9999) for year in years)


def _years(within: Within) -> str:
    bounds = (("from", within.first), ("to", within.last))
    return " ".join(f"{word} {year}" for word, year in bounds if year is not None) or "at all"


# --- records ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """Where something is stated. `sources`: (title, address) of what the article refers to; addresses are
    http(s) or empty.
    """

    iri: str
    title: str
    section: str
    day: str | None
    bulletin: str
    bulletin_title: str
    publisher: str
    issued: str | None
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (or table row) in full, and the IRI of the article in which it stands."""

    quote: str
    article: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One way in which a fact is stated: its confidence (0 to 1), qualifiers as (name, value), evidence."""

    confidence: float
    qualifiers: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A tie between two things; `relation` is a local name of the ontology, or another property in short
    form.

    A tie without claims is stated by no document: it comes from the background or from a query.
    """

    subject: str
    relation: str
    object: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified goal: what is measured, the value as written, the year, and how it is stated."""

    metric: str
    written: str
    year: str | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A node. `names`: per language tag (`und` for none), preferred ones first. `articles`: IRIs of where it
    is mentioned.
    """

    iri: str
    cls: str
    names: Names
    articles: tuple[str, ...]
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """What a view holds, sorted by IRI. `total`: how many things were selected before the cut. `focus`:
    things asked for. `drawn`: IRIs of the things to draw at first, the others to draw when they are asked for.
    """

    things: tuple[Thing, ...]
    facts: tuple[Fact, ...]
    articles: Mapping[str, Article] = field(repr=False)
    total: int
    focus: tuple[str, ...] = ()
    drawn: frozenset[str] = frozenset()

    @property
    def cut(self) -> bool:
        """Whether things were left out."""
        return len(self.things) < self.total


# --- reading ----------------------------------------------------------------------------------------------


def read_network(
    store: ox.Store,
    *,
    selection: Selection,
    ontology: Ontology,
    limit: int,
    carried: int | None = None,
    fields: bool = False,
    within: Within | None = None,
) -> Network:
    """The network of `selection`: the `limit` most connected things to draw at first, and the next ones up to
    `carried` things in all (`limit` by default).

    `fields`: with the technology fields that things deal with. `within`: by which articles. Raises ViewError when
    nothing is selected, TermError for a class that the ontology does not have.
    """
    if limit < 1:
        raise ViewError(f"limit {limit}: a view shows at least one thing")
    stated = _Statements(store, ontology, articles=None if within is None else articles_within(store, within))
    ties, focus = _ties(stated, selection, ontology, fields)
    unknown = [iri for iri in focus if not stated.has(iri)]
    if unknown:
        raise ViewError(f"nothing in the graph has the IRI {unknown[0]}")
    chosen = {end for s, _, o in ties for end in (s, o)} | set(focus)
    if isinstance(selection, Everything):
        chosen |= {iri for iri in stated.mentioned() if fields or stated.class_of(iri) != "Technology"}
    if not chosen:
        raise ViewError(_nothing(selection))
    first = focus if isinstance(selection, Around) else ()
    ranked = _most_connected(chosen, ties, stated, first=first, limit=limit)[: max(limit, carried or 0)]
    kept = set(ranked)
    things = tuple(stated.thing(iri) for iri in sorted(kept))
    facts = tuple(
        Fact(s, stated.relation(p), o, stated.claims(s, p, o)) for s, p, o in sorted(ties) if s in kept and o in kept
    )
    articles = {iri: stated.article(iri) for iri in sorted(set(_articles(things, facts)))}
    seen = tuple(iri for iri in focus if iri in kept)
    return Network(things, facts, articles, len(chosen), seen, frozenset(ranked[:limit]))


def _nothing(selection: Selection) -> str:
    if isinstance(selection, OfTies):
        return "the query's answer holds no tie between two things; nothing to draw"
    if isinstance(selection, OfClass):
        return f"the graph has no thing of class {selection.cls}; see the classes it has with: kg query counts"
    return "the graph is empty: no document mentions anything; build it from bulletins first"


def _ties(
    stated: _Statements, selection: Selection, ontology: Ontology, fields: bool
) -> tuple[set[Tie], tuple[str, ...]]:
    """The ties that a selection takes (IRIs of subject, predicate, object), and the things it asks for."""
    if isinstance(selection, OfTies):
        return set(selection.ties), ()
    drawn = {cst(name) for name in ontology.relations}
    if fields or _asks_for_field(stated, selection):
        drawn.add(cst(FIELD_RELATION))
    if isinstance(selection, OfClass):
        ontology.superclasses(selection.cls)  # raises for a class that is none
        members = sorted(stated.members(selection.cls))
        ties = {tie for iri in members for tie in stated.ties_of(iri, drawn)}
        tied = {end for s, _, o in ties for end in (s, o)}
        return ties, tuple(iri for iri in members if iri in tied or stated.mentions(iri))
    if isinstance(selection, Around):
        near = _reach(stated, selection, drawn)
        return {tie for iri in near for tie in stated.ties_from(iri, drawn) if tie[2] in near}, selection.iris
    return stated.all_ties(drawn), ()


def _asks_for_field(stated: _Statements, selection: Selection) -> bool:
    if isinstance(selection, Around):
        return any(stated.class_of(iri) == "Technology" for iri in selection.iris)
    return isinstance(selection, OfClass) and selection.cls == "Technology"


def _reach(stated: _Statements, around: Around, drawn: Container[str]) -> set[str]:
    """The things within so many facts."""
    reached, edge = set(around.iris), set(around.iris)
    for _ in range(around.hops):
        edge = {end for iri in edge for s, _, o in stated.ties_of(iri, drawn) for end in (s, o)} - reached
        reached |= edge
    return reached


def _most_connected(
    chosen: set[str], ties: Iterable[Tie], stated: _Statements, *, first: Sequence[str], limit: int
) -> list[str]:
    """The things, `first` first, then by number of ties; in no particular order where all can be drawn."""
    if len(chosen) <= limit:
        return list(chosen)
    degree: dict[str, int] = dict.fromkeys(chosen, 0)
    for s, _, o in ties:
        degree[s] += 1
        degree[o] += 1
    return sorted(chosen, key=lambda iri: (iri not in first, -degree[iri], -len(stated.mentions(iri)), iri))


def _articles(things: Iterable[Thing], facts: Iterable[Fact]) -> Iterator[str]:
    claims = [claim for fact in facts for claim in fact.claims]
    for thing in things:
        yield from thing.articles
        claims += (claim for target in thing.targets for claim in target.claims)
    for claim in claims:
        yield from (evidence.article for evidence in claim.evidence)


class _Statements:
    """Looks things up in the store.

    `articles`: those that count, all by default. What was looked up is kept.
    """

    def __init__(self, store: ox.Store, ontology: Ontology, *, articles: frozenset[str] | None = None) -> None:
        self._store = store
        self._reader = Reader(store)
        self._ontology = ontology
        self._articles = articles
        self._mentions: dict[str, set[str]] = {}
        self._from: dict[str, dict[Tie, list[str]]] = {}
        self._complete = False

    # things

    def mentioned(self) -> set[str]:
        """The things that the articles mention."""
        if self._articles is not None:
            return {thing for article in self._articles for thing in _subjects(self._store, MENTIONED_IN, article)}
        self._run_through()
        return set(self._mentions)

    def mentions(self, iri: str) -> Set[str]:
        """Those of the articles that mention it."""
        found = self._all_mentions(iri)
        return found if self._articles is None else found & self._articles

    def _all_mentions(self, iri: str) -> Set[str]:
        if self._complete:
            return self._mentions.get(iri, frozenset())
        if iri not in self._mentions:
            self._mentions[iri] = {value.value for value in self._stated(iri, MENTIONED_IN)}
        return self._mentions[iri]

    def members(self, cls: str) -> Iterator[str]:
        """The things of class `cls` or a class below it that any document mentions."""
        for name in self._ontology.entity_classes:
            if self._ontology.is_a(name, cls):
                yield from (iri for iri in _subjects(self._store, TYPE, cst(name)) if self._all_mentions(iri))

    # facts

    def all_ties(self, drawn: Container[str]) -> set[Tie]:
        """The facts of the relations `drawn` that the articles state about two things that documents mention."""
        if self._articles is None:
            self._run_through()
            ties: Iterable[Tie] = (tie for found in self._from.values() for tie in found)
        else:
            derived = {s for article in self._articles for s in _subjects(self._store, DERIVED_FROM, article)}
            ties = (tie for subject in derived if (tie := self._tie(subject)) is not None)
        return {tie for tie in ties if self._is_drawn(tie, drawn)}

    def ties_of(self, iri: str, drawn: Container[str]) -> Iterator[Tie]:
        """Those that begin or end at a thing."""
        yield from self.ties_from(iri, drawn)
        for assertion in _subjects(self._store, node(_RDF + "object"), iri):
            tie = self._tie(assertion)
            if tie is not None and self._is_drawn(tie, drawn) and self._counts(assertion):
                yield tie

    def ties_from(self, iri: str, drawn: Container[str]) -> Iterator[Tie]:
        """Those that begin at a thing."""
        return (tie for tie in self._assertions_from(iri) if self._is_drawn(tie, drawn))

    def _is_drawn(self, tie: Tie, drawn: Container[str]) -> bool:
        return tie[1] in drawn and bool(self._all_mentions(tie[0])) and bool(self._all_mentions(tie[2]))

    def _assertions_from(self, iri: str) -> Mapping[Tie, list[str]]:
        """The assertions of each fact that begins at a thing."""
        if iri not in self._from and not self._complete:
            found: dict[Tie, list[str]] = defaultdict(list)
            for assertion in sorted(_subjects(self._store, node(_RDF + "subject"), iri)):
                tie = self._tie(assertion)
                if tie is not None and self._counts(assertion):
                    found[tie].append(assertion)
            self._from[iri] = found
        return self._from.get(iri, {})

    def _tie(self, assertion: str) -> Tie | None:
        """The fact that an assertion states about two nodes; none for what is no assertion."""
        ends = [next(self._stated(assertion, node(_RDF + end)), None) for end in _ENDS]
        subject, predicate, value = (end.value if isinstance(end, ox.NamedNode) else None for end in ends)
        return None if subject is None or predicate is None or value is None else (subject, predicate, value)

    def _counts(self, assertion: str) -> bool:
        """Whether one of the articles that count states it."""
        if self._articles is None:
            return True
        return any(article.value in self._articles for article in self._stated(assertion, DERIVED_FROM))

    def _stated(self, subject: str, predicate: ox.NamedNode) -> Iterator[Any]:
        """Objects of what is said of a node."""
        found = self._store.quads_for_pattern(node(subject), predicate, None, ox.DefaultGraph())
        return (quad.object for quad in found)

    def _run_through(self) -> None:
        """Reads all mentions and assertions at once, which is quicker than to look each of them up."""
        if self._complete:
            return
        self._complete, self._from = True, {}
        for thing, article in self._pairs(MENTIONED_IN):
            self._mentions.setdefault(thing, set()).add(article)
        subjects, predicates, objects = (dict(self._pairs(node(_RDF + end))) for end in _ENDS)
        for assertion in sorted(subjects.keys() & predicates.keys() & objects.keys()):
            tie = subjects[assertion], predicates[assertion], objects[assertion]
            self._from.setdefault(tie[0], {}).setdefault(tie, []).append(assertion)

    def _pairs(self, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
        for quad in self._store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield quad.subject.value, quad.object.value

    def relation(self, predicate: str) -> str:
        return predicate.removeprefix(CST) if predicate.startswith(CST) else shorten(predicate)

    def class_of(self, iri: str) -> str:
        """Its class by local name; of other vocabularies' things the class in short form; `""` for none."""
        classes = [value.value for value in self._reader.objects(node(iri), TYPE)]
        ours = [cls.removeprefix(CST) for cls in classes if cls.startswith(CST)]
        known = [cls for cls in ours if cls in self._ontology.entity_classes]
        return next(iter([*known, *ours, *map(shorten, classes)]), "")

    def has(self, iri: str) -> bool:
        return self._reader.has(iri)

    def thing(self, iri: str) -> Thing:
        return Thing(
            iri=iri,
            cls=self.class_of(iri),
            names=self._reader.names(iri) or {"und": (shorten(iri),)},
            articles=tuple(sorted(self.mentions(iri))),
            targets=tuple(self._targets(iri)),
        )

    def claims(self, subject: str, predicate: str, value: str) -> tuple[Claim, ...]:
        """How the documents state a fact, the surest claim first; claims that read alike are one."""
        merged: dict[tuple[tuple[str, str], ...], Claim] = {}
        for assertion in self._assertions_from(subject).get((subject, predicate, value), ()):
            claim = self._claim(assertion)
            other = merged.get(claim.qualifiers)
            merged[claim.qualifiers] = claim if other is None else _united(other, claim)
        return tuple(sorted(merged.values(), key=lambda claim: (-claim.confidence, claim.qualifiers)))

    def _claim(self, assertion: str) -> Claim:
        fact = self._reader.fact(assertion)
        evidence = (
            Evidence(one.quote, one.article.iri)
            for one in fact.evidence
            if self._articles is None or one.article.iri in self._articles
        )
        return Claim(
            confidence=float(fact.confidence or 0),
            qualifiers=tuple((name, fact.qualifiers[name]) for name in QUALIFIERS if name in fact.qualifiers),
            evidence=tuple(sorted(dict.fromkeys(evidence), key=lambda e: (e.article, e.quote))),
        )

    def _targets(self, iri: str) -> Iterator[Target]:
        goals = self._reader.objects(node(iri), node(cst(TARGET_RELATION)))
        found = [self._target(iri, goal) for goal in goals]
        counting = (target for target in found if target.claims or self._articles is None)
        return iter(sorted(counting, key=lambda target: (target.year or "9999", target.metric, target.written)))

    def _target(self, iri: str, goal: Any) -> Target:
        names = ("metric", "written", "value", "targetYear")
        metric, written, value, year = (self._reader.text(goal, node(cst(name))) for name in names)
        return Target(metric or "", written or value or "", year, self.claims(iri, cst(TARGET_RELATION), goal.value))

    def article(self, iri: str) -> Article:
        """An article with its bulletin; what has none of the statements keeps empty texts."""
        article = self._reader.article(iri)
        bulletin = article.bulletin
        sources = ((source.title, source.url or "") for source in article.sources)
        return Article(
            iri=iri,
            title=article.title or shorten(iri),
            section=article.section,
            day=article.day,
            bulletin=bulletin.id,
            bulletin_title=bulletin.title,
            publisher=bulletin.publisher or "",
            issued=bulletin.issued,
            sources=tuple(sorted(source for source in sources if any(source))),
        )


def _united(one: Claim, other: Claim) -> Claim:
    evidence = sorted({*one.evidence, *other.evidence}, key=lambda e: (e.article, e.quote))
    return replace(one, confidence=max(one.confidence, other.confidence), evidence=tuple(evidence))
