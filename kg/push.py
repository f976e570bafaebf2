"""The graph into a foreign store: by the Graph Store HTTP Protocol, else by SPARQL Update.

In: the store of a build, the addresses of a server. Out: the same statements in named graphs of the server.

A graph goes in parts into a graph beside its place, is counted there, and is then put in its place by one
MOVE, so that readers see the old graph or the new one, and what is gone is gone. The server itself says how far
a push has come: the graph `graph/pushed` names for each graph the version (a digest of its statements) that is
in place, and for each graph under way the version that is on its way. Parts go in a fixed order, each when the
one before has arrived; so the number of statements there says which part is next, from whatever machine the push
is taken up again. A graph whose version is in place is left alone.

A server that knows the Graph Store Protocol only gets each graph as a whole in one PUT.

Sources: SPARQL 1.1 Graph Store HTTP Protocol, SPARQL 1.1 Update and SPARQL 1.1 Protocol (W3C, 2013).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import KgError
from kg.generations import Generation
from kg.rdf import named
from kg.remote import Answer, Remote, RemoteError, check_url, refused
from kg.store import graph_of
from kg.vocab import GRAPH_BACKGROUND, GRAPH_ENRICHMENT, GRAPH_FACTS, GRAPH_ONTOLOGY, GRAPH_PUSHED, digest

GRAPHS: Mapping[str, str] = {
    "facts": GRAPH_FACTS,
    "background": GRAPH_BACKGROUND,
    "ontology": GRAPH_ONTOLOGY,
    "enrichment": GRAPH_ENRICHMENT,
}
"""The named graphs of a build, by the names that people use; the last may be empty."""

OnProgress = Callable[[str, int, int], None]
"""Is told the name of a graph, how many of its statements are there, and how many there will be."""

_PART = 1_000  # statements; Virtuoso compiles an update into one procedure and refuses one of 5,000
_VERSION = named("schema", "version")
_PUSHED = ox.NamedNode(GRAPH_PUSHED)
_NOT_SPOKEN = frozenset({400, 404, 405, 406, 410, 415, 422, 500, 501})
_NO_STORE = frozenset({404, 405, 415, 501})
_RDF = frozenset(
    {"text/turtle", "application/n-triples", "text/plain", "application/rdf+xml", "text/n3", "text/rdf+n3"}
)
_JSON = "application/sparql-results+json"


class PushError(KgError):
    """The graph cannot be pushed."""


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into one graph: a name for people, the graph's IRI, its statements as sorted lines of
    N-Triples.
    """

    name: str
    graph: ox.NamedNode
    lines: Sequence[str]

    @property
    def version(self) -> str:
        """Sixteen hex digits that change with the statements."""
        return digest(*self.lines)

    def text(self, begin: int = 0, end: int | None = None) -> str:
        """Its statements from number `begin` on, as N-Triples, which is Turtle too."""
        return "".join(self.lines[begin:end])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes graphs (Graph Store Protocol), updates and queries; one address may do all."""

    store: str
    update: str
    query: str

    @classmethod
    def of(cls, url: str, *, update: str | None = None, query: str | None = None) -> Addresses:
        """`update` is `url` where it is left out, and `query` is `update`. Raises RemoteError for what is no
        http(s) address.
        """
        update = update or url
        return cls(check_url(url), check_url(update), check_url(query or update))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a graph: how many statements it has, how many were there from a push that broke off,
    whether it was in place already, and whether it went as a whole for want of SPARQL Update.
    """

    name: str
    graph: str
    statements: int
    found: int = 0
    unchanged: bool = False
    whole: bool = False


def contents(
    generation: Generation, local: ox.Store, *, only: Iterable[str] = (), graph: str | None = None
) -> Iterator[Content]:
    """The graphs of a generation, whose store is `local`, that are to be pushed, `only` those of these names, or all
    in one `graph`; each is read when its turn comes.

    Raises PushError when `graph` is no IRI.
    """
    names = [name for name in GRAPHS if name in set(only or GRAPHS)]
    if graph is None:
        return (Content(name, ox.NamedNode(GRAPHS[name]), sorted(_lines(generation, local, name))) for name in names)
    try:
        place = ox.NamedNode(graph)
    except ValueError as error:
        raise PushError(f"{graph}: no IRI; name the graph as in --graph https://example.org/china-stp") from error
    if place == _PUSHED:
        raise PushError(f"{graph}: there the server keeps which versions it has; choose another IRI")
    together = (set().union(*(_lines(generation, local, name) for name in names)) for _ in range(1))
    return (Content(", ".join(names), place, sorted(lines)) for lines in together)


