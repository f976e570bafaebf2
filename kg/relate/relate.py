"""All claims and targets of the articles of a document.

In: their recognised passages and what the mentions name. Out: claims and targets between local ids, with evidence.
The stages are rules on names, on clauses, on layout, and on numbers; each fact keeps the rule that found it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kg.kept import Kept
from kg.lexicon import Lexicon
from kg.model import Article, Claim, ClaimSeen, Evidence, PassageKind, Target, TargetSeen, collected
from kg.ontology import Ontology
from kg.recognise import Read
from kg.recognise.departments import SHARED_PLACE
from kg.recognise.gazetteer import is_place
from kg.recognise.words import Words
from kg.relate.actors import Actors
from kg.relate.antecedents import Antecedents
from kg.relate.clauses import Clauses, clauses_of, speaks_of_something
from kg.relate.columns import column_claims
from kg.relate.confidence import load_confidence
from kg.relate.entries import LINES, Entries
from kg.relate.fields import DEALS_WITH, Fields
from kg.relate.headed import headed_claims
from kg.relate.labelled import labelled_claims
from kg.relate.names import name_claims
from kg.relate.passages import HEADLINES, PROSE, Passages
from kg.relate.policies import Policies
from kg.relate.quotes import Quotes
from kg.relate.remarks import counted_regions, remark_cells, remark_claims
from kg.relate.reports import SAYS_IN
from kg.relate.rules import load_rules
from kg.relate.sentences import Known, Sentences, read_sentences
from kg.relate.structure import (
    caption_claims,
    headline_claims,
    joined_claims,
    label_claims,
    reference_claims,
    rosters,
    row_claims,
    table_rows,
    ties_by,
)
from kg.relate.tabled import money_claims
from kg.relate.targets import article_targets, same_goals
from kg.relate.things import JOINED, STATED, Context, Found, Thing, Things
from kg.relate.timeline import Before

_COUNTED = re.compile(r"(\d+)\s?개\s?(?:중앙\s|관계\s|관련\s)?(?:부처|부문|부서|기관|위원회|부)")
_AND_MORE = re.compile(r"\s및\s|[와과]\s")
"""In the title of a note box that is about more than one thing."""


@dataclass(frozen=True, slots=True)
class Related:
    """What an article states: claims and targets, and which thing deals with which technology field (IRI)."""

    claims: tuple[ClaimSeen, ...]
    targets: tuple[TargetSeen, ...]
    addresses: tuple[tuple[str, str, Evidence], ...]


class Relater:
    """Reads relations; rules are loaded once."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology, words: Words) -> None:
        self.lexicon, self.ontology, self.words = lexicon, ontology, words
        self.rules = load_rules(ontology)
        self.ties = ties_by(self.rules)
        self.fields = Fields(ontology.technologies())
        self.confidence = load_confidence()
        self.known = Known(self.rules, words, ontology)

    def __call__(
        self,
        articles: Sequence[Article],
        reads: Mapping[str, Sequence[Read]],
        things: Mapping[str, Things],
        issued: dt.date | None,
    ) -> list[Related]:
        """What each article of a document states.

        `reads`, `things`: for each article, by id, its passages and what the mentions of each name; `issued`: the day
        of the document.
        """
        clauses = self._clauses(reads)
        work = [_Article(self, one, reads[one.id], things[one.id], clauses[one.id], issued) for one in articles]
        sentences = [article.sentences() for article in work]  # no part of it, for they know it: a ring is garbage late
        read_sentences([own for of_one in sentences for own in of_one.values()], self.known)
        return [article.related(of_one) for article, of_one in zip(work, sentences, strict=True)]

    def _clauses(self, reads: Mapping[str, Sequence[Read]]) -> Mapping[str, Mapping[int, Clauses]]:
        """For each article, by id, the clauses of those of its passages whose sentences are read, by index."""
        running = [
            (id_, i, read)
            for id_, parts in reads.items()
            for i, read in enumerate(parts)
            if read.passage.kind in PROSE and speaks_of_something(read, self.rules)
        ]
        every = clauses_of([read for _, _, read in running], self.rules, self.words.posts)
        clauses: dict[str, dict[int, Clauses]] = {id_: {} for id_ in reads}
        for (id_, i, _), own in zip(running, every, strict=True):
            clauses[id_][i] = own
        return clauses


