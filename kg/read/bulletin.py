"""A bulletin's structure: decoded text in, a `Bulletin` with articles, blocks and frame out.

Lines are classified by look (`kg.read.lines`), heads of articles found (`kg.read.frame`), and each article's
lines assembled to blocks (`kg.read.blocks`). A document without such heads becomes one article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from kg.model import EMPTY, Article, BlockKind, Bulletin, Frame, FrameKind, Section, SourceText
from kg.read.blocks import assemble
from kg.read.columns import with_columns
from kg.read.dates import DAY_AT_END, DAY_IN_LINE, date_in_name, day_of, full_date, month_end
from kg.read.flow import flowing
from kg.read.frame import Head, Layout, lay_out
from kg.read.headlines import ISSUE, is_dateline, opens_with_dateline
from kg.read.layouts import part
from kg.read.lines import Kind, Line, is_dated, next_content, split_lines
from kg.read.pages import across_pages
from kg.read.publishers import Publisher, publisher_in
from kg.read.sections import part_sections
from kg.read.stacked import with_stacked
from kg.read.text import join_lines, plain
from kg.read.width import stretches
from kg.vocab import slug

_LONGEST_TITLE = 100
_LONGEST_ARTICLE = 4000
"""Characters to an article, on average; if there are more, heads may have been missed."""

_MORE = 1.2
"""How many times the articles of a bulletin a layout must show to be preferred."""

_COVER_LINES = 20
_FEW = 3
"""A line of the cover that comes back more often than this is a running head."""

_FOOT = re.compile(r"(?P<issue>[^|ㅣ]+)[|ㅣ]\s{0,4}(?:p\.?\s?)?\d{1,3}$")
_LONGEST_FOOT = 50

_IMPRINT = (FrameKind.COLOPHON, FrameKind.COVER, FrameKind.CONTENTS, FrameKind.SUMMARY)
"""Where publisher and issue date are looked for, in this order."""

_PUBLISHER_LABEL = re.compile(
    r"\W{0,3}(?:(?:발\s?행|발\s?간)\s?(?:기\s?관|처)?|편\s?집(?:\s?처)?|제\s?작)(?:\s?[|:：)\]]|(?<=처)\s)\s?(?P<name>[^|ㅣ,\d]{2,60}?)\s?(?:[|ㅣ,(（]|$)"
    r"|(?P<before>[가-힣A-Za-z][가-힣A-Za-z· ]{2,40}?)\s(?:발행|발간|펴냄)(?:\s|$)"
)


_MAIL_HEAD = re.compile(
    r"(?:from|to|date|sent|보낸\s?사람|받는\s?사람|보낸\s?날짜|발신|수신|날짜|일시)\s?[:：]", re.IGNORECASE
)
_MAIL_SUBJECT = re.compile(r"^(?:subject|제목)\s?[:：]\s?", re.IGNORECASE)


def parse_bulletin(original: str, *, name: str, sha256: str) -> Bulletin:
    """The structure of the document with text `original` and file name `name`; any text gives a Bulletin.

    Offsets in the result count code points of `original`. Article ids are section and printed number
    (`policy-02`); articles without number, or with one that is taken, get the next free one.
    """
    lines = with_stacked(with_columns(split_lines(original)))
    lines = [
        line
        for part_, width in stretches(lines)
        for line in (across_pages(original, part_) if width is None else flowing(original, part_, width))
    ]
    lines = _without_running_heads(lines)
    layout = lay_out(lines)
    if not _trusted(lines, layout):
        parted = part(lines)
        if parted is not None and len(parted.layout.heads) > _MORE * len(layout.heads):
            layout, lines = parted
    layout, lines = part_sections(lines, layout)
    stem = PurePath(name).stem
    imprint = _imprint(original, lines, layout)
    issued = _issue_date(imprint, stem)
    publisher = _publisher(imprint)
    if layout.heads:
        articles = _articles(lines, layout.heads, issued or _month(imprint))
        title = _cover_title(lines, layout) or articles[0].title.text or stem
    else:
        articles = (_whole(lines, stem, issued),)
        title = articles[0].title.text
    known = publisher_in(publisher) if publisher else None
    return Bulletin(
        id=_identity(layout, known, issued, stem),
        name=name,
        title=title,
        publisher=known.ko if known else publisher,
        issued=issued,
        original=original,
        sha256=sha256,
        articles=articles,
        frame=_frame(lines, layout) if layout.heads else (),
    )


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """The lines with those blanked that repeat a line of the cover, or give issue and page: conversions keep the heads
    and feet of pages."""
    cover = {line.text.text for line in lines[:_COVER_LINES] if line.kind is Kind.TEXT and not line.heading}
    counts = Counter(line.text.text for line in lines if line.kind is Kind.TEXT and line.text.text in cover)
    seen: set[str] = set()
    out: list[Line] = []
    for line in lines:
        text = line.text.text
        again = line.kind is Kind.TEXT and ((text in seen and counts[text] > _FEW) or _is_foot(line))
        seen.add(text)
        out.append(replace(line, kind=Kind.FURNITURE) if again else line)
    return out


def _is_foot(line: Line) -> bool:
    """Whether a line gives issue and page: `2022-17호 | 6`."""
    text = line.text.text
    if len(text) > _LONGEST_FOOT or line.heading or not ("|" in text or "ㅣ" in text):
        return False
    found = _FOOT.match(text)
    return bool(found and ISSUE.search(found["issue"]))


def _trusted(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether the heads are those of a bulletin: several, most with a lead or a day, and enough for its length."""
    told = sum(bool(head.leads) or is_dated(lines[head.titles[-1]]) for head in layout.heads)
    usual = lines[-1].end < _LONGEST_ARTICLE * len(layout.heads)
    return told > 1 and 2 * told >= len(layout.heads) and usual


