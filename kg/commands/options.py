"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

build_option = click.option(
    "--build",
    "build_dir",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="The build directory to read.",
)
