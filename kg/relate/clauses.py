"""Clauses of a passage: predicates and the groups of things that fill their roles.

In: a recognised passage. Out: groups (coordinated mentions with the particle that closes them) and predicates
(noun or verb, voice, how the clause ends). Offsets count in the passage's text. Nothing here knows of relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from kg.frozen import frozen
from kg.kept import Kept
from kg.language.korean import Morpheme
from kg.model import Mention
from kg.recognise import Read
from kg.recognise.analysis import Analysis, fills_bracket, skip_brackets
from kg.recognise.gazetteer import is_place
from kg.relate.rules import Rules

Voice = Literal["active", "passive", "entrusted"]
Ending = Literal["final", "adnominal", "connective", "cleft", "equated"]

_JOIN = re.compile(
    r"[\s'‘’“”\"「」『』《》<>〈〉]*(?:,|·|∙|、|/|및|와|과|&|-|–|그리고)\s*(?:(?:및|그리고)\s*)?[\s'‘’“”\"「」『』《》<>〈〉]*\Z"
)
_WITH_QUOTED = re.compile(r"[와과]\s['‘“\"「『《<〈]")  # A와 | ‘B’를 설립: a partner and a thing
_AND_OTHERS = re.compile(
    r"\s*(?:등|(?:을|를)\s?(?:비롯한|포함한|비롯해|포함해|비롯하여|포함하여|필두로|위시해|위시한))(?=\s|\d|[은는이가을를과와에의,]|\Z)"
)
_NUMBERED = re.compile(
    r",?\s(?:이\s)?(?:두|세|네|다섯|여섯|\d+\s?개?)\s?(?:기관|학교|대학|대학교|곳|회사|기업|부처|도시|나라|국|자|사|지역|측|업체|연구소|기구|단체|은행|성|시|군데)"
    r"(?=[은는이가을를과와에의로]|\s)|\s(?:둘|셋|넷)(?=[이은을의]|\s)"
)  # `A, B | 두 학교가`
_CLOSING = frozenset({"JKS", "JKO", "JKB", "JX", "EC", "EF", "SF", "SP", "SS", "SSC", "SO", "MAG", "MAJ"})
_COUNT = re.compile(r"\d")
_TAIL = re.compile(
    r"\s*(?:의\s|소속\s)?(?:연구팀|연구진|팀|측|당국|과학자들|과학자|연구원들|그룹|개발팀|공동연구팀|대표단|대표들|대표|사절단|방문단"
    r"|제도|관계자들|관계자|임직원|경영진|교수진|전문가들|기술진|학생들|선수단)(?=[은는이가의을를과와에도\s])"
)
_TEAMS = ("팀", "연구진", "그룹")
BY_WAY = re.compile(r"\s*(?:대상|중심|위주|기반|바탕|비롯|통해|통하|활용|계기|목표로|이용|위해|위한)")
_BETWEEN = re.compile(r"\s*간(?=\s|의|에)")
_LABEL = re.compile(r"\s?[(（\[【][^()（）\[\]【】]{1,14}[)）\]】]\s?[:：]?\s?")
_APART = frozenset({"에", "에게", "에서", "와", "과", "로", "으로", "로부터", "으로부터", "에게서"})
"""Particles of names behind the comma of a headline that are not those who act: `A, B에 지원`, `A, B와 협약`."""
_TITLES = frozenset({"Policy", "Report", "Program", "Project", "Event", "Product"})
_DASH = re.compile(r"\s[–—-]\s(?=\S)")
_COLON = re.compile(r"\s?[:：]\s(?=\S)")
_ACTIVE = frozenset({"Company", "University", "ResearchInstitute", "Association"})
"""Bodies that a line behind their name and a colon says what they do; of others it says as often who does it."""
_LABELS = re.compile(r"\s?[:：]\s(?=\S.*다\.)")
_LONGEST_TAIL = 24
_NEAR_POST = 32
_QUOTE_END = "'’”\"」』》>〉"
_LED = re.compile(
    r"\s*(?:의\s*)?(?:공동\s?)?(?:주도|주관|주최|공동|명의|합동|총괄|책임|지휘|발의)(?:로|으로|하에|\s(?:하에|아래))"
)
_INSIDE = re.compile(
    r"\s*(?:(?:해역|지역|일대|현지|시내|관내|인근|연안|경내|전역|본사|소재|[가-힣]{1,6}(?:단지|구역|지구|거리|공원|기지|교외|도심|호텔|회의장|전시장|컨벤션센터|박람센터|전람센터|전시센터|회의센터|엑스포센터|대학성|공장))?\s?(?:내에서|내에|내|안에|에서|에))(?=\s|,|\Z)"
)
_begin = attrgetter("begin")
_BREAKS = frozenset({"며", "으며", "지만", "으나", "는데", "ᆫ데", "은데", "면서", "으면서"})
_SOFT_BREAKS = frozenset({"고", "아", "어", "여", "아서", "어서", "여서", "자", "나"})
_HAND_IN_HAND = frozenset({"손잡", "손 잡", "손 맞잡", "협력", "합작"})  # `B와 손잡고`: with whom, no clause of its own
_EVENT = re.compile(r"(?:포럼|박람회|전시회|심포지엄|서밋|세미나|컨퍼런스|대회|총회|학회|행사|회의|자리|[개폐]막식)\Z")
_OCCASION = re.compile(
    r"(?P<particle>[을를]\s(?:통해|통하여|계기로|빌려|맞아|맞이해|기념해)|에\s?(?:맞춰|맞추어|때맞춰))"
    r"|(?:의)?\s(?:기간|도중|현장|폐막|폐막식|개막식|개회식|행사장|둘째 날|셋째 날|첫날|마지막 날)(?:\s?(?:중|동안))?"
    r"(?P<where>에서는|에서|에는|에|(?=\s))"
)
_ACTION = re.compile(
    r"(?:의\s|\s)(?P<noun>건설|운영|관리|실행|제작|개발|설계|집필|생산|개최|주최|주관|구축|조성|발간|작성|설립)"
    r"(?=[은는이가]\s|[을를]\s[^.]{1,40}?(?:맡[기겼긴길김]|위탁|위임|의뢰))"
)
_DRAFT = re.compile(
    r"(?:의\s|\s)(?:의견수렴안|의견수렴본|시안|수정안|초안|초고|실물|시제품|최종안|세부안|개정안|모형)(?=[을를도이가은는]\s|\s)"
)
_SHARED = re.compile(r"\s*(?:공동|함께|등|간|양측|,|와|과)")
_JOINT = frozenset({"공동", "주도", "주관", "합동", "명의", "주최", "공동으로", "합작", "연합"})
_PURPOSE = re.compile(
    r"\s?(?:의\s)?(?:[가-힣A-Za-z\d]+\s){0,2}[가-힣\d]{0,6}"
    r"(?:건설|운영|구축|개발|연구|조성|공사|설립|양산|확충|확장|증설|사업|생산|구매|과제|단계|활동|행사|개최|명단|대상|결선|본선|전시관|연단|무대|개막식|폐막식|토론|세션|분과|컨소시엄)(?P<to>에|에는|에도)(?=\s)"
)
_SPOT = re.compile(r"의\s(?:[가-힣\d,.A-Za-z]+\s?){1,3}(?<=[가-힣\dm])(?:에서|에)\s")
BODIES = frozenset(
    {
        "Ministry",
        "CentralBody",
        "LocalGovernment",
        "FundingBody",
        "University",
        "ResearchInstitute",
        "Laboratory",
        "InnovationCenter",
        "Company",
        "Association",
        "InternationalBody",
    }
)


@frozen
class Reference:
    """A noun that refers to what was named before: `동 실험실`, `포럼`, `두 기관`.

    `alone`: nothing before the noun says that it refers, so that only a name that ends in it can be meant. `count`: how
    many things are meant (two for `두 기관`), 1 for a single one.
    """

    noun: str
    alone: bool
    count: int = 1


@frozen
class Group:
    """Mentions joined by commas, dots or 와/과, and what follows the last: a particle, `이다`, `,` (headline) or ''.

    `refers`: what an anaphor (`동 실험실은`) says, which has no mentions. `led`: behind the group stands 주도로,
    공동으로 or the like, so that it acts whatever its particle. `team`: it is people with their team, for whom
    their body acts. `action`: what is done to the thing, where that is the subject (`센터의 운영은 …가 맡음`).
    """

    mentions: tuple[int, ...]  # indices of the passage's mentions
    begin: int
    end: int
    particle: str
    led: bool
    counted: bool
    refers: Reference | None = None
    team: bool = False
    action: str = ""


@frozen
class Predicate:
    """A predicate at `begin`..`end`: lemma, voice (`entrusted`: given to another to do), and how its clause ends.

    `cleft`: who does it is said behind it (`보고서를 펴낸 곳은 과학원이다`); `equated`: the clause describes a noun
    that the subject is said to be (`난징에 있는 기관이다`).
    """

    lemma: str
    begin: int
    end: int
    voice: Voice
    ending: Ending
    bare: bool


@dataclass(frozen=True)
class Clauses:
    read: Read
    analysis: Analysis
    groups: tuple[Group, ...]
    predicates: tuple[Predicate, ...]

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return self.analysis.sentences

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that position `at` is in."""
        return self.analysis.sentence(at)

    def connective_before(self, at: int) -> int:
        """Where the clause that ends at `at` begins: after the last connective predicate, or the sentence's start."""
        start, _ = self.sentence(at)
        ends = [p.end for p in self._connectives if start <= p.begin and p.end <= at and p.begin != at]
        ends += [end for end in self.breaks if start < end <= at]
        return max(ends, default=start)

    @Kept
    def _connectives(self) -> tuple[Predicate, ...]:
        """The predicates behind which a clause goes on."""
        return tuple([p for p in self.predicates if p.ending == "connective" and p.lemma not in _HAND_IN_HAND])

    @Kept
    def group_ends(self) -> frozenset[int]:
        """Where the names of groups end and their particles begin."""
        return frozenset([group.end for group in self.groups])

    @Kept
    def headline(self) -> Group | None:
        """Who acts by a headline: the names before its first comma (`칭다오시 라오산구, ‘… 포럼’ 개최`)."""
        begin = opening(self.read)
        for group in self.groups:
            if group.begin - begin > 2 or group.particle not in {"", ","}:
                return None
            if group.particle == ",":
                return group
            under = _UNDER.match(self.analysis.text, group.end)  # 과기부 산하 | 과학원, ‘…’ 발표
            begin = under.end() if under else group.end
        return None

    @Kept
    def breaks(self) -> tuple[int, ...]:
        """Where clauses end whose predicate no rule knows: behind 며, 지만, 았고 …; behind 고, 어 … before a comma."""
        text, morphemes = self.analysis.text, self.analysis.morphemes
        return tuple(
            [
                m.end
                for i, m in enumerate(morphemes)
                if m.tag == "EC"
                and i
                and (
                    m.form in _BREAKS
                    or (m.form == "고" and morphemes[i - 1].tag == "EP")
                    or (m.form in _SOFT_BREAKS and text.startswith(",", m.end))
                )
            ]
        )


