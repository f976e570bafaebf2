"""Asking the graph: the named queries, their parameters, and answers from the local store or a remote
endpoint.

In: a query and parameters as strings. Out: an answer (`kg.results`). A named query is a file
`queries/NAME.rq` that any SPARQL 1.1 store runs as it is. Comment lines at its top describe it:

    # name: targets-due
    # group: targets                          which of the groups below it belongs to
    # ko: …까지 달성해야 할 목표는?            the question, and again as  # en: …
    # param: year year 2025 the last year     name, type, default (- for none), meaning
    # columns: policy metric value            the columns of the answer

Each parameter is a variable with a block `VALUES ?name { … }` in the query; a parameter's value replaces what
stands in it.
"""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg import sparql
from kg.errors import DataError, KgError, QueryError
from kg.generations import reading
from kg.labels import find
from kg.parameters import TYPES, Resolver, has_prefix, hint, iri, terms
from kg.rdf import LABELS, decimal, integer
from kg.resources import queries_dir
from kg.results import Answer, Row, Rows, Statements, Truth
from kg.sparql import Term
from kg.store import has_facts_graph, open_store
from kg.vocab import GRAPH_FACTS, PREFIXES

if TYPE_CHECKING:
    from kg.remote import Credentials

_T = TypeVar("_T")
GROUPS: dict[str, str] = {
    "policies": "Policies: who issues what, where, with whom",
    "targets": "Targets",
    "money": "Money and programmes",
    "bodies": "Institutions and companies",
    "people": "People and events",
    "fields": "Technology fields",
    "time": "What is new, what changes",
    "things": "Any thing: its facts, ties and names",
    "sources": "Documents, evidence, review",
}
"""The groups of named queries in reading order, with their headings."""

