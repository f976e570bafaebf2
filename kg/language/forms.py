"""The forms of a Chinese name: how Korean texts write it, both scripts, pinyin, English.

In: a name in Han characters (either script). Out: Korean forms from most to least usual, and the other
forms. Korean takes proper parts by Mandarin sound or by Sino-Korean reading and generic words by reading or
meaning, mixed within one name. The equivalents of generic words are `seeds/heads.csv`; spellings against
the official transcription, which are good for finding but not for showing, are `seeds/deviations.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.frozen import frozen
from kg.language.hangul import compose, decompose, is_syllable
from kg.language.mandarin import pinyin, romanized, sounds, to_hangul
from kg.language.script import fold, fold_han, has_han, to_simplified, to_traditional
from kg.language.segment import Segment, segment
from kg.language.sinokorean import reading
from kg.language.tables import deviations, heads, terms, words

How = Literal["sound", "reading", "meaning", "mixed", "deviation"]

_LEGAL = ("有限公司", "有限责任公司", "股份有限公司", "公司")
"""Heads that a company's name is often written without."""

_BARE = ("省", "市", "地区", "盟", "特别行政区")
"""Heads that the name of a province or city is often written without."""

_CONNECTIVES = frozenset("和与及暨")
"""Words for "and": Korean leaves them out or translates them, and never reads them."""

_DEVIATIONS = 12
"""Deviating spellings of one proper part at most."""

_DIVISIONS = ("Province", "City", "District")
"""Classes of places whose names hold no general words: 合作市 is not named for cooperation."""

_AREAS = ("DevelopmentZone", "Region")
"""Classes of places whose names mix general words and proper ones, often taken by sound."""


@frozen
class Form:
    """One Korean form of a Chinese name and how it comes about."""

    text: str
    how: How


@dataclass(frozen=True, slots=True)
class Names:
    """All forms of a name; in each tuple the preferred one comes first."""

    ko: tuple[str, ...]
    zh_hans: tuple[str, ...]
    zh_hant: tuple[str, ...]
    pinyin: tuple[str, ...]
    en: tuple[str, ...]


@frozen
class _Choice:
    """One way to write a segment, or several; `cost` grows with how unusual it is."""

    text: str
    how: frozenset[How]
    cost: float


def korean_forms(zh: str, *, cls: str | None = None, limit: int = 64, literal: bool = False) -> tuple[Form, ...]:
    """Korean forms of the name `zh`, most usual first, at most `limit`, without spaces.

    `literal` says that `zh` is an acronym, whose parts are read and not translated (哈工程 is 하공정, not
    하사업).
    `cls` is the class of what is named, where known: companies are also written without their legal form
    and wholly by sound, provinces and cities without 省 and 市, people with their surname's reading.
    """
    if cls == "Person":
        return _ranked(
            [
                _choice(to_hangul(zh, surname=True), "sound", 0.0),
                _choice(reading(zh, surname=True), "reading", 1.0),
            ],
            limit,
        )
    choices: list[_Choice] = []
    for parts, extra in _variants(segment(zh, place=cls in _DIVISIONS), cls):
        choices += _combined(parts, "sound", extra, limit, cls, literal=literal)
        choices += _combined(parts, "reading", 1.0 + extra, limit, cls, literal=literal)
    if cls == "Company":
        core = _without_legal(segment(zh))
        choices.append(_choice("".join(to_hangul(s.text) for s in core), "sound", 1.2))
    return _ranked(choices, limit)


def deviating_forms(zh: str, *, cls: str | None = None, limit: int = 16, literal: bool = False) -> tuple[Form, ...]:
    """Spellings of `zh` in Korean texts against the official transcription (`how` is `deviation`), at most
    `limit`.

    They serve to find a name, not to show it.
    """
    if cls == "Person":
        others = spelled_otherwise(sounds(zh, surname=True))
        return _ranked([_choice(text, "deviation", 0.1 * i) for i, text in enumerate(others)], limit)
    choices = [
        c
        for parts, extra in _variants(segment(zh, place=cls in _DIVISIONS), cls)
        for c in _combined(parts, "deviation", extra, limit, cls, literal=literal)
    ]
    usual = {form.text for form in korean_forms(zh, cls=cls, literal=literal)}
    return tuple(f for f in _ranked(choices, limit + len(usual)) if f.how == "deviation" and f.text not in usual)[
        :limit
    ]


