"""The named queries one by one, on a small graph made by hand, with the rows that its facts imply.

`CASES` holds for each query what it answers: the parameters, some columns, and the rows in order, cells parted by
` | `, IRIs with prefixes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest
from graphs import TECHNOLOGY, document, fact, iri, said, seen, thing, write_build
from hypothesis import example, given
from hypothesis import strategies as st
from virtuoso import Virtuoso

from kg import sparql
from kg.errors import QueryError
from kg.model import ArticleInfo, Corpus, Entity, Name, Target, TargetSeen
from kg.ontology import ontology_files
from kg.push import Addresses, contents, push
from kg.query import GROUPS, NamedQuery, ask, ask_endpoint, find_query, named_queries, resolver
from kg.rdf import shorten
from kg.remote import Credentials, Remote
from kg.results import Answer, Rows, Statements
from kg.sparql import Term
from kg.store import open_store
from kg.vocab import CSTR

QUERIES = list(named_queries().values())

# --- the graph: two issues of a bulletin and an undated essay -----------------------------------------------

SPRING, WINTER, ESSAY = "news-2024-03-29", "news-2025-01-10", "essay"

OPEN, LAKE, JOINT = (f"{CSTR}policy/x{name}" for name in ("open", "lake", "joint"))
REPORT, FORUM, SCHEME = f"{CSTR}policy/xreport", f"{CSTR}event/xforum", f"{CSTR}program/xscheme"
OFFICE, LAB, NAMESAKE = (f"{CSTR}org/x{name}" for name in ("office", "lab", "namesake"))
CRAFT, KIM = f"{CSTR}product/xcraft", f"{CSTR}person/xkim"
LEARNING = f"{CSTR}technology/machine-learning"

_SOURCE = ("数据开放措施", "https://www.example.org/open.html", dt.date(2024, 3, 19))


def _found(identity: str, cls: str, name: str, *bulletins: str, zh: str | None = None) -> Entity:
    names = (Name(name, "ko"), *([Name(zh, "zh-Hans")] if zh else []))
    return Entity(identity, cls, names, tuple((b, seen(name)) for b in bulletins), 0.9, ("test",))


def _target(bulletin: str, policy: str, metric: str, value: str, unit: str, year: int | None, bound: str | None) -> Any:
    target = Target(policy, metric, Decimal(value), unit, year, bound, f"{value}{unit}")
    return bulletin, TargetSeen(target, (said(f"{metric} {value}{unit}"),))


_LAB_MONEY = {
    "amount": "40000000", "ceiling": "true", "currency": "CNY", "modality": "planned", "written": "최대 4천만 위안",
}  # fmt: skip

CORPUS = Corpus(
    documents=(
        document(
            SPRING,
            articles=[
                ArticleInfo("policy-01", "policy", "01", "데이터를 연다", dt.date(2024, 3, 20), 0, 100, (_SOURCE,)),
                ArticleInfo("brief-01", "brief", None, "실험실이 선다", None, 100, 200),
            ],
        ),
        document(
            WINTER,
            issued=dt.date(2025, 1, 10),
            articles=[ArticleInfo("policy-01", "policy", "01", "호수를 지킨다", None, 0, 50)],
        ),
        document(ESSAY, issued=None, articles=[ArticleInfo("policy-01", "other", None, "포럼에서", None, 0, 50)]),
    ),
    entities=(
        thing("most", (SPRING, seen("과기부", begin=4)), (SPRING, seen("과기부", begin=9)), (WINTER, seen("과기부"))),
        thing("moe", (SPRING, seen("교육부")), (WINTER, seen("교육부"))),
        thing(
            "cas",
            (SPRING, seen("중국과학원", article="brief-01")),
            (WINTER, seen("중국과학원")),
            (ESSAY, seen("중국과학원")),
        ),
        thing("cas-ihep", (ESSAY, seen("고능물리연구소"))),
        thing("tsinghua", (SPRING, seen("칭화대", article="brief-01")), (ESSAY, seen("칭화대"))),
        thing("taihu-lab", (WINTER, seen("타이후실험실"))),
        thing("wuxi", (SPRING, seen("우시", article="brief-01"))),
        thing("jiangsu", (WINTER, seen("장쑤성"))),
        _found(OPEN, "Policy", "데이터 개방 조치", SPRING, WINTER),
        _found(LAKE, "Policy", "타이후 행동계획(시범 시행)", WINTER),
        _found(JOINT, "Policy", "인재 의견", WINTER),
        _found(REPORT, "Report", "호수 백서", ESSAY),
        _found(FORUM, "Event", "타이후 포럼", ESSAY),
        _found(SCHEME, "Program", "타이후 사업", WINTER),
        _found(OFFICE, "LocalGovernment", "장쑤성 과학기술청", WINTER),
        _found(LAB, "Laboratory", "타이후 공동실험실", SPRING),
        _found(NAMESAKE, "Company", "호수 1호", WINTER),
        _found(CRAFT, "Product", "호수 1호", ESSAY),
        _found(KIM, "Person", "김연구", SPRING, ESSAY),
    ),
    claims=(
        fact(SPRING, OPEN, "issuedBy", iri("most"), said("과기부가 냈다"), position="1"),
        fact(SPRING, OPEN, "issuedBy", iri("moe"), said("교육부가 냈다")),
        fact(WINTER, OPEN, "issuedBy", iri("moe"), said("교육부의 조치", confidence=0.6)),
        fact(WINTER, LAKE, "issuedBy", OFFICE, said("장쑤성 과학기술청이 냈다")),
        fact(WINTER, JOINT, "issuedBy", iri("most"), said("과기부도 냈다")),
        fact(WINTER, JOINT, "issuedBy", iri("moe"), said("교육부도 냈다")),
        fact(WINTER, JOINT, "issuedBy", iri("cas"), said("중국과학원도 냈다", confidence=0.5)),
        fact(ESSAY, REPORT, "issuedBy", iri("cas"), said("중국과학원의 백서")),
        fact(ESSAY, REPORT, "announcedAt", FORUM, said("포럼에서 백서를 공개")),
        fact(ESSAY, CRAFT, "announcedAt", FORUM, said("포럼에서 호수 1호를 공개")),
        fact(ESSAY, iri("cas-ihep"), "develops", CRAFT, said("연구소가 개발")),
        fact(ESSAY, FORUM, "administeredBy", iri("cas"), said("중국과학원이 연 포럼")),
        fact(ESSAY, iri("tsinghua"), "participatesIn", FORUM, said("칭화대가 참가")),
        fact(ESSAY, KIM, "participatesIn", FORUM, said("김연구가 참가")),
        fact(ESSAY, KIM, "affiliatedWith", iri("tsinghua"), said("김연구 교수"), role="교수"),
        fact(SPRING, KIM, "affiliatedWith", iri("most"), said("김연구 부장"), role="부장"),
        fact(SPRING, LAB, "establishedBy", iri("cas"), said("함께 세웠다", article="brief-01")),
        fact(SPRING, LAB, "establishedBy", iri("tsinghua"), said("함께 세웠다", article="brief-01")),
        fact(WINTER, iri("taihu-lab"), "establishedBy", iri("jiangsu"), said("장쑤성이 세웠다")),
        fact(SPRING, LAB, "locatedIn", iri("wuxi"), said("우시에 있다", article="brief-01")),
        fact(WINTER, OFFICE, "locatedIn", iri("jiangsu"), said("장쑤성 과학기술청")),
        fact(SPRING, iri("tsinghua"), "collaboratesWith", iri("cas"), said("함께", article="brief-01")),
        fact(SPRING, iri("most"), "funds", LAB, said("최대 4천만", article="brief-01"), **_LAB_MONEY),
        fact(WINTER, iri("most"), "funds", LAB, said("최대 4천만 지원"), **_LAB_MONEY),
        fact(
            WINTER,
            iri("most"),
            "funds",
            SCHEME,
            said("300만 지원"),
            amount="3000000",
            currency="CNY",
            modality="stated",
            written="300만 위안",
        ),
        fact(
            WINTER,
            iri("most"),
            "funds",
            SCHEME,
            said("200만 지원"),
            amount="2000000",
            currency="CNY",
            written="200만 위안",
        ),
        fact(ESSAY, iri("cas"), "funds", LAB, said("500만 지원"), amount="5000000", currency="USD"),
        fact(ESSAY, iri("cas"), "funds", FORUM, said("돈을 댔다")),
        fact(WINTER, SCHEME, "administeredBy", iri("most"), said("과기부의 사업")),
        fact(WINTER, LAKE, "appliesTo", iri("wuxi"), said("우시에 적용")),
        fact(SPRING, OPEN, "appliesTo", iri("cas"), said("중국과학원에 적용")),
    ),
    targets=(
        _target(SPRING, OPEN, "공개 데이터", "1000", "개", 2025, "min"),
        _target(SPRING, OPEN, "개방률", "60", "%", 2025, None),
        _target(WINTER, OPEN, "개방률", "70", "%", 2025, None),
        _target(WINTER, LAKE, "정화율", "80", "%", 2030, "max"),
        _target(WINTER, LAKE, "복원율", "50", "%", None, None),
    ),
    addresses=(
        (SPRING, OPEN, TECHNOLOGY, said("인공지능 데이터")),
        (WINTER, JOINT, LEARNING, said("기계학습 인재")),
        (ESSAY, LAB, LEARNING, said("기계학습 실험실")),
    ),
)


class Case(NamedTuple):
    query: str
    params: dict[str, str]
    columns: str
    rows: str


CASES: list[Case] = []


def case(query: str, columns: str, rows: str, **params: str) -> None:
    CASES.append(Case(query, {name.rstrip("_"): value for name, value in params.items()}, columns, rows))


# fmt: off

# policies

case("policies", "policyName genreName statusName issuerName reported", """
데이터 개방 조치 | 조치 |  | 과학기술부 | 2024-03-20
데이터 개방 조치 | 조치 |  | 교육부 | 2024-03-20
인재 의견 | 의견 |  | 과학기술부 | 2025-01-10
인재 의견 | 의견 |  | 교육부 | 2025-01-10
인재 의견 | 의견 |  | 중국과학원 | 2025-01-10
타이후 행동계획(시범 시행) | 행동계획 | 시범 시행 | 장쑤성 과학기술청 | 2025-01-10
""")
case("policies", "policyName", "데이터 개방 조치\n인재 의견", body="과기부")
case("policies", "policyName class reported", "호수 백서 | cst:Report | ", class_="Report")
case("policies", "policyName", "타이후 행동계획(시범 시행)", genre="action plan")
case("policies", "policyName", "타이후 행동계획(시범 시행)", status="试行")
case("policies", "policyName", "타이후 행동계획(시범 시행)", from_="2025", body="장쑤성 과학기술청")
case("policies", "issuerName", "과학기술부\n교육부", to="2024")
case("policies", "policyName issuerName", "인재 의견 | 교육부", from_="2025", body="교육부")
case("policies-by-place", "policyName issuerName reported", "", place="베이징")
case("policies-by-place", "policyName issuerName reported", """
타이후 행동계획(시범 시행) | 장쑤성 과학기술청 | 2025-01-10
""", place="창장삼각주")
case("policies-by-place", "policyName issuerName reported", """
타이후 행동계획(시범 시행) | 장쑤성 과학기술청 | 2025-01-10
""")
case("policies-by-place", "policyName issuerName reported", """
호수 백서 | 중국과학원 | \n데이터 개방 조치 | 과학기술부 | 2024-03-20
데이터 개방 조치 | 교육부 | 2024-03-20
인재 의견 | 과학기술부 | 2025-01-10
인재 의견 | 교육부 | 2025-01-10
인재 의견 | 중국과학원 | 2025-01-10
""", place="베이징", issuers="Actor")
case("policies-by-place", "policyName issuerName", "인재 의견 | 과학기술부\n인재 의견 | 교육부\n인재 의견 | 중국과학원",
     place="베이징", issuers="Actor", from_="2025")
case("policies-by-place", "policyName issuerName", "데이터 개방 조치 | 과학기술부\n데이터 개방 조치 | 교육부",
     place="베이징", issuers="Actor", to="2024")
case("places-by-policies", "placeName policies first last", "장쑤성 | 1 | 2025-01-10 | 2025-01-10")
case("places-by-policies", "placeName policies", "중국 | 1", class_="Country")
case("places-by-policies", "placeName policies first last", """
베이징시 | 3 | 2024-03-20 |
장쑤성 | 1 | 2025-01-10 | 2025-01-10
""", issuers="Actor")
case("places-by-policies", "placeName policies", "베이징시 | 1\n장쑤성 | 1", issuers="Actor", from_="2025")
case("places-by-policies", "placeName policies", "베이징시 | 1", issuers="Actor", to="2024")
case("applies-to", "instrumentName class appliesName reported", """
데이터 개방 조치 | cst:Policy | 중국과학원 | 2024-03-20
타이후 행동계획(시범 시행) | cst:Policy | 우시시 | 2025-01-10
""")
case("applies-to", "instrumentName appliesName", "타이후 행동계획(시범 시행) | 우시시", scope="장쑤")
case("applies-to", "instrumentName", "타이후 행동계획(시범 시행)", from_="2025")
case("applies-to", "instrumentName", "데이터 개방 조치", to="2024")
case("joint-issuers", "oneName otherName policies first last", """
교육부 | 과학기술부 | 2 | 2024-03-20 | 2025-01-10
중국과학원 | 과학기술부 | 1 | 2025-01-10 | 2025-01-10
중국과학원 | 교육부 | 1 | 2025-01-10 | 2025-01-10
""")
case("joint-issuers", "oneName otherName policies", "과학기술부 | 교육부 | 2\n과학기술부 | 중국과학원 | 1",
     issuer="科技部")
case("joint-issuers", "oneName otherName policies", "과학기술부 | 교육부 | 1\n과학기술부 | 중국과학원 | 1",
     issuer="科技部", from_="2025")
case("joint-issuers", "oneName otherName policies", "과학기술부 | 교육부 | 1", issuer="科技部", to="2024")
case("joint-network", "subject predicate object", f"""
cstr:policy/xjoint | cst:issuedBy | {shorten(iri("cas"))}
cstr:policy/xjoint | cst:issuedBy | {shorten(iri("moe"))}
cstr:policy/xjoint | cst:issuedBy | {shorten(iri("most"))}
cstr:policy/xopen | cst:issuedBy | {shorten(iri("moe"))}
cstr:policy/xopen | cst:issuedBy | {shorten(iri("most"))}
""")
case("joint-network", "subject", "cstr:policy/xjoint\n" * 3, issuer="중국과학원")
case("joint-network", "subject", "cstr:policy/xjoint\n" * 3, from_="2025")
case("joint-network", "subject", "cstr:policy/xopen\n" * 2, to="2024")
case("announcements", "eventName thingName class byName reported", """
타이후 포럼 | 호수 1호 | cst:Product | 중국과학원 고에너지물리연구소 |
타이후 포럼 | 호수 백서 | cst:Report | 중국과학원 |
""")
case("announcements", "thingName", "", event="과기부")

# targets

case("targets-due", "year policyName metric value unit bound written", """
2025 | 데이터 개방 조치 | 개방률 | 60 | % |  | 60%
2025 | 데이터 개방 조치 | 개방률 | 70 | % |  | 70%
2025 | 데이터 개방 조치 | 공개 데이터 | 1000 | 개 | min | 1000개
""")
case("targets-due", "year metric bound", "2030 | 정화율 | max", from_="2026", to="2030")
case("targets-due", "metric", "개방률\n개방률\n공개 데이터\n정화율", to="2030")
case("targets-due", "metric", "", to="2024")
case("targets-due", "metric", "정화율", to="2030", policy="타이후 행동계획(시범 시행)")
case("targets-by-unit", "metric year value bound policyName", """
개방률 | 2025 | 60 |  | 데이터 개방 조치
개방률 | 2025 | 70 |  | 데이터 개방 조치
복원율 |  | 50 |  | 타이후 행동계획(시범 시행)
정화율 | 2030 | 80 | max | 타이후 행동계획(시범 시행)
""")
case("targets-by-unit", "metric value", "공개 데이터 | 1000", unit="개")
case("targets-by-unit", "metric", "정화율", about="정화")

# money

case("funding", "funderName recipientName amount currency upTo modality reported", """
과학기술부 | 타이후 공동실험실 | 40000000 | CNY | yes | planned | 2024-03-29
중국과학원 | 타이후 공동실험실 | 5000000 | USD |  |  |
과학기술부 | 타이후 사업 | 3000000 | CNY |  | stated | 2025-01-10
과학기술부 | 타이후 사업 | 2000000 | CNY |  |  | 2025-01-10
중국과학원 | 타이후 포럼 |  |  |  |  |
""")
case("funding", "recipientName amount", "타이후 공동실험실 | 5000000\n타이후 포럼 | ", funder="中科院")
case("funding", "funderName amount", "과학기술부 | 3000000\n과학기술부 | 2000000", recipient="타이후 사업")
case("funding", "amount", "3000000\n2000000", from_="2025")
case("funding", "amount upTo", "40000000 | yes", to="2024")
case("funding-by-year", "year funderName currency grants total upTo planned", """
 | 중국과학원 | USD | 1 | 5000000 | 0 | 0
