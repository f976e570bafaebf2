"""`kg names`: every form of a name."""

from __future__ import annotations

import json

import click

from kg.lexicon import NameReport, describe, load_lexicon


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Text to read, or one JSON object a line.")  # fmt: skip
def names(texts: tuple[str, ...], form: str) -> None:
    """Every form of a name: Korean by both readings, simplified and traditional Chinese, pinyin, English.

    Names that no gazetteer has get the forms that follow by rule.

    \b
    Examples:
      kg names 심천
      kg names 清华大学 과기부 --format json
    """
    lexicon = load_lexicon()
    reports = (describe(text, lexicon) for text in texts)
    if form == "json":
        for report in reports:
            click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(_lines(report)) for report in reports))


def _lines(report: NameReport) -> list[str]:
    denoted = f"  {report.entity[1]} {report.entity[0]}" if report.entity else "  (in no gazetteer)"
    forms = (
        ("ko", report.ko),
        ("zh-Hans", report.zh_hans),
        ("zh-Hant", report.zh_hant),
        ("pinyin", report.pinyin),
        ("en", report.en),
    )
    return [report.input + denoted, *(f"  {lang:8} {' · '.join(found)}" for lang, found in forms if found)]
