"""What documents cost: reading, extraction and the whole build beside the morphological analyser alone on the same
text, and two workers beside one.

The texts of the whole build are generated. Their profile is that of three real bulletins (`bench.profile`, which holds
what these have): documents of 35 kB with 15 articles, within a tenth as many passages, things, mentions and facts to
the kB, and as much work for analyser and extraction. Of statements 240 documents have 116 to the kB in one graph, 60
have 122, three 138 (three real ones: 134).
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from pathlib import Path

from kiwipiepy import Kiwi

from bench.extraction import Bench, documents, text_lines
from bench.generate import write
from bench.harness import Figure, Pairs, Size, alternate, pairs, seconds
from kg.pipeline import build
from kg.read import read_document
from kg.schedule import Processes


def measure(given: Size, work: Path) -> list[Figure]:
    """All figures of this module."""
    folder = work / f"documents-{given.documents}"
    if not folder.exists():
        write(folder, given.documents)
    return [_extraction(given), _whole(given, folder, work), _workers(given, folder, work)]


def _extraction(given: Size) -> Figure:
    """Reading and extraction of the project's own bulletins (`bench.extraction` has the stages)."""
    bench, paths = Bench(), documents()
    bench.round(paths)
    rounds = [bench.round(paths) for _ in range(given.rounds)]
    ours = tuple(one["reading and extraction"] for one in rounds)
    theirs = tuple(one["analyser alone"] for one in rounds)
    about = {
        "documents": len(paths),
        "reading": _share(rounds, "reading"),
        "extraction": _share(rounds, "extraction"),
    }
    work = "file to record of a document: reading and extraction"
    return Pairs(ours, theirs).figure("pipeline", work, "Kiwi alone, line by line", least=0.6, about=about)


def _share(rounds: list[dict[str, float]], stage: str) -> str:
    return f"{statistics.median(one[stage] / one['analyser alone'] for one in rounds):.2f} of the analyser"


def _whole(given: Size, folder: Path, work: Path) -> Figure:
    """A build in this process, from files to store, into a directory that has another document and the background,
    which is made once for each version of the gazetteers.
    """
    kiwi = Kiwi(num_workers=1)
    lines = [line for path in sorted(folder.iterdir()) for line in text_lines(read_document(path).original)]
    begun = _begun(work)
    places = [work / f"built-{number}" for number in range(given.slow_rounds + 1)]
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(begun, place, symlinks=True)

    def ours() -> None:
        build([folder], out=places.pop())

    def theirs() -> None:
        for line in lines:
            kiwi.tokenize(line)

    ours()  # loads what is loaded once
    kiwi.tokenize(lines[0])  # so does the first call
    found = pairs(ours, theirs, rounds=given.slow_rounds, clock=_with_children)
    about = {"documents": given.documents, "megabytes": round(_bytes(folder) / 1e6, 2)}
    name = "the whole build: files to graph, store and indexes"
    return found.figure("build", name, "Kiwi alone, line by line", least=0.6, about=about)


def _workers(given: Size, folder: Path, work: Path) -> Figure:
    """Elapsed time: the only one that tells."""
    begun = _begun(work)

    def built(workers: int) -> float:
        out = work / f"built-{workers}"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(begun, out, symlinks=True)
        return seconds(lambda: build([folder], out=out, scheduler=Processes(workers)), time.perf_counter)

    rounds = 2 * given.slow_rounds  # elapsed time scatters more than processor time
    two, single = alternate([lambda: built(2), lambda: built(1)], rounds=rounds)
    about = {"documents": given.documents}
    work_done = "the whole build with two workers, elapsed"
    return Pairs(tuple(two), tuple(single)).figure("workers", work_done, "one worker", least=1.8, about=about)


def _begun(work: Path) -> Path:
    """A build directory with one document."""
    out = work / "begun"
    shutil.rmtree(out, ignore_errors=True)
    first = work / "first"
    write(first, 1, seed=99, kilobytes=2)
    build([first], out=out)
    return out


def _with_children() -> float:
    """Processor time of this process and those it has waited for: documents are worked on in one."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
