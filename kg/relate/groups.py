"""The groups of things that fill the roles of clauses: names in a list, and nouns that refer to things.

In: a recognised passage. Out: groups (coordinated mentions with the particle that closes them) in order. Offsets count
in the passage's text. Nothing here knows of relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from kg.frozen import frozen
from kg.model import Mention
from kg.recognise import Read
from kg.recognise.analysis import Analysis, fills_bracket, skip_brackets
from kg.recognise.gazetteer import is_place
from kg.relate.particles import (
    AND_OTHERS,
    OCCASION,
    after_marks,
    after_more,
    after_others,
    after_post,
    particle_at,
    what_follows,
)
from kg.relate.rules import Rules

_JOIN = re.compile(
    r"(?:\s\d[\d,]*\s?여?\s?명)?[\s'‘’“”\"「」『』《》<>〈〉]*(?:,|·|∙|、|/|및|와|과|&|-|–|그리고)\s*(?:(?:및|그리고)\s*)?[\s'‘’“”\"「」『』《》<>〈〉]*\Z"
)
_MORE_BETWEEN = re.compile(
    r"[\s'’”\"」』》>〉]*(?:[(（][^()（）]{1,24}[)）])?"
    r"(?:\s?[·∙・]\s?(?:[가-힣A-Za-z\d]{2,12}(?:[(（][^()（）]{1,24}[)）])?\s?[·∙・]\s?){1,2}"
    r"|,\s(?:[가-힣A-Za-z\d]{2,12}(?<![은는이가을를의에서며고도로])(?:[(（][^()（）]{1,24}[)）])?,\s){1,2})['‘“\"「『《<〈]?\Z"
)
"""Between two bodies of one list, where one or two between them are no names that are known: `A·|이항|·B`."""
_DESCRIBED_JOIN = re.compile(
    r"[’'”\"」』》>〉]?(?:와|과|,|\s및)\s(?:[가-힣A-Za-z\d·]+(?<![은는이가을를의에한된할던해고여서])\s){1,4}[‘'“\"「『《<〈]"
)
"""Between two papers or products of one list, where a noun tells what the second one is: `‘A’와 통합 솔루션 ‘B’를`."""
_WITH_QUOTED = re.compile(r"[와과]\s['‘“\"「『《<〈]")  # A와 | ‘B’를 설립: a partner and a thing
_FOUNDED = frozenset({"Laboratory", "InnovationCenter", "ResearchInstitute", "Project", "Program", "Association"})
_FOUND_IT = re.compile(
    r"[’'”]?(?:[을를]\s(?:[가-힣]+\s){0,2}?(?:두[기고었어는]|설립|세우|세웠|세운|세워|구축|열[기고었어]|연\s|신설|만들|꾸리|조성|건설|출범|창립)"
    r"|\s(?:공동\s)?(?:설립|구축|건설|신설|조성|개설|창립)(?:에|을|하|키로|\Z|[,.]))"
)
"""Behind what somebody founds with another one."""
_NUMBERED = re.compile(
    r",?\s(?:이\s)?(?:두|세|네|다섯|여섯|\d+\s?개?)\s?(?:기관|학교|대학|대학교|곳|회사|기업|부처|도시|나라|국|자|사|지역|측|업체|연구소|기구|단체|은행|성|시|군데)"
    r"(?=[은는이가을를과와에의로]|\s)|\s(?:둘|셋|넷)(?=[이은을의]|\s)"
)  # `A, B | 두 학교가`
_IN_PLACE = re.compile(r"[가-힣]에서는\s['‘“「『《<〈]?\Z")
_THESE = re.compile(
    r"(?:\d+\s?(?:여\s?)?개?|두|세|네|다섯)\s?(?:[가-힣]{1,6}\s)?(?:기관|기업|대학|회사|업체|곳|국가|국|도시|지역|연구소|부처|단체|사|성|시)\s?[(（]\Z"
)
"""Before a bracket that lists those who are counted: `12개 기관(A, B 등)이`."""
_LIST_ENDS = re.compile(r"(?:\s?등)?[)）]")
UNDER = re.compile(r"\s(?:산하|소속|직속|부설)(?:의)?\s")
"""Behind the name of whom the one who acts in a headline belongs to."""
_OWNER = re.compile(r"(?:의)?\s(?:산하|소속|직속|부설|자회사|계열사)(?:의|인)?\s")
"""Behind the name of whom the next one in a list belongs to: `A와 B 자회사 C는`."""
_SEAT_OF_NEXT = re.compile(r"에\s(?:있는|위치한|소재한|자리한|자리잡은|자리\s잡은|들어선|(?:본사|본부|거점)를\s둔)\s")
_SEATED = re.compile(r"\s소재(?:의|한)?\s['‘“]?")
"""Between a place and the name in a list of what lies there: `A와 우시 | 소재 | B센터가`."""
_OPENS = 2
"""How far from the start of a line's words the first name may begin."""
_CLOSING = frozenset({"JKS", "JKO", "JKB", "JX", "EC", "EF", "SF", "SP", "SS", "SSC", "SO", "MAG", "MAJ"})
_TAIL = re.compile(
    r"\s*(?:의\s|소속\s|출신\s)?(?:(?:고위|주요|현지|공동|산하)\s)?(?:(?:교수|박사|원사|연구원|소장|주임)\s?)?(?:연구팀|연구진|팀|측|당국|과학자들|과학자|연구원들|그룹|개발팀|공동연구팀|대표단|대표들|대표|사절단|방문단"
    r"|제도|(?:주식유한|유한책임|유한)공사(?:\([^()]*\))?|주식회사|관계자들|관계자|임직원|경영진|교수진|전문가들|전문가|기술진|기술자들|학생들|학생|선수단|간부들|간부|임원들|임원|임원진|실무진|연구자들|직원들|책임자들)(?:\s(?:약\s)?\d[\d,]*\s?여?\s?명)?(?=[은는이가의을를과와에도\s]|으로)"
)
_OF_THEM = re.compile(r"\s\d[\d,]*\s?여?\s?명(?=[이가은는을를과와]\s)")
"""How many people of a body do something or are chosen: `샤먼대학 | 12명이`."""
_LEADS_TEAM = re.compile(
    r"[이가]\s(?:이끄는|이끈|이끌고\s있는|지도하는|주도하는|주도한|책임진)\s(?:(?:국제|공동|합동)\s)?(?:연구팀|연구진|연구그룹|공동연구팀|개발팀|팀)"
    r"(?=[은는이가의을를과와도\s]|에서|으로)"
)
"""Behind who leads those who do something: `저장대학 왕리 교수가 | 이끄는 연구팀은`."""
_DIRECT = ("은", "는", "이", "가", "에", "와")
"""Particles that nothing begins with that may stand between a name and its particle."""
_AND_ANOTHER = re.compile(
    r"(?:와|과)\s(?:[가-힣]+\s)?[가-힣A-Za-z\d]{2,}(?:\s?[(（][^()（）]*[)）])?(?P<particle>[이가])"
    r"\s(?:지난해\s|작년\s|\d+년\s|올해\s|새로\s|최종\s|추가로\s)?(?:공동|함께|합작|힘을|손을|나란히|각각|절반씩"
    r"|포함|선정|지정|선발|참여|참가|참석|출전|이름|합류|뽑|들어|올랐|올라)"
)
"""Behind the first of two who act together, where the second is no name that is known: `A와 | …가 공동 설립했다`."""
_CLOSING_MARKS = "'’”\"」』》>〉"
_TEAMS = ("팀", "연구진", "그룹")
_BETWEEN = re.compile(r"\s*간(?=\s|의|에)")
_EACH = re.compile(r"각각|각기|따로")
_TWO_TEAMS = 4
_WHEN = frozenset({"이날", "올해", "당일", "금번", "현지"})
"""Nouns for when that stand before a noun that refers: `이날 행사에는`."""
_BELONGING = ("위한 ", "화 ", "개 ", "급 ")
"""What goes on to the next word whatever stands before it: `A를 위한 사업`, `고도화 사업`, `19개 과제`, `국가급 센터`.
No morphemes are needed where the text tells that.
"""
_LABEL = re.compile(r"\s?[(（\[【][^()（）\[\]【】]{1,14}[)）\]】]\s?[:：]?\s?")
_APART = frozenset({"에", "에게", "에서", "와", "과", "로", "으로", "로부터", "으로부터", "에게서"})
"""Particles of names behind the comma of a headline that are not those who act: `A, B에 지원`, `A, B와 협약`."""
_TITLES = frozenset({"Policy", "Report", "Program", "Project", "Event", "Product"})
_JOINTLY = re.compile(r"[와과]\s(?:함께|더불어|공동으로)\s[^.]*다\.")
"""Behind a list with whom the one does something who is named later: `A, B와 | 함께 ‘…’를 내놓은 C는 … 푼다.`"""
_DASH = re.compile(r"\s[–—-]\s(?=\S)")
_COLON = re.compile(r"\s?[:：]\s(?=\S)")
_ACTIVE = frozenset({"Company", "University", "ResearchInstitute", "Association", "FundingBody"})
"""Bodies that a line behind their name and a colon says what they do; of others it says as often who does it."""
_LABELS = re.compile(r"\s?[:：]\s(?=\S.*다\.)")
_LED = re.compile(
    r"\s*(?:의\s*)?(?:공동\s?)?(?:주도|주관|주최|공동|명의|합동|총괄|책임|지휘|발의)(?:로|으로|하에|\s(?:하에|아래))"
)
_EVENT = re.compile(r"(?:포럼|박람회|전시회|심포지엄|서밋|세미나|컨퍼런스|대회|총회|학회|행사|회의|자리|[개폐]막식?)\Z")
_SHARED = re.compile(r"\s*(?:공동|함께|등|간|양측|,|와|과)")
_KEPT_SEAT = re.compile(r"본사(?:를|가\s(?:있는|위치한|소재한|자리한|있고|있으며))\s")
"""`상하이에 본사를 둔` speaks of a seat, not of the company spoken of before."""
_OPENS_SENTENCE = re.compile(r"(?:[가-힣]+\s)?회사[는가]\s")
"""Only where a sentence begins with it a bare `회사` is the one spoken of; elsewhere it is any company."""
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
"""Classes of bodies, which act."""
_begin = attrgetter("begin")


