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

from bench.generator.templates import Beat, Box, Story, Table, Wording, wording
from bench.generator.truth import Truth
from bench.generator.world import Thing, World

FIRST = dt.date(2015, 1, 2)
WEEKS = 520
"""Issues of one series: ten years."""

SECTIONS = {"feature": 0.14, "policy": 0.60, "tech": 0.11, "brief": 0.15}
"""Sections in order, with their shares of what a bulletin has beside its frame."""

_USUAL = {"feature": 5000, "policy": 4100, "tech": 1730, "brief": 700}
"""Bytes of an article with its lines of contents and summary, about, as in real bulletins."""

_LAYOUTS = ("plain", "markdown", "plain", "prose", *("plain", "markdown") * 4)
"""Layouts of documents one after the other, and over again."""
_NUMERALS = ("I", "II", "III", "IV")
_TRIES = 200
_WON = 189
"""Won to the yuan, for the sums in brackets."""

KILOBYTES = 35.0
"""Size of a document; that of real bulletins."""

_FRAME = 900
"""Bytes of a bulletin beside its articles, about."""

_PARAGRAPH = 1700
"""Bytes of a paragraph of running prose, about."""

_FIELDS = 14
"""Fields of technology of the ontology that a document speaks of, beside others."""

_TAGGED = 0.6
"""How often the lists in the cells of a plain document are in tags, as some converters of PDF leave them."""

_AGAIN = 0.65
"""How often a province or a city is one that the document has spoken of."""

_OFTEN = {
    "beat": 0.75, "table": 0.4, "goals": 0.8, "box": 0.45, "picture": 0.3, "footnote": 0.6, "aside": 0.25,
    "tasks": 0.85, "list": 0.45,
}  # fmt: skip
"""How often a part of an article is there, if there is room."""


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

    @property
    def size(self) -> int:
        """Bytes, with its lines of contents and summary."""
        return _bytes((self.title, self.title, self.summary, self.lead, *self.lines, *self.tail))


@lru_cache(maxsize=1)
def _world(seed: int) -> World:
    return World(seed)


def document(number: int, *, seed: int = 7, kilobytes: float = KILOBYTES) -> Generated:
    """The document with that number, from 0. Its text has about `kilobytes` kB in UTF-8."""
    return _Writer(_world(seed), number, seed=seed).write(int(kilobytes * 1000))


