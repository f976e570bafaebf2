"""All places in a text where forms of names stand.

In: the forms, then texts in normal form. Out: for each place where forms begin, the places where they end. The
automaton knows the beginnings of the forms only, which most long ones share; what follows is compared. It is made in
a third of the time that one of whole forms takes, and scans as fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ahocorasick_rs import AhoCorasick, Implementation

_BEGINNING = 6
"""Characters of a form that the automaton knows; with fewer, more forms have to be compared."""


class Automaton:
    """Finds the forms that it was made of."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = sorted(forms)  # those of one beginning follow one another
        beginnings: list[str] = []
        self._first: list[int] = []  # for each beginning the number of its first form, and the number of all forms
        at = 0
        for beginning, alike in groupby(form[:_BEGINNING] for form in self._forms):
            beginnings.append(beginning)
            self._first.append(at)
            at += sum(1 for _ in alike)
        self._first.append(at)
        self._matcher = AhoCorasick(beginnings, store_patterns=False, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> dict[int, list[int]]:
        """The ends of the forms that begin at each place, ascending."""
        ends: dict[int, list[int]] = {}
        for number, begin, end in self._matcher.find_matches_as_indexes(text, overlapping=True):
            if end - begin < _BEGINNING:
                ends.setdefault(begin, []).append(end)
                continue
            for form in self._forms[self._first[number] : self._first[number + 1]]:
                if text.startswith(form, begin):
                    ends.setdefault(begin, []).append(begin + len(form))
        return ends


__all__ = ["Automaton"]