@frozen
class Reference:
    """A noun that refers to what was named before: `동 실험실`, `포럼`, `두 기관`.

    `alone`: nothing before the noun says that it refers, so that only a name that ends in it can be meant. `count`: how
    many things are meant (two for `두 기관`), 1 for a single one. `post`: the noun is a post, and the body that
    has such a post is meant.
    """

    noun: str
    alone: bool
    count: int = 1
    post: bool = False


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


def opening(read: Read) -> int:
    """Where the words of a line begin: behind its label (`(개요) 국무원, …`), unless that is a name."""
    text = read.analysis.text
    label = _LABEL.match(text) if not text[:1].isalnum() else None
    if label is None:
        return 0
    end = label.end()
    return 0 if read.top and read.mentions[read.top[0]].begin < end else end


def is_name(read: Read) -> bool:
    """Whether a passage is the name of a thing and nothing else, as most cells of tables are: nothing stands behind."""
    first = read.mentions[0] if len(read.top) == 1 else None
    return first is not None and first.begin == 0 and first.end == len(read.analysis.text) and first.cls != "Person"


def groups_of(read: Read, rules: Rules, posts: Sequence[str]) -> list[Group]:
    """The groups of a passage in order; `rules` hold the lemmas of predicates, `posts` are the posts of people."""
    if is_name(read):
        return [Group((0,), 0, len(read.analysis.text), "", False, False)]
    found = _groups(read, posts, rules.by_predicate)
    groups = _without_appositions(sorted([*found, *_anaphors(read, rules)], key=_begin))
    groups = [*_alike(read, _shared(read, groups))]
    if any(read.mentions[m].cls == "Person" for m in read.top):
        groups = [*_lists_of_people(read, groups)]
    return groups


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
            owner = {last.cls, mention.cls} <= BODIES and _OWNER.fullmatch(between) is not None
            seat = is_place(last.cls) and mention.cls in BODIES and _SEATED.fullmatch(between) is not None
            own = genitive or owner or seat or (between == " " and _belongs(last.cls, mention.cls))
            if len(current) > 1 and (own or _is_whose(read, current, mention, between, posts)):
                current.pop()  # it only says where or whose the next one is: 허페이실험실, 상하이시 | 푸둥신구 정부
            elif _described_title(text, last, mention) or (
                {last.cls, mention.cls} <= BODIES and _goes_on(text, last, mention, start)
            ):
                pass
            elif (
                not _JOIN.match(between)
                or (
                    between.lstrip(_CLOSING_MARKS).startswith(",")
                    and _unlike(last.cls, mention.cls, last.begin - start)
                )
                or (last.cls != mention.cls and _WITH_QUOTED.match(between))
                or (between in {"와 ", "과 "} and _is_founded(text, last, mention))
                or _is_next_place(text, read.mentions[current[0]], last, mention)
            ):
                for group in _closed(read, current, start, posts, vocabulary):
                    yield group
                    under = UNDER.match(text, group.end) if group.begin - start <= _OPENS else None
                    start = under.end() if under else start  # 과기부 산하 | 과학원, ‘…’ 발표
                current = []
        current.append(i)
    if current:
        yield from _closed(read, current, start, posts, vocabulary)


