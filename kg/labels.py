"""Index of names: which things bear a name, in whatever script, spacing or quoting it is asked for.

In: statements about things. Out: an SQLite file with things, the forms of their names in order of rank, and
for each short piece of a name (a *gram*) the forms that contain it; from it, the things that bear a name and
the names nearest to one that nothing bears. `kg.search` searches the same file.

A form is kept under its *key*: `kg.language.script.fold_han`, without tone marks and hyphens. Forms are
numbered by rank: names outright before those that follow by rule, then things with more mentions, then shorter
forms, then by IRI. The list of each gram is in that order, so that a search may stop early.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import accumulate, groupby
from operator import add, itemgetter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.language.hangul import CLUSTERS, INITIALS, decompose, syllables
from kg.language.mandarin import pinyin, toneless
from kg.language.script import fold_han, fold_words, has_han, script_of, variant_table
from kg.lexicon.lexicon import PINYIN
from kg.rdf import HIDDEN_LABEL, LABELS, MENTIONED_IN, PREF_LABEL, TYPE
from kg.vocab import CST

Spelling = tuple[str, tuple[int, ...]]
"""The key of a text, and the positions in it, but the first, where a word begins."""

_CLASS, _PREFERRED, _OTHER, _KNOWN, _HIDDEN, _MENTION = range(6)

_SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, cls TEXT, mentions INTEGER, names TEXT);
CREATE TABLE form (id INTEGER PRIMARY KEY, thing INTEGER, hidden INTEGER, key TEXT, label TEXT, starts BLOB);
CREATE VIRTUAL TABLE gram USING fts5 (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
INSERT INTO gram (gram, rank) VALUES ('automerge', 0), ('crisismerge', 1000), ('hashsize', 33554432);
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

_TONED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_HYPHENS = re.compile("[-\u2010-\u2015]")
_CLUSTER = re.compile("[" + "".join(CLUSTERS) + "]")
_PLAIN = {code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()}

START, WORD, END, KIND = "\ue100", "\ue101", "\ue102", "\ue103"
"""Marks of grams at the start of a form, at that of a word, at the end of a form, and of the gram of a class.

These, and what stands for initial consonants and sounds, are characters for private use. Names that hold such
characters do no harm: what the grams find is compared with the key.
"""

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


# --- spelling -----------------------------------------------------------------------------------------------


def spelled(text: str) -> Spelling:
    """The key of `text` and where its words begin.

    Consonants typed alone stay consonants: ㄱ, and ㄱㅅ where the keyboard made ㄳ of it.
    """
    folded = "-".join(fold_words(_CLUSTER.sub(lambda found: CLUSTERS[found[0]], text)))
    if _TONED.search(folded):
        bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not "\u0300" <= c <= "\u036f")
        folded = unicodedata.normalize("NFC", bare)
    if not folded.isascii():
        folded = folded.translate(_variants())
    words = [word for word in _HYPHENS.split(folded) if word]
    return "".join(words), tuple(accumulate(map(len, words[:-1])))


@cache
def _variants() -> Mapping[int, str]:
    """Han characters to their simplified form, and single consonants to what they were before NFKC."""
    return {**variant_table(), **{0x1100 + i: letter for i, letter in enumerate(INITIALS)}}


def plain(key: str) -> str:
    """`key` with other characters in place of ASCII signs, at which the index's tokenizer would split a gram."""
    return key if key.isalnum() else key.translate(_PLAIN)


def literal_grams(text: str) -> list[str]:
    """The grams that any plain key has in which `text`, itself a plain key, stands.

    They are pairs of characters, and threes of letters and digits in ASCII.
    """
    if len(text) < 3:
        return [text]
    threes = {i for i in range(len(text) - 2) if text[i : i + 3].isascii()}
    pairs = (text[i : i + 2] for i in range(len(text) - 1) if i not in threes and i - 1 not in threes)
    return [*(text[i : i + 3] for i in sorted(threes)), *pairs]


def whole_grams(text: str) -> list[str]:
    """The grams that the plain key `text` has, and few others that contain it."""
    return [START + text[:2], _end(text), *literal_grams(text)]


def _end(text: str) -> str:
    """The gram of the plain keys as long as `text` that end like it."""
    return END + text[-2:] + chr(0xF1000 + min(len(text), 0xFFF))


def initial_grams(consonants: str) -> list[str]:
    """The grams that any plain key has in whose `initials` stands `consonants`."""
    width = min(len(consonants), 3)
    return [consonants[i : i + width] for i in range(len(consonants) - width + 1)]


def one_of(grams: Iterable[str]) -> str:
    """An expression for FTS5: at least one of `grams`. Each is one quoted word, so that nothing in it is syntax."""
    return "(" + " OR ".join(f'"{gram}"' for gram in grams) + ")"


def all_of(grams: Iterable[str]) -> str:
    """An expression for FTS5: all of `grams`."""
    return " AND ".join(f'"{gram}"' for gram in dict.fromkeys(grams))


def initials(text: str) -> str:
    """`text` with a sign of the initial consonant in place of each syllable and consonant."""
    return text.translate(_initials())


