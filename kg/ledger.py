"""The ledger: what all documents of a graph contribute, by thing and by fact, kept on disk from build to build.

In: the records of documents that are new, and the ids of those that are gone. Out: the things, facts and sources of
the whole corpus, or of what changed alone (`Touched`), in memory that does not grow with the corpus.

Only what can change is resolved again. Local entities that tokens tie, directly or over others, are one *component*;
what lies in different components has nothing to do with each other. A document touches the components of its local
entities; when a thing of them gets another IRI or class, the facts of the other documents that mention it are mapped
again. A first build is the same with every document new.

The file is changed in one transaction, which ends when the new graph stands, or before it is written where all of it
is. It says which graph it belongs to; one that belongs to another graph, or was written by other code, is not used and
made again from the records.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field, fields, replace
from itertools import count, groupby, islice, product
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, Self

from kg.assemble import Sighted, Source, evidence_iri, mention_iri, sources
from kg.errors import StoreError
from kg.model import (
    IDENTITY_QUALIFIERS,
    Claim,
    ClaimSeen,
    DocumentRecord,
    Entity,
    Evidence,
    LocalEntity,
    Qualifiers,
    Sighting,
    TargetSeen,
)
from kg.ontology import Ontology
from kg.records import Codec, Written, codec
from kg.resolve import Placed, Resolver, claim_of, target_of, united
from kg.review import RIGHT, WRONG, Judgement
from kg.schedule import shared
from kg.vocab import article_iri, bulletin_iri, digest, node_iri

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT UNIQUE, key TEXT, data TEXT);
CREATE TABLE local (document INTEGER, n INTEGER, component INTEGER, iri TEXT, cls TEXT, tokens BLOB, data TEXT,
    PRIMARY KEY (document, n)) WITHOUT ROWID;
CREATE TABLE token (token INTEGER PRIMARY KEY, component INTEGER);
CREATE TABLE thing (iri TEXT, component INTEGER, data TEXT, PRIMARY KEY (iri, component)) WITHOUT ROWID;
CREATE TABLE older (older TEXT, iri TEXT, component INTEGER, PRIMARY KEY (older, iri, component)) WITHOUT ROWID;
CREATE TABLE fact (document INTEGER, kind TEXT, n INTEGER, s INTEGER, o INTEGER, predicate TEXT, sums TEXT, data TEXT,
    id TEXT, subject TEXT, object TEXT, PRIMARY KEY (document, kind, n)) WITHOUT ROWID;
CREATE TABLE source (iri TEXT, document INTEGER, n INTEGER, title TEXT, url TEXT, day TEXT,
    PRIMARY KEY (iri, document, n)) WITHOUT ROWID;
CREATE TABLE verdict (id TEXT PRIMARY KEY, verdict TEXT) WITHOUT ROWID;
"""

_INDEXES = """
CREATE INDEX IF NOT EXISTS local_component ON local (component);
CREATE INDEX IF NOT EXISTS token_component ON token (component);
CREATE INDEX IF NOT EXISTS thing_component ON thing (component);
CREATE INDEX IF NOT EXISTS older_component ON older (component);
CREATE INDEX IF NOT EXISTS older_iri ON older (iri);
CREATE INDEX IF NOT EXISTS source_document ON source (document);
"""
_INDEXES_OF_FACTS = """
CREATE INDEX IF NOT EXISTS fact_id ON fact (id);
CREATE INDEX IF NOT EXISTS fact_subject ON fact (subject);
CREATE INDEX IF NOT EXISTS fact_object ON fact (object);
"""

CLAIM, TARGET, TOPIC = "claim", "target", "topic"
"""Kinds of facts: between two things; a number that a policy sets itself; a technology field."""

