"""The words of the explorer: texts of the interface, classes and relations with labels and colours, properties,
named queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter

from kg import __version__
from kg.cards import TARGET_RELATION
from kg.ontology import Ontology, TermError
from kg.query import GROUPS, named_queries
from kg.rdf import shorten
from kg.serve import models
from kg.serve.current import Snapshot
from kg.serve.parts import Graph, TheSite
from kg.view.style import LANGUAGES, Texts, load_interface, load_style
from kg.vocab import CST, PREFIXES, cst

router = APIRouter()

_FURTHER = ("addresses", TARGET_RELATION, "predecessor", "genre", "status")
"""Relations on cards beside those between named things."""


@router.get("/api/vocabulary")
def vocabulary(site: TheSite, graph: Graph) -> models.Vocabulary:
    """All words that the pages need, once per visit."""
    ontology, style, interface = site.ontology, load_style(), load_interface()
    return models.Vocabulary(
        version=__version__,
        texts={name: dict(texts) for name, texts in interface_texts().items()},
        languages=list(LANGUAGES),
        classes={name: _class(ontology, name) for name in sorted(ontology.classes)},
        groups=[
            models.GroupInfo(labels=dict(group.labels), light=group.light, dark=group.dark)
            for group in (*style.groups, style.other)
        ],
        relations={name: _relation(ontology, name) for name in (*sorted(ontology.relations), *_FURTHER)},
        properties=list(_properties(ontology, graph)),
        prefixes=PREFIXES,
        queries=_queries(),
        sections={name: dict(texts) for name, texts in interface.sections.items()},
        review=site.reviews.allowed,
        limits=models.Limits(seconds=site.settings.seconds, rows=site.settings.rows),
    )


def interface_texts() -> dict[str, Texts]:
    """The texts of the files `interface*.yaml` beside this module. Raises DataError for a broken one."""
    texts: dict[str, Texts] = {}
    for path in sorted(Path(str(files("kg.serve"))).glob("interface*.yaml")):
        texts |= load_interface(path=path).texts
    return texts


def _labels(ontology: Ontology, name: str) -> models.Texts:
    return {lang: ontology.label(name, lang) for lang in LANGUAGES}


def _class(ontology: Ontology, name: str) -> models.ClassInfo:
    group, shape = load_style().place(name)
    parents = sorted(ontology.superclasses(name) & ontology.classes)
    return models.ClassInfo(labels=_labels(ontology, name), group=group, shape=shape, parents=parents)


def _relation(ontology: Ontology, name: str) -> models.RelationInfo:
    forward = _labels(ontology, name)
    backward = load_interface().inverse.get(name, {lang: f"← {text}" for lang, text in forward.items()})
    try:
        domain, range_ = sorted(ontology.domain(name)), sorted(ontology.range(name))
    except TermError:  # an end in another vocabulary
        domain, range_ = [], []
    return models.RelationInfo(forward=forward, backward=dict(backward), domain=domain, range=range_)


def _properties(ontology: Ontology, graph: Snapshot) -> Iterator[models.PropertyInfo]:
    """Those of the ontology, then those of other vocabularies that the facts use."""
    for name in sorted(ontology.properties):
        comment = {lang: ontology.definition(name, lang) for lang in LANGUAGES}
        yield models.PropertyInfo(
            iri=cst(name), prefixed=f"cst:{name}", labels=_labels(ontology, name), comment=comment
        )
    for iri in graph.catalogue.tally("property"):
        if not iri.startswith(CST):
            yield models.PropertyInfo(iri=iri, prefixed=shorten(iri), labels={}, comment={})


def _queries() -> list[models.QueryInfo]:
    return [
        models.QueryInfo(
            name=query.name,
            group=GROUPS[query.group],
            ko=query.ko,
            en=query.en,
            parameters=[
                models.ParameterInfo(name=p.name, type=p.type, default=p.default, meaning=p.meaning)
                for p in query.parameters
            ],
            columns=list(query.columns),
            text=query.text,
        )
        for query in named_queries().values()
    ]
