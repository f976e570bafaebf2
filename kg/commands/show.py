"""`kg show`: the card of one thing."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.commands.options import build_option
from kg.show import as_text, cards


@click.command()
@click.argument("name")
@build_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Text to read, or JSON.")  # fmt: skip
@click.option("--why", is_flag=True, help="Say why names were taken for one thing.")
def show(name: str, build_dir: Path, form: str, why: bool) -> None:
    """Show one thing, found under any of its names: class, names, facts, and the sentence and source of each.

    Several things of that name are all shown. An IRI serves, too. A merge that is wrong, or missing, is mended by a
    row in seeds/judgements.csv.

    \b
    Examples:
      kg show 과기부
      kg show 中国科学院 --format json
      kg show 발개위 --why
      kg show "Tsinghua University" --build graphs/2024
    """
    found = cards(build_dir, name)
    if form == "json":
        click.echo(json.dumps([card.to_dict() for card in found], ensure_ascii=False, indent=1))
    else:
        click.echo(as_text(found, why=why), nl=False)
