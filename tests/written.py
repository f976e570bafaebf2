"""Bulletins with a text of their own, for the tests of pages that show text and facts side by side.

Places of names and sentences are looked up in the text, so that they are right by construction. `CORPUS` has two
bulletins; the second names sixty companies, and what is meant to break pages (tests/views.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from graphs import document, iri
from views import HOSTILE_NAMES, HOSTILE_URLS

from kg.model import (
    ArticleInfo,
    Claim,
    ClaimSeen,
    Corpus,
    DocumentRecord,
    Entity,
    Evidence,
    Name,
    Sighting,
    Target,
    TargetSeen,
)
from kg.vocab import CSTR, article_iri

FIRST, SECOND = "news-2024-03-29", "news-2025-01-10"
POLICY, REPORT, LAB, PERSON = (
    f"{CSTR}{name}" for name in ("policy/xopendata", "policy/xreport", "org/xtaihu", "person/xkim")
)
NOTICE = "科技部 教育部关于印发《数据开放措施》的通知"
TITLE = "과기부와 교육부, ‘데이터 개방 조치’ 발표"
JOINT = "과기부와 교육부는 공동으로 ‘데이터 개방 조치’를 발표"
SAID = "🧪 김연구(金硏究) 과기부 부장은 실험 데이터도 열겠다고 설명"
DUE = "2025년까지 공개 데이터 1,000개 이상을 목표로 함"
FOUNDED = "칭화대와 중국과학원은 우시에 타이후 공동실험실을 설립"
FUNDED = "과기부는 타이후 공동실험실에 최대 4,000만 위안 지원"
REPORTED = "교육부는 1월 우시의 ‘데이터 개방 보고’를 공개"
COMPANIES = tuple(f"시험기업 {n:02}" for n in range(1, 61))

_TEXTS = {
    (FIRST, "policy-01"): f"01 {TITLE}\n- {JOINT}(3.20)\n\n- {SAID}\n- {DUE}\n",
    (FIRST, "brief-01"): f"칭화대와 중국과학원, 타이후 공동실험실 설립\n- {FOUNDED}\n- {FUNDED}\n",
    (SECOND, "policy-01"): f"‘데이터 개방 보고’ 공개\n- {REPORTED}\n",
    (SECOND, "brief-01"): f"기업 명단\n- {', '.join(COMPANIES)}\n",
    (SECOND, "brief-02"): "".join(f"- {name} 과기부와 협력\n" for name in HOSTILE_NAMES),
}
_ORIGINALS = {
    identity: "".join(text for (one, _), text in _TEXTS.items() if one == identity) for identity in (FIRST, SECOND)
}


def address_of(bulletin: str, article: str) -> str:
    """The path of an article's page."""
    return f"/bulletin?id={bulletin}&article={article_iri(bulletin, article)}"


def _span(bulletin: str, article: str) -> tuple[int, int]:
    begin = _ORIGINALS[bulletin].index(_TEXTS[bulletin, article])
    return begin, begin + len(_TEXTS[bulletin, article])


def _sightings(surface: str, *places: tuple[str, str]) -> tuple[tuple[str, Sighting], ...]:
    """Wherever the articles `places` name it."""
    found = []
    for bulletin, article in places:
        begin, end = _span(bulletin, article)
        for match in re.finditer(re.escape(surface), _ORIGINALS[bulletin][begin:end]):
            found.append(
                (bulletin, Sighting(article, begin + match.start(), begin + match.end(), surface)))  # fmt: skip
    return tuple(found)


def _said(quote: str, bulletin: str, article: str, *, confidence: float = 0.9) -> Evidence:
    begin = _ORIGINALS[bulletin].index(quote)
    return Evidence(article, begin, begin + len(quote), quote, "headline", confidence)


def _fact(place: tuple[str, str], subject: str, relation: str, obj: str, quote: str, *, confidence: float = 0.9,
          added: str = "", **qualifiers: str) -> tuple[str, ClaimSeen]:  # fmt: skip
    evidence = _said(quote, *place, confidence=confidence)
    if added:
        evidence = replace(evidence, quote=f"{quote} / {added}")
    return place[0], ClaimSeen(Claim(subject, relation, obj, tuple(sorted(qualifiers.items()))), (evidence,))


def _article(place: tuple[str, str], title: str, *, number: str | None = None, day: dt.date | None = None,
             references: Sequence[tuple[str, str, dt.date | None]] = ()) -> ArticleInfo:  # fmt: skip
    section = place[1].split("-")[0]
    return ArticleInfo(place[1], section, number, title, day, *_span(*place), tuple(references))


