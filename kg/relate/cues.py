"""Claims from cue words, for wordings that no rule of predicates covers.

In: the clauses of a passage, what may be borrowed, and the claims found there already. Out: claims between the names
nearest to a word that tells a relation wherever it stands in a clause (`연단`, `시범도시로`, `지갑을 열`). Which words,
and what particles the names beside them bear, is data (`seeds/relations.yaml`, `cues`). Two things that are related
already are not tied again: a host of a forum does not merely take part in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.kept import Kept
from kg.language.numbers import Quantity
from kg.model import Claim, Qualifiers
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED, ENDED, OVER, WHETHER, YET_NOT
from kg.relate.groups import BODIES, Group, teams_of
from kg.relate.money import gifts
from kg.relate.payees import BY_RULE
from kg.relate.roles import OWN_LABEL
from kg.relate.rules import PARTICLES, CueRule, Rules, marks
from kg.relate.surroundings import FOR_DOING
from kg.relate.things import Context, Found, Thing

_NOT_IT = re.compile(
    r"(?:이|가|은|는|의|와|과|에|를|을)?(?:\s\S{1,8})?\s?(?:아니|달리|대신|없이\s)|[을를]\s(?:이용|활용|사용|모방|참고)|의\s(?:경쟁|라이벌|맞수|협력사|고객사)"
    r"|(?:\s[가-힣]+)?에\s(?:관한|대한|관해|대해|필요한|따른)"
    r"|에서\s(?:[가-힣]+\s)?[가-힣]*[된한온낸]\s[^.,]{1,20}에\s(?:따르면|의하면)"
)
"""Behind the name of another one than who does it: `A와 달리`, `A의 도움 없이`, `A를 이용해`, `A의 경쟁사 …`;
or what only is spoken of: `A 설립에 관한 협정`; or at which a source came out: `포럼에서 발표된 자료에 따르면`."""
_PLANNED = re.compile(r"예정|계획|방침|전망|목표|구상|키로|기로|ㄹ 것|할 것|될 것")
_STOP = re.compile(r"다\.|[.;]|,\s|[이가]\s아니")
_APART = re.compile(r"(?:[은는을를에]|에서|으로|[와과]\s달리)\s")
_WHEN = re.compile(
    r"(?:년|월|일|때|측|해|작년|내년|이번|현장|당일|오전|오후|후|뒤|전|중|끝|기간|자리|사이|가운데|동안|초|말|날)(?:에|에서)?\Z"
)
_JOINT = frozenset({"issuedBy", "establishedBy", "administeredBy"})
_PART_EACH = frozenset({"은", "는", "이", "가", "의"})
_PARTS = re.compile(
    r"(?:[은는이가]\s(?:[가-힣A-Za-z\d·]+\s){0,3}[가-힣A-Za-z\d·]+(?<![고며서데])(?:[을를])?,"
    r"|의\s(?:[가-힣A-Za-z\d·]+\s){0,3}[가-힣A-Za-z\d·]+(?:[와과]|,))\s(?:[가-힣]+\s)?"
)
"""Between two who do, or show, a part each."""
_AS_WHAT = re.compile(r"에서\s(?:[가-힣]+\s)?(?:교수|연구원|박사|연구자|엔지니어|학생)(?:로|으로)")
_HELD = re.compile(r"[을를]\s(?:[가-힣]+\s)?(?:열|연|개최|마련|주최|치르|치러)")
_WORK_TOGETHER = re.compile(r"\s(?:(?:[가-힣A-Za-z]{2,6}|\d자)\s){0,2}")
_ON_PAPER = re.compile(
    r"\s?(?:협정|협약|계약|합의서|양해각서|MOU)?(?:에|을|를)?\s?(?:체결|서명|조인|강화|본격화|추진|합의|협정|협약|양해각서|MOU|확대|개시|착수|돌입|\Z|[,.(（…])"
)
"""Before and behind a word for working together in a line without particles: `A·B | 공동연구 | 협정 체결`."""
_BETWEEN = re.compile(r"\s?(?:간|사이)(?=의|에|\s)")
_TO_COME = re.compile(
    r"(?:열리는|열릴|개최되는|개최될|개막하는|개막할|예정된|예정인|다가오는|다가올|앞둔)\s(?:[가-힣\d]+\s){0,2}['‘“「『《<〈]?\Z"
)
"""Before an event that is yet to come, at which nothing was shown."""
_ACTORS = BODIES | {"Person"}
_DESCRIBES = re.compile(r"[가-힣]{0,3}(?:\s[가-힣]{1,4}){0,2}\s")
_LISTED = marks(frozenset({"subject", "of"}))
_BEHIND = marks(frozenset({"subject", "object", "copula"}))
_BESIDE = 4
_REACH = 45
_FAR = 90
_ENDED_REACH = 18
_ONCE = re.compile(r"(?:(?<![가-힣])(?:전|옛|구)(?:\s?[(（]前[)）])?|前|한때)\s\Z")


class _Ends(NamedTuple):
    """The names that a cue ties: their things, and whether they stand in its own clause."""

    things: tuple[Thing, ...]
    own: bool
    group: Group | None = None


def cue_claims(
    clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
) -> Iterator[Found]:
    """The claims of one passage, but for pairs that `known` claims relate."""
    if not clauses.groups:
        return
    text = clauses.analysis.text
    may_tell = [(rule, begins) for rule, begins in rules.cues_in(text) if _may_tie(rule, context)]
    told = [(rule, cues) for rule, begins in may_tell if (cues := _cues(rule, text, begins))]
    if not told:
        return
    finder = _Finder(clauses, context, rules, ontology, known)
    for rule, cues in told:
        if not rule.money or finder.sums:
            yield from finder.by(rule, cues)


def _cues(rule: CueRule, text: str, begins: Sequence[int]) -> list[re.Match[str]]:
    """The cues of a rule, each of which begins at one of the places; none within another."""
    found: list[re.Match[str]] = []
    end = 0
    for begin in begins:
        if begin >= end and (cue := rule.words.match(text, begin)) is not None:
            found.append(cue)
            end = cue.end()
    return found


def _may_tie(rule: CueRule, context: Context) -> bool:
    """Whether a passage has what a rule ties: a name for one end, and a name or a topic for the other."""
    here = context.classes
    source, target = not here.isdisjoint(rule.only_from), not here.isdisjoint(rule.only_to)
    if source and target:
        return True
    missing = rule.only_to if source else rule.only_from
    return (source or target) and not (rule.topic & context.around).isdisjoint(missing)


class _Finder:
    def __init__(
        self, clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, known: Iterable[Claim]
    ) -> None:
        self.clauses, self.context, self.ontology = clauses, context, ontology
        self.other_sums = rules.payments.other
        self.text = clauses.analysis.text
        self.known = known

    @Kept
    def related(self) -> dict[frozenset[str], set[str]]:
        """The relations between each two things, those that cues have told included."""
        related: dict[frozenset[str], set[str]] = {}
        for claim in self.known:
            related.setdefault(frozenset({claim.subject, claim.object}), set()).add(claim.predicate)
        return related

    @Kept
    def edges(self) -> list[int]:
        """Where clauses begin and end."""
        joints = {p.end for p in self.clauses.predicates if p.ending == "connective"} | set(self.clauses.breaks)
        return sorted(joints | {b for span in self.clauses.sentences for b in span})

    def _relate(self, claim: Claim) -> None:
        self.related.setdefault(frozenset({claim.subject, claim.object}), set()).add(claim.predicate)

    def _alike(self, left: Thing, right: Thing) -> bool:
        """Whether both are said to issue, found or run the same thing, which says that they did so together."""

        def made(thing: Thing) -> set[str]:
            return {x for pair, how in self.related.items() if thing.id in pair and how & _JOINT for x in pair}

        return bool((made(left) & made(right)) - {left.id, right.id})

    def by(self, rule: CueRule, cues: Sequence[re.Match[str]]) -> Iterator[Found]:
        """What the cues of one rule tell."""
        symmetric = self.ontology.symmetric(rule.relation)
        for begin, end in map(re.Match.span, cues):
            if self._within_name(begin, end):
                continue
            (start, _), (_, stop) = self._segment(begin), self._segment(end - 1)
            if DENIED.search(self.text, end, min(stop, end + 16)) or YET_NOT.match(self.text, stop - 1):
                continue
            if WHETHER.match(self.text, end):
                continue
            if symmetric and ENDED.search(self.text, end, min(stop, end + _ENDED_REACH)):
                continue
            if symmetric and OVER.search(self.text, end, self.clauses.sentence(begin)[1]):
                continue
            if rule.relation == "partOf" and self._formerly(begin, end):
                continue
            amount = self._sum(begin) if rule.money else None
            if rule.money and amount is None:
                continue
            if symmetric and (among := self._among(rule, begin, end, start)):
                for ends in among:
                    yield from self._tied(rule, ends, ends, (begin, end, stop), None)
                continue
            sources = self._ends(rule.source, rule, begin, end, (start, stop))
            if not sources.things:
                continue
            targets = self._ends(rule.target, rule, begin, end, (start, stop), but=sources.group)
            if rule.relation == "participatesIn" and sources.group is not None and sources.own:
                alike = self._doing_alike(sources.group, rule.only_from)
                sources = sources._replace(things=tuple(dict.fromkeys((*sources.things, *alike))))
            if (
                (sources.own or targets.own)
                and _apart(sources, targets)
                and not self._of_another(rule, sources, targets)
            ):
                yield from self._tied(rule, sources, targets, (begin, end, stop), amount)

    def _formerly(self, begin: int, end: int) -> bool:
        """Whether it is said to have been so: `전(前) 자회사`, `옛 계열사`, `자회사였다`."""
        before = _ONCE.search(self.text, max(0, begin - 8), begin)
        return before is not None or self.text.startswith(("였", "이었"), end)

    def _of_another(self, rule: CueRule, sources: _Ends, targets: _Ends) -> bool:
        """Whether a genitive tells whose something else is: `A의 ‘B’를 써서 ‘C’를 개발`."""
        owner = sources.group
        if owner is None or owner.particle != "의" or targets.group is None:
            return False
        own = next((g for g in self._around(owner.begin) if g.begin >= owner.end), None)
        beside = own is not None and own is not targets.group and own.begin - owner.end <= _BESIDE
        return bool(own and beside and self._things(own, rule.only_to))

    def _among(self, rule: CueRule, begin: int, end: int, start: int) -> Sequence[_Ends]:
        """The names of a list that a symmetric relation ties to one another, or of each part of it: `A와 B의 협력`."""
        for group in reversed([g for g in self._around(begin) if start <= g.begin and g.end <= begin]):
            between = group.led or _BETWEEN.match(self.text, group.end)
            body_of = self.context.body_of
            acting = dict.fromkeys(body_of.get(t.id, t) for t in self.context.acting(group))
            things = tuple(t for t in acting if t.cls in rule.only_from and t.cls in rule.only_to)
            if begin - group.end > _FAR or (group.particle in PARTICLES["with"] and things):
                return ()
            if teams := teams_of(group, self.clauses.read, begin):
                return [_Ends(tuple(self.context.named[m] for m in team), True, group) for team in teams]
            together = group is self.clauses.headline and self.text.startswith("공동 ", begin)  # A·B, … 공동 개발
            listed = between or group.particle in _LISTED or together or self._by_nouns(group, begin, end)
            if not group.counted and len(things) > 1 and listed:
                return (_Ends(things, True, group),)
        return ()

    def _by_nouns(self, group: Group, begin: int, end: int) -> bool:
        """Whether a line tells by nouns alone that those of a list work together: `A·B 공동연구 협정 체결`."""
        if group.particle or _WORK_TOGETHER.fullmatch(self.text, group.end, begin) is None:
            return False
        return _ON_PAPER.match(self.text, end) is not None

    def _within_name(self, begin: int, end: int) -> bool:
        """Whether the cue is a part of a name or of quoted words."""
        mentions, quotes = self.clauses.read.mentions, self.clauses.analysis.quotes
        for mention in mentions:
            if mention.begin < end and begin < mention.end:
                return True
        return any(q.inner_begin <= begin and end <= q.inner_end for q in quotes)

    @Kept
    def _by_sentence(self) -> dict[int, list[Group]]:
        """The groups of each sentence, by where it begins."""
        out: dict[int, list[Group]] = {}
        for group in self.clauses.meant:
            out.setdefault(self.clauses.sentence(group.begin)[0], []).append(group)
        return out

    def _around(self, at: int) -> Sequence[Group]:
        """The groups of the sentence that a position is in."""
        return self._by_sentence.get(self.clauses.sentence(at)[0], ())

    @Kept
    def _embedded(self) -> dict[int, int]:
        """Subjects of relative clauses, B in `A는 B가 세운 C에서 …`: where each begins, and where its clause ends."""
        found: dict[int, int] = {}
        for p in self.clauses.predicates:
            if p.ending in {"adnominal", "equated"} and p.lemma not in self.context.intransitive:
                own = [g for g in self._around(p.begin) if g.end <= p.begin and g.particle in {"이", "가"}]
                if own:
                    found.setdefault(own[-1].begin, p.end)
        return found

    @Kept
    def sums(self) -> list[Quantity]:
        return gifts(self.text, self.other_sums)

    def _segment(self, at: int) -> tuple[int, int]:
        """The clause around a position."""
        after = bisect_right(self.edges, at)
        start = self.edges[after - 1] if after else 0
        return start, self.edges[after] if after < len(self.edges) else len(self.text)

    def _sum(self, at: int) -> Quantity | None:
        """The sum of money named in the sentence, the nearest one to the position."""
        begin, end = self.clauses.sentence(at)
        found = [q for q in self.sums if begin <= q.begin < end]
        return min(found, key=lambda q: abs(q.begin - at), default=None)

    def _things(self, group: Group, classes: frozenset[str]) -> tuple[Thing, ...]:
        return tuple([t for t in self.context.acting(group) if t.cls in classes])

    def _ends(
        self,
        end: frozenset[str],
        rule: CueRule,
        begin: int,
        stop: int,
        segment: tuple[int, int],
        *,
        but: Group | None = None,
    ) -> _Ends:
        """What fills one end: the nearest fitting name before the cue, then behind it, then in the sentence."""
        source = end is rule.source
        allowed = rule.only_from if source else rule.only_to
        particles = marks(end)

        def fits(group: Group, particles: frozenset[str]) -> tuple[Thing, ...]:
            acts = group.particle in particles or (group.led and "led" in end)
            if group is but or not acts or self._embedded.get(group.begin, begin) < begin:
                return ()
            if group.particle in PARTICLES["occasion"] and _TO_COME.search(self.text, 0, group.begin):
                return ()
            if _NOT_IT.match(self.text, group.end) or self._of_another_clause(group, begin):
                return ()
            if rule.relation == "participatesIn" and source and (self._owns_next(group) or self._employs(group)):
                return ()
            if group.end <= begin and group.particle in PARTICLES["topic"] and self._done_by_next(stop, allowed):
                return ()
            if rule.money and BY_RULE.match(self.text, group.end):
                return ()
            if rule.money and group.particle == "에" and any(FOR_DOING.match(self.text, g.end) for g in before):
                return ()  # 개발구에 | 단지를 짓는 데 3억 위안을
            return self._things(group, allowed)

        around = self._around(begin)
        before = [g for g in around if g.end <= begin]
        for group in reversed(before):
            if group.begin >= segment[0] and begin - group.end <= _FAR and (found := fits(group, particles)):
                return _Ends(found, True, group)
        behind = particles | _BEHIND if source else particles
        for group in around:
            if group.begin >= segment[1]:
                break
            if group.begin >= stop:
                gap = self.text[stop : group.begin]
                if len(gap) > _REACH or _STOP.search(gap) or _APART.search(gap.partition(" ")[2]):
                    break
                if found := fits(group, behind):
                    return _Ends(found, True, group)
        for group in reversed(before):
            if begin - group.end <= _FAR and (found := fits(group, particles & PARTICLES["topic"])):
                return _Ends(found, False, group)
        return _Ends(self._borrowed(rule, allowed, segment[0], begin), False)

    def _doing_alike(self, group: Group, allowed: frozenset[str]) -> tuple[Thing, ...]:
        """Those who do a part each in the same clause: `A의 로봇개와 | B의 드론이 눈길을 끌었다`."""
        if group.particle not in _PART_EACH:
            return ()
        found = list[Thing]()
        for other in self._around(group.begin):
            first, second = (other, group) if other.begin < group.begin else (group, other)
            alike = other is not group and other.particle in _PART_EACH
            if alike and _PARTS.fullmatch(self.text, first.end, second.begin):
                found.extend(self._things(other, allowed))
        return tuple(found)

    def _employs(self, group: Group) -> bool:
        """Whether it only tells where somebody works: `A에서 교수로 일하다 ‘P’에 뽑혔다`."""
        return _AS_WHAT.match(self.text, group.end) is not None

    def _owns_next(self, group: Group) -> bool:
        """Whether it only tells to whom the people belong who are named next: `A의 왕리 교수가`."""
        if group.particle != "의":
            return False
        return any(m.begin == group.end + 2 and m.cls == "Person" for m in self.clauses.read.mentions)

    def _of_another_clause(self, group: Group, at: int) -> bool:
        """Whether it stands with the subject of a relative clause that ends before: B, C in `A는 B가 C와 세운 D와`."""
        return any(begin < group.begin and group.end <= end <= at for begin, end in self._embedded.items())

    def _done_by_next(self, stop: int, allowed: frozenset[str]) -> bool:
        """Whether a cue that ends at `stop` describes another name, which acts: `A는 로봇을 만든 | B에 상을 주었다`."""
        group = next((g for g in self._around(stop - 1) if g.begin >= stop), None)
        if group is None or not self._things(group, allowed & _ACTORS):
            return False
        gap = self.text[stop : group.begin].rstrip("‘'“\"「『《<〈")
        if _DESCRIBES.fullmatch(gap) is None:
            return False
        tags = [m.tag for m in self.clauses.analysis.morphemes_in(stop, stop + len(gap))]
        last = self.clauses.analysis.morpheme_before(stop + len(gap))
        return "ETM" in tags[-2:] if tags else last is not None and last.tag == "ETM"

    def _borrowed(self, rule: CueRule, allowed: frozenset[str], start: int, at: int) -> tuple[Thing, ...]:
        """What was spoken of before, where the rule lets it stand in."""
        topical = rule.topic & allowed
        if (
            topical
            and not OWN_LABEL.match(self.text)
            and not self._unknown({"에", "에서", "에는", "을", "를", "은", "는"}, start, at)
        ):
            for g in self._around(at):
                if (here := self._things(g, topical)) or (g.particle in {"은", "는"} and g.refers):
                    return here if self._scene(g, start) and here == self._all(topical, at) else ()
            sole = self.context.sole(self.clauses.sentence(at)[0], topical)
            return (sole,) if sole else ()
        return ()

    def _scene(self, group: Group, start: int) -> bool:
        """Whether a clause before tells at what the next one happens: `포럼에서 발표되었으며, A도 자리를 함께했다`."""
        if group.end <= start and group.particle in PARTICLES["object"]:
            return _HELD.match(self.text, group.end) is not None
        return group.end <= start and group.particle in PARTICLES["at"] | PARTICLES["subject"]

    def _all(self, classes: frozenset[str], at: int) -> tuple[Thing, ...]:
        """All that the sentence around a position names of some classes."""
        return tuple(dict.fromkeys(t for g in self._around(at) for t in self._things(g, classes)))

    def _unknown(self, particles: set[str], start: int, at: int) -> bool:
        """Whether one of the particles stands behind something that is neither a name nor a time."""
        known = self.clauses.group_ends
        return any(
            m.form in particles
            and m.tag[0] == "J"
            and m.begin not in known
            and not _WHEN.search(self.text, max(0, m.begin - 6), m.begin)
            for m in self.clauses.analysis.morphemes_in(start, at)
        )

    def _tied(
        self,
        rule: CueRule,
        sources: _Ends,
        targets: _Ends,
        cue: tuple[int, int, int],
        amount: Quantity | None,
    ) -> Iterator[Found]:
        begin, end, stop = cue
        for source in sources.things:
            for target in targets.things:
                if source.id == target.id or not self.ontology.allows(rule.relation, source.cls, target.cls):
                    continue
                if self.ontology.symmetric(rule.relation) and self._alike(source, target):
                    continue
                if self.related.get(frozenset({source.id, target.id}), set()) - rule.beside:
                    continue
                planned = bool(_PLANNED.search(self.text, end, min(stop + 6, end + 18)))
                claim = Claim(source.id, rule.relation, target.id, _qualifiers(amount, planned=planned))
                self._relate(claim)
                first, last = self.clauses.sentence(begin)
                yield Found(claim, first, last, f"cue-{rule.id}", 0.9 if sources.own and targets.own else 0.8)


def _qualifiers(amount: Quantity | None, *, planned: bool) -> Qualifiers:
    values = {"modality": "planned" if planned else "stated"}
    if amount is not None:
        values |= {"amount": f"{amount.value:f}", "currency": amount.currency or "", "written": amount.written}
    return tuple(sorted(values.items()))


def _apart(sources: _Ends, targets: _Ends) -> bool:
    """Whether the particles tell who acts: of two subjects only the second one does, behind the topic."""
    left, right = sources.group, targets.group
    if left is None or right is None:
        return True
    first, second = sorted((left, right), key=lambda g: g.begin)
    near = {"이", "가"}
    if first.particle in near and second.particle in near and not (first.led or second.led):
        return False
    return not (first.particle in {"은", "는"} and second.particle in {"은", "는"})
