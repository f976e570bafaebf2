"""The relation rules of `seeds/relations.yaml`, checked against the ontology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from kg.errors import DataError
from kg.ontology import Ontology
from kg.relate.signals import Signals, beginnings
from kg.resources import read_yaml, seeds_dir

Role = Literal["agent", "subject", "thing", "object", "described", "at", "with", "partner", "to", "source", "program"]


PARTICLES = {
    "subject": frozenset({"은", "는", "이", "가", "도", "께서", "에서는", "에서도", "만", "까지", "까지도"}),
    "topic": frozenset({"은", "는", "도"}),
    "of": frozenset({"의"}),
    "bare": frozenset({"", ","}),
    "object": frozenset({"을", "를", "도", "way"}),
    "to": frozenset({"에", "에게", "에는", "에도", "로", "으로", "에만", "에까지", "에게는", "에게도"}),
    "at": frozenset({"에서", "에서는", "에서도", "내", "서", "에", "에는"}),
    "way": frozenset({"way"}),
    "occasion": frozenset({"계기로"}),
    "organ": frozenset({"에서", "에서는", "에서도"}),
    "with": frozenset({"와", "과", "와의", "과의", "와는", "과는", "와도", "과도"}),
    "source": frozenset({"로부터", "으로부터", "에게서", "에서", "로부터도"}),
    "copula": frozenset({"이다", "다"}),
    "led": frozenset(),
}
"""Particles by the name that the rules use; `led` stands for groups that act whatever their particle."""


@cache
def marks(kinds: frozenset[str]) -> frozenset[str]:
    """The particles of some kinds."""
    return frozenset().union(*(PARTICLES[kind] for kind in kinds))


_LENT: frozenset[Role] = frozenset({"agent", "program"})
_TOPICAL: frozenset[Role] = frozenset({"thing", "at"})
"""Roles that what the article names elsewhere may fill: whatever it is, or only what the rule has for a topic."""


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """One relation that a predicate states: its subject is in role `source`, its object in role `target`.

    `only_from`, `only_to`: classes to which the rule limits them; `sources`, `targets`: those that they may have by
    the rule and by the ontology.
    """

    relation: str
    source: Role
    target: Role
    only_from: frozenset[str]
    only_to: frozenset[str]
    sources: frozenset[str]
    targets: frozenset[str]

    def may_hold(self, topic: frozenset[str], here: frozenset[str], around: frozenset[str]) -> bool:
        """Whether a passage that names classes `here`, in an article that names classes `around`, has both ends."""
        return (not here.isdisjoint(self.sources) or _lent(self.source, self.sources, topic, around)) and (
            not here.isdisjoint(self.targets) or _lent(self.target, self.targets, topic, around)
        )


def _lent(role: Role, classes: frozenset[str], topic: frozenset[str], around: frozenset[str]) -> bool:
    """Whether what the article names elsewhere may fill a role of some classes."""
    if role in _LENT:
        return not around.isdisjoint(classes)
    return role in _TOPICAL and not around.isdisjoint(topic & classes)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    predicates: frozenset[str]
    money: bool
    without_sum: frozenset[str]
    before_thing: tuple[str, ...]
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    joint: bool
    topic: frozenset[str]
    claims: tuple[ClaimRule, ...]

    def may_hold(self, here: frozenset[str], around: frozenset[str]) -> bool:
        """Whether a passage that names classes `here`, in an article that names classes `around`, has what it ties.

        Who gets money, and who gives it, may be said in more ways than by roles, so that these rules always may.
        """
        if self.money:
            return True
        for claim in self.claims:  # noqa: SIM110  (asked of every predicate: a generator costs more than it says)
            if claim.may_hold(self.topic, here, around):
                return True
        return False


@dataclass(frozen=True, slots=True)
class CueRule:
    """A relation told by words wherever they stand in a clause (`cues.py`).

    `begins`: what these words begin with; `source`, `target`: kinds of particles of the names that are tied; `topic`:
    classes of what was spoken of before that stands in for a missing end; `beside`: relations between the two that
    leave room for this one; `guess`: it holds only where nothing else tells that relation of the subject.
    """

    id: str
    relation: str
    words: re.Pattern[str]
    begins: frozenset[str]
    source: frozenset[str]
    target: frozenset[str]
    only_from: frozenset[str]
    only_to: frozenset[str]
    topic: frozenset[str]
    money: bool
    beside: frozenset[str]
    guess: bool


@dataclass(frozen=True, slots=True)
class TableRule:
    """A relation between the things of two columns, told by the words that end their headers."""

    relation: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    only_from: frozenset[str]
    only_to: frozenset[str]

    @property
    def within(self) -> bool:
        """Whether it ties the things of one cell."""
        return self.source == self.target


@dataclass(frozen=True, slots=True)
class Payments:
    """Nouns of money: `given` and `needed` match them behind the name of who gives or is paid for.

    `gifts`: those that say giving whoever the name is; `called`: nouns for a sum behind a relative clause; `other`:
    what stands before sums that nobody gives; `round`: words for a round of investment; `raising`: these behind the
    name of who raises it; `same`: words for as much as somebody else gives, `matched`: for doing so.
    """

    given: re.Pattern[str]
    gifts: frozenset[str]
    needed: re.Pattern[str]
    called: re.Pattern[str]
    other: re.Pattern[str]
    round: re.Pattern[str]
    raising: re.Pattern[str]
    same: re.Pattern[str]
    matched: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LabelRule:
    """A relation between what a labelled line lists and what was spoken of last of some classes (`of`)."""

    words: frozenset[str]
    relation: str
    named_first: bool
    of: frozenset[str]


_DEPUTY = re.compile(r"\A(?:상무)?(?:부|공동|총|명예|초대)")


_UNDONE = re.compile(r"검토|신청|제외|철회|거절|거부|불참|탈퇴|포기|취소|탈락|무산|보류|후보")
"""Labels of those who do not, or not yet, do what the label says: `참여 신청`."""


def label_rules(labels: Mapping[str, tuple[LabelRule, ...]], label: str) -> tuple[LabelRule, ...]:
    """The rules of a label: of the word that it is, else of the longest one that it holds (`주요 참가 기업`)."""
    solid = re.sub(r"[\s\d·]|개사?(?=\Z|기|부|사)", "", label)
    if _UNDONE.search(solid):
        return ()
    if solid in labels:
        return labels[solid]
    parts = (solid[at : at + size] for size in range(len(solid) - 1, 1, -1) for at in range(len(solid) - size + 1))
    word = next((part for part in parts if part in labels), "")
    return labels.get(word, ())


@dataclass(frozen=True, slots=True)
class Head:
    """The bodies that who holds a post heads: their classes, and what one of their names ends in ('' for any)."""

    of: frozenset[str]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules; `planned` matches what follows a predicate that only speaks of a plan.

    `reference` finds nouns that refer to things named before, `counts` says how many a number word means, `stand_for`
    of what classes a noun speaks whatever the thing's name is, `here` holds words for what was spoken of just now,
    `newborn` for a company that was just founded, `persons` for somebody spoken of,
    `kinds` tells the classes of bodies that a noun for a kind of them may mean, `heads` what who holds a post heads.
    `light` verbs do what a noun before them says (`운영을 맡`). `seats` matches what a remark says before and behind a
    place that is a seat, a bar between both and no spaces (`소재지:|`, `|에위치`). `predicate_ends`: what predicates
    end in; a morpheme of another form ends none.
    """

    by_predicate: Mapping[str, tuple[Rule, ...]]
    predicate_ends: frozenset[str]
    cues: tuple[CueRule, ...]
    cue_signals: Signals
    tables: tuple[TableRule, ...]
    labels: Mapping[str, tuple[LabelRule, ...]]
    entries: Mapping[str, tuple[LabelRule, ...]]
    entry_noun: re.Pattern[str]
    joined_captions: tuple[str, ...]
    agent_nouns: re.Pattern[str]
    said_by_noun: Mapping[str, str]
    money_columns: frozenset[str]
    located_captions: frozenset[str]
    seats: re.Pattern[str]
    payments: Payments
    planned: re.Pattern[str]
    negated: re.Pattern[str]
    intransitive: frozenset[str]
    light: frozenset[str]
    reference: re.Pattern[str]
    counts: Mapping[str, int]
    stand_for: Mapping[str, frozenset[str]]
    here: frozenset[str]
    newborn: frozenset[str]
    persons: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    heads: Mapping[str, Head]

    def head(self, post: str) -> Head | None:
        """What who holds a post heads: `부소장` the same as `소장`."""
        return self.heads.get(post) or self.heads.get(_DEPUTY.sub("", post))

    def cues_in(self, text: str) -> list[tuple[CueRule, list[int]]]:
        """The cue rules whose words a text may have, in their order, and where these may begin."""
        return [(self.cues[number], begins) for number, begins in self.cue_signals.places(text).items()]


