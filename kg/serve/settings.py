"""Settings of the server, as the command line gives them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

MAX_ADDRESS = 16_384
"""The most bytes of a request's path and query: a query sent by GET must fit."""

MAX_BODY = 1_048_576
"""The most bytes of a request's body."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`seconds`, `rows` and `memory` (MiB) bound one query; `workers` is how many are answered at once and
    `waiting` how many more may wait. `cors`: origins whose pages may ask `/sparql`. `hosts`: further names
    under which the server may be addressed.
    """

    build: Path
    host: str = "127.0.0.1"
    workers: int = 4
    waiting: int = 256
    seconds: float = 30.0
    rows: int = 100_000
    memory: int = 2048
    cors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    read_only: bool = False
    allow_review: bool = False

    @property
    def review(self) -> bool:
        """Whether facts may be judged: on this machine alone, unless allowed for others too."""
        return not self.read_only and (self.allow_review or loopback(self.host))


def loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
