"""Resolution across documents: local entities to things with IRIs.

In: local entities of any documents, in any order. Out: things with IRIs and whose local entities they are; for whole
records, a `Corpus` whose claims and targets refer to IRIs. Things are one by gazetteer key; else by department and
place; else by Chinese name; else by full Korean name, within a family of classes and never across two keys. The IRI
comes from what identifies the thing; IRIs that a document alone would have given stay resolvable (`same_as`).

Entities that are not tied by tokens, directly or over others, have nothing to do with each other; so a part of the
corpus can be resolved by itself (`kg.ledger`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.language.script import fold, fold_han, script_of
from kg.lexicon import Lexicon
from kg.model import (
    Claim,
    ClaimSeen,
    Corpus,
    DocumentRecord,
    Entity,
    LocalEntity,
    Merge,
    Name,
    TargetSeen,
    joined,
)
from kg.ontology import Ontology
from kg.resolve.judgements import Judgements, load_judgements
from kg.resolve.wording import behind_other_words
from kg.vocab import entity_iri, hashed_key

Member = tuple[str, LocalEntity]
"""Bulletin id and local entity."""

Token = tuple[str, ...]
_SHORTEST = 4
"""Korean names with fewer syllables are too often namesakes to be united by form alone."""


@dataclass
class _Thing:
    """Local entities taken for one thing."""

    members: list[Member] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves local entities; what it knows beforehand is fixed."""

    lexicon: Lexicon
    ontology: Ontology
    judgements: Judgements

    def tokens(self, entity: LocalEntity) -> list[Token]:
        """What ties an entity to others: two with a token in common may be one thing."""
        return [*_tokens(entity, self.ontology), *_judged(entity, self.ontology, self.judgements)]

    def things(self, members: Iterable[Member]) -> list[tuple[Entity, tuple[Member, ...]]]:
        """The things that these local entities are, each with its members.

        All local entities that a token ties to one of them must be among them; their order makes no difference.
        """
        ordered = sorted(members, key=_by_document)
        if len(ordered) == 1:  # as most components are
            return [(_entity(_Thing(ordered), self), tuple(ordered))]
        found: dict[str, tuple[Entity, tuple[Member, ...]]] = {}
        for thing in _group(ordered, self):
            entity = _entity(thing, self)
            known = found.get(entity.iri)
            own = tuple(thing.members)
            found[entity.iri] = (united(known[0], entity), (*known[1], *own)) if known else (entity, own)
        return list(found.values())


def resolver(lexicon: Lexicon, ontology: Ontology) -> Resolver:
    """With the package's judgements."""
    return Resolver(lexicon, ontology, load_judgements())


def resolve_corpus(records: Iterable[DocumentRecord], lexicon: Lexicon, ontology: Ontology) -> Corpus:
    """The resolved corpus; the order of the records makes no difference."""
    documents = tuple(sorted(records, key=lambda r: r.id))
    members = ((document.id, entity) for document in documents for entity in document.entities)
    entities: dict[str, Entity] = {}
    placed: dict[tuple[str, str], Placed] = {}
    for entity, own in resolver(lexicon, ontology).things(members):
        entities[entity.iri] = entity
        placed.update({(bulletin, local.id): (entity.iri, entity.cls) for bulletin, local in own})
    return Corpus(
        documents=documents,
        entities=tuple(entities[iri] for iri in sorted(entities)),
        claims=tuple(_claims(documents, placed, ontology)),
        targets=tuple(_targets(documents, placed, ontology)),
        addresses=tuple(
            (document.id, placed[document.id, local][0], technology, evidence)
            for document in documents
            for local, technology, evidence in document.addresses
        ),
    )


# --- grouping ---------------------------------------------------------------------------------------------


def _by_document(member: Member) -> tuple[str, int]:
    bulletin, entity = member
    return bulletin, int(entity.id[1:])


def _tokens(entity: LocalEntity, ontology: Ontology) -> list[Token]:
    """What identifies an entity, the strongest first."""
    if entity.key:
        return [("key", entity.key)]
    family = ontology.family(entity.cls)
    place = (entity.place,) if entity.place else ()
    tokens: list[Token] = []
    for name in entity.names:
        if name.lang.startswith("zh"):
            tokens.append(("zh", family, fold_han(name.text), *place))
    for name in entity.names:
        if name.lang == "ko" and len(fold(name.text)) >= _SHORTEST:
            tokens.append(("ko", family, fold_han(name.text), *place))
    if not tokens:
        tokens.append(("name", family, fold_han(entity.names[0].text), *place))
    return list(dict.fromkeys(tokens))


