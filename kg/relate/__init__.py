"""Passages and mentions to claims with evidence."""

from kg.relate.engine import Thing
from kg.relate.relate import Related, Relater

__all__ = ["Related", "Relater", "Thing"]
