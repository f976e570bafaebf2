"""Folding, conversion and recognition of scripts."""

import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from kg.language.script import (
    _converter,
    _japanese_to_traditional,
    fold,
    fold_han,
    has_han,
    script_of,
    to_simplified,
    to_traditional,
    variant_table,
)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("중국과학원", "ko"),
        ("图灵", "zh-Hans"),
        ("圖靈", "zh-Hant"),
        ("北京大", "zh"),
        ("投圖灵", "mixed"),
        ("우시(無錫)", "mixed"),
        ("NSFC 2025", "latin"),
        ("", "latin"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script


def test_variants_fold_together() -> None:
    assert fold_han("圖靈") == fold_han("图灵") == fold_han("図霊") == "图灵"
    assert fold_han("呂梁") == fold_han("吕梁")
    assert fold_han("内蒙古") == fold_han("內蒙古")
    assert fold_han("乾安县") == "乾安县"


def test_folding_drops_quotes_brackets_spaces_and_dots() -> None:
    assert fold(" 「14·5 계획」(안) ") == "145계획안"
    assert fold("ＮＳＦＣ") == "nsfc"
    assert fold("A, B") == "ab"


def test_conversion_by_phrase() -> None:
    assert to_traditional("头发发展") == "頭髮發展"
    assert to_simplified("圖書館") == "图书馆"
    assert to_simplified("図書館") == "图书馆"


@given(st.text())
def test_folding_twice_changes_nothing_for_names(text: str) -> None:
    plain = unicodedata.normalize("NFC", re.sub(r"[^가-힣一-龥A-Za-z0-9 ]", "", text))
    assert fold_han(fold_han(plain)) == fold_han(plain)


def test_variants_are_one_to_one() -> None:
    assert all(len(simple) == 1 for simple in variant_table().values())
    assert has_han("a漢") and not has_han("한글")


def test_single_characters_are_converted_as_by_the_converter() -> None:
    converter = OpenCC("s2t")
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    known = [char for char in characters if char == char.translate(_japanese_to_traditional())]
    assert list(map(to_traditional, known)) == list(map(converter.convert, known))


def _phrases() -> list[str]:
    lines = files("opencc").joinpath("dictionary", "TSPhrases.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition("\t")[0] for line in lines]


@given(st.lists(st.sampled_from(_phrases()) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=8))
def test_texts_are_simplified_as_by_the_converter(parts: list[str]) -> None:
    text = "".join(parts).translate(_japanese_to_traditional())
    assert to_simplified(text) == _converter("t2s").convert(text)
