"""What bulletins are made of, and what they bring to a second of the analyser: to hold one folder beside another.

    python -m bench.profile FOLDER … [--rounds 5] [--counts]

In: the documents of a folder, which are built into one graph. Out: a table: counts to the kB of UTF-8 and to the second
that Kiwi alone takes for the lines of the documents, beside what real bulletins have (`REAL`), and how long reading and
extraction take. Counts are the same each time. Seconds differ from machine to machine and from hour to hour: compare
figures to the second only with such of another folder, measured at the same time. `--counts` leaves times out.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.extraction import Bench
from kg.extract import Extractor
from kg.model import Bulletin, DocumentRecord, passages
from kg.pipeline import build
from kg.read import discover, read_document

REAL: Mapping[str, float] = {
    "articles": 0.414,
    "passages": 8.99,
    "bullet passages": 2.62,
    "cell passages": 4.07,
    "footnote passages": 0.216,
    "characters": 479,
    "characters of passages": 342,
    "characters of addresses": 41.8,
    "Han": 9.84,
    "things": 3.71,
    "names": 6.65,
    "mentions": 6.85,
    "claims": 2.13,
    "evidence": 2.79,
    "targets": 0.282,
    "statements": 134,
}
"""Counts to the kB that three real bulletins of one publisher have; statements of their common graph (138 when each
has a graph of its own: the more bulletins share one, the fewer of their things are new).
"""

REAL_KILOBYTES = 35.5
"""Size of a real bulletin."""

_ADDRESS = re.compile(r"https?://\S+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ROUNDS = 5


def counts(paths: Sequence[Path], extract: Extractor) -> Counter[str]:
    """What the documents have in all, by name: bytes, characters, parts of the layout, and what is read from them."""
    found: Counter[str] = Counter()
    for path in paths:
        bulletin = read_document(path)
        found["bytes"] += path.stat().st_size
        found.update(layout(bulletin))
        found.update(content(extract(bulletin)))
    found["documents"] = len(paths)
    return found


def layout(bulletin: Bulletin) -> Counter[str]:
    """Characters, those of addresses and Chinese ones; articles; passages, in all and by kind."""
    text = bulletin.original
    found = Counter(
        {
            "characters": len(text),
            "Han": len(_HAN.findall(text)),
            "characters of addresses": sum(map(len, _ADDRESS.findall(text))),
            "articles": len(bulletin.articles),
        }
    )
    for article in bulletin.articles:
        for passage in passages(article):
            found.update(["passages", f"{passage.kind.value} passages"])
            found["characters of passages"] += len(passage.text)
    return found


def content(record: DocumentRecord) -> Counter[str]:
    """Things and facts of a document."""
    return Counter(
        {
            "things": len(record.entities),
            "names": sum(len(entity.names) for entity in record.entities),
            "mentions": sum(len(entity.sightings) for entity in record.entities),
            "claims": len(record.claims),
            "evidence": sum(len(claim.evidence) for claim in record.claims),
            "targets": len(record.targets),
        }
    )


def statements(paths: Sequence[Path]) -> int:
    """Statements of the graph of these documents."""
    with tempfile.TemporaryDirectory() as folder:
        return build(paths, out=Path(folder) / "build").statements


def times(paths: list[Path], bench: Bench, *, rounds: int = _ROUNDS) -> dict[str, float]:
    """Seconds of the analyser alone for all documents; reading and extraction as multiples of it."""
    bench.round(paths)
    taken = [bench.round(paths) for _ in range(rounds)]
    found = {"analyser alone": statistics.median(one["analyser alone"] for one in taken)}
    for stage in ("reading", "extraction"):
        found[stage] = statistics.median(one[stage] / one["analyser alone"] for one in taken)
    return found


def table(found: Mapping[str, int], taken: Mapping[str, float] | None = None) -> str:
    """The profile as a table in Markdown."""
    size = found["bytes"] / 1000
    head = ["", "to the kB", "real bulletins", *(["to a second of the analyser"] if taken else [])]
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for name, real in REAL.items():
        cells = [name, f"{found[name] / size:,.3g}", f"{real:,.3g}"]
        cells += [f"{found[name] / taken['analyser alone']:,.0f}"] if taken else []
        lines.append(f"| {' | '.join(cells)} |")
    documents = f"{found['documents']:,} documents of {size / found['documents']:.1f} kB"
    if taken:
        documents += f"; reading {taken['reading']:.2f}, extraction {taken['extraction']:.2f} of the analyser"
    return "\n".join([documents, "", *lines])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description="Profile of a folder of bulletins.")
    parser.add_argument("folder", type=Path, nargs="+", help="folders or files")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="how often times are taken (default: 5)")
    parser.add_argument("--counts", action="store_true", help="counts only, no times")
    given = parser.parse_args()
    paths = list(discover(given.folder).files)
    if not paths:
        parser.error(f"no bulletins in {', '.join(map(str, given.folder))}")
    bench = Bench()
    found = counts(paths, bench.extract)
    found["statements"] = statements(paths)
    print(table(found, None if given.counts else times(paths, bench, rounds=given.rounds)))


if __name__ == "__main__":
    main()
