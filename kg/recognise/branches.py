"""Branches of known bodies: `국가개발은행 후난지점`, `중국건설은행 헤이룽장성 지점`, `한국무역협회 청두지부`.

In: an analysis and the bodies known in it. Out: mentions of the branches, of the class of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention
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
