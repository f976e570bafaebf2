"""Resolution within a document: mentions to things.

In: the recognised passages of a document's articles. Out: local entities, and for each mention the entity it
names. Names are united for a reason that is kept: same gazetteer key, same Chinese name, same form, a short form
of a longer one, an abbreviation given in a bracket, one jamo of difference, a Chinese title that reads like the
Korean one. A place and an actor are never united, nor are two gazetteer keys.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

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
_UNDERTAKINGS = frozenset({"policy", "program", "project", "event", "product"})
_EDIT_LENGTH = 5
_FEW = 32
_LIKE_AT_ALL = 0.15
_CORE_LENGTH = 5
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


@dataclass
class _Cluster:
    """Mentions taken for one thing, and what they show together.

    `forms` maps Korean forms as written to folded ones, `chinese` Chinese forms likewise; both in the order met.
    """

    members: list[tuple[Place, Mention]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    key: str | None = None
    place: str | None = None
    forms: dict[str, str] = field(default_factory=dict)
    chinese: dict[str, str] = field(default_factory=dict)

    def add(self, place: Place, mention: Mention) -> None:
        """Take in a mention."""
        self.members.append((place, mention))
        self.key = self.key or mention.key
        self.place = self.place or mention.place
        self.forms |= _forms(mention.surface, mention.names)
        if mention.zh and mention.zh not in self.chinese:
            self.chinese[mention.zh] = fold_han(mention.zh)

    def absorb(self, other: _Cluster, how: str) -> None:
        """Take in all of another cluster; `how` says why they are one thing."""
        self.merges += [*other.merges, Merge(how, self.members[0][1].surface, other.members[0][1].surface)]
        self.members += other.members
        self.key = self.key or other.key
        self.place = self.place or other.place
        self.forms |= other.forms
        self.chinese |= other.chinese

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
    mentions = [
        (Place(article, i, j), mention)
        for article, passages in reads.items()
        for i, read in enumerate(passages)
        for j, mention in enumerate(read.mentions)
    ]
    compatible = partial(_compatible, ontology=ontology, judgements=judgements)
    clusters = _by_identity(mentions, ontology)
    clusters = _unite_judged(clusters, judgements, compatible)
    clusters = _unite_chinese(clusters, lexicon, compatible)
    clusters = _unite_titles(clusters, reads, ontology, compatible)
    clusters = _unite_headlines(clusters, reads, ontology, compatible)
    clusters = _unite_equivalent(clusters, compatible)
    clusters = _attach_short_forms(clusters, ontology, compatible)
    clusters = _unite_codes(clusters, compatible)
    clusters = _attach_abbreviations(clusters, reads, compatible)
    clusters = _unite_misprints(clusters, compatible)
    return _finish(clusters, reads, lexicon, ontology)


def korean_forms(mention: Mention) -> list[str]:
    """Forms the mention shows, most complete first: without brackets, as written, further ones."""
    return list(_forms(mention.surface, mention.names))


def _folded(mention: Mention) -> list[str]:
    """The forms of a mention folded."""
    return list(_forms(mention.surface, mention.names).values())


@lru_cache(maxsize=8192)
def _forms(surface: str, names: tuple[Name, ...]) -> Mapping[str, str]:
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
            for place, _ in cluster.members:
                self._of[place.article].add(number)

    def beside(self, cluster: _Cluster) -> list[_Cluster]:
        """Those that stand in an article of the cluster."""
        articles = {place.article for place, _ in cluster.members}
        numbers: set[int] = set().union(*(self._of.get(article, ()) for article in articles))
        return [self._clusters[number] for number in sorted(numbers)]

    def all(self) -> list[_Cluster]:
        return self._clusters

    def absorb(self, host: _Cluster, other: _Cluster, how: str) -> None:
        """Makes `other` a part of the host, which then stands where that stands, too."""
        for place, _ in other.members:
            self._of[place.article].add(self._numbers[id(host)])
        host.absorb(other, how)


def _but(clusters: Iterable[_Cluster], gone: Iterable[_Cluster]) -> list[_Cluster]:
    """The clusters but those that others have absorbed."""
    ids = {id(cluster) for cluster in gone}
    return [cluster for cluster in clusters if id(cluster) not in ids]


# --- clustering -------------------------------------------------------------------------------------------


def _group(mention: Mention, ontology: Ontology) -> str:
    """What may be one thing: actors, places, people; plans, projects and products among themselves."""
    family = ontology.family(mention.cls)
    return "undertaking" if family in _UNDERTAKINGS else family


def _by_identity(mentions: Iterable[tuple[Place, Mention]], ontology: Ontology) -> list[_Cluster]:
    """One cluster for each key, department or form."""
    clusters: dict[tuple[str, ...], _Cluster] = {}
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    ordered = sorted(mentions, key=lambda item: (item[1].key is None, item[1].rule != "department"))
    for place, mention in ordered:
        group = _group(mention, ontology)
        identity: tuple[str, ...] | None = ("key", group, mention.key) if mention.key else None
        folded = [fold(mention.names[0].text)] if mention.rule == SHARED_PLACE else _folded(mention)[:2]
        if identity is None:
            identity = next((forms[group, f] for f in folded if (group, f) in forms), None)
        if identity is None and mention.place and mention.zh:
            identity = ("department", mention.place, fold_han(mention.zh))
        identity = identity or ("form", group, folded[0])
        cluster = clusters.get(identity)
        if cluster is None:
            cluster = clusters[identity] = _Cluster()
        if cluster.members and identity[0] != "form" and not mention.key:
            cluster.merges.append(Merge("form", cluster.members[0][1].surface, mention.surface))
        cluster.add(place, mention)
        for f in folded:
            forms.setdefault((group, f), identity)
    return list(clusters.values())


def _compatible(left: _Cluster, right: _Cluster, *, ontology: Ontology, judgements: Judgements) -> bool:
    """Whether two clusters may be one thing at all."""
    if judgements.apart(left.names(), right.names()):
        return False
    if left.key and right.key and left.key != right.key:
        return False
    if left.place and right.place and left.place != right.place:
        return False
    written = {*left.chinese.values()}, {*right.chinese.values()}
    if all(written) and written[0].isdisjoint(written[1]) and not (left.key or right.key):
        return False
    return _group(left.members[0][1], ontology) == _group(right.members[0][1], ontology)


def _unite_judged(clusters: list[_Cluster], judgements: Judgements, compatible: _Compatible) -> list[_Cluster]:
    """Unite what a judgement says is the same."""
    by_name: dict[str, _Cluster] = {}
    out: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: c.key is None):
        found = next((by_name[n] for n in sorted(judgements.partners(cluster.names())) if n in by_name), None)
        if found is not None and compatible(found, cluster):
            found.absorb(cluster, "judgement")
        else:
            out.append(cluster)
            found = cluster
        for name in cluster.names():
            by_name.setdefault(fold_han(name), found)
    return out


def _unite_chinese(clusters: list[_Cluster], lexicon: Lexicon, compatible: _Compatible) -> list[_Cluster]:
    """Unite clusters that share a Chinese form; a keyed one leads."""
    by_form: dict[str, _Cluster] = {}
    out: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: c.key is None):
        found = next((by_form[f] for f in sorted(cluster.chinese.values()) if f in by_form), None)
        if found is not None and compatible(found, cluster):
            found.absorb(cluster, "chinese name")
            cluster = found
        else:
            out.append(cluster)
        known = lexicon.names(cluster.key).in_language("zh-Hans") if cluster.key else ()
        for form in (*cluster.chinese.values(), *map(fold_han, known)):
            by_form.setdefault(form, cluster)
    return out


def _unite_titles(
    clusters: list[_Cluster], reads: Mapping[str, Sequence[Read]], ontology: Ontology, compatible: _Compatible
) -> list[_Cluster]:
    """A Chinese title in an article's references is the Korean title it reads like, else one of another article."""
    titles = [c for c in clusters if _group(c.members[0][1], ontology) == "undertaking"]
    chinese = [c for c in titles if all(m.rule.startswith("reference-title") for _, m in c.members)]
    ids = set(map(id, chinese))
    korean = _ByArticle(c for c in titles if id(c) not in ids)
    gone: list[_Cluster] = []
    for cluster in chinese:
        near = korean.beside(cluster)
        written = [m.surface for _, m in cluster.members]
        best = same_title(written, [[*k.forms] for k in near])
        if best is None:
            best = _only_headline(cluster, near, chinese, reads)
        if best is None:  # notes and references of all articles at the end of the document
            near = korean.all()
            best = same_title(written, [[*k.forms] for k in near])
        if best is not None:
            korean.absorb(near[best], cluster, "reading")
            gone.append(cluster)
    return _but(clusters, gone)