2024 | 과학기술부 | CNY | 1 | 40000000 | 1 | 1
2025 | 과학기술부 | CNY | 2 | 5000000 | 0 | 0
""")
case("funding-by-year", "year total", " | 5000000", funder="중국과학원")
case("funding-by-year", "year total", "2025 | 5000000", from_="2025")
case("funding-by-year", "year total", "2024 | 40000000", to="2024")
case("programmes", "programmeName relation direction otherName otherClass amount currency reported", """
타이후 사업 | cst:administeredBy | out | 과학기술부 | cst:Ministry |  |  | 2025-01-10
타이후 사업 | cst:funds | in | 과학기술부 | cst:Ministry | 2000000 | CNY | 2025-01-10
타이후 사업 | cst:funds | in | 과학기술부 | cst:Ministry | 3000000 | CNY | 2025-01-10
""")
case("programmes", "relation", "", programme="타이후 포럼")
case("programmes", "relation otherName", """
cst:administeredBy | 중국과학원
cst:announcedAt | 호수 1호
cst:announcedAt | 호수 백서
cst:funds | 중국과학원
cst:participatesIn | 김연구
cst:participatesIn | 칭화대학교
""", class_="Event")

# bodies

case("labs-by-place", "labName class seatName", """
중국과학원 | cst:ResearchInstitute | 베이징시
중국과학원 고에너지물리연구소 | cst:ResearchInstitute | 베이징시
""")
case("labs-by-place", "labName seatName", "타이후 공동실험실 | 우시시\n타이후실험실 | 우시시", place="창장삼각주")
case("labs-by-place", "labName class", "칭화대학교 | cst:University", class_="University")
case("institutions-by-province", "placeName class bodies named", """
베이징시 | cst:CentralBody | 2 | 0
베이징시 | cst:Ministry | 2 | 2
베이징시 | cst:ResearchInstitute | 2 | 2
베이징시 | cst:University | 1 | 1
장쑤성 | cst:Laboratory | 2 | 2
장쑤성 | cst:LocalGovernment | 1 | 1
""")
case("institutions-by-province", "class bodies", "cst:Laboratory | 2\ncst:LocalGovernment | 1", province="장쑤")
case("institutions-by-province", "placeName bodies", "베이징시 | 2", class_="Ministry")
case("founders", "oneName foundedName class partnerName reported", """
장쑤성 | 타이후실험실 | cst:Laboratory |  | 2025-01-10
중국과학원 | 타이후 공동실험실 | cst:Laboratory | 칭화대학교 | 2024-03-29
""")
case("founders", "oneName foundedName partnerName", "칭화대학교 | 타이후 공동실험실 | 중국과학원", founder="칭화대")
case("founders", "foundedName", "타이후실험실", from_="2025")
case("founders", "foundedName", "타이후 공동실험실", to="2024")
case("subsidiaries", "unitName class parentName", "중국과학원 고에너지물리연구소 | cst:ResearchInstitute | 중국과학원")
case("subsidiaries", "unitName parentName", """
과학기술부 | 국무원
교육부 | 국무원
국가과학기술위원회 | 국무원
중국과학원 | 국무원
중국과학원 고에너지물리연구소 | 중국과학원
""", body="국무원")
case("collaborators", "otherName class together whatName", """
과학기술부 | cst:Ministry | cst:issuedBy | 인재 의견
교육부 | cst:Ministry | cst:issuedBy | 인재 의견
칭화대학교 | cst:University | cst:collaboratesWith |
칭화대학교 | cst:University | cst:establishedBy | 타이후 공동실험실
""")
case("collaborators", "otherName together whatName", """
김연구 | cst:participatesIn | 타이후 포럼
중국과학원 | cst:collaboratesWith |
중국과학원 | cst:establishedBy | 타이후 공동실험실
""", body="清华")
case("collaborators", "otherName whatName", "칭화대학교 | 타이후 공동실험실", relation="establishedBy")
case("products", "productName class developerName reported",
     "호수 1호 | cst:Product | 중국과학원 고에너지물리연구소 | ")
case("products", "productName", "", body="과기부")
case("successions", "formerName formerUntil successorName since", "국가과학기술위원회 | 1998 | 과학기술부 | 1998")
case("successions", "formerName successorName", "국가과학기술위원회 | 과학기술부", body="국가과학기술위원회")
case("successions", "formerName", "", body="교육부")

# people

case("posts", "personName bodyName role reported", """
김연구 | 과학기술부 | 부장 | 2024-03-20
김연구 | 칭화대학교 | 교수 |
""")
case("posts", "personName", "", person="과기부")
case("posts", "role", "교수", body="칭화대")
case("posts", "role", "부장", post="부장")
case("event-participants", "eventName relation participantName class reported", """
타이후 포럼 | cst:administeredBy | 중국과학원 | cst:ResearchInstitute |
타이후 포럼 | cst:participatesIn | 김연구 | cst:Person |
타이후 포럼 | cst:participatesIn | 칭화대학교 | cst:University |
""")
case("event-participants", "participantName", "중국과학원\n김연구\n칭화대학교", present="칭화대")
case("event-participants", "participantName", "", present="교육부")
case("event-participants", "participantName", "", event="타이후 사업")

# fields

case("technology", "thingName class topicName reported", """
타이후 공동실험실 | cst:Laboratory | 머신러닝 |
데이터 개방 조치 | cst:Policy | 인공지능 | 2024-03-20
인재 의견 | cst:Policy | 머신러닝 | 2025-01-10
""")
case("technology", "thingName", "타이후 공동실험실\n인재 의견", field="머신러닝")
case("technology", "thingName", "데이터 개방 조치\n인재 의견", class_="Policy")
case("technology", "thingName", "인재 의견", from_="2025")
case("technology", "thingName", "데이터 개방 조치", to="2024")
case("technology-by-year", "year scopeName articles things", """
 | 머신러닝 | 1 | 1
 | 인공지능 | 1 | 1
 | 정보기술 | 1 | 1
