"""Loads the lexicon: from the gazetteers the first time, from a compiled file in the user's cache after that.

In: the directory `seeds/`. Out: a `Lexicon`. The compiled file is bound to the content of the data and of
the code that computes forms; when either changes a new one is written (`kg/cache.py`).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Generic, TypeVar

from kg.cache import cached
from kg.errors import DataError
from kg.language.tables import TABLES
from kg.lexicon.entry import Entry, check, gazetteer_files, read_entries
from kg.lexicon.lexicon import DisplayNames, Forms, Lexicon
from kg.resources import seeds_dir

_STOP = "stopforms.csv"
_LIBRARIES = ("pypinyin", "opencc-python-reimplemented")
_MODULES = ("forms", "hangul", "mandarin", "phrases", "script", "segment", "sinokorean", "tables")
_SECTION, _FIELD, _ITEM, _PART = "\x1c", "\x1f", "\x1e", "\x1d"
_SECTIONS = ("patterns", "kinds", "entries", "names", "forms", "bearers", "stems")
"""Parts of a compiled file, in this order."""

_T = TypeVar("_T")


def load_lexicon(seeds: Path | None = None) -> Lexicon:
    """The lexicon of the gazetteers in `seeds` (by default those that come with the package), read once a
    process.

    Raises DataError, with file and line, for gazetteers that break the format or contradict each other.
    """
    return _loaded((seeds or seeds_dir()).resolve())


@lru_cache(maxsize=4)
def _loaded(seeds: Path) -> Lexicon:
    files = gazetteer_files(seeds)
    version = _version(seeds, files)
    text = cached("lexicon", version, partial(_compile, seeds, files))
    return _unpacked(version, dict(zip(_SECTIONS, text.split(_SECTION), strict=True)))


def read_all(seeds: Path, *, files: Sequence[Path] | None = None) -> list[Entry]:
    """All entries of the gazetteers, checked. Raises DataError."""
    from kg.ontology import load_ontology

    entries = [entry for path in (gazetteer_files(seeds) if files is None else files) for entry in read_entries(path)]
    check(entries, classes=load_ontology().entity_classes, seeds=seeds)
    return entries


def stop_forms(seeds: Path) -> frozenset[str]:
    """Ordinary Korean words that computed forms coincide with (`stopforms.csv`: form, note)."""
    path = seeds / _STOP
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != "form,note":
        raise DataError(path, "the header must be form,note", line=1)
    return frozenset(line.partition(",")[0] for line in lines[1:] if line)


def _compile(seeds: Path, files: Sequence[Path]) -> str:
    from kg.lexicon.compile import KINDS, compiled, is_pattern, stems

    entries = read_all(seeds, files=files)
    forms, shown = compiled(entries, stop=stop_forms(seeds))
    ordered = sorted(forms, key=lambda form: (not is_pattern(form, forms[form]), form))
    packed = {
        "patterns": str(sum(is_pattern(form, bearers) for form, bearers in forms.items())),
        "kinds": _FIELD.join(KINDS),
        "entries": "\n".join(map(_packed_entry, entries)),
        "names": "\n".join(
            _FIELD.join((d.ko, d.zh_hans, d.zh_hant, d.pinyin, d.en, _ITEM.join(map(_PART.join, d.others))))
            for d in shown
        ),
        "forms": "\n".join(ordered),
        "bearers": "\n".join(
            " ".join(f"{'-' * weak}{index}:{KINDS.index(kind)}" for index, kind, weak in forms[form])
            for form in ordered
        ),
        "stems": "\n".join(
            f"{form}{_FIELD}{' '.join(map(str, found))}" for form, found in sorted(stems(entries).items())
        ),
    }
    return _SECTION.join(packed[section] for section in _SECTIONS)


def _unpacked(version: str, packed: Mapping[str, str]) -> Lexicon:
    rows = packed["entries"].split("\n") if packed["entries"] else []
    keys = [row.partition(_FIELD)[0] for row in rows]
    names = packed["names"].split("\n") if packed["names"] else []
    texts = packed["forms"].split("\n") if packed["forms"] else []
    bearers = packed["bearers"].split("\n") if packed["bearers"] else []
    forms = dict(zip(texts, bearers, strict=True))
    short = (row.partition(_FIELD) for row in packed["stems"].split("\n") if row)
    return Lexicon(
        version=version,
        entries=_Lazy(dict(zip(keys, rows, strict=True)), _unpacked_entry),
        names=_Lazy(dict(zip(keys, names, strict=True)), _unpacked_names),
        forms=Forms(forms, keys, packed["kinds"].split(_FIELD), texts[: int(packed["patterns"])]),
        stems={form: tuple(keys[int(index)] for index in found.split(" ")) for form, _, found in short},
    )


class _Lazy(Mapping[str, _T], Generic[_T]):
    """A read-only mapping whose values are decoded when first asked for."""

    def __init__(self, packed: Mapping[str, str], decode: Callable[[str], _T]) -> None:
        self._packed = packed
        self._decode = decode
        self._decoded: dict[str, _T] = {}

    def __getitem__(self, key: str) -> _T:
        value = self._decoded.get(key)
        if value is None:
            value = self._decoded[key] = self._decode(self._packed[key])
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _packed_entry(entry: Entry) -> str:
    return _FIELD.join(
        (
            entry.key,
            entry.cls,
            entry.zh_hans,
            entry.ko,
            _ITEM.join(entry.ko_alt),
            entry.en,
            _ITEM.join(entry.en_alt),
            _ITEM.join(entry.abbr_zh),
            _ITEM.join(entry.abbr_ko),
            _ITEM.join(entry.located_in),
            _ITEM.join(entry.part_of),
            entry.valid_from,
            entry.valid_to,
            _ITEM.join(entry.predecessor),
            _ITEM.join(_PART.join(pair) for pair in entry.identifiers),
            entry.source,
            entry.file,
            str(entry.line),
        )
    )


def _unpacked_entry(packed: str) -> Entry:
    (
        key,
        cls,
        zh_hans,
        ko,
        ko_alt,
        en,
        en_alt,
        abbr_zh,
        abbr_ko,
        located_in,
        part_of,
        valid_from,
        valid_to,
        predecessor,
        identifiers,
        source,
        file,
        line,
    ) = packed.split(_FIELD)
    return Entry(
        key=key,
        cls=cls,
        zh_hans=zh_hans,
        ko=ko,
        ko_alt=_items(ko_alt),
        en=en,
        en_alt=_items(en_alt),
        abbr_zh=_items(abbr_zh),
        abbr_ko=_items(abbr_ko),
        located_in=_items(located_in),
        part_of=_items(part_of),
        valid_from=valid_from,
        valid_to=valid_to,
        predecessor=_items(predecessor),
        identifiers=tuple((scheme, value) for scheme, _, value in (i.partition(_PART) for i in _items(identifiers))),
        source=source,
        file=file,
        line=int(line),
    )


def _unpacked_names(packed: str) -> DisplayNames:
    ko, zh_hans, zh_hant, pinyin, en, others = packed.split(_FIELD)
    split = (item.split(_PART) for item in _items(others))
    return DisplayNames(ko, zh_hans, zh_hant, pinyin, en, tuple((lang, name, kind) for lang, name, kind in split))


def _items(packed: str) -> tuple[str, ...]:
    return tuple(packed.split(_ITEM)) if packed else ()


def _version(seeds: Path, files: Sequence[Path]) -> str:
    """Hash of everything the compiled form depends on: gazetteers, language tables, code, libraries."""
    package = Path(__file__).resolve().parents[1]
    code = [
        *(package / "language" / f"{name}.py" for name in _MODULES),
        *sorted((package / "lexicon").glob("*.py")),
    ]
    tables = [path for name in (*TABLES, _STOP) for path in (seeds_dir() / name, seeds / name) if path.exists()]
    digest = hashlib.sha256()
    for path in (*files, *tables, *code):
        data = path.read_bytes()
        digest.update(f"{path.name}\0{len(data)}\0".encode())
        digest.update(data)
    for library in _LIBRARIES:
        digest.update(f"{library}\0{importlib.metadata.version(library)}\0".encode())
    return digest.hexdigest()[:16]
