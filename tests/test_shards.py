"""Shards: each statement in one of them, all of a subject together, the same bytes, and whole at any time."""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from builder import running
from graphs import CORPUS, LAB, iri, write_build
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import run
from kg.export import ExportError, export
from kg.generations import Generation, current
from kg.shards import MANIFEST, MOST, export_shards, shard_of
from kg.vocab import GRAPH_BACKGROUND, GRAPH_ENRICHMENT, GRAPH_FACTS, GRAPH_ONTOLOGY

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph, with a link to another dataset."""
    top = tmp_path_factory.mktemp("shards")
    link = f"<{LAB}> <http://www.w3.org/2002/07/owl#sameAs> <https://example.org/entity/Q1> .\n"
    (top / "links.ttl").write_text(link, encoding="utf-8")
    return write_build(top / "build", links=top / "links.ttl")


@pytest.fixture(scope="module")
def generation(build: Path) -> Generation:
    found = current(build)
    assert found is not None
    return found


def lines_of(directory: Path) -> list[list[str]]:
    """The lines of each shard that the manifest names, in its order."""
    named = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["shards"]
    return [gzip.decompress((directory / s["file"]).read_bytes()).decode().splitlines(keepends=True) for s in named]


def files_of(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def whole(directory: Path) -> bool:
    """Whether the manifest names files that are there and right."""
    named = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["shards"]
    return all(hashlib.sha256((directory / s["file"]).read_bytes()).hexdigest() == s["sha256"] for s in named)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_each_statement_is_in_one_shard(generation: Generation, tmp_path: Path, count: int) -> None:
    export_shards(generation, tmp_path / "shards", count)
    with (tmp_path / "graph.nq").open("wb") as out:
        export(generation, "nquads", out)
    expected = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    shards = lines_of(tmp_path / "shards")
    assert len(shards) == count
    assert sorted(line for lines in shards for line in lines) == sorted(expected)
    assert len(set(expected)) == len(expected)


def test_all_that_is_said_of_a_subject_lies_together(generation: Generation, tmp_path: Path) -> None:
    export_shards(generation, tmp_path / "shards", 5)
    shards = lines_of(tmp_path / "shards")
    for number, lines in enumerate(shards):
        subjects = {quad.subject.value for quad in ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)}
        assert {shard_of(subject, 5) for subject in subjects} == {number}
    assert all(5 * len(lines) > sum(map(len, shards)) / 2 for lines in shards), "badly spread"
    (most,) = [lines for lines in shards if any(line.startswith(f"<{iri('most')}> ") for line in lines)]
    graphs = {line.rsplit(" ", 2)[1] for line in most if line.startswith(f"<{iri('most')}> ")}
    assert graphs == {f"<{GRAPH_FACTS}>", f"<{GRAPH_BACKGROUND}>"}


@given(st.text(min_size=1), st.integers(1, MOST))
def test_the_shard_of_a_subject_follows_from_its_iri(subject: str, count: int) -> None:
    assert shard_of(subject, count) == int(hashlib.sha256(subject.encode()).hexdigest()[:16], 16) % count


def test_the_manifest_tells_what_there_is(generation: Generation, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    written = export_shards(generation, tmp_path / "shards", 3, on_progress=lambda *step: told.append(step))
    manifest = json.loads((tmp_path / "shards" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["format"] == "application/n-quads" and whole(tmp_path / "shards")
    shards = lines_of(tmp_path / "shards")
    assert [shard["statements"] for shard in manifest["shards"]] == list(map(len, shards))
    graphs = Counter(line.rsplit(" ", 2)[1].strip("<>") for lines in shards for line in lines)
    assert manifest["graphs"] == graphs == written.graphs
    assert set(graphs) == {GRAPH_BACKGROUND, GRAPH_FACTS, GRAPH_ONTOLOGY, GRAPH_ENRICHMENT}
    assert written.statements == sum(map(len, shards))
    assert {name: (done, total) for name, done, total in told} == {
        graph.rpartition("/")[2]: (count, count) for graph, count in graphs.items()
    }


def test_same_graph_same_bytes(generation: Generation, tmp_path: Path) -> None:
    export_shards(generation, tmp_path / "one", 4)
    corpus = replace(CORPUS, entities=CORPUS.entities[::-1], claims=CORPUS.claims[::-1])
    (tmp_path / "links.ttl").write_bytes(generation.enrichment.read_bytes())
    again = current(write_build(tmp_path / "build", corpus, links=tmp_path / "links.ttl"))
    assert again is not None
    export_shards(again, tmp_path / "two", 4)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    header = next(iter((tmp_path / "one").glob("*.gz"))).read_bytes()[:10]
    assert header[3] == 0 and header[4:8] == bytes(4), "gzip with a name or a time"


def test_a_newer_export_takes_the_place_of_the_older(generation: Generation, tmp_path: Path) -> None:
    place = tmp_path / "shards"
    export_shards(generation, place, 6)
    older = set(files_of(place))
    for left in (".shard-3.part", ".manifest.part", "shard-9-of-12-0123456789ab.nq.gz"):  # by a killed export
        (place / left).write_bytes(b"half")
    (place / "notes.txt").write_text("mine")
    export_shards(generation, place, 2)
    assert len(list(place.glob("*.nq.gz"))) == 2 and not older & set(files_of(place)) - {MANIFEST}
    assert (place / "notes.txt").read_text() == "mine" and len(list(place.iterdir())) == 4
    export_shards(generation, tmp_path / "fresh", 2)
    assert files_of(tmp_path / "fresh").items() <= files_of(place).items()


def test_a_damaged_manifest_is_no_obstacle(generation: Generation, tmp_path: Path) -> None:
    for damage in (b"", b"[]", b'{"shards": [1]}', b"\xff"):
        export_shards(generation, tmp_path, 2)
        (tmp_path / MANIFEST).write_bytes(damage)
        export_shards(generation, tmp_path, 2)
        assert whole(tmp_path) and len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("limit", [0, 20_000])
def test_when_it_cannot_be_written_the_older_export_stays_whole(build: Path, tmp_path: Path, limit: int) -> None:
    place = tmp_path / "shards"
    assert run(["export", "--shards", "3", "--output", str(place), "--build", str(build)]) == 0
    before = files_of(place)
    code = (  # no file may grow beyond the limit, as with a quota
        "import resource, signal, sys; from kg.cli import run; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); sys.exit(run(sys.argv[1:]))"
    )
    command = ["export", "--shards", "1", "--output", str(place), "--build", str(build)]
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.splitlines()[-1].startswith(f"kg: {place}: cannot be written (")
    assert os.strerror(errno.EFBIG) in done.stderr and "Traceback" not in done.stderr
    assert files_of(place) == before


def test_killed_at_any_change_of_files(build: Path, tmp_path: Path) -> None:
    """The manifest names files that are there and right, those of the older export or of the newer."""
    older, newer, place = tmp_path / "older", tmp_path / "newer", tmp_path / "shards"
    with running(tmp_path) as builder:
        assert builder.run("export", "--shards", 2, "--output", older, "--build", build).status == 0
        shutil.copytree(older, place)
        changes = builder.run("export", "--shards", 3, "--output", place, "--build", build).changes
        shutil.copytree(place, newer)
        assert changes >= 8
        for stop_at in range(1, changes + 1):
            shutil.rmtree(place)
            shutil.copytree(older, place)
            killed = builder.begin("export", "--shards", 3, "--output", place, "--build", build, stop_at=stop_at)
            assert killed.wait().status == -signal.SIGKILL
            assert whole(place)
            manifest = (place / MANIFEST).read_bytes()
            assert manifest in ((older / MANIFEST).read_bytes(), (newer / MANIFEST).read_bytes())
            assert builder.run("export", "--shards", 3, "--output", place, "--build", build).status == 0
            assert files_of(place) == files_of(newer)


def test_one_export_at_a_time(build: Path, generation: Generation, tmp_path: Path) -> None:
    export_shards(generation, tmp_path, 2)
    before = files_of(tmp_path)
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(ExportError, match="another export is writing there; wait"):
            export_shards(generation, tmp_path, 3)
    finally:
        os.close(handle)
    assert files_of(tmp_path) == before


def test_places_that_cannot_be(generation: Generation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match=r"cannot be written \(File exists\); name a directory with --output"):
        export_shards(generation, tmp_path / "file", 2)
    for count in (0, MOST + 1):
        with pytest.raises(ExportError, match=f"choose from 1 to {MOST}"):
            export_shards(generation, tmp_path / "shards", count)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shards", "2"], "name the directory for the shards with --output"),
        (["--shards", "2", "--output", "x", "--format", "turtle"], "leave out --format turtle, or --shards"),
        (["--shards", "0", "--output", "x"], "--shards"),
    ],
)
def test_wrong_usage(build: Path, options: list[str], message: str, capsys: Capture) -> None:
    assert run(["export", *options, "--build", str(build)]) == 2
    assert message in capsys.readouterr().err


def test_by_command(build: Path, tmp_path: Path, capsys: Capture) -> None:
    place = tmp_path / "deep" / "shards"
    command = ["export", "--shards", "2", "--format", "nquads", "--output", str(place), "--build", str(build)]
    assert run(command) == 0
    captured = capsys.readouterr()
    count = sum(map(len, lines_of(place)))
    assert captured.out == f"{count} statements in 2 shards, listed in {place / MANIFEST}\n"
    assert "facts: " in captured.err and " statements written" in captured.err


def test_oxigraph_loads_the_shards(build: Path, tmp_path: Path) -> None:
    """By the command `oxigraph` of the Python package of that name, as in docs/stores.md."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "no oxigraph; make test installs it"
    assert run(["export", "--shards", "3", "--output", str(tmp_path / "shards"), "--build", str(build)]) == 0
    files = map(str, sorted((tmp_path / "shards").glob("*.nq.gz")))
    database = str(tmp_path / "database")
    subprocess.run([program, "load", "--location", database, "--file", *files], check=True, capture_output=True)
    there = ox.Store.read_only(database)
    found = Counter(quad.graph_name.value for quad in there.quads_for_pattern(None, None, None))
    assert found == json.loads((tmp_path / "shards" / MANIFEST).read_text(encoding="utf-8"))["graphs"]
