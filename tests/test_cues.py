"""Facts told by cue words and by the layout of lists: wordings that no rule of predicates covers, and near misses."""

from __future__ import annotations

import pytest
from extraction import bulletin, item, prose

from kg.errors import DataError
from kg.ontology import load_ontology
from kg.relate.rules import load_rules
from kg.resources import seeds_dir

FORUM, PLAN = "보아오포럼", "해양 로봇 육성 조치"


@pytest.mark.parametrize(
    "sentence",
    [
        "화웨이 대표단이 보아오포럼을 찾았다.",
        "화웨이도 보아오포럼에 함께했다.",
        "화웨이를 비롯한 기업이 보아오포럼에 얼굴을 내밀었다.",
        "화웨이는 보아오포럼의 초청을 받았다.",
        "보아오포럼에서 화웨이가 최우수상을 받았다.",
    ],
)
def test_ways_to_take_part(sentence: str) -> None:
    assert ("화웨이", FORUM) in prose(sentence).of("participatesIn")


@pytest.mark.parametrize(
    "sentence",
    [
        "화웨이는 보아오포럼 참가를 거절했다.",
        "화웨이가 보아오포럼에 초청된다는 소문이 돌았다.",
        "화웨이는 보아오포럼 명단에서 빠졌다.",
        "보아오포럼의 연단에 오른 것은 화웨이가 아니라 바이두였다.",
    ],
)
def test_who_does_not_take_part(sentence: str) -> None:
    assert ("화웨이", FORUM) not in prose(sentence).of("participatesIn")


def test_hosts_do_not_merely_take_part() -> None:
    read = prose("보아오포럼은 중국과학기술협회가 주최하고 연단을 꾸몄다.")
    assert read.of("administeredBy") == {(FORUM, "중국과학기술협회")}
    assert read.of("participatesIn") == set()


def test_subjects_of_relative_clauses_do_nothing_outside_of_them() -> None:
    read = prose("화웨이가 세운 쯔진산실험실은 보아오포럼의 초청을 받았다.")
    assert read.of("participatesIn") == {("쯔진산실험실", FORUM)}


@pytest.mark.parametrize(
    "sentence",
    [f"과기부와 재정부의 이름으로 ‘{PLAN}’가 나왔다.", f"과기부, 재정부 두 부처의 명의로 ‘{PLAN}’가 나왔다."],
)
def test_papers_in_the_name_of_bodies(sentence: str) -> None:
    assert prose(sentence).of("issuedBy") == {(PLAN, "과기부"), (PLAN, "재정부")}


def test_a_genitive_of_two_bodies_says_who_works_together() -> None:
    assert prose("화웨이와 칭화대학교의 협력은 10년째다.").of("collaboratesWith") == {
        ("칭화대학교", "화웨이")
    } or prose("화웨이와 칭화대학교의 협력은 10년째다.").of("collaboratesWith") == {("화웨이", "칭화대학교")}


def test_joining_hands_to_issue_a_paper_is_no_fact_of_its_own() -> None:
    read = prose(f"과기부와 재정부가 손을 맞잡고 ‘{PLAN}’를 발표했다.")
    assert read.of("issuedBy") == {(PLAN, "과기부"), (PLAN, "재정부")}
    assert read.of("collaboratesWith") == set()


# --- what lines above leave unsaid -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 과기부와 교육부가 함께 서명",
        "- 과기부·교육부 공동 발표",
        "- 발표 부처(2곳): 과기부, 교육부",
        "- (공동 제정 부처) 과기부·교육부",
        "- 이번에는 과기부와 교육부가 공동으로 마련",
    ],
)
def test_the_paper_of_the_headline_is_issued_by_whom_a_line_names(line: str) -> None:
    read = bulletin(item(f"‘{PLAN}’ 나와", line))
    assert read.of("issuedBy") == {(PLAN, "과기부"), (PLAN, "교육부")}


@pytest.mark.parametrize(
    "line",
    ["- 과기부와 교육부가 인재를 기르는 대학 명단을 공동으로 마련", "- 대학 명단: 과기부와 교육부가 마련할 예정임"],
)
def test_other_things_of_a_line_are_not_the_paper(line: str) -> None:
    assert bulletin(item(f"‘{PLAN}’ 나와", line)).of("issuedBy") == set()


def test_where_the_lines_above_name_two_papers_none_is_meant() -> None:
    read = bulletin(item(f"‘{PLAN}’와 ‘심해 광물 지침’ 나와", "- 과기부와 교육부가 함께 서명"))
    assert read.of("issuedBy") == set()