def opening(read: Read) -> int:
    """Where the words of a line begin: behind its label (`(개요) 국무원, …`), unless that is a name."""
    text = read.analysis.text
    label = _LABEL.match(text) if not text[:1].isalnum() else None
    if label is None:
        return 0
    end = label.end()
    return 0 if read.top and read.mentions[read.top[0]].begin < end else end


def speaks_of_something(read: Read, rules: Rules) -> bool:
    """Whether a passage names a thing or refers to one; of others no clause can say anything."""
    return bool(read.mentions) or bool(rules.reference.search(read.analysis.text))


def clauses(read: Read, rules: Rules, posts: Sequence[str]) -> Clauses:
    """Groups and predicates of a passage; `rules` hold the lemmas of predicates, `posts` are the posts of people.

    Where there are no groups, predicates say nothing of anything: none are looked for.
    """
    found = _groups(read, posts, rules.by_predicate)
    groups = _without_appositions(sorted([*found, *_anaphors(read, rules)], key=_begin))
    groups = [*_shared(read, groups)]
    if any(read.mentions[m].cls == "Person" for m in read.top):
        groups = [*_lists_of_people(read, groups)]
    predicates = tuple(_predicates(read.analysis, rules)) if groups else ()
    return Clauses(read, read.analysis, tuple(groups), predicates)


