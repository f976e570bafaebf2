"""Lines of a document and what each of them looks like: text in, `Line` records out.

A line is judged by its own look alone; what it means beside others is decided by `kg.read.frame` (articles)
and `kg.read.blocks` (what stands in them). `RULES` is the table of looks, tried from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from kg.frozen import frozen
from kg.model import EMPTY, Section, SourceText
from kg.read.dates import DAY_AT_END
from kg.read.text import URL, compose, plain


class Kind(StrEnum):
    """What a line looks like."""

    BLANK = "blank"
    FURNITURE = "furniture"  # page numbers, rules
    CONTENTS = "contents"
    SUMMARY = "summary"
    SECTION = "section"
    ROMAN = "roman"  # a Roman numeral, alone or before words that are no known section
    COLOPHON = "colophon"
    BYLINE = "byline"
    NUMBER = "number"
    NUMBERED = "numbered"
    LEAD = "lead"
    BULLET = "bullet"
    ITEM = "item"  # `1) …`, `가. …`: a sub-heading or a bullet
    FOOTNOTE = "footnote"
    BOX = "box"
    CAPTION = "caption"
    REFERENCES = "references"
    CITED = "cited"  # `(25.12.19, 科技部) title`: a reference that says when and by whom
    SOURCE = "source"
    URL = "url"
    ROW = "row"
    TEXT = "text"

    __hash__ = str.__hash__  # kinds are looked up in sets for each line; the hash of an enumeration is a call


_SILENT = frozenset({Kind.BLANK, Kind.FURNITURE})


@frozen
class Line:
    """One line of the original, `begin` to `end` without its line break.

    `text`: all its characters, composed, markup still in place; `body`: what follows number, marker or label.
    `heading`: depth of a Markdown heading, 0 for none. `marker`: bullet sign, asterisks or number as written.
    """

    kind: Kind
    begin: int
    end: int
    text: SourceText
    body: SourceText = EMPTY
    indent: int = 0
    heading: int = 0
    marker: str = ""
    section: Section | None = None

    @property
    def content(self) -> bool:
        """Whether the line says anything."""
        return self.kind not in _SILENT


# --- the looks --------------------------------------------------------------------------------------------

SECTION_NAMES: dict[Section, tuple[str, ...]] = {
    Section.FEATURE: ("특집기사", "기획특집", "기획기사", "심층분석", "이슈분석", "집중분석", "이슈포커스"),
    Section.POLICY: ("정책동향", "주요정책동향", "과학기술정책동향", "정책이슈", "주요정책"),
    Section.TECH: (
        *("기술동향", "연구동향", "연구개발동향", "과학기술동향"),
        *("산업기술동향", "기술산업동향", "산업동향", "연구성과"),
    ),
    Section.BRIEF: ("단신동향", "주요단신", "해외단신", "뉴스브리프", "간추린소식", "기타동향", "단신뉴스"),
}
"""Names of sections, spaces and middle dots left out."""

SHORT_NAMES = {"특집": Section.FEATURE, "정책": Section.POLICY, "기술": Section.TECH, "단신": Section.BRIEF}
"""Names of sections that are ordinary words too: they count only as a heading, and only over articles."""

_SECTION_OF = {name: section for section, names in SECTION_NAMES.items() for name in names}

PRIVATE = "\uf020-\uf0ff\U000f0000-\U000ffffd"
"""Bullets of symbol fonts, written as private-use characters (ranges of a character class)."""

SIGNS = f"●○◦•∙‧▪▫■□◆◇◈▶▷►▸☞☑✓✔➤→◎★☆❍⦁⚫◼◾‣▹⦿◉▣❖✦➢➔➜⇨△▲▽▼\U0001f300-\U0001faff{PRIVATE}"
DASHES = "–—‐‑−―-"
CIRCLED = "①-⑳❶-❿㉠-㉭ⓐ-ⓩ"
_ROMAN = "[IVX]{1,4}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]"
_LETTERS = "가나다라마바사아자차카타파하"
_STARS = r"(?:\\?\*){1,4}|※"

LABEL = re.compile(
    r"[(（\[]\s?(?!출\s?처|자료|원문)(?:(?:['’‘]?(?P<year>\d{4}|\d{2})\s?[.\-/]\s?)?(?P<month>\d{1,2})\s?[.\-/]\s?(?P<day>\d{1,2})\.?\s?[,，]\s?"
    r"(?P<issuer>[^()（）\[\]]{1,60})"
    r"|(?P<issuer2>[^()（）\[\],，]{1,60}),\s?(?:['’‘]?(?P<year2>\d{4}|\d{2})\s?[.\-/]\s?)?"
    r"(?P<month2>\d{1,2})\s?[.\-/]\s?(?P<day2>\d{1,2})\.?)\s?[)）\]]\s?"
)
"""What stands before a reference's title: `(25.12.19, 科技部)` or `(科技部, 25.12.19)`."""

