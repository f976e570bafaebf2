"""Facts in sentences of our own: every relation, in the forms in which bulletins and plain prose state it."""

from __future__ import annotations

import pytest
from extraction import bulletin, bullets, document, item, prose

LINES = "- 내용은 아래와 같음"


def related(relation: str, *lines: str) -> set[tuple[str, str]]:
    return bullets(*lines).of(relation)


# --- issuedBy ---------------------------------------------------------------------------------------------

PLAN = "해양 로봇 육성 조치"
OFFICE = "광둥성 과학기술청"


@pytest.mark.parametrize(
    "line",
    [
        f"- {OFFICE}은 ‘{PLAN}’를 발표",
        f"- {OFFICE}이 ‘{PLAN}’를 마련하였음",
        f"- {OFFICE}은 최근 ‘{PLAN}’를 공개하고 세부 내용을 설명함",
        f"- ‘{PLAN}’는 {OFFICE}에 의해 제정되었음",
        f"- ‘{PLAN}’가 {OFFICE} 주도로 마련됨",
        f"- {OFFICE}이 발표한 ‘{PLAN}’는 6월부터 효력을 가짐",
    ],
)
def test_papers_are_issued(line: str) -> None:
    assert (PLAN, OFFICE) in related("issuedBy", line)


def test_papers_are_issued_by_genitive() -> None:
    assert (PLAN, OFFICE) in related("issuedBy", f"- 3일 {OFFICE}의 ‘{PLAN}’ 발표")


def test_papers_are_issued_in_prose() -> None:
    read = prose(f"{OFFICE}은 지난 3일 ‘{PLAN}’를 발표했다. 기업은 반겼다.")
    assert read.of("issuedBy") == {(PLAN, OFFICE)}


@pytest.mark.parametrize(
    "line",
    [f"- {OFFICE}, ‘{PLAN}’ 발표", "- 쓰촨성, ‘녹색 수소 3개년 행동계획’ 발표", "- 과기부, ‘양자 표준 지침’을 공개"],
)
def test_headlines_with_nothing_between_actor_and_title(line: str) -> None:
    assert len(related("issuedBy", line)) == 1


def test_the_headline_acts_where_a_bullet_names_nobody() -> None:
    read = bullets(f"- 지난 3일 ‘{PLAN}’를 발표", title=f"{OFFICE}, 로봇 산업에 힘을 실음")
    assert read.of("issuedBy") == {(PLAN, OFFICE)}


def test_joint_issuers_are_all_named_in_order() -> None:
    read = bullets("- 교육부, 재정부, 상무부는 공동으로 ‘디지털 학교 실시의견’을 발표")
    assert read.of("issuedBy") == {("디지털 학교 실시의견", name) for name in ("교육부", "재정부", "상무부")}
    positions = {o: q["position"] for (_, o), q in read.qualifiers("issuedBy").items()}
    assert positions == {"교육부": "1", "재정부": "2", "상무부": "3"}
    assert read.of("collaboratesWith") == set()


def test_joint_issuers_by_particle() -> None:
    expected = {("친환경 설비 교체 방안", "재정부"), ("친환경 설비 교체 방안", "상무부")}
    assert related("issuedBy", "- 재정부와 상무부는 ‘친환경 설비 교체 방안’을 공동으로 마련") == expected
    assert related("issuedBy", "- 재정부는 상무부와 공동으로 ‘친환경 설비 교체 방안’을 마련") == expected


def test_a_roster_in_a_footnote_completes_the_issuers() -> None:
    read = bullets(
        "- 과기부 등 5개 부처는 공동으로 ‘과학 장비 개방 방안’을 발표",
        " - * 과기부, 교육부, 재정부, 중국과학원, 국가지적재산권국 등 5개",
    )
    issuers = {"과기부", "교육부", "재정부", "중국과학원", "국가지적재산권국"}
    assert read.of("issuedBy") == {("과학 장비 개방 방안", name) for name in issuers}


def test_a_roster_of_some_completes_the_issuers_where_the_first_is_among_them() -> None:
    lead = "■ 교육부를 비롯한 9개 부처*는 ‘먹빛 어선 행동계획’을 공개(3.1)"
    read = bulletin(f"01 먹빛 어선\n\n{lead}\n  * 교육부, 과기부, 재정부 등 9개\n - 배를 띄움\n")
    assert read.of("issuedBy") == {("먹빛 어선 행동계획", name) for name in ("교육부", "과기부", "재정부")}


def test_a_chinese_title_with_a_bracket_of_its_own_is_skipped() -> None:
    read = prose("교육부는 「먹빛 어선 행동계획(2024~2026년)」(墨色渔船行动计划(2024—2026年))을 공개하였다.")
    assert {issuer for _, issuer in read.of("issuedBy")} == {"교육부"}
    assert len([thing for thing in read.things if thing[1] == "Policy"]) == 1


def test_governments_lie_where_they_govern_not_where_they_open_something() -> None:
    read = prose("칭다오시 정부는 우한시에 심해 거점을 두기로 하였다. 네이멍구의 오르도스시 정부도 왔다.")
    assert read.of("locatedIn") == {
        ("칭다오시 정부", "칭다오시"),
        ("오르도스시 정부", "오르도스시"),
        ("오르도스시", "네이멍구"),
    }


def test_a_footnote_that_lists_others_completes_nothing() -> None:
    read = bullets(
        "- 과기부는 ‘과학 장비 개방 방안’을 발표", " - * 칭화대학교, 저장대학, 난징대학 등 5개는 이미 장비를 개방함"
    )
    assert read.of("issuedBy") == {("과학 장비 개방 방안", "과기부")}


def test_references_name_the_issuers_of_the_korean_title() -> None:
    read = bullets(
        "- ‘광둥성 해양 로봇 혁신발전 행동계획’이 나옴", "", "참고자료", "",
        "☞ 广东省科学技术厅 广东省财政厅关于印发《广东省海洋机器人创新发展行动计划》的通知",
        "https://www.example.org/a.html",
    )  # fmt: skip
    plan = read.thing("광둥성 해양 로봇 혁신발전 행동계획")
    assert "广东省海洋机器人创新发展行动计划" in {n.text for n in plan.names}
    issuers = {o for s, o in read.of("issuedBy") if s == plan.names[0].text}
    assert issuers == {"广东省科学技术厅", "广东省财政厅"}


def test_reports_are_issued_too() -> None:
    assert ("2024 양자기술 백서", "중국과학원") in related("issuedBy", "- 중국과학원은 ‘2024 양자기술 백서’를 발간")


# --- announcedAt, participatesIn, administeredBy ----------------------------------------------------------


def test_papers_are_announced_at_events() -> None:
    read = bullets("- 과기부는 보아오포럼에서 ‘2024 양자기술 백서’를 발표")
    assert read.of("announcedAt") == {("2024 양자기술 백서", "보아오포럼")}
    assert read.of("issuedBy") == {("2024 양자기술 백서", "과기부")}


@pytest.mark.parametrize("verb", ["참석", "참가하였음", "참여함"])
def test_people_and_bodies_take_part(verb: str) -> None:
    read = bullets(f"- 리옌훙(李彥宏) 바이두 회장은 ‘보아오포럼’에 {verb}")
    assert ("리옌훙", "보아오포럼") in read.of("participatesIn")


@pytest.mark.parametrize("verb", ["주최", "주최하고 관객을 맞음", "주관하였음"])
def test_events_have_hosts(verb: str) -> None:
    assert related("administeredBy", f"- ‘국제 수소 포럼’은 중국과학기술협회가 {verb}") == {
        ("국제 수소 포럼", "중국과학기술협회")
    }


@pytest.mark.parametrize("passive", ["- ‘국제 수소 포럼’이 중국과학기술협회 주최로 5월 3일 난징시에서 개최됨"])
def test_hosts_by_way_of_a_noun(passive: str) -> None:
    read = bullets(passive)
    assert ("국제 수소 포럼", "중국과학기술협회") in read.of("administeredBy")
    assert ("국제 수소 포럼", "난징시") in read.of("locatedIn")


def test_an_unknown_event_is_not_taken_for_another() -> None:
    read = bullets("- 바이두는 ‘보아오포럼’에 참석", "- 제5회 세계수소대회는 중국과학기술협회가 주최")
    assert ("보아오포럼", "중국과학기술협회") not in read.of("administeredBy")


# --- establishedBy, locatedIn -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 중국석유그룹과 칭화대학교는 난징시에 수소안전연구센터를 공동 설립",
        "- 중국석유그룹은 칭화대학교와 공동으로 난징시에 수소안전연구센터를 설립함",
        "- 수소안전연구센터는 중국석유그룹과 칭화대학교가 공동으로 난징시에 세웠음",
        "- 중국석유그룹과 칭화대학교가 난징시에 설립한 수소안전연구센터는 사람을 뽑음",
    ],
)
def test_founders(line: str) -> None:
    read = bullets(line)
    assert read.of("establishedBy") == {("수소안전연구센터", "중국석유그룹"), ("수소안전연구센터", "칭화대학교")}
    assert read.of("locatedIn") == {("수소안전연구센터", "난징시")}


