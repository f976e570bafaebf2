"""Everything there is to say of one name: what `kg names` answers.

In: a name in Korean, Chinese, pinyin or English. Out: its forms in all languages and the entry it denotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.language.forms import all_forms
from kg.language.mandarin import pinyin, toneless
from kg.language.script import fold_han, has_han, script_of, to_traditional
from kg.lexicon.departments import LocalDepartment, find_department
from kg.lexicon.entry import Entry
from kg.lexicon.lexicon import PINYIN, DisplayNames, Lexicon


@dataclass(frozen=True, slots=True)
class NameReport:
    """All forms of a name, the preferred one first in each tuple, and what it denotes (IRI and class) if
    known.
    """

    input: str
    ko: tuple[str, ...]
    zh_hans: tuple[str, ...]
    zh_hant: tuple[str, ...]
    pinyin: tuple[str, ...]
    en: tuple[str, ...]
    entity: tuple[str, str] | None

    def as_json(self) -> dict[str, object]:
        """The fields of the command's JSON output."""
        return {
            "input": self.input,
            "ko": list(self.ko),
            "zh_hans": list(self.zh_hans),
            "zh_hant": list(self.zh_hant),
            "pinyin": list(self.pinyin),
            "en": list(self.en),
            "entity": {"iri": self.entity[0], "class": self.entity[1]} if self.entity else None,
        }


def describe(text: str, lexicon: Lexicon) -> NameReport:
    """All forms of the name `text`; for names that no gazetteer has, those that follow by rule.

    Departments of places (광둥성 과학기술청, 上海市科委) are composed of both.
    """
    found = lexicon.find(text)
    if found:
        return _known(text, found[0].key, lexicon)
    local = find_department(text, lexicon)
    if local:
        return _local(text, local, lexicon)
    script = script_of(text)
    if has_han(text):
        names = all_forms(text)
        return NameReport(text, names.ko, names.zh_hans, names.zh_hant, names.pinyin, names.en, None)
    as_written = (text.strip(),)
    ko, en = (as_written, ()) if script == "ko" else ((), as_written)
    return NameReport(text, ko, (), (), (), en, None)


def _local(text: str, local: LocalDepartment, lexicon: Lexicon) -> NameReport:
    chinese = tuple(local.chinese(lexicon))
    return NameReport(
        input=text,
        ko=_unique(local.korean(lexicon)),
        zh_hans=_unique(chinese),
        zh_hant=_unique(to_traditional(name) for name in chinese),
        pinyin=_unique(pinyin(name, tones=tones) for name in chinese for tones in (True, False)),
        en=(local.english(lexicon),),
        entity=None,
    )


def _known(text: str, key: str, lexicon: Lexicon) -> NameReport:
    from kg.ontology import load_ontology
    from kg.vocab import entity_iri

    entry = lexicon.entries[key]
    names = lexicon.names(key)
    spoken = (text for toned in names.in_language(PINYIN) for text in (toned, toneless(toned)))
    english = names.in_language("en") if names.en or not entry.zh_hans else _english(entry, names)
    return NameReport(
        input=text,
        ko=_unique(names.in_language("ko")),
        zh_hans=_unique(names.in_language("zh-Hans")),
        zh_hant=_unique(names.in_language("zh-Hant")),
        pinyin=_unique(spoken),
        en=_unique(english),
        entity=(entity_iri(load_ontology().family(entry.cls), key), entry.cls),
    )


def _english(entry: Entry, names: DisplayNames) -> tuple[str, ...]:
    return (*all_forms(entry.zh_hans, cls=entry.cls).en, *names.in_language("en"))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names without those that differ from an earlier one in spacing only."""
    kept: dict[str, str] = {}
    for name in filter(None, names):
        kept.setdefault(fold_han(name) if not has_han(name) else name, name)
    return tuple(kept.values())
