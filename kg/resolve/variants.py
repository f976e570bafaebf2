"""Other forms of one name: with an equivalent head, a short form, the code of a product, an abbreviation in a bracket.

In: the clusters of a document. Out: the same, united where a name is another form of one other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

from kg.language.script import fold
from kg.ontology import Ontology
from kg.resolve.clusters import Cluster, Compatible, Place, Seen, but, keyed_first
from kg.resolve.wording import enterprise, equivalent_form, usual_words

_ABBREVIATION = re.compile(r"\s?[(（]([A-Z][A-Za-z&-]{1,9})[)）]")
_LONGEST_BRACKET = 14
_LEAD = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,}(?=\s|\Z)")
_SHORT_LENGTH = 4
_TAKES_SHORT = frozenset({"org", "place", "project", "event", "policy", "program"})


def unite_equivalent(clusters: list[Cluster], compatible: Compatible) -> list[Cluster]:
    """Names of one class that differ in equivalent heads only (과학기술단지, 과기단지; 대학, 대학교)."""
    by_form: dict[tuple[str, str], Cluster] = {}
    out: list[Cluster] = []
    for cluster in keyed_first(clusters):
        cls = cluster.cls
        forms = sorted({(cls, f) for folded in cluster.forms.values() if (f := equivalent_form(folded))})
        if cls == "Company":
            forms += sorted({(cls, f) for folded in cluster.forms.values() if (f := enterprise(folded))})
        host = next((by_form[f] for f in forms if f in by_form), None)
        if host is not None and compatible(host, cluster):
            host.absorb(cluster, "form")
            cluster = host
        else:
            out.append(cluster)
        for pair in forms:
            by_form.setdefault(pair, cluster)
    return out


def attach_short_forms(clusters: list[Cluster], ontology: Ontology, compatible: Compatible) -> list[Cluster]:
    """`고에너지물리연구소` is the one thing of its class whose longer name ends so, after a whole word."""
    may_be_short = [c for c in clusters if not c.key and ontology.family(c.first.cls) in _TAKES_SHORT]
    longer_than = {(c.group, _short_form(c)): list[Cluster]() for c in may_be_short}
    groups = {group for group, _ in longer_than}
    for cluster in clusters:
        if cluster.group in groups:
            for ending in frozenset().union(*map(_endings, cluster.forms)):
                if (longer := longer_than.get((cluster.group, ending))) is not None:
                    longer.append(cluster)
    gone: list[Cluster] = []
    found = [(c, longer) for c in may_be_short if (longer := longer_than[c.group, _short_form(c)])]
    for cluster, longer in sorted(found, key=lambda found: -len(found[0].first.surface)):
        hosts = [h for h in longer if h is not cluster and not any(h is g for g in gone)]
        near = [h for h in hosts if not h.articles().isdisjoint(cluster.articles())] or hosts
        same = [h for h in near if h.cls == cluster.cls] or near
        if len(same) == 1 and compatible(same[0], cluster):
            same[0].absorb(cluster, "short form")
            gone.append(cluster)
    return but(clusters, gone)


def _short_form(cluster: Cluster) -> str:
    """The first form of the cluster as `_endings` has it."""
    return usual_words(next(iter(cluster.members[0].forms.values())))


@lru_cache(maxsize=8192)
def _endings(form: str) -> frozenset[str]:
    """Folded ends of a name that start at a later word of it and are long enough for a name of their own."""
    ends = accumulate((fold(word) for word in reversed(form.split()[1:])), lambda end, word: word + end)
    return frozenset(ending for end in ends if len(ending := usual_words(end)) >= _SHORT_LENGTH)


def unite_codes(clusters: list[Cluster], compatible: Compatible) -> list[Cluster]:
    """Products of one code are one: `HEBS`, `HEBS 탐측기`."""
    by_code: dict[str, Cluster] = {}
    gone: list[Cluster] = []
    for cluster in keyed_first([c for c in clusters if c.cls == "Product"]):
        code = next((m[0] for form in cluster.forms if (m := _LEAD.match(form))), None)
        if code is None:
            continue
        host = by_code.setdefault(code, cluster)
        if host is not cluster and compatible(host, cluster):
            host.absorb(cluster, "short form")
            gone.append(cluster)
    return but(clusters, gone)


def abbreviation(seen: Seen) -> re.Match[str] | None:
    """The capitals in a bracket behind the mention, or at its end."""
    surface = seen.mention.surface
    inside = _ABBREVIATION.search(surface, max(0, len(surface) - _LONGEST_BRACKET)) if surface[-1] in ")）" else None
    return inside or _ABBREVIATION.match(seen.read.analysis.text, seen.mention.end)


def attach_abbreviations(
    clusters: list[Cluster], abbreviations: Mapping[Place, str], compatible: Compatible
) -> list[Cluster]:
    """`중국항천과기그룹(CASC)` makes CASC a name of the group."""
    if not abbreviations:
        return clusters
    by_form: dict[str, Cluster] = {}
    for cluster in clusters:
        for folded in cluster.forms.values():
            by_form.setdefault(folded, cluster)
    gone: list[Cluster] = []
    for cluster in clusters:
        for abbreviation in [abbreviations[m.place] for m in cluster.members if m.place in abbreviations]:
            other = by_form.get(fold(abbreviation))
            if other is None or other is cluster or any(other is g for g in gone):
                continue
            if compatible(cluster, other):
                cluster.absorb(other, "abbreviation")
                gone.append(other)
    return but(clusters, gone)
