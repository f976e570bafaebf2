"""The roles of a predicate: who, what, where, with whom.

In: the clauses of a passage, one predicate, and what the clause may borrow. Out: for each role the things that
fill it, and a factor for how sure that is.
"""

from __future__ import annotations

import re

from kg.recognise.gazetteer import is_place
from kg.relate.beside import UNLIKE
from kg.relate.doers import JOINTLY, SUBJECT, WITH
from kg.relate.groups import BODIES, Group
from kg.relate.objects import Objects
from kg.relate.rules import Role
from kg.relate.surroundings import OBJECT, PLACE, TOPIC
from kg.relate.things import JOINED, Thing

_SCENE = frozenset({"에서", "에서는", "에는", "에서도"})
SOURCE = frozenset({"로부터", "으로부터", "에게서", "에게", "에서", "로부터도", "에서도"})
_TRIAL = re.compile(
    r"시범|첫\s|참여|수혜|대상|(?:추천|협력|수행|주관|지원|회원)\s?(?:기관|대학|기업|도시|학회)(?:으)?로"
)
_TOGETHER = re.compile(r"\s*(?:와|과)?\s*(?:공동|함께|더불어|협력|손잡|합작|손을|간|전략|업무|계약)")
_PART_OF_WORK = re.compile(
    r"(?<!다른\s)(?<!별도\s)(?<!별개의\s)(?<!자체\s)(?:연구|개발|시험|실험|관측|탐사|조사|설계|제작|조립|검증|실증|분석|건설|공사|구축|운영|작업|사업|과제|임무|컨소시엄|연구단)"
    r"에(?:는|도)?\s"
)
"""What one takes part in, where that is a part of an undertaking spoken of before: `연구에는 A와 B가 참여`."""
_PART_OF_EVENT = re.compile(r"(?:전시|경연|토론|시연|경기|본선|결선|세션|분과|순서)(?:에|에는|에도|에서)\s")
OWN_LABEL = re.compile(r"[\s\-·•○□]*[가-힣][가-힣\s]{1,14}[:：]\s")
_LABELLED = re.compile(r"[^,:：.]{1,40}[:：]\s")
_BEGINS = 2
_RUN = frozenset({"Program", "Project"})
_EVENT = frozenset({"Event"})