_HEADER = re.compile(r"#\s*(name|group|ko|en|param|columns):\s*(.*?)\s*\Z")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `default` is none where leaving it out means "any"."""

    name: str
    type: str
    default: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of `queries/`, with its question in Korean and English and the columns of its answer."""

    name: str
    group: str
    ko: str
    en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def bound(self, values: Mapping[str, str], resolve: Resolver) -> str:
        """The query with its parameters set to `values`, the others to their defaults.

        Raises QueryError for a parameter that the query does not have and for a value of the wrong type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                names = ", ".join(known) or "none"
                raise QueryError(f"query '{self.name}' has no parameter '{name}'; its parameters: {names}")
        bound: dict[str, Sequence[Term]] = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            bound[name] = () if value is None else terms(parameter.type, name, value, resolve)
        return sparql.bind(self.text, bound)


# --- named queries ------------------------------------------------------------------------------------------


@cache
def named_queries(*, directory: Path | None = None) -> Mapping[str, NamedQuery]:
    """The named queries by name, sorted. Raises DataError, with file and line, for a file that breaks the format."""
    paths = sorted((directory or queries_dir()).glob("*.rq"), key=lambda path: path.stem)
    return {path.stem: read_named_query(path) for path in paths}


def find_query(name: str) -> NamedQuery:
    """The named query `name`. Raises QueryError that lists the names there are."""
    queries = named_queries()
    if name not in queries:
        raise QueryError(f"no query named '{name}'; there are: {', '.join(queries)} (see: kg queries)")
    return queries[name]


def read_named_query(path: Path) -> NamedQuery:
    """Reads one file of `queries/`."""
    text = path.read_text(encoding="utf-8")
    single: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        header = _HEADER.match(line)
        if header is None:
            raise DataError(path, "a header line reads '# name: …', group, ko, en, param or columns", line=number)
        if header[1] == "param":
            parameters.append(_parameter(path, number, header[2]))
        elif header[1] in single:
            raise DataError(path, f"'{header[1]}' is given twice", line=number)
        else:
            single[header[1]] = header[2]
    missing = [key for key in ("name", "group", "ko", "en", "columns") if not single.get(key)]
    if missing:
        raise DataError(path, f"the header lacks {', '.join(missing)}")
    if single["group"] not in GROUPS:
        raise DataError(path, f"there is no group '{single['group']}'; groups: {', '.join(GROUPS)}")
    if single["name"] != path.stem:
        raise DataError(path, f"the name '{single['name']}' and the file's name differ")
    unbound = {p.name for p in parameters} - sparql.variables_with_values(text)
    if unbound:
        raise DataError(path, f"no block VALUES ?{min(unbound)} {{ … }} in the query")
    columns = tuple(single["columns"].split())
    return NamedQuery(single["name"], single["group"], single["ko"], single["en"], tuple(parameters), columns, text)


def _parameter(path: Path, line: int, text: str) -> Parameter:
    parts = text.split(maxsplit=3)
    if len(parts) < 4 or parts[1] not in TYPES:
        raise DataError(path, f"a param is: name type default meaning; types: {', '.join(TYPES)}", line=line)
    name, kind, default, meaning = parts
    return Parameter(name, kind, None if default == "-" else default, meaning)


# --- other queries ------------------------------------------------------------------------------------------


def bind_freely(query: str, values: Mapping[str, str]) -> str:
    """A query that declares no parameters, with variables bound to `values`.

    A value in angle brackets or with a known prefix is an IRI, one in N-Triples quotes a literal, a whole or
    decimal number is that number, and everything else a plain string.
    """
    return sparql.bind(query, {name: (_guess(name, value),) for name, value in values.items()})


def _guess(name: str, value: str) -> Term:
    try:
        if (value[:1], value[-1:]) == ("<", ">") or has_prefix(value):
            return iri(value)
        if value.startswith('"'):
            (statement,) = ox.parse(f"<x:s> <x:p> {value} .", format=ox.RdfFormat.N_TRIPLES)
            term: Term = statement.object
            return term
    except (ValueError, SyntaxError) as error:
        raise QueryError(f"parameter {name}: '{value}' is no RDF term ({error})") from error
    if re.fullmatch(r"[+-]?\d+", value):
        return integer(value)
    return decimal(value) if re.fullmatch(r"[+-]?\d*\.\d+", value) else ox.Literal(value)


# --- answers from the local store --------------------------------------------------------------------------


def ask(
    local: ox.Store,
    query: str,
    *,
    dataset: Dataset | None = None,
    limit: int | None = None,
) -> Answer:
    """The answer of a store, at most `limit` rows or statements of it, to a query over `dataset`.

    Raises QueryError for a query that is broken, changes data, asks other endpoints, or asks the facts as a named graph
    of a store that has none.
    """
    sparql.form(query)
    if sparql.uses_service(query):
        raise QueryError(
            "SERVICE asks another host and is not allowed here; ask that host itself (kg query --endpoint URL)"
        )
    if not has_facts_graph(local) and (sparql.names(query, GRAPH_FACTS) or (dataset and dataset.has(GRAPH_FACTS))):
        raise QueryError(
            f"<{GRAPH_FACTS}> is no named graph of this store: what documents state is in the default graph, so ask "
            "without GRAPH and FROM; or make the named graph once: kg build --facts-graph --out DIR"
        )
    default, named = (None, None) if dataset is None else dataset.graphs()
    try:
        found = local.query(query, prefixes=PREFIXES, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        raise QueryError(f"the query is broken: {error.msg}") from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error
    if isinstance(found, ox.QuerySolutions):
        return Rows(tuple(v.value for v in found.variables), _rows(found)).limited(limit)
    if isinstance(found, ox.QueryTriples):
        return Statements.of(_each(found), limit=limit)
    return Truth(bool(found))


@dataclass(frozen=True, slots=True)
class Dataset:
    """IRIs of the graphs that a query sees: merged as its default graph, and by name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def has(self, graph: str) -> bool:
        """Whether a graph is one of them."""
        return graph in self.default or graph in self.named

    def graphs(self) -> tuple[list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph], list[ox.NamedNode | ox.BlankNode]]:
        """As the store takes them. Raises QueryError for what is no IRI."""
        try:
            return list(map(ox.NamedNode, self.default)), list(map(ox.NamedNode, self.named))
        except ValueError as error:
            raise QueryError(f"a graph's name is no IRI: {error}") from error


def _rows(found: ox.QuerySolutions) -> Iterator[Row]:
    return map(tuple, _each(found))


