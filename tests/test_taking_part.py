"""Who takes part in what, where the clause leaves the undertaking or event unsaid, or names its stage or its work."""

from __future__ import annotations

import pytest
from extraction import bulletin, item, prose

DEEP = "심해 로봇 공동연구 프로젝트"
LAKE = "제4회 호수 로봇 대회"


@pytest.mark.parametrize(
    "said",
    [
        f"중국과학원 자동화연구소는 ‘{DEEP}’를 시작했다. 연구에는 샤먼대학과 텐센트가 동참하고 있다.",
        f"중국과학원 자동화연구소가 ‘{DEEP}’를 주관하고 샤먼대학과 텐센트가 참여한다.",
        f"‘{DEEP}’가 2단계로 넘어간다. 샤먼대학과 텐센트도 장비 개발에 참여하기로 했다.",
        f"샤먼대학과 텐센트는 ‘{DEEP}’에서 음향 센서를 담당한다.",
        f"샤먼대학과 텐센트가 참여 중인 ‘{DEEP}’가 중간 성과를 내놓았다.",
        f"‘{DEEP}’에 힘을 모은 곳은 샤먼대학과 텐센트다.",
    ],
)
def test_undertakings_spoken_of(said: str) -> None:
    assert prose(said).of("participatesIn") == {("샤먼대학", DEEP), ("텐센트", DEEP)}


def test_lines_below_an_undertaking() -> None:
    read = bulletin(
        item(f"과학기술부, ‘{DEEP}’ 착수", "- 샤먼대학은 제어 시스템 개발에 참여", "- 텐센트는 2단계부터 합류")
    )
    assert read.of("participatesIn") == {("샤먼대학", DEEP), ("텐센트", DEEP)}


@pytest.mark.parametrize(
    "said",
    [
        f"과학기술부는 ‘{DEEP}’를 시작했다. 샤먼대학은 창업 지원에 참여한다.",  # takes part in something else
        f"과학기술부는 ‘{DEEP}’와 ‘달 자원 프로젝트’를 시작했다. 연구에는 샤먼대학이 참여한다.",  # which of both
        f"과학기술부는 ‘{DEEP}’를 시작했다. 날씨 사업: 샤먼대학 주관, 텐센트 참여",  # says itself what it is about
        f"과학기술부는 ‘{DEEP}’를 시작했다. 연구에는 샤먼대학이 참여하지 않는다.",
        f"{LAKE}가 열렸다. 샤먼대학은 로봇 개발에 참여하고 있다.",  # work is no part of an event
        f"{LAKE}에서 발표된 백서에 따르면 텐센트가 시장 1위에 올랐다.",
        f"{LAKE}가 열렸다. 왕밍(王明) 저장대학 교수는 세계 순위를 강조했다.",
    ],
)
def test_others_take_no_part(said: str) -> None:
    assert prose(said).of("participatesIn") == set()


@pytest.mark.parametrize(
    "said",
    [
        "텐센트와 유니트리가 신형 로봇을 전시했다.",
        "이날 행사에는 텐센트와 유니트리 대표가 나왔다.",
        "올해 대회에는 텐센트와 유니트리도 참가했다.",
        "텐센트와 유니트리가 전시관을 꾸렸다.",
    ],
)
def test_events_spoken_of(said: str) -> None:
    read = prose(f"{LAKE}가 우시에서 열렸다. {said}")
    assert read.of("participatesIn") == {("텐센트", LAKE), ("유니트리", LAKE)}


@pytest.mark.parametrize(
    ("said", "relation", "who"),
    [
        ("왕밍(王明) 저장대학 교수는 인사말을 통해 표준의 필요성을 강조했다.", "participatesIn", "왕밍"),
        ("현장에서는 ‘2025 로봇산업 백서’도 발표되었다.", "announcedAt", "2025 로봇산업 백서"),
    ],
)
def test_speeches_and_papers_at_events_spoken_of(said: str, relation: str, who: str) -> None:
    assert prose(f"{LAKE}가 우시에서 열렸다. {said}").of(relation) == {(who, LAKE)}


