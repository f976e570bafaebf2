"""Who works with whom, in words that no predicate covers, and where the partner or the one who acts stands apart."""

from __future__ import annotations

import pytest
from extraction import bulletin, item, prose

WITH = "collaboratesWith"
BOTH = {("저장대학", "화웨이"), ("화웨이", "저장대학")}


@pytest.mark.parametrize(
    "said",
    [
        "저장대학은 화웨이와 공동으로 박사과정을 개설했다.",
        "저장대학과 화웨이는 공동 석사과정을 운영하고 있다.",
        "저장대학은 화웨이와 함께 해저 통신망을 설계한다.",
        "해저 통신망의 시험은 저장대학과 화웨이가 공동으로 수행했다.",
        "내달에는 저장대학과 화웨이가 우시에서 통신 분야 공동 연찬회를 연다.",
        "화웨이가 저장대학의 손을 잡고 해저 통신망을 시험한다.",
        "저장대학은 화웨이의 협력 파트너다.",
        "저장대학의 오랜 파트너인 화웨이는 장비를 기증했다.",
        "화웨이는 저장대학을 협력 파트너로 선택했다.",
        "화웨이는 저장대학에 장비를 공급하는 계약을 체결했다.",
        "왕밍(王明) 저장대학 교수팀은 화웨이와 공동으로 해저 통신망을 시험했다.",
        "화웨이는 왕밍(王明) 저장대학 교수팀과 해저 통신망을 공동 개발했다.",
        "저장대학·화웨이, 해저 통신망 공동 개발 착수",
        "화웨이의 실적이 늘었다. 회사는 저장대학과 장기 공급 계약을 맺은 상태다.",
    ],
)
def test_who_works_with_whom(said: str) -> None:
    assert prose(said).of(WITH) & BOTH


@pytest.mark.parametrize(
    "said",
    [
        "저장대학과 화웨이는 공동으로 ‘바다 로봇 백서’를 발간했다.",
        "저장대학은 화웨이와 함께 우수 기관에 선정되었다.",
        "저장대학은 화웨이와 함께 포럼에 참석했다.",
        "저장대학은 화웨이와의 공동 과정을 중단했다.",
        "저장대학은 화웨이 설립에 관한 협정을 체결했다.",
        "저장대학은 화웨이에 장비를 요청했다.",
        "저장대학은 화웨이의 파트너인 하이얼을 찾았다.",
        "저장대학은 화웨이와 달리 공동 과정을 열지 않았다.",
    ],
)
def test_who_does_not(said: str) -> None:
    assert not prose(said).of(WITH) & BOTH


def test_partners_with_a_topic_particle_below_a_line() -> None:
    read = bulletin(item("저장대학, 새 촉매 공개", "- 화웨이와는 장비 공급 계약을 체결했으며 공장은 검토 단계"))
    assert read.of(WITH) & BOTH


def test_the_unit_acts_and_not_whom_it_belongs_to() -> None:
    read = prose("중국과학원 산하 자동화연구소, 화웨이와 로봇 장비 계약")
    assert {frozenset(pair) for pair in read.of(WITH)} == {frozenset({"자동화연구소", "화웨이"})}


@pytest.mark.parametrize(
    "said",
    [
        "텐센트와 샤먼대학의 협력은 끝났다.",
        "텐센트와 샤먼대학의 협력이 종료됐다.",
        "텐센트와 샤먼대학의 협력은 지난해 막을 내렸다.",
        "텐센트와 샤먼대학은 협력을 끝냈다.",
    ],
)
def test_work_together_that_is_over(said: str) -> None:
    assert prose(said).of("collaboratesWith") == set()


