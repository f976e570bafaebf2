"""SHACL validation: does the graph keep the contract's shapes?

In: a build directory or a Turtle file. Out: a list of violations, each with the shape's message. The facts
are checked together with the class of each background thing that they refer to. The background is checked by
itself, once for each version of it.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.generations import Generation, reading
from kg.ontology import ontology_files, shape_files
from kg.rdf import MENTIONED_IN, TYPE, read_triples
from kg.vocab import PREFIXES, cst

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.graph import _TripleType as _Statement

_SHOWN = 10


class ValidationError(KgError):
    """What should be validated cannot be read."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a shape: its IRI, the path of the property, the value (empty where there is none),
    the message.
    """

    node: str
    path: str
    value: str
    message: str


def validate(path: Path) -> list[Violation]:
    """Violations in a build directory's graph and background, or in a Turtle file, sorted.

    Raises ValidationError for a file that is no Turtle and StoreError for a directory without a graph.
    """
    if path.is_dir():
        with reading(path) as generation:
            return [*validate_facts(generation), *_background_once(generation)]
    return check(_triples(path))


def validate_facts(generation: Generation) -> list[Violation]:
    """Violations in the facts, with the classes of the background's things that they refer to."""
    facts = list(_triples(generation.graph))
    subjects = {t.subject for t in facts}
    needed = {t.object for t in facts if isinstance(t.object, ox.NamedNode) and t.object not in subjects}
    classes = (t for t in _triples(generation.background) if t.predicate == TYPE and t.subject in needed)
    return check([*facts, *classes], focus=subjects)


def check_change(stated: Iterable[ox.Triple], new: Set[ox.Triple], local: ox.Store) -> list[Violation]:
    """Violations by these statements, which say all of their subjects and stand in `local`; `new` is new among them.

    From there come the classes of what they refer to, the plain statements of the facts that they assert, and what
    things the mentions and targets among them belong to. Of a thing's mentions, which may be many, the new ones are
    looked at, or one if none is new: no shape counts them.
    """
    facts = list(_lean(stated, new))
    subjects = {t.subject for t in facts}
    owners = [t for one in subjects for p in _OWNED for t in _said(local, None, p, one)]
    needed = {t.object for t in facts if isinstance(t.object, ox.NamedNode)} | {t.subject for t in owners}
    types = (t for one in needed - subjects for t in _said(local, one, TYPE, None))
    plain = (t for t in _asserted(facts) if ox.Quad(t.subject, t.predicate, t.object) in local)
    return _violations_of(_graph(chain(facts, types, plain, owners)), prepared().classes, focus=subjects)


def _lean(stated: Iterable[ox.Triple], new: Set[ox.Triple]) -> Iterator[ox.Triple]:
    left: dict[tuple[Any, ox.NamedNode], ox.Triple] = {}
    for t in stated:
        if t.predicate not in _MENTIONS:
            yield t
        elif t in new:
            left.pop((t.subject, t.predicate), None)
            yield t
        else:
            left[t.subject, t.predicate] = t
    yield from left.values()


_MENTIONS = (MENTIONED_IN, ox.NamedNode(cst("hasMention")))
_OWNED = (ox.NamedNode(cst("hasMention")), ox.NamedNode(cst("hasTarget")))


def _said(local: ox.Store, subject: Any, predicate: ox.NamedNode, value: Any) -> Iterator[ox.Triple]:
    return (quad.triple for quad in local.quads_for_pattern(subject, predicate, value, ox.DefaultGraph()))


