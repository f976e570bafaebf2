"""Technology and industry fields in names.

In: the concepts of the technology scheme, and stretches of analysed text. Out: IRIs of the fields that stand in a
stretch as words of their own; of fields within one another (`양자`, `양자컴퓨팅`) the longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.ontology import Concept
from kg.recognise.analysis import Analysis

DEALS_WITH = frozenset(
    {
        "Policy",
        "Report",
        "Program",
        "Project",
        "Event",
        "Product",
        "Laboratory",
        "InnovationCenter",
        "ResearchInstitute",
        "Association",
        "DevelopmentZone",
        "FundingBody",
    }
)
"""Classes of things whose names say what they deal with; a company's name rarely does."""

_SHORTEST = 2
_HANGUL = re.compile("[가-힣]")


class Fields:
    """Finds fields by any of their names, spaces and case disregarded."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        by_form: dict[str, str] = {}
        for concept in concepts:
            for form in concept.forms:
                if len(form) >= _SHORTEST:
                    by_form.setdefault(_solid(form), concept.iri)
        self._iris = list(by_form.values())
        self._matcher = AhoCorasick(list(by_form), matchkind=MatchKind.LeftmostLongest)
        self._in_name = lru_cache(maxsize=4096)(self._found_in)  # names come back

    def within(self, analysis: Analysis, begin: int, end: int) -> Iterator[str]:
        """The fields named between `begin` and `end`, each once."""
        matches = self._in_name(analysis.text[begin:end])
        if not matches:
            return
        seen: set[str] = set()
        offsets = [i for i in range(begin, end) if not analysis.text[i].isspace()]
        for index, first, stop in matches:
            iri = self._iris[index]
            if iri not in seen and _is_word(analysis, offsets[first], offsets[stop - 1] + 1):
                seen.add(iri)
                yield iri

    def _found_in(self, name: str) -> list[tuple[int, int, int]]:
        """The numbers of the fields that a name has, and from where to where, spaces left out."""
        bare = "".join(name.split())
        solid = bare.lower()
        if len(solid) != len(bare):
            return []  # a letter whose small form is two letters: no name of a field has one
        return self._matcher.find_matches_as_indexes(solid)


def _solid(form: str) -> str:
    return re.sub(r"\s", "", form).lower()


def _is_word(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the stretch begins and ends where morphemes do; Han characters have no morphemes and need none."""
    text = analysis.text
    if not _HANGUL.search(text, begin, end):
        edge = "[A-Za-z0-9]"
        return (
            not (re.match(edge, text[begin - 1 : begin]) or re.match(edge, text[end : end + 1]))
            or not text[begin].isascii()
        )
    return begin in analysis.starts and end in analysis.ends
