"""People: a name with Han characters or a Chinese surname, beside a post.

In: an analysis and the bodies known in it. Out: mentions of class Person; the post stands in the text and is
read by the relation rules (`role`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Mention
from kg.recognise.analysis import Analysis, read_bracket
from kg.recognise.words import Words

_NAME = re.compile(r"(?<![가-힣])([가-힣]{2,5})\s?[(（]([㐀-䶿一-鿿]{2,4})[)）]")
_BARE = re.compile(r"(?<![가-힣])([가-힣]{2,5})(?=\s)")
_STOP = re.compile(r"[,.;:。]|(?:은|는|이|가|을|를|에서|에|와|과)\s")
_NEAR = 30


def person_mentions(analysis: Analysis, words: Words) -> Iterator[Mention]:
    """Mentions of people; a bracketed name needs a post near by, a bare one needs surname and post."""
    text = analysis.text
    if not words.any_post.search(text):
        return
    for match in _NAME.finditer(text):
        if not (post_after(text, match.end(), words) or post_before(text, match.start(), words)):
            continue
        if not _reads_as_name(text[: match.end(1)], match.start(1), match[2]):
            continue
        yield Mention(
            analysis.passage.index, match.start(), match.end(), match[0], "Person", "person-bracket", 0.9, zh=match[2]
        )
    for match in _BARE.finditer(text):
        if not words.surname.match(match[1]) or not post_after(text, match.end(), words):
            continue
        if _is_word(analysis, match.start(), match.end()):
            continue
        yield Mention(analysis.passage.index, match.start(), match.end(), match[1], "Person", "person-post", 0.7)


def post_after(text: str, at: int, words: Words) -> str | None:
    """The post that follows position `at`, with at most a body's name of a few words in between."""
    stop = _STOP.search(text, at, at + _NEAR)
    match = words.post.search(text, at, stop.start() + 1 if stop else at + _NEAR)
    return match[0] if match else None


def post_before(text: str, at: int, words: Words) -> str | None:
    """The post right before position `at`: `부장 진장룽(金壯龍)`."""
    found = [
        match[0]
        for match in words.post.finditer(text, max(0, at - 14), at)
        if text[match.end() : at].strip() in {"", "인"}
    ]
    return found[-1] if found else None


def _reads_as_name(left: str, begin: int, han: str) -> bool:
    """Whether the bracket reads the whole word before it, with one or two syllables a character."""
    syllables = len(left) - begin
    return len(han) <= syllables <= 2 * len(han) and read_bracket(left, han).start <= begin


def _is_word(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the analyser knows the stretch as common words, or sees a particle in it (`위르텔|의`)."""
    parts = list(analysis.morphemes_in(begin, end))
    return bool(parts) and (all(m.tag != "NNP" for m in parts) or any(m.is_particle for m in parts))
