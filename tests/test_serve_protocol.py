"""The SPARQL endpoint: the protocol's forms, content negotiation, datasets, limits, and that it stays at hand."""

from __future__ import annotations

import csv
import json
import re
import select
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from graphs import iri, write_build
from hypothesis import given
from hypothesis import strategies as st
from serving import served

from kg.serve.negotiate import best
from kg.serve.protocol import GRAPHS, TABLES
from kg.sparql import bind
from kg.vocab import GRAPH_BACKGROUND, GRAPH_FACTS, GRAPH_ONTOLOGY, cst

MINISTRIES = "SELECT ?x WHERE { ?x a cst:Ministry } ORDER BY ?x"
CONSTRUCT = "CONSTRUCT { ?x a cst:Ministry } WHERE { ?x a cst:Ministry }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
HUNGRY = "SELECT DISTINCT ?a ?d ?g ?x WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . BIND(STRUUID() AS ?x) } ORDER BY ?x"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("protocol") / "build", facts_graph=True)


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[httpx.Client]:
    with (
        served(build, rows=1000, seconds=20.0, workers=2) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def ask(
    client: httpx.Client, query: str, accept: str = "application/sparql-results+json", **more: str
) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return [{k: v["value"] for k, v in row.items()} for row in response.json()["results"]["bindings"]]


def total(response: httpx.Response) -> int:
    (row,) = rows(response)
    return int(row["n"])


# --- ways to ask --------------------------------------------------------------------------------------------


def test_three_ways_to_ask_give_one_answer(client: httpx.Client) -> None:
    accept = {"Accept": "application/sparql-results+json"}
    got = ask(client, MINISTRIES)
    form = client.post("/sparql", data={"query": MINISTRIES}, headers=accept)
    direct = client.post("/sparql", content=MINISTRIES, headers={**accept, "Content-Type": "application/sparql-query"})
    assert iri("most") in {row["x"] for row in rows(got)}
    assert rows(form) == rows(direct) == rows(got)


def test_no_accept_header_and_any_type_will_do(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": MINISTRIES}, headers={"Accept": "*/*"})
    assert response.headers["content-type"] == "application/sparql-results+json"
    request = client.build_request("GET", "/sparql", params={"query": MINISTRIES})
    del request.headers["accept"]
    assert client.send(request).headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize("media", TABLES)
def test_select_in_each_media_type(client: httpx.Client, media: str) -> None:
    response = ask(client, MINISTRIES, media)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    assert response.headers["vary"] == "Accept"
    expected = {row["x"] for row in rows(ask(client, MINISTRIES))}
    if "csv" in media:
        assert {row["x"] for row in csv.DictReader(response.text.splitlines())} == expected
    elif "tab" in media:
        assert {line.strip("<>") for line in response.text.splitlines()[1:]} == expected
    else:
        form = ox.QueryResultsFormat.JSON if "json" in media else ox.QueryResultsFormat.XML
        found = ox.parse_query_results(response.content, format=form)
        assert isinstance(found, ox.QuerySolutions)
        assert {solution["x"].value for solution in found} == expected


@pytest.mark.parametrize("media", GRAPHS)
def test_construct_in_each_media_type(client: httpx.Client, media: str) -> None:
    response = ask(client, CONSTRUCT, media)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    forms = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
             "rdfxml": ox.RdfFormat.RDF_XML, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}  # fmt: skip
    found = {quad.triple for quad in ox.parse(response.content, format=forms[GRAPHS[media]])}
    assert {t.subject.value for t in found} == {row["x"] for row in rows(ask(client, MINISTRIES))}


def test_ask_and_describe(client: httpx.Client) -> None:
    assert ask(client, f"ASK {{ <{iri('most')}> a cst:Ministry }}").json()["boolean"] is True
    assert "<boolean>false</boolean>" in ask(client, "ASK { cst:x a cst:y }", "application/sparql-results+xml").text
    described = ask(client, f"DESCRIBE <{iri('most')}>", "application/n-triples").text
    assert f"<{iri('most')}>" in described and "과학기술부" in described


def test_a_form_may_be_asked_for_by_preference(client: httpx.Client) -> None:
    accept = "application/sparql-results+xml;q=0.5, text/csv;q=0.8, text/html"
    assert ask(client, MINISTRIES, accept).headers["content-type"].startswith("text/csv")
    response = ask(client, MINISTRIES, "text/csv;q=0, */*;q=0.1")
    assert response.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "accept"), [(MINISTRIES, "image/png"), (MINISTRIES, "text/turtle"), (CONSTRUCT, "text/csv")]
)
def test_what_is_not_offered_is_said(client: httpx.Client, query: str, accept: str) -> None:
    response = ask(client, query, accept)
    assert response.status_code == 406
    assert "is answered as" in response.text


