"""How long `kg --help` takes beyond Python itself. Elapsed time of whole processes, taken in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.harness import Figure, Size, alternate

_RUNS = 15


def measure(given: Size, work: Path) -> list[Figure]:
    """The figure. Its ratio is of the bare start to ours; the goal is the difference."""

    def elapsed(*command: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begin

    ours, bare = alternate([lambda: elapsed("-m", "kg", "--help"), lambda: elapsed("-c", "pass")], rounds=_RUNS)
    more = statistics.median(a - b for a, b in zip(ours, bare, strict=True))
    about = {"whole start": f"{statistics.median(ours):.2f} s", "bare Python": f"{statistics.median(bare):.2f} s"}
    work_done = "`kg --help`, beyond `python -c pass`"
    return [
        Figure("startup", work_done, "nothing", more, 0.0, "s", 0.0, most=0.1, rounds=_RUNS, about=about),
    ]
