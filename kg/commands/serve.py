"""`kg serve`: the graph in the browser, and for SPARQL clients."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import build_option


@click.command()
@build_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="The address to listen on; 0.0.0.0 for all of this machine's.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N",
              help="The port to listen on; 0 for a free one.")  # fmt: skip
def serve(build_dir: Path, host: str, port: int) -> None:
    """Serve the graph: an explorer for the browser, and a SPARQL endpoint at /sparql.

    \b
    Examples:
      kg serve
    """
    import uvicorn

    from kg.serve.app import application
    from kg.serve.settings import Settings

    app = application(Settings(build_dir, host=host, port=port))
    click.echo(f"http://{host}:{port}/")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)
