"""Catalogue of a generation: what there is, counted and in order, so that the explorer answers at once.

In: the statements of the facts subject by subject, and the documents; or the last catalogue and what has changed. Out:
an SQLite file with a row for each thing, fact, target, date, bulletin and article (with its text), and the number of
statements per class and property. The store tells what is said of one thing; the catalogue tells how many, which
first, and what is near, without running through the store.

Rows have numbers by which they refer to each other. These say nothing of order and differ with the way on which a
graph came about; what is asked of the catalogue is ordered by names and dates.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.change import Change
from kg.errors import StoreError
from kg.files import duplicate
from kg.language.script import fold_han
from kg.model import DocumentRecord
from kg.statements import PROPERTIES, About, Subject, Values, by_subject
from kg.terms import (
    ALT_LABEL,
    DERIVED_FROM,
    LABEL,
    MENTIONED_IN,
    PREF_LABEL,
    TYPE,
    Term,
    named,
    term,
    value_of,
)
from kg.vocab import CST, article_iri, bulletin_iri, cst

# `place`: which article of its bulletin it is; `original`: its text, as it is: to compress it took a fifth of the time
# that the catalogue takes, for a fifth of its bytes. `other`: numbers of what facts speak of and no document mentions.
_SCHEMA = """
CREATE TABLE bulletin (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, issued TEXT);
CREATE TABLE article (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, bulletin INTEGER, place INTEGER, reported TEXT,
    things INTEGER, facts INTEGER, begin INTEGER, original BLOB);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, cls TEXT, name TEXT, folded TEXT,
    mentions INTEGER, facts INTEGER, first TEXT, last TEXT);
