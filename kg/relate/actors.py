"""Who acts where a passage leaves it unsaid: in a sentence, a line, a table; and who raises money.

In: an article's passages and what its nouns refer to. Out: the actors that the text around a place tells: the topic of
the sentence before, the subject of the bullet above, who opens the headline, the caption of a table, its row.
"""

from __future__ import annotations

import re

from kg.model import PassageKind
from kg.ontology import Ontology
from kg.relate.antecedents import OPENS, Antecedents
from kg.relate.groups import BODIES
from kg.relate.passages import HEADLINES, Passages, whole_cell
from kg.relate.things import Thing
from kg.relate.timeline import FAR

_RAISES = re.compile(
    r"(?:투자|자금|출자)(?:를|을)?\s?(?:유치|조달|받)|시리즈\s?[A-Z]|[A-Z]\+?\s?라운드|투자\s?라운드|(?:건설|사업|공사|개발)비|총\s?투자|재원|위안\s규모"
)
_RAISERS = frozenset(
    {"Company", "Project", "Program", "Laboratory", "InnovationCenter", "DevelopmentZone", "Product", "FundingBody"}
)
_TAKERS = frozenset({"InnovationCenter", "Laboratory"})
"""Bodies that are given money and give none: where one acts before a table of sums, who gives is not said there."""
_TAKES_PART = re.compile(r"참여|참가|신청|응모|지원서|합류|동참|선정되|선정됐|뽑히|뽑혔|선발되|선발됐")
_PAYS = re.compile(
    r"지원(?!서)|배정|지급|교부|보조|투입|투자|출연|출자|편성|집행|책정|부담|융자|대출|기부|후원|내놓|할당"
)
_LISTS_SUMS = re.compile(r"(?:지원|보조|교부|배정|지급|출연|투자)\S*\s?(?:내역|현황|결과|명세|대상|규모|일람)?\s*\Z")
_ACTORS = BODIES | {"Province", "City", "District", "DevelopmentZone"}
_CAPTION = 40


