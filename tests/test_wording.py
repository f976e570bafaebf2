"""Words that stand for one another give names of one form; others do not."""

from __future__ import annotations

import pytest

from kg.resolve.wording import enterprise, equivalent_form, usual_words


@pytest.mark.parametrize(
    ("left", "right"),
    [("난징대학", "난징대학교"), ("우한과학기술단지", "우한과기단지"), ("광둥성과학기술청", "광둥성과기청")],
)
def test_equivalent_heads(left: str, right: str) -> None:
    assert equivalent_form(left) == equivalent_form(right) is not None


@pytest.mark.parametrize(("left", "right"), [("난징대학", "난징농업대학"), ("우한경제개발구", "우한경제기술개발구")])
def test_other_heads_and_words_stay(left: str, right: str) -> None:
    assert equivalent_form(left) != equivalent_form(right)


def test_a_name_without_a_known_head_has_no_equivalent() -> None:
    assert equivalent_form("바이두") is None


def test_equivalent_words() -> None:
    assert usual_words("난징과기협력회") == usual_words("난징과학기술협력회") != usual_words("난징협력회")


@pytest.mark.parametrize("name", ["창광위성기술유한공사", "창광위성유한책임회사", "창광위성"])
def test_the_form_of_an_enterprise_is_left_out(name: str) -> None:
    assert enterprise(name) == "창광위성"


def test_what_is_left_must_be_a_name() -> None:
    assert enterprise("창광유한공사") is None