def test_stages_of_an_event() -> None:
    read = prose(f"왕밍(王明) 저장대학 교수는 {LAKE} 무대에서 신형 로봇 ‘파도 2’를 소개했다.")
    assert read.of("participatesIn") == {("왕밍", LAKE)}
    assert read.of("announcedAt") == {("파도 2", LAKE)}


def test_first_shown_in_a_headline() -> None:
    assert prose(f"유니트리, {LAKE}서 신형 로봇 ‘파도 2’ 첫 공개").of("announcedAt") == {("파도 2", LAKE)}
    assert prose(f"유니트리, {LAKE}에서 신형 로봇 ‘파도 2’ 최초 공개").of("develops") == {("유니트리", "파도 2")}


@pytest.mark.parametrize("said", ["계약을 맺은 상태다", "협약을 체결한 바 있다", "협력해 온 상황이다"])
def test_what_a_clause_describes_by_how_things_stand(said: str) -> None:
    assert prose(f"텐센트는 샤먼대학과 {said}.").of("collaboratesWith") == {("텐센트", "샤먼대학")}


@pytest.mark.parametrize(
    "line",
    [
        f"- ‘{DEEP}’에 샤먼대학·텐센트·룽위기계(龍羽) 지정",  # the last one is no name that is known
        f"- 샤먼대학, 텐센트, 룽위기계 등 3개 기관이 ‘{DEEP}’ 수행기관으로 선정",
        f"- 샤먼대학과 텐센트가 ‘{DEEP}’의 시범 기관으로 지정",
        f"- 공업정보화부는 샤먼대학과 텐센트를 ‘{DEEP}’ 지원 대상에 올림",
        f"- 샤먼대학과 텐센트는 ‘{DEEP}’ 과제도 수행 중",
    ],
)
def test_chosen_in_lines(line: str) -> None:
    assert {s for s, _ in bulletin(item("오늘의 소식", line)).of("participatesIn")} >= {"샤먼대학", "텐센트"}


@pytest.mark.parametrize(
    "line",
    [
        f"- 공업정보화부가 시범 기관으로 지정한 대학은 ‘{DEEP}’와 무관",
        f"- 샤먼대학은 ‘{DEEP}’ 참가를 신청한 채 기다림",
        f"- 샤먼대학의 ‘{DEEP}’ 참여 여부는 미정",
        f"- 공업정보화부, ‘{DEEP}’ 시범 기관으로 지정",
    ],
)
def test_not_chosen(line: str) -> None:
    assert bulletin(item("오늘의 소식", line)).of("participatesIn") == set()


def test_a_clause_before_tells_the_event() -> None:
    read = prose(f"조사는 {LAKE}에서 발표되었으며, 텐센트와 유니트리 연구진도 자리를 함께했다.")
    assert read.of("participatesIn") == {("텐센트", LAKE), ("유니트리", LAKE)}
    read = prose(f"조사는 {LAKE}에서 발표되었으며, 텐센트는 보아오포럼에 참석했다.")
    assert ("텐센트", LAKE) not in read.of("participatesIn")


def test_guests_of_honour_and_what_people_make_public() -> None:
    read = prose(f"{LAKE}가 우시에서 열린다. 주빈국은 싱가포르, 주빈성은 산시성이다.")
    assert {s for s, _ in read.of("participatesIn")} == {"싱가포르", "산시성"}
    read = prose(f"{LAKE}에서 왕밍(王明) 저장대학 교수는 명단을 공개했다. 회의 연단에 오른 리나(李娜) 박사는 웃었다.")
    assert ("왕밍", LAKE) in read.of("participatesIn")


@pytest.mark.parametrize(
    "said",
    [
        f"{LAKE}의 조직위원장은 왕밍(王明) 저장대학 총장이 맡았다.",
        f"{LAKE}의 첫 번째 연사는 왕밍(王明) 저장대학 총장이었다.",
        f"{LAKE}가 우시에서 열렸다. 영상으로 축사를 보낸 이는 왕밍(王明) 저장대학 총장이다.",
        f"{LAKE} 개막식 무대에 오른 왕밍(王明) 저장대학 총장은 순위를 공개했다.",
    ],
)
def test_roles_of_people_at_events(said: str) -> None:
    assert ("왕밍", LAKE) in prose(said).of("participatesIn")