def _is_founded(text: str, last: Mention, mention: Mention) -> bool:
    """Whether a name behind 와/과 is what is founded with the one before: `A는 B와 | 공동연구센터를 세웠다`."""
    unlike = last.cls != mention.cls and last.cls in BODIES and mention.cls in _FOUNDED
    return unlike and _FOUND_IT.match(text, skip_brackets(text, mention.end)) is not None


def _described_title(text: str, last: Mention, mention: Mention) -> bool:
    """Whether two papers or products are of one list, a noun before the second one telling what it is."""
    return (
        last.cls == mention.cls
        and last.cls in _TITLES
        and _DESCRIBED_JOIN.fullmatch(text[skip_brackets(text, last.end) : mention.begin]) is not None
    )


def _is_next_place(text: str, first: Mention, last: Mention, mention: Mention) -> bool:
    """Whether a place opens the next part: `칭화대학, 상하이에서는 …`, `A대학과 | 우시에 있는 B센터가`."""
    if is_place(mention.cls) and last.cls in BODIES and _SEAT_OF_NEXT.match(text, skip_brackets(text, mention.end)):
        return True
    if not is_place(mention.cls) or not text.startswith("에서", mention.end):
        return False
    return last.cls in BODIES or _IN_PLACE.search(text, 0, first.begin) is not None