2024 | 인공지능 | 1 | 1
2024 | 정보기술 | 1 | 1
2025 | 머신러닝 | 1 | 1
2025 | 인공지능 | 1 | 1
2025 | 정보기술 | 1 | 1
""")
case("technology-by-year", "year things", " | 1\n2025 | 1", field="머신러닝")
case("technology-by-year", "year things", "2025 | 1", field="머신러닝", from_="2025")
case("technology-by-year", "year scopeName", "2024 | 인공지능\n2024 | 정보기술", to="2024")

# time

case("changes", "change subjectName relation objectName detail", """
new | 과학기술부 | cst:funds | 타이후 사업 | 200만 위안
new | 과학기술부 | cst:funds | 타이후 사업 | 300만 위안
new | 데이터 개방 조치 | cst:hasTarget | 개방률 | 70%
new | 인재 의견 | cst:addresses | 머신러닝 |
new | 인재 의견 | cst:issuedBy | 과학기술부 |
new | 인재 의견 | cst:issuedBy | 교육부 |
new | 인재 의견 | cst:issuedBy | 중국과학원 |
new | 장쑤성 과학기술청 | cst:locatedIn | 장쑤성 |
new | 타이후 사업 | cst:administeredBy | 과학기술부 |
new | 타이후 행동계획(시범 시행) | cst:appliesTo | 우시시 |
new | 타이후 행동계획(시범 시행) | cst:hasTarget | 복원율 | 50%
new | 타이후 행동계획(시범 시행) | cst:hasTarget | 정화율 | 80%
new | 타이후 행동계획(시범 시행) | cst:issuedBy | 장쑤성 과학기술청 |
new | 타이후실험실 | cst:establishedBy | 장쑤성 |
earlier only | 김연구 | cst:affiliatedWith | 과학기술부 | 부장
earlier only | 데이터 개방 조치 | cst:addresses | 인공지능 |
earlier only | 데이터 개방 조치 | cst:appliesTo | 중국과학원 |
earlier only | 데이터 개방 조치 | cst:hasTarget | 개방률 | 60%
earlier only | 데이터 개방 조치 | cst:hasTarget | 공개 데이터 | 1000개
earlier only | 데이터 개방 조치 | cst:issuedBy | 과학기술부 |
earlier only | 중국과학원 | cst:collaboratesWith | 칭화대학교 |
earlier only | 타이후 공동실험실 | cst:establishedBy | 중국과학원 |
earlier only | 타이후 공동실험실 | cst:establishedBy | 칭화대학교 |
earlier only | 타이후 공동실험실 | cst:locatedIn | 우시시 |
again | 과학기술부 | cst:funds | 타이후 공동실험실 | 최대 4천만 위안
again | 데이터 개방 조치 | cst:issuedBy | 교육부 |
""", earlier=SPRING, later=WINTER)
case("new-actors", "actorName class first articles", """
과학기술부 | cst:Ministry | 2024-03-20 | 2
교육부 | cst:Ministry | 2024-03-20 | 2
타이후 공동실험실 | cst:Laboratory | 2024-03-20 | 1
중국과학원 | cst:ResearchInstitute | 2024-03-29 | 3
칭화대학교 | cst:University | 2024-03-29 | 2
장쑤성 과학기술청 | cst:LocalGovernment | 2025-01-10 | 1
타이후실험실 | cst:Laboratory | 2025-01-10 | 1
호수 1호 | cst:Company | 2025-01-10 | 1
""")
case("new-actors", "actorName", "장쑤성 과학기술청\n타이후실험실\n호수 1호", since="2025-01-01")
case("new-actors", "actorName first articles", "김연구 | 2024-03-20 | 2", class_="Person")
case("active-actors", "year actorName class facts", """
 | 중국과학원 | cst:ResearchInstitute | 4
 | 중국과학원 고에너지물리연구소 | cst:ResearchInstitute | 1
 | 칭화대학교 | cst:University | 1
