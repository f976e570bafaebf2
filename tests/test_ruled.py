"""Headlines between rules, boxes of rules around text, and lines that stand farther left than the bullets above."""

from __future__ import annotations

import pytest
from extraction import document, prose

from kg.model import BlockKind
from kg.read.lines import Kind, split_lines


@pytest.mark.parametrize("rule", ["━━", "━━━━━", "──", "══", "==="])
def test_a_line_between_rules_is_a_headline(rule: str) -> None:
    (line,) = split_lines(f"{rule} 셋째 마당 | 사막의 밀 {rule}")
    assert (line.text.text, line.heading) == ("셋째 마당 | 사막의 밀", 2)


@pytest.mark.parametrize(
    "text", ["━━━━━━━━", "= 가격 = 비용 + 이윤", "── 앞만 그은 줄", "뒤만 그은 줄 ──", "━━ 긴 문장 ━━ 사이 ━━ 셋"]
)
def test_other_lines_with_rules_are_none(text: str) -> None:
    assert not split_lines(text)[0].heading


@pytest.mark.parametrize("edge", ["┌────────┐", "╔════════╗", "├────────┤", "└────────┘", "┏━━━━━┓"])
def test_edges_of_boxes_are_furniture(edge: str) -> None:
    assert split_lines(edge)[0].kind is Kind.FURNITURE


BOX = """# 새 소식

┌──────────────────┐
  칭다오시 정부가 5월 확정한 「칭다오 심해장비 산업 발전 방안」에 적힌 수치입니다.
   · 2027년 심해장비 산업 규모 900억 위안
   · 선도기업 4개 이상
   · 부품 국산화율 85%
  칭다오시 과학기술국은 이와 별도로 해마다 2억 위안을 ‘해양 시험 촉진사업’에 투입한다.
└──────────────────┘
"""


def test_a_line_left_of_the_bullets_is_a_paragraph_of_its_own() -> None:
    blocks = document(BOX).bulletin.articles[0].blocks
    assert [b.kind for b in blocks][-1] is BlockKind.PARAGRAPH
    assert [b.text.text for b in blocks if b.kind is BlockKind.BULLET][-1] == "부품 국산화율 85%"


def test_a_wrapped_bullet_goes_on_at_the_margin() -> None:
    long = "선도기업을 키우고 부품을 만드는 회사를 모아 부두 뒤편에 새로운 공장을 짓기로 한 뒤로 여러 기관이"
    blocks = document(f"# 새 소식\n\n  · {long}\n서로 힘을 모았다").bulletin.articles[0].blocks
    assert [b.text.text for b in blocks if b.kind is BlockKind.BULLET] == [f"{long} 서로 힘을 모았다"]


def test_figures_that_a_paragraph_announces_are_goals() -> None:
    targets = document(BOX).record.targets
    assert {str(t.target.value) for t in targets} == {"90000000000", "4", "85"}


def test_figures_of_last_year_are_none() -> None:
    past = BOX.replace("5월 확정한", "지난해 낸").replace("적힌 수치입니다", "적힌 지난해 실적 수치입니다")
    assert "85" not in {str(t.target.value) for t in document(past).record.targets}


def test_sums_towards_a_project_are_no_goals_of_a_policy_before() -> None:
    policy = "상하이시는 「해양 로봇 행동방안」을 냈다."
    spent = f"{policy} 산둥성은 ‘투명한 바다 공정’에 2030년까지 10억 위안을 지원하기로 했다."
    wanted = f"{policy} 방안은 2030년까지 로봇 산업 매출을 10억 위안으로 늘린다고 했다."
    assert not prose(spent).record.targets
    assert len(prose(wanted).record.targets) == 1


@pytest.mark.parametrize("name", ["호주", "독일", "태국"])
def test_a_country_is_no_city_of_the_province_spoken_of(name: str) -> None:
    read = prose(f"저장성 과학기술청이 회의를 열었다. 총회는 10월 {name}에서 열린다.")
    assert (name, "Country") in read.mentions


def test_who_holds_a_post_is_no_county() -> None:
    read = prose("안후이성 과학기술청장 뤄핑(羅平)이 나왔다.", "윈난성 뤄핑(羅平)에는 유채꽃이 핀다.")
    assert ("뤄핑(羅平)", "Person") in read.mentions
    assert ("뤄핑(羅平)", "District") in read.mentions


def test_a_committee_of_an_international_body_is_none_of_the_state() -> None:
    read = prose("국제표준화기구 희토기술위원회는 새 표준을 냈다. 국가표준화관리위원회도 왔다.")
    assert ("국제표준화기구 희토기술위원회", "InternationalBody") in read.mentions
    assert ("국가표준화관리위원회", "CentralBody") in read.mentions


@pytest.mark.parametrize("name", ["창장 중류 희토 산업클러스터", "우시 바오산 바이오 제조업클러스터"])
def test_a_quoted_cluster_is_a_region(name: str) -> None:
    assert (name, "Region") in prose(f"국가발전개혁위원회는 ‘{name}’를 명단에 올렸다.").mentions


@pytest.mark.parametrize(
    "text", ["‘개방형’ 산업클러스터가 필요하다.", "산업클러스터 두 곳이 늘었다.", "“녹색” 제조업클러스터라고 했다."]
)
def test_a_cluster_without_a_name_is_none(text: str) -> None:
    assert not [cls for _, cls in prose(text).mentions if cls == "Region"]
