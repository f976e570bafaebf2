"""The background graph: names, hierarchy, validity, identifiers, and the sources of the gazetteers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import GAZETTEER, iri, knowledge, write_build

from kg.background import background, misspellings
from kg.errors import DataError
from kg.lexicon.entry import COLUMNS, gazetteer_files, read_entries
from kg.rdf import HIDDEN_LABEL, named, node
from kg.resources import seeds_dir
from kg.validate import validate
from kg.vocab import PREFIXES, cst


@pytest.fixture(scope="module")
def graph() -> set[ox.Triple]:
    know = knowledge()
    return set(background(know.lexicon, know.ontology, seeds=GAZETTEER))


def labels(graph: set[ox.Triple], key: str, kind: str) -> set[tuple[str, str | None]]:
    predicate = named("skos", kind)
    return {
        (t.object.value, t.object.language)
        for t in graph
        if t.subject == node(iri(key)) and t.predicate == predicate and isinstance(t.object, ox.Literal)
    }


def objects(graph: set[ox.Triple], key: str, predicate: str) -> set[str]:
    return {str(t.object) for t in graph if t.subject == node(iri(key)) and t.predicate.value == predicate}


def test_names_by_kind(graph: set[ox.Triple]) -> None:
    assert labels(graph, "most", "prefLabel") == {
        ("과학기술부", "ko"),
        ("科学技术部", "zh-hans"),
        ("科學技術部", "zh-hant"),
        ("Ministry of Science and Technology", "en"),
    }
    assert {("과기부", "ko"), ("科技部", "zh-hans"), ("MOST", "en")} <= labels(graph, "most", "altLabel")
    hidden = labels(graph, "most", "hiddenLabel")
    assert {("커지부", "ko"), ("kē jì bù", "zh-latn-pinyin"), ("ke xue ji shu bu", "zh-latn-pinyin")} <= hidden
    assert not hidden & (labels(graph, "most", "prefLabel") | labels(graph, "most", "altLabel"))


def test_common_misspellings_are_hidden_labels(graph: set[ox.Triple]) -> None:
    assert ("장수성", "ko") in labels(graph, "jiangsu", "hiddenLabel")
    assert "장수성" in misspellings(knowledge().lexicon)["jiangsu"]
    shown = {t.object.value for t in graph if t.predicate != HIDDEN_LABEL and isinstance(t.object, ox.Literal)}
    assert "장수성" not in shown


def test_hierarchy_validity_and_identifiers(graph: set[ox.Triple]) -> None:
    assert objects(graph, "cas-ihep", cst("partOf")) == {f"<{iri('cas')}>"}
    assert objects(graph, "wuxi", cst("locatedIn")) == {f"<{iri('jiangsu')}>"}
    assert objects(graph, "most", cst("predecessor")) == {f"<{iri('sstc')}>"}
    assert {o.partition("^^")[0] for o in objects(graph, "sstc", cst("validTo"))} == {'"1998"'}
    assert objects(graph, "cas", cst("validFrom")) == {f'"1949-11-01"^^<{PREFIXES["xsd"]}date>'}
    assert objects(graph, "wuxi", PREFIXES["dcterms"] + "identifier") == {'"gbt2260:320200"'}
    assert objects(graph, "jiangsu", PREFIXES["dcterms"] + "isPartOf") == {f"<{iri('delta')}>"}


def test_members_that_no_gazetteer_has_are_refused(tmp_path: Path) -> None:
    (tmp_path / "region_members.csv").write_text("region,member\ndelta,jiangsu\ndelta,nowhere\n")
    know = knowledge()
    with pytest.raises(DataError, match="nowhere") as error:
        list(background(know.lexicon, know.ontology, seeds=tmp_path))
    assert error.value.line == 3


def test_a_broken_background_is_reported(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    assert validate(build) == []
    (prepared,) = (build / ".kg" / "background").iterdir()
    (prepared / "violations.json").unlink()
    path = (build / "background.ttl").resolve()
    broken = path.read_text(encoding="utf-8") + (
        f"<{iri('wuxi')}> <{cst('partOf')}> <{iri('moe')}> .\n"
        f"<{iri('tsinghua')}> <{cst('locatedIn')}> <{iri('moe')}> .\n"
    )
    path.unlink()
    path.write_text(broken, encoding="utf-8")
    found = validate(build)
    assert {violation.node for violation in found} == {iri("wuxi"), iri("tsinghua")}


def test_every_gazetteer_says_where_its_facts_come_from() -> None:
    sources = seeds_dir() / "sources"
    for path in gazetteer_files(seeds_dir()):
        assert len((sources / f"{path.stem}.md").read_text(encoding="utf-8")) > 100, path
        assert COLUMNS[-1] == "source" and all(entry.source for entry in read_entries(path)), path
