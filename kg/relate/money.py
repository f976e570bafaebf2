"""Who gives how much to whom, where a clause names several givers, sums or recipients.

In: the roles of a predicate of giving. Out: triples of giver, recipient and sum. The clause falls into segments, one
for each giver (`A가 14억 위안을, B가 3억 위안을 C에 투입`); within a segment each recipient takes the sum right behind
it (`C에 8,000만 위안을, D에 1,200만 위안을`) or shares the segment's. A segment without recipient gives to those of
the segment after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.numbers import Quantity, quantities
from kg.relate.doers import SUBJECT
from kg.relate.groups import Group
from kg.relate.roles import SOURCE, Roles
from kg.relate.things import Thing

_REACH = 40
_BY = frozenset({"로", "으로"})
_EACH_REACH = 10
_OTHER_REACH = 16
_NOT_ALL = re.compile(r"\s?(?:가운데|중)\s|보다\s|에\s비해\s|짜리|어치|\s?상당")
_FOR_EACH = re.compile(
    r"(?:(?<![해담정상])당|(?<![해년달])마다|\s한\s?(?:명|곳|사람|건)에)\s(?:(?:최고|최대|최소|약|평균|연간|매년|연)\s?)*\d"
)
_FOR_IT = re.compile(r"[을를]\s(?:위해|위하여)")
_AIMS = frozenset({"Project", "Program", "Laboratory", "InnovationCenter"})
_NEXT = re.compile(r"\s?[:：]?\s?(?:각각?|총|약|최대)?\s?")
_LIST_ENDS = re.compile(r"[을를]\s|\s등")
_YEAR_BEFORE = re.compile(r"\d{4}년(?:에는|에)?\s(?:총\s?|약\s?)?\Z")
_EACH = re.compile(r"각각|각\s|차례로")


def no_gift(text: str, amount: Quantity) -> bool:
    """Whether a sum is not what anybody gets as a whole.

    It is what each one gets (`기업당 최고 500만 위안`), a total of which a part is given (`2억 위안 가운데 …`), or what
    another one is compared with (`2억 위안보다 …`), or the price of a thing (`2억 위안짜리 장비`).
    """
    each = _FOR_EACH.search(text, max(0, amount.begin - _EACH_REACH), amount.end)
    return each is not None or _NOT_ALL.match(text, amount.end) is not None


def gifts(text: str, other: re.Pattern[str]) -> list[Quantity]:
    """The sums of a passage that somebody may get; `other` finds words before those that nobody gives, as prices."""
    return [
        q
        for q in quantities(text)
        if q.currency
        and not q.converted
        and not no_gift(text, q)
        and not other.search(text, max(0, q.begin - _OTHER_REACH), q.begin)
    ]


def sums(roles: Roles) -> list[Quantity]:
    """The sums of money in the predicate's clause, but for conversions and for what nobody gets as a whole."""
    text, stop = roles.clauses.analysis.text, roles.predicate.begin
    return [
        q
        for q in quantities(text)
        if q.currency and not q.converted and roles.clause <= q.begin and q.end <= stop and not no_gift(text, q)
    ]


def grants(roles: Roles) -> Iterator[tuple[Thing, Thing, Quantity]]:
    """Giver, recipient, sum. Empty where the clause names no giver of its own with a sum behind it."""
    found = sums(roles)
    givers = _givers(roles)
    ends = [group.begin for group in givers[1:]] + [roles.predicate.begin] * bool(givers)
    segments = [(group, *_within(roles, group, end, found)) for group, end in zip(givers, ends, strict=True)]
    if found and givers and _topical(roles, found[0]):  # `14억 위안은 A가, 3억 위안은 B가 지원`
        starts = [roles.clause, *(group.end for group in givers)]
        segments = [
            (group, recipients, [q for q in found if start <= q.begin and q.end <= group.begin])
            for (group, recipients, _), start in zip(segments, starts, strict=False)
        ]
    if givers and (first := _before_all(roles, givers[0], found)):
        givers = [first[0], *givers]
        segments = [first, *segments]
    before = [
        g
        for g in roles.before
        if roles.is_aim(g)
        and g not in roles.embedded
        and not roles.means(g)
        and roles.clause <= g.begin < (givers[0].begin if givers else 0)
        and not roles.elsewhere(g, givers[0].begin)
    ]
    shared: list[Group] = [] if any(recipients for _, recipients, _ in segments) else before
    for giver, recipients, own in reversed(segments):
        shared = recipients or shared
        for recipient in shared:
            if recipient in recipients and (inside := _in_brackets(roles, recipient, own)):
                named = (roles.things(giver), roles.things(recipient))
                yield from ((s, t, q) for s in named[0] for t, q in zip(named[1], inside, strict=False))
                continue
            if recipient in recipients and (parts := _each_its_own(roles, recipient, recipients, own)):
                named = (roles.things(giver), roles.things(recipient))
                yield from ((s, t, q) for s in named[0] for t, q in zip(named[1], parts, strict=True))
                continue
            amount = _amount(recipient, own) if recipient in recipients else (own[0] if own else None)
            if amount is None:
                continue
            targets = roles.things(recipient)
            if len(targets) == 1 and len(segments) == 1 and (years := _by_year(roles, own)):
                yield from ((source, targets[0], q) for source in roles.things(giver) for q in years)
                continue
            sources = (*roles.things(giver), *(roles.partners() if len(segments) == 1 else ()))
            if len(targets) == 1 and (own_shares := shares(roles, sources, own)):
                yield from ((source, targets[0], share) for source, share in zip(sources, own_shares, strict=True))
                continue
            shared_out = shares(roles, targets, own) or [amount] * len(targets)
            for source in sources:
                yield from ((source, target, share) for target, share in zip(targets, shared_out, strict=True))


