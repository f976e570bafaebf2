"""Tables: columns of those who take part and of what is shown, of signatories, of bodies that no gazetteer knows."""

from __future__ import annotations

import pytest
from extraction import Document, prose

FORUM = "제5회 안개 로봇 포럼"
PROGRAMME = "호수 센서 공동연구 프로젝트"
OPENED = f"항저우에서 ‘{FORUM}’이 열렸다."


def rows(header: str, *lines: str) -> str:
    cells = [line.split("|") for line in (header, *lines)]
    bars = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join((bars[0], "|" + "---|" * len(cells[0]), *bars[1:]))


def read(before: str, header: str, *lines: str) -> Document:
    return prose(OPENED, before, rows(header, *lines))


@pytest.mark.parametrize("header", ["참가기업", "주요 전시업체", "출품기업"])
def test_who_is_at_the_event_that_was_spoken_of(header: str) -> None:
    found = read("주요 부스는 아래와 같다.", f"{header}|분야", "화웨이|통신", "텐센트|게임")
    assert found.of("participatesIn") == {("화웨이", FORUM), ("텐센트", FORUM)}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("공급기업|분야", "화웨이|통신"),
        ("참가기업|상태", "화웨이|불참"),
        ("참가기업 수|분야", "3개(화웨이 외)|통신"),
        ("참가기업|행사", "화웨이|‘제2회 바람 로봇 포럼’"),
    ],
)
def test_who_is_not(header: str, row: str) -> None:
    found = read("주요 내용은 아래와 같다.", header, row, "- |- ")
    assert ("화웨이", FORUM) not in found.of("participatesIn")


def test_the_row_names_its_own_event() -> None:
    found = read("일정은 아래와 같다.", "참가기업|행사", "화웨이|‘제2회 바람 로봇 포럼’")
    assert found.of("participatesIn") == {("화웨이", "제2회 바람 로봇 포럼")}


def test_speakers_and_whom_they_belong_to() -> None:
    found = read("연사 구성은 다음과 같다.", "세션|연사|소속", "1|왕리(王莉)|저장대학", "2|천밍(陳明)|칭화대학교")
    assert found.of("affiliatedWith") >= {("왕리", "저장대학"), ("천밍", "칭화대학교")}
    assert {s for s, o in found.of("participatesIn") if o == FORUM} == {"왕리", "천밍"}


def test_programmes_as_well() -> None:
    said = f"중국과학원은 ‘{PROGRAMME}’를 주관한다. 참여 기관은 아래와 같다."
    found = prose(said, rows("참여기관|역할", "샤먼대학|설계", "텐센트|분석"))
    assert found.of("participatesIn") == {("샤먼대학", PROGRAMME), ("텐센트", PROGRAMME)}


@pytest.mark.parametrize(
    "before",
    [
        "‘제3회 달빛 성과 발표회’에서는 세 건이 소개되었다.",
        "이어 ‘제3회 달빛 성과 발표회’에서 다음 성과가 공개되었다.",
        "‘제3회 달빛 성과 발표회’(6.3)에서 선보인 것은 아래와 같다.",
    ],
)
def test_what_is_shown_at_the_event_of_the_line_above(before: str) -> None:
    found = read(before, "성과|발표기관", "로봇 ‘해마 3호’|저장대학", "「안개 로봇 백서」|칭화대학교")
    show = "제3회 달빛 성과 발표회"
    assert found.of("announcedAt") == {("해마 3호", show), ("안개 로봇 백서", show)}
    assert ("저장대학", "해마 3호") in found.of("develops")
    assert ("안개 로봇 백서", "칭화대학교") in found.of("issuedBy")


@pytest.mark.parametrize(
    "before",
    [
        "‘제3회 달빛 성과 발표회’는 취소되었다. 성과는 아래와 같다.",
        "‘제3회 달빛 성과 발표회’에서는 성과가 공개되지 않았다.",
        "‘제3회 달빛 성과 발표회’에서 만찬이 있었다.",
    ],
)
def test_what_is_not_shown(before: str) -> None:
    found = read(before, "성과|발표기관", "로봇 ‘해마 3호’|저장대학", "「안개 로봇 백서」|칭화대학교")
    assert not found.of("announcedAt")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("한국 측|중국 측|문서", "카이스트|저장대학|협약"),
        ("번호|서명기관|문서", "1|카이스트·저장대학|협약"),
        ("체결기관|체결일", "카이스트, 저장대학|5.2"),
    ],
)
def test_who_signs(header: str, row: str) -> None:
    found = prose("서명 현황은 아래와 같다.", rows(header, row, "-|" * (header.count("|")) + "-"))
    pairs = {frozenset(pair) for pair in found.of("collaboratesWith")}
    assert pairs == {frozenset({"카이스트", "저장대학"})}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("한국 측|중국 측|상태", "카이스트|저장대학|보류"),
        ("서명기관|상태", "카이스트·저장대학|협의 중"),
        ("평가기관|결과", "카이스트·저장대학|우수"),
    ],
)
def test_who_does_not_sign(header: str, row: str) -> None:
    assert not prose("서명 현황은 아래와 같다.", rows(header, row)).of("collaboratesWith")


def test_people_in_a_column_of_names_and_posts() -> None:
    found = prose("방문단은 아래와 같다.", rows("소속|성명·직위", "저장대학|김서준 본부장", "텐센트|박지후 이사"))
    assert found.of("affiliatedWith") == {("김서준", "저장대학"), ("박지후", "텐센트")}


def test_products_by_what_they_are_called() -> None:
    found = prose(
        "전시 내용은 아래와 같다.",
        rows("참가기업|전시품", "화웨이|제조 솔루션 NX/20PRO", "텐센트|촬영 도구 ‘달무리’", "바이두|구름빛 X3"),
    )
    assert found.of("develops") == {("화웨이", "NX/20PRO"), ("텐센트", "달무리"), ("바이두", "구름빛 X3")}
