"""Goals of policies: in prose, in bullets, in tables with and without columns of years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction import Document, bulletin, document, item, prose

from kg.read.dates import written_by

TITLE = "광둥성 과학기술청, 새 ‘해양 로봇 발전 행동계획’을 발표"


def goals(*lines: str, title: str = TITLE) -> Document:
    return bulletin(item(title, *lines))


def test_bullets() -> None:
    read = goals("- 2026년까지 로봇 기업 300개를 키우고 산업 규모를 1,500억 위안으로 늘릴 계획")
    assert read.targets == {(Decimal(300), "개", 2026), (Decimal(150_000_000_000), "위안", 2026)}


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("- ’26년까지 로봇 기업 300개를 육성", 2026),
        ("- 2030년까지 로봇 기업 300개를 육성", 2030),
        ("- (목표) 2027년 말까지 로봇 기업 300개 확보", 2027),
        ("- 2028년에 로봇 기업 300개를 확보하는 것이 목표임", 2028),
    ],
)
def test_years(line: str, year: int) -> None:
    assert goals(line).targets == {(Decimal(300), "개", year)}


def test_each_goal_has_its_own_year() -> None:
    read = goals("- 2026년까지 기업 100개, 2030년까지 기업 300개를 육성")
    assert read.targets == {(Decimal(100), "개", 2026), (Decimal(300), "개", 2030)}


def test_bounds() -> None:
    read = goals("- 2027년까지 국산화율 90% 이상, 유출 사고 비율 0.1% 이하, 특허 8,600건을 달성")
    assert read.bounds() == {Decimal(90): "min", Decimal("0.1"): "max", Decimal(8600): None}
    assert {unit for _, unit, _ in read.targets} == {"%", "건"}


def test_the_conversion_in_brackets_is_no_second_goal() -> None:
    read = goals("- 2026년까지 산업 규모 1,500억 위안(27조 4,470억 원)을 달성")
    assert read.targets == {(Decimal(150_000_000_000), "위안", 2026)}


def test_the_goal_belongs_to_the_policy_and_keeps_what_was_written() -> None:
    read = goals("- 2026년까지 산업 규모 1,500억 위안을 달성")
    (seen,) = read.record.targets
    assert read.name(seen.target.policy) == "해양 로봇 발전 행동계획"
    assert seen.target.written == "1,500억 위안" and "산업 규모" in seen.target.metric
    assert "1,500억 위안" in seen.evidence[0].quote


def test_prose() -> None:
    read = prose(
        "광둥성 과학기술청은 ‘해양 로봇 발전 행동계획’을 발표했다. 계획에 따르면 2026년까지 연구소 20곳을 세우고 매출 "
        "2조 위안을 달성한다. 작년에는 매출이 3,000억 위안이었다."
    )
    assert {(v, y) for v, _, y in read.targets} == {(Decimal(20), 2026), (Decimal(2_000_000_000_000), 2026)}
    assert {read.name(t.target.policy) for t in read.record.targets} == {"해양 로봇 발전 행동계획"}


@pytest.mark.parametrize(
    "line",
    [
        "- 지난해 산업 규모는 900억 위안을 기록",
        "- 2023년 기준 로봇 기업은 1,048개로 1위를 차지",
        "- 작년 매출은 500억 위안으로 전년 대비 12% 늘었음",
        "- ’22년 말 현재 기업 수는 3,500개였음",
        "- 2026년까지 5개 조치와 12대 과제를 이행할 계획",
        "- 기업에 최고 500만 위안을 지원",
    ],
)
def test_what_is_no_goal(line: str) -> None:
    assert goals(line).targets == set()


@pytest.mark.parametrize("who", ["과기부 등 9개 부처는", "과기부를 비롯한 9개 기관이", "청두·우한 등 7개 도시는"])
def test_how_many_do_it_is_no_goal(who: str) -> None:
    assert not goals(f"- {who} ‘먹빛 어선 행동계획(2024~2026년)’을 발표할 계획").targets


def test_a_treaty_sets_no_goals() -> None:
    read = goals("- 2026년까지 해양논문 2만 5,000편과 PCT 국제특허출원 3만 건을 달성할 계획")
    assert {(t.target.metric, t.target.value) for t in read.record.targets} == {
        ("해양논문", Decimal(25_000)),
        ("PCT 국제특허출원", Decimal(30_000)),
    }
    assert {read.name(t.target.policy) for t in read.record.targets} == {"해양 로봇 발전 행동계획"}


def test_goals_need_a_policy() -> None:
    read = goals("- 2026년까지 로봇 기업 300개를 육성", title="로봇 기업이 늘어남")
    assert read.targets == set()


@pytest.mark.parametrize(
    "line",
    [
        "- ’26년까지 보급률을 높일 계획이며 ’22년 보급률은 12% 수준임",
        "- 2026년이 목표 연도이고 2021년 로봇 기업 수는 40개에 불과",
        "- 보급을 2026년까지 넓힐 계획이나, 2022년 말 보급률은 12%임",
    ],
)
def test_what_a_measure_was_in_a_year_that_is_past_is_no_goal(line: str) -> None:
    assert goals(line).targets == set()


def test_a_goal_told_beside_a_year_that_is_past_stays_one() -> None:
    read = goals("- 2026년까지 로봇 기업을 2022년의 두 배인 300개로 늘릴 계획")
    assert read.targets == {(Decimal(300), "개", 2026)}


def test_a_change_beside_a_goal_is_one_too() -> None:
    read = goals("- 2026년까지 로봇 기업 300개를 육성", "- 가동률은 75% 이상으로 높이고 시험 주기는 30% 단축")
    assert {(value, unit) for value, unit, _ in read.targets} == {
        (Decimal(300), "개"),
        (Decimal(75), "%"),
        (Decimal(30), "%"),
    }
    assert {t.target.metric for t in read.record.targets} == {"로봇 기업", "가동률", "시험 주기"}
    alone = goals("- 2026년까지 로봇 기업 300개를 육성", "- 시범 기업에서는 시험 주기가 30% 단축")
    assert alone.targets == {(Decimal(300), "개", 2026)}


@pytest.mark.parametrize("each", ["한 사람에게 최고", "신청자 1인당 최대", "입주 기업마다 각각"])
def test_what_each_may_get_is_no_goal(each: str) -> None:
    read = goals(f"- 2026년까지 로봇 인재 300명을 유치하며, {each} 50만 위안을 지급할 계획")
    assert read.targets == {(Decimal(300), "명", 2026)}


def test_a_table_tells_goals_of_the_paper_that_its_caption_names() -> None:
    read = bulletin(
        item(
            "광둥성, 15·5 계획 기간의 로봇 전략을 세움",
            "- 광둥성 인민정부는 「광둥성 해양 로봇 거점 건설 계획(2023~2030년)」을 공포하였다.",
            "",
            "〈광둥성 해양 로봇 거점 건설 계획의 정량 목표〉",
            "",
            "지표\t2026년\t2030년",
            "로봇 기업 수\t300개\t500개",
        )
    )
    assert {read.name(t.target.policy) for t in read.record.targets} == {"광둥성 해양 로봇 거점 건설 계획"}
    assert read.targets == {(Decimal(300), "개", 2026), (Decimal(500), "개", 2030)}


@pytest.mark.parametrize(
    "line",
    [
        "- 화웨이가 2026년까지 25억 위안을 이 단지에 투자할 계획",
        "- 칭화대학교는 2026년까지 3억 위안을 출연할 예정",
    ],
)
def test_what_somebody_is_to_spend_is_no_goal_of_the_policy(line: str) -> None:
    assert goals(line).targets == set()


def table(*lines: str) -> Document:
    return goals("- 내용은 아래와 같음", "", "〈주요 목표〉", "", *lines)


def test_columns_of_years() -> None:
    read = table("지표\t2026년\t2030년", "로봇 기업 수\t300개\t500개", "산업 규모\t≥1,500억 위안\t3,000억 위안")
    assert read.targets == {
        (Decimal(300), "개", 2026),
        (Decimal(500), "개", 2030),
        (Decimal(150_000_000_000), "위안", 2026),
        (Decimal(300_000_000_000), "위안", 2030),
    }
    assert read.bounds()[Decimal(150_000_000_000)] == "min"
    assert {seen.target.metric for seen in read.record.targets} == {"로봇 기업 수", "산업 규모"}


def test_columns_of_the_past_hold_no_goals() -> None:
    read = table("지표\t2022년\t2026년", "로봇 기업 수\t120개\t300개")
    assert read.targets == {(Decimal(300), "개", 2026)}


def test_units_in_the_label_of_a_row() -> None:
    read = table("지표\t2026년", "로봇 기업(개)\t300", "산업 규모(억 위안)\t1,500")
    assert read.targets == {(Decimal(300), "개", 2026), (Decimal(150_000_000_000), "위안", 2026)}


def test_a_row_of_metrics_over_a_row_of_values() -> None:
    read = goals(
        "- 2026년까지 아래의 목표를 달성할 계획",
        "",
        "〈주요 목표〉",
        "",
        "산업 규모\t로봇 기업 수",
        "2,000억 위안\t120개",
    )
    assert read.targets == {(Decimal(200_000_000_000), "위안", 2026), (Decimal(120), "개", 2026)}


def test_the_evidence_of_a_cell_is_its_row() -> None:
    read = table("지표\t2026년", "로봇 기업 수\t300개")
    (seen,) = read.record.targets
    assert "로봇 기업 수" in seen.evidence[0].quote and "300개" in seen.evidence[0].quote


def test_tables_of_other_matters_hold_no_goals() -> None:
    read = goals("- 내용은 아래와 같음", "", "〈입주 현황〉", "", "구분\t기업 수", "부품\t120개", "완제품\t30개")
    assert read.targets == set()


def test_one_goal_stated_twice_is_one() -> None:
    read = goals("- 2026년까지 로봇 기업 300개를 육성", "- 방안은 2026년까지 로봇 기업 300개를 확보하는 것을 목표로 함")
    assert read.targets == {(Decimal(300), "개", 2026)}
    assert len(read.record.targets) == 1


# --- metrics that point back --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "metric"),
    [
        (("- 매출 대비 연구비 비율은 2023년 5.2%임. 이 비율을 2027년까지 8%로 높일 계획",), "매출 대비 연구비 비율"),
        (("- 국산화율은 현재 30%에 그침. 해당 비율을 2027년까지 60% 이상으로 높인다는 목표",), "국산화율"),
        (
            ("- 심해 장비 시장 규모는 500억 위안임. 그 규모를 2030년까지 1,200억 위안으로 늘릴 계획",),
            "심해 장비 시장 규모",
        ),
        (("- 국산화율을 높이는 것이 목표임. 2027년까지 이 비율을 60%로 높일 계획",), "국산화율"),
        (("- 장비 생산 능력이 모자람. 2028년까지 이 숫자를 500대로 늘린다는 목표",), "장비 생산 능력"),
        (("- 심해 로봇 보유량은 20대", "- 2028년까지 동 수치를 50대로 늘린다는 목표"), "심해 로봇 보유량"),
        (("- 국산화율은 30%, 로봇 대수는 100대임. 이 비율을 2027년까지 60%로 높일 계획",), "국산화율"),
    ],
)
def test_a_metric_that_points_back_is_what_was_measured_before(lines: tuple[str, ...], metric: str) -> None:
    assert {seen.target.metric for seen in goals(*lines).record.targets} == {metric}


def test_of_two_goals_in_a_sentence_the_second_may_only_point_back() -> None:
    read = goals("- 2027년까지 국산화율을 60%로 높이고, 2030년까지 이를 90%로 높일 계획")
    assert {(t.target.value, t.target.metric) for t in read.record.targets} == {
        (Decimal(60), "국산화율"),
        (Decimal(90), "국산화율"),
    }


def test_the_paper_by_which_a_goal_is_reached_is_no_part_of_its_metric() -> None:
    read = prose("선전시 정부는 2030년까지 '저고도 경제 행동계획'에 따라 이착륙장 1,000개를 건설한다.")
    assert {t.target.metric for t in read.record.targets} == {"이착륙장"}


def test_a_metric_that_points_to_nothing_is_told_by_its_sentence() -> None:
    read = goals("- 이 비율을 2027년까지 60%로 높일 계획")
    assert [seen.target.metric for seen in read.record.targets] == ["이 비율을 2027년까지 60%로 높일 계획"]


def test_a_metric_with_words_of_its_own_keeps_them() -> None:
    read = goals("- 국산화율은 30%임. 이 설비의 가동 비율을 2027년까지 60%로 높일 계획")
    assert [seen.target.metric for seen in read.record.targets] == ["이 설비의 가동 비율"]


@pytest.mark.parametrize(
    "ending", ["목표로 내걸었다", "목표로 제시했다", "목표로 삼았다", "목표를 세웠다", "목표로 정했다"]
)
def test_goals_that_were_set_are_goals(ending: str) -> None:
    read = prose(f"이창시는 ‘전지 회수 지침’에서 2027년 회수율 90% 달성을 {ending}.")
    assert read.targets == {(Decimal(90), "%", 2027)}


@pytest.mark.parametrize("when", ["같은 해", "그해까지", "같은 기간", "이때까지"])
def test_the_year_of_the_goal_before(when: str) -> None:
    first = "난징시는 ‘수소 산업 행동계획’을 내놓았다. 2027년까지 충전소를 80기로 늘린다."
    assert (Decimal(300), "개", 2027) in prose(f"{first} {when} 기업 300개 육성을 목표로 한다.").targets


def test_a_later_year_at_the_beginning_makes_goals_of_what_is_at_least_so_many() -> None:
    read = prose(
        "교육부는 ‘이끼 육성 의견’을 발표했다.",
        "2030년에는 이름난 이끼 농장 3곳 이상, 이끼 회사 50개사 이상을 키워 낸다.",
        "’28년에는 연구자가 이끼 밭 7곳 이상에서 일한다.",
    )
    assert {(int(value), year) for value, _, year in read.targets} == {(3, 2030), (50, 2030), (7, 2028)}


def test_a_year_gone_by_at_the_beginning_makes_none() -> None:
    read = prose("교육부는 ‘이끼 육성 의견’을 발표했다. 2021년에는 이끼 농장 3곳 이상이 문을 닫았다.")
    assert not read.targets


UNDATED = "notes.txt"
PLAN = "광둥성 과학기술청은 ‘해양 로봇 발전 행동계획’을 발표했다."


@pytest.mark.parametrize(
    "head",
    [
        "바다 기술 소식\n2024년 5월호 (통권 7호)",
        "바다 기술 소식\n발행 2024.5.20 | 자료: 기관 발표",
        "해양 기술 동향 보고\n작성: 해양연구실 / 2024. 5. 9.",
        "바다 기술 주간\n2024년 5월 셋째 주",
    ],
)
def test_the_head_of_a_text_tells_what_is_past(head: str) -> None:
    text = f"{head}\n\n{PLAN} 로봇 보급률은 2022년 40%, 2027년 70%로 잡혔다.\n"
    assert {(v, y) for v, _, y in document(text, UNDATED).targets} == {(Decimal(70), 2027)}


@pytest.mark.parametrize("line", ["2024년 5월에는 비가 잦았다.", "회의는 2024년 5월 2일에 열렸다.", "바다 기술"])
def test_no_date_of_issue(line: str) -> None:
    assert written_by(f"바다 기술 소식\n{line}\n") is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("계획은 2027년까지 로봇 기업 500개 육성을 내걸었다.", 500),
        ("계획은 2027년까지 보급률 70%를 제시했다.", 70),
        ("2027년에는 보급률을 2020년보다 18% 높인다.", 18),
        ("2027년에는 단위 소비를 13% 낮추는 기술을 갖춘다.", 13),
        ("2027년까지 연간 시험 60회를 달성한다.", 60),
        ("2027년까지 표준 데이터 500종을 확보하는 내용의 세부 자료를 이미 배포했다.", 500),
    ],
)
def test_wordings_of_what_is_wanted(said: str, value: int) -> None:
    assert {(v, y) for v, _, y in prose(PLAN, f"{said}").targets} == {(Decimal(value), 2027)}


@pytest.mark.parametrize(
    "said",
    [
        "2023년까지 로봇 기업 500개 육성을 이미 끝냈다.",
        "2023년에는 보급률을 2020년보다 18% 높였다.",
        "2027년에는 제3회 대회가 열린다.",
        "2027년에는 2회에 걸쳐 설명회를 연다.",
        "지난해 데이터 500종을 배포했다.",
    ],
)
def test_what_looks_like_it(said: str) -> None:
    assert not prose(PLAN, said).targets


def test_a_sentence_about_goals_goes_on_with_the_year() -> None:
    read = prose(f"{PLAN} 2027년까지 산업 규모를 300억 위안으로 키운다. 선도 기업 10개를 배출하는 것도 목표에 들었다.")
    assert {(v, y) for v, _, y in read.targets} == {(Decimal(30_000_000_000), 2027), (Decimal(10), 2027)}


def test_columns_of_how_things_stand_in_a_text_without_date() -> None:
    head = "| 지표 | 2022년 실적 | 2025년 목표 |\n|---|---|---|\n"
    rows = f"{head}| 로봇 수 | 120대 | 300대 |\n| 평균 PUE | 1.4 | 1.2 이하 |\n"
    read = document(f"바다 기술\n\n{PLAN}\n\n{rows}", UNDATED)
    assert read.targets == {(Decimal(300), "대", 2025), (Decimal("1.2"), "", 2025)}
    assert read.bounds()[Decimal("1.2")] == "max"


def test_a_column_of_units() -> None:
    read = table("지표\t단위\t2026년", "로봇 기업 수\t개\t300", "보급률\t%\t70")
    assert read.targets == {(Decimal(300), "개", 2026), (Decimal(70), "%", 2026)}


def test_a_line_that_goals_follow() -> None:
    read = goals(
        "- 제조, 농업, 유통, 물류, 금융, 관광, 의료, 교육, 안전 등 12개 분야에서 활용을 넓히고 "
        "2026년 말까지 다음 목표를 달성",
        " - 대표 사례 300개 이상 조성",
        " - 연평균 증가율 20% 이상",
    )
    assert read.targets == {(Decimal(300), "개", 2026), (Decimal(20), "%", 2026)}


def test_the_word_that_opens_a_paragraph_says_whose_goals_follow() -> None:
    read = prose(
        "광둥성 과학기술청은 ‘해양 로봇 육성 방안’을 발표했다. 앞서 국무원은 ‘해양 업무에 관한 의견’을 냈다.",
        "방안의 목표는 두 단계다. 2027년까지 보급률을 70%로 높인다.",
    )
    assert {read.name(seen.target.policy) for seen in read.record.targets} == {"해양 로봇 육성 방안"}


def test_a_value_said_before_is_no_part_of_what_is_measured() -> None:
    read = prose(PLAN, "계획에 따르면 로봇 단말 보급률은 2027년 70%, 2030년에는 90%를 넘어야 한다.")
    assert {(t.target.value, t.target.year) for t in read.record.targets} == {(Decimal(70), 2027), (Decimal(90), 2030)}
    assert all(seen.target.metric.endswith("로봇 단말 보급률") for seen in read.record.targets)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- 2027년까지 매출 10억 위안 이상 기업 50개 육성을 목표로 제시", {(50, "개")}),
        ("- 2027년까지 직원 100명 규모의 로봇 기업 30개를 육성", {(30, "개")}),
        ("- 2027년까지 100MW급 발전소 3기를 건설할 계획", {(3, "기")}),
        ("- 2027년까지 매출 10억 위안 이상을 달성하고 기업 50개를 육성", {(1_000_000_000, "위안"), (50, "개")}),
        ("- 2027년까지 산업 규모 10억 위안 이상, 기업 50개를 달성", {(1_000_000_000, "위안"), (50, "개")}),
        ("- 2027년까지 설비 용량 100MW를 달성", {(100, "MW")}),
    ],
)
def test_what_tells_the_class_of_what_is_counted_is_no_goal(line: str, expected: set[tuple[int, str]]) -> None:
    assert goals(line).targets == {(Decimal(value), unit, 2027) for value, unit in expected}


def test_what_a_row_measures_may_hold_numbers_of_its_own() -> None:
    rows = (
        "구분\t지표\t목표치",
        "1\t6,000m급 무인잠수정 보유 대수\t12대 이상",
        "2\t상위 10개 기업 매출\t600억 위안",
        "3\t부품 국산화율\t≥80%",
    )
    read = goals("- 새 계획을 발표", "", "〈’27년 주요 지표〉", "", *rows)
    assert read.targets == {
        (Decimal(12), "대", 2027),
        (Decimal(60_000_000_000), "위안", 2027),
        (Decimal(80), "%", 2027),
    }
    assert "6,000m급 무인잠수정 보유 대수" in {seen.target.metric for seen in read.record.targets}
