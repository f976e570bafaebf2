"""`kg push`: the graph into a foreign store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.counting import counting
from kg.commands.options import build_option, credentials, login_options
from kg.push import GRAPHS, Addresses, Outcome, contents
from kg.push import push as push_graphs
from kg.remote import Remote
from kg.store import open_store


@click.command()
@click.argument("url", metavar="URL")
@build_option
@click.option("--update", metavar="URL", help="Where the server takes SPARQL updates.  [default: URL]")
@click.option("--query", metavar="URL", help="Where the server takes SPARQL queries.  [default: that of --update]")
@click.option("--graph", metavar="IRI", help="Put everything into this one graph.  [default: named graphs]")
@click.option("--only", multiple=True, type=click.Choice(list(GRAPHS)), help="Push this graph only; repeatable.")
@login_options
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300, show_default=True,
              metavar="SECONDS", help="Wait for each answer no longer than this.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would be pushed.")
@click.pass_context
def push(
    ctx: click.Context,
    url: str,
    build_dir: Path,
    update: str | None,
    query: str | None,
    graph: str | None,
    only: tuple[str, ...],
    user: str | None,
    use_token: bool,
    timeout: float,
    dry_run: bool,
) -> None:
    """Bring the graph to another store, by the Graph Store Protocol or else by SPARQL Update.

    URL is the server's graph store, or its SPARQL endpoint where it has none. Each graph replaces the one of
    its IRI at a stroke when it has arrived whole; graphs of other IRIs are left alone. What is in place already
    is not sent again, and a push that broke off goes on where it stopped when it is called again.

    \b
    Examples:
      kg push http://localhost:8890/sparql-auth --user dba
      kg push http://localhost:8890/sparql-graph-crud-auth --update http://localhost:8890/sparql-auth --user dba
      kg push http://localhost:3030/kg --graph https://example.org/china-stp
      kg push http://localhost:7200/repositories/kg/statements --query http://localhost:7200/repositories/kg
    """
    addresses = Addresses.of(url, update=update, query=query)
    who = credentials(ctx, user, use_token)
    with (
        open_store(build_dir) as (local, generation),
        Remote(who, seconds=timeout) as remote,
        counting("sent") as on_progress,
    ):
        given = contents(generation, local, only=only, graph=graph)
        for outcome in push_graphs(remote, addresses, given, dry=dry_run, on_progress=on_progress):
            if outcome.statements or not (outcome.unchanged or outcome.whole):
                click.echo(_told(outcome, dry_run))
            if outcome.whole and outcome.statements and not dry_run:
                click.echo("kg: sent as a whole; with --update URL it goes in parts, and only if it is new", err=True)


def _told(outcome: Outcome, dry_run: bool) -> str:
    if outcome.unchanged:
        return f"{outcome.name}: {outcome.statements} statements are in {outcome.graph} already"
    here = f", {outcome.found} of them there from before" if outcome.found else ""
    return f"{outcome.name}: {outcome.statements} statements {'would go ' if dry_run else ''}into {outcome.graph}{here}"