def push(
    remote: Remote,
    addresses: Addresses,
    contents: Iterable[Content],
    *,
    dry: bool = False,
    on_progress: OnProgress | None = None,
) -> Iterator[Outcome]:
    """Brings each graph to the server, or with `dry` only says what it would bring.

    Raises RemoteError when the server fails, and PushError when it does not keep what it was given; a push that
    broke off goes on where it stopped when it is called again with the same graphs.
    """
    server = _Server(remote, addresses)
    for content in contents:
        yield _Push(server, content, on_progress or (lambda name, done, total: None)).run(dry=dry)


def _lines(generation: Generation, local: ox.Store, name: str) -> set[str]:
    return {f"{triple} .\n" for triple in graph_of(generation, local, GRAPHS[name])}


class _Push:
    """One graph on its way to a server."""

    def __init__(self, server: _Server, content: Content, on_progress: OnProgress) -> None:
        self._server = server
        self._content = content
        self._total = len(content.lines)
        self._incoming = ox.NamedNode(f"{content.graph.value}/incoming")
        self._show = on_progress

    def run(self, *, dry: bool) -> Outcome:
        content, server = self._content, self._server
        if not server.speaks_sparql:
            if not dry:
                self._show(content.name, 0, self._total)
                server.put(content.graph, content.text())
            return self._outcome(whole=True)
        versions = server.versions()
        if not content.lines:
            return self._empty(there=content.graph in versions, dry=dry)
        if versions.get(content.graph) == content.version and server.count(content.graph) == self._total:
            return self._outcome(unchanged=True)
        found = self._found(versions)
        if not dry:
            if not found:
                server.update(f"DROP SILENT GRAPH {self._incoming}", *_marked(self._incoming, content.version))
            self._send(found)
            self._switch()
        return self._outcome(found=found)

    def _outcome(self, *, found: int = 0, unchanged: bool = False, whole: bool = False) -> Outcome:
        return Outcome(self._content.name, self._content.graph.value, self._total, found, unchanged, whole)

    def _empty(self, *, there: bool, dry: bool) -> Outcome:
        """Takes away what an earlier push has put there; an empty graph cannot be moved."""
        if there and not dry:
            self._server.update(f"DROP SILENT GRAPH {self._content.graph}", *_unmarked(self._content.graph))
        return self._outcome(unchanged=not there)

    def _found(self, versions: Mapping[ox.NamedNode, str]) -> int:
        """How many statements of whole parts a push that broke off has left there."""
        if versions.get(self._incoming) != self._content.version:
            return 0
        count = self._server.count(self._incoming)
        return count if count == self._total else min(count, self._total) // _PART * _PART

    def _send(self, found: int) -> None:
        for begin in range(found, self._total, _PART):
            self._show(self._content.name, begin, self._total)
            self._server.add(self._incoming, self._content.text(begin, begin + _PART))
        self._show(self._content.name, self._total, self._total)

    def _switch(self) -> None:
        """Puts the graph in its place, if it is whole and nobody else has begun to send another."""
        content, incoming, server = self._content, self._incoming, self._server
        if server.versions().get(incoming) != content.version:
            raise PushError(f"{content.graph.value}: another version is being pushed there; push one at a time")
        if (count := server.count(incoming)) != self._total:
            server.update(*_unmarked(incoming))  # the next push begins anew
            raise self._lacking(count, "nothing was replaced")
        server.update(
            *_unmarked(content.graph),
            f"MOVE GRAPH {incoming} TO GRAPH {content.graph}",
            *_unmarked(incoming),
            *_marked(content.graph, content.version),
            again=False,  # a second MOVE would put in place what the first has left: nothing
        )
        if (count := server.count(content.graph)) != self._total:
            raise self._lacking(count, "push again")

    def _lacking(self, count: int, advice: str) -> PushError:
        return PushError(
            f"{self._server.addresses.update}: of {self._total} statements for {self._content.graph.value} the server "
            f"has kept {count}; {advice}"
        )


