"""Recognition of names in an article, as a spaCy pipeline over its passages.

In: an article. Out: for each passage its analysis and the mentions in it. Each component adds candidates to the
document; the last decides. Character offsets are the truth: spaCy's tokens are Kiwi's morphemes, its spans a
view on the mentions (a token of white space would glue the particle to the name: 국무원은).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.language.korean import Morpheme
from kg.lexicon import Hit, Lexicon
from kg.lexicon.departments import Department, all_departments
from kg.model import Article, Block, Mention, Passage, PassageKind, passages
from kg.ontology import Ontology
from kg.recognise.analysis import Analysis
from kg.recognise.brackets import bracket_mentions, chinese_form, column_class
from kg.recognise.chains import chain_mentions
from kg.recognise.decide import decide
from kg.recognise.departments import DepartmentHeads, department_mentions
from kg.recognise.echo import Read, document_names, echoed
from kg.recognise.gazetteer import doubted, gazetteer_mentions, is_place, leading_place
from kg.recognise.persons import person_mentions
from kg.recognise.references import inline_sources, reference_mentions, source_mention
from kg.recognise.tables import column_mentions, label_mentions, list_mentions
from kg.recognise.titles import code_mentions, title_mentions
from kg.recognise.words import Words, load_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


_WORK = "work"
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
        reads = {article.id: self._article(article) for article in articles}
        names = document_names(read for passages_ in reads.values() for read in passages_)
        return {name: tuple(echoed(read, names) for read in passages_) for name, passages_ in reads.items()}

    def _article(self, article: Article) -> tuple[Read, ...]:
        parts = passages(article)
        lexicon, trusted = self.resources.lexicon, self.resources.words.trusted
        hits = [tuple(doubted(p.text.text, hit, lexicon, trusted) for hit in lexicon.scan(p.text.text)) for p in parts]
        hits = _without_abbreviations(parts, hits, lexicon)
        blocks = {b.index: b for b in article.blocks}
        sure = frozenset(
            key for found in hits for hit in found if not hit.weak and len(hit.keys) == 1 for key in hit.keys
        )
        out = []
        for passage, found in zip(parts, hits, strict=True):
            analysis = Analysis(passage, passage.text.text, found, self._breaks, sure)
            block = blocks[passage.block] if passage.block is not None else None
            out.append(Read(analysis, self._mentions(analysis, block)))
        return tuple(out)

    def _mentions(self, analysis: Analysis, block: Block | None) -> tuple[Mention, ...]:
        """The mentions of a passage; one in which nothing hints at a name is not analysed at all."""
        words = self.resources.words
        citing = analysis.passage.kind in {PassageKind.REFERENCE, PassageKind.SOURCE}
        if not (analysis.hits or citing or words.hint.search(analysis.text) or column_class(analysis, words)):
            return ()
        nlp = _pipeline()
        return _work(nlp(_document(nlp, _Work(self.resources, analysis, block)))).mentions


def _without_abbreviations(
    parts: Sequence[Passage], hits: Sequence[tuple[Hit, ...]], lexicon: Lexicon
) -> list[tuple[Hit, ...]]:
    """The hits but those of places whose letters the article gives as the abbreviation of a body: `연구센터(DRC)`."""
    given = {match[1] for part in parts for match in _ABBREVIATION.finditer(part.text.text)}
    return [
        tuple(
            hit
            for hit in found
            if part.text.text[hit.begin : hit.end] not in given or not is_place(lexicon.entries[hit.keys[0]].cls)
        )
        for part, found in zip(parts, hits, strict=True)
    ]


@dataclass(slots=True)
class _Work:
    """What the components of one document read and write; it travels in the document's `user_data`."""

    resources: Resources
    analysis: Analysis
    block: Block | None
    candidates: list[Mention] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()


def _work(doc: Doc) -> _Work:
    work: _Work = doc.user_data[_WORK]
    return work


def _document(nlp: Language, work: _Work) -> Doc:
    from spacy.tokens import Doc

    analysis = work.analysis
    words = [analysis.text[begin:end] for begin, end in _tokens(analysis.text, analysis.morphemes)]
    doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words))
    doc.user_data[_WORK] = work
    return doc


def _tokens(text: str, morphemes: Sequence[Morpheme]) -> list[tuple[int, int]]:
    """A partition of the text: each morpheme a token (contracted ones together), what lies between tokens too."""
    out: list[tuple[int, int]] = []
    begin = end = 0
    for morpheme in morphemes:
        if morpheme.begin < end:
            end = max(end, morpheme.end)
            continue
        if end > begin:
            out.append((begin, end))
        if morpheme.begin > end:
            out.append((end, morpheme.begin))
        begin, end = morpheme.begin, morpheme.end
    out += [(begin, end)] if end > begin else []
    out += [(end, len(text))] if len(text) > end else []
    return out


