"""Mentions to entities, within a document and across the corpus."""

from kg.resolve.across import resolve_corpus
from kg.resolve.within import Place, Resolved, resolve_document

__all__ = ["Place", "Resolved", "resolve_corpus", "resolve_document"]
