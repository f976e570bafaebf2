"""Words that a rule needs: which rules a text concerns, and what patterns begin with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.ontology import load_ontology
from kg.relate.rules import load_rules
from kg.relate.signals import Signals, beginnings
from kg.resources import seeds_dir


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("참가", ("참가",)),
        ("이름[을이] (?:올|걸)", ("이름",)),
        ("맡(?!기|겼)", ("맡",)),
        ("(?:대표|사람)[를을] 보", ("대표", "사람")),
        ("(?:낙점|선정)(?:되|에 (?:올|들))", ("낙점", "선정")),
        ("함께?하", ("함",)),
        ("참가|참석", ()),
        ("(?:대표)?를", ()),
        (".대표", ()),
        ("", ()),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, begins: tuple[str, ...]) -> None:
    assert beginnings(pattern) == begins


_WORDS = st.lists(st.text("가나다", min_size=1, max_size=3), max_size=4)


@given(st.lists(_WORDS, max_size=5), st.text("가나다 ", max_size=12))
def test_groups_of_a_text(groups: list[list[str]], text: str) -> None:
    begins = [
        sorted({at for word in words for at in range(len(text)) if text.startswith(word, at)}) for words in groups
    ]
    expected = [(number, places) for number, places in enumerate(begins) if places]
    assert [*Signals(groups).places(text).items()] == expected


@given(st.data())
def test_no_cue_is_missed(data: st.DataObject) -> None:
    """Wherever the words of a cue rule match, its signals are found, and there."""
    cues = _RULES.cues
    cue = data.draw(st.sampled_from(cues))
    text = data.draw(st.from_regex(cue.words))
    found = {rule.id: begins for rule, begins in _RULES.cues_in(text)}
    assert cue.id in found
    for rule in cues:
        assert {match.start() for match in rule.words.finditer(text)} <= {*found.get(rule.id, ())}


_RULES = load_rules(load_ontology())


def test_cues_that_may_begin_with_anything_are_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (seeds_dir() / "relations.yaml").read_text("utf-8")
    path = tmp_path / "relations.yaml"
    path.write_text(re.sub(r"words: \[참가,", "words: ['.*참가',", text, count=1), "utf-8")
    with pytest.raises(DataError, match="begin with the letters"):
        load_rules(load_ontology(), path)
