"""Passages and mentions to claims with evidence."""

from kg.relate.relate import Related, Relater
from kg.relate.things import Thing

__all__ = ["Related", "Relater", "Thing"]
