"""People and the bodies they belong to, where post, body and name stand apart."""

from __future__ import annotations

import pytest
from extraction import bulletin, document, item, prose

AT = "affiliatedWith"


@pytest.mark.parametrize(
    ("before", "said", "body"),
    [
        (
            "유니트리(宇樹科技)가 상하이증권거래소에 상장을 신청했다.",
            "왕밍(王明) 회장은 공장을 늘리겠다고 했다.",
            "유니트리",
        ),
        ("저장대학이 뇌과학센터를 열었다.", "왕밍(王明) 총장은 개소식에서 기초연구를 강조했다.", "저장대학"),
        (
            "중국과학원 자동화연구소는 새 건물을 짓고 있다.",
            "왕밍(王明) 부소장은 내년 입주를 약속했다.",
            "중국과학원 자동화연구소",
        ),
        (
            "중국과학원 자동화연구소는 새 합금을 내놓았다.",
            "왕밍(王明) 연구원은 원가를 설명했다.",
            "중국과학원 자동화연구소",
        ),
        ("바이두는 화웨이와 협약을 맺었다.", "창업자인 왕밍(王明) 회장은 반겼다.", "바이두"),
        ("국가우정국이 지침을 개정했다.", "왕밍(王明) 국장은 효력을 설명했다.", "국가우정국"),
    ],
)
def test_the_body_spoken_of_is_who_the_head_belongs_to(before: str, said: str, body: str) -> None:
    assert prose(f"{before} {said}").of(AT) == {("왕밍", body)}
    lines = bulletin(item("오늘의 소식", f"- {before[:-1]}", f" - {said[:-1]}"))
    assert lines.of(AT) == {("왕밍", body)}


@pytest.mark.parametrize(
    "said",
    [
        "칭화대학이 센터를 열었다. 저장대학에서 온 왕밍(王明) 총장은 축하했다.",
        "중국과학원이 새 규정을 내놓았다. 왕밍(王明) 소장은 반대했다.",  # an institute has one, an academy has none
        "바이두가 로봇을 내놓았다. 왕밍(王明) 시장은 현장을 찾았다.",
        "바이두와 화웨이는 협약을 맺었다. 왕밍(王明) 회장은 협약을 환영했다.",  # of which of both
        "왕밍(王明) 회장은 협약을 환영했다. 바이두가 로봇을 내놓았다.",
    ],
)
def test_of_other_people_the_body_is_not_said(said: str) -> None:
    assert prose(said).of(AT) == set()


def test_whose_body_is_said_elsewhere_belongs_there_alone() -> None:
    read = prose("바이두가 로봇을 내놓았다. 왕밍(王明) 화웨이 회장은 웃었다. 왕밍 회장은 말을 아꼈다.")
    assert read.of(AT) == {("왕밍", "화웨이")}


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("중국과학원 자동화연구소 소장에는 왕밍(王明)이 유임됐다.", "중국과학원 자동화연구소"),
        ("유럽핵물리연구소(CERN) 왕밍(王明) 소장은 방한했다.", "유럽핵물리연구소"),
        ("‘구이양 빅데이터거래소’ 총재 왕밍(王明)이 방한했다.", "구이양 빅데이터거래소"),
        ("담당: 광둥성 과학기술청 (청장 왕밍(王明))", "광둥성 과학기술청"),
        ("중국과학원 자동화연구소: 소장 왕밍(王明)은 방한했다.", "중국과학원 자동화연구소"),
        ("중국과학원 자동화연구소는 선전에 있다. 왕밍(王明)이 소장을 맡고 있다.", "중국과학원 자동화연구소"),
        (
            "칭화대학은 저궤도 위성인터넷연구센터를 설립하고 초대 센터장에 왕밍(王明) 박사를 앉혔다.",
            "저궤도 위성인터넷연구센터",
        ),
        ("국가자연과학기금위원회는 왕밍(王明) 주임의 후임을 찾는다.", "국가자연과학기금위원회"),
    ],
)
def test_posts_beside_bodies(said: str, body: str) -> None:
    assert ("왕밍", body) in prose(said).of(AT)


