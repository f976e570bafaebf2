"""The errors this package raises for bad input; every message says what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path


class KgError(Exception):
    """Base of all errors raised for input that cannot be used."""


class ReadError(KgError):
    """One document cannot be read; the other documents are not affected.

    `path` names the file and `reason` says in one clause what is wrong with it.
    """

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason

    def __reduce__(self) -> tuple[Callable[..., ReadError], tuple[str, str]]:
        return type(self), (self.path, self.reason)  # as it is raised in another process


class DataError(KgError):
    """A data file that comes with the package (seeds, ontology, queries) breaks its format."""

    def __init__(self, path: Path | str, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}")
        self.path = str(path)
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple[Callable[..., DataError], tuple[str, str]]:
        return partial(type(self), line=self.line), (self.path, self.reason)


class QueryError(KgError):
    """A query, or a parameter of one, cannot be used."""


class StoreError(KgError):
    """A build directory is missing, locked or broken."""


class NotFoundError(KgError):
    """A name or a thing that was asked for is not in the graph."""
