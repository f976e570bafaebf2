"""What reading and extraction cost, in multiples of what the morphological analyser alone costs. Prints a table.

    python -m bench.extraction [FILE …]        our sample and test bulletins by default

What is compared: Kiwi with its usual options, one line of the decoded document at a call (calls with whole documents
take it longer), and the whole way from the file to the records of the document. Data are loaded before. In a build
every document is new, but not the first; so half of the documents is measured after the process has read the other
half and nothing else, and the other way round. Kiwi runs before and after each half, and the mean counts. Times are
processor time of this process, medians of the rounds. Quote the ratio, not the seconds: machines differ and are shared.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiwipiepy import Kiwi

from kg.extract import load_extractor
from kg.read import read_document

_TOP = Path(__file__).parent.parent
_ROUNDS = 7
_TABLE = 512
"""Entries up to which a cache holds tables of data; larger ones hold what was computed of texts."""


def documents() -> list[Path]:
    """The bulletins that come with the project."""
    folders = (_TOP / "seeds" / "bulletins", _TOP / "tests" / "bulletins")
    return sorted(p for top in folders for p in top.iterdir() if p.suffix in {".txt", ".md"} and p.stem != "README")


def forget_texts() -> None:
    """Empty the caches of what was computed of texts."""
    for cache in _caches():
        if (cache.cache_parameters()["maxsize"] or 0) > _TABLE:
            cache.cache_clear()


def _caches() -> Iterator[Any]:
    modules = [module for name, module in sys.modules.items() if name.startswith("kg.")]
    return (value for module in modules for value in vars(module).values() if hasattr(value, "cache_parameters"))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


class Bench:
    """The extractor and the analyser, loaded and warm."""

    def __init__(self) -> None:
        self.extract, self.kiwi = load_extractor(), Kiwi(num_workers=1)

    def analyse(self, lines: list[str]) -> None:
        """The analyser alone."""
        for line in lines:
            self.kiwi.tokenize(line)

    def round(self, paths: list[Path]) -> dict[str, float]:
        """Seconds of each stage over all documents, each half new to the process."""
        total: dict[str, float] = defaultdict(float)
        for half, other in ((paths[::2], paths[1::2]), (paths[1::2], paths[::2])):
            forget_texts()
            for path in other:
                self.extract(read_document(path))
            for stage, taken in self._half(half).items():
                total[stage] += taken
        return dict(total)

    def _half(self, paths: list[Path]) -> dict[str, float]:
        taken: dict[str, float] = {}
        bulletins = [read_document(path) for path in paths]
        lines = [line for bulletin in bulletins for line in text_lines(bulletin.original)]
        before = seconds(lambda: self.analyse(lines))
        taken["reading"] = seconds(lambda: [read_document(path) for path in paths])
        taken["extraction"] = seconds(lambda: [self.extract(bulletin) for bulletin in bulletins])
        taken["analyser alone"] = (before + seconds(lambda: self.analyse(lines))) / 2
        taken["reading and extraction"] = taken["reading"] + taken["extraction"]
        return taken


def text_lines(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line for line in text.split("\n") if line.strip()]


def main(paths: list[Path]) -> None:
    """Print the cost of each stage, as median of the rounds."""
    bench = Bench()
    bench.round(paths)
    rounds = [bench.round(paths) for _ in range(_ROUNDS)]
    characters = sum(len(line) for path in paths for line in text_lines(read_document(path).original))
    print(f"{len(paths)} documents, {characters:,} characters, {_ROUNDS} rounds, medians\n")
    print(f"{'':<24}{'seconds':>10}{'characters/s':>14}{'× analyser':>12}")
    for name in ("analyser alone", "reading", "extraction", "reading and extraction"):
        taken = statistics.median(one[name] for one in rounds)
        ratio = statistics.median(one[name] / one["analyser alone"] for one in rounds)
        print(f"{name:<24}{taken:>10.3f}{characters / taken:>14,.0f}{ratio:>12.2f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or documents())
