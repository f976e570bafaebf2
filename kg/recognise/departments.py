"""Local governments and their departments by rule: a place and the name of a department.

In: `seeds/departments.csv` (types of departments by level) and the places found in a passage. Out: mentions of
class LocalGovernment that know their place, with the Chinese name composed (广东省 + 科学技术厅). Departments of
different levels are different things: the Chinese head is chosen by the place's level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.language.script import fold_han
from kg.lexicon import Hit, Lexicon
from kg.lexicon.departments import Department, departments, level_of
from kg.model import Mention, Name
from kg.recognise.analysis import Analysis, skip_brackets, without_brackets
from kg.recognise.gazetteer import exact, left_edge_ok, right_edge_ok

_GOVERNED = frozenset({"Province", "City", "District", "DevelopmentZone"})
SHARED_PLACE = "department-shared-place"
"""Rule of a department whose place stands with another one before it; its first name says it in full."""

_JOINT = re.compile(r"(?:과|와|,|·|、|및|\s및)\s?")
_RANKS = {"자치구": "自治区", "자치주": "自治州", "신구": "新区"} | dict(zip("성시구현주", "省市区县州", strict=True))
"""Words for the level of a place behind its name, and how it ends in Chinese; longer ones first."""
LEVEL = re.compile(r"(?<![가-힣A-Za-z0-9])(?P<level>자치구|성|시)\s")
"""A word for the level of a place that a department may follow."""
_LEVEL_END = re.compile(r"[구성시]\s")
"""How every such word ends; it is found sooner than the whole."""
_RULED = frozenset({"Province", "City"})
_REMEMBERED = 6
_OFFICE = frozenset({"청", "국", "부", "위원회", "판공실", "정부", "인민정부"})
_OFFICE_END = re.compile(rf"\S{{2,}}?(?:{'|'.join(sorted(_OFFICE))})")
_DIVISIONS = frozenset({"연구", "사업", "영업", "지", "본", "학", "편집"})
"""Before 부 these make a part of an institute, company or association: `둥관|연구|부`."""


@dataclass(frozen=True, slots=True)
class DepartmentHeads:
    """The Korean heads of departments as they stand in a text, spaces optional; `letters` are those they begin with."""

    pattern: re.Pattern[str]
    letters: frozenset[str]

    @classmethod
    def of(cls, rows: Iterable[Department]) -> DepartmentHeads:
        """The heads of all types of departments, the longest tried first."""
        forms = {form.replace(" ", "") for row in rows for form in row.ko}
        spaced = (r"\s?".join(map(re.escape, form)) for form in sorted(forms, key=lambda f: (-len(f), f)))
        return cls(re.compile("|".join(spaced)), frozenset(form[0] for form in forms))

    def at(self, text: str, begin: int) -> tuple[int, str] | None:
        """End and squeezed form of the head that stands at `begin`, or None."""
        match = self.pattern.match(text, begin) if text[begin : begin + 1] in self.letters else None
        return (match.end(), match[0].replace(" ", "")) if match else None


def _choose(form: str, level: str) -> Department:
    """The department of that Korean head at that level; the first with the head where no row has the level."""
    rows = departments()[fold_han(form)]
    return next((row for row in rows if row.levels & {level, "any"}), rows[0])


def department_mentions(
    analysis: Analysis, lexicon: Lexicon, heads: DepartmentHeads, known: Sequence[Mention]
) -> Iterator[Mention]:
    """`광둥성 과학기술청`, `상하이시 푸둥신구(浦东新区) 정부`, and by their ending alone `후베이성 과학기술부`."""
    text = analysis.text
    for begin, stop, key, weak in _places(analysis, known):
        at = skip_brackets(text, stop)
        if at > stop:
            key = _by_characters(text[begin:stop], text[stop + 1 : at - 1], key, lexicon)
            at += len(_level_behind(text, at, key, lexicon))
            stop = at if text[at - 1] not in ")）" else stop
        at += len(text[at:]) - len(text[at:].lstrip(" "))
        if weak and (heads.at(text, at) is None or _is_verb(analysis, begin)):
            continue  # an ordinary word before a committee of no listed type: 우주|협력위원회; or 이를 통해 | 정부는
        end, zh = _department_at(analysis, at, key, lexicon, heads, known)
        if end is None or (weak and zh is None):
            continue
        yield Mention(
            analysis.passage.index,
            begin,
            end,
            text[begin:end],
            "LocalGovernment",
            "department",
            0.95 if zh else 0.8,
            zh=zh,
            place=key,
        )
        yield Mention(
            analysis.passage.index,
            begin,
            stop,
            text[begin:stop],
            lexicon.entries[key].cls,
            "department-place",
            0.95,
            key=key,
        )
        yield from _sharing_the_place(analysis, begin, stop, end, key, lexicon, heads, known)
    yield from _by_level(analysis, lexicon, heads)


def _sharing_the_place(
    analysis: Analysis,
    begin: int,
    stop: int,
    end: int,
    place: str,
    lexicon: Lexicon,
    heads: DepartmentHeads,
    known: Sequence[Mention],
) -> Iterator[Mention]:
    """Departments joined to one before that names the place for all: `후베이성 과학기술청과 재정청`."""
    text = analysis.text
    while joint := _JOINT.match(text, end):
        at = joint.end()
        found = heads.at(text, at)
        if found is None or not right_edge_ok(analysis, found[0]) or found[1] in _OFFICE:
            return
        if any(m.begin == at and m.cls in {"Ministry", "CentralBody"} for m in known):
            return
        end, form = found
        zh = f"{lexicon.entries[place].zh_hans}{_choose(form, level_of(place, lexicon)).zh[0]}"
        yield Mention(
            analysis.passage.index,
            at,
            end,
            text[at:end],
            "LocalGovernment",
            SHARED_PLACE,
            0.9,
            zh=zh,
            place=place,
            names=(Name(f"{without_brackets(text[begin:stop])} {form}", "ko"),),
        )


def governed(hits: Sequence[Hit], sure: AbstractSet[str], lexicon: Lexicon, before: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the provinces and cities that hits name surely, latest first, then those of `before`; a few."""
    named = [key for hit in hits for key in hit.keys[:1] if key in sure and lexicon.entries[key].cls in _RULED]
    return tuple(dict.fromkeys((*reversed(named), *before)))[:_REMEMBERED] if named else before


