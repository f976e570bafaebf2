"""Facts that the layout of an article states: table rows, footnote rosters, reference titles, captions.

In: an article's recognised passages. Out: claims with the passage that shows them.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from kg.language.numbers import quantities
from kg.model import Claim, Mention, PassageKind, Qualifiers
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import skip_brackets
from kg.relate.labelled import LEFT, labelled
from kg.relate.passages import whole_cell
from kg.relate.rules import Rules, TableRule
from kg.relate.tabled import row_has, sum_of
from kg.relate.things import JOINED, STATED, Found, Thing, Things, claimed

_ROSTER = re.compile(
    r"등\s*(?:총\s*)?\d+\s*(?:여\s*)?(?:개)?"
    r"|\A[\s\-*※()（]*(?:총\s*)?\d+\s*개\s?(?:중앙\s?)?(?:부처|부문|부서|기관|위원회)(?:\s?[:：)）]|[은는]\s)"
)
_SIGNS = re.compile(r"[\s·()（）]")
_LIST_WORDS = re.compile(r"\W|및|등|개|부처|기관|공동|발표|제정|발간|참여|포함|외|임\Z")
_ENDED = re.compile(
    r"\s*(?:(?:탈퇴|종료|철회|취소|무산|탈락|불참|해지|파기|중단|결렬|거절|제외|보류|유보|불발|부결|반려|미서명|미체결|미선정)(?:됨|함)?"
    r"|(?:협의|검토|논의|협상|심사|신청)\s?중|신청)\s*"
)
"""A cell that says of its row that it is not, or no more, so."""
_EACH = re.compile(r"(?:각각?|각자|기관당|곳당|사당)\s?(?:최[대고]\s?)?\d")
_TAKES_PART = re.compile(r"(?:참가|참여|참석|출품|출전|초청)(?:기업|기관|대학|업체|국|팀|사)명?\Z")
"""Headers of columns of those who take part in what was spoken of."""
_ISSUE = re.compile(r"关于印发|印发|发布|出台|关于")
_WHO_RUNS = ("운영기관", "운영사", "운영주체", "관리기관", "주관기관")
"""Headers of those who run what the first column names, whatever that one is called."""
_SAY_WHOSE = frozenset({"administeredBy", "establishedBy", "issuedBy", "partOf"})
_BODIES = frozenset(
    {"Ministry", "CentralBody", "LocalGovernment", "FundingBody", "University", "ResearchInstitute", "Association"}
)
_LEADS = frozenset({PassageKind.TITLE, PassageKind.LEAD})
"""Lines before the first block of an article, of which no block below can be a part."""


class Tie(NamedTuple):
    """A rule, and the columns at either end of what it states, by their place among those that name something."""

    rule: TableRule
    sources: Sequence[int]
    targets: Sequence[int]


Ties = Callable[[tuple[str, ...]], Sequence[Tie]]
"""What the rules state of a row in which the columns with these headers name something."""


def ties_by(rules: Rules) -> Ties:
    """The ties by some rules; those of headers that come back are kept."""
    return lru_cache(maxsize=1024)(lambda headers: (*_ties(headers, rules),))


def row_claims(
    reads: Sequence[Read], rows: Sequence[Row], things: Things, ties: Ties, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """A table row is a record: what stands in one column is tied to what stands in another, by the headers."""
    for cells in (row.cells for row in rows if not row.ended):
        naming, headers = _headers(reads, cells)
        for rule, sources, targets in ties(headers) if headers else ():
            if rule.within:
                for at in sources:
                    yield from _within(reads, naming[at], rule, things, ontology)
                continue
            sum_ = _sum_of_row(reads, cells, rules) if rule.relation == "funds" else ()
            for s in sources:
                own = sum_ or (_sum_in(reads[naming[s]]) if rule.relation == "funds" else ())
                if own and _is_shared(reads, naming[s], cells):
                    own = ()
                for t in targets:
                    yield from _between(reads, naming[s], naming[t], rule, things, ontology, own)


def _ties(headers: Sequence[str], rules: Rules) -> Iterator[Tie]:
    doers = _doers(headers, rules)
    for rule in rules.tables:
        ending = [at for at, header in enumerate(headers) if header.endswith(rule.source)]
        if rule.within:
            yield Tie(rule, ending, ())
            continue
        no_source = doers if rule.relation == "locatedIn" else ()
        targets = [at for at, header in enumerate(headers) if _tells(header, rule.target) > _tells(header, rule.source)]
        if rule.relation == "funds":  # not who runs what is paid for
            targets = [at for at in targets if at not in doers] or targets
        sources = [at for at in ending if at not in targets and at not in no_source]
        if sources and targets:
            yield Tie(rule, sources, targets)


@lru_cache(maxsize=4096)
def _tells(header: str, words: tuple[str, ...]) -> int:
    """Length of the longest of the words that a header ends in: `소속기관` tells more than `기관`."""
    return max((len(word) for word in words if header.endswith(word)), default=0)


class Row(NamedTuple):
    """The cells of a row of a table, as indices of passages; `ended`: one of them says that it is not so."""

    cells: Sequence[int]
    ended: bool


def table_rows(reads: Sequence[Read]) -> list[Row]:
    """The rows of the tables of an article, headers aside."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is PassageKind.CELL and passage.row is not None and passage.row >= 0:
            rows[passage.block or 0, passage.row].append(i)
    return [Row(cells, any(_ENDED.fullmatch(reads[i].analysis.text) for i in cells)) for cells in rows.values()]