def load_rules(ontology: Ontology, path: Path | None = None) -> Rules:
    """Read and check the rules; raises DataError for unknown relations, roles and classes."""
    path = path or seeds_dir() / "relations.yaml"
    raw_rules = read_yaml(path)
    rules = [_rule(raw, ontology, path) for raw in raw_rules["predicates"]]
    by_predicate: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for predicate in sorted(rule.predicates):
            by_predicate[predicate].append(rule)
    tables = []
    for raw in raw_rules["tables"]:
        _check(raw["relation"] in ontology.relations, path, f"no relation {raw['relation']}")
        only = [frozenset(raw.get(name, ())) for name in ("only_from", "only_to")]
        for cls in only[0] | only[1]:
            _check(cls in ontology.classes, path, f"tables: no class {cls}")
        tables.append(TableRule(raw["relation"], tuple(raw["from"]), tuple(raw["to"]), *only))
    light = frozenset(raw_rules["light"])
    cues = tuple(_cue(raw, ontology, path) for raw in raw_rules["cues"])
    for relation in raw_rules["agent_nouns"]:
        _check(relation in ontology.relations, path, f"agent_nouns: no relation {relation}")
    said_by_noun = {noun: relation for relation, nouns in raw_rules["agent_nouns"].items() for noun in nouns}
    predicates = light | by_predicate.keys()
    return Rules(
        by_predicate={lemma: tuple(by_predicate.get(lemma, ())) for lemma in predicates},
        predicate_ends=frozenset(lemma[at:] for lemma in predicates for at in range(len(lemma))),
        cues=cues,
        cue_signals=Signals([cue.begins for cue in cues]),
        tables=tuple(tables),
        labels=_labels(raw_rules["labels"], ontology, path),
        entries=(entries := _labels(raw_rules["entries"], ontology, path)),
        entry_noun=_entry_noun(entries),
        joined_captions=tuple(raw_rules["joined_captions"]),
        agent_nouns=_agent_nouns(said_by_noun),
        said_by_noun=said_by_noun,
        money_columns=frozenset(raw_rules["money_columns"]),
        located_captions=frozenset(raw_rules["located_captions"]),
        seats=_seats(raw_rules["seats"]),
        payments=_payments(raw_rules["payments"]),
        planned=re.compile(
            rf"\s*(?:할|될|을|를|하기로|한다는|하는|ㄹ)?\s*(?:{'|'.join(map(re.escape, sorted(raw_rules['planned'])))})"
        ),
        negated=re.compile("|".join(map(re.escape, sorted(raw_rules["negated"])))),
        intransitive=frozenset(raw_rules["intransitive"]),
        light=light,
        reference=_reference(raw_rules["references"]),
        counts=raw_rules["references"]["counts"],
        here=frozenset(raw_rules["references"]["here"]),
        newborn=frozenset(raw_rules["references"]["newborn"]),
        persons=frozenset(raw_rules["references"]["persons"]),
        stand_for=_stand_for(raw_rules["references"]["stand_for"], ontology, path)
        | _stand_for(raw_rules["references"]["stand_for_behind"], ontology, path),
        kinds=_stand_for(raw_rules["references"]["kinds"], ontology, path),
        heads=_heads(raw_rules["heads"], ontology, path),
    )


