"""Running text whose lines were broken at a width, as its author wrote it: lines in, one line for each paragraph out.

What page breaks put into a sentence goes: numbers, running heads. Notes at the foot of a page follow the paragraph
that they stood in. Lines that end before the width was reached end a paragraph: headlines, verse, items of a list
stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from kg.model import EMPTY, SourceText
from kg.read.joints import Joints
from kg.read.lines import Kind, Line, next_content
from kg.read.pages import goes_on, is_note, numbered_pages, page_breaks, without_running
from kg.read.text import is_hyphenated
from kg.read.width import Width, is_closed

_FLOWS = frozenset({Kind.TEXT, Kind.BULLET, Kind.LEAD, Kind.FOOTNOTE, Kind.ITEM, Kind.CAPTION, Kind.NUMBERED})
_MARK = re.compile(r"\d{1,2}\)(?=(?:은|는|이|가|을|를|의|와|과|도|에|에서|에게|으로|로|까지|부터)(?:[\s,.]|$)|[,.])")
"""A footnote mark at the beginning of a line, before the particle of the word that it marks."""
_ENDING = re.compile(r"다\.")
_FAR = 30
"""Lines above in which an item 나. stands, if 다. is the next."""
_LINES_SEEN = 3
"""Lines above a seam that are shown to those who judge it: quotes seldom run over more."""
_SOME = 0.2
"""Share of the lines that must end with a space, and without, for spaces at line ends to tell."""
_DATE = re.compile(r"\d\.$")
_NUMBER = re.compile(r"\d")


def flowing(original: str, lines: Sequence[Line], width: Width) -> list[Line]:
    """The lines of `original`, which were broken at `width`, with each paragraph as one line, notes behind theirs."""
    work = list(lines)
    numbers = numbered_pages(work, width)
    for at in numbers:
        work[at] = replace(work[at], kind=Kind.FURNITURE)
    breaks = sorted({*page_breaks(original, work), *numbers})
    work = without_running(work, breaks, width)
    _without_name(work)
    joints = Joints("\n".join(line.text.text for line in work))
    ends_tell = _ends_tell(original, work, width)
    return _Flow(work, frozenset(breaks), _Seams(original, width, joints, ends_tell)).run()


def _without_name(lines: list[Line]) -> None:
    """Makes the first line furniture, where it is a running head right over the title."""
    first = next_content(lines, 0)
    if first + 1 < len(lines) and lines[first].kind is Kind.TEXT and lines[first + 1].kind is Kind.TEXT:
        name = lines[first].text.text
        if any(line.kind is Kind.FURNITURE and line.text.text == name for line in lines):
            lines[first] = replace(lines[first], kind=Kind.FURNITURE)


def _is_na(line: Line) -> bool:
    return line.marker == "나."


def _ends_with_space(original: str, line: Line) -> bool:
    return original[line.end - 1 : line.end].isspace()


def _ends_tell(original: str, lines: Sequence[Line], width: Width) -> bool:
    """Whether the spaces at which lines were broken are still there: some lines end with one, some do not."""
    broken = [above for above, below in pairwise(lines) if below.kind is Kind.TEXT and goes_on(above, below, width)]
    kept = sum(_ends_with_space(original, line) for line in broken)
    return not width.by_word and _SOME * len(broken) < kept < (1 - _SOME) * len(broken)


class _Seams(NamedTuple):
    """What tells whether a space stood at the end of a line."""

    original: str
    width: Width
    joints: Joints
    ends_tell: bool

    def space(self, above: Sequence[Line], after: Line) -> bool:
        """Whether a space stood behind the last of the lines `above`, before `after`."""
        last = above[-1]
        rest = after.text.text.strip()
        if _MARK.match(rest):
            return False
        if self.ends_tell:
            return _ends_with_space(self.original, last)
        certain = self.width.by_word or self.width.has_space(last, after)
        before = "".join(line.text.text for line in above[-_LINES_SEEN:]).rstrip()
        return certain or self.joints.space(before, rest)


class _Flow:
    def __init__(self, lines: Sequence[Line], breaks: frozenset[int], seams: _Seams) -> None:
        self.lines = lines
        self.breaks = breaks
        self.seams = seams
        self.width = seams.width
        self.out: list[Line] = []

    def run(self) -> list[Line]:
        at = 0
        while at < len(self.lines):
            at = self._paragraph(at)
        return self.out

    def _paragraph(self, at: int) -> int:
        """Takes in the paragraph that begins with line `at`, with the notes that stand in it; the line after it."""
        parts = [self.lines[at]]
        notes: list[Line] = []
        at += 1
        while parts[0].kind in _FLOWS:
            below, between = self._below(at, parts[0], parts[-1])
            after = self._continuing(below, parts[0], parts[-1]) if below >= 0 else None
            if after is None:
                break
            notes.extend(between)
            parts.append(after)
            at = below + 1
        self.out.append(self._joined(parts))
        if notes:
            self.out.extend(_Flow(notes, frozenset(), self.seams).run())
        if at < len(self.lines) and self.lines[at].kind is Kind.TEXT and parts[0].kind in _FLOWS:
            self.out.append(Line(Kind.BLANK, parts[-1].end, parts[-1].end, EMPTY))
        return at

    def _below(self, at: int, whole: Line, last: Line) -> tuple[int, Sequence[Line]]:
        """The line in which the paragraph may go on, over a page break if need be, and the notes above that break; -1
        where it ends."""
        if at < len(self.lines) and self.lines[at].content and not self._is_note_at_foot(at, last):
            return at, ()
        if is_note(whole) or not self._is_broken(last, Line(Kind.TEXT, 0, 0, _PROBE), whole):
            return -1, ()
        begin = cursor = next_content(self.lines, at)
        if begin > at and self._has_break(at, begin):
            return (begin if begin < len(self.lines) else -1), ()
        while cursor < len(self.lines) and self.lines[cursor].content:
            cursor += 1
        below = next_content(self.lines, cursor)
        noted = begin < len(self.lines) and is_note(self.lines[begin])
        if noted and below < len(self.lines) and self._has_break(cursor, below):
            return below, self.lines[begin:cursor]
        return -1, ()

    def _is_note_at_foot(self, at: int, last: Line) -> bool:
        return is_note(self.lines[at]) and self._as_text(at, last) is None

    def _has_break(self, begin: int, end: int) -> bool:
        return any(at in self.breaks for at in range(begin, end))

    def _continuing(self, at: int, whole: Line, last: Line) -> Line | None:
        """Line `at` as running text, if the paragraph whose last line is `last` goes on in it."""
        line = self._as_text(at, last)
        if line is not None and last.kind is Kind.TEXT and line.indent > last.indent:
            return None  # the first line of a paragraph is set in
        if line is None or last.heading or line.heading or not self._is_broken(last, line, whole):
            return None
        over_page = not self.lines[at - 1].content
        set_in = whole.kind is Kind.TEXT and whole.indent > line.indent
        return line if set_in or not (over_page and is_closed(last.text)) else None

    def _is_broken(self, last: Line, line: Line, whole: Line) -> bool:
        """Whether the width broke the line `last`; of an item that stops in a sentence, whether it may have."""
        if self.width.breaks(last, line):
            return True
        stops = whole.kind is Kind.BULLET and not is_closed(last.text) and not self.width.by_word
        return stops and self.width.nearly_breaks(last, line)

    def _as_text(self, at: int, last: Line) -> Line | None:
        """Line `at` read as text: what looks like a number or letter of an item may be the rest of a sentence."""
        line = self.lines[at]
        if line.kind is Kind.TEXT:
            return line
        above = last.text.text.rstrip()
        text = line.text.text
        if line.kind is Kind.ITEM and not is_closed(last.text):
            ending = _ENDING.match(text) and not any(map(_is_na, self.lines[max(0, at - _FAR) : at]))
            if ending or _MARK.match(text):
                return replace(line, kind=Kind.TEXT, body=line.text, marker="")
        numbered = line.kind in (Kind.ITEM, Kind.NUMBERED, Kind.NUMBER) and _NUMBER.match(text)
        if numbered and (_DATE.search(above) or (line.kind is Kind.NUMBERED and not is_closed(last.text))):
            return replace(line, kind=Kind.TEXT, body=line.text, marker="")
        return None

    def _joined(self, parts: Sequence[Line]) -> Line:
        """The lines of a paragraph as one, with a space between two where there was one."""
        first = parts[0]
        if len(parts) == 1:
            return first
        texts: list[SourceText] = []
        body = first.body.strip()
        for number, line in enumerate(parts[1:], start=1):
            above, rest = parts[number - 1].text.strip(), line.text.strip()
            if number == 1:
                texts.append(body or above)
            if is_hyphenated(above.text, rest.text):
                texts[-1] = texts[-1].cut(0, len(texts[-1]) - 1)
            elif self.seams.space(parts[max(0, number - _LINES_SEEN) : number], line):
                end = texts[-1].ends[-1]
                texts.append(SourceText(" ", (end,), (end,)))
            texts.append(rest)
        joined = SourceText.join(texts, "")
        marker = first.text.cut(0, len(first.text) - len(body)) if body else EMPTY
        text = SourceText.join([marker, joined], "") if body else joined
        return replace(first, text=text, body=joined if body else first.body, end=parts[-1].end)


_PROBE = SourceText("가나다라마바사아자차", range(10), range(1, 11))
