"""Who makes, runs or owns what, said by genitives and by nouns for the one who does it; and what happens at events."""

from __future__ import annotations

import pytest
from extraction import prose

FORUM = "‘제3회 심해로봇 포럼’"


@pytest.mark.parametrize(
    ("sentence", "relation", "pair"),
    [
        ("교육부의 ‘산골 과학 프로그램’은 우한대학을 도왔다.", "administeredBy", ("산골 과학 프로그램", "교육부")),
        (f"{FORUM}의 공동 주최자는 칭화대학이다.", "administeredBy", ("제3회 심해로봇 포럼", "칭화대학")),
        (f"{FORUM}이 끝났다. 주관 기관은 칭화대학이었다.", "administeredBy", ("제3회 심해로봇 포럼", "칭화대학")),
        ("샤오미의 신형 로봇 ‘하늘손 2’는 가볍다.", "develops", ("샤오미", "하늘손 2")),
        ("샤오미 로봇 ‘하늘손 2’ 발표", "develops", ("샤오미", "하늘손 2")),
        ("샤오미가 로봇 ‘하늘손 2’를 처음 내보였다.", "develops", ("샤오미", "하늘손 2")),
        ("로봇 ‘하늘손 2’는 샤오미의 작품이다.", "develops", ("샤오미", "하늘손 2")),
        ("로봇 ‘하늘손 2’의 제조사는 샤오미다.", "develops", ("샤오미", "하늘손 2")),
        ("샤오미와 화웨이의 합작사인 룽페이바이오는 공장을 열었다.", "partOf", ("룽페이바이오", "샤오미")),
        ("샤오미와 화웨이의 합작사인 룽페이바이오는 공장을 열었다.", "partOf", ("룽페이바이오", "화웨이")),
        ("공업정보화부가 꾸리는 ‘심해 통신 사업’이 첫발을 뗐다.", "administeredBy", ("심해 통신 사업", "공업정보화부")),
        ("칭화대학의 연구진은 수지 ‘닝화 R3’을 만들어 냈다.", "develops", ("칭화대학", "닝화 R3")),
    ],
)
def test_who_makes_runs_and_owns(sentence: str, relation: str, pair: tuple[str, str]) -> None:
    assert pair in prose(sentence).of(relation)


@pytest.mark.parametrize(
    "sentence",
    [
        f"샤오미의 {FORUM} 참가는 처음이다.",
        "칭화대학의 ‘산골 과학 프로그램’ 신청은 늦었다.",
        "교육부의 지원을 받은 ‘산골 과학 프로그램’이 끝났다.",
        "중국남방항공의 로봇 ‘하늘손 2’는 짐을 나른다.",
        "샤오미의 로봇 ‘하늘손 2’ 도입은 이르다.",
        "샤오미 전시장 로봇 ‘하늘손 2’가 섰다.",
        "샤오미는 로봇 ‘하늘손 2’의 부품을 생산한다.",
        f"{FORUM}의 주최자는 칭화대학이 아니다.",
        f"{FORUM}의 주최자는 칭화대학 총장을 초청했다.",
        "로봇 ‘하늘손 2’는 샤오미의 작품이 아니다.",
    ],
)
def test_users_and_guests_make_and_run_nothing(sentence: str) -> None:
    read = prose(sentence)
    assert read.of("develops") == read.of("administeredBy") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        f"‘심해로봇 백서’는 {FORUM}을 통해 세상에 나왔다.",
        f"{FORUM} 폐막에 맞춰 ‘심해로봇 백서’가 나왔다.",
        f"{FORUM}이 열렸다. 포럼 둘째 날에는 ‘심해로봇 백서’가 베일을 벗었다.",
        f"{FORUM}이 열렸다. 칭화대학은 이 자리에서 ‘심해로봇 백서’를 공개했다.",
    ],
)
def test_what_is_made_public_at_an_event(sentence: str) -> None:
    assert prose(sentence).of("announcedAt") == {("심해로봇 백서", "제3회 심해로봇 포럼")}


def test_what_comes_after_an_event_is_not_made_public_there() -> None:
    assert prose(f"{FORUM}이 끝난 뒤 ‘심해로봇 백서’가 공개되었다.").of("announcedAt") == set()


