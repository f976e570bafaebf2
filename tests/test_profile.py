"""The profile of bulletins, and how near generated ones come to real ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from extraction import SAMPLES, extractor
from quality import build_alone, score

from bench.generate import write
from bench.profile import REAL, REAL_KILOBYTES, counts, statements, table

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents and what they state: so many that their make-up does not hang on what chance gave to a few."""
    folder = tmp_path_factory.mktemp("generated")
    write(folder, 48, gold=True)
    return folder


def test_generated_bulletins_have_the_make_up_of_real_ones(generated: Path) -> None:
    paths = sorted(generated.glob("*.txt"))
    found = counts(paths, extractor())
    size = found["bytes"] / 1000
    assert size / len(paths) == pytest.approx(REAL_KILOBYTES, rel=0.05)
    few = {"targets": 0.3}  # a table more or less tells
    near = {name: pytest.approx(real, rel=few.get(name, 0.15)) for name, real in REAL.items()}
    some = paths[:12]  # each three are a build
    density = sum(statements(some[at : at + 3]) for at in range(0, len(some), 3)) / sum(map(_kilobytes, some))
    assert {name: found[name] / size for name in REAL} | {"statements": density} == near


def _kilobytes(path: Path) -> float:
    return path.stat().st_size / 1000


def test_what_generated_bulletins_state_is_read(generated: Path, shared_dir: Path, tmp_path: Path) -> None:
    some = sorted(generated.glob("*.txt"))[:6]
    pairs = [(generated / "gold" / f"{path.stem}.json", build_alone(path, tmp_path)) for path in some]
    figures = score(shared_dir / "eval" / "score.py", pairs)
    assert figures["entities"]["f1"] > 0.94
    assert figures["relations"]["f1"] > 0.86
    assert figures["targets"]["f1"] > 0.8


def test_counts_are_those_of_text_and_records(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("칭화대학교(清華大學)는 베이징에 있다.\n\nhttps://www.example.org/a\n", encoding="utf-8")
    found = counts([path], extractor())
    assert found["bytes"] == path.stat().st_size
    assert found["characters"] == len(path.read_text(encoding="utf-8"))
    assert found["Han"] == 4
    assert found["characters of addresses"] == len("https://www.example.org/a")
    assert found["things"] == 2
    assert found["mentions"] >= found["things"]
    assert found["claims"] == found["evidence"] == 1


def test_the_command_prints_counts_beside_those_of_real_bulletins() -> None:
    command = [sys.executable, "-m", "bench.profile", str(SAMPLES[0]), "--counts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = counts(SAMPLES[:1], extractor())
    found["statements"] = statements(SAMPLES[:1])
    assert done.stdout == table(found) + "\n"
    assert f"| mentions | {1000 * found['mentions'] / found['bytes']:.3g} | 6.85 |" in done.stdout


def test_a_folder_without_bulletins_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.profile", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"no bulletins in {tmp_path}" in done.stderr
