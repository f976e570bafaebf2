"""How time and memory of `kg build` grow with the number of documents.

Each build runs in processes of its own over generated documents, with as many workers as cores, into an empty
directory; it tells when each of its stages began.

    python -m bench.growth FOLDER OUT WORKERS       one build, its stages as JSON
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from bench.generate import write
from bench.harness import Figure, Size, run


def measure(given: Size, work: Path) -> list[Figure]:
    """A figure for each number of documents: elapsed time, beside nothing."""
    figures = []
    for documents in given.growth:
        folder = work / f"archive-{documents}"
        size = write(folder, documents)
        figures.append(_built(folder, documents, size, work / "grown"))
        shutil.rmtree(folder)
    return figures


def _built(folder: Path, documents: int, size: int, out: Path) -> Figure:
    shutil.rmtree(out, ignore_errors=True)
    used = run([sys.executable, "-m", "bench.growth", str(folder), str(out), str(os.cpu_count())])
    stages: dict[str, float] = json.loads(used.said)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    about = {
        "documents": documents,
        "megabytes": round(size / 1e6, 2),
        "statements": report["statements"],
        "processor": round(used.processor, 1),
        "memory": round(used.memory),
        "reduce": round(stages["end"] - stages["documents"], 1),
        "stages": {name: round(at, 1) for name, at in stages.items()},
        "kilobytes of the build": _size(out),
    }
    return Figure(f"growth-{documents}", "kg build", "", used.elapsed, 0.0, "s", 0.0, about=about)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) // 1000


def stages(folder: Path, out: Path, workers: int) -> dict[str, float]:
    """Builds, and says when the last document was done and when each of the other stages began, in seconds."""
    from kg.pipeline import build
    from kg.schedule import Processes

    begin = time.perf_counter()
    told: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "documents" or stage not in told:
            told[stage] = time.perf_counter() - begin

    build([folder], out=out, scheduler=Processes(workers), on_progress=tell)
    told["end"] = time.perf_counter() - begin
    return told


if __name__ == "__main__":
    json.dump(stages(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])), sys.stdout)
