"""People who do something at an event, whatever it is: they take part in it.

In: the clauses of a passage and what may be borrowed. Out: claims between the person who is the subject of a clause and
the event at which (에서) its predicate, of whatever verb, happens. What other clauses tell of the event (`대회에서 나온
백서를 왕리는 …`) says nothing of the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Claim
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED
from kg.relate.groups import Group
from kg.relate.things import STATED, Context, Found

_AT = frozenset({"에서", "에서는", "에서도", "서"})
_SUBJECT = frozenset({"은", "는", "이", "가", "도"})
_VERBAL = frozenset({"VV", "VA", "XSV", "XSA", "VCP"})
_EVENT = frozenset({"Event"})
_SESSION = re.compile(
    r"[\s(（\[]*(?:제?\d{1,2}\s?)?(?:세션|분과|분임|트랙|라운드테이블)\s?[\dA-ZⅠ-Ⅹ]{0,2}\s?[)）\]]?\s?[:：—–-]\s?"
)
_BESIDE = 2
_REACH = 14


def attending_claims(clauses: Clauses, context: Context) -> Iterator[Found]:
    """The claims of one passage."""
    if not {"Event", "Person"} <= context.classes:
        return
    for group in clauses.groups:
        if group.particle in _AT:
            events = [t for t in context.things(group) if t.cls == "Event"]
            who = _doer(clauses, context, group) if events else None
            for person in context.things(who) if who is not None else ():
                for event in events:
                    if person.cls == "Person":
                        begin, end = clauses.sentence(group.begin)
                        claim = Claim(person.id, "participatesIn", event.id, STATED)
                        yield Found(claim, begin, end, "attending", 0.9)


def session_claims(clauses: Clauses, context: Context) -> Iterator[Found]:
    """Who speaks by a line of an event's programme: `세션 2: 공공데이터 — A대학 왕리 교수가 발표`."""
    text = clauses.analysis.text
    if "Person" not in context.classes or not _SESSION.match(text):
        return
    event = context.latest(0, _EVENT)
    for group in clauses.groups if event is not None else ():
        begin, end = clauses.sentence(group.begin)
        if group.particle in _SUBJECT and _only_people(context, group) and not DENIED.search(text, group.end, end):
            for person in context.things(group):
                if event is not None:
                    yield Found(Claim(person.id, "participatesIn", event.id, STATED), begin, end, "session", 0.85)


def _doer(clauses: Clauses, context: Context, event: Group) -> Group | None:
    """The group of people who do what happens at the event; none where that is another's doing, or denied."""
    _, stop = clauses.sentence(event.begin)
    morphemes = clauses.analysis.morphemes_in(event.end, stop)
    at = next((n for n, m in enumerate(morphemes) if m.tag in _VERBAL and not _quoted(clauses, m.begin)), None)
    if at is None:
        return None
    verb = morphemes[at]
    ending = next((m for m in morphemes[at + 1 :] if m.tag in {"ETM", "EC", "EF", "ETN"}), None)
    if ending is None or DENIED.search(clauses.analysis.text, verb.begin, min(stop, ending.end + _REACH)):
        return None
    people = [g for g in clauses.groups if g.mentions and _only_people(context, g)]
    if ending.tag == "ETM":  # 포럼에서 연설한 | 왕리는
        return next((g for g in people if 0 <= g.begin - ending.end <= _BESIDE), None)
    clause = clauses.connective_before(event.begin)
    between = [g for g in clauses.groups if event.end <= g.begin and g.end <= verb.begin and g.particle in _SUBJECT]
    before = [g for g in clauses.groups if clause <= g.begin and g.end <= event.begin and g.particle in _SUBJECT]
    subject = between[-1] if between else before[-1] if before else None
    return subject if subject in people else None


def _only_people(context: Context, group: Group) -> bool:
    things = context.things(group)
    return bool(things) and all(t.cls == "Person" for t in things)


def _quoted(clauses: Clauses, at: int) -> bool:
    """Whether a position is inside quotation marks."""
    return any(q.inner_begin <= at < q.inner_end for q in clauses.analysis.quotes)
