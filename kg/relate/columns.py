"""Facts of columns about what their table is about: `참가기업`, `연사`, `전시품` below a line that speaks of a forum.

In: an article's recognised passages. Out: claims between what a column lists and the event, programme or project that
the text above the table speaks of. Which headers tell what is data (`labels` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.model import Claim, PassageKind
from kg.ontology import Ontology
from kg.recognise import Read
from kg.relate.labelled import LEFT, guests
from kg.relate.rules import LabelRule, Rules
from kg.relate.structure import Row
from kg.relate.things import STATED, Found, Thing, Things

_LISTED = frozenset({"participatesIn", "announcedAt"})
_SHOWN = frozenset({"Product", "Policy", "Report"})
_NO_LETTER = re.compile(r"[^가-힣A-Za-z]|[(（].*")
_LEAST_END = 3
_OF_EVENTS = re.compile(r"참가|참석|전시|출품|연사|발표|토론|강연|좌장|기조|부스|패널")
"""In headers of columns that list who or what is at an event."""
_SHOWS = re.compile(r"발표|공개|소개|전시|선보|출품|시연|채택|나왔|나온")
_SHOWN_IN = re.compile(
    r"(?:성과|성과명|성과물|제품|제품명|기술|자료|자료명|보고서|보고서명|문건|문건명|정책|정책명|작품|모델|모델명|전시품|출품작)\Z"
)
_AT = re.compile(r"[’'”\"」』》>〉(（)）\d.~]*(?:에서|에서는|에는)\s")
_ANNOUNCES = re.compile(r"(?:다음|아래|표|목록|명단)(?![가-힣]{2})")
"""In a sentence that only says that a table follows."""
_NOT_SHOWN = re.compile(r"않|못했|취소|무산|연기")


def column_claims(
    reads: Sequence[Read],
    rows: Sequence[Row],
    things: Things,
    event_before: Callable[[int], Thing | None],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """What columns of participants and exhibits list takes part in, or is shown at, what the table is about.

    `event_before`: the event that the passages before speak of last. Rows that name an undertaking of their own are
    left to the rules of tables.
    """
    above = _above(reads)
    by_header: dict[str, Mapping[str, LabelRule]] = {}
    for cells in (row.cells for row in rows if not row.ended):
        head = above[reads[cells[0]].passage.block]
        for i in (i for i in cells if reads[i].mentions):
            header = reads[i].passage.header
            by_class = by_header.get(header)
            if by_class is None:
                by_class = by_header[header] = _rules_of(header, rules)
            others = [things[j][m] for j in cells if j != i for m in reads[j].top]
            if by_class and not any(thing.cls in by_class for thing in others):
                topic = _spoken_of(reads, things, head, by_class)
                if topic is None and "Event" in by_class and _OF_EVENTS.search(reads[i].passage.header):
                    topic = event_before(i) if not _names(reads, things, head, by_class) else None
                rule = by_class.get(topic.cls) if topic is not None else None
                if topic is not None and rule is not None:
                    yield from _listed(i, reads[i], things[i], topic, rule.relation, ontology)
            elif _SHOWN_IN.search(_letters(reads[i].passage.header)) and (event := _shown_at(reads, things, head)):
                yield from _listed(i, reads[i], things[i], event, "announcedAt", ontology)


def _above(reads: Sequence[Read]) -> Mapping[int | None, int | None]:
    """For the block of each table the passage right above it."""
    above: dict[int | None, int | None] = {}
    for i, read in enumerate(reads):
        if read.passage.kind is PassageKind.CELL:
            above.setdefault(read.passage.block, i - 1 if i else None)
    return above


def _letters(header: str) -> str:
    return _NO_LETTER.sub("", header)


def _rules_of(header: str, rules: Rules) -> Mapping[str, LabelRule]:
    """The rules of a header that is, or ends in, a label of those who take part or of what is shown, by class."""
    solid = _letters(header)
    ends = (solid[at:] for at in range(max(1, len(solid) - _LEAST_END + 1)))
    word = next((end for end in ends if end in rules.labels), "")
    by_word = rules.labels.get(word, ())
    return {cls: rule for rule in by_word if rule.relation in _LISTED and rule.named_first for cls in rule.of}


def _names(
    reads: Sequence[Read], things: Things, head: int | None, by_class: Mapping[str, LabelRule]
) -> Sequence[Thing]:
    """What the passage above a table names of some classes, each thing once."""
    if head is None:
        return ()
    return tuple(dict.fromkeys(things[head][m] for m in reads[head].top if things[head][m].cls in by_class))


def _spoken_of(
    reads: Sequence[Read], things: Things, head: int | None, by_class: Mapping[str, LabelRule]
) -> Thing | None:
    """The only thing of some classes that the passage above a table names."""
    named = _names(reads, things, head, by_class)
    return named[0] if len(named) == 1 else None


def _shown_at(reads: Sequence[Read], things: Things, head: int | None) -> Thing | None:
    """The only event that the passage above a table names, where it says at its end that something was shown there."""
    if head is None:
        return None
    read = reads[head]
    last = _last_said(read)
    events = [m for m in read.top if things[head][m].cls == "Event"]
    if len({things[head][m] for m in events}) != 1:
        return None
    for m in events:
        end = read.mentions[m].end
        at = _AT.match(read.analysis.text, end)
        begin, stop = read.analysis.sentence(end)
        said = read.analysis.text[end:stop]
        if begin >= last and at and _SHOWS.search(said) and not _NOT_SHOWN.search(said):
            return things[head][m]
    return None


def _last_said(read: Read) -> int:
    """Where the last sentence of a passage begins, but for one that only says that a table follows."""
    begins = [begin for begin, _ in read.analysis.sentences]
    announces = len(begins) > 1 and _ANNOUNCES.search(read.analysis.text, begins[-1])
    return begins[-2 if announces else -1] if begins else 0


def _listed(
    i: int, read: Read, named: Sequence[Thing], topic: Thing, relation: str, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    text = read.analysis.text
    listed = [m for m in read.top if not LEFT.match(text, read.mentions[m].end)]
    for m in guests(read, listed) if relation == "participatesIn" else listed:
        thing = named[m]
        if relation == "announcedAt" and thing.cls not in _SHOWN:
            continue
        if thing.id != topic.id and ontology.allows(relation, thing.cls, topic.cls):
            claim = Claim(thing.id, relation, topic.id, STATED)
            yield i, Found(claim, 0, len(text), "table-column-topic", 0.9)