@pytest.mark.parametrize(
    "said",
    [
        f"‘{DEEP}’ 대상 지역에 쭌이시가 추가되었다.",
        f"농업농촌부는 ‘{DEEP}’의 대상지로 쭌이시를 골랐다.",
        f"‘{DEEP}’의 관측 장비는 샤먼대학이 담당한다. 쭌이시가 시범도시로 뽑혔다.",
    ],
)
def test_further_ways_of_being_chosen(said: str) -> None:
    assert ("쭌이시", DEEP) in prose(said).of("participatesIn")


def test_a_label_lists_people_and_not_their_bodies() -> None:
    read = bulletin(item(f"{LAKE} 개막", "- 기조연설: 왕밍(王明) 저장대학 교수, 화웨이"))
    assert {s for s, _ in read.of("participatesIn")} == {"왕밍", "화웨이"}


@pytest.mark.parametrize(
    "said",
    [
        f"과학기술부는 ‘{DEEP}’를 승인했다. 총사업비는 12억 위안이다. 샤먼대학과 텐센트가 참여한다.",
        f"과학기술부는 ‘{DEEP}’를 승인했다. 관측 장비는 샤먼대학이 맡고, 텐센트는 자료 분석을 담당한다.",
        f"샤먼대학과 텐센트가 함께하는 ‘{DEEP}’는 2028년까지 이어진다.",
    ],
)
def test_undertakings_some_sentences_before(said: str) -> None:
    assert prose(said).of("participatesIn") == {("샤먼대학", DEEP), ("텐센트", DEEP)}
    assert prose(*said.split(". ", 1)).of("participatesIn") == {("샤먼대학", DEEP), ("텐센트", DEEP)}


def test_of_several_undertakings_none_is_meant() -> None:
    said = f"과학기술부는 ‘{DEEP}’와 ‘달 자원 프로젝트’를 승인했다. 날씨는 맑았다. 샤먼대학이 참여한다."
    assert prose(said).of("participatesIn") == set()


def test_people_by_nouns_that_close_a_line_and_prizes() -> None:
    lines = ("- 왕밍(王明) 저장대학 교수 축사, 리나(李娜) 화웨이 회장 환영사", "- 샤먼대학, 혁신상 수상")
    read = bulletin(item(f"{LAKE} 개막", *lines))
    assert {s for s, _ in read.of("participatesIn")} == {"왕밍", "리나", "샤먼대학"}


def test_several_things_shown_with_nouns_between() -> None:
    read = prose(f"유니트리는 {LAKE}에서 로봇 ‘파도 2’와 통합 제어 시스템 ‘바람 3’을 발표했다.")
    assert read.of("announcedAt") == {("파도 2", LAKE), ("바람 3", LAKE)}
    read = prose(f"유니트리는 {LAKE}에서 로봇 ‘파도 2’와 경쟁할 로봇 ‘바람 3’을 발표했다.")
    assert ("파도 2", LAKE) not in read.of("announcedAt")


def test_the_close_of_an_event_spoken_of() -> None:
    read = prose(f"{LAKE}가 우시에서 열렸다. 폐막에 맞춰 ‘2025 로봇산업 백서’가 나왔다.")
    assert read.of("announcedAt") == {("2025 로봇산업 백서", LAKE)}