2024 | 과학기술부 | cst:Ministry | 2
2024 | 중국과학원 | cst:ResearchInstitute | 2
2024 | 칭화대학교 | cst:University | 2
2024 | 교육부 | cst:Ministry | 1
2025 | 과학기술부 | cst:Ministry | 4
2025 | 교육부 | cst:Ministry | 2
2025 | 장쑤성 과학기술청 | cst:LocalGovernment | 1
2025 | 중국과학원 | cst:ResearchInstitute | 1
""")
case("active-actors", "year actorName facts", " | 김연구 | 1", class_="Person")
case("active-actors", "year actorName", "2025 | 과학기술부\n2025 | 교육부", from_="2025", least="2")
case("active-actors", "year actorName", "2024 | 과학기술부\n2024 | 중국과학원\n2024 | 칭화대학교\n2024 | 교육부",
     to="2024")
case("planned", "subjectName relation objectName modality reported", """
과학기술부 | cst:funds | 타이후 공동실험실 | planned | 2024-03-29
""")
case("planned", "objectName reported", "타이후 사업 | 2025-01-10", modality="stated")
case("planned", "objectName", "", relation="issuedBy")
case("planned", "objectName", "", from_="2025")
case("planned", "objectName", "", to="2023")

# things

case("about", "direction relation otherName", """
out | cst:funds | 타이후 공동실험실
out | cst:funds | 타이후 사업
out | cst:locatedIn | 베이징시
out | cst:partOf | 국무원
out | cst:predecessor | 국가과학기술위원회
out | cst:validFrom |
in | cst:administeredBy | 타이후 사업
in | cst:affiliatedWith | 김연구
in | cst:issuedBy | 데이터 개방 조치
in | cst:issuedBy | 인재 의견
""")
case("about", "direction relation otherName", """
out | cst:develops | 호수 1호
out | cst:locatedIn | 베이징시
out | cst:partOf | 중국과학원
""", thing="고능물리연구소")
case("about", "direction relation otherName", """
out | cst:administeredBy | 과학기술부
in | cst:funds | 과학기술부
""", thing="타이후 사업")
case("connections", "firstRelation firstDirection viaName secondRelation secondDirection", """
cst:issuedBy | in | 데이터 개방 조치 | cst:issuedBy | out
cst:issuedBy | in | 인재 의견 | cst:issuedBy | out
""")
case("connections", "firstRelation firstDirection viaName secondRelation", """
cst:affiliatedWith | in | 김연구 | cst:affiliatedWith
cst:funds | out | 타이후 공동실험실 | cst:establishedBy
""", other="칭화대")
case("connections", "viaName firstRelation firstDirection secondRelation secondDirection", """
데이터 개방 조치 | cst:issuedBy | in | cst:appliesTo | out
인재 의견 | cst:issuedBy | in | cst:issuedBy | out
""", one="교육부", other="중국과학원")
case("connections", "viaName firstRelation firstDirection secondRelation", """
 | cst:administeredBy | in |
 | cst:funds | out |
