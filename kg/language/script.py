"""Scripts and their variants: folding of names, simplified and traditional characters.

In: text in Hangul, Han characters or Latin letters. Out: folded forms for comparison, conversions for
display, and the script a text is written in. The character tables are those of OpenCC (Apache-2.0).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Protocol

Script = Literal["ko", "zh-Hans", "zh-Hant", "zh", "latin", "mixed"]

_DROPPED = re.compile(r"[\s'\"‘’“”`´「」『』《》〈〉<>()（）\[\]{}·∙・,]")

_HANGUL = re.compile("[가-힣]")
_HAN_RANGES = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_HAN_RANGES}]")
_RUN = re.compile(f"[{_HAN_RANGES}]+|[^{_HAN_RANGES}]+")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def is_han(char: str) -> bool:
    """Whether `char` is one Han character (also 〇, the zero of Chinese numerals)."""
    return _HAN.fullmatch(char) is not None


def has_han(text: str) -> bool:
    """Whether `text` has at least one Han character."""
    return _HAN.search(text) is not None


def han_runs(text: str) -> list[str]:
    """The pieces of `text` that are Han characters throughout, and those between that have none, in order."""
    return _RUN.findall(text)


class _Folding(dict[int, str]):
    """Character → what `fold` leaves of it, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = left = "" if _DROPPED.match(char) else char
        return left


_FOLDING = _Folding()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """`text` under NFKC and case folding, without spaces, quotes, brackets, middle dots and commas."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    return folded if folded.isalnum() else folded.translate(_FOLDING)  # what is left out is no letter and no digit


def fold_words(text: str) -> list[str]:
    """The pieces of `fold(text)` between what it leaves out; no piece is empty."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = folded.split()
    if all(map(str.isalnum, words)):  # as in most names: what else is left out is no letter and no digit
        return words
    return [word for word in _DROPPED.split(folded) if word]


@lru_cache(maxsize=16384)
def fold_han(text: str) -> str:
    """`fold(text)` with every Han character replaced by its simplified form, variants included.

    Two names that differ only in script (圖靈, 图灵, 図霊) have the same result.
    """
    folded = fold(text)
    return folded.translate(variant_table()) if has_han(folded) else folded


@lru_cache(maxsize=16384)
def to_simplified(text: str) -> str:
    """`text` in simplified characters, by phrase (乾坤 stays, 乾燥 becomes 干燥)."""
    older = text.translate(_japanese_to_traditional())
    if _simplified_by_phrase().isdisjoint(older):
        return older.translate(_simplified_of())
    return _converter("t2s").convert(older)


def to_traditional(text: str) -> str:
    """`text` in traditional characters, by phrase (头发 becomes 頭髮, 发展 becomes 發展)."""
    older = text.translate(_japanese_to_traditional())
    if len(older) == 1:  # no phrase: the converter need not be loaded
        return _traditional_of().get(older, older)
    return _converter("s2t").convert(older)


def script_of(text: str) -> Script:
    """The script of the letters of `text`.

    `zh` where no character tells simplified from traditional, `mixed` where Hangul and Han or both kinds of
    Han characters meet; digits and signs say nothing, Latin letters count only where nothing else is
    written.
    """
    if not has_han(text):
        return "ko" if _HANGUL.search(text) else "latin"
    if _HANGUL.search(text):
        return "mixed"
    han = set(_HAN.findall(text))
    simplified = bool(han & simplified_only())
    traditional = bool(han & traditional_only())
    if simplified and traditional:
        return "mixed"
    return "zh-Hans" if simplified else "zh-Hant" if traditional else "zh"


@lru_cache(maxsize=1)
def variant_table() -> dict[int, str]:
    """Table for `str.translate`: each traditional or Japanese character to one simplified character.

    Characters that simplified text keeps in some words (乾 in names) stay.
    """
    table = {ord(trad): simple[0] for trad, simple in _rows("TSCharacters") if trad not in simple}
    table = {code: simple for code, simple in table.items() if len(simple) == 1}
    for trad, variants in _regional():
        simple = table.get(ord(trad), trad)
        for char in variants:
            if char not in _standard() and char != simple:
                table.setdefault(ord(char), simple)
    return table


@lru_cache(maxsize=1)
def simplified_only() -> frozenset[str]:
    """Characters that occur in simplified text only."""
    return frozenset(simp for simp, trads in _rows("STCharacters") if simp not in trads) - _traditional()


@lru_cache(maxsize=1)
def traditional_only() -> frozenset[str]:
    """Characters that occur in traditional text only."""
    return frozenset(trad for trad, simp in _rows("TSCharacters") if trad not in simp) - _standard()


@lru_cache(maxsize=1)
def _simplified_of() -> dict[int, str]:
    """Table for `str.translate`: traditional character → the simplified one by itself."""
    return {ord(trad): simple[0] for trad, simple in _rows("TSCharacters")}


@lru_cache(maxsize=1)
def _simplified_by_phrase() -> frozenset[str]:
    """Characters that become something else in some phrase than by themselves (乾)."""
    table = _simplified_of()
    pairs = (pair for phrase, simple in _rows("TSPhrases") for pair in zip(phrase, simple[0], strict=True))
    return frozenset(trad for trad, simple in pairs if table.get(ord(trad), trad) != simple)


@lru_cache(maxsize=1)
def _traditional_of() -> dict[str, str]:
    """Simplified character → the traditional one it stands for most often."""
    return {simp: trads[0] for simp, trads in _rows("STCharacters")}


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    return frozenset(char for _, trads in _rows("STCharacters") for char in trads)


@lru_cache(maxsize=1)
def _standard() -> frozenset[str]:
    """Characters of GB 2312, the standard set of simplified characters."""
    return frozenset(
        bytes((high, low)).decode("gb2312", errors="ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    )


def _regional() -> list[tuple[str, list[str]]]:
    return [row for name in ("JPVariants", "TWVariants", "HKVariants") for row in _rows(name)]


@lru_cache(maxsize=1)
def _japanese_to_traditional() -> dict[int, str]:
    known = _standard() | _traditional()
    return {ord(new): old for old, news in _rows("JPVariants") for new in news if new not in known}


@lru_cache(maxsize=8)
def _rows(name: str) -> list[tuple[str, list[str]]]:
    text = files("opencc").joinpath("dictionary", f"{name}.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return [(source, targets.split()) for source, targets in pairs]


@lru_cache(maxsize=2)
def _converter(name: str) -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC(name)
    return converter
