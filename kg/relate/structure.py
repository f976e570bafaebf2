"""Facts that the layout of an article states: table rows, footnote rosters, reference titles, captions.

In: an article's recognised passages. Out: claims with the passage that shows them.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from kg.language.numbers import quantities
from kg.model import Claim, Mention, PassageKind, Qualifiers
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import skip_brackets
from kg.relate.groups import opening
from kg.relate.passages import whole_cell
from kg.relate.rules import LabelRule, Rules, label_rules
from kg.relate.things import JOINED, STATED, Found, Thing, Things, claimed

_ROSTER = re.compile(
    r"등\s*(?:총\s*)?\d+\s*(?:여\s*)?(?:개)?"
    r"|\A[\s\-*※()（]*(?:총\s*)?\d+\s*개\s?(?:중앙\s?)?(?:부처|부문|부서|기관|위원회)(?:\s?[:：)）]|[은는]\s)"
)
_SUM_HEADER = re.compile(r"(?P<name>[^(（]+)(?:[(（](?:단위[:：]?)?(?P<unit>.+)[)）])?\Z")
_SIGNS = re.compile(r"[\s·()（）]")
_LIST_WORDS = re.compile(r"\W|및|등|개|부처|기관|공동|발표|제정|발간|참여|포함|외|임\Z")
_LABEL_GAP = 4
_LINE_LABEL = re.compile(
    r"[\s\-·•*○□※]*(?:[(（\[【]([가-힣·\s\d]{2,16})[)）\]】]\s?[:：]?\s*"
    r"|([가-힣·\s\d]{2,16}?)(?:[(（][^()（）]{1,10}[)）])?\s?[:：]\s*)"
)
_NEXT_LABEL = re.compile(
    r"[,;]\s([가-힣][가-힣·\s\d]{1,15}?)\s?[:：]\s|\s[(（\[【]([가-힣·\s]{2,10})[)）\]】]\s?[:：]?\s?"
)
_NAME_LABEL = re.compile(r"[’'”\"」』》>〉]?(?:의)?\s(?:주요\s|최종\s|\d차\s)?([가-힣]{2,4}\s?[가-힣]{1,4})\s?[:：]\s")
"""Behind the name that opens a line: `‘P’ 참가 기업: A, B`."""
_INNER_LABEL = re.compile(r"\s[(（\[【]([가-힣·\s]{2,10})[)）\]】]\s?[:：]?\s?")
"""A label within a line: `‘P’ 추진체계: (총괄) A / (참여) B`."""
_PART_ENDS = re.compile(r"\s[/;]\s")
_ENDED = re.compile(r"\s*(?:탈퇴|종료|철회|취소|무산|탈락|불참|해지|파기|중단|결렬|거절|제외)(?:됨|함)?\s*")
"""A cell that says of its row that it is not, or no more, so."""
_LEFT = re.compile(r"\s?[(（](?:탈퇴|철회|취소|탈락|불참|해지|거절|제외)[)）]")
_ISSUE = re.compile(r"关于印发|印发|发布|出台|关于")
_SAY_WHOSE = frozenset({"administeredBy", "establishedBy", "issuedBy", "partOf"})
_NO_RECIPIENT = frozenset({"Province", "City", "District", "Country"})
_BODIES = frozenset(
    {"Ministry", "CentralBody", "LocalGovernment", "FundingBody", "University", "ResearchInstitute", "Association"}
)


def row_claims(reads: Sequence[Read], things: Things, rules: Rules, ontology: Ontology) -> Iterator[tuple[int, Found]]:
    """A table row is a record: what stands in one column is tied to what stands in another, by the headers."""
    for cells in _rows(reads):
        if any(_ENDED.fullmatch(reads[i].analysis.text) for i in cells):
            continue
        headers = _headers(reads, cells)
        doers = _doers(headers, rules)
        for rule in rules.tables:
            no_source = doers if rule.relation == "locatedIn" else ()
            targets = [i for i, header in headers.items() if _tells(header, rule.target) > _tells(header, rule.source)]
            sources = [i for i, header in headers.items() if header.endswith(rule.source) and i not in targets]
            sources = [i for i in sources if i not in no_source]
            sum_ = _sum_of_row(reads, cells, rules) if rule.relation == "funds" and sources and targets else ()
            for s in sources:
                own = sum_ or (_sum_in(reads[s]) if rule.relation == "funds" else ())
                for t in targets:
                    yield from _between(reads, s, t, rule.relation, things, ontology, own)


@lru_cache(maxsize=4096)
def _tells(header: str, words: tuple[str, ...]) -> int:
    """Length of the longest of the words that a header ends in: `소속기관` tells more than `기관`."""
    return max((len(word) for word in words if header.endswith(word)), default=0)


def _rows(reads: Sequence[Read]) -> Iterable[list[int]]:
    """The cells of each row of a table, as indices of passages."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is PassageKind.CELL and passage.row is not None and passage.row >= 0:
            rows[passage.block or 0, passage.row].append(i)
    return rows.values()


