"""Loads the lexicon: from the gazetteers the first time, from a compiled file in the user's cache after that.

In: the directory `seeds/`. Out: a `Lexicon`. The compiled file is bound to the content of the data and of
the code that computes forms; when either changes a new one is written. It lies in `$XDG_CACHE_HOME` (else
`~/.cache`) under `china-stp-kg` and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from kg.errors import DataError
from kg.language.tables import TABLES
from kg.lexicon.entry import Entry, check, gazetteer_files, read_entries
from kg.lexicon.lexicon import DisplayNames, Forms, Lexicon
from kg.resources import seeds_dir

_LOG = logging.getLogger(__name__)
_STOP = "stopforms.csv"
_LIBRARIES = ("pypinyin", "opencc-python-reimplemented")
_MODULES = ("forms", "hangul", "mandarin", "script", "segment", "sinokorean", "tables")
_KEPT = 4
"""Compiled files that stay in the cache, for several versions side by side."""

_SECTION, _FIELD, _ITEM, _PART = "\x1c", "\x1f", "\x1e", "\x1d"
_SECTIONS = ("patterns", "kinds", "entries", "names", "forms", "bearers")
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
    path = _cache_dir() / f"lexicon-{version}.txt"
    packed = _stored(path)
    if packed is None:
        packed = _compile(seeds, files)
        _store(path, packed)
    return _unpacked(version, packed)


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


def _compile(seeds: Path, files: Sequence[Path]) -> dict[str, str]:
    from kg.lexicon.compile import KINDS, compiled, is_pattern

    entries = read_all(seeds, files=files)
    forms, shown = compiled(entries, stop=stop_forms(seeds))
    ordered = sorted(forms, key=lambda form: (not is_pattern(form, forms[form]), form))
    return {
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
    }


def _unpacked(version: str, packed: Mapping[str, str]) -> Lexicon:
    rows = packed["entries"].split("\n") if packed["entries"] else []
    keys = [row.partition(_FIELD)[0] for row in rows]
    names = packed["names"].split("\n") if packed["names"] else []
    texts = packed["forms"].split("\n") if packed["forms"] else []
    bearers = packed["bearers"].split("\n") if packed["bearers"] else []
    forms = dict(zip(texts, bearers, strict=True))
    return Lexicon(
        version=version,
        entries=_Lazy(dict(zip(keys, rows, strict=True)), _unpacked_entry),
        names=_Lazy(dict(zip(keys, names, strict=True)), _unpacked_names),
        forms=Forms(forms, keys, packed["kinds"].split(_FIELD), texts[: int(packed["patterns"])]),
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


def _cache_dir() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "china-stp-kg"


def _stored(path: Path) -> dict[str, str] | None:
    """The compiled file; none where it is missing or cut off. A text is read several times faster than JSON."""
    try:
        sections = path.read_bytes().decode("utf-8").split(_SECTION)
    except (OSError, UnicodeDecodeError):
        return None
    return dict(zip(_SECTIONS, sections, strict=False)) if len(sections) == len(_SECTIONS) + 1 else None


def _store(path: Path, packed: Mapping[str, str]) -> None:
    """Write the compiled file in one step and remove old ones; without a cache only time is lost."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as stream:
            stream.write("".join(packed[section] + _SECTION for section in _SECTIONS).encode())
        Path(stream.name).replace(path)
        files = sorted(path.parent.glob("lexicon-*.txt"), key=lambda file: file.stat().st_mtime)
        for old in files[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("the compiled lexicon cannot be kept in %s (%s); each start will take longer", path.parent, error)
