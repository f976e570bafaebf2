"""Predicates: lemma, voice and how the clause ends."""

from __future__ import annotations

import pytest
from extraction import extractor, prose

from kg.relate.predicates import Predicate, predicates
from kg.relate.rules import load_rules


def found(sentence: str) -> list[Predicate]:
    """The predicates of a sentence."""
    read = next(r for reads in prose(sentence).reads.values() for r in reads if r.analysis.text == sentence)
    return predicates(read.analysis, load_rules(extractor().ontology))[0]


@pytest.mark.parametrize(
    ("sentence", "lemma", "voice", "ending"),
    [
        ("과기부는 ‘양자 로드맵’을 발표했다.", "발표", "active", "final"),
        ("과기부는 ‘양자 로드맵’을 발표할 예정이다.", "발표", "active", "final"),
        ("‘양자 로드맵’이 발표됐다.", "발표", "passive", "final"),
        ("포럼은 난징에서 열렸다.", "열리", "passive", "final"),
        ("과기부가 발표한 로드맵이 나왔다.", "발표", "active", "adnominal"),
        ("과기부는 로드맵을 발표하고 회의를 마쳤다.", "발표", "active", "connective"),
        ("‘양자 백서’를 펴낸 곳은 중국과학원이다.", "펴내", "active", "cleft"),
        ("DJI는 선전시에 있는 드론 제조사다.", "있", "active", "equated"),
        ("쯔진산실험실은 저장대학에 운영을 맡겼다.", "운영", "entrusted", "final"),
    ],
)
def test_forms_of_predicates(sentence: str, lemma: str, voice: str, ending: str) -> None:
    assert (lemma, voice, ending) in [(p.lemma, p.voice, p.ending) for p in found(sentence)]


def test_a_noun_that_closes_a_line_is_a_predicate() -> None:
    (opened,) = found("칭화대학교, 쯔진산실험실 개소")
    assert (opened.lemma, opened.bare) == ("개소", True)


@pytest.mark.parametrize("sentence", ["과기부는 설립을 검토했다.", "‘발표 지침’이 나왔다."])
def test_what_is_only_weighed_or_stands_in_a_title_is_none(sentence: str) -> None:
    assert not {"설립", "발표"} & {p.lemma for p in found(sentence)}
