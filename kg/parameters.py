"""Parameters of named queries: their types, and how a value given as text becomes RDF terms.

In: the name of a type, a value as text, a way to look names up. Out: the terms that the value stands for. A
value is checked here, and never becomes part of a query's text (`kg.sparql.bind`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import QueryError
from kg.ontology import TermError, load_ontology
from kg.rdf import decimal, integer, typed
from kg.sparql import Term
from kg.vocab import CST, PREFIXES, bulletin_iri, cst

Resolver = Callable[[str], Sequence[str]]
"""Gives the IRIs of the things that bear a name."""

_PREFIXED = re.compile(r"([a-z]+):([^\s<>\"{}|^`\\]*)\Z")
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_MODALITIES = ("planned", "stated")


def terms(kind: str, name: str, value: str, resolve: Resolver) -> Sequence[Term]:
    """The terms that `value` stands for as parameter `name` of type `kind`.

    Raises QueryError, with what to write instead, for a value that is none of that type.
    """
    try:
        return TYPES[kind](value, resolve)
    except (ValueError, InvalidOperation, TermError) as error:
        raise QueryError(f"parameter {name}: '{value}' is no {kind}: {hint(kind)}") from error


def has_prefix(value: str) -> bool:
    """Whether `value` is an IRI written with one of the known prefixes."""
    prefixed = _PREFIXED.match(value)
    return prefixed is not None and prefixed[1] in PREFIXES


def iri(value: str) -> ox.NamedNode:
    """The node of an IRI in full, in angle brackets or with a known prefix. Raises ValueError for another text."""
    if has_prefix(value):
        prefix, _, local = value.partition(":")
        value = PREFIXES[prefix] + local
    return ox.NamedNode(value.removeprefix("<").removesuffix(">"))


# --- types --------------------------------------------------------------------------------------------------


def _iri(value: str, resolve: Resolver) -> Sequence[Term]:
    return (iri(value),)


def _name(value: str, resolve: Resolver) -> Sequence[Term]:
    if value.startswith("<") or has_prefix(value):
        return (iri(value),)
    iris = resolve(value)
    if not iris:
        raise QueryError(f"nothing in the graph bears the name '{value}'; look for it with: kg show '{value}'")
    return tuple(map(ox.NamedNode, iris))


def _string(value: str, resolve: Resolver) -> Sequence[Term]:
    return (ox.Literal(value),)


def _integer(value: str, resolve: Resolver) -> Sequence[Term]:
    return (integer(value),)


def _year(value: str, resolve: Resolver) -> Sequence[Term]:
    if not _YEAR.match(value):
        raise ValueError(value)
    return (integer(value),)


def _decimal(value: str, resolve: Resolver) -> Sequence[Term]:
    if not Decimal(value).is_finite():
        raise ValueError(value)
    return (decimal(value),)


def _confidence(value: str, resolve: Resolver) -> Sequence[Term]:
    if not 0 <= Decimal(value) <= 1:
        raise ValueError(value)
    return (decimal(value),)


def _date(value: str, resolve: Resolver) -> Sequence[Term]:
    return (typed(dt.date.fromisoformat(value).isoformat(), "date"),)


def _class(value: str, resolve: Resolver) -> Sequence[Term]:
    """The classes that things can have among those named (with commas) and those below them."""
    ontology = load_ontology()
    wanted = {_local(part.strip()) for part in value.split(",")}
    below = {cls: {cls, *ontology.superclasses(cls)} & wanted for cls in sorted(ontology.entity_classes)}
    for name in wanted.difference(*below.values()):
        ontology.superclasses(name)  # a class that no thing can have is one all the same
    return tuple(ox.NamedNode(cst(cls)) for cls, met in below.items() if met)


def _relation(value: str, resolve: Resolver) -> Sequence[Term]:
    name = _local(value)
    load_ontology().symmetric(name)
    return (ox.NamedNode(cst(name)),)


def _genre(value: str, resolve: Resolver) -> Sequence[Term]:
    return _concepts("genre", value)


def _status(value: str, resolve: Resolver) -> Sequence[Term]:
    return _concepts("status", value)


def _bulletin(value: str, resolve: Resolver) -> Sequence[Term]:
    if value.startswith(("<", "http://", "https://")) or has_prefix(value):
        return (iri(value),)
    return (ox.NamedNode(bulletin_iri(value)),)


def _modality(value: str, resolve: Resolver) -> Sequence[Term]:
    if value not in _MODALITIES:
        raise ValueError(value)
    return (ox.Literal(value),)


def _local(value: str) -> str:
    return value.removeprefix("cst:").removeprefix(CST)


def _concepts(scheme: str, value: str) -> Sequence[Term]:
    """The concepts of a scheme that bear the name `value` in any language, or have it for slug."""
    wanted = _folded(value)
    found = [
        concept.iri
        for concept in load_ontology().concepts(scheme)
        if wanted in {_folded(form) for form in (concept.slug, *concept.forms)}
    ]
    if not found:
        raise ValueError(value)
    return tuple(map(ox.NamedNode, found))


def _folded(text: str) -> str:
    return text.casefold().replace(" ", "")


TYPES: dict[str, Callable[[str, Resolver], Sequence[Term]]] = {
    "iri": _iri,
    "name": _name,
    "string": _string,
    "integer": _integer,
    "year": _year,
    "decimal": _decimal,
    "confidence": _confidence,
    "date": _date,
    "class": _class,
    "relation": _relation,
    "genre": _genre,
    "status": _status,
    "bulletin": _bulletin,
    "modality": _modality,
}
"""The types of parameters. A `name` stands for all things that bear it, a `class` for itself and those below it."""


# --- hints --------------------------------------------------------------------------------------------------


def hint(kind: str) -> str:
    """What to write for a parameter of type `kind`."""
    if kind in ("genre", "status"):
        return f"write one of {_listed(concept.labels['ko'] for concept in load_ontology().concepts(kind))}"
    if kind == "class":
        return f"write one or several, with commas, of {_listed(load_ontology().classes)}"
    if kind == "relation":
        return f"write one of {_listed(load_ontology().properties)}"
    return _HINTS[kind]


_HINTS = {
    "iri": "write it in full or with a known prefix, as cstr:org/miit",
    "name": "write a name, or an IRI as cstr:org/miit",
    "integer": "write a whole number",
    "year": "write four digits, as 2025",
    "decimal": "write a number, as 1500000 or 0.5",
    "confidence": "write a number from 0 to 1, as 0.7",
    "date": "write it as 2025-03-31",
    "bulletin": "write its identifier, as the query 'bulletins' shows it",
    "modality": f"write {' or '.join(_MODALITIES)}",
}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