def _before_all(
    roles: Roles, then: Group, found: Sequence[Quantity]
) -> tuple[Group, list[Group], list[Quantity]] | None:
    """Who gives in the part before the first giver of the clause: `A는 기금을 활용해 | B에 3억 위안을, C는 D에 …`."""
    own = [q for q in found if q.end <= then.begin]
    recipients = [g for g in roles.before if roles.clause <= g.begin and g.end <= then.begin and roles.is_aim(g)]
    acting = [g for g in roles.before if g.end <= roles.clause and g.particle in SUBJECT and g not in roles.embedded]
    if not own or not recipients or len(acting) != 1 or _topical(roles, own[0]):
        return None
    return acting[0], [g for g in recipients if not roles.means(g)], own


def _in_brackets(roles: Roles, recipient: Group, own: Sequence[Quantity]) -> list[Quantity]:
    """The sums in brackets behind each of several recipients, if all have one: `A(3억 위안), B(2억 위안)에`."""
    text, mentions = roles.clauses.analysis.text, roles.clauses.read.mentions
    at = {q.begin: q for q in own if text[q.end : q.end + 1] == ")"}
    found = [at.get(mentions[m].end + 1) for m in recipient.mentions]
    return [q for q in found if q is not None] if len(found) > 1 and all(found) else []


def received(roles: Roles) -> Iterator[tuple[Thing, Thing, Quantity]]:
    """Giver, recipient, sum where several give a sum each: `B는 A로부터 3억 위안, C로부터 2억 위안을 유치`."""
    found = sums(roles)
    sources = [g for g in roles.before if g.particle in SOURCE and g.begin >= roles.clause]
    if len(sources) < 2 or len(found) < len(sources):
        return
    recipients, _ = roles.fill("subject")
    for source, end in zip(sources, [*(g.begin for g in sources[1:]), roles.predicate.begin], strict=True):
        amount = next((q for q in found if source.end <= q.begin and q.end <= end), None)
        for giver in roles.things(source) if amount is not None else ():
            yield from ((giver, recipient, amount) for recipient in recipients if amount is not None)


def shares(roles: Roles, things: Sequence[Thing], found: Sequence[Quantity]) -> list[Quantity]:
    """The sum of each of several things where the clause shares out just so many: `A와 B에 각각 2억 위안, 1억 위안`."""
    each = _EACH.search(roles.clauses.analysis.text, roles.clause, roles.predicate.begin)
    return list(found) if len(things) == len(found) > 1 and each else []


def spread(roles: Roles, recipients: Sequence[Thing]) -> Iterator[tuple[Thing, Thing, Quantity]]:
    """Giver, recipient, sum where the clause leaves the recipient unsaid, which then are `recipients`."""
    found = sums(roles)
    givers = _givers(roles) or _bare_givers(roles, found)
    topical = bool(found) and _topical(roles, found[0])
    for index, giver in enumerate(givers):
        begin = (givers[index - 1].end if index else roles.clause) if topical else giver.end
        end = (
            giver.begin if topical else (givers[index + 1].begin if index + 1 < len(givers) else roles.predicate.begin)
        )
        own = [q for q in found if begin <= q.begin and q.end <= end]
        for source in roles.things(giver) if own else ():
            yield from ((source, target, own[0]) for target in recipients)


