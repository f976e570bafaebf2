"""Resolution within a document: mentions to things.

In: the recognised passages of a document's articles. Out: local entities, and for each mention the entity it
names. Names are united for a reason that is kept: same gazetteer key, same Chinese name, same form, a short form
of a longer one, an abbreviation given in a bracket, one jamo of difference, a Chinese title that reads like the
Korean one. A place and an actor are never united, nor are two gazetteer keys.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import accumulate, chain, islice
from math import prod
from operator import add, attrgetter, itemgetter
from typing import NamedTuple

from kg.frozen import frozen
from kg.language.hangul import near
from kg.language.script import fold, fold_han, has_han, script_of, to_simplified
from kg.language.tables import terms
from kg.lexicon import Lexicon
from kg.model import LocalEntity, Mention, Merge, Name, PassageKind, Sighting
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.analysis import without_brackets
from kg.recognise.departments import SHARED_PLACE
from kg.resolve.judgements import Judgements
from kg.resolve.titles import likeness, same_title

_ABBREVIATION = re.compile(r"\s?[(（]([A-Z][A-Za-z&-]{1,9})[)）]")
_ENTERPRISE = re.compile(r"(?:과학기술|과기|기술)?(?:그룹|집단)?(?:주식|고분)?유한(?:책임)?(?:공사|회사)\Z")
_STAGE = re.compile(r"(?:제?\d+(?:단계|차|기)|신규|새)")
_TELLING_WORDS = 3
_LONGEST_BRACKET = 14
_DIGIT = re.compile(r"\d")
_HEADLINES = frozenset({PassageKind.TITLE, PassageKind.LEAD})
_UNDERTAKINGS = frozenset({"policy", "program", "project", "event", "product"})
_EDIT_LENGTH = 5
_FEW = 32
_LIKE_AT_ALL = 0.15
_CORE_LENGTH = 5
_SHORTEST_COMPANY = 3
_LONGEST_HEAD = 14
_WORD_LENGTH = 4
_LEAD = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,}(?=\s|\Z)")
_SHORT_LENGTH = 4
_TAKES_SHORT = frozenset({"org", "place", "project", "event", "policy", "program"})


class Place(NamedTuple):
    """Where a mention stands: article id, index of the read passage, index of the mention in it."""

    article: str
    passage: int
    mention: int


@frozen
class _Seen:
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


_number = attrgetter("number")


class _Cluster:
    """Mentions taken for one thing, and what they show together.

    `group`: what it may be one thing with. `forms` maps Korean forms as written to folded ones, `chinese` Chinese forms
    likewise; both in the order met.
    """

    __slots__ = ("_cls", "chinese", "forms", "group", "key", "members", "merges", "place")

    def __init__(self, group: str) -> None:
        self.group = group
        self.members: list[_Seen] = []
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
            self._cls = _class_of([member.mention for member in self.members])
        return self._cls

    def add(self, seen: _Seen) -> None:
        """Take in a mention."""
        mention = seen.mention
        self.members.append(seen)
        self.key = self.key or mention.key
        self.place = self.place or mention.place
        self.forms |= seen.forms
        if mention.zh and mention.zh not in self.chinese:
            self.chinese[mention.zh] = fold_han(mention.zh)
        self._cls = None

    def absorb(self, other: _Cluster, how: str) -> None:
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


@dataclass(frozen=True, slots=True)
class Resolved:
    """The things of a document and, by place of mention, the id of the thing meant."""

    entities: tuple[LocalEntity, ...]
    of_mention: Mapping[Place, str]


def resolve_document(
    reads: Mapping[str, Sequence[Read]], lexicon: Lexicon, ontology: Ontology, judgements: Judgements
) -> Resolved:
    """`reads` maps article ids, in document order, to their recognised passages."""
    seen = _seen(reads)
    abbreviations = {one.place: match[1] for one in seen if (match := _abbreviation(one))}
    compatible = partial(_compatible, judgements=judgements)
    clusters = _keyed_first(_by_identity(seen, ontology))
    clusters = _unite_judged(clusters, judgements, compatible)
    clusters = _unite_chinese(clusters, lexicon, compatible)
    clusters = _unite_titles(clusters)
    clusters = _unite_headlines(clusters, ontology, compatible)
    clusters = _unite_equivalent(clusters, compatible)
    clusters = _attach_short_forms(clusters, ontology, compatible)
    clusters = _unite_codes(clusters, compatible)
    clusters = _attach_abbreviations(clusters, abbreviations, compatible)
    clusters = _unite_misprints(clusters, compatible)
    return _finish(clusters, abbreviations)


def _seen(reads: Mapping[str, Sequence[Read]]) -> list[_Seen]:
    """The mentions in reading order."""
    placed = (
        (Place(article, i, j), read, mention)
        for article, passages in reads.items()
        for i, read in enumerate(passages)
        for j, mention in enumerate(read.mentions)
    )
    return [
        _Seen(number, place, read, mention, _forms(mention.surface, mention.names))
        for number, (place, read, mention) in enumerate(placed)
    ]


def _abbreviation(seen: _Seen) -> re.Match[str] | None:
    """The capitals in a bracket behind the mention, or at its end."""
    surface = seen.mention.surface
    inside = _ABBREVIATION.search(surface, max(0, len(surface) - _LONGEST_BRACKET)) if surface[-1] in ")）" else None
    return inside or _ABBREVIATION.match(seen.read.analysis.text, seen.mention.end)


@lru_cache(maxsize=8192)
def _forms(surface: str, names: tuple[Name, ...]) -> Mapping[str, str]:
    """Forms of a mention as written and folded, most complete first: without brackets, as written, further ones."""
    bare = without_brackets(surface).strip()
    forms = dict.fromkeys([bare or surface, surface, *(name.text for name in names)])
    return {form: fold(form) for form in forms if form}


_Compatible = Callable[[_Cluster, _Cluster], bool]


class _ByArticle:
    """Clusters, and which of them each article names, in their order."""

    def __init__(self, clusters: Iterable[_Cluster]) -> None:
        self._clusters = list(clusters)
        self._numbers = {id(cluster): number for number, cluster in enumerate(self._clusters)}
        self._of: dict[str, set[int]] = defaultdict(set)
        for number, cluster in enumerate(self._clusters):
            for member in cluster.members:
                self._of[member.place.article].add(number)

    def beside(self, cluster: _Cluster) -> list[_Cluster]:
        """Those that stand in an article of the cluster."""
        numbers: set[int] = set().union(*(self._of.get(article, ()) for article in cluster.articles()))
        return [self._clusters[number] for number in sorted(numbers)]

    def all(self) -> list[_Cluster]:
        return self._clusters

    def absorb(self, host: _Cluster, other: _Cluster, how: str) -> None:
        """Makes `other` a part of the host, which then stands where that stands, too."""
        for article in other.articles():
            self._of[article].add(self._numbers[id(host)])
        host.absorb(other, how)


def _but(clusters: list[_Cluster], gone: Sequence[_Cluster]) -> list[_Cluster]:
    """The clusters but those that others have absorbed."""
    ids = {id(cluster) for cluster in gone}
    return [cluster for cluster in clusters if id(cluster) not in ids] if ids else clusters


def _keyed_first(clusters: list[_Cluster]) -> list[_Cluster]:
    """The clusters, those of gazetteer entries before the others."""
    return [cluster for cluster in clusters if cluster.key] + [cluster for cluster in clusters if not cluster.key]


# --- clustering -------------------------------------------------------------------------------------------


def _group(mention: Mention, ontology: Ontology) -> str:
    """What may be one thing: actors, places, people; plans, projects and products among themselves."""
    family = ontology.family(mention.cls)
    return "undertaking" if family in _UNDERTAKINGS else family


def _surest_first(seen: Iterable[_Seen]) -> Iterable[_Seen]:
    """The mentions of gazetteer entries before the others, departments first among both."""
    ranks: tuple[list[_Seen], ...] = ([], [], [], [])
    for one in seen:
        mention = one.mention
        ranks[2 * (mention.key is None) + (mention.rule != "department")].append(one)
    return chain(*ranks)


def _by_identity(seen: Iterable[_Seen], ontology: Ontology) -> list[_Cluster]:
    """One cluster for each key, department or form."""
    clusters: dict[tuple[str, ...], _Cluster] = {}
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in _surest_first(seen):
        mention = one.mention
        group = _group(mention, ontology)
        shown = (fold(mention.names[0].text),) if mention.rule == SHARED_PLACE else islice(one.forms.values(), 2)
        folded = [(group, form) for form in shown]
        identity: tuple[str, ...] | None = ("key", group, mention.key) if mention.key else None
        if identity is None:
            identity = next((forms[form] for form in folded if form in forms), None)
        if identity is None and mention.place and mention.zh:
            identity = ("department", mention.place, fold_han(mention.zh))
        identity = identity or ("form", *folded[0])
        cluster = clusters.get(identity)
        if cluster is None:
            cluster = clusters[identity] = _Cluster(group)
        elif identity[0] != "form" and not mention.key:
            cluster.merges.append(Merge("form", cluster.first.surface, mention.surface))
        cluster.add(one)
        for form in folded:
            forms.setdefault(form, identity)
    return list(clusters.values())


def _compatible(left: _Cluster, right: _Cluster, *, judgements: Judgements) -> bool:
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
    return not judgements.apart(left.names(), right.names())


def _unite_judged(clusters: list[_Cluster], judgements: Judgements, compatible: _Compatible) -> list[_Cluster]:
    """Unite what a judgement says is the same."""
    if not judgements.same:
        return clusters
    judged: dict[str, _Cluster] = {}
    gone: list[_Cluster] = []
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
    return _but(clusters, gone)


def _unite_chinese(clusters: list[_Cluster], lexicon: Lexicon, compatible: _Compatible) -> list[_Cluster]:
    """Unite clusters that share a Chinese form; a keyed one leads."""
    by_form: dict[str, _Cluster] = {}
    gone: list[_Cluster] = []
    for cluster in clusters:
        found = next((by_form[f] for f in sorted(cluster.chinese.values()) if f in by_form), None)
        if found is not None and compatible(found, cluster):
            found.absorb(cluster, "chinese name")
            gone.append(cluster)
            cluster = found
        known = _known_chinese(lexicon, cluster.key) if cluster.key else ()
        for form in (*cluster.chinese.values(), *known):
            by_form.setdefault(form, cluster)
    return _but(clusters, gone)


@lru_cache(maxsize=4096)
def _known_chinese(lexicon: Lexicon, key: str) -> tuple[str, ...]:
    """The folded Chinese names of a gazetteer entry."""
    return tuple(map(fold_han, lexicon.names(key).in_language("zh-Hans")))


def _unite_titles(clusters: list[_Cluster]) -> list[_Cluster]:
    """A Chinese title in an article's references is the Korean title it reads like, else one of another article."""
    titles = [cluster for cluster in clusters if cluster.group == "undertaking"]
    chinese = [c for c in titles if all(m.mention.rule.startswith("reference-title") for m in c.members)]
    if not chinese:
        return clusters
    ids = set(map(id, chinese))
    korean = _ByArticle(c for c in titles if id(c) not in ids)
    gone: list[_Cluster] = []
    for cluster in chinese:
        near = korean.beside(cluster)
        written = [member.mention.surface for member in cluster.members]
        best = same_title(written, [[*k.forms] for k in near])
        if best is None:
            best = _only_headline(cluster, near, chinese)
        if best is None:  # notes and references of all articles at the end of the document
            near = korean.all()
            best = same_title(written, [[*k.forms] for k in near])
        if best is not None:
            korean.absorb(near[best], cluster, "reading")
            gone.append(cluster)
    return _but(clusters, gone)


