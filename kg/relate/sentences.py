"""What the sentences of a document state, rule by rule.

In: the passages whose sentences are read, each with its clauses and with what it may borrow. Out: the same, with the
claims found in them. A rule goes over all passages before the next one does: its code and patterns stay in the
processor's caches, which makes reading relations a seventh quicker. Lines of an outline come after those that they hang
on, for what these say is founded is what they are about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.ontology import Ontology
from kg.recognise.words import Words
from kg.relate.attending import attending_claims, session_claims
from kg.relate.belonging import belonging_claims
from kg.relate.clauses import Clauses
from kg.relate.cues import cue_claims
from kg.relate.engine import clause_claims
from kg.relate.entries import Entries, Entry
from kg.relate.makers import maker_claims
from kg.relate.matching import matching_claims
from kg.relate.payments import payment_claims
from kg.relate.reports import report_claims
from kg.relate.rules import Rules
from kg.relate.shortly import shortly_told_claims
from kg.relate.sides import side_claims
from kg.relate.things import Context, Found, Thing

_HAND_IN_HAND = re.compile(r"손을?\s?(?:맞)?잡|힘을 (?:합|모)|뜻을 모|머리를 맞|공동(?:으로)?\s?출자")
_INVESTED = re.compile(r"공동(?:으로)?\s?출자")


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules consult."""

    rules: Rules
    words: Words
    ontology: Ontology


@dataclass(slots=True, eq=False)
class Sentences:
    """The sentences of one passage: what the rules read of them, and what they have found there.

    `i`: the passage, as an index among those of its article; `depth`: on how many lines it hangs; `before`: the
    sentences of the passage right before; `in_names`: what its names state; `entries`: reads it as a line; `acting`:
    who acts where it names nobody.
    """

    i: int
    depth: int
    before: Sentences | None
    clauses: Clauses
    context: Context
    in_names: Sequence[Found]
    entries: Entries
    acting: Callable[[], tuple[Thing, ...]]
    said: list[Found] = field(default_factory=list)
    paid: list[Found] = field(default_factory=list)
    more: list[Found] = field(default_factory=list)

    @property
    def found(self) -> tuple[Found, ...]:
        """All that the sentences state."""
        return (*self.said, *self.paid, *self.more)


_Rule = Callable[[Sentences, Known], Iterable[Found]]

_RULES: tuple[_Rule, ...] = (
    lambda own, known: clause_claims(own.clauses, own.context, known.rules, known.ontology),
    lambda own, known: belonging_claims(own.clauses, own.context, known.words, known.ontology, known.rules),
    lambda own, known: maker_claims(own.clauses, own.context, known.words, known.ontology),
    lambda own, known: attending_claims(own.clauses, own.context),
    lambda own, known: session_claims(own.clauses, own.context),
    lambda own, known: report_claims(own.clauses, own.context, known.ontology),
    lambda own, known: shortly_told_claims(own.clauses, own.context, known.ontology),
    lambda own, known: side_claims(own.clauses, own.context, known.ontology, [found.claim for found in own.said]),
)
"""What finds claims in the sentences of one passage; the last one looks at what the others have found."""


def read_sentences(passages: Sequence[Sentences], known: Known) -> None:
    """Finds what the sentences state. `passages`: those of a document, in reading order."""
    for level in _levels(passages):
        for rule in _RULES:
            for own in level:
                own.said += rule(own, known)
        for own in level:
            _read_as_line(own)
    rules, ontology = known.rules, known.ontology
    for own in passages:
        own.paid += payment_claims(own.clauses, own.context, rules, ontology, (found.claim for found in own.said))
    for own in passages:
        above = (*own.before.said, *own.before.paid) if own.before is not None else ()
        own.more += matching_claims(own.clauses, own.context, rules, ontology, (*own.said, *own.paid), above)
    for own in passages:
        told = (found.claim for found in (*own.in_names, *own.said, *own.paid))
        own.more += cue_claims(own.clauses, own.context, rules, ontology, told)


def _levels(passages: Iterable[Sentences]) -> Sequence[Sequence[Sentences]]:
    """The passages that hang on no other, then those that hang on one of them, and so on."""
    levels: dict[int, list[Sentences]] = defaultdict(list)
    for own in passages:
        levels[own.depth].append(own)
    return [levels[depth] for depth in sorted(levels)]


def _read_as_line(own: Sentences) -> None:
    """Adds what a passage states in short notation, and notes for the lines below what it says is founded."""
    said = _without_co_makers(own.said, own.clauses.analysis.text)
    entries = [*own.entries.of(own.i, own.acting)]
    own.said = [*_without_objects(said, entries), *(entry.found for entry in entries)]
    own.entries.note(own.i, own.said)


def _without_co_makers(said: Sequence[Found], text: str) -> list[Found]:
    """What a passage states, but not that those work together who join hands to issue, found or own a thing."""
    if all(found.claim.predicate != "collaboratesWith" for found in said):
        return [*said]
    makers: dict[tuple[str, int], set[str]] = {}
    for found in said:
        if found.claim.predicate in {"issuedBy", "establishedBy"}:
            makers.setdefault((found.claim.subject, found.begin), set()).add(found.claim.object)
        elif found.claim.predicate == "funds" and _INVESTED.search(text, found.begin, found.end):
            makers.setdefault((found.claim.object, found.begin), set()).add(found.claim.subject)
    return [
        found
        for found in said
        if found.claim.predicate != "collaboratesWith"
        or not _HAND_IN_HAND.search(text, found.begin, found.end)
        or not any(
            begin == found.begin and {found.claim.subject, found.claim.object} <= both
            for (_, begin), both in makers.items()
        )
    ]


def _without_objects(said: Sequence[Found], entries: Sequence[Entry]) -> list[Found]:
    """What a passage states, but not that something is done to those whom an entry lets do it (`A·B 공동 구축`)."""
    if not entries:
        return [*said]
    acting: dict[str, set[str]] = {}
    for entry in entries:
        acting.setdefault(entry.found.claim.predicate, set()).update(entry.acting)
    return [
        found
        for found in said
        if found.claim.subject not in acting.get(found.claim.predicate, ())
        or found.claim.predicate not in {"establishedBy", "administeredBy", "issuedBy"}
    ]
