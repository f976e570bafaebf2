"""Files that must be whole, and disks that are full.

In: paths, errors. Out: files on disk; whether an error says that there is no more room.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

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


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` at one stroke; when that fails, nothing has changed.

    A link keeps pointing where it did. What is no ordinary file, such as a pipe, is written to as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    place = Path(os.path.realpath(path))
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            yield out
        os.replace(fresh, place)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise


def reason(error: OSError) -> str:
    """Why a file could not be written, as a clause for the user."""
    return "the disk is full; free some space" if full_disk(error) else error.strerror or str(error)


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
