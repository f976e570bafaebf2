"""The gazetteers: what things there are, how they are named, and where their names stand in a text.

In: the CSV files of `seeds/`. Out: a `Lexicon` that knows every entry, finds entries by name in any script,
and scans texts for all names at once.
"""

from kg.lexicon.describe import NameReport, describe
from kg.lexicon.entry import Entry
from kg.lexicon.lexicon import DisplayNames, FormOf, Hit, Lexicon, Match
from kg.lexicon.load import load_lexicon

__all__ = [
    "DisplayNames",
    "Entry",
    "FormOf",
    "Hit",
    "Lexicon",
    "Match",
    "NameReport",
    "describe",
    "load_lexicon",
]
