"""One passage under recognition: its text, morphemes, gazetteer hits, and the chains of nouns in it.

In: a passage, its gazetteer hits and morphemes. Out: `Analysis`, with one label per character, from which
chains are read. Offsets count in the passage's text throughout.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from kg.frozen import frozen, frozen_keeping
from kg.kept import Kept
from kg.language import bracket
from kg.language.bracket import BracketReading
from kg.language.korean import NOUN_TAGS, Morpheme, analyse
from kg.language.nouns import noun_spans
from kg.language.numbers import quantities
from kg.lexicon import Hit
from kg.model import Passage

_BEGIN, _END = attrgetter("begin"), attrgetter("end")
BRACKET = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]{1,30}[)）]){1,60})[)）]")
"""A bracket, within which another one may stand: `(三年行动计划(2024-2026年))`."""
HAN = re.compile(r"[㐀-䶿一-鿿\uf900-\ufaff〇]")
_HAN_ONLY = re.compile(r"[㐀-䶿一-鿿\uf900-\ufaff〇·&A-Za-z0-9\s“”‘’\"+×—–~()（）、，：《》〈〉「」『』-]+\Z")
_LONGEST_WORD = 20
_LONGEST_PREFIX = 2
_SCIENCE = re.compile(r"(?:중국|한국|전국|국가|국제|세계|아시아)(과기)(?=[가-힣])")
"""`중국과기정책` speaks of science and technology, not of China and something."""

_EOJEOL = re.compile(r"(?:[^\s(（]+|[(（][^()（）]*[)）]|[(（])+")
_UNBRACKETED = re.compile(r"\S+")
"""The same where there are no brackets."""
_OPENING_BRACKETS = ("(", "（")
_BRACKET_REACH = 80
_BRACKETS = re.compile(r"\s?[(（][^()（）]*[)）]")
_QUOTES = {"'": "'", "‘": "’", "“": "”", '"': '"', "「": "」", "『": "』", "《": "》", "<": ">", "〈": "〉"}
_OPENING = re.compile(f"[{''.join(_QUOTES)}]")
_YEAR_MARK = re.compile(r"['‘’]\d\d(?:\s?년|[~∼.-]|\s?\)|\s?말|’|')")
_CHAIN = re.compile(r"[NDBM](?:[NDBMS]*[NDB])?")
_ORDINAL = re.compile(r"제\s?\d+차?|\d+(?=[가-힣A-Za-z])|(?:19|20)\d\d년?")
_SENTENCE = re.compile(r"(?<=[다음임함됨요])\.\s+|(?<=[.!?。])\s+(?=[가-힣A-Z'‘“\"])")
_END_WITHIN = re.compile(r"[.!?。]\s")
"""What stands wherever a sentence ends and another follows; most passages are one sentence."""
_WITHIN_WORD = "NNJNN"
"""A syllable that the analyser takes for a particle, though the word goes on with nouns behind it."""
_DEPENDENT = frozenset({"등", "간", "내", "중", "만", "뿐", "때", "개", "바", "수", "것", "차"})


@frozen
class Quote:
    """A stretch in quotation marks: offsets with the marks, and of the inner text."""

    begin: int
    end: int
    inner_begin: int
    inner_end: int
    mark: str


class Gloss(NamedTuple):
    """A bracket with Han characters that may give the Chinese form of what stands before it, and these characters."""

    begin: int
    end: int
    han: str


@frozen_keeping
class Analysis:
    """`hits`: raw gazetteer hits; `breaks`: words that no name contains; `sure`: keys that the article names surely;
    `sides`: where two or three countries stand in one word (`한중 협력`); `above`: keys of the places that the passages
    before name surely, latest first.

    The morphemes are computed when a rule first asks for them: most passages of a bulletin name nothing.
    """

    passage: Passage
    text: str
    hits: tuple[Hit, ...]
    breaks: frozenset[str]
    sure: frozenset[str] = frozenset()
    sides: tuple[tuple[int, int], ...] = ()
    above: tuple[str, ...] = ()

    @Kept
    def morphemes(self) -> tuple[Morpheme, ...]:
        return analyse(self.text, self._fixed, self._nouns)

    def know_nouns(self) -> None:
        """Computes what is told to the analyser, which is quicker for many passages one after the other."""
        self._nouns  # noqa: B018  (kept)

    @property
    def analysed(self) -> bool:
        """Whether the morphemes are known already, so that asking for them costs nothing."""
        return "morphemes" in self.__dict__

    @Kept
    def _fixed(self) -> list[tuple[int, int]]:
        return _fixed(self.text, self.hits, self.sides)

    @Kept
    def _nouns(self) -> list[tuple[int, int]]:
        return noun_spans(self.text, self._fixed)

    @Kept
    def _noun_begins(self) -> frozenset[int]:
        return frozenset([begin for begin, _ in self._nouns])

    def noun_from(self, begin: int) -> bool:
        """Whether a common noun begins at `begin` that is certain without the morphemes."""
        return begin in self._noun_begins

    def noun_before(self, end: int) -> str:
        """The common noun that ends at `end` and is certain without the morphemes; '' where there is none."""
        return next((self.text[noun[0] : end] for noun in self._nouns if noun[1] == end), "")

    @Kept
    def labels(self) -> str:
        """One label per character.

        N noun, D digit, B bracket, M joining mark, S space, A edge word, J particle, V verb or ending, P other.
        """
        return _labels(self)

    @Kept
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(_quotes(self.text))

    @Kept
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences."""
        return tuple(sentence_spans(self.text))

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that position `at` is in; the whole text where it is in none."""
        for begin, end in reversed(self.sentences):  # one or two, as a rule
            if begin <= at:
                return (begin, end) if at < end else (0, len(self.text))
        return 0, len(self.text)

    @Kept
    def glosses(self) -> tuple[Gloss, ...]:
        """The brackets that may give a Chinese form."""
        if not _has_bracket(self.text):
            return ()
        found = (Gloss(match.start(), match.end(), match[1].strip()) for match in BRACKET.finditer(self.text))
        return tuple(gloss for gloss in found if _is_han(gloss.han))

    @Kept
    def starts(self) -> frozenset[int]:
        return frozenset(self._begins)

    @Kept
    def ends(self) -> frozenset[int]:
        return frozenset(map(_END, self.morphemes))

    def chains(self) -> Iterator[tuple[int, int]]:
        """Spans of noun chains, without spaces or joining marks at their ends."""
        return map(re.Match.span, _CHAIN.finditer(self.labels))

    @Kept
    def _begins(self) -> list[int]:
        return list(map(_BEGIN, self.morphemes))

    def morphemes_from(self, begin: int) -> tuple[Morpheme, ...]:
        """The morphemes that begin at `begin` or later."""
        return self.morphemes[bisect_left(self._begins, begin) :]

    def morphemes_between(self, begin: int, end: int) -> tuple[Morpheme, ...]:
        """The morphemes that begin at `begin` or later, but before `end`."""
        return self.morphemes[bisect_left(self._begins, begin) : bisect_left(self._begins, end)]

    def morpheme_before(self, at: int) -> Morpheme | None:
        """The last morpheme that begins before `at`."""
        index = bisect_left(self._begins, at)
        return self.morphemes[index - 1] if index else None

    def morphemes_at(self, begin: int) -> tuple[Morpheme, ...]:
        """The morphemes that begin right at `begin`."""
        return self.morphemes[bisect_left(self._begins, begin) : bisect_right(self._begins, begin)]

    def morphemes_in(self, begin: int, end: int) -> list[Morpheme]:
        """The morphemes that lie within `begin` and `end`."""
        within = self.morphemes[bisect_left(self._begins, begin) : bisect_right(self._begins, end)]
        return [m for m in within if m.end <= end]

    def particle_after(self, end: int) -> str:
        """The particle that follows position `end` directly (a bracket in between is skipped), or ''."""
        at = skip_brackets(self.text, end)
        if at < len(self.text) and self.text[at] in "'’”\"」』》〉>":
            at = skip_brackets(self.text, at + 1)
        for morpheme in self.morphemes_at(at):
            if morpheme.is_particle:
                return morpheme.form
        return ""


def _is_han(text: str) -> bool:
    return len(text) >= 2 and bool(HAN.search(text)) and bool(_HAN_ONLY.match(text))


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text; a bullet without full stop is one sentence."""
    at = 0
    for match in _SENTENCE.finditer(text) if _END_WITHIN.search(text) else ():
        yield at, match.start() + (match[0].startswith("."))
        at = match.end()
    if at < len(text):
        yield at, len(text)