_LOCAL = codec(LocalEntity)
_ENTITY = codec(Entity)
_SIGHTINGS = codec(tuple[Sighting, ...])
_PLACE = [one.name for one in fields(LocalEntity)].index("sightings")  # in what `_LOCAL` writes
_HEAD = codec(DocumentRecord)
_CLAIM = codec(ClaimSeen)
_TARGET = codec(TargetSeen)
_SUMS = codec(Qualifiers)
_CACHE = "PRAGMA cache_size = -65536"  # KiB that a connection keeps in memory
_AT_ONCE = 500  # components whose things are written together
_AT_HAND = 4096  # things that were resolved and need not be decoded again
_ENTERED = 32_768  # local entities that come in and need not be decoded again: about a kilobyte each
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_READ = json.JSONDecoder().raw_decode


Component = tuple[int, Sequence[tuple[int, str, int, str]]]
"""A number, and the local entities: number and id of the document, number in it, and what that says, as it is kept."""


class _Settled(NamedTuple):
    """Rows of what some components come to: things, their older IRIs, and what each local entity is."""

    things: list[tuple[str, int, str]]
    older: list[tuple[str, str, int]]
    moved: list[tuple[int, int, str, str]]


@dataclass(slots=True)
class Touched:
    """What a change of documents touches: ids of documents and facts; IRIs of things, sources, technology fields and
    older IRIs; `gone`: IRIs of all nodes that the former graph may have and the new one may not.
    """

    documents: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    older: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Fact(NamedTuple):
    """A fact of the corpus: its kind, id, and what each document that states it says (bulletin id, claim or target
    between IRIs with its evidence).
    """

    kind: str
    id: str
    seen: tuple[tuple[str, ClaimSeen | TargetSeen], ...]

    @property
    def sightings(self) -> list[Sighted]:
        """All evidence, with the bulletins it stands in."""
        return [(bulletin, evidence) for bulletin, seen in self.seen for evidence in seen.evidence]


class Judged(NamedTuple):
    """What judgements did: facts left out as wrong, facts confirmed, judgements whose fact is not there."""

    wrong: int
    right: int
    gone: tuple[Judgement, ...]


