"""Pushing to foreign stores: to a real Virtuoso and to a small server over Oxigraph, whole, broken and again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from graphs import CORPUS, LAB, write_build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peers import Line, StoreServer, dripping, line, silence, store_server
from virtuoso import Virtuoso

from kg.cli import run
from kg.push import GRAPHS, Addresses, Content, Outcome, PushError, contents, push
from kg.query import named_queries
from kg.remote import NOBODY, Credentials, Remote, RemoteError
from kg.resources import sample_bulletins_dir
from kg.store import open_store
from kg.vocab import GRAPH_BACKGROUND, GRAPH_ENRICHMENT, GRAPH_FACTS, GRAPH_ONTOLOGY, GRAPH_PUSHED

pytestmark = pytest.mark.xdist_group("virtuoso")

SCHEMA_VERSION = "<https://schema.org/version>"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph, with a link to another dataset."""
    top = tmp_path_factory.mktemp("push")
    link = f"<{LAB}> <http://www.w3.org/2002/07/owl#sameAs> <https://example.org/entity/Q1> .\n"
    (top / "links.ttl").write_text(link, encoding="utf-8")
    return write_build(top / "build", links=top / "links.ttl")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph, later: without the laboratory, what is said of it, and its link."""
    claims = tuple((b, c) for b, c in CORPUS.claims if LAB not in (c.claim.subject, c.claim.object))
    entities = tuple(e for e in CORPUS.entities if e.iri != LAB)
    corpus = replace(CORPUS, entities=entities, claims=claims)
    return write_build(tmp_path_factory.mktemp("newer") / "build", corpus, identity="second")


@pytest.fixture
def peer() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@cache
def local_graphs(build: Path, *, only: tuple[str, ...] = (), graph: str | None = None) -> list[Content]:
    with open_store(build) as (local, generation):
        return list(contents(generation, local, only=only, graph=graph))


def pushed(
    build: Path,
    addresses: Addresses,
    credentials: Credentials,
    *,
    seconds: float = 60,
    only: tuple[str, ...] = (),
    graph: str | None = None,
) -> list[Outcome]:
    with Remote(credentials, seconds=seconds) as remote:
        return list(push(remote, addresses, local_graphs(build, only=only, graph=graph)))


def login(server: Virtuoso) -> Credentials:
    return Credentials(server.user, server.password)


def by_update(server: Virtuoso) -> Addresses:
    return Addresses.of(server.update)


def by_graph_store(server: Virtuoso) -> Addresses:
    return Addresses.of(server.graph_store, update=server.update)


def graph_of(server: Virtuoso, iri: str) -> set[str]:
    """The statements of a graph on Virtuoso, as lines of N-Triples."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    answer = httpx.post(server.sparql, data={"query": query}, headers={"Accept": "text/plain"}, timeout=60)
    answer.raise_for_status()
    return {f"{quad.triple} .\n" for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}


def graphs_of(server: Virtuoso) -> set[str]:
    """The graphs on Virtuoso that a push has made."""
    query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    answer = httpx.get(server.sparql, params={"query": query, "format": "application/sparql-results+json"}, timeout=60)
    names = {row["g"]["value"] for row in answer.json()["results"]["bindings"]}
    return {name for name in names if name.startswith("https://")}


# --- whole -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [by_update, by_graph_store])
def test_virtuoso_gets_the_very_statements(virtuoso: Virtuoso, build: Path, way: Any) -> None:
    outcomes = pushed(build, way(virtuoso), login(virtuoso))
    expected = local_graphs(build)
    assert [(o.name, o.statements, o.unchanged) for o in outcomes] == [(c.name, len(c.lines), False) for c in expected]
    for content in expected:
        assert graph_of(virtuoso, content.graph.value) == set(content.lines)
    assert graphs_of(virtuoso) == {*GRAPHS.values(), GRAPH_PUSHED}


