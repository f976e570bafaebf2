"""Answers to queries, and the formats they are written in.

In: an answer (rows, statements or a truth value). Out: text in a table, CSV, TSV, SPARQL-JSON, SPARQL-XML or
Turtle. Statements of a CONSTRUCT are rows of subject, predicate and object in every format but Turtle.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import canonical, prefixes_for, shorten
from kg.sparql import Term

if TYPE_CHECKING:
    from rich.console import Console

Row = tuple[Term | None, ...]


@dataclass(slots=True)
class Rows:
    """Answer to SELECT. `rows` run through once; `cut` tells afterwards whether a limit left rows out."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    cut: bool = False

    def limited(self, limit: int | None) -> Rows:
        """The first `limit` rows."""
        if limit is None:
            return self
        limited = Rows(self.columns, iter(()))

        def first() -> Iterator[Row]:
            yield from islice(self.rows, limit)
            limited.cut = next(self.rows, None) is not None

        limited.rows = first()
        return limited


@dataclass(frozen=True, slots=True)
class Statements:
    """Answer to CONSTRUCT and DESCRIBE, in canonical order. `cut`: a limit left statements out."""

    triples: tuple[ox.Triple, ...]
    cut: bool = False

    @classmethod
    def of(cls, triples: Iterable[ox.Triple], *, limit: int | None = None) -> Statements:
        """The statements, each once, or the first `limit` that come."""
        each = iter(triples)
        return cls(tuple(canonical(islice(each, limit))), cut=limit is not None and next(each, None) is not None)

    def as_rows(self) -> Rows:
        """The statements as rows."""
        return Rows(("subject", "predicate", "object"), ((t.subject, t.predicate, t.object) for t in self.triples))


@dataclass(frozen=True, slots=True)
class Truth:
    """Answer to ASK."""

    value: bool


Answer = Rows | Statements | Truth

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")

SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Syntaxes of RDF by name."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def write(answer: Answer, form: str, out: IO[str]) -> None:
    """Writes `answer` to `out` in one of `FORMATS`.

    Raises QueryError when the answer has no such form: Turtle is for statements only.
    """
    if form == "turtle":
        _turtle(answer, out)
        return
    if isinstance(answer, Statements):
        answer = answer.as_rows()
    _WRITERS[form](answer, out)


def _turtle(answer: Answer, out: IO[str]) -> None:
    if not isinstance(answer, Statements):
        raise QueryError("Turtle holds statements only: use CONSTRUCT or DESCRIBE, or another --format")
    data = io.BytesIO()
    write_statements(answer.triples, "turtle", data)
    out.write(data.getvalue().decode())


def write_statements(triples: Sequence[ox.Triple], syntax: str, out: IO[bytes]) -> None:
    """Writes statements in one of `SYNTAXES`. XML has no control characters: a mark stands in their place."""
    if syntax == "rdfxml":
        triples = [ox.Triple(t.subject, t.predicate, _for_xml(t.object)) for t in triples]
    ox.serialize(triples, out, SYNTAXES[syntax], prefixes=prefixes_for(triples))


def _for_xml(term: Term) -> Term:
    if not isinstance(term, ox.Literal):
        return term
    text = without_controls(term.value)
    return ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)


def _table(answer: Rows | Truth, out: IO[str]) -> None:
    if isinstance(answer, Truth):
        out.write(f"{_yes(answer)}\n")
    else:
        write_table(answer.columns, [[_plain(term) for term in row] for row in answer.rows], out)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]], out: IO[str]) -> None:
    """Writes a table whose columns are as wide as the terminal; where there is none, as wide as the longest value."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(file=out, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(table)
        return
    console.width = _width(console, table)
    with console.capture() as capture:
        console.print(table)
    out.writelines(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _width(console: Console, table: object) -> int:
    from rich.measure import Measurement

    widest = console.options.update(width=1_000_000, max_width=1_000_000)
    return max(1, Measurement.get(console, widest, table).maximum)  # type: ignore[arg-type]


def _csv(answer: Rows | Truth, out: IO[str]) -> None:
    rows = _as_rows(answer)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in rows.rows:
        writer.writerow(["" if term is None else _value(term) for term in row])


def _tsv(answer: Rows | Truth, out: IO[str]) -> None:
    rows = _as_rows(answer)
    out.write("\t".join(f"?{column}" for column in rows.columns) + "\n")
    for row in rows.rows:
        out.write("\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n")


def _json(answer: Rows | Truth, out: IO[str]) -> None:
    if isinstance(answer, Truth):
        out.write(json.dumps({"head": {}, "boolean": answer.value}) + "\n")
        return
    out.write('{"head": ' + json.dumps({"vars": answer.columns}) + ', "results": {"bindings": [')
    for index, row in enumerate(answer.rows):
        binding = {c: _json_term(term) for c, term in zip(answer.columns, row, strict=True) if term is not None}
        out.write(("," if index else "") + "\n" + json.dumps(binding, ensure_ascii=False))
    out.write("\n]}}\n")


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        literal = {"type": "literal", "value": term.value}
        if term.language:
            return {**literal, "xml:lang": term.language}
        return literal if term.datatype.value.endswith("#string") else {**literal, "datatype": term.datatype.value}
    return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": _value(term)}


def _xml(answer: Rows | Truth, out: IO[str]) -> None:
    out.write('<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n')
    if isinstance(answer, Truth):
        out.write(f"<head/>\n<boolean>{_yes(answer)}</boolean>\n</sparql>\n")
        return
    out.write("<head>" + "".join(f"<variable name={_quoted(c)}/>" for c in answer.columns) + "</head>\n<results>\n")
    for row in answer.rows:
        pairs = zip(answer.columns, row, strict=True)
        cells = (f"<binding name={_quoted(c)}>{_xml_term(term)}</binding>" for c, term in pairs if term is not None)
        out.write(f"<result>{''.join(cells)}</result>\n")
    out.write("</results>\n</sparql>\n")


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_escape(term.value)}</uri>"
    if not isinstance(term, ox.Literal):
        return f"<bnode>{_escape(_value(term))}</bnode>"
    if term.language:
        return f"<literal xml:lang={_quoted(term.language)}>{_escape(term.value)}</literal>"
    datatype = "" if term.datatype.value.endswith("#string") else f" datatype={_quoted(term.datatype.value)}"
    return f"<literal{datatype}>{_escape(term.value)}</literal>"


def _as_rows(answer: Rows | Truth) -> Rows:
    if isinstance(answer, Rows):
        return answer
    return Rows(("answer",), iter([(ox.Literal(answer.value),)]))


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else without_controls(_value(term))


def without_controls(text: str) -> str:
    """`text` with a mark in place of each control character: terminals obey them and XML forbids them."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _escape(text: str) -> str:
    return without_controls(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """As value of an attribute."""
    from xml.sax.saxutils import quoteattr  # brings in a web client, which most who use this module need not

    return quoteattr(text)


def _yes(answer: Truth) -> str:
    return "true" if answer.value else "false"


_WRITERS: dict[str, Callable[[Rows | Truth, IO[str]], None]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
}
