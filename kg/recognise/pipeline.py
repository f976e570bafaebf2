"""Recognition of names in an article, as a spaCy pipeline over its passages.

In: an article. Out: for each passage its analysis and the mentions in it. Each component adds candidates to the
document; the last decides. Character offsets are the truth: spaCy's tokens are Kiwi's morphemes, its spans a
view on the mentions (a token of white space would glue the particle to the name: 국무원은).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.language.korean import Morpheme
from kg.lexicon import Lexicon
from kg.model import Article, Block, Mention, PassageKind, passages
from kg.ontology import Ontology
from kg.recognise.analysis import Analysis
from kg.recognise.brackets import bracket_mentions, chinese_form, column_class
from kg.recognise.chains import chain_mentions
from kg.recognise.decide import decide
from kg.recognise.departments import Departments, department_mentions, load_departments
from kg.recognise.echo import Read, document_names, echoed
from kg.recognise.gazetteer import doubted, gazetteer_mentions, leading_place
from kg.recognise.persons import person_mentions
from kg.recognise.references import inline_sources, reference_mentions, source_mention
from kg.recognise.tables import column_mentions, label_mentions, list_mentions
from kg.recognise.titles import code_mentions, title_mentions
from kg.recognise.words import Words, load_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


_WORK = "work"


@dataclass(frozen=True)
class Resources:
    """What the components consult."""

    lexicon: Lexicon
    ontology: Ontology
    words: Words
    departments: Departments


class Recogniser:
    """Finds the names in articles. Building one loads spaCy and Kiwi; calling it is cheap."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        self.resources = Resources(lexicon, ontology, load_words(ontology), load_departments())
        self._breaks = self.resources.words.left_edge
        self._nlp = _pipeline(self.resources)

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
        return _work(self._nlp(_document(self._nlp, analysis, block))).mentions


@dataclass(slots=True)
class _Work:
    """What the components of one document read and write; it travels in the document's `user_data`."""

    analysis: Analysis
    block: Block | None
    candidates: list[Mention]
    mentions: tuple[Mention, ...] = ()


def _work(doc: Doc) -> _Work:
    work: _Work = doc.user_data[_WORK]
    return work


def _document(nlp: Language, analysis: Analysis, block: Block | None) -> Doc:
    from spacy.tokens import Doc

    words = [analysis.text[begin:end] for begin, end in _tokens(analysis.text, analysis.morphemes)]
    doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words))
    doc.user_data[_WORK] = _Work(analysis, block, [])
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


Component = Callable[["Doc"], "Doc"]


def _pipeline(resources: Resources) -> Language:
    """The spaCy pipeline: its components in the order in which they may consult each other's candidates."""
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

    nlp = Language(meta={"lang": "ko", "name": "china-stp"})
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name, component in _components(resources).items():
        factory = f"kg_{name}"
        Language.component(factory, func=component, retokenizes=False)
        nlp.add_pipe(factory)
    return nlp


def _components(resources: Resources) -> dict[str, Component]:
    lexicon, words, departments = resources.lexicon, resources.words, resources.departments

    def gazetteer(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return gazetteer_mentions(analysis, lexicon)

    def departments_by_rule(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return department_mentions(analysis, lexicon, departments, so_far)

    def brackets(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return bracket_mentions(analysis, lexicon, words)

    def chains(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return chain_mentions(analysis, words, so_far)

    def titles(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return itertools.chain(title_mentions(analysis, words, so_far), code_mentions(analysis, words))

    def persons(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return person_mentions(analysis, words)

    def columns(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return itertools.chain(column_mentions(analysis, words, so_far), label_mentions(analysis, words))

    def sources(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return inline_sources(analysis, lexicon)

    def lists(analysis: Analysis, so_far: list[Mention]) -> Iterable[Mention]:
        return list_mentions(analysis, words, so_far)

    rules = {
        "gazetteer": gazetteer,
        "persons": persons,
        "departments": departments_by_rule,
        "brackets": brackets,
        "chains": chains,
        "titles": titles,
        "columns": columns,
        "lists": lists,
        "sources": sources,
    }
    components = {name: _prose(rule) for name, rule in rules.items()}
    components["references"] = _references(resources)
    components["zone_places"] = _zone_places(resources)
    components["decide"] = _decide
    return components


def _prose(rule: Callable[[Analysis, list[Mention]], Iterable[Mention]]) -> Component:
    """A component that applies a rule to passages of Korean text."""

    def component(doc: Doc) -> Doc:
        work = _work(doc)
        passage = work.analysis.passage
        if passage.kind not in {PassageKind.REFERENCE, PassageKind.SOURCE} and passage.row != -1:
            work.candidates += list(rule(work.analysis, work.candidates))
        return doc

    return component


def _references(resources: Resources) -> Component:
    """Reads Chinese titles and source lines, which have rules of their own."""

    def component(doc: Doc) -> Doc:
        work = _work(doc)
        kind = work.analysis.passage.kind
        if kind is PassageKind.REFERENCE:
            work.candidates += reference_mentions(
                work.analysis, resources.lexicon, resources.departments, resources.words
            )
        elif kind is PassageKind.SOURCE and work.block is not None:
            mention = source_mention(work.analysis, work.block, resources.lexicon)
            work.candidates += [mention] if mention else []
        return doc

    return component


def _zone_places(resources: Resources) -> Component:
    """Adds the places that the names of zones begin with."""

    def component(doc: Doc) -> Doc:
        work = _work(doc)
        zones = [mention for mention in work.candidates if mention.cls == "DevelopmentZone"]
        found = (leading_place(work.analysis, zone, resources.lexicon) for zone in zones)
        work.candidates += [mention for mention in found if mention is not None]
        return doc

    return component


def _decide(doc: Doc) -> Doc:
    work = _work(doc)
    text = work.analysis.text
    work.mentions = tuple(_with_chinese(work.analysis, mention) for mention in decide(work.candidates, text))
    spans = [doc.char_span(m.begin, m.end, label=m.cls, alignment_mode="expand") for m in work.mentions]
    doc.spans["mentions"] = [span for span in spans if span is not None]
    return doc


def _with_chinese(analysis: Analysis, mention: Mention) -> Mention:
    if mention.zh or mention.cls == "MediaOutlet":
        return mention
    han = chinese_form(analysis, mention)
    return replace(mention, zh=han) if han else mention
