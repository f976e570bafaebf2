"""What the index of names holds of a thing: class, mentions, and the forms of its names.

In: statements about things, subject by subject. Out: for each thing that has a name a record with its forms by key,
each with what it needs to be ranked and found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from kg.grams import grams, plain, spelled
from kg.language.mandarin import pinyin, toneless
from kg.language.script import has_han, script_of
from kg.lexicon.lexicon import PINYIN
from kg.rdf import HIDDEN_LABEL, LABELS, MENTIONED_IN, PREF_LABEL, TYPE
from kg.vocab import CST

CLASS, PREFERRED, OTHER, KNOWN, HIDDEN, MENTION = range(6)
"""What may be said of a thing. `KNOWN`: a label that another index has."""

_UMLAUT = re.compile("[üǖǘǚǜ]")
_WHAT = dict.fromkeys(LABELS, OTHER) | {PREF_LABEL: PREFERRED, HIDDEN_LABEL: HIDDEN}

Said = tuple[int, str, str]
"""Something said of a thing: what, language, text."""

Rank = tuple[int, int, int, str, str]
"""Forms come in this order: names outright before those that follow by rule, things with more mentions, shorter forms,
then by IRI and key.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name. `key`: folded, without spaces, tones and hyphens; `label`: the form where it is not the key;
    `starts`: where words begin in the key.
    """

    hidden: bool
    key: str
    label: str | None
    starts: bytes | None

    def words(self, cls: str) -> str:
        """The grams by which it is found, as words of a text; `cls`: class of its thing."""
        return " ".join(grams(plain(self.key), self.starts or b"", cls))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A thing with a name. `names`: preferred ones by language tag, in JSON."""

    iri: str
    cls: str
    mentions: int
    names: str
    forms: Sequence[Form]

    def rank(self, form: Form) -> Rank:
        """Where a form of it stands among those of all things."""
        return int(form.hidden), -self.mentions, len(form.key), self.iri, form.key


def said_of(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, set[Said]]]:
    """What an index needs of the statements: each subject's IRI and what is said of it. Subjects of whom nothing of
    that is said are left out.
    """
    for iri, rows in groupby(_statements(triples), key=itemgetter(0)):
        yield iri, {row[1:] for row in rows}


def _statements(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, int, str, str]]:
    for t in triples:
        predicate, value = t.predicate, t.object
        if not isinstance(t.subject, ox.NamedNode):
            continue
        if isinstance(value, ox.Literal):
            what = _WHAT.get(predicate)
            if what is not None:
                yield t.subject.value, what, value.language or "", value.value
        elif isinstance(value, ox.NamedNode):
            if predicate == MENTIONED_IN:
                yield t.subject.value, MENTION, "", value.value
            elif predicate == TYPE and value.value.startswith(CST):
                yield t.subject.value, CLASS, "", value.value.removeprefix(CST)


def spell(iri: str, said: Iterable[Said]) -> Spelled | None:
    """The thing of which that is said; none for one without a name."""
    ordered = sorted(said, key=lambda row: (row[0], row[2] <= "~", row[1], row[2]))
    cls = next((text for what, _, text in ordered if what == CLASS), "")
    forms = _forms([row for row in ordered if row[0] not in (CLASS, MENTION)], cls)
    if not forms:
        return None
    names = {lang: text for what, lang, text in reversed(ordered) if what == PREFERRED}
    shown = json.dumps(dict(sorted(names.items())), ensure_ascii=False)
    return Spelled(iri, cls, sum(row[0] == MENTION for row in ordered), shown, forms)


def _forms(labels: Sequence[Said], cls: str) -> list[Form]:
    """Forms by key. Labels come best first."""
    found: dict[str, tuple[bool, str, set[int]]] = {}
    for hidden, label in (*((what == HIDDEN, text) for what, _, text in labels), *_read(labels, cls)):
        key, starts = spelled(label)
        if key:
            found.setdefault(key, (hidden, label, set()))[2].update(starts)
    return [
        Form(hidden, key, None if label == key else label, bytes(at for at in sorted(starts) if at < 256) or None)
        for key, (hidden, label, starts) in found.items()
    ]


def _read(labels: Sequence[Said], cls: str) -> Iterator[tuple[bool, str]]:
    """Pinyin of the Chinese names, hidden: of those that no index has yet where none of the labels is pinyin.

    Where the pinyin has ü it is given with v, too, as Chinese keyboards have it.
    """
    pinyins = [text for _, lang, text in labels if lang == PINYIN.lower()]
    if not pinyins:
        known = {spelled(text)[0] for what, _, text in labels if what == KNOWN}
        new = {key: text for what, _, text in labels if what < KNOWN if (key := spelled(text)[0]) not in known}
        names = (text for key, text in new.items() if has_han(key) and script_of(key) != "mixed")
        pinyins = [pinyin(text, surname=cls == "Person") for text in names]
        yield from ((True, text) for text in pinyins)
    yield from ((True, toneless(text).replace("ü", "v")) for text in pinyins if _UMLAUT.search(text))
