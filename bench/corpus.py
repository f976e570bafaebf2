"""A made-up corpus of any size, resolved, without text to read: graphs for what lies behind the extraction.

In: how many things. Out: a `Corpus`: things with names in four scripts, most facts about a few of them, each fact with
its sentence and article, bulletins week by week over ten years and more. `build` writes the graph of it and keeps it.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from bench.makers import Made, document, made, said, seen, write_build
from kg.model import ArticleInfo, Claim, ClaimSeen, Corpus, DocumentRecord, Entity, Name, Target, TargetSeen
from kg.ontology import load_ontology
from kg.vocab import digest, entity_iri

STATEMENTS = 71
"""Statements that a thing brings, about."""

_PER_BULLETIN = 25
_ARTICLES = 6
_FIRST = dt.date(2014, 1, 3)
_ACTORS = (
    "LocalGovernment", "CentralBody", "University", "ResearchInstitute", "Laboratory", "InnovationCenter", "Company",
    "Association", "FundingBody",
)  # fmt: skip
_ISSUERS = ("Ministry", "LocalGovernment", "CentralBody")
_PLACES = ("City", "Province", "District", "DevelopmentZone", "Region")
_FACTS: tuple[tuple[tuple[str, ...], str, tuple[str, ...], int], ...] = (
    (("Policy", "Report"), "issuedBy", _ISSUERS, 3),
    (("Policy", "Report"), "appliesTo", _PLACES, 1),
    (("Laboratory", "InnovationCenter", "Company"), "establishedBy", _ACTORS, 2),
    (_ACTORS, "locatedIn", _PLACES, 1),
    (("Event", "Project"), "locatedIn", _PLACES, 1),
    (("FundingBody", "LocalGovernment"), "funds", ("University", "ResearchInstitute", "Laboratory", "Company"), 4),
    (("University", "ResearchInstitute", "Company"), "collaboratesWith", ("University", "Company"), 2),
    (("Company", "ResearchInstitute"), "develops", ("Product", "Project"), 1),
    (("Person",), "affiliatedWith", _ACTORS, 1),
    (("Program", "Project", "Event"), "administeredBy", _ISSUERS, 1),
    (("Company", "University", "Person"), "participatesIn", ("Event", "Project", "Program"), 1),
)  # fmt: skip
"""Subjects, relation, objects, and the most of these facts that a subject has."""

_CLASSES = {"Person": 0.08, "City": 0.02, "Product": 0.06, "Ministry": 0.002}
"""Shares of classes that no head of a name stands for; a thing keeps its name and gets the class."""


def corpus(things: int, *, seed: int = 1) -> Corpus:
    """The corpus of that many things."""
    return _Maker(things, seed).corpus()


def build(folder: Path, statements: int) -> Path:
    """The build directory of a graph of about that many statements in `folder`; made unless it is there."""
    kept = folder / f"graph-{statements}"
    if not (kept / "report.json").exists():
        write_build(kept, corpus(max(60, statements // STATEMENTS)))
    return kept


def documents_of(build: Path) -> tuple[DocumentRecord, ...]:
    """The documents of such a build."""
    statements = int(build.name.removeprefix("graph-"))
    return tuple(_bulletins(max(60, statements // STATEMENTS) // _PER_BULLETIN + 1))


def size(build: Path) -> int:
    """Statements of the facts of a build."""
    count: int = json.loads((build / "report.json").read_text(encoding="utf-8"))["statements"]
    return count


class _Maker:
    def __init__(self, things: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._ontology = load_ontology()
        self._names = list(made(things, seed=seed))
        self._documents = list(_bulletins(things // _PER_BULLETIN + 1))

    def corpus(self) -> Corpus:
        """All of it."""
        entities = [self._entity(number, one) for number, one in enumerate(self._names)]
        by_class: dict[str, list[Entity]] = {}
        for entity in entities:
            by_class.setdefault(entity.cls, []).append(entity)
        claims = list(self._claims(entities, by_class))
        targets = [self._target(entity) for entity in by_class.get("Policy", ())]
        return Corpus(tuple(self._documents), tuple(entities), tuple(claims), tuple(targets))

    def _where(self) -> tuple[str, str]:
        """Bulletin and article."""
        return self._chance.choice(self._documents).id, f"policy-{self._chance.randint(1, _ARTICLES):02}"

    def _entity(self, number: int, one: Made) -> Entity:
        cls = one.cls
        draw = self._chance.random()
        for other, share in _CLASSES.items():
            draw -= share
            if draw < 0:
                cls = other
                break
        korean = (Name(ko, "ko") for ko in one.ko[:2])
        names = (*korean, Name(one.zh, "zh-Hans"), Name(one.hant, "zh-Hant"), Name(one.en, "en"))
        sightings = []
        for _ in range(min(int(self._chance.paretovariate(1.3)), 40)):
            bulletin, article = self._where()
            sightings.append((bulletin, seen(one.ko[0], article=article, begin=self._chance.randrange(4000))))
        iri = entity_iri(self._ontology.family(cls), f"x{digest('made', str(number))[:16]}")
        return Entity(iri, cls, names, tuple(sightings), 0.9, ("made",))

    def _claims(self, entities: Sequence[Entity], by_class: dict[str, list[Entity]]) -> Iterator[tuple[str, ClaimSeen]]:
        for entity in entities:
            for subjects, relation, objects, most in _FACTS:
                if entity.cls in subjects:
                    for _ in range(self._chance.randint(1, most)):
                        other = self._hub(by_class, objects)
                        if other is not None and other.iri != entity.iri:
                            yield self._claim(entity, relation, other)

    def _hub(self, by_class: dict[str, list[Entity]], classes: Sequence[str]) -> Entity | None:
        """One of the classes' things, the first of them far oftener than the last."""
        present = [by_class[cls] for cls in classes if cls in by_class]
        if not present:
            return None
        among = self._chance.choice(present)
        return among[int((len(among) + 1) ** self._chance.random()) - 1]

    def _claim(self, subject: Entity, relation: str, obj: Entity) -> tuple[str, ClaimSeen]:
        bulletin, article = self._where()
        qualifiers: tuple[tuple[str, str], ...] = ()
        if relation == "funds":
            wan = self._chance.randint(20, 90_000)
            qualifiers = (("amount", str(wan * 10_000)), ("currency", "CNY"), ("written", f"{wan:,}만 위안"))
        elif relation == "affiliatedWith":
            qualifiers = (("role", self._chance.choice(("부장", "교수", "대표", "소장"))),)
        quote = f"{subject.names[0].text}의 일을 {obj.names[0].text}에서 맡는다고 밝힘"
        evidence = [
            said(quote, article=article, rule="made", confidence=round(self._chance.uniform(0.6, 1), 2))
            for _ in range(1)
        ]
        return bulletin, ClaimSeen(Claim(subject.iri, relation, obj.iri, qualifiers), tuple(evidence))

    def _target(self, policy: Entity) -> tuple[str, TargetSeen]:
        bulletin, article = self._where()
        value, year = self._chance.randint(5, 900), self._chance.randint(2020, 2030)
        target = Target(policy.iri, "선도기업", Decimal(value), "개", year, "min", f"{value}개 이상")
        return bulletin, TargetSeen(target, (said(f"{year}년까지 선도기업 {value}개 이상 육성", article=article),))


def _bulletins(count: int) -> Iterator[DocumentRecord]:
    for number in range(count):
        issued = _FIRST + dt.timedelta(days=7 * (number % 570))
        identity = f"made-{number // 570:02}-{issued.isoformat()}"
        articles = [
            ArticleInfo(f"policy-{at:02}", "policy", f"{at:02}", f"{number}호 {at}번 기사", issued, 0, 0)
            for at in range(1, _ARTICLES + 1)
        ]
        yield replace(document(identity, issued=issued, articles=articles), title=f"주간 소식 {number}호")
