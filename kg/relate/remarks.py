"""Where things lie, what they belong to and what regions are made of, as brackets, lists and remarks say it.

In: a recognised passage, or the rows of a table. Out: `locatedIn` and `partOf` claims. A bracket behind a name or a
cell of its row gives its seat (`A(산둥성 칭다오시 소재)`, `소재지: 칭다오`) or whose unit it is (`칭화대학 산하`); a
bracket behind a region, or a list before or behind it, its members (`장강삼각주(상하이, 장쑤성 …)`, `광저우, 선전 등
웨강아오 대만구 9개 도시`). The words are data (`seats` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import skip_brackets
from kg.relate.rules import Rules
from kg.relate.structure import Row
from kg.relate.things import STATED, Found, Thing, Things, claimed

_BRACKET = re.compile(r"\s?[(（](?P<inside>[^()（）]{2,120})[)）]")
_PART = re.compile(r"[^,;/]+")
_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_MEMBERS = frozenset({"Province", "City", "District"})
_SEATED = frozenset(
    {"Company", "University", "ResearchInstitute", "Laboratory", "InnovationCenter", "Association", "FundingBody"}
    | {"InternationalBody", "DevelopmentZone", "Project", "Event"}
)
_WIDTH = {"Country": 0, "Region": 1, "Province": 2, "City": 3, "District": 4, "DevelopmentZone": 5}
_LISTED = re.compile(r"\s?[,·∙・、]\s?|\s?및\s|[와과]\s")
_UNITS = frozenset({"Company", "ResearchInstitute", "Laboratory", "InnovationCenter", "FundingBody"})
_UNIT_OF = re.compile(
    r"(?:\s?[(（][^()（）]*[)）])?(?:의)?\s?(?:산하|소속|계열사|자회사|계열|직속|부설)(?:\s?(?:기업|기관|회사))?\s*"
)
_ABOUT = re.compile(r"\s?[:：]\s|[은는]\s")
_BULLETS = " -·•○□■▪▶‣◦*※'‘’“”\"「」『』"
_COUNT = r"\d+\s?개?\s?(?:성|시|도시|지역|성시|성·시|자치구|구|주|현)"
_COUNTED = re.compile(rf"\s?(?:내\s|의\s)?(?:{_COUNT}\s?)*(?:지역|일대|권역)?\s?")
_LIST_ENDS = re.compile(rf"\s?(?:등)?\s?(?:총\s)?(?:{_COUNT}\s?)*")
_SUCH_AS = re.compile(r"\s등\s(?:의\s)?")
_OF_NUMBER = re.compile(rf"\s?(?:내\s|의\s)?(?:{_COUNT}|지역|도시)")
_MADE_OF = re.compile(r"(?:으)?로\s(?:구성|이루어)[가-힣]*\s['‘“]?")
_IS_MADE_OF = re.compile(
    rf"(?:\s?등)?(?:\s?{_COUNT})?(?:[을를]\s(?:포함|아우르|아울러|포괄|망라)|(?:으)?로\s(?:구성|이루어)"
    r"|(?:이다|입니다|이며|임)(?=[\s.,]|\Z)"
    r"|(?:의|등)\s(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열|\d+)\s?개?\s?(?:성|시|도시|지역|성시|구|현|주)(?:[을를]\s(?:포함|아우르|포괄|망라|묶)|(?:으)?로\s(?:구성|이루어|이뤄|짜)))"
)
_BY_COUNT = re.compile(r"(?P<area>[가-힣]{2,})\s?(?P<n>\d{1,2})\s?개?\s?(?:성|시|도시|성시|지역|현|구|국)")
_AREA_OPENS = re.compile(r"\s?(?:지역|지구|권|권역|일대)?(?:은|는|이|가|의|에는)?[\s,:(（]*")
_AREA_COUNT = re.compile(r"\s?(?:등|의)?\s?(?P<n>\d{1,2})\s?개?\s?(?:성|시|도시|성시|지역|현|구|국)")
_SUBJECT = re.compile(r"(?:은|는|이란|란)\s")
_PART_OF_IT = re.compile(r"\s\d+\s?개")
"""Behind a place of which but a part belongs to the region: `광둥성 9개 도시`."""


def remark_claims(read: Read, named: Sequence[Thing], rules: Rules, ontology: Ontology) -> Iterator[Found]:
    """The claims of one passage."""
    if len(named) < 2:
        return
    finder = _Finder(read, named, rules, ontology)
    if "(" in finder.text or "（" in finder.text:
        yield from finder.brackets()
    if any(thing.cls in _PLACES for thing in named):
        yield from finder.spoken_of()
    if any(thing.cls == "Region" for thing in named):
        yield from finder.lists()


class _Finder:
    def __init__(self, read: Read, named: Sequence[Thing], rules: Rules, ontology: Ontology) -> None:
        self.read, self.named, self.rules, self.ontology = read, named, rules, ontology
        self.text, self.mentions = read.analysis.text, read.mentions

    def _found(self, source: int, target: int, rule: str, relation: str = "locatedIn") -> Iterator[Found]:
        claim = claimed(self.ontology, self.named[source], relation, self.named[target])
        if claim is not None:
            yield Found(claim, *self.read.analysis.sentence(self.mentions[source].begin), rule)

    # --- brackets -----------------------------------------------------------------------------------------

    def brackets(self) -> Iterator[Found]:
        """`A(칭다오 소재)`: where A lies; `장강삼각주 3성 1시(상하이, …)`: what lies in it."""
        for bracket in _BRACKET.finditer(self.text):
            span = bracket.span("inside")
            holder = self._holder(bracket)
            if holder is None:
                continue
            if self.named[holder].cls == "Region":
                for member in self._members(span):
                    yield from self._found(member, holder, "bracket-member")
            elif self.named[holder].cls in _SEATED:
                for part in _PART.finditer(self.text, *span):
                    for place in seats_in(self.read, self.named, part.span(), self.rules):
                        yield from self._found(holder, place, "bracket-seat")
                    for whole in _wholes(self.read, self.named, part.span(), self.ontology):
                        if self.named[holder].cls in _UNITS:
                            yield from self._found(holder, whole, "bracket-parent", "partOf")

    def spoken_of(self) -> Iterator[Found]:
        """`A: B·C 공동 건설, 선양시 소재`, `A는 칭다오 소재, 직원 300명`: where what the words are about lies."""
        for begin, end in self.read.analysis.sentences:
            first = next((m for m in self.read.top if self.mentions[m].begin >= begin), None)
            if first is None or self.named[first].cls not in _SEATED - {"DevelopmentZone"}:
                continue
            behind = skip_brackets(self.text, self.mentions[first].end)
            about = _ABOUT.match(self.text, behind)
            if about is None or self.text[begin : self.mentions[first].begin].strip(_BULLETS):
                continue
            for part in _PART.finditer(self.text, about.end(), end):
                for place in seats_in(self.read, self.named, _bare(self.text, part.span()), self.rules):
                    yield from self._found(first, place, "spoken-seat")

    def _holder(self, bracket: re.Match[str]) -> int | None:
        """The name that a bracket stands behind or that it ends, or the region that a count before it is of."""
        for m in self.read.top:
            mention = self.mentions[m]
            if mention.end == bracket.end() and mention.begin < bracket.start():
                return m
            end = mention.end
            if self.named[m].cls == "Region" and _COUNTED.fullmatch(self.text, end, bracket.start()):
                return m
            if end == bracket.start() or (end + 1 == bracket.start() and self.text[end] in "'’”\"」』》>〉"):
                return m
        return None

    def _members(self, span: tuple[int, int]) -> list[int]:
        """The places that a bracket lists, if it lists nothing else."""
        inside = [m for m in self._places() if span[0] <= self.mentions[m].begin and self.mentions[m].end <= span[1]]
        at, found = span[0], list[int]()
        for m in inside:
            between = self.text[at : self.mentions[m].begin].strip()
            if between and not (at > span[0] and _LISTED.fullmatch(self.text, at, self.mentions[m].begin)):
                return []
            if not between and found and at > span[0] and self._wider(found[-1], m):
                found.pop()  # 쓰촨성 | 청두시
            at = self.mentions[m].end
            if part := _PART_OF_IT.match(self.text, at):
                counted = _LIST_ENDS.match(self.text, at)
                at = counted.end() if counted else part.end()
            else:
                found.append(m)
        ends = _LIST_ENDS.fullmatch(self.text, at, span[1])
        return found if ends and (len(found) > 1 or "등" in ends[0]) else []

    def _wider(self, left: int, right: int) -> bool:
        return _WIDTH[self.named[left].cls] < _WIDTH[self.named[right].cls]

    def _places(self) -> list[int]:
        return [m for m in self.read.top if self.named[m].cls in _MEMBERS]

    # --- lists --------------------------------------------------------------------------------------------

    def lists(self) -> Iterator[Found]:
        """Lists of places that a region is said to have or to be made of."""
        regions = [m for m in self.read.top if self.named[m].cls == "Region"]
        for members in self._runs():
            begin, end = self.mentions[members[0]].begin, self.mentions[members[-1]].end
            for region in regions:
                if self._behind(end, region, many=len(members) > 1) or self._before(region, begin, end, members):
                    for member in members:
                        yield from self._found(member, region, "list-member")

    def _runs(self) -> list[list[int]]:
        """Places one after another, with nothing but marks of lists between them."""
        runs: list[list[int]] = []
        for m in self._places():
            last = self.mentions[runs[-1][-1]].end if runs else -1
            if runs and _LISTED.fullmatch(self.text, last, self.mentions[m].begin):
                runs[-1].append(m)
            else:
                runs.append([m])
        return runs

    def _behind(self, end: int, region: int, *, many: bool) -> bool:
        """`광저우, 선전 등 웨강아오 대만구 9개 도시`, `베이징, 톈진, 허베이로 구성된 징진지`."""
        begin, stop = self.mentions[region].begin, self.mentions[region].end
        if _MADE_OF.fullmatch(self.text, end, begin):
            return many
        such_as = _SUCH_AS.fullmatch(self.text, end, begin) is not None
        return such_as and _OF_NUMBER.match(self.text, stop) is not None

    def _before(self, region: int, begin: int, end: int, members: Sequence[int]) -> bool:
        """`중부 6개성은 산시성, 안후이성 … 후난성이다`."""
        between = _SUBJECT.fullmatch(self.text, self.mentions[region].end, begin)
        return len(members) > 1 and between is not None and _IS_MADE_OF.match(self.text, end) is not None


def seats_in(read: Read, named: Sequence[Thing], span: tuple[int, int], rules: Rules) -> list[int]:
    """The places that a part of a bracket or cell gives as seats: of places one in another the narrowest."""
    text, mentions = read.analysis.text, read.mentions
    places = [m for m in _within(read, span) if named[m].cls in _PLACES]
    if not places:
        return []
    first, last = mentions[places[0]].begin, max(mentions[m].end for m in places)
    said = re.sub(r"\s", "", text[span[0] : first]), re.sub(r"\s", "", text[last : span[1]])
    if not rules.seats.fullmatch("|".join(said)):
        return []
    seats: list[int] = []
    for m, then in zip_longest(places, places[1:]):
        between = text[mentions[m].end : mentions[then].begin] if then is not None else "·"
        if between.strip() and not _LISTED.fullmatch(between) and then is not None:
            return []
        if between.strip():
            seats.append(m)  # what stands right before another place only says where that is
    return seats


def _wholes(read: Read, named: Sequence[Thing], span: tuple[int, int], ontology: Ontology) -> list[int]:
    """The body of which a part of a bracket or cell says that something is a unit: `칭화대학 산하`."""
    bodies = [m for m in _within(read, span) if ontology.family(named[m].cls) == "org"]
    if len(bodies) != 1 or read.analysis.text[span[0] : read.mentions[bodies[0]].begin].strip():
        return []
    return bodies if _UNIT_OF.fullmatch(read.analysis.text, read.mentions[bodies[0]].end, span[1]) else []


def _bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A stretch without the full stop that ends it."""
    begin, end = span
    while end > begin and text[end - 1] in ". ":
        end -= 1
    return begin, end


