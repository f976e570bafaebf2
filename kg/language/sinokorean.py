"""Sino-Korean readings (한자음) of Chinese names.

In: names in Han characters (either script). Out: Hangul. The readings are those of `seeds/hanja.csv`
(Unicode Han Database, kHangul), with `seeds/readings.csv` where a word is read otherwise. The initial-sound
law (두음법칙, 한글 맞춤법 제10–12항) is applied to each word of a name: 李 이, 梁 양 but 吕梁 여량,
中国科学院力学研究所 중국과학원역학연구소, 率 and 列 after a vowel or ㄴ 율 and 열.
"""

from __future__ import annotations

from functools import lru_cache

from kg.language.hangul import compose, decompose, has_final, is_syllable
from kg.language.mandarin import split
from kg.language.script import fold_han, is_han, to_simplified, to_traditional
from kg.language.segment import segment
from kg.language.tables import hanja

_Y_VOWELS = frozenset("ㅑㅕㅖㅛㅠㅣ")


@lru_cache(maxsize=65536)
def reading(name: str, *, surname: bool = False) -> str:
    """The Sino-Korean reading of a name; characters without one are given back as they are.

    `surname` says that `name` is a person's: its first characters are then read as a surname (金 김, 單 선).
    """
    if surname:
        return _word(to_simplified(name), surname=True)
    return "".join(_word(part.text, surname=False) for part in segment(name))


@lru_cache(maxsize=32768)
def char_readings(char: str) -> tuple[str, ...]:
    """All readings of one Han character, the usual one first, each also under the initial-sound law."""
    bare = _bare(char)
    return tuple(dict.fromkeys([*bare, *(initial_law(r) for r in bare), *(_after_vowel(r) for r in bare)]))


def initial_law(syllable: str) -> str:
    """The syllable as it stands at the start of a word: 량 양, 력 역, 로 노, 녀 여; others stay."""
    if not is_syllable(syllable):
        return syllable
    initial, medial, final = decompose(syllable)
    if medial in _Y_VOWELS and initial in "ㄴㄹ":
        return compose("ㅇ", medial, final)
    return compose("ㄴ", medial, final) if initial == "ㄹ" else syllable


def _after_vowel(syllable: str) -> str:
    return {"렬": "열", "률": "율"}.get(syllable, syllable)


@lru_cache(maxsize=32768)
def _word(word: str, *, surname: bool) -> str:
    read: list[str] = []
    for text, row in split(word, lambda row: bool(row.korean), surname=surname):
        if row:
            read.extend(row.korean)
        else:
            read.extend((_bare(c) or (c,))[0] for c in text)
    if read and is_han(word[0]):
        read[0] = initial_law(read[0])
    for i in range(1, len(read)):
        before = read[i - 1]
        if is_syllable(before) and (not has_final(before) or decompose(before)[2] == "ㄴ"):
            read[i] = _after_vowel(read[i])
    return "".join(read)


@lru_cache(maxsize=32768)
def _bare(char: str) -> tuple[str, ...]:
    """Readings without the law; a simplified character has those of its traditional forms."""
    if not is_han(char):
        return ()
    table = hanja()
    plain = fold_han(char)
    for candidate in (char, to_traditional(plain), plain):
        if candidate in table and not (candidate == char and char != to_traditional(char)):
            return table[candidate]
    return table.get(char, ())