class _Article:
    def __init__(
        self,
        relater: Relater,
        article: Article,
        reads: Sequence[Read],
        things: Things,
        clauses: Mapping[int, Clauses],
        issued: dt.date | None,
    ) -> None:
        self.relater, self.rules, self.ontology = relater, relater.rules, relater.ontology
        self.reads, self.things, self.clauses, self.issued = reads, things, clauses, issued
        self.passages = Passages(reads, things, clauses)
        self.before = Before(self.passages)
        self.antecedents = Antecedents(self.passages, self.before, self.rules, relater.words, self.ontology)
        self.actors = Actors(self.passages, self.antecedents, self.ontology)
        self.policies = Policies(self.passages, self.antecedents)
        self.entries = Entries(self.passages, self.rules, self.ontology)
        self.quotes = Quotes(article.id, self.passages, relater.confidence)

    def sentences(self) -> Mapping[int, Sentences]:
        """The sentences that may state something, by passage: not those of a cell or caption that is but a name."""
        sentences: dict[int, Sentences] = {}
        for i, clauses in self.clauses.items():
            if clauses.groups and (self.reads[i].passage.kind in LINES or not clauses.is_name):
                sentences[i] = Sentences(
                    i,
                    sum(1 for _ in self.passages.above(i)),
                    sentences.get(i - 1),
                    clauses,
                    self._context(i),
                    self._in_names[i],
                    self.entries,
                    partial(self.actors.inherited, i),
                )
        return sentences

    def related(self, sentences: Mapping[int, Sentences]) -> Related:
        """What the article states, its sentences having been read."""
        claims = collected(self.quotes.claim(i, found) for i, found in self._claims(sentences))
        return Related(claims, tuple(self._targets()), tuple(self._addresses()))

    def _claims(self, sentences: Mapping[int, Sentences]) -> Iterator[tuple[int, Found]]:
        """All claims, and that a local body's policy applies to its place, unless the text says to what it applies."""
        stated = self._without_guesses([*self._stated(sentences)])
        scopes = {found.claim.subject for _, found in stated if found.claim.predicate == "appliesTo"}
        for i, found in (*stated, *self._completed(stated)):
            yield i, found
            claim = found.claim
            if claim.predicate == "issuedBy" and self.passages.classes[claim.subject] == "Policy":
                place = self._seats.get(claim.object)
                if place is not None and claim.subject not in scopes:
                    scope = Claim(claim.subject, "appliesTo", place.id, STATED)
                    yield i, replace(found, claim=scope, rule="issuer-scope")

    def _without_guesses(self, stated: list[tuple[int, Found]]) -> list[tuple[int, Found]]:
        """All claims but those that a weak cue tells of a thing of which others tell the same relation."""
        stated = self._without_places_of_headlines(stated)
        guesses = {SAYS_IN, *(f"cue-{cue.id}" for cue in self.rules.cues if cue.guess)}
        if not any(found.rule in guesses for _, found in stated):
            return stated
        told = {(found.claim.subject, found.claim.predicate) for _, found in stated if found.rule not in guesses}
        return [
            (i, found)
            for i, found in stated
            if found.rule not in guesses or (found.claim.subject, found.claim.predicate) not in told
        ]

    def _without_places_of_headlines(self, stated: list[tuple[int, Found]]) -> list[tuple[int, Found]]:
        """All claims but that the place that opens a headline founded what the text says somebody else founded."""
        founded: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for i, found in stated:
            if found.claim.predicate == "establishedBy":
                founded[found.claim.subject].append((i, found.claim.object))
        return [(i, f) for i, f in stated if not self._place_lent(i, f, founded.get(f.claim.subject, ()))]

    def _place_lent(self, i: int, found: Found, founders: Sequence[tuple[int, str]]) -> bool:
        """Whether a claim says that a place founded something only because it opens the headline.

        `founders`: who founded the thing by which passages. One that the text names as founder, or that a list in the
        headline does, is not meant.
        """
        place, classes = found.claim.object, self.passages.classes
        lent = self.reads[i].passage.kind in HEADLINES or place not in self.passages.named(i)
        if found.claim.predicate != "establishedBy" or not found.rule.startswith("clause-") or not lent:
            return False
        others = {j for j, body in founders if not is_place(classes[body])}
        told = any(
            body == place and self.reads[j].passage.kind not in HEADLINES and place in self.passages.named(j)
            for j, body in founders
        )
        return is_place(classes[place]) and not told and bool(others) and i not in others

    @Kept
    def _seats(self) -> Mapping[str, Thing]:
        """The place of each local body that its name states."""
        return {
            found.claim.subject: Thing(found.claim.object, self.passages.classes[found.claim.object])
            for found in itertools.chain.from_iterable(self._in_names)
            if found.rule == "name-place" and self.passages.classes[found.claim.subject] == "LocalGovernment"
        }

    def _stated(self, sentences: Mapping[int, Sentences]) -> Iterator[tuple[int, Found]]:
        for i, in_names in enumerate(self._in_names):
            for found in in_names:
                yield i, found
            if len(self.things[i]) > 1:
                for found in remark_claims(self.reads[i], self.things[i], self.rules, self.ontology):
                    yield i, found
            if i in sentences:
                for found in sentences[i].found:
                    yield i, found
        yield from self._laid_out()

    def _laid_out(self) -> Iterator[tuple[int, Found]]:
        """What tables, captions, references and labels state."""
        reads, things, rules, ontology = self.reads, self.things, self.rules, self.ontology
        tables = any(read.passage.kind is PassageKind.CELL for read in reads)
        rows = table_rows(reads) if tables else []
        if tables:
            yield from row_claims(reads, rows, things, self.relater.ties, rules, ontology)
        if "Region" in self.passages.all_classes:
            yield from counted_regions(reads, things, ontology)
        yield from reference_claims(reads, things, ontology)
        if tables:
            yield from caption_claims(reads, rows, things, rules, ontology)
            yield from remark_cells(reads, rows, things, rules, ontology)
            yield from money_claims(reads, things, self.actors.before_table, rules, ontology)
        yield from labelled_claims(reads, things, self.entries.topic_above, rules, ontology)
        yield from headed_claims(reads, things, self.entries.topic_above, rules, ontology)
        if tables:
            yield from joined_claims(reads, rows, things, self._undertaking_before, rules, ontology)
            yield from column_claims(reads, rows, things, self._event_before, rules, ontology)
        yield from label_claims(reads, things, self.actors.inherited, ontology)
        yield from headline_claims(reads, things, ontology)

    @Kept
    def _rosters(self) -> Mapping[int, tuple[Thing, ...]]:
        return rosters(self.reads, self.things)

    def _completed(self, stated: Sequence[tuple[int, Found]]) -> Iterator[tuple[int, Found]]:
        """The other issuers of a paper whose issuers a passage counts and its footnote lists: `교육부 등 7개 부처*`."""
        issuers: dict[str, dict[str, Found]] = defaultdict(dict)
        for _, found in stated:
            if found.claim.predicate == "issuedBy":
                issuers[found.claim.subject][found.claim.object] = found
        for i, roster in self._rosters.items():
            counted = {int(n) for n in _COUNTED.findall(self.passages.text(i) + self.passages.text(0))}
            listed = {thing.id for thing in roster}
            for paper in sorted(self.passages.named(i) & issuers.keys()):
                known = issuers[paper]
                found = next(iter(known.values()))
                whole = counted & {len(listed | {issuer}) for issuer in known}
                if not whole and not (listed & known.keys() and len(listed) < max(counted, default=0)):
                    continue  # neither all that are counted, nor the first of them
                for thing in roster:
                    if thing.id not in known:
                        claim = Claim(paper, "issuedBy", thing.id, STATED)
                        known[thing.id] = Found(claim, 0, len(self.passages.text(i)), found.rule, found.sure)
                        yield i, known[thing.id]

    @Kept
    def _in_names(self) -> Sequence[Sequence[Found]]:
        """What the names of each passage state."""
        lexicon, words = self.relater.lexicon, self.relater.words
        return [
            (*name_claims(read, named, lexicon, words, self.ontology), *self._in_shared_places(i)) if named else ()
            for i, (read, named) in enumerate(zip(self.reads, self.things, strict=True))
        ]

    def _in_shared_places(self, i: int) -> Iterator[Found]:
        """That a local body lies in the place that its name leaves to the words before: `자치구 과학기술청`."""
        for m, mention in enumerate(self.reads[i].mentions):
            place = self._places.get(mention.place or "") if mention.rule == SHARED_PLACE else None
            if place is not None:
                claim = Claim(self.things[i][m].id, "locatedIn", place.id)
                yield Found(claim, *self.passages.sentence(i, mention.begin), "name-place")

    @Kept
    def _places(self) -> Mapping[str, Thing]:
        """The places that the article names, by their keys."""
        named = zip(self.reads, self.things, strict=True)
        pairs = (
            (mention, thing) for read, things in named for mention, thing in zip(read.mentions, things, strict=True)
        )
        return {mention.key: thing for mention, thing in pairs if mention.key and is_place(mention.cls)}

    @Kept
    def _body_of(self) -> Mapping[str, Thing]:
        """The body that each person belongs to, the first one named."""
        out: dict[str, Thing] = {}
        for found in itertools.chain.from_iterable(self._in_names):
            if found.claim.predicate == "affiliatedWith":
                body = found.claim.object
                out.setdefault(found.claim.subject, Thing(body, self.passages.classes[body]))
        return out

    def _context(self, i: int) -> Context:
        return Context(
            self.things[i],
            self._classes_in(i),
            self.passages.all_classes,
            partial(self.actors.acting, i),
            self._rosters.get(i, ()),
            self.issued,
            partial(self.before.all, i, back=1),
            partial(self._latest_here, i),
            partial(self.antecedents.sole, i),
            partial(self.antecedents.lately, i),
            partial(self.antecedents.of, i),
            self.rules.intransitive,
            self._body_of,
            partial(self.actors.raisers, i),
            partial(self._boxed, i),
        )

    def _boxed(self, i: int) -> Thing | None:
        """What the title of the note box names alone in which a line stands: `〈※참고: 한 연구소 개요〉`."""
        for j in self.passages.above(i):
            if self.reads[j].passage.kind is PassageKind.NOTE:
                named = {self.things[j][m] for m in self.reads[j].top}
                alone = len(named) == 1 and not _AND_MORE.search(self.passages.text(j))
                return next(iter(named)) if alone else None
        return None

    def _classes_in(self, i: int) -> frozenset[str]:
        """The classes of what the groups of a passage name, people's bodies included, or may refer to."""
        groups, named, body_of = self.clauses[i].groups, self.things[i], self._body_of
        if any(group.refers for group in groups):
            return self.passages.all_classes
        things = [named[m] for group in groups for m in group.mentions]
        return frozenset([t.cls for t in things] + [body_of[t.id].cls for t in things if t.id in body_of])

    def _latest_here(self, i: int, at: int, classes: frozenset[str]) -> Thing | None:
        """What is named last before a position of all that is of some classes.

        But no undertaking of other lines for a line that hangs on one that is about something.
        """
        latest = self.before.latest(i, at, classes)
        root = next(iter([*self.passages.above(i)][-1:]), None)
        if latest is None or root is None or not classes <= JOINED or self.entries.topic_above(i) is None:
            return latest
        heads = (j for j in range(i + 1) if j >= root or self.reads[j].passage.kind in HEADLINES)
        return latest if any(latest.id in self.passages.named(j) for j in heads) else None

    def _undertaking_before(self, i: int) -> Thing | None:
        """What the passages before speak of last that one can take part in."""
        return self.before.latest(i, 0, JOINED)

    def _event_before(self, i: int) -> Thing | None:
        """The event that the passages before speak of last."""
        return self.before.latest(i, 0, frozenset({"Event"}))

    # --- targets ------------------------------------------------------------------------------------------

    def _targets(self) -> Iterator[TargetSeen]:
        if "Policy" not in self.passages.all_classes:
            return
        seen: dict[str, tuple[Target, list[Evidence]]] = {}
        for found in same_goals(article_targets(self.reads, self.policies.of, self.issued)):
            quote = self.quotes.quote(found.passage, found.begin, found.end)
            evidence = self.quotes.evidence(found.passage, found.begin, found.end, quote, found.rule)
            seen.setdefault(found.target.id, (found.target, []))[1].append(evidence)
        for target, evidence_list in seen.values():
            yield TargetSeen(target, tuple(evidence_list))

    # --- technology fields --------------------------------------------------------------------------------

    def _addresses(self) -> Iterator[tuple[str, str, Evidence]]:
        """The fields that the names of plans, undertakings, products and research bodies speak of."""
        seen: set[tuple[str, str]] = set()
        for i, read in enumerate(self.reads):
            for m, mention in enumerate(read.mentions):
                thing = self.things[i][m]
                if thing.cls not in DEALS_WITH:
                    continue
                for field in self.relater.fields.within(read.analysis, mention.begin, mention.end):
                    if (thing.id, field) not in seen:
                        seen.add((thing.id, field))
                        begin, end = self.passages.sentence(i, mention.begin)
                        quote = self.quotes.quote(i, begin, end)
                        yield thing.id, field, self.quotes.evidence(i, begin, end, quote, "name-field")
