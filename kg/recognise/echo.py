"""Names that a document shows surely in one place, found wherever else they stand in it.

In: the recognised passages of a document. Out: the passages with further mentions, of rule `document-name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kg.model import Mention, Passage, PassageKind
from kg.recognise.analysis import Analysis, without_brackets
from kg.recognise.decide import decide
from kg.recognise.gazetteer import right_edge_ok

_SHORTEST = 3
_SURE = 0.8
_CLASSES = frozenset(
    {
        "Company",
        "Person",
        "Laboratory",
        "InnovationCenter",
        "ResearchInstitute",
        "University",
        "Association",
        "FundingBody",
        "DevelopmentZone",
        "Product",
        "Project",
        "Program",
    }
)


@dataclass(frozen=True)
class Read:
    """A passage after recognition: its analysis and its mentions, sorted by position, outer before inner."""

    analysis: Analysis
    mentions: tuple[Mention, ...]

    @cached_property
    def top(self) -> tuple[int, ...]:
        """Indices of the mentions that stand in no other."""
        out: list[int] = []
        end = 0
        for i, mention in enumerate(self.mentions):
            if mention.end > end:
                out.append(i)
                end = mention.end
        return tuple(out)

    @property
    def passage(self) -> Passage:
        return self.analysis.passage


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a document: one pattern, and the first sure mention of each name."""

    pattern: re.Pattern[str] | None
    first: Mapping[str, Mention]


def document_names(reads: Iterable[Read]) -> Names:
    """The names that some mention shows surely: known ones, and those anchored by a bracket, a place or a title."""
    first: dict[str, Mention] = {}
    for read in reads:
        for mention in read.mentions:
            name = without_brackets(mention.surface).strip()
            if mention.cls in _CLASSES and mention.confidence >= _SURE and len(name) >= _SHORTEST and name[0].isalnum():
                first.setdefault(name, mention)
    if not first:
        return Names(None, first)
    forms = "|".join(re.escape(name) for name in sorted(first, key=lambda n: (-len(n), n)))
    return Names(re.compile(rf"(?<![가-힣A-Za-z0-9])(?:{forms})"), first)


def echoed(read: Read, names: Names) -> Read:
    """The passage with the document's names found in it too."""
    text, kind = read.analysis.text, read.passage.kind
    if names.pattern is None or kind in {PassageKind.REFERENCE, PassageKind.SOURCE} or read.passage.row == -1:
        return read
    found = []
    for match in names.pattern.finditer(text):
        begin, end = match.span()
        if any(m.begin < end and begin < m.end for m in read.mentions) or not right_edge_ok(read.analysis, end):
            continue
        found.append(
            replace(
                names.first[match[0]],
                passage=read.passage.index,
                begin=begin,
                end=end,
                surface=match[0],
                rule="document-name",
                confidence=_SURE,
                names=(),
            )
        )
    return Read(read.analysis, tuple(decide([*read.mentions, *found], text))) if found else read
