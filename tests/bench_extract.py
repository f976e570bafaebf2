"""What reading and extraction cost, in multiples of what the morphological analyser alone costs. Prints a table.

    python tests/bench_extract.py [FILE …]        our sample and test bulletins by default

Each round runs both, one after the other, over the same documents: Kiwi over every line that is not empty, and the
whole way from the file to the records of a document. Times are processor time of this process; data are loaded
before. Quote the ratio, not the seconds: machines differ and are shared.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kiwipiepy import Kiwi

from kg.extract import Extractor
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.read import read_document

_TOP = Path(__file__).parent.parent
_ROUNDS = 7


def documents() -> list[Path]:
    """The bulletins that come with the project."""
    folders = (_TOP / "seeds" / "bulletins", _TOP / "tests" / "bulletins")
    return sorted(p for top in folders for p in top.iterdir() if p.suffix in {".txt", ".md"} and p.stem != "README")


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(paths: list[Path]) -> None:
    """Print the cost of each stage, as median of the rounds."""
    extract, kiwi = Extractor(load_lexicon(), load_ontology()), Kiwi(num_workers=1)
    bulletins = [read_document(path) for path in paths]
    lines = [line for bulletin in bulletins for line in bulletin.original.split("\n") if line.strip()]

    def analyser() -> None:
        for line in lines:
            kiwi.tokenize(line)

    stages: dict[str, Callable[[], object]] = {
        "analyser alone": analyser,
        "reading": lambda: [read_document(path) for path in paths],
        "extraction": lambda: [extract(bulletin) for bulletin in bulletins],
    }
    for work in stages.values():
        work()
    gc.collect()
    gc.disable()
    rounds = [{name: seconds(work) for name, work in stages.items()} for _ in range(_ROUNDS)]
    characters = sum(map(len, lines))
    print(f"{len(paths)} documents, {characters:,} characters, {_ROUNDS} rounds, medians\n")
    print(f"{'':<24}{'seconds':>10}{'characters/s':>14}{'× analyser':>12}")
    for name in stages:
        taken = statistics.median(one[name] for one in rounds)
        ratio = statistics.median(one[name] / one["analyser alone"] for one in rounds)
        print(f"{name:<24}{taken:>10.3f}{characters / taken:>14,.0f}{ratio:>12.2f}")
    both = [(one["reading"] + one["extraction"], one["analyser alone"]) for one in rounds]
    taken = statistics.median(whole for whole, _ in both)
    ratio = statistics.median(whole / alone for whole, alone in both)
    print(f"{'reading and extraction':<24}{taken:>10.3f}{characters / taken:>14,.0f}{ratio:>12.2f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or documents())