def test_founders_in_prose() -> None:
    read = prose("저장대학은 닝보시 정부와 함께 닝보심해연구원을 설립했다.")
    assert read.of("establishedBy") == {("닝보심해연구원", "저장대학"), ("닝보심해연구원", "닝보시 정부")}


@pytest.mark.parametrize(
    "line",
    [
        "- 쯔진산실험실은 난징시에 위치함",
        "- 쯔진산실험실은 난징시에 자리하고 있음",
        "- 난징시에 위치한 쯔진산실험실은 사람을 뽑음",
        "- 난징시에 소재한 쯔진산실험실이 사람을 뽑음",
    ],
)
def test_bodies_lie_somewhere(line: str) -> None:
    assert ("쯔진산실험실", "난징시") in related("locatedIn", line)


def test_events_take_place_somewhere() -> None:
    assert ("국제 수소 포럼", "난징시") in related("locatedIn", "- ‘국제 수소 포럼’이 5월 3일 난징시에서 개최되었음")


def test_places_lie_in_the_wider_place_before() -> None:
    read = prose("후난성 창사시와 후베이성 황강시가 만났다.")
    assert read.of("locatedIn") == {("창사시", "후난성"), ("황강시", "후베이성")}


def test_wider_places_do_not_lie_in_narrower_ones() -> None:
    assert prose("난징시, 장쑤성과 난징시가 함께한다.").of("locatedIn") == set()


# --- names and neighbours ---------------------------------------------------------------------------------


def test_names_state_where_a_body_lies() -> None:
    read = prose("광둥성 과학기술청과 우시 슈퍼컴퓨팅 센터가 손을 잡았다.")
    assert {("광둥성 과학기술청", "광둥성"), ("우시 슈퍼컴퓨팅 센터", "우시")} <= read.of("locatedIn")


def test_names_state_the_parent() -> None:
    read = prose("중국과학원 고에너지물리연구소가 장비를 들였다.")
    assert read.of("partOf") == {("중국과학원 고에너지물리연구소", "중국과학원")}


@pytest.mark.parametrize("word", ["산하", "소속"])
def test_units_under_a_body(word: str) -> None:
    read = prose(f"중국과학원 {word} 심해소재연구소가 성과를 냈다.")
    assert read.of("partOf") == {("심해소재연구소", "중국과학원")}


def test_titles_apply_to_the_place_they_name() -> None:
    read = prose("정부는 ‘광둥성 해양 로봇 행동계획’을 냈다.")
    assert ("광둥성 해양 로봇 행동계획", "광둥성") in read.of("appliesTo")


def test_what_a_place_issues_applies_to_it() -> None:
    read = bulletin(item("광둥성, 새 ‘해양 로봇 행동계획’을 발표", LINES))
    assert ("해양 로봇 행동계획", "광둥성") in read.of("appliesTo")
    assert ("해양 로봇 행동계획", "광둥성") in read.of("issuedBy")


# --- people -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "person", "body", "role"),
    [
        ("류더화(劉德華) 과기부 부부장은 말을 아꼈다.", "류더화", "과기부", "부부장"),
        ("저장대학 리밍(李明) 교수 연구팀이 소재를 만들었다.", "리밍", "저장대학", "교수"),
        ("장웨이(張偉) 칭화대학교 교수가 말했다.", "장웨이", "칭화대학교", "교수"),
        ("리옌훙(李彥宏) 바이두 회장은 웃었다.", "리옌훙", "바이두", "회장"),
        ("쓰마원제 공업정보화부장이 공장을 둘러봤다.", "쓰마원제", "공업정보화부", "부장"),
        ("칭화대학교 총장 멍하이펑이 축사를 했다.", "멍하이펑", "칭화대학교", "총장"),
        ("칭화대학교 대변인을 맡고 있는 캉위룽은 답을 미뤘다.", "캉위룽", "칭화대학교", "대변인"),
    ],
)
def test_people_belong_to_a_body(sentence: str, person: str, body: str, role: str) -> None:
    assert prose(sentence).qualifiers("affiliatedWith") == {(person, body): {"role": role}}


# --- develops ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 화웨이는 ‘쓰위안(思源) 2호’ 칩을 개발",
        "- 화웨이가 ‘쓰위안(思源) 2호’ 칩을 출시하였음",
        "- 화웨이가 개발한 ‘쓰위안(思源) 2호’ 칩이 주목을 받음",
    ],
)
def test_products_have_makers(line: str) -> None:
    read = bullets(line)
    chip = read.thing("쓰위안 2호")
    assert read.of("develops") == {("화웨이", chip.names[0].text)}


# --- collaboratesWith -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 알리바바와 칭화대학교는 업무협약을 체결",
        "- 알리바바는 칭화대학교와 협력 협정을 체결",
        "- 알리바바와 칭화대학교가 협력하기로 합의하고 협정에 서명함",
    ],
)
def test_partners(line: str) -> None:
    pairs = related("collaboratesWith", line)
    assert {frozenset(pair) for pair in pairs} == {frozenset({"알리바바", "칭화대학교"})}
    assert len(pairs) == 1


# --- funds ------------------------------------------------------------------------------------------------


def test_sums_are_multiplied_out_and_kept_as_written() -> None:
    read = bullets("- 저장성 재정청은 저장대학에 3,200만 위안을 투입")
    assert read.of("funds") == {("저장성 재정청", "저장대학")}
    stated = read.qualifiers("funds")["저장성 재정청", "저장대학"]
    assert (stated["amount"], stated["currency"], stated["written"]) == ("32000000", "CNY", "3,200만 위안")
    assert "ceiling" not in stated


def test_the_conversion_in_brackets_is_no_second_sum() -> None:
    read = bullets("- 저장성 재정청은 저장대학에 3,200만 위안(60억 4,800만 원)을 투입")
    assert [c.claim.predicate for c in read.record.claims].count("funds") == 1
    assert read.qualifiers("funds")["저장성 재정청", "저장대학"]["currency"] == "CNY"


def test_ceilings_are_marked() -> None:
    read = bullets("- 국가자연과학기금위원회는 저장대학에 최고 500만 위안을 지원")
    stated = read.qualifiers("funds")["국가자연과학기금위원회", "저장대학"]
    assert (stated["amount"], stated["ceiling"]) == ("5000000", "true")


def test_each_recipient_has_its_own_sum() -> None:
    read = bullets("- 저장성 재정청은 저장대학에 8,000만 위안을, 난징대학에 1,200만 위안을 지원")
    sums = {o: q["amount"] for (_, o), q in read.qualifiers("funds").items()}
    assert sums == {"저장대학": "80000000", "난징대학": "12000000"}


def test_support_without_a_sum_is_no_funding() -> None:
    assert related("funds", "- 저장성 재정청은 저장대학의 연구를 지원") == set()


def test_funding_in_prose() -> None:
    read = prose("국가개발은행은 ‘하이난 위성발사장 프로젝트’에 20억 위안을 투자했다.")
    stated = read.qualifiers("funds")["국가개발은행", "하이난 위성발사장 프로젝트"]
    assert (stated["amount"], stated["modality"]) == ("2000000000", "stated")


# --- tables -----------------------------------------------------------------------------------------------


def test_rows_are_records() -> None:
    read = bullets(
        LINES, "", "〈주요 실험실〉", "", "번호\t실험실\t소속\t소재지",
        "1\t심해재료 국가중점실험실\t하얼빈공업대학\t하얼빈시", "2\t극지해양 중점실험실\t중국해양대학\t광저우시", "",
        "〈기업과 제품〉", "", "기업명\t주요 제품", "룽위(龍羽)항공\tLY-7 무인기", "톈거로봇\t거신 3호",
    )  # fmt: skip
    assert read.of("partOf") == {("심해재료 국가중점실험실", "하얼빈공업대학"), ("극지해양 중점실험실", "중국해양대학")}
    assert read.of("locatedIn") == {("심해재료 국가중점실험실", "하얼빈시"), ("극지해양 중점실험실", "광저우시")}
    assert read.of("develops") == {("룽위항공", "LY-7 무인기"), ("톈거로봇", "거신 3호")}