""", other="타이후 사업")
case("mentioned-with", "otherName class articles", """
교육부 | cst:Ministry | 2
데이터 개방 조치 | cst:Policy | 2
김연구 | cst:Person | 1
머신러닝 | cst:Technology | 1
인공지능 | cst:Technology | 1
인재 의견 | cst:Policy | 1
장쑤성 | cst:Province | 1
장쑤성 과학기술청 | cst:LocalGovernment | 1
중국과학원 | cst:ResearchInstitute | 1
타이후 공동실험실 | cst:Laboratory | 1
타이후 사업 | cst:Program | 1
타이후 행동계획(시범 시행) | cst:Policy | 1
타이후실험실 | cst:Laboratory | 1
호수 1호 | cst:Company | 1
""")
case("mentioned-with", "otherName class articles", "교육부 | cst:Ministry | 2", class_="Ministry")
case("mentioned-with", "otherName articles", "중국과학원 | 1\n칭화대학교 | 1", thing="우시",
     class_="University,ResearchInstitute")
case("namesakes", "name oneName oneClass otherName otherClass", """
호수 1호 | 호수 1호 | cst:Company | 호수 1호 | cst:Product
""")
case("namesakes", "name", "", text="타이후")

case("counts", "class things articles", """
cst:Policy | 3 | 2
cst:Laboratory | 2 | 2
cst:Ministry | 2 | 2
cst:ResearchInstitute | 2 | 3
cst:Technology | 2 | 3
cst:City | 1 | 1
cst:Company | 1 | 1
cst:Event | 1 | 1
cst:LocalGovernment | 1 | 1
cst:Person | 1 | 2
cst:Product | 1 | 1
cst:Program | 1 | 1
cst:Province | 1 | 1
cst:Report | 1 | 1
cst:University | 1 | 2
""")
case("counts", "class things", """
cst:Policy | 3
cst:Ministry | 2
cst:Company | 1
cst:Laboratory | 1
cst:LocalGovernment | 1
cst:Program | 1
cst:Province | 1
cst:ResearchInstitute | 1
cst:Technology | 1
""", from_="2025")
case("counts", "class things", """
cst:Ministry | 2
cst:City | 1
cst:Laboratory | 1
cst:Person | 1
cst:Policy | 1
cst:ResearchInstitute | 1
cst:Technology | 1
cst:University | 1
""", to="2024")

# sources

case("bulletins", "bulletin title issued articles things facts", """
cstr:bulletin/essay | 과학기술 정책 소식 |  | 1 | 8 | 11
cstr:bulletin/news-2024-03-29 | 과학기술 정책 소식 | 2024-03-29 | 2 | 9 | 12
cstr:bulletin/news-2025-01-10 | 과학기술 정책 소식 | 2025-01-10 | 1 | 12 | 16
""")
case("bulletins", "bulletin", "cstr:bulletin/news-2025-01-10", from_="2025")
case("bulletins", "bulletin", "cstr:bulletin/news-2024-03-29", to="2024")
case("articles", "article title section reported bulletin mentions", """
cstr:bulletin/news-2024-03-29/policy-01 | 데이터를 연다 | policy | 2024-03-20 | cstr:bulletin/news-2024-03-29 | 2
cstr:bulletin/news-2025-01-10/policy-01 | 호수를 지킨다 | policy | 2025-01-10 | cstr:bulletin/news-2025-01-10 | 1
""")
case("articles", "title reported", "포럼에서 | \n데이터를 연다 | 2024-03-20", thing="김연구")
case("articles", "title", "호수를 지킨다", from_="2025")
case("articles", "title", "데이터를 연다", to="2024")
case("sources", "source sourceTitle articleTitle bulletin reported", """
https://www.example.org/open.html | 数据开放措施 | 데이터를 연다 | cstr:bulletin/news-2024-03-29 | 2024-03-20
""")
case("sources", "source", "", bulletin=WINTER)
case("sources", "source", "", text="호수")
case("sources", "source", "https://www.example.org/open.html", text="开放")
case("provenance", "relation objectName quote confidence rule articleTitle reported", """
cst:issuedBy | 교육부 | 교육부가 냈다 | 0.9 | headline | 데이터를 연다 | 2024-03-20
cst:issuedBy | 교육부 | 교육부의 조치 | 0.9 | headline | 호수를 지킨다 | 2025-01-10
""", subject="데이터 개방 조치", relation="issuedBy", object="교육부")
case("provenance", "objectName quote", "과학기술부 | 과기부가 냈다\n교육부 | 교육부가 냈다\n교육부 | 교육부의 조치",
     subject="데이터 개방 조치", relation="issuedBy")
case("provenance", "subjectName quote", "타이후 공동실험실 | 우시에 있다", relation="locatedIn", object="우시")
case("single-source", "subjectName relation objectName confidence articleTitle", """
인재 의견 | cst:issuedBy | 중국과학원 | 0.5 | 호수를 지킨다
인재 의견 | cst:issuedBy | 과학기술부 | 0.9 | 호수를 지킨다
인재 의견 | cst:issuedBy | 교육부 | 0.9 | 호수를 지킨다
""", relation="issuedBy", subject="인재 의견")
case("single-source", "objectName", "타이후 사업", relation="funds", subject="과기부")
case("single-source", "relation objectName", """
cst:addresses | 머신러닝
cst:establishedBy | 중국과학원
cst:establishedBy | 칭화대학교
cst:locatedIn | 우시시
""", subject="타이후 공동실험실")
case("low-confidence", "subjectName relation objectName confidence quote rule", """
인재 의견 | cst:issuedBy | 중국과학원 | 0.5 | 중국과학원도 냈다 | headline
""")
case("low-confidence", "subjectName", "", below="0.5")
case("low-confidence", "subjectName", "", relation="funds")
case("differing-values", "subjectName aboutName unit year one other", """
과학기술부 | 타이후 사업 | CNY |  | 2000000 | 3000000
데이터 개방 조치 | 개방률 | % | 2025 | 60 | 70
""")
case("differing-values", "aboutName", "개방률", subject="데이터 개방 조치")
# fmt: on

# --- asking it ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("queries") / "build", CORPUS)


@pytest.fixture(scope="module")
def store(build: Path) -> Iterator[ox.Store]:
    with open_store(build) as (opened, _):
        yield opened


@pytest.fixture(scope="module")
def in_rdflib(build: Path) -> Any:
    from rdflib import Graph

    graph = Graph()
    for file in (build / "graph.ttl", build / "background.ttl", *ontology_files()):
        graph.parse(file, format="turtle")
    return graph


def _cell(term: Term | None) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return "" if term is None else term.value if isinstance(term, ox.Literal) else str(term)


def _table(answer: Answer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    if isinstance(answer, Statements):
        answer = answer.as_rows()
    assert isinstance(answer, Rows)
    return answer.columns, [tuple(map(_cell, row)) for row in answer.rows]


def _bound(case: Case, build: Path, **params: str | None) -> str:
    """The case's query, some of its parameters set to another value or left out (None)."""
    chosen = {**case.params, **params}
    given = {name: value for name, value in chosen.items() if value is not None}
    return find_query(case.query).bound(given, resolver(build))


