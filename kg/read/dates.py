"""Dates as bulletins print them (`(1.11)`, `('24.3.15)`, `2024년 3월 29일`) in, `datetime.date` out."""

from __future__ import annotations

import datetime as dt
import re

_QUOTE = r"['’‘`]?"
_SEP = r"\s?[.\-/]\s?"

DAY_AT_END = re.compile(
    rf"[(（]\s?(?:{_QUOTE}(?P<year>\d{{4}}|\d{{2}})(?:{_SEP}|년\s?))?"
    rf"(?P<month>\d{{1,2}})(?:{_SEP}|월\s?)(?P<day>\d{{1,2}})\s?[일.]?"
    rf"(?:\s?[~\-–∼]\s?(?:\d{{1,2}}\s?[./]\s?)?\d{{1,2}}\s?[일.]?)?\s?[)）]\s?\.?$"
)
"""A bracket at the end of a line that holds nothing but a day, or the first and last day of a span."""

DAY_OF_SOURCE = re.compile(
    rf"(?<![\d.])(?:{_QUOTE}(?P<year>\d{{4}}|\d{{2}})(?:{_SEP}|년\s?))?"
    rf"(?P<month>1[0-2]|0?[1-9])(?:{_SEP}|월\s?)(?P<day>3[01]|[12]\d|0?[1-9])\s?[일.]?(?!\d)"
)
"""The day that a source line gives, with the outlet before or behind it."""

DAY_IN_LINE = re.compile(
    rf"(?<![\d.])(?:{_QUOTE}(?P<year>\d{{4}}|\d{{2}})(?:{_SEP}|년\s?))?"
    rf"(?P<month>1[0-2]|0?[1-9])(?:{_SEP}|월\s?)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|[.,]\d|\s?[%％])\s?[일.]?"
)
"""A day amid other words, with or without its year: `2025.03.05`, `3월 5일`, `3.5`."""

_FULL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?(?:[.\-/]|년)\s?(?P<month>\d{1,2})\s?(?:[.\-/]|월)\s?(?P<day>\d{1,2})(?!\d|\s?[주호회차])"
)
_IN_NAME = re.compile(r"(?<!\d)(?P<year>20\d{2})[-_.]?(?P<month>[01]\d)[-_.]?(?P<day>[0-3]\d)(?!\d)")
_LATER = dt.timedelta(days=31)
"""How far ahead of its issue date a bulletin may speak; a later day is of the year before."""


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def full_date(text: str) -> dt.date | None:
    """The first full date written in `text`."""
    return _first(_FULL, text)


_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?(?:년|[.\-/])\s?(?P<month>1[0-2]|0?[1-9])(?!\d)")
_SHORT_MONTH = re.compile(r"['’‘`](?P<year>\d{2})\s?(?:년|[.\-/])\s?(?P<month>1[0-2]|0?[1-9])(?!\d)")


def month_end(text: str) -> dt.date | None:
    """The last day of the first month written in `text`: `2025년 1월 3주차`, `’25.2월`."""
    found = _MONTH.search(text) or _SHORT_MONTH.search(text)
    if not found:
        return None
    year = int(found["year"]) % 100 + 2000 if len(found["year"]) == 2 else int(found["year"])
    first = make_date(year, int(found["month"]), 28)
    after = first + dt.timedelta(days=4) if first else None
    return after - dt.timedelta(days=after.day) if after else None


_HEAD_LINES = 8
_LONGEST_HEAD = 160
_OF_ISSUE = re.compile(r"\d\s?(?:월\s?)?호|\d\s?주|째\s주|발행|발간|작성|배포|보도|등록|입력|편집|게시|기자\b")
"""What the head of a text says beside the day or month of its issue."""


def written_by(text: str) -> dt.date | None:
    """The day, or the last day of the month, that the first lines of a text give for its issue, in whatever layout."""
    lines = [line for line in text.split("\n", 40)[:40] if line.strip()]
    for line in lines[:_HEAD_LINES]:
        if len(line) <= _LONGEST_HEAD and _OF_ISSUE.search(line) and (day := full_date(line) or month_end(line)):
            return day
    return None


def date_in_name(name: str) -> dt.date | None:
    """The first date in a file name such as `kostec-2023-01-20` or `bulletin_20230120`."""
    return _first(_IN_NAME, name)


def _first(pattern: re.Pattern[str], text: str) -> dt.date | None:
    for match in pattern.finditer(text):
        date = make_date(int(match["year"]), int(match["month"]), int(match["day"]))
        if date:
            return date
    return None


def day_of(match: re.Match[str], issued: dt.date | None) -> dt.date | None:
    """The date of a day with optional year (groups `year`, `month`, `day`).

    Without a year it is the latest such day that is not well after the issue date: `(12.28)` in a January
    bulletin is of the year before. Without issue date it stays unknown.
    """
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        year = int(match["year"])
        return make_date(year + 2000 if year < 100 else year, month, day)
    if issued is None:
        return None
    for year in (issued.year, issued.year - 1):
        date = make_date(year, month, day)
        if date and date <= issued + _LATER:
            return date
    return None
