"""The records that cross the stages: document structure, mentions, entities, claims and their evidence.

All records are immutable and know nothing of RDF, spaCy or files. Offsets are counts of Unicode code points.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kg.frozen import frozen
from kg.vocab import digest

# --- text ------------------------------------------------------------------------------------------------


@frozen
class SourceText:
    """Cleaned text in which every character knows where it stands in the original.

    `starts[i]` and `ends[i]` are the original's offsets of the characters that `text[i]` stands for; they
    never decrease. Cleaning may drop characters (markup) or compose them (NFC), never invent them, save for
    single spaces that join pieces (`starts[i] == ends[i]`). Most stretches are as in the original: two ranges.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError("a SourceText needs one pair of offsets for each character")

    @classmethod
    def of(cls, text: str, start: int = 0) -> SourceText:
        """`text` as it stands in the original from offset `start` on."""
        return cls(text, range(start, start + len(text)), range(start + 1, start + len(text) + 1))

    @classmethod
    def join(cls, parts: Iterable[SourceText], separator: str = " ") -> SourceText:
        """The parts in order with `separator` between them; separators have empty origins."""
        kept = [part for part in parts if part.text]
        if len(kept) == 1:
            return kept[0]
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for part in kept:
            if texts:
                texts.append(separator)
                starts.extend([ends[-1]] * len(separator))
                ends.extend([ends[-1]] * len(separator))
            texts.append(part.text)
            starts.extend(part.starts)
            ends.extend(part.ends)
        return cls("".join(texts), tuple(starts), tuple(ends))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def cut(self, begin: int, end: int | None = None) -> SourceText:
        """The part from `begin` to `end` (offsets in this text)."""
        text = self.text[begin:end]
        if isinstance(self.starts, range) and isinstance(self.ends, range):  # in steps of one: quicker than a slice
            first, last, size = self.starts.start + begin, self.ends.start + begin, len(text)
            return SourceText(text, range(first, first + size), range(last, last + size))
        return SourceText(text, self.starts[begin:end], self.ends[begin:end])

    def strip(self, characters: str | None = None) -> SourceText:
        """Without white space (or `characters`) at both ends."""
        size = len(self.text.strip(characters))
        if size == len(self.text):
            return self
        left = len(self.text) - len(self.text.lstrip(characters)) if size else len(self.text)
        return self.cut(left, left + size)

    def without(self, pattern: re.Pattern[str]) -> SourceText:
        """Without what `pattern` matches."""
        keep: list[SourceText] = []
        at = 0
        for match in pattern.finditer(self.text):
            keep.append(self.cut(at, match.start()))
            at = match.end()
        if not at:
            return self
        keep.append(self.cut(at))
        return SourceText.join(keep, "")

    def split(self, pattern: re.Pattern[str]) -> Iterator[SourceText]:
        """The pieces between matches of `pattern`, empty ones too."""
        at = 0
        for match in pattern.finditer(self.text):
            yield self.cut(at, match.start())
            at = match.end()
        yield self.cut(at) if at else self

    def origin(self, begin: int = 0, end: int | None = None) -> tuple[int, int]:
        """Offsets in the original of the part from `begin` to `end`; (0, 0) for an empty text."""
        end = len(self.text) if end is None else end
        if begin >= end:
            at = self.starts[begin] if begin < len(self.text) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[begin], self.ends[end - 1]


EMPTY = SourceText("", (), ())


# --- documents -------------------------------------------------------------------------------------------


class Section(StrEnum):
    """Sections of a bulletin; the one article of a document that is no bulletin stands under `policy`."""

    FEATURE = "feature"
    POLICY = "policy"
    TECH = "tech"
    BRIEF = "brief"


class BlockKind(StrEnum):
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    NOTE = "note"  # the title of a note box; what stands in the box has this block as parent
    HEADING = "heading"  # a sub-heading within an article: `1) 시장접근성 확대`
    PARAGRAPH = "paragraph"
    TABLE = "table"
    CAPTION = "caption"
    REFERENCE = "reference"  # ☞ title and URL of a Chinese source
    SOURCE = "source"  # 출처: outlet (01.03) and URL


