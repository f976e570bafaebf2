"""The normal form in which names are looked for in a text, and the way back to the text.

In: text. Out: the text character by character in lower case and simplified characters, without spaces, and
for each character that is left the offset it came from. Names are matched without their spaces because
Korean sets them freely (중국과학원, 중국 과학원); middle dots vary in the same way, but between digits they
tell (14·5).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.language.script import variant_table

_DOTS = "·∙・‧ㆍ•"
_SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_LOOSE = re.compile(r"·(?:(?!\d)|(?<!\d·))|\n(?<!\n\n)(?!\n)")
"""What is disregarded like a space: middle dots but between digits, and line ends that end no paragraph.

Each branch begins with its character, so that the search skips the others quickly.
"""

_MAPPED = re.compile(r"[^가-힣 a-z0-9.,:;()\[\]%'\"‘’“”/-]+")
"""Runs of characters that may become others; most of a text is not looked at one by one."""


class _Table(dict[int, str]):
    """Character → character of the normal form, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = mapped = _mapped(chr(code))
        return mapped


def _mapped(char: str) -> str:
    if char in _DOTS:
        return "·"
    if char in _SPACES:
        return " "
    plain = unicodedata.normalize("NFKC", char)
    lowered = (plain if len(plain) == 1 else char).casefold()
    lowered = lowered if len(lowered) == 1 else char
    return lowered.translate(variant_table())


def _mapped_run(run: re.Match[str]) -> str:
    return run[0].translate(_table())


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table()


def normal_form(text: str) -> str:
    """The normal form of a name or text."""
    return spaced(text).replace(" ", "")


def normal_text(text: str) -> tuple[str, list[int]]:
    """The normal form of `text`, and for each of its characters the offset in `text`."""
    apart = spaced(text)
    return apart.replace(" ", ""), offsets_in(apart)


def offsets_in(apart: str) -> list[int]:
    """For each character of the normal form its offset in the text, which `spaced` made `apart` of."""
    return [at for at, char in enumerate(apart) if char != " "]


def spaced(text: str) -> str:
    """As many characters as `text`, mapped one by one; what is disregarded is a space."""
    mapped = _MAPPED.sub(_mapped_run, text)
    return _LOOSE.sub(" ", mapped) if "·" in mapped or "\n" in mapped else mapped
