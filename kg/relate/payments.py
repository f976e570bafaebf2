"""Who pays how much for what, where no predicate tells it with all its roles.

In: the clauses of a passage, what may be borrowed, and the claims found there already. Out: `funds` claims: who pays
(`payers`) for what (`payees`), who takes part in a round (`rounds`), and who receives a sum from a programme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from kg.language.numbers import Quantity
from kg.model import Claim, Qualifiers
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED, negated
from kg.relate.groups import Group
from kg.relate.money import gifts
from kg.relate.payees import BY_RULE, NEAR_SUBJECT, PLACES, STATE, SUBJECT, Payees
from kg.relate.payers import FAR, FROM, Payers
from kg.relate.predicates import Predicate
from kg.relate.rounds import Rounds, tells_of_round
from kg.relate.rules import Rules
from kg.relate.things import Context, Found, Thing

_PART_OF = re.compile(r"(?:절반|나머지|전액|\d\s?%|비용|자금|재원|사업비|건설비)(?:씩)?(?:[을를은는]|도)\s")
_RESEARCH = re.compile(r"(?:이번|이)\s(?:연구|성과|논문|실험|작업)(?:는|은|에는)\s(?=[^.]{2,60}\s?지원)")
_SUPPORT = re.compile(r"의\s(?:[가-힣]+\s)?(?:공동\s)?(?:지원|후원)(?:을|으로|\s아래)")
_RESEARCHERS = frozenset({"University", "ResearchInstitute", "Laboratory", "InnovationCenter", "Company"})
_PLACED = re.compile(r"[을를]\s대상으로\s[^.]{0,40}?(?:유상증자|제3자\s?배정|신주|전환사채|증자)")
"""Behind to whom a company sells new shares."""
_CHOSEN = re.compile(
    r"의\s(?:[가-힣A-Za-z\d]+\s){0,3}(?:과제|사업|프로그램|계획|프로젝트|공모)(?:에|로|으로)\s(?:[가-힣]+\s)?(?:뽑|선정|선발|꼽|채택|지정)"
)
"""Behind whose call somebody was chosen in: `A의 | 중점 과제에 뽑혀`."""
_EACH = re.compile(r"각각|각\s|차례로")


def payment_claims(
    clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
) -> Iterator[Found]:
    """The claims of one passage, but for pairs that `known` claims relate by a sum already."""
    if not clauses.groups or "funds" not in ontology.relations:
        return
    sums = gifts(clauses.analysis.text, rules.payments.other)
    rounds = tells_of_round(clauses.analysis.text, rules)
    parts = _PART_OF.search(clauses.analysis.text)
    backed = "지원" in clauses.analysis.text and _RESEARCH.search(clauses.analysis.text)
    if sums or rounds or parts or backed:
        reader = _Reader(clauses, context, rules, ontology, known)
        for span in clauses.sentences:
            inside = [q for q in sums if span[0] <= q.begin < span[1]]
            if inside:
                yield from reader.sentence(span, inside)
            elif parts:
                yield from reader.shared(span)
            if backed:
                yield from reader.backed(span)
            if rounds and reader.rounds.tells_of(span):
                yield from reader.joined(span, inside)


class _Reader:
    def __init__(
        self, clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
    ) -> None:
        self.clauses, self.context, self.rules, self.ontology = clauses, context, rules, ontology
        self.text = clauses.analysis.text
        claims = tuple(known)
        founded = {c.subject for c in claims if c.predicate == "establishedBy"}
        self.payees = Payees(clauses, context, rules, ontology, founded)
        self.payers = Payers(clauses, context, rules, self.payees)
        self.rounds = Rounds(clauses, context, rules)
        self.got = {c.object for c in claims if c.predicate == "funds" and any(n == "amount" for n, _ in c.qualifiers)}
        self.given = {(c.subject, dict(c.qualifiers)["written"]) for c in claims if "written" in dict(c.qualifiers)}
        self.paid = {
            frozenset({c.subject, c.object})
            for c in claims
            if c.predicate == "funds" and any(name == "amount" for name, _ in c.qualifiers)
        }

    def sentence(self, span: tuple[int, int], sums: Sequence[Quantity]) -> Iterator[Found]:
        """What one sentence with sums tells."""
        groups = [g for g in self.clauses.groups if span[0] <= g.begin and g.end <= span[1]]
        predicates = [p for p in self.clauses.predicates if span[0] <= p.begin < span[1]]
        payers = [
            *self.payers.by_noun(groups, sums),
            *self.payers.beside_sums(groups, sums, span),
            *self.payers.described(groups, predicates, sums),
            *self.payers.in_shares(groups, sums),
            *self.payers.in_own_brackets(groups, sums),
        ]
        payers = [(payer, given) for payer, given in payers if not self._gets(payer)]
        told = {payer.begin for payer, _ in payers}
        for payer, given in payers:
            yield from self._tied(payer, self.payees.of(payer, groups, span, told), given, span)
        for payer, given, built in [*self.payers.to_build(groups, predicates, sums, told)]:
            yield from self._tied(payer, built, given, span)
            told.add(payer.begin)
        yield from self._received(groups, predicates, sums, span)
        yield from self._placed_with(groups, sums, span)
        for payer, share in self.payers.acting(groups, predicates, sums):
            if payer.begin not in told:
                recipients = self.payees.of(payer, groups, span, told)
                own = [q for q in sums if share is not None and q.begin >= share.begin]
                each = share is not None and _EACH.search(self.text, payer.end, share.begin)
                if each and len(own) == len(recipients) > 1:
                    for recipient, part in zip(recipients, own, strict=True):
                        yield from self._tied(payer, (recipient,), part, span)
                else:
                    yield from self._tied(payer, recipients, share, span)

    def _gets(self, group: Group) -> bool:
        """Whether a group names but those of whom it is known that they are given a sum."""
        return all(thing.id in self.got for thing in self.context.things(group))

    def joined(self, span: tuple[int, int], sums: Sequence[Quantity]) -> Iterator[Found]:
        """Who takes part in a round of which one sentence tells."""
        for group, recipients, amount in self.rounds.joined(span, sums):
            yield from self._tied(group, recipients, amount, span)

    def _received(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity], span: tuple[int, int]
    ) -> Iterator[Found]:
        """`B는 A의 ‘P’에 선정되어 2억 위안을 받는다`; below a programme `B가 2억 위안, C가 1억 위안을 따냈다`."""
        for p in predicates:
            if p.voice == "entrusted" or not self._receives(p):
                continue
            start = self.clauses.connective_before(p.begin)
            own = [q for q in sums if start <= q.begin and q.end <= p.begin]
            inside = [g for g in groups if g.end <= p.begin]
            if not own or any(g.particle in FROM and g.begin >= start and not self._is_programme(g) for g in inside):
                continue
            takers = [g for g in inside if g.particle in SUBJECT and self.payees.payable(g)]
            shared = [(g, q) for g, q in self._each_sum(takers, own, p) if g.begin >= start or len(own) == 1]
            for taker, amount in shared:
                for source in self._programmes(inside, taker, span):
                    for target in self.context.things(taker):
                        yield from self._claim(source, target, amount, span)

    def _placed_with(self, groups: Sequence[Group], sums: Sequence[Quantity], span: tuple[int, int]) -> Iterator[Found]:
        """`B는 A를 대상으로 2억 위안 규모의 유상증자를 실시`: A gives to B, which raises its capital."""
        for group in groups:
            if group.particle != "way" or not _PLACED.match(self.text, group.end):
                continue
            raiser = next((g for g in groups if g.particle in SUBJECT and g.end <= group.begin), None)
            if raiser is not None:
                whole = sums[0] if len(sums) == 1 and len(group.mentions) == 1 else None
                yield from self._tied(group, self.context.things(raiser), whole, span)

    def _each_sum(
        self, takers: Sequence[Group], own: Sequence[Quantity], p: Predicate
    ) -> Iterator[tuple[Group, Quantity]]:
        """Each subject with the first sum between it and the next one."""
        for taker, then in zip_longest(takers, takers[1:]):
            until = then.begin if then else p.begin
            amount = next((q for q in own if taker.end <= q.begin < until), None)
            if amount is not None:
                yield taker, amount

    def _programmes(self, inside: Sequence[Group], taker: Group, span: tuple[int, int]) -> tuple[Thing, ...]:
        """The programme for which one was chosen, with who runs it by the words before; else that spoken of before."""
        for at, group in enumerate(inside):
            things = self.context.things(group)
            chosen = group.particle in {"에", "로", "으로", "에서"} and not BY_RULE.match(self.text, group.end)
            if chosen and things and all(t.cls == "Program" for t in things):
                owner = inside[at - 1] if at and inside[at - 1].particle == "의" else None
                return (*things, *(self.context.things(owner) if owner else ()))
        for group in inside:
            things = self.context.things(group)
            if _CHOSEN.match(self.text, group.end) and things and all(t.cls in STATE - PLACES for t in things):
                return things
        if any(t.cls in {"Program", "Policy"} for g in inside for t in self.context.things(g)):
            return ()
        if taker.particle in {"은", "는"}:
            return ()
        sole = self.context.sole(span[0], frozenset({"Program"}))
        return (sole,) if sole else ()

    def _is_programme(self, group: Group) -> bool:
        things = self.context.things(group)
        return bool(things) and all(t.cls in {"Program", "Project"} for t in things)

    def shared(self, span: tuple[int, int]) -> Iterator[Found]:
        """Who pays a part of what the text before tells the cost of: `A가 절반을 대고 나머지는 B가 낸다`."""
        groups = [g for g in self.clauses.groups if span[0] <= g.begin and g.end <= span[1]]
        acting = [g for g in groups if g.particle in SUBJECT]
        told = {g.begin for g in acting}
        for p in (p for p in self.clauses.predicates if span[0] <= p.begin < span[1]):
            start = self.clauses.connective_before(p.begin)
            part = _PART_OF.search(self.text, start, p.begin)
            gives = p.ending != "adnominal" and p.voice == "active" and self.payees.gives(p)
            if part is None or not gives or negated(self.clauses, p, self.rules):
                continue
            payers = [g for g in acting if start <= g.begin and g.end <= p.begin and g.particle in NEAR_SUBJECT]
            for payer in payers[-1:]:
                sole = self.context.sole(span[0], _RESEARCHERS - {"Company", "University"})
                recipients = self.payees.of(payer, groups, span, told) or ((sole,) if sole else ())
                yield from self._tied(payer, recipients, None, span)

    def backed(self, span: tuple[int, int]) -> Iterator[Found]:
        """`A대학 왕리 교수팀의 이번 연구는 B의 지원을 받았다`: B gives to the body whose research that is."""
        topic = _RESEARCH.search(self.text, *span)
        if topic is None:
            return
        groups = [g for g in self.clauses.groups if span[0] <= g.begin and g.end <= span[1]]
        funders = [g for g in groups if g.begin >= topic.end() and _SUPPORT.match(self.text, g.end)]
        own = [t for g in groups if g.end <= topic.start() and g.particle == "의" for t in self.context.acting(g)]
        own = own or list(self.context.agents(span[0]))
        own = [self.context.body_of.get(t.id, t) for t in own]
        recipients = tuple(t for t in own if t.cls in _RESEARCHERS)
        for group in funders:
            if all(t.cls in (STATE - PLACES) | {"Program"} for t in self.context.things(group)):
                yield from self._tied(group, recipients, None, span)

    def _receives(self, predicate: Predicate) -> bool:
        rules = self.rules.by_predicate[predicate.lemma]
        return any(rule.money and rule.claims[0].source == "source" for rule in rules)

    def _tied(
        self, payer: Group, recipients: Sequence[Thing], amount: Quantity | None, span: tuple[int, int]
    ) -> Iterator[Found]:
        at = payer.end if amount is None else amount.end
        if DENIED.search(self.text, at, min(span[1], at + FAR)):
            return
        for source in self.context.acting(payer):
            for target in recipients:
                yield from self._claim(source, target, amount, span)

    def _claim(self, source: Thing, target: Thing, amount: Quantity | None, span: tuple[int, int]) -> Iterator[Found]:
        """One claim, but for pairs of which it is known."""
        pair = frozenset({source.id, target.id})
        if len(pair) < 2 or pair in self.paid or not self.ontology.allows("funds", source.cls, target.cls):
            return
        if amount is not None and (source.id, amount.written) in self.given:
            return  # a clause says what the sum is given for
        self.paid.add(pair)
        at = span[0] if amount is None else amount.end
        planned = self.rules.planned.search(self.text, at, span[1]) is not None
        yield Found(Claim(source.id, "funds", target.id, _qualifiers(amount, planned=planned)), *span, "payment", 0.9)


def _qualifiers(amount: Quantity | None, *, planned: bool) -> Qualifiers:
    values = {"modality": "planned" if planned else "stated"}
    if amount is not None:
        values |= {"amount": f"{amount.value:f}", "currency": amount.currency or "", "written": amount.written}
        if amount.ceiling:
            values["ceiling"] = "true"
    return tuple(sorted(values.items()))