_OPEN, _CLOSE = r"[<〈\[【]\s?", r"\s?[>〉\]】]"
_UNIT = r"\s?(?:[(（]단위[^()（）]*[)）])?$"
_TAG = "(?i:ul|ol|li|br|b|p|sub|sup|div|span|table|tr|td)"
_FIGURE = r"(?:표|그림|도표|사진|자료)"
_IMPRINT = r"(?:발\s?행\s?(?:일|인|처|기\s?관)|편\s?집\s?(?:인|처))"
_ORIGIN = (
    r"(?i:출\s?처|자료원|취재원|(?:기사\s?)?(?:원문|출처)\s?(?:보기|링크|기사|바로\s?가기|url)?|기사\s?링크|관련\s?(?:링크|기사)"
    r"|source|url|[来來]源|出[处處])"
)
_CITES = (
    rf"(?:[{SIGNS}{DASHES}]\s?)?(?:참고(?:\s?(?:자료|문헌))?\s?[:：]"
    r"|[\[【<〈]\s?(?:참고(?:\s?(?:자료|문헌))?|자료)\s?[\]】>〉]\s?[:：]?)\s{0,4}"
)
_OUTLET_OR_DAY = (
    r"(?:홈페이지|누리집|웹사이트|보도자료|공식\s?계정|\d{1,2}\s?[.\-/]\s?\d{1,2}\s?\.?\s?[)）]?|[”\"」》])"
)
_BYLINE = r"(?:작성자|작성일|등록일|조회수|담당자|첨부\s?파일|문의처?)"

RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.FURNITURE, r"[-–—_=*─━~·.\s┌┐└┘├┤│┃╔╗╚╝═║╭╮╰╯┏┓┗┛]{3,}$|```\w*$"),
        (Kind.FOOTNOTE, r"(?P<marker>\[\^[\w-]{1,16}\]):\s?(?P<body>\S.*)$"),
        (Kind.FURNITURE, rf"(?:[{SIGNS}]\s?){{3,}}$"),
        (Kind.FURNITURE, r"[-–—]\s?\d{1,4}\s?[-–—]$|\d{1,4}\s?/\s?\d{1,4}$|(?i:page)\s\d{1,4}$"),
        (
            Kind.CONTENTS,
            rf"(?:{_OPEN})?(?:(?i:(?:table of )?contents)|(?:이번\s?호\s?)?(?:목\s{{0,3}}차|차\s{{0,3}}례))"
            rf"(?:{_CLOSE})?$",
        ),
        (Kind.SUMMARY, rf"(?:{_OPEN})?(?:(?:핵심\s?)?요\s{{0,3}}약문?|(?i:(?:executive )?summary))(?:{_CLOSE})?$"),
        (Kind.ROMAN, rf"(?P<marker>(?i:{_ROMAN}))(?:$|(?:[.)．]\s?|\s)(?P<body>\S.{{0,60}})$)"),
        (
            Kind.REFERENCES,
            r"[<〈\[【◈■□●◆▶☞※]?\s?(?:참고\s?(?:자료|문헌|링크)|관련\s?자료|원문\s?(?:자료|출처|링크)|자료\s?출처|출처)"
            rf"\s?[:：]?(?:{_CLOSE})?$",
        ),
        (
            Kind.REFERENCES,
            rf"{_CITES}(?P<body>(?:[^가-힣]{{0,60}}?[一-鿿]{{3}}|.{{0,60}}?[“\"《「][一-鿿]{{4}}).{{2,300}})$",
        ),
        (Kind.COLOPHON, rf"\|?\s?{_IMPRINT}(?:\s?[|:：]|\s{{2,}})\s?(?P<body>.*)$"),
        (Kind.BYLINE, rf"{_BYLINE}\s?[:：].*$"),
        (Kind.BYLINE, r"(?:19|20)\d\d\s?[.\-]\s?\d{1,2}\s?[.\-]\s?\d{1,2}\s?[.\-]?\s?-?$"),
        (Kind.SOURCE, rf"(?=(?:{LABEL.pattern})$)[(（\[]\s?(?P<body>[^)）\]]*[가-힣][^)）\]]*[)）\]])\s?$"),
        (Kind.CITED, LABEL.pattern),
        (Kind.BOX, rf"{_OPEN}※\s?(?:참고)?\s?\d?\s?[:：)]?\s?(?P<body>[^※].*?){_CLOSE}$"),
        (Kind.BOX, rf"{_OPEN}참고\s?\d?\s?[:：)]\s?(?P<body>.*?){_CLOSE}$"),
        (Kind.BOX, rf"{_OPEN}참고\s?\d?{_CLOSE}\s?(?P<body>\S.*)$"),
        (
            Kind.SOURCE,
            rf"(?:[•{DASHES}]\s)?(?P<marker>{_STARS})?\s?[(\[]?(?:출\s?처|자료|원문)\s?[:：]\s?(?P<body>.*)$",
        ),
        (
            Kind.SOURCE,
            rf"(?:[{SIGNS}{DASHES}]\s?)?[(\[<〈【]?\s?{_ORIGIN}"
            r"\s?(?:[)\]>〉】]\s?[:：|]?|[:：|]|>{1,2}|→|(?i:(?=<?https?://|\[\S{1,200}\]\(https?://)))\s?(?P<body>\S.*)$",
        ),
        (Kind.SOURCE, r"(?:[※*]\s?)?참고\s?[:：]\s?(?P<body>[《“「『]?[㐀-鿿]{2}.*)$"),
        (
            Kind.SOURCE,
            rf"{_OPEN}자료{_CLOSE}\s{{0,4}}(?P<body>[《“「『]?[㐀-鿿\d].*|.*(?:보도자료|누리집|홈페이지)\s?(?:[(（][\d.]+[)）])?)$",
        ),
        (Kind.CAPTION, rf"〈(?P<body>.+)〉{_UNIT}"),
        (Kind.CAPTION, rf"<(?P<body>(?!/|(?i:https?):|{_TAG}[\s>])[^<>]{{1,200}})>{_UNIT}"),
        (Kind.SOURCE, rf"[\[【]\s?자료\s?[\]】]\s{{0,4}}(?P<body>.*{_OUTLET_OR_DAY})$"),
        (Kind.CAPTION, rf"{_OPEN}{_FIGURE}\s?\d{{0,3}}(?:-\d{{1,2}})?{_CLOSE}\s{{0,4}}(?P<body>\S.*)$"),
        (Kind.CAPTION, rf"[\[【]\s?(?P<body>{_FIGURE}\s?\d{{1,3}}[^\[\]]*)[\]】]$"),
        (Kind.NUMBER, r"(?P<marker>\d{1,2})\.?$"),
        (Kind.NUMBERED, r"(?P<marker>0[1-9]|[1-3]\d(?=\.?\s?[^\s\d.,]))(?:\.\s?|\s)(?P<body>\S.*)$"),
        (Kind.LEAD, r"■\s?(?P<body>.+)$"),
        (Kind.BULLET, rf"(?:[•{DASHES}]\s?)?(?P<marker>[{SIGNS}]|(?i:[{CIRCLED}]))\s?(?P<body>[^{SIGNS}\s].*)$"),
        (Kind.FOOTNOTE, rf"(?:[•○·{DASHES}]\s?)?(?P<marker>{_STARS}|[†‡])\s?(?P<body>[^\s*].*)$"),
        (Kind.FOOTNOTE, r"(?P<marker>(?:주\s?)?[¹²³⁴-⁹⁰]{1,2}[)⁾]?|주\s?\d{1,2}\s?[):])\s?(?P<body>\S.*)$"),
        (Kind.BULLET, rf"(?P<marker>[ㆍ·+{DASHES}])\s(?P<body>\S.*)$"),
        (Kind.BULLET, rf"(?P<marker>[ㆍ·{DASHES}])(?P<body>[^\s\d·.={DASHES}].*)$"),
        (Kind.BULLET, r"(?P<marker>[oOㅇ])\s(?P<body>[가-힣(‘’'\"“「《].*)$"),
        (
            Kind.ITEM,
            rf"(?P<marker>\(\d{{1,2}}\)|\d{{1,2}}\)|[가-하]\)|\d{{1,2}}\.(?=\s)|[{_LETTERS}]\.(?=\s))\s?(?P<body>\S.*)$",
        ),
    )
)
"""Looks of a line (without indentation and Markdown heading signs), tried in order; the rest is TEXT. Case is ignored
where there are letters that have any: elsewhere it costs time for nothing.
"""

