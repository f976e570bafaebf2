"""`kg serve`: the graph in the browser, and for SPARQL clients."""

from __future__ import annotations

import copy
import os
import socket
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from kg.commands.options import build_option
from kg.errors import KgError

_SHUTDOWN = 5


@click.command()
@build_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="The address to listen on; 0.0.0.0 for all of this machine's.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N",
              help="The port to listen on; 0 for a free one.")  # fmt: skip
@click.option("--open", "in_browser", is_flag=True, help="Open the explorer in the browser.")
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, metavar="N",
              help="SPARQL queries that run at once, each in a process of its own.")  # fmt: skip
@click.option("--timeout", "seconds", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
              metavar="SECONDS", help="The time that a query may take.")  # fmt: skip
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True, metavar="N",
              help="The most rows of an answer.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=512), default=2048, show_default=True, metavar="MIB",
              help="The memory that a query's process may use.")  # fmt: skip
@click.option("--cors", multiple=True, metavar="ORIGIN",
              help="Origin whose pages may ask /sparql (https://yasgui.example; * for all); repeatable.")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
              help="A further name under which the server may be addressed; repeatable.")  # fmt: skip
@click.option("--read-only", is_flag=True, help="Take no verdicts on facts.")
@click.option("--allow-review", is_flag=True,
              help="Take verdicts on facts also where other machines reach the server.")  # fmt: skip
@click.option("--log", is_flag=True, help="Tell every request on standard error.")
def serve(
    build_dir: Path,
    host: str,
    port: int,
    in_browser: bool,
    workers: int,
    seconds: float,
    rows: int,
    memory: int,
    cors: tuple[str, ...],
    hosts: tuple[str, ...],
    read_only: bool,
    allow_review: bool,
    log: bool,
) -> None:
    """Serve the graph: an explorer for the browser at /, a SPARQL 1.1 endpoint at /sparql.

    Prints its address and runs until it is interrupted (Ctrl-C). A build into the same directory is taken over
    as soon as it is done. Verdicts on facts are kept in DIR/review.jsonl; the next build respects them.

    \b
    Examples:
      kg serve --open
      kg serve --build graphs/2024 --port 8080 --timeout 60
      kg serve --host 0.0.0.0 --allow-host stp.example.org --cors 'https://yasgui.example.org'
    """
    import uvicorn

    from kg.serve.app import application
    from kg.serve.settings import Settings

    settings = Settings(
        build=build_dir, host=host, workers=workers, seconds=seconds, rows=rows, memory=memory,
        cors=cors, hosts=hosts, read_only=read_only, allow_review=allow_review,
    )  # fmt: skip
    app = application(settings)
    with _listening(host, port) as listener:
        address = _address(listener)
        config = uvicorn.Config(
            app, log_config=_logging(), log_level="info" if log else "warning", access_log=log,
            server_header=False, timeout_graceful_shutdown=_SHUTDOWN,
        )  # fmt: skip
        click.echo(address)
        if in_browser:
            webbrowser.open(address)  # it waits until the server answers: the port is open already
        with suppress(KeyboardInterrupt):  # how a server ends
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket. Raises KgError when there can be none."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise KgError(f"cannot listen on {host} port {port} ({reason}); choose another with --host, --port") from error


def _address(listener: socket.socket) -> str:
    """The address to open in a browser of this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _logging() -> dict[str, Any]:
    """The web server's logging, all of it on standard error: standard output has the address alone."""
    from uvicorn.config import LOGGING_CONFIG

    config = copy.deepcopy(LOGGING_CONFIG)
    for handler in config["handlers"].values():
        handler["stream"] = "ext://sys.stderr"
    return config
