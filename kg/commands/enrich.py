"""`kg enrich`: links to another dataset."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kg import enrich as linking
from kg import pipeline
from kg.commands.build import progress
from kg.commands.options import build_option, credentials, login_options
from kg.ontology import load_ontology
from kg.query import ask_endpoint
from kg.remote import check_url
from kg.store import open_store


@click.command()
@build_option
@click.option("--endpoint", required=True, metavar="URL", help="The SPARQL endpoint to ask.")
@click.option("--class", "classes", multiple=True, metavar="CLASS",
              help="Only things of this class, such as University; repeatable.")  # fmt: skip
@click.option("--background", is_flag=True, help="Also things that no document mentions.")
@click.option("--min-score", "least", type=click.FloatRange(0, 1), default=linking.LEAST_SCORE, show_default=True,
              help="The score, from 0 to 1, from which a link is made.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True,
              metavar="SECONDS", help="The longest wait for one answer.")  # fmt: skip
@login_options
@click.option("--dry-run", is_flag=True, help="Print the links, change nothing.")
@click.pass_context
def enrich(
    ctx: click.Context,
    build_dir: Path,
    endpoint: str,
    classes: tuple[str, ...],
    background: bool,
    least: float,
    timeout: float,
    user: str | None,
    use_token: bool,
    dry_run: bool,
) -> None:
    """Link things to another dataset that describes them as Wikidata does, by name and class, and take over
    its English names.

    Sends names of the graph to the endpoint; nothing is asked without this command. Links are scored; where
    two things are equally likely none is made. They go to DIR/enrichment.ttl, each with its score and the queries
    it rests on, and into a named graph of their own. Things asked about again get new links in place of old ones.
    The links are printed as: thing, other thing, score.

    \b
    Examples:
      kg enrich --endpoint https://query.wikidata.org/sparql --class University
      kg enrich --endpoint http://localhost:7001/sparql --dry-run
    """
    endpoint, login = check_url(endpoint), credentials(ctx, user, use_token)
    for cls in classes:
        load_ontology().superclasses(cls)  # raises for a class that is none
    with open_store(build_dir) as (store, _), progress() as on_progress:
        things = list(linking.subjects(store, classes=classes, mentioned_only=not background))
        outcome = linking.find_links(
            things,
            lambda query: ask_endpoint(endpoint, query, seconds=timeout, credentials=login),
            ontology=load_ontology(),
            least=least,
            on_progress=on_progress and (lambda done, total: on_progress("things", done, total)),
        )
        today = dt.date.today().isoformat()
        fresh = list(linking.statements(outcome.links, store, endpoint=endpoint, day=today))
    for link in outcome.links:
        click.echo(f"{link.iri}\t{link.other}\t{link.score:g}")
    if not dry_run:
        path = build_dir / linking.ENRICHMENT_FILE
        kept = linking.without(linking.read_links(path), {thing.iri for thing in things})
        linking.write_links(path, [*kept, *fresh])
        pipeline.refresh(pipeline.default_knowledge, out=build_dir)
    click.echo(f"kg: {len(outcome.links)} of {outcome.asked} things linked, {outcome.unclear} unclear", err=True)
