"""The names of all known things as a mapping set of SSSOM, the standard for sharing mappings.

In: the background of a generation. Out: SSSOM/TSV in its canonical form (metadata block, columns in the order
of the schema, rows sorted), https://mapping-commons.github.io/sssom/spec/. Each row maps a thing to one of its
names: the object is a literal (`object_type: rdfs literal`, the name in `object_label`), the predicate says
whether it is the preferred name of its language, another one, or a form by which the thing is only found. The
language stands in an extension column, which the metadata define. Names that gazetteers hold or that are
chosen to be shown count as curated by hand (`semapv:ManualMappingCuration`), hidden ones follow from the
Chinese name by rule (`semapv:LexicalMatching`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.rdf import ALT_LABEL, HIDDEN_LABEL, PREF_LABEL, TYPE, prefixes_for, read_triples
from kg.vocab import CST, CSTR, PREFIXES

COLUMNS = (
    "subject_id", "subject_label", "subject_category", "predicate_id", "object_label",
    "mapping_justification", "object_language",
)  # fmt: skip
"""Columns of the table; the last is the extension."""

MAPPING_SET = CSTR + "mappings/names"
"""IRI of the mapping set."""

_CURATED, _BY_RULE = "semapv:ManualMappingCuration", "semapv:LexicalMatching"
_PREDICATES = {
    PREF_LABEL.value: ("skos:prefLabel", _CURATED),
    ALT_LABEL.value: ("skos:altLabel", _CURATED),
    HIDDEN_LABEL.value: ("skos:hiddenLabel", _BY_RULE),
}
_SHOWN_IN = ("ko", "zh-hans", "en")
"""Languages of the name that stands for the thing itself, the first that is known."""

_LICENCE = "https://spdx.org/licenses/Apache-2.0"

Row = tuple[str, ...]


def write_names(background: Path, version: str, out: IO[bytes]) -> None:
    """Writes the names in the Turtle file `background` to `out`; `version` is that of the mapping set."""
    triples = [t for t in read_triples(background) if isinstance(t.subject, ox.NamedNode)]
    families = {name: iri for name, iri in prefixes_for(triples).items() if name.startswith("cstr-")}
    rows = sorted(set(_rows(triples, families)))
    used = {row[0].partition(":")[0] for row in rows}
    curie_map = {"dcterms": PREFIXES["dcterms"]} | {p: iri for p, iri in families.items() if p in used}
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.writelines(f"#{line}\n" for line in _metadata(curie_map, version))
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    text.detach()


def _metadata(curie_map: Mapping[str, str], version: str) -> Iterator[str]:
    """The metadata block, YAML without quotes, keys in the order of the schema."""
    yield "curie_map:"
    yield from (f"  {prefix}: {iri}" for prefix, iri in sorted(curie_map.items()))
    yield f"mapping_set_id: {MAPPING_SET}"
    yield f"mapping_set_version: {version}"
    yield "mapping_set_title: Names of the actors, places and undertakings of China's science policy"
    yield (
        "mapping_set_description: Korean, Chinese, pinyin and English names of every gazetteer entry,"
        " given ones and those that follow by rule"
    )
    yield f"license: {_LICENCE}"
    yield "subject_type: owl named individual"
    yield "object_type: rdfs literal"
    yield "extension_definitions:"
    yield "- slot_name: object_language"
    yield "  property: dcterms:language"
    yield "  type_hint: xsd:string"


def _rows(triples: Iterable[ox.Triple], families: Mapping[str, str]) -> Iterator[Row]:
    classes: dict[str, str] = {}
    shown: dict[str, dict[str, str]] = {}
    labels: list[tuple[str, str, str, str]] = []
    for t in triples:
        subject = t.subject.value if isinstance(t.subject, ox.NamedNode) else ""
        if t.predicate == TYPE and isinstance(t.object, ox.NamedNode):
            classes[subject] = t.object.value.removeprefix(CST)
        elif t.predicate.value in _PREDICATES and isinstance(t.object, ox.Literal):
            language = t.object.language or ""
            labels.append((subject, t.predicate.value, t.object.value, language))
            if t.predicate == PREF_LABEL:
                shown.setdefault(subject, {})[language] = t.object.value
    prefixes = {iri: prefix for prefix, iri in families.items()}
    for subject, predicate, label, language in labels:
        family, _, local = subject.rpartition("/")
        curie = f"{prefixes[family + '/']}:{local}"
        name = next((shown[subject][lang] for lang in _SHOWN_IN if lang in shown.get(subject, ())), "")
        relation, justification = _PREDICATES[predicate]
        yield (curie, name, classes[subject], relation, label, justification, language)
