"""Digests in layouts of many publishers are parted into their articles; texts of one piece are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_read_bulletin import check

from kg.model import Article, BlockKind, Bulletin, FrameKind
from kg.read import parse_bulletin, read_document
from kg.read.headlines import section_named, speaks_like_a_headline

FOLDER = Path(__file__).parent / "data" / "layouts"


class Row(NamedTuple):
    """What is expected of an article: id, beginning of the title, day, outlets of its sources, parted by `|`."""

    id: str
    title: str
    day: str | None
    outlet: str | None = None


class Issue(NamedTuple):
    """What is expected of a document."""

    title: str
    issued: str | None
    publisher: str | None
    articles: tuple[Row, ...]


EXPECTED = {
    "embassy.txt": Issue(
        *("주베이징 과학기술협력관실 소식지 제41호", "2025-03-14", "주베이징 과학기술협력관실"),
        (
            Row("policy-01", "과기부, 청년", "2025-03-05", "과기일보"),
            Row("policy-02", "구이저우성,", "2025-03-07", "구이저우일보"),
            Row("tech-03", "시안교통대학,", "2025-03-10", "신화망"),
            Row("policy-04", "한·중 해양위성", "2025-03-12", "중국해양보"),
        ),
    ),
    "brief.txt": Issue(
        *("[글로벌 산업기술 브리프] 2025-7호", "2025-04-11", "한국산업기술진흥원"),
        (
            Row("policy-01", "장쑤성, 로봇", "2025-04-02", "신화일보"),
            Row("policy-02", "국가전력망,", "2025-04-04", "간쑤일보"),
            Row("policy-03", "닝보시,", "2025-04-08", "저장온라인"),
        ),
    ),
    "ministry.txt": Issue(
        *("해외 과학기술정책 주요 동향(’25.2월 3주)", None, None),
        (
            Row("policy-01", "중국, 국가 데이터", None),
            Row("policy-02", "저장성,", None),
            Row("tech-01", "비야디,", None),
            Row("policy-03", "왕즈강 전 부장,", None),
        ),
    ),
    "web.txt": Issue(
        *("중국창 과학뉴스", None, None),
        (
            Row("policy-01", "황허 하구", "2025-03-05", "과기일보"),
            Row("policy-02", "푸단대,", "2025-03-06", "상하이신문망"),
            Row("policy-03", "윈난성, 커피", "2025-03-07", "윈난일보"),
        ),
    ),
    "mail.txt": Issue(
        *("동북아 기술정보 다이제스트 Vol. 88", "2025-05-23", None),
        (
            Row("policy-01", "공신부, 산업용", "2025-05-19", "공업정보화부"),
            Row("policy-02", "다롄, 암모니아", "2025-05-20", "랴오닝일보"),
            Row("policy-03", "국가자연과학기금위,", "2025-05-21", "중국과학보"),
        ),
    ),
    "newsletter.md": Issue(
        *("차이나 사이언스 뉴스레터 2024년 11월호", "2024-11-15", "동아시아혁신포럼"),
        (
            Row("feature-01", "사막의 태양광, 전기를", "2024-11-04"),
            Row("policy-01", "과기부, 연구윤리", "2024-11-06", "과기일보"),
            Row("policy-02", "톈진시, 실험실", "2024-11-07", "톈진일보"),
            Row("brief-01", "선저우 우주인", "2024-11-04"),
        ),
    ),
    "portal.html": Issue(
        *("한중 과학기술 소식 12월 2호", "2024-12-13", None),
        (
            Row("policy-01", "안후이성, 양자", "2024-12-03", "안후이일보"),
            Row("policy-02", "충칭시, 배터리", "2024-12-05", "충칭일보"),
            Row("tech-01", "난징대학, 빛으로", "2024-12-09", "신화일보"),
        ),
    ),
    "pages.txt": Issue(
        *("동아시아 정책 리포트 2025-04", "2025-04-25", None),
        (
            Row("policy-01", "베이징시, 상업 위성", "2025-04-15", "베이징일보"),
            Row("policy-02", "재정부, 연구장비", "2025-04-17", "경제일보"),
            Row("tech-01", "상하이자오퉁대, 해저", "2025-04-21", "해방일보"),
        ),
    ),
    "circled.txt": Issue(
        *("2025년 1월 3주차 중국 혁신 단신", None, None),
        (
            Row("policy-01", "후난성, 희토", "2025-01-13"),
            Row("policy-02", "화중과기대,", "2025-01-14"),
            Row("policy-03", "국가철도그룹,", "2025-01-15"),
            Row("brief-04", "2025 창춘", "2025-01-18"),
        ),
    ),
    "brackets.txt": Issue(
        *("중국 산업 동향 클리핑", "2024-09-06", None),
        (
            Row("policy-01", "지리자동차,", "2024-09-02", "중국자동차보"),
            Row("policy-02", "중국석유화공,", "2024-09-03", "중국에너지보"),
            Row("policy-03", "하이얼,", "2024-09-04", "칭다오일보"),
        ),
    ),
    "tags.txt": Issue(
        *("주간 중국 과학기술 브리핑 (2024년 6월 21일)", "2024-06-21", None),
        (
            Row("policy-01", "상무부, 연구용", "2024-06-17", "상무부"),
            Row("tech-01", "징둥팡, 청두에", "2024-06-18", "쓰촨일보"),
            Row("tech-02", "중국과학원 쿤밍동물연구소,", "2024-06-19", "과기일보"),
            Row("policy-02", "린하이펑 교수,", "2024-06-20", "신화통신"),
        ),
    ),
    "datelines.txt": Issue(
        *("두만강 과학통신 제9호 (2025년 3월 10일)", "2025-03-10", None),
        (
            Row("brief-01", "헤이룽장성, 얼음", "2025-03-04", "신화통신"),
            Row("brief-02", "지린대, 콩", "2025-03-05", "지린일보"),
            Row("policy-01", "중국·몽골, 황사", "2025-03-07", "인민망"),
        ),
    ),
    "letters.txt": Issue(
        *("중국 과학기술 격월 리뷰", "2024-12-02", None),
        (
            Row("policy-01", "상하이시, 해양", "2024-11-18", "해방일보"),
            Row("policy-02", "교육부, 전문대학", "2024-11-20", "중국교육보"),
            Row("tech-01", "란저우화학물리연구소,", "2024-11-22", "간쑤일보"),
            Row("tech-02", "하얼빈공대,", "2024-11-25", "과기일보"),
        ),
    ),
    "links.html": Issue(
        *("차이나테크 웹진 2025년 6월호", None, "한국산업기술진흥원"),
        (
            Row("policy-01", "선전시, 무인", None),
            Row("policy-02", "지린성, 눈길", None),
            Row("policy-03", "중국농업과학원,", None),
        ),
    ),
    "below.txt": Issue(
        *("동북아 혁신 리포트 / 2025년 8월 1호", None, "동북아혁신연구원"),
        (
            Row("policy-01", "칭다오시, 바다 밑", None, "칭다오일보"),
            Row("policy-02", "산시성, 폐광에", None, "산시일보"),
            Row("policy-03", "국가표준화관리위원회,", None, "중국표준망"),
            Row("brief-01", "짧은 소식", None),
        ),
    ),
    "counted.txt": Issue(
        *("동해기술교류원", "2024-05-10", "동해기술교류원"),
        (
            Row("policy-01", "간쑤성, 사막", None),
            Row("policy-02", "국가해양국, 심해", None, "국가해양국"),
            Row("policy-03", "난카이대학, 얼지", None),
            Row("brief-04", "단신", "2024-05-07", "닝샤일보|중국해양보"),
        ),
    ),
    "chronicle.txt": Issue(
        *("한 주의 중국 과학 소식 (2025년 4월 2주)", None, None),
        (
            Row("policy-01", "둥관시, 중성자", "2025-04-07"),
            Row("policy-02", "국가우주국, 화성", "2025-04-08"),
            Row("policy-03", "원저우의대, 안구", "2025-04-10"),
        ),
    ),
    "wrapped.txt": Issue(
        *("중국 기술정보 2024-21", "2024-10-18", "한중기술교류원"),
        (
            Row("policy-01", "샤먼대학교, 바닷물에서 우라늄을 걸러 내는 막 대량 생산 성공", None),
            Row("policy-02", "국가에너지국, 낡은 풍력 발전기 교체 지침 개정안 의견 수렴", None),
            Row("policy-03", "허난성, 밀 저장고", None),
        ),
    ),
    "quarterly.txt": Issue(
        *("서해과학기술교류센터 계간 동향", "2023-03-31", "서해과학기술교류센터"),
        (
            Row("policy-01", "국가표준화관리위원회,", "2023-03-14"),
            Row("policy-02", "칭다오시, 바다", "2023-03-21"),
            Row("tech-01", "웨이차이동력,", "2023-03-16", "대중일보"),
            Row("tech-02", "옌타이시,", "2023-03-20", "옌타이일보"),
            Row("tech-03", "르자오항,", "2023-03-27", "해방일보"),
        ),
    ),
    "ledmarks.md": Issue(
        *("대륙 혁신 노트", "2024-02-16", None),
        (
            Row("policy-01", "헤이룽장성, 콩", "2024-02-06"),
            Row("policy-02", "연구 장비 공동 이용료", "2024-02-08"),
            Row("tech-01", "소금 동굴의", "2024-02-07"),
            Row("brief-01", "우루무치시, 눈", "2024-02-09", "신장일보"),
            Row("brief-02", "란저우대학, 모래", "2024-02-13", "간쑤일보"),
        ),
    ),
    "digits.txt": Issue(
        *("주간 중국 산업 메모", "2021-05-21", "남해산업정보원"),
        (
            Row("policy-01", "닝샤, 태양광", "2021-05-17", "닝샤일보"),
            Row("policy-02", "3.2기가와트", "2021-05-18", "안후이일보"),
            Row("policy-03", "2021년 과학 주간,", "2021-05-20", "산시일보"),
            Row("tech-01", "5G 광산", "2021-05-18", "네이멍구일보"),
            Row("tech-02", "800V 충전기,", "2021-05-19", "남방일보"),
        ),
    ),
    "prosefirst.txt": Issue(
        *("현해 과학정책 리포트", "2020-11-27", None),
        (
            Row("policy-01", "서남 지역의", "2020-11-19", "쓰촨일보"),
            Row("policy-02", "강을 나누어", "2020-11-23", "충칭일보"),
            Row("brief-01", "다롄 조선소,", "2020-11-20", "랴오닝일보"),
            Row("brief-02", "구이양시,", "2020-11-24", "구이저우일보"),
            Row("brief-03", "하이난대학,", "2020-11-25", "하이난일보"),
        ),
    ),
    "announced.txt": Issue(
        *("압록강 기술 브리핑", None, None),
        (
            Row("policy-01", "얼어붙은 강에서", None),
            Row("policy-02", "쌀겨로 만든", None),
            Row("policy-03", "단둥 항구의", None),
            Row("policy-04", "옥수수 밭의", None),
        ),
    ),
    "fortnight.txt": Issue(
        *("주중 기술협력실 격주보 2018-11", "2018-06-08", None),
        (
            Row("policy-01", "재정부, 과학 장비", "2018-05-29", "경제일보"),
            Row("policy-02", "산시성, 석탄층", "2018-05-31", "산시일보"),
            Row("brief-01", "창사시,", "2018-06-01", "호남일보"),
            Row("brief-02", "우시시,", "2018-06-04", "신화일보"),
            Row("brief-03", "상하이대학,", "2018-06-05", "해방일보"),
        ),
    ),
    "plan.txt": Issue(
        *("남중국 과학기술 동향 제30호", "2024-07-12", None),
        (Row("policy-01", "광시, 사탕수수", "2024-07-02"), Row("policy-02", "하이난, 심해", "2024-07-05")),
    ),
    "projects.txt": Issue(
        *("서북 과학기술 브리프 제8호 (2025. 4. 25.)", "2025-04-25", None),
        (
            Row("policy-01", "칭하이성, 큰", "2025-04-18", "칭하이일보"),
            Row("policy-02", "간쑤성, 사막의", "2025-04-21", "간쑤일보"),
            Row("policy-03", "닝샤, 양털", "2025-04-23", "닝샤일보"),
        ),
    ),
    "twoparts.html": Issue(
        *("황해 과학 웹진 2019년 9월호", None, None),
        (
            Row("policy-01", "톈진시, 빈", "2019-09-03", "톈진일보"),
            Row("policy-02", "허베이성, 눈", "2019-09-05", "허베이일보"),
            Row("brief-01", "산둥대학, 감자", "2019-09-04", "대중일보"),
            Row("brief-02", "친황다오시,", "2019-09-09", "친황다오일보"),
        ),
    ),
    "lines.txt": Issue(
        *("한중 녹색기술 동향", "2025-06-20", None),
        (
            Row("policy-01", "장시성,", "2025-06-10"),
            Row("policy-02", "국가임업초원국,", "2025-06-12"),
            Row("tech-01", "저장대학,", "2025-06-13"),
            Row("tech-02", "시안건축과기대학,", "2025-06-16"),
            Row("brief-01", "주요 행사", None),
        ),
    ),
    "points.md": Issue(
        *("요하 과학기술 뉴스레터 (2023년 5월 2호)", None, None),
        (
            Row("brief-01", "선양시, 로봇", "2023-05-08", "랴오닝일보"),
            Row("brief-02", "지린성, 얼음", "2023-05-09", "지린일보"),
            Row("tech-01", "다롄 기관차,", "2023-05-10", "다롄일보"),
            Row("tech-02", "안산강철,", "2023-05-11", "안산일보"),
        ),
    ),
    "clipping.txt": Issue(
        *("한반도 과학 클리핑 2022-9호", None, None),
        (
            Row("policy-01", "헤이허시,", "2022-09-01", "헤이룽장일보"),
            Row("policy-02", "훈춘시,", "2022-09-02", "지린일보"),
            Row("policy-03", "옌볜대학,", "2022-09-06", "옌볜일보"),
            Row("brief-01", "투먼시,", "2022-09-07"),
            Row("brief-02", "창춘시,", "2022-09-08"),
            Row("brief-03", "하얼빈공대,", "2022-09-09"),
        ),
    ),
    "single.txt": Issue(
        *("월간 화중 과학 동향", None, None),
        (
            Row("feature-01", "우한의 광섬유", None),
            Row("brief-01", "이창시, 배", "2024-03-05", "후베이일보"),
            Row("brief-02", "창사시, 두리안", "2024-03-12", "후난일보"),
        ),
    ),
    "sections.txt": Issue(
        *("장강 혁신 주간 제12호 (2024. 4. 5.)", "2024-04-05", None),
        (
            Row("feature-01", "양쯔강 삼각주의", None),
            Row("policy-01", "쑤저우시,", None),
            Row("policy-02", "항저우시,", None),
            Row("brief-01", "닝보항,", None),
            Row("brief-02", "저장대학,", None),
            Row("brief-03", "샤오싱시,", None),
        ),
    ),
    "dotted.txt": Issue(
        *("북방 기술 브리핑", None, None),
        (
            Row("policy-01", "산시성 석탄", None),
            Row("policy-02", "네이멍구 풍력", None),
            Row("brief-01", "타이위안의", None),
            Row("brief-02", "후허하오터의", None),
        ),
    ),
    "keycaps.txt": Issue(
        *("중국 과학기술 주요 뉴스 (2023년 11월 4주)", None, None),
        (
            Row("policy-01", "국무원, 연구비", "2023-11-20", "신화망"),
            Row("policy-02", "교육부, 박사", "2023-11-21", "중국교육보"),
            Row("tech-01", "BYD, 헝가리에", "2023-11-22", "제일재경"),
            Row("tech-02", "징둥팡, 베이징에", "2023-11-23", "증권일보"),
            Row("policy-03", "왕웨이, 과기부", "2023-11-24", "신화망"),
        ),
    ),
    "abroad.txt": Issue(
        *("주간 해외 과학기술 정보", "2017-06-02", None),
        (
            Row("policy-01", "베이징시, 젊은", "2017-05-29", "베이징일보"),
            Row("policy-02", "항저우시, 드론", "2017-05-30", "저장일보"),
            Row("tech-01", "다롄화학물리연구소,", "2017-05-31", "과기일보"),
            Row("tech-02", "중국농업과학원,", "2017-06-01", "중국과학보"),
            Row("brief-01", "행사", None),
        ),
    ),
}

ONE_TEXT = (
    *("report.txt", "measures.txt", "chapters.md", "press.txt", "interview.txt", "tasks.txt", "law.txt", "regions.md"),
    *("figures.txt", "overview.txt", "numbered.txt", "memo.txt"),
)


def outlets(article: Article) -> list[str]:
    return [block.outlet.text for block in article.blocks if block.kind is BlockKind.SOURCE and block.outlet]


def parse(text: str, name: str = "digest.txt") -> Bulletin:
    return parse_bulletin(text, name=name, sha256="0" * 64)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_digest_is_parted(name: str) -> None:
    expected, parsed = EXPECTED[name], read_document(FOLDER / name)
    check(parsed)
    assert [a.id for a in parsed.articles] == [row.id for row in expected.articles]
    for row, article in zip(expected.articles, parsed.articles, strict=True):
        assert article.title.text.startswith(row.title)
        assert (article.day and article.day.isoformat()) == row.day
        assert outlets(article) == (row.outlet.split("|") if row.outlet else [])
    issued = parsed.issued and parsed.issued.isoformat()
    assert (parsed.title, issued, parsed.publisher) == (expected.title, expected.issued, expected.publisher)


@pytest.mark.parametrize("name", ONE_TEXT)
def test_chapters_measures_and_points_are_no_articles(name: str) -> None:
    parsed = read_document(FOLDER / name)
    check(parsed)
    assert [a.id for a in parsed.articles] == ["policy-01"]


def test_the_day_of_a_single_text() -> None:
    assert read_document(FOLDER / "tasks.txt").articles[0].day == dt.date(2025, 3, 18)
    below = "쿤밍시, 꽃 경매장에 로봇 도입\n2024.05.06 | 윈난일보\n\n쿤밍시가 꽃 경매장에 로봇을 들였다.\n"
    assert parse(below).articles[0].day == dt.date(2024, 5, 6)


def test_odd_signs_are_bullets_and_headlines() -> None:
    body = "△ 첫째 점은 값이 싸다는 것\n➢ 둘째 점은 가볍다는 것\n▶ 출처 : 신화망 (24.5.{n})\n\n"
    news = "".join(f"📌 우한대학, 새 배터리 {n}호 공개\n" + body.format(n=n) for n in (1, 2, 3))
    parsed = parse("과학 단신 제2호\n\n" + news)
    assert [a.title.text for a in parsed.articles] == [f"우한대학, 새 배터리 {n}호 공개" for n in (1, 2, 3)]
    assert [b.kind.value for b in parsed.articles[0].blocks] == ["bullet", "bullet", "source"]


def test_many_heads_of_a_bulletin_do_not_hide_those_it_misses() -> None:
    led = "01 첫 글의 제목\n\n■ 요약한 줄(3.1)\n\n- 글머리\n\n02 둘째 글의 제목\n\n■ 요약한 줄(3.2)\n\n- 글머리\n\n"
    told = "우한대학은 {n}호 배터리를 {i}번 시험했다. 값보다 안전을 먼저 따졌다고 한다."
    news = "".join(
        f"[{n}] 우한대학, 새 배터리 {n}호 공개\n"
        + "\n".join(told.format(n=n, i=i) for i in range(8))
        + f"\n출처: 신화망 (24.5.{n})\n\n"
        for n in range(1, 30)
    )
    parsed = parse("Ⅰ 정책동향\n\n" + led + news)
    assert len(parsed.articles) >= 29


def test_every_layout_has_its_test() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*EXPECTED, *ONE_TEXT}


def test_the_same_in_another_decoding_and_with_other_line_breaks() -> None:
    for name, expected in EXPECTED.items():
        original = (FOLDER / name).read_text(encoding="utf-8")
        if not name.endswith("html"):
            parsed = parse(original.replace("\n", "\r\n"), name)
            assert [a.id for a in parsed.articles] == [row.id for row in expected.articles], name


def test_a_dated_line_below_a_headline_is_its_lead() -> None:
    leads = [article.lead.text for article in read_document(FOLDER / "ledmarks.md").articles]
    assert leads[1:] == [
        "교육부, 대학 장비 이용료의 상한을 정해",
        "칭화대학, 소금 동굴에 공기를 눌러 담는 발전소 시험",
        *("", ""),
    ]


def test_articles_of_a_section_end_the_article_above_it() -> None:
    above = read_document(FOLDER / "quarterly.txt").articles[1]
    assert [block.text.text for block in above.blocks][-1] == "틀리는 비율이 백에 셋 이하인 기종을 대상으로 함"
    events = read_document(FOLDER / "lines.txt").articles[-1]
    assert [block.kind.value for block in events.blocks] == ["bullet"] * 3


def test_levels_below_a_headline() -> None:
    article = read_document(FOLDER / "embassy.txt").articles[0]
    rows = [(block.kind.value, block.level, block.parent) for block in article.blocks]
    assert rows == [
        ("bullet", 1, None),
        ("bullet", 2, 0),
        ("bullet", 2, 0),
        ("footnote", 0, 2),
        ("bullet", 1, None),
        ("source", 0, None),
    ]


def test_sentences_go_on_over_pages_and_running_heads_are_no_text() -> None:
    first, _, third = read_document(FOLDER / "wrapped.txt").articles
    assert first.blocks[0].text.text.endswith("막 한 장은 여섯 달 동안 쓸 수 있으며 값은 외국산의 넷 가운데 하나이다.")
    assert third.blocks[-1].text.text.endswith("허난공업대학이 개발했다.")
    bullets = [b.text.text for b in read_document(FOLDER / "pages.txt").articles[0].blocks if b.level]
    assert bullets == [
        "베이징시 경제정보화국은 상업 위성이 찍은 사진을 대학과 연구소에 무료로 여는 규정을 발표",
        "해상도는 2m까지이며 요청은 한 달에 스무 번으로 제한",
        "규정은 7월 1일부터 효력이 있음",
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("프린터\n가 새로 들어갔다.", "프린터가 새로 들어갔다."),
        ("규정을 마련\n하고 알렸다.", "규정을 마련하고 알렸다."),
        ("연구를\n한다.", "연구를 한다."),
        ("사업\n이 계획은 크다.", "사업 이 계획은 크다."),
        ("도시\n은 가격이 올랐다.", "도시 은 가격이 올랐다."),
        ("설립\n은 내년이다.", "설립은 내년이다."),
        ("전 세계 Inno-\nvation 지수가 올랐다.", "전 세계 Innovation 지수가 올랐다."),
    ],
)
def test_words_that_a_line_break_has_cut(lines: str, joined: str) -> None:
    (block,) = parse(f"문서의 이름\n\n{lines}\n").articles[0].blocks
    assert block.text.text == joined


def test_headline_with_a_link_gives_the_address() -> None:
    articles = read_document(FOLDER / "links.html").articles
    urls = [[b.url for b in article.blocks if b.kind is BlockKind.SOURCE] for article in articles]
    assert urls == [[f"https://www.example.org/w/{n}"] for n in (1, 2, 3)]


def test_a_section_of_news_in_one_line_is_an_article() -> None:
    last = read_document(FOLDER / "below.txt").articles[-1]
    assert [b.text.text for b in last.blocks] == [
        "우루무치시, 사막 식물원에 온실 추가",
        "구이린전자과기대, 개교 65돌 기념식",
    ]


def test_a_table_in_columns_of_spaces() -> None:
    blocks = read_document(FOLDER / "counted.txt").articles[1].blocks
    assert [b.text.text for b in blocks if b.kind is BlockKind.CAPTION] == ["장비별 이전 상황"]
    (table,) = (b.table for b in blocks if b.table)
    assert [cell.text.text for cell in table.header] == ["번호", "장비", "새 부두", "맡은 곳"]
    assert [[cell.text.text for cell in row] for row in table.rows] == [
        ["1", "수중 글라이더 (6천 미터급)", "칭다오시 시하이안신구", "중국해양대학"],
        ["2", "해저 지진계 예순 벌", "샤먼시", "샤먼대학"],
    ]


WITHOUT_RULES = """시설 현황

