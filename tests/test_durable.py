"""A build that is killed, finds the disk full or meets another one: the old graph or the new one is there, whole.

`KG_SEED` chooses other moments to kill at; what was done is printed when a test fails.
"""

from __future__ import annotations

import io
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from builder import Builder, Ended, running
from graphs import write_documents
from serving import served

from kg.cli import run
from kg.generations import Generation, current, reading
from kg.labels import find
from kg.ontology import ontology_files
from kg.rdf import read_triples
from kg.report import BuildReport
from kg.shards import export_shards
from kg.store import open_read_only

KILLS = 100
SEED = int(os.environ.get("KG_SEED", "7"))
ROOT = Path(__file__).parents[1]
Capture = pytest.CaptureFixture[str]

FIXED = {
    "one.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n",
    "two.md": "# 소식\n\n중국과학원은 베이징에 있다.\n",
    "three.txt": "교육부는 칭화대학교를 찾았다.\n",
    "four.txt": "과학기술부의 보고를 국무원이 들었다.\n",
}
"""Documents that stay as they are: enough of them that one changed document is a small change."""

CHANGING = (
    "국무원은 과기부의 보고를 들었다.\n",
    "과학기술부는 교육부와 함께 베이징에서 새 사업을 시작했다고 밝혔다.\n",
    "# 소식\n\n국무원은 교육부의 보고를 들었다.\n\n칭화대학교도 참석했다.\n",
    "중국과학원은 과학기술부, 교육부와 함께 칭화대학교를 찾았다.\n",
    "우시는 조용하다.\n",
)
"""What a document says, one version after the other."""

