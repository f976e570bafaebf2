"""Korean morphemes with character offsets, by Kiwi.

In: texts, and for each the spans that are known to be names. Out: for each text a list of morphemes whose
offsets count in the text. A known span comes back as one proper noun, so that the particle after it is
seen as a particle (`우시의` is 우시 + 의, not 우 + 시의).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

Span = tuple[int, int]

NOUN_TAGS = frozenset({"NNG", "NNP", "NNB", "NR", "XSN", "XPN", "XR", "SL", "SH", "SN", "NP", "W_SERIAL", "SB"})
"""Tags of morphemes that a name may consist of (Sejong tag set as Kiwi uses it)."""


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme: dictionary form, Sejong tag, and the stretch of text it covers.

    Contracted endings share characters with their stem: in `한` both 하 and ㄴ cover the syllable.
    """

    form: str
    tag: str
    begin: int
    end: int

    @property
    def is_noun(self) -> bool:
        return self.tag in NOUN_TAGS

    @property
    def is_particle(self) -> bool:
        return self.tag[0] == "J"


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


@cache
def common_word(form: str, *, compound: bool = False) -> bool:
    """Whether the analyser takes `form` for a common noun, or, with `compound`, for any sequence of common words."""
    tokens = _kiwi().tokenize(form)
    if len(tokens) == 1:
        return bool(tokens[0].tag != "NNP")
    return compound and all(token.tag != "NNP" for token in tokens)


def analyse(texts: Sequence[str], known: Sequence[Sequence[Span]]) -> Iterator[list[Morpheme]]:
    """The morphemes of each text; `known[i]` are the disjoint, sorted spans of names in `texts[i]`."""
    kiwi = _kiwi()
    for text, spans in zip(texts, known, strict=True):
        fixed = [(begin, end, "NNP") for begin, end in spans if end > begin] or None
        yield [
            Morpheme(token.form, token.tag.split("-")[0], token.start, token.start + token.len)
            for token in kiwi.tokenize(text, pretokenized=fixed)
        ]