_NAMED = re.compile(r"\(\?P<\w+>")
_LOOKS = re.compile("|".join(f"(?:{_NAMED.sub('(?:', rule.pattern)})()" for _, rule in RULES))
"""All looks as one pattern; the number of its only group that matched says which, from 1 on.

The group is empty and stands behind the look, so that a look is not even tried where its first sign is missing.
"""

_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ORDINARY_LINE = re.compile("\n")
_RARE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
"""Characters that break lines beside the ordinary one, which is found sooner where none of them is in a document."""
_QUOTED = re.compile(r"(?:>\s?){1,8}(?=\S)")
_HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?=\S)")
_HEADING_END = re.compile(r"\s{1,4}#{1,6}$")
_BOLD = re.compile(r"\*\*(?=\S)(?P<body>(?:[^*]|\\\*)+)\*\*$")
_BOLD_POINT = re.compile(rf"(?P<marker>[•○·{DASHES}])\s(?=\*\*[^\s*][^*]{{0,200}}\*\*)")
"""A point of a list that begins with bold words: no footnote."""
_PIPE = re.compile(r"\|(?:[^|]*\|){2,}$")
_BAR = " | "
_TWO = 2
_FEWEST_ROWS = 2
_MAY_BE_ROWS = frozenset({Kind.TEXT, Kind.BULLET, Kind.SECTION})
_NAMES_BODIES = re.compile(
    r"(?:\A|\|\s)[^|\d]{0,6}(?:기업|기관|대학|업체|회사|투자자|투자사|출자자|주주|부처|참가자|참석자|대표|소속|연사|발표자)명?\s?(?:\||\Z)"
)
"""A line that names a column of bodies or people; other lines with bars are read as they run."""
_DOTS = re.compile(r"[·ㆍ\s]")
_SECTION = re.compile(rf"(?:(?P<number>{_ROMAN}|\d{{1,2}})\s?[.)．]?\s?)?(?P<name>[가-힣][가-힣·ㆍ\s]{{0,14}})$")


_RULES = "━─═="
_BETWEEN_RULES = re.compile(r"(?P<rule>[━─═=])(?P=rule)+\s+(?P<body>[^\s━─═=][^━─═]{0,70}?)\s+(?P=rule){2,}$")
"""A headline between rules: `━━ 둘째 꼭지 ━━`."""
_RULED = 2
"""Its depth."""


def split_lines(original: str) -> list[Line]:
    """The lines of `original`, blank ones too; a page break reads as a blank line."""
    lines: list[Line] = []
    at, in_table = 0, False
    breaks = _LINE if any(char in original for char in _RARE_BREAKS) else _ORDINARY_LINE
    for match in breaks.finditer(original):
        lines.append(_classify(original, at, match.start(), in_table=in_table))
        in_table = lines[-1].kind is Kind.ROW or (in_table and not lines[-1].content)
        if match.group() == "\x0c":
            lines.append(Line(Kind.BLANK, match.start(), match.start(), EMPTY))
        at = match.end()
    lines.append(_classify(original, at, len(original), in_table=in_table))
    if _BAR in original:
        _mark_rows(original, lines)
    return lines


def _mark_rows(original: str, lines: list[Line]) -> None:
    """Makes rows of lines that a bar divides alike, though none stands at their edges: `기업 | 투자자 | 금액`."""
    at = 0
    while at < len(lines):
        if _BAR not in lines[at].text.text:
            at += 1
            continue
        columns = _columns(lines[at])
        end = at + 1
        while columns and end < len(lines) and _columns(lines[end]) == columns:
            end += 1
        enough = end - at >= (_FEWEST_ROWS if columns > _TWO else _FEWEST_ROWS + 1)
        if columns and enough and _NAMES_BODIES.search(lines[at].text.text):
            for i in range(at, end):
                text = compose(original, lines[i].begin, lines[i].end).strip()
                lines[i] = Line(Kind.ROW, lines[i].begin, lines[i].end, text, text)
        at = end


def _columns(line: Line) -> int:
    """How many cells bars make of a line of text; 0 where there are none, or one is empty."""
    if _BAR not in line.text.text or line.kind not in _MAY_BE_ROWS or line.heading:
        return 0
    cells = line.text.text.split(_BAR)
    return len(cells) if all(cell.strip() for cell in cells) else 0


