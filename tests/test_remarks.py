"""Seats in brackets and remarks, members of regions in brackets and lists."""

from __future__ import annotations

import pytest
from extraction import document, prose

IN = "locatedIn"


@pytest.mark.parametrize(
    "remark",
    [
        "산둥성 칭다오시 소재",
        "칭다오시 소재",
        "소재지: 산둥성 칭다오시",
        "본사 칭다오시",
        "칭다오시에 본사",
        "1984년 설립, 본사: 산둥성 칭다오시",
        "칭다오시에 위치, 직원 300명",
    ],
)
def test_a_bracket_gives_the_seat(remark: str) -> None:
    assert ("하이얼그룹", "칭다오시") in prose(f"하이얼그룹({remark})은 로봇을 만든다.").of(IN)
    centre = prose(f"샤먼해양로봇연구센터({remark})가 문을 열었다.")
    assert "칭다오시" in {o for s, o in centre.of(IN) if s.startswith("샤먼해양로봇연구센터")}


@pytest.mark.parametrize(
    "remark",
    [
        "칭다오시에서 출시",
        "칭다오시 및 옌타이시에 공장",
        "칭다오시와 협약",
        "칭다오시 소재 대학과 협력",
        "칭다오시 진출",
    ],
)
def test_other_brackets_give_no_seat(remark: str) -> None:
    assert ("하이얼그룹", "칭다오시") not in prose(f"하이얼그룹({remark})은 로봇을 만든다.").of(IN)


def test_each_of_two_bodies_has_its_own_bracket() -> None:
    found = prose("하이얼그룹(칭다오 소재)과 화웨이(선전 소재)가 만났다.").of(IN)
    assert found == {("하이얼그룹", "칭다오"), ("화웨이", "선전")}


TABLE = """기업 목록

| 기업 | 협력 대학 | 비고 |
|---|---|---|
| 하이얼그룹 | 저장대학 | 칭다오 소재 |
| 화웨이 | 난카이대학 | 소재지: 선전시 |
| 샤오미 | 푸단대학 | 본사 베이징, 2010년 설립 |
| 텐센트 | 우한대학 | 시안에도 진출 |
"""


def test_a_remark_in_a_row_gives_the_seat_of_what_the_row_is_about() -> None:
    assert document(TABLE).of(IN) == {("하이얼그룹", "칭다오"), ("화웨이", "선전시"), ("샤오미", "베이징")}


ROWS = """출품 목록

| 순번 | 성과 | 기관 | 비고 |
|---|---|---|---|
| 1 | 로봇 ‘하이둔(海盾)’ | 하이얼그룹 | 칭다오 소재 |
| 2 | 칩 ‘하이신(海芯)’ | 화웨이, 샤오미 | 선전 소재 |
| 3 | 배 ‘하이룽(海龍)’ | 텐센트 | 시안과 우한에 본부 |
| 4 | 배 ‘하이펑(海風)’ | 바이두 | 글로벌 본사를 하이난성에 둠 |
"""


def test_a_remark_gives_the_seat_of_the_only_body_of_its_row() -> None:
    assert document(ROWS).of(IN) == {
        ("하이얼그룹", "칭다오"), ("텐센트", "시안"), ("텐센트", "우한"), ("바이두", "하이난성"),
    }  # fmt: skip


def test_a_table_of_funds_gives_their_seats() -> None:
    read = document(
        "기금 목록\n\n| 펀드 | 소재지 |\n|---|---|\n| 국가녹색발전기금 | 상하이 |\n| 국가중소기업발전기금 | 베이징 |\n"
    )
    assert read.of(IN) == {("국가녹색발전기금", "상하이"), ("국가중소기업발전기금", "베이징")}


