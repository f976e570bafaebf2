"""Who gives how much to whom, where a clause names several givers, sums or recipients.

In: the roles of a predicate of giving. Out: triples of giver, recipient and sum. The clause falls into segments, one
for each giver (`A가 14억 위안을, B가 3억 위안을 C에 투입`); within a segment each recipient takes the sum right behind
it (`C에 8,000만 위안을, D에 1,200만 위안을`) or shares the segment's. A segment without recipient gives to those of
the segment after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.language.numbers import Quantity, quantities
from kg.relate.clauses import Group
from kg.relate.roles import SUBJECT, TO, Roles
from kg.relate.things import Thing

_REACH = 40


def sums(roles: Roles) -> list[Quantity]:
    """The sums of money in the predicate's clause, conversions left out."""
    found = quantities(roles.clauses.analysis.text)
    stop = roles.predicate.begin
    return [q for q in found if q.currency and not q.converted and roles.clause <= q.begin and q.end <= stop]


def grants(roles: Roles) -> Iterator[tuple[Thing, Thing, Quantity]]:
    """Giver, recipient, sum. Empty where the clause names no giver of its own with a sum behind it."""
    found = sums(roles)
    givers = [group for group in roles.before if group.particle in SUBJECT and group.begin >= roles.clause]
    ends = [group.begin for group in givers[1:]] + [roles.predicate.begin] * bool(givers)
    segments = [(group, *_within(roles, group, end, found)) for group, end in zip(givers, ends, strict=True)]
    shared: list[Group] = []
    for giver, recipients, own in reversed(segments):
        shared = recipients or shared
        for recipient in shared:
            amount = _amount(recipient, own) if recipient in recipients else (own[0] if own else None)
            if amount is None:
                continue
            for source in roles.things(giver):
                yield from ((source, target, amount) for target in roles.things(recipient))


def _within(roles: Roles, giver: Group, end: int, found: list[Quantity]) -> tuple[list[Group], list[Quantity]]:
    """The recipients and the sums between a giver and the next one."""
    recipients = [g for g in roles.before if giver.end <= g.begin < end and g.particle in TO]
    return recipients, [q for q in found if giver.end <= q.begin < end]


def _amount(recipient: Group, own: list[Quantity]) -> Quantity | None:
    """The sum right behind the recipient, else the last before it, else the only one."""
    behind = [q for q in own if recipient.end <= q.begin <= recipient.end + _REACH]
    if behind:
        return behind[0]
    before = [q for q in own if q.end <= recipient.begin]
    return before[-1] if before else None


def first_sum(roles: Roles) -> Quantity | None:
    """The sum nearest to the predicate."""
    found = sums(roles)
    return found[-1] if found else None
