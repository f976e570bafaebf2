"""The stages in order: files in, the graph of a build directory out.

    discover → read → extract → resolve → review → assemble → store

The rooms do the work: `kg.read`, `kg.extract`, `kg.ledger` (which resolves, and applies reviews), `kg.portions` and
`kg.assemble`, `kg.publish`; `kg.documents` remembers what was extracted, the ledger what that came to, and
`kg.generations` switches from the old graph to the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from kg import background, review, validate
from kg.documents import Analysis, Extractor, Records, extract
from kg.enrich import ENRICHMENT_FILE
from kg.errors import KgError, StoreError
from kg.garbage import seldom_collected
from kg.generations import Workshop, building
from kg.ledger import Ledger, Touched
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.portions import MergeRow, of_documents, of_facts, of_things, statements
from kg.publish import Frame, Manifest, Portion, Replaced, publish_all, publish_change
from kg.read import discover, parse_document
from kg.records import Written, decode_written
from kg.report import BuildReport, ReviewEntry, Skipped
from kg.resolve import Resolver, resolver
from kg.review import Judgement
from kg.schedule import Limits, Scheduler
from kg.statements import Stated
from kg.vocab import digest

OnProgress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the stages know beforehand. `seeds`: directory of the gazetteers, none for that of the package."""

    lexicon: Lexicon
    ontology: Ontology
    seeds: Path | None = None


Load = Callable[[], Knowledge]
"""Loads what the stages know. It is called when the build directory is held, so that one that is held by another build
is said to be so at once.
"""


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
        return cls(manifest, tuple(skipped), review.read_judgements(out / review.REVIEW_FILE), _links(out))


def _links(out: Path) -> Path | None:
    """The file of links to other datasets that lies in the build directory `out`, if there is one."""
    links = out / ENRICHMENT_FILE
    return links if links.is_file() else None


