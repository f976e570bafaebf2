"""Facts in the short notation of outlines, where particles are left out and what is spoken of stands above.

In: the clauses of an article's passages. Out: claims between what a line names and its topic: the name before its
colon, else what the line that it hangs on is about. Three forms are read, each a whole part of a line between commas: a
name with a noun for what it does (`A·B 공동 구축`), a noun for a role with its name (`관리는 A`), and a name with a
sum (`A 20억 위안 부담`). Which noun states which relation is data (`entries` and `labels` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.language.numbers import Quantity, quantities
from kg.model import Claim, PassageKind
from kg.ontology import Ontology
from kg.relate.groups import BODIES, Group, opening
from kg.relate.particles import after_marks
from kg.relate.passages import Passages
from kg.relate.rules import LabelRule, Rules, label_rules
from kg.relate.things import Found, Thing, claimed

LINES = frozenset({PassageKind.BULLET, PassageKind.FOOTNOTE})
"""Kinds of passages that are read as lines of an outline."""
_UNDERTAKINGS = frozenset({"Project", "Program", "Event", "Policy", "Report", "Product"})
_BUILT = frozenset({"Laboratory", "InnovationCenter", "DevelopmentZone"})
_ACTS = frozenset({"Province", "City", "District", "DevelopmentZone", "Country"}) | BODIES
_DESCRIBED = re.compile(r"[가-힣A-Za-z\d\s·]{0,20}['‘“「『《<〈]?\Z")
_PARTICLE = re.compile(r"(?:은|는|이|가|을|를|의|에|와|과|에서|으로|로)\s")
_PART_BEGINS = re.compile(r"(?:\A|[,:：;)）\]]\s?|위안은\s|달러는\s)(?:(?:[가-힣]{1,8}\s){0,2}['‘“「『《<〈])?\Z")
_OWN_LABEL = re.compile(r"(?:[^,:：.()（）]|[(（][^()（）:：]*[)）]){1,40}[:：]\s")
_IN_BRACKETS = re.compile(r"[\s\-·•○□]*[(（\[【][^()（）\[\]【】]{1,14}[)）\]】]\s?[:：]?\s")
_ROLE = re.compile(r"(?:\A|[,:：;]\s)(?P<noun>[가-힣]{2,8}(?:\s[가-힣]{2,6}){0,2})[은는]\s['‘“「『《<〈]?\Z")
_AFTER_TOPIC = re.compile(r"[은는]\s")
_SUM_NEAR = re.compile(
    r"(?:은|는|이|가)?\s?[:：]?\s?(?:['‘’]?\d{2,4}\s?[~∼–-]\s?['‘’]?\d{2,4}년\s?)?(?:에\s)?(?:각각?|총|약)?\s?\Z"
)
_GIVERS = re.compile(r"출자|출연|투자|부담|분담|재원|기부|조달|예산|사업비|건설비|자금")
_GETTERS = re.compile(
    r"지원(?:액|금|\s?규모|\s?내역|\s?대상|\s?과제|\s?결과)|집행|(?:과제|사업|프로젝트|기관)\s(?:선정|확정)|배정|보조|교부|지급|장려금|배분|선정\s?결과"
)
_BEFORE_GIVER = re.compile(r"(?:[은는]|,)\s(?:전액\s)?")
_SUM_NEXT = re.compile(r"\s?(?:총|약|각)?\s?\d[\d,.]*\s?[십백천만억조\d,.\s]*(?:위안|달러|유로|홍콩달러)")
_GIVEN_TOO = re.compile(rf",[^:]*(?:위안|달러)[을를]?\s?(?:{_GIVERS.pattern})")
_PART_ENDS = re.compile(r"(?:\s(?:전역|일대|전체|전\s지역))?\s*(?:,|;|\.|\(|\Z)")
_APPLIED = re.compile(
    r"(?:(?:에|에게)\s(?:[가-힣]{2}\s)?적용|에서\s(?:우선|먼저|시범)\s(?:시행|적용|실시))(?=[,.(]|\Z|\s?예정)"
)
_AT = frozenset({"에", "에게", "에서"})
_PLACED = re.compile(r"\s(?:입주|소재|유치)(?=\s|\Z)")
_FAILED = re.compile(r"보류|무산|결렬|취소|철회|불발|부결")
_WHERE = re.compile(r"\s?[(（][^()（）]*\d[^()（）]*[,，]\s?\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, and those whom it makes act on its topic: whatever else is said of them by the same noun is wrong."""

    found: Found
    acting: frozenset[str]


