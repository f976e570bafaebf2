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
    mentions_of,
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

MergeRow = tuple[str, str, str, str]
"""Why two names were taken for one thing: its IRI, how, the two names."""


def statements(
    ledger: Ledger,
    touched: Touched | None,
    *,
    ontology: Ontology,
    names_of: Curated,
    united: list[MergeRow] | None = None,
) -> Iterator[Stated]:
    """The statements of the facts graph about what is `touched`; about everything for none.

    `united`: gets the merges of each thing that has been told of.
    """
    yield from of_things(ledger, touched, ontology=ontology, names_of=names_of, united=united)
    yield from of_documents(ledger, touched, ontology=ontology)
    yield from of_facts(ledger, touched)


def of_things(
    ledger: Ledger,
    touched: Touched | None,
    *,
    ontology: Ontology,
    names_of: Curated,
    united: list[MergeRow] | None = None,
) -> Iterator[Stated]:
    """Those of them about things and their mentions; no other is about one of these. `united` as in `statements`."""
    for entity, facts in ledger.things_with_facts(touched.things if touched else None):
        if united is not None:
            united += merges([entity])
        mentions = mentions_of(entity)
        iri, said = thing_statements(entity, mentions, names_of(entity.key) if entity.key else (), ontology)
        yield iri, [*said, *((term(predicate), node(object_)) for predicate, object_ in facts)]
        for mention in mentions:
            if touched is None or mention.bulletin in touched.documents:  # all things in such documents are touched
                yield mention_statements(mention)
    for older, iri in ledger.older(touched.older if touched else None):
        yield older_statement(older, iri)


def of_documents(ledger: Ledger, touched: Touched | None, *, ontology: Ontology) -> Iterator[Stated]:
    """Those of them about documents, their sources and technology fields; no other is about one of these."""
    for document in ledger.heads(touched.documents if touched else None):
        yield from document_statements(document)
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
    return assertion_statements(fact.id, plain(claim), claim.qualifiers, fact.sightings)


def merges(things: Iterable[Entity]) -> Iterator[MergeRow]:
    """The merges of things."""
    for entity in things:
        for merge in entity.merges:
            yield entity.iri, merge.how, " ".join(merge.left.split()), " ".join(merge.right.split())