def _identity(layout: Layout, publisher: Publisher | None, issued: dt.date | None, stem: str) -> str:
    if layout.heads and publisher is not None and issued is not None:
        return f"{publisher.slug}-{issued.isoformat()}"
    return slug(stem)


# --- imprint ----------------------------------------------------------------------------------------------


def _imprint(original: str, lines: Sequence[Line], layout: Layout) -> list[str]:
    """Texts in which publisher and date are looked for, the most telling first."""
    texts = [
        plain(line.text).text
        for kind in _IMPRINT
        for part, begin, end in layout.frame
        if part is kind
        for line in lines[begin:end]
        if line.content
    ]
    return texts if layout.heads else []


def _issue_date(imprint: Sequence[str], stem: str) -> dt.date | None:
    for text in imprint:
        found = full_date(text)
        if found:
            return found
    return date_in_name(stem)


def _month(imprint: Sequence[str]) -> dt.date | None:
    """The end of the month that the imprint names, to tell the year of days without one."""
    return next((end for text in imprint if (end := month_end(text))), None)


def _publisher(imprint: Sequence[str]) -> str | None:
    """The publisher as the imprint labels it, else a known publisher that it names."""
    for text in imprint:
        label = _PUBLISHER_LABEL.match(text)
        name = (label["name"] or label["before"]) if label else ""
        if name and not name.startswith("주소"):
            return name.strip()
    for text in imprint:
        found = publisher_in(text)
        if found:
            return found.ko
    return None


def _cover_title(lines: Sequence[Line], layout: Layout) -> str | None:
    """The first words on the cover, which bear the bulletin's name; of a mail, its subject."""
    for kind, begin, end in layout.frame:
        first = next_content(lines, begin, end)
        while first < end and _MAIL_HEAD.match(lines[first].text.text):
            first = next_content(lines, first + 1, end)
        if kind is FrameKind.COVER and first < end and lines[first].kind in (Kind.TEXT, Kind.CAPTION):
            return _MAIL_SUBJECT.sub("", plain(lines[first].body).text)
    return None


def _frame(lines: Sequence[Line], layout: Layout) -> tuple[Frame, ...]:
    frame = []
    for kind, begin, end in layout.frame:
        first, last = next_content(lines, begin, end), end - 1
        while last > first and not lines[last].content:
            last -= 1
        if first < end:
            frame.append(Frame(kind, lines[first].begin, lines[last].end))
    return tuple(frame)


# --- articles ---------------------------------------------------------------------------------------------


def _articles(lines: Sequence[Line], heads: Sequence[Head], issued: dt.date | None) -> tuple[Article, ...]:
    printed: dict[Section, set[int]] = {section: set() for section in Section}
    for head in heads:
        if head.number:
            printed[head.section].add(int(head.number))
    numbers = {section: _Numbers(printed[section]) for section in Section}
    return tuple(_article(lines, head, numbers[head.section].identity(head), issued) for head in heads)


