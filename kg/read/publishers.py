"""Publishers of bulletins: a table of names, and who of them is named in a text."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError
from kg.resources import seeds_dir

_HEADER = ["slug", "ko", "zh", "en", "alt"]


class Publisher(NamedTuple):
    """A publisher: slug, Korean name, and all its names, the longest first."""

    slug: str
    ko: str
    names: tuple[str, ...]


@functools.cache
def publishers() -> tuple[Publisher, ...]:
    """The rows of `seeds/publishers.csv`. Raises DataError if the file breaks its format."""
    return read_publishers(seeds_dir() / "publishers.csv")


def read_publishers(path: Path) -> tuple[Publisher, ...]:
    """The publishers in the CSV file at `path`: header `slug,ko,zh,en,alt`, `|` between names in `alt`."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _HEADER:
            raise DataError(path, f"the header must be {','.join(_HEADER)}", line=1)
        return tuple(_publisher(path, reader.line_num, row) for row in reader)


def _publisher(path: Path, line: int, row: dict[str, str]) -> Publisher:
    if not row["slug"] or not row["ko"] or None in row.values():
        raise DataError(path, "a publisher needs slug and Korean name, and all five columns", line=line)
    names = {row["ko"], row["zh"], row["en"], *row["alt"].split("|")} - {""}
    return Publisher(row["slug"], row["ko"], tuple(sorted(names, key=lambda name: (-len(name), name))))


def publisher_in(text: str) -> Publisher | None:
    """The publisher whose name stands first in `text`; of two at the same place the longer name.

    Spaces and case do not count. It must not be the end of a longer name, nor an abbreviation part of a longer word.
    """
    solid = _solid(text)
    found = [
        (match.start(), -len(match.group()), publisher)
        for publisher in publishers()
        for name in publisher.names
        if _solid(name) in solid and (match := _pattern(name).search(text))
    ]
    return min(found, key=lambda hit: hit[:2])[2] if found else None


@functools.lru_cache(maxsize=512)
def _solid(text: str) -> str:
    return "".join(text.casefold().split())


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    letters = r"\s?".join(re.escape(char) for char in name if not char.isspace())
    word = rf"(?<![A-Za-z]){letters}(?![A-Za-z])" if name.isascii() else rf"(?<![가-힣]){letters}"
    return re.compile(word, re.IGNORECASE)
