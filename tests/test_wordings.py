"""Paragraphs of our own in many wordings, each with all that it states of people, bodies and undertakings.

In: `data/wordings*.txt`, the head of which explains the lines. Each paragraph is read alone under a headline without
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from extraction import Document, prose

FILES = sorted((Path(__file__).parent / "data").glob("wordings*.txt"))
ALWAYS = frozenset(
    {"participatesIn", "collaboratesWith", "establishedBy", "administeredBy", "funds", "affiliatedWith"}
    | {"announcedAt", "develops", "issuedBy"}
)
"""Relations of which a paragraph states no more than is written below it; of others only what is written is asked."""
_FACT = re.compile(r"(?P<s>.+) (?P<p>[a-z]+(?:[A-Z]\w+)?) (?P<o>.+?)(?: (?P<sum>\d{5,}))?")
_MARKS = ("= ", "? ", "~ ", "! ")


@dataclass(frozen=True)
class Fact:
    """A relation between names, `|` between several of one thing, and the sum that is given."""

    subject: str
    relation: str
    object: str
    sum: str | None

    def found(self, read: Document) -> set[tuple[str, str, str]]:
        """The claims that are this fact, as local ids and relation."""
        ends = _bearing(read, self.subject), _bearing(read, self.object)
        turned = (ends[1], ends[0]) if self.relation == "collaboratesWith" else ends
        return {
            (claim.subject, claim.predicate, claim.object)
            for claim in (seen.claim for seen in read.record.claims)
            if claim.predicate == self.relation
            and any(claim.subject in s and claim.object in o for s, o in (ends, turned))
        }


@dataclass
class Paragraph:
    """A text, and the facts below it by their mark."""

    name: str
    text: list[str] = field(default_factory=list)
    facts: dict[str, list[Fact]] = field(default_factory=dict)


def _bearing(read: Document, names: str) -> set[str]:
    """Local ids of what bears one of the names, spaces apart."""
    wanted = {"".join(name.split()) for name in names.split("|")}
    return {
        entity.id
        for entity in read.record.entities
        if any("".join(name.text.split()) in wanted for name in entity.names)
    }


def _paragraphs() -> Iterator[Paragraph]:
    paragraph: Paragraph | None = None
    for line in (line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            if paragraph is not None:
                yield paragraph
            paragraph = Paragraph(line[2:].strip())
        elif paragraph is not None and line.startswith(_MARKS):
            fact = _FACT.fullmatch(line[2:])
            assert fact is not None, line
            told = Fact(fact["s"], fact["p"], fact["o"], fact["sum"])
            paragraph.facts.setdefault(line[0], []).append(told)
        elif paragraph is not None:
            paragraph.text.append(line)
    if paragraph is not None:
        yield paragraph


PARAGRAPHS = tuple(_paragraphs())


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda paragraph: paragraph.name)
def test_all_that_is_stated_and_no_more(paragraph: Paragraph) -> None:
    read = prose("\n".join(paragraph.text))
    for fact in paragraph.facts.get("=", []):
        found = fact.found(read)
        assert found, f"not found: {fact}"
        if fact.relation == "funds" and fact.sum:
            amounts = {
                dict(seen.claim.qualifiers).get("amount")
                for seen in read.record.claims
                if (seen.claim.subject, seen.claim.predicate, seen.claim.object) in found
            }
            assert amounts == {fact.sum}, fact
    told = set().union(*(fact.found(read) for facts in paragraph.facts.values() for fact in facts))
    more = {
        (read.name(seen.claim.subject), seen.claim.predicate, read.name(seen.claim.object))
        for seen in read.record.claims
        if seen.claim.predicate in ALWAYS and (seen.claim.subject, seen.claim.predicate, seen.claim.object) not in told
    }
    assert not more


def test_most_of_what_is_stated_is_found() -> None:
    stated = sum(len(p.facts.get("=", [])) for p in PARAGRAPHS)
    missed = sum(len(p.facts.get("~", [])) for p in PARAGRAPHS)
    assert len(PARAGRAPHS) >= 150
    assert stated / (stated + missed) >= 0.8
