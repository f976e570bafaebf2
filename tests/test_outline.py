"""Dry outlines: labelled lines, lists without particles, goals and sums whose policy or giver stands lines above."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction import Document, bulletin, item


def outline(*lines: str, title: str = "오늘의 소식") -> Document:
    """An article whose headline names nothing, with the given lines as they are indented."""
    return bulletin(item(title, *lines))


# --- the words behind a label -----------------------------------------------------------------------------


def test_who_acts_stands_behind_the_label_of_a_line() -> None:
    read = outline("- (경과) 칭하이성 과학기술청, 「칭하이성 염호 자원 관리방안」 제정")
    assert read.of("issuedBy") == {("칭하이성 염호 자원 관리방안", "칭하이성 과학기술청")}


def test_a_footnote_lists_those_whom_a_labelled_line_counts() -> None:
    read = outline(
        "- (발표) 상무부 등 3개 부처*, 「수소 장비 수출 지침」을 3.4 합동 발표",
        "   * 상무부, 재정부, 교통운수부",
    )
    assert read.of("issuedBy") == {("수소 장비 수출 지침", body) for body in ("상무부", "재정부", "교통운수부")}


def test_a_name_in_brackets_is_no_label() -> None:
    read = outline("- (란저우 방사의학센터) 2021년 란저우시에 설립")
    assert read.of("locatedIn") >= {("란저우 방사의학센터", "란저우시")}


# --- a comma parts who acts from whom -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 칭하이은행, 시닝경제기술개발구에 30억 위안 대출",
        "- (금융) 칭하이은행, 시닝경제기술개발구에 총 30억 위안 대출",
    ],
)
def test_who_gives_and_who_gets_stand_on_two_sides_of_a_comma(line: str) -> None:
    read = outline(line)
    ((pair, qualifiers),) = read.qualifiers("funds").items()
    assert pair[1] == "시닝경제기술개발구"
    assert Decimal(qualifiers["amount"]) == 3_000_000_000


def test_partners_stand_on_two_sides_of_a_comma() -> None:
    read = outline("- 란저우대학, 칭하이대학과 공동연구 협약 체결")
    assert len(read.of("collaboratesWith")) == 1
    assert not read.of("partOf")


def test_several_commas_part_nothing() -> None:
    read = outline("- 란저우대학, 칭하이대학, 닝샤대학과 과기부가 협약 체결")
    assert ("란저우대학", "칭하이대학") in read.of("collaboratesWith") | {
        (b, a) for a, b in read.of("collaboratesWith")
    }