# --- components -----------------------------------------------------------------------------------------


def _gazetteer(work: _Work) -> Iterable[Mention]:
    return gazetteer_mentions(work.analysis, work.resources.lexicon)


def _persons(work: _Work) -> Iterable[Mention]:
    return person_mentions(work.analysis, work.resources.words)


def _departments(work: _Work) -> Iterable[Mention]:
    return department_mentions(work.analysis, work.resources.lexicon, work.resources.heads, work.candidates)


def _brackets(work: _Work) -> Iterable[Mention]:
    return bracket_mentions(work.analysis, work.resources.lexicon, work.resources.words)


def _chains(work: _Work) -> Iterable[Mention]:
    return chain_mentions(work.analysis, work.resources.words, work.candidates)


def _titles(work: _Work) -> Iterable[Mention]:
    yield from title_mentions(work.analysis, work.resources.words, work.candidates)
    yield from code_mentions(work.analysis, work.resources.words)


def _columns(work: _Work) -> Iterable[Mention]:
    yield from column_mentions(work.analysis, work.resources.words, work.candidates)
    yield from label_mentions(work.analysis, work.resources.words)


def _lists(work: _Work) -> Iterable[Mention]:
    return list_mentions(work.analysis, work.resources.words, work.candidates)


def _outlets(work: _Work) -> Iterable[Mention]:
    return inline_sources(work.analysis, work.resources.lexicon)


def _references(work: _Work) -> Iterable[Mention]:
    resources = work.resources
    return reference_mentions(work.analysis, resources.lexicon, resources.departments, resources.words)


def _source(work: _Work) -> Iterable[Mention]:
    mention = source_mention(work.analysis, work.block, work.resources.lexicon) if work.block is not None else None
    return [mention] if mention is not None else []


def _zone_places(work: _Work) -> Iterable[Mention]:
    zones = [mention for mention in work.candidates if mention.cls == "DevelopmentZone"]
    found = (leading_place(work.analysis, zone, work.resources.lexicon) for zone in zones)
    return [mention for mention in found if mention is not None]


def _in_prose(work: _Work) -> bool:
    passage = work.analysis.passage
    return passage.kind not in {PassageKind.REFERENCE, PassageKind.SOURCE} and passage.row != -1


_Rule = Callable[["_Work"], Iterable[Mention]]
_Where = Callable[["_Work"], bool]

_RULES: Mapping[str, tuple[tuple[_Rule, ...], _Where]] = {
    "kg_known": ((_gazetteer, _persons, _departments), _in_prose),
    "kg_names": ((_brackets, _chains, _titles), _in_prose),
    "kg_layout": ((_columns, _lists, _outlets), _in_prose),
    "kg_references": ((_references,), lambda work: work.analysis.passage.kind is PassageKind.REFERENCE),
    "kg_sources": ((_source,), lambda work: work.analysis.passage.kind is PassageKind.SOURCE),
    "kg_zone_places": ((_zone_places,), lambda work: bool(work.candidates)),
}
"""The rules that find candidates, in the order in which they may consult each other's, and where each applies."""


def _component(rules: Sequence[_Rule], where: _Where) -> Callable[[Doc], Doc]:
    """A spaCy component that adds the candidates of some rules to the document."""

    def component(doc: Doc) -> Doc:
        work = _work(doc)
        if where(work):
            for rule in rules:
                work.candidates += list(rule(work))
        return doc

    return component


def _decide(doc: Doc) -> Doc:
    work = _work(doc)
    text = work.analysis.text
    work.mentions = tuple(_with_chinese(work.analysis, mention) for mention in decide(work.candidates, text))
    spans = [doc.char_span(m.begin, m.end, label=m.cls, alignment_mode="expand") for m in work.mentions]
    doc.spans["mentions"] = [span for span in spans if span is not None]
    return doc


@cache
def _pipeline() -> Language:
    """The spaCy pipeline. Its components keep no state: what they consult comes with the document."""
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

    nlp = Language(meta={"lang": "ko", "name": "china-stp"})
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name, (rules, where) in _RULES.items():
        Language.component(name, func=_component(rules, where))
        nlp.add_pipe(name)
    Language.component("kg_decide", func=_decide)
    nlp.add_pipe("kg_decide")
    return nlp


def _with_chinese(analysis: Analysis, mention: Mention) -> Mention:
    if mention.zh or mention.cls == "MediaOutlet":
        return mention
    han = chinese_form(analysis, mention)
    return replace(mention, zh=han) if han else mention
