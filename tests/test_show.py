"""Cards of things: found by any name, with sentences and sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphs import JOINT, LAB, POLICY, iri, write_build

from kg.errors import NotFoundError, StoreError
from kg.show import as_text, cards


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("show") / "build")


@pytest.mark.parametrize("name", ["과기부", "과학기술부", "科技部", "科學技術部", "MOST", iri("most")])
def test_found_under_any_name(build: Path, name: str) -> None:
    (card,) = cards(build, name)
    assert (card.iri, card.cls, card.name, card.mentions) == (iri("most"), "Ministry", "과학기술부", 2)
    assert card.names["ko"] == ("과학기술부", "과기부")
    assert card.names["zh-hant"] == ("科學技術部",)


def test_facts_in_both_directions_with_their_sources(build: Path) -> None:
    (card,) = cards(build, "과기부")
    facts = {(fact.relation, fact.outgoing, fact.other): fact for fact in card.facts}
    funding = facts["funds", True, LAB]
    assert dict(funding.qualifiers)["amount"] == "40000000" and funding.confidence == "0.9"
    issued = facts["issuedBy", False, POLICY]
    assert issued.other_name == "데이터 개방 조치"
    (source,) = issued.sources
    assert (source.quote, source.bulletin, source.issued) == (JOINT, "news-2024-03-29", "2024-03-29")
    assert source.urls == ("https://www.example.org/a%20b?x=%7B1%7D",)


def test_background_facts_have_no_sources(build: Path) -> None:
    (card,) = cards(build, "과기부")
    known = {(fact.relation, fact.other) for fact in card.facts if not fact.sources}
    assert {
        ("partOf", iri("state-council")),
        ("locatedIn", iri("beijing")),
        ("predecessor", iri("sstc")),
    } <= known
    (unmentioned,) = cards(build, "高能所")
    assert unmentioned.mentions == 0
    assert "known from the background only" in as_text([unmentioned])


def test_targets_are_told_by_what_they_demand(build: Path) -> None:
    (card,) = cards(build, "데이터 개방 조치")
    (target,) = (fact for fact in card.facts if fact.relation == "hasTarget")
    assert target.other_name == "공개 데이터 · 1,000개 이상 · 2025"


def test_text(build: Path) -> None:
    text = as_text(cards(build, "데이터 개방 조치"))
    assert "데이터 개방 조치  [Policy]" in text and f"“{JOINT}”" in text
    assert "issuedBy →" in text and "appliesTo →" in text
    assert "과기부와 교육부, '데이터 개방 조치' 발표 · news-2024-03-29" in text


def test_unknown_names_get_near_ones(build: Path) -> None:
    with pytest.raises(NotFoundError, match="near names: 과학기술부"):
        cards(build, "과학기술브")
    with pytest.raises(NotFoundError, match=r"nothing in the graph is called 'qqq'$"):
        cards(build, "qqq")
    with pytest.raises(NotFoundError):
        cards(build, "https://w3id.org/china-stp/id/org/nothing")
    with pytest.raises(StoreError, match="no graph there"):
        cards(build.parent, "과기부")
