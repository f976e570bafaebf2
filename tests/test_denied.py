"""What a text speaks of, but does not say to be so; and what it says in spite of such words."""

from __future__ import annotations

import pytest
from extraction import Document, bulletin, document, item, prose

RELATIONS = ("collaboratesWith", "funds", "issuedBy", "develops", "participatesIn", "announcedAt", "appliesTo")


def _facts(sentence: str) -> set[tuple[str, str, str]]:
    read = prose(sentence)
    return {(left, relation, right) for relation in RELATIONS for left, right in read.of(relation)}


@pytest.mark.parametrize(
    "sentence",
    [
        "알리바바는 텐센트에 계약을 맺자고 제안했다.",
        "칭화대학은 화웨이에 계약을 맺어 달라고 부탁했다.",
        "화웨이는 중국공상은행에 2억 위안을 투자해 달라고 신청했다.",
        "국가개발은행은 화웨이에 20억 위안의 대출을 약속한 바 없다.",
        "국가개발은행은 화웨이에 20억 위안을 투자한 적이 없다.",
        "과기부는 ‘새싹 무역 방안’을 준비했으나 결국 접었다.",
        "화웨이는 중국공상은행으로부터 2억 위안을 유치하려다 실패했다.",
        "비야디는 칭화대학을 협력 기관으로 택하려 했다.",
        "칭화대학은 화웨이와 맺은 협약이 만료되었다.",
        "칭화대학과 화웨이는 협력 관계를 청산했다.",
        "로봇 ‘하늘손 2’의 제조사는 샤오미라는 소문이 돌았다.",
        "화웨이는 샤오미로부터 3억 위안을 배상받았다.",
        "화웨이는 샤오미와 함께 특허 침해 조사를 받았다.",
        "화웨이는 샤오미와 함께 조사 대상에 올랐다.",
        "칭화대학은 화웨이와 공동으로 상을 받았다.",
        "상무부는 ‘새싹 무역 방안’을 통해 혜택을 받았다고 밝혔다.",
        "로봇 ‘하늘손 2’는 샤오미의 첫 수입 로봇이다.",
        "화웨이는 ‘톈옌 프로젝트’에 합류할지 저울질한다.",
        "화웨이와 칭화대학은 협력하지 않기로 합의했다.",
        "룽페이바이오에 샤오미가 3억 위안을 투자할 것이라는 전망이 나왔다.",
        "왕리 교수는 ‘2025 세계로봇대회’에 대해 설명했다.",
        "국가개발은행은 화웨이에 대출을 20억 위안 줄이기로 결정했다.",
    ],
)
def test_what_is_not_said_to_be_so(sentence: str) -> None:
    assert not _facts(sentence)


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("알리바바는 텐센트와 계약을 맺었다.", ("알리바바", "collaboratesWith", "텐센트")),
        ("비야디는 칭화대학을 협력 기관으로 택했다.", ("비야디", "collaboratesWith", "칭화대학")),
        ("화웨이의 협력 상대인 칭화대학이 보고서를 냈다.", ("화웨이", "collaboratesWith", "칭화대학")),
        ("화웨이는 샤오미와 함께 시장을 조사했다.", ("화웨이", "collaboratesWith", "샤오미")),
        ("로봇 ‘하늘손 2’의 제조사는 샤오미다.", ("샤오미", "develops", "하늘손 2")),
        ("로봇 ‘하늘손 2’는 샤오미의 첫 수중 로봇이다.", ("샤오미", "develops", "하늘손 2")),
        ("선전시가 만든 ‘새싹 무역 조례’가 나왔다.", ("새싹 무역 조례", "issuedBy", "선전시")),
        ("화웨이는 샤오미로부터 지원금 3억 위안을 받았다.", ("샤오미", "funds", "화웨이")),
    ],
)
def test_what_is_said_to_be_so(sentence: str, fact: tuple[str, str, str]) -> None:
    left, relation, right = fact
    facts = _facts(sentence)
    assert fact in facts or (relation == "collaboratesWith" and (right, relation, left) in facts)


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("칭화대학은 로봇 ‘하늘손 2’를 만든 화웨이에 상을 주었다.", {("화웨이", "develops", "하늘손 2")}),
        ("칭화대학은 국가자연과학기금위원회의 지원을 받은 베이징대학을 칭찬했다.", set()),
        (
            "‘심해로봇 포럼’에서 발표된 백서에 따르면 화웨이는 로봇 ‘하늘손 2’를 공개했다.",
            {("화웨이", "develops", "하늘손 2")},
        ),
        ("화웨이는 ‘톈옌 프로젝트’에 뛰어든 샤오미를 견제한다.", {("샤오미", "participatesIn", "톈옌 프로젝트")}),
        (
            "칭화대학은 ‘심해로봇 포럼’에 참가한 기업 화웨이를 만났다.",
            {("화웨이", "participatesIn", "심해로봇 포럼")},
        ),
        ("화웨이는 ‘톈옌 프로젝트’에 참여한 샤오미를 견제한다.", {("샤오미", "participatesIn", "톈옌 프로젝트")}),
        ("‘톈옌 프로젝트’가 시작되었다. 다른 연구에는 칭화대학과 화웨이가 참여한다.", set()),
    ],
)
def test_what_describes_another_one_is_its_own(sentence: str, facts: set[tuple[str, str, str]]) -> None:
    assert _facts(sentence) == facts


