"""What the relation rules speak of: things by local id, claims found in a passage, what a clause may borrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Claim


class Thing(NamedTuple):
    """What a mention names: local id and class."""

    id: str
    cls: str


@dataclass(frozen=True, slots=True)
class Found:
    """A claim with the stretch of its passage that states it, and how sure its roles are beside the rule (0 to 1)."""

    claim: Claim
    begin: int
    end: int
    rule: str
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a clause may borrow.

    `thing_of`: what each mention of the passage names; `agents`: the actors of the headline or of the bullet above;
    `roster`: those a footnote lists; `year`: that of the issue; `topics`: what was spoken of before, latest first;
    `antecedent`: what 이 센터, 동 계획 refer to, by head noun.
    """

    thing_of: Callable[[int], Thing]
    agents: tuple[Thing, ...]
    roster: tuple[Thing, ...]
    year: int | None
    topics: Callable[[], Iterator[Thing]]
    antecedent: Callable[[str], Thing | None]
