"""Catalogue of a generation: what there is, counted and in order, so that the explorer answers at once.

In: the statements of the facts in canonical order, and the documents. Out: an SQLite file with a row for each
thing, fact, target, date, bulletin and article (with its text), and the number of statements per class and
property. The store tells what is said of one thing; the catalogue tells how many, which first, and what is
near, without running through the store.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.language.script import fold_han
from kg.model import DocumentRecord
from kg.rdf import ALT_LABEL, DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, named
from kg.vocab import CST, article_iri, bulletin_iri, cst

_SCHEMA = """
CREATE TABLE bulletin (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, issued TEXT);
CREATE TABLE article (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, bulletin INTEGER, reported TEXT, begin INTEGER,
    text BLOB, things INTEGER, facts INTEGER);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, cls TEXT, name TEXT, folded TEXT,
    mentions INTEGER, facts INTEGER, first TEXT, last TEXT);
CREATE TABLE mention (thing INTEGER, article INTEGER, PRIMARY KEY (thing, article)) WITHOUT ROWID;
CREATE TABLE fact (id INTEGER PRIMARY KEY, iri TEXT, s INTEGER, p TEXT, o INTEGER, target TEXT, confidence REAL,
    modality TEXT, date TEXT, first TEXT, last TEXT);
CREATE TABLE stated (fact INTEGER, article INTEGER, PRIMARY KEY (fact, article)) WITHOUT ROWID;
CREATE TABLE target (iri TEXT PRIMARY KEY, year TEXT) WITHOUT ROWID;
CREATE TABLE moment (date TEXT, kind TEXT, thing INTEGER, other INTEGER, fact TEXT, article INTEGER);
CREATE TABLE tally (kind TEXT, name TEXT, count INTEGER, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""

_SUMS = """
CREATE INDEX article_bulletin ON article (bulletin);
CREATE INDEX mention_article ON mention (article);
CREATE INDEX stated_article ON stated (article);
CREATE INDEX fact_s ON fact (s, p);
CREATE INDEX fact_o ON fact (o, p);
UPDATE fact SET (first, last) = (
    SELECT MIN(a.reported), MAX(a.reported) FROM stated x JOIN article a ON a.id = x.article WHERE x.fact = fact.id);
UPDATE thing SET
    facts = (SELECT COUNT(*) FROM fact WHERE s = thing.id) + (SELECT COUNT(*) FROM fact WHERE o = thing.id),
    (first, last) = (
        SELECT MIN(b.issued), MAX(b.issued) FROM mention m JOIN article a ON a.id = m.article
        JOIN bulletin b ON b.id = a.bulletin WHERE m.thing = thing.id);
UPDATE article SET
    things = (SELECT COUNT(*) FROM mention WHERE article = article.id),
    facts = (SELECT COUNT(*) FROM stated WHERE article = article.id);
CREATE INDEX thing_class ON thing (cls, facts DESC);
CREATE INDEX thing_facts ON thing (facts DESC);
INSERT INTO moment
    SELECT MIN(a.reported), LOWER(t.cls), t.id, NULL, NULL, a.id FROM thing t JOIN mention m ON m.thing = t.id
    JOIN article a ON a.id = m.article WHERE t.cls IN ('Policy', 'Report', 'Event') AND a.reported IS NOT NULL
    GROUP BY t.id;
INSERT INTO moment
    SELECT f.date, 'fact', f.s, f.o, f.iri, MIN(x.article) FROM fact f JOIN stated x ON x.fact = f.id
    WHERE f.date IS NOT NULL GROUP BY f.id;
INSERT INTO moment
    SELECT t.year, 'target', f.s, NULL, f.iri, MIN(x.article) FROM fact f JOIN target t ON t.iri = f.target
    JOIN stated x ON x.fact = f.id WHERE t.year IS NOT NULL GROUP BY f.id;
CREATE INDEX moment_date ON moment (date);
CREATE INDEX moment_thing ON moment (thing);
CREATE INDEX moment_other ON moment (other);
"""

Row = tuple[Any, ...]


def write_catalogue(path: Path, triples: Iterable[ox.Triple], documents: Iterable[DocumentRecord]) -> None:
    """Writes the catalogue to a new file. `triples` come subject by subject. Raises StoreError if that fails."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_SCHEMA)
            writer = _Writer(database)
            writer.documents(documents)
            writer.statements(triples)
            database.executescript(_SUMS)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the catalogue cannot be written ({error})") from error


class _Writer:
    """Takes documents, then statements. Things and articles are numbered as they are first met."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._articles: dict[str, int] = {}
        self._things: dict[str, int] = {}
        self._tally: Counter[tuple[str, str]] = Counter()

    def documents(self, documents: Iterable[DocumentRecord]) -> None:
        """Bulletins by day of issue and their articles in order, each with its text."""
        dated = sorted(documents, key=lambda d: (d.issued is None, d.issued, d.id))
        for number, document in enumerate(dated, start=1):
            issued = document.issued.isoformat() if document.issued else None
            self._insert("bulletin", number, bulletin_iri(document.id), issued)
            for article in document.articles:
                iri = article_iri(document.id, article.id)
                self._articles[iri] = identity = len(self._articles) + 1
                reported = article.day.isoformat() if article.day else issued
                text = zlib.compress(document.original[article.begin : article.end].encode("utf-8", "surrogatepass"))
                self._insert("article", identity, iri, number, reported, article.begin, text, 0, 0)

    def statements(self, triples: Iterable[ox.Triple]) -> None:
        """Things, facts and targets."""
        for subject, group in groupby(triples, key=lambda triple: triple.subject):
            about: dict[ox.NamedNode, list[Any]] = defaultdict(list)
            for triple in group:
                about[triple.predicate].append(triple.object)
                self._tally["property", triple.predicate.value] += 1
            kinds = [kind.value for kind in about[TYPE]]
            self._tally.update(("class", kind) for kind in kinds)
            self._tally["all", "subjects"] += 1
            if cst("Assertion") in kinds:
                self._fact(subject.value, about)
            elif cst("Target") in kinds:
                self._insert("target", subject.value, _text(about, cst("targetYear")))
            elif about[MENTIONED_IN]:
                self._thing(subject.value, about)
        self._tally["all", "statements"] = sum(n for (kind, _), n in self._tally.items() if kind == "property")
        self._database.executemany("INSERT INTO tally VALUES (?, ?, ?)", ((*k, n) for k, n in self._tally.items()))

    def _thing(self, iri: str, about: dict[ox.NamedNode, list[Any]]) -> None:
        identity = self._number(iri)
        kinds = sorted(k.value.removeprefix(CST) for k in about[TYPE] if k.value.startswith(CST))
        names = dict.fromkeys(fold_han(name.value) for p in (PREF_LABEL, ALT_LABEL) for name in about[p])
        articles = [self._articles[article.value] for article in about[MENTIONED_IN]]
        name = next((label.value for label in about[LABEL]), iri)
        cls = next(iter(kinds), "")
        self._insert("thing", identity, iri, cls, name, "\n".join(names), len(articles), 0, None, None)
        self._insert_all("mention", ((identity, article) for article in articles))

    def _fact(self, iri: str, about: dict[ox.NamedNode, list[Any]]) -> None:
        subject, predicate, value = (about[named("rdf", end)][0].value for end in ("subject", "predicate", "object"))
        target = value if predicate == cst("hasTarget") else None
        identity = self._database.execute(
            "INSERT INTO fact (iri, s, p, o, target, confidence, modality, date) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                iri,
                self._number(subject),
                predicate.removeprefix(CST),
                None if target else self._number(value),
                target,
                float(_text(about, cst("confidence")) or 0),
                _text(about, cst("modality")),
                _text(about, cst("date")),
            ),
        ).lastrowid
        articles = {self._articles[article.value] for article in about[DERIVED_FROM]}
        self._insert_all("stated", ((identity, article) for article in sorted(articles)))

    def _number(self, iri: str) -> int:
        return self._things.setdefault(iri, len(self._things) + 1)

    def _insert(self, table: str, *values: Any) -> None:
        self._insert_all(table, [values])

    def _insert_all(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self._database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _text(about: dict[ox.NamedNode, list[Any]], predicate: str) -> str | None:
    return next((value.value for value in about[ox.NamedNode(predicate)]), None)


class Catalogue:
    """The catalogue of one generation, for reading, from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, query: str, *values: Any) -> list[Row]:
        """All rows of a query. Raises StoreError where the file is missing or broken."""
        return list(self.each(query, *values))

    def row(self, query: str, *values: Any) -> Row | None:
        """The first row."""
        return next(iter(self.rows(query, *values)), None)

    def each(self, query: str, *values: Any) -> Iterator[Row]:
        """The rows of a query, one by one."""
        try:
            with closing(self._open()) as database:
                yield from database.execute(query, values)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def _broken(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self.path}: the catalogue cannot be read ({error}); build the graph again")

    def number(self, thing: str) -> int:
        """The number of a thing by its IRI; 0, which no thing has, for what documents do not mention."""
        row = self.row("SELECT id FROM thing WHERE iri = ?", thing)
        return 0 if row is None else row[0]

    def text(self, article: str) -> tuple[int, str] | None:
        """Where an article begins in its document, in code points, and its text; none for an unknown one."""
        row = self.row("SELECT begin, text FROM article WHERE iri = ?", article)
        return None if row is None else (row[0], zlib.decompress(row[1]).decode("utf-8", "surrogatepass"))

    def tally(self, kind: str) -> dict[str, int]:
        """How many statements or things there are of each `class` or `property` (IRI), or in `all`."""
        return dict(self.rows("SELECT name, count FROM tally WHERE kind = ? ORDER BY name", kind))


def places(count: int) -> str:
    """Places for `count` values in a query: `?, ?, ?`."""
    return ", ".join("?" * count)
