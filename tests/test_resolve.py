"""Names to things: what is one thing, what never is, and the same IRIs whatever else is read."""

from __future__ import annotations

import itertools

import pytest
from extraction import Document, bearers, bulletin, document, item, prose, resolved

from kg.model import Corpus


def text(name: str, *sentences: str) -> Document:
    return prose(*sentences, name=f"{name}-2024-05-10.txt")


# --- within a document ------------------------------------------------------------------------------------


def test_forms_of_one_known_thing() -> None:
    read = prose(
        "과학기술부가 답했다. 과기부는 덧붙였다.", "칭화대학교가 답했다. 칭화대학은 덧붙였다. 청화대도 그렇다."
    )
    assert read.thing("과기부").id == read.thing("과학기술부").id
    assert read.thing("칭화대학").id == read.thing("칭화대학교").id


def test_short_forms_of_a_longer_name() -> None:
    read = prose("중국과학원 심해소재연구소가 장비를 들였다.", "심해소재연구소는 사람도 뽑는다.")
    assert read.thing("심해소재연구소").id == read.thing("중국과학원 심해소재연구소").id
    assert len([e for e in read.record.entities if "심해소재연구소" in e.names[0].text]) == 1


ENDNOTES = """# 바다 소식 제3호

## 1. 칭다오, 바닷가 실험장 열다

칭다오시 정부는 《칭다오시 심해장비 산업발전계획》[^1]을 냈다.

출처: 과기일보(3.5)

## 2. 닝보, 배를 짓다

닝보시 정부는 《닝보시 선박 전동화 시행방안》[^2]을 냈다.

출처: 과기일보(3.6)

## 3. 옌타이, 기다리다

옌타이시 정부는 말이 없다.

출처: 과기일보(3.7)

[^1]: 《青岛市深海装备产业发展规划》, 青岛市人民政府.
[^2]: 《宁波市船舶电动化实施方案》, 宁波市人民政府.
"""


def test_a_note_at_the_end_gives_the_title_of_a_paper_of_any_article_in_chinese() -> None:
    read = document(ENDNOTES)
    assert [a.id for a in read.bulletin.articles] == ["policy-01", "policy-02", "policy-03"]
    for korean, chinese in (
        ("칭다오시 심해장비 산업발전계획", "青岛市深海装备产业发展规划"),
        ("닝보시 선박 전동화 시행방안", "宁波市船舶电动化实施方案"),
    ):
        assert read.thing(korean, "Policy").id == read.thing(chinese, "Policy").id
    assert read.of("issuedBy") == {
        ("칭다오시 심해장비 산업발전계획", "칭다오시 정부"),
        ("닝보시 선박 전동화 시행방안", "닝보시 정부"),
    }


def test_short_forms_that_two_names_share_stay_apart() -> None:
    read = prose("난징 심해소재연구소와 광저우 심해소재연구소가 만났다.", "심해소재연구소는 말이 없다.")
    first, second = read.thing("난징 심해소재연구소"), read.thing("광저우 심해소재연구소")
    assert first.id != second.id
    assert "심해소재연구소" not in {n.text for n in (*first.names, *second.names)}


def test_abbreviations_in_brackets() -> None:
    read = prose("톈류심해로봇연구센터(TSRC)가 문을 열었다.", "중국항천과기그룹(CASC)은 로켓을 쏘았다. CASC는 또 쏜다.")
    assert "TSRC" in {n.text for n in read.thing("톈류심해로봇연구센터").names}
    assert read.thing("CASC").id == read.thing("중국항천과기그룹").id


def test_characters_in_brackets_name_the_same_thing() -> None:
    read = prose("류더화(劉德華) 과기부 부부장은 말을 아꼈다.", "류더화 부부장은 자리를 떴다.")
    (person,) = [e for e in read.record.entities if e.cls == "Person"]
    assert {n.lang for n in person.names} >= {"ko", "zh-Hans", "zh-Hant"}


def test_a_chinese_title_is_the_korean_title_it_reads_like() -> None:
    read = bulletin(
        item(
            "광둥성 과학기술청, 새 ‘해양 로봇 혁신발전 행동계획’을 발표", "- 내용은 아래와 같음", "", "참고자료", "",
            "☞ 广东省科学技术厅关于印发《广东省海洋机器人创新发展行动计划》的通知", "https://www.example.org/a.html",
        )
    )  # fmt: skip
    (plan,) = [e for e in read.record.entities if e.cls == "Policy"]
    assert {"해양 로봇 혁신발전 행동계획", "广东省海洋机器人创新发展行动计划"} <= {n.text for n in plan.names}
    (office,) = [e for e in read.record.entities if e.cls == "LocalGovernment"]
    assert {"광둥성 과학기술청", "广东省科学技术厅"} <= {n.text for n in office.names}
    assert plan.merges, "the judgement is recorded"


