"""The work of extraction grows with the document, not with its square: many sentences, long paragraphs, long lists.

Work is counted in lines of the package that are run, which is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from extraction import extractor

import kg
from kg.model import passages
from kg.read import read_document

_HERE = str(Path(kg.__file__).parent)
_HEAD = "정책동향\n\n01 과기부, ‘첨단 센서 발전 행동계획’ 발표\n\n■ 새 계획을 내놓음(3.1)\n\n"
_CITIES = ("우시", "쑤저우", "항저우", "청두", "난징", "허페이", "시안", "우한")
_FIRMS = ("화웨이", "바이두", "텐센트", "샤오미", "알리바바")
_SCHOOLS = ("칭화대학", "베이징대학", "저장대학", "푸단대학")
_SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서"


def _sentence(k: int) -> str:
    """One of several sentences that ask for all that relations look back for: subjects, events, plans, recipients."""
    city, firm, school = _CITIES[k % 8], _FIRMS[k % 5], _SCHOOLS[k % 4]
    return (
        f"{firm}는 {school}와 공동으로 {city}에 ‘제{k}차 양자 포럼’을 개최하고 {school} 왕밍(王明) 교수를 초청했다.",
        f"{city}시 과학기술청은 {firm}에 {k + 1}억 위안을 투자하기로 하였으며, 이 기업은 신제품 ‘텐신-{k}’를 공개했다.",
        f"{school}의 ‘광역 해양 관측 프로그램 {k}’은 {firm}가 주관하고 두 기관이 참여한다.",
        f"{firm}의 자회사인 룽위안즈넝사는 {city} 첨단기술개발구에 실험실을 세워 2027년까지 {k}개 사를 키울 계획이다.",
        f"이 연구소의 초대 소장은 왕밍 교수이며, 포럼의 주최자는 {firm}이다.",
    )[k % 5]


def _name(k: int) -> str:
    return _SYLLABLES[k % 21] + _SYLLABLES[k // 21 % 21] + _SYLLABLES[k // 441 % 21]


def _bullets(n: int) -> str:
    return "\n".join(f"- {_sentence(k)}" for k in range(n))


def _paragraph(n: int) -> str:
    return " ".join(map(_sentence, range(n)))


def _people(n: int) -> str:
    return f"- {', '.join(f'{_SCHOOLS[k % 4]} 왕{_name(k)[:2]} 교수' for k in range(n))}가 포럼에 참석했다."


def _firms(n: int) -> str:
    return "\n".join(f"- {_CITIES[k % 8]} {_name(k)}바이오테크 연구소" for k in range(n))


def _grants(n: int) -> str:
    return "- " + " ".join(
        f"{_FIRMS[k % 5]}가 {k + 1}억 위안을 출자했고 {_SCHOOLS[k % 4]}의 운영비 {k + 2}억 위안은 "
        f"{_CITIES[k % 8]}시 정부가 낸다."
        for k in range(n)
    )


def _meant(n: int) -> str:
    return "\n".join(
        f"- {_FIRMS[k % 5]}는 {_SCHOOLS[k % 4]}와 손잡았다. 이 회사는 {_CITIES[k % 8]}에 본사를 둔다. "
        f"해당 기관은 한중 과학포럼을 열었다."
        for k in range(n)
    )


def _articles(n: int) -> str:
    return "\n\n".join(
        f"{k + 2:02} {_CITIES[k % 8]}시, ‘제{k}차 양자 발전계획’ 발표\n\n- {_sentence(k)}" for k in range(n)
    )


def _work(call: Callable[[], object]) -> int:
    """Lines of the package that a call runs; each turn of a loop counts."""
    lines = 0

    def within(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return within

    def entered(frame: FrameType, event: str, arg: Any) -> Any:
        return within if frame.f_code.co_filename.startswith(_HERE) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        call()
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("shape", [_bullets, _paragraph, _people, _firms, _grants, _meant, _articles])
def test_work_grows_with_the_document(shape: Callable[[int], str], tmp_path: Path) -> None:
    counts, extract = [], extractor()
    for n in (20, 120, 240):  # the first run fills caches
        path = tmp_path / f"{n}.txt"
        path.write_text(_HEAD + shape(n) + "\n", encoding="utf-8")
        bulletin = read_document(path)
        counts.append(_work(lambda bulletin=bulletin: extract(bulletin)))  # type: ignore[misc]
    assert counts[2] < 2.3 * counts[1], counts


def test_a_long_paragraph_is_read_in_parts_that_end_with_sentences(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"{_HEAD}{_paragraph(200)}\n", encoding="utf-8")
    bulletin = read_document(path)
    texts = [passage.text for passage in passages(bulletin.articles[0]) if "포럼" in passage.text.text]
    assert len(texts) > 4
    assert all(len(text) <= 2000 and text.text.endswith(".") for text in texts)
    assert " ".join(text.text for text in texts) == _paragraph(200)
    assert all(bulletin.original[slice(*text.origin())] == text.text for text in texts)
    record = extractor()(bulletin)
    forums = {name.text for entity in record.entities if entity.cls == "Event" for name in entity.names}
    assert {f"제{k}차 양자 포럼" for k in range(0, 200, 5)} <= forums
    for claim in record.claims:
        for evidence in claim.evidence:
            assert bulletin.original[evidence.begin : evidence.end].strip()


def test_a_long_list_is_cut_between_its_items(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{_HEAD}{_people(400)}\n", encoding="utf-8")
    texts = [p.text.text for p in passages(read_document(path).articles[0]) if "교수" in p.text.text]
    assert len(texts) > 2 and all(text.endswith(" 교수,") for text in texts[:-1])
