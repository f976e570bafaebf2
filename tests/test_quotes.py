"""Evidence is the sentence or the table row, with what names an end that these leave unsaid."""

from __future__ import annotations

from extraction import bullets, prose


def test_the_evidence_is_the_sentence() -> None:
    read = prose("기업이 늘었다. 과기부는 ‘양자 로드맵’을 발표했다. 대학도 반겼다.")
    (quote,) = read.evidence("issuedBy")
    assert quote == "과기부는 ‘양자 로드맵’을 발표했다."


def test_the_evidence_of_a_row_is_the_row() -> None:
    read = bullets(
        "- 내용은 아래와 같음", "", "〈기업과 제품〉", "", "기업명\t주요 제품", "룽위(龍羽)항공\tLY-7 무인기"
    )
    (quote,) = read.evidence("develops")
    assert "룽위(龍羽)항공" in quote and "LY-7 무인기" in quote


def test_a_line_that_names_who_acts_is_quoted_with_the_line_that_says_what_it_does() -> None:
    read = bullets("- 화웨이는 새 전략을 알림", " - AI 칩 ‘린룽 9’를 개발")
    (quote,) = read.evidence("develops")
    assert quote == "화웨이는 새 전략을 알림 / AI 칩 ‘린룽 9’를 개발"


def test_evidence_lies_in_the_original() -> None:
    read = bullets("- 과기부는 ‘양자 로드맵’을 발표")
    (seen,) = [seen for seen in read.record.claims if seen.claim.predicate == "issuedBy"]
    (evidence,) = seen.evidence
    assert read.bulletin.original[evidence.begin : evidence.end] == evidence.quote
