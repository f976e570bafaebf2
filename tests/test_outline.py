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


# --- goals ------------------------------------------------------------------------------------------------


def goals(read: Document) -> set[tuple[str, Decimal, str, int | None]]:
    return {(read.name(s.target.policy), s.target.value, s.target.unit, s.target.year) for s in read.record.targets}


def test_goals_belong_to_the_paper_of_the_line_above() -> None:
    read = outline(
        "- 교통운수부, 「내륙 수운 전동화 지침」 하달",
        "   · '27년까지 전동 화물선 400척 확보",
        "- 재정부, 「항만 설비 보조 통지」 하달",
        "   · '28년까지 충전 부두 60곳 확보",
    )
    assert goals(read) == {
        ("내륙 수운 전동화 지침", Decimal(400), "척", 2027),
        ("항만 설비 보조 통지", Decimal(60), "곳", 2028),
    }


def test_goals_beside_a_paper_belong_to_it_where_the_headline_names_none() -> None:
    read = outline(
        "- 교통운수부, 「내륙 수운 전동화 지침」 하달",
        "   · 「수로 안전 조례」의 개정도 예고하였고, 「수로 안전 조례」는 내년에 시행",
        "- 재정부, 「항만 설비 보조 통지」 하달",
        "- (목표) 충전 부두 '28년 60곳",
    )
    assert goals(read) == {("항만 설비 보조 통지", Decimal(60), "곳", 2028)}


LISTED = ("   · 전동 화물선 400척", "   · 충전 부두 60곳 이상 (’23년 실적 12곳)", "   · 관련 매출 2조 위안")
WANTED = {(Decimal(400), "척"), (Decimal(60), "곳"), (Decimal(2_000_000_000_000), "위안")}


@pytest.mark.parametrize(
    ("line", "year"),
    [("- (목표) '27년 기준 주요 지표", 2027), ("- 2027년 주요 목표", 2027), ("- 주요 목표는 다음과 같음", None)],
)
def test_a_line_without_numbers_opens_a_list_of_goals(line: str, year: int | None) -> None:
    read = outline("- 교통운수부, 「내륙 수운 전동화 지침」 하달", line, *LISTED)
    assert {(value, unit) for _, value, unit, _ in goals(read)} == WANTED
    assert {when for *_, when in goals(read)} == {year}


def test_what_was_reached_opens_no_list_of_goals() -> None:
    read = outline("- 교통운수부, 「내륙 수운 전동화 지침」 하달", "- (실적) ’23년 지표", *LISTED)
    assert goals(read) == set()


def test_a_year_of_the_future_right_before_a_value() -> None:
    read = outline("- 교통운수부, 「내륙 수운 전동화 지침」 하달", "   · 전동화 비율은 2027년 30%, 2030년에는 55%")
    assert {(value, when) for _, value, _, when in goals(read)} == {(Decimal(30), 2027), (Decimal(55), 2030)}


def test_sums_to_be_spent_in_a_span_are_no_goals() -> None:
    read = outline(
        "- 교통운수부, 「내륙 수운 전동화 지침」 하달", "   · 우후시 정부, 우후항에 '25~'27년 총 8억 위안 투입"
    )
    assert goals(read) == set()


def test_a_bound_beside_a_goal_is_a_goal_without_year() -> None:
    read = outline(
        "- 교통운수부, 「내륙 수운 전동화 지침」 하달",
        "   · (선박) '27년까지 전동 화물선 400척 확보",
        "   · (부두) 충전 부두를 60곳 이상으로 유지",
    )
    assert {(value, when) for _, value, _, when in goals(read)} == {(Decimal(400), 2027), (Decimal(60), None)}


def test_what_a_plan_had_done_is_wanted() -> None:
    read = outline("- 「내륙 수운 전동화 지침」은 2027년까지 전동 화물선 400척을 만들고 충전 부두 60곳을 짓도록 했다.")
    assert {(value, when) for _, value, _, when in goals(read)} == {(Decimal(400), 2027), (Decimal(60), 2027)}


def test_a_number_of_places_whose_goal_it_is_is_none() -> None:
    read = outline("- 교통운수부, 「내륙 수운 전동화 지침」 하달", "   · '27년까지 5개 도시의 충전 부두 60곳 확보")
    assert {value for _, value, _, _ in goals(read)} == {Decimal(60)}
