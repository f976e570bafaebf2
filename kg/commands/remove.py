"""`kg remove`: documents out of the graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg import pipeline
from kg.commands.build import progress, say
from kg.commands.options import build_option


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@build_option
def remove(documents: tuple[str, ...], build_dir: Path) -> None:
    """Take documents out of the graph, and with them what only they state.

    DOCUMENT is a bulletin's id or file name, as report.json lists them. What other documents state as well
    stays, with their sentences. The files themselves are not touched.

    \b
    Examples:
      kg remove kostec-2023-01-20
      kg remove 2023-01-20.pdf 2023-01-27.pdf --build graphs/2023
    """
    with progress() as on_progress:
        report = pipeline.remove(pipeline.default_knowledge, documents, out=build_dir, on_progress=on_progress)
    say(report, build_dir)
