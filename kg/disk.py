"""Files that must be whole, and disks that are full.

In: paths, errors. Out: files on disk; whether an error says that there is no more room.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQLITE_FULL = 13  # SQLITE_FULL of https://sqlite.org/rescode.html, without the import of sqlite3


def sync(path: Path) -> None:
    """Brings a file or a directory to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Writes a file and brings it to disk."""
    path.write_bytes(data)
    sync(path)


def full_disk(error: BaseException) -> bool:
    """Whether `error`, or what it was raised from, says that the disk, or what one may take of it, is full."""
    return any(map(_says_full, _behind(error)))


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it."""
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            left += (each.__cause__, each.__context__)


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    if isinstance(error, OSError):  # Oxigraph gives the system's words without the number
        return any(os.strerror(number) in str(error) for number in _FULL)
    return getattr(error, "sqlite_errorcode", None) == _SQLITE_FULL
