"""How benchmarks measure, and what they say.

In: two ways to do the same work. Out: a `Figure`: medians of paired runs, taken in turn, the median of the pairs'
ratios, and the goal. Times are processor time of this process unless said otherwise, since machines are shared; for
work that runs in several processes, elapsed time. Quote ratios, not seconds.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import psutil

_T = TypeVar("_T")

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    `ours` and `theirs` in `unit`; `ratio` is theirs to ours. `least`: the ratio to reach; `most`: what ours may be.
    `rounds`: pairs of runs. `about`: what was measured, as name and value.
    """

    key: str
    work: str
    against: str
    ours: float
    theirs: float
    unit: str
    ratio: float
    least: float | None = None
    most: float | None = None
    rounds: int = 1
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        enough = self.least is None or self.ratio >= self.least
        return enough and (self.most is None or self.ours <= self.most)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. `name`: `quick`, `usual` or `large`; `triples` of the graph, `documents` of the pipeline,
    `rounds` of pairs.
    """

    name: str
    triples: int
    documents: int
    growth: tuple[int, ...]
    names: int
    rounds: int
    slow_rounds: int


SIZES = {
    "quick": Size("quick", 40_000, 6, (3, 9), 5_000, 3, 1),
    "usual": Size("usual", 1_000_000, 240, (10, 100), 50_000, 5, 2),
    "large": Size("large", 10_000_000, 240, (10, 100, 1_000, 10_000), 50_000, 5, 2),
}


def seconds(
    work: Callable[[], object], clock: Clock = time.process_time, *, warm: Callable[[], object] | None = None
) -> float:
    """What one call takes. Garbage of what was before is collected first, for which Python runs through all that is in
    memory; then `warm` is called, so that the processor's caches hold again what that has driven out.
    """
    gc.collect()
    if warm is not None:
        warm()
    start = clock()
    work()
    return clock() - start


@dataclass(frozen=True, slots=True)
class Pairs:
    """Times of two ways, pair by pair."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of theirs to ours."""
        return statistics.median(b / a for a, b in zip(self.ours, self.theirs, strict=True))

    def figure(self, key: str, work: str, against: str, **rest: Any) -> Figure:
        """The row of these pairs, in seconds, or milliseconds where `unit` says so."""
        scale = 1000 if rest.setdefault("unit", "s") == "ms" else 1
        ours, theirs = (scale * statistics.median(times) for times in (self.ours, self.theirs))
        return Figure(key, work, against, ours, theirs, ratio=self.ratio, rounds=len(self.ours), **rest)


def pairs(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int,
    clock: Clock = time.process_time,
    repeat: int = 1,
) -> Pairs:
    """Both in turn, each first every other time. `repeat`: runs for one time, the same of both, where they are short;
    these are warm, that is, each side runs once before its time is taken.
    """
    found: tuple[list[float], list[float]] = ([], [])

    def run(which: int) -> None:
        work = (ours, theirs)[which]
        warm = work if repeat > 1 else None
        found[which].append(seconds(lambda: [work() for _ in range(repeat)], clock, warm=warm) / repeat)

    for number in range(rounds):
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            run(which)
    return Pairs(tuple(found[0]), tuple(found[1]))


def alternate(works: Sequence[Callable[[], _T]], *, rounds: int) -> list[list[_T]]:
    """What each gives, round by round, the order turned each time."""
    found: list[list[_T]] = [[] for _ in works]
    for number in range(rounds):
        order = range(len(works)) if number % 2 == 0 else reversed(range(len(works)))
        for which in order:
            found[which].append(works[which]())
    return found


# --- other processes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Used:
    """What a command took: elapsed and processor seconds, and the largest resident memory of it and its processes
    together, in MiB; shared pages count once for each process. `said`: its standard output.
    """

    elapsed: float
    processor: float
    memory: float
    said: str


def run(command: Sequence[str], *, every: float = 0.1) -> Used:
    """Runs a command to its end. Raises RuntimeError, with what it said, when it fails."""
    begin, before = time.perf_counter(), os.times()
    peak = 0.0
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=output, stderr=errors) as process:
            while process.poll() is None:
                peak = max(peak, _resident(process.pid))
                time.sleep(every)
        elapsed = time.perf_counter() - begin
        for stream in (output, errors):
            stream.seek(0)
        said, complained = output.read(), errors.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {complained[-2000:]}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(elapsed, processor, peak, said)


def _resident(root: int) -> float:
    try:
        processes = [psutil.Process(root)]
        processes += processes[0].children(recursive=True)
    except psutil.Error:
        return 0.0
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total / 2**20


# --- figures as data ----------------------------------------------------------------------------------------


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        processor = names[0] if names else processor
    packages = ("pyoxigraph", "rdflib", "spacy", "kiwipiepy", "pyvis", "ahocorasick-rs")
    return {
        "processor": f"{processor}, {os.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def tell(figures: Iterable[Figure]) -> None:
    """Figures as JSON on standard output, for the runner."""
    json.dump([asdict(figure) for figure in figures], sys.stdout)