class Ledger:
    """A ledger open for a build. Nothing is kept unless `commit` is called, which `committed` tells. Raises StoreError
    where it fails.
    """

    def __init__(self, path: Path, resolver: Resolver) -> None:
        """Opens the ledger at `path`, or begins an empty one there."""
        self.path, self._resolver = path, resolver
        self.committed = False
        self._verdicts: dict[str, str] = {}
        self._resolved: dict[str, Entity] = {}  # things of a small change, by what is kept of each
        self._entered: dict[tuple[int, int], LocalEntity] = {}  # by document and number
        try:
            self._database = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        self._run(_CACHE)
        self._run("PRAGMA temp_store = FILE")
        self.new = not self._value("SELECT count(*) FROM sqlite_schema")
        if self.new:  # of no use unless it is finished
            self._run("PRAGMA journal_mode = OFF")
            self._run("PRAGMA synchronous = OFF")
        self._run("BEGIN IMMEDIATE")
        if self.new:
            self._script(_SCHEMA)
        self._run("CREATE TEMP TABLE moved (document INTEGER, n INTEGER, iri TEXT, cls TEXT, "
                  "PRIMARY KEY (document, n)) WITHOUT ROWID")  # fmt: skip
        self._run("CREATE TEMP TABLE affected (component INTEGER PRIMARY KEY)")

    def close(self) -> None:
        """Gives up what was not committed."""
        with suppress(sqlite3.Error):
            self._database.close()

    @contextmanager
    def again(self) -> Iterator[Ledger]:
        """What is committed, to be read by a connection of its own: this one serves the process alone that made it."""
        other = copy(self)
        try:
            other._database = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        with closing(other):
            other._run(_CACHE)
            yield other

    def belongs(self, version: str, generation: str) -> bool:
        """Whether it was written by this version of code and data, for this generation of the graph."""
        known = dict(self._run("SELECT name, value FROM meta"))
        return known == {"version": version, "generation": generation}

    def commit(self, version: str, generation: str) -> None:
        """Keeps the changes: they now belong to that generation."""
        rows = [("version", version), ("generation", generation)]
        self._many("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
        self._run("COMMIT")
        self.committed = True

    # --- changing ---------------------------------------------------------------------------------------------

    def documents(self) -> dict[str, str]:
        """Ids of the documents and the keys of their records."""
        return dict(self._run("SELECT id, key FROM document"))

    def begin(self, key: str, written: Written) -> None:
        """Puts a document into a ledger where all is new, ahead of `update`, which completes it. One whose id is there
        already is left out; which of the two counts is for `update` to be told.
        """
        if self._value("SELECT 1 FROM document WHERE id = ?", written.record.id) is None:
            self._enter(key, written, _Everything())

    def update(self, gone: Collection[str], added: Iterable[tuple[str, Written]], *, several: bool = False) -> Touched:
        """Takes out the documents `gone` (ids) and puts in those of `added` (key and record); a document that comes
        in a newer version is in both. Gives what that touches; nothing in particular where all is new, whether it comes
        here or has come to `begin`.

        Where all is new and `several` processes may be at work, two resolve.
        """
        touched = _Everything() if self.new else Touched()
        self._run("DELETE FROM temp.affected")
        for number, name in [(self._number(name), name) for name in gone]:
            if not self.new:
                self._leave(number, name, touched)
                self._run("INSERT OR IGNORE INTO temp.affected SELECT component FROM local WHERE document = ?", number)
            for table in ("local", "fact", "source"):
                self._run(f"DELETE FROM {table} WHERE document = ?", number)
            self._run("DELETE FROM document WHERE number = ?", number)
            for at in [at for at in self._entered if at[0] == number]:
                del self._entered[at]
        fresh = [self._enter(key, written, touched) for key, written in added]
        if self.new:
            fresh = [number for (number,) in self._run("SELECT number FROM document")]
        self._regroup(touched)
        if self.new:  # indexes are made at once when the rows are there
            self._script(_INDEXES)
        moved = self._place(touched, several=several and self.new)
        for number in sorted({*fresh, *moved}):
            self._map(number, touched)
        if self.new:
            self._script(_INDEXES_OF_FACTS)
        return touched

    def _enter(self, key: str, written: Written, touched: Touched) -> int:
        """Puts a document in; its local entities have no component yet."""
        record = written.record
        self._check_known(record)
        head = replace(record, original="", entities=(), claims=(), targets=(), addresses=())
        row = (record.id, key, _put(_HEAD, head))
        self._run("INSERT INTO document (id, key, data) VALUES (?, ?, ?)", *row)
        number = self._number(record.id)
        touched.documents.add(record.id)
        self._many(
            "INSERT INTO local VALUES (?, ?, NULL, NULL, NULL, ?, ?)",
            (
                (number, _n(entity.id), self._tokens(entity), text)
                for entity, text in zip(record.entities, written.entities, strict=True)
            ),
        )
        if len(self._entered) < _ENTERED:
            self._entered.update(((number, _n(entity.id)), entity) for entity in record.entities)
        self._many(
            "INSERT INTO fact (document, kind, n, s, o, predicate, sums, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *row) for row in _facts(written)),
        )
        for n, source in enumerate(sources(record)):
            touched.sources.add(source.iri)
            day = source.day.isoformat() if source.day else None
            self._run("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", source.iri, number, n, *source[:2], day)
        return number

    def _check_known(self, record: DocumentRecord) -> None:
        """Raises StoreError where the record, of an older version, has things that the gazetteers no longer hold."""
        lost = {
            entity.key for entity in record.entities if entity.key and entity.key not in self._resolver.lexicon.entries
        }
        if lost:
            raise StoreError(
                f"{record.id}: was read with other gazetteers, which had {', '.join(sorted(lost))}; "
                "read it again with: kg build PATH…"
            )

    def _tokens(self, entity: LocalEntity) -> bytes:
        """The tokens as numbers of 64 bits; two that fall together cost time and nothing else."""
        return b"".join(bytes.fromhex(digest("token", *token)) for token in self._resolver.tokens(entity))

    def _leave(self, number: int, name: str, touched: Touched) -> None:
        """Notes all that a document contributes to, before it is taken out or mapped anew."""
        touched.documents.add(name)
        (head,) = self._records("SELECT data FROM document WHERE number = ?", _HEAD, number)
        touched.gone |= {bulletin_iri(name), *(article_iri(name, article.id) for article in head.articles)}
        for iri, data in self._run("SELECT iri, data FROM local WHERE document = ?", number):
            touched.things.add(iri)
            touched.gone |= {mention_iri(iri, name, one) for one in _sightings(data)}
        touched.gone |= touched.things
        for kind, data, identity, subject, object_ in self._run(
            "SELECT kind, data, id, subject, object FROM fact WHERE document = ? AND id IS NOT NULL", number
        ):
            self._touch_fact(identity, subject, object_, kind, touched)
            assertion = node_iri("assertion", identity)
            touched.gone |= {assertion, *(evidence_iri(assertion, name, e) for e in _evidence_of(kind, data))}
            touched.gone |= {node_iri("target", identity)} if kind == TARGET else set()
        found = {iri for (iri,) in self._run("SELECT iri FROM source WHERE document = ?", number)}
        touched.sources |= found
        touched.gone |= found | touched.fields

    def _touch_fact(self, identity: str, subject: str, object_: str, kind: str, touched: Touched) -> None:
        touched.facts.add(identity)
        touched.things.add(subject)
        if kind == TOPIC:
            touched.fields.add(object_)

    def _regroup(self, touched: Touched) -> None:
        """Gives each local entity that has none, and all in components that may change, a component."""
        pieces = self._run("SELECT tokens FROM local WHERE component IS NULL")
        found = {token for (data,) in pieces for token in _numbers(data)} if not self.new else ()
        for token in found:
            self._run("INSERT OR IGNORE INTO temp.affected SELECT component FROM token WHERE token = ?", token)
        self._forget_things(touched)
        self._run("DELETE FROM token WHERE component IN (SELECT component FROM temp.affected)")
        members = [
            (document, n, former, _numbers(data))
            for document, n, former, data in self._run(
                "SELECT document, n, component, tokens FROM local WHERE component IS NULL "
                "OR component IN (SELECT component FROM temp.affected) ORDER BY document, n"
            )
        ]
        groups, tied = _components([tokens for *_, tokens in members])
        first = 1 + (self._value("SELECT max(component) FROM local") or 0)
        component = _numbered(groups, [former for _, _, former, _ in members], first)
        self._many(
            "UPDATE local SET component = ? WHERE document = ? AND n = ?",
            (
                (component[group], document, n)
                for group, (document, n, former, _) in zip(groups, members, strict=True)
                if component[group] != former
            ),
        )
        self._many(
            "INSERT INTO token VALUES (?, ?)", ((token, component[group]) for token, group in sorted(tied.items()))
        )
        self._run("DELETE FROM temp.affected")
        self._many("INSERT INTO temp.affected VALUES (?)", ((number,) for number in component))

    def _forget_things(self, touched: Touched) -> None:
        """Takes out the things of the components that may change, and their older IRIs."""
        affected = "component IN (SELECT component FROM temp.affected)"
        touched.things |= {iri for (iri,) in self._run(f"SELECT iri FROM thing WHERE {affected}")}
        touched.older |= {older for (older,) in self._run(f"SELECT older FROM older WHERE {affected}")}
        touched.gone |= touched.things | touched.older
        for table in ("thing", "older"):
            self._run(f"DELETE FROM {table} WHERE {affected}")

    def _place(self, touched: Touched, *, several: bool) -> list[int]:
        """Resolves the components at hand. Gives the numbers of the documents, new ones left out, of which a local
        entity is another thing now than before, or one of another class.
        """
        self._run("DELETE FROM temp.moved")
        rows = self._run(
            "SELECT component, document.id, local.document, n, local.data FROM local JOIN document "
            "ON document.number = local.document WHERE component IN (SELECT component FROM temp.affected) "
            "ORDER BY component"
        )
        components = (
            (component, [(number, name, n, data) for _, name, number, n, data in members])
            for component, members in groupby(rows, key=itemgetter(0))
        )
        together = iter(lambda: list(islice(components, _AT_ONCE)), [])
        former = {} if self.new else self._former_places()
        numbers: set[int] = set()
        for settled in (shared if several else map)(self._settled, together):
            touched.things.update(iri for iri, *_ in settled.things)
            touched.older.update(older for older, *_ in settled.older)
            self._many("INSERT INTO thing VALUES (?, ?, ?)", settled.things)
            self._many("INSERT INTO older VALUES (?, ?, ?)", settled.older)
            moved = settled.moved
            if not self.new:
                moved = [row for row in moved if former.get(row[:2]) != row[2:]]
                numbers.update(number for number, n, *_ in moved if (number, n) in former)
            self._many("INSERT INTO temp.moved VALUES (?, ?, ?, ?)", moved)
        self._entered.clear()
        for number in sorted(numbers):
            self._leave(number, self._value("SELECT id FROM document WHERE number = ?", number), touched)
        self._run(
            "UPDATE local SET iri = moved.iri, cls = moved.cls FROM temp.moved "
            "WHERE local.document = moved.document AND local.n = moved.n"
        )
        return sorted(numbers)

    def _former_places(self) -> dict[tuple[int, int], Placed]:
        """What the local entities of the components at hand, by document and number, were so far; without new ones."""
        rows = self._run(
            "SELECT document, n, iri, cls FROM local "
            "WHERE component IN (SELECT component FROM temp.affected) AND iri IS NOT NULL"
        )
        return {(document, n): (iri, cls) for document, n, iri, cls in rows}

    def _settled(self, components: Sequence[Component]) -> _Settled:
        """The things of some components. Without a look into the database, which serves one process alone."""
        settled = _Settled([], [], [])
        known = self._entered
        for component, members in components:
            number_of = {name: number for number, name, *_ in members}
            stated = [(name, known.get((at, n)) or _get(_LOCAL, data)) for at, name, n, data in members]
            for entity, own in self._resolver.things(stated):
                text = _put(_ENTITY, entity)
                settled.things.append((entity.iri, component, text))
                if not self.new and len(self._resolved) < _AT_HAND:
                    self._resolved[text] = entity
                settled.older.extend((iri, entity.iri, component) for iri in entity.same_as)
                settled.moved.extend((number_of[name], _n(local.id), entity.iri, entity.cls) for name, local in own)
        return settled

    def _map(self, number: int, touched: Touched) -> None:
        """Maps the facts of one document to the things that their ends are."""
        rows = self._run("SELECT n, iri, cls FROM local WHERE document = ?", number)
        placed = {n: (iri, cls) for n, iri, cls in rows}
        query = "SELECT kind, n, s, o, predicate, sums, iif(kind = ?, NULL, data) FROM fact WHERE document = ?"
        mapped: list[tuple[Any, ...]] = []
        for kind, n, s, o, *stated in self._run(query, CLAIM, number):
            fact = self._mapped(kind, placed[s], placed.get(o), *stated)
            mapped.append((*(fact or (None, None, None)), number, kind, n))
            if fact is not None:
                self._touch_fact(*fact, kind, touched)
        self._many("UPDATE fact SET id = ?, subject = ?, object = ? WHERE document = ? AND kind = ? AND n = ?", mapped)

    def _mapped(
        self, kind: str, s: Placed, o: Placed | None, predicate: str, sums: str | None, data: str | None
    ) -> tuple[str, str, str] | None:
        """Id, subject and object of a fact between things; none where it cannot be one. `data`: unless it is a claim,
        of which no more than its sums of money need be known.
        """
        ontology = self._resolver.ontology
        if kind == TARGET:
            goal = target_of(_get(_TARGET, data or ""), s, ontology)
            return (goal.target.id, goal.target.policy, node_iri("target", goal.target.id)) if goal else None
        if kind == TOPIC:
            topic = replace(_get(_CLAIM, data or "").claim, subject=s[0])
            return topic.id, topic.subject, topic.object
        claim = o and claim_of(Claim("", predicate, "", _get(_SUMS, sums) if sums else ()), s, o, ontology)
        return (claim.id, claim.subject, claim.object) if claim else None

    def judge(self, judgements: Mapping[str, Judgement], touched: Touched) -> Judged:
        """Puts reviewers' judgements (by IRI of the assertion) into effect; what changes by that is touched.

        A judgement on a fact as it was called under an older IRI of one of its ends counts where there is none on
        the fact as it is called now.
        """
        wanted = {fact.removeprefix(node_iri("assertion", "")): judgement for fact, judgement in judgements.items()}
        present = {identity for identity in wanted if self._value("SELECT 1 FROM fact WHERE id = ?", identity)}
        verdicts = {identity: wanted[identity].verdict for identity in sorted(present)}
        applied = set(present)
        for older, identity in self._former_ids() if wanted.keys() - present else ():
            if older in wanted:
                applied.add(older)
                verdicts.setdefault(identity, wanted[older].verdict)
        former = dict(self._run("SELECT id, verdict FROM verdict"))
        for identity, _ in sorted(former.items() ^ verdicts.items()):
            self._withdraw(identity, touched)
        self._run("DELETE FROM verdict")
        self._many("INSERT INTO verdict VALUES (?, ?)", verdicts.items())
        self._verdicts = verdicts
        gone = tuple(wanted[identity] for identity in sorted(wanted.keys() - applied))
        count = Counter(verdicts.values())
        return Judged(count[WRONG], count[RIGHT], gone)

    def _former_ids(self) -> Iterator[tuple[str, str]]:
        """Ids that facts had under older IRIs of their ends, and the ids they have."""
        ends = "subject IN (SELECT iri FROM older) OR object IN (SELECT iri FROM older)"
        for row in self._run(f"SELECT DISTINCT id, kind, data, subject, object FROM fact WHERE {ends}"):
            identity, kind, data, subject, object_ = row
            seen = _get(_TARGET if kind == TARGET else _CLAIM, data)
            for s, o in product(self._iris(subject), self._iris(object_)):
                yield _id(seen, s, o, self._resolver.ontology), identity

    def _iris(self, iri: str) -> tuple[str, ...]:
        """An IRI and the older ones of the same thing."""
        return (iri, *(older for (older,) in self._run("SELECT DISTINCT older FROM older WHERE iri = ?", iri)))

    def _withdraw(self, identity: str, touched: Touched) -> None:
        """Notes all nodes of a fact of which the verdict changes."""
        assertion = node_iri("assertion", identity)
        rows = self._run(
            "SELECT document.id, kind, fact.data, subject, object FROM fact "
            "JOIN document ON document.number = fact.document WHERE fact.id = ?", identity
        )  # fmt: skip
        for name, kind, data, subject, object_ in rows:
            self._touch_fact(identity, subject, object_, kind, touched)
            touched.gone |= {assertion, *(evidence_iri(assertion, name, one) for one in _evidence_of(kind, data))}
            touched.gone |= {object_} if kind != CLAIM else set()

    # --- reading ----------------------------------------------------------------------------------------------

    def heads(self, names: Collection[str] | None) -> Iterator[DocumentRecord]:
        """Documents, without text and content."""
        for (data,) in self._chosen("SELECT data FROM document", "id", names):
            yield _get(_HEAD, data)

    def things(self, names: Collection[str] | None) -> Iterator[Entity]:
        """Things by IRI."""
        rows = self._chosen("SELECT iri, data FROM thing", "iri", names, order="iri")
        for _, group in groupby(rows, key=itemgetter(0)):
            entity, *others = (self._resolved.get(data) or _get(_ENTITY, data) for _, data in group)
            if others:
                entity, *others = sorted((entity, *others), key=lambda e: e.sightings[0])
            for other in others:
                entity = united(entity, other)
            yield entity

    def things_with_facts(self, names: Collection[str] | None) -> Iterator[tuple[Entity, list[tuple[str, str]]]]:
        """Things by IRI, each with predicate (local name) and object (IRI) of the facts whose subject it is."""
        query = "SELECT DISTINCT subject, predicate, object, id FROM fact WHERE subject IS NOT NULL"
        rows = self._chosen(query, "subject", names, order="subject, id")
        grouped = groupby(rows, key=itemgetter(0))
        subject, stated = next(grouped, ("", ()))
        for entity in self.things(names):
            if subject == entity.iri:  # each subject is a thing
                yield entity, [(predicate, o) for _, predicate, o, identity in stated if not self._is_wrong(identity)]
                subject, stated = next(grouped, ("", ()))
            else:
                yield entity, []

    def older(self, names: Collection[str] | None) -> Iterator[tuple[str, str]]:
        """Older IRIs, and the IRI that each thing has."""
        yield from self._chosen("SELECT DISTINCT older, iri FROM older", "older", names)

    def facts(self, names: Collection[str] | None) -> Iterator[Fact]:
        """Facts by id."""
        rows = self._chosen(
            "SELECT fact.id, document.id, kind, fact.data, subject, object FROM fact "
            "JOIN document ON document.number = fact.document WHERE fact.id IS NOT NULL",
            "fact.id", names, order="fact.id, document.id, fact.n",
        )  # fmt: skip
        for identity, group in groupby(rows, key=itemgetter(0)):
            if self._is_wrong(identity):
                continue
            stated: list[tuple[str, ClaimSeen | TargetSeen]] = []
            for _, name, kind, data, subject, object_ in group:
                seen = _between(_get(_TARGET if kind == TARGET else _CLAIM, data), subject, object_)
                stated.append((name, self._weighed(identity, seen)))
            yield Fact(kind, identity, tuple(stated))

    def _weighed(self, identity: str, seen: ClaimSeen | TargetSeen) -> ClaimSeen | TargetSeen:
        """With full confidence in what reviewers confirm."""
        if self._verdicts.get(identity) != RIGHT:
            return seen
        return replace(seen, evidence=tuple(replace(one, confidence=1.0) for one in seen.evidence))

    def _is_wrong(self, identity: str) -> bool:
        return self._verdicts.get(identity) == WRONG

    def sources(self, names: Collection[str] | None) -> Iterator[Source]:
        """What documents say of their sources."""
        query = "SELECT DISTINCT title, url, day FROM source"
        for title, url, day in self._chosen(query, "iri", names):
            yield Source(title, url, dt.date.fromisoformat(day) if day else None)

    def fields(self, names: Collection[str] | None) -> Iterator[tuple[str, set[str]]]:
        """Technology fields (IRI) and the articles (IRI) that speak of them."""
        rows = self._chosen(
            "SELECT object, document.id, fact.data, fact.id FROM fact JOIN document ON document.number = fact.document "
            f"WHERE kind = '{TOPIC}'",
            "object", names, order="object",
        )  # fmt: skip
        for technology, group in groupby(rows, key=itemgetter(0)):
            yield (
                technology,
                {
                    article_iri(name, evidence.article)
                    for _, name, data, identity in group
                    if not self._is_wrong(identity)
                    for evidence in _evidence_of(TOPIC, data)
                },
            )

    # --- the database -----------------------------------------------------------------------------------------

    def _number(self, name: str) -> int:
        number: int = self._value("SELECT number FROM document WHERE id = ?", name)
        return number

    def _chosen(self, query: str, column: str, names: Collection[str] | None, *, order: str = "") -> sqlite3.Cursor:
        """The rows of `query`, all or those with one of `names` in `column`."""
        ordered = f" ORDER BY {order}" if order else ""
        if names is None:
            return self._run(query + ordered)
        joint = "AND" if " WHERE " in query else "WHERE"
        chosen = f" {joint} {column} IN (SELECT value FROM json_each(?))"
        return self._run(query + chosen + ordered, json.dumps(sorted(names)))

    def _records(self, query: str, codec: Codec, *values: object) -> list[Any]:
        return [_get(codec, data) for (data,) in self._run(query, *values)]

    def _value(self, query: str, *values: object) -> Any:
        row = self._run(query, *values).fetchone()
        return row[0] if row else None

    def _script(self, statements: str) -> None:
        for statement in filter(str.strip, statements.split(";")):
            self._run(statement)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._database.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self.path}: the ledger cannot be used ({error})")