def test_quality_values() -> None:
    offered = ("a/x", "a/y", "b/x")
    assert best("", offered) == "a/x"
    assert best("b/*, a/y;q=0.4", offered) == "b/x"
    assert best("*/*;q=0.1, a/y", offered) == "a/y"
    assert best("a/*;q=0, */*", offered) == "b/x"
    assert best("a/x;q=nonsense", offered) is None
    assert best("A/X ; Q=1", offered) == "a/x"


@given(st.text(max_size=60))
def test_any_accept_header_is_understood(accept: str) -> None:
    assert best(accept, ("a/x", "b/y")) in ("a/x", "b/y", None)


def test_head_tells_without_saying(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": MINISTRIES})
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["content-length"]) == len(client.get("/sparql", params={"query": MINISTRIES}).content)


# --- datasets -----------------------------------------------------------------------------------------------


def test_graphs_of_the_request(client: httpx.Client, build: Path) -> None:
    facts = len(list(ox.parse(path=str(build / "graph.ttl"), format=ox.RdfFormat.TURTLE)))
    assert total(ask(client, COUNT, **{"default-graph-uri": GRAPH_FACTS})) == facts
    inside = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert total(ask(client, inside, **{"named-graph-uri": GRAPH_FACTS})) == facts
    assert total(ask(client, COUNT, **{"named-graph-uri": GRAPH_FACTS})) == 0
    assert total(ask(client, inside, **{"default-graph-uri": GRAPH_FACTS})) == 0
    assert total(ask(client, COUNT, **{"default-graph-uri": "urn:nothing"})) == 0


def test_graphs_of_the_request_replace_those_of_the_query(client: httpx.Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH_BACKGROUND}> WHERE {{ ?s ?p ?o }}"
    alone = total(ask(client, query))
    replaced = total(ask(client, query, **{"default-graph-uri": GRAPH_FACTS}))
    assert replaced == total(ask(client, COUNT, **{"default-graph-uri": GRAPH_FACTS})) != alone
    form = {"query": COUNT, "default-graph-uri": [GRAPH_FACTS, GRAPH_ONTOLOGY]}
    both = total(client.post("/sparql", data=form))
    assert both > replaced


def test_a_graph_that_is_no_iri(client: httpx.Client) -> None:
    response = ask(client, COUNT, **{"default-graph-uri": "no iri"})
    assert response.status_code == 400 and "no IRI" in response.text


# --- refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * WHERE { ?s ?p", "broken"),
        ("nonsense", "not a SPARQL query"),
        ("", "not a SPARQL query"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "read-only"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE asks another host"),
        ("SELECT * WHERE { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }", "SERVICE asks another host"),
    ],
)
def test_bad_queries(client: httpx.Client, query: str, told: str) -> None:
    for response in (ask(client, query), client.post("/sparql", data={"query": query})):
        assert response.status_code == 400
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert told in response.text


