"""Claims from clauses: who does what to what, where and with whom.

In: the clauses of a passage, and what they may borrow: headline, the bullet above, rosters. Out: claims between
local ids with evidence. Which predicate states which relation is data (`rules.py`); classes are checked against domain
and range of the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.kept import Kept
from kg.language.dates import days
from kg.language.numbers import Quantity
from kg.model import Claim, Qualifiers
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import ENDED, OVER, negated
from kg.relate.doers import Part
from kg.relate.groups import Group
from kg.relate.money import grants, received, shares, spread, sums
from kg.relate.predicates import Predicate
from kg.relate.roles import Roles
from kg.relate.rules import ClaimRule, Rule, Rules
from kg.relate.things import JOINED, Context, Found, Thing


def clause_claims(clauses: Clauses, context: Context, rules: Rules, ontology: Ontology) -> Iterator[Found]:
    """The claims that the predicates of a passage state."""
    for predicate in clauses.predicates:
        stated = rules.by_predicate[predicate.lemma]
        if predicate.lemma in rules.light:
            stated = rules.by_predicate.get(Roles(clauses, predicate, context).action()) or stated
        may_hold = [rule for rule in stated if rule.may_hold(context.classes, context.around)]
        if not may_hold or negated(clauses, predicate, rules):
            continue
        sayings = _Sayings(clauses, predicate, context, rules, ontology)
        yield from sayings.by(may_hold)


_WITHIN: Mapping[str, frozenset[str]] = {
    "City": frozenset({"District", "DevelopmentZone"}),
    "Province": frozenset({"City", "District", "DevelopmentZone"}),
}
"""Places that lie within those of another class, and not the other way round."""
_TOGETHER = frozenset({"with", "partner", "agent"})
_OF_PART = frozenset({"with", "partner", "at"})
"""Roles that each of several parts of a clause fills by itself; with whom somebody acts is among those who do."""
_UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter"})
_RECEIVE = _UNDERTAKEN | {"Company", "University", "ResearchInstitute", "FundingBody"}
_ALLOTTED = frozenset({"배정", "교부", "지급", "지원", "보조", "할당", "책정", "편성"})
_STATE = frozenset({"Ministry", "CentralBody", "LocalGovernment", "FundingBody"})
_BACKING = frozenset({"지원", "후원"})
_AS_WHAT = re.compile(r"[가-힣]로\s\Z")
"""Before 있다, which then says what somebody is and not where: `이사장으로 | 있는`."""
_GOING_ON = re.compile(r"고\s있|(?<=[가-힣])\s중")


class _Sayings:
    """What one predicate says."""

    def __init__(
        self, clauses: Clauses, predicate: Predicate, context: Context, rules: Rules, ontology: Ontology
    ) -> None:
        self.clauses, self.predicate, self.context = clauses, predicate, context
        self.rules, self.ontology = rules, ontology
        self.roles = Roles(clauses, predicate, context)

    @Kept
    def _modality(self) -> str:
        issues = any(rule.id == "issue" for rule in self.rules.by_predicate[self.predicate.lemma])
        under_way = issues and _under_way(self.clauses, self.predicate)
        return "planned" if under_way or _planned(self.clauses, self.predicate, self.rules) else "stated"

    def by(self, rules: Sequence[Rule]) -> Iterator[Found]:
        """The claims of the rules. What one has taken from the lines before is what the clause speaks of, no other."""
        spoken_of: frozenset[str] = frozenset()
        for rule in rules:
            if not self.applies(rule) or (spoken_of and rule.topic and rule.topic != spoken_of):
                continue
            for found in self.money(rule) if rule.money else self.plain(rule):
                yield found
                if rule.topic and not self.names(found.claim.subject):
                    spoken_of = rule.topic

    def names(self, thing: str) -> bool:
        """Whether the sentence names a thing up to the predicate, or refers to it."""
        return any(named.id == thing for group in self.roles.before for named in self.roles.things(group))

    def applies(self, rule: Rule) -> bool:
        """Whether the clause says what the rule asks for beside its predicate, and not that it is over."""
        together = any(self.ontology.symmetric(claim.relation) for claim in rule.claims)
        if together and self._over():
            return False
        if self.predicate.lemma == "있" and _AS_WHAT.search(self.clauses.analysis.text, 0, self.predicate.begin):
            return False
        if rule.before_thing and not self.roles.thing_follows(rule.before_thing):
            return False
        if rule.joint and not self.roles.together():
            return False
        if rule.unless and any(self._says(word) for word in rule.unless):
            return False
        return not rule.needs or any(self._says(word) for word in rule.needs)

    def _says(self, word: str) -> bool:
        """Whether the clause has a word that is no part of a name: `물리연구소` says nothing of research."""
        text, end = self.clauses.analysis.text, self.predicate.end
        at = text.find(word, self.roles.clause, end)
        while at >= 0:
            if not any(m.begin <= at < m.end for m in self.clauses.read.mentions):
                return True
            at = text.find(word, at + 1, end)
        return False

    def _over(self) -> bool:
        """Whether a partnership is said to be over: `끝냈다`, `A와 맺었던 협정을 해지했다`."""
        text, end = self.clauses.analysis.text, self.predicate.end
        if ENDED.search(text, self.predicate.begin, end):
            return True
        return self.predicate.ending == "adnominal" and OVER.search(text, end, self.roles.stop) is not None

    def plain(self, rule: Rule) -> Iterator[Found]:
        """The claims of a rule, each role filled once."""
        for claim in rule.claims:
            ends = {claim.source, claim.target}
            if self._shared_out and ends == {"agent", "thing"}:
                yield from self._each(rule, claim, self._shared_out)
                continue
            if self._parts and "thing" in ends and ends & _OF_PART:
                placed = [(part.thing, place) for part in self._parts for place in part.places]
                yield from self._each(rule, claim, placed) if "at" in ends else ()
                continue
            if claim.source == "agent" and claim.target in _TOGETHER and self._partnered:
                yield from self._with_their_own(rule, claim)
                continue
            if claim.source == claim.target == "agent" and (teams := self.roles.teams()):
                for team in teams:
                    for source, target in _pairs(team, team, claim, self.ontology):
                        yield self._found(rule, Claim(source.id, claim.relation, target.id, self._qualifiers()), 0.95)
                continue
            borrowed = rule.topic if claim.target != "at" or rule.topic <= JOINED else frozenset()
            sources, sure = self.roles.fill_or_topic(claim.source, borrowed)
            sources = self._for_their_body(sources, claim.relation)
            if not any(source.cls in claim.sources for source in sources):
                continue
            if claim.target == "with" or claim.source == claim.target:
                others = {thing.id for thing in self.roles.fill("with")[0]}
                sources = tuple(t for t in sources if t.id not in others)
            if claim.source == claim.target and self.roles.counted():
                continue  # A and B are two of many
            at_topic = claim.target == "at" and not claim.only_to & rule.topic
            topic = frozenset() if at_topic else rule.topic
            targets, sure_too = self.roles.fill_or_topic(claim.target, topic, said=bool(rule.needs))
            if claim.relation == "collaboratesWith":
                targets = self._for_their_body(targets, claim.relation)
            for number, (source, target) in enumerate(_pairs(sources, targets, claim, self.ontology), start=1):
                position = str(number) if claim.relation == "issuedBy" and len(targets) > 1 else None
                qualifiers = self._qualifiers(position=position)
                yield self._found(rule, Claim(source.id, claim.relation, target.id, qualifiers), sure * sure_too)

    @Kept
    def _shared_out(self) -> Sequence[tuple[Group, Group]]:
        return self.roles.shared_out() or [(part.thing, doer) for part in self._parts for doer in part.doers]

    @Kept
    def _parts(self) -> Sequence[Part]:
        return self.roles.each_made()

    @Kept
    def _partnered(self) -> Sequence[tuple[Group, Group]]:
        return self.roles.partnered()

    def _with_their_own(self, rule: Rule, claim: ClaimRule) -> Iterator[Found]:
        """The claims of a clause that says of several with whom each of them does it; none between these."""
        for doer, other in self._partnered if claim.target != "agent" else ():
            sources = self._for_their_body(self.roles.things(doer), claim.relation)
            for source, target in _pairs(sources, self.roles.things(other), claim, self.ontology):
                yield self._found(rule, Claim(source.id, claim.relation, target.id, self._qualifiers()), 0.95)

    def _each(self, rule: Rule, claim: ClaimRule, pairs: Sequence[tuple[Group, Group]]) -> Iterator[Found]:
        """The claims of a clause that says of each of several things who did it, or where."""
        for thing, other in pairs:
            ends = (self.roles.things(thing), self.roles.things(other))
            sources, targets = ends if claim.source == "thing" else ends[::-1]
            for source, target in _pairs(sources, targets, claim, self.ontology):
                yield self._found(rule, Claim(source.id, claim.relation, target.id, self._qualifiers()), 0.95)

    def _for_their_body(self, sources: Sequence[Thing], relation: str) -> tuple[Thing, ...]:
        """People act for their body where only bodies can (`장웨이 교수는 저장대학과 연구`), or where they run it."""
        if relation != "collaboratesWith" and not (relation == "develops" and self.roles.by_manager()):
            return tuple(sources)
        body_of = self.context.body_of
        return tuple(body_of.get(t.id, t) if t.cls == "Person" else t for t in sources)

    def money(self, rule: Rule) -> Iterator[Found]:
        """The claims of a rule of giving: with their sums; without a sum where the predicate itself says giving."""
        relation = rule.claims[0].relation
        if self.rules.payments.other.search(self.clauses.analysis.text, self.roles.clause, self.predicate.begin):
            return  # what is paid is a price
        found = sums(self.roles)
        given = self._given(rule, relation) if found else []
        for giver, recipient, amount in given:
            yield self._found(rule, Claim(giver.id, relation, recipient.id, self._qualifiers(amount=amount)), 0.95)
        if given:
            return
        only = found[-1] if found else None
        together = self.roles.jointly()
        if only is None and not together and self.predicate.lemma not in rule.without_sum and not self._backed():
            return  # support without a sum is no funding, but that by a foundation, or where several give together
        if self.rules.payments.same.search(self.clauses.analysis.text, self.roles.clause, self.predicate.begin):
            return  # as much as another one gives: kg/relate/matching.py
        if together:
            yield from self._from_all(rule, relation, together)
            return
        for claim in rule.claims:
            sources, sure = self.roles.fill(claim.source)
            targets, sure_too = self.roles.fill(claim.target)
            if not sources and only is not None and claim.source == "agent" and claim.target == "to":
                sources, sure = self._state_spoken_of(), 0.8
            if claim.target == "to" and only is None and not targets and not self.roles.aimed():
                spoken_of = self.roles.spoken_of()  # B는 A와 C가 공동 출자해 설립
                raisers = spoken_of or self.context.raisers(self.predicate.begin) or self._founded_next()
                targets, sure_too = raisers, 0.75
            shared_out = dict(zip(targets, shares(self.roles, targets, found), strict=False))
            for source, target in _pairs(sources, targets, claim, self.ontology):
                qualifiers = self._qualifiers(amount=shared_out.get(target, only))
                yield self._found(rule, Claim(source.id, claim.relation, target.id, qualifiers), sure * sure_too)

    def _backed(self) -> bool:
        """Whether a foundation supports something, which is to give money."""
        return self.predicate.lemma in _BACKING and self.roles.by_foundation()

    def _given(self, rule: Rule, relation: str) -> list[tuple[Thing, Thing, Quantity]]:
        """Who gives which sum of the clause to whom."""
        given = [
            (giver, recipient, amount)
            for giver, recipient, amount in (grants(self.roles) if rule.claims[0].source == "agent" else ())
            if giver.id != recipient.id and self.ontology.allows(relation, giver.cls, recipient.cls)
        ]
        return given or self._received(rule, relation) or self._raised(rule, relation)

    def _state_spoken_of(self) -> tuple[Thing, ...]:
        """Who gives by the sentence before, where a passive leaves that unsaid: `A에는 3억 위안이 배정됐다`."""
        if self.predicate.voice != "passive" or self.predicate.lemma not in _ALLOTTED:
            return ()
        acting = self.context.agents(self.roles.start)
        return acting if len(acting) == 1 and acting[0].cls in _STATE else ()

    def _from_all(self, rule: Rule, relation: str, givers: Sequence[Thing]) -> Iterator[Found]:
        """`A·B 공동 투자` below a line that says who raises money."""
        for giver in givers:
            for raiser in self.context.raisers(self.predicate.begin):
                differ = raiser.id not in {g.id for g in givers}
                if differ and self.ontology.allows(relation, giver.cls, raiser.cls):
                    yield self._found(rule, Claim(giver.id, relation, raiser.id, self._qualifiers()), 0.75)

    def _received(self, rule: Rule, relation: str) -> list[tuple[Thing, Thing, Quantity]]:
        """Givers of a sum each from whom the subject receives it."""
        return [
            (giver, recipient, amount)
            for giver, recipient, amount in (received(self.roles) if rule.claims[0].source == "source" else ())
            if giver.id != recipient.id and self.ontology.allows(relation, giver.cls, recipient.cls)
        ]

    def _raised(self, rule: Rule, relation: str) -> list[tuple[Thing, Thing, Quantity]]:
        """Givers to whom the text said before that it raises money or what it costs: `A가 5억 위안을 넣었고`."""
        if rule.claims[0].source != "agent":
            return []
        founded = self._just_founded()
        if not founded and (self.roles.aimed() or self.roles.spoken_of()):
            return []
        described, _ = self.roles.fill("described")
        raisers = founded or tuple(t for t in described if t.cls in _RECEIVE)
        raisers = raisers or self.context.raisers(self.predicate.begin)
        if not raisers and (sole := self.context.sole(self.roles.start, _UNDERTAKEN)):
            raisers = (sole,)
        return [
            (giver, recipient, amount)
            for giver, recipient, amount in spread(self.roles, raisers)
            if giver.id not in {r.id for r in raisers} and self.ontology.allows(relation, giver.cls, recipient.cls)
        ]

    def _just_founded(self) -> tuple[Thing, ...]:
        """What the sentence says right before is founded: `(A대학) 연구센터 개소, B가 5억 위안 보조`."""
        before = [p for p in self.clauses.predicates if self.roles.start <= p.begin and p.end <= self.predicate.begin]
        last = before[-1] if before else None
        if last is None or not (last.bare or last.ending == "connective"):
            return ()
        if not any(rule.id == "found" for rule in self.rules.by_predicate[last.lemma]):
            return ()
        behind = [g for g in self.roles.before if g.begin >= last.end]
        if not behind or behind[0].particle not in {"이", "가"} or len(behind) > 1:
            return ()
        things, _ = Roles(self.clauses, last, self.context).fill("thing")
        return tuple(t for t in things if t.cls in _UNDERTAKEN or t.cls == "ResearchInstitute")

    def _founded_next(self) -> tuple[Thing, ...]:
        """What the next clause says the same ones found with the money: `A와 B가 출자해 C를 세웠다`."""
        then = next((p for p in self.clauses.predicates if self.predicate.end <= p.begin < self.roles.stop), None)
        if then is None or self.predicate.ending != "connective" or then.voice != "active":
            return ()
        if not any(rule.id in {"found", "open", "arrange"} for rule in self.rules.by_predicate[then.lemma]):
            return ()
        things, _ = Roles(self.clauses, then, self.context).fill("object")
        return tuple(t for t in things if t.cls in _RECEIVE)

    def _found(self, rule: Rule, claim: Claim, sure: float) -> Found:
        return Found(claim, self.roles.start, self.roles.stop, f"clause-{rule.id}", sure)

    def _qualifiers(self, *, position: str | None = None, amount: Quantity | None = None) -> Qualifiers:
        values = {"modality": self._modality}
        if amount is not None:
            values |= {"amount": f"{amount.value:f}", "currency": amount.currency or "", "written": amount.written}
            if amount.ceiling:
                values["ceiling"] = "true"
        if position is not None:
            values["position"] = position
        if self._day:
            values["date"] = self._day
        return tuple(sorted(values.items()))

    @Kept
    def _day(self) -> str:
        """The day that the sentence names, in ISO form; '' where it names none or several."""
        sentence = self.clauses.analysis.text[self.roles.start : self.roles.stop]
        issued = self.context.issued
        year, month = (issued.year, issued.month) if issued else (None, None)
        dated = [d.day for d in days(sentence, written_in=year, month=month)]
        return dated[0].isoformat() if len(dated) == 1 else ""


def _pairs(
    sources: Sequence[Thing], targets: Sequence[Thing], rule: ClaimRule, ontology: Ontology
) -> Iterator[tuple[Thing, Thing]]:
    symmetric = ontology.symmetric(rule.relation)
    seen: set[tuple[str, str]] = set()
    for source in sources:
        if source.cls not in rule.sources:
            continue
        for target in targets:
            if source.id == target.id or target.cls not in rule.targets:
                continue
            if rule.relation == "locatedIn" and target.cls in _WITHIN.get(source.cls, ()):
                continue
            if symmetric:
                if (target.id, source.id) in seen or (source.id, target.id) in seen:
                    continue
                seen.add((source.id, target.id))
            yield source, target


def _under_way(clauses: Clauses, predicate: Predicate) -> bool:
    """Whether it is still being done: `마련하고 있다`."""
    return bool(_GOING_ON.search(clauses.analysis.text, predicate.begin, predicate.end + 4))


def _planned(clauses: Clauses, predicate: Predicate, rules: Rules) -> bool:
    _, stop = clauses.sentence(predicate.begin)
    after = clauses.analysis.text[predicate.end : min(stop, predicate.end + 14)]
    return predicate.ending != "adnominal" and bool(rules.planned.match(after))
