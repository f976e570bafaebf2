"""Gazetteers: loading and checking, forms, finding, scanning, and the report on a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.lexicon import Lexicon, describe, load_lexicon
from kg.lexicon.entry import COLUMNS
from kg.lexicon.normal import normal_form, normal_text

ROWS = """\
china,Country,中国,중국,,China,,,,,,,,,iso3166-1:CN,t
guangdong,Province,广东省,,,Guangdong,,,,china,,,,,gbt2260:440000,t
zhejiang,Province,浙江省,,,Zhejiang,,,,china,,,,,gbt2260:330000,t
shanxi,Province,山西省,,,Shanxi,,,,china,,,,,gbt2260:140000,t
shaanxi,Province,陕西省,섬서성,,Shaanxi,,,,china,,,,,gbt2260:610000,t
shenzhen,City,深圳市,,,Shenzhen,,,,guangdong,,,,,gbt2260:440300,t
wuxi,City,无锡市,,,Wuxi,,,,china,,,,,gbt2260:320200,t
jinan,City,济南市,,,Jinan,,,,china,,,,,gbt2260:370100,t
binhu-wuxi,District,滨湖区,,,Binhu District,,滨湖,,wuxi,,,,,gbt2260:320211,t
xinhua-county,District,新化县,,,Xinhua County,,新化,,china,,,,,gbt2260:431322,t
most-1998,Ministry,科学技术部,,,Ministry of Science and Technology,MOST,,,china,,1998,2018,,,t
most,Ministry,科学技术部,과학기술부,,Ministry of Science and Technology,MOST,科技部,과기부,china,,2018,,most-1998,,t
miit,Ministry,工业和信息化部,공업정보화부,,Ministry of Industry and Information Technology,MIIT,工信部,공신부,china,,2008,,,,t
cas,ResearchInstitute,中国科学院,중국과학원,,Chinese Academy of Sciences,CAS,中科院,,china,,,,,,t
cas-ihep,ResearchInstitute,中国科学院高能物理研究所,,,Institute of High Energy Physics,,,,,cas,,,,,t
tsinghua,University,清华大学,칭화대학교,,Tsinghua University,,清华,,china,,,,,,t
tongji,University,同济大学,,,Tongji University,,,,china,,,,,,t
pcl,Laboratory,鹏城实验室,펑청실험실,,Peng Cheng Laboratory,,,,shenzhen,,,,,,t
huawei,Company,华为技术有限公司,화웨이,,Huawei,,华为,,shenzhen,,,,,ticker:none,t
plan-14-5,Policy,十四五规划,14·5 계획,,,,,,,,,,,,t
britain,Country,英国,영국,,United Kingdom,,,,,,,,,iso3166-1:GB,t
oxford,University,牛津大学,옥스퍼드대학교,,University of Oxford,,,,britain,,,,,,t
un,InternationalBody,联合国,유엔,,United Nations,,,,,,,,,,t
"""  # noqa: E501


def write(directory: Path, rows: str, *, name: str = "things.csv") -> Path:
    (directory / name).write_text(",".join(COLUMNS) + "\n" + rows, encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """The rows above; the cache lies in a directory of its own."""
    seeds = write(tmp_path_factory.mktemp("seeds"), ROWS)
    (seeds / "stopforms.csv").write_text("form,note\n지난,last\n저장,storage\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return load_lexicon(seeds)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def keys(lexicon: Lexicon, name: str) -> list[str]:
    return [match.key for match in lexicon.find(name)]


@pytest.mark.parametrize(
    "name", ["선전", "선전시", "심천", "심천시", "深圳", "深圳市", "Shenzhen", "shen zhen", "선전 시"]
)
def test_one_city_under_all_its_names(lexicon: Lexicon, name: str) -> None:
    assert keys(lexicon, name)[0] == "shenzhen"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("칭화대", "tsinghua"),
        ("청화대학교", "tsinghua"),
        ("통지대학", "tongji"),
        ("工信部", "miit"),
        ("공업신식화부", "miit"),
        ("과기부", "most"),
        ("중국과학원 고에너지물리연구소", "cas-ihep"),
        ("鵬城實驗室", "pcl"),
        ("붕성실험실", "pcl"),
        ("화웨이기술유한회사", "huawei"),
        ("14·5계획", "plan-14-5"),
    ],
)
def test_forms_by_rule(lexicon: Lexicon, name: str, key: str) -> None:
    assert keys(lexicon, name)[0] == key


def test_what_lies_abroad_keeps_its_own_name(lexicon: Lexicon) -> None:
    assert keys(lexicon, "옥스퍼드대") == ["oxford"] and keys(lexicon, "牛津大学") == ["oxford"]
    assert keys(lexicon, "우진대학") == [] and keys(lexicon, "연합국") == []
    assert describe("牛津大学", lexicon).ko == ("옥스퍼드대학교", "옥스퍼드대학", "옥스퍼드대")


def test_pinyin_of_every_chinese_name(lexicon: Lexicon) -> None:
    report = describe("과기부", lexicon)
    assert report.pinyin == ("kē xué jì shù bù", "ke xue ji shu bu", "kē jì bù", "ke ji bu")


def test_one_wrong_letter_is_forgiven_but_not_in_the_head(lexicon: Lexicon) -> None:
    assert [(m.key, m.distance) for m in lexicon.find("평청실험실")] == [("pcl", 1)]
    assert [(m.key, m.distance) for m in lexicon.find("中国科学院高能勿理研究所")] == [("cas-ihep", 1)]
    assert lexicon.find("공업정보화국") == []
    assert lexicon.find("광둥청") == []
    assert lexicon.find("센전") == [] or lexicon.find("센전")[0].kind == "deviation"


def test_classes_limit_the_answer(lexicon: Lexicon) -> None:
    assert lexicon.find("칭화", classes=["University"])[0].key == "tsinghua"
    assert lexicon.find("칭화", classes=["City"]) == []


def test_ambiguous_forms_list_the_likeliest_first(lexicon: Lexicon) -> None:
    assert set(keys(lexicon, "산시성")) == {"shanxi", "shaanxi"}
    assert keys(lexicon, "과학기술부") == ["most", "most-1998"]


def test_short_and_ordinary_forms_are_weak(lexicon: Lexicon) -> None:
    weak = {form: lexicon.forms[form][0].weak for form in ("지난", "저장", "저장성", "신화", "빈후구", "빈후", "심천")}
    assert weak == {
        "지난": True,
        "저장": True,
        "저장성": False,
        "신화": True,
        "빈후구": False,
        "빈후": True,
        "심천": False,
    }


def test_scan_gives_back_the_text(lexicon: Lexicon) -> None:
    text = "우시(無錫) 빈후구에서 중국 과학원과 工信部, 그리고 칭화 대학교는 14·5 계획을 발표"
    found = [(text[hit.begin : hit.end], hit.keys[0]) for hit in lexicon.scan(text)]
    assert found == [
        ("우시", "wuxi"), ("無錫", "wuxi"), ("빈후구", "binhu-wuxi"), ("중국 과학원", "cas"),
        ("工信部", "miit"), ("칭화 대학교", "tsinghua"), ("14·5 계획", "plan-14-5"),
    ]  # fmt: skip


def test_short_names_do_not_reach_over_spaces(lexicon: Lexicon) -> None:
    assert lexicon.scan("한우 시장") == []
    assert [hit.keys[0] for hit in lexicon.scan("우시 시민")] == ["wuxi"]


def test_names_end_in_no_first_syllable_of_a_word(lexicon: Lexicon) -> None:
    text = "퉁지대학 교수와 퉁지대학 교정, 퉁지 대학교"
    assert [text[hit.begin : hit.end] for hit in lexicon.scan(text)] == ["퉁지대학", "퉁지대학", "퉁지 대학교"]


def test_a_name_at_a_word_start_wins(lexicon: Lexicon) -> None:
    text = "대중국 과학원 협력, 신중국 공업정보화부"
    assert "miit" in [hit.keys[0] for hit in lexicon.scan(text)]


def test_latin_names_need_capitals(lexicon: Lexicon) -> None:
    assert [hit.keys[0] for hit in lexicon.scan("MIIT, Huawei")] == ["miit", "huawei"]
    assert lexicon.scan("https://www.miit.gov.cn/most") == []


def test_overlapping_hits_on_demand(lexicon: Lexicon) -> None:
    text = "중국과학원 고에너지물리연구소"
    found = {hit.keys[0] for hit in lexicon.scan(text, overlapping=True)}
    assert {"china", "cas", "cas-ihep"} <= found
    assert [hit.keys[0] for hit in lexicon.scan(text)] == ["cas-ihep"]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("선전시 우시빈후구·(無錫)중국과학원14,\n\tABhi"), max_size=40))
def test_offsets_give_back_the_form(lexicon: Lexicon, text: str) -> None:
    plain, offsets = normal_text(text)
    assert len(plain) == len(offsets) and offsets == sorted(offsets)
    assert plain == normal_form(text)
    end = 0
    for hit in lexicon.scan(text):
        assert end <= hit.begin < hit.end <= len(text)
        assert normal_form(text[hit.begin : hit.end]) in lexicon.forms
        end = hit.end


def test_the_normal_form_maps_each_character_by_itself() -> None:
    every = "".join(chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000 and chr(code) not in "·•\n")
    assert normal_form(every) == "".join(map(normal_form, every))


def test_names_to_show(lexicon: Lexicon) -> None:
    names = lexicon.names("shenzhen")
    assert (names.ko, names.zh_hans, names.zh_hant, names.en) == ("선전시", "深圳市", "深圳市", "Shenzhen")
    assert "심천" in names.in_language("ko")
    assert lexicon.names("pcl").zh_hant == "鵬城實驗室"


def test_ancestors(lexicon: Lexicon) -> None:
    assert lexicon.ancestors("pcl") == ("shenzhen", "guangdong", "china")
    assert lexicon.surroundings("pcl") == {"shenzhen", "guangdong"}
    assert lexicon.parents("cas-ihep") == ("cas",)


@pytest.mark.parametrize("text", ["심천", "선전시", "深圳", "Shenzhen"])
def test_report(lexicon: Lexicon, text: str) -> None:
    report = describe(text, lexicon).as_json()
    assert list(report) == ["input", "ko", "zh_hans", "zh_hant", "pinyin", "en", "entity"]
    assert report["input"] == text
    assert {"선전시", "심천"} <= set(report["ko"])  # type: ignore[call-overload]
    assert report["pinyin"][:2] == ["shēn zhèn shì", "shen zhen shi"]  # type: ignore[index]
    assert report["entity"] == {"iri": "https://w3id.org/china-stp/id/place/shenzhen", "class": "City"}


def test_report_on_unknown_names(lexicon: Lexicon) -> None:
    known_by_rule = describe("图灵量子", lexicon)
    assert known_by_rule.entity is None and "투링양자" in known_by_rule.ko
    assert known_by_rule.zh_hant == ("圖靈量子",)
    assert describe("홍길동", lexicon).ko == ("홍길동",)
    assert describe("Nobody", lexicon).en == ("Nobody",)


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("Bad Key,City,甲市,,,,,,,,,,,,,t", 2, "no key"),
        ("a,Town,甲市,,,,,,,,,,,,,t", 2, "unknown class"),
        ("a,City,,,,,,,,,,,,,,t", 2, "no name"),
        ("a,City,甲市,,,,,,,,,1/2018,,,,t", 2, "YYYY"),
        ("a,City,甲市,,,,,,,,,,,,Q5,t", 2, "scheme:value"),
        ("a,City,甲市,, x,,,,,,,,,,,t", 2, "white space"),
        ("a,City,甲市,t", 2, "fields"),
        ("a,City,甲市,,,,,,,nowhere,,,,,,t", 2, "which no gazetteer has"),
        ("a,City,甲市,,,,,,,a,,,,,,t", 2, "names itself"),
        ("a,Company,甲,,,,,,,,,,,,,t\nb,City,乙市,,,,,,,a,,,,,,t", 3, "no place"),
        ("a,City,甲市,,,,,,,,,,,,,t\na,City,乙市,,,,,,,,,,,,,t", 3, "also in"),
        ("a,Company,甲公司,,,,,,,,,,,,,t\nb,Company,乙公司,,,,,甲公司,,,,,,,,t", 3, "both Company"),
        ("a,City,甲市,,,,,,,b,,,,,,t\nb,City,乙市,,,,,,,a,,,,,,t", 2, "lies in itself"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, row: str, line: int, reason: str) -> None:
    with pytest.raises(DataError, match=re.escape(reason)) as error:
        load_lexicon(write(tmp_path, row + "\n"))
    assert error.value.path.endswith("things.csv") and error.value.line == line


@pytest.mark.usefixtures("own_cache")
def test_one_after_the_other_may_share_a_name(tmp_path: Path) -> None:
    rows = "a,Ministry,甲部,,,,,,,,,,2018-03,,,t\nb,Ministry,甲部,,,,,,,,,2018-03,,a,,t\n"
    assert len(load_lexicon(write(tmp_path, rows)).entries) == 2


def test_the_cache_follows_the_content(tmp_path: Path, own_cache: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    first = load_lexicon(write(seeds, "a,City,甲市,,,,,,,,,,,,,t\n"))
    from kg.lexicon.load import _loaded

    _loaded.cache_clear()
    again = load_lexicon(seeds)
    assert again.version == first.version and again.entries["a"] == first.entries["a"]
    assert again.names("a") == first.names("a") and dict(again.forms) == dict(first.forms)
    _loaded.cache_clear()
    changed = load_lexicon(write(seeds, "a,City,乙市,,,,,,,,,,,,,t\n"))
    assert changed.version != first.version and changed.entries["a"].zh_hans == "乙市"
    kept = {path.name for path in (own_cache / "china-stp-kg").glob("lexicon-*")}
    assert kept == {f"lexicon-{first.version}.txt", f"lexicon-{changed.version}.txt"}


def test_a_compiled_file_cut_off_is_made_anew(tmp_path: Path, own_cache: Path) -> None:
    from kg.lexicon.load import _loaded

    seeds = tmp_path / "seeds"
    seeds.mkdir()
    first = load_lexicon(write(seeds, "a,City,甲市,,,,,,,,,,,,,t\n"))
    (compiled,) = (own_cache / "china-stp-kg").glob("lexicon-*")
    whole = compiled.read_bytes()
    for cut in (0, len(whole) // 2, len(whole) - 1):
        compiled.write_bytes(whole[:cut])
        _loaded.cache_clear()
        assert load_lexicon(seeds).names("a") == first.names("a")
        assert compiled.read_bytes() == whole


def test_all_gazetteers_load() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.entries) > 3000
    for name, key in (
        ("선전", "shenzhen"),
        ("칭화대", "tsinghua-university"),
        ("工信部", "miit"),
        ("Guangdong", "guangdong"),
    ):
        assert keys(lexicon, name)[0] == key