def test_updates_and_other_bodies_are_refused(client: httpx.Client) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.get("/sparql", params={"update": update}).status_code == 403
    direct = client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert direct.status_code == 403 and "read-only" in direct.text
    assert client.post("/sparql", content=MINISTRIES, headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/sparql", data={"nothing": "x"}).status_code == 400
    assert (
        client.post("/sparql", content=b"\xff", headers={"Content-Type": "application/sparql-query"}).status_code == 400
    )
    twice = client.get("/sparql", params=[("query", MINISTRIES), ("query", MINISTRIES)])
    assert twice.status_code == 400 and "2 times" in twice.text
    mixed = client.post("/sparql", params={"query": MINISTRIES}, data={"query": MINISTRIES})
    assert mixed.status_code == 400
    assert client.put("/sparql", content="x").status_code == 405
    assert total(ask(client, COUNT)) > 0


@pytest.mark.parametrize("value", ["", "0", "-1", "abc", "nan", "inf"])
@pytest.mark.parametrize("name", ["timeout", "rows"])
def test_parameters_that_are_no_numbers(client: httpx.Client, name: str, value: str) -> None:
    response = ask(client, MINISTRIES, **{name: value})
    assert response.status_code == 400 and f"parameter '{name}'" in response.text


# --- limits -------------------------------------------------------------------------------------------------


def test_more_rows_than_allowed_are_an_error_unless_the_first_are_asked_for(client: httpx.Client) -> None:
    for query in ("SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        refused = ask(client, query, "*/*")
        assert refused.status_code == 400
        assert "more than 1000 rows" in refused.text and "rows=N" in refused.text
    first = ask(client, "SELECT * WHERE { ?s ?p ?o }", rows="7")
    assert len(rows(first)) == 7 and first.headers["x-kg-cut"] == "true"
    most = ask(client, "SELECT * WHERE { ?s ?p ?o }", rows="1000000")
    assert len(rows(most)) == 1000 and most.headers["x-kg-cut"] == "true"
    whole = ask(client, "SELECT * WHERE { ?s ?p ?o } LIMIT 1000")
    assert len(rows(whole)) == 1000 and "x-kg-cut" not in whole.headers
    graph = ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", rows="5")
    assert len(graph.text.splitlines()) == 5 and graph.headers["x-kg-cut"] == "true"


def test_large_answers_come_whole(build: Path) -> None:
    """Beyond what a process hands over at once, an answer goes through a file."""
    with served(build, workers=1) as address, httpx.Client(base_url=address, timeout=60) as client:
        large = "SELECT * WHERE { ?s ?p ?o . ?x a cst:Ministry }"
        response = ask(client, large)
        assert len(response.content) > 1_000_000
        assert int(response.headers["content-length"]) == len(response.content)
        assert len(rows(response)) == total(ask(client, large.replace("*", "(COUNT(*) AS ?n)", 1)))
        with client.stream("GET", "/sparql", params={"query": large}) as stream:
            next(stream.iter_bytes(1000))  # and goes away
        assert total(ask(client, COUNT)) > 1000


def test_a_slow_query_is_ended_and_the_server_goes_on(client: httpx.Client) -> None:
    began = time.monotonic()
    response = ask(client, ENDLESS, timeout="0.5")
    assert response.status_code == 504
    assert "longer than 0.5 s" in response.text
    assert time.monotonic() - began < 15
    assert len(rows(ask(client, MINISTRIES))) > 1


def test_a_query_that_needs_too_much_memory(build: Path) -> None:
    with served(build, workers=1, memory=512, seconds=120.0) as address:
        response = httpx.get(f"{address}/sparql", params={"query": HUNGRY}, timeout=150)
        assert (response.status_code, response.text.partition(" than")[0]) == (400, "the query needs more memory")
        assert httpx.get(f"{address}/sparql", params={"query": MINISTRIES}, timeout=60).status_code == 200


def begin(address: str, query: str) -> socket.socket:
    """Asks a query and does not wait for the answer."""
    host, _, port = address.rpartition("/")[2].partition(":")
    connection = socket.create_connection((host, int(port)), timeout=30)
    connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return connection


def test_slow_queries_do_not_stop_the_others(build: Path) -> None:
    with (
        served(build, workers=3, seconds=100.0) as address,
        ThreadPoolExecutor(20) as threads,
        begin(address, ENDLESS) as one,
        begin(address, ENDLESS) as other,
    ):
        while httpx.get(f"{address}/health").json()["load"]["busy"] < 2:
            time.sleep(0.05)
        query = {"query": MINISTRIES}
        quick = [threads.submit(httpx.get, f"{address}/sparql", params=query, timeout=90) for _ in range(60)]
        assert {future.result().status_code for future in quick} == {200}
        answered, _, _ = select.select([one, other], [], [], 0)
        assert not answered, "the quick queries waited for the slow ones"


def test_the_queue_is_bounded(build: Path) -> None:
    with served(build, workers=1, waiting=2, seconds=3.0) as address, ThreadPoolExecutor(8) as threads:
        futures = [
            threads.submit(httpx.get, f"{address}/sparql", params={"query": ENDLESS}, timeout=60) for _ in range(6)
        ]
        responses = [future.result() for future in futures]
        busy = [response for response in responses if response.status_code == 503]
        assert len(busy) >= 3
        assert all(int(response.headers["retry-after"]) > 0 and "busy" in response.text for response in busy)
        assert any(response.status_code == 504 for response in responses)
        assert httpx.get(f"{address}/sparql", params={"query": MINISTRIES}, timeout=60).status_code == 200


def test_a_query_ends_when_its_client_goes(build: Path) -> None:
    with served(build, workers=1, seconds=60.0) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/sparql", params={"query": ENDLESS}, timeout=1.0)
        began = time.monotonic()
        assert httpx.get(f"{address}/sparql", params={"query": MINISTRIES}, timeout=50).status_code == 200
        assert time.monotonic() - began < 30, "the only process still works for the client that has gone"
        deadline = time.monotonic() + 10
        while httpx.get(f"{address}/health").json()["load"]["busy"]:
            assert time.monotonic() < deadline


def test_many_at_once(client: httpx.Client) -> None:
    expected = ask(client, MINISTRIES).text
    failures: list[str] = []

    def work() -> None:
        with httpx.Client(base_url=client.base_url, timeout=60) as own:
            failures.extend(r.text for r in (ask(own, MINISTRIES) for _ in range(10)) if r.text != expected)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


# --- described ----------------------------------------------------------------------------------------------


def test_service_description(client: httpx.Client, build: Path) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"].startswith("text/turtle")
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.TURTLE)
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?n ?ministries WHERE { ?s a sd:Service ; sd:endpoint ?endpoint ;
        sd:defaultDataset [ sd:namedGraph [ sd:name ?name ; sd:graph ?graph ] ] . ?graph void:triples ?n ;
        void:classPartition [ void:class ?class ; void:entities ?ministries ] }"""
    values = {"name": [ox.NamedNode(GRAPH_FACTS)], "class": [ox.NamedNode(cst("Ministry"))]}
    (found,) = store.query(bind(query, values))
    assert found["endpoint"].value == f"{str(client.base_url).rstrip('/')}/sparql"
    facts = list(ox.parse(path=str(build / "graph.ttl"), format=ox.RdfFormat.TURTLE))
    assert int(found["n"].value) == len(facts)
    counted = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{GRAPH_FACTS}> {{ ?x a cst:Ministry }} }}"
    assert int(found["ministries"].value) == total(ask(client, counted))


def test_description_for_people_and_for_nobody(client: httpx.Client) -> None:
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    response = client.get("/.well-known/void", headers={"Accept": "application/ld+json"})
    assert json.loads(response.text)
    counts = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    for graph in (GRAPH_FACTS, GRAPH_BACKGROUND, GRAPH_ONTOLOGY):
        assert re.search(rf"void#{graph.rpartition('/')[2]}> <http://rdfs.org/ns/void#triples> \"[1-9]", counts)
