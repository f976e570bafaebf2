"""The pinyin of Chinese words and characters, as the dictionaries of pypinyin (MIT) give it.

In: Han characters. Out: pinyin with tone marks. The dictionaries are read from pypinyin once and kept in the user's
cache as lines of text, from which they load in a tenth of the time that importing pypinyin takes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from bisect import bisect_left
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
        for stop in range(min(len(text), at + table.longest), at, -1):
            if (read := table.words.get(text[at:stop])) is not None:
                out.extend(read.split(" "))
                break
        else:
            stop = len(text) if table.words.begins_key(text[at:]) else at + 1
            out.extend((table.characters.get(char) or char).partition(",")[0] for char in text[at:stop])
        at = stop
    return tuple(out)


def character_pinyin(char: str) -> tuple[str, ...]:
    """All pinyin of one character, the usual one first; none for one that the dictionary does not have."""
    found = _table().characters.get(char)
    return tuple(found.split(",")) if found else ()


class _Dictionary:
    """Keys with what is read for them: lines in order, `key` and tab before the rest. The few that a document asks for
    are found by bisection; a table of all of them takes longer to make than most documents do to read.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def get(self, key: str) -> str | None:
        """What is read for `key`, or none."""
        asked = f"{key}\t"
        line = self._from(asked)
        return line[len(asked) :] if line.startswith(asked) else None

    def begins_key(self, text: str) -> bool:
        """Whether some key begins with `text`."""
        return self._from(text).startswith(text)

    def _from(self, text: str) -> str:
        """The first line that is not before `text` in order; nothing where all are."""
        at = bisect_left(self._lines, text)
        return self._lines[at] if at < len(self._lines) else ""


@dataclass(frozen=True, slots=True)
class _Table:
    """`words`: pinyin of words, separated by spaces; `longest`: the most characters of one; `characters`: all pinyin of
    characters, separated by commas, the usual one first.
    """

    words: _Dictionary
    longest: int
    characters: _Dictionary


@lru_cache(maxsize=1)
def _table() -> _Table:
    version = hashlib.sha256(importlib.metadata.version("pypinyin").encode() + Path(__file__).read_bytes()).hexdigest()
    longest, words, characters = cached("pinyin", version[:16], _compiled).split(_SECTION)
    return _Table(_Dictionary(words), int(longest), _Dictionary(characters))


def _compiled() -> str:
    """The dictionaries of pypinyin as lines in order, and before them the length of the longest word."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    words = sorted(f"{word}\t{' '.join(first for first, *_ in readings)}" for word, readings in PHRASES_DICT.items())
    characters = sorted(
        f"{chr(code)}\t{','.join(dict.fromkeys(filter(None, readings.split(','))))}"
        for code, readings in PINYIN_DICT.items()
    )
    return _SECTION.join((str(max(map(len, PHRASES_DICT))), "\n".join(words), "\n".join(characters)))


__all__ = ["character_pinyin", "word_pinyin"]
