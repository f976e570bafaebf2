"""From gazetteer entries to every form under which their names may stand in a text.

In: checked entries. Out: forms in the normal form of scanning (`normal_form`), each with the entries it may
mean, best first, and the display names of each entry. Korean forms follow by rule from the Chinese names
(`kg.language.forms`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.language.forms import Form, deviating_forms, korean_forms, other_heads
from kg.language.hangul import is_syllable
from kg.language.mandarin import pinyin
from kg.language.script import fold_han, has_han, to_simplified, to_traditional
from kg.lexicon.entry import LEVELS, PLACES, Entry, is_abroad, level
from kg.lexicon.lexicon import PINYIN
from kg.lexicon.normal import normal_form

KINDS = ("official", "alias", "abbr", "sound", "mixed", "reading", "meaning", "deviation", "pinyin")
"""How a form comes about, from the surest to the least sure."""

_LIMITS = {"District": 6, "City": 12, "Province": 12, "DevelopmentZone": 20, "Country": 1, "Person": 2}
_LIMIT = 16
_FREE_HEADS = frozenset({"University"})
"""Classes whose Korean heads are exchanged freely; elsewhere they tell things apart (연구소, 연구원)."""

_SHORTEST = 3
"""Syllables from which on a name with another head is sure."""

_ACRONYM = 3
"""Han characters up to which the short name of a body is an acronym."""

_DEVIATIONS = 8
_DEVIATIONS_OF_BODIES = 4

_BARE = ("特别行政区", "地区", "省", "市", "盟")

_STEMMED = {"District": ("区", "县", "旗"), "DevelopmentZone": ("新区",)}
_STEM_FORMS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form of an entry before it is joined with those of the others."""

    text: str
    kind: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Display:
    """Names to show: one per language, as far as known or computable, and the others as (language, name,
    kind).
    """

    ko: str
    zh_hans: str
    zh_hant: str
    pinyin: str
    en: str
    others: tuple[tuple[str, str, str], ...]


def compiled(
    entries: Iterable[Entry], *, stop: Collection[str]
) -> tuple[dict[str, list[tuple[int, str, bool]]], list[Display]]:
    """Forms → (index of entry, kind, weak), best first; and the display names by index.

    `stop` are ordinary Korean words: a computed form among them is weak.
    """
    rows = list(entries)
    by_key = {entry.key: entry for entry in rows}
    found: dict[str, dict[int, tuple[str, bool]]] = {}
    shown: list[Display] = []
    for index, entry in enumerate(rows):
        candidates = list(candidates_of(entry, stop=stop, abroad=is_abroad(entry.key, by_key)))
        shown.append(display(entry, candidates))
        for candidate in candidates:
            for form in {normal_form(candidate.text), fold_han(candidate.text)} - {""}:
                known = found.setdefault(form, {}).get(index)
                if known is None or _surer((candidate.kind, candidate.weak), known):
                    found[form][index] = candidate.kind, candidate.weak
    return {form: _ranked(bearers, rows) for form, bearers in found.items()}, shown


def is_pattern(form: str, bearers: Sequence[tuple[int, str, bool]]) -> bool:
    """Whether a form is looked for in texts; single characters and pinyin are for looking up only."""
    return len(form) > 1 and any(kind != "pinyin" for _, kind, _ in bearers)


def candidates_of(entry: Entry, *, stop: Collection[str], abroad: bool) -> Iterator[Candidate]:
    """All forms of one entry: given ones, then computed ones.

    Of what lies `abroad` the given names alone count; its Chinese name is not spoken in Korean.
    """
    for kind, names in (
        ("official", (entry.zh_hans, entry.ko, entry.en)),
        ("alias", (*entry.ko_alt, *entry.en_alt)),
        ("abbr", (*entry.abbr_zh, *entry.abbr_ko)),
    ):
        for name in filter(None, names):
            yield Candidate(name, kind, _weak_given(name, kind, entry))
    for name in bare_names(entry):
        yield Candidate(name, "abbr", _weak_given(name, "abbr", entry))
    yield from _with_other_heads(entry, stop)
    if not abroad:
        yield from _computed(entry, stop)
    if entry.zh_hans and entry.cls != "Country":
        plain = pinyin(entry.zh_hans, tones=False, surname=entry.cls == "Person")
        yield Candidate(plain, "pinyin", True)
        for name in bare_names(entry):
            yield Candidate(pinyin(name, tones=False), "pinyin", True)


def bare_names(entry: Entry) -> tuple[str, ...]:
    """The Chinese name of a province or city without 省, 市 and the like."""
    if entry.cls not in ("Province", "City"):
        return ()
    bare = next((entry.zh_hans.removesuffix(s) for s in _BARE if entry.zh_hans.endswith(s)), "")
    return (bare,) if len(bare) > 1 else ()


