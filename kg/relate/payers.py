"""Who pays which sum, where nouns and the order of words tell it rather than a predicate with all its roles.

In: the groups, predicates and sums of a sentence. Out: groups with the sum that each pays. A sentence tells who pays by
a noun behind the name (`A의 지원금 2억 위안`), by the sum beside it (`2억 위안은 A가`, `A 2억 위안, B 1억 위안`), by a
relative clause on the sum (`A가 내놓은 2억 위안`), or by a clause that does not say for what (`A가 2억 위안을 들여 B를
건설`). The nouns are data (`payments` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from kg.language.numbers import Quantity, quantities
from kg.relate.clauses import Clauses
from kg.relate.denied import negated
from kg.relate.groups import BODIES, Group
from kg.relate.payees import COSTS, NEAR_SUBJECT, STATE, SUBJECT, TO, UNDERTAKEN, Payees, goes_on
from kg.relate.predicates import Predicate
from kg.relate.rules import Rules
from kg.relate.things import Context, Thing

_BESIDE = re.compile(r"(?:이|가)?\s?[:：]?\s?(?:각각?|총|약|최고|최대)?\s?\Z")
_TOPICAL = re.compile(r"(?:\s?[(（][^()（）]*[)）])?(?:은|는|을|를)?\s(?:전액\s|모두\s|각각\s|절반씩\s)?\Z")
_PAID = re.compile(
    r"(?:내|냈|낸|대[고기었는]|댄|댔|부담|책임|지원|보태|보탰|투자|투입|충당|조달|출자|출연|기부|지급|마련)"
)
_PAYS = re.compile(rf"(?:가|이|에서)?\s?(?:[가-힣]{{1,4}}\s)?{_PAID.pattern}(?!(?:한|하는|할|된)\s(?!것|돈|금액|자금))")
_SPENT = re.compile(r"재원|꾸[렸리려]|모[았아]|투입|부담|출자|출연|조달|충당|분담|마련|들어[갔간가]|들어온|투자|지원")
_SPENT_ON = re.compile(r"(?<=[가-힣])(?<![년월일간때후전초말올])에\s")
_PARTS_OF_COST = re.compile(r"(?:분담액|분담금|부담액|출연액|출자액|출연금|출자금)[은는]\s")
_MONEY_NEXT = re.compile(r"\s?(?:[가-힣]{1,6}\s){0,2}(?:총|약|최고|최대)?\s?\Z")
_NO_NAME = re.compile(r"[.,;]|(?:은|는|이|가|에|에서|으로)\s")
_AND_SO = re.compile(r"(?:이|가),\s")
FROM = frozenset({"에서", "로부터", "으로부터"})
_GIVEN_BY = re.compile(r"(?:지원|투자|출자|출연|부담|투입|보조|융자|대출|교부|배정)\s?[(（]\Z")
_AIMED = re.compile(
    r"(?<!공사)(?<!건설)(?<!구축)(?<!사업)(?<!단계)(?<!운영)(?<!조성)(?<!증자)(?<!라운드)(?<!예산안)(?<!예산)(?<!기금)(?<=[가-힣])에\s(?!의해|의하여|따라|대한|대해|걸쳐)(?:[가-힣]+\s){0,2}[\d최총약]"
)
_GOING_ON = frozenset({"아", "어", "여", "아서", "어서", "여서", "고"})
_SHARES = re.compile(r"\s?[(（]([^()（）]*)[)）]")
_PART = re.compile(
    r"\s?[:：]?\s?(\d[\d,.]*\s?[십백천]?[만억조](?:\s?\d[\d,.]*\s?[십백천]?만?)?)\s?(?:위안|달러|유로)?"
    r"(?=[,·/;)）]|\s?및|\s등|\Z)"
)
_INVESTED = frozenset({"투자", "투자액"})
_TOWARDS = re.compile(r"에\s(?:대한|들어간)\s(?:[가-힣]+\s)?\Z")
_HELP = re.compile(r"(?:\s규모)?(?:의)?\s(?:지원|출자|출연|보조|기부|융자|대출|투자|후원)(?=[으로이가은는을를,]|\s|\Z)")
_REACH = 16
FAR = 40


class Payers:
    """Finds for one passage who pays which sum."""

    def __init__(self, clauses: Clauses, context: Context, rules: Rules, payees: Payees) -> None:
        self.clauses, self.context, self.rules, self.payees = clauses, context, rules, payees
        self.text = clauses.analysis.text

    def by_noun(self, groups: Sequence[Group], sums: Sequence[Quantity]) -> Iterator[tuple[Group, Quantity]]:
        """`A의 지원금 2억 위안`, `2억 위안의 A 보조금`."""
        for group in groups:
            given = self.rules.payments.given.match(self.text, group.end)
            if given is None or not self._may_give(group, given["noun"]):
                continue
            behind = next((q for q in sums if 0 <= q.begin - given.end() <= _REACH), None)
            before = next((q for q in sums if 0 <= group.begin - q.end <= 3), None)
            if amount := behind or before:
                yield group, amount
        for group in groups:
            next_ = next((q for q in sums if q.begin == group.end + 2), None)
            if next_ is not None and group.particle == "의" and _HELP.match(self.text, next_.end):
                classes = {thing.cls for thing in self.context.things(group)}
                if classes and classes <= BODIES and not classes & UNDERTAKEN:
                    yield group, next_

    def _may_give(self, group: Group, noun: str) -> bool:
        """Whether a noun behind a name says what that gives: of the state's bodies each does, of others some may."""
        classes = {thing.cls for thing in self.context.things(group)}
        of_any = noun in self.rules.payments.gifts or self._meant_for(group, noun)
        return bool(classes) and (classes <= STATE or (of_any and not classes & UNDERTAKEN))

    def _meant_for(self, group: Group, noun: str) -> bool:
        """Whether the words before say for what an investment is: `‘P’에 대한 | A의 투자액`."""
        return noun in _INVESTED and _TOWARDS.search(self.text, max(0, group.begin - 8), group.begin) is not None

    def beside_sums(
        self, groups: Sequence[Group], sums: Sequence[Quantity], span: tuple[int, int]
    ) -> Iterator[tuple[Group, Quantity]]:
        """`2억 위안은 A가 부담`; `A 2억 위안, B 1억 위안 등이 투입`; `A에서 2억 위안이 배정`; `2억 위안 지원(A)`."""
        said = _PARTS_OF_COST.search(self.text, span[0], sums[0].begin)
        spent = said is not None or _SPENT.search(self.text, sums[-1].end, span[1]) is not None
        for group in groups:
            before = next((q for q in reversed(sums) if q.end <= group.begin), None)
            behind = next((q for q in sums if q.begin >= group.end), None)
            if before and (self._pays(group, before, span[1]) or self._in_brackets(group)):
                yield group, before
            elif behind and (self._comes_from(group, behind) or (spent and self._bare_with(group, behind, span[0]))):
                yield group, behind

    def _pays(self, group: Group, amount: Quantity, stop: int) -> bool:
        """`2억 위안은 A가 부담`, `2억 위안은 A가, 1억 위안은 B가 부담`."""
        if group.particle not in NEAR_SUBJECT or not _TOPICAL.fullmatch(self.text, amount.end, group.begin):
            return False
        rest = _AND_SO.match(self.text, group.end)
        return bool(_PAYS.match(self.text, group.end) or (rest and _PAID.search(self.text, rest.end(), stop)))

    def _comes_from(self, group: Group, amount: Quantity) -> bool:
        """`A에서 2억 위안이`."""
        if group.particle not in FROM or not all(t.cls in STATE | {"Program"} for t in self.context.things(group)):
            return False
        between = _BESIDE.fullmatch(self.text, group.end + len(group.particle), amount.begin)
        return bool(between) and self.text.startswith(("이 ", "가 "), amount.end)

    def _bare_with(self, group: Group, amount: Quantity, start: int) -> bool:
        """`A 2억 위안`, but at the beginning of the sentence."""
        bare = group.particle in {"", ","} and group.begin > start
        return bare and _BESIDE.fullmatch(self.text, group.end, amount.begin) is not None

    def _in_brackets(self, group: Group) -> bool:
        """`B에 2억 위안 지원(A)`."""
        return (
            self.text[group.end : group.end + 1] in {")", "）"}
            and _GIVEN_BY.search(self.text, max(0, group.begin - 6), group.begin) is not None
        )

    def described(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity]
    ) -> Iterator[tuple[Group, Quantity]]:
        """`A가 내놓은 2억 위안`, `A가 B에 지원하는 금액은 2억 위안`."""
        for p in predicates:
            if p.ending != "adnominal" or p.voice != "active" or not self.payees.gives(p):
                continue
            amount = next((q for q in sums if q.begin >= p.end), None)
            if amount is None or any(p.end <= g.begin < amount.begin for g in groups):
                continue
            called = self.rules.payments.called.match(self.text, p.end)
            if not (
                _MONEY_NEXT.fullmatch(self.text, p.end, amount.begin)
                or (called and amount.begin - called.end() < _REACH)
            ):
                continue
            payer = next((g for g in reversed(groups) if g.end <= p.begin and g.particle in NEAR_SUBJECT), None)
            if payer is not None:
                yield payer, amount

    def acting(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity]
    ) -> Iterator[tuple[Group, Quantity | None]]:
        """`B는 A가 2억 위안을 출자했다`, `B의 사업비는 3억 위안이며 A와 C가 낸다`: the clause leaves out for what."""
        for p in predicates:
            if p.ending == "adnominal" or p.voice != "active" or not self.payees.gives(p):
                continue
            if negated(self.clauses, p, self.rules):
                continue
            start = self.clauses.connective_before(p.begin)
            inside = [g for g in groups if start <= g.begin and g.end <= p.begin]
            aims = [g for g in inside if g.particle in TO and not self.payees.for_another(g, p.begin)]
            if aims or _AIMED.search(self.text, start, p.begin):
                continue
            own = [q for q in sums if start <= q.begin and q.end <= p.begin]
            acting = [g for g in inside if g.particle in SUBJECT]
            near = [g for g in acting if g.particle in NEAR_SUBJECT]
            payers = near or acting[-1:] or (self._going_on(groups, start) if own else [])
            for group, then in zip_longest(payers, payers[1:]):
                until = then.begin if then else p.begin
                amount = next((q for q in own if group.end <= q.begin < until), None)
                if amount is not None:
                    yield group, amount
                elif not any(q.begin >= payers[0].end for q in own) and self._costs_before(group):
                    whole = len(payers) == 1 and len(group.mentions) == 1 and len(sums) == 1
                    yield group, (sums[0] if whole else None)

    def _going_on(self, groups: Sequence[Group], start: int) -> list[Group]:
        """Who did what the clause before says, and goes on: `A는 증자에 참여해 | 7억 위안을 납입했다`."""
        before = self.clauses.analysis.morpheme_before(start)
        if before is None or before.tag != "EC" or before.form not in _GOING_ON:
            return []
        begin, _ = self.clauses.sentence(start)
        acting = [g for g in groups if begin <= g.begin and g.end <= start and g.particle in SUBJECT]
        return acting if len(acting) == 1 else []

    def in_shares(self, groups: Sequence[Group], sums: Sequence[Quantity]) -> Iterator[tuple[Group, Quantity]]:
        """`총 30억 위안(A 10억, B 20억 위안)`: who has which share of a sum, the unit maybe left to the sum."""
        for whole in sums:
            shares = _SHARES.match(self.text, whole.end)
            inside = [g for g in groups if shares and shares.start(1) <= g.begin and g.end <= shares.end(1)]
            for group in inside:
                part = _PART.match(self.text, group.end)
                found = quantities(part[1] + whole.unit) if part else []
                if part and found and found[0].value < whole.value:
                    yield group, replace(found[0], begin=part.start(1), end=part.end(), currency=whole.currency)

    def in_own_brackets(self, groups: Sequence[Group], sums: Sequence[Quantity]) -> Iterator[tuple[Group, Quantity]]:
        """`자본금은 A(12억 위안), B(8억 위안)가 납입`: each of several with its sum in a bracket behind it."""
        at = {q.begin: q for q in sums}
        for group in groups:
            if group.particle in NEAR_SUBJECT and len(group.mentions) > 1:
                ends = [self.clauses.read.mentions[m].end for m in group.mentions]
                own = [next((at[e + n] for n in (1, 2) if e + n in at), None) for e in ends]
                for m, amount in zip(group.mentions, own, strict=True):
                    if amount is not None and all(own):
                        yield replace(group, mentions=(m,)), amount

    def _costs_before(self, group: Group) -> bool:
        """Whether the sentence speaks before a name of what something costs."""
        return COSTS.search(self.text, self.clauses.sentence(group.begin)[0], group.begin) is not None

    def to_build(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity], told: set[int]
    ) -> Iterator[tuple[Group, Quantity, tuple[Thing, ...]]]:
        """`A가 2억 위안을 들여 B를 건설`, `A가 3억 위안, C가 1억 위안을 투자해 짓는 B`."""
        for p, then in pairwise(predicates):
            if p.ending != "connective" or p.voice != "active" or not self.payees.gives(p) or then.begin - p.end > FAR:
                continue
            start = self.clauses.connective_before(p.begin)
            inside = [g for g in groups if start <= g.begin and g.end <= p.begin]
            if any(g.particle in TO and self.payees.payable(g) for g in inside) or self._for_itself(start, p, then):
                continue
            built = self._built(groups, then, p.end)
            if built is None:
                continue
            for amount, payer in self._shares(groups, sums, start, p):
                if payer.begin not in told and payer is not built:
                    yield payer, amount, self.context.things(built)

    def _for_itself(self, start: int, p: Predicate, then: Predicate) -> bool:
        """Whether a clause says what its sum is for, and the next one goes on to something else:
        `인재 양성에 2억 위안을 쓰고, B를 둔다`.
        """
        spent = _SPENT_ON.search(self.text, start, p.begin) is not None
        return spent and goes_on(self.clauses.analysis.morphemes_in(p.begin, then.begin))

    def _built(self, groups: Sequence[Group], then: Predicate, begin: int) -> Group | None:
        """What is done with the money: the object of the next predicate, what it describes, or what is spoken of."""
        between = [g for g in groups if begin <= g.begin and g.end <= then.begin]
        if any(g.particle in SUBJECT for g in between):
            return None  # another one does that
        if between:
            last = between[-1]
            return last if last.particle in {"을", "를", ""} and self.payees.payable(last) else None
        if then.ending in {"adnominal"}:
            head = next((g for g in groups if g.begin >= then.end), None)
            if head is not None and not _NO_NAME.search(self.text, then.end, head.begin) and self.payees.payable(head):
                return head
        equal = then.ending == "equated"  # `B대학은 A가 100억 위안을 내놓아 세운 대학이다`
        fits = self.payees.payable if equal else self.payees.undertaken
        topic = next((g for g in groups if g.particle in {"은", "는"} and fits(g)), None)
        return topic if topic is not None and topic.end < begin else None

    def _shares(
        self, groups: Sequence[Group], sums: Sequence[Quantity], start: int, p: Predicate
    ) -> Iterator[tuple[Quantity, Group]]:
        """The sums of a clause, each with the subject before it; else with the subject that the sentence has."""
        for amount in (q for q in sums if start <= q.begin and q.end <= p.begin):
            before = [g for g in groups if g.end <= amount.begin and (g.particle in SUBJECT or g.particle == ",")]
            near = [g for g in before if g.begin >= start and g.particle in NEAR_SUBJECT] or before
            if near:
                yield amount, near[-1]