def _only_headline(cluster: _Cluster, near: Sequence[_Cluster], chinese: Sequence[_Cluster]) -> int | None:
    """The one paper that the headline names, where the references name only one of that class, somewhat like it."""
    articles, cls = cluster.articles(), cluster.cls
    rivals = [c for c in chinese if c.cls == cls and not articles.isdisjoint(c.articles())]
    headlines = [
        i
        for i, candidate in enumerate(near)
        if candidate.cls == cls
        and not candidate.chinese
        and any(m.place.article in articles and m.kind in _HEADLINES for m in candidate.members)
        and max(likeness(m.mention.surface, form) for m in cluster.members for form in candidate.forms) >= _LIKE_AT_ALL
    ]
    return headlines[0] if len(headlines) == 1 and len(rivals) == 1 else None


def _unite_headlines(clusters: list[_Cluster], ontology: Ontology, compatible: _Compatible) -> list[_Cluster]:
    """A headline's short title is the one full title of the article that contains its words."""
    short = [c for c in clusters if c.group == "undertaking" and not c.key and _stands_in_headlines_only(c)]
    if not short:
        return clusters
    gone: list[_Cluster] = []
    by_article = _ByArticle(clusters)
    for cluster in short:
        core = _core(next(iter(cluster.members[0].forms)))
        if len(core) < _CORE_LENGTH:
            continue
        others = [
            c
            for c in by_article.beside(cluster)
            if c is not cluster
            and not any(c is g for g in gone)
            and ontology.family(c.cls) == ontology.family(cluster.cls)
            and compatible(c, cluster)
        ]
        hosts = [c for c in others if any(core in folded for folded in c.forms.values())]
        if not hosts and (abridged := _abridged(next(iter(cluster.members[0].forms)))):
            hosts = [c for c in others if c.cls == cluster.cls and any(map(abridged.search, c.forms.values()))]
        if len(hosts) == 1:
            by_article.absorb(hosts[0], cluster, "headline")
            gone.append(cluster)
    return _but(clusters, gone)


