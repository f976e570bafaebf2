"""Bodies of which a sentence says that they do something together: `양측은 인재를 함께 기르기로 했다`.

In: the clauses of a passage, what may be borrowed, and what it states otherwise. Out: `collaboratesWith` claims between
the bodies that a noun with a number refers to (`두 기관은`, `양사는`), unless they are said there to issue, found or
run the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from kg.model import Claim
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED, OVER
from kg.relate.groups import BODIES
from kg.relate.things import STATED, Context, Found

_ACT = frozenset({"은", "는", "이", "가"})
_TOGETHER = re.compile(
    r"함께|공동|서로(?!\s다[른르])|협력|교류|공유|나누기로|연계|합의|힘을\s(?:합|모)|머리를\s맞대|기로\s(?:약속|뜻을|의견을|합의)"
)
_JOINT = frozenset({"issuedBy", "establishedBy", "administeredBy"})
_APART = re.compile(r"각각|각자|따로|경쟁|다투|소송|갈등|주최|개최|발표|제정|출자|투자")


def side_claims(clauses: Clauses, context: Context, ontology: Ontology, said: Sequence[Claim]) -> Iterator[Found]:
    """The claims of one passage."""
    text = clauses.analysis.text
    for group in clauses.groups:
        if group.refers is None or group.refers.count < 2 or group.particle not in _ACT:
            continue
        begin, stop = clauses.sentence(group.begin)
        together = _TOGETHER.search(text, group.end, stop)
        if together is None or DENIED.search(text, together.start(), stop) or OVER.search(text, group.end, stop):
            continue
        if _APART.search(text, group.end, stop):
            continue
        things = context.things(group)
        if not all(thing.cls in BODIES for thing in things):
            continue
        for left, right in combinations(things, 2):
            makers = {(c.subject, c.predicate) for c in said if c.predicate in _JOINT and c.object == left.id}
            both = any((c.subject, c.predicate) in makers for c in said if c.object == right.id)
            if not both and left.id != right.id and ontology.allows("collaboratesWith", left.cls, right.cls):
                claim = Claim(left.id, "collaboratesWith", right.id, STATED)
                yield Found(claim, begin, stop, "sides", 0.85)