def _only_headline(
    cluster: _Cluster, near: Sequence[_Cluster], chinese: Sequence[_Cluster], reads: Mapping[str, Sequence[Read]]
) -> int | None:
    """The one paper that the headline names, where the references name only one of that class, somewhat like it."""
    articles = {place.article for place, _ in cluster.members}
    cls = _class_of(cluster)
    rivals = [c for c in chinese if _class_of(c) == cls and any(p.article in articles for p, _ in c.members)]
    headlines = [
        i
        for i, candidate in enumerate(near)
        if _class_of(candidate) == cls
        and max(likeness(m.surface, form) for _, m in cluster.members for form in candidate.forms) >= _LIKE_AT_ALL
        and not candidate.chinese
        and any(p.article in articles and _in_headline(p, reads) for p, _ in candidate.members)
    ]
    return headlines[0] if len(headlines) == 1 and len(rivals) == 1 else None


def _in_headline(place: Place, reads: Mapping[str, Sequence[Read]]) -> bool:
    return reads[place.article][place.passage].passage.kind in {PassageKind.TITLE, PassageKind.LEAD}


def _unite_headlines(
    clusters: list[_Cluster], reads: Mapping[str, Sequence[Read]], ontology: Ontology, compatible: _Compatible
) -> list[_Cluster]:
    """A headline's short title is the one full title of the article that contains its words."""
    gone: list[_Cluster] = []
    by_article = _ByArticle(clusters)
    for cluster in clusters:
        if _group(cluster.members[0][1], ontology) != "undertaking" or cluster.key:
            continue
        kinds = {reads[p.article][p.passage].passage.kind for p, _ in cluster.members}
        core = _core(korean_forms(cluster.members[0][1])[0])
        if not kinds <= {PassageKind.TITLE, PassageKind.LEAD} or len(core) < _CORE_LENGTH:
            continue
        hosts = [
            c
            for c in by_article.beside(cluster)
            if c is not cluster
            and not any(c is g for g in gone)
            and ontology.family(_class_of(c)) == ontology.family(_class_of(cluster))
            and compatible(c, cluster)
            and any(core in folded for folded in c.forms.values())
        ]
        if len(hosts) == 1:
            by_article.absorb(hosts[0], cluster, "headline")
            gone.append(cluster)
    return _but(clusters, gone)


