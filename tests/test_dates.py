"""Years and days as Korean bulletins write them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.dates import days, full_year, years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2027년까지 기업을 키운다", [2027]),
        ("’25년에 완공한다", [2025]),
        ("'25년 말까지", [2025]),
        ("’23~’27년", [2023, 2027]),
        ("'23~'27년", [2023, 2027]),
        ("행동계획(2024~2027년)", [2024, 2027]),
        ("행동계획(2023-2025)", [2023, 2025]),
        ("행동계획(’24~’26년)", [2024, 2026]),
        ("2021년과 2022년", [2021, 2022]),
        ("2027 년까지", [2027]),
        ("1998년에 문을 열었다", [1998]),
    ],
)
def test_years(text: str, found: list[int]) -> None:
    assert [y.year for y in years(text)] == found


@pytest.mark.parametrize("text", ["2,025개를 세운다", "25년 동안 일했다", "모델 2030을 냈다", "12024년", "‘양자’ 25개"])
def test_numbers_that_are_no_years(text: str) -> None:
    assert years(text) == []


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2027년까지", True),
        ("2027년 말까지", True),
        ("’27년까지", True),
        ("2027년 상반기까지", True),
        ("2027년에", False),
        ("2027년 말", False),
    ],
)
def test_deadlines(text: str, until: bool) -> None:
    (year,) = years(text)
    assert year.until is until


@pytest.mark.parametrize(("digits", "year"), [("25", 2025), ("00", 2000), ("79", 2079), ("80", 1980), ("1956", 1956)])
def test_two_digits(digits: str, year: int) -> None:
    assert full_year(digits) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5월 8일 문을 열었다", dt.date(2024, 5, 8)),
        ("2023년 12월 1일", dt.date(2023, 12, 1)),
        ("'22년 3월 18일", dt.date(2022, 3, 18)),
        ("5 월 8 일", dt.date(2024, 5, 8)),
    ],
)
def test_days(text: str, day: dt.date) -> None:
    assert [d.day for d in days(text, written_in=2024)] == [day]


def test_typographic_year_marks_of_days() -> None:
    assert [d.day for d in days("’22년 3월 18일", written_in=2024)] == [dt.date(2022, 3, 18)]


def test_days_without_year_need_one() -> None:
    assert days("5월 8일", written_in=None) == []
    assert [d.day for d in days("2023년 5월 8일", written_in=None)] == [dt.date(2023, 5, 8)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("지난해 12월 26일 출범", 2025),
        ("작년 12월 26일", 2025),
        ("재작년 3월 5일", 2024),
        ("내년 1월 3일 개최", 2027),
        ("올해 3월 5일", 2026),
        ("지난해 2024년 3월 5일", 2024),
        ("지난해 발표했고 3월 5일에 시행", 2026),
    ],
)
def test_words_before_a_day_tell_its_year(text: str, year: int) -> None:
    (found,) = days(text, written_in=2026)
    assert found.day.year == year


def test_days_that_no_calendar_has_are_left_out() -> None:
    assert days("2월 30일, 13월 1일", written_in=2024) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2079, 12, 31)))
def test_any_day_comes_back(day: dt.date) -> None:
    text = f"지난 {day.year}년 {day.month}월 {day.day}일에 발표했다"
    (found,) = days(text, written_in=1990)
    assert found.day == day
    assert text[found.begin : found.end].startswith(str(day.year))
    assert [y.year for y in years(text)] == [day.year]


@given(st.text(alphabet="0123456789'’~-()년월일말까지. ", max_size=30))
def test_any_text_gives_ordered_years(text: str) -> None:
    found = years(text)
    assert all(1900 <= y.year <= 2099 and text[y.begin : y.end].strip() for y in found)
    assert all(left.end <= right.begin for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("said", "month", "day"),
    [
        ("12월 20일 발표했다", 1, "2023-12-20"),
        ("오는 12월 20일 발표한다", 1, "2024-12-20"),
        ("1월 3일 발표했다", 1, "2024-01-03"),
        ("오는 1월 5일 개막한다", 12, "2025-01-05"),
        ("1월 5일 개막했다", 12, "2024-01-05"),
        ("12월 20일 발표했다", 6, "2024-12-20"),
        ("2024년 12월 20일 발표한다", 1, "2024-12-20"),
    ],
)
def test_days_about_the_turn_of_a_year(said: str, month: int, day: str) -> None:
    assert [d.day.isoformat() for d in days(said, written_in=2024, month=month)] == [day]
