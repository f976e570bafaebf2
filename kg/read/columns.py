"""Tables whose columns are parted by spaces: lines in, the same lines with those of the tables as rows.

Conversions of PDF lay tables out like this, between ruled lines, under a header that names its columns, or in lines
that are all divided alike:

    ------------------------------------------
     번호   시설명              소재지      공정률
    ------------------------------------------
      1    해저 관측망         광둥성      98%
           (2단계)             선전시

A row gets its tabs back; what stands below a cell in the next line goes on with that cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.model import EMPTY, SourceText
from kg.read.lines import Kind, Line
from kg.read.tables import WRAPPED, names_columns

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_MOST_LINES = 120
_RULE = re.compile(r"[-–—_=─━]{10,}$")
_LONGEST_CELL = 50
_SENTENCE = re.compile(r"[.!?]$")
_MAY_BE_ROWS = frozenset({Kind.TEXT, Kind.NUMBERED, Kind.ITEM})
_GAP = re.compile(r" {2,}")
_TAB = SourceText("\t", (0,), (0,))


class _Chunk(NamedTuple):
    """Words of a line without a gap in them, from column `begin` to `end` of the page."""

    text: SourceText
    begin: int
    end: int


def with_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of tables with columns of spaces as rows."""
    out = list(lines)
    at = 0
    while at < len(out):
        at = _table(out, at) if _may_open(out[at]) else at + 1
    return out


def _may_open(line: Line) -> bool:
    """Whether a line may be the header of such a table; most lines have no gap at all."""
    return line.content and line.kind is not Kind.ROW and "  " in line.text.text


def _table(lines: list[Line], at: int) -> int:
    """Makes rows of the table whose header is line `at`; the line after it, or after `at` where none begins."""
    header = _chunks(lines[at])
    if len(header) < _LEAST_COLUMNS:
        return at + 1
    ruled = at > 0 and _is_rule(lines[at - 1]) and at + 1 < len(lines) and _is_rule(lines[at + 1])
    if not (ruled or names_columns([chunk.text.text for chunk in header]) or _is_over_alike(lines, at, header)):
        return at + 1
    first = at + 2 if at + 1 < len(lines) and _is_rule(lines[at + 1]) else at + 1
    rows = [_placed(_chunks(line), header) for line in lines[first : _end(lines, first, header, ruled=ruled)]]
    if sum(_is_record(row) for row in rows) < _LEAST_ROWS:
        return at + 1
    lines[at] = row_of(lines[at], [chunk.text for chunk in header])
    for number, row in enumerate(rows, start=first):
        if any(row):
            lines[number] = row_of(lines[number], row, marker="" if _is_record(row) else WRAPPED)
    return first + len(rows)


def _is_over_alike(lines: Sequence[Line], at: int, header: Sequence[_Chunk]) -> bool:
    """Whether the lines right below line `at` are divided as it is, into short words that are no sentences: as many
    in each, or, where cells go on in the next line, all of them right below a header."""
    records = 0
    begins = [chunk.begin for chunk in header]
    for line in lines[at : at + _MOST_LINES]:
        divided = _chunks(line) if line.kind in _MAY_BE_ROWS and not line.heading else []
        if not divided or any(c.end - c.begin > _LONGEST_CELL for c in divided) or _SENTENCE.search(line.text.text):
            return False
        if len(divided) == len(header):
            records += 1
            if records > _LEAST_ROWS:
                return True
        elif not all(any(abs(chunk.begin - begin) <= 1 for begin in begins) for chunk in divided):
            return False
    return False


def _end(lines: Sequence[Line], at: int, header: Sequence[_Chunk], *, ruled: bool) -> int:
    """The line after the last row: at the ruled line below; without one, where no line stands in later columns."""
    stop = min(len(lines), at + _MOST_LINES)
    for end in range(at, stop):
        line = lines[end]
        placed = _is_placed(line, header) or _is_rest_of_cell(lines, end, header)
        if _is_rule(line) or not (ruled or placed):
            return end
    return at if ruled else stop


def _is_placed(line: Line, header: Sequence[_Chunk]) -> bool:
    return line.content and ("  " in line.text.text or line.indent >= header[1].begin)


def _is_rest_of_cell(lines: Sequence[Line], at: int, header: Sequence[_Chunk]) -> bool:
    """Whether line `at` holds nothing but the rest of a first cell: narrower than its column, between rows."""
    line = lines[at]
    narrow = line.kind is Kind.TEXT and line.indent + _width(line.text.text) < header[1].begin
    after = lines[at + 1] if at + 1 < len(lines) else None
    return narrow and not line.heading and (after is None or not after.content or _is_placed(after, header))


def _is_rule(line: Line) -> bool:
    return line.kind is Kind.FURNITURE and bool(_RULE.match(line.text.text))


def _chunks(line: Line) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    column, at = line.indent, 0
    for gap in [*_GAP.finditer(line.text.text), None]:
        text = line.text.cut(at, gap.start() if gap else None)
        width = _width(text.text)
        if text:
            chunks.append(_Chunk(text, column, column + width))
        column += width
        if gap:
            column, at = column + len(gap.group()), gap.end()
    return chunks


def _width(text: str) -> int:
    """Columns that a text takes on the page: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _placed(chunks: Sequence[_Chunk], header: Sequence[_Chunk]) -> list[SourceText]:
    """The cells of a line: in order where there are as many as columns, else by the header they stand under."""
    if len(chunks) == len(header):
        return [chunk.text for chunk in chunks]
    cells = [EMPTY] * len(header)
    for chunk in chunks:
        column = min(range(len(header)), key=lambda at: _distance(chunk, header[at]))
        cells[column] = SourceText.join([cells[column], chunk.text])
    return cells


def _distance(chunk: _Chunk, head: _Chunk) -> tuple[int, int]:
    """How far a chunk stands from a header: columns between them, less what they share; then of their beginnings."""
    return max(chunk.begin, head.begin) - min(chunk.end, head.end), abs(chunk.begin - head.begin)


def _is_record(row: Sequence[SourceText]) -> bool:
    """Whether a line begins a row: most of its columns are filled, the first among them."""
    return bool(row) and bool(row[0]) and 2 * sum(map(bool, row)) > len(row)


def row_of(line: Line, cells: Sequence[SourceText], *, marker: str = "") -> Line:
    """A row of these cells, parted by tabs, in place of `line`."""
    text = cells[0]
    for cell in cells[1:]:
        at = cell.starts[0] if cell else text.ends[-1] if text else line.begin
        text = _concatenated(text, replace(_TAB, starts=(at,), ends=(at,)), cell)
    return replace(line, kind=Kind.ROW, text=text, body=text, marker=marker)


def _concatenated(*parts: SourceText) -> SourceText:
    return SourceText(
        "".join(part.text for part in parts),
        tuple(at for part in parts for at in part.starts),
        tuple(at for part in parts for at in part.ends),
    )
