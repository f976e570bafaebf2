"""World knowledge as RDF: what the gazetteers know, apart from what documents say.

In: the lexicon and the ontology. Out: statements without mentions and assertions, and a directory that holds
them prepared: Turtle, a store that has the ontology too, an index of names. It is made once for each version
of its sources and then only copied into builds.

Preferred labels are those of the lexicon; names that its rows give are alternative labels; forms that follow
by rule (readings, transcriptions, pinyin) and common misspellings are hidden labels, by which a thing is found
but not shown.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import store
from kg.assemble import concept_names, label_triples
from kg.errors import DataError
from kg.generations import Generation, Workshop
from kg.labels import write_index
from kg.language.mandarin import toneless
from kg.lexicon import Entry, Lexicon
from kg.lexicon.lexicon import PINYIN, DisplayNames
from kg.model import Name
from kg.ontology import Ontology, ontology_files
from kg.rdf import HIDDEN_LABEL, TYPE, canonical, moment, named, node, text_literal, write_turtle
from kg.resources import seeds_dir
from kg.vocab import CSTR, GRAPH_BACKGROUND, GRAPH_ONTOLOGY, cst, entity_iri

GIVEN = frozenset({"official", "alias", "abbr"})
"""Kinds of names that a gazetteer row gives; the others follow by rule."""

_LINKED = {"wikidata": "http://www.wikidata.org/entity/", "ror": "https://ror.org/"}
_REGION_MEMBERS = "region_members.csv"
_CODE = ("background.py", "assemble.py", "rdf.py", "grams.py", "labels.py", "spellings.py", "store.py", "vocab.py")


def curated_names(lexicon: Lexicon, key: str) -> tuple[Name, ...]:
    """Names of a gazetteer entry, preferred first in each language, without those that follow by rule.

    The preferred Korean and traditional Chinese names are computed where the row gives none.
    """
    shown = lexicon.names(key)
    preferred = (
        Name(shown.ko, "ko"),
        Name(shown.zh_hans, "zh-Hans"),
        Name(shown.zh_hant, "zh-Hant"),
        Name(shown.en, "en"),
    )
    others = (Name(text, lang) for lang, text, kind in shown.others if kind in GIVEN and lang != "zh-Hant")
    return tuple(name for name in (*preferred, *others) if name.text)


def background(lexicon: Lexicon, ontology: Ontology, *, seeds: Path | None = None) -> Iterator[ox.Triple]:
    """The statements of the background graph, in no particular order.

    `seeds` is the directory of the table of region members, by default that of the package. Raises DataError
    when the list of region members names places or regions that no gazetteer has.
    """
    iris = {key: node(entity_iri(ontology.family(entry.cls), key)) for key, entry in lexicon.entries.items()}
    misspelled = misspellings(lexicon)
    for key, entry in lexicon.entries.items():
        subject = iris[key]
        yield ox.Triple(subject, TYPE, node(cst(entry.cls)))
        yield from label_triples(subject, curated_names(lexicon, key))
        yield from _hidden_names(subject, lexicon.names(key), misspelled.get(key, ()))
        yield from _links(entry, lexicon, ontology, iris)
        yield from _identifiers(subject, entry)
    for member, region in _region_members(seeds or seeds_dir(), lexicon):
        yield ox.Triple(iris[member], named("dcterms", "isPartOf"), iris[region])


def _hidden_names(subject: ox.NamedNode, names: DisplayNames, misspelled: Iterable[str]) -> Iterator[ox.Triple]:
    for lang, text, kind in names.others:
        if lang != PINYIN and (kind not in GIVEN or lang == "zh-Hant"):
            yield ox.Triple(subject, HIDDEN_LABEL, text_literal(text, lang))
    for toned in names.in_language(PINYIN):
        for text in {toned, toneless(toned)}:
            yield ox.Triple(subject, HIDDEN_LABEL, text_literal(text, PINYIN))
    for text in misspelled:
        yield ox.Triple(subject, HIDDEN_LABEL, text_literal(text, "ko"))


def misspellings(lexicon: Lexicon) -> dict[str, list[str]]:
    """Key → how Korean texts misspell its names, against the official transcription (장수성 for 장쑤성).

    Spellings that are short, or ordinary words too, are left out.
    """
    found: dict[str, list[str]] = {}
    for form, bearers in lexicon.forms.items():
        for bearer in bearers:
            if bearer.kind == "deviation" and not bearer.weak:
                found.setdefault(bearer.key, []).append(form)
    return found


def _links(entry: Entry, lexicon: Lexicon, ontology: Ontology, iris: dict[str, ox.NamedNode]) -> Iterator[ox.Triple]:
    """Where it lies, what it is part of, what it succeeds, and since when.

    A row may place or subordinate what the relations of the contract do not reach (a policy, a zone of a
    zone); such links take the wider terms of DCTERMS.
    """
    for relation, keys, wider in (
        ("locatedIn", entry.located_in, "spatial"),
        ("partOf", entry.part_of, "isPartOf"),
    ):
        for key in keys:
            allowed = ontology.allows(relation, entry.cls, lexicon.entries[key].cls)
            yield ox.Triple(iris[entry.key], node(cst(relation)) if allowed else named("dcterms", wider), iris[key])
    for key in entry.predecessor:
        yield ox.Triple(iris[entry.key], node(cst("predecessor")), iris[key])
    for name, value in (("validFrom", entry.valid_from), ("validTo", entry.valid_to)):
        if value:
            yield ox.Triple(iris[entry.key], node(cst(name)), moment(value))


def _identifiers(subject: ox.NamedNode, entry: Entry) -> Iterator[ox.Triple]:
    """Codes as `dcterms:identifier` with their scheme's name, as typed `skos:notation`, and as links where
    they are IRIs.
    """
    for scheme, value in entry.identifiers:
        yield ox.Triple(subject, named("dcterms", "identifier"), ox.Literal(f"{scheme}:{value}"))
        notation = ox.Literal(value, datatype=node(f"{CSTR}scheme/{scheme}"))
        yield ox.Triple(subject, named("skos", "notation"), notation)
        if scheme in _LINKED:
            yield ox.Triple(subject, named("owl", "sameAs"), node(_LINKED[scheme] + value))


def _region_members(seeds: Path, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Pairs of member and region (keys) from the table of region members."""
    path = seeds / _REGION_MEMBERS
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            for column in ("region", "member"):
                if row.get(column) not in lexicon.entries:
                    raise DataError(path, f"{column} '{row.get(column)}' is the key of no gazetteer entry", line=line)
            yield row["member"], row["region"]


