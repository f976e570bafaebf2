"""Blocks to mentions: names with offsets and classes, by general means."""

from kg.recognise.echo import Read
from kg.recognise.pipeline import Recogniser

__all__ = ["Read", "Recogniser"]
