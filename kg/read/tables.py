"""Tables: runs of row lines in, `Table` records out, with header, carried cells and joined pages.

A row is a line with tabs (or a Markdown pipe row). What follows without a tab directly below continues its
last cell. Rows that a page break cut in two come as two runs, the second often under a repeated header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.model import EMPTY, Cell, SourceText, Table
from kg.read.lines import CIRCLED, Kind, Line, next_content
from kg.read.text import join_lines, unmark

WRAPPED = "↳"
"""Marker of a row line whose cells go on with those of the row above."""

_TAB = re.compile(r"\t")
_PIPE = re.compile(r"(?<!\\)\|")
_PIPE_RULE = re.compile(r"[\s|:\-]+$")
_LIST_TAG = re.compile(r"</?(?:ul|ol|li)(?:\s[^<>]{0,512})?>", re.IGNORECASE)
_ITEM_SIGN = re.compile(r"(?:^|(?<=\s))(?:[•●○◦▪▫■□▶►✓☑⦁‧∙]|[-–](?=\s))\s?")
_DOT_SIGN = re.compile(r"(?:^|(?<=\s))[•▪⦁‧∙●▶]\s?")
_CIRCLED = re.compile(rf"(?:^|(?<=\s))(?=[{CIRCLED}])")
_MAY_LIST = re.compile(rf"[<•●○◦▪▫■□▶►✓☑⦁‧∙–{CIRCLED}-]")
"""What a stretch of a cell has that holds several items, or signs of one, or list markup."""
_GLUED_NUMBER = re.compile(r"\d{1,3}[.)]?\s+(?=[•▪⦁‧∙●▶])")
_ORDINAL = re.compile(r"\d{1,3}[.)]?$")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_CAPTION = re.compile(r"〈(?P<body>[^〈〉]+)〉$")
_HEADER_WORD = re.compile(
    r"(?:구\s?분|번\s?호|순\s?번|연\s?번|순\s?위|no\.?|내\s?용|분\s?야|항\s?목|지\s?표|목\s?표|비\s?고|소\s?속|소재지|지\s?역|개\s?요"
    r"|기\s?업|기\s?관|유\s?형|단\s?위|연\s?도|시\s?기|과\s?제|정\s?책|성\s?과|사\s?례|역\s?할|특\s?징|규\s?모|일\s?시|장\s?소|제\s?품"
    r"|(?:주요|세부|핵심|중점|추진|지원|관련|대표).{0,12}|.{1,12}(?:명|명칭|내용|기관|기업|분야|연도|시기|현황|목표|지표|과제|임무|업무|비율|비중|규모|수))$",
    re.IGNORECASE,
)
_FIRST_HEADER = re.compile(r"구\s?분|번\s?호|순\s?번|연\s?번|no\.?$", re.IGNORECASE)
_LABEL = re.compile(r"(?:[^\d<>〈〉•●○□▶:：.]{1,20}|.{0,12}(?:19|20)\d\d년?.{0,6}|['’‘]\d\d년?.{0,8})$")
_CONTINUATION_LINES = 3
_ORDINAL_COLUMNS = 4


class _Row:
    """A row as it was read: its cells, each with the lines that make it up, and their words."""

    __slots__ = ("cells", "words")

    def __init__(self, cells: list[list[SourceText]]) -> None:
        self.cells = cells
        self.words = [
            cell[0].text.strip() if len(cell) == 1 else " ".join([part.text.strip() for part in cell]).strip()
            for cell in cells
        ]

    def keeping(self, columns: Sequence[int]) -> _Row:
        """The row with only these columns, as far as it has them."""
        return _Row([self.cells[column] for column in columns if column < len(self.cells)])

    def without(self, column: int) -> _Row:
        return _Row(self.cells[:column] + self.cells[column + 1 :])


class Found(NamedTuple):
    """Captions in the table's first row, the table (None where only captions were), its span, next line."""

    captions: tuple[SourceText, ...]
    table: Table | None
    begin: int
    end: int
    next: int
    marks: frozenset[int]


