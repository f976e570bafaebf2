"""To what papers apply: what the text says, else the place of the local body that issues them."""

from __future__ import annotations

import pytest
from extraction import prose

PAPER = "데이터 자산 등록 지침"


@pytest.mark.parametrize(
    "said",
    [
        f"‘{PAPER}’의 적용 대상에는 구이양시도 들어간다.",
        f"구이양시는 ‘{PAPER}’의 첫 적용 지역이다.",
        f"‘{PAPER}’은 구이양시에서 시범적으로 시행된다.",
        f"공업정보화부는 ‘{PAPER}’을 발표했다. 구이양시가 첫 시행 도시다.",
    ],
)
def test_where_papers_apply(said: str) -> None:
    assert prose(said).of("appliesTo") == {(PAPER, "구이양시")}


@pytest.mark.parametrize(
    "said",
    [
        f"‘{PAPER}’은 구이양시에서 시행되지 않는다.",
        f"공업정보화부는 구이양시에서 ‘{PAPER}’을 발표했다.",
        f"‘{PAPER}’의 적용 대상에서 구이양시는 빠졌다.",
        f"공업정보화부는 ‘{PAPER}’을 발표했다. 구이양시에서는 로봇 대회가 열렸다.",
    ],
)
def test_where_they_do_not(said: str) -> None:
    assert prose(said).of("appliesTo") == set()


def test_what_the_text_says_goes_before_the_place_of_the_issuer() -> None:
    read = prose("후난성 재정청은 ‘샹장과학성 인재 우대정책 시행세칙’을 개정했다.")
    assert read.of("appliesTo") == {("샹장과학성 인재 우대정책 시행세칙", "샹장과학성")}
    read = prose(f"후난성 재정청은 ‘{PAPER}’을 발표했다. 지침은 창사시에 먼저 적용된다.")
    assert read.of("appliesTo") == {(PAPER, "창사시")}
    assert prose(f"후난성 재정청은 ‘{PAPER}’을 발표했다.").of("appliesTo") == {(PAPER, "후난성")}
