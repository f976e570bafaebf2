"""What every request passes: the host it names, its size, and the headers of its answer.

In: an ASGI application. Out: one that refuses requests for foreign hosts (so that no page elsewhere reaches the
server under a name of its own), addresses and bodies that are too long, and that sets the security headers on
every answer, errors included.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import MAX_ADDRESS, MAX_BODY

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

_LONG_BODY = f"the request's body is longer than {MAX_BODY} bytes"

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """The application behind its checks. `hosts`: names under which it may be addressed, beside addresses in
    numbers and `localhost`. `open_to`: origins whose pages may read `/sparql`.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], open_to: Iterable[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in (*hosts, "localhost"))
        self._open_to = frozenset(open_to)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _Answer(send, self._extra(scope, headers))
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await answer.refuse(*refusal)
            return
        await self._app(scope, _Body(receive).receive, answer.send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Status and message for a request that goes no further."""
        if not self._known(headers.get("host", "")):
            return 421, "this server is not known by that host name; allow it with --allow-host NAME"
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > MAX_ADDRESS:
            return 414, f"the address is longer than {MAX_ADDRESS} bytes; send the query by POST"
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > MAX_BODY:
            return 413, _LONG_BODY
        return None

    def _known(self, host: str) -> bool:
        """A page of another site can make a browser call this server under that site's name, but never under
        a bare address.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _extra(self, scope: Scope, headers: Headers) -> dict[str, str]:
        """The headers of the answer: for allowed origins, leave to read what the endpoint says."""
        origin = headers.get("origin", "")
        if scope["path"] != "/sparql" or not self._open_to:
            return HEADERS
        allowed = "*" if "*" in self._open_to else origin if origin in self._open_to else None
        if allowed is None:
            return {**HEADERS, "Vary": "Origin"}
        return {
            **HEADERS,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": allowed,
            "Access-Control-Expose-Headers": "X-KG-Cut, Retry-After",
            "Vary": "Origin",
        }


class _Body:
    """Counts what comes in. Raises HTTPException, which the application answers, when it is too much."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._length = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._length += len(message.get("body", b""))
        if self._length > MAX_BODY:
            raise HTTPException(413, _LONG_BODY)
        return message


class _Answer:
    """Sets headers on the answer, or gives one of its own."""

    def __init__(self, send: Send, extra: dict[str, str]) -> None:
        self._send = send
        self._extra = extra

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in self._extra.items():
                if name == "Vary":
                    headers.add_vary_header(value)
                else:
                    headers[name] = value
        await self._send(message)

    async def refuse(self, status: int, message: str) -> None:
        body = json.dumps({"error": message}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
