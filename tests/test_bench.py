"""Benchmarks measure what they say, and their page shows what was measured; nothing here depends on how long things
take."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import page
from bench.corpus import build, documents_of, size
from bench.drawing import Curve, bars, curves
from bench.harness import SIZES, Figure, alternate, machine, pairs, run
from bench.matching import measure as measure_matching
from kg.generations import reading
from kg.validate import validate

FIGURES = [
    Figure("load", "load", "rdflib", 2.0, 8.0, "s", 4.0, least=3.0, rounds=3, about={"statements": 10}),
    Figure("names", "names", "Oxigraph", 6.0, 600.0, "ms", 100.0, least=50.0, most=5.0),
    Figure("view-file", "file", "pyvis", 1.0, 1.5, "MB", 1.5, least=2.0),
]
GROWN = [
    Figure(f"growth-{n}", "kg build", "", n / 2, 0.0, "s", 0.0, about={"documents": n, "megabytes": n / 40, **rest})
    for n, rest in (
        (10, {"statements": 9_000, "processor": 12, "memory": 300, "reduce": 1}),
        (100, {"statements": 90_000, "processor": 70, "memory": 320, "reduce": 4}),
    )
]


def test_a_goal_is_reached_when_ratio_and_bound_are() -> None:
    assert [figure.met for figure in FIGURES] == [True, False, False]


def test_pairs_are_taken_in_turn_and_their_ratio_is_the_median() -> None:
    order: list[str] = []
    ticks = count()
    takes = {"ours": 1, "theirs": 3}

    def work(name: str) -> None:
        order.append(name)
        for _ in range(takes[name]):
            next(ticks)

    found = pairs(lambda: work("ours"), lambda: work("theirs"), rounds=3, clock=lambda: float(next(ticks)))
    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    assert found.ours == (2.0, 2.0, 2.0)
    assert found.ratio == 2.0
    assert found.figure("key", "work", "other", unit="ms").ours == 2000.0


def test_short_work_is_warm_when_its_time_is_taken() -> None:
    time = [0.0]
    cold = {"ours", "theirs"}

    def work(name: str, takes: float) -> None:
        time[0] += takes + (100.0 if name in cold else 0.0)
        cold.discard(name)

    def run(repeat: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        cold.update(("ours", "theirs"))
        found = pairs(
            lambda: work("ours", 2), lambda: work("theirs", 6), rounds=1, clock=lambda: time[0], repeat=repeat
        )
        return found.ours, found.theirs

    assert run(4) == ((2.0,), (6.0,))
    assert run(1) == ((102.0,), (106.0,))


def test_alternate_turns_the_order() -> None:
    order: list[int] = []
    found = alternate([lambda: order.append(0), lambda: order.append(1)], rounds=2)
    assert order == [0, 1, 1, 0]
    assert [len(one) for one in found] == [2, 2]


def test_a_command_is_measured_with_its_processes() -> None:
    inner = "import time; kept = bytearray(120 << 20); time.sleep(1.5)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); print('done')"
    used = run([sys.executable, "-c", outer], every=0.02)
    assert used.said == "done\n"
    assert used.elapsed > 1.5
    assert used.memory > 120
    with pytest.raises(RuntimeError, match="no such thing"):
        run([sys.executable, "-c", "raise ValueError('no such thing')"])


def test_the_page_shows_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "images").mkdir()
    for name, path in (("DOCS", tmp_path), ("DATA", tmp_path / "b.json"), ("PAGE", tmp_path / "b.md")):
        monkeypatch.setattr(page, name, path)
    told = page.read(json.dumps([asdict(figure) for figure in (*FIGURES, *GROWN)]).encode())
    assert told == [*FIGURES, *GROWN]
    page.keep(told, "usual")
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(first) == 4
    text = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert "| load | rdflib | 2 s | 8 s | 4× | ≥ 3× | reached |" in text
    assert "| names | Oxigraph | 6 ms | 600 ms | 100× | ≥ 50×, ≤ 5 ms | **missed** |" in text
    assert "| 100 | 2.5 MB | 90,000 | 50 s | 500 ms |" in text
    assert "generated bulletins of 25 kB into" in text
    page.keep(reversed(told), "usual")
    assert {path: path.read_bytes() for path in first} == first


def test_the_page_in_the_docs_is_that_of_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, names = page.DOCS, (page.PAGE.name, page.RATIOS, page.GROWTH)
    (tmp_path / "images").mkdir()
    monkeypatch.setattr(page, "DOCS", tmp_path)
    monkeypatch.setattr(page, "PAGE", tmp_path / page.PAGE.name)
    page.write()
    for name in names:
        assert (tmp_path / name).read_bytes() == (docs / name).read_bytes(), (
            f"{name}: write it with python -m bench.page"
        )


def test_drawings_are_well_formed_and_the_same_each_time() -> None:
    drawn = bars(FIGURES), curves([Curve("a <name>", [(10, 1), (100, 20)])], across="documents")
    assert drawn == (bars(FIGURES), curves([Curve("a <name>", [(10, 1), (100, 20)])], across="documents"))
    for text in drawn:
        root = ElementTree.fromstring(text)
        assert root.tag.endswith("svg")
        assert len(root) > 6
    assert "a &lt;name&gt;" in drawn[1]


def test_the_machine_is_named() -> None:
    assert {"processor", "memory", "system", "Python", "rdflib"} <= set(machine())


def test_a_made_up_graph_has_the_size_asked_for_and_is_sound(tmp_path: Path) -> None:
    made = build(tmp_path, 30_000)
    assert size(made) == pytest.approx(30_000, rel=0.2)
    assert build(tmp_path, 30_000) == made, "kept"
    with reading(made) as generation:
        assert validate(generation.graph) == []
    bulletins = {document.id for document in documents_of(made)}
    report = json.loads((made / "report.json").read_text(encoding="utf-8"))
    assert {row["id"] for row in report["documents"]} == bulletins


def test_more_names_are_found_than_by_tokens(tmp_path: Path) -> None:
    small = SIZES["quick"]
    _, hits = measure_matching(small, tmp_path)
    there = hits.about["names in the text"]
    assert hits.ours > hits.theirs > 0
    assert hits.ours > 0.8 * there
