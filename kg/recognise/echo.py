"""Names that a document shows surely in one place, found wherever else they stand in it.

In: the recognised passages of a document. Out: the passages with further mentions, of rule `document-name`.
A short name
that a bracket gives (`중국과학원 창춘응용화학연구소(이하 창춘응화소)`) is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, Implementation

from kg.frozen import frozen_keeping
from kg.kept import Kept
from kg.model import Mention, Name, Passage, PassageKind
from kg.recognise.analysis import Analysis, without_brackets
from kg.recognise.decide import decide
from kg.recognise.gazetteer import right_edge_ok
from kg.recognise.words import Words, squeeze

_SHORTEST = 3
_WITHIN_WORD = re.compile("[가-힣A-Za-z0-9]")
_SURE = 0.8
_CLASSES = frozenset(
    {
        "Company",
        "Person",
        "Laboratory",
        "InnovationCenter",
        "ResearchInstitute",
        "University",
        "Association",
        "FundingBody",
        "DevelopmentZone",
        "Product",
        "Project",
        "Program",
        "Policy",
    }
)
_LEAST: Mapping[str, int] = {"Policy": 8}
"""Letters that a name has at least; those of a paper may otherwise be words for any (`행동계획`)."""
GIVEN_SHORT = "short-name"
"""Rule of mentions by a short name; the first of their further names is the whole one."""
_GIVES_SHORT = ("(이하", "（이하", ", 이하", "약칭", "줄여서")
_GIVEN = re.compile(
    r"['’”\"」』》]?[(（](?:[^()（）]{1,40}[,;]\s?)?(?:이하|약칭|줄여서)\s?[:：]?\s?['‘“\"「『]?"
    r"(?P<name>[가-힣A-Za-z0-9][가-힣A-Za-z0-9·\s-]{1,15}?)['’”\"」』]?"
    r"(?:(?:으?로|이?라|이?라고)\s?(?:함|한다|하겠다|합니다|칭함|칭한다|부른다|부름|약칭|표기|줄임|적는다|씀))?[)）]"
)
"""What gives the name before it a short one: `(이하 창춘응화소)`, `(CIAC, 이하 ‘창춘응화소’라 함)`."""
_GIVING = re.compile(r"(?:이하|약칭|줄여서)\s?[:：]?\s?['‘“\"「『]?\Z")
_BEFORE = 6


@frozen_keeping
class Read:
    """A passage after recognition: its analysis and its mentions, sorted by position, outer before inner."""

    analysis: Analysis
    mentions: tuple[Mention, ...]

    @Kept
    def top(self) -> tuple[int, ...]:
        """Indices of the mentions that stand in no other."""
        out: list[int] = []
        end = 0
        for i, mention in enumerate(self.mentions):
            if mention.end > end:
                out.append(i)
                end = mention.end
        return tuple(out)

    @Kept
    def passage(self) -> Passage:
        return self.analysis.passage


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a document by their first letters, the longest first, and the first sure mention of each."""

    starts: AhoCorasick
    names: Sequence[Sequence[str]]
    first: Mapping[str, Mention]
    short: Set[str] = frozenset()

    def within(self, text: str) -> Iterator[tuple[int, str]]:
        """The names that begin words of a text, with their offsets; none within another."""
        end = 0
        for number, begin, _ in self.starts.find_matches_as_indexes(text, overlapping=True):
            if begin < end or (begin and _WITHIN_WORD.match(text, begin - 1)):
                continue
            name = next((name for name in self.names[number] if text.startswith(name, begin)), None)
            if name is not None:
                end = begin + len(name)
                yield begin, name


def _given_short(read: Read, words: Words) -> Iterator[tuple[str, Mention]]:
    """The short names that brackets give to what stands before them; a mere noun (`이하 계획`) is no name."""
    text = read.analysis.text
    if not any(sign in text for sign in _GIVES_SHORT):
        return
    for mention in read.mentions:
        given = _GIVEN.match(text, mention.end) or _GIVEN.search(text, mention.begin, mention.end)
        if (
            given is None
            or mention.cls not in _CLASSES
            or not mention.begin < given.start() <= mention.end <= given.end()
        ):
            continue
        name = given["name"].strip()
        whole = without_brackets(text[mention.begin : given.start()]).strip(" '’”\"」』》")
        if len(name) >= _SHORTEST and not _is_noun(name, words) and not _is_noun(whole, words):
            yield name, replace(mention, names=(Name(whole, "ko"), *mention.names))


def _is_noun(name: str, words: Words) -> bool:
    """Whether nothing but a head noun is written there."""
    head = words.head_of(name)
    return head is not None and head.text == squeeze(name)


def document_names(reads: Iterable[Read], words: Words) -> Names:
    """The names that some mention shows surely: known ones, those anchored by a bracket, a place or a title, and those
    given for short.
    """
    first: dict[str, Mention] = {}
    short: dict[str, Mention] = {}
    for read in reads:
        for name, mention in _given_short(read, words):
            short.setdefault(name, mention)
        for mention in read.mentions:
            if mention.confidence < _SURE or mention.cls not in _CLASSES:
                continue
            name = without_brackets(mention.surface).strip()
            if len(name) >= _LEAST.get(mention.cls, _SHORTEST) and name[0].isalnum():
                first.setdefault(name, mention)
    first |= short
    by_start: dict[str, list[str]] = {}
    for name in sorted(first, key=len, reverse=True):
        by_start.setdefault(name[:_SHORTEST], []).append(name)
    # Of the automata the one that is made soonest: each serves one document.
    starts = AhoCorasick(list(by_start), store_patterns=False, implementation=Implementation.NoncontiguousNFA)
    return Names(starts, list(by_start.values()), first, short.keys())


def _in_the_way(mention: Mention, begin: int, end: int) -> bool:
    """Whether a mention shares letters with a name there and is no part of it, as a place at its beginning is."""
    return (
        mention.begin < end
        and begin < mention.end
        and not (begin <= mention.begin and mention.end < end and mention.rule not in {"document-name", GIVEN_SHORT})
    )


def _with_short(read: Read, names: Names) -> Read:
    """The passage whose mentions by a short name are those of what bears it."""
    mentions = tuple([_as_whole(mention, names) for mention in read.mentions])
    return Read(read.analysis, mentions) if mentions != read.mentions else read


def _as_whole(mention: Mention, names: Names) -> Mention:
    whole = names.first.get(mention.surface) if mention.surface in names.short else None
    if whole is None or whole.cls != mention.cls or mention.key:
        return mention
    return replace(mention, key=whole.key, place=whole.place, rule=GIVEN_SHORT, names=whole.names)


def echoed(read: Read, names: Names) -> Read:
    """The passage with the document's names found in it too."""
    text, kind = read.analysis.text, read.passage.kind
    read = _with_short(read, names) if names.short else read
    if not names.first or kind in {PassageKind.REFERENCE, PassageKind.SOURCE} or read.passage.row == -1:
        return read
    found = []
    for begin, name in names.within(text):
        end = begin + len(name)
        if any(_in_the_way(m, begin, end) for m in read.mentions) or not right_edge_ok(read.analysis, end):
            continue
        short = name in names.short
        if short and _GIVING.search(text, max(0, begin - _BEFORE), begin):
            continue
        found.append(
            replace(
                names.first[name],
                passage=read.passage.index,
                begin=begin,
                end=end,
                surface=name,
                rule=GIVEN_SHORT if short else "document-name",
                confidence=_SURE,
                names=names.first[name].names if short else (),
            )
        )
    return Read(read.analysis, tuple(decide([*read.mentions, *found], text))) if found else read