class _Everything(Touched):
    """All is touched; nothing is noted."""

    def __init__(self) -> None:
        super().__init__(*(_Unnoted() for _ in fields(Touched)))


class _Unnoted(set[str]):
    """A set that takes nothing in."""

    def add(self, element: str) -> None:
        pass

    def update(self, *others: Iterable[str]) -> None:
        pass

    def __ior__(self, other: AbstractSet[str]) -> Self:  # type: ignore[override, misc]
        return self


def _put(codec: Codec, value: object) -> str:
    return _COMPACT.encode(codec[0](value))


def _get(codec: Codec, data: str) -> Any:
    return codec[1](_READ(data)[0])


def _sightings(data: str) -> tuple[Sighting, ...]:
    """The sightings of a local entity, without the rest of it."""
    found: tuple[Sighting, ...] = _SIGHTINGS[1](json.loads(data)[_PLACE])
    return found


def _between(seen: ClaimSeen | TargetSeen, subject: str, object_: str) -> ClaimSeen | TargetSeen:
    """What a document says, of these IRIs; that of a target follows from what it says."""
    if isinstance(seen, TargetSeen):
        return TargetSeen(replace(seen.target, policy=subject), seen.evidence)
    claim = Claim(subject, seen.claim.predicate, object_, seen.claim.qualifiers)
    return ClaimSeen(claim, seen.evidence)


