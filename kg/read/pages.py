"""Pages of a document in text form: lines in, the same lines without what only the pages need.

A page ends with a form feed or a line that holds its number. What stands at the edge of most pages, numbers aside, is
a running head and becomes furniture; a sentence that a page break has cut in two is put together by dropping what
stands between its halves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.read.lines import Kind, Line
from kg.read.text import breaks_off, clings

_LEAST_REPEATS = 3
_LONGEST_HEAD = 50
_SHORTEST_BROKEN = 15
_DIGITS = re.compile(r"\d+")
_MAY_BREAK = frozenset({Kind.TEXT, Kind.BULLET, Kind.LEAD, Kind.FOOTNOTE, Kind.ITEM})


def across_pages(original: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of `original` without running heads and without the gaps that page breaks leave in sentences."""
    breaks = [at for at, line in enumerate(lines) if _ends_page(original, line)]
    if not breaks:
        return list(lines)
    out = _without_running(list(lines), breaks)
    gone: set[int] = set()
    for above, below in _around(out, breaks):
        if above >= 0 and below < len(out) and _is_broken(out[above], out[below]):
            gone.update(range(above + 1, below))
    return [line for at, line in enumerate(out) if at not in gone]


def _ends_page(original: str, line: Line) -> bool:
    if line.kind is Kind.FURNITURE:
        return bool(_DIGITS.search(line.text.text))
    return line.kind is Kind.BLANK and original[line.begin : line.begin + 1] == "\x0c"


def _around(lines: Sequence[Line], breaks: Sequence[int]) -> list[tuple[int, int]]:
    """The nearest lines with content above and below each break; -1 and the number of lines where there are none."""
    content = [at for at, line in enumerate(lines) if line.content]
    places = [bisect_left(content, at) for at in breaks]
    ends = [-1, *content, len(lines)]
    pairs = [(ends[place], ends[place + 1]) for place in places]
    return list(dict.fromkeys(pairs))


def _without_running(lines: list[Line], breaks: Sequence[int]) -> list[Line]:
    pairs = _around(lines, [*breaks, len(lines)])
    edges = sorted({at for pair in pairs for at in pair if 0 <= at < len(lines)})
    first = next((at for at, line in enumerate(lines) if line.content), -1)
    edges = [at for at in edges if lines[at].kind is Kind.TEXT and len(lines[at].text) <= _LONGEST_HEAD]
    keys = {at: _DIGITS.sub("#", lines[at].text.text) for at in edges}
    counts = Counter(keys.values())
    name = lines[first].text.text if first >= 0 else ""
    for at in edges:
        often = counts[keys[at]] >= max(_LEAST_REPEATS, len(breaks) / 3)
        if (often or lines[at].text.text == name) and at != first:
            lines[at] = replace(lines[at], kind=Kind.FURNITURE)
    return lines


def _is_broken(above: Line, below: Line) -> bool:
    """Whether a sentence goes on from the last line of a page to the first of the next."""
    if above.kind not in _MAY_BREAK or below.kind is not Kind.TEXT or below.heading or above.heading:
        return False
    text = above.text.text
    return len(text) >= _SHORTEST_BROKEN and (breaks_off(text) or clings(text, below.text.text))
