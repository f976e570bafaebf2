"""A small network with names meant to break pages."""

from __future__ import annotations

from dataclasses import replace

from graphs import CORPUS, FIRST, iri, said, seen

from kg.model import ArticleInfo, Claim, ClaimSeen, Corpus, Entity, Name
from kg.vocab import CSTR

HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror="window.broken=1">',
    "</script><script>window.broken=1</script>",
    "<!-- <script> ",
    "javascript:window.broken=1",
    "{{ 7*7 }} {% raw %}",
    "줄\u2028나눔\u2029'\\\"",
    "__proto__",
)
HOSTILE_URLS = ("javascript:window.broken=1", "data:text/html,<script>window.broken=1</script>")


def hostile_corpus() -> Corpus:
    """The small corpus, with a company of each hostile name that works with a ministry."""
    first, *others = CORPUS.documents
    references = tuple((f"<b>{url}</b>", url, None) for url in HOSTILE_URLS)
    article = ArticleInfo("brief-09", "brief", None, HOSTILE_NAMES[0], None, 300, 400, references)
    companies = tuple(
        Entity(f"{CSTR}org/xhostile-{n}", "Company", (Name(name, "ko"), Name(f"{name} {n}", "en")),
               ((FIRST, seen(name, article="brief-09")),), 0.9, ("test",))
        for n, name in enumerate(HOSTILE_NAMES)
    )  # fmt: skip
    claims = []
    for company in companies:
        claim = Claim(company.iri, "collaboratesWith", iri("most"), (("role", HOSTILE_NAMES[1]),))
        evidence = said(f"{company.names[0].text} <b>협력</b>", article="brief-09", confidence=0.4)
        claims.append((FIRST, ClaimSeen(claim, (evidence,))))
    return replace(
        CORPUS,
        documents=(replace(first, articles=(*first.articles, article)), *others),
        entities=(*CORPUS.entities, *companies),
        claims=(*CORPUS.claims, *claims),
    )
