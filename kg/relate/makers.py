"""Who makes, runs or owns what, where a genitive or a noun for the one who does it says so.

In: the clauses of a passage. Out: claims: who runs `교육부의 ‘산골 과학 프로그램’`, who made `샤오미의 전기차 SU7` or
what is `A의 작품이다`, who does what a noun says (`포럼의 주최자는 A이다`), whose joint venture a company is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from kg.ontology import Ontology
from kg.recognise.words import Words
from kg.relate.clauses import Clauses
from kg.relate.denied import hearsay
from kg.relate.groups import BODIES, Group
from kg.relate.things import Context, Found, Thing, claimed

_NOUNS = frozenset({"NNG", "NNP", "XPN", "XSN", "SL", "SN", "MM", "SSO", "SS", "SY", "SW"})
_LONGEST = 24
_NOT_OWN = re.compile(
    r"[’'”\"」』》>〉]?\s?(?:참가|참석|참여|출품|방문|초청|유치|수상|선정|탈락|신청|도입|구매|구입|채택|사용|이용|탑재|운용"
    r"|인수|주문|수입|임차|투자|지원)"
)
_ASKED_FOR = frozenset({"신청", "접수", "공모"})
"""What others do with what one runs, behind its name: `A의 ‘P’ 신청은`."""
_USERS = re.compile(r"(?:항공|은행|병원|해운|항운|물류|택배|증권)\Z")
_WORK = re.compile(
    r"의\s(?:최신\s|새\s|공동\s|첫\s)?(?:작품|제품|야심작|역작|결과물)(?=이다|입니다|이며|이고|으로|이라|임|이었)"
)
_MADE_BY = re.compile(r"의\s(?:[가-힣\d]+\s){0,3}(?P<noun>[가-힣]{1,6}?)(?:이다|입니다|이며|이고|임|이었|다\.)")
_OF_OR_SPACE = ("의", " ", "\n")
_OTHERS = re.compile(r"경쟁|협력|주력\s고객|라이벌|대항|수입|도입|구매|임대|위탁|중고|외국")
_CHARGE = re.compile(r"\s소관(?:이다|입니다|이며|이고|임|으로)")
_OWN_NOUN = re.compile(r"자사(?:의)?\s(?:[가-힣A-Za-z\d·]+\s){0,3}[‘'“\"「『《<〈]?\Z")
_SAID_DONE = re.compile(
    r"[’'”\"」』》>〉]?\s?(?:첫\s|정식\s|공동\s|공식\s)?"
    r"(?P<noun>발표|공개|출시|개발|개최|시행|제정|배포|발간|설립|개소|개원|준공|착공|건설|구축)?\s?[(（]"
)
_CLOSING_DAY = re.compile(r"(?P<day>,\s?(?:[’']?\d{2,4}\s?[.년]\s?)?\d{1,2}\s?[.월]\s?\d{1,2}\s?[.일]?)?\s?[)）]")
_DOERS = (
    r"주최|주관|참여|참가|(?:주무|총괄|실무|책임|수행|전담|시행|발주|추진|건설|위탁)\s?(?:부처|기관|주체|부서)|(?:공동\s)?의장|진행자|(?:기조\s?)?강연자|주최자|주최\s측|주최\s기관|개최자|주관자|주관\s기관|주관사|운영\s주체|관리\s주체|운영자|운영사|운영\s기관|관리\s기관"
    r"|주관\s부처|개발사|개발자|개발\s주체|제작사|제작자|제조사|설립자|설립\s주체|창립자|집필자|집필\s기관|발행\s기관|발표\s기관"
    r"|(?:참[여가]|시범|대상|선정)\s?(?:기관|기업|대학|도시|지역|국)|공동\s?(?:연구|수행)\s?기관|회원[국사]|가입국|일원|(?:기조)?연설자|(?:기조\s?)?연사|좌장|사회자|발표자|토론자|(?:공동\s?)?조직위원장|심사위원장|주빈(?:국|성|시|도시)|파트너|협력사|협력\s(?:상대|기관|대학|기업)"
)
_DOER_END = re.compile(r"[최여가자측관사체처업학시역국원장성너](?:[은는이가인]|에는|으?로는)\s")
"""How every such noun ends, with what follows."""
_DOER_NOUN = re.compile(rf"(?:{_DOERS})(?:[은는이가인]|에는|으?로는)\s")
_DOER = re.compile(
    rf"(?P<of>의\s|\s)?(?:공동\s|첫\s|(?:첫|두|세)\s번째\s|마지막\s|오랜\s|협력\s)?(?P<noun>{_DOERS})(?:[은는이가]|(?P<some>에는|으로는|로는)|(?P<who>인))\s"
)
_ARE = re.compile(
    r"[이가]\s(?:있|포함|꼽|대표적|들어|속|나[서선섰]|참[여가석]|오[르른]|올랐|함께|초청|맡|뽑|선정|지정)"
)
"""Behind some of those of whom a noun for them spoke: `참여 기관에는 A와 B가 | 있다`."""
_TAKEN = re.compile(r"[이가]\s(?:맡|담당|겸)")
_NEXT_TOPIC = re.compile(r",\s(?:[가-힣]{1,6}\s)?[가-힣]{2,6}[은는]\s")
_FOUNDER = re.compile(
    r"의\s(?:공동\s)?(?P<noun>설립|창립|건립|주최|주관|운영|개발|제작|발행|집필)\s?(?:기관|주체|기업|대학|부처|회사|자|사)"
    r"(?=이다|입니다|다[.\s]|이며|로서|이자|임[.\s])"
)
"""Behind what somebody is said to have founded or to run: `A는 B의 공동 설립 기관이다`."""
_MEMBER = re.compile(
    r"의\s(?:[가-힣]{1,4}\s)?(?:(?:시범|대상|수행)\s?(?:도시|지역|기관|기업)|참[여가]\s?(?:기관|기업|국|자)|회원[국사]|가입국|일원|파트너|협력사|협력\s기관)"
    r"(?=이다|입니다|다[.\s]|이며|이고|로서|임[.\s])"
)
_ACTING = frozenset({"은", "는", "이", "가"})
_OWNING = frozenset({"의", "이", "가", ""})
_JOINT = re.compile(
    r"(?:의|이|가)\s(?:[가-힣]{1,4}\s)?합작(?:사|법인|회사|기업|한|하여|해)?(?:인|으로)?\s(?:만든\s|세운\s|설립한\s)?[‘'“\"]?"
)
_DOING = re.compile(
    r"\s(?:공동\s)?(?P<noun>주최|주관|주도|주재|개최|운영|총괄|소관|시행|기획|발간|발행|집필|제정|개발|제작|설립|건립)(?:의|하는|한|해\s온)?\s(?:(?:사업|행사|과제)인\s)?(?:제?\d+[회차]\s)?['‘“\"「『《<〈]?"
)
_BRACKETED = re.compile(
    r"(?:\s등)?(?:\s\d+\s?(?:여\s)?개?\s?(?:기관|기업|대학|국|사|곳))?\s(?:공동\s)?"
    r"(?P<noun>주최|주관|개최|운영|총괄|발간|발행|집필|제정|개발|제작|설립|건립|참[여가석]|출품)[)）]"
)
_JOINED = re.compile(r"(?P<noun>참[여가석]|시범|선정|대상|회원)\s?(?:기관|기업|대학|국|사|도시|자|지역)?\s?[:：]\s?")
"""Before a list in a bracket of those who take part: `‘P’(참여 기관: A, B)`."""
_LEADS = re.compile(r"\s?[(（](?:주관|총괄|주최|책임|주도)(?:\s?(?:기관|사|부처|대학))?[)）]")
_YEAR = re.compile(r"[’']?\d{2,4}년(?:\s\d{1,2}월)?,?\s")
"""What may open a bracket before who did it: `(2021년 칭화대학 설립)`."""
_BY_CLASS = (
    ("issuedBy", frozenset({"Policy", "Report"}), frozenset({"발표", "공개", "시행", "제정", "배포", "발간"})),
    ("develops", frozenset({"Product"}), frozenset({"발표", "공개", "출시", "개발"})),
    ("administeredBy", frozenset({"Event"}), frozenset({"개최"})),
    (
        "establishedBy",
        frozenset({"Laboratory", "InnovationCenter", "ResearchInstitute", "Project"}),
        frozenset({"설립", "개소", "개원", "준공", "착공", "건설", "구축"}),
    ),
)
"""What a noun behind a name and a bracket with bodies say of the two, by the class of the name."""
_FOUNDED = frozenset({"Laboratory", "InnovationCenter", "ResearchInstitute"})
_LISTING = re.compile(r"\s?(?:·|,|와|과|및|∙|/)\s?")
_CLOSED = frozenset("'’”」』》>〉")
_COPULA = frozenset({"이다", "으로", "로"})
_RELATIONS = {"주": "administeredBy", "개최": "administeredBy", "운영": "administeredBy", "관리": "administeredBy"} | {
    "개발": "develops",
    "제작": "develops",
    "제조": "develops",
    "설립": "establishedBy",
    "창립": "establishedBy",
    "집필": "issuedBy",
    "발행": "issuedBy",
    "발표": "issuedBy",
    "발간": "issuedBy",
    "제정": "issuedBy",
    "총괄": "administeredBy",
    "소관": "administeredBy",
    "시행": "administeredBy",
    "기획": "administeredBy",
    "건립": "establishedBy",
    "참": "participatesIn",
    "시범": "participatesIn",
    "회원": "participatesIn",
    "가입": "participatesIn",
    "일원": "participatesIn",
    "출품": "participatesIn",
    "대상": "participatesIn",
    "선정": "participatesIn",
    "기조": "participatesIn",
    "연": "participatesIn",
    "좌장": "participatesIn",
    "사회": "participatesIn",
    "토론": "participatesIn",
    "발표자": "participatesIn",
    "공동": "participatesIn",
    "조직": "participatesIn",
    "심사": "participatesIn",
    "주빈": "participatesIn",
    "의장": "participatesIn",
    "공동 의장": "participatesIn",
    "진행": "participatesIn",
    "강연": "participatesIn",
    "실무": "administeredBy",
    "책임": "administeredBy",
    "수행": "administeredBy",
    "전담": "administeredBy",
    "발주": "administeredBy",
    "추진": "administeredBy",
    "위탁": "administeredBy",
    "건설": "establishedBy",
    "파트너": "collaboratesWith",
    "협력": "collaboratesWith",
}
_TURNED = frozenset({"develops", "participatesIn"})
"""Relations whose subject is who does it."""
_MAKERS = frozenset({"Company", "University", "ResearchInstitute", "Laboratory", "InnovationCenter"})
_RUN = frozenset({"Program", "Project", "Event"})
_DONE = frozenset(
    {
        "Event",
        "Program",
        "Project",
        "Policy",
        "Report",
        "Product",
        "Laboratory",
        "InnovationCenter",
        "ResearchInstitute",
    }
)
_PAPERS = frozenset({"Policy", "Report"})
_PRODUCT = frozenset({"Product"})
_MADE = frozenset({"Product", "Project"})
_PROGRAM = frozenset({"Program"})
_GOVERNED = frozenset({"Province", "City", "District"})
_OPENING = frozenset("'‘“\"「『《<〈")
_COMPANY = frozenset({"Company"})
_REACH = 30


def maker_claims(
    clauses: Clauses,
    context: Context,
    words: Words,
    ontology: Ontology,
) -> Iterator[Found]:
    """The claims of one passage."""
    finder = _Finder(clauses, context, words, ontology)
    yield from finder.owned()
    yield from finder.beside()
    if "의" in finder.text or "소관" in finder.text:
        yield from finder.works()
    if "(" in finder.text:
        yield from finder.noted()
        yield from finder.leading()
    if "자사" in finder.text:
        yield from finder.own()
    if "의" in finder.text:
        yield from finder.members()
    if finder.speaks_of_doer():
        yield from finder.doers()


def _relation(noun: str) -> str:
    """What a noun for who does it, or for what is done, states."""
    return _RELATIONS[max((word for word in _RELATIONS if noun.startswith(word)), key=len)]


class _Finder:
    def __init__(
        self,
        clauses: Clauses,
        context: Context,
        words: Words,
        ontology: Ontology,
    ) -> None:
        self.clauses, self.context, self.words, self.ontology = clauses, context, words, ontology
        self.text = clauses.analysis.text

    def _found(self, subject: Thing, relation: str, object_: Thing, at: int, rule: str) -> Iterator[Found]:
        if relation in _TURNED:
            subject, object_ = object_, subject
        claim = claimed(self.ontology, subject, relation, object_)
        if claim is not None:
            yield Found(claim, *self.clauses.sentence(at), rule)

    def owned(self) -> Iterator[Found]:
        """`교육부의 ‘… 프로그램’` is run by it, `샤오미의 전기차 SU7` made by it, `A와 B의 합작사 C` part of both."""
        for body, thing in itertools.pairwise(self.clauses.groups):
            if body.particle not in _OWNING or not thing.mentions:
                continue
            owners = self._bodies(body)
            if not owners:
                yield from self._of_place(body, thing)
                continue
            between = self.text[body.end : thing.begin]
            first = self.context.things(thing)[:1]
            if body.particle in {"의", "이", "가"} and _JOINT.fullmatch(between):
                yield from self._all(first, "partOf", owners, body.begin, "genitive-joint", of=_COMPANY)
            elif not body.particle and self._named_made(between):
                yield from self._all(first, "develops", owners, body.begin, "beside-made", of=_PRODUCT)
            elif body.particle == "의" and self._own(body, thing):
                yield from self._all(first, "administeredBy", owners, body.begin, "genitive-run", of=_RUN)
                if self._makes(body):
                    yield from self._all(first, "develops", owners, body.begin, "genitive-made", of=_PRODUCT)

    def _of_place(self, place: Group, thing: Group) -> Iterator[Found]:
        """`안후이성의 ‘… 전문프로젝트’`: a programme of a province or city is run by it."""
        owners = self.context.things(place)
        quoted = self.text[place.end : thing.begin].removeprefix("의").strip() in _OPENING
        if (
            place.particle == "의"
            and quoted
            and owners
            and all(t.cls in _GOVERNED for t in owners)
            and self._own(place, thing)
        ):
            first = self.context.things(thing)[:1]
            yield from self._all(first, "administeredBy", owners, place.begin, "genitive-run", of=_PROGRAM)

    def beside(self) -> Iterator[Found]:
        """`중국전자학회 주최 ‘… 포럼’`, `… 포럼(중국전자학회 주최)`."""
        for body, thing in itertools.pairwise(self.clauses.groups):
            said = None if body.particle else _DOING.fullmatch(self.text, body.end, thing.begin)
            if said is not None:
                yield from self._by_noun(said["noun"], self.context.things(thing)[:1], self._bodies(body), body.begin)
        for group in self.clauses.groups if "(" in self.text or "（" in self.text else ():
            if not group.mentions or (inside := self._in_brackets(group)) is None:
                continue
            listed = self._listed(inside)
            if _JOINED.fullmatch(self.text, *self._label(group)):
                who = tuple(self.context.named[m] for m in listed)
                things = self.context.things(group)[-1:]
                yield from self._all(things, "participatesIn", who, group.begin, "beside-doing", of=_RUN)
                continue
            said = _BRACKETED.match(self.text, self.clauses.read.mentions[listed[-1]].end)
            if said is not None:
                body = replace(group, mentions=listed, refers=None)
                yield from self._by_noun(said["noun"], self.context.things(group)[-1:], self._bodies(body), group.begin)

    def _by_noun(self, noun: str, things: tuple[Thing, ...], bodies: tuple[Thing, ...], at: int) -> Iterator[Found]:
        relation = _relation(noun)
        yield from self._all(things, relation, bodies, at, "beside-doing", of=_DONE)

    def _in_brackets(self, group: Group) -> int | None:
        """The mention that opens a bracket right behind the last name of the group."""
        mentions = self.clauses.read.mentions
        last = mentions[group.mentions[-1]]
        at = last.end + (self.text[last.end : last.end + 1] in _CLOSED)
        if last.surface.endswith(")"):
            at = self.text.rfind("(", last.begin, last.end)
        if self.text[at : at + 1] not in {"(", "（"}:
            return None
        label = _JOINED.match(self.text, at + 1) or _YEAR.match(self.text, at + 1)
        return self._opening(group.mentions[-1], label.end() if label else at + 1)

    def _label(self, group: Group) -> tuple[int, int]:
        """Where a label stands in the bracket behind the last name of the group; nowhere if there is none."""
        begin = self.text.find("(", self.clauses.read.mentions[group.mentions[-1]].end) + 1
        label = _JOINED.match(self.text, begin)
        return (begin, label.end()) if label else (begin, begin)

    def _listed(self, first: int) -> tuple[int, ...]:
        """The mentions that a list in a bracket holds, from its first one on: `A·B 공동 설립`."""
        mentions, listed = self.clauses.read.mentions, [first]
        for m in range(first + 1, len(mentions)):
            last = mentions[listed[-1]]
            if mentions[m].begin >= last.end:
                if not _LISTING.fullmatch(self.text, last.end, mentions[m].begin):
                    break
                listed.append(m)
        return tuple(listed)

    def _own(self, body: Group, thing: Group) -> bool:
        """Whether only nouns stand between the genitive and the thing, and behind it nothing that one does with it."""
        if thing.begin - body.end > _LONGEST or _NOT_OWN.match(self.text, thing.end) or thing.action in _ASKED_FOR:
            return False
        between = self.clauses.analysis.morphemes_in(body.end + 1, thing.begin)
        return all(m.tag in _NOUNS for m in between)

    def _named_made(self, between: str) -> bool:
        """Whether a noun for a made thing stands between a body and a name: `화웨이 칩 ‘린룽 9’`."""
        noun = between.rstrip(" '‘“\"「『《<〈")
        return between != noun and noun.startswith(" ") and " " not in noun.strip() and self.words.is_made(noun.strip())

    def _makes(self, body: Group) -> bool:
        """Whether the bodies make things; airlines and banks use those of others."""
        if not all(t.cls in _MAKERS for t in self.context.things(body)):
            return False
        return not any(_USERS.search(self.clauses.read.mentions[m].surface) for m in body.mentions)

    def leading(self) -> Iterator[Found]:
        """`‘P’에는 A(주관), B가 참여한다`: a bracket behind one of those who take part says that it leads."""
        for said in _LEADS.finditer(self.text):
            body = next((m for m in self.clauses.read.top if self.clauses.read.mentions[m].end == said.start()), None)
            if body is None or self.context.named[body].cls not in BODIES:
                continue
            start, _ = self.clauses.sentence(said.start())
            before = [g for g in self.clauses.groups if start <= g.begin and g.end <= said.start()]
            run = {t for g in before for t in self.context.things(g) if t.cls in _RUN}
            if len(run) == 1:
                yield from self._all(
                    tuple(run), "administeredBy", (self.context.named[body],), said.start(), "beside-doing"
                )

    def noted(self) -> Iterator[Found]:
        """`‘…’ 발표(교육부, 9.1)`, `‘… 박람회’ 개최(A·B 공동 주최)`: a bracket behind what is done says who does it."""
        mentions = self.clauses.read.mentions
        for group in self.clauses.groups:
            said = _SAID_DONE.match(self.text, mentions[group.mentions[-1]].end) if group.mentions else None
            first = None if said is None else self._opening(group.mentions[-1], said.end())
            if said is None or first is None:
                continue
            listed = self._listed(first)
            closed = _CLOSING_DAY.match(self.text, mentions[listed[-1]].end)
            bodies = self._bodies(replace(group, mentions=listed, refers=None))
            things = self.context.things(group)[-1:]
            if closed is None:
                doing = _BRACKETED.match(self.text, mentions[listed[-1]].end) if said["noun"] else None
                if doing is not None:
                    yield from self._by_noun(doing["noun"], things, bodies, group.begin)
                continue
            for relation, classes, nouns in _BY_CLASS:
                if said["noun"] in nouns or (not said["noun"] and closed["day"] and relation == "issuedBy"):
                    yield from self._all(things, relation, bodies, group.begin, "beside-noted", of=classes)

    def _opening(self, member: int, at: int) -> int | None:
        """The body behind a mention that is named at a position."""
        mentions = self.clauses.read.mentions
        behind = range(member + 1, min(member + 4, len(mentions)))
        return next((m for m in behind if mentions[m].begin == at and mentions[m].cls in BODIES), None)

    def own(self) -> Iterator[Found]:
        """`캠브리콘이 자사 칩 ‘…’`: what is called the actor's own is made by it."""
        for index, group in enumerate(self.clauses.groups):
            if not _OWN_NOUN.search(self.text, max(0, group.begin - _LONGEST), group.begin):
                continue
            start, _ = self.clauses.sentence(group.begin)
            before = [g for g in self.clauses.groups[:index] if g.begin >= start and g.particle in _ACTING]
            makers = self._bodies(before[-1]) if before else ()
            yield from self._all(self.context.things(group), "develops", makers, group.begin, "own-made", of=_PRODUCT)

    def works(self) -> Iterator[Found]:
        """`로켓은 A의 작품이다`, `… A의 세 번째 로켓이다`; `사업은 A 소관이다`."""
        for index, group in enumerate(self.clauses.groups):
            if not self.text.startswith(_OF_OR_SPACE, group.end):
                continue
            if _WORK.match(self.text, group.end) or self._made_by(group):
                relation, classes = "develops", _MADE
            elif _CHARGE.match(self.text, group.end):
                relation, classes = "administeredBy", _RUN
            else:
                continue
            start, _ = self.clauses.sentence(group.begin)
            topic = next((g for g in reversed(self.clauses.groups[:index]) if g.particle in {"은", "는"}), None)
            if topic is not None and topic.begin >= start:
                things = self.context.things(topic)
                yield from self._all(things, relation, self._bodies(group), group.begin, "copula-work", of=classes)

    def _made_by(self, group: Group) -> bool:
        """Whether behind a maker stands what it made: `A의 세 번째 로켓이다`."""
        made = _MADE_BY.match(self.text, group.end) if group.particle == "의" else None
        return made is not None and self.words.is_made(made["noun"]) and not _OTHERS.search(made.group())

    def members(self) -> Iterator[Found]:
        """`칭다오시는 ‘… 시범사업’의 시범도시다`."""
        for index, group in enumerate(self.clauses.groups):
            if not self.text.startswith("의", group.end):
                continue
            founder = _FOUNDER.match(self.text, group.end)
            if founder is None and not _MEMBER.match(self.text, group.end):
                continue
            start, _ = self.clauses.sentence(group.begin)
            topic = next((g for g in reversed(self.clauses.groups[:index]) if g.particle in {"은", "는", "도"}), None)
            if topic is not None and topic.begin >= start:
                joined = self.context.things(group)
                if founder is not None:
                    yield from self._by_noun(founder["noun"], joined, self._bodies(topic), group.begin)
                    continue
                yield from self._all(joined, "participatesIn", self.context.things(topic), group.begin, "copula-member")

    def speaks_of_doer(self) -> bool:
        """Whether a noun for who does something stands before a group; its end is found sooner than the noun."""
        until = self.clauses.groups[-1].begin if self.clauses.groups else 0
        return bool(_DOER_END.search(self.text, 0, until) and _DOER_NOUN.search(self.text, 0, until))

    def doers(self) -> Iterator[Found]:
        """`포럼의 공동 주최자는 A와 B였다`; without a genitive of what was spoken of last."""
        for match in _DOER.finditer(self.text):
            doer = next((g for g in self.clauses.groups if match.end() <= g.begin), None)
            if doer is None or doer.begin - match.end() > (1 if match["who"] else _REACH):
                continue
            last = _ARE.match(self.text, doer.end) if match["some"] else match["who"] or self._last(doer)
            if not last or hearsay(self.text, doer.end):
                continue
            noun = match["noun"]
            relation = _relation(noun)
            things = self._done(match, relation)
            if noun.startswith("대상") and all(t.cls in _PAPERS for t in things):
                relation = "appliesTo"
                yield from self._all(things, relation, self.context.things(doer), match.start(), "noun-doer")
                continue
            who = self.context.things(doer) if relation == "participatesIn" else self._bodies(doer)
            yield from self._all(things, relation, who, match.start(), "noun-doer")

    def _last(self, group: Group) -> bool:
        """Whether a group is what its sentence says of the topic: behind it is the copula, the end or a new topic."""
        _, stop = self.clauses.sentence(group.begin)
        if group.particle == "," and _NEXT_TOPIC.match(self.text, group.end):
            return True
        if group.particle in {"이", "가"} and _TAKEN.match(self.text, group.end):
            return True
        return group.particle in _COPULA or (not group.particle and not self.text[group.end : stop].strip(" ."))

    def _done(self, match: re.Match[str], relation: str) -> tuple[Thing, ...]:
        """What the noun for a doer is of: the group right before it, else the latest thing it can be of."""
        held = next((g for g in self.clauses.groups if g.end == match.start() and match["of"]), None)
        if held is not None:
            return self.context.things(held)
        if relation == "establishedBy":
            sole = self.context.sole(self.clauses.sentence(match.start("noun"))[0], _FOUNDED)
            if sole is not None:
                return (sole,)
        for _, thing in self.context.before(match.start()):
            pair = ("Company", thing.cls) if relation in _TURNED else (thing.cls, "Company")
            if self.ontology.allows(relation, *pair) and thing.cls not in BODIES:
                return (thing,)
        return ()

    def _bodies(self, group: Group) -> tuple[Thing, ...]:
        things = self.context.things(group)
        return things if things and all(t.cls in BODIES for t in things) else ()

    def _all(
        self,
        things: tuple[Thing, ...],
        relation: str,
        bodies: tuple[Thing, ...],
        at: int,
        rule: str,
        *,
        of: frozenset[str] = frozenset(),
    ) -> Iterator[Found]:
        for thing in things:
            if not of or thing.cls in of:
                for body in bodies:
                    yield from self._found(thing, relation, body, at, rule)
