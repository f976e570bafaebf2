"""What a graph holds and who stands where in it: the figures that `kg stats` prints.

In: the store of a build. Out: an `Overview` (documents, things, facts, years, evidence) and a `Ranking` of the
actors by a measure of `kg.measures`, with their communities. The same graph gives the same figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from kg.labels import best_name
from kg.measures import ActorNetwork, MeasureError, Measures, measure
from kg.ontology import Ontology
from kg.rdf import DERIVED_FROM, MENTIONED_IN, PREF_LABEL, TYPE, named, node, shorten
from kg.vocab import CST, cst

MEASURES = ("degree", "weight", "betweenness")
"""What actors can be ranked by."""

_NAMED_MEMBERS = 3
_LEAST_MEMBERS = 3  # a pair is no community worth a line


# --- overview -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overview:
    """What the graph holds. `years`: documents by year of issue (`""` for those without day of issue). `things`: by
    class, and `facts`: by relation, the most frequent first; a fact is a statement about two things, however often it
    is made. `sentences`: pieces of evidence. `one_article`: facts that rest on one article only.
    """

    documents: int
    articles: int
    years: Mapping[str, int]
    things: Mapping[str, int]
    facts: Mapping[str, int]
    sentences: int
    one_article: int

    @property
    def all_things(self) -> int:
        """Things in all; technology fields are topics and do not count."""
        return sum(count for cls, count in self.things.items() if cls != "Technology")

    @property
    def all_facts(self) -> int:
        """Facts in all."""
        return sum(self.facts.values())

    @property
    def evidence_per_fact(self) -> float:
        """Sentences per fact, 0 without facts."""
        return self.sentences / self.all_facts if self.all_facts else 0.0

    @property
    def one_article_share(self) -> float:
        """The share of facts that rest on one article, from 0 to 1."""
        return self.one_article / self.all_facts if self.all_facts else 0.0

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        shares = {
            "evidence_per_fact": round(self.evidence_per_fact, 3),
            "one_article_share": round(self.one_article_share, 4),
        }
        return {**asdict(self), **shares}


def overview(store: ox.Store, *, ontology: Ontology) -> Overview:
    """Counts what the documents state; the background does not count."""
    reader = _Counter(store)
    mentioned = {subject for subject, _ in reader.pairs(MENTIONED_IN)}
    classes = Counter(
        cls.removeprefix(CST)
        for subject, cls in reader.pairs(TYPE)
        if subject in mentioned and cls.removeprefix(CST) in ontology.entity_classes
    )
    facts = reader.facts()
    sentences, one_article = _evidence(reader, facts.values())
    bulletins = reader.of_class("Bulletin")
    return Overview(
        documents=len(bulletins),
        articles=len(reader.of_class("Article")),
        years=dict(sorted(Counter(map(reader.year, bulletins)).items())),
        things=_most_frequent(classes),
        facts=_most_frequent(Counter(relation.removeprefix(CST) for _, relation, _ in facts)),
        sentences=sentences,
        one_article=one_article,
    )


def _evidence(reader: _Counter, facts: Iterable[Sequence[str]]) -> tuple[int, int]:
    """How many pieces of evidence the facts (by their assertions) have, and how many facts rest on one article."""
    facts = list(facts)
    articles = {assertion: set[str]() for assertions in facts for assertion in assertions}
    sentences = sum(1 for assertion, _ in reader.pairs(node(cst("evidence"))) if assertion in articles)
    for subject, article in reader.pairs(DERIVED_FROM):
        if subject in articles:
            articles[subject].add(article)
    return sentences, sum(1 for fact in facts if len(set().union(*(articles[assertion] for assertion in fact))) == 1)


def _most_frequent(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class _Counter:
    """Passes over what the store says, which of what is counted here only documents state."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def pairs(self, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
        for quad in self._store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield quad.subject.value, quad.object.value

    def of_class(self, cls: str) -> list[str]:
        quads: Iterator[Any] = self._store.quads_for_pattern(None, TYPE, node(cst(cls)), ox.DefaultGraph())
        return sorted(quad.subject.value for quad in quads)

    def year(self, bulletin: str) -> str:
        issued = named("dcterms", "issued")
        quads: Iterator[Any] = self._store.quads_for_pattern(node(bulletin), issued, None, ox.DefaultGraph())
        return min((quad.object.value[:4] for quad in quads), default="")

    def facts(self) -> dict[tuple[str, str, str], list[str]]:
        """The assertions of each fact."""
        ends = [dict(self.pairs(named("rdf", end))) for end in ("subject", "predicate", "object")]
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for assertion in ends[0]:
            found[ends[0][assertion], ends[1][assertion], ends[2][assertion]].append(assertion)
        return found