def sound(text: str) -> str:
    """`text` with a sign of initial and medial in place of each syllable."""
    return text.translate(_sounds())


@cache
def _initials() -> Mapping[int, str]:
    signs = {letter: chr(0xE110 + i) for i, letter in enumerate(INITIALS)}
    return {ord(c): signs[c if c in signs else decompose(c)[0]] for c in (*INITIALS, *syllables())}


@cache
def _sounds() -> Mapping[int, str]:
    return {ord(c): chr(0xF0000 + i // 28) for i, c in enumerate(syllables())}


def _grams(key: str, starts: Iterable[int], cls: str) -> Iterable[str]:
    """All grams of a form with that plain key: each search takes those that a form must have to match."""
    pairs = list(map(add, key, key[1:]))
    threes = map(add, pairs, key[2:])
    found = [KIND + cls, START + key[0], START + key[:2], _end(key), *key, *pairs]
    found += threes if key.isascii() else filter(str.isascii, threes)
    for at in starts:
        found += (WORD + key[at], WORD + key[at : at + 2])
    letters = initials(key)
    if letters != key:
        pairs = list(map(add, letters, letters[1:]))
        found += (START + letters[0], START + letters[:2], *letters, *pairs, *map(add, pairs, letters[2:]), *sound(key))
        for at in starts:
            found += (WORD + letters[at], WORD + letters[at : at + 2])
    return dict.fromkeys(found)


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
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index of names cannot be written ({error})") from error


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
    for text in pinyins:
        yield True, text
        if "ü" in toneless(text):
            yield True, toneless(text).replace("ü", "v")


def _documents(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """The grams of each form, as one text of words."""
    rows = database.execute(
        "SELECT form.id, key, starts, cls FROM form CROSS JOIN thing ON thing.id = form.thing ORDER BY form.id"
    )
    for number, key, starts, cls in rows:
        yield number, " ".join(_grams(plain(key), starts or b"", cls))


# --- reading ------------------------------------------------------------------------------------------------


def _immutable(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(_immutable(path), uri=True, check_same_thread=False)


def open_index(path: Path) -> sqlite3.Connection:
    """A read-only connection to an index; one thread at a time may use it. Raises StoreError where there is none."""
    try:
        database = _opened(path)
        database.execute("PRAGMA mmap_size = 1073741824")
        database.execute("SELECT 1 FROM form LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise unreadable(path, error) from error
    return database


def unreadable(path: Path, error: sqlite3.Error) -> StoreError:
    """What to say of an index that SQLite cannot read."""
    return StoreError(f"{path}: the index of names cannot be read ({error}); build the graph again")


def find(paths: Iterable[Path], name: str) -> tuple[str, ...]:
    """IRIs of the things that bear `name`, in the order of the indexes, sorted within each.

    Forms that only follow by rule (hidden labels) count only where nothing is called so outright, and those that
    differ in tone marks or hyphens only where none agrees in them.
    """
    key = spelled(name)[0]
    query = """SELECT hidden, iri, coalesce(label, key) FROM gram CROSS JOIN form ON form.id = gram.rowid
    JOIN thing ON thing.id = form.thing WHERE gram MATCH ? AND key = ? ORDER BY iri"""
    found = [row for path in paths for row in _select(path, query, all_of(whole_grams(plain(key))), key)] if key else []
    found = [row for row in found if not row[0]] or found
    found = [row for row in found if fold_han(row[2]) == fold_han(name)] or found
    return tuple(dict.fromkeys(iri for _, iri, _ in found))


def near(paths: Sequence[Path], name: str, *, limit: int = 5) -> tuple[str, ...]:
    """Names like `name`, nearest first: those that share most pairs of neighbouring characters with it."""
    key = spelled(name)[0]
    wanted, written = _pairs(key), plain(key)
    grams = [START + written[:1], *(written[i : i + 2] for i in range(len(written) - 1))]
    scored: dict[str, tuple[float, str]] = {}
    for path in paths if key else ():
        shared: Counter[int] = Counter()
        for gram in grams:
            query = "SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid LIMIT ?"
            shared.update(number for (number,) in _select(path, query, f'"{gram}"', _NEAR_FORMS))
        best = sorted(shared, key=lambda number: (-shared[number], number))[:_NEAR_BEST]
        query = "SELECT key, coalesce(label, key) FROM form WHERE id IN (SELECT value FROM json_each(?))"
        for other, label in _select(path, query, json.dumps(best)):
            pairs = _pairs(other)
            score = 2 * len(wanted & pairs) / (len(wanted) + len(pairs))
            if score >= _NEAR_ENOUGH:
                scored[other] = min(scored.get(other, (0.0, "")), (-score, label))
    return tuple(label for _, label in sorted(scored.values())[:limit])


def _pairs(key: str) -> frozenset[str]:
    """Neighbouring characters, the edges marked so that short names and beginnings count."""
    marked = f"^{key}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def _select(path: Path, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
    try:
        with closing(_opened(path)) as database:
            yield from database.execute(query, values)
    except sqlite3.Error as error:
        raise unreadable(path, error) from error
