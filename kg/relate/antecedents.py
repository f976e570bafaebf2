"""What nouns refer to: `동 실험실`, `포럼은`, `두 기관`, `본사`, and what a sentence right before speaks of alone.

In: an article's passages and what was named before each place. Out: the things meant, none where that is not clear.
Which nouns refer is data (`references` of the rules).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from kg.kept import Kept
from kg.model import PassageKind
from kg.ontology import Ontology
from kg.recognise.words import Words
from kg.relate.groups import Group, Reference
from kg.relate.kinds import kinds_meant
from kg.relate.particles import OCCASION_ONLY, after_marks
from kg.relate.passages import PROSE, Passages
from kg.relate.rules import Rules
from kg.relate.things import Thing
from kg.relate.timeline import Before, bare_name

_COMPANY = frozenset({"Company"})
_SUBJECTS = frozenset({"은", "는", "이", "가"})
_UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter", "Product", "DevelopmentZone"})
_RESEARCH = frozenset({"ResearchInstitute", "University"})
FOUNDED = re.compile(
    r"['’”」』》>〉]?(?:\s?[(（][^()（）]*[)）])?[을를]\s(?:[가-힣]+\s){0,2}(?:설립|출범|세우|세운|세웠|신설|창립|만들|만든|발족|차리|차렸|차린)"
)
"""Behind a company that is founded."""
_BACK = 3
"""How many sentences before may name what running text goes on to speak of."""
OPENS = 24
"""How far from the start of its sentence a topic may begin that opens it."""


class Antecedents:
    """What the nouns of one article refer to."""

    def __init__(self, passages: Passages, before: Before, rules: Rules, words: Words, ontology: Ontology) -> None:
        self.passages, self.before = passages, before
        self.reads, self.things, self.clauses = passages.reads, passages.things, passages.clauses
        self.rules, self.words, self.ontology = rules, words, ontology

    def of(self, i: int, reference: Reference, at: int) -> tuple[Thing, ...]:
        """What a noun at a position of passage `i` refers to; () where that is not clear."""
        if reference.count > 1:
            return self._several(i, reference.count, at)
        if reference.noun in self.rules.here:
            if (topic := self._own_topic(i, at)) is not None:
                return (topic,)
            near = self.before.nearby(i, at)
            return tuple(itertools.islice((t for _, t in near if t.cls in _UNDERTAKEN), 1))
        if reference.noun in self.rules.persons:
            people = dict.fromkeys(t for _, t in self.before.nearby(i, at) if t.cls == "Person")
            return tuple(people) if len(people) == 1 else ()
        if reference.noun in self.rules.newborn:
            founded = self._newly_founded(i, at)
            return (founded,) if founded is not None else ()
        if reference.post or reference.noun in self.rules.kinds:
            meant = self._kinds_meant.get((i, at))
            return (meant,) if meant is not None else ()
        if classes := self.rules.stand_for.get(reference.noun):
            if classes == _COMPANY and i in self.clauses:
                return self._company_spoken_of(i, at)
            latest = self.before.latest(i, at, classes)
            return (latest,) if latest is not None else ()
        thing = self.of_noun(i, reference.noun, at, alone=reference.alone)
        return (thing,) if thing else ()

    def of_group(self, i: int, group: Group) -> tuple[Thing, ...]:
        """What a group of passage `i` refers to, else what it names."""
        if group.refers:
            return self.of(i, group.refers, group.begin)
        return tuple(self.things[i][m] for m in group.mentions)

    def _newly_founded(self, i: int, at: int) -> Thing | None:
        """The company of which a sentence before says that it is founded; else the last one named there."""
        near = [(m, thing) for m, thing in self.before.all(i, at, back=1) if thing.cls in _COMPANY]
        texts = {read.passage.index: read.analysis.text for read in self.reads[max(0, i - 1) : i + 1]}
        founded = (t for m, t in near if FOUNDED.match(texts[m.passage], m.end))
        own = self.reads[i].passage.index, self.reads[i].analysis.sentence(at)[0]
        earlier = (t for m, t in near if (m.passage, m.begin) < own)  # not `A가 아니라 | 신생 기업이`
        return next(founded, None) or next(earlier, None)

    def _own_topic(self, i: int, at: int) -> Thing | None:
        """The body that the sentence is about in which a place of the passage is, if it names no undertaking before."""
        begin, _ = self.reads[i].analysis.sentence(at)
        inside = [g for g in self.clauses[i].groups if begin <= g.begin < at] if i in self.clauses else []
        topic = next((g for g in inside if g.particle in {"은", "는"} and g.begin - begin <= OPENS), None)
        if topic is None or len(topic.mentions) != 1 or not any(g.begin > topic.begin for g in inside):
            return None
        undertaken = any(self.things[i][m].cls in _UNDERTAKEN for g in inside for m in g.mentions)
        thing = self.things[i][topic.mentions[0]]
        return thing if thing.cls in _RESEARCH and not undertaken else None

    def of_noun(self, i: int, head: str, at: int, *, alone: bool = False) -> Thing | None:
        """The latest thing before whose name ends in the noun, else, unless it stands alone, whose class it gives."""
        named = self.before.ending_in(head).before(i, at)
        if named is not None:
            return self._rather_the_topic(i, head, at) or named.thing
        expected = None if alone else self.words.head_of(head)
        if expected is None:
            return None
        return next((thing for _, thing in self.before.all(i, at, back=2) if thing.cls == expected.cls), None)

    def _rather_the_topic(self, i: int, head: str, at: int) -> Thing | None:
        """The topic (은/는) of the sentences before in the passage whose name ends in the noun, the latest."""
        groups = self.clauses[i].groups if i in self.clauses else ()
        for group in reversed(groups):
            if group.end <= at and group.particle in {"은", "는"} and group.mentions:
                m = group.mentions[-1]
                if bare_name(self.reads[i].mentions[m]).endswith(head):
                    return self.things[i][m]
        return None

    @Kept
    def _kinds_meant(self) -> Mapping[tuple[int, int], Thing]:
        """What `이 회사`, `해당 기관` and the like refer to, by passage and offset."""
        return kinds_meant(self.passages, self.rules)

    def _several(self, i: int, count: int, at: int) -> tuple[Thing, ...]:
        """The bodies that `두 기관` means: those of the sentence before, where it names just so many."""
        read, passage = self.reads[i], i
        begins = [b for b, _ in read.analysis.sentences if b <= at]
        if begins and (here := self._bodies(i, begins[-1], at)) and len(here) == count:
            return here
        if begins and (acting := self._acting_together(i, begins[-1], at)) and len(acting) == count:
            return acting
        spans = [(b, e) for b, e in read.analysis.sentences if e <= at]
        if not spans:
            passage = next((j for j in range(i - 1, -1, -1) if self.reads[j].passage.kind in PROSE), i)
            read = self.reads[passage]
            spans = list(read.analysis.sentences)
        begin, end = spans[-1] if spans else (0, 0)
        found = self._bodies(passage, begin, end)
        return found if len(found) == count else ()

    def _acting_together(self, i: int, begin: int, end: int) -> tuple[Thing, ...]:
        """The bodies that act in a stretch of a passage, with whom they do so among them: `A는 B와 함께 C를 …`."""
        groups = [g for g in self.clauses[i].groups if begin <= g.begin and g.end <= end] if i in self.clauses else []
        acting = [m for g in groups if g.particle in _SUBJECTS | {"와", "과"} for m in g.mentions]
        things = (self.things[i][m] for m in acting)
        return tuple(dict.fromkeys(t for t in things if self.ontology.family(t.cls) == "org"))

    def _bodies(self, passage: int, begin: int, end: int) -> tuple[Thing, ...]:
        """The bodies that a stretch of a passage names, each once; not the parent that opens a unit's name."""
        read = self.reads[passage]
        inside = [m for m in read.top if begin <= read.mentions[m].begin < end]
        bodies = [m for m in inside if self.ontology.family(self.things[passage][m].cls) == "org"]
        parents = {
            m for m, n in itertools.pairwise(bodies) if read.mentions[n].begin - read.mentions[m].end <= 1
        }  # 중국과학원 in `중국과학원 근대물리연구소` stands for no body of its own
        return tuple(dict.fromkeys(self.things[passage][m] for m in bodies if m not in parents))

    def _company_spoken_of(self, i: int, at: int) -> tuple[Thing, ...]:
        """The company whose 본사 is spoken of: the last one that a sentence is about; none where that is no name."""
        own = self.clauses[i]
        for group in reversed([g for g in own.groups if g.end <= at and g.mentions and self._is_topic(i, g)]):
            things = tuple(t for t in (self.things[i][m] for m in group.mentions) if t.cls in _COMPANY)
            if things and len(things) == len(group.mentions):
                return () if self._unknown_topic(i, group.end, at) else things[:1]
        latest = self.before.latest(i, at, _COMPANY)
        return (latest,) if latest is not None and not self._unknown_topic(i, 0, at) else ()

    def _is_topic(self, i: int, group: Group) -> bool:
        """Whether a sentence is about a group, or says that it is what it speaks of (`… 것은 A로, 본사는`)."""
        return group.particle in _SUBJECTS or self.passages.text(i).startswith(("로, ", "으로, "), group.end)

    def _unknown_topic(self, i: int, begin: int, end: int) -> bool:
        """Whether a stretch has a topic that opens its sentence and is no name."""
        known = self.clauses[i].group_ends
        analysis = self.reads[i].analysis
        return any(
            m.tag == "JX"
            and m.form in {"은", "는"}
            and m.begin not in known
            and m.begin - analysis.sentence(m.begin)[0] <= OPENS
            for m in analysis.morphemes_in(begin, end)
        )

    def sole(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """The one thing of some classes named right before: by a sentence, a bullet above or beside, the headline."""
        sentences = self.clauses[i].sentences if i in self.clauses else ()
        before = bisect_right(sentences, at, key=lambda span: span[1])
        places = [(i, *sentences[before - 1])] if before else []
        places += [(above, 0, len(self.passages.text(above))) for above in self.passages.above(i)]
        if i and not before:
            beside = self.reads[i - 1].passage
            if beside.kind is PassageKind.BULLET and beside.parent == self.reads[i].passage.parent:
                places.append((i - 1, 0, len(self.passages.text(i - 1))))
            places.append((0, 0, len(self.passages.text(0))))
        for j, begin, end in places:
            read = self.reads[j]
            inside = (m for m in read.top if begin <= read.mentions[m].begin < end and not self._scene(j, m))
            found = dict.fromkeys(thing for m in inside if (thing := self.things[j][m]).cls in classes)
            if not found and j == i:
                found = dict.fromkeys(self._referred(i, begin, end, classes))
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def lately(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """The same, else the one that running text names alone a few sentences before, also in another paragraph."""
        if (thing := self.sole(i, at, classes)) is not None or self.reads[i].passage.kind is not PassageKind.PARAGRAPH:
            return thing
        spans = [(i, *span) for span in self.reads[i].analysis.sentences if span[1] <= at]
        if i and self.reads[i - 1].passage.kind is PassageKind.PARAGRAPH:
            spans = [*((i - 1, *span) for span in self.reads[i - 1].analysis.sentences), *spans]
        for j, begin, end in reversed(spans[-_BACK:]):
            read = self.reads[j]
            inside = (m for m in read.top if begin <= read.mentions[m].begin < end and not self._scene(j, m))
            found = dict.fromkeys(thing for m in inside if (thing := self.things[j][m]).cls in classes)
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def _scene(self, i: int, m: int) -> bool:
        """Whether it is but where something happens (`발사센터에서`), or the occasion for it (`대회를 계기로`)."""
        cls, text, end = self.things[i][m].cls, self.passages.text(i), self.reads[i].mentions[m].end
        if cls == "Event":
            return OCCASION_ONLY.match(text, after_marks(text, end)) is not None
        return cls == "Project" and text.startswith("에서", end)

    def _referred(self, i: int, begin: int, end: int, classes: frozenset[str]) -> Iterator[Thing]:
        """The things of some classes that nouns in a stretch of passage `i` refer to (`회의는`)."""
        for group in self.clauses[i].groups:
            if group.refers and begin <= group.begin < end:
                yield from (t for t in self.of(i, group.refers, group.begin) if t.cls in classes)
