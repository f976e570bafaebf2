"""The resolved graph as RDF: things with their names, facts with their evidence, documents with their
sources.

In: a `Corpus`, the ontology and the curated names of gazetteer entities. Out: a stream of statements, in no
particular order and possibly repeated; `kg.rdf.canonical` puts them in order. Every node has an IRI. Two
sightings of one fact are one `cst:Assertion` with two pieces of `cst:evidence`. A symmetric relation is
asserted once, from the lesser IRI to the greater, and stands as a plain triple in that direction only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.model import (
    ArticleInfo,
    Claim,
    ClaimSeen,
    Corpus,
    DocumentRecord,
    Entity,
    Evidence,
    Name,
    Qualifiers,
    Sighting,
    Target,
    joined,
)
from kg.ontology import Concept, Ontology
from kg.rdf import (
    ALT_LABEL,
    DERIVED_FROM,
    LABEL,
    MENTIONED_IN,
    PREF_LABEL,
    TYPE,
    decimal,
    integer,
    moment,
    named,
    node,
    term,
    text_literal,
    typed,
    web_node,
)
from kg.vocab import article_iri, bulletin_iri, digest, node_iri

PREFERRED_LANGUAGES = ("ko", "zh-Hans", "zh-Hant", "en")
"""The languages in which a thing has one `skos:prefLabel` each; the first that is known gives its
`rdfs:label`.
"""

Sighted = tuple[str, Evidence]
"""Bulletin id, and where in it a fact is stated."""

_QUALIFIERS: dict[str, Callable[[str], ox.Literal]] = {
    "amount": decimal,
    "ceiling": lambda value: typed(value, "boolean"),
    "currency": ox.Literal,
    "date": moment,
    "modality": ox.Literal,
    "position": integer,
    "role": text_literal,
    "written": text_literal,
}


Curated = Callable[[str], Sequence[Name]]
"""Gives the curated names of a gazetteer key, preferred first in each language."""


def assemble(corpus: Corpus, *, ontology: Ontology, names_of: Curated = lambda key: ()) -> Iterator[ox.Triple]:
    """The statements of the facts graph.

    Raises ValueError for a qualifier that is none of the ontology's and for ids that make no IRI, TermError for an
    unknown relation.
    """
    for document in corpus.documents:
        yield from document_statements(document)
        for source in sources(document):
            yield from source_statements(source)
    for entity in corpus.entities:
        yield from thing_statements(entity, names_of(entity.key) if entity.key else (), ontology)
        yield from older_statements(entity)
        for bulletin, sighting in entity.sightings:
            yield from mention_statements(entity.iri, bulletin, sighting)
    for claim, sightings in _grouped(corpus.claims, ontology):
        yield plain(claim)
        yield from assertion_statements(claim.id, plain(claim), claim.qualifiers, sightings)
    targets: dict[str, tuple[list[Target], list[Sighted]]] = defaultdict(lambda: ([], []))
    for bulletin, seen in corpus.targets:
        written, where = targets[seen.target.id]
        written.append(seen.target)
        where += ((bulletin, evidence) for evidence in seen.evidence)
    for written, where in targets.values():
        yield plain_target(written[0])
        yield from target_statements(written, where)
    yield from _topics(corpus.addresses, ontology)


def _grouped(claims: Iterable[tuple[str, ClaimSeen]], ontology: Ontology) -> Iterator[tuple[Claim, list[Sighted]]]:
    """Facts, each with all its sightings; of a symmetric relation from the lesser IRI to the greater."""
    grouped: dict[str, list[tuple[str, ClaimSeen]]] = defaultdict(list)
    for bulletin, seen in claims:
        claim = seen.claim.from_lesser() if ontology.symmetric(seen.claim.predicate) else seen.claim
        grouped[claim.id].append((bulletin, ClaimSeen(claim, seen.evidence)))
    for stated in grouped.values():
        yield joined([seen for _, seen in stated]), [(name, one) for name, seen in stated for one in seen.evidence]


def _topics(addresses: Iterable[tuple[str, str, str, Evidence]], ontology: Ontology) -> Iterator[ox.Triple]:
    concepts = {concept.iri: concept for concept in ontology.technologies()}
    grouped: dict[tuple[str, str], list[Sighted]] = defaultdict(list)
    for bulletin, subject, technology, evidence in addresses:
        grouped[subject, technology].append((bulletin, evidence))
    for (subject, technology), sightings in grouped.items():
        topic = Claim(subject, "addresses", technology)
        yield plain(topic)
        yield from assertion_statements(topic.id, plain(topic), (), sightings)
        articles = {article_iri(bulletin, evidence.article) for bulletin, evidence in sightings}
        yield from field_statements(concepts[technology], articles)


# --- names ---------------------------------------------------------------------------------------------------


def label_triples(subject: ox.NamedNode, names: Iterable[Name]) -> Iterator[ox.Triple]:
    """Labels of one thing: per language the first name is preferred, all others are alternatives.

    `rdfs:label` is the Korean preferred label; of a thing without Korean name, the first other one. A thing
    that has no name in any of `PREFERRED_LANGUAGES` prefers its first name, tagged `und` where its language
    is unknown.
    """
    literals = list(dict.fromkeys(_literal(name) for name in names if name.text.strip()))
    first: dict[str | None, ox.Literal] = {}
    for literal in literals:
        first.setdefault(literal.language, literal)
    preferred = [first[tag.lower()] for tag in PREFERRED_LANGUAGES if tag.lower() in first]
    if literals and not preferred:
        preferred = [ox.Literal(literals[0].value, language=literals[0].language or "und")]
    for literal in preferred:
        yield ox.Triple(subject, PREF_LABEL, literal)
    for literal in literals:
        if literal not in preferred:
            yield ox.Triple(subject, ALT_LABEL, literal)
    for literal in preferred[:1]:
        yield ox.Triple(subject, LABEL, literal)


def _literal(name: Name) -> ox.Literal:
    return text_literal(name.text.strip(), "zh-Hans" if name.lang == "zh" else name.lang)


def _day(day: dt.date) -> ox.Literal:
    return typed(day.isoformat(), "date")


# --- documents -----------------------------------------------------------------------------------------------


def document_statements(document: DocumentRecord) -> Iterator[ox.Triple]:
    """The bulletin and its articles."""
    bulletin = node(bulletin_iri(document.id))
    yield ox.Triple(bulletin, TYPE, term("Bulletin"))
    yield ox.Triple(bulletin, named("dcterms", "identifier"), ox.Literal(document.id))
    yield ox.Triple(bulletin, named("dcterms", "title"), text_literal(document.title))
    if document.publisher:
        yield ox.Triple(bulletin, named("dcterms", "publisher"), ox.Literal(document.publisher))
    if document.issued:
        yield ox.Triple(bulletin, named("dcterms", "issued"), _day(document.issued))
    for article in document.articles:
        yield from _article(article, bulletin, node(article_iri(document.id, article.id)))


def _article(article: ArticleInfo, bulletin: ox.NamedNode, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(subject, TYPE, term("Article"))
    yield ox.Triple(subject, named("dcterms", "isPartOf"), bulletin)
    yield ox.Triple(subject, named("dcterms", "title"), text_literal(article.title))
    yield ox.Triple(subject, term("section"), ox.Literal(article.section))
    if article.number:
        yield ox.Triple(subject, term("number"), ox.Literal(article.number))
    if article.day:
        yield ox.Triple(subject, named("dcterms", "date"), _day(article.day))
    for reference in article.references:
        yield ox.Triple(subject, named("dcterms", "source"), node(Source(*reference).iri))


class Source(NamedTuple):
    """A source that an article refers to: its title, its address as written, its day."""

    title: str
    url: str
    day: dt.date | None

    @property
    def iri(self) -> str:
        """The address; a node of its own for what has no sound one."""
        address = web_node(self.url)
        return address.value if address else node_iri("source", digest("source", self.title, self.url))


def sources(document: DocumentRecord) -> Iterator[Source]:
    """The sources that the articles of a document refer to."""
    return (Source(*reference) for article in document.articles for reference in article.references)


def source_statements(source: Source) -> Iterator[ox.Triple]:
    """What one reference says of its source. The text given is kept where it is no sound address."""
    subject = node(source.iri)
    yield ox.Triple(subject, TYPE, named("foaf", "Document"))
    if source.title:
        yield ox.Triple(subject, named("dcterms", "title"), text_literal(source.title))
    if source.day:
        yield ox.Triple(subject, named("dcterms", "date"), _day(source.day))
    if source.url and web_node(source.url) is None:
        yield ox.Triple(subject, named("dcterms", "identifier"), ox.Literal(source.url))


# --- things --------------------------------------------------------------------------------------------------


def thing_statements(entity: Entity, curated: Sequence[Name], ontology: Ontology) -> Iterator[ox.Triple]:
    """Class, names and mentions of a thing; curated names come first."""
    subject = node(entity.iri)
    yield ox.Triple(subject, TYPE, term(entity.cls))
    surfaces = sorted({sighting.surface for _, sighting in entity.sightings})
    written = (Name(surface, text_literal(surface).language or "und") for surface in surfaces)
    yield from label_triples(subject, (*curated, *entity.names, *written))
    yield from _kind_of_paper(entity, ontology)
    for bulletin, sighting in entity.sightings:
        yield ox.Triple(subject, MENTIONED_IN, node(article_iri(bulletin, sighting.article)))
        yield ox.Triple(subject, term("hasMention"), node(mention_iri(entity.iri, bulletin, sighting)))


def older_statements(entity: Entity) -> Iterator[ox.Triple]:
    """That the older IRIs of a thing are the same thing."""
    for older in entity.same_as:
        yield ox.Triple(node(older), named("owl", "sameAs"), node(entity.iri))


def mention_iri(thing: str, bulletin: str, sighting: Sighting) -> str:
    """IRI of the node of one mention of a thing."""
    article = article_iri(bulletin, sighting.article)
    return node_iri("mention", digest("mention", thing, article, str(sighting.begin), str(sighting.end)))


def mention_statements(thing: str, bulletin: str, sighting: Sighting) -> Iterator[ox.Triple]:
    """What is written where in one mention of a thing."""
    mention = node(mention_iri(thing, bulletin, sighting))
    yield ox.Triple(mention, TYPE, term("Mention"))
    yield ox.Triple(mention, term("surface"), text_literal(sighting.surface))
    yield ox.Triple(mention, term("begin"), integer(sighting.begin))
    yield ox.Triple(mention, term("end"), integer(sighting.end))
    yield ox.Triple(mention, DERIVED_FROM, node(article_iri(bulletin, sighting.article)))


def _kind_of_paper(entity: Entity, ontology: Ontology) -> Iterator[ox.Triple]:
    """Genre of a policy or report by the end of its names, status by what its names say in brackets."""
    if entity.cls not in ("Policy", "Report"):
        return
    subject = node(entity.iri)
    names = [name.text.replace(" ", "") for name in entity.names]
    bare = [re.sub(r"[(（][^()（）]*[)）]", "", name) for name in names]
    genre = next((c for form, c in ontology.written_forms("genre") if any(n.endswith(form) for n in bare)), None)
    if genre is not None:
        yield ox.Triple(subject, term("genre"), node(genre.iri))
    notes = [note for name in names for note in re.findall(r"[(（]([^()（）]*)[)）]", name)]
    status = next((c for form, c in ontology.written_forms("status") if any(form in note for note in notes)), None)
    if status is not None:
        yield ox.Triple(subject, term("status"), node(status.iri))


# --- facts ---------------------------------------------------------------------------------------------------


def plain(claim: Claim) -> ox.Triple:
    """The fact as one statement, without its evidence."""
    return ox.Triple(node(claim.subject), term(claim.predicate), node(claim.object))


def plain_target(target: Target) -> ox.Triple:
    """That a policy has a target."""
    return ox.Triple(node(target.policy), term("hasTarget"), node(node_iri("target", target.id)))


def target_statements(targets: Sequence[Target], sightings: Sequence[Sighted]) -> Iterator[ox.Triple]:
    """A target and its assertion with all evidence. `targets`: the one target as each sighting has it."""
    subject = node(node_iri("target", targets[0].id))
    for target in targets:
        yield ox.Triple(subject, TYPE, term("Target"))
        yield ox.Triple(subject, term("metric"), text_literal(target.metric))
        yield ox.Triple(subject, term("value"), decimal(target.value))
        yield ox.Triple(subject, term("unit"), ox.Literal(target.unit))
        yield ox.Triple(subject, term("written"), text_literal(target.written))
        if target.year is not None:
            yield ox.Triple(subject, term("targetYear"), typed(f"{target.year:04}", "gYear"))
        if target.bound:
            yield ox.Triple(subject, term("bound"), ox.Literal(target.bound))
    for bulletin, evidence in sightings:
        yield ox.Triple(subject, DERIVED_FROM, node(article_iri(bulletin, evidence.article)))
    yield from assertion_statements(targets[0].id, plain_target(targets[0]), (), sightings)


def field_statements(concept: Concept, articles: Iterable[str]) -> Iterator[ox.Triple]:
    """Class and labels of a technology field, and the articles (IRIs) that speak of it."""
    field = node(concept.iri)
    yield ox.Triple(field, TYPE, term("Technology"))
    yield from label_triples(field, concept_names(concept))
    for article in articles:
        yield ox.Triple(field, MENTIONED_IN, node(article))


def concept_names(concept: Concept) -> Iterator[Name]:
    """The labels of a concept, preferred ones first."""
    yield from (Name(text, lang) for lang, text in concept.labels.items())
    yield from (Name(text, lang) for lang, texts in concept.alt_labels.items() for text in texts)


def assertion_statements(
    identity: str, fact: ox.Triple, qualifiers: Qualifiers, sightings: Iterable[Sighted]
) -> Iterator[ox.Triple]:
    """The assertion of a fact, with qualifiers and all its evidence.

    The assertion's confidence is that of its best evidence.
    """
    sightings = tuple(sightings)
    subject = node(node_iri("assertion", identity))
    yield ox.Triple(subject, TYPE, term("Assertion"))
    yield ox.Triple(subject, named("rdf", "subject"), fact.subject)
    yield ox.Triple(subject, named("rdf", "predicate"), fact.predicate)
    yield ox.Triple(subject, named("rdf", "object"), fact.object)
    best = max(evidence.confidence for _, evidence in sightings)
    yield ox.Triple(subject, term("confidence"), decimal(round(best, 4)))
    for name, value in qualifiers:
        yield ox.Triple(subject, term(name), _qualifier(name, value))
    for bulletin, evidence in sightings:
        yield from _evidence(subject, bulletin, evidence)


def _qualifier(name: str, value: str) -> ox.Literal:
    if name not in _QUALIFIERS:
        raise ValueError(f"no such qualifier: {name}={value}; qualifiers are {', '.join(_QUALIFIERS)}")
    return _QUALIFIERS[name](value)


def evidence_iri(assertion: str, bulletin: str, evidence: Evidence) -> str:
    """IRI of the node of one piece of evidence for an assertion."""
    place = (article_iri(bulletin, evidence.article), str(evidence.begin), str(evidence.end))
    return node_iri("evidence", digest("evidence", assertion, *place, evidence.rule, evidence.quote))


def _evidence(assertion: ox.NamedNode, bulletin: str, evidence: Evidence) -> Iterator[ox.Triple]:
    article = node(article_iri(bulletin, evidence.article))
    subject = node(evidence_iri(assertion.value, bulletin, evidence))
    stated = (
        (term("quote"), ox.Literal(evidence.quote, language="ko")),
        (term("extractedBy"), ox.Literal(evidence.rule)),
        (DERIVED_FROM, article),
    )
    for predicate, value in stated:
        yield ox.Triple(subject, predicate, value)
        yield ox.Triple(assertion, predicate, value)
    yield ox.Triple(assertion, term("evidence"), subject)
    yield ox.Triple(subject, TYPE, term("Evidence"))
    yield ox.Triple(subject, term("begin"), integer(evidence.begin))
    yield ox.Triple(subject, term("end"), integer(evidence.end))
