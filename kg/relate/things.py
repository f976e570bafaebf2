"""What the relation rules speak of: things by local id, claims found in a passage, what a clause may borrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.frozen import frozen
from kg.model import Claim, Mention, Qualifiers
from kg.ontology import Ontology
from kg.relate.groups import Group, Reference

JOINED = frozenset({"Program", "Project", "Event"})
"""Classes of what one takes part in."""
STATED: Qualifiers = (("modality", "stated"),)
"""Of a claim that a text states as a fact."""


class Thing(NamedTuple):
    """What a mention names: local id and class."""

    id: str
    cls: str


Things = Sequence[Sequence[Thing]]
"""What the mentions of each passage name, in their order."""


def claimed(
    ontology: Ontology, subject: Thing, relation: str, object_: Thing, qualifiers: Qualifiers = STATED
) -> Claim | None:
    """The claim that a relation holds; None where both are one thing or the ontology allows it not between the two."""
    if subject.id == object_.id or not ontology.allows(relation, subject.cls, object_.cls):
        return None
    return Claim(subject.id, relation, object_.id, qualifiers)


@frozen
class Found:
    """A claim with the stretch of its passage that states it, and how sure its roles are beside the rule (0 to 1)."""

    claim: Claim
    begin: int
    end: int
    rule: str
    sure: float = 1.0


@frozen
class Context:
    """What a clause may borrow.

    `named`: what the mentions of the passage name, in their order; `classes`: of what its groups name or may refer to;
    `around`: of all that the article names; `agents`: the actors of the sentence before a position, of the
    bullet above or the headline; `roster`:
    those a footnote lists; `issued`: the day of the issue; `before`: what is named before a position of the passage,
    latest first, in it and the one before it; `latest`: what was spoken of last before a position of the passage of all
    that is of some classes; `sole`: what of some classes was named alone right before or above, `lately`: or some
    sentences before; `antecedents`: what 이 센터,
    두 기관 at a position refer to; `intransitive`: predicates whose subject does nothing to what they describe
    (`상하이에서 열린 포럼`); `body_of`: the bodies that people belong to, by local id; `raisers`: of whom the text says
    right before a position that they raise money; `boxed`: what the title of the note box names in which a line stands.
    """

    named: Sequence[Thing]
    classes: frozenset[str]
    around: frozenset[str]
    agents: Callable[[int], tuple[Thing, ...]]
    roster: tuple[Thing, ...]
    issued: dt.date | None
    before: Callable[[int], Iterator[tuple[Mention, Thing]]]
    latest: Callable[[int, frozenset[str]], Thing | None]
    sole: Callable[[int, frozenset[str]], Thing | None]
    lately: Callable[[int, frozenset[str]], Thing | None]
    antecedents: Callable[[Reference, int], tuple[Thing, ...]]
    intransitive: frozenset[str]
    body_of: Mapping[str, Thing]
    raisers: Callable[[int], tuple[Thing, ...]]
    boxed: Callable[[], Thing | None]

    def things(self, group: Group) -> tuple[Thing, ...]:
        """What a group names or refers to."""
        named = self.named
        if group.refers:
            return (*self.antecedents(group.refers, group.begin), *[named[i] for i in group.mentions])
        return tuple([named[i] for i in group.mentions])

    def acting(self, group: Group) -> tuple[Thing, ...]:
        """The same, but for people with their team the body that they act for."""
        things = self.things(group)
        return tuple(self.body_of.get(t.id, t) for t in things) if group.team else things
