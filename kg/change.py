"""What one build changes in the facts graph, for the files that stand beside the store.

The catalogue and the index of names take over the last generation's and change what this says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.model import DocumentRecord


@dataclass(frozen=True, slots=True)
class Change:
    """What one build changes in the facts graph.

    `before`, `after`: all statements of every subject whose statements change, as the last generation had them and as
    the new one has them, each in canonical order; a subject that is only in `before` is gone, one only in `after` is
    new. `dropped`: ids of documents that are gone or come in a newer version; `added`: the records of documents that
    are new or come in a newer version.
    """

    before: Sequence[ox.Triple]
    after: Sequence[ox.Triple]
    dropped: frozenset[str]
    added: Sequence[DocumentRecord]
