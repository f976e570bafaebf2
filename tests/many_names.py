"""Any number of things with names in four scripts, made from the name parts of the seeds.

A thing is called after a place, mostly a brand of two characters, a field of technology and a head:
江阴市华澜新能源工程研究中心. Its names are those that a gazetteer entry has: Korean, by sound and by reading, both
Chinese scripts, English, an abbreviation, pinyin with and without tones. The same number and seed give the same
statements.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.language.hangul import FINALS, compose, decompose, is_syllable
from kg.language.mandarin import pinyin, to_hangul, toneless
from kg.language.script import to_traditional
from kg.language.sinokorean import reading
from kg.language.tables import hanja, terms
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.rdf import ALT_LABEL, HIDDEN_LABEL, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, node, text_literal
from kg.vocab import CSTR, article_iri, cst

_PLACES = ("Province", "City", "District", "DevelopmentZone")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name. `ko`: Korean words, the usual one first; `read`: that by the reading of the characters."""

    zh: str
    hant: str
    ko: tuple[str, ...]
    read: str
    en: str
    toned: str


@dataclass(frozen=True, slots=True)
class Made:
    """The names of one thing, by what kind of name they are."""

    iri: str
    cls: str
    mentions: int
    ko: tuple[str, ...]
    read: str
    zh: str
    hant: str
    en: str
    abbreviation: str
    toned: str

    @property
    def toneless(self) -> str:
        return toneless(self.toned)

    def triples(self) -> Iterator[ox.Triple]:
        subject = node(self.iri)
        yield ox.Triple(subject, TYPE, node(cst(self.cls)))
        yield ox.Triple(subject, LABEL, text_literal(self.ko[0], "ko"))
        for text, tag in ((self.ko[0], "ko"), (self.zh, "zh-Hans"), (self.hant, "zh-Hant"), (self.en, "en")):
            yield ox.Triple(subject, PREF_LABEL, text_literal(text, tag))
        for text, tag in (*((text, "ko") for text in self.ko[1:]), (self.abbreviation, "en")):
            yield ox.Triple(subject, ALT_LABEL, text_literal(text, tag))
        for text, tag in ((self.read, "ko"), (self.toned, "zh-Latn-pinyin"), (self.toneless, "zh-Latn-pinyin")):
            yield ox.Triple(subject, HIDDEN_LABEL, text_literal(text, tag))
        for number in range(self.mentions):
            yield ox.Triple(subject, MENTIONED_IN, node(article_iri("bench", f"policy-{number:05}")))


def made(things: int, *, seed: int = 1) -> Iterator[Made]:
    """The names of that many things; a third of the things are mentioned, few of them often."""
    choose = random.Random(seed)
    places, fields, heads = _places(), _fields(), _heads()
    often = [1 / (rank + 10) for rank in range(len(places))]
    picked = choose.choices(places, often, k=things)
    for number in range(things):
        cls, head = choose.choice(heads)
        middle = [choose.choice(fields)] if choose.random() < 0.8 else []
        if not middle or choose.random() < 0.7:
            middle.insert(0, _brand(choose))
        parts = [picked[number], *middle, head]
        mentions = min(int(choose.paretovariate(1.1)), 500) if choose.random() < 1 / 3 else 0
        yield Made(
            iri=f"{CSTR}org/x{number:07}",
            cls=cls,
            mentions=mentions,
            ko=tuple(dict.fromkeys(_korean(parts, i) for i in range(4))),
            read="".join(part.read for part in parts),
            zh="".join(part.zh for part in parts),
            hant="".join(part.hant for part in parts),
            en=" ".join(part.en for part in parts),
            abbreviation="".join(word[0] for part in parts for word in part.en.split()).upper(),
            toned=" ".join(part.toned for part in parts),
        )


def typed(text: str) -> Iterator[str]:
    """What stands in the box after each keystroke until it holds `text`."""
    for i, char in enumerate(text):
        head = text[:i]
        if is_syllable(char):
            initial, medial, final = decompose(char)
            yield head + initial
            yield head + compose(initial, medial)
            following = text[i + 1 : i + 2]
            moved = decompose(following)[0] if is_syllable(following) else ""
            if not final and moved in FINALS[1:]:  # the next initial stands under this syllable for one keystroke
                yield head + char
                yield head + compose(initial, medial, moved)
                continue
        yield head + char


def _korean(parts: list[Part], variant: int) -> str:
    """Spaces before the head or not, the usual words or others."""
    words = [part.ko[variant // 2 % len(part.ko)] for part in parts]
    return "".join(words[:-1]) + (" " if variant % 2 == 0 else "") + words[-1]


def _part(zh: str, ko: tuple[str, ...], en: str) -> Part:
    return Part(zh, to_traditional(zh), ko, reading(zh), en, pinyin(zh))


def _brand(choose: random.Random) -> Part:
    zh = choose.choice(_characters()) + choose.choice(_characters())
    return _part(zh, (to_hangul(zh), reading(zh)), toneless(pinyin(zh)).replace(" ", "").capitalize())


@cache
def _characters() -> list[str]:
    """Characters of the basic block that have a reading and a sound."""
    found = [c for c in sorted(hanja()) if "\u4e00" <= c <= "\u7fff" and c.encode("gb2312", "ignore")]
    return [c for c in found if all(map(is_syllable, to_hangul(c) + reading(c)))][::3]


@cache
def _places() -> list[Part]:
    lexicon = load_lexicon()
    found = [lexicon.names(entry.key) for entry in lexicon.entries.values() if entry.cls in _PLACES]
    return [_part(n.zh_hans, (n.ko, *n.in_language("ko")[1:2]), n.en) for n in found if n.zh_hans and n.ko and n.en]


@cache
def _fields() -> list[Part]:
    found = load_ontology().technologies()
    return [
        _part(c.labels["zh-Hans"], (c.labels["ko"], *c.alt_labels.get("ko", ())[:1]), c.labels["en"].title())
        for c in found
    ]


@cache
def _heads() -> list[tuple[str, Part]]:
    classes = load_ontology().entity_classes
    found = [t for t in terms() if t.kind == "head" and t.cls in classes and t.english and t.korean]
    return [(t.cls, _part(t.zh[0], t.korean[:2], t.english)) for t in found if t.cls not in _PLACES]