def all_forms(zh: str, *, cls: str | None = None) -> Names:
    """All forms of the Chinese name `zh`; English is its pinyin, with the English word of its head where
    there is one.
    """
    surname = cls == "Person"
    simplified, traditional = to_simplified(zh), to_traditional(to_simplified(zh))
    return Names(
        ko=tuple(form.text for form in korean_forms(zh, cls=cls)),
        zh_hans=(simplified,),
        zh_hant=(traditional,),
        pinyin=(pinyin(simplified, surname=surname), pinyin(simplified, tones=False, surname=surname)),
        en=_english(simplified, cls),
    )


def other_heads(korean: str, *, cls: str) -> tuple[str, ...]:
    """The Korean name with the head that ends it exchanged for its equivalents: 도쿄대학교 도쿄대학, 도쿄대.

    `cls` is the class of what is named. The longest head counts; of several terms that have it, the first in
    the table. Empty where no head of that class ends the name, or nothing stands before it.
    """
    terms_of_class = [term for term in terms() if term.kind == "head" and term.cls == cls]
    ending = max(
        (word for term in terms_of_class for word in term.korean if korean.endswith(word) and korean != word),
        key=len,
        default="",
    )
    term = next((term for term in terms_of_class if ending in term.korean), None)
    if term is None:
        return ()
    core = korean.removesuffix(ending)
    return tuple(core + word for word in term.korean if word != ending)


def spelled_otherwise(syllables: Iterable[str]) -> tuple[str, ...]:
    """Spellings against the official transcription of a name given as Hangul by syllable.

    One syllable written otherwise, or all that can be; bounded.
    """
    official = tuple(syllables)
    others = [syllable_spellings(s) for s in official]
    out: list[str] = []
    if sum(map(bool, others)) > 1:
        out.append("".join(o[0] if o else s for s, o in zip(official, others, strict=True)))
    for rank in range(max(map(len, others), default=0)):
        for i, other in enumerate(others):
            if rank < len(other):
                out.append("".join((*official[:i], other[rank], *official[i + 1 :])))
    return tuple(dict.fromkeys(text for text in out if text != "".join(official)))[:_DEVIATIONS]


@lru_cache(maxsize=4096)
def syllable_spellings(syllable: str) -> tuple[str, ...]:
    """How one pinyin syllable in Hangul is also spelled, against the rule: the rows of `deviations.csv`."""
    out = [row.written for row in deviations() if row.part == "syllable" and row.official == syllable]
    if syllable and is_syllable(syllable[0]):
        initial, medial, final = decompose(syllable[0])
        for row in deviations():
            if row.part == "initial" and row.official == initial:
                out.append(compose(row.written, medial, final) + syllable[1:])
            elif row.part == "medial" and row.official == medial + final:
                out.append(compose(initial, row.written[0], row.written[1:]) + syllable[1:])
    return tuple(dict.fromkeys(out))


def _variants(parts: tuple[Segment, ...], cls: str | None) -> list[tuple[tuple[Segment, ...], float]]:
    """The name as it stands, and without a head that is often left away, each with its cost."""
    out = [(parts, 0.0)]
    if cls == "Company" and len(core := _without_legal(parts)) < len(parts) and core:
        out.append((core, 0.4))
    if cls in ("Province", "City") and len(parts) > 1 and parts[-1].text in _BARE:
        out.append((parts[:-1], 0.3))
    return out


