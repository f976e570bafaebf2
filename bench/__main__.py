"""Runs the benchmarks and writes what they say: `python -m bench [NAME …] [--size quick|usual|large] [--work DIR]`.

Each module runs in a process of its own, so that none sees the memory of another. With the usual and the large size
figures go to `docs/benchmarks.json`, in place of the earlier ones of the same row, and the page `docs/benchmarks.md`
and its charts are written again; with the quick one they are printed only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bench import page
from bench.harness import SIZES, tell

MODULES = ("startup", "pipeline", "matching", "triples", "views", "growth")
"""In this order. `aggregates` needs Virtuoso and much time: it runs with the large size, or when named."""

_LARGE = ("aggregates",)
_KEPT = ("graph-*", "documents-*", "copies-*.nt", "store-copies-*", "catalogue-copies-*.sqlite")
_ALL = (*MODULES, *_LARGE)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(_ALL)}; all but the last")
    parser.add_argument("--size", choices=sorted(SIZES), default="usual")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("build/bench"),
        help="folder for what is made and kept",
    )
    parser.add_argument(
        "--inside", action="store_true", help="measure one in this process and print its figures as JSON"
    )
    given = parser.parse_args(arguments)
    for name in given.names:
        if name not in _ALL:
            parser.error(f"no benchmark named {name}; there are: {', '.join(_ALL)}")
    return given


def main() -> None:
    """The command."""
    given = _options(sys.argv[1:])
    given.work = given.work.resolve()
    given.work.mkdir(parents=True, exist_ok=True)
    names = given.names or [*MODULES, *(_LARGE if given.size == "large" else ())]
    if given.inside:
        for name in names:
            tell(import_module(f"bench.{name}").measure(SIZES[given.size], given.work))
        return
    if not given.names and given.size != "quick":
        _forget(given.work)
    failed = [name for name in names if not _run(name, given.size, given.work)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _forget(work: Path) -> None:
    """Removes what an earlier run made and kept; it may be of an older version."""
    for pattern in _KEPT:
        for path in work.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _run(name: str, size: str, work: Path) -> bool:
    """One module in a process of its own. Returns whether it came to its end."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "bench", name, "--inside", "--size", size, "--work", str(work)]
    done = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False)
    print(f"== {name}: {time.perf_counter() - begin:.0f} s", flush=True)
    if done.returncode:
        return False
    figures = page.read(done.stdout)
    print(page.table(figures), flush=True)
    if size != "quick":
        page.keep(figures, size)
    return True


if __name__ == "__main__":
    main()
