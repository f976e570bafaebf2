"""Who does what a predicate says, alone or with others.

In: what stands around and beside a predicate. Out: the things that act, and a factor for how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from kg.kept import Kept
from kg.relate.beside import REACH, Beside
from kg.relate.groups import BODIES, Group, teams_of
from kg.relate.predicates import ENTRUST
from kg.relate.surroundings import OBJECT, PLACE, TO, TOPIC
from kg.relate.things import JOINED, Thing

SUBJECT = frozenset({"은", "는", "이", "가", "께서", "에서는", "에서도", "도", "만"})
_OPENED = frozenset({"개막", "폐막", "개회", "나오", "모이"})
"""What an event does by itself: `A는 B에서 개막한 대회에서` does not say that A opened it; nor what comes up."""
_BY_ITSELF = frozenset({"출범", "발족", "개원", "개소", "개교", "개관", "창립", "결성", "문 열"})
"""What a body does by itself, too: `새로 출범한 연구소` does not say that who was spoken of before founded it."""
NEAR_SUBJECT = frozenset({"이", "가"})
_MANAGER = re.compile(r"회장|대표|사장|총재|총경리|CEO|최고경영자")
_FOUNDATIONS = ("기금회", "재단")
WITH = frozenset({"와", "과", "랑", "와의", "과의", "와도", "과도", "와는", "과는"})
_WITH_TOPIC = frozenset({"와는", "과는"})
_COUNTED = re.compile(r"\d+\s?개\s?(?:부처|부문|부서|기관|부|위원회)(?:와|과)")
_ALL_OF = re.compile(r"\d+\s?개\s?(?:중앙\s?)?(?:부처|부문|부서|기관|부|위원회|기업|대학|회사)\S{0,3}?[은는이가]\s")
_COPULA = frozenset({"이다", "로", "으로"})
_A_PART = re.compile(r"\s(?:[가-힣A-Za-z\d·]+\s){0,4}[가-힣A-Za-z\d·]+[을를],\s(?:[가-힣]+\s)?")
"""Between two subjects each of which does a part: `A는 | 센서 설계를, | B는 제작을 맡았다`."""
_BESIDE = 4
"""How far behind a clause who does what it says may be named."""
_SHARE = re.compile(r"\s(?:약\s)?\d[\d.]*\s?%(?:의\s지분)?(?:[을를])?(?:씩)?,\s")
"""The same where each has a share: `A가 | 51%, | B가 49%를 출자해`."""
_THEN = re.compile(r",\s(?:[가-힣A-Za-z\d·]+\s){0,3}[가-힣A-Za-z\d·]+[은는]\s['‘“]?")
"""Between two who do a part each, where the part is said first: `관측은 A, | 분석은 B가 맡는다`."""
_PART_FIRST = re.compile(r"[가-힣\d][은는]\s['‘“]?\Z")
_AS_WHAT = re.compile(r"\s(?:[가-힣A-Za-z\d·]+\s){0,2}[가-힣]+(?:자|사|기관|대표|기업|파트너|주체)(?:로|으로),\s")
"""The same where each is something: `A가 | 설계자로, | B가 시공자로 참여`."""
_TURN = re.compile(r"[가-힣]{1,10}(?:\s측)?에서는\s\Z")
_IN_TURN = re.compile(r",\s[가-힣]{1,10}(?:\s측)?에서는\s")
_GOING_ON = frozenset({"아", "어", "여", "아서", "어서", "여서"})
_BEGINS_LIST = re.compile(
    r"[을를]\s(?:비롯|포함|필두로|위시)(?:해|하여|하고|한)?\s(?:[가-힣]+(?<![은는이가을를에의])\s){0,2}"
)
_ENDS_PART = re.compile(r"['‘’“”\"」』》〉)]*[을를],")
_FEWEST_PARTNERED = 3
_FEWEST_SHARED = 4
"""Groups that a clause has at least in which several do something, each with another one, or each its own thing."""
_FOUNDING = frozenset({"건설", "조성", "구축", "건립", "설립", "설치", "신설", "신축", "증설"})
_STILL = re.compile(r"\s?중인\s")
_ONES_OWN = re.compile(
    r"의\s(?:[가-힣A-Za-z\d]+\s){0,4}?[가-힣A-Za-z\d]*[을를]\s(?:[가-힣\d]+\s){0,3}?(?:착공|완공|준공|완료|마치|마칠|마쳤|마친|마무리|끝내|끝낼|끝냈|가동|개시|시작|앞당)"
)
"""Behind what one builds, and of which one does a part: `A는 건설 중인 X | 의 1기 공사를 마쳤다`."""
_LOOKED_AT = re.compile(
    r"[을를]\s(?:[가-힣]+\s)?(?:방문|시찰|찾|참관|점검|둘러|답사|축으로|중심으로|거점으로|기반으로)"
)
_begin = attrgetter("begin")
JOINTLY = re.compile(r"공동|연명|함께|더불어|손잡|손을 잡|합작|협력해|협력하여|합동|나란히")


class Part(NamedTuple):
    """A part of what a clause says of several: to what something is done, who does it, and where."""

    thing: Group
    doers: tuple[Group, ...]
    places: tuple[Group, ...]


class Doers(Beside):
    """Finds who acts by one predicate."""

    def _agent(self) -> tuple[tuple[Thing, ...], float]:
        if self.predicate.ending == "cleft" and not self._is_what_is_done():
            return self._said_after()
        if self.predicate.voice == "entrusted" or (self.predicate.lemma in ENTRUST and self.action()):
            return self.things(self._last(TO, within=self.clause)), 0.95
        if self.predicate.voice == "passive":
            return self._by()
        if (doer := self._doer_described()) is not None:
            return tuple(dict.fromkeys((*self.things(doer), *self.partners()))), 0.9
        if (own := self._building()) is not None:
            return own, 0.95
        group = self._subject
        organ = self._organ()
        if (guests := self._guests()) is not None:
            return self.things(guests), 0.9
        if self.predicate.ending == "adnominal" and self.predicate.lemma in _OPENED:
            return self.things(self._last({"이", "가"}, within=self.clause)), 0.95
        if group is not None and self._siblings(group):
            return self._subjects(), 0.95
        if organ is not None and (group is None or organ.begin > group.begin):
            return self.things(organ), 0.9
        if group is not None:
            counted = group.counted or _COUNTED.search(self.clauses.analysis.text, group.end, self.predicate.begin)
            roster = self.context.roster if counted else ()
            led = self.things(self._under_lead(group))
            return tuple(dict.fromkeys((*self.things(group), *led, *self.partners(), *roster))), 1.0
        beside = self._beside()
        if beside is not None:
            return self.things(beside), 0.85
        if self.context.roster and _ALL_OF.search(self.clauses.analysis.text, self.clause, self.predicate.begin):
            return self.context.roster, 0.9
        if self._last(PLACE, within=self.clause) is not None and not self.before_is_event():
            return (), 1.0  # somebody acts at a place, but the text does not say who
        if self._unknown(SUBJECT, self.clause):
            return (), 1.0  # who acts is said, but is no name
        if (then := self._next_topic()) is not None:
            return self.things(then), 0.85
        if self.predicate.ending == "adnominal" and self.predicate.lemma in _BY_ITSELF:
            return (), 1.0
        boxed = self.context.boxed()
        if boxed is not None and boxed.cls in BODIES:
            return (boxed,), 0.85
        return self.context.agents(self.start), 0.85

    def _under_lead(self, leader: Group) -> Group | None:
        """Who does it with one who leads: `센터는 A 주도로 | B와 C가 설립`, not what is done: `A 주도로 센터 설립`."""
        if not leader.led or self.predicate.voice != "active":
            return None
        doers = (g for g in self.before if g.begin >= leader.end and g.particle in NEAR_SUBJECT and self._acts(g))
        doer = next((g for g in doers if g not in self.embedded), None)
        done_to = (g.particle in OBJECT if g.begin > leader.end else g.particle in TOPIC for g in self.before)
        return doer if doer is not None and any(done_to) else None

    def _building(self) -> tuple[Thing, ...] | None:
        """Who builds what `건설 중인` describes: its own subject; nobody where the sentence only speaks of that.

        None where the topic of the sentence, which does something to what is being built, may be who builds it.
        """
        text = self.clauses.analysis.text
        relative = self.predicate.ending == "adnominal" and self.predicate.lemma in _FOUNDING
        if not relative or not _STILL.match(text, self.predicate.end) or self.partners():
            return None
        if any(g.begin >= self.clause and (g.led or g.particle in NEAR_SUBJECT) for g in self._not_embedded()):
            return None
        if self._beside() is not None or self._organ() is not None:
            return None
        built = self._described()
        if built is None or (built.particle in OBJECT | SUBJECT and not _LOOKED_AT.match(text, built.end)):
            return None if all(g.particle in TOPIC for g in self._acting_before()) else ()
        return None if _ONES_OWN.match(text, built.end) else ()

    def _not_embedded(self) -> list[Group]:
        return [g for g in self.before if g not in self.embedded]

    def _acting_before(self) -> list[Group]:
        """The subjects before the predicate; those of other relative clauses only where there are no others."""
        acting = [g for g in self.before if g.particle in SUBJECT]
        return [g for g in acting if g not in self.embedded] or acting

    def _next_topic(self) -> Group | None:
        """Who does it where the sentence says that behind: `B와의 공동연구를 통해 | A는 …`."""
        if self.predicate.ending != "connective":
            return None
        group = next((g for g in self.clauses.groups if g.begin >= self.predicate.end), None)
        near = group is not None and group.begin - self.predicate.end <= _BESIDE and group.particle in TOPIC
        return group if group is not None and near and self._acts(group) else None

    def _guests(self) -> Group | None:
        """Who does it in a note behind another one: `A가 주최, | B 등 120개사 참가`."""
        last = self.before[-1] if self.before and self.predicate.bare else None
        if last is None or last.particle or self.predicate.lemma not in self.context.intransitive:
            return None
        behind = self._subject is not None and self._subject is not last and self._subject.end < last.begin
        return last if behind and self._adjacent(last) and self._acts(last) else None

    def _is_what_is_done(self) -> bool:
        """Whether a cleft says what is done, and not who does it: `A가 세운 것이 B다`, `선정된 곳은 B다`."""
        return self.predicate.voice == "passive" or self._last(NEAR_SUBJECT, within=self.start) is not None

    def _said_after(self) -> tuple[tuple[Thing, ...], float]:
        """Who does it in a cleft: `보고서를 펴낸 곳은 과학원이다`."""
        text = self.clauses.analysis.text
        behind = (g for g in self.clauses.groups if g.begin >= self.predicate.end)
        group = next((g for g in behind if not text.startswith(" 아니", g.end + 1)), None)
        if group is None or group.begin - self.predicate.end > REACH or group.particle not in _COPULA:
            return (), 1.0
        return self.things(group), 0.95

    def _by(self) -> tuple[tuple[Thing, ...], float]:
        """Who does it in a passive: 주도로, … 에 의해."""
        led = next((g for g in reversed(self.before) if g.led and g.begin >= self.clause), None)
        by = led or self._last({"에"}, within=self.clause)
        text = self.clauses.analysis.text
        stated = by is not None and (by.led or text[by.end :].lstrip("에 ").startswith(("의해", "의하여")))
        if by is None or not stated:
            return (), 1.0
        return (*self.things(by), *(self.context.roster if by.counted else ())), 0.95

    def _beside(self) -> Group | None:
        """An actor without particle right before the thing, or right before a relative clause's predicate."""
        for left, right in zip(self.before, self.before[1:], strict=False):
            gap = self.clauses.analysis.text[left.end : right.begin]
            if (
                right.begin >= self.clause
                and not left.particle
                and not gap.strip(" '‘“\"「『《<〈")
                and self._acts(left)
            ):
                return left
        last = self.before[-1] if self.before else None
        if last is not None and self.predicate.ending == "adnominal" and not last.particle and self._adjacent(last):
            return last if self._acts(last) else None
        return None

    def _doer_described(self) -> Group | None:
        """Who does it, where a relative clause describes that: `대회를 연 | 과기부는`, `대회에 나온 | 화웨이를`."""
        joins = self.predicate.ending == "adnominal" and self._joins()
        if not joins and (self.predicate.ending != "adnominal" or self._own_object() is None):
            return None
        doer = self._described()
        classes = BODIES | {"Person"} if joins else BODIES
        return doer if doer is not None and all(t.cls in classes for t in self.things(doer)) else None

    def _joins(self) -> bool:
        """Whether a relative clause without a subject of its own says what somebody takes part in."""
        joined = self._last(TO, within=self.clause)
        inside = [g for g in self.before if g.begin >= self.clause]
        if joined is None or any(g.particle in NEAR_SUBJECT or g.led for g in inside):
            return False
        return all(t.cls in JOINED for t in self.things(joined)) and bool(self.things(joined))

    def _subjects(self) -> tuple[Thing, ...]:
        """What the subject names, with those that do alike."""
        group = self._subject
        if group is None:
            return ()
        made = (doer for part in self.each_made() for doer in part.doers)
        alike = self._siblings(group) or [doer for doer in made if doer is not group]
        return tuple(t for g in (*alike, group) for t in self.things(g))

    def _siblings(self, group: Group) -> list[Group]:
        """Subjects before in the same clause that do alike: `개회사는 A가, 축사는 B가 맡았다`."""
        text, found = self.clauses.analysis.text, list[Group]()
        begin = self.clause if group.begin >= self.clause else self.clauses.connective_before(group.end)
        for other in reversed(self.before):
            inside = begin <= other.begin and other.end <= group.begin
            if not inside:
                continue
            alike = other.particle in NEAR_SUBJECT and text.startswith(f"{other.particle},", other.end)
            then = (found or [group])[-1]
            if alike or self._does_a_part(other, then) or self._in_turn(other, then) or self._with_others(other, then):
                found.append(other)
        return found[::-1]

    def _with_others(self, group: Group, then: Group) -> bool:
        """Whether a group is but the first of a list: `A를 비롯해 | B와 C가`, `관측은 A, | 분석은 B가`."""
        text = self.clauses.analysis.text
        if group.particle == "way":
            return _BEGINS_LIST.fullmatch(text, group.end, then.begin) is not None
        then_too = (
            group.particle == "," and then.particle in NEAR_SUBJECT and _THEN.fullmatch(text, group.end, then.begin)
        )
        return bool(then_too) and _PART_FIRST.search(text, self.clause, group.begin) is not None

    def _in_turn(self, group: Group, then: Group) -> bool:
        """Whether a list stands before the next one, each behind its place: `푸젠성에서는 A·B, 후난성에서는 C가`."""
        text = self.clauses.analysis.text
        turn = group.particle == "," and _IN_TURN.fullmatch(text, group.end, then.begin)
        return bool(turn) and _TURN.search(text, 0, group.begin) is not None

    def _does_a_part(self, group: Group, then: Group) -> bool:
        """Whether a subject does its part of what the next one does, too: `A는 설계를, B는 제작을 맡았다`."""
        marks = next((m for m in (TOPIC, NEAR_SUBJECT) if then.particle in m), frozenset[str]())
        if group.particle not in marks:
            return False
        text = self.clauses.analysis.text
        named = any(then.end <= g.begin < self.predicate.begin and g.particle in OBJECT for g in self.before)
        behind = group.end + len(group.particle)
        if _SHARE.fullmatch(text, behind, then.begin):
            return True
        if then.particle in NEAR_SUBJECT and _AS_WHAT.fullmatch(text, behind, then.begin):
            return True
        return not named and _A_PART.fullmatch(text, group.end + len(group.particle), then.begin) is not None

    def by_foundation(self) -> bool:
        """Whether foundations act, whose business is to give: `A대학은 B기금회가 지원한다`."""
        group = self._subject
        mentions = self.clauses.read.mentions
        return (
            group is not None
            and bool(group.mentions)
            and all(mentions[m].surface.endswith(_FOUNDATIONS) for m in group.mentions)
        )

    def _organ(self) -> Group | None:
        """A body with 에서 acts (`연구소에서 개발한`); a place or an event with 에서 is where something happens."""
        group = self._last({"에서"}, within=self.clause)
        return group if group and all(t.cls in BODIES for t in self.things(group)) else None

    @Kept
    def _subject(self) -> Group | None:
        """Who leads; else the subject."""
        leader = next((g for g in reversed(self.before) if g.led and g.begin >= self.clause), None)
        return leader or self._own_subject

    @Kept
    def _own_subject(self) -> Group | None:
        """The nearest subject of clause, then sentence; else the headline's actor."""
        subjects = [g for g in reversed(self.before) if g.particle in SUBJECT]
        if self.predicate.voice == "active" and self.predicate.lemma not in self.context.intransitive:
            subjects = [g for g in subjects if g.particle not in {"도", "만"} or not self._is_made(g)]
        own = [g for g in subjects if g not in self.embedded]
        near = next((g for g in own if g.begin >= self.clause), None)
        if near is None and not self._goes_on():
            near = next((g for g in own if g.particle not in {"이", "가"}), None)
        near = near or next(iter(own or subjects), None)
        if near is not None:
            return near
        return self.clauses.headline if self.clauses.headline in self.before else None

    def _goes_on(self) -> bool:
        """Whether the clause goes on from the one before with the same subject: `A가 주도해 세운`."""
        before = self.clauses.analysis.morpheme_before(self.clause)
        return before is not None and before.tag == "EC" and before.form in _GOING_ON

    def partners(self) -> tuple[Thing, ...]:
        """Those with whom somebody acts jointly: `A는 B와 공동으로`."""
        text = self.clauses.analysis.text
        for group in reversed(self.before):
            if group.begin >= self.clause and group.particle in WITH:
                joint = JOINTLY.search(text, group.end, self.predicate.end)
                return self.things(group) if joint else ()
        return ()

    def together(self) -> bool:
        """Whether the clause says that its actors do it together."""
        group = self._subject
        begin = group.end if group and group.begin >= self.clause else self.clause
        return bool((group and group.led) or JOINTLY.search(self.clauses.analysis.text, begin, self.predicate.end))

    def jointly(self) -> tuple[Thing, ...]:
        """Who does it together where only that is said: `A·B 공동 투자`."""
        last = self._bare_thing() if self.predicate.bare and self._own_subject is None else None
        if last is None or not JOINTLY.search(self.clauses.analysis.text, last.end, self.predicate.begin):
            return ()
        things = self.things(last)
        return things if all(t.cls in BODIES for t in things) else ()

    def counted(self) -> bool:
        """Whether those who act are but some of a number: `A와 B 등 17개 기업은`."""
        group = self._subject
        return group is not None and group.counted

    def by_manager(self) -> bool:
        """Whether it is one who runs a body that acts: `주화룽 창안자동차 회장은`."""
        group = self._subject
        return group is not None and _MANAGER.search(self.clauses.analysis.text, group.begin, group.end) is not None

    def partnered(self) -> list[tuple[Group, Group]]:
        """Who does it with whom, where a clause says that of several: `A는 B와 X 협약을, C는 D와 Y 협약을 맺었다`.

        None where it names but one of each. One may have several partners, or none (`A는 B와 X 협약을, C는 약정을`).
        """
        if len(self.before) < _FEWEST_PARTNERED:
            return []
        inside = [g for g in self.before if g.begin >= self.clause and g.mentions and g not in self.embedded]
        acting = [g for g in inside if g.particle in SUBJECT and self._acts(g)]
        others = [g for g in inside if g.particle in WITH and not self.in_relative(g)]
        if not acting or not others or len(acting) + len(others) < _FEWEST_PARTNERED:
            return []
        if others[0].begin < acting[0].begin:  # B와는 A가, D와는 C가
            pairs = [(d, o) for o, d in zip(others, acting, strict=False) if o.particle in _WITH_TOPIC]
            told = len(pairs) == len(others) == len(acting) and self._in_parts([*acting, *others], others)
            return pairs if told and all(o.end <= d.begin for d, o in pairs) else []
        ends = [*(g.begin for g in acting[1:]), self.predicate.begin]
        parts = [[o for o in others if d.end <= o.begin < end] for d, end in zip(acting, ends, strict=True)]
        starts = [*acting, *(o for own in parts for o in own[1:])]
        pairs = [(d, o) for d, own in zip(acting, parts, strict=True) for o in own]
        return pairs if pairs and self._in_parts([*acting, *others], starts) else []

    def teams(self) -> list[tuple[Thing, ...]]:
        """Who does it with one another, where a clause says that of several: `A와 B는 X를, C와 D는 Y를 맺었다`."""
        group = self._subject
        if group is None:
            return []
        apart = [self.things(g) for g in (*self._siblings(group), group)]
        if len(apart) == 1:  # A와 B, C와 D가 각각
            teams = teams_of(group, self.clauses.read, self.predicate.begin)
            apart = [tuple(self.context.named[m] for m in team) for team in teams]
        return apart if len(apart) > 1 and all(len(team) > 1 for team in apart) else []

    def _in_parts(self, groups: Sequence[Group], starts: Sequence[Group]) -> bool:
        """Whether a comma parts each start but the first from the group before it."""
        ordered, firsts = sorted(groups, key=_begin), {group.begin for group in starts}
        text = self.clauses.analysis.text
        return all("," in text[one.end : other.begin] for one, other in pairwise(ordered) if other.begin in firsts)

    def in_relative(self, group: Group) -> bool:
        """Whether a group stands within a relative clause that has a subject of its own: `A는 B가 C와 세운 D와`."""
        relative = [p for p in self.clauses.predicates if p.ending == "adnominal" and p.begin < self.predicate.begin]
        own = [g for g in self.embedded if g.particle in NEAR_SUBJECT and g.end <= group.begin]
        return any(
            group.end <= p.begin and own and own[-1].begin >= self.clauses.connective_before(p.begin) for p in relative
        )

    def each_made(self) -> list[Part]:
        """What each of several does something to, with whom, and where: `A는 B와 X를, C는 D에서 Y를 선보였다`."""
        if len(self.before) < _FEWEST_SHARED:
            return []
        parts: list[Part] = []
        everywhere: list[Group] = []
        doers: list[Group] = []
        places: list[Group] = []
        for group in self.before:
            if group.begin < self.clause or group in self.embedded or not group.mentions:
                continue
            if group.particle in OBJECT:
                parts += [Part(group, tuple(doers), (*everywhere, *places))] if doers else []
                doers, places = [], []
            elif group.particle in TOPIC | NEAR_SUBJECT and (self._acts(group) or self._is_place(group)):
                doers, places = [group], []
            elif doers and group.particle in WITH and self._acts(group):
                doers.append(group)
            elif group.particle in PLACE:
                (places if doers or parts else everywhere).append(group)
            else:
                doers = []
        text = self.clauses.analysis.text
        return parts if len(parts) > 1 and all(_ENDS_PART.match(text, p.thing.end) for p in parts[:-1]) else []

    def shared_out(self) -> list[tuple[Group, Group]]:
        """What is done, and who does it, of each of several in one clause: `X는 A가, Y는 B가 만들었다`."""
        if len(self.before) < _FEWEST_SHARED:
            return []
        inside = [g for g in self.before if g.begin >= self.clause and g not in self.embedded]
        pairs = [
            (thing, doer)
            for thing, doer in pairwise(inside)
            if thing.particle in TOPIC and doer.particle in NEAR_SUBJECT and thing.mentions
        ]
        text = self.clauses.analysis.text
        return pairs if len(pairs) > 1 and all(text.startswith(",", d.end + 1) for _, d in pairs[:-1]) else []