# --- prepared for builds ------------------------------------------------------------------------------------


def version(lexicon: Lexicon, *, seeds: Path | None = None) -> str:
    """Changes with the gazetteers, the ontology, and the code that makes statements of them."""
    package = Path(__file__).resolve().parent
    files = [*ontology_files(), (seeds or seeds_dir()) / _REGION_MEMBERS, *(package / name for name in _CODE)]
    contents = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)
    return hashlib.sha256(lexicon.version.encode() + contents).hexdigest()[:16]


def prepare(workshop: Workshop, lexicon: Lexicon, ontology: Ontology, *, seeds: Path | None = None) -> Path:
    """The prepared background of this version, made now where it is missing; those of other versions are
    removed.
    """
    place = workshop.backgrounds / version(lexicon, seeds=seeds)
    if not place.is_dir():
        stage = workshop.stage()
        _write(Generation(stage), background(lexicon, ontology, seeds=seeds), ontology)
        workshop.keep(stage, place)
    workshop.drop_backgrounds(other_than=place)
    return place


def _write(prepared: Generation, statements: Iterable[ox.Triple], ontology: Ontology) -> None:
    triples = canonical(statements)
    write_turtle(triples, prepared.background)
    write_index(prepared.background_names, [*triples, *_fields(ontology)], lends=True)
    sources = [
        (prepared.background, GRAPH_BACKGROUND),
        *((file, GRAPH_ONTOLOGY) for file in ontology_files()),
    ]
    store.create(prepared.store, sources)


def _fields(ontology: Ontology) -> Iterator[ox.Triple]:
    """Class and names of the technology fields, which the ontology has and the gazetteers do not."""
    for concept in ontology.technologies():
        field = node(concept.iri)
        yield ox.Triple(field, TYPE, node(cst("Technology")))
        yield from label_triples(field, concept_names(concept))
