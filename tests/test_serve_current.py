"""The server follows the build directory: newer graphs are taken over, requests under way keep theirs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphs import CORPUS, POLICY, iri, write_build
from serving import served

from kg.errors import StoreError
from kg.serve.current import Current

SMALLER = replace(CORPUS, claims=CORPUS.claims[:2], targets=(), addresses=())
FACTS = "SELECT (COUNT(?x) AS ?n) WHERE { ?x a cst:Assertion }"


def counted(client: httpx.Client) -> tuple[int, int]:
    """Facts by catalogue and by store."""
    response = client.get("/sparql", params={"query": FACTS})
    assert response.status_code == 200, response.text
    summary: Any = client.get("/api/summary").json()
    return summary["facts"], int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_a_newer_graph_is_taken_over(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    with served(build, workers=2) as address, httpx.Client(base_url=address, timeout=60) as client:
        before = counted(client)
        generation = client.get("/health").json()["generation"]
        write_build(build, SMALLER, identity="second")
        after = counted(client)
        assert after[0] == after[1] == 2 < before[0] == before[1]
        assert client.get("/health").json()["generation"] == "second" != generation
        assert client.get("/api/thing", params={"iri": POLICY}).json()["targets"] == []


def test_nothing_breaks_while_graphs_change(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    wrong: list[str] = []
    done = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not done.is_set():
                for path, parameters in (
                    ("/sparql", {"query": FACTS}),
                    ("/api/thing", {"iri": POLICY}),
                    ("/api/search", {"q": "과기"}),
                    ("/api/network", {"iri": iri("most")}),
                ):
                    response = client.get(path, params=parameters)
                    if response.status_code != 200:
                        wrong.append(response.text)

    with served(build, workers=2) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(6):
            write_build(build, SMALLER if number % 2 else CORPUS, identity=f"number-{number}")
        done.set()
        for thread in threads:
            thread.join()
        assert not wrong
        assert httpx.get(f"{address}/health").json()["generation"] == "number-5"
    kept = {path.name for path in (build / ".kg" / "generations").iterdir()}
    write_build(build, CORPUS, identity="last")
    left = {path.name for path in (build / ".kg" / "generations").iterdir()}
    assert "last" in left and len(left) < len(kept) + 1, "a server that has ended holds nothing"


def test_a_request_keeps_its_graph_to_the_end(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    current = Current(build)
    with current.lease() as older:
        write_build(build, SMALLER, identity="second")
        with current.lease() as newer:
            assert newer.identity == "second" != older.identity
        write_build(build, CORPUS, identity="third")
        assert older.generation.path.is_dir(), "the next build left it in place"
        assert older.catalogue.rows("SELECT COUNT(*) FROM fact") != newer.catalogue.rows("SELECT COUNT(*) FROM fact")
        assert older.names.search("과기부").hits
    with current.lease() as newest:
        assert newest.identity == "third"
    current.close()
    write_build(build, SMALLER, identity="fourth")
    assert not older.generation.path.is_dir()


def test_no_graph_and_a_graph_without_catalogue(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph there"):
        Current(tmp_path)
    build = write_build(tmp_path / "build")
    (build / ".kg" / "current" / "catalogue.sqlite").unlink()
    with pytest.raises(StoreError, match="build it again"):
        Current(build)


# --- the command --------------------------------------------------------------------------------------------


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "serve", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_command_prints_its_address_and_ends_clean(tmp_path: Path, ended_by: signal.Signals) -> None:
    build = write_build(tmp_path / "build")
    process = start("--build", str(build), "--port", "0", "--workers", "2")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    assert httpx.get(f"{address}health", timeout=30).json()["load"]["workers"] == 2
    assert httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=30).json()["boolean"] is True
    answerers = children(process.pid)
    assert len(answerers) == 2
    process.send_signal(ended_by)
    rest, errors = process.communicate(timeout=30)
    assert (rest, errors) == ("", "")
    assert process.returncode in ((0,) if ended_by == signal.SIGINT else (0, -signal.SIGTERM))
    assert not [pid for pid in answerers if Path(f"/proc/{pid}").exists()]


def test_processes_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    process = start("--build", str(build), "--port", "0", "--workers", "2", "--timeout", "1")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    httpx.get(f"{address}health", timeout=30)
    answerers = children(process.pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while alive := [pid for pid in answerers if _runs(pid)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.1)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_command_tells_what_is_wrong(tmp_path: Path) -> None:
    process = start("--build", str(tmp_path))
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 1 and out == ""
    assert errors.startswith("kg: ") and "make one with: kg build" in errors
    build = write_build(tmp_path / "build")
    with served(build, workers=1) as address:
        taken = start("--build", str(build), "--port", address.rpartition(":")[2])
        assert "cannot listen" in taken.communicate(timeout=60)[1]


def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    process = start("--build", str(build), "--port", "0", "--workers", "1")
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200
        (answerer,) = children(process.pid)
        os.kill(answerer, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while _runs(answerer):
            assert time.monotonic() < deadline
        time.sleep(0.5)  # until the server has heard of it
        response = httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=30)
        assert response.status_code == 200, response.text
        assert answerer not in children(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def test_a_table_is_whole_and_gives_its_graph_free(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    first = (build / ".kg" / "current").resolve()
    with served(build, workers=1) as address, httpx.Client(base_url=address, timeout=60) as client:
        with client.stream("GET", "/api/table.csv", params={"class": "Ministry"}) as stream:
            text = "".join(stream.iter_text())
        assert iri("most") in text and text.count("\r\n") == 3
        write_build(build, SMALLER, identity="second")
        assert client.get("/health").json()["generation"] == "second"
        write_build(build, CORPUS, identity="third")
        assert not first.exists(), "nobody holds the first graph any more"
