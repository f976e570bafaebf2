"""The bank of passages is well formed: its names are in its texts, its facts are such as the ontology admits."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import load_ontology

BANK = Path(__file__).parent / "bank"
REQUIRED = {"id", "set", "kind", "text", "facts"}
ALLOWED = REQUIRED | {"amounts", "not", "maybe"}


@cache
def passages() -> tuple[dict[str, Any], ...]:
    """All passages of all files of the bank, each with the name of its file under `file`."""
    return tuple(
        json.loads(line) | {"file": path.stem}
        for path in sorted(BANK.glob("bank-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )


def statements(passage: dict[str, Any], *keys: str) -> Iterator[tuple[str, str, str]]:
    """The facts under `keys`, each as subject, relation, object."""
    for key in keys:
        yield from map(tuple, passage.get(key, []))


def test_bank_holds_passages_with_unique_ids() -> None:
    ids = Counter(passage["id"] for passage in passages())
    assert ids
    assert not [name for name, count in ids.items() if count > 1]


def test_no_passage_occurs_twice() -> None:
    texts = Counter("".join(passage["text"].split()) for passage in passages())
    assert not [text for text, count in texts.items() if count > 1]


def test_dev_and_heldout_have_the_same_size_in_each_file() -> None:
    for path in {passage["file"] for passage in passages()}:
        sizes = Counter(passage["set"] for passage in passages() if passage["file"] == path)
        assert set(sizes) == {"dev", "heldout"}, path
        assert abs(sizes["dev"] - sizes["heldout"]) <= 1, path


@pytest.mark.parametrize("passage", passages(), ids=lambda passage: passage["id"])
def test_passage(passage: dict[str, Any]) -> None:
    assert passage.keys() - {"file"} >= REQUIRED
    assert passage.keys() - {"file"} <= ALLOWED
    assert passage["kind"] in {"prose", "bullets", "headline", "table"}
    assert passage["text"].strip()
    stated = list(statements(passage, "facts", "not", "maybe"))
    assert list(statements(passage, "facts")) or passage.get("not") or passage.get("maybe")
    assert len(stated) == len(set(stated)), "a fact is listed twice"
    assert set(check_names(passage["text"], stated)) == set()
    assert set(check_classes(stated)) == set()
    assert set(check_amounts(passage)) == set()


def check_names(text: str, stated: list[tuple[str, str, str]]) -> Iterator[str]:
    """Names that the text does not hold, or that would tie a thing to itself."""
    for subject, _, target in stated:
        yield from (name for name in (subject, target) if name not in text or name != name.strip())
        if subject == target:
            yield subject


def check_classes(stated: list[tuple[str, str, str]]) -> Iterator[str]:
    """Relations unknown to the ontology, and names that no single class could bear in all their facts."""
    ontology = load_ontology()
    admitted: dict[str, frozenset[str]] = {}
    for subject, relation, target in stated:
        if relation not in ontology.relations:
            yield relation
            continue
        for name, classes in ((subject, ontology.domain(relation)), (target, ontology.range(relation))):
            admitted[name] = admitted.get(name, classes) & classes
    yield from (name for name, classes in admitted.items() if not classes)


def check_amounts(passage: dict[str, Any]) -> Iterator[str]:
    """Sums that belong to no stated funding, or are no sums of money."""
    stated = statements(passage, "facts", "maybe")
    funded = {(subject, target) for subject, relation, target in stated if relation == "funds"}
    for subject, target, amount, currency in passage.get("amounts", []):
        if (subject, target) not in funded or amount <= 0 or len(currency) != 3 or not currency.isupper():
            yield f"{subject} → {target}: {amount} {currency}"