def _judged(entity: LocalEntity, ontology: Ontology, judgements: Judgements) -> list[Token]:
    """A token for each pair of names that a judgement says are the same thing."""
    if not judgements.same:
        return []
    family = ontology.family(entity.cls)
    own = [name.text for name in entity.names]
    return [
        ("judged", family, *sorted((fold_han(name), partner)))
        for name in own
        for partner in sorted(judgements.partners([name]))
    ]


def _group(items: Sequence[Member], resolver: Resolver) -> list[_Thing]:
    """Unite by token, in the order of strength of the tokens; things with different keys stay apart."""
    judgements = resolver.judgements
    parent = list(range(len(items)))
    key_of = [entity.key for _, entity in items]
    tokens = [resolver.tokens(entity) for _, entity in items]
    names = {i: [name.text for name in entity.names] for i, (_, entity) in enumerate(items)}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    branches = _of_branches(tokens, names)
    first: dict[Token, int] = {}
    reasons: list[tuple[int, int, str]] = []
    for kind in ("judged", "key", "zh", "ko", "name"):
        for i, own in enumerate(tokens):
            for token in own:
                if token[0] != kind:
                    continue
                left, right = sorted((root(first.setdefault(token, i)), root(i)))
                if left == right or (key_of[left] and key_of[right] and key_of[left] != key_of[right]):
                    continue
                if judgements.apart(names[left], names[right]):
                    continue
                if token in branches:
                    continue
                parent[right] = left
                names[left] += names[right]
                key_of[left] = key_of[left] or key_of[right]
                reasons.append((first[token], i, kind))
    things: dict[int, _Thing] = defaultdict(_Thing)
    for i, item in enumerate(items):
        things[root(i)].members.append(item)
    for left, right, kind in reasons:
        how = {"zh": "chinese name", "judged": "judgement"}.get(kind, "form")
        if kind != "key":
            things[root(left)].merges.append(Merge(how, items[left][1].names[0].text, items[right][1].names[0].text))
    return list(things.values())


def _of_branches(tokens: Sequence[Sequence[Token]], names: Mapping[int, Sequence[str]]) -> set[Token]:
    """Tokens that say nothing: of names that branches of one house bear behind other words."""
    bearers: dict[Token, set[tuple[str, ...]]] = defaultdict(set)
    for i, own in enumerate(tokens):
        if len(names[i]) > 1:
            for token in own:
                if token[0] == "ko":
                    bearers[token].add(tuple(names[i]))
    return {
        token
        for token, found in bearers.items()
        if len(found) > 1 and any(behind_other_words(a, b) for a, b in combinations(sorted(found), 2))
    }


# --- entities ---------------------------------------------------------------------------------------------


def _entity(thing: _Thing, resolver: Resolver) -> Entity:
    lexicon, ontology = resolver.lexicon, resolver.ontology
    members = sorted(thing.members, key=_by_document)
    local = [m for _, m in members]
    key = next((m.key for m in local if m.key), None)
    cls = lexicon.entries[key].cls if key else _class(local)
    iri = _iri(cls, key, local, ontology)
    as_alone = len(local) == 1 and local[0].cls == cls  # as most are
    alone = {iri} if as_alone else {_iri(m.cls, m.key, [m], ontology) for m in local}
    return Entity(
        iri=iri,
        cls=cls,
        names=_names(local),
        sightings=tuple((bulletin, s) for bulletin, m in members for s in m.sightings),
        confidence=max([m.confidence for m in local]),
        rules=tuple(sorted({rule for m in local for rule in m.rules})),
        key=key,
        merges=tuple(dict.fromkeys([*(merge for m in local for merge in m.merges), *thing.merges])),
        same_as=tuple(sorted(alone - {iri})),
    )


def united(known: Entity, new: Entity) -> Entity:
    """Two groups may get one IRI though no token ties them (a name of one, the place of another): they are one."""
    return replace(
        known,
        names=tuple(dict.fromkeys((*known.names, *new.names))),
        sightings=(*known.sightings, *new.sightings),
        confidence=max(known.confidence, new.confidence),
        rules=tuple(sorted({*known.rules, *new.rules})),
        merges=tuple(dict.fromkeys((*known.merges, *new.merges))),
        same_as=tuple(sorted({*known.same_as, *new.same_as} - {known.iri})),
    )


