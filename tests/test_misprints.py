"""Long names that differ in one jamo are one thing and its misprint."""

from __future__ import annotations

import pytest
from extraction import prose


@pytest.mark.parametrize("misprint", ["란저우바다중이운연구소", "란저우바댜중이온연구소"])
def test_one_jamo_is_a_misprint(misprint: str) -> None:
    read = prose("란저우바다중이온연구소가 새 장치를 알렸다.", f"{misprint}도 답했다.")
    found = read.thing("란저우바다중이온연구소")
    assert read.thing(misprint).id == found.id
    assert ("edit distance", misprint) in {(merge.how, merge.right) for merge in found.merges}


@pytest.mark.parametrize("other", ["란저우바다중이온화연구소", "란저우하늘중이온연구소", "란저우바다경이온연구소"])
def test_more_than_one_jamo_is_another_name(other: str) -> None:
    read = prose("란저우바다중이온연구소가 새 장치를 알렸다.", f"{other}도 답했다.")
    assert read.thing("란저우바다중이온연구소").id != read.thing(other).id


def test_short_names_and_numbers_have_no_misprints() -> None:
    read = prose("바이두는 위성 ‘바다위성체계 3호’를 쐈다.", "바이두는 위성 ‘바다위성체계 4호’도 쐈다.")
    assert read.thing("바다위성체계 3호").id != read.thing("바다위성체계 4호").id
