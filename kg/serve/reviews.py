"""Verdicts of reviewers: the review file of the build directory, read and written."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from kg.errors import KgError
from kg.review import REVIEW_FILE, Judgement, judge, read_judgements, take_back


class Reviews:
    """The review file, read again only when it has changed. `allowed`: whether it may be written."""

    def __init__(self, build: Path, *, allowed: bool) -> None:
        self.path = build / REVIEW_FILE
        self.allowed = allowed
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int] | None, Mapping[str, Judgement]] = (None, {})

    def judgements(self) -> Mapping[str, Judgement]:
        """The judgements by fact. Raises StoreError for a broken file."""
        version = self._version()
        with self._lock:
            if self._read[0] != version or version is None:
                self._read = (version, {} if version is None else read_judgements(self.path))
            return self._read[1]

    def _version(self) -> tuple[int, int] | None:
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def judge(self, judgement: Judgement) -> None:
        """Keeps a judgement."""
        judge(self.path, judgement)

    def take_back(self, fact: str) -> bool:
        """Removes a judgement; whether there was one."""
        return take_back(self.path, fact)


class Forbidden(KgError):
    """A request that may not change anything here."""
