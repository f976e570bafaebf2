"""The page of figures: `docs/benchmarks.json` holds them, `docs/benchmarks.md` and two drawings show them.

In: figures. Out: files, the same bytes for the same figures. `python -m bench.page` writes the page again from the
data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from bench.drawing import Curve, bars, curves
from bench.harness import Figure, machine

DOCS = Path(__file__).resolve().parents[1] / "docs"
DATA = DOCS / "benchmarks.json"
NOTES = Path(__file__).with_name("notes.yaml")
PAGE = DOCS / "benchmarks.md"
RATIOS, GROWTH = "images/benchmarks.svg", "images/growth.svg"

_ORDER = (
    "pipeline", "build", "workers", "matching", "matching-hits", "load", "load-named", "issued-by",
    "issued-by-memory", "issued-by-catalogue", "joint-issuers", "joint-issuers-named", "sums", "by-type-and-year",
    "provenance", "names-rdflib", "names", "neighbourhood", "turtle", "aggregate", "summary", "view",
    "view-file", "startup",
)  # fmt: skip
"""Rows of the table by key; a key that ends with a number follows the others of its name."""

_GROWTH = "growth-"

AT_LEAST = "at least"
"""What a figure is about, where theirs was given up before it was done."""


def read(data: bytes) -> list[Figure]:
    """Figures that a module told."""
    return [Figure(**row) for row in json.loads(data)]


def keep(figures: Iterable[Figure], size: str) -> None:
    """Puts figures in place of earlier ones of the same row, and writes the page again."""
    kept: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8")) if DATA.is_file() else {"figures": {}}
    for figure in figures:
        kept["figures"][figure.key] = {**asdict(figure), "size": size, "machine": machine()}
    DATA.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write()


def write() -> None:
    """The page and its drawings, from the data."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["figures"]
    figures = {
        key: Figure(**{k: v for k, v in row.items() if k not in ("size", "machine")}) for key, row in rows.items()
    }
    compared = [figures[key] for key in sorted(figures, key=_rank) if not key.startswith(_GROWTH)]
    grown = sorted((f for key, f in figures.items() if key.startswith(_GROWTH)), key=lambda f: f.about["documents"])
    (DOCS / RATIOS).write_text(bars(compared), encoding="utf-8")
    (DOCS / GROWTH).write_text(_growth_drawing(grown), encoding="utf-8")
    notes: dict[str, str] = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
    notes_of_growth, profile = notes.pop("growth"), notes.pop("profile")
    text = _TEXT.format(
        machine=_machine(rows),
        table=table(compared),
        details="\n".join(_details(figure) for figure in compared if figure.about),
        growth=_growth_table(grown),
        kilobytes=_kilobytes(grown),
        profile=profile.strip(),
        notes="\n".join(f"- **{f.work}**: {notes[f.key]}" for f in compared if f.key in notes),
        bends=notes_of_growth,
        ratios=RATIOS,
        curves=GROWTH,
    )
    PAGE.write_text(text, encoding="utf-8")


def _rank(key: str) -> tuple[int, str]:
    name = re.sub(r"-\d+$", "", key)
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), key


# --- tables -------------------------------------------------------------------------------------------------


def table(figures: Sequence[Figure]) -> str:
    """Figures as a table in Markdown."""
    lines = ["| work | against | ours | theirs | ratio | goal | |", "|---|---|---:|---:|---:|---|---|"]
    for f in figures:
        mark = "reached" if f.met else "**missed**"
        more = "> " if f.about.get(AT_LEAST) else ""
        theirs = (more + _amount(f.theirs, f.unit), more + _ratio(f.ratio)) if f.theirs else ("", "")
        cells = (f.work, f.against, _amount(f.ours, f.unit), *theirs, goal(f), mark if goal(f) else "")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def goal(figure: Figure) -> str:
    """The goal in words."""
    parts = []
    if figure.least is not None:
        parts.append(f"≥ {figure.least:,.4g}×")
    if figure.most is not None:
        parts.append(f"≤ {_amount(figure.most, figure.unit)}")
    return ", ".join(parts)