def _goes_on(text: str, last: Mention, mention: Mention, start: int) -> bool:
    """Whether a list goes on from one body to another over what is no name that is known: but not in a headline."""
    more = _MORE_BETWEEN.fullmatch(text, last.end, mention.begin)
    return more is not None and ("," not in more.group() or last.begin - start > _OPENS)


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


def _is_whose(read: Read, current: Sequence[int], mention: Mention, between: str, posts: Sequence[str]) -> bool:
    """Whether the last name is the body of the person behind it: `왕리(王莉)와 | 칭화대학 총장 | 리나(李娜)는`."""
    before, last = (read.mentions[i].cls for i in current[-2:])
    people = before == mention.cls == "Person" and last in BODIES
    return people and (between == " " or between.strip() in posts)


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
    together = group.particle in {"와", "과"} and _JOINTLY.match(read.analysis.text, group.end) is not None
    if at and ((group.particle in _APART and not together) or _is_thing(read, members, group)):
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
    shared = _SHARED.match(text, group.end) or AND_OTHERS.match(text, read.mentions[members[-1]].end)
    return group.particle in {"", "을", "를"} and not shared


def _close(read: Read, members: list[int], posts: Sequence[str], vocabulary: Mapping[str, object]) -> Group:
    analysis = read.analysis
    text = analysis.text
    last = read.mentions[members[-1]]
    closing, counted, team, led = last.end, False, False, False
    if last.cls == "Person" or not text.startswith(_DIRECT, closing):
        closing, counted = _behind(read, members, posts, vocabulary)
        team = last.cls == "Person" and text[:closing].endswith(_TEAMS)
        led = bool(_LED.match(text, closing) or _BETWEEN.match(text, closing))
    closing, particle, action = what_follows(analysis, closing, place=is_place(last.cls), event=last.cls == "Event")
    if particle in {"와", "과"} and (other := _with_another(read, members[-1], closing)):
        closing, particle = other
    begin = read.mentions[members[0]].begin
    if not particle and (all_ := _LIST_ENDS.match(text, closing)) and _THESE.search(text, 0, begin):
        closing, particle, action = what_follows(analysis, all_.end())
    if begin == 1 and len(members) == 1 and fills_bracket(text, begin, last.end):
        particle, closing = "은", last.end + 1  # the label of a bullet: (한 센터) 2021년에 설립되어 …
    elif not particle and len(members) == 1 and begin <= opening(read) + 2 and _is_label(text, closing, last.cls):
        particle = "은"  # 한 센터: 2021년에 설립되어 …; 한 기업 – 새 모델 공개
    return Group(tuple(members), begin, closing, particle, led, counted, team=team, action=action)