CREATE TABLE other (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE mention (thing INTEGER, article INTEGER, PRIMARY KEY (thing, article)) WITHOUT ROWID;
CREATE TABLE fact (id INTEGER PRIMARY KEY, iri TEXT, s INTEGER, p TEXT, o INTEGER, target TEXT, confidence REAL,
    modality TEXT, date TEXT, amount REAL, currency TEXT, first TEXT, last TEXT);
CREATE TABLE stated (fact INTEGER, article INTEGER, PRIMARY KEY (fact, article)) WITHOUT ROWID;
CREATE TABLE target (iri TEXT PRIMARY KEY, year TEXT) WITHOUT ROWID;
CREATE TABLE moment (date TEXT, kind TEXT, thing INTEGER, other INTEGER, fact TEXT, article INTEGER);
CREATE TABLE tally (kind TEXT, name TEXT, count INTEGER, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""

_INDEXES = """
CREATE INDEX article_bulletin ON article (bulletin, place);
CREATE INDEX mention_article ON mention (article);
CREATE INDEX stated_article ON stated (article);
CREATE INDEX fact_s ON fact (s, p, o);
CREATE INDEX fact_o ON fact (o, p);
CREATE INDEX fact_target ON fact (target) WHERE target IS NOT NULL;
"""
_INDEXES_OF_SUMS = """
CREATE INDEX thing_class ON thing (cls, facts DESC);
CREATE INDEX thing_facts ON thing (facts DESC);
CREATE INDEX moment_date ON moment (date);
CREATE INDEX moment_thing ON moment (thing);
CREATE INDEX moment_other ON moment (other);
"""

_FIRST_ARTICLE = """(SELECT a.id FROM {} x JOIN article a ON a.id = x.article JOIN bulletin b ON b.id = a.bulletin
        WHERE x.{} = {} ORDER BY a.reported IS NULL, a.reported, b.iri, a.place LIMIT 1)"""
_FIRST_OF_FACT = _FIRST_ARTICLE.format("stated", "fact", "f.id")
_FIRST_OF_THING = _FIRST_ARTICLE.format("mention", "thing", "t.id")

# What follows from the other rows, for the facts, things and articles of the tables `some_…`.
_SUMS = f"""
UPDATE fact SET (first, last) = (
    SELECT MIN(a.reported), MAX(a.reported) FROM stated x JOIN article a ON a.id = x.article WHERE x.fact = fact.id)
    WHERE id IN some_facts;
UPDATE thing SET
    facts = (SELECT COUNT(*) FROM fact WHERE s = thing.id) + (SELECT COUNT(*) FROM fact WHERE o = thing.id),
    (first, last) = (
        SELECT MIN(b.issued), MAX(b.issued) FROM mention m JOIN article a ON a.id = m.article
        JOIN bulletin b ON b.id = a.bulletin WHERE m.thing = thing.id)
    WHERE id IN some_things;
UPDATE article SET
    things = (SELECT COUNT(*) FROM mention WHERE article = article.id),
    facts = (SELECT COUNT(*) FROM stated WHERE article = article.id)
    WHERE id IN some_articles;
INSERT INTO moment SELECT reported, kind, thing, NULL, NULL, id
    FROM (SELECT LOWER(t.cls) AS kind, t.id AS thing, {_FIRST_OF_THING} AS first FROM thing t
        WHERE t.cls IN ('Policy', 'Report', 'Event') AND t.id IN some_things)
    JOIN article ON id = first WHERE reported IS NOT NULL;
INSERT INTO moment SELECT f.date, 'fact', f.s, f.o, f.iri, {_FIRST_OF_FACT} FROM fact f
    WHERE f.date IS NOT NULL AND f.id IN some_facts;
INSERT INTO moment SELECT t.year, 'target', f.s, NULL, f.iri, {_FIRST_OF_FACT} FROM fact f
    JOIN target t ON t.iri = f.target WHERE t.year IS NOT NULL AND f.id IN some_facts;
"""
_OF_ALL = """
CREATE TEMP VIEW some_facts AS SELECT id FROM fact;
CREATE TEMP VIEW some_things AS SELECT id FROM thing;
CREATE TEMP VIEW some_articles AS SELECT id FROM article;
"""

_TOGETHER = 5_000  # rows that are written together
_SOME = ("some_facts", "some_things", "some_articles")
_COLUMNS = {"mention": "thing", "stated": "fact"}
_NEW_PAIR = {table: f"INSERT INTO {table} VALUES (?, ?)" for table in _COLUMNS}
_NEW_FACT = "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)"
_COUNT_ON = """INSERT INTO tally VALUES (?, ?, ?)
ON CONFLICT (kind, name) DO UPDATE SET count = count + excluded.count"""
_KNOWN_NUMBER = "SELECT id FROM thing WHERE iri = ?1 UNION ALL SELECT id FROM other WHERE iri = ?1"
_SPOKEN_OF = """INSERT INTO other SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM thing WHERE id = ?1)
AND (EXISTS (SELECT 1 FROM fact WHERE s = ?1) OR EXISTS (SELECT 1 FROM fact WHERE o = ?1))"""
_FORGET = """
DELETE FROM moment WHERE fact IS NULL AND thing IN some_things;
DELETE FROM moment WHERE rowid IN (SELECT m.rowid FROM some_facts x CROSS JOIN fact f ON f.id = x.id
    CROSS JOIN moment m ON m.thing = f.s AND m.fact = f.iri);
"""

_ASSERTION, _TARGET = term("Assertion"), term("Target")
_HAS_TARGET = cst("hasTarget")
_SUBJECT, _PREDICATE, _OBJECT = (named("rdf", end) for end in ("subject", "predicate", "object"))
_CONFIDENCE, _MODALITY, _DATE, _YEAR, _AMOUNT, _CURRENCY = (
    term(name) for name in ("confidence", "modality", "date", "targetYear", "amount", "currency")
)

Row = tuple[Any, ...]


# --- writing ------------------------------------------------------------------------------------------------


def write_catalogue(path: Path, triples: Iterable[ox.Triple], documents: Iterable[DocumentRecord]) -> None:
    """Writes the catalogue to a new file. `triples` come subject by subject; the documents are run through first.

    Raises StoreError if that fails.
    """
    for _ in cataloguing(path, by_subject(triples), documents):
        pass


def cataloguing(path: Path, subjects: Iterable[Subject], documents: Iterable[DocumentRecord]) -> Iterator[Subject]:
    """As `write_catalogue`; passes the subjects on. The catalogue is whole once all have passed."""
    with _written(path) as database:
        database.executescript(_SCHEMA)
        rows = _Rows(database)
        for document in documents:
            rows.add_document(document)
        tally = _Tally()
        for subject, about in subjects:
            tally.count(about, 1)
            if isinstance(about, dict):  # others are mentions and evidence
                rows.add(subject, about)
            yield subject, about
        rows.add_others()
        rows.put_all()
        database.executemany("INSERT INTO tally VALUES (?, ?, ?)", tally.rows())
        database.executescript(f"{_INDEXES}{_OF_ALL}{_SUMS}{_INDEXES_OF_SUMS}")


def copy_catalogue(old: Path, new: Path) -> None:
    """Writes the catalogue `new`, the same as `old`, for `update_catalogue`. Raises StoreError if that fails."""
    try:
        duplicate(old, new)
    except OSError as error:
        raise StoreError(f"{new}: the catalogue cannot be copied from {old} ({error.strerror})") from error


def update_catalogue(path: Path, change: Change) -> None:
    """Makes a copy of the last generation's catalogue that of the graph that `change` leads to.

    What is asked of it has the same answer as from one written of the whole graph. Raises StoreError if that fails.
    """
    with _written(path) as database:
        _Update(database).apply(change)


@contextmanager
def _written(path: Path) -> Iterator[sqlite3.Connection]:
    """A file open for writing, which the build brings to disk with the whole stage."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA cache_size = -65536")
            yield database
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the catalogue cannot be written ({error})") from error


def _by_iri(triples: Iterable[ox.Triple]) -> dict[str, About]:
    """By the IRI of each subject what is said of it."""
    return dict(by_subject(triples))


class _Tally:
    """How many subjects of each class and statements of each property there are, or come to be in a change."""

    def __init__(self) -> None:
        self._subjects = 0
        self._fixed: defaultdict[Term, int] = defaultdict(int)  # subjects of classes with fixed properties
        self._classes: defaultdict[Term, int] = defaultdict(int)
        self._properties: defaultdict[Term, int] = defaultdict(int)

    def count(self, about: About | Values, step: int) -> None:
        """Adds one subject, or takes it away where `step` is -1."""
        self._subjects += step
        if isinstance(about, tuple):
            self._fixed[about[0]] += step
            return
        for kind in about.get(TYPE, ()):
            self._classes[kind] += step
        for predicate, values in about.items():
            self._properties[predicate] += step * len(values)

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """Kind, name and count of each."""
        classes, properties = self._classes.copy(), self._properties.copy()
        for kind, count in self._fixed.items():
            classes[kind] += count
            for name in PROPERTIES[kind]:
                properties[name] += count
        yield "all", "subjects", self._subjects
        yield "all", "statements", sum(properties.values())
        for kind, counted in (("class", classes), ("property", properties)):
            yield from ((kind, value_of(name), count) for name, count in counted.items())


def _text(about: About, predicate: Term) -> str | None:
    values = about.get(predicate)
    return value_of(values[0]) if values else None


def _amount(about: About) -> float | None:
    """A sum of money, to fifteen digits."""
    written = _text(about, _AMOUNT)
    return None if written is None else float(written)


def _is_fact(about: About) -> bool:
    return _ASSERTION in about.get(TYPE, ())


def _is_target(about: About) -> bool:
    return _TARGET in about.get(TYPE, ())


def _is_thing(about: About) -> bool:
    return MENTIONED_IN in about and not _is_fact(about) and not _is_target(about)


class _Rows:
    """Adds rows. Things and articles are numbered as they are first met."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._articles: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._things: set[int] = set()
        self._last = {"article": 0, "thing": 0, "fact": 0}
        self._waiting: defaultdict[str, list[Row]] = defaultdict(list)

    def add_document(self, document: DocumentRecord) -> None:
        """A bulletin and its articles in order, each with its text."""
        issued = document.issued.isoformat() if document.issued else None
        bulletin = self._run("INSERT INTO bulletin (iri, issued) VALUES (?, ?)", bulletin_iri(document.id), issued)
        for place, article in enumerate(document.articles):
            iri = article_iri(document.id, article.id)
            reported = article.day.isoformat() if article.day else issued
            number = self._articles[iri] = self._new("article", iri)
            text = document.original[article.begin : article.end].encode("utf-8", "surrogatepass")
            values = (number, iri, bulletin.lastrowid, place, reported, 0, 0, article.begin, text)
            self._run("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)

    def add(self, iri: str, about: About) -> None:
        """A subject, where it is a fact, a target or a thing."""
        if _is_fact(about):
            self._add_fact(iri, about)
        elif _is_target(about):
            self._put("INSERT INTO target VALUES (?, ?)", iri, _text(about, _YEAR))
        elif _is_thing(about):
            self._add_thing(iri, about)

    def add_others(self) -> None:
        """What facts speak of and no document mentions."""
        others = ((number, iri) for iri, number in self._numbers.items() if number not in self._things)
        self._database.executemany("INSERT INTO other VALUES (?, ?)", others)

    def put_all(self) -> None:
        """Writes the rows that wait to be written together."""
        for statement, rows in self._waiting.items():
            self._database.executemany(statement, rows)
            rows.clear()

    def number(self, iri: str) -> int:
        """The number of a thing, a new one for one never met."""
        number = self._numbers.get(iri)
        if number is None:
            number = self._numbers[iri] = self._next("thing")
        return number

    def article(self, iri: str) -> int:
        """The number of an article. Raises StoreError for one that no document has."""
        try:
            return self._articles[iri]
        except KeyError as error:
            raise StoreError(f"{iri}: the graph speaks of an article that no document has") from error

    def _next(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def _new(self, table: str, iri: str) -> int:
        """The number that an article or fact gets."""
        return self._next(table)

    def _add_thing(self, iri: str, about: About) -> int:
        number = self.number(iri)
        self._things.add(number)
        classes = map(value_of, about.get(TYPE, ()))
        kinds = sorted(kind.removeprefix(CST) for kind in classes if kind.startswith(CST))
        names = dict.fromkeys(fold_han(value_of(name)) for p in (PREF_LABEL, ALT_LABEL) for name in about.get(p, ()))
        articles = {self.article(value_of(article)) for article in about[MENTIONED_IN]}
        values = (number, iri, next(iter(kinds), ""), _text(about, LABEL) or iri, "\n".join(names), len(articles))
        self._put("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, 0, NULL, NULL)", *values)
        self._add_pairs("mention", number, articles)
        return number

    def _add_fact(self, iri: str, about: About) -> int:
        subject, predicate, value = (value_of(about[end][0]) for end in (_SUBJECT, _PREDICATE, _OBJECT))
        goal = predicate == _HAS_TARGET
        values = (
            iri,
            self.number(subject),
            predicate.removeprefix(CST),
            None if goal else self.number(value),
            value if goal else None,
            float(_text(about, _CONFIDENCE) or 0),
            _text(about, _MODALITY),
            _text(about, _DATE),
            _amount(about),
            _text(about, _CURRENCY),
        )
        number = self._new("fact", iri)
        self._put(_NEW_FACT, number, *values)
        self._add_pairs("stated", number, {self.article(value_of(article)) for article in about.get(DERIVED_FROM, ())})
        return number

    def _add_pairs(self, table: str, number: int, articles: Iterable[int]) -> None:
        for article in sorted(articles):
            self._put(_NEW_PAIR[table], number, article)

    def _put(self, statement: str, *values: Any) -> None:
        """Writes a row, together with others."""
        rows = self._waiting[statement]
        rows.append(values)
        if len(rows) >= _TOGETHER:
            self.put_all()

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._database.execute(statement, values)


class _Update(_Rows):
    """Changes rows. Things, facts and articles that stay keep their numbers."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__(database)
        self._last = {table: self._highest(table) for table in ("article", "thing", "fact")}
        self._last["thing"] = max(self._last["thing"], self._highest("other"))
        self._former: dict[str, int] = {}  # numbers of facts and articles that may come back
        self._pairs: dict[tuple[str, int], set[int]] = {}  # table, number: articles that were there
        for name in _SOME:
            database.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")

    def apply(self, change: Change) -> None:
        """Makes the catalogue that of the changed graph."""
        before, after = _by_iri(change.before), _by_iri(change.after)
        self._tally(before, after)
        for iri, about in before.items():
            self._take_away(iri, about)
        self._documents(change)
        for iri, about in after.items():
            self.add(iri, about)
        for table, number in list(self._pairs):
            self._add_pairs(table, number, ())
        for iri in before.keys() | after.keys():
            self._touch("some_facts", "SELECT id FROM fact WHERE target = ?", iri)
        self.add_others()
        self._database.executescript(_FORGET + _SUMS)

    def number(self, iri: str) -> int:
        """The number of a thing, a new one for one never met."""
        if iri not in self._numbers:
            for (number,) in self._run(_KNOWN_NUMBER, iri):
                self._numbers[iri] = number
        return super().number(iri)

    def article(self, iri: str) -> int:
        """The number of an article. Raises StoreError for one that no document has."""
        if iri not in self._articles:
            for (number,) in self._run("SELECT id FROM article WHERE iri = ?", iri):
                self._articles[iri] = number
        return super().article(iri)

    def add_others(self) -> None:
        """What facts speak of and no document mentions; others that no fact speaks of any more go."""
        for iri, number in self._numbers.items():
            self._run("DELETE FROM other WHERE id = ?", number)
            self._run(_SPOKEN_OF, number, iri)

    def _take_away(self, iri: str, about: About) -> None:
        if _is_fact(about):
            self._take_fact_away(iri, about)
        elif _is_target(about):
            self._run("DELETE FROM target WHERE iri = ?", iri)
        elif _is_thing(about):
            number = self.number(iri)
            self._run("DELETE FROM thing WHERE id = ?", number)
            self._run("INSERT OR IGNORE INTO some_things VALUES (?)", number)
            self._pairs["mention", number] = self._numbers_of("SELECT article FROM mention WHERE thing = ?", number)

    def _take_fact_away(self, iri: str, about: About) -> None:
        subject, predicate, value = (value_of(about[end][0]) for end in (_SUBJECT, _PREDICATE, _OBJECT))
        ends = (self.number(subject), None if predicate == _HAS_TARGET else self.number(value))
        found = "SELECT id FROM fact WHERE s = ? AND p = ? AND o IS ? AND iri = ?"
        for number in self._numbers_of(found, ends[0], predicate.removeprefix(CST), ends[1], iri):
            self._former[iri] = number
            self._pairs["stated", number] = self._numbers_of("SELECT article FROM stated WHERE fact = ?", number)
            self._run("DELETE FROM fact WHERE id = ?", number)
        self._run("DELETE FROM moment WHERE thing = ? AND fact = ?", ends[0], iri)
        self._touch_ends(ends)

    def _put(self, statement: str, *values: Any) -> None:
        """Writes a row at once: what comes next may ask for it."""
        self._run(statement, *values)

    def _documents(self, change: Change) -> None:
        """Takes documents away and adds others. Things and facts in their articles may have other dates now."""
        for identity in sorted({*change.dropped, *(document.id for document in change.added)}):
            for bulletin in self._numbers_of("SELECT id FROM bulletin WHERE iri = ?", bulletin_iri(identity)):
                for number, iri in self._run("SELECT id, iri FROM article WHERE bulletin = ?", bulletin).fetchall():
                    self._former[iri] = number
                    self._touch("some_things", "SELECT thing FROM mention WHERE article = ?", number)
                    self._touch("some_facts", "SELECT fact FROM stated WHERE article = ?", number)
                self._run("DELETE FROM article WHERE bulletin = ?", bulletin)
                self._run("DELETE FROM bulletin WHERE id = ?", bulletin)
        for document in change.added:
            self.add_document(document)

    def _new(self, table: str, iri: str) -> int:
        number = self._former.get(iri) or self._next(table)
        self._run(f"INSERT OR IGNORE INTO some_{table}s VALUES (?)", number)
        return number

    def _add_thing(self, iri: str, about: About) -> int:
        number = super()._add_thing(iri, about)
        self._run("INSERT OR IGNORE INTO some_things VALUES (?)", number)
        return number

    def _add_fact(self, iri: str, about: About) -> int:
        number = super()._add_fact(iri, about)
        self._touch_ends(self._one("SELECT s, o FROM fact WHERE id = ?", number))
        return number

    def _add_pairs(self, table: str, number: int, articles: Iterable[int]) -> None:
        """Makes these the articles of that number."""
        there, wanted = self._pairs.pop((table, number), set()), set(articles)
        column = _COLUMNS[table]
        gone = ((number, article) for article in there - wanted)
        self._database.executemany(f"DELETE FROM {table} WHERE {column} = ? AND article = ?", gone)
        super()._add_pairs(table, number, wanted - there)
        for article in there ^ wanted:
            self._run("INSERT OR IGNORE INTO some_articles VALUES (?)", article)

    def _tally(self, before: Mapping[str, About], after: Mapping[str, About]) -> None:
        tally = _Tally()
        for subjects, step in ((before, -1), (after, 1)):
            for about in subjects.values():
                tally.count(about, step)
        rows = [row for row in tally.rows() if row[2]]
        self._database.executemany(_COUNT_ON, rows)
        self._run("DELETE FROM tally WHERE count = 0 AND kind <> 'all'")

    def _touch_ends(self, ends: Iterable[int | None]) -> None:
        for number in ends:
            if number is not None:
                self._run("INSERT OR IGNORE INTO some_things VALUES (?)", number)

    def _touch(self, some: str, query: str, *values: Any) -> None:
        self._run(f"INSERT OR IGNORE INTO {some} {query}", *values)

    def _numbers_of(self, query: str, *values: Any) -> set[int]:
        return {number for (number,) in self._run(query, *values)}

    def _one(self, query: str, *values: Any) -> Row:
        found: Row = self._run(query, *values).fetchone()
        return found

    def _highest(self, table: str) -> int:
        highest: int = self._one(f"SELECT IFNULL(MAX(id), 0) FROM {table}")[0]
        return highest


# --- reading ------------------------------------------------------------------------------------------------


_IDLE = 8
"""Connections that are kept for the next reader, each with the pages that it has read, two megabytes at most."""


class Catalogue:
    """The catalogue of one generation, which nobody changes, for reading, from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        weakref.finalize(self, _close_all, self._idle)

    def rows(self, query: str, *values: Any) -> list[Row]:
        """All rows of a query. Raises StoreError where the file is missing or broken."""
        return list(self.each(query, *values))

    def row(self, query: str, *values: Any) -> Row | None:
        """The first row."""
        return next(iter(self.rows(query, *values)), None)

    def each(self, query: str, *values: Any) -> Iterator[Row]:
        """The rows of a query, one by one."""
        try:
            with self._connection() as database:
                yield from database.execute(query, values)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one reader alone: one that an earlier reader has left, which knows the pages that it read,
        or a new one. What is broken off is not used again.
        """
        try:
            database = self._idle.pop()
        except IndexError:
            database = self._open()
        try:
            yield database
        except BaseException:
            database.close()
            raise
        if len(self._idle) < _IDLE:
            self._idle.append(database)
        else:
            database.close()

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
        row = self.row("SELECT begin, original FROM article WHERE iri = ?", article)
        return None if row is None else (row[0], row[1].decode("utf-8", "surrogatepass"))

    def tally(self, kind: str) -> dict[str, int]:
        """How many statements or things there are of each `class` or `property` (IRI), or in `all`."""
        return dict(self.rows("SELECT name, count FROM tally WHERE kind = ? ORDER BY name", kind))


def _close_all(connections: Iterable[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def places(count: int) -> str:
    """Places for `count` values in a query: `?, ?, ?`."""
    return ", ".join("?" * count)
