"""Pinyin and its official transcription in Hangul."""

import csv
import re
from pathlib import Path

import pytest

from kg.language.mandarin import char_sounds, pinyin, romanized, syllable_to_hangul, to_hangul
from kg.language.tables import pinyin_hangul
from kg.lexicon.entry import gazetteer_files, read_entries
from kg.resources import seeds_dir

OFFICIAL = {
    "深圳": "선전",
    "无锡": "우시",
    "濮阳": "푸양",
    "吕梁": "뤼량",
    "重庆": "충칭",
    "厦门": "샤먼",
    "长沙": "창사",
    "蚌埠": "벙부",
    "台州": "타이저우",
    "六安": "루안",
    "浦东": "푸둥",
    "张江": "장장",
    "雄安": "슝안",
    "西咸": "시셴",
    "西藏": "시짱",
    "三亚": "싼야",
    "遵义": "쭌이",
    "四川": "쓰촨",
    "绿春": "뤼춘",
    "略阳": "뤠양",
    "二连浩特": "얼롄하오터",
    "亳州": "보저우",
    "儋州": "단저우",
    "什邡": "스팡",
    "乐清": "웨칭",
    "乐山": "러산",
    "丽水": "리수이",
    "闵行": "민항",
    "圖靈": "투링",
    "張家界": "장자제",
    "景德镇": "징더전",
    "都江堰": "두장옌",
    "东莞": "둥관",
    "漯河": "뤄허",
}


@pytest.mark.parametrize(("zh", "ko"), OFFICIAL.items())
def test_official_transcription(zh: str, ko: str) -> None:
    assert to_hangul(zh) == ko


@pytest.mark.parametrize(
    ("syllable", "hangul"),
    [
        ("jiāng", "장"),
        ("jia", "자"),
        ("qiú", "추"),
        ("jiong", "중"),
        ("xióng", "슝"),
        ("zhi", "즈"),
        ("zi", "쯔"),
        ("ci", "츠"),
        ("si", "쓰"),
        ("shi", "스"),
        ("ri", "르"),
        ("lǜ", "뤼"),
        ("nü", "뉘"),
        ("lv", "뤼"),
        ("lüe", "뤠"),
        ("yan", "옌"),
        ("yuan", "위안"),
        ("quan", "취안"),
        ("er", "얼"),
        ("weng", "웡"),
        ("gui", "구이"),
        ("wei", "웨이"),
        ("dun", "둔"),
        ("wen", "원"),
        ("dong", "둥"),
        ("qian", "첸"),
        ("x1", "x1"),
    ],
)
def test_syllables(syllable: str, hangul: str) -> None:
    assert syllable_to_hangul(syllable) == hangul


def test_no_y_after_j_z_c() -> None:
    """제3장 제7절 제2항: ㅈ, ㅉ, ㅊ take no ㅑ, ㅖ, ㅛ, ㅠ."""
    written = "".join(pinyin_hangul().values())
    assert not re.search("[쟈졔죠쥬쟝졘쥰쨔쪠쪼쮸챠쳬쵸츄챵쳰쥼]", written)


def test_independent_list_of_locations() -> None:
    """Korean names of Chinese provinces and cities in the translations of libgweather 4."""
    with (Path(__file__).parent / "data" / "locations_ko.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong = [(row["zh"], row["sound"], to_hangul(row["zh"])) for row in rows if to_hangul(row["zh"]) != row["sound"]]
    assert len(rows) > 45
    assert wrong == []


def test_independent_list_of_cities() -> None:
    """Korean names of Chinese cities in GeoNames, which spells a few otherwise than the official rule.

    揭阳 is there as 지에양, 娄底 as 뤄디, 石河子 as 스허즈; for 日喀则 the name is that of the district 桑珠孜.
    """
    generic = re.compile(r" ?(특별행정구|시|지구|맹|구|현|성)$")
    with (Path(__file__).parent / "data" / "cities_ko.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    different = {
        row["zh"]
        for row in rows
        if to_hangul(row["zh"]) not in {name for full in row["ko"].split("|") for name in (full, generic.sub("", full))}
    }
    assert different == {"揭阳", "娄底", "日喀则", "石河子"}
    prefectures = {row["zh"] for row in rows if row["level"] == "prefecture"}
    assert len(prefectures) > 200
    assert len(prefectures - different) / len(prefectures) >= 0.98


def test_pinyin_of_all_divisions_agrees_with_their_english_names() -> None:
    """English names of divisions are their pinyin, decided in the gazetteer from CC-CEDICT and pinyin-pro.

    Names from other languages (Kashgar, Taipei) are among them and count as different.
    """
    generic = re.compile(r"(自治县|自治旗|地区|自治州|省|市|区|县|旗|盟)$")
    kind = re.compile(r" (County|City|District|Banner|Prefecture|League|Province)$")
    right = wrong = 0
    for path in gazetteer_files(seeds_dir()):
        for entry in read_entries(path) if path.stem in ("places", "counties") else ():
            proper = generic.sub("", entry.zh_hans)
            if not 2 <= len(proper) <= 3 or not kind.search(entry.en):
                continue
            expected = re.sub("[^a-z]", "", kind.sub("", entry.en).lower().replace("ü", "u"))
            if romanized(proper).lower().replace("'", "") == expected:
                right += 1
            else:
                wrong += 1
    assert right > 2000
    assert right / (right + wrong) > 0.98


def test_tones_and_names() -> None:
    assert pinyin("吕梁") == "lǚ liáng"
    assert pinyin("吕梁", tones=False) == "lü liang"
    assert romanized("西安") == "Xi'an"
    assert to_hangul("单霁翔", surname=True) == "산지샹"
    assert to_hangul("曾毓群", surname=True) == "쩡위췬"
    assert pinyin("增长") == "zēng zhǎng"


def test_what_is_not_han_stays() -> None:
    assert to_hangul("AI芯片") == "AI신폔"
    assert char_sounds("A") == ()
    assert set(char_sounds("行")) >= {"싱", "항"}
