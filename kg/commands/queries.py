"""`kg queries`: which named queries there are, and what one of them asks, takes and answers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import asdict

import click

from kg.query import GROUPS, NamedQuery, Parameter, find_query, named_queries


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Text to read, or JSON.")  # fmt: skip
def queries(name: str | None, form: str) -> None:
    """List the named queries: what each asks, in Korean and English, and its parameters with their defaults.
    With NAME, describe one: types and meaning of its parameters, columns, an example, and the query itself.

    \b
    Examples:
      kg queries
      kg queries funding-by-year
      kg queries --format json
    """
    chosen = [find_query(name)] if name is not None else list(named_queries().values())
    if form == "json":
        click.echo(json.dumps([asdict(query) for query in chosen], ensure_ascii=False, indent=1))
    elif name is not None:
        click.echo("\n".join(_description(chosen[0])))
    else:
        click.echo("\n".join(_overview(chosen)))


def _overview(known: list[NamedQuery]) -> Iterator[str]:
    for group, heading in GROUPS.items():
        yield from (heading, "=" * len(heading), "")
        for query in (query for query in known if query.group == group):
            yield from (query.name, f"  {query.ko}", f"  {query.en}")
            if query.parameters:
                yield f"    {' '.join(map(_with_default, query.parameters))}"
            yield ""
    yield "One in full: kg queries NAME. Ask it: kg query NAME --param NAME=VALUE"


def _with_default(parameter: Parameter) -> str:
    return f"{parameter.name}={'…' if parameter.default is None else parameter.default}"


def _description(query: NamedQuery) -> Iterator[str]:
    yield from (query.name, f"  {query.ko}", f"  {query.en}", "")
    for parameter in query.parameters:
        default = "any" if parameter.default is None else parameter.default
        yield f"  --param {parameter.name}=…  {parameter.meaning} ({parameter.type}; default: {default})"
    yield from (f"  → {' '.join(query.columns)}", "", f"  {_example(query)}", "")
    yield query.text[query.text.index("\n\n") :].strip()


def _example(query: NamedQuery) -> str:
    """A command line that asks the query, with the defaults written out."""
    given = [f"--param {p.name}={p.default}" for p in query.parameters if p.default is not None]
    return shlex.join(["kg", "query", query.name, *" ".join(given).split()])