def read_table(lines: Sequence[Line], at: int, stop: int) -> Found:
    """The table whose first row is line `at`, its continuations on later pages included."""
    begin = lines[at].begin
    captions: list[SourceText] = []
    rows, at = _read_run(lines, at, stop)
    while rows and (found := _caption_row(rows[0])):
        captions.extend(found)
        rows = rows[1:]
    header, body = _split_header(rows)
    end = lines[at - 1].end
    while (more := next_content(lines, at, stop)) < stop and lines[more].kind is Kind.ROW:
        rows, after = _read_run(lines, more, stop)
        if rows and _caption_row(rows[0]):
            break
        again, rest = _split_header(rows)
        if again is not None and (header is None or not _same_header(header, again)):
            break
        body.extend(_as_wide(rest, again, header))
        at, end = after, lines[after - 1].end
    marks: set[int] = set()
    table = _build(header, body, marks) if body or header else None
    return Found(tuple(captions), table, begin, end, at, frozenset(marks))


# --- reading ----------------------------------------------------------------------------------------------


def _read_run(lines: Sequence[Line], at: int, stop: int) -> tuple[list[_Row], int]:
    """Rows from line `at` on, as far as they follow each other; and the line after them."""
    rows: list[_Row] = []
    while at < stop:
        line = lines[at]
        if line.kind is Kind.ROW and line.marker == WRAPPED and rows:
            for column, cell in enumerate(_cells(line.text)):
                if cell:
                    rows[-1].cells[column].append(cell)
            at += 1
        elif line.kind is Kind.ROW:
            if not _PIPE_RULE.match(line.text.text):
                rows.append(_Row([[cell] for cell in _cells(line.text)]))
            at += 1
        elif rows and _continues_cell(line):
            rows[-1].cells[-1].append(line.text)
            at += 1
        else:
            resumed = _resumption(lines, at, stop) if rows else at
            if resumed == at:
                break
            rows[-1].cells[-1].extend(line.text for line in lines[at:resumed] if line.content)
            at = resumed
    return rows, at


def _cells(text: SourceText) -> list[SourceText]:
    if "\t" in text.text:
        return list(text.split(_TAB))
    return list(text.strip("| ").split(_PIPE))


def _continues_cell(line: Line) -> bool:
    """Whether a line without tab, directly below a row, goes on with its last cell."""
    if line.heading:
        return False
    return line.kind is Kind.TEXT or (line.kind is Kind.BULLET and line.marker in "•▪⦁‧∙")


def _resumption(lines: Sequence[Line], at: int, stop: int) -> int:
    """Where the rest of a cell ends that a page break cut off: at the next row; `at` if nothing was cut."""
    cursor = next_content(lines, at, stop)
    first = cursor
    while cursor < min(first + _CONTINUATION_LINES, stop) and _continues_cell(lines[cursor]):
        cursor += 1
    after = next_content(lines, cursor, stop)
    if cursor == first or after >= stop or lines[after].kind is not Kind.ROW or after > cursor + 1:
        return at
    return cursor if not _is_header(_Row([[cell] for cell in _cells(lines[after].text)])) else at


def _caption_row(row: _Row) -> list[SourceText]:
    """The captions of a row that holds nothing else."""
    found = []
    for cell in row.cells:
        text = cell[0].strip()
        if not text:
            continue
        match = _CAPTION.match(text.text)
        if not match:
            return []
        found.append(text.cut(*match.span("body")))
    return found


# --- header -----------------------------------------------------------------------------------------------


def _split_header(rows: list[_Row]) -> tuple[_Row | None, list[_Row]]:
    if rows and (_is_header(rows[0]) or (len(rows) > 1 and _labels(rows[0], rows[1:]))):
        return rows[0], rows[1:]
    return None, rows


def _is_header(row: _Row) -> bool:
    """Whether a row reads as a header by its words alone: `구분`, `주요 내용`, `기업명` …"""
    named = [text for text in row.words if text]
    if not named or any(len(text) > 30 or _ITEM_SIGN.match(text) for text in named):
        return False
    words = sum(bool(_HEADER_WORD.match(text)) for text in named)
    return bool(_FIRST_HEADER.match(named[0]) and len(named) > 1) or words * 2 > len(named)


