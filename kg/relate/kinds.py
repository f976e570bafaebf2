"""What nouns for a kind of body refer to: `이 회사는`, `해당 기관에`, `동사가`, and what people head: `왕리 소장은`.

In: the recognised passages of an article with their clauses and things, and which classes each noun means. Out: for
each such noun the thing that the text speaks of there: of all of its kind the one that the last sentence with one of
them is about, not the one that happens to be named last (`바이두는 화웨이와 손잡았다. 이 회사는 …`). Likewise for each
person with a post and no body beside it the body spoken of that has such a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.kept import Kept
from kg.model import Mention
from kg.relate.clauses import Clauses
from kg.relate.groups import Group, opens
from kg.relate.passages import Passages
from kg.relate.rules import Head, Rules
from kg.relate.things import Thing
from kg.relate.timeline import bare_name

_FAR = 2
"""Passages over which a noun refers back, unless it hangs on the line that names the thing."""
_POST_BEFORE = re.compile(r"(?<![가-힣])(?P<post>[가-힣A-Z]{2,7})\s\Z")
_POST_BEING = re.compile(r"(?<![가-힣])(?P<post>[가-힣A-Z]{2,7})인\s\Z")
"""Before a person of whom another rank is told behind: `센터장인 | 왕리 원사는`."""
_LONGEST_POST = 10
_TOPIC = frozenset({"은", "는"})
_SUBJECT = frozenset({"이", "가"})


@dataclass(frozen=True, slots=True)
class _Salient:
    """The thing of a class that is spoken of, and the sentence that did so last (passage, offset)."""

    thing: Thing
    place: tuple[int, int]


def post_beside(text: str, mention: Mention, group: Group, rules: Rules) -> tuple[str, Head | None, int]:
    """The post right behind or before a person (`왕리 소장은`, `소장 왕리는`), what it heads, and where both begin."""
    post = text[mention.end : group.end].strip()
    being = _POST_BEING.search(text, max(0, mention.begin - _LONGEST_POST), mention.begin)
    if being is not None and rules.head(post) is None and (head := rules.head(being["post"])) is not None:
        return being["post"], head, being.start("post")
    if (head := rules.head(post)) is not None or post or group.particle in {"", ","}:
        return post, head, mention.begin
    before = _POST_BEFORE.search(text, max(0, mention.begin - _LONGEST_POST), mention.begin)
    if before is None:
        return "", None, mention.begin
    return before["post"], rules.head(before["post"]), before.start("post")


def kinds_meant(passages: Passages, rules: Rules) -> dict[tuple[int, int], Thing]:
    """What each noun for a kind of body refers to, and whom people with posts belong to, by passage and offset.

    Those that refer to nothing are left out.
    """
    reader = _Reader(passages, rules)
    for i, own in sorted(passages.clauses.items()):
        for begin, end in own.sentences:
            reader.read(i, own, begin, end)
    return reader.found


class _Reader:
    """Reads an article in order and keeps in mind what it speaks of."""

    def __init__(self, passages: Passages, rules: Rules) -> None:
        self.passages, self.rules, self.kinds = passages, rules, rules.kinds
        self.reads, self.things = passages.reads, passages.things
        self.salient: dict[str, _Salient] = {}
        self.found: dict[tuple[int, int], Thing] = {}

    def read(self, i: int, own: Clauses, begin: int, end: int) -> None:
        """Resolves the nouns of a sentence and notes what it is about."""
        groups = [group for group in own.groups if begin <= group.begin < end]
        again = []
        for group in groups:
            if head := self._headed(i, group):
                self._note_head(i, own, group, groups, head)
            if group.refers is not None and group.refers.noun in self.kinds and group.refers.count == 1:
                classes = self.kinds[group.refers.noun]
                clause = own.connective_before(group.begin)
                earlier = _about([g for g in groups if g.end <= clause], own.headline)
                thing = next((t for t in self._single(i, earlier) if t.cls in classes), None)
                thing = thing or self._topic_of(i, groups, group, classes)
                thing = thing or self._in_mind(i, classes) or self._beside(i, begin, group.begin, groups, classes)
                if thing is not None:
                    self.found[i, group.begin] = thing
                    again.append(thing)
        self._note(i, begin, self._named(i, begin, end))
        about = _about(groups, own.headline)
        for m in about[0].mentions if about and len(about[0].mentions) > 1 else ():
            self.salient.pop(self.things[i][m].cls, None)  # several act together: none of them is the one
        self._note(i, begin, (*reversed([*self._single(i, about)]), *again))

    def _headed(self, i: int, group: Group) -> Head | None:
        """What a person heads by the post behind the name, where nothing beside it says whose post it is."""
        if len(group.mentions) != 1 or group.refers is not None or group.team:
            return None
        read = self.reads[i]
        mention = read.mentions[group.mentions[0]]
        text = read.analysis.text
        if mention.cls != "Person":
            return None
        _, head, begin = post_beside(text, mention, group, self.rules)
        alone = head is not None and (opens(read.analysis, begin) or text.endswith("인 ", 0, begin))
        return head if alone else None

    def _note_head(self, i: int, own: Clauses, group: Group, groups: Sequence[Group], head: Head) -> None:
        """Notes the body of a person: one that the sentence is about until there, else the one in mind."""
        clause = own.connective_before(group.begin)
        other = () if group.particle in _TOPIC | _SUBJECT else _TOPIC  # `위원회는 왕리 주임의 후임을 찾는다`
        earlier = [g for g in groups if g.end <= clause or (g.end <= group.begin and g.particle in other)]
        here = (t for t in self._single(i, _about(earlier, own.headline)) if t.cls in head.of)
        thing = next(here, None) or self._in_mind(i, head.of)
        if thing is not None and any(name.endswith(head.ends) for name in self._names[thing.id]):
            self.found[i, group.begin] = thing

    @Kept
    def _names(self) -> Mapping[str, set[str]]:
        """How the article calls each thing, by local id."""
        names: dict[str, set[str]] = {}
        for read, things in zip(self.reads, self.things, strict=True):
            for mention, thing in zip(read.mentions, things, strict=True):
                names.setdefault(thing.id, set()).add(bare_name(mention))
        return names

    def _note(self, i: int, begin: int, things: Iterable[Thing]) -> None:
        """Notes what a sentence speaks of, the surest last."""
        for thing in things:
            self.salient[thing.cls] = _Salient(thing, (i, begin))

    def _single(self, i: int, groups: Iterable[Group]) -> Iterator[Thing]:
        """What groups of one name each name."""
        for group in groups:
            if len(group.mentions) == 1 and group.refers is None:
                yield self.things[i][group.mentions[0]]

    def _named(self, i: int, begin: int, end: int) -> Iterator[Thing]:
        """All that a sentence names, in order."""
        read = self.reads[i]
        yield from (self.things[i][m] for m in read.top if begin <= read.mentions[m].begin < end)

    def _beside(self, i: int, begin: int, at: int, groups: Sequence[Group], classes: AbstractSet[str]) -> Thing | None:
        """What a sentence names last before a noun of what does not act in it: `A대 교수가 아니라 같은 대학의`."""
        acting = {m for group in groups if group.particle in _TOPIC | _SUBJECT for m in group.mentions}
        read = self.reads[i]
        named = (m for m in reversed(read.top) if begin <= read.mentions[m].begin < at and m not in acting)
        return next((self.things[i][m] for m in named if self.things[i][m].cls in classes), None)

    def _topic_of(self, i: int, groups: Sequence[Group], noun: Group, classes: AbstractSet[str]) -> Thing | None:
        """What the noun's own sentence is about, where another one acts there: `X는 …로, A가 이 회사에`."""
        before = [g for g in groups if g.end <= noun.begin]
        topic = next((g for g in reversed(before) if g.particle in _TOPIC), None)
        if topic is None or not any(g.begin > topic.begin and g.particle in _SUBJECT for g in before):
            return None
        return next((t for t in self._single(i, [topic]) if t.cls in classes), None)

    def _in_mind(self, i: int, classes: AbstractSet[str]) -> Thing | None:
        """Of what was spoken of before, the thing of some classes that was last."""
        found = (self.salient.get(cls) for cls in sorted(classes))  # of several in one sentence always the same
        known = [s for s in found if s is not None and self._near(i, s.place[0])]
        return max(known, key=lambda s: s.place).thing if known else None

    def _near(self, i: int, j: int) -> bool:
        """Whether passage `j` is close before `i`, or one that `i` hangs on."""
        return i - j <= _FAR or j in self.passages.above(i)


def _about(groups: Sequence[Group], headline: Group | None) -> list[Group]:
    """What a sentence is about, the surest first: topics, who acts, the last of each first; no people with teams."""
    topics = [group for group in reversed(groups) if group.particle in _TOPIC]
    subjects = [g for g in reversed(groups) if g.particle in _SUBJECT or g.led or g is headline]
    return [group for group in (*topics, *subjects) if not group.team]
