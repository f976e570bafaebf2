"""Letters of Hangul syllables, and distances between spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.hangul import (
    compose,
    decompose,
    distance,
    has_final,
    initials,
    letters,
    near,
    neighbours,
    syllable_distance,
)

syllables = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
words = st.text(syllables, max_size=5)


def test_letters_of_syllables() -> None:
    assert decompose("각") == ("ㄱ", "ㅏ", "ㄱ")
    assert decompose("뤼") == ("ㄹ", "ㅟ", "")
    assert letters("선전 A") == "ㅅㅓㄴㅈㅓㄴ A"
    assert initials("중국과학원") == "ㅈㄱㄱㅎㅇ"
    assert has_final("강") and not has_final("구") and not has_final("A")


@pytest.mark.parametrize("text", ["", "A", "가나", "漢"])
def test_only_syllables_have_letters(text: str) -> None:
    with pytest.raises(ValueError, match="syllable"):
        decompose(text)


def test_letters_must_fit_their_place() -> None:
    with pytest.raises(ValueError, match="no syllable"):
        compose("ㅏ", "ㄱ")


@given(syllables)
def test_a_syllable_is_its_letters(syllable: str) -> None:
    assert compose(*decompose(syllable)) == syllable


@given(words, words)
def test_distance_is_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


def test_misprints_lie_near() -> None:
    assert syllable_distance("펑", "평") == 1
    assert near("형룽", "헝룽") and near("창쑤", "창수")
    assert not near("창수", "장쑤") and not near("우시", "우시시")
    assert distance("푸둥", "푸둥신구") == 6


@given(words.filter(bool))
def test_neighbours_differ_in_one_letter(word: str) -> None:
    found = list(neighbours(word))
    assert len(found) == len(set(found)) == len(word) * (18 + 20 + 27)
    assert all(near(word, other) and other != word for other in found[:50])


def test_neighbours_leave_the_end_alone() -> None:
    assert all(other.endswith("부") for other in neighbours("과학부", end=2))