def _reference(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """Nouns that refer: behind a demonstrative or a number word, some of them also alone."""

    def any_of(words: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w))))

    behind = [word for words in raw["stand_for_behind"].values() for word in words]
    of_class = [word for words in raw["stand_for"].values() for word in words]
    alone = [*raw["alone"], *of_class, *raw["here"], *raw["newborn"], *raw["persons"]]
    nouns = [*raw["behind"], *behind, *raw["several"]]
    begins = {word[0] for word in (*raw["demonstratives"], *raw["counts"], *alone, *nouns)}
    return re.compile(
        rf"(?=[{re.escape(''.join(sorted(begins)))}])(?<![가-힣A-Za-z0-9])"  # most letters begin none of the words
        rf"(?P<told>(?P<this>{any_of(raw['demonstratives'])})\s|(?P<count>{any_of(raw['counts'])})\s?)?"
        rf"(?P<noun>(?P<alone>{any_of(alone)})|(?(told)(?:{any_of(nouns)})|(?!)))"
        r"(?=(?:[은는이가을를의에와과도]|로[는\s]|에[서는])[가-힣]{0,2}(?:\s|,|\Z)"
        r"|\s(?:기간|현장|폐막|폐막식|개막식|무대|연단|단상|석상|본회의|둘째\s날|셋째\s날|첫날|마지막\s날)"
        r"|(?(this)\s(?:산하|소속|직속|부설|자회사|계열사)(?:의|인)?\s|(?!))"
        r"|(?(this)\s[가-힣]{2,5}(?:\s?[(（][㐀-䶿一-鿿]{2,4}[)）]|\s[가-힣]{2,8}[은는이가의])|(?!)))"
    )


