"""Who acts, gives and raises money where a sentence, a line or a table leaves it unsaid."""

from __future__ import annotations

import pytest
from extraction import bullets, prose


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("화웨이는 지난주 새 전략을 알렸다. 이어 AI 칩 ‘린룽 9’도 개발했다.", ("화웨이", "develops", "린룽 9")),
        ("바이두는 올해 연구비를 늘렸다. 또 로봇 ‘샤오퉁 2’를 선보였다.", ("바이두", "develops", "샤오퉁 2")),
        (
            "칭화대학은 사람을 모았다. 3월에는 ‘톈리 양자연구소’를 세웠다.",
            ("톈리 양자연구소", "establishedBy", "칭화대학"),
        ),
        ("저장성은 예산을 짰다. 뒤이어 ‘디지털 무역 조치’를 내놓았다.", ("디지털 무역 조치", "issuedBy", "저장성")),
    ],
)
def test_a_sentence_that_names_nobody_goes_on_with_the_topic(sentences: str, expected: tuple[str, str, str]) -> None:
    assert expected in prose(sentences).claims


@pytest.mark.parametrize(
    "sentences",
    [
        "화웨이는 지난주 새 전략을 알렸다. 한 신생 회사가 로봇 ‘샤오퉁 2’를 선보였다.",
        "인공지능은 빠르게 자란다. 또 로봇 ‘샤오퉁 2’를 선보였다.",
        "화웨이는 새 전략을 알렸다. 업계는 조용하다. 로봇 ‘샤오퉁 2’가 팔린다.",
    ],
)
def test_a_sentence_with_its_own_actor_does_not(sentences: str) -> None:
    assert prose(sentences).of("develops") == set()


def test_sums_go_to_who_raises_money() -> None:
    read = bullets("- 딥시크가 시리즈 B 투자를 유치", " - 화웨이가 5억 위안, 알리바바가 3억 위안을 투자")
    sums = {(s, o): q["amount"] for (s, o), q in read.qualifiers("funds").items()}
    assert sums == {("화웨이", "딥시크"): "500000000", ("알리바바", "딥시크"): "300000000"}
    assert bullets("- 딥시크가 새 모델을 알림", " - 화웨이가 5억 위안을 투자").of("funds") == set()


def test_who_puts_money_into_what_raises_it_without_a_sum() -> None:
    read = prose("바이두가 3억 위안 규모의 B라운드를 마쳤다. 텐센트와 알리바바가 돈을 댔다.")
    assert read.of("funds") == {("텐센트", "바이두"), ("알리바바", "바이두")}


def test_sums_of_a_table_are_of_the_body_in_its_caption() -> None:
    table = ("〈국가자연과학기금위원회 지원 대학〉", "", "대학\t지원액(만 위안)", "저장대학\t1,200")
    read = bullets("- 내용은 아래와 같음", "", *table)
    assert read.of("funds") == {("국가자연과학기금위원회", "저장대학")}


def test_a_line_below_goes_on_with_the_subject_of_the_line_above() -> None:
    read = bullets("- 화웨이는 새 전략을 알림", " - AI 칩 ‘린룽 9’를 개발", title="바이두, 새 소식을 알림")
    assert read.of("develops") == {("화웨이", "린룽 9")}
