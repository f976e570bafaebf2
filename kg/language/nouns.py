"""Common nouns that are told without the analyser.

In: a text and the spans of names in it. Out: the spans of the nouns in words that consist of nothing but nouns with
one reading, whatever stands around them, and an ending (`기술을`, `연구개발하는`). The analyser to which they are given
as known looks for no other readings there: it comes to the same morphemes in three quarters of the time, but for
compounds that it would guess to be one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.language.tables import nouns

_WORD = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{2,}")
_LONGEST = 7

_PARTICLES = (
    "을 를 은 는 이 가 의 에 에서 에는 에도 에서는 에서도 에게 으로 로 으로는 으로도 으로서 로서 으로써 로써 와 과 "
    "와의 과의 도 만 까지 부터 보다 이나 나 마다 별 씩 등 간 이다 이며 이고 인 임 입니다 이라고 들 들이 들은 들의 "
    "들을 들과 적 적인 적으로 성 력 화 용 형 급"
)
_VERBS = (
    "하고 하는 하며 하여 하기 하기로 하도록 하지 하면서 하게 하되 해 했다 했고 했으며 했음 했습니다 한다 한다고 한 "
    "할 함 합니다 하였다 하였고 하였으며 하였음 되고 되는 되며 되어 되기 되도록 되지 되면서 돼 됐다 됐으며 된다 된 "
    "될 됨 됩니다 되었다 되었고 되었으며 되었음 되었습니다 시키고 시키는 시키며 시켜 시킨 시킨다 시킬 시켰다"
)
_ENDINGS = frozenset({"", *_PARTICLES.split(), *_VERBS.split()})
"""What may follow a noun up to the end of its word, for the noun to be certain."""


def noun_spans(text: str, names: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of certain nouns outside the names, which are disjoint and sorted; a word glued to a name has none."""
    found = []
    at = 0
    for begin, end in (*names, (len(text) + 1, 0)):
        for word in _WORD.finditer(text, at, begin):
            lengths = _lengths(word[0])
            if lengths and word.end() != begin:
                start = word.start()
                for length in lengths:
                    found.append((start, start + length))
                    start += length
        at = end
    return found


@lru_cache(maxsize=32768)
def _lengths(word: str) -> tuple[int, ...]:
    """Lengths of the nouns that a word consists of but for its ending; none where it is not so. Longer nouns count."""
    for length in range(min(len(word), _LONGEST), 1, -1):
        if word[:length] in nouns():
            if word[length:] in _ENDINGS:
                return (length,)
            if further := _lengths(word[length:]):
                return (length, *further)
    return ()
