"""Hangul syllables and their letters (jamo).

In: Korean text (precomposed syllables, NFC). Out: letters, initials, and how far two spellings lie apart.
The arithmetic is that of the Unicode Standard, section 3.12 (conjoining jamo behaviour).
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import ne

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

CLUSTERS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""Finals that are typed with two keys, and these."""

COMPOUNDS = {"ㅗ": "ㅘㅙㅚ", "ㅜ": "ㅝㅞㅟ", "ㅡ": "ㅢ"}
"""Medials, and those that a second key makes of them."""

_BASE = 0xAC00
_LAST = 0xD7A3


def syllables() -> Iterator[str]:
    """All precomposed syllables, in order of code."""
    return map(chr, range(_BASE, _LAST + 1))


def is_syllable(char: str) -> bool:
    """Whether `char` is one precomposed Hangul syllable."""
    return len(char) == 1 and _BASE <= ord(char) <= _LAST


def decompose(syllable: str) -> tuple[str, str, str]:
    """Initial, medial and final letter of a syllable; the final is `""` where there is none.

    Raises ValueError when `syllable` is not one Hangul syllable.
    """
    if not is_syllable(syllable):
        raise ValueError(f"not a Hangul syllable: {syllable!r}")
    code = ord(syllable) - _BASE
    return INITIALS[code // 588], MEDIALS[code % 588 // 28], FINALS[code % 28]


def compose(initial: str, medial: str, final: str = "") -> str:
    """The syllable made of these letters. Raises ValueError for letters that cannot stand in their place."""
    if len(initial) != 1 or len(medial) != 1 or initial not in INITIALS or medial not in MEDIALS or final not in FINALS:
        raise ValueError(f"no syllable of {initial!r}, {medial!r}, {final!r}")
    return chr(_BASE + INITIALS.index(initial) * 588 + MEDIALS.index(medial) * 28 + FINALS.index(final))


def has_final(char: str) -> bool:
    """Whether `char` is a syllable that ends in a consonant (받침)."""
    return is_syllable(char) and (ord(char) - _BASE) % 28 != 0


def letters(text: str) -> str:
    """`text` with every syllable spelled out in compatibility letters; other characters stay."""
    return "".join("".join(decompose(c)) if is_syllable(c) else c for c in text)


def initials(text: str) -> str:
    """The initial consonants (초성) of the syllables of `text`; other characters stay."""
    return "".join(decompose(c)[0] if is_syllable(c) else c for c in text)


def syllable_distance(a: str, b: str) -> int:
    """Number of letters, of three, in which two characters differ; 3 where one of them is no syllable."""
    if a == b:
        return 0
    if not (is_syllable(a) and is_syllable(b)):
        return 3
    x, y = ord(a) - _BASE, ord(b) - _BASE
    return (x // 588 != y // 588) + (x % 588 // 28 != y % 588 // 28) + (x % 28 != y % 28)


def distance(a: str, b: str) -> int:
    """Edit distance of two strings in letters: replaced letters, three for an added or lost character."""
    previous = [3 * j for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        current = [3 * i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 3, current[-1] + 3, previous[j - 1] + syllable_distance(x, y)))
        previous = current
    return previous[-1]


def near(a: str, b: str) -> bool:
    """Whether two strings are equal or differ in one letter of one syllable."""
    if len(a) != len(b) or sum(map(ne, a, b)) > 1:
        return False
    return sum(map(syllable_distance, a, b)) <= 1


def neighbours(text: str, *, end: int | None = None) -> Iterator[str]:
    """All strings that differ from `text` in one letter of one syllable before position `end`."""
    for i, char in enumerate(text[:end]):
        if not is_syllable(char):
            continue
        initial, medial, final = decompose(char)
        head, tail = text[:i], text[i + 1 :]
        for letter in INITIALS:
            if letter != initial:
                yield head + compose(letter, medial, final) + tail
        for letter in MEDIALS:
            if letter != medial:
                yield head + compose(initial, letter, final) + tail
        for letter in FINALS:
            if letter != final:
                yield head + compose(initial, medial, letter) + tail