def _anaphors(read: Read, rules: Rules) -> Iterator[Group]:
    """`동 실험실은`, `두 기관은`, and a noun alone (`포럼은`): groups that refer to things named before."""
    analysis = read.analysis
    for match in rules.reference.finditer(analysis.text):
        begin, end = match.span()
        alone = not (match["this"] or match["count"])
        if alone and _KEPT_SEAT.match(analysis.text, begin):
            continue
        if any(m.begin < end and begin < m.end for m in read.mentions):
            continue
        if alone and not _opens(analysis, begin):
            continue
        if _particle(analysis, end) in {"", ","} and not (
            _EVENT.search(match["noun"]) and _OCCASION.match(analysis.text, end)
        ):
            continue
        count = rules.counts.get(match["count"] or "", 1)
        refers = Reference(match["noun"], alone, count)
        led = bool(_LED.match(analysis.text, end))
        end, particle, action = _what_follows(analysis, end, event=bool(_EVENT.search(match["noun"])))
        yield Group((), begin, end, particle, led, False, refers, action=action)


def _shared(read: Read, groups: list[Group]) -> Iterator[Group]:
    """The groups, a noun that refers and the names joined to it (`실험실과 저장대학은`) as one."""
    held: Group | None = None
    for group in groups:
        if held is not None:
            if group.begin == held.end + 2 and group.mentions and group.refers is None:
                group = replace(group, begin=held.begin, refers=held.refers)
            else:
                yield held
            held = None
        if group.refers is not None and not group.mentions and group.particle in {"와", "과"}:
            held = group
        else:
            yield group
    if held is not None:
        yield held


