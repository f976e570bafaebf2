"""All claims and targets of an article.

In: its recognised passages and what their mentions name. Out: claims and targets between local ids, with evidence.
The stages are rules on names, on clauses, on layout, and on numbers; each fact keeps the rule that found it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from kg.kept import Kept
from kg.lexicon import Lexicon
from kg.model import (
    Article,
    Claim,
    ClaimSeen,
    Evidence,
    Mention,
    PassageKind,
    SourceText,
    Target,
    TargetSeen,
    collected,
)
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import without_brackets
from kg.recognise.departments import SHARED_PLACE
from kg.recognise.gazetteer import is_place
from kg.recognise.words import Words
from kg.relate.belonging import belonging_claims
from kg.relate.clauses import BODIES, Group, Reference, after_marks, clauses, speaks_of_something
from kg.relate.confidence import load_confidence
from kg.relate.cues import cue_claims
from kg.relate.engine import clause_claims
from kg.relate.entries import Entries, Entry
from kg.relate.fields import DEALS_WITH, Fields
from kg.relate.kinds import kinds_meant
from kg.relate.makers import maker_claims
from kg.relate.names import name_claims
from kg.relate.payments import payment_claims
from kg.relate.rules import Rules, load_rules
from kg.relate.structure import (
    Things,
    caption_claims,
    headline_claims,
    joined_claims,
    label_claims,
    labelled_claims,
    money_claims,
    reference_claims,
    rosters,
    row_claims,
    whole_cell,
)
from kg.relate.targets import article_targets, same_goals
from kg.relate.things import JOINED, Context, Found, Thing

_PROSE = frozenset(
    {
        PassageKind.TITLE,
        PassageKind.LEAD,
        PassageKind.BULLET,
        PassageKind.FOOTNOTE,
        PassageKind.NOTE,
        PassageKind.PARAGRAPH,
        PassageKind.CELL,
        PassageKind.CAPTION,
        PassageKind.HEADING,
    }
)
_RAISES = re.compile(
    r"(?:투자|자금|출자)(?:를|을)?\s?(?:유치|조달|받)|시리즈\s?[A-Z]|[A-Z]\+?\s?라운드|투자\s?라운드|(?:건설|사업|공사|개발)비|총\s?투자|재원|위안\s규모"
)
_RAISERS = frozenset(
    {"Company", "Project", "Program", "Laboratory", "InnovationCenter", "DevelopmentZone", "Product", "FundingBody"}
)
_COUNTED = re.compile(r"(\d+)\s?개\s?(?:중앙\s|관계\s|관련\s)?(?:부처|부문|부서|기관|위원회|부)")
_HAND_IN_HAND = re.compile(r"손을?\s?(?:맞)?잡|힘을 (?:합|모)|머리를 맞")
_LISTS_SUMS = re.compile(r"(?:지원|보조|교부|배정|지급|출연|투자)\S*\s?(?:내역|현황|결과|명세|대상|규모|일람)?\s*\Z")
_OPENS = 24
_ACTORS = BODIES | {"Province", "City", "District", "DevelopmentZone"}
_COMPANY = frozenset({"Company"})
_SUBJECTS = frozenset({"은", "는", "이", "가"})
_CAPTION = 40
_FAR = 250
_UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter", "Product", "DevelopmentZone"})
_APART = " / "
_POLICY_WORD = re.compile(
    r"(?:이|동|본)?\s?(계획|방안|지침|조치|의견|규획|정책|로드맵|조례)(?:은|는|에|이|에는|에서는|의)\s?"
)
_FOLLOWED = re.compile(
    r"\s?(?:의\s(?:후속|일환|하위|세부|이행|연장선|뒤)|에\s(?:따른|따라|근거|기초|이은|이어|발맞춰)|[을를]\s(?:이어|잇는|바탕으로|토대로|구체화))"
)
"""Behind a paper that another one follows: `행동계획의 후속 조치로`."""
_HEADLINES = frozenset({PassageKind.TITLE, PassageKind.LEAD})


class Named(NamedTuple):
    """What a passage names: the passage and where in it the name ends, the index of the mention, the thing."""

    place: tuple[int, int]
    mention: int
    thing: Thing


class Timeline:
    """Some of what an article names, in order."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []
        self._named: list[Named] = []

    def add(self, named: Named) -> None:
        """Adds what comes behind all the others."""
        self._places.append(named.place)
        self._named.append(named)

    def before(self, i: int, at: int) -> Named | None:
        """The last that ends at `at` of passage `i` or before."""
        index = bisect_right(self._places, (i, at))
        return self._named[index - 1] if index else None


def _bare(mention: Mention) -> str:
    """The name without brackets and closing marks at its end."""
    return without_brackets(mention.surface).rstrip(" '’”」")


