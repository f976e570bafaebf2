"""Mandarin: the pinyin of Chinese names and their official transcription in Hangul.

In: names in Han characters (either script). Out: pinyin by syllable, and Hangul by the rules of the
National Institute of Korean Language for Chinese (외래어 표기법, 표 5 and 제3장 제7절; the table is
`seeds/pinyin_hangul.csv`). Characters with several readings are read by word: first `seeds/readings.csv`,
then the phrase dictionary of pypinyin (MIT).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from kg.language.phrases import character_pinyin, word_pinyin
from kg.language.script import fold_han, han_runs, is_han, variant_table
from kg.language.tables import Reading, pinyin_hangul, readings

_TONES = "\u0304\u0301\u030c\u0300"


@lru_cache(maxsize=65536)
def syllables(name: str, *, surname: bool = False) -> tuple[str, ...]:
    """Pinyin with tone marks, one string a character of `name`; other characters are given back as they are.

    `surname` says that `name` is a person's: its first characters are then read as a surname (单 Shàn, 曾
    Zēng).
    """
    plain = name.translate(variant_table())
    out: list[str] = []
    for text, row in split(plain, lambda row: bool(row.pinyin), surname=surname):
        out.extend(row.pinyin if row else _by_phrase(text))
    return tuple(out)


def pinyin(name: str, *, tones: bool = True, surname: bool = False) -> str:
    """Pinyin of a name, syllables separated by spaces: `wú xī`, without tones `wu xi` (ü stays ü)."""
    found = syllables(name, surname=surname)
    return " ".join(found if tones else map(toneless, found))


def toneless(syllable: str) -> str:
    """`syllable` without its tone mark; the dots of ü and the roof of ê stay."""
    spelled = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(c for c in spelled if c not in _TONES))


def romanized(name: str, *, surname: bool = False) -> str:
    """Pinyin as a proper name in English: one capitalised word, u for ü, an apostrophe before a vowel
    (Luliang, Xi'an).
    """
    words: list[str] = []
    for syllable in syllables(name, surname=surname):
        plain = toneless(syllable).replace("ü", "u").replace("ê", "e")
        words.append("'" + plain if words and plain[:1] in "aoe" else plain)
    return "".join(words).capitalize() if words else ""


def to_hangul(name: str, *, surname: bool = False) -> str:
    """The official Korean transcription of a Chinese name by its Mandarin sound; no spaces are set."""
    return "".join(sounds(name, surname=surname))


@lru_cache(maxsize=65536)
def sounds(name: str, *, surname: bool = False) -> tuple[str, ...]:
    """The Hangul of each character of `name` by its Mandarin sound; other characters as they are."""
    read = syllables(name, surname=surname)
    return tuple([s if s == c else syllable_to_hangul(s) for c, s in zip(name, read, strict=True)])


@lru_cache(maxsize=4096)
def syllable_to_hangul(syllable: str) -> str:
    """Hangul of one pinyin syllable, with or without tone; what is no syllable is given back.

    Examples: `zhèn` 전, `lü` 뤼, `jiāng` 장, `xióng` 슝.
    """
    return pinyin_hangul().get(toneless(syllable).casefold().replace("v", "ü"), syllable)


@lru_cache(maxsize=16384)
def char_sounds(char: str) -> tuple[str, ...]:
    """All Hangul transcriptions of one Han character, of the usual pinyin first."""
    if not is_han(char):
        return ()
    plain = fold_han(char)
    found = map(syllable_to_hangul, character_pinyin(plain))
    return tuple(dict.fromkeys([*sounds(plain), *(s for s in found if s != plain)]))


def _by_phrase(text: str) -> Iterator[str]:
    """Pinyin by the phrase dictionary, one string a character; characters that are not Han as they are."""
    for run in han_runs(text):
        yield from word_pinyin(run) if is_han(run[0]) else run


@lru_cache(maxsize=4)
def _by_first(surname: bool) -> Mapping[str, tuple[Reading, ...]]:
    table: dict[str, list[Reading]] = {}
    for row in readings():
        if row.surname == surname:
            table.setdefault(row.zh[0], []).append(row)
    return {first: tuple(sorted(rows, key=lambda row: -len(row.zh))) for first, rows in table.items()}


def split(name: str, wanted: Callable[[Reading], bool], *, surname: bool) -> Iterator[tuple[str, Reading | None]]:
    """Cut `name` into words with a row of `readings.csv` that is `wanted`, longest first, and the text
    between.

    The rows of surnames are looked up at the start of `name` only, and only where `surname` is set.
    """
    by_first = _by_first(False)
    start = at = 0
    while at < len(name):
        rows = by_first.get(name[at], ())
        if surname and at == 0:
            rows = (*_by_first(True).get(name[0], ()), *rows)
        row = next((row for row in rows if wanted(row) and name.startswith(row.zh, at)), None) if rows else None
        if row is None:
            at += 1
            continue
        if start < at:
            yield name[start:at], None
        yield row.zh, row
        at += len(row.zh)
        start = at
    if start < at:
        yield name[start:at], None