def test_a_chinese_title_of_something_else_stays_apart() -> None:
    read = bulletin(
        item(
            "광둥성 과학기술청, 새 ‘해양 로봇 혁신발전 행동계획’을 발표", "- 내용은 아래와 같음", "", "참고자료", "",
            "☞ 广东省财政厅关于印发《中小学教师培训经费管理办法》的通知", "https://www.example.org/a.html",
        )
    )  # fmt: skip
    assert len([e for e in read.record.entities if e.cls == "Policy"]) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("광둥성 과학기술청", "광저우시 과학기술국"),
        ("광저우시 과학기술국", "선전시 과학기술국"),
        ("광둥성 과학기술청", "장쑤성 과학기술청"),
        ("난징시 공업정보화국", "공업정보화부"),
        ("과학기술부", "쓰촨성 과학기술청"),
        ("광둥성 재정청", "재정부"),
        ("베이징시 경제정보화국", "상하이시 경제정보화위원회"),
        ("난징대학", "난징농업대학"),
        ("중국과학원", "중국공정원"),
    ],
)
def test_namesakes_of_other_level_or_place_never_merge(names: tuple[str, str]) -> None:
    left, right = names
    read = text("a", f"{left} 측은 답을 미루었다.", f"{right} 측은 답을 주었다.", f"{left}, {right} 두 곳이 만났다.")
    assert read.thing(left).id != read.thing(right).id
    corpus = resolved([read, text("b", f"{right} 측이 말했다."), text("c", f"{left} 측이 말했다.")])
    (one,), (other,) = bearers(corpus, left), bearers(corpus, right)
    assert one.iri != other.iri


def test_a_place_and_an_actor_of_one_name_are_two() -> None:
    read = prose("푸둥신구 정부는 푸둥신구에 센터를 세운다.")
    zone, office = read.thing("푸둥신구", "DevelopmentZone"), read.thing("푸둥신구 정부", "LocalGovernment")
    assert zone.id != office.id
    assert "푸둥신구" not in {n.text for n in office.names}


def test_districts_of_one_name_are_told_by_their_city() -> None:
    read = prose("난징시 구러우구가 앞선다.", "푸저우시 구러우구는 뒤따른다.")
    districts = [e for e in read.record.entities if e.cls == "District"]
    assert len({e.key for e in districts}) == 2


def test_sightings_lie_in_the_text() -> None:
    read = prose("과학기술부가 답했다. 과기부는 덧붙였다.")
    original = read.bulletin.original
    assert {original[s.begin : s.end] for s in read.thing("과기부").sightings} == {"과기부", "과학기술부"}


# --- across documents -------------------------------------------------------------------------------------

TEXTS = (
    text(
        "a",
        "광둥성 과학기술청은 ‘해양 로봇 육성 조치’를 발표했다.",
        "톈류(天流)반도체유한공사는 난징시에 톈류연구소를 설립했다.",
    ),
    text("b", "과기부는 ‘양자 로드맵’을 발표했다.", "톈류반도체유한공사가 다시 나섰다. 광저우시 과학기술국이 도왔다."),
    text("c", "과학기술부는 칭화대학교와 협정을 체결했다.", "류더화(劉德華) 과기부 부부장이 나왔다."),
    text(
        "d",
        "天流半导体有限公司라는 이름도 쓴다.",
        "‘해양 로봇 육성 조치’가 4월에 나왔다. 광둥성 과학기술청이 설명했다.",
    ),
)


def outline(corpus: Corpus) -> object:
    return (
        corpus.entities,
        {(bulletin_, seen.claim.id) for bulletin_, seen in corpus.claims},
        {(bulletin_, seen.target.id) for bulletin_, seen in corpus.targets},
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::5])
def test_the_order_of_documents_makes_no_difference(order: tuple[int, ...]) -> None:
    assert outline(resolved([TEXTS[i] for i in order])) == outline(resolved(TEXTS))
    assert resolved([TEXTS[i] for i in order]).claims == resolved(TEXTS).claims