@pytest.mark.parametrize(
    ("header", "rows", "places", "other"),
    [
        (
            "시설명\t소재지\t주관기관",
            ("심해 중성미자 망원경\t싼야시\t상하이교통대학", "남해 조류발전 시험장\t닝보시\t저장대학"),
            {("심해 중성미자 망원경", "싼야시"), ("남해 조류발전 시험장", "닝보시")},
            ("administeredBy", {("심해 중성미자 망원경", "상하이교통대학"), ("남해 조류발전 시험장", "저장대학")}),
        ),
        (
            "기관명\t소속기관\t지역",
            ("둔황사막연구소\t란저우대학\t둔황시",),
            {("둔황사막연구소", "둔황시")},
            ("partOf", {("둔황사막연구소", "란저우대학")}),
        ),
        (
            "과제명\t수행기관\t도시",
            ("'빙하 시추' 프로젝트\t난징대학\t라싸시",),
            {("'빙하 시추' 프로젝트", "라싸시")},
            ("administeredBy", {("'빙하 시추' 프로젝트", "난징대학")}),
        ),
    ],
)  # fmt: skip
def test_the_place_of_a_row_is_not_that_of_who_runs_what_it_names(
    header: str, rows: tuple[str, ...], places: set[tuple[str, str]], other: tuple[str, set[tuple[str, str]]]
) -> None:
    read = bullets(LINES, "", "〈주요 시설〉", "", header, *rows)
    assert read.of("locatedIn") == places
    assert read.of(other[0]) == other[1]


def test_a_caption_of_residents_speaks_of_them_not_of_their_owners() -> None:
    read = bullets(
        LINES, "", "〈톈푸신구 입주 기관〉", "", "기관\t소속\t업무",
        "청두습지연구원\t쓰촨대학\t습지 복원", "룽위그룹\t중국전자과기그룹\t레이더",
    )  # fmt: skip
    assert read.of("locatedIn") == {("청두습지연구원", "톈푸신구"), ("룽위그룹", "톈푸신구")}
    assert read.of("partOf") == {("청두습지연구원", "쓰촨대학"), ("룽위그룹", "중국전자과기그룹")}


# --- modality and negation --------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["할 예정", "할 계획", "할 방침임", "할 전망"])
def test_plans_are_marked(tail: str) -> None:
    read = bullets(f"- 과기부는 ‘양자 로드맵’을 발표{tail}")
    assert read.qualifiers("issuedBy")["양자 로드맵", "과기부"]["modality"] == "planned"


def test_what_happened_is_stated() -> None:
    read = bullets("- 과기부는 ‘양자 로드맵’을 발표하였음")
    assert read.qualifiers("issuedBy")["양자 로드맵", "과기부"]["modality"] == "stated"


@pytest.mark.parametrize(
    "line",
    [
        "- 과기부는 ‘양자 로드맵’을 발표하지 않았음",
        "- 화웨이는 광저우시에 칩혁신센터를 설립하지 않기로 함",
        "- 국가개발은행은 저장대학에 20억 위안을 투자하지 못하였음",
        "- 알리바바와 칭화대학교는 협정을 체결하지 않았음",
        "- 알리바바는 칭화대학교와 특허 계약을 해지했음",
        "- 바이엘은 선전완실험실과 양해각서를 체결할 예정이었으나 무산되었음",
        "- 국무원은 ‘신질생산력 의견’의 초안을 작성하라고 과기부에 지시했음",
        "- 국무원은 과기부에 ‘신질생산력 의견’을 발표하도록 지시했음",
        "- 화웨이 본사는 베이징이 아니라 다른 도시에 있음",
        "- 과기부가 ‘양자 로드맵’을 발표하면 지방정부가 뒤따를 것으로 보임",
        "- 화웨이는 칩혁신센터 설립을 취소함",
        "- 저장대학은 닝보에 해양센서 공동실험실을 두는 방안을 검토 중",
        "- 닝보시는 저장대학과 해양센서 공동실험실을 세우는 안도 논의했다",
    ],
)
def test_what_is_denied_is_not_asserted(line: str) -> None:
    relations = {"issuedBy", "establishedBy", "locatedIn", "funds", "collaboratesWith"}
    assert not {p for _, p, _ in bullets(line).claims} & relations


# --- evidence ---------------------------------------------------------------------------------------------


def test_two_sightings_are_one_claim() -> None:
    read = bullets("- 과기부는 ‘양자 로드맵’을 발표", "- 과기부가 ‘양자 로드맵’을 발표하였음")
    seen = [c for c in read.record.claims if c.claim.predicate == "issuedBy"]
    assert len(seen) == 1 and len(seen[0].evidence) == 2


def test_days_in_the_sentence_date_the_fact() -> None:
    read = bullets("- 과기부는 3월 18일 ‘양자 로드맵’을 발표")
    assert read.qualifiers("issuedBy")["양자 로드맵", "과기부"]["date"] == "2024-03-18"


# --- what was named before --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "‘2024 양자기술 백서’를 펴낸 곳은 중국과학원이다.",
        "‘2024 양자기술 백서’를 작성한 기관은 중국과학원으로, 대학은 빠졌다.",
        "‘2024 양자기술 백서’는 중국과학원이 펴낸 것이다.",
    ],
)
def test_who_did_it_may_be_said_last(sentence: str) -> None:
    assert prose(sentence).of("issuedBy") == {("2024 양자기술 백서", "중국과학원")}


def test_a_relative_clause_keeps_its_subject_to_itself() -> None:
    read = prose("알리바바는 화웨이가 개발한 ‘쓰위안(思源) 2호’ 칩을 탑재한 ‘톈웨이(天衛) 5호’ 위성을 출시했다.")
    made = {
        (maker, read.thing(name).names[0].text)
        for maker, name in (("화웨이", "쓰위안 2호"), ("알리바바", "톈웨이 5호"))
    }
    assert read.of("develops") == made


@pytest.mark.parametrize(
    "line",
    [
        "- 저장대학은 화웨이를 찾았고 칭화대학교는 새 교실을 설립",
        "- 반대하는 주민이 저장대학에 나무를 심고 쯔진산실험실을 설립",
        "- 화웨이는 저장대학의 투자를 검토",
    ],
)
def test_an_unnamed_thing_or_actor_is_not_replaced(line: str) -> None:
    assert not {p for _, p, _ in bullets(line, title="알리바바, 새 소식을 알림").claims} & {"establishedBy", "funds"}


def test_a_roster_completes_a_count_without_particle() -> None:
    read = bullets(
        "- 과기부 등 3개 부처 공동으로 ‘과학 장비 개방 방안’을 발표",
        " - * 과기부, 교육부, 재정부 등 3개",
    )
    assert read.of("issuedBy") == {("과학 장비 개방 방안", name) for name in ("과기부", "교육부", "재정부")}


def test_sums_for_an_undertaking_go_to_whom_it_is_named_for() -> None:
    read = bullets("- 저장성 재정청은 쯔진산실험실 운영에 3,200만 위안을 투입")
    assert read.of("funds") == {("저장성 재정청", "쯔진산실험실")}


# --- further ways of saying it ----------------------------------------------------------------------------


def test_idioms_of_noun_and_verb() -> None:
    assert ("쯔진산실험실", "난징시") in related("locatedIn", "- 쯔진산실험실은 난징시에 둥지를 틀었음")
    assert ("화웨이", "국제 수소 포럼") in related("participatesIn", "- ‘국제 수소 포럼’에 화웨이가 대표단을 보냈음")
    assert ("쯔진산실험실", "칭화대학교") in related("establishedBy", "- 칭화대학교, 쯔진산실험실 문 열어")


def test_a_ceremony_founds_what_it_is_held_for() -> None:
    read = bullets("- 칭화대학교는 난징시에서 ‘수소안전연구센터’ 개소식을 개최")
    assert read.of("establishedBy") == {("수소안전연구센터", "칭화대학교")}
    assert ("수소안전연구센터", "난징시") in read.of("locatedIn")


def test_things_are_shown_at_events() -> None:
    read = bullets("- 화웨이는 보아오포럼에서 ‘쓰위안(思源) 2호’ 칩을 선보임")
    chip = read.thing("쓰위안 2호").names[0].text
    assert read.of("announcedAt") == {(chip, "보아오포럼")}
    read = bullets("- 화웨이가 개발한 ‘쓰위안(思源) 2호’ 칩은 보아오포럼에서 처음 모습을 드러냄")
    assert read.of("announcedAt") == {(read.thing("쓰위안 2호").names[0].text, "보아오포럼")}


@pytest.mark.parametrize(
    "line",
    [
        "- 알리바바는 칭화대학교와 새 소재를 공동으로 연구하고 있음",
        "- 알리바바와 칭화대학교는 새 소재를 함께 연구",
        "- 알리바바는 칭화대학교와 손잡고 새 소재를 연구",
        "- 알리바바의 장웨이(張偉) 연구원은 칭화대학교와 함께 새 소재를 연구",
    ],
)
def test_partners_in_work(line: str) -> None:
    assert {frozenset(pair) for pair in related("collaboratesWith", line)} == {frozenset({"알리바바", "칭화대학교"})}