def names_columns(words: Sequence[str]) -> bool:
    """Whether words one beside the other are a header, by themselves."""
    return _is_header(_Row([[SourceText.of(text)] for text in words]))


def _labels(row: _Row, rest: list[_Row]) -> bool:
    """Whether the cells of the first row label what stands below: short words of another kind."""
    labels = row.words
    if len(labels) < 2 or not all(labels[1:]) or not all(map(_LABEL.match, filter(None, labels))):
        return False
    if len(labels) == 2 and sum(bool(_HEADER_WORD.match(other.words[0])) for other in rest) * 2 > len(rest):
        return False  # a list of properties: each row is a label and its value
    return not any(_is_of_kind(label, column, rest) for column, label in enumerate(labels))


def _is_of_kind(label: str, column: int, rest: list[_Row]) -> bool:
    """Whether a cell is one more of those below it: most end as it ends, and it is no mere generic word."""
    if _HEADER_WORD.match(label):
        return False
    body = [other.words[column] for other in rest if column < len(other.words) and other.words[column]]
    alike = sum(text.endswith(label[-2:]) for text in body) if len(label) > 1 else 0
    return alike * 2 > len(body) and not any(text.endswith(label) for text in body)


def _same_header(one: _Row, other: _Row) -> bool:
    """Whether two headers are one, printed twice; a misprint in one of them is allowed."""
    left, right = ([re.sub(r"\s", "", text) for text in row.words if text] for row in (one, other))
    if len(left) != len(right):
        return False
    return 2 * sum(a == b for a, b in zip(left, right, strict=True)) > len(left)


def _as_wide(rows: list[_Row], again: _Row | None, header: _Row | None) -> list[_Row]:
    """Rows under a repeated header, brought to the columns of the first header."""
    if again is None or header is None:
        return rows
    return _without_ordinals(again, rows)[1]


# --- shape ------------------------------------------------------------------------------------------------


def _build(header: _Row | None, rows: list[_Row], marks: set[int]) -> Table:
    rows = _with_first_cells(rows, _width([header, *rows] if header else rows))
    header, rows = _without_empty_columns(header, rows)
    header, rows = _unfold(header, rows)
    header, rows = _without_ordinals(header, rows)
    made = [[_cell(cell, marks) for cell in row.cells] for row in rows]
    made = [row for row in made if any(cell.text for cell in row)]
    head = tuple(_cell(cell, marks) for cell in _trimmed(header).cells) if header else ()
    return Table(head, tuple(map(tuple, _carried(made))))


def _with_first_cells(rows: list[_Row], width: int) -> list[_Row]:
    """Rows that lost their first cell get an empty one: they begin with a bullet item, others do not."""
    lacking = [bool(_DOT_SIGN.match(row.words[0])) for row in rows]
    if sum(lacking) * 2 >= len(rows):
        return rows
    return [_shifted(row, width) if lacks else row for row, lacks in zip(rows, lacking, strict=True)]


def _shifted(row: _Row, width: int) -> _Row:
    cells = row.cells if row.words[-1] or len(row.cells) < width else row.cells[:-1]
    return _Row([[EMPTY], *cells]) if len(cells) < width else row


def _trimmed(row: _Row) -> _Row:
    """The row without empty cells at its end."""
    width = len(row.words)
    while width and not row.words[width - 1]:
        width -= 1
    return row.keeping(range(width))


