"""Judgements on facts: kept in a file, respected by builds, alive when things get other IRIs."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from graphs import CORPUS, LAB, NAMES_ONLY, POLICY, TECHNOLOGY, iri, knowledge, write_documents
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.commands.build import build
from kg.errors import StoreError
from kg.model import Claim, Corpus
from kg.pipeline import build_with
from kg.rdf import read_triples
from kg.review import REVIEW_FILE, Judgement, judge, read_judgements, reviewed, take_back
from kg.vocab import PREFIXES, cst, node_iri

ISSUED = Claim(POLICY, "issuedBy", iri("moe"))
FOUNDED = Claim(LAB, "establishedBy", iri("cas"))


def fact(claim: Claim) -> str:
    return node_iri("assertion", claim.id)


def judged(corpus: Corpus, *judgements: Judgement) -> tuple[Corpus, int, int, list[str]]:
    after = reviewed(corpus, {j.fact: j for j in judgements}, knowledge().ontology)
    return after.corpus, after.wrong, after.right, [j.fact for j in after.gone]


def statements(corpus: Corpus) -> set[ox.Triple]:
    return set(assemble(corpus, ontology=knowledge().ontology))


def plain(claim: Claim) -> ox.Triple:
    return ox.Triple(ox.NamedNode(claim.subject), ox.NamedNode(cst(claim.predicate)), ox.NamedNode(claim.object))


def test_a_wrong_fact_is_left_out_with_all_its_evidence_and_nothing_else() -> None:
    corpus, wrong, right, gone = judged(CORPUS, Judgement(fact(ISSUED), "wrong"))
    assert (wrong, right, gone) == (1, 0, [])
    before, after = statements(CORPUS), statements(corpus)
    left_out = before - after
    assert plain(ISSUED) in left_out and after < before
    quotes = {t.object.value for t in left_out if t.predicate.value == cst("quote")}
    assert "교육부가 낸 조치" in quotes and len(quotes) == 3
    others = {s.value for s in (t.subject for t in left_out)} - {POLICY, fact(ISSUED)}
    assert all("/evidence/" in other for other in others)


def test_a_right_fact_is_certain() -> None:
    corpus, wrong, right, _ = judged(CORPUS, Judgement(fact(FOUNDED), "right", note="원문 확인"))
    assert (wrong, right) == (0, 1)
    confidence = ox.NamedNode(cst("confidence"))
    values = {t.subject.value: t.object.value for t in statements(corpus) if t.predicate == confidence}
    assert values.pop(fact(FOUNDED)) == "1"
    assert values and "1" not in values.values()


def test_symmetric_relations_are_judged_in_either_direction() -> None:
    there, back = iri("tsinghua"), iri("cas")
    both = Claim(*sorted((there, back))[:1], "collaboratesWith", max(there, back))
    corpus, wrong, _, gone = judged(CORPUS, Judgement(fact(both), "wrong"))
    assert (wrong, gone) == (1, [])
    assert not any(seen.claim.predicate == "collaboratesWith" for _, seen in corpus.claims)


def test_targets_and_fields_are_judged_too() -> None:
    target = CORPUS.targets[0][1].target
    field = Claim(POLICY, "addresses", TECHNOLOGY)
    corpus, wrong, _, gone = judged(
        CORPUS, Judgement(node_iri("assertion", target.id), "wrong"), Judgement(fact(field), "wrong")
    )
    assert (wrong, gone) == (2, [])
    kinds = {t.object.value for t in statements(corpus) if t.predicate.value == PREFIXES["rdf"] + "type"}
    assert cst("Target") not in kinds and cst("Technology") not in kinds


def test_a_judgement_follows_a_thing_to_its_newer_iri() -> None:
    older = next(entity for entity in CORPUS.entities if entity.iri == POLICY).same_as[0]
    before = replace(ISSUED, subject=older)
    corpus, wrong, _, gone = judged(CORPUS, Judgement(fact(before), "wrong"))
    assert (wrong, gone) == (1, [])
    assert plain(ISSUED) not in statements(corpus)
    _, wrong, right, gone = judged(CORPUS, Judgement(fact(before), "wrong"), Judgement(fact(ISSUED), "right"))
    assert (wrong, right, gone) == (0, 1, [])  # the judgement under the present IRI counts


def test_judgements_on_facts_that_are_gone_are_named() -> None:
    unknown = node_iri("assertion", "0123456789abcdef")
    assert judged(CORPUS, Judgement(unknown, "wrong")) == (CORPUS, 0, 0, [unknown])


# --- the file -----------------------------------------------------------------------------------------------

NOTES = st.text(max_size=60)


@given(st.dictionaries(st.sampled_from([fact(ISSUED), fact(FOUNDED), node_iri("assertion", "a" * 16)]), NOTES))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, notes: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("review") / REVIEW_FILE
    try:
        kept = {key: Judgement(key, "right", note=note.encode().decode()) for key, note in notes.items()}
    except UnicodeEncodeError:  # lone surrogates cannot come in: the file is UTF-8
        return
    for judgement in kept.values():
        judge(path, judgement)
    assert read_judgements(path) == kept
    for key in kept:
        assert take_back(path, key) and not take_back(path, key)
    assert read_judgements(path) == {}


def test_a_later_judgement_replaces_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / REVIEW_FILE
    judge(path, Judgement(fact(ISSUED), "wrong", day="2026-01-01"))
    judge(path, Judgement(fact(ISSUED), "right", day="2026-01-02"))
    assert [j.verdict for j in read_judgements(path).values()] == ["right"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_writers_do_not_lose_each_others_judgements(tmp_path: Path) -> None:
    path = tmp_path / REVIEW_FILE
    facts = [node_iri("assertion", f"{i:016x}") for i in range(24)]
    threads = [threading.Thread(target=judge, args=(path, Judgement(one, "wrong"))) for one in facts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read_judgements(path)) == facts
    assert [p.name for p in tmp_path.iterdir()] == [REVIEW_FILE]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no judgement"),
        ("[]", "an object"),
        (json.dumps({"fact": fact(ISSUED), "verdict": "maybe"}), "no verdict"),
        (json.dumps({"fact": "https://example.org/x", "verdict": "wrong"}), "is no fact"),
        (json.dumps({"fact": fact(ISSUED), "verdict": "wrong", "why": "?"}), "an object"),
        (json.dumps({"fact": fact(ISSUED)}), "verdict"),
        (json.dumps({"fact": fact(ISSUED), "verdict": "wrong", "note": "x" * 2001}), "2000 are allowed"),
    ],
)
def test_broken_lines_are_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / REVIEW_FILE
    good = json.dumps({"fact": fact(FOUNDED), "verdict": "right"})
    path.write_text(f"{good}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(StoreError, match=reason) as caught:
        read_judgements(path)
    assert f"{path}:3:" in str(caught.value)


def test_a_fact_judged_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / REVIEW_FILE
    line = json.dumps({"fact": fact(FOUNDED), "verdict": "right"})
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(StoreError, match="judged twice"):
        read_judgements(path)


# --- builds -------------------------------------------------------------------------------------------------


def test_the_next_build_respects_the_review(tmp_path: Path) -> None:
    documents = write_documents(tmp_path / "in", {"one.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n"})
    out = tmp_path / "build"
    first = build_with(knowledge(), NAMES_ONLY, documents, out=out)
    assert first.relations == {"collaboratesWith": 1} and first.review.wrong == 0
    untouched = (out / "graph.ttl").read_bytes()
    subject = ox.NamedNode(PREFIXES["rdf"] + "subject")
    (stated,) = {t.subject.value for t in read_triples(out / "graph.ttl") if t.predicate == subject}

    judge(out / REVIEW_FILE, Judgement(stated, "wrong"))
    second = build_with(knowledge(), NAMES_ONLY, documents, out=out)
    assert second.relations == {} and second.review.wrong == 1
    helpers = {"Assertion", "Evidence"}
    assert {k: n for k, n in first.classes.items() if k not in helpers} == second.classes  # still mentioned

    take_back(out / REVIEW_FILE, stated)
    build_with(knowledge(), NAMES_ONLY, documents, out=out)
    assert (out / "graph.ttl").read_bytes() == untouched


def test_a_broken_review_file_stops_the_build_and_leaves_the_graph(tmp_path: Path) -> None:
    documents = write_documents(tmp_path / "in", {"one.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n"})
    out = tmp_path / "build"
    build_with(knowledge(), NAMES_ONLY, documents, out=out)
    before = (out / "graph.ttl").read_bytes()
    (out / REVIEW_FILE).write_text("?\n", encoding="utf-8")
    with pytest.raises(StoreError, match="mend or remove the line"):
        build_with(knowledge(), NAMES_ONLY, documents, out=out)
    assert (out / "graph.ttl").read_bytes() == before


def test_the_command_says_what_the_review_did(tmp_path: Path) -> None:
    documents = write_documents(
        tmp_path / "in", {"one.txt": "과학기술부는 교육부와 공동으로 '데이터 개방 조치'를 발표했다.\n"}
    )
    out = tmp_path / "build"
    first = run_build(documents, out)
    assert first.exit_code == 0 and "reviewed" not in first.stdout
    subject = ox.NamedNode(PREFIXES["rdf"] + "subject")
    stated = sorted({t.subject.value for t in read_triples(out / "graph.ttl") if t.predicate == subject})
    gone = node_iri("assertion", "0123456789abcdef")
    judge(out / REVIEW_FILE, Judgement(gone, "right"))
    judge(out / REVIEW_FILE, Judgement(stated[0], "wrong"))
    second = run_build(documents, out)
    assert second.exit_code == 0
    assert "(reviewed: 0 right, 1 wrong and left out)" in second.stdout
    assert f"{gone} is judged, but no document states it any more" in second.stderr


def run_build(documents: list[Path], out: Path) -> Result:
    return CliRunner().invoke(build, [*map(str, documents), "--out", str(out)])
