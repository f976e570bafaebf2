"""The catalogue says of things, facts and dates what the graph says."""

from __future__ import annotations

import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from changes import Said, change, records, statements, worlds
from graphs import CORPUS, FIRST, LAB, POLICY, SECOND, TECHNOLOGY, iri, write_build
from hypothesis import given, settings

from bench.aggregates import QUESTIONS
from kg.catalogue import Catalogue, Row, copy_catalogue, update_catalogue, write_catalogue
from kg.change import Change
from kg.errors import StoreError
from kg.generations import reading
from kg.serve import documents, things, timeline
from kg.store import open_store
from kg.vocab import GRAPH_FACTS, PREFIXES, article_iri

ARTICLE = article_iri(FIRST, "policy-01")
TEXT = "머리말 𠀀\n첫 줄\n\n둘째 문단"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first, *others = CORPUS.documents
    original = "앞" * 7 + TEXT
    articles = (replace(first.articles[0], begin=7, end=len(original)), *first.articles[1:])
    corpus = replace(CORPUS, documents=(replace(first, original=original, articles=articles), *others))
    return write_build(tmp_path_factory.mktemp("catalogue") / "build", corpus, facts_graph=True)


@pytest.fixture(scope="module")
def catalogue(build: Path) -> Catalogue:
    with reading(build) as generation:
        return Catalogue(generation.catalogue)


def test_counts_are_those_of_the_store(build: Path, catalogue: Catalogue) -> None:
    with open_store(build) as (store, _):

        def count(pattern: str) -> int:
            (row,) = store.query(
                f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ GRAPH <{GRAPH_FACTS}> {{ {pattern} }} }}",
                prefixes={"cst": "https://w3id.org/china-stp/ontology#",
                          "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
            )  # fmt: skip
            return int(row[0].value)

        for thing, mentions, facts in catalogue.rows("SELECT iri, mentions, facts FROM thing"):
            assert mentions == count(f"<{thing}> cst:mentionedIn ?x")
            assert facts == count(f"?x a cst:Assertion ; rdf:subject|rdf:object <{thing}>"), thing
        assert catalogue.rows("SELECT COUNT(*) FROM fact") == [(count("?x a cst:Assertion"),)]
        assert catalogue.tally("class")["https://w3id.org/china-stp/ontology#Ministry"] == count("?x a cst:Ministry")
        statements = sum(1 for _ in store.query(f"SELECT * WHERE {{ GRAPH <{GRAPH_FACTS}> {{ ?s ?p ?o }} }}"))
        assert catalogue.tally("all")["statements"] == sum(catalogue.tally("property").values()) == statements