def _by_level(analysis: Analysis, lexicon: Lexicon, heads: DepartmentHeads) -> Iterator[Mention]:
    """Departments that a word for the level opens, of the place of that level named last: `자치구 과학기술청`."""
    text = analysis.text
    for match in LEVEL.finditer(text) if _LEVEL_END.search(text) else ():
        found = heads.at(text, match.end())
        if found is None or not right_edge_ok(analysis, found[0]) or not _opens(analysis, match.start()):
            continue
        here = (hit for hit in reversed(analysis.hits) if hit.end <= match.start() and not hit.weak)
        keys = (*(hit.keys[0] for hit in here), *analysis.above)
        place = next((key for key in keys if _is_of_level(key, match["level"], lexicon)), None)
        if place is None:
            continue
        end, form = found
        zh = f"{lexicon.entries[place].zh_hans}{_choose(form, level_of(place, lexicon)).zh[0]}"
        whole = f"{lexicon.names(place).in_language('ko')[0]} {form}"
        surface = text[match.start() : end]
        names = (Name(whole, "ko"),)
        yield Mention(
            analysis.passage.index,
            match.start(),
            end,
            surface,
            "LocalGovernment",
            SHARED_PLACE,
            0.85,
            zh=zh,
            place=place,
            names=names,
        )


def _opens(analysis: Analysis, at: int) -> bool:
    """Whether neither noun nor relative clause stands before a position: `설립 | 시 정부는`, `열릴 | 시 정부는`."""
    before = analysis.morpheme_before(at)
    return before is None or before.tag[0] in "JS" or before.tag in {"EC", "EF", "MAG", "MAJ"}


