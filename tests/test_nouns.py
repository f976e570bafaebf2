"""Nouns told without the analyser: it reads them in the same way."""

from __future__ import annotations

import pytest

from kg.language import korean
from kg.language.korean import Morpheme, analyse
from kg.language.nouns import noun_spans
from kg.language.tables import nouns
from kg.lexicon import load_lexicon
from kg.read import read_document
from kg.resources import sample_bulletins_dir


def words(text: str, *names: tuple[int, int]) -> list[str]:
    return [text[begin:end] for begin, end in noun_spans(text, names)]


def read(text: str) -> tuple[Morpheme, ...]:
    """The morphemes as the analyser comes to them by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(korean, "noun_spans", lambda text, names: ())
        return analyse(text)


def is_one_noun(noun: str, text: str) -> bool:
    """Whether the analyser reads so the noun with which a text begins."""
    return [m.tag for m in read(text) if (m.begin, m.end) == (0, len(noun))] == ["NNG"]


def test_nouns_are_told_by_the_ending_behind_them() -> None:
    assert words("기술을 연구하는 대학, 산업·정책") == ["기술", "연구", "대학", "산업", "정책"]


def test_the_longest_noun_counts() -> None:
    assert words("연구소를") == ["연구소"]


def test_compounds_are_told_where_they_consist_of_nouns() -> None:
    assert words("과학기술정책을 연구개발하는 산업짚신") == ["과학", "기술", "정책", "연구", "개발"]


def test_a_noun_within_another_word_is_none() -> None:
    assert words("기술진흥원 신기술 5기술 AI기술") == []


def test_names_hold_no_nouns_and_neither_do_words_glued_to_them() -> None:
    text = "기술 산업정보화부는 정책기술부의 연구"
    names = (3, 9), (13, 16)
    assert [text[begin:end] for begin, end in names] == ["산업정보화부", "기술부"]
    assert words(text, *names) == ["기술", "연구"]


def test_the_analyser_reads_each_noun_as_one_by_itself_and_as_an_object() -> None:
    other = [noun for noun in sorted(nouns()) if not (is_one_noun(noun, noun) and is_one_noun(noun, as_object(noun)))]
    assert not other


def as_object(noun: str) -> str:
    return noun + ("을" if (ord(noun[-1]) - ord("가")) % 28 else "를")


def test_no_noun_is_a_name_too() -> None:
    lexicon = load_lexicon()
    assert not [noun for noun in nouns() if lexicon.find(noun)]


def test_the_analyser_comes_to_the_same_morphemes_with_nouns_and_without() -> None:
    bulletins = [read_document(path) for path in sorted(sample_bulletins_dir().glob("*.txt"))]
    lines = [line for bulletin in bulletins for line in bulletin.original.split("\n")]
    told = sum(len(words(line)) for line in lines)
    other = sum(len(set(analyse(line)) ^ set(read(line))) for line in lines)
    assert told > 500 and other < told / 10
