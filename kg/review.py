"""What reviewers say of facts: right or wrong, kept in a file that every later build respects.

In: judgements on facts, by the IRI of their assertion. Out: `DIR/review.jsonl`, one JSON object a line in the
order of the IRIs. `kg.ledger` leaves out the facts judged wrong and has full confidence in those judged right.

A judgement outlives the build it was made on: when a thing has got another IRI since, the older one still
finds its facts. A judgement whose fact is gone (its document was removed, or is read differently now) stays
in the file and is reported.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kg.disk import reason
from kg.errors import StoreError
from kg.vocab import CSTR, digest

REVIEW_FILE = "review.jsonl"
"""Name of the review file in a build directory."""

RIGHT, WRONG = "right", "wrong"
VERDICTS = (RIGHT, WRONG)

NOTE_LENGTH = 2000
"""The most characters of a note."""

_ASSERTIONS = f"{CSTR}assertion/"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict (`right` or `wrong`) on one fact.

    `fact` is the IRI of its assertion. `day` (ISO date), `note` and the words of the fact (`subject`,
    `relation`, `object`, `quote`) are for people; only fact and verdict count.
    """

    fact: str
    verdict: str
    note: str = ""
    day: str = ""
    subject: str = ""
    relation: str = ""
    object: str = ""
    quote: str = ""

    def __post_init__(self) -> None:
        if not self.fact.startswith(_ASSERTIONS):
            raise ValueError(f"'{self.fact}' is no fact; a fact's IRI begins with {_ASSERTIONS}")
        if self.verdict not in VERDICTS:
            raise ValueError(f"'{self.verdict}' is no verdict; write {' or '.join(VERDICTS)}")
        if len(self.note) > NOTE_LENGTH:
            raise ValueError(f"the note has {len(self.note)} characters; {NOTE_LENGTH} are allowed")


_FIELDS = {field.name for field in fields(Judgement)}


# --- the file ----------------------------------------------------------------------------------------------


def read_judgements(path: Path) -> dict[str, Judgement]:
    """The judgements of a review file by fact; none where there is no file.

    Raises StoreError, with file and line, for a line that is no judgement and for a fact judged twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a note may hold other line ends
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error})") from error
    judgements: dict[str, Judgement] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        judgement = _judgement(path, number, line)
        if judgement.fact in judgements:
            raise StoreError(f"{path}:{number}: {judgement.fact} is judged twice; keep one of the two lines")
        judgements[judgement.fact] = judgement
    return judgements


def _judgement(path: Path, number: int, line: str) -> Judgement:
    try:
        data: Any = json.loads(line)
        if (
            not isinstance(data, dict)
            or not data.keys() <= _FIELDS
            or not all(isinstance(v, str) for v in data.values())
        ):
            raise ValueError(f"an object with texts for {', '.join(sorted(_FIELDS))} is needed")
        return Judgement(**data)
    except (ValueError, TypeError) as error:
        raise StoreError(f"{path}:{number}: no judgement ({error}); mend or remove the line") from error


def judge(path: Path, judgement: Judgement) -> None:
    """Writes a judgement into the review file, in place of an earlier one on the same fact."""
    with _held(path):
        _write(path, {**read_judgements(path), judgement.fact: judgement})


def take_back(path: Path, fact: str) -> bool:
    """Removes the judgement on a fact; whether there was one."""
    with _held(path):
        judgements = read_judgements(path)
        known = judgements.pop(fact, None) is not None
        if known:
            _write(path, judgements)
        return known


def _write(path: Path, judgements: Mapping[str, Judgement]) -> None:
    """At one stroke: a reader sees the old file or the new one."""
    rows = (json.dumps(asdict(judgements[fact]), ensure_ascii=False) for fact in sorted(judgements))
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{row}\n" for row in rows)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"{path}: the judgement cannot be kept ({reason(error)})") from error


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keeps other writers of the file out. The directory is locked, since the file itself is replaced."""
    try:
        handle = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"{path}: the judgement cannot be kept ({reason(error)})") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def version(judgements: Mapping[str, Judgement]) -> str:
    """Changes with what counts of the judgements."""
    return digest("review", *(part for fact in sorted(judgements) for part in (fact, judgements[fact].verdict)))
