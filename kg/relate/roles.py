"""The roles of a predicate: who, what, where, with whom.

In: the clauses of a passage, one predicate, and what the clause may borrow. Out: for each role the things that
fill it, and a factor for how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from kg.kept import Kept
from kg.language.korean import Morpheme
from kg.relate.clauses import Clauses
from kg.relate.groups import BODIES, Group
from kg.relate.particles import BY_WAY
from kg.relate.predicates import ENTRUST, Predicate
from kg.relate.rules import Role
from kg.relate.things import JOINED, Context, Thing

SUBJECT = frozenset({"은", "는", "이", "가", "께서", "에서는", "에서도", "도"})
TO = frozenset({"에", "에게", "로", "으로", "에는", "에도", "에게도", "에게는"})
_OPENED = frozenset({"개막", "폐막", "개회", "나오", "모이"})
"""What an event does by itself: `A는 B에서 개막한 대회에서` does not say that A opened it; nor what comes up."""
_OBJECT = frozenset({"을", "를"})
_TOPIC = frozenset({"은", "는"})
_NEAR_SUBJECT = frozenset({"이", "가"})
_MANAGER = re.compile(r"회장|대표|사장|총재|총경리|CEO|최고경영자")
_WITHIN = frozenset({"에", "에서", "을", "를", "로", "으로", "내"})
_PLACE = frozenset({"에서", "에", "내", "에서는", "에는", "서"})
_SCENE = frozenset({"에서", "에서는", "에는", "에서도"})
_PART = re.compile(
    r"의\s(?:[가-힣]+\s)?[가-힣]{0,4}(?:부품|소재|원료|연료|데이터|자료|수출|수입|구매|판매|도입|사용|시장|공장|과제|분과)[을를]\s"
)
_WITH = frozenset({"와", "과", "랑", "와의", "과의", "와도", "과도", "와는", "과는"})
SOURCE = frozenset({"로부터", "으로부터", "에게서", "에게", "에서", "로부터도", "에서도"})
_TRIAL = re.compile(
    r"시범|첫\s|참여|수혜|대상|(?:추천|협력|수행|주관|지원|회원)\s?(?:기관|대학|기업|도시|학회)(?:으)?로"
)
_COUNTED = re.compile(r"\d+\s?개\s?(?:부처|부문|부서|기관|부|위원회)(?:와|과)")
_ALL_OF = re.compile(r"\d+\s?개\s?(?:중앙\s?)?(?:부처|부문|부서|기관|부|위원회|기업|대학|회사)\S{0,3}?[은는이가]\s")
_CLAUSE_ENDS = re.compile(r"[,.;]|(?:을|를|은|는|에서|으로|(?:옆|곁|인근|근처|부근|주변|맞은편)[에의])\s")
_WHEN = re.compile(
    r"(?:올해|이날|이번|국내|해외|지난해|작년|내년|현지|현장|당일|오늘|어제|최근|년|월|일|첫날|둘째\s날|마지막\s날|한편|처음|이후|이어|당시|동시|측|쪽|첫해|힘|손|뜻|머리|마음)(?:에|에서)?\Z"
)
_COPULA = frozenset({"이다", "로", "으로"})
_TOGETHER = re.compile(r"\s*(?:와|과)?\s*(?:공동|함께|더불어|협력|손잡|합작|손을|간|전략|업무|계약)")
_NOT_SO = re.compile(r"[이가]\s아[니닌]")
"""Behind what is named only to say that it is another one: `베이징이 아니라 선전에`."""
_UNLIKE = re.compile(r"(?:와|과)(?:의|는)?\s(?:달리|비교|관련|같이|별도|무관|비슷|마찬가지|다른|맞먹|동일)")
FOR_DOING = re.compile(r"[을를]\s(?:[가-힣]+\s){0,2}[가-힣]+는\s데(?:에)?\s")
_PART_OF_WORK = re.compile(
    r"(?<!다른\s)(?<!별도\s)(?<!별개의\s)(?<!자체\s)(?:연구|개발|시험|실험|관측|탐사|조사|설계|제작|조립|검증|실증|분석|건설|공사|구축|운영|작업|사업|과제|임무|컨소시엄|연구단)"
    r"에(?:는|도)?\s"
)
"""What one takes part in, where that is a part of an undertaking spoken of before: `연구에는 A와 B가 참여`."""
_PART_OF_EVENT = re.compile(r"(?:전시|경연|토론|시연|경기|본선|결선|세션|분과|순서)(?:에|에는|에도|에서)\s")
_REACH = 40
_NEAR = 12
_ABOUT = re.compile(r"에\s(?:대해|대하여|관해|관하여)")
_DOES = frozenset({"VV", "XSV", "EP"})
_GOING_ON = frozenset({"아", "어", "여", "아서", "어서", "여서"})
_JOINTLY = re.compile(r"공동|함께|더불어|손잡|손을 잡|합작|협력해|협력하여|합동|나란히")
OWN_LABEL = re.compile(r"[\s\-·•○□]*[가-힣][가-힣\s]{1,14}[:：]\s")
_LABELLED = re.compile(r"[^,:：.]{1,40}[:：]\s")
_MADE_INTO = re.compile(r"(?:으로|로|에)\s(?:(?:최종|공식|추가|신규|처음|첫)(?:으로)?\s)?\Z")
_CHOSEN = frozenset({"지정", "선정", "선발", "낙점", "등재", "편입", "포함", "확정"})
_CHOOSING = frozenset({"Ministry", "CentralBody", "LocalGovernment", "FundingBody"})
_MANNER = frozenset(
    {"공동", "합동", "정식", "공식", "최초", "최종", "신규", "직접", "최근", "처음", "우선", "추가", "명의"}
)
_ADJACENT = re.compile(
    r"[\s'’”\"」』》>〉]*(?:등\s*)?(?:공동|합동|연합|연명|신규|정식|공식|독자|자체|연구|정부|성공적|최종|첫|최초|처음)?(?:으로)?\s*(?:독자|자체|연구)?\s*\Z"
)
_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_MADE = frozenset({"Product", "Policy", "Report", "Program", "Project", "Event"})
_RUN = frozenset({"Program", "Project"})
_EVENT = frozenset({"Event"})
_MEANS = frozenset({"Policy", "Report", "Program"})
_NO_ACTOR = frozenset(
    {
        "Province",
        "City",
        "District",
        "Event",
        "Policy",
        "Report",
        "Program",
        "Project",
        "Product",
        "MediaOutlet",
        "Country",
        "Region",
    }
)


def _joined(before: Morpheme | None, particle: Morpheme, known: Set[int]) -> bool:
    """Whether a particle stands behind another one of a name: 는 of `화웨이와는`."""
    return before is not None and before.end == particle.begin and before.begin in known


class Roles:
    """Fills the roles of one predicate; each role with things and a factor for how sure."""

    def __init__(self, clauses: Clauses, predicate: Predicate, context: Context) -> None:
        self.clauses, self.predicate, self.context = clauses, predicate, context
        self.start, self.stop = clauses.sentence(predicate.begin)
        self.clause = clauses.connective_before(predicate.begin)
        inside = [g for g in clauses.groups if self.start <= g.begin and g.end <= predicate.begin]
        self.before = [g for g in inside if not _NOT_SO.match(clauses.analysis.text, g.end)]
        self._filled: dict[Role, tuple[tuple[Thing, ...], float]] = {}

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
            return self.things(self._subject), 1.0
        if role == "thing":
            return self._thing()
        if role == "object":
            group = self._last(_OBJECT, within=self.clause)
            return self.things(group or (self._bare_thing() if self.predicate.bare else None)), 0.9
        if role == "described":
            return self.things(self._described() if self.predicate.ending == "adnominal" else None), 0.95
        if role == "at":
            return self._at()
        if role == "with":
            return self._with()
        if role == "partner":
            return self.partners(), 0.95
        if role == "to":
            inside = [g for g in self.before if g.particle in TO and g.begin >= self.clause and g not in self.embedded]
            groups = [g for g in inside if not (self.means(g) or self.elsewhere(g, self.predicate.begin))]
            return tuple(thing for group in groups for thing in self.things(group)), 0.9
        if role == "source":
            return self.things(self._last(SOURCE, within=self.clause)), 0.9
        return self._program()

    def _at(self) -> tuple[tuple[Thing, ...], float]:
        """Where: a place, or the event at which, but none at which only something else happened before."""
        place = self._last(_PLACE, within=self.clause)
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

    def means(self, group: Group) -> bool:
        """Whether it is a paper by which something is done: `「지원조치」로 A에 3,000만 위안 지급`, `조치에 따라`."""
        if self.clauses.analysis.text.startswith(("에 따라", "에 따른", "에 의해", "에 의하"), group.end):
            return True
        return group.particle in {"로", "으로"} and all(thing.cls in _MEANS for thing in self.things(group))

    def elsewhere(self, group: Group, until: int) -> bool:
        """Whether a group says where something else is done: `A에 센터 개소, B가 … 보조`, `A에 B를 짓는 데 …`."""
        done = any(p.bare and group.end <= p.begin and p.end <= until for p in self.clauses.predicates)
        return done or FOR_DOING.search(self.clauses.analysis.text, group.end, until) is not None

    def together(self) -> bool:
        """Whether the clause says that its actors do it together."""
        group = self._subject
        begin = group.end if group and group.begin >= self.clause else self.clause
        return bool((group and group.led) or _JOINTLY.search(self.clauses.analysis.text, begin, self.predicate.end))

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
        marks = SUBJECT | _OBJECT | (_PLACE if role == "at" else frozenset())
        doer = things and things == self._host(topic)
        if role == "thing" and ((things and not doer) or self._unknown_object()):
            return things, sure
        things = () if doer else things
        undertaking = topic <= JOINED
        doing = None if undertaking else self._subject
        other = bool(OWN_LABEL.match(self.clauses.analysis.text)) or any(
            g.particle in _TOPIC and g is not doing and g.refers for g in self.before
        )
        if not undertaking and (other or self._unnamed()):
            return things, sure
        for group in reversed(self.before):
            fits = group.particle in marks and group is not doing
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
            joint = _JOINTLY.search(self.clauses.analysis.text, last.end, self.predicate.end)
            made = any(t.cls in topic for t in self.things(last))
            last = last if joint or (len(last.mentions) > 1 and not made) else None
        things = self.things(last)
        return things if all(t.cls in BODIES or t.cls == "Person" for t in things) else ()

    def spoken_of(self) -> tuple[Thing, ...]:
        """The topic of a sentence in which somebody else acts."""
        return self.things(self._topic())

    def jointly(self) -> tuple[Thing, ...]:
        """Who does it together where only that is said: `A·B 공동 투자`."""
        last = self._bare_thing() if self.predicate.bare and self._own_subject is None else None
        if last is None or not _JOINTLY.search(self.clauses.analysis.text, last.end, self.predicate.begin):
            return ()
        things = self.things(last)
        return things if all(t.cls in BODIES for t in things) else ()

    def _unnamed(self) -> bool:
        """Whether right before the predicate stands a noun that is what it is done to, and no name: `회랑 건설`."""
        before = self.clauses.analysis.morpheme_before(self.predicate.begin)
        if before is not None and before.form == "첫":  # ‘샤오바오(小寶)’ 첫 공개
            before = self.clauses.analysis.morpheme_before(before.begin)
            return before is not None and (before.is_noun or before.tag in {"SS", "SSC"})
        return before is not None and before.is_noun and before.form not in _MANNER

    def _unknown_topic(self) -> bool:
        """Whether the sentence has a topic (은/는) that no name of the passage is."""
        return self._unknown(_TOPIC, self.start)

    def _unknown_aim(self) -> bool:
        """Whether right before the predicate stands what it is done to, which is no name: `개발에 뛰어든다`."""
        before = self.clauses.analysis.morpheme_before(self.predicate.begin)
        return before is not None and before.form in {"에", "에도"} and before.begin not in self.clauses.group_ends

    def _part(self) -> frozenset[str]:
        """Of what the clause says that one takes part in a part: the work of an undertaking, the show of an event."""
        text = self.clauses.analysis.text
        if _PART_OF_WORK.search(text, self.clause, self.predicate.begin):
            return _RUN
        return _EVENT if _PART_OF_EVENT.search(text, self.clause, self.predicate.begin) else frozenset()

    def _unknown_object(self) -> bool:
        """Whether the clause has an object (을/를) that no name of the passage is."""
        return self._unknown(_OBJECT, self.clause)

    def _unknown(self, particles: frozenset[str], since: int) -> bool:
        """Whether one of the particles stands behind something that is no name and refers to none."""
        text, known = self.clauses.analysis.text, self.clauses.group_ends
        morphemes = self.clauses.analysis.morphemes_in(since, self.predicate.begin)
        unknown = [
            m
            for before, m in zip([None, *morphemes], morphemes, strict=False)
            if m.form in particles and m.tag[0] == "J" and not (m.begin in known or _joined(before, m, known))
        ]
        if not unknown:
            return False
        relative = max([m.begin for m in morphemes if m.tag == "ETM"], default=-1)
        return any(
            (morpheme.begin > relative or morpheme.tag == "JX")
            and not BY_WAY.match(text, morpheme.end)
            and not _WHEN.search(text, max(0, morpheme.begin - 8), morpheme.begin)
            for morpheme in unknown
        )

    def thing_follows(self, words: Sequence[str]) -> bool:
        """Whether the thing stands right behind one of the words (`산하 A, B 보유`)."""
        group = self._last(_OBJECT, within=self.clause) or self._bare_thing()
        return group is not None and self.clauses.analysis.text[: group.begin].rstrip(" '‘“").endswith(tuple(words))

    def things(self, group: Group | None) -> tuple[Thing, ...]:
        """What a group names or refers to."""
        return self.context.acting(group) if group is not None else ()

    def _last(self, particles: frozenset[str] | set[str], *, within: int) -> Group | None:
        """The last group before the predicate with one of the particles, but none that is only spoken about."""
        for group in reversed(self.before):
            if group.begin < within:
                return None
            if group.particle in particles and not _ABOUT.match(self.clauses.analysis.text, group.end):
                return group
        return None

    def _agent(self) -> tuple[tuple[Thing, ...], float]:
        if self.predicate.ending == "cleft":
            return self._said_after()
        if self.predicate.voice == "entrusted" or (self.predicate.lemma in ENTRUST and self.action()):
            return self.things(self._last(TO, within=self.clause)), 0.95
        if self.predicate.voice == "passive":
            return self._by()
        if (doer := self._doer_described()) is not None:
            return tuple(dict.fromkeys((*self.things(doer), *self.partners()))), 0.9
        group = self._subject
        organ = self._organ()
        if (guests := self._guests()) is not None:
            return self.things(guests), 0.9
        if self.predicate.ending == "adnominal" and self.predicate.lemma in _OPENED:
            return self.things(self._last({"이", "가"}, within=self.clause)), 0.95
        if group is not None and group.begin >= self.clause and (others := self._siblings(group)):
            return tuple(thing for g in (*others, group) for thing in self.things(g)), 0.95
        if organ is not None and (group is None or organ.begin > group.begin):
            return self.things(organ), 0.9
        if group is not None:
            counted = group.counted or _COUNTED.search(self.clauses.analysis.text, group.end, self.predicate.begin)
            roster = self.context.roster if counted else ()
            return tuple(dict.fromkeys((*self.things(group), *self.partners(), *roster))), 1.0
        beside = self._beside()
        if beside is not None:
            return self.things(beside), 0.85
        if self.context.roster and _ALL_OF.search(self.clauses.analysis.text, self.clause, self.predicate.begin):
            return self.context.roster, 0.9
        if self._last(_PLACE, within=self.clause) is not None and not self.before_is_event():
            return (), 1.0  # somebody acts at a place, but the text does not say who
        if self._unknown(SUBJECT, self.clause):
            return (), 1.0  # who acts is said, but is no name
        return self.context.agents(self.start), 0.85

    def _guests(self) -> Group | None:
        """Who does it in a note behind another one: `A가 주최, | B 등 120개사 참가`."""
        last = self.before[-1] if self.before and self.predicate.bare else None
        if last is None or last.particle or self.predicate.lemma not in self.context.intransitive:
            return None
        behind = self._subject is not None and self._subject is not last and self._subject.end < last.begin
        return last if behind and self._adjacent(last) and self._acts(last) else None

    def _said_after(self) -> tuple[tuple[Thing, ...], float]:
        """Who does it in a cleft: `보고서를 펴낸 곳은 과학원이다`."""
        text = self.clauses.analysis.text
        behind = (g for g in self.clauses.groups if g.begin >= self.predicate.end)
        group = next((g for g in behind if not text.startswith(" 아니", g.end + 1)), None)
        if group is None or group.begin - self.predicate.end > _REACH or group.particle not in _COPULA:
            return (), 1.0
        return self.things(group), 0.95

    def counted(self) -> bool:
        """Whether those who act are but some of a number: `A와 B 등 17개 기업은`."""
        group = self._subject
        return group is not None and group.counted

    def aimed(self) -> bool:
        """Whether the clause says to whom or for what, by a name or otherwise."""
        inside = any(g.particle in TO and g.begin >= self.clause for g in self.before)
        return inside or self._unknown(frozenset({"에", "에는", "에게"}), self.clause)

    def action(self) -> str:
        """What the clause says is done to its subject (`센터의 운영은 …에 맡겨졌다`), or ''."""
        return next((g.action for g in reversed(self.before) if g.action and g.begin >= self.clause), "")

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
        if joined is None or any(g.particle in _NEAR_SUBJECT or g.led for g in inside):
            return False
        return all(t.cls in JOINED for t in self.things(joined)) and bool(self.things(joined))

    def _own_object(self) -> Group | None:
        """The object of a relative clause that names no subject of its own."""
        inside = [g for g in self.before if g.begin >= self.clause]
        thing = self._last(_OBJECT, within=self.clause) or self._bare_thing()
        own = any(g.particle in {"이", "가"} or g.led for g in inside if thing is None or g.begin < thing.begin)
        return None if thing is None or own else thing

    def _siblings(self, group: Group) -> list[Group]:
        """Subjects before in the same clause that do alike: `개회사는 A가, 축사는 B가 맡았다`."""
        text, found = self.clauses.analysis.text, []
        for other in reversed(self.before):
            inside = self.clause <= other.begin and other.end <= group.begin and other.particle in {"이", "가"}
            if inside and text.startswith(f"{other.particle},", other.end):
                found.append(other)
        return found[::-1]

    def shared_out(self) -> list[tuple[Group, Group]]:
        """What is done, and who does it, of each of several in one clause: `X는 A가, Y는 B가 만들었다`."""
        inside = [g for g in self.before if g.begin >= self.clause and g not in self.embedded]
        pairs = [
            (thing, doer)
            for thing, doer in pairwise(inside)
            if thing.particle in _TOPIC and doer.particle in _NEAR_SUBJECT and thing.mentions
        ]
        text = self.clauses.analysis.text
        return pairs if len(pairs) > 1 and all(text.startswith(",", d.end + 1) for _, d in pairs[:-1]) else []

    def by_manager(self) -> bool:
        """Whether it is one who runs a body that acts: `주화룽 창안자동차 회장은`."""
        group = self._subject
        return group is not None and _MANAGER.search(self.clauses.analysis.text, group.begin, group.end) is not None

    def before_is_event(self) -> bool:
        """Whether the place of the clause is an event, at which the article's actor acts."""
        return any(t.cls == "Event" for t in self.things(self._last(_PLACE, within=self.clause)))

    def _organ(self) -> Group | None:
        """A body with 에서 acts (`연구소에서 개발한`); a place or an event with 에서 is where something happens."""
        group = self._last({"에서"}, within=self.clause)
        return group if group and all(t.cls in BODIES for t in self.things(group)) else None

    def partners(self) -> tuple[Thing, ...]:
        """Those with whom somebody acts jointly: `A는 B와 공동으로`."""
        text = self.clauses.analysis.text
        for group in reversed(self.before):
            if group.begin >= self.clause and group.particle in _WITH:
                joint = _JOINTLY.search(text, group.end, self.predicate.end)
                return self.things(group) if joint else ()
        return ()

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

    def _acts(self, group: Group) -> bool:
        return all(thing.cls not in _NO_ACTOR for thing in self.things(group))

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
            subjects = [g for g in subjects if g.particle != "도" or not self._is_made(g)]
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

    @Kept
    def embedded(self) -> tuple[Group, ...]:
        """What belongs to relative clauses before: B in `A는 B가 개발한 C를 출시`, `B에 본사를 둔 C는`."""
        found = []
        for p in self.clauses.predicates:
            if not (self.start <= p.begin < self.predicate.begin) or p.ending not in {"adnominal", "equated"}:
                continue
            before = [g for g in self.before if g.end <= p.begin]
            if before and before[-1].particle in _WITHIN:
                found.append(before[-1])
            own = next((g for g in reversed(before) if g.particle in {"이", "가"}), None)
            if own is not None and p.voice == "active" and p.lemma not in self.context.intransitive:
                found.append(own)
        return tuple(found)

    def _thing(self) -> tuple[tuple[Thing, ...], float]:
        if self.predicate.ending == "adnominal":
            if self._doer_described() is not None:
                return self.things(self._own_object()), 0.9
            head = self._described()
            if head is not None:
                return self.things(head), 0.9
        if self.predicate.voice == "passive":
            return self.things(self._own_subject), 1.0
        if self.predicate.ending == "equated":
            if (equal := self._equal()) is not None:
                return self.things(equal), 0.95
            if (head := self._described()) is not None:
                return self.things(head), 0.9
        group = self._last(_OBJECT, within=self.clause)
        if group in self.embedded:
            group = None  # A를 운영사로 지정하는 사업의 닻을 올렸다
        group = group or self._bare_thing() or self._too() or self._chosen()
        if group is None and self.predicate.ending != "adnominal" and not self._unknown_object():
            group = self._topic() or self._described_next() or self._earlier_object()
        return self.things(group), 1.0

    def _chosen(self) -> Group | None:
        """Who is chosen by a noun that closes a line: `A와 B가 첫 시범 기관으로 지정`; not ministries, which choose."""
        chosen = self.predicate.bare and self.predicate.lemma in _CHOSEN
        if not chosen or not _MADE_INTO.search(self.clauses.analysis.text, self.clause, self.predicate.begin):
            return None
        group = self._own_subject
        choosing = any(t.cls in _CHOOSING for t in self.things(group))
        return None if choosing or self._unknown_object() else group

    def _too(self) -> Group | None:
        """What is done to something, too: `이어 ‘린룽 9’도 개발했다`; such things do nothing themselves."""
        group = self._last({"도"}, within=self.clause)
        return group if group is not None and self._is_made(group) else None

    def _is_made(self, group: Group) -> bool:
        things = self.things(group)
        return bool(things) and all(t.cls in _MADE for t in things)

    def _equal(self) -> Group | None:
        """What is said to be what the clause describes: `X는 A가 세운 회사다`, `…은 X로, A가 세운 회사다`."""
        text, agent = self.clauses.analysis.text, self._subject
        if agent is None or any(g.particle in _OBJECT and g.begin > agent.begin for g in self.before):
            return None
        for group in reversed(self.before):
            if group.end <= agent.begin and (
                group.particle in _TOPIC or text.startswith(("로, ", "으로, "), group.end)
            ):
                return group
        return None

    def _described(self) -> Group | None:
        """The name that a relative clause describes: the next one, with nothing but words of its own before it."""
        head = next((g for g in self.clauses.groups if g.begin >= self.predicate.end), None)
        text = self.clauses.analysis.text
        if head is None or head.begin - self.predicate.end > _REACH:
            return None
        between = text[self.predicate.end : head.begin]
        inside = self.clauses.analysis.morphemes_in(self.predicate.end, head.begin)
        other = any(m.tag == "JKS" and text[m.begin - 1] != "것" for m in inside)  # A가 만든 장비가 | 간쑤성에
        return None if other or _CLAUSE_ENDS.search(between) or _UNLIKE.search(between) else head

    def _described_next(self) -> Group | None:
        """What a relative clause describes that goes on from this one: `A가 주관하고 B가 참여하는 | 프로젝트`."""
        if self.predicate.ending != "connective":
            return None
        after = next((p for p in self.clauses.predicates if self.predicate.end <= p.begin < self.stop), None)
        if after is not None and after.ending == "adnominal":
            return Roles(self.clauses, after, self.context)._described()
        stop = after.begin if after is not None else self.stop
        return self._described_by_unknown(min(stop, self.predicate.end + _REACH))

    def _described_by_unknown(self, stop: int) -> Group | None:
        """What a relative clause describes whose verb no rule knows: `A가 짓고 B가 장비를 공급하는 | 연산센터`."""
        head = next((g for g in self.clauses.groups if g.begin >= self.predicate.end and self._is_made(g)), None)
        for verb, ending in pairwise(self.clauses.analysis.morphemes_in(self.predicate.end, stop)):
            if ending.tag == "ETM" and verb.tag in _DOES and head is not None and head.begin >= ending.end:
                between = self.clauses.analysis.text[ending.end : head.begin]
                return None if _CLAUSE_ENDS.search(between) or len(between) > _NEAR else head
        return None

    def _bare_thing(self) -> Group | None:
        """The name right before the predicate, or before a noun that carries the object's particle."""
        last = self.before[-1] if self.before else None
        if last is None or last.begin < self.clause:
            return None
        if last.particle in {"", "내"} and self._adjacent(last):
            return last
        if last.particle == "에" and self.clauses.analysis.text[last.end : self.predicate.begin].strip() in {"", "의"}:
            return last  # ‘톈공’ 개발에 성공: the particle is that of the predicate
        if last.particle == "의" and self.clauses.analysis.text[last.end : self.predicate.begin].strip() == "의":
            return last
        if self.predicate.bare and last.particle in _PLACE and (name := self._name_before_place(last)):
            return name
        text = self.clauses.analysis.text[last.end : self.predicate.begin]
        joined = last.particle in {"와", "과", "의"} and re.fullmatch(
            r"(?:와|과|의)\s[^,.]{2,24}(?:을|를)\s[^,.]{0,24}", text
        )
        if _PART.match(text):
            return None
        bodies = all(t.cls in BODIES for t in self.things(last))
        return last if joined and (last.particle == "의" or not bodies) else None

    def _name_before_place(self, place: Group) -> Group | None:
        """What a headline names without particle before the place: `양자 센터, 우시 빈후구에서 설립`."""
        for group in reversed(self.before):
            if group is place or (group.end <= place.begin and not group.particle and self._is_place(group)):
                continue
            named = group.particle == "" and group.begin >= self.clause and not self._is_place(group)
            gap = self.clauses.analysis.text[group.end : place.end]
            return group if named and not re.search(r"(?:을|를|은|는|이|가)\s", gap) else None
        return None

    def _is_place(self, group: Group) -> bool:
        return all(t.cls in _PLACES for t in self.things(group))

    def _topic(self) -> Group | None:
        """The first topic of the sentence where somebody else acts: `센터는 A와 B가 공동으로 세웠다`."""
        agent = self._organ() or self._subject
        if agent is None:
            return None
        marks = SUBJECT if agent.led else frozenset({"은", "는"})
        topics = [
            g for g in self.before if g.particle in marks and g is not agent and (agent.led or g.begin < agent.begin)
        ]
        near = [g for g in topics if g.begin >= self.clause]
        return next(iter([*near[-1:], *topics[:1]]), None)

    def _earlier_object(self) -> Group | None:
        """The object of the clauses before in the sentence: `‘X’의 시험을 마치고 출시할 계획`."""
        agent = self._subject
        clause = self.clauses.analysis.text[self.clause : self.predicate.begin]
        if self.predicate.bare or len(clause) > _REACH // 2 or re.search(r"(?:을|를)\s", clause):
            return None
        found = [g for g in self.before if g.particle in {*_OBJECT, "의"} and g is not agent and g.begin < self.clause]
        return found[-1] if found else None

    def _adjacent(self, group: Group) -> bool:
        """Whether only spaces, marks or one word such as 공동 stand between the group and the predicate."""
        between = self.clauses.analysis.text[group.end : self.predicate.begin]
        return bool(_ADJACENT.match(between))

    def _with(self) -> tuple[tuple[Thing, ...], float]:
        text = self.clauses.analysis.text
        for group in reversed(self.before):
            if group.begin >= self.clause and group.particle in _WITH and _TOGETHER.match(text, group.end):
                return self.things(group), 1.0
        other = self._last(_WITH, within=self.clause)
        if other is not None and _UNLIKE.match(text, other.end):
            return (), 1.0
        return self.things(other), 0.85

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