def _lists_of_people(read: Read, groups: list[Group]) -> Iterator[Group]:
    """The groups, people with their bodies before them (`A대학 왕밍 교수, B대학 리나 교수가`) as one."""
    held: Group | None = None
    for i, group in enumerate(groups):
        people = bool(group.mentions) and all(read.mentions[m].cls == "Person" for m in group.mentions)
        if held is not None and people:
            group = replace(group, mentions=(*held.mentions, *group.mentions))  # keeps its own place in the text
            held = None
        after = groups[i + 1 : i + 3]
        listed = people and group.particle in {",", "과", "와"} and not group.team
        if listed and _people_follow(read, group, after):
            held = group
        else:
            yield group


def _people_follow(read: Read, group: Group, after: Sequence[Group]) -> bool:
    """Whether the next group is of people, or a body with people right behind it."""
    for position, other in enumerate(after):
        if other.begin - (after[0].end if position else group.end) > 4:
            return False
        if all(read.mentions[m].cls == "Person" for m in other.mentions):
            return True
        if other.particle:
            return False
    return False


def _opens(analysis: Analysis, at: int) -> bool:
    """Whether nothing before `at` belongs to the noun there: neither a noun nor a relative clause nor a genitive."""
    before = analysis.morpheme_before(at)
    return before is None or before.tag in _CLOSING


def _without_appositions(groups: Sequence[Group]) -> list[Group]:
    """Groups but those that stand within the apposition of a person (진장룽 [공업정보화부] 부장은); both in order."""
    kept: list[Group] = []
    begin = before = end = 0  # `before`: where those end that begin before the group; `end`: where all end so far
    for group in groups:
        if group.begin != begin:
            begin, before = group.begin, end
        if group.end > before:
            kept.append(group)
        end = max(end, group.end)
    return kept


def _groups(read: Read, posts: Sequence[str], vocabulary: Mapping[str, object]) -> Iterator[Group]:
    text, start = read.analysis.text, opening(read)
    current: list[int] = []
    for i in read.top:
        mention = read.mentions[i]
        if current:
            last = read.mentions[current[-1]]
            if _glosses(text, last, mention):
                continue
            between = text[skip_brackets(text, last.end) : mention.begin]
            genitive = between == "의 " and _placed(read.mentions[i].cls for i in (*current[-2:], i))
            if len(current) > 1 and (genitive or (between == " " and _belongs(last.cls, mention.cls))):
                current.pop()  # it only says where or whose the next one is: 허페이실험실, 상하이시 | 푸둥신구 정부
            elif (
                not _JOIN.match(between)
                or (between.startswith(",") and _unlike(last.cls, mention.cls, last.begin - start))
                or (last.cls != mention.cls and _WITH_QUOTED.match(between))
            ):
                yield from _closed(read, current, start, posts, vocabulary)
                current = []
        current.append(i)
    if current:
        yield from _closed(read, current, start, posts, vocabulary)


def _glosses(text: str, name: Mention, inside: Mention) -> bool:
    """Whether a name fills the bracket behind another one of its class: another form of it, none more in the list."""
    right_behind = name.end + 1 == inside.begin
    return right_behind and name.cls == inside.cls and fills_bracket(text, inside.begin, inside.end)


def _placed(classes: Iterable[str]) -> bool:
    """Whether of two bodies in a list the second one's place stands between: `바이두와 한국의 네이버는`."""
    first, place, second = (*classes, "", "", "")[:3]
    return first in BODIES and is_place(place) and second in BODIES


def _belongs(left: str, right: str) -> bool:
    """Whether a name right before another one only tells where or whose that is."""
    return is_place(left) or (left in BODIES and right in BODIES)


def _unlike(left: str, right: str, at: int) -> bool:
    """An actor and a title side by side are no list, nor, at the start, a body and a place: `바이두, 우한에 …`."""
    body_and_place = is_place(left) != is_place(right) and "DevelopmentZone" not in {left, right}
    return (left in _TITLES) != (right in _TITLES) or (at <= 2 and body_and_place)


