"""What reviewers say of facts: right or wrong, kept in a file that every later build respects.

In: judgements on facts, by the IRI of their assertion. Out: `DIR/review.jsonl`, one JSON object a line in the
order of the IRIs, and a corpus without the facts judged wrong and with full confidence in those judged right.

A judgement outlives the build it was made on: when a thing has got another IRI since, the older one still
finds its facts. A judgement whose fact is gone (its document was removed, or is read differently now) stays
in the file and is reported.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from itertools import product
from pathlib import Path
from typing import Any

from kg.disk import reason
from kg.errors import StoreError
from kg.model import Claim, ClaimSeen, Corpus, Evidence, Target, TargetSeen
from kg.ontology import Ontology
from kg.vocab import CSTR, digest, node_iri

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


# --- its effect on a build ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A corpus after review. `wrong`: facts left out, `right`: facts confirmed, `gone`: judgements whose fact
    the corpus does not hold.
    """

    corpus: Corpus
    wrong: int
    right: int
    gone: tuple[Judgement, ...]


def reviewed(corpus: Corpus, judgements: Mapping[str, Judgement], ontology: Ontology) -> Reviewed:
    """The corpus without the facts judged wrong; the evidence of those judged right has confidence 1."""
    if not judgements:
        return Reviewed(corpus, 0, 0, ())
    bench = _Bench(corpus, judgements, ontology)
    kept = replace(
        corpus,
        claims=tuple(bench.claims(corpus)),
        targets=tuple(bench.targets(corpus)),
        addresses=tuple(bench.addresses(corpus)),
    )
    gone = tuple(judgements[fact] for fact in sorted(judgements.keys() - bench.applied))
    return Reviewed(kept, len(bench.facts[WRONG]), len(bench.facts[RIGHT]), gone)


class _Bench:
    """Finds the judgement on a fact and keeps count."""

    def __init__(self, corpus: Corpus, judgements: Mapping[str, Judgement], ontology: Ontology) -> None:
        self._judgements = judgements
        self._ontology = ontology
        self._older = {entity.iri: entity.same_as for entity in corpus.entities if entity.same_as}
        self.applied: set[str] = set()
        self.facts: dict[str, set[str]] = {verdict: set() for verdict in VERDICTS}

    def claims(self, corpus: Corpus) -> Iterator[tuple[str, ClaimSeen]]:
        for bulletin, seen in corpus.claims:
            if evidence := self._weighed(self._claim_ids(seen.claim), seen.evidence):
                yield bulletin, replace(seen, evidence=evidence)

    def targets(self, corpus: Corpus) -> Iterator[tuple[str, TargetSeen]]:
        for bulletin, seen in corpus.targets:
            if evidence := self._weighed(self._target_ids(seen.target), seen.evidence):
                yield bulletin, replace(seen, evidence=evidence)

    def addresses(self, corpus: Corpus) -> Iterator[tuple[str, str, str, Evidence]]:
        for bulletin, subject, field, evidence in corpus.addresses:
            for weighed in self._weighed(self._claim_ids(Claim(subject, "addresses", field)), (evidence,)):
                yield bulletin, subject, field, weighed

    def _weighed(self, identities: Iterable[str], evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The evidence of a fact after review; none is left of a fact judged wrong.

        `identities`: its present id first, then those that it had under older IRIs of its ends.
        """
        facts = [node_iri("assertion", identity) for identity in identities]
        judged = [fact for fact in facts if fact in self._judgements]
        if not judged:
            return evidence
        self.applied.update(judged)
        verdict = self._judgements[judged[0]].verdict
        self.facts[verdict].add(facts[0])
        return () if verdict == WRONG else tuple(replace(one, confidence=1.0) for one in evidence)

    def _claim_ids(self, claim: Claim) -> Iterator[str]:
        for s, o in product(self._iris(claim.subject), self._iris(claim.object)):
            one = replace(claim, subject=s, object=o)
            yield (one.from_lesser() if self._ontology.symmetric(claim.predicate) else one).id

    def _target_ids(self, target: Target) -> Iterator[str]:
        for policy in self._iris(target.policy):
            yield replace(target, policy=policy).id

    def _iris(self, iri: str) -> tuple[str, ...]:
        """The IRI of a thing, then its older ones."""
        return (iri, *self._older.get(iri, ()))
