"""`kg build`: documents in, the graph of a build directory out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.generations import current
from kg.pipeline import OnProgress, default_knowledge, refresh
from kg.pipeline import build as build_graph
from kg.report import BuildReport
from kg.review import REVIEW_FILE
from kg.schedule import Cluster, Limits, Processes

_SHOWN = 10  # violations that are named

SKIPPED = 3
"""Exit status when the graph was built, but some input files are not in it."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--out", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              metavar="DIR", help="The build directory to write.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Processes that read and analyse documents.")  # fmt: skip
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="A Dask cluster that reads and analyses them instead.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=600.0, show_default=True,
              metavar="SECONDS", help="The most time for one document.")  # fmt: skip
@click.option("--memory-limit", type=click.FloatRange(min=1), default=8.0, show_default=True, metavar="GIB",
              help="The most memory (address space) for a process here.")  # fmt: skip
@click.option("--facts-graph/--no-facts-graph", default=None,
              help="Whether the store keeps what documents state as a named graph, too, for queries with GRAPH or FROM;"
              " it takes longer and twice the room. By default as before, at first without.")  # fmt: skip
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    workers: int,
    scheduler: str | None,
    time_limit: float,
    memory_limit: float,
    facts_graph: bool | None,
) -> None:
    """Read bulletins (.txt .md .pdf .html; folders are searched) and build the graph, or add to it.

    DIR then holds graph.ttl (facts with their evidence), background.ttl, store/ (Oxigraph) and report.json. A
    second build adds its documents; one that is there already is replaced by its newer version. Facts that
    DIR/review.jsonl judges wrong are left out. Without PATH the graph is made again from the documents it
    holds, with what reviewers have said since. Exit status 3: done, but some files were skipped.

    \b
    Examples:
      kg build bulletins/
      kg build --out graphs/2024
      kg build 2024-*.pdf notes.md --out graphs/2024 --workers 4
      kg build archive/ --scheduler tcp://head:8786
    """
    if not paths and current(out) is None:
        raise click.UsageError(f"name the files or folders to read; {out} holds no graph to make again", ctx)
    with progress() as on_progress:
        if paths:
            where = Cluster(scheduler) if scheduler else Processes(workers)
            limits = Limits(seconds=time_limit, memory=int(memory_limit * 2**30))
            report = build_graph(
                paths, out=out, scheduler=where, limits=limits, facts_graph=facts_graph, on_progress=on_progress
            )
        else:
            report = refresh(default_knowledge, out=out, facts_graph=facts_graph, on_progress=on_progress)
    say(report, out)
    if report.skipped:
        ctx.exit(SKIPPED)


def say(report: BuildReport, out: Path) -> None:
    """What was skipped, what judgements are idle, and what the graph holds."""
    for skipped in report.skipped:
        click.echo(f"kg: skipped {skipped.path}: {skipped.reason}", err=True)
    for fact in report.review.gone:
        click.echo(f"kg: {out / REVIEW_FILE}: {fact} is judged, but no document states it any more", err=True)
    for violation in report.broken[:_SHOWN]:
        click.echo(f"kg: {violation.node} breaks a shape: {violation.message}", err=True)
    if report.broken:
        click.echo(f"kg: {len(report.broken)} violations in what changed; see: kg validate {out}", err=True)
    click.echo(_summary(report, out))


def _summary(report: BuildReport, out: Path) -> str:
    things = sum(count for name, count in report.classes.items() if name not in _NO_THINGS)
    facts = sum(report.relations.values())
    articles = sum(document.articles for document in report.documents)
    review = report.review
    judged = (
        f" (reviewed: {review.right} right, {review.wrong} wrong and left out)" if review.right or review.wrong else ""
    )
    return (
        f"{len(report.documents)} documents, {articles} articles, {things} things, {facts} facts{judged}, "
        f"{report.statements} statements in {out / 'graph.ttl'}"
    )


_NO_THINGS = frozenset({"Bulletin", "Article", "Assertion", "Evidence", "Mention", "Target", "Technology"})


@contextmanager
def progress() -> Iterator[OnProgress | None]:
    """A bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)

        yield show
