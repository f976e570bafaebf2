"""What the running text of an article has named before a place.

In: the article's passages. Out: what is named there, latest first: all of it, of some classes, or by names that end in
a noun. Of names within names only the outer ones count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.kept import Kept
from kg.model import Mention
from kg.recognise.analysis import without_brackets
from kg.relate.particles import OCCASION_ONLY, after_marks
from kg.relate.passages import PROSE, Passages
from kg.relate.things import Thing

FAR = 250
"""How many characters before a position in a passage are not near any more."""


class Named(NamedTuple):
    """What a passage names: the passage and where in it the name ends, the index of the mention, the thing."""

    place: tuple[int, int]
    mention: int
    thing: Thing


class Timeline:
    """Some of what an article names, in order."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []
        self._named: list[Named] = []

    def add(self, named: Named) -> None:
        """Adds what comes behind all the others."""
        self._places.append(named.place)
        self._named.append(named)

    def before(self, i: int, at: int) -> Named | None:
        """The last that ends at `at` of passage `i` or before."""
        index = bisect_right(self._places, (i, at))
        return self._named[index - 1] if index else None


def bare_name(mention: Mention) -> str:
    """The name without brackets and closing marks at its end."""
    return without_brackets(mention.surface).rstrip(" '’”」")


class Before:
    """What one article has named before a place."""

    def __init__(self, passages: Passages) -> None:
        self.reads, self.things, self.clauses = passages.reads, passages.things, passages.clauses
        self._by_ending: dict[str, Timeline] = {}

    def all(self, i: int, at: int, *, back: int | None = None) -> Iterator[tuple[Mention, Thing]]:
        """What is named before a position of passage `i`, latest first; only in this article, `back` passages at most.

        With `back` what stands far before in a long passage is left out, too.
        """
        for j in range(i, -1 if back is None else max(-1, i - back - 1), -1):
            read = self.reads[j]
            if read.passage.kind not in PROSE:
                continue
            for m in reversed(read.top):
                end = read.mentions[m].end
                if (j < i or end <= at) and (back is None or j < i or at - end < FAR):
                    yield read.mentions[m], self.things[j][m]

    def nearby(self, i: int, at: int) -> Iterator[tuple[Mention, Thing]]:
        """What is named before a position of passage `i`, latest first, no further than in the sentence before."""
        sentences = [begin for begin, _ in self.clauses[i].sentences if begin <= at]
        if len(sentences) < 2:
            yield from self.all(i, at, back=1)
            return
        for mention, thing in self.all(i, at, back=0):
            if mention.begin < sentences[-2]:
                return
            yield mention, thing

    def latest(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """What is named last before a position of passage `i` of all that is of some classes."""
        found = [named for cls in classes if (named := self._of_class[cls].before(i, at)) is not None]
        return max(found, key=lambda named: named.place).thing if found else None

    def ending_in(self, noun: str) -> Timeline:
        """What the running text names by names that end in a noun, in order."""
        line = self._by_ending.get(noun)
        if line is None:
            line = self._by_ending[noun] = Timeline()
            for named, name in self._bare_names:
                if name.endswith(noun):
                    line.add(named)
        return line

    @Kept
    def _of_class(self) -> Mapping[str, Timeline]:
        """What the running text names, by class, in order; not events that are but the occasion (`대회를 계기로`)."""
        lines: dict[str, Timeline] = defaultdict(Timeline)
        for named in self._all_named:
            if named.thing.cls != "Event" or not self._occasion(named.place):
                lines[named.thing.cls].add(named)
        return lines

    def _occasion(self, place: tuple[int, int]) -> bool:
        text = self.reads[place[0]].analysis.text
        return OCCASION_ONLY.match(text, after_marks(text, place[1])) is not None

    @Kept
    def _all_named(self) -> Sequence[Named]:
        """What the running text names, in order; of names within names the outer ones."""
        return [
            Named((i, read.mentions[m].end), m, self.things[i][m])
            for i, read in enumerate(self.reads)
            if read.passage.kind in PROSE
            for m in read.top
        ]

    @Kept
    def _bare_names(self) -> Sequence[tuple[Named, str]]:
        """What the running text names, with the names as they end without brackets and marks."""
        return [(named, bare_name(self.reads[named.place[0]].mentions[named.mention])) for named in self._all_named]
