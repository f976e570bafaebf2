"""How far each rule is to be trusted, as measured on gold.

In: `seeds/confidence.csv`: for each rule the facts that gold confirms and those it does not, and the confidence that
follows: (right + 4 p) / (right + wrong + 4), where p is the precision of all rules together, so that a few sightings
make no certainty. The row `*` is all rules; a rule that gold has not seen yet has its confidence. Out: the confidence
of evidence.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import DataError
from kg.resources import seeds_dir

_HIGHEST = 0.99
_ALL = "*"


@dataclass(frozen=True, slots=True)
class Confidence:
    by_rule: Mapping[str, float]

    def of(self, rule: str, *, sure: float = 1.0) -> float:
        """Confidence in (0, 1) of what `rule` found; `sure`: how surely its roles were filled, 0 to 1."""
        return _bounded(self.by_rule.get(rule, self.by_rule[_ALL]), sure)


@lru_cache(maxsize=1024)
def _bounded(confidence: float, sure: float) -> float:
    """Few pairs of values recur for all evidence."""
    return min(_HIGHEST, round(confidence * sure, 2))


def load_confidence(path: Path | None = None) -> Confidence:
    """Read and check the table; raises DataError with the line."""
    path = path or seeds_dir() / "confidence.csv"
    by_rule: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle), start=2):
            try:
                value = float(row["confidence"])
                seen = int(row["right"]) + int(row["wrong"])
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(path, f"a row needs rule, right, wrong and confidence ({error})", line=line) from error
            if not 0 < value <= 1 or seen < 0 or row["rule"] in by_rule:
                raise DataError(path, "a rule has one row, and its confidence lies in (0, 1]", line=line)
            by_rule[row["rule"]] = value
    if _ALL not in by_rule:
        raise DataError(path, "the row * for all rules is missing")
    return Confidence(by_rule)