@pytest.mark.parametrize("way", [by_update, by_graph_store])
def test_a_second_push_changes_nothing(virtuoso: Virtuoso, build: Path, way: Any) -> None:
    pushed(build, way(virtuoso), login(virtuoso))
    with line(virtuoso.http_port) as wire:
        there = replace_port(way(virtuoso), virtuoso.http_port, wire.port)
        assert all(outcome.unchanged for outcome in pushed(build, there, login(virtuoso)))
        assert wire.sent < 20_000  # questions only
    for content in local_graphs(build):
        assert graph_of(virtuoso, content.graph.value) == set(content.lines)


def test_what_somebody_has_removed_comes_again(virtuoso: Virtuoso, build: Path) -> None:
    pushed(build, by_graph_store(virtuoso), login(virtuoso))
    virtuoso.isql(f"SPARQL CLEAR GRAPH <{GRAPH_BACKGROUND}>")
    outcomes = pushed(build, by_graph_store(virtuoso), login(virtuoso))
    assert [outcome.unchanged for outcome in outcomes] == [True, False, True, True]
    assert len(graph_of(virtuoso, GRAPH_BACKGROUND)) == outcomes[1].statements


@pytest.mark.parametrize("way", [by_update, by_graph_store])
def test_a_newer_generation_takes_the_place_of_the_older(
    virtuoso: Virtuoso, build: Path, newer: Path, way: Any
) -> None:
    pushed(build, way(virtuoso), login(virtuoso))
    assert any(LAB in statement for statement in graph_of(virtuoso, GRAPH_FACTS))
    outcomes = pushed(newer, way(virtuoso), login(virtuoso))
    assert [outcome.unchanged for outcome in outcomes] == [False, True, True, False]
    assert graphs_of(virtuoso) == {*GRAPHS.values(), GRAPH_PUSHED} - {GRAPH_ENRICHMENT}
    assert all(outcome.unchanged for outcome in pushed(newer, way(virtuoso), login(virtuoso)))
    assert not any(LAB in statement for statement in graph_of(virtuoso, GRAPH_FACTS))
    assert graph_of(virtuoso, GRAPH_FACTS) == set(local_graphs(newer)[0].lines)


def test_a_graph_store_alone_gets_each_graph_as_a_whole(virtuoso: Virtuoso, build: Path, newer: Path) -> None:
    for each in (build, newer):
        outcomes = pushed(each, Addresses.of(virtuoso.graph_store), login(virtuoso))
        assert all(outcome.whole for outcome in outcomes)
        for content in local_graphs(each):
            assert graph_of(virtuoso, content.graph.value) == set(content.lines)


def test_all_in_one_graph_holds_each_statement_once(virtuoso: Virtuoso, build: Path) -> None:
    place = "https://example.org/china-stp"
    virtuoso.isql("SPARQL INSERT DATA { GRAPH <https://example.org/other> { <urn:a> <urn:b> <urn:c> } }")
    (outcome,) = pushed(build, by_graph_store(virtuoso), login(virtuoso), graph=place)
    lines = set().union(*(content.lines for content in local_graphs(build)))
    assert graph_of(virtuoso, place) == lines
    assert outcome.statements == len(lines)
    assert graphs_of(virtuoso) == {place, GRAPH_PUSHED, "https://example.org/other"}


def test_some_graphs_only(virtuoso: Virtuoso, build: Path) -> None:
    outcomes = pushed(build, by_graph_store(virtuoso), login(virtuoso), only=("ontology", "facts"))
    assert [outcome.name for outcome in outcomes] == ["facts", "ontology"]
    assert graphs_of(virtuoso) == {GRAPH_FACTS, GRAPH_ONTOLOGY, GRAPH_PUSHED}


def test_blank_nodes_become_the_same_iris_in_every_build(build: Path, newer: Path) -> None:
    ontologies = [local_graphs(each, only=("ontology",))[0] for each in (build, newer)]
    assert ontologies[0].lines == ontologies[1].lines
    assert not any("_:" in line.split('"')[0] for line in ontologies[0].lines)
    assert any("/genid/ontology-" in line for line in ontologies[0].lines)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=200))
