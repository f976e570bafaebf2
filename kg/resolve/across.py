"""Resolution across documents: local entities to things with IRIs.

In: document records in any order. Out: a `Corpus` whose claims and targets refer to IRIs. Things are one by
gazetteer key; else by department and place; else by Chinese name; else by full Korean name, within a family of
classes and never across two keys. The IRI comes from what identifies the thing; IRIs that a document alone would have
given stay resolvable (`same_as`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

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
    Target,
    TargetSeen,
    joined,
)
from kg.ontology import Ontology
from kg.resolve.judgements import Judgements, load_judgements
from kg.vocab import entity_iri, hashed_key

_Local = tuple[str, str]  # bulletin id, local id
_Token = tuple[str, ...]
_SHORTEST = 4
"""Korean names with fewer syllables are too often namesakes to be united by form alone."""


@dataclass
class _Thing:
    """Local entities taken for one thing."""

    members: list[tuple[str, LocalEntity]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def resolve_corpus(records: Iterable[DocumentRecord], lexicon: Lexicon, ontology: Ontology) -> Corpus:
    """The resolved corpus; the order of the records makes no difference."""
    documents = tuple(sorted(records, key=lambda r: r.id))
    locals_ = [(document.id, entity) for document in documents for entity in document.entities]
    things = _group(locals_, ontology, load_judgements())
    entities: dict[str, Entity] = {}
    iri_of: dict[_Local, str] = {}
    for thing in things:
        entity = _entity(thing, lexicon, ontology)
        entities[entity.iri] = _united(entities.get(entity.iri), entity)
        for bulletin, local in thing.members:
            iri_of[bulletin, local.id] = entity.iri
    return Corpus(
        documents=documents,
        entities=tuple(entities[iri] for iri in sorted(entities)),
        claims=tuple(_claims(documents, iri_of, entities, ontology)),
        targets=tuple(_targets(documents, iri_of, entities, ontology)),
        addresses=tuple(
            (document.id, iri_of[document.id, local], technology, evidence)
            for document in documents
            for local, technology, evidence in document.addresses
        ),
    )


# --- grouping ---------------------------------------------------------------------------------------------


def _tokens(entity: LocalEntity, ontology: Ontology) -> list[_Token]:
    """What identifies an entity, the strongest first."""
    family = ontology.family(entity.cls)
    if entity.key:
        return [("key", family, entity.key)]
    place = (entity.place,) if entity.place else ()
    tokens: list[_Token] = []
    for name in entity.names:
        if name.lang.startswith("zh"):
            tokens.append(("zh", family, fold_han(name.text), *place))
    for name in entity.names:
        if name.lang == "ko" and len(fold(name.text)) >= _SHORTEST:
            tokens.append(("ko", family, fold_han(name.text), *place))
    if not tokens:
        tokens.append(("name", family, fold_han(entity.names[0].text), *place))
    return list(dict.fromkeys(tokens))


def _judged(entity: LocalEntity, ontology: Ontology, judgements: Judgements) -> list[_Token]:
    """A token for each pair of names that a judgement says are the same thing."""
    family = ontology.family(entity.cls)
    own = [name.text for name in entity.names]
    return [
        ("judged", family, *sorted((fold_han(name), partner)))
        for name in own
        for partner in sorted(judgements.partners([name]))
    ]


def _group(locals_: Iterable[tuple[str, LocalEntity]], ontology: Ontology, judgements: Judgements) -> list[_Thing]:
    """Unite by token, in the order of strength of the tokens; things with different keys stay apart."""
    parent: dict[int, int] = {}
    key_of: dict[int, str | None] = {}
    items = list(locals_)
    tokens = [[*_tokens(entity, ontology), *_judged(entity, ontology, judgements)] for _, entity in items]
    names = {i: [name.text for name in entity.names] for i, (_, entity) in enumerate(items)}
    for i, (_, entity) in enumerate(items):
        parent[i], key_of[i] = i, entity.key

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[_Token, int] = {}
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
                parent[right] = left
                names[left] += names[right]
                key_of[left] = key_of[left] or key_of[right]
                reasons.append((first[token], i, kind))
    things: dict[int, _Thing] = defaultdict(_Thing)
    for i, item in enumerate(items):
        things[root(i)].members.append(item)
    for left, right, kind in reasons:
        how = {"key": "gazetteer key", "zh": "chinese name", "judged": "judgement"}.get(kind, "form")
        if kind != "key":
            things[root(left)].merges.append(Merge(how, items[left][1].names[0].text, items[right][1].names[0].text))
    return list(things.values())


# --- entities ---------------------------------------------------------------------------------------------


def _entity(thing: _Thing, lexicon: Lexicon, ontology: Ontology) -> Entity:
    members = sorted(thing.members, key=lambda item: (item[0], int(item[1].id[1:])))
    key = next((m.key for _, m in members if m.key), None)
    cls = lexicon.entries[key].cls if key else _class(m for _, m in members)
    iri = _iri(cls, key, [m for _, m in members], ontology)
    alone = {_iri(m.cls, m.key, [m], ontology) for _, m in members}
    return Entity(
        iri=iri,
        cls=cls,
        names=_names([m for _, m in members]),
        sightings=tuple((bulletin, s) for bulletin, m in members for s in m.sightings),
        confidence=max(m.confidence for _, m in members),
        rules=tuple(sorted({rule for _, m in members for rule in m.rules})),
        key=key,
        merges=tuple(dict.fromkeys((*(merge for _, m in members for merge in m.merges), *thing.merges))),
        same_as=tuple(sorted(alone - {iri})),
    )


def _united(known: Entity | None, new: Entity) -> Entity:
    """Two groups that share no token may still get one IRI (same key, classes of two families): they are one."""
    if known is None:
        return new
    return replace(
        known,
        names=tuple(dict.fromkeys((*known.names, *new.names))),
        sightings=(*known.sightings, *new.sightings),
        confidence=max(known.confidence, new.confidence),
        rules=tuple(sorted({*known.rules, *new.rules})),
        merges=tuple(dict.fromkeys((*known.merges, *new.merges))),
        same_as=tuple(sorted({*known.same_as, *new.same_as} - {known.iri})),
    )


def _class(members: Iterable[LocalEntity]) -> str:
    votes: Counter[str] = Counter()
    for member in members:
        votes[member.cls] += int(100 * member.confidence) * len(member.sightings)
    return max(sorted(votes), key=lambda cls: votes[cls])


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
    firsts: Counter[Name] = Counter()
    others: Counter[Name] = Counter()
    for member in members:
        firsts[member.names[0]] += len(member.sightings)
        others.update(member.names)
    ordered = sorted(firsts, key=lambda n: (script_of(n.text) != "ko", -firsts[n], n))
    return tuple(dict.fromkeys((*ordered, *sorted(others, key=lambda n: (-others[n], n)))))


# --- claims -----------------------------------------------------------------------------------------------


def _claims(
    documents: Iterable[DocumentRecord],
    iri_of: Mapping[_Local, str],
    entities: Mapping[str, Entity],
    ontology: Ontology,
) -> Iterator[tuple[str, ClaimSeen]]:
    """Claims between IRIs; one whose ends fell together, or whose classes no longer fit, is dropped.

    A fact that several documents state has the qualifiers of all.
    """
    grouped: dict[str, list[tuple[str, ClaimSeen]]] = defaultdict(list)
    for document in documents:
        for seen in document.claims:
            subject = iri_of[document.id, seen.claim.subject]
            object_ = iri_of[document.id, seen.claim.object]
            fits = ontology.allows(seen.claim.predicate, entities[subject].cls, entities[object_].cls)
            if subject != object_ and fits:
                claim = Claim(subject, seen.claim.predicate, object_, seen.claim.qualifiers)
                grouped[claim.id].append((document.id, ClaimSeen(claim, seen.evidence)))
    for sightings in grouped.values():
        claim = joined([seen for _, seen in sightings])
        yield from ((document_id, ClaimSeen(claim, seen.evidence)) for document_id, seen in sightings)


def _targets(
    documents: Iterable[DocumentRecord],
    iri_of: Mapping[_Local, str],
    entities: Mapping[str, Entity],
    ontology: Ontology,
) -> Iterator[tuple[str, TargetSeen]]:
    """Targets between IRIs; of what other documents show to be no policy there are none."""
    for document in documents:
        for seen in document.targets:
            old = seen.target
            if entities[iri_of[document.id, old.policy]].cls not in ontology.domain("hasTarget"):
                continue
            target = Target(
                iri_of[document.id, old.policy], old.metric, old.value, old.unit, old.year, old.bound, old.written
            )
            yield document.id, TargetSeen(target, seen.evidence)