EVERYTHING = "SELECT * { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?known { ?s ?p ?o } } } ORDER BY STR(?s) STR(?p) STR(?o)"


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a build into a new directory gives: files by name, rows of `kg query counts` and of `EVERYTHING`."""

    files: dict[str, bytes]
    counts: str
    everything: str


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A directory in memory where there is one: nothing is tested here that a disk would do otherwise, but slower."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="kg-test-", dir=memory if os.access(memory, os.W_OK) else None)
    yield Path(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    with running(tmp_path_factory.mktemp("builder")) as process:
        yield process


def documents(folder: Path, version: int) -> Path:
    """A folder of five documents, one of which changes."""
    write_documents(folder / "in", {**FIXED, "changing.txt": CHANGING[version]})
    return folder / "in"


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("graph.ttl", "background.ttl", "report.json")}


def asked(out: Path, *query: str) -> str:
    """What `kg query` prints."""
    with redirect_stdout(io.StringIO()) as printed:
        assert run(["query", *query, "--format", "csv", "--build", str(out)]) == 0
    return printed.getvalue()


@pytest.fixture(scope="module")
def fresh(builder: Builder, place: Path) -> list[Fresh]:
    """What each version of the documents gives; the builds are in `fresh-0` and so on."""
    found = []
    for version in range(len(CHANGING)):
        out = place / f"fresh-{version}"
        assert builder.run("build", documents(place, version), "--out", out).status == 0
        found.append(Fresh(files(out), asked(out, "counts"), asked(out, "--sparql", EVERYTHING)))
        assert found[-1].everything.count("\n") > 50
    assert len({each.files["graph.ttl"] for each in found}) == len(CHANGING)
    return found


def in_store(generation: Generation) -> frozenset[str]:
    """The default graph, but for blank nodes."""
    found = open_read_only(generation.store).quads_for_pattern(None, None, None, ox.DefaultGraph())
    return frozenset(text for quad in found if "_:" not in (text := str(quad.triple)))


def in_files(generation: Generation) -> frozenset[str]:
    """What the files say that the default graph is made of."""
    files = (generation.graph, generation.background, *ontology_files())
    return frozenset(text for file in files for triple in read_triples(file) if "_:" not in (text := str(triple)))


def check_whole(out: Path, allowed: list[Fresh]) -> None:
    """The graph in `out` is one of these, in all its parts."""
    found = files(out)
    assert found in [each.files for each in allowed]
    (same,) = (each for each in allowed if each.files == found)
    facts = sum(1 for _ in read_triples(out / "graph.ttl"))
    assert BuildReport.read(out / "report.json").statements == facts
    with reading(out) as generation:
        assert in_store(generation) == in_files(generation)
        assert find((generation.names,), "칭화대학교")
    assert asked(out, "counts") == same.counts


def check_tidy(out: Path) -> None:
    """Nothing is left of builds that came to no good."""
    assert not list((out / ".kg").glob("stage-*"))
    assert len(list((out / ".kg" / "generations").iterdir())) <= 2
    assert len(list((out / ".kg" / "background").iterdir())) == 1


# --- killed -------------------------------------------------------------------------------------------------


@contextmanager
def noted(what: str) -> Iterator[None]:
    """Says what was done when it fails."""
    try:
        yield
    except BaseException as error:
        error.add_note(what)
        raise


def moments(chance: random.Random, count: int) -> list[float]:
    """Random moments from 0 (begin) to 1 (end), one in each of `count` equal parts, in random order."""
    found = [(part + chance.random()) / count for part in range(count)]
    chance.shuffle(found)
    return found


def test_a_build_killed_at_any_moment(builder: Builder, place: Path, fresh: list[Fresh]) -> None:
    """Half of the moments are times, half are changes of files: before one is opened, renamed, linked, removed."""
    out, version = place / "killed", 0
    builder.run("build", documents(place, 1), "--out", out)
    began = time.monotonic()
    changes = builder.run("build", documents(place, version), "--out", out).changes
    seconds = time.monotonic() - began
    chance = random.Random(SEED)
    times = [(moment, None) for moment in moments(chance, KILLS // 2)]
    stops = [(0.0, 1 + int(moment * changes)) for moment in moments(chance, KILLS // 2)]
    killed = 0
    for moment, stop_at in (each for pair in zip(times, stops, strict=True) for each in pair):
        older, version = version, (version + 1) % len(CHANGING)
        when = f"after {moment:.3f} of {seconds:.3f} s" if stop_at is None else f"at change {stop_at} of {changes}"
        with noted(f"seed {SEED}: killed {when}, from version {older} to {version}"):
            given = documents(place, version)
            build = builder.begin("build", given, "--out", out, stop_at=stop_at)
            if stop_at is None:
                time.sleep(moment * seconds)
                build.signal(signal.SIGKILL)
            killed += build.wait().status == -signal.SIGKILL
            check_whole(out, [fresh[older], fresh[version]])
            after = builder.run("build", given, "--out", out, inline=True)
            assert after.status == 0, after.err
            assert files(out) == fresh[version].files
            check_tidy(out)
    assert killed >= KILLS // 2, "most builds had ended before they were killed"


def test_a_first_build_killed_at_any_moment(builder: Builder, place: Path, fresh: list[Fresh], capsys: Capture) -> None:
    given = documents(place, 0)
    changes = builder.run("build", given, "--out", place / "uninterrupted").changes
    for number, moment in enumerate(moments(random.Random(SEED), 6)):
        out, stop_at = place / f"first-{number}", 1 + int(moment * changes)
        with noted(f"seed {SEED}: killed at change {stop_at} of {changes}"):
            assert builder.begin("build", given, "--out", out, stop_at=stop_at).wait().status == -signal.SIGKILL
            if current(out) is None:
                assert run(["query", "counts", "--build", str(out)]) == 1
                assert "no graph there; make one with: kg build" in capsys.readouterr().err
            else:  # the link to the generation is there, those beside it may not be yet
                assert asked(out, "counts") == fresh[0].counts
            assert builder.run("build", given, "--out", out, inline=True).status == 0
            check_whole(out, [fresh[0]])
            check_tidy(out)
        shutil.rmtree(out)


def test_a_build_killed_without_its_workers(builder: Builder, place: Path, fresh: list[Fresh]) -> None:
    """As when memory is short: the system ends one process, and a worker is busy with a document for an hour."""
    out, given = place / "alone", documents(place, 0)
    assert builder.run("build", given, "--out", out).status == 0
    write_documents(place / "endless", {"endless.txt": "무한\n"})
    build = builder.begin("build", place / "endless", documents(place, 1), "--out", out, "--workers", 2)
    deadline = time.monotonic() + 60
    while len(group := processes(build.pid)) < 3:  # there are workers, so the directory is held
        assert time.monotonic() < deadline, group
        time.sleep(0.01)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    check_whole(out, [fresh[0]])
    after = builder.run("build", given, "--out", out, inline=True)
    assert after.status == 0, after.err
    check_whole(out, [fresh[1]])
    deadline = time.monotonic() + 30
    while (left := processes(build.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    build.signal(signal.SIGKILL)
    assert not left, f"of {group} these went on"


def rewritten(folder: Path, version: int) -> Path:
    """A folder of four documents of which all change, so that the graph is written as a whole."""
    turned = CHANGING[version:] + CHANGING[:version]
    write_documents(folder / "rewritten", {f"{n}.txt": text for n, text in enumerate(turned[:4])})
    return folder / "rewritten"


@pytest.fixture(scope="module")
def whole(builder: Builder, place: Path) -> list[Fresh]:
    """What each version of the rewritten documents gives, written by one process."""
    found = []
    for version in range(len(CHANGING)):
        out = place / f"whole-{version}"
        assert builder.run("build", rewritten(place, version), "--out", out, inline=True).status == 0
        found.append(Fresh(files(out), asked(out, "counts"), asked(out, "--sparql", EVERYTHING)))
    return found


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_build_of_several_processes_ended_at_any_moment(
    builder: Builder, place: Path, whole: list[Fresh], by: signal.Signals
) -> None:
    """The signal comes before a change of files in one of them, and to all."""
    out, version = place / f"several-{by.name}", 0
    given = rewritten(place, version)
    changes = builder.run("build", given, "--out", out, "--workers", 2, inline=True).changes
    ended = 0
    for moment in moments(random.Random(SEED), 25):
        older, version = version, (version + 1) % len(CHANGING)
        stop_at = 1 + int(moment * changes)
        with noted(f"seed {SEED}: ended at change {stop_at} of {changes}, from version {older} to {version}"):
            given = rewritten(place, version)
            build = builder.begin(
                "build", given, "--out", out, "--workers", 2, inline=True, stop_at=stop_at, stop_by=by
            )
            last = build.wait()
            if by == signal.SIGINT:
                assert not processes(build.pid)
                assert (last.status, last.err) in ((130, "\nkg: interrupted\n"), (0, "")), last
            ended += last.status != 0
            check_whole(out, [whole[older], whole[version]])
            assert builder.run("build", given, "--out", out, "--workers", 2, inline=True).status == 0
            assert files(out) == whole[version].files
            check_whole(out, [whole[version]])
            check_tidy(out)
    assert ended >= 12, "most builds had ended before"


def processes(group: int) -> list[int]:
    """The processes of a group that run."""
    found = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in found.splitlines()]
    return [int(pid) for pid, leader, state in rows if int(leader) == group and not state.startswith("Z")]


# --- full disks ---------------------------------------------------------------------------------------------

SIZES = (0, 2, 4, 8, 16, 32, 64, 96, 128, 192, 256, 320, 384, 448, 512, 640, 768)
"""KiB that are free; those that follow are twice as many each."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MiB, in memory; skips where none may be mounted."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "kg-test", str(path)], capture_output=True, text=True
    )
    if mount.returncode:
        pytest.skip(f"no disk can be mounted here ({mount.stderr.strip()}); as root it can")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def resized(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def fill(disk: Path, *, free: int) -> None:
    """Leaves so many bytes free, or hardly more."""
    room = os.statvfs(disk)
    with (disk / "fill").open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, max(1, room.f_bavail * room.f_frsize - free))


