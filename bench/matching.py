"""Finding 50,000 names in Korean text, beside spaCy's PhraseMatcher.

Both know the same Korean names of made-up things and read the same sentences, in which particles are glued to most
names. Ours looks for them with `kg.lexicon` (any spelling of spaces and script, word starts checked) and then drops
hits after which a word goes on that is no particle. PhraseMatcher works on tokens: what is glued to a name hides it.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.generator.templates import wording
from bench.harness import Figure, Size, pairs
from bench.makers import made
from kg.language.script import fold_han
from kg.lexicon import Hit, Lexicon, load_lexicon
from kg.lexicon.lexicon import Forms
from kg.ontology import load_ontology

_SENTENCES = 12_000
_PARTICLES = (
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "과",
    "와",
    "의",
    "에",
    "도",
    "에서",
    "에게",
    "으로",
    "로",
    "등",
    "까지",
    "부터",
)


def measure(given: Size, work: Path) -> list[Figure]:
    """Speed, and how much is found of what stands in the text."""
    names = sorted({one.ko[0] for one in made(given.names)})
    sentences, there = _sentences(names, _SENTENCES if given.name != "quick" else 400)
    lexicon = _lexicon(names)
    matcher, nlp = _matcher(names)

    def ours() -> int:
        return sum(len(_kept(text, lexicon.scan(text))) for text in sentences)

    def theirs() -> int:
        return sum(len(matcher(nlp.make_doc(text))) for text in sentences)

    hits, other = ours(), theirs()  # warm
    found = pairs(ours, theirs, rounds=given.rounds)
    ready = [nlp.make_doc(text) for text in sentences]
    alone = pairs(ours, lambda: [matcher(doc) for doc in ready], rounds=given.rounds)
    about = {
        "names": len(names),
        "sentences": len(sentences),
        "PhraseMatcher without making tokens": f"{alone.ratio:.2f} of our time",
    }
    work_done = f"find {len(names):,} names in {len(sentences):,} sentences, word edges checked"
    told = {"names in the text": there, "ours": hits, "PhraseMatcher's": other}
    return [
        found.figure("matching", work_done, "spaCy PhraseMatcher, warm, with its tokens", least=3.0, about=about),
        _hits(hits, other, told),
    ]


def _hits(ours: int, theirs: int, about: dict[str, Any]) -> Figure:
    return Figure(
        "matching-hits", "names found in these sentences", "spaCy PhraseMatcher", ours, theirs, "hits",
        ours / theirs, least=1.3, about=about,
    )  # fmt: skip


def _sentences(names: list[str], count: int) -> tuple[list[str], int]:
    """Sentences of the generator, with these names and without any, and how many names stand in them.

    There is a name in every 60 characters or so, as in real bulletins.
    """
    choose, words = random.Random(3), wording()
    fields = [concept.labels["ko"] for concept in load_ontology().technologies()]
    templates = [say for story in words.stories for beat in story.beats for say in beat.say if _names(say) == 2]
    there = 0

    def name(slot: str) -> str:
        nonlocal there
        if slot.islower():
            return word(slot)
        there += 1
        return choose.choice(names)

    def word(slot: str) -> str:
        return words.word(slot, choose, fields)

    sentences = []
    for _ in range(count // 4):
        sentences.append(words.fill(choose.choice(templates), name, choose, prose=True))
        sentences += (words.fill(choose.choice(words.fillers), word, choose, prose=True) for _ in range(3))
    return sentences, there


def _names(template: str) -> int:
    """How many names stand in a template."""
    return len(re.findall(r"\{[A-Z]", template))


def _lexicon(names: list[str]) -> Lexicon:
    """A lexicon of these names and no other forms."""
    folded = {fold_han(name): f"{number}:0" for number, name in enumerate(names)}
    forms = Forms(folded, names, ["official"], list(folded))
    row = next(iter(load_lexicon().entries.values()))
    return Lexicon(version="bench", entries={name: replace(row, key=name) for name in names}, names={}, forms=forms)


def _kept(text: str, hits: list[Hit]) -> list[Hit]:
    """Hits after which nothing, no letter or a particle stands."""
    return [hit for hit in hits if _ends_there(text, hit.end)]


def _ends_there(text: str, end: int) -> bool:
    if end == len(text) or not text[end].isalnum():
        return True
    stop = end
    while stop < len(text) and text[stop].isalnum():
        stop += 1
    return text[end:stop] in _PARTICLES


def _matcher(names: list[str]) -> tuple[Any, Any]:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("xx")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", [nlp.make_doc(name) for name in names])
    return matcher, nlp
