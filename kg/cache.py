"""Texts that take long to compute, kept in the user's cache.

In: a family, a version that changes with all that the text depends on, and how the text is made. Out: the text. The
files lie in `$XDG_CACHE_HOME` (else `~/.cache`) under `china-stp-kg` and may be deleted at any time; where they cannot
be kept, only time is lost.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from kg.disk import replacing

_LOG = logging.getLogger(__name__)
_KEPT = 4
"""Files of a family that stay, for several versions side by side."""


def cached(family: str, version: str, make: Callable[[], str]) -> str:
    """The text of that family and version; what `make` returns where it is not there, or is damaged."""
    path = _directory() / f"{family}-{version}.txt"
    text = _stored(path)
    if text is None:
        text = make()
        _store(path, family, text)
    return text


def _directory() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "china-stp-kg"


def _stored(path: Path) -> str | None:
    """The text of a file that has as many bytes as its first line says; none where it is missing or cut off."""
    try:
        size, _, data = path.read_bytes().partition(b"\n")
        return data.decode("utf-8") if size == str(len(data)).encode() else None
    except (OSError, UnicodeDecodeError):
        return None


def _store(path: Path, family: str, text: str) -> None:
    """Write the file in one step and remove old ones of its family."""
    data = text.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as out:
            out.write(b"%d\n" % len(data) + data)
        files = sorted(path.parent.glob(f"{family}-*.txt"), key=lambda file: file.stat().st_mtime)
        for old in files[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s cannot be kept in %s (%s); each start will take longer", family, path.parent, error)


__all__ = ["cached"]