def _case_id(case: Case) -> str:
    return " ".join([case.query, *(f"{name}={value}" for name, value in case.params.items())])


@pytest.mark.parametrize("case", CASES, ids=_case_id)
def test_answers(case: Case, store: ox.Store, build: Path) -> None:
    columns, rows = _table(ask(store, _bound(case, build)))
    shown = [columns.index(column) for column in case.columns.split()]
    expected = [tuple(cell.strip() for cell in f"{line} ".split(" | ")) for line in case.rows.split("\n") if line]
    assert [tuple(row[i] for i in shown) for row in rows] == expected


@pytest.mark.parametrize("case", CASES, ids=_case_id)
def test_rdflib_gives_the_same_rows(case: Case, store: ox.Store, build: Path, in_rdflib: Any) -> None:
    from rdflib import URIRef

    text = _bound(case, build)
    found = [
        tuple("" if term is None else shorten(str(term)) if isinstance(term, URIRef) else str(term) for term in row)
        for row in in_rdflib.query(text)
    ]
    answer = ask(store, text)
    _, rows = _table(answer)
    if isinstance(answer, Statements):
        found, rows = sorted(found), sorted(rows)
    assert found == rows


@pytest.fixture(scope="module")
def in_virtuoso(virtuoso_server: Virtuoso, build: Path) -> str:
    """The address of Virtuoso with the named graphs, which it merges without taking out what stands twice."""
    virtuoso_server.clear()
    addresses = Addresses.of(virtuoso_server.graph_store, update=virtuoso_server.update)
    with (
        open_store(build) as (store, generation),
        Remote(Credentials(virtuoso_server.user, virtuoso_server.password), seconds=60) as remote,
    ):
        assert list(push(remote, addresses, list(contents(generation, store))))
    return virtuoso_server.sparql


