"""PDF bytes → text with the page's shape kept in plain characters.

Lines keep their indentation (bullet levels depend on it), the wide gaps in them that part columns, and a space at their
end; larger gaps between them become blank lines, pages end with a form feed, ruled tables become tab-separated rows at
their place on the page. Running heads and page numbers are left
out. Only what the text layer says is read: no recognition of pictures, no scripts, no attachments.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from kg.errors import ReadError

MAX_PAGES = 500
_GAP = 0.6
"""A gap between two lines of more than this share of their height separates paragraphs."""
_COLUMN_GAP = 1.5
"""A gap within a line of more than this share of its type's size parts columns."""
_MARGIN = 2
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
_LEAST_REPEATS = 3
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MOST_UNMAPPED = 0.3


class _Piece(NamedTuple):
    """A line or a table on a page: upper and lower edge, text, left edge, size of type (0 for a table)."""

    top: float
    bottom: float
    text: str
    left: float
    size: float


def pdf_text(path: Path, data: bytes) -> str:
    """The text of the PDF in `data`. Raises ReadError: encrypted, broken, too long, or without text layer."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise ReadError(path, f"too many pages ({len(pdf.pages)}, at most {MAX_PAGES} are read)")
            pages = [_pieces(page) for page in pdf.pages]
    except ReadError:
        raise
    except Exception as error:  # the parser raises errors of every kind on broken files
        raise ReadError(path, _reason(error)) from error
    text = "\n\f".join("\n".join(_lines(page)) for page in _without_running_heads(pages))
    if not text.strip():
        raise ReadError(path, "PDF without text layer (a scan); recognise its text first")
    if sum(map(len, _UNMAPPED.findall(text))) > _MOST_UNMAPPED * len(text):
        raise ReadError(path, "PDF whose fonts do not name their characters; recognise its text first")
    return text


def _reason(error: Exception) -> str:
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, (PDFPasswordIncorrect, PDFEncryptionError)):
            return "encrypted PDF; save it without password first"
        wrapped = chain.args[0] if chain.args else None  # pdfplumber keeps the parser's error as an argument
        chain = wrapped if isinstance(wrapped, BaseException) else chain.__cause__
    return f"broken PDF ({type(error).__name__})"


def _pieces(page: Any) -> list[_Piece]:
    """Lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    pieces = [_table_piece(table) for table in tables]
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda thing: not _inside(thing, boxes)) if boxes else page
    spaces = _spaces(page)
    for line in rest.extract_text_lines(return_chars=True, strip=True):
        size = sorted(char["size"] for char in line["chars"])[len(line["chars"]) // 2]
        text = _with_gaps(line["text"], line["chars"], size)
        last = line["chars"][-1]
        if (round(last["top"]), round(last["x1"])) in spaces:
            text += " "
        pieces.append(_Piece(line["top"], line["bottom"], text, line["x0"], size))
    page.close()  # frees the page's objects; a long document does not grow in memory
    return sorted(pieces, key=lambda piece: (piece.top, piece.left))


def _spaces(page: Any) -> set[tuple[int, int]]:
    """Where the page has spaces: upper and left edge, in points."""
    return {(round(char["top"]), round(char["x0"])) for char in page.chars if char["text"] == " "}


def _with_gaps(text: str, chars: Sequence[dict[str, Any]], size: float) -> str:
    """A line's text with as many spaces in its wide gaps as have room there."""
    gaps = {at: right["x0"] - left["x1"] for at, (left, right) in enumerate(pairwise(chars), start=1)}
    if not any(gap > _COLUMN_GAP * size for gap in gaps.values()):
        return text
    out: list[str] = []
    at = 0
    for word in text.split(" "):
        count = 0
        while at + count < len(chars) and len("".join(c["text"] for c in chars[at : at + count])) < len(word):
            count += 1
        if "".join(c["text"] for c in chars[at : at + count]) != word:
            return text  # letters that stand for several, or in another order
        if out:
            wide = gaps[at] > _COLUMN_GAP * size
            out.append(" " * max(2, round(2 * gaps[at] / size)) if wide else " ")
        out.append(word)
        at += count
    return "".join(out)


def _is_table(table: Any) -> bool:
    """Whether a ruled area is a table: frames around text have one column or one cell."""
    return len(table.rows) > 1 and max(sum(cell is not None for cell in row.cells) for row in table.rows) > 1


def _inside(thing: dict[str, Any], boxes: Iterable[tuple[float, float, float, float]]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _table_piece(table: Any) -> _Piece:
    rows = ["\t".join(_cell(cell) for cell in row) for row in table.extract()]
    left, top, _, bottom = table.bbox
    return _Piece(top, bottom, "\n".join(row for row in rows if row.strip()), left, 0.0)


def _cell(text: str | None) -> str:
    """A cell's lines as one: bullets stay apart by their signs."""
    return re.sub(r"\s+", " ", text or "").strip()


def _without_running_heads(pages: list[list[_Piece]]) -> list[list[_Piece]]:
    """Pages without what stands at the same edge of most pages, page numbers aside."""
    seen = Counter(key for page in pages for key in {_running(piece) for piece in _edges(page)})
    running = {key for key, count in seen.items() if count >= max(_LEAST_REPEATS, len(pages) / 2)}
    return [[p for p in page if not (_running(p) in running and p in _edges(page))] for page in pages]


def _edges(page: list[_Piece]) -> list[_Piece]:
    return [*page[:_MARGIN], *page[_MARGIN:][-_MARGIN:]]


def _running(piece: _Piece) -> str:
    return re.sub(r"\d+", "#", piece.text.rstrip())


def _lines(page: list[_Piece]) -> Iterator[str]:
    margin = min((piece.left for piece in page if piece.size), default=0.0)
    above: _Piece | None = None
    for piece in page:
        table = not piece.size
        height = piece.bottom - piece.top
        if above is not None and (table or not above.size or piece.top - above.bottom > _GAP * height):
            yield ""
        yield piece.text if table else "  " * round((piece.left - margin) / piece.size) + piece.text
        above = piece
