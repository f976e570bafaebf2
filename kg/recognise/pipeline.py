"""Recognition of names in a document, as a spaCy pipeline over the passages of its articles.

In: articles. Out: for each passage its analysis and the mentions in it. Each component adds candidates to the
passages that spaCy's document carries; the last decides. Character offsets are the truth. A view on them is made for
those who ask for it: a document whose tokens are the words between spaces, so that the span of a name holds the
particle glued to it too (국무원은).

Each rule goes through all passages before the next one does: a passage is short, so that rules that took turns would
find each other's patterns in the processor's cache and seldom their own. All of recognition gains a seventh by that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.lexicon import Hit, Lexicon
from kg.lexicon.departments import Department, all_departments
from kg.model import Article, Block, Mention, Passage, PassageKind, passages
from kg.ontology import Ontology
from kg.recognise.abroad import abroad_mentions
from kg.recognise.analysis import Analysis, without_brackets
from kg.recognise.brackets import bracket_mentions, chinese_form, column_class
from kg.recognise.branches import branch_mentions, office_mentions
from kg.recognise.brands import BRANDS
from kg.recognise.chains import chain_mentions, may_hold_names
from kg.recognise.decide import decide
from kg.recognise.departments import LEVEL, DepartmentHeads, department_mentions, governed
from kg.recognise.echo import Read, document_names, echoed
from kg.recognise.gazetteer import (
    doubted,
    ends_word,
    exact,
    gazetteer_mentions,
    inner_place,
    is_place,
    leading_place,
    may_count,
    misprinted_places,
)
from kg.recognise.own import with_own_names
from kg.recognise.persons import person_mentions
from kg.recognise.references import inline_sources, reference_mentions, source_mentions
from kg.recognise.sides import sides, without_places
from kg.recognise.start import load_spacy
from kg.recognise.stems import with_stems
from kg.recognise.tables import column_mentions, label_mentions, list_mentions
from kg.recognise.titles import about_mentions, code_mentions, series_mentions, title_mentions
from kg.recognise.words import Words, load_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span


_WORK = "work"
_BRANCHES = frozenset({"DevelopmentZone", "InnovationCenter", "ResearchInstitute", "Laboratory", "University"})
_BRACKET_WITHIN = re.compile(r"[)）]\s?\w")
_ABBREVIATION = re.compile(r"[가-힣]\s?[(（]([A-Z][A-Za-z]{1,7})[)）]")


@dataclass(frozen=True)
class Resources:
    """What the components consult."""

    lexicon: Lexicon
    ontology: Ontology
    words: Words
    departments: tuple[Department, ...]
    heads: DepartmentHeads


class Recogniser:
    """Finds the names in articles. Building one loads spaCy and Kiwi; calling it is cheap."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        rows = all_departments()
        self.resources = Resources(lexicon, ontology, load_words(ontology), rows, DepartmentHeads.of(rows))
        self._breaks = self.resources.words.left_edge
        _pipeline()

    def __call__(self, articles: Sequence[Article]) -> dict[str, tuple[Read, ...]]:
        """For each article of a document, by id, its passages in order with their mentions.

        A name that is sure in one place of the document is found wherever it stands in it.
        """
        drafts = self._drafts(articles)
        naming = tuple([draft for parts in drafts.values() for draft in parts if self._may_name(draft.analysis)])
        _analyse_together([draft for draft in naming if draft.prose], self.resources.words)
        _pipeline()(_document(_Work(self.resources, naming)))
        reads = {name: [Read(draft.analysis, draft.mentions) for draft in parts] for name, parts in drafts.items()}
        names = document_names((read for passages_ in reads.values() for read in passages_), self.resources.words)
        return {name: tuple([echoed(read, names) for read in passages_]) for name, passages_ in reads.items()}

    def _drafts(self, articles: Sequence[Article]) -> dict[str, list[_Draft]]:
        """For each article, by id, its passages with their gazetteer hits."""
        parts = [passages(article) for article in articles]
        scan = self.resources.lexicon.scan
        hits = [[scan(passage.text.text) for passage in of_one] for of_one in parts]
        every = zip(articles, parts, hits, strict=True)
        return {article.id: self._of_article(article, of_one, scanned) for article, of_one, scanned in every}

    def _of_article(self, article: Article, parts: Sequence[Passage], scanned: Sequence[Sequence[Hit]]) -> list[_Draft]:
        """The passages of an article with those of their hits that stand."""
        lexicon, trusted = self.resources.lexicon, self.resources.words.trusted
        texts = [part.text.text for part in parts]
        raw = [[doubted(text, hit, trusted) for hit in found] for text, found in zip(texts, scanned, strict=True)]
        hits = [with_stems(text, found, lexicon, trusted) for text, found in zip(texts, raw, strict=True)]
        hits = _without_abbreviations(parts, hits)
        blocks = {b.index: b for b in article.blocks}
        sure = frozenset(
            hit.keys[0]
            for part, found in zip(parts, hits, strict=True)
            for hit in found
            if not hit.weak and len(hit.keys) == 1 and ends_word(part.text.text, hit)
        )
        drafts = []
        above: tuple[str, ...] = ()
        for passage, found in zip(parts, hits, strict=True):
            countries = sides(passage.text.text, found, lexicon, sure)
            kept = without_places(found, countries) if countries else found
            analysis = Analysis(passage, passage.text.text, kept, self._breaks, sure, countries, above)
            above = governed(kept, sure, lexicon, above)
            block = blocks[passage.block] if passage.block is not None else None
            drafts.append(_Draft(analysis, block, _is_prose(passage)))
        return drafts

    def _may_name(self, analysis: Analysis) -> bool:
        """Whether something in the passage hints at a name; others are not analysed at all."""
        words = self.resources.words
        citing = analysis.passage.kind in {PassageKind.REFERENCE, PassageKind.SOURCE}
        return bool(
            analysis.hits
            or analysis.sides
            or citing
            or words.hints_at_a_name(analysis.text)
            or (analysis.above and LEVEL.search(analysis.text))
            or column_class(analysis, words)
        )


