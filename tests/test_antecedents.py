"""Nouns that refer mean what was named before them, or nothing."""

from __future__ import annotations

import pytest
from extraction import prose


def test_a_noun_alone_refers_to_the_name_that_ends_in_it() -> None:
    read = prose("화웨이는 난징에서 열린 ‘국제 수소 포럼’에 나왔다. 포럼은 칭화대학교와 저장대학이 함께 주최했다.")
    assert read.of("administeredBy") == {("국제 수소 포럼", "칭화대학교"), ("국제 수소 포럼", "저장대학")}


@pytest.mark.parametrize(
    "sentence",
    [
        "저장대학은 쯔진산실험실에 갔다. 상하이의 다른 실험실은 칭화대학교가 세웠다.",
        "저장대학은 쯔진산실험실에 갔다. 새로 만든 실험실은 칭화대학교가 세웠다.",
        "저장대학은 쯔진산실험실에 갔다. 포럼은 칭화대학교가 세웠다.",
    ],
)
def test_a_noun_that_means_another_refers_to_nothing(sentence: str) -> None:
    assert prose(sentence).of("establishedBy") == set()


def test_two_bodies_are_those_of_the_sentence_before() -> None:
    read = prose("저장대학은 칭화대학교를 찾았다. 두 대학은 ‘국제 수소 포럼’을 공동으로 개최했다.")
    assert read.of("administeredBy") == {("국제 수소 포럼", "저장대학"), ("국제 수소 포럼", "칭화대학교")}
    read = prose("저장대학, 난징대학과 칭화대학교가 만났다. 두 대학은 ‘국제 수소 포럼’을 공동으로 개최했다.")
    assert read.of("administeredBy") == set()


def test_who_comes_later_takes_part_in_the_event_of_the_sentence_before() -> None:
    read = prose("‘국제 수소 포럼’은 저장대학이 주관했고, 화웨이도 참가했다. 개막식에는 바이두와 알리바바가 참석했다.")
    assert read.of("participatesIn") == {(name, "국제 수소 포럼") for name in ("화웨이", "바이두", "알리바바")}


def test_an_event_that_the_sentence_before_refers_to_is_the_one_joined() -> None:
    read = prose(
        "'제2차 양자표준 회의'가 난징에서 열렸다. 회의는 과학기술부가 주재했다. 바이두와 난징대학도 사람을 보냈다."
    )
    assert {s for s, _ in read.of("participatesIn")} == {"바이두", "난징대학"}


@pytest.mark.parametrize(
    ("sentence", "seats"),
    [
        ("BOE는 청두에 공장을 지었다. 본사는 베이징에 있다.", {("BOE", "베이징")}),
        ("새 강자는 원래 화웨이의 사업부였고, 본사도 정저우에 있다.", set()),
        ("그 배를 만든 것은 마웨이조선(馬尾造船)으로, 본사는 푸저우에 있다.", {("마웨이조선", "푸저우")}),
    ],
)
def test_the_seat_is_that_of_the_company_spoken_of(sentence: str, seats: set[tuple[str, str]]) -> None:
    assert {pair for pair in prose(sentence).of("locatedIn") if pair[1] != "청두"} == seats
