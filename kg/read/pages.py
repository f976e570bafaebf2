"""Pages of a document in text form: lines in, the same lines without what only the pages need.

A page ends with a form feed or a line that holds its number. What stands at the edge of most pages, numbers aside, is
a running head and becomes furniture; so is what stands in the way of a sentence that goes on over the break. Such a
sentence is put together by dropping what stands between its halves. Where the lines were broken at a width
(`kg.read.width`), `kg.read.flow` puts sentences together, and numbers in the middle of running text show pages too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.read.lines import Kind, Line
from kg.read.text import breaks_off, clings
from kg.read.width import Width, is_closed

_LEAST_REPEATS = 3
_TWICE = 2
_NEARLY_ALL = 0.8
"""Share of the pages whose first (or last) lines come back, from which on two of a kind are running heads."""
_ROUNDS = 3
"""Lines at an edge of a page that may be running heads."""
_LONGEST_HEAD = 50
_SHORTEST_BROKEN = 15
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(
    r"(?:(?P<front>\d{1,4})(?=\s*[|ㅣ·/]|\s|$)|\D.{0,48}?(?:[|ㅣ·/]\s{0,4}|\s)(?:[pP]\.?\s?)?(?P<back>\d{1,4})$)"
)
"""A line that begins or ends with what may be a page's number."""
_MOST_ALIKE = 20
"""Lines with the same number that are looked at."""
_LEAST_BETWEEN = 5
"""Lines that stand on a page at least."""
_MAY_BREAK = frozenset({Kind.TEXT, Kind.BULLET, Kind.LEAD, Kind.FOOTNOTE, Kind.ITEM})
_MAY_RUN = frozenset({Kind.TEXT, Kind.NUMBERED, Kind.NUMBER, Kind.SECTION, Kind.ROMAN})


