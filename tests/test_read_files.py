"""Finding documents and reading text files in every encoding."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import discover, files, read_document
from kg.read.encoding import UndecodableError, decode

TEXT = "회의 기록\n\n과학기술부는 4월 2일 ‘양자 행동계획’을 발표하였다. 科技部 印发 通知 ABC 123\n"


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


# --- discovery ---


def test_folders_are_searched_in_a_stable_order(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a/y.PDF", "a/b/c.htm", "a/d.markdown", "e.html"]
    for name in [*names, ".hidden.txt", ".git/x.txt", "build/view.html", "__pycache__/x.txt", "photo.png"]:
        write(tmp_path / name, TEXT)
    for name in ("out/graph.ttl", "out/report.json", "out/view.html"):
        write(tmp_path / name, "x")
    found = discover([tmp_path])
    names.sort(key=lambda name: Path(name).parts)
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == names
    assert found.problems == ()


def test_order_and_repetition_of_paths_do_not_matter(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.txt", TEXT), write(tmp_path / "sub" / "two.txt", TEXT)
    assert discover([two, one, tmp_path]).files == discover([tmp_path, one]).files == (one, two)


def test_problems_name_the_path(tmp_path: Path) -> None:
    image = write(tmp_path / "photo.png", "x")
    (tmp_path / "none").mkdir()
    found = discover([tmp_path / "missing.txt", image, tmp_path / "none"])
    assert found.files == ()
    assert [(Path(p.path).name, p.reason.split(" (")[0]) for p in found.problems] == [
        ("missing.txt", "no such file or folder"),
        ("none", "no documents in this folder"),
        ("photo.png", "not a kind of document that can be read"),
    ]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", TEXT)
    os.symlink(tmp_path, tmp_path / "a" / "loop")
    assert len(discover([tmp_path]).files) == 1


# --- encodings ---


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("发", "發").replace("‘", "'").replace("’", "'") if encoding == "cp949" else TEXT
    data = text.encode(encoding)
    bulletin = read_document(write(tmp_path / "note.txt", data))
    assert bulletin.original == text
    assert bulletin.sha256 == hashlib.sha256(data).hexdigest()
    assert bulletin.articles[0].title.text == "회의 기록"


def test_decomposed_text_keeps_its_original(tmp_path: Path) -> None:
    raw = unicodedata.normalize("NFD", TEXT)
    bulletin = read_document(write(tmp_path / "note.txt", raw))
    assert bulletin.original == raw
    assert bulletin.articles[0].title.text == "회의 기록"


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("가나다라마한글 국무원은 발표abc 012\n科技部")))
def test_utf16_without_mark_is_told_by_its_text(text: str) -> None:
    text = "과학기술 동향 보고\n" + text
    assert decode(text.encode("utf-16-le")) == text
    assert decode(text.encode("utf-16-be")) == text
    assert decode(text.encode("utf-8")) == text


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        decode(data)
    except UndecodableError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        (b"\xff\xfea", "broken UTF-16-LE"),
        ("과학".encode() + b"\xff\xff\xff", "neither UTF-8"),
        (b"a\x01\x02\x03\x04b", "binary"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path / "bad.txt", data)
    with pytest.raises(ReadError, match=reason) as caught:
        read_document(path)
    assert caught.value.path == str(path) and str(path) in str(caught.value)


def test_missing_large_and_foreign_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="cannot be opened"):
        read_document(tmp_path)
    with pytest.raises(ReadError, match="not a kind of document"):
        read_document(write(tmp_path / "table.xlsx", "x"))
    monkeypatch.setattr(files, "MAX_BYTES", 8)
    with pytest.raises(ReadError, match="too large"):
        read_document(write(tmp_path / "big.txt", TEXT))


def test_heavy_libraries_wait_until_needed() -> None:
    code = "import sys, kg.read; print([m for m in ('pdfplumber', 'lxml', 'bs4', 'PIL') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
