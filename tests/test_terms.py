"""Terms are written and read as N-Triples has them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf, terms

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    '\\"\n\t\x00\x7f\ufffeu0041가 ', max_size=8
)
TAGS = st.sampled_from([None, "ko", "zh-Hans", "en", "und"])


@given(TEXTS, TAGS)
def test_literals_are_those_of_the_store(text: str, tag: str | None) -> None:
    expected = ox.Literal(text, language=tag) if tag else ox.Literal(text)
    written = terms.literal(text, tag)
    assert written == str(expected)
    assert terms.value_of(written) == text
    assert terms.language_tag(written) == (expected.language or "")
    assert terms.is_literal(written) and not terms.is_node(written)
    assert terms.text_literal(text, tag) == str(rdf.text_literal(text, tag))


@given(st.integers())
def test_integers(value: int) -> None:
    assert terms.integer(value) == terms.integer(str(value)) == str(rdf.integer(value))
    assert terms.value_of(terms.integer(value)) == str(value)
    assert terms.language_tag(terms.integer(value)) == ""


def test_nodes_and_typed_values() -> None:
    assert terms.node("urn:a") == str(rdf.node("urn:a")) and terms.value_of("<urn:a>") == "urn:a"
    assert terms.is_node("<urn:a>") and not terms.is_literal("<urn:a>")
    assert not terms.is_node("_:a") and not terms.is_literal("_:a")
    assert terms.term("Actor") == str(rdf.term("Actor")) and terms.named("rdf", "type") == terms.TYPE
    assert terms.moment("2025-03") == str(rdf.moment("2025-03")) and terms.moment("봄") == '"봄"'
    assert terms.decimal("1.50") == str(rdf.decimal("1.50"))
    assert terms.typed("true", "boolean") == str(rdf.typed("true", "boolean"))


def test_what_has_no_utf_8_is_not_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        terms.literal("\ud800", "ko").encode()
