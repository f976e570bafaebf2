"""From files to a build directory: the same graph however it comes about, and no document twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from graphs import GAZETTEER, NAMES_ONLY, knowledge, write_documents

from kg import validate
from kg.documents import Records
from kg.errors import KgError, NotFoundError, StoreError
from kg.lexicon import load_lexicon
from kg.pipeline import Knowledge, build_with, refresh, remove
from kg.report import BuildReport
from kg.schedule import Processes
from kg.store import open_store

TEXTS = {
    "one.txt": "과학기술부는 교육부와 함께 베이징에서 새 사업을 시작했다고 밝혔다.\n",
    "two.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n",
    "three.md": "# 소식\n\n국무원은 과기부의 보고를 들었다.\n",
}


def run(paths: list[Path], out: Path, *, workers: int = 1, facts_graph: bool | None = None) -> BuildReport:
    where = Processes(workers)
    return build_with(knowledge(), NAMES_ONLY, paths, out=out, scheduler=where, facts_graph=facts_graph)


def outcome(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("graph.ttl", "background.ttl", "report.json")}


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    return write_documents(tmp_path / "in", TEXTS)


def test_report(documents: list[Path], tmp_path: Path) -> None:
    report = run(documents, tmp_path / "build")
    assert [entry.id for entry in report.documents] == ["one", "three", "two"]
    assert report.classes["Ministry"] == 2 and report.relations["collaboratesWith"] == 3
    assert not report.skipped
    assert BuildReport.read(tmp_path / "build" / "report.json") == report
    assert str(tmp_path) not in (tmp_path / "build" / "report.json").read_text()


def test_same_bytes_for_any_order_number_of_workers_and_history(documents: list[Path], tmp_path: Path) -> None:
    run(documents, tmp_path / "a")
    run(documents[::-1], tmp_path / "b")
    run([documents[0].parent], tmp_path / "c", workers=2)
    for path in documents:
        run([path], tmp_path / "d")
    expected = outcome(tmp_path / "a")
    for other in ("b", "c", "d"):
        assert outcome(tmp_path / other) == expected


def test_unchanged_documents_are_not_read_again(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents, out)
    records = {path: path.stat().st_mtime_ns for path in (out / ".kg" / "records").glob("*/*")}
    generation = (out / ".kg" / "current").readlink()
    documents[0].write_text("교육부는 국무원에 보고했다.\n", encoding="utf-8")
    run(documents, out)
    after = {path: path.stat().st_mtime_ns for path in (out / ".kg" / "records").glob("*/*")}
    assert len(after) == 3 and len(records.items() & after.items()) == 2
    assert (out / ".kg" / "current").readlink() != generation


def test_a_build_that_changes_nothing_keeps_the_generation(documents: list[Path], tmp_path: Path) -> None:
    first = run(documents, tmp_path / "build")
    generation = (tmp_path / "build" / "graph.ttl").stat().st_ino
    assert run(documents, tmp_path / "build") == first
    assert (tmp_path / "build" / "graph.ttl").stat().st_ino == generation


def test_newer_versions_replace_older_ones(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents, out)
    documents[0].write_text("타이후실험실이 문을 열었다.\n", encoding="utf-8")
    report = run(documents[:1], out)
    assert [entry.id for entry in report.documents] == ["one", "three", "two"]
    text = (out / "graph.ttl").read_text(encoding="utf-8")
    assert "cstr-org:taihu-lab" in text and "cstr-org:moe" not in text
    run(documents, tmp_path / "fresh")
    assert outcome(out) == outcome(tmp_path / "fresh")


SENTENCES = (
    "과학기술부는 교육부와 함께 새 사업을 시작했다.",
    "칭화대학교와 중국과학원은 우시에 실험실을 세운다.",
    "국무원은 과기부의 보고를 들었다.",
    "베이징대학교가 타이후실험실과 손잡았다.",
    "교육부는 상하이에서 회의를 열었다.",
)


def everything(out: Path) -> dict[str, object]:
    """All that a build directory shows, but for the order in which files hold it."""
    with open_store(out) as (local, generation):
        quads = {text for quad in local if "_:" not in (text := str(quad))}  # the ontology's blank nodes differ
        merges = generation.merges.read_bytes()
    return {**outcome(out), "store": quads, "merges": merges}


@pytest.mark.parametrize("seed", range(6))
def test_a_history_of_small_changes_gives_the_graph_of_a_fresh_build(seed: int, tmp_path: Path) -> None:
    random = Random(seed)

    def text() -> str:
        return "\n".join(random.sample(SENTENCES, random.randint(1, 3))) + "\n"

    folder, out, facts_graph = tmp_path / "in", tmp_path / "build", bool(seed % 2)
    write_documents(folder, {f"doc-{i}.txt": text() for i in range(12)})
    run([folder], out, facts_graph=facts_graph)
    for _ in range(4):
        names = random.sample(range(12), random.randint(1, 3))
        paths = write_documents(folder, {f"doc-{i}.txt": text() for i in names})
        run(paths, out)
    gone = random.choice(sorted(folder.iterdir()))
    gone.unlink()
    remove(knowledge, [gone.name], out=out)
    run([folder], tmp_path / "fresh", facts_graph=facts_graph)
    assert everything(out) == everything(tmp_path / "fresh")


@pytest.mark.parametrize("workers", [1, 2])
def test_many_documents_beside_few_make_a_new_ledger_that_goes_on(workers: int, tmp_path: Path) -> None:
    few, many, out = tmp_path / "few", tmp_path / "many", tmp_path / "build"
    write_documents(few, {f"old-{i}.txt": SENTENCES[i] + "\n" for i in range(2)})
    write_documents(many, {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(8)})
    (twin,) = write_documents(many / "more", {"doc-3.txt": SENTENCES[0] + "\n"})
    run([few], out)
    ledger = out / ".kg" / "ledger.sqlite"
    before = ledger.stat().st_ino
    report = run([few, many], out, workers=workers)
    assert [skipped.path for skipped in report.skipped] == [str(twin)]
    assert ledger.stat().st_ino != before
    run([few, many], tmp_path / "fresh")
    assert everything(out) == everything(tmp_path / "fresh")
    (changed,) = write_documents(many, {"doc-6.txt": SENTENCES[4] + "\n"})
    before = ledger.stat().st_ino
    run([changed], out, workers=workers)
    assert ledger.stat().st_ino == before, "a small change goes into the ledger that is there"
    remove(knowledge, ["old-1.txt"], out=out)
    few.joinpath("old-1.txt").unlink()
    run([few, many], tmp_path / "later")
    assert {**everything(out), "report.json": b""} == {**everything(tmp_path / "later"), "report.json": b""}


def test_a_new_ledger_of_a_build_that_fails_is_not_kept(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents[:1], out)
    ledger = out / ".kg" / "ledger.sqlite"
    before = ledger.read_bytes()
    more = write_documents(tmp_path / "more", {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(8)})
    (out / "review.jsonl").write_text("[broken", encoding="utf-8")
    with pytest.raises(KgError, match="review"):
        run(more, out, workers=2)
    assert ledger.read_bytes() == before
    assert not list((out / ".kg").glob("stage-*"))


def test_the_facts_graph_comes_and_goes_as_it_is_asked_for(tmp_path: Path) -> None:
    folder, out, plain, named = (tmp_path / name for name in ("in", "build", "plain", "named"))
    write_documents(folder, {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(8)})
    run([folder], out)
    (changed,) = write_documents(folder, {"doc-3.txt": SENTENCES[1] + "\n"})
    run([folder], plain)
    run([folder], named, facts_graph=True, workers=2)
    assert everything(plain) != everything(named)
    run([changed], out, facts_graph=True)  # else a small change
    assert everything(out) == everything(named)
    refresh(knowledge, out=out)
    assert everything(out) == everything(named)
    refresh(knowledge, out=out, facts_graph=False)
    assert everything(out) == everything(plain)


def test_a_small_change_needs_no_other_document(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "build"
    write_documents(folder, {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(8)})
    run([folder], out)
    (changed,) = write_documents(folder, {"doc-3.txt": SENTENCES[1] + "\n"})
    for record in (out / ".kg" / "records").glob("*/*"):
        record.unlink()
    run([changed], out)
    run([folder], tmp_path / "fresh")
    assert outcome(out) == outcome(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("names", "loaded"), [(["doc-3.txt"], True), (["new.txt"], True), (["new.txt", "b.txt"], False)]
)
def test_shapes_are_loaded_for_small_changes_alone(names: list[str], loaded: bool, tmp_path: Path) -> None:
    write_documents(tmp_path / "in", {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(4)})
    run([tmp_path / "in"], tmp_path / "build")
    validate.prepared.cache_clear()
    run(write_documents(tmp_path / "more", {name: SENTENCES[1] + name + "\n" for name in names}), tmp_path / "build")
    assert validate.prepared.cache_info().currsize == loaded


@pytest.mark.parametrize("trouble", ["missing", "no database", "of another graph"])
def test_a_ledger_that_cannot_be_used_is_made_again(trouble: str, documents: list[Path], tmp_path: Path) -> None:
    out, ledger = tmp_path / "build", tmp_path / "build" / ".kg" / "ledger.sqlite"
    run(documents, out)
    older = ledger.read_bytes()
    documents[0].write_text(SENTENCES[3] + "\n", encoding="utf-8")
    run(documents, out)
    if trouble == "missing":
        ledger.unlink()
    else:
        ledger.write_bytes(older if trouble == "of another graph" else b"no database" * 100)
    documents[1].write_text(SENTENCES[4] + "\n", encoding="utf-8")
    run(documents, out)
    run(documents, tmp_path / "fresh")
    assert everything(out) == everything(tmp_path / "fresh")


def test_a_small_change_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "build"
    write_documents(folder, {f"doc-{i}.txt": SENTENCES[i % 5] + "\n" for i in range(8)})
    run([folder], out)
    merges = (out / ".kg" / "current" / "merges.tsv").resolve()
    aside = merges.rename(tmp_path / "merges.tsv")
    (changed,) = write_documents(folder, {"doc-3.txt": SENTENCES[1] + "\n"})
    with pytest.raises(FileNotFoundError):
        run([changed], out)
    aside.rename(merges)
    for record in (out / ".kg" / "records").glob("*/*"):
        record.unlink()  # a ledger made again would need them
    run([changed], out)
    run([folder], tmp_path / "fresh")
    assert everything(out) == everything(tmp_path / "fresh")


def test_a_ledger_made_again_owes_nothing_to_a_killed_change_of_the_former(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "build"
    ledger, journal = out / ".kg" / "ledger.sqlite", out / ".kg" / "ledger.sqlite-journal"
    write_documents(folder, {f"doc-{i}.txt": "\n".join(SENTENCES) + "\n" for i in range(8)})
    run([folder], out)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as former:
        former.execute("PRAGMA cache_size = 1")
        former.execute("BEGIN")
        former.execute("UPDATE local SET data = 'another'")
        left = journal.read_bytes()
    assert left.startswith(b"\xd9\xd5\x05\xf9"), "no journal that SQLite would follow"
    ledger.unlink()
    journal.write_bytes(left)
    write_documents(folder, {f"doc-{i}.txt": "\n".join(SENTENCES[i % 5 :]) + "\n" for i in range(8)})
    run([folder], out)
    (changed,) = write_documents(folder, {"doc-3.txt": SENTENCES[1] + "\n"})
    for record in (out / ".kg" / "records").glob("*/*"):
        record.unlink()
    run([changed], out)
    run([folder], tmp_path / "fresh")
    assert everything(out) == everything(tmp_path / "fresh")


def test_unreadable_files_are_named_and_the_rest_goes_on(documents: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "in" / "broken.txt"
    broken.write_bytes(b"")
    bomb = write_documents(tmp_path / "in", {"bomb.txt": "과기부 폭발\n"})
    report = run([*documents, broken, *bomb, tmp_path / "missing.txt"], tmp_path / "build")
    reasons = {Path(s.path).name: s.reason for s in report.skipped}
    assert set(reasons) == {"broken.txt", "bomb.txt", "missing.txt"}
    assert "empty" in reasons["broken.txt"] and "IndexError: no such passage" in reasons["bomb.txt"]
    assert len(report.documents) == 3


def test_a_process_that_dies_costs_only_its_document(documents: list[Path], tmp_path: Path) -> None:
    deadly = write_documents(tmp_path / "in", {"deadly.txt": "과기부 급사\n"})
    report = run([*documents, *deadly], tmp_path / "build", workers=2)
    assert [Path(s.path).name for s in report.skipped] == ["deadly.txt"]
    assert "killed" in report.skipped[0].reason
    assert len(report.documents) == 3


def test_files_with_one_id(documents: list[Path], tmp_path: Path) -> None:
    twins = write_documents(
        tmp_path / "in" / "more", {"one.txt": TEXTS["one.txt"], "two.txt": "다른 글에 국무원이 나온다.\n"}
    )
    report = run([*documents, *twins], tmp_path / "build")
    (skipped,) = report.skipped
    assert skipped.path == str(documents[1])
    assert f"has the bulletin id two of {twins[1]}" in skipped.reason
    assert run([*twins, *documents], tmp_path / "again") == report


def test_the_background_is_made_while_documents_are_worked_on(documents: list[Path], tmp_path: Path) -> None:
    there = []

    def look(stage: str, done: int, total: int) -> None:
        if stage == "documents":
            there.append(len(list((tmp_path / "build" / ".kg").glob("background/*/store"))))

    build_with(knowledge(), NAMES_ONLY, documents, out=tmp_path / "build", on_progress=look)
    assert there == [1, 1, 1]


def test_progress_is_told(documents: list[Path], tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_with(
        knowledge(),
        NAMES_ONLY,
        documents,
        out=tmp_path / "build",
        on_progress=lambda *stage: told.append(stage),
    )
    assert [stage for stage, _, _ in told] == ["documents"] * 3 + ["background"] + ["resolve"] * 3 + ["graph"]
    assert told[2] == ("documents", 3, 3)


def test_nothing_to_build(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="nothing to build from"):
        run([tmp_path / "missing"], tmp_path / "build")
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(KgError, match=r"nothing could be read: .*empty\.txt: empty"):
        run([tmp_path / "empty.txt"], tmp_path / "build")
    assert not (tmp_path / "build" / "graph.ttl").exists()


def test_the_graph_stays_when_a_later_build_has_nothing(documents: list[Path], tmp_path: Path) -> None:
    run(documents, tmp_path / "build")
    before = outcome(tmp_path / "build")
    with pytest.raises(KgError):
        run([tmp_path / "missing"], tmp_path / "build")
    assert outcome(tmp_path / "build") == before


def test_damaged_records_are_made_again(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents, out)
    expected = outcome(out)
    for path in (out / ".kg" / "records").glob("*/*"):
        path.write_bytes(b"damaged")
    documents[0].touch()
    write_documents(tmp_path / "in", {"four.txt": "국무원 소식\n"})
    run([*documents, tmp_path / "in" / "four.txt"], out)
    assert len(json.loads(outcome(out)["report.json"])["documents"]) == 4
    assert expected != outcome(out)
    with pytest.raises(StoreError, match="missing"):
        Records(out / ".kg" / "records").load("nosuch")


def test_removing_a_document_removes_what_only_it_said(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents, out)
    report = remove(knowledge, ["one", "three.md"], out=out)  # by id and by file name
    assert [entry.id for entry in report.documents] == ["two"]
    run(documents[1:2], tmp_path / "fresh")
    assert outcome(out) == outcome(tmp_path / "fresh")
    assert len(list((out / ".kg" / "records").glob("*/*"))) == 1


def test_removing_an_unknown_document_removes_none(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents, out)
    before = outcome(out)
    with pytest.raises(NotFoundError, match="no document 'four' in the graph; it holds: one, three, two"):
        remove(knowledge, ["one", "four"], out=out)
    assert outcome(out) == before


def test_the_last_document_can_be_removed_and_come_back(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    run(documents[:1], out)
    before = outcome(out)
    assert remove(knowledge, ["one"], out=out).statements == 0
    run(documents[:1], out)
    assert outcome(out) == before


def test_a_graph_is_made_again_from_what_it_holds(documents: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "build"
    report = run([*documents, tmp_path / "missing.txt"], out)
    before = outcome(out)
    for path in documents:
        path.unlink()
    assert refresh(knowledge, out=out) == report
    assert outcome(out) == before
    with pytest.raises(StoreError, match="no graph there"):
        refresh(knowledge, out=tmp_path / "nothing")


def test_records_with_things_that_the_gazetteers_no_longer_hold_are_named(
    documents: list[Path], tmp_path: Path
) -> None:
    out, shorter = tmp_path / "build", tmp_path / "seeds"
    run(documents, out)
    before = outcome(out)
    shutil.copytree(GAZETTEER, shorter)
    for table in shorter.glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text(
            "".join(line for line in lines if not line.startswith(("wuxi,", "taihu-lab,"))), encoding="utf-8"
        )
    lexicon = load_lexicon(shorter)
    assert "wuxi" in knowledge().lexicon.entries and "wuxi" not in lexicon.entries
    with pytest.raises(StoreError, match="two: was read with other gazetteers, which had wuxi; read it again with: kg"):
        refresh(lambda: Knowledge(lexicon, knowledge().ontology, shorter), out=out)
    assert outcome(out) == before
