"""`kg search`: things by a piece of a name, as the search box finds them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import pyoxigraph as ox

from kg.commands.options import build_option
from kg.errors import NotFoundError
from kg.generations import reading
from kg.rdf import integer, node
from kg.results import Rows, write
from kg.search import Hits
from kg.search import search as find


@click.command()
@click.argument("text")
@build_option
@click.option("--class", "cls", metavar="CLASS", help="Only things of this class or one below it: Ministry, Actor.")
@click.option("--limit", type=click.IntRange(min=1), default=12, show_default=True, metavar="N",
              help="At most this many things.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="A table to read, or JSON.")  # fmt: skip
def search(text: str, build_dir: Path, cls: str | None, limit: int, form: str) -> None:
    """Find things by a piece of a name: Korean, also initial consonants, Chinese in both scripts, pinyin, English.

    Best first: names that are the text, begin with it, have a word that begins with it, contain it; of these the
    things that documents mention most.

    \b
    Examples:
      kg search 공업
      kg search ㄱㅇㅈㅂㅎㅂ
      kg search "gōng yè" --class Ministry
      kg search univ --limit 50 --format json
    """
    with reading(build_dir) as generation:
        found = find(generation, text, limit=limit, cls=cls)
    if not found.hits:
        among = f" of a {cls}" if cls else ""
        raise NotFoundError(f"no name{among} in the graph contains '{text}'")
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    else:
        write(_rows(found), "table", sys.stdout)
    if found.more:
        click.echo(f"kg: there are more than {limit} things; raise --limit to see them", err=True)


def _rows(found: Hits) -> Rows:
    """A row a thing: the name it goes by, the one that matched and how, class, number of mentions, IRI."""
    rows = (
        (
            ox.Literal(hit.name),
            ox.Literal("" if hit.form == hit.name else hit.form),
            ox.Literal(hit.match),
            ox.Literal(hit.cls),
            integer(hit.mentions),
            node(hit.iri),
        )
        for hit in found.hits
    )
    return Rows(("name", "found by", "match", "class", "mentions", "thing"), rows)
