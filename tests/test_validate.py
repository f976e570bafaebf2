"""Validation: hand-made graphs keep the shapes, and each kind of damage is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from graphs import CORPUS, FIRST, POLICY, iri, said, write_build

from kg.errors import StoreError
from kg.model import Claim, ClaimSeen
from kg.validate import ValidationError, as_text, validate


def test_a_sound_build_has_no_violations(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    assert validate(build) == []
    assert as_text([]) == "no violations\n"
    (prepared,) = (build / ".kg" / "background").iterdir()
    assert (prepared / "violations.json").read_text() == "[]"
    assert validate(build) == []


def test_a_fact_against_domain_and_range_is_found(tmp_path: Path) -> None:
    wrong = (FIRST, ClaimSeen(Claim(iri("wuxi"), "issuedBy", POLICY), (said("거꾸로"),)))
    build = write_build(tmp_path / "build", replace(CORPUS, claims=(*CORPUS.claims, wrong)))
    found = validate(build)
    assert {v.node for v in found} == {iri("wuxi")}
    assert "The subject of cst:issuedBy is a cst:Publication." in as_text(found)


def test_turtle_files(tmp_path: Path) -> None:
    good = tmp_path / "good.ttl"
    good.write_bytes((write_build(tmp_path / "build") / "graph.ttl").read_bytes())
    assert validate(good) == []
    bad = tmp_path / "bad.ttl"
    bad.write_text("<https://w3id.org/china-stp/id/org/x> a <https://w3id.org/china-stp/ontology#Company> .")
    assert any("rdfs:label" in violation.message for violation in validate(bad))


def test_an_assertion_without_its_plain_triple_is_found(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    lines = (
        (build / "graph.ttl")
        .read_text(encoding="utf-8")
        .replace("\tcst:establishedBy cstr-org:cas , ", "\tcst:establishedBy ")
    )
    (tmp_path / "cut.ttl").write_text(lines, encoding="utf-8")
    assert any("plain triple" in violation.message for violation in validate(tmp_path / "cut.ttl"))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b> .")
    with pytest.raises(ValidationError, match="no valid Turtle"):
        validate(tmp_path / "broken.ttl")
    with pytest.raises(ValidationError, match="cannot be read"):
        validate(tmp_path / "missing.ttl")
    with pytest.raises(StoreError, match="no graph there"):
        validate(tmp_path)
