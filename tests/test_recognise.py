"""Names in sentences of our own: every class, in the ways in which bulletins and plain prose write them."""

from __future__ import annotations

import itertools
import re

import pytest
from extraction import SAMPLES, Document, bulletin, document, extractor, item, prose, recogniser

from kg.model import Mention
from kg.read import read_document
from kg.recognise import brands, gazetteer
from kg.recognise.pipeline import _document, _pipeline, _Work

Pair = tuple[str, str]


def found(*sentences: str) -> list[Pair]:
    return prose(*sentences).mentions


# --- every class ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("공업정보화부가 답을 내놓았다.", "공업정보화부", "Ministry"),
        ("중국인민은행은 금리를 내렸다.", "중국인민은행", "Ministry"),
        ("국무원은 회의를 열었다.", "국무원", "CentralBody"),
        ("국가지적재산권국이 통계를 냈다.", "국가지적재산권국", "CentralBody"),
        ("광둥성 과학기술청은 회의를 열었다.", "광둥성 과학기술청", "LocalGovernment"),
        ("닝보시 정부가 땅을 내주었다.", "닝보시 정부", "LocalGovernment"),
        ("국가개발은행은 대출을 늘렸다.", "국가개발은행", "FundingBody"),
        ("칭화대학교에서 강연이 있었다.", "칭화대학교", "University"),
        ("지난주 하얼빈공정대학이 배를 띄웠다.", "하얼빈공정대학", "University"),
        ("중국심해과학연구원은 예산을 늘렸다.", "중국심해과학연구원", "ResearchInstitute"),
        ("쯔진산실험실은 사람을 뽑는다.", "쯔진산실험실", "Laboratory"),
        ("우시 슈퍼컴퓨팅 센터가 다시 문을 열었다.", "우시 슈퍼컴퓨팅 센터", "InnovationCenter"),
        ("바이두는 새 서비스를 준비한다.", "바이두", "Company"),
        ("톈류(天流)반도체유한공사가 공장을 열었다.", "톈류(天流)반도체유한공사", "Company"),
        ("중국통계학회가 자료를 냈다.", "중국통계학회", "Association"),
        ("아세안은 답을 미뤘다.", "아세안", "InternationalBody"),
        ("장웨이(張偉) 칭화대학교 교수가 말했다.", "장웨이(張偉)", "Person"),
        ("오스트리아와 라오스가 함께한다.", "오스트리아", "Country"),
        ("광둥성은 수출을 늘렸다.", "광둥성", "Province"),
        ("광저우의 공장이 문을 닫았다.", "광저우", "City"),
        ("베이징시 하이뎬구가 앞서간다.", "하이뎬구", "District"),
        ("슝안신구에 새 길이 났다.", "슝안신구", "DevelopmentZone"),
        ("창장삼각주의 기업이 모였다.", "창장삼각주", "Region"),
        ("공업정보화부는 ‘심해장비 관리방법’을 다듬는다.", "심해장비 관리방법", "Policy"),
        ("협회는 ‘2024 심해로봇 백서’를 냈다.", "2024 심해로봇 백서", "Report"),
        ("정부는 ‘쿤펑 인재계획’에 돈을 더 쓴다.", "쿤펑 인재계획", "Program"),
        ("시는 ‘하이난 위성발사장 프로젝트’를 서두른다.", "하이난 위성발사장 프로젝트", "Project"),
        ("‘제2회 국제 수소 포럼’이 열렸다.", "제2회 국제 수소 포럼", "Event"),
        ("상하이교통대학은 ‘쓰위안(思源) 2호’ 위성을 쏘았다.", "‘쓰위안(思源) 2호’ 위성", "Product"),
    ],
)
def test_classes(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("우룽재단은 어린 선원을 돕는다.", "우룽재단", "FundingBody"),
        ("우룽해양기금회가 배를 기부했다.", "우룽해양기금회", "FundingBody"),
        ("다롄 차세대방사광원은 3년 뒤 문을 연다.", "다롄 차세대방사광원", "Project"),
        ("남부국제수소박람회에서 새 배가 나왔다.", "남부국제수소박람회", "Event"),
        ("허페이 해양산업대회 현장에서 배가 나왔다.", "허페이 해양산업대회", "Event"),
        ("지방기업 심해기술 추진회가 열렸다.", "지방기업 심해기술 추진회", "Event"),
        ("당초 쉬저우 로봇박람회에 나올 배였다.", "쉬저우 로봇박람회", "Event"),
        ("2023 중관춘포럼에서 만났다.", "2023 중관춘포럼", "Event"),
        ("제5회 세계인터넷대회 여성 분과가 열렸다.", "제5회 세계인터넷대회 여성 분과", "Event"),
        ("수산부가 ‘심해 어선 안전규범’을 고쳤다.", "심해 어선 안전규범", "Policy"),
        ("수산부가 ‘심해 어선 발전계획 초안’을 돌렸다.", "심해 어선 발전계획 초안", "Policy"),
        ("다롄시 심해어선 관리규정이 바뀌었다.", "다롄시 심해어선 관리규정", "Policy"),
        ("선박 연구소는 ‘먼바다 양식 실증’을 시작했다.", "먼바다 양식 실증", "Project"),
        ("연구소는 ‘먼바다 어군 탐지’ 시험에 돈을 댔다.", "‘먼바다 어군 탐지’ 시험", "Project"),
        ("연구소는 ‘먼바다 어군 탐지’ 공동 과제에 돈을 댔다.", "‘먼바다 어군 탐지’ 공동 과제", "Project"),
    ],
)
def test_events_papers_and_undertakings_by_what_they_are_called(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“배는 내년에 나온다.” 중국심해과학연구원 관계자가 말했다.",
        "‘느린 시장과 비싼 전력’이 까닭이었다.",
        "연구자들은 ‘양자얽힘’ 연구를 이어 갔다.",
        "한·중 정상이 만났다.",
        "위원회는 우주분과를 두기로 했다.",
    ],
)
def test_quotes_and_words_that_name_nothing(sentence: str) -> None:
    assert {name for name, _ in found(sentence)} <= {"중국심해과학연구원"}


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("한중 과학기술공동위원회가 서울에서 열렸다.", "한중 과학기술공동위원회", "Event"),
        ("제16차 한중 과학기술공동위원회가 열렸다.", "제16차 한중 과학기술공동위원회", "Event"),
        ("시안시, 한중 해양협력 포럼이 열렸다.", "한중 해양협력 포럼", "Event"),
        ("한-중 해양위원회가 열렸다.", "한-중 해양위원회", "InternationalBody"),
        ("중러 우주협력위원회가 열렸다.", "중러 우주협력위원회", "InternationalBody"),
        ("지난주 미중 과학기술협정이 연장되었다.", "미중 과학기술협정", "Policy"),
        ("중국-독일 해양과학 협정이 발효되었다.", "중국-독일 해양과학 협정", "Policy"),
        ("중러 공동 달기지 프로젝트에 서명했다.", "중러 공동 달기지 프로젝트", "Project"),
        ("한중일 해양환경 포럼이 열렸다.", "한중일 해양환경 포럼", "Event"),
    ],
)
def test_what_two_countries_share_lies_in_neither_ones_city(sentence: str, name: str, cls: str) -> None:
    names = found(sentence)
    assert (name, cls) in names
    assert not {"한중", "우주", "한-중"} & {name for name, _ in names}


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("배는 톈진 빈하이에 닿았다.", {"tianjin", "binhai-new-area"}),
        ("광저우 난사에 공장이 섰다.", {"guangzhou", "nansha-guangzhou"}),
        (
            "충칭 량장, 광저우 난사 등 신구에서 쓴다.",
            {"chongqing", "liangjiang-new-area", "guangzhou", "nansha-new-area"},
        ),
        (
            "베이징시 차오양, 시청, 퉁저우구에서 쓴다.",
            {"beijing", "chaoyang-beijing", "xicheng-beijing", "tongzhou-beijing"},
        ),
        ("퉁저우구와 차오양에서 쓴다.", {"tongzhou-beijing", "chaoyang-beijing"}),
    ],
)
def test_places_by_their_stem_beside_what_they_lie_in(sentence: str, keys: set[str]) -> None:
    assert {entity.key for entity in prose(sentence).record.entities} == keys


