"""The lexicon: entries, names, forms; finding an entry by name and all names in a text.

In: what `kg.lexicon.load` compiled or read from its cache. Out: answers; nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.language.hangul import is_syllable, neighbours
from kg.language.script import fold_han, is_han
from kg.language.tables import heads, terms
from kg.lexicon.entry import LEVELS, Entry, ancestors, level
from kg.lexicon.normal import offsets_in, spaced

if TYPE_CHECKING:
    from kg.lexicon.automaton import Automaton

PINYIN = "zh-Latn-pinyin"
"""Language tag of names in pinyin."""

_SHORTEST_NEAR = 3
"""Syllables from which on a name is also found with one wrong letter; of Han characters one more."""

_ACRONYM = 5
"""Letters up to which a name in Latin letters must be written in capitals, or as a word with one."""


@frozen
class FormOf:
    """What a form may mean: the entry, how the form comes about, and whether it is also an ordinary word."""

    key: str
    kind: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found by name; `distance` is 0 for an exact form and 1 for one wrong letter or character."""

    key: str
    kind: str
    distance: int


@frozen
class Hit:
    """A form that stands in a text from `begin` to `end`, and the entries it may mean, likeliest first.

    `kind`, `weak` and `cls` are those of the likeliest; weak forms are short or ordinary words too and need support.
    """

    begin: int
    end: int
    keys: tuple[str, ...]
    kind: str
    weak: bool
    cls: str


