"""One thing, found under any of its names: the card that `kg show` prints.

In: a name and a build directory. Out: cards with class, names by language, and the facts in both directions,
each with the sentences that state it, article, bulletin, date and web sources. What only the background knows
stands there without sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import cards as graph
from kg.cards import Evidence, Reader
from kg.errors import NotFoundError
from kg.labels import find, near
from kg.results import without_controls
from kg.search import search
from kg.store import open_store
from kg.vocab import CSTR


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence and where it stands: article, bulletin, its day of issue, and the web sources that the
    article names.
    """

    quote: str
    article: str
    bulletin: str
    issued: str | None
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation of the card's thing. `outgoing`: it is the subject. `other`: IRI at the other end,
    `other_name` its name.

    `qualifiers`: pairs of property and value. Facts of the background have no sources.
    """

    relation: str
    outgoing: bool
    other: str
    other_name: str
    qualifiers: tuple[tuple[str, str], ...]
    confidence: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that the graph says of one thing. `names`: by language tag (`und` for none), preferred first.

    `merges`: why names were taken for this thing (how, one name, the other).
    """

    iri: str
    cls: str
    name: str
    names: dict[str, tuple[str, ...]]
    mentions: int
    facts: tuple[Fact, ...]
    merges: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def cards(build: Path, name: str) -> tuple[Card, ...]:
    """The cards of all things that bear `name` (or have that IRI), those that the documents mention first.

    When there is none, raises NotFoundError that suggests names which contain it, or else the nearest ones.
    """
    with open_store(build) as (local, generation):
        indexes = (generation.names, generation.background_names)
        iris = (name,) if name.startswith(CSTR) else find(indexes, name)
        merges = _merges(generation.merges)
        known = Reader(local).has
        found = [replace(card(local, iri), merges=merges.get(iri, ())) for iri in iris if known(iri)]
        if not found:
            close = [hit.form for hit in search(generation, name, limit=5).hits] or near(indexes, name)
            hint = f"; near names: {', '.join(close)}" if close else ""
            raise NotFoundError(f"nothing in the graph is called '{name}'{hint}")
    return tuple(sorted(found, key=lambda c: (c.mentions == 0, c.iri)))


def _merges(path: Path) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The merges of each IRI, as the build wrote them."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        iri, how, left, right = line.split("\t")
        found[iri].append((how, left, right))
    return {iri: tuple(rows) for iri, rows in found.items()}


def card(local: ox.Store, iri: str) -> Card:
    """The card of one thing."""
    reader = Reader(local)
    facts = [_fact(fact, iri, reader) for fact in reader.facts(iri)]
    return Card(
        iri=iri,
        cls=reader.class_of(iri),
        name=reader.ref(iri).name,
        names=reader.names(iri),
        mentions=len(reader.mentions(iri)),
        facts=tuple(sorted(facts, key=lambda f: (not f.outgoing, f.relation, f.other_name, f.other))),
    )


def _fact(fact: graph.Fact, iri: str, reader: Reader) -> Fact:
    outgoing = fact.subject == iri
    other = fact.object if outgoing else fact.subject
    return Fact(
        relation=fact.relation,
        outgoing=outgoing,
        other=other,
        other_name=reader.ref(other).name,
        qualifiers=tuple(fact.qualifiers.items()),
        confidence=fact.confidence,
        sources=tuple(dict.fromkeys(map(_source, fact.evidence))),
    )


def _source(evidence: Evidence) -> Source:
    article = evidence.article
    urls = tuple(source.url for source in article.sources if source.url)
    return Source(evidence.quote, article.title, article.bulletin.id, article.bulletin.issued, urls)


def as_text(found: Sequence[Card], *, why: bool = False) -> str:
    """The cards as text for a terminal; several are set apart by a blank line. `why` adds the merges behind each."""
    return without_controls("\n".join("\n".join(_lines(one, why)) + "\n" for one in found).replace("\r", " "))


def _lines(one: Card, why: bool) -> Iterator[str]:
    yield f"{one.name}  [{one.cls}]"
    yield f"  {one.iri}"
    for tag, names in one.names.items():
        yield f"  {'–' if tag == 'und' else tag:8} {' · '.join(names)}"
    if not one.mentions:
        yield "  known from the background only; no document mentions it"
    for (outgoing, relation), facts in _grouped(one.facts).items():
        yield ""
        yield f"  {relation} →" if outgoing else f"  ← {relation}"
        for fact in facts:
            yield from _fact_lines(fact)
    if why:
        yield ""
        yield "  one thing because" if one.merges else "  one name only: nothing was merged"
        yield from (f"    {how}: {left} = {right}" for how, left, right in one.merges)


def _grouped(facts: Iterable[Fact]) -> dict[tuple[bool, str], list[Fact]]:
    groups: dict[tuple[bool, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.outgoing, fact.relation].append(fact)
    return groups


def _fact_lines(fact: Fact) -> Iterator[str]:
    details = ", ".join(f"{name} {value}" for name, value in fact.qualifiers if value != "stated")
    note = "" if fact.sources else "  (background)"
    yield f"    {fact.other_name}{f'  ({details})' if details else ''}{note}"
    for source in fact.sources:
        yield f"      “{' '.join(source.quote.split())}”"
        yield f"      — {source.article} · {source.bulletin}"
        yield from (f"        {url}" for url in source.urls)
