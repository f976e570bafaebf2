"""Bracket reading: which part of a Korean text a bracket with Han characters names, and how surely.

In: the text left (and right) of a bracket and the characters in it. Out: where their Korean form begins,
whether it goes on behind the bracket, and a confidence. The characters are aligned one by one with the
Hangul before the bracket, by Mandarin sound, by Sino-Korean reading, or word by word by meaning
(`seeds/heads.csv`); misprints and left-out or added syllables cost, and the least costly alignment wins.

    투링(圖靈) 지능컴퓨팅…      the two syllables before the bracket
    동지(同濟)대학교              the proper part; 대학교 behind it belongs to the name
    중커우주항공산업화기지(中科宇航產業化基地)   the whole name
    圖靈(투링)                    the other way round
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from math import inf
from typing import Literal, NamedTuple

from kg.frozen import frozen
from kg.language.forms import syllable_spellings
from kg.language.hangul import is_syllable, syllable_distance
from kg.language.mandarin import char_sounds, sounds
from kg.language.script import fold_han, has_han, is_han, to_simplified
from kg.language.sinokorean import char_readings, reading
from kg.language.tables import heads, terms, words

How = Literal["sound", "reading", "meaning", "mixed", "word"]

_WORD_START = 0.6
"""Cost of a beginning within a word."""
_ADDED = 1.2
"""Cost of a syllable that no character stands for."""
_LEFT_OUT = 1.5
"""Cost of a character that no syllable stands for …"""
_SILENT: Mapping[str, float] = {
    "和": 0.05,
    "与": 0.05,
    "及": 0.05,
    "的": 0.1,
    "之": 0.1,
    "省": 0.6,
    "市": 0.6,
    "区": 0.8,
    "县": 0.8,
    "号": 0.6,
}
"""… and of those that Korean often leaves out."""
_LETTERS = (0.0, 0.55, 1.05, 1.5)
"""Cost of a syllable by the number of its letters that differ."""
_WORD = 0.05
"""Cost of reading a word by meaning, against reading it by sound."""
_WORD_DIFFERENCE = 0.6
"""How far the text may differ from a word that is read by meaning."""
_WORST = 0.8
"""Mean cost a character above which the alignment is given up."""

_LIKELY = 0.65
"""Cost up to which an alignment is looked for first: most brackets read what stands before them well."""

_DOUBTFUL = 0.35
"""Mean cost a character above which a beginning within a word is moved to the start of the word."""

_BOUNDS = frozenset(".,;:()（）[]「『《〈<“‘△▶■•|\t、!?")
"""Signs over which no name reaches."""

_PARTICLE = re.compile(r"은|는|이|가|을|를|의|에|와|과|도|로|으로|및|등|만|부터|까지|이나|나|라는|이라|인|,|\.|$")
_HANGUL = re.compile("[가-힣]+")
_WORDS = re.compile(r"[^\s,.;:()（）'\"‘’“”「」『』《》〈〉|△▶·]+")
_NUMERALS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL_AT_END = re.compile(r"[〇零一二两三四五六七八九十百千]+\Z")


@frozen
class BracketReading:
    """What a bracket names.

    `start`: offset in the left text where the Korean form begins. `form_zh`: the Chinese form of what
    stands from there to the bracket, in simplified characters. `end`: offset in the right text up to which
    generic words directly behind the bracket continue the name (0: none). `full_zh`: the Chinese form with
    those words. `how`: by what the parts were aligned; `word` where no alignment was found and words were
    counted instead. `confidence`: 0 to 1.
    """

    start: int
    form_zh: str
    confidence: float
    how: How
    end: int = 0
    full_zh: str = ""


_State = tuple[float, frozenset[str]]
"""Cost of an alignment so far, and by what its parts were aligned."""


class _Step(NamedTuple):
    """One way to read the last characters of a name: how many, how they are spelled, at what cost.

    `most` is how far the text may differ from the spelling.
    """

    characters: int
    spelled: str
    cost: float
    how: frozenset[str]
    most: float = inf


def read_bracket(left: str, han: str, right: str = "") -> BracketReading:
    """Which part of `left` (the text up to the bracket) the characters `han` in the bracket name.

    Where `han` is Hangul and `left` ends in Han characters, the bracket reads those instead (圖靈(투링)).
    `right` is the text behind the bracket, for names that go on there. A `start` equal to `len(left)` says
    that nothing is named.
    """
    if not has_han(han):
        return _reversed(left, han)
    form = to_simplified(han.strip())
    end, tail = _continued(right)
    text, offsets = _letters_before(left, form)
    size = max(1, sum(map(is_han, form)))
    best = _align(text, offsets, left, _units(form), _LIKELY) or _align(
        text, offsets, left, _units(form), _WORST * size + _WORD_START
    )
    if best is None or best[1][0] / size > _WORST:
        start = _by_words(left, size)
        return BracketReading(start, form, 0.3 if start < len(left) else 0.0, "word", end, form + tail)
    start, (cost, how) = best
    if cost / size > _DOUBTFUL:
        start = _word_start(left, start)
    confidence = round(max(0.35, 1.0 - cost / size), 2)
    return BracketReading(start, form, confidence, _joint(how), end, form + tail)


def _reversed(left: str, hangul: str) -> BracketReading:
    """The bracket holds Hangul: find the run of Han characters before it that it reads."""
    run = re.search(r"[㐀-䶿一-鿿\uf900-\ufaff〇·]+\Z", left)
    if run is None:
        return BracketReading(len(left), "", 0.0, "word")
    best: tuple[float, int, BracketReading] | None = None
    for start in range(run.start(), len(left)):
        form = to_simplified(left[start:])
        found = read_bracket(hangul.strip(), left[start:])
        cost = (1 - found.confidence) + 0.3 * found.start + (0.2 if start > run.start() else 0.0)
        if best is None or cost < best[0]:
            best = cost, start, BracketReading(start, form, found.confidence, found.how, 0, form)
    if best is None:
        return BracketReading(len(left), "", 0.0, "word")
    return best[2]


def _units(form: str) -> str:
    return fold_han(form)


def _letters_before(left: str, form: str) -> tuple[str, list[int]]:
    """The letters and digits before the bracket that may belong to it, with their offsets in `left`.

    A name does not reach over a full stop, a comma, an opening quotation mark or another bracket.
    """
    limit = 4 * len(form) + 8
    text: list[str] = []
    offsets: list[int] = []
    for at in range(len(left) - 1, -1, -1):
        char = left[at]
        if char.isalnum():
            if len(text) >= limit:
                break
            text.append(char.casefold())
            offsets.append(at)
        elif text and (char in _BOUNDS or (char in "'\"" and (at == 0 or left[at - 1].isspace()))):
            break
    return "".join(reversed(text)), offsets[::-1]


def _align(text: str, offsets: list[int], left: str, han: str, limit: float) -> tuple[int, _State] | None:
    """The cheapest start, by dynamic programming from the bracket leftwards over (characters, letters)
    consumed; None where all cost more than `limit`.
    """
    if not text:
        return None
    by_sound = sounds(han)
    if len(by_sound) != len(han):
        by_sound = tuple(han)
    start = offsets[max(0, len(text) - sum(map(len, by_sound)))]
    if text.endswith("".join(by_sound)) and not (start > 0 and left[start - 1].isalnum()):
        return start, (0.0, frozenset(("sound",)))  # nothing is cheaper than a word that reads all by sound
    table: list[dict[int, _State]] = [{} for _ in range(len(han) + 1)]
    table[0][0] = (0.0, frozenset())
    for used in range(len(han)):
        row = table[used]
        if not row:
            continue  # all that reads so much of the name costs too much
        for taken in sorted(row):
            cost, how = row[taken]
            if taken < len(text) and cost + _ADDED <= limit:
                known = row.get(taken + 1)
                if known is None or cost + _ADDED < known[0]:
                    row[taken + 1] = (cost + _ADDED, how)
        steps = _steps(han, len(han) - used, by_sound[len(han) - used - 1])
        for taken, (cost, how) in sorted(row.items()):
            end = len(text) - taken
            for characters, spelled, step_cost, step_how, most in steps:
                total = cost + step_cost
                begin = end - len(spelled)
                if begin < 0 or total > limit:
                    continue
                if not text.startswith(spelled, begin):
                    if cost + (step_cost + _LETTERS[1]) > limit:
                        continue  # one letter that differs is too much already
                    difference = _difference(spelled, text[begin:end])
                    total = cost + (step_cost + difference)
                    if difference > most or total > limit:
                        continue
                further = table[used + characters]
                known = further.get(len(text) - begin)
                if known is None or total < known[0]:
                    further[len(text) - begin] = (total, how | step_how)
    ends = []
    for taken, state in table[-1].items():
        if taken:
            start = offsets[len(text) - taken]
            inside = start > 0 and left[start - 1].isalnum()
            ends.append((state[0] + (_WORD_START if inside else 0.0), -taken, start, state))
    cost, _, start, state = min(ends, key=lambda end: end[:2], default=(inf, 0, 0, (inf, frozenset())))
    return (start, state) if cost <= limit else None


def _steps(han: str, until: int, sound: str) -> list[_Step]:
    """Ways to read the end of `han[:until]`; `sound` is the sound of its last character in the name."""
    char = han[until - 1]
    table = words()
    steps = list(_character_steps(char, sound))
    for length in range(2, min(until, 9) + 1):
        word = han[until - length : until]
        if word in table:
            steps += _word_steps(word)
    if char in _NUMERALS or char in _POWERS:
        number = _NUMERAL_AT_END.search(han, 0, until)
        if number is not None:
            steps.append(_Step(len(number[0]), str(_number(number[0])), 0.0, frozenset(), 0.0))
    return steps


@lru_cache(maxsize=16384)
def _character_steps(char: str, in_context: str) -> tuple[_Step, ...]:
    """Ways to read one character, which sounds like `in_context` in its name: left out, or spelled in Hangul."""
    left_out = _Step(1, "", _SILENT.get(char, _LEFT_OUT), frozenset())
    if not is_han(char):
        return left_out, _Step(1, char, 0.0, frozenset(("sound",)))
    found: dict[str, tuple[float, str]] = {}
    for spelled, cost, how in (
        (in_context, 0.0, "sound"),
        *((r, 0.02 if i == 0 else 0.1, "reading") for i, r in enumerate(char_readings(char))),
        *((s, 0.15, "sound") for s in char_sounds(char)),
        *((s, 0.25, "sound") for s in syllable_spellings(in_context)),
        *((k, 0.1, "meaning") for k in words().get(char, ()) if k),
    ):
        found.setdefault(spelled, (cost, how))
    spellings = (_Step(1, spelled, cost, frozenset((how,))) for spelled, (cost, how) in found.items() if spelled)
    return left_out, *spellings


@lru_cache(maxsize=4096)
def _word_steps(word: str) -> tuple[_Step, ...]:
    """Ways to read a word of the table: by what it means in Korean, or by its readings."""
    steps = []
    by_reading = reading(word)
    for korean in (*words()[word], by_reading):
        if spelled := _squeezed(korean):
            how = "reading" if korean == by_reading else "meaning"
            steps.append(_Step(len(word), spelled, _WORD, frozenset((how,)), _WORD_DIFFERENCE))
    return tuple(steps)


def _squeezed(korean: str) -> str:
    return "".join(c for c in korean.casefold() if c.isalnum())


def _difference(spelled: str, written: str) -> float:
    return sum(map(_letter_cost, spelled, written))


@lru_cache(maxsize=65536)
def _letter_cost(spelled: str, written: str) -> float:
    if spelled == written:
        return 0.0
    return _LETTERS[syllable_distance(spelled, written)] if is_syllable(written) else 2.0


def _number(numeral: str) -> int:
    """Value of a Chinese numeral below ten thousand; digits without powers are read one by one (二〇二五)."""
    if not any(c in _POWERS for c in numeral):
        return int("".join(str(_NUMERALS[c]) for c in numeral))
    total = digit = 0
    for char in numeral:
        if char in _POWERS:
            total += (digit or 1) * _POWERS[char]
            digit = 0
        else:
            digit = _NUMERALS[char]
    return total + digit


def _word_start(left: str, at: int) -> int:
    while at > 0 and left[at - 1].isalnum():
        at -= 1
    return at


def _by_words(left: str, size: int) -> int:
    """Start of as many words at the end of `left` as are needed for `size` syllables; at least one."""
    start = len(left.rstrip())
    for word in reversed(list(_WORDS.finditer(left))):
        if start < len(left.rstrip()) and sum(c.isalnum() for c in left[start:]) >= size:
            break
        if left[word.end() : start].strip():
            break
        start = word.start()
    return start


def _continued(right: str) -> tuple[int, str]:
    """Generic words that follow the bracket without a space: the offset of their end and their Chinese
    form.
    """
    run = _HANGUL.match(right)
    if run is None:
        return 0, ""
    at = 0
    chinese: list[str] = []
    best = (0, "")
    while at < run.end():
        word = next((run[0][at:stop] for stop in range(run.end(), at, -1) if run[0][at:stop] in _chinese_of()), None)
        if word is None:
            break
        at += len(word)
        chinese.append(_chinese_of()[word])
        if chinese[-1] in heads() and (at == run.end() or _PARTICLE.match(run[0], at)):
            best = at, "".join(chinese)
    return best


@lru_cache(maxsize=1)
def _chinese_of() -> Mapping[str, str]:
    """Korean generic word → the Chinese word it most usually stands for."""
    table: dict[str, tuple[int, str]] = {}
    for term in terms():
        for rank, korean in enumerate((*term.korean, *map(reading, term.zh))):
            word = _squeezed(korean)
            if (
                word
                and (word not in table or rank < table[word][0])
                and term.zh[0] not in ("和", "与", "及", "暨", "的")
            ):
                table[word] = rank, term.zh[0]
    return {word: zh for word, (_, zh) in table.items()}


def _joint(how: frozenset[str]) -> How:
    if how <= {"sound"}:
        return "sound"
    if how <= {"reading"}:
        return "reading"
    return "meaning" if how <= {"meaning"} else "mixed"
