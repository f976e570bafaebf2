"""Graphs that change: small made-up bulletins that come, go and are written anew, and what that changes.

A `World` is what some bulletins say. `worlds` draws chains of worlds, each from the one before by a few bulletins;
`change` is what a build says of such a step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import groupby

import pyoxigraph as ox
from graphs import LAB, PERSON, POLICY, TECHNOLOGY, document, iri, knowledge, said, seen
from hypothesis import strategies as st

from kg import background
from kg.assemble import assemble
from kg.change import Change
from kg.model import ArticleInfo, Claim, ClaimSeen, Corpus, DocumentRecord, Entity, Name, Target, TargetSeen
from kg.rdf import canonical
from kg.statements import triples_of
from kg.vocab import CSTR

REPORT = f"{CSTR}report/xreport"
OLDER = f"{CSTR}org/xolder"
CLASSES = {
    **dict.fromkeys([iri("most"), iri("moe")], "Ministry"),
    iri("cas"): "ResearchInstitute",
    iri("wuxi"): "City",
    POLICY: "Policy",
    REPORT: "Report",
    PERSON: "Person",
    LAB: "Laboratory",
}
KEYS = {iri(key): key for key in ("most", "moe", "cas", "wuxi")}
SURFACES = [
    "과기부",
    "과학기술부",
    "数据开放措施",
    "데이터 개방",
    "타이후 실험실",
    "金研究",
    "Taihu Lab",
    "개방 조치 (2025)",
    "LY-5",
]
DAYS = [None, dt.date(2024, 3, 20), dt.date(2024, 3, 29), dt.date(2025, 1, 10)]
BULLETINS = [f"news-{number}" for number in range(4)]
ARTICLES = ["policy-01", "policy-02", "brief-01"]


@dataclass(frozen=True)
class Said:
    """What one bulletin says: its record, sightings (thing, article, surface, begin), claims, targets, fields."""

    record: DocumentRecord
    sightings: tuple[tuple[str, str, str, int], ...]
    claims: tuple[ClaimSeen, ...]
    targets: tuple[TargetSeen, ...]
    fields: tuple[tuple[str, str], ...]


World = Mapping[str, Said]


@st.composite
def bulletins(draw: st.DrawFn, identity: str) -> Said:
    """Anything that a bulletin may say."""
    chosen = draw(st.lists(st.sampled_from(ARTICLES), min_size=1, unique=True))
    some_day, some_thing, some_article = st.sampled_from(DAYS), st.sampled_from(list(CLASSES)), st.sampled_from(chosen)
    text = draw(st.sampled_from(["본문 하나", "다른 본문", "𠀀 셋째\n\n글"]))
    infos = [ArticleInfo(a, "policy", None, f"제목 {a}", draw(some_day), n, len(text)) for n, a in enumerate(chosen)]
    record = replace(document(identity, issued=draw(some_day), articles=infos), original=text)
    place = st.tuples(some_thing, some_article, st.sampled_from(SURFACES), st.integers(0, 2))
    sightings = draw(st.lists(place, max_size=6, unique=True))
    claims, targets = [], []
    for subject, value, article, date in draw(
        st.lists(st.tuples(some_thing, some_thing, some_article, st.sampled_from(["", "2024-03", "2023"])), max_size=4)
    ):
        qualifiers = (("date", date),) if date else ()
        relation = draw(st.sampled_from(["issuedBy", "collaboratesWith", "locatedIn"]))
        confidence = draw(st.sampled_from([0.5, 0.9]))
        evidence = said(f"{relation} 문장", article=article, confidence=confidence)
        claims.append(ClaimSeen(Claim(subject, relation, value, qualifiers), (evidence,)))
    for article, year in draw(st.lists(st.tuples(some_article, st.sampled_from([None, 2025, 2030])), max_size=2)):
        goal = Target(POLICY, "공개 데이터", Decimal(100), "개", year, "min", "100개 이상")
        targets.append(TargetSeen(goal, (said("목표 문장", article=article),)))
    fields = draw(st.lists(st.tuples(some_thing, some_article), max_size=1))
    return Said(record, tuple(sightings), tuple(claims), tuple(targets), tuple(fields))


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 4) -> list[dict[str, Said]]:
    """A chain of worlds. In each step some bulletins come, go, or come in a newer version."""
    found: list[dict[str, Said]] = [{}]
    for _ in range(draw(st.integers(2, most))):
        world = dict(found[-1])
        for identity in draw(st.lists(st.sampled_from(BULLETINS), min_size=1, max_size=3, unique=True)):
            if identity in world and draw(st.booleans()):
                del world[identity]
            else:
                world[identity] = draw(bulletins(identity))
        found.append(world)
    return found[1:]


def records(world: World) -> list[DocumentRecord]:
    """The documents in the order in which a catalogue takes them."""
    found = [one.record for one in world.values()]
    return sorted(found, key=lambda d: (d.issued is None, d.issued, d.id))


def corpus(world: World) -> Corpus:
    """What the bulletins say together."""
    sightings: dict[str, list[tuple[str, str, str, int]]] = {}
    for identity, one in world.items():
        for thing, article, surface, begin in one.sightings:
            sightings.setdefault(thing, []).append((identity, article, surface, begin))
    return Corpus(
        documents=tuple(records(world)),
        entities=tuple(
            Entity(
                thing,
                CLASSES[thing],
                (Name("김연구", "ko"),) if thing == PERSON else (),
                tuple(
                    (identity, seen(surface, article=article, begin=begin)) for identity, article, surface, begin in at
                ),
                0.9,
                ("made",),
                KEYS.get(thing),
                same_as=(OLDER,) if thing == LAB else (),
            )
            for thing, at in sorted(sightings.items())
        ),
        claims=tuple((identity, claim) for identity, one in world.items() for claim in one.claims),
        targets=tuple((identity, target) for identity, one in world.items() for target in one.targets),
        addresses=tuple(
            (identity, thing, TECHNOLOGY, said("분야", article=article))
            for identity, one in world.items()
            for thing, article in one.fields
        ),
    )


def statements(world: World) -> list[ox.Triple]:
    """The facts graph, in canonical order."""
    know = knowledge()
    names_of = partial(background.curated_names, know.lexicon)
    return canonical(triples_of(assemble(corpus(world), ontology=know.ontology, names_of=names_of)))


def change(before: World, after: World) -> Change:
    """What a build says of the step from one world to the next."""
    old, new = (dict(_by_subject(statements(world))) for world in (before, after))
    changed = {subject for subject in old.keys() | new.keys() if old.get(subject) != new.get(subject)}
    dropped = frozenset(identity for identity in before if after.get(identity) != before[identity])
    added = [one.record for identity, one in after.items() if before.get(identity) != one]
    return Change(
        [triple for subject, group in old.items() if subject in changed for triple in group],
        [triple for subject, group in new.items() if subject in changed for triple in group],
        dropped,
        added,
    )


def _by_subject(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, list[ox.Triple]]]:
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        assert isinstance(subject, ox.NamedNode)
        yield subject.value, list(group)
