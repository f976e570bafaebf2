"""Who belongs to what and who does what, where a noun says so and not a predicate or names side by side.

In: the clauses of a passage. Out: claims: a body under another (`A는 B의 자회사이다`, `A는 B 소속이다`), a person in a
post (`센터의 초대 소장은 왕리 교수다`, `왕리를 과기부 부부장에 임명`, `이 대학의 왕리 교수`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from kg.ontology import Ontology
from kg.recognise.persons import post_after
from kg.recognise.words import Words
from kg.relate.antecedents import FOUNDED
from kg.relate.clauses import Clauses
from kg.relate.groups import BODIES, Group, Reference
from kg.relate.kinds import post_beside
from kg.relate.rules import Rules
from kg.relate.things import STATED, Context, Found, Thing, claimed
from kg.relate.timeline import bare_name

_UNDER = re.compile(
    r"\s*(?:의\s)?(?:100%\s(?:출자\s)?|전액\s출자\s|완전\s)?(?:산하|소속|직속|자회사|계열사|계열|부설|부속|식구)(?:의)?(?:\s[가-힣]{1,6}(?<![와과을를의에은는이가]))?(?:\s[가-힣]{1,8}?)?"
    r"(?:이다|입니다|다|이며|이고|으로|로|으로서|로서|임|인데|이자)(?=[\s.,]|\Z)"
)
"""But not `자회사였다`: what once was so."""
_OVER = re.compile(
    r"의\s(?:[가-힣]{1,3}\s)?(?:모회사|모기업|모기관|지주회사)(?:이기도|이다|입니다|다|이며|이고|로|임|인데|이자|였다)(?=[\s.,]|\Z)"
)
_RANK_WORD = re.compile(r"산하|소속|직속|자회사|계열|부설|부속|식구|모회사|모기업|모기관|지주회사")
"""What `_UNDER` and `_OVER` look for behind each name."""
_UNITS = "산하|자회사|계열사|소속|부설|직속"
_UNIT_WORD = re.compile(_UNITS)
_OWN_UNIT = re.compile(rf"(?:\A|[.;]\s|(?<=,\s))(?:그\s|같은\s)?(?:{_UNITS})(?:인)?\s\Z")
"""What stands before a body that is one of who was spoken of: `자회사 A는`."""
_OF_IT = re.compile(rf"(?:의)?\s(?:{_UNITS})(?:의|인)?\s['‘“]?")
_UNIT_BEFORE = re.compile(r"(?<![가-힣])(?:산하|자회사|계열사|부설|직속)(?:인|의)?\s['‘“]?\Z")
_OPENS = 24
"""How far from the start of its sentence the body may stand whose unit another one is said to be."""
_SITES = "시설|단지|구역|캠퍼스|기지|거점|기관"
_SEAT_WORD = re.compile(_SITES)
_SEAT = re.compile(
    rf"(?:의|\s내)\s(?:[가-힣]{{1,4}}\s){{0,2}}[가-힣]{{0,4}}(?:{_SITES})"
    r"(?:\s(?:\d+|[가-힣]{1,3})\s?(?:곳|개소|개)\s(?:중|가운데)\s하나)?(?:이다|입니다|다|이며|이고|로|임|으로|인데|이자)(?=[\s.,]|\Z)"
)
"""`A는 B의 핵심 시설로`: A lies in B."""
_RANK_OR_SEAT = re.compile(f"{_RANK_WORD.pattern}|{_UNITS}|{_SITES}")
_SUBJECT = frozenset({"은", "는", "이", "가", "도"})
_NAMED_TO = re.compile(r"(?:에|으로|로)\s(?:임명|선임|위촉|선출|취임|발탁|자리를|부임|영입|내정|추대)")
_NEW = re.compile(r"(?:의\s|에서?\s|\s)?(?:초대|신임|새|현|차기|전임)?\s?\Z")
_POST_TOPIC = re.compile(r"(?:은|는|에|으로|로|에는|직에|자리에)\s")
_POST_TAKEN = re.compile(
    r"(?:을|를|도|직을|직도)\s(?:맡|겸|역임|지내)|(?:으로|로)\s(?:일하|일했|일한|재직|근무|활동|있(?:다(?!가)|음|으며|고|는))"
)
_POST_LAST = re.compile(r"(?:이기도|이다|다|이며|이고|임|으로|로)(?=[\s.,]|\Z)")
_COPULA = frozenset({"이다", "로", "으로"})
_NEAR = 25
_BETWEEN = 6
_HEADS = {
    "연구원장": frozenset({"ResearchInstitute"}),
    "연구소장": frozenset({"ResearchInstitute"}),
    "실험실장": frozenset({"Laboratory"}),
    "연구센터장": frozenset({"InnovationCenter"}),
    "초대 원장": frozenset({"ResearchInstitute"}),
    "초대 소장": frozenset({"ResearchInstitute", "InnovationCenter"}),
}
"""Words for heads that tell the kind of body; they name it without more where somebody takes the post."""
_HEAD_OF = re.compile(rf"(?<![가-힣])(?:초대\s|새\s|신임\s)?(?P<head>{'|'.join(_HEADS)})(?:에는?|으로는?|직에는?)\s")
_THIS_UNIVERSITY = re.compile(r"(?<![가-힣])(?:이|동|해당|같은)\s?대학(?:교)?\s")
_THIS_FAR = 8
_PARTS_OF_UNIVERSITIES = frozenset({"University", "ResearchInstitute", "Laboratory", "InnovationCenter"})
_FOUNDED = frozenset({"Laboratory", "InnovationCenter", "ResearchInstitute"})
_WHO_HOLDS = re.compile(r"[을를]\s(?:맡고\s있는|맡은|맡아\s온|겸하고\s있는|겸임하는|지낸|지내고\s있는)\s")
_OF_WHICH = re.compile(r"(?:\A|(?<=[\s(]))(?P<noun>[가-힣]{2,6})(?:의)?\s(?:초대\s|현\s|신임\s)?\Z")
_SENDS = frozenset({"에서는", "에서도"})
_SUCCEEDS = re.compile(
    r"(?P<next>후임(?:자)?(?:에|에는|으로|으로는|로는|로|은|는)\s)|뒤를\s(?:이었|이어|잇|이은)|자리를\s(?:이어|물려)"
)
_TAKEN = re.compile(r"임명|선임|위촉|선출|취임|발탁|부임|영입|내정|추대|맡")


def belonging_claims(
    clauses: Clauses,
    context: Context,
    words: Words,
    ontology: Ontology,
    rules: Rules,
) -> Iterator[Found]:
    """The claims of one passage."""
    finder = _Finder(clauses, context, words, rules, ontology)
    if _RANK_OR_SEAT.search(clauses.analysis.text):
        yield from _by_nouns(finder, clauses.analysis.text)
    yield from finder.of_this_university()
    yield from finder.doers()
    people = [m for m in clauses.read.top if clauses.read.mentions[m].cls == "Person"]
    if people or any(g.refers is not None and g.refers.noun in rules.persons for g in clauses.groups):
        told = [*finder.posts(people), *finder.of_this_body(people), *finder.on_side(people)]
        yield from told
        yield from finder.successors(people, told)
        yield from finder.of_body_spoken_of({found.claim.subject for found in told})


def _by_nouns(finder: _Finder, text: str) -> Iterator[Found]:
    """What nouns for ranks and seats tell."""
    if _RANK_WORD.search(text):
        yield from finder.under()
    if _UNIT_WORD.search(text):
        yield from finder.own_units()
        yield from finder.of_the_same()
        yield from finder.of_who_acts()
    if _SEAT_WORD.search(text):
        yield from finder.seats()


_MET = frozenset({"을", "를", "에게", "와", "과", "의"})
"""Particles of people whom somebody in a post meets: `과기부 부장은 … 바이춘리를 만났다`."""
_PUT = frozenset({"을", "를"})
"""Particles of people whom somebody puts into a post: `센터장에 왕리를 앉혔다`."""


class _Finder:
    def __init__(
        self,
        clauses: Clauses,
        context: Context,
        words: Words,
        rules: Rules,
        ontology: Ontology,
    ) -> None:
        self.clauses, self.context, self.words, self.ontology = clauses, context, words, ontology
        self.rules = rules
        self.text = clauses.analysis.text
        self.mentions = clauses.read.mentions

    def _found(
        self, subject: Thing, relation: str, object_: Thing, at: int, rule: str, role: str = ""
    ) -> Iterator[Found]:
        claim = claimed(self.ontology, subject, relation, object_, (("role", role),) if role else STATED)
        if claim is not None:
            yield Found(claim, *self.clauses.sentence(at), rule)

    # --- bodies -------------------------------------------------------------------------------------------

    def under(self) -> Iterator[Found]:
        """`A는 B 산하 기관으로`: A is part of B; `B는 A의 모회사다`."""
        for index, group in enumerate(self.clauses.groups):
            over = bool(_OVER.match(self.text, group.end))
            if not over and not _UNDER.match(self.text, group.end):
                continue
            for subject in self._topic_before(index) or self._boxed(index):
                for object_ in self.context.things(group)[-1:]:
                    relation = "affiliatedWith" if subject.cls == "Person" else "partOf"
                    ends = (object_, subject) if over else (subject, object_)
                    yield from self._found(ends[0], relation, ends[1], group.begin, "copula-under")

    def _topic_before(self, index: int) -> tuple[Thing, ...]:
        """What the sentence of a group speaks of before it."""
        start, _ = self.clauses.sentence(self.clauses.groups[index].begin)
        before = reversed(self.clauses.groups[:index])
        topic = next((g for g in before if g.particle in _SUBJECT and g.begin >= start), None)
        return self.context.things(topic) if topic else ()

    def _boxed(self, index: int) -> tuple[Thing, ...]:
        """What a note box is about, for a line of it whose sentence has no other topic: `A 소속으로 운영`."""
        begin = self.clauses.groups[index].begin
        start, _ = self.clauses.sentence(begin)
        before = self.clauses.analysis.morphemes_in(start, begin)
        topical = any(m.tag == "JX" and m.form in {"은", "는"} for m in before)
        boxed = None if topical else self.context.boxed()
        return (boxed,) if boxed is not None else ()

    def own_units(self) -> Iterator[Found]:
        """`자회사 A는`, `산하 B가` at the beginning: part of who acts in the sentence or line before."""
        for group in self.clauses.groups:
            start, _ = self.clauses.sentence(group.begin)
            if not group.mentions or not _OWN_UNIT.search(self.text, max(0, start - 2), group.begin):
                continue
            before = [g for g in self.clauses.groups if g.end <= group.begin and g.particle in _SUBJECT]
            acting = () if before else self.context.agents(start)
            owners = self.context.things(before[-1]) if before else acting or self._only_company(group)
            if len(owners) == 1 and owners[0].cls in BODIES:
                for unit in self.context.things(group):
                    yield from self._found(unit, "partOf", owners[0], group.begin, "own-unit")

    def of_this_university(self) -> Iterator[Found]:
        """`이 대학 로봇연구소`: part of the university spoken of."""
        for own in self.mentions if _THIS_UNIVERSITY.search(self.text) else ():
            said = next(_THIS_UNIVERSITY.finditer(self.text, max(0, own.begin - _THIS_FAR), own.begin), None)
            if said is None or said.end() != own.begin or own.cls not in _PARTS_OF_UNIVERSITIES:
                continue
            whole = self.context.latest(said.start(), frozenset({"University"}))
            for part in (t for m, t in zip(self.mentions, self.context.named, strict=True) if m is own):
                if whole is not None:
                    yield from self._found(part, "partOf", whole, own.begin, "own-unit")

    def of_who_acts(self) -> Iterator[Found]:
        """`A는 산하 B와 C에 …`, `A는 청두의 자회사 B에 …`: units of the body that the sentence is about."""
        for index, group in enumerate(self.clauses.groups):
            said = _UNIT_BEFORE.search(self.text, max(0, group.begin - _NEAR), group.begin) if group.mentions else None
            if said is None:
                continue
            start, _ = self.clauses.sentence(group.begin)
            before = [g for g in self.clauses.groups[:index] if g.begin >= start]
            owner = next((g for g in reversed(before) if g.particle in _SUBJECT), None)
            near = any(
                m.end <= said.start() <= m.end + 2 and self.ontology.family(m.cls) == "org" and m.end > start
                for m in self.mentions
                if owner is None or not owner.begin <= m.begin < owner.end
            )
            if owner is None or near or len(owner.mentions) != 1 or owner.begin - start > _OPENS:
                continue
            for whole in self.context.things(owner):
                for unit in self.context.things(group) if whole.cls in BODIES else ():
                    yield from self._found(unit, "partOf", whole, group.begin, "own-unit")

    def of_the_same(self) -> Iterator[Found]:
        """`같은 연구원 소속 A가`: A is part of the body that the noun refers to."""
        for referring, group in pairwise(self.clauses.groups):
            if referring.mentions or referring.refers is None or not group.mentions:
                continue
            if _OF_IT.fullmatch(self.text, referring.end, group.begin):
                for owner in self.context.things(referring):
                    for unit in self.context.things(group) if owner.cls in BODIES else ():
                        yield from self._found(unit, "partOf", owner, group.begin, "own-unit")

    def _only_company(self, group: Group) -> tuple[Thing, ...]:
        """The one company named before, in the line above at the furthest; none where there are several."""
        before = dict.fromkeys(thing for _, thing in self.context.before(group.begin) if thing.cls == "Company")
        return tuple(before) if len(before) == 1 else ()

    def seats(self) -> Iterator[Found]:
        """`A는 B의 핵심 시설로`: A lies in the place B."""
        for index, group in enumerate(self.clauses.groups):
            if group.particle in {"의", "내"} and _SEAT.match(self.text, group.end):
                for subject in self._topic_before(index):
                    for place in self.context.things(group)[-1:]:
                        if subject.cls != "Person":
                            yield from self._found(subject, "locatedIn", place, group.begin, "copula-seat")

    def doers(self) -> Iterator[Found]:
        """`포럼의 공동 개최자는 A와 B다`."""
        for thing, doer in pairwise(self.clauses.groups):
            said = self.rules.agent_nouns.match(self.text, thing.end)
            if said is None or not said.end() <= doer.begin <= said.end() + _BETWEEN:
                continue
            doer = self._narrower(doer)
            if doer.particle not in _COPULA:
                continue
            for subject in self.context.things(thing)[-1:]:
                for object_ in self.context.things(doer):
                    yield from self._found(
                        subject, self.rules.said_by_noun[said["noun"]], object_, thing.begin, "copula-doer"
                    )

    def _narrower(self, group: Group) -> Group:
        """The place right behind another one that only says where it lies: `우시시 | 빈후구이다`."""
        next_ = next((g for g in self.clauses.groups if g.begin == group.end + 1), None)
        places = next_ is not None and not group.particle and group.mentions and next_.mentions
        if (
            not places
            or next_ is None
            or any(self.ontology.family(t.cls) != "place" for g in (group, next_) for t in self.context.things(g))
        ):
            return group
        return next_

    # --- people -------------------------------------------------------------------------------------------

    def posts(self, people: list[int]) -> Iterator[Found]:
        """People whose post is said apart from their name."""
        yield from self._heads(people)
        for post in self.words.post.finditer(self.text):
            if _NAMED_TO.match(self.text, post.end()):
                yield from self._named(post, people)
            elif topic := _POST_TOPIC.match(self.text, post.end()):
                yield from self._held(post, topic.end(), people)
            elif who := _WHO_HOLDS.match(self.text, post.end()):
                yield from self._holding(post, who.end(), people)
            elif _POST_LAST.match(self.text, post.end()) or _POST_TAKEN.match(self.text, post.end()):
                yield from self._last(post, people)
                yield from self._taken(post, people)

    def _heads(self, people: list[int]) -> Iterator[Found]:
        """`연구소장에는 왕리 교수가 임명되었다`: who heads the body of that kind that was named last."""
        for said in _HEAD_OF.finditer(self.text):
            _, stop = self.clauses.sentence(said.start())
            person = next((m for m in people if said.end() <= self.mentions[m].begin < stop), None)
            classes = _HEADS[said["head"]]
            body = next((t for _, t in self.context.before(said.start()) if t.cls in classes), None)
            if person is None or body is None or not _TAKEN.search(self.text, self.mentions[person].end, stop):
                continue
            yield from self._found(
                self.context.named[person], "affiliatedWith", body, said.start(), "post-body", said["head"]
            )

    def _named(self, post: re.Match[str], people: list[int]) -> Iterator[Found]:
        """`왕리를 과기부 부부장에 임명`."""
        start, _ = self.clauses.sentence(post.start())
        person = next((m for m in reversed(people) if start <= self.mentions[m].begin < post.start()), None)
        body = self._body_before(post)
        if person is not None and body is not None:
            yield from self._belongs(person, body, post)

    def _held(self, post: re.Match[str], at: int, people: list[int]) -> Iterator[Found]:
        """`센터의 초대 소장은 왕리 교수다`."""
        _, stop = self.clauses.sentence(post.start())
        person = next((m for m in people if at <= self.mentions[m].begin < min(stop, at + _NEAR)), None)
        if person is None:
            return
        met = _MET if self.text[post.end() : at].strip() in {"은", "는"} else _MET - _PUT
        if any(person in g.mentions and g.particle in met for g in self.clauses.groups):
            return
        body = self._body_before(post) or self._suitable(post) or self._spoken_of(post)
        if body is not None:
            yield from self._belongs(person, body, post)

    def _spoken_of(self, post: re.Match[str]) -> Thing | None:
        """The research body named last, where it is its first head that is named: `초대 주임은 왕리 교수가 겸임`."""
        head = self.rules.head(post[0])
        if head is None or not self.text.endswith("초대 ", 0, post.start()):
            return None
        latest = self.context.latest(post.start(), _FOUNDED)
        return latest if latest is not None and latest.cls in head.of else None

    def _holding(self, post: re.Match[str], at: int, people: list[int]) -> Iterator[Found]:
        """`센터 주임을 맡고 있는 왕리는`: the body is named right before the post, or referred to by its noun."""
        person = next((m for m in people if self.mentions[m].begin == at), None)
        if person is None:
            return
        body = self._body_before(post)
        noun = _OF_WHICH.search(self.text, max(0, post.start() - 12), post.start())
        if body is None and noun is not None:
            meant = self.context.antecedents(Reference(noun["noun"], alone=True), noun.start())
            body = next((t for t in meant if t.cls in BODIES), None)
        if body is not None:
            yield from self._belongs(person, body, post)

    def _last(self, post: re.Match[str], people: list[int]) -> Iterator[Found]:
        """`실험실은 … 왕리 원사가 주임이다`."""
        start, _ = self.clauses.sentence(post.start())
        group = next((g for g in reversed(self.clauses.groups) if start <= g.begin and g.end <= post.start()), None)
        if (
            group is None
            or group.particle not in {"이", "가"}
            or not group.mentions
            or group.mentions[-1] not in people
        ):
            return
        body = self._suitable(post)
        if body is not None and post.start() - group.end <= _BETWEEN:
            yield from self._belongs(group.mentions[-1], body, post)

    def _taken(self, post: re.Match[str], people: list[int]) -> Iterator[Found]:
        """`왕리는 바이두의 기술책임자를 맡고 있다`: the topic of the sentence holds the post of a body."""
        body = self._body_before(post)
        if body is None:
            return
        start, _ = self.clauses.sentence(post.start())
        before = [
            g for g in self.clauses.groups if start <= g.begin and g.end <= post.start() and g.particle in _SUBJECT
        ]
        holders = [g for g in before if g.mentions and g.mentions[-1] in people]
        if before and before[0] not in holders:  # A연구소가 있고, 이 연구소의 왕리 소장은
            holders = [g for g in holders[-1:] if g is before[-1] and g.particle in {"은", "는"}]
        if holders:
            yield from self._belongs(holders[0].mentions[-1], body, post)
        for person in self.context.things(before[0]) if before and before[0].refers else ():
            if person.cls == "Person":  # 그는 … 소장으로 일한다
                yield from self._found(person, "affiliatedWith", body, post.start(), "post-body", post[0])

    def _belongs(self, person: int, body: Thing, post: re.Match[str]) -> Iterator[Found]:
        yield from self._found(self.context.named[person], "affiliatedWith", body, post.start(), "post-body", post[0])

    def _body_before(self, post: re.Match[str]) -> Thing | None:
        """The body named or referred to right before the post."""
        for group in reversed(self.clauses.groups):
            if group.end <= post.start() and _NEW.fullmatch(self.text, group.end, post.start()):
                found = [t for t in self.context.things(group)[-1:] if t.cls in BODIES]
                return found[0] if found else None
        return None

    def _suitable(self, post: re.Match[str]) -> Thing | None:
        """The latest body before that has a head of this kind."""
        head = self.rules.head(post[0])
        if head is None:
            return None
        before = self.context.before(post.start())
        fit = [(m, t) for m, t in before if t.cls in head.of and bare_name(m).endswith(head.ends)]
        start, _ = self.clauses.sentence(post.start())
        own = bool(fit) and fit[0][0] in self.mentions
        if fit and not (own and (fit[0][0].begin >= start or FOUNDED.match(self.text, fit[0][0].end))):
            spoken_of = self.context.agents(start)  # rather than who is only named there
            if len(spoken_of) == 1 and spoken_of[0] in {t for _, t in fit}:
                return spoken_of[0]
        return fit[0][1] if fit else None

    def on_side(self, people: list[int]) -> Iterator[Found]:
        """`칭화대학에서는 왕리 교수가, 화웨이에서는 리나 부사장이`: whom each of several bodies sends."""
        for body, group in pairwise(self.clauses.groups):
            near = body.particle in _SENDS and 0 < group.begin - body.end - len(body.particle) <= 2
            if not near or len(group.mentions) != 1 or group.mentions[0] not in people:
                continue
            mention = self.mentions[group.mentions[0]]
            post = post_after(self.text, mention.end, self.words, self.mentions)
            person, bodies = self.context.named[group.mentions[0]], self.context.things(body)
            if post and person.id not in self.context.body_of and len(bodies) == 1 and bodies[0].cls in BODIES:
                yield from self._found(person, "affiliatedWith", bodies[0], mention.begin, "post-body", post)

    def successors(self, people: list[int], told: list[Found]) -> Iterator[Found]:
        """`소장이던 리나가 물러나고 후임에 왕리가 임명됐다`, `초대 원장은 리나이고 왕리가 뒤를 이었다`."""
        for said in _SUCCEEDS.finditer(self.text):
            start, stop = self.clauses.sentence(said.start())
            inside = [m for m in people if start <= self.mentions[m].begin < stop]
            after = [m for m in inside if self.mentions[m].begin >= said.end()]
            before = [m for m in inside if self.mentions[m].end <= said.start()]
            new = (after[:1] if said["next"] else before[-1:]) or []
            old = next((m for m in reversed(before) if m not in new), None)
            if not new or (old is None and not said["next"]):
                continue
            body = self._body_of(self.context.named[old], told) if old is not None else None
            if body is None and said["next"] and (post := self._post_within(start, said.start())) is not None:
                body = self._body_before(post)
            person = self.context.named[new[0]]
            if body is not None and person.id not in self.context.body_of:
                yield from self._found(person, "affiliatedWith", body, said.start(), "post-body")

    def _body_of(self, person: Thing, told: list[Found]) -> Thing | None:
        """The body that somebody is said to belong to."""
        own = next((f.claim.object for f in told if f.claim.subject == person.id), None)
        named = next((t for t in self.context.named if t.id == own), None)
        return named or self.context.body_of.get(person.id)

    def _post_within(self, begin: int, end: int) -> re.Match[str] | None:
        """The last post that a stretch names."""
        return next(reversed([*self.words.post.finditer(self.text, begin, end)]), None)

    def of_this_body(self, people: list[int]) -> Iterator[Found]:
        """`이 대학의 왕리 교수`."""
        for m in people:
            mention = self.mentions[m]
            group = next(
                (g for g in self.clauses.groups if g.refers and mention.begin - 2 <= g.end <= mention.begin), None
            )
            post = post_after(self.text, mention.end, self.words, self.mentions)
            for body in self.context.things(group) if group and post else ():
                person = self.context.named[m]
                yield from self._found(person, "affiliatedWith", body, mention.begin, "post-body", post or "")

    def of_body_spoken_of(self, told: AbstractSet[str]) -> Iterator[Found]:
        """`연구소는 토카막을 짓는다. 왕리 소장은 …`: people whose body is said nowhere else, but those `told`."""
        for group in self.clauses.groups:
            if len(group.mentions) != 1 or self.mentions[group.mentions[0]].cls != "Person":
                continue
            person = self.context.named[group.mentions[0]]
            if person.id in self.context.body_of or person.id in told:
                continue
            post, head, _ = post_beside(self.text, self.mentions[group.mentions[0]], group, self.rules)
            if head is None:
                continue
            for body in self.context.antecedents(Reference(post, alone=False, post=True), group.begin):
                yield from self._found(person, "affiliatedWith", body, group.begin, "post-spoken-of", post)
