"""Clauses of a passage: predicates and the groups of things that fill their roles.

In: a recognised passage. Out: its groups and predicates, and where clauses begin and end. Offsets count in the
passage's text. Nothing here knows of relations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.frozen import frozen_keeping
from kg.kept import Kept
from kg.recognise import Read
from kg.recognise.analysis import Analysis
from kg.relate.groups import UNDER, Group, groups_of, is_name, opening
from kg.relate.predicates import Predicate, predicates
from kg.relate.rules import Rules

_NOT_ALL_OF = re.compile(r"[이가]\s아[니닌]|[을를]\s떠나[\s,]|\s(?:가운데|중)(?:에서(?:는|도)?)?\s")
"""Behind what is named only to say that it is another one (`베이징이 아니라 선전에`), what somebody leaves (`A를 떠나
B로 옮겼다`), or those of whom but some do it (`두 기관 가운데 A만 참석했다`)."""
_SAYS_MORE = re.compile(r"[\d(（]")
_BREAKS = frozenset({"며", "으며", "지만", "으나", "는데", "ᆫ데", "은데", "면서", "으면서"})
_SOFT_BREAKS = frozenset({"고", "아", "어", "여", "아서", "어서", "여서", "자", "나"})
_HAND_IN_HAND = frozenset({"손잡", "손 잡", "손 맞잡", "협력", "합작"})  # `B와 손잡고`: with whom, no clause of its own


@frozen_keeping
class Clauses:
    """A passage with its groups and predicates, both in order; `endings`: where among its morphemes connectives are."""

    read: Read
    analysis: Analysis
    groups: tuple[Group, ...]
    predicates: tuple[Predicate, ...]
    endings: tuple[int, ...]

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return self.analysis.sentences

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that position `at` is in."""
        return self.analysis.sentence(at)

    def connective_before(self, at: int) -> int:
        """Where the clause that ends at `at` begins: after the last connective predicate, or the sentence's start."""
        start, _ = self.sentence(at)
        last = start
        for p in self._connectives:
            if start <= p.begin and last < p.end <= at and p.begin != at:
                last = p.end
        for end in self.breaks:
            if last < end <= at:
                last = end
        return last

    @Kept
    def _connectives(self) -> tuple[Predicate, ...]:
        """The predicates behind which a clause goes on."""
        return tuple([p for p in self.predicates if p.ending == "connective" and p.lemma not in _HAND_IN_HAND])

    @property
    def is_name(self) -> bool:
        """Whether the passage is but a name, without predicate, number or bracket in it: its words state nothing."""
        return not self.predicates and is_name(self.read) and not _SAYS_MORE.search(self.analysis.text)

    @Kept
    def meant(self) -> tuple[Group, ...]:
        """The groups but those of which, as they stand, nothing is said: `베이징이 아니라 …`, `두 기관 가운데 …`."""
        text = self.analysis.text
        return tuple([g for g in self.groups if not _NOT_ALL_OF.match(text, g.end) and not _on_side(text, g)])

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
            under = UNDER.match(self.analysis.text, group.end)  # 과기부 산하 | 과학원, ‘…’ 발표
            begin = under.end() if under else group.end
        return None

    @Kept
    def breaks(self) -> tuple[int, ...]:
        """Where clauses end whose predicate no rule knows: behind 며, 지만, 았고 …; behind 고, 어 … before a comma."""
        text, morphemes = self.analysis.text, self.analysis.morphemes
        return tuple(
            [
                morphemes[i].end
                for i in self.endings
                if i
                and (
                    (form := morphemes[i].form) in _BREAKS
                    or (form == "고" and morphemes[i - 1].tag == "EP")
                    or (form in _SOFT_BREAKS and text.startswith(",", morphemes[i].end))
                )
            ]
        )


def _on_side(text: str, group: Group) -> bool:
    """Whether it tells on whose side those who do it are: `한국 측에서는 A와 B가`."""
    return group.particle in {"에서는", "에서도"} and text[group.begin : group.end].endswith((" 측", " 쪽"))


def speaks_of_something(read: Read, rules: Rules) -> bool:
    """Whether a passage names a thing or refers to one; of others no clause can say anything."""
    return bool(read.mentions) or bool(rules.reference.search(read.analysis.text))


def clauses_of(reads: Sequence[Read], rules: Rules, posts: Sequence[str]) -> list[Clauses]:
    """Groups and predicates of passages; `rules` hold the lemmas of predicates, `posts` are the posts of people.

    Where there are no groups, predicates say nothing of anything: none are looked for.
    """
    groups = [groups_of(read, rules, posts) for read in reads]
    found = [predicates(read.analysis, rules) if own else ([], []) for read, own in zip(reads, groups, strict=True)]
    return [
        Clauses(read, read.analysis, tuple(own), tuple(states), tuple(endings))
        for read, own, (states, endings) in zip(reads, groups, found, strict=True)
    ]