def across_pages(original: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of `original` without running heads and without the gaps that page breaks leave in sentences."""
    breaks = page_breaks(original, lines)
    if not breaks:
        return list(lines)
    out = without_running(list(lines), breaks)
    gone: set[int] = set()
    for above, below in _around(out, breaks):
        if above >= 0 and below < len(out) and _is_broken(out[above], out[below]):
            gone.update(range(above + 1, below))
    return [line for at, line in enumerate(out) if at not in gone]


def page_breaks(original: str, lines: Sequence[Line]) -> list[int]:
    """The lines that end a page: form feeds and page numbers that stand alone with their signs."""
    return [at for at, line in enumerate(lines) if _ends_page(original, line)]


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


# --- running heads ----------------------------------------------------------------------------------------


def without_running(lines: list[Line], breaks: Sequence[int], width: Width | None = None) -> list[Line]:
    """`lines` with the heads and feet of the pages as furniture; `width`: at which the lines were broken."""
    first = next((at for at, line in enumerate(lines) if line.content), -1)
    name = lines[first].text.text if first >= 0 else ""
    for _ in range(_ROUNDS):
        pairs = _around(lines, [*breaks, len(lines)])
        found = {at for at in _repeated(lines, pairs, name, len(breaks)) if at != first}
        if width is not None:
            found |= {below for above, below in pairs if _interrupts(lines, above, below, width)}
        if not found:
            break
        for at in found:
            lines[at] = replace(lines[at], kind=Kind.FURNITURE)
    return lines


def _repeated(lines: Sequence[Line], pairs: Sequence[tuple[int, int]], name: str, pages: int) -> Iterator[int]:
    """Lines at the edges of pages that come back there, or bear the name that the document begins with."""
    sides = [[at for at in side if _may_run(lines, at)] for side in zip(*pairs, strict=True)]
    sides[0] += [above for above, _ in pairs if above >= 0 and lines[above].kind is Kind.NUMBER]
    keys = {at: _DIGITS.sub("#", lines[at].text.text) for side in sides for at in side}
    counts = Counter(keys.values())
    for side in sides:
        again = [at for at in side if counts[keys[at]] >= _TWICE]
        often = len(again) >= max(_TWICE, _NEARLY_ALL * (len(pairs) - 1))
        for at in side:
            repeated = counts[keys[at]] >= (_TWICE if often else max(_LEAST_REPEATS, pages / 3))
            if repeated or lines[at].text.text == name:
                yield at


def _may_run(lines: Sequence[Line], at: int) -> bool:
    if not 0 <= at < len(lines):
        return False
    line = lines[at]
    return line.kind is Kind.TEXT and not line.heading and len(line.text) <= _LONGEST_HEAD and not is_closed(line.text)


def _interrupts(lines: Sequence[Line], above: int, below: int, width: Width) -> bool:
    """Whether the first line of a page stands in the way of a sentence: too short to be part of it, over text."""
    if above < 0 or below + 1 >= len(lines) or not _may_run(lines, below):
        return False
    head, after = lines[below], lines[below + 1]
    body = lines[above_notes(lines, above)]
    return (
        after.kind is Kind.TEXT
        and goes_on(body, after, width)
        and not width.breaks(head, after)
        and not clings(body.text.text.rstrip(), head.text.text)
    )


# --- notes at the foot ------------------------------------------------------------------------------------

_NOTE = re.compile(r"(?:주\s?)?\d{1,2}\)|[*※†‡¹²³⁴-⁹]")
_LINES_OF_NOTE = 3


def above_notes(lines: Sequence[Line], at: int) -> int:
    """The last line above the notes that end with line `at`; `at` itself where none do."""
    found, cursor = at, at
    while (note := _note_ending(lines, cursor)) >= 0:
        cursor = next((i for i in range(note - 1, -1, -1) if lines[i].content), -1)
        if cursor < 0:
            return found
        found = cursor
        if cursor < note - 1:
            break  # notes stand together; what is above the gap is text
    return found


def _note_ending(lines: Sequence[Line], at: int) -> int:
    """The line with which the note begins that ends with line `at`; -1 if none does."""
    for cursor in range(at, max(at - _LINES_OF_NOTE, -1), -1):
        if is_note(lines[cursor]):
            return cursor
        if lines[cursor].kind is not Kind.TEXT:
            break
    return -1


def is_note(line: Line) -> bool:
    """Whether a line begins as footnotes do."""
    return line.kind in (Kind.FOOTNOTE, Kind.ITEM) and bool(_NOTE.match(line.marker))


# --- numbers of pages in the middle of text ----------------------------------------------------------------


def numbered_pages(lines: Sequence[Line], width: Width) -> list[int]:
    """Lines that bear the number of a page, told by numbers that go up by one where they stand amid sentences."""
    candidates = [(at, number) for at, line in enumerate(lines) if (number := _page_number(line)) is not None]
    by_number: dict[int, list[tuple[int, int]]] = {}
    for page in candidates:
        by_number.setdefault(page[1], []).append(page)
    found: set[int] = set()
    unseen = [page for page in candidates if _amid(lines, page[0], width)]
    while unseen:
        page = unseen.pop()
        above = [other for other in by_number.get(page[1] - 1, ())[:_MOST_ALIKE] if _next_page(other, page)]
        near = [*above, *(other for other in by_number.get(page[1] + 1, ())[:_MOST_ALIKE] if _next_page(page, other))]
        if near:
            unseen.extend(other for other in near if other[0] not in found)
            found.update(at for at, _ in (page, *near))
    return sorted(found)


def _next_page(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[1] == one[1] + 1 and other[0] - one[0] > _LEAST_BETWEEN


def _page_number(line: Line) -> int | None:
    if line.kind not in _MAY_RUN or line.heading or len(line.text) > _LONGEST_HEAD or is_closed(line.text):
        return None
    found = _PAGE.match(line.text.text)
    return int(found["front"] or found["back"]) if found else None


def _amid(lines: Sequence[Line], at: int, width: Width) -> bool:
    """Whether a line stands in the middle of a sentence: between a line that the width broke and text."""
    above = next((i for i in range(at - 1, -1, -1) if lines[i].content), -1)
    below = next((i for i in range(at + 1, len(lines)) if lines[i].content), -1)
    if above < 0 or below < 0 or lines[below].kind is not Kind.TEXT:
        return False
    short = not width.breaks(lines[at], lines[below])
    return short and goes_on(lines[above_notes(lines, above)], lines[below], width)


# --- sentences --------------------------------------------------------------------------------------------


def goes_on(above: Line, below: Line, width: Width) -> bool:
    """Whether a sentence that the width broke in line `above` may go on in `below`."""
    return above.kind in _MAY_BREAK and not above.heading and not is_closed(above.text) and width.breaks(above, below)


def _is_broken(above: Line, below: Line) -> bool:
    """Whether a sentence goes on from the last line of a page to the first of the next."""
    if above.kind not in _MAY_BREAK or below.kind is not Kind.TEXT or below.heading or above.heading:
        return False
    text = above.text.text
    return len(text) >= _SHORTEST_BROKEN and (breaks_off(text) or clings(text, below.text.text))
