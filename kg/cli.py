"""The command line: which commands there are, and how their errors come out.

Each command lives in a module of `kg.commands` that is loaded when the command is called, so that `kg --help`
is instant. A new command is one row in `COMMANDS`. Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but
some input was skipped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from kg import __version__
from kg.disk import reason
from kg.errors import KgError
from kg.garbage import seldom_collected

COMMANDS = {
    "build": "Read bulletins and build the graph, or add to it.",
    "remove": "Take documents out of the graph.",
    "query": "Ask the graph in SPARQL, or by a named query.",
    "queries": "List the named queries.",
    "search": "Find things by a piece of a name, in any script.",
    "show": "Show one thing: names, facts, and the sentences that state them.",
    "stats": "Count what the graph holds, and rank its actors by their place in the network.",
    "view": "Draw a network as one offline HTML file.",
    "serve": "Explore the graph in the browser; a SPARQL endpoint.",
    "export": "Write the graph for other tools.",
    "enrich": "Link things to another dataset, such as Wikidata.",
    "push": "Bring the graph to another store.",
    "validate": "Check the graph against the SHACL shapes.",
    "names": "Every form of a name in Korean, Chinese and English.",
}
"""Commands with their summaries; `kg.commands.NAME` holds the command `NAME`."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with seldom_collected():
            command: click.Command = getattr(import_module(f"kg.commands.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            raise click.UsageError(f"there is no command '{args[0]}'; commands: {', '.join(COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def kg() -> None:
    """A knowledge graph of the actors of China's science and technology policy, read from Korean bulletins.

    \b
    Examples:
      kg build bulletins/              read a folder, write the graph to build/
      kg show 과학기술부               one thing with its facts and their sentences
      kg query targets-due --param to=2025
      kg export --format graphml --output network.graphml
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; errors come out as one line on stderr."""
    try:
        status = kg.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        _say(f"{error.format_message()} (see: {command} --help)")
        return 2
    except click.ClickException as error:
        _say(error.format_message())
        return 1
    except KgError as error:
        _say(str(error))
        return 1
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(f"{error.filename}: {reason(error)}" if error.filename else reason(error))
        return 1
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return 130


def _say(message: str) -> None:
    print(f"kg: {message}", file=sys.stderr)


def main() -> NoReturn:
    """The console script. Once all is written the process ends as it is: taking apart what it has loaded takes long."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed from the start
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (to the end of the process)
    status = run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # which nobody reads any more, or whose disk is full, as has been said
            stream.flush()
    os._exit(status)
