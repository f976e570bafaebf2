"""How the server bears many clients: 50 at once for a minute, and one more whose every query is too slow.

    python -m bench.serving [--things N | --build DIR] [--seconds S] [--clients N] [--workers N]

Without --build it makes a graph of N things (20,000 by default) with facts between them. Each client asks in
turn, over one connection: a query for what is said of a thing, a query that counts over a class, a search as one
types, a card. Prints errors, throughput and response times per kind, and the memory of the server with its
processes at the begin, in the middle and at the end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.makers import document, knowledge, said, seen, write_build
from kg.catalogue import Catalogue
from kg.generations import reading
from kg.model import ArticleInfo, Claim, ClaimSeen, Corpus, Entity, Name
from kg.vocab import CSTR

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
_SYLLABLES = "가나다라마바사아자차카타파하강남북서동경기과학기술연구소정보통신에너지환경우주항공"
_PER_BULLETIN = 200


def corpus(things: int) -> Corpus:
    """A made-up graph: things that a few articles mention, tied to well-connected ones, four facts for each."""
    choose = random.Random(things)
    ontology = knowledge().ontology
    classes = ["Company", "University", "Laboratory", "ResearchInstitute", "Policy", "Project", "Person", "City"]
    bulletins = [f"bench-{n:05}" for n in range(things // _PER_BULLETIN + 1)]
    day = dt.date(2015, 1, 2)
    documents = tuple(
        document(
            name,
            issued=day + dt.timedelta(days=3 * n),
            articles=[ArticleInfo(f"policy-{a:02}", "policy", None, f"기사 {n}-{a}", None, 0, 0) for a in range(1, 6)],
        )
        for n, name in enumerate(bulletins)
    )
    entities, claims, ends = [], [], [0]
    for n in range(things):
        name = "".join(choose.choices(_SYLLABLES, k=choose.randint(3, 8)))
        cls = choose.choice(classes)
        iri = f"{CSTR}{ontology.family(cls)}/xbench{n}"
        at = tuple(
            (
                choose.choice(bulletins),
                seen(name, article=f"policy-{choose.randint(1, 5):02}", begin=choose.randint(0, 9)),
            )
            for _ in range(2)
        )
        entities.append(Entity(iri, cls, (Name(name, "ko"), Name(f"Bench {n}", "en")), at, 0.9, ("bench",)))
        for _ in range(4 if n else 0):
            other = entities[choose.choice(ends)]
            ends += (n, entities.index(other) if n < 100 else int(other.iri.rpartition("xbench")[2]))
            evidence = said(f"{name} 관련 문장 {n}", article=f"policy-{choose.randint(1, 5):02}")
            relation = choose.choice(["collaboratesWith", "funds", "partOf", "participatesIn"])
            claims.append((choose.choice(bulletins), ClaimSeen(Claim(iri, relation, other.iri), (evidence,))))
    return Corpus(documents, tuple(entities), tuple(claims), ())


class Load:
    """What the clients saw: kind of request → seconds of each, and what went wrong."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.slow: list[int] = []
        self.done = threading.Event()

    def client(self, address: str, iris: list[str], names: list[str], seed: int) -> None:
        """One client, asking without pause."""
        choose = random.Random(seed)
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        while not self.done.is_set():
            for kind, path in requests(choose, iris, names):
                began = time.perf_counter()
                try:
                    connection.request("GET", path, headers={"Accept": "*/*"})
                    response = connection.getresponse()
                    body = response.read()
                    if response.status != 200:
                        self.errors.append(f"{kind}: {response.status} {body[:100]!r}")
                except OSError as error:
                    self.errors.append(f"{kind}: {error!r}")
                    connection.close()
                self.times[kind].append(time.perf_counter() - began)

    def slow_client(self, address: str) -> None:
        """A client whose queries are all ended by the time limit."""
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        while not self.done.is_set():
            connection.request("GET", f"/sparql?query={quote(SLOW)}")
            response = connection.getresponse()
            response.read()
            self.slow.append(response.status)