def _behind(
    read: Read, members: Sequence[int], posts: Sequence[str], vocabulary: Mapping[str, object]
) -> tuple[int, bool]:
    """Position after what stands between the last name and its particle; whether that counts more than are named."""
    analysis, last = read.analysis, read.mentions[members[-1]]
    text = analysis.text
    end = after_marks(text, last.end)
    end = after_more(text, end, several=len(members) > 1) if last.cls in BODIES else end
    closing, counted = after_others(analysis, end, vocabulary)
    if last.cls == "Person":
        closing = after_post(text, _after_body(read, members[-1], closing), _next_person(read, members[-1]), posts)
        closing, counted = after_others(analysis, closing, vocabulary)
    if len(members) > 1 and (numbered := _NUMBERED.match(text, closing)):
        closing = numbered.end()
    tail = _TAIL.match(text, closing) or _LEADS_TEAM.match(text, closing) or _OF_THEM.match(text, closing)
    return tail.end() if tail else closing, counted


def _with_another(read: Read, member: int, at: int) -> tuple[int, str] | None:
    """Where the group ends that a name with 와/과 makes with another one that is not known, and its particle."""
    other = _AND_ANOTHER.match(read.analysis.text, at)
    known = other is not None and any(at < m.begin < other.end() for m in read.mentions[member + 1 :])
    return None if other is None or known else (other.start("particle"), other["particle"])


def _after_body(read: Read, person: int, at: int) -> int:
    """Position after the body named right behind a person: `쩡위췬 닝더스다이 | 회장은`."""
    behind = next((m for m in read.mentions[person + 1 :] if m.begin >= at), None)
    if behind is not None and behind.begin == at + 1 and behind.cls in BODIES:
        return skip_brackets(read.analysis.text, behind.end)
    return at


def _next_person(read: Read, person: int) -> int:
    """Where the next person is named, or the text ends."""
    return next((m.begin for m in read.mentions[person + 1 :] if m.cls == "Person"), len(read.analysis.text))