def _headers(reads: Sequence[Read], cells: Sequence[int]) -> tuple[Sequence[int], tuple[str, ...]]:
    """Those cells of a row that name something, and their headers."""
    naming = [i for i in cells if reads[i].mentions]
    return naming, tuple([_solid(reads[i].passage.header) for i in naming])


@lru_cache(maxsize=4096)
def _solid(header: str) -> str:
    """A header without spaces, dots and brackets."""
    return _SIGNS.sub("", header)


def _doers(headers: Sequence[str], rules: Rules) -> frozenset[int]:
    """The columns that say who runs, makes or owns what another one names: the row's place is not theirs."""
    running = frozenset(i for i, header in enumerate(headers) if i and header.endswith(_WHO_RUNS))
    return running | frozenset(
        i
        for rule in rules.tables
        if rule.relation in _SAY_WHOSE
        for i, header in enumerate(headers)
        if header.endswith(rule.target) and any(j != i and end.endswith(rule.source) for j, end in enumerate(headers))
    )


def _between(
    reads: Sequence[Read],
    source: int,
    target: int,
    rule: TableRule,
    things: Things,
    ontology: Ontology,
    qualifiers: Qualifiers,
) -> Iterator[tuple[int, Found]]:
    text, mentions = reads[target].analysis.text, reads[target].mentions
    for m in reads[source].top:
        for n in reads[target].top:
            if rule.relation == "locatedIn" and _says_where(text, mentions, things[target], n, ontology):
                continue  # 산둥성 | 칭다오시
            stated = tuple(sorted((*qualifiers, *STATED)))
            claim = _tied(ontology, things[source][m], rule, things[target][n], stated)
            if claim is not None:
                yield source, Found(claim, 0, len(reads[source].analysis.text), "table-row")


def _says_where(text: str, mentions: Sequence[Mention], named: Sequence[Thing], n: int, ontology: Ontology) -> bool:
    """Whether a place of a cell only says where the next one lies, which stands right behind it."""
    end = skip_brackets(text, mentions[n].end)
    return any(
        m.begin == end + 1 and text[end] == " " and ontology.family(thing.cls) == "place"
        for m, thing in zip(mentions, named, strict=True)
    )