def _payments(raw: Mapping[str, Sequence[str]]) -> Payments:
    def any_of(*words: str) -> str:
        return "|".join(map(re.escape, sorted({w for key in words for w in raw[key]}, key=lambda w: (-len(w), w))))

    behind = r"(?:의)?\s(?:[가-힣\d]+\s){0,2}?[가-힣]{0,4}?"
    ends = r"(?=\s|,|[은는이가을를의로으에])"
    return Payments(
        given=re.compile(rf"{behind}(?P<noun>{any_of('gifts', 'either')}){ends}"),
        gifts=frozenset(raw["gifts"]),
        needed=re.compile(rf"{behind}(?P<noun>{any_of('needs', 'either')}){ends}"),
        called=re.compile(rf"\s(?:[가-힣]+\s)?(?:{any_of('gifts', 'either', 'sums')})[은는이]\s"),
        other=re.compile(any_of("other")),
        round=re.compile(
            rounds := r"시리즈\s?[A-Z]|(?:[A-Z]\+?\s?|투자\s?|이번\s|신규\s)라운드|(?:지분\s?)?투자(?=에|자)|증자에"
        ),
        raising=re.compile(rf"(?:의)?\s(?:[가-힣A-Za-z\d]+\s){{0,3}}(?:{rounds}|투자)"),
        same=re.compile(rf"(?<![가-힣])(?:{any_of('same')}|1\s?(?::|대)\s?1(?!\d))"),
        matched=re.compile(
            rf"(?:{any_of('matched')})(?=하|해|한|함|했|된|펀드|자금|\s?(?:투자|지원|출자|출연|투입|부담|보조|기부)|[,.;)]|\s*\Z)"
        ),
    )


