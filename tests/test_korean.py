"""Morphemes with offsets; names that are known stay whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language.korean import Morpheme, Span, analyse, common_word


def morphemes(text: str, *known: Span) -> list[Morpheme]:
    return list(analyse(text, known))


def test_particles_are_told_from_the_name_before() -> None:
    found = {m.form: m for m in morphemes("국무원은 회의를 열었다", (0, 3))}
    assert found["은"].is_particle and (found["은"].begin, found["은"].end) == (3, 4)
    assert found["국무원"].is_noun and (found["국무원"].begin, found["국무원"].end) == (0, 3)


def test_known_names_are_not_taken_apart() -> None:
    name, particle, *_ = morphemes("우시의 기업", (0, 2))
    assert (name.form, name.tag, particle.form) == ("우시", "NNP", "의")


def test_known_names_with_spaces_stay_one() -> None:
    text = "지난달 중국과학원 고에너지물리연구소가 밝혔다"
    begin = text.index("중국")
    whole = next(m for m in morphemes(text, (begin, text.index("가 "))) if m.begin == begin)
    assert text[whole.begin : whole.end] == "중국과학원 고에너지물리연구소"


def test_empty_spans_count_for_nothing() -> None:
    assert morphemes("국무원은", (2, 2)) == morphemes("국무원은")


@pytest.mark.parametrize("word", ["저장", "해양", "선전", "장비"])
def test_common_words(word: str) -> None:
    assert common_word(word)


@pytest.mark.parametrize("word", ["베이징", "상하이", "화웨이"])
def test_proper_names_are_no_common_words(word: str) -> None:
    assert not common_word(word)


@pytest.mark.parametrize("word", ["쿤밍", "안후이", "란저우", "우시시"])
def test_words_that_the_analyser_does_not_know_are_no_common_words(word: str) -> None:
    assert not common_word(word)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="가나다라 국무원은는이가을를의에서AB12()（）《》·,.'’中國省", max_size=30), st.data())
def test_offsets_lie_in_the_text_and_known_names_have_edges(text: str, data: st.DataObject) -> None:
    words = [m.span() for m in re.finditer("[가-힣]{2,6}", text)]
    known = [data.draw(st.sampled_from(words))] if words else []
    found = morphemes(text, *known)
    assert all(0 <= m.begin <= m.end <= len(text) for m in found)
    assert [m.begin for m in found] == sorted(m.begin for m in found)
    for begin, end in known:
        assert any(m.begin == begin for m in found) and any(m.end == end for m in found)


def test_the_end_of_a_noun_is_no_consonant_that_chat_glues_to_an_ending() -> None:
    text = "홍콩중문대학: 의료로봇 시험동"
    assert [m.form for m in morphemes(text, (0, 6))][-2:] == ["시험", "동"]


def test_addresses_stay_one() -> None:
    assert "office@example.org" in {m.form for m in morphemes("문의는 office@example.org로 바람")}