def _headers(reads: Sequence[Read], cells: Sequence[int]) -> dict[int, str]:
    """The headers of those cells of a row that name something."""
    return {i: _SIGNS.sub("", reads[i].passage.header) for i in cells if reads[i].mentions}


def _doers(headers: Mapping[int, str], rules: Rules) -> frozenset[int]:
    """The cells that say who runs, makes or owns what another cell of the row names: the row's place is not theirs."""
    return frozenset(
        i
        for rule in rules.tables
        if rule.relation in _SAY_WHOSE
        for i, header in headers.items()
        if header.endswith(rule.target) and any(j != i and other.endswith(rule.source) for j, other in headers.items())
    )


def _between(
    reads: Sequence[Read],
    source: int,
    target: int,
    relation: str,
    things: Things,
    ontology: Ontology,
    qualifiers: Qualifiers,
) -> Iterator[tuple[int, Found]]:
    for m in reads[source].top:
        for n in reads[target].top:
            stated = tuple(sorted((*qualifiers, *STATED)))
            claim = claimed(ontology, things[source][m], relation, things[target][n], stated)
            if claim is not None:
                yield source, Found(claim, 0, len(reads[source].analysis.text), "table-row")


def _sum_of_row(reads: Sequence[Read], cells: Sequence[int], rules: Rules) -> Qualifiers:
    """The sum that a row gives, where it gives one."""
    sums = [sum_ for i in cells if (sum_ := _sum_of(reads[i], rules)) is not None]
    return sums[0] if len(sums) == 1 else ()


def _sum_in(read: Read) -> Qualifiers:
    """The only sum that a cell states behind a name: `A 12억 위안`."""
    found = [q for q in quantities(read.analysis.text) if q.currency]
    if len(found) != 1 or len(read.top) != 1:
        return ()
    return ("amount", f"{found[0].value:f}"), ("currency", found[0].currency or ""), ("written", found[0].written)


_ABOVE_TABLES = frozenset({PassageKind.CAPTION, PassageKind.HEADING})
_RAISES = re.compile(r"증자|투자|출자|자금|재원|출연|라운드|지원")
_GIVES = re.compile(r"대출|융자|지원|교부|배정|지급|출연|보조|투자")
_UNIT_SAID = re.compile(r"단위\s?[:：]?\s?([^()（）]{1,12})[)）]")
_NOT_GIVEN = re.compile(r"거절|철회|무산|소송|반환|회수|환수|취소|탈락|제외|신청\s?현황|요구액|희망액")
_LEADS = frozenset({PassageKind.TITLE, PassageKind.LEAD})
"""Lines before the first block of an article, of which no block below can be a part."""


def rosters(reads: Sequence[Read], things: Things) -> dict[int, tuple[Thing, ...]]:
    """For a passage that counts its actors (`… 등 10개 부처는`), those that its footnote lists.

    The key is the index of the passage that the roster completes.
    """
    out: dict[int, tuple[Thing, ...]] = {}
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is not PassageKind.FOOTNOTE:
            continue
        parent = passage.parent
        if parent is None and i and reads[i - 1].passage.kind in _LEADS:
            parent = i - 1
        if parent is None:
            continue
        order = read.top
        bodies = [m for m in order if things[i][m].cls in _BODIES]
        listed = _ROSTER.search(read.analysis.text) or _only_names(read, bodies)
        if len(bodies) >= 2 and len(bodies) >= 0.7 * len(order) and listed:
            out[parent] = tuple(things[i][m] for m in bodies)
    return out