구분        시설명           소재지     공정률
하나        사막 천문대      칭하이성   30%
둘          극지 관측선                 61%
            (2호선)

뒤의 글은 표가 아니다.
"""
DIVIDED_ALIKE = """사업과 투자액

사업명              시행 주체          소재지      투자액(억 위안)
연산 기지           샹장실험실         창사시      18.0
                                       웨루구
중형 터보축 시험동  중국항발           주저우시    26.5
(2단계)
해상 크레인 시험장  샹탄전기           샹탄시      7.4

뒤의 글은 표가 아니다.
"""
RAGGED = """사업과 투자액

사업   맡은 곳   소재지
의료용 동위원소 생산라인   난화대학   헝양시
연산 기지   샹장실험실   창사시 웨루구
"""
SENTENCES = """간격이  있는  글이다.
글자를  벌려  놓았다.
표는  아니다  전혀.
"""
APART = "서명한 사람      왕하이      리강\n\n지난해와  올해의  출하량은 크게 늘었다.\n"
BEFORE = "===========\n나라  도시  사람\n===========\n하나뿐인  줄  있음\n===========\n"


def test_columns_under_words_of_headers_need_no_ruled_lines() -> None:
    article = parse(WITHOUT_RULES).articles[0]
    (table,) = (b.table for b in article.blocks if b.table)
    assert [[cell.text.text for cell in row] for row in table.rows] == [
        ["하나", "사막 천문대", "칭하이성", "30%"],
        ["둘", "극지 관측선 (2호선)", "", "61%"],
    ]
    assert article.blocks[-1].text.text == "뒤의 글은 표가 아니다."


def test_rows_divided_alike_need_no_words_of_headers() -> None:
    article = parse(DIVIDED_ALIKE).articles[0]
    (table,) = (b.table for b in article.blocks if b.table)
    assert [[cell.text.text for cell in row] for row in table.rows] == [
        ["연산 기지", "샹장실험실", "창사시 웨루구", "18.0"],
        ["중형 터보축 시험동 (2단계)", "중국항발", "주저우시", "26.5"],
        ["해상 크레인 시험장", "샹탄전기", "샹탄시", "7.4"],
    ]
    assert article.blocks[-1].text.text == "뒤의 글은 표가 아니다."
    (table,) = (b.table for b in parse(RAGGED).articles[0].blocks if b.table)
    assert [cell.text.text for cell in table.rows[1]] == ["연산 기지", "샹장실험실", "창사시 웨루구"]


@pytest.mark.parametrize("text", [APART, BEFORE, SENTENCES])
def test_gaps_alone_make_no_table(text: str) -> None:
    parsed = parse("간격이 있는 글\n\n" + text)
    check(parsed)
    assert not [b for b in parsed.articles[0].blocks if b.table]


def test_the_pages_of_a_pdf(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    canvas = Canvas(str(tmp_path / "pages.pdf"))
    for page in (FOLDER / "pages.txt").read_text(encoding="utf-8").split("\f"):
        canvas.setFont("HYSMyeongJo-Medium", 10)
        for row, line in enumerate(page.split("\n")):
            canvas.drawString(60 + 10 * (len(line) - len(line.lstrip())), 800 - 14 * row, line.strip())
        canvas.showPage()
    canvas.save()
    articles = read_document(tmp_path / "pages.pdf").articles
    assert [a.id for a in articles] == ["policy-01", "policy-02", "tech-01"]
    told = [b.text.text for b in articles[0].blocks if b.level]
    assert told == [b.text.text for b in read_document(FOLDER / "pages.txt").articles[0].blocks if b.level]


def test_what_is_no_article_is_frame() -> None:
    parsed = read_document(FOLDER / "embassy.txt")
    kinds = [frame.kind for frame in parsed.frame]
    assert kinds == [FrameKind.COVER, FrameKind.CONTENTS, *[FrameKind.SECTION_HEADING] * 3, FrameKind.COLOPHON]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("[산업]", "tech"),
        ("Ⅱ. 주요 정책 동향", "policy"),
        ("◆ 국제협력", "policy"),
        ("【단 신】", "brief"),
        ("심층 분석", "feature"),
        ("3. 연구개발·기술", "tech"),
        ("추진 배경", None),
        ("과기부, 산업 정책 발표", None),
    ],
)
def test_section_by_the_words_of_its_title(text: str, section: str | None) -> None:
    assert section_named(text) == section


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("광둥성, 로봇 산업 육성에 20억 위안 투입", True),
        ("중국과학원 물리연구소, ‘빛, 열, 소리’ 특별전 열어", True),
        ("국가 데이터 거래 표준 최종안 확정", True),
        ("데이터 장터 문 닫자 상인들 항구로 간다", True),
        ("문제는 사람이다", False),
        ("인재 양성 체계 개선", False),
        ("추진 배경 및 필요성", False),
        ("지방정부는, 예산이 있으면, 참여할 수 있음", False),
    ],
)
def test_how_headlines_speak(text: str, news: bool) -> None:
    assert speaks_like_a_headline(text) is news


def test_headlines_in_full_sentences_under_the_name_of_the_report() -> None:
    body = "란저우대학이 소금물 전지의 새 전극을 만들었습니다. 전극은 값싼 철이라 바닷가에서도 녹슬지 않는다고 합니다."
    heads = ["소금물에서 전기 짜낸 대학", "란저우, 전지 공장을 부르다", "값싼 철이 리튬 자리를 넘본다"]
    text = "서북 과학 리포트\n2024년 4월 셋째 주\n\n" + "\n\n".join(
        f"{head}\n\n{n}일 {body}" for n, head in enumerate(heads, 3)
    )
    assert [a.title.text for a in parse(text).articles] == heads
    unnamed = "전지에 관한 생각\n\n" + text.partition("\n\n")[2]
    assert len(parse(unnamed).articles) == 1


def test_days_of_the_month_on_the_cover() -> None:
    text = "중국 단신 모음 (2024년 12월)\n\n" + "\n\n".join(
        f"{n}. 옌볜대, 새 품종 {n}호 공개 (12.{n})\n품종은 추위에 강하고 키가 작다." for n in (1, 2, 3)
    )
    assert [a.day for a in parse(text).articles] == [dt.date(2024, 12, n) for n in (1, 2, 3)]


# --- any order of lines, and much of the same -------------------------------------------------------------

LINES = [
    line
    for name in (*EXPECTED, *ONE_TEXT)
    if not name.endswith("html")
    for line in (FOLDER / name).read_text(encoding="utf-8").split("\n")
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=60), st.sampled_from(["\n", "\n\n", "\n\f"]))
def test_lines_in_any_order_give_a_sound_bulletin(lines: list[str], between: str) -> None:
    check(parse(between.join(lines)))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(EXPECTED)), st.integers(0, 40), st.integers(1, 12))
def test_a_layout_with_lines_left_out_is_sound(name: str, at: int, count: int) -> None:
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    check(parse("\n".join(lines[:at] + lines[at + count :]), name))


DIGEST = "서부 과학기술 동향 메모 제3호"


def boxed(*titles: str, cover: str = DIGEST) -> str:
    """A dry digest: numbers in brackets, each over points, without source or day."""
    points = "□ 칭하이성, 염호 자원 이용 방침 정리\n  ○ 세부 내용은 추후 공지\n"
    items = [f"【{number}】 {title}\n\n{points}" for number, title in enumerate(titles, start=1)]
    return "\n".join([f"{cover}\n\n작성일: 2019. 4. 2.\n", *items])


def test_numbers_in_brackets_that_count_through_open_articles() -> None:
    titles = (
        "칭하이성, 염호 조례 공포",
        "티베이트 관측소 소식 일람",
        "란저우 중이온 가속기 근황",
        "닝샤, 수소 단지 착공",
    )
    parsed = parse(boxed(*titles), "memo.txt")
    assert [article.title.text for article in parsed.articles] == list(titles)
    assert [article.number for article in parsed.articles] == [*"1234"]


@pytest.mark.parametrize(
    ("titles", "cover"),
    [
        (("추진 배경", "주요 내용", "향후 계획", "시사점"), DIGEST),
        (("염호 자원의 분포와 이용", "수자원 관리의 어려움", "지역 사이의 격차", "광산의 안전"), DIGEST),
        (("칭하이성, 염호 조례 공포", "관측소 소식 일람", "가속기 근황", "닝샤, 수소 단지 착공"), "염호 자원의 앞날"),
    ],
)  # fmt: skip
def test_chapters_with_numbers_in_brackets_open_none(titles: tuple[str, ...], cover: str) -> None:
    assert len(parse(boxed(*titles, cover=cover), "memo.txt").articles) == 1


def test_numbers_that_do_not_begin_a_sequence_open_no_articles() -> None:
    """What is left of a digest whose first items are missing is read, as one article or more."""
    lines = (FOLDER / "circled.txt").read_text(encoding="utf-8").split("\n")
    check(parse("\n".join(lines[:3] + lines[8:]), "circled.txt"))


@pytest.mark.parametrize(
    "unit",
    [
        *("1. 광둥성, 로봇 발표\n출처: 신화망 (3.5)\n", "글이 이어지는\n\n- 1 -\n\f", "(출처: 신화망, 3.5)"),
        *("[베이징=신화통신 3.5] ", "····· 3\n", "광둥성, 로봇 발표\n\n", "기술기술기술기술\n", "=====\n가나다라마\n"),
        "[가나다라, 마바사아 자차카타파하](https://a.b/)\n",
    ],
)  # fmt: skip
def test_much_of_the_same_is_read_to_the_end(unit: str) -> None:
    """Work that grew with the square of the length would hang here."""
    text = unit * (150_000 // len(unit))
    parsed = parse(text)
    assert parsed.original == text
    check(parsed)


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        ("기업 | 투자자 | 금액\n유니트리 | 텐센트 | 7억 위안\n즈푸 | 알리바바 | 5억 위안", True),
        ("참가기업 | 전시품\n텐센트 | 대화 모델\n유니트리 | 로봇개", True),
        ("참가기업 | 전시품\n텐센트 | 대화 모델", False),  # two lines with one bar may be anything
        ("제8호 | 2024.5.10 | 주간\n담당 홍길동 | 02-000-0000 | 무료", False),
        ("기업 | 투자자 | 금액\n유니트리 | 텐센트", False),
    ],
)
def test_lines_that_bars_divide_are_rows_where_a_column_names_bodies(lines: str, table: bool) -> None:
    text = f"오늘의 소식\n\n주요 거래는 아래와 같다.\n\n{lines}\n\n이상이다.\n"
    read = parse_bulletin(text, name="notes-2024-05-10.txt", sha256="0" * 64)
    blocks = [block for article in read.articles for block in article.blocks]
    assert any(block.kind is BlockKind.TABLE for block in blocks) is table