def _each(found: Iterable[_T]) -> Iterator[_T]:
    """What a query finds, its errors as those of the query."""
    try:
        yield from found
    except (RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def resolver(build: Path) -> Resolver:
    """Finds things of a build directory by name, those of the facts before those of the background alone."""

    def resolve(name: str) -> Sequence[str]:
        with reading(build) as generation:
            return find((generation.names, generation.background_names), name)

    return resolve


def ask_within(build: Path, query: str, *, seconds: float, limit: int | None = None) -> Answer:
    """The answer of a build directory's graph, worked out in a process that is ended when the time is up.

    `limit` bounds the rows. Raises QueryError when it takes longer than `seconds`, and as `ask` does.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_answer_to, args=(sender, build, query, limit), daemon=True)
    worker.start()
    sender.close()
    try:
        return _collect(receiver, deadline=time.monotonic() + seconds, seconds=seconds)
    finally:
        worker.kill()
        worker.join()
        receiver.close()


def _answer_to(sender: Connection, build: Path, query: str, limit: int | None) -> None:
    """Runs in the worker: sends the kind of answer, its rows in batches, and an end mark."""
    try:
        with open_store(build) as (local, _):
            answer = ask(local, query, limit=limit)
            if isinstance(answer, Rows):
                sender.send(("rows", answer.columns))
                batch: list[Row] = []
                for row in answer.rows:
                    batch.append(row)
                    if len(batch) == _BATCH:
                        sender.send(("more", batch))
                        batch = []
                sender.send(("more", batch))
                sender.send(("end", answer.cut))
            else:
                sender.send(("answer", answer.triples if isinstance(answer, Statements) else answer.value))
    except KgError as error:
        sender.send(("error", (type(error).__name__, str(error))))


def _collect(receiver: Connection, *, deadline: float, seconds: float) -> Answer:
    def receive() -> tuple[str, Any]:
        if not receiver.poll(max(0.0, deadline - time.monotonic())):
            raise QueryError(f"the query took longer than {seconds:g} s; narrow it, or allow more with --timeout")
        try:
            kind, content = receiver.recv()
        except EOFError as error:
            raise QueryError("the query ended without an answer: it may need more memory than there is") from error
        if kind == "error":
            raise QueryError(content[1])
        return kind, content

    kind, content = receive()
    if kind == "answer":
        return Truth(content) if isinstance(content, bool) else Statements(content)
    rows: list[Row] = []
    columns = content
    while True:
        kind, content = receive()
        if kind == "end":
            return Rows(columns, iter(rows), content)
        rows += content


# --- answers from a remote endpoint ------------------------------------------------------------------------


def ask_endpoint(
    url: str,
    query: str,
    *,
    seconds: float,
    credentials: Credentials | None = None,
    graphs: Sequence[str] = (),
) -> Answer:
    """The answer of a SPARQL 1.1 endpoint, of these `graphs` together where any are named, else of what the
    server takes for its default graph.

    Raises QueryError when it cannot be reached, refuses, says nonsense, or says more than `kg.remote` reads.
    """
    form = sparql.form(query)
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    client = SPARQLWrapper(url)
    client.setQuery(_with_prefixes(query))
    client.queryType = form  # it would take the word ADD in a comment for an update
    client.setMethod(POST)
    client.setReturnFormat(JSON if form in ("SELECT", "ASK") else "n3")
    for graph in graphs:
        try:
            client.addDefaultGraph(iri(graph).value)
        except ValueError as error:
            raise QueryError(f"--graph {graph}: no IRI: {hint('iri')}") from error
    kind, data = _response(client, url, seconds, credentials)
    if form in ("SELECT", "ASK"):
        return _from_json(url, data)
    try:
        syntax = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.TURTLE
        return Statements.of(quad.triple for quad in ox.parse(data, format=syntax))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{url}: the answer is no RDF ({error})") from error


def resolver_at(
    url: str, *, seconds: float, credentials: Credentials | None = None, graphs: Sequence[str] = ()
) -> Resolver:
    """Finds things of a remote endpoint by name: those with just this label, in any language."""

    def resolve(name: str) -> Sequence[str]:
        tags = ("ko", "zh", "zh-Hans", "zh-hans", "zh-Hant", "zh-hant", "en")
        literals = (ox.Literal(name), *(ox.Literal(name, language=tag) for tag in tags))
        parts = " UNION ".join(f"{{ ?thing {predicate} ?label }}" for predicate in LABELS)
        values = " ".join(map(str, literals))
        query = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?label {{ {values} }} {parts} }} ORDER BY ?thing"
        answer = ask_endpoint(url, query, seconds=seconds, credentials=credentials, graphs=graphs)
        rows = answer.rows if isinstance(answer, Rows) else iter(())
        return [row[0].value for row in rows if isinstance(row[0], ox.NamedNode)]

    return resolve


def _with_prefixes(query: str) -> str:
    """The query with the project's prefixes, as the local store knows them; its own declarations come later
    and win.
    """
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query


def _response(client: Any, url: str, seconds: float, credentials: Credentials | None) -> tuple[str, bytes]:
    """Media type and body of the answer to a request that SPARQLWrapper has put together.

    It is sent by our own client: SPARQLWrapper's would follow redirects with the credentials to any host, wait
    as long as an endpoint keeps dripping, and read without end.
    """
    from kg.remote import NOBODY, Remote, RemoteError, check_url, refused

    try:
        check_url(url)
        request = client._createRequest()
        headers = {name: value for name, value in request.header_items() if name.lower() != "host"}
        with Remote(credentials or NOBODY, seconds=seconds) as remote:
            answer = remote.send("POST", request.full_url, content=request.data, headers=headers)
        if not answer.good:
            raise refused(url, answer)
    except RemoteError as error:
        raise QueryError(str(error)) from error
    return answer.kind, answer.body


def _from_json(url: str, data: bytes) -> Answer:
    try:
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QuerySolutions):
            width = len(found.variables)
            rows = [tuple(solution[i] for i in range(width)) for solution in found]
            return Rows(tuple(v.value for v in found.variables), iter(rows))
        return Truth(bool(found))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{url}: the answer is no SPARQL result ({error})") from error
