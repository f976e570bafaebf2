"""Index of names: which things bear a name, in whatever script, spacing or quoting it is asked for.

In: statements about things. Out: an SQLite file with things, the forms of their names, and for each gram
(`kg.grams`) the forms that have it; from it, the things that bear a name and the names nearest to one that
nothing bears. `kg.search` searches the same file.

Forms are numbered by rank (`kg.spellings`). The list of each gram is in that order, so that a search may stop early.

An index is not written anew for every change. Beside it there may be a second file with what has changed since: the
things as they are now, and which things of the index these mask. Its forms have numbers between those of the forms in
the index, each where its rank is; so the two are read as one.
"""

from __future__ import annotations

import filecmp
import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from operator import add, itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.change import Change
from kg.errors import StoreError
from kg.files import duplicate, link
from kg.generations import Generation
from kg.grams import KIND, START, Need, plain, spelled, whole
from kg.language.script import fold_han
from kg.rdf import read_triples
from kg.spellings import Form, Rank, Said, Spelled, gram_text, said_of, spell
from kg.statements import Subject, by_subject
from kg.terms import LABELS

_FORMAT = 2  # of the files; changes are only added to files of this format
_SHARE = 500  # a gram is frequent when more than one form in so many has it
_CHANGED_SHARE = 10  # an index is written anew when more than one thing in so many has changed
_CHANGED_LEAST = 1_000  # but not for so few
_ROOM = 36  # bits: so many numbers lie between two forms of an index for those that come later

_TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, cls TEXT, mentions INTEGER, names TEXT);
CREATE TABLE form (id INTEGER PRIMARY KEY, thing INTEGER, hidden INTEGER, key TEXT, label TEXT, starts BLOB);
CREATE VIRTUAL TABLE gram USING fts5 (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
"""
_SCHEMA = f"""{_TABLES}
INSERT INTO gram (gram, rank) VALUES ('automerge', 0), ('crisismerge', 1000), ('hashsize', 33554432);
CREATE TABLE frequent (gram TEXT PRIMARY KEY, forms INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, gram, row);
CREATE TEMP TABLE spelled
    (thing INTEGER, mentions INTEGER, iri TEXT, hidden INTEGER, key TEXT, label TEXT, starts BLOB, taken INTEGER);
CREATE TEMP TABLE taken (thing INTEGER, form INTEGER);
CREATE TEMP TABLE ranked
    (id INTEGER PRIMARY KEY, thing INTEGER, hidden INTEGER, key TEXT, label TEXT, starts BLOB, taken INTEGER);
"""
_WORDS = "words (form INTEGER PRIMARY KEY, words TEXT)"  # grams of forms, for an index that takes these over
_TABLES_OF_NONE = (
    "thing (id INTEGER PRIMARY KEY, iri TEXT, cls TEXT)",
    "form (id INTEGER PRIMARY KEY, thing INTEGER, hidden, key, label, starts)",
    _WORDS,
)
_FORM_THING = "CREATE INDEX form_thing ON form (thing)"
_CHANGED_SCHEMA = f"{_TABLES} CREATE TABLE masked (thing INTEGER PRIMARY KEY); {_FORM_THING}"
_FORMS = (
    """INSERT INTO spelled SELECT taken.thing, mentions, iri, hidden, key, label, starts, taken.form FROM taken
    JOIN main.thing ON thing.id = taken.thing JOIN known.form ON form.id = taken.form""",
    """INSERT INTO ranked (thing, hidden, key, label, starts, taken) SELECT thing, hidden, key, label, starts, taken
    FROM spelled ORDER BY hidden, mentions DESC, length(key), iri, key""",
    "INSERT INTO form SELECT id, thing, hidden, key, label, starts FROM ranked",
    _FORM_THING,
)
_GRAMS = """
SELECT ranked.id, ifnull(words, gram_text(key, starts, cls)) FROM ranked CROSS JOIN thing ON thing.id = ranked.thing
LEFT JOIN known.words ON words.form = ranked.taken ORDER BY ranked.id
"""
_FREQUENT = f"""
INSERT INTO frequent SELECT term, doc FROM temp.vocabulary WHERE doc > (SELECT count(*) / {_SHARE} FROM form)
"""
_KNOWN = """
SELECT form.id, hidden, key, label, starts FROM known.thing JOIN known.form ON form.thing = thing.id WHERE iri = ?
"""

_TOGETHER = 1_000  # things that are written together
_SHARES = 4_096  # grams whose share is remembered
_RAREST = 3  # windows that a search looks for; more cost more than they save
_NEAR_ENOUGH = 0.4
_NEAR_FORMS = 20_000  # forms looked at for each pair of characters
_NEAR_BEST = 2_000  # forms compared in full
_TAGS = {"ko": ("ko", "zh-hans", "zh-hant", "en"), "zh": ("zh-hans", "zh-hant", "zh"), "en": ("en",)}


def best_name(names: Mapping[str, Sequence[str]], language: str) -> str | None:
    """The name to show in `language` (`ko`, `zh`, `en`) among `names` by language tag, preferred ones first.

    What has no name in that language shows its Korean, Chinese or English name, or else any; none for no name.
    """
    tags = (*_TAGS[language], *_TAGS["ko"], *names)
    return next((names[tag][0] for tag in tags if names.get(tag)), None)


# --- writing ------------------------------------------------------------------------------------------------


def write_index(
    path: Path,
    triples: Iterable[ox.Triple],
    *,
    linked: Iterable[ox.Triple] = (),
    known: Path | None = None,
    lends: bool = False,
) -> None:
    """Writes the index of all things with labels among the statements to a new file.

    `triples` come subject by subject, each once, and are run through once; `linked`, few enough for the memory, are
    more statements about them and others. `known` is another index that `lends`: what it has of forms for the same
    things is taken over. One that lends has the grams of its forms as text, too, which are most of its bytes. The same
    statements give the same bytes. What does not fit into memory is kept in temporary files. Raises StoreError if
    writing fails.
    """
    write_index_of(path, by_subject(triples), linked=linked, known=known, lends=lends)


def write_index_of(
    path: Path,
    subjects: Iterable[Subject],
    *,
    linked: Iterable[ox.Triple] = (),
    known: Path | None = None,
    lends: bool = False,
) -> None:
    """As `write_index`, for statements that are put together by subject already."""
    with _written(path) as database:
        _attach(database, "known", known)
        database.create_function("gram_text", 3, gram_text, deterministic=True)
        database.executescript(_SCHEMA)
        with database:
            numbered = enumerate(_things(database, subjects, linked), start=1)
            while some := list(islice(numbered, _TOGETHER)):
                _add_things(database, ((number, one.thing) for number, one in some))
                own = ((number, one.thing.mentions, one.thing.iri, *form) for number, one in some for form in one.own)
                database.executemany("INSERT INTO spelled VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", own)
                taken = ((number, form) for number, one in some for form in one.taken)
                database.executemany("INSERT INTO taken VALUES (?, ?)", taken)
            for statement in _FORMS:
                database.execute(statement)
            if lends:
                database.execute(f"CREATE TABLE {_WORDS}")
                database.execute(f"INSERT INTO main.words {_GRAMS}")
            words = "SELECT form, words FROM main.words ORDER BY form" if lends else _GRAMS
            database.execute(f"INSERT INTO gram (rowid, grams) {words}")
            database.execute("INSERT INTO gram (gram) VALUES ('optimize')")
            database.execute(_FREQUENT)


class _Entry(NamedTuple):
    """A thing, forms of its own, and the numbers of those that are taken over as another index has them."""

    thing: Spelled
    own: Sequence[Form]
    taken: Sequence[int]


def _things(database: sqlite3.Connection, subjects: Iterable[Subject], linked: Iterable[ox.Triple]) -> Iterator[_Entry]:
    """The things that have a name: those of `subjects` in their order, then others that are linked, by IRI."""
    more = _together(linked)
    known = dict(database.execute("SELECT iri, cls FROM known.thing"))

    def may_have_name(subject: Subject) -> bool:
        iri, said = subject
        return (isinstance(said, dict) and not said.keys().isdisjoint(LABELS)) or iri in known or iri in more

    def entries(iri: str, said: set[Said]) -> Iterator[_Entry]:
        numbers = _known(database, iri) if iri in known else {}
        thing = spell(iri, said, numbers)
        if thing is None:
            return
        if thing.cls != known.get(iri):  # grams hold the class
            numbers = {}
        taken = [numbers[form] for form in thing.forms if form in numbers]
        yield _Entry(thing, [form for form in thing.forms if form not in numbers], taken)

    for iri, said in said_of(filter(may_have_name, subjects)):
        yield from entries(iri, said | more.pop(iri, set()))
    for iri in sorted(more):
        yield from entries(iri, more[iri])


def _together(triples: Iterable[ox.Triple]) -> dict[str, set[Said]]:
    """What is said of each subject, in whatever order."""
    found: dict[str, set[Said]] = {}
    for iri, said in said_of(by_subject(triples)):
        found.setdefault(iri, set()).update(said)
    return found


def _known(database: sqlite3.Connection, iri: str) -> dict[Form, int]:
    """The forms that another index has for that thing, and their numbers there."""
    return {Form(*columns): number for number, *columns in database.execute(_KNOWN, (iri,))}


def _add_things(database: sqlite3.Connection, things: Iterable[tuple[int, Spelled]]) -> None:
    rows = ((number, one.iri, one.cls, one.mentions, one.names) for number, one in things)
    database.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", rows)


@contextmanager
def _written(path: Path) -> Iterator[sqlite3.Connection]:
    """A file open for writing, which the build brings to disk with the whole stage."""
    try:
        with closing(sqlite3.connect(path.resolve().as_uri(), uri=True)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA cache_size = -65536")
            database.execute("PRAGMA temp_store = FILE")
            database.execute(f"PRAGMA user_version = {_FORMAT}")
            yield database
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index of names cannot be written ({error})") from error


def _attach(database: sqlite3.Connection, name: str, index: Path | None) -> None:
    """Another index under that name; an empty one for none."""
    if index is not None:
        database.execute(f"ATTACH ? AS {name}", (_immutable(index),))
        return
    database.execute(f"ATTACH ':memory:' AS {name}")
    for table in _TABLES_OF_NONE:
        database.execute(f"CREATE TABLE {name}.{table}")


# --- changing -----------------------------------------------------------------------------------------------


def changes_of(index: Path) -> Path:
    """The file with what has changed since an index was written; there need not be one."""
    return index.with_name(f"{index.stem}-changes{index.suffix}")


def update_index(old: Generation, new: Generation, change: Change, *, linked: Sequence[ox.Triple] = ()) -> None:
    """Writes the index of `new`, whose graph and index of the background are in place, from that of `old`.

    `change`: what is different in the graph of `new`; `linked`: the statements of links to other datasets, whose labels
    count, too. Searches give what an index of the whole graph gives. Where much has changed since that was last
    written, or the background or links have, it is written again. Raises StoreError if writing fails.
    """
    changes = changes_of(new.names)
    try:
        if _may_be_kept(old, new, linked):
            _write_changes(old, new, change, linked)
            link(old.names, new.names)
            return
    except _TooMuchError:
        changes.unlink()
    write_index(new.names, read_triples(new.graph), linked=linked, known=new.background_names)


class _TooMuchError(Exception):
    """So much has changed that an index is better written anew."""


def _may_be_kept(old: Generation, new: Generation, linked: Sequence[ox.Triple]) -> bool:
    """Whether all that an index rests on besides the graph is as it was."""
    former = read_triples(old.enrichment) if old.enrichment.is_file() else ()
    return (
        _format(old.names) == _FORMAT
        and _same(old.background_names, new.background_names)
        and _together(former) == _together(linked)
    )


def _same(one: Path, other: Path) -> bool:
    """Whether two files have the same content; most often they are one."""
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _format(path: Path) -> int:
    try:
        with closing(_opened(path)) as database:
            (found,) = database.execute("PRAGMA user_version").fetchone()
            return int(found)
    except sqlite3.Error:  # no index: one is written
        return 0


def _write_changes(old: Generation, new: Generation, change: Change, linked: Sequence[ox.Triple]) -> None:
    """Writes what has changed since the index of `old` was written. Raises _TooMuchError where that is too much."""
    before, after = (dict(said_of(by_subject(part))) for part in (change.before, change.after))
    changed = [iri for iri in sorted(before.keys() | after.keys()) if before.get(iri) != after.get(iri)]
    more = _together(linked)
    former, changes = changes_of(old.names), changes_of(new.names)
    if former.is_file():
        duplicate(former, changes)
    with _written(changes) as database:
        _attach(database, "base", old.names)
        _attach(database, "known", new.background_names)
        if not former.is_file():
            database.executescript(_CHANGED_SCHEMA)
        with database:
            _Changes(database).apply((iri, after.get(iri, set()) | more.get(iri, set())) for iri in changed)


class _Changes:
    """Changes to an index, in the file beside it; the index itself is attached as `base`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._base_things = self._number("SELECT IFNULL(MAX(id), 0) FROM base.thing")
        self._base_forms = self._number("SELECT IFNULL(MAX(id), 0) FROM base.form")
        self._ranks: dict[int, Rank] = {}

    def apply(self, things: Iterable[tuple[str, set[Said]]]) -> None:
        """What is said of these things now; nothing is said of what is gone."""
        grams: list[tuple[int, bool, str]] = []
        found: list[Spelled] = []
        for iri, said in things:
            grams += ((place, False, words) for place, words in self._taken_away(iri))
            thing = spell(iri, said, _known(self._database, iri)) if said else None
            if thing is not None:
                found.append(thing)
        self._check(len(found))
        grams += ((place, True, words) for place, words in self._added(found))
        for place, added, words in sorted(grams):  # out of order, each would be written apart
            row = (None if added else "delete", place, words)
            self._database.execute("INSERT INTO gram (gram, rowid, grams) VALUES (?, ?, ?)", row)
        self._database.execute("INSERT INTO gram (gram) VALUES ('optimize')")

    def _taken_away(self, iri: str) -> Iterator[tuple[int, str]]:
        """Takes a thing away, here and in the index. Gives places and grams of its forms here."""
        self._database.execute("INSERT OR IGNORE INTO masked SELECT id FROM base.thing WHERE iri = ?", (iri,))
        for number, cls in self._database.execute("SELECT id, cls FROM thing WHERE iri = ?", (iri,)).fetchall():
            forms = "SELECT id, hidden, key, label, starts FROM form WHERE thing = ?"
            for place, *columns in self._database.execute(forms, (number,)):
                yield place, Form(*columns).words(cls)
            self._database.execute("DELETE FROM form WHERE thing = ?", (number,))
            self._database.execute("DELETE FROM thing WHERE id = ?", (number,))

    def _added(self, things: Iterable[Spelled]) -> Iterator[tuple[int, str]]:
        """Adds things. Gives places and grams of their forms."""
        last = max(self._base_things, self._number("SELECT IFNULL(MAX(id), 0) FROM thing"))
        ranked: list[tuple[Rank, int, Spelled, Form]] = []
        for number, thing in enumerate(things, start=last + 1):
            _add_things(self._database, [(number, thing)])
            ranked += ((thing.rank(form), number, thing, form) for form in thing.forms)
        ranked.sort(key=itemgetter(0))
        places = list(self._places([rank for rank, *_ in ranked]))
        for place, (_, number, thing, form) in zip(places, ranked, strict=True):
            self._database.execute("INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)", (place, number, *form))
            yield place, form.words(thing.cls)

    def _check(self, more: int) -> None:
        """Raises _TooMuchError where the index is better written anew."""
        masked, held = (self._number(f"SELECT COUNT(*) FROM {table}") for table in ("masked", "thing"))
        if max(masked, held + more) > max(_CHANGED_LEAST, self._base_things // _CHANGED_SHARE):
            raise _TooMuchError

    def _places(self, ranks: Sequence[Rank]) -> Iterator[int]:
        """Numbers for new forms of these ranks, in ascending order, none of which has one yet."""
        for before, group in groupby(ranks, key=self._before):
            first, end = before << _ROOM, (before + 1) << _ROOM
            yield from self._between(first, end, list(group))

    def _before(self, rank: Rank) -> int:
        """How many forms of the index come before a form of that rank."""
        return bisect_left(range(1, self._base_forms + 1), rank, key=self._rank_of)

    def _rank_of(self, number: int) -> Rank:
        """The rank of a form of the index."""
        if number not in self._ranks:
            self._ranks[number] = self._rank("base", number)
        return self._ranks[number]

    def _rank(self, schema: str, number: int) -> Rank:
        query = f"""SELECT hidden, -mentions, length(key), iri, key FROM {schema}.form JOIN {schema}.thing
            ON thing.id = form.thing WHERE form.id = ?"""
        rank: Rank = self._database.execute(query, (number,)).fetchone()
        return rank

    def _between(self, first: int, end: int, ranks: Sequence[Rank]) -> Iterator[int]:
        """Numbers after `first` and before `end`, evenly between the forms that are there already."""
        query = "SELECT id FROM form WHERE id > ? AND id < ? ORDER BY id"
        there = [number for (number,) in self._database.execute(query, (first, end))]
        known = [self._rank("main", number) for number in there]
        bounds = [first, *there, end]
        for at, group in groupby(ranks, key=lambda rank: bisect_left(known, rank)):
            together = list(group)
            step = (bounds[at + 1] - bounds[at]) // (len(together) + 1)
            if step == 0:
                raise _TooMuchError
            yield from (bounds[at] + step * nth for nth in range(1, len(together) + 1))

    def _number(self, query: str) -> int:
        (number,) = self._database.execute(query).fetchone()
        return int(number)


# --- reading ------------------------------------------------------------------------------------------------


def _immutable(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(_immutable(path), uri=True, check_same_thread=False)


Found = tuple[int, int, int, str, str | None, bytes | None]
"""A form: its place among all, number of its thing, whether hidden, key, label where it is not the key, positions where
words begin.
"""

_COLUMNS = "thing, hidden, key, label, starts"
_ALL = f"""SELECT form.id << {_ROOM}, {_COLUMNS} FROM main.gram CROSS JOIN main.form ON form.id = gram.rowid
WHERE gram MATCH ?"""
_KEPT = f"{_ALL} AND thing NOT IN changes.masked"
_CHANGED = f"""SELECT form.id, {_COLUMNS} FROM changes.gram CROSS JOIN changes.form ON form.id = gram.rowid
WHERE gram MATCH ?"""


class Index:
    """An index with its changes, open for reading by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError where there is no index."""
        self._path = path
        try:
            self._database = _opened(path)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        self._share = lru_cache(_SHARES)(self._share_of)
        list(self._rows("PRAGMA mmap_size = 1073741824"))
        changes = changes_of(path)
        self._last: int | None = None  # number of the last thing in the index, where there are changes
        if changes.is_file():
            list(self._rows("ATTACH ? AS changes", _immutable(changes)))
            ((self._last,),) = self._rows("SELECT IFNULL(MAX(id), 0) FROM main.thing")

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the reading."""
        self._database.close()

    def forms(self, needs: Sequence[Need], classes: Iterable[str] | None = None) -> Iterator[Found]:
        """Forms with the grams that one of `needs` asks for, of things of these classes, in order of rank."""
        grams = " OR ".join(f"({self._expression(need)})" for need in needs)
        if classes is not None:
            grams = f"{_one_of(KIND + cls for cls in sorted(classes))} AND ({grams})"
        return self._matching(grams)

    def _matching(self, expression: str) -> Iterator[Found]:
        """The forms that an expression finds, in order of rank."""
        if self._last is None:
            return self._rows(f"{_ALL} ORDER BY gram.rowid", expression)
        queries = (f"{query} ORDER BY gram.rowid" for query in (_KEPT, _CHANGED))
        return merge(*(self._rows(query, expression) for query in queries), key=itemgetter(0))

    def thing(self, number: int) -> tuple[str, str, int, str]:
        """IRI, class, number of mentions, and preferred names by language tag in JSON."""
        schema = "main" if self._last is None or number <= self._last else "changes"
        query = f"SELECT iri, cls, mentions, names FROM {schema}.thing WHERE id = ?"
        ((iri, cls, mentions, names),) = self._rows(query, number)
        return iri, cls, mentions, names

    def has(self, iri: str) -> bool:
        """Whether a thing of that IRI has a name."""
        if self._last is None:
            return any(self._rows("SELECT 1 FROM main.thing WHERE iri = ?", iri))
        kept = "SELECT 1 FROM main.thing WHERE iri = ?1 AND id NOT IN changes.masked"
        return any(self._rows(f"{kept} UNION ALL SELECT 1 FROM changes.thing WHERE iri = ?1", iri))

    def sharing(self, gram: str, *, limit: int) -> Iterator[int]:
        """Places of the first forms that have a gram."""
        return (row[0] for row in islice(self._matching(_one_of([gram])), limit))

    def labels(self, places: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Key and label of the forms at these places."""
        numbers = list(places)
        query = "SELECT key, coalesce(label, key) FROM {}.form WHERE id IN (SELECT value FROM json_each(?))"
        written = [number >> _ROOM for number in numbers if not number % (1 << _ROOM)]
        yield from self._rows(query.format("main"), json.dumps(written))
        if self._last is not None:
            yield from self._rows(query.format("changes"), json.dumps(numbers))

    def _expression(self, need: Need) -> str:
        """An FTS5 expression. Each gram in it is one quoted word, so that nothing typed is syntax."""
        shares = sorted((self._share(gram), gram) for gram in dict.fromkeys(need.windows))
        rare = [gram for forms, gram in shares if not forms] or [gram for _, gram in shares]
        return " AND ".join(
            [*map(_one_of, zip(need.marked)), *map(_one_of, zip(rare[:_RAREST])), *map(_one_of, need.choices)]
        )

    def _share_of(self, gram: str) -> int:
        """In how many forms a frequent gram is; 0 for others."""
        return next((forms for (forms,) in self._rows("SELECT forms FROM main.frequent WHERE gram = ?", gram)), 0)

    def _rows(self, query: str, *values: object) -> Iterator[Any]:
        try:
            yield from self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self._path}: the index of names cannot be read ({error}); build the graph again")


def _one_of(grams: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{gram}"' for gram in grams) + ")"


def find(paths: Iterable[Path], name: str) -> tuple[str, ...]:
    """IRIs of the things that bear `name`, in the order of the indexes, sorted within each.

    Forms that only follow by rule (hidden labels) count only where nothing is called so outright, and those that
    differ in tone marks or hyphens only where none agrees in them.
    """
    key = spelled(name)[0]
    found = [row for path in paths for row in _bearers(path, key)] if key else []
    found = [row for row in found if not row[0]] or found
    found = [row for row in found if fold_han(row[2]) == fold_han(name)] or found
    return tuple(dict.fromkeys(iri for _, iri, _ in found))


def _bearers(path: Path, key: str) -> list[tuple[int, str, str]]:
    """Hidden, IRI and label of the forms with that key, by IRI."""
    with Index(path) as index:
        forms = [form for form in index.forms([whole(key)]) if form[3] == key]
        found = [(hidden, index.thing(thing)[0], label or key) for _, thing, hidden, _, label, _ in forms]
    return sorted(found, key=itemgetter(1))


def near(paths: Sequence[Path], name: str, *, limit: int = 5) -> tuple[str, ...]:
    """Names like `name`, nearest first: those that share most pairs of neighbouring characters with it."""
    key = spelled(name)[0]
    wanted, scored = _pairs(key), dict[str, tuple[float, str]]()
    for path in paths if key else ():
        for other, label in _alike(path, plain(key)):
            pairs = _pairs(other)
            score = 2 * len(wanted & pairs) / (len(wanted) + len(pairs))
            if score >= _NEAR_ENOUGH:
                scored[other] = min(scored.get(other, (0.0, "")), (-score, label))
    return tuple(label for _, label in sorted(scored.values())[:limit])


def _alike(path: Path, text: str) -> list[tuple[str, str]]:
    """Key and label of the forms that share most pairs with the plain key `text`."""
    with Index(path) as index:
        grams = (START + text[0], *map(add, text, text[1:]))
        shared = Counter(number for gram in grams for number in index.sharing(gram, limit=_NEAR_FORMS))
        best = sorted(shared, key=lambda number: (-shared[number], number))
        return list(index.labels(best[:_NEAR_BEST]))


def _pairs(key: str) -> frozenset[str]:
    """Neighbouring characters, the edges marked so that short names and beginnings count."""
    marked = f"^{key}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))