def _core(form: str) -> str:
    """A title without its last word (the kind of paper), folded."""
    words = form.split()
    return fold(" ".join(words[:-1]) if len(words) > 1 else form)


def _unite_equivalent(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Names of one class that differ in equivalent heads only (경제개발구, 경제기술개발구; 대학, 대학교)."""
    by_form: dict[tuple[str, str], _Cluster] = {}
    out: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: c.key is None):
        forms = {(_class_of(cluster), f) for form in cluster.forms if (f := equivalent_form(form))}
        host = next((by_form[f] for f in sorted(forms) if f in by_form), None)
        if host is not None and compatible(host, cluster):
            host.absorb(cluster, "form")
            cluster = host
        else:
            out.append(cluster)
        for pair in forms:
            by_form.setdefault(pair, cluster)
    return out


@lru_cache(maxsize=16384)
def equivalent_form(form: str) -> str | None:
    """The folded name with its head replaced by the key of the head's row in `seeds/heads.csv`; None without one."""
    folded = usual_words(fold(form))
    heads = _korean_heads()
    for length in range(min(_LONGEST_HEAD, len(folded) - 2), 1, -1):
        key = heads.get(folded[-length:])
        if key is not None:
            return f"{folded[:-length]}#{key}"
    return None


@lru_cache(maxsize=16384)
def usual_words(folded: str) -> str:
    """The folded name with each word that has equivalents written in its most usual form (과기 → 과학기술)."""
    pattern, usual = _equivalents()
    return pattern.sub(lambda match: usual[match[0]], folded)


@cache
def _equivalents() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Korean words of `seeds/heads.csv` that stand for one Chinese word, and the one to write for each."""
    usual: dict[str, str] = {}
    for term in terms():
        forms = [fold(form) for form in term.korean]
        longest = max(forms, key=len, default="")
        if term.kind == "word" and len(longest) >= _WORD_LENGTH:
            usual.update({form: longest for form in forms if len(form) >= 2 and form not in usual})
    ordered = sorted(usual, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, ordered))), usual


@cache
def _korean_heads() -> Mapping[str, str]:
    """Korean form of a generic head → the key of its term; a form of several terms belongs to the first."""
    heads: dict[str, str] = {}
    for term in terms():
        if term.kind == "head":
            for form in term.korean:
                heads.setdefault(fold(form), term.key)
    return heads


def _attach_short_forms(clusters: list[_Cluster], ontology: Ontology, compatible: _Compatible) -> list[_Cluster]:
    """`고에너지물리연구소` is the one thing of its class whose longer name ends so, after a whole word."""
    endings: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        group = _group(cluster.members[0][1], ontology)
        for ending in {e for form in cluster.forms for e in _endings(form)}:
            endings[group, ending].append(cluster)
    gone: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: -len(c.members[0][1].surface)):
        first = cluster.members[0][1]
        if cluster.key or ontology.family(first.cls) not in _TAKES_SHORT:
            continue
        form = usual_words(_folded(first)[0])
        hosts = [
            h
            for h in endings.get((_group(first, ontology), form), ())
            if h is not cluster and not any(h is g for g in gone)
        ]
        near = [h for h in hosts if _share_article(h, cluster)] or hosts
        same = [h for h in near if _class_of(h) == _class_of(cluster)] or near
        if len(form) >= _SHORT_LENGTH and len(same) == 1 and compatible(same[0], cluster):
            same[0].absorb(cluster, "short form")
            gone.append(cluster)
    return _but(clusters, gone)


def _endings(form: str) -> list[str]:
    """Folded ends of a name that start at a later word of it."""
    words = form.split()
    return [usual_words(fold(" ".join(words[i:]))) for i in range(1, len(words))]


def _share_article(left: _Cluster, right: _Cluster) -> bool:
    return bool({p.article for p, _ in left.members} & {p.article for p, _ in right.members})


def _unite_codes(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Products of one code are one: `HEBS`, `HEBS 탐측기`."""
    by_code: dict[str, _Cluster] = {}
    out: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: c.key is None):
        code = next((m[0] for form in cluster.forms if (m := _LEAD.match(form))), None)
        host = by_code.get(code) if code and _class_of(cluster) == "Product" else None
        if host is not None and compatible(host, cluster):
            host.absorb(cluster, "short form")
            continue
        out.append(cluster)
        if code and _class_of(cluster) == "Product":
            by_code.setdefault(code, cluster)
    return out


