"""Whole documents: what holds for any text, and what our own bulletins yield, line by line.

`KG_MUTATIONS=500 pytest tests/test_extract.py` tries that many random mutations of the bulletins instead of the few
fixed ones; `KG_UPDATE_GOLDEN=1 pytest tests/test_extract.py` writes `tests/golden` anew after a change that is meant.
"""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import unicodedata
from itertools import chain
from pathlib import Path

import pytest
from extraction import SAMPLES, Document, document, extractor, sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract import extractor_version
from kg.model import DocumentRecord
from kg.records import decode, encode

GOLDEN = Path(__file__).parent / "golden"
MUTATIONS = int(os.environ.get("KG_MUTATIONS", "60"))
FEW = settings(
    max_examples=MUTATIONS,
    deadline=None,
    derandomize="KG_MUTATIONS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WINDOW = 40
"""Lines of a bulletin that are mutated at a time."""

LOST = ("()", ")", "‘’", "’", "\t", "*-", "》")
ADDED = ("(", ")", "‘", "《", "(圖靈)", "\t", "’25년", "등 5개", "\u0301")
"""Marks that mutations take from a line, all of their kind, or put into it."""

LETTERS = (
    "국무원과기부광둥성우시칭화대학교은는이가을를의에서발표설립 \n\t-*■()（）‘’《》·,.'"
    "0123456789년까지억만위안%中國無錫ABab☞|〈〉"
)

each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)

# --- what holds for any text ------------------------------------------------------------------------------


def check(read: Document) -> None:
    """What the contract says of every record."""
    check_mentions(read)
    check_sightings(read)
    check_evidence(read.record)
    check_claims(read.record)


def check_mentions(read: Document) -> None:
    for reads in read.reads.values():
        for passage in reads:
            text = passage.analysis.text
            for mention in passage.mentions:
                assert text[mention.begin : mention.end] == mention.surface
                assert mention.surface.strip() == mention.surface != ""
                assert 0 < mention.confidence <= 1
                assert mention.cls in extractor().ontology.classes


def check_sightings(read: Document) -> None:
    articles = {a.id: a for a in read.bulletin.articles}
    for entity in read.record.entities:
        assert entity.names and entity.sightings and entity.names[0].text.strip()
        assert entity.key is None or extractor().lexicon.entries[entity.key].cls == entity.cls
        for sighting in entity.sightings:
            article = articles[sighting.article]
            assert article.begin <= sighting.begin < sighting.end <= article.end
            assert stands_in(sighting.surface, read.bulletin.original[sighting.begin : sighting.end])


def stands_in(surface: str, original: str) -> bool:
    """Whether the letters of a surface come in this order in the original, which may hold markup between them."""
    letters = iter(unicodedata.normalize("NFC", original))
    return all(char in letters for char in surface if not char.isspace())


def check_evidence(record: DocumentRecord) -> None:
    articles = {a.id: a for a in record.articles}
    sightings = [seen.evidence for seen in record.claims] + [seen.evidence for seen in record.targets]
    assert all(sightings)
    for evidence in chain.from_iterable(sightings):
        article = articles[evidence.article]
        assert article.begin <= evidence.begin < evidence.end <= article.end
        assert evidence.quote.strip() and evidence.rule
        assert 0 < evidence.confidence <= 1


def check_claims(record: DocumentRecord) -> None:
    ontology = extractor().ontology
    cls = {entity.id: entity.cls for entity in record.entities}
    for seen in record.claims:
        claim = seen.claim
        assert claim.subject != claim.object
        assert ontology.allows(claim.predicate, cls[claim.subject], cls[claim.object]), claim
        assert list(claim.qualifiers) == sorted(claim.qualifiers)
    for goal in record.targets:
        assert cls[goal.target.policy] == "Policy"
        assert goal.target.unit and goal.target.metric and goal.target.bound in {None, "min", "max", "exact"}
    ids = [seen.claim.id for seen in record.claims]
    assert len(ids) == len(set(ids))


@each_sample
def test_our_bulletins_keep_the_contract(path: Path) -> None:
    check(sample(path))