def _is_label(text: str, at: int, cls: str) -> bool:
    """Whether a mark behind the name that opens a line makes it what the line is about."""
    if _LABELS.match(text, at) or (cls in _ACTIVE and _COLON.match(text, at)):
        return True
    return cls in BODIES and bool(_DASH.match(text, at))


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
        if alone and not opens(analysis, begin):
            continue
        if match["noun"] in rules.newborn and particle_at(analysis, end) in {"을", "를"}:
            continue  # A가 새 회사를 세웠다
        if match["noun"] in rules.persons and particle_at(analysis, end) not in {"는", "가", "도"}:
            continue  # 그의 말에
        if match["noun"] == "회사" and alone and not _OPENS_SENTENCE.match(analysis.text, analysis.sentence(begin)[0]):
            continue
        of_it = not alone and _OWNER.match(analysis.text, end) is not None  # 같은 연구원 소속 | A가
        of_it = of_it or any(m.begin == end + 1 and m.cls == "Person" for m in read.mentions)  # 이 회사 | 왕리 대표는
        occasion = _EVENT.search(match["noun"]) and OCCASION.match(analysis.text, end)
        if particle_at(analysis, end) in {"", ","} and not (of_it or occasion):
            continue
        count = rules.counts.get(match["count"] or "", 1)
        refers = Reference(match["noun"], alone, count)
        led = bool(_LED.match(analysis.text, end))
        end, particle, action = what_follows(analysis, end, event=bool(_EVENT.search(match["noun"])))
        yield Group((), begin, end, particle, led, False, refers, action=action)


def teams_of(group: Group, read: Read, until: int) -> list[list[int]]:
    """The names of a list by its commas, where each of several parts does something: `A와 B, C와 D가 각각 …`.

    `until`: where the predicate is. None but where 각각 says so, and 와/과 joins two or more names in each part.
    """
    text = read.analysis.text
    if len(group.mentions) < _TWO_TEAMS or not _EACH.search(text, group.end, until):
        return []
    teams: list[list[int]] = [[group.mentions[0]]]
    for last, member in pairwise(group.mentions):
        between = text[skip_brackets(text, read.mentions[last].end) : read.mentions[member].begin]
        if between.startswith(","):
            teams.append([])
        elif between not in {"와 ", "과 "}:
            return []
        teams[-1].append(member)
    return teams if len(teams) > 1 and all(len(team) > 1 for team in teams) else []


def opens(analysis: Analysis, at: int) -> bool:
    """Whether nothing before `at` belongs to the noun there: neither a noun nor a relative clause nor a genitive."""
    if noun := analysis.noun_before(at - 1):
        return noun in _WHEN
    if analysis.text.endswith(_BELONGING, 0, at):
        return False
    before = analysis.morpheme_before(at)
    return before is None or before.tag in _CLOSING or before.form in _WHEN


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


def _alike(read: Read, groups: Iterable[Group]) -> Iterator[Group]:
    """The groups, bodies with words for their own behind them (`A 등 국내 기업과 B 등 외국 기업이`) as one."""
    text = read.analysis.text
    held: Group | None = None
    for group in groups:
        if held is not None:
            if text[held.end : group.begin] == f"{held.particle} " and _all_bodies(read, group):
                group = replace(
                    group,
                    mentions=(*held.mentions, *group.mentions),
                    begin=held.begin,
                    counted=held.counted or group.counted,
                )
            else:
                yield held
            held = None
        if group.particle in {"와", "과"} and _all_bodies(read, group) and _has_tail(read, group):
            held = group
        else:
            yield group
    if held is not None:
        yield held


def _all_bodies(read: Read, group: Group) -> bool:
    return group.refers is None and all(read.mentions[m].cls in BODIES for m in group.mentions)


def _has_tail(read: Read, group: Group) -> bool:
    """Whether words stand between the last name of a group and its particle."""
    text = read.analysis.text
    return bool(text[after_marks(text, read.mentions[group.mentions[-1]].end) : group.end].strip())


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
        if other.particle not in {"", "의"}:
            return False
    return False
