"""Papers on carrying something out: one under any wording of its title, apart from what it carries out."""

from __future__ import annotations

from pathlib import Path

import pytest
from extraction import bulletin, item, prose

from kg.errors import DataError
from kg.resolve.initiatives import carried, carried_han, load_wording


def policies(*sentences: str) -> list[set[str]]:
    """Names of each policy of a text."""
    return [{n.text for n in e.names} for e in prose(*sentences).record.entities if e.cls == "Policy"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("새싹 기업 동행 행동 심층 실시에 관한 의견", "새싹 기업 동행 행동 심입 이행 의견"),
        ("새싹 기업 동행 행동 적극 추진에 관한 지도의견", "새싹 기업 동행 행동 전개를 위한 지도의견"),
        ("‘새싹 기업’ 동행 행동을 전면 추진하기 위한 방안(2024~2026년)", "새싹 기업 동행 행동 시행방안"),
        ("AI 나눔 공정 추진에 관한 통지", "인공지능 나눔 공정 실시에 관한 통지"),
        ("새싹 기업 동행 행동 심층 실시에 관한 의견", "새싹 기업 동행 행동 의견"),
    ],
)
def test_two_wordings_of_a_title_are_one_paper(one: str, other: str) -> None:
    (names,) = policies(f"공업정보화부는 「{one}」을 발표했다.", f"「{other}」은 공업정보화부가 마련한 것이다.")
    assert {one, other} <= names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("새싹 기업 동행 행동 심층 실시에 관한 의견", "새싹 기업 동행 행동 심층 실시에 관한 통지"),
        ("새싹 기업 동행 행동 추진에 관한 의견", "새싹 기업 동행 행동 추진에 관한 지도의견"),
        ("새싹 기업 동행 행동 실시 방안(2021~2023년)", "새싹 기업 동행 행동 이행 방안(2024~2026년)"),
        ("새싹 기업 동행 행동 실시에 관한 의견", "새싹 마을 동행 행동 실시에 관한 의견"),
        ("새싹 기업 동행 행동 실시에 관한 의견", "새싹 기업 동행 행동계획"),
    ],
)
def test_other_kinds_years_and_undertakings_stay_apart(one: str, other: str) -> None:
    assert len(policies(f"공업정보화부는 「{one}」을 발표했다. 공업정보화부는 「{other}」도 발표했다.")) == 2


def test_what_is_carried_out_is_not_the_paper_on_it() -> None:
    read = prose("공업정보화부는 '새싹 동행 전문사업'을 운영한다. '새싹 동행 전문사업 실시에 관한 의견'도 공포했다.")
    paper = read.thing("새싹 동행 전문사업 실시에 관한 의견")
    assert read.thing("새싹 동행 전문사업").id != paper.id


def test_a_place_has_its_own_paper_on_carrying_out_what_the_state_began() -> None:
    read = prose(
        "국무원은 ‘인공지능+ 행동 심층 이행에 관한 의견’을 발표했다.",
        "허난성 정부는 이에 맞추어 ‘인공지능 플러스 행동 실시에 관한 의견’을 내놓았다.",
    )
    state, province = (e for e in read.record.entities if e.cls == "Policy")
    assert (state.key, province.key) == ("ai-plus", None)


@pytest.mark.parametrize(
    "title",
    ["인공지능+ 행동 심도 있게 추진에 관한 의견", "AI 플러스 행동 전면 시행에 관한 의견", "인공지능+ 행동 의견"],
)
def test_a_paper_known_by_the_name_of_its_undertaking_is_known_by_any_wording_of_its_title(title: str) -> None:
    (paper,) = [e for e in prose(f"국무원은 「{title}」을 발표했다.").record.entities if e.cls == "Policy"]
    assert paper.key == "ai-plus"
    if title != "인공지능+ 행동 의견":
        assert "undertaking carried out" in {merge.how for merge in paper.merges}, "the judgement is recorded"


def test_without_its_issuer_a_title_is_not_taken_for_a_known_paper() -> None:
    (paper,) = [
        e
        for e in prose("하얼빈시 정부는 「인공지능+ 행동 적극 추진에 관한 의견」을 발표했다.").record.entities
        if e.cls == "Policy"
    ]
    assert paper.key is None


@pytest.mark.parametrize(
    ("reference", "count"),
    [
        ("工业和信息化部关于扎实开展绿色航线创新行动的意见", 1),
        ("工业和信息化部关于印发《绿色航线创新行动实施意见》的通知", 1),
        ("工业和信息化部关于开展中小学教师培训行动的意见", 2),
    ],
)
def test_a_chinese_title_is_that_of_the_paper_whose_undertaking_it_names(reference: str, count: int) -> None:
    read = bulletin(
        item(
            "공업정보화부, 새 문건 발표", "- 공업정보화부는 ‘초록 항로 혁신 행동 적극 추진에 관한 의견’을 발표", "",
            "참고자료", "", f"☞ {reference}", "https://www.example.org/a.html",
        )
    )  # fmt: skip
    assert len([e for e in read.record.entities if e.cls == "Policy"]) == count


def test_titles_are_taken_apart() -> None:
    found = carried("‘바람개비’ 행동 심층 실시에 관한 의견(2024~2026년)")
    assert found == ("바람개비행동", "意见", ("2024", "2026"))
    assert carried_han("国务院关于积极推进“互联网+”行动的指导意见") == ("互联网+行动", "指导意见", ())
    assert carried("바람개비 산업 발전 계획") is None
    assert carried_han("中小学教师培训经费管理办法") is None


def test_broken_words_are_named(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.yaml"
    path.write_text("ends: [행동]\n", "utf-8")
    with pytest.raises(DataError, match="titles"):
        load_wording(path)
