"""Index of names: which things bear a name, in whatever script, spacing or quoting it is asked for.

In: statements about things. Out: an SQLite file with things, the forms of their names, and for each gram
(`kg.grams`) the forms that have it; from it, the things that bear a name and the names nearest to one that
nothing bears. `kg.search` searches the same file.

Forms are numbered by rank: names outright before those that follow by rule, then things with more mentions, then
shorter forms, then by IRI. The list of each gram is in that order, so that a search may stop early.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, groupby
from operator import add, itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.change import Change
from kg.errors import StoreError
from kg.generations import Generation
from kg.grams import KIND, START, Need, grams, plain, spelled, whole
from kg.language.mandarin import pinyin, toneless
from kg.language.script import fold_han, has_han, script_of
from kg.lexicon.lexicon import PINYIN
from kg.rdf import HIDDEN_LABEL, LABELS, MENTIONED_IN, PREF_LABEL, TYPE, read_triples
from kg.vocab import CST

_SHARE = 500  # a gram is frequent when more than one form in so many has it
_CLASS, _PREFERRED, _OTHER, _KNOWN, _HIDDEN, _MENTION = range(6)

_SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, cls TEXT, mentions INTEGER, names TEXT);
CREATE TABLE form (id INTEGER PRIMARY KEY, thing INTEGER, hidden INTEGER, key TEXT, label TEXT, starts BLOB);
CREATE VIRTUAL TABLE gram USING fts5 (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
INSERT INTO gram (gram, rank) VALUES ('automerge', 0), ('crisismerge', 1000), ('hashsize', 33554432);
CREATE TABLE frequent (gram TEXT PRIMARY KEY, forms INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, gram, row);
CREATE TEMP TABLE stated (iri TEXT, what INTEGER, lang TEXT, text TEXT, PRIMARY KEY (iri, what, lang, text))
WITHOUT ROWID;
CREATE TEMP TABLE spelled (thing INTEGER, mentions INTEGER, iri TEXT, hidden INTEGER, key TEXT, label TEXT, starts BLOB)
"""
_TAKEN_OVER = f"""
INSERT OR IGNORE INTO stated SELECT iri, iif(hidden, {_HIDDEN}, {_KNOWN}), '', coalesce(label, key)
FROM known.form CROSS JOIN known.thing ON thing.id = form.thing
WHERE EXISTS (SELECT 1 FROM stated WHERE stated.iri = thing.iri)
"""
_RANKED = """
INSERT INTO form (thing, hidden, key, label, starts) SELECT thing, hidden, key, label, starts FROM spelled
ORDER BY hidden, mentions DESC, length(key), iri, key
"""

_UMLAUT = re.compile("[üǖǘǚǜ]")
_FREQUENT = f"""
INSERT INTO frequent SELECT term, doc FROM temp.vocabulary WHERE doc > (SELECT count(*) / {_SHARE} FROM form)
"""
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