def test_where_another_one_sits_is_its_own_seat() -> None:
    assert prose("화웨이는 상하이에 본사를 둔 샤오미를 인수했다.").of("locatedIn") == {("샤오미", "상하이")}


def _table(caption: str, *rows: str, title: str = "오늘의 소식") -> Document:
    head, *body = rows
    rule = "|".join(["---"] * (head.count("|") - 1))
    return document(
        "\n".join((f"# 주간 소식\n\n## 1. {title}\n\n{caption}\n", head, f"|{rule}|", *body, "")), "notes.md"
    )


@pytest.mark.parametrize(
    ("label", "joined"),
    [("참여기관", True), ("참여 신청", False), ("참여 검토", False), ("참여 철회", False), ("참여 제외 기관", False)],
)
def test_labels_of_those_who_do_not_take_part(label: str, joined: bool) -> None:
    facts = {("화웨이", "톈옌 프로젝트")} if joined else set()
    assert bulletin(item("‘톈옌 프로젝트’ 착수", f"- {label}: 화웨이")).of("participatesIn") == facts


def test_rows_and_members_of_a_list_that_are_no_more_so() -> None:
    listed = bulletin(item("‘톈옌 프로젝트’ 착수", "- 참여기관: 화웨이, 샤오미(탈퇴)"))
    assert listed.of("participatesIn") == {("화웨이", "톈옌 프로젝트")}
    rows = ("| 기관 | 협력기관 | 상태 |", "| 화웨이 | 칭화대학 | 진행 |", "| 샤오미 | 베이징대학 | 종료 |")
    assert _table("〈공동 연구 현황〉", *rows).of("collaboratesWith") == {("화웨이", "칭화대학")}
    rows = ("| 기관 | 역할 |", "| 화웨이 | 장비 |", "| 샤오미 | 탈퇴 |")
    assert _table("〈‘톈옌 프로젝트’ 참여 기관〉", *rows).of("participatesIn") == {("화웨이", "톈옌 프로젝트")}


def test_totals_and_nothing_are_given_to_nobody() -> None:
    rows = ("| 대학 | 지원액(만 위안) |", "| 칭화대학 | 300 |", "| 베이징대학 | 0 |", "| 합계 | 300 |")
    assert _table("〈지원〉", *rows, title="교육부, 대학 지원").of("funds") == {("교육부", "칭화대학")}


def test_how_things_stand_is_no_goal() -> None:
    paper = "공업정보화부, ‘로봇 발전 방안’ 개정"
    rows = ("| 지표 | 현재 | 2027년 |", "| 로봇 수 | 3만 대 | 5만 대 |")
    assert [int(t.target.value) for t in _table("〈목표〉", *rows, title=paper).record.targets] == [50000]
    read = bulletin(item(paper, "- 기존: 2025년까지 로봇 3만 대", "- 2027년 목표: 로봇 5만 대"))
    assert [(t.target.metric, int(t.target.value)) for t in read.record.targets] == [("로봇", 50000)]


def test_who_was_to_hold_an_event_does_not_hold_it() -> None:
    assert not prose("칭화대학이 주최하려던 ‘심해로봇 포럼’이 취소되었다.").of("administeredBy")
