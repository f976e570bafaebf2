"""Digests of any publisher parted into their articles: `Line` records in, heads and frame out.

No layout is known beforehand. Lines that look alike (`1.`, `[2]`, `◇`, `<…>`, `## …`, short lines after a
source) are candidates for headlines, and a look counts when what stands between its lines bears the marks of
articles: each closes with a source, or bears a day, or its headline speaks like one, or sections of known kinds
stand above. Chapters of a report, measures in a list and points of a press release have none of these.
All work is done in a few passes; what stands under a line is told by running sums.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from kg.model import FrameKind, Section
from kg.read.dates import DAY_AT_END
from kg.read.frame import IMPRINT, Head, Layout, end_of_articles
from kg.read.headlines import (
    CHAPTER,
    DATELINE,
    DAY_FIRST,
    ISSUE,
    LEADER,
    LONGEST_LEADER,
    LONGEST_NAME,
    LONGEST_TITLE,
    NAMES_OUTLET,
    OF_REPORT,
    OUTLET,
    SEPARATOR,
    SERIAL,
    Key,
    Look,
    beside_day,
    folded_title,
    is_dateline,
    is_korean,
    is_labelled,
    look_of,
    may_be_headline,
    opens_with_dateline,
    section_named,
    speaks_like_a_headline,
)
from kg.read.lines import SIGNS, Kind, Line, is_dated, is_prose, next_content
from kg.read.text import URL, breaks_off, plain

_LEAST_BODY = 15
"""Characters under a headline: less is an entry of a list."""

_LOW_SIGNS = "○◦•∙‧▪▫⦁"
_LOW = 0.7
"""Signs that mostly stand within articles, and what they weigh as headlines beside others."""

_LARGE_SHARE = 0.7
_FEW = 3
_COVER_LINES = 8
_TELLING = 8
"""So many letters at the beginning tell a title."""
_LONGEST_PREAMBLE = 700
_WRAPPED = 18
"""A headline that goes on in the next line has at least this length in its first."""

_BRACKETED = frozenset("[<〈【")
_BOXED = frozenset({"[1]", "<1>"})
"""Looks of numbers that hardly count anything within a text."""

_POINTS = frozenset({Kind.BULLET, Kind.LEAD})
_MAY_NAME_SECTION = frozenset({Kind.TEXT, Kind.CAPTION, Kind.ROMAN, Kind.SECTION})
_LINKED = "link"
_ANNOUNCED = "announced"
_NEARLY = 0.9
"""What headlines weigh that have no look in common but stand on the contents page."""
_ALL_OF_SOURCES = frozenset(
    {Kind.FURNITURE, Kind.BLANK, Kind.ROW, Kind.URL, Kind.SOURCE, Kind.FOOTNOTE, Kind.REFERENCES, Kind.CITED}
    | {Kind.SUMMARY, Kind.CONTENTS, Kind.BYLINE, Kind.COLOPHON, Kind.NUMBER}
)
_DAY = r"['’‘]?(?:\d{2,4}\s?[.\-/]\s?)?\d{1,2}\s?[.\-/]\s?\d{1,2}\.?"
_TAIL = re.compile(
    rf"\s?(?P<all>[(（\[<〈]\s?(?:(?:출\s?처|원\s?문)\s?[:：]\s?(?P<said>[^()（）\[\]]{{2,120}}(?:\([^()]{{1,20}}\)[^()（）\[\]]{{0,60}})?)"
    rf"|(?P<outlet>{OUTLET}\s?[,，]?\s?{_DAY}|{_DAY}\s?[,，]\s?{OUTLET}))\s?[)）\]>〉])\s?\.?$"
)
"""A source in brackets at the end of a line of text."""

_OF_A_FIGURE = re.compile(r"[\s([※]*자료|\s*※")
"""How the source of a figure begins; it closes an article only where it gives a day."""


# --- the search -------------------------------------------------------------------------------------------


class Parted(NamedTuple):
    """The layout found, and the lines it counts: sources at the end of a line stand on lines of their own."""

    layout: Layout
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class _Found:
    """Lines that open articles in a look that counts; `counted`: headings of sections that go on with their numbers."""

    at: tuple[int, ...]
    looks: tuple[Look, ...]
    counted: tuple[int, ...]
    weight: float
    led: str = ""  # the sign of the dated line that stands below each headline


@dataclass(frozen=True, slots=True)
class Under:
    """What is known of lines that stand under the heading of a section.

    `news`: headlines that speak as such will do; `last`: the document ends with these lines.
    """

    section: Section
    news: bool
    last: bool


def part(lines: Sequence[Line], under: Under | None = None) -> Parted | None:
    """The articles of a digest whose layout shows them; None for a document that is one text.

    `under`: the lines are no document but one section of it.
    """
    if under is not None and sum(line.content for line in lines) < _FEW:
        return None
    return _Search(_with_sources_apart(lines), under).run()


def _with_sources_apart(lines: Sequence[Line]) -> list[Line]:
    out: list[Line] = []
    for line in (piece for whole in lines for piece in _dateline_apart(whole)):
        found = _TAIL.search(line.text.text[-200:]) if line.kind in (Kind.TEXT, Kind.BULLET, Kind.LEAD) else None
        shift = max(len(line.text) - 200, 0)
        if found is None or not _says_enough(line.text.text[: shift + found.start()]):
            out.append(line)
            continue
        begin, end = (shift + at for at in found.span("all"))
        said = "said" if found["said"] else "outlet"
        source = line.text.cut(begin, end)
        body = line.text.cut(*(shift + at for at in found.span(said))).strip()
        middle = line.text.origin(begin)[0]
        cut = len(line.text) - begin
        kept = replace(line, end=middle, text=line.text.cut(0, begin), body=line.body.cut(0, len(line.body) - cut))
        out += [kept, Line(Kind.SOURCE, middle, line.end, source, body)]
    return out


def _says_enough(text: str) -> bool:
    """Whether what stands before the bracket is no mere label: it is long, or ends a sentence."""
    return len(text) >= _LEAST_BODY or text.endswith((".", "다", "음", "함", "됨"))


def _dateline_apart(line: Line) -> Iterable[Line]:
    """The line, or its dateline `[베이징=신화통신 3.5]` and the rest as two."""
    if line.kind is Kind.URL:
        return _link_apart(line)
    found = DATELINE.match(line.text.text) if line.kind is Kind.TEXT else None
    if found is None or not is_dateline(found.group().rstrip()):
        return (line,)
    if not NAMES_OUTLET.search(beside_day(found["inside"])):
        return (line,)
    at = found.end()
    dateline, rest = line.text.cut(0, at).strip(), line.text.cut(at)
    middle = rest.origin()[0]
    return (replace(line, end=middle, text=dateline, body=dateline), replace(line, begin=middle, text=rest, body=rest))


def _link_apart(line: Line) -> Iterable[Line]:
    """The line, or the words of a linked headline and its address as two."""
    found = URL.match(line.text.text)
    words = found["words"] if found and found["words"] else ""
    if found is None or len(words) < _LEAST_BODY or not is_korean(words) or "://" in words:
        return (line,)
    body, link = line.text.cut(*found.span("words")), line.text.cut(*found.span("link"))
    middle = body.origin()[1]
    title = replace(line, kind=Kind.TEXT, end=middle, text=body, body=body, marker=_LINKED)
    return (title, replace(line, kind=Kind.SOURCE, begin=middle, text=link, body=link, heading=0))


class _Search:
    def __init__(self, lines: list[Line], under: Under | None) -> None:
        self.lines = lines
        self.under = under
        self.stop = end_of_articles(lines) if under is None or under.last else len(lines)
        self.content = [at for at in range(self.stop) if lines[at].content]
        self.closes = self._closers()
        self.listed = self._listed()
        self.sections = self._sections()
        self.headings = sorted(self.sections)
        self.prose = next((at for at in self.content if self._is_text(at)), self.stop)
        self.serial = [at for at in self.content[:_COVER_LINES] if SERIAL.search(lines[at].text.text[:LONGEST_TITLE])]
        self.chars = [0, *accumulate(self._weight(at) for at in range(self.stop))]
        self.signs: dict[str, list[int]] = defaultdict(list)
        for at in self.content:
            if lines[at].kind in _POINTS:
                self.signs[self._sign(at)].append(at)
        self.groups = [0, *accumulate(self._opens_group(at) for at in range(self.stop))]

    def run(self) -> Parted | None:
        if len(self.content) < (2 * _FEW if self.under is None else _FEW + 1):
            return None
        looks: dict[Key, list[tuple[int, Look]]] = defaultdict(list)
        for at in self.content:
            for look in self._looks(at):
                looks[look.key].append((at, look))
        found = [one for key, lines in looks.items() if len(lines) > 1 and (one := self._judged(key, lines))]
        found = [one for one in found if not any(self._lead_of(one, other) for other in found)]
        if not found:
            return None
        return self._laid_out(max(found, key=lambda one: (one.weight, -one.at[0])))

    def _lead_of(self, one: _Found, other: _Found) -> bool:
        """Whether the lines of one look are the dated ones below the headlines of another."""
        if not other.led or one is other:
            return False
        leads = {self._below(at) for at in other.at}
        return _share(at in leads for at in one.at) >= _LARGE_SHARE

    # --- passes over the lines ---

    def _above(self, at: int) -> int:
        """The line with content above line `at`, -1 if there is none."""
        index = bisect_left(self.content, at)
        return self.content[index - 1] if index else -1

    def _below(self, at: int) -> int:
        """The line with content below line `at`; `stop` if there is none."""
        index = bisect_left(self.content, at + 1)
        return self.content[index] if index < len(self.content) else self.stop

    def _closers(self) -> list[bool]:
        """Lines that name a source; below the heading of references, all that is no Korean text."""
        out = [False] * self.stop
        listing = False
        for at in self.content:
            line = self.lines[at]
            text = line.text.text
            if line.kind is Kind.REFERENCES:
                listing = True
            elif line.kind in (Kind.URL, Kind.CITED) or (line.kind is Kind.FOOTNOTE and line.marker.startswith("[")):
                out[at] = True
            elif line.kind is Kind.SOURCE and ("*" not in line.marker or DAY_AT_END.search(text)):
                out[at] = not _OF_A_FIGURE.match(text) or bool(DAY_AT_END.search(text))
            else:
                listing = listing and (bool(URL.search(text)) or not is_korean(text))
            out[at] = out[at] or listing
        return out

    def _is_text(self, at: int) -> bool:
        """Whether a line is running text that does not speak of the issue itself."""
        return is_prose(self.lines[at]) and not SERIAL.search(self.lines[at].text.text)

    def _opens_group(self, at: int) -> bool:
        above = at - 1
        while above >= 0 and not self.lines[above].content:
            above -= 1
            if at - above > 3:
                break
        return self.closes[at] and not (above >= 0 and self.closes[above])

    def _weight(self, at: int) -> int:
        line = self.lines[at]
        return len(line.text) if line.content and not self.closes[at] else 0

    def _listed(self) -> set[int]:
        """Entries of contents: lines with a leader, and short ones that come back further down."""
        leaders = {at for at in self.content if self._has_leader(at)}
        last: dict[str, int] = {}
        folded: dict[int, str] = {}
        for at in self.content:
            text = self.lines[at].text.text
            name = folded_title(text) if len(text) <= LONGEST_TITLE + 20 else ""
            if len(name) >= _TELLING:
                folded[at] = name
                last[name[:_TELLING]] = at
        again: dict[int, int] = {}
        for at, name in folded.items():
            later = folded[last[name[:_TELLING]]]
            if last[name[:_TELLING]] > at and (later.startswith(name) or name.startswith(later)):
                again[at] = last[name[:_TELLING]]
        self.announced = set(again.values())
        return leaders | again.keys()

    def _has_leader(self, at: int) -> bool:
        return bool(LEADER.search(self.lines[at].text.text[-LONGEST_LEADER:]))

    def _sections(self) -> dict[int, Section]:
        """Lines that name a section and stand over a short line, no text."""
        out = {}
        for index, at in enumerate(self.content):
            line = self.lines[at]
            if at in self.listed or line.kind in _ALL_OF_SOURCES or self.closes[at]:
                continue
            if len(line.text) > LONGEST_NAME * 2:
                continue
            named = line.section if line.kind is Kind.SECTION else section_named(plain(line.text).text)
            below = self.lines[self.content[index + 1]] if index + 1 < len(self.content) else None
            if named and below is not None and not is_prose(below) and len(below.text) <= LONGEST_TITLE + 20:
                out[at] = named
        return out

    # --- looks ---

    def _looks(self, at: int) -> Iterable[Look]:
        """The looks under which line `at` may be a headline."""
        line = self.lines[at]
        if line.kind in _ALL_OF_SOURCES or at in self.listed or at in self.sections or self.closes[at]:
            return
        text = line.text.text
        if len(text) > LONGEST_TITLE * 2:
            return
        inner = look_of(text)
        begin, end = inner.body
        if not may_be_headline(plain(line.text.cut(begin, end)).text):
            return
        deep, indented = line.heading, int(line.indent > 0)
        if at in self.announced:
            yield Look((_ANNOUNCED, 0, 0), inner.number, inner.body, inner.section)
        if line.marker == _LINKED:
            yield Look((_LINKED, deep, 0), inner.number, inner.body, inner.section)
        if inner.key[0]:
            yield Look((inner.key[0], deep, indented), inner.number, inner.body, inner.section)
        if deep:
            yield Look(("#", deep, 0), inner.number, inner.body, inner.section)
        separator = self._separator(at)
        if separator:
            yield Look(("separator " + separator, 0, 0), inner.number, inner.body, inner.section)
        if line.kind is not Kind.TEXT or deep or inner.key[0] or self._goes_on(at):
            return
        if self._stands_apart(at):
            yield Look(("text", 0, 0), 0, inner.body)
        if self._stands_alone(at):
            yield Look(("alone", 0, 0), 0, inner.body)

    def _separator(self, at: int) -> str:
        """The sign of the ruled line right above line `at`, blank lines aside; empty if there is none."""
        above = at - 1
        while above >= 0 and self.lines[above].kind is Kind.BLANK and at - above < 4:
            above -= 1
        if above < 0 or self.lines[above].kind is not Kind.FURNITURE:
            return ""
        found = SEPARATOR.match(self.lines[above].text.text)
        return found["sign"] if found else ""

    def _goes_on(self, at: int) -> bool:
        """Whether a line without any sign is the first of a wrapped paragraph, by its end or indentation."""
        if at + 1 >= self.stop or self.lines[at + 1].kind is not Kind.TEXT:
            return False
        return breaks_off(self.lines[at].text.text) or self.lines[at].indent > self.lines[at + 1].indent

    def _stands_apart(self, at: int) -> bool:
        """Whether a line without any sign begins something: what stood above is closed, or a day stands below."""
        above = self._above(at)
        below = self._below(at)
        fresh = above < 0 or self.closes[above] or above in self.sections
        if not fresh and above < at - 1 and below < self.stop:
            fresh = is_dateline(self.lines[below].text.text) or self._first_body(at, above)
        return fresh

    def _stands_alone(self, at: int) -> bool:
        """Whether blank lines, sources or ruled lines part the line from what is above, and text is below."""
        above, below = self._above(at), self._below(at)
        if above >= 0 and above == at - 1 and not self.closes[above] and above not in self.sections:
            return False
        return below < self.stop and below not in self.sections and not self.closes[below]

    def _first_body(self, at: int, above: int) -> bool:
        """Whether the first text of the document stands below line `at`."""
        below = self._below(at)
        return self._near_sources(at) == 0 and self.chars[above + 1] < 300 and is_prose(self.lines[below])

    def _near_sources(self, at: int) -> int:
        """How many of the dozen lines above line `at` name sources."""
        index = bisect_left(self.content, at)
        return sum(1 for i in self.content[max(index - 12, 0) : index] if self.closes[i])

    # --- judging a look ---

    def _judged(self, key: Key, lines: list[tuple[int, Look]]) -> _Found | None:
        """The lines of this look that open articles; None if they do not bear the marks of articles."""
        if any(look.number for _, look in lines) and key[0] != _ANNOUNCED:
            lines = self._in_sequence(lines)
        lines = self._with_body(lines) if lines else []
        if len(lines) < 2:
            return None
        lines = self._without_title(lines) if self.under is None else lines
        at = [i for i, _ in lines]
        titles = [plain(self.lines[i].text.cut(*look.body)).text for i, look in lines]
        counted = self._counted_on(*lines[-1])
        stop = counted[0] if counted else self.stop
        bounds = list(pairwise([*at, stop]))
        closed = [self._closed(begin, end) or self._sourced(begin) for begin, end in bounds]
        led = self._led(bounds)
        dated = [
            self._dated(i, title) or bool(led and self._leads(i, led)) for i, title in zip(at, titles, strict=True)
        ]
        newsy = [speaks_like_a_headline(title) for title in titles]
        chapters = sum(bool(CHAPTER.search(title)) and not news for title, news in zip(titles, newsy, strict=True))
        if 2 * chapters >= len(at):
            return None
        marked = _share(c or d for c, d in zip(closed, dated, strict=True))
        sections = sum(1 for i in at if self._above(i) in self.sections)
        strong = marked >= _LARGE_SHARE and self._one_source_each(at, stop)
        if key[0] in ("text", "alone", _ANNOUNCED):
            strong = strong and self._sources_end(at)
        plain_news = key[0] != "text" and self._only_news(key, at, stop, newsy, sections)
        listed = _share(i in self.announced for i in at)
        foretold = listed >= _LARGE_SHARE and self._foretold(at)
        if not (strong or plain_news or foretold or self._counted_through(key, lines, newsy)):
            return None
        quality = (1 + marked + listed + _share(newsy)) * (_LOW if key[0][-1] in _LOW_SIGNS else 1)
        quality *= _NEARLY if key[0] == _ANNOUNCED else 1
        return _Found(tuple(at), tuple(look for _, look in lines), counted, quality**3 * len(at), led)

    def _counted_on(self, at: int, look: Look) -> tuple[int, ...]:
        """Headings of sections that go on with the number of the last headline, line `at`: `6  단신` after `5  …`."""
        counted: list[int] = []
        for heading in self.headings[bisect_left(self.headings, at) :] if look.number else ():
            named = look_of(self.lines[heading].text.text)
            if named.key[0] == look.key[0] and named.number == look.number + len(counted) + 1:
                counted.append(heading)
        return tuple(counted)

    def _in_sequence(self, lines: list[tuple[int, Look]]) -> list[tuple[int, Look]]:
        """The lines whose numbers go on from one to the next, anew after a heading of a section."""
        kept: list[tuple[int, Look]] = []
        for at, look in lines:
            if not kept:
                fits = look.number <= 2
            else:
                last, before = kept[-1]
                between = bisect_left(self.headings, at) > bisect_left(self.headings, last)
                anew = (0 < look.number <= 2 and between) or (look.number == 1 and look.key[0] == "1-1")
                fits = anew or 0 < look.number - before.number <= 2
            if fits:
                kept.append((at, look))
        return kept

    def _with_body(self, lines: list[tuple[int, Look]]) -> list[tuple[int, Look]]:
        """The lines under which something is said before the next."""
        ends = [at for at, _ in lines[1:]] + [self.stop]
        return [
            one for one, end in zip(lines, ends, strict=True) if self.chars[end] - self.chars[one[0] + 1] >= _LEAST_BODY
        ]

    def _without_title(self, lines: list[tuple[int, Look]]) -> list[tuple[int, Look]]:
        """The lines without the first where it bears the name of the whole document, in the look of a headline."""
        (at, look), (below, _), *rest = lines
        title = plain(self.lines[at].text.cut(*look.body)).text
        named = bool(SERIAL.search(title)) or look.key[0] == "text"
        alone = self._closed(at, below) or self._dated(at, title)
        return lines[1:] if rest and named and not alone and not look.number else lines

    def _closed(self, begin: int, end: int) -> bool:
        """Whether the last words before line `end` name a source."""
        last = self._above(end)
        for _ in range(3):
            if last <= begin or self.closes[last]:
                break
            imprint = end == self.stop and bool(IMPRINT.search(self.lines[last].text.text))
            if last not in self.sections and not imprint and len(self.lines[last].text) > LONGEST_NAME:
                break
            last = self._above(last)
        return last > begin and self.closes[last]

    def _dated(self, at: int, title: str) -> bool:
        """Whether headline or what stands right below bears a day."""
        if DAY_AT_END.search(title) or is_labelled(title) or DAY_FIRST.match(self.lines[at].text.text):
            return True
        below = self._below(at)
        if below >= self.stop:
            return False
        text = self.lines[below].text.text
        return is_dateline(text) or opens_with_dateline(text)

    def _led(self, bounds: Sequence[tuple[int, int]]) -> str:
        """The sign of a line below nearly each headline that ends with a day and is the only one in its article."""
        signs = Counter(self._sign_of_lead(begin, end) for begin, end in bounds)
        sign, count = signs.most_common(1)[0]
        return sign if count >= _LARGE_SHARE * len(bounds) else ""

    def _sign_of_lead(self, begin: int, end: int) -> str:
        below = self._below(begin)
        if below >= end or self.lines[below].kind not in _POINTS or self.lines[below].marker == "-":
            return ""
        sign = self._sign(below)
        places = self.signs[sign]
        alone = bisect_left(places, end) - bisect_left(places, below) == 1
        return sign if alone and self._leads(begin, sign) else ""

    def _sign(self, at: int) -> str:
        return self.lines[at].marker or self.lines[at].text.text[0]

    def _leads(self, at: int, sign: str) -> tuple[int, ...]:
        """The lines of the lead with this sign below headline `at`, up to its day; none without a day."""
        below = self._below(at)
        if below >= self.stop or self.lines[below].kind not in _POINTS or self._sign(below) != sign:
            return ()
        run = [below]
        while len(run) < _FEW and not is_dated(self.lines[run[-1]]):
            after = run[-1] + 1
            if after >= self.stop or self.lines[after].kind is not Kind.TEXT:
                return ()
            run.append(after)
        return tuple(run) if is_dated(self.lines[run[-1]]) else ()

    def _sourced(self, at: int) -> bool:
        """Whether the source stands right below the headline."""
        below = self._below(at)
        return below < self.stop and self.closes[below]

    def _one_source_each(self, at: Sequence[int], stop: int) -> bool:
        """Whether articles, the last of which ends at line `stop`, do not hold several articles, by their sources."""
        groups = self.groups[stop] - self.groups[at[0]]
        return groups <= 1.5 * len(at) + 1

    def _sources_end(self, at: Sequence[int]) -> bool:
        """Whether sources stand at the end of articles, not amid them."""
        groups = self.groups[self.stop] - self.groups[at[0]]
        return groups <= 1.34 * len(at)

    def _only_news(self, key: Key, at: Sequence[int], stop: int, newsy: Sequence[bool], sections: int) -> bool:
        """Whether headlines alone show a digest: nearly all speak like one, and no long text stands before."""
        short = self.chars[at[0]] <= _LONGEST_PREAMBLE and self.prose > at[0]
        announced = _share(i in self.announced for i in at) >= _LARGE_SHARE
        told = announced or any(i < at[0] for i in self.serial) or sections > 1 or self.under is not None
        if self.under is not None and not self.under.news:
            return False
        enough = len(at) >= (_FEW if told else 2 * _FEW if key[0].startswith("sign") else _FEW + 1)
        if self.under is not None and not key[0].startswith(("sign", "alone")):
            enough = enough or all(newsy)  # two under the heading of a section
        return short and enough and self._one_source_each(at, stop) and _share(newsy) >= (0.6 if told else 0.8)

    def _foretold(self, at: Sequence[int]) -> bool:
        """Whether these lines are the titles that the contents page of a numbered issue lists, nearly all of them.

        A report lists its chapters, too: introduction and conclusion among them tell it.
        """
        if len(at) < _FEW or not any(
            ISSUE.search(self.lines[i].text.text[:LONGEST_TITLE]) for i in self.content[:_COVER_LINES]
        ):
            return False
        titles = [self.lines[i].text.text for i in self.announced]
        told = sum(i in self.announced for i in at)
        return told >= _LARGE_SHARE * len(titles) and not any(OF_REPORT.search(folded_title(title)) for title in titles)

    def _counted_through(self, key: Key, lines: list[tuple[int, Look]], newsy: Sequence[bool]) -> bool:
        """Whether numbers in brackets count the items of a digest, each over its points: `【1】 …`, `【2】 …`."""
        if key[0] not in _BOXED or key[2] or len(lines) <= _FEW or not any(i < lines[0][0] for i in self.serial):
            return False
        counted = all(look.number == number for number, (_, look) in enumerate(lines, start=1))
        over = all((below := self._below(at)) < self.stop and self.lines[below].kind in _POINTS for at, _ in lines)
        return counted and over and 4 * sum(newsy) >= len(newsy)

    # --- the layout ---

    def _laid_out(self, found: _Found) -> Parted:
        lines = list(self.lines)
        opens = set(found.at)
        headings = {at: section for at, section in self.sections.items() if at >= self._first_heading(found.at[0])}
        headings |= self._unnamed(found, opens)
        over = {at for at in headings if self._over_head(at, opens, headings)}
        told = {self._mark(at) for at in over}
        bare = {
            at for at in headings.keys() - over if at > found.at[0] and self._mark(at) in told - {"text"} | _BRACKETED
        }
        bare.update(found.counted)
        headings = {at: section for at, section in headings.items() if at in over | bare}
        cuts = [*sorted(opens | set(headings)), self.stop]
        layout = Layout()
        section = self.under.section if self.under else Section.POLICY
        looks = dict(zip(found.at, found.looks, strict=True))
        for at, end in pairwise(cuts):
            if at in bare:
                section = headings[at]
                layout.heads.append(self._section_as_article(at, end, section, lines))
            elif at in headings:
                section = headings[at]
                layout.frame.append((FrameKind.SECTION_HEADING, at, at + 1))
            else:
                layout.heads.append(self._head(at, end, looks[at], section, lines, found.led))
        layout.frame[:0] = self._front(cuts[0])
        if self.stop < len(lines):
            layout.frame.append((FrameKind.COLOPHON, self.stop, len(lines)))
        return Parted(layout, lines)

    def _section_as_article(self, at: int, end: int, section: Section, lines: list[Line]) -> Head:
        """A section whose lines have no headlines, such as short news in one line each: one article."""
        look = look_of(lines[at].text.text)
        title = lines[at].text.cut(*look.body) if look.number else lines[at].text.strip(f"[]<>〈〉【】{SIGNS} ")
        number = str(look.number) if look.number else None
        lines[at] = replace(lines[at], kind=Kind.NUMBERED, body=title, marker=number or "")
        return Head(at, (at,), (), next_content(lines, at + 1, end), number, section, end, digest=True)

    def _first_heading(self, first: int) -> int:
        """The first of the headings of sections that stand right above the first headline."""
        above = self._above(first)
        while above in self.sections:
            first, above = above, self._above(above)
        return first

    def _unnamed(self, found: _Found, opens: set[int]) -> dict[int, Section]:
        """Short lines right above a headline that say nothing themselves: sections with names of their own."""
        out: dict[int, Section] = {}
        marks = {self._mark(at) for at in self.sections} - {"text"}
        for at in found.at[1:]:
            above = self._above(at)
            before = self._above(above)
            line = self.lines[above]
            bare = line.kind in _MAY_NAME_SECTION or line.heading or self._mark(above) in marks
            ended = before >= 0 and (self.closes[before] or self._mark(above) in marks)
            if bare and ended and len(line.text) <= LONGEST_NAME and not self.closes[above] and above not in opens:
                out.setdefault(above, section_named(line.text.text) or Section.POLICY)
        return out

    def _mark(self, at: int) -> str:
        """What tells a line from plain text: its depth as a heading, or the sign in front."""
        line = self.lines[at]
        return (
            "#" * line.heading
            or line.marker
            or (line.text.text[0] if line.kind is not Kind.TEXT or line.text.text[0] in _BRACKETED else "text")
        )

    def _over_head(self, at: int, opens: set[int], headings: dict[int, Section]) -> bool:
        below = self._below(at)
        return below in opens or below in headings

    def _front(self, first: int) -> list[tuple[FrameKind, int, int]]:
        """Cover, contents and summary before the first article."""
        marks = [(FrameKind.COVER, next_content(self.lines, 0, first))]
        for at in self.content:
            if at >= first:
                break
            kind = {Kind.CONTENTS: FrameKind.CONTENTS, Kind.SUMMARY: FrameKind.SUMMARY}.get(self.lines[at].kind)
            if kind is None and at in self.listed and marks[-1][0] is FrameKind.COVER and self._has_leader(at):
                kind = FrameKind.CONTENTS
            if kind is not None:
                marks.append((kind, at))
        ends = [at for _, at in marks[1:]] + [first]
        return [(kind, at, end) for (kind, at), end in zip(marks, ends, strict=True) if at < end]

    def _head(self, at: int, end: int, look: Look, section: Section, lines: list[Line], led: str) -> Head:
        line = self.lines[at]
        lines[at] = replace(line, kind=Kind.NUMBERED, body=line.text.cut(*look.body), marker=str(look.number or ""))
        titles = [at]
        if self._wraps(at, look):
            titles.append(at + 1)
        leads = self._leads(titles[-1], led) if led else ()
        body = next_content(lines, (leads or titles)[-1] + 1, end)
        dates = []
        if (
            body < end
            and not self.closes[body]
            and is_dateline(lines[body].text.text)
            and lines[body].kind is not Kind.SOURCE
        ):
            dates.append(body)
            lines[body] = _dateline(lines[body])
        elif body < end and opens_with_dateline(lines[body].text.text):
            dates.append(body)
        if look.key[0] == "day":
            dates.append(at)
        number = str(look.number) if look.number else None
        return Head(
            *(at, tuple(titles), leads, min(body, end), number, look.section or section, end),
            dates=tuple(dates),
            digest=True,
        )

    def _wraps(self, at: int, look: Look) -> bool:
        """Whether the title goes on in the line right below, which ends it."""
        title = self.lines[at].text.cut(*look.body).text
        if at + 2 >= self.stop or DAY_AT_END.search(title) or self.lines[at].heading:
            return False
        below, after = self.lines[at + 1], self.lines[at + 2]
        if len(title) < _WRAPPED and not (breaks_off(title) or below.indent > self.lines[at].indent):
            return False
        if (
            below.kind is not Kind.TEXT
            or below.heading
            or not may_be_headline(below.text.text)
            or at + 1 in self.sections
        ):
            return False
        ends = not after.content or after.kind in (Kind.BULLET, Kind.ROW) or is_dateline(after.text.text)
        return ends and not is_dateline(below.text.text) and not is_prose(below) and len(below.text) <= len(title) + 4


def _dateline(line: Line) -> Line:
    """A line with a day below a headline: a source where it names an outlet, else a line that is no text."""
    text = line.text
    named = NAMES_OUTLET.search(beside_day(text.text))
    return replace(line, kind=Kind.SOURCE if named else Kind.BYLINE, body=text, marker="")


def _share(flags: Iterable[bool]) -> float:
    counts = Counter(flags)
    total = sum(counts.values())
    return counts[True] / total if total else 0.0
