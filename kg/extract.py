"""One document to its records: recognise, resolve within, relate.

In: a `Bulletin`. Out: a `DocumentRecord`, a function of the bulletin, the code and the data alone.
"""

from __future__ import annotations

import gc
import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from pathlib import Path

from kg import __version__
from kg.garbage import BETWEEN_COLLECTIONS
from kg.language import korean
from kg.lexicon import Lexicon, load_lexicon
from kg.model import (
    Article,
    ArticleInfo,
    BlockKind,
    Bulletin,
    ClaimSeen,
    DocumentRecord,
    Evidence,
    TargetSeen,
    collected,
)
from kg.ontology import Ontology, load_ontology
from kg.read.dates import written_by
from kg.recognise import Recogniser
from kg.relate import Relater, Thing
from kg.resolve import resolve_document
from kg.resolve.judgements import load_judgements
from kg.resources import seeds_dir

_ROOMS = ("language", "lexicon", "read", "recognise", "resolve", "relate", "extract.py", "model.py")


class Extractor:
    """Extracts documents. Building one is costly (spaCy, Kiwi, gazetteers); calling it is not."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        self.lexicon, self.ontology = lexicon, ontology
        self._recognise = Recogniser(lexicon, ontology)
        self._judgements = load_judgements()
        self._relate = Relater(lexicon, ontology, self._recognise.resources.words)

    @cached_property
    def version(self) -> str:
        """Hash of all that the outcome depends on besides the document: code, seeds, ontology."""
        return extractor_version(self.lexicon, self.ontology)

    def __call__(self, bulletin: Bulletin) -> DocumentRecord:
        """The records of one document."""
        reads = self._recognise(bulletin.articles)
        resolved = resolve_document(reads, self.lexicon, self.ontology, self._judgements)
        named = [Thing(entity.id, entity.cls) for entity in resolved.entities]
        meant = map(named.__getitem__, resolved.meant)  # in reading order, as the passages are gone through
        things = {id_: [[*islice(meant, len(read.mentions))] for read in parts] for id_, parts in reads.items()}
        claims: list[ClaimSeen] = []
        targets: list[TargetSeen] = []
        told = bulletin.issued or written_by(bulletin.original)  # what is past then, and what is to come
        addresses: list[tuple[str, str, Evidence]] = []
        for related in self._relate(bulletin.articles, reads, things, told):
            claims.extend(related.claims)
            targets.extend(related.targets)
            addresses.extend(related.addresses)
        return DocumentRecord(
            id=bulletin.id,
            name=bulletin.name,
            title=bulletin.title,
            publisher=bulletin.publisher,
            issued=bulletin.issued,
            sha256=bulletin.sha256,
            original=bulletin.original,
            articles=tuple(map(_info, bulletin.articles)),
            entities=resolved.entities,
            claims=collected(claims),
            targets=tuple(targets),
            addresses=tuple(addresses),
        )


def load_extractor() -> Extractor:
    """The package's extractor, for a process that goes on to extract documents.

    What it consists of stays to the end of the process, so that garbage is not looked for in it, and seldom elsewhere.
    """
    gc.disable()
    try:
        lexicon = load_lexicon()
        with ThreadPoolExecutor(1) as aside:
            scanning = aside.submit(lexicon.get_ready)
            extractor = Extractor(lexicon, load_ontology())
            korean.load()  # last: no other thread gets on meanwhile
            scanning.result()
        return extractor
    finally:
        gc.freeze()
        gc.set_threshold(BETWEEN_COLLECTIONS)
        gc.enable()


def _info(article: Article) -> ArticleInfo:
    references = tuple(
        (block.text.text, block.url or "", block.day)
        for block in article.blocks
        if block.kind in {BlockKind.REFERENCE, BlockKind.SOURCE} and (block.text or block.url)
    )
    return ArticleInfo(
        article.id,
        article.section.value,
        article.number,
        article.title.text,
        article.day,
        article.begin,
        article.end,
        references,
    )


def extractor_version(lexicon: Lexicon, ontology: Ontology) -> str:
    """Hash of the extraction code, the seeds and the ontology."""
    h = hashlib.sha256(f"{__version__} {lexicon.version} {ontology.version}".encode())
    package = Path(__file__).resolve().parent
    files = [
        path
        for room in _ROOMS
        for path in sorted((package / room).rglob("*.py") if room.find(".") < 0 else [package / room])
    ]
    files += sorted(p for p in seeds_dir().iterdir() if p.suffix in {".yaml", ".csv"})
    for path in files:
        h.update(path.name.encode())
        h.update(path.read_bytes())
    return h.hexdigest()[:16]


__all__ = ["Extractor", "extractor_version", "load_extractor"]
