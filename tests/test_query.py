"""Named queries, parameters, and answers from the store, from rdflib and over HTTP."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from graphs import write_build
from hypothesis import given
from hypothesis import strategies as st

from kg import results, sparql
from kg.errors import DataError, QueryError
from kg.query import (
    Dataset,
    NamedQuery,
    ask,
    ask_endpoint,
    ask_within,
    bind_freely,
    find_query,
    read_named_query,
    resolver,
    resolver_at,
)
from kg.results import Rows, Statements, Truth
from kg.store import open_store
from kg.vocab import GRAPH_BACKGROUND, GRAPH_FACTS


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("query") / "build")


@pytest.fixture(scope="module")
def store(build: Path) -> Iterator[ox.Store]:
    with open_store(build) as (opened, _):
        yield opened


def rows(answer: results.Answer) -> list[tuple[str, ...]]:
    assert isinstance(answer, Rows)
    return [tuple("" if term is None else str(term) for term in row) for row in answer.rows]


# --- parameters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("targets-due", {"year": "2025"}, "no parameter 'year'; its parameters: from, to"),
        ("targets-due", {"to": "25"}, "write four digits"),
        ("targets-due", {"to": "2025 } DROP ALL {"}, "is no year"),
        ("provenance", {"relation": "issuedBy> ?x"}, "is no relation"),
        ("posts", {"person": "없는 사람"}, "nothing in the graph bears the name"),
    ],
)
def test_wrong_parameters(build: Path, name: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        find_query(name).bound(params, resolver(build))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("iri", "cstr:org/most", "no iri <"),
        ("integer", "-3", "3.5"),
        ("decimal", "1.5", "NaN"),
        ("date", "2024-02-29", "2023-02-29"),
        ("class", "Ministry", "Min istry"),
        ("relation", "cst:hasTarget", "issuedby"),
        ("genre", "action plan", "plan of plans"),
        ("status", "试行", "试"),
        ("bulletin", "news-2024-03-29", "News 29"),
        ("confidence", "0.7", "1.1"),
        ("confidence", "0", "NaN"),
        ("modality", "planned", "hoped"),
        ("year", "2025", "20255"),
        ("year", "2025", "२०२५"),
    ],
)
def test_types_of_parameters(tmp_path: Path, kind: str, good: str, bad: str) -> None:
    query = write_query(tmp_path, param=f"x {kind} - meaning", body="SELECT ?x WHERE { VALUES ?x { UNDEF } }")
    (row,) = rows(ask(ox.Store(), query.bound({"x": good}, lambda name: ())))
    assert row[0]
    with pytest.raises(QueryError, match=f"is no {kind}"):
        query.bound({"x": bad}, lambda name: ())


def test_a_class_stands_for_those_below_it(tmp_path: Path) -> None:
    query = write_query(tmp_path, param="x class - meaning", body="SELECT ?x WHERE { VALUES ?x { UNDEF } }")

    def classes(value: str) -> set[str]:
        found = rows(ask(ox.Store(), query.bound({"x": value}, lambda name: ())))
        return {row[0][:-1].rpartition("#")[2] for row in found}

    assert classes("Publication") == {"Policy", "Report"}
    assert classes("Ministry, Place") == {"Ministry", *classes("Place")} and "City" in classes("Place")
    with pytest.raises(QueryError, match="is no class: write one or several, with commas, of Actor, Art"):
        query.bound({"x": "Actor,Plaice"}, lambda name: ())


def test_a_name_may_be_an_iri(build: Path) -> None:
    by_name = find_query("about").bound({"thing": "과기부"}, resolver(build))
    assert find_query("about").bound({"thing": "cstr:org/most"}, resolver(build)) == by_name


HOSTILE = '"} } ; DROP ALL # \\" \' <x> \n } UNION { ?s ?p ?o'


def test_values_never_become_syntax(tmp_path: Path) -> None:
    query = write_query(tmp_path, param="x string - meaning", body="SELECT ?x WHERE { VALUES ?x { UNDEF } }")
    (row,) = ask(ox.Store(), query.bound({"x": HOSTILE}, lambda name: ())).rows  # type: ignore[union-attr]
    assert row[0].value == HOSTILE


@given(st.text())
def test_any_text_is_bound_as_it_is(text: str) -> None:
    text = f"글{text}"  # no number, no IRI, no quotes around it
    (row,) = ask(ox.Store(), bind_freely("SELECT ?x WHERE { }", {"x": text})).rows  # type: ignore[union-attr]
    assert row[0] == ox.Literal(text)


def test_free_binding() -> None:
    text = "SELECT ?x WHERE { { ?x ?p ?o } UNION { ?s ?p ?x } }"
    assert "VALUES ?x { <https://w3id.org/china-stp/id/org/most> }" in bind_freely(text, {"x": "cstr:org/most"})
    assert 'VALUES ?x { "과기부"@ko }' in bind_freely(text, {"x": '"과기부"@ko'})
    assert "integer> }" in bind_freely(text, {"x": "7"})
    with pytest.raises(QueryError, match="no variable"):
        bind_freely(text, {"y": "7"})
    with pytest.raises(QueryError, match="no RDF term"):
        bind_freely(text, {"x": '"open'})


def test_binding_reads_tokens_not_text() -> None:
    text = 'PREFIX e: <urn:{> # VALUES ?x { 1 }\nSELECT ("VALUES ?x { 2 }" AS ?y) ?x WHERE { VALUES ?x { 3 } }'
    bound = sparql.bind(text, {"x": [ox.Literal(4)]})
    assert bound.count("4") == 1 and "VALUES ?x { 3 }" not in bound and '"VALUES ?x { 2 }"' in bound
    construct = sparql.bind("CONSTRUCT { ?x ?p ?o } WHERE { ?x ?p ?o }", {"x": [ox.NamedNode("urn:a")]})
    assert construct.index("VALUES") > construct.index("WHERE")


# --- files that break the format ----------------------------------------------------------------------------


def write_query(
    folder: Path, *, name: str = "test", group: str = "things", param: str | None = None, body: str = ""
) -> NamedQuery:
    header = (
        f"# name: {name}\n# group: {group}\n# ko: 무엇인가?\n# en: What?\n"
        + (f"# param: {param}\n" if param else "")
        + "# columns: x\n\n"
    )
    path = folder / "test.rq"
    path.write_text(header + body, encoding="utf-8")
    return read_named_query(path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "other"}, "differ"),
        ({"group": "nonsense"}, "there is no group 'nonsense'; groups: policies, targets"),
        ({"param": "x colour - meaning"}, "test.rq:5: a param is"),
        ({"param": "x year -"}, "test.rq:5: a param is"),
        ({"param": "x year - meaning", "body": "SELECT ?x { }"}, "no block VALUES"),
    ],
)
def test_broken_query_files(tmp_path: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        write_query(tmp_path, **options)


def test_broken_headers(tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("# name: bad\n# something: else\n")
    with pytest.raises(DataError, match=r"bad\.rq:2"):
        read_named_query(path)
    path.write_text("# name: bad\n# name: bad\n")
    with pytest.raises(DataError, match="given twice"):
        read_named_query(path)
    path.write_text("# name: bad\n")
    with pytest.raises(DataError, match="lacks group, ko, en, columns"):
        read_named_query(path)


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "read-only"),
        ("PREFIX a: <urn:x> DELETE WHERE { ?s ?p ?o }", "read-only"),
        ("DROP ALL", "read-only"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p", "broken"),
        ("hello", "not a SPARQL query"),
        ("", "not a SPARQL query"),
    ],
)
def test_refused(store: ox.Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, query)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ GRAPH <{GRAPH_FACTS}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{GRAPH_FACTS}> {{ ?s ?p ?o }}",
        "SELECT * { GRAPH cstr:graph\\/facts { ?s ?p ?o } }",
        f"PREFIX graph: <{GRAPH_FACTS[:-5]}> SELECT * {{ GRAPH graph:facts {{ ?s ?p ?o }} }}",
        f"PREFIX : <{GRAPH_FACTS}> SELECT * {{ GRAPH : {{ ?s ?p ?o }} }}",
    ],
)
def test_facts_as_a_named_graph_that_there_is_not(store: ox.Store, query: str) -> None:
    """An answer without rows would tell that documents state nothing."""
    with pytest.raises(QueryError, match="kg build --facts-graph"):
        ask(store, query)
    with pytest.raises(QueryError, match="kg build --facts-graph"):
        ask(store, "ASK { ?s ?p ?o }", dataset=Dataset(default=(GRAPH_FACTS,)))
    named = ox.Store()
    named.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"), ox.NamedNode(GRAPH_FACTS)))
    assert len(rows(ask(named, query))) == 1


def test_other_graphs_and_words_are_no_facts_graph(store: ox.Store) -> None:
    query = f"""PREFIX facts: <urn:facts#> SELECT ?s {{ GRAPH <{GRAPH_BACKGROUND}> {{ ?s a ?class }}
        FILTER (?s != facts:facts && STR(?s) != "{GRAPH_FACTS}") }}"""
    assert rows(ask(store, query))


def test_service_in_strings_and_names_is_no_service(store: ox.Store) -> None:
    assert rows(ask(store, 'PREFIX x: <urn:> SELECT ("SERVICE" AS ?x) WHERE { OPTIONAL { ?s a x:service } } # SERVICE'))


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(QueryError, match="there are: about, active-actors"):
        find_query("nothing")


# --- bounds -------------------------------------------------------------------------------------------------

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_time_limit(build: Path) -> None:
    with pytest.raises(QueryError, match="longer than 1 s"):
        ask_within(build, SLOW, seconds=1)


def test_answers_within_time_are_the_same(build: Path, store: ox.Store) -> None:
    text = find_query("provenance").bound({}, resolver(build))
    assert rows(ask_within(build, text, seconds=60)) == rows(ask(store, text))
    limited = ask_within(build, text, seconds=60, limit=2)
    assert isinstance(limited, Rows) and len(list(limited.rows)) == 2 and limited.cut
    assert ask_within(build, "ASK { ?s ?p ?o }", seconds=60) == Truth(True)
    construct = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"
    assert ask_within(build, construct, seconds=60) == ask(store, construct)
    with pytest.raises(QueryError, match="broken"):
        ask_within(build, "SELECT", seconds=60)


def test_row_limit(store: ox.Store) -> None:
    answer = ask(store, "SELECT ?s WHERE { ?s ?p ?o }")
    assert isinstance(answer, Rows)
    few = answer.limited(3)
    assert len(list(few.rows)) == 3 and few.cut
    exact = Rows(("x",), iter([(ox.Literal(1),)])).limited(1)
    assert len(list(exact.rows)) == 1 and not exact.cut


# --- formats ------------------------------------------------------------------------------------------------

VALUES = 'SELECT ?a ?b WHERE { VALUES (?a ?b) { (<urn:x> "글 <&> \\"q\\""@ko) (UNDEF 1.5) ("a\\tb\\nc\\u001b" true) } }'


def text_of(answer: results.Answer, form: str) -> str:
    out = io.StringIO()
    results.write(answer, form, out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_result_formats_are_read_back(form: str) -> None:
    store = ox.Store()
    syntax = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }[form]
    found = ox.parse_query_results(text_of(ask(store, VALUES), form).encode(), format=syntax)
    assert isinstance(found, ox.QuerySolutions)
    back = [tuple(solution[i] for i in range(2)) for solution in found]
    expected = list(ask(store, VALUES).rows)  # type: ignore[union-attr]
    if form == "xml":  # XML 1.0 has no such character
        assert back[2][0].value == "a\tb\nc\N{REPLACEMENT CHARACTER}"
        back[2] = expected[2]
    assert back == expected


def test_csv_and_table() -> None:
    store = ox.Store()
    assert text_of(ask(store, VALUES), "csv").splitlines()[:2] == ["a,b", 'urn:x,"글 <&> ""q"""']
    table = text_of(ask(store, VALUES), "table")
    assert "\x1b" not in table and "urn:x" in table and table.splitlines()[0].split() == ["a", "b"]
    wide = text_of(Rows(("x",), iter([(ox.Literal("가" * 500),)])), "table")
    assert "가" * 500 in wide