def test_every_text_arrives_as_it_is(virtuoso_server: Virtuoso, texts: list[str]) -> None:
    texts += ["\\u0041", "\\\\U0001F600\\", "'''\"\"\"", "} } DROP ALL", "\r\n\t\b\f", "한글 漢字 𠀀"]
    subject, predicate, graph = (ox.NamedNode(f"https://example.org/{name}") for name in ("s", "p", "g"))
    lines = sorted({f"{ox.Triple(subject, predicate, ox.Literal(text))} .\n" for text in texts})
    for way in (by_update, by_graph_store):
        virtuoso_server.isql(f"SPARQL CLEAR GRAPH <{graph.value}>")
        with Remote(login(virtuoso_server), seconds=30) as remote:
            list(push(remote, way(virtuoso_server), [Content("texts", graph, lines)]))
        assert graph_of(virtuoso_server, graph.value) == set(lines)


# --- broken ------------------------------------------------------------------------------------------------


def replace_port(addresses: Addresses, port: int, other: int) -> Addresses:
    texts = (addresses.store, addresses.update, addresses.query)
    return Addresses(*(text.replace(f":{port}/", f":{other}/") for text in texts))


@pytest.fixture
def wire(virtuoso: Virtuoso) -> Iterator[Line]:
    with line(virtuoso.http_port) as made:
        yield made


