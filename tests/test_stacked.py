"""Tables whose cells stand one below the other, and tables that say in a phrase who gives and who gets."""

from __future__ import annotations

from itertools import chain

import pytest
from extraction import document

from kg.read.lines import Kind, split_lines
from kg.read.stacked import with_stacked
from kg.read.width import measure, stretches

GOALS = [
    ["지표", "2022년", "2027년"],
    ["해수 담수화 능력", "180만 톤", "300만 톤 이상"],
    ["담수 전력 소비", "3.8kWh", "3.0kWh"],
    ["핵심 막 국산화율", "55%", "80%"],
    ["시범 도시", "-", "12개"],
]
MONEY = [
    ["연구 과제", "지원한 곳", "받은 곳", "금액"],
    ["심해 채광 시험", "하이난성 과학기술청", "하이난대학", "2,300만 위안"],
    ["벼 염해 저항", "칭다오시 정부", "칭다오농업대학", "최고 4,000만 위안"],
    ["사막 태양광", "간쑤성 과학기술청, 중국석유화공그룹", "란저우대학", "1억 6,000만 위안(공동 출자)"],
    ["목재 나노 섬유", "국가자연과학기금위원회", "난징임업대학", "900만 위안"],
]


def stacked(rows: list[list[str]]) -> str:
    return "\n".join(chain.from_iterable(rows))


def rows_of(text: str) -> list[list[str]]:
    return [line.text.text.split("\t") for line in with_stacked(split_lines(text)) if line.kind is Kind.ROW]


@pytest.mark.parametrize("table", [GOALS, MONEY], ids=["goals", "money"])
@pytest.mark.parametrize("above", ["", "<표 1> 해양 사업\n", "표 2. 해양 사업\n"])
@pytest.mark.parametrize("below", ["", "\n자료: 각 기관", "\n\n이어지는 글은 이 표를 풀이한다."])
def test_cells_one_below_the_other_are_rows(table: list[list[str]], above: str, below: str) -> None:
    assert rows_of(f"머리글이 먼저 온다.\n\n{above}{stacked(table)}{below}") == table


@pytest.mark.parametrize(
    "text",
    [
        "우리 마을\n봄이 오면\n꽃이 피고\n새가 울고\n물이 흐르고\n별이 뜨고\n달이 지고\n꿈이 자란다",
        "참석자\n왕밍\n리나\n장웨이\n류양\n천하오\n자오레이\n쑨메이\n저우타오",
        "2021년\n출범\n2022년\n증설\n2023년\n이전\n2024년\n준공",  # pairs without a header
        stacked(GOALS[:2]),  # one row shows no columns
        "지표\n2022년\n2027년\n담수 능력\n180만 톤\n전력 소비\n3.8kWh\n3.0kWh\n국산화율\n55%\n80%\n시범 도시\n12개",
    ],
)
def test_lines_that_fit_no_columns_stay_lines(text: str) -> None:
    assert rows_of(text) == []


def test_offsets_of_stacked_cells_are_those_of_the_text() -> None:
    text = f"{stacked(MONEY)}\n"
    for line in with_stacked(split_lines(text)):
        for at, char in enumerate(line.text.text):
            assert char == "\t" or text[line.text.starts[at]] == char


def test_goals_of_stacked_cells_are_those_of_the_later_year() -> None:
    text = "# 산둥성, 「산둥성 해수 담수화 산업 발전계획」 발표\n\n<표 1> 산둥성 해수 담수화 산업 발전계획의 지표\n"
    targets = document(text + stacked(GOALS), "notes-2023-05-10.txt").record.targets
    assert {(str(t.target.value), t.target.year) for t in targets} == {
        ("3000000", 2027),
        ("3.0", 2027),
        ("80", 2027),
        ("12", 2027),
    }


def sums(text: str) -> set[tuple[str, str, str | None]]:
    read = document(text)
    claims = (seen.claim for seen in read.record.claims if seen.claim.predicate == "funds")
    return {(read.name(c.subject), read.name(c.object), dict(c.qualifiers).get("amount")) for c in claims}


WANTED = {
    ("하이난성 과학기술청", "하이난대학", "23000000"),
    ("칭다오시 정부", "칭다오농업대학", "40000000"),
    ("간쑤성 과학기술청", "란저우대학", None),
    ("중국석유화공그룹", "란저우대학", None),
    ("국가자연과학기금위원회", "난징임업대학", "9000000"),
}


