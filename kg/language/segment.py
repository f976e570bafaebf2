"""Segmentation of Chinese names into proper parts, subject words and the head that says what is named.

In: a name in Han characters (either script). Out: segments that cover it without gaps. The words are those of
`seeds/heads.csv`; what they leave is proper.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from kg.frozen import frozen
from kg.language.script import fold_han
from kg.language.tables import heads, place_words, words

Role = Literal["name", "word", "head"]

_PLACE_SUFFIXES = frozenset("省市区县盟旗镇部院所局厅")
"""Heads of one character that also close a proper part within a longer name (深圳市|人民政府)."""

_LONGEST_PROPER = 4
"""Characters that the proper part before such a suffix has at most."""


@frozen
class Segment:
    """A piece of a name: its text in simplified characters and what it does there."""

    text: str
    role: Role


@frozen
class _Path:
    cost: float
    cuts: tuple[tuple[int, int, bool], ...]
    """Pieces so far as (start, end, matched)."""
    needs_match: bool = False
    """Whether the last piece, a connective or suffix of one character, stands only before a matched word."""


@lru_cache(maxsize=32768)
def segment(name: str, *, place: bool = False) -> tuple[Segment, ...]:
    """The segments of `name`, folded to simplified characters; the least costly cover wins.

    `place` says that `name` is that of a place: general words are then proper, only peoples and the like
    stay words.

    Words of one character count only between matched words, heads of one character only at the end or, for
    places and offices, after a proper part: 云 is no word in 云南, 和 none in 呼和浩特.
    """
    text = fold_han(name)
    best: list[dict[tuple[bool, bool], _Path]] = [{} for _ in range(len(text) + 1)]
    best[0][True, False] = _Path(0.0, ())
    for at in range(len(text)):
        for path in best[at].values():
            for end, cost, matched, needs in _steps(text, at, path, place):
                step = _Path(path.cost + cost, (*path.cuts, (at, end, matched)), needs)
                kept = best[end].get((matched, needs))
                if kept is None or step.cost < kept.cost:
                    best[end][matched, needs] = step
    ends = [path for path in best[-1].values() if not path.needs_match]
    if not ends:
        return ()
    return _joined(text, min(ends, key=lambda path: path.cost).cuts)


def _steps(text: str, at: int, path: _Path, place: bool) -> list[tuple[int, float, bool, bool]]:
    """The pieces that may start at `at`: (end, cost, matched, whether a match must follow)."""
    last = path.cuts[-1] if path.cuts else None
    after_match = last is None or last[2]
    steps: list[tuple[int, float, bool, bool]] = []
    if not path.needs_match:
        steps.append((at + 1, 0.6 + (0.5 if after_match else 0.0), False, False))
    for end in range(at + 1, min(len(text), at + _longest()) + 1):
        piece = text[at:end]
        if end == len(text) and piece in heads() and at > 0:
            steps.append((end, 0.3, True, False))
        elif place and piece not in place_words():
            continue
        elif end - at > 1 and piece in words():
            steps.append((end, 0.5, True, False))
        elif end - at == 1 and end < len(text) and at > 0:
            if after_match and piece in words() and piece not in _PLACE_SUFFIXES:
                steps.append((end, 0.7, True, True))
            elif not after_match and piece in _PLACE_SUFFIXES and _proper_length(path) <= _LONGEST_PROPER:
                steps.append((end, 0.4, True, True))
    return steps


def _proper_length(path: _Path) -> int:
    length = 0
    for start, end, matched in reversed(path.cuts):
        if matched:
            break
        length += end - start
    return length


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, words()))


def _joined(text: str, cuts: tuple[tuple[int, int, bool], ...]) -> tuple[Segment, ...]:
    pieces: list[Segment] = []
    for start, end, matched in cuts:
        piece = text[start:end]
        if not matched and pieces and pieces[-1].role == "name":
            pieces[-1] = Segment(pieces[-1].text + piece, "name")
        elif not matched:
            pieces.append(Segment(piece, "name"))
        else:
            pieces.append(Segment(piece, "head" if end == len(text) and piece in heads() else "word"))
    return tuple(pieces)
