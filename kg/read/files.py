"""Files: paths given by a user in, readable documents out, each problem named once.

`discover` finds the files, `read_document` turns one into a `Bulletin`, `parse_document` its content. Nothing
is executed or fetched.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import ReadError
from kg.model import Bulletin
from kg.read.bulletin import parse_bulletin
from kg.read.encoding import UndecodableError, decode

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
PDF_SUFFIXES = frozenset({".pdf"})
SUFFIXES = TEXT_SUFFIXES | HTML_SUFFIXES | PDF_SUFFIXES
_KINDS = ", ".join(sorted(SUFFIXES))

MAX_BYTES = 64 * 1024 * 1024
_PDF_SIGN = b"%PDF-"
_OUTPUT_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist"})
_OUTPUT_FILES = ("graph.ttl", "report.json")
"""A folder that holds both is the outcome of a build, whatever its name."""


class Discovery(NamedTuple):
    """Documents in a stable order, and what could not be found or entered."""

    files: tuple[Path, ...]
    problems: tuple[ReadError, ...]


def discover(paths: Sequence[Path]) -> Discovery:
    """The documents at `paths`: files as given, folders searched recursively by suffix, sorted by path.

    Hidden entries and outcomes of builds inside folders are passed over, a file found twice counts once.
    Missing paths, files of another kind, folders without documents or permission become problems.
    """
    files: dict[Path, Path] = {}
    problems: list[ReadError] = []
    for path in paths:
        found = _documents(path, problems)
        for file in found:
            files.setdefault(file.resolve(), file)
    return Discovery(tuple(sorted(files.values(), key=_order)), tuple(sorted(problems, key=lambda p: p.path)))


def _order(path: Path) -> tuple[str, ...]:
    return path.parts


def _documents(path: Path, problems: list[ReadError]) -> list[Path]:
    if path.is_dir():
        found = list(_walk(path, problems))
        if not found and not any(problem.path.startswith(str(path)) for problem in problems):
            problems.append(ReadError(path, f"no documents in this folder (looked for {_KINDS})"))
        return found
    if not path.exists():
        problems.append(ReadError(path, "no such file or folder"))
    elif path.suffix.lower() not in SUFFIXES:
        problems.append(ReadError(path, f"not a kind of document that can be read ({_KINDS})"))
    elif not path.is_file():
        problems.append(ReadError(path, "not a regular file"))
    else:
        return [path]
    return []


def _walk(folder: Path, problems: list[ReadError]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        problems.append(ReadError(error.filename, f"cannot be entered: {error.strerror}"))

    for parent, folders, names in os.walk(folder, onerror=refused):
        if all(name in names for name in _OUTPUT_FILES):
            folders.clear()
            continue
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _OUTPUT_FOLDERS)
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent, name)


def read_document(path: Path) -> Bulletin:
    """The document at `path`. Raises ReadError with the reason where it cannot be read."""
    return parse_document(path, read_bytes(path))


def parse_document(path: Path, data: bytes) -> Bulletin:
    """The document with the content `data`, from a file of that name. Raises ReadError.

    The kind is told by the suffix, a PDF also by its first bytes. `Bulletin.original` is the decoded text of
    a text file, and the extracted text of a PDF or HTML file.
    """
    if not data.strip():
        raise ReadError(path, "empty")
    return parse_bulletin(_text(path, data), name=path.name, sha256=hashlib.sha256(data).hexdigest())


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ReadError for one that cannot be opened or is too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(path, f"too large ({size >> 20} MiB, at most {MAX_BYTES >> 20} are read)")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(path, "no such file") from error
    except OSError as error:
        raise ReadError(path, f"cannot be opened: {error.strerror}") from error


def _text(path: Path, data: bytes) -> str:
    suffix = path.suffix.lower()
    if data.startswith(_PDF_SIGN) or suffix in PDF_SUFFIXES:
        from kg.read.pdf import pdf_text  # heavy, and most documents need none of it

        return pdf_text(path, data)
    if suffix in HTML_SUFFIXES:
        from kg.read.html import html_text  # heavy, and most documents need none of it

        return html_text(path, data)
    if suffix not in TEXT_SUFFIXES:
        raise ReadError(path, f"not a kind of document that can be read ({_KINDS})")
    try:
        text = decode(data)
    except UndecodableError as error:
        raise ReadError(path, str(error)) from error
    if not text.strip():
        raise ReadError(path, "empty")
    return text