def _only_names(read: Read, bodies: Sequence[int]) -> bool:
    """Whether the passage lists bodies and says nothing else."""
    text = list(read.analysis.text)
    for m in bodies:
        mention = read.mentions[m]
        text[mention.begin : mention.end] = " " * (mention.end - mention.begin)
    return len(bodies) >= 3 and not _LIST_WORDS.sub("", "".join(text))


def money_claims(
    reads: Sequence[Read],
    things: Things,
    agents_of: Callable[[int], tuple[Thing, ...]],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """A row of a table of sums: the actor before the table gives the sum to what the row names."""
    givers = tuple({word for rule in rules.tables if rule.relation == "funds" for word in rule.source})
    above = _above_tables(reads)
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is not PassageKind.CELL or (passage.row or 0) < 0:
            continue
        head = above.get(passage.block)
        said = reads[head].analysis.text if head is not None else ""
        sum_ = _sum_of(read, rules, unit=_unit_said(said))
        if sum_ is None:
            continue
        if rules.payments.other.search(said) or _NOT_GIVEN.search(said):
            continue
        if _row_has(reads, i, givers):
            if head is not None and _RAISES.search(said):
                yield from _raised_above(reads, (head, i), sum_, things, rules, ontology)
            continue
        agents = agents_of(i) or _giver_above(reads, head, things)
        for j in range(i - 1, -1, -1):
            other = reads[j].passage
            if other.block != passage.block or other.row != passage.row:
                break
            for m in reads[j].top:
                for agent in agents:
                    thing = things[j][m]
                    if (
                        agent.id != thing.id
                        and thing.cls not in _NO_RECIPIENT
                        and ontology.allows("funds", agent.cls, thing.cls)
                    ):
                        claim = Claim(agent.id, "funds", thing.id, (*sum_, *STATED))
                        yield (
                            j,
                            Found(
                                Claim(claim.subject, claim.predicate, claim.object, tuple(sorted(claim.qualifiers))),
                                0,
                                len(reads[j].analysis.text),
                                "table-money",
                            ),
                        )


def _unit_said(caption: str) -> str:
    """The unit of the sums of a table by its caption: `지원 내역(단위: 억 위안)`."""
    unit = _UNIT_SAID.search(caption)
    return unit[1].strip() if unit else ""


def _giver_above(reads: Sequence[Read], head: int | None, things: Things) -> tuple[Thing, ...]:
    """The body that alone a caption names, where it says that money is given: `국가개발은행 대출 실적`."""
    if head is None or not _GIVES.search(reads[head].analysis.text):
        return ()
    named = tuple(things[head][m] for m in reads[head].top)
    return named if len(named) == 1 and named[0].cls in _BODIES else ()


def _above_tables(reads: Sequence[Read]) -> dict[int | None, int]:
    """For the block of each table the caption or heading right above it."""
    found: dict[int | None, int] = {}
    for i, (before, read) in enumerate(itertools.pairwise(reads)):
        opens = read.passage.kind is PassageKind.CELL and before.passage.block != read.passage.block
        if opens and before.passage.kind in _ABOVE_TABLES:
            found[read.passage.block] = i
    return found


def _raised_above(
    reads: Sequence[Read], at: tuple[int, int], sum_: Qualifiers, things: Things, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """A row that says who gives a sum, below a caption that names alone what raises it: `〈A사 증자 참여 현황〉`."""
    above, i = at
    funding = next(rule for rule in rules.tables if rule.relation == "funds")
    if _row_has(reads, i, funding.target):
        return
    passage = reads[i].passage
    raisers = [thing for m in reads[above].top if (thing := things[above][m]).cls not in _NO_RECIPIENT]
    own = itertools.takewhile(lambda j: reads[j].passage.row == passage.row, range(i - 1, above, -1))
    cells = [j for j in own if _is_under(reads[j], funding.source)]
    for j in cells:
        for m in reads[j].top:
            giver = things[j][m]
            if len(raisers) == 1 and giver != raisers[0] and ontology.allows("funds", giver.cls, raisers[0].cls):
                claim = Claim(giver.id, "funds", raisers[0].id, tuple(sorted((*sum_, ("modality", "stated")))))
                yield j, Found(claim, 0, len(reads[j].analysis.text), "table-money")


def _is_under(read: Read, headers: tuple[str, ...]) -> bool:
    return "".join(read.passage.header.split()).endswith(headers)


def _row_has(reads: Sequence[Read], i: int, headers: tuple[str, ...]) -> bool:
    """Whether the table of a cell has a column whose header ends in one of the words."""
    passage = reads[i].passage
    row = (r.passage for r in reads if r.passage.block == passage.block and r.passage.row == passage.row)
    return any("".join(cell.header.split()).endswith(headers) for cell in row)


def _sum_of(read: Read, rules: Rules, *, unit: str = "") -> Qualifiers | None:
    """Amount, currency and written form of a cell in a column of sums; `unit` where the header has none."""
    match = _SUM_HEADER.match("".join(read.passage.header.split()))
    if match is None or not match["name"].endswith(tuple(rules.money_columns)):
        return None
    found = quantities(f"{read.analysis.text.strip()}{match['unit'] or unit}")
    if not found or not found[0].currency or not found[0].value:
        return None
    return ("amount", f"{found[0].value:f}"), ("currency", found[0].currency), ("written", found[0].written)


def reference_claims(reads: Sequence[Read], things: Things, ontology: Ontology) -> Iterator[tuple[int, Found]]:
    """`某厅 某厅关于印发《…》的通知`: the bodies before 关于 issued what stands in 《…》."""
    for i, read in enumerate(reads):
        if read.passage.kind is not PassageKind.REFERENCE:
            continue
        text = read.analysis.text
        cue = _ISSUE.search(text)
        titles = [m for m, mention in enumerate(read.mentions) if mention.rule.startswith("reference-title")]
        if cue is None or not titles:
            continue
        issuers = [
            m for m, mention in enumerate(read.mentions) if mention.end <= cue.start() and things[i][m].cls in _BODIES
        ]
        order = read.top
        for position, m in enumerate((m for m in issuers if m in order), start=1):
            stated = (*STATED, ("position", str(position)))
            claim = claimed(ontology, things[i][titles[0]], "issuedBy", things[i][m], stated)
            if claim is not None:
                yield i, Found(claim, 0, len(text), "reference-issuer")


def caption_claims(
    reads: Sequence[Read], things: Things, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """`〈청두하이텍산업단지 입주 …〉` over a table: what the table lists lies there."""
    place: Thing | None = None
    doers = {i for cells in _rows(reads) for i in _doers(_headers(reads, cells), rules)}
    for i, read in enumerate(reads):
        kind = read.passage.kind
        if kind is PassageKind.CAPTION:
            place = _caption_place(i, read, things, rules, ontology)
        elif kind is PassageKind.CELL and place is not None:
            for m in read.top if i not in doers else ():
                claim = claimed(ontology, things[i][m], "locatedIn", place)
                if claim is not None and whole_cell(read, m):
                    yield i, Found(claim, 0, len(read.analysis.text), "caption-place")
        elif kind is not PassageKind.CELL:
            place = None


def _caption_place(i: int, read: Read, things: Things, rules: Rules, ontology: Ontology) -> Thing | None:
    if not any(word in read.analysis.text for word in rules.located_captions):
        return None
    places = [things[i][m] for m in read.top]
    return next((p for p in places if ontology.family(p.cls) == "place"), None)


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
        label = _LINE_LABEL.match(read.analysis.text)
        by_label = label_rules(rules.labels, label[1] or label[2]) if label else ()
        if label is None or not by_label:
            spoken += [things[i][m] for m in read.top]
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
                if begin <= read.mentions[m].begin < stop and not _LEFT.match(read.analysis.text, read.mentions[m].end)
            ]
            if topic is None or not named or _goes_on(read, named[-1], stop):
                continue
            rule = of_class[topic.cls]
            if read.mentions[named[0]].begin > begin + _LABEL_GAP or _in_sums(rule, read):
                continue
            for m in _guests(read, named) if rule.relation == "participatesIn" else named:
                yield from _labelled(i, read, things[i][m], topic, rule.relation, rule.named_first, ontology)


def _labels_within(
    i: int, read: Read, named: Sequence[Thing], rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """`‘P’ 참가 기업: A, B` and `‘P’ 추진체계: (총괄) A / (참여) B`: labels behind what a line names first."""
    text = read.analysis.text
    if not read.top or read.mentions[read.top[0]].begin > opening(read) + 1:
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
        for m in _guests(read, listed) if rule.relation == "participatesIn" else listed:
            yield from _labelled(i, read, named[m], topic, rule.relation, rule.named_first, ontology)


def _guests(read: Read, named: Sequence[int]) -> list[int]:
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


def _labelled(
    i: int, read: Read, named: Thing, topic: Thing | None, relation: str, named_first: bool, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    if topic is None:
        return
    subject, object_ = (named, topic) if named_first else (topic, named)
    claim = claimed(ontology, subject, relation, object_)
    if claim is not None:
        yield i, Found(claim, 0, len(read.analysis.text), "labelled-line")


def joined_claims(
    reads: Sequence[Read],
    things: Things,
    topic_before: Callable[[int], Thing | None],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """`〈‘X’ 선정자〉` over a table: the first thing of each row takes part in X, or in what was spoken of last."""
    topic: Thing | None = None
    cells = (read for read in reads if read.passage.kind is PassageKind.CELL)
    rows = {(c.passage.block, c.passage.row) for c in cells if _ENDED.fullmatch(c.analysis.text)}
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is PassageKind.CAPTION:
            listed = any(word in read.analysis.text for word in rules.joined_captions)
            named = (things[i][m] for m in read.top)
            topic = (next((t for t in named if t.cls in JOINED), None) or topic_before(i)) if listed else None
        elif passage.kind is not PassageKind.CELL:
            topic = None
        elif topic is not None and (passage.row or 0) >= 0 and (passage.block, passage.row) not in rows:
            for m in read.top:
                if whole_cell(read, m):
                    rows.add((passage.block, passage.row))
                    yield from _labelled(i, read, things[i][m], topic, "participatesIn", True, ontology)


def label_claims(
    reads: Sequence[Read], things: Things, agents_of: Callable[[int], tuple[Thing, ...]], ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """What a list labelled `(주요 제품)` names is made by the actor of its row or bullet."""
    for i, read in enumerate(reads):
        for m, mention in enumerate(read.mentions):
            thing = things[i][m]
            if mention.rule != "label-list" or thing.cls != "Product":
                continue
            for agent in agents_of(i):
                claim = claimed(ontology, agent, "develops", thing, ())
                if claim is not None:
                    yield i, Found(claim, 0, len(read.analysis.text), "label-list")


def headline_claims(reads: Sequence[Read], things: Things, ontology: Ontology) -> Iterator[tuple[int, Found]]:
    """`광둥성, … 행동계획 발표`: what a place issues by the headline applies to it."""
    if not reads:
        return
    text = reads[0].analysis.text
    order = reads[0].top
    if len(order) < 2 or reads[0].mentions[order[0]].begin > 0:
        return
    place = things[0][order[0]]
    after = skip_brackets(text, reads[0].mentions[order[0]].end)
    if ontology.family(place.cls) != "place" or text[after : after + 1] != ",":
        return
    for m in order[1:]:
        title = things[0][m]
        if title.cls in {"Policy", "Report"} and ontology.allows("appliesTo", title.cls, place.cls):
            yield 0, Found(Claim(title.id, "appliesTo", place.id), 0, len(text), "headline-scope")
