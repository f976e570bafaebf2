"""A generation of the graph, written and made current.

In: a resolved and reviewed corpus, a prepared background and the list of what was read and skipped. Out: a
generation with `graph.ttl`, `background.ttl`, `store`, the indexes of names, `report.json` and the manifest;
the build directory shows it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kg import store
from kg.assemble import assemble
from kg.catalogue import write_catalogue
from kg.enrich import read_links
from kg.errors import NotFoundError, StoreError
from kg.generations import Generation, Workshop
from kg.labels import write_index
from kg.model import Corpus, Name
from kg.ontology import Ontology
from kg.rdf import canonical, write_turtle
from kg.report import BuildReport, DocumentEntry, Skipped, report
from kg.review import Reviewed
from kg.vocab import GRAPH_ENRICHMENT, GRAPH_FACTS

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which record each document of a graph comes from (by bulletin id), with the report's line on it."""

    keys: Mapping[str, str]
    entries: Mapping[str, DocumentEntry]

    @classmethod
    def of(cls, generation: Generation | None) -> Manifest:
        """The manifest of a generation, empty where there is none yet. Raises StoreError for a broken one."""
        if generation is None:
            return cls({}, {})
        try:
            data = json.loads(generation.manifest.read_text(encoding="utf-8"))
            entries = {entry["id"]: DocumentEntry(**entry) for entry in data["entries"]}
            return cls(data["keys"], entries)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{generation.manifest}: cannot be read ({error}); build into a new directory") from error

    def updated(self, documents: Iterable[tuple[str, DocumentEntry]]) -> Manifest:
        """With these documents (record key, entry) added, or in place of those with the same id."""
        fresh = {entry.id: (key, entry) for key, entry in documents}
        keys = {**self.keys, **{identity: key for identity, (key, _) in fresh.items()}}
        entries = {**self.entries, **{identity: entry for identity, (_, entry) in fresh.items()}}
        return Manifest(dict(sorted(keys.items())), dict(sorted(entries.items())))

    def without(self, documents: Sequence[str]) -> Manifest:
        """Without these documents, named by id or file. Raises NotFoundError for one that is not there."""
        gone = set()
        for name in documents:
            found = {e.id for e in self.entries.values() if name in (e.id, e.file)}
            if not found:
                raise NotFoundError(f"no document '{name}' in the graph; it holds: {_listed(self.keys)}")
            gone |= found
        return Manifest(
            {identity: key for identity, key in self.keys.items() if identity not in gone},
            {identity: entry for identity, entry in self.entries.items() if identity not in gone},
        )

    def write(self, path: Path) -> None:
        """Writes it as JSON."""
        data = {"keys": dict(self.keys), "entries": [asdict(entry) for entry in self.entries.values()]}
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _listed(identities: Iterable[str]) -> str:
    """The first few of the ids, and how many more there are."""
    known = list(identities)
    more = len(known) - _LISTED
    return ", ".join(known[:_LISTED]) + (f" and {more} more" if more > 0 else "") if known else "none"


def publish(
    workshop: Workshop,
    identity: str,
    reviewed: Reviewed,
    *,
    manifest: Manifest,
    skipped: Sequence[Skipped],
    background: Path,
    ontology: Ontology,
    names_of: Callable[[str], Sequence[Name]],
    links: Path | None = None,
) -> BuildReport:
    """Writes the generation `identity` and makes it current.

    `background` is a directory that `kg.background` prepared, `links` a Turtle file of links to other
    datasets. Raises StoreError when that file is broken.
    """
    corpus = reviewed.corpus
    stage = workshop.stage()
    generation = Generation(stage)
    triples = canonical(assemble(corpus, ontology=ontology, names_of=names_of))
    write_turtle(triples, generation.graph)
    dated = sorted(corpus.documents, key=lambda d: (d.issued is None, d.issued, d.id))
    write_catalogue(generation.catalogue, triples, dated)
    prepared = Generation(background)
    linked = read_links(links) if links else []
    write_index(generation.names, triples, linked=linked, known=prepared.background_names)
    sources = [(generation.graph, GRAPH_FACTS)]
    if linked:
        write_turtle(linked, generation.enrichment)
        sources.append((generation.enrichment, GRAPH_ENRICHMENT))
    _link(prepared.background, generation.background)
    _link(prepared.background_names, generation.background_names)
    store.extend(prepared.store, generation.store, sources)
    outcome = report(manifest.entries.values(), triples, ontology=ontology, skipped=skipped, reviewed=reviewed)
    generation.report.write_text(outcome.to_json(), encoding="utf-8")
    manifest.write(generation.manifest)
    write_merges(corpus, generation.merges)
    workshop.publish(stage, identity, background=background)
    return outcome


def write_merges(corpus: Corpus, path: Path) -> None:
    """Writes for each thing the merges behind it: IRI, how, the two names."""
    rows = {
        (entity.iri, merge.how, " ".join(merge.left.split()), " ".join(merge.right.split()))
        for entity in corpus.entities
        for merge in entity.merges
    }
    path.write_text("".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    """`target` with the content of `source`, by a second name for the same file where the file system has
    such.
    """
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