@pytest.mark.xdist_group("virtuoso")
@pytest.mark.parametrize("case", CASES, ids=_case_id)
def test_virtuoso_gives_the_same_rows(case: Case, store: ox.Store, build: Path, in_virtuoso: str) -> None:
    text = _bound(case, build)
    columns, rows = _table(ask(store, text))
    there, found = _table(ask_endpoint(in_virtuoso, text, seconds=60))
    assert there == columns
    assert sorted(found) == sorted(rows)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_files_run_as_they_are_and_mean_the_defaults(query: NamedQuery, store: ox.Store, build: Path) -> None:
    as_it_is = _table(ask(store, query.text))
    assert as_it_is[0] == query.columns
    assert _table(ask(store, query.bound({}, resolver(build)))) == as_it_is


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_questions(query: NamedQuery) -> None:
    assert query.ko.strip() and re.search("[가-힣]", query.ko)
    assert query.en.endswith("?")
    assert query.group in GROUPS
    assert any(case.query == query.name and case.rows for case in CASES), "no case with rows"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [(query, parameter.name) for query in QUERIES for parameter in query.parameters],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_parameter_has_an_effect(query: NamedQuery, parameter: str, store: ox.Store, build: Path) -> None:
    cases = [case for case in CASES if case.query == query.name and parameter in case.params]
    assert cases, f"no case gives {parameter}"
    answers = [
        (_table(ask(store, _bound(case, build))), _table(ask(store, _bound(case, build, **{parameter: None}))))
        for case in cases
    ]
    assert any(given != left_out for given, left_out in answers)


