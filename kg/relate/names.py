"""Facts that names state by themselves or by standing side by side.

In: a recognised passage. Out: claims: a body named after a place lies there (`우시 슈퍼컴퓨팅 센터`), a unit behind its
parent is part of it (`중국과학원 고에너지물리연구소`), a title applies to the place it names, a place behind a wider
place lies in it (`상하이시 푸둥신구`), a person beside a body and a post belongs to it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.model import Mention, PassageKind, Qualifiers
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import fills_bracket, skip_brackets
from kg.recognise.gazetteer import BRANCH
from kg.recognise.persons import post_after, post_before
from kg.recognise.words import TRADES, Words
from kg.relate.things import Found, Thing, claimed

_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_WIDTH = {"Country": 0, "Region": 1, "Province": 2, "City": 3, "District": 4, "DevelopmentZone": 5}
_TITLES = frozenset({"Policy", "Report", "Program"})
_UNDER = re.compile(r"\s*(?:의\s*)?(?:산하|소속|부설|직속|자회사|계열사|계열)(?:의|인)?\s*\Z")
_POST_BRACKET = re.compile(r"(?:[(（][^()（）]{1,12}[)）])?\s(?:[가-힣A-Za-z]{1,8}\s?){1,2}[(（]")
_OF_BODY = re.compile(r"(?:의)?\s소속(?:인|의)?\s")
_AS_WELL = re.compile(r"\s(?:[가-힣]{1,6}\s)?")
"""Between a body and a post in it that is not the only one of who holds it."""
_LISTED = re.compile(r"\s?[·∙・,]\s?|[와과]\s")
_AND_WHO = re.compile(r"\s(?P<post>[가-힣]{2,5})[와과]\s")
_SCHOLARS = frozenset({"교수", "부교수", "원사", "박사", "연구원", "부연구원", "석좌교수", "명예교수"})
_OF_KIND = re.compile(rf"(?:의|\s소재(?:의)?)\s(?:[가-힣A-Za-z0-9·]+\s){{0,3}}?{TRADES}(?:인)?\s['‘“]?")
_INSIDE_QUOTED = re.compile(r"\s?내(?:의)?\s['‘“「]")
"""Between a place and the quoted name of what lies in it."""
_KIND = "단지|인큐베이터|센터|연구소|연구원|실험실|플랫폼|대학|기관|시설|공장|기지|거점|기업|업체|은행|회사"
_OF_KIND_QUOTED = re.compile(
    rf"의\s(?:[가-힣A-Za-z0-9·]+(?<![은는이가을를의에와과도로])\s){{0,3}}[가-힣]*(?:{_KIND})(?:인)?\s['‘“「]"
)
"""Between a place and the quoted name of what lies there, with nouns for its kind: `민항구의 산업단지 ‘X’`."""
_ASIDE = re.compile(r"[\s'‘’“\"(){}（）㐀-鿿\d년도]*")
"""What may stand between the places that a name opens with."""
_NEAR = 24
_SEATED = frozenset({"Company", "University", "ResearchInstitute", "Laboratory", "InnovationCenter", "Project"})
_BY_GENITIVE = _SEATED | {"FundingBody", "Association"}
_UNITS = frozenset({"ResearchInstitute", "Laboratory", "InnovationCenter", "University"})
_BUILT = frozenset({"InnovationCenter", "Laboratory"})
"""Bodies that others plan for: `바다센터 건설 방안` is about the centre, not by it."""
_CLOSING = frozenset("'’”\"」』》>〉")
_OWN_WORDS = re.compile(r"\s*(?:의\s|[(（]|[:：]\s)?(?:[가-힣A-Za-z]+\s?){0,3}")
"""What may stand between a body and its person: `(국장`, `신임 소장`."""
_OPENING = frozenset("'‘“\"「『《<〈")
_MADE_BY = {
    "Policy": "issuedBy",
    "Report": "issuedBy",
    "Laboratory": "establishedBy",
    "InnovationCenter": "establishedBy",
    "ResearchInstitute": "establishedBy",
    "Product": "develops",
    "Program": "administeredBy",
    "Project": "administeredBy",
}


def name_claims(
    read: Read, named: Sequence[Thing], lexicon: Lexicon, words: Words, ontology: Ontology
) -> Iterator[Found]:
    """Claims from the names of one passage."""
    finder = _Finder(read, named, ontology)
    yield from finder.nested(lexicon)
    yield from finder.side_by_side(lexicon)
    yield from finder.people(words)


class _Finder:
    def __init__(self, read: Read, named: Sequence[Thing], ontology: Ontology) -> None:
        self.read, self.named, self.ontology = read, named, ontology
        self.text = read.analysis.text
        self.mentions = read.mentions

    def _found(
        self, source: int, relation: str, target: int, rule: str, qualifiers: Qualifiers = ()
    ) -> Iterator[Found]:
        claim = claimed(self.ontology, self.named[source], relation, self.named[target], qualifiers)
        if claim is not None:
            yield Found(claim, *self.read.analysis.sentence(self.mentions[source].begin), rule)

    # --- names within names -------------------------------------------------------------------------------

    def nested(self, lexicon: Lexicon) -> Iterator[Found]:
        if len(self.read.top) == len(self.mentions):
            return
        for outer, behind in enumerate(self.mentions[1:]):
            if behind.begin >= self.mentions[outer].end:
                continue
            inner = _directly_inside(outer, self.mentions)
            if not inner:
                continue
            places = [i for i in inner if self.named[i].cls in _PLACES]
            bodies = [i for i in inner if self.ontology.family(self.named[i].cls) == "org"]
            if self.named[outer].cls in _TITLES:
                yield from self._scope(outer, places, bodies)
                continue
            if self.named[outer].cls == "Event":
                for i in places:
                    if self.named[i].cls == "Country":
                        yield from self._found(i, "participatesIn", outer, "name-side")
            bracketed = [i for i in places if self._bracketed(i, outer)]
            places = [i for i in places if self.named[i].cls != "Country" or self._abroad(i, outer)]
            leading = bracketed or [i for i in places if self._leads(i, outer, inner) or self._before_head(i, outer)]
            if self.named[outer].cls == "Region":  # 우한 도시권 reaches beyond 우한
                leading = [i for i in leading if self.named[i].cls in {"Country", "Region", "Province"}]
            if leading:
                yield from self._found(outer, "locatedIn", self._narrowest(leading), "name-place")
                yield from self._chained(leading, lexicon)
            parents = [i for i in bodies if self.mentions[i].begin == self.mentions[outer].begin]
            if parents:
                widest = max(parents, key=lambda i: self.mentions[i].end)
                yield from self._found(outer, "partOf", widest, "name-parent")

    def _chained(self, places: Sequence[int], lexicon: Lexicon) -> Iterator[Found]:
        """The places that a name opens with, each in the one before it: `상하이 진산구 시험기지`."""
        for wide, narrow in itertools.pairwise(places):
            beside = self.mentions[wide].end + 1 == self.mentions[narrow].begin
            if beside and self.text[self.mentions[wide].end] == " " and self._known_in(narrow, wide, lexicon):
                yield from self._found(narrow, "locatedIn", wide, "beside-place")

    def _abroad(self, country: int, outer: int) -> bool:
        """Whether a country opens the name of a body there: `이집트 카이로대학`, not `중국과학원`."""
        m = self.mentions[country]
        opens = m.begin == self.mentions[outer].begin and self.text.startswith(" ", m.end)
        return opens and self.named[outer].cls in _SEATED | {"CentralBody"}

    def _leads(self, inner: int, outer: int, siblings: Sequence[int]) -> bool:
        """Whether only other places stand between the start of the outer name and this place."""
        begin, end = self.mentions[outer].begin, self.mentions[inner].begin
        rest = self.text[begin:end]
        for i in siblings:
            m = self.mentions[i]
            if begin <= m.begin and m.end <= end:
                rest = rest.replace(m.surface, "")
        return _ASIDE.fullmatch(rest) is not None

    def _before_head(self, inner: int, outer: int) -> bool:
        """Whether the place opens the last word of the name and a noun for a branch ends it: `… | 톈진|센터`."""
        begin, end = self.mentions[inner].begin, self.mentions[inner].end
        opens = self.text[begin - 1] == " " and self.mentions[outer].begin < begin
        return opens and bool(BRANCH.fullmatch(self.text, end, self.mentions[outer].end))

    def _bracketed(self, inner: int, outer: int) -> bool:
        """Whether the place stands alone in a bracket within the name: `중국-싱가포르(충칭) … 산업단지`."""
        m = self.mentions[inner]
        within = self.mentions[outer].begin < m.begin and m.end < self.mentions[outer].end
        return within and fills_bracket(self.text, m.begin, m.end) and self.named[inner].cls in _PLACES

    def _narrowest(self, places: Sequence[int]) -> int:
        return max(places, key=lambda i: (_WIDTH[self.named[i].cls], self.mentions[i].begin))

    def _scope(self, title: int, places: Sequence[int], bodies: Sequence[int]) -> Iterator[Found]:
        """A title applies to the narrowest place it names first; of a body's (`국의 통지`) it is the issuer."""
        first = [i for i in places if self._leads(i, title, places)]
        if first:
            yield from self._found(title, "appliesTo", self._narrowest(first), "name-scope")
        for i in bodies:
            if self.mentions[i].begin != self.mentions[title].begin:
                continue
            if self.text.startswith("의", self.mentions[i].end):
                yield from self._found(title, "issuedBy", i, "name-issuer")
            elif self.named[i].cls in _BUILT and self.mentions[i].key:
                yield from self._found(title, "appliesTo", i, "name-scope")

    # --- side by side -------------------------------------------------------------------------------------

    def side_by_side(self, lexicon: Lexicon) -> Iterator[Found]:
        if len(self.read.top) < 2:
            return
        order = [i for i in self.read.top if not self._glosses(i)]
        for left, right in itertools.pairwise(order):
            a, b = self.mentions[left], self.mentions[right]
            behind = skip_brackets(self.text, a.end)
            if behind > b.begin:
                continue  # in a bracket, which says more than that it stands there: `연구소(중과원 산하)`
            between = self.text[behind : b.begin]
            source, target = self.named[right], self.named[left]
            if not between.strip() and len(between) <= 2:
                if b.place is not None:
                    yield from self._own_place(left, right, lexicon)
                    continue  # a local body lies in the place of its own name
                if target.cls in _PLACES and self._lies_in(right, left, lexicon):
                    yield from self._found(right, "locatedIn", left, "beside-place")
                elif self._is_unit(source, target):
                    yield from self._found(right, "partOf", left, "beside-parent")
            elif b.place is not None and between.strip() == "의":
                yield from self._own_place(left, right, lexicon)
            elif (
                between.strip(" '‘“\"「『《<〈") == "의"
                and source.cls in _TITLES - {"Program"}
                and target_is_body(target, self.ontology)
            ):
                yield from self._found(right, "issuedBy", left, "beside-possessive")
            elif (
                (
                    between.strip(" '‘“") in {"의", "소재", "소재의"}
                    or _INSIDE_QUOTED.fullmatch(between)
                    or _OF_KIND.fullmatch(between)
                    or _OF_KIND_QUOTED.fullmatch(between)
                )
                and target.cls in _PLACES
                and self._seated(source, target)
            ):
                yield from self._found(right, "locatedIn", left, "beside-possessive")
            elif between.strip() in _OPENING and target_is_body(target, self.ontology):
                yield from self._quoted(right, left)
            elif {source.cls, target.cls} <= _PLACES and (
                (between.strip() == "의" and self._known_in(right, left, lexicon))
                or (between.strip() == "내" and source.cls == "DevelopmentZone")
            ):
                yield from self._found(right, "locatedIn", left, "beside-place")
            elif _UNDER.match(between) and self.ontology.family(target.cls) == "org":
                yield from self._found(right, "partOf", left, "beside-under")

    def _glosses(self, inside: int) -> bool:
        """Whether a name fills the bracket right behind another one of its class: `닝더스다이(CATL)`."""
        mention = self.mentions[inside]
        if not inside or not fills_bracket(self.text, mention.begin, mention.end):
            return False
        outer = self.mentions[inside - 1]
        return outer.end + 1 == mention.begin and self.named[inside - 1].cls == self.named[inside].cls

    def _own_place(self, outer: int, body: int, lexicon: Lexicon) -> Iterator[Found]:
        """The place that a local body's name opens with lies in the one before it: `장시성 | 간저우시 정부`."""
        begin = self.mentions[body].begin
        own = next((i for i in range(body + 1, len(self.mentions)) if self.mentions[i].begin == begin), None)
        places = own is not None and {self.named[outer].cls, self.named[own].cls} <= _PLACES
        if own is not None and places and self._lies_in(own, outer, lexicon):
            yield from self._found(own, "locatedIn", outer, "beside-place")

    def _seated(self, thing: Thing, place: Thing) -> bool:
        """Whether `A의 B` says that B lies in A."""
        zone = thing.cls == "DevelopmentZone" and place.cls in _PLACES
        return zone or thing.cls in _BY_GENITIVE

    def _is_unit(self, unit: Thing, parent: Thing) -> bool:
        """Whether a body right behind another one is a part of it."""
        if self.read.passage.kind is PassageKind.REFERENCE:
            return unit.cls in _UNITS and self.ontology.family(parent.cls) == "org"
        central = unit.cls == "CentralBody" and parent.cls in {"Ministry", "CentralBody"}
        return central or (unit.cls in _UNITS and self.ontology.family(parent.cls) == "org")

    def _quoted(self, title: int, body: int) -> Iterator[Found]:
        """A body right before a quoted name made it: `국무원 ‘… 의견’`, `전자과기대학 ‘… 공동실험실’`."""
        cls = self.named[title].cls
        relation = _MADE_BY.get(cls)
        if relation == "develops":
            yield from self._found(body, relation, title, "beside-quoted")
        elif relation is not None:
            yield from self._found(title, relation, body, "beside-quoted")

    def _known_in(self, inner: int, outer: int, lexicon: Lexicon) -> bool:
        """Whether a place is known to lie in another one."""
        known, parent = self.mentions[inner].key, self.mentions[outer].key
        return known is not None and parent in lexicon.ancestors(known)

    def _lies_in(self, inner: int, outer: int, lexicon: Lexicon) -> bool:
        """Whether a thing right behind a place lies there: no wider place in a narrower, no two known strangers."""
        thing, place = self.named[inner], self.named[outer]
        if thing.cls not in _PLACES:
            return thing.cls not in _TITLES and thing.cls not in {
                "Person",
                "Product",
                "MediaOutlet",
                "Ministry",
                "CentralBody",
            }
        known, parent = self.mentions[inner].key, self.mentions[outer].key
        if known and parent and parent in lexicon.ancestors(known):
            return True  # zones in zones, too: 푸둥신구 | 장장과학성
        if _WIDTH[thing.cls] <= _WIDTH[place.cls]:
            return False
        return not (known and parent) or parent in lexicon.ancestors(known)

    # --- people -------------------------------------------------------------------------------------------

    def people(self, words: Words) -> Iterator[Found]:
        last: tuple[int, int] | None = None  # a person and the body that stands before
        for i, mention in enumerate(self.mentions):
            if mention.cls != "Person":
                continue
            body = self._body_of(i, words)
            if body is None and last is not None and (self._joined(last[0], i) or self._alike(last[0], i, words)):
                body = last[1]  # 저장대학 왕리·주샤오 교수팀, 저장대학의 왕리 원사와 주샤오 교수
            if body is None:
                continue
            last = (i, body) if self.mentions[body].end <= mention.begin else None
            post = self._post_of(i, body, words)
            if post is not None:
                yield from self._found(i, "affiliatedWith", body, "person-body", (("role", post),))
                yield from self._posts_besides(i, body, words)
            elif _OF_BODY.fullmatch(self.text, self._behind(body), mention.begin):
                yield from self._found(i, "affiliatedWith", body, "person-body")

    def _posts_besides(self, person: int, body: int, words: Words) -> Iterator[Found]:
        """The other posts that somebody is said to hold: `왕리 저장대학 부총장 | 겸 펑후연구소 소장`."""
        if "겸 " not in self.text:
            return
        bodies = [i for i in self.read.top if self.ontology.family(self.named[i].cls) == "org"]
        for one, next_ in itertools.pairwise(bodies):
            joined = self._held_too(one, next_, words)
            other = next_ if one == body else one if next_ == body else None
            if joined is None or other is None:
                continue
            role = joined if other == one else post_after(self.text, self.mentions[other].end, words, self.mentions)
            if role is not None:
                yield from self._found(person, "affiliatedWith", other, "person-body", (("role", role),))

    def _held_too(self, one: int, next_: int, words: Words) -> str | None:
        """The post in the first of two bodies where the same person holds one in the next, too."""
        begin, end = self.mentions[one].end, self.mentions[next_].begin
        post = words.post.search(self.text, begin, end)
        told = post is not None and self.text[post.end() : end] == " 겸 "
        return post[0] if post and told and _AS_WELL.fullmatch(self.text, begin, post.start()) else None

    def _post_of(self, person: int, body: int, words: Words) -> str | None:
        """The post behind a person or the body, before the person, or behind the next of a list of people."""
        mention = self.mentions[person]
        before = post_before(self.text, mention.begin, words)
        post = (
            post_after(self.text, max(mention.end, self.mentions[body].end), words, self.mentions)
            or post_after(self.text, mention.end, words, self.mentions)
            or (before[0] if before else None)
        )
        following = next((j for j in self.read.top if self.mentions[j].begin >= mention.end), None)
        if post is None and following is not None and self.mentions[following].cls == "Person":
            return self._post_of(following, body, words) if self._joined(person, following) else None
        return post

    def _joined(self, person: int, other: int) -> bool:
        """Whether nothing but a mark of lists stands between two people."""
        behind = skip_brackets(self.text, self.mentions[person].end)
        return bool(_LISTED.fullmatch(self.text, behind, self.mentions[other].begin))

    def _alike(self, person: int, other: int, words: Words) -> bool:
        """Whether somebody of a university or institute follows another one with a post there, and `와` between."""
        behind = skip_brackets(self.text, self.mentions[person].end)
        between = _AND_WHO.fullmatch(self.text, behind, self.mentions[other].begin)
        post = post_after(self.text, self.mentions[other].end, words, self.mentions)
        return between is not None and between["post"] in _SCHOLARS and post in _SCHOLARS

    def _body_of(self, person: int, words: Words) -> int | None:
        """The body named right behind the person before the post, or right before the person."""
        mention = self.mentions[person]
        order = [i for i in self.read.top if self.ontology.family(self.named[i].cls) == "org"]
        after = [i for i in order if self.mentions[i].begin >= mention.end]
        if after and not self.text[mention.end : self.mentions[after[0]].begin].strip():
            return after[0]
        if after and self._in_brackets(mention.end, after[0]):
            return after[0]
        before = [i for i in order if self.mentions[i].end <= mention.begin]
        if before:
            post = post_before(self.text, mention.begin, words)
            until = post.end() if post else mention.begin
            between = self.text[self._behind(before[-1]) : until]
            if (
                len(between) <= _NEAR
                and _OWN_WORDS.fullmatch(between)
                and not re.search(r"(?:은|는|이|가|을|를|에서|와|과)\s|출신|졸업생|동문|유학생", between)
            ):
                return before[-1]
        return None

    def _behind(self, body: int) -> int:
        """Position behind a body's name, the bracket that it fills, and brackets and quotation marks behind it."""
        mention = self.mentions[body]
        at = mention.end + fills_bracket(self.text, mention.begin, mention.end)
        at += self.text[at : at + 1] in _CLOSING
        return skip_brackets(self.text, at)

    def _in_brackets(self, at: int, body: int) -> bool:
        """Whether a body stands in brackets behind the post of a person who ends at `at`: `왕리 회장(화웨이)`."""
        mention = self.mentions[body]
        behind = self.text[mention.end : mention.end + 1]
        return bool(behind in {")", "）"} and _POST_BRACKET.fullmatch(self.text, at, mention.begin))


def target_is_body(thing: Thing, ontology: Ontology) -> bool:
    """Whether a thing is an actor."""
    return ontology.family(thing.cls) == "org"


def _directly_inside(outer: int, mentions: Sequence[Mention]) -> list[int]:
    """Mentions within the outer one that stand in no third one in between."""
    begin, end = mentions[outer].begin, mentions[outer].end
    inside: list[int] = []
    for i in range(outer + 1, len(mentions)):  # what stands in a name follows it
        m = mentions[i]
        if m.begin >= end:
            break
        if m.end <= end and (m.begin, m.end) != (begin, end):
            inside.append(i)
    return [i for i in inside if not any(_stands_in(mentions[i], mentions[j]) for j in inside)]


def _stands_in(inner: Mention, outer: Mention) -> bool:
    """Whether a name is a part of another one, and not all of it."""
    within = outer.begin <= inner.begin and inner.end <= outer.end
    return within and (inner.begin, inner.end) != (outer.begin, outer.end)