def _analyse_together(drafts: Sequence[_Draft], words: Words) -> None:
    """Computes morphemes and labels of all passages in which rules are likely to ask for them, in one go.

    Between rules, each call would find the analyser's model driven out of the processor's cache.
    """
    for draft in drafts:
        draft.may_hold = may_hold_names(draft.analysis, words)
    asked = [draft.analysis for draft in drafts if draft.may_hold or may_count(draft.analysis)]
    for analysis in asked:
        analysis.know_nouns()
    for analysis in asked:
        analysis.morphemes  # noqa: B018  (kept by the analysis)
    for draft in drafts:
        if draft.may_hold:
            draft.analysis.labels  # noqa: B018  (likewise)


def _without_abbreviations(parts: Sequence[Passage], hits: Sequence[tuple[Hit, ...]]) -> list[tuple[Hit, ...]]:
    """The hits but those of places whose letters the article gives as the abbreviation of a body: `연구센터(DRC)`."""
    given = {
        match[1]
        for part in parts
        if "(" in part.text.text or "（" in part.text.text
        for match in _ABBREVIATION.finditer(part.text.text)
    }
    if not given:
        return list(hits)
    return [
        tuple(hit for hit in found if part.text.text[hit.begin : hit.end] not in given or not is_place(hit.cls))
        for part, found in zip(parts, hits, strict=True)
    ]


@dataclass(slots=True)
class _Draft:
    """What the components read and write of one passage."""

    analysis: Analysis
    block: Block | None
    prose: bool
    may_hold: bool = False
    candidates: list[Mention] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """The passages of a document in which names may stand; it travels in the document's `user_data`."""

    resources: Resources
    drafts: tuple[_Draft, ...]


def _work(doc: Doc) -> _Work:
    work: _Work = doc.user_data[_WORK]
    return work


def _document(work: _Work) -> Doc:
    """A document without words that carries the passages: the rules read these, and each new word would cost."""
    from spacy.tokens import Doc

    return Doc(_pipeline().vocab, user_data={_WORK: work})


_Rule = Callable[["_Draft", "Resources"], Iterable[Mention]]
_Where = Callable[["_Draft"], bool]


# --- components -----------------------------------------------------------------------------------------


