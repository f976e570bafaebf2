"""Papers on carrying something out, whose titles are rendered in many ways: `'X 행동' 심층 실시에 관한 의견`.

In: the clusters of a document. Out: the same, united where two titles name one undertaking that has a name of its own,
and one kind of paper on carrying it out. What is carried out stays apart from the paper on it, as do other kinds of
paper, other years, and papers of a place from those of another or of the state. A paper that the gazetteer holds under
the name of the undertaking is known by its title, too, where the document names who issued it. The words are data
(`seeds/initiatives.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError
from kg.language.script import fold, fold_han, has_han
from kg.lexicon import Lexicon
from kg.model import Merge
from kg.resolve.clusters import ByArticle, Cluster, Compatible, Seen, but
from kg.resolve.titles import likeness
from kg.resolve.wording import usual_words
from kg.resources import read_yaml, seeds_dir

_HOW = "undertaking carried out"
_PAPER = "Policy"
_BODIES = frozenset({"Ministry", "CentralBody", "LocalGovernment", "Province", "City", "District", "DevelopmentZone"})
_LOCAL = _BODIES - {"Ministry", "CentralBody"}
_YEARS = re.compile(r"[(（]?(?<!\d)'?((?:20)?\d\d)(?:년)?(?:\s?[-~～∼–—]\s?'?((?:20)?\d\d))?년?도?(?:까지)?[)）]?")
_HAN_YEARS = re.compile(r"[(（〔]?20\d\d(?:\s?[-~～—–]\s?20\d\d)?年?[)）〕]?")
_LIKE = 0.5
_LIKE_ALONE = 0.3
"""How much of its undertaking a Chinese title must read like a Korean one; and if no other pair is of the kind."""


class Carried(NamedTuple):
    """A paper on carrying something out: what (folded), the kind of paper in Chinese, and years of the title."""

    what: str
    paper: str
    years: tuple[str, ...]

    def may_be(self, other: Carried) -> bool:
        """Whether the years leave room for both being one paper."""
        return not (self.years and other.years) or self.years == other.years


class Wording(NamedTuple):
    """Patterns of such titles, folded; kinds of paper by their Korean names; words that are written in several ways."""

    korean: re.Pattern[str]
    bare: re.Pattern[str]
    ends: tuple[str, ...]
    chinese: tuple[re.Pattern[str], ...]
    papers: Mapping[str, str]
    same: tuple[tuple[re.Pattern[str], str], ...]


@cache
def load_wording(path: Path | None = None) -> Wording:
    """The patterns that `seeds/initiatives.yaml` makes. Raises DataError where it breaks its format."""
    path = path or seeds_dir() / "initiatives.yaml"
    try:
        data = read_yaml(path)
        how, do, ties = _any(data["how"]), _any(data["do"]), _any(data["ties"])
        papers = {fold(word): zh for zh, words in data["papers"].items() for word in words}
        if unknown := [word for word in data["bare"] if word not in papers]:
            raise DataError(path, f"{unknown[0]} is no kind of paper")
        kinds, ends_zh, han = _any(papers), _any(data["ends_zh"]), _any(data["papers"])
        how_zh, do_zh = _any(data["how_zh"]), _any(data["do_zh"])
        return Wording(
            korean=re.compile(
                rf"(?P<what>.{{2,}}?)[을를의]?(?:{how})*{do}(?:{ties})?(?:몇가지|약간의?)?(?P<paper>{kinds})"
            ),
            bare=re.compile(rf"(?P<what>.*\S['’\"”]?\s?{_any(data['ends'])}['’\"”]?)\s(?P<paper>{_any(data['bare'])})"),
            ends=tuple(usual_words(fold(word)) for word in data["ends"]),
            chinese=(
                re.compile(rf".*关于(?:{how_zh})*{do_zh}(?P<what>.+?{ends_zh})的(?:若干)?(?P<paper>{han})"),
                re.compile(rf"(?:.*关于印发)?(?P<what>.+?{ends_zh}){do_zh}(?:若干)?(?P<paper>{han})(?:的通知)?"),
            ),
            papers=papers,
            same=tuple((re.compile(_alone(fold(word))), usual) for word, usual in data["same"].items()),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DataError(path, f"not the words of titles ({error})") from error


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _alone(word: str) -> str:
    """The word, where it is no part of a longer one in Latin letters."""
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)


@lru_cache(maxsize=16384)
def usual_name(text: str) -> str:
    """The folded name with words that are written in several ways in one of them."""
    folded = usual_words(fold(text))
    for pattern, usual in load_wording().same:
        folded = pattern.sub(usual, folded)
    return folded


@lru_cache(maxsize=4096)
def carried(title: str) -> Carried | None:
    """What a Korean title says to carry out; None for other titles. Whether `what` is a name is not judged."""
    wording = load_wording()
    years, bare = _without(title, _YEARS)
    if match := wording.korean.fullmatch(fold(bare)):
        return Carried(usual_name(match["what"]), wording.papers[match["paper"]], years)
    if match := wording.bare.fullmatch(bare.strip()):
        return Carried(usual_name(match["what"]), wording.papers[match["paper"]], years)
    return None


@lru_cache(maxsize=4096)
def carried_han(title: str) -> Carried | None:
    """The same of a Chinese title; `what` is Chinese, too."""
    years, bare = _without(title, _HAN_YEARS)
    folded = fold_han(bare)
    match = next((m for pattern in load_wording().chinese if (m := pattern.fullmatch(folded))), None)
    return Carried(match["what"], match["paper"], years) if match else None


def _without(title: str, years: re.Pattern[str]) -> tuple[tuple[str, ...], str]:
    """The years of a title in four digits, and the title without them."""
    found = tuple(f"20{year[-2:]}" for match in years.finditer(title) for year in re.findall(r"\d{2,4}", match[0]))
    return found, years.sub(" ", title)


def unite_initiatives(clusters: list[Cluster], lexicon: Lexicon, compatible: Compatible) -> list[Cluster]:
    """Unite papers of one kind on carrying out one undertaking."""
    papers = [c for c in clusters if c.group == "undertaking" and c.cls == _PAPER]
    if not papers:
        return clusters
    shown = [(c, found) for c in papers if (found := _shown(c, clusters))]
    written = [(c, found) for c in papers if (found := _with_years([*filter(None, map(carried_han, c.chinese))]))]
    if not shown:
        return clusters
    gone = _same_wording(shown, compatible)
    gone += _known(shown, gone, clusters, lexicon, compatible)
    gone += _in_chinese(shown, written, gone, compatible)
    return but(clusters, gone)


def _shown(cluster: Cluster, clusters: list[Cluster]) -> list[Carried]:
    """What the Korean titles of a cluster say to carry out, if that has a name of its own."""
    found = [p for form in cluster.forms if not has_han(form) and (p := carried(form))]
    named = [p for p in found if p.what.endswith(load_wording().ends) or _named(p.what, cluster, clusters)]
    return _with_years(named)


def _with_years(papers: Sequence[Carried]) -> list[Carried]:
    """What the titles of one paper say, each once; the years that one of them gives are those of all."""
    years = next((p.years for p in papers if p.years), ())
    return list(dict.fromkeys(p._replace(years=years) for p in papers))


def _named(what: str, but_not: Cluster, clusters: list[Cluster]) -> bool:
    return any(c is not but_not and any(usual_name(form) == what for form in c.forms) for c in clusters)


def _same_wording(shown: list[tuple[Cluster, list[Carried]]], compatible: Compatible) -> list[Cluster]:
    gone: list[Cluster] = []
    hosts: dict[tuple[str, str], list[tuple[Cluster, Carried]]] = {}
    for cluster, papers in shown:
        for paper in papers:
            known = hosts.setdefault((paper.what, paper.paper), [])
            host = next((h for h, p in known if p.may_be(paper) and h is not cluster and compatible(h, cluster)), None)
            if host is not None and not any(cluster is g for g in gone) and not _elsewhere(host, cluster):
                host.absorb(cluster, _HOW)
                gone.append(cluster)
            else:
                known.append((cluster, paper))
    return gone


def _elsewhere(one: Cluster, other: Cluster) -> bool:
    """Whether the two are papers of two places, or of a place and the state, by who is named before their titles."""
    mine, others = _seats(one), _seats(other)
    return bool(mine) and bool(others) and mine.isdisjoint(others)


def _seats(cluster: Cluster) -> set[str]:
    """Keys or names of the places whose bodies stand nearest before a title; nothing for those of the state."""
    return {seat for member in cluster.members if (seat := _seat(member)) is not None}


def _seat(member: Seen) -> str | None:
    begin = member.mention.begin
    before = [m for m in member.read.mentions if m.end <= begin and m.cls in _BODIES]
    if not before:
        return None
    nearest = before[-1]
    return nearest.place or nearest.key or nearest.surface if nearest.cls in _LOCAL else ""


def _known(
    shown: list[tuple[Cluster, list[Carried]]],
    gone: list[Cluster],
    clusters: list[Cluster],
    lexicon: Lexicon,
    compatible: Compatible,
) -> list[Cluster]:
    """Papers of the gazetteer under the name of what they carry out."""
    out: list[Cluster] = []
    by_key = {c.key: c for c in clusters if c.key}
    for cluster, papers in shown:
        if cluster.key or any(cluster is g for g in gone):
            continue
        for row in filter(None, (_rows(lexicon).get((p.what, p.paper)) for p in papers)):
            seats = _seats(cluster)
            if seats - {""} or (row.key not in by_key and row.issuers.isdisjoint(by_key)):
                continue
            host = by_key.get(row.key)
            if host is None:
                cluster.key = row.key
                cluster.merges.append(Merge(_HOW, row.key, cluster.first.surface))
                by_key[row.key] = cluster
            elif compatible(host, cluster):
                host.absorb(cluster, _HOW)
                out.append(cluster)
            break
    return out


class _Row(NamedTuple):
    """A paper of the gazetteer, and the keys of who its title says has issued it."""

    key: str
    issuers: frozenset[str]


@lru_cache(maxsize=4)
def _rows(lexicon: Lexicon) -> Mapping[tuple[str, str], _Row]:
    """Papers of the state that the gazetteer holds under a name of what they carry out, by that and their kind."""
    found: dict[tuple[str, str], _Row] = {}
    for entry in lexicon.entries.values():
        if entry.cls != _PAPER or not entry.zh_hans or (paper := carried_han(entry.zh_hans)) is None:
            continue
        row = _Row(entry.key, frozenset(_issuers(entry.zh_hans, lexicon)))
        for name in {usual_name(name) for name in (entry.ko, *entry.ko_alt)}:
            if name.endswith(load_wording().ends):
                found.setdefault((name, paper.paper), row)
    return found


def _issuers(title: str, lexicon: Lexicon) -> Iterator[str]:
    for name in title.partition("关于")[0].split():
        yield from (match.key for match in lexicon.find(name, classes=_BODIES)[:1])


def _in_chinese(
    shown: list[tuple[Cluster, list[Carried]]],
    written: list[tuple[Cluster, list[Carried]]],
    gone: Collection[Cluster],
    compatible: Compatible,
) -> list[Cluster]:
    """A Chinese title whose undertaking reads like that of one Korean title, of the same kind of paper."""
    out: list[Cluster] = []
    left = {id(c) for c in gone}
    by_article = ByArticle([c for c, _ in shown if id(c) not in left and not c.chinese])
    korean = {id(c): papers for c, papers in shown}
    alone = [(c, papers) for c, papers in written if id(c) not in korean and id(c) not in left]
    for cluster, papers in alone:
        near = [(c, _alike(papers, korean[id(c)])) for c in by_article.beside(cluster) if compatible(c, cluster)]
        rivals = [
            c for c, others in alone if not c.articles().isdisjoint(cluster.articles()) and _kinds(others, papers)
        ]
        same_kind = [(c, alike) for c, alike in near if _kinds(papers, korean[id(c)])]
        least = _LIKE_ALONE if len(same_kind) == len(rivals) == 1 else _LIKE
        hosts = [c for c, alike in same_kind if alike >= least]
        if len(hosts) == 1:
            by_article.absorb(hosts[0], cluster, _HOW)
            out.append(cluster)
    return out


def _kinds(left: list[Carried], right: list[Carried]) -> bool:
    return any(one.paper == other.paper and one.may_be(other) for one in left for other in right)


def _alike(chinese: list[Carried], korean: list[Carried]) -> float:
    """How much the undertaking of a Chinese title reads like that of a Korean one of the same kind."""
    pairs = [(zh, ko) for zh in chinese for ko in korean if zh.paper == ko.paper and zh.may_be(ko)]
    return max((likeness(zh.what, ko.what) for zh, ko in pairs), default=0.0)
