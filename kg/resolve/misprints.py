"""Long names that differ in one jamo: a name and its misprint.

In: the clusters of a document. Out: the same, misprints absorbed by the names that they are misprints of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.language.hangul import near
from kg.language.script import has_han
from kg.resolve.clusters import Cluster, Compatible, but

_DIGIT = re.compile(r"\d")
_EDIT_LENGTH = 5
_FEW = 32


def unite_misprints(clusters: list[Cluster], compatible: Compatible) -> list[Cluster]:
    """Long names of one class that differ in one jamo are one name and its misprint."""
    gone: list[Cluster] = []
    by_length: dict[tuple[str, int], _Alike] = defaultdict(_Alike)
    for cluster in sorted(clusters, key=lambda c: (c.key is None, -len(c.members))):
        cls = cluster.cls
        form = next(iter(cluster.members[0].forms.values()))
        host = None
        if cluster.key is None and len(form) >= _EDIT_LENGTH and not has_han(form) and not _DIGIT.search(form):
            near_ones = (c for f, c in by_length[cls, len(form)].like(form) if _one_jamo(form, f))
            host = next((c for c in near_ones if compatible(c, cluster)), None)
        if host is not None:
            host.absorb(cluster, "edit distance")
            gone.append(cluster)
            continue
        for folded in dict.fromkeys(cluster.forms.values()):
            if len(folded) >= _EDIT_LENGTH:
                by_length[cls, len(folded)].add(folded, cluster)
    return but(clusters, gone)


class _Alike:
    """Names of one length, among which those are found that differ from a name in one character."""

    def __init__(self) -> None:
        self._named: list[tuple[str, Cluster]] = []
        self._by_rest: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._indexed = 0

    def add(self, form: str, cluster: Cluster) -> None:
        self._named.append((form, cluster))

    def like(self, form: str) -> Iterator[tuple[str, Cluster]]:
        """Names that may differ in one character only, in the order in which they came; of few names all."""
        if len(self._named) <= _FEW:
            return iter(self._named)
        for number in range(self._indexed, len(self._named)):
            for rest in _rests(self._named[number][0]):
                self._by_rest[rest].append(number)
        self._indexed = len(self._named)
        numbers = {number for rest in _rests(form) for number in self._by_rest.get(rest, ())}
        return (self._named[number] for number in sorted(numbers))


def _rests(form: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each character: names that share such a pair differ in that character only."""
    return ((form[:i], form[i + 1 :]) for i in range(len(form)))


def _one_jamo(left: str, right: str) -> bool:
    return left != right and near(left, right)