def _gazetteer(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return gazetteer_mentions(draft.analysis, known.lexicon)


def _misprints(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return misprinted_places(draft.analysis, known.lexicon)


def _persons(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return person_mentions(draft.analysis, known.words, draft.candidates)


def _departments(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return department_mentions(draft.analysis, known.lexicon, known.heads, draft.candidates)


def _brackets(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return bracket_mentions(draft.analysis, known.lexicon, known.words, draft.candidates)


def _chains(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return chain_mentions(draft.analysis, known.words, draft.candidates, may_hold=draft.may_hold)


def _titles(draft: _Draft, known: Resources) -> Iterable[Mention]:
    yield from title_mentions(draft.analysis, known.words, draft.candidates)
    yield from code_mentions(draft.analysis, known.words, draft.candidates)
    yield from about_mentions(draft.analysis, draft.candidates)
    yield from series_mentions(draft.analysis, known.words, draft.candidates)


def _abroad(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return abroad_mentions(draft.analysis, known.words, draft.candidates)


def _brand(rule: Callable[[Analysis, Words, Sequence[Mention]], Iterable[Mention]]) -> _Rule:
    return lambda draft, known: rule(draft.analysis, known.words, draft.candidates)


def _branches(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return branch_mentions(draft.analysis, draft.candidates)


def _offices(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return office_mentions(draft.analysis, draft.candidates)


def _columns(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return column_mentions(draft.analysis, known.words, draft.candidates)


def _labelled(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return label_mentions(draft.analysis, known.words)


def _lists(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return list_mentions(draft.analysis, known.lexicon, known.words, draft.candidates)


def _outlets(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return inline_sources(draft.analysis, known.lexicon)


def _references(draft: _Draft, known: Resources) -> Iterable[Mention]:
    return reference_mentions(draft.analysis, known.lexicon, known.departments, known.words)


def _source(draft: _Draft, known: Resources) -> Iterable[Mention]:
    if draft.block is None:
        return ()
    return source_mentions(draft.analysis, draft.block, known.lexicon, known.heads)


def _zone_places(draft: _Draft, known: Resources) -> Iterable[Mention]:
    zones = [mention for mention in draft.candidates if mention.cls == "DevelopmentZone"]
    found = (leading_place(draft.analysis, zone, known.lexicon) for zone in zones)
    bodies = [mention for mention in draft.candidates if mention.cls in _BRANCHES]
    inside = (inner_place(draft.analysis, body, known.lexicon) for body in bodies)
    return [mention for mention in (*found, *inside) if mention is not None]


def _is_prose(passage: Passage) -> bool:
    return passage.kind not in {PassageKind.REFERENCE, PassageKind.SOURCE} and passage.row != -1


def _in_prose(draft: _Draft) -> bool:
    return draft.prose


_RULES: Mapping[str, tuple[tuple[_Rule, ...], _Where]] = {
    "kg_known": ((_gazetteer, _misprints, _persons, _departments), _in_prose),
    "kg_names": ((_brackets, _chains, _titles, _abroad), _in_prose),
    "kg_layout": ((_columns, _labelled, _lists, *map(_brand, BRANDS), _branches, _offices, _outlets), _in_prose),
    "kg_references": ((_references,), lambda draft: draft.analysis.passage.kind is PassageKind.REFERENCE),
    "kg_sources": ((_source,), lambda draft: draft.analysis.passage.kind is PassageKind.SOURCE),
    "kg_zone_places": ((_zone_places,), lambda draft: bool(draft.candidates)),
}
"""The rules that find candidates, in the order in which they may consult each other's, and where each applies."""


def _component(rules: Sequence[_Rule], where: _Where) -> Callable[[Doc], Doc]:
    """A spaCy component that adds the candidates of some rules to the passages they apply to."""

    def component(doc: Doc) -> Doc:
        work = _work(doc)
        drafts = [draft for draft in work.drafts if where(draft)]
        for rule in rules:
            for draft in drafts:
                draft.candidates += list(rule(draft, work.resources))
        return doc

    return component


def _decide(doc: Doc) -> Doc:
    work = _work(doc)
    for draft in work.drafts:
        draft.mentions = tuple(decide(draft.candidates, draft.analysis.text))
    for draft in work.drafts:
        named = with_own_names(draft.analysis, draft.mentions, work.resources.lexicon, work.resources.words)
        known = (_with_key(mention, work.resources.lexicon) for mention in named)
        draft.mentions = tuple([_with_chinese(draft.analysis, mention) for mention in known])
    return doc


def _spans(doc: Doc) -> list[Span]:
    """The mentions as spans of whole words of the passages, one below the other: `doc._.mentions`."""
    drafts = _work(doc).drafts
    view = _pipeline().make_doc("\n".join(draft.analysis.text for draft in drafts))
    spans = []
    start = 0
    for draft in drafts:
        for m in draft.mentions:
            span = view.char_span(start + m.begin, start + m.end, label=m.cls, alignment_mode="expand")
            spans += [span] if span is not None else []
        start += len(draft.analysis.text) + 1
    return spans


@cache
def _pipeline() -> Language:
    """The spaCy pipeline. Its components keep no state: what they consult comes with the document."""
    load_spacy()
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    # Without getters of lexical attributes (shape, likeness to a URL …): no rule asks for them, and each new word pays.
    nlp = Language(Vocab(lex_attr_getters={}), meta={"lang": "ko", "name": "china-stp"}, max_length=sys.maxsize)
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name, (rules, where) in _RULES.items():
        Language.component(name, func=_component(rules, where))
        nlp.add_pipe(name)
    Language.component("kg_decide", func=_decide)
    nlp.add_pipe("kg_decide")
    Doc.set_extension("mentions", getter=_spans, force=True)
    return nlp


def _with_key(mention: Mention, lexicon: Lexicon) -> Mention:
    """A body in whose name a bracket stands, as the one that the gazetteers know by the name without it:
    `페이텅(飛騰)정보기술유한공사`.
    """
    if mention.key or not _BRACKET_WITHIN.search(mention.surface):
        return mention
    found = exact(without_brackets(mention.surface), lexicon)
    key = next((one.key for one in found if lexicon.entries[one.key].cls == mention.cls), None)
    return replace(mention, key=key) if key else mention


def _with_chinese(analysis: Analysis, mention: Mention) -> Mention:
    if mention.zh or mention.cls == "MediaOutlet":
        return mention
    han = chinese_form(analysis, mention)
    return replace(mention, zh=han) if han else mention
