"""Links to another dataset, found in a store that describes things as Wikidata does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from graphs import LAB, PERSON, iri, knowledge, write_build, write_documents
from hypothesis import given
from hypothesis import strategies as st
from peers import store_server

from kg.enrich import (
    ENRICHMENT_FILE,
    LEAST_SCORE,
    Candidate,
    Link,
    Outcome,
    Subject,
    find_links,
    load_rules,
    read_links,
    score,
    statements,
    subjects,
    without,
    write_links,
)
from kg.errors import DataError, StoreError
from kg.labels import find
from kg.pipeline import build as build_graph
from kg.query import ask
from kg.store import open_store
from kg.vocab import GRAPH_ENRICHMENT, PREFIXES, entity_iri

OTHER = "http://data.example.org/entity/"
DAY, ENDPOINT = "2026-03-02", "http://data.example.org/sparql"
KINDS = {"university": "K1", "public university": "K2", "ministry of China": "K3", "human": "K4", "asteroid": "K5"}


def described(*things: str) -> ox.Store:
    """A store of things of Wikidata's shape, each `id | kind | label@lang | …`, labels after the first as
    alternatives of their language.
    """
    rules = load_rules()
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("rdfs", "skos"))
    lines = [f'<{OTHER}{key}> rdfs:label "{kind}"@en .' for kind, key in KINDS.items()]
    lines.append(f"<{OTHER}K2> <{rules.subclass_of}> <{OTHER}K1> .")
    for thing in things:
        key, kind, *labels = (part.strip() for part in thing.split("|"))
        lines += [f"<{OTHER}{key}> <{rules.instance_of}> <{OTHER}{KINDS[kind]}> ."] if kind else []
        seen: set[str] = set()
        for label in labels:
            text, lang = label.rsplit("@", 1)
            predicate = "skos:altLabel" if lang in seen else "rdfs:label"
            lines.append(f'<{OTHER}{key}> {predicate} "{text}"@{lang} .')
            seen.add(lang)
    store = ox.Store()
    store.update(prefixes + "INSERT DATA {\n" + "\n".join(lines) + "\n}")
    return store


TSINGHUA = "T | public university | 清华大学@zh | 칭화 대학교@ko | 칭화대학교@ko | Tsinghua University@en"
MINISTRY = "M | ministry of China | 科学技术部@zh-hans | Ministry of Science and Technology of China@en"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("enrich") / "build")


@pytest.fixture(scope="module")
def ours(build: Path) -> Iterator[ox.Store]:
    with open_store(build) as (store, _):
        yield store


def linked(ours: ox.Store, *things: str, classes: tuple[str, ...] = (), least: float = LEAST_SCORE) -> Outcome:
    theirs = described(*things)
    asked = list(subjects(ours, classes=classes))
    return find_links(asked, lambda query: ask(theirs, query), ontology=knowledge().ontology, least=least)


def pairs(outcome: Outcome) -> dict[str, str]:
    return {link.iri: link.other.removeprefix(OTHER) for link in outcome.links}


def test_things_are_found_by_name_and_class(ours: ox.Store) -> None:
    outcome = linked(ours, TSINGHUA, MINISTRY, "X | asteroid | 清华大学@zh")
    assert pairs(outcome) == {iri("tsinghua"): "T", iri("most"): "M"}
    by_iri = {link.iri: link for link in outcome.links}
    # Chinese 0.8 and Korean or English 0.6 agree: 1 − 0.2·0.4·0.4; the ministry is found by its Chinese name alone
    assert by_iri[iri("tsinghua")].score == pytest.approx(0.968)
    assert by_iri[iri("most")].score == pytest.approx(0.8)
    assert by_iri[iri("most")].english == "Ministry of Science and Technology of China"
    assert outcome.unclear == 0 and outcome.asked == len(list(subjects(ours)))


def test_a_namesake_of_another_family_is_out(ours: ox.Store) -> None:
    assert pairs(linked(ours, "P | human | 清华大学@zh | Tsinghua University@en")) == {}


def test_what_has_no_known_kind_is_less_sure(ours: ox.Store) -> None:
    thing = "X | | 清华大学@zh | Tsinghua University@en | 칭화대학교@ko"
    assert pairs(linked(ours, thing)) == {}
    assert pairs(linked(ours, thing, least=0.4)) == {iri("tsinghua"): "X"}


def test_two_equally_likely_things_are_unclear(ours: ox.Store) -> None:
    outcome = linked(ours, TSINGHUA, TSINGHUA.replace("T |", "U |"))
    assert (pairs(outcome), outcome.unclear) == ({}, 1)


def test_one_thing_for_two_of_ours_is_unclear(ours: ox.Store) -> None:
    both = "B | ministry of China | 科学技术部@zh | 教育部@zh"
    outcome = linked(ours, both)
    assert (pairs(outcome), outcome.unclear) == ({}, 2)


def test_classes_narrow_the_question(ours: ox.Store) -> None:
    outcome = linked(ours, TSINGHUA, MINISTRY, classes=("University",))
    assert pairs(outcome) == {iri("tsinghua"): "T"} and outcome.asked == 1


def test_only_what_documents_mention_unless_asked_otherwise(ours: ox.Store) -> None:
    few, all_ = list(subjects(ours)), list(subjects(ours, mentioned_only=False))
    assert {PERSON, LAB} <= {subject.iri for subject in few}
    assert len(all_) > len(few) and {s.iri for s in few} < {s.iri for s in all_}


def test_hostile_answers_make_no_statements(ours: ox.Store) -> None:
    theirs = described(TSINGHUA.replace("Tsinghua University@en", "Tsinghua\\u0007<script>@en"))
    theirs.update(
        f'PREFIX rdfs: <{PREFIXES["rdfs"]}> INSERT DATA {{ <javascript:alert(1)> rdfs:label "清华大学"@zh . '
        f'<https://w3id.org/china-stp/id/org/most> rdfs:label "清华大学"@zh }}'
    )
    outcome = find_links(list(subjects(ours)), lambda q: ask(theirs, q), ontology=knowledge().ontology)
    assert [(link.other, link.english) for link in outcome.links] == [(f"{OTHER}T", None)]


# --- score --------------------------------------------------------------------------------------------------

SUBJECT = Subject("urn:s", "University", {"清华": ("zh-hans", True), "淸華": ("zh-hant", True), "칭화": ("ko", False)})
NAMES = st.frozensets(st.sampled_from([*SUBJECT.names, "무관"]))


@given(NAMES, NAMES, st.sampled_from(["university", "human", "company", "asteroid", ""]))
def test_more_agreement_never_lowers_the_score(some: frozenset[str], more: frozenset[str], kind: str) -> None:
    know, rules = knowledge(), load_rules()
    few = score(SUBJECT, Candidate("urn:c", some, frozenset({kind}), None), rules, know.ontology)
    many = score(SUBJECT, Candidate("urn:c", some | more, frozenset({kind}), None), rules, know.ontology)
    assert 0 <= few <= many <= 1
    assert (few == 0) == (kind == "human" or not some & SUBJECT.names.keys())


def test_both_chinese_scripts_are_one_agreement() -> None:
    know, rules = knowledge(), load_rules()
    one, both = (
        score(SUBJECT, Candidate("urn:c", names, frozenset({"university"}), None), rules, know.ontology)
        for names in (frozenset({"清华"}), frozenset({"清华", "淸華"}))
    )
    assert one == both == rules.names["zh"][0]


def test_rules_that_break_the_format_are_named(tmp_path: Path) -> None:
    path = tmp_path / "linking.yaml"
    for text, reason in (
        ("[", "not the rules"),
        ("classes: {Unicorn: [horse]}", "no class Unicorn"),
        ("classes: {Person: [human]}\ninstance_of: urn:a\nsubclass_of: urn:b\nnames: {}", "not the rules"),
    ):
        path.write_text(text, encoding="utf-8")
        load_rules.cache_clear()
        with pytest.raises(DataError, match=reason):
            load_rules(path)
    load_rules.cache_clear()


# --- statements ---------------------------------------------------------------------------------------------


def link(key: str, other: str, english: str | None = None, queries: tuple[str, ...] = ("ASK {}",)) -> Link:
    return Link(iri(key), OTHER + other, 0.8, english, queries)


def test_statements_carry_score_and_queries(ours: ox.Store) -> None:
    made = ox.Store()
    for triple in statements([link("most", "M", "Science Ministry")], ours, endpoint=ENDPOINT, day=DAY):
        made.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    (row,) = made.query(
        """SELECT ?other ?name ?score ?day ?endpoint ?query WHERE {
             ?axiom a owl:Axiom ; owl:annotatedSource ?s ; owl:annotatedProperty owl:sameAs ;
                    owl:annotatedTarget ?other ; sssom:confidence ?score ; prov:wasGeneratedBy ?lookup .
             ?lookup a prov:Activity ; dcterms:date ?day ; prov:used ?endpoint, ?request .
             ?request prov:value ?query . ?s owl:sameAs ?other ; skos:altLabel ?name
             FILTER NOT EXISTS { ?endpoint prov:value ?any } }""",
        prefixes={**PREFIXES, "sssom": "https://w3id.org/sssom/"},
    )
    values = [row[i].value for i in range(6)]
    assert values == [f"{OTHER}M", "Science Ministry", "0.8", DAY, ENDPOINT, "ASK {}"]


def test_known_english_names_are_not_repeated(ours: ox.Store) -> None:
    known = "Ministry of Science and Technology"
    made = list(statements([link("most", "M", known.upper())], ours, endpoint=ENDPOINT, day=DAY))
    assert made and not any(t.predicate.value.endswith("Label") for t in made)


def test_things_asked_again_lose_their_old_links_only(ours: ox.Store) -> None:
    first = link("most", "M", "Science Ministry", queries=("ASK {}", "ASK { ?a ?b ?c }"))
    second = link("moe", "E", "Schools Ministry")
    alone = set(statements([second], ours, endpoint=ENDPOINT, day=DAY))
    both = {*statements([first, second], ours, endpoint=ENDPOINT, day=DAY)}
    assert set(without(both, {iri("most")})) == alone
    assert without(both, {iri("most"), iri("moe")}) == []
    assert set(without(both, set())) == both


def test_files_of_links(tmp_path: Path, ours: ox.Store) -> None:
    path = tmp_path / "enrichment.ttl"
    assert read_links(path) == []
    made = set(statements([link("most", "M", "Science Ministry")], ours, endpoint=ENDPOINT, day=DAY))
    write_links(path, made)
    assert set(read_links(path)) == made and [p.name for p in tmp_path.iterdir()] == [path.name]
    path.write_text("<a> <b> .", encoding="utf-8")
    with pytest.raises(StoreError, match="mend the file, or remove it"):
        read_links(path)


def test_links_stand_in_a_graph_of_their_own_and_names_are_found(tmp_path: Path, ours: ox.Store) -> None:
    links = tmp_path / "links.ttl"
    write_links(links, statements([link("most", "M", "Science Ministry")], ours, endpoint=ENDPOINT, day=DAY))
    build = write_build(tmp_path / "build", links=links)
    with open_store(build) as (store, generation):
        same = [(q.subject.value, q.graph_name) for q in store.quads_for_pattern(None, None, ox.NamedNode(f"{OTHER}M"))]
        assert (iri("most"), ox.NamedNode(GRAPH_ENRICHMENT)) in same
        assert find((generation.names,), "science ministry") == (iri("most"),)
        assert len(list(store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH_ENRICHMENT)))) == len(
            read_links(generation.enrichment)
        )
    assert b"Science Ministry" not in (build / "graph.ttl").read_bytes()


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_asks_an_endpoint_and_keeps_what_it_finds(tmp_path: Path) -> None:
    documents = write_documents(tmp_path / "in", {"one.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n"})
    out = tmp_path / "build"
    build_graph(documents, out=out)
    theirs = described(TSINGHUA.replace("Tsinghua University", "Tsinghua Uni"))
    with store_server() as server:
        for quad in theirs:
            server.store.add(quad)
        server.user, server.password = "reader", "secret"
        refused = called(out, server.base)
        assert refused.exit_code == 1 and "401" in refused.stderr
        arguments = ("--class", "University", "--user", "reader")
        tried = called(out, server.base, *arguments, "--dry-run", password="secret")
        assert not (out / ENRICHMENT_FILE).exists()
        done = called(out, server.base, *arguments, password="secret")
    thing = entity_iri("org", "tsinghua-university")  # key in the gazetteers of the package
    assert tried.stdout == done.stdout == f"{thing}\t{OTHER}T\t0.92\n"
    assert "1 of 1 things linked, 0 unclear" in done.stderr
    assert "secret" not in (out / ENRICHMENT_FILE).read_text(encoding="utf-8")
    with open_store(out) as (store, generation):
        assert find((generation.names,), "tsinghua uni") == (thing,)
        same = store.quads_for_pattern(ox.NamedNode(thing), None, ox.NamedNode(f"{OTHER}T"))
        assert ox.NamedNode(GRAPH_ENRICHMENT) in {quad.graph_name for quad in same}


def test_an_endpoint_that_is_not_there_changes_nothing(build: Path) -> None:
    failed = called(build, "http://127.0.0.1:9")
    assert failed.exit_code == 1 and "no answer" in failed.stderr
    assert called(build, "file:///etc").exit_code == 1
    assert not (build / ENRICHMENT_FILE).exists()


def called(out: Path, base: str, *arguments: str, password: str = "") -> SimpleNamespace:
    command = [sys.executable, "-m", "kg", "enrich", "--build", str(out), "--endpoint", f"{base}/query", *arguments]
    environment = {**os.environ, "KG_PASSWORD": password}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return SimpleNamespace(exit_code=result.returncode, stdout=result.stdout, stderr=result.stderr)
