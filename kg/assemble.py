"""The resolved graph as RDF: things with their names, facts with their evidence, documents with their
sources.

In: a `Corpus`, the ontology and the curated names of gazetteer entities. Out: a stream of statements (`Stated`), in no
particular order and possibly repeated; `kg.turtle.in_order` puts them in order. Every node has an IRI. Two
sightings of one fact are one `cst:Assertion` with two pieces of `cst:evidence`. A symmetric relation is
asserted once, from the lesser IRI to the greater, and stands as a plain triple in that direction only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
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
from kg.rdf import language_of, web_node
from kg.statements import EVIDENCE, MENTION, Listed, Pair, Stated, Subject, triples_of
from kg.terms import (
    ALT_LABEL,
    DERIVED_FROM,
    LABEL,
    MENTIONED_IN,
    PREF_LABEL,
    TYPE,
    Term,
    decimal,
    integer,
    literal,
    moment,
    named,
    node,
    term,
    text_literal,
    typed,
    value_of,
)
from kg.vocab import article_iri, bulletin_iri, digest, node_iri

PREFERRED_LANGUAGES = ("ko", "zh-Hans", "zh-Hant", "en")
"""The languages in which a thing has one `skos:prefLabel` each; the first that is known gives its
`rdfs:label`.
"""

Sighted = tuple[str, Evidence]
"""Bulletin id, and where in it a fact is stated."""

_QUALIFIERS: dict[str, Callable[[str], Term]] = {
    "amount": decimal,
    "ceiling": lambda value: typed(value, "boolean"),
    "currency": literal,
    "date": moment,
    "modality": literal,
    "position": integer,
    "role": text_literal,
    "written": text_literal,
}

_ARTICLE, _ASSERTION, _BULLETIN = (term(name) for name in ("Article", "Assertion", "Bulletin"))
_IDENTIFIER, _TITLE, _DAY = (named("dcterms", name) for name in ("identifier", "title", "date"))
_FACT_SUBJECT, _FACT_PREDICATE, _FACT_OBJECT = (named("rdf", end) for end in ("subject", "predicate", "object"))
_HAS_MENTION, _CONFIDENCE, _QUOTE, _EXTRACTED_BY, _EVIDENCE_OF = (
    term(name) for name in ("hasMention", "confidence", "quote", "extractedBy", "evidence")
)

Curated = Callable[[str], Sequence[Name]]
"""Gives the curated names of a gazetteer key, preferred first in each language."""


def assemble(corpus: Corpus, *, ontology: Ontology, names_of: Curated = lambda key: ()) -> Iterator[Stated]:
    """The statements of the facts graph.

    Raises ValueError for a qualifier that is none of the ontology's and for ids that make no IRI, TermError for an
    unknown relation.
    """
    for document in corpus.documents:
        yield from document_statements(document)
        for source in sources(document):
            yield source_statements(source)
    for entity in corpus.entities:
        mentions = mentions_of(entity)
        yield thing_statements(entity, mentions, names_of(entity.key) if entity.key else (), ontology)
        yield from older_statements(entity)
        yield from map(mention_statements, mentions)
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


def _topics(addresses: Iterable[tuple[str, str, str, Evidence]], ontology: Ontology) -> Iterator[Stated]:
    concepts = {concept.iri: concept for concept in ontology.technologies()}
    grouped: dict[tuple[str, str], list[Sighted]] = defaultdict(list)
    for bulletin, subject, technology, evidence in addresses:
        grouped[subject, technology].append((bulletin, evidence))
    for (subject, technology), sightings in grouped.items():
        topic = Claim(subject, "addresses", technology)
        yield plain(topic)
        yield from assertion_statements(topic.id, plain(topic), (), sightings)
        articles = {article_iri(bulletin, evidence.article) for bulletin, evidence in sightings}
        yield field_statements(concepts[technology], articles)


# --- names ---------------------------------------------------------------------------------------------------


def labels(names: Iterable[Name]) -> Iterator[Pair]:
    """Labels of one thing: per language the first name is preferred, all others are alternatives.

    `rdfs:label` is the Korean preferred label; of a thing without Korean name, the first other one. A thing
    that has no name in any of `PREFERRED_LANGUAGES` prefers its first name, tagged `und` where its language
    is unknown.
    """
    tags = {_literal(name): _tag(name).lower() for name in names if name.text.strip()}
    first: dict[str, Term] = {}
    for written, tag in tags.items():
        first.setdefault(tag, written)
    preferred = [first[tag.lower()] for tag in PREFERRED_LANGUAGES if tag.lower() in first]
    if tags and not preferred:
        written, tag = next(iter(tags.items()))
        preferred = [written if tag != "und" else literal(value_of(written), "und")]
    yield from ((PREF_LABEL, written) for written in preferred)
    yield from ((ALT_LABEL, written) for written in tags if written not in preferred)
    yield from ((LABEL, written) for written in preferred[:1])


def label_triples(subject: ox.NamedNode, names: Iterable[Name]) -> Iterator[ox.Triple]:
    """The labels of one thing as statements."""
    return triples_of([(subject.value, list(labels(names)))])


def _literal(name: Name) -> Term:
    return text_literal(name.text.strip(), _tag(name))


def _tag(name: Name) -> str:
    """The language tag as the graph has it, `und` for none."""
    return "zh-Hans" if name.lang == "zh" else name.lang or "und"


def _day(day: dt.date) -> Term:
    return typed(day.isoformat(), "date")


@lru_cache(maxsize=16384)
def article_node(bulletin: str, article: str) -> Term:
    """The node of an article by bulletin id and article id."""
    return node(article_iri(bulletin, article))


# --- documents -----------------------------------------------------------------------------------------------


def document_statements(document: DocumentRecord) -> Iterator[Stated]:
    """The bulletin and its articles."""
    bulletin = bulletin_iri(document.id)
    said: list[Pair] = [
        (TYPE, _BULLETIN),
        (_IDENTIFIER, literal(document.id)),
        (_TITLE, text_literal(document.title)),
    ]
    if document.publisher:
        said.append((named("dcterms", "publisher"), literal(document.publisher)))
    if document.issued:
        said.append((named("dcterms", "issued"), _day(document.issued)))
    yield bulletin, said
    for article in document.articles:
        yield article_iri(document.id, article.id), _article(article, node(bulletin))


def _article(article: ArticleInfo, bulletin: Term) -> list[Pair]:
    said: list[Pair] = [
        (TYPE, _ARTICLE),
        (named("dcterms", "isPartOf"), bulletin),
        (_TITLE, text_literal(article.title)),
        (term("section"), literal(article.section)),
    ]
    if article.number:
        said.append((term("number"), literal(article.number)))
    if article.day:
        said.append((_DAY, _day(article.day)))
    said += ((named("dcterms", "source"), node(Source(*reference).iri)) for reference in article.references)
    return said


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


def source_statements(source: Source) -> Stated:
    """What one reference says of its source. The text given is kept where it is no sound address."""
    said: list[Pair] = [(TYPE, named("foaf", "Document"))]
    if source.title:
        said.append((_TITLE, text_literal(source.title)))
    if source.day:
        said.append((_DAY, _day(source.day)))
    if source.url and web_node(source.url) is None:
        said.append((_IDENTIFIER, literal(source.url)))
    return source.iri, said


# --- things --------------------------------------------------------------------------------------------------


class Mentioned(NamedTuple):
    """A mention of a thing: IRI of its node, bulletin id, place and form."""

    iri: str
    bulletin: str
    sighting: Sighting


def mentions_of(entity: Entity) -> list[Mentioned]:
    """All mentions of a thing."""
    return [Mentioned(mention_iri(entity.iri, bulletin, one), bulletin, one) for bulletin, one in entity.sightings]


def thing_statements(
    entity: Entity, mentions: Iterable[Mentioned], curated: Sequence[Name], ontology: Ontology
) -> Listed:
    """Class, names and mentions of a thing; curated names come first."""
    surfaces = sorted({sighting.surface for _, sighting in entity.sightings})
    written = (Name(surface, language_of(surface) or "und") for surface in surfaces)
    said: list[Pair] = [(TYPE, term(entity.cls)), *labels((*curated, *entity.names, *written))]
    said += _kind_of_paper(entity, ontology)
    for iri, bulletin, sighting in mentions:
        said.append((MENTIONED_IN, article_node(bulletin, sighting.article)))
        said.append((_HAS_MENTION, node(iri)))
    return entity.iri, said


def older_statements(entity: Entity) -> Iterator[Stated]:
    """That the older IRIs of a thing are the same thing."""
    return (older_statement(older, entity.iri) for older in entity.same_as)


def older_statement(older: str, iri: str) -> Stated:
    """That an older IRI of a thing means what has that IRI now."""
    return older, [(named("owl", "sameAs"), node(iri))]


def mention_iri(thing: str, bulletin: str, sighting: Sighting) -> str:
    """IRI of the node of one mention of a thing."""
    article = article_iri(bulletin, sighting.article)
    return node_iri("mention", digest("mention", thing, article, str(sighting.begin), str(sighting.end)))


def mention_statements(mention: Mentioned) -> Subject:
    """What is written where in one mention of a thing."""
    iri, bulletin, sighting = mention
    article = article_node(bulletin, sighting.article)
    return iri, (MENTION, article, integer(sighting.begin), integer(sighting.end), text_literal(sighting.surface))


def _kind_of_paper(entity: Entity, ontology: Ontology) -> Iterator[Pair]:
    """Genre of a policy or report by the end of its names, status by what its names say in brackets."""
    if entity.cls not in ("Policy", "Report"):
        return
    names = [name.text.replace(" ", "") for name in entity.names]
    bare = [re.sub(r"[(（][^()（）]*[)）]", "", name) for name in names]
    endings = tuple(form for form, _ in ontology.written_forms("genre"))
    bare = [name for name in bare if name.endswith(endings)]
    genre = next((c for form, c in ontology.written_forms("genre") if any(n.endswith(form) for n in bare)), None)
    if genre is not None:
        yield term("genre"), node(genre.iri)
    notes = [note for name in names for note in re.findall(r"[(（]([^()（）]*)[)）]", name)]
    status = next((c for form, c in ontology.written_forms("status") if any(form in note for note in notes)), None)
    if status is not None:
        yield term("status"), node(status.iri)


# --- facts ---------------------------------------------------------------------------------------------------


def plain(claim: Claim) -> Listed:
    """The fact as one statement, without its evidence."""
    return claim.subject, [(term(claim.predicate), node(claim.object))]


def plain_target(target: Target) -> Listed:
    """That a policy has a target."""
    return target.policy, [(term("hasTarget"), node(node_iri("target", target.id)))]


def target_statements(targets: Sequence[Target], sightings: Sequence[Sighted]) -> Iterator[Stated]:
    """A target and its assertion with all evidence. `targets`: the one target as each sighting has it."""
    said: list[Pair] = [(TYPE, term("Target"))]
    for target in targets:
        said.append((term("metric"), text_literal(target.metric)))
        said.append((term("value"), decimal(target.value)))
        said.append((term("unit"), literal(target.unit)))
        said.append((term("written"), text_literal(target.written)))
        if target.year is not None:
            said.append((term("targetYear"), typed(f"{target.year:04}", "gYear")))
        if target.bound:
            said.append((term("bound"), literal(target.bound)))
    said += ((DERIVED_FROM, article_node(bulletin, evidence.article)) for bulletin, evidence in sightings)
    yield node_iri("target", targets[0].id), said
    yield from assertion_statements(targets[0].id, plain_target(targets[0]), (), sightings)


def field_statements(concept: Concept, articles: Iterable[str]) -> Stated:
    """Class and labels of a technology field, and the articles (IRIs) that speak of it."""
    mentioned = ((MENTIONED_IN, node(article)) for article in articles)
    return concept.iri, [(TYPE, term("Technology")), *labels(concept_names(concept)), *mentioned]


def concept_names(concept: Concept) -> Iterator[Name]:
    """The labels of a concept, preferred ones first."""
    yield from (Name(text, lang) for lang, text in concept.labels.items())
    yield from (Name(text, lang) for lang, texts in concept.alt_labels.items() for text in texts)


def assertion_statements(
    identity: str, fact: Listed, qualifiers: Qualifiers, sightings: Iterable[Sighted]
) -> Iterator[Stated]:
    """The assertion of a fact, with qualifiers and all its evidence.

    The assertion's confidence is that of its best evidence.
    """
    sightings = tuple(sightings)
    iri = node_iri("assertion", identity)
    subject, ((predicate, object_),) = fact
    best = max(evidence.confidence for _, evidence in sightings)
    said: list[Pair] = [
        (TYPE, _ASSERTION),
        (_FACT_OBJECT, object_),
        (_FACT_PREDICATE, predicate),
        (_FACT_SUBJECT, node(subject)),
        (_CONFIDENCE, decimal(round(best, 4))),
    ]
    said += ((term(name), _qualifier(name, value)) for name, value in qualifiers)
    for bulletin, evidence in sightings:
        place = evidence_iri(iri, bulletin, evidence)
        article = article_node(bulletin, evidence.article)
        rule, quote = literal(evidence.rule), literal(evidence.quote, "ko")
        said += ((DERIVED_FROM, article), (_EVIDENCE_OF, node(place)), (_EXTRACTED_BY, rule), (_QUOTE, quote))
        yield place, (EVIDENCE, article, integer(evidence.begin), integer(evidence.end), rule, quote)
    yield iri, said


def _qualifier(name: str, value: str) -> Term:
    if name not in _QUALIFIERS:
        raise ValueError(f"no such qualifier: {name}={value}; qualifiers are {', '.join(_QUALIFIERS)}")
    return _QUALIFIERS[name](value)


def evidence_iri(assertion: str, bulletin: str, evidence: Evidence) -> str:
    """IRI of the node of one piece of evidence for an assertion."""
    place = (article_iri(bulletin, evidence.article), str(evidence.begin), str(evidence.end))
    return node_iri("evidence", digest("evidence", assertion, *place, evidence.rule, evidence.quote))
