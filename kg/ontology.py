"""Reads the ontology: in go the Turtle files of `ontology/`, out comes one frozen `Ontology`.

The only place where code learns of classes, relations, their domains and ranges; none of them is listed here.
Names are local names of `cst:` terms (`Ministry`, `issuedBy`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, parse

from kg.errors import DataError, KgError
from kg.resources import ontology_dir
from kg.vocab import CST, CSTR, PREFIXES

_T = TypeVar("_T")

_LANGUAGES = ("ko", "zh", "en")
_RDF_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_DOMAIN = PREFIXES["rdfs"] + "domain"
_RANGE = PREFIXES["rdfs"] + "range"
_CLASS = PREFIXES["owl"] + "Class"
_PROPERTIES = tuple(PREFIXES["owl"] + kind + "Property" for kind in ("Object", "Datatype", "Annotation"))
_UNION = PREFIXES["owl"] + "unionOf"
_SYMMETRIC = PREFIXES["owl"] + "SymmetricProperty"
_VERSION = PREFIXES["owl"] + "versionInfo"
_DEFINITION = PREFIXES["skos"] + "definition"
_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_BROADER = PREFIXES["skos"] + "broader"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_ENTITY_CLASS = CST + "EntityClass"
_RELATION = CST + "Relation"
_IRI_FAMILY = CST + "iriFamily"
_ONTOLOGY = CST.removesuffix("#")
_SCHEMES = CSTR + "scheme/"


class TermError(KgError):
    """A class, property, scheme or language was asked for that the ontology does not have."""


def ontology_files(*, directory: Path | None = None) -> tuple[Path, ...]:
    """The ontology and its concept schemes, without the shapes: the ontology graph of a SHACL validation."""
    return tuple(sorted((directory or ontology_dir()).glob("*.ttl")))


def shape_files(*, directory: Path | None = None) -> tuple[Path, ...]:
    """The SHACL shapes."""
    return tuple(sorted(((directory or ontology_dir()) / "shapes").glob("*.ttl")))


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a SKOS scheme: a technology field, a document genre, a policy status.

    `labels`: preferred label per language tag (`ko`, `zh-Hans`, `en`). `alt_labels`: the other forms per
    language tag, sorted. `broader`: slugs of the next wider concepts.
    """

    iri: str
    slug: str
    labels: Mapping[str, str]
    alt_labels: Mapping[str, tuple[str, ...]]
    broader: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every label of every language once, preferred ones first."""
        alternatives = (form for forms in self.alt_labels.values() for form in forms)
        return tuple(dict.fromkeys((*self.labels.values(), *alternatives)))


@dataclass(frozen=True, slots=True)
class Ontology:
    """The vocabulary. Every method raises `TermError` for a name that it does not have.

    `classes`: all classes but helper unions, abstract ones (`Actor`) too. `entity_classes`: those that a
    named thing may have, one each. `relations`: properties that tie named things together. `properties`: all.
    """

    version: str
    classes: frozenset[str]
    entity_classes: frozenset[str]
    relations: frozenset[str]
    properties: frozenset[str]
    _ancestors: Mapping[str, frozenset[str]] = field(repr=False)
    _families: Mapping[str, str] = field(repr=False)
    _domains: Mapping[str, frozenset[str]] = field(repr=False)
    _ranges: Mapping[str, frozenset[str]] = field(repr=False)
    _symmetric: frozenset[str] = field(repr=False)
    _labels: Mapping[str, Mapping[str, str]] = field(repr=False)
    _definitions: Mapping[str, Mapping[str, str]] = field(repr=False)
    _concepts: Mapping[str, tuple[Concept, ...]] = field(repr=False)
    _forms: Mapping[str, tuple[tuple[str, Concept], ...]] = field(repr=False)

    def superclasses(self, name: str) -> frozenset[str]:
        """All `cst:` classes above class `name`, helper unions such as `Funder` included, itself excluded."""
        return _look_up(self._ancestors, name, "class")

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class `name` is class `ancestor` or below it."""
        above = self.superclasses(name)
        self.superclasses(ancestor)
        return name == ancestor or ancestor in above

    def family(self, name: str) -> str:
        """The path segment of the IRIs of instances of class `name`: `org`, `place`, `policy`, …"""
        return _look_up(self._families, name, "class with an IRI family")

    def domain(self, relation: str) -> frozenset[str]:
        """The most specific classes that a subject of `relation` may have."""
        return _look_up(self._domains, relation, "property with classes as domain")

    def range(self, relation: str) -> frozenset[str]:
        """The most specific classes that an object of `relation` may have."""
        return _look_up(self._ranges, relation, "property with classes as range")

    def allows(self, relation: str, subject_class: str, object_class: str) -> bool:
        """Whether `relation` may lead from an instance of one most specific class to one of the other."""
        for name in (subject_class, object_class):
            self.superclasses(name)
        return subject_class in self.domain(relation) and object_class in self.range(relation)

    def symmetric(self, relation: str) -> bool:
        """Whether property `relation` holds both ways as soon as it holds one way."""
        if relation not in self.properties:
            raise TermError(_unknown(relation, "property", self.properties))
        return relation in self._symmetric

    def label(self, name: str, lang: str) -> str:
        """Label of a class or property in `ko`, `zh` or `en`; `zh-Hans` falls back to `zh`."""
        return _in_language(_look_up(self._labels, name, "term"), name, lang)

    def definition(self, name: str, lang: str) -> str:
        """Definition of a class or property; languages as for `label`."""
        return _in_language(_look_up(self._definitions, name, "term"), name, lang)

    def concepts(self, scheme: str) -> tuple[Concept, ...]:
        """The concepts of the scheme `technology`, `genre` or `status`, by slug."""
        return _look_up(self._concepts, scheme, "concept scheme")

    def written_forms(self, scheme: str) -> tuple[tuple[str, Concept], ...]:
        """The Korean and Chinese forms of the concepts of a scheme without spaces, longest first."""
        return _look_up(self._forms, scheme, "concept scheme")

    def technologies(self) -> tuple[Concept, ...]:
        """The technology and industry fields, by slug."""
        return self.concepts("technology")


