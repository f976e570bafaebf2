"""Bytes of a text file in, text out: byte-order marks first, then strict decoding in a fixed order."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_USUAL = re.compile(
    r"[\t\n\r\x0b\x0c -~\u00a0-\u00ff\u0300-\u036f\u1100-\u11ff\u2000-\u206f\u20a0-\u27bf\u2900-\u2bff"
    r"\u3000-\u30ff\u3130-\u318f\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe00-\ufe0f\uff00-\uffee]"
)
_TELLING = re.compile(r"[ -~가-힣\n]")
_SAMPLE = 200_000
_MOST_CONTROLS = 0.002
_LEAST_USUAL = 0.9
_LEAST_TELLING = 0.5
"""In wrongly guessed UTF-16 most characters are rare Chinese ones; Korean text has Hangul, spaces, ASCII."""


class UndecodableError(ValueError):
    """The bytes are no text in a known encoding; the message is a clause that says why."""


def decode(data: bytes) -> str:
    """The text in `data`, without byte-order mark. Raises UndecodableError."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], encoding, announced=True))
    if b"\x00" in data:
        return _without_mark(data)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    text = _strict(data, "cp949")
    if _share(_USUAL, text) < _LEAST_USUAL:
        raise UndecodableError("neither UTF-8, UTF-16 nor CP949 text")
    return _checked(text)


def _strict(data: bytes, encoding: str, *, announced: bool = False) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if announced:
            raise UndecodableError(f"broken {encoding.upper()} text at byte {error.start}") from error
        raise UndecodableError("neither UTF-8, UTF-16 nor CP949 text") from error


def _without_mark(data: bytes) -> str:
    """UTF-16 without byte-order mark, if one byte order gives plausible text."""
    candidates = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _too_many_controls(text) and _share(_USUAL, text) >= _LEAST_USUAL:
            candidates.append((_share(_TELLING, text), text))
    best = max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))
    if best[0] < _LEAST_TELLING:
        raise UndecodableError("binary data, no text")
    return best[1]


def _share(pattern: re.Pattern[str], text: str) -> float:
    sample = text[:_SAMPLE]
    return len(pattern.findall(sample)) / len(sample) if sample else 0.0


def _too_many_controls(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)


def _checked(text: str) -> str:
    if _too_many_controls(text):
        raise UndecodableError("binary data, no text")
    return text
