"""Quantities in Korean text: `1,500억 위안`, `≥40%`, `10개 이상`, `6조 2,000억 위안(1,140조 원)`, `최고 500만 위안`.

In: a text. Out: quantities with offsets, the value multiplied out, the unit in one spelling, and the bound
that words around it state. Spellings of units are rows of `seeds/units.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from kg.errors import DataError
from kg.frozen import frozen
from kg.resources import seeds_dir

_SCALES = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)"
_DIGIT = re.compile(r"\d")
_DIGITS_IN_A_ROW = re.compile(r"\d+")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)([십백천]?)([만억조경]?)")
_CONVERSION = re.compile(r"\s*[(（]\s*(?:약)?\s*")
_SCALE = r"(?:[십백천]?[만억조경]|[백천])"
_BEFORE = re.compile(r"(≥|>=|＞|>|최소|적어도|≤|<=|＜|<|최고|최대|최다|약|대략|거의|총|~)\s*\Z")
_AFTER_MIN = re.compile(
    r"\s*(?:\([^()]{0,40}\))?\s*(?:이상|초과|을 초과|를 초과|을 돌파|를 돌파|돌파|을 넘|를 넘|을 상회|를 상회|\+)"
)
_AFTER_MAX = re.compile(r"\s*(?:\([^()]{0,40}\))?\s*(?:이하|미만|이내|한도|까지만)")
_MINIMA = frozenset({"≥", ">=", "＞", ">", "최소", "적어도"})
_MAXIMA = frozenset({"≤", "<=", "＜", "<", "최고", "최대", "최다"})


@frozen
class Quantity:
    """A number with its unit at `text[begin:end]`.

    `value` is multiplied out (`1,500억` → 150000000000); `unit` has one spelling per unit; `currency` is the
    ISO 4217 code for money; `bound` is `min`, `max` or None; `ceiling` marks `최고`/`최대` amounts;
    `converted` marks the conversion of the amount before it (`… 위안(27조 원)`), `low` is the lower end
    of a range (`3~5개` has low 3 and value 5).
    """

    begin: int
    end: int
    value: Decimal
    unit: str
    written: str
    currency: str | None = None
    bound: str | None = None
    ceiling: bool = False
    converted: bool = False
    low: Decimal | None = None


@cache
def _units() -> dict[str, tuple[str, str | None]]:
    path = seeds_dir() / "units.csv"
    units: dict[str, tuple[str, str | None]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle), start=2):
            written, unit = row["written"], row["unit"]
            if not written or not unit or written in units:
                raise DataError(path, "a unit needs a spelling of its own and a unit", line=line)
            units[written] = (unit, row["currency"] or None)
    return units


@cache
def _pattern() -> re.Pattern[str]:
    spellings = sorted(_units(), key=len, reverse=True)
    latin = [u for u in spellings if re.fullmatch(r"[A-Za-z]+", u)]
    other = [u for u in spellings if u not in set(latin)]
    unit = rf"(?:{'|'.join(map(re.escape, other))}|(?:{'|'.join(latin)})(?![A-Za-z]))"
    number = (
        rf"{_DIGITS}\s?{_SCALE}?(?:(?<=[십백천만억조경])\s?{_DIGITS}\s?{_SCALE}?)*"  # linear: no two ways to read it
    )
    return re.compile(
        rf"(?<![\d.,A-Za-z])(?:(?P<low>{_DIGITS})\s?[~∼-]\s?)?(?P<number>{number})\s?(?P<about>여)?\s?(?P<unit>{unit})"
    )


def parse_number(text: str) -> Decimal:
    """The value of a number in digits with Korean scales: `6조 2,000억` → 6200000000000, `4천200만` → 42000000.

    Raises ValueError for anything else.
    """
    total = section = Decimal(0)
    at = 0
    compact = text.replace(" ", "").replace(",", "")
    for match in _SCALED.finditer(compact):
        if match.start() != at:
            break
        section += Decimal(match[1]) * (_SCALES[match[2]] if match[2] else 1)
        if match[3]:
            total += section * _SCALES[match[3]]
            section = Decimal(0)
        at = match.end()
    if at != len(compact) or not compact:
        raise ValueError(f"not a number: {text!r}")
    return total + section


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in order; ordinals (`제20차`), years and dates are none."""
    return list(_quantities(text)) if _DIGIT.search(text) else []


