"""What stands around a predicate: the groups of its sentence, and what of them is not said of it.

In: the clauses of a passage, one predicate, and what the clause may borrow. Out: groups by their particles and places;
whether the clause says something of what is no name.
"""

from __future__ import annotations

import re
from collections.abc import Set

from kg.kept import Kept
from kg.language.korean import Morpheme
from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.particles import BY_WAY
from kg.relate.predicates import Predicate
from kg.relate.rules import Role
from kg.relate.things import Context, Thing

TO = frozenset({"에", "에게", "로", "으로", "에는", "에도", "에게도", "에게는"})
OBJECT = frozenset({"을", "를"})
TOPIC = frozenset({"은", "는"})
_WITHIN = frozenset({"에", "에서", "을", "를", "로", "으로", "내"})
PLACE = frozenset({"에서", "에", "내", "에서는", "에는", "서"})
_WHEN = re.compile(
    r"(?:올해|이날|이번|국내|해외|지난해|작년|내년|현지|(?:(?<![가-힣]\s)|(?<=행사\s)|(?<=대회\s)|(?<=포럼\s)|(?<=회의\s)|(?<=전시\s)|(?<=박람회\s)|(?<=개막식\s))현장|당일|오늘|어제|최근|년|월|일|첫날|둘째\s날|마지막\s날|한편|처음|이후|이어|당시|동시|측|쪽|첫해|힘|손|뜻|머리|마음)(?:에|에서)?\Z"
)
FOR_DOING = re.compile(r"[을를]\s(?:[가-힣]+\s){0,2}[가-힣]+는\s데(?:에)?\s")
_MEANT = re.compile(r"[을를]\s대상으로\s")
_ABOUT = re.compile(r"에\s(?:대해|대하여|관해|관하여)")
_MANNER = frozenset(
    {"공동", "합동", "정식", "공식", "최초", "최종", "신규", "직접", "최근", "처음", "우선", "추가", "명의"}
)
_ADJACENT = re.compile(
    r"[\s'’”\"」』》>〉]*(?:등\s*)?(?:공동|합동|연합|연명|신규|정식|공식|독자|자체|연구|정부|성공적|최종|첫|최초|처음)?(?:으로)?\s*(?:독자|자체|연구)?\s*\Z"
)
_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_MADE = frozenset({"Product", "Policy", "Report", "Program", "Project", "Event"})
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


class Surroundings:
    """What the sentence of one predicate names before it."""

    def __init__(self, clauses: Clauses, predicate: Predicate, context: Context) -> None:
        self.clauses, self.predicate, self.context = clauses, predicate, context
        self.start, self.stop = clauses.sentence(predicate.begin)
        self.clause = clauses.connective_before(predicate.begin)
        self.before = [g for g in clauses.meant if self.start <= g.begin and g.end <= predicate.begin]
        self._filled: dict[Role, tuple[tuple[Thing, ...], float]] = {}

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

    def _unknown_topic(self) -> bool:
        """Whether the sentence has a topic (은/는) that no name of the passage is."""
        return self._unknown(TOPIC, self.start)

    def _unknown_aim(self) -> bool:
        """Whether right before the predicate stands what it is done to, which is no name: `개발에 뛰어든다`."""
        before = self.clauses.analysis.morpheme_before(self.predicate.begin)
        return before is not None and before.form in {"에", "에도"} and before.begin not in self.clauses.group_ends

    def _unknown_object(self) -> bool:
        """Whether the clause has an object (을/를) that no name of the passage is."""
        return self._unknown(OBJECT, self.clause)

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

    def _unnamed(self) -> bool:
        """Whether right before the predicate stands a noun that is what it is done to, and no name: `회랑 건설`."""
        before = self.clauses.analysis.morpheme_before(self.predicate.begin)
        if before is not None and before.form == "첫":  # ‘샤오바오(小寶)’ 첫 공개
            before = self.clauses.analysis.morpheme_before(before.begin)
            return before is not None and (before.is_noun or before.tag in {"SS", "SSC"})
        return before is not None and before.is_noun and before.form not in _MANNER

    def _adjacent(self, group: Group) -> bool:
        """Whether only spaces, marks or one word such as 공동 stand between the group and the predicate."""
        between = self.clauses.analysis.text[group.end : self.predicate.begin]
        return bool(_ADJACENT.match(between))

    def _acts(self, group: Group) -> bool:
        return all(thing.cls not in _NO_ACTOR for thing in self.things(group))

    def _is_made(self, group: Group) -> bool:
        things = self.things(group)
        return bool(things) and all(t.cls in _MADE for t in things)

    def _is_place(self, group: Group) -> bool:
        return all(t.cls in _PLACES for t in self.things(group))

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

    def before_is_event(self) -> bool:
        """Whether the place of the clause is an event, at which the article's actor acts."""
        return any(t.cls == "Event" for t in self.things(self._last(PLACE, within=self.clause)))

    def means(self, group: Group) -> bool:
        """Whether it is a paper by which something is done: `「지원조치」로 A에 3,000만 위안 지급`, `조치에 따라`."""
        if self.clauses.analysis.text.startswith(("에 따라", "에 따른", "에 의해", "에 의하"), group.end):
            return True
        return group.particle in {"로", "으로"} and all(thing.cls in _MEANS for thing in self.things(group))

    def is_aim(self, group: Group) -> bool:
        """Whether a group says to whom or for what: by its particle, or as those meant (`A를 대상으로`)."""
        meant = group.particle == "way" and _MEANT.match(self.clauses.analysis.text, group.end) is not None
        return group.particle in TO or (meant and self.predicate.lemma != "증자" and not self._is_place(group))

    def elsewhere(self, group: Group, until: int) -> bool:
        """Whether a group says where something else is done: `A에 센터 개소, B가 … 보조`, `A에 B를 짓는 데 …`."""
        done = any(p.bare and group.end <= p.begin and p.end <= until for p in self.clauses.predicates)
        built = FOR_DOING.search(self.clauses.analysis.text, group.end, until)
        return done or (built is not None and built.start() in self.clauses.group_ends)

    def aimed(self) -> bool:
        """Whether the clause says to whom or for what, by a name or otherwise."""
        inside = any(g.particle in TO and g.begin >= self.clause for g in self.before)
        return inside or self._unknown(frozenset({"에", "에는", "에게"}), self.clause)

    def action(self) -> str:
        """What the clause says is done to its subject (`센터의 운영은 …에 맡겨졌다`), or ''."""
        return next((g.action for g in reversed(self.before) if g.action and g.begin >= self.clause), "")
