"""Requests to other servers: who asks, how often it is tried again, how long and how much is waited for.

In: addresses, credentials, bodies. Out: answers, or RemoteError in one line. Three rules hold for all requests:
credentials go to the server that was named and to no other, so that redirects are told and not followed; no
message shows a password or a token; every answer is bounded in time and size.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx

from kg.errors import KgError
from kg.results import without_controls

MOST_BYTES = 1 << 28
"""Bytes of an answer that is still read: 256 MiB."""

PASSWORD, TOKEN = "KG_PASSWORD", "KG_TOKEN"
"""Environment variables of the password and the bearer token."""

_CONNECT_SECONDS = 10.0
_TRIES = 5
_LONGEST_PAUSE = 30.0
_AGAIN = frozenset({429, 502, 503, 504})


class RemoteError(KgError):
    """A server cannot be reached, refuses, or says what cannot be understood."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with password (Basic or Digest, as the server asks), or a bearer token."""

    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)


NOBODY = Credentials()
"""Who gives no name."""


class Answer(NamedTuple):
    """Status, media type and body of a server's answer."""

    status: int
    kind: str
    body: bytes

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The beginning of what it says, on one line; nothing for a page of HTML."""
        if self.kind == "text/html":
            return ""
        return without_controls(" ".join(self.body[:2000].decode("utf-8", "replace").split()))[:200]


def check_url(url: str) -> str:
    """`url` itself. Raises RemoteError unless it is an http(s) address without a password in it."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound:
        raise RemoteError(f"{url}: an endpoint's address begins with http:// or https://")
    if "@" in parts.netloc:
        raise RemoteError(f"{parts.hostname}: put no user or password into the address; give --user, and {PASSWORD}")
    return url


class Remote:
    """A client with credentials. Answers within `seconds`, or not at all; for use as a context."""

    def __init__(self, credentials: Credentials = NOBODY, *, seconds: float) -> None:
        self.seconds = seconds
        self._credentials = credentials
        self._answered = False
        try:
            self._client = httpx.Client(
                auth=_auth(credentials),
                timeout=httpx.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds)),
                follow_redirects=False,
                headers={"User-Agent": "china-stp-kg"},
            )
        except (ImportError, ValueError) as error:  # a proxy of the environment that cannot be used
            raise RemoteError(f"the proxy that the environment names cannot be used: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        again: bool = True,
    ) -> Answer:
        """The server's answer, whatever its status, except for redirects and refused credentials.

        With `again`, a request whose connection is lost or that is answered with 429, 502, 503 or 504 is sent
        again after a pause that doubles, five times in all; it must be one that may arrive twice. A server that
        has never answered is not asked again. Raises RemoteError.
        """
        for attempt in range(_TRIES):
            last = not again or attempt == _TRIES - 1
            try:
                answer, pause = self._once(method, url, params, content, headers)
            except _LostError as error:
                if last or not self._answered:
                    raise RemoteError(f"{url}: no answer ({error})") from error
                pause = None
            else:
                if last or answer.status not in _AGAIN:
                    return self._checked(url, answer)
            time.sleep(min(_LONGEST_PAUSE, 0.5 * 2**attempt if pause is None else pause))
        raise RemoteError(f"{url}: no answer")  # not reached: the last attempt answers or raises

    def _once(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        content: bytes,
        headers: Mapping[str, str] | None,
    ) -> tuple[Answer, float | None]:
        """An answer, and after how many seconds the server wants to be asked again."""
        deadline = time.monotonic() + self.seconds
        body = bytearray()
        try:
            with self._client.stream(method, url, params=params, content=content, headers=headers) as response:
                self._answered = True
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise RemoteError(f"{url}: the answer is larger than {MOST_BYTES >> 20} MiB; ask for less")
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout("")
        except httpx.TimeoutException as error:
            what = "no connection" if isinstance(error, httpx.ConnectTimeout) else "no answer"
            raise RemoteError(f"{url}: {what} within {self.seconds:g} s; allow more with --timeout") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise _LostError(str(error) or type(error).__name__) from error
        except httpx.DecodingError as error:
            raise RemoteError(f"{url}: the answer cannot be read ({error})") from error
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        wanted = response.headers.get("retry-after", "")
        place = response.headers.get("location")
        if response.is_redirect and place:
            raise RemoteError(f"{url}: is at {without_controls(place)} now; if you trust that, give this address")
        return Answer(response.status_code, kind, bytes(body)), float(wanted) if wanted.isdecimal() else None

    def _checked(self, url: str, answer: Answer) -> Answer:
        if answer.status == 401:
            given = self._credentials.user or self._credentials.token
            advice = "the credentials are not accepted" if given else "asks who you are"
            raise RemoteError(f"{url}: 401: {advice}; give --user NAME with {PASSWORD}, or --token with {TOKEN}")
        if answer.status == 403:
            who = f"user '{self._credentials.user}'" if self._credentials.user else "this request"
            raise RemoteError(f"{url}: 403: {who} has no right to do this {answer.text}".rstrip())
        return answer


def refused(url: str, answer: Answer) -> RemoteError:
    """The error that tells of an answer with a bad status."""
    return RemoteError(f"{url}: {answer.status}: {answer.text or 'no reason given'}")


class _LostError(Exception):
    """A request that got no answer because the connection failed."""


class _AsAsked(httpx.Auth):
    """Basic or Digest, whichever the server asks for; nothing before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._login = (user, password)
        self._asked: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._asked is None:
            response = yield request
            schemes = {value.split()[0].lower() for value in response.headers.get_list("www-authenticate") if value}
            if response.status_code != 401 or not schemes & {"basic", "digest"}:
                return
            self._asked = (httpx.DigestAuth if "digest" in schemes else httpx.BasicAuth)(*self._login)
        yield from self._asked.auth_flow(request)


class _Bearer(httpx.Auth):
    """A bearer token with every request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _auth(credentials: Credentials) -> httpx.Auth | None:
    if credentials.token is not None:
        return _Bearer(credentials.token)
    return None if credentials.user is None else _AsAsked(credentials.user, credentials.password)
