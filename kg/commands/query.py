"""`kg query`: a question in SPARQL, the answer on stdout."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from kg import query as queries
from kg import results
from kg.commands.options import build_option, credentials, login_options
from kg.errors import QueryError
from kg.parameters import Resolver
from kg.results import FORMATS, Answer, Rows, Statements
from kg.store import open_store

_ENDPOINT_SECONDS = 60.0


@click.command()
@click.argument("query", required=False, metavar="[NAME|FILE.rq|-]")
@click.option("--sparql", "text", metavar="TEXT", help="The query itself.")
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value; repeatable.")
@build_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the build directory.")
@click.option("--graph", "graphs", multiple=True, metavar="IRI",
              help="With --endpoint: ask this graph; repeatable.  [default: what the server chooses]")  # fmt: skip
@login_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Form of the answer.  [default: table; turtle for CONSTRUCT]",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many rows.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help="Give up after this time.  [default: none; 60 for endpoints]")  # fmt: skip
@click.pass_context
def query(
    ctx: click.Context,
    query: str | None,
    text: str | None,
    params: tuple[str, ...],
    build_dir: Path,
    endpoint: str | None,
    graphs: tuple[str, ...],
    user: str | None,
    use_token: bool,
    form: str | None,
    limit: int | None,
    timeout: float | None,
) -> None:
    """Ask the graph: by a named query (see: kg queries), a file, standard input (-), or a text.

    Parameters of named queries take names in any form: 과학기술부, 과기부, 科技部. In other queries --param
    binds the variable of that name: to an IRI (<…> or cst:…), a number, or a text. The graph is read-only.

    \b
    Examples:
      kg query targets-due --param to=2025
      kg query labs-by-place --param place=우시 --format csv
      kg query --sparql 'SELECT ?p ?o WHERE { ?s ?p ?o }' --param s=cstr:org/most
      kg query counts --endpoint http://localhost:8890/sparql
    """
    if (query is None) == (text is None):
        raise click.UsageError("give one query: a name, a file, - or --sparql TEXT", ctx)
    values = parameter_values(ctx, params)
    if endpoint is not None:
        seconds, who = timeout or _ENDPOINT_SECONDS, credentials(ctx, user, use_token)
        resolve = queries.resolver_at(endpoint, seconds=seconds, credentials=who, graphs=graphs)
        bound = bound_query(query, text, values, resolve)
        _write(queries.ask_endpoint(endpoint, bound, seconds=seconds, credentials=who, graphs=graphs), form, limit)
        return
    if graphs or user is not None or use_token:
        raise click.UsageError("--graph, --user and --token go with --endpoint", ctx)
    bound = bound_query(query, text, values, queries.resolver(build_dir))
    if timeout is not None:
        _write(queries.ask_within(build_dir, bound, seconds=timeout, limit=limit), form, limit)
    else:
        with open_store(build_dir) as (local, _):
            _write(queries.ask(local, bound), form, limit)


def parameter_values(ctx: click.Context, params: tuple[str, ...]) -> dict[str, str]:
    """The `NAME=VALUE` of `--param` as a mapping. Raises click.UsageError: no sign, or a name given twice."""
    values: dict[str, str] = {}
    for param in params:
        name, sign, value = param.partition("=")
        if not sign or not name:
            raise click.UsageError(f"--param {param}: write NAME=VALUE", ctx)
        if name in values:
            raise click.UsageError(f"--param {name} is given twice", ctx)
        values[name] = value
    return values


def bound_query(query: str | None, text: str | None, values: Mapping[str, str], resolve: Resolver) -> str:
    """The text of the query with its parameters set."""
    if text is not None:
        return queries.bind_freely(text, values)
    if query == "-":
        return queries.bind_freely(sys.stdin.read(), values)
    if query is not None and (query.endswith(".rq") or Path(query).is_file()):
        return _from_file(Path(query), values, resolve)
    return queries.find_query(query or "").bound(values, resolve)


def _from_file(path: Path, values: Mapping[str, str], resolve: Resolver) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error})") from error
    if text.startswith("# name:"):
        return queries.read_named_query(path).bound(values, resolve)
    return queries.bind_freely(text, values)


def _write(answer: Answer, form: str | None, limit: int | None) -> None:
    if isinstance(answer, Rows):
        answer = answer.limited(limit)
    elif isinstance(answer, Statements) and limit is not None:
        answer = Statements(answer.triples[:limit])
    results.write(answer, form or ("turtle" if isinstance(answer, Statements) else "table"), sys.stdout)
    if isinstance(answer, Rows) and answer.cut:
        click.echo(f"kg: there are more than {limit} rows; raise --limit to see them", err=True)
