"""`kg view`: a network as one offline HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from kg import query as queries
from kg.commands.options import build_option
from kg.commands.query import bound_query, parameter_values
from kg.errors import NotFoundError
from kg.generations import Generation
from kg.labels import find, near
from kg.store import open_store
from kg.view import (
    COLOURS,
    DEFAULT_LIMIT,
    LANGUAGES,
    SIZES,
    Around,
    Everything,
    Network,
    OfClass,
    Selection,
    Within,
    from_answer,
    mentioned,
    render,
)
from kg.vocab import CST, CSTR

_YEAR = click.IntRange(1900, 2199)


@click.command()
@build_option
@click.option("--entity", metavar="NAME", help="This thing, under any of its names, and what facts tie to it.")
@click.option(
    "--hops",
    type=click.IntRange(min=0),
    metavar="N",
    help="With --entity: over how many facts.  [default: 1]",
)
@click.option("--query", metavar="NAME|FILE.rq", help="What a query answers: CONSTRUCT, or SELECT of ?s ?p ?o.")
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="With --query: a parameter's value.")
@click.option(
    "--class",
    "cls",
    metavar="CLASS",
    help="The things of a class, such as Ministry, and what facts tie to them.",
)
@click.option("--bulletin", metavar="ID", help="Only what this bulletin states, such as kostec-2023-01-20.")
@click.option("--article", metavar="ID", help="With --bulletin: only this article, such as policy-02.")
@click.option("--from", "first", type=_YEAR, metavar="YEAR", help="Only what bulletins from this year on state.")
@click.option("--to", "last", type=_YEAR, metavar="YEAR", help="Only what bulletins up to this year state.")
@click.option("--fields", is_flag=True, help="With the technology fields that things deal with.")
@click.option("--limit", type=click.IntRange(min=1), default=DEFAULT_LIMIT, show_default=True, metavar="N",
              help="Draw this many things at first, the most connected.")  # fmt: skip
@click.option("--size", type=click.Choice(SIZES), default=SIZES[0], show_default=True,
              help="What the size of nodes tells at first.")  # fmt: skip
@click.option("--colour", "--color", "colour", type=click.Choice(COLOURS), default=COLOURS[0], show_default=True,
              help="What the colour of nodes tells at first.")  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="ko", show_default=True,
              help="Language in which the page opens; it can be changed there.")  # fmt: skip
@click.option("--title", metavar="TEXT", help="Title of the page.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.html",
              help="The file to write.  [default: DIR/view.html]")  # fmt: skip
@click.pass_context
def view(
    ctx: click.Context,
    build_dir: Path,
    entity: str | None,
    hops: int | None,
    query: str | None,
    params: tuple[str, ...],
    cls: str | None,
    bulletin: str | None,
    article: str | None,
    first: int | None,
    last: int | None,
    fields: bool,
    limit: int,
    size: str,
    colour: str,
    language: str,
    title: str | None,
    output: Path | None,
) -> None:
    """Draw the graph, or a part of it, as a network in one HTML file that opens anywhere without a network
    connection.

    Without --entity, --query or --class it shows all that documents mention; --bulletin, --from and --to narrow
    what counts as stated. What is not drawn at first is a click away in the page, up to 5,000 things or the --limit.
    The path of the file is printed.

    \b
    Examples:
      kg view
      kg view --entity 과기부 --hops 2 --language en
      kg view --class Policy --limit 300 --output policies.html
      kg view --bulletin kostec-2023-01-20
      kg view --from 2022 --to 2023 --size betweenness --colour community
      kg view --query joint.rq --title "Joint issuance"
    """
    if sum(choice is not None for choice in (entity, query, cls)) > 1:
        raise click.UsageError("give one of --entity, --query and --class", ctx)
    if hops is not None and entity is None:
        raise click.UsageError("--hops goes with --entity", ctx)
    if params and query is None:
        raise click.UsageError("--param goes with --query", ctx)
    if article is not None and bulletin is None:
        raise click.UsageError("--article goes with --bulletin", ctx)
    narrowed = any(choice is not None for choice in (bulletin, first, last))
    within = Within(bulletin=bulletin, article=article, first=first, last=last) if narrowed else None
    with open_store(build_dir) as (local, generation):
        selection: Selection = Everything()
        if entity is not None:
            iris = _find(entity, generation)
            selection = Around(mentioned(local, iris) or iris, hops=1 if hops is None else hops)
        elif cls is not None:
            selection = OfClass(cls.removeprefix("cst:").removeprefix(CST))
        elif query is not None:
            text = bound_query(query, None, parameter_values(ctx, params), queries.resolver(build_dir))
            selection = from_answer(queries.ask(local, text))
        place = output or build_dir / "view.html"
        shown = render(
            local,
            selection=selection,
            output=place,
            limit=limit,
            language=language,
            title=title,
            fields=fields,
            within=within,
            size=size,
            colour=colour,
        )
    if len(shown.drawn) < shown.total:
        click.echo(f"kg: {_told(shown)}", err=True)
    click.echo(place)


def _told(shown: Network) -> str:
    """What is drawn at first, what is a click away and what is left out."""
    parts = [f"drawing the {len(shown.drawn)} most connected of {shown.total} things"]
    if len(shown.drawn) < len(shown.things):
        parts.append(f"the file holds {len(shown.things)}, the rest at a click")
    if shown.cut:
        parts.append("for more see --limit")
    return "; ".join(parts)


def _find(name: str, generation: Generation) -> tuple[str, ...]:
    """The things of that name. Raises NotFoundError that suggests the nearest names when there is none."""
    if name.startswith(CSTR):
        return (name,)
    indexes = (generation.names, generation.background_names)
    iris = find(indexes, name)
    if not iris:
        close = near(indexes, name)
        hint = f"; near names: {', '.join(close)}" if close else ""
        raise NotFoundError(f"nothing in the graph is called '{name}'{hint}")
    return iris
