"""Reading: paths in, `kg.model.Bulletin` records out (text, Markdown, PDF, HTML)."""

from __future__ import annotations

from kg.read.bulletin import parse_bulletin
from kg.read.files import Discovery, discover, parse_document, read_bytes, read_document

__all__ = ["Discovery", "discover", "parse_bulletin", "parse_document", "read_bytes", "read_document"]