def _numbers_with_units(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern; it is tried where digits begin only, which is quicker than a search with it."""
    matches = _pattern().match
    at = 0
    while digits := _DIGITS_IN_A_ROW.search(text, at):
        match = matches(text, digits.start())
        if match is not None:
            yield match
        at = (match or digits).end()


@lru_cache(maxsize=1024)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """Kept, because several rules ask for those of one text."""
    found: list[Quantity] = []
    for match in _numbers_with_units(text):
        if text[: match.start()].rstrip().endswith("제"):
            continue
        try:
            value = parse_number(match["number"])
        except ValueError:
            continue  # two numbers side by side that are no one number: `10 20개`
        unit, currency = _units()[match["unit"]]
        if _is_word(text, match):
            continue
        begin, ceiling, bound = _look_left(text, match.start())
        bound = bound or _look_right(text, match.end())
        converted = bool(
            found and currency and found[-1].currency and _CONVERSION.fullmatch(text, found[-1].end, match.start())
        )
        low = Decimal(match["low"].replace(",", "")) if match["low"] else None
        found.append(
            Quantity(
                begin, match.end(), value, unit, text[begin : match.end()], currency, bound, ceiling, converted, low
            )
        )
    return tuple(found)


_NEEDS_EDGE = frozenset(
    [
        "대",
        "기",
        "인",
        "원",
        "주",
        "일",
        "호",
        "항",
        "위",
        "도",
        "회",
        "종",
        "배",
        "점",
        "급",
        "세",
        "엔",
        "무",
        "곳",
        "건",
        "편",
        "명",
        "개",
    ]
)
_FOLLOWERS = re.compile(
    r"(?:[^가-힣]|\Z|이상|이하|이내|미만|초과|정도|씩|당|의|을|를|이|가|은|는|에|로|으로|와|과|까지|규모|수준|내외|가량|달성|및|안팎|여|째|대의)"
)


_MORE_WORDS = re.compile(
    r"\s+(?!(?:이상|이하|이내|미만|초과|내외|안팎|정도|가량)(?:의|을|를|은|는|이|가|으로|로|인)?(?![가-힣]))[가-힣]"
)
"""Behind `10대`, where it ranks what follows; `12대 이상` counts."""


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Whether the one-syllable unit is rather the beginning of a word (`10대 과제`, `5개년`, `3기 산업`)."""
    unit = match["unit"]
    if unit not in _NEEDS_EDGE:
        return False
    ranked = unit == "대" and _MORE_WORDS.match(text, match.end())
    if ranked and (parse_number(match["number"]) < 100 or text.startswith(" 기업", match.end())):
        return True  # 10대 중점과제, 500대 기업: a rank, no count
    return not _FOLLOWERS.match(text, match.end())


def _look_left(text: str, begin: int) -> tuple[int, bool, str | None]:
    """Start of the quantity with its bound word, whether it is a ceiling, and the bound."""
    match = _BEFORE.search(text, max(0, begin - 6), begin)
    if not match:
        return begin, False, None
    word = match[1]
    if word in _MINIMA:
        return match.start(), False, "min"
    if word in _MAXIMA:
        return match.start(), word in {"최고", "최대"}, "max"
    return begin, False, None


def _look_right(text: str, end: int) -> str | None:
    if _AFTER_MIN.match(text, end):
        return "min"
    return "max" if _AFTER_MAX.match(text, end) else None
