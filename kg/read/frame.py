"""The frame of a bulletin: where its articles begin and end, and which parts are none.

`Line` records in, a `Layout` out: heads of articles with section and number, and spans of cover, contents,
summary, section headings and colophon. A head needs evidence: a number or a section heading before a title,
a lead (`■ …`, or a line that ends with a day in brackets) after it. Entries of a contents page have none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.frozen import frozen
from kg.model import FrameKind, Section
from kg.read.lines import SHORT_NAMES, Kind, Line, compact, is_dated, is_prose, next_content, section_of

_LONGEST_TITLE = 120
_TITLE_LINES = 3
_LEAD_LINES = 8
_LONGEST_LABEL = 20
_FEW = 2
"""An imprint has no more sentences than these."""
_LEAD_SIGNS = "□◆◈◇"
_ARABIC = re.compile(r"\d{1,2}\.$")
_ARTICLE_LINES = frozenset({Kind.LEAD, Kind.NUMBERED, Kind.BULLET, Kind.SOURCE, Kind.REFERENCES, Kind.ROW})
_MAY_BE_IMPRINT = frozenset({Kind.TEXT, Kind.URL, Kind.COLOPHON, Kind.BULLET, Kind.CAPTION, Kind.FOOTNOTE})
_IMPRINT_LINES = 12
IMPRINT = re.compile(
    r"^\W*(?:발\s?행|발\s?간|편\s?집|구\s?독|문\s?의|제\s?작)\s?(?:[인일처자]\s?)?(?:[:：|]|(?<=[인일처])\s{2,}|기관|신청|안내|는\s|은\s)|수신\s?거부|저작권|무단\s?전재|copyright"
    r"|ⓒ(?!\s?[가-힣]{2,20}, )|©"
    r"|\b(?:tel|fax|e-?mail)\b|(?:전화|팩스|주소|홈페이지|이메일)\s?[:：]|본\s(?:뉴스레터|메일|소식지)|[\w.]@[\w]",
    re.IGNORECASE,
)
"""Words of an imprint, which no article has in a short line at its end."""

_OF_ISSUE = re.compile(
    r"\W{0,2}(?:(?:19|20)\d\d\s?[년.\-]|제?\s?\d{1,4}\s?[호권]|vol\b|no\.|발\s?행|통\s?권)", re.IGNORECASE
)
"""How the line of a cover begins that gives number and day of the issue."""

_IN_LISTS = frozenset({Kind.BULLET, Kind.LEAD, Kind.TEXT, Kind.FOOTNOTE, Kind.ITEM, Kind.URL, Kind.NUMBER})
_OPEN_LISTS = frozenset({Kind.REFERENCES, Kind.CITED})
_ORDER = (Section.FEATURE, Section.POLICY, Section.TECH, Section.BRIEF)


@frozen
class Head:
    """The head of an article in line indices: first line, title, lead, first line of the body.

    `dates`: lines with the day apart from title and lead; `digest`: an item of a digest, whose source bears the day.
    """

    begin: int
    titles: tuple[int, ...]
    leads: tuple[int, ...]
    body: int
    number: str | None
    section: Section
    end: int = 0
    dates: tuple[int, ...] = ()
    digest: bool = False


@dataclass(slots=True)
class Layout:
    """Heads in reading order (`end`: first line after the article) and frame spans, in line indices."""

    heads: list[Head] = field(default_factory=list)
    frame: list[tuple[FrameKind, int, int]] = field(default_factory=list)


def lay_out(lines: Sequence[Line]) -> Layout:
    """The frame of `lines`; no heads where the document is no bulletin."""
    return _Scan(lines).run()


class _Scan:
    """One pass over the lines; `open_to` says after what an unnumbered head may follow."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.stop = _colophon(lines)
        self.layout = Layout()
        self.section: Section | None = None
        self.region: FrameKind | None = FrameKind.COVER
        self.region_begin = 0
        self.numbers: dict[Section, list[int]] = {}  # article numbers seen, as printed
        self.listed: set[str] = set()  # names of sections on the contents page
        self.in_references = False
        self.closed = True  # nothing stands open above: a title may follow
        self.after_heading = False
        self.sign = ""  # the sign that opens the articles of this section, where they have no other title

    def run(self) -> Layout:
        at = next_content(self.lines, 0, self.stop)
        while at < self.stop:
            at = next_content(self.lines, self._step(at), self.stop)
        self._close(self.stop)
        if self.stop < len(self.lines):
            self.layout.frame.append((FrameKind.COLOPHON, self.stop, len(self.lines)))
        self.layout.frame.sort(key=lambda part: part[1])
        return self.layout

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if line.kind is Kind.CONTENTS and not self.layout.heads:
            self._open(FrameKind.CONTENTS, at)
            return at + 1
        if line.kind is Kind.SUMMARY and not self.layout.heads:
            self._open(FrameKind.SUMMARY, at)
            return at + 1
        after = self._section_heading(at)
        if after > at:
            return after
        head = self._head(at)
        if head is not None:
            self._close(at)
            self.layout.heads.append(head)
            self.closed = self.after_heading = self.in_references = False
            first = self.lines[head.begin]
            self.sign = first.marker if first.kind is Kind.BULLET else ""
            return head.body
        if line.kind is Kind.BYLINE and self._ends_article(at):
            self._close(at)
            self.layout.frame.append((FrameKind.COLOPHON, at, at + 1))
        self._pass(line)
        return at + 1

    def _ends_article(self, at: int) -> bool:
        """Whether nothing of the article follows the line that says who wrote it and when."""
        if not self.layout.heads:
            return False
        while at < self.stop and self.lines[at].kind is Kind.BYLINE:
            at = next_content(self.lines, at + 1, self.stop)
        if at >= self.stop:
            return True
        head = self._parse(at)
        return head is not None and (self._opened_by_sign(head) or bool(head.leads) or self._over_sign(head))

    def _pass(self, line: Line) -> None:
        """Notes what a line of the running text says about whether an article may end with it."""
        self.in_references = line.kind in _OPEN_LISTS or (self.in_references and line.kind in _IN_LISTS)
        ends = line.kind in (Kind.URL, Kind.BYLINE) or (line.kind is Kind.SOURCE and not line.marker)
        self.closed = self.in_references or ends or (self.closed and self.region is FrameKind.COVER)
        self.after_heading = self.after_heading and line.kind is Kind.TEXT

    # --- regions ---

    def _open(self, kind: FrameKind, at: int) -> None:
        self._close(at)
        self.region, self.region_begin = kind, at

    def _close(self, at: int) -> None:
        """Ends the region or the article that is open at line `at`."""
        heads = self.layout.heads
        if self.region is not None:
            if any(line.content for line in self.lines[self.region_begin : at]):
                self.layout.frame.append((self.region, self.region_begin, at))
            self.region = None
        elif heads and not heads[-1].end:
            last = heads[-1]
            heads[-1] = Head(last.begin, last.titles, last.leads, last.body, last.number, last.section, at)

    # --- section headings ---

    def _section_heading(self, at: int) -> int:
        """Takes in a section heading at line `at`; the line after it, or `at` if there is none."""
        line = self.lines[at]
        after, section = at, None
        if line.kind is Kind.SECTION:
            after, section = at + 1, line.section
        elif line.kind is Kind.ROMAN and not line.body:
            follows = next_content(self.lines, at + 1, self.stop)
            name = self.lines[follows] if follows < self.stop else None
            if name is not None and name.kind is Kind.SECTION and not name.marker:
                after, section = follows + 1, name.section
            elif name is not None and self._names_section(name) and self._strong(follows + 1):
                after = follows + 1
        elif line.kind is Kind.ROMAN and len(line.body) <= _LONGEST_LABEL and self._strong(at + 1):
            after = at + 1
        if after == at or not self._is_real(line, after):
            return at
        self._close(at)
        self.layout.frame.append((FrameKind.SECTION_HEADING, at, after))
        self.section = section or self.section or Section.POLICY
        self.closed = self.after_heading = True
        self.in_references, self.sign = False, ""
        return after

    def _listed_before(self, after: int) -> bool:
        """Whether the contents page has named this section already: a second time is the section itself."""
        name = _bare_name(self.lines[after - 1])
        again = name in self.listed
        self.listed.add(name)
        return again

    def _names_section(self, line: Line) -> bool:
        """Whether a line may be the name of a section that is not among the known ones."""
        return line.kind is Kind.TEXT and len(line.text) <= _LONGEST_LABEL

    def _is_real(self, line: Line, after: int) -> bool:
        """Whether a section heading is one: a doubtful one is proved by the head of an article after it."""
        listed = self.region is FrameKind.CONTENTS and not self._listed_before(after)
        ordinary = _bare_name(line) in SHORT_NAMES
        amid_article = self.region is None and not (line.marker or line.heading or self.closed)
        return self._strong(after) if listed or ordinary or amid_article else True

    def _strong(self, at: int) -> bool:
        """Whether the head of an article with lead follows at line `at`."""
        at = next_content(self.lines, at, self.stop)
        head = self._parse(at) if at < self.stop else None
        return head is not None and (bool(head.leads) or self._opened_by_sign(head))

    def _opened_by_sign(self, head: Head) -> bool:
        return self.lines[head.begin].kind is Kind.BULLET

    # --- heads ---

    def _head(self, at: int) -> Head | None:
        head = self._parse(at)
        if head is None:
            return None
        if head.number is None:
            fits = self._fits_unnumbered(head)
        else:
            fits = bool(head.leads) or (self.region in (None, FrameKind.COVER) and self._in_sequence(head))
        if not fits:
            return None
        return self._with_section(head)

    def _fits_unnumbered(self, head: Head) -> bool:
        if self.region in (FrameKind.CONTENTS, FrameKind.SUMMARY):
            return False
        if self.region is FrameKind.COVER and any(_OF_ISSUE.match(self.lines[at].text.text) for at in head.leads):
            return False
        if self._opened_by_sign(head):
            return self.after_heading or self.closed or self.sign == self.lines[head.begin].marker
        if self.after_heading:
            return head.body >= self.stop or self.lines[head.body].kind is not Kind.TEXT or bool(head.leads)
        return self.closed and (bool(head.leads) or self._over_sign(head) or self._over_prose(head))

    def _over_prose(self, head: Head) -> bool:
        """Whether a Korean title stands over running prose, where the references of an article end."""
        line = self.lines[head.body] if head.body < self.stop else None
        title = self.lines[head.titles[0]].text.text
        korean = any("가" <= char <= "힣" for char in title) and not is_prose(self.lines[head.begin])
        return self.in_references and korean and line is not None and is_prose(line)

    def _over_sign(self, head: Head) -> bool:
        """Whether a Korean title stands over the sign that opens articles, where that line bears no day."""
        line = self.lines[head.body] if head.body < self.stop else None
        title = self.lines[head.titles[0]].text.text
        signed = line is not None and line.kind is Kind.BULLET and line.marker in _LEAD_SIGNS
        return signed and any("가" <= char <= "힣" for char in title)

    def _in_sequence(self, head: Head) -> bool:
        """Whether a number without lead continues the numbering: it is no number of the running text."""
        number = int(head.number or 0)
        if self.after_heading:
            return True
        same = self.numbers.get(self.section or Section.POLICY)
        return same is not None and number == same[-1] + 1

    def _with_section(self, head: Head) -> Head:
        """Numbering that begins anew without a section heading opens the next section."""
        section = self.section or Section.POLICY
        number = int(head.number or 0)
        if number == 1 and len(self.numbers.get(section, ())) > 1 and section is not _ORDER[-1]:
            section = _ORDER[_ORDER.index(section) + 1]
        self.section = section
        if number:
            self.numbers.setdefault(section, []).append(number)
        return Head(head.begin, head.titles, head.leads, head.body, head.number, section)

    def _parse(self, at: int) -> Head | None:
        """What stands at line `at`, read as the head of an article; None if it has no title."""
        first = self.lines[at]
        number = first.marker if first.kind in (Kind.NUMBER, Kind.NUMBERED) else None
        if first.kind is Kind.ITEM and _ARABIC.match(first.marker):
            number = first.marker.rstrip(".")
        cursor, titles = at, list[int]()
        if first.kind is Kind.NUMBER:
            cursor = next_content(self.lines, at + 1, self.stop)
        elif number is not None:
            titles, cursor = [at], at + 1
        elif first.kind is Kind.BULLET:
            return self._parse_signed(at)
        cursor = self._titles(cursor, titles)
        if not titles or sum(len(self.lines[i].body) for i in titles) > _LONGEST_TITLE * 2:
            return None
        leads = self._leads(cursor, titles)
        if first.kind is Kind.ITEM and not (leads and self.lines[leads[0]].kind is Kind.LEAD):
            return None
        body = next_content(self.lines, (leads or titles)[-1] + 1, self.stop)
        return Head(at, tuple(titles), tuple(leads), body, number, Section.POLICY)

    def _parse_signed(self, at: int) -> Head | None:
        """A title behind a sign, told by the day in brackets at its end: `□ title (22.9.30)`."""
        titles = self._signed_run(at) if self.lines[at].marker in _LEAD_SIGNS else []
        if not titles:
            return None
        body = next_content(self.lines, titles[-1] + 1, self.stop)
        return Head(at, tuple(titles), (), body, None, Section.POLICY)

    def _signed_run(self, at: int) -> list[int]:
        """The line at `at` and those right below, up to a day in brackets; empty without one."""
        run = [at]
        while len(run) < _LEAD_LINES and not is_dated(self.lines[run[-1]]) and self._goes_on(run[-1]):
            run.append(run[-1] + 1)
        return run if is_dated(self.lines[run[-1]]) else []

    def _titles(self, at: int, titles: list[int]) -> int:
        """Adds the title's lines from `at` on; the next line with content."""
        at = next_content(self.lines, at, self.stop)
        while at < self.stop and len(titles) < _TITLE_LINES and self.lines[at].kind is Kind.TEXT:
            line = self.lines[at]
            if len(line.text) > _LONGEST_TITLE or "://" in line.text.text:
                break
            if titles and (is_dated(line) or not self._continues(titles[-1], at)):
                break
            titles.append(at)
            at = next_content(self.lines, at + 1, self.stop)
        return at

    def _continues(self, last: int, at: int) -> bool:
        """Whether the title on line `last` goes on at `at`: right below, or as a heading of equal depth."""
        depth = self.lines[at].heading
        if self.lines[last].heading or depth:
            return self.lines[last].heading == depth
        return at == last + 1 and self.lines[at].indent == self.lines[last].indent

    def _leads(self, at: int, titles: list[int]) -> list[int]:
        """Lines of the lead that begins at line `at`; empty where none does."""
        if at >= self.stop:
            return []
        line = self.lines[at]
        leads = [at]
        if line.kind is Kind.TEXT:
            deeper = line.heading > self.lines[titles[-1]].heading > 0 and len(line.text) > _LONGEST_LABEL
            return leads if deeper or is_dated(line) else []
        if line.kind is Kind.LEAD:
            return self._signed_run(at) or leads
        return self._signed_run(at) if line.kind is Kind.BULLET and line.marker in _LEAD_SIGNS else []

    def _goes_on(self, at: int) -> bool:
        return at + 1 < self.stop and self.lines[at + 1].kind is Kind.TEXT