@pytest.mark.parametrize(
    "sentence", ["시안 신청이 늘었다.", "난사에 공장이 섰다.", "베이징 시청을 옮긴다.", "란저우, 빈하이를 지난다."]
)
def test_a_stem_that_is_a_word_or_stands_elsewhere_is_no_place(sentence: str) -> None:
    assert not any(cls in {"District", "DevelopmentZone"} for _, cls in found(sentence))


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("허베이성 창저우시 창현에 섰다.", {"cangzhou"}),
        ("창저우시 우진구에 섰다.", {"changzhou", "wujin-changzhou"}),
        ("광시야 망원경을 올렸다.", set()),
        ("난닝 우샹신구(五象新區)에 섰다.", {"nanning"}),
    ],
)
def test_places_of_one_name_by_what_lies_in_them(sentence: str, things: set[str]) -> None:
    keys = {entity.key for entity in prose(sentence).record.entities} - {None}
    assert things <= keys
    assert not keys & {"guangxi", "wuxiang-changzhi"}
    assert len({"cangzhou", "changzhou"} & keys) <= 1


def test_committees_of_zones_leave_the_places_around_them_out() -> None:
    read = prose("후베이성 우한시 둥후신기술개발구 관리위원회는 글을 냈다.")
    assert read.thing("둥후신기술개발구 관리위원회").cls == "LocalGovernment"
    assert ("우한시", "후베이성") in read.of("locatedIn")


def test_a_local_people_s_congress_is_no_event() -> None:
    read = prose("선전시 인민대표대회 상무위원회는 조례를 고쳤다.")
    assert read.things == {("선전시 인민대표대회 상무위원회", "LocalGovernment"), ("선전시", "City")}


@pytest.mark.parametrize("sentence", ["조선소는 여객선 인도, 새 공장 착공을 알렸다.", "디지털 아일랜드 등을 짓는다."])
def test_a_country_s_name_at_the_end_of_common_words_is_none(sentence: str) -> None:
    assert not any(cls == "Country" for _, cls in found(sentence))


@pytest.mark.parametrize("sentence", ["선진국 독일 등이 함께한다.", "일본, 인도 등이 함께한다."])
def test_a_country_behind_a_word_for_countries_is_one(sentence: str) -> None:
    assert any(cls == "Country" for _, cls in found(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "산시성 한중에 새 공장이 들어섰다.",
        "시안, 한중, 바오지 등 도시가 참여했다.",
        "산시성 한중 협력구가 문을 열었다.",
    ],
)
def test_a_city_whose_name_could_mean_two_countries(sentence: str) -> None:
    assert ("한중", "City") in found(sentence)


@pytest.mark.parametrize(
    "sentence", ["미중 협정이 필요하다.", "논의 중일 때 협력이 끊겼다.", "한중 양국은 협정을 맺었다."]
)
def test_countries_in_short_alone_name_nothing(sentence: str) -> None:
    assert found(sentence) == []


def test_bodies_of_each_of_two_countries_are_not_one() -> None:
    assert found("한·중 반도체산업협회는 답을 미뤘다.") == []
    assert ("한중 과학기술교류협회", "Association") in found("한중 과학기술교류협회가 문을 열었다.")


def test_another_one_of_a_series_is_not_the_known_one() -> None:
    assert ("톈허 7호", "Product") in found("센터는 ‘톈허 7호’를 공개했다.")
    assert ("‘톈허 7호’ 시제기", "Product") in found("학자들은 ‘톈허 7호’ 시제기를 써 보았다.")
    assert "tianhe" not in {e.key for e in prose("센터는 ‘톈허 7호’를 공개했다.").record.entities}


def test_the_place_named_at_the_front_of_a_known_name_is_one_that_it_lies_in() -> None:
    assert ("원창", "City") in found("원창 우주발사장이 문을 열었다.")
    assert {name for name, _ in found("톈산 북부 도시군과 주장 삼각주가 앞서간다.")} == {
        "톈산 북부 도시군",
        "주장 삼각주",
    }


def test_an_ordinary_word_before_a_committee_is_no_place() -> None:
    assert not any(cls in {"City", "LocalGovernment"} for _, cls in found("중국 우주협력위원회가 문을 열었다."))


@pytest.mark.parametrize("field", ["중의약", "유전체", "블록체인", "토카막", "반도체", "우주항공"])
@pytest.mark.parametrize("head", ["실험실", "연구소", "공동연구센터"])
def test_a_field_of_technology_alone_makes_no_name(field: str, head: str) -> None:
    assert found(f"대학은 학교의 {field} {head}에서 사람을 뽑는다.") == []


def test_a_field_beside_a_name_or_glued_to_its_head_is_part_of_a_name_still() -> None:
    assert ("뤄샤산 유전체 실험실", "Laboratory") in found("뤄샤산 유전체 실험실에서 사람을 뽑는다.")
    assert ("탄화규소연구소", "ResearchInstitute") in found("탄화규소연구소가 새 결과를 내놓았다.")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("독일 자동차 부품사 헬라베크는 공장을 세웠다.", "헬라베크"),
        ("독일 자동차 부품사 Hellabek은 공장을 세웠다.", "Hellabek"),
        ("프랑스 제약사 비오팜이 우한에 연구소를 열었다.", "비오팜"),
        ("일본 로봇 메이커 하야테로보와 계약했다.", "하야테로보"),
        ("미국 반도체 기업 Novacore가 공장을 닫았다.", "Novacore"),
        ("미국 Nova Core Systems는 특허를 샀다.", "Nova Core Systems"),
        ("지난달 Novacore사가 특허를 샀다.", "Novacore사"),
    ],
)
def test_companies_abroad_by_the_noun_for_their_trade(sentence: str, name: str) -> None:
    assert (name, "Company") in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "기업 Wi-Fi는 느리다.",
        "반도체 기업 IPO가 늘었다.",
        "미국 CPU는 비싸다.",
        "통신사 가입자가 늘었다.",
        "독일 자동차 부품사 임원이 말했다.",
    ],
)
def test_words_behind_a_trade_that_are_no_companies(sentence: str) -> None:
    assert not any(cls == "Company" for _, cls in found(sentence))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("아이메이커 로보틱스는 공장을 열었다.", [("아이메이커 로보틱스", "Company")]),
        ("룽촨(龍川) 에너지는 공장을 열었다.", [("룽촨(龍川) 에너지", "Company")]),
        ("(수소) 민간자본과 국가 투자를 늘린다.", []),
    ],
)
def test_nouns_for_trades_that_end_names_of_companies(sentence: str, names: list[Pair]) -> None:
    assert [pair for pair in found(sentence) if pair[1] == "Company"] == names


def test_short_heads_of_universities() -> None:
    assert ("독일 드레스덴공대", "University") in found("독일 드레스덴공대가 협약을 맺었다.")
    assert ("뤄샤산의대", "University") in found("뤄샤산의대는 협약을 맺었다.")
    assert found("전국 공대가 모였다.") == []
    assert found("외국인 박사후연구원 3명을 뽑았다.") == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("‘하늘고래’ 수송기가 날았다.", "‘하늘고래’ 수송기"),
        ("‘하늘고래’ 수소 열차가 달렸다.", "‘하늘고래’ 수소 열차"),
        ("‘하늘고래’ 반도체를 내놓았다.", "‘하늘고래’ 반도체"),
        ("‘하늘고래’ 휴머노이드 로봇은 걷는다.", "‘하늘고래’ 휴머노이드 로봇"),
        ("‘하늘고래’라는 이름의 잠수정이 물에 들었다.", "‘하늘고래’"),
        ("대규모 언어모델인 ‘하늘고래’가 답을 냈다.", "하늘고래"),
    ],
)
def test_what_is_made_bears_the_name_quoted_beside_it(sentence: str, name: str) -> None:
    assert found(sentence) == [(name, "Product")]