@pytest.mark.parametrize(
    "line", ["- 알리바바와 칭화대학교는 새 소재를 연구", "- 알리바바는 칭화대학교와 다른 소재를 연구"]
)
def test_side_by_side_is_not_together(line: str) -> None:
    assert related("collaboratesWith", line) == set()


def test_who_receives_money_is_no_giver() -> None:
    read = bullets("- 칭화대학교는 국가개발은행에서 5억 위안의 투자를 유치")
    assert read.of("funds") == {("국가개발은행", "칭화대학교")}
    assert read.qualifiers("funds")["국가개발은행", "칭화대학교"]["amount"] == "500000000"


def test_what_a_team_does_its_body_does() -> None:
    read = prose("저장대학 리밍(李明) 교수 연구팀이 ‘쓰위안(思源) 2호’ 칩을 개발했다.")
    assert {maker for maker, _ in read.of("develops")} == {"저장대학"}


@pytest.mark.parametrize(
    "sentence",
    [
        "난징시의 강가에 자리한 쯔진산실험실은 사람을 뽑았다.",
        "난징시의 쯔진산실험실은 사람을 뽑았다.",
        "쯔진산실험실은 난징시에 있는 연구 기관이다.",
    ],
)
def test_where_bodies_lie_in_prose(sentence: str) -> None:
    assert prose(sentence).of("locatedIn") == {("쯔진산실험실", "난징시")}


def test_what_is_still_being_written_is_planned() -> None:
    read = bullets("- 과기부는 ‘양자 로드맵’을 마련하고 있음")
    assert read.qualifiers("issuedBy")["양자 로드맵", "과기부"]["modality"] == "planned"


def test_headlines_name_place_within_place() -> None:
    read = bulletin(item("칭다오시 라오산구, ‘국제 해양기술 포럼’ 개최", LINES))
    assert read.of("administeredBy") == {("국제 해양기술 포럼", "라오산구")}
    read = bulletin(item("바이두, 우한에 수소안전연구센터 설립", LINES))
    assert read.of("establishedBy") == {("수소안전연구센터", "바이두")}


# --- bodies under bodies, people in posts -----------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "쯔진산실험실은 중국과학원 산하 기관이다.",
        "쯔진산실험실은 중국과학원의 산하 기관으로, 난징에서 일한다.",
        "쯔진산실험실은 중국과학원 소속이며 사람을 뽑는다.",
        "중국과학원에 속한 쯔진산실험실이 사람을 뽑는다.",
    ],
)
def test_bodies_are_said_to_be_under_others(sentence: str) -> None:
    assert prose(sentence).of("partOf") == {("쯔진산실험실", "중국과학원")}


def test_working_with_a_unit_is_not_being_one() -> None:
    read = prose("쯔진산실험실은 중국과학원 산하 연구소와 함께 일한다.")
    assert read.of("partOf") == set()


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("쯔진산실험실의 초대 주임은 리밍(李明) 교수다.", "주임"),
        ("국무원은 리밍(李明) 총장을 쯔진산실험실 주임에 임명했다.", "주임"),
        ("쯔진산실험실은 난징에 있으며, 지금은 리밍(李明) 원사가 주임이다.", "주임"),
    ],
)
def test_posts_apart_from_names(sentence: str, role: str) -> None:
    read = prose(sentence)
    assert read.qualifiers("affiliatedWith")["리밍", "쯔진산실험실"] == {"role": role}


def test_whom_somebody_in_a_post_meets_does_not_hold_it() -> None:
    read = prose("과기부 장관은 예전에 중국과학원 원장을 지낸 바이춘리를 만났다.")
    assert read.of("affiliatedWith") == {("바이춘리", "중국과학원")}


def test_people_of_the_body_named_before() -> None:
    read = prose("저장대학이 성과를 냈다. 이 대학의 리밍(李明) 교수는 웃었다.")
    assert read.qualifiers("affiliatedWith") == {("리밍", "저장대학"): {"role": "교수"}}


# --- what is done, and by whom ----------------------------------------------------------------------------


def test_who_is_described_by_what_it_did() -> None:
    read = prose("‘국제 수소 포럼’을 주최한 중국과학기술협회는 사람을 뽑았다.")
    assert read.of("administeredBy") == {("국제 수소 포럼", "중국과학기술협회")}


@pytest.mark.parametrize(
    "sentence",
    [
        "‘심해 관측 프로젝트’의 운영은 저장대학이 맡는다.",
        "‘심해 관측 프로젝트’의 운영은 저장대학에 위탁되었다.",
        "저장성 재정청은 ‘심해 관측 프로젝트’의 운영을 저장대학에 맡겼다.",
    ],
)
def test_undertakings_are_entrusted(sentence: str) -> None:
    assert prose(sentence).of("administeredBy") == {("심해 관측 프로젝트", "저장대학")}


def test_each_speaker_takes_part() -> None:
    read = prose(
        "‘국제 수소 포럼’이 난징에서 열렸다. "
        "개회사는 리밍(李明) 저장대학 총장이, 축사는 왕린(王林) 과기부 부부장이 맡았다."
    )
    assert read.of("participatesIn") == {("리밍", "국제 수소 포럼"), ("왕린", "국제 수소 포럼")}


def test_hearsay_is_not_asserted() -> None:
    read = prose("화웨이가 ‘국제 수소 포럼’에 참가한다는 소문이 돌았다.")
    assert read.of("participatesIn") == set()


def test_a_roster_completes_whom_one_body_acts_with() -> None:
    read = bullets(
        "- 과기부가 2개 부처와 더불어 ‘과학 장비 개방 방안’을 마련",
        " - * 과기부, 교육부, 재정부 등 3개",
    )
    assert read.of("issuedBy") == {("과학 장비 개방 방안", name) for name in ("과기부", "교육부", "재정부")}


def test_a_local_policy_applies_to_its_place() -> None:
    read = bullets("- 광둥성 과학기술청은 ‘해양 로봇 육성 조치’를 발표")
    assert ("해양 로봇 육성 조치", "광둥성") in read.of("appliesTo")
    assert bullets("- 과기부는 ‘해양 로봇 육성 조치’를 발표").of("appliesTo") == set()


# --- sums further ------------------------------------------------------------------------------------------


def test_each_giver_has_its_own_sum() -> None:
    read = bullets("- 쯔진산실험실 건설에는 저장성 재정청이 8,000만 위안을, 화웨이가 1,200만 위안을 투입")
    sums = {s: q["amount"] for (s, _), q in read.qualifiers("funds").items()}
    assert sums == {"저장성 재정청": "80000000", "화웨이": "12000000"}


# --- lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["(참여기관)", "참여기관:", "【참가기업】"])
def test_labelled_lines_list_who_takes_part(label: str) -> None:
    read = bullets("- 과기부는 ‘양자 도약 프로그램’을 시작", f" - {label} 저장대학, 칭화대학교, 화웨이 등 12개")
    assert read.of("participatesIn") == {(n, "양자 도약 프로그램") for n in ("저장대학", "칭화대학교", "화웨이")}


def test_labelled_lines_say_host_and_place() -> None:
    read = bullets("- ‘국제 수소 포럼’이 성황리에 끝남", " - 주최: 칭화대학교, 저장대학", " - 장소: 난징시")
    assert read.of("administeredBy") == {("국제 수소 포럼", "칭화대학교"), ("국제 수소 포럼", "저장대학")}
    assert ("국제 수소 포럼", "난징시") in read.of("locatedIn")


def test_labels_of_other_things_say_nothing() -> None:
    read = bullets("- ‘국제 수소 포럼’이 성황리에 끝남", " - (배경) 저장대학은 새 장비를 들임")
    assert read.of("participatesIn") == read.of("administeredBy") == set()


def test_captions_say_in_what_the_listed_take_part() -> None:
    read = bullets(
        LINES, "", "〈‘양자 도약 프로그램’ 선정기관〉", "", "번호\t대학\t분야", "1\t저장대학\t계산", "2\t난징대학\t통신"
    )
    assert read.of("participatesIn") == {("저장대학", "양자 도약 프로그램"), ("난징대학", "양자 도약 프로그램")}


def test_people_with_their_bodies_are_listed() -> None:
    read = bullets("- 보아오포럼에 저장대학 왕밍(王明) 교수, 칭화대학교 리나(李娜) 교수 등 40명이 참석")
    assert read.of("participatesIn") == {("왕밍", "보아오포럼"), ("리나", "보아오포럼")}
    read = bullets("- 왕밍(王明) 장쑤성 성장과 리나(李娜) 저장대학 총장이 보아오포럼에 참석")
    assert read.of("participatesIn") == {("왕밍", "보아오포럼"), ("리나", "보아오포럼")}


