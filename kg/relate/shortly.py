"""Who holds an event and whose a company is, told by a noun behind the name and not by a predicate.

In: the clauses of a passage and what may be borrowed. Out: claims: who holds the one event of a sentence (`A 주최,
B 주관으로 ‘포럼’이 열림`), whose a company is by its shares (`A가 지분 60%를 보유한 B`). Less than half of the shares
makes no company one of its holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ontology import Ontology
from kg.relate.clauses import Clauses
from kg.relate.denied import DENIED
from kg.relate.groups import BODIES, Group
from kg.relate.surroundings import TOPIC
from kg.relate.things import Context, Found, Thing, claimed

_HOSTS = re.compile(r"주최|주관")
_HOST = re.compile(
    r"\s?(?:의\s)?(?:공동\s?)?(?:주최|주관)(?:\s?[·,/]\s?주관)?(?=[,)）]|\s[/·]\s|\s및\s|(?:으)?로\s|하에\s)"
)
"""Behind who holds an event, in a list of those who do something for it: `A 주최, B 주관으로`."""
_SHARE = re.compile("지분|주주")
_PER_CENT = r"(?:약\s)?(?P<share>\d{1,3}(?:\.\d+)?)\s?%(?:의)?"
_HELD = r"(?:보유|소유)(?:한(?=\s)|하는(?=\s)|하고\s있|하며|해|함|중|했다|한다|하였)"
_PART = _PER_CENT.replace("share", "part")
_OF_SHARES = rf"(?:의\s)?(?:지분\s(?:의\s)?{_PER_CENT}[를을]|{_PART}\s지분을)\s(?:직접\s)?{_HELD}"
_HOLDS = re.compile(rf"(?:은|는|이|가)\s{_OF_SHARES}")
"""Behind who holds shares, of what is named before or after: `A가 | 지분 60%를 보유한 B`."""
_IS_HELD = re.compile(rf"\s?{_OF_SHARES}")
"""Behind the company whose shares somebody holds: `A는 B | 지분 60%를 보유`."""
_MASTER = re.compile(r"의\s지배\s?주주(?:이다|다[.,\s]|임|이며|로서|인\s|이고)")
_HALF = 50.0
_OWNERS = frozenset({"Company", "University", "ResearchInstitute"})
_SUBJECT = frozenset({"은", "는", "이", "가"})
_BESIDE = 30


def shortly_told_claims(clauses: Clauses, context: Context, ontology: Ontology) -> Iterator[Found]:
    """The claims of one passage."""
    text = clauses.analysis.text
    if "Event" in context.classes and _HOSTS.search(text):
        yield from _hosts(clauses, context, ontology)
    if "Company" in context.classes and _SHARE.search(text):
        yield from _holders(clauses, context, ontology)


def _hosts(clauses: Clauses, context: Context, ontology: Ontology) -> Iterator[Found]:
    """Who holds the only event that a sentence names."""
    for at, doers in _named(clauses, context):
        host = _HOST.match(clauses.analysis.text, at)
        if host is None:
            continue
        begin, end = clauses.sentence(at - 1)
        events = {t for g in clauses.groups if begin <= g.begin < end for t in context.things(g) if t.cls == "Event"}
        if len(events) != 1 or DENIED.search(clauses.analysis.text, host.end(), end):
            continue
        for thing in doers:
            if thing.cls in BODIES:
                yield from _told(ontology, next(iter(events)), "administeredBy", thing, (begin, end), "noun-host")


def _named(clauses: Clauses, context: Context) -> Iterator[tuple[int, tuple[Thing, ...]]]:
    """Where groups and names that are in none, as in brackets, end, and what they name."""
    grouped = {m for group in clauses.groups for m in group.mentions}
    yield from ((group.end, context.things(group)) for group in clauses.groups if group.mentions)
    alone = (m for m in clauses.read.top if m not in grouped)
    yield from ((clauses.read.mentions[m].end, (context.named[m],)) for m in alone)


def _holders(clauses: Clauses, context: Context, ontology: Ontology) -> Iterator[Found]:
    """Whose companies are, by the greater part of their shares."""
    text = clauses.analysis.text
    for index, group in enumerate(clauses.groups):
        begin, end = clauses.sentence(group.begin)
        before = [g for g in clauses.groups[:index] if g.begin >= begin]
        whose: Group | None = None
        owned: Group | None = None
        if said := _HOLDS.match(text, group.end):
            whose = group
            after = next((g for g in clauses.groups[index + 1 :] if g.begin >= said.end()), None)
            describes = after is not None and after.begin - said.end() <= 2 and said[0].endswith(("한", "하는"))
            owned = after if describes else _last(before, TOPIC)
        elif (said := _IS_HELD.match(text, group.end)) or (said := _MASTER.match(text, group.end)):
            whose, owned = _last(before, _SUBJECT), group
        if said is None or whose is None or owned is None or DENIED.search(text, said.end(), end):
            continue
        share = said.groupdict().get("share") or said.groupdict().get("part")
        if share is not None and float(share) <= _HALF:
            continue
        for company in context.things(owned):
            for owner in context.things(whose):
                if company.cls == "Company" and owner.cls in _OWNERS:
                    yield from _told(ontology, company, "partOf", owner, (begin, end), "noun-shares")


def _last(groups: list[Group], particles: frozenset[str]) -> Group | None:
    """The last group of one company that bears one of the particles."""
    return next((g for g in reversed(groups) if g.particle in particles and len(g.mentions) == 1), None)


def _told(
    ontology: Ontology, subject: Thing, relation: str, object_: Thing, where: tuple[int, int], rule: str
) -> Iterator[Found]:
    claim = claimed(ontology, subject, relation, object_)
    if claim is not None:
        yield Found(claim, *where, rule, 0.9)
