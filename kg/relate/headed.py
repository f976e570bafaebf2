"""Facts of lists below a line that says what they list: `‘X’ 시범 도시` over lines with cities.

In: an article's recognised passages and what lines above are about. Out: claims between what the lines below name first
and what the heading names, or what was spoken of. Which words of a heading state what is data (`labels` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.model import Claim, PassageKind
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import skip_brackets
from kg.relate.particles import after_marks
from kg.relate.rules import LabelRule, Rules, label_rules
from kg.relate.things import STATED, Found, Thing, Things

_LINES = frozenset({PassageKind.BULLET, PassageKind.PARAGRAPH, PassageKind.HEADING})
_LONGEST = 60
_ASIDE = re.compile(
    r"[(（\[][^()（）\[\]]*[)）\]]|['‘’“”\"「」『』《》<>〈〉]|(?:은|는)?\s?(?:다음과|아래와) 같.{0,3}\Z|[:：.]\s?\Z"
)
_FOLLOWS = re.compile(r"(?:\A|\s)(?P<label>(?:[가-힣]+\s)?[가-힣]+)[은는]\s(?:다음과|아래와)\s같[가-힣]{1,3}\.?\Z")
"""The end of a sentence that announces the lines below it: `대회에 나온 주요 제품은 다음과 같다.`"""
_LABEL = re.compile(r"[가-힣·\s\d]{2,16}")
_SAYS = re.compile(r"(?:[은는이가을를]|에서|에게?)\s")
"""In a line that says something itself and heads no list."""
_GAP = re.compile(r"\s?(?:[,·∙・/、와과및]|[(（]?\d{1,2}[)）.])[\s'‘“\"「『《<〈\d)）.]*")
_OPENS = 14
_LISTED = frozenset({"participatesIn", "announcedAt"})
_SHOWN = frozenset({"Product", "Policy", "Report"})


def headed_claims(
    reads: Sequence[Read],
    things: Things,
    topic_above: Callable[[int], Thing | None],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """What the lines below a heading list takes part in what the heading names, or is shown there.

    `topic_above`: what the lines are about that a passage hangs on.
    """
    below: dict[int, list[int]] = {}
    latest = -1  # the last passage that is no line of a list
    for i, read in enumerate(reads):
        if read.passage.kind is not PassageKind.BULLET:
            latest = i
        elif read.passage.parent is not None:
            below.setdefault(read.passage.parent, []).append(i)
        elif latest > 0 and _announces(reads[latest].analysis.text):
            below.setdefault(latest, []).append(i)
    for i, lines in below.items():
        heading = _heading(reads[i], things[i], rules)
        if heading is None:
            continue
        named, by_class = heading
        topic = named or topic_above(i) or _before(reads, things, i, by_class)
        rule = by_class.get(topic.cls) if topic is not None else None
        if topic is None or rule is None:
            continue
        for j in lines:
            for m in _listed(reads[j], things[j], rule, rules):
                thing = things[j][m]
                if thing.id != topic.id and ontology.allows(rule.relation, thing.cls, topic.cls):
                    claim = Claim(thing.id, rule.relation, topic.id, STATED)
                    yield j, Found(claim, 0, len(reads[j].analysis.text), "headed-list", 0.9)


def _announces(text: str) -> re.Match[str] | None:
    """The end of a text that announces the lines below it."""
    return _FOLLOWS.search(text) if "같" in text else None


def _before(reads: Sequence[Read], things: Things, i: int, by_class: Mapping[str, LabelRule]) -> Thing | None:
    """What a sentence that announces a list speaks of, where it names nothing: what was named last of some classes."""
    if not _announces(reads[i].analysis.text):
        return None
    named = (things[j][m] for j in range(i - 1, -1, -1) for m in reversed(reads[j].top))
    return next((thing for thing in named if thing.cls in by_class), None)


def _heading(read: Read, named: Sequence[Thing], rules: Rules) -> tuple[Thing | None, Mapping[str, LabelRule]] | None:
    """What a heading names, if anything, and the rules of its words by the class of what is spoken of."""
    text = read.analysis.text
    if read.passage.kind not in _LINES or len(text) > _LONGEST:
        return None
    if announced := _announces(text):
        return _by_label(read, named, announced["label"], rules)
    bare = list(text)
    for m in read.top:
        mention = read.mentions[m]
        bare[mention.begin : mention.end] = " " * (mention.end - mention.begin)
    label = _ASIDE.sub(" ", _ASIDE.sub(" ", "".join(bare))).strip(" ,의")
    return None if not _LABEL.fullmatch(label) or _SAYS.search(label) else _by_label(read, named, label, rules)


def _by_label(
    read: Read, named: Sequence[Thing], label: str, rules: Rules
) -> tuple[Thing | None, Mapping[str, LabelRule]] | None:
    """What a heading names, and the rules of its label; none where it names what its words do not fit."""
    by_class = {
        cls: r for r in label_rules(rules.labels, label) if r.relation in _LISTED and r.named_first for cls in r.of
    }
    spoken = [named[m] for m in read.top if named[m].cls in by_class]
    others = [m for m in read.top if named[m].cls not in by_class]
    if not by_class or len(spoken) > 1 or any(not _acts(read, m) for m in others):
        return None
    return (spoken[0] if spoken else None), by_class


def _acts(read: Read, m: int) -> bool:
    """Whether a name opens a heading before a comma: `과기부, ‘X’ 선정 결과`."""
    mention = read.mentions[m]
    return mention.begin <= 2 and read.analysis.text.startswith(",", skip_brackets(read.analysis.text, mention.end))


def _listed(read: Read, named: Sequence[Thing], rule: LabelRule, rules: Rules) -> Iterator[int]:
    """What a line of the list names first, with what is joined to it; papers and products wherever they stand."""
    text = read.analysis.text
    if ":" in text[:20] and label_rules(rules.labels, text.partition(":")[0]):
        return
    if rule.relation == "announcedAt":
        yield from [m for m in read.top if named[m].cls in _SHOWN][:1]
        return
    end: int | None = None
    for m in read.top:
        mention = read.mentions[m]
        if end is None:
            before = text[: mention.begin]
            if mention.begin > _OPENS or _SAYS.search(before) or re.search(r"[㐀-鿿]", before):
                return
        elif not _GAP.fullmatch(text, end, mention.begin):
            return
        yield m
        end = after_marks(text, mention.end)
