"""Facts of lines with labels: `(참여기관) A, B`, `‘P’ 참가 기업: A, B`, `‘P’ 추진체계: (총괄) A / (참여) B`.

In: an article's recognised passages and what lines above are about. Out: claims between what a labelled line lists and
what was spoken of. Which labels state what is data (`labels` of the rules).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from kg.model import Mention, PassageKind
from kg.ontology import Ontology
from kg.recognise import Read
from kg.relate.groups import opening
from kg.relate.rules import LabelRule, Rules, label_rules
from kg.relate.things import Found, Thing, Things, claimed

_LABEL_GAP = 4
_LINE_LABEL = re.compile(
    r"[\s\-·•*○□※]*(?:[(（\[【]([가-힣·\s\d]{2,16})[)）\]】]\s?[:：]?\s*"
    r"|([가-힣·\s\d]{2,16}?)(?:[(（][^()（）]{1,10}[)）])?\s?[:：]\s*)"
)
_OPENS_WITH_BRACKET = re.compile(r"[\s\-·•*○□※]*[(（\[【]")
_NEXT_LABEL = re.compile(
    r"[,;]\s([가-힣][가-힣·\s\d]{1,15}?)\s?[:：]\s|\s[(（\[【]([가-힣·\s]{2,10})[)）\]】]\s?[:：]?\s?"
)
_NAME_LABEL = re.compile(r"[’'”\"」』》>〉]?(?:의)?\s(?:주요\s|최종\s|\d차\s)?([가-힣]{2,4}\s?[가-힣]{1,4})\s?[:：]\s")
"""Behind the name that opens a line: `‘P’ 참가 기업: A, B`."""
_INNER_LABEL = re.compile(r"\s[(（\[【]([가-힣·\s]{2,10})[)）\]】]\s?[:：]?\s?")
"""A label within a line: `‘P’ 추진체계: (총괄) A / (참여) B`."""
_MAY_LABEL = re.compile(r"[:：(（\[【]")
"""What every label is closed or opened by."""
_PART_ENDS = re.compile(r"\s[/;]\s")
LEFT = re.compile(r"\s?[(（](?:탈퇴|철회|취소|탈락|불참|해지|거절|제외)[)）]")


def labelled_claims(
    reads: Sequence[Read],
    things: Things,
    topic_above: Callable[[int], Thing | None],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """`(참여기관) A, B`, `주최: A`: what a labelled line lists stands in a relation to what was spoken of before.

    `topic_above`: what the lines are about that a passage hangs on; it goes before what was named last.
    """
    spoken: list[Thing] = []  # by the lines without label, latest last
    for i, read in enumerate(reads):
        may_label = _MAY_LABEL.search(read.analysis.text) is not None
        label = _line_label(read.analysis.text) if may_label else None
        by_label = label_rules(rules.labels, label[1] or label[2]) if label else ()
        if label is None or not by_label:
            if read.top:
                spoken += [things[i][m] for m in read.top]
                if may_label:
                    yield from _labels_within(i, read, things[i], rules, ontology)
            continue
        ends = [*_NEXT_LABEL.finditer(read.analysis.text, label.end())]
        parts = [(label.end(), by_label), *((m.end(), label_rules(rules.labels, m[1] or m[2])) for m in ends)]
        stops = [*(m.start() for m in ends), len(read.analysis.text)]
        for (begin, part), stop in zip(parts, stops, strict=True):
            of_class = {cls: rule for rule in part for cls in rule.of}
            above = topic_above(i)
            known = (t for t in (above, *reversed(spoken)) if t is not None and t.cls in of_class)
            topic = next(known, None)
            named = [
                m
                for m in read.top
                if begin <= read.mentions[m].begin < stop and not LEFT.match(read.analysis.text, read.mentions[m].end)
            ]
            if topic is None or not named or _goes_on(read, named[-1], stop):
                continue
            rule = of_class[topic.cls]
            if read.mentions[named[0]].begin > begin + _LABEL_GAP or _in_sums(rule, read):
                continue
            if rule.relation == "locatedIn" and read.passage.kind is PassageKind.CELL:
                continue  # of what its row is about: kg/relate/remarks.py
            for m in guests(read, named) if rule.relation == "participatesIn" else named:
                yield from labelled(i, read, things[i][m], topic, rule.relation, rule.named_first, ontology)


def _line_label(text: str) -> re.Match[str] | None:
    """The label that opens a line: in brackets, or before a colon."""
    colon = ":" in text or "：" in text
    return _LINE_LABEL.match(text) if colon or _OPENS_WITH_BRACKET.match(text) else None


def _labels_within(
    i: int, read: Read, named: Sequence[Thing], rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """`‘P’ 참가 기업: A, B` and `‘P’ 추진체계: (총괄) A / (참여) B`: labels behind what a line names first."""
    text = read.analysis.text
    if read.mentions[read.top[0]].begin > opening(read) + 1:
        return
    topic, end = named[read.top[0]], read.mentions[read.top[0]].end
    head = _NAME_LABEL.match(text, end)
    labels = [head] if head is not None and label_rules(rules.labels, head[1]) else [*_INNER_LABEL.finditer(text, end)]
    for label, then in itertools.zip_longest(labels, labels[1:]):
        rule = next((r for r in label_rules(rules.labels, label[1]) if topic.cls in r.of), None)
        ends = _PART_ENDS.search(text, label.end())
        stop = min(then.start() if then else len(text), ends.start() if ends else len(text))
        listed = [m for m in read.top if label.end() <= read.mentions[m].begin < stop]
        if rule is None or not listed or _goes_on(read, listed[-1], stop) or _in_sums(rule, read):
            continue
        if read.mentions[listed[0]].begin > label.end() + _LABEL_GAP:
            continue
        for m in guests(read, listed) if rule.relation == "participatesIn" else listed:
            yield from labelled(i, read, named[m], topic, rule.relation, rule.named_first, ontology)


def guests(read: Read, named: Sequence[int]) -> list[int]:
    """Those whom a line lists, without the bodies that people among them belong to: `왕리 | 저장대학 | 교수`."""
    people = [read.mentions[m] for m in named if read.mentions[m].cls == "Person"]
    text = read.analysis.text

    def beside(m: Mention) -> bool:
        return any(
            not text[p.end : m.begin].strip(" (（") if p.end <= m.begin else text[m.end : p.begin].strip() in {"", "의"}
            for p in people
        )

    return [m for m in named if read.mentions[m].cls == "Person" or not beside(read.mentions[m])]


def _in_sums(rule: LabelRule, read: Read) -> bool:
    """Whether a line that says who gives tells how much, too: then it is read with its sums."""
    return rule.relation == "funds" and ("위안" in read.analysis.text or "달러" in read.analysis.text)


def _goes_on(read: Read, last: int, stop: int) -> bool:
    """Whether a part goes on in running words behind its last name: it then says itself what it means."""
    tail = read.analysis.text[read.mentions[last].end : stop]
    return bool(re.search(r"(?:[은는이가을를]|에서|에)\s\S", tail))


def labelled(
    i: int, read: Read, named: Thing, topic: Thing | None, relation: str, named_first: bool, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    if topic is None:
        return
    subject, object_ = (named, topic) if named_first else (topic, named)
    claim = claimed(ontology, subject, relation, object_)
    if claim is not None:
        yield i, Found(claim, 0, len(read.analysis.text), "labelled-line")
