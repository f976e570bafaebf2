"""Generated bulletins: the same for the same seed, each independent of the others, and true to their gold."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from quality import fold

from bench.generate import generate, write
from bench.generator import document
from bench.generator.templates import particle, wording
from bench.generator.writer import SECTIONS, WEEKS
from kg.ontology import load_ontology
from kg.read import read_document

ROOT = Path(__file__).resolve().parents[1]
SOME = tuple(generate(12))


def test_same_seed_same_bytes_in_another_process(tmp_path: Path) -> None:
    write(tmp_path / "here", 3, seed=11, gold=True)
    command = [sys.executable, "-m", "bench.generate", "--documents", "3", "--seed", "11", "--gold"]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    subprocess.run([*command, "--out", tmp_path / "there"], cwd=ROOT, env=environment, check=True, capture_output=True)
    here, there = (_digests(tmp_path / name) for name in ("here", "there"))
    assert here == there
    assert len(here) == 6


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_document_is_independent_of_the_others() -> None:
    assert document(5) == list(generate(6))[5] == SOME[5]


def test_other_seed_other_text() -> None:
    assert document(0, seed=8).text != document(0).text


def test_documents_are_dated_weekly_and_have_ids_of_their_own() -> None:
    names = [one.name for one in SOME[:12]]
    days = [dt.date.fromisoformat(name[-10:]) for name in names]
    assert {(b - a).days for a, b in pairwise(days)} == {7}
    later = document(WEEKS)
    assert later.name not in names
    assert later.name.startswith("series-02-2015-")


@pytest.mark.parametrize("kilobytes", [7, 25, 60])
def test_size_is_what_was_asked_for(kilobytes: int) -> None:
    sizes = [len(one.text.encode()) for one in generate(6, kilobytes=kilobytes)]
    assert sum(sizes) / len(sizes) == pytest.approx(kilobytes * 1000, rel=0.15)


def test_the_reader_finds_the_articles_and_the_day(tmp_path: Path) -> None:
    prose = 0
    for one in SOME:
        path = tmp_path / f"{one.name}.txt"
        path.write_text(one.text, encoding="utf-8")
        bulletin = read_document(path)
        articles = {article.id for article in bulletin.articles}
        said = {article for entity in one.gold["entities"] for article in entity["articles"]}
        assert bulletin.id == one.name == one.gold["bulletin"]
        assert bulletin.issued == dt.date.fromisoformat(one.name[-10:])
        assert said <= articles
        sections = {article.split("-")[0] for article in articles}
        assert sections in (set(SECTIONS), {"policy"})
        prose += sections == {"policy"}
    assert 0 < prose < len(SOME)


def test_names_and_classes_of_the_gold_are_in_text_and_ontology() -> None:
    classes = load_ontology().entity_classes
    for one in SOME:
        text = fold(one.text)
        ids = {entity["id"] for entity in one.gold["entities"]}
        for entity in one.gold["entities"]:
            assert entity["names"], entity
            assert all(fold(name) in text for name in entity["names"]), entity
            assert set(entity["types"]) <= set(classes)
        ends = {row[end] for row in one.gold["relations"] for end in ("s", "o")}
        assert ends | {row["policy"] for row in one.gold["targets"]} <= ids


def test_relations_keep_to_domain_and_range() -> None:
    ontology = load_ontology()
    for one in SOME:
        types = {entity["id"]: entity["types"] for entity in one.gold["entities"]}
        for row in one.gold["relations"]:
            subject, obj = types[row["s"]][0], types[row["o"]][0]
            assert ontology.allows(row["p"], subject, obj), (subject, row["p"], obj)


def test_gold_is_as_the_contract_wants_it(shared_dir: Path, tmp_path: Path) -> None:
    for one in SOME:
        gold, text = tmp_path / "gold.json", tmp_path / "text.txt"
        gold.write_bytes(one.gold_bytes())
        text.write_text(one.text, encoding="utf-8")
        script = shared_dir / "eval" / "check_gold.py"
        done = subprocess.run([sys.executable, script, gold, text], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_some_names_are_everywhere_and_many_occur_once() -> None:
    often: Counter[str] = Counter()
    documents = list(generate(60, kilobytes=12))
    for one in documents:
        often.update({entity["names"][0] for entity in one.gold["entities"] if "Company" in entity["types"]})
    once = sum(count == 1 for count in often.values())
    assert once > 0.7 * len(often)
    assert any(count > 2 for count in often.values())
    assert any("과학기술부" in one.text for one in documents)


def test_all_stories_and_facts_are_told() -> None:
    told = {row["p"] for one in SOME for row in one.gold["relations"] if not row["optional"]}
    assert told == set(load_ontology().relations)
    assert any(one.gold["targets"] for one in SOME)
    assert any(one.gold["funding"] for one in SOME)


@pytest.mark.parametrize(
    ("before", "kind", "expected"),
    [
        ("과기부", "은", "는"),
        ("국무원", "은", "은"),
        ("‘행동계획’", "을", "을"),
        ("우시(無錫)", "이", "가"),
        ("LY-5", "과", "와"),
        ("지린 1", "을", "을"),
        ("서울", "으로", "로"),
        ("부산", "으로", "으로"),
    ],
)
def test_particles_fit_the_word_before(before: str, kind: str, expected: str) -> None:
    assert particle(kind, before) == expected


def test_every_wording_makes_a_sentence() -> None:
    words = wording()
    for story in words.stories:
        for beat in story.beats:
            assert beat.by_wording == () or len(beat.by_wording) == len(beat.say), story.id
    assert all(line.rstrip().endswith(".") for line in map(words.sentence, ("발표함", "밝힘", "나왔다")))


def test_gold_file_is_json(tmp_path: Path) -> None:
    write(tmp_path, 1, gold=True)
    (path,) = (tmp_path / "gold").iterdir()
    gold = json.loads(path.read_bytes())
    assert gold["bulletin"] == path.stem