def test_who_shows_something_at_an_event_takes_part() -> None:
    shown = prose(f"샤오미는 {FORUM}에서 로봇 ‘하늘손 2’를 시연했다.")
    assert shown.of("participatesIn") == {("샤오미", "제3회 심해로봇 포럼")}
    bought = prose(f"샤오미는 {FORUM}에서 공개된 로봇 ‘하늘손 2’를 사들였다.")
    assert bought.of("participatesIn") == set()


def test_stages_of_an_undertaking_are_joined() -> None:
    read = prose("공업정보화부가 이끄는 ‘심해 통신 사업’의 2단계에 화웨이와 샤오미가 합류했다.")
    assert read.of("participatesIn") == {("화웨이", "심해 통신 사업"), ("샤오미", "심해 통신 사업")}


SCHEME = "‘스마트 항만 시범사업’"


@pytest.mark.parametrize(
    "sentence",
    [
        f"칭다오시는 {SCHEME}의 시범도시다.",
        f"{SCHEME}의 첫 시범 도시는 칭다오시다.",
        f"{SCHEME} 대상으로 칭다오시가 확정됐다.",
        f"{SCHEME}에는 칭다오시가 들어간다.",
        f"{SCHEME}의 1차 명단에는 칭다오시가 들었다.",
        f"칭다오시는 {SCHEME}의 파트너로 뽑혔다.",
    ],
)
def test_who_is_chosen_takes_part(sentence: str) -> None:
    assert prose(sentence).of("participatesIn") == {("칭다오시", "스마트 항만 시범사업")}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{FORUM}에 샤오미가 함께했다.",
        f"샤오미는 {FORUM} 전시관에 자리를 잡았다.",
        f"샤오미는 {FORUM}에서 금상을 받았다.",
        f"{FORUM} 결선에 샤오미 팀이 올랐다.",
        f"{FORUM}에는 샤오미를 필두로 60개 기관이 모습을 보였다.",
        f"{FORUM}이 열렸다. 포럼에는 샤오미가 자리했다.",
    ],
)
def test_who_is_there_takes_part(sentence: str) -> None:
    assert ("샤오미", "제3회 심해로봇 포럼") in prose(sentence).of("participatesIn")


@pytest.mark.parametrize(
    "sentence",
    [
        f"칭다오시는 {SCHEME}의 시범도시가 아니다.",
        f"칭다오시는 {SCHEME}에 들어가지 않았다.",
        f"샤오미는 {FORUM}에 불참했다.",
        f"샤오미는 {FORUM}에서 나온 말을 부인했다.",
        f"{FORUM}이 끝났다. 연구소는 난징시에 자리를 잡았다.",
        f"{SCHEME}의 예산이 확정됐다.",
    ],
)
def test_who_is_not_there_takes_no_part(sentence: str) -> None:
    assert prose(sentence).of("participatesIn") == set()


@pytest.mark.parametrize(
    ("sentence", "relation", "fact"),
    [
        ("중국과학기술협회 주최 보아오포럼이 열렸다.", "administeredBy", ("보아오포럼", "중국과학기술협회")),
        ("보아오포럼(중국과학기술협회 주최)이 막을 올렸다.", "administeredBy", ("보아오포럼", "중국과학기술협회")),
        ("과기부 발간 ‘2024 양자기술 백서’가 나왔다.", "issuedBy", ("2024 양자기술 백서", "과기부")),
        ("쯔진산실험실(화웨이 설립)이 성과를 냈다.", "establishedBy", ("쯔진산실험실", "화웨이")),
        ("중국과학기술협회 주도의 보아오포럼이 시작되었다.", "administeredBy", ("보아오포럼", "중국과학기술협회")),
        (f"과기부 소관 사업인 {SCHEME}이 시작됐다.", "administeredBy", (SCHEME.strip("‘’"), "과기부")),
    ],
)
def test_a_noun_beside_two_names_says_what_is_done(sentence: str, relation: str, fact: tuple[str, str]) -> None:
    assert prose(sentence).of(relation) == {fact}


@pytest.mark.parametrize(
    "sentence", ["중국과학기술협회는 주최 보아오포럼을 찾았다.", "보아오포럼(중국과학기술협회 불참)이 막을 올렸다."]
)
def test_other_nouns_beside_two_names_say_nothing(sentence: str) -> None:
    assert prose(sentence).of("administeredBy") == set()


