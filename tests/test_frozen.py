"""Records that nobody may change."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from kg.frozen import frozen_keeping
from kg.kept import Kept
from kg.model import Name, Sighting, SourceText

REPOSITORY = Path(__file__).parent.parent
SIGHTING = Sighting("policy-01", 3, 7, "과학기술부")

_CHANGED = """
from dataclasses import FrozenInstanceError
from kg.model import Sighting
sighting = Sighting("policy-01", 3, 7, "과학기술부")
assert {sighting: 1}[Sighting("policy-01", 3, 7, "과학기술부")] == 1
try:
    sighting.begin = 4
except FrozenInstanceError:
    print("refused")
"""


def test_equal_records_are_one_key() -> None:
    again = replace(SIGHTING, begin=3)
    assert again is not SIGHTING
    assert again == SIGHTING
    assert {SIGHTING: "here"}[again] == "here"
    assert replace(SIGHTING, begin=4) != SIGHTING
    assert Name("과학기술부", "ko") != SIGHTING


def test_a_record_goes_to_another_process_and_back() -> None:
    text = SourceText.of("국무원은", 12)
    assert pickle.loads(pickle.dumps((SIGHTING, text))) == (SIGHTING, text)


def test_a_record_has_its_fields_only() -> None:
    assert not hasattr(SIGHTING, "__dict__")


@frozen_keeping
class _Sentence:
    text: str

    @Kept
    def words(self) -> list[str]:
        return self.text.split()


def test_a_record_that_keeps_what_it_computes_is_a_key_like_others() -> None:
    sentence = _Sentence("국무원은 발표")
    assert sentence.words is sentence.words
    assert {sentence: "here"}[_Sentence("국무원은 발표")] == "here"
    assert sentence != _Sentence("국무원은")


def test_the_development_mode_refuses_changes() -> None:
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", _CHANGED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["refused"]


def test_the_type_checker_refuses_changes(tmp_path: Path) -> None:
    code = tmp_path / "change.py"
    code.write_text("from kg.model import Sighting\nSighting('a', 1, 2, 'b').begin = 4\n")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), "--config-file", "", str(code)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
    refusal = 'error: Property "begin" defined in "Sighting" is read-only  [misc]'
    assert done.stdout.splitlines()[:-1] == [f"{code}:2: {refusal}"]