@pytest.mark.parametrize(
    "sentence",
    [
        "“등록제는 업체의 책임을 보이게 만드는 장치”라고 말했다.",
        "“암모니아를 수출하는 것이 다음 과제”라고 말했다.",
        "‘어민을 돕는 플랫폼’이 되겠다고 했다.",
        "‘개방형’ 플랫폼이 필요하다.",
        "단지를 ‘1호 프로젝트’로 삼았다.",
        "산업벨트가 ‘제1위 프로젝트’로 뽑혔다.",
        "‘중국식’ 모델이라 불린다.",
        "‘저고도 비행’ 투자를 늘린다.",
        "<표 1> 주요 시설",
    ],
)
def test_quoted_sentences_and_emphasis_beside_a_head_name_nothing(sentence: str) -> None:
    assert found(sentence) == []


def test_an_ordinary_word_is_no_city_because_a_longer_word_begins_like_one() -> None:
    assert found("상하이의 새 지원책과 임상 현황", "새 약을 임상시험에 올린다.") == [("상하이", "Province")]


def test_a_word_in_a_list_with_a_body_is_no_place() -> None:
    assert "임상" not in {name for name, _ in found("푸단대학과 임상을 진행했다.")}
    assert {("하이뎬", "District"), ("퉁저우구", "District")} <= set(
        found("베이징의 하이뎬, 차오양, 퉁저우구가 앞서간다.")
    )


def test_a_province_is_no_company_because_the_company_lies_near() -> None:
    assert ("광시", "Province") in found("인력은 광시가 아니라 베이징의 연구소로 간다.")


def test_a_known_word_right_behind_a_bracket_goes_on_with_its_name() -> None:
    assert found("뤄샤(洛霞)전원과기는 공장을 세웠다.") == [("뤄샤(洛霞)전원과기", "Company")]


@pytest.mark.parametrize("time", ["5월", "15일", "3분기", "하반기"])
def test_time_is_no_part_of_a_body(time: str) -> None:
    assert found(f"그는 {time} 뤄샤산실험실 주임이 되었다.") == [("뤄샤산실험실", "Laboratory")]


@pytest.mark.parametrize("body", ["후난성 실험실", "창사시 연구소", "우한 기지"])
def test_a_place_alone_before_a_head_makes_no_body(body: str) -> None:
    place = body.split()[0]
    assert [name for name, _ in found(f"{body} 운영을 점검했다.")] == [place]


def test_a_city_may_be_all_that_a_body_is_named_for() -> None:
    assert ("허페이 실험실", "Laboratory") in found("허페이 실험실에서 사람을 뽑는다.")


def test_each_outlet_of_a_source_line_is_one() -> None:
    read = bulletin(item("오늘의 배", "- 배가 바다로 나갔음", "", "* 출처: 해양과기보, 심해일보 (5.9)"))
    outlets = {name for name, cls in read.things if cls == "MediaOutlet"}
    assert outlets == {"해양과기보", "심해일보"}


def test_committees_of_a_university_are_no_bodies_of_the_state() -> None:
    assert not any(cls == "CentralBody" for _, cls in found("창춘이공대학 윤리위원회는 반대했다."))


def test_hospitals_attached_to_a_university() -> None:
    assert ("원저우의과대학 부속 안과병원", "ResearchInstitute") in found("원저우의과대학 부속 안과병원이 문을 열었다.")


def test_an_edition_is_the_event_itself() -> None:
    read = prose("2023 중관춘포럼에서 만났다.", "중관춘포럼은 해마다 열린다.")
    assert len([cls for _, cls in read.things if cls == "Event"]) == 1


def test_a_city_named_like_a_word_before_its_district() -> None:
    assert {("창사", "City"), ("위에루구", "District")} <= set(found("공장은 창사 위에루구에 있다."))


# --- edges of known names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("particle", ["은", "이", "을", "의", "에", "에서", "과", "으로", "도", "에서는", ""])
def test_particles_do_not_belong_to_names(particle: str) -> None:
    assert ("국무원", "CentralBody") in found(f"어제 국무원{particle} 새 소식이 있었다.")


@pytest.mark.parametrize(
    "sentence",
    [
        "우시장은 붐볐다.",
        "대바이두는 없는 말이다.",
        "국무원장이라는 자리는 없다.",
        "교육부장관급 회의였다.",
        "(응용 시나리오) 포괄적 지원을 늘린다.",
    ],
)
def test_names_within_longer_words_do_not_count(sentence: str) -> None:
    assert not {"우시", "바이두", "국무원", "시나"} & {surface for surface, _ in found(sentence)}


def test_spaces_within_known_names_may_be_left_out() -> None:
    (mention,) = [m for m in found("중국과학원고에너지물리연구소는 답했다.") if m[1] == "ResearchInstitute"][:1]
    assert mention[0].startswith("중국과학원")


# --- weak forms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "저장 공간이 부족하다.",
        "해양 관측 장비를 들였다.",
        "장비 업체와 해양 기업이 모였다.",
        "데이터를 저장하는 방식이다.",
    ],
)
def test_ordinary_words_are_no_places(sentence: str) -> None:
    assert found(sentence) == []


def test_weak_forms_count_in_lists_with_sure_ones() -> None:
    assert [m[0] for m in found("장쑤, 저장, 상하이가 손을 잡았다.")] == ["장쑤", "저장", "상하이"]


def test_weak_forms_count_inside_the_place_named_before() -> None:
    assert ("퉁샹시", "City") in found("저장성 퉁샹시에서 대회가 열린다.")


@pytest.mark.parametrize("place", ["광저우", "난징", "톈진", "하얼빈", "다롄", "충칭"])
def test_short_names_of_great_cities_stand_alone(place: str) -> None:
    assert place in {surface for surface, _ in found(f"올해 큰 대회가 {place}에서 열렸다.")}


@pytest.mark.parametrize("place", ["쿤밍", "란저우", "안후이", "허페이", "스자좡"])
def test_short_names_that_are_no_words_stand_alone(place: str) -> None:
    assert place in {surface for surface, _ in found(f"올해 큰 대회가 {place}에서 열렸다.")}


def test_full_names_of_cities_and_provinces_stand_alone() -> None:
    lexicon = extractor().lexicon
    names = [
        (lexicon.names(key).in_language("ko")[0], entry.cls)
        for key, entry in lexicon.entries.items()
        if entry.file == "places" and entry.cls in {"City", "Province"}
    ]
    missed = [name for name, cls in names if (name, cls) not in found(f"올해 큰 대회가 {name}에서 열렸다.")]
    assert missed == []


@pytest.mark.parametrize("name", ["샤오미", "닝더스다이", "텐센트"])
def test_names_of_known_companies_stand_alone(name: str) -> None:
    assert (name, "Company") in found(f"{name}는 차를 만든다.")


@pytest.mark.parametrize("name", ["비야디"])
def test_short_names_of_known_companies_stand_alone(name: str) -> None:
    assert (name, "Company") in found(f"{name}는 차를 만든다.")


def test_qingdao() -> None:
    assert ("칭다오", "City") in found("광저우와 칭다오는 항구 도시이다.")


# --- departments ------------------------------------------------------------------------------------------


