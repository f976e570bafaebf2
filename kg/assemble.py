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

import pyoxigraph as ox

from kg.model import (
    ArticleInfo,
    Claim,
    Corpus,
    DocumentRecord,
    Entity,
    Evidence,
    Name,
    Qualifiers,
    Sighting,
    TargetSeen,
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
    text_literal,
    typed,
    web_node,
)
from kg.vocab import article_iri, bulletin_iri, cst, digest, node_iri

PREFERRED_LANGUAGES = ("ko", "zh-Hans", "zh-Hant", "en")
"""The languages in which a thing has one `skos:prefLabel` each; the first that is known gives its
`rdfs:label`.
"""

_Sighted = tuple[str, Evidence]  # bulletin id, where it is stated

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


def assemble(
    corpus: Corpus,
    *,
    ontology: Ontology,
    names_of: Callable[[str], Sequence[Name]] = lambda key: (),
) -> Iterator[ox.Triple]:
    """The statements of the facts graph.

    `names_of` gives the curated names of a gazetteer key, preferred first in each language. Raises ValueError
    for a qualifier that is none of the ontology's and for ids that make no IRI, TermError for an unknown
    relation.
    """
    for document in corpus.documents:
        yield from _document(document)
    for entity in corpus.entities:
        yield from _entity(entity, names_of(entity.key) if entity.key else ())
        yield from _kind_of_paper(entity, ontology)
    yield from _claims(corpus, ontology)
    yield from _targets(corpus.targets)
    yield from _topics(corpus.addresses, ontology)


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


def _document(document: DocumentRecord) -> Iterator[ox.Triple]:
    """The bulletin and its articles."""
    bulletin = node(bulletin_iri(document.id))
    yield ox.Triple(bulletin, TYPE, node(cst("Bulletin")))
    yield ox.Triple(bulletin, named("dcterms", "identifier"), ox.Literal(document.id))
    yield ox.Triple(bulletin, named("dcterms", "title"), text_literal(document.title))
    if document.publisher:
        yield ox.Triple(bulletin, named("dcterms", "publisher"), ox.Literal(document.publisher))
    if document.issued:
        yield ox.Triple(bulletin, named("dcterms", "issued"), _day(document.issued))
    for article in document.articles:
        yield from _article(article, bulletin, node(article_iri(document.id, article.id)))


