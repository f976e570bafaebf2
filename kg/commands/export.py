"""`kg export`: the graph for other tools."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from kg.commands.options import build_option
from kg.export import EXPORTERS, ExportError, export_tables
from kg.export import export as export_graph
from kg.generations import Generation, reading


@click.command()
@click.option("--format", "form", type=click.Choice(list(EXPORTERS)), default="turtle", show_default=True,
              help="The format to write.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH",
              help="Where to write; for csv a directory.  [default: standard output]")  # fmt: skip
@build_option
def export(form: str, output: Path | None, build_dir: Path) -> None:
    """Write the graph for other tools: RDF (facts; N-Quads and TriG with all named graphs), GraphML, GEXF, CSV,
    SSSOM.

    CSV is a directory with nodes.csv and edges.csv; on standard output just the edges. SSSOM is the table of
    all names of all known things. The same graph always gives the same bytes.

    \b
    Examples:
      kg export --format graphml --output network.graphml
      kg export --format csv --output tables/
      kg export --format nquads | gzip > graph.nq.gz
      kg export --format sssom --output names.sssom.tsv
    """
    with reading(build_dir) as generation:
        if output is None:
            export_graph(generation, form, sys.stdout.buffer)
        elif form == "csv":
            export_tables(generation, output)
        else:
            _to_file(generation, form, output)


def _to_file(generation: Generation, form: str, output: Path) -> None:
    """Writes beside `output` first, so that a failed export leaves no half file."""
    fresh = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            export_graph(generation, form, out)
        os.replace(fresh, output)
    except OSError as error:
        raise ExportError(f"{output}: cannot be written ({error.strerror or error})") from error
    finally:
        with suppress(OSError):
            fresh.unlink()
