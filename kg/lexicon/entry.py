"""Gazetteer rows: parsed, and checked one against the other.

In: CSV files with the gazetteer header. Out: `Entry` records. A row that breaks the format, a key used
twice, a reference to nothing, a name given to two things of one class raise `kg.errors.DataError` with file
and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.language.script import fold_han

COLUMNS = (
    "key", "class", "zh_hans", "ko", "ko_alt", "en", "en_alt", "abbr_zh", "abbr_ko", "located_in", "part_of",
    "valid_from", "valid_to", "predecessor", "identifiers", "source",
)  # fmt: skip

PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
"""Classes of which many things may share a name; where they lie tells them apart."""

LEVELS = ("", "province", "prefecture", "county")
"""Ranks of places; bodies and places outside the hierarchy of divisions have none."""

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_IDENTIFIER = re.compile(r"[a-z0-9-]+:\S+\Z")
_SHOWN = 20
_CHINA = "CN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a gazetteer, as written; lists are tuples, `identifiers` pairs of scheme and value.

    Dates have the precision of the source: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or are empty. `file` is the
    stem of the CSV file, `line` the line in it.
    """

    key: str
    cls: str
    zh_hans: str
    ko: str
    ko_alt: tuple[str, ...]
    en: str
    en_alt: tuple[str, ...]
    abbr_zh: tuple[str, ...]
    abbr_ko: tuple[str, ...]
    located_in: tuple[str, ...]
    part_of: tuple[str, ...]
    valid_from: str
    valid_to: str
    predecessor: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    source: str
    file: str
    line: int

    @property
    def given(self) -> tuple[str, ...]:
        """All names that the row gives, in any language, official ones first."""
        names = (self.zh_hans, self.ko, self.en, *self.ko_alt, *self.en_alt, *self.abbr_zh, *self.abbr_ko)
        return tuple(dict.fromkeys(filter(None, names)))

    def identifier(self, scheme: str) -> str | None:
        """The first identifier of that scheme, or None."""
        return next((value for name, value in self.identifiers if name == scheme), None)


def level(entry: Entry) -> str:
    """The rank of a place by its code of GB/T 2260 (six digits), else by its class."""
    code = entry.identifier("gbt2260")
    if entry.cls == "Province":
        return "province"
    if code is not None and entry.cls in ("City", "District"):
        return "prefecture" if code.endswith("00") and not code.startswith("90", 2) else "county"
    return "county" if entry.cls == "District" else ""