def _asserted(facts: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The facts that assertions among these statements are of."""
    parts: dict[Any, dict[str, Any]] = defaultdict(dict)
    for t in facts:
        name = t.predicate.value.removeprefix(PREFIXES["rdf"])
        if name in ("subject", "predicate", "object"):
            parts[t.subject][name] = t.object
    for part in parts.values():
        if len(part) == 3:
            yield ox.Triple(part["subject"], part["predicate"], part["object"])


def check(triples: Iterable[ox.Triple], *, focus: set[Any] | None = None) -> list[Violation]:
    """Violations of the shapes by these statements, sorted; only those of nodes in `focus`, if given."""
    return _violations_of(_graph(triples), prepared().ontology, focus=focus)


def _violations_of(data: Graph, ontology: Iterable[_Statement], *, focus: set[Any] | None) -> list[Violation]:
    import pyshacl

    for statement in ontology:  # pySHACL's own way to mix an ontology in takes several times as long
        data.add(statement)
    _, report, _ = pyshacl.validate(data, shacl_graph=prepared().shapes, inference="none", inplace=True)
    kept = None if focus is None else {term.value for term in focus if isinstance(term, ox.NamedNode)}
    return sorted(_violations(report, kept), key=lambda v: (v.node, v.path, v.value, v.message))


def get_ready() -> None:
    """Loads and makes all that a check needs; otherwise the first one does. Takes a good part of a second, best while
    another process works.
    """
    _violations_of(_graph(()), prepared().classes, focus=set())


class Prepared(NamedTuple):
    """What pySHACL works with: the shapes, the ontology, and of that the hierarchy of classes alone."""

    shapes: Graph
    ontology: Graph
    classes: tuple[_Statement, ...]


@cache
def prepared() -> Prepared:
    """Shapes and ontology, read once."""
    import pyshacl  # noqa: F401
    from rdflib import RDFS, Graph

    shapes, ontology = Graph(), Graph()
    for file in shape_files():
        shapes.parse(file)
    for file in ontology_files():
        ontology.parse(file)
    return Prepared(shapes, ontology, tuple(ontology.triples((None, RDFS.subClassOf, None))))


def _triples(path: Path) -> Iterator[ox.Triple]:
    try:
        yield from read_triples(path)
    except SyntaxError as error:
        raise ValidationError(f"{path}: no valid Turtle ({error.msg})") from error
    except OSError as error:
        raise ValidationError(f"{path}: cannot be read ({error.strerror or error})") from error


def _graph(triples: Iterable[ox.Triple]) -> Graph:
    """The statements in rdflib, which pySHACL works on."""
    from rdflib import XSD, BNode, Graph, Literal, URIRef

    def term(value: Any) -> URIRef | BNode | Literal:
        if isinstance(value, ox.NamedNode):
            return URIRef(value.value)
        if isinstance(value, ox.BlankNode):
            return BNode(value.value)
        plain = value.language or value.datatype.value == str(XSD.string)  # rdflib tells "a" from "a"^^xsd:string
        datatype = None if plain else URIRef(value.datatype.value)
        return Literal(value.value, lang=value.language, datatype=datatype)

    graph = Graph()
    for t in triples:
        graph.add((term(t.subject), term(t.predicate), term(t.object)))
    return graph


def _violations(report: Any, kept: set[str] | None) -> Iterator[Violation]:
    from rdflib import SH

    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
        if kept is None or str(focus) in kept or not _is_thing(focus):
            messages = sorted(report.objects(result, SH.resultMessage), key=lambda m: (m.language != "en", str(m)))
            path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
            message = str(messages[0]) if messages else str(report.value(result, SH.sourceConstraintComponent))
            yield Violation(str(focus), _plain(path), _plain(value), message)


def _is_thing(focus: Any) -> bool:
    """Whether a result is about a thing; that of a query over the whole graph is about the ontology."""
    return "/id/" in str(focus)


def _plain(term: Any) -> str:
    from rdflib import BNode

    return "" if term is None or isinstance(term, BNode) else str(term)


def _background_once(generation: Generation) -> list[Violation]:
    """Violations in the background; the outcome is kept with the prepared background, for all graphs that
    share it.
    """
    kept = generation.prepared_background / "violations.json"
    try:
        return [Violation(**row) for row in json.loads(kept.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        found = check(_triples(generation.background))
    except (ValueError, TypeError) as error:
        raise StoreError(f"{kept}: cannot be read ({error}); delete it") from error
    with suppress(OSError):  # a directory that is not ours to write, or gone since: then the next time takes as long
        fresh = kept.with_name(f"violations.{os.getpid()}")
        fresh.write_text(json.dumps([asdict(v) for v in found], ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, kept)
    return found


def as_text(found: list[Violation]) -> str:
    """A report to read: how often each message, with the first nodes it concerns."""
    if not found:
        return "no violations\n"
    by_message: dict[str, list[Violation]] = {}
    for violation in found:
        by_message.setdefault(violation.message, []).append(violation)
    counts = Counter({message: len(group) for message, group in by_message.items()})
    lines = [f"{len(found)} violations"]
    for message, count in counts.most_common():
        lines.append(f"\n{count} × {message}")
        for violation in by_message[message][:_SHOWN]:
            details = "  ".join(filter(None, (violation.path, violation.value)))
            lines.append(f"    {violation.node}  {details}".rstrip())
        if count > _SHOWN:
            lines.append(f"    and {count - _SHOWN} more")
    return "\n".join(lines) + "\n"
