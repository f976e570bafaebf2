"""Mentions taken for one thing, and what they show together.

In: the recognised passages of a document's articles. Out: its mentions in reading order, and clusters that take them in
and absorb each other. Each uniting keeps its reason. A place and an actor are never one thing, nor are two gazetteer
keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.frozen import frozen
from kg.language.script import fold, fold_han
from kg.model import Mention, Merge, Name, PassageKind
from kg.recognise import Read
from kg.recognise.analysis import without_brackets
from kg.resolve.judgements import Judgements
from kg.resolve.wording import behind_other_words


class Place(NamedTuple):
    """Where a mention stands: article id, index of the read passage, index of the mention in it."""

    article: str
    passage: int
    mention: int


@frozen
class Seen:
    """A mention of the document, the passage that it stands in, and its number in reading order.

    `forms` maps the Korean forms that it shows as they are written to folded ones, the most complete first.
    """

    number: int
    place: Place
    read: Read
    mention: Mention
    forms: Mapping[str, str]

    @property
    def kind(self) -> PassageKind:
        """The kind of the passage."""
        return self.read.analysis.passage.kind


def seen_in(reads: Mapping[str, Sequence[Read]]) -> list[Seen]:
    """The mentions in reading order."""
    placed = (
        (Place(article, i, j), read, mention)
        for article, passages in reads.items()
        for i, read in enumerate(passages)
        for j, mention in enumerate(read.mentions)
    )
    return [
        Seen(number, place, read, mention, _forms(mention.surface, mention.names))
        for number, (place, read, mention) in enumerate(placed)
    ]


@lru_cache(maxsize=8192)
def _forms(surface: str, names: tuple[Name, ...]) -> Mapping[str, str]:
    """Forms of a mention as written and folded, most complete first: without brackets, as written, further ones."""
    bare = without_brackets(surface).strip()
    forms = dict.fromkeys([bare or surface, surface, *(name.text for name in names)])
    return {form: fold(form) for form in forms if form}


class Cluster:
    """Mentions taken for one thing, and what they show together.

    `group`: what it may be one thing with. `forms` maps Korean forms as written to folded ones, `chinese` Chinese forms
    likewise; both in the order met.
    """

    __slots__ = ("_cls", "chinese", "forms", "group", "key", "members", "merges", "place")

    def __init__(self, group: str) -> None:
        self.group = group
        self.members: list[Seen] = []
        self.merges: list[Merge] = []
        self.key: str | None = None
        self.place: str | None = None
        self.forms: dict[str, str] = {}
        self.chinese: dict[str, str] = {}
        self._cls: str | None = None

    @property
    def first(self) -> Mention:
        """The mention that it began with."""
        return self.members[0].mention

    @property
    def cls(self) -> str:
        """The class with most confidence; a gazetteer class or a department leads."""
        if self._cls is None:
            self._cls = class_of([member.mention for member in self.members])
        return self._cls

    def add(self, seen: Seen) -> None:
        """Take in a mention."""
        mention = seen.mention
        self.members.append(seen)
        self.key = self.key or mention.key
        self.place = self.place or mention.place
        self.forms |= seen.forms
        if mention.zh and mention.zh not in self.chinese:
            self.chinese[mention.zh] = fold_han(mention.zh)
        self._cls = None

    def absorb(self, other: Cluster, how: str) -> None:
        """Take in all of another cluster; `how` says why they are one thing."""
        self.merges += [*other.merges, Merge(how, self.first.surface, other.first.surface)]
        self.members += other.members
        self.key = self.key or other.key
        self.place = self.place or other.place
        self.forms |= other.forms
        self.chinese |= other.chinese
        self._cls = None

    def articles(self) -> set[str]:
        """Ids of the articles that it stands in."""
        return {member.place.article for member in self.members}

    def names(self) -> list[str]:
        """All names: Korean forms as written, Chinese forms."""
        return [*self.forms, *self.chinese]


def class_of(mentions: Sequence[Mention]) -> str:
    """The class of the first that is in the gazetteer, else the one with most confidence."""
    if len(mentions) == 1:
        return mentions[0].cls
    for mention in mentions:
        if mention.key:
            return mention.cls
    classes = {mention.cls for mention in mentions}
    if len(classes) == 1:
        return classes.pop()
    votes: dict[str, int] = defaultdict(int)
    for mention in mentions:
        votes[mention.cls] += int(mention.confidence * 100)
    return max(sorted(votes), key=votes.__getitem__)


Compatible = Callable[[Cluster, Cluster], bool]
"""Whether two clusters may be one thing at all."""


def may_be_one(left: Cluster, right: Cluster, *, judgements: Judgements) -> bool:
    """Whether two clusters may be one thing at all."""
    if left.group != right.group:
        return False
    if left.key and right.key and left.key != right.key:
        return False
    if left.place and right.place and left.place != right.place:
        return False
    written = {*left.chinese.values()}, {*right.chinese.values()}
    if all(written) and written[0].isdisjoint(written[1]) and not (left.key or right.key):
        return False
    if judgements.apart(left.names(), right.names()):
        return False
    return (all(written) and not written[0].isdisjoint(written[1])) or not behind_other_words(left.forms, right.forms)


class ByArticle:
    """Clusters, and which of them each article names, in their order."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        self._clusters = list(clusters)
        self._numbers = {id(cluster): number for number, cluster in enumerate(self._clusters)}
        self._of: dict[str, set[int]] = defaultdict(set)
        for number, cluster in enumerate(self._clusters):
            for member in cluster.members:
                self._of[member.place.article].add(number)

    def beside(self, cluster: Cluster) -> list[Cluster]:
        """Those that stand in an article of the cluster."""
        numbers: set[int] = set().union(*(self._of.get(article, ()) for article in cluster.articles()))
        return [self._clusters[number] for number in sorted(numbers)]

    def all(self) -> list[Cluster]:
        return self._clusters

    def absorb(self, host: Cluster, other: Cluster, how: str) -> None:
        """Makes `other` a part of the host, which then stands where that stands, too."""
        for article in other.articles():
            self._of[article].add(self._numbers[id(host)])
        host.absorb(other, how)


def but(clusters: list[Cluster], gone: Sequence[Cluster]) -> list[Cluster]:
    """The clusters but those that others have absorbed."""
    ids = {id(cluster) for cluster in gone}
    return [cluster for cluster in clusters if id(cluster) not in ids] if ids else clusters


def keyed_first(clusters: list[Cluster]) -> list[Cluster]:
    """The clusters, those of gazetteer entries before the others."""
    return [cluster for cluster in clusters if cluster.key] + [cluster for cluster in clusters if not cluster.key]
