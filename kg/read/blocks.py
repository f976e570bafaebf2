"""The blocks of one article: its lines in, `Block` records out.

An assembler walks over the lines and keeps what is open: the stack of bullets, the note box, the list of
references, and whether a blank line has just passed (a line directly below another continues it).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.kept import Kept
from kg.model import EMPTY, Block, BlockKind, SourceText, Table
from kg.read.dates import DAY_AT_END, DAY_OF_SOURCE, day_of, make_date
from kg.read.lines import CIRCLED, DASHES, LABEL, PRIVATE, Kind, Line, is_prose, next_content
from kg.read.tables import read_table
from kg.read.text import URL, Unmarked, address, join_lines, plain, unmark

_RANKS = ("□■◆◇◈▣❖", "●▶▷►▸▹◎◉⦿★☆⚫◼◾△▲▽▼", f"○◦❍ㅇoO{PRIVATE}", "☞☑✓✔➤→➢➔➜⇨✦", CIRCLED, f"+*{DASHES}", "•∙‧‣▪▫ㆍ·⦁")
_SIGNS = tuple(re.compile(f"[{signs}]") for signs in _RANKS)
_RANK_OF_NUMBERS = _RANKS.index(CIRCLED)  # 1), (1), 가.
_REACH = 12
_REACH_OF_ONE = 4
_REACH_OF_NUMBERS = 100
"""How far above a footnote may stand what bears its mark; a single asterisk is too common to reach far."""
_DIGITS = re.compile(r"[\d¹²³⁴-⁹⁰]{1,2}")

_RAISED = re.compile(
    r"[가-힣)）」』》〉’”'\"][¹²³⁴-⁹]|[A-Za-z\d][¹²³⁴-⁹]{1,2}⁾|<sup>"
    r"|[가-힣」』》〉’”'\"]\d{1,2}\)(?:[은는이가을를의과와에][\s,]|[>〉]?$)|다\.\d{1,2}\)(?:\s|$)"
)
"""What a line with a numbered footnote mark has."""
_DIGIT_RAISED = re.compile(r"[¹²³⁴-⁹]|<sup>|\d\)")
"""A part of it that is found sooner."""
_EXPLAINED = frozenset(BlockKind) - {BlockKind.FOOTNOTE, BlockKind.SOURCE, BlockKind.REFERENCE}
_CONTINUED = frozenset({BlockKind.BULLET, BlockKind.FOOTNOTE, BlockKind.PARAGRAPH})
_LONGEST_HEADING = 45
_LONGEST_LABEL = 30
_SENTENCE_END = re.compile(r"[.!?。！？:;,](?:['’”\")\]]?)$|(?:다|음|함|됨|임)$")
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[一-鿿]")
_TITLE_FIRST = re.compile(
    r"[《“\"「『]?[\d.%]*[㐀-鿿][㐀-鿿\dA-Za-z“”‘’\"《》〈〉「」『』（）()〔〕—–\-+×~、·：:！!？?.\s]*"
)
_NAMES_OUTLET = re.compile(r"[가-힣]{2}|https?://|[㐀-鿿](?:报|報|网|網|社|刊|台|之心|通讯)(?![㐀-鿿])")
_LEAST_TITLE = 8
"""Han characters from which on what a source begins with is a title, not an outlet."""
_BESIDE_OUTLET = " ,，·|/:：()（）[]"
_CLOSING = ")]>〉】"
_NEXT_OUTLET = re.compile(r"\s?[)）]?\s?[,，|;/]\s?[가-힣A-Za-z]{2}")
_CAPTIONS = re.compile(r"[〈〉]{2}|〉\s*〈")
_URL_TAIL = re.compile(r"[\x21-\x7e]{2,2048}$")


def _chinese_title(source: str) -> int:
    """End of the Chinese title that a source begins with (`[자료] 《…方案》, 과기부 누리집`), or 0."""
    found = _TITLE_FIRST.match(source)
    if found is None:
        return 0
    title = found[0]
    if title.count("(") + title.count("（") > title.count(")") + title.count("）"):
        title = title[: max(title.rfind("("), title.rfind("（"))]  # the bracket holds the outlet
    return len(title.rstrip()) if len(_HAN.findall(title)) >= _LEAST_TITLE else 0


@dataclass(slots=True)
class _Draft:
    """A block in the making: its text as pieces of lines, markup still in."""

    kind: BlockKind
    parts: list[SourceText]
    begin: int
    end: int
    level: int = 0
    parent: int | None = None
    table: Table | None = None
    marks: frozenset[int] = frozenset()
    url: str | None = None
    outlet: SourceText | None = None
    issuer: SourceText | None = None
    day: dt.date | None = None
    _done: SourceText | None = field(default=None, repr=False)

    def text(self) -> SourceText:
        """The text without markup; computed once the parts are complete."""
        if self._done is None:
            done: Unmarked = unmark(join_lines(self.parts))
            self._done, self.marks = done.text, self.marks | done.marks
        return self._done


def assemble(lines: Sequence[Line], begin: int, end: int, issued: dt.date | None) -> tuple[Block, ...]:
    """The blocks in `lines[begin:end]`; `issued` gives the year to days printed without one."""
    work = _Assembler(lines, begin, end, issued)
    at = begin
    while at < end:
        at = work.take(at)
    return tuple(_block(index, draft) for index, draft in enumerate(work.drafts))


def _block(index: int, draft: _Draft) -> Block:
    return Block(
        index=index,
        kind=draft.kind,
        text=draft.text(),
        begin=draft.begin,
        end=draft.end,
        level=draft.level,
        parent=draft.parent,
        table=draft.table,
        url=draft.url,
        outlet=draft.outlet,
        issuer=draft.issuer,
        day=draft.day,
    )


@lru_cache(maxsize=256)
def rank(marker: str) -> int:
    """How deep bullets with this sign stand by custom: □ above ● above ○ above ① above - above ·."""
    return next((depth for depth, signs in enumerate(_SIGNS) if signs.match(marker)), _RANK_OF_NUMBERS)


def _outlet(text: SourceText, dated: re.Match[str] | None) -> SourceText | None:
    """The outlet in the words of a source line: what stands before the day, or behind it; of several all with days."""
    named = text.cut(0, dated.start() if dated else None)
    if dated and dated.re is DAY_OF_SOURCE and named and _NEXT_OUTLET.match(text.text, dated.end()):
        return text.strip(_BESIDE_OUTLET)
    if dated and dated.re is DAY_OF_SOURCE and not named.strip(_BESIDE_OUTLET):
        named = text.cut(dated.end())
    named = named.strip(_BESIDE_OUTLET)
    if "=" in named.text:  # place and agency: 베이징=신화통신
        named = named.cut(named.text.rindex("=") + 1).strip(_BESIDE_OUTLET)
    if "(" in named.text and ")" not in named.text:
        named = named.cut(0, named.text.index("(")).strip(_BESIDE_OUTLET)
    return named or None


def _trimmed(title: SourceText) -> SourceText:
    """A reference's title without what parts it from the addresses before and after it."""
    text = title.text
    begin = len(text) - len(text.lstrip(" .,;:|)>]"))
    return title.cut(begin, max(begin, len(text.rstrip(" ,;:|(<["))))


