"""Statements on their way into the files of a generation: made of terms as N-Triples writes them (`kg.terms`).

In: what is stated of subjects, in any order, or triples. Out: subject by subject what is said of it, in canonical
order; triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import pyoxigraph as ox

from kg.rdf import subject_of
from kg.terms import TYPE, Term

Pair = tuple[Term, Term]
"""A property and one of its values."""

About = Mapping[Term, list[Term]]
"""What is said of a subject, by property, in canonical order (`kg.rdf.sort_key`), each value once."""

Listed = tuple[str, Sequence[Pair]]
"""The IRI of a subject and something that is stated of it, in any order and possibly repeated."""

Stated = Listed | tuple[str, About]
"""The same, or all that is said of the subject, put together already."""

Subject = tuple[str, About]
"""The IRI of a subject, and all that is said of it."""


def pairs_of(said: Sequence[Pair] | About) -> Iterable[Pair]:
    """What is stated of one subject, pair by pair."""
    if isinstance(said, Mapping):
        return ((predicate, value) for predicate, values in said.items() for value in values)
    return said


def about(pairs: Iterable[Pair]) -> About:
    """What is stated of one subject, put together."""
    found: dict[Term, list[Term]] = {}
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


def by_subject(triples: Iterable[ox.Triple]) -> Iterator[Subject]:
    """Triples that come subject by subject, put together as they come. A blank node stands with its `_:` for an IRI."""
    for subject, group in groupby(triples, key=subject_of):
        said: dict[Term, list[Term]] = {}
        for triple in group:
            said.setdefault(str(triple.predicate), []).append(str(triple.object))
        yield subject, said


def triples_of(stated: Iterable[Stated]) -> Iterator[ox.Triple]:
    """What is stated, triple by triple. Raises SyntaxError for what makes no IRI."""
    for iri, said in stated:
        lines = "".join([f"<{iri}> {predicate} {value} .\n" for predicate, value in pairs_of(said)])
        for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