def ancestors(key: str, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """Keys of all that the entry `key` belongs to or lies in, nearest first, itself excluded."""
    found: dict[str, None] = {}
    queue = [key]
    for below in queue:
        for above in (*entries[below].part_of, *entries[below].located_in):
            if above not in found and above != key:
                found[above] = None
                queue.append(above)
    return tuple(found)


def is_abroad(key: str, entries: Mapping[str, Entry]) -> bool:
    """Whether the entry lies in another country than China, or in none as international bodies do.

    What lies abroad keeps its own name in Korean; the sounds and readings of its Chinese name say nothing.
    """
    entry = entries[key]
    countries = [entries[a] for a in (key, *ancestors(key, entries)) if entries[a].cls == "Country"]
    if any(country.identifier("iso3166-1") == _CHINA for country in countries):
        return False
    return bool(countries) or entry.cls == "InternationalBody"


def gazetteer_files(seeds: Path) -> list[Path]:
    """The CSV files of `seeds` whose header is that of a gazetteer, by name."""
    header = ",".join(COLUMNS).encode()
    files = []
    for path in sorted(seeds.glob("*.csv")):
        with path.open("rb") as stream:
            if stream.readline().removeprefix(b"\xef\xbb\xbf").strip() == header:
                files.append(path)
    return files


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of one file. Raises DataError for a row that breaks the format."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        for row in reader:
            if row:
                yield _entry(row, path, reader.line_num)


def check(entries: Sequence[Entry], *, classes: Collection[str], seeds: Path) -> None:
    """Check entries against each other; raises one DataError that names the first problem and lists the
    next ones.
    """
    problems = [
        *_unknown_classes(entries, classes),
        *_twice(entries),
        *_dangling(entries),
        *_shared_names(entries),
    ]
    if problems:
        entry, reason = problems[0]
        more = "".join(f"\n  {e.file}.csv:{e.line}: {text}" for e, text in problems[1:_SHOWN])
        rest = f"\n  and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise DataError(seeds / f"{entry.file}.csv", reason + more + rest, line=entry.line)


def _entry(row: list[str], path: Path, line: int) -> Entry:
    if len(row) != len(COLUMNS):
        raise DataError(path, f"{len(row)} fields instead of {len(COLUMNS)}; quote fields with commas", line=line)
    if any(field != field.strip() for field in row):
        raise DataError(path, "a field begins or ends with white space", line=line)
    fields = dict(zip(COLUMNS, row, strict=True))
    if not _KEY.match(fields["key"]):
        raise DataError(path, f"'{fields['key']}' is no key (lower-case letters, digits, hyphens)", line=line)
    if not (fields["zh_hans"] or fields["ko"] or fields["en"]):
        raise DataError(path, f"'{fields['key']}' has no name", line=line)
    for column in ("valid_from", "valid_to"):
        if fields[column] and not _DATE.match(fields[column]):
            raise DataError(path, f"{column} is '{fields[column]}', not YYYY, YYYY-MM or YYYY-MM-DD", line=line)
    identifiers = _list(fields["identifiers"])
    for identifier in identifiers:
        if not _IDENTIFIER.match(identifier):
            raise DataError(path, f"'{identifier}' is no identifier; write scheme:value", line=line)
    return Entry(
        key=fields["key"],
        cls=fields["class"],
        zh_hans=fields["zh_hans"],
        ko=fields["ko"],
        ko_alt=_list(fields["ko_alt"]),
        en=fields["en"],
        en_alt=_list(fields["en_alt"]),
        abbr_zh=_list(fields["abbr_zh"]),
        abbr_ko=_list(fields["abbr_ko"]),
        located_in=_list(fields["located_in"]),
        part_of=_list(fields["part_of"]),
        valid_from=fields["valid_from"],
        valid_to=fields["valid_to"],
        predecessor=_list(fields["predecessor"]),
        identifiers=tuple(_pair(identifier) for identifier in identifiers),
        source=fields["source"],
        file=path.stem,
        line=line,
    )


def _list(field: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.split("|") if part.strip())


def _pair(identifier: str) -> tuple[str, str]:
    scheme, _, value = identifier.partition(":")
    return scheme, value


_Problem = tuple[Entry, str]


def _unknown_classes(entries: Iterable[Entry], classes: Collection[str]) -> Iterator[_Problem]:
    for entry in entries:
        if entry.cls not in classes:
            yield entry, f"'{entry.key}' has the unknown class '{entry.cls}'"


def _twice(entries: Iterable[Entry]) -> Iterator[_Problem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            yield entry, f"the key '{entry.key}' is also in {other.file}.csv:{other.line}"


def _dangling(entries: Sequence[Entry]) -> Iterator[_Problem]:
    keys = {entry.key: entry for entry in entries}
    for entry in entries:
        for column, targets in (
            ("located_in", entry.located_in), ("part_of", entry.part_of), ("predecessor", entry.predecessor),
        ):  # fmt: skip
            for target in targets:
                if target not in keys:
                    yield entry, f"{column} of '{entry.key}' names '{target}', which no gazetteer has"
                elif target == entry.key:
                    yield entry, f"{column} of '{entry.key}' names itself"
                elif column == "located_in" and keys[target].cls not in PLACES:
                    yield entry, f"{column} of '{entry.key}' names '{target}', which is no place"
    yield from _cycles(keys)


def _cycles(entries: Mapping[str, Entry]) -> Iterator[_Problem]:
    done: set[str] = set()
    for key in entries:
        path: list[str] = []
        while key in entries and key not in done and key not in path:
            path.append(key)
            above = (*entries[key].located_in, *entries[key].part_of)
            key = above[0] if above else ""
        if key in path:
            yield entries[key], f"'{key}' lies in itself: {' → '.join((*path[path.index(key) :], key))}"
        done.update(path)


def _shared_names(entries: Iterable[Entry]) -> Iterator[_Problem]:
    """Two things of one class under one given name: only places in different places, one thing after the
    other, or Korean names
    that both Chinese names have by rule (산시 for 山西 and 陕西)."""
    bearers: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        for name in {fold_han(name) for name in entry.given}:
            bearers.setdefault((entry.cls, name), []).append(entry)
    for (cls, name), sharing in bearers.items():
        for i, entry in enumerate(sharing):
            for other in sharing[:i]:
                if cls in PLACES and entry.located_in != other.located_in:
                    continue
                if _same_by_rule(name, entry, other):
                    continue
                if other.key != entry.key and at_once(entry, other):
                    where = f"{other.file}.csv:{other.line}"
                    yield entry, f"'{name}' names '{entry.key}' and '{other.key}' ({where}), both {cls}"


def _same_by_rule(name: str, one: Entry, other: Entry) -> bool:
    from kg.language.forms import matches

    if fold_han(one.zh_hans) == fold_han(other.zh_hans):
        return False
    return all(entry.zh_hans and matches(name, entry.zh_hans, cls=entry.cls) for entry in (one, other))


def at_once(one: Entry, other: Entry) -> bool:
    """Whether there was a time when both were valid, as far as their dates say."""
    return _starts(one) < _ends(other) and _starts(other) < _ends(one)


def _starts(entry: Entry) -> str:
    return entry.valid_from or "0000"


def _ends(entry: Entry) -> str:
    return entry.valid_to or "9999"