def _givers(roles: Roles) -> list[Group]:
    """The subjects of the clause, but those of relative clauses in it: B in `A는 B가 세운 C에 …`."""
    return [g for g in roles.before if g.particle in SUBJECT and g.begin >= roles.clause and g not in roles.embedded]


def _bare_givers(roles: Roles, found: Sequence[Quantity]) -> list[Group]:
    """Names without particle with a sum right behind them: `A 2억 위안, B 1억 위안을 출연한`."""
    begins = {q.begin for q in found}
    bare = [g for g in roles.before if g.begin >= roles.clause and g.particle == ""]
    return [g for g in bare if g.end + 1 in begins]


def _topical(roles: Roles, amount: Quantity) -> bool:
    """Whether the sum is what the clause speaks of: `14억 위안은`."""
    return roles.clauses.analysis.text.startswith(("은 ", "는 "), amount.end)


def _within(roles: Roles, giver: Group, end: int, found: list[Quantity]) -> tuple[list[Group], list[Quantity]]:
    """The recipients and the sums between a giver and the next one."""
    recipients = [
        g
        for g in roles.before
        if giver.end <= g.begin < end
        and roles.is_aim(g)
        and g not in roles.embedded
        and not roles.means(g)
        and not roles.elsewhere(g, end)
    ]
    to_whom = [g for g in recipients if g.particle not in _BY]
    recipients = to_whom or recipients  # `‘P’ 사업으로 A에 3억 위안을 지원`
    if all(t.cls == "DevelopmentZone" for g in recipients for t in roles.things(g)):
        aims = [g for g in roles.before if giver.end <= g.begin < end and _aimed_at(roles, g)]
        recipients = aims or recipients  # 과학성에 문을 여는 실험실을 위해
    recipients = recipients or _listed(roles, giver, end, found)
    return recipients, [q for q in found if giver.end <= q.begin < end]


def _aimed_at(roles: Roles, group: Group) -> bool:
    """Whether a group names the undertaking for which something is done: `실험실을 위해`."""
    aim = _FOR_IT.match(roles.clauses.analysis.text, group.end)
    return aim is not None and all(t.cls in _AIMS for t in roles.things(group))


def _listed(roles: Roles, giver: Group, end: int, found: Sequence[Quantity]) -> list[Group]:
    """Names with a sum right behind each, to all of which the giver gives: `A 3억 위안, B 2억 위안을 배정`."""
    text = roles.clauses.analysis.text
    bare = [g for g in roles.before if giver.end <= g.begin < end and g.particle in {"", ","}]
    listed = [g for g in bare if any(_NEXT.fullmatch(text, g.end, q.begin) for q in found)]
    if not listed or len(listed) < len(bare) or not _LIST_ENDS.search(text, found[-1].end, end):
        return []
    return listed if len(listed) > 1 or "등" in text[found[-1].end : end] else []


def _by_year(roles: Roles, own: Sequence[Quantity]) -> list[Quantity]:
    """The sums of a giver, if the clause has one for each of several years: `2023년 1억 위안, 2024년 2억 위안을`."""
    text = roles.clauses.analysis.text
    dated = [_YEAR_BEFORE.search(text, max(0, q.begin - 16), q.begin) for q in own]
    return list(own) if len(own) > 1 and all(dated) else []


def _each_its_own(
    roles: Roles, recipient: Group, recipients: Sequence[Group], own: Sequence[Quantity]
) -> list[Quantity]:
    """The sums of several recipients before the next ones: `A와 B에 각각 8억과 6억 위안을, | C에는 5억 위안을`."""
    then = min((g.begin for g in recipients if g.begin > recipient.begin), default=roles.predicate.begin)
    mine = [q for q in own if recipient.end <= q.begin < then]
    each = mine and _EACH.search(roles.clauses.analysis.text, recipient.end, mine[0].begin)
    return mine if each and len(mine) == len(roles.things(recipient)) > 1 else []


def _amount(recipient: Group, own: list[Quantity]) -> Quantity | None:
    """The sum right behind the recipient, else the last before it, else the only one."""
    behind = [q for q in own if recipient.end <= q.begin <= recipient.end + _REACH]
    if behind:
        return behind[0]
    before = [q for q in own if q.end <= recipient.begin]
    return before[-1] if before else None
