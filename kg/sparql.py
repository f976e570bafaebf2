"""SPARQL as text: what a query does, and values put into it safely.

In: query text and RDF terms. Out: the query's form, and the text with the terms in `VALUES` blocks. A value
is only ever written in N-Triples syntax by the RDF library, at a place found by reading the query's tokens,
never spliced as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError
from kg.vocab import PREFIXES

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATE_FORMS = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

_TOKEN = re.compile(
    r'''(?P<string>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
    r"""|(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)"""
    r"""|(?P<comment>\#[^\n\r]*)"""
    r"""|(?P<variable>[?$]\w+)"""
    r"""|(?P<tag>@[A-Za-z0-9-]+)"""
    r"""|(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)"""
    r"""|(?P<word>[^\W\d]\w*)"""
    r"""|(?P<other>\S)""",
    re.DOTALL,
)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Token(NamedTuple):
    kind: str
    text: str
    begin: int
    end: int

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text.upper() == word


def form(query: str) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises QueryError for updates, since the graph is read-only, and for text that is no query at all.
    """
    for token in _tokens(query):
        word = token.text.upper() if token.kind == "word" else ""
        if word in QUERY_FORMS:
            return word
        if word in _UPDATE_FORMS:
            raise QueryError(f"{word} changes data, but the graph is read-only; change the documents and build again")
        if word and word not in ("PREFIX", "BASE"):
            break
    raise QueryError("not a SPARQL query: no SELECT, ASK, CONSTRUCT or DESCRIBE found")


def uses_service(query: str) -> bool:
    """Whether the query may ask another endpoint by `SERVICE`.

    Parsers need no space around keywords (`trueSERVICE<…>`, `SERVICESILENT<…>`, `SERVICE:x`), so that the word
    counts wherever it stands but in strings, comments, variables, local names and IRIs. A `<` that compares may
    read like the begin of an IRI, but only a bracket ends what it compares.
    """
    return any(_may_be_service(token, token.text.casefold()) for token in _tokens(query))


def _may_be_service(token: _Token, text: str) -> bool:
    if token.kind == "name":
        return "service" in text.partition(":")[0]
    if token.kind == "iri":
        return "service" in text.partition(")")[2]
    return token.kind in ("word", "tag") and "service" in text


def names(query: str, iri: str) -> bool:
    """Whether the query names `iri`, in full or with a prefix, of its own or of the graph's."""
    tokens = list(_tokens(query))
    known = dict(PREFIXES)
    for word, name, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.is_word("PREFIX") and name.kind == "name" and value.kind == "iri":
            known[name.text.removesuffix(":")] = value.text[1:-1]
    return any(_iri(token, known) == iri for token in tokens)


def _iri(token: _Token, known: Mapping[str, str]) -> str | None:
    """The IRI that a token stands for, if it does."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return known.get(prefix, "") + local.replace("\\", "") if token.kind == "name" else None


def bind(query: str, values: Mapping[str, Sequence[Term]]) -> str:
    """`query` with each variable of `values` restricted to the terms given.

    Where the query has a block `VALUES ?name { … }`, its terms are replaced, and with no terms the block is
    taken out; elsewhere a block is put in front of the query's pattern. Raises QueryError for a variable that
    the query does not have.
    """
    tokens = list(_tokens(query))
    edits: list[tuple[int, int, str]] = []
    for name, terms in values.items():
        if not any(t.kind == "variable" and t.text[1:] == name for t in tokens):
            raise QueryError(f"the query has no variable ?{name} to bind")
        block = f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}" if terms else ""
        spans = list(_value_blocks(tokens, name))
        if spans:
            edits += ((begin, end, block) for begin, end in spans)
        elif block:
            at = _pattern_start(tokens)
            edits.append((at, at, f" {block} "))
    for begin, end, text in sorted(edits, reverse=True):
        query = query[:begin] + text + query[end:]
    return query


def variables_with_values(query: str) -> frozenset[str]:
    """The variables that have a `VALUES` block of their own."""
    tokens = list(_tokens(query))
    names = {t.text[1:] for t in tokens if t.kind == "variable"}
    return frozenset(name for name in names if any(_value_blocks(tokens, name)))


def _tokens(query: str) -> Iterator[_Token]:
    """The tokens but comments. Raises QueryError for a backslash whose meaning is in doubt: taken wrongly, what
    follows it could hide the rest of the query.
    """
    for match in _TOKEN.finditer(query):
        if match.group() == "\\":
            raise QueryError("the query has a backslash outside strings, IRIs and names; take it out")
        if match.lastgroup and match.lastgroup != "comment":
            yield _Token(match.lastgroup, match.group(), match.start(), match.end())


def _value_blocks(tokens: Sequence[_Token], name: str) -> Iterator[tuple[int, int]]:
    """Where blocks `VALUES ?name { … }` begin and end."""
    for index, token in enumerate(tokens[:-2]):
        variable, brace = tokens[index + 1], tokens[index + 2]
        if token.is_word("VALUES") and variable.kind == "variable" and variable.text[1:] == name and brace.text == "{":
            closing = next((t for t in tokens[index + 3 :] if t.text == "}"), None)
            if closing is None:
                raise QueryError(f"the block VALUES ?{name} {{ … is not closed")
            yield token.begin, closing.end


def _pattern_start(tokens: Sequence[_Token]) -> int:
    """Offset just behind the brace that opens the query's pattern."""
    construct = any(t.is_word("CONSTRUCT") for t in tokens)
    depth, after_where = 0, not construct
    for index, token in enumerate(tokens):
        after_where = after_where or token.is_word("WHERE")
        if construct and token.is_word("WHERE") and tokens[index - 1].is_word("CONSTRUCT"):
            raise QueryError("CONSTRUCT WHERE takes no values; write CONSTRUCT { … } WHERE { … }")
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "{" and depth == 0 and after_where:
            return token.end
    raise QueryError("the query has no pattern { … } to bind a value in")