def _marked(graph: ox.NamedNode, version: str) -> tuple[str, ...]:
    """Updates by which the server remembers the version of a graph."""
    return (*_unmarked(graph), f"INSERT DATA {{ GRAPH {_PUSHED} {{ {graph} {_VERSION} {ox.Literal(version)} }} }}")


def _unmarked(graph: ox.NamedNode) -> tuple[str, ...]:
    return (f"DELETE WHERE {{ GRAPH {_PUSHED} {{ {graph} {_VERSION} ?version }} }}",)


class _Server:
    """A server with its protocols. Raises RemoteError when there is neither of the two at its addresses."""

    def __init__(self, remote: Remote, addresses: Addresses) -> None:
        self._remote = remote
        self.addresses = addresses
        asked = self._ask("ASK {}")
        self.speaks_sparql = asked.good and asked.kind in (_JSON, "application/json")
        if not self.speaks_sparql and not asked.good and asked.status not in _NOT_SPOKEN:
            raise refused(addresses.query, asked)
        self.has_graph_store = self._probe()
        if not self.speaks_sparql and not self.has_graph_store:
            raise _nothing_there(addresses.store, asked)

    def _probe(self) -> bool:
        """Whether the Graph Store Protocol seems to be spoken: an unknown graph is not found, a known one is
        RDF.
        """
        params = {"graph": GRAPH_PUSHED}
        answer = self._remote.send("GET", self.addresses.store, params=params, headers={"Accept": "text/turtle"})
        return answer.status == 404 or (answer.good and (answer.kind in _RDF or answer.status == 204))

    # --- graphs ---

    def put(self, graph: ox.NamedNode, lines: str) -> None:
        """Replaces a graph as a whole; without statements, removes it."""
        answer = self._graph_store("PUT" if lines else "DELETE", graph, lines)
        if not lines and answer.status == 404:
            return
        if answer.status in _NO_STORE:
            raise _nothing_there(self.addresses.store, answer)
        if not answer.good:
            raise refused(self.addresses.store, answer)

    def add(self, graph: ox.NamedNode, lines: str) -> None:
        """Adds statements to a graph."""
        if self.has_graph_store:
            answer = self._graph_store("POST", graph, lines)
            if answer.good:
                return
            if answer.status not in _NO_STORE:
                raise refused(self.addresses.store, answer)
            self.has_graph_store = False  # what was not found was not the graph but the graph store
        self.update(f"INSERT DATA {{ GRAPH {graph} {{\n{lines}}} }}")

    def _graph_store(self, method: str, graph: ox.NamedNode, lines: str) -> Answer:
        headers = {"Content-Type": "text/turtle; charset=utf-8"}
        params = {"graph": graph.value}
        return self._remote.send(method, self.addresses.store, params=params, content=lines.encode(), headers=headers)

    # --- SPARQL ---

    def update(self, *operations: str, again: bool = True) -> None:
        """Runs updates one after the other, as one request."""
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        content = " ;\n".join(operations).encode()
        answer = self._remote.send("POST", self.addresses.update, content=content, headers=headers, again=again)
        if not answer.good:
            raise refused(self.addresses.update, answer)

    def count(self, graph: ox.NamedNode) -> int:
        """How many statements a graph has."""
        ((count,),) = self._select(f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", "count")
        return int(count)

    def versions(self) -> dict[ox.NamedNode, str]:
        """The versions that the server remembers."""
        query = f"SELECT ?graph ?version WHERE {{ GRAPH {_PUSHED} {{ ?graph {_VERSION} ?version }} }}"
        return {ox.NamedNode(graph): version for graph, version in self._select(query, "graph", "version")}

    def _select(self, query: str, *columns: str) -> list[list[str]]:
        answer = self._ask(query)
        if not answer.good:
            raise refused(self.addresses.query, answer)
        try:
            rows = json.loads(answer.body)["results"]["bindings"]
            return [[str(row[column]["value"]) for column in columns] for row in rows]
        except (ValueError, KeyError, TypeError) as error:
            raise RemoteError(f"{self.addresses.query}: the answer is no SPARQL result") from error

    def _ask(self, query: str) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _JSON}
        content = urlencode({"query": query}).encode()
        return self._remote.send("POST", self.addresses.query, content=content, headers=headers)


def _nothing_there(url: str, answer: Answer) -> RemoteError:
    return RemoteError(
        f"{url}: takes neither graphs nor SPARQL ({answer.status}); the addresses of known stores are in docs/stores.md"
    )
