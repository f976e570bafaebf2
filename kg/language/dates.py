"""Years, days and spans in Korean text: `2025년까지`, `'25년`, `'23~'27년`, `(2023-2025)`, `3월 18일`, `1월 말`.

In: a text and the year it was written in. Out: years with offsets; days as dates.
"""

from __future__ import annotations

import datetime as dt
import re

from kg.frozen import frozen

_QUOTE = r"['‘’`´]"
_TWO_DIGITS = re.compile(r"\d\d")
_YEAR = re.compile(
    rf"(?P<full>(?<!\d)(?:19|20)\d\d)(?=\s?년|\s?[~∼–-]\s?{_QUOTE}?\d|\s?\)|\s?말|\.\d)"
    rf"|{_QUOTE}\s?(?P<short>\d\d)(?=\s?년|\s?[~∼–-]|\s?\)|\s?말|\.\d)"
    rf"|(?<=[~∼–-]){_QUOTE}?(?P<last>(?:20)?\d\d)(?=\s?년|\s?\))"
)
_UNTIL = re.compile(r"\s?년?\s?(?:도|말|상반기|하반기)?\s?까지")
_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d|['‘’]\d\d)\s?년\s?)?(?P<month>\d{1,2})\s?월\s?(?P<day>\d{1,2})\s?일")

_THEN = re.compile(r"(?<![가-힣])(재작년|지난해|작년|내년)\s?\Z")
_YEARS_ON = {"재작년": -2, "지난해": -1, "작년": -1, "내년": 1}
_LONGEST_THEN = 5
_TO_COME = re.compile(r"오는\s\Z")
_EARLY, _LATE = 2, 11
"""The last month of a year's beginning, and the first one of its end."""


@frozen
class Year:
    """A year at `text[begin:end]`; `until` where the text says 까지 (a deadline)."""

    begin: int
    end: int
    year: int
    until: bool


@frozen
class Day:
    begin: int
    end: int
    day: dt.date


def full_year(digits: str) -> int:
    """Four-digit year of two or four digits; two digits mean 2000 to 2079, else the last century."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 80 else 1900 + year


def years(text: str) -> list[Year]:
    """The years named in `text` in order, both ends of a span."""
    found = []
    for match in _YEAR.finditer(text) if _TWO_DIGITS.search(text) else ():
        digits = match["full"] or match["short"] or match["last"]
        found.append(Year(match.start(), match.end(), full_year(digits), bool(_UNTIL.match(text, match.end()))))
    return found


def _turn_of_year(written: int, named: int, *, to_come: bool) -> int:
    """By how many years a month without a year is off that of a text of another month: -1, 0 or 1."""
    if written <= _EARLY and named >= _LATE and not to_come:
        return -1
    return 1 if written >= _LATE and named <= _EARLY and to_come else 0


def days(text: str, *, written_in: int | None, month: int | None = None) -> list[Day]:
    """The days named in `text`; a day without year is of the year `written_in`, or of the one that a word before it
    (지난해, 작년, 재작년, 내년) tells from there; skipped where that is unknown.

    `month`: that of the text. What a text of January or February calls 12월 20일 is a day of last year, unless it is
    to come (오는 12월 20일); what one of November or December calls 오는 1월 5일 is a day of the next.
    """
    found = []
    for match in _DAY.finditer(text) if "월" in text else ():
        year = full_year(match["year"].lstrip("'‘’")) if match["year"] else written_in
        if year is None:
            continue
        before = text[max(0, match.start() - _LONGEST_THEN) : match.start()]
        if not match["year"] and (then := _THEN.search(before)):
            year += _YEARS_ON[then[1]]
        elif not match["year"] and month is not None:
            year += _turn_of_year(month, int(match["month"]), to_come=_TO_COME.search(before) is not None)
        try:
            day = dt.date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue  # no such day in the calendar: a misprint names no day
        found.append(Day(match.start(), match.end(), day))
    return found
