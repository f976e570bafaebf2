"""Whose a report is by what a body says in it: `협회는 ‘백서’에서 …라고 분석했다`.

In: the clauses of a passage and what they name. Out: `issuedBy` claims. The body stands right before the report, as
the topic of the sentence, which ends with a verb of saying. Another one's report (`A의 ‘보고서’에서`), what people say,
and the yearly report on the work of a government tell nothing of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.groups import BODIES
from kg.relate.surroundings import TOPIC
from kg.relate.things import Context, Found, claimed

SAYS_IN = "says-in-report"
"""The rule of these claims; they yield to what else is said of who issued the report."""
_IN_IT = frozenset({"에서", "에서는"})
_WHEN = re.compile(
    r"\s(?:(?:지난|이번|올해|지난해|작년|최근)\s)?(?:\d{1,4}\s?[년월일]\s)*(?:(?:새로|최근)\s)?(?:발표한|공개한|펴낸|내놓은|발간한)?\s?['‘“\"「『《<〈]?"
)
_VERBS = "분석|지적|전망|진단|평가|예측|예상|추산|추정|집계|강조|경고|설명|제언|제안|주장|분류|밝혔|밝히|밝힘|밝힌"
_SAYS = re.compile(rf"(?:(?:다|라|자)고|[을를])\s(?:[가-힣]+\s)?(?:{_VERBS})(?!(?:하|히)?지\s(?:않|못))")
_OF_WORK = re.compile(r"업무\s?보고|공작\s?보고")


def report_claims(clauses: Clauses, context: Context, ontology: Ontology) -> Iterator[Found]:
    """The claims of one passage."""
    if "Report" not in context.classes:
        return
    text, mentions = clauses.analysis.text, clauses.read.mentions
    for body, report in pairwise(clauses.groups):
        behind = body.end + len(body.particle)
        if body.particle not in TOPIC or report.particle not in _IN_IT or len(report.mentions) != 1:
            continue
        start, stop = clauses.sentence(body.begin)
        said = _SAYS.search(text, report.end, stop)
        if said is None or not _WHEN.fullmatch(text, behind, report.begin):
            continue
        if _OF_WORK.search(mentions[report.mentions[0]].surface):
            continue
        for issuer in context.things(body):
            for thing in context.things(report):
                claim = claimed(ontology, thing, "issuedBy", issuer)
                if claim is not None and thing.cls == "Report" and issuer.cls in BODIES:
                    yield Found(claim, start, stop, SAYS_IN, 0.9)