def _closed(
    read: Read, members: list[int], start: int, posts: Sequence[str], vocabulary: Mapping[str, object]
) -> Iterator[Group]:
    """The group; where a line opens with names, a comma and more names (`칭화대학교, 쯔진산실험실 개소`), both apart.

    `start`: where the words of the line begin. Names with other marks between them (`A·B, C에 지원`) stay together.
    """
    group = _close(read, members, posts, vocabulary)
    at = _after_who(read, members) if read.mentions[members[0]].begin - start <= 2 and not group.led else 0
    if at and (group.particle in _APART or _is_thing(read, members, group)):
        yield _close(read, members[:at], posts, vocabulary)
        yield _close(read, members[at:], posts, vocabulary)
    else:
        yield group


def _after_who(read: Read, members: Sequence[int]) -> int:
    """How many of the names stand before the only comma between them; 0 where there is none, or several."""
    text = read.analysis.text
    commas = [
        at
        for at, (m, n) in enumerate(pairwise(members), start=1)
        if "," in text[skip_brackets(text, read.mentions[m].end) : read.mentions[n].begin]
    ]
    return commas[0] if len(commas) == 1 else 0


def _is_thing(read: Read, members: Sequence[int], group: Group) -> bool:
    """Whether the last name may be what the first does something to, and is no second one that acts.

    With other marks among the names the comma tells that (`A·B, C 공동 설립`).
    """
    if len(members) > 2:
        return group.particle in {"", "을", "를"}
    text = read.analysis.text
    shared = _SHARED.match(text, group.end) or _AND_OTHERS.match(text, read.mentions[members[-1]].end)
    return group.particle in {"", "을", "를"} and not shared


def _close(read: Read, members: list[int], posts: Sequence[str], vocabulary: Mapping[str, object]) -> Group:
    analysis = read.analysis
    text = analysis.text
    last = read.mentions[members[-1]]
    end = after_marks(text, last.end)
    closing, counted = _after_others(analysis, end, vocabulary)
    if last.cls == "Person":
        closing = _after_post(text, _after_body(read, members[-1], closing), _next_person(read, members[-1]), posts)
        closing, counted = _after_others(analysis, closing, vocabulary)
    if len(members) > 1 and (numbered := _NUMBERED.match(text, closing)):
        closing = numbered.end()
    if tail := _TAIL.match(text, closing):
        closing = tail.end()
    team = last.cls == "Person" and text[:closing].endswith(_TEAMS)
    led = bool(_LED.match(text, closing) or _BETWEEN.match(text, closing))
    closing, particle, action = _what_follows(analysis, closing, place=is_place(last.cls), event=last.cls == "Event")
    begin = read.mentions[members[0]].begin
    if begin == 1 and len(members) == 1 and fills_bracket(text, begin, last.end):
        particle, closing = "은", last.end + 1  # the label of a bullet: (한 센터) 2021년에 설립되어 …
    elif not particle and len(members) == 1 and begin <= opening(read) + 2 and _is_label(text, closing, last.cls):
        particle = "은"  # 한 센터: 2021년에 설립되어 …; 한 기업 – 새 모델 공개
    return Group(tuple(members), begin, closing, particle, led, counted, team=team, action=action)


def _is_label(text: str, at: int, cls: str) -> bool:
    """Whether a mark behind the name that opens a line makes it what the line is about."""
    if _LABELS.match(text, at) or (cls in _ACTIVE and _COLON.match(text, at)):
        return True
    return cls in BODIES and bool(_DASH.match(text, at))


def _after_others(analysis: Analysis, at: int, vocabulary: Mapping[str, object]) -> tuple[int, bool]:
    """Position after `등 10개 부처` or `등 과학기술 혁신 플랫폼`, up to the particle, and whether it counts."""
    match = _AND_OTHERS.match(analysis.text, at)
    if match is None:
        return at, False
    end = match.end()
    for morpheme in analysis.morphemes_from(end):
        if morpheme.begin < end:
            continue
        if morpheme.tag[0] == "J" or not (morpheme.is_noun or morpheme.tag in {"MM", "SN"}) or morpheme.begin > end + 1:
            break
        if morpheme.form in _JOINT:
            break
        if morpheme.form in vocabulary and _BARE_END.match(analysis.text, morpheme.end):
            break  # `등 30개사 | 참가`
        if morpheme.begin - match.end() > _LONGEST_TAIL:
            return match.end(), False
        end = morpheme.end
    particle = any(m.is_particle for m in analysis.morphemes_at(end))
    if not particle and not _COUNT.search(analysis.text, match.end(), end):
        return match.end(), False
    return end, bool(_COUNT.search(analysis.text, match.end(), end))