# --- ranking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the ranking. `degree`: other actors tied to it. `weight`: what ties it, see `kg.measures`.
    `betweenness`: from 0 to 1. `community`: a number of `Community`.
    """

    iri: str
    name: str
    cls: str
    degree: int
    weight: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Community:
    """A group of actors, named after its most connected members. `number`: 1 is the largest."""

    number: int
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The actors that rank highest by `measure`, `total` of how many; `ties`: how many pairs of them are tied;
    `sampled`: the betweenness is an estimate. `communities`: those of three members or more.
    """

    measure: str
    kinds: tuple[str, ...]
    total: int
    ties: int
    sampled: bool
    actors: tuple[Actor, ...]
    communities: tuple[Community, ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def ranking(
    store: ox.Store,
    network: ActorNetwork,
    *,
    ontology: Ontology,
    by: str = "degree",
    top: int = 20,
    language: str = "ko",
) -> Ranking:
    """The `top` actors of a network by measure `by`, where values are equal by weight and IRI; names in `language`.

    Raises MeasureError for an unknown measure.
    """
    if by not in MEASURES:
        raise MeasureError(f"no measure '{by}'; actors are ranked by {', '.join(MEASURES)}")
    found = measure(len(network.actors), network.ties)
    values: Sequence[float] = getattr(found, by)
    order = sorted(range(len(network.actors)), key=lambda n: (-values[n], -found.weight[n], n))
    actors = tuple(_actor(store, ontology, network.actors[n], n, found, language) for n in order[:top])
    return Ranking(
        measure=by,
        kinds=network.kinds,
        total=len(network.actors),
        ties=len(network.ties),
        sampled=found.sampled,
        actors=actors,
        communities=tuple(_communities(store, network.actors, found, language)),
    )


def _actor(store: ox.Store, ontology: Ontology, iri: str, n: int, found: Measures, language: str) -> Actor:
    quads: Iterator[Any] = store.quads_for_pattern(node(iri), TYPE, None, ox.DefaultGraph())
    kinds = (quad.object.value.removeprefix(CST) for quad in quads)
    cls = min((kind for kind in kinds if kind in ontology.entity_classes), default="")
    name = _name(store, iri, language)
    return Actor(iri, name, cls, found.degree[n], round(found.weight[n]), found.betweenness[n], found.community[n] + 1)


def _communities(store: ox.Store, actors: Sequence[str], found: Measures, language: str) -> Iterator[Community]:
    members: dict[int, list[int]] = defaultdict(list)
    for n, community in enumerate(found.community):
        members[community].append(n)
    for community in sorted(members):
        group = sorted(members[community], key=lambda n: (-found.weight[n], n))
        if len(group) >= _LEAST_MEMBERS:
            names = (_name(store, actors[n], language) for n in group[:_NAMED_MEMBERS])
            yield Community(community + 1, ", ".join(names), len(group))


def _name(store: ox.Store, iri: str, language: str) -> str:
    labels: dict[str, list[str]] = defaultdict(list)
    quads: Iterator[Any] = store.quads_for_pattern(node(iri), PREF_LABEL, None, ox.DefaultGraph())
    for quad in quads:
        labels[(quad.object.language or "").lower()].append(quad.object.value)
    names = {tag: sorted(labels[tag]) for tag in sorted(labels)}
    return best_name(names, language) or shorten(iri)