def is_plain(ended: Ended, out: Path) -> bool:
    """Whether one line says that the disk is full, and what to do."""
    begin = f"kg: {out}: the disk is full: free some space and build again"
    return not ended.out and ended.err.startswith(begin) and ended.err.count("\n") == 1


def test_a_disk_that_is_full_in_any_stage(builder: Builder, disk: Path, fresh: list[Fresh]) -> None:
    out, version = disk / "out", 0
    assert builder.run("build", documents(disk, version), "--out", out).status == 0
    stages = set()
    for size in itertools.chain(SIZES, (1024 << double for double in range(6))):
        assert builder.run("build", documents(disk, version), "--out", out, inline=True).status == 0
        older, version = version, (version + 1) % len(CHANGING)
        given = documents(disk, version)
        with noted(f"{size} KiB free"):
            fill(disk, free=size << 10)
            ended = builder.run("build", given, "--out", out, inline=True)
            if ended.status == 0:
                check_whole(out, [fresh[version]])
                break
            assert ended.status == 1 and is_plain(ended, out), ended
            assert ended.err.endswith("; the graph that was there before is whole\n")
            stages.add(ended.changes)
            check_whole(out, [fresh[older]])
            (disk / "fill").unlink()
            assert builder.run("build", given, "--out", out, inline=True).status == 0
            check_whole(out, [fresh[version]])
            check_tidy(out)
    else:
        pytest.fail("no disk was large enough")
    assert len(stages) >= 3, "it was always the same step that failed"


