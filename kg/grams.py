"""Grams: the short pieces of a name by which an index finds it in any script, by beginnings and by initial consonants.

In: texts. Out: their *keys* (without spaces, case, tones, in simplified characters), the grams of a key, and which
grams a key needs to match what was typed. What lacks them cannot match; what has them is compared in full.

A gram is up to three characters of a key: one or two, three where they are letters and digits in ASCII; marked ones
stand at the start of the key or of a word in it, or at its end. Of Hangul there are also initial consonants (up to
three in a row, and one after a syllable), and syllables without their final.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from operator import add

from kg.language.hangul import CLUSTERS, INITIALS, decompose, syllables
from kg.language.script import fold_words, variant_table

Spelling = tuple[str, tuple[int, ...]]
"""The key of a text, and the positions in it, but the first, where a word begins."""

START, WORD, END, KIND = "\ue100", "\ue101", "\ue102", "\ue103"
"""Marks of grams at the start of a key, at that of a word, at the end of a key, and of the gram of a class.

These, and what stands for initial consonants and sounds, are characters for private use. Names that hold such
characters do no harm: what the grams find is compared with the key.
"""

_MARKED = ((0xC0, 0x250), (0x1E00, 0x1F00))  # where Unicode has Latin letters with marks
_WORD = re.compile("[^-\u2010-\u2015]+")
_AS_IT_IS = re.compile("[\0-\x7f가-힣]*")  # no Han character, no mark, no consonant alone
_CLUSTER = re.compile("[" + "".join(CLUSTERS) + "]")
_PLAIN = {code: chr(0xE000 + code) for code in range(128) if not chr(code).isalnum()}


# --- keys ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)  # a name is asked for several times in a row
def spelled(text: str) -> Spelling:
    """The key of `text` and where its words begin.

    Consonants typed alone stay consonants: ㄱ, and ㄱㅅ where the keyboard made ㄳ of it.
    """
    if text.isascii():
        words = _ascii_word().findall(text.lower())
    else:
        if _CLUSTER.search(text):
            text = _CLUSTER.sub(lambda found: CLUSTERS[found[0]], text)
        folded = "-".join(fold_words(text))
        if not _AS_IT_IS.fullmatch(folded):
            folded = folded.translate(_variants())
        words = _WORD.findall(folded)
    return "".join(words), tuple(accumulate(map(len, words[:-1]))) if len(words) > 1 else ()


@cache
def _ascii_word() -> re.Pattern[str]:
    """A run of signs in ASCII that neither folding leaves out nor a hyphen parts."""
    apart = [c for c in map(chr, range(128)) if c == "-" or not fold_words(c)]
    return re.compile(f"[^{re.escape(''.join(apart))}]+")


@cache
def _variants() -> Mapping[int, str | None]:
    """Han characters to their simplified form, Latin letters to those without marks, and single consonants to what
    they were before NFKC.
    """
    latin = {code: unicodedata.normalize("NFD", chr(code))[0] for first, end in _MARKED for code in range(first, end)}
    marks = dict.fromkeys(range(0x300, 0x370))
    consonants = {0x1100 + i: letter for i, letter in enumerate(INITIALS)}
    return {**variant_table(), **marks, **consonants, **{code: c for code, c in latin.items() if c.isascii()}}


def plain(key: str) -> str:
    """`key` with other characters in place of ASCII signs, at which the index's tokenizer would split a gram."""
    return key if key.isalnum() else key.translate(_PLAIN)


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


# --- grams --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Need:
    """The grams of the keys in question: all of `marked`, all of `windows`, and one of each of `choices`.

    Of many windows the rarest are enough to look for.
    """

    marked: tuple[str, ...]
    windows: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...] = ()


def windows(text: str) -> list[str]:
    """The grams that any plain key has in which `text`, itself a plain key, stands."""
    if len(text) < 3:
        return [text]
    threes = [i for i in range(len(text) - 2) if text[i : i + 3].isascii()]
    covered = {at for i in threes for at in (i, i + 1)}
    return [*(text[i : i + 3] for i in threes), *(text[i : i + 2] for i in range(len(text) - 1) if i not in covered)]


def initial_windows(letters: str) -> list[str]:
    """The grams that any plain key has in whose `initials` stands `letters`."""
    width = min(len(letters), 3)
    return [letters[at : at + width] for at in range(len(letters) - width + 1)]


def whole(key: str) -> Need:
    """What the key `key` itself has, and few others that contain it."""
    text = plain(key)
    return Need((START + text[:3], ending(text)), tuple(windows(text)))


def ending(text: str) -> str:
    """The gram of the plain keys that are as long as `text` and end like it."""
    return END + text[-2:] + chr(0xF1000 + min(len(text), 0xFFF))


def grams(key: str, starts: Iterable[int], cls: str) -> list[str]:
    """All grams of a plain key in which words begin at `starts`, of the name of a thing of class `cls`; some twice."""
    pairs = list(map(add, key, key[1:]))
    threes = map(add, pairs, key[2:])
    found = [KIND + cls, ending(key)]
    if key.isascii():
        found += (*dict.fromkeys(key), *dict.fromkeys(pairs), *threes, START + key[0], START + key[:2], START + key[:3])
        for at in starts:
            found += (WORD + key[at], WORD + key[at : at + 2], WORD + key[at : at + 3])
        return found
    found += (*key, *pairs, *filter(str.isascii, threes))
    letters = initials(key)
    texts = (key,) if letters == key else (key, letters)
    for text in texts:
        found += (START + text[0], START + text[:2], START + text[:3])
        for at in starts:
            found += (WORD + text[at], WORD + text[at : at + 2], WORD + text[at : at + 3])
    if letters != key:
        pairs = list(map(add, letters, letters[1:]))
        found += (*letters, *pairs, *map(add, pairs, letters[2:]), *sound(key), *map(add, key, letters[1:]))
    return found
