"""The passages of an article: what each names, which hang together, and where else a thing is named.

In: an article's recognised passages, what their mentions name, and the clauses of its running text. Out: answers to
such questions; passages are told by their index.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.kept import Kept
from kg.model import PassageKind
from kg.recognise import Read
from kg.relate.clauses import Clauses
from kg.relate.things import Things

PROSE = frozenset(
    {
        PassageKind.TITLE,
        PassageKind.LEAD,
        PassageKind.BULLET,
        PassageKind.FOOTNOTE,
        PassageKind.NOTE,
        PassageKind.PARAGRAPH,
        PassageKind.CELL,
        PassageKind.CAPTION,
        PassageKind.HEADING,
    }
)
"""Kinds of passages whose sentences are read."""
HEADLINES = frozenset({PassageKind.TITLE, PassageKind.LEAD})
"""Kinds of passages that say what an article is about."""


def whole_cell(read: Read, mention: int) -> bool:
    """Whether the mention is all that the cell says (but for marks and numbers)."""
    m = read.mentions[mention]
    return not re.sub(r"[\W\d]", "", read.analysis.text[: m.begin] + read.analysis.text[m.end :])


class Passages:
    """The passages of one article. `clauses`: of those that are running text and speak of something, by index."""

    def __init__(self, reads: Sequence[Read], things: Things, clauses: Mapping[int, Clauses]) -> None:
        self.reads, self.things, self.clauses = reads, things, clauses

    def text(self, i: int) -> str:
        """The text of a passage; '' before the first."""
        return self.reads[i].analysis.text if i >= 0 else ""

    def sentence(self, i: int, at: int) -> tuple[int, int]:
        """The sentence that position `at` of a passage is in."""
        return self.reads[i].analysis.sentence(at)

    @Kept
    def classes(self) -> Mapping[str, str]:
        """The class of each thing that the article names, by local id."""
        return {thing.id: thing.cls for named in self.things for thing in named}

    @Kept
    def all_classes(self) -> frozenset[str]:
        """The classes of all that the article names."""
        return frozenset(self.classes.values())

    def named(self, i: int) -> frozenset[str]:
        """Local ids of what a passage names."""
        return self._ids[i]

    @Kept
    def _ids(self) -> tuple[frozenset[str], ...]:
        return tuple([frozenset([thing.id for thing in named]) for named in self.things])

    @Kept
    def _naming(self) -> Mapping[str, Sequence[int]]:
        """The passages that name each thing, ascending."""
        passages: dict[str, list[int]] = {}
        for i, ids in enumerate(self._ids):
            for thing in ids:
                passages.setdefault(thing, []).append(i)
        return passages

    def above(self, i: int) -> Iterator[int]:
        """The passages that one hangs on, nearest first."""
        at = self.reads[i].passage.parent
        while at is not None:
            yield at
            at = self.reads[at].passage.parent

    @Kept
    def _below(self) -> Mapping[int, Sequence[int]]:
        """The passages that hang on each."""
        below: dict[int, list[int]] = {}
        for i, read in enumerate(self.reads):
            if read.passage.parent is not None:
                below.setdefault(read.passage.parent, []).append(i)
        return below

    def row_of(self, i: int) -> Sequence[int]:
        """The passage, or all cells of its table row."""
        passage = self.reads[i].passage
        if passage.kind is not PassageKind.CELL:
            return (i,)
        return self._rows[passage.block, passage.row]

    @Kept
    def _rows(self) -> Mapping[tuple[int | None, int | None], Sequence[int]]:
        """The cells of each row of a table, by block and row."""
        rows: dict[tuple[int | None, int | None], list[int]] = {}
        for i, read in enumerate(self.reads):
            rows.setdefault((read.passage.block, read.passage.row), []).append(i)
        return rows

    def where_named(self, i: int, thing: str) -> int | None:
        """The passage that names what passage `i` only means: a footnote, a bullet above, the headline, another."""
        passages = self._naming.get(thing)
        if passages is None:
            return None
        near = (j for j in (*self._below.get(i, ()), *self.above(i), 0) if thing in self.named(j))
        found = next(near, None)
        if found is not None:
            return found
        behind = bisect_left(passages, i)
        return passages[behind - 1] if behind else next((j for j in passages if j != i), None)
