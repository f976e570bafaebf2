"""Statements in canonical order."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import TYPE, canonical, sort_key

_NODES = st.sampled_from([*(ox.NamedNode(f"urn:{text}") for text in ("a", "a/b", "a-b", "b", "ab")), ox.BlankNode("a")])
_PREDICATES = st.sampled_from([TYPE, ox.NamedNode("urn:a"), ox.NamedNode("urn:z"), ox.NamedNode("http://www.w3.org/1")])
_OBJECTS = st.one_of(_NODES, st.text(max_size=3).map(ox.Literal), st.sampled_from([ox.Literal("과", language="ko")]))


@given(st.lists(st.builds(ox.Triple, _NODES, _PREDICATES, _OBJECTS), max_size=30))
def test_the_order_is_that_of_the_key_and_each_stands_once(triples: list[ox.Triple]) -> None:
    assert canonical(triples) == sorted(set(triples), key=sort_key)
    assert canonical(iter(triples[::-1])) == canonical(triples)
