"""Clusters of mentions as the things of a document.

In: the clusters when all are united. Out: local entities, numbered in reading order, with their names, sightings and
the reasons for which names were united, and for each mention the entity that it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from operator import attrgetter, itemgetter

from kg.language.script import script_of, to_simplified
from kg.model import LocalEntity, Merge, Name, Sighting
from kg.recognise.departments import SHARED_PLACE
from kg.recognise.echo import GIVEN_SHORT
from kg.resolve.clusters import Cluster, Place, Seen, class_of

_number = attrgetter("number")
_WHOLE_FIRST = frozenset({SHARED_PLACE, GIVEN_SHORT})
"""Rules of mentions whose first further name is the whole one."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The things of a document and, for each mention in reading order, the number of the thing meant among them."""

    entities: tuple[LocalEntity, ...]
    meant: Sequence[int]


def finish(clusters: Sequence[Cluster], abbreviations: Mapping[Place, str]) -> Resolved:
    """The things that the clusters are. `abbreviations`: the capitals in brackets, by the mention before them."""
    for cluster in clusters:
        cluster.members.sort(key=_number)
    entities: list[LocalEntity] = []
    meant = [0] * sum(len(cluster.members) for cluster in clusters)
    for number, cluster in enumerate(sorted(clusters, key=lambda c: c.members[0].number)):
        entities.append(_entity(f"e{number + 1}", cluster, abbreviations))
        for member in cluster.members:
            meant[member.number] = number
    return Resolved(tuple(entities), meant)


def _entity(name: str, cluster: Cluster, abbreviations: Mapping[Place, str]) -> LocalEntity:
    mentions = [member.mention for member in cluster.members]
    return LocalEntity(
        id=name,
        cls=class_of(mentions),
        names=_names(cluster, abbreviations),
        sightings=_sightings(cluster.members),
        confidence=round(1 - prod([1 - mention.confidence for mention in mentions]), 4),
        rules=tuple(sorted({mention.rule for mention in mentions})) if len(mentions) > 1 else (mentions[0].rule,),
        key=cluster.key,
        place=next((mention.place for mention in mentions if mention.place), None),
        merges=tuple(dict.fromkeys((*_by_gazetteer(cluster), *cluster.merges)))
        if cluster.key or cluster.merges
        else (),
    )


def _sightings(members: Sequence[Seen]) -> tuple[Sighting, ...]:
    """Where a thing is named, each place once."""
    found = map(_sighting, members)
    return tuple(dict.fromkeys(found) if len(members) > 1 else found)


def _sighting(seen: Seen) -> Sighting:
    mention = seen.mention
    begin, end = seen.read.analysis.passage.text.origin(mention.begin, mention.end)
    return Sighting(seen.place.article, begin, end, mention.surface)


def _by_gazetteer(cluster: Cluster) -> list[Merge]:
    """What the gazetteer says of each form of a known thing: official name, alias, computed reading, misprint."""
    if cluster.key is None:
        return []
    mentions = (member.mention for member in cluster.members)
    known = dict.fromkeys((mention.rule, mention.surface) for mention in mentions if mention.key)
    return [
        Merge(rule.replace("gazetteer-", "gazetteer: "), cluster.key, surface)
        for rule, surface in sorted(known, key=itemgetter(1))
    ]


def _names(cluster: Cluster, abbreviations: Mapping[Place, str]) -> tuple[Name, ...]:
    """Korean forms by how often they stand and how complete they are, then Chinese, then others."""
    counts: dict[str, int] = defaultdict(int)
    further: list[Name] = []
    shown: set[tuple[str | None, ...]] = set()
    for member in cluster.members:
        mention = member.mention
        whole = mention.names[0].text if mention.rule in _WHOLE_FIRST else next(iter(member.forms))
        counts[whole] += 1
        if len(cluster.members) > 1:
            shows = (whole, mention.zh, abbreviations.get(member.place), *member.forms)
            if shows in shown:
                continue
            shown.add(shows)
        further += [name_of(form) for form in member.forms if form != whole]
        if mention.zh:
            further += (Name(to_simplified(mention.zh), "zh-Hans"), name_of(mention.zh))
        if member.place in abbreviations:
            further.append(Name(abbreviations[member.place], "en"))
    best = sorted(counts, key=lambda f: (script_of(f) != "ko", -counts[f], -len(f), f)) if len(counts) > 1 else counts
    return tuple(dict.fromkeys((*map(name_of, best), *further)))


@lru_cache(maxsize=8192)
def name_of(form: str) -> Name:
    """A form with the language its script shows."""
    script = script_of(form)
    language = {"ko": "ko", "zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant", "zh": "zh-Hans", "latin": "en"}.get(
        script, "ko"
    )
    return Name(form, language)