def build(
    paths: Sequence[Path],
    *,
    out: Path,
    scheduler: Scheduler | None = None,
    limits: Limits | None = None,
    facts_graph: bool | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """Adds the documents at `paths` to the graph in directory `out`, or puts them in place of their earlier
    versions.

    `scheduler`: where documents are read and extracted, one process of this machine by default; the graph is
    the same for all. `limits`: what one document may take. `facts_graph`: whether the store has what documents state
    as a named graph, too; none for as it was, at first without. Raises KgError when nothing can be built; files that
    cannot be read are skipped and named in the report.
    """
    return _build(
        default_knowledge,
        default_analysis(),
        paths,
        out=out,
        scheduler=scheduler,
        limits=limits,
        facts_graph=facts_graph,
        tell=on_progress or _tell_nobody,
    )


def build_with(
    knowledge: Knowledge,
    analysis: Analysis,
    paths: Sequence[Path],
    *,
    out: Path,
    scheduler: Scheduler | None = None,
    limits: Limits | None = None,
    facts_graph: bool | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """As `build`, with other gazetteers or another way to analyse documents."""
    return _build(
        lambda: knowledge,
        analysis,
        paths,
        out=out,
        scheduler=scheduler,
        limits=limits,
        facts_graph=facts_graph,
        tell=on_progress or _tell_nobody,
    )


def _build(
    load: Load,
    analysis: Analysis,
    paths: Sequence[Path],
    *,
    out: Path,
    scheduler: Scheduler | None,
    limits: Limits | None,
    facts_graph: bool | None,
    tell: OnProgress,
) -> BuildReport:
    with building(out) as workshop:
        with seldom_collected():
            knowledge = load()
        found = discover(paths)
        if not found.files:
            problems = "; ".join(f"{p.path}: {p.reason}" for p in found.problems) or "no paths were given"
            raise KgError(f"nothing to build from: {problems}")
        held = _with_graph(Manifest.of(workshop.current()), facts_graph)
        several = scheduler is not None and scheduler.several

        def meanwhile() -> None:
            """What the build needs whatever the documents say, while they are worked on."""
            workshop.drop_generations()
            _background(workshop, knowledge)
            if _may_be_small(held, found.files):
                validate.get_ready()

        with ExitStack() as stack:
            begun = None
            if several and _may_be_anew(held, found.files):
                begun = stack.enter_context(_opened(workshop, knowledge, _links(out), anew=True))
                stack.enter_context(seldom_collected())
            extracted, skipped = extract(
                found.files,
                Records(workshop.records),
                analysis,
                known={key: held.entries[name] for name, key in held.keys.items()},
                scheduler=scheduler,
                limits=limits,
                on_document=partial(tell, "documents"),
                on_record=partial(_begin, begun[0]) if begun else None,
                meanwhile=meanwhile,
                ending=None if begun else stack,  # where other processes are begun none may be at its end
            )
            manifest = held.updated((document.key, document.entry) for document in extracted)
            skipped = [*(Skipped(p.path, p.reason) for p in found.problems), *skipped]
            if not manifest.keys:
                raise KgError(f"nothing could be read: {'; '.join(f'{s.path}: {s.reason}' for s in skipped)}")
            inputs = Inputs.of(out, manifest, skipped)
            return _publish(workshop, knowledge, inputs, tell, several=several, begun=begun)


def refresh(
    load: Load, *, out: Path, facts_graph: bool | None = None, on_progress: OnProgress | None = None
) -> BuildReport:
    """Makes the graph in `out` again from the documents it holds, with the judgements and links there are
    now. Nothing is read again. `facts_graph`: as for `build`. Raises StoreError when there is no graph.
    """
    with building(out) as workshop:
        manifest, skipped = _present(workshop)
        manifest = _with_graph(manifest, facts_graph)
        return _publish(workshop, load(), Inputs.of(out, manifest, skipped), on_progress or _tell_nobody)


def remove(load: Load, documents: Sequence[str], *, out: Path, on_progress: OnProgress | None = None) -> BuildReport:
    """Takes documents, by id or file name, out of the graph in `out`, and with them what only they state.

    Raises NotFoundError for one that is not in the graph, and removes none then.
    """
    with building(out) as workshop:
        manifest, skipped = _present(workshop)
        inputs = Inputs.of(out, manifest.without(documents), skipped)
        return _publish(workshop, load(), inputs, on_progress or _tell_nobody)


def _present(workshop: Workshop) -> tuple[Manifest, tuple[Skipped, ...]]:
    """The documents of the current generation, and what was skipped beside them."""
    current = workshop.current()
    if current is None:
        raise StoreError(f"{workshop.build}: no graph there; make one with: kg build PATH… --out {workshop.build}")
    return Manifest.of(current), BuildReport.read(current.report).skipped


def _with_graph(manifest: Manifest, facts_graph: bool | None) -> Manifest:
    """With what is asked for, where something is."""
    return manifest if facts_graph is None else replace(manifest, facts_graph=facts_graph)


def _tell_nobody(stage: str, done: int, total: int) -> None:
    pass


def _publish(
    workshop: Workshop,
    knowledge: Knowledge,
    inputs: Inputs,
    tell: OnProgress,
    *,
    several: bool = False,
    begun: Opened | None = None,
) -> BuildReport:
    """The generation of these inputs, unless it is there already, made current.

    `begun`: a new ledger, which has some of the documents.
    """
    with seldom_collected():
        return _published(workshop, knowledge, inputs, tell, several=several, begun=begun)


def _published(
    workshop: Workshop,
    knowledge: Knowledge,
    inputs: Inputs,
    tell: OnProgress,
    *,
    several: bool,
    begun: Opened | None,
) -> BuildReport:
    identity = _identity(knowledge, inputs)
    whole = workshop.find(identity)
    if whole is not None:
        workshop.switch(whole)
        workshop.drop_generations()
        return BuildReport.read(whole.report)
    records = Records(workshop.records)
    tell("background", 0, 1)
    prepared = _background(workshop, knowledge)
    anew = _is_anew(Manifest.of(workshop.current()), inputs.manifest)
    opened = nullcontext(begun) if begun else _opened(workshop, knowledge, inputs.links, anew=anew)
    with opened as (ledger, version):
        keys, known = inputs.manifest.keys, ledger.documents()
        dropped = [name for name, key in known.items() if keys.get(name) != key]
        arrived = [name for name, key in keys.items() if known.get(name) != key]
        small = (
            not ledger.new
            and len({*dropped, *arrived}) * _SMALL <= len(keys)
            and Manifest.of(workshop.current()).facts_graph == inputs.manifest.facts_graph
        )

        def added() -> Iterator[tuple[str, Written]]:
            for done, name in enumerate(arrived):
                tell("resolve", done, len(arrived))
                yield keys[name], records.load_written(keys[name])

        touched = ledger.update(dropped, added(), several=several)
        judged = ledger.judge(inputs.judgements, touched)
        tell("graph", 0, 1)
        frame = Frame(
            manifest=inputs.manifest,
            skipped=inputs.skipped,
            review=ReviewEntry(judged.wrong, judged.right, tuple(one.fact for one in judged.gone)),
            background=prepared,
            ontology=knowledge.ontology,
            links=inputs.links,
            documents=lambda name: records.load_text(keys[name]),
        )
        if small:
            replaced = Replaced(touched.gone, frozenset(dropped), frozenset(arrived))
            # Not before the new graph is whole: until then it is the ledger of the old one. Not after readers have it:
            # a full disk shall leave them the old one.
            commit = partial(ledger.commit, version, identity)
            change = _changed(ledger, touched, knowledge)
            report = publish_change(workshop, identity, change, frame, replaced=replaced, when_whole=commit)
        else:
            ledger.commit(version, identity)  # before: other processes read what is committed
            report = publish_all(workshop, identity, _whole(ledger, knowledge), frame, several=several)
    records.prune(keys.values())
    return report


def _background(workshop: Workshop, knowledge: Knowledge) -> Path:
    """The prepared background, made where it is missing."""
    return background.prepare(workshop, knowledge.lexicon, knowledge.ontology, seeds=knowledge.seeds)


def _changed(ledger: Ledger, touched: Touched, knowledge: Knowledge) -> Portion:
    names_of = partial(background.curated_names, knowledge.lexicon)
    united: list[MergeRow] = []
    stated = statements(ledger, touched, ontology=knowledge.ontology, names_of=names_of, united=united)
    return Portion(stated, united)


def _whole(ledger: Ledger, knowledge: Knowledge) -> Portion:
    names_of = partial(background.curated_names, knowledge.lexicon)
    united: list[MergeRow] = []
    stated = of_things(ledger, None, ontology=knowledge.ontology, names_of=names_of, united=united)

    def apart() -> Iterator[Stated]:
        with ledger.again() as committed:
            yield from of_documents(committed, None, ontology=knowledge.ontology)
            yield from of_facts(committed, None)

    return Portion(stated, united, apart)


def _of_current(workshop: Workshop, version: str, resolve: Resolver) -> Ledger | None:
    """The ledger that is there, if it is that of the current generation and of this version. A broken one is none: all
    that it holds can be made again.
    """
    current = workshop.current()
    if current is None or not workshop.ledger.exists():
        return None
    try:
        ledger = Ledger(workshop.ledger, resolve)
        if ledger.belongs(version, current.path.name):
            return ledger
    except StoreError:
        return None
    ledger.close()
    return None


_SMALL = 4
"""A change is small when it is at most one document in so many; a larger one costs less to write as a whole."""


def _may_be_small(held: Manifest, files: Iterable[Path]) -> bool:
    """Whether these files may come to a small change, as far as one knows before they are read: those with names that
    no document has are new.
    """
    names = {entry.file for entry in held.entries.values()}
    new = sum(file.name not in names for file in files)
    return new * _SMALL <= len(held.keys) + new


def _may_be_anew(held: Manifest, files: Iterable[Path]) -> bool:
    """As `_is_anew`, as far as one knows before the files are read: those with names that no document has are new."""
    names = {entry.file for entry in held.entries.values()}
    return len(held.keys) * _SMALL <= sum(file.name not in names for file in files)


def _is_anew(former: Manifest, manifest: Manifest) -> bool:
    """Whether so few documents stay as they were that a new ledger costs less than a change of the old one."""
    staying = sum(manifest.keys.get(name) == key for name, key in former.keys.items())
    return staying * _SMALL <= len(manifest.keys) - staying


Opened = tuple[Ledger, str]
"""A ledger, and the version of this program and its data, which belongs to it."""


def _begin(ledger: Ledger, key: str, data: bytes) -> None:
    """Puts a document, by the key of its record and that itself, into a new ledger while others are worked on."""
    ledger.begin(key, decode_written(data))


@contextmanager
def _opened(workshop: Workshop, knowledge: Knowledge, links: Path | None, *, anew: bool) -> Iterator[Opened]:
    """The ledger of the current generation, or a new one: `anew`, or where there is none of it. When the context ends a
    new one that was committed is put into place.
    """
    linked = _content(links) if links else ""
    version = digest("ledger", background.version(knowledge.lexicon, seeds=knowledge.seeds), _code_version(), linked)
    resolve = resolver(knowledge.lexicon, knowledge.ontology)
    known = None if anew else _of_current(workshop, version, resolve)
    if known is not None:
        with closing(known):
            yield known, version
        return
    fresh = workshop.stage() / workshop.ledger.name
    with closing(Ledger(fresh, resolve)) as ledger:
        yield ledger, version
    if not ledger.committed:
        return
    # What a killed build left to take back changes of the former ledger would be done to this one.
    workshop.ledger.with_name(f"{workshop.ledger.name}-journal").unlink(missing_ok=True)
    workshop.install(fresh, workshop.ledger)


def _identity(knowledge: Knowledge, inputs: Inputs) -> str:
    """Id of the generation: a digest of its inputs, the background, and this package's code."""
    return digest(
        "generation",
        background.version(knowledge.lexicon, seeds=knowledge.seeds),
        _code_version(),
        review.version(inputs.judgements),
        _content(inputs.links) if inputs.links else "",
        f"facts graph: {inputs.manifest.facts_graph}",
        *(part for pair in inputs.manifest.keys.items() for part in pair),
        "skipped",
        *(part for skipped in inputs.skipped for part in (skipped.path, skipped.reason)),
    )


@cache
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
    with seldom_collected():
        from kg.extract import extractor_version  # loads all rules

    return extractor_version(load_lexicon(), load_ontology())


def _new_extractor() -> Extractor:
    from kg.extract import load_extractor  # loads spaCy and Kiwi

    return load_extractor()