class Roles(Objects):
    """Fills the roles of one predicate; each role with things and a factor for how sure."""

    def fill(self, role: Role) -> tuple[tuple[Thing, ...], float]:
        """What fills a role; several rules ask for those of one predicate."""
        filled = self._filled.get(role)
        if filled is None:
            filled = self._filled[role] = self._fill(role)
        return filled

    def _fill(self, role: Role) -> tuple[tuple[Thing, ...], float]:
        if role == "agent":
            return self._agent()
        if role == "subject":
            if self.predicate.ending == "adnominal":
                return self.things(self._last({"이", "가"}, within=self.clause)), 0.95
            return self._subjects() or self._who_follows() or self._boxed(), 1.0
        if role == "thing":
            return self._thing()
        if role == "object":
            group = self._last(OBJECT, within=self.clause)
            return self.things(group or (self._bare_thing() if self.predicate.bare else None)), 0.9
        if role == "described":
            return self._what_is_described(), 0.95
        if role == "at":
            return self._at()
        if role == "with":
            return self._with()
        if role == "partner":
            return self.partners(), 0.95
        if role == "to":
            inside = [g for g in self.before if self.is_aim(g) and g.begin >= self.clause and g not in self.embedded]
            groups = [g for g in inside if not (self.means(g) or self.elsewhere(g, self.predicate.begin))]
            return tuple(thing for group in groups for thing in self.things(group)), 0.9
        if role == "source":
            return self.things(self._last(SOURCE, within=self.clause)), 0.9
        return self._program()

    def _who_follows(self) -> tuple[Thing, ...]:
        """Whom a clause without subject is about that goes on to the next: `우시에 본부를 두고 센서를 만드는 | A는`."""
        if self.predicate.ending != "connective" or self._unknown(SUBJECT, self.start):
            return ()
        return self.things(self._described_next() or self._next_topic())

    def _boxed(self) -> tuple[Thing, ...]:
        """What a note box is about, for a line in it that says of nothing else what it says."""
        boxed = self.context.boxed() if not self._unknown(SUBJECT, self.start) else None
        return (boxed,) if boxed is not None else ()

    def _what_is_described(self) -> tuple[Thing, ...]:
        """What a relative clause describes, is said to be (`X는 A가 참여하는 사업이다`), or happens amid."""
        if self.predicate.ending == "equated" and self._subject is not None:
            return self.things(self._equal())
        if self.predicate.ending != "adnominal":
            return ()
        amid = self.clauses.analysis.text.startswith(" 가운데", self.predicate.end)
        return (self._amid() if amid else ()) or self._with_no_place_of_their_own(self._described())

    def _with_no_place_of_their_own(self, group: Group | None) -> tuple[Thing, ...]:
        """What a group names; of where something lies only up to the next place: `A에 있는 B대학과 | C 소재 D센터`."""
        if group is None or self.predicate.lemma not in self.context.intransitive:
            return self.things(group)
        read, last = self.clauses.read, group.mentions[0] if group.mentions else 0
        for at, m in enumerate(group.mentions):
            between = (read.mentions[last].end, read.mentions[m].begin)
            if any(between[0] <= p.begin and p.end <= between[1] and is_place(p.cls) for p in read.mentions):
                return tuple(self.context.named[n] for n in group.mentions[:at])
            last = m
        return self.things(group)

    def _amid(self) -> tuple[Thing, ...]:
        """The event before of which a clause says amid what it happens: `포럼이 A가 참석한 가운데 열렸다`."""
        agent = self._own_subject
        if agent is None:
            return ()
        events = (g for g in self.before if g.end <= agent.begin and g.particle in SUBJECT)
        return tuple(t for g in events for t in self.things(g) if t.cls == "Event")

    def _at(self) -> tuple[tuple[Thing, ...], float]:
        """Where: a place, or the event at which, but none at which only something else happened before."""
        place = self._last(PLACE, within=self.clause)
        things = self.things(place)
        if place in self.embedded and things and all(t.cls == "Event" for t in things):
            return (), 1.0  # 대회에서 발표된 백서에 따르면 A가 …
        if place is None and not self._unknown_aim():
            return self._scene(), 0.85
        return things, 0.95

    def _scene(self) -> tuple[Thing, ...]:
        """The event that an earlier clause sets as the scene: `포럼에서 A는 … 강조했고, 이어 ‘백서’가 공개되었다`."""
        for group in self.before:
            if group.begin < self.clause and group.particle in _SCENE and group not in self.embedded:
                events = tuple(t for t in self.things(group) if t.cls == "Event")
                if events:
                    return events
        return ()

    def _with(self) -> tuple[tuple[Thing, ...], float]:
        text = self.clauses.analysis.text
        for group in reversed(self.before):
            joint = group.begin >= self.clause and group.particle in WITH and _TOGETHER.match(text, group.end)
            if joint and not self.in_relative(group):
                return self.things(group), 1.0
        other = self._last(WITH, within=self.clause)
        if other is not None and (self.in_relative(other) or self._of_unknown(other)):
            return (), 1.0
        if other is not None and UNLIKE.match(text, other.end):
            return (), 1.0
        return self.things(other), 0.85

    def _of_unknown(self, group: Group) -> bool:
        """Whether one who is no name that is known does it with another one: `A는 …과, 새 회사는 | B와 협약을`."""
        subject = self._subject
        known = self.clauses.group_ends
        return subject is not None and any(
            m.tag == "JX"
            and m.form in TOPIC
            and m.begin not in known
            and "," in self.clauses.analysis.text[subject.end : m.begin]
            for m in self.clauses.analysis.morphemes_in(subject.end + 1, group.begin)
        )

    def _program(self) -> tuple[tuple[Thing, ...], float]:
        described = self._described() if self.predicate.ending == "adnominal" else None
        for group in (*([described] if described else []), *reversed(self.before)):
            things = tuple(t for t in self.things(group) if t.cls in _RUN)
            if things:
                return things, 0.85
        if not _TRIAL.search(self.clauses.analysis.text, self.clause, self.predicate.begin):
            lately = self.context.lately(self.start, _RUN)
            return ((lately,), 0.7) if lately and not self.aimed() else ((), 1.0)
        latest = self.context.latest(self.start, _RUN)
        return ((latest,), 0.75) if latest else ((), 1.0)

    def fill_or_topic(
        self, role: Role, topic: frozenset[str], *, said: bool = False
    ) -> tuple[tuple[Thing, ...], float]:
        """The role, or what the article spoke of before where the clause leaves the thing or the event unsaid.

        `said`: the clause has words that tell what it speaks of (`축사는`), so that an unknown topic is no other event.
        """
        if role == "agent" and topic and (host := self._host(topic)):
            return host, 0.85
        things, sure = self.fill(role)
        if not topic or role not in {"thing", "at"} or self.predicate.ending == "adnominal":
            return things, sure
        if any(thing.cls in topic for thing in things):
            return things, sure
        marks = SUBJECT | OBJECT | (PLACE if role == "at" else frozenset())
        doer = things and things == self._host(topic)
        if role == "thing" and ((things and not doer) or self._unknown_object()):
            return things, sure
        things = () if doer else things
        undertaking = topic <= JOINED
        doing = None if undertaking else self._subject
        other = bool(OWN_LABEL.match(self.clauses.analysis.text)) or any(
            g.particle in TOPIC and g is not doing and g.refers for g in self.before
        )
        if not undertaking and (other or self._unnamed()):
            return things, sure
        for group in reversed(self.before):
            opens = undertaking and role == "at" and group.particle == "의" and group.begin - self.start <= _BEGINS
            fits = (group.particle in marks or opens) and group is not doing
            found = tuple(t for t in self.things(group) if t.cls in topic) if fits else ()
            if found:
                return found, 0.85
        if part := self._part():
            topic = topic & part
        elif things or (self._unknown_topic() and not said) or (role == "at" and self._unknown_aim()):
            return things, sure
        spoken_of = self._undertaking(topic) if undertaking else self.context.sole(self.start, topic)
        return ((spoken_of,), 0.75) if spoken_of else ((), 1.0)

    def _undertaking(self, topic: frozenset[str]) -> Thing | None:
        """The undertaking spoken of before: a programme or project only where it alone was named right before."""
        if topic <= _EVENT:
            return self.context.latest(self.start, topic)
        labelled = _LABELLED.match(
            self.clauses.analysis.text, self.start
        )  # ‘… 사업: A 주관, B 참여’ speaks of another one
        lately = None if labelled else self.context.lately(self.start, topic)
        return lately or self.context.latest(self.start, topic & _EVENT)

    def _host(self, topic: frozenset[str]) -> tuple[Thing, ...]:
        """Who does it where only that is said: `중국전자학회 주최`."""
        last = self._bare_thing() if self.predicate.bare and self._subject is None else None
        if last is not None and not topic <= JOINED:
            joint = JOINTLY.search(self.clauses.analysis.text, last.end, self.predicate.end)
            made = any(t.cls in topic for t in self.things(last))
            last = last if joint or (len(last.mentions) > 1 and not made) else None
        things = self.things(last)
        return things if all(t.cls in BODIES or t.cls == "Person" for t in things) else ()

    def _part(self) -> frozenset[str]:
        """Of what the clause says that one takes part in a part: the work of an undertaking, the show of an event."""
        text = self.clauses.analysis.text
        if _PART_OF_WORK.search(text, self.clause, self.predicate.begin):
            return _RUN
        return _EVENT if _PART_OF_EVENT.search(text, self.clause, self.predicate.begin) else frozenset()
