"""Structure of bulletins: articles, blocks, tables, frame, offsets."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model import Article, Block, BlockKind, Bulletin, FrameKind, Section, SourceText
from kg.read import parse_bulletin, read_document
from kg.read.lines import RULES, Kind, split_lines
from kg.read.publishers import publisher_in, publishers, read_publishers
from kg.read.text import compose, plain

PLAIN = """
중국 과학기술 소식

CONTENTS

1. 정책동향

- 쓰촨성, 수소 산업 육성 방안 발표

2. 기술동향

- 저장대학, 얇은 배터리 개발

요약

- 쓰촨성이 수소 산업을 키운다. (4.1)

I

정책동향

02

쓰촨성, '수소 산업 육성 방안' 발표

■ 2027년까지 충전소 80곳 건설(12.28)

- 쓰촨성 발전개혁위원회는 관련 부처*와 함께 방안을 공개
 - 청두(成都)시에 시험 노선을 설치
 - * 쓰촨성 재정청, 쓰촨성 교통운수청 등 5개
● 지원 대상은 <b>수소차</b>와 충전소
- 한 곳에 최대 300만 위안을 지급

1) 추진 과제

〈분야별 과제〉

구분\t주요 내용
생산\t<ul style="list-style-type: none"> • 수전해 설비 확충 • 부생수소 정제
\t• 시범 공장 건설
이용\t<ul><li>버스 500대</li><li>R&amp;D 지원</li></ul>
계속되는 말

구분\t주요 내용
저장\t액화 설비

〈※참고: 판즈화 시범구〉

- ▶ 판즈화는 부생수소가 많은 도시임
 - 연간 3만 톤을 생산

〈시범구 전경〉

* 출처: <https://www.example.org/a_b>

- 상자 밖의 글

참고자료

☞ 四川省氢能产业
发展方案
https://www.example.org/1.html

☑ 解读 <https://www.example.org/2.html>

제목이 두 줄에
걸친 글

■ 번호 없는 글(1.3)

- 글머리

II 기술동향

02 저장대학, 얇은 배터리 개발

두께를 절반으로 줄이고 수명을 늘림(1.6)

- H<sub>2</sub>O 대신 새 전해질을 사용

III

단신동향

01 첫 단신

■ 한 줄 요약

- 내용

출처: 과기일보 (01.03)

<https://www.example.org/brief.html>

01 같은 번호의 단신

■ 한 줄 요약

출처: 신화망 (1.5)
https://www.example.org/brief2.html

KOSTEC

중국 과학기술 소식

| 발 행 일 | 2023. 1. 20

| 발행기관 | 한중과학기술협력센터
"""

MARKDOWN = """# 중국 과학기술 소식

## CONTENTS

### 1. 정책동향

• 안후이성, 데이터 조례 시행

## I

## 정책동향

## 01

## 안후이성, '데이터 조례' 시행

**■ 자료를 나누어 쓰는 첫 지방 규정(2.14)**

- 안후이성 정부는 4월부터 조례를 시행
  - \\* 2004년 규정을 대신함
    - \\*\\* 세부 기준은 따로 정함

### ● 데이터 거래소\\* 설립

\\* 허페이시에 둠

#### 〈거래소 개요〉

- ☑ 명칭: 안후이데이터거래소

