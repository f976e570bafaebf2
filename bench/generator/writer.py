"""One document: its layout, its articles, and what it states.

In: seed, number and size. Out: `Generated`: the text, its name and its gold. A document follows from these alone: it is
the same whether ten are made or ten thousand.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bench.generator.templates import Beat, Story, Table, Wording, wording
from bench.generator.truth import Truth
from bench.generator.world import Thing, World

FIRST = dt.date(2015, 1, 2)
WEEKS = 520
"""Issues of one series: ten years."""

SECTIONS = {"feature": 0.12, "policy": 0.42, "tech": 0.28, "brief": 0.18}
"""Sections in order, with their shares of a bulletin."""

_LAYOUTS = ("plain", "markdown", "plain", "prose", "plain", "markdown", "plain")
"""Layouts of documents one after the other, and over again."""
_NUMERALS = ("I", "II", "III", "IV")
_TRIES = 200
_WON = 189
"""Won to the yuan, for the sums in brackets."""

DENSITY = 40.0
"""Statements that a kB of text gives when built, about. Real bulletins of one publisher gave 130."""

_FULL = 400.0
"""Density of articles that have all their sentences and tables, and no others."""

_BARE = 250.0
"""Statements that an article gives without its tables, about; with them as many more as `_TABLES` times the density."""

_TABLES = 0.6

_FRAME = 1500
"""Bytes of a bulletin beside its articles, about."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A document. `name` is its file name without ending, and the bulletin's id."""

    name: str
    text: str
    gold: Mapping[str, Any]

    def gold_bytes(self) -> bytes:
        """The gold file."""
        return (json.dumps(self.gold, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written and what it is; sums in yuan."""

    written: str
    value: Decimal


@dataclass(slots=True)
class Article:
    """An article while it is written: cast, the lines of its body, what was named."""

    id: str
    title: str
    day: dt.date
    lead: str = ""
    lines: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    summary: str = ""


@lru_cache(maxsize=1)
def _world(seed: int) -> World:
    return World(seed)


def document(number: int, *, seed: int = 7, kilobytes: float = 25, density: float = DENSITY) -> Generated:
    """The document with that number, from 0. Its text has about `kilobytes` kB in UTF-8 and gives about `density`
    statements for each; the rest of the text is sentences without names.
    """
    return _Writer(_world(seed), number, seed=seed, density=density).write(int(kilobytes * 1000))


class _Writer:
    def __init__(self, world: World, number: int, *, seed: int, density: float) -> None:
        self._world, self._number = world, number
        self._density, self._full = density, min(1.0, density / _FULL)
        self._chance = random.Random(f"{seed}|document|{number}")
        self._wording: Wording = wording()
        series, week = divmod(number, WEEKS)
        self._date = FIRST + dt.timedelta(days=7 * week + series % 5)
        self._series = series
        self._name = f"series-{series + 1:02}-{self._date.isoformat()}"
        self._truth = Truth(self._name, world.above)
        self._layout = _LAYOUTS[number % len(_LAYOUTS)]

    def write(self, size: int) -> Generated:
        """The document, of about `size` bytes."""
        if self._layout == "prose":
            text = self._prose(size)
        else:
            rest = max(size - _FRAME, 0)
            articles = {section: self._section(section, rest * share) for section, share in SECTIONS.items()}
            text = self._bulletin(articles)
        return Generated(self._name, text, self._truth.gold(text))

    def _count(self, size: float) -> int:
        """How many articles of that many bytes together give the wanted statements."""
        wanted = self._density * size / 1000 / (_BARE + _TABLES * self._density)
        return max(1, int(wanted + self._chance.random()))

    # --- layouts ------------------------------------------------------------------------------------------

    def _section(self, section: str, size: float) -> list[Article]:
        """Its articles, of that many bytes together."""
        count = self._count(size)
        names = [f"{section}-{number:02}" for number in range(1, count + 1)]
        return [self._article(self._choice(self._wording.of(section)), name, size / count) for name in names]

    def _bulletin(self, sections: Mapping[str, list[Article]]) -> str:
        frame, marked = self._wording.frame, self._layout == "markdown"
        title = frame["titles"][self._series % len(frame["titles"])]
        publisher = frame["places_of_issue"][self._series % len(frame["places_of_issue"])]
        top, mark = ("# ", "## ") if marked else ("", "")
        lines = [top + title, "", mark + frame["contents"], ""]
        for number, (section, articles) in enumerate(sections.items(), 1):
            lines += [f"{'### ' if marked else ''}{number}. {frame['sections'][section]}", ""]
            lines += [f"- {article.title}" for article in articles] + [""]
        lines += [frame["notice"], "", publisher, "", mark + frame["summary"], ""]
        lines += [f"- {a.summary}" for s in ("feature", "policy") for a in sections[s] if a.summary] + [""]
        for numeral, (section, articles) in zip(_NUMERALS, sections.items(), strict=True):
            lines += [mark + numeral, "", mark + frame["sections"][section], ""]
            for article in articles:
                lines += self._laid_out(article, brief=section == "brief")
        issued = f"{self._date.year}. {self._date.month}. {self._date.day}"
        lines += [top + title, "", f"| 발 행 일 | {issued}", "", "| 발 행 인 | 편집부", ""]
        lines += [f"| 발행기관 | {publisher}", ""]
        return "\n".join(lines)

    def _laid_out(self, article: Article, *, brief: bool) -> list[str]:
        marked = "## " if self._layout == "markdown" else ""
        number = article.id[-2:]
        head = [f"{marked}{number} {article.title}", ""]
        if self._chance.random() < 0.3:
            head = [f"{marked}{number}", "", f"{marked}{article.title}", ""]
        day = "" if brief else f"({article.day.month}.{article.day.day})"
        lead = f"**■ {article.lead}{day}**" if marked and self._chance.random() < 0.5 else f"■ {article.lead}{day}"
        return [*head, lead, "", *article.lines, "", *article.tail, ""]

    def _prose(self, size: int) -> str:
        frame = self._wording.frame
        count = self._count(size)
        paragraphs = [self._paragraph(size / count) for _ in range(count)]
        field_name = self._choice(self._world.fields)[0]
        title = f"{field_name} 기술을 둘러싼 움직임"
        closing = f"※ {frame['notice']}"
        day = f"{self._date.year}년 {self._date.month}월 {self._date.day}일"
        return "\n\n".join([title, f"작성일: {day}", *paragraphs, closing]) + "\n"

    # --- articles -----------------------------------------------------------------------------------------

    def _article(self, story: Story, name: str, size: float) -> Article:
        cast = self._cast(story.cast, {})
        day = self._date - dt.timedelta(days=self._chance.randint(1, 12))
        article = Article(name, self._say(self._choice(story.headlines), cast, name, plain=True), day)
        article.lead = self._say(self._choice(story.leads), cast, name, plain=True)
        told = [self._tell(beat, cast, name) for beat in self._told(story)]
        tables = [self._table(table, cast, name) for table in story.tables if self._chance.random() < 0.7 * self._full]
        first = self._tell(story.beats[0], cast, name, prose=True, plain=True)
        article.summary = first if self._chance.random() < 0.8 else ""
        article.tail = self._tail(story, cast, name, day)
        repeated = (article.title, article.title, article.summary, article.lead)
        used = _bytes((*repeated, *told, *(line for table in tables for line in table), *article.tail))
        article.lines = self._body(told, size - used) + [line for table in tables for line in ("", *table)]
        return article

    def _body(self, told: list[str], left: float) -> list[str]:
        """Bullets: what is told, with sentences without names between, until that many bytes are used."""
        lines: list[str] = []
        for line, others in self._between_fillers(told, left, prose=False):
            inner = bool(lines) and self._chance.random() < 0.6
            lines.append(("  - " if inner else "- ") + line)
            lines += [self._chance.choices(("  - ", "- ", "  * "), (6, 3, 1))[0] + other for other in others]
        return lines

    def _between_fillers(self, told: list[str], left: float, *, prose: bool) -> list[tuple[str, list[str]]]:
        """Each line, with the sentences that follow it."""
        found: list[tuple[str, list[str]]] = [(line, []) for line in told]
        while left > 0:
            filler = self._filler(prose=prose)
            left -= len(filler.encode()) + 4
            self._choice(found)[1].append(filler)
        return found

    def _told(self, story: Story) -> list[Beat]:
        """The first beat, and some of the others."""
        often = 0.2 + 0.6 * self._full
        return [beat for place, beat in enumerate(story.beats) if not place or self._chance.random() < often]

    def _tail(self, story: Story, cast: Mapping[str, Any], name: str, day: dt.date) -> list[str]:
        address = f"https://www.example.org/{story.id}/{day:%Y%m}/t{day:%Y%m%d}_{self._chance.randint(1000, 9999)}.html"
        if not story.refs:
            outlet = self._cast({"M": "MediaOutlet"}, {})["M"]
            self._truth.named(outlet, outlet.ko, name)
            return [f"출처: {outlet.ko} ({day.month:02}.{day.day:02})", "", address]
        title = self._say(self._choice(story.refs), cast, name, plain=True)
        return [self._wording.frame["references"], "", f"{self._choice('☞☑')} {title}", "", address]

    def _paragraph(self, size: float) -> str:
        story, name = self._choice(self._wording.stories), "policy-01"
        cast = self._cast(story.cast, {})
        told = [self._tell(beat, cast, name, prose=True) for beat in self._told(story)]
        found = self._between_fillers(told, size - _bytes(told), prose=True)
        return " ".join(sentence for line, others in found for sentence in (line, *others))

    # --- sentences ----------------------------------------------------------------------------------------

    def _tell(self, beat: Beat, cast: Mapping[str, Any], name: str, *, prose: bool = False, plain: bool = False) -> str:
        """A beat in words; what it states is noted."""
        which = self._chance.randrange(len(beat.say))
        text = self._say(beat.say[which], cast, name, prose=prose, plain=plain)
        self._note(beat.facts, cast, name)
        self._note(beat.may, cast, name, optional=True)
        if beat.by_wording:
            self._note(beat.by_wording[which], cast, name)
        return self._wording.sentence(text) if prose else text

    def _filler(self, *, prose: bool = False) -> str:
        words = {slot: self._choice(choices) for slot, choices in self._wording.words.items()}
        words["N"] = str(self._chance.randint(3, 48))
        words["F"] = self._choice(self._world.fields)[0]
        text = self._wording.fill(self._choice(self._wording.fillers), words.__getitem__, self._chance, prose=prose)
        return self._wording.sentence(text) if prose else text

    def _table(self, table: Table, cast: Mapping[str, Any], name: str) -> list[str]:
        rows = [list(table.columns)]
        for number in range(1, self._chance.randint(*table.rows) + 1):
            one = self._cast(table.cast, cast)
            cells = [self._say(cell, {**cast, **one, "#": str(number)}, name) for cell in table.row]
            rows.append(cells)
            self._note(table.facts, {**cast, **one}, name)
            self._note(table.may, {**cast, **one}, name, optional=True)
        caption = f"〈{self._say(table.caption, cast, name, plain=True)}〉"
        if self._layout == "markdown":
            head, *body = [f"| {' | '.join(row)} |" for row in rows]
            return [f"**{caption}**", "", head, "|" + "---|" * len(table.columns), *body]
        return [caption, "", *("\t".join(row) for row in rows)]

    def _say(
        self, template: str, cast: Mapping[str, Any], name: str, *, prose: bool = False, plain: bool = False
    ) -> str:
        def shown(slot: str) -> str:
            return self._shown(slot, cast, name, plain=plain)

        return self._wording.fill(template, shown, self._chance, prose=prose)

    def _shown(self, slot: str, cast: Mapping[str, Any], name: str, *, plain: bool) -> str:
        """What stands in a slot. `plain`: the name alone, without characters in brackets."""
        key, _, form = slot.partition(".")
        filled = cast[key]
        if isinstance(filled, Thing):
            return self._name_of(filled, form, name, plain=plain)
        if isinstance(filled, Number):
            return filled.written
        if isinstance(filled, tuple):
            return str(filled[form == "zh"])
        return str(filled)

    def _name_of(self, thing: Thing, form: str, name: str, *, plain: bool) -> str:
        if form == "zh":
            shown = thing.zh
        elif thing.bracketed and not plain and self._first_time(thing, name):
            shown = thing.bracketed
        else:
            shown = self._choice((thing.ko, thing.ko, *thing.forms)) if not plain else thing.ko
        self._truth.named(thing, shown, name)
        if shown == thing.bracketed and thing.whole:
            self._truth.named(thing, shown[shown.index("(") + 1 : -1], name)
        return shown

    def _first_time(self, thing: Thing, name: str) -> bool:
        """Whether the characters are due: oftener for people, and for a thing the first time an article names it."""
        known = self._truth.entities.get(thing.key)
        if known is not None and thing.bracketed in known.names:
            return False
        return self._chance.random() < (0.9 if thing.cls == "Person" else 0.5)

    # --- facts and cast -----------------------------------------------------------------------------------

    def _note(self, facts: Iterable[str], cast: Mapping[str, Any], name: str, *, optional: bool = False) -> None:
        for fact in facts:
            subject, relation, *rest = fact.split()
            if relation == "target":
                unit, year = rest[1], int(cast[rest[2]])
                self._truth.target(cast[subject], cast[rest[0]].value, unit, year, name)
                continue
            self._truth.stated(cast[subject], relation, cast[rest[0]], name, optional=optional)
            if len(rest) > 1:
                self._truth.funded(cast[subject], cast[rest[0]], cast[rest[1]].value, name)

    def _cast(self, wanted: Mapping[str, str], present: Mapping[str, Any]) -> dict[str, Any]:
        """Who and what fills the slots: things whose names no other thing of the document bears."""
        cast: dict[str, Any] = {}
        for slot, kind in wanted.items():
            what, _, rest = kind.partition(" ")
            if what in _PLAIN:
                cast[slot] = _PLAIN[what](self, rest)
                continue
            cls, _, where = what.partition("@")
            place = {**present, **cast}[where] if where else None
            cast[slot] = self._thing(cls, place, {t.key for t in cast.values() if isinstance(t, Thing)})
        return cast

    def _thing(self, cls: str, place: Thing | None, taken: set[str]) -> Thing:
        for attempt in range(_TRIES):
            fresh = f"{self._number}-{attempt}"
            thing = self._world.draw(cls, self._chance, place=place, fresh=fresh)
            if thing.key not in taken and self._truth.free(thing):
                self._truth.reserve(thing)
                return thing
        raise ValueError(f"document {self._number}: no free name of class {cls} after {_TRIES} tries")

    def _choice(self, choices: Any) -> Any:
        return self._chance.choice(choices)

    def _field(self, _: str) -> tuple[str, str]:
        return self._chance.choice(self._world.fields)

    def _year(self, _: str) -> int:
        return self._date.year + self._chance.randint(1, 6)

    def _one(self, words: str) -> str:
        return self._chance.choice(words.split("|"))

    def _quantity(self, bounds: str) -> Number:
        value = self._between(bounds)
        return Number(f"{value:,}", Decimal(value))

    def _money(self, bounds: str) -> Number:
        """So many times ten thousand yuan, with the won in brackets now and then."""
        low, high = map(int, bounds.split())
        value = round(low * (high / low) ** self._chance.random())
        value -= value % 10 ** max(0, len(str(value)) - 2)
        written = f"{_written(value)} 위안"
        if self._chance.random() < 0.4:
            written = f"{written}({_written(value * _WON)} 원)"
        return Number(written, Decimal(value * 10_000))

    def _between(self, bounds: str) -> int:
        low, high = map(int, bounds.split())
        return self._chance.randint(low, high)


_PLAIN = {
    "field": _Writer._field,
    "year": _Writer._year,
    "one": _Writer._one,
    "count": _Writer._quantity,
    "percent": _Writer._quantity,
    "money": _Writer._money,
}


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 4 for line in lines)


def _written(wan: int) -> str:
    """So many times ten thousand, in Korean: 32,000 is 3억 2,000만."""
    big, small = divmod(wan, 10_000)
    trillions, big = divmod(big, 10_000)
    parts = [f"{trillions:,}조"] * bool(trillions) + [f"{big:,}억"] * bool(big) + [f"{small:,}만"] * bool(small)
    return " ".join(parts)