def test_relative_clauses_in_a_row_describe_one_thing() -> None:
    read = prose("칭화대학교가 주관하고 화웨이가 참여하는 ‘녹색 컴퓨팅 프로젝트’가 시작되었다.")
    assert read.of("administeredBy") == {("녹색 컴퓨팅 프로젝트", "칭화대학교")}
    assert read.of("participatesIn") == {("화웨이", "녹색 컴퓨팅 프로젝트")}


def test_two_of_many_are_no_partners() -> None:
    assert related("collaboratesWith", "- 텐센트와 알리바바 등 17개 기업은 협약에 서명") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "과기부의 ‘양자 도약 프로그램’에 돈이 몰렸다.",
        "‘양자 도약 프로그램’의 운영 주체는 과기부다.",
        "과기부가 꾸리는 ‘양자 도약 프로그램’에 돈이 몰렸다.",
    ],
)
def test_whose_programme_it_is(sentence: str) -> None:
    assert prose(sentence).of("administeredBy") == {("양자 도약 프로그램", "과기부")}


def test_what_two_bodies_made_elsewhere_is_neither_of_them() -> None:
    read = prose("저장대학은 칭화대학교를 찾았으며, 두 대학이 난징시에 차린 교실은 닫혔다.")
    assert read.of("establishedBy") == set()


# --- who does what in prose that describes and sums up ------------------------------------------------------


def test_a_form_of_the_name_in_a_bracket_does_not_part_a_list() -> None:
    read = prose("'제3회 해양로봇 포럼'에는 바이두, 센스타임(SenseTime), 지멘스가 참가했다.")
    assert {s for s, _ in read.of("participatesIn")} == {"바이두", "센스타임", "지멘스"}


def test_what_stands_before_a_colon_at_the_start_of_a_line_is_its_topic() -> None:
    read = prose("즈장실험실: 저장성 정부가 2017년 항저우에 세웠다.")
    assert ("즈장실험실", "저장성 정부") in read.of("establishedBy")
    assert ("즈장실험실", "항저우") in read.of("locatedIn")


def test_what_a_clause_says_its_topic_is() -> None:
    read = prose("즈장실험실은 저장대학과 알리바바가 함께 세운 기관으로, 항저우에 있다.")
    assert read.of("establishedBy") == {("즈장실험실", "저장대학"), ("즈장실험실", "알리바바")}
    read = prose("'펑청 운뇌'를 운영하는 곳은 바이두로, 칭화대학이 함께 세운 회사다.")
    assert ("펑청 운뇌", "칭화대학") not in read.of("establishedBy")
    assert ("바이두", "칭화대학") in read.of("establishedBy")


def test_who_founded_the_receiver_does_not_give() -> None:
    read = prose("저장성 과학기술청은 저장대학이 문을 연 즈장실험실에 3억 위안을 배정했다.")
    assert read.of("funds") == {("저장성 과학기술청", "즈장실험실")}


def test_what_was_once_planned_is_no_fact() -> None:
    read = prose("다롄에서 열릴 예정이던 '북방 선박 포럼'은 장소를 찾지 못했다.")
    assert read.of("locatedIn") == set()


def test_a_clause_describes_no_name_behind_another_subject() -> None:
    read = prose("화웨이가 만든 장비가 간쑤성에 설치됐다.")
    assert not {s for s, _ in read.of("establishedBy")} | {o for _, o in read.of("develops")}


def test_a_noun_that_refers_and_a_name_act_together() -> None:
    read = prose("즈장실험실이 문을 열었다.", "로봇 '해마 3호'를 만든 것은 실험실과 저장대학이다.")
    assert read.of("develops") == {("즈장실험실", "해마 3호"), ("저장대학", "해마 3호")}


def test_polite_copulas_state_the_same() -> None:
    read = prose("디디추싱은 바이두의 자회사입니다.")
    assert read.of("partOf") == {("디디추싱", "바이두")}


def test_a_place_between_two_bodies_of_a_list_is_none_of_it() -> None:
    read = prose("바이두와 한국의 네이버는 협력 협정을 체결했다.")
    assert read.of("collaboratesWith") == {("바이두", "네이버")}


def test_a_paper_applies_to_what_is_said_to_be_its_scope() -> None:
    paper = "상하이시 정부가 '데이터 거래 촉진 방안'을 발표했다."
    ends = {("데이터 거래 촉진 방안", "항저우"), ("데이터 거래 촉진 방안", "닝보")}
    assert ends <= prose(paper, "방안은 항저우와 닝보에 적용된다.").of("appliesTo")
    assert ends <= prose(paper, "방안은 항저우와 닝보를 적용 범위로 삼았다.").of("appliesTo")
    assert ends <= prose(paper, "방안이 적용되는 첫 도시는 항저우와 닝보다.").of("appliesTo")
    assert not ends & prose(paper, "방안은 항저우와 닝보에는 적용되지 않는다.").of("appliesTo")


def test_what_is_being_built_is_built_by_the_topic() -> None:
    read = prose("바이두는 선전에 '펑청 운뇌'를 짓는 중이다.")
    assert ("펑청 운뇌", "바이두") in read.of("establishedBy")


def test_who_chairs_a_meeting_holds_it() -> None:
    read = prose("'제2차 양자표준 회의'가 난징에서 열렸다. 회의는 과학기술부와 난징대학이 함께 주재했다.")
    assert {("제2차 양자표준 회의", "과학기술부"), ("제2차 양자표준 회의", "난징대학")} <= read.of("administeredBy")


TABLE = """| 도시 | 거점 | 세운 곳 |
|---|---|---|
| 항저우 | 즈장실험실 | 저장대학 |
"""


def test_tables_of_who_set_up_what_and_who_signed_with_whom() -> None:
    read = document(f"새 거점\n\n거점은 다음과 같다.\n\n{TABLE}")
    assert ("즈장실험실", "저장대학") in read.of("establishedBy")
    assert ("즈장실험실", "항저우") in read.of("locatedIn")
    signed = "| 서명 기관 | 상대 | 내용 |\n|---|---|---|\n| 난징대학 | 바이두 | 양자 통신 |\n"
    assert document(f"새 협정\n\n협정은 다음과 같다.\n\n{signed}").of("collaboratesWith") == {("난징대학", "바이두")}


def test_who_signs_a_paper_spoken_of_last_does_not_join_the_meeting_before() -> None:
    read = prose(
        "과학기술부는 '제5차 심해기술 회의'에서 '심해장비 육성 방안'을 발표했다. 재정부와 교육부도 이름을 올렸다."
    )
    assert {o for _, o in read.of("issuedBy")} == {"과학기술부", "재정부", "교육부"}
    assert not {s for s, _ in read.of("participatesIn")} & {"재정부", "교육부"}


def test_a_parent_company_is_said_of_its_subsidiary() -> None:
    read = prose("칭화대학은 장쑤성 정부에 속하지 않으며, 바이두는 디디추싱의 모회사이기도 하다.")
    assert read.of("partOf") == {("디디추싱", "바이두")}


def test_a_person_belongs_to_a_body_as_bodies_do() -> None:
    read = prose("센터를 맡은 왕리(王莉) 교수는 저장대학 소속입니다.")
    assert read.of("affiliatedWith") == {("왕리", "저장대학")}


def test_who_starts_and_goes_on_with_an_undertaking_runs_it() -> None:
    read = prose("저장대학은 '바닷물 연구계획'에 시동을 걸었다.")
    assert read.of("administeredBy") == {("바닷물 연구계획", "저장대학")}


def test_who_presents_a_product_made_it_but_not_who_presents_what_came_of_it() -> None:
    assert prose("저장대학이 로봇 '해마 3호'를 발표했다.").of("develops") == {("저장대학", "해마 3호")}
    assert not prose("저장대학이 로봇 '해마 3호'의 탐사 성과를 발표했다.").of("develops")
    assert not prose("왕리(王莉) 교수가 로봇 '해마 3호'를 발표했다.").of("develops")


@pytest.mark.parametrize(
    "line",
    [
        "안후이성은 8일 허페이시에서 개막한 ‘제3회 이끼 대회’에서 ‘이끼 지침’을 공개했다.",
        "저장대학은 닝보시에서 폐막한 ‘제3회 이끼 대회’에 참석했다.",
    ],
)
def test_who_acts_at_an_event_that_opened_does_not_run_it(line: str) -> None:
    assert not prose(line).of("administeredBy")


def test_guests_behind_hosts_are_those_who_join() -> None:
    read = prose(
        "'제2회 이끼 대회'가 열렸다.", "대회는 교육부와 저장대학이 공동 주최, 룽위양자(龍羽量子) 등 120개사 참가"
    )
    assert read.of("participatesIn") == {("룽위양자", "제2회 이끼 대회")}
    assert {o for _, o in read.of("administeredBy")} == {"교육부", "저장대학"}


