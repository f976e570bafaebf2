"""Statements in order whatever their number, and files whose blocks are found and replaced."""

from __future__ import annotations

import io
import tempfile
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.rdf import TYPE, canonical, sort_key, subject_of
from kg.statements import PROPERTIES, by_subject, triples_of
from kg.turtle import (
    difference,
    in_order,
    merged,
    passed_on,
    put_aside,
    taken_up,
    unite,
    write_edited,
    write_graph,
)
from kg.vocab import CST, CSTR, FAMILIES, GRAPH_PREFIXES, PREFIXES

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
        parts = [(subject_of(t), [(str(t.predicate), str(t.object))]) for t in stated]
        assert list(triples_of(in_order(parts, scratch=Path(folder), chunk=chunk))) == canonical(stated)
        assert not list(Path(folder).iterdir())
    assert canonical(stated) == sorted(set(stated), key=sort_key)


@given(triples(), st.integers(1, 7))
def test_statements_are_written_as_they_pass(stated: list[ox.Triple], run: int) -> None:
    ordered = canonical(stated)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.turtle._RUN", run)
        at_once, passing = Path(folder, "at-once.ttl"), Path(folder, "passing.ttl")
        write_graph(ordered, at_once)
        assert list(triples_of(passed_on(by_subject(ordered), passing))) == ordered
        assert passing.read_bytes() == at_once.read_bytes()


KEYS = st.text("ab0-./_~%é ", max_size=4) | st.sampled_from(["a1", "a-1", "-a", "a/policy-01", "a/-b", "a//b", "٣"])
IRIS = st.one_of(
    st.builds(lambda family, key: f"{CSTR}{family}/{key}", st.sampled_from([*FAMILIES, "graph", ""]), KEYS),
    st.builds(
        lambda base, key: base + key, st.sampled_from([*GRAPH_PREFIXES.values(), "https://a.example/", "urn:"]), KEYS
    ),
).filter(lambda iri: " " not in iri and "%" not in iri)
LEXICAL = st.text("0123456789+-.eE٣", max_size=4) | st.sampled_from(["true", "false", "1.0", "-7", "007"])
DATATYPES = st.sampled_from(["integer", "decimal", "double", "boolean", "string", "gYear"])
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["ko", "zh-Hans", "und"])),
    st.builds(lambda text, name: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)), LEXICAL, DATATYPES),
    st.integers().map(ox.Literal),
)


@given(
    st.lists(
        st.builds(
            ox.Triple,
            IRIS.map(ox.NamedNode),
            st.one_of(st.sampled_from([*PREDICATES, ox.NamedNode(f"{CST}begin")]), IRIS.map(ox.NamedNode)),
            st.one_of(IRIS.map(ox.NamedNode), LITERALS),
        ),
        max_size=12,
    )
)
def test_every_term_is_written_as_the_serializer_does(stated: list[ox.Triple]) -> None:
    ordered = canonical(stated)
    expected = io.BytesIO()
    write_graph(ordered, expected)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        assert list(triples_of(passed_on(by_subject(ordered), path))) == ordered
        assert path.read_bytes() == expected.getvalue()


@pytest.mark.parametrize("kind", PROPERTIES)
@given(iri=IRIS, values=st.lists(st.one_of(IRIS.map(ox.NamedNode), LITERALS), min_size=5, max_size=5))
def test_values_of_fixed_properties_are_written_as_the_serializer_does(
    kind: str, iri: str, values: list[ox.NamedNode | ox.Literal]
) -> None:
    said = (kind, *map(str, values[: len(PROPERTIES[kind]) - 1]))
    with tempfile.TemporaryDirectory() as folder:
        at_once, passing = Path(folder, "at-once.ttl"), Path(folder, "passing.ttl")
        write_graph(triples_of([(iri, said)]), at_once)
        assert list(passed_on(in_order([(iri, said)], scratch=Path(folder)), passing)) == [(iri, said)]
        assert passing.read_bytes() == at_once.read_bytes()


@given(triples(), st.sets(st.sampled_from(SUBJECTS)), st.integers(1, 3))
def test_what_is_put_aside_comes_back_and_is_merged(stated: list[ox.Triple], mine: set[str], run: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.turtle._RUN", run)
        files = [Path(folder, name) for name in ("one", "other")]
        for path, own in zip(files, (True, False), strict=True):
            put_aside(by_subject(canonical(t for t in stated if (subject_of(t) in mine) is own)), path)
        assert list(merged(map(taken_up, files))) == list(by_subject(canonical(stated)))


@given(triples(), triples(), st.sets(st.sampled_from(SUBJECTS)))
def test_blocks_that_differ_are_replaced(before: list[ox.Triple], fresh: list[ox.Triple], gone: set[str]) -> None:
    after = canonical(fresh)
    subjects = gone | set(map(subject_of, after))
    kept = [t for t in before if subject_of(t) not in subjects]
    assume(before and (kept or after))  # a graph without statements is written anew, not changed
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.ttl", Path(folder) / "new.ttl"
        write_graph(canonical(before), old)
        differs = difference(old, gone, list(by_subject(after)))
        write_edited(old, new, differs.edits)
        expected = io.BytesIO()
        write_graph(canonical([*kept, *after]), expected)
        assert new.read_bytes() == expected.getvalue()
        parts = [[t for t in canonical(part) if subject_of(t) in subjects] for part in (before, after)]
        was, now = ({subject: list(said) for subject, said in groupby(part, key=subject_of)} for part in parts)
        differ = sorted(subject for subject in subjects if was.get(subject) != now.get(subject))
        assert differs.before == [t for subject in differ for t in was.get(subject, ())]
        assert differs.after == [t for subject in differ for t in now.get(subject, ())]


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