def test_truth_and_statements(store: ox.Store) -> None:
    yes = ask(store, "ASK { ?s ?p ?o }")
    assert text_of(yes, "table") == "true\n" and json.loads(text_of(yes, "json"))["boolean"] is True
    assert "<boolean>true" in text_of(yes, "xml") and text_of(yes, "csv").splitlines() == ["answer", "true"]
    made = ask(store, "CONSTRUCT WHERE { ?s a <https://w3id.org/china-stp/ontology#Policy> }")
    assert isinstance(made, Statements)
    assert "cstr-policy:xopendata a cst:Policy" in text_of(made, "turtle")
    assert text_of(made, "csv").splitlines()[0] == "subject,predicate,object"
    with pytest.raises(QueryError, match="statements only"):
        results.write(ask(store, "SELECT ?s { ?s ?p ?o }"), "turtle", io.StringIO())


# --- a remote endpoint --------------------------------------------------------------------------------------


@pytest.fixture
def endpoint(store: ox.Store) -> Iterator[str]:
    """A SPARQL endpoint on loopback that answers from the store."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = parse_qs(body)["query"][0]
            if self.path == "/broken":
                self._send(200, "text/html", b"<html>not here</html>")
                return
            try:
                found = store.query(query)
            except SyntaxError as error:
                self._send(400, "text/plain", str(error).encode())
                return
            if isinstance(found, ox.QueryTriples):
                self._send(200, "text/turtle", found.serialize(format=ox.RdfFormat.TURTLE))
            else:
                self._send(200, "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON))

        def _send(self, status: int, kind: str, body: bytes | None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_endpoints_give_the_same_answers(build: Path, store: ox.Store, endpoint: str) -> None:
    remote = resolver_at(f"{endpoint}/sparql", seconds=10)
    for query, params in (
        (find_query("joint-issuers"), {"issuer": "과기부"}),
        (find_query("targets-due"), {}),
    ):
        there = ask_endpoint(f"{endpoint}/sparql", query.bound(params, remote), seconds=10)
        assert rows(there) == rows(ask(store, query.bound(params, resolver(build))))
    assert ask_endpoint(f"{endpoint}/sparql", "ASK { ?s ?p ?o }", seconds=10) == Truth(True)
    construct = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"
    assert ask_endpoint(f"{endpoint}/sparql", construct, seconds=10) == ask(store, construct)


def test_words_in_comments_do_not_make_updates_of_queries(endpoint: str) -> None:
    query = "# one line\n# address\n# ADD, DROP or LOAD\nSELECT (1 AS ?one) {}"
    assert rows(ask_endpoint(f"{endpoint}/sparql", query, seconds=10)) == [
        ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>',)
    ]


def test_endpoints_that_fail(endpoint: str) -> None:
    with pytest.raises(QueryError, match="no SPARQL result"):
        ask_endpoint(f"{endpoint}/broken", "SELECT * { ?s ?p ?o }", seconds=10)
    with pytest.raises(QueryError, match="no RDF"):
        ask_endpoint(f"{endpoint}/broken", "CONSTRUCT WHERE { ?s ?p ?o }", seconds=10)
    with pytest.raises(QueryError, match=r"400: error at .*expected"):
        ask_endpoint(f"{endpoint}/sparql", "SELECT * { ?s ?p }", seconds=10)
    with pytest.raises(QueryError, match="no answer"):
        ask_endpoint("http://127.0.0.1:9/sparql", "SELECT * { ?s ?p ?o }", seconds=2)
    with pytest.raises(QueryError, match="begins with http"):
        ask_endpoint("file:///etc/passwd", "SELECT * { ?s ?p ?o }", seconds=2)
    with pytest.raises(QueryError, match="read-only"):
        ask_endpoint(f"{endpoint}/sparql", "DROP ALL", seconds=2)
