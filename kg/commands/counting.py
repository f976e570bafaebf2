"""How far a command is that handles the statements of graph after graph, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

OnProgress = Callable[[str, int, int], None]
"""Told the name of a graph, how many of its statements are done, and of how many."""


@contextmanager
def counting(done: str) -> Iterator[OnProgress]:
    """A bar where standard error is a terminal, a line for every tenth elsewhere; `done` says what is done to a
    statement, such as "sent".
    """
    if not sys.stderr.isatty():
        yield _lines(done)
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done)

        yield show


def _lines(what: str) -> OnProgress:
    told: dict[str, int] = {}

    def show(name: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if told.get(name) != tenth:
            told[name] = tenth
            click.echo(f"{name}: {done} of {total} statements {what}", err=True)

    return show
