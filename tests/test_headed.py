"""Lists below a line that says what they list."""

from __future__ import annotations

import pytest
from extraction import document

LAKE = "제4회 호수 로봇 대회"
FARM = "디지털 농촌 시범사업"


def below(heading: str, *lines: str) -> set[tuple[str, str, str]]:
    """The claims of lines below a heading."""
    text = "\n".join((f"○ {heading}", *(f" - {line}" for line in lines)))
    return document(f"오늘의 소식\n\n{text}\n").claims


@pytest.mark.parametrize("heading", [f"{LAKE} 주요 참석자", f"{LAKE}(우시) 참석자", f"과학기술부, {LAKE} 참석자"])
def test_who_attends(heading: str) -> None:
    found = below(heading, "왕밍(王明) 저장대학 교수", "화웨이, 텐센트", "리나(李娜) 화웨이 부사장: 반도체 강연")
    joined = {s for s, relation, o in found if (relation, o) == ("participatesIn", LAKE)}
    assert joined == {"왕밍", "리나", "화웨이", "텐센트"}


@pytest.mark.parametrize("heading", [f"‘{FARM}’ 시범 도시(3차)", f"‘{FARM}’ 대상 지역은 다음과 같음"])
def test_who_is_chosen(heading: str) -> None:
    found = below(heading, "쭌이시, 다리시", "(중부) 이창시")
    assert {s for s, relation, _ in found if relation == "participatesIn"} == {"쭌이시", "다리시", "이창시"}


def test_what_is_shown() -> None:
    found = below(f"{LAKE} 주요 공개 제품", "유니트리 로봇 ‘파도 2’ (항저우)", "시험 로봇 ‘바람 3’")
    assert {(s, o) for s, relation, o in found if relation == "announcedAt"} == {("파도 2", LAKE), ("바람 3", LAKE)}


@pytest.mark.parametrize(
    "heading",
    [
        f"{LAKE}에 참석한 기업은 늘었음",  # says something itself
        f"{LAKE} 개요",  # lists whatever
        f"{LAKE}와 보아오포럼 참석자",  # of which of both
        "주요 참석자",  # of what is not said
    ],
)
def test_other_lines_head_no_list(heading: str) -> None:
    assert not [claim for claim in below(heading, "화웨이", "텐센트") if claim[1] == "participatesIn"]


def test_a_line_that_says_something_is_no_part_of_the_list() -> None:
    assert not [c for c in below(f"{LAKE} 참석자", "지난해에는 화웨이가 불참") if c[1] == "participatesIn"]


def test_a_sentence_that_announces_a_list() -> None:
    lines = ("• 유니트리 – 신형 로봇 ‘파도 2’ 공개", "• 유비테크 – 로봇 ‘바람 3’ 시연")
    text = "\n".join((f"{LAKE}가 우시에서 열렸다.", "", "행사에 나온 주요 제품은 다음과 같다.", "", *lines))
    found = document(f"오늘의 소식\n\n{text}\n").claims
    assert {(s, o) for s, relation, o in found if relation == "announcedAt"} == {("파도 2", LAKE), ("바람 3", LAKE)}