@dataclass(frozen=True, slots=True)
class DisplayNames:
    """Names to show: the preferred one per language (empty where none is known) and the others.

    `others` are (language, name, kind), pinyin among them; `pinyin` is that of the official name. All pinyin
    carries tones.
    """

    ko: str
    zh_hans: str
    zh_hant: str
    pinyin: str
    en: str
    others: tuple[tuple[str, str, str], ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """All names in `ko`, `zh-Hans`, `zh-Hant`, `en` or `zh-Latn-pinyin`, the preferred one first."""
        preferred = {
            "ko": self.ko,
            "zh-Hans": self.zh_hans,
            "zh-Hant": self.zh_hant,
            "en": self.en,
            PINYIN: self.pinyin,
        }[language]
        others = (name for lang, name, _ in self.others if lang == language)
        return tuple(filter(None, dict.fromkeys([preferred, *others])))


class Forms(Mapping[str, tuple[FormOf, ...]]):
    """Normal form → what it may mean, best first. Decoded as asked for: `index:kind` pairs, `-` before a
    weak one.

    `patterns` are the forms to look for in texts; the others, single characters and pinyin, are for looking
    up only.
    """

    def __init__(
        self, packed: Mapping[str, str], keys: Sequence[str], kinds: Sequence[str], patterns: Sequence[str]
    ) -> None:
        self.patterns = patterns
        self._packed = packed
        self._keys = keys
        self._kinds = kinds

    def __getitem__(self, form: str) -> tuple[FormOf, ...]:
        return tuple(self._decoded(part) for part in self._packed[form].split(" "))

    def of(self, form: str) -> tuple[FormOf, ...]:
        """What a form may mean; nothing where no name has it."""
        return self[form] if form in self._packed else ()

    def __contains__(self, form: object) -> bool:
        return form in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def _decoded(self, part: str) -> FormOf:
        index, _, kind = part.lstrip("-").partition(":")
        return FormOf(self._keys[int(index)], self._kinds[int(kind)], part[0] == "-")


class Lexicon:
    """All gazetteers together.

    `entries`: key → entry. `forms`: normal form → what it may mean. `stems`: Korean name of a place without its last
    syllable → keys of all that may be called so beside what they lie in. `version`: hash of the data and the
    code that the forms come from.
    """

    def __init__(
        self,
        *,
        version: str,
        entries: Mapping[str, Entry],
        forms: Forms,
        names: Mapping[str, DisplayNames],
        stems: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self.version = version
        self.entries = entries
        self.forms = forms
        self.stems = stems
        self._names = names
        self._hits: dict[str, tuple[tuple[str, ...], str, bool, str]] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._surroundings: dict[str, frozenset[str]] = {}

    def names(self, key: str) -> DisplayNames:
        """The names to show for an entry. Raises KeyError for an unknown key."""
        return self._names[key]

    def parents(self, key: str) -> tuple[str, ...]:
        """Keys of what the entry directly belongs to or lies in."""
        entry = self.entries[key]
        return tuple(dict.fromkeys((*entry.part_of, *entry.located_in)))

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Keys of all the entry belongs to or lies in, nearest first, itself excluded."""
        found = self._ancestors.get(key)
        if found is None:
            found = self._ancestors[key] = ancestors(key, self.entries)
        return found

    def surroundings(self, key: str) -> frozenset[str]:
        """Keys of all the entry belongs to or lies in but countries, which tell nothing apart."""
        found = self._surroundings.get(key)
        if found is None:
            above = (k for k in self.ancestors(key) if self.entries[k].cls != "Country")
            found = self._surroundings[key] = frozenset(above)
        return found

    def find(self, name: str, *, classes: Collection[str] | None = None) -> list[Match]:
        """Entries that `name` may mean, likeliest first; exact forms, or, where there are none, forms one
        letter off.

        A letter off is looked for in names of three syllables or more (four Han characters) and never in
        the generic head of a name: 부 stays 부, 청 and 시 never become 국 or 성. `classes` limits the
        answer.
        """
        form = fold_han(name)
        exact = self._matches(form, classes, 0)
        if exact:
            return exact
        near = [match for other in self._near(form) for match in self._matches(other, classes, 1)]
        best = {match.key: match for match in sorted(near, key=self._rank, reverse=True)}
        return sorted(best.values(), key=self._rank)

    def scan(self, text: str, *, overlapping: bool = False) -> list[Hit]:
        """All forms in `text`, spaces, case and script variants disregarded, with offsets in `text`.

        The longest form from the leftmost place on wins, where forms begin at word starts; `overlapping`
        gives every form instead. Word edges are not checked further.
        """
        apart = spaced(text)
        plain = apart.replace(" ", "")
        found = self._automaton.find(plain)
        if not found:
            return []
        offsets = offsets_in(apart)
        if overlapping:
            every = ((begin, end) for begin in sorted(found) for end in found[begin])
            spans = [(begin, end) for begin, end in every if _plausible(text, offsets, begin, end)]
        else:
            spans = _longest(found, offsets, text)
        hits = []
        for begin, end in spans:
            form = plain[begin:end]
            meaning = self._hits.get(form)
            if meaning is None:
                bearers = self.forms[form]
                best = bearers[0]
                cls = self.entries[best.key].cls
                meaning = self._hits[form] = tuple(b.key for b in bearers), best.kind, best.weak, cls
            hits.append(Hit(offsets[begin], offsets[end - 1] + 1, *meaning))
        return hits

    @cached_property
    def _automaton(self) -> Automaton:
        from kg.lexicon.automaton import Automaton

        return Automaton(self.forms.patterns)

    def get_ready(self) -> None:
        """Makes now what `scan` needs; otherwise it is made for the first text. The long part of it holds up no other
        thread.
        """
        self._automaton  # noqa: B018  (kept by the lexicon)

    def _matches(self, form: str, classes: Collection[str] | None, distance: int) -> list[Match]:
        return [
            Match(b.key, b.kind, distance)
            for b in self.forms.of(form)
            if classes is None or self.entries[b.key].cls in classes
        ]

    def _rank(self, match: Match) -> tuple[bool, bool, int, str]:
        """Order of near matches: usual forms, what is still valid, and higher places first."""
        entry = self.entries[match.key]
        return (
            match.kind in ("deviation", "pinyin"),
            bool(entry.valid_to),
            LEVELS.index(level(entry)),
            match.key,
        )

    def _near(self, form: str) -> list[str]:
        if all(map(is_han, form)):
            return self._near_han(form)
        if sum(map(is_syllable, form)) < _SHORTEST_NEAR:
            return []
        end = len(form) - _head_length(form)
        return [near for near in neighbours(form, end=end) if near in self.forms]

    def _near_han(self, form: str) -> list[str]:
        """Forms of as many Han characters, one of them different, the head the same."""
        if len(form) <= _SHORTEST_NEAR:
            return []
        head = max((len(word) for word in heads() if form.endswith(word)), default=0)
        body, tail = form[: len(form) - head], form[len(form) - head :]
        return [
            other
            for other in self._han_by_length.get(len(form), ())
            if other.endswith(tail) and sum(a != b for a, b in zip(body, other, strict=False)) == 1
        ]

    @cached_property
    def _han_by_length(self) -> Mapping[int, tuple[str, ...]]:
        table: dict[int, list[str]] = {}
        for form in self.forms:
            if is_han(form[0]) and all(map(is_han, form)):
                table.setdefault(len(form), []).append(form)
        return {length: tuple(forms) for length, forms in table.items()}


def _longest(found: Mapping[int, list[int]], offsets: list[int], text: str) -> list[tuple[int, int]]:
    """Leftmost longest spans that are plausible; where one is not, the next one within it."""
    spans: list[tuple[int, int]] = []
    end_of_last = done = 0
    for begin in sorted(found):
        if begin < done:
            continue
        end = found[begin][-1]
        span: tuple[int, int] | None = (begin, end)
        if not _plausible(text, offsets, begin, end) or (begin != end_of_last and _inside_word(text, offsets, begin)):
            span = _better(found, offsets, text, begin, end)
        done = end
        if span is not None:
            spans.append(span)
            end_of_last = span[1]
            done = max(end, end_of_last)
    return spans


def _better(
    found: Mapping[int, list[int]], offsets: list[int], text: str, begin: int, end: int
) -> tuple[int, int] | None:
    """Instead of the span from `begin` to `end`: one from a word start in it on, else a plausible one, or
    none.
    """
    starts = (at for at in range(begin, end) if at in found)
    for start in sorted(starts, key=lambda at: (_inside_word(text, offsets, at), at)):
        for stop in reversed(found[start]):
            if _plausible(text, offsets, start, stop):
                return start, stop
    return None


def _plausible(text: str, offsets: list[int], begin: int, end: int) -> bool:
    """Whether the characters from `begin` to `end` of the normal form are one name in the text.

    Short names hold no space, longer ones begin at a word start if they do, and end in no first syllable of a word
    (`저장대학 교|수`); names in Latin letters have a capital, acronyms only capitals.
    """
    first, last = offsets[begin], offsets[end - 1] + 1
    if end - begin > 1 and last - 1 - offsets[end - 2] > 1 and text[last : last + 1].isalpha():
        return False
    if last - first > end - begin and (end - begin <= _SHORTEST_NEAR or _inside_word(text, offsets, begin)):
        return False
    surface = text[first:last]
    return (
        not surface.isascii()
        or surface.isupper()
        or (surface.istitle() or (len(surface) > _ACRONYM and not surface.islower()))
    )


def _inside_word(text: str, offsets: list[int], at: int) -> bool:
    """Whether the character at `at` of the normal form directly follows a letter or digit in the text."""
    before = offsets[at] - 1
    return before >= 0 and text[before].isalnum()


def _head_length(form: str) -> int:
    """Syllables of the longest Korean generic head that ends `form`."""
    return max((len(head) for head in _korean_heads() if form.endswith(head)), default=0)


@lru_cache(maxsize=1)
def _korean_heads() -> frozenset[str]:
    return frozenset(korean for term in terms() if term.kind == "head" for korean in term.korean)