@pytest.mark.parametrize(
    "lines",
    [
        ("하이얼은 새 장비를 선보였다.", "자회사 룽위로봇(龍羽機器人)은 저장대학과 계약을 체결했다."),
        ("하이얼은 새 장비를 선보였고, 자회사 룽위로봇(龍羽機器人)은 공장을 늘렸다.",),
        ("하이얼은 공장을 늘렸다. 계열사인 룽위로봇(龍羽機器人)도 사람을 뽑는다.",),
        ("하이얼은 공장을 늘렸다.", "산하 룽위로봇(龍羽機器人)이 사람을 뽑는다."),
    ],
)
def test_a_subsidiary_without_its_owner_is_of_who_was_spoken_of(lines: tuple[str, ...]) -> None:
    assert prose(*lines).of("partOf") == {("룽위로봇", "하이얼")}


def test_of_two_companies_before_none_is_the_owner() -> None:
    read = prose("하이얼은 화웨이와 협정을 맺었다.", "자회사 룽위로봇(龍羽機器人)은 사람을 뽑는다.")
    assert not read.of("partOf")


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("치궁(齊宮)대교 시험장은 톈푸신구의 핵심 시설로, 하루 여덟 시간 돌아간다.", ("치궁대교 시험장", "톈푸신구")),
        ("즈장실험실은 항저우첨단기술개발구의 선도 기관이다.", ("즈장실험실", "항저우첨단기술개발구")),
        ("즈장실험실은 톈푸신구의 중점 기관 일곱 곳 가운데 하나다.", ("즈장실험실", "톈푸신구")),
        ("시안의 로봇 기업 룽위로봇(龍羽機器人)이 사람을 뽑는다.", ("룽위로봇", "시안")),
        ("우한의 스타트업 룽위로봇(龍羽機器人)이 사람을 뽑는다.", ("룽위로봇", "우한")),
        ("룽위로봇(龍羽機器人)은 저장대학이 2017년 닝보시에 설립한 초기 투자사", ("룽위로봇", "닝보시")),
    ],
)
def test_seats_told_by_what_a_thing_is(line: str, pair: tuple[str, str]) -> None:
    assert pair in prose(line).of("locatedIn")


@pytest.mark.parametrize("end", ["초기 투자사", "기업", "법인형 로봇 기업.", "기업이다.", "기업으로, 사람을 뽑는다."])
def test_what_closes_a_line_is_said_of_its_topic(end: str) -> None:
    read = prose(f"룽위로봇(龍羽機器人)은 저장대학이 설립한 {end}")
    assert read.of("establishedBy") == {("룽위로봇", "저장대학")}


def test_what_a_line_closes_with_by_name_is_what_the_clause_describes() -> None:
    assert prose("이는 저장대학이 설립한 난하이로봇연구소").of("establishedBy") == {("난하이로봇연구소", "저장대학")}
    assert prose("선전에 있는 첨단 과학연구기관인 난하이로봇연구소는 사람을 뽑는다.").of("locatedIn") == {
        ("난하이로봇연구소", "선전")
    }


@pytest.mark.parametrize(
    "line",
    [
        "교육부는 ‘이끼 지침’의 의견수렴에 착수했다.",
        "교육부, ‘이끼 지침’ 의견수렴 개시",
        "교육부는 ‘이끼 지침’을 누리집에 올려 의견을 받고 있다.",
        "교육부는 ‘이끼 지침’을 홈페이지에 게시하였다.",
    ],
)
def test_a_paper_put_up_for_comment_is_issued(line: str) -> None:
    assert prose(line).of("issuedBy") == {("이끼 지침", "교육부")}


@pytest.mark.parametrize(
    "line",
    [
        "저장대학 왕리(王莉)·주샤오(朱曉) 교수팀이 로봇을 만들었다.",
        "저장대학 왕리(王莉), 주샤오(朱曉) 교수가 로봇을 만들었다.",
        "저장대학의 왕리(王莉)와 주샤오(朱曉) 교수가 로봇을 만들었다.",
    ],
)
def test_people_in_one_list_share_their_body(line: str) -> None:
    assert prose(line).of("affiliatedWith") == {("왕리", "저장대학"), ("주샤오", "저장대학")}


def test_a_programme_of_a_province_is_run_by_it_but_not_what_it_only_joins() -> None:
    paid = prose("연구는 안후이성의 ‘이끼 특별프로젝트’와 교육부의 지원을 받았다.")
    assert paid.of("administeredBy") == {("이끼 특별프로젝트", "안후이성")}
    assert not prose("안후이성의 ‘이끼 특별프로젝트’ 참여가 늘었다.").of("administeredBy")


def test_money_goes_to_one_after_the_other() -> None:
    read = prose("하이얼은 바이두에 이어 룽위로봇(龍羽機器人)에도 3,000만 위안을 투자했다.")
    assert read.of("funds") == {("하이얼", "바이두"), ("하이얼", "룽위로봇")}


# --- what the words before leave unsaid -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "2025 세계로봇대회 개막식에서 왕밍 총장은 협력을 강조했고, 이어 ‘로봇 산업 발전 보고’가 공개되었다.",
            ("로봇 산업 발전 보고", "announcedAt", "2025 세계로봇대회"),
        ),
        (
            "베이징에서 열린 2025 세계로봇대회에서 바이두는 서비스를 알렸고, 화웨이는 로봇 ‘톈공(天工)’을 선보였다.",
            ("화웨이", "participatesIn", "2025 세계로봇대회"),
        ),
        (
            "2025 세계로봇대회에서 칭화대학은 저장대학과 뜻을 모았으며, 공업정보화부는 ‘로봇 표준 백서’를 배포했다.",
            ("로봇 표준 백서", "announcedAt", "2025 세계로봇대회"),
        ),
        (
            "중국전자학회는 2025 세계로봇대회 기간 ‘로봇 백서’를 펴냈다.",
            ("로봇 백서", "announcedAt", "2025 세계로봇대회"),
        ),
        (
            "2025 세계로봇대회 개막식에서 왕밍 칭화대학 총장은 공동 기금을 제안했다.",
            ("왕밍", "participatesIn", "2025 세계로봇대회"),
        ),
    ],
)
def test_an_event_sets_the_scene_for_the_clauses_behind(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in prose(sentence).claims


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("장시성 간저우시 정부는 손을 들었다.", ("간저우시", "locatedIn", "장시성")),
        ("저장성 항저우시 과학기술국이 나섰다.", ("항저우시", "locatedIn", "저장성")),
        ("국가슈퍼컴퓨팅 우시센터가 문을 열었다.", ("국가슈퍼컴퓨팅 우시센터", "locatedIn", "우시")),
        ("중국과학원 다롄분원이 사람을 뽑는다.", ("중국과학원 다롄분원", "locatedIn", "다롄")),
        ("지난주 서부(충칭)과학성을 둘러봤다.", ("서부과학성", "locatedIn", "충칭")),
        ("닝더스다이(CATL)의 자회사인 광둥방푸(廣東邦普)가 나섰다.", ("광둥방푸", "partOf", "닝더스다이")),
        ("화웨이(Huawei)의 계열사인 하이실리콘이 나섰다.", ("하이실리콘", "partOf", "화웨이")),
    ],
)
def test_names_within_and_beside_names(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in prose(sentence).claims


@pytest.mark.parametrize(
    "sentence",
    [
        "연구소장에는 왕리(王麗) 교수가 임명되었다.",
        "초대 소장으로 왕리(王麗) 교수가 취임한다.",
        "새 연구소장에 왕리(王麗) 교수를 선임했다.",
    ],
)
def test_who_heads_the_institute_named_last(sentence: str) -> None:
    read = prose(f"칭화대학은 ‘톈리 양자연구소’를 열었다. {sentence}")
    assert ("왕리", "톈리 양자연구소") in read.of("affiliatedWith")


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("닝샤대학은 이집트 카이로사막대학과 협정을 맺었다.", ("이집트 카이로사막대학", "이집트")),
        ("닝샤대학은 프랑스 그르노블공대와 협정을 맺었다.", ("프랑스 그르노블공대", "프랑스")),
        ("닝샤대학은 스위스 알프스빙하연구소와 협정을 맺었다.", ("스위스 알프스빙하연구소", "스위스")),
    ],
)
def test_a_body_abroad_lies_in_the_country_before_its_name(line: str, pair: tuple[str, str]) -> None:
    assert pair in prose(line).of("locatedIn")


def test_an_organ_of_a_country_lies_there() -> None:
    found = prose("닝샤대학은 브라질 우주청과 협정을 맺었다.").of("locatedIn")
    assert found == {("브라질 우주청", "브라질")}


