"""A generation of the graph, written and made current: all of it, or the last one with a change.

In: statements, and what else a generation is made of (`Frame`). Out: a generation with `graph.ttl`, `background.ttl`,
`store`, the catalogue, the indexes of names, `report.json` and the manifest; the build directory shows it. Statements
pass in a stream; memory does not grow with the graph.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from kg import store
from kg.catalogue import Catalogue, cataloguing, copy_catalogue, update_catalogue
from kg.change import Change
from kg.disk import sync
from kg.enrich import read_links
from kg.errors import NotFoundError, StoreError
from kg.files import link
from kg.generations import Generation, Workshop
from kg.labels import update_index, write_index_of
from kg.model import DocumentRecord
from kg.ontology import Ontology
from kg.portions import MergeRow
from kg.rdf import write_turtle
from kg.report import BuildReport, DocumentEntry, ReviewEntry, Skipped, Tally, report
from kg.schedule import Partner, beside
from kg.statements import Stated, Subject
from kg.turtle import Edit, difference, in_order, merged, passed_on, put_aside, taken_up, unite, write_edited
from kg.validate import check_change
from kg.vocab import GRAPH_ENRICHMENT, GRAPH_FACTS

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which record each document of a graph comes from (by bulletin id), with the report's line on it.

    `facts_graph`: whether the store has what documents state as a named graph, too.
    """

    keys: Mapping[str, str]
    entries: Mapping[str, DocumentEntry]
    facts_graph: bool = False

    @classmethod
    def of(cls, generation: Generation | None) -> Manifest:
        """The manifest of a generation, empty where there is none yet. Raises StoreError for a broken one."""
        if generation is None:
            return cls({}, {})
        try:
            data = json.loads(generation.manifest.read_text(encoding="utf-8"))
            entries = {entry["id"]: DocumentEntry(**entry) for entry in data["entries"]}
            return cls(data["keys"], entries, data.get("facts_graph", False))  # older ones lack it
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{generation.manifest}: cannot be read ({error}); build into a new directory") from error

    def updated(self, documents: Iterable[tuple[str, DocumentEntry]]) -> Manifest:
        """With these documents (record key, entry) added, or in place of those with the same id."""
        fresh = {entry.id: (key, entry) for key, entry in documents}
        keys = {**self.keys, **{identity: key for identity, (key, _) in fresh.items()}}
        entries = {**self.entries, **{identity: entry for identity, (_, entry) in fresh.items()}}
        return replace(self, keys=dict(sorted(keys.items())), entries=dict(sorted(entries.items())))

    def without(self, documents: Sequence[str]) -> Manifest:
        """Without these documents, named by id or file. Raises NotFoundError for one that is not there."""
        gone = set()
        for name in documents:
            found = {e.id for e in self.entries.values() if name in (e.id, e.file)}
            if not found:
                raise NotFoundError(f"no document '{name}' in the graph; it holds: {_listed(self.keys)}")
            gone |= found
        return replace(
            self,
            keys={identity: key for identity, key in self.keys.items() if identity not in gone},
            entries={identity: entry for identity, entry in self.entries.items() if identity not in gone},
        )

    def write(self, path: Path) -> None:
        """Writes it as JSON."""
        entries = [asdict(entry) for entry in self.entries.values()]
        data = {"keys": dict(self.keys), "entries": entries, "facts_graph": self.facts_graph}
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _listed(identities: Iterable[str]) -> str:
    """The first few of the ids, and how many more there are."""
    known = list(identities)
    more = len(known) - _LISTED
    return ", ".join(known[:_LISTED]) + (f" and {more} more" if more > 0 else "") if known else "none"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a generation is made of beside its statements.

    `background`: a directory that `kg.background` prepared; `links`: a Turtle file of links to other datasets;
    `documents` gives documents by id, without what was extracted from their text.
    """

    manifest: Manifest
    skipped: Sequence[Skipped]
    review: ReviewEntry
    background: Path
    ontology: Ontology
    links: Path | None
    documents: Callable[[str], DocumentRecord]


@dataclass(frozen=True, slots=True)
class Portion:
    """Statements of the facts graph, in any order and possibly repeated, and the merges of the things among them, which
    are asked for when all statements have passed.

    `apart` gives more statements, about other subjects, to whom asks for them, which may be another process.
    """

    statements: Iterable[Stated]
    merges: Iterable[MergeRow]
    apart: Callable[[], Iterable[Stated]] = tuple

    def all(self) -> Iterable[Stated]:
        """All statements."""
        return chain(self.statements, self.apart())


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a portion takes the place of: `subjects` (IRIs) that the former graph may have and the new one may not,
    beside those that the portion speaks of; `dropped`: ids of documents that are gone or come in a newer version,
    `arrived`: of those that are new or come in one.
    """

    subjects: AbstractSet[str]
    dropped: AbstractSet[str]
    arrived: AbstractSet[str]


