"""What a document states, noted while it is written, in the format of the gold files.

In: things as they are named, facts as they are told. Out: the gold of the document: entities with the names that its
text has, relations, targets, funding. What only a reader's knowledge adds, or the text merely suggests, is optional.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bench.generator.world import Thing

_PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_NO_ACTORS = _PLACES | {"Person"}
_ABOUT = frozenset({"Policy", "Report", "Program"})
_NOWHERE = frozenset({"Product", "Person"})
_LYING = _PLACES | {"LocalGovernment"}
_JOINT = frozenset({"issuedBy", "establishedBy", "develops"})
_ALSO = {
    "Project": ["Program", "Product", "InnovationCenter"],
    "Program": ["Project", "Policy"],
    "DevelopmentZone": ["Project"],
    "FundingBody": ["Program"],
    "Product": ["Project"],
    "InnovationCenter": ["ResearchInstitute", "Laboratory"],
    "Laboratory": ["InnovationCenter"],
    "Policy": ["Program"],
    "Report": ["Policy"],
}
"""Classes beside the meant one that a reader could give too, as the project's other gold files allow them."""


def fold(text: str) -> str:
    """A name without spaces, quotes and brackets, in one case: how names are compared."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s'\"‘’“”`´「」『』《》〈〉<>()（）\[\]{}·∙・,]", "", text)


@dataclass(slots=True)
class _Entity:
    thing: Thing
    id: str
    names: dict[str, None] = field(default_factory=dict)
    articles: dict[str, None] = field(default_factory=dict)
    optional: bool = True


@dataclass(slots=True)
class Truth:
    """The gold of one document while it is written."""

    bulletin: str
    above: Callable[[str], tuple[str, ...]]
    entities: dict[str, _Entity] = field(default_factory=dict)
    relations: dict[tuple[str, str, str], tuple[str, bool]] = field(default_factory=dict)
    targets: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    funding: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    def free(self, thing: Thing) -> bool:
        """Whether no other thing of the document bears a name of this one, or of what its name names."""
        return all(
            self._owners.get(fold(name), one.key) == one.key
            for one in _with_named(thing)
            for name in (one.ko, one.zh, *one.forms)
            if name
        )

    def reserve(self, thing: Thing) -> None:
        """The names of the thing are its own from now on."""
        for one in _with_named(thing):
            for name in filter(None, (one.ko, one.zh, *one.forms)):
                self._owners.setdefault(fold(name), one.key)

    def named(self, thing: Thing, name: str, article: str, *, optional: bool = False) -> None:
        """The text of an article names a thing so."""
        entity = self._entity(thing)
        entity.names.setdefault(name)
        entity.articles.setdefault(article)
        entity.optional &= optional
        if thing.place is not None and _within(thing.place, name):
            where = thing.place
            self.named(where, where.ko, article, optional=not thing.stated)
            if thing.cls in _ABOUT:
                self.stated(thing, "appliesTo", where, article, optional=not thing.stated)
            elif thing.cls not in _NOWHERE:
                self.stated(thing, "locatedIn", where, article, optional=thing.cls not in _LYING)
        if thing.parent is not None and _within(thing.parent, name):
            self.named(thing.parent, thing.parent.ko, article)
            self.stated(thing, "partOf", thing.parent, article)

    def stated(self, subject: Thing, relation: str, obj: Thing, article: str, *, optional: bool = False) -> None:
        """The text states the relation, or merely allows it."""
        key = (subject.key, relation, obj.key)
        if subject.key != obj.key:
            _, before = self.relations.get(key, (article, True))
            self.relations[key] = (article, before and optional)

    def target(self, policy: Thing, value: Decimal, unit: str, year: int, article: str) -> None:
        """The policy sets itself a target."""
        row = {"policy": policy.key, "value": value, "unit": unit, "year": year, "article": article}
        self.targets.setdefault((policy.key, value, unit, year), row)

    def funded(self, giver: Thing, taker: Thing, amount: Decimal, article: str) -> None:
        """A sum of yuan is given."""
        row = {"s": giver.key, "o": taker.key, "amount": amount, "currency": "CNY", "article": article}
        self.funding.setdefault((giver.key, taker.key, amount), row)

    def gold(self, text: str) -> dict[str, Any]:
        """The gold file's contents; `text` is the whole document."""
        folded = fold(text)
        self._infer()
        ids = {key: entity.id for key, entity in self.entities.items()}
        relations = [
            {"s": ids[s], "p": p, "o": ids[o], "article": article, "optional": optional}
            for (s, p, o), (article, optional) in self.relations.items()
            if s in ids and o in ids
        ]
        targets = [{**row, "policy": ids[row["policy"]], "value": _plain(row["value"]), "optional": False}
                   for row in self.targets.values()]  # fmt: skip
        funding = [{**row, "s": ids[row["s"]], "o": ids[row["o"]], "amount": _plain(row["amount"]), "optional": False}
                   for row in self.funding.values()]  # fmt: skip
        entities = [self._row(entity, folded) for entity in self.entities.values()]
        return {
            "bulletin": self.bulletin,
            "entities": entities,
            "relations": relations,
            "targets": targets,
            "funding": funding,
        }

    def _row(self, entity: _Entity, folded: str) -> dict[str, Any]:
        thing = entity.thing
        names = [name for name in (*entity.names, thing.ko, *thing.forms, thing.zh) if name and fold(name) in folded]
        return {
            "id": entity.id,
            "types": [thing.cls, *_ALSO.get(thing.cls, ())],
            "names": list(dict.fromkeys(names)),
            "articles": list(entity.articles),
            "optional": entity.optional,
        }

    def _entity(self, thing: Thing) -> _Entity:
        entity = self.entities.get(thing.key)
        if entity is None:
            entity = self.entities[thing.key] = _Entity(thing, f"e{len(self.entities) + 1}")
        return entity

    def _infer(self) -> None:
        """What follows from the facts with a map at hand, or from doing something jointly: optional."""
        for (subject, relation, obj), (article, _) in list(self.relations.items()):
            if relation == "locatedIn":
                for place in self.above(obj):
                    self._maybe(subject, relation, place, article)
        for key, entity in list(self.entities.items()):
            if entity.thing.cls in _PLACES:
                for place in self.above(key):
                    self._maybe(key, "locatedIn", place, next(iter(entity.articles)))
        self._infer_joint()

    def _infer_joint(self) -> None:
        joint: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for (subject, relation, obj), (article, _) in self.relations.items():
            if relation in _JOINT:
                key, other = ((obj, relation), subject) if relation == "develops" else ((subject, relation), obj)
                joint.setdefault(key, []).append((other, article))
        for partners in joint.values():
            actors = [p for p in partners if self.entities[p[0]].thing.cls not in _NO_ACTORS]
            for (one, article), (other, _) in itertools.combinations(actors, 2):
                self._maybe(one, "collaboratesWith", other, article)

    def _maybe(self, subject: str, relation: str, obj: str, article: str) -> None:
        if obj in self.entities and subject != obj and (subject, relation, obj) not in self.relations:
            self.relations[subject, relation, obj] = (article, True)


def _with_named(thing: Thing) -> Iterable[Thing]:
    return (one for one in (thing, thing.place, thing.parent) if one is not None)


def _within(thing: Thing, name: str) -> bool:
    """Whether a name has that of the thing in it."""
    return any(form in name for form in (thing.ko, thing.zh, *thing.forms) if form)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
