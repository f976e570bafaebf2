"""YAML files of the package, read once and kept as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.errors import DataError
from kg.resources import read_yaml, seeds_dir


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "china-stp-kg"


@pytest.mark.parametrize("path", sorted(seeds_dir().glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_kept_is_what_the_file_holds(path: Path, cache: Path) -> None:
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert read_yaml(path) == held
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    assert read_yaml(path) == held
    assert kept.stat().st_mtime_ns == written, "read from the cache"


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    for text, held in (("a: [선전, 1.5]", {"a": ["선전", 1.5]}), ("a: ~", {"a": None}), ("", None)):
        path.write_text(text, encoding="utf-8")
        assert read_yaml(path) == read_yaml(path) == held


@pytest.mark.parametrize("text", ["2025: a", "day: 2025-01-31", "- [{yes: 1}]"])
def test_what_json_does_not_know_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.yaml: dates, and keys that are no texts, must be in quotes"):
        read_yaml(path)


def test_what_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        read_yaml(path)
