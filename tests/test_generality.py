"""The extraction does not live on what it was shown: without the names of the known texts, and with broken files.

`KG_MUTATIONS=1000 pytest tests/test_generality.py tests/test_extract.py` tries that many random mutations of each
kind instead of the few fixed ones.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from extraction import SAMPLES, Document, extractor, sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quality import KEPT, Annotated, build_alone, leave_out, named_in, ours, real, score
from test_extract import check

from kg.errors import ReadError
from kg.extract import Extractor
from kg.read import read_document

MOST_LOST = 0.02
"""How much of the entity F1 may hang on the gazetteers' rows of particular things."""

MUTATIONS = int(os.environ.get("KG_MUTATIONS", "40"))
FEW = settings(
    max_examples=MUTATIONS,
    deadline=None,
    derandomize="KG_MUTATIONS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# --- without the names ------------------------------------------------------------------------------------


def entity_f1(documents: Iterable[Annotated], use: Extractor, script: Path, folder: Path) -> float:
    """F1 of entities over documents, each built alone into `folder`."""
    folder.mkdir()
    pairs = [(document.gold, build_alone(document.text, folder, use=use)) for document in documents]
    return float(score(script, pairs)["entities"]["f1"])


def test_rows_of_the_known_names_are_hardly_needed(shared_dir: Path, tmp_path: Path) -> None:
    documents, script = real(shared_dir), shared_dir / "eval" / "score.py"
    rows, without = leave_out(documents, tmp_path)
    assert rows > 20
    whole = entity_f1(documents, extractor(), script, tmp_path / "whole")
    rest = entity_f1(documents, without, script, tmp_path / "rest")
    assert whole - rest < MOST_LOST, f"{whole} with all rows, {rest} without {rows}"


def test_rows_that_are_left_out_are_gone_and_no_others(tmp_path: Path) -> None:
    lexicon = extractor().lexicon
    gone = named_in([SAMPLES[0].read_text(encoding="utf-8")], lexicon)
    rows, without = leave_out([ours(SAMPLES[0])], tmp_path)
    assert rows == len(gone) > 0
    assert {lexicon.entries[key].cls for key in gone} & KEPT == set()
    assert set(without.lexicon.entries) == set(lexicon.entries) - gone
    left = without.lexicon.entries.values()
    assert not gone & {key for entry in left for key in (*entry.located_in, *entry.part_of, *entry.predecessor)}


# --- broken files -----------------------------------------------------------------------------------------


def stretch(draw: st.DrawFn, most: int = 40) -> list[str]:
    """Some lines in a row of one of our bulletins."""
    lines = sample(draw(st.sampled_from(SAMPLES))).bulletin.original.splitlines()
    start = draw(st.integers(0, max(0, len(lines) - 10)))
    return lines[start : start + draw(st.integers(5, most))]


@st.composite
def in_two_encodings(draw: st.DrawFn) -> bytes:
    """Lines in UTF-8 and lines in CP949 in one file, some bytes lost or changed."""
    lines = stretch(draw)
    legacy = draw(st.sets(st.integers(0, len(lines) - 1), max_size=len(lines)))
    data = bytearray(
        b"\n".join(
            line.encode("cp949", errors="replace") if at in legacy else line.encode() for at, line in enumerate(lines)
        )
    )
    for _ in range(draw(st.integers(0, 3))):
        if data:
            at = draw(st.integers(0, len(data) - 1))
            data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(data)


TAGS = ("<p>", "</p>", "<div", "</div>", "<table><tr><td>", "</td>", "<li>", "<ul>", "<b>", "</i>", "<br/>", "<sup>")
MORE = ("<h2>", "</h1>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "&lt;", "&#x", "&nbsp", "<", ">")


@st.composite
def in_broken_tags(draw: st.DrawFn) -> bytes:
    """Lines between tags that are cut, not closed, closed twice, or opened within a word."""
    parts = ["<html><body>"]
    for line in stretch(draw):
        where = draw(st.integers(0, len(line)))
        before, within, after = (draw(st.sampled_from(("", "", *TAGS, *MORE))) for _ in range(3))
        parts.append(f"{before}{line[:where]}{within}{line[where:]}{after}")
    return "\n".join(parts).encode()


def read_or_refused(data: bytes, suffix: str) -> None:
    """The file is refused by name, or what is read of it keeps the contract."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"notes-2024-05-10{suffix}"
        path.write_bytes(data)
        try:
            parsed = read_document(path)
        except ReadError as error:
            assert Path(error.path).name == path.name and error.reason.strip()
            return
    check(Document(parsed, extractor()(parsed)))


@FEW
@given(in_two_encodings())
def test_files_in_two_encodings_are_refused_or_keep_the_contract(data: bytes) -> None:
    read_or_refused(data, ".txt")


@FEW
@given(in_broken_tags())
def test_files_with_broken_tags_are_refused_or_keep_the_contract(data: bytes) -> None:
    read_or_refused(data, ".html")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_one_legacy_line_in_a_file_is_told(path: Path, tmp_path: Path) -> None:
    head, *rest = path.read_text(encoding="utf-8").splitlines()
    mixed = tmp_path / "mixed-2024-05-10.txt"
    mixed.write_bytes(b"\n".join([head.encode(), "과학기술부 공고".encode("cp949"), *(line.encode() for line in rest)]))
    with pytest.raises(ReadError, match="neither UTF-8, UTF-16 nor CP949"):
        read_document(mixed)