def test_departments_know_their_place() -> None:
    read = prose("광둥성 과학기술청과 광저우시 과학기술국이 각각 답했다.")
    mentions = {m.surface: m for reads in read.reads.values() for r in reads for m in r.mentions}
    province, city = mentions["광둥성 과학기술청"], mentions["광저우시 과학기술국"]
    assert (province.place, province.zh) == ("guangdong", "广东省科学技术厅")
    assert (city.place, city.zh) == ("guangzhou", "广州市科学技术局")
    assert mentions["광둥성"].key == "guangdong" and mentions["광저우시"].key == "guangzhou"


@pytest.mark.parametrize(
    "name",
    [
        "베이징시 경제정보화국",
        "선전시 공업정보화국",
        "장쑤성 재정청",
        "상하이시 과학기술위원회",
        "쑤저우시 발전개혁위원회",
    ],
)
def test_departments_by_place_and_level(name: str) -> None:
    assert (name, "LocalGovernment") in found(f"{name}이 새 소식을 전했다.", f"어제 {name}의 발표가 있었다.")


def test_a_ministry_is_no_department() -> None:
    mentions = found("난징시 공업정보화국과 공업정보화부는 다르다.")
    assert ("난징시 공업정보화국", "LocalGovernment") in mentions
    assert ("공업정보화부", "Ministry") in mentions


def test_the_department_of_a_bracketed_place() -> None:
    mentions = found("상하이시 쑹장구(松江區) 정부는 단지를 둘러보았다.")
    assert ("쑹장구(松江區) 정부", "LocalGovernment") in mentions
    assert ("쑹장구(松江區)", "District") in mentions


# --- brackets with characters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name", "cls", "zh"),
    [
        ("옌타이(煙臺)시의 조선소가 배를 띄웠다.", "옌타이(煙臺)시", "City", "烟台"),
        ("우시(無錫)는 물의 도시이다.", "우시(無錫)", "City", "无锡"),
        ("우시(无锡)는 물의 도시이다.", "우시(无锡)", "City", "无锡"),
        ("류더화(劉德華) 과기부 부부장은 말을 아꼈다.", "류더화(劉德華)", "Person", "刘德华"),
        ("저장대학(浙江大學)은 답했다.", "저장대학(浙江大學)", "University", "浙江大学"),
    ],
)
def test_brackets_bound_names_and_give_their_characters(sentence: str, name: str, cls: str, zh: str) -> None:
    read = prose(sentence)
    thing = next(e for e in read.record.entities if e.cls == cls)
    forms = {n.text for n in thing.names}
    assert zh in forms and re.sub(r"\(.*?\)", "", name) in forms
    assert any(surface in {name, re.sub(r"\(.*?\)", "", name)} for surface, _ in read.mentions)


@pytest.mark.parametrize("sentence", ["산업의 집적화(集成化)가 뚜렷하다.", "핵심은 융합(融合)과 개방(開放)이다."])
def test_glosses_of_words_are_no_names(sentence: str) -> None:
    assert found(sentence) == []


def test_bracketed_names_in_a_list_take_the_class_that_closes_it() -> None:
    assert found("순안지능(順安智能), 베이천과기(北辰科技) 등 8개사가 상장했다.") == [
        ("순안지능(順安智能)", "Company"),
        ("베이천과기(北辰科技)", "Company"),
    ]


# --- noun chains and their left edge ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "before", ["최근 ", "올해 ", "국내 최초 ", "또한 ", "현지 ", "지난해 설립된 ", "이날 ", "특히 "]
)
def test_words_before_a_name_do_not_belong_to_it(before: str) -> None:
    read = found(f"{before}심해기술연구소가 문을 열었다.")
    assert read == [("심해기술연구소", "ResearchInstitute")]


def test_a_place_opens_the_name_behind_it() -> None:
    assert found("광저우 해양로봇연구소는 사람을 뽑는다.") == [
        ("광저우 해양로봇연구소", "ResearchInstitute"),
        ("광저우", "City"),
    ]


def test_chains_begin_at_words() -> None:
    assert ("빙설재료연구소", "ResearchInstitute") in found("하얼빈공업대학은 빙설재료연구소를 세운다.")


@pytest.mark.parametrize(
    "sentence",
    [
        "첨단기술기업 1,500개가 들어왔다.",
        "5개 부처가 회의를 열었다.",
        "관련 부처와 지방 정부는 대책을 세운다.",
        "연구소 30곳과 혁신센터 12개를 새로 정했다.",
        "각 대학과 주요 기업이 모였다.",
        "중점실험실과 기술혁신센터를 늘린다.",
        "국가중점실험실 30곳을 고친다.",
        "과학기술 혁신 플랫폼과 산업단지를 키운다.",
        "정부는 새로운 정책과 구체적인 조치를 마련했다.",
        "여러 연구기관이 공동으로 연구를 이어간다.",
    ],
)
def test_generic_words_are_no_names(sentence: str) -> None:
    assert found(sentence) == []


def test_departments_share_the_place_before_them() -> None:
    bodies = [name for name, cls in found("구이저우성 과학기술청과 재정청은 문건을 냈다.") if cls == "LocalGovernment"]
    assert bodies == ["구이저우성 과학기술청", "재정청"]
    bodies = [name for name, cls in found("구이저우성 과학기술청과 교육부는 문건을 냈다.") if cls == "LocalGovernment"]
    assert bodies == ["구이저우성 과학기술청"]


def test_kinds_of_bodies_are_no_names() -> None:
    assert found("국가 중점실험실과 기술혁신센터를 늘린다.") == []


# --- titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marks", ["‘’", "''", "「」", "『』", "《》", "“”"])
def test_marks_of_titles(marks: str) -> None:
    title = f"{marks[0]}심해장비 육성 행동계획{marks[1]}"
    assert found(f"공업정보화부는 {title}을 냈다.")[1:] == [("심해장비 육성 행동계획", "Policy")]


def test_years_in_brackets_and_in_front_give_further_names() -> None:
    read = prose("협회는 ‘2024 심해로봇 백서’와 ‘심해로봇 행동계획(2024~2027년)’을 냈다.")
    assert read.has("심해로봇 백서", "Report") and read.has("2024 심해로봇 백서", "Report")
    assert read.has("심해로봇 행동계획", "Policy") and read.has("심해로봇 행동계획(2024~2027년)", "Policy")


def test_short_year_marks_open_no_quotes() -> None:
    mentions = found("‘심해장비 행동계획(’24~’26년)’을 냈고 ’25년에 고친다.")
    assert [cls for _, cls in mentions] == ["Policy"]
    assert mentions[0][0].startswith("심해장비 행동계획")


