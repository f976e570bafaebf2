"""A temporary folder of this process's own, and the end of those whose process is gone.

In: nothing but the system's temporary directory. Out: a folder that others may not enter. Its owner holds a lock on it,
which the system gives free when the process ends, however it ends. So a folder without a lock is a leftover, and no
number of a process, which may have passed to another one, has to be trusted.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "kg-serve-"


class Spool:
    """A new folder in the temporary directory, held until it is closed. Leftovers of others are removed first."""

    def __init__(self) -> None:
        clear_leftovers(Path(tempfile.gettempdir()))
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            with suppress(FileNotFoundError):  # another server took it for a leftover before it was locked
                self._handle = _open_folder(self.path)
                with suppress(OSError):  # a file system without locks, where nothing is ever taken for a leftover
                    fcntl.flock(self._handle, fcntl.LOCK_EX)
                if self.path.exists():
                    return
                os.close(self._handle)

    def close(self) -> None:
        """Removes the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._handle)


def clear_leftovers(directory: Path) -> None:
    """Removes the folders in `directory` that servers of this user have left behind when they were killed.

    Everyone may write in such a directory, so no name there is trusted: what is emptied is a folder that was opened
    as one, not through a link, that is this user's and closed to others, and that nobody holds. What cannot be
    removed stays.
    """
    with suppress(OSError):
        top = _open_folder(directory.resolve())
        try:
            for name in os.listdir(top):
                if name.startswith(_PREFIX):
                    with suppress(OSError):
                        _clear(name, top)
        finally:
            os.close(top)


def _clear(name: str, top: int) -> None:
    """Removes the folder `name` in the open folder `top` if it is a leftover. Raises OSError where it is none."""
    handle = _open_folder(name, top)
    try:
        found = os.fstat(handle)
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
            return
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for file in os.listdir(handle):  # answers, all plain files
            os.unlink(file, dir_fd=handle)
        os.rmdir(name, dir_fd=top)
    finally:
        os.close(handle)


def _open_folder(path: str | Path, parent: int | None = None) -> int:
    """Raises OSError for what is no folder, or a link to one."""
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