@pytest.mark.parametrize("way", [by_update, by_graph_store])
def test_a_broken_push_goes_on_where_it_stopped(
    virtuoso: Virtuoso, wire: Line, build: Path, way: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.remote.time.sleep", lambda seconds: None)
    old = Content("ontology", ox.NamedNode(GRAPH_ONTOLOGY), ["<urn:old> <urn:old> <urn:old> .\n"])
    (new,) = local_graphs(build, only=("ontology",))
    there = replace_port(way(virtuoso), virtuoso.http_port, wire.port)
    with Remote(login(virtuoso), seconds=30) as remote:
        list(push(remote, there, [old]))
        wire.bytes_left = sum(len(statement.encode()) for statement in new.lines) * 7 // 10
        with pytest.raises(RemoteError, match="no answer"):
            list(push(remote, there, [new]))
    assert wire.breaks == 5  # the first time, and four times more
    assert graph_of(virtuoso, GRAPH_ONTOLOGY) == set(old.lines)  # readers still see the old graph, whole
    wire.mended()
    before = wire.sent
    with Remote(login(virtuoso), seconds=30) as remote:
        (outcome,) = push(remote, there, [new])
    assert 1000 <= outcome.found < outcome.statements and outcome.found % 1000 == 0
    assert wire.sent - before < sum(len(statement.encode()) for statement in new.lines) * 7 // 10
    assert graph_of(virtuoso, GRAPH_ONTOLOGY) == set(new.lines)
    assert graphs_of(virtuoso) == {GRAPH_ONTOLOGY, GRAPH_PUSHED}


def test_a_line_that_breaks_once_does_not_stop_a_push(virtuoso: Virtuoso, wire: Line, build: Path) -> None:
    wire.bytes_left, wire.heals = 200_000, True
    there = replace_port(by_graph_store(virtuoso), virtuoso.http_port, wire.port)
    pushed(build, there, login(virtuoso))
    assert wire.breaks == 1
    for content in local_graphs(build):
        assert graph_of(virtuoso, content.graph.value) == set(content.lines)


@pytest.mark.parametrize("way", [by_update, by_graph_store])
def test_when_the_answer_to_the_last_step_is_lost_the_graph_is_not(
    virtuoso: Virtuoso, wire: Line, build: Path, way: Any
) -> None:
    there = replace_port(way(virtuoso), virtuoso.http_port, wire.port)
    (facts,) = local_graphs(build, only=("facts",))
    wire.last_words = f'{facts.graph} {SCHEMA_VERSION} "{facts.version}" }} }}'.encode()  # what follows MOVE
    with pytest.raises(RemoteError, match="no answer"):
        pushed(build, there, login(virtuoso), only=("facts",))
    assert wire.breaks == 1
    assert graph_of(virtuoso, GRAPH_FACTS) == set(facts.lines)
    wire.last_words = None
    (outcome,) = pushed(build, there, login(virtuoso), only=("facts",))
    assert outcome.unchanged
    assert graph_of(virtuoso, GRAPH_FACTS) == set(facts.lines)


def test_what_an_older_broken_push_has_left_is_not_mixed_in(
    virtuoso: Virtuoso, wire: Line, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.remote.time.sleep", lambda seconds: None)
    (ontology,) = local_graphs(build, only=("ontology",))
    there = replace_port(by_graph_store(virtuoso), virtuoso.http_port, wire.port)
    older = replace(ontology, lines=[statement.replace("china-stp", "older") for statement in ontology.lines])
    wire.bytes_left = 400_000
    with Remote(login(virtuoso), seconds=30) as remote, pytest.raises(RemoteError):
        list(push(remote, there, [older]))
    wire.mended()
    with Remote(login(virtuoso), seconds=30) as remote:
        (outcome,) = push(remote, there, [ontology])
    assert outcome.found == 0
    assert graph_of(virtuoso, GRAPH_ONTOLOGY) == set(ontology.lines)


def test_a_server_that_loses_statements_is_found_out(peer: StoreServer, build: Path) -> None:
    (facts,) = local_graphs(build, only=("facts",))
    twice = replace(facts, lines=[*facts.lines, facts.lines[-1]])  # one statement that can never be counted
    addresses = Addresses.of(f"{peer.base}/store", update=f"{peer.base}/sparql")
    with Remote(seconds=10) as remote, pytest.raises(PushError, match=r"has kept \d+; nothing was replaced"):
        list(push(remote, addresses, [twice]))
    assert not peer.graph(GRAPH_FACTS)
    assert [outcome.found for outcome in pushed(build, addresses, Credentials(), only=("facts",))] == [0]


def test_two_pushes_of_different_versions_do_not_mix(peer: StoreServer, build: Path, newer: Path) -> None:
    addresses = Addresses.of(f"{peer.base}/sparql")
    (mine,), (other,) = (local_graphs(each, only=("facts",)) for each in (build, newer))

    def begin_another(name: str, done: int, total: int) -> None:
        if done == total:
            with Remote(seconds=10) as second:
                list(push(second, addresses, [other]))

    with Remote(seconds=10) as remote, pytest.raises(PushError, match="another version is being pushed"):
        list(push(remote, addresses, [mine], on_progress=begin_another))
    assert peer.graph(GRAPH_FACTS) == {statement.strip() for statement in other.lines}


# --- who and where -----------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_and_not_shown(virtuoso: Virtuoso, build: Path) -> None:
    with pytest.raises(RemoteError, match=r"401: the credentials are not accepted; give --user") as caught:
        pushed(build, by_graph_store(virtuoso), Credentials(virtuoso.user, "wrong-secret"))
    assert "wrong-secret" not in str(caught.value) + repr(Credentials("a", "wrong-secret", "wrong-secret"))
    with pytest.raises(RemoteError, match="401: asks who you are; give --user"):
        pushed(build, by_graph_store(virtuoso), Credentials())
    with pytest.raises(RemoteError, match="No permission"):
        pushed(build, Addresses.of(virtuoso.sparql), Credentials())
    assert graphs_of(virtuoso) == set()


def test_addresses_where_nothing_is(virtuoso: Virtuoso, build: Path, peer: StoreServer) -> None:
    begin = time.monotonic()
    with pytest.raises(RemoteError, match="no answer"):
        pushed(build, Addresses.of("http://127.0.0.1:9/sparql"), Credentials())
    with pytest.raises(RemoteError, match="no answer"):
        pushed(build, Addresses.of("http://no-such-host.invalid/sparql"), Credentials())
    assert time.monotonic() - begin < 30  # a server that never answered is not asked again
    for base in (virtuoso.base, peer.base):
        with pytest.raises(RemoteError, match="takes neither graphs nor SPARQL"):
            pushed(build, Addresses.of(f"{base}/nothing"), Credentials())
    for wrong in ("ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http://[/"):
        with pytest.raises(RemoteError, match="begins with http"):
            Addresses.of(wrong)
    with pytest.raises(RemoteError) as caught:
        Addresses.of("http://dba:secret@example.org/")
    assert "secret" not in str(caught.value) and "--user" in str(caught.value)


def test_a_server_that_hangs_is_left(build: Path) -> None:
    with silence() as url, pytest.raises(RemoteError, match=r"no answer within 0\.5 s; allow more with --timeout"):
        pushed(build, Addresses.of(url), Credentials(), seconds=0.5)


def test_basic_is_sent_when_it_is_asked_for(peer: StoreServer, build: Path) -> None:
    peer.user, peer.password = "누구", "비밀:번호"
    pushed(build, Addresses.of(f"{peer.base}/sparql"), Credentials("누구", "비밀:번호"), only=("facts",))
    assert peer.seen[0][2] == "" and peer.seen[1][2].startswith("Basic ")
    assert peer.graph(GRAPH_FACTS)
    with pytest.raises(RemoteError, match="401"):
        pushed(build, Addresses.of(f"{peer.base}/sparql"), Credentials("누구", "다른"))


def test_a_token_goes_with_every_request(peer: StoreServer, build: Path) -> None:
    peer.token = "abc.def"
    pushed(build, Addresses.of(f"{peer.base}/sparql"), Credentials(token="abc.def"), only=("facts",))
    assert {seen[2] for seen in peer.seen} == {"Bearer abc.def"}


def test_credentials_do_not_follow_a_redirect(peer: StoreServer, build: Path) -> None:
    with store_server() as other:
        peer.moved_to = f"{other.base}/sparql"
        for credentials in (Credentials(token="abc"), Credentials("name", "secret")):
            with pytest.raises(RemoteError, match=f"is at {other.base}/sparql now"):
                pushed(build, Addresses.of(f"{peer.base}/sparql"), credentials)
        assert other.seen == []


def test_a_busy_server_is_asked_again(peer: StoreServer, build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("kg.remote.time.sleep", pauses.append)
    peer.busy = [(503, "7"), (429, "soon"), (502, "900"), (504, "")]
    pushed(build, Addresses.of(f"{peer.base}/sparql"), Credentials(), only=("facts",))
    assert pauses == [7, 1, 30, 4]
    peer.busy = [(503, "0")] * 9
    with pytest.raises(RemoteError, match="503: busy"):
        pushed(build, Addresses.of(f"{peer.base}/sparql"), Credentials(), only=("facts",))
    assert len(peer.busy) == 4


@pytest.mark.parametrize(
    ("store", "update", "without", "used"),
    [
        ("/store", "/sparql", (), "/store"),
        ("/sparql", None, (), "/sparql"),
        ("/store", "/sparql", ("/store",), "/sparql"),  # an address that says 404 to every graph
        ("/store", "/update", (), "/store"),
    ],
)
def test_oxigraph_gets_the_very_statements(
    peer: StoreServer, build: Path, store: str, update: str | None, without: tuple[str, ...], used: str
) -> None:
    peer.without = frozenset(without)
    query = f"{peer.base}/query" if update == "/update" else None
    addresses = Addresses.of(peer.base + store, update=update and peer.base + update, query=query)
    pushed(build, addresses, Credentials())
    for content in local_graphs(build):
        assert peer.graph(content.graph.value) == {statement.strip() for statement in content.lines}
    assert sum(path == used for _, path, _ in peer.seen) >= 5
    assert all(outcome.unchanged for outcome in pushed(build, addresses, Credentials()))


# --- the bulk loader of Virtuoso ---------------------------------------------------------------------------


def test_the_export_goes_through_virtuosos_bulk_loader(virtuoso: Virtuoso, build: Path) -> None:
    file = virtuoso.directory / "graph.nq"
    assert run(["export", "--format", "nquads", "--output", str(file), "--build", str(build)]) == 0
    virtuoso.isql(
        "DELETE FROM DB.DBA.LOAD_LIST",
        f"ld_dir('{virtuoso.directory}', 'graph.nq', '{GRAPH_FACTS}')",
        "rdf_loader_run()",
        "checkpoint",
    )
    assert virtuoso.isql("SELECT ll_error FROM DB.DBA.LOAD_LIST").split() == ["NULL"]
    for content in local_graphs(build):
        assert graph_of(virtuoso, content.graph.value) == set(content.lines)


LOADED = ("counts", "policies", "provenance", "funding-by-year", "joint-issuers", "founders", "posts", "subsidiaries")
"""Named queries whose rows are compared after a load; all graphs are the default graph there."""


def test_shards_go_through_virtuosos_bulk_loader(virtuoso: Virtuoso, samples: Path, capsys: Capture) -> None:
    place = virtuoso.directory / "load"
    assert run(["export", "--shards", "4", "--output", str(place), "--build", str(samples)]) == 0
    virtuoso.isql(
        "DELETE FROM DB.DBA.LOAD_LIST",
        f"ld_dir('{place}', '*.nq.gz', '{GRAPH_FACTS}')",
        "rdf_loader_run()",
        "checkpoint",
    )
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    (listed,) = virtuoso.isql("SELECT COUNT(*) FROM DB.DBA.LOAD_LIST WHERE ll_state = 2 AND ll_error IS NULL").split()
    assert int(listed) == len(manifest["shards"]) == 4
    for graph in GRAPHS.values():
        (count,) = virtuoso.isql(f"SPARQL SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").split()
        assert int(count) == manifest["graphs"][graph]
    assert graphs_of(virtuoso) == {graph for graph, count in manifest["graphs"].items() if count}
    for name in LOADED:
        there = answer(["query", name, "--endpoint", virtuoso.sparql], capsys)
        assert there == answer_here(name, samples, capsys), name
        assert there, name


# --- the command line --------------------------------------------------------------------------------------


def test_pushing_and_asking_by_command(
    virtuoso: Virtuoso, build: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", virtuoso.password)
    given = ["push", virtuoso.graph_store, "--update", virtuoso.update, "--user", virtuoso.user, "--build", str(build)]
    assert run([*given, "--dry-run"]) == 0
    assert graphs_of(virtuoso) == set()
    assert "statements would go into" in capsys.readouterr().out
    assert run([*given, "--only", "facts"]) == 0
    told = capsys.readouterr()
    number = len(local_graphs(build)[0].lines)
    assert told.out == f"facts: {number} statements into {GRAPH_FACTS}\n"
    assert f"facts: {number} of {number} statements sent" in told.err
    assert run([*given, "--only", "facts"]) == 0
    assert capsys.readouterr().out == f"facts: {number} statements are in {GRAPH_FACTS} already\n"
    assert run(["push", virtuoso.graph_store, "--user", virtuoso.user, "--only", "facts", "--build", str(build)]) == 0
    assert "with --update URL it goes in parts" in capsys.readouterr().err

    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    asked = ["query", "--sparql", count, "--endpoint", virtuoso.update, "--format", "csv", "--graph", GRAPH_FACTS]
    assert run([*asked, "--user", virtuoso.user]) == 0
    assert capsys.readouterr().out.split() == ["n", str(number)]
    assert run(asked) == 1
    assert "401: asks who you are" in capsys.readouterr().err
    monkeypatch.setenv("KG_PASSWORD", "wrong-secret")
    assert run([*asked, "--user", virtuoso.user]) == 1
    assert "wrong-secret" not in (told := capsys.readouterr().err) and "not accepted" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["push"], "Missing argument"),
        (["push", "http://127.0.0.1:9/", "--user", "a"], "set the environment variable KG_PASSWORD"),
        (["push", "http://127.0.0.1:9/", "--token"], "set the environment variable KG_TOKEN"),
        (["push", "http://127.0.0.1:9/", "--token", "--user", "a"], "not both"),
        (["push", "http://127.0.0.1:9/", "--only", "everything"], "everything"),
        (["query", "counts", "--user", "a"], "go with --endpoint"),
        (["query", "counts", "--graph", "urn:a"], "go with --endpoint"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KG_PASSWORD", "KG_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert message in told.err and told.err.count("\n") == 1 and not told.out


@pytest.mark.parametrize("graph", ["no iri", "https://example.org/a> } DROP ALL", GRAPH_PUSHED])
def test_graphs_that_cannot_be(build: Path, graph: str, capsys: Capture) -> None:
    assert run(["push", "http://127.0.0.1:9/", "--graph", graph, "--build", str(build)]) == 1
    assert capsys.readouterr().err.startswith(("kg: no iri: no IRI", "kg: https://"))


# --- asking ------------------------------------------------------------------------------------------------


def test_an_endpoint_that_hangs_drips_or_never_ends_is_left(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["query", "--sparql", "ASK {}", "--timeout", "0.5", "--endpoint"]
    with silence() as url:
        assert run([*asked, url]) == 1
        assert "no answer within 0.5 s" in capsys.readouterr().err
    with dripping(seconds=0.2) as url:
        begin = time.monotonic()
        assert run([*asked, url]) == 1
        assert time.monotonic() - begin < 5
        assert "no answer within 0.5 s" in capsys.readouterr().err
    monkeypatch.setattr("kg.remote.MOST_BYTES", 1 << 20)
    with dripping(seconds=0) as url:
        assert run(["query", "--sparql", "ASK {}", "--endpoint", url]) == 1
        assert "larger than 1 MiB; ask for less" in capsys.readouterr().err


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of two sample bulletins with all of the background."""
    out = tmp_path_factory.mktemp("samples") / "build"
    names = ("sample-2024-05-10.txt", "sample-2026-prose.txt")
    assert run(["build", *(str(sample_bulletins_dir() / name) for name in names), "--out", str(out)]) == 0
    return out


PLACE = "https://example.org/china-stp"


@pytest.fixture(scope="module")
def asked_virtuoso(virtuoso_server: Virtuoso, samples: Path) -> str:
    """The address of Virtuoso with that graph, in one named graph."""
    virtuoso_server.clear()
    # on a busy machine Virtuoso has taken more than two minutes to move a graph of this size
    pushed(samples, by_graph_store(virtuoso_server), login(virtuoso_server), seconds=600, graph=PLACE)
    return virtuoso_server.sparql


@pytest.fixture(scope="module")
def asked_oxigraph(samples: Path) -> Iterator[str]:
    """The address of an Oxigraph server with that graph, in one named graph."""
    with store_server() as server:
        pushed(samples, Addresses.of(f"{server.base}/store", update=f"{server.base}/sparql"), NOBODY, graph=PLACE)
        yield f"{server.base}/sparql"


def answer(arguments: list[str], capsys: Capture) -> list[tuple[Any, ...]]:
    """The rows that a query command prints, sorted; terms as RDF compares them."""
    capsys.readouterr()
    assert run([*arguments, "--format", "json"]) == 0, capsys.readouterr().err
    found = json.loads(capsys.readouterr().out)
    rows = [tuple(_term(row.get(name)) for name in found["head"]["vars"]) for row in found["results"]["bindings"]]
    return sorted(rows, key=repr)


_HERE: dict[str, list[tuple[Any, ...]]] = {}


def answer_here(name: str, samples: Path, capsys: Capture) -> list[tuple[Any, ...]]:
    """The rows of a named query from the build directory, asked for once."""
    if name not in _HERE:
        _HERE[name] = answer(["query", name, "--build", str(samples)], capsys)
    return _HERE[name]


def _term(term: dict[str, str] | None) -> tuple[str, ...]:
    """A term: numbers by type and value, language tags in lower case, all else as it is."""
    if term is None:
        return ()
    datatype = term.get("datatype", "").removeprefix("http://www.w3.org/2001/XMLSchema#")
    value = str(Decimal(term["value"]).normalize()) if datatype in ("integer", "decimal") else term["value"]
    return (term["type"].replace("typed-", ""), value, datatype, term.get("xml:lang", "").lower())


@pytest.mark.parametrize("store", ["asked_virtuoso", "asked_oxigraph"])
@pytest.mark.parametrize("name", named_queries())
def test_named_queries_give_the_same_rows_elsewhere(
    name: str, store: str, samples: Path, request: pytest.FixtureRequest, capsys: Capture
) -> None:
    endpoint = request.getfixturevalue(store)
    there = answer(["query", name, "--endpoint", endpoint, "--graph", PLACE], capsys)
    assert there == answer_here(name, samples, capsys)


def test_most_named_queries_have_rows_to_compare(samples: Path, capsys: Capture) -> None:
    empty = [name for name in named_queries() if not answer_here(name, samples, capsys)]
    assert len(empty) * 5 <= len(named_queries()), empty
