"""The ledger gives what resolving the whole corpus gives, however the corpus came about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from graphs import knowledge
from written_records import record

from kg.assemble import assemble
from kg.background import curated_names
from kg.errors import StoreError
from kg.ledger import Fact, Ledger, Touched
from kg.model import Corpus, DocumentRecord
from kg.portions import merges, statements
from kg.rdf import canonical, subject_of
from kg.records import Written, decode_written, encode
from kg.resolve import resolve_corpus, resolver
from kg.review import Judgement
from kg.statements import by_subject, triples_of
from kg.turtle import difference, write_edited, write_graph
from kg.vocab import node_iri

Records = dict[str, DocumentRecord]


def opened(path: Path) -> Ledger:
    know = knowledge()
    return Ledger(path, resolver(know.lexicon, know.ontology))


def said(ledger: Ledger, touched: Touched | None = None) -> list[ox.Triple]:
    know = knowledge()
    names_of = partial(curated_names, know.lexicon)
    return canonical(triples_of(statements(ledger, touched, ontology=know.ontology, names_of=names_of)))


def corpus_of(records: Records) -> Corpus:
    return resolve_corpus(records.values(), knowledge().lexicon, knowledge().ontology)


def expected(records: Records) -> list[ox.Triple]:
    know = knowledge()
    names_of = partial(curated_names, know.lexicon)
    return canonical(triples_of(assemble(corpus_of(records), ontology=know.ontology, names_of=names_of)))


def keyed(records: Records) -> list[tuple[str, Written]]:
    return [(one.sha256, decode_written(encode(one))) for one in records.values()]


def changed(random: Random, records: Records) -> tuple[list[str], Records]:
    """Documents that go (or come in a newer version), and those that come."""
    gone = random.sample(sorted(records), random.randint(0, min(2, len(records))))
    names = [*random.sample(gone, random.randint(0, len(gone))), *(f"new-{random.randint(0, 10**9)}",)]
    return gone, {name: record(random, name) for name in names[: random.randint(1, 2)]}


@pytest.mark.parametrize("seed", range(60))
def test_any_history_gives_the_graph_of_the_whole_corpus(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    records = {f"doc-{i}": record(random, f"doc-{i}") for i in range(random.randint(1, 6))}
    graph, path = tmp_path / "graph-0.ttl", tmp_path / "ledger"
    with closing(opened(path)) as ledger:
        ledger.update([], keyed(records))
        assert said(ledger) == expected(records)
        write_graph(said(ledger), graph)
        ledger.commit("v", "0")
    for step in range(1, 5):
        gone, come = changed(random, records)
        records = {name: one for name, one in records.items() if name not in gone} | come
        with closing(opened(path)) as ledger:
            touched = ledger.update(gone, keyed(come))
            whole = said(ledger)
            assert whole == expected(records)
            after = said(ledger, touched)
            subjects = touched.gone | set(map(subject_of, after))
            about = [t for t in whole if subject_of(t) in subjects]
            assert after == about, "a portion says all of what it speaks of"
            last, graph = graph, tmp_path / f"graph-{step}.ttl"
            write_edited(last, graph, difference(last, subjects, list(by_subject(after))).edits)
            write_graph(whole, tmp_path / "fresh.ttl")
            assert graph.read_bytes() == (tmp_path / "fresh.ttl").read_bytes()
            assert not difference(graph, subjects, list(by_subject(after))).edits
            assert set(merges(ledger.things(None))) == set(merges(corpus_of(records).entities))
            ledger.commit("v", str(step))


@pytest.mark.parametrize("seed", range(12))
def test_a_ledger_begun_ahead_and_resolved_by_two_is_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.ledger._AT_ONCE", 1)  # else these few would not be shared
    random = Random(seed)
    records = {f"doc-{i}": record(random, f"doc-{i}") for i in range(6)}
    ahead = random.sample(keyed(records), 4)
    (older,) = keyed({"doc-9": record(random, "doc-9")})
    (other,) = keyed({"doc-0": record(random, "doc-0")})
    begun = [other, *ahead, older]
    monkeypatch.setattr("kg.ledger._ENTERED", sum(len(written.record.entities) for _, written in begun))
    with closing(opened(tmp_path / "ledger")) as ledger:
        for key, written in begun:
            ledger.begin(key, written)
        keys = {name: one.sha256 for name, one in records.items()}
        gone = [name for name, key in ledger.documents().items() if keys.get(name) != key]
        assert set(gone) == {"doc-0", "doc-9"}
        there = ledger.documents().keys() - set(gone)
        ledger.update(gone, [(k, w) for k, w in keyed(records) if w.record.id not in there], several=True)
        assert ledger.documents() == keys
        assert said(ledger) == expected(records)
        assert set(merges(ledger.things(None))) == set(merges(corpus_of(records).entities))
        ledger.commit("v", "0")
    with closing(opened(tmp_path / "ledger")) as ledger:
        ledger.update(["doc-1"], [])
        del records["doc-1"]
        assert said(ledger) == expected(records)


def test_a_document_that_comes_again_leaves_the_components_as_they_are(tmp_path: Path) -> None:
    random, path = Random(2), tmp_path / "ledger"
    records = {f"doc-{i}": record(random, f"doc-{i}") for i in range(4)}
    query = "SELECT id, n, component FROM local JOIN document ON number = document WHERE id != 'doc-0' ORDER BY id, n"
    with closing(opened(path)) as ledger:
        ledger.update([], keyed(records))
        ledger.commit("v", "0")
    with closing(sqlite3.connect(path)) as database:
        before = database.execute(query).fetchall()
    with closing(opened(path)) as ledger:
        ledger.update(["doc-0"], keyed({"doc-0": records["doc-0"]}))
        ledger.commit("v", "1")
    with closing(sqlite3.connect(path)) as database:
        assert before and database.execute(query).fetchall() == before


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    random, path = Random(1), tmp_path / "ledger"
    first = {"one": record(random, "one")}
    with closing(opened(path)) as ledger:
        assert ledger.new
        ledger.update([], keyed(first))
        ledger.commit("v", "0")
    with closing(opened(path)) as ledger:
        assert not ledger.new and ledger.belongs("v", "0") and not ledger.belongs("v", "1")
        ledger.update(["one"], keyed({"two": record(random, "two")}))
    with closing(opened(path)) as ledger:
        assert ledger.documents() == {"one": first["one"].sha256}
        assert said(ledger) == expected(first)


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="ledger"):
        opened(path)


@pytest.mark.parametrize("seed", range(20))
def test_a_change_of_verdicts_touches_what_it_changes(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    records = {f"doc-{i}": record(random, f"doc-{i}") for i in range(6)}
    with closing(opened(tmp_path / "ledger")) as ledger:
        ledger.update([], keyed(records))
        before = said(ledger)
        ledger.commit("v", "0")
    ids = [fact.id for fact in facts(tmp_path / "ledger")]
    chosen = random.sample(ids, min(3, len(ids)))
    judgements = {
        node_iri("assertion", one): Judgement(node_iri("assertion", one), random.choice(("right", "wrong")))
        for one in chosen
    }
    with closing(opened(tmp_path / "ledger")) as ledger:
        touched = ledger.update([], [])
        judged = ledger.judge(judgements, touched)
        assert judged.wrong + judged.right == len(chosen) and not judged.gone
        whole, after = said(ledger), said(ledger, touched)
        subjects = touched.gone | set(map(subject_of, after))
        assert [t for t in before if subject_of(t) not in subjects] == [
            t for t in whole if subject_of(t) not in subjects
        ]
        assert after == [t for t in whole if subject_of(t) in subjects]
        wrong = {iri for iri, one in judgements.items() if one.verdict == "wrong"}
        assert not wrong & set(map(subject_of, whole))
        assert {subject_of(t) for t in before} - {subject_of(t) for t in whole} >= wrong


def facts(path: Path) -> list[Fact]:
    with closing(opened(path)) as ledger:
        return list(ledger.facts(None))