def test_a_list_in_brackets_names_all_who_do_it() -> None:
    hosts = {("보아오포럼", "중국과학기술협회"), ("보아오포럼", "중국전자학회")}
    assert prose("보아오포럼(중국과학기술협회·중국전자학회 주최)이 막을 올렸다.").of("administeredBy") == hosts


def test_who_is_called_the_host_held_what_was_spoken_of() -> None:
    text = "보아오포럼이 하이난성에서 열렸다. 주최 측인 중국과학기술협회는 참가자가 2천 명이라고 밝혔다."
    assert prose(text).of("administeredBy") == {("보아오포럼", "중국과학기술협회")}


def test_towns_that_a_scheme_or_a_paper_is_for() -> None:
    towns = f"{SCHEME}의 대상 도시는 선전시와 항저우시이다."
    paper = "'데이터 요소 시장 시범방안'의 대상 지역은 선전시와 항저우시이다."
    assert prose(towns).of("participatesIn") == {(town, SCHEME.strip("‘’")) for town in ("선전시", "항저우시")}
    assert prose(paper).of("appliesTo") == {("데이터 요소 시장 시범방안", town) for town in ("선전시", "항저우시")}


@pytest.mark.parametrize(
    ("line", "relation", "facts"),
    [
        ("로봇 ‘워커 S3’ 출시(유비테크, 9.3)", "develops", {("유비테크", "워커 S3")}),
        ("모델 ‘딥시크 R2’ 공개(딥시크)", "develops", {("딥시크", "딥시크 R2")}),
        ("‘새싹 무역 방안’(상무부, 9.1)", "issuedBy", {("새싹 무역 방안", "상무부")}),
        ("‘새싹 무역 방안’ 발표(상무부, '24.9.1)", "issuedBy", {("새싹 무역 방안", "상무부")}),
        (
            "‘구름 소재실험실’ 개소(화웨이·칭화대학교)",
            "establishedBy",
            {("구름 소재실험실", "화웨이"), ("구름 소재실험실", "칭화대학교")},
        ),
        (
            "‘세계구름대회’ 개최(화웨이·칭화대학교 공동 주최)",
            "administeredBy",
            {("세계구름대회", "화웨이"), ("세계구름대회", "칭화대학교")},
        ),
        ("캠브리콘이 자사 칩 ‘쓰위안 590’을 시험했다.", "develops", {("캠브리콘", "쓰위안 590")}),
        ("‘워커 S3’은 유비테크의 네 번째 인간형 로봇이다.", "develops", {("유비테크", "워커 S3")}),
        ("‘새싹 교류 계획’은 상무부 소관이다.", "issuedBy", set()),
        ("‘새싹 교류 사업’은 상무부 소관이다.", "administeredBy", {("새싹 교류 사업", "상무부")}),
    ],
)
def test_brackets_and_copulas_say_who_does_it(line: str, relation: str, facts: set[tuple[str, str]]) -> None:
    assert prose(line).of(relation) == facts


@pytest.mark.parametrize(
    ("line", "relation"),
    [
        ("‘새싹 무역 방안’(이하 방안)은 길다.", "issuedBy"),
        ("‘새싹 무역 방안’(상무부 참고)은 길다.", "issuedBy"),
        ("로봇 ‘워커 S3’ 도입(비야디, 9.3)", "develops"),
        ("비야디는 타사 칩 ‘쓰위안 590’을 시험했다.", "develops"),
        ("‘워커 S3’은 비야디의 경쟁 로봇이다.", "develops"),
        ("‘새싹 교류 사업’은 상무부 소관이 아니다.", "administeredBy"),
    ],
)
def test_other_brackets_and_copulas_say_nothing(line: str, relation: str) -> None:
    assert not prose(line).of(relation)


def test_a_noun_for_the_founders_is_of_what_the_sentence_before_names() -> None:
    text = "구름 소재실험실이 문을 열었다. 설립 주체는 화웨이와 칭화대학교다."
    assert prose(text).of("establishedBy") == {("구름 소재실험실", "화웨이"), ("구름 소재실험실", "칭화대학교")}