def test_a_plan_named_after_a_known_centre_is_about_it() -> None:
    read = prose("산시성은 ‘친촹위안 건설 실시방안’을 공포했다. 저장대학은 ‘즈장실험실 발전 방안’을 냈다.")
    assert read.of("appliesTo") >= {
        ("친촹위안 건설 실시방안", "친촹위안"),
        ("즈장실험실 발전 방안", "즈장실험실"),
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- 제웨싱천(階躍星辰) – 추론 모델 Orion 3 발표", ("제웨싱천", "develops", "Orion 3")),
        ("- 화웨이 - 로봇 ‘톈공(天工)’ 공개", ("화웨이", "develops", "톈공")),
        ("- 바이두: 새 판을 준비. 로봇 ‘샤오퉁 2’를 개발", ("바이두", "develops", "샤오퉁 2")),
        ("- 신톈반도체(芯天半導體): 장쑤성 창저우에 본사를 둔 회사", ("신톈반도체", "locatedIn", "창저우")),
        ("- 저장대학: 난징대학과 위성 ‘톈위안 2호’를 공동 개발", ("저장대학", "develops", "톈위안 2호")),
    ],
)
def test_a_line_that_opens_with_a_body_is_about_it(line: str, expected: tuple[str, str, str]) -> None:
    assert expected in bullets(line).claims


def test_who_builds_what_a_table_lists() -> None:
    rows = (
        "사업명|건설 주체|소재지",
        "우선 그린수소 시범사업|시노신에너지|어얼둬쓰시",
        "다안 수소 프로젝트|신톈중공|다안시",
    )
    table = "\n".join(rows).replace("|", "\t")
    read = bulletin(item("오늘의 소식", "- 주요 사업은 아래와 같음", table))
    assert ("우선 그린수소 시범사업", "시노신에너지") in read.of("establishedBy")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("바이두 연구진이 로봇 ‘톈공(天工)’ 개발에 성공했습니다.", ("바이두", "develops", "톈공")),
        ("바이두는 로봇 ‘톈공(天工)’의 양산에 들어갔습니다.", ("바이두", "develops", "톈공")),
        ("칭화대학은 위성 ‘톈위안 2호’ 제작에 성공하였다.", ("칭화대학", "develops", "톈위안 2호")),
        ("바이두는 지리자동차와 ‘운전 혁신센터’ 건설에 합의했다.", ("운전 혁신센터", "establishedBy", "바이두")),
        ("칭화대학의 협력 상대는 바이두입니다.", ("칭화대학", "collaboratesWith", "바이두")),
        ("칭화대학의 협력사는 바이두와 화웨이였다.", ("칭화대학", "collaboratesWith", "화웨이")),
        ("왕밍(王明) 씨가 바이두 부사장으로 자리를 옮겼습니다.", ("왕밍", "affiliatedWith", "바이두")),
        ("리웨이(李偉) 박사는 바이두의 수석과학자를 맡고 있다.", ("리웨이", "affiliatedWith", "바이두")),
        ("저장대학에서 양자를 연구하는 왕밍(王明) 교수는 답했다.", ("왕밍", "affiliatedWith", "저장대학")),
        ("자오리(趙麗) 연구원은 화웨이에서 일하고 있다.", ("자오리", "affiliatedWith", "화웨이")),
        ("제3회 로봇 포럼이 우한 국제박람센터에서 열렸습니다.", ("제3회 로봇 포럼", "locatedIn", "우한")),
        ("제3회 로봇 포럼이 항저우 국제전람센터에서 열렸다.", ("제3회 로봇 포럼", "locatedIn", "항저우")),
        ("2026 로봇대회를 맞아 중국전자학회는 ‘로봇 백서’를 펴냈다.", ("로봇 백서", "announcedAt", "2026 로봇대회")),
    ],
)
def test_done_held_and_shown_in_further_words(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in prose(sentence).claims


def test_a_headline_may_say_whose_the_actor_is() -> None:
    read = prose("국가시장감독관리총국 산하 국가표준화관리위원회, 「이끼 표준체계 구축지침」 의견수렴 착수")
    assert read.of("issuedBy") == {("이끼 표준체계 구축지침", "국가표준화관리위원회")}
    read = prose("(로봇) 과기부 산하 난하이로봇연구소, ‘이끼 로봇 백서’ 발간")
    assert read.of("issuedBy") == {("이끼 로봇 백서", "난하이로봇연구소")}


@pytest.mark.parametrize("seat", ["항저우에 본사를 둔", "항저우에 본사를 두고 있는"])
def test_a_seat_that_a_company_keeps_is_not_another_company(seat: str) -> None:
    read = prose(
        "하이얼은 로봇을 만든다.", f"{seat} 룽위로봇(龍羽機器人)은 저장대학과 닝보시 정부가 공동 출자해 설립했다."
    )
    assert {o for _, o in read.of("funds")} == {"룽위로봇"}
    assert {o for _, o in read.of("establishedBy")} == {"저장대학", "닝보시 정부"}


@pytest.mark.parametrize(
    ("sentence", "relation", "pair"),
    [
        (
            "저장대학교와 하늘나루회사가 공동 설립한 ‘첸탕 소재실험실’",
            "establishedBy",
            ("첸탕 소재실험실", "저장대학교"),
        ),
        (
            "‘첸탕 소재실험실’은 저장대학교와 하늘나루(天津)가 함께 세웠다",
            "establishedBy",
            ("첸탕 소재실험실", "저장대학교"),
        ),
        ("양자컴퓨터 ‘쭈충즈 4호’는 저장대학교 왕밍 교수팀이 개발했다", "develops", ("저장대학교", "쭈충즈 4호")),
        ("‘쭈충즈 4호’를 만든 것은 저장대학교 연구진이다", "develops", ("저장대학교", "쭈충즈 4호")),
        ("화웨이가 지난달 발표한 ‘린룽 9’는 빠르다", "develops", ("화웨이", "린룽 9")),
        ("저장대학교는 화웨이와 더불어 개발한 ‘린룽 9’를 공개했다", "develops", ("화웨이", "린룽 9")),
        (
            "‘기초연구 조례’가 광둥성 인민대표대회 상무위원회를 통과했다",
            "issuedBy",
            ("기초연구 조례", "광둥성 인민대표대회 상무위원회"),
        ),
        (
            "‘기초연구 조례’는 광둥성 인민대표대회 상무위원회에서 의결됐다",
            "issuedBy",
            ("기초연구 조례", "광둥성 인민대표대회 상무위원회"),
        ),
        ("광둥성 정부와 후난성 정부가 함께 내린 ‘기초연구 방안’은 길다", "issuedBy", ("기초연구 방안", "광둥성 정부")),
        (
            "과기정통부는 과학기술부와 함께 ‘새싹 교류 사업’을 운영한다",
            "administeredBy",
            ("새싹 교류 사업", "과기정통부"),
        ),
    ],
)
def test_doers_beside_strangers_with_teams_and_in_councils(sentence: str, relation: str, pair: tuple[str, str]) -> None:
    assert pair in prose(f"{sentence}.").of(relation)


@pytest.mark.parametrize(
    ("sentence", "relation", "pair"),
    [
        (
            "저장대학교와 맺은 관계가 함께 깊어진 ‘첸탕 소재실험실’이 문을 열었다",
            "establishedBy",
            ("첸탕 소재실험실", "저장대학교"),
        ),
        ("화웨이가 지난달 발표한 보고서는 ‘린룽 9’를 다뤘다", "develops", ("화웨이", "린룽 9")),
        ("화웨이 대표는 ‘기초연구 조례’가 통과되자 환영했다", "issuedBy", ("기초연구 조례", "화웨이")),
        ("중국과학원이 총괄하는 ‘남극 관측 프로젝트’는 길다", "develops", ("중국과학원", "남극 관측 프로젝트")),
    ],
)
def test_bystanders_do_nothing(sentence: str, relation: str, pair: tuple[str, str]) -> None:
    assert pair not in prose(f"{sentence}.").of(relation)


def test_a_roster_below_the_first_line_completes_it() -> None:
    text = "# 새 방안\n\n■ 과기부 등 3개 부처*는 「과학 장비 개방 방안」을 공동 발표(1.4)\n\n* 과기부, 재정부, 상무부\n"
    issuers = {body for _, body in document(text).of("issuedBy")}
    assert issuers == {"과기부", "재정부", "상무부"}


@pytest.mark.parametrize(
    ("sentence", "relation", "pair"),
    [
        ("화웨이가 개발 중인 칩 ‘린룽 9’가 시험을 마쳤다.", "develops", ("화웨이", "린룽 9")),
        ("화웨이가 둥관시에 건설 중인 ‘둥관 소재센터’가 곧 문을 연다.", "establishedBy", ("둥관 소재센터", "화웨이")),
        (
            "화웨이가 짓고 텐센트가 장비를 공급하는 ‘둥관 소재센터’는 크다.",
            "establishedBy",
            ("둥관 소재센터", "화웨이"),
        ),
        ("상무부가 집필하고 교육부가 감수한 ‘새싹 무역 백서’가 나왔다.", "issuedBy", ("새싹 무역 백서", "상무부")),
        ("‘둥관 소재센터’는 화웨이가 3억 위안을 들여 지은 시설이다.", "establishedBy", ("둥관 소재센터", "화웨이")),
        ("상무부가 무역을 촉진하기 위해 만든 ‘새싹 무역 방안’이 바뀐다.", "issuedBy", ("새싹 무역 방안", "상무부")),
        ("샤오펑은 광저우시에 공장이 있다. 회사는 올해 ‘하늘차 X2’를 선보인다.", "develops", ("샤오펑", "하늘차 X2")),
    ],
)
def test_what_is_under_way_shared_out_or_said_of_the_company(
    sentence: str, relation: str, pair: tuple[str, str]
) -> None:
    assert pair in prose(sentence).of(relation)


@pytest.mark.parametrize(
    ("sentence", "relation", "pair"),
    [
        (
            "화웨이가 짓고 텐센트가 칩을 쓰는 도시는 ‘둥관 소재센터’를 반긴다.",
            "establishedBy",
            ("둥관 소재센터", "화웨이"),
        ),
        ("샤오펑은 광저우시에 공장이 있다. 많은 회사는 ‘하늘차 X2’를 선보인다.", "develops", ("샤오펑", "하늘차 X2")),
        ("샤오펑과 비야디가 만났다. 회사는 올해 ‘하늘차 X2’를 선보인다.", "develops", ("비야디", "하늘차 X2")),
        ("화웨이는 상무부가 만든 ‘새싹 무역 방안’을 따른다.", "issuedBy", ("새싹 무역 방안", "화웨이")),
    ],
)
def test_what_others_do_in_the_same_sentence(sentence: str, relation: str, pair: tuple[str, str]) -> None:
    assert pair not in prose(sentence).of(relation)


def test_each_of_several_things_has_its_own_maker() -> None:
    made = "‘린룽 9’는 화웨이가, ‘쓰위안 590’은 캠브리콘이 만들었다."
    assert prose(made).of("develops") == {("화웨이", "린룽 9"), ("캠브리콘", "쓰위안 590")}
    founded = "‘구름 소재실험실’은 화웨이가, ‘바람 통신실험실’은 산시성 정부가 세웠다."
    assert prose(founded).of("establishedBy") == {
        ("구름 소재실험실", "화웨이"),
        ("바람 통신실험실", "산시성 정부"),
    }


def test_who_runs_a_firm_acts_for_it_but_a_professor_for_himself() -> None:
    firm = prose("주화룽 창안자동차 회장은 올해 ‘아바타 06’을 생산한다고 밝혔다.").of("develops")
    assert firm == {("창안자동차", "아바타 06")}
    assert ("왕밍", "린룽 9") in prose("왕밍 칭화대학교 교수는 칩 ‘린룽 9’를 개발했다.").of("develops")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("샤오펑은 텐센트로부터 3억 위안을 투자받기로 했다고 밝혔다.", True),
        ("샤오펑은 텐센트로부터 3억 위안을 투자받기로 했다는 소식이 나왔다.", True),
        ("샤오펑은 텐센트로부터 3억 위안을 투자받기로 했다는 소문이 돌았다.", False),
        ("샤오펑은 텐센트로부터 투자를 받기로 했다는 외신 보도를 부인했다.", False),
    ],
)
def test_hearsay_behind_an_agreement(sentence: str, told: bool) -> None:
    assert prose(sentence).of("funds") == ({("텐센트", "샤오펑")} if told else set())


