"""`kg stats`: what the graph holds, and who stands where among the actors."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import click

from kg.commands.options import build_option
from kg.measures import KINDS, SAMPLES, actor_network, is_sampled
from kg.ontology import load_ontology
from kg.rdf import shorten
from kg.results import without_controls, write_table
from kg.stats import MEASURES, Actor, Overview, Ranking, overview, ranking
from kg.store import open_store
from kg.view.style import LANGUAGES

_COLUMNS = tuple(field.name for field in fields(Actor) if field.name != "iri")


@click.command()
@build_option
@click.option("--measure", type=click.Choice(MEASURES), default="degree", show_default=True,
              help="What the actors are ranked by.")  # fmt: skip
@click.option("--by", "kinds", type=click.Choice(KINDS), multiple=True,
              help="Take only actors that are tied by this; repeatable.  [default: all]")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
              help="At most this many actors.")  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="ko", show_default=True, help="Language of names.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
              help="Tables to read, the actors as CSV, or all as JSON.")  # fmt: skip
def stats(build_dir: Path, measure: str, kinds: tuple[str, ...], top: int, language: str, form: str) -> None:
    """Say what the graph holds, and rank its actors by their place in the network of those who act together.

    Two actors are tied by each policy that both issued, each thing that both founded or fund, and each fact that
    one collaborates with, founded or funds the other. degree: how many others an actor is tied to; weight: by how
    many such things; betweenness: the share of shortest paths between others that lead over it; community: the
    group with which it has most ties.

    \b
    Examples:
      kg stats
      kg stats --measure betweenness --by issuance --top 10
      kg stats --language en --format csv > actors.csv
    """
    ontology = load_ontology()
    with open_store(build_dir) as (local, _):
        held = overview(local, ontology=ontology)
        network = actor_network(local, ontology=ontology, kinds=kinds or KINDS)
        if is_sampled(len(network.actors)):
            note = (
                f"kg: {len(network.actors)} actors: betweenness is estimated from {SAMPLES} of them; this takes a while"
            )
            click.echo(note, err=True)
        ranked = ranking(local, network, ontology=ontology, by=measure, top=top, language=language)
    if form == "json":
        click.echo(json.dumps({"overview": held.to_dict(), "actors": ranked.to_dict()}, ensure_ascii=False, indent=1))
    elif form == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\r\n")
        rows.writerow(field.name for field in fields(Actor))
        rows.writerows(astuple(actor) for actor in ranked.actors)
    else:
        _write(held, ranked)


def _write(held: Overview, ranked: Ranking) -> None:
    """The figures as tables one below the other."""
    tables = (
        (("holds", ""), _figures(held)),
        (("year", "documents"), held.years.items()),
        (("class", "things"), held.things.items()),
        (("relation", "facts"), held.facts.items()),
        (("rank", *_COLUMNS, "iri"), _ranked(ranked)),
        (("community", "actors", "most connected"), ((c.number, c.members, c.name) for c in ranked.communities)),
    )
    written = [(columns, [[_cell(value) for value in row] for row in rows]) for columns, rows in tables]
    for number, (columns, rows) in enumerate((columns, rows) for columns, rows in written if rows):
        sys.stdout.write("\n" if number else "")
        write_table(columns, rows, sys.stdout)


def _figures(held: Overview) -> Iterator[tuple[str, object]]:
    yield "documents", held.documents
    yield "articles", held.articles
    yield "things", held.all_things
    yield "facts", held.all_facts
    yield "sentences per fact", f"{held.evidence_per_fact:.2f}"
    yield "facts from one article", f"{held.one_article_share:.0%}"


def _ranked(ranked: Ranking) -> Iterator[tuple[object, ...]]:
    for rank, actor in enumerate(ranked.actors, start=1):
        yield rank, *(getattr(actor, name) for name in _COLUMNS), shorten(actor.iri)


def _cell(value: object) -> str:
    text = f"{value:.4f}" if isinstance(value, float) else str(value) or "–"
    return without_controls(text).replace("\n", " ")
