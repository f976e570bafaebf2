"""Small graphs made by hand, for the tests of everything behind the extraction.

The gazetteer of `tests/gazetteer` has a dozen entries. `CORPUS` is two bulletins with one fact of most kinds;
`write_build` makes a build directory of a corpus; `NAMES_ONLY` analyses documents by looking gazetteer names
up, so that the pipeline can be run in seconds and without the language models.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from kg import background
from kg.assemble import assemble
from kg.documents import Analysis
from kg.generations import building
from kg.lexicon import load_lexicon
from kg.model import (
    ArticleInfo,
    Bulletin,
    Claim,
    ClaimSeen,
    Corpus,
    DocumentRecord,
    Entity,
    Evidence,
    LocalEntity,
    Name,
    Sighting,
    Target,
    TargetSeen,
)
from kg.ontology import load_ontology
from kg.pipeline import Knowledge
from kg.portions import merges
from kg.publish import Frame, Manifest, Portion, publish_all
from kg.read import parse_document
from kg.report import ReviewEntry, describe
from kg.vocab import digest, entity_iri

GAZETTEER = Path(__file__).parent / "gazetteer"
CACHE = Path(tempfile.gettempdir()) / f"kg-test-cache-{os.getuid()}"


@cache
def knowledge() -> Knowledge:
    """The small gazetteer and the ontology. Its compiled form is cached apart from the user's."""
    kept = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(CACHE)
    try:
        return Knowledge(load_lexicon(GAZETTEER), load_ontology(), GAZETTEER)
    finally:
        if kept is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = kept


def iri(key: str) -> str:
    """IRI of a gazetteer entry."""
    know = knowledge()
    return entity_iri(know.ontology.family(know.lexicon.entries[key].cls), key)


def seen(surface: str, *, article: str = "policy-01", begin: int = 0) -> Sighting:
    return Sighting(article, begin, begin + len(surface), surface)


def said(quote: str, *, article: str = "policy-01", rule: str = "headline", confidence: float = 0.9) -> Evidence:
    return Evidence(article, 10, 10 + len(quote), quote, rule, confidence)


def thing(
    key: str, *sightings: tuple[str, Sighting], names: Sequence[Name] = (), same_as: tuple[str, ...] = ()
) -> Entity:
    """An entity with a gazetteer key."""
    cls = knowledge().lexicon.entries[key].cls
    return Entity(iri(key), cls, tuple(names), sightings, 0.9, ("gazetteer",), key, (), same_as)


def document(
    identity: str, *, issued: dt.date | None = dt.date(2024, 3, 29), articles: Sequence[ArticleInfo] = ()
) -> DocumentRecord:
    """A record without entities and claims of its own."""
    return DocumentRecord(
        id=identity,
        name=f"{identity}.txt",
        title="과학기술 정책 소식",
        publisher="정책연구실",
        issued=issued,
        sha256=digest(identity),
        original="",
        articles=tuple(articles),
        entities=(),
        claims=(),
        targets=(),
    )


def fact(
    bulletin: str, subject: str, predicate: str, obj: str, *evidence: Evidence, **qualifiers: str
) -> tuple[str, ClaimSeen]:
    """A claim of a bulletin with its evidence."""
    return bulletin, ClaimSeen(Claim(subject, predicate, obj, tuple(sorted(qualifiers.items()))), evidence)


POLICY = "https://w3id.org/china-stp/id/policy/xopendata"
PERSON = "https://w3id.org/china-stp/id/person/xkim"
LAB = "https://w3id.org/china-stp/id/org/xtaihu-joint"
TECHNOLOGY = "https://w3id.org/china-stp/id/technology/artificial-intelligence"

FIRST, SECOND = "news-2024-03-29", "news-2025-01-10"
NOTICE = "科技部 教育部关于印发《数据开放措施》的通知"
TITLE = "과기부와 교육부, '데이터 개방 조치' 발표"
JOINT = "과기부와 교육부는 공동으로 ‘데이터 개방 조치’를 발표"