@pytest.mark.parametrize(
    "sentence", ["그는 ‘새로운 시대’라고 불렀다.", "이른바 ‘속도전’이 한창이다.", "‘규모의 경제’가 중요하다."]
)
def test_quoted_emphasis_is_no_title(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("연구진은 ‘위안퉁(圓通) 4’를 얹었다.", "위안퉁(圓通) 4", "Product"),
        ("화면에는 ‘루밍(鹿鳴) 12호’가 보인다.", "루밍(鹿鳴) 12호", "Product"),
        ("회사는 ‘QX-70B’의 값을 밝히지 않았다.", "QX-70B", "Product"),
        ("의료용 로봇팔을 단 단말 ‘하늘손’이 도착했다.", "하늘손", "Product"),
        ("대학이 만든 ‘칭페이(青飛)’의 무게는 3킬로그램이다.", "칭페이(青飛)", "Product"),
        ("기업은 톈루(天鹿)3호를 발사대에 세웠다.", "톈루(天鹿)3호", "Product"),
        ("협회는 「2023 로봇 부품 지도」를 나누었다.", "2023 로봇 부품 지도", "Report"),
        ("두 학회는 ‘심해 생태 워크숍’을 열었다.", "심해 생태 워크숍", "Event"),
        ("‘제2회 로켓 시료 인계식’이 끝났다.", "제2회 로켓 시료 인계식", "Event"),
        ("위원회는 ‘극지 얼음 중대 연구계획’의 지침을 냈다.", "극지 얼음 중대 연구계획", "Program"),
        ("뤄샤산 지상국이 신호를 받았다.", "뤄샤산 지상국", "Project"),
        ("차오란웨이병원은 임상을 맡았다.", "차오란웨이병원", "ResearchInstitute"),
        ("웨이칭즈넝(維青智能)은 공장을 넓혔다.", "웨이칭즈넝(維青智能)", "Company"),
        ("톈넝전력(天能電力)과 손잡은 곳은 많다.", "톈넝전력(天能電力)", "Company"),
        ("천밍위안(陳明遠)이 세운 회사는 셋이다.", "천밍위안(陳明遠)", "Person"),
        ("그룹의 자회사 룽페이바이오가 시료를 만든다.", "룽페이바이오", "Company"),
        ("룽위안즈넝사는 칩을 공급한다.", "룽위안즈넝사", "Company"),
        ("로봇 스타트업 ‘싱허즈넝’이 문을 열었다.", "싱허즈넝", "Company"),
        ("반도체 설계사 신위안커(芯源科)가 칩을 냈다.", "신위안커(芯源科)", "Company"),
        ("링둥 해수담수화 플랜트가 멈췄다.", "링둥 해수담수화 플랜트", "Project"),
        ("연구소는 언어모델 위안하이 3.0을 나누어 준다.", "위안하이 3.0", "Product"),
        ("연구소는 추론모델 위안하이를 개발했다.", "위안하이", "Product"),
        ("전기차 KX9은 양산에 들어갔다.", "KX9", "Product"),
        ("팀은 칭허쯔 X2를 공개했다.", "칭허쯔 X2", "Product"),
        ("바이두는 휴머노이드 W1을 시험한다.", "W1", "Product"),
        ("회사는 Lumo2.5-Max를 내놓았다.", "Lumo2.5-Max", "Product"),
        ("저장대학 자오둥위안 교수가 강연했다.", "자오둥위안", "Person"),
    ],
)
def test_names_that_their_form_or_place_tells(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "목표는 ‘탄소제로 2060’이다.",
        "‘산업 4.0’의 물결이 거세다.",
        "‘6G’의 표준을 두고 다툰다.",
        "이른바 ‘제3호’의 행방은 모른다.",
        "녹색전력(綠色電力)은 늘었다.",
        "인공지능(人工智能)이 돕고 신소재(新素材)가 받친다.",
        "단순한 지상국이 아니라 큰 발전소가 필요하다.",
        "로봇 하프마라톤이 열리고 로봇 산업은 컸다.",
        "해저터널 공사와 넓은 부두 공사가 늦었다.",
        "어느 회사는 제작사와 개발사의 도움을 받았다.",
        "칩 설계를 맡길 곳과 모델 프레임워크가 없다.",
        "행사장은 국제 전시센터와 제일 컨벤션센터였다.",
    ],
)
def test_numbers_and_glosses_that_make_no_names(sentence: str) -> None:
    assert found(sentence) == []


def test_quoted_programmes_with_the_head_outside() -> None:
    assert prose("‘쿤펑학자’ 계획에 200명이 뽑혔다.").has("쿤펑학자", "Program")


def test_numbered_conferences_are_named() -> None:
    assert prose("제5회 세계수소대회가 상하이에서 열렸다.").has("제5회 세계수소대회", "Event")


def test_places_within_titles_are_found_too() -> None:
    assert ("하이난", "Province") in found("시는 ‘하이난 위성발사장 프로젝트’를 서두른다.")


# --- people -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "류더화(劉德華) 과기부 부부장은 회의에 나왔다.",
        "과기부의 류더화(劉德華) 부부장은 회의에 나왔다.",
        "부부장 류더화(劉德華)는 회의에 나왔다.",
        "저장대학 류더화(劉德華) 교수 연구팀이 소재를 만들었다.",
    ],
)
def test_people_stand_beside_a_post(sentence: str) -> None:
    assert ("류더화(劉德華)", "Person") in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("장비는 핀란드 피크소프트가 공급했다.", "피크소프트", "Company"),
        ("핀란드 피크소프트와 일본 사쿠레온은 전시회에 참가했다.", "사쿠레온", "Company"),
        ("난징의 자회사 웨이란소프트가 칩을 맡았다.", "웨이란소프트", "Company"),
        ("의료기기 업체 룽카이메드는 공장을 세웠다.", "룽카이메드", "Company"),
        ("페루 우앙카르에 짓고 있는 전파망원경", "우앙카르", "City"),
        ("시험은 페루 우앙카르에서 이루어졌다.", "우앙카르", "City"),
        ("양측은 칠레 해양조사국과 자료를 나눈다.", "칠레 해양조사국", "CentralBody"),
        ("몽골우주개발청은 위성을 주문했다.", "몽골우주개발청", "CentralBody"),
        ("호주극지연구개발기구가 조사에 함께했다.", "호주극지연구개발기구", "ResearchInstitute"),
        ("국제토양과학연합(IUSS)이 회의를 열었다.", "국제토양과학연합", "InternationalBody"),
    ],
)
def test_names_that_the_word_before_tells(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in prose(sentence).mentions


@pytest.mark.parametrize(
    "sentence",
    [
        "미국 남동부와 독일 정부가 참가했다.",
        "여러 기업 투자자가 모였다.",
        "업체 최적화는 다음 일이다.",
        "독일 할리메르 총리는 반대했다.",
        "국제 협력이 늘고 세계 각국이 나섰다.",
    ],
)
def test_words_behind_countries_and_kinds_that_are_no_names(sentence: str) -> None:
    assert {cls for _, cls in prose(sentence).mentions} <= {"Country"}


def test_a_post_may_close_the_sentence() -> None:
    assert ("천리밍(陳立明)", "Person") in prose("소장은 천리밍(陳立明) 저장대학 교수다.").mentions


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("난창대학 총장 멍하이타오가 축사를 했다.", "멍하이타오"),
        ("난창대학 총장 멍하이펑이 축사를 했다.", "멍하이펑"),
        ("장쑤해양연구원 원장을 맡고 있는 캉위룽은 답을 미뤘다.", "캉위룽"),
        ("완강 국가통계국 국장이 남극 기지를 찾았다.", "완강"),
        ("쓰마원제 공업정보화부장이 공장을 둘러봤다.", "쓰마원제"),
        ("쑤저우대학 팡루이 교수팀은 새 막을 만들었다.", "팡루이"),
        ("타오밍 부총재(중국은행)가 반대했다.", "타오밍"),
        ("녜하이룽 주임연구원이 자료를 냈다.", "녜하이룽"),
    ],
)
def test_people_by_surname_and_post(sentence: str, name: str) -> None:
    assert (name, "Person") in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "스탠퍼드 교수들이 반대했다.",
        "총장 선거가 미뤄졌다.",
        "부장 회의는 다음 주다.",
        "위원장 교체를 두고 말이 많다.",
        "새 원장을 맡은 사람은 아직 없다.",
    ],
)
def test_words_beside_posts_that_are_no_people(sentence: str) -> None:
    assert not any(cls == "Person" for _, cls in found(sentence))


def test_an_office_within_the_word_for_its_head() -> None:
    mentions = found("쓰마원제 공업정보화부장과 판리 허난성 재정청장이 공장을 둘러봤다.")
    assert ("공업정보화부", "Ministry") in mentions and ("허난성 재정청", "LocalGovernment") in mentions


def test_a_bracketed_word_without_post_is_no_person() -> None:
    assert not any(cls == "Person" for _, cls in found("류더화(劉德華)라는 낱말이 있다."))


# --- tables, lists ----------------------------------------------------------------------------------------


def table(header: str, *rows: str) -> Document:
    return bulletin(item("오늘의 표", "- 내용은 아래와 같음", "", "〈주요 내용〉", "", header, *rows))


