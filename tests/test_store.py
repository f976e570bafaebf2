"""The store, and the build directory that switches whole generations."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import CORPUS, iri, write_build

from kg.errors import StoreError
from kg.generations import building, current, reading
from kg.labels import find, near
from kg.rdf import read_triples
from kg.store import create, extend, filling, has_facts_graph, open_in_memory, open_read_only, open_store
from kg.turtle import write_graph
from kg.vocab import GRAPH_BACKGROUND, GRAPH_FACTS, GRAPH_ONTOLOGY

SMALLER = replace(CORPUS, claims=CORPUS.claims[:2], targets=(), addresses=())


def count(store: ox.Store, pattern: str) -> int:
    (row,) = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(row[0].value)


def without_blank_nodes(statements: Iterable[ox.Triple | ox.Quad]) -> set[str]:
    """Statements as text; those with blank nodes, which are others in each store, are left out."""
    return {text for statement in statements if "_:" not in (text := str(statement))}


def test_contents_of_a_build_directory(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    assert {"graph.ttl", "background.ttl", "store", "report.json"} <= set(os.listdir(build))
    assert (build / "store").is_dir()
    facts = list(read_triples(build / "graph.ttl"))
    with open_store(build) as (store, generation):
        assert {g.value for g in store.named_graphs()} == {GRAPH_BACKGROUND, GRAPH_ONTOLOGY}
        known = without_blank_nodes(quad.triple for quad in store if quad.graph_name != ox.DefaultGraph())
        everything = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        assert without_blank_nodes(quad.triple for quad in everything) == {*map(str, facts), *known}
        assert generation == current(build)


def test_facts_as_a_named_graph_where_that_is_asked_for(tmp_path: Path) -> None:
    without, build = write_build(tmp_path / "without"), write_build(tmp_path / "build", facts_graph=True)
    facts = set(read_triples(build / "graph.ttl"))
    with open_store(without) as (plain, _), open_store(build) as (store, _):
        named = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH_FACTS))}
        assert named == facts
        others = (quad for quad in store if quad.graph_name != ox.NamedNode(GRAPH_FACTS))
        assert without_blank_nodes(others) == without_blank_nodes(plain)
        assert (has_facts_graph(plain), has_facts_graph(store)) == (False, True)


def test_what_two_graphs_state_counts_once(tmp_path: Path) -> None:
    with open_store(write_build(tmp_path / "build", facts_graph=True)) as (store, _):
        most = f"<{iri('most')}> a ?class"
        assert count(store, f"GRAPH ?g {{ {most} }}") == 2
        assert count(store, most) == 1


def test_a_store_extended_by_threads_holds_the_same(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    background = next((build / ".kg" / "background").iterdir()) / "store"
    extend(background, tmp_path / "one", [(build / "graph.ttl", GRAPH_FACTS)])
    facts = list(read_triples(build / "graph.ttl"))
    with filling(background, tmp_path / "several", several=True) as fill:
        for name, part in (("left.ttl", facts[::2]), ("right.ttl", facts[1::2]), ("none.ttl", [])):
            write_graph(part, tmp_path / name)
            fill(tmp_path / name, GRAPH_FACTS)
    assert set(open_read_only(tmp_path / "several")) == set(open_read_only(tmp_path / "one"))
    assert len(open_read_only(tmp_path / "one")) > len(open_read_only(background))


@pytest.mark.parametrize("several", [False, True])
def test_what_cannot_be_loaded_is_said(several: bool, tmp_path: Path) -> None:
    create(tmp_path / "base", [])
    broken, missing = tmp_path / "broken.ttl", tmp_path / "missing.ttl"
    broken.write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(SyntaxError), filling(tmp_path / "base", tmp_path / "one", several=several) as fill:
        fill(broken, GRAPH_FACTS)
    with pytest.raises(FileNotFoundError), filling(tmp_path / "base", tmp_path / "two", several=several) as fill:
        fill(missing, GRAPH_FACTS)


def test_read_only(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    with open_store(build) as (store, _), pytest.raises(RuntimeError):
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


@pytest.mark.parametrize("facts_graph", [False, True])
def test_in_memory_is_the_same_graph(facts_graph: bool, tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", facts_graph=facts_graph)
    with open_store(build) as (store, generation), open_in_memory(build) as (memory, same):
        assert same == generation
        assert len(memory) == len(store)
        assert without_blank_nodes(memory) == without_blank_nodes(store)
        assert set(memory.named_graphs()) == set(store.named_graphs())
        memory.clear_graph(ox.DefaultGraph())
    with open_store(build) as (store, _):
        assert len(store) > len(memory) > 0


def test_nothing_to_read_into_memory(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph there"), open_in_memory(tmp_path):
        pass


def test_names_are_found_in_any_form(tmp_path: Path) -> None:
    with reading(write_build(tmp_path / "build")) as generation:
        indexes = (generation.names, generation.background_names)
        for name in (
            "과기부",
            "科技部",
            "科學技術部",
            "ministry of  science and technology",
            "「과학 기술부」",
            "MOST",
        ):
            assert find(indexes, name) == (iri("most"),), name
        assert find(indexes, "taihu shi yan shi") == (iri("taihu-lab"),)
        assert find(indexes, "없는 이름") == ()
        assert near(indexes, "과학기술브")[0] == "과학기술부"
        assert near(indexes, "qqqq") == ()


def test_background_is_prepared_once_and_shared(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    prepared = next((build / ".kg" / "background").iterdir())
    before = prepared.stat().st_ino
    write_build(build, SMALLER, identity="second")
    assert [p.stat().st_ino for p in (build / ".kg" / "background").iterdir()] == [before]
    assert (build / "background.ttl").stat().st_ino == (prepared / "background.ttl").stat().st_ino


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make one with: kg build"), open_store(tmp_path / "nowhere"):
        pass
    with pytest.raises(StoreError, match="cannot be opened"):
        open_read_only(tmp_path / "no-store")


def test_a_file_or_foreign_files_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"), building(tmp_path / "file"):
        pass
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "graph.ttl").write_text("mine")
    with pytest.raises(StoreError, match="in the way"), building(tmp_path / "foreign"):
        pass
    assert (tmp_path / "foreign" / "graph.ttl").read_text() == "mine"


def test_two_builds_at_once(tmp_path: Path) -> None:
    with (
        building(tmp_path / "build"),
        pytest.raises(StoreError, match="another build"),
        building(tmp_path / "build"),
    ):
        pass
    with building(tmp_path / "build"):
        pass


def test_leftovers_of_killed_builds_go(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    with building(build) as workshop:
        left = workshop.stage()
        (left / "graph.ttl").write_text("half")
    write_build(build, SMALLER, identity="second")
    assert not left.exists()


def write_on(folder: Path) -> None:
    """Writes files there as long as it can."""
    number = 0
    with suppress(FileNotFoundError):
        while True:
            folder.joinpath(f"sorted-{number}").touch()
            number += 1


def test_leftovers_go_while_a_process_still_writes_them(tmp_path: Path) -> None:
    """As one does for a moment whose build was killed."""
    stage = tmp_path / ".kg" / "stage-left"
    stage.mkdir(parents=True)
    process = get_context("fork").Process(target=write_on, args=(stage,))
    process.start()
    try:
        deadline = time.monotonic() + 60
        while not (stage / "sorted-9999").exists():  # so many that it takes a while to remove them
            assert process.is_alive() and time.monotonic() < deadline
            time.sleep(0.001)
        with building(tmp_path):
            assert not list((tmp_path / ".kg").glob("stage-*"))
    finally:
        process.kill()
        process.join()


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    with pytest.raises(OSError, match="disk full"), building(build) as workshop:
        left = workshop.stage()
        raise OSError("disk full")
    assert not left.exists()
    assert (build / "graph.ttl").stat().st_size


def test_others_may_read_a_graph_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    build = write_build(tmp_path / "build")
    for path in (build / "store", build / ".kg" / "generations" / "first"):
        assert path.stat().st_mode & 0o055 == (tmp_path / "plain").stat().st_mode & 0o055


def test_readers_keep_their_generation(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    with open_store(build) as (store, held):
        before = count(store, "?s ?p ?o")
        for number in range(3):
            write_build(build, SMALLER, identity=f"later-{number}")
        assert held.graph.exists() and count(store, "?s ?p ?o") == before
        with open_store(build) as (newer, _):
            assert count(newer, "?s ?p ?o") < before
    write_build(build, CORPUS, identity="last")
    assert not held.path.exists()
    with reading(build) as generation:
        assert generation.path.name == "last"


def test_a_damaged_generation_is_named(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    (build / ".kg" / "generations" / "first" / "lock").unlink()
    with pytest.raises(StoreError, match="damaged"), reading(build):
        pass


def test_stores_hold_their_sources_twice(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('<urn:a> <urn:b> "x"@zh-Hans .')
    create(tmp_path / "store", [(tmp_path / "a.ttl", "urn:g")])
    store = open_read_only(tmp_path / "store")
    assert sorted(str(q.graph_name) for q in store.quads_for_pattern(None, None, None)) == [
        "<urn:g>",
        "DEFAULT",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_threads_that_fill_a_store_leave_the_priority_of_others_as_it_is(tmp_path: Path) -> None:
    base, file = tmp_path / "base", tmp_path / "a.ttl"
    create(base, [])
    file.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with filling(base, tmp_path / "full", several=True) as fill:
        fill(file, None)
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
    assert len(open_read_only(tmp_path / "full")) == 1
