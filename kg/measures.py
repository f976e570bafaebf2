"""Measures of a network that analysts expect: degree, weighted degree, betweenness, communities.

In: the number of nodes and the ties between them, or a store with the graph of a build. Out: one value per node;
or the actor network with its values. The same network gives the same values.

The actor network ties those who act together. An actor is a thing of a class below `cst:Actor`, or a place that
acts (Shanghai founds a laboratory). How strongly two actors `i` and `j` are tied is the number of things that tie
them:

    w(i, j) = Σ_k |T_k(i) ∩ T_k(j)| + |D(i, j)|

`T_k(i)` is what `i` issued (k = issuance), founded (founding) or funds (funding), alone or with others; `D(i, j)`
are the facts that tie both directly: one collaborates with, founded or funds the other. A fact counts once,
however many sentences state it: repeated news is attention and no further tie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.ontology import Ontology
from kg.rdf import TYPE, named, node
from kg.vocab import CST, cst

EXACT_UP_TO = 1000
"""Networks of up to this many nodes have their betweenness counted in full, larger ones estimated."""

SAMPLES = 256
"""From how many nodes shortest paths are followed where betweenness is estimated, unless told otherwise."""

KINDS = ("issuance", "founding", "collaboration", "funding")
"""What ties two actors."""

_DIRECT = {"collaboration": "collaboratesWith", "founding": "establishedBy", "funding": "funds"}
_SHARED = {"issuance": ("issuedBy", True), "founding": ("establishedBy", True), "funding": ("funds", False)}
"""By kind the relation through which one thing ties several actors, and whether the thing is its subject."""

_SEED = 20230120
_DIGITS = 6

Tie = tuple[int, int, float]
"""Numbers of two nodes and the weight of what ties them. Direction does not matter; ties of the same two add up."""


class MeasureError(KgError):
    """There is nothing to measure, or no such measure."""


# --- measures of any network --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measures:
    """Values of nodes by number. `degree`: how many others a node is tied to. `weight`: the sum of the weights of
    its ties (Barrat et al. 2004, doi:10.1073/pnas.0400087101). `betweenness`: see `betweenness`. `community`: see
    `communities`. `sampled`: the betweenness is an estimate.
    """

    degree: tuple[int, ...]
    weight: tuple[float, ...]
    betweenness: tuple[float, ...]
    community: tuple[int, ...]
    sampled: bool


def measure(count: int, ties: Iterable[Tie], *, samples: int = SAMPLES) -> Measures:
    """The measures of the network of nodes `0 … count - 1`. Ties of a node to itself are left out.

    `samples`: from how many nodes paths are followed where betweenness is estimated.
    """
    weights = _united(ties)
    degree, weight = [0] * count, [0.0] * count
    for (a, b), value in weights.items():
        for end in (a, b):
            degree[end] += 1
            weight[end] += value
    return Measures(
        degree=tuple(degree),
        weight=tuple(weight),
        betweenness=betweenness(count, weights, samples=samples),
        community=communities(count, weights),
        sampled=is_sampled(count),
    )


def is_sampled(count: int) -> bool:
    """Whether the betweenness of a network of `count` nodes is estimated."""
    return count > EXACT_UP_TO


def betweenness(count: int, pairs: Iterable[tuple[int, int]], *, samples: int = SAMPLES) -> tuple[float, ...]:
    """The share of shortest paths between two others that lead over a node, from 0 to 1, rounded to six digits.

        C(v) = 2 / ((n - 1)(n - 2)) · Σ σ(s, t | v) / σ(s, t)   over all pairs s, t other than v

    where σ counts shortest paths, each tie being one step (Freeman 1977, doi:10.2307/3033543), worked out as in
    Brandes 2001 (doi:10.1080/0022250X.2001.9990249). Above `EXACT_UP_TO` nodes it is estimated from the paths that
    begin at `samples` nodes, drawn at random with a fixed seed (Brandes and Pich 2007,
    doi:10.1142/S0218127407018403).
    """
    import networkx as nx

    drawn = samples if is_sampled(count) else None
    values = nx.betweenness_centrality(_graph(count, dict.fromkeys(pairs, 1.0)), k=drawn, seed=_SEED)
    return tuple(round(float(values[number]), _DIGITS) for number in range(count))


def communities(count: int, weights: Mapping[tuple[int, int], float]) -> tuple[int, ...]:
    """The number of each node's community; 0 is the largest, then by the least member.

    Communities are groups with more ties inside than chance would give: a partition of high modularity, found by
    the method of Louvain (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008) with a fixed seed. A node
    without ties is a community of its own.
    """
    import networkx as nx

    graph = _graph(count, weights)
    found = nx.community.louvain_communities(graph, seed=_SEED) if weights else [{n} for n in range(count)]
    number = [0] * count
    for rank, members in enumerate(sorted(found, key=lambda members: (-len(members), min(members)))):
        for member in members:
            number[member] = rank
    return tuple(number)


def _united(ties: Iterable[Tie]) -> dict[tuple[int, int], float]:
    """The weight of each pair of nodes that are tied, in order of their numbers."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in ties:
        if a != b:
            weights[min(a, b), max(a, b)] += weight
    return dict(sorted(weights.items()))