@frozen
class Cell:
    """A table cell: its whole text, and its bullet items (just the text where there are none)."""

    text: SourceText
    items: tuple[SourceText, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Header cells (empty tuple where the table has none) and rows; rows may differ in length."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class Block:
    """One block of an article. `begin` and `end` span it in the original, markers included.

    `level`: depth of a bullet, 1 = outermost, 0 for other kinds. `parent`: index of the block it hangs on (a
    footnote's or inner bullet's bullet, a boxed block's note). `caption` of a table or picture is a block of
    its own just before it. `title` (for references, the Chinese title), `url`, `outlet` and `day` are set for
    references and sources only; `issuer` is set where the reference names who issued it.
    """

    index: int
    kind: BlockKind
    text: SourceText
    begin: int
    end: int
    level: int = 0
    parent: int | None = None
    table: Table | None = None
    url: str | None = None
    outlet: SourceText | None = None
    issuer: SourceText | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article: id within the bulletin (`policy-02`), section, number as printed, title, lead, day, blocks."""

    id: str
    section: Section
    number: str | None
    title: SourceText
    lead: SourceText
    day: dt.date | None
    blocks: tuple[Block, ...]
    begin: int
    end: int


class FrameKind(StrEnum):
    """Parts of a bulletin that are no articles."""

    COVER = "cover"
    CONTENTS = "contents"
    SUMMARY = "summary"
    SECTION_HEADING = "section-heading"
    COLOPHON = "colophon"


class Frame(NamedTuple):
    kind: FrameKind
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A document that was read. `original` is the decoded text, given back exactly.

    `id` is a slug: publisher and issue date for a bulletin (`kostec-2023-01-20`), the file's stem otherwise.
    """

    id: str
    name: str
    title: str
    publisher: str | None
    issued: dt.date | None
    original: str
    sha256: str
    articles: tuple[Article, ...]
    frame: tuple[Frame, ...] = ()


_LONGEST_PASSAGE = 2000
"""Characters of a passage; rules hold what stands in a passage against each other, so that it has to have a bound."""

_CUTS = (re.compile(r"(?<=[.!?。])['’”\"]?\s+"), re.compile(r"[,;]\s+"), re.compile(r"\s+"))
"""Where a longer text is cut: behind a sentence, else between the items of a list, else between words."""


class PassageKind(StrEnum):
    TITLE = "title"
    LEAD = "lead"
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    NOTE = "note"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CELL = "cell"
    CAPTION = "caption"
    REFERENCE = "reference"
    SOURCE = "source"


@frozen
class Passage:
    """A stretch of running text of an article, the unit in which names are recognised.

    `index` counts within the article; `block` is the block it comes from (none for title and lead). For a
    table cell `row` and `column` count from 0 and `header` is the column's header text; the header row itself
    has row -1. `parent` is the index of the passage it hangs on: of an inner bullet its bullet, of a footnote
    what it explains.
    """

    index: int
    kind: PassageKind
    text: SourceText
    block: int | None = None
    level: int = 0
    parent: int | None = None
    row: int | None = None
    column: int | None = None
    header: str = ""


def passages(article: Article) -> tuple[Passage, ...]:
    """The article's running text in reading order: title, lead, then each block; tables cell by cell.

    The text of a block that is longer than any paragraph should be makes several passages.
    """
    out: list[Passage] = [Passage(0, PassageKind.TITLE, article.title)]
    if article.lead:
        out.append(Passage(1, PassageKind.LEAD, article.lead))
    of_block: dict[int, int] = {}
    for block in article.blocks:
        of_block[block.index] = len(out)
        parent = of_block.get(block.parent) if block.parent is not None else None
        if block.kind is BlockKind.FOOTNOTE and block.parent is None and len(out) == 2 and article.lead:
            parent = 1  # nothing but the lead stands above
        if block.table is None:
            kind = PassageKind(block.kind.value)
            for text in _pieces(block.text):
                out.append(Passage(len(out), kind, text, block.index, block.level, parent))
            continue
        headers = [cell.text.text for cell in block.table.header]
        for column, cell in enumerate(block.table.header):
            out.append(Passage(len(out), PassageKind.CELL, cell.text, block.index, 0, parent, -1, column))
        for row, cells in enumerate(block.table.rows):
            for column, cell in enumerate(cells):
                header = headers[column] if column < len(headers) else ""
                for text in _pieces(cell.text):
                    out.append(Passage(len(out), PassageKind.CELL, text, block.index, 0, parent, row, column, header))
    return tuple(out)


def _pieces(text: SourceText) -> Iterator[SourceText]:
    """The text, or where it is too long for a passage its parts."""
    at = 0
    while len(text) - at > _LONGEST_PASSAGE:
        window = text.text[at : at + _LONGEST_PASSAGE]
        ends = (max((match.end() for match in cut.finditer(window)), default=0) for cut in _CUTS)
        stop = at + (next(filter(None, ends), 0) or _LONGEST_PASSAGE)
        yield text.cut(at, stop).strip()
        at = stop
    yield text.cut(at).strip() if at else text


# --- names and mentions ------------------------------------------------------------------------------------


class Name(NamedTuple):
    """A name and its language: `ko`, `zh-Hans`, `zh-Hant`, `en`, or `und` (a mixed or unknown form)."""

    text: str
    lang: str


@frozen
class Mention:
    """A name in a passage: `text.text[begin:end]` of passage `passage` is its surface form.

    `cls` is a class of the ontology; `key` a gazetteer key where the name is known; `zh` the Chinese form
    that a bracket beside the name gives; `place` the gazetteer key of the place that a local body's name
    starts with. `names`: further forms of the same thing that this very mention shows. `rule` found it.
    """

    passage: int
    begin: int
    end: int
    surface: str
    cls: str
    rule: str
    confidence: float
    key: str | None = None
    zh: str | None = None
    place: str | None = None
    names: tuple[Name, ...] = ()


@frozen
class Sighting:
    """Where an entity stands: article id, offsets in the original text, the form written there."""

    article: str
    begin: int
    end: int
    surface: str


class Merge(NamedTuple):
    """Why two names were taken for one thing.

    `how`: what the gazetteer knows (`left` is then its key), chinese name, form, short form, headline, abbreviation,
    reading, edit distance, judgement.
    """

    how: str
    left: str
    right: str


@frozen
class LocalEntity:
    """A thing as one document shows it, before it is resolved across documents.

    `id` counts within the document (`e7`). `names[0]` is the best Korean form (or the best form there is).
    """

    id: str
    cls: str
    names: tuple[Name, ...]
    sightings: tuple[Sighting, ...]
    confidence: float
    rules: tuple[str, ...]
    key: str | None = None
    place: str | None = None
    merges: tuple[Merge, ...] = ()


@frozen
class Entity:
    """A thing across all documents: IRI, class, names (preferred first), sightings by bulletin id.

    `same_as`: older IRIs of the same thing, still to be resolved.
    """

    iri: str
    cls: str
    names: tuple[Name, ...]
    sightings: tuple[tuple[str, Sighting], ...]
    confidence: float
    rules: tuple[str, ...]
    key: str | None = None
    merges: tuple[Merge, ...] = ()
    same_as: tuple[str, ...] = ()


# --- claims ----------------------------------------------------------------------------------------------


@frozen
class Evidence:
    """Where a fact is stated: article id, offsets in the original, the full sentence (or row), and the rule."""

    article: str
    begin: int
    end: int
    quote: str
    rule: str
    confidence: float


Qualifiers = tuple[tuple[str, str], ...]
"""Sorted pairs of property name and value: amount, ceiling, currency, date, modality, position, role."""


IDENTITY_QUALIFIERS = frozenset({"amount", "currency"})
"""Qualifiers that make two facts of one relation between two things."""


@frozen
class Claim:
    """A relation between two things (local ids within a document, IRIs across documents) with qualifiers.

    What was written stands beside what was understood: a `funds` claim has `amount` (decimal text, multiplied
    out) and `written` (`4,000만 위안`). The id is a hash of what makes it this fact: subject, predicate, object, and
    the sum of money; role, date, position and the like say more of the same fact.
    """

    subject: str
    predicate: str
    object: str
    qualifiers: Qualifiers = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it this fact."""
        sums = [part for name, value in self.qualifiers if name in IDENTITY_QUALIFIERS for part in (name, value)]
        return self.subject, self.predicate, self.object, *sums

    @property
    def id(self) -> str:
        return digest("claim", *self.identity)

    def from_lesser(self) -> Claim:
        """A claim of a symmetric relation in the direction in which it stands: from the lesser IRI."""
        return replace(self, subject=self.object, object=self.subject) if self.object < self.subject else self


@frozen
class Target:
    """A quantified goal of a policy. `value` is multiplied out, `written` is the form in the text."""

    policy: str
    metric: str
    value: Decimal
    unit: str
    year: int | None
    bound: str | None
    written: str

    @property
    def id(self) -> str:
        return digest("target", self.policy, self.metric, str(self.value), self.unit, str(self.year), str(self.bound))


@frozen
class ClaimSeen:
    claim: Claim
    evidence: tuple[Evidence, ...]


def joined(sightings: Sequence[ClaimSeen]) -> Claim:
    """The one claim that sightings of the same id are of, with the qualifiers of all.

    Where they differ, what is stated goes before what is planned, a lower position before a higher, and otherwise
    the surest sighting decides, then the lesser value; the order of sightings makes no difference.
    """
    first = sightings[0].claim
    if len(sightings) == 1:
        return first
    values: dict[str, list[tuple[float, str]]] = {}
    for seen in sightings:
        sure = max(evidence.confidence for evidence in seen.evidence)
        for name, value in seen.claim.qualifiers:
            values.setdefault(name, []).append((-sure, value))
    best = {name: min(found)[1] for name, found in values.items()}
    if "modality" in values:
        best["modality"] = "stated" if any(value == "stated" for _, value in values["modality"]) else "planned"
    if "position" in values:
        best["position"] = min((value for _, value in values["position"]), key=int)
    return Claim(first.subject, first.predicate, first.object, tuple(sorted(best.items())))


def collected(sightings: Iterable[ClaimSeen]) -> tuple[ClaimSeen, ...]:
    """One claim for each fact, in the order first seen, with the qualifiers and the evidence of all its sightings."""
    grouped: dict[tuple[str, ...], list[ClaimSeen]] = {}
    for seen in sightings:
        grouped.setdefault(seen.claim.identity, []).append(seen)
    return tuple(
        ClaimSeen(joined(seen), tuple(dict.fromkeys(e for one in seen for e in one.evidence)))
        if len(seen) > 1
        else seen[0]
        for seen in grouped.values()
    )


@frozen
class TargetSeen:
    target: Target
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the graph says of an article; `references` are (Chinese title, URL, day) of its sources."""

    id: str
    section: str
    number: str | None
    title: str
    day: dt.date | None
    begin: int
    end: int
    references: tuple[tuple[str, str, dt.date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """All that one document contributes: the outcome of read, recognise, resolve (within) and relate.

    Entities carry local ids; claims and targets refer to them. `original` is the document's text.
    """

    id: str
    name: str
    title: str
    publisher: str | None
    issued: dt.date | None
    sha256: str
    original: str
    articles: tuple[ArticleInfo, ...]
    entities: tuple[LocalEntity, ...]
    claims: tuple[ClaimSeen, ...]
    targets: tuple[TargetSeen, ...]
    addresses: tuple[tuple[str, str, Evidence], ...] = ()  # (local id, technology IRI, evidence)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The resolved graph before it becomes RDF: ends of claims and targets are IRIs."""

    documents: tuple[DocumentRecord, ...]
    entities: tuple[Entity, ...]
    claims: tuple[tuple[str, ClaimSeen], ...]  # (bulletin id, claim)
    targets: tuple[tuple[str, TargetSeen], ...]
    addresses: tuple[tuple[str, str, str, Evidence], ...] = field(default=())  # (bulletin id, IRI, technology IRI, …)