class _Writer:
    def __init__(self, world: World, number: int, *, seed: int) -> None:
        self._world, self._number = world, number
        self._chance = random.Random(f"{seed}|document|{number}")
        self._wording: Wording = wording()
        self._fields = [*self._chance.sample(world.fields, _FIELDS), *world.subjects]
        series, week = divmod(number, WEEKS)
        self._date = FIRST + dt.timedelta(days=7 * week + series % 5)
        self._series = series
        self._name = f"series-{series + 1:02}-{self._date.isoformat()}"
        self._truth = Truth(self._name, world.above)
        self._layout = _LAYOUTS[number % len(_LAYOUTS)]
        self._tagged = self._layout == "plain" and self._chance.random() < _TAGGED
        self._places: dict[str, list[Thing]] = {}

    def write(self, size: int) -> Generated:
        """The document, of about `size` bytes."""
        text = self._prose(size) if self._layout == "prose" else self._bulletin(self._sections(size - _FRAME))
        return Generated(self._name, text, self._truth.gold(text))

    def _often(self, part: str) -> bool:
        return self._chance.random() < _OFTEN[part]

    # --- layouts ------------------------------------------------------------------------------------------

    def _sections(self, size: float) -> dict[str, list[Article]]:
        """Articles by section, of that many bytes together. Those of the short sections are as long as what they tell;
        the others share the rest.
        """
        counts = {section: self._count(size, section) for section in SECTIONS}
        found: dict[str, list[Article]] = {}
        for section in ("brief", "tech", "policy", "feature"):
            found[section] = []
            for number in range(counts[section]):
                left = size - sum(article.size for articles in found.values() for article in articles)
                still = sum(_USUAL[s] * (counts[s] - len(found.get(s, ()))) for s in SECTIONS)
                own = _USUAL[section] if section in ("brief", "tech") else left * _USUAL[section] / still
                name = f"{section}-{number + 1:02}"
                found[section].append(self._article(self._choice(self._wording.of(section)), name, own))
        return {section: found[section] for section in SECTIONS}

    def _count(self, size: float, section: str) -> int:
        """How many articles that section has, in a bulletin of that many bytes."""
        return max(1, int(SECTIONS[section] * size / _USUAL[section] + self._chance.random()))

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
        count = max(1, round(size / _PARAGRAPH))
        paragraphs = [self._paragraph(size / count) for _ in range(count)]
        title = f"{self._choice(self._fields)[0]} 기술을 둘러싼 움직임"
        closing = f"※ {frame['notice']}"
        day = f"{self._date.year}년 {self._date.month}월 {self._date.day}일"
        return "\n\n".join([title, f"작성일: {day}", *paragraphs, closing]) + "\n"

    # --- articles -----------------------------------------------------------------------------------------

    def _article(self, story: Story, name: str, size: float) -> Article:
        """An article of about that many bytes, with its lines of contents and summary."""
        brief = not story.refs
        cast = self._cast(story.cast, {})
        day = self._date - dt.timedelta(days=self._chance.randint(1, 12))
        article = Article(name, self._say(self._choice(story.headlines), cast, name, plain=True), day)
        article.lead = self._say(self._choice(story.leads), cast, name, plain=True)
        article.tail = self._tail(story, cast, name, day)
        told = [self._bullet(story.beats[0], cast, name)]
        if name.startswith(("feature", "policy")):
            first = self._tell(story.beats[0], cast, name, prose=True, plain=True)
            article.summary = f"{first} {self._filler(prose=True)}"
        room = size - _bytes((article.title, article.title, article.summary, article.lead, *article.tail))
        room -= _bytes(told[0])
        for beat in story.beats[1:]:
            if brief or (room > 0 and self._often("beat")):
                told.append(self._bullet(beat, cast, name))
                room -= _bytes(told[-1])
        parts = [] if brief else self._parts(story, cast, name, day, room)
        room -= sum(map(_bytes, parts))
        if not brief:
            self._fill(told, room)
        article.lines = self._laid_in(told) + [line for part in parts for line in ("", *part)]
        return article

    def _parts(self, story: Story, cast: Mapping[str, Any], name: str, day: dt.date, room: float) -> list[list[str]]:
        """What stands below the bullets of an article, in that many bytes: pictures, tables, lists, notes."""
        found: list[list[str]] = []

        def add(part: list[str]) -> None:
            nonlocal room
            found.append(part)
            room -= _bytes(part)

        for picture in story.pictures:
            if room > 0 and self._often("picture"):
                add(self._picture(picture, cast, name, story, day))
        for table in story.tables:
            often = table.often or _OFTEN["goals" if table.goals else "table"]
            if room > 0 and self._chance.random() < often:
                add(self._table(table, cast, name))
        if story.boxes or len(story.tables) > 1:
            if room > 500 and self._often("list"):
                add(self._list(room * self._chance.uniform(0.3, 0.6)))
            if room > 500 and self._often("tasks"):
                add(self._tasks(room * self._chance.uniform(0.6, 0.95)))
        for box in story.boxes:
            if room > 0 and self._often("box"):
                add(self._box(box, cast, name))
        return found

    def _picture(self, caption: str, cast: Mapping[str, Any], name: str, story: Story, day: dt.date) -> list[str]:
        drawing = self._chance.random() < 0.3
        shown = self._chart() if drawing else self._say(caption, cast, name, plain=True)
        source = ["", f"* 출처: {self._address(story, day)}"] if self._chance.random() < 0.5 else []
        return [f"〈{shown}〉", *source]

    def _chart(self) -> str:
        return self._plain_text(self._choice(self._wording.charts))

    def _tasks(self, size: float) -> list[str]:
        """A table that lists tasks, without names, of about that many bytes."""
        caption, *columns = map(self._plain_text, self._choice(self._wording.task_tables))
        rows = [columns]
        while size > 0:
            middle = [self._plain_text(self._choice(self._wording.headings)) for _ in columns[2:]]
            rows.append([str(len(rows)), *middle, self._task()])
            size -= _bytes(rows[-1])
        return self._drawn(caption, rows)

    def _task(self) -> str:
        tasks = [self._plain_text(self._choice(self._wording.cells)) for _ in range(self._chance.choice((1, 2, 2)))]
        return f'<ul style="list-style-type: none"> {" ".join(tasks)}</ul>' if self._tagged else " ".join(tasks)

    def _list(self, size: float) -> list[str]:
        """Sub-headings with labelled lines below them, of about that many bytes."""
        lines: list[str] = []
        number = 0
        while size > 0:
            number += 1
            part = ["", f"{number}) {self._plain_text(self._choice(self._wording.headings))}", ""]
            part += [
                f"- {self._plain_text(self._choice(self._wording.labelled))}" for _ in range(self._chance.randint(2, 4))
            ]
            lines += part
            size -= _bytes(part)
        return lines[1:]

    def _box(self, box: Box, cast: Mapping[str, Any], name: str) -> list[str]:
        title = self._say(box.title, cast, name, plain=True)
        items = [self._tell(item, cast, name) for item in box.items if self._often("beat")]
        marks = ["▶", *("-" for _ in items)]
        return [f"〈※참고: {title}〉", "", *(f"{mark} {item}" for mark, item in zip(marks, items, strict=False))]

    def _bullet(self, beat: Beat, cast: Mapping[str, Any], name: str) -> list[str]:
        """What a beat tells, with a footnote now and then."""
        lines = [self._tell(beat, cast, name)]
        if beat.foot and self._often("footnote"):
            lines.append(f"* {self._say(self._choice(beat.foot), cast, name, plain=True)}")
            self._note(beat.foot_facts, cast, name)
        return lines

    def _fill(self, told: list[list[str]], room: float) -> None:
        """Puts sentences without names between what is told, until that many bytes are used."""
        while room > 0:
            filler = [self._filler()]
            if self._often("aside"):
                filler.append(f"* {self._plain_text(self._choice(self._wording.asides))}")
            told.insert(self._chance.randint(1, len(told)), filler)
            room -= _bytes(filler)

    def _laid_in(self, told: list[list[str]]) -> list[str]:
        """Bullets, outer and inner ones, with their footnotes."""
        lines: list[str] = []
        for line, *footnotes in told:
            inner = bool(lines) and self._chance.random() < 0.6
            lines.append(("  - " if inner else "- ") + line)
            lines += [f"  {footnote}" for footnote in footnotes]
        return lines

    def _tail(self, story: Story, cast: Mapping[str, Any], name: str, day: dt.date) -> list[str]:
        address = self._address(story, day)
        if not story.refs:
            outlet = self._cast({"M": "MediaOutlet"}, {})["M"]
            self._truth.named(outlet, outlet.ko, name)
            return [f"출처: {outlet.ko} ({day.month:02}.{day.day:02})", "", address]
        lines = [self._wording.frame["references"]]
        count = 2 if len(story.refs) > 1 and self._chance.random() < 0.35 else 1
        for ref in self._chance.sample(story.refs, count):
            title = self._say(ref, cast, name, plain=True)
            lines += ["", f"{self._choice('☞☑')} {title}", "", self._address(story, day)]
        return lines

    def _address(self, story: Story, day: dt.date) -> str:
        digits = f"{self._chance.getrandbits(96):x}" if self._chance.random() < 0.4 else ""
        number = self._chance.randint(1000, 9999)
        return f"https://www.example.org/{story.id}/{day:%Y%m}/t{day:%Y%m%d}_{number}{digits}.html"

    def _paragraph(self, size: float) -> str:
        story, name = self._choice(self._wording.stories), "policy-01"
        cast = self._cast(story.cast, {})
        told = [self._tell(story.beats[0], cast, name, prose=True)]
        for beat in story.beats[1:]:
            if _bytes(told) < size and self._often("beat"):
                told.append(self._tell(beat, cast, name, prose=True))
        while _bytes(told) < size:
            told.insert(self._chance.randint(1, len(told)), self._filler(prose=True))
        return " ".join(told)

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
        text = self._plain_text(self._choice(self._wording.fillers), prose=prose)
        return self._wording.sentence(text) if prose else text

    def _plain_text(self, template: str, *, prose: bool = False) -> str:
        """A template that names nothing."""
        return self._wording.fill(template, self._word, self._chance, prose=prose)

    def _word(self, slot: str) -> str:
        return self._wording.word(slot, self._chance, [name for name, _ in self._fields])

    def _table(self, table: Table, cast: Mapping[str, Any], name: str) -> list[str]:
        rows = [[self._say(column, cast, name, plain=True) for column in table.columns]]
        for number in range(1, self._chance.randint(*table.rows) + 1):
            one = self._cast(table.cast, cast)
            cells = [self._say(cell, {**cast, **one, "#": str(number)}, name) for cell in table.row]
            rows.append(cells)
            self._note(table.facts, {**cast, **one}, name)
            self._note(table.may, {**cast, **one}, name, optional=True)
        return self._drawn(self._say(table.caption, cast, name, plain=True), rows)

    def _drawn(self, caption: str, rows: list[list[str]]) -> list[str]:
        """A table as the document's layout has it; the first row is its head."""
        if self._layout == "markdown":
            head, *body = [f"| {' | '.join(row)} |" for row in rows]
            return [f"**〈{caption}〉**", "", head, "|" + "---|" * len(rows[0]), *body]
        return [f"〈{caption}〉", "", *("\t".join(row) for row in rows)]

    def _say(
        self, template: str, cast: Mapping[str, Any], name: str, *, prose: bool = False, plain: bool = False
    ) -> str:
        def shown(slot: str) -> str:
            return self._word(slot) if slot.islower() else self._shown(slot, cast, name, plain=plain)

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
        """One of the class. Places come back: a document keeps to a few of them."""
        present: list[Thing] = [one for one in self._places.get(cls, ()) if one.key not in taken]
        if place is None and present and self._chance.random() < _AGAIN:
            return self._chance.choice(present)
        for attempt in range(_TRIES):
            fresh = f"{self._number}-{attempt}"
            thing = self._world.draw(cls, self._chance, place=place, fresh=fresh)
            if thing.key not in taken and self._truth.free(thing):
                self._truth.reserve(thing)
                if cls in ("Province", "City") and place is None:
                    self._places.setdefault(cls, []).append(thing)
                return thing
        raise ValueError(f"document {self._number}: no free name of class {cls} after {_TRIES} tries")

    def _choice(self, choices: Any) -> Any:
        return self._chance.choice(choices)

    def _field(self, _: str) -> tuple[str, str]:
        return self._chance.choice(self._fields)

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
    return sum(len(line.encode()) + 2 for line in lines)


def _written(wan: int) -> str:
    """So many times ten thousand, in Korean: 32,000 is 3억 2,000만."""
    big, small = divmod(wan, 10_000)
    trillions, big = divmod(big, 10_000)
    parts = [f"{trillions:,}조"] * bool(trillions) + [f"{big:,}억"] * bool(big) + [f"{small:,}만"] * bool(small)
    return " ".join(parts)