def _graph(count: int, weights: Mapping[tuple[int, int], float]) -> Any:
    """Nodes and ties in order of their numbers: networkx takes them in the order in which they come."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((a, b, weights[a, b]) for a, b in sorted(weights))
    return graph


# --- the actor network --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActorNetwork:
    """Actors (IRIs, sorted) that are tied to another by these `kinds`, and their ties by number: pairs with the weight
    `w(i, j)`, sorted.
    """

    actors: tuple[str, ...]
    ties: tuple[Tie, ...]
    kinds: tuple[str, ...]


def actor_network(store: ox.Store, *, ontology: Ontology, kinds: Sequence[str] = KINDS) -> ActorNetwork:
    """The actors of the facts and their ties of these `kinds`. Raises MeasureError for an unknown kind."""
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise MeasureError(f"no tie '{unknown[0]}'; actors are tied by {', '.join(KINDS)}")
    reader = _Facts(store, ontology)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for kind in sorted(set(kinds)):
        for pair in (*_direct(reader, kind), *_shared(reader, kind)):
            weights[pair] += 1.0
    actors = tuple(sorted({actor for pair in weights for actor in pair}))
    number = {actor: n for n, actor in enumerate(actors)}
    ties = tuple((number[a], number[b], weights[a, b]) for a, b in sorted(weights))
    return ActorNetwork(actors, ties, tuple(kind for kind in KINDS if kind in kinds))


def _direct(reader: _Facts, kind: str) -> Iterator[tuple[str, str]]:
    """The pairs of actors that a fact ties, the lesser IRI first."""
    if kind in _DIRECT:
        for s, o in reader.pairs(_DIRECT[kind]):
            if s != o and reader.acts(s) and reader.acts(o):
                yield min(s, o), max(s, o)


def _shared(reader: _Facts, kind: str) -> Iterator[tuple[str, str]]:
    """The pairs of actors that issued, founded or fund the same thing, once for each such thing."""
    if kind not in _SHARED:
        return
    relation, thing_first = _SHARED[kind]
    together: dict[str, set[str]] = defaultdict(set)
    for s, o in reader.pairs(relation):
        thing, actor = (s, o) if thing_first else (o, s)
        if reader.acts(actor):
            together[thing].add(actor)
    for thing in sorted(together):
        yield from combinations(sorted(together[thing]), 2)


class _Facts:
    """The facts that documents state, and who of their ends acts."""

    def __init__(self, store: ox.Store, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._acts: dict[str, bool] = {}

    def pairs(self, relation: str) -> Iterator[tuple[str, str]]:
        """The two ends of each fact of a relation: of its assertions, since the background states some, too."""
        kind = node(cst(relation))
        asserted = self._store.quads_for_pattern(None, named("rdf", "predicate"), kind, ox.DefaultGraph())
        subject, object_ = named("rdf", "subject"), named("rdf", "object")
        found = {(self._value(quad.subject, subject), self._value(quad.subject, object_)) for quad in asserted}
        return iter(sorted(found))

    def _value(self, subject: Any, predicate: ox.NamedNode) -> str:
        found: Iterator[Any] = self._store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
        value: str = next(found).object.value
        return value

    def acts(self, iri: str) -> bool:
        """Whether it is an actor or a place."""
        if iri not in self._acts:
            kinds: Iterator[Any] = self._store.quads_for_pattern(node(iri), TYPE, None, ox.DefaultGraph())
            names = [quad.object.value.removeprefix(CST) for quad in kinds]
            self._acts[iri] = any(
                self._ontology.is_a(name, top)
                for name in names
                if name in self._ontology.entity_classes
                for top in ("Actor", "Place")
            )
        return self._acts[iri]
