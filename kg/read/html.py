"""HTML bytes → text in the plain forms that the structure parser reads.

Headings become `#` lines, list items bullets indented by depth, tables tab-separated rows, links
`[words](address)`. Only the main content counts: navigation, scripts, styles, forms and hidden parts are left
out. Nothing is executed or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from kg.errors import ReadError
from kg.read.encoding import UndecodableError, decode

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE
)
_KOREAN = {"euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601", "cp949", "windows-949", "uhc"}
_DROPPED = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "embed"),
        *("nav", "aside", "footer", "form", "button", "select", "textarea", "input", "option", "dialog"),
        *("svg", "canvas", "video", "audio"),
    }
)
_BLOCKS = frozenset(
    {
        *("html", "body", "div", "section", "article", "main", "header", "address", "details", "summary"),
        *("p", "pre", "blockquote", "center", "hr", "figure", "figcaption", "fieldset"),
        *("ul", "ol", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot"),
    }
)
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]*)|(?=[0-9])0*([0-9]*));?")
_NO_CHARACTER = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of a document: XML 1.0, 2.2, production `Char`."""
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
_MAIN = ("//main", "//*[@role='main']", "//article", "//*[@id='content' or @id='contents' or @id='main']")
_LEAST_SHARE = 0.25
"""A part is taken for the main content if it holds at least this share of the page's text."""


def html_text(path: Path, data: bytes) -> str:
    """The text of the HTML page in `data`. Raises ReadError: undecodable, or without text."""
    try:
        page = _clean(_decoded(data))
    except UndecodableError as error:
        raise ReadError(path, str(error)) from error
    root = _tree(path, page)
    for dropped in [*root.iter(*_DROPPED), *root.xpath(_HIDDEN)]:
        if dropped.getparent() is not None:
            dropped.drop_tree()
    text = _Writer().write(_main(root))
    if not text.strip():
        raise ReadError(path, "HTML page without text")
    return text


def _tree(path: Path, page: str) -> Any:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise ReadError(path, "HTML page without text") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(path, "HTML page with elements nested too deeply; the parser would cut it off")
    return root


def _decoded(data: bytes) -> str:
    """The page by its declared Korean encoding if that fits, else as any text file."""
    declared = _DECLARED.search(data[:4096])
    if declared and declared.group(1).decode("ascii").lower() in _KOREAN:
        try:
            return data.decode("cp949")
        except UnicodeDecodeError:
            pass  # mislabelled: judged like a page without label
    return decode(data)


def _clean(page: str) -> str:
    """The page without characters, and without references to characters, that a document may not hold."""

    def sound(reference: re.Match[str]) -> str:
        digits, base = (reference[1], 16) if reference[1] is not None else (reference[2], 10)
        if not 1 <= len(digits) <= 7 or (code := int(digits, base)) > 0x10FFFF or _NO_CHARACTER.match(chr(code)):
            return " "
        return reference[0]

    return _NO_CHARACTER.sub(" ", _REFERENCE.sub(sound, page))


def _main(root: Any) -> Any:
    """The element that holds the main content, else the whole page."""
    whole = len(root.text_content())
    for path in _MAIN:
        all_found = root.xpath(path)
        found = max(all_found, key=lambda element: len(element.text_content()), default=None)
        if found is not None and len(found.text_content()) >= _LEAST_SHARE * whole:
            return found if _outweighs(found, all_found) else root
    return root


def _outweighs(largest: Any, found: list[Any]) -> bool:
    """Whether one part holds more than all others of its kind beside it: else the page is a list of them."""
    beside = (part for part in found if part is not largest and largest not in part.iterancestors())
    return len(largest.text_content()) > sum(len(part.text_content()) for part in beside)