class _Numbers:
    """The article numbers of one section: as printed where free, else the next that no article bears."""

    def __init__(self, printed: set[int]) -> None:
        self.printed = printed
        self.taken: set[int] = set()
        self.highest = 0

    def identity(self, head: Head) -> str:
        number = int(head.number) if head.number else 0
        if not number or number in self.taken:
            number = self.highest + 1
            while number in self.printed:
                number += 1
        self.taken.add(number)
        self.highest = max(self.highest, number)
        return f"{head.section.value}-{number:02d}"


def _article(lines: Sequence[Line], head: Head, identity: str, issued: dt.date | None) -> Article:
    title, day = _without_day(_joined(lines, head.titles), issued)
    lead, day_of_lead = _without_day(_joined(lines, head.leads), issued)
    blocks = assemble(lines, head.body, head.end, issued)
    day = day_of_lead or day or _day_of_dateline(lines, head, issued)
    if day is None and (head.digest or head.section is Section.BRIEF):
        day = next((b.day for b in blocks if b.kind is BlockKind.SOURCE and b.day), None)
    last = head.end - 1
    while last > head.begin and not lines[last].content:
        last -= 1
    return Article(
        id=identity,
        section=head.section,
        number=head.number,
        title=title,
        lead=lead,
        day=day,
        blocks=blocks,
        begin=lines[head.begin].begin,
        end=lines[last].end,
    )


def _day_of_dateline(lines: Sequence[Line], head: Head, issued: dt.date | None) -> dt.date | None:
    days = (DAY_IN_LINE.search(lines[at].text.text) for at in head.dates)
    return next((day_of(day, issued) for day in days if day), None)


def _joined(lines: Sequence[Line], numbers: Sequence[int]) -> SourceText:
    """Title or lead from its lines: the first without number or sign, the others whole."""
    return plain(join_lines([lines[i].body if i == numbers[0] else lines[i].text for i in numbers]))


def _without_day(text: SourceText, issued: dt.date | None) -> tuple[SourceText, dt.date | None]:
    """`text` without the bracketed day at its end, and that day."""
    dated = DAY_AT_END.search(text.text)
    return (text.cut(0, dated.start()).strip(), day_of(dated, issued)) if dated else (text, None)


def _whole(lines: Sequence[Line], stem: str, issued: dt.date | None) -> Article:
    """A document that is no bulletin, as one article: title and the rest."""
    first = next_content(lines, 0)
    title = _title_line(lines, first)
    title, day = _without_day(title, issued) if title else (None, None)
    last = len(lines) - 1
    while last > first and not lines[last].content:
        last -= 1
    begin = lines[first].begin if first < len(lines) else 0
    return Article(
        id="policy-01",
        section=Section.POLICY,
        number=None,
        title=title or _stem_title(stem, begin),
        lead=EMPTY,
        day=day or _day_below(lines, first, issued),
        blocks=assemble(lines, first + 1 if title else first, last + 1, issued),
        begin=begin,
        end=max(lines[last].end, begin),
    )


def _day_below(lines: Sequence[Line], first: int, issued: dt.date | None) -> dt.date | None:
    """The day of a dateline right below the title or at the beginning of the text."""
    below = next_content(lines, first + 1)
    text = lines[below].text.text if below < len(lines) else ""
    found = DAY_IN_LINE.search(text[:_LONGEST_TITLE]) if is_dateline(text) or opens_with_dateline(text) else None
    return day_of(found, issued) if found else None


def _title_line(lines: Sequence[Line], first: int) -> SourceText | None:
    """The first line, where it is a heading or short words that are no sentence."""
    if first >= len(lines) or lines[first].kind not in (Kind.TEXT, Kind.CAPTION, Kind.NUMBERED):
        return None
    line, text = lines[first], plain(lines[first].body)
    if not text or len(text) > _LONGEST_TITLE:
        return None
    if line.heading:
        return text
    below = first + 1 < len(lines) and lines[first + 1].kind is Kind.TEXT
    return None if below or text.text.endswith((".", "。")) else text


def _stem_title(stem: str, at: int) -> SourceText:
    """A file's name as title; it stands nowhere in the text, so its origin is the empty stretch before it."""
    return SourceText(stem, (at,) * len(stem), (at,) * len(stem))