@pytest.mark.parametrize(
    "footnote",
    [
        "* 4개 부처: 과기부, 교육부, 재정부, 상무부",
        "* 4개 부처는 과기부, 교육부, 재정부, 상무부임",
        "* 과기부 외 교육부, 재정부, 상무부",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        f"- 과기부를 비롯한 4개 부처*가 공동 제정한 ‘{PLAN}’가 시행됨",
        f"- ‘{PLAN}’는 과기부 등 4개 부처* 명의로 발표됨",
        f"- 4개 부처*는 공동으로 ‘{PLAN}’를 발표",
    ],
)
def test_footnotes_name_all_whom_a_line_counts(line: str, footnote: str) -> None:
    issuers = {(PLAN, name) for name in ("과기부", "교육부", "재정부", "상무부")}
    assert bulletin(item("오늘의 소식", line, f" - {footnote}")).of("issuedBy") == issuers


@pytest.mark.parametrize(
    "line", [" - 화웨이, 바이두 등 참석", " - 화웨이·바이두 등 30개사 참가", " - 국내에서는 화웨이와 바이두가 참여"]
)
def test_lists_below_an_event_take_part_in_it(line: str) -> None:
    read = bulletin(item("오늘의 소식", "- ‘국제 수소 포럼’이 난징시에서 열림", line))
    assert read.of("participatesIn") == {("화웨이", "국제 수소 포럼"), ("바이두", "국제 수소 포럼")}


@pytest.mark.parametrize("line", [" - 화웨이와 칭화대학교가 공동 설립", " - 화웨이·칭화대학교 공동 설립"])
def test_lists_below_a_centre_founded_it(line: str) -> None:
    read = bulletin(item("오늘의 소식", "- ‘양자 광원 연구센터’가 난징시에서 문을 엶", line))
    assert read.of("establishedBy") == {("양자 광원 연구센터", "화웨이"), ("양자 광원 연구센터", "칭화대학교")}


@pytest.mark.parametrize(
    "sentence",
    [
        "'데이터 요소 시장 시범방안'은 베이징과 상하이를 대상으로 한다.",
        "'데이터 요소 시장 시범방안'은 베이징과 상하이에서 먼저 시행된다.",
        "'데이터 요소 시장 시범방안'의 대상은 베이징과 상하이다.",
        "베이징과 상하이는 '데이터 요소 시장 시범방안'의 적용을 받는다.",
        "□ 국가데이터국, '데이터 요소 시장 시범방안' 발표\n○ 베이징·상하이에서 우선 시행",
        "□ 국가데이터국, '데이터 요소 시장 시범방안' 발표\n○ 대상은 베이징·상하이 2개 도시",
    ],
)
def test_where_a_paper_holds(sentence: str) -> None:
    both = {("데이터 요소 시장 시범방안", town) for town in ("베이징", "상하이")}
    assert prose(sentence).of("appliesTo") == both


def test_where_a_paper_does_not_hold() -> None:
    assert prose("'데이터 요소 시장 시범방안'은 베이징에서 먼저 시행되지 않는다.").of("appliesTo") == set()
    assert prose("'데이터 요소 시장 시범방안'은 베이징에서 발표됐다.").of("appliesTo") == set()


def test_ministries_attend_but_are_not_at_what_they_host() -> None:
    there = prose("‘국제 수소 포럼’에는 재정부와 국가에너지국도 사람을 보냈다.").of("participatesIn")
    assert there == {("재정부", "국제 수소 포럼"), ("국가에너지국", "국제 수소 포럼")}
    hosts = prose("‘국제 수소 포럼’은 재정부가 주최하고 화웨이가 참가했다.").of("participatesIn")
    assert hosts == {("화웨이", "국제 수소 포럼")}


def test_founders_by_the_noun() -> None:
    text = "쯔진산실험실이 문을 열었다. 난징대학도 공동 설립자로 이름을 올렸다."
    assert prose(text).of("establishedBy") == {("쯔진산실험실", "난징대학")}


@pytest.mark.parametrize(
    "text",
    [
        "화웨이와 난징대학이 ‘양자 광원 연구센터’ 설립 협정에 서명했다.",
        "화웨이는 난징대학과 ‘양자 광원 연구센터’를 세웠다.",
    ],
)
def test_founders_by_agreement_or_with_a_partner(text: str) -> None:
    both = {("양자 광원 연구센터", name) for name in ("화웨이", "난징대학")}
    assert {(s, o.removesuffix("교")) for s, o in prose(text).of("establishedBy")} == both


def test_nobody_is_a_founder_by_being_unlike_one() -> None:
    text = "화웨이는 난징대학과 달리 ‘양자 광원 연구센터’를 세웠다."
    assert prose(text).of("establishedBy") == {("양자 광원 연구센터", "화웨이")}


def test_a_line_beside_that_of_an_undertaking_tells_who_leads_and_joins_it() -> None:
    lines = ("- 과기부는 ‘심해 탐사 프로젝트’에 2억 위안을 지원", "- 난징대학이 총괄하고 화웨이가 참여")
    read = bulletin(item("오늘의 소식", *lines))
    assert {(s, o.removesuffix("교")) for s, o in read.of("administeredBy")} == {("심해 탐사 프로젝트", "난징대학")}
    assert read.of("participatesIn") == {("화웨이", "심해 탐사 프로젝트")}


