"""What a graph holds, the ranking of its actors, and the command."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from graphs import CORPUS, FIRST, LAB, iri, said, seen, write_build
from views import HOSTILE_NAMES, hostile_corpus

from kg.cli import run
from kg.measures import EXACT_UP_TO, KINDS, MeasureError, actor_network
from kg.model import Claim, ClaimSeen, Entity, Name
from kg.ontology import load_ontology
from kg.stats import Overview, Ranking, overview, ranking
from kg.store import open_store
from kg.vocab import CSTR

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("stats") / "build")


def held(build: Path) -> Overview:
    with open_store(build) as (local, _):
        return overview(local, ontology=load_ontology())


def ranked(build: Path, *, kinds: Sequence[str] = KINDS, **options: Any) -> Ranking:
    with open_store(build) as (local, _):
        network = actor_network(local, ontology=load_ontology(), kinds=kinds)
        return ranking(local, network, ontology=load_ontology(), **options)


def test_the_overview_counts_what_documents_state(build: Path) -> None:
    found = held(build)
    assert (found.documents, found.articles, found.years) == (2, 3, {"2024": 1, "2025": 1})
    assert found.things["Ministry"] == 2 and found.things["Technology"] == 1 and found.all_things == 8
    assert found.facts == {
        "establishedBy": 2, "issuedBy": 2, "addresses": 1, "affiliatedWith": 1, "appliesTo": 1, "collaboratesWith": 1,
        "funds": 1, "hasTarget": 1, "locatedIn": 1,
    }  # fmt: skip
    assert list(found.facts)[:2] == ["establishedBy", "issuedBy"], "the most frequent first"
    assert found.all_facts == 11
    assert (found.sentences, found.one_article) == (14, 9), "two facts are stated in two articles each"
    assert found.evidence_per_fact == pytest.approx(14 / 11)
    assert found.one_article_share == pytest.approx(9 / 11)


def test_an_empty_graph_has_nothing_to_count() -> None:
    found = overview(ox.Store(), ontology=load_ontology())
    assert (found.documents, found.all_facts, found.evidence_per_fact, found.one_article_share) == (0, 0, 0.0, 0.0)
    nobody = actor_network(ox.Store(), ontology=load_ontology())
    empty = ranking(ox.Store(), nobody, ontology=load_ontology())
    assert (empty.total, empty.actors, empty.communities) == (0, (), ())


def test_actors_are_ranked_by_the_measure_asked_for(build: Path) -> None:
    by_degree = ranked(build)
    assert [actor.iri for actor in by_degree.actors] == [LAB, *map(iri, ("cas", "tsinghua", "most", "moe"))]
    assert [(actor.degree, actor.weight) for actor in by_degree.actors] == [(3, 3), (2, 3), (2, 3), (2, 2), (1, 1)]
    between = ranked(build, by="betweenness", top=2)
    assert [actor.iri for actor in between.actors] == [LAB, iri("most")]
    assert between.actors[0].betweenness == pytest.approx(4 / 6, abs=1e-6) and between.total == 5
    assert [actor.iri for actor in ranked(build, kinds=("issuance",)).actors] == [iri("moe"), iri("most")]
    with pytest.raises(MeasureError, match=r"no measure 'fame'; .*degree"):
        ranked(build, by="fame")


def test_names_and_communities_come_in_the_language_asked_for(build: Path) -> None:
    korean, english = ranked(build), ranked(build, language="en")
    assert {actor.name for actor in korean.actors} >= {"과학기술부", "타이후 공동실험실"}
    assert "Ministry of Science and Technology" in {actor.name for actor in english.actors}
    (community,) = korean.communities
    assert community.members == 3 and community.number == 1
    assert set(community.name.split(", ")) == {"타이후 공동실험실", "중국과학원", "칭화대학교"}
    assert {actor.iri for actor in korean.actors if actor.community == 1} == {LAB, iri("cas"), iri("tsinghua")}


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_prints_tables(build: Path, capsys: Capture) -> None:
    assert run(["stats", "--build", str(build), "--top", "3"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == "" and lines[0].split() == ["holds"]
    assert "documents               2" in lines and "facts from one article  82%" in lines
    assert [line.split()[0] for line in lines if "cstr:org/" in line] == ["1", "2", "3"]
    assert any(line.startswith("1     타이후 공동실험실") for line in lines)


def test_csv_holds_the_actors(build: Path, capsys: Capture) -> None:
    assert run(["stats", "--build", str(build), "--format", "csv", "--measure", "betweenness", "--by", "founding"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["iri"] for row in rows} == {LAB, iri("cas"), iri("tsinghua")}
    assert rows[0].keys() == {"iri", "name", "cls", "degree", "weight", "betweenness", "community"}


def test_json_holds_all_and_is_the_same_in_every_process(build: Path) -> None:
    """Sets of strings have another order in each process; nothing may follow from that."""
    command = [sys.executable, "-m", "kg", "stats", "--build", str(build), "--format", "json"]
    outputs = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    }
    (output,) = outputs
    found = json.loads(output)
    assert found["overview"]["one_article_share"] == 0.8182
    assert found["actors"]["actors"][0]["iri"] == LAB and found["actors"]["sampled"] is False


def test_hostile_names_cannot_speak_to_the_terminal(tmp_path: Path, capsys: Capture) -> None:
    build = write_build(tmp_path / "hostile", hostile_corpus())
    assert run(["stats", "--build", str(build)]) == 0
    out = capsys.readouterr().out
    assert HOSTILE_NAMES[0] in out
    assert not {c for c in out if ord(c) < 32} - {"\n"}


def test_an_estimate_is_called_one(tmp_path: Path, capsys: Capture) -> None:
    count = EXACT_UP_TO + 1
    companies = tuple(
        Entity(f"{CSTR}org/x{n}", "Company", (Name(f"회사 {n}", "ko"),), ((FIRST, seen(f"회사 {n}")),), 0.9, ("test",))
        for n in range(count)
    )
    ties = (
        (FIRST, ClaimSeen(Claim(one.iri, "collaboratesWith", other.iri), (said("함께"),)))
        for one, other in pairwise(companies)
    )
    build = write_build(
        tmp_path / "large", replace(CORPUS, entities=companies, claims=tuple(ties), targets=(), addresses=())
    )
    assert run(["stats", "--build", str(build), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert f"{count} actors: betweenness is estimated" in err
    assert json.loads(out)["actors"]["sampled"] is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--measure", "fame"], "'fame' is not one of"),
        (["--by", "marriage"], "'marriage' is not one of"),
        (["--top", "0"], "0 is not in the range"),
    ],
)
def test_wrong_usage_is_told(build: Path, capsys: Capture, arguments: list[str], message: str) -> None:
    assert run(["stats", "--build", str(build), *arguments]) == 2
    assert message in capsys.readouterr().err
