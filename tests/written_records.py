"""Small random records of documents, whose names meet, so that resolution has something to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from graphs import TECHNOLOGY, knowledge

from kg.model import (
    ArticleInfo,
    Claim,
    ClaimSeen,
    DocumentRecord,
    Evidence,
    LocalEntity,
    Name,
    Sighting,
    Target,
    TargetSeen,
)
from kg.vocab import digest

_KOREAN = ("양자정보연구소", "데이터 개방 조치", "첨단산업 행동계획", "타이후 공동실험실", "녹색에너지연구원", "왕웨이")
_CHINESE = ("量子信息研究所", "数据开放措施", "先进产业行动计划", "绿色能源研究院")
_CLASSES = ("ResearchInstitute", "Policy", "Laboratory", "Company", "Person")
_KEYS = ("most", "moe", "cas", "tsinghua", "wuxi")
_RELATIONS = ("issuedBy", "collaboratesWith", "establishedBy", "partOf", "affiliatedWith", "locatedIn", "funds")


def record(random: Random, identity: str) -> DocumentRecord:
    """A record whose entities share names, keys and places with those of others."""
    entities = tuple(_entity(random, n) for n in range(random.randint(1, 7)))
    ids = [entity.id for entity in entities]
    pairs = [random.sample(ids, 2) for _ in range(random.randint(0, 6))] if len(ids) > 1 else []
    claims = [_claim(random, s, o) for s, o in pairs]
    return DocumentRecord(
        id=identity,
        name=f"{identity}.txt",
        title=f"소식 {random.randint(1, 3)}",
        publisher=None,
        issued=random.choice((None, dt.date(2024, random.randint(1, 12), 1))),
        sha256=digest(identity, str(random.random())),
        original="본문" * 20,
        articles=(ArticleInfo("policy-01", "policy", "01", "제목", None, 0, 40, _references(random)),),
        entities=entities,
        claims=tuple({seen.claim.id: seen for seen in claims}.values()),
        targets=tuple(_target(random, random.choice(ids)) for _ in range(random.randint(0, 2))),
        addresses=tuple((random.choice(ids), TECHNOLOGY, _evidence(random)) for _ in range(random.randint(0, 1))),
    )


def _entity(random: Random, n: int) -> LocalEntity:
    key = random.choice(_KEYS) if random.random() < 0.4 else None
    names = [Name(random.choice(_KOREAN), "ko")]
    if random.random() < 0.5:
        names.append(Name(random.choice(_CHINESE), "zh-Hans"))
    at = random.randint(0, 30)
    cls = knowledge().lexicon.entries[key].cls if key and random.random() < 0.8 else random.choice(_CLASSES)
    sighting = Sighting("policy-01", at, at + 4, names[0].text)
    place = random.choice((None, None, "wuxi", "beijing")) if cls == "ResearchInstitute" else None
    return LocalEntity(f"e{n}", cls, tuple(names), (sighting,), random.choice((0.5, 0.9)), ("rule",), key, place)


def _claim(random: Random, subject: str, object_: str) -> ClaimSeen:
    qualifiers = random.choice(((), (("modality", "planned"),), (("amount", "100"), ("currency", "CNY"))))
    return ClaimSeen(Claim(subject, random.choice(_RELATIONS), object_, qualifiers), (_evidence(random),))


def _target(random: Random, policy: str) -> TargetSeen:
    value = Decimal(random.randint(1, 3))
    return TargetSeen(Target(policy, "목표", value, "개", 2025, "min", f"{value}개"), (_evidence(random),))


def _evidence(random: Random) -> Evidence:
    at = random.randint(0, 20)
    return Evidence(
        "policy-01", at, at + 8, random.choice(("첫 문장", "둘째 문장")), "clause", random.choice((0.6, 0.8))
    )


def _references(random: Random) -> tuple[tuple[str, str, dt.date | None], ...]:
    url = f"https://www.example.org/{random.randint(1, 3)}"
    return ((random.choice(("关于数据的通知", "关于产业的通知")), url, dt.date(2024, 1, 1)),)