@pytest.mark.parametrize(
    "said",
    [
        "장강삼각주 3성 1시(상하이, 장쑤성, 안후이성)는 협약을 맺었다.",
        "장강삼각주(상하이·장쑤성·안후이성)의 예산이 늘었다.",
        "상하이, 장쑤성, 안후이성 등 장강삼각주 지역이 참여한다.",
        "상하이, 장쑤성, 안후이성으로 구성된 장강삼각주는 계획을 세웠다.",
        "장강삼각주는 상하이, 장쑤성, 안후이성을 포함한다.",
        "장강삼각주는 상하이와 장쑤성, 안후이성으로 이루어진다.",
    ],
)
def test_members_of_a_region_lie_in_it(said: str) -> None:
    found = {s for s, o in prose(said).of(IN) if o == "장강삼각주"}
    assert found == {"상하이", "장쑤성", "안후이성"}


@pytest.mark.parametrize(
    "said",
    [
        "장강삼각주는 상하이, 장쑤성, 안후이성에 지사를 두었다.",
        "장강삼각주(상하이 제외)의 예산이 늘었다.",
        "상하이, 장쑤성 등과 장강삼각주가 협의했다.",
        "쓰촨성, 광둥성 등은 장강삼각주를 본받았다.",
        "쓰촨성은 장강삼각주, 상하이, 장쑤성과 협력한다.",
    ],
)
def test_places_beside_a_region_are_no_members(said: str) -> None:
    assert not {s for s, o in prose(said).of(IN) if o == "장강삼각주"}


def test_of_a_province_with_but_some_cities_only_these_belong() -> None:
    found = prose("웨강아오 대만구(광둥성 9개 도시와 홍콩, 마카오)는 계획을 세웠다.").of(IN)
    assert found == {("홍콩", "웨강아오 대만구"), ("마카오", "웨강아오 대만구")}


def test_a_region_does_not_lie_in_the_city_that_it_is_named_after() -> None:
    found = prose("우한 도시권(우한, 황스, 어저우 등 9개 도시)은 계획을 세웠다.").of(IN)
    assert found == {(city, "우한 도시권") for city in ("우한", "황스", "어저우")}


@pytest.mark.parametrize(
    "said",
    [
        "하이얼그룹은 칭다오 소재, 직원 300명.",
        "하이얼그룹: 로봇 500대 생산, 산둥성 칭다오 소재",
        "하이얼그룹: 칭다오에 본사",
    ],
)
def test_what_a_line_is_about_has_its_seat_in_a_part_of_it(said: str) -> None:
    assert ("하이얼그룹", "칭다오") in prose(said).of(IN)


@pytest.mark.parametrize(
    "said",
    ["하이얼그룹은 칭다오 소재 대학과 협력했다.", "하이얼그룹과 협력한 화웨이는 칭다오 소재 공장을 닫았다."],
)
def test_of_another_one_s_seat_nothing_is_said(said: str) -> None:
    assert ("하이얼그룹", "칭다오") not in prose(said).of(IN)


def test_nouns_of_its_kind_stand_between_a_place_and_a_quoted_name() -> None:
    assert ("바다별", "민항구") in prose("실행 창구는 민항구의 산업단지 ‘바다별(海星)’이다.").of(IN)
    assert not prose("민항구의 기업이 만든 ‘바다별(海星)’은 로봇이다.").of(IN)


@pytest.mark.parametrize("remark", ["닝더스다이 산하", "닝더스다이의 자회사", "2019년 설립, 닝더스다이 계열사"])
def test_a_remark_says_whose_unit_something_is(remark: str) -> None:
    rows = f"| 하이룽과기(海龍科技) | 3억 위안 | {remark} |\n| 화웨이 | 2억 위안 | 텐센트와 협력 |\n"
    table = f"기업 목록\n\n| 기업 | 금액 | 비고 |\n|---|---|---|\n{rows}"
    assert document(table).of("partOf") == {("하이룽과기", "닝더스다이")}
    assert ("하이실리콘", "닝더스다이") in prose(f"하이실리콘({remark})은 문을 열었다.").of("partOf")