def test_what_ends_may_be_something_else() -> None:
    read = prose("텐센트와 샤먼대학은 개발을 끝낸 뒤 협력을 이어 간다.")
    assert read.of("collaboratesWith") == {("텐센트", "샤먼대학")}


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("유니트리는 텐센트의 자회사다.", True),
        ("유니트리는 2020년까지 텐센트의 자회사였다.", False),
        ("유니트리는 텐센트의 옛 자회사다.", False),
        ("텐센트의 전(前) 자회사 유니트리는 새 로봇을 내놓았다.", False),
        ("텐센트 전 계열사인 유니트리는 상장했다.", False),
        ("유니트리는 텐센트에서 분사한 회사다.", False),
    ],
)
def test_subsidiaries_of_today(said: str, part: bool) -> None:
    assert prose(said).of("partOf") == ({("유니트리", "텐센트")} if part else set())


def pairs(*said: str) -> set[frozenset[str]]:
    """Who works with whom, in no order."""
    return {frozenset(pair) for pair in prose(*said).of(WITH)}


OWN = {frozenset({"저장대학", "화웨이"}), frozenset({"난카이대학", "샤오미"})}


@pytest.mark.parametrize(
    "said",
    [
        "저장대학은 화웨이와 통신 협약을, 난카이대학은 샤오미와 로봇 협약을 체결했다.",
        "저장대학은 화웨이와, 난카이대학은 샤오미와 각각 업무협약을 맺었다.",
        "저장대학이 화웨이와 통신을, 난카이대학이 샤오미와 로봇을 공동으로 연구한다.",
        "화웨이와는 저장대학이, 샤오미와는 난카이대학이 협약을 체결했다.",
        "저장대학과 화웨이는 통신 협약을, 난카이대학과 샤오미는 로봇 협약을 체결했다.",
        "저장대학과 화웨이, 난카이대학과 샤오미가 각각 협약을 체결했다.",
        "저장대학과 화웨이, 난카이대학과 샤오미가 각각 공동연구를 수행한다.",
        "저장대학은 화웨이와 업무협약을 맺었고, 난카이대학은 샤오미와 공동으로 로봇을 연구한다.",
    ],
)
def test_of_several_partnerships_in_a_sentence_each_has_its_own_partners(said: str) -> None:
    assert pairs(said) == OWN


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            "저장대학은 화웨이와 통신 협약을, 샤오미와 로봇 협약을 체결했다.",
            {frozenset({"저장대학", "화웨이"}), frozenset({"저장대학", "샤오미"})},
        ),
        ("저장대학은 화웨이와 통신 협약을, 난카이대학은 지원 약정을 체결했다.", {frozenset({"저장대학", "화웨이"})}),
        ("샤오미는 난카이대학이 화웨이와 세운 연구소와 협약을 체결했다.", set()),
        ("저장대학과 화웨이, 샤오미가 각각 협약을 체결했다.", None),
        (
            "저장대학과 화웨이, 샤오미는 3자 협약을 체결했다.",
            {
                frozenset({"저장대학", "화웨이"}),
                frozenset({"저장대학", "샤오미"}),
                frozenset({"화웨이", "샤오미"}),
            },
        ),
    ],
)
def test_partners_are_told_from_those_of_others(said: str, wanted: set[frozenset[str]] | None) -> None:
    found = pairs(said)
    assert found == wanted if wanted is not None else frozenset({"저장대학", "화웨이"}) in found


@pytest.mark.parametrize(
    "said",
    [
        "저장대학은 화웨이와 맺었던 통신 협정을 8월에 해지했다.",
        "저장대학이 화웨이와 함께 꾸려 온 연구반은 협약이 9월에 끝나 해산되었다.",
        "저장대학과 화웨이가 맺은 협약은 작년에 만료되었다.",
    ],
)
def test_a_partnership_of_the_past_is_none(said: str) -> None:
    assert not pairs(said)


def test_what_ends_is_not_another_partnership() -> None:
    assert frozenset({"저장대학", "화웨이"}) in pairs(
        "저장대학은 화웨이와 맺은 협정에 따라 통신망을 설계한다. 샤오미와의 협약은 만료되었다."
    )


def test_a_partnership_that_was_not_renewed_is_none() -> None:
    assert not pairs(
        "저장대학이 화웨이와 맺은 생태계 협약은 2025년 12월에 기한이 다하였고 대학은 이를 갱신하지 않았다."
    )