@pytest.mark.parametrize(
    "name",
    [
        "과기부",
        "광둥성 과학기술청",
        "해양 로봇 육성 조치",
        "톈류반도체유한공사",
        "칭화대학교",
        "광저우시 과학기술국",
        "류더화",
    ],
)
def test_things_have_one_iri_whatever_else_is_read(name: str) -> None:
    (whole,) = bearers(resolved(TEXTS), name)
    iris = {e.iri for t in TEXTS for e in bearers(resolved([t]), name)}
    assert iris, "the name stands in none of the documents"
    assert iris <= {whole.iri, *whole.same_as}


@pytest.mark.parametrize("name", ["과학기술부", "광둥성 과학기술청", "해양 로봇 육성 조치", "톈류반도체유한공사"])
def test_the_same_thing_in_two_documents_is_one(name: str) -> None:
    corpus = resolved(TEXTS)
    (thing,) = bearers(corpus, name)
    assert len({bulletin_ for bulletin_, _ in thing.sightings}) >= 2


def test_known_things_have_the_iri_of_their_key() -> None:
    (ministry,) = bearers(resolved(TEXTS), "과기부")
    assert ministry.key == "most" and ministry.iri.endswith("/org/most")


def test_iris_are_unique_and_of_the_family_of_the_class() -> None:
    corpus = resolved(TEXTS)
    iris = [e.iri for e in corpus.entities]
    assert len(iris) == len(set(iris))
    (plan,) = bearers(corpus, "해양 로봇 육성 조치")
    assert "/id/policy/" in plan.iri


def test_ends_of_claims_are_things_of_the_corpus() -> None:
    corpus = resolved(TEXTS)
    iris = {e.iri for e in corpus.entities}
    assert corpus.claims
    assert all({seen.claim.subject, seen.claim.object} <= iris for _, seen in corpus.claims)
    assert all(seen.target.policy in iris for _, seen in corpus.targets)


def test_short_names_of_strangers_are_no_reason_to_merge() -> None:
    people = [
        text("a", "장웨이(張偉) 칭화대학교 교수가 말했다."),
        text("b", "장웨이(張薇) 저장대학 교수가 말했다."),
    ]
    assert len({e.iri for e in resolved(people).entities if e.cls == "Person"}) == 2


def test_a_document_read_again_changes_nothing() -> None:
    again = document(TEXTS[0].bulletin.original, name=TEXTS[0].bulletin.name)
    assert outline(resolved([again, *TEXTS[1:]])) == outline(resolved(TEXTS))


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("쓰촨성, 이끼센터 2단계 3개년 행동방안 시행", "이끼센터 혁신 발전 3개년 행동방안(2024~2026년)"),
        ("쓰촨성, 이끼 산업 지원 조례 공포", "쓰촨성 이끼 특색 산업 발전 지원 조례"),
    ],
)
def test_a_headline_leaves_words_of_a_title_out(headline: str, title: str) -> None:
    read = bulletin(item(headline, f"- 쓰촨성 정부는 ‘{title}’을 공포"))
    assert len([thing for thing in read.things if thing[1] == "Policy"]) == 1


def test_a_headline_with_words_of_its_own_names_another_paper() -> None:
    read = bulletin(
        item("쓰촨성, ‘바다 산업 지원 조례’ 공포", "- 쓰촨성 정부는 ‘쓰촨성 이끼 산업 발전 지원 조례’도 공포")
    )
    assert len([thing for thing in read.things if thing[1] == "Policy"]) == 2


@pytest.mark.parametrize("long", ["창광위성기술유한공사", "창광(長光)위성기술유한공사", "창광위성유한공사"])
def test_a_company_with_and_without_the_form_of_its_enterprise(long: str) -> None:
    read = prose(f"{long}가 위성을 쐈다.", "창광위성은 사람을 뽑는다.")
    assert len([thing for thing in read.things if thing[1] == "Company"]) == 1


def test_an_abbreviation_in_a_cell_is_of_what_stands_before() -> None:
    rows = "시설명\t소재지\n고원 이끼 망원경(GIM)\t라싸시\n바다 이끼 망원경 (증설)\t싼야시\n"
    read = document(f"시설 현황\n\n시설은 다음과 같다.\n\n{rows}\nGIM은 저장대학이 운영한다.\n")
    assert read.thing("GIM").id == read.thing("고원 이끼 망원경").id
    assert read.has("바다 이끼 망원경", "Project")