class Entries:
    """Reads the lines of one article, from top to bottom."""

    def __init__(self, passages: Passages, rules: Rules, ontology: Ontology) -> None:
        self.passages, self.rules, self.ontology = passages, rules, ontology
        self.reads, self.things, self.clauses = passages.reads, passages.things, passages.clauses
        self._made: dict[int, Thing] = {}  # what a passage says is founded

    def note(self, i: int, said: Iterable[Found]) -> None:
        """Notes what passage `i` says is founded, where that is one thing: lines below it are about that thing."""
        founded = {found.claim.subject for found in said if found.claim.predicate == "establishedBy"}
        if len(founded) == 1:
            (id_,) = founded
            self._made[i] = Thing(id_, self.passages.classes[id_])

    def of(self, i: int, givers: Callable[[], tuple[Thing, ...]]) -> Iterator[Entry]:
        """The claims of passage `i`. `givers`: who acts where the line names nobody."""
        if self.reads[i].passage.kind not in LINES or i not in self.clauses:
            return
        text = self.reads[i].analysis.text
        yield from self._placed(i)
        money = "위안" in text or "달러" in text
        line: tuple[Thing | None, int] | None = None
        for left, group in pairwise([None, *(g for g in self.clauses[i].groups if g.mentions)]):
            if group is not None and (money or self._may_say(text, group)):
                topic, begin = line = line or self._topic(i)
                if group.begin >= begin:
                    yield from self._of_group(i, topic, left, group, money, givers)

    def _may_say(self, text: str, group: Group) -> bool:
        """Whether what stands around a group without sum may be one of the forms."""
        if group.particle in _AT:
            return _APPLIED.match(text, group.end) is not None
        if group.particle not in {"", ","}:
            return False
        role = _AFTER_TOPIC.search(text, max(group.begin - 4, 0), group.begin)
        return role is not None or (not group.particle and self.rules.entry_noun.match(text, group.end) is not None)

    def _of_group(
        self,
        i: int,
        topic: Thing | None,
        left: Group | None,
        group: Group,
        money: bool,
        givers: Callable[[], tuple[Thing, ...]],
    ) -> Iterator[Entry]:
        text = self.reads[i].analysis.text
        before = text[: group.begin]
        if group.particle in _AT and _APPLIED.match(text, group.end):
            papers = (m for m in self.reads[i].top if self.reads[i].mentions[m].end <= group.begin)
            paper = next((t for m in papers if (t := self.things[i][m]).cls == "Policy"), topic)
            yield from self._claims(i, self.rules.entries["적용"], paper, self._things(i, group), None)
            return
        if left is not None and left.particle in {"은", "는"} and before[left.end :].strip() == left.particle:
            money = False
            topic = self._things(i, left)[0] if len(left.mentions) == 1 else None
        elif not self._begins(i, left, group):
            role = _ROLE.search(before[-40:])
            if role and topic and self._ends(i, group):
                noun = role["noun"]
                rules = self.rules.entries.get(noun.split()[-1]) or label_rules(self.rules.labels, noun)
                yield from self._claims(i, rules, topic, self._things(i, group), None)
            return
        if money and (amount := self._amount(i, group)):
            yield from self._money(i, topic, group, amount, givers)
            return
        said = self.rules.entry_noun.match(text, group.end)
        if said and not group.particle:
            yield from self._claims(i, self.rules.entries[said["noun"]], topic, self._all(i, left, group), None)

    def _placed(self, i: int) -> Iterator[Entry]:
        """`제3회 포럼 (9.4, 시닝)` takes place there; what stands under `시닝개발구 입주 시설` lies there."""
        read, text = self.reads[i], self.reads[i].analysis.text
        head = self._head(i) if ":" in text or "：" in text or "(" in text else None
        if head is None or _FAILED.search(text):
            return
        name = read.mentions[read.top[0]]
        places: list[Thing] = []
        if head[0].cls == "Event":
            behind = (m for m, n in enumerate(read.mentions) if name.begin < n.begin and n.end <= head[1])
            places = [self.things[i][m] for m in behind if _WHERE.search(text[: read.mentions[m].begin])]
        above = read.passage.parent
        if above is not None and text[head[1] : head[1] + 1] in {":", "："} and above in self.clauses:
            held = (g for g in self.clauses[above].groups if _PLACED.match(self.reads[above].analysis.text, g.end))
            places += [thing for g in held for thing in self._things(above, g)]
        for place in places:
            if self.ontology.family(place.cls) == "place" and self.ontology.allows("locatedIn", head[0].cls, place.cls):
                claim = Claim(head[0].id, "locatedIn", place.id, _qualifiers(None))
                yield Entry(Found(claim, 0, len(text), "entry-place", 0.9), frozenset())

    # --- parts of a line ---

    def _begins(self, i: int, left: Group | None, group: Group) -> bool:
        """Whether a group opens its part of the line, maybe behind the name of the body that it is a unit of."""
        if left is not None and not left.particle and left.end + 1 == group.begin and len(left.mentions) == 1:
            body = self._things(i, left)[0].cls in BODIES
            begin = left.begin if body and self._things(i, group)[0].cls in BODIES else group.begin
        else:
            begin = group.begin
        before = self.reads[i].analysis.text[max(begin - 12, 0) : begin]
        return begin == opening(self.reads[i]) or _PART_BEGINS.search(before) is not None

    def _things(self, i: int, group: Group) -> tuple[Thing, ...]:
        return tuple(self.things[i][m] for m in group.mentions)

    def _all(self, i: int, left: Group | None, group: Group) -> tuple[Thing, ...]:
        """What the group names, with a name before its comma that opens the line: `A, B 주최`."""
        things = self._things(i, group)
        first = left is not None and left.particle == "," and left.begin <= opening(self.reads[i]) + 2
        if left is not None and first and all(t.cls in BODIES for t in (*things, *self._things(i, left))):
            return (*self._things(i, left), *things)
        return things

    def _ends(self, i: int, group: Group) -> bool:
        """Whether nothing but the end of its part of the line stands behind a group."""
        return bool(_PART_ENDS.match(self.reads[i].analysis.text, group.end))

    def _amount(self, i: int, group: Group) -> Quantity | None:
        """The sum right behind a group, or before it as what is spoken of: `총사업비 47억 위안은 A 부담`."""
        text = self.reads[i].analysis.text
        near = text[max(group.begin - 5, 0) : group.begin] + text[group.end : group.end + 24]
        if not re.search(r"\d|[은는,]\s", near):
            return None
        for quantity in quantities(text):
            if not quantity.currency or quantity.converted:
                continue
            if quantity.begin >= group.end and _SUM_NEAR.fullmatch(text[group.end : quantity.begin]):
                return quantity
            topical = quantity.end <= group.begin and _BEFORE_GIVER.fullmatch(text, quantity.end, group.begin)
            if topical and _GIVERS.match(text[group.end :].lstrip()):
                return quantity
        return None

    # --- what a line is about ---

    def _topic(self, i: int) -> tuple[Thing | None, int]:
        """What a line is about, and where the words about it begin."""
        text = self.reads[i].analysis.text
        begin = opening(self.reads[i])
        head = self._head(i)
        if head is not None and text[head[1] : head[1] + 1] in {":", "："}:
            if _SUM_NEXT.match(text, head[1] + 1):  # a list of who gives or gets: `A: 2억 위안`
                return self.topic_above(i), begin
            return head[0], head[1] + 1
        label = _OWN_LABEL.match(text, begin)
        if label is not None and not label_rules(self.rules.labels, label.group().strip(" :：")):
            return None, label.end()
        if head is not None and head[0].cls in _UNDERTAKINGS and text[head[1] : head[1] + 1] == ",":
            return head[0], head[1] + 1
        return self.topic_above(i), label.end() if label else begin

    def topic_above(self, i: int) -> Thing | None:
        """What the nearest of the lines that passage `i` hangs on is about."""
        topics = (topic for at in self.passages.above(i) if (topic := self._about(at)) is not None)
        return next(topics, None)

    def _about(self, i: int) -> Thing | None:
        """What a line is about: what it says is founded, its first name, or the only undertaking it names."""
        if i in self._made:
            return self._made[i]
        head = self._head(i)
        text = self.reads[i].analysis.text
        if head is not None:
            behind = text[head[1] : head[1] + 1]
            if behind in {"", ":", "："} or (behind == "," and head[0].cls in _UNDERTAKINGS | _BUILT):
                return head[0]
        named = {self.things[i][m] for m in self.reads[i].top}
        fitting = [t for t in named if t.cls in _UNDERTAKINGS] or [t for t in named if t.cls in _BUILT]
        return fitting[0] if len(fitting) == 1 else None

    def _head(self, i: int) -> tuple[Thing, int] | None:
        """The name that opens a line, at most behind a noun for it, and the position behind its marks."""
        read = self.reads[i]
        if not read.top:
            return None
        mention = read.mentions[read.top[0]]
        before = read.analysis.text[opening(read) : mention.begin]
        if not _DESCRIBED.match(before) or _PARTICLE.search(before):
            return None
        end = after_marks(read.analysis.text, mention.end)
        end += read.analysis.text[end : end + 1] == " " and not read.analysis.text[end + 1 :].strip()
        return self.things[i][read.top[0]], end

    # --- claims ---

    def _claims(
        self,
        i: int,
        rules: Sequence[LabelRule],
        topic: Thing | None,
        named: Sequence[Thing],
        amount: Quantity | None,
    ) -> Iterator[Entry]:
        rule = next((r for r in rules if topic is not None and topic.cls in r.of), None)
        if (
            topic is None
            or rule is None
            or (rule.relation != "announcedAt" and any(t.cls in _UNDERTAKINGS for t in named))
        ):
            return
        for thing in named:
            subject, object_ = (thing, topic) if rule.named_first else (topic, thing)
            claim = claimed(self.ontology, subject, rule.relation, object_, _qualifiers(amount))
            if claim is not None:
                found = Found(claim, 0, len(self.reads[i].analysis.text), "entry", 0.9)
                yield Entry(found, frozenset(t.id for t in named))

    def _money(
        self, i: int, topic: Thing | None, group: Group, amount: Quantity, givers: Callable[[], tuple[Thing, ...]]
    ) -> Iterator[Entry]:
        """`A 20억 위안 부담` gives to the topic; under `지원액 상위` the line `B 3억 위안` names who gets it."""
        text = self.reads[i].analysis.text
        named = self._things(i, group)
        behind = text[max(amount.end, group.end) :]
        own = _GIVERS.match(behind.lstrip("을를은는 ")) or _GIVEN_TOO.match(behind)
        listed = "" if own or (behind.strip(" .") and not behind.startswith(",")) else self._heading(i, group)
        giving = own or _GIVERS.search(listed)
        if giving and topic is not None:
            rules = self.rules.entries.get("출자", ())
            yield from self._claims(i, rules, topic, [t for t in named if t.cls in _ACTS], amount)
        elif listed and _GETTERS.search(listed):
            for giver in givers():
                for thing in named:
                    claim = claimed(self.ontology, giver, "funds", thing, _qualifiers(amount))
                    if claim is not None:
                        yield Entry(Found(claim, 0, len(text), "entry", 0.9), frozenset())

    def _heading(self, i: int, group: Group) -> str:
        """The label of a line of sums, else the words of the line it hangs on."""
        text = self.reads[i].analysis.text
        label = _OWN_LABEL.match(text) or _IN_BRACKETS.match(text)
        above = self.reads[i].passage.parent
        if label is not None and label.end() <= group.begin:
            return label.group()
        return "" if above is None else self.reads[above].analysis.text


def _qualifiers(amount: Quantity | None) -> tuple[tuple[str, str], ...]:
    values = {"modality": "stated"}
    if amount is not None:
        values |= {"amount": f"{amount.value:f}", "currency": amount.currency or "", "written": amount.written}
    return tuple(sorted(values.items()))