def test_who_chooses_for_a_programme_runs_it() -> None:
    chosen = prose("교육부는 칭화대학교를 ‘새싹 인재계획’ 대상으로 선정했다.")
    assert chosen.of("administeredBy") == {("새싹 인재계획", "교육부")}
    assert not prose("칭화대학교는 ‘새싹 인재계획’ 대상으로 선정됐다.").of("administeredBy")
    assert not prose("교육부는 칭화대학교가 ‘새싹 인재계획’ 대상으로 선정됐다고 밝혔다.").of("administeredBy")


@pytest.mark.parametrize("word", ["연명으로", "공동으로"])
def test_who_signs_a_paper_with_others(word: str) -> None:
    read = prose(f"과학기술부가 재정부·교육부 등과 {word} ‘바다 시험장 육성 방안’을 각 성에 하달했다.")
    assert {issuer for _, issuer in read.of("issuedBy")} == {"과학기술부", "재정부", "교육부"}


def test_zones_lie_in_zones() -> None:
    assert ("장장과학성", "푸둥신구") in prose("푸둥신구 장장과학성에 화웨이가 입주했다.").of("locatedIn")
    inside = prose("저장대학은 린강신구 내 디수이후 과학단지에 연구동을 지었다.").of("locatedIn")
    assert ("디수이후 과학단지", "린강신구") in inside
    assert ("광밍구", "선전시") in prose("광둥성 선전시의 광밍구는 조치를 발표했다.").of("locatedIn")
    assert not prose("선전시의 항저우시는 조치를 발표했다.").of("locatedIn")


def test_a_unit_of_the_same_body() -> None:
    read = prose("중국과학원 허페이물질과학연구원은 장치를 고쳤다. 같은 연구원 소속 플라즈마물리연구소도 나섰다.")
    assert ("플라즈마물리연구소", "중국과학원 허페이물질과학연구원") in read.of("partOf")


def test_a_seat_of_who_is_described_is_not_that_of_another_company() -> None:
    read = prose("화웨이의 자회사 하이실리콘이 칩을 냈다. 칭다오에 본사가 있는 하이얼그룹은 로봇을 만든다.")
    assert {who for who, place in read.of("locatedIn") if place == "칭다오"} == {"하이얼그룹"}


@pytest.mark.parametrize(
    "said",
    [
        "인텔은 10월 청두의 자회사 하이실리콘에 3억 달러를 증자했다.",
        "인텔은 중국 자회사인 하이실리콘과 계획을 세웠다.",
        "인텔이 작년에 세운 자회사 하이실리콘은 공장을 지었다.",
        "인텔은 산하 하이실리콘에 시험을 맡겼다.",
    ],
)
def test_units_of_who_acts(said: str) -> None:
    assert prose(said).of("partOf") == {("하이실리콘", "인텔")}


@pytest.mark.parametrize(
    "said",
    [
        "인텔은 텐센트의 자회사 하이실리콘에 투자했다.",
        "인텔은 텐센트 자회사인 하이실리콘과 협약을 맺었다.",
        "인텔은 자회사가 없는 하이실리콘과 협약을 맺었다.",
    ],
)
def test_units_of_others_than_who_acts(said: str) -> None:
    assert ("하이실리콘", "인텔") not in prose(said).of("partOf")


def test_what_is_not_of_one_company_gives_no_seat_to_another() -> None:
    read = prose("이 칩은 창사에 본사를 둔 징자업체의 제품이 아니라 하이실리콘이 개발한 것이다.")
    assert ("하이실리콘", "창사") not in read.of("locatedIn")


def test_a_centre_spoken_of_before_a_table_of_sums_is_not_the_giver() -> None:
    rows = "| 기관 | 지원액(만 위안) |\n|---|---|\n| 저장대학 | 300 |\n| 난카이대학 | 200 |\n"
    text = "지원 내역\n\n바다슈퍼컴퓨팅센터는 새 건물을 운영하고 있다.\n\n{}\n"
    assert not document(text.format(rows)).of("funds")
    given = text.replace("바다슈퍼컴퓨팅센터는 새 건물을 운영하고 있다.", "저장성 재정청은 2025년 자금을 배정하였다.")
    assert document(given.format(rows)).of("funds") == {("저장성 재정청", "저장대학"), ("저장성 재정청", "난카이대학")}


def test_what_a_bracket_says_more_of_than_its_name_belongs_to_nothing_before_it() -> None:
    found = prose("대련화학물리연구소(중국과학원 산하)는 새 건물로 옮겼다.").of("partOf")
    assert found == {("대련화학물리연구소", "중국과학원")}


def test_labels_of_a_thing_without_known_name_make_their_bodies_no_parents_of_who_pays() -> None:
    found = bullets(
        "□ 중국과학원은 ‘모래고양이’에 2억 위안을 투입하기로 함",
        "○ 주관기관: 베이징대학 / 참여기관: 푸단대학, 우한대학",
    )
    assert not found.of("partOf") and not found.of("funds")