def _record(identity: str, issued: dt.date, articles: Sequence[ArticleInfo]) -> DocumentRecord:
    return replace(document(identity, issued=issued, articles=articles), original=_ORIGINALS[identity])


_ONE, _TWO = (FIRST, "policy-01"), (FIRST, "brief-01")
_THREE, _LIST, _HOSTILE = (SECOND, "policy-01"), (SECOND, "brief-01"), (SECOND, "brief-02")


def _known(key: str, cls: str, surface: str, *places: tuple[str, str]) -> Entity:
    return Entity(iri(key), cls, (), _sightings(surface, *places), 0.9, ("gazetteer",), key)


def _new(identity: str, cls: str, names: Sequence[Name], surface: str, *places: tuple[str, str]) -> Entity:
    return Entity(identity, cls, tuple(names), _sightings(surface, *places), 0.8, ("title",))


def _companies() -> list[Entity]:
    return [
        _new(f"{CSTR}org/xcompany-{n:02}", "Company", (Name(name, "ko"),), name, _LIST)
        for n, name in enumerate(COMPANIES)
    ]


def _hostile() -> list[Entity]:
    return [
        _new(f"{CSTR}org/xhostile-{n}", "Company", (Name(name, "ko"), Name(f"{name} {n}", "en")), name, _HOSTILE)
        for n, name in enumerate(HOSTILE_NAMES)
    ]


CORPUS = Corpus(
    documents=(
        _record(FIRST, dt.date(2024, 3, 29), [
            _article(_ONE, TITLE, number="01", day=dt.date(2024, 3, 20),
                     references=[(NOTICE, "https://www.example.org/notice", None)]),
            _article(_TWO, "칭화대와 중국과학원, 타이후 공동실험실 설립"),
        ]),
        _record(SECOND, dt.date(2025, 1, 10), [
            _article(_THREE, "‘데이터 개방 보고’ 공개", number="01"),
            _article(_LIST, "기업 명단"),
            _article(_HOSTILE, HOSTILE_NAMES[0], references=[(f"<b>{url}</b>", url, None) for url in HOSTILE_URLS]),
        ]),
    ),
    entities=(
        _known("most", "Ministry", "과기부", _ONE, _TWO, _HOSTILE),
        _known("moe", "Ministry", "교육부", _ONE, _THREE),
        _known("cas", "ResearchInstitute", "중국과학원", _TWO),
        _known("tsinghua", "University", "칭화대", _TWO),
        _known("wuxi", "City", "우시", _TWO, _THREE),
        _new(POLICY, "Policy", (Name("데이터 개방 조치", "ko"), Name("数据开放措施", "zh-Hans")), "데이터 개방 조치",
             _ONE),
        _new(REPORT, "Report", (Name("데이터 개방 보고", "ko"),), "데이터 개방 보고", _THREE),
        _new(PERSON, "Person", (Name("김연구", "ko"),), "김연구", _ONE),
        _new(LAB, "Laboratory", (Name("타이후 공동실험실", "ko"),), "타이후 공동실험실", _TWO),
        *_companies(),
        *_hostile(),
    ),
    claims=(
        _fact(_ONE, POLICY, "issuedBy", iri("most"), JOINT),
        _fact(_ONE, POLICY, "issuedBy", iri("moe"), JOINT),
        _fact(_ONE, PERSON, "affiliatedWith", iri("most"), SAID, confidence=0.6, role="부장"),
        _fact(_TWO, LAB, "establishedBy", iri("cas"), FOUNDED),
        _fact(_TWO, LAB, "establishedBy", iri("tsinghua"), FOUNDED),
        _fact(_TWO, LAB, "locatedIn", iri("wuxi"), FOUNDED, added="칭화대와 중국과학원, 타이후 공동실험실 설립"),
        _fact(_TWO, iri("most"), "funds", LAB, FUNDED, amount="40000000", currency="CNY", date="2024-03",
              written="4,000만 위안"),
        _fact(_THREE, REPORT, "issuedBy", iri("moe"), REPORTED),
        _fact(_THREE, REPORT, "appliesTo", iri("wuxi"), REPORTED),
        *(_fact(_HOSTILE, f"{CSTR}org/xhostile-{n}", "collaboratesWith", iri("most"), f"{name} 과기부와 협력",
                role=HOSTILE_NAMES[1]) for n, name in enumerate(HOSTILE_NAMES)),
    ),
    targets=(
        (FIRST, TargetSeen(Target(POLICY, "공개 데이터", Decimal(1000), "개", 2025, "min", "1,000개 이상"),
                           (_said(DUE, *_ONE),))),
    ),
    addresses=(),
)  # fmt: skip
