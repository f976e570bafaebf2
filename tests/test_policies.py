"""A goal is one of the policy that its sentence, the lines that it hangs on or the headline speak of."""

from __future__ import annotations

import pytest
from extraction import Document, bulletin, item, prose


def policies(read: Document) -> list[str]:
    """The policy of each goal, in order."""
    return [read.name(seen.target.policy) for seen in read.record.targets]


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        (
            "후베이성이 작년 내놓은 ‘로봇 산업 3개년 계획’의 후속 조치로, 2028년까지 기업 100개를 모은다.",
            "인간형 로봇 지원 조치",
        ),
        ("‘스마트 공장 지침’에 따라 2028년까지 기업 100개를 모은다.", "인간형 로봇 지원 조치"),
        ("‘스마트 공장 지침’을 바탕으로 2028년까지 기업 100개를 모은다.", "인간형 로봇 지원 조치"),
        ("함께 나온 ‘스마트 공장 지침’은 2028년까지 기업 100개를 모은다.", "스마트 공장 지침"),
    ],
)
def test_a_paper_that_another_one_follows_has_no_goals_of_it(text: str, policy: str) -> None:
    read = prose(f"우한시는 ‘인간형 로봇 지원 조치’를 발표했다. {text}")
    assert policies(read) == [policy]


def test_a_line_has_the_policy_of_the_line_that_it_hangs_on() -> None:
    read = bulletin(
        item(
            "광둥성 과학기술청, 새 ‘해양 로봇 발전 행동계획’을 발표",
            "- 함께 나온 ‘심해 장비 지침’을 설명",
            " - 2027년까지 기업 100개를 육성",
            "- 2028년까지 산업 규모 1,500억 위안을 달성",
        )
    )
    assert policies(read) == ["심해 장비 지침", "해양 로봇 발전 행동계획"]


def test_a_noun_for_a_kind_of_paper_means_the_one_named_so() -> None:
    read = prose("우한시는 ‘로봇 지원 조치’와 ‘심해 장비 지침’을 냈다. 조치는 2028년까지 기업 100개를 모은다.")
    assert policies(read) == ["로봇 지원 조치"]
