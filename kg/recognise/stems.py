"""Places called by the stem of their name beside what they lie in: `광저우 난사`, `하이뎬, 차오양, 퉁저우구`.

In: a text and its gazetteer hits. Out: the hits with those of such places. Stems are shared by many places and
sound like ordinary words, so that the gazetteers' own forms have but the few that are sure (`Lexicon.stems`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kg.language.korean import common_word
from kg.lexicon import Hit, Lexicon

Span = tuple[int, int]

_AROUND = frozenset({"Province", "City", "District"})
_WITHIN = frozenset({"District", "DevelopmentZone"})
_WORD = re.compile(r"[가-힣]{2,6}(?![가-힣A-Za-z0-9(（])")
_MARK = r"(?:\s?[,·、ㆍ∙・]\s?|\s?(?:및|와|과)\s)"
_BETWEEN = re.compile(_MARK)
_BEFORE = re.compile(rf"(?<![가-힣A-Za-z0-9])([가-힣]{{2,4}}){_MARK}\Z")
_REACH = 12  # characters in which the word before is looked for
_NEW_AREAS = re.compile(r"[^.!?\n]{0,30}?\s(?:등\s?)?(?:국가급\s)?신구")
_LONG = ("에서는", "에서의", "에서도", "에는", "에서", "에게", "에도", "으로", "까지", "부터")
_PARTICLES = ("", *_LONG, *"에로은는이가을를의와과도만")


def with_stems(
    text: str, hits: Sequence[Hit], lexicon: Lexicon, trusted: Collection[str] = frozenset()
) -> tuple[Hit, ...]:
    """The hits, and those of stems that stand right behind the place around them, or in a list with a place beside.

    A stem that is a common word counts in a list only, or where `trusted` has its key. A stem's hit takes the place of
    one that only means something elsewhere (차오양, which is a city, too).
    """
    if not hits:
        return ()
    found = dict(_behind(text, hits, lexicon, trusted))
    known = {(hit.begin, hit.end): hit for hit in hits}
    anchors = [hit for hit in hits if _named_in_full(text, hit)]
    for hit in (*anchors, *found.values()):
        found.update(_beside(text, hit, known, lexicon))
    if not found:
        return tuple(hits)
    kept = [hit for hit in hits if not any(b < hit.end and hit.begin < e for b, e in found) or _within(hit, found)]
    return tuple(sorted((*kept, *(h for h in found.values() if h not in kept)), key=lambda hit: hit.begin))


def _behind(text: str, hits: Sequence[Hit], lexicon: Lexicon, trusted: Collection[str]) -> Iterator[tuple[Span, Hit]]:
    """The stems directly behind a place."""
    for at, hit in enumerate(hits):
        if text[hit.end : hit.end + 1] != " " or hit.cls not in _AROUND:
            continue
        begin = hit.end + 1
        if at + 1 < len(hits) and hits[at + 1].begin == begin and _lies_in(hits[at + 1], hit, lexicon):
            continue
        stem = _stem_at(text, begin, frozenset(hit.keys), lexicon, {})
        if stem is not None and (stem.keys[0] in trusted or not common_word(text[begin : stem.end])):
            yield (stem.begin, stem.end), stem


def _beside(text: str, hit: Hit, hits: Mapping[Span, Hit], lexicon: Lexicon) -> Iterator[tuple[Span, Hit]]:
    """The stems in a list with a hit, in the same place as that, in either direction."""
    around = frozenset(lexicon.entries[hit.keys[0]].located_in)
    end = hit.end
    while (mark := _BETWEEN.match(text, end)) and (stem := _stem_at(text, mark.end(), around, lexicon, hits)):
        yield (stem.begin, stem.end), stem
        end = stem.end
    begin = hit.begin
    while word := _BEFORE.search(text, max(0, begin - _REACH), begin):
        stem = _stem_at(text, word.start(1), around, lexicon, hits)
        if stem is None or stem.end != word.end(1):
            break
        yield (stem.begin, stem.end), stem
        begin = stem.begin


def _stem_at(text: str, begin: int, around: AbstractSet[str], lexicon: Lexicon, hits: Mapping[Span, Hit]) -> Hit | None:
    """What the word at `begin` is, a particle left out: a hit or a stem, of a place in one of `around`."""
    word = _WORD.match(text, begin)
    if word is None:
        return None
    for particle in _PARTICLES:
        if not word[0].endswith(particle):
            continue
        stem = word[0].removesuffix(particle)
        end = begin + len(stem)
        known = hits.get((begin, end))
        if known is not None and not around.isdisjoint(lexicon.surroundings(known.keys[0])):
            return known
        keys = [key for key in lexicon.stems.get(stem, ()) if not around.isdisjoint(lexicon.surroundings(key))]
        if keys:
            area = len(keys) > 1 and _NEW_AREAS.match(text, end) is not None
            best = next((key for key in keys if (lexicon.entries[key].cls == "DevelopmentZone") == area), keys[0])
            return Hit(begin, end, (best,), "stem", False, lexicon.entries[best].cls)
    return None


def _lies_in(inner: Hit, outer: Hit, lexicon: Lexicon) -> bool:
    return any(not lexicon.surroundings(key).isdisjoint(outer.keys) for key in inner.keys)


def _named_in_full(text: str, hit: Hit) -> bool:
    """Whether a hit is a district's or zone's whole name, which a list may go on from."""
    return not hit.weak and hit.cls in _WITHIN and text[hit.end - 1] in "구현"


def _within(hit: Hit, found: Mapping[Span, Hit]) -> bool:
    """Whether a hit is longer than the stem that it overlaps: that is then a part of its name."""
    return any(hit.begin <= begin and end <= hit.end and hit.end - hit.begin > end - begin for begin, end in found)
