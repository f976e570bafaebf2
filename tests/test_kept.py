"""A kept property is computed once for each instance, and only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.kept import Kept


@dataclass(frozen=True)
class _Word:
    text: str
    computed: list[str] = field(default_factory=list)

    @Kept
    def letters(self) -> frozenset[str]:
        self.computed.append(self.text)
        return frozenset(self.text)


def test_computed_once_for_each_instance() -> None:
    first, second = _Word("과학"), _Word("기술")
    assert first.computed == []
    assert first.letters is first.letters
    assert first.computed == ["과학"]
    assert second.letters == {"기", "술"}
    assert second.computed == ["기술"]
