"""The stages in order: files in, the graph of a build directory out.

    discover → read → extract → resolve → review → assemble → store

The rooms do the work: `kg.read`, `kg.extract`, `kg.resolve`, `kg.review`, `kg.assemble`, `kg.store`;
`kg.documents` remembers what was extracted, `kg.generations` switches from the old graph to the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg import background, review
from kg.documents import Analysis, Extractor, Records, extract
from kg.errors import KgError
from kg.generations import Workshop, building
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.publish import Manifest, publish
from kg.read import discover, read_document
from kg.report import BuildReport, Skipped
from kg.resolve import resolve_corpus
from kg.review import Judgement
from kg.vocab import digest

OnProgress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the stages know beforehand. `seeds`: directory of the gazetteers, none for that of the package."""

    lexicon: Lexicon
    ontology: Ontology
    seeds: Path | None = None


def build(paths: Sequence[Path], *, out: Path, workers: int = 1, on_progress: OnProgress | None = None) -> BuildReport:
    """Adds the documents at `paths` to the graph in directory `out`, or puts them in place of their earlier
    versions.

    `workers` processes read and extract; the graph is the same for any number. Raises KgError when nothing
    can be built; files that cannot be read are skipped and named in the report.
    """
    knowledge = Knowledge(load_lexicon(), load_ontology())
    return build_with(knowledge, default_analysis(), paths, out=out, workers=workers, on_progress=on_progress)


def build_with(
    knowledge: Knowledge,
    analysis: Analysis,
    paths: Sequence[Path],
    *,
    out: Path,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """As `build`, with other gazetteers or another way to analyse documents."""
    tell = on_progress or (lambda stage, done, total: None)
    with building(out) as workshop:
        found = discover(paths)
        if not found.files:
            problems = "; ".join(f"{p.path}: {p.reason}" for p in found.problems) or "no paths were given"
            raise KgError(f"nothing to build from: {problems}")
        records = Records(workshop.records)
        extracted, skipped = extract(
            found.files, records, analysis, workers=workers, on_document=partial(tell, "documents")
        )
        manifest = Manifest.of(workshop.current()).updated((document.key, document.entry) for document in extracted)
        skipped = [*(Skipped(p.path, p.reason) for p in found.problems), *skipped]
        if not manifest.keys:
            raise KgError(f"nothing could be read: {'; '.join(f'{s.path}: {s.reason}' for s in skipped)}")
        judgements = review.read_judgements(out / review.REVIEW_FILE)
        report = _publish(workshop, knowledge, manifest, skipped, records, judgements, tell)
        records.prune(manifest.keys.values())
        return report


def _publish(
    workshop: Workshop,
    knowledge: Knowledge,
    manifest: Manifest,
    skipped: Sequence[Skipped],
    records: Records,
    judgements: Mapping[str, Judgement],
    tell: OnProgress,
) -> BuildReport:
    """The generation of these documents, unless it is there already, made current."""
    identity = _identity(knowledge, manifest, skipped, judgements)
    whole = workshop.find(identity)
    if whole is not None:
        return BuildReport.read(workshop.switch(whole).report)
    tell("background", 0, 1)
    prepared = background.prepare(workshop, knowledge.lexicon, knowledge.ontology, seeds=knowledge.seeds)
    tell("resolve", 0, 1)
    corpus = resolve_corpus(map(records.load, manifest.keys.values()), knowledge.lexicon, knowledge.ontology)
    tell("graph", 0, 1)
    return publish(
        workshop,
        identity,
        review.reviewed(corpus, judgements, knowledge.ontology),
        manifest=manifest,
        skipped=skipped,
        background=prepared,
        ontology=knowledge.ontology,
        names_of=partial(background.curated_names, knowledge.lexicon),
    )


def _identity(
    knowledge: Knowledge, manifest: Manifest, skipped: Sequence[Skipped], judgements: Mapping[str, Judgement]
) -> str:
    """Id of the generation: a digest of the records, what was skipped, the judgements on facts, the
    background, and this package's code.
    """
    documents = [part for pair in manifest.keys.items() for part in pair]
    left_out = [part for s in skipped for part in (s.path, s.reason)]
    version = background.version(knowledge.lexicon, seeds=knowledge.seeds)
    judged = review.version(judgements)
    return digest("generation", version, judged, _code_version(), *documents, "skipped", *left_out)


def _code_version() -> str:
    package = Path(__file__).resolve().parent
    contents = (hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(package.rglob("*.py")))
    return digest("code", *contents)


def default_analysis() -> Analysis:
    """The package's reader and extractor."""
    from kg.extract import extractor_version  # loads spaCy and Kiwi

    return Analysis(read_document, _new_extractor, extractor_version(load_lexicon(), load_ontology()))


def _new_extractor() -> Extractor:
    from kg.extract import Extractor as PackageExtractor

    return PackageExtractor(load_lexicon(), load_ontology())
