"""Measures of networks, and which ties the actor network has."""

from __future__ import annotations

from collections import deque
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import LAB, iri, write_build
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.measures import (
    EXACT_UP_TO,
    KINDS,
    ActorNetwork,
    MeasureError,
    actor_network,
    betweenness,
    communities,
    is_sampled,
    measure,
)
from kg.ontology import load_ontology
from kg.rdf import TYPE, node
from kg.store import open_store
from kg.vocab import CSTR, PREFIXES, cst

Pair = tuple[int, int]


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, float]]]:
    count = draw(st.integers(1, 9))
    end = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(end, end, st.sampled_from([1.0, 2.0, 3.0])), max_size=20))


# --- degree, weight -----------------------------------------------------------------------------------------


def test_degree_counts_others_and_weight_adds_up() -> None:
    found = measure(4, [(0, 1, 1.0), (1, 0, 2.0), (0, 2, 1.0), (0, 0, 9.0)])
    assert found.degree == (2, 1, 1, 0)
    assert found.weight == (4.0, 3.0, 1.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(networks(), st.randoms())
def test_the_order_and_direction_of_ties_do_not_matter(
    network: tuple[int, list[tuple[int, int, float]]], random: object
) -> None:
    count, ties = network
    turned = [(b, a, weight) for a, b, weight in reversed(ties)]
    assert measure(count, ties) == measure(count, turned)


# --- betweenness --------------------------------------------------------------------------------------------


def shortest(neighbours: dict[int, set[int]], start: int, end: int) -> list[list[int]]:
    """All shortest paths, found by growing every path."""
    paths, found = deque([[start]]), []
    while paths:
        path = paths.popleft()
        if found and len(path) >= len(found[0]):
            break
        for other in sorted(neighbours[path[-1]] - set(path)):
            (found if other == end else paths).append([*path, other])
    return [path for path in found if len(path) == len(found[0])]


def by_definition(count: int, pairs: list[Pair]) -> list[float]:
    neighbours = {i: {b for a, b in pairs if a == i} | {a for a, b in pairs if b == i} for i in range(count)}
    values = [0.0] * count
    for s, t in combinations(range(count), 2):
        paths = shortest(neighbours, s, t)
        for path in paths:
            for v in path[1:-1]:
                values[v] += 1 / len(paths)
    return [value * 2 / ((count - 1) * (count - 2)) if count > 2 else 0.0 for value in values]


@settings(max_examples=80, deadline=None)
@given(networks())
def test_betweenness_is_the_share_of_shortest_paths(network: tuple[int, list[tuple[int, int, float]]]) -> None:
    count, ties = network
    pairs = [(a, b) for a, b, _ in ties if a != b]
    assert betweenness(count, pairs) == pytest.approx(by_definition(count, pairs), abs=1e-6)


def test_betweenness_of_a_large_network_is_estimated_alike_each_time() -> None:
    count = EXACT_UP_TO + 200
    hub = [(0, i) for i in range(1, count - 1)] + [(count - 2, count - 1)]
    assert is_sampled(count) and not is_sampled(EXACT_UP_TO)
    values = betweenness(count, hub)
    assert values == betweenness(count, hub[::-1])
    assert values[0] == pytest.approx(1.0, abs=0.1) and values[count - 2] == pytest.approx(2 / count, rel=1.0)
    assert set(values[1 : count - 2]) == {0.0}


# --- communities --------------------------------------------------------------------------------------------


def test_groups_of_many_ties_are_communities_the_largest_first() -> None:
    small = [(a, b, 1.0) for a, b in combinations(range(4), 2)]
    large = [(a, b, 1.0) for a, b in combinations(range(4, 10), 2)]
    assert measure(11, [*small, *large, (3, 4, 1.0)]).community == (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_a_community_lies_within_one_component(network: tuple[int, list[tuple[int, int, float]]]) -> None:
    count, ties = network
    found = measure(count, ties).community
    sizes = [found.count(number) for number in range(max(found) + 1)]
    assert sizes == sorted(sizes, reverse=True) and 0 not in sizes
    reach = list(range(count))
    for _ in range(count):
        for a, b, _ in ties:
            reach[a] = reach[b] = min(reach[a], reach[b])
    for a, b in combinations(range(count), 2):
        assert found[a] != found[b] or reach[a] == reach[b]


def test_nothing_tied_is_each_alone() -> None:
    assert communities(3, {}) == (0, 1, 2)


# --- the actor network --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("measures") / "build")


def named(network: ActorNetwork) -> dict[tuple[str, str], float]:
    return {(network.actors[a], network.actors[b]): weight for a, b, weight in network.ties}


def pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def test_actors_are_tied_by_what_they_do_together(build: Path) -> None:
    most, moe, cas, tsinghua = map(iri, ("most", "moe", "cas", "tsinghua"))
    with open_store(build) as (local, _):
        found = {kind: named(actor_network(local, ontology=load_ontology(), kinds=[kind])) for kind in KINDS}
        everything = named(actor_network(local, ontology=load_ontology()))
    assert found["issuance"] == {pair(most, moe): 1.0}
    assert found["founding"] == {pair(LAB, cas): 1.0, pair(LAB, tsinghua): 1.0, pair(cas, tsinghua): 1.0}
    assert found["collaboration"] == {pair(cas, tsinghua): 1.0}, "said twice, in both directions, but one fact"
    assert found["funding"] == {pair(most, LAB): 1.0}
    assert everything[pair(cas, tsinghua)] == 2.0
    assert sum(everything.values()) == sum(sum(ties.values()) for ties in found.values())


def test_each_policy_ties_its_issuers_and_places_act() -> None:
    store = ox.Store()
    classes = {"a": "Ministry", "b": "Ministry", "sh": "City", "p1": "Policy", "p2": "Policy", "x": "Person"}
    facts = [("p1", "a"), ("p1", "b"), ("p2", "a"), ("p2", "b"), ("p2", "sh"), ("p2", "x")]
    for key, cls in classes.items():
        store.add(ox.Quad(node(CSTR + key), TYPE, node(cst(cls))))
    for policy, issuer in facts:
        ends = {"subject": CSTR + policy, "predicate": cst("issuedBy"), "object": CSTR + issuer}
        for end, value in ends.items():
            assertion = node(f"{CSTR}assertion/{policy}-{issuer}")
            store.add(ox.Quad(assertion, node(PREFIXES["rdf"] + end), node(value)))
    found = actor_network(store, ontology=load_ontology(), kinds=["issuance"])
    a, b, shanghai, person = (CSTR + key for key in ("a", "b", "sh", "x"))
    assert named(found) == {(a, b): 2.0, (a, shanghai): 1.0, (b, shanghai): 1.0}
    assert person not in found.actors


def test_an_unknown_tie_is_named(build: Path) -> None:
    with open_store(build) as (local, _), pytest.raises(MeasureError, match=r"no tie 'marriage'; .*issuance"):
        actor_network(local, ontology=load_ontology(), kinds=["issuance", "marriage"])
