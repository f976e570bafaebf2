"""Texts in the user's cache: made once, anew where damaged, and without a place to keep them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cache import cached


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    yield tmp_path / "china-stp-kg"


def _never() -> str:
    raise AssertionError("the text is in the cache")


def test_a_text_is_made_once_a_version(directory: Path) -> None:
    assert cached("names", "1", lambda: "선전\n深圳") == "선전\n深圳"
    assert cached("names", "1", _never) == "선전\n深圳"
    assert cached("names", "2", lambda: "") == "" and cached("names", "2", _never) == ""


def test_a_file_cut_off_or_no_text_is_made_anew(directory: Path) -> None:
    cached("names", "1", lambda: "선전 深圳")
    (path,) = directory.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[: len(whole) // 2], b"3\n\xff\xfe\xfd"):
        path.write_bytes(damaged)
        assert cached("names", "1", lambda: "선전 深圳") == "선전 深圳"
        assert path.read_bytes() == whole


def test_only_the_latest_versions_of_a_family_stay(directory: Path) -> None:
    cached("others", "1", lambda: "x")
    for version in range(6):
        cached("names", str(version), lambda: "x")
        os.utime(directory / f"names-{version}.txt", (version, version))
    assert {path.name for path in directory.iterdir()} == {f"names-{v}.txt" for v in (2, 3, 4, 5)} | {"others-1.txt"}


def test_without_a_place_to_keep_it_the_text_is_made_each_time(directory: Path) -> None:
    directory.parent.mkdir(exist_ok=True)
    directory.write_text("no directory", encoding="utf-8")
    assert [cached("names", "1", lambda: "선전") for _ in range(2)] == ["선전", "선전"]
