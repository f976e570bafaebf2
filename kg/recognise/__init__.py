"""Blocks to mentions: names with offsets and classes, by general means."""

from kg.recognise.pipeline import Read, Recogniser

__all__ = ["Read", "Recogniser"]
