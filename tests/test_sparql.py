"""Queries as text: SERVICE is found however it is written, so that no query reaches another host."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.query import ask
from kg.results import Rows
from kg.sparql import uses_service


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Statements that make patterns with a number or a truth value match."""
    store = ox.Store()
    for value in (ox.Literal(1), ox.Literal(True), ox.Literal("1e0", datatype=ox.Literal(1.0).datatype)):
        store.add(ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"), value))
    return store


WAYS = (
    "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { service silent <URL> { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT<URL>{ ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<URL>{ ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE:x{ ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE SILENT:x{ ?a ?b ?c } }",
    "SELECT * { # comment \r SERVICE SILENT <URL> { ?a ?b ?c } }",
    r"SELECT * { OPTIONAL { ?s <http://x/\u0041#> ?o } SERVICE SILENT <URL> { ?a ?b ?c } }",
    "PREFIX ex: <http://x/> SELECT * { OPTIONAL { ?s ex:、\\# ?o } SERVICE SILENT <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE SILENT <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1e0SERVICE SILENT <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1.SERVICE SILENT <URL> { ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { BIND(1 AS ?x) FILTER(?x<2)SERVICE#>\n:x{ ?a ?b ?c } }",
    "SELECT * { VALUES ?x { UNDEF }SERVICE SILENT <URL> { ?a ?b ?c } }",
    'SELECT * { VALUES ?x { """a"\\""""@en }SERVICE SILENT <URL> { ?a ?b ?c } }',
)


@pytest.mark.parametrize("query", WAYS)
def test_no_query_calls_another_host(query: str, store: ox.Store, listener: Listener) -> None:
    query = query.replace("URL", listener.url)
    before = listener.calls
    with suppress(OSError):  # what answers is no endpoint
        list(store.query(query))
    assert listener.calls > before, "the store itself would not have called: this shows nothing"
    before = listener.calls
    with pytest.raises(KgError, match=r"SERVICE asks another host|backslash"):
        ask(store, query)
    assert listener.calls == before


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> {" }',
        "SELECT * { ?s ?p ?service } # SERVICE <http://x/> {}",
        "PREFIX schema: <https://schema.org/> SELECT * { ?s schema:serviceType '''a service''' }",
        "SELECT * { ?s a <http://www.w3.org/ns/sparql-service-description#Service> FILTER(1 < 2 && 3 > 2) }",
    ],
)
def test_the_word_alone_is_no_service(query: str, store: ox.Store) -> None:
    assert not uses_service(query)
    answer = ask(store, query)
    assert isinstance(answer, Rows)
    list(answer.rows)


PIECES = (
    "SERVICE", "SILENT", "<URL>", ":x", "?g", "{", "}", " ", "\n", "\r", "#", "\\#", "\\'", "'", '"', "'''", '"""',
    "<", ">", ")", "(", "FILTER(1<2)", "FILTER(?a<ex:b)", "true", "1", "1e0", ".", "ex:、", "ex:a", "@en", "?s ?p ",
    ";", ",", "a", "_:b", r"<http://x/\u0041#>", "OPTIONAL{", "VALUES ?v {1}", "BIND(1 AS ?x)", "\u2028", "^^",
    "<http://x/s>", "?a ?b ?c", "UNION", "|",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=6))
def test_nothing_around_it_hides_it(store: ox.Store, listener: Listener, before: list[str], after: list[str]) -> None:
    middle = f"SERVICE SILENT <{listener.url}> {{ ?a ?b ?c }}"
    text = f"PREFIX : <{listener.url}> PREFIX ex: <http://x/> SELECT * {{ {''.join(before)}{middle}{''.join(after)} }}"
    calls = listener.calls
    try:
        answer = ask(store, text.replace("URL", listener.url))
        if isinstance(answer, Rows):
            list(answer.rows)
    except KgError:
        pass
    assert listener.calls == calls
