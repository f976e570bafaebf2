"""Index of names: which things bear a name, in whatever script, spacing or quoting it is asked for.

In: label statements. Out: an SQLite file that answers by folded name (`kg.language.script.fold_han`), and
what comes nearest to a name that nothing bears.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.language.script import fold_han
from kg.rdf import HIDDEN_LABEL, LABELS

_SCHEMA = """CREATE TABLE name (folded TEXT, hidden INTEGER, iri TEXT, label TEXT,
PRIMARY KEY (folded, hidden, iri, label)) WITHOUT ROWID"""
_NEAR_ENOUGH = 0.4
_TAGS = {"ko": ("ko", "zh-hans", "zh-hant", "en"), "zh": ("zh-hans", "zh-hant", "zh"), "en": ("en",)}


def best_name(names: Mapping[str, Sequence[str]], language: str) -> str | None:
    """The name to show in `language` (`ko`, `zh`, `en`) among `names` by language tag, preferred ones first.

    What has no name in that language shows its Korean, Chinese or English name, or else any; none for no name.
    """
    tags = (*_TAGS[language], *_TAGS["ko"], *names)
    return next((names[tag][0] for tag in tags if names.get(tag)), None)


def write_index(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Writes the index of all labels among `triples` to a new file. Raises StoreError if that fails."""
    rows = {
        (fold_han(t.object.value), t.predicate == HIDDEN_LABEL, t.subject.value, t.object.value)
        for t in triples
        if t.predicate in LABELS and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.Literal)
    }
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute(_SCHEMA)
            database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", sorted(row for row in rows if row[0]))
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index of names cannot be written ({error})") from error


def find(paths: Iterable[Path], name: str) -> tuple[str, ...]:
    """IRIs of the things that bear `name`, in the order of the indexes, sorted within each.

    Forms that only follow by rule (hidden labels) count only where nothing is called so outright.
    """
    query = "SELECT DISTINCT hidden, iri FROM name WHERE folded = ? ORDER BY iri"
    found = [row for path in paths for row in _select(path, query, fold_han(name))]
    outright = [iri for hidden, iri in found if not hidden]
    return tuple(dict.fromkeys(outright or (iri for _, iri in found)))


def near(paths: Sequence[Path], name: str, *, limit: int = 5) -> tuple[str, ...]:
    """Names like `name`, nearest first: those that share most pairs of neighbouring characters with it."""
    wanted = _pairs(fold_han(name))
    scored: dict[str, tuple[float, str]] = {}
    for path in paths:
        for folded, label in _select(path, "SELECT folded, MIN(label) FROM name GROUP BY folded"):
            pairs = _pairs(folded)
            score = 2 * len(wanted & pairs) / (len(wanted) + len(pairs))
            if score >= _NEAR_ENOUGH:
                scored.setdefault(folded, (-score, label))
    return tuple(label for _, label in islice(sorted(scored.values()), limit))


def _pairs(folded: str) -> frozenset[str]:
    """Neighbouring characters, the edges marked so that short names and beginnings count."""
    marked = f"^{folded}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def _select(path: Path, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            yield from database.execute(query, values)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index of names cannot be read ({error}); build the graph again") from error