def test_sums_of_money(catalogue: Catalogue) -> None:
    query = "SELECT t.iri, currency, SUM(amount) FROM fact f JOIN thing t ON t.id = f.s WHERE p = 'funds' GROUP BY 1, 2"
    assert catalogue.rows(query) == [(iri("most"), "CNY", 40_000_000.0)]
    assert catalogue.rows("SELECT COUNT(*) FROM fact WHERE (amount IS NULL) <> (p <> 'funds')") == [(0,)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_documented_sql_gives_the_rows_of_sparql(build: Path, catalogue: Catalogue, question: str) -> None:
    told = (Path(__file__).resolve().parents[1] / "docs" / "queries.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", told, re.DOTALL)
    documented = dict(re.findall(r"-- ([^\n]*)\n(.*?);\n", block, re.DOTALL))
    assert list(documented) == list(QUESTIONS)
    with open_store(build) as (store, _):
        found = store.query(QUESTIONS[question], prefixes=PREFIXES, default_graph=ox.NamedNode(GRAPH_FACTS))
        assert isinstance(found, ox.QuerySolutions)
        width = len(found.variables)
        expected = [tuple(solution[at].value for at in range(width)) for solution in found]
    assert expected
    rows = catalogue.rows(documented[question])
    assert sorted((*row[:-1], float(row[-1])) for row in rows) == sorted((*r[:-1], float(r[-1])) for r in expected)


def test_dates(catalogue: Catalogue) -> None:
    assert catalogue.row("SELECT first, last FROM thing WHERE iri = ?", POLICY) == ("2024-03-29", "2025-01-10")
    issued = catalogue.rows(
        "SELECT f.first, f.last FROM fact f JOIN thing s ON s.id = f.s JOIN thing o ON o.id = f.o "
        "WHERE s.iri = ? AND o.iri = ? AND f.p = 'issuedBy'", POLICY, iri("moe"),
    )  # fmt: skip
    assert issued == [("2024-03-20", "2025-01-10")]  # the article's day, the other bulletin's day of issue
    moments = set(catalogue.rows("SELECT m.date, m.kind, t.iri FROM moment m JOIN thing t ON t.id = m.thing"))
    assert moments == {
        ("2024-03-20", "policy", POLICY),
        ("2025", "target", POLICY),
        ("2024-03", "fact", iri("most")),
    }


def test_articles_in_order_with_their_text(catalogue: Catalogue) -> None:
    rows = catalogue.rows(
        "SELECT a.iri, a.things, a.facts FROM article a JOIN bulletin b ON b.id = a.bulletin ORDER BY b.issued, a.place"
    )
    assert [row[0].rpartition("/id/bulletin/")[2] for row in rows] == [
        f"{FIRST}/policy-01",
        f"{FIRST}/brief-01",
        f"{SECOND}/policy-01",
    ]
    assert catalogue.text(ARTICLE) == (7, TEXT)
    assert catalogue.text(article_iri(FIRST, "policy-77")) is None
    assert rows[1][1:] == (4, 5)


def test_fields_count_as_things(catalogue: Catalogue) -> None:
    assert catalogue.row("SELECT cls, mentions FROM thing WHERE iri = ?", TECHNOLOGY) == ("Technology", 1)
    assert catalogue.row("SELECT cls FROM thing WHERE iri = ?", LAB) == ("Laboratory",)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build the graph again"):
        Catalogue(tmp_path / "none.sqlite").rows("SELECT 1")


def _held(path: Path) -> int:
    """How often this process has the file open."""
    return sum(os.path.exists(held) and os.path.samefile(held, path) for held in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs a list of the process's open files")
def test_a_reader_goes_on_with_the_connection_that_another_left(catalogue: Catalogue) -> None:
    fresh = Catalogue(catalogue.path)
    before = _held(catalogue.path)
    for _ in range(3):
        assert fresh.rows("SELECT iri FROM thing") == catalogue.rows("SELECT iri FROM thing")
        assert _held(catalogue.path) == before + 1
    begun = [fresh.each("SELECT iri FROM thing") for _ in range(20)]
    assert len({next(rows) for rows in begun}) == 1
    assert _held(catalogue.path) == before + 20
    for rows in begun[:5]:
        rows.close()
    assert all(list(rows) for rows in begun[5:])
    assert before < _held(catalogue.path) < before + 15
    with pytest.raises(StoreError, match="nowhere"):
        fresh.rows("SELECT * FROM nowhere")
    assert fresh.row("SELECT 1") == (1,)
    del fresh, rows, begun
    assert _held(catalogue.path) == before


def test_readers_of_several_threads(catalogue: Catalogue) -> None:
    queries = ["SELECT iri FROM thing ORDER BY iri", "SELECT iri, s, p, o FROM fact ORDER BY iri"] * 200
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(catalogue.rows, queries)) == list(map(catalogue.rows, queries))


@pytest.mark.parametrize(
    "query",
    [
        things._SUREST,
        things._ARTICLES,
        f"SELECT {timeline._COLUMNS} WHERE {timeline._OF_THING}",
        f"SELECT {timeline._COLUMNS} WHERE {timeline._OF_PLACE}",
        timeline._MENTIONS,
        documents._ARTICLES,
        documents._BESIDE,
        "SELECT t.iri FROM fact f JOIN thing t ON t.id = f.o WHERE f.s IN (1, 2) AND f.confidence > 0",
        "SELECT original FROM article WHERE iri = ?",
    ],
)
def test_what_is_asked_of_one_thing_runs_through_no_table(catalogue: Catalogue, query: str) -> None:
    marks = re.findall(r"\?\d*", query)
    plan = catalogue.rows(f"EXPLAIN QUERY PLAN {query}", *[1] * len(set(marks) if "?1" in marks else marks))
    steps = [step for *_, step in plan if step != "SCAN CONSTANT ROW"]
    assert steps and not [step for step in steps if step.startswith("SCAN")], steps


# --- changes ------------------------------------------------------------------------------------------------

_SHOWN = (
    "SELECT b.iri, b.issued FROM bulletin b",
    "SELECT a.iri, b.iri, a.place, a.reported, a.things, a.facts, a.begin, a.original FROM article a "
    "JOIN bulletin b ON b.id = a.bulletin",
    "SELECT iri, cls, name, folded, mentions, facts, first, last FROM thing",
    "SELECT t.iri, a.iri FROM mention m JOIN thing t ON t.id = m.thing JOIN article a ON a.id = m.article",
    "SELECT f.iri, s.iri, f.p, o.iri, f.target, f.confidence, f.modality, f.date, f.first, f.last FROM fact f "
    "JOIN (SELECT id, iri FROM thing UNION ALL SELECT id, iri FROM other) s ON s.id = f.s "
    "LEFT JOIN (SELECT id, iri FROM thing UNION ALL SELECT id, iri FROM other) o ON o.id = f.o",
    "SELECT f.iri, a.iri FROM stated x JOIN fact f ON f.id = x.fact JOIN article a ON a.id = x.article",
    "SELECT iri, year FROM target",
    f"SELECT {timeline._COLUMNS}",
    "SELECT kind, name, count FROM tally",
    "SELECT iri FROM other",
    *(f"SELECT COUNT(*), 'rows' FROM {table}" for table in ("article", "mention", "fact", "stated", "moment")),
    "SELECT type, name, tbl_name, sql FROM sqlite_schema",
)


def content(path: Path) -> list[list[Row]]:
    """All that a catalogue says, without the numbers of its rows."""
    return [sorted(Catalogue(path).rows(query), key=repr) for query in _SHOWN]


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_changed_again_and_again_it_says_what_one_written_anew_says(chain: list[dict[str, Said]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "0.sqlite"
        write_catalogue(last, statements(chain[0]), iter(records(chain[0])))
        for number, (before, after) in enumerate(pairwise(chain), start=1):
            changed, anew = (Path(folder) / f"{number}{name}.sqlite" for name in ("", "-anew"))
            kept = last.read_bytes()
            copy_catalogue(last, changed)
            update_catalogue(changed, change(before, after))
            write_catalogue(anew, iter(statements(after)), iter(records(after)))
            assert content(changed) == content(anew)
            assert last.read_bytes() == kept
            last = changed


def test_a_catalogue_that_cannot_be_changed(tmp_path: Path) -> None:
    nothing = Change((), (), frozenset(), ())
    with pytest.raises(StoreError, match=r"none\.sqlite"):
        copy_catalogue(tmp_path / "none.sqlite", tmp_path / "new.sqlite")
    (tmp_path / "broken.sqlite").write_bytes(b"SQLite format 3\0 and then something else" * 200)
    with pytest.raises(StoreError, match="cannot be written"):
        update_catalogue(tmp_path / "broken.sqlite", nothing)