def write_index(path: Path, triples: Iterable[ox.Triple], *, known: Path | None = None) -> None:
    """Writes the index of all things with labels among `triples` to a new file.

    `known` is another index: what it has of forms for the same things is taken over. The same statements in any
    order give the same bytes. What does not fit into memory is kept in temporary files. Raises StoreError if
    writing fails.
    """
    try:
        with closing(sqlite3.connect(path.resolve().as_uri(), uri=True)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")  # the build brings the whole stage to disk
            database.execute("PRAGMA cache_size = -65536")
            database.execute("PRAGMA temp_store = FILE")
            if known is not None:
                database.execute("ATTACH ? AS known", (_immutable(known),))
            database.executescript(_SCHEMA)
            with database:
                database.executemany("INSERT OR IGNORE INTO stated VALUES (?, ?, ?, ?)", _statements(triples))
                if known is not None:
                    database.execute(_TAKEN_OVER)
                for row, forms in _things(database):
                    database.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", row)
                    database.executemany("INSERT INTO spelled VALUES (?, ?, ?, ?, ?, ?, ?)", forms)
                database.execute(_RANKED)
                database.executemany("INSERT INTO gram (rowid, grams) VALUES (?, ?)", _documents(database))
                database.execute("INSERT INTO gram (gram) VALUES ('optimize')")
                database.execute(_FREQUENT)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index of names cannot be written ({error})") from error


def update_index(old: Generation, new: Generation, change: Change, *, linked: Sequence[ox.Triple] = ()) -> None:
    """Writes the index of `new`, whose graph and index of the background are in place, from that of `old`.

    `change`: what is different in the graph of `new`; `linked`: the statements of links to other datasets, whose labels
    count, too. Searches give what an index of the whole graph gives. Raises StoreError if writing fails.
    """
    write_index(new.names, chain(read_triples(new.graph), linked), known=new.background_names)


def _statements(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, int, str, str]]:
    """What the index needs of the statements: IRI, what is said, language, text."""
    for t in triples:
        if not isinstance(t.subject, ox.NamedNode):
            continue
        if t.predicate in LABELS and isinstance(t.object, ox.Literal):
            what = _PREFERRED if t.predicate == PREF_LABEL else _HIDDEN if t.predicate == HIDDEN_LABEL else _OTHER
            yield t.subject.value, what, t.object.language or "", t.object.value
        elif isinstance(t.object, ox.NamedNode):
            if t.predicate == TYPE and t.object.value.startswith(CST):
                yield t.subject.value, _CLASS, "", t.object.value.removeprefix(CST)
            elif t.predicate == MENTIONED_IN:
                yield t.subject.value, _MENTION, "", t.object.value


_Row = tuple[Any, ...]
_Said = tuple[int, str, str]


def _things(database: sqlite3.Connection) -> Iterator[tuple[_Row, list[_Row]]]:
    """The rows of each thing that has a name, by IRI: its own, and those of its forms."""
    number = 0
    stated = database.execute("SELECT iri, what, lang, text FROM stated ORDER BY iri, what, text <= '~', lang, text")
    for iri, rows in groupby(stated, key=itemgetter(0)):
        said: list[_Said] = [(what, lang, text) for _, what, lang, text in rows]
        cls = next((text for what, _, text in said if what == _CLASS), "")
        mentions = sum(1 for what, _, _ in said if what == _MENTION)
        names = {lang: text for what, lang, text in reversed(said) if what == _PREFERRED}
        forms = _forms([row for row in said if row[0] not in (_CLASS, _MENTION)], cls)
        if forms:
            number += 1
            shown = json.dumps(dict(sorted(names.items())), ensure_ascii=False)
            yield (number, iri, cls, mentions, shown), [(number, mentions, iri, *form) for form in forms]


def _forms(labels: Sequence[_Said], cls: str) -> Iterable[_Row]:
    """Forms by key: hidden, key, label where it is not the key, where words begin. Labels come best first."""
    found: dict[str, tuple[bool, str, set[int]]] = {}
    for hidden, label in (*((what == _HIDDEN, text) for what, _, text in labels), *_read(labels, cls)):
        key, starts = spelled(label)
        if key:
            found.setdefault(key, (hidden, label, set()))[2].update(starts)
    return [
        (int(hidden), key, None if label == key else label, bytes(at for at in sorted(starts) if at < 256) or None)
        for key, (hidden, label, starts) in found.items()
    ]