def stems(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """Korean forms of names without 区, 县 or 新区 → the indices of the entries.

    Many places share such a stem (南山), and many stems sound like ordinary words, so that they are none of the
    forms of an entry: they count only beside a place that the entry lies in (`kg.recognise.stems`). That place's
    own name is none (长沙县 in 长沙).
    """
    bare = {entry.key: bare_names(entry) for entry in entries}
    found: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        taken = (*entry.abbr_zh, *(name for key in entry.located_in for name in bare[key]))
        for name in _stems_of(entry):
            if name in taken:
                continue
            usual = korean_forms(name, cls="District", limit=_STEM_FORMS)
            for form in (*usual, *deviating_forms(name, cls="District", limit=_STEM_FORMS)):
                if _syllables(form.text) > 1 and index not in found.setdefault(form.text, []):
                    found[form.text].append(index)
    return found


def _stems_of(entry: Entry) -> Iterator[str]:
    """The Chinese names of a place without their last syllables, where two characters remain."""
    for name in (entry.zh_hans, *entry.abbr_zh):
        for ending in _STEMMED.get(entry.cls, ()):
            if name.endswith(ending) and len(name) - len(ending) > 1 and not name.endswith("高新区"):
                yield name.removesuffix(ending)


def _computed(entry: Entry, stop: Collection[str]) -> Iterator[Candidate]:
    """Korean forms of the Chinese names by rule."""
    if entry.cls == "Country":
        return
    sources = [(entry.zh_hans, False)]
    if entry.cls != "Person":
        sources += [(name, True) for name in (*bare_names(entry), *entry.abbr_zh)]
    cls = "District" if entry.cls in ("Province", "City") else entry.cls  # bare names are sources of their own
    rare = _DEVIATIONS if entry.cls in PLACES else _DEVIATIONS_OF_BODIES
    for name, short in sources:
        if not has_han(name):
            continue
        acronym = short and len(name) <= _ACRONYM and entry.cls not in PLACES
        usual = korean_forms(name, cls=cls, limit=_LIMITS.get(entry.cls, _LIMIT), literal=acronym)
        for form in (*usual, *deviating_forms(name, cls=cls, limit=rare, literal=acronym)):
            if _syllables(form.text) > 1:
                yield Candidate(form.text, form.how, _weak_computed(form, short, entry, stop))


def _with_other_heads(entry: Entry, stop: Collection[str]) -> Iterator[Candidate]:
    """Given Korean names with their head exchanged for its equivalents: 도쿄대학교, 도쿄대학, 도쿄대."""
    if entry.cls not in _FREE_HEADS:
        return
    for name in filter(None, (entry.ko, *entry.ko_alt)):
        for text in other_heads(name, cls=entry.cls):
            yield Candidate(text, "mixed", text in stop or _syllables(text) < _SHORTEST)


def _weak_given(name: str, kind: str, entry: Entry) -> bool:
    """Given names are strong, save those of one character and the short ones of counties."""
    return len(name) < 2 or (level(entry) == "county" and (kind == "abbr" or len(name) == 2))


def _weak_computed(form: Form, short: bool, entry: Entry, stop: Collection[str]) -> bool:
    """Short computed forms are weak where they are likely to be something else."""
    if form.text in stop or (short and level(entry) == "county"):
        return True
    if _syllables(form.text) > 2:
        return False
    return level(entry) == "county" or form.how == "deviation" or (form.how == "reading" and not level(entry))


def _syllables(text: str) -> int:
    return sum(map(is_syllable, text)) or len(text)


def display(entry: Entry, candidates: Sequence[Candidate]) -> Display:
    """Names to show for one entry, with the pinyin of each Chinese one; deviating spellings are not among
    them.
    """
    computed = next(
        (c.text for c in candidates if c.kind not in ("official", "alias", "abbr", "deviation", "pinyin")), ""
    )
    ko = entry.ko or computed
    hans = to_simplified(entry.zh_hans)
    hant = to_traditional(hans)
    surname = entry.cls == "Person"
    others: dict[tuple[str, str], str] = {}
    for candidate in candidates:
        if candidate.kind in ("deviation", "pinyin"):
            continue
        for language, text in _by_language(candidate.text):
            if text not in (ko, hans, hant, entry.en):
                others.setdefault((language, text), candidate.kind)
    for language, text in list(others):
        if language == "zh-Hans" and has_han(text):
            others.setdefault((PINYIN, pinyin(text, surname=surname)), "pinyin")
    return Display(
        ko=ko,
        zh_hans=hans,
        zh_hant=hant,
        pinyin=pinyin(hans, surname=surname) if has_han(hans) else "",
        en=entry.en,
        others=tuple((language, text, kind) for (language, text), kind in others.items()),
    )


def _by_language(name: str) -> list[tuple[str, str]]:
    if any(map(is_syllable, name)):
        return [("ko", name)]
    if has_han(name):
        return [("zh-Hans", to_simplified(name)), ("zh-Hant", to_traditional(to_simplified(name)))]
    return [("en", name)]


def _surer(one: tuple[str, bool], other: tuple[str, bool]) -> bool:
    return (one[1], KINDS.index(one[0])) < (other[1], KINDS.index(other[0]))


def _ranked(bearers: Mapping[int, tuple[str, bool]], entries: Sequence[Entry]) -> list[tuple[int, str, bool]]:
    """Bearers of one form, the likeliest first: strong, given, still valid, higher in rank."""

    def rank(item: tuple[int, tuple[str, bool]]) -> tuple[bool, int, bool, int, int, str]:
        index, (kind, weak) = item
        entry = entries[index]
        group = 0 if kind in ("official", "alias", "abbr") else 2 if kind in ("deviation", "pinyin") else 1
        return weak, group, bool(entry.valid_to), LEVELS.index(level(entry)), KINDS.index(kind), entry.key

    return [(index, kind, weak) for index, (kind, weak) in sorted(bearers.items(), key=rank)]
