"""Which policy a stretch of text speaks of, named or not.

In: an article's passages and what its nouns refer to. Out: the policy's local id, for the targets that are read there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.kept import Kept
from kg.model import PassageKind
from kg.relate.antecedents import Antecedents
from kg.relate.particles import after_marks
from kg.relate.passages import HEADLINES, Passages
from kg.relate.things import Thing

_POLICY_WORD = re.compile(
    r"(?:이|동|본)?\s?(계획|방안|지침|조치|의견|규획|정책|로드맵|조례)(?:은|는|에|이|에는|에서는|의)\s?"
)
_FOLLOWED = re.compile(
    r"\s?(?:의\s(?:후속|일환|하위|세부|이행|연장선|뒤)|에\s(?:따른|따라|근거|기초|이은|이어|발맞춰)|[을를]\s(?:이어|잇는|바탕으로|토대로|구체화))"
)
"""Behind a paper that another one follows: `행동계획의 후속 조치로`."""
_UNDERTAKEN = frozenset({"Program"})
_TREATY = re.compile(r"(?:조약|협정|협약)\Z")
_FILED_UNDER = re.compile(r"\s?(?:국제\s?)?(?:특허|출원)")
"""Behind a treaty that something is filed under: `PCT 국제특허 출원 3만 건`."""


class Policies:
    """The policies that one article speaks of."""

    def __init__(self, passages: Passages, antecedents: Antecedents) -> None:
        self.passages, self.antecedents = passages, antecedents
        self.reads, self.things = passages.reads, passages.things

    def of(self, i: int, begin: int, end: int) -> str | None:
        """The policy a stretch speaks of: one named in it, one it refers to, one that a line it hangs on names.

        Else in prose the latest; in lines the headline's, or without one in the headline the latest before. In a table
        that of its caption comes first.
        """
        read = self.reads[i]
        papers = [m for m in read.top if begin <= read.mentions[m].begin < end and self._sets_goals(i, m)]
        own = [
            m
            for m in papers
            if not _FOLLOWED.match(read.analysis.text, after_marks(read.analysis.text, read.mentions[m].end))
        ]
        if own:
            return self.things[i][own[-1]].id
        if papers and (before := self._before(i, begin)):
            return before
        if (thing := self._referred(i, begin)) is not None:
            return thing
        if papers:
            return self.things[i][papers[-1]].id
        if self._of_undertaking(i, end):
            return self._above(i)
        if read.passage.kind is PassageKind.PARAGRAPH:
            return self._opened(i, begin) or self._before(i, begin) or self._latest[i]
        return self._above(i) or self._of_caption(i) or self._of_headline or self._latest[i] or self._topic

    def _of_undertaking(self, i: int, end: int) -> bool:
        """Whether a passage names, up to `end`, no policy but a programme, whose sums and shares are its own."""
        read = self.reads[i]
        if read.passage.kind is PassageKind.CELL:
            return False
        named = [self.things[i][m].cls for m in read.top if read.mentions[m].begin < end]
        return any(cls in _UNDERTAKEN for cls in named) and "Policy" not in named

    def _referred(self, i: int, begin: int) -> str | None:
        """The policy that a sentence refers to by the word that it opens with: `방안은`."""
        referred = _POLICY_WORD.match(self.reads[i].analysis.text, begin)
        thing = self.antecedents.of_noun(i, referred[1], begin) if referred else None
        return thing.id if thing is not None and thing.cls == "Policy" else None

    def _opened(self, i: int, at: int) -> str | None:
        """The policy that the sentence right before refers to so, where it names none itself."""
        analysis = self.reads[i].analysis
        before = next((span for span in reversed(analysis.sentences) if span[1] <= at), None)
        if before is None or any(self.reads[i].mentions[m].begin >= before[0] for m, _ in self._from_last(i)):
            return None
        return self._referred(i, before[0]) or self._opened(i, before[0])

    def _sets_goals(self, i: int, m: int) -> bool:
        """Whether mention `m` of passage `i` is a policy, and no treaty: that sets nobody goals."""
        read = self.reads[i]
        mention = read.mentions[m]
        if self.things[i][m].cls != "Policy" or _TREATY.search(mention.surface):
            return False
        return not _FILED_UNDER.match(read.analysis.text, mention.end)

    def _before(self, i: int, at: int) -> str | None:
        """The policy named last before a position of passage `i`, in it or before it."""
        mentions = self.reads[i].mentions
        here = next((thing.id for m, thing in self._from_last(i) if mentions[m].end <= at), None)
        return here or (self._latest[i - 1] if i else None)

    def _above(self, i: int) -> str | None:
        """The policy named last in the nearest of the lines that passage `i` hangs on that names one."""
        return next((policy.id for j in self.passages.above(i) for _, policy in self._from_last(j)), None)

    def _of_caption(self, i: int) -> str | None:
        """The policy that the caption of the table names whose cell passage `i` is."""
        passage = self.reads[i].passage
        if passage.kind is not PassageKind.CELL:
            return None
        above = next((j for j in range(i, -1, -1) if self.reads[j].passage.block != passage.block), None)
        if above is None or self.reads[above].passage.kind is not PassageKind.CAPTION:
            return None
        return next((policy.id for _, policy in self._from_last(above)), None)

    def _from_last(self, i: int) -> Iterator[tuple[int, Thing]]:
        """The policies that passage `i` names, the last first, with the indices of the mentions."""
        named = ((m, self.things[i][m]) for m in reversed(self.reads[i].top))
        return ((m, thing) for m, thing in named if self._sets_goals(i, m))

    @Kept
    def _of_headline(self) -> str | None:
        """The topic, where the headline names it."""
        heads = (i for i, read in enumerate(self.reads) if read.passage.kind in HEADLINES)
        return self._topic if any(self._topic in self.passages.named(i) for i in heads) else None

    @Kept
    def _latest(self) -> Sequence[str | None]:
        """For each passage the policy named last in it or before it."""
        out: list[str | None] = []
        for i in range(len(self.reads)):
            before = out[-1] if out else None
            out.append(next((policy.id for _, policy in self._from_last(i)), before))
        return out

    @Kept
    def _topic(self) -> str | None:
        """The policy that the article is about: the one its headline names, else the one named most."""
        counts: Counter[str] = Counter()
        for i, read in enumerate(self.reads):
            weight = 10 if read.passage.kind in HEADLINES else 1
            for m in read.top:
                thing = self.things[i][m]
                if thing.cls == "Policy" and read.passage.kind is not PassageKind.CELL:
                    counts[thing.id] += weight
        return max(counts, key=lambda k: (counts[k], -int(k[1:]))) if counts else None
