"""Sino-Korean readings and the initial-sound law."""

import csv
from pathlib import Path

import pytest

from kg.language.sinokorean import char_readings, initial_law, reading

EXPECTED = {
    "深圳": "심천",
    "南京": "남경",
    "李": "이",
    "梁": "양",
    "吕梁": "여량",
    "力学": "역학",
    "物理": "물리",
    "理工大学": "이공대학",
    "中国科学院力学研究所": "중국과학원역학연구소",
    "热力学": "열역학",
    "量子": "양자",
    "率": "율",
    "效率": "효율",
    "比率": "비율",
    "确率": "확률",
    "排列": "배열",
    "行列": "행렬",
    "辽宁": "요녕",
    "浙江": "절강",
    "汽车": "기차",
    "银行": "은행",
    "行动": "행동",
    "沈阳": "심양",
    "復旦": "복단",
    "不动产": "부동산",
    "洛阳": "낙양",
    "女性": "여성",
    "中國科學院": "중국과학원",
    "乐山": "낙산",
}


@pytest.mark.parametrize(("zh", "ko"), EXPECTED.items())
def test_readings(zh: str, ko: str) -> None:
    assert reading(zh) == ko


def test_surnames() -> None:
    assert reading("金壯龍", surname=True) == "김장룡"
    assert reading("任希鋒", surname=True) == "임희봉"
    assert reading("李強", surname=True) == "이강"
    assert reading("單霽翔", surname=True) == "선제상"


def test_independent_list_of_locations() -> None:
    """The readings that libgweather 4 gives beside the sounds.

    内蒙古 and 喀什 have Korean names of their own.
    """
    with (Path(__file__).parent / "data" / "locations_ko.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["reading"] and row["zh"] not in ("内蒙古", "喀什")]
    assert {r["zh"]: reading(r["zh"]) for r in rows} == {r["zh"]: r["reading"] for r in rows}


def test_initial_law() -> None:
    assert [initial_law(s) for s in "랑력료류리라로녀뇨가"] == list("낭역요유이나노여요가")
    assert initial_law("A") == "A"


def test_all_readings_of_a_character() -> None:
    assert {"락", "낙", "악"} <= set(char_readings("樂"))
    assert {"금", "김"} <= set(char_readings("金"))
    assert char_readings("A") == ()
