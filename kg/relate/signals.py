"""Which of many groups of words a text has and where, found in one pass over it.

In: for each group its words; a text. Out: the numbers of the groups of which the text has a word, and where these
begin. A rule that needs one of its words somewhere in a passage looks there only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()]+")
_CHOICE = re.compile(r"\(\?:([^()]*)\)")
_GROUP = re.compile(r"\([^()]*\)")
_OPTIONAL = ("?", "*", "{")


class Signals:
    """Finds groups by any of their words."""

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        by_word: dict[str, set[int]] = {}
        for number, words in enumerate(groups):
            for word in words:
                by_word.setdefault(word, set()).add(number)
        self._groups = [tuple(sorted(groups)) for groups in by_word.values()]
        self._matcher = AhoCorasick(list(by_word), store_patterns=False, implementation=Implementation.ContiguousNFA)

    def places(self, text: str) -> dict[int, list[int]]:
        """The groups of which the text has a word, in their order, and where their words begin, ascending."""
        begins: dict[int, set[int]] = {}
        for word, begin, _ in self._matcher.find_matches_as_indexes(text, overlapping=True):
            for group in self._groups[word]:
                begins.setdefault(group, set()).add(begin)
        return {group: sorted(begins[group]) for group in sorted(begins)}


def beginnings(pattern: str) -> tuple[str, ...]:
    """The plain words that what a pattern matches begins with; () where the pattern does not say so plainly.

    `이름[을이] 올` begins with 이름, `(?:대표|사람)를 보` with 대표 or 사람.
    """
    if "|" in _without_groups(pattern):
        return ()
    if choice := _CHOICE.match(pattern):
        begins = [beginnings(alternative) for alternative in choice[1].split("|")]
        optional = pattern.startswith(_OPTIONAL, choice.end())
        return () if optional or not all(begins) else tuple(word for words in begins for word in words)
    plain = _PLAIN.match(pattern)
    if plain is None:
        return ()
    word = plain[0][:-1] if pattern.startswith(_OPTIONAL, plain.end()) else plain[0]
    return (word,) if word else ()


def _without_groups(pattern: str) -> str:
    while pattern != (shorter := _GROUP.sub("", pattern)):
        pattern = shorter
    return pattern