\\* 출처: [https://www.example.org/a\\_b](https://www.example.org/a_b)

### 참고자료

- ☑ 全文 | 数据条例

[https://www.example.org/c\\_d.htm](https://www.example.org/c_d.htm)

## 02 둘째 글

### 표시 없는 요약줄은 날짜로 끝난다(2.10)

- 내용

| 발 행 일 | 2023. 2. 24
"""

SIGNED = """# 중국 과학기술 동향 2022년 9월 5주차

## 정책

□ 재정부, 기초연구 기부에 세금 감면 (22.9.22)

○ (내용) 두 배로 빼 줌

- 국가기금에 낸 돈도 같음

<참고자료>

(22.9.22, 财政部) 税收优惠公告 https://www.example.org/mof.htm
(22.9.23, 经济日报) 基础研究税收红利 https://www.example.org/ce.htm

□ 산시성, 단지 조성 (22.9.20)

○ (개요) 단지를 넓힘

## 단신

□ 첫 소식 (22.9.29)

○ 내용 하나

□ 둘째 소식 (22.9.27)

○ 내용 둘
"""

WEB = """양자 행동계획 발표

□ 중국 과기부는 양자 행동계획을 발표함 (25.04.02)
* 세 부처가 함께 마련함
○ (배경) 계산 자원의 부족
- 세부 내용
□ 지방도 뒤를 이음 (25.04.03)
○ (내용) 베이징시가 따름

<참고자료>
(25.04.02, 科技部) 量子行动计划 https://www.example.org/q.html

작성자: 아무개 연구원
2025.04.05 -

데이터 기관 육성 정책

□ 네 부처가 정책을 마련
○ (유형) 세 가지
"""


def parse(text: str, name: str = "issue.txt") -> Bulletin:
    return parse_bulletin(text, name=name, sha256="0" * 64)


@pytest.fixture(scope="module")
def bulletin() -> Bulletin:
    return parse(PLAIN)


@pytest.fixture(scope="module")
def markdown() -> Bulletin:
    return parse(MARKDOWN)


def article(bulletin: Bulletin, identity: str) -> Article:
    return next(a for a in bulletin.articles if a.id == identity)


def of_kind(article: Article, kind: BlockKind) -> list[Block]:
    return [block for block in article.blocks if block.kind is kind]


def texts(article: Article, kind: BlockKind) -> list[str]:
    return [block.text.text for block in of_kind(article, kind)]


# --- issue and articles ---


def test_issue(bulletin: Bulletin) -> None:
    assert bulletin.id == "kostec-2023-01-20"
    assert bulletin.title == "중국 과학기술 소식"
    assert bulletin.publisher == "한중과학기술협력센터"
    assert bulletin.issued == dt.date(2023, 1, 20)
    assert bulletin.original == PLAIN


def test_article_ids_follow_section_and_printed_number(bulletin: Bulletin) -> None:
    assert [(a.id, a.number) for a in bulletin.articles] == [
        ("policy-02", "02"),
        ("policy-03", None),
        ("tech-02", "02"),
        ("brief-01", "01"),
        ("brief-02", "01"),
    ]


def test_titles_leads_and_days(bulletin: Bulletin) -> None:
    rows = [(a.title.text, a.lead.text, a.day) for a in bulletin.articles]
    assert rows == [
        ("쓰촨성, '수소 산업 육성 방안' 발표", "2027년까지 충전소 80곳 건설", dt.date(2022, 12, 28)),
        ("제목이 두 줄에 걸친 글", "번호 없는 글", dt.date(2023, 1, 3)),
        ("저장대학, 얇은 배터리 개발", "두께를 절반으로 줄이고 수명을 늘림", dt.date(2023, 1, 6)),
        ("첫 단신", "한 줄 요약", dt.date(2023, 1, 3)),
        ("같은 번호의 단신", "한 줄 요약", dt.date(2023, 1, 5)),
    ]


def test_frame_holds_what_is_no_article(bulletin: Bulletin) -> None:
    kinds = [frame.kind for frame in bulletin.frame]
    assert kinds == [
        FrameKind.COVER,
        FrameKind.CONTENTS,
        FrameKind.SUMMARY,
        FrameKind.SECTION_HEADING,
        FrameKind.SECTION_HEADING,
        FrameKind.SECTION_HEADING,
        FrameKind.COLOPHON,
    ]
    colophon = bulletin.frame[-1]
    assert PLAIN[colophon.begin : colophon.end].startswith("KOSTEC")
    assert PLAIN[colophon.begin : colophon.end].endswith("한중과학기술협력센터")


def test_bullets_know_level_and_parent(bulletin: Bulletin) -> None:
    bullets = of_kind(article(bulletin, "policy-02"), BlockKind.BULLET)
    rows = [(bullet.text.text[:10], bullet.level, bullet.parent) for bullet in bullets]
    assert rows == [
        ("쓰촨성 발전개혁위원", 1, None),
        ("청두(成都)시에 시", 2, 0),
        ("지원 대상은 수소차", 1, None),
        ("한 곳에 최대 30", 2, 3),
        ("판즈화는 부생수소가", 1, 8),
        ("연간 3만 톤을 생", 2, 9),
        ("상자 밖의 글", 1, None),
    ]


def test_footnote_is_tied_to_the_bullet_with_its_mark(bulletin: Bulletin) -> None:
    first = article(bulletin, "policy-02")
    (note,) = of_kind(first, BlockKind.FOOTNOTE)
    assert note.text.text == "쓰촨성 재정청, 쓰촨성 교통운수청 등 5개"
    assert note.parent == 0
    assert "관련 부처와 함께" in first.blocks[0].text.text


@pytest.mark.parametrize("mark", ["¹⁾", "¹", "<sup>1)</sup>", "1)"])
def test_numbered_notes_are_tied_to_their_marks_and_leave_none_in_the_text(mark: str) -> None:
    note = "1) 교육부, 재정부, 상무부"
    first = parse(f"소식\n\n첫 글이다.\n\n교육부 등 3개 부처{mark}는 함께했다.\n\n남은 글이다.\n\n{note}\n").articles[0]
    assert [b.text.text for b in of_kind(first, BlockKind.PARAGRAPH)][1] == "교육부 등 3개 부처는 함께했다."
    (found,) = of_kind(first, BlockKind.FOOTNOTE)
    assert (found.text.text, found.parent) == ("교육부, 재정부, 상무부", 1)


@pytest.mark.parametrize("mark", ["¹⁾", "¹", "1)", "[1]"])
@pytest.mark.parametrize("quotes", ["‘’", "''", '""', "「」", "《》"])
def test_notes_on_quoted_titles_leave_no_mark_in_the_text(mark: str, quotes: str) -> None:
    title = f"{quotes[0]}모래바람 관측계획{quotes[1]}"
    first = parse(f"소식\n\n간쑤성은 {title}{mark}을 냈다.\n\n남은 글이다.\n").articles[0]
    assert first.blocks[0].text.text == f"간쑤성은 {title}을 냈다."


def test_a_raised_note_behind_letters_is_one_with_its_bracket_only() -> None:
    first = parse("소식\n\n장치 HEPS²⁾는 30km²에 선다.\n\n남은 글이다.\n").articles[0]
    assert first.blocks[0].text.text == "장치 HEPS는 30km²에 선다."


def test_digits_before_a_closing_bracket_and_powers_are_no_notes() -> None:
    text = "새 판(모델2)은 넓이가 30km²이고 '24년 [2]차 시험과 표[1]이 있다."
    first = parse(f"소식\n\n{text}\n\n1) 하나를 한다\n2) 둘을 한다\n").articles[0]
    assert first.blocks[0].text.text == text
    assert not of_kind(first, BlockKind.FOOTNOTE)


def test_a_dagger_opens_a_note() -> None:
    first = parse("소식\n\n교육부는 지침†을 냈다.\n\n† 사립 대학은 빠진다\n").articles[0]
    assert [(block.kind.value, block.parent) for block in first.blocks] == [("paragraph", None), ("footnote", 0)]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("참고: 关于加强实验室安全的指导意见(教育部)", "reference", "关于加强实验室安全的指导意见(教育部)"),
        ("[자료] 《实验室安全条例》, 교육부 홈페이지", "reference", "《实验室安全条例》, 교육부 홈페이지"),
        ("[참고문헌] 교육부, “实验室安全检查办法” 전문", "reference", "교육부, “实验室安全检查办法” 전문"),
        ("[자료] 교육부 보도자료 (2020.3.2.)", "source", "교육부 보도자료 (2020.3.2.)"),
        ("[자료] 연도별 실험실 사고", "caption", "연도별 실험실 사고"),
        ("참고: 지침은 두 해마다 고쳐진다", "paragraph", "참고: 지침은 두 해마다 고쳐진다"),
    ],
)
def test_what_follows_a_label_of_references(line: str, kind: str, words: str) -> None:
    last = parse(f"실험실 안전 지침\n\n교육부가 지침을 펴냈다.\n\n{line}\n").articles[0].blocks[-1]
    assert (last.kind.value, last.text.text) == (kind, words)


@pytest.mark.parametrize("foot", ["2020-4호  |  7", "주간 안전 소식 No.12 | 3", "안전 소식 제4호ㅣ12"])
def test_issue_and_page_at_the_foot_are_no_text(foot: str) -> None:
    blocks = (
        parse(f"실험실 안전 지침\n\n교육부가 지침을 펴냈다.\n\n{foot}\n\n지침은 대학에 먼저 쓰인다.\n")
        .articles[0]
        .blocks
    )
    assert [block.text.text for block in blocks] == ["교육부가 지침을 펴냈다.", "지침은 대학에 먼저 쓰인다."]


def test_markdown_notes_are_tied_to_their_marks_and_leave_none_in_the_text() -> None:
    notes = "[^1]: 《墨色计划》, 财政部.\n[^b]: 작년의 일이다.\n"
    parsed = parse(f"소식\n\n첫 글이다.\n\n시는 《먹빛 계획》[^1]을 냈다[^b].\n\n{notes}")
    first = parsed.articles[0]
    assert [b.text.text for b in of_kind(first, BlockKind.PARAGRAPH)] == ["첫 글이다.", "시는 《먹빛 계획》을 냈다."]
    (reference,), (note,) = of_kind(first, BlockKind.REFERENCE), of_kind(first, BlockKind.FOOTNOTE)
    assert reference.text.text == "《墨色计划》, 财政部."
    assert (note.text.text, first.blocks[note.parent or 0].text.text) == (
        "작년의 일이다.",
        "시는 《먹빛 계획》을 냈다.",
    )


@pytest.mark.parametrize(("mark", "note"), [("¹⁾", "1)"), ("1)", "1)"), ("¹", "¹"), ("¹⁾", "주1)"), ("²⁾", "주 2)")])
def test_numbered_notes_are_tied_to_their_marks(mark: str, note: str) -> None:
    parsed = parse(f"소식\n\n과기부 등 3개 부처{mark}는 글을 냈다.\n\n다음 말이다.\n\n{note} 과기부, 교육부, 재정부\n")
    first = parsed.articles[0]
    assert first.blocks[0].text.text == "과기부 등 3개 부처는 글을 냈다."
    (found,) = of_kind(first, BlockKind.FOOTNOTE)
    assert (found.text.text, found.parent) == ("과기부, 교육부, 재정부", 0)


def test_numbers_in_brackets_and_points_of_a_list_are_no_notes() -> None:
    parsed = parse("소식\n\n시는 글(제3)을 냈고 면적은 20km²이다.\n\n1) 배를 짓는다.\n\n2) 배를 띄운다.\n")
    first = parsed.articles[0]
    assert not of_kind(first, BlockKind.FOOTNOTE)
    assert first.blocks[0].text.text == "시는 글(제3)을 냈고 면적은 20km²이다."


def test_note_box_ends_with_its_source(bulletin: Bulletin) -> None:
    first = article(bulletin, "policy-02")
    (box,) = of_kind(first, BlockKind.NOTE)
    assert box.text.text == "판즈화 시범구"
    inside = [b.kind for b in first.blocks if b.parent == box.index]
    assert inside == [BlockKind.BULLET, BlockKind.CAPTION, BlockKind.SOURCE]
    (source,) = of_kind(first, BlockKind.SOURCE)
    assert (source.url, source.outlet) == ("https://www.example.org/a_b", None)


def test_table_pages_are_joined_and_cells_carried(bulletin: Bulletin) -> None:
    first = article(bulletin, "policy-02")
    (table,) = of_kind(first, BlockKind.TABLE)
    assert first.blocks[table.index - 1].text.text == "분야별 과제"
    assert table.table is not None
    assert [cell.text.text for cell in table.table.header] == ["구분", "주요 내용"]
    rows = [[[item.text for item in cell.items] for cell in row] for row in table.table.rows]
    assert rows == [
        [["생산"], ["수전해 설비 확충", "부생수소 정제"]],
        [["생산"], ["시범 공장 건설"]],
        [["이용"], ["버스 500대", "R&D 지원 계속되는 말"]],
        [["저장"], ["액화 설비"]],
    ]


def test_references_over_lines(bulletin: Bulletin) -> None:
    references = of_kind(article(bulletin, "policy-02"), BlockKind.REFERENCE)
    assert [(r.text.text, r.url) for r in references] == [
        ("四川省氢能产业发展方案", "https://www.example.org/1.html"),
        ("解读", "https://www.example.org/2.html"),
    ]


def test_references_on_one_line() -> None:
    line = "☞ 通知(2025年) (https://www.example.org/1) 解读: https://www.example.org/2"
    references = parse(f"제목\n\n- 글\n\n참고자료\n\n{line}\n").articles[0].blocks[1:]
    assert [(r.text.text, r.url) for r in references] == [
        ("通知(2025年)", "https://www.example.org/1"),
        ("解读", "https://www.example.org/2"),
    ]


def test_brief_source(bulletin: Bulletin) -> None:
    (source,) = of_kind(article(bulletin, "brief-01"), BlockKind.SOURCE)
    assert source.outlet is not None and source.outlet.text == "과기일보"
    assert (source.day, source.url) == (dt.date(2023, 1, 3), "https://www.example.org/brief.html")


def test_sub_heading_and_markup(bulletin: Bulletin) -> None:
    assert texts(article(bulletin, "policy-02"), BlockKind.HEADING) == ["추진 과제"]
    assert texts(article(bulletin, "tech-02"), BlockKind.BULLET) == ["H2O 대신 새 전해질을 사용"]


# --- the other dialects ---


def test_markdown_dialect(markdown: Bulletin) -> None:
    assert [(a.id, a.title.text, a.lead.text) for a in markdown.articles] == [
        ("policy-01", "안후이성, '데이터 조례' 시행", "자료를 나누어 쓰는 첫 지방 규정"),
        ("policy-02", "둘째 글", "표시 없는 요약줄은 날짜로 끝난다"),
    ]
    first = markdown.articles[0]
    assert [(b.text.text, b.parent) for b in of_kind(first, BlockKind.FOOTNOTE)] == [
        ("2004년 규정을 대신함", 0),
        ("세부 기준은 따로 정함", 0),
        ("허페이시에 둠", 3),
    ]
    assert texts(first, BlockKind.BULLET)[1:] == ["데이터 거래소 설립", "명칭: 안후이데이터거래소"]
    assert texts(first, BlockKind.CAPTION) == ["거래소 개요"]
    assert of_kind(first, BlockKind.SOURCE)[0].url == "https://www.example.org/a_b"
    (reference,) = of_kind(first, BlockKind.REFERENCE)
    assert (reference.text.text, reference.url) == ("全文 | 数据条例", "https://www.example.org/c_d.htm")


def test_articles_behind_a_sign() -> None:
    parsed = parse(SIGNED, "sample-2022-09-30.md")
    assert parsed.issued == dt.date(2022, 9, 30)
    assert [(a.id, a.title.text, a.day) for a in parsed.articles] == [
        ("policy-01", "재정부, 기초연구 기부에 세금 감면", dt.date(2022, 9, 22)),
        ("policy-02", "산시성, 단지 조성", dt.date(2022, 9, 20)),
        ("brief-01", "첫 소식", dt.date(2022, 9, 29)),
        ("brief-02", "둘째 소식", dt.date(2022, 9, 27)),
    ]
    references = of_kind(parsed.articles[0], BlockKind.REFERENCE)
    rows = [(r.text.text, r.issuer and r.issuer.text, r.day, r.url) for r in references]
    assert rows == [
        ("税收优惠公告", "财政部", dt.date(2022, 9, 22), "https://www.example.org/mof.htm"),
        ("基础研究税收红利", "经济日报", dt.date(2022, 9, 23), "https://www.example.org/ce.htm"),
    ]


def test_web_layout_with_title_over_the_sign() -> None:
    parsed = parse(WEB)
    assert [(a.id, a.title.text) for a in parsed.articles] == [
        ("policy-01", "양자 행동계획 발표"),
        ("policy-02", "데이터 기관 육성 정책"),
    ]
    first = parsed.articles[0]
    assert (first.lead.text, first.day) == ("중국 과기부는 양자 행동계획을 발표함", dt.date(2025, 4, 2))
    assert [(b.text.text[:6], b.level) for b in of_kind(first, BlockKind.BULLET)] == [
        ("(배경) 계", 1),
        ("세부 내용", 2),
        ("지방도 뒤를", 1),
        ("(내용) 베", 2),
    ]


def test_lost_section_heading_is_made_up_for_by_the_numbering() -> None:
    items = "".join(f"{number} 제목\n\n■ 요약(3.2)\n\n- 글\n\n" for number in ("01", "02", "01"))
    parsed = parse("I\n\n정책동향\n\n" + items)
    assert [a.id for a in parsed.articles] == ["policy-01", "policy-02", "tech-01"]


LISTED = """중국 과학기술 격주간동향
2025년 3월 14일 | 제301호

목 차

I. 특집기사
  01 다음 계획의 방향 ······· 3
II. 정책동향
  01 과기부, 지침 발표 ······· 7

한중과학기술협력센터

- 1 -

Ⅰ. 특집기사

01 다음 계획의 방향

1. 개요

○ 다음 계획을 준비하고 있음
  - 3월에 논의됨
Ⅱ. 과제
○ 기초연구 비중을 확대
   * 현재 6.9%

[표 1] 주요 지표
지표	2025년	2030년
집약도	2.7%	3.2%

※ 자료: 국무원(2025)

<참고자료>
1. 关于规划的建议, http://www.example.org/a.htm
2. 政府工作报告
   http://www.example.org/b.htm

Ⅱ. 정책동향

01 과기부, 지침 발표

■ 지침을 발표하고 과제를 모집하기로
결정함 (3.10)

- 예산은 10억 위안
"""


def test_contents_page_with_sections_and_numbers() -> None:
    parsed = parse(LISTED)
    check(parsed)
    assert (parsed.id, parsed.issued) == ("kostec-2025-03-14", dt.date(2025, 3, 14))
    assert [(a.id, a.title.text, a.lead.text) for a in parsed.articles] == [
        ("feature-01", "다음 계획의 방향", ""),
        ("policy-01", "과기부, 지침 발표", "지침을 발표하고 과제를 모집하기로 결정함"),
    ]
    feature = parsed.articles[0]
    assert texts(feature, BlockKind.HEADING) == ["개요", "과제"]
    assert [b.parent for b in of_kind(feature, BlockKind.FOOTNOTE)] == [4]
    assert texts(feature, BlockKind.CAPTION) == ["주요 지표"]
    assert [(r.text.text, r.url) for r in of_kind(feature, BlockKind.REFERENCE)] == [
        ("关于规划的建议", "http://www.example.org/a.htm"),
        ("政府工作报告", "http://www.example.org/b.htm"),
    ]


def test_plain_numbers_before_titles() -> None:
    first = "1. 첫 글\n\n■ 요약(24.3.2)\n\n1) 과제\n\n- 글\n\n"
    second = "2. 둘째 글\n\n■ 요약(24.3.3)\n\n- 글\n"
    parsed = parse(f"1. 정책동향\n\n{first}{second}")
    assert [(a.id, a.number, a.title.text) for a in parsed.articles] == [
        ("policy-01", "1", "첫 글"),
        ("policy-02", "2", "둘째 글"),
    ]


def test_signs_of_word_processors() -> None:
    blocks = parse("제목\n\n□ 하나\nㅇ 둘\n- 셋\n\uf06c 넷\n‐ 다섯\n※ 덧붙임\n").articles[0].blocks
    assert [(b.kind.value, b.level, b.text.text) for b in blocks] == [
        ("bullet", 1, "하나"),
        ("bullet", 2, "둘"),
        ("bullet", 3, "셋"),
        ("bullet", 2, "넷"),
        ("bullet", 3, "다섯"),
        ("footnote", 0, "덧붙임"),
    ]


def test_running_heads_are_no_text() -> None:
    head = "중국 과학기술 소식\n\n"
    articles = (f"0{i} 제목\n\n■ 요약(24.3.{i})\n\n- 글\n\n{head}- 이어지는 글\n\n" for i in range(1, 6))
    parsed = parse(head + "I\n\n정책동향\n\n" + "".join(articles))
    assert {block.kind for art in parsed.articles for block in art.blocks} == {BlockKind.BULLET}


def test_document_that_is_no_bulletin() -> None:
    text = "# 회의 기록\n\n첫 문장이 여기서 줄을\n바꾸어 이어진다.\n\n- 하나\n- 둘\n\n이름\t값\n속도\t30 km\n"
    parsed = parse(text, "notes.md")
    (only,) = parsed.articles
    assert (parsed.id, only.id, only.section) == ("notes", "policy-01", Section.POLICY)
    assert only.title.text == "회의 기록"
    assert [b.kind.value for b in only.blocks] == ["paragraph", "bullet", "bullet", "table"]
    assert only.blocks[0].text.text == "첫 문장이 여기서 줄을 바꾸어 이어진다."
    assert parsed.frame == ()


def test_prose_without_heading_takes_the_file_name_as_title() -> None:
    parsed = parse("이 문서는 첫 줄부터 문장으로 시작한다. 제목은 없다.\n", "memo.txt")
    assert parsed.articles[0].title.text == "memo"
    assert parsed.articles[0].blocks[0].text.text.startswith("이 문서는")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("제조사\t본사", "이항지능\t광저우", ["제조사", "본사"]),
        ("\t2025년\t2030년", "충전소\t100\t300", ["", "2025년", "2030년"]),
        ("중산대학\t광저우", "화중과기대학\t우한", []),
    ],
)
def test_header_row(header: str, row: str, expected: list[str]) -> None:
    block = parse(f"제목\n\n{header}\n{row}\n{row}\n").articles[0].blocks[0]
    assert block.table is not None
    assert [cell.text.text for cell in block.table.header] == expected


def test_number_column_under_a_spanning_header_cell() -> None:
    rows = "생산\t1\t수소 비중\t40%\n\t2\t공장 수\t12개\n이용\t3\t버스 수\t500대\n"
    text = "제목\n\n구분\t지표\t목표\t\n" + rows
    table = parse(text).articles[0].blocks[0].table
    assert table is not None
    assert [cell.text.text for cell in table.header] == ["구분", "지표", "목표"]
    assert [[cell.text.text for cell in row] for row in table.rows] == [
        ["생산", "수소 비중", "40%"],
        ["생산", "공장 수", "12개"],
        ["이용", "버스 수", "500대"],
    ]


def test_table_printed_in_two_halves() -> None:
    text = "제목\n\n번호\t과제명\t번호\t과제명\n1\t가\t3\t다\n2\t나\t\t\n"
    table = parse(text).articles[0].blocks[0].table
    assert table is not None
    assert [[cell.text.text for cell in row] for row in table.rows] == [["1", "가"], ["3", "다"], ["2", "나"]]


def test_markdown_pipe_table() -> None:
    table = parse("제목\n\n| 구분 | 내용 |\n|---|---|\n| 하나 | **굵게** |\n").articles[0].blocks[0].table
    assert table is not None
    assert [[cell.text.text for cell in row] for row in table.rows] == [["하나", "굵게"]]


# --- publishers ---


def test_publishers_are_well_formed() -> None:
    slugs = [publisher.slug for publisher in publishers()]
    assert slugs[0] == "kostec" and len(set(slugs)) == len(slugs)


def test_publisher_is_the_longest_name() -> None:
    found = publisher_in("발간: KISTEP 한국과학기술기획평가원")
    assert found is not None and found.slug == "kistep"
    assert publisher_in("KISTEPS") is None
    assert publisher_in("서남과학기술정책연구원 발행") is None


def test_broken_publishers_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "publishers.csv"
    path.write_text("slug,ko,zh,en,alt\nkostec,,,,\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"publishers\.csv:2"):
        read_publishers(path)


# --- cleaning ---


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("A&amp;B &lt;x&gt; &#44032;", "A&B <x> 가"),
        ("굵은 **글자** 와 <b>굵은</b> 말", "굵은 글자 와 굵은 말"),
        (r"중점\_과제 \[1\]", "중점_과제 [1]"),
        ("부처*와 3*5, 계획**은", "부처와 3*5, 계획은"),
        ("기관<sup>1)</sup>은 10<sup>18</sup>", "기관은 1018"),
        ("앞<br/>뒤", "앞 뒤"),
        ("보라 <https://www.example.org/a>", "보라 https://www.example.org/a"),
        ("[제목](https://www.example.org/a_(b))을", "제목을"),
        ("폭\u200b없는\ufeff 칸\u00a0과\u3000칸", "폭없는 칸 과 칸"),
        ("<베이징 조치>와 a<b", "<베이징 조치>와 a<b"),
    ],
)
def test_cleaning(raw: str, clean: str) -> None:
    assert plain(compose(raw, 0, len(raw))).text == clean


def test_decomposed_hangul_is_composed_with_its_span() -> None:
    raw = unicodedata.normalize("NFD", "한국")
    text = compose(raw, 0, len(raw))
    assert text.text == "한국"
    assert (text.starts, text.ends) == ((0, 3), (3, 6))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("한글가각ᄒ\u1161\u11ab北A1e\u0301 \u200b\u00a0*<b>&;\\金_")))
def test_cleaned_text_is_composed_and_knows_its_origin(raw: str) -> None:
    check_text(plain(compose(raw, 0, len(raw))), raw)


# --- offsets ---


def check_text(text: SourceText, original: str) -> None:
    assert unicodedata.is_normalized("NFC", text.text)
    assert all(a <= b for a, b in zip(text.starts, text.starts[1:], strict=False))
    for char, start, end in zip(text.text, text.starts, text.ends, strict=True):
        assert 0 <= start <= end <= len(original)
        if start == end:
            assert char in " \n"
        elif char != " ":
            parts = set(unicodedata.normalize("NFD", original[start:end]))
            if "\uff05" <= original[start] <= "\uff5a":  # of full width
                parts |= set(unicodedata.normalize("NFKC", original[start]))
            assert parts.issuperset(unicodedata.normalize("NFD", char)) or original[start] == "&"


def check(bulletin: Bulletin) -> None:
    original, at = bulletin.original, 0
    for art in bulletin.articles:
        assert at <= art.begin <= art.end <= len(original)
        at = art.end
        check_text(art.lead, original)
        if art.title.starts and art.title.starts[0] != art.title.ends[-1]:
            check_text(art.title, original)
        for index, block in enumerate(art.blocks):
            assert block.index == index
            assert block.parent is None or 0 <= block.parent < index
            assert (block.level > 0) == (block.kind is BlockKind.BULLET)
            assert (block.table is not None) == (block.kind is BlockKind.TABLE)
            assert art.begin <= block.begin <= block.end <= art.end
            for text in cells(block):
                check_text(text, original)
                assert not text or (block.begin <= text.starts[0] and text.ends[-1] <= block.end)
    assert len({art.id for art in bulletin.articles}) == len(bulletin.articles)
    for part in bulletin.frame:
        assert 0 <= part.begin <= part.end <= len(original)
        assert all(part.end <= art.begin or art.end <= part.begin for art in bulletin.articles)


def cells(block: Block) -> list[SourceText]:
    if block.table is None:
        return [text for text in (block.text, block.outlet, block.issuer) if text is not None]
    rows = [block.table.header, *block.table.rows]
    return [text for row in rows for cell in row for text in (cell.text, *cell.items)]


SAMPLES = [PLAIN, MARKDOWN, SIGNED, WEB, LISTED]


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_give_back_the_text(text: str, form: str) -> None:
    original = unicodedata.normalize("NFD", text) if form == "NFD" else text
    parsed = parse(original)
    check(parsed)
    assert [a.id for a in parsed.articles] == [a.id for a in parse(text).articles]
    assert [a.title.text for a in parsed.articles] == [a.title.text for a in parse(text).articles]


LINES = [line for text in SAMPLES for line in text.split("\n")]


INSERTS = ["\t", "*", "**", "<", "〈", "\x0c", "\x00", "|", "(1.6)", "&#", "\u1161"]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Lines of the samples in any order, some of them cut, doubled, or with odd characters put in."""
    lines = []
    for line in draw(st.lists(st.sampled_from(LINES), max_size=40)):
        at = draw(st.integers(0, len(line)))
        insert = draw(st.sampled_from(["", "", "", *INSERTS]))
        lines.append(line[:at] + insert + draw(st.sampled_from([line[at:], ""])))
    return draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_any_text_gives_a_sound_bulletin(text: str) -> None:
    check(parse(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_random_text_gives_a_sound_bulletin(text: str) -> None:
    parsed = parse(text)
    assert parsed.original == text and parsed.articles


_LONG = 150_000  # characters

HOSTILE = [
    *("*", "**a ", "[", "[a](", "<", "<b ", "\\", "&", " ", "\t", "a\t", "〈", "(1.6", "☞ ", "- - "),
    *("|", "a|", "1.1.", "https://a.b/ ", "e\u0301\u0323", "\u1161", "\n", "01\n", "01 a\n", "\ta\n"),
    *(
        "[자료] 中\n",
        "참고: “中",
        "가¹⁾",
        "가¹⁾\n1) 나\n",
        "제3호 | 4\n",
        "단신\n1) 가나다라마, 발표\n(출처: 신화망)\n",
    ),
    *("* a\n", "〈a〉\t", "□ a (1.6)\n", "참고자료\n- a\n", "I 정책동향\n", "작성자: a\n", "a\tb\nc\n\nc\n"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    """Work that grew with the square of the length would hang here."""
    text = unit * (_LONG // len(unit))
    parsed = parse(text)
    assert parsed.original == text
    check(parsed)


def test_a_long_bulletin_keeps_its_articles() -> None:
    bullets = "- 쓰촨성은 <b>방안</b>을 발표하였음\n" * 20
    body = "".join(f"{i:02d} 제목 {i}\n\n■ 요약(3.1)\n\n{bullets}" for i in range(1, 40))
    text = "I\n\n정책동향\n\n" + body
    parsed = parse(text)
    assert len(text) > 16_000 and len(parsed.articles) == 39


# --- the real bulletins, where they are at hand ---


def test_real_bulletins(shared_dir: Path) -> None:
    files = sorted((shared_dir / "bulletins").glob("*.txt"))
    assert files
    for path in files:
        parsed = read_document(path)
        assert parsed.id == path.stem
        check(parsed)
        gold = json.loads((shared_dir / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        named = {identity for entity in gold["entities"] for identity in entity["articles"]}
        assert named == {a.id for a in parsed.articles}
        for art in parsed.articles:
            assert art.day and art.lead and art.title
            assert all(ref.url and ref.text for ref in of_kind(art, BlockKind.REFERENCE))
            expected = BlockKind.SOURCE if art.section is Section.BRIEF else BlockKind.REFERENCE
            assert of_kind(art, expected), art.id


def test_prose_after_references_is_an_article_of_its_own() -> None:
    first, second = "칭하이성, 염호 산업 육성 방안 발표", "염호의 도시가 배터리를 꿈꾸다"
    lines = [
        f"□ {first} (25.3.4)",
        "○ (배경) 칭하이성은 염호 산업 육성 방안을 발표",
        "<참고자료>\n(25.3.4, 青海省) 青海省盐湖产业发展方案 https://www.example.org/a",
        second,
        "칭하이성 거얼무시가 배터리 소재의 중심지로 떠오르고 있다. 시 정부는 올해 소재 기업 열 곳을 새로 들이고 "
        "연구소를 세우겠다고 밝혔다. 주민들은 물 부족을 걱정한다.",
        "연구진은 염호에서 리튬을 얻는 새 방법을 시험하고 있다. 이 방법은 물을 적게 쓰고 값도 싸다고 한다. "
        "다른 지역에서도 이 방법을 눈여겨본다.",
    ]
    bulletin = parse_bulletin("\n\n".join(lines) + "\n", name="web.txt", sha256="0")
    assert [a.title.text for a in bulletin.articles] == [first, second]
    assert [b.kind.value for b in bulletin.articles[1].blocks] == ["paragraph", "paragraph"]


def test_a_source_in_a_bracket_ends_its_item() -> None:
    text = "\n".join(
        (
            "소식지 제3호 (2024년 7월 1주)",
            "",
            "1. 첫 소식",
            "",
            "공업정보화부가 조치를 마련했다.",
            "(출처: 과기일보, 2024.07.01.)",
            "",
            "2. 둘째 소식",
            "",
            "상무부가 회의를 열었다.",
            "(출처: 신화망)",
            "",
        )
    )
    blocks = [b for a in parse_bulletin(text, name="a-2024-07-05.txt", sha256="0").articles for b in a.blocks]
    sources = [b for b in blocks if b.kind is BlockKind.SOURCE]
    assert [(b.outlet.text if b.outlet else None, b.day) for b in sources] == [
        ("과기일보", dt.date(2024, 7, 1)),
        ("신화망", None),
    ]
    assert not [b for b in blocks if b.kind is BlockKind.REFERENCE]


@pytest.mark.parametrize("folder", ["seeds/bulletins", "tests/bulletins"])
def test_a_line_has_the_first_look_that_fits(folder: str) -> None:
    told_before = {Kind.BLANK, Kind.ROW, Kind.SECTION, Kind.URL}
    for path in sorted((Path(__file__).parent.parent / folder).glob("*.txt")):
        for line in split_lines(read_document(path).original):
            bold = line.text.text.startswith("**")
            if line.kind in told_before or bold:
                continue
            first = next((kind for kind, pattern in RULES if pattern.match(line.text.text)), Kind.TEXT)
            assert line.kind is first, line.text.text