def _attach_abbreviations(
    clusters: list[_Cluster], reads: Mapping[str, Sequence[Read]], compatible: _Compatible
) -> list[_Cluster]:
    """`중국항천과기그룹(CASC)` makes CASC a name of the group."""
    by_form: dict[str, _Cluster] = {}
    for cluster in clusters:
        for folded in cluster.forms.values():
            by_form.setdefault(folded, cluster)
    gone: list[_Cluster] = []
    for cluster in clusters:
        for place, mention in list(cluster.members):
            text = reads[place.article][place.passage].analysis.text
            match = _ABBREVIATION.match(text, mention.end)
            other = by_form.get(fold(match[1])) if match else None
            if other is None or other is cluster or any(other is g for g in gone):
                continue
            if compatible(cluster, other):
                cluster.absorb(other, "abbreviation")
                gone.append(other)
    return _but(clusters, gone)


def _unite_misprints(clusters: list[_Cluster], compatible: _Compatible) -> list[_Cluster]:
    """Long names of one class that differ in one jamo are one name and its misprint."""
    out: list[_Cluster] = []
    by_length: dict[tuple[str, int], _Alike] = defaultdict(_Alike)
    for cluster in sorted(clusters, key=lambda c: (c.key is None, -len(c.members))):
        cls = _class_of(cluster)
        form = _folded(cluster.members[0][1])[0]
        host = None
        if cluster.key is None and len(form) >= _EDIT_LENGTH and not has_han(form) and not re.search(r"\d", form):
            near_ones = (c for f, c in by_length[cls, len(form)].like(form) if _one_jamo(form, f))
            host = next((c for c in near_ones if compatible(c, cluster)), None)
        if host is not None:
            host.absorb(cluster, "edit distance")
            continue
        out.append(cluster)
        for f in dict.fromkeys(cluster.forms.values()):
            by_length[cls, len(f)].add(f, cluster)
    return out


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


