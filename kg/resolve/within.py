"""Resolution within a document: mentions to things.

In: the recognised passages of a document's articles. Out: local entities, and for each mention the entity it
names. Names are united for a reason that is kept: same gazetteer key, same Chinese name, same form, a short form
of a longer one, an abbreviation given in a bracket, one jamo of difference, a Chinese title that reads like the
Korean one. A place and an actor are never united, nor are two gazetteer keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, islice

from kg.language.script import fold, fold_han
from kg.lexicon import Lexicon
from kg.model import Merge
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.departments import SHARED_PLACE
from kg.resolve.clusters import Cluster, Compatible, Seen, but, keyed_first, may_be_one, seen_in
from kg.resolve.entities import Resolved, finish
from kg.resolve.initiatives import unite_initiatives
from kg.resolve.judgements import Judgements
from kg.resolve.misprints import unite_misprints
from kg.resolve.papers import unite_headlines, unite_titles
from kg.resolve.variants import abbreviation, attach_abbreviations, attach_short_forms, unite_codes, unite_equivalent
from kg.resolve.wording import behind_other_words

_UNDERTAKINGS = frozenset({"policy", "program", "project", "event", "product"})


def resolve_document(
    reads: Mapping[str, Sequence[Read]], lexicon: Lexicon, ontology: Ontology, judgements: Judgements
) -> Resolved:
    """`reads` maps article ids, in document order, to their recognised passages."""
    seen = seen_in(reads)
    abbreviations = {one.place: match[1] for one in seen if (match := abbreviation(one))}
    compatible = partial(may_be_one, judgements=judgements)
    clusters = keyed_first(_by_identity(seen, ontology))
    clusters = _unite_judged(clusters, judgements, compatible)
    clusters = _unite_chinese(clusters, lexicon, compatible)
    clusters = unite_titles(clusters)
    clusters = unite_headlines(clusters, ontology, compatible)
    clusters = unite_initiatives(clusters, lexicon, compatible)
    clusters = unite_equivalent(clusters, compatible)
    clusters = attach_short_forms(clusters, ontology, compatible)
    clusters = unite_codes(clusters, compatible)
    clusters = attach_abbreviations(clusters, abbreviations, compatible)
    clusters = unite_misprints(clusters, compatible)
    return finish(clusters, abbreviations)


class _Groups(dict[str, str]):
    """What may be one thing, by class: actors, places, people; plans, projects and products among themselves."""

    def __init__(self, ontology: Ontology) -> None:
        super().__init__()
        self._ontology = ontology

    def __missing__(self, cls: str) -> str:
        family = self._ontology.family(cls)
        self[cls] = group = "undertaking" if family in _UNDERTAKINGS else family
        return group


def _surest_first(seen: Iterable[Seen]) -> Iterable[Seen]:
    """The mentions of gazetteer entries before the others, departments first among both."""
    ranks: tuple[list[Seen], ...] = ([], [], [], [])
    for one in seen:
        mention = one.mention
        ranks[2 * (mention.key is None) + (mention.rule != "department")].append(one)
    return chain(*ranks)


def _by_identity(seen: Iterable[Seen], ontology: Ontology) -> list[Cluster]:
    """One cluster for each key, department or form."""
    clusters: dict[tuple[str, ...], Cluster] = {}
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    shared: set[tuple[str, str]] = set()  # names of their own that branches of one house have in common
    groups = _Groups(ontology)
    for one in _surest_first(seen):
        mention = one.mention
        group = groups[mention.cls]
        shown = (fold(mention.names[0].text),) if mention.rule == SHARED_PLACE else islice(one.forms.values(), 2)
        folded = [(group, form) for form in shown]
        identity: tuple[str, ...] | None = ("key", group, mention.key) if mention.key else None
        if identity is None:
            met = [form for form in folded if form in forms]
            apart = [form for form in met if behind_other_words(clusters[forms[form]].forms, one.forms)]
            shared.update(apart)
            identity = next((forms[form] for form in met if form not in shared), None)
        if identity is None and mention.place and mention.zh:
            identity = ("department", mention.place, fold_han(mention.zh))
        identity = identity or ("form", *folded[0])
        cluster = clusters.get(identity)
        if cluster is None:
            cluster = clusters[identity] = Cluster(group)
        elif identity[0] != "form" and not mention.key:
            cluster.merges.append(Merge("form", cluster.first.surface, mention.surface))
        cluster.add(one)
        for form in folded:
            forms.setdefault(form, identity)
        for form in shared:
            forms.pop(form, None)
    return list(clusters.values())


def _unite_judged(clusters: list[Cluster], judgements: Judgements, compatible: Compatible) -> list[Cluster]:
    """Unite what a judgement says is the same."""
    if not judgements.same:
        return clusters
    judged: dict[str, Cluster] = {}
    gone: list[Cluster] = []
    for cluster in clusters:
        names = [name for name in map(fold_han, cluster.names()) if name in judgements.same]
        if not names:
            continue
        found = next((judged[n] for n in sorted(judgements.partners(cluster.names())) if n in judged), cluster)
        if found is not cluster and compatible(found, cluster):
            found.absorb(cluster, "judgement")
            gone.append(cluster)
        else:
            found = cluster
        for name in names:
            judged.setdefault(name, found)
    return but(clusters, gone)


def _unite_chinese(clusters: list[Cluster], lexicon: Lexicon, compatible: Compatible) -> list[Cluster]:
    """Unite clusters that share a Chinese form; a keyed one leads."""
    by_form: dict[str, Cluster] = {}
    gone: list[Cluster] = []
    for cluster in clusters:
        found = next((by_form[f] for f in sorted(cluster.chinese.values()) if f in by_form), None)
        if found is not None and compatible(found, cluster):
            found.absorb(cluster, "chinese name")
            gone.append(cluster)
            cluster = found
        known = _known_chinese(lexicon, cluster.key) if cluster.key else ()
        for form in (*cluster.chinese.values(), *known):
            by_form.setdefault(form, cluster)
    return but(clusters, gone)


@lru_cache(maxsize=4096)
def _known_chinese(lexicon: Lexicon, key: str) -> tuple[str, ...]:
    """The folded Chinese names of a gazetteer entry."""
    return tuple(map(fold_han, lexicon.names(key).in_language("zh-Hans")))