def _unknown(name: str, kind: str, known: Iterable[str]) -> str:
    return f"the ontology has no {kind} '{name}'; it has {', '.join(sorted(known))}"


def _look_up(table: Mapping[str, _T], name: str, kind: str) -> _T:
    try:
        return table[name]
    except KeyError:
        raise TermError(_unknown(name, kind, table)) from None


def _by_length(concepts: Iterable[Concept]) -> tuple[tuple[str, Concept], ...]:
    """Forms in Hangul or Han characters, longest first; of forms of one length those of the last slug first."""
    forms = {(form.replace(" ", ""), concept.slug): concept for concept in concepts for form in concept.forms}
    ordered = sorted(forms, key=lambda item: (len(item[0]), item[1]), reverse=True)
    return tuple((form, forms[form, slug]) for form, slug in ordered if not form.isascii())


def _in_language(texts: Mapping[str, str], name: str, lang: str) -> str:
    for tag in (lang, lang.partition("-")[0]):
        if tag in texts:
            return texts[tag]
    raise TermError(f"'{name}' has no text in '{lang}'; choose one of {', '.join(sorted(texts))}")


@cache
def load_ontology(*, directory: Path | None = None) -> Ontology:
    """The ontology of `directory` (by default the one that comes with the package), read once.

    Raises `DataError`, with file and where possible line, for files that are no Turtle or that leave out what
    the methods of `Ontology` answer: labels and definitions in ko, zh, en, a domain and range per property.
    """
    root = directory or ontology_dir()
    statements = _Statements.read(ontology_files(directory=root), root=root)
    return _Builder(statements).ontology()


def _language_tag(tag: str | None) -> str:
    """`zh-hans` as `zh-Hans`: the parser lowers tags, RFC 5646 2.1.1 writes scripts with a capital."""
    first, *rest = (tag or "").split("-")
    return "-".join((first, *(part.title() if len(part) == 4 else part for part in rest)))