def requests(choose: random.Random, iris: list[str], names: list[str]) -> Iterator[tuple[str, str]]:
    """A round of requests: kind and path."""
    about = f"SELECT ?p ?o WHERE {{ <{choose.choice(iris)}> ?p ?o }}"
    yield "query: a thing", f"/sparql?query={quote(about)}"
    name = choose.choice(names)
    for length in range(1, min(4, len(name)) + 1):
        yield "search, typing", f"/api/search?q={quote(name[:length])}"
    near = f"""SELECT ?other (COUNT(*) AS ?n) WHERE {{ <{choose.choice(iris)}> cst:collaboratesWith|cst:funds ?x .
        ?other cst:collaboratesWith|cst:funds ?x }} GROUP BY ?other ORDER BY DESC(?n) LIMIT 20"""
    yield "query: neighbours", f"/sparql?query={quote(near)}"
    yield "card", f"/api/thing?iri={quote(choose.choice(iris))}"


def memory(process: int) -> tuple[float, float]:
    """Resident memory in MB of the server, and of its processes for queries."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return _resident(process), sum(_resident(int(pid)) for pid in listed.stdout.split())


def processor_time(process: int) -> float:
    """Seconds of processor time that the server itself has used; on a busy machine more telling than the clock."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def run(build: Path, *, seconds: float, clients: int, workers: int) -> int:
    """The measurement. Returns the number of errors."""
    with reading(build) as generation:
        rows = Catalogue(generation.catalogue).rows("SELECT iri, name FROM thing ORDER BY iri LIMIT 5000")
    iris, names = [row[0] for row in rows], [row[1] for row in rows]
    command = [sys.executable, "-m", "kg", "serve", "--build", str(build), "--port", "0", "--timeout", "10",
               "--workers", str(workers)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            load = Load()
            threads = [
                threading.Thread(target=load.client, args=(address, iris, names, seed)) for seed in range(clients)
            ]
            threads.append(threading.Thread(target=load.slow_client, args=(address,)))
            time.sleep(2)
            kept = [memory(server.pid)]
            began, used = time.perf_counter(), processor_time(server.pid)
            for thread in threads:
                thread.start()
            for _ in range(4):
                time.sleep(seconds / 4)
                kept.append(memory(server.pid))
            load.done.set()
            for thread in threads:
                thread.join()
            tell(load, kept, time.perf_counter() - began, processor_time(server.pid) - used)
            return len(load.errors)
        finally:
            server.terminate()


def tell(load: Load, kept: list[tuple[float, float]], seconds: float, used: float) -> None:
    """Prints what was measured."""
    print("kind                 requests    1/s     p50     p95     p99     max")
    for kind, times in sorted(load.times.items()):
        ordered = sorted(times)
        p50, p95, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.95, 0.99))
        print(
            f"{kind:20} {len(times):8} {len(times) / seconds:6.0f} "
            + " ".join(f"{1000 * value:5.0f} ms"[:8].rjust(7) for value in (p50, p95, p99, ordered[-1]))
        )
    total = sum(map(len, load.times.values()))
    print(f"all                  {total:8} {total / seconds:6.0f}")
    cores, waiting = os.cpu_count() or 1, os.getloadavg()[0]
    print(f"server's processor time: {1000 * used / total:.1f} ms a request; {cores} cores, load {waiting:.0f}")
    print(f"errors: {len(load.errors)} {load.errors[:3]}")
    print(f"slow queries: {len(load.slow)}, answered with {sorted(set(load.slow))}")
    print("memory in MB, server + processes: " + ", ".join(f"{own:.0f} + {others:.0f}" for own, others in kept))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, default=20_000)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build = given.build
        if build is None:
            build = Path(folder) / "build"
            began = time.perf_counter()
            write_build(build, corpus(given.things))
            report = json.loads((build / "report.json").read_text(encoding="utf-8"))
            took = time.perf_counter() - began
            print(f"{given.things} things, {report['statements']} statements, {took:.0f} s to write")
        errors = run(build, seconds=given.seconds, clients=given.clients, workers=given.workers)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