def _within(read: Read, span: tuple[int, int]) -> list[int]:
    """The mentions of a stretch that stand in no other of it."""
    found: list[int] = []
    at = span[0]
    for m, mention in enumerate(read.mentions):
        if at <= mention.begin and mention.end <= span[1]:
            found.append(m)
            at = mention.end
    return found


def counted_regions(reads: Sequence[Read], things: Things, ontology: Ontology) -> Iterator[tuple[int, Found]]:
    """The members of a region that is named by their number, where another line lists just so many of its area.

    `중부 6개성` somewhere, and elsewhere `중부지역은 산시성, 안후이성 … 등 6개 성을 포함`.
    """
    regions: dict[Thing, tuple[str, int]] = {}
    for read, named in zip(reads, things, strict=True):
        for m in read.top:
            counted = _BY_COUNT.fullmatch(read.mentions[m].surface) if named[m].cls == "Region" else None
            if counted is not None:
                regions[named[m]] = counted["area"], int(counted["n"])
    for i, (read, named) in enumerate(zip(reads, things, strict=True)) if regions else ():
        for region, (area, number) in regions.items():
            at = read.analysis.text.find(area)
            members = _members_of_area(read, named, at + len(area), number) if at >= 0 else []
            for m in members:
                claim = claimed(ontology, named[m], "locatedIn", region)
                if claim is not None:
                    yield i, Found(claim, *read.analysis.sentence(at), "list-member")