def test_real_bulletins_keep_the_contract(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "bulletins").glob("*.txt")):
        check(sample(path))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A stretch of one of our bulletins with lines cut, doubled and moved, brackets and marks lost or added."""
    lines = sample(draw(st.sampled_from(SAMPLES))).bulletin.original.splitlines()
    start = draw(st.integers(0, max(0, len(lines) - 10)))
    kept = lines[start : start + draw(st.integers(5, WINDOW))]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(kept) - 1))
        kind = draw(st.sampled_from(["cut", "double", "move", "lose", "add", "split", "join"]))
        line = kept[at]
        if kind == "cut" and len(kept) > 1:
            del kept[at]
        elif kind == "double":
            kept.insert(at, line)
        elif kind == "move":
            kept.insert(draw(st.integers(0, len(kept) - 1)), kept.pop(at))
        elif kind == "lose":
            kept[at] = line.translate(dict.fromkeys(map(ord, draw(st.sampled_from(LOST)))))
        elif kind == "add":
            where = draw(st.integers(0, len(line)))
            kept[at] = line[:where] + draw(st.sampled_from(ADDED)) + line[where:]
        elif kind == "split":
            where = draw(st.integers(0, len(line)))
            kept[at : at + 1] = [line[:where], line[where:]]
        elif at + 1 < len(kept):
            kept[at : at + 2] = [line + kept[at + 1]]
    return "\n".join(kept)


@FEW
@given(mutated())
def test_mutated_bulletins_keep_the_contract(text: str) -> None:
    check(document(text))


@FEW
@given(st.text(alphabet=LETTERS, max_size=120))
def test_any_text_keeps_the_contract(text: str) -> None:
    check(document(text))


@pytest.mark.parametrize(
    "text", ["", "\n", " \t\n", "()", "‘", "《", "I\n\n정책동향\n\n01\n", "🛰️🛰️", "출처:", "☞", "|||\n|"]
)
def test_texts_of_nothing_yield_nothing(text: str) -> None:
    record = document(text).record
    assert record.entities == () and record.claims == () and record.targets == ()


# --- sameness ---------------------------------------------------------------------------------------------


@each_sample
def test_extraction_is_deterministic(path: Path) -> None:
    read = sample(path)
    assert extractor()(read.bulletin) == read.record


def test_extraction_does_not_depend_on_the_process() -> None:
    path = SAMPLES[0]
    code = (
        "import hashlib, sys; from pathlib import Path; from kg.extract import Extractor;"
        "from kg.lexicon import load_lexicon; from kg.ontology import load_ontology;"
        "from kg.read import read_document;"
        "record = Extractor(load_lexicon(), load_ontology())(read_document(Path(sys.argv[1])));"
        "print(hashlib.sha256(repr(record).encode()).hexdigest())"
    )
    seed = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, env=seed)
    assert run.stdout.strip() == hashlib.sha256(repr(sample(path).record).encode()).hexdigest()


def test_a_document_does_not_depend_on_those_before() -> None:
    first, second = sample(SAMPLES[0]), sample(SAMPLES[-1])
    assert extractor()(second.bulletin) == second.record
    assert extractor()(first.bulletin) == first.record


def test_what_a_document_took_is_freed_at_once() -> None:
    """Passages in a ring would stay until garbage is looked for, which is seldom: memory grows, and all gets slower."""
    bulletin = sample(SAMPLES[0]).bulletin
    extractor()(bulletin)  # what is kept for the next documents is there from now on
    gc.collect()
    gc.disable()
    try:
        extractor()(bulletin)
        assert gc.collect() == 0
    finally:
        gc.enable()


@each_sample
def test_records_survive_the_store(path: Path) -> None:
    record = sample(path).record
    assert decode(encode(record)) == record


def test_the_version_is_of_code_and_data() -> None:
    use = extractor()
    assert use.version == extractor_version(use.lexicon, use.ontology)
    assert len(use.version) == 16


# --- line by line -----------------------------------------------------------------------------------------


def digest(read: Document) -> str:
    """What a document yields, sorted and readable."""
    things = sorted(f"{e.cls} | {e.names[0].text} | {e.key or '-'}" for e in read.record.entities)
    claims = sorted(
        f"{read.name(c.claim.subject)} | {c.claim.predicate} | {read.name(c.claim.object)}"
        f" | {', '.join(f'{name}={value}' for name, value in c.claim.qualifiers) or '-'}"
        for c in read.record.claims
    )
    goals = sorted(
        f"{read.name(t.target.policy)} | {t.target.metric} | {t.target.value:f} {t.target.unit}"
        f" | {t.target.year or '-'} | {t.target.bound or '-'}"
        for t in read.record.targets
    )
    parts = {"entities": things, "claims": claims, "targets": goals}
    return "\n".join(
        f"# {name}: {len(lines)}\n" + "".join(f"{line}\n" for line in lines) for name, lines in parts.items()
    )


@each_sample
def test_our_bulletins_yield_what_they_did(path: Path) -> None:
    golden = GOLDEN / f"{path.stem}.txt"
    if os.environ.get("KG_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(digest(sample(path)), encoding="utf-8")
    assert digest(sample(path)) == golden.read_text(encoding="utf-8"), "if meant: KG_UPDATE_GOLDEN=1"


def test_no_digest_is_left_of_a_bulletin_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {path.stem for path in SAMPLES}