def _amount(value: float, unit: str) -> str:
    if value >= 1000:
        return f"{value:,.0f} {unit}"
    return f"{value:.3g} {unit}"


def _ratio(value: float) -> str:
    return f"{value:,.0f}×" if value >= 100 else f"{value:.3g}×"


def _details(figure: Figure) -> str:
    facts = "; ".join(
        f"{name}: {_said(value)}" for name, value in figure.about.items() if name not in ("query", AT_LEAST)
    )
    return f"- **{figure.work}**, {figure.rounds} pairs. {facts}."


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def _growth_table(grown: Sequence[Figure]) -> str:
    lines = [
        "| documents | text | statements | elapsed | a document | after the last document | processor time | memory |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for figure in grown:
        a = figure.about
        cells = (
            f"{a['documents']:,}",
            f"{a['megabytes']:.1f} MB",
            f"{a['statements']:,}",
            f"{figure.ours:,.0f} s",
            f"{1000 * figure.ours / a['documents']:,.0f} ms",
            f"{a['reduce']:,.0f} s",
            f"{a['processor']:,.0f} s",
            f"{a['memory']:,.0f} MiB",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _kilobytes(grown: Sequence[Figure]) -> str:
    """Sizes of the documents of the rows: one number, or the least and the most."""
    sizes = sorted({round(1000 * f.about["megabytes"] / f.about["documents"]) for f in grown})
    return " to ".join(map(str, dict.fromkeys((sizes[0], sizes[-1]))))


def _growth_drawing(grown: Sequence[Figure]) -> str:
    return curves(
        [
            Curve("elapsed, s", [(f.about["documents"], f.ours) for f in grown]),
            Curve("processor, s", [(f.about["documents"], f.about["processor"]) for f in grown]),
            Curve("memory, MiB", [(f.about["documents"], f.about["memory"]) for f in grown]),
            Curve("statements, thousands", [(f.about["documents"], f.about["statements"] / 1000) for f in grown]),
        ],
        across="documents",
    )


def _machine(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Machine and versions, once for each set of rows that share them."""
    sets: dict[str, list[str]] = {}
    for key, row in rows.items():
        text = ", ".join(f"{name} {value}" for name, value in row["machine"].items())
        sets.setdefault(text, []).append(key)
    if len(sets) == 1:
        return next(iter(sets)) + "."
    return "\n".join(f"- {text}: {', '.join(sorted(keys))}" for text, keys in sorted(sets.items()))


_TEXT = """# Benchmarks

How far the work is from what is possible, measured beside other tools on the same input. `make bench` runs all but the
largest and writes this page from `docs/benchmarks.json`; `make bench-quick` tries everything with little input and
prints only. Nothing here is edited by hand.

## How it is measured

Each pair runs one after the other in the same process on the same input, in turn first and second; figures are
medians, the ratio is the median of the ratios of the pairs (theirs to ours: above 1 we are quicker). Times are
processor time of all threads, since machines are shared, except where processes or a browser work: there it is elapsed
time. Where both sides answer a question, their answers are compared before anything is timed. Garbage is collected
before each time, which runs through all of the process's memory, rdflib's graph above all, and leaves the processor's
caches full of it: a short question is therefore asked once by the same side before its time is taken, and several times
for one time. Quote ratios, not seconds.

Measured on: {machine}

The graph is made up (`bench/corpus.py`): things with names in four scripts, 570 weeks of bulletins, hubs and leaves as
in a graph of bulletins. The texts come from `python -m bench.generate`, whose documents have a known truth
and the make-up of real ones:

{profile}

## Comparisons

{table}

![Ratios of the comparisons beside their goals, on a logarithmic scale]({ratios})

{details}

## What falls short, and what to mind

{notes}

## Growth

`kg build` over generated bulletins of {kilobytes} kB into an empty directory, with as many processes as cores;
memory is the largest resident memory of all processes together, with pages that they share counted for each.

{growth}

![Time, memory and statements over the number of documents, both axes logarithmic]({curves})

{bends}
"""


if __name__ == "__main__":
    write()
