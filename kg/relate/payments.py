"""Who pays how much for what, where nouns and the order of words tell it rather than a predicate with all its roles.

In: the clauses of a passage, what may be borrowed, and the claims found there already. Out: `funds` claims. A sentence
tells who pays by a noun behind the name (`A의 지원금 2억 위안`), by the sum beside it (`2억 위안은 A가`, `A 2억 위안, B
1억 위안`), by a relative clause on the sum (`A가 내놓은 2억 위안`), or by a clause that does not say for what (`A가 2억
위안을 들여 B를 건설`). Who or what is paid for is the name with 에, the one whose costs are named (`B의 건설비`), what
is built with the money, else what the sentence or the lines above speak of. The nouns are data (`payments` of the
rules).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from kg.language.numbers import Quantity
from kg.model import Claim, Qualifiers
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED, negated
from kg.relate.groups import Group
from kg.relate.money import gifts
from kg.relate.predicates import Predicate
from kg.relate.roles import FOR_DOING
from kg.relate.rules import Rules
from kg.relate.things import Context, Found, Thing

_SUBJECT = frozenset({"은", "는", "이", "가", "도"})
_NEAR_SUBJECT = frozenset({"이", "가"})
_TO = frozenset({"에", "에게", "에는", "에도", "에게는"})
_PLACES = frozenset({"Country", "Province", "City", "District", "Region"})
_STATE = frozenset({"Ministry", "CentralBody", "LocalGovernment", "FundingBody"}) | _PLACES
_UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter"})
_BESIDE = re.compile(r"(?:이|가)?\s?[:：]?\s?(?:각각?|총|약|최고|최대)?\s?\Z")
_TOPICAL = re.compile(r"(?:\s?[(（][^()（）]*[)）])?(?:은|는|을|를)?\s(?:전액\s|모두\s|각각\s|절반씩\s)?\Z")
_PAID = re.compile(
    r"(?:내|냈|낸|대[고기었는]|댄|댔|부담|책임|지원|보태|보탰|투자|투입|충당|조달|출자|출연|기부|지급|마련)"
)
_PAYS = re.compile(rf"(?:가|이|에서)?\s?(?:[가-힣]{{1,4}}\s)?{_PAID.pattern}(?!(?:한|하는|할|된)\s(?!것|돈|금액|자금))")
_SPENT = re.compile(r"투입|부담|출자|출연|조달|충당|분담|마련|들어[갔간가]|들어온|투자|지원")
_FOR = re.compile(r"[을를]\s(?:위해|위한|위하여|지원)")
_GETS = re.compile(
    r"받|확보|유치|수령|따내|따냈|타냈|조달|충당|추진|진행|수혜|들어[갔오온왔]|돌아[가간갔]|쓰[이인일]|쓰였"
)
_MONEY_NEXT = re.compile(r"\s?(?:[가-힣]{1,6}\s){0,2}(?:총|약|최고|최대)?\s?\Z")
_NO_NAME = re.compile(r"[.,;]|(?:은|는|이|가|에|에서|으로)\s")
_LEADS = re.compile(r"(?:이|가)?\s?(?:주도|리드|이끈|이끄|이끌)")
_JOINED_BY = re.compile(r"(?:이|가)\s(?:함께\s|새로\s)?(?:참여|참가|동참|합류|가세)한\s")
_RAISED = re.compile(r"(?:투자|자금)(?:를|을)?\s?(?:유치|조달|모집)|(?:위안|달러|유로)(?:를|을)\s(?:유치|조달)")
_SHARES = r"참여|참가|동참|합류|이름을\s올"
_SHARES_IN = re.compile(rf"(?:이|가|은|는|도)\s(?:[가-힣]{{1,8}}\s){{0,2}}(?:{_SHARES})")
_JOINS = re.compile(rf"(?:이|가|은|는|도)\s(?:[가-힣]{{1,8}}\s){{0,2}}(?:{_SHARES}|투자|들어)")
_PARTS = ("주도", "리드", "참여", "동참", "합류", "이끌")
_TAKES_PART = re.compile(rf"[이가]\s(?:[가-힣]{{1,5}}\s){{0,2}}(?:{'|'.join(_PARTS)})")
_ROUNDS = ("투자", "라운드", "시리즈", "증자")
"""The words one of which each wording for a round has."""
_IN_WHAT = re.compile(r"[가-힣A-Z’'”」)](?:에|에서|에는|에도|을|를)\s")
_COSTS = re.compile(r"투입되는|들어가는|드는\s|(?:건설|사업|공사|운영|개발)비|예산|자본금|재원|비용|투자액|총투자")
_CAPITAL = re.compile(r"출자|출연")
_AND_SO = re.compile(r"(?:이|가),\s")
_FROM = frozenset({"에서", "로부터", "으로부터"})
_GIVEN_BY = re.compile(r"(?:지원|투자|출자|출연|부담|투입|보조|융자|대출|교부|배정)\s?[(（]\Z")
_AIMED = re.compile(
    r"(?<!공사)(?<!건설)(?<!구축)(?<!사업)(?<!단계)(?<!운영)(?<!조성)(?<!증자)(?<!라운드)(?<=[가-힣])에\s(?!의해|의하여|따라|대한|대해|걸쳐)(?:[가-힣]+\s){0,2}[\d최총약]"
)
_DOES = frozenset({"VV", "XSV", "EP"})
_GOES_ON = ("고", "며", "지만", "나", "데")
_REACH = 16
_FAR = 40


def payment_claims(
    clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
) -> Iterator[Found]:
    """The claims of one passage, but for pairs that `known` claims relate by a sum already."""
    if not clauses.groups or "funds" not in ontology.relations:
        return
    sums = gifts(clauses.analysis.text, rules.payments.other)
    rounds = _tells_of_round(clauses.analysis.text, rules)
    if sums or rounds:
        reader = _Reader(clauses, context, rules, ontology, known)
        for span in clauses.sentences:
            inside = [q for q in sums if span[0] <= q.begin < span[1]]
            if inside:
                yield from reader.sentence(span, inside)
            if rounds and reader.tells_of_round(span):
                yield from reader.joined(span, inside)


def _tells_of_round(text: str, rules: Rules) -> bool:
    """Whether a text may tell of a round in which money is raised; its words are found sooner than with all else."""
    if any(map(text.__contains__, _ROUNDS)) and rules.payments.round.search(text):
        return True
    return any(map(text.__contains__, _PARTS)) and _TAKES_PART.search(text) is not None


class _Reader:
    def __init__(
        self, clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
    ) -> None:
        self.clauses, self.context, self.rules, self.ontology = clauses, context, rules, ontology
        self.text = clauses.analysis.text
        claims = tuple(known)
        self.founded = {c.subject for c in claims if c.predicate == "establishedBy"}
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
            *self._by_noun(groups, sums),
            *self._beside_sums(groups, sums, span),
            *self._described(groups, predicates, sums),
        ]
        told = {payer.begin for payer, _ in payers}
        for payer, given in payers:
            yield from self._tied(payer, self._recipients(payer, groups, span, told), given, span)
        for payer, given, built in [*self._to_build(groups, predicates, sums, told)]:
            yield from self._tied(payer, built, given, span)
            told.add(payer.begin)
        yield from self._received(groups, predicates, sums, span)
        for payer, share in self._acting(groups, predicates, sums):
            if payer.begin not in told:
                yield from self._tied(payer, self._recipients(payer, groups, span, told), share, span)

    def tells_of_round(self, span: tuple[int, int]) -> bool:
        """Whether a sentence speaks of a round of investment, or says who takes part, but not in what."""
        if self.rules.payments.round.search(self.text, *span) or _RAISED.search(self.text, *span):
            return True
        return _TAKES_PART.search(self.text, *span) is not None and not _IN_WHAT.search(self.text, *span)

    def joined(self, span: tuple[int, int], sums: Sequence[Quantity]) -> Iterator[Found]:
        """Who takes part in a round of investment: `A의 시리즈 B에는 C가 참여`, `C가 주도한 A의 이번 라운드`."""
        groups = [g for g in self.clauses.groups if span[0] <= g.begin and g.end <= span[1]]
        raisers = [g for g in groups if self.rules.payments.raising.match(self.text, g.end)]
        found: list[tuple[Group, tuple[Thing, ...]]] = []
        for group in groups:
            leads = (group.particle in _SUBJECT or group.led) and _LEADS.match(self.text, group.end)
            round_ = next(reversed([*self.rules.payments.round.finditer(self.text, span[0], group.begin)]), None)
            joins = (
                (round_ or not self.rules.payments.round.search(self.text, *span))
                and group.particle in _SUBJECT
                and _JOINS.match(self.text, group.end)
            )
            joined = _JOINED_BY.match(self.text, group.end) and any(g.begin > group.end for g in raisers)
            if not (leads or joins or joined) or group in raisers:
                continue
            own = [g for g in raisers if g is not group]
            recipients = self.context.things(own[-1]) if own else self.context.raisers(group.begin)
            found.append((group, recipients or self._raising(group, groups, span)))
        alone = len(found) == 1 and len(found[0][0].mentions) == 1 and not self._with_others(found[0][0])
        whole = len(sums) == 1 and alone
        for group, recipients in found:
            yield from self._tied(group, recipients, sums[0] if whole else None, span)

    def _raising(self, group: Group, groups: Sequence[Group], span: tuple[int, int]) -> tuple[Thing, ...]:
        """The company that the sentence says raises money: `A는 B가 주도한 투자 유치를 마쳤다`."""
        subject = next((g for g in groups if g.particle in _SUBJECT and g.end <= group.begin), None)
        if subject is None or not _RAISED.search(self.text, group.end, span[1]):
            return ()
        things = self.context.things(subject)
        return things if all(thing.cls == "Company" for thing in things) else ()

    def _with_others(self, group: Group) -> bool:
        """Whether who leads a round or takes part in it is one of several, so that the sum is not all its own."""
        return bool(_LEADS.match(self.text, group.end) or _SHARES_IN.match(self.text, group.end))

    # --- who pays ---

    def _by_noun(self, groups: Sequence[Group], sums: Sequence[Quantity]) -> Iterator[tuple[Group, Quantity]]:
        """`A의 지원금 2억 위안`, `2억 위안의 A 보조금`."""
        for group in groups:
            given = self.rules.payments.given.match(self.text, group.end)
            if given is None or not self._may_give(group, given["noun"]):
                continue
            behind = next((q for q in sums if 0 <= q.begin - given.end() <= _REACH), None)
            before = next((q for q in sums if 0 <= group.begin - q.end <= 3), None)
            if amount := behind or before:
                yield group, amount

    def _may_give(self, group: Group, noun: str) -> bool:
        """Whether a noun behind a name says what that gives: of the state's bodies each does, of others some may."""
        classes = {thing.cls for thing in self.context.things(group)}
        return bool(classes) and (
            classes <= _STATE or (noun in self.rules.payments.gifts and not classes & _UNDERTAKEN)
        )

    def _beside_sums(
        self, groups: Sequence[Group], sums: Sequence[Quantity], span: tuple[int, int]
    ) -> Iterator[tuple[Group, Quantity]]:
        """`2억 위안은 A가 부담`; `A 2억 위안, B 1억 위안 등이 투입`; `A에서 2억 위안이 배정`; `2억 위안 지원(A)`."""
        spent = _SPENT.search(self.text, sums[-1].end, span[1]) is not None
        for group in groups:
            before = next((q for q in reversed(sums) if q.end <= group.begin), None)
            behind = next((q for q in sums if q.begin >= group.end), None)
            if before and (self._pays(group, before, span[1]) or self._in_brackets(group)):
                yield group, before
            elif behind and (self._comes_from(group, behind) or (spent and self._bare_with(group, behind, span[0]))):
                yield group, behind

    def _pays(self, group: Group, amount: Quantity, stop: int) -> bool:
        """`2억 위안은 A가 부담`, `2억 위안은 A가, 1억 위안은 B가 부담`."""
        if group.particle not in _NEAR_SUBJECT or not _TOPICAL.fullmatch(self.text, amount.end, group.begin):
            return False
        rest = _AND_SO.match(self.text, group.end)
        return bool(_PAYS.match(self.text, group.end) or (rest and _PAID.search(self.text, rest.end(), stop)))

    def _comes_from(self, group: Group, amount: Quantity) -> bool:
        """`A에서 2억 위안이`."""
        if group.particle not in _FROM or not all(t.cls in _STATE | {"Program"} for t in self.context.things(group)):
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

    def _described(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity]
    ) -> Iterator[tuple[Group, Quantity]]:
        """`A가 내놓은 2억 위안`, `A가 B에 지원하는 금액은 2억 위안`."""
        for p in predicates:
            if p.ending != "adnominal" or p.voice != "active" or not self._gives(p):
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
            payer = next((g for g in reversed(groups) if g.end <= p.begin and g.particle in _NEAR_SUBJECT), None)
            if payer is not None:
                yield payer, amount

    def _acting(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity]
    ) -> Iterator[tuple[Group, Quantity | None]]:
        """`B는 A가 2억 위안을 출자했다`, `B의 사업비는 3억 위안이며 A와 C가 낸다`: the clause leaves out for what."""
        for p in predicates:
            if p.ending == "adnominal" or p.voice != "active" or not self._gives(p):
                continue
            if negated(self.clauses, p, self.rules):
                continue
            start = self.clauses.connective_before(p.begin)
            inside = [g for g in groups if start <= g.begin and g.end <= p.begin]
            aims = [g for g in inside if g.particle in _TO and not self._for_another(g, p.begin)]
            if aims or _AIMED.search(self.text, start, p.begin):
                continue
            own = [q for q in sums if start <= q.begin and q.end <= p.begin]
            acting = [g for g in inside if g.particle in _SUBJECT]
            near = [g for g in acting if g.particle in _NEAR_SUBJECT]
            payers = near or acting[-1:]
            for group, then in zip_longest(payers, payers[1:]):
                until = then.begin if then else p.begin
                amount = next((q for q in own if group.end <= q.begin < until), None)
                if amount is not None:
                    yield group, amount
                elif not any(q.begin >= payers[0].end for q in own) and self._costs_before(group):
                    whole = len(payers) == 1 and len(group.mentions) == 1 and len(sums) == 1
                    yield group, (sums[0] if whole else None)

    def _costs_before(self, group: Group) -> bool:
        """Whether the sentence speaks before a name of what something costs."""
        return _COSTS.search(self.text, self.clauses.sentence(group.begin)[0], group.begin) is not None

    def _gives(self, predicate: Predicate) -> bool:
        """Whether the predicate is one of giving money."""
        rules = self.rules.by_predicate[predicate.lemma]
        return any(rule.money and rule.claims[0].source == "agent" for rule in rules)

    # --- who gets it from what was not said to give ---

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
            if not own or any(g.particle in _FROM and g.begin >= start for g in inside):
                continue
            takers = [g for g in inside if g.particle in _SUBJECT and self._payable(g)]
            shared = [(g, q) for g, q in self._each_sum(takers, own, p) if g.begin >= start or len(own) == 1]
            for taker, amount in shared:
                for source in self._programmes(inside, taker, span):
                    for target in self.context.things(taker):
                        yield from self._claim(source, target, amount, span)

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
            if group.particle in {"에", "로", "으로"} and things and all(t.cls == "Program" for t in things):
                owner = inside[at - 1] if at and inside[at - 1].particle == "의" else None
                return (*things, *(self.context.things(owner) if owner else ()))
        if any(t.cls in {"Program", "Policy"} for g in inside for t in self.context.things(g)):
            return ()
        if taker.particle in {"은", "는"}:
            return ()
        sole = self.context.sole(span[0], frozenset({"Program"}))
        return (sole,) if sole else ()

    def _receives(self, predicate: Predicate) -> bool:
        rules = self.rules.by_predicate[predicate.lemma]
        return any(rule.money and rule.claims[0].source == "source" for rule in rules)

    # --- for what ---

    def _recipients(
        self, payer: Group, groups: Sequence[Group], span: tuple[int, int], told: set[int]
    ) -> tuple[Thing, ...]:
        """Who or what the sentence says is paid for, by the surest of what may tell that."""
        others = [g for g in groups if g.begin not in told and g is not payer]
        clause = self.clauses.connective_before(payer.begin)
        gets = _GETS.search(self.text, payer.end, span[1]) is not None
        ways: tuple[Callable[[Group], bool], ...] = (
            lambda g: g.particle in _TO and (g.begin >= clause or not self._zone(g)) and not self._where(g, span),
            self._costs,
            lambda g: bool(_FOR.match(self.text, g.end) or FOR_DOING.match(self.text, g.end)),
            lambda g: g.particle in _SUBJECT and (gets or (self._undertaken(g) and self._same_clause(g, payer))),
            lambda g: self._spoken_of(g, payer),
            lambda g: gets and g.particle in {"", ","} and g.begin <= span[0] + 2,
            lambda g: g.particle in {"을", "를", "의", ""} and self._undertaken(g),
        )
        for fits in ways:
            found = [g for g in others if fits(g) and self._payable(g)]
            if found:
                nearest = min(found, key=lambda g: abs(g.begin - payer.begin))
                return self.context.things(nearest)
        if any(self._payable(g) for g in others):
            return ()
        if len(self.founded) == 1 and _COSTS.search(self.text, *span):
            return tuple(thing for thing in dict.fromkeys(self.context.named) if thing.id in self.founded)
        raisers = self.context.raisers(span[0])
        if raisers:
            return raisers
        kinds = _UNDERTAKEN | {"FundingBody"} if _CAPITAL.search(self.text, *span) else _UNDERTAKEN
        sole = self.context.sole(span[0], kinds)
        return (sole,) if sole else ()

    def _costs(self, group: Group) -> bool:
        """Whether what stands behind a name says that it needs or raises money."""
        payments = self.rules.payments
        return bool(payments.needed.match(self.text, group.end) or payments.raising.match(self.text, group.end))

    def _where(self, group: Group, span: tuple[int, int]) -> bool:
        """Whether it says where another thing is: `신구에 들어설 | 실험실에는`, `신구에 | 실험실을 짓는 데`."""
        if self._for_another(group, span[1]):
            return True
        next_ = next((p for p in self.clauses.predicates if p.begin >= group.end), None)
        close = next_ is not None and not self.text[group.end + len(group.particle) : next_.begin].strip()
        return bool(next_ and close and next_.ending == "adnominal" and not self._gives(next_))

    def _for_another(self, group: Group, until: int) -> bool:
        """Whether behind it stands the name of another thing for which something is done."""
        behind = (g for g in self.clauses.groups if group.end <= g.begin and g.end < until)
        return any(FOR_DOING.match(self.text, g.end) for g in behind)

    def _same_clause(self, group: Group, payer: Group) -> bool:
        """Whether no clause ends between who pays and what stands behind."""
        between = self.clauses.analysis.morphemes_in(payer.end, group.begin)
        relative = any(m.tag == "ETM" and verb.tag in _DOES for verb, m in pairwise(between))
        return not relative and not any(m.tag == "EC" and m.form.endswith(_GOES_ON) for m in between)

    def _spoken_of(self, group: Group, payer: Group) -> bool:
        """Whether it is the topic before who pays: `B는 A가 2억 위안을 출자했다`."""
        topic = group.particle in {"은", "는"} and group.begin < payer.begin
        return topic and payer.particle in _NEAR_SUBJECT and not self._of_state(group)

    def _zone(self, group: Group) -> bool:
        """Whether it may be where something stands rather than what is paid for."""
        return all(thing.cls == "DevelopmentZone" for thing in self.context.things(group))

    def _of_state(self, group: Group) -> bool:
        return all(thing.cls in _STATE and thing.cls != "FundingBody" for thing in self.context.things(group))

    def _undertaken(self, group: Group) -> bool:
        return all(thing.cls in _UNDERTAKEN for thing in self.context.things(group))

    def _payable(self, group: Group) -> bool:
        """Whether a group may be paid for: places alone are where money goes in no sense that a fact could hold."""
        things = self.context.things(group)
        return bool(things) and all(thing.cls not in _PLACES and self._allowed(thing) for thing in things)

    def _allowed(self, thing: Thing) -> bool:
        return thing.cls in self.ontology.range("funds")

    def _to_build(
        self, groups: Sequence[Group], predicates: Sequence[Predicate], sums: Sequence[Quantity], told: set[int]
    ) -> Iterator[tuple[Group, Quantity, tuple[Thing, ...]]]:
        """`A가 2억 위안을 들여 B를 건설`, `A가 3억 위안, C가 1억 위안을 투자해 짓는 B`."""
        for p, then in pairwise(predicates):
            if p.ending != "connective" or p.voice != "active" or not self._gives(p) or then.begin - p.end > _FAR:
                continue
            start = self.clauses.connective_before(p.begin)
            inside = [g for g in groups if start <= g.begin and g.end <= p.begin]
            if any(g.particle in _TO and self._payable(g) for g in inside):
                continue
            built = self._built(groups, then, p.end)
            if built is None:
                continue
            for amount, payer in self._shares(groups, sums, start, p):
                if payer.begin not in told and payer is not built:
                    yield payer, amount, self.context.things(built)

    def _built(self, groups: Sequence[Group], then: Predicate, begin: int) -> Group | None:
        """What is done with the money: the object of the next predicate, what it describes, or what is spoken of."""
        between = [g for g in groups if begin <= g.begin and g.end <= then.begin]
        if any(g.particle in _SUBJECT for g in between):
            return None  # another one does that
        if between:
            last = between[-1]
            return last if last.particle in {"을", "를", ""} and self._payable(last) else None
        if then.ending in {"adnominal"}:
            head = next((g for g in groups if g.begin >= then.end), None)
            if head is not None and not _NO_NAME.search(self.text, then.end, head.begin) and self._payable(head):
                return head
        topic = next((g for g in groups if g.particle in {"은", "는"} and self._undertaken(g)), None)
        return topic if topic is not None and topic.end < begin else None

    def _shares(
        self, groups: Sequence[Group], sums: Sequence[Quantity], start: int, p: Predicate
    ) -> Iterator[tuple[Quantity, Group]]:
        """The sums of a clause, each with the subject before it; else with the subject that the sentence has."""
        for amount in (q for q in sums if start <= q.begin and q.end <= p.begin):
            before = [g for g in groups if g.end <= amount.begin and (g.particle in _SUBJECT or g.particle == ",")]
            near = [g for g in before if g.begin >= start and g.particle in _NEAR_SUBJECT] or before
            if near:
                yield amount, near[-1]

    # --- claims ---

    def _tied(
        self, payer: Group, recipients: Sequence[Thing], amount: Quantity | None, span: tuple[int, int]
    ) -> Iterator[Found]:
        at = payer.end if amount is None else amount.end
        if DENIED.search(self.text, at, min(span[1], at + _FAR)):
            return
        for source in self.context.acting(payer):
            for target in recipients:
                yield from self._claim(source, target, amount, span)

    def _claim(self, source: Thing, target: Thing, amount: Quantity | None, span: tuple[int, int]) -> Iterator[Found]:
        """One claim, but for pairs of which it is known."""
        pair = frozenset({source.id, target.id})
        if len(pair) < 2 or pair in self.paid or not self.ontology.allows("funds", source.cls, target.cls):
            return
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