def publish_all(
    workshop: Workshop, identity: str, everything: Portion, frame: Frame, *, several: bool = False
) -> BuildReport:
    """Writes the generation `identity` with these statements, and makes it current.

    Where `several` processes may be at work, two are. Raises StoreError when the file of links is broken.
    """
    workshop.drop_generations()
    fresh = Generation(workshop.stage())
    linked = read_links(frame.links) if frame.links else []
    if linked:
        write_turtle(linked, fresh.enrichment)
    (_write_by_two if several else _write)(everything, fresh, frame, linked)
    counted = Catalogue(fresh.catalogue)
    tally = Tally.counted(counted.tally("class"), counted.tally("property"), frame.ontology)
    return _finish(workshop, identity, fresh, frame, tally)


def publish_change(
    workshop: Workshop,
    identity: str,
    changed: Portion,
    frame: Frame,
    *,
    replaced: Replaced,
    when_whole: Callable[[], None],
) -> BuildReport:
    """Writes the generation `identity`, the current one with a portion in place of what is `replaced`, calls
    `when_whole`, and makes it current.

    Of each subject that it speaks of the portion says all. The outcome is that of `publish_all`, at a cost that follows
    the change; but files are copied. What changed is held against the shapes; a breach is named in the report. Raises
    StoreError where there is no current generation.
    """
    workshop.drop_generations()
    old, fresh = workshop.required(), Generation(workshop.stage())
    with ThreadPoolExecutor(1) as aside:  # what is long on its way to the disk is so beside the rest
        copied = aside.submit(copy_catalogue, old.catalogue, fresh.catalogue)
        after = list(in_order(changed.all(), scratch=fresh.path))
        subjects = replaced.subjects | {iri for iri, _ in after}
        differing = difference(old.graph, replaced.subjects, after)
        written = aside.submit(_write_edited, old.graph, fresh.graph, differing.edits)
        gone, new = set(differing.before) - set(differing.after), set(differing.after) - set(differing.before)
        store.change(old.store, fresh.store, gone=gone, new=new)  # a thread would wait for this one at each statement
        broken = check_change(differing.after, new, store.open_read_only(fresh.store))
        change = Change(
            before=differing.before,
            after=differing.after,
            dropped=frozenset(replaced.dropped),
            added=[frame.documents(name) for name in sorted(replaced.arrived)],
        )
        copied.result()
        update_catalogue(fresh.catalogue, change)
        synced = aside.submit(sync, fresh.catalogue)
        if old.enrichment.exists():
            link(old.enrichment, fresh.enrichment)
        linked = read_links(frame.links) if frame.links else []
        link(Generation(frame.background).background_names, fresh.background_names)
        _change_merges(old.merges, fresh.merges, subjects, changed.merges)
        written.result()
        update_index(old, fresh, change, linked=linked)  # which may read the graph
        synced.result()
    counts = (Tally.of(part, frame.ontology) for part in (gone, new))
    known = BuildReport.read(old.report).tally
    tally = known.changed(gone=next(counts), new=next(counts))
    outcome = _finish(workshop, identity, fresh, frame, tally, when_whole=when_whole)
    return replace(outcome, broken=tuple(broken))


def _write_edited(old: Path, new: Path, edits: Iterable[Edit]) -> None:
    write_edited(old, new, edits)
    sync(new)


def _write(everything: Portion, fresh: Generation, frame: Frame, linked: Sequence[ox.Triple]) -> None:
    """Writes the graph, with catalogue and index of names as its statements pass, then the store."""
    subjects = passed_on(in_order(everything.all(), scratch=fresh.path), fresh.graph)
    _write_tables(subjects, fresh, frame, linked)
    sources = [(fresh.graph, _named(frame)), *_enrichment(fresh)]
    store.extend(Generation(frame.background).store, fresh.store, sources)
    _write_merges(fresh.merges, everything.merges)