def _id(seen: ClaimSeen | TargetSeen, subject: str, object_: str, ontology: Ontology) -> str:
    """The id of a fact between these IRIs."""
    if isinstance(seen, TargetSeen):
        return replace(seen.target, policy=subject).id
    claim = replace(seen.claim, subject=subject, object=object_)
    return (claim.from_lesser() if ontology.symmetric(claim.predicate) else claim).id


def _n(local: str) -> int:
    """The number in a local id: 7 of `e7`."""
    return int(local[1:])


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(data) // 8}q", data)


def _facts(written: Written) -> Iterator[tuple[str, int, int, int | None, str, str | None, str]]:
    """Kind, number, ends, predicate, sums of money and data of each fact that a document states."""
    record = written.record
    for n, (seen, text) in enumerate(zip(record.claims, written.claims, strict=True)):
        claim = seen.claim
        sums = tuple((name, value) for name, value in claim.qualifiers if name in IDENTITY_QUALIFIERS)
        ends = _n(claim.subject), _n(claim.object)
        yield CLAIM, n, *ends, claim.predicate, _put(_SUMS, sums) if sums else None, text
    for n, (stated, text) in enumerate(zip(record.targets, written.targets, strict=True)):
        yield TARGET, n, _n(stated.target.policy), None, "hasTarget", None, text
    for n, (local, technology, evidence) in enumerate(record.addresses):
        topic = ClaimSeen(Claim(local, "addresses", technology), (evidence,))
        yield TOPIC, n, _n(local), None, "addresses", None, _put(_CLAIM, topic)


