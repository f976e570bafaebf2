"""The pinyin of words is that of pypinyin itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from kg.language.phrases import character_pinyin, word_pinyin

_WORDS = st.sampled_from(sorted(PHRASES_DICT))
_CHARACTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_PIECES = st.one_of(_WORDS, _WORDS.map(lambda word: word[:-1]), _WORDS.map(lambda word: word[1:]), _CHARACTERS)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=5).map("".join))
def test_words_are_read_as_by_pypinyin(text: str) -> None:
    assert list(word_pinyin(text)) == lazy_pinyin(text, style=Style.TONE)


@settings(deadline=None)
@given(_CHARACTERS)
def test_characters_are_read_as_by_pypinyin(char: str) -> None:
    assert list(character_pinyin(char)) == pinyin(char, style=Style.TONE, heteronym=True, errors="ignore")[0]


def test_a_word_decides_the_reading_of_its_characters() -> None:
    assert word_pinyin("重庆") == ("chóng", "qìng") and word_pinyin("重点") == ("zhòng", "diǎn")
    assert word_pinyin("") == () and character_pinyin("가") == ()