def _width(rows: list[_Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _without_empty_columns(header: _Row | None, rows: list[_Row]) -> tuple[_Row | None, list[_Row]]:
    """Without columns that hold nothing at all: places of pictures, trailing tabs."""
    every = [header, *rows] if header else rows
    used = sorted({column for row in every for column, text in enumerate(row.words) if text})
    if len(used) == _width(every):
        return header, rows
    return (header.keeping(used) if header else None), [row.keeping(used) for row in rows]


def _without_ordinals(header: _Row | None, rows: list[_Row]) -> tuple[_Row | None, list[_Row]]:
    """Without a column of running numbers that the header does not name.

    Where one header cell spans number and text, the header's later cells have slipped one column to the left:
    `구분, 지표, 목표, (empty)` over `녹색생산, 1, 비중, 40%`. Taking the numbers out of the rows mends both.
    """
    if header is None or not rows:
        return header, rows
    width = _width(rows)
    for column in range(1, min(width, _ORDINAL_COLUMNS)):
        cells = [row.words[column] for row in rows if column < len(row.words) and row.words[column]]
        if len(cells) < 2 or not all(_ORDINAL.match(text) for text in cells) or not _is_running(cells):
            continue
        if column < len(header.words) and not header.words[column]:
            return header.without(column), [row.without(column) for row in rows]
        if len(_trimmed(header).cells) < width:
            return _trimmed(header), [row.without(column) for row in rows]
    return header, rows


def _is_running(cells: list[str]) -> bool:
    numbers = [int(re.sub(r"\D", "", text)) for text in cells]
    return all(after == before + 1 for before, after in pairwise(numbers))


def _unfold(header: _Row | None, rows: list[_Row]) -> tuple[_Row | None, list[_Row]]:
    """A table of two halves side by side, as one: its header is repeated, or two runs of numbers begin."""
    width = _width([header, *rows] if header else rows)
    half = width // 2
    if width < 4 or width % 2:
        return header, rows
    if header is not None:
        names = header.words + [""] * (width - len(header.cells))
        if names[:half] != names[half:]:
            return header, rows
        header = _Row(header.cells[:half])
    elif not all(_starts_record(row, 0) and _starts_record(row, half) for row in rows):
        return header, rows
    halves = [_Row(part) for row in rows for part in (row.cells[:half], row.cells[half:])]
    return header, [row for row in halves if any(text.strip("-– ") for text in row.words)]


def _starts_record(row: _Row, column: int) -> bool:
    text = row.words[column] if column < len(row.cells) else ""
    return bool(_NUMBERED.match(text)) or not text.strip("-– ")


# --- cells ------------------------------------------------------------------------------------------------


def _cell(lines: list[SourceText], marks: set[int]) -> Cell:
    """The cell's text, its items each on a line of its own, without list markup and bullet signs."""
    pieces: list[SourceText] = []
    for line in lines:
        items = _items_of_line(line)
        if pieces and items and not _opens_item(line):
            pieces[-1] = join_lines([pieces[-1], items.pop(0)])
        pieces.extend(items)
    clean = []
    for piece in pieces:
        done = unmark(piece)
        marks |= done.marks
        if done.text:
            clean.append(done.text)
    return Cell(SourceText.join(clean, "\n"), tuple(clean))


def _items_of_line(line: SourceText) -> list[SourceText]:
    """The items in one line of a cell, list markup aside; most lines are one."""
    if not _MAY_LIST.search(line.text):
        return [text] if (text := line.strip()) else []
    return [item for piece in line.split(_LIST_TAG) for item in _items(piece)]


def _opens_item(line: SourceText) -> bool:
    text = line.strip().text
    return bool(_LIST_TAG.match(text) or _ITEM_SIGN.match(text))


def _items(text: SourceText) -> list[SourceText]:
    """The bullet items in one stretch of a cell; the whole stretch where there are none."""
    text = text.strip()
    glued = _GLUED_NUMBER.match(text.text)
    if glued:
        text = text.cut(glued.end())
    sign = _ITEM_SIGN if _ITEM_SIGN.match(text.text) else _DOT_SIGN
    parts = [part.strip() for part in text.split(sign)]
    if len(parts) == 1 and _CIRCLED.match(text.text):
        parts = [part.strip() for part in text.split(_CIRCLED)]
    return [part for part in parts if part]


def _carried(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows in which an empty first cell takes the value from above, as a cell that spans rows is meant."""
    above: list[Cell] = []
    out: list[list[Cell]] = []
    for row in rows:
        filled = list(row)
        for column, cell in enumerate(filled):
            if cell.text or column >= len(above):
                break
            filled[column] = above[column]
        out.append(filled)
        above = filled
    return out
