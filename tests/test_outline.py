"""Dry outlines: labelled lines, lists without particles, goals and sums whose policy or giver stands lines above."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction import Document, bulletin, item, prose


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


def test_a_bracket_that_never_closes_makes_no_label() -> None:
    cut, whole = (outline(f"- (란저우대학교{end}", "   - 「심해 장비 백서」 발간") for end in ("", ")"))
    assert whole.of("issuedBy") == {("심해 장비 백서", "란저우대학교")}
    assert cut.of("issuedBy") == set()


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


# --- parts of lines without particles -----------------------------------------------------------------------


def test_those_before_a_noun_act_on_the_name_before_the_colon() -> None:
    read = outline(
        "- 란저우 중이온 가속기 실험실: 란저우대학·칭하이대학 공동 구축, 간쑤성 란저우시 소재",
        "- '고원 기상 관측 프로그램': 칭하이대학 주관, 란저우대학·닝샤대학 참여",
    )
    lab, programme = "란저우 중이온 가속기 실험실", "고원 기상 관측 프로그램"
    assert read.of("establishedBy") == {(lab, "란저우대학"), (lab, "칭하이대학")}
    assert (programme, "칭하이대학") in read.of("administeredBy")
    assert read.of("participatesIn") == {("란저우대학", programme), ("닝샤대학", programme)}


def test_those_before_a_noun_act_on_what_the_line_above_is_about() -> None:
    read = outline(
        "- 제3회 고원 기상 포럼 (9.4, 시닝)",
        "   · 칭하이대학·란저우대학 공동 주최, 닝샤대학 참가, 시짱대학 불참",
    )
    assert {body for _, body in read.of("administeredBy")} == {"칭하이대학", "란저우대학"}
    assert {body for body, _ in read.of("participatesIn")} == {"닝샤대학"}


def test_a_unit_behind_the_name_of_its_body_opens_a_part() -> None:
    read = outline("- '고원 기상·수문 관측 프로그램': 중국과학원 신경과학연구소 주관, 란저우대학 참여")
    assert {body for _, body in read.of("administeredBy")} <= {"중국과학원 신경과학연구소", "신경과학연구소"}
    assert len(read.of("administeredBy")) == 1


def test_those_who_build_together_are_not_built() -> None:
    read = outline("- 시닝시 관측 시설: 란저우대학·칭하이대학 공동 건설")
    assert not {("란저우대학", "칭하이대학"), ("칭하이대학", "란저우대학")} & read.of("establishedBy")


def test_a_line_about_something_else_says_nothing_of_the_line_above() -> None:
    read = outline("- '고원 기상 관측 프로그램' 착수", "   · 부속 도서관: 닝샤대학 참여")
    assert ("닝샤대학", "고원 기상 관측 프로그램") not in read.of("participatesIn")


def test_a_noun_for_a_role_stands_before_the_name() -> None:
    read = outline("- '고원 기상 관측 프로그램': 칭하이대학 주관, 관리는 란저우대학")
    assert ("고원 기상 관측 프로그램", "란저우대학") in read.of("administeredBy")


# --- sums -------------------------------------------------------------------------------------------------


def sums(read: Document) -> set[tuple[str, str, Decimal]]:
    return {(*pair, Decimal(q["amount"])) for pair, q in read.qualifiers("funds").items() if "amount" in q}


def test_who_gives_stands_before_the_sum() -> None:
    read = outline(
        "- 간쑤성 정부·교육부, '란저우 중이온 가속기 실험실' 공동 설립",
        "   · 간쑤성 정부 20억 위안, 란저우은행 5억 5천만 위안 부담",
    )
    lab = "란저우 중이온 가속기 실험실"
    assert sums(read) == {
        ("간쑤성 정부", lab, Decimal(2_000_000_000)),
        ("란저우은행", lab, Decimal(550_000_000)),
    }


def test_a_label_says_that_those_with_sums_give() -> None:
    read = outline(
        "- 란저우 중이온 가속기 실험실: 간쑤성 정부 건설",
        "   · 출자: 간쑤성 정부 10억 위안, 란저우은행 3억 위안",
    )
    lab = "란저우 중이온 가속기 실험실"
    assert sums(read) == {
        ("간쑤성 정부", lab, Decimal(1_000_000_000)),
        ("란저우은행", lab, Decimal(300_000_000)),
    }


def test_what_something_costs_is_borne_by_who_stands_behind() -> None:
    read = outline("- 란저우 중이온 가속기 실험실: 칭하이대학 구축, 총사업비 47억 위안은 간쑤성 정부 부담")
    assert sums(read) == {("간쑤성 정부", "란저우 중이온 가속기 실험실", Decimal(4_700_000_000))}


def test_a_heading_of_grants_says_that_those_with_sums_get() -> None:
    read = outline(
        "- 기관별 지원액 상위",
        "   · 란저우대학 6억 9,200만 위안",
        "   · 칭하이대학 5억 위안",
        title="국가자연과학기금위원회, 올해 지원 결과 공개",
    )
    giver = "국가자연과학기금위원회"
    assert sums(read) == {
        (giver, "란저우대학", Decimal(692_000_000)),
        (giver, "칭하이대학", Decimal(500_000_000)),
    }


def test_sums_of_other_lists_are_no_grants() -> None:
    read = outline(
        "- 기관별 특허 수입",
        "   · 란저우대학 6억 9,200만 위안",
        title="국가자연과학기금위원회, 올해 지원 결과 공개",
    )
    assert not sums(read)


def test_who_gives_to_whom_by_a_decision() -> None:
    read = outline("- 칭하이은행, 시닝경제기술개발구에 '17~'20년 총 30억 위안 투입 확정")
    assert {amount for *_, amount in sums(read)} == {Decimal(3_000_000_000)}


# --- scope, place, belonging --------------------------------------------------------------------------------


def test_where_a_paper_is_applied() -> None:
    read = outline(
        "- 상무부·해관총서, 「국경 협력구 물류 통지」 하달, 간쑤성·칭하이성에 적용",
        "   · 시닝경제기술개발구에 우선 적용",
        "   · 적용 범위는 닝샤 전역",
    )
    paper = "국경 협력구 물류 통지"
    assert {place for what, place in read.of("appliesTo") if what == paper} >= {"간쑤성", "칭하이성", "닝샤"}
    assert len(read.of("appliesTo")) == 4


def test_where_an_event_takes_place_stands_in_brackets() -> None:
    read = outline("- 제3회 고원 기상 포럼 (9.4~5, 시닝)", "   · 칭하이대학 주최")
    assert {where for _, where in read.of("locatedIn")} >= {"시닝"} or {w for _, w in read.of("locatedIn")} >= {
        "시닝시"
    }


def test_what_settles_lies_where_the_line_above_says() -> None:
    read = outline(
        "- 시닝경제기술개발구 입주 시설",
        "   · 고원 기상 연구소: 칭하이대학 건설",
        "   · 고원 의학 연구소: 협의 결렬로 보류",
    )
    assert {what for what, where in read.of("locatedIn") if where.startswith("시닝경제")} == {"고원 기상 연구소"}


def test_several_labels_in_one_line() -> None:
    read = outline(
        "- '고원 기상 관측 프로그램' 선발 결과 공개", "   · 운영: 칭하이대학, 참여 기관: 란저우대학·닝샤대학"
    )
    programme = "고원 기상 관측 프로그램"
    assert read.of("administeredBy") == {(programme, "칭하이대학")}
    assert read.of("participatesIn") == {("란저우대학", programme), ("닝샤대학", programme)}


def test_a_label_speaks_of_the_line_above_and_not_of_what_was_named_last() -> None:
    read = outline(
        "- 제3회 고원 기상 포럼 (9.4, 시닝)",
        "   · 부대행사로 '청년 기상 경연대회' 마련",
        "   · 주최: 칭하이대학",
    )
    assert read.of("administeredBy") == {("제3회 고원 기상 포럼", "칭하이대학")} or {
        what for what, _ in read.of("administeredBy")
    } == {"고원 기상 포럼"}


def test_those_under_another_line_take_part_in_nothing_of_the_lines_before() -> None:
    read = outline(
        "- 제3회 고원 기상 포럼 (9.4, 시닝)",
        "   · 칭하이대학 주최",
        "- 간쑤성 과학기술청, 「간쑤성 수소 시험 세칙」 제정",
        "   · 란저우대학 등이 시범기관으로 참여",
    )
    assert not read.of("participatesIn")


def test_papers_by_which_something_is_given_get_nothing_and_names_in_brackets_part_nobody() -> None:
    read = outline("- 하얼빈시 정부, 「드론 산업 지원조치」로 다장창신(DJI)과 바이두에 각 3,000만 위안 장려금 지급")
    assert {(to, amount) for _, to, amount in sums(read)} == {
        ("다장창신", Decimal(30_000_000)),
        ("바이두", Decimal(30_000_000)),
    }


def test_a_value_before_another_one_is_no_part_of_what_is_measured() -> None:
    read = prose("‘심해 통신 발전 방안’에 따라 2027년까지 기지국 3만 개와 센서 50만 개를 설치한다.")
    assert {seen.target.metric for seen in read.record.targets} == {"기지국", "센서"}


def test_what_a_paper_leaves_out_is_no_goal() -> None:
    paper = "‘심해 통신 발전 방안’은 2027년까지 로봇 5만 대를 보급한다는 목표를"
    assert prose(f"{paper} 담았다.").targets
    assert not prose(f"{paper} 담지 않았다.").targets


@pytest.mark.parametrize(
    "said",
    [
        "2027년까지 로봇 보급률을 30%에서 50%로 높인다.",
        "2027년까지 로봇 보급률을 2024년의 30%에서 50%로 높인다.",
        "로봇 보급률을 30%에서 2027년까지 50%로 높인다.",
    ],
)
def test_where_a_value_starts_from_is_no_goal(said: str) -> None:
    found = prose(f"‘로봇 발전 방안’은 {said}").record.targets
    assert [(seen.target.metric, seen.target.value) for seen in found] == [("로봇 보급률", Decimal(50))]