@pytest.mark.parametrize(
    "said",
    [
        f"‘{DEEP}’는 중국과학원이 주도하고 샤먼대학과 텐센트가 참여하는 사업이다.",
        f"‘{DEEP}’(샤먼대학, 텐센트 등 5개 기관 참여)가 2단계에 들어갔다.",
        f"‘{DEEP}’(참여 기관: 샤먼대학, 텐센트)가 2단계에 들어갔다.",
        f"‘{DEEP}’의 참여 기관에는 샤먼대학과 텐센트가 있다.",
        f"‘{DEEP}’에는 12개 기관(샤먼대학, 텐센트 등)이 참여한다.",
        f"‘{DEEP}’ 컨소시엄은 샤먼대학을 중심으로 텐센트 등 9개 기업으로 구성됐다.",
        f"‘{DEEP}’에서 샤먼대학은 제어 설계를, 텐센트는 현장 시험을 담당한다.",
        f"‘{DEEP}’ 참여 기관: 샤먼대학, 텐센트",
        f"‘{DEEP}’ 추진 체계: (총괄) 자동화연구소 / (참여) 샤먼대학, 텐센트",
        f"‘{DEEP}’에는 샤먼대학 등 국내 대학과 텐센트 등 민간 기업이 참여한다.",
        f"과학기술부는 ‘{DEEP}’의 참여 기관을 발표했는데, 샤먼대학과 텐센트가 포함됐다.",
    ],
)
def test_members_of_an_undertaking(said: str) -> None:
    assert prose(said).of("participatesIn") == {("샤먼대학", DEEP), ("텐센트", DEEP)}


@pytest.mark.parametrize(
    "said",
    [
        f"{LAKE}가 텐센트, 유니트리 등이 참석한 가운데 우시에서 열렸다.",
        f"텐센트 고위 임원과 유니트리 실무진이 {LAKE}에 참석했다.",
        f"{LAKE}에 텐센트는 대화 모델을, 유니트리는 로봇개를 출품했다.",
        f"{LAKE}에는 텐센트·이항·유니트리 등 300여 개 기업이 참가했다.",
        f"□ {LAKE} 우시서 개최\n ○ 텐센트 대표와 유니트리 관계자가 한자리에 모여 표준을 논의",
        f"<표> {LAKE} 참가 기관\n기관\t주제\n텐센트\t대화\n유니트리\t보행",
        f"{LAKE}에는 상하이에서는 텐센트, 항저우에서는 유니트리가 참가했다.",
    ],
)
def test_guests_of_an_event(said: str) -> None:
    assert prose(said).of("participatesIn") == {("텐센트", LAKE), ("유니트리", LAKE)}


@pytest.mark.parametrize(
    "said",
    [
        f"{LAKE}가 우시에서 열렸다. 공사 현장에는 텐센트가 나왔다.",
        f"‘{DEEP}’의 참여 기관에는 샤먼대학과 텐센트가 없다.",
        f"{LAKE}가 열렸다. 텐센트는 대화 모델을, 유니트리는 로봇 ‘파도 2’를 개발했다.",
    ],
)
def test_elsewhere_or_not_among_them(said: str) -> None:
    assert prose(said).of("participatesIn") == set()


def test_a_part_each_does_not_make_what_another_one_made() -> None:
    read = prose("텐센트는 대화 모델을, 유니트리는 로봇 ‘파도 2’를 개발했다.")
    assert ("텐센트", "파도 2") not in read.of("develops")


def test_lines_of_a_programme_and_tables_of_exhibitors() -> None:
    read = prose(
        f"5월 27일 텐센트는 ‘{LAKE}’를 개최하였다.",
        "- 세션 1: 제어 — 왕밍(王明) 저장대학 교수는 표준이 늘었다고 소개\n"
        "- 세션 2: 감각 — 리나(李娜) 샤먼대학 교수가 사례를 발표",
    )
    assert {s for s, _ in read.of("participatesIn")} == {"왕밍", "리나"}
    read = prose(f"‘{LAKE}’의 전시장은 여섯 관으로 나뉘었다.\n\n참가기업\t전시품\n텐센트\t대화 모델\n유니트리\t로봇개")
    assert read.of("participatesIn") == {("텐센트", LAKE), ("유니트리", LAKE)}


def test_rows_that_say_in_what_one_takes_part() -> None:
    read = prose(f"과제 현황은 표와 같다.\n\n과제명\t주관기관\t참여기관\n{DEEP}\t샤먼대학\t텐센트")
    assert read.of("participatesIn") == {("텐센트", DEEP)}


