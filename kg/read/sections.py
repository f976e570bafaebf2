"""Sections whose articles look otherwise than those of the rest: a layout in, the layout with their articles out.

A bulletin may give long articles in one look and short news in another. The look found for the whole then leaves
a section within the article above it, takes the section for an article of its own, or leaves it on the cover. Each
such stretch, from the heading of a section of a known kind on, is searched as a document of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import FrameKind, Section
from kg.read.frame import Head, Layout, end_of_articles
from kg.read.headlines import ISSUE, LONGEST_NAME, LONGEST_TITLE, folded_title, may_be_headline, section_named
from kg.read.layouts import Parted, Under, part
from kg.read.lines import SIGNS, Kind, Line, is_prose, next_content
from kg.read.text import plain

_FRONT = frozenset({FrameKind.COVER, FrameKind.CONTENTS, FrameKind.SUMMARY})
_UNMARKED = frozenset({Kind.TEXT, Kind.SECTION})
_POINTS = frozenset({Kind.BULLET, Kind.LEAD, Kind.ITEM, Kind.NUMBERED})
_MAY_HEAD = frozenset({Kind.CAPTION, Kind.ROMAN}) | _UNMARKED | _POINTS
_BRACKETS = "[<〈【《「"
_OF_NEWS = re.compile(r"단신|소식|뉴스|브리핑|브리프")
"""Words that only the headings of sections have; 지방 동향 or 국제 협력 may be a heading within an article, too."""
_TELLING = re.compile(rf"{_OF_NEWS.pattern}|동향|특집|심층|이슈")

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_COUNTED = re.compile(rf"(?P<number>{'|'.join(reversed(_ROMAN))}|[Ⅰ-Ⅻ]|\d{{1,2}})(?=[.)\s．])[.)\s．]*")

_COVER_LINES = 15
_LEAST_TEXT = 40
_FEW = 3
"""A cover says a sentence or two of the bulletin itself."""
_SAME = 8
"""So many letters at the beginning tell a title."""
_LONGEST_NOTE = 60
"""What may stand between the heading of a section and its first article, in characters."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines searched on their own: the first, the line after the last, what was found, the heading above them, if any.

    Without articles in `parted`, the heading opens one, under `title` where that stands below.
    """

    begin: int
    end: int
    parted: Parted
    heading: int | None = None
    section: Section = Section.POLICY
    title: int | None = None


def part_sections(lines: Sequence[Line], layout: Layout) -> Parted:
    """The layout with the articles of sections that it had left as text; the same where there are none.

    `lines` are those that `layout` counts; the result counts its own, as sources are cut off the ends of lines.
    """
    if not layout.heads:
        return _by_sections(lines, layout)
    found = list(_Sections(lines, layout).search())
    return _put_in(lines, layout, found) if found else Parted(layout, list(lines))


def _by_sections(lines: Sequence[Line], layout: Layout) -> Parted:
    """The articles of an issue that no layout fits as a whole: two sections of it, each in its own, show them."""
    if not any(ISSUE.search(line.text.text[:LONGEST_TITLE]) for line in lines[:_COVER_LINES]):
        return Parted(layout, list(lines))
    stop = end_of_articles(lines)
    bare = Layout([], [(FrameKind.COVER, 0, stop)])
    if stop < len(lines):
        bare.frame.append((FrameKind.COLOPHON, stop, len(lines)))
    found = list(_Sections(lines, bare).search())
    shown = sum(bool(one.parted.layout.heads) for one in found)
    return _put_in(lines, bare, found) if len(found) > 1 and shown else Parted(layout, list(lines))


# --- the search -------------------------------------------------------------------------------------------


class _Sections:
    def __init__(self, lines: Sequence[Line], layout: Layout) -> None:
        self.lines = lines
        self.layout = layout
        self.last = len(lines) - next((i for i, line in enumerate(reversed(lines)) if line.content), len(lines))
        self.headings = [begin for kind, begin, _ in layout.frame if kind is FrameKind.SECTION_HEADING]
        self.begins = {head.begin for head in layout.heads}
        self.marks = {_mark(lines[at]) for at in self.headings} - {""}
        self.pointed = any(mark != "roman" and not mark.startswith("#") for mark in self.marks)
        spans = ((begin, end) for kind, begin, end in layout.frame if kind is FrameKind.SECTION_HEADING)
        self.later = {_name(lines[at]) for begin, end in spans for at in range(begin, end) if lines[at].content}

    def search(self) -> Iterator[_Stretch]:
        """Stretches from the last to the first."""
        for head in reversed(self.layout.heads):
            yield from self._within(self._candidates(head.begin, head), head.end)
        for kind, begin, end in reversed(self.layout.frame):
            if kind in _FRONT:
                yield from self._on_front(kind, begin, end)

    def _on_front(self, kind: FrameKind, begin: int, end: int) -> Iterator[_Stretch]:
        found = list(self._within(self._on_cover(begin, end), end, front=kind))
        yield from found
        end = min((one.heading for one in found if one.heading is not None), default=end)
        if kind is FrameKind.SUMMARY or not self.layout.heads or sum(map(_says, self.lines[begin:end])) < _FEW:
            return
        parted = part(self.lines[begin:end])
        if parted is not None and not self._comes_back(parted, end):
            yield _Stretch(begin, end, parted)

    def _candidates(self, begin: int, head: Head) -> list[int]:
        own = [begin] if self._named(begin) and len(head.titles) == 1 else []
        depth = self.lines[head.titles[0]].heading
        return own + [at for at in range(head.body, head.end) if self._outside(at, depth) and self._named(at)]

    def _on_cover(self, begin: int, end: int) -> list[int]:
        """Headings on the cover that are no entries of the contents: the same name does not stand further down."""
        first = next_content(self.lines, 0)  # the name of the bulletin
        found = [at for at in range(max(begin, first + 1), end) if self._named(at) and self._tells(at)]
        names = self.later | {_name(self.lines[at]) for at in found}
        out = []
        for at in reversed(found):
            if _name(self.lines[at]) in names - self.later:
                out.append(at)
                names.discard(_name(self.lines[at]))
        return out[::-1]

    def _named(self, at: int) -> Section | None:
        line = self.lines[at]
        if len(line.text.text) > LONGEST_NAME or line.kind not in _MAY_HEAD:
            return None
        return line.section or section_named(plain(line.text).text)

    def _tells(self, at: int, words: re.Pattern[str] = _TELLING) -> bool:
        """Whether a heading is one of a section by its words or its look, not one within an article."""
        return bool(words.search(_name(self.lines[at]))) or _mark(self.lines[at]) in self.marks

    def _outside(self, at: int, depth: int) -> bool:
        """Whether a short line may stand over articles, not within the one in whose lines it was found.

        `depth`: that of the article's own heading.
        """
        line = self.lines[at]
        if len(line.text.text) > LONGEST_NAME or line.kind not in _MAY_HEAD:
            return False
        if line.heading:
            return not depth or line.heading <= depth
        if line.kind is Kind.CAPTION and self._tells(at, _OF_NEWS):
            return True
        return line.kind in _UNMARKED or line.kind is Kind.ROMAN or (self.pointed and _mark(line) in self.marks)

    def _within(self, at: Sequence[int], end: int, *, front: FrameKind | None = None) -> Iterator[_Stretch]:
        for heading in reversed(at):
            section = self._named(heading)
            if section is None:
                continue
            below = self.lines[heading + 1 : end]
            news = self._tells(heading) if front else self._tells(heading, _OF_NEWS)
            parted = part(below, Under(section, news=news, last=end >= self.last))
            if parted is not None and (not self._opens(parted) or (front and self._comes_back(parted, end))):
                parted = None
            title = self._title_below(heading, end) if front is not None else None
            alone = self._goes_on(heading) if front is None else front is not FrameKind.SUMMARY and title is not None
            if parted is None and not alone:
                continue
            found = parted or Parted(Layout(), list(below))
            yield _Stretch(heading + 1, end, found, heading, section, None if parted else title)
            end = heading

    def _title_below(self, heading: int, end: int) -> int | None:
        """The title of the only article of a section: a short line right below its heading and over running text."""
        at = next_content(self.lines, heading + 1, end)
        below = next_content(self.lines, at + 1, end)
        if below >= end or not _says(self.lines[below]) or _says(self.lines[at]):
            return None
        line = self.lines[at]
        may = line.kind in (Kind.TEXT, Kind.NUMBERED, Kind.CAPTION) and len(line.text) <= LONGEST_TITLE
        return at if may and may_be_headline(plain(line.text).text) else None

    def _goes_on(self, at: int) -> bool:
        """Whether a heading without articles is one of the bulletin's: it has the numeral or bracket that is next."""
        mark = _mark(self.lines[at])
        if at in self.begins or mark not in self.marks or mark[0] not in "rn#" + _BRACKETS:
            return False
        before = [heading for heading in self.headings if heading < at]
        if not before or mark not in ("roman", "number"):
            return bool(before)
        return _count(self.lines[at]) == _count(self.lines[before[-1]]) + 1

    def _opens(self, parted: Parted) -> bool:
        """Whether the first article stands right below the heading, a short note aside."""
        first = parted.layout.heads[0].begin
        above = [line for line in parted.lines[:first] if line.content]
        return not above or (len(above) == 1 and len(above[0].text) <= _LONGEST_NOTE and not is_prose(above[0]))

    def _comes_back(self, parted: Parted, end: int) -> bool:
        """Whether most of the titles stand further down once more: they are entries of the contents."""
        titles = [folded_title(parted.lines[head.titles[0]].text.text)[:_SAME] for head in parted.layout.heads]
        below = {
            folded_title(line.text.text)[:_SAME] for line in self.lines[end:] if 0 < len(line.text) <= LONGEST_TITLE
        }
        return 2 * sum(title in below for title in titles) >= len(titles)


