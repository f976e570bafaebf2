"""Statements on their way into the files of a generation: made of terms as N-Triples writes them (`kg.terms`).

In: what is stated of subjects, in any order, or triples. Out: subject by subject what is said of it, in canonical
order; triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from kg.rdf import subject_of
from kg.terms import DERIVED_FROM, TYPE, Term, term

Pair = tuple[Term, Term]
"""A property and one of its values."""

About = dict[Term, list[Term]]
"""What is said of a subject, by property, in canonical order (`kg.rdf.sort_key`), each value once."""

Values = tuple[Term, ...]
"""All that is said of a subject of a class in `PROPERTIES`: the class, and the values of the other properties there."""

MENTION, EVIDENCE = term("Mention"), term("Evidence")
PROPERTIES: dict[Term, tuple[Term, ...]] = {
    MENTION: (TYPE, DERIVED_FROM, *map(term, ("begin", "end", "surface"))),
    EVIDENCE: (TYPE, DERIVED_FROM, *map(term, ("begin", "end", "extractedBy", "quote"))),
}
"""Classes of which each subject has one value of each of these properties, which are in canonical order. Two thirds of
a graph's subjects are of these; values alone cost much less than a mapping.
"""

Listed = tuple[str, list[Pair]]
"""The IRI of a subject and something that is stated of it, in any order and possibly repeated."""

Subject = tuple[str, About | Values]
"""The IRI of a subject, and all that is said of it."""

Stated = Listed | Subject
"""Either of them."""


def pairs_of(said: list[Pair] | About | Values) -> Iterable[Pair]:
    """What is stated of one subject, pair by pair."""
    if isinstance(said, tuple):
        return zip(PROPERTIES[said[0]], said, strict=True)
    if isinstance(said, dict):
        return ((predicate, value) for predicate, values in said.items() for value in values)
    return said


def about(pairs: Iterable[Pair]) -> About:
    """What is stated of one subject, put together."""
    found: About = {}
    for predicate, value in pairs:
        if predicate in found:
            found[predicate].append(value)
        else:
            found[predicate] = [value]
    for values in found.values():
        if len(values) > 1:
            values[:] = sorted(set(values))
    ordered = sorted(found)
    if TYPE in found:
        ordered.remove(TYPE)
        ordered.insert(0, TYPE)
    if ordered == list(found):  # as most subjects are stated
        return found
    return {predicate: found[predicate] for predicate in ordered}


def by_subject(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, About]]:
    """Triples that come subject by subject, put together as they come. A blank node stands with its `_:` for an IRI."""
    for subject, group in groupby(triples, key=subject_of):
        said: About = {}
        for triple in group:
            said.setdefault(str(triple.predicate), []).append(str(triple.object))
        yield subject, said


def triples_of(stated: Iterable[Stated]) -> Iterator[ox.Triple]:
    """What is stated, triple by triple. Raises SyntaxError for what makes no IRI."""
    for iri, said in stated:
        lines = "".join([f"<{iri}> {predicate} {value} .\n" for predicate, value in pairs_of(said)])
        for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
