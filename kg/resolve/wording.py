"""Names that differ only in words that stand for one another: 대학 and 대학교, 과기 and 과학기술.

In: folded names. Out: the same names with each such word in one form. Which words stand for one another is data
(`seeds/heads.csv`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from kg.language.script import fold
from kg.language.tables import terms

_ENTERPRISE = re.compile(r"(?:과학기술|과기|기술)?(?:그룹|집단)?(?:주식|고분)?유한(?:책임)?(?:공사|회사)\Z")
_SHORTEST_COMPANY = 3
_LONGEST_HEAD = 14
_WORD_LENGTH = 4


@lru_cache(maxsize=16384)
def equivalent_form(folded: str) -> str | None:
    """A folded name with its head replaced by the key of the head's row in `seeds/heads.csv`; None without one."""
    folded = usual_words(folded)
    heads = _korean_heads()
    for length in heads.lengths.get(folded[-2:], ()):
        if length <= len(folded) - 2 and (key := heads.keys.get(folded[-length:])):
            return f"{folded[:-length]}#{key}"
    return None


def enterprise(folded: str) -> str | None:
    """The folded name of a company without its trade and the form of enterprise: `창광위성 | 기술유한공사`."""
    name = _ENTERPRISE.sub("", folded)
    return name if len(name) >= _SHORTEST_COMPANY else None


@lru_cache(maxsize=16384)
def usual_words(folded: str) -> str:
    """The folded name with each word that has equivalents (과기, 과학기술) written as the longest of them."""
    equivalents = _equivalents()
    kept = 0
    out: list[str] = []
    for at, start in enumerate(map(add, folded, folded[1:])):
        if at >= kept and start in equivalents:
            word = next((word for word in equivalents[start] if folded.startswith(word.written, at)), None)
            if word is not None:
                out += folded[kept:at], word.usual
                kept = at + len(word.written)
    return "".join((*out, folded[kept:])) if out else folded


class _Word(NamedTuple):
    """A folded word, and the longest of its equivalents."""

    written: str
    usual: str


@cache
def _equivalents() -> Mapping[str, tuple[_Word, ...]]:
    """Korean words of `seeds/heads.csv` that stand for one Chinese word, by their first two letters, longest first."""
    usual: dict[str, str] = {}
    for term in terms():
        forms = [fold(form) for form in term.korean]
        longest = max(forms, key=len, default="")
        if term.kind == "word" and len(longest) >= _WORD_LENGTH:
            usual.update({form: longest for form in forms if len(form) >= 2 and form not in usual})
    by_start: dict[str, list[_Word]] = defaultdict(list)
    for form in sorted(usual, key=len, reverse=True):
        by_start[form[:2]].append(_Word(form, usual[form]))
    return {start: tuple(words) for start, words in by_start.items()}


class _Heads(NamedTuple):
    """Korean form of a generic head → the key of its term; last two letters → lengths of the forms, longest first."""

    keys: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def _korean_heads() -> _Heads:
    """The heads of `seeds/heads.csv`, written as `usual_words` has them; a form of several terms is of the first."""
    keys: dict[str, str] = {}
    for term in terms():
        if term.kind == "head":
            for form in term.korean:
                keys.setdefault(usual_words(fold(form)), term.key)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in keys:
        if 2 <= len(form) <= _LONGEST_HEAD:
            lengths[form[-2:]].add(len(form))
    return _Heads(keys, {end: tuple(sorted(found, reverse=True)) for end, found in lengths.items()})


def behind_other_words(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether a name that two things have in common stands in their names behind words that are not the same: of
    난징 톈위안연구원 and 쑤저우 톈위안연구원, which both are 톈위안연구원, too. Such are branches of one house.
    """
    ours, theirs = set(left), set(right)
    for own in ours & theirs:
        ending = f" {own}"
        before = [[name.removesuffix(ending) for name in names if name.endswith(ending)] for names in (ours, theirs)]
        if all(before) and not any(a.endswith(b) or b.endswith(a) for a in before[0] for b in before[1]):
            return True
    return False
