"""The width at which a document's lines were broken: lines in, the width out, or none where lines are paragraphs.

Text that comes out of a PDF has a line break wherever the page was full: behind a word, or, as Korean allows, within
one. Either shows in what all lines have in common: what comes next would not have found room. Lists, verse and
texts whose lines are paragraphs have no such width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.frozen import frozen
from kg.model import SourceText
from kg.read.lines import Kind, Line
from kg.read.text import clings

_FEWEST = 6
"""Lines that must have been broken, to know the width from them."""
_NARROWEST, _WIDEST = 24, 160
_MOST = 0.85
"""Share of the lines that must fit a width; the others are headings, verse, names that are not broken."""
_LONGER = 0.05
"""Share of the lines that may be longer than the width."""
_GAP = "  "
"""What parts the cells of a table and the parts of a running head."""
_ROOM = (1, 2, 3, 5, 7)
"""Columns by which lines may fall short: type of different widths, punctuation that hangs over."""
_NEARLY_ALL = 0.95
"""The same for words that are broken, where no break parts a particle or ending from its word, which would tell."""
_LITTLE = 5
_ATTEMPTS = 6
_MUCH_WIDER = 1.4
"""How much wider than those before lines are that were broken at another width."""

_BETWEEN_PAGES = frozenset({Kind.FURNITURE, Kind.NUMBER})
"""Below these a running head may stand."""
_RUNNING = frozenset({Kind.TEXT, Kind.BULLET, Kind.LEAD, Kind.FOOTNOTE, Kind.ITEM})
_CLOSED = re.compile(r"[.!?:;。！？][”’\"')）\]」』》〉]{0,3}(?:\d{1,2}\))?$")
_PIECE = re.compile(r"[「『《〈‘“'\"(（\[]{0,3}(?:[A-Za-z0-9.,%~]{1,40}|[^\s])[」』》〉’”'\")）\]、.,:;!?]{0,4}")
"""What is not broken even within words: a character, or letters and digits, with the signs that stick to it."""
_WORD = re.compile(r"\S{1,60}")


@cache
def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.combining(char) else 1


def columns_of(text: str) -> int:
    """Columns that a text takes on the page: two for each wide character."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def is_closed(text: SourceText) -> bool:
    """Whether a line ends as sentences, items and labels do."""
    return bool(_CLOSED.search(text.text[-8:].rstrip()))


def right_edge(line: Line) -> int:
    """The column in which a line ends."""
    return line.indent + columns_of(line.text.text.rstrip())


@frozen
class Width:
    """Lines are `columns` wide, less up to `room`; `by_word`: they are broken between words only."""

    columns: int
    room: int
    by_word: bool

    def breaks(self, line: Line, after: Line) -> bool:
        """Whether `line` ends because what `after` begins with found no room on it."""
        return right_edge(line) + self._needed(after.text.text) + self.room > self.columns

    def nearly_breaks(self, line: Line, after: Line) -> bool:
        """The same, if there were a little less room: what begins the next line may have been kept together."""
        return right_edge(line) + self._needed(after.text.text) + self.room + _LITTLE > self.columns

    def _needed(self, text: str) -> int:
        found = (_WORD if self.by_word else _PIECE).match(text)
        return (columns_of(found[0]) if found else 0) + self.by_word

    def has_space(self, line: Line, after: Line) -> bool:
        """Whether a space must have stood where `line` ends: without it there was room for what comes next."""
        exact = self.room == _ROOM[0] and not self.by_word
        return exact and right_edge(line) + self._needed(after.text.text) <= self.columns


def measure(lines: Sequence[Line]) -> Width | None:
    """The width at which the running text in `lines` was broken; None where it was not, or too little stands there."""
    pairs = [(a, b) for a, b in pairwise(_without_heads(lines)) if _may_go_on(a, b)]
    if len(pairs) < _FEWEST:
        return None
    edges = sorted({right_edge(above) for above, _ in pairs}, reverse=True)
    texts = [right_edge(line) for line in lines if line.kind in _RUNNING]
    for by_word in (False, True):
        for columns in edges[:_ATTEMPTS]:
            if not _NARROWEST <= columns <= _WIDEST:
                continue
            if sum(edge > columns + _ROOM[1] for edge in texts) > _LONGER * len(texts):
                continue
            found = _fitting(pairs, columns, by_word=by_word)
            if found is not None:
                return found
    return None


def stretches(lines: Sequence[Line]) -> list[tuple[Sequence[Line], Width | None]]:
    """The lines in one piece or two, each with the width at which it was broken: a summary on the first page may be
    narrower than what follows.
    """
    whole = measure(lines)
    cut = 0 if whole is not None else _where_wider(lines)
    below = measure(lines[cut:]) if cut else None
    if below is None:
        return [(lines, whole)]
    return [(lines[:cut], measure(lines[:cut])), (lines[cut:], below)]


def _where_wider(lines: Sequence[Line]) -> int:
    """The line, behind a gap, from which on lines are much wider than those before; 0 where there is none."""
    goes_on = [_may_go_on(line, below) for line, below in pairwise(lines)]
    if sum(goes_on) < _FEWEST:  # as in most documents; to measure each line would be a ninth of reading
        return 0
    widest, gap, pairs = 0, 0, 0
    for at, line in enumerate(lines[:-1]):
        if not line.content:
            gap = at + 1
            continue
        edge = right_edge(line)
        if pairs >= _FEWEST and edge > widest * _MUCH_WIDER:
            return gap
        widest = max(widest, edge if line.kind in _RUNNING else 0)
        pairs += goes_on[at]
    return 0


def _without_heads(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines but those right below the end of a page, which may be running heads."""
    below_page = False
    for line in lines:
        if not (below_page and line.content):
            yield line
        below_page = line.kind in _BETWEEN_PAGES or (below_page and not line.content)


def _fitting(pairs: Sequence[tuple[Line, Line]], columns: int, *, by_word: bool) -> Width | None:
    parted = any(clings(a.text.text.rstrip(), b.text.text) for a, b in pairs)
    longest = all(right_edge(above) <= columns for above, _ in pairs)
    for room in _ROOM[:2] if by_word else _ROOM if parted else _ROOM[:1] if longest else ():
        width = Width(columns, room, by_word)
        least = _MOST if by_word or parted else _NEARLY_ALL
        if sum(width.breaks(above, below) for above, below in pairs) >= least * len(pairs):
            return width
    return None


def _may_go_on(above: Line, below: Line) -> bool:
    """Whether the text of a line goes on in the next, by what they are."""
    running = above.kind in _RUNNING and below.kind is Kind.TEXT and not (above.heading or below.heading)
    return running and not is_closed(above.text) and not any(_GAP in line.text.text for line in (above, below))
