"""Other forms of one name: short forms, abbreviations, equivalent heads, forms of enterprise, codes of products."""

from __future__ import annotations

import pytest
from extraction import document, prose


def test_short_forms_of_a_longer_name() -> None:
    read = prose("중국과학원 심해소재연구소가 장비를 들였다.", "심해소재연구소는 사람도 뽑는다.")
    assert read.thing("심해소재연구소").id == read.thing("중국과학원 심해소재연구소").id
    assert len([e for e in read.record.entities if "심해소재연구소" in e.names[0].text]) == 1


def test_short_forms_that_two_names_share_stay_apart() -> None:
    read = prose("난징 심해소재연구소와 광저우 심해소재연구소가 만났다.", "심해소재연구소는 말이 없다.")
    first, second = read.thing("난징 심해소재연구소"), read.thing("광저우 심해소재연구소")
    assert first.id != second.id
    assert "심해소재연구소" not in {n.text for n in (*first.names, *second.names)}


@pytest.mark.parametrize("name", ["톈위안연구원", "칭화연구원", "리위안실험실"])
def test_branches_of_one_house_in_two_places_stay_apart(name: str) -> None:
    read = prose(f"난징 {name}은 쑤저우 {name}과 협력한다.", f"{name}은 크다.")
    assert read.thing(f"난징 {name}").id != read.thing(f"쑤저우 {name}").id


def test_a_name_behind_more_of_the_same_place_is_one_thing() -> None:
    read = prose("장쑤성 쑤저우 구쑤실험실이 문을 열었다.", "쑤저우 구쑤실험실은 크다. 구쑤실험실은 새롭다.")
    assert (
        read.thing("장쑤성 쑤저우 구쑤실험실").id == read.thing("쑤저우 구쑤실험실").id == read.thing("구쑤실험실").id
    )


def test_abbreviations_in_brackets() -> None:
    read = prose("톈류심해로봇연구센터(TSRC)가 문을 열었다.", "중국항천과기그룹(CASC)은 로켓을 쏘았다. CASC는 또 쏜다.")
    assert "TSRC" in {n.text for n in read.thing("톈류심해로봇연구센터").names}
    assert read.thing("CASC").id == read.thing("중국항천과기그룹").id


def test_an_abbreviation_in_a_cell_is_of_what_stands_before() -> None:
    rows = "시설명\t소재지\n고원 이끼 망원경(GIM)\t라싸시\n바다 이끼 망원경 (증설)\t싼야시\n"
    read = document(f"시설 현황\n\n시설은 다음과 같다.\n\n{rows}\nGIM은 저장대학이 운영한다.\n")
    assert read.thing("GIM").id == read.thing("고원 이끼 망원경").id
    assert read.has("바다 이끼 망원경", "Project")


@pytest.mark.parametrize("long", ["창광위성기술유한공사", "창광(長光)위성기술유한공사", "창광위성유한공사"])
def test_a_company_with_and_without_the_form_of_its_enterprise(long: str) -> None:
    read = prose(f"{long}가 위성을 쐈다.", "창광위성은 사람을 뽑는다.")
    assert len([thing for thing in read.things if thing[1] == "Company"]) == 1