def _after_body(read: Read, person: int, at: int) -> int:
    """Position after the body named right behind a person: `쩡위췬 닝더스다이 | 회장은`."""
    behind = next((m for m in read.mentions[person + 1 :] if m.begin >= at), None)
    if behind is not None and behind.begin == at + 1 and behind.cls in BODIES:
        return skip_brackets(read.analysis.text, behind.end)
    return at


def _next_person(read: Read, person: int) -> int:
    """Where the next person is named, or the text ends."""
    return next((m.begin for m in read.mentions[person + 1 :] if m.cls == "Person"), len(read.analysis.text))


def _after_post(text: str, at: int, limit: int, posts: Sequence[str]) -> int:
    """Position after a person's body and post: `진장룽 | 공업정보화부 부장은`; at most `limit`."""
    window = text[at : max(at, min(at + _NEAR_POST, limit))]
    stop = re.search(r"[,.]|(?:은|는|이|가|을|를|에서)\s", window)
    window = window[: stop.start() + 1] if stop else window
    ends = [
        m.end()
        for post in posts
        if post in window
        for m in [re.search(rf"(?<![가-힣]){re.escape(post)}(?=[은는이가을를의과와도,\s]|\Z)", window)]
        if m
    ]
    return at + max(ends) if ends else at


def _what_follows(analysis: Analysis, at: int, *, place: bool = False, event: bool = False) -> tuple[int, str, str]:
    """Where a group that ends at `at` closes, its particle, and what is done to it where a noun says that."""
    text, particle = analysis.text, _particle(analysis, at)
    if event and (occasion := _OCCASION.match(text, at)):
        return occasion.start("where") if occasion["where"] else at, "에서", ""
    if particle not in {"", "의"}:
        return at, particle, ""
    if place:
        return at, _inside(text, at, particle), ""
    if match := _ACTION.match(text, at) or _DRAFT.match(text, at):
        return match.end(), _particle(analysis, match.end()), match.groupdict().get("noun", "")
    return at, _purpose(analysis, at, particle), ""


def _inside(text: str, at: int, particle: str) -> str:
    """`내` for what stands at a spot of the place: `장먼시의 땅속 700m에`, `베이징의 한 호텔에서`."""
    return "내" if particle == "의" and _SPOT.match(text, at) else particle


def _purpose(analysis: Analysis, at: int, particle: str) -> str:
    """The particle behind the undertaking that the group is named for: `실험실 운영에`, `이 시설의 2기 공사에는`."""
    if particle not in {"", "의"}:
        return particle
    match = _PURPOSE.match(analysis.text, at)
    return match["to"] if match else particle


def after_marks(text: str, at: int) -> int:
    """Position after brackets and closing quotation marks."""
    while True:
        next_ = at
        while (after := skip_brackets(text, next_ + (text[next_ : next_ + 1] == " "))) > next_ + 1:
            next_ = after
        while next_ < len(text) and text[next_] in _QUOTE_END:
            next_ += 1
        if next_ == at:
            return at
        at = next_


def _particle(analysis: Analysis, at: int) -> str:
    """The particles that follow position `at`, joined (에서는), `,` for a comma, `내` for 내/내에, else ''."""
    text = analysis.text
    here = analysis.morphemes_at(at)
    if here and here[0].is_particle:
        joined, position = _joined(analysis.morphemes_from(at))
        return "way" if joined in {"을", "를"} and BY_WAY.match(text, position) else joined
    if any(m.tag == "VCP" for m in here):
        return "이다"
    if text.startswith(",", at):
        return ","
    return "내" if _INSIDE.match(text, at) else ""


def _joined(morphemes: Sequence[Morpheme]) -> tuple[str, int]:
    """The particles that the morphemes begin with, as one, and where they end."""
    joined, position = "", morphemes[0].begin
    for form, tag, begin, end in morphemes:
        if begin < position:
            continue
        if begin > position or tag[0] != "J":
            break
        joined += form
        position = end
    return joined, position


# --- predicates -------------------------------------------------------------------------------------------


_BARE_END = re.compile(
    r"\s*(?:예정|계획|추진|전망|방침|착수|개시|돌입|완료|성공|확정|결정|중|(?:협정|협약|계약|양해각서|합의서|MOU)(?:(?:에|을|를)\s|\s체결|\s?\Z)|[.,;·(（]|\Z|및\s|등\s?|후\s|[’'”])"
)


