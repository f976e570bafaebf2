"""How well relations are found in the bank of passages.

    python tests/bank.py [--errors]

where the package is installed, or with `PYTHONPATH=.` in the checkout. In: `tests/bank/*.jsonl` (its README tells the
form). Out: precision, recall and F1 per relation, of the passages that may be learnt from (`dev`) and of those that
are for measurement only (`heldout`), whose single facts are never listed. Each passage is extracted alone, as a small
document. A fact is judged by the names of its ends; what the passage does not state counts as wrong, `maybe` does not
count, and neither does a fact that names alone tell (`상하이 과학기술정책연구소` lies in 상하이).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extraction import Document, document, prose
from quality import SYMMETRIC, counted, fold, table

Passage = Mapping[str, Any]
Fact = tuple[str, str, str]

BANK = Path(__file__).resolve().parent / "bank"
SETS = ("dev", "heldout")
_OPEN = frozenset({"name-place", "name-parent", "name-side", "beside-place", "beside-parent"})
"""Rules whose facts are told by names alone (`광저우 난사구`); the bank lists few of them."""


@dataclass
class Tally:
    """Facts of one relation: found and stated, found only, stated only."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def figures(self) -> dict[str, float]:
        """Counts with precision, recall and their harmonic mean (0 where there is nothing to count)."""
        p = self.right / max(1, self.right + self.wrong)
        r = self.right / max(1, self.right + self.missing)
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"right": self.right, "wrong": self.wrong, "missing": self.missing, "p": p, "r": r, "f1": f1}


@dataclass
class Outcome:
    """What was found in one passage beside what it states. `wrong`: with the rules that found it."""

    right: list[Fact] = field(default_factory=list)
    wrong: list[tuple[Fact, tuple[str, ...]]] = field(default_factory=list)
    missing: list[tuple[Fact, bool]] = field(default_factory=list)  # and whether both ends were found


def passages() -> Iterator[Passage]:
    """All passages of the bank."""
    for path in sorted(BANK.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read(passage: Passage) -> Document:
    """The passage as a small document: prose and bullets below a headline that names nothing, headlines as they are."""
    text = passage["text"]
    return document(f"{text}\n") if passage["kind"] == "headline" else prose(text)


def judge(passage: Passage, found: Document) -> Outcome:
    """The facts found in the passage by those that it states."""
    names = {local: {fold(name.text) for name in entity.names} for local, entity in found.entities.items()}
    known = set().union(*names.values()) if names else set()
    stated = [tuple(fact) for fact in passage["facts"]]
    maybe = [tuple(fact) for fact in passage.get("maybe", ())]
    out, hit = Outcome(), set()
    for seen in found.record.claims:
        claim = seen.claim
        if claim.predicate == "hasTarget":
            continue
        left, right = names[claim.subject], names[claim.object]
        match = next((fact for fact in stated if _is(fact, left, claim.predicate, right)), None)
        rules = tuple(sorted({e.rule for e in seen.evidence}))
        if match is not None:
            hit.add(match)
        elif not set(rules) <= _OPEN and not any(_is(fact, left, claim.predicate, right) for fact in maybe):
            out.wrong.append(((found.name(claim.subject), claim.predicate, found.name(claim.object)), rules))
    out.right = [fact for fact in stated if fact in hit]
    out.missing = [(fact, {fold(fact[0]), fold(fact[2])} <= known) for fact in stated if fact not in hit]
    return out


def _is(fact: Sequence[str], left: set[str], predicate: str, right: set[str]) -> bool:
    if fact[1] != predicate:
        return False
    s, o = fold(fact[0]), fold(fact[2])
    return (s in left and o in right) or (predicate == SYMMETRIC and s in right and o in left)


def tallies(outcomes: Iterable[Outcome]) -> tuple[dict[str, Tally], Counter[str]]:
    """Tallies by relation, all of them as `all`; and how many missing facts lack an end."""
    by: dict[str, Tally] = defaultdict(Tally)
    endless: Counter[str] = Counter()
    for outcome in outcomes:
        for relation in ("all", ""):
            for fact in outcome.right:
                by[relation or fact[1]].right += 1
            for fact, _ in outcome.wrong:
                by[relation or fact[1]].wrong += 1
            for fact, ends in outcome.missing:
                by[relation or fact[1]].missing += 1
                endless[relation or fact[1]] += not ends
    return by, endless


def figures_table(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """A line for each relation and one for all: of each set P / R / F1 and the missing that lack an end."""
    measured = {name: tallies(outcomes[name]) for name in SETS}
    relations = sorted({r for by, _ in measured.values() for r in by}, key=lambda r: (r == "all", r))
    head = ["relation"]
    for name in SETS:
        head += [f"{name}: right / wrong / missing", "P / R / F1", "missing for want of an end"]
    rows = []
    for relation in relations:
        row = [f"`{relation}`" if relation != "all" else "all"]
        for by, endless in measured.values():
            tally = by[relation]
            row += [f"{tally.right} / {tally.wrong} / {tally.missing}", " / ".join(counted(tally.figures()))]
            row.append(str(endless[relation]))
        rows.append(row)
    return table(head, rows)


def outcomes_by_set() -> dict[str, list[Outcome]]:
    """Outcomes of all passages, by set."""
    out: dict[str, list[Outcome]] = {name: [] for name in SETS}
    for passage in passages():
        out[passage["set"]].append(judge(passage, read(passage)))
    return out


def errors() -> Iterator[str]:
    """What is missing and what is wrong in the passages that may be learnt from."""
    for passage in passages():
        if passage["set"] != "dev":
            continue
        found = read(passage)
        outcome = judge(passage, found)
        if outcome.wrong or outcome.missing:
            yield f"{passage['id']} {passage['text']}"
            for fact, ends in outcome.missing:
                yield f"    missing {' '.join(fact)}{'' if ends else '  (an end was not found)'}"
            for fact, rules in outcome.wrong:
                yield f"    wrong   {' '.join(fact)}  by {', '.join(rules)}"
            if any(not ends for _, ends in outcome.missing):
                yield f"    found   {', '.join(f'{name} ({cls})' for name, cls in sorted(found.things))}"


def main() -> None:
    """Prints the figures, or what went wrong in the passages that may be learnt from."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--errors", action="store_true", help="list what is missing and wrong, of dev passages only")
    if parser.parse_args().errors:
        for line in errors():
            print(line)
    else:
        print(figures_table(outcomes_by_set()))


if __name__ == "__main__":
    main()
