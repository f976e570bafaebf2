"""Texts as they come out of a printed page: lines broken at a width, pages with heads, feet and notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_PIECES = re.compile(r"[「『‘(]*(?:[A-Za-z0-9.,%~]+|.)[」』’').,:*]*")
_WORDS = re.compile(r"\s|\S+")


def columns(text: str) -> int:
    """Columns on the page: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def broken(paragraph: str, width: int, *, by_word: bool, first: str = "", hanging: str = "") -> list[str]:
    """`paragraph` as lines of at most `width` columns, the first and the others set in; spaces at their ends remain."""
    lines, line = [], first
    for piece in (_WORDS if by_word else _PIECES).findall(paragraph):
        if columns(line + piece) > width and not piece.isspace():
            lines.append(line)
            line = hanging
        if not (piece.isspace() and line in (first, hanging)):
            line += piece
    return [*lines, line]


@dataclass(frozen=True)
class Page:
    """What stands around the text of a page: lines above and below, by page number; the sign of the page's end."""

    rows: int
    head: Callable[[int], Sequence[str]] = lambda number: ()
    foot: Callable[[int], Sequence[str]] = lambda number: (f"- {number} -",)
    rule: Sequence[str] = ()
    end: str = "\n"
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)  # mark → lines of its note


def pages(lines: Sequence[str], page: Page, first: int = 11) -> Iterator[list[str]]:
    """The lines of each page."""
    for number, begin in enumerate(range(0, len(lines), page.rows), start=first):
        body = list(lines[begin : begin + page.rows])
        notes = [line for mark, note in page.notes.items() if any(mark in line for line in body) for line in note]
        yield [*page.head(number), *body, *(page.rule if notes else ()), *notes, *page.foot(number)]


def printed(lines: Sequence[str], page: Page, *, keep_spaces: bool = False) -> str:
    """The text of all pages."""
    text = page.end.join("\n".join(rows) for rows in pages(lines, page)) + "\n"
    return text if keep_spaces else re.sub(" +$", "", text, flags=re.MULTILINE)
