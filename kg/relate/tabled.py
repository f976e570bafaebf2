"""Sums in tables: who gives what a row says to whom.

In: an article's recognised passages and who acts before a table. Out: `funds` claims with the cell that shows them. The
giver stands in the row, in the caption or before the table; whose money it becomes stands in the row or above it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from kg.language.numbers import quantities
from kg.model import Claim, PassageKind, Qualifiers
from kg.ontology import Ontology
from kg.recognise import Read
from kg.relate.groups import BODIES
from kg.relate.rules import Rules
from kg.relate.things import STATED, Found, Thing, Things

_SUM_HEADER = re.compile(r"(?P<name>[^(（]+)(?:[(（](?:단위[:：]?)?(?P<unit>.+)[)）])?\Z")
_NO_RECIPIENT = frozenset({"Province", "City", "District", "Country"})
_ABOVE_TABLES = frozenset({PassageKind.CAPTION, PassageKind.HEADING})
_RAISES = re.compile(r"증자|투자|출자|자금|재원|출연|라운드|지원")
_ANNOUNCES = re.compile(
    r"(?:출자자|투자자|주주|출연\s?기관|출자\s?기관|투자사)[은는]\s(?:[가-힣]+\s)?(?:아래|다음|표)[^.]{0,12}\.?\s*\Z"
)
_RAISERS = frozenset({"Company", "FundingBody", "Project", "Program", "Laboratory", "InnovationCenter"})
_GIVES = re.compile(r"대출|융자|지원|교부|배정|지급|출연|보조|투자")
_INVESTED = re.compile(r"(?:투자액|투자금|투자규모|총투자액?|출자액)")
_UNDERTAKEN = frozenset({"Project", "Program", "Laboratory", "InnovationCenter", "ResearchInstitute"})
_UNIT_SAID = re.compile(r"단위\s?[:：]?\s?([^()（）]{1,12})[)）]")
_NOT_GIVEN = re.compile(r"거절|철회|무산|소송|반환|회수|환수|취소|탈락|제외|신청\s?현황|요구액|희망액")


def money_claims(
    reads: Sequence[Read],
    things: Things,
    agents_of: Callable[[int], tuple[Thing, ...]],
    rules: Rules,
    ontology: Ontology,
) -> Iterator[tuple[int, Found]]:
    """A row of a table of sums: the actor before the table gives the sum to what the row names."""
    givers = tuple({word for rule in rules.tables if rule.relation == "funds" for word in rule.source})
    doers = tuple(
        {w for rule in rules.tables if rule.relation == "administeredBy" for w in rule.target if w.endswith("주체")}
    )
    above = _above_tables(reads)
    for i, read in enumerate(reads):
        passage = read.passage
        if passage.kind is not PassageKind.CELL or (passage.row or 0) < 0:
            continue
        head = above.get(passage.block)
        said = reads[head].analysis.text if head is not None else ""
        sum_ = sum_of(read, rules, unit=_unit_said(said))
        if sum_ is None:
            continue
        if rules.payments.other.search(said) or _NOT_GIVEN.search(said):
            continue
        if _INVESTED.match("".join(passage.header.split())) and not row_has(reads, i, givers):
            invested = [*_invested(reads, i, sum_, doers, things, ontology)]
            if invested:
                yield from invested
                continue
        if row_has(reads, i, givers):
            if head is not None and _RAISES.search(said):
                yield from _raised_above(reads, (head, i), sum_, things, rules, ontology)
            elif head is None and (raiser := _announced(reads, i, agents_of)) is not None:
                yield from _raised(reads, i, sum_, raiser, things, rules, ontology)
            continue
        own = [*_row_before(reads, i)]
        if sum(any(things[j][m].cls in BODIES for m in reads[j].top) for j in own) > 1:
            continue  # of two bodies in a row the one may be who gives
        agents = agents_of(i) or _giver_above(reads, head, things)
        for j in own:
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


def _invested(
    reads: Sequence[Read], i: int, sum_: Qualifiers, doers: tuple[str, ...], things: Things, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """A row of what is carried out by whom, with the sum that this one invests: `사업명 | 시행 주체 | 투자액`."""
    passage = reads[i].passage
    row = [
        j
        for j, r in enumerate(reads)
        if (r.passage.block, r.passage.row) == (passage.block, passage.row) and r.mentions
    ]
    givers = [(j, things[j][m]) for j in row if _is_under(reads[j], doers) for m in reads[j].top]
    works = [(j, things[j][m]) for j in row if not _is_under(reads[j], doers) for m in reads[j].top]
    if len(givers) != 1 or givers[0][1].cls not in BODIES:
        return
    giver = givers[0][1]
    for j, work in works:
        if work.cls in _UNDERTAKEN and ontology.allows("funds", giver.cls, work.cls):
            claim = Claim(giver.id, "funds", work.id, tuple(sorted((*sum_, *STATED))))
            yield j, Found(claim, 0, len(reads[j].analysis.text), "table-money")


def _row_before(reads: Sequence[Read], i: int) -> Iterator[int]:
    """The cells of the row that stand before cell `i`, the nearest first."""
    passage = reads[i].passage
    for j in range(i - 1, -1, -1):
        if (reads[j].passage.block, reads[j].passage.row) != (passage.block, passage.row):
            return
        yield j


def _unit_said(caption: str) -> str:
    """The unit of the sums of a table by its caption: `지원 내역(단위: 억 위안)`."""
    unit = _UNIT_SAID.search(caption)
    return unit[1].strip() if unit else ""


def _giver_above(reads: Sequence[Read], head: int | None, things: Things) -> tuple[Thing, ...]:
    """The body that alone a caption names, where it says that money is given: `국가개발은행 대출 실적`."""
    if head is None or not _GIVES.search(reads[head].analysis.text):
        return ()
    named = tuple(things[head][m] for m in reads[head].top)
    return named if len(named) == 1 and named[0].cls in BODIES else ()


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
    raisers = [thing for m in reads[above].top if (thing := things[above][m]).cls not in _NO_RECIPIENT]
    if len(raisers) == 1:
        yield from _raised(reads, i, sum_, raisers[0], things, rules, ontology)


def _announced(reads: Sequence[Read], i: int, agents_of: Callable[[int], tuple[Thing, ...]]) -> Thing | None:
    """What raises money by the text that announces a table of who gives: `A는 설립되었다. 출자자는 아래와 같다.`"""
    block = reads[i].passage.block
    before = next((r for r in reversed(reads[:i]) if r.passage.block != block), None)
    if before is None or not _ANNOUNCES.search(before.analysis.text):
        return None
    raisers = [t for t in agents_of(i) if t.cls in _RAISERS]
    return raisers[0] if len(raisers) == 1 else None


def _raised(
    reads: Sequence[Read], i: int, sum_: Qualifiers, raiser: Thing, things: Things, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """Who gives what a cell says by the other cells of its row, to one who raises it."""
    funding = next(rule for rule in rules.tables if rule.relation == "funds")
    if row_has(reads, i, funding.target):
        return
    cells = [j for j in _row_before(reads, i) if _is_under(reads[j], funding.source)]
    for j in cells:
        for m in reads[j].top:
            giver = things[j][m]
            if giver != raiser and ontology.allows("funds", giver.cls, raiser.cls):
                claim = Claim(giver.id, "funds", raiser.id, tuple(sorted((*sum_, ("modality", "stated")))))
                yield j, Found(claim, 0, len(reads[j].analysis.text), "table-money")


def _is_under(read: Read, headers: tuple[str, ...]) -> bool:
    return "".join(read.passage.header.split()).endswith(headers)


def row_has(reads: Sequence[Read], i: int, headers: tuple[str, ...]) -> bool:
    """Whether the table of a cell has a column whose header ends in one of the words."""
    passage = reads[i].passage
    row = (r.passage for r in reads if r.passage.block == passage.block and r.passage.row == passage.row)
    return any("".join(cell.header.split()).endswith(headers) for cell in row)


def sum_of(read: Read, rules: Rules, *, unit: str = "") -> Qualifiers | None:
    """Amount, currency and written form of a cell in a column of sums; `unit` where the header has none."""
    own = _unit_of_column(read.passage.header, rules.money_columns)
    if own is None:
        return None
    found = quantities(f"{read.analysis.text.strip()}{own or unit}")
    if not found or not found[0].currency or not found[0].value:
        return None
    return ("amount", f"{found[0].value:f}"), ("currency", found[0].currency), ("written", found[0].written)


@lru_cache(maxsize=1024)
def _unit_of_column(header: str, columns: frozenset[str]) -> str | None:
    """The unit that the header of a column of sums gives, '' where it gives none; None for other columns."""
    match = _SUM_HEADER.match("".join(header.split()))
    if match is None or not match["name"].endswith(tuple(columns)):
        return None
    return match["unit"] or ""
