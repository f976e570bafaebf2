"""Saved HTML pages: main content as plain lines, tables as rows, links with their address."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import BlockKind
from kg.read import read_document
from kg.read.html import html_text

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>제목</title><style>p {}</style>
<script>document.write("실행되면 안 되는 글")</script></head><body>
<nav><ul><li>메뉴</li></ul></nav>
<div id="content"><h3>과기부, ‘양자 행동계획’ 발표</h3>
<p>□ 중국 과기부는 양자 행동계획을 발표함 (25.04.02)<br>* 세 부처가 함께 마련함</p>
<p>○ (배경) 계산 자원의 부족<br>- 세부 내용</p><p hidden>숨은 글</p>
<table><tr><th>구분</th><th>주요 내용</th></tr>
<tr><td rowspan="2">목표</td><td><ul><li>하나</li><li>둘</li></ul></td></tr>
<tr><td>셋<br>넷</td></tr></table>
<p>&lt;참고자료&gt;<br>(25.04.02, 科技部) <a href="https://www.example.org/a_b.html">量子行动计划</a><br>
(25.04.01, 新华网) 量子新闻 <a href="https://www.example.org/c.html">https://www.example.org/c.html</a></p></div>
<aside>광고</aside><footer>바닥글</footer></body></html>"""


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def lines(body: str) -> list[str]:
    return html_text(Path("x.html"), f"<html><body>{body}</body></html>".encode()).split("\n")


def test_a_page_becomes_a_bulletin(tmp_path: Path) -> None:
    parsed = read_document(write(tmp_path / "page.html", PAGE))
    (article,) = parsed.articles
    assert article.title.text == "과기부, ‘양자 행동계획’ 발표"
    assert article.lead.text == "중국 과기부는 양자 행동계획을 발표함"
    assert article.day == dt.date(2025, 4, 2)
    bullets = [(b.text.text, b.level) for b in article.blocks if b.kind is BlockKind.BULLET]
    assert bullets == [("(배경) 계산 자원의 부족", 1), ("세부 내용", 2)]
    (table,) = [b.table for b in article.blocks if b.table]
    rows = [[cell.text.text for cell in row] for row in table.rows]
    assert rows == [["목표", "하나\n둘"], ["목표", "셋 넷"]]
    references = [b for b in article.blocks if b.kind is BlockKind.REFERENCE]
    assert [(r.text.text, r.url, r.issuer and r.issuer.text) for r in references] == [
        ("量子行动计划", "https://www.example.org/a_b.html", "科技部"),
        ("量子新闻", "https://www.example.org/c.html", "新华网"),
    ]


def test_only_the_main_content_counts(tmp_path: Path) -> None:
    text = read_document(write(tmp_path / "page.htm", PAGE)).original
    assert not any(word in text for word in ("메뉴", "실행", "광고", "바닥글", "숨은"))


def test_shapes() -> None:
    assert lines("<h2>머리</h2><p>한<br>줄</p>") == ["## 머리", "", "한", "줄", ""]
    assert lines("<ul><li>가<ul><li>나</li></ul></li><li>다</li></ul>") == ["- 가", "  - 나", "- 다", ""]
    links = '<p>앞 <a href="/rel">안</a> <a href="https://a.org/x">밖</a></p>'
    assert lines(links) == ["앞 안 [밖](https://a.org/x)", ""]
    assert lines("<table><tr><td colspan=2>가</td><td>나</td></tr></table>") == ["가\t\t나", ""]
    inner = "<table><tr><td>나</td><td>다</td></tr></table>"
    assert lines(f"<table><tr><td>가{inner}</td><td>라</td></tr></table>") == ["가 나 다\t라", ""]


@pytest.mark.parametrize("charset", ["euc-kr", "cp949"])
def test_declared_korean_encoding(tmp_path: Path, charset: str) -> None:
    words = "과학기술 동향을 전한다."
    page = f'<html><head><meta charset="{charset}"></head><body><p>{words}</p></body></html>'
    assert words in read_document(write(tmp_path / "p.html", page.encode("cp949"))).original
    assert words in read_document(write(tmp_path / "mislabelled.html", page)).original


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body><script>x</script></body></html>", "without text"),
        (b"<!-- -->", "without text"),
        (b"\x00\x01\x02\x03<html>", "binary"),
    ],
)
def test_pages_without_text_are_named(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_document(write(tmp_path / "bad.html", data))


@pytest.mark.parametrize("sign", ["&#x04", "&#4;", "&#0;", "&#xFFFF;", "&#xD800;", "&#x" + "9" * 5000 + ";"])
def test_what_is_no_character_is_left_out(sign: str) -> None:
    assert lines(f"<p>양자{sign} 계획<script>x()</script> 발표</p>")[0].split() == ["양자", "계획", "발표"]


def test_references_to_characters_are_kept() -> None:
    assert lines("<p>&#50577;&#xC790; &#x00BB; &#128161; R&D &#</p>")[0] == "양자 » 💡 R&D &#"


def test_deep_nesting() -> None:
    assert "속" in "".join(lines("<div>" * 1500 + "속" + "</div>" * 1500 + "밖"))
    with pytest.raises(ReadError, match="nested too deeply"):
        lines("<div>" * 9000 + "속")


NAMES = ["table", "tr", "td", "ul", "li", "p", "a", "h2", "br", "div", "main", "script"]
TAGS = [tag for name in NAMES for tag in (f"<{name}>", f"</{name}>")]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*TAGS, "글", "글 하나"]), max_size=40))
def test_any_soup_gives_text_or_a_reason(parts: list[str]) -> None:
    try:
        text = html_text(Path("x.html"), "".join(parts).encode())
    except ReadError as error:
        assert error.reason
    else:
        assert text.strip()