def test_columns_give_the_class() -> None:
    read = table(
        "번호\t기업명\t주요 제품\t소재지", "1\t룽위(龍羽)항공\tLY-7 무인기\t광저우", "2\t톈거로봇\t거신 3호\t난징시"
    )
    assert read.has("룽위항공", "Company") and read.has("톈거로봇", "Company")
    assert read.has("LY-7 무인기", "Product") and read.has("거신 3호", "Product")
    assert read.has("광저우", "City") and read.has("난징시", "City")


def test_headers_and_numbers_are_no_names() -> None:
    read = table("번호\t실험실\t소속", "1\t심해재료 국가중점실험실\t하얼빈공업대학")
    assert [m for m in read.mentions if m[0] in {"실험실", "소속", "번호", "1"}] == []
    assert read.has("심해재료 국가중점실험실", "Laboratory")


def test_columns_of_prose_give_no_names() -> None:
    read = table("구분\t주요 내용", "기반\t노후 설비를 바꾸고 인력을 늘림", "제도\t기준을 새로 정함")
    assert read.mentions == []


@pytest.mark.parametrize(
    ("sentence", "names", "cls"),
    [
        ("바이두, 텐센트, 화웨이 등 6개 기업이 모였다.", ["바이두", "텐센트", "화웨이"], "Company"),
        ("이 사업에는 쑤저우, 난퉁, 우시 등 5개 시가 함께한다.", ["쑤저우", "난퉁", "우시"], "City"),
        ("과기부, 교육부, 재정부 등 7개 부처가 나섰다.", ["과기부", "교육부", "재정부"], "Ministry"),
    ],
)
def test_lists_closed_by_a_count(sentence: str, names: list[str], cls: str) -> None:
    assert found(sentence) == [(name, cls) for name in names]


# --- references and source lines --------------------------------------------------------------------------


def test_chinese_references_name_issuers_and_title() -> None:
    read = bulletin(
        item(
            "오늘의 소식", "- 내용은 아래와 같음", "", "참고자료", "",
            "☞ 广东省科学技术厅 广东省财政厅关于印发《广东省海洋机器人发展行动计划》的通知",
            "https://www.example.org/a.html",
        )
    )  # fmt: skip
    assert [m for m in read.mentions if m[1] == "LocalGovernment"] == [
        ("广东省科学技术厅", "LocalGovernment"),
        ("广东省财政厅", "LocalGovernment"),
    ]
    assert ("广东省海洋机器人发展行动计划", "Policy") in read.mentions


@pytest.mark.parametrize(
    ("outlet", "cls"),
    [
        ("과기일보", "MediaOutlet"),
        ("둥하이과학망", "MediaOutlet"),
        ("국가에너지국", "CentralBody"),
        ("국무원", "CentralBody"),
    ],
)
def test_source_lines(outlet: str, cls: str) -> None:
    read = bulletin(
        item("오늘의 소식", "- 짧은 소식임", "", f"출처: {outlet} (05.02)", "", "https://www.example.org/b.html"),
        section="단신동향",
    )
    assert read.mentions == [(outlet, cls)]


# --- what holds for every mention -------------------------------------------------------------------------


def test_abbreviations_of_bodies_are_no_countries() -> None:
    assert ("심해로봇연구센터", "InnovationCenter") in [
        (re.sub(r"\(.*\)", "", s), c) for s, c in found("심해로봇연구센터(SRC)가 세워졌다.")
    ]


def test_abbreviations_that_are_also_country_codes() -> None:
    assert not any(cls == "Country" for _, cls in found("심해로봇연구센터(DRC)가 세워졌다. DRC는 사람을 뽑는다."))


def test_plain_text_is_one_article() -> None:
    read = document("바이두가 새 서비스를 준비한다. 국무원은 지켜본다.\n")
    assert [a.id for a in read.bulletin.articles] == list(read.reads)
    assert {s for s, _ in read.mentions} >= {"바이두", "국무원"}


def test_mentions_are_sorted_and_nest_without_crossing() -> None:
    read = prose(
        "광둥성 과학기술청은 중국과학원 고에너지물리연구소(高能物理硏究所), 우시(無錫) 슈퍼컴퓨팅 센터와 "
        "‘하이난 위성발사장 프로젝트’를 맡았다."
    )
    for reads in read.reads.values():
        for r in reads:
            spans = [(m.begin, m.end) for m in r.mentions]
            assert spans == sorted(spans, key=lambda s: (s[0], -s[1]))
            assert all(r.analysis.text[m.begin : m.end] == m.surface for m in r.mentions)
            for i, (b, e) in enumerate(spans):
                for c, f in spans[i + 1 :]:
                    assert f <= e or c >= e, "two names cross"
                    assert (b, e) != (c, f), "one stretch named twice"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("신소재, 생명건강, 첨단 장비, 베이더우(北斗) 등 산업을 키운다.", "장비"),
        ("시범구와 선도구를 세우고 산업단지를 만든다.", "선도구"),
        ("국무원은 톈진 빈하이(濱海)신구 등 신구 19곳을 두었다.", "신구 19"),
    ],
)
def test_words_of_the_genre_are_no_names_beside_a_name(text: str, wrong: str) -> None:
    found = document(text + "\n").record.entities
    surfaces = {sighting.surface for entity in found for sighting in entity.sightings}
    assert wrong.split()[0] not in surfaces, surfaces


def test_short_names_of_places_count_in_a_list_of_places() -> None:
    found = document("베이징시는 하이뎬, 차오양, 퉁저우구에서 시험을 시작했다.\n").record.entities
    surfaces = {sighting.surface for entity in found for sighting in entity.sightings}
    assert {"하이뎬", "차오양", "퉁저우구"} <= surfaces


def test_the_documents_of_spacy_show_mentions_as_spans_of_whole_words() -> None:
    articles = prose("국무원은 우시의 기업을 지원했다.").bulletin.articles
    drafts = tuple(draft for parts in recogniser()._drafts(articles).values() for draft in parts)
    doc = _pipeline()(_document(_Work(recogniser().resources, drafts)))
    assert [(span.text, span.label_) for span in doc._.mentions] == [("국무원은", "CentralBody"), ("우시의", "City")]


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("저장대학은 프랑스 그르노블공대와 협정을 맺었다.", "프랑스 그르노블공대", "University"),
        ("난징대학이 조성한 장난과학기술혁신항이 문을 열었다.", "장난과학기술혁신항", "InnovationCenter"),
        ("톈푸과창항(天府科創港)에 기업이 모인다.", "톈푸과창항(天府科創港)", "InnovationCenter"),
        ("위안멍샤오전(圓夢小鎭)은 항저우에 있다.", "위안멍샤오전(圓夢小鎭)", "DevelopmentZone"),
        ("펑위안정밀(豊源精密)에도 투자했다.", "펑위안정밀(豊源精密)", "Company"),
        ("룬펑유전(潤豊油田)은 이를 지하에 주입한다.", "룬펑유전(潤豊油田)", "Company"),
        ("바스더중국(巴斯德中國)이 공장을 짓는다.", "바스더중국(巴斯德中國)", "Company"),
        ("어우양샤오후이(歐陽曉輝) 연구원은 포럼에 나왔다.", "어우양샤오후이(歐陽曉輝)", "Person"),
        ("한국과기평론학회가 총회를 열었다.", "한국과기평론학회", "Association"),
        ("중국과기경영포럼이 난징에서 열렸다.", "중국과기경영포럼", "Event"),
        ("시안에 공장을 지었다.", "시안", "City"),
        ("링수이·러둥·바오팅에 품종 시험장을 둔다.", "바오팅", "District"),
    ],
)
def test_names_by_their_last_words_and_neighbours(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("지난달 9월 12일 난하이종자실험실이 현판을 걸었다.", "난하이종자실험실"),
        ("2023년 10월 말 쿤밍산림연구원이 개원했다.", "쿤밍산림연구원"),
        ("올해 5월 초 란저우사막센터가 문을 열었다.", "란저우사막센터"),
    ],
)
def test_the_day_before_a_body_is_no_part_of_its_name(sentence: str, name: str) -> None:
    assert [surface for surface, _ in found(sentence)] == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "바오즈린(寶芝林)에 저장 시설을 짓는다.",
        "바오즈린(寶芝林)의 총괄 창구를 새로 둔다.",
        "외국인 박사후연구원과 초빙연구원을 모집한다.",
        '"규칙은 기업이 지키게 만드는 장치"라는 평가가 나왔다.',
    ],
)
def test_places_posts_and_sayings_are_no_people_bodies_or_projects(sentence: str) -> None:
    assert not found(sentence)