def _without_legal(parts: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return parts[:-1] if len(parts) > 1 and parts[-1].text in _LEGAL else parts


def _combined(
    parts: tuple[Segment, ...],
    proper: Literal["sound", "reading", "deviation"],
    base: float,
    limit: int,
    cls: str | None,
    *,
    literal: bool,
) -> list[_Choice]:
    """The cheapest ways to write all segments, proper parts all by sound, all by reading, or all spelled
    otherwise.
    """
    if proper == "reading" and not any(part.role == "name" for part in parts):
        return []
    beam = [_Choice("", frozenset(), base)]
    for part in parts:
        grown = [
            _Choice(done.text + _connected(done.text, choice.text), done.how | choice.how, done.cost + choice.cost)
            for done in beam
            for choice in _choices(part, proper, cls, literal)
        ]
        beam = sorted(grown, key=lambda choice: (choice.cost, choice.text))[: 2 * limit]
    return beam


def _connected(before: str, text: str) -> str:
    """The particle 와 takes the form 과 after a consonant, and the other way round."""
    if text in ("와", "과") and before and is_syllable(before[-1]):
        return "과" if decompose(before[-1])[2] else "와"
    return text


@lru_cache(maxsize=16384)
def _choices(
    part: Segment, proper: Literal["sound", "reading", "deviation"], cls: str | None, literal: bool
) -> tuple[_Choice, ...]:
    by_reading = reading(part.text)
    if part.role == "name":
        if proper == "deviation":
            return tuple(
                _choice(text, "deviation", 0.1 * i) for i, text in enumerate(spelled_otherwise(sounds(part.text)))
            )
        return (
            _choice(to_hangul(part.text), "sound", 0.0) if proper == "sound" else _choice(by_reading, "reading", 0.0),
        )
    head = heads().get(part.text) if part.role == "head" else None
    korean = head.korean if head else words()[part.text]
    by_sound = to_hangul(part.text)
    if literal:
        korean = tuple(text for text in korean if text in (by_reading, by_sound))
    out = [_choice(text, _how(text, by_reading, by_sound), 0.15 * i) for i, text in enumerate(korean)]
    if by_reading not in korean and not _CONNECTIVES & set(part.text):
        out.append(_choice(by_reading, "reading", 0.5))
    if part.role == "word" and cls in _AREAS and by_sound not in korean:
        out.append(_choice(by_sound, "sound", 0.9))
    return tuple(out)


def _how(text: str, by_reading: str, by_sound: str) -> How:
    return "reading" if text == by_reading or not text else "sound" if text == by_sound else "meaning"


def _choice(text: str, how: How, cost: float) -> _Choice:
    return _Choice(text, frozenset((how,)), cost)


def _ranked(choices: list[_Choice], limit: int) -> tuple[Form, ...]:
    forms: dict[str, Form] = {}
    for choice in sorted(choices, key=lambda choice: choice.cost):
        if choice.text and not has_han(choice.text):
            forms.setdefault(choice.text, Form(choice.text, _joint(choice.how)))
    return tuple(forms.values())[:limit]


def _joint(hows: frozenset[How]) -> How:
    if "deviation" in hows:
        return "deviation"
    return next(iter(hows)) if len(hows) == 1 else "mixed"


def _english(zh: str, cls: str | None) -> tuple[str, ...]:
    if cls == "Person":
        family = _surname_length(zh)
        return (f"{romanized(zh[:family], surname=True)} {romanized(zh[family:])}".strip(),)
    words_of_name = []
    for part in segment(zh):
        head = heads().get(part.text) if part.role == "head" else None
        words_of_name.append(head.english if head else romanized(part.text))
    return (" ".join(filter(None, words_of_name)),)


def _surname_length(zh: str) -> int:
    from kg.language.tables import readings

    double = {row.zh for row in readings() if row.surname and len(row.zh) == 2}
    return 2 if len(zh) > 2 and fold_han(zh[:2]) in double else 1


def matches(korean: str, zh: str, *, cls: str | None = None) -> bool:
    """Whether `korean` is one of the forms, deviating spellings included, of the Chinese name `zh`."""
    wanted = fold(korean)
    forms = (*korean_forms(zh, cls=cls, limit=256), *deviating_forms(zh, cls=cls, limit=64))
    return any(fold(form.text) == wanted for form in forms)
