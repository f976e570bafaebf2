"""Who gives as much as another one: the same sum, to the same recipient unless the text names another one."""

from __future__ import annotations

import pytest
from extraction import bulletin, item, prose

GIVEN = "안후이성 과학기술청은 저장대학에 2,000만 위안을 지원"


def sums(*said: str) -> dict[tuple[str, str], str | None]:
    """Who gives whom how much."""
    return {pair: of.get("amount") for pair, of in prose(*said).qualifiers("funds").items()}


@pytest.mark.parametrize(
    "said",
    [
        f"{GIVEN}하고, 화웨이도 같은 금액을 대응 투자한다.",
        f"{GIVEN}하고 화웨이는 1:1로 매칭하여 지원한다.",
        f"{GIVEN}하며, 화웨이가 동일한 액수를 출연했다.",
        f"{GIVEN}한다. 화웨이는 동일한 금액을 매칭한다.",
        f"{GIVEN}하자 화웨이도 1대1로 대응 출연했다.",
        "저장대학에는 안후이성 과학기술청이 2,000만 위안을, 화웨이가 동액을 지원한다.",
        "안후이성 과학기술청은 저장대학에 2,000만 위안을, 화웨이는 같은 액수를 지원한다.",
    ],
)
def test_the_second_giver_funds_as_much(said: str) -> None:
    assert sums(said) == {("안후이성 과학기술청", "저장대학"): "20000000", ("화웨이", "저장대학"): "20000000"}


def test_of_a_recipient_of_its_own() -> None:
    found = sums(f"{GIVEN}하고, 화웨이는 난카이대학에 같은 금액을 지원한다.")
    assert found[("화웨이", "난카이대학")] == "20000000"
    assert ("화웨이", "저장대학") not in found


def test_in_the_line_below() -> None:
    read = bulletin(item("저장대학 지원", "- 안후이성 과학기술청, 저장대학에 2,000만 위안 지원", "- 화웨이, 동액 매칭"))
    assert read.qualifiers("funds")[("화웨이", "저장대학")]["amount"] == "20000000"


def test_the_words_of_the_text_are_kept() -> None:
    read = prose(f"{GIVEN}하고, 화웨이도 같은 금액을 대응 투자한다.")
    assert read.qualifiers("funds")[("화웨이", "저장대학")]["written"] == "같은 금액"


@pytest.mark.parametrize(
    "said",
    [
        f"{GIVEN}하고, 화웨이는 그 두 배를 낸다.",
        f"{GIVEN}하나, 화웨이는 같은 금액을 내기를 거부했다.",
        f"{GIVEN}하고, 화웨이는 1:1 매칭 상담회를 열었다.",
        f"{GIVEN}하고, 화웨이에는 같은 금액의 세금이 부과되었다.",
        f"{GIVEN}했고 화웨이는 공장을 지었다. 올해도 같은 금액을 지원한다.",
        f"{GIVEN}했다. 화웨이는 공장을 지었다. 센터는 열렸다. 화웨이는 같은 금액을 지원한다.",
    ],
)
def test_no_second_giver_is_made_up(said: str) -> None:
    assert ("화웨이", "저장대학") not in sums(said)
