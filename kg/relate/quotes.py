"""Evidence: the words that state a fact, where they stand, and how sure the fact is.

In: an article's passages and a stretch that states something. Out: quotes of whole sentences or table rows, with what
names an end that they leave unsaid.
"""

from __future__ import annotations

from kg.model import ClaimSeen, Evidence, PassageKind, SourceText
from kg.relate.confidence import Confidence
from kg.relate.passages import Passages
from kg.relate.things import Found

_APART = " / "


class Quotes:
    """Quotes one article (`article`: its id)."""

    def __init__(self, article: str, passages: Passages, confidence: Confidence) -> None:
        self.article, self.passages, self.confidence = article, passages, confidence

    def claim(self, i: int, found: Found) -> ClaimSeen:
        """The claim with its evidence; what names an end that the sentence leaves unsaid is quoted with it."""
        quote = self.quote(i, found.begin, found.end)
        ends, here = (found.claim.subject, found.claim.object), self.passages.named(i)
        if not here.issuperset(ends):
            quote = self._with_names(i, quote, ends)
        return ClaimSeen(found.claim, (self.evidence(i, found.begin, found.end, quote, found.rule, found.sure),))

    def _with_names(self, i: int, quote: str, ends: tuple[str, str]) -> str:
        """The quote, and what names the ends that its passage, or the row of its cell, leaves unsaid."""
        parts = {i: quote}
        for end in ends:
            if not any(end in self.passages.named(j) for j in self.passages.row_of(i)):
                at = self.passages.where_named(i, end)
                if at is not None:
                    parts[at] = self.passages.reads[at].analysis.text.strip()
        return _APART.join(parts[j] for j in sorted(parts))

    def evidence(self, i: int, begin: int, end: int, quote: str, rule: str, sure: float = 1.0) -> Evidence:
        """What states a fact from `begin` to `end` of passage `i`, at offsets of the original document."""
        text: SourceText = self.passages.reads[i].passage.text
        start, stop = text.origin(begin, end)
        return Evidence(self.article, start, stop, quote, rule, self.confidence.of(rule, sure=sure))

    def quote(self, i: int, begin: int, end: int) -> str:
        """The sentence; of a table cell the whole row, for the header alone says what a value is."""
        passage = self.passages.reads[i].passage
        if passage.kind is not PassageKind.CELL:
            return self.passages.reads[i].analysis.text[begin:end].strip()
        row = (self.passages.reads[j].analysis.text.strip() for j in self.passages.row_of(i))
        return " | ".join(filter(None, row))
