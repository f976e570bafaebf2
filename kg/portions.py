"""The statements of the corpus, all of them or those that a change touches.

In: a ledger. Out: a stream of statements, in no particular order and possibly repeated. Of each node that it speaks of
it says all, so that a node's statements can be put in place of those that were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.assemble import (
    Curated,
    assertion_statements,
    document_statements,
    field_statements,
    mention_statements,
    older_statement,
    plain,
    source_statements,
    target_statements,
    thing_statements,
)
from kg.ledger import Fact, Ledger, Touched
from kg.model import ClaimSeen, Entity, TargetSeen, joined
from kg.ontology import Ontology
from kg.statements import Stated
from kg.terms import node, term


def statements(ledger: Ledger, touched: Touched | None, *, ontology: Ontology, names_of: Curated) -> Iterator[Stated]:
    """The statements of the facts graph about what is `touched`; about everything for none."""
    yield from of_things(ledger, touched, ontology=ontology, names_of=names_of)
    yield from of_facts(ledger, touched)


def of_things(ledger: Ledger, touched: Touched | None, *, ontology: Ontology, names_of: Curated) -> Iterator[Stated]:
    """Those of them about documents and their sources, things and technology fields; no other is about one of these."""
    for document, mentions in ledger.heads(touched.documents if touched else None):
        yield from document_statements(document)
        for thing, sighting in mentions:
            yield mention_statements(thing, document.id, sighting)
    for entity in ledger.things(touched.things if touched else None):
        iri, said = thing_statements(entity, names_of(entity.key) if entity.key else (), ontology)
        yield iri, [*said, *((term(predicate), node(object_)) for predicate, object_ in ledger.facts_of(iri))]
    for older, iri in ledger.older(touched.older if touched else None):
        yield older_statement(older, iri)
    for source in ledger.sources(touched.sources if touched else None):
        yield source_statements(source)
    concepts = {concept.iri: concept for concept in ontology.technologies()}
    for technology, articles in ledger.fields(touched.fields if touched else None):
        if articles:
            yield field_statements(concepts[technology], articles)


def of_facts(ledger: Ledger, touched: Touched | None) -> Iterator[Stated]:
    """Those of them about assertions, their evidence, and targets."""
    for fact in ledger.facts(touched.facts if touched else None):
        yield from _fact(fact)


def _fact(fact: Fact) -> Iterable[Stated]:
    """The assertion of a fact, and the node of a target; the plain statement is its subject's."""
    claims = [seen for _, seen in fact.seen if isinstance(seen, ClaimSeen)]
    targets = [seen.target for _, seen in fact.seen if isinstance(seen, TargetSeen)]
    if targets:
        return target_statements(targets, fact.sightings)
    claim = joined(claims)
    return assertion_statements(claim.id, plain(claim), claim.qualifiers, fact.sightings)


def merges(things: Iterable[Entity]) -> Iterator[tuple[str, str, str, str]]:
    """Why names were taken for one thing: IRI, how, the two names."""
    for entity in things:
        for merge in entity.merges:
            yield entity.iri, merge.how, " ".join(merge.left.split()), " ".join(merge.right.split())
