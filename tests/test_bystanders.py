"""What stands beside a fact and is no end of it: places, founders, givers and events of other clauses and lines."""

from __future__ import annotations

import pytest
from extraction import Document, bulletin, bullets, item, prose


@pytest.mark.parametrize(
    ("sentence", "seats"),
    [
        (
            "옌타이에 위치한 중국해양대학과 쑤저우 소재 쯔진산천문대가 기술 자문을 맡는다.",
            {("중국해양대학", "옌타이"), ("쯔진산천문대", "쑤저우")},
        ),
        (
            "항저우에 있는 저장대학과 난징에 있는 쯔진산천문대가 함께 관측한다.",
            {("저장대학", "항저우"), ("쯔진산천문대", "난징")},
        ),
        ("항저우에 있는 저장대학과 즈장실험실이 함께 관측한다.", {("저장대학", "항저우"), ("즈장실험실", "항저우")}),
    ],
)
def test_a_place_before_소재_belongs_to_the_next_name(sentence: str, seats: set[tuple[str, str]]) -> None:
    assert prose(sentence).of("locatedIn") == seats


def test_those_of_a_list_act_together_though_a_seat_stands_between() -> None:
    read = prose("저장대학과 난징 소재 쯔진산천문대가 공동으로 관측한다.")
    assert read.of("collaboratesWith") == {("저장대학", "쯔진산천문대")}


@pytest.mark.parametrize(
    ("sentence", "seat"),
    [
        ("쯔진산천문대는 난징에서 관측을 하며, 우한의 두 기관과 데이터를 공유.", None),
        ("쯔진산천문대는 우한의 연구자들이 쓸 데이터를 모은다.", None),
        ("쯔진산천문대는 우한에 터를 잡았다.", "우한"),
    ],
)
def test_data_are_no_seat(sentence: str, seat: str | None) -> None:
    assert prose(sentence).of("locatedIn") == ({("쯔진산천문대", seat)} if seat else set())


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("우시시는 빈후구 내 ‘타이후 컴퓨팅 연구센터’ 조성에 힘쓴다.", ("타이후 컴퓨팅 연구센터", "빈후구")),
        ("항저우 소재 스타트업인 브레인코(强脑科技)와 계약을 맺었다.", ("브레인코", "항저우")),
    ],
)
def test_bodies_in_or_seated_at_the_place_before(sentence: str, pair: tuple[str, str]) -> None:
    assert prose(sentence).of("locatedIn") == {pair}


def test_a_place_in_which_another_thing_is_said_to_be_is_no_seat() -> None:
    assert prose("우시 내 경쟁사들은 ‘첸탕 연구센터’를 앞세운다.").of("locatedIn") == set()


def _box(*lines: str, title: str = "바다연구센터 개요") -> Document:
    return bulletin(item("새 소식", "- 자연자원부는 ‘바다연구센터’를 찾음", f"〈※참고: {title}〉", *lines))


def test_a_line_of_a_box_says_to_whom_its_topic_belongs() -> None:
    read = _box("- ▶ 칭다오시에 위치하며 자연자원부 소속으로 2015년부터 운영")
    assert read.of("partOf") == {("바다연구센터", "자연자원부")}
    other = _box("- ▶ 중국해양대학은 교육부 소속으로 1924년부터 운영")
    assert ("바다연구센터", "교육부") not in other.of("partOf")


def test_a_line_of_a_box_says_what_its_topic_runs() -> None:
    run = "- ▶ ‘동해 관측 프로젝트’를 운용하고 해상시험을 지원"
    assert _box(run).of("administeredBy") == {("동해 관측 프로젝트", "바다연구센터")}
    assert ("동해 관측 프로젝트", "바다연구센터") not in _box(run, title="바다연구센터 및 모선 개요").of(
        "administeredBy"
    )
    other = _box("- ▶ 중국해양대학이 ‘동해 관측 프로젝트’를 운용")
    assert other.of("administeredBy") == {("동해 관측 프로젝트", "중국해양대학")}


def test_the_place_that_opens_a_headline_yields_to_the_founder_of_the_text() -> None:
    told = "- 중국화넝그룹이 하미시에 건설한 ‘하미 풍력 저장기지’가 준공되었다."
    read = bulletin(item("신장, 하미 풍력 저장기지 준공", told))
    assert read.of("establishedBy") == {("하미 풍력 저장기지", "중국화넝그룹")}


