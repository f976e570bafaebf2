"""Statements put together subject by subject."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graphs import CORPUS, knowledge
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.rdf import TYPE, canonical
from kg.statements import PROPERTIES, about, by_subject, pairs_of, triples_of

PREDICATES = st.sampled_from(
    [TYPE, ox.NamedNode("urn:a"), ox.NamedNode("urn:a-b"), ox.NamedNode("http://www.w3.org/1")]
)
VALUES = st.sampled_from([ox.NamedNode("urn:x"), ox.NamedNode("urn:x-1"), ox.NamedNode("urn:x1")]) | st.builds(
    ox.Literal, st.text(max_size=3, alphabet='a"\\-')
)


@given(st.lists(st.tuples(PREDICATES, VALUES), min_size=1, max_size=12))
def test_what_is_stated_of_one_subject_comes_in_canonical_order(pairs: list[tuple[ox.NamedNode, ox.Literal]]) -> None:
    ordered = canonical(ox.Triple(ox.NamedNode("urn:s"), predicate, value) for predicate, value in pairs)
    said = about([(str(predicate), str(value)) for predicate, value in pairs])
    assert list(triples_of([("urn:s", said)])) == ordered
    assert list(by_subject(ordered)) == [("urn:s", said)]
    assert list(next(by_subject(ordered))[1]) == list(said)
    assert about(pairs_of(said)) == said


def test_what_comes_put_together_is_in_order() -> None:
    know = knowledge()
    together = [said for _, said in assemble(CORPUS, ontology=know.ontology) if not isinstance(said, list)]
    assert {said[0] for said in together if isinstance(said, tuple)} == PROPERTIES.keys()
    for said in together:
        pairs = list(pairs_of(said))
        assert list(pairs_of(about(pairs))) == pairs


def test_what_makes_no_iri_is_refused() -> None:
    with pytest.raises(SyntaxError):
        list(triples_of([("urn:a b", [("<urn:p>", "<urn:o>")])]))
