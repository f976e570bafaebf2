"""Titles of one paper or undertaking: the Chinese one of a reference, the short one of a headline.

In: the clusters of a document. Out: the same, united where a title reads like another one, or where the headline of an
article names what its text names in full.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.language.hangul import is_syllable
from kg.language.script import fold, has_han
from kg.model import Mention, PassageKind
from kg.ontology import Ontology
from kg.resolve.clusters import ByArticle, Cluster, Compatible, but
from kg.resolve.titles import likeness, same_title

_HEADLINES = frozenset({PassageKind.TITLE, PassageKind.LEAD})
_STAGE = re.compile(r"(?:제?\d+(?:단계|차|기)|신규|새)")
_TELLING_WORDS = 3
_LIKE_AT_ALL = 0.15
_CORE_LENGTH = 5


def unite_titles(clusters: list[Cluster]) -> list[Cluster]:
    """A Chinese title in an article's references is the Korean title it reads like, else one of another article."""
    titles = [cluster for cluster in clusters if cluster.group == "undertaking"]
    chinese = [c for c in titles if all(_is_chinese(m.mention) for m in c.members)]
    if not chinese:
        return clusters
    ids = set(map(id, chinese))
    korean = ByArticle(c for c in titles if id(c) not in ids)
    gone: list[Cluster] = []
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
    return but(clusters, gone)


def _is_chinese(mention: Mention) -> bool:
    """Whether a title is one of the references, or in Chinese characters throughout."""
    return mention.rule.startswith("reference-title") or (
        mention.rule.startswith("title") and has_han(mention.surface) and not any(map(is_syllable, mention.surface))
    )


def _only_headline(cluster: Cluster, near: Sequence[Cluster], chinese: Sequence[Cluster]) -> int | None:
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


def unite_headlines(clusters: list[Cluster], ontology: Ontology, compatible: Compatible) -> list[Cluster]:
    """A headline's short title is the one full title of the article that contains its words."""
    short = [c for c in clusters if c.group == "undertaking" and not c.key and _stands_in_headlines_only(c)]
    if not short:
        return clusters
    gone: list[Cluster] = []
    by_article = ByArticle(clusters)
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
    return but(clusters, gone)


def _abridged(form: str) -> re.Pattern[str] | None:
    """Finds the full title that a headline leaves words out of: its own in order, stages aside, the last one last."""
    words = [fold(word) for word in form.split() if not _STAGE.fullmatch(word)]
    if len(words) < _TELLING_WORDS:
        return None
    return re.compile(".*".join(map(re.escape, words)) + r"(?:[(（].*)?\Z")


def _core(form: str) -> str:
    """A title without its last word (the kind of paper), folded."""
    words = form.split()
    return fold(" ".join(words[:-1]) if len(words) > 1 else form)


def _stands_in_headlines_only(cluster: Cluster) -> bool:
    return all(member.kind in _HEADLINES for member in cluster.members)
