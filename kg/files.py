"""Files that a new generation takes over from the last.

In: a file that stays as it is from now on. Out: the same content under a second name.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

_CLONE = 0x40049409  # FICLONE of linux/fs.h: the copy shares its blocks with the original until either is written to


def link(source: Path, target: Path) -> None:
    """`target` with the content of `source`, which nobody may change any more: by a second name for the same file where
    the file system has such.
    """
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def duplicate(source: Path, target: Path) -> None:
    """`target` with the content of `source`, to be changed: sharing its blocks where the file system can."""
    with source.open("rb") as read, target.open("wb") as write:
        try:
            fcntl.ioctl(write, _CLONE, read.fileno())
            return
        except OSError:  # a file system without shared blocks, or another kernel
            pass
    shutil.copyfile(source, target)