def _article(article: ArticleInfo, bulletin: ox.NamedNode, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(subject, TYPE, node(cst("Article")))
    yield ox.Triple(subject, named("dcterms", "isPartOf"), bulletin)
    yield ox.Triple(subject, named("dcterms", "title"), text_literal(article.title))
    yield ox.Triple(subject, node(cst("section")), ox.Literal(article.section))
    if article.number:
        yield ox.Triple(subject, node(cst("number")), ox.Literal(article.number))
    if article.day:
        yield ox.Triple(subject, named("dcterms", "date"), _day(article.day))
    for title, url, day in article.references:
        yield from _reference(subject, title, url, day)


def _reference(article: ox.NamedNode, title: str, url: str, day: dt.date | None) -> Iterator[ox.Triple]:
    """A source of the article. What has no sound web address gets a node of its own that keeps the text
    given.
    """
    source = web_node(url) or node(node_iri("source", digest("source", title, url)))
    yield ox.Triple(article, named("dcterms", "source"), source)
    yield ox.Triple(source, TYPE, named("foaf", "Document"))
    if title:
        yield ox.Triple(source, named("dcterms", "title"), text_literal(title))
    if day:
        yield ox.Triple(source, named("dcterms", "date"), _day(day))
    if url and web_node(url) is None:
        yield ox.Triple(source, named("dcterms", "identifier"), ox.Literal(url))


def _entity(entity: Entity, curated: Sequence[Name]) -> Iterator[ox.Triple]:
    """Class, names, older IRIs and mentions of a thing; curated names come first."""
    subject = node(entity.iri)
    yield ox.Triple(subject, TYPE, node(cst(entity.cls)))
    surfaces = sorted({sighting.surface for _, sighting in entity.sightings})
    written = (Name(surface, text_literal(surface).language or "und") for surface in surfaces)
    yield from label_triples(subject, (*curated, *entity.names, *written))
    for older in entity.same_as:
        yield ox.Triple(node(older), named("owl", "sameAs"), subject)
    for bulletin, sighting in entity.sightings:
        yield from _mention(subject, bulletin, sighting)


def _kind_of_paper(entity: Entity, ontology: Ontology) -> Iterator[ox.Triple]:
    """Genre of a policy or report by the end of its names, status by what its names say in brackets."""
    if entity.cls not in ("Policy", "Report"):
        return
    subject = node(entity.iri)
    names = [name.text.replace(" ", "") for name in entity.names]
    bare = [re.sub(r"[(（][^()（）]*[)）]", "", name) for name in names]
    genre = _longest_form(ontology.concepts("genre"), lambda form: any(name.endswith(form) for name in bare))
    if genre is not None:
        yield ox.Triple(subject, node(cst("genre")), node(genre.iri))
    notes = [note for name in names for note in re.findall(r"[(（]([^()（）]*)[)）]", name)]
    status = _longest_form(ontology.concepts("status"), lambda form: any(form in note for note in notes))
    if status is not None:
        yield ox.Triple(subject, node(cst("status")), node(status.iri))


def _longest_form(concepts: Iterable[Concept], fits: Callable[[str], bool]) -> Concept | None:
    """The concept with the longest Korean or Chinese form that fits."""
    found = [
        (len(form), concept.slug, concept)
        for concept in concepts
        for form in (written.replace(" ", "") for written in concept.forms)
        if not form.isascii() and fits(form)
    ]
    return max(found, key=lambda item: item[:2])[2] if found else None


def _mention(subject: ox.NamedNode, bulletin: str, sighting: Sighting) -> Iterator[ox.Triple]:
    article = node(article_iri(bulletin, sighting.article))
    identity = digest("mention", subject.value, article.value, str(sighting.begin), str(sighting.end))
    mention = node(node_iri("mention", identity))
    yield ox.Triple(subject, MENTIONED_IN, article)
    yield ox.Triple(subject, node(cst("hasMention")), mention)
    yield ox.Triple(mention, TYPE, node(cst("Mention")))
    yield ox.Triple(mention, node(cst("surface")), text_literal(sighting.surface))
    yield ox.Triple(mention, node(cst("begin")), integer(sighting.begin))
    yield ox.Triple(mention, node(cst("end")), integer(sighting.end))
    yield ox.Triple(mention, DERIVED_FROM, article)


def _claims(corpus: Corpus, ontology: Ontology) -> Iterator[ox.Triple]:
    grouped: dict[Claim, list[_Sighted]] = defaultdict(list)
    for bulletin, seen in corpus.claims:
        claim = seen.claim.from_lesser() if ontology.symmetric(seen.claim.predicate) else seen.claim
        grouped[claim] += ((bulletin, evidence) for evidence in seen.evidence)
    for claim, sightings in grouped.items():
        fact = ox.Triple(node(claim.subject), node(cst(claim.predicate)), node(claim.object))
        yield from _assertion(claim.id, fact, claim.qualifiers, sightings)


def _targets(targets: Iterable[tuple[str, TargetSeen]]) -> Iterator[ox.Triple]:
    for bulletin, seen in targets:
        target = seen.target
        subject = node(node_iri("target", target.id))
        yield ox.Triple(subject, TYPE, node(cst("Target")))
        yield ox.Triple(subject, node(cst("metric")), text_literal(target.metric))
        yield ox.Triple(subject, node(cst("value")), decimal(target.value))
        yield ox.Triple(subject, node(cst("unit")), ox.Literal(target.unit))
        yield ox.Triple(subject, node(cst("written")), text_literal(target.written))
        if target.year is not None:
            yield ox.Triple(subject, node(cst("targetYear")), typed(f"{target.year:04}", "gYear"))
        if target.bound:
            yield ox.Triple(subject, node(cst("bound")), ox.Literal(target.bound))
        for evidence in seen.evidence:
            yield ox.Triple(subject, DERIVED_FROM, node(article_iri(bulletin, evidence.article)))
    grouped: dict[tuple[str, str], list[_Sighted]] = defaultdict(list)
    for bulletin, seen in targets:
        grouped[seen.target.policy, seen.target.id] += ((bulletin, evidence) for evidence in seen.evidence)
    for (policy, identity), sightings in grouped.items():
        fact = ox.Triple(node(policy), node(cst("hasTarget")), node(node_iri("target", identity)))
        yield from _assertion(identity, fact, (), sightings)


def _topics(addresses: Iterable[tuple[str, str, str, Evidence]], ontology: Ontology) -> Iterator[ox.Triple]:
    """What deals with which technology field; the fields it names get their class and labels here, too."""
    concepts = {concept.iri: concept for concept in ontology.technologies()}
    grouped: dict[tuple[str, str], list[_Sighted]] = defaultdict(list)
    for bulletin, subject, technology, evidence in addresses:
        grouped[subject, technology].append((bulletin, evidence))
    for (subject, technology), sightings in grouped.items():
        field = node(technology)
        yield ox.Triple(field, TYPE, node(cst("Technology")))
        yield from label_triples(field, concept_names(concepts[technology]))
        for bulletin, evidence in sightings:
            yield ox.Triple(field, MENTIONED_IN, node(article_iri(bulletin, evidence.article)))
        claim = Claim(subject, "addresses", technology)
        yield from _assertion(claim.id, ox.Triple(node(subject), node(cst("addresses")), field), (), sightings)


def concept_names(concept: Concept) -> Iterator[Name]:
    """The labels of a concept, preferred ones first."""
    yield from (Name(text, lang) for lang, text in concept.labels.items())
    yield from (Name(text, lang) for lang, texts in concept.alt_labels.items() for text in texts)


def _assertion(
    identity: str, fact: ox.Triple, qualifiers: Qualifiers, sightings: Sequence[_Sighted]
) -> Iterator[ox.Triple]:
    """A fact twice: as plain triple, and as assertion with qualifiers and all its evidence.

    The assertion's confidence is that of its best evidence.
    """
    subject = node(node_iri("assertion", identity))
    yield fact
    yield ox.Triple(subject, TYPE, node(cst("Assertion")))
    yield ox.Triple(subject, named("rdf", "subject"), fact.subject)
    yield ox.Triple(subject, named("rdf", "predicate"), fact.predicate)
    yield ox.Triple(subject, named("rdf", "object"), fact.object)
    best = max(evidence.confidence for _, evidence in sightings)
    yield ox.Triple(subject, node(cst("confidence")), decimal(round(best, 4)))
    for name, value in qualifiers:
        yield ox.Triple(subject, node(cst(name)), _qualifier(name, value))
    for bulletin, evidence in sightings:
        yield from _evidence(subject, node(article_iri(bulletin, evidence.article)), evidence)


def _qualifier(name: str, value: str) -> ox.Literal:
    if name not in _QUALIFIERS:
        raise ValueError(f"no such qualifier: {name}={value}; qualifiers are {', '.join(_QUALIFIERS)}")
    return _QUALIFIERS[name](value)


def _evidence(assertion: ox.NamedNode, article: ox.NamedNode, evidence: Evidence) -> Iterator[ox.Triple]:
    place = (article.value, str(evidence.begin), str(evidence.end))
    subject = node(node_iri("evidence", digest("evidence", assertion.value, *place, evidence.rule, evidence.quote)))
    quote = ox.Triple(subject, node(cst("quote")), ox.Literal(evidence.quote, language="ko"))
    rule = ox.Triple(subject, node(cst("extractedBy")), ox.Literal(evidence.rule))
    source = ox.Triple(subject, DERIVED_FROM, article)
    for stated in (quote, rule, source):
        yield stated
        yield ox.Triple(assertion, stated.predicate, stated.object)
    yield ox.Triple(assertion, node(cst("evidence")), subject)
    yield ox.Triple(subject, TYPE, node(cst("Evidence")))
    yield ox.Triple(subject, node(cst("begin")), integer(evidence.begin))
    yield ox.Triple(subject, node(cst("end")), integer(evidence.end))
