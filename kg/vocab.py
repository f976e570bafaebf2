"""Namespaces and IRIs. The only place where IRIs are minted.

IRIs of things are stable: from a gazetteer key where there is one, else from a hash of what identifies the
thing (family and folded name), never from input order, a counter or a clock.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

CST = "https://w3id.org/china-stp/ontology#"
CSTR = "https://w3id.org/china-stp/id/"

PREFIXES: dict[str, str] = {
    "cst": CST,
    "cstr": CSTR,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

FAMILIES = (
    *("assertion", "bulletin", "event", "evidence", "genre", "mention", "org", "person", "place", "policy"),
    *("product", "program", "project", "source", "status", "target", "technology"),
)
"""Families of IRIs: the first step of their path. Those of classes are the ontology's (`cst:iriFamily`)."""

GRAPH_PREFIXES = {**PREFIXES, **{f"cstr-{family}": f"{CSTR}{family}/" for family in FAMILIES}}
"""Prefixes of the facts' Turtle: the same for all graphs, so that a graph's text changes only where the graph does."""

GRAPH_FACTS = CSTR + "graph/facts"
"""Named graph of the facts extracted from documents, with their evidence."""

GRAPH_BACKGROUND = CSTR + "graph/background"
"""Named graph of world knowledge: gazetteers, hierarchy, identifiers."""

GRAPH_ONTOLOGY = CSTR + "graph/ontology"
"""Named graph of the ontology and its concept schemes."""

GRAPH_ENRICHMENT = CSTR + "graph/enrichment"
"""Named graph of the links to other datasets."""

GRAPH_PUSHED = CSTR + "graph/pushed"
"""Named graph that `kg push` keeps in a foreign store: which version of each graph is there."""

_SHORT = 512
_SIZES = [size.to_bytes(8, "big") for size in range(_SHORT)]  # a graph has a hundred thousand digests, of short parts

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_ARTICLE = re.compile(r"[a-z]+-\d\d+\Z")


def cst(name: str) -> str:
    """IRI of a class or property of the ontology, by local name."""
    return CST + name


def digest(*parts: str) -> str:
    """Sixteen hex digits that identify the sequence of strings `parts` (SHA-256, length-prefixed)."""
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        size = len(data)
        pieces += (_SIZES[size] if size < _SHORT else size.to_bytes(8, "big"), data)
    return hashlib.sha256(b"".join(pieces)).hexdigest()[:16]


def hashed_key(family: str, name: str, *context: str) -> str:
    """Key of a thing without gazetteer row: from its family, its folded name and what tells namesakes apart.

    `name` must be folded already (`kg.language.script.fold_han`); `context` is, for local bodies, their place.
    """
    return "x" + digest(family, name, *context)


def entity_iri(family: str, key: str) -> str:
    """IRI of a thing: `cstr:<family>/<key>`, e.g. `cstr:org/miit`.

    Raises ValueError when the key is not a slug (lower-case ASCII letters, digits, hyphens).
    """
    if not _KEY.match(key) or not _KEY.match(family):
        raise ValueError(f"not a key: {family}/{key}")
    return f"{CSTR}{family}/{key}"


def bulletin_iri(bulletin: str) -> str:
    """IRI of a bulletin by its id, e.g. `kostec-2023-01-20`."""
    if not _KEY.match(bulletin):
        raise ValueError(f"not a bulletin id: {bulletin}")
    return f"{CSTR}bulletin/{bulletin}"


@lru_cache(maxsize=16384)
def article_iri(bulletin: str, article: str) -> str:
    """IRI of an article by bulletin id and article id (`policy-02`)."""
    if not _ARTICLE.match(article):
        raise ValueError(f"not an article id: {article}")
    return f"{bulletin_iri(bulletin)}/{article}"


def node_iri(kind: str, identity: str) -> str:
    """IRI of a helper node (`assertion`, `evidence`, `target`, `mention`, `source`, `genid`) by its digest."""
    return f"{CSTR}{kind}/{identity}"


def slug(text: str) -> str:
    """ASCII slug of `text`; what has no ASCII form is hashed, so that different texts keep different slugs."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if plain and all(c.isascii() for c in text):
        return plain
    return f"{plain}-{digest(text)[:8]}".lstrip("-")
