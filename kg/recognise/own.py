"""The name of its own that a body bears behind the place it lies in: `쑤저우 | 구쑤실험실`, `윈난 | 뎬중신구`.

In: the mentions of a passage. Out: the same, with the rest behind the place as a further name where the rest is proper
by itself. What is left without the place of `우시 슈퍼컴퓨팅 센터` is a kind of centres and no name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.language.korean import common_word
from kg.lexicon import Lexicon
from kg.model import Mention, Name
from kg.recognise.analysis import HAN, Analysis, skip_brackets, without_brackets
from kg.recognise.chains import BODIES
from kg.recognise.gazetteer import is_place
from kg.recognise.words import Words, tells

_NAMED = BODIES - {"Ministry", "CentralBody", "InternationalBody"} | {"Project"}
_SHORTEST = 4


def with_own_names(
    analysis: Analysis, mentions: Sequence[Mention], lexicon: Lexicon, words: Words
) -> Iterator[Mention]:
    """The mentions, in order."""
    for mention in mentions:
        own = _own_name(analysis, mention, mentions, lexicon, words)
        yield replace(mention, names=(*mention.names, Name(own, "ko"))) if own else mention


def _own_name(analysis: Analysis, mention: Mention, mentions: Sequence[Mention], lexicon: Lexicon, words: Words) -> str:
    """The rest of a name behind the last of the places that it opens with, or ''."""
    if mention.cls not in _NAMED or mention.rule == "department" or " " not in mention.surface:
        return ""
    place: Mention | None = None
    begin = mention.begin
    while (behind := _behind_place(analysis.text, begin, mention, mentions)) is not None:
        place, begin = behind
    name = without_brackets(analysis.text[begin : mention.end]).strip()
    if place is None or len(name.replace(" ", "")) < _SHORTEST or words.head_of(name) is None:
        return ""
    return name if _is_proper(analysis, begin, mention.end, place, lexicon, words) else ""


def _behind_place(text: str, begin: int, mention: Mention, mentions: Sequence[Mention]) -> tuple[Mention, int] | None:
    """A place that begins there and is a word of its own, and where the name goes on behind it."""
    for place in mentions:
        if place.begin == begin and place.end < mention.end and is_place(place.cls):
            end = skip_brackets(text, place.end)
            if text[end : end + 1] == " " and end + 1 < mention.end:
                return place, end + 1
    return None


def _is_proper(analysis: Analysis, begin: int, end: int, place: Mention, lexicon: Lexicon, words: Words) -> bool:
    """Whether a name behind a place opens with an unknown word, one in characters, or a place in that place to which
    the rest is glued.
    """
    text = analysis.text
    if any(hit.begin < begin < hit.end for hit in analysis.hits):  # a known name, of which the analyser sees no parts
        return _is_heard(text[begin:end], words)
    space = text.find(" ", begin, end)
    word = text[begin : space if space > 0 else end]
    if _opens_by_sound(word, words):
        return True
    first = next(iter(analysis.morphemes_at(begin)), None)
    if first is None or first.form in words.generic or first.form in words.fields:
        return False
    known = next((hit for hit in analysis.hits if hit.begin == begin and hit.end < end), None)
    if known is not None and text[known.end].isalpha():
        entry = lexicon.entries[known.keys[0]]
        if not is_place(entry.cls):
            return False  # a branch of something known: 난징 칭화연구원
        if not known.weak:
            return place.key in entry.located_in
    return bool(HAN.search(word)) or (first.tag == "NNP" and not _is_common(word, words))


def _opens_by_sound(word: str, words: Words) -> bool:
    """Whether two syllables that only transcribed Chinese has open a longer word: `시융|마이크로전자단지`."""
    stem = word[:2]
    return len(word) > 4 and words.heard.match(stem) is not None and tells(stem) and not common_word(stem)


def _is_heard(word: str, words: Words) -> bool:
    """Whether transcribed Chinese, and no common word, stands before the head of a word."""
    head = words.head_of(word)
    stem = word.removesuffix(head.text) if head else ""
    return words.heard.match(stem) is not None and not common_word(stem, compound=True)


def _is_common(word: str, words: Words) -> bool:
    """Whether common words make up what stands before the head of a word that the analyser does not know as a whole."""
    head = words.head_of(word)
    stem = word.removesuffix(head.text) if head else word
    return bool(stem) and common_word(stem, compound=True)
