"""Who gives as much as another one: `A는 B에 2억 위안을 지원하고, C도 같은 금액을 매칭한다`.

In: the clauses of a passage, and who is said there, or in the line above, to give which sum to whom. Out: `funds`
claims of the second giver, with the same sum and, where the text names no recipient of its own, to the same ones. The
words are data (`payments` of the rules).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Claim, Qualifiers
from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED, negated
from kg.relate.groups import BODIES, Group
from kg.relate.payees import PLACES, SUBJECT, TO
from kg.relate.rules import Rules
from kg.relate.things import Context, Found, Thing

_ACT = BODIES | PLACES
_REACH = 24
_SAID = re.compile(r"[을를은는]?\s?(?:으?로|만큼(?:을)?)?\s?(?:[가-힣]+\s){0,2}\Z")
"""Between the same sum and what is done with it."""


def matching_claims(
    clauses: Clauses, context: Context, rules: Rules, ontology: Ontology, said: Sequence[Found], above: Sequence[Found]
) -> Iterator[Found]:
    """The claims of one passage. `said`: what it states otherwise; `above`: what the line above states."""
    text = clauses.analysis.text
    for phrase in rules.payments.same.finditer(text):
        start, stop = clauses.sentence(phrase.start())
        giver = _giver(clauses, context, phrase.start(), start)
        if giver is not None and _taken(clauses, rules, phrase, stop):
            yield from _received(clauses, context, ontology, giver, phrase, said, above)
            continue
        if giver is None or not _given(clauses, rules, phrase, stop):
            continue
        first = _last_given(clauses, said, giver.begin, start)
        first = first or (_latest(above) if start == clauses.sentences[0][0] else [])
        sources = context.acting(giver)
        if not first or {source.id for source in sources} & {found.claim.subject for found in first}:
            continue
        own = _own_recipients(clauses, context, ontology, (giver.end, phrase.start()))
        recipients = own or tuple(dict.fromkeys(found.claim.object for found in first))
        begin = min(start, first[0].begin) if first[0] in said else start
        planned = rules.planned.search(text, phrase.end(), stop) is not None
        qualifiers = _as_much(first[0].claim.qualifiers, phrase[0].strip(), planned=planned)
        for source in sources:
            for recipient in recipients:
                if source.id != recipient:
                    claim = Claim(source.id, "funds", recipient, qualifiers)
                    yield Found(claim, begin, stop, "payment", 0.9)


def _taken(clauses: Clauses, rules: Rules, phrase: re.Match[str], stop: int) -> bool:
    """Whether the text says that the same sum is received: `C도 같은 금액을 받는다`."""
    if DENIED.search(clauses.analysis.text, phrase.end(), stop):
        return False
    behind = next((p for p in clauses.predicates if phrase.start() <= p.begin < stop and p.end > phrase.end()), None)
    if behind is None or not _SAID.fullmatch(clauses.analysis.text, phrase.end(), behind.begin):
        return False
    receives = any(rule.money and rule.claims[0].source == "source" for rule in rules.by_predicate[behind.lemma])
    return receives and not negated(clauses, behind, rules)


def _received(
    clauses: Clauses,
    context: Context,
    ontology: Ontology,
    taker: Group,
    phrase: re.Match[str],
    said: Sequence[Found],
    above: Sequence[Found],
) -> Iterator[Found]:
    """Who is given as much as another one was, by whom that was given."""
    start, stop = clauses.sentence(phrase.start())
    first = _last_given(clauses, said, taker.begin, start) or (
        _latest(above) if start == clauses.sentences[0][0] else []
    )
    classes = {thing.id: thing.cls for thing in context.things(taker)}
    for found in first:
        for recipient, cls in classes.items():
            if recipient not in {found.claim.subject, found.claim.object} and cls in ontology.range("funds"):
                qualifiers = _as_much(found.claim.qualifiers, phrase[0].strip(), planned=False)
                yield Found(Claim(found.claim.subject, "funds", recipient, qualifiers), start, stop, "payment", 0.85)


def _giver(clauses: Clauses, context: Context, at: int, start: int) -> Group | None:
    """The last subject before the words, or the name that opens the line."""
    before = [g for g in clauses.groups if start <= g.begin and g.end <= at and _acts(context, g)]
    acting = [g for g in before if g.particle in SUBJECT]
    opening = [g for g in before if g.particle in {"", ","} and g is before[0] and len(before) == 1]
    return acting[-1] if acting else (opening[0] if opening else None)


def _acts(context: Context, group: Group) -> bool:
    things = context.things(group)
    return bool(things) and all(thing.cls in _ACT for thing in things)


def _given(clauses: Clauses, rules: Rules, phrase: re.Match[str], stop: int) -> bool:
    """Whether the text says that the same sum is given, and not that it is refused or asked for."""
    text = clauses.analysis.text
    if DENIED.search(text, phrase.end(), stop):
        return False
    behind = next((p for p in clauses.predicates if phrase.start() <= p.begin < stop and p.end > phrase.end()), None)
    if behind is not None and negated(clauses, behind, rules):
        return False
    if rules.payments.matched.search(text, phrase.start(), min(stop, phrase.end() + _REACH)):
        return True
    if behind is None or not _SAID.fullmatch(text, phrase.end(), behind.begin):
        return False
    return any(rule.money and rule.claims[0].source == "agent" for rule in rules.by_predicate[behind.lemma])


def _last_given(clauses: Clauses, said: Sequence[Found], until: int, start: int) -> list[Found]:
    """Who is said last before a position to give a sum to whom, in the sentence or the one before it."""
    text = clauses.analysis.text
    index = next(i for i, span in enumerate(clauses.sentences) if span[0] == start)
    earliest = clauses.sentences[max(0, index - 1)][0]
    placed = [(at, found) for found in said if (at := _place(text, found, until)) >= earliest]
    last = max((at for at, _ in placed), default=-1)
    return [found for at, found in placed if at == last]


def _place(text: str, found: Found, until: int) -> int:
    """Where the sum of a claim is written before a position; -1 where it has none."""
    written = dict(found.claim.qualifiers).get("written", "") if found.claim.predicate == "funds" else ""
    return text.rfind(written, found.begin, min(until, found.end)) if written else -1


def _latest(above: Sequence[Found]) -> list[Found]:
    """The claims with a sum that the last sentence of them states, if it names one sum only."""
    given = [f for f in above if f.claim.predicate == "funds" and dict(f.claim.qualifiers).get("amount")]
    last = [f for f in given if f.begin == max(g.begin for g in given)]
    return last if len({dict(f.claim.qualifiers)["amount"] for f in last}) == 1 else []


def _own_recipients(clauses: Clauses, context: Context, ontology: Ontology, span: tuple[int, int]) -> tuple[str, ...]:
    """To whom the clause itself says that the sum is given."""
    groups = [g for g in clauses.groups if span[0] <= g.begin and g.end <= span[1] and g.particle in TO]
    things: list[Thing] = [t for g in groups[-1:] for t in context.things(g)]
    fit = things and all(t.cls not in PLACES and t.cls in ontology.range("funds") for t in things)
    return tuple(t.id for t in things) if fit else ()


def _as_much(qualifiers: Qualifiers, written: str, *, planned: bool) -> Qualifiers:
    """The sum of another claim, in the words that say that it is the same."""
    values = {name: value for name, value in qualifiers if name in {"amount", "currency", "ceiling"}}
    values |= {"written": written, "modality": "planned" if planned else "stated"}
    return tuple(sorted(values.items()))
