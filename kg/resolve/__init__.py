"""Mentions to entities, within a document and across the corpus."""

from kg.resolve.across import Placed, Resolver, claim_of, resolve_corpus, resolver, target_of, united
from kg.resolve.entities import Resolved
from kg.resolve.within import resolve_document

__all__ = [
    "Placed",
    "Resolved",
    "Resolver",
    "claim_of",
    "resolve_corpus",
    "resolve_document",
    "resolver",
    "target_of",
    "united",
]
