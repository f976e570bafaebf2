"""Validation: hand-made graphs keep the shapes, and each kind of damage is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import (
    CORPUS,
    FIRST,
    POLICY,
    NamesOnly,
    iri,
    knowledge,
    names_only_version,
    said,
    write_build,
    write_documents,
)

from kg.commands.build import say
from kg.documents import Analysis
from kg.errors import StoreError
from kg.model import Bulletin, Claim, ClaimSeen, DocumentRecord
from kg.pipeline import build_with
from kg.rdf import node, read_triples
from kg.read import parse_document
from kg.store import open_store
from kg.validate import ValidationError, as_text, check_change, validate


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


def test_a_change_is_judged_by_what_it_says_and_what_the_store_knows(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    triples = list(read_triples(build / "graph.ttl"))
    with open_store(build) as (local, _):
        for kind in ("assertion", "evidence", "mention", "policy", "org"):
            part = [t for t in triples if f"/id/{kind}/" in t.subject.value]
            assert part and check_change(part, set(part), local) == []
            assert check_change(part, set(), local) == []
        assertions = [t for t in triples if "/id/assertion/" in t.subject.value]
        unquoted = [t for t in assertions if not t.predicate.value.endswith("#quote")]
        assert {v.node for v in check_change(unquoted, set(), local)} == {t.subject.value for t in assertions}
        unknown = replace_object(assertions, "subject", node(f"{POLICY}-unknown"))
        assert any("plain triple" in v.message for v in check_change(unknown, set(), local))


def replace_object(triples: list[ox.Triple], predicate: str, value: ox.NamedNode) -> list[ox.Triple]:
    return [
        ox.Triple(t.subject, t.predicate, value) if t.predicate.value.endswith(f"#{predicate}") else t for t in triples
    ]


def test_a_small_change_that_breaks_a_shape_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "build"
    texts = {f"doc-{i}.txt": "칭화대학교와 중국과학원은 우시에 실험실을 세운다.\n" for i in range(8)}
    write_documents(folder, texts)
    assert not build_with(knowledge(), UNQUOTED, [folder], out=out).broken  # the first build is for kg validate
    write_documents(folder, {"doc-1.txt": "교육부와 베이징대학교가 만났다.\n"})
    report = build_with(knowledge(), UNQUOTED, [folder], out=out)
    assert report.broken and all("quote" in v.message or "quote" in v.path for v in report.broken)
    say(report, out)
    assert "breaks a shape" in capfd.readouterr().err


class Unquoted(NamesOnly):
    """An extractor that forgets to quote."""

    def __call__(self, bulletin: Bulletin) -> DocumentRecord:
        record = super().__call__(bulletin)
        claims = (replace(c, evidence=tuple(replace(e, quote="") for e in c.evidence)) for c in record.claims)
        return replace(record, claims=tuple(claims))


def new_unquoted() -> Unquoted:
    return Unquoted()


UNQUOTED = Analysis(parse_document, new_unquoted, names_only_version)


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
