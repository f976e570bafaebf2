"""Quantities: values multiplied out, units in one spelling, bounds, ranges, conversions."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.numbers import parse_number, quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"),
        ("1,234", "1234"),
        ("0.35", "0.35"),
        ("3천", "3000"),
        ("4,000만", "40000000"),
        ("1.2억", "120000000"),
        ("1,500억", "150000000000"),
        ("6조 2,000억", "6200000000000"),
        ("2억 4,000만", "240000000"),
        ("3백만", "3000000"),
        ("1만 5,000", "15000"),
    ],
)
def test_numbers_are_multiplied_out(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "만", "열", "3개", "1-2", "억 5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("매출 4,200억 위안을 넘겼다", "420000000000", "위안"),
        ("예산은 6조 2,000억 위안이다", "6200000000000", "위안"),
        ("계약액이 30억 달러로 늘었다", "3000000000", "달러"),
        ("점유율은 37.5%이다", "37.5", "%"),
        ("비중이 2.1퍼센트로 올랐다", "2.1", "%"),
        ("연구소 20곳을 세운다", "20", "곳"),
        ("기업 300개를 키운다", "300", "개"),
        ("로봇 29만 5,000대를 설치했다", "295000", "대"),
        ("인력 1만 2천 명을 뽑는다", "12000", "명"),
        ("연산 능력은 300엑사플롭스에 이른다", "300", "EFLOPS"),
        ("연산 능력은 45 EFLOPS이다", "45", "EFLOPS"),
        ("특허 8,600건을 냈다", "8600", "건"),
        ("잠수정은 12대 이상", "12", "대"),
        ("로봇 30대 이상을 갖춘다", "30", "대"),
    ],
)
def test_units_have_one_spelling(text: str, value: str, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("90% 이상", "min"),
        ("≥90%", "min"),
        ("≥ 90%", "min"),
        ("최소 20개", "min"),
        ("300개를 돌파", "min"),
        ("300개 초과", "min"),
        ("0.1% 이하", "max"),
        ("≤0.1%", "max"),
        ("20개 미만", "max"),
        ("최대 20개", "max"),
        ("약 20개", None),
        ("20개", None),
    ],
)
def test_bounds(text: str, bound: str | None) -> None:
    (found,) = quantities(text)
    assert found.bound == bound


def test_ceilings_are_told_from_sums() -> None:
    ceiling, plain = quantities("기업마다 최고 500만 위안을, 대학에는 300만 위안을 준다")
    assert (ceiling.ceiling, ceiling.value, ceiling.currency) == (True, Decimal(5_000_000), "CNY")
    assert (plain.ceiling, plain.value) == (False, Decimal(3_000_000))


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("20억 위안", "CNY"),
        ("20억 달러", "USD"),
        ("20억 유로", "EUR"),
        ("20억 엔", "JPY"),
        ("20억 원", "KRW"),
        ("20개", None),
    ],
)
def test_currencies(text: str, currency: str | None) -> None:
    (found,) = quantities(text)
    assert found.currency == currency


def test_conversions_in_brackets_are_marked() -> None:
    first, second = quantities("1,500억 위안(27조 4,470억 원)을 쓴다")
    assert (first.converted, second.converted) == (False, True)
    assert (first.currency, second.currency) == ("CNY", "KRW")
    assert second.value == Decimal(27_447_000_000_000)
    about = quantities("12억 위안(약 2,268억 원)")
    assert [q.converted for q in about] == [False, True]


def test_two_sums_side_by_side_are_no_conversion() -> None:
    assert [q.converted for q in quantities("12억 위안과 3억 달러를 낸다")] == [False, False]


def test_ranges_keep_both_ends() -> None:
    (found,) = quantities("연구소 3~5개를 세운다")
    assert (found.low, found.value, found.unit) == (Decimal(3), Decimal(5), "개")


@pytest.mark.parametrize(
    "text",
    [
        "제20차 대회",
        "10대 중점 과제를 냈다",
        "10대 이상기후 사건",
        "500대 기업에 들었다",
        "14·5 계획",
        "수를 세지 않는다",
        "모델 X30을 냈다",
    ],
)
def test_ranks_ordinals_and_codes_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


def test_offsets_and_spelling_as_written() -> None:
    text = "올해는 최고 1,000만 위안(약 19억 원)과 센터 12곳 이상"
    found = quantities(text)
    assert [text[q.begin : q.end] for q in found] == [q.written for q in found]
    assert found[0].written == "최고 1,000만 위안"


@given(st.integers(1, 10**15))
def test_grouped_digits_come_back(value: int) -> None:
    (found,) = quantities(f"모두 {value:,} 위안을 썼다")
    assert found.value == value


@given(
    st.lists(
        st.tuples(st.integers(1, 9999), st.sampled_from(["조", "억", "만", ""])), min_size=1, unique_by=lambda p: p[1]
    )
)
def test_scales_add_up(parts: list[tuple[int, str]]) -> None:
    scales = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
    ordered = sorted(parts, key=lambda p: -scales[p[1]])
    assert parse_number(" ".join(f"{n:,}{s}" for n, s in ordered)) == sum(n * scales[s] for n, s in ordered)


def test_long_runs_of_digits_are_read_to_the_end() -> None:
    assert quantities("문서 번호 " + "1" * 2_000 + "x") == []  # trying all ways to part the digits would not end


@given(st.text(alphabet="0123456789,.~-≥≤최고약총 만억조천위안원달러%개명대년월일(){}제이상하가", max_size=40))
def test_any_text_gives_ordered_disjoint_quantities(text: str) -> None:
    found = quantities(text)
    assert all(text[q.begin : q.end] == q.written for q in found)
    assert all(left.begin <= right.begin and left.end <= right.end for left, right in pairwise(found))
