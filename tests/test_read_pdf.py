"""PDF files: text with its shape, tables as rows, and files that cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kg.errors import ReadError
from kg.model import BlockKind
from kg.read import pdf, read_document

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
FONT, CHINESE = "HYSMyeongJo-Medium", "STSong-Light"


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    for name in (FONT, CHINESE):
        pdfmetrics.registerFont(UnicodeCIDFont(name))


def paragraph(text: str, *, size: int = 10, indent: int = 0, font: str = FONT) -> Flowable:
    style = ParagraphStyle("p", fontName=font, fontSize=size, leading=size * 1.4, leftIndent=indent)
    return Paragraph(text, style)


def bulletin(path: Path) -> Path:
    gap = Spacer(1, 14)
    head = [["구분", "주요 내용"], ["생산", "• 수전해 확충<br/>• 부생수소 정제"]]
    cells = [*head, ["", "• 시범 공장"], ["이용", "• 버스 보급"]]
    table = Table(
        [[paragraph(cell) for cell in row] for row in cells],
        colWidths=[80, 250],
        style=TableStyle([GRID, ("SPAN", (0, 1), (0, 2))]),
    )
    frame = Table([[paragraph("테두리 안의 글")]], style=TableStyle([GRID]))
    long = "- 쓰촨성 발전개혁위원회는 청두시에서 열린 회의에서 방안을 공개하고 " + (
        "내년 예산에 필요한 금액을 모두 반영하겠다고 밝힘"
    )
    SimpleDocTemplate(str(path)).build(
        [
            *[paragraph("정책동향", size=16), gap, paragraph("01", size=16), gap],
            *[paragraph("쓰촨성, '수소 산업 육성 방안' 발표", size=16), gap],
            *[paragraph("■ 충전소 80곳 건설(4.12)"), gap],
            *[paragraph(long), paragraph("- 판즈화에 시험 노선을 설치", indent=20), gap],
            *[paragraph("〈주요 과제〉"), gap, table, gap, frame, gap, paragraph("참고자료"), gap],
            *[paragraph("☞ 四川省发布氢能产业方案", font=CHINESE), paragraph("https://www.example.org/sc.html")],
            *[PageBreak(), paragraph("02 둘째 글", size=16), gap],
            *[paragraph("■ 요약(4.10)"), gap, paragraph("- 내용")],
        ]
    )
    return path


def test_a_bulletin_in_pdf(tmp_path: Path) -> None:
    parsed = read_document(bulletin(tmp_path / "kostec-2024-04-19.pdf"))
    assert [(a.id, a.title.text) for a in parsed.articles] == [
        ("policy-01", "쓰촨성, '수소 산업 육성 방안' 발표"),
        ("policy-02", "둘째 글"),
    ]
    first = parsed.articles[0]
    assert first.day is not None and first.day.isoformat() == "2024-04-12"
    bullets = [(b.text.text, b.level) for b in first.blocks if b.kind is BlockKind.BULLET]
    assert bullets[0][0].endswith("내년 예산에 필요한 금액을 모두 반영하겠다고 밝힘")
    assert bullets[1] == ("판즈화에 시험 노선을 설치", 2)
    (table,) = [b.table for b in first.blocks if b.table]
    assert [[[item.text for item in cell.items] for cell in row] for row in table.rows] == [
        [["생산"], ["수전해 확충", "부생수소 정제"]],
        [["생산"], ["시범 공장"]],
        [["이용"], ["버스 보급"]],
    ]
    assert "테두리 안의 글" in [b.text.text for b in first.blocks]
    (reference,) = [b for b in first.blocks if b.kind is BlockKind.REFERENCE]
    assert (reference.text.text, reference.url) == ("四川省发布氢能产业方案", "https://www.example.org/sc.html")
    assert "구분\t주요 내용\n" in parsed.original


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    canvas = Canvas(str(path))
    for number in range(1, 5):
        canvas.setFont(FONT, 10)
        canvas.drawString(72, 800, "중국 과학기술 소식")
        canvas.drawString(72, 700, f"쪽마다 다른 문장 {'가나다라'[number - 1]}.")
        canvas.drawString(72, 680, f"{'하파타카'[number - 1]} 문장이 하나 더 있다.")
        canvas.drawString(300, 30, f"{number} / 4")
        canvas.showPage()
    canvas.save()
    text = read_document(path).original
    assert "소식" not in text and "/ 4" not in text
    assert all(f"쪽마다 다른 문장 {char}." in text for char in "가나다라")


def make(*, words: str = "", password: str | None = None) -> bytes:
    out = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password is not None else None
    canvas = Canvas(out, encrypt=encryption)
    canvas.setFont(FONT, 12)
    canvas.drawString(72, 700, words)
    canvas.rect(72, 72, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [
        ("scan.pdf", make(), "without text layer"),
        ("fonts.pdf", make(words="(cid:12)(cid:7) (cid:190)"), "fonts do not name"),
        ("locked.pdf", make(words="비밀", password="open"), "encrypted"),
        ("cut.pdf", make(words="글")[:200], "broken PDF"),
        ("fake.pdf", b"this is no PDF", "broken PDF"),
    ]
    for name, data, reason in cases:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ReadError, match=reason) as caught:
            read_document(tmp_path / name)
        assert name in str(caught.value)
    (tmp_path / "long.pdf").write_bytes(make(words="글"))
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    with pytest.raises(ReadError, match="too many pages"):
        read_document(tmp_path / "long.pdf")


def test_pdf_with_another_suffix_is_still_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "mislabelled.txt"
    path.write_bytes(make(words="본문이 있는 문서이다."))
    assert "본문이 있는 문서이다." in read_document(path).original
