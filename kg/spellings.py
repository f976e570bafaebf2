"""What the index of names holds of a thing: class, mentions, and the forms of its names.

In: statements about things, subject by subject. Out: for each thing that has a name a record with its forms by key,
each with what it needs to be ranked and found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.grams import grams, plain, spelled
from kg.language.mandarin import pinyin, toneless
from kg.language.script import has_han, script_of
from kg.lexicon.lexicon import PINYIN
from kg.statements import Subject, about, pairs_of
from kg.terms import (
    HIDDEN_LABEL,
    LABELS,
    MENTIONED_IN,
    PREF_LABEL,
    TYPE,
    Term,
    is_literal,
    is_node,
    language_tag,
    value_of,
)
from kg.vocab import CST

CLASS, PREFERRED, OTHER, HIDDEN, MENTION = range(5)
"""What may be said of a thing."""

_JSON = json.JSONEncoder(ensure_ascii=False)
_UMLAUT = re.compile("[üǖǘǚǜ]")
_WHAT = {
    **dict.fromkeys(LABELS, OTHER),
    PREF_LABEL: PREFERRED,
    HIDDEN_LABEL: HIDDEN,
    TYPE: CLASS,
    MENTIONED_IN: MENTION,
}

Said = tuple[int, str, str]
"""Something said of a thing: what, language, text."""

Rank = tuple[int, int, int, str, str]
"""Forms come in this order: names outright before those that follow by rule, things with more mentions, shorter forms,
then by IRI and key.
"""


class Form(NamedTuple):
    """A form of a name. `hidden`: 1 where it follows by rule; `key`: folded, without spaces, tones and hyphens;
    `label`: the form where it is not the key; `starts`: where words begin in the key.
    """

    hidden: int
    key: str
    label: str | None
    starts: bytes | None

    def words(self, cls: str) -> str:
        """The grams by which it is found, as words of a text; `cls`: class of its thing."""
        return gram_text(self.key, self.starts, cls)


def gram_text(key: str, starts: bytes | None, cls: str) -> str:
    """As `Form.words`, of a form's key and `starts`."""
    return " ".join(grams(plain(key), starts or b"", cls))


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
        return form.hidden, -self.mentions, len(form.key), self.iri, form.key


def said_of(subjects: Iterable[Subject]) -> Iterator[tuple[str, set[Said]]]:
    """What an index needs of the statements: each subject's IRI and what is said of it. Subjects of whom nothing of
    that is said are left out.
    """
    for subject, stated in subjects:
        said: set[Said] = set()
        for predicate, values in (stated if isinstance(stated, dict) else about(pairs_of(stated))).items():
            what = _WHAT.get(predicate)
            if what is not None:
                said.update(_said(what, values))
        if said and not subject.startswith("_:"):
            yield subject, said


def _said(what: int, values: Iterable[Term]) -> list[Said]:
    if what == MENTION:
        return [(what, "", value_of(value)) for value in values if is_node(value)]
    if what == CLASS:
        classes = [value_of(value) for value in values if is_node(value)]
        return [(what, "", name.removeprefix(CST)) for name in classes if name.startswith(CST)]
    return [(what, language_tag(value), value_of(value)) for value in values if is_literal(value)]


def spell(iri: str, said: Collection[Said], known: Iterable[Form] = ()) -> Spelled | None:
    """The thing of which that is said; none for one without a name. `known`: forms that another index has of it."""
    named = [row for row in said if row[0] != MENTION]
    known = tuple(known)
    if not known and all(row[0] == CLASS for row in named):
        return None
    ordered = sorted(named, key=lambda row: (row[0], row[2] <= "~", row[1], row[2]))
    cls = next((text for what, _, text in ordered if what == CLASS), "")
    forms = _forms([row for row in ordered if row[0] != CLASS], cls, known)
    if not forms:
        return None
    names = {lang: text for what, lang, text in reversed(ordered) if what == PREFERRED}
    shown = _JSON.encode(dict(sorted(names.items())))
    return Spelled(iri, cls, len(said) - len(named), shown, forms)


def _forms(labels: Sequence[Said], cls: str, known: Sequence[Form]) -> list[Form]:
    """Forms by key. Labels come best first; before the hidden ones comes what is known outright."""
    found: dict[str, Form] = {}
    of_label = {form.label or form.key: form for form in known}
    _add(found, (_form(0, text, of_label.get(text)) for what, _, text in labels if what != HIDDEN))
    _add(found, (form for form in known if not form.hidden))
    _add(found, (_form(1, text, of_label.get(text)) for what, _, text in labels if what == HIDDEN))
    _add(found, (form for form in known if form.hidden))
    _add(found, (_form(int(hidden), text) for hidden, text in _read(labels, cls, known)))
    found.pop("", None)
    return list(found.values())


def _form(hidden: int, label: str, known: Form | None = None) -> Form:
    """That label as a form. `known`: the form that another index made of it."""
    if known is not None:
        return known if known.hidden == hidden else known._replace(hidden=hidden)
    key, starts = spelled(label)
    return Form(hidden, key, None if label == key else label, _positions(starts))


def _add(found: dict[str, Form], forms: Iterable[Form]) -> None:
    """Adds forms by key. Of those with one key the first counts, with the words of all."""
    for form in forms:
        first = found.setdefault(form.key, form)
        if first.starts != form.starts:
            both = {*(first.starts or b""), *(form.starts or b"")}
            found[form.key] = first._replace(starts=bytes(sorted(both)))


def _positions(starts: tuple[int, ...]) -> bytes | None:
    """Those that fit into a byte each."""
    return bytes(starts if not starts or starts[-1] < 256 else (at for at in starts if at < 256)) or None


def _read(labels: Sequence[Said], cls: str, known: Iterable[Form]) -> Iterator[tuple[bool, str]]:
    """Pinyin of the Chinese names, hidden: of those that no index has yet where none of the labels is pinyin.

    Where the pinyin has ü it is given with v, too, as Chinese keyboards have it.
    """
    pinyins = [text for _, lang, text in labels if lang == PINYIN.lower()]
    if not pinyins:
        outright = [form for form in known if not form.hidden]
        keys, texts = {form.key for form in outright}, {form.label or form.key for form in outright}
        others = (text for what, _, text in labels if what != HIDDEN and text not in texts)
        new = {key: text for text in others if (key := spelled(text)[0]) not in keys}
        names = (text for key, text in new.items() if has_han(key) and script_of(key) != "mixed")
        pinyins = [pinyin(text, surname=cls == "Person") for text in names]
        yield from ((True, text) for text in pinyins)
    yield from ((True, toneless(text).replace("ü", "v")) for text in pinyins if _UMLAUT.search(text))