def _within(
    reads: Sequence[Read], i: int, rule: TableRule, things: Things, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """The things of one cell, each with the next ones: those who sign in a column of signatories."""
    text = reads[i].analysis.text
    named = [things[i][m] for m in reads[i].top if not LEFT.match(text, reads[i].mentions[m].end)]
    for left, right in itertools.combinations(named, 2):
        claim = _tied(ontology, left, rule, right, STATED) if left != right else None
        if claim is not None:
            yield i, Found(claim, 0, len(text), "table-row")


def _tied(ontology: Ontology, source: Thing, rule: TableRule, target: Thing, stated: Qualifiers) -> Claim | None:
    """What a rule says of two things, where their classes are those that it allows."""
    if (rule.only_from and source.cls not in rule.only_from) or (rule.only_to and target.cls not in rule.only_to):
        return None
    return claimed(ontology, source, rule.relation, target, stated)


def _sum_of_row(reads: Sequence[Read], cells: Sequence[int], rules: Rules) -> Qualifiers:
    """The sum that a row gives, where it gives one."""
    sums = [sum_ for i in cells if (sum_ := sum_of(reads[i], rules)) is not None]
    return sums[0] if len(sums) == 1 else ()


def _is_shared(reads: Sequence[Read], source: int, cells: Sequence[int]) -> bool:
    """Whether several give the sum of a row, and nothing says that it is what each of them gives."""
    return len(reads[source].top) > 1 and not any(_EACH.search(reads[i].analysis.text) for i in cells)


def _sum_in(read: Read) -> Qualifiers:
    """The only sum that a cell states behind a name: `A 12억 위안`."""
    found = [q for q in quantities(read.analysis.text) if q.currency]
    if len(found) != 1 or len(read.top) != 1:
        return ()
    return ("amount", f"{found[0].value:f}"), ("currency", found[0].currency or ""), ("written", found[0].written)


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
    reads: Sequence[Read], rows: Sequence[Row], things: Things, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """`〈청두하이텍산업단지 입주 …〉` over a table: what the table lists lies there."""
    place: Thing | None = None
    doers: frozenset[int] | None = None
    for i, read in enumerate(reads):
        kind = read.passage.kind
        if kind is PassageKind.CAPTION:
            place = _caption_place(i, read, things, rules, ontology)
            if place is not None and doers is None:
                doers = _doing(reads, rows, rules)
        elif kind is PassageKind.CELL and place is not None:
            for m in read.top if doers is None or i not in doers else ():
                claim = claimed(ontology, things[i][m], "locatedIn", place)
                if claim is not None and whole_cell(read, m):
                    yield i, Found(claim, 0, len(read.analysis.text), "caption-place")
        elif kind is not PassageKind.CELL:
            place = None


def _doing(reads: Sequence[Read], rows: Sequence[Row], rules: Rules) -> frozenset[int]:
    """The cells that name who runs, makes or owns what another one of the row names."""
    named = (_headers(reads, row.cells) for row in rows)
    return frozenset(naming[at] for naming, headers in named for at in _doers(headers, rules))


def _caption_place(i: int, read: Read, things: Things, rules: Rules, ontology: Ontology) -> Thing | None:
    if not any(word in read.analysis.text for word in rules.located_captions):
        return None
    places = [things[i][m] for m in read.top]
    return next((p for p in places if ontology.family(p.cls) == "place"), None)


def joined_claims(
    reads: Sequence[Read],
    rows: Sequence[Row],
    things: Things,
    topic_before: Callable[[int], Thing | None],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """`〈‘X’ 선정자〉` over a table: the first thing of each row takes part in X, or in what was spoken of last."""
    topic: Thing | None = None
    first = (reads[row.cells[0]].passage for row in rows if row.ended)
    done = {(cell.block, cell.row) for cell in first}
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is PassageKind.CAPTION:
            listed = any(word in read.analysis.text for word in rules.joined_captions)
            named = (things[i][m] for m in read.top)
            topic = (next((t for t in named if t.cls in JOINED), None) or topic_before(i)) if listed else None
        elif passage.kind is not PassageKind.CELL:
            topic = None
        elif topic is None and (passage.row or 0) >= 0 and _TAKES_PART.search(_solid(passage.header)):
            joined = None if _has_column(reads, i, rules) else topic_before(i)
            yield from _joined_cell(i, read, things[i], joined, done, ontology)
        elif topic is not None and (passage.row or 0) >= 0 and (passage.block, passage.row) not in done:
            for m in read.top:
                if whole_cell(read, m):
                    done.add((passage.block, passage.row))
                    yield from labelled(i, read, things[i][m], topic, "participatesIn", True, ontology)


def _joined_cell(
    i: int,
    read: Read,
    named: Sequence[Thing],
    topic: Thing | None,
    ended: Set[tuple[int | None, int | None]],
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """What a cell below `참가 기업` names takes part in what was spoken of, unless its row says that it does not."""
    if topic is None or (read.passage.block, read.passage.row) in ended:
        return
    for m in read.top:
        if whole_cell(read, m):
            yield from labelled(i, read, named[m], topic, "participatesIn", True, ontology)


def _has_column(reads: Sequence[Read], i: int, rules: Rules) -> bool:
    """Whether the rows of a table say themselves in what those in them take part."""
    words = tuple({word for rule in rules.tables if rule.relation == "participatesIn" for word in rule.target})
    return row_has(reads, i, words)


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