class Actors:
    """Who acts in the passages of one article."""

    def __init__(self, passages: Passages, antecedents: Antecedents, ontology: Ontology) -> None:
        self.passages, self.antecedents, self.ontology = passages, antecedents, ontology
        self.reads, self.things, self.clauses = passages.reads, passages.things, passages.clauses
        self._agents: dict[int, tuple[Thing, ...]] = {}
        self._givers: dict[int | None, tuple[Thing, ...]] = {}

    def acting(self, i: int, at: int) -> tuple[Thing, ...]:
        """Who acts in a sentence that names nobody: the topic of the sentence before it, else as for its passage."""
        own = self.clauses[i]
        ends = [span for span in own.sentences if span[1] <= at]
        if ends and own.groups:
            begin, end = ends[-1]
            topic = next((g for g in own.groups if begin <= g.begin < end and g.particle in {"은", "는"}), None)
            if topic is not None and topic.begin - begin <= OPENS:
                things = self.antecedents.of(i, topic.refers, topic.begin) if topic.refers else ()
                things = things or tuple(self.things[i][m] for m in topic.mentions)
                return things if all(t.cls in _ACTORS for t in things) else ()
            label = own.groups[0]
            text = self.passages.text(i)
            if label.particle == "은" and not text.startswith("은", label.end) and label.begin <= OPENS:
                return tuple(self.things[i][m] for m in label.mentions)  # 한 기업: …. … 공개
        return self.inherited(i)

    def inherited(self, i: int) -> tuple[Thing, ...]:
        """Who acts where the passage names nobody: the subject of the bullet above, else the headline's."""
        if i not in self._agents:
            self._agents[i] = self._find_inherited(i)
        return self._agents[i]

    def _find_inherited(self, i: int) -> tuple[Thing, ...]:
        passage = self.reads[i].passage
        if passage.kind is PassageKind.CELL:
            return self._row_agents(i)
        if passage.kind in HEADLINES:
            return self._headline_agents() if passage.kind is not PassageKind.TITLE else ()
        for at in self.passages.above(i):
            if agents := self._subjects(at) or self._before_comma(at):
                return agents
        return self._headline_agents()

    def _subjects(self, i: int) -> tuple[Thing, ...]:
        """What the first subject of a passage names."""
        own = self.clauses.get(i)
        if own is None:
            return ()
        group = next((g for g in own.groups if g.particle in {"은", "는", "이", "가"} or g.led), None)
        return self.antecedents.of_group(i, group) if group is not None else ()

    def _headline_agents(self) -> tuple[Thing, ...]:
        """The actors before the comma of the title (`광둥성, … 발표`)."""
        return self._before_comma(0)

    def _before_comma(self, i: int) -> tuple[Thing, ...]:
        """The actors before the first comma of a passage."""
        own = self.clauses.get(i)
        if own is None or own.headline is None:
            return ()
        return tuple(self.things[i][m] for m in own.headline.mentions)

    def _row_agents(self, i: int) -> tuple[Thing, ...]:
        """The actor that a table row is about: the one that fills an earlier cell of the row."""
        passage = self.reads[i].passage
        for j in range(i - 1, -1, -1):
            other = self.reads[j].passage
            if other.block != passage.block or other.row != passage.row or passage.row in {None, -1}:
                return ()
            for m in self.reads[j].top:
                thing = self.things[j][m]
                if self.ontology.family(thing.cls) == "org" and whole_cell(self.reads[j], m):
                    return (thing,)
        return ()

    def before_table(self, i: int) -> tuple[Thing, ...]:
        """Who gives what a table lists: the body in its caption, else who acts in the last running text before."""
        block = self.reads[i].passage.block
        if block not in self._givers:
            self._givers[block] = self._find_before_table(i, block)
        return self._givers[block]

    def _find_before_table(self, i: int, block: int | None) -> tuple[Thing, ...]:
        for j in range(i - 1, 0, -1):
            if self.reads[j].passage.kind is PassageKind.CAPTION:
                named = [self.things[j][m] for m in self.reads[j].top]
                bodies = tuple(t for t in named if self.ontology.family(t.cls) == "org")
                if len(bodies) == 1:
                    return bodies
            if self.reads[j].passage.block == block:
                continue
            if agents := self._subjects(j):
                if self._only_takes_part(j):
                    continue
                return () if all(agent.cls in _TAKERS for agent in agents) else agents
            if (
                len(self.passages.text(j)) < _CAPTION
                and len(self.reads[j].top) == 1
                and _LISTS_SUMS.search(self.passages.text(j))
            ):
                return (self.things[j][self.reads[j].top[0]],)
        return self._headline_agents()

    def _only_takes_part(self, i: int) -> bool:
        """Whether a passage says of its first subject that it takes part or applies, and not that it pays."""
        own = self.clauses[i]
        group = next((g for g in own.groups if g.particle in {"은", "는", "이", "가"} or g.led), None)
        said = self.passages.text(i)[group.end : own.sentence(group.end)[1]] if group is not None else ""
        return _TAKES_PART.search(said) is not None and _PAYS.search(said) is None

    def raisers(self, i: int, at: int) -> tuple[Thing, ...]:
        """Who raises money, or what costs it, by what stands right before, or in the passage above."""
        read = self.reads[i]
        start = max(0, at - FAR)
        for said in reversed([*_RAISES.finditer(read.analysis.text, start, at)]):
            return self._raising(i, said.end())
        above = read.passage.parent if read.passage.parent is not None else i - 1
        if above < 0 or not _RAISES.search(self.passages.text(above)):
            return ()
        subjects = self._subjects(above) or self._before_comma(above)
        return tuple(t for t in subjects if t.cls in _RAISERS)

    def _raising(self, i: int, at: int) -> tuple[Thing, ...]:
        """The subject of the sentence that speaks of raising money before `at`; else that of the passage above."""
        own = self.clauses[i]
        begin, _ = own.sentence(at - 1)
        groups = (g for g in own.groups if begin <= g.begin and g.end <= at and g.particle in {"은", "는", "이", "가"})
        group = next(groups, None)
        above = self.reads[i].passage.parent
        if group is not None:
            things = self.antecedents.of_group(i, group)
        else:
            things = self._subjects(above) if above is not None else ()
        return tuple(t for t in things if t.cls in _RAISERS)
