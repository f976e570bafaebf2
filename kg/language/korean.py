"""Korean morphemes with character offsets, by Kiwi.

In: a text and the spans in it that are known to be names. Out: the morphemes, whose offsets count in the text. A
known span comes back as one proper noun, so that the particle after it is seen as a particle (`우시의` is 우시 + 의,
not 우 + 시의).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from kg.language.nouns import noun_spans

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

Span = tuple[int, int]

_HANGUL = re.compile(r"[가-힣ㄱ-ㆎ]")

NOUN_TAGS = frozenset({"NNG", "NNP", "NNB", "NR", "XSN", "XPN", "XR", "SL", "SH", "SN", "NP", "W_SERIAL", "SB"})
"""Tags of morphemes that a name may consist of (Sejong tag set as Kiwi uses it)."""


class Morpheme(NamedTuple):
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


_BEAM = 4.0
"""How much worse than the best a reading may be, as logarithm of its probability, to be followed on. Kiwi's own value
of 8 takes a sixth more time; one passage in forty is analysed otherwise, with which no more is found.
"""


_ADDRESS = re.compile(r"[@#]|://|www\.")
"""What an address, hashtag or mention in a text has; the analyser looks for such only there."""


@cache
def _kiwi() -> Kiwi:
    """The analyser without its lists of names, most of them of people and works of art, and of misspellings of chat.

    Names are found by our gazetteers and rules; their lists take two thirds of the analyser's start and 190 MB, that of
    a dozen misspellings, none of which a bulletin has, a fourteenth of what remains. Without threads, which a process
    that is forked from this one would not have.
    """
    from kiwipiepy import Kiwi

    with warnings.catch_warnings():  # that no threads are other than in older versions
        warnings.simplefilter("ignore", DeprecationWarning)
        kiwi = Kiwi(num_workers=0, load_default_dict=False, load_multi_dict=False, load_typo_dict=False)
    kiwi.global_config.cutoff_threshold = _BEAM
    return kiwi


def load() -> None:
    """Loads all of the analyser now; otherwise it is when the first text is analysed."""
    _kiwi().tokenize("가")


@cache
def _wanted(addresses: bool) -> int:
    """What the analyser looks for besides words, as Kiwi's flags."""
    from kiwipiepy import Match

    every = int(Match.ALL)
    return every if addresses else every & ~int(Match.URL | Match.EMAIL | Match.HASHTAG | Match.MENTION)


def _tokens(text: str, known: list[tuple[int, int, str]]) -> list[Token]:
    """What Kiwi makes of a text. It is not asked for the consonants that chat glues to endings (하니 → 하닝), for which
    it would take the end of a noun (시험|도|ㅇ). Without these and addresses it is an eighth quicker.
    """
    found: list[Token] = _kiwi().tokenize(
        text, match_options=_wanted(bool(_ADDRESS.search(text))), z_coda=False, pretokenized=known or None
    )
    return found


@cache
def common_word(form: str, *, compound: bool = False) -> bool:
    """Whether the analyser takes `form` for a common noun, or, with `compound`, for any sequence of common words."""
    tokens = _tokens(form, [])
    if any(token.oov for token in tokens):
        return False  # a word the analyser does not know is no common one, whatever tag it guesses
    if len(tokens) == 1:
        return bool(tokens[0].tag != "NNP")
    return compound and all(token.tag != "NNP" for token in tokens)


_new_morpheme = partial(tuple.__new__, Morpheme)
"""Makes a morpheme of its fields in half the time: a passage has some thirty."""


class _PlainTags(dict[str, str]):
    """Tag → the tag without what tells regular verbs from irregular ones, filled as tags are met."""

    def __missing__(self, tag: str) -> str:
        self[tag] = plain = tag.split("-")[0]
        return plain


_PLAIN = _PlainTags()


def analyse(text: str, known: Sequence[Span] = (), nouns: Sequence[Span] | None = None) -> tuple[Morpheme, ...]:
    """The morphemes of `text`; `known` are disjoint, sorted spans of names. A text without Hangul has none.

    `nouns`: what `noun_spans` finds beside the names, where that has been looked for already.
    """
    if not _HANGUL.search(text):
        return ()
    nouns = noun_spans(text, known) if nouns is None else nouns
    kept = [(begin, end, "NNP") for begin, end in known if end > begin]
    kept += [(begin, end, "NNG") for begin, end in nouns]
    # A noun that the analyser does not know is a name, whichever of the two it guesses.
    return tuple(
        [
            _new_morpheme((t.form, "NNP" if (tag := t.tag) == "NNG" and t.oov else _PLAIN[tag], t.start, t.end))
            for t in _tokens(text, kept)
        ]
    )


class Seam(NamedTuple):
    """What the analyser says of two words between which a space may stand.

    `gain`: logarithm of how much likelier they are with it than without; near 0 where a new morpheme begins anyway.
    `left`, `right`: tags of the morphemes beside the place, read with the space.
    """

    gain: float
    left: str
    right: str


def seam(before: str, after: str) -> Seam:
    """How `before` and `after`, words of one line and the next, hang together; both hold Hangul at the seam."""
    (apart, gain), (_, without) = (_kiwi().analyze(text)[0] for text in (f"{before} {after}", before + after))
    left = [token for token in apart if token.start < len(before)]
    right = next((token for token in apart if token.start > len(before)), None)
    return Seam(gain - without, _PLAIN[left[-1].tag] if left else "", _PLAIN[right.tag] if right else "")