def _evidence_of(kind: str, data: str) -> tuple[Evidence, ...]:
    seen: ClaimSeen | TargetSeen = _get(_TARGET if kind == TARGET else _CLAIM, data)
    return seen.evidence


def _components(tokens: Sequence[Sequence[int]]) -> tuple[list[int], dict[int, int]]:
    """For each member the number of its component, from 0 on, and the component of each token."""
    parent = list(range(len(tokens)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[int, int] = {}
    for i, own in enumerate(tokens):
        for token in own:
            left, right = sorted((root(first.setdefault(token, i)), root(i)))
            parent[right] = left
    number: dict[int, int] = {}
    component = [number.setdefault(root(i), len(number)) for i in range(len(tokens))]
    return component, {token: component[i] for token, i in first.items()}


def _numbered(groups: Sequence[int], former: Sequence[int | None], first: int) -> list[int]:
    """The component that each group of members becomes: one that a member is of already, so that few rows change, else
    a new one from `first` on. No two groups become one. `groups`: the group of each member, from 0 on.
    """
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for group, component in zip(groups, former, strict=True):
        if component is not None and group not in chosen and component not in taken:
            chosen[group] = component
            taken.add(component)
    fresh = count(first)
    return [chosen[group] if group in chosen else next(fresh) for group in range(max(groups, default=-1) + 1)]
