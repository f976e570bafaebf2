"""The named queries one by one, on a small graph made by hand, with the rows that its facts imply.

`CASES` holds for each query what it answers: the parameters, some columns, and the rows in order, cells parted by
` | `, IRIs with prefixes.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from graphs import TECHNOLOGY, document, fact, iri, said, seen, thing

from kg.model import ArticleInfo, Corpus, Entity, Name, Target, TargetSeen
from kg.query import named_queries
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
        thing("cas", (SPRING, seen("중국과학원", article="brief-01")), (WINTER, seen("중국과학원")),
              (ESSAY, seen("중국과학원"))),
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
        fact(SPRING, iri("most"), "funds", LAB, said("최대 4천만", article="brief-01"), amount="40000000",
             ceiling="true", currency="CNY", modality="planned"),
        fact(WINTER, iri("most"), "funds", LAB, said("4천만 지원"), amount="40000000", currency="CNY",
             modality="stated"),
        fact(WINTER, iri("most"), "funds", SCHEME, said("300만 지원"), amount="3000000", currency="CNY"),
        fact(WINTER, iri("most"), "funds", SCHEME, said("200만 지원"), amount="2000000", currency="CNY"),
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