def test_a_chinese_name_without_the_form_of_its_enterprise_is_known() -> None:
    (train,) = (m for m in mentions_of("중처주저우전기관차(中車株洲電力機車)가 열차를 내놓았다.") if m.cls == "Company")
    assert train.key == "crrc-zhuzhou"


def mentions_of(sentence: str) -> list[Mention]:
    return [m for reads in prose(sentence).reads.values() for read in reads for m in read.mentions]


# --- names that only their surroundings tell --------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("창구는 푸퉈구의 산업단지 ‘취안즈톈디(泉智天地)’이다.", "취안즈톈디(泉智天地)", "DevelopmentZone"),
        ("대학은 인큐베이터 ‘루이쿵젠(銳空間)’을 열었다.", "루이쿵젠(銳空間)", "InnovationCenter"),
        ("시는 올해 장비 교체 사업 ‘타이산 3호’를 벌인다.", "타이산 3호", "Project"),
        ("기업들은 협의체 대신 연맹 ‘신위안(芯源)’을 꾸렸다.", "신위안(芯源)", "Association"),
        ("회사는 추론 모델 Orion 4를 내놓았다.", "Orion 4", "Product"),
        ("연구진은 운영체제 Harbor 5.1을 시험했다.", "Harbor 5.1", "Product"),
        ("시정부는 ‘2026 산둥 해외투자 가이드’를 나눠 주었다.", "2026 산둥 해외투자 가이드", "Report"),
        ("협회는 ‘외국인 과학자 정착 안내서’를 펴냈다.", "외국인 과학자 정착 안내서", "Report"),
        ("싱가포르 해양수산개발청과는 양해각서를 나누었다.", "싱가포르 해양수산개발청", "CentralBody"),
        ("야저우만국가실험실의 장비를 빌려 쓴다.", "야저우만국가실험실", "Laboratory"),
        ("저장대학 치의학원 앞에 건물을 세웠다.", "저장대학 치의학원", "University"),
        ("연구원장에는 자오루이루이(趙瑞瑞) 박사가 임명되었다.", "자오루이루이(趙瑞瑞)", "Person"),
        ("진리영구자석(金力永磁)은 장비를 댄다.", "진리영구자석(金力永磁)", "Company"),
        ("이날 톈위에선진소재(天岳先進)가 공장을 지었다.", "톈위에선진소재(天岳先進)", "Company"),
        ("포럼에는 칭화대학, 메이투안, 화웨이가 나왔다.", "메이투안", "Company"),
    ],
)
def test_names_by_what_stands_beside_them(sentence: str, name: str, cls: str) -> None:
    assert (name, cls) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("회장은 “녹색 암모니아를 수출하는 것이 다음 과제”라고 했다.", "과제"),
        ("총장은 “산학 협력을 넓히는 사업”이라고 설명했다.", "사업"),
        ("상하이의 임상시험이 시작되었다. 임상 현황을 살핀다.", "임상"),
        ("시내의 둔황석굴(敦煌石窟)을 복원한다.", "석굴"),
        ("신질생산력(新質生產力)은 올해의 열쇳말이다.", "생산력"),
        ("칭화대학, 신소재, 화웨이가 화제다.", "신소재"),
        ("대규모 모델 인큐베이터 ‘루이쿵젠(銳空間)’이 문을 연다.", "인큐베이터"),
        ("회의는 호텔 Marina 3층에서 열렸다.", "Marina"),
    ],
)
def test_words_beside_names_that_are_none(sentence: str, word: str) -> None:
    assert not [surface for surface, _ in found(sentence) if word in surface]


@pytest.mark.parametrize(
    ("sentences", "name", "whole", "place"),
    [
        (
            ("네이멍구자치구 에너지국과 자치구 재정청이 문건을 냈다.",),
            "자치구 재정청",
            "네이멍구자치구 재정청",
            "네이멍구자치구",
        ),
        (
            ("쓰촨성 청두시에서 행사가 열렸다. 성 과학기술청이 준비했다.",),
            "성 과학기술청",
            "쓰촨성 과학기술청",
            "쓰촨성",
        ),
        (
            ("쓰촨성 청두시에서 행사가 열렸다. 시 과학기술국이 준비했다.",),
            "시 과학기술국",
            "청두시 과학기술국",
            "청두시",
        ),
        (("우한시는 방안을 알렸다.", "시 정부는 창업팀을 뽑는다."), "시 정부", "우한시 정부", "우한시"),
    ],
)
def test_departments_named_by_their_level_alone(sentences: tuple[str, ...], name: str, whole: str, place: str) -> None:
    read = prose(*sentences)
    body = read.thing(whole, "LocalGovernment")
    assert name in {n.text for n in body.names}
    assert (body.names[0].text, place) in {(s, o) for s, o in read.of("locatedIn")}


@pytest.mark.parametrize(
    "sentence",
    [
        "우한시는 센터 설립 시 정부 자금을 쓴다.",
        "우한시는 문을 열 시 정부가 절반을 댄다고 했다.",
        "올해 시 정부가 바뀐다.",
    ],
)
def test_words_that_read_like_a_level_name_no_department(sentence: str) -> None:
    assert not [name for name, cls in found(sentence) if cls == "LocalGovernment"]


@pytest.mark.parametrize(
    "line",
    [
        "[출처: 공업정보화부 누리집(2024.1.29.), 신화망(2024.1.30.), 쑤저우일보(2024.1.22.)]",
        "출처: 신화망(1.30.), 쑤저우일보(1.22.)",
        "출처: 신화망, 쑤저우일보 1.22 | 이바다 객원기자",
    ],
)
def test_outlets_with_days_in_brackets_hours_and_writers(line: str) -> None:
    read = document(f"소식\n\n어선을 짓는다.\n\n{line}\n")
    assert {name for name, cls in read.things if cls == "MediaOutlet"} == {"신화망", "쑤저우일보"}


def test_a_body_s_name_within_a_word_of_a_reference_is_none() -> None:
    read = document("소식\n\n어선을 짓는다.\n\n[자료] 더칭현 인민정부, “关于推动地理信息未来产业高质量发展的意见”\n")
    assert not any(cls == "Ministry" for _, cls in read.things)


@pytest.mark.parametrize("page", ["누리집", "홈페이지", "보도자료", " 공식 홈페이지"])
def test_a_page_of_a_body_as_a_source_is_that_body(page: str) -> None:
    read = document(f"소식\n\n어선을 짓는다.\n\n출처: 과학기술부{page} (2024.3.1.)\n")
    assert ("과학기술부", "Ministry") in read.things
    assert not any(cls == "MediaOutlet" for _, cls in read.things)