def end_of_articles(lines: Sequence[Line]) -> int:
    """The line after the last article: where the colophon begins, or the imprint at the very end."""
    stop = at = _colophon(lines)
    while at > 0 and stop - at < _IMPRINT_LINES:
        at -= 1
        line = lines[at]
        if line.content and not (line.kind in _MAY_BE_IMPRINT and len(line.text) <= _LONGEST_TITLE):
            break
        if line.content and IMPRINT.search(line.text.text):
            stop = at
    return stop


def _bare_name(line: Line) -> str:
    """The name in a section heading, without number."""
    return compact(line.text.text).lstrip("IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨ0123456789.)．")


def _colophon(lines: Sequence[Line]) -> int:
    """First line of the colophon at the end: the imprint and the lines without Korean sentences above it."""
    found = [i for i, line in enumerate(lines) if line.kind is Kind.COLOPHON]
    if not found:
        return len(lines)
    begin = found[0]
    if any(line.kind in _ARTICLE_LINES for line in lines[begin:]) or sum(map(is_prose, lines[begin:])) > _FEW:
        return len(lines)  # an imprint on the cover
    title = next((line.text.text for line in lines if line.content), "")
    for at in range(begin - 1, max(begin - 15, 0), -1):
        line = lines[at]
        if line.content and not _is_imprint(line, title):
            break
        begin = at
    return begin


def _is_imprint(line: Line, title: str) -> bool:
    text = line.text.text
    if line.kind is not Kind.TEXT or section_of(text):
        return False
    return text == title or not any("가" <= char <= "힣" for char in text)