_NOT_DONE = frozenset(
    {
        "검토",
        "요청",
        "요구",
        "신청",
        "촉구",
        "거부",
        "거절",
        "해지",
        "파기",
        "종료",
        "반대",
        "논의",
        "중단",
        "미루",
        "늦추",
        "막",
        "앞두",
        "바라",
        "기다리",
        "제한",
    }
)  # what is only talked of (`투자를 검토`), or kept from being
_DONE_WITH = frozenset({"성공", "들어가", "돌입", "합의"})  # `개발에 성공`, `양산에 들어갔다`, `설립에 합의`
ENTRUST = frozenset({"맡기", "위임", "위탁", "의뢰"})
_PLANS = frozenset({"예정", "계획", "방침", "전망", "구상"})
_PREDICATIVE = frozenset({"VV", "VA", "VX", "NNG", "NNP"})
"""Tags of what a predicate's lemma ends in."""
_ENDINGS = frozenset({"EP", "VX", "EC", "ETM", "EF", "ETN", "XSV", "JX"})
"""Tags of what follows it; between them stands 못 (`공개하지 못했다`)."""


def _predicates(analysis: Analysis, rules: Rules) -> Iterator[Predicate]:
    ends = rules.predicate_ends
    for i in [i for i, (form, tag, _, _) in enumerate(analysis.morphemes) if form in ends and tag in _PREDICATIVE]:
        predicate = _predicate_at(analysis, i, rules.by_predicate)
        if predicate is not None:
            yield predicate


def _predicate_at(analysis: Analysis, i: int, vocabulary: Mapping[str, object]) -> Predicate | None:
    """The predicate whose lemma ends with morpheme `i`."""
    morphemes = analysis.morphemes
    morpheme = morphemes[i]
    joined = morphemes[i - 1].form + morpheme.form if i and morpheme.tag == "VV" else ""
    if (idiom := _idiom(morphemes, i)) in vocabulary:
        return _verbal(morphemes, i, i, idiom, _noun_of(morphemes, i).begin, "active")
    if joined in vocabulary and morphemes[i - 1].tag in {"NNG", "MAG"}:
        return _verbal(morphemes, i, i, joined, morphemes[i - 1].begin, "active")
    if morpheme.form in vocabulary and _is_verb(morphemes, i):
        return _verbal(morphemes, i, i, morpheme.form, morpheme.begin, _verb_voice(morpheme.form))
    return _nominal(analysis, i, vocabulary) if morpheme.tag in {"NNG", "NNP"} else None


def _nominal(analysis: Analysis, i: int, vocabulary: Mapping[str, object]) -> Predicate | None:
    """The predicate that the noun `i` is or makes with the verb behind it."""
    morphemes = analysis.morphemes
    lemma, first = _noun_lemma(morphemes, i, vocabulary)
    if lemma is None or _inside_name(analysis, morphemes[i]):
        return None
    begin, end = morphemes[first].begin, morphemes[i].end
    after = morphemes[i + 1] if i + 1 < len(morphemes) else None
    if after is not None and after.form == "받" and lemma + "받" in vocabulary:
        return _verbal(morphemes, first, i + 1, lemma + "받", begin, "active")
    if after is not None and after.tag == "XSV" and after.begin == end:
        voice: Voice = "passive" if after.form in {"되", "받"} else "active"
        return _verbal(morphemes, first, i + 1, lemma, begin, voice)
    if after is not None and after.tag == "JKO":
        verb = morphemes[i + 2] if i + 2 < len(morphemes) else None
        if verb is None or verb.tag not in {"VV", "NNG"} or verb.form in _NOT_DONE:
            return None
        own = _idiom(morphemes, i + 2) in vocabulary
        return None if own else _verbal(morphemes, first, i + 2, lemma, begin, _light_voice(verb.form))
    if after is not None and after.form == "에" and i + 2 < len(morphemes) and morphemes[i + 2].form in _DONE_WITH:
        return _verbal(morphemes, first, i + 2, lemma, begin, "active")
    bare = _BARE_END.match(analysis.text, end)
    return Predicate(lemma, begin, end, "active", "final", True) if bare else None


def _light_voice(verb: str) -> Voice:
    """The voice of a noun with a light verb: `승인을 받`, `운영을 맡기`, `건설을 시작`."""
    return "passive" if verb == "받" else "entrusted" if verb in ENTRUST else "active"


def _is_verb(morphemes: Sequence[Morpheme], i: int) -> bool:
    """Whether a verb stands there by itself; the analyser takes some for helping verbs (함께 만드는)."""
    tag = morphemes[i].tag
    return tag in {"VV", "VA"} or (tag == "VX" and i > 0 and morphemes[i - 1].tag != "EC")


def _noun_of(morphemes: Sequence[Morpheme], i: int) -> Morpheme:
    """The noun before a verb, its particle skipped: 손(을) 잡."""
    return morphemes[i - 2] if i > 1 and morphemes[i - 1].tag in {"JKO", "JKS"} else morphemes[i - 1]


