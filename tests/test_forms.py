"""Korean forms of Chinese names, segmentation, and deviating spellings."""

import pytest

from kg.language.forms import (
    all_forms,
    deviating_forms,
    korean_forms,
    matches,
    other_heads,
    spelled_otherwise,
)
from kg.language.segment import segment


@pytest.mark.parametrize(
    ("zh", "parts"),
    [
        ("上海交通大学", "上海|交通|大学"),
        ("工业和信息化部", "工业和信息化|部"),
        ("呼和浩特市", "呼和浩特|市"),
        ("云南大学", "云南|大学"),
        ("深圳市人民政府", "深圳|市|人民政府"),
        ("圖靈智能計算量子技術有限公司", "图灵|智能|计算|量子|技术|有限公司"),
    ],
)
def test_segmentation(zh: str, parts: str) -> None:
    assert "|".join(part.text for part in segment(zh)) == parts


def test_general_words_are_proper_in_names_of_places() -> None:
    assert [part.role for part in segment("合作市", place=True)] == ["name", "head"]
    assert korean_forms("合作市", cls="City")[0].text == "허쭤시"
    assert korean_forms("延边朝鲜族自治州", cls="City")[0].text == "옌볜조선족자치주"


@pytest.mark.parametrize(
    ("zh", "cls", "forms"),
    [
        (
            "上海交通大学",
            "University",
            ["상하이교통대학교", "상하이교통대학", "상하이교통대", "상해교통대학"],
        ),
        ("华南理工大学", "University", ["화난이공대학교", "화난이공대학", "화남이공대학"]),
        ("国家发展和改革委员会", "Ministry", ["국가발전개혁위원회", "국가발전과개혁위원회"]),
        ("工业和信息化部", "Ministry", ["공업정보화부", "공업신식화부"]),
        (
            "成都高新区",
            "DevelopmentZone",
            ["청두고신구", "청두첨단기술개발구", "청두하이테크산업개발구", "성도고신구"],
        ),
        ("广东省", "Province", ["광둥성", "광동성", "광둥", "광동"]),
        (
            "昊岳科技有限公司",
            "Company",
            ["하오웨커지", "하오웨과기", "하오웨과기유한공사", "하오웨과학기술유한회사"],
        ),
        ("鹏城实验室", "Laboratory", ["펑청실험실", "펑청연구실", "붕성실험실"]),
        ("金壯龍", "Person", ["진좡룽", "김장룡"]),
    ],
)
def test_forms_that_texts_use(zh: str, cls: str, forms: list[str]) -> None:
    found = [form.text for form in korean_forms(zh, cls=cls)]
    assert set(forms) <= set(found)
    assert found[0] == forms[0] or cls == "Company" or "고신구" in forms[0]


def test_how_a_form_comes_about() -> None:
    how = {form.text: form.how for form in korean_forms("北京大学", cls="University")}
    assert how["베이징대학"] == "mixed" and how["북경대학"] == "reading"
    assert {form.text: form.how for form in korean_forms("广东", cls="Province")} == {
        "광둥": "sound",
        "광동": "reading",
    }


def test_number_of_forms_is_bounded_and_forms_are_unique() -> None:
    forms = korean_forms("上海流程制造工业软件研究院", cls="ResearchInstitute", limit=20)
    assert len(forms) == len({form.text for form in forms}) == 20


def test_deviating_spellings_are_for_finding_only() -> None:
    found = {form.text for form in deviating_forms("江苏省", cls="Province")}
    assert "장수성" in found
    assert not found & {form.text for form in korean_forms("江苏省", cls="Province")}
    assert "텐진" in spelled_otherwise(("톈", "진"))
    assert "통지대학교" in {form.text for form in deviating_forms("同济大学", cls="University")}
    assert matches("광저우 고신구", "广州高新区", cls="DevelopmentZone")
    assert not matches("광저우", "杭州", cls="City")


def test_all_forms_of_a_name() -> None:
    names = all_forms("華中科技大學", cls="University")
    assert names.zh_hans == ("华中科技大学",) and names.zh_hant == ("華中科技大學",)
    assert names.pinyin == ("huá zhōng kē jì dà xué", "hua zhong ke ji da xue")
    assert names.en == ("Huazhong University of Science and Technology",)
    assert all_forms("任正非", cls="Person").en == ("Ren Zhengfei",)


@pytest.mark.parametrize(
    ("given", "others"),
    [
        ("도쿄대학교", {"도쿄대학", "도쿄대"}),
        ("도쿄대", {"도쿄대학교", "도쿄대학"}),
        ("한국과학기술대학교", {"한국과학기술대학", "한국과기대학교", "한국과기대학", "한국과기대"}),
        ("뮌헨공대", {"뮌헨공과대학교", "뮌헨공과대학", "뮌헨공과대"}),
        ("대학", set()),
        ("포스텍", set()),
    ],
)
def test_heads_of_given_names_are_exchanged(given: str, others: set[str]) -> None:
    found = set(other_heads(given, cls="University"))
    assert others <= found and given not in found and bool(found) == bool(others)


def test_acronyms_are_read_and_not_translated() -> None:
    free = {form.text for form in korean_forms("哈工程", cls="University")}
    literal = {form.text for form in korean_forms("哈工程", cls="University", literal=True)}
    assert "하사업" in free - literal
    assert {"하공정", "합공정"} <= literal
    assert [form.text for form in korean_forms("科技部", cls="Ministry", literal=True)][:1] == ["과기부"]