def _members_of_area(read: Read, named: Sequence[Thing], at: int, number: int) -> list[int]:
    """The places that follow a word for an area, if the text lists just so many and says their number."""
    text = read.analysis.text
    opens = _AREA_OPENS.match(text, at)
    if opens is None:
        return []
    members: list[int] = []
    end = opens.end()
    for m in (m for m in read.top if read.mentions[m].begin >= end):
        mention = read.mentions[m]
        between = text[end : mention.begin]
        if named[m].cls not in _MEMBERS or (_LISTED.fullmatch(between) is None if members else between.strip()):
            break
        members.append(m)
        end = mention.end
    counted = _AREA_COUNT.match(text, end)
    return members if counted is not None and len(members) == number == int(counted["n"]) else []


def remark_cells(
    reads: Sequence[Read], rows: Sequence[Row], things: Things, rules: Rules, ontology: Ontology
) -> Iterator[tuple[int, Found]]:
    """`칭다오 소재` in a cell: the seat of what the first cell of the row names."""
    for cells in (row.cells for row in rows if not row.ended):
        holder = _holder_of_row(reads, things, cells)
        if holder is None:
            continue
        for i in (i for i in cells if reads[i].mentions):
            for part in _PART.finditer(reads[i].analysis.text):
                for whole in _wholes(reads[i], things[i], part.span(), ontology) if i != cells[0] else ():
                    claim = claimed(ontology, holder, "partOf", things[i][whole], STATED)
                    if claim is not None and holder.cls in _UNITS:
                        yield i, Found(claim, 0, len(reads[i].analysis.text), "cell-parent")
                for place in seats_in(reads[i], things[i], part.span(), rules):
                    claim = claimed(ontology, holder, "locatedIn", things[i][place], STATED)
                    if claim is not None:
                        yield i, Found(claim, 0, len(reads[i].analysis.text), "cell-seat")


def _holder_of_row(reads: Sequence[Read], things: Things, cells: Sequence[int]) -> Thing | None:
    """What a row is about: what its first cell with a name names alone, else the only cell that names a body."""
    named = [[things[i][m] for m in reads[i].top] for i in cells if reads[i].top]
    seated = [cell for cell in named if all(t.cls in _SEATED for t in cell)]
    chosen = seated[:1] if named[:1] == seated[:1] else seated
    return chosen[0][0] if len(chosen) == 1 and len(chosen[0]) == 1 else None
