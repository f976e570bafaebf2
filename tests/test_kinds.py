"""Nouns for a kind of body mean what the sentences before are about."""

from __future__ import annotations

import pytest
from extraction import bulletin, item, prose

from kg.relate.kinds import _Reader, _Salient
from kg.relate.things import Thing


@pytest.mark.parametrize("noun", ["이 회사", "해당 회사", "이 기업", "동 기업", "같은 업체"])
def test_a_noun_for_companies_means_the_one_that_the_sentence_before_is_about(noun: str) -> None:
    last = "가" if noun.endswith(("회사", "업체")) else "이"
    read = prose(f"바이두는 화웨이와 손잡았다. {noun}{last} ‘하늘 3호’ 로봇을 개발했다.")
    assert {maker for maker, _ in read.of("develops")} == {"바이두"}


def test_the_same_company_in_one_word() -> None:
    read = prose("DJI는 하얼빈공업대학과 협력한다. 동사는 선전시에 위치한다.")
    assert read.of("locatedIn") == {("DJI", "선전시")}


@pytest.mark.parametrize("noun", ["이 대학은", "해당 기관은", "이 학교는"])
def test_nouns_for_bodies_of_learning(noun: str) -> None:
    read = prose(f"칭화대학교는 베이징대학교와 협력한다. {noun} 하이뎬구에 위치한다.")
    assert read.of("locatedIn") == {("칭화대학교", "하이뎬구")}


def test_a_body_of_another_class_in_between_changes_nothing() -> None:
    read = prose("중국과학원 자동화연구소는 바이두와 협력한다. 이 기관은 ‘하늘 3호’ 로봇을 개발했다.")
    assert {maker for maker, _ in read.of("develops")} == {"중국과학원 자동화연구소"}


def test_a_ministry() -> None:
    read = prose("과학기술부는 재정부와 함께 회의를 열었다. 이 부처는 ‘심해 장비 방안’을 발표했다.")
    assert read.of("issuedBy") == {("심해 장비 방안", "과학기술부")}


def test_who_acts_in_the_clause_is_not_the_one_it_acts_upon() -> None:
    read = prose("유니트리는 로봇을 만든다. 텐센트는 이 회사에 3억 위안을 투자했다.")
    assert read.of("funds") == {("텐센트", "유니트리")}


def test_what_is_meant_once_stays_meant() -> None:
    read = bulletin(
        item(
            "오늘의 로봇",
            "- 유니트리는 로봇을 만드는 회사임",
            "- 텐센트는 이 회사에 3억 위안을 투자",
            "- 알리바바도 이 회사에 2억 위안을 투자",
        )
    )
    assert read.of("funds") == {("텐센트", "유니트리"), ("알리바바", "유니트리")}


def test_an_earlier_clause_of_the_sentence_counts_first() -> None:
    read = prose("바이두는 로봇을 만든다. 유니트리가 양산을 맡으며, 이 회사는 항저우시에 위치한다.")
    assert read.of("locatedIn") == {("유니트리", "항저우시")}


def test_the_school_of_someone_named_in_the_same_sentence() -> None:
    read = prose("리밍(李明) 칭화대학교 교수가 아니라 같은 대학의 왕웨이(王偉) 원사가 뽑혔다.")
    assert ("왕웨이", "칭화대학교") in read.of("affiliatedWith")


def test_several_that_act_together_are_not_one_company() -> None:
    read = prose("바이두와 화웨이는 손잡았다. 이 회사는 우한시에 위치한다.")
    assert read.of("locatedIn") == set()


def test_the_company_of_an_article_far_above_is_not_meant() -> None:
    read = prose("바이두는 로봇을 만든다.", "날이 맑다.", "비가 온다.", "눈이 온다.", "이 회사는 우한시에 위치한다.")
    assert read.of("locatedIn") == set()


def test_a_line_means_the_company_of_the_line_it_hangs_on() -> None:
    lines = ["   - 값은 미정", "   - 날짜도 미정", "   - 장소도 미정", "   - 이 회사는 우한시에 위치"]
    read = bulletin(item("오늘의 로봇", "- 바이두는 로봇을 만드는 회사임", *lines))
    assert read.of("locatedIn") == {("바이두", "우한시")}


def test_the_topic_of_its_own_sentence_comes_first_where_another_one_acts() -> None:
    read = prose("유니트리는 로봇을 만든다. 샤오펑은 광저우시에 있는 기업으로, 텐센트가 이 회사에 3억 위안을 투자했다.")
    assert read.of("funds") == {("텐센트", "샤오펑")}


def test_of_several_things_of_one_sentence_the_same_is_in_mind_whatever_the_order_of_classes() -> None:
    reader = _Reader.__new__(_Reader)
    reader.salient = {cls: _Salient(Thing(cls, cls), (0, 0)) for cls in ("Company", "Laboratory")}
    orders = ("Company", "Laboratory"), ("Laboratory", "Company")
    assert len({reader._in_mind(0, dict.fromkeys(order).keys()) for order in orders}) == 1
