"""What something is done to by a predicate.

In: who acts, and what stands around and beside the predicate. Out: the things, and a factor for how sure that is.
"""

from __future__ import annotations

import re

from kg.relate.beside import REACH
from kg.relate.doers import NEAR_SUBJECT, SUBJECT, Doers
from kg.relate.groups import Group
from kg.relate.surroundings import OBJECT, TOPIC
from kg.relate.things import Thing

_MADE_INTO = re.compile(r"(?:으로|로|에)\s(?:(?:최종|공식|추가|신규|처음|첫)(?:으로)?\s)?\Z")
_CHOSEN = frozenset({"지정", "선정", "선발", "낙점", "등재", "편입", "포함", "확정"})
_CHOOSING = frozenset({"Ministry", "CentralBody", "LocalGovernment", "FundingBody"})


class Objects(Doers):
    """Finds what one predicate does something to."""

    def _thing(self) -> tuple[tuple[Thing, ...], float]:
        if self.predicate.ending == "adnominal":
            if self._doer_described() is not None:
                return self.things(self._own_object()), 0.9
            head = self._described()
            if head is not None:
                return self.things(head), 0.9
        if self.predicate.ending == "cleft" and self._is_what_is_done():
            return self._said_after()
        if self.predicate.voice == "passive":
            group = self._own_subject
            if group is not None and self.predicate.ending == "adnominal" and not self._in_it(group):
                return (), 1.0  # A는 사업을 벌이며 뽑힌 연구팀에 …
            other = group is not None and group.begin < self.clause and self._unknown(NEAR_SUBJECT, self.clause)
            if group is None or other:  # A는 …, 새 센터가 설립되었다
                return (), 1.0
            if self.predicate.ending == "adnominal" and group.particle not in NEAR_SUBJECT:
                return (), 1.0  # A는 … 운영하며 뽑힌 연구팀에
            before = [g for g in self._siblings(group) if g.particle == ","]
            return tuple(thing for g in (*before, group) for thing in self.things(g)), 1.0
        if self.predicate.ending == "equated":
            if (equal := self._equal()) is not None:
                return self.things(equal), 0.95
            if (head := self._described()) is not None:
                return self.things(head), 0.9
        group = self._last(OBJECT, within=self.clause)
        if group in self.embedded:
            group = None  # A를 운영사로 지정하는 사업의 닻을 올렸다
        if group is not None and (each := self.each_made()):
            return tuple(t for part in each for t in self.things(part.thing)), 0.95
        group = group or self._bare_thing() or self._too() or self._chosen()
        if group is None and self.predicate.ending != "adnominal" and not self._unknown_object():
            group = self._topic() or self._described_next() or self._earlier_object()
        return self.things(group), 1.0

    def _in_it(self, group: Group) -> bool:
        """Whether a subject is that of the relative clause itself, and not of the clause around it."""
        return group.begin >= self.clause and group.particle not in TOPIC

    def _chosen(self) -> Group | None:
        """Who is chosen by a noun that closes a line: `A와 B가 첫 시범 기관으로 지정`; not ministries, which choose."""
        chosen = self.predicate.bare and self.predicate.lemma in _CHOSEN
        if not chosen or not _MADE_INTO.search(self.clauses.analysis.text, self.clause, self.predicate.begin):
            return None
        group = self._own_subject
        choosing = any(t.cls in _CHOOSING for t in self.things(group))
        return None if choosing or self._unknown_object() else group

    def _equal(self) -> Group | None:
        """What is said to be what the clause describes: `X는 A가 세운 회사다`, `…은 X로, A가 세운 회사다`."""
        text, agent = self.clauses.analysis.text, self._subject
        if agent is None or any(g.particle in OBJECT and g.begin > agent.begin for g in self.before):
            return None
        for group in reversed(self.before):
            if group.end <= agent.begin and (group.particle in TOPIC or text.startswith(("로, ", "으로, "), group.end)):
                return group
        return None

    def _topic(self) -> Group | None:
        """The first topic of the sentence where somebody else acts: `센터는 A와 B가 공동으로 세웠다`."""
        agent = self._organ() or self._subject
        if agent is None:
            return None
        marks = SUBJECT if agent.led else frozenset({"은", "는"})
        acting = {agent, self._under_lead(agent)}
        topics = [
            g for g in self.before if g.particle in marks and g not in acting and (agent.led or g.begin < agent.begin)
        ]
        near = [g for g in topics if g.begin >= self.clause]
        return next(iter([*near[-1:], *topics[:1]]), None)

    def _earlier_object(self) -> Group | None:
        """The object of the clauses before in the sentence: `‘X’의 시험을 마치고 출시할 계획`."""
        agent = self._subject
        clause = self.clauses.analysis.text[self.clause : self.predicate.begin]
        if self.predicate.bare or len(clause) > REACH // 2 or re.search(r"(?:을|를)\s", clause):
            return None
        found = [g for g in self.before if g.particle in {*OBJECT, "의"} and g is not agent and g.begin < self.clause]
        return found[-1] if found else None

    def spoken_of(self) -> tuple[Thing, ...]:
        """The topic of a sentence in which somebody else acts."""
        return self.things(self._topic())
