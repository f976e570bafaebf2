"""Whom or what a sum of money is for.

In: the clauses of a passage, what may be borrowed, and who pays. Out: things. Who or what is paid for is the name with
에, the one whose costs are named (`B의 건설비`), what is built with the money, else what the sentence or the lines
above speak of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from itertools import pairwise

from kg.language.korean import Morpheme
from kg.language.numbers import quantities
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.predicates import Predicate
from kg.relate.rules import Rules
from kg.relate.surroundings import FOR_DOING
from kg.relate.things import Context, Thing

SUBJECT = frozenset({"은", "는", "이", "가", "도"})
NEAR_SUBJECT = frozenset({"이", "가"})
TO = frozenset({"에", "에게", "에는", "에도", "에게는"})
PLACES = frozenset({"Country", "Province", "City", "District", "Region"})
STATE = frozenset({"Ministry", "CentralBody", "LocalGovernment", "FundingBody"}) | PLACES
UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter"})
BY_RULE = re.compile(r"에\s(?:따라|따른|의해|의거|맞춰|맞추어)")
"""Behind the name of the rule or programme by which somebody gives."""
_QUOTED_AIM = re.compile(r"(?<=['’”\"」』》〉])에(?:게|는|도)?(?=\s)")
_FOR = re.compile(r"[을를]\s(?:위해|위한|위하여|지원)")
_GETS = re.compile(
    r"받|확보|유치|수령|따내|따냈|타냈|조달|충당|추진|진행|수혜|들어[갔오온왔]|돌아[가간갔]|쓰[이인일]|쓰였"
)
COSTS = re.compile(r"투입되는|들어가는|드는\s|(?:건설|사업|공사|운영|개발)비|예산|자본금|재원|비용|투자액|총투자")
_LENDING = re.compile(r"[와과]\s(?:[가-힣]+\s){0,2}(?:대출|융자|투자|출자|지원|차관)\s?(?:계약|협약|약정|협정)")
"""Behind with whom a contract of giving money is signed."""
_WHOLE_COST = re.compile(
    r"\s*(?:총사업비|총\s사업비|사업비|총투자액?|총\s투자액?|건설비|공사비|총공사비)(?:는|은|가|이)\s"
)
_CAPITAL = re.compile(r"출자|출연|분담")
_DOES = frozenset({"VV", "XSV", "EP"})
_GOES_ON = ("고", "며", "지만", "나", "데")


def goes_on(morphemes: Sequence[Morpheme]) -> bool:
    """Whether one of them ends a clause that another one follows."""
    return any(m.tag == "EC" and m.form.endswith(_GOES_ON) for m in morphemes)


class Payees:
    """Finds for one passage whom or what a sum is for."""

    def __init__(self, clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, founded: Set[str]) -> None:
        """`founded`: local ids of what the passage says is founded."""
        self.clauses, self.context, self.rules, self.ontology = clauses, context, rules, ontology
        self.text, self.founded = clauses.analysis.text, founded

    def of(self, payer: Group, groups: Sequence[Group], span: tuple[int, int], told: set[int]) -> tuple[Thing, ...]:
        """Who or what the sentence says is paid for, by the surest of what may tell that."""
        others = [g for g in groups if g.begin not in told and g is not payer]
        clause = self.clauses.connective_before(payer.begin)
        gets = _GETS.search(self.text, payer.end, span[1]) is not None
        ways: tuple[Callable[[Group], bool], ...] = (
            lambda g: self._aimed_at(g, clause) and not self._where(g, span),
            self._costs,
            lambda g: g.particle in {"와", "과"} and _LENDING.match(self.text, g.end) is not None,
            lambda g: bool(_FOR.match(self.text, g.end) or FOR_DOING.match(self.text, g.end)),
            lambda g: g.particle in SUBJECT and (gets or (self.undertaken(g) and self._same_clause(g, payer))),
            lambda g: self._spoken_of(g, payer),
            lambda g: gets and g.particle in {"", ","} and g.begin <= span[0] + 2,
            lambda g: g.particle in {"을", "를", "의", ""} and self.undertaken(g) and not self._parted(g, payer),
        )
        for fits in ways:
            found = [g for g in others if fits(g) and self.payable(g)]
            if found:
                nearest = min(found, key=lambda g: abs(g.begin - payer.begin))
                return self.context.things(nearest)
        if any(self.payable(g) and not self._pays_too(g) for g in others):
            return ()
        if (headed := self._headed(payer)) is not None:
            return self.context.things(headed)
        if len(self.founded) == 1 and COSTS.search(self.text, *span):
            return tuple(thing for thing in dict.fromkeys(self.context.named) if thing.id in self.founded)
        if self._unknown_aim(others, span):
            return ()
        raisers = self.context.raisers(span[0])
        if raisers:
            return raisers
        if _WHOLE_COST.match(self.text, span[0]):
            spoken_of = self.context.latest(span[0], UNDERTAKEN)
            return (spoken_of,) if spoken_of else ()
        kinds = UNDERTAKEN | {"FundingBody"} if _CAPITAL.search(self.text, *span) else UNDERTAKEN
        sole = self.context.sole(span[0], kinds)
        return (sole,) if sole else ()

    def _unknown_aim(self, groups: Sequence[Group], span: tuple[int, int]) -> bool:
        """Whether the money goes to something quoted that is no known name: `‘새싹’에 2억 위안을 투입`."""
        ends = {g.end for g in groups if g.particle in TO}
        return any(aim.start() not in ends for aim in _QUOTED_AIM.finditer(self.text, *span))

    def _aimed_at(self, group: Group, clause: int) -> bool:
        """Whether it bears 에, and names neither the rule by which money is given nor a zone of a clause before."""
        aimed = group.particle in TO and not BY_RULE.match(self.text, group.end)
        return aimed and (group.begin >= clause or not self._zone(group))

    def _pays_too(self, group: Group) -> bool:
        """Whether it is a body of the state that does something itself: `3억 위안을 A가 부담하고 나머지는 B가 낸다`."""
        return group.particle in NEAR_SUBJECT and self._of_state(group)

    def _headed(self, payer: Group) -> Group | None:
        """What the line is about by the name and the colon that open it: `A사: 신제품 공개. B가 2억 위안을 출자`."""
        group = self.clauses.groups[0]
        head = group.begin <= 2 and self.text.startswith((":", "："), group.end) and group.end < payer.begin
        return group if head and self.payable(group) and not self._of_state(group) else None

    def _costs(self, group: Group) -> bool:
        """Whether what stands behind a name says that it needs or raises money."""
        payments = self.rules.payments
        return bool(payments.needed.match(self.text, group.end) or payments.raising.match(self.text, group.end))

    def _where(self, group: Group, span: tuple[int, int]) -> bool:
        """Whether it says where another thing is: `신구에 들어설 | 실험실에는`, `신구에 | 실험실을 짓는 데`."""
        if self.for_another(group, span[1]):
            return True
        next_ = next((p for p in self.clauses.predicates if p.begin >= group.end), None)
        close = next_ is not None and not self.text[group.end + len(group.particle) : next_.begin].strip()
        return bool(next_ and close and next_.ending == "adnominal" and not self.gives(next_))

    def for_another(self, group: Group, until: int) -> bool:
        """Whether behind it stands the name of another thing for which something is done."""
        behind = (g for g in self.clauses.groups if group.end <= g.begin and g.end < until)
        return any(FOR_DOING.match(self.text, g.end) for g in behind)

    def gives(self, predicate: Predicate) -> bool:
        """Whether the predicate is one of giving money."""
        rules = self.rules.by_predicate[predicate.lemma]
        return any(rule.money and rule.claims[0].source == "agent" for rule in rules)

    def _same_clause(self, group: Group, payer: Group) -> bool:
        """Whether no clause ends between who pays and what stands behind."""
        between = self._between(payer, group)
        return not any(m.tag == "ETM" and verb.tag in _DOES for verb, m in pairwise(between)) and not goes_on(between)

    def _parted(self, group: Group, payer: Group) -> bool:
        """Whether a clause goes on to something else behind the sum: `양성에 2억 위안을 쓰고 | A센터를 둔다`."""
        return goes_on(self._between(payer, group))

    def _between(self, payer: Group, group: Group) -> Sequence[Morpheme]:
        """The morphemes between who pays, or the last sum behind, and a name further behind."""
        sums = (q.end for q in quantities(self.text) if q.currency and payer.end <= q.begin and q.end <= group.begin)
        return self.clauses.analysis.morphemes_in(max(sums, default=payer.end), group.begin)

    def _spoken_of(self, group: Group, payer: Group) -> bool:
        """Whether it is the topic before who pays: `B는 A가 2억 위안을 출자했다`."""
        topic = group.particle in {"은", "는"} and group.begin < payer.begin
        return topic and payer.particle in NEAR_SUBJECT and not self._of_state(group)

    def _zone(self, group: Group) -> bool:
        """Whether it may be where something stands rather than what is paid for."""
        return all(thing.cls == "DevelopmentZone" for thing in self.context.things(group))

    def _of_state(self, group: Group) -> bool:
        return all(thing.cls in STATE and thing.cls != "FundingBody" for thing in self.context.things(group))

    def undertaken(self, group: Group) -> bool:
        """Whether it is an undertaking, or a place where research is done."""
        return all(thing.cls in UNDERTAKEN for thing in self.context.things(group))

    def payable(self, group: Group) -> bool:
        """Whether a group may be paid for: places alone are where money goes in no sense that a fact could hold."""
        things = self.context.things(group)
        return bool(things) and all(thing.cls not in PLACES and self._allowed(thing) for thing in things)

    def _allowed(self, thing: Thing) -> bool:
        return thing.cls in self.ontology.range("funds")
