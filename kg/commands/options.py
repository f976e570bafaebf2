"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.remote import Credentials

build_option = click.option(
    "--build",
    "build_dir",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="The build directory to read.",
)

_user_option = click.option("--user", metavar="NAME",
                            help="Log in under this name; the password is in KG_PASSWORD, or asked for.")  # fmt: skip
_token_option = click.option("--token", "use_token", is_flag=True, help="Log in with the bearer token in KG_TOKEN.")


def login_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--user` and `--token` (parameters `user` and `use_token`) for `credentials`.

    Secrets are taken from the environment, never from the command line, where others can read them; and only
    when one of the options asks for it, so that no secret goes to a server that it is not meant for.
    """
    return _user_option(_token_option(command))


def credentials(ctx: click.Context, user: str | None, use_token: bool) -> Credentials:
    """Who asks the server. Raises click.UsageError where the password or token is missing."""
    from kg.remote import NOBODY, PASSWORD, TOKEN, Credentials

    if user is not None and use_token:
        raise click.UsageError("give --user or --token, not both", ctx)
    if user is not None:
        return Credentials(user=user, password=_secret(ctx, PASSWORD, f"Password of {user}"))
    return Credentials(token=_secret(ctx, TOKEN, "Token")) if use_token else NOBODY


def _secret(ctx: click.Context, variable: str, question: str) -> str:
    secret = os.environ.get(variable)
    if secret:
        return secret
    if not sys.stdin.isatty():
        raise click.UsageError(f"set the environment variable {variable}", ctx)
    answer: str = click.prompt(question, hide_input=True, err=True)
    return answer