def _class_of(cluster: _Cluster) -> str:
    """The class with most confidence; a gazetteer class or a department leads."""
    keyed = next((m.cls for _, m in cluster.members if m.key), None)
    if keyed:
        return keyed
    classes = {m.cls for _, m in cluster.members}
    if len(classes) == 1:
        return classes.pop()
    votes: Counter[str] = Counter()
    for _, mention in cluster.members:
        votes[mention.cls] += int(mention.confidence * 100)
    return max(sorted(votes), key=lambda cls: votes[cls])


def _finish(
    clusters: list[_Cluster], reads: Mapping[str, Sequence[Read]], lexicon: Lexicon, ontology: Ontology
) -> Resolved:
    order = {article: i for i, article in enumerate(reads)}
    for cluster in clusters:
        cluster.members.sort(key=lambda item: (order[item[0].article], item[0].passage, item[0].mention))
    first = {
        id(c): (order[c.members[0][0].article], c.members[0][0].passage, c.members[0][0].mention) for c in clusters
    }
    entities, of_mention = [], {}
    for number, cluster in enumerate(sorted(clusters, key=lambda c: first[id(c)]), start=1):
        name = f"e{number}"
        entities.append(_entity(name, cluster, reads, lexicon))
        of_mention.update({place: name for place, _ in cluster.members})
    return Resolved(tuple(entities), of_mention)


def _entity(name: str, cluster: _Cluster, reads: Mapping[str, Sequence[Read]], lexicon: Lexicon) -> LocalEntity:
    sightings = []
    for place, mention in cluster.members:
        begin, end = reads[place.article][place.passage].passage.text.origin(mention.begin, mention.end)
        sightings.append(Sighting(place.article, begin, end, mention.surface))
    return LocalEntity(
        id=name,
        cls=_class_of(cluster),
        names=_names(cluster, reads),
        sightings=tuple(dict.fromkeys(sightings)),
        confidence=round(1 - _product(1 - m.confidence for _, m in cluster.members), 4),
        rules=tuple(sorted({m.rule for _, m in cluster.members})),
        key=cluster.key,
        place=next((m.place for _, m in cluster.members if m.place), None),
        merges=tuple(dict.fromkeys((*_by_gazetteer(cluster), *cluster.merges))),
    )


def _by_gazetteer(cluster: _Cluster) -> list[Merge]:
    """What the gazetteer says of each form of a known thing: official name, alias, computed reading, misprint."""
    if cluster.key is None:
        return []
    known = [m for _, m in cluster.members if m.key]
    return [
        Merge(mention.rule.replace("gazetteer-", "gazetteer: "), cluster.key, mention.surface)
        for mention in sorted(known, key=lambda m: m.surface)
    ]


def _product(values: Iterable[float]) -> float:
    out = 1.0
    for value in values:
        out *= value
    return out


def _names(cluster: _Cluster, reads: Mapping[str, Sequence[Read]]) -> tuple[Name, ...]:
    """Korean forms by how often they stand and how complete they are, then Chinese, then others."""
    counts: Counter[str] = Counter()
    further: list[Name] = []
    for place, mention in cluster.members:
        forms = korean_forms(mention)
        whole = mention.names[0].text if mention.rule == SHARED_PLACE else forms[0]
        counts[whole] += 1
        further.extend(name_of(form) for form in forms if form != whole)
        if mention.zh:
            further.extend((Name(to_simplified(mention.zh), "zh-Hans"), name_of(mention.zh)))
        text = reads[place.article][place.passage].analysis.text
        if match := _ABBREVIATION.match(text, mention.end):
            further.append(Name(match[1], "en"))
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
