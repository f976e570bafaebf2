"""Who takes part in a round of investment, and in whose.

In: the groups and sums of a sentence. Out: groups with the things in which they invest, and the sum where it is theirs
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.numbers import Quantity
from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.payees import SUBJECT
from kg.relate.rules import Rules
from kg.relate.things import Context, Thing

_LEADS = re.compile(r"(?:이|가)?\s?(?:주도|리드|이끈|이끄|이끌)")
_JOINED_BY = re.compile(r"(?:이|가)\s(?:함께\s|새로\s)?(?:참여|참가|동참|합류|가세)한\s")
_RAISED = re.compile(r"(?:투자|자금)(?:를|을)?\s?(?:유치|조달|모집)|(?:위안|달러|유로)(?:를|을)\s(?:유치|조달)")
_SHARES = r"참여|참가|동참|합류|이름을\s올|뒤를\s[따이]|뒤따|힘을\s보"
_SHARES_IN = re.compile(rf"(?:이|가|은|는|도)\s(?:[가-힣]{{1,8}}\s){{0,2}}(?:{_SHARES})")
_JOINS = re.compile(rf"(?:이|가|은|는|도)\s(?:[가-힣]{{1,8}}\s){{0,2}}(?:{_SHARES}|투자|들어)")
_JOINS_AS = re.compile(
    rf"(?:이|가|은|는|도)\s(?:[가-힣]{{1,8}}\s){{0,2}}(?:(?:공동\s)?(?:투자자|투자사|주주|출자자)로\s(?:{_SHARES}|나[서섰])"
    rf"|(?:합계\s|총\s)?\d[\d,.]*\s?[만억조]*\s?(?:\d[\d,]*만\s)?(?:위안|달러|유로)\s(?:규모\s?의?\s)?(?:투자\s)?라운드에\s(?:{_SHARES}|투자))"
)
"""Behind who is named as one of the investors: `A, B가 | 투자자로 이름을 올렸다`, `A가 | 3억 달러 라운드에 참여`."""
_PARTS = ("주도", "리드", "참여", "동참", "합류", "이끌", "뒤따", "뒤를")
_TAKES_PART = re.compile(rf"[이가]\s(?:[가-힣]{{1,5}}\s){{0,2}}(?:{'|'.join(_PARTS)})")
_ROUNDS = ("투자", "라운드", "시리즈", "증자")
"""The words one of which each wording for a round has."""
_IN_WHAT = re.compile(r"[가-힣A-Z’'”」)](?:에|에서|에는|에도|을|를)\s")


class Rounds:
    """Finds for one passage who takes part in a round of investment."""

    def __init__(self, clauses: Clauses, context: Context, rules: Rules) -> None:
        self.clauses, self.context, self.rules = clauses, context, rules
        self.text = clauses.analysis.text

    def tells_of(self, span: tuple[int, int]) -> bool:
        """Whether a sentence speaks of a round of investment, or says who takes part, but not in what."""
        if (
            "라운드에" in self.text[slice(*span)]
            or self.rules.payments.round.search(self.text, *span)
            or _RAISED.search(self.text, *span)
        ):
            return True
        joins = _TAKES_PART.search(self.text, *span)
        if joins is None:
            return False
        clause = max(span[0], self.text.rfind(", ", span[0], joins.start()))
        return not _IN_WHAT.search(self.text, clause, span[1])

    def joined(
        self, span: tuple[int, int], sums: Sequence[Quantity]
    ) -> Iterator[tuple[Group, tuple[Thing, ...], Quantity | None]]:
        """Who takes part in a round of investment: `A의 시리즈 B에는 C가 참여`, `C가 주도한 A의 이번 라운드`."""
        groups = [g for g in self.clauses.groups if span[0] <= g.begin and g.end <= span[1]]
        raisers = [g for g in groups if self.rules.payments.raising.match(self.text, g.end)]
        found: list[tuple[Group, tuple[Thing, ...]]] = []
        for group in groups:
            leads = (group.particle in SUBJECT or group.led) and _LEADS.match(self.text, group.end)
            round_ = next(reversed([*self.rules.payments.round.finditer(self.text, span[0], group.begin)]), None)
            joins = (
                (round_ or not self.rules.payments.round.search(self.text, *span))
                and group.particle in SUBJECT
                and _JOINS.match(self.text, group.end)
            )
            joins = joins or (group.particle in SUBJECT and _JOINS_AS.match(self.text, group.end))
            joined = _JOINED_BY.match(self.text, group.end) and any(g.begin > group.end for g in raisers)
            if not (leads or joins or joined) or group in raisers:
                continue
            own = [g for g in raisers if g is not group]
            recipients = self.context.things(own[-1]) if own else self.context.raisers(group.begin)
            found.append((group, recipients or self._raising(group, groups, span)))
        alone = len(found) == 1 and len(found[0][0].mentions) == 1 and not self._with_others(found[0][0])
        whole = len(sums) == 1 and alone
        for group, recipients in found:
            yield group, recipients, sums[0] if whole else None

    def _raising(self, group: Group, groups: Sequence[Group], span: tuple[int, int]) -> tuple[Thing, ...]:
        """The company that the sentence says raises money: `A는 B가 주도한 투자 유치를 마쳤다`."""
        subject = next((g for g in groups if g.particle in SUBJECT and g.end <= group.begin), None)
        if subject is None or not _RAISED.search(self.text, group.end, span[1]):
            return ()
        things = self.context.things(subject)
        return things if all(thing.cls == "Company" for thing in things) else ()

    def _with_others(self, group: Group) -> bool:
        """Whether who leads a round or takes part in it is one of several, so that the sum is not all its own."""
        return bool(_LEADS.match(self.text, group.end) or _SHARES_IN.match(self.text, group.end))


def tells_of_round(text: str, rules: Rules) -> bool:
    """Whether a text may tell of a round in which money is raised; its words are found sooner than with all else."""
    if any(map(text.__contains__, _ROUNDS)) and rules.payments.round.search(text):
        return True
    return any(map(text.__contains__, _PARTS)) and _TAKES_PART.search(text) is not None