@pytest.mark.parametrize("change, old_stays", [("os.mkdir generations", True), ("os.remove link.new", False)])
def test_a_disk_that_fills_up_before_a_step(
    builder: Builder, disk: Path, fresh: list[Fresh], change: str, old_stays: bool
) -> None:
    """Before the new graph is whole, and before readers are sent to it: what is said of the old one is true."""
    out = disk / "out"
    for version in (1, 0):
        assert builder.run("build", documents(disk, version), "--out", out, inline=True).status == 0
    build = builder.begin(
        "build", documents(disk, 2), "--out", out, inline=True, stop_at=change, stop_by=signal.SIGSTOP
    )
    assert build.paused()
    fill(disk, free=0)
    build.signal(signal.SIGCONT)
    ended = build.wait()
    if old_stays:
        assert ended.status == 1 and is_plain(ended, out), ended
        assert ended.err.endswith("; the graph that was there before is whole\n")
        check_whole(out, [fresh[0]])
    else:
        assert ended.status == 0, ended
        check_whole(out, [fresh[2]])
    (disk / "fill").unlink()
    assert builder.run("build", documents(disk, 3), "--out", out, inline=True).status == 0
    check_whole(out, [fresh[3]])
    check_tidy(out)


def test_a_disk_that_is_full_in_one_of_several_processes(builder: Builder, disk: Path, whole: list[Fresh]) -> None:
    out, version = disk / "out", 0
    several = ("--out", out, "--workers", 2)
    assert builder.run("build", rewritten(disk, version), *several, inline=True).status == 0
    failed = 0
    for size in itertools.chain(SIZES, (1024 << double for double in range(6))):
        assert builder.run("build", rewritten(disk, version), *several, inline=True).status == 0  # removes what is old
        older, version = version, (version + 1) % len(CHANGING)
        given = rewritten(disk, version)
        with noted(f"{size} KiB free"):
            fill(disk, free=size << 10)
            ended = builder.run("build", given, *several, inline=True)
            if ended.status == 0:
                check_whole(out, [whole[version]])
                break
            assert ended.status == 1 and is_plain(ended, out), ended
            failed += 1
            check_whole(out, [whole[older]])
            (disk / "fill").unlink()
            assert builder.run("build", given, *several, inline=True).status == 0
            check_whole(out, [whole[version]])
            check_tidy(out)
    else:
        pytest.fail("no disk was large enough")
    assert failed >= 5


@pytest.mark.parametrize("size", ["64k", "256k", "1m"])
def test_a_disk_too_small_for_a_first_build(builder: Builder, disk: Path, fresh: list[Fresh], size: str) -> None:
    given, out = documents(disk, 0), disk / "out"
    resized(disk, size)
    ended = builder.run("build", given, "--out", out, inline=True)
    assert ended.status == 1 and is_plain(ended, out), ended
    assert ended.err.endswith("build again\n") and current(out) is None
    resized(disk, "48m")
    assert builder.run("build", given, "--out", out, inline=True).status == 0
    check_whole(out, [fresh[0]])
    check_tidy(out)


def test_exports_and_views_on_a_full_disk(
    builder: Builder, disk: Path, place: Path, fresh: list[Fresh], capsys: Capture
) -> None:
    out = place / "fresh-0"
    with reading(out) as generation:
        export_shards(generation, disk / "shards", 3)
    (disk / "graph.nq").write_text("older")
    (disk / "view.html").write_text("older")
    before = {path.name for path in disk.iterdir()} | {"fill"}
    fill(disk, free=0)
    shards = {path.name: path.read_bytes() for path in (disk / "shards").iterdir()}
    for command in (
        ["export", "--format", "nquads", "--output", str(disk / "graph.nq")],
        ["export", "--shards", "2", "--output", str(disk / "shards")],
        ["export", "--format", "csv", "--output", str(disk / "tables")],
        ["view", "--output", str(disk / "view.html")],
    ):
        assert run([*command, "--build", str(out)]) == 1, command
        assert "the disk is full; free some space" in capsys.readouterr().err
    assert {path.name for path in disk.iterdir()} - {"tables"} == before
    assert (disk / "graph.nq").read_text() == (disk / "view.html").read_text() == "older"
    assert {path.name: path.read_bytes() for path in (disk / "shards").iterdir()} == shards


def test_a_full_disk_behind_standard_output(place: Path, fresh: list[Fresh]) -> None:
    command = [sys.executable, "-m", "kg", "export", "--format", "nquads", "--build", str(place / "fresh-0")]
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and done.stderr == "kg: the disk is full; free some space\n"