class _Statements:
    """The statements of the files by predicate and subject; errors in them are reported for `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._texts: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )

    @classmethod
    def read(cls, files: Iterable[Path], *, root: Path) -> _Statements:
        out = cls(root)
        count = 0
        for file in files:
            try:
                for triple in parse(path=str(file)):
                    out._add(triple.subject, triple.predicate, triple.object)
                    count += 1
            except SyntaxError as error:
                raise DataError(file, f"no valid Turtle: {error.msg}", line=error.lineno) from error
            except OSError as error:
                raise DataError(file, f"cannot be read: {error.strerror}") from error
        if not count:
            raise DataError(root, "holds no ontology (*.ttl); install the package again")
        return out

    def _add(self, subject: object, predicate: NamedNode, value: object) -> None:
        if not isinstance(subject, NamedNode):
            return  # inner nodes of lists and disjointness axioms; nothing asks for them
        if isinstance(value, Literal):
            self._texts[predicate.value][subject.value][_language_tag(value.language)].append(value.value)
        elif isinstance(value, NamedNode | BlankNode):
            self._objects[predicate.value][subject.value].append(value.value)

    def objects(self, subject: str, predicate: str) -> list[str]:
        return self._objects[predicate].get(subject, [])

    def subjects(self, predicate: str, value: str) -> list[str]:
        return [subject for subject, values in self._objects[predicate].items() if value in values]

    def having(self, predicate: str) -> list[str]:
        return list(self._objects[predicate])

    def texts(self, subject: str, predicate: str) -> dict[str, list[str]]:
        return {lang: sorted(texts) for lang, texts in self._texts[predicate].get(subject, {}).items()}

    def text(self, subject: str, predicate: str) -> dict[str, str]:
        """The one text per language; two in one language break the format."""
        texts = self.texts(subject, predicate)
        for lang, found in texts.items():
            if len(found) > 1:
                raise DataError(self.root, f"<{subject}> has <{predicate}> twice in '{lang}': {found}")
        return {lang: found[0] for lang, found in sorted(texts.items())}


class _Builder:
    """Turns statements into an `Ontology`; every gap is a `DataError`."""

    def __init__(self, statements: _Statements) -> None:
        self._s = statements
        self._all_classes = self._terms(statements.subjects(_RDF_TYPE, _CLASS))
        self._properties = set().union(*(self._terms(statements.subjects(_RDF_TYPE, x)) for x in _PROPERTIES))
        self._parents = {
            name: {x for x in self._terms(statements.objects(CST + name, _SUBCLASS)) if x != name}
            for name in self._all_classes
        }
        self._ancestors = {name: self._above(name) for name in sorted(self._all_classes)}

    def ontology(self) -> Ontology:
        terms = sorted(self._all_classes | self._properties)
        helpers = self._terms(self._s.having(_UNION))
        concepts = {
            scheme.removeprefix(_SCHEMES): self._concepts(scheme)
            for scheme in self._s.subjects(_RDF_TYPE, PREFIXES["skos"] + "ConceptScheme")
        }
        return Ontology(
            version=self._version(),
            classes=frozenset(self._all_classes - helpers),
            entity_classes=frozenset(self._terms(self._s.subjects(_RDF_TYPE, _ENTITY_CLASS))),
            relations=frozenset(self._terms(self._s.subjects(_RDF_TYPE, _RELATION))),
            properties=frozenset(self._properties),
            _ancestors=self._ancestors,
            _families=self._families(),
            _domains=self._ends(_DOMAIN),
            _ranges=self._ends(_RANGE),
            _symmetric=frozenset(self._terms(self._s.subjects(_RDF_TYPE, _SYMMETRIC))),
            _labels={name: self._in_all_languages(name, _LABEL) for name in terms},
            _definitions={name: self._in_all_languages(name, _DEFINITION) for name in terms},
            _concepts=concepts,
            _forms={scheme: _by_length(members) for scheme, members in concepts.items()},
        )

    def _terms(self, iris: Iterable[str]) -> set[str]:
        """Local names of those `iris` that are terms of this vocabulary."""
        return {iri.removeprefix(CST) for iri in iris if iri.startswith(CST)}

    def _broken(self, reason: str) -> DataError:
        return DataError(self._s.root, reason)

    def _version(self) -> str:
        version = self._s.text(_ONTOLOGY, _VERSION)
        if "" not in version:
            raise self._broken(f"<{_ONTOLOGY}> has no owl:versionInfo")
        return version[""]

    def _above(self, name: str) -> frozenset[str]:
        seen: set[str] = set()
        open_ = set(self._parents[name])
        while open_:
            parent = open_.pop()
            if parent not in self._parents:
                raise self._broken(f"cst:{name} is below cst:{parent}, which is no owl:Class")
            seen.add(parent)
            open_ |= self._parents[parent] - seen
        if name in seen:
            raise self._broken(f"cst:{name} is its own superclass")
        return frozenset(seen)

    def _leaves(self, name: str) -> frozenset[str]:
        """The most specific classes that are `name` or below it."""
        below = {x for x, above in self._ancestors.items() if name in above} | {name}
        return frozenset(x for x in below if not any(x in self._parents[y] for y in below))

    def _ends(self, end: str) -> dict[str, frozenset[str]]:
        """The leaf classes of the domain or range (`end`) of each property whose `end` is a class of ours."""
        ends: dict[str, frozenset[str]] = {}
        for name in sorted(self._properties):
            stated = self._s.objects(CST + name, end)
            if len(stated) != 1:
                raise self._broken(f"cst:{name} needs one <{end}>, it has {len(stated)}")
            for cls in self._terms(stated):
                if cls not in self._all_classes:
                    raise self._broken(f"cst:{name}: cst:{cls} is no owl:Class")
                ends[name] = self._leaves(cls)
        return ends

    def _families(self) -> dict[str, str]:
        families: dict[str, str] = {}
        for name in sorted(self._all_classes):
            own = self._s.text(CST + name, _IRI_FAMILY)
            inherited = [self._s.text(CST + above, _IRI_FAMILY) for above in self._ancestors[name]]
            found = {text[""] for text in (own, *inherited) if "" in text}
            if len(found) > 1:
                raise self._broken(f"cst:{name} has several IRI families: {', '.join(sorted(found))}")
            if found:
                families[name] = found.pop()
        return families

    def _in_all_languages(self, name: str, predicate: str) -> dict[str, str]:
        texts = self._s.text(CST + name, predicate)
        missing = [lang for lang in _LANGUAGES if lang not in texts]
        if missing:
            raise self._broken(f"cst:{name} has no <{predicate}> in {', '.join(missing)}")
        return texts

    def _concepts(self, scheme: str) -> tuple[Concept, ...]:
        return tuple(self._concept(iri) for iri in sorted(self._s.subjects(_IN_SCHEME, scheme)))

    def _concept(self, iri: str) -> Concept:
        return Concept(
            iri=iri,
            slug=iri.rpartition("/")[2],
            labels=self._s.text(iri, _PREF_LABEL),
            alt_labels={lang: tuple(texts) for lang, texts in sorted(self._s.texts(iri, _ALT_LABEL).items())},
            broader=tuple(sorted(x.rpartition("/")[2] for x in self._s.objects(iri, _BROADER))),
        )