def _abridged(form: str) -> re.Pattern[str] | None:
    """Finds the full title that a headline leaves words out of: its own in order, stages aside, the last one last."""
    words = [fold(word) for word in form.split() if not _STAGE.fullmatch(word)]
    if len(words) < _TELLING_WORDS:
        return None
    return re.compile(".*".join(map(re.escape, words)) + r"(?:[(（].*)?\Z")


def _stands_in_headlines_only(cluster: _Cluster) -> bool:
    return all(member.kind in _HEADLINES for member in cluster.members)


def _core(form: str) -> str:
    """A title without its last word (the kind of paper), folded."""
    words = form.split()
    return fold(" ".join(words[:-1]) if len(words) > 1 else form)


def _unite_equivalent(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Names of one class that differ in equivalent heads only (경제개발구, 경제기술개발구; 대학, 대학교)."""
    by_form: dict[tuple[str, str], _Cluster] = {}
    out: list[_Cluster] = []
    for cluster in _keyed_first(clusters):
        cls = cluster.cls
        forms = sorted({(cls, f) for folded in cluster.forms.values() if (f := equivalent_form(folded))})
        if cls == "Company":
            forms += sorted({(cls, f) for folded in cluster.forms.values() if (f := _enterprise(folded))})
        host = next((by_form[f] for f in forms if f in by_form), None)
        if host is not None and compatible(host, cluster):
            host.absorb(cluster, "form")
            cluster = host
        else:
            out.append(cluster)
        for pair in forms:
            by_form.setdefault(pair, cluster)
    return out


def _enterprise(folded: str) -> str | None:
    """The folded name of a company without its trade and the form of enterprise: `창광위성 | 기술유한공사`."""
    name = _ENTERPRISE.sub("", folded)
    return name if len(name) >= _SHORTEST_COMPANY else None


@lru_cache(maxsize=16384)
def equivalent_form(folded: str) -> str | None:
    """A folded name with its head replaced by the key of the head's row in `seeds/heads.csv`; None without one."""
    folded = usual_words(folded)
    heads = _korean_heads()
    for length in heads.lengths.get(folded[-2:], ()):
        if length <= len(folded) - 2 and (key := heads.keys.get(folded[-length:])):
            return f"{folded[:-length]}#{key}"
    return None


@lru_cache(maxsize=16384)
def usual_words(folded: str) -> str:
    """The folded name with each word that has equivalents written in its most usual form (과기 → 과학기술)."""
    equivalents = _equivalents()
    kept = 0
    out: list[str] = []
    for at, start in enumerate(map(add, folded, folded[1:])):
        if at >= kept and start in equivalents:
            word = next((word for word in equivalents[start] if folded.startswith(word.written, at)), None)
            if word is not None:
                out += folded[kept:at], word.usual
                kept = at + len(word.written)
    return "".join((*out, folded[kept:])) if out else folded


class _Word(NamedTuple):
    """A folded word, and the equivalent of it that is most usual."""

    written: str
    usual: str


@cache
def _equivalents() -> Mapping[str, tuple[_Word, ...]]:
    """Korean words of `seeds/heads.csv` that stand for one Chinese word, by their first two letters, longest first."""
    usual: dict[str, str] = {}
    for term in terms():
        forms = [fold(form) for form in term.korean]
        longest = max(forms, key=len, default="")
        if term.kind == "word" and len(longest) >= _WORD_LENGTH:
            usual.update({form: longest for form in forms if len(form) >= 2 and form not in usual})
    by_start: dict[str, list[_Word]] = defaultdict(list)
    for form in sorted(usual, key=len, reverse=True):
        by_start[form[:2]].append(_Word(form, usual[form]))
    return {start: tuple(words) for start, words in by_start.items()}


class _Heads(NamedTuple):
    """Korean form of a generic head → the key of its term; last two letters → lengths of the forms, longest first."""

    keys: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def _korean_heads() -> _Heads:
    """The heads of `seeds/heads.csv`; a form of several terms belongs to the first."""
    keys: dict[str, str] = {}
    for term in terms():
        if term.kind == "head":
            for form in term.korean:
                keys.setdefault(fold(form), term.key)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in keys:
        if 2 <= len(form) <= _LONGEST_HEAD:
            lengths[form[-2:]].add(len(form))
    return _Heads(keys, {end: tuple(sorted(found, reverse=True)) for end, found in lengths.items()})


def _attach_short_forms(clusters: list[_Cluster], ontology: Ontology, compatible: _Compatible) -> list[_Cluster]:
    """`고에너지물리연구소` is the one thing of its class whose longer name ends so, after a whole word."""
    may_be_short = [c for c in clusters if not c.key and ontology.family(c.first.cls) in _TAKES_SHORT]
    longer_than = {(c.group, _short_form(c)): list[_Cluster]() for c in may_be_short}
    groups = {group for group, _ in longer_than}
    for cluster in clusters:
        if cluster.group in groups:
            for ending in frozenset().union(*map(_endings, cluster.forms)):
                if (longer := longer_than.get((cluster.group, ending))) is not None:
                    longer.append(cluster)
    gone: list[_Cluster] = []
    found = [(c, longer) for c in may_be_short if (longer := longer_than[c.group, _short_form(c)])]
    for cluster, longer in sorted(found, key=lambda found: -len(found[0].first.surface)):
        hosts = [h for h in longer if h is not cluster and not any(h is g for g in gone)]
        near = [h for h in hosts if not h.articles().isdisjoint(cluster.articles())] or hosts
        same = [h for h in near if h.cls == cluster.cls] or near
        if len(same) == 1 and compatible(same[0], cluster):
            same[0].absorb(cluster, "short form")
            gone.append(cluster)
    return _but(clusters, gone)


def _short_form(cluster: _Cluster) -> str:
    """The first form of the cluster as `_endings` has it."""
    return usual_words(next(iter(cluster.members[0].forms.values())))


@lru_cache(maxsize=8192)
def _endings(form: str) -> frozenset[str]:
    """Folded ends of a name that start at a later word of it and are long enough for a name of their own."""
    ends = accumulate((fold(word) for word in reversed(form.split()[1:])), lambda end, word: word + end)
    return frozenset(ending for end in ends if len(ending := usual_words(end)) >= _SHORT_LENGTH)


def _unite_codes(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Products of one code are one: `HEBS`, `HEBS 탐측기`."""
    by_code: dict[str, _Cluster] = {}
    gone: list[_Cluster] = []
    for cluster in _keyed_first([c for c in clusters if c.cls == "Product"]):
        code = next((m[0] for form in cluster.forms if (m := _LEAD.match(form))), None)
        if code is None:
            continue
        host = by_code.setdefault(code, cluster)
        if host is not cluster and compatible(host, cluster):
            host.absorb(cluster, "short form")
            gone.append(cluster)
    return _but(clusters, gone)


def _attach_abbreviations(
    clusters: list[_Cluster], abbreviations: Mapping[Place, str], compatible: _Compatible
) -> list[_Cluster]:
    """`중국항천과기그룹(CASC)` makes CASC a name of the group."""
    if not abbreviations:
        return clusters
    by_form: dict[str, _Cluster] = {}
    for cluster in clusters:
        for folded in cluster.forms.values():
            by_form.setdefault(folded, cluster)
    gone: list[_Cluster] = []
    for cluster in clusters:
        for abbreviation in [abbreviations[m.place] for m in cluster.members if m.place in abbreviations]:
            other = by_form.get(fold(abbreviation))
            if other is None or other is cluster or any(other is g for g in gone):
                continue
            if compatible(cluster, other):
                cluster.absorb(other, "abbreviation")
                gone.append(other)
    return _but(clusters, gone)


def _unite_misprints(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Long names of one class that differ in one jamo are one name and its misprint."""
    gone: list[_Cluster] = []
    by_length: dict[tuple[str, int], _Alike] = defaultdict(_Alike)
    for cluster in sorted(clusters, key=lambda c: (c.key is None, -len(c.members))):
        cls = cluster.cls
        form = next(iter(cluster.members[0].forms.values()))
        host = None
        if cluster.key is None and len(form) >= _EDIT_LENGTH and not has_han(form) and not _DIGIT.search(form):
            near_ones = (c for f, c in by_length[cls, len(form)].like(form) if _one_jamo(form, f))
            host = next((c for c in near_ones if compatible(c, cluster)), None)
        if host is not None:
            host.absorb(cluster, "edit distance")
            gone.append(cluster)
            continue
        for folded in dict.fromkeys(cluster.forms.values()):
            if len(folded) >= _EDIT_LENGTH:
                by_length[cls, len(folded)].add(folded, cluster)
    return _but(clusters, gone)


class _Alike:
    """Names of one length, among which those are found that differ from a name in one character."""

    def __init__(self) -> None:
        self._named: list[tuple[str, _Cluster]] = []
        self._by_rest: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._indexed = 0

    def add(self, form: str, cluster: _Cluster) -> None:
        self._named.append((form, cluster))

    def like(self, form: str) -> Iterator[tuple[str, _Cluster]]:
        """Names that may differ in one character only, in the order in which they came; of few names all."""
        if len(self._named) <= _FEW:
            return iter(self._named)
        for number in range(self._indexed, len(self._named)):
            for rest in _rests(self._named[number][0]):
                self._by_rest[rest].append(number)
        self._indexed = len(self._named)
        numbers = {number for rest in _rests(form) for number in self._by_rest.get(rest, ())}
        return (self._named[number] for number in sorted(numbers))


def _rests(form: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each character: names that share such a pair differ in that character only."""
    return ((form[:i], form[i + 1 :]) for i in range(len(form)))


def _one_jamo(left: str, right: str) -> bool:
    return left != right and near(left, right)


# --- entities ---------------------------------------------------------------------------------------------


def _class_of(mentions: Sequence[Mention]) -> str:
    """The class of the first that is in the gazetteer, else the one with most confidence."""
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


def _finish(clusters: Sequence[_Cluster], abbreviations: Mapping[Place, str]) -> Resolved:
    for cluster in clusters:
        cluster.members.sort(key=_number)
    entities, of_mention = [], {}
    for number, cluster in enumerate(sorted(clusters, key=lambda c: c.members[0].number), start=1):
        name = f"e{number}"
        entities.append(_entity(name, cluster, abbreviations))
        for member in cluster.members:
            of_mention[member.place] = name
    return Resolved(tuple(entities), of_mention)


def _entity(name: str, cluster: _Cluster, abbreviations: Mapping[Place, str]) -> LocalEntity:
    mentions = [member.mention for member in cluster.members]
    return LocalEntity(
        id=name,
        cls=_class_of(mentions),
        names=_names(cluster, abbreviations),
        sightings=tuple(dict.fromkeys(map(_sighting, cluster.members))),
        confidence=round(1 - prod([1 - mention.confidence for mention in mentions]), 4),
        rules=tuple(sorted({mention.rule for mention in mentions})),
        key=cluster.key,
        place=next((mention.place for mention in mentions if mention.place), None),
        merges=tuple(dict.fromkeys((*_by_gazetteer(cluster), *cluster.merges))),
    )


def _sighting(seen: _Seen) -> Sighting:
    mention = seen.mention
    begin, end = seen.read.analysis.passage.text.origin(mention.begin, mention.end)
    return Sighting(seen.place.article, begin, end, mention.surface)


def _by_gazetteer(cluster: _Cluster) -> list[Merge]:
    """What the gazetteer says of each form of a known thing: official name, alias, computed reading, misprint."""
    if cluster.key is None:
        return []
    mentions = (member.mention for member in cluster.members)
    known = dict.fromkeys((mention.rule, mention.surface) for mention in mentions if mention.key)
    return [
        Merge(rule.replace("gazetteer-", "gazetteer: "), cluster.key, surface)
        for rule, surface in sorted(known, key=itemgetter(1))
    ]


def _names(cluster: _Cluster, abbreviations: Mapping[Place, str]) -> tuple[Name, ...]:
    """Korean forms by how often they stand and how complete they are, then Chinese, then others."""
    counts: dict[str, int] = defaultdict(int)
    further: list[Name] = []
    shown: set[tuple[str | None, ...]] = set()
    for member in cluster.members:
        mention = member.mention
        whole = mention.names[0].text if mention.rule == SHARED_PLACE else next(iter(member.forms))
        counts[whole] += 1
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