@pytest.mark.parametrize("case", [c for c in CASES if c.query != "joint-network"], ids=_case_id)
def test_the_order_is_total(case: Case, store: ox.Store, build: Path) -> None:
    """No two rows agree in all that ORDER BY names, so that every store puts them in one order."""
    text = _bound(case, build)
    keys = re.findall(r"\?(\w+)", text[text.rindex("ORDER BY") :])
    columns, rows = _table(ask(store, text))
    assert set(keys) <= set(columns)
    ordered = [tuple(row[columns.index(key)] for key in keys) for row in rows]
    assert len(set(ordered)) == len(ordered)


# --- values are values --------------------------------------------------------------------------------------

HOSTILE = (
    "} INSERT DATA { <urn:a> <urn:b> <urn:c> } #",
    '" } } ; DROP ALL ; SELECT * WHERE { VALUES ?x { "',
    "<urn:x> } UNION { ?s ?p ?o",
    "2025 } FILTER(true) {",
    "Ministry> <urn:x",
    "cstr:org/most } {",
    "줄\n} #\r\\u007d \"\"\" ''' \\",
)
_PARAMETERS = [(q, p) for q in QUERIES for p in q.parameters]


@given(st.sampled_from(_PARAMETERS), st.one_of(st.text(), st.sampled_from(HOSTILE)))
@example(next((q, p) for q, p in _PARAMETERS if p.type == "string"), HOSTILE[0])
def test_hostile_values_stay_values(chosen: tuple[NamedQuery, Any], value: str) -> None:
    query, parameter = chosen
    try:
        bound = query.bound({parameter.name: value}, lambda name: (f"{CSTR}org/x",))
    except QueryError:
        assert parameter.type != "string", "every text is a string"
        return
    blocks = sparql.variables_with_values(query.text)
    emptied = dict.fromkeys(blocks, ())
    assert sparql.bind(bound, emptied) == sparql.bind(query.text, emptied), "the value left its block"
    asked = ask(ox.Store(), bound)
    assert isinstance(asked, Rows | Statements)
    if parameter.type == "string":
        assert f"VALUES ?{parameter.name} {{ {ox.Literal(value)} }}" in bound