class _Writer:
    """Writes an element tree as lines; walks by events, so that depth of nesting does not matter."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.sign = ""  # heading signs or bullet in front of the line that is being written
        self.lists: list[str] = []
        self.rows: list[_Rows] = []
        self.links: list[tuple[str, int]] = []

    def write(self, root: Any) -> str:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
                self._words(element.text)
            else:
                self._end(element)
                if element is not root:
                    self._words(element.tail)
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n") + "\n"

    def _words(self, text: str | None) -> None:
        if text:
            self.line.append(re.sub(r"\s+", " ", text))

    def _taken(self) -> str:
        text = re.sub(r" {2,}", " ", "".join(self.line)).strip()
        self.line.clear()
        self.links.clear()
        return text

    def _break(self, *, blank: bool = False) -> None:
        """Ends the line; within a table cell a line break is a space."""
        if self.rows:
            self.line.append(" ")
            return
        text = self._taken()
        if text:
            self.lines.append(self.sign + text)
            self.sign = ""
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")

    def _open(self, sign: str) -> None:
        """Puts `sign` in front of what follows; in a table cell it is part of the words."""
        if self.rows:
            self.line.append(sign)
        else:
            self.sign = sign

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag == "table":
            self._break(blank=True)
            self.rows.append(_Rows(self._taken() if self.rows else ""))
        elif tag == "tr" and self.rows:
            self.rows[-1].begin_row()
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].before += self._taken()
        elif tag in ("ul", "ol"):
            self._break(blank=not self.lists)
            self.lists.append(tag)
        elif tag == "li":
            self._break()
            self._open("• " if self.rows else "  " * max(len(self.lists) - 1, 0) + "- ")
        elif tag in _HEADINGS:
            self._break(blank=True)
            self._open("" if self.rows else _HEADINGS[tag])
        elif tag == "br":
            self._break()
        elif tag == "a":
            self.links.append((str(element.get("href") or "").strip(), len(self.line)))
        elif tag in _BLOCKS:
            self._break(blank=tag in ("p", "blockquote", "figure"))

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag == "table" and self.rows:
            self._end_table()
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].add(self._taken(), _span(element, "colspan"), _span(element, "rowspan"))
        elif tag in ("ul", "ol"):
            self._break(blank=len(self.lists) <= 1)
            self.lists[-1:] = []
        elif tag == "a" and self.links:
            self._link(*self.links.pop())
        elif tag in _HEADINGS or tag in _BLOCKS or tag == "li":
            self._break(blank=tag not in ("li", "div", "dt", "dd"))
            self.sign = ""  # an empty item or heading

    def _link(self, href: str, at: int) -> None:
        words = re.sub(r"\s+", " ", "".join(self.line[at:])).strip()
        if not words or not re.match(r"https?://[^\s()<>]+$", href):
            return
        if words == href:
            self.line[at:] = [f"<{href}>"]
        elif not re.search(r"[\[\]]", words):
            self.line[at:] = [f"[{words}]({href})"]
        else:
            self.line[at:] = [f"{words} <{href}>"]

    def _end_table(self) -> None:
        rows = self.rows.pop()
        if self.rows:  # a table within a cell: its words belong to the cell
            self.line.append(" ".join([rows.before, *(" ".join(row) for row in rows.rows)]))
            return
        self.lines.extend(rows.written())
        self.lines.append("")


def _span(element: Any, name: str) -> int:
    value = str(element.get(name) or "1").strip()
    return min(int(value), 100) if value.isdigit() and len(value) < 5 else 1


class _Rows:
    """The rows of a table in the making; a cell over several rows is repeated, one over columns padded."""

    def __init__(self, before: str) -> None:
        self.before = before
        self.rows: list[list[str]] = []
        self.spans: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text

    def begin_row(self) -> None:
        self.rows.append([])
        self._fill()

    def _fill(self) -> None:
        row = self.rows[-1]
        while len(row) in self.spans:
            left, text = self.spans.pop(len(row))
            if left > 1:
                self.spans[len(row)] = (left - 1, text)
            row.append(text)

    def add(self, text: str, columns: int, rows: int) -> None:
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        if rows > 1:
            self.spans[len(row)] = (rows - 1, text)
        row.extend([text, *[""] * (columns - 1)])
        self._fill()

    def written(self) -> Iterator[str]:
        """Rows as lines: tables of one column are layout, not data."""
        for row in self.rows:
            line = "\t".join(row) if len(row) > 1 else "".join(row)
            if line.strip():
                yield line