def _read(labels: Sequence[_Said], cls: str) -> Iterator[tuple[bool, str]]:
    """Pinyin of the Chinese names, hidden: of those that no index has yet where none of the labels is pinyin.

    Where the pinyin has ü it is given with v, too, as Chinese keyboards have it.
    """
    pinyins = [text for _, lang, text in labels if lang == PINYIN.lower()]
    if not pinyins:
        known = {spelled(text)[0] for what, _, text in labels if what == _KNOWN}
        new = {key: text for what, _, text in labels if what < _KNOWN if (key := spelled(text)[0]) not in known}
        names = (text for key, text in new.items() if has_han(key) and script_of(key) != "mixed")
        pinyins = [pinyin(text, surname=cls == "Person") for text in names]
        yield from ((True, text) for text in pinyins)
    yield from ((True, toneless(text).replace("ü", "v")) for text in pinyins if _UMLAUT.search(text))


def _documents(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """The grams of each form, as one text of words."""
    rows = database.execute(
        "SELECT form.id, key, starts, cls FROM form CROSS JOIN thing ON thing.id = form.thing ORDER BY form.id"
    )
    for number, key, starts, cls in rows:
        yield number, " ".join(grams(plain(key), starts or b"", cls))


# --- reading ------------------------------------------------------------------------------------------------


def _immutable(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(_immutable(path), uri=True, check_same_thread=False)


Form = tuple[int, int, str, str | None, bytes | None]
"""Number of a thing, whether hidden, key, label where it is not the key, positions where words begin."""


class Index:
    """An index that `write_index` wrote, open for reading by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError where there is no index."""
        self._path = path
        try:
            self._database = _opened(path)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        list(self._rows("PRAGMA mmap_size = 1073741824"))

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the reading."""
        self._database.close()

    def forms(self, needs: Sequence[Need], classes: Iterable[str] | None = None) -> Iterator[Form]:
        """Forms with the grams that one of `needs` asks for, of things of these classes, in order of rank."""
        grams = " OR ".join(f"({self._expression(need)})" for need in needs)
        if classes is not None:
            grams = f"{_one_of(KIND + cls for cls in sorted(classes))} AND ({grams})"
        yield from self._rows(
            """SELECT thing, hidden, key, label, starts FROM gram CROSS JOIN form ON form.id = gram.rowid
            WHERE gram MATCH ? ORDER BY gram.rowid""",
            grams,
        )

    def thing(self, number: int) -> tuple[str, str, int, str]:
        """IRI, class, number of mentions, and preferred names by language tag in JSON."""
        ((iri, cls, mentions, names),) = self._rows("SELECT iri, cls, mentions, names FROM thing WHERE id = ?", number)
        return iri, cls, mentions, names

    def has(self, iri: str) -> bool:
        """Whether a thing of that IRI has a name."""
        return any(self._rows("SELECT 1 FROM thing WHERE iri = ?", iri))

    def sharing(self, gram: str, *, limit: int) -> Iterator[int]:
        """Numbers of the first forms that have a gram."""
        found = self._rows("SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid LIMIT ?", _one_of([gram]), limit)
        return (number for (number,) in found)

    def labels(self, forms: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Key and label of the forms of these numbers."""
        query = "SELECT key, coalesce(label, key) FROM form WHERE id IN (SELECT value FROM json_each(?))"
        yield from self._rows(query, json.dumps(list(forms)))

    def _expression(self, need: Need) -> str:
        """An FTS5 expression. Each gram in it is one quoted word, so that nothing typed is syntax."""
        shares = sorted((self._share(gram), gram) for gram in dict.fromkeys(need.windows))
        rare = [gram for forms, gram in shares if not forms] or [gram for _, gram in shares]
        return " AND ".join(
            [*map(_one_of, zip(need.marked)), *map(_one_of, zip(rare[:_RAREST])), *map(_one_of, need.choices)]
        )

    def _share(self, gram: str) -> int:
        """In how many forms a frequent gram is; 0 for others."""
        return next((forms for (forms,) in self._rows("SELECT forms FROM frequent WHERE gram = ?", gram)), 0)

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
        forms = [form for form in index.forms([whole(key)]) if form[2] == key]
        found = [(hidden, index.thing(thing)[0], label or key) for thing, hidden, _, label, _ in forms]
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