def test_a_full_disk_behind_the_server(
    disk: Path, place: Path, fresh: list[Fresh], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long answers pass through the temporary directory; when that is full, the others are given all the same."""
    monkeypatch.setenv("TMPDIR", str(disk))
    monkeypatch.setattr(tempfile, "tempdir", None)
    long = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    with served(place / "fresh-0", workers=1) as address, httpx.Client(timeout=60) as client:
        for free, status in ((64 << 10, 503), (40 << 20, 200)):
            fill(disk, free=free)
            answer = client.get(f"{address}/sparql", params={"query": long}, headers={"Accept": "text/csv"})
            assert answer.status_code == status
            assert "no room for an answer as long as this one; ask for less" in answer.text or status == 200
            assert client.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200
            (disk / "fill").unlink()
            (spool,) = disk.iterdir()
            assert not list(spool.iterdir())


# --- two at once --------------------------------------------------------------------------------------------


def test_a_second_build_leaves_the_first_alone(
    builder: Builder, place: Path, fresh: list[Fresh], tmp_path: Path
) -> None:
    out = place / "twice"
    for version in (0, 1):  # a first build, and a later one
        given = documents(place, version)
        changes = builder.run("build", given, "--out", place / f"undisturbed-{version}").changes
        first = builder.begin("build", given, "--out", out, stop_at=changes // 2, stop_by=signal.SIGSTOP)
        assert first.paused()
        with running(tmp_path) as another:
            second = another.run("build", documents(place / "other", 2), "--out", out)
        first.signal(signal.SIGCONT)
        assert second.status == 1
        assert second.err == f"kg: {out}: another build is writing there; wait until it is done\n"
        assert first.wait().status == 0
        check_whole(out, [fresh[version]])


# --- readers ------------------------------------------------------------------------------------------------


def statements(out: Path) -> frozenset[str]:
    """The facts in the store of one generation, after they were compared with its other files."""
    with reading(out) as generation:
        assert in_store(generation) == in_files(generation)
        found = frozenset(map(str, read_triples(generation.graph)))
        assert BuildReport.read(generation.report).statements == len(found)
        assert find((generation.names,), "칭화대학교")
    return found


def test_readers_go_on_during_builds(builder: Builder, place: Path, fresh: list[Fresh]) -> None:
    """Each answer is that of one whole graph, whoever asks: a program, `kg query`, the server."""
    out = place / "read"
    assert builder.run("build", documents(place, 0), "--out", out).status == 0
    rows = {tuple(each.everything.splitlines()) for each in fresh}
    graphs = {frozenset(map(str, read_triples(place / f"fresh-{n}" / "graph.ttl"))) for n in range(len(fresh))}
    command = [sys.executable, "-m", "kg", "query", "--sparql", EVERYTHING, "--format", "csv", "--build", str(out)]

    def by_command() -> tuple[str, ...]:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return tuple(done.stdout.splitlines())

    def by_server() -> tuple[str, ...]:
        answer = client.get(f"{address}/sparql", params={"query": EVERYTHING}, headers={"Accept": "text/csv"})
        assert answer.status_code == 200, answer.text
        return tuple(answer.text.splitlines())

    with served(out, workers=1) as address, httpx.Client(timeout=60) as client:
        readers = [_Reader(graphs, lambda: statements(out)), _Reader(rows, by_command), _Reader(rows, by_server)]
        for reader in readers:
            reader.start()
        try:
            for version in itertools.islice(itertools.cycle(range(len(CHANGING))), 200):
                assert builder.run("build", documents(place, version), "--out", out, inline=True).status == 0
                if all(reader.error or len(reader.seen) >= 3 for reader in readers):
                    break
        finally:
            for reader in readers:
                reader.end()
    for reader in readers:
        assert reader.error is None
        assert reader.seen <= reader.right and len(reader.seen) >= 3


class _Reader(threading.Thread):
    """Asks until it is ended; `seen` are the different answers, `right` those that are right."""

    def __init__(self, right: Iterable[object], ask: Callable[[], object]) -> None:
        super().__init__()
        self.right = set(right)
        self.seen: set[object] = set()
        self.error: BaseException | None = None
        self._ask = ask
        self._ended = threading.Event()

    def run(self) -> None:
        try:
            while not self._ended.is_set():
                self.seen.add(self._ask())
        except BaseException as error:  # told in the test's own thread
            self.error = error

    def end(self) -> None:
        self._ended.set()
        self.join()
