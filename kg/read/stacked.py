"""Tables whose cells stand one below the other: lines in, the same lines with those of the tables as rows.

Text taken out of a PDF cell by cell loses the columns:

    지표
    2020년
    2025년
    연구개발 투입 강도
    1.1%
    1.5% 이상
    ...

How many columns there were shows in where the numbers stand: every second or third line, but for the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.read.columns import row_of
from kg.read.lines import Kind, Line
from kg.read.width import is_closed

_VALUE = re.compile(
    r"(?:(?:약|총|최대|최고|최소|합계|연간|누적|각각?|≥|≤|>|<)\s?)?[+-]?\d[\d,.]*\s?(?:%p?|[가-힣A-Za-z]{0,6})"
    r"(?:\s\d[\d,.]*[만억천]?)?(?:\s[가-힣A-Za-z]{1,5}){0,2}(?:\s?[(（][^()（）]{1,30}[)）])?\Z|[-–—]\Z"
)
"""A cell that holds a number with its unit, or that there is none."""
_YEAR = re.compile(r"['’‘]?(?:(?:19|20)\d\d|\d\d)년?(?:\s?(?:실적|목표|현황|말))?\Z")
_DATE = re.compile(r"(?:19|20)\d\d[년.]|\d{1,2}월|\d{1,2}\.\s?\d{1,2}\.")
_CAPTION = re.compile(r"[<〈\[]?\s?(?:표|부록|별표|붙임|참고|그림)\s?\d")
_LONGEST = 44
_LONGEST_HEADER = 16
_COLUMNS = range(2, 8)
_LEAST_ROWS = 3
"""Rows below the header at least: fewer fall into columns by chance."""
_MOST = 240


def with_stacked(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of tables whose cells stand one below the other as rows."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        end = _run(lines, at)
        if end - at > _LEAST_ROWS * _COLUMNS[0]:
            out.extend(_rows(lines[at:end]))
        else:
            out.extend(lines[at : max(end, at + 1)])
        at = max(end, at + 1)
    return out


def _run(lines: Sequence[Line], at: int) -> int:
    """The line behind the short lines that stand right below each other from line `at` on."""
    end = at
    while end < min(len(lines), at + _MOST) and _may_be_cell(lines[end]):
        end += 1
    return end


def _may_be_cell(line: Line) -> bool:
    """Whether a line is short and no sentence."""
    return line.kind is Kind.TEXT and not line.heading and len(line.text) <= _LONGEST and not is_closed(line.text)


def _rows(run: Sequence[Line]) -> Iterator[Line]:
    """The lines of a run, as rows where just one number of columns fits."""
    words = [line.text.text.strip() for line in run]
    values = [bool(_VALUE.match(word)) and not _DATE.match(word) for word in words]
    first = 1 if _CAPTION.match(words[0]) else 0
    fitting = [
        count for count in _COLUMNS if sum(values) >= _LEAST_ROWS and _fits(words[first:], values[first:], count)
    ]
    if len(fitting) != 1:
        yield from run
        return
    yield from run[:first]
    for at in range(first, len(run), fitting[0]):
        cells = run[at : at + fitting[0]]
        yield replace(row_of(cells[0], [line.text.strip() for line in cells]), end=cells[-1].end)


def _fits(words: Sequence[str], values: Sequence[bool], count: int) -> bool:
    """Whether so many columns have a header of short words, names in the first, and numbers in others throughout."""
    if len(words) % count or len(words) < (_LEAST_ROWS + 1) * count:
        return False
    for word, value in zip(words[:count], values[:count], strict=True):
        if len(word) > _LONGEST_HEADER or (value and not _YEAR.match(word)):
            return False
    columns = [values[count + column :: count] for column in range(count)]
    return not any(columns[0]) and all(all(column) or not any(column) for column in columns) and any(map(all, columns))