@dataclass(frozen=True, slots=True)
class Related:
    """What an article states: claims and targets, and which thing deals with which technology field (IRI)."""

    claims: tuple[ClaimSeen, ...]
    targets: tuple[TargetSeen, ...]
    addresses: tuple[tuple[str, str, Evidence], ...]


class Relater:
    """Reads relations; rules are loaded once."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology, words: Words) -> None:
        self.lexicon, self.ontology, self.words = lexicon, ontology, words
        self.rules = load_rules(ontology)
        self.fields = Fields(ontology.technologies())
        self.confidence = load_confidence()

    def __call__(self, article: Article, reads: Sequence[Read], things: Things, issued: dt.date | None) -> Related:
        """`things`: for each passage what its mentions name."""
        work = _Article(self, article, reads, things, issued)
        claims = collected(work.seen(i, found) for i, found in work.claims())
        return Related(claims, tuple(work.targets()), tuple(work.addresses()))


def _without_co_makers(said: Sequence[Found], text: str) -> list[Found]:
    """What a passage states, but not that those work together who join hands to issue or found a thing."""
    makers: dict[tuple[str, int], set[str]] = {}
    for found in said:
        if found.claim.predicate in {"issuedBy", "establishedBy"}:
            makers.setdefault((found.claim.subject, found.begin), set()).add(found.claim.object)
    return [
        found
        for found in said
        if found.claim.predicate != "collaboratesWith"
        or not _HAND_IN_HAND.search(text, found.begin, found.end)
        or not any(
            begin == found.begin and {found.claim.subject, found.claim.object} <= both
            for (_, begin), both in makers.items()
        )
    ]


def _without_objects(said: Sequence[Found], entries: Sequence[Entry]) -> list[Found]:
    """What a passage states, but not that something is done to those whom an entry lets do it (`A·B 공동 구축`)."""
    acting: dict[str, set[str]] = {}
    for entry in entries:
        acting.setdefault(entry.found.claim.predicate, set()).update(entry.acting)
    return [
        found
        for found in said
        if found.claim.subject not in acting.get(found.claim.predicate, ())
        or found.claim.predicate not in {"establishedBy", "administeredBy", "issuedBy"}
    ]


class _Article:
    def __init__(
        self,
        relater: Relater,
        article: Article,
        reads: Sequence[Read],
        things: Things,
        issued: dt.date | None,
    ) -> None:
        self.relater, self.article, self.reads, self.things, self.issued = relater, article, reads, things, issued
        self.rules: Rules = relater.rules
        self.ontology = relater.ontology
        self._agents: dict[int, tuple[Thing, ...]] = {}
        self._by_ending: dict[str, Timeline] = {}
        self._givers: dict[int | None, tuple[Thing, ...]] = {}
        self.clauses = {
            i: clauses(read, self.rules, relater.words.posts)
            for i, read in enumerate(reads)
            if read.passage.kind in _PROSE and speaks_of_something(read, self.rules)
        }

    def claims(self) -> Iterator[tuple[int, Found]]:
        """All claims, and that a local body's policy applies to its place."""
        stated = [*self._stated()]
        for i, found in (*stated, *self._completed(stated)):
            yield i, found
            claim = found.claim
            if claim.predicate == "issuedBy" and self._classes[claim.subject] == "Policy":
                place = self._seats.get(claim.object)
                if place is not None:
                    scope = Claim(claim.subject, "appliesTo", place.id, (("modality", "stated"),))
                    yield i, replace(found, claim=scope, rule="issuer-scope")

    @Kept
    def _classes(self) -> Mapping[str, str]:
        return {thing.id: thing.cls for named in self.things for thing in named}

    @Kept
    def _seats(self) -> Mapping[str, Thing]:
        """The place of each local body that its name states."""
        return {
            found.claim.subject: Thing(found.claim.object, self._classes[found.claim.object])
            for found in itertools.chain.from_iterable(self._in_names)
            if found.rule == "name-place" and self._classes[found.claim.subject] == "LocalGovernment"
        }

    def _stated(self) -> Iterator[tuple[int, Found]]:
        for i, in_names in enumerate(self._in_names):
            for found in in_names:
                yield i, found
            if i in self.clauses:
                for found in self._said(i):
                    yield i, found
        yield from self._laid_out()

    def _said(self, i: int) -> Iterator[Found]:
        """What the sentences of a passage state."""
        clauses, context = self.clauses[i], self._context(i)
        words, rules, ontology = self.relater.words, self.rules, self.ontology
        said = [
            *clause_claims(clauses, context, rules, ontology),
            *belonging_claims(clauses, context, words, ontology, rules),
            *maker_claims(clauses, context, words, ontology),
        ]
        said = _without_co_makers(said, self._text(i))
        entries = [*self._entries.of(i, partial(self._inherited, i))]
        said = [*_without_objects(said, entries), *(entry.found for entry in entries)]
        self._note_founded(i, said)
        yield from said
        paid = [*payment_claims(clauses, context, rules, ontology, (found.claim for found in said))]
        yield from paid
        known = (found.claim for found in (*self._in_names[i], *said, *paid))
        yield from cue_claims(clauses, context, rules, ontology, known)

    def _laid_out(self) -> Iterator[tuple[int, Found]]:
        """What tables, captions, references and labels state."""
        reads, things, rules, ontology = self.reads, self.things, self.rules, self.ontology
        tables = any(read.passage.kind is PassageKind.CELL for read in reads)
        if tables:
            yield from row_claims(reads, things, rules, ontology)
        yield from reference_claims(reads, things, ontology)
        if tables:
            yield from caption_claims(reads, things, rules, ontology)
            yield from money_claims(reads, things, self._agents_before_table, rules, ontology)
        yield from labelled_claims(reads, things, self._entries.topic_above, rules, ontology)
        if tables:
            yield from joined_claims(reads, things, self._undertaking_before, rules, ontology)
        yield from label_claims(reads, things, self._inherited, ontology)
        yield from headline_claims(reads, things, ontology)

    @Kept
    def _rosters(self) -> Mapping[int, tuple[Thing, ...]]:
        return rosters(self.reads, self.things)

    @Kept
    def _entries(self) -> Entries:
        return Entries(self.reads, self.clauses, self.things, self.rules, self.ontology)

    def _note_founded(self, i: int, said: Sequence[Found]) -> None:
        """Tells lines below what a line says is founded, where that is one thing."""
        founded = {found.claim.subject for found in said if found.claim.predicate == "establishedBy"}
        if len(founded) == 1:
            (id_,) = founded
            self._entries.note(i, Thing(id_, self._classes[id_]))

    def _completed(self, stated: Sequence[tuple[int, Found]]) -> Iterator[tuple[int, Found]]:
        """The other issuers of a paper whose issuers a passage counts and its footnote lists: `교육부 등 7개 부처*`."""
        issuers: dict[str, dict[str, Found]] = defaultdict(dict)
        for _, found in stated:
            if found.claim.predicate == "issuedBy":
                issuers[found.claim.subject][found.claim.object] = found
        for i, roster in self._rosters.items():
            counted = {int(n) for n in _COUNTED.findall(self._text(i) + self._text(0))}
            listed = {thing.id for thing in roster}
            for paper in sorted(self._named(i) & issuers.keys()):
                known = issuers[paper]
                found = next(iter(known.values()))
                if not counted & {len(listed | {issuer}) for issuer in known}:
                    continue
                for thing in roster:
                    if thing.id not in known:
                        claim = Claim(paper, "issuedBy", thing.id, (("modality", "stated"),))
                        known[thing.id] = Found(claim, 0, len(self._text(i)), found.rule, found.sure)
                        yield i, known[thing.id]

    @Kept
    def _in_names(self) -> Sequence[Sequence[Found]]:
        """What the names of each passage state."""
        lexicon, words = self.relater.lexicon, self.relater.words
        return [
            (*name_claims(read, named, lexicon, words, self.ontology), *self._in_shared_places(i)) if named else ()
            for i, (read, named) in enumerate(zip(self.reads, self.things, strict=True))
        ]

    def _in_shared_places(self, i: int) -> Iterator[Found]:
        """That a local body lies in the place that its name leaves to the words before: `자치구 과학기술청`."""
        for m, mention in enumerate(self.reads[i].mentions):
            place = self._places.get(mention.place or "") if mention.rule == SHARED_PLACE else None
            if place is not None:
                claim = Claim(self.things[i][m].id, "locatedIn", place.id)
                yield Found(claim, *self._sentence(i, mention.begin), "name-place")

    @Kept
    def _places(self) -> Mapping[str, Thing]:
        """The places that the article names, by their keys."""
        named = zip(self.reads, self.things, strict=True)
        pairs = (
            (mention, thing) for read, things in named for mention, thing in zip(read.mentions, things, strict=True)
        )
        return {mention.key: thing for mention, thing in pairs if mention.key and is_place(mention.cls)}

    @Kept
    def _body_of(self) -> Mapping[str, Thing]:
        """The body that each person belongs to, the first one named."""
        out: dict[str, Thing] = {}
        for found in itertools.chain.from_iterable(self._in_names):
            if found.claim.predicate == "affiliatedWith":
                body = found.claim.object
                out.setdefault(found.claim.subject, Thing(body, self._classes[body]))
        return out

    def _context(self, i: int) -> Context:
        return Context(
            self.things[i],
            self._classes_in(i),
            self._all_classes,
            partial(self._acting, i),
            self._rosters.get(i, ()),
            self.issued.year if self.issued else None,
            partial(self._before, i, back=1),
            partial(self._latest_here, i),
            partial(self._sole, i),
            partial(self._antecedents, i),
            self.rules.intransitive,
            self._body_of,
            partial(self._raisers, i),
        )

    @Kept
    def _all_classes(self) -> frozenset[str]:
        return frozenset(self._classes.values())

    def _classes_in(self, i: int) -> frozenset[str]:
        """The classes of what the groups of a passage name, people's bodies included, or may refer to."""
        groups, named, body_of = self.clauses[i].groups, self.things[i], self._body_of
        if any(group.refers for group in groups):
            return self._all_classes
        things = [named[m] for group in groups for m in group.mentions]
        return frozenset([t.cls for t in things] + [body_of[t.id].cls for t in things if t.id in body_of])

    def _acting(self, i: int, at: int) -> tuple[Thing, ...]:
        """Who acts in a sentence that names nobody: the topic of the sentence before it, else as for its passage."""
        own = self.clauses[i]
        ends = [span for span in own.sentences if span[1] <= at]
        if ends and own.groups:
            begin, end = ends[-1]
            topic = next((g for g in own.groups if begin <= g.begin < end and g.particle in {"은", "는"}), None)
            if topic is not None and topic.begin - begin <= _OPENS:
                things = self._antecedents(i, topic.refers, topic.begin) if topic.refers else ()
                things = things or tuple(self.things[i][m] for m in topic.mentions)
                return things if all(t.cls in _ACTORS for t in things) else ()
            label = own.groups[0]
            if label.particle == "은" and not self._text(i).startswith("은", label.end) and label.begin <= _OPENS:
                return tuple(self.things[i][m] for m in label.mentions)  # 한 기업: …. … 공개
        return self._inherited(i)

    def _inherited(self, i: int) -> tuple[Thing, ...]:
        """Who acts where the passage names nobody: the subject of the bullet above, else the headline's."""
        if i not in self._agents:
            self._agents[i] = self._find_inherited(i)
        return self._agents[i]

    def _find_inherited(self, i: int) -> tuple[Thing, ...]:
        passage = self.reads[i].passage
        if passage.kind is PassageKind.CELL:
            return self._row_agents(i)
        if passage.kind in _HEADLINES:
            return self._headline_agents() if passage.kind is not PassageKind.TITLE else ()
        at = passage.parent
        while at is not None:
            agents = self._subjects(at) or self._before_comma(at)
            if agents:
                return agents
            at = self.reads[at].passage.parent
        return self._headline_agents()

    def _before(self, i: int, at: int, *, back: int | None = None) -> Iterator[tuple[Mention, Thing]]:
        """What is named before a position of passage `i`, latest first; only in this article, `back` passages at most.

        With `back` what stands far before in a long passage is left out, too.
        """
        for j in range(i, -1 if back is None else max(-1, i - back - 1), -1):
            read = self.reads[j]
            if read.passage.kind not in _PROSE:
                continue
            for m in reversed(read.top):
                end = read.mentions[m].end
                if (j < i or end <= at) and (back is None or j < i or at - end < _FAR):
                    yield read.mentions[m], self.things[j][m]

    def _before_here(self, i: int, at: int) -> Iterator[tuple[Mention, Thing]]:
        """What is named before a position of passage `i`, latest first, no further than in the sentence before."""
        sentences = [begin for begin, _ in self.clauses[i].sentences if begin <= at]
        if len(sentences) < 2:
            yield from self._before(i, at, back=1)
            return
        for mention, thing in self._before(i, at, back=0):
            if mention.begin < sentences[-2]:
                return
            yield mention, thing

    def _latest(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """What is named last before a position of passage `i` of all that is of some classes."""
        found = [named for cls in classes if (named := self._of_class[cls].before(i, at)) is not None]
        return max(found, key=lambda named: named.place).thing if found else None

    def _latest_here(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """As `_latest`; but no undertaking of other lines for a line that hangs on one that is about something."""
        latest = self._latest(i, at, classes)
        root = next(iter([*self._above(i)][-1:]), None)
        if latest is None or root is None or not classes <= JOINED or self._entries.topic_above(i) is None:
            return latest
        heads = (j for j in range(i + 1) if j >= root or self.reads[j].passage.kind in _HEADLINES)
        return latest if any(latest.id in self._named(j) for j in heads) else None

    def _undertaking_before(self, i: int) -> Thing | None:
        """What the passages before speak of last that one can take part in."""
        return self._latest(i, 0, JOINED)

    @Kept
    def _of_class(self) -> Mapping[str, Timeline]:
        """What the running text names, by class, in order."""
        lines: dict[str, Timeline] = defaultdict(Timeline)
        for named in self._all_named:
            lines[named.thing.cls].add(named)
        return lines

    @Kept
    def _all_named(self) -> Sequence[Named]:
        """What the running text names, in order; of names within names the outer ones."""
        return [
            Named((i, read.mentions[m].end), m, self.things[i][m])
            for i, read in enumerate(self.reads)
            if read.passage.kind in _PROSE
            for m in read.top
        ]

    def _named_so(self, noun: str) -> Timeline:
        """What the running text names by names that end in a noun, in order."""
        line = self._by_ending.get(noun)
        if line is None:
            line = self._by_ending[noun] = Timeline()
            for named, name in self._bare_names:
                if name.endswith(noun):
                    line.add(named)
        return line

    @Kept
    def _bare_names(self) -> Sequence[tuple[Named, str]]:
        """What the running text names, with the names as they end without brackets and marks."""
        return [(named, _bare(self.reads[named.place[0]].mentions[named.mention])) for named in self._all_named]

    def _sole(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """The one thing of some classes named right before: by a sentence, a bullet above or beside, the headline."""
        sentences = self.clauses[i].sentences if i in self.clauses else ()
        before = bisect_right(sentences, at, key=lambda span: span[1])
        places = [(i, *sentences[before - 1])] if before else []
        above = self.reads[i].passage.parent
        while above is not None:
            places.append((above, 0, len(self._text(above))))
            above = self.reads[above].passage.parent
        if i and not before:
            beside = self.reads[i - 1].passage
            if beside.kind is PassageKind.BULLET and beside.parent == self.reads[i].passage.parent:
                places.append((i - 1, 0, len(self._text(i - 1))))
            places.append((0, 0, len(self._text(0))))
        for j, begin, end in places:
            read = self.reads[j]
            inside = (self.things[j][m] for m in read.top if begin <= read.mentions[m].begin < end)
            found = dict.fromkeys(thing for thing in inside if thing.cls in classes)
            if not found and j == i:
                found = dict.fromkeys(self._referred(i, begin, end, classes))
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def _referred(self, i: int, begin: int, end: int, classes: frozenset[str]) -> Iterator[Thing]:
        """The things of some classes that nouns in a stretch of passage `i` refer to (`회의는`)."""
        for group in self.clauses[i].groups:
            if group.refers and begin <= group.begin < end:
                yield from (t for t in self._antecedents(i, group.refers, group.begin) if t.cls in classes)

    def _antecedents(self, i: int, reference: Reference, at: int) -> tuple[Thing, ...]:
        """What a noun at a position of passage `i` refers to; () where that is not clear."""
        if reference.count > 1:
            return self._several(i, reference.count, at)
        if reference.noun in self.rules.here:
            near = self._before_here(i, at)
            return tuple(itertools.islice((t for _, t in near if t.cls in _UNDERTAKEN), 1))
        if reference.noun in self.rules.kinds:
            meant = self._kinds_meant.get((i, at))
            return (meant,) if meant is not None else ()
        if classes := self.rules.stand_for.get(reference.noun):
            if classes == _COMPANY and i in self.clauses:
                return self._company_spoken_of(i, at)
            latest = self._latest(i, at, classes)
            return (latest,) if latest is not None else ()
        thing = self._antecedent(i, reference.noun, at, alone=reference.alone)
        return (thing,) if thing else ()

    @Kept
    def _kinds_meant(self) -> Mapping[tuple[int, int], Thing]:
        """What `이 회사`, `해당 기관` and the like refer to, by passage and offset."""
        return kinds_meant(self.reads, self.clauses, self.things, self.rules.kinds)

    def _company_spoken_of(self, i: int, at: int) -> tuple[Thing, ...]:
        """The company whose 본사 is spoken of: the last one that a sentence is about; none where that is no name."""
        own = self.clauses[i]
        for group in reversed([g for g in own.groups if g.end <= at and g.mentions and self._is_topic(i, g)]):
            things = tuple(t for t in (self.things[i][m] for m in group.mentions) if t.cls in _COMPANY)
            if things and len(things) == len(group.mentions):
                return () if self._unknown_topic(i, group.end, at) else things[:1]
        latest = self._latest(i, at, _COMPANY)
        return (latest,) if latest is not None and not self._unknown_topic(i, 0, at) else ()

    def _is_topic(self, i: int, group: Group) -> bool:
        """Whether a sentence is about a group, or says that it is what it speaks of (`… 것은 A로, 본사는`)."""
        return group.particle in _SUBJECTS or self._text(i).startswith(("로, ", "으로, "), group.end)

    def _unknown_topic(self, i: int, begin: int, end: int) -> bool:
        """Whether a stretch has a topic that opens its sentence and is no name."""
        known = self.clauses[i].group_ends
        analysis = self.reads[i].analysis
        return any(
            m.tag == "JX"
            and m.form in {"은", "는"}
            and m.begin not in known
            and m.begin - analysis.sentence(m.begin)[0] <= _OPENS
            for m in analysis.morphemes_in(begin, end)
        )

    def _raisers(self, i: int, at: int) -> tuple[Thing, ...]:
        """Who raises money, or what costs it, by what stands right before, or in the passage above."""
        read = self.reads[i]
        start = max(0, at - _FAR)
        for said in reversed([*_RAISES.finditer(read.analysis.text, start, at)]):
            return self._raising(i, said.end())
        above = read.passage.parent if read.passage.parent is not None else i - 1
        if above < 0 or not _RAISES.search(self._text(above)):
            return ()
        subjects = self._subjects(above) or self._before_comma(above)
        return tuple(t for t in subjects if t.cls in _RAISERS)

    def _raising(self, i: int, at: int) -> tuple[Thing, ...]:
        """The subject of the sentence that speaks of raising money before `at`; else that of the passage above."""
        own = self.clauses[i]
        begin, _ = own.sentence(at - 1)
        groups = (g for g in own.groups if begin <= g.begin and g.end <= at and g.particle in {"은", "는", "이", "가"})
        group = next(groups, None)
        above = self.reads[i].passage.parent
        if group is None:
            things = self._subjects(above) if above is not None else ()
        elif group.refers:
            things = self._antecedents(i, group.refers, group.begin)
        else:
            things = tuple(self.things[i][m] for m in group.mentions)
        return tuple(t for t in things if t.cls in _RAISERS)

    def _text(self, i: int) -> str:
        return self.reads[i].analysis.text if i >= 0 else ""

    def _several(self, i: int, count: int, at: int) -> tuple[Thing, ...]:
        """The bodies that `두 기관` means: those of the sentence before, where it names just so many."""
        read, passage = self.reads[i], i
        begins = [b for b, _ in read.analysis.sentences if b <= at]
        if begins and (here := self._bodies(i, begins[-1], at)) and len(here) == count:
            return here
        spans = [(b, e) for b, e in read.analysis.sentences if e <= at]
        if not spans:
            passage = next((j for j in range(i - 1, -1, -1) if self.reads[j].passage.kind in _PROSE), i)
            read = self.reads[passage]
            spans = list(read.analysis.sentences)
        begin, end = spans[-1] if spans else (0, 0)
        found = self._bodies(passage, begin, end)
        return found if len(found) == count else ()

    def _bodies(self, passage: int, begin: int, end: int) -> tuple[Thing, ...]:
        """The bodies that a stretch of a passage names, each once; not the parent that opens a unit's name."""
        read = self.reads[passage]
        inside = [m for m in read.top if begin <= read.mentions[m].begin < end]
        bodies = [m for m in inside if self.ontology.family(self.things[passage][m].cls) == "org"]
        parents = {
            m for m, n in itertools.pairwise(bodies) if read.mentions[n].begin - read.mentions[m].end <= 1
        }  # 중국과학원 in `중국과학원 근대물리연구소` stands for no body of its own
        return tuple(dict.fromkeys(self.things[passage][m] for m in bodies if m not in parents))

    def _antecedent(self, i: int, head: str, at: int, *, alone: bool = False) -> Thing | None:
        """The latest thing before whose name ends in the noun, else, unless it stands alone, whose class it gives."""
        named = self._named_so(head).before(i, at)
        if named is not None:
            return self._rather_the_topic(i, head, at) or named.thing
        expected = None if alone else self.relater.words.head_of(head)
        if expected is None:
            return None
        return next((thing for _, thing in self._before(i, at, back=2) if thing.cls == expected.cls), None)

    def _rather_the_topic(self, i: int, head: str, at: int) -> Thing | None:
        """The topic (은/는) of the sentences before in the passage whose name ends in the noun, the latest."""
        groups = self.clauses[i].groups if i in self.clauses else ()
        for group in reversed(groups):
            if group.end <= at and group.particle in {"은", "는"} and group.mentions:
                m = group.mentions[-1]
                if _bare(self.reads[i].mentions[m]).endswith(head):
                    return self.things[i][m]
        return None

    def _agents_before_table(self, i: int) -> tuple[Thing, ...]:
        """Who gives what a table lists: the body in its caption, else who acts in the last running text before."""
        block = self.reads[i].passage.block
        if block not in self._givers:
            self._givers[block] = self._before_table(i, block)
        return self._givers[block]

    def _before_table(self, i: int, block: int | None) -> tuple[Thing, ...]:
        for j in range(i - 1, 0, -1):
            if self.reads[j].passage.kind is PassageKind.CAPTION:
                named = [self.things[j][m] for m in self.reads[j].top]
                bodies = tuple(t for t in named if self.ontology.family(t.cls) == "org")
                if len(bodies) == 1:
                    return bodies
            if self.reads[j].passage.block == block:
                continue
            if agents := self._subjects(j):
                return agents
            if len(self._text(j)) < _CAPTION and len(self.reads[j].top) == 1 and _LISTS_SUMS.search(self._text(j)):
                return (self.things[j][self.reads[j].top[0]],)
        return self._headline_agents()

    def _row_agents(self, i: int) -> tuple[Thing, ...]:
        """The actor that a table row is about: the one that fills an earlier cell of the row."""
        passage = self.reads[i].passage
        for j in range(i - 1, -1, -1):
            other = self.reads[j].passage
            if other.block != passage.block or other.row != passage.row or passage.row in {None, -1}:
                return ()
            for m in self.reads[j].top:
                thing = self.things[j][m]
                if self.ontology.family(thing.cls) == "org" and whole_cell(self.reads[j], m):
                    return (thing,)
        return ()

    def _subjects(self, i: int) -> tuple[Thing, ...]:
        """What the first subject of a passage names."""
        own = self.clauses.get(i)
        if own is None:
            return ()
        group = next((g for g in own.groups if g.particle in {"은", "는", "이", "가"} or g.led), None)
        if group is None:
            return ()
        if group.refers:
            return self._antecedents(i, group.refers, group.begin)
        return tuple(self.things[i][m] for m in group.mentions)

    def _headline_agents(self) -> tuple[Thing, ...]:
        """The actors before the comma of the title (`광둥성, … 발표`)."""
        return self._before_comma(0)

    def _before_comma(self, i: int) -> tuple[Thing, ...]:
        """The actors before the first comma of a passage."""
        own = self.clauses.get(i)
        if own is None or own.headline is None:
            return ()
        return tuple(self.things[i][m] for m in own.headline.mentions)

    # --- targets ------------------------------------------------------------------------------------------

    def targets(self) -> Iterator[TargetSeen]:
        if "Policy" not in self._all_classes:
            return
        seen: dict[str, tuple[Target, list[Evidence]]] = {}
        for found in same_goals(article_targets(self.reads, self._policy_of, self.issued)):
            quote = self._quote(found.passage, found.begin, found.end)
            evidence = self._evidence(found.passage, found.begin, found.end, quote, found.rule)
            seen.setdefault(found.target.id, (found.target, []))[1].append(evidence)
        for target, evidence_list in seen.values():
            yield TargetSeen(target, tuple(evidence_list))

    def _policy_of(self, i: int, begin: int, end: int) -> str | None:
        """The policy a stretch speaks of: one named in it, one it refers to, one that a line it hangs on names.

        Else in prose the latest; in lines the headline's, or without one in the headline the latest before.
        """
        read = self.reads[i]
        papers = [m for m in read.top if begin <= read.mentions[m].begin < end and self.things[i][m].cls == "Policy"]
        own = [
            m
            for m in papers
            if not _FOLLOWED.match(read.analysis.text, after_marks(read.analysis.text, read.mentions[m].end))
        ]
        if own:
            return self.things[i][own[-1]].id
        if papers and (before := self._policy_before(i, begin)):
            return before
        referred = _POLICY_WORD.match(read.analysis.text, begin)
        thing = self._antecedent(i, referred[1], begin) if referred else None
        if thing is not None and thing.cls == "Policy":
            return thing.id
        if papers:
            return self.things[i][papers[-1]].id
        if read.passage.kind is PassageKind.PARAGRAPH:
            return self._policy_before(i, begin) or self._latest_policy[i]
        return self._policy_above(i) or self._headline_policy or self._latest_policy[i] or self._topic

    def _policy_before(self, i: int, at: int) -> str | None:
        """The policy named last before a position of passage `i`, in it or before it."""
        read = self.reads[i]
        inside = (self.things[i][m] for m in reversed(read.top) if read.mentions[m].end <= at)
        here = next((thing.id for thing in inside if thing.cls == "Policy"), None)
        return here or (self._latest_policy[i - 1] if i else None)

    def _policy_above(self, i: int) -> str | None:
        """The policy named last in the nearest of the lines that passage `i` hangs on that names one."""
        for j in self._above(i):
            named = (self.things[j][m] for m in reversed(self.reads[j].top))
            policy = next((thing.id for thing in named if thing.cls == "Policy"), None)
            if policy is not None:
                return policy
        return None

    @Kept
    def _headline_policy(self) -> str | None:
        """The topic, where the headline names it."""
        heads = (i for i, read in enumerate(self.reads) if read.passage.kind in _HEADLINES)
        return self._topic if any(self._topic in self._named(i) for i in heads) else None

    @Kept
    def _latest_policy(self) -> Sequence[str | None]:
        """For each passage the policy named last in it or before it."""
        out: list[str | None] = []
        for i, read in enumerate(self.reads):
            named = (self.things[i][m] for m in reversed(read.top))
            before = out[-1] if out else None
            out.append(next((thing.id for thing in named if thing.cls == "Policy"), before))
        return out

    @Kept
    def _topic(self) -> str | None:
        """The policy that the article is about: the one its headline names, else the one named most."""
        counts: Counter[str] = Counter()
        for i, read in enumerate(self.reads):
            weight = 10 if read.passage.kind in _HEADLINES else 1
            for m in read.top:
                thing = self.things[i][m]
                if thing.cls == "Policy" and read.passage.kind is not PassageKind.CELL:
                    counts[thing.id] += weight
        return max(counts, key=lambda k: (counts[k], -int(k[1:]))) if counts else None

    # --- technology fields --------------------------------------------------------------------------------

    def addresses(self) -> Iterator[tuple[str, str, Evidence]]:
        """The fields that the names of plans, undertakings, products and research bodies speak of."""
        seen: set[tuple[str, str]] = set()
        for i, read in enumerate(self.reads):
            for m, mention in enumerate(read.mentions):
                thing = self.things[i][m]
                if thing.cls not in DEALS_WITH:
                    continue
                for field in self.relater.fields.within(read.analysis, mention.begin, mention.end):
                    if (thing.id, field) not in seen:
                        seen.add((thing.id, field))
                        begin, end = self._sentence(i, mention.begin)
                        quote = self._quote(i, begin, end)
                        yield thing.id, field, self._evidence(i, begin, end, quote, "name-field")

    def _sentence(self, i: int, at: int) -> tuple[int, int]:
        return self.reads[i].analysis.sentence(at)

    # --- evidence -----------------------------------------------------------------------------------------

    def _quote(self, i: int, begin: int, end: int) -> str:
        """The sentence; of a table cell the whole row, for the header alone says what a value is."""
        passage = self.reads[i].passage
        if passage.kind is not PassageKind.CELL:
            return self.reads[i].analysis.text[begin:end].strip()
        row = (self.reads[j].analysis.text.strip() for j in self._row_of(i))
        return " | ".join(filter(None, row))

    def _row_of(self, i: int) -> Sequence[int]:
        """The passage, or all cells of its table row."""
        passage = self.reads[i].passage
        if passage.kind is not PassageKind.CELL:
            return (i,)
        return self._rows[passage.block, passage.row]

    @Kept
    def _rows(self) -> Mapping[tuple[int | None, int | None], Sequence[int]]:
        """The cells of each row of a table, by block and row."""
        rows: dict[tuple[int | None, int | None], list[int]] = {}
        for i, read in enumerate(self.reads):
            rows.setdefault((read.passage.block, read.passage.row), []).append(i)
        return rows

    def _named(self, i: int) -> frozenset[str]:
        """Local ids of what a passage names."""
        return self._ids[i]

    @Kept
    def _ids(self) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(self.things[i][m].id for m in range(len(read.mentions))) for i, read in enumerate(self.reads)
        )

    def _where_named(self, i: int, thing: str) -> int | None:
        """The passage that names what passage `i` only means: a footnote, a bullet above, the headline, another."""
        passages = self._naming.get(thing)
        if passages is None:
            return None
        near = (j for j in (*self._below.get(i, ()), *self._above(i), 0) if thing in self._named(j))
        found = next(near, None)
        if found is not None:
            return found
        behind = bisect_left(passages, i)
        return passages[behind - 1] if behind else next((j for j in passages if j != i), None)

    def _above(self, i: int) -> Iterator[int]:
        """The passages that one hangs on, nearest first."""
        at = self.reads[i].passage.parent
        while at is not None:
            yield at
            at = self.reads[at].passage.parent

    @Kept
    def _below(self) -> Mapping[int, Sequence[int]]:
        """The passages that hang on each."""
        below: dict[int, list[int]] = {}
        for i, read in enumerate(self.reads):
            if read.passage.parent is not None:
                below.setdefault(read.passage.parent, []).append(i)
        return below

    @Kept
    def _naming(self) -> Mapping[str, Sequence[int]]:
        """The passages that name each thing, ascending."""
        passages: dict[str, list[int]] = {}
        for i, ids in enumerate(self._ids):
            for thing in ids:
                passages.setdefault(thing, []).append(i)
        return passages

    def _evidence(self, i: int, begin: int, end: int, quote: str, rule: str, sure: float = 1.0) -> Evidence:
        text: SourceText = self.reads[i].passage.text
        start, stop = text.origin(begin, end)
        return Evidence(self.article.id, start, stop, quote, rule, self.relater.confidence.of(rule, sure=sure))

    def seen(self, i: int, found: Found) -> ClaimSeen:
        """The claim with its evidence; what names an end that the sentence leaves unsaid is quoted with it."""
        parts = {i: self._quote(i, found.begin, found.end)}
        unnamed = {found.claim.subject, found.claim.object} - self._named(i)
        for end in (found.claim.subject, found.claim.object) if unnamed else ():
            if not any(end in self._named(j) for j in self._row_of(i)):
                at = self._where_named(i, end)
                if at is not None:
                    parts[at] = self.reads[at].analysis.text.strip()
        quote = _APART.join(parts[j] for j in sorted(parts))
        return ClaimSeen(found.claim, (self._evidence(i, found.begin, found.end, quote, found.rule, found.sure),))
