"""What belongs to a name and what does not: a university spoken of before, a foundation's country, a fund's field, the
number of a series; and clauses that speak of a thing without doing it.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction import bulletin, item, prose

from kg.model import LocalEntity


def classes(sentence: str) -> dict[str, str]:
    """The class of each thing by its preferred name."""
    return dict(prose(sentence).things)


def test_this_university_is_no_part_of_a_name() -> None:
    text = prose("난카이대학이 자율 조립 로봇을 완성했다. 개발은 이 대학 촉매공정연구소가 이끌었다.")
    assert text.has("촉매공정연구소", "ResearchInstitute")
    assert not any("대학 촉매" in name for name, _ in text.things)
    assert ("촉매공정연구소", "난카이대학") in text.of("partOf")


def test_named_university_stays_in_a_name() -> None:
    text = prose("난카이대학 촉매공정연구소가 자율 조립 로봇을 완성했다.")
    assert text.of("partOf") == {("난카이대학 촉매공정연구소", "난카이대학")}


def test_parts_of_medical_schools() -> None:
    text = prose("푸단대학 의학원 부속제일병원은 심장 수술 로봇 ‘란신’을 개발했다. 우한대학 약학부는 백신을 연구한다.")
    assert text.of("partOf") == {("푸단대학 의학원 부속제일병원", "푸단대학"), ("우한대학 약학부", "우한대학")}
    assert not text.has("푸단대학 의학원")


def test_offices_of_ministries() -> None:
    text = prose("왕옌핑(王延平) 수리부 수자원관리사 사장은 새 제도를 설명했다.")
    assert ("수리부 수자원관리사", "수리부") in text.of("partOf")
    text = prose("왕옌핑(王延平) 생태환경부 오염방지사 사장은 새 제도를 설명했다.")
    assert ("생태환경부 오염방지사", "생태환경부") in text.of("partOf")
    assert ("왕옌핑", "생태환경부 오염방지사") in text.of("affiliatedWith")


def test_foundation_is_named_without_its_country() -> None:
    text = prose("노르웨이 홀름그렌재단은 칭화대학에 300만 유로를 지원한다.")
    assert ("홀름그렌재단", "칭화대학") in text.of("funds")
    assert ("홀름그렌재단", "노르웨이") in text.of("locatedIn")


def test_country_stays_where_the_rest_is_no_name() -> None:
    assert prose("노르웨이 연구재단은 칭화대학에 300만 유로를 지원한다.").has("노르웨이 연구재단")


def test_first_words_of_a_fund_are_no_company() -> None:
    shown = classes("쑤저우시 정부는 ‘징위안(晶源) 전력반도체 펀드’에 8억 위안을 낸다.")
    assert shown.get("징위안 전력반도체 펀드") == "FundingBody"
    assert "Company" not in shown.values()
    assert classes("징위안(晶源)반도체는 쑤저우에 공장을 열었다.").get("징위안반도체") == "Company"


def _districts(sentence: str) -> list[LocalEntity]:
    return [entity for entity in prose(sentence).entities.values() if entity.cls in {"District", "City"}]


def test_number_of_a_series_makes_a_place_none() -> None:
    assert not _districts("화성싱윈(華盛星雲)은 관측위성 ‘룽장(龍江) 5호’를 쏘아 올렸다.")
    assert _districts("화성싱윈(華盛星雲)은 치치하얼시 룽장(龍江)현에 지상국을 지었다.")


def test_hub_of_a_trade_is_a_zone() -> None:
    text = prose("난퉁시에 조성된 ‘하이안의약항’에 기업 30곳이 들어섰다.")
    assert text.has("하이안의약항", "DevelopmentZone")


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("화중과기대학은 ‘창장 심층수 터널 프로젝트’의 기술 자문을 맡는다.", "administeredBy"),
        ("농업농촌부는 ‘종자산업법’의 수입 조항을 손보고 있다.", "issuedBy"),
    ],
)
def test_who_advises_or_amends_a_part(sentence: str, relation: str) -> None:
    assert not prose(sentence).of(relation)


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("화중과기대학은 ‘창장 심층수 터널 프로젝트’의 총괄 관리를 맡는다.", "administeredBy"),
        ("농업농촌부는 ‘종자산업 관리방법’을 손보았다.", "issuedBy"),
    ],
)
def test_who_runs_or_draws_up(sentence: str, relation: str) -> None:
    assert prose(sentence).of(relation)


def test_pilot_region_takes_no_part_in_the_event_before() -> None:
    opened = "공업정보화부는 9일 닝보에서 열린 ‘제4회 신소재 산업대회’에서 새 정책을 공개했다."
    assert not [
        pair
        for pair in prose(f"{opened} 푸젠성은 시범지역으로 이름을 올렸다.").of("participatesIn")
        if pair[0] == "푸젠성"
    ]
    joined = prose(f"{opened} 샤먼대학은 이 대회에 참가했다.").of("participatesIn")
    assert ("샤먼대학", "제4회 신소재 산업대회") in joined


def test_city_lies_in_no_district() -> None:
    places = prose("청두에서는 쓰촨대학이 백신 실험실을 출범시켰는데, 우허우구에 둥지를 틀었다.").of("locatedIn")
    assert ("청두", "우허우구") not in places


def test_sum_is_given_once() -> None:
    text = prose(
        "중국수리수전과학연구원은 프라하대학과 공동으로 체코 프라하에 ‘중-체코 수자원 공동실험실’을 설치했으며, "
        "체코 교육과학부가 90만 유로를 지원했다."
    )
    assert text.of("funds") == {("체코 교육과학부", "중-체코 수자원 공동실험실")}
    assert text.qualifiers("funds")["체코 교육과학부", "중-체코 수자원 공동실험실"]["amount"] == f"{Decimal(900000)}"


def test_organ_abroad_lies_in_its_country() -> None:
    assert prose("르완다 과학기술혁신부가 협정에 서명했다.").of("locatedIn") == {("르완다 과학기술혁신부", "르완다")}
    assert not prose("국가발전개혁위원회가 협정에 서명했다.").of("locatedIn")


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("쑨웨(孫越) 회장은 중국광학공정학회 부회장이기도 하다.", "중국광학공정학회"),
        (
            "광저우에는 광저우실험실이 있고, 이 실험실의 쑨웨(孫越) 부주임은 국가신약기술혁신센터 주임도 맡고 있다.",
            "국가신약기술혁신센터",
        ),
        ("난카이대학의 쑨웨(孫越) 교수는 ‘하이허 신소재 모펀드’의 과학고문이다.", "하이허 신소재 모펀드"),
    ],
)
def test_another_post(sentence: str, body: str) -> None:
    assert ("쑨웨", body) in prose(sentence).of("affiliatedWith")


def test_post_of_another() -> None:
    text = prose("난카이대학은 쑨웨(孫越) 교수가 은퇴한 뒤 국가신약기술혁신센터 주임을 맡을 사람을 찾는다.")
    assert ("쑨웨", "국가신약기술혁신센터") not in text.of("affiliatedWith")


def test_place_of_a_row_is_not_that_of_who_runs_it() -> None:
    rows = (
        "| 거점 | 소재지 | {} |",
        "|---|---|---|",
        "| 간쑤 태양광시험센터 | 주취안시 | 란저우이공대학 |",
        "| 간쑤 종자연구원 | 장예시 | 간쑤농업대학 |",
    )
    table = "\n".join(("- 간쑤성은 새 거점을 공개", "", *rows))
    found = bulletin(item("간쑤성, 새 거점 공개", table.format("운영기관"))).of("locatedIn")
    assert ("간쑤 태양광시험센터", "주취안시") in found
    assert not {subject for subject, _ in found} & {"란저우이공대학", "간쑤농업대학"}
