"""The stages in order: files in, the graph of a build directory out.

    discover → read → extract → resolve → review → assemble → store

The rooms do the work: `kg.read`, `kg.extract`, `kg.resolve`, `kg.review`, `kg.assemble`, `kg.store`;
`kg.documents` remembers what was extracted, `kg.generations` switches from the old graph to the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg import background, review
from kg.documents import Analysis, Extractor, Records, extract
from kg.enrich import ENRICHMENT_FILE
from kg.errors import KgError, StoreError
from kg.generations import Workshop, building
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.publish import Manifest, publish
from kg.read import discover, parse_document
from kg.report import BuildReport, Skipped
from kg.resolve import resolve_corpus
from kg.review import Judgement
from kg.schedule import Limits, Scheduler
from kg.vocab import digest

OnProgress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the stages know beforehand. `seeds`: directory of the gazetteers, none for that of the package."""

    lexicon: Lexicon
    ontology: Ontology
    seeds: Path | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a generation of the graph is made of, beside the background.

    `manifest`: its documents, with the records of what they contribute; `skipped`: input files that are not
    in it; `judgements` on facts; `links`: a file of links to other datasets, if there is one.
    """

    manifest: Manifest
    skipped: tuple[Skipped, ...]
    judgements: Mapping[str, Judgement]
    links: Path | None

    @classmethod
    def of(cls, out: Path, manifest: Manifest, skipped: Iterable[Skipped]) -> Inputs:
        """With the judgements and links that lie in the build directory `out`. Raises StoreError."""
        links = out / ENRICHMENT_FILE
        judgements = review.read_judgements(out / review.REVIEW_FILE)
        return cls(manifest, tuple(skipped), judgements, links if links.is_file() else None)


def build(
    paths: Sequence[Path],
    *,
    out: Path,
    scheduler: Scheduler | None = None,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """Adds the documents at `paths` to the graph in directory `out`, or puts them in place of their earlier
    versions.

    `scheduler`: where documents are read and extracted, one process of this machine by default; the graph is
    the same for all. `limits`: what one document may take. Raises KgError when nothing can be built; files that
    cannot be read are skipped and named in the report.
    """
    return build_with(
        default_knowledge(),
        default_analysis(),
        paths,
        out=out,
        scheduler=scheduler,
        limits=limits,
        on_progress=on_progress,
    )


def build_with(
    knowledge: Knowledge,
    analysis: Analysis,
    paths: Sequence[Path],
    *,
    out: Path,
    scheduler: Scheduler | None = None,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """As `build`, with other gazetteers or another way to analyse documents."""
    tell = on_progress or _tell_nobody
    with building(out) as workshop:
        found = discover(paths)
        if not found.files:
            problems = "; ".join(f"{p.path}: {p.reason}" for p in found.problems) or "no paths were given"
            raise KgError(f"nothing to build from: {problems}")
        records = Records(workshop.records)
        extracted, skipped = extract(
            found.files,
            records,
            analysis,
            scheduler=scheduler,
            limits=limits,
            on_document=partial(tell, "documents"),
        )
        manifest = Manifest.of(workshop.current()).updated((document.key, document.entry) for document in extracted)
        skipped = [*(Skipped(p.path, p.reason) for p in found.problems), *skipped]
        if not manifest.keys:
            raise KgError(f"nothing could be read: {'; '.join(f'{s.path}: {s.reason}' for s in skipped)}")
        return _publish(workshop, knowledge, Inputs.of(out, manifest, skipped), tell)


def refresh(knowledge: Knowledge, *, out: Path, on_progress: OnProgress | None = None) -> BuildReport:
    """Makes the graph in `out` again from the documents it holds, with the judgements and links there are
    now. Nothing is read again. Raises StoreError when there is no graph.
    """
    with building(out) as workshop:
        manifest, skipped = _present(workshop)
        return _publish(workshop, knowledge, Inputs.of(out, manifest, skipped), on_progress or _tell_nobody)


def remove(
    knowledge: Knowledge, documents: Sequence[str], *, out: Path, on_progress: OnProgress | None = None
) -> BuildReport:
    """Takes documents, by id or file name, out of the graph in `out`, and with them what only they state.

    Raises NotFoundError for one that is not in the graph, and removes none then.
    """
    with building(out) as workshop:
        manifest, skipped = _present(workshop)
        inputs = Inputs.of(out, manifest.without(documents), skipped)
        return _publish(workshop, knowledge, inputs, on_progress or _tell_nobody)


def _present(workshop: Workshop) -> tuple[Manifest, tuple[Skipped, ...]]:
    """The documents of the current generation, and what was skipped beside them."""
    current = workshop.current()
    if current is None:
        raise StoreError(f"{workshop.build}: no graph there; make one with: kg build PATH… --out {workshop.build}")
    return Manifest.of(current), BuildReport.read(current.report).skipped


def _tell_nobody(stage: str, done: int, total: int) -> None:
    pass


def _publish(workshop: Workshop, knowledge: Knowledge, inputs: Inputs, tell: OnProgress) -> BuildReport:
    """The generation of these inputs, unless it is there already, made current."""
    records = Records(workshop.records)
    identity = _identity(knowledge, inputs)
    whole = workshop.find(identity)
    if whole is not None:
        return BuildReport.read(workshop.switch(whole).report)
    tell("background", 0, 1)
    prepared = background.prepare(workshop, knowledge.lexicon, knowledge.ontology, seeds=knowledge.seeds)
    tell("resolve", 0, 1)
    documents = map(records.load, inputs.manifest.keys.values())
    corpus = resolve_corpus(documents, knowledge.lexicon, knowledge.ontology)
    tell("graph", 0, 1)
    report = publish(
        workshop,
        identity,
        review.reviewed(corpus, inputs.judgements, knowledge.ontology),
        manifest=inputs.manifest,
        skipped=inputs.skipped,
        background=prepared,
        ontology=knowledge.ontology,
        names_of=partial(background.curated_names, knowledge.lexicon),
        links=inputs.links,
    )
    records.prune(inputs.manifest.keys.values())
    return report


def _identity(knowledge: Knowledge, inputs: Inputs) -> str:
    """Id of the generation: a digest of its inputs, the background, and this package's code."""
    return digest(
        "generation",
        background.version(knowledge.lexicon, seeds=knowledge.seeds),
        _code_version(),
        review.version(inputs.judgements),
        _content(inputs.links) if inputs.links else "",
        *(part for pair in inputs.manifest.keys.items() for part in pair),
        "skipped",
        *(part for skipped in inputs.skipped for part in (skipped.path, skipped.reason)),
    )


def _code_version() -> str:
    package = Path(__file__).resolve().parent
    return digest("code", *map(_content, sorted(package.rglob("*.py"))))


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def default_knowledge() -> Knowledge:
    """The package's gazetteers and ontology."""
    return Knowledge(load_lexicon(), load_ontology())


def default_analysis() -> Analysis:
    """The package's reader and extractor."""
    return Analysis(parse_document, _new_extractor, _extractor_version)


def _extractor_version() -> str:
    from kg.extract import extractor_version  # loads spaCy and Kiwi

    return extractor_version(load_lexicon(), load_ontology())


def _new_extractor() -> Extractor:
    from kg.extract import Extractor as PackageExtractor

    return PackageExtractor(load_lexicon(), load_ontology())
