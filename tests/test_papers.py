"""Titles of one paper: Chinese ones in references and notes, short ones in headlines."""

from __future__ import annotations

import pytest
from extraction import bulletin, document, item


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


@pytest.mark.parametrize(
    "line",
    [
        "[자료] 《广东省海洋机器人创新发展行动计划（2024—2026年）》, 광둥성 정부 누리집 (2024.3.1.)",
        "참고: 广东省科学技术厅关于印发广东省海洋机器人创新发展行动计划的通知",
        "출처: 广东省科学技术厅关于印发《广东省海洋机器人创新发展行动计划》的通知(南方日报, 2024-03-01)",
        "※ 참고 : 《广东省海洋机器人创新发展行动计划》",
    ],
)
def test_a_source_that_begins_with_a_chinese_title_gives_the_paper_s_own(line: str) -> None:
    read = bulletin(
        item("광둥성 과학기술청, 새 ‘해양 로봇 혁신발전 행동계획’을 발표", "- 내용은 아래와 같음", "", line)
    )
    (plan,) = [e for e in read.record.entities if e.cls == "Policy"]
    assert any(n.lang == "zh-Hans" for n in plan.names)
    assert {name for name, cls in read.things if cls == "MediaOutlet"} <= {"南方日报"}


def test_a_chinese_title_of_something_else_stays_apart() -> None:
    read = bulletin(
        item(
            "광둥성 과학기술청, 새 ‘해양 로봇 혁신발전 행동계획’을 발표", "- 내용은 아래와 같음", "", "참고자료", "",
            "☞ 广东省财政厅关于印发《中小学教师培训经费管理办法》的通知", "https://www.example.org/a.html",
        )
    )  # fmt: skip
    assert len([e for e in read.record.entities if e.cls == "Policy"]) == 2


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