def test_invited_but_not_there() -> None:
    read = prose(f"{LAKE}가 열렸다. 텐센트도 초청을 받았으나 응하지 않았다.")
    assert read.of("participatesIn") == set()
    read = prose(f"{LAKE}에는 왕밍(王明) 저장대학 교수가 나갔고, 중국 측에서는 텐센트와 유니트리가 자리를 함께하였다.")
    assert {("텐센트", LAKE), ("유니트리", LAKE)} <= read.of("participatesIn")


def test_the_last_of_a_list_that_is_no_name_that_is_known() -> None:
    read = prose(f"중국 측에서는 샤먼대학과 텐센트, 룽위데이터랩이 {LAKE}에 참가하였다.")
    assert {("샤먼대학", LAKE), ("텐센트", LAKE)} <= read.of("participatesIn")


@pytest.mark.parametrize(
    ("said", "joined"),
    [
        (f"텐센트와 유니트리 관계자 200여 명이 {LAKE}에 모였다.", LAKE),
        (f"{LAKE}에 부스를 낸 기업은 텐센트, 유니트리 등이다.", LAKE),
        (f"{LAKE} 결승에 텐센트와 유니트리가 진출했다.", LAKE),
        (f"‘{DEEP}’의 공동 연구기관은 텐센트와 유니트리다.", DEEP),
        (f"‘{DEEP}’ 첫 대상 기업에 텐센트와 유니트리가 올랐다.", DEEP),
    ],
)
def test_counts_finals_and_partners_in_research(said: str, joined: str) -> None:
    assert prose(said).of("participatesIn") == {("텐센트", joined), ("유니트리", joined)}


def test_of_two_but_one_came() -> None:
    read = prose(f"저장대학과 난카이대학 중 난카이대학이 우한에서 열린 ‘{LAKE}’에 참석했다.")
    assert {who for who, _ in read.of("participatesIn")} == {"난카이대학"}


def test_who_stayed_away_did_not_take_part_in_what_another_one_attended() -> None:
    read = prose(
        f"왕밍(王明) 저장대학 총장은 일정을 이유로 불참했고, 리나(李娜) 부총장이 우한에서 열린 ‘{LAKE}’에 참석했다."
    )
    assert {who for who, _ in read.of("participatesIn")} == {"리나"}


@pytest.mark.parametrize("owner", ["레노버그룹 자회사", "레노버그룹 산하", "레노버그룹의 계열사인"])
def test_whose_unit_takes_part_does_not_itself(owner: str) -> None:
    read = prose(f"‘{LAKE}’에 화웨이와 {owner} 롄바오과기(聯寶科技)가 참가했다.")
    assert {who for who, _ in read.of("participatesIn")} == {"화웨이", "롄바오과기"}
    assert {whole for _, whole in read.of("partOf")} <= {"레노버그룹"}


def test_hosts_are_named_before_the_source_of_a_line() -> None:
    read = bulletin(
        item(
            "하이커우, 대회", "- 왕밍(王明) 저장대학 총장, 하이커우에서 열린 ‘제4회 호수 로봇 대회’에서 기조연설",
            " - 대회 주최는 중국과협과 난카이대학  (출처: 신화망, 9.25)",
        )
    )  # fmt: skip
    assert read.of("administeredBy") == {(LAKE, "중국과협"), (LAKE, "난카이대학")}


def test_each_side_has_its_own_list() -> None:
    read = prose(
        f"‘{LAKE}’가 열렸다. 중국 측에서는 저장대학, 화웨이, 난카이대학이, 한국 측에서는 KAIST와 네이버가 참가하였다."
    )
    assert {who for who, event in read.of("participatesIn") if event == LAKE} == {
        "저장대학", "화웨이", "난카이대학", "KAIST", "네이버",
    }  # fmt: skip


def test_who_announces_the_participants_is_none_of_them() -> None:
    read = prose(f"과학기술부는 ‘{DEEP}’의 참여 기관을 발표했는데, 룽위기계가 포함됐다.")
    assert read.of("participatesIn") <= {("룽위기계", DEEP)}