def test_what_lines_below_an_event_show() -> None:
    text = "□ ‘국제 수소 포럼’ 개막\n○ 화웨이, 로켓 ‘창정 9호’ 첫 공개"
    assert prose(text).of("announcedAt") == {("창정 9호", "국제 수소 포럼")}


def test_labels_in_brackets_part_a_line() -> None:
    read = prose("□ ‘국제 수소 포럼’\n○ (주최) 중국과학기술협회 (참가) 화웨이, 바이두")
    assert read.of("administeredBy") == {("국제 수소 포럼", "중국과학기술협회")}
    assert read.of("participatesIn") == {("화웨이", "국제 수소 포럼"), ("바이두", "국제 수소 포럼")}


@pytest.mark.parametrize(
    "sentence",
    [
        "보아오포럼에는 화웨이가 초청받았으나 불참했다.",
        "보아오포럼이 취소되면서 화웨이는 'Ernie 5'를 공개하지 못했다.",
        "만일 화웨이가 보아오포럼에 참가했다면 'Ernie 5'를 발표했을 것이다.",
        "화웨이의 경쟁사 이항은 'EH216'을 개발했다.",
    ],
)
def test_what_is_taken_back_or_supposed_or_done_by_another_one(sentence: str) -> None:
    read = prose(sentence)
    assert not read.of("participatesIn") | read.of("develops")


def test_what_is_used_for_something_is_made_by_its_own_maker() -> None:
    read = prose("저장대학교 연구진은 미국 MIT가 개발한 'GelSight'를 이용해 센서를 만들었다.")
    assert read.of("develops") == {("MIT", "GelSight")}
    read = prose("샤오미는 엔비디아의 'H20'을 사용해 'MiMo 2'를 개발했다.")
    assert read.of("develops") == {("샤오미", "MiMo 2"), ("엔비디아", "H20")}


def test_without_whose_help_something_is_made() -> None:
    assert prose("샤오미는 비야디의 도움 없이 'XRING O1'을 개발했다.").of("develops") == {("샤오미", "XRING O1")}


def test_cue_rules_are_checked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (seeds_dir() / "relations.yaml").read_text(encoding="utf-8")
    path = tmp_path / "relations.yaml"
    path.write_text(text.replace("from: [subject, led]", "from: [subjects]", 1), encoding="utf-8")
    with pytest.raises(DataError, match="no kind of particles subjects"):
        load_rules(load_ontology(), path)


@pytest.mark.parametrize(
    "sentence",
    [
        "상무부는 ‘새싹 무역 방안’에 평가 기준을 담았다.",
        "상무부는 ‘새싹 무역 방안’에서 2030년의 목표를 제시했다.",
        "상무부는 ‘새싹 무역 방안’을 통해 청년 기업을 돕는다.",
    ],
)
def test_who_says_something_in_a_paper_issued_it(sentence: str) -> None:
    assert prose(sentence).of("issuedBy") == {("새싹 무역 방안", "상무부")}


@pytest.mark.parametrize(
    "sentence",
    [
        "상무부는 국무원이 발표한 ‘새싹 무역 방안’을 통해 청년 기업을 돕는다.",
        "국무원은 ‘새싹 무역 방안’을 내놓았다. 상무부는 ‘새싹 무역 방안’에서 제시한 목표를 앞당긴다.",
        "국무원은 ‘새싹 무역 방안’을 내놓았다. 상무부는 ‘새싹 무역 방안’을 통해 청년 기업을 돕는다.",
        "상무부는 ‘새싹 무역 방안’에 명시된 기관이다.",
        "화웨이는 ‘새싹 무역 방안’을 통해 청년 기업을 돕는다.",
    ],
)
def test_who_makes_use_of_a_paper_did_not_issue_it(sentence: str) -> None:
    assert ("새싹 무역 방안", "상무부") not in prose(sentence).of("issuedBy")
    assert ("새싹 무역 방안", "화웨이") not in prose(sentence).of("issuedBy")


@pytest.mark.parametrize(
    ("sentence", "backed"),
    [
        ("칭화대학교는 국가자연과학기금위원회의 지원을 받아 이 연구를 했다.", True),
        ("칭화대학교의 이번 연구는 널리 알려졌다.", False),
        ("칭화대학교는 국가자연과학기금위원회의 지원 없이 연구를 했다.", False),
        ("칭화대학교는 국가자연과학기금위원회의 지원을 받지 않았다.", False),
    ],
)
def test_who_is_backed_by_a_fund_is_paid_by_it(sentence: str, backed: bool) -> None:
    facts = {("국가자연과학기금위원회", "칭화대학교")} if backed else set()
    assert prose(sentence).of("funds") == facts


def test_support_by_a_ministry_is_no_payment() -> None:
    assert not prose("칭화대학교는 교육부의 지원을 받아 학과를 늘렸다.").of("funds")