def _by_characters(form: str, han: str, key: str, lexicon: Lexicon) -> str:
    """Of several places of one Korean name that whose characters a bracket gives: `산시(山西)성 교육청`."""
    written = {found.key for found in exact(han, lexicon)}
    if key in written:
        return key
    return next((found.key for found in exact(form, lexicon) if found.key in written), key)


def _level_behind(text: str, at: int, key: str, lexicon: Lexicon) -> str:
    """The word behind the characters of a place that says what it is: `우한(武漢)시 정부`; empty where none does."""
    zh = lexicon.entries[key].zh_hans or ""
    return next((word for word, han in _RANKS.items() if text.startswith(word, at) and zh.endswith(han)), "")


def _is_of_level(key: str, level: str, lexicon: Lexicon) -> bool:
    zh = lexicon.entries[key].zh_hans or ""
    return lexicon.entries[key].cls in _RULED and zh.endswith(_RANKS[level])


def _places(analysis: Analysis, known: Sequence[Mention]) -> Iterator[tuple[int, int, str, bool]]:
    """Places that a department's name may follow: known ones, and hits that letters follow directly; whether weak."""
    seen = set()
    for mention in known:
        if mention.key and mention.cls in _GOVERNED:
            seen.add(mention.begin)
            yield mention.begin, mention.end, mention.key, False
    for hit in analysis.hits:
        if hit.begin not in seen and hit.cls in _GOVERNED and left_edge_ok(analysis, hit):
            yield hit.begin, hit.end, hit.keys[0], hit.weak


def _is_verb(analysis: Analysis, begin: int) -> bool:
    """Whether the word there is a verb or an adjective."""
    return any(m.tag.startswith("V") for m in analysis.morphemes_at(begin))


def _department_at(
    analysis: Analysis, at: int, place: str, lexicon: Lexicon, heads: DepartmentHeads, known: Sequence[Mention]
) -> tuple[int | None, str | None]:
    """End of the department's name at `at`, and its Chinese name where the type is listed."""
    found = heads.at(analysis.text, at)
    if found is not None and right_edge_ok(analysis, found[0]):
        row = _choose(found[1], level_of(place, lexicon))
        return found[0], f"{lexicon.entries[place].zh_hans}{row.zh[0]}"
    ministry = next((m.end for m in known if m.begin == at and m.cls in {"Ministry", "CentralBody"}), None)
    return ministry or _office_by_ending(analysis, at), None


def _may_be_office(analysis: Analysis, begin: int) -> bool:
    """Whether letters allow that a department starts at `begin`: its ending in one word, or a known name of several."""
    text = analysis.text
    return _OFFICE_END.match(text, begin) is not None or any(
        hit.begin >= begin and " " in text[hit.begin : hit.end] for hit in analysis.hits
    )


def _office_by_ending(analysis: Analysis, begin: int) -> int | None:
    """End of an unlisted department that starts at `begin`: nouns closed by 청, 국, 부, 위원회 as a morpheme.

    None where a place starts there, whose department it is: `광둥성 | 선전시정부`.
    """
    if not _may_be_office(analysis, begin):
        return None
    if any(hit.begin == begin and hit.cls in _GOVERNED and not hit.weak for hit in analysis.hits):
        return None
    end = begin
    forms: list[str] = []
    for morpheme in analysis.morphemes_from(begin):
        if morpheme.begin != end or morpheme.tag not in {"NNG", "NNP", "XSN", "XR"}:
            break
        forms.append(morpheme.form)
        end = morpheme.end
    if len(forms) >= 2 and forms[-1] == "부" and forms[-2] in _DIVISIONS:
        return None
    if len(forms) >= 2 and forms[-1] in _OFFICE and sum(map(len, forms[:-1])) >= 2 and right_edge_ok(analysis, end):
        return end
    return None
