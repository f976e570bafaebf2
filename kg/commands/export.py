"""`kg export`: the graph for other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.counting import counting
from kg.commands.options import build_option
from kg.disk import replacing
from kg.export import EXPORTERS, export_tables, unwritable
from kg.export import export as export_graph
from kg.generations import Generation, reading
from kg.shards import MANIFEST, MOST, export_shards


@click.command()
@click.option("--format", "form", type=click.Choice(list(EXPORTERS)),
              help="The format to write.  [default: turtle; nquads with --shards]")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH",
              help="Where to write; for csv and --shards a directory.  [default: standard output]")  # fmt: skip
@click.option("--shards", type=click.IntRange(1, MOST), metavar="N",
              help="Write N gzip N-Quads files with a manifest, for bulk loaders.")  # fmt: skip
@build_option
@click.pass_context
def export(ctx: click.Context, form: str | None, output: Path | None, shards: int | None, build_dir: Path) -> None:
    """Write the graph for other tools: RDF (facts; N-Quads and TriG with all named graphs), GraphML, GEXF, CSV,
    SSSOM.

    CSV is a directory with nodes.csv and edges.csv; on standard output just the edges. SSSOM is the table of
    all names of all known things. With --shards the named graphs are spread over N files, all that is said of one
    thing in one of them. The same graph always gives the same bytes.

    \b
    Examples:
      kg export --format graphml --output network.graphml
      kg export --format csv --output tables/
      kg export --format nquads | gzip > graph.nq.gz
      kg export --shards 8 --output /srv/load
      kg export --format sssom --output names.sssom.tsv
    """
    with reading(build_dir) as generation:
        if shards is not None:
            if form not in (None, "nquads"):
                raise click.UsageError(f"shards are N-Quads; leave out --format {form}, or --shards", ctx)
            if output is None:
                raise click.UsageError("name the directory for the shards with --output", ctx)
            _to_shards(generation, output, shards)
        elif output is None:
            export_graph(generation, form or "turtle", sys.stdout.buffer)
        elif form == "csv":
            export_tables(generation, output)
        else:
            _to_file(generation, form or "turtle", output)


def _to_shards(generation: Generation, output: Path, count: int) -> None:
    with counting("written") as on_progress:
        written = export_shards(generation, output, count, on_progress=on_progress)
    click.echo(f"{written.statements} statements in {count} shards, listed in {output / MANIFEST}")


def _to_file(generation: Generation, form: str, output: Path) -> None:
    try:
        with replacing(output) as out:
            export_graph(generation, form, out)
    except OSError as error:
        raise unwritable(output, error) from error