def test_a_source_line_names_several_outlets_with_their_days() -> None:
    read = document(
        "1. 첫 소식\n\n우한시는 새 조치를 알렸다.\n\n(자료원) 창장석간 3.13, 대하망 3.14\n\n"
        "2. 둘째 소식\n\n징먼시는 새 방안을 알렸다.\n\n(자료원) 삼협신문 3.20 | 징먼시 인민정부 누리집 3.18\n\n"
        "3. 셋째 소식\n\n이창시는 새 지침을 알렸다.\n\n(자료원) 총영사관 직접 취재\n"
    )
    outlets = {name for name, cls in read.mentions if cls == "MediaOutlet"}
    assert outlets == {"창장석간", "대하망", "삼협신문"}
    assert ("징먼시 인민정부", "LocalGovernment") in read.mentions


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("대학의 이론을 가르친다.", False),  # a head noun with nothing before it
        ("연구 과제는 해마다 점검한다.", False),  # one that needs quotation marks
        ("양산을 앞당기려는 뜻이다.", False),  # a doubtful name alone
        ("중국 수출은 올해 늘었다.", False),  # China, which is no side of anything
        ("어구 업체 육성 추진", False),  # a word behind a kind of company, but without a particle
        ("양산은 안후이성의 도시다.", True),
        ("쯔진산실험실은 사람을 뽑는다.", True),
    ],
)
def test_passages_that_can_hold_no_name_are_not_analysed(text: str, asked: bool) -> None:
    (article,) = prose(text).bulletin.articles
    reads = recogniser()([article])[article.id]
    assert [bool(read.mentions) for read in reads if read.analysis.text == text] == [asked]
    assert ["morphemes" in vars(read.analysis) for read in reads if read.analysis.text == text] == [asked]


def test_a_body_of_another_country_is_known_behind_its_own_country_only() -> None:
    assert ("산업통상자원부", "CentralBody") in prose("한국의 산업통상자원부는 회의를 열었다.").mentions
    assert ("산업통상자원부", "CentralBody") not in prose("미국의 산업통상자원부는 회의를 열었다.").mentions


def test_an_english_phrase_is_no_acronym() -> None:
    assert not prose("우수 사례로 Best Practice 열 건을 뽑았다.").mentions
    assert ("BEST", "Project") in prose("허페이의 BEST가 조립된다.").mentions


@pytest.mark.parametrize(
    ("said", "city"),
    [
        ("과학기술부는 과학 정신을 선전하고 보급하는 데 힘쓴다.", False),
        ("국무원은 과학 지식의 선전 활동을 강화한다.", False),
        ("과학기술부는 선전 및 교육 사업을 강화한다.", False),
        ("홍보·선전을 강화한다.", False),
        ("선전에서 로봇 대회가 열렸다.", True),
        ("광저우·선전·둥관이 함께 나선다.", True),
    ],
)
def test_a_city_whose_name_is_a_word_too(said: str, city: bool) -> None:
    assert prose(said).has("선전", "City") is city


def test_a_product_in_a_list_of_companies_is_none() -> None:
    read = prose("화웨이, 어센드, 캠브리콘이 나란히 섰다. 유니트리, G1, 유비테크도 왔다.")
    assert ("어센드", "Product") in read.mentions
    assert {name for name, cls in read.mentions if cls == "Company"} == {"화웨이", "캠브리콘", "유니트리", "유비테크"}
    assert ("에코프로비엠", "Company") in prose("화웨이, 에코프로비엠, 캠브리콘이 나란히 섰다.").mentions


def test_the_name_of_an_event_keeps_its_edition_before_a_quoted_part() -> None:
    read = prose("저장대학은 제2회 ‘푸른 바다’ 과학기술교류대회에 참석했다.")
    assert read.has("제2회 ‘푸른 바다’ 과학기술교류대회", "Event")
    assert read.has("‘푸른 바다’ 과학기술교류대회", "Event")


def test_the_edition_of_something_else_is_no_part_of_a_name() -> None:
    read = prose("저장대학은 2025년 ‘푸른 바다’ 지원정책을 냈다.")
    assert not any(name.startswith("2025") for name, _ in read.mentions)


def test_letters_allow_whatever_the_morphemes_find() -> None:
    """What is asked first because it costs less rules out nothing that the rest would find."""
    reads = [
        read for path in SAMPLES for reads in recogniser()(read_document(path).articles).values() for read in reads
    ]
    acting = likened = 0
    for analysis in (read.analysis for read in reads):
        for end in analysis.ends:
            acts = brands._acts(analysis, end)
            assert brands._may_act(analysis.text, end) or not acts, analysis.text[:end]
            acting += acts
        for word in gazetteer._LIKE_A_PLACE.finditer(analysis.text):
            assert gazetteer._ENDS_LIKE_A_PLACE.search(analysis.text), word[0]
            likened += 1
    assert acting > 500 and likened > 20


# --- characters in brackets within names ------------------------------------------------------------------------


def of_class(sentence: str, cls: str) -> list[Mention]:
    return [mention for mention in mentions_of(sentence) if mention.cls == cls]


@pytest.mark.parametrize(
    ("sentence", "name", "zh"),
    [
        ("쿤밍(昆明)시정부는 예산을 늘렸다.", "쿤밍(昆明)시정부", "昆明市人民政府"),
        ("쿤밍(昆明)시 과학기술국은 예산을 늘렸다.", "쿤밍(昆明)시 과학기술국", "昆明市科学技术局"),
        ("산시(山西)성 교육청은 산시(陝西)성 정부를 찾았다.", "산시(山西)성 교육청", "山西省教育厅"),
        ("산시(山西)성 교육청은 산시(陝西)성 정부를 찾았다.", "산시(陝西)성 정부", "陕西省人民政府"),
        ("푸둥(浦东)신구 정부는 예산을 늘렸다.", "푸둥(浦东)신구 정부", "上海浦东新区人民政府"),
        ("윈난성 쿤밍시정부는 예산을 늘렸다.", "쿤밍시정부", "昆明市人民政府"),
    ],
)
def test_governments_of_places_with_characters_and_within_others(sentence: str, name: str, zh: str) -> None:
    assert (name, zh) in {(mention.surface, mention.zh) for mention in of_class(sentence, "LocalGovernment")}


def test_a_department_that_shares_its_place_is_named_without_the_characters() -> None:
    names = [entity.names for entity in prose("윈난(雲南)성 과학기술청과 재정청이 예산을 늘렸다.").entities.values()]
    assert "윈난성 재정청" in {name.text for name in itertools.chain.from_iterable(names)}


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("선전시 룽화구(龍華區)는 예산을 늘렸다.", "longhua-shenzhen"),
        ("하이커우시 룽화구(龍華區)는 예산을 늘렸다.", "longhua-haikou"),
    ],
)
def test_characters_of_several_places_mean_the_one_in_front_of_them(sentence: str, key: str) -> None:
    assert {mention.key for mention in of_class(sentence, "District")} == {key}


def test_a_company_with_characters_within_its_name_is_the_known_one() -> None:
    companies = of_class("페이텅(飛騰)정보기술유한공사는 칩을 내놓았다.", "Company")
    assert {mention.key for mention in companies} == {"feiteng"}


@pytest.mark.parametrize(
    "sentence",
    [
        "중국과 카자흐스탄은 천문·우주 연구를 함께한다.",
        "시짱, 고원 기상 연구 시작",
        "칭하이와 고원 생태를 살핀다.",
    ],
)
def test_words_that_also_read_the_characters_of_a_city_name_none_beside_other_places(sentence: str) -> None:
    assert not [pair for pair in found(sentence) if pair[1] == "City"]


def test_read_characters_name_a_city_beside_others_that_are_read() -> None:
    assert {("남경", "City"), ("장치", "City")} <= set(found("남경·장치·태원의 공장이 문을 닫았다."))


@pytest.mark.parametrize("post", ["고급통계사", "특임교원", "상무부시장", "수석이코노미스트"])
def test_posts_of_experts_and_deputies(post: str) -> None:
    pairs = found(f"통계국 허즈위안(何志遠) {post}는 회의를 마쳤다.")
    assert ("허즈위안(何志遠)", "Person") in pairs and not [pair for pair in pairs if pair[1] == "Company"]
