"""The pinyin of Chinese words and characters, as the dictionaries of pypinyin (MIT) give it.

In: Han characters. Out: pinyin with tone marks. The dictionaries are read from pypinyin once and kept in the user's
cache as lines of text, from which they load in a tenth of the time that importing pypinyin takes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.cache import cached

_SECTION = "\x1c"


def word_pinyin(text: str) -> tuple[str, ...]:
    """Pinyin of each character of `text`, words read as words; a character without pinyin stands for itself.

    From the left, the longest word of the dictionary is taken as in pypinyin, whose one oddity is kept: what is the
    beginning of a word and no word itself is read character by character to its end.
    """
    table = _table()
    out: list[str] = []
    at = 0
    while at < len(text):
        longest = min(len(text), at + table.longest)
        stop = longest
        while stop > at and text[at:stop] not in table.words:
            stop -= 1
        if stop > at:
            out.extend(table.words[text[at:stop]].split(" "))
        else:
            stop = len(text) if table.begins_word(text[at:]) else at + 1
            out.extend(table.characters.get(char, char).partition(",")[0] for char in text[at:stop])
        at = stop
    return tuple(out)


def character_pinyin(char: str) -> tuple[str, ...]:
    """All pinyin of one character, the usual one first; none for one that the dictionary does not have."""
    found = _table().characters.get(char)
    return tuple(found.split(",")) if found else ()


@dataclass(frozen=True, slots=True)
class _Table:
    """`words`: word → its pinyin, separated by spaces; `ordered`: the words in order; `longest`: the most characters of
    one; `characters`: character → all its pinyin, separated by commas, the usual one first.
    """

    words: dict[str, str]
    ordered: Sequence[str]
    longest: int
    characters: dict[str, str]

    def begins_word(self, text: str) -> bool:
        """Whether some word begins with `text`."""
        at = bisect_left(self.ordered, text)
        return at < len(self.ordered) and self.ordered[at].startswith(text)


@lru_cache(maxsize=1)
def _table() -> _Table:
    version = hashlib.sha256(importlib.metadata.version("pypinyin").encode() + Path(__file__).read_bytes()).hexdigest()
    words, _, characters = cached("pinyin", version[:16], _compiled).partition(_SECTION)
    by_word = {word: read for word, _, read in [line.partition("\t") for line in words.split("\n")]}
    by_char = {line[0]: line[1:] for line in characters.split("\n")}
    return _Table(by_word, list(by_word), max(map(len, by_word)), by_char)


def _compiled() -> str:
    """The dictionaries of pypinyin as lines in order."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    words = sorted(f"{word}\t{' '.join(first for first, *_ in readings)}" for word, readings in PHRASES_DICT.items())
    characters = sorted(
        chr(code) + ",".join(dict.fromkeys(filter(None, readings.split(",")))) for code, readings in PINYIN_DICT.items()
    )
    return "\n".join(words) + _SECTION + "\n".join(characters)


__all__ = ["character_pinyin", "word_pinyin"]
