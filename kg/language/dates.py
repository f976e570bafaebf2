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


def days(text: str, *, written_in: int | None) -> list[Day]:
    """The days named in `text`; a day without year is of the year `written_in`, or of the one that a word before it
    (지난해, 작년, 재작년, 내년) tells from there; skipped where that is unknown.
    """
    found = []
    for match in _DAY.finditer(text) if "월" in text else ():
        year = full_year(match["year"].lstrip("'‘’")) if match["year"] else written_in
        if year is None:
            continue
        if not match["year"] and (then := _THEN.search(text[max(0, match.start() - _LONGEST_THEN) : match.start()])):
            year += _YEARS_ON[then[1]]
        try:
            day = dt.date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue  # no such day in the calendar: a misprint names no day
        found.append(Day(match.start(), match.end(), day))
    return found
