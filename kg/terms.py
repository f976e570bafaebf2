"""RDF terms as N-Triples writes them: what statements are made of from the records to the files of a generation.

In: IRIs, texts, numbers. Out: a string for each term: `<https://…>`, `"청화"@ko`, `"12"^^<…#integer>`. Statements are
compared, put in order, and counted by these strings, and most of them are written into Turtle as they are; to make an
object of each term, and a string of the object again, costs several times as much.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from kg import rdf
from kg.vocab import PREFIXES

Term = str
"""A term as N-Triples writes it."""

TYPE, LABEL, PREF_LABEL, ALT_LABEL, HIDDEN_LABEL, DERIVED_FROM, MENTIONED_IN = (
    str(one)
    for one in (
        *(rdf.TYPE, rdf.LABEL, rdf.PREF_LABEL, rdf.ALT_LABEL, rdf.HIDDEN_LABEL),
        *(rdf.DERIVED_FROM, rdf.MENTIONED_IN),
    )
)
LABELS = tuple(map(str, rdf.LABELS))

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **str.maketrans({"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}),
}
_ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_SIGNS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
INTEGER = f'"^^<{PREFIXES["xsd"]}integer>'
"""What stands behind the digits of an integer."""


# --- making -------------------------------------------------------------------------------------------------


def node(iri: str) -> Term:
    """The node of `iri`, which is taken to be one: `kg.vocab` and `kg.rdf.web_node` see to that."""
    return f"<{iri}>"


@cache
def named(prefix: str, local: str) -> Term:
    """The term `prefix:local` of a vocabulary that `kg.vocab` knows."""
    return str(rdf.named(prefix, local))


@cache
def term(local: str) -> Term:
    """A class or property of the ontology, by local name."""
    return named("cst", local)


def literal(text: str, lang: str | None = None) -> Term:
    """`text` with the language tag `lang`, in lower case, or none."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # as nearly all are
        written = f'"{text}"'
    else:
        written = f'"{text.translate(_ESCAPES)}"'
    return f"{written}@{lang.lower()}" if lang else written


@lru_cache(maxsize=16384)
def text_literal(text: str, lang: str | None = None) -> Term:
    """As `kg.rdf.text_literal`: tagged with the language that its script shows where `lang` is not given."""
    tag = rdf.language_of(text) if lang is None else lang
    return literal(text, None if tag == "und" else tag)


@lru_cache(maxsize=65536)
def integer(value: int | str) -> Term:
    """An `xsd:integer`."""
    return f'"{int(value)}{INTEGER}'


@lru_cache(maxsize=4096)
def typed(value: str, datatype: str) -> Term:
    """A literal of XML Schema type `datatype`."""
    return str(rdf.typed(value, datatype))


@lru_cache(maxsize=4096)
def decimal(value: Decimal | float | str) -> Term:
    """As `kg.rdf.decimal`."""
    return str(rdf.decimal(value))


@lru_cache(maxsize=4096)
def moment(value: str) -> Term:
    """As `kg.rdf.moment`."""
    return str(rdf.moment(value))


# --- reading ------------------------------------------------------------------------------------------------


def is_node(written: Term) -> bool:
    """Whether it is an IRI."""
    return written[0] == "<"


def is_literal(written: Term) -> bool:
    """Whether it is a literal."""
    return written[0] == '"'


def value_of(written: Term) -> str:
    """The IRI of a node, the text of a literal."""
    if written[0] != '"':
        return written[1:-1]
    text = written[1 : written.rindex('"')]
    return _ESCAPED.sub(_meant, text) if "\\" in text else text


def language_tag(written: Term) -> str:
    """The language tag of a literal; empty where it has none."""
    return written.rpartition('"@')[2] if written[-1] not in '">' else ""


def _meant(escaped: re.Match[str]) -> str:
    code, sign = escaped.groups()
    return chr(int(code, 16)) if code else _SIGNS.get(sign, sign)