@pytest.mark.parametrize(
    ("title", "line", "founders"),
    [
        ("닝샤, ‘타클라 풍력 저장기지’ 준공", "- 연간 발전량은 3억 kWh이다.", {"닝샤"}),
        (
            "구이저우, ‘첸난 컴퓨팅 실험실’ 구축",
            "- 구이저우성과 구이저우대학은 ‘첸난 컴퓨팅 실험실’을 설립했다.",
            {"구이저우성", "구이저우대학"},
        ),
        (
            "화중과기대학·우한시, 공동으로 ‘광전망 실험실’ 설립",
            "- 화웨이는 ‘광전망 실험실’을 함께 설립했다.",
            {"화중과기대학", "우한시", "화웨이"},
        ),
    ],
)
def test_a_place_that_nothing_speaks_against_is_the_founder(title: str, line: str, founders: set[str]) -> None:
    assert {o for _, o in bulletin(item(title, line)).of("establishedBy")} == founders


_ROWS = ("기업 | 대표 제품 | 특징", "유니트리 | 싱허 2호 | 4족 보행", "푸리에 | 추이쥔 3호 | 재활용 로봇")


def _table_after(*sentences: str) -> Document:
    head, *rows = _ROWS
    return prose(" ".join(sentences), "\n".join((f"| {head} |", "|---|---|---|", *(f"| {row} |" for row in rows))))


_SHOWN = "유니트리는 5월 3일 우시에서 개막한 제4회 타이후 로봇 포럼에서 새 로봇을 공개했다."


def test_products_of_a_table_are_shown_where_the_sentence_before_says_so() -> None:
    pairs = {("싱허 2호", "제4회 타이후 로봇 포럼"), ("추이쥔 3호", "제4회 타이후 로봇 포럼")}
    assert _table_after("비야디는 선전에 공장을 세웠다.", _SHOWN).of("announcedAt") == pairs
    assert _table_after(_SHOWN, "주요 제품은 다음과 같다.").of("announcedAt") == pairs


def test_products_of_a_table_are_not_shown_where_sentences_before_that_speak_of_an_event() -> None:
    read = _table_after(_SHOWN, "비야디는 선전에 공장을 세웠고, 화웨이는 칩 개발에 나섰다.")
    assert read.of("develops") >= {("유니트리", "싱허 2호"), ("푸리에", "추이쥔 3호")}
    assert read.of("announcedAt") == set()


_PROGRAMMES = (
    "프로그램명\t대상\t연간 지원액\t운영 기관",
    "해양순환 중대연구계획\t해양 연구팀\t3억 위안\t국가자연과학기금위원회",
)


def test_who_only_takes_part_before_a_table_of_sums_pays_nothing() -> None:
    lines = ("- 국가자연과학기금위원회는 새 지침을 발표", "- 난징대학, 샤먼대학이 올해 처음 신청에 참여")
    read = bullets(*lines, "", *_PROGRAMMES)
    assert {s for s, _ in read.of("funds")} <= {"국가자연과학기금위원회"}
    assert read.of("administeredBy") == {("해양순환 중대연구계획", "국가자연과학기금위원회")}


def test_who_pays_before_a_table_of_sums() -> None:
    read = bullets("- 장쑤성 재정청은 신청한 사업에 자금을 지원", "", *_PROGRAMMES)
    assert read.of("funds") == {("장쑤성 재정청", "해양순환 중대연구계획")}


def test_a_column_of_its_own_says_who_pays_for_what_another_one_runs() -> None:
    rows = (
        "프로그램명\t지원 기관\t연간 지원액\t운영 기관",
        "해양순환 중대연구계획\t저장성 재정청\t3억 위안\t난징대학",
    )
    read = bullets("- 장쑤성 재정청은 새 사업에 자금을 지원", "", *rows)
    assert read.of("funds") == {("저장성 재정청", "해양순환 중대연구계획")}
    assert read.of("administeredBy") == {("해양순환 중대연구계획", "난징대학")}


@pytest.mark.parametrize(
    ("cell", "place"), [("톈진시", "톈진시"), ("산둥성 웨이팡시", "웨이팡시"), ("상하이시 푸둥신구", "푸둥신구")]
)
def test_laboratories_lie_in_the_innermost_place_of_their_row(cell: str, place: str) -> None:
    rows = ("실험실명\t의탁기관\t소재지", f"합성효소 제조 전국중점실험실\t난카이대학\t{cell}")
    read = bullets("- 과학기술부는 새 실험실을 승인", "", *rows)
    assert {o for s, o in read.of("locatedIn") if s == "합성효소 제조 전국중점실험실"} == {place}
    assert not any(s == "난카이대학" for s, _ in read.of("locatedIn"))


def test_the_places_that_a_name_opens_with_lie_in_one_another() -> None:
    read = prose("비야디는 상하이 진산구 시험기지를 운영한다.")
    assert ("진산구", "상하이") in read.of("locatedIn")
    assert ("상하이 진산구 시험기지", "진산구") in read.of("locatedIn")
