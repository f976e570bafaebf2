"""The names beside a predicate: the one right before it, and the one that it describes as a relative clause.

In: what stands around a predicate. Out: groups, whatever their role is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.relate.groups import BODIES, Group
from kg.relate.surroundings import OBJECT, PLACE, Surroundings

_PART = re.compile(
    r"의\s(?:[가-힣]+\s)?[가-힣]{0,4}(?:부품|소재|원료|연료|데이터|자료|수출|수입|구매|판매|도입|사용|시장|공장|과제|분과)[을를]\s"
)
_CLAUSE_ENDS = re.compile(r"[,.;]|(?:을|를|은|는|에서|으로|(?:옆|곁|인근|근처|부근|주변|맞은편)[에의])\s")
UNLIKE = re.compile(r"(?:와|과)(?:의|는)?\s(?:달리|비교|관련|같이|별도|무관|비슷|마찬가지|다른|맞먹|동일)")
REACH = 40
_NEAR = 12
_DOES = frozenset({"VV", "XSV", "EP"})


class Beside(Surroundings):
    """The names that stand beside one predicate, whatever their particles."""

    def _described(self) -> Group | None:
        """The name that a relative clause describes: the next one, with nothing but words of its own before it."""
        head = next((g for g in self.clauses.groups if g.begin >= self.predicate.end), None)
        text = self.clauses.analysis.text
        if head is None or head.begin - self.predicate.end > REACH:
            return None
        between = text[self.predicate.end : head.begin]
        inside = self.clauses.analysis.morphemes_in(self.predicate.end, head.begin)
        other = any(m.tag in {"JKS", "JKC"} and text[m.begin - 1] != "것" for m in inside)  # A가 만든 장비가 | 간쑤성에
        return None if other or _CLAUSE_ENDS.search(between) or UNLIKE.search(between) else head

    def _described_next(self) -> Group | None:
        """What a relative clause describes that goes on from this one: `A가 주관하고 B가 참여하는 | 프로젝트`."""
        if self.predicate.ending != "connective":
            return None
        after = next((p for p in self.clauses.predicates if self.predicate.end <= p.begin < self.stop), None)
        if after is not None and after.ending == "adnominal":
            return Beside(self.clauses, after, self.context)._described()
        stop = after.begin if after is not None else self.stop
        return self._described_by_unknown(min(stop, self.predicate.end + REACH))

    def _described_by_unknown(self, stop: int) -> Group | None:
        """What a relative clause describes whose verb no rule knows: `A가 짓고 B가 장비를 공급하는 | 연산센터`."""
        head = next((g for g in self.clauses.groups if g.begin >= self.predicate.end and self._is_made(g)), None)
        for verb, ending in pairwise(self.clauses.analysis.morphemes_in(self.predicate.end, stop)):
            if ending.tag == "ETM" and verb.tag in _DOES and head is not None and head.begin >= ending.end:
                between = self.clauses.analysis.text[ending.end : head.begin]
                return None if _CLAUSE_ENDS.search(between) or len(between) > _NEAR else head
        return None

    def _own_object(self) -> Group | None:
        """The object of a relative clause that names no subject of its own."""
        inside = [g for g in self.before if g.begin >= self.clause]
        thing = self._last(OBJECT, within=self.clause) or self._bare_thing() or self._object_taken_over()
        own = any(g.particle in {"이", "가"} or g.led for g in inside if thing is None or g.begin < thing.begin)
        return None if thing is None or own else thing

    def _object_taken_over(self) -> Group | None:
        """The object of the clause that a relative clause goes on from at once: `X를 위탁받아 | 운영하는 A`."""
        taken = self.clauses.analysis.text[self.clause : self.predicate.begin].strip() == ""
        group = self._last(OBJECT, within=self.clauses.connective_before(self.clause - 1)) if taken else None
        return group if taken and self.clause > self.start else None

    def _bare_thing(self) -> Group | None:
        """The name right before the predicate, or before a noun that carries the object's particle."""
        last = self.before[-1] if self.before else None
        if last is None or last.begin < self.clause:
            return None
        if last.particle in {"", "내"} and self._adjacent(last):
            return last
        if last.particle == "에" and self.clauses.analysis.text[last.end : self.predicate.begin].strip() in {"", "의"}:
            return last  # ‘톈공’ 개발에 성공: the particle is that of the predicate
        if last.particle == "의" and self.clauses.analysis.text[last.end : self.predicate.begin].strip() == "의":
            return last
        if self.predicate.bare and last.particle in PLACE and (name := self._name_before_place(last)):
            return name
        text = self.clauses.analysis.text[last.end : self.predicate.begin]
        joined = last.particle in {"와", "과", "의"} and re.fullmatch(
            r"(?:와|과|의)\s[^,.]{2,24}(?:을|를)\s[^,.]{0,24}", text
        )
        if _PART.match(text):
            return None
        bodies = all(t.cls in BODIES for t in self.things(last))
        return last if joined and (last.particle == "의" or not bodies) else None

    def _name_before_place(self, place: Group) -> Group | None:
        """What a headline names without particle before the place: `양자 센터, 우시 빈후구에서 설립`."""
        for group in reversed(self.before):
            if group is place or (group.end <= place.begin and not group.particle and self._is_place(group)):
                continue
            named = group.particle == "" and group.begin >= self.clause and not self._is_place(group)
            gap = self.clauses.analysis.text[group.end : place.end]
            return group if named and not re.search(r"(?:을|를|은|는|이|가)\s", gap) else None
        return None

    def _too(self) -> Group | None:
        """What is done to something, too: `이어 ‘린룽 9’도 개발했다`; such things do nothing themselves."""
        group = self._last({"도"}, within=self.clause)
        return group if group is not None and self._is_made(group) else None

    def thing_follows(self, words: Sequence[str]) -> bool:
        """Whether the thing stands right behind one of the words (`산하 A, B 보유`)."""
        group = self._last(OBJECT, within=self.clause) or self._bare_thing()
        return group is not None and self.clauses.analysis.text[: group.begin].rstrip(" '‘“").endswith(tuple(words))
