"""Whether a Chinese title is the title that a Korean text gives in translation.

In: Chinese titles and the Korean forms of the candidates. Out: the best candidate, or none. Korean policy prose
reads most words of a Chinese title by character (创新发展 → 혁신발전) and translates the others (合作 → 협력), so the
pairs of syllables that such renderings share with a Korean title measure how alike the two are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import add

from kg.language.forms import korean_forms
from kg.language.script import fold
from kg.language.sinokorean import reading

_ENOUGH = 0.34
_AHEAD = 0.08
_FORMS = 6
_SIGNS = re.compile(r"[^가-힣0-9A-Za-z]")
_GENERIC = re.compile(r"(?:若干|实施|工作)?(?:的通知|的公告)?\Z")


def same_title(chinese: Sequence[str], korean: Sequence[Sequence[str]]) -> int | None:
    """Index of the candidate that reads most like one of the Chinese titles; None without a clear one."""
    scores = sorted(
        (
            (max((likeness(zh, ko) for zh in chinese for ko in forms), default=0.0), -i)
            for i, forms in enumerate(korean)
        ),
        reverse=True,
    )
    if not scores or scores[0][0] < _ENOUGH:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _AHEAD:
        return None
    return -scores[0][1]


def likeness(chinese: str, korean: str) -> float:
    """Share of syllable pairs that a Korean form of `chinese` and `korean` have in common (Dice), digits included."""
    right = _pairs(korean)
    return max([_dice(left, right) for left in _renderings(chinese)], default=0.0)


@lru_cache(maxsize=1024)
def _renderings(chinese: str) -> tuple[frozenset[str], ...]:
    """The syllable pairs of the title read by character, and as its words are translated."""
    title = _GENERIC.sub("", chinese)
    forms = (reading(title), *(form.text for form in korean_forms(title, limit=_FORMS)))
    return tuple(map(_pairs, forms))


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    solid = _SIGNS.sub("", fold(text))
    return frozenset(map(add, solid, solid[1:]))