def _classify(original: str, begin: int, end: int, *, in_table: bool) -> Line:
    """One line; `in_table`: a table row stands above, so that a single tab in front opens an empty cell."""
    if begin == end:
        return Line(Kind.BLANK, begin, end, EMPTY)
    whole = compose(original, begin, end)
    text = whole.strip()
    if not text.text:
        return Line(Kind.BLANK, begin, end, EMPTY)
    indent = _indent(whole.text) if text is not whole else 0
    if "\t" in text.text or (in_table and "\t" in whole.text):
        return Line(Kind.ROW, begin, end, whole, whole)
    if text.text[0] == "|" and _PIPE.match(text.text):
        return Line(Kind.ROW, begin, end, text, text)
    text, heading = _without_heading(text)
    bold = _BOLD.match(text.text) if text.text.startswith("**") else None
    if bold:
        text = text.cut(*bold.span("body"))
    return _look(text, begin=begin, end=end, indent=indent, heading=heading)


def _indent(text: str) -> int:
    """Columns of white space in front; a tab counts four."""
    blank = text[: len(text) - len(text.lstrip())]
    return len(blank.expandtabs(4))


def _without_heading(text: SourceText) -> tuple[SourceText, int]:
    quoted = _QUOTED.match(text.text) if text.text[0] == ">" else None
    if quoted:
        text = text.cut(quoted.end())
    signs = _HEADING.match(text.text) if text.text[0] == "#" else None
    ruled = _BETWEEN_RULES.match(text.text) if text.text[0] in _RULES else None
    if ruled:
        return text.cut(*ruled.span("body")), _RULED
    if not signs:
        return text, 0
    text = text.cut(signs.end())
    closing = _HEADING_END.search(text.text)
    return (text.cut(0, closing.start()) if closing else text), len(signs["signs"])


def _look(text: SourceText, *, begin: int, end: int, indent: int, heading: int) -> Line:
    found = section_of(text.text, marked=heading > 0)
    if found:
        return Line(Kind.SECTION, begin, end, text, text, indent, heading, found[0], found[1])
    if text.text[0] in "<[h" and _is_address(text.text):
        return Line(Kind.URL, begin, end, text, text, indent, heading)
    if text.text.startswith("**") and text.text.find("**", 2) > 0 and not text.text[2].isspace():
        return Line(Kind.TEXT, begin, end, text, text, indent, heading)  # a bold word in front, no footnote
    point = _BOLD_POINT.match(text.text) if "**" in text.text else None
    if point:
        return Line(Kind.BULLET, begin, end, text, text.cut(point.end()), indent, heading, point["marker"])
    looks = _LOOKS.match(text.text)
    if not looks or not looks.lastindex:
        return Line(Kind.TEXT, begin, end, text, text, indent, heading)
    kind, pattern = RULES[looks.lastindex - 1]
    match = pattern.match(text.text)
    groups = match.groupdict() if match else {}
    marker = (groups.get("marker") or "").replace("\\", "")
    body = text.cut(*match.span("body")) if match and groups.get("body") else EMPTY
    return Line(kind, begin, end, text, body, indent, heading, marker)


def _is_address(text: str) -> bool:
    match = URL.match(text)
    return bool(match) and not text[match.end() :].strip(" .,;") if match else False


def section_of(text: str, *, marked: bool = False) -> tuple[str, Section] | None:
    """Number as printed and section, where `text` is the heading of a known section (`II 기술동향`).

    `marked`: the line is a Markdown heading, so that a short name (`정책`) will do, as after a number.
    """
    if len(text) > 24:
        return None
    match = _SECTION.match(text)
    if not match:
        return None
    name = compact(match["name"])
    section = _SECTION_OF.get(name) or (SHORT_NAMES.get(name) if marked or match["number"] else None)
    return (match["number"] or "", section) if section else None


def compact(name: str) -> str:
    """A section's name without spaces and middle dots."""
    return _DOTS.sub("", name)


_PROSE_LENGTH = 60
_FINITE = re.compile(r"[가-힣]다\.(?=\s|[”’\"'」)]|$)")


def is_prose(line: Line) -> bool:
    """Whether a line is running Korean prose: a long line with a finite verb at the end of a sentence."""
    return line.kind is Kind.TEXT and len(line.text) >= _PROSE_LENGTH and bool(_FINITE.search(line.text.text))


_CLOSES = re.compile("[)）&]")
"""What a line has that ends with something in brackets: one that closes, or that an entity writes."""


def is_dated(line: Line) -> bool:
    """Whether the line ends with a day in brackets."""
    return _CLOSES.search(line.text.text) is not None and bool(DAY_AT_END.search(plain(line.text).text[-40:]))


def next_content(lines: Sequence[Line], at: int, stop: int | None = None) -> int:
    """Index of the first line from `at` on that says anything; `stop` (or the end) if there is none."""
    stop = len(lines) if stop is None else stop
    while at < stop and lines[at].kind in _SILENT:
        at += 1
    return min(at, stop)
