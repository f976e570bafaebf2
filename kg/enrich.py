"""Links from our things to those of another dataset, found over SPARQL by name and class.

In: things of the graph and an endpoint that describes things as Wikidata does (`rdfs:label` and
`skos:altLabel` in many languages, classes with labels). Out: scored links and the statements they make:
`owl:sameAs`, English names, and for each link an `owl:Axiom` (OWL 2, section 10.2.1) with its confidence and
the queries it rests on (PROV-O, `prov:wasGeneratedBy`).

The score of a candidate is `k · (1 − Π (1 − wₗ))` over the languages l in which a name agrees: agreement in two
languages is taken as independent evidence (noisy-or; Pearl, Probabilistic Reasoning in Intelligent Systems,
1988, ch. 4). The weights w and the factor k for its kind are in `seeds/linking.yaml`. A link is made where one
candidate reaches the least score and no other comes near it, in either direction.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from kg.disk import reason
from kg.errors import DataError, QueryError, StoreError
from kg.ontology import Ontology, load_ontology
from kg.rdf import (
    ALT_LABEL,
    MENTIONED_IN,
    PREF_LABEL,
    TYPE,
    canonical,
    decimal,
    named,
    node,
    read_triples,
    typed,
    web_node,
    write_turtle,
)
from kg.resources import seeds_dir
from kg.results import Answer, Rows
from kg.vocab import CST, PREFIXES, digest, node_iri

Ask = Callable[[str], Answer]
"""Asks the endpoint one query. Raises QueryError."""

OnProgress = Callable[[int, int], None]
"""Told how many things are done, of how many."""

LEAST_SCORE = 0.75
"""The score from which a link is made unless another is asked for."""

_BATCH = 20  # things to a request: well below the length that endpoints refuse
_MOST_ROWS = 5000
_NEAR = 0.9  # a second candidate with this share of the best score makes the case unclear
_ASKED_NAMES = 8
_LONGEST_NAME = 300
_TAGS = {
    "ko": ("ko",),
    "en": ("en",),
    "zh-hans": ("zh", "zh-hans", "zh-cn"),
    "zh-hant": ("zh", "zh-hant", "zh-tw", "zh-hk"),
}
"""Our language tags, and those under which the other dataset may hold the same name."""

ENRICHMENT_FILE = "enrichment.ttl"
"""Name of the file in a build directory that holds the statements of links."""

SAME_AS = named("owl", "sameAs")

_SSSOM = "https://w3id.org/sssom/"
_SOURCE = named("owl", "annotatedSource")
_GENERATED_BY = named("prov", "wasGeneratedBy")
_USED = named("prov", "used")
_HELPERS = (named("prov", "Activity"), named("prov", "Entity"))


# --- rules --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rules:
    """What agreement is worth; the content of `seeds/linking.yaml`."""

    instance_of: str
    subclass_of: str
    names: Mapping[str, tuple[float, float]]  # language → weight of its preferred name, of another one
    kinds: Mapping[str, float]
    words: Mapping[str, re.Pattern[str]]  # class → what tells it in the label of a kind


@cache
def load_rules(path: Path | None = None) -> Rules:
    """The rules of a file, by default that of the package. Raises DataError for one that breaks the format."""
    path = path or seeds_dir() / "linking.yaml"
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        classes = load_ontology().classes
        unknown = sorted(set(data["classes"]) - set(classes))
        if unknown:
            raise DataError(path, f"the ontology has no class {unknown[0]}")
        return Rules(
            instance_of=node(data["instance_of"]).value,
            subclass_of=node(data["subclass_of"]).value,
            names={lang: (_share(w["preferred"]), _share(w["other"])) for lang, w in data["names"].items()},
            kinds={kind: _share(data["kinds"][kind]) for kind in ("class", "family", "unknown")},
            words={cls: _any_of(words) for cls, words in data["classes"].items()},
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(path, f"not the rules of linking ({error})") from error


def _share(value: object) -> float:
    number = float(str(value))
    if not 0 <= number <= 1:
        raise ValueError(f"{value} is not between 0 and 1")
    return number


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


# --- records ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of ours. `names`: text → (language tag, whether it is the preferred name of that language)."""

    iri: str
    cls: str
    names: Mapping[str, tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing of the other dataset: which of the names asked for it bears, the labels of its kinds, its
    English name.
    """

    iri: str
    names: frozenset[str]
    kinds: frozenset[str]
    english: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A thing of ours is the `other`; `score` from 0 to 1. `queries`: what was asked to find it."""

    iri: str
    other: str
    score: float
    english: str | None
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Links by IRI, how many things were asked about, and how many of these were unclear."""

    links: tuple[Link, ...]
    asked: int
    unclear: int


# --- our side -----------------------------------------------------------------------------------------------


def subjects(store: ox.Store, *, classes: Iterable[str] = (), mentioned_only: bool = True) -> Iterator[Subject]:
    """The things to ask about, by IRI: all whose class the rules know, or those of `classes` alone.

    `mentioned_only`: without things that only the background knows.
    """
    wanted = sorted(set(classes) or load_rules().words.keys())
    found: dict[str, str] = {}
    for cls in wanted:
        for quad in store.quads_for_pattern(None, TYPE, node(CST + cls), ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode):
                found[quad.subject.value] = cls
    for iri in sorted(found):
        if mentioned_only and next(store.quads_for_pattern(node(iri), MENTIONED_IN, None), None) is None:
            continue
        names = _names(store, node(iri))
        if names:
            yield Subject(iri, found[iri], names)


def _names(store: ox.Store, subject: ox.NamedNode) -> dict[str, tuple[str, bool]]:
    """The names to ask for: preferred ones first, then the longest; single characters say nothing."""
    rows = {
        (predicate != PREF_LABEL, -len(literal.value), literal.value, literal.language)
        for predicate in (PREF_LABEL, ALT_LABEL)
        for quad in store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
        if isinstance(literal := quad.object, ox.Literal) and literal.language in _TAGS and len(literal.value) > 1
    }
    names: dict[str, tuple[str, bool]] = {}
    for other, _, text, tag in sorted(rows)[:_ASKED_NAMES]:
        names.setdefault(text, (str(tag), not other))
    return names


# --- the other side -----------------------------------------------------------------------------------------


def candidates(batch: Sequence[Subject], ask: Ask, rules: Rules) -> tuple[list[Candidate], tuple[str, ...]]:
    """What bears one of the names of these things, and the queries asked.

    A request with too many answers is asked again in halves. Raises QueryError.
    """
    query = _names_query(batch)
    rows = _rows(ask(query))
    if len(rows) >= _MOST_ROWS and len(batch) > 1:
        middle = len(batch) // 2
        first, second = candidates(batch[:middle], ask, rules), candidates(batch[middle:], ask, rules)
        return [*first[0], *second[0]], (*first[1], *second[1])
    named_so: dict[str, set[str]] = defaultdict(set)
    for item, name in rows:
        if isinstance(item, ox.NamedNode) and isinstance(name, ox.Literal) and web_node(item.value) == item:
            named_so[item.value].add(name.value)
    if not named_so:
        return [], (query,)
    about = _about_query(sorted(named_so), rules)
    kinds: dict[str, set[str]] = defaultdict(set)
    english: dict[str, set[str]] = defaultdict(set)
    for item, label, kind in _rows(ask(about)):
        if isinstance(item, ox.NamedNode):
            english[item.value].update([label.value] if isinstance(label, ox.Literal) else [])
            kinds[item.value].update([kind.value] if isinstance(kind, ox.Literal) else [])
    found = [
        Candidate(iri, frozenset(named_so[iri]), frozenset(kinds[iri]), _name(english[iri])) for iri in sorted(named_so)
    ]
    return found, (query, about)


def _name(labels: Iterable[str]) -> str | None:
    """The first of the labels that can be a name; control characters and essays cannot."""
    return min((text for text in labels if text.isprintable() and 0 < len(text) <= _LONGEST_NAME), default=None)


def _rows(answer: Answer) -> list[tuple[Any, ...]]:
    if not isinstance(answer, Rows):
        raise QueryError("the endpoint answers a SELECT with something else; is it a SPARQL 1.1 endpoint?")
    return list(answer.rows)


def _names_query(batch: Sequence[Subject]) -> str:
    literals = {
        str(ox.Literal(text, language=tag))
        for subject in batch
        for text, (lang, _) in subject.names.items()
        for tag in _TAGS[lang]
    }
    return (
        f"PREFIX rdfs: <{PREFIXES['rdfs']}>\nPREFIX skos: <{PREFIXES['skos']}>\n"
        "SELECT DISTINCT ?item ?name WHERE {\n"
        f"  VALUES ?name {{ {' '.join(sorted(literals))} }}\n"
        "  { ?item rdfs:label ?name } UNION { ?item skos:altLabel ?name }\n"
        f"}} LIMIT {_MOST_ROWS}"
    )


def _about_query(items: Sequence[str], rules: Rules) -> str:
    """Kinds up to two steps above: further up, everything is an object."""
    up = f"<{rules.subclass_of}>"
    return (
        f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n"
        "SELECT DISTINCT ?item ?english ?kind WHERE {\n"
        f"  VALUES ?item {{ {' '.join(str(node(item)) for item in items)} }}\n"
        '  OPTIONAL { ?item rdfs:label ?english FILTER(LANG(?english) = "en") }\n'
        f"  OPTIONAL {{ ?item <{rules.instance_of}>/{up}?/{up}? ?class .\n"
        '             ?class rdfs:label ?kind FILTER(LANG(?kind) = "en") }\n'
        "}"
    )


# --- deciding -----------------------------------------------------------------------------------------------


def score(subject: Subject, candidate: Candidate, rules: Rules, ontology: Ontology) -> float:
    """How sure it is that both are one thing, from 0 to 1."""
    best: dict[str, float] = defaultdict(float)
    for name in candidate.names & subject.names.keys():
        tag, preferred = subject.names[name]
        lang = tag.partition("-")[0]
        best[lang] = max(best[lang], rules.names[lang][0 if preferred else 1])
    agreement = 1 - prod(1 - weight for weight in best.values())
    return round(agreement * _kind_factor(subject.cls, candidate.kinds, rules, ontology), 4)


def _kind_factor(cls: str, kinds: Iterable[str], rules: Rules, ontology: Ontology) -> float:
    speak_for = {other for kind in kinds for other, words in rules.words.items() if words.search(kind)}
    if cls in speak_for:
        return rules.kinds["class"]
    if any(ontology.family(other) == ontology.family(cls) for other in speak_for):
        return rules.kinds["family"]
    return 0.0 if speak_for else rules.kinds["unknown"]


def find_links(
    things: Sequence[Subject],
    ask: Ask,
    *,
    ontology: Ontology,
    least: float = LEAST_SCORE,
    rules: Rules | None = None,
    on_progress: OnProgress | None = None,
) -> Outcome:
    """Asks about `things` and decides. Raises QueryError when the endpoint fails."""
    rules = rules or load_rules()
    found: list[Link] = []
    unclear = done = 0
    for start in range(0, len(things), _BATCH):
        batch = things[start : start + _BATCH]
        others, queries = candidates(batch, ask, rules)
        for subject in batch:
            ranked = sorted(((score(subject, c, rules, ontology), c) for c in others), key=lambda r: (-r[0], r[1].iri))
            likely = [(value, c) for value, c in ranked if value >= least]
            if len(ranked) > 1 and likely and ranked[1][0] >= _NEAR * ranked[0][0]:
                unclear += 1
            elif likely:
                value, best = likely[0]
                found.append(Link(subject.iri, best.iri, value, best.english, queries))
        done += len(batch)
        if on_progress is not None:
            on_progress(done, len(things))
    links = _one_each(found)
    return Outcome(tuple(links), len(things), unclear + len(found) - len(links))


def _one_each(links: Iterable[Link]) -> list[Link]:
    """Without those things of the other dataset that two of ours claim, unless one claims it far better."""
    claims: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        claims[link.other].append(link)
    kept = []
    for rivals in claims.values():
        first, *rest = sorted(rivals, key=lambda link: (-link.score, link.iri))
        if not rest or rest[0].score < _NEAR * first.score:
            kept.append(first)
    return sorted(kept, key=lambda link: link.iri)


# --- statements ---------------------------------------------------------------------------------------------


def statements(links: Iterable[Link], store: ox.Store, *, endpoint: str, day: str) -> Iterator[ox.Triple]:
    """The statements of the links, found at `endpoint` on `day` (ISO date). A new English name is an
    alternative one: the preferred ones are chosen by the gazetteers.
    """
    for link in links:
        subject, other = node(link.iri), node(link.other)
        yield ox.Triple(subject, SAME_AS, other)
        if link.english and link.english.casefold() not in _english_names(store, subject):
            yield ox.Triple(subject, ALT_LABEL, ox.Literal(link.english, language="en"))
        axiom = node(node_iri("link", digest("link", link.iri, link.other)))
        lookup = node(node_iri("lookup", digest("lookup", endpoint, day, *link.queries)))
        yield ox.Triple(axiom, TYPE, named("owl", "Axiom"))
        yield ox.Triple(axiom, _SOURCE, subject)
        yield ox.Triple(axiom, named("owl", "annotatedProperty"), SAME_AS)
        yield ox.Triple(axiom, named("owl", "annotatedTarget"), other)
        yield ox.Triple(axiom, node(_SSSOM + "confidence"), decimal(link.score))
        yield ox.Triple(axiom, _GENERATED_BY, lookup)
        yield from _lookup(lookup, link, endpoint, day)


def _english_names(store: ox.Store, subject: ox.NamedNode) -> set[str]:
    return {
        quad.object.value.casefold()
        for predicate in (PREF_LABEL, ALT_LABEL)
        for quad in store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.Literal) and quad.object.language == "en"
    }


def _lookup(lookup: ox.NamedNode, link: Link, endpoint: str, day: str) -> Iterator[ox.Triple]:
    """The activity that found the link: it used the endpoint and the queries."""
    yield ox.Triple(lookup, TYPE, named("prov", "Activity"))
    yield ox.Triple(lookup, named("dcterms", "date"), typed(day, "date"))
    yield ox.Triple(lookup, _USED, node(endpoint))
    for query in link.queries:
        request = node(node_iri("request", digest("request", query)))
        yield ox.Triple(lookup, _USED, request)
        yield ox.Triple(request, TYPE, named("prov", "Entity"))
        yield ox.Triple(request, named("prov", "value"), ox.Literal(query))


def read_links(path: Path) -> list[ox.Triple]:
    """The statements of a file of links, none where there is no file. Raises StoreError for a broken one."""
    try:
        return canonical(read_triples(path)) if path.exists() else []
    except (SyntaxError, ValueError, OSError) as error:
        raise StoreError(f"{path}: no Turtle ({error}); mend the file, or remove it and run kg enrich again") from error


def write_links(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Writes a file of links at one stroke. Raises StoreError when that fails."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_turtle(canonical(triples), fresh)
        os.replace(fresh, path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written ({reason(error)})") from error


def without(triples: Iterable[ox.Triple], things: Collection[str]) -> list[ox.Triple]:
    """Statements of earlier links without those about `things` (IRIs), which were asked about again."""
    triples, ours = list(triples), {node(thing) for thing in things}
    gone = ours | {t.subject for t in triples if t.predicate == _SOURCE and t.object in ours}
    kept = [t for t in triples if t.subject not in gone]
    lookups = {t.object for t in kept if t.predicate == _GENERATED_BY}
    requests = {t.object for t in kept if t.predicate == _USED and t.subject in lookups}
    unused = {t.subject for t in kept if t.predicate == TYPE and t.object in _HELPERS} - lookups - requests
    return [t for t in kept if t.subject not in unused]
