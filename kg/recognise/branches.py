"""Branches and departments of known bodies: `국가개발은행 후난지점`, `한국무역협회 청두지부`, `과기부 기초연구사`.

In: an analysis and the bodies known in it. Out: mentions of the branches and departments, of the class of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, Name
from kg.recognise.analysis import Analysis, skip_brackets
from kg.recognise.gazetteer import right_edge_ok

_BODIES = frozenset(
    {"Company", "FundingBody", "Association", "InternationalBody", "MediaOutlet", "ResearchInstitute", "University"}
    | {"InnovationCenter", "Laboratory"}
)
_PLACED = re.compile(
    r"\s?(?P<place>[가-힣]{2,6}?)\s?"
    r"(?:지점|분점|분행|지사|분사|지부|분회|분공사|공사|대표처|대표부|사무소|연락사무소|사무국|판사처|분원|분소|분관|무역관)"
)
_ANY = re.compile(r"(?:현지|해외|국내|지역|각지|각|모든|일부|주요|관할|전국|신규|산하|하위|소속|총|그|이|본)\s?\Z")
"""What stands before branches that have no name."""


_STATE = frozenset({"Ministry", "CentralBody"})
_OFFICE = re.compile(
    r"\s(?P<office>[가-힣]{0,8}(?:연구|관리|발전|정책|정책법규|기획|규획|계획|협력|업무|과학|교육|산업|공업|기술|재정|국제|감독|소비품|원자재|장비"
    r"|전자정보|정보화|통신|보건|사회|농촌|자원|인재|성과|지역|법규|자금|우주|환경|변화대응|오염방지|관측|원자력|검역|운송|기술개발|건설|운영|표준|안전|무역|투자|금융|예산|세제|혁신)"
    r"(?:공업)?[1-4]?사)(?=[은는이가의와과에,.·(]|\s|\Z)"
)
"""A department of a ministry (司): `과기부 기초연구사`."""
_NOUNS = frozenset(
    {"기술사", "과학사", "연구사", "교육사", "운영사", "투자사", "건설사", "금융사", "무역사", "통신사", "보건사"}
)
"""Common nouns that are made like names of departments."""


def office_mentions(analysis: Analysis, known: Sequence[Mention]) -> Iterator[Mention]:
    """The departments of ministries and other central bodies, of the class of the body."""
    text = analysis.text
    for body in known:
        if body.cls not in _STATE or not body.key:
            continue
        match = _OFFICE.match(text, skip_brackets(text, body.end))
        if match is not None and match["office"] not in _NOUNS:
            surface = text[body.begin : match.end()]
            names = (Name(match["office"], "ko"),)
            yield Mention(
                analysis.passage.index, body.begin, match.end(), surface, body.cls, "head-office", 0.85, names=names
            )


def branch_mentions(analysis: Analysis, known: Sequence[Mention]) -> Iterator[Mention]:
    """The branches that bear the name of a body and of where they are."""
    text = analysis.text
    for body in known:
        if body.cls not in _BODIES:
            continue
        at = skip_brackets(text, body.end)
        match = _PLACED.match(text, at)
        if match is None or _ANY.match(match["place"]) or not right_edge_ok(analysis, match.end()):
            continue
        place = match.start("place")
        if _names_place(analysis, place, match.end("place")):
            yield Mention(
                analysis.passage.index,
                body.begin,
                match.end(),
                text[body.begin : match.end()],
                body.cls,
                "head-branch",
                0.85,
            )


def _names_place(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether a place is named there, be it one whose name could be a word (`후난`)."""
    return analysis.text[begin:end] == "중국" or any(hit.begin == begin and hit.end == end for hit in analysis.hits)