@pytest.mark.parametrize("gives", ["지원한 곳", "돈 낸 곳", "투자한 쪽", "지원 기관", "출자한 기관"])
@pytest.mark.parametrize("gets", ["받은 곳", "받는 기관", "투자받은 쪽"])
def test_headers_that_are_phrases_say_who_gives_and_who_gets(gives: str, gets: str) -> None:
    table = [["연구 과제", gives, gets, "금액"], *MONEY[1:]]
    above = "# 새 소식\n\n쑤저우대학은 지난달 새 건물에 3억 위안을 투자했다.\n\n〈표〉\n\n"
    found = sums(above + stacked(table))
    assert found >= WANTED
    assert {giver for giver, _, _ in found - WANTED} <= {"쑤저우대학"}


@pytest.mark.parametrize("headers", [("앞", "뒤"), ("갑", "을"), ("이름", "짝")])
def test_who_acts_above_a_table_gives_nothing_to_two_bodies_of_a_row(headers: tuple[str, str]) -> None:
    rows = "\n".join("\t".join(row[1:]) for row in MONEY[1:])
    table = "\t".join([*headers, "금액"]) + "\n" + rows
    assert not {g for g, _, _ in sums(f"# 새 소식\n\n쑤저우대학은 지린대학과 장비를 만들었다.\n\n{table}")} & {
        "쑤저우대학"
    }


def test_a_sum_of_several_givers_is_what_each_gives_only_where_that_is_said() -> None:
    head = "# 새 소식\n\n과제\t지원 기관\t받는 기관\t금액\n막 연구\t국가자연과학기금위원회\t하이난대학\t900만 위안\n"
    row = "신소재\t간쑤성 과학기술청, 칭다오시 정부\t란저우대학\t"
    each, both = sums(f"{head}{row}각각 2,000만 위안"), sums(f"{head}{row}2,000만 위안")
    assert ("칭다오시 정부", "란저우대학", "20000000") in each
    assert ("칭다오시 정부", "란저우대학", None) in both


NARROW = [
    "요즘 바닷물을 민물로 바꾸는 설비가", "부쩍 늘었다. 이 글은 산둥성과 하이",
    "난성의 사례를 놓고 무엇이 달라졌는지", "를 살피고, 값을 낮춘 길을 되짚어 본다.",
    "앞선 곳은 칭다오와 싼야이며 뒤따르는 곳", "은 저우산과 샤먼이다. 조사는 지난봄에",
    "이루어졌고 모두 열두 곳을 찾아갔다. 그", "가운데 다섯 곳은 아직 공사를 하고 있었",
    "다.",
]  # fmt: skip
WIDE = [
    "칭다오시 정부는 지난해 바이파 담수화 공장을 두 배로 넓히는 일을 마쳤다. 공사에는 하이난대",
    "학이 만든 막이 쓰였으며, 전기는 가까운 바다의 바람으로 얻는다. 한 해에 쓰는 물의 삼 분의",
    "일이 여기에서 나온다고 시는 밝혔다. 샤먼대학은 남은 소금을 거두어 다시 쓰는 방법을 연구하",
    "고 있으며 저장대학과 협약을 맺었다. 두 학교는 내년 여름까지 시험 설비를 함께 돌리기로 하였",
    "는데, 설비는 저우산시의 작은 섬에 놓인다. 섬에는 사람이 삼백 명쯤 살고 있으며 그동안 배로",
    "물을 실어 날랐다. 값은 아직 비싼 편이지만 해마다 조금씩 내려가고 있어 다른 섬들도 눈여겨보",
    "고 있다.",
]  # fmt: skip


def test_a_narrow_summary_and_the_wider_text_below_have_each_their_width() -> None:
    lines = split_lines("\n".join([*NARROW, "", *WIDE]))
    assert measure(lines) is None
    parts = stretches(lines)
    assert [len(part) for part, _ in parts] == [len(NARROW) + 1, len(WIDE)]
    assert all(width is not None for _, width in parts)


def test_text_of_two_widths_is_read_without_the_breaks() -> None:
    text = " ".join(b.text.text for b in document("\n".join([*NARROW, "", *WIDE])).bulletin.articles[0].blocks)
    assert "하이난성의 사례" in text
    assert "하이난대학이 만든 막이" in text
    assert "함께 돌리기로 하였는데" in text
