"""The session that the README shows is what the commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CUT = "…"


def session() -> Iterator[tuple[str, list[str]]]:
    """Commands of the README that ask the demo, with the lines shown below them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.split(r"^    \$ ", text, flags=re.MULTILINE)[1:]:
        command, *lines = block.splitlines()
        shown = [line.strip() for line in lines if line.startswith("    ") and line.strip() not in ("", CUT)]
        if re.match(r"kg (query|show|names|search) ", command) and shown:
            yield command, shown


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("demo") / "build"
    assert kg("build", "seeds/bulletins", "--out", str(build)).startswith("6 documents")
    return build


def kg(*arguments: str) -> str:
    run = subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout


def test_there_is_a_session() -> None:
    assert len(list(session())) >= 4


@pytest.mark.parametrize(
    ("command", "shown"), list(session()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_session_prints_what_is_shown(command: str, shown: list[str], demo: Path) -> None:
    _, *arguments = shlex.split(command.replace("build/demo", str(demo)))
    printed = iter(re.sub(r"\s+", " ", line).strip() for line in kg(*arguments).splitlines())
    for line in shown:  # each in turn; what is cut is marked
        pattern = ".*".join(map(re.escape, re.sub(r"\s+", " ", line).split(CUT)))
        assert any(re.fullmatch(pattern, out) for out in printed), f"not printed: {line}"