def read_bracket(left: str, han: str) -> BracketReading:
    """What a bracket names in the text to its left; the same bracket is asked for by several rules."""
    cut = max(0, len(left) - _BRACKET_REACH)
    reading = _read_bracket(left[cut:], han)
    return replace(reading, start=reading.start + cut) if cut else reading


@lru_cache(maxsize=4096)
def _read_bracket(left: str, han: str) -> BracketReading:
    return bracket.read_bracket(left, han)


def skip_brackets(text: str, at: int) -> int:
    """Position after the bracket groups that start at `at`, or `at`."""
    while text.startswith(_OPENING_BRACKETS, at) and (match := BRACKET.match(text, at)):
        at = match.end()
    return at


def fills_bracket(text: str, begin: int, end: int) -> bool:
    """Whether brackets stand right before and right behind a stretch."""
    return begin > 0 and text[begin - 1] in "(（" and text[end : end + 1] in {")", "）"}


def _fixed(text: str, hits: Iterable[Hit], sides: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Disjoint spans to be kept whole by the morphological analyser: strong hits that begin a word, and sides."""
    spans: list[tuple[int, int]] = []
    for hit in sorted((h for h in hits if not h.weak), key=lambda h: (h.begin, -h.end)):
        starts_word = hit.begin == 0 or not text[hit.begin - 1].isalnum() or (bool(spans) and spans[-1][1] == hit.begin)
        if starts_word and (not spans or hit.begin >= spans[-1][1]):
            spans.append((hit.begin, hit.end))
    science = [m.span(1) for m in _SCIENCE.finditer(text)] if "과기" in text else ()
    sides = [*sides, *science]
    both = [side for side in sides if not any(begin < side[1] and side[0] < end for begin, end in spans)]
    return sorted([*spans, *both]) if both else spans


def eojeols(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Spans of the space-separated words of `text[begin:end]`; a bracket group belongs to its word."""
    return [match.span() for match in _words(text).finditer(text, begin, end)]


def _words(text: str) -> re.Pattern[str]:
    """What finds the words of a text."""
    return _EOJEOL if _has_bracket(text) else _UNBRACKETED


def _has_bracket(text: str) -> bool:
    return "(" in text or "（" in text


class _Characters(dict[int, str]):
    """The label that a character has by itself: S, M, D, or P; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        label = "S" if char.isspace() else "M" if char in "·∙・-–&+/~" else "D" if char.isdigit() else "P"
        self[code] = label
        return label


_CHARACTERS = _Characters()
_PLAIN = tuple("P" * length for length in range(_LONGEST_WORD))
_OF_NAME = str.maketrans("MDP", "NNN")
"""Labels of characters by themselves → labels in a known name."""


_HEAVY = re.compile(r"(?<=[가-힣])중공(?=[가-힣]*그룹|업|과기|집단|[은는이가의과와]\s)")


def _labels(analysis: Analysis) -> str:
    text = analysis.text
    bare = text.translate(_CHARACTERS)
    labels = list(bare)
    for form, tag, begin, end in analysis.morphemes:
        label = "A" if tag == "NNB" and form in _DEPENDENT else _LABELS[tag]
        length = end - begin
        if length == 1:
            if bare[begin] == "P":
                labels[begin] = label
        elif label != "V" and length < _LONGEST_WORD and bare.startswith(_PLAIN[length], begin):
            labels[begin:end] = label * length
        else:
            for i in range(begin, end):
                if bare[i] == "P" and not (label == "V" and labels[i] in "NJ" and begin == i - 1):
                    labels[i] = label
    for hit in analysis.hits:
        if not hit.weak:
            labels[hit.begin : hit.end] = bare[hit.begin : hit.end].translate(_OF_NAME)
    for begin, end in analysis.sides:
        labels[begin:end] = "N" * (end - begin)
    if "D" in bare:
        _mark_numbers(text, labels)
    so_far = "".join(labels)
    inside = so_far.find(_WITHIN_WORD)
    while inside >= 0:  # 샹야|의|학원, 야저우|만|국가실험실
        labels[inside + 2] = "N"
        inside = so_far.find(_WITHIN_WORD, inside + 3)
    for gloss in (
        BRACKET.finditer(text, 1) if _has_bracket(text) else ()
    ):  # a bracket that opens the passage is its label, not a gloss
        if HAN.search(gloss[1]):  # the bracket bounds a name, whatever the analyser makes of it (이|창(亦莊))
            word = _hangul_before(text, gloss.start())
            labels[word : gloss.start()] = "N" * (gloss.start() - word)
        labels[gloss.start() : gloss.end()] = "B" * (gloss.end() - gloss.start())
    if "중공" in text:
        for heavy in _HEAVY.finditer(text):  # 선박|중공|그룹: the analyser takes it for `within`
            labels[heavy.start()] = "N"
    breaks = analysis.breaks
    so_far = "".join(labels)
    if "AN" not in so_far and breaks.isdisjoint(text.split()):
        return so_far
    for part in _words(text).finditer(text):
        begin = part.start()
        if part[0] in breaks:  # no name contains the word: it breaks the chain
            labels[begin : part.end()] = "A" * len(part[0])
        elif labels[begin] == "A":
            _mend_start(text, labels, begin, part.end())
    return "".join(labels)


def _mark_numbers(text: str, labels: list[str]) -> None:
    """Quantities break chains; ordinals, years and numbers glued to a word belong to names."""
    for quantity in quantities(text):
        labels[quantity.begin : quantity.end] = "A" * (quantity.end - quantity.begin)
    for ordinal in _ORDINAL.finditer(text):
        labels[ordinal.start() : ordinal.end()] = "D" * (ordinal.end() - ordinal.start())


def _hangul_before(text: str, end: int) -> int:
    """Start of the syllables right before `end`, at most twenty of them."""
    begin = end
    while begin > max(0, end - _LONGEST_WORD) and "가" <= text[begin - 1] <= "힣":
        begin -= 1
    return begin


class _Labels(dict[str, str]):
    """Tag → the label of a morpheme with it, filled as tags are met."""

    def __missing__(self, tag: str) -> str:
        self[tag] = label = _label(tag)
        return label


def _label(tag: str) -> str:
    if tag == "SN":
        return "D"
    if tag in NOUN_TAGS:
        return "N"
    if tag in {"MAG", "MAJ", "MM", "NP", "IC"}:
        return "A"
    return {"J": "J", "V": "V", "E": "V", "X": "V"}.get(tag[0], "P")


_LABELS = _Labels()


def _mend_start(text: str, labels: list[str], begin: int, end: int) -> None:
    """What is glued to the front of a noun belongs to its word, whatever the analyser makes of it (빙|설재료연구소)."""
    run = begin
    while run < end and labels[run] == "A" and "가" <= text[run] <= "힣":
        run += 1
    if begin < run < end and labels[run] == "N" and run - begin <= _LONGEST_PREFIX:
        labels[begin:run] = "N" * (run - begin)


def _quotes(text: str) -> Iterator[Quote]:
    """Quoted stretches, outer ones first; straight quotes before digits are years ('25년), no quotes."""
    start = 0
    while opening := _OPENING.search(text, start):
        at = opening.start()
        end = -1 if _is_year_mark(text, at) else _closing(text, at, _QUOTES[text[at]])
        if end < 0:
            start = at + 1
            continue
        yield Quote(at, end + 1, at + 1, end, text[at])
        yield from (
            Quote(at + 1 + q.begin, at + 1 + q.end, at + 1 + q.inner_begin, at + 1 + q.inner_end, q.mark)
            for q in _quotes(text[at + 1 : end])
        )
        start = end + 1


def _is_year_mark(text: str, at: int) -> bool:
    return text[at] in "'‘’" and _YEAR_MARK.match(text, at) is not None


def _closing(text: str, at: int, close: str) -> int:
    """Position of the closing mark within 120 characters, year marks skipped; -1 without one."""
    limit = min(len(text), at + 121)
    for i in range(at + 1, limit):
        if text[i] != close or (close == text[at] and i == at + 1):
            continue
        if close in "'’" and _is_year_mark(text, i) and close == "'":
            continue
        return i
    return -1


def without_brackets(text: str) -> str:
    """`text` without bracket groups and the space before them."""
    return _BRACKETS.sub("", text) if _has_bracket(text) else text
