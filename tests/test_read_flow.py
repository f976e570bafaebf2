"""Text with the line breaks and the furniture of printed pages is read like the same text without them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from printed import Page, broken, printed
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.model import BlockKind, Bulletin
from kg.read import read_document
from kg.read.bulletin import parse_bulletin
from kg.read.joints import Joints
from kg.read.lines import split_lines
from kg.read.width import Width, measure

BULLETINS = Path(__file__).parent / "bulletins"

HUB = [
    "구이저우성의 연산 허브 조성과 과제",
    "구이저우성 인민정부는 2025년 3월 18일 「구이저우성 연산 허브 조성 방안」을 발표하였다. 방안은 구이저우성 "
    "과학기술청과 "
    "구이양시 정부가 함께 마련하였으며, 국가데이터국이 심의에 참여하였다. 성 정부는 구이안신구에 "
    "스마트컴퓨팅센터 두 곳을 더 짓는다.",
    "구이저우대학은 구이양시에 자리한 화시실험실(花溪實驗室)과 함께 데이터 표준*을 개발하고 있다. 이 실험실은 "
    "2023년에 구이저우성 "
    "과학기술청이 세웠으며 연구 인력은 아직 마흔 명을 넘지 않는다. 구이저우사범대학은 표준을 개발하는 일에 "
    "참여하지 않았다.",
    "구이저우성 재정청은 스마트컴퓨팅센터에 6억 위안을 지원하고, 화시실험실에는 2026년까지 8,000만 위안을 "
    "나누어 준다. 나머지 "
    "비용은 사업자가 스스로 마련하여야 하며, 국가개발은행의 대출은 아직 정해지지 않았다. 전기 요금을 깎아 주는 "
    "제도는 2027년 말에 끝난다.",
    "구이양시에서는 해마다 국제빅데이터산업박람회가 열린다. 구이저우성 인민정부는 올해 박람회에서 연산 허브의 "
    "첫 고객을 소개하였으나, "
    "이름을 밝힌 회사는 두 곳뿐이었다. 화시실험실은 전시관 한쪽에 데이터 표준을 쓴 병원 기록을 내걸었고, "
    "관람객은 자기 기록이 어디로 가는지 "
    "물었다. 실험실은 기록에서 이름과 주소를 지운 뒤에만 밖으로 내보낸다고 답하였다.",
]
HUB_NOTE = "* 데이터의 이름과 단위를 정하는 표준으로, 성 안의 기관만 따름"

SOLAR = [
    "간쑤성 신에너지 소재 산업의 현황",
    "간쑤성 란저우시는 2024년 9월 「신에너지 소재 산업 육성 행동계획」을 내놓았다. 행동계획은 란저우신구를 "
    "중심으로 배터리 소재 기업 40개를 "
    "유치하고, 2028년까지 연간 생산액을 900억 위안으로 늘리는 것을 목표로 한다. 간쑤성 공업정보화청은 기업당 "
    "최고 3,000만 위안의 "
    "장려금을 지급하기로 하였다.1) 란저우시는 행동계획을 해마다 고친다.",
    "란저우대학과 란저우이공대학은 중국과학원 근대물리연구소와 공동으로 소재 시험 시설을 구축하였다. 시설은 "
    "란저우신구에 자리하며 기업이라면 누구나 "
    "쓸 수 있다. 시설 운영을 맡은 란저우신소재혁신센터는 첫해에 시험 삼백여 건을 처리하였다고 밝혔다.",
    "바이인시 정부는 옛 광산 터에 폐배터리 재활용 단지를 짓는 방안을 간쑤성 발전개혁위원회와 협의하고 있다. "
    "단지의 이름은 아직 없으며, 투자자로 "
    "거론된 기업들은 사실이 아니라고 말하였다. 란저우신소재혁신센터는 다 쓴 배터리를 뜯는 기계를 "
    "시험하고 있으나 아직 한 시간에 열 개를 넘기지 못한다. 센터는 단지가 들어서면 이 기계를 빌려주겠다고 하였다.",
]
SOLAR_NOTE = "1) 장려금은 설비를 들인 이듬해부터 세 해에 나누어 지급함"


def parse(text: str) -> Bulletin:
    return parse_bulletin(text, name="쪽.txt", sha256="0")


def told(text: str) -> list[tuple[BlockKind, str]]:
    """Kind and text of the blocks, footnotes last, with the text that they explain."""
    (article,) = parse(text).articles
    notes = {b.index: b for b in article.blocks if b.kind is BlockKind.FOOTNOTE}
    texts = [(b.kind, b.text.text) for b in article.blocks if b.index not in notes]
    marked = [article.blocks[b.parent].text.text if b.parent is not None else "" for b in notes.values()]
    return [*texts, *((b.kind, f"{b.text} → {text}") for b, text in zip(notes.values(), marked, strict=True))]


def plain(paragraphs: list[str], note: str) -> list[tuple[BlockKind, str]]:
    return told("\n\n".join([*paragraphs, note]))


def in_lines(paragraphs: list[str], width: int, *, by_word: bool, first: str = "") -> list[str]:
    lines = [line for text in paragraphs[1:] for line in broken(text, width, by_word=by_word, first=first)]
    return [paragraphs[0], "", *lines]


def note(text: str, width: int, *, by_word: bool) -> list[str]:
    return broken(text, width, by_word=by_word, hanging="   ")


def left_and_right(number: int) -> list[str]:
    return [f"{number}  과학기술 정책 브리프" if number % 2 == 0 else f"구이저우성의 연산 허브  {number}"]


@pytest.mark.parametrize("rows", [5, 6, 7])
@pytest.mark.parametrize("width", [52, 60, 66])
def test_lines_broken_between_words_with_the_page_number_in_the_heads(width: int, rows: int) -> None:
    lines = in_lines(HUB, width, by_word=True, first="  ")
    page = Page(rows, head=left_and_right, foot=lambda number: (), notes={"표준*": note(HUB_NOTE, width, by_word=True)})
    assert told(printed(lines, page)) == plain(HUB, HUB_NOTE)


@pytest.mark.parametrize("rows", [5, 8])
@pytest.mark.parametrize("width", [64, 76, 84])
def test_lines_broken_within_words_with_form_feeds_and_ruled_notes(width: int, rows: int) -> None:
    lines = in_lines(SOLAR, width, by_word=False, first="  ")
    page = Page(
        rows,
        head=lambda number: ("월간 중국 과학기술 제7호",) if number > 11 else (),
        foot=lambda number: (str(number),),
        rule=["─" * 20],
        end="\n\f",
        notes={"하였다.1)": note(SOLAR_NOTE, width, by_word=False)},
    )
    assert told(printed(lines, page)) == plain(SOLAR, SOLAR_NOTE)


def test_alternating_heads_over_few_pages_and_a_mark_cut_off_from_its_word() -> None:
    heads = ("중국 지방정책  |  간쑤성 편", "해외 과학기술정책 리포트  2026년 제3호")
    body = [text.replace("하였다.1)", "하였다.").replace("연구소와", "연구소1)와") for text in SOLAR]
    layouts = ([line for text in body[1:] for line in [*broken(text, w, by_word=False), ""]] for w in range(56, 90))
    lines = next(found for found in layouts if any(line.startswith("1)와") for line in found))
    text = printed([body[0], "", *lines], Page(6, head=lambda n: (heads[n % 2],), notes={"1)와": [SOLAR_NOTE]}))
    assert told(text) == plain(body, SOLAR_NOTE)


def test_a_headline_that_comes_back_is_no_running_head() -> None:
    again = "시사점"
    text = "\n\n".join([*SOLAR[:2], again, SOLAR[2], HUB[2], again, *SOLAR[3:]])
    lines = [line for part in text.split("\n") for line in broken(part, 72, by_word=False)]
    heads = [at for at, line in enumerate(lines) if line == again]
    bodies = [lines[: heads[0]], lines[heads[0] : heads[0] + 8], lines[heads[0] + 8 : heads[1]], lines[heads[1] :]]
    paged = "".join("\n".join([*body, f"- {number} -", ""]) for number, body in enumerate(bodies, start=1))
    blocks = told(paged)
    assert [text for _, text in blocks].count(again) == 2
    assert blocks == told(text)


@pytest.mark.parametrize("by_word", [True, False])
def test_what_ends_before_the_width_stays_apart(by_word: bool) -> None:
    verse = ["산은 높고", "물은 깊어", "길은 멀다"]
    bullets = [
        "- 물이 모자란 지역에 소재 공장이 몰리면서 황허 본류의 취수량을 둘러싼 다툼이 잦아지고 있음",
        "- 인력은 시안과 청두로 빠져나감",
        "- 전기가 남는 때에만 공장을 돌림",
    ]
    body = [line for text in [*SOLAR[1:], *HUB[1:]] for line in broken(text, 64, by_word=by_word)]
    items = [line for text in bullets for line in broken(text, 64, by_word=by_word, hanging="  ")]
    text = printed([SOLAR[0], "", "현황과 과제", *body, "", *items, "", *verse, "", "맺는말", *body[:4]], Page(14))
    blocks = told(text)
    assert blocks[0] in {(BlockKind.HEADING, "현황과 과제"), (BlockKind.PARAGRAPH, "현황과 과제")}
    assert [f"- {text}" for kind, text in blocks if kind is BlockKind.BULLET] == bullets
    assert [text for _, text in blocks if text in verse] == verse
    assert "맺는말" in [text for _, text in blocks]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            [
                "산은 높고",
                "물은 깊어",
                "길은 멀다",
                "구름이 가고",
                "달이 온다",
                "봄은 짧다",
                "꽃이 진다",
                "눈이 녹아 흐른다",
            ]
        ),
        "\n".join([*HUB, *SOLAR, *HUB[1:], *SOLAR[1:]]),
        "\n".join(f"- {word}을 늘림" for word in ("예산", "인력", "장비", "교육", "시험", "생산", "수출", "협력")),
    ],
)
def test_lists_verse_and_long_lines_have_no_width(text: str) -> None:
    assert measure(split_lines(text)) is None


def test_the_width_is_told_from_how_lines_are_broken() -> None:
    for by_word, width in ((True, 60), (False, 72)):
        lines = in_lines(SOLAR, width, by_word=by_word)
        assert measure(split_lines("\n".join(lines))) == Width(columns=width, room=1, by_word=by_word)


# --- spaces -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "space"),
    [
        ("후난성 발전개혁", "위원회가 계획을 냈다.", False),  # a known name
        ("창사시 정부는 후", "난성 과학기술청과 함께", False),
        ("이 사업은 내년에 끝난다고", "하였다.", True),  # a verb of its own behind 고
        ("연구를 지원", "하였고, 센터를 세웠다.", False),  # an ending
        ("시험을 마친 센터", "는 값을 매겼다.", False),
        ("관계자는 값을", "밝히지 않았다.", True),
        ("회의에서 처음 공개된", "계획은 길다.", True),
        ("2027", "년까지 짓는다.", False),  # signs and numbers
        ("모두", "30개를 짓는다.", True),
        ("「창더시", "시 과학", True),
        ("웨루산실험실(岳麓山實驗室)", "은 종자를 다룬다.", False),
        ("천샤오훙(陳曉紅)", "교수가 맡는다.", True),
        ("'푸룽인재계획'", "으로 돈을 준다.", False),
        ('그는 "없다"', "고 말했다.", False),
        ("한 사람에게 '", "후난' 카드를 준다.", False),
        ("중국·", "아세안 기술이전센터", False),
    ],
)
def test_spaces_between_lines(before: str, after: str, space: bool) -> None:
    assert Joints("").space(before, after) is space


def test_other_places_of_a_word_tell() -> None:
    text = "롄추후연구개발센터가 문을 열었다. 롄추후 시범구와는 다르다. 새 다리는 짧다."
    assert not Joints(text).space("이름은 롄추후", "연구개발센터이며, 곧 옮긴다.")
    assert Joints(text).space("새로 지은 롄추후", "시범구는 넓다.")


@pytest.mark.parametrize("name", ["dev-prose-1", "dev-prose-2", "dev-prose-3", "dev-press-1", "dev-letter-1"])
def test_most_spaces_at_line_ends_are_found_again(name: str) -> None:
    paragraphs = (BULLETINS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    lines = [broken(text.strip(), 70, by_word=False) for text in paragraphs]
    joints = Joints("\n".join(line.strip() for part in lines for line in part))
    ends = [(above, below) for part in lines for above, below in pairwise(part)]
    right = sum(joints.space(a.rstrip(), b) is (a != a.rstrip()) for a, b in ends)
    assert len(ends) > 30 and right >= 0.9 * len(ends)


# --- offsets ----------------------------------------------------------------------------------------------


def test_every_character_is_that_of_the_page() -> None:
    lines = in_lines(SOLAR, 64, by_word=False)
    parsed = parse(printed(lines, Page(6, head=left_and_right, notes={"하였다.1)": [SOLAR_NOTE]})))
    for block in parsed.articles[0].blocks:
        assert "\n" not in block.text.text
        for char, begin, end in zip(block.text.text, block.text.starts, block.text.ends, strict=True):
            assert block.begin <= begin <= end <= block.end
            assert parsed.original[begin:end] == char or (begin == end and char == " ")


# --- PDF --------------------------------------------------------------------------------------------------

TABLE = [
    ("사업명", "시행 주체", "소재지"),
    ("연산 기지", "란저우대학", "란저우시"),
    ("재활용 시험동", "바이인공사", "바이인시"),
]


def in_pdf(path: Path, text: str) -> Path:
    """A PDF whose pages hold the lines of `text`, wide gaps as gaps."""
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    canvas = Canvas(str(path))
    for page in text.split("\f"):
        canvas.setFont("HYSMyeongJo-Medium", 10)
        for row, line in enumerate(page.strip("\n").split("\n")):
            at = 60 + 5 * (len(line) - len(line.lstrip()))
            for cell in line.lstrip().split("    "):
                canvas.drawString(at, 800 - 14 * row, cell)
                at += 150
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("keep_spaces", [True, False])
@pytest.mark.parametrize("by_word", [True, False])
def test_a_pdf_is_read_like_its_text(tmp_path: Path, by_word: bool, keep_spaces: bool) -> None:
    rows = ["", *("    ".join(row) for row in TABLE), ""]
    lines = [*in_lines(SOLAR[:3], 76, by_word=by_word, first="  "), *rows]
    lines += in_lines(["", *SOLAR[3:]], 76, by_word=by_word, first="  ")[2:]
    page = Page(
        10,
        head=lambda n: ("중국 지방정책  |  간쑤성 편",),
        notes={"하였다.1)": note(SOLAR_NOTE, 76, by_word=by_word)},
        end="\f",
    )
    path = in_pdf(tmp_path / "쪽.pdf", printed(lines, page, keep_spaces=keep_spaces))
    (article,) = read_document(path).articles
    (table,) = [block.table for block in article.blocks if block.table]
    assert [tuple(cell.text.text for cell in row) for row in (table.header, *table.rows)] == TABLE
    texts = [block.text.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    expected = plain(SOLAR, SOLAR_NOTE)
    assert texts == [text for kind, text in expected if kind is BlockKind.PARAGRAPH]
    (footnote,) = [block for block in article.blocks if block.kind is BlockKind.FOOTNOTE]
    assert footnote.parent is not None
    assert f"{footnote.text} → {article.blocks[footnote.parent].text}" == expected[-1][1]