def _class(members: Sequence[LocalEntity]) -> str:
    if len(members) == 1:
        return members[0].cls
    votes: defaultdict[str, int] = defaultdict(int)
    for member in members:
        votes[member.cls] += int(100 * member.confidence) * len(member.sightings)
    return max(sorted(votes), key=votes.__getitem__)


def _iri(cls: str, key: str | None, members: list[LocalEntity], ontology: Ontology) -> str:
    family = ontology.family(cls)
    if key:
        return entity_iri(family, key)
    place = min((m.place for m in members if m.place), default=None)
    context = (place,) if place else ()
    chinese = sorted({fold_han(n.text) for m in members for n in m.names if n.lang.startswith("zh")})
    if chinese:
        return entity_iri(family, hashed_key(family, max(chinese, key=lambda n: (len(n), n)), *context))
    first = sorted({fold_han(m.names[0].text) for m in members})
    return entity_iri(family, hashed_key(family, first[0], *context))


def _names(members: Iterable[LocalEntity]) -> tuple[Name, ...]:
    """Names of all members: the most usual first name leads, then by how often a name is given."""
    firsts: defaultdict[Name, int] = defaultdict(int)
    others: defaultdict[Name, int] = defaultdict(int)
    for member in members:
        firsts[member.names[0]] += len(member.sightings)
        for name in member.names:
            others[name] += 1
    ordered = list(firsts)
    if len(ordered) > 1:
        ordered.sort(key=lambda n: (script_of(n.text) != "ko", -firsts[n], n))
    return tuple(dict.fromkeys([*ordered, *sorted(others, key=lambda n: (-others[n], n))]))


# --- claims -----------------------------------------------------------------------------------------------


Placed = tuple[str, str]
"""IRI and class of the thing that a local entity is."""


def fact_of(seen: ClaimSeen, subject: Placed, object_: Placed, ontology: Ontology) -> ClaimSeen | None:
    """A claim between the things that its ends are; none where they are one, or their classes do not fit.

    Of a symmetric relation it goes from the lesser IRI to the greater.
    """
    claim = claim_of(seen.claim, subject, object_, ontology)
    return None if claim is None else ClaimSeen(claim, seen.evidence)


def claim_of(claim: Claim, subject: Placed, object_: Placed, ontology: Ontology) -> Claim | None:
    """As `fact_of`, of the claim alone."""
    if subject[0] == object_[0] or not ontology.allows(claim.predicate, subject[1], object_[1]):
        return None
    placed = Claim(subject[0], claim.predicate, object_[0], claim.qualifiers)
    return placed.from_lesser() if ontology.symmetric(claim.predicate) else placed


def target_of(seen: TargetSeen, policy: Placed, ontology: Ontology) -> TargetSeen | None:
    """A target of the thing that its policy is; none of what other documents show to be no policy."""
    if policy[1] not in ontology.domain("hasTarget"):
        return None
    return TargetSeen(replace(seen.target, policy=policy[0]), seen.evidence)


def _claims(
    documents: Iterable[DocumentRecord], placed: Mapping[tuple[str, str], Placed], ontology: Ontology
) -> Iterator[tuple[str, ClaimSeen]]:
    """Claims between IRIs. A fact that several documents state has the qualifiers of all."""
    grouped: dict[str, list[tuple[str, ClaimSeen]]] = defaultdict(list)
    for document in documents:
        for seen in document.claims:
            subject, object_ = (placed[document.id, end] for end in (seen.claim.subject, seen.claim.object))
            fact = fact_of(seen, subject, object_, ontology)
            if fact is not None:
                grouped[fact.claim.id].append((document.id, fact))
    for sightings in grouped.values():
        claim = joined([seen for _, seen in sightings])
        yield from ((document_id, ClaimSeen(claim, seen.evidence)) for document_id, seen in sightings)


def _targets(
    documents: Iterable[DocumentRecord], placed: Mapping[tuple[str, str], Placed], ontology: Ontology
) -> Iterator[tuple[str, TargetSeen]]:
    """Targets of IRIs."""
    for document in documents:
        for seen in document.targets:
            target = target_of(seen, placed[document.id, seen.target.policy], ontology)
            if target is not None:
                yield document.id, target
