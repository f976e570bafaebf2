"""`kg validate`: the graph against the shapes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.validate import as_text
from kg.validate import validate as find_violations


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("build"), metavar="[DIR|FILE]")
@click.pass_context
def validate(ctx: click.Context, path: Path) -> None:
    """Check a build directory (build by default) or a Turtle file against the SHACL shapes of the ontology.

    Exit status 1 when a shape is violated.

    \b
    Examples:
      kg validate
      kg validate graphs/2024
      kg validate corrections.ttl
    """
    found = find_violations(path)
    click.echo(as_text(found), nl=False)
    if found:
        ctx.exit(1)