def _name(line: Line) -> str:
    """The words of a heading without number, brackets and spaces."""
    return folded_title(_COUNTED.sub("", plain(line.text).text))


def _count(line: Line) -> int:
    """The number in front of a heading; 0 for none."""
    found = _COUNTED.match(line.text.text)
    sign = found["number"] if found else "0"
    return _ROMAN.index(sign) + 1 if sign in _ROMAN else int(unicodedata.numeric(sign)) if len(sign) == 1 else int(sign)


def _mark(line: Line) -> str:
    """What tells a heading from plain text: depth, numeral, bracket, sign; empty for plain words."""
    first = line.text.text[0]
    if line.heading:
        return "#" * line.heading
    counted = _COUNTED.match(line.text.text)
    if counted:
        return "number" if first.isdecimal() else "roman"
    return first if first in _BRACKETS or line.kind in _POINTS else ""


# --- what was found, in its place -------------------------------------------------------------------------


def _put_in(lines: Sequence[Line], layout: Layout, found: Sequence[_Stretch]) -> Parted:
    """The layout with the stretches, given from the last to the first."""
    out, heads, frame = list(lines), list(layout.heads), list(layout.frame)
    for one in found:
        grown = len(one.parted.lines) - (one.end - one.begin)
        out[one.begin : one.end] = one.parted.lines
        first = one.begin if one.heading is None else one.heading
        heads = [kept for head in heads if (kept := _beside(head, first, one.end, grown)) is not None]
        frame = [(kind, *_cut(begin, end, first, one.end, grown)) for kind, begin, end in frame]
        heads += [_moved(head, one.begin) for head in one.parted.layout.heads]
        frame += [
            (kind, begin + one.begin, end + one.begin)
            for kind, begin, end in one.parted.layout.frame
            if one.heading is None or kind not in _FRONT
        ]
        if one.heading is None:
            continue
        if one.parted.layout.heads or one.title is not None:
            frame.append((FrameKind.SECTION_HEADING, one.heading, one.heading + 1))
        if not one.parted.layout.heads:
            heads.append(_as_article(one, one.heading if one.title is None else one.title, out))
    frame = [(kind, begin, end) for kind, begin, end in frame if begin < end]
    return Parted(Layout(sorted(heads, key=lambda head: head.begin), sorted(frame, key=lambda part: part[1])), out)


