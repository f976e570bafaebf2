"""Local departments by rule: a place and a type, never across levels."""

import pytest

from kg.lexicon import describe, load_lexicon
from kg.lexicon.departments import departments, find_department


@pytest.mark.parametrize(
    ("name", "place", "official"),
    [
        ("광둥성 과학기술청", "guangdong", "广东省科学技术厅"),
        ("광동성과기청", "guangdong", "广东省科学技术厅"),
        ("廣東省科技廳", "guangdong", "广东省科学技术厅"),
        ("상하이시 과기위", "shanghai", "上海市科学技术委员会"),
        ("上海市科委", "shanghai", "上海市科学技术委员会"),
        ("우시시 과학기술국", "wuxi", "无锡市科学技术局"),
        ("심천시 공업정보화국", "shenzhen", "深圳市工业和信息化局"),
        ("저장성 생태환경청", "zhejiang", "浙江省生态环境厅"),
        ("四川省人社厅", "sichuan", "四川省人力资源和社会保障厅"),
    ],
)
def test_departments_in_all_forms(name: str, place: str, official: str) -> None:
    lexicon = load_lexicon()
    found = find_department(name, lexicon)
    assert found is not None and found.place == place
    assert next(found.chinese(lexicon)) == official


@pytest.mark.parametrize("name", ["광둥성 과학기술국", "우시시 과학기술청", "无锡市科技厅", "과학기술청", "광둥성"])
def test_levels_are_never_mixed(name: str) -> None:
    assert find_department(name, load_lexicon()) is None


def test_every_type_is_found_at_each_of_its_levels() -> None:
    lexicon = load_lexicon()
    places = {"province": "福建省", "municipality": "天津市", "city": "南京市", "district": "天河区"}
    for types in departments().values():
        for department in types:
            for level in department.levels & places.keys():
                found = find_department(places[level] + department.zh[0], lexicon)
                assert found is not None and found.department.zh[0] == department.zh[0]


def test_report() -> None:
    report = describe("광둥성 과기청", load_lexicon())
    assert report.ko[0] == "광둥성 과학기술청" and "광동성 과기청" in report.ko
    assert report.zh_hans[0] == "广东省科学技术厅" and "广东省科技厅" in report.zh_hans
    assert report.zh_hant[0] == "廣東省科學技術廳"
    assert report.en == ("Department of Science and Technology of Guangdong",)
    assert report.entity is None