class _Assembler:
    def __init__(self, lines: Sequence[Line], begin: int, stop: int, issued: dt.date | None) -> None:
        self.lines = lines
        self.begin, self.stop = begin, stop
        self.issued = issued
        self.drafts: list[_Draft] = []
        self.stack: list[tuple[int, int, int]] = []  # (indent, rank, block index) of the open bullets
        self.outer: list[tuple[int, int, int]] = []  # the stack outside the open note box
        self.box: int | None = None
        self.box_sign = ""
        self.explained: set[tuple[int, int]] = set()  # (block index, mark) that have their footnote
        self.in_references = False
        self.adjacent = False  # the line before says something, and no blank line stands between

    def take(self, at: int) -> int:
        """Takes in line `at`; the number of the next line to take."""
        line = self.lines[at]
        if not line.content:
            self.adjacent = False
            return at + 1
        after = at + 1
        if line.kind is Kind.ROW:
            after = self._table(at)
        elif self.in_references and self._reference_line(line):
            pass
        else:
            self._line(line, at)
        self.adjacent = True
        return after

    def _line(self, line: Line, at: int) -> None:
        match line.kind:
            case Kind.REFERENCES:
                self._end_box()
                self.in_references = True
                if line.body:
                    self._reference(line, line.body)
            case Kind.SOURCE:
                self._source(line)
            case Kind.URL:
                self._address(line)
            case Kind.CITED:
                self.in_references = True
                self._reference(line, line.text)
            case Kind.BOX:
                self._open_box(line)
            case Kind.CAPTION:
                self._captions(line.body, line)
            case Kind.FOOTNOTE:
                self._footnote(line)
            case Kind.BULLET | Kind.LEAD:
                self._bullet(line, at)
            case Kind.ITEM:
                self._item(line, at)
            case Kind.NUMBER | Kind.BYLINE:
                pass  # a page number; who wrote the article
            case Kind.ROMAN | Kind.NUMBERED | Kind.SECTION | Kind.CONTENTS | Kind.SUMMARY:
                self._headline(line, at)
            case _:
                self._text(line, at)

    def _add(
        self, kind: BlockKind, body: SourceText, line: Line, *, level: int = 0, parent: int | None = None
    ) -> _Draft:
        """Adds a block that begins on `line`; without parent of its own it hangs on the open note box."""
        parent = self.box if parent is None else parent
        draft = _Draft(kind, [body], line.begin, line.end, level, parent)
        self.drafts.append(draft)
        return draft

    def _last(self) -> _Draft | None:
        return self.drafts[-1] if self.drafts else None

    # --- running text ---

    def _text(self, line: Line, at: int) -> None:
        last = self._last()
        if line.heading:
            self._heading(line, line.text)
        elif self.adjacent and last is not None and last.kind in _CONTINUED and self._goes_on(last, line):
            last.parts.append(line.text)
            last.end = line.end
        elif self._is_label(line, at):
            self._heading(line, line.text, closes_box=False)
        else:
            self._add(BlockKind.PARAGRAPH, line.text, line)

    def _goes_on(self, last: _Draft, line: Line) -> bool:
        """Whether a line directly below continues `last`: not after a paragraph's short last line."""
        above = last.parts[-1].text.rstrip()
        if last.kind is BlockKind.BULLET and self.stack and line.indent < self.stack[-1][0]:
            return len(above) * 10 >= len(line.text) * 7  # farther left than a bullet that the width did not break
        if last.kind is not BlockKind.PARAGRAPH:
            return True
        return not _SENTENCE_END.search(above) or len(above) * 10 >= len(line.text) * 7

    def _is_label(self, line: Line, at: int) -> bool:
        """Whether a short line alone stands as a label over the bullets that follow."""
        if len(line.text) > _LONGEST_LABEL or self.adjacent or _SENTENCE_END.search(line.text.text):
            return False
        after = next_content(self.lines, at + 1, self.stop)
        if after >= self.stop:
            return False
        follows = self.lines[after].kind
        return follows in (Kind.BULLET, Kind.ITEM, Kind.ROW) or (follows is Kind.TEXT and after > at + 1)

    def _heading(self, line: Line, body: SourceText, *, closes_box: bool = True) -> None:
        if closes_box:
            self._end_box()
        self.in_references = False
        self.stack.clear()
        self._add(BlockKind.HEADING, body, line)

    def _headline(self, line: Line, at: int) -> None:
        """What looks like a heading of the bulletin is one of the article, if short and no wrapped line."""
        body = line.body or line.text
        wrapped = self.adjacent and line.kind is not Kind.ROMAN
        if wrapped or len(body) > _LONGEST_HEADING:
            self._text(line, at)
        else:
            self._heading(line, body)

    def _item(self, line: Line, at: int) -> None:
        """`1) …`: a footnote, if the text bears that mark; a sub-heading if short, at the margin and followed by
        another kind; else a bullet.
        """
        number = line.marker[0].isdigit() and line.marker[-1] == ")"
        if number and self._raises and (noted := self._noted(line.marker)) is not None:
            self._add(BlockKind.FOOTNOTE, line.body, line, parent=noted)
            return
        after = next_content(self.lines, at + 1, self.stop)
        short = len(line.body) <= _LONGEST_HEADING and not _SENTENCE_END.search(line.body.text.rstrip())
        leads_on = after < self.stop and self.lines[after].kind is not Kind.ITEM
        if short and leads_on and (line.heading or not line.indent):
            self._heading(line, line.body)
        else:
            self._bullet(line, at)

    @Kept
    def _raises(self) -> bool:
        """Whether the article may bear numbered footnote marks."""
        texts = (line.text.text for line in self.lines[self.begin : self.stop])
        return any(_DIGIT_RAISED.search(text) and _RAISED.search(text) for text in texts)

    def _noted(self, marker: str) -> int | None:
        """Index of the block that bears a numbered footnote mark (`1)`, `¹⁾` or `주1)`) and has none yet."""
        digits = _DIGITS.search(unicodedata.normalize("NFKC", marker))
        number = -int(digits[0]) if digits else 0
        lowest = max(len(self.drafts) - 1 - _REACH_OF_NUMBERS, -1)
        for index in range(len(self.drafts) - 1, lowest, -1) if number else ():
            draft = self.drafts[index]
            if draft.kind not in _EXPLAINED:
                continue
            draft.text()
            if number in draft.marks and (index, number) not in self.explained:
                self.explained.add((index, number))
                return index
        return None

    # --- bullets and footnotes ---

    def _bullet(self, line: Line, at: int) -> None:
        if self._opens_reference(line, at):
            self._reference(line, line.body)
            return
        if self.box is not None and self._leaves_box(line):
            self._end_box()
        key = (line.indent, rank(line.marker))
        while self.stack and self.stack[-1][:2] >= key:
            self.stack.pop()
        parent = self.stack[-1][2] if self.stack else None
        self.stack.append((*key, len(self.drafts)))
        self._add(BlockKind.BULLET, line.body, line, parent=parent, level=len(self.stack))

    def _opens_reference(self, line: Line, at: int) -> bool:
        """Whether a bullet outside a list of references is one: a Chinese title with its address."""
        if _HANGUL.search(line.body.text) or not _HAN.search(line.body.text):
            return False
        after = next_content(self.lines, at + 1, self.stop)
        below = after < self.stop and self.lines[after].kind is Kind.URL
        return below or line.marker == "☞" or bool(URL.search(line.body.text))

    def _footnote(self, line: Line) -> None:
        if line.marker.startswith("["):
            self._markdown_note(line)
        elif _DIGITS.search(line.marker):
            self._add(BlockKind.FOOTNOTE, line.body, line, parent=self._noted(line.marker))
        else:
            self._add(BlockKind.FOOTNOTE, line.body, line, parent=self._explained(line.marker))

    def _markdown_note(self, line: Line) -> None:
        """`[^1]: …`: what it says of where the text bears `[^1]`; a Chinese title is a reference."""
        if not _HANGUL.search(line.body.text) and _HAN.search(line.body.text):
            self._reference(line, line.body)
            return
        marked = (i for i, d in enumerate(self.drafts) if any(line.marker in part.text for part in d.parts))
        self._add(BlockKind.FOOTNOTE, line.body, line, parent=next(marked, None))

    def _explained(self, marker: str) -> int | None:
        """Index of the block that a footnote explains: what bears the same mark, else what stands above."""
        count = marker.count("*")
        reach = _REACH if count > 1 else _REACH_OF_ONE
        nearest = None
        for index in range(len(self.drafts) - 1, max(len(self.drafts) - 1 - _REACH, -1), -1):
            draft = self.drafts[index]
            if draft.kind not in _EXPLAINED:
                continue
            nearest = index if nearest is None else nearest
            draft.text()
            free = (index, count) not in self.explained
            if free and count in draft.marks and len(self.drafts) - index <= reach:
                self.explained.add((index, count))
                return index
        return nearest

    # --- boxes, captions, tables ---

    def _open_box(self, line: Line) -> None:
        self._end_box()
        self.in_references = False
        self.outer, self.stack = self.stack, []
        self._add(BlockKind.NOTE, line.body, line)
        self.box, self.box_sign = len(self.drafts) - 1, ""

    def _end_box(self) -> None:
        if self.box is not None:
            self.box, self.stack, self.outer = None, self.outer, []

    def _leaves_box(self, line: Line) -> bool:
        """Whether a bullet is of the text outside: another sign than the box's own, no lower in rank."""
        if not self.box_sign:
            self.box_sign = line.marker
            return False
        return line.marker != self.box_sign and rank(line.marker) <= rank(self.box_sign)

    def _captions(self, body: SourceText, line: Line) -> None:
        self.in_references = False
        parts = [part for part in body.split(_CAPTIONS) if part.strip()]
        for part in parts:
            draft = self._add(BlockKind.CAPTION, part, line)
            if len(parts) > 1:  # several on one line: each spans its own words
                draft.begin, draft.end = part.strip().origin()

    def _table(self, at: int) -> int:
        self.in_references = False
        found = read_table(self.lines, at, self.stop)
        line = self.lines[at]
        begin = found.begin
        for caption in found.captions:
            draft = self._add(BlockKind.CAPTION, caption, line)
            draft.begin, draft.end = caption.origin()
            begin = draft.end
        if found.table is not None:
            draft = self._add(BlockKind.TABLE, EMPTY, line)
            draft.begin, draft.end, draft.table, draft.marks = begin, found.end, found.table, found.marks
        return found.next

    # --- sources ---

    def _source(self, line: Line) -> None:
        """`출처: outlet (01.03)` or `* 출처: <address>`; the address may stand on the next line."""
        body = line.body.strip()
        title = _chinese_title(body.text)
        if title:
            self._reference(line, body.cut(0, title))
            body = body.cut(title).strip(" ,，/()（）")
            if not _NAMES_OUTLET.search(body.text):
                return
        found = URL.search(body.text)
        draft = self._add(BlockKind.SOURCE, EMPTY, line)
        if found:
            draft.url = address(found)
            words = body.cut(*found.span("words")) if found["words"] and "://" not in found["words"] else None
            body = body.cut(0, found.start()).strip(" (<[:：") or words or EMPTY
        text = plain(body)
        if text.text.endswith(tuple(_CLOSING)) and not re.search(r"[(\[<〈【]", text.text):  # opened before the label
            body, text = body.strip(" " + _CLOSING), text.strip(" " + _CLOSING)
        dated = DAY_AT_END.search(text.text) or DAY_OF_SOURCE.search(text.text)
        if dated:
            draft.day = day_of(dated, self.issued)
        draft.parts = [body]
        if text and (dated or not line.marker) and not (found and line.marker):
            draft.outlet = _outlet(text, dated)
        if self.box is not None and line.marker:
            self._end_box()

    def _address(self, line: Line) -> None:
        """An address on its own line belongs to the source or reference above, else it is a source itself."""
        last = self._last()
        if last is None or last.kind not in (BlockKind.SOURCE, BlockKind.REFERENCE) or last.url is not None:
            last = self._add(BlockKind.SOURCE, EMPTY, line)
        found = URL.match(line.text.text)
        last.url = address(found) if found else None
        last.end = line.end

    # --- references ---

    def _reference_line(self, line: Line) -> bool:
        """Takes in a line of a list of references; False where the line belongs to something else."""
        if line.kind in (Kind.REFERENCES, Kind.BOX, Kind.CAPTION, Kind.SOURCE) or line.heading:
            return False
        if is_prose(line):
            self.in_references = False
            return False
        last = self._last()
        if last is None or last.kind is not BlockKind.REFERENCE:
            last = None
        if line.kind is Kind.NUMBER:
            return True
        if last is not None and last.url is not None and self._continues_url(line):
            last.url += line.text.text
            last.end = line.end
            return True
        if line.kind in (Kind.TEXT, Kind.URL) and last is not None and self._continues_reference(last, line):
            self._extend(last, line)
            return True
        marked = line.kind in (Kind.BULLET, Kind.LEAD, Kind.ITEM, Kind.FOOTNOTE)
        self._reference(line, line.body if marked and line.body else line.text)
        return True

    def _continues_reference(self, last: _Draft, line: Line) -> bool:
        if last.url is not None or LABEL.match(line.text.text):
            return False
        return line.kind is Kind.URL or self.adjacent

    def _continues_url(self, line: Line) -> bool:
        """Whether the line is the rest of an address that the line above broke off."""
        text = line.text.text
        bare = line.kind is Kind.TEXT and bool(_URL_TAIL.match(text)) and not URL.match(text)
        return bare and self.adjacent

    def _reference(self, line: Line, body: SourceText) -> None:
        self._end_box()
        self._fill(self._add(BlockKind.REFERENCE, EMPTY, line), body, line)

    def _extend(self, draft: _Draft, line: Line) -> None:
        draft.end = line.end
        self._fill(draft, line.text, line)

    def _fill(self, draft: _Draft, body: SourceText, line: Line) -> None:
        """Adds what `body` says; after an address, the rest of the line is the next reference."""
        at = 0
        for found in URL.finditer(body.text):
            title = _trimmed(body.cut(at, found.start()))
            if draft.url is not None:
                if not title and not found["words"]:
                    continue  # a second address of the same source
                draft = self._add(BlockKind.REFERENCE, EMPTY, line)
                draft.begin = body.origin(found.start())[0] if not title else title.origin()[0]
            self._title(draft, title)
            if found["words"] and "://" not in found["words"]:
                self._title(draft, body.cut(*found.span("words")))
            draft.url = address(found)
            draft.end = body.origin(found.start(), found.end())[1]
            at = found.end()
        rest = _trimmed(body.cut(at))
        if at and rest:
            draft = self._add(BlockKind.REFERENCE, EMPTY, line)
            draft.begin = rest.origin()[0]
        if rest:
            self._title(draft, rest)
        draft.end = max(draft.end, line.end)

    def _title(self, draft: _Draft, title: SourceText) -> None:
        """Adds a piece of the title; a label `(25.12.19, 科技部)` in front of it gives day and issuer."""
        label = LABEL.match(title.text)
        if label:
            issuer = "issuer" if label["issuer"] else "issuer2"
            draft.issuer = plain(title.cut(*label.span(issuer)))
            draft.day = self._labelled_day(label)
            title = title.cut(label.end())
        draft.parts.append(title)

    def _labelled_day(self, label: re.Match[str]) -> dt.date | None:
        if label["month"]:
            return day_of(label, self.issued)
        if not label["year2"]:
            return None
        year = int(label["year2"])
        return make_date(year + 2000 if year < 100 else year, int(label["month2"]), int(label["day2"]))
