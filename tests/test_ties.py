"""Surroundings found in memory are those that a walk over the catalogue's rows finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from graphs import CORPUS, POLICY, iri, said, write_build

from kg.catalogue import Catalogue
from kg.generations import reading
from kg.model import Claim, ClaimSeen, Corpus
from kg.ties import Ties, Wanted


def larger() -> Corpus:
    """The small corpus with facts at random between its things."""
    choose = random.Random(5)
    iris = [entity.iri for entity in CORPUS.entities]
    claims = []
    for number in range(40):
        one, other = choose.sample(iris, 2)
        relation = choose.choice(("funds", "partOf", "collaboratesWith"))
        evidence = said(f"{number}", confidence=choose.choice((0.3, 0.6, 0.95)))
        bulletin = choose.choice(CORPUS.documents).id
        claims.append((bulletin, ClaimSeen(Claim(one, relation, other), (evidence,))))
    return Corpus(CORPUS.documents, CORPUS.entities, (*CORPUS.claims, *claims), CORPUS.targets, CORPUS.addresses)


@pytest.fixture(scope="module", params=["small", "larger"])
def catalogue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    corpus = CORPUS if request.param == "small" else larger()
    build = write_build(tmp_path_factory.mktemp("build"), corpus)
    with reading(build) as generation:
        yield Catalogue(generation.catalogue)


def walked(catalogue: Catalogue, start: list[str], hops: int, wanted: Wanted) -> dict[str, int]:
    """The same, row by row."""
    things = {row[0]: row[1:] for row in catalogue.rows("SELECT id, iri, facts, cls FROM thing")}
    numbers = {row[0]: number for number, row in things.items()}
    facts = [row for row in catalogue.rows("SELECT s, o, p, confidence, first, last FROM fact") if fits(row, wanted)]
    edge = [numbers[one] for one in start if one in numbers]
    found = dict.fromkeys(edge)
    for _ in range(hops):
        ends = [(s, o) for s, o, *_ in facts] + [(o, s) for s, o, *_ in facts]
        near = {far for one, far in ends if one in edge and far in things and far not in found}
        near = {far for far in near if wanted.classes is None or things[far][2] in wanted.classes}
        edge = sorted(near, key=lambda number: (-things[number][1], things[number][0]))
        found.update(dict.fromkeys(edge))
    return {things[number][0]: things[number][1] for number in found}


def fits(row: tuple[object, ...], wanted: Wanted) -> bool:
    _, obj, relation, confidence, first, last = row
    return (
        obj is not None
        and float(str(confidence)) >= wanted.confidence
        and relation != wanted.but
        and (wanted.relations is None or relation in wanted.relations)
        and (wanted.first is None or (last is not None and int(str(last)[:4]) >= wanted.first))
        and (wanted.last is None or (first is not None and int(str(first)[:4]) <= wanted.last))
    )


RELATIONS = (None, frozenset({"issuedBy", "funds"}))
CLASSES = (None, frozenset({"Ministry", "Policy", "Laboratory"}))
WANTED = [
    Wanted(relations, but, confidence, first, last, classes)
    for relations, but, confidence, (first, last), classes in product(
        RELATIONS, (None, "addresses"), (0.0, 0.9), ((None, None), (2025, None), (None, 2024)), CLASSES
    )
]


@pytest.mark.parametrize("hops", [0, 1, 2, 3])
def test_the_same_things_in_the_same_order(catalogue: Catalogue, hops: int) -> None:
    ties = Ties(catalogue)
    found = 0
    for wanted in WANTED:
        for start in ([POLICY], [iri("most"), iri("wuxi")]):
            around = ties.around(start, hops, wanted)
            assert list(around.items()) == list(walked(catalogue, start, hops, wanted).items()), (start, wanted)
            found += len(around)
    assert found > len(WANTED)


def test_what_no_document_mentions_is_not_found(catalogue: Catalogue) -> None:
    assert Ties(catalogue).around(["https://example.org/none"], 2, Wanted()) == {}


def test_no_further_hop_beyond_the_most(catalogue: Catalogue) -> None:
    ties = Ties(catalogue)
    one, three = (ties.around([POLICY], hops, Wanted()) for hops in (1, 3))
    assert len(three) > len(one)
    assert ties.around([POLICY], 3, Wanted(), most=2) == one


def test_an_empty_graph_has_no_ties(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", Corpus(CORPUS.documents, (), (), ()))
    with reading(build) as generation:
        assert Ties(Catalogue(generation.catalogue)).around([POLICY], 2, Wanted()) == {}
