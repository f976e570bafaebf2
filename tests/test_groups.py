"""Groups of a passage: which names stand together, what closes them, which nouns refer."""

from __future__ import annotations

from extraction import extractor, prose, recogniser

from kg.recognise import Read
from kg.relate.groups import Group, Reference, groups_of
from kg.relate.rules import load_rules


def grouped(sentence: str) -> tuple[Read, list[Group]]:
    """The passage of a sentence and its groups."""
    read = next(r for reads in prose(sentence).reads.values() for r in reads if r.analysis.text == sentence)
    posts = recogniser().resources.words.posts
    return read, groups_of(read, load_rules(extractor().ontology), posts)


def closed(sentence: str) -> list[tuple[tuple[str, ...], str]]:
    """The names of each group and what closes them."""
    read, groups = grouped(sentence)
    return [(tuple(read.mentions[m].surface for m in group.mentions), group.particle) for group in groups]


def test_names_in_a_list_are_one_group() -> None:
    assert closed("과기부와 교육부는 ‘양자 로드맵’을 발표했다.") == [
        (("과기부", "교육부"), "는"),
        (("양자 로드맵",), "을"),
    ]


def test_a_comma_parts_who_acts_from_what_is_done() -> None:
    assert closed("칭화대학교, 쯔진산실험실 개소") == [(("칭화대학교",), ","), (("쯔진산실험실",), "")]


def test_a_count_belongs_to_the_list() -> None:
    _, (ministries, _) = grouped("과기부 등 10개 부처는 ‘양자 로드맵’을 발표했다.")
    assert (ministries.particle, ministries.counted) == ("는", True)


def test_what_is_done_to_a_thing_may_be_the_subject() -> None:
    _, (laboratory, _) = grouped("쯔진산실험실의 운영은 저장대학에 맡겼다.")
    assert (laboratory.particle, laboratory.action) == ("은", "운영")


def test_nouns_refer() -> None:
    _, (first, _, second, _) = grouped("동 실험실은 저장대학이 운영한다. 포럼은 난징에서 열렸다.")
    assert first.refers == Reference("실험실", alone=False) and not first.mentions
    assert second.refers == Reference("포럼", alone=True)
