"""Servers for tests on loopback: a store that speaks SPARQL 1.1 and the Graph Store Protocol, and bad lines to it.

`store_server` is a small server over an Oxigraph store: queries at `/query`, updates at `/update`, graphs at
`/store`, queries and updates at `/sparql` too. Unlike Virtuoso it asks for Basic or a bearer token, its default graph
is not the union of all graphs, and it can be busy, refuse parts of the protocol, or have moved. `Line` is a TCP line
that can break, `silence` a server that takes requests and never answers.
"""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox


@dataclass(slots=True)
class StoreServer:
    """A running server. `seen` lists its requests as method, path and authorization."""

    base: str
    store: ox.Store = field(default_factory=ox.Store)
    user: str | None = None
    password: str = ""
    token: str | None = None
    busy: list[tuple[int, str]] = field(default_factory=list)
    without: frozenset[str] = frozenset()
    moved_to: str | None = None
    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def graph(self, iri: str) -> set[str]:
        """The statements of a graph as lines of N-Triples."""
        return {f"{quad.triple} ." for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _handle(self) -> None:
        peer = self.server.peer
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        peer.seen.append((self.command, path, self.headers.get("Authorization", "")))
        if peer.moved_to is not None:
            self._reply(307, "text/plain", b"", {"Location": peer.moved_to})
        elif peer.busy:
            status, after = peer.busy.pop(0)
            self._reply(status, "text/plain", b"busy", {"Retry-After": after})
        elif not self._known():
            challenge = "Bearer" if peer.token is not None else 'Basic realm="store"'
            self._reply(401, "text/plain", b"who are you?", {"WWW-Authenticate": challenge})
        elif path in peer.without:
            self._reply(404, "text/plain", b"nothing here")
        elif path == "/store":
            self._graph_store(body)
        elif path in ("/query", "/update", "/sparql"):
            self._sparql(path, body)
        else:
            self._reply(404, "text/plain", b"nothing here")

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle

    def _known(self) -> bool:
        peer = self.server.peer
        given = self.headers.get("Authorization", "")
        if peer.token is not None:
            return given == f"Bearer {peer.token}"
        if peer.user is None:
            return True
        return given == "Basic " + base64.b64encode(f"{peer.user}:{peer.password}".encode()).decode()

    def _graph_store(self, body: bytes) -> None:
        store = self.server.peer.store
        named = self._parameters().get("graph", [])
        if len(named) != 1:
            self._reply(400, "text/plain", b"which graph?")
            return
        graph = ox.NamedNode(named[0])
        there = store.contains_named_graph(graph)
        if self.command in ("GET", "HEAD", "DELETE") and not there:
            self._reply(404, "text/plain", b"no such graph")
        elif self.command in ("GET", "HEAD"):
            self._reply(200, "text/turtle", store.dump(format=ox.RdfFormat.TURTLE, from_graph=graph) or b"")
        elif self.command == "DELETE":
            store.remove_graph(graph)
            self._reply(204)
        else:
            self._write_graph(graph, body, there)

    def _write_graph(self, graph: ox.NamedNode, body: bytes, there: bool) -> None:
        syntax = ox.RdfFormat.from_media_type(self.headers.get("Content-Type", ""))
        if syntax is None:
            self._reply(415, "text/plain", b"which syntax?")
            return
        try:
            triples = [quad.triple for quad in ox.parse(body, format=syntax)]
        except SyntaxError as error:
            self._reply(400, "text/plain", str(error).encode())
            return
        store = self.server.peer.store
        if self.command == "PUT":
            store.clear_graph(graph)
        store.add_graph(graph)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        self._reply(204 if there else 201)

    def _sparql(self, path: str, body: bytes) -> None:
        kind = self.headers.get("Content-Type", "").partition(";")[0]
        fields = self._parameters()
        if kind == "application/x-www-form-urlencoded":
            fields |= parse_qs(body.decode(), keep_blank_values=True)
        elif kind == "application/sparql-update":
            fields["update"] = [body.decode()]
        elif kind == "application/sparql-query":
            fields["query"] = [body.decode()]
        try:
            if "update" in fields and path != "/query" and self.command == "POST":
                self.server.peer.store.update(fields["update"][0])
                self._reply(204)
            elif "query" in fields and path != "/update":
                self._answer(fields)
            else:
                self._reply(400, "text/plain", b"neither query nor update")
        except (SyntaxError, RuntimeError, ValueError) as error:
            self._reply(400, "text/plain", str(error).encode())

    def _answer(self, fields: dict[str, list[str]]) -> None:
        graphs = [ox.NamedNode(iri) for iri in fields.get("default-graph-uri", [])]
        found = self.server.peer.store.query(fields["query"][0], default_graph=graphs or None)
        if isinstance(found, ox.QueryTriples):
            self._reply(200, "text/turtle", found.serialize(format=ox.RdfFormat.TURTLE) or b"")
        else:
            data = found.serialize(format=ox.QueryResultsFormat.JSON)
            self._reply(200, "application/sparql-results+json", data or b"")

    def _parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def _reply(self, status: int, kind: str = "", body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    peer: StoreServer


@contextmanager
def store_server() -> Iterator[StoreServer]:
    """A running store, empty and open to everybody."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.peer = StoreServer(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.peer
    finally:
        server.shutdown()
        server.server_close()


class Line:
    """A TCP line to a server on loopback.

    It breaks once `bytes_left` bytes have gone towards the server, then and whenever it is tried later, until it is
    `mended`, or only then where it `heals`. It also breaks when the answer to `last_words` would come back.
    `sent` counts bytes towards the server, `breaks` how often the line broke.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.bytes_left: int | None = None
        self.heals = False
        self.last_words: bytes | None = None
        self.breaks = 0
        self.sent = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def mended(self) -> None:
        with self._lock:
            self.bytes_left = None

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                said = threading.Event()  # the last words, on this connection
                for run in (self._forth, self._back):
                    threading.Thread(target=run, args=(client, server, said), daemon=True).start()

    def _forth(self, client: socket.socket, server: socket.socket, said: threading.Event) -> None:
        with suppress(OSError):
            while data := client.recv(1 << 16):
                part = self._passing(data)
                if self.last_words is not None and part.endswith(self.last_words):
                    said.set()
                server.sendall(part)
                if len(part) < len(data):
                    break
        _hang_up(client, server)

    def _passing(self, data: bytes) -> bytes:
        """What of `data` gets through before the line breaks."""
        with self._lock:
            if self.bytes_left is not None and len(data) > self.bytes_left:
                data = data[: self.bytes_left]
                self.breaks += 1
                self.bytes_left = None if self.heals else 0
            elif self.bytes_left is not None:
                self.bytes_left -= len(data)
            self.sent += len(data)
            return data

    def _back(self, client: socket.socket, server: socket.socket, said: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(1 << 16):
                if said.is_set():
                    self.breaks += 1
                    break
                client.sendall(data)
        _hang_up(client, server)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line(port: int) -> Iterator[Line]:
    """A sound line to the server at `port`."""
    made = Line(port)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def silence() -> Iterator[str]:
    """The address of a server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def dripping(*, seconds: float) -> Iterator[str]:
    """The address of a server whose answer has no end: a piece of it every so many seconds."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b" " * (1 << 10))
                    time.sleep(seconds)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
