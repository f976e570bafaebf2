"""Judgements that overrule resolution: two names are the same thing, or are not.

In: `seeds/judgements.csv` (verdict `same` or `different`, two names, reason), one row a judgement.
Out: `Judgements`. A row undoes a merge that the rules made (`different`) or makes one that they missed (`same`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.language.script import fold_han
from kg.resources import seeds_dir

_HEADER = ["verdict", "left", "right", "reason"]


@dataclass(frozen=True, slots=True)
class Judgements:
    """For each folded name the folded names that it is judged to be the same as, or different from."""

    same: Mapping[str, frozenset[str]]
    different: Mapping[str, frozenset[str]]

    def apart(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Whether some name of one side is judged to be another thing than some name of the other."""
        return bool(self.different) and _meet(self.different, left, right)

    def partners(self, names: Iterable[str]) -> frozenset[str]:
        """The folded names judged to be the same thing as one of `names`."""
        if not self.same:
            return frozenset()
        return frozenset(partner for name in names for partner in self.same.get(fold_han(name), ()))


def _meet(table: Mapping[str, frozenset[str]], left: Iterable[str], right: Iterable[str]) -> bool:
    others = frozenset(map(fold_han, right))
    return any(table.get(fold_han(name), frozenset()) & others for name in left)


def load_judgements(path: Path | None = None) -> Judgements:
    """Read and check the judgements; raises DataError with the line of a row that cannot be understood."""
    path = path or seeds_dir() / "judgements.csv"
    tables: dict[str, dict[str, set[str]]] = {"same": defaultdict(set), "different": defaultdict(set)}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != _HEADER:
            raise DataError(path, f"the header must be {','.join(_HEADER)}", line=1)
        for line, row in enumerate(reader, start=2):
            left, right = fold_han(row["left"] or ""), fold_han(row["right"] or "")
            if row["verdict"] not in tables or not left or not right or left == right or not row["reason"]:
                raise DataError(path, "a judgement needs same or different, two names and a reason", line=line)
            tables[row["verdict"]][left].add(right)
            tables[row["verdict"]][right].add(left)
    if clash := [name for name, others in tables["same"].items() if others & tables["different"].get(name, set())]:
        raise DataError(path, f"{clash[0]} is judged the same as and different from one name")
    frozen = {verdict: {name: frozenset(others) for name, others in table.items()} for verdict, table in tables.items()}
    return Judgements(frozen["same"], frozen["different"])