def _as_article(one: _Stretch, at: int, lines: list[Line]) -> Head:
    """A section as one article with its title on line `at`: the text of one, or dates of events in one line each."""
    line = lines[at]
    number = _COUNTED.match(line.text.text)
    title = line.text.cut(number.end() if number else 0).strip(f"[]<>〈〉【】《》「」{SIGNS} ")
    lines[at] = replace(line, kind=Kind.NUMBERED, body=title, marker="")
    return Head(at, (at,), (), next_content(lines, at + 1, one.end), None, one.section, one.end, digest=True)


def _says(line: Line) -> bool:
    """Whether a line is running text or names a source, which no contents page has."""
    told = line.kind is Kind.TEXT and len(line.text) >= _LEAST_TEXT and line.text.text.endswith("다.")
    return line.kind is Kind.SOURCE or told or is_prose(line)


def _beside(head: Head, first: int, end: int, grown: int) -> Head | None:
    """A head beside the articles of lines `first` to `end`: behind them, before them, or None in their place."""
    if head.begin >= end:
        return _moved(head, grown)
    if head.begin >= first:
        return None
    return replace(head, end=min(head.end, first), body=min(head.body, first))


def _cut(begin: int, end: int, first: int, stop: int, grown: int) -> tuple[int, int]:
    """A part of the frame beside the articles of lines `first` to `stop`; empty in their place."""
    if begin >= stop:
        return begin + grown, end + grown
    return begin, max(min(end, first), begin)


def _moved(head: Head, by: int) -> Head:
    return replace(
        head,
        begin=head.begin + by,
        titles=tuple(at + by for at in head.titles),
        leads=tuple(at + by for at in head.leads),
        body=head.body + by,
        end=head.end + by,
        dates=tuple(at + by for at in head.dates),
    )
