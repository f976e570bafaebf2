"""How long `kg --help` takes beyond Python itself: processor time of whole processes, taken in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.harness import Figure, Size, alternate

_RUNS = 15


def measure(given: Size, work: Path) -> list[Figure]:
    """The figure: the median of what ours takes more. It has no ratio."""
    help_text, bare = ("-m", "kg", "--help"), ("-c", "pass")
    ours, other = alternate([lambda: _taken(help_text), lambda: _taken(bare)], rounds=_RUNS)
    more = statistics.median(a[0] - b[0] for a, b in zip(ours, other, strict=True))
    about = {
        "whole command": f"{statistics.median(taken for taken, _ in ours):.2f} s",
        "bare Python": f"{statistics.median(taken for taken, _ in other):.2f} s",
        "quickest elapsed": f"{min(elapsed for _, elapsed in ours):.2f} and {min(e for _, e in other):.2f} s",
    }
    work_done = "`kg --help`, beyond `python -c pass`"
    return [Figure("startup", work_done, "", more, 0.0, "s", 0.0, most=0.1, rounds=_RUNS, about=about)]


def _taken(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Processor and elapsed seconds of Python with these arguments."""
    begin, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return processor, time.perf_counter() - begin
