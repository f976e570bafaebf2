"""Judgements on facts: kept in a file, respected by builds, alive when things get other IRIs."""

from __future__ import annotations

import json
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from graphs import NAMES_ONLY, TECHNOLOGY, document, iri, knowledge, said, seen, write_documents
from hypothesis import given
from hypothesis import strategies as st

from kg.commands.build import build
from kg.errors import StoreError
from kg.ledger import Ledger
from kg.model import ArticleInfo, Claim, ClaimSeen, DocumentRecord, LocalEntity, Name, Target, TargetSeen
from kg.pipeline import build_with
from kg.portions import statements
from kg.rdf import read_triples
from kg.records import decode_written, encode
from kg.resolve import resolve_corpus, resolver
from kg.review import REVIEW_FILE, Judgement, judge, read_judgements, take_back
from kg.statements import triples_of
from kg.vocab import PREFIXES, cst, node_iri


def local(identity: str, cls: str, name: str, *, key: str | None = None, more: tuple[Name, ...] = ()) -> LocalEntity:
    return LocalEntity(identity, cls, (Name(name, "ko"), *more), (seen(name),), 0.9, ("rule",), key)


def stated(subject: str, relation: str, obj: str, *quotes: str) -> ClaimSeen:
    return ClaimSeen(Claim(subject, relation, obj), tuple(said(quote) for quote in quotes))


ARTICLE = ArticleInfo("policy-01", "policy", "01", "조치 발표", None, 0, 50)
CHINESE = Name("数据开放措施", "zh-Hans")
FIRST = replace(
    document("first", articles=[ARTICLE]),
    entities=(
        local("e0", "Policy", "데이터 개방 조치"),
        local("e1", "Ministry", "교육부", key="moe"),
        local("e2", "Laboratory", "타이후 공동실험실"),
        local("e3", "ResearchInstitute", "중국과학원", key="cas"),
        local("e4", "University", "칭화대", key="tsinghua"),
    ),
    claims=(
        stated("e0", "issuedBy", "e1", "교육부, 조치 발표", "교육부는 조치를 발표"),
        stated("e2", "establishedBy", "e3", "중국과학원이 실험실 설립"),
        stated("e4", "collaboratesWith", "e3", "칭화대와 중국과학원이 함께"),
    ),
    targets=(TargetSeen(Target("e0", "공개 데이터", Decimal(1000), "개", 2025, "min", "1,000개"), (said("1,000개"),)),),
    addresses=(("e0", TECHNOLOGY, said("인공지능 데이터")),),
)
SECOND = replace(
    document("second", articles=[ARTICLE]),
    entities=(local("e0", "Policy", "데이터 개방 조치", more=(CHINESE,)), local("e1", "Ministry", "교육부", key="moe")),
    claims=(stated("e0", "issuedBy", "e1", "교육부가 낸 조치"),),
)


def iri_of(name: str, *records: DocumentRecord) -> str:
    """IRI of the thing of that name in a corpus of these documents."""
    know = knowledge()
    entities = resolve_corpus(records, know.lexicon, know.ontology).entities
    return next(entity.iri for entity in entities if name in {one.text for one in entity.names})


POLICY = iri_of("데이터 개방 조치", FIRST, SECOND)
ISSUED = Claim(POLICY, "issuedBy", iri("moe"))
FOUNDED = Claim(iri_of("타이후 공동실험실", FIRST), "establishedBy", iri("cas"))


def fact(claim: Claim) -> str:
    return node_iri("assertion", claim.id)


def judged(*judgements: Judgement) -> tuple[set[ox.Triple], int, int, list[str]]:
    """The statements of both documents after review, and what the judgements did."""
    know = knowledge()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Ledger(Path(folder) / "ledger", resolver(know.lexicon, know.ontology))) as ledger,
    ):
        touched = ledger.update([], [(key, decode_written(encode(one))) for key, one in (("1", FIRST), ("2", SECOND))])
        after = ledger.judge({j.fact: j for j in judgements}, touched)
        found = set(triples_of(statements(ledger, None, ontology=know.ontology, names_of=lambda key: ())))
    return found, after.wrong, after.right, [j.fact for j in after.gone]


BEFORE = judged()[0]


def plain(claim: Claim) -> ox.Triple:
    return ox.Triple(ox.NamedNode(claim.subject), ox.NamedNode(cst(claim.predicate)), ox.NamedNode(claim.object))


def test_a_wrong_fact_is_left_out_with_all_its_evidence_and_nothing_else() -> None:
    after, wrong, right, gone = judged(Judgement(fact(ISSUED), "wrong"))
    assert (wrong, right, gone) == (1, 0, [])
    left_out = BEFORE - after
    assert plain(ISSUED) in left_out and after < BEFORE
    quotes = {t.object.value for t in left_out if t.predicate.value == cst("quote")}
    assert "교육부가 낸 조치" in quotes and len(quotes) == 3
    others = {s.value for s in (t.subject for t in left_out)} - {POLICY, fact(ISSUED)}
    assert all("/evidence/" in other for other in others)


def test_a_right_fact_is_certain() -> None:
    after, wrong, right, _ = judged(Judgement(fact(FOUNDED), "right", note="원문 확인"))
    assert (wrong, right) == (0, 1)
    confidence = ox.NamedNode(cst("confidence"))
    values = {t.subject.value: t.object.value for t in after if t.predicate == confidence}
    assert values.pop(fact(FOUNDED)) == "1"
    assert values and "1" not in values.values()


def test_symmetric_relations_are_judged_as_they_stand() -> None:
    both = Claim(iri("tsinghua"), "collaboratesWith", iri("cas")).from_lesser()
    assert plain(both) in BEFORE
    after, wrong, _, gone = judged(Judgement(fact(both), "wrong"))
    assert (wrong, gone) == (1, [])
    assert not any(t.predicate.value == cst("collaboratesWith") for t in after)


def test_targets_and_fields_are_judged_too() -> None:
    target = replace(FIRST.targets[0].target, policy=POLICY)
    field = Claim(POLICY, "addresses", TECHNOLOGY)
    after, wrong, _, gone = judged(
        Judgement(node_iri("assertion", target.id), "wrong"), Judgement(fact(field), "wrong")
    )
    assert (wrong, gone) == (2, [])
    kinds = {t.object.value for t in after if t.predicate.value == PREFIXES["rdf"] + "type"}
    assert cst("Target") not in kinds and cst("Technology") not in kinds
    assert not any(t.predicate.value == cst("hasTarget") for t in after)


def test_a_judgement_follows_a_thing_to_its_newer_iri() -> None:
    older = iri_of("데이터 개방 조치", FIRST)
    assert older != POLICY
    before = replace(ISSUED, subject=older)
    after, wrong, _, gone = judged(Judgement(fact(before), "wrong"))
    assert (wrong, gone) == (1, [])
    assert plain(ISSUED) not in after
    _, wrong, right, gone = judged(Judgement(fact(before), "wrong"), Judgement(fact(ISSUED), "right"))
    assert (wrong, right, gone) == (0, 1, [])  # the judgement under the present IRI counts


def test_judgements_on_facts_that_are_gone_are_named() -> None:
    unknown = node_iri("assertion", "0123456789abcdef")
    assert judged(Judgement(unknown, "wrong")) == (BEFORE, 0, 0, [unknown])


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
