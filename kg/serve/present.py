"""Records of the graph as models of the answers.

In: records of `kg.cards`, judgements. Out: models with the places of names marked in the sentences, counted in
UTF-16 code units, which is how scripts in browsers count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg import cards
from kg.cards import Reader
from kg.review import Judgement
from kg.serve import models

_SHORTEST_MARK = 2


class Presenter:
    """Turns records into models, for one request."""

    def __init__(self, reader: Reader, judgements: Mapping[str, Judgement]) -> None:
        self.reader = reader
        self._judgements = judgements
        self._forms: dict[str, list[str]] = {}

    def ref(self, iri: str) -> models.Ref:
        """A thing by its preferred names."""
        ref = self.reader.ref(iri)
        return models.Ref(iri=ref.iri, cls=ref.cls, names=names(ref.names))

    def article(self, iri: str) -> models.Article:
        """An article."""
        return article(self.reader.article(iri))

    def fact(self, fact: cards.Fact, seen_from: str) -> models.Fact:
        """A fact seen from one of its ends."""
        outgoing = fact.subject == seen_from
        return models.Fact(
            id=fact.iri,
            relation=fact.relation,
            outgoing=outgoing,
            other=self.ref(fact.object if outgoing else fact.subject),
            qualifiers=dict(fact.qualifiers),
            confidence=confidence(fact),
            origin=fact.origin,
            evidence=self.evidence(fact),
            review=self.verdict(fact.iri),
        )

    def target(self, target: cards.Target) -> models.Target:
        """A goal."""
        fact = target.fact
        return models.Target(
            iri=target.iri,
            id=fact.iri or "",
            metric=target.metric,
            value=target.value,
            unit=target.unit,
            written=target.written,
            year=target.year,
            bound=target.bound,
            policy=self.ref(fact.subject),
            confidence=confidence(fact),
            evidence=self.evidence(fact),
            review=self.verdict(fact.iri),
        )

    def evidence(self, fact: cards.Fact, *, limit: int | None = None) -> list[models.Evidence]:
        """The sentences of a fact, with the names of its ends marked."""
        ends = (fact.subject,) if fact.relation == cards.TARGET_RELATION else (fact.subject, fact.object)
        return [
            models.Evidence(
                id=one.iri,
                quote=one.quote,
                rule=one.rule,
                marks=self._marks(one.quote, ends),
                article=article(one.article),
            )
            for one in fact.evidence[:limit]
        ]

    def verdict(self, assertion: str | None) -> models.Verdict | None:
        """What a reviewer said of the fact."""
        judgement = self._judgements.get(assertion or "")
        if judgement is None:
            return None
        return models.Verdict.model_validate({"verdict": judgement.verdict, "note": judgement.note})

    def _marks(self, quote: str, ends: Iterable[str]) -> list[models.Mark]:
        """Where a name of one of the `ends` stands in the quote; longer names win, none overlap."""
        forms = sorted(((form, iri) for iri in dict.fromkeys(ends) for form in self._known_forms(iri)),
                       key=lambda pair: (-len(pair[0]), pair))  # fmt: skip
        taken: list[tuple[int, int, str]] = []
        for form, iri in forms:
            begin = quote.find(form)
            while begin >= 0:
                end = begin + len(form)
                if all(end <= b or begin >= e for b, e, _ in taken):
                    taken.append((begin, end, iri))
                begin = quote.find(form, end)
        return [(utf16(quote, begin), utf16(quote, end), iri) for begin, end, iri in sorted(taken)]

    def _known_forms(self, iri: str) -> list[str]:
        if iri not in self._forms:
            found = {form for forms in self.reader.names(iri).values() for form in forms}
            self._forms[iri] = [form for form in found if len(form) >= _SHORTEST_MARK]
        return self._forms[iri]


def names(found: cards.Names) -> models.Names:
    """Names as lists."""
    return {tag: list(texts) for tag, texts in found.items()}


def article(record: cards.Article) -> models.Article:
    """An article with its bulletin."""
    return models.Article(
        iri=record.iri,
        id=record.id,
        title=record.title,
        section=record.section,
        day=record.day,
        bulletin=bulletin(record.bulletin),
        sources=[models.Source(title=source.title, url=source.url) for source in record.sources],
    )


def bulletin(record: cards.Bulletin) -> models.Bulletin:
    """A bulletin."""
    return models.Bulletin(
        iri=record.iri, id=record.id, title=record.title, publisher=record.publisher, issued=record.issued
    )


def confidence(fact: cards.Fact) -> float | None:
    """Its confidence as a number."""
    return None if fact.confidence is None else float(fact.confidence)


def utf16(text: str, offset: int) -> int:
    """A code point offset in UTF-16 code units."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def by_relation(facts: Sequence[models.Fact]) -> list[models.Fact]:
    """Facts as a card lists them: outgoing ones first, by relation, the surest first."""
    return sorted(facts, key=lambda f: (not f.outgoing, f.relation, -(f.confidence or 0), f.other.iri, f.id or ""))
