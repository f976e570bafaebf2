"""Statements in order whatever their number, and files whose blocks are found and replaced."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.rdf import TYPE, by_subject, canonical, sort_key, subject_of, triples_about
from kg.turtle import in_order, passed_on, replace_blocks, statements_about, unite, write_graph
from kg.vocab import CSTR

SUBJECTS = [
    *(f"{CSTR}org/{key}" for key in ("a", "a-b", "ab", "miit")),
    *(f"{CSTR}bulletin/x", f"{CSTR}bulletin/x/policy-01", f"{CSTR}bulletin/x-2"),
    *("https://example.org/a,b", "https://example.org/한글", "urn:x:1"),
]
PREDICATES = [TYPE, *(ox.NamedNode(f"https://example.org/p{i}") for i in ("", "1", "-a"))]
TEXTS = st.text(max_size=8) | st.sampled_from(["\n", '"\n<a> <b> "c" .\n', "\t", "\u2028", "a\r\nb"])


@st.composite
def triples(draw: st.DrawFn) -> list[ox.Triple]:
    """Statements about few subjects, so that many are about one, with repetitions."""
    return draw(
        st.lists(
            st.builds(
                lambda s, p, o: ox.Triple(ox.NamedNode(s), p, ox.Literal(o)),
                st.sampled_from(SUBJECTS),
                st.sampled_from(PREDICATES),
                TEXTS.filter(lambda text: text.isascii() or text.encode("utf-8", "ignore").decode() == text),
            ),
            max_size=40,
        )
    )


@given(triples(), st.integers(1, 7))
def test_sorted_in_parts_as_at_once(stated: list[ox.Triple], chunk: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = [(subject_of(t), [(t.predicate, t.object)]) for t in stated]
        assert list(triples_about(in_order(parts, scratch=Path(folder), chunk=chunk))) == canonical(stated)
        assert not list(Path(folder).iterdir())
    assert canonical(stated) == sorted(set(stated), key=sort_key)


@given(triples(), st.integers(1, 7))
def test_statements_are_written_as_they_pass(stated: list[ox.Triple], run: int) -> None:
    ordered = canonical(stated)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.turtle._RUN", run)
        at_once, passing = Path(folder, "at-once.ttl"), Path(folder, "passing.ttl")
        write_graph(ordered, at_once)
        assert list(triples_about(passed_on(by_subject(ordered), passing))) == ordered
        assert passing.read_bytes() == at_once.read_bytes()


@given(triples(), triples(), st.sets(st.sampled_from(SUBJECTS)))
def test_blocks_are_found_and_replaced(before: list[ox.Triple], fresh: list[ox.Triple], gone: set[str]) -> None:
    after = canonical(fresh)
    subjects = gone | set(map(subject_of, after))
    kept = [t for t in before if subject_of(t) not in subjects]
    assume(before and (kept or after))  # a graph without statements is written anew, not changed
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.ttl", Path(folder) / "new.ttl"
        write_graph(canonical(before), old)
        assert statements_about(old, gone) == canonical(t for t in before if subject_of(t) in gone)
        replace_blocks(old, new, subjects, after)
        expected = io.BytesIO()
        write_graph(canonical([*kept, *after]), expected)
        assert new.read_bytes() == expected.getvalue()


@given(triples(), st.sets(st.sampled_from(SUBJECTS)))
def test_files_without_a_subject_in_common_are_united(stated: list[ox.Triple], mine: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        left, right, both = (Path(folder, name) for name in ("left.ttl", "right.ttl", "both.ttl"))
        write_graph(canonical(t for t in stated if subject_of(t) in mine), left)
        write_graph(canonical(t for t in stated if subject_of(t) not in mine), right)
        unite(left, right, both)
        expected = io.BytesIO()
        write_graph(canonical(stated), expected)
        assert both.read_bytes() == expected.getvalue()