def _write_by_two(everything: Portion, fresh: Generation, frame: Frame, linked: Sequence[ox.Triple]) -> None:
    """As `_write`: two processes write half of the graph each; then one goes on with catalogue and index of names, the
    other one with the store.
    """
    with TemporaryDirectory(dir=fresh.path) as one, TemporaryDirectory(dir=fresh.path) as other:
        left, right = Path(one, "graph.ttl"), Path(other, "graph.ttl")

        def write_apart(partner: Partner) -> None:
            _write_part(everything.apart(), right)
            partner.tell()
            partner.wait()
            unite(left, right, fresh.graph)
            _write_tables(merged(map(taken_up, map(_aside, (left, right)))), fresh, frame, linked)

        with beside(write_apart) as partner:  # forked before there are threads, which do not survive that
            _write_part(everything.statements, left)
            partner.tell()
            with store.filling(Generation(frame.background).store, fresh.store, several=True) as fill:
                fill(left, _named(frame))
                partner.wait()
                for file, graph in ((right, _named(frame)), *_enrichment(fresh)):
                    fill(file, graph)
                _write_merges(fresh.merges, everything.merges)


def _write_part(stated: Iterable[Stated], path: Path) -> None:
    """Writes what is stated to a file in a directory of its own, and puts the subjects aside."""
    put_aside(passed_on(in_order(stated, scratch=path.parent), path), _aside(path))


def _aside(path: Path) -> Path:
    """Where the subjects of a part are."""
    return path.with_name("subjects")


def _write_tables(subjects: Iterable[Subject], fresh: Generation, frame: Frame, linked: Sequence[ox.Triple]) -> None:
    """Writes catalogue and index of names. The subjects come in canonical order."""
    passed = cataloguing(fresh.catalogue, subjects, _by_date(frame))
    write_index_of(fresh.names, passed, linked=linked, known=Generation(frame.background).background_names)


def _named(frame: Frame) -> str | None:
    """The named graph that takes what documents state, if one does."""
    return GRAPH_FACTS if frame.manifest.facts_graph else None


def _enrichment(fresh: Generation) -> list[store.Source]:
    """The file of links, where there is one."""
    return [(fresh.enrichment, GRAPH_ENRICHMENT)] if fresh.enrichment.exists() else []


def _finish(
    workshop: Workshop,
    identity: str,
    fresh: Generation,
    frame: Frame,
    tally: Tally,
    *,
    when_whole: Callable[[], None] = lambda: None,
) -> BuildReport:
    """Adds the files that are small or shared, and makes the generation current once `when_whole` was called."""
    prepared = Generation(frame.background)
    link(prepared.background, fresh.background)
    if not fresh.background_names.exists():
        link(prepared.background_names, fresh.background_names)
    outcome = report(frame.manifest.entries.values(), tally, skipped=frame.skipped, review=frame.review)
    fresh.report.write_text(outcome.to_json(), encoding="utf-8")
    frame.manifest.write(fresh.manifest)
    workshop.publish(fresh.path, identity, background=frame.background, when_whole=when_whole)
    return outcome


def _by_date(frame: Frame) -> Iterator[DocumentRecord]:
    """All documents by day of issue, those without one last."""
    entries = frame.manifest.entries.values()
    for entry in sorted(entries, key=lambda e: (e.issued is None, e.issued or "", e.id)):
        yield frame.documents(entry.id)


def _write_merges(path: Path, rows: Iterable[MergeRow]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines("\t".join(row) + "\n" for row in sorted(set(rows)))


def _change_merges(old: Path, new: Path, subjects: AbstractSet[str], rows: Iterable[MergeRow]) -> None:
    """The merges of `old`, but of `subjects` only `rows`."""
    with old.open(encoding="utf-8", newline="\n") as lines:
        known = (line.rstrip("\n").split("\t") for line in lines)
        kept = [(iri, how, left, right) for iri, how, left, right in known if iri not in subjects]
    _write_merges(new, chain(kept, rows))
