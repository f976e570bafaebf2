"""RDF terms and files: the few helpers that every room behind the extraction shares.

In: strings, numbers, statements. Out: pyoxigraph terms, statements in canonical order, Turtle that is the
same bytes for the same statements. Language tags come out in lower case (`zh-hans`), which RDF 1.1 takes as
equal.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import IO
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.language.script import script_of
from kg.vocab import CST, CSTR, PREFIXES, cst

XSD = PREFIXES["xsd"]
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
PREF_LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
ALT_LABEL = ox.NamedNode(PREFIXES["skos"] + "altLabel")
HIDDEN_LABEL = ox.NamedNode(PREFIXES["skos"] + "hiddenLabel")
LABELS = (LABEL, PREF_LABEL, ALT_LABEL, HIDDEN_LABEL)
DERIVED_FROM = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
MENTIONED_IN = ox.NamedNode(cst("mentionedIn"))

_DATE_TYPES = (
    (re.compile(r"\d{4}\Z"), "gYear"),
    (re.compile(r"\d{4}-\d\d\Z"), "gYearMonth"),
    (re.compile(r"\d{4}-\d\d-\d\d\Z"), "date"),
)
_SAFE = "!#$&'()*+,/:;=?@[]~%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FAMILY = re.compile(re.escape(CSTR) + r"([a-z][a-z0-9-]*)/")


def node(iri: str) -> ox.NamedNode:
    """The node of `iri`. Raises ValueError when it is no IRI."""
    return ox.NamedNode(iri)


@cache
def named(prefix: str, local: str) -> ox.NamedNode:
    """The term `prefix:local` of a vocabulary that `kg.vocab` knows."""
    return ox.NamedNode(PREFIXES[prefix] + local)


@cache
def term(local: str) -> ox.NamedNode:
    """A class or property of the ontology, by local name."""
    return named("cst", local)


def typed(value: str, datatype: str) -> ox.Literal:
    """A literal of XML Schema type `datatype` (`integer`, `gYear`, …)."""
    return ox.Literal(value, datatype=named("xsd", datatype))


@lru_cache(maxsize=4096)
def decimal(value: Decimal | float | str) -> ox.Literal:
    """An `xsd:decimal` in plain notation, without exponent and trailing zeros."""
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return typed(text, "decimal")


def integer(value: int | str) -> ox.Literal:
    """An `xsd:integer`."""
    return ox.Literal(int(value))


def moment(value: str) -> ox.Literal:
    """A year, month or day (`2025`, `2025-03`, `2025-03-01`) typed by its precision; other text stays a
    string.
    """
    for pattern, datatype in _DATE_TYPES:
        if pattern.match(value):
            return typed(value, datatype)
    return ox.Literal(value)


@lru_cache(maxsize=16384)
def language_of(text: str) -> str | None:
    """Language tag that the script of `text` shows: `ko`, `zh-Hans`, `zh-Hant`, `zh`, `en`; none for bare
    numbers.

    Text that is right in simplified and traditional Chinese alike counts as simplified; `zh` is for texts
    that mix both. Hangul with Han characters beside it is Korean.
    """
    script = script_of(text)
    if script == "mixed":
        return "ko" if any("가" <= c <= "힣" for c in text) else "zh"
    if script == "latin":
        return "en" if any(c.isalpha() for c in text) else None
    return "zh-Hans" if script == "zh" else script


def text_literal(text: str, lang: str | None = None) -> ox.Literal:
    """`text` tagged with `lang`, by default with the language its script shows; `und` means no tag."""
    tag = language_of(text) if lang is None else lang
    return ox.Literal(text) if tag in (None, "und", "") else ox.Literal(text, language=tag)


@lru_cache(maxsize=16384)  # an address is asked for several times in a row
def web_node(url: str) -> ox.NamedNode | None:
    """The node of a web address, unsafe characters percent-encoded; none unless it is a sound http(s)
    address.

    An address in this graph's own namespaces is none either: a document must not speak in the graph's name.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or url.strip().startswith((CST, CSTR)):
            return None
        host = parts.netloc.encode("ascii" if parts.netloc.isascii() else "idna").decode("ascii")
        address = parts._replace(netloc=host).geturl()
        return ox.NamedNode(_STRAY_PERCENT.sub("%25", quote(address, safe=_SAFE)))
    except ValueError:  # what urlsplit, the idna codec and NamedNode raise for text that is no address
        return None


def sort_key(triple: ox.Triple) -> tuple[str, bool, str]:
    """Canonical order: by the subject's IRI, its class first, then by predicate and object in N-Triples."""
    return subject_of(triple), triple.predicate != TYPE, str(triple)


def subject_of(triple: ox.Triple) -> str:
    """The subject's IRI; the term in N-Triples where it is none."""
    subject = triple.subject
    return subject.value if isinstance(subject, ox.NamedNode) else str(subject)


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The statements in canonical order (`sort_key`), each once."""
    about: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        about[str(triple.subject)].append(triple)
    ordered: list[ox.Triple] = []
    # Subject by subject: no comparison calls Python, and long texts are in memory for one subject only.
    for subject in sorted(about, key=_without_brackets):
        ordered += _about_one(subject, about[subject])
    return ordered


def _without_brackets(term: str) -> str:
    return term[1:-1] if term[0] == "<" else term


def _about_one(subject: str, triples: Sequence[ox.Triple]) -> Iterable[ox.Triple]:
    """The statements about one subject in canonical order, each once."""
    if len(triples) == 1:
        return triples
    stated = dict(zip(map(str, triples), triples, strict=True))
    texts = sorted(stated)
    kind = subject + _KIND
    begin = end = bisect_left(texts, kind)
    while end < len(texts) and texts[end].startswith(kind):
        end += 1
    return map(stated.__getitem__, texts[begin:end] + texts[:begin] + texts[end:])


_KIND = f" {TYPE} "


def prefixes_for(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """The known prefixes, and one for each family of things in the graph: `cstr-org:miit`."""
    families = {m[1] for t in triples if isinstance(t.subject, ox.NamedNode) and (m := _FAMILY.match(t.subject.value))}
    return {**PREFIXES, **{f"cstr-{family}": f"{CSTR}{family}/" for family in sorted(families)}}


def write_turtle(triples: Sequence[ox.Triple], output: IO[bytes] | str | os.PathLike[str]) -> None:
    """Writes statements that are in canonical order as Turtle."""
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=prefixes_for(triples))


def read_triples(path: str | os.PathLike[str]) -> Iterator[ox.Triple]:
    """The statements of a Turtle file. Raises SyntaxError with line and column for a broken one."""
    for quad in ox.parse(path=os.fspath(path), format=ox.RdfFormat.TURTLE):
        yield quad.triple


def shorten(iri: str) -> str:
    """`iri` with its longest known prefix: `cst:Ministry`, `cstr:org/miit`; as it is without one."""
    name, base = max(PREFIXES.items(), key=lambda item: len(item[1]) if iri.startswith(item[1]) else 0)
    return f"{name}:{iri[len(base) :]}" if iri.startswith(base) else iri