def _seats(raw: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """What stands around a place that is a seat: a label before it or a noun behind it."""
    before, behind = (
        "|".join(sorted(map(re.escape, raw[name]), key=len, reverse=True)) for name in ("before", "behind")
    )
    return re.compile(
        rf"(?:글로벌|지역|중국|아시아)?(?:{before})[:：을를]?\|(?:에둠|에두고있음|에설치|에)?|\|(?:에|내|시내)?(?:{behind})(?:함|를둠|을둠|를두고있음)?"
    )


def _agent_nouns(nouns: Iterable[str]) -> re.Pattern[str]:
    """What stands behind a thing and says who does it: `의 공동 개최자는`."""
    words = "|".join(map(re.escape, sorted(nouns, key=lambda w: (-len(w), w))))
    return re.compile(rf"\s*(?:의\s|\s)(?:공동\s)?(?P<noun>{words})(?:은|는)\s")


def _labels(raw: Sequence[Mapping[str, Any]], ontology: Ontology, path: Path) -> dict[str, tuple[LabelRule, ...]]:
    out: dict[str, tuple[LabelRule, ...]] = {}
    for row in raw:
        _check(row["relation"] in ontology.relations, path, f"labels: no relation {row['relation']}")
        _check({row["from"], row["to"]} == {"named", "topic"}, path, "labels: from and to are named and topic")
        for cls in row["of"]:
            _check(cls in ontology.classes, path, f"labels: no class {cls}")
        rule = LabelRule(frozenset(row["words"]), row["relation"], row["from"] == "named", frozenset(row["of"]))
        for word in rule.words:
            of = frozenset().union(*(other.of for other in out.get(word, ())))
            _check(not of & rule.of, path, f"labels: {word} stands twice for one class")
            out[word] = (*out.get(word, ()), rule)
    return out


def _entry_noun(entries: Iterable[str]) -> re.Pattern[str]:
    """What stands behind a name and closes a part of a line: `공동 구축,`."""
    words = "|".join(map(re.escape, sorted(entries, key=lambda w: (-len(w), w))))
    return re.compile(
        r"(?:\s?등)?\s?(?:공동(?:으로)?|합동|우선|시범|전면|첫|최초|각각|\d자|양자|자체|직접)?\s?"
        rf"(?P<noun>{words})(?=\s?(?:,|;|·\s?[가-힣]{{2}}\b|\.|\(|（|\Z|예정|완료|및\s))"
    )


def _stand_for(raw: Mapping[str, Sequence[str]], ontology: Ontology, path: Path) -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for cls, words in raw.items():
        _check(cls in ontology.classes, path, f"references: no class {cls}")
        for word in words:
            out[word].add(cls)
    return {word: frozenset(classes) for word, classes in out.items()}


def _heads(raw: Sequence[Mapping[str, Any]], ontology: Ontology, path: Path) -> dict[str, Head]:
    out: dict[str, Head] = {}
    for row in raw:
        for cls in row["of"]:
            _check(cls in ontology.classes, path, f"heads: no class {cls}")
        for post in row["posts"]:
            _check(post not in out, path, f"heads: {post} stands twice")
            out[post] = Head(frozenset(row["of"]), tuple(row.get("ends", ("",))))
    return out


def _rule(raw: Mapping[str, Any], ontology: Ontology, path: Path) -> Rule:
    claims = []
    for claim in raw["claims"]:
        _check(claim["relation"] in ontology.relations, path, f"{raw['id']}: no relation {claim['relation']}")
        for end in ("from", "to"):
            _check(claim[end] in get_args(Role), path, f"{raw['id']}: no role {claim[end]}")
            for cls in claim.get(f"only_{end}", ()):
                _check(cls in ontology.classes, path, f"{raw['id']}: no class {cls}")
        only_from, only_to = frozenset(claim.get("only_from", ())), frozenset(claim.get("only_to", ()))
        domain, range_ = ontology.domain(claim["relation"]), ontology.range(claim["relation"])
        claims.append(
            ClaimRule(
                claim["relation"],
                claim["from"],
                claim["to"],
                only_from,
                only_to,
                domain & only_from if only_from else domain,
                range_ & only_to if only_to else range_,
            )
        )
    return Rule(
        raw["id"],
        frozenset(raw["predicates"]),
        bool(raw.get("money", False)),
        frozenset(raw.get("without_sum", ())),
        tuple(raw.get("before_thing", ())),
        tuple(raw.get("needs", ())),
        tuple(raw.get("unless", ())),
        bool(raw.get("joint", False)),
        frozenset(raw.get("topic", ())),
        tuple(claims),
    )


def _cue(raw: Mapping[str, Any], ontology: Ontology, path: Path) -> CueRule:
    _check(raw["relation"] in ontology.relations, path, f"cues: no relation {raw['relation']}")
    for name in ("only_from", "only_to", "topic"):
        for cls in raw.get(name, ()):
            _check(cls in ontology.classes, path, f"cues, {raw['id']}: no class {cls}")
    for name in ("from", "to"):
        for kind in raw[name]:
            _check(kind in PARTICLES, path, f"cues, {raw['id']}: no kind of particles {kind}")
    for word in raw["words"]:
        _check(bool(beginnings(word)), path, f"cues, {raw['id']}: let {word} begin with the letters that it needs")
    return CueRule(
        raw["id"],
        raw["relation"],
        re.compile("|".join(f"(?:{word})" for word in raw["words"])),
        frozenset(begin for word in raw["words"] for begin in beginnings(word)),
        frozenset(raw["from"]),
        frozenset(raw["to"]),
        frozenset(raw["only_from"]),
        frozenset(raw["only_to"]),
        frozenset(raw.get("topic", ())),
        bool(raw.get("money", False)),
        frozenset(raw.get("beside", ("appliesTo", "locatedIn"))),
        bool(raw.get("guess", False)),
    )


def _check(holds: bool, path: Path, reason: str) -> None:
    if not holds:
        raise DataError(path, reason)
