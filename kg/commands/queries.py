"""`kg queries`: which named queries there are."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg.query import NamedQuery, named_queries


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Text to read, or JSON.")  # fmt: skip
def queries(form: str) -> None:
    """List the named queries: what each asks, in Korean and English, and its parameters with types and
    defaults.

    \b
    Examples:
      kg queries
      kg queries --format json
    """
    known = named_queries().values()
    if form == "json":
        click.echo(json.dumps([asdict(query) for query in known], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_lines(query)) for query in known))


def _lines(query: NamedQuery) -> list[str]:
    lines = [query.name, f"  {query.ko}", f"  {query.en}"]
    for parameter in query.parameters:
        default = "any" if parameter.default is None else parameter.default
        lines.append(f"    --param {parameter.name}=…  {parameter.meaning} ({parameter.type}; default: {default})")
    return [*lines, f"  → {' '.join(query.columns)}"]
