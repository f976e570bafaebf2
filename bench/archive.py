"""What lies behind the extraction, for archives of any size: ledger, graph, store, catalogue, index of names.

    python -m bench.archive --documents 10000 --out DIR [--kilobytes 7] [--workers 2]

The documents are generated (short ones, unless said otherwise) and read as always; what they state is taken from their
known truth in place of the extractor, which would need hours for ten thousand of them. First a whole build, then one
document more and one document changed, each in a process of its own; time, processor time and largest resident memory
of each are printed as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.generate import generate
from kg.documents import Analysis
from kg.lexicon import Lexicon, load_lexicon
from kg.model import (
    ArticleInfo,
    Bulletin,
    Claim,
    ClaimSeen,
    DocumentRecord,
    Evidence,
    LocalEntity,
    Name,
    Sighting,
    Target,
    TargetSeen,
)
from kg.ontology import load_ontology
from kg.pipeline import build_with, default_knowledge
from kg.rdf import language_of
from kg.read import parse_document
from kg.schedule import Processes

_KILOBYTES = 7
"""Size of a document: about nine hundred statements."""

_FOLDER = "BENCH_ARCHIVE"
"""Environment variable with the folder of the documents; their truth lies in its folder `gold`."""


class Truthful:
    """An extractor that knows what a generated document states."""

    version = "truth-1"

    def __init__(self) -> None:
        self._lexicon: Lexicon = load_lexicon()
        self._ontology = load_ontology()
        self._gold = Path(os.environ[_FOLDER]) / "gold"

    def __call__(self, bulletin: Bulletin) -> DocumentRecord:
        """The record of what the gold file says, each thing seen wherever one of its names stands."""
        gold = json.loads((self._gold / f"{Path(bulletin.name).stem}.json").read_text(encoding="utf-8"))
        entities = [one for one in (self._entity(row, bulletin) for row in gold["entities"]) if one]
        known = {entity.id: entity for entity in entities}
        claims = [seen for row in self._stated(gold) if (seen := self._claim(row, known, bulletin)) is not None]
        unique = {seen.claim.id: seen for seen in claims}
        targets = tuple(_target(row, known, bulletin) for row in gold["targets"] if row["policy"] in known)
        articles = tuple(
            ArticleInfo(a.id, a.section.value, a.number, a.title.text, a.day, a.begin, a.end) for a in bulletin.articles
        )
        return DocumentRecord(
            bulletin.id, bulletin.name, bulletin.title, bulletin.publisher, bulletin.issued, bulletin.sha256,
            bulletin.original, articles, tuple(entities), tuple(unique.values()), targets,
        )  # fmt: skip

    def _entity(self, row: dict[str, Any], bulletin: Bulletin) -> LocalEntity | None:
        seen = tuple(_sightings(row["names"], bulletin))
        if not seen:
            return None
        names = tuple(Name(name, language_of(name) or "und") for name in row["names"])
        names = tuple(sorted(names, key=lambda name: name.lang != "ko"))
        return LocalEntity(row["id"], row["types"][0], names, seen, 0.9, ("truth",), self._key(row))

    def _key(self, row: dict[str, Any]) -> str | None:
        for name in row["names"]:
            for hit in self._lexicon.scan(name):
                if hit.begin == 0 and hit.end == len(name):
                    for key in hit.keys:
                        if self._lexicon.entries[key].cls in row["types"]:
                            return key
        return None

    def _stated(self, gold: dict[str, Any]) -> Iterator[dict[str, Any]]:
        sums = {(row["s"], row["o"]): row for row in gold["funding"]}
        for row in gold["relations"]:
            money = sums.get((row["s"], row["o"])) if row["p"] == "funds" else None
            yield {**row, "money": money}

    def _claim(self, row: dict[str, Any], known: dict[str, LocalEntity], bulletin: Bulletin) -> ClaimSeen | None:
        subject, object_ = known.get(row["s"]), known.get(row["o"])
        if subject is None or object_ is None:
            return None
        if not self._ontology.allows(row["p"], subject.cls, object_.cls):
            return None
        money = row["money"]
        sums = (("amount", str(money["amount"])), ("currency", money["currency"])) if money else ()
        return ClaimSeen(Claim(subject.id, row["p"], object_.id, sums), (_evidence(subject, bulletin),))


def _sightings(names: list[str], bulletin: Bulletin) -> Iterator[Sighting]:
    text = bulletin.original
    for article in bulletin.articles:
        taken: set[int] = set()
        for name in sorted(names, key=len, reverse=True):
            at = text.find(name, article.begin, article.end)
            while at >= 0:
                if not taken & set(range(at, at + len(name))):
                    taken |= set(range(at, at + len(name)))
                    yield Sighting(article.id, at, at + len(name), name)
                at = text.find(name, at + len(name), article.end)


def _evidence(subject: LocalEntity, bulletin: Bulletin) -> Evidence:
    """The line in which the subject stands first."""
    first = subject.sightings[0]
    begin = bulletin.original.rfind("\n", 0, first.begin) + 1
    end = bulletin.original.find("\n", first.end)
    return Evidence(first.article, begin, end, bulletin.original[begin:end].strip(), "truth", 0.9)


def _target(row: dict[str, Any], known: dict[str, LocalEntity], bulletin: Bulletin) -> TargetSeen:
    value = Decimal(str(row["value"]))
    target = Target(row["policy"], "목표", value, row["unit"], row["year"], "min", f"{value}{row['unit']}")
    return TargetSeen(target, (_evidence(known[row["policy"]], bulletin),))


def new_truthful() -> Truthful:
    """For processes."""
    return Truthful()


def truth_version() -> str:
    """Of the extractor above."""
    return Truthful.version


TRUTHFUL = Analysis(parse_document, new_truthful, truth_version)


def write(folder: Path, documents: int, *, kilobytes: float = _KILOBYTES, first: int = 0) -> None:
    """Documents and their truth, as far as they are not there."""
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(generate(documents, kilobytes=kilobytes)):
        text = folder / f"{one.name}.txt"
        if number >= first and not text.exists():
            (folder / "gold" / f"{one.name}.json").write_bytes(one.gold_bytes())
            text.write_bytes(one.text.encode())


def built(paths: list[Path], out: Path, workers: int) -> dict[str, Any]:
    """One build in this process: seconds at which each stage began, processor seconds, largest memory in MiB."""
    stages: dict[str, float] = defaultdict(float)
    begin = time.perf_counter()

    def tell(stage: str, done: int, total: int) -> None:
        stages.setdefault(stage, round(time.perf_counter() - begin, 2))

    report = build_with(default_knowledge(), TRUTHFUL, paths, out=out, scheduler=Processes(workers), on_progress=tell)
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "documents": len(report.documents),
        "statements": report.statements,
        "seconds": round(time.perf_counter() - begin, 2),
        "stages": dict(stages),
        "processor": round(own.ru_utime + own.ru_stime, 2),
        "processor of workers": round(others.ru_utime + others.ru_stime, 2),
        "memory": own.ru_maxrss // 1024,
        "memory of a worker": others.ru_maxrss // 1024,
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description="Builds of generated archives.")
    parser.add_argument("--documents", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument("--out", type=Path, required=True, help="folder to work in")
    parser.add_argument("--kilobytes", type=float, default=_KILOBYTES, help="size of a document (default: 7)")
    parser.add_argument("--workers", type=int, default=2, help="processes that read (default: 2)")
    parser.add_argument("--step", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder, build = given.out / "documents", given.out / "build"
    os.environ[_FOLDER] = str(folder)
    if given.step is not None:
        print(json.dumps(built(given.step, build, given.workers)))
        return
    write(folder, given.documents, kilobytes=given.kilobytes)
    steps: list[tuple[str, Callable[[], list[Path]]]] = [
        ("all", lambda: [folder]),
        ("the same again", lambda: [folder]),
        ("one more", lambda: _one_more(folder, given.documents, given.kilobytes)),
        ("one changed", lambda: _one_changed(folder)),
    ]
    for name, paths in steps:
        command = [sys.executable, "-m", "bench.archive", "--out", given.out, "--workers", str(given.workers)]
        run = subprocess.run([*command, "--step", *paths()], stdout=subprocess.PIPE, check=True, text=True)
        print(json.dumps({"step": name, **json.loads(run.stdout)}), flush=True)


def _one_more(folder: Path, documents: int, kilobytes: float) -> list[Path]:
    before = set(folder.glob("*.txt"))
    write(folder, documents + 1, kilobytes=kilobytes, first=documents)
    return sorted(set(folder.glob("*.txt")) - before)


def _one_changed(folder: Path) -> list[Path]:
    """The first document with a sentence more before all others, so that all that it says stands elsewhere."""
    first = min(folder.glob("*.txt"))
    head, _, rest = first.read_text(encoding="utf-8").partition("\n\n")
    first.write_text(f"{head}\n\n이 호는 다시 살펴 고친 것이다. {time.time_ns()}\n\n{rest}", encoding="utf-8")
    return [first]


if __name__ == "__main__":
    main()