def test_scholars_in_a_row_share_their_body() -> None:
    read = prose("회사는 저장대학의 왕밍(王明) 원사와 리나(李娜) 교수가 세웠다.")
    assert read.of(AT) == {("왕밍", "저장대학"), ("리나", "저장대학")}
    read = prose("저장대학의 왕밍(王明) 총장과 리나(李娜) 시장이 만났다.")
    assert read.of(AT) == {("왕밍", "저장대학")}


def test_korean_names_between_body_and_post() -> None:
    read = prose("한국과학기술연구원(KIST)의 이서진 원장은 칭다오를 찾았다.")
    assert {s for s, _ in read.of(AT)} == {"이서진"}
    assert not prose("한국과학기술연구원은 대학교 총장을 만났다.").of(AT)


def test_labels_and_tables_of_those_in_charge() -> None:
    read = bulletin(item("중국과학원 자동화연구소, 새 건물 준공", "- 책임자: 왕밍(王明) 박사"))
    assert read.of(AT) == {("왕밍", "중국과학원 자동화연구소")}
    rows = ("연구소\t책임자", "중국과학원 자동화연구소\t왕밍", "톈허실험실\t리나")
    read = bulletin(item("책임자 현황", *rows))
    assert read.of(AT) == {("왕밍", "중국과학원 자동화연구소"), ("리나", "톈허실험실")}


@pytest.mark.parametrize(
    "sentence",
    [
        "베이징대학의 한국인 교수가 왔다.",
        "칭화대학의 현직인 총장이 왔다.",
        "화웨이의 남미팀 대표가 왔다.",
        "화웨이의 유럽법 고문이 왔다.",
    ],
)
def test_kinds_of_people_and_units_are_no_korean_names(sentence: str) -> None:
    assert not prose(sentence).of("affiliatedWith")


def test_where_somebody_comes_from_is_not_where_a_post_is() -> None:
    assert not prose("샤오미 출신인 왕리 대표가 새 회사를 세웠다.").of("affiliatedWith")


def test_vacant_posts_in_a_table_name_nobody() -> None:
    rows = ("| 연구소 | 책임자 |", "|---|---|", "| 국가뇌과학실험실 | 미정 |", "| 저장대학 | 공석 |")
    text = "\n".join(("# 주간 소식", "", "## 1. 오늘의 소식", "", "〈연구기관 책임자〉", "", *rows, ""))
    assert not [cls for _, cls in document(text, "notes-2024-05-10.md").mentions if cls == "Person"]


@pytest.mark.parametrize(
    ("said", "held"),
    [("으로 임명되었다", True), ("으로 선출되지 않았다", False), ("으로 거론된다", False)],
)
def test_who_is_made_the_head_of_a_body(said: str, held: bool) -> None:
    facts = {("왕리", "칭화대학")} if held else set()
    assert prose(f"왕리(王莉)는 칭화대학 총장{said}.").of("affiliatedWith") == facts


def test_graduates_hold_no_post_where_they_studied() -> None:
    assert not prose("칭화대학 졸업생 왕리(王莉) 대표가 회사를 세웠다.").of("affiliatedWith")


def test_the_first_head_of_a_body_just_founded() -> None:
    read = bulletin(
        item(
            "공동실험실 발족", "- 저장대학, 화웨이가 ‘바다광원 공동실험실’을 공동 설립",
            " - 실험실은 린강신구에 입주", " - 초대 주임은 왕밍(王明) 푸단대학 교수가 겸임",
        )
    )  # fmt: skip
    assert read.of(AT) == {("왕밍", "푸단대학"), ("왕밍", "바다광원 공동실험실")}


@pytest.mark.parametrize(
    "said", ["센터 주임을 맡고 있는", "센터의 주임을 맡은", "바다합성생물혁신센터 주임을 맡고 있는"]
)
def test_who_is_described_by_the_post_held(said: str) -> None:
    read = prose(f"저장대학이 바다합성생물혁신센터를 열었다. {said} 왕밍(王明)은 생산비가 높다고 말했다.")
    assert ("왕밍", "바다합성생물혁신센터") in read.of(AT)


def test_who_once_was_described_by_a_post_elsewhere() -> None:
    read = prose("저장대학이 바다합성생물혁신센터를 열었다. 병원장을 맡고 있는 왕밍(王明)은 말을 아꼈다.")
    assert ("왕밍", "바다합성생물혁신센터") not in read.of(AT)