def _idiom(morphemes: Sequence[Morpheme], i: int) -> str:
    """`이름 올리` of `이름을 올렸다`: noun and verb as the rules write idioms; '' where there are none."""
    if not i or i >= len(morphemes) or morphemes[i].tag not in {"VV", "NNG"}:
        return ""
    noun = _noun_of(morphemes, i)
    return f"{noun.form} {morphemes[i].form}" if noun.tag in {"NNG", "NNB"} else ""


def _noun_lemma(morphemes: Sequence[Morpheme], i: int, vocabulary: Mapping[str, object]) -> tuple[str | None, int]:
    """The longest lemma that ends at morpheme `i`, from one or two glued morphemes (공동 + 설립)."""
    here = morphemes[i]
    if i and morphemes[i - 1].end == here.begin and morphemes[i - 1].form + here.form in vocabulary:
        return morphemes[i - 1].form + here.form, i - 1
    return (here.form, i) if here.form in vocabulary else (None, i)


def _inside_name(analysis: Analysis, morpheme: Morpheme) -> bool:
    return any(q.inner_begin <= morpheme.begin and morpheme.end <= q.inner_end for q in analysis.quotes)


def _verb_voice(stem: str) -> Voice:
    return "passive" if stem.endswith(("리", "히", "되")) and stem in {"열리", "꾸려지", "뽑히", "꼽히"} else "active"


def _verbal(morphemes: Sequence[Morpheme], first: int, last: int, lemma: str, begin: int, voice: Voice) -> Predicate:
    """The predicate with its endings: adnominal before a noun, connective within the sentence, else final."""
    ending: Ending = "final"
    end = morphemes[last].end
    for i, morpheme in enumerate(morphemes[last + 1 : last + 6], start=last + 1):
        if (morpheme.tag in _ENDINGS or morpheme.form == "못") and morpheme.begin <= end + 1:
            end = max(end, morpheme.end)
            if morpheme.tag == "ETM":
                ending = _adnominal(morphemes[i + 1 : i + 1 + _TO_THE_END])
                break
            if morpheme.tag == "VX" and morpheme.form == "지":
                voice = "passive"  # 세워지다
            if morpheme.tag == "EC":
                ending = "final" if morphemes[i + 1 : i + 2] and morphemes[i + 1].form == "못" else "connective"
            if morpheme.tag in {"EF", "ETN"}:
                ending = "final"
                break
        else:
            break
    return Predicate(lemma, begin, end, voice, ending, False)


def _adnominal(behind: Sequence[Morpheme]) -> Ending:
    """How a clause with an adnominal ending ends: `세울 계획`, `세운 것이다` state it; `세운 곳은` asks who did it."""
    if next((m.form for m in behind if m.tag == "NNG"), "") in _PLANS:
        described = [m.tag for m in behind if m.tag != "EP"][1:3] == ["VCP", "ETM"]
        return "adnominal" if described else "final"  # 열릴 예정이던 포럼
    if [m.form for m in behind[:1]] == ["중"]:
        return "final"  # 짓는 중이다
    rest = [m for m in behind if m.tag not in {"NNG", "NNB", "XSN", "MM"}]
    as_what = bool(rest) and (rest[0].form == "으로" or [m.form for m in rest[:2]] == ["로", ","])
    named = [m.tag for m in rest[:2]] == ["VCP", "ETM"]  # 선전에 있는 연구기관인 | 실험실
    if rest and rest[0] is not behind[0] and ((rest[0].tag == "VCP" and not named) or as_what):
        return "equated"  # DJI는 선전시에 있는 드론 제조사다; …가 세운 연구기관으로
    if len(behind) < _TO_THE_END and all(m.tag == "SF" and m is behind[-1] for m in rest):
        return "equated"  # the line ends with what it says of its topic: `A는 B가 세운 초기 투자사`
    if len(behind) < 2 or behind[0].form not in _CLEFT:
        return "adnominal"
    noun, particle = behind[:2]
    if noun.form == "것" and particle.form in {"로", "으로"}:
        return "final"
    return "cleft" if particle.form in {"은", "는", "이", "가"} else "adnominal"


_TO_THE_END = 8
"""How many morphemes behind an adnominal ending may be all that is left of the line."""
_UNDER = re.compile(r"\s(?:산하|소속|직속|부설)(?:의)?\s")
_KEPT_SEAT = re.compile(r"본사를\s")
"""`상하이에 본사를 둔` speaks of a seat, not of the company spoken of before."""
_CLEFT = frozenset({"것", "곳", "주체", "기관", "회사", "기업", "쪽", "사람", "주역", "나라"})