CORPUS = Corpus(
    documents=(
        document(
            FIRST,
            articles=[
                ArticleInfo(
                    "policy-01",
                    "policy",
                    "01",
                    TITLE,
                    dt.date(2024, 3, 20),
                    0,
                    100,
                    ((NOTICE, "https://www.example.org/a b?x={1}", dt.date(2024, 3, 19)),),
                ),
                ArticleInfo("brief-01", "brief", None, "칭화대와 중국과학원, 실험실 설립", None, 100, 200),
            ],
        ),
        document(
            SECOND,
            issued=dt.date(2025, 1, 10),
            articles=[ArticleInfo("policy-01", "policy", "01", "데이터 개방 조치 시행 1년", None, 0, 50)],
        ),
    ),
    entities=(
        thing("most", (FIRST, seen("과기부", begin=4)), (SECOND, seen("과학기술부"))),
        thing("moe", (FIRST, seen("교육부", begin=8)), names=[Name("교육부", "ko")]),
        thing("cas", (FIRST, seen("중국과학원", article="brief-01", begin=105))),
        thing("tsinghua", (FIRST, seen("칭화대", article="brief-01", begin=100))),
        thing("wuxi", (FIRST, seen("우시(無錫)", article="brief-01", begin=120))),
        Entity(
            POLICY,
            "Policy",
            (Name("데이터 개방 조치", "ko"), Name("数据开放措施", "zh-Hans")),
            ((FIRST, seen("데이터 개방 조치", begin=20)), (SECOND, seen("데이터 개방 조치"))),
            0.9,
            ("title",),
            same_as=("https://w3id.org/china-stp/id/policy/xolder",),
        ),
        Entity(
            PERSON,
            "Person",
            (Name("김연구", "ko"), Name("金研究", "und")),
            ((FIRST, seen("김연구", begin=40)),),
            0.8,
            ("bracket",),
        ),
        Entity(
            LAB,
            "Laboratory",
            (Name("타이후 공동실험실", "ko"),),
            ((FIRST, seen("타이후 공동실험실", article="brief-01", begin=130)),),
            0.8,
            ("chain",),
        ),
    ),
    claims=(
        fact(FIRST, POLICY, "issuedBy", iri("most"), said(JOINT), position="1"),
        fact(FIRST, POLICY, "issuedBy", iri("moe"), said(JOINT), said(TITLE, rule="title", confidence=0.95)),
        fact(SECOND, POLICY, "issuedBy", iri("moe"), said("교육부가 낸 조치", confidence=0.7)),
        fact(FIRST, PERSON, "affiliatedWith", iri("most"), said("김연구 과기부 부장"), role="부장"),
        fact(FIRST, LAB, "establishedBy", iri("cas"), said("설립", article="brief-01")),
        fact(FIRST, LAB, "establishedBy", iri("tsinghua"), said("설립", article="brief-01")),
        fact(FIRST, LAB, "locatedIn", iri("wuxi"), said("우시에 설립", article="brief-01")),
        fact(FIRST, iri("tsinghua"), "collaboratesWith", iri("cas"), said("함께", article="brief-01")),
        fact(SECOND, iri("cas"), "collaboratesWith", iri("tsinghua"), said("다시 함께")),
        fact(
            FIRST,
            iri("most"),
            "funds",
            LAB,
            said("과기부는 실험실에 최대 4,000만 위안 지원", article="brief-01"),
            amount="40000000",
            ceiling="true",
            currency="CNY",
            date="2024-03",
            modality="planned",
            written="최대 4,000만 위안",
        ),
        fact(FIRST, POLICY, "appliesTo", iri("wuxi"), said("우시에 적용")),
    ),
    targets=(
        (
            FIRST,
            TargetSeen(
                Target(POLICY, "공개 데이터", Decimal("1E+3"), "개", 2025, "min", "1,000개 이상"),
                (said("2025년까지 1,000개"),),
            ),
        ),
    ),
    addresses=((FIRST, POLICY, TECHNOLOGY, said("인공지능 데이터")),),
)


def write_build(
    build: Path,
    corpus: Corpus = CORPUS,
    *,
    identity: str = "first",
    links: Path | None = None,
    facts_graph: bool = False,
) -> Path:
    """A build directory with the graph of `corpus`."""
    know = knowledge()
    documents = {document.id: document for document in corpus.documents}
    names_of = partial(background.curated_names, know.lexicon)
    everything = Portion(assemble(corpus, ontology=know.ontology, names_of=names_of), merges(corpus.entities))
    with building(build) as workshop:
        frame = Frame(
            manifest=Manifest({}, {}, facts_graph).updated((digest(d.id), describe(d)) for d in corpus.documents),
            skipped=(),
            review=ReviewEntry(0, 0, ()),
            background=background.prepare(workshop, know.lexicon, know.ontology, seeds=know.seeds),
            ontology=know.ontology,
            links=links,
            documents=documents.__getitem__,
        )
        publish_all(workshop, identity, everything, frame)
    return build


class NamesOnly:
    """An extractor that knows gazetteer names: what an article's first bullet names collaborates."""

    version = "names-only-1"

    def __call__(self, bulletin: Bulletin) -> DocumentRecord:
        if "폭발" in bulletin.original:
            raise IndexError("no such passage")
        if "급사" in bulletin.original:
            os._exit(9)
        if "무한" in bulletin.original:
            time.sleep(3600)
        lexicon = knowledge().lexicon
        found: dict[str, list[Sighting]] = {}
        for article in bulletin.articles:
            text = bulletin.original[article.begin : article.end]
            for hit in lexicon.scan(text):
                at = article.begin + hit.begin
                sighting = Sighting(article.id, at, article.begin + hit.end, text[hit.begin : hit.end])
                found.setdefault(hit.keys[0], []).append(sighting)
        entities = [
            LocalEntity(
                f"e{i}",
                lexicon.entries[key].cls,
                (Name(at[0].surface, "ko"),),
                tuple(at),
                0.9,
                ("scan",),
                key,
            )
            for i, (key, at) in enumerate(found.items())
        ]
        actors = [e for e in entities if knowledge().ontology.is_a(e.cls, "Actor")]
        claims = []
        for one, other in pairwise(actors):
            first = one.sightings[0]
            quote = bulletin.original[first.begin : first.begin + 40]
            evidence = Evidence(first.article, first.begin, first.begin + len(quote), quote, "side-by-side", 0.5)
            claims.append(ClaimSeen(Claim(one.id, "collaboratesWith", other.id), (evidence,)))
        articles = tuple(
            ArticleInfo(a.id, a.section.value, a.number, a.title.text, a.day, a.begin, a.end) for a in bulletin.articles
        )
        return DocumentRecord(
            bulletin.id, bulletin.name, bulletin.title, bulletin.publisher, bulletin.issued, bulletin.sha256,
            bulletin.original, articles, tuple(entities), tuple(claims), (),
        )  # fmt: skip


def new_names_only() -> NamesOnly:
    return NamesOnly()


def names_only_version() -> str:
    return NamesOnly.version


NAMES_ONLY = Analysis(parse_document, new_names_only, names_only_version)


def write_documents(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Writes text files and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
