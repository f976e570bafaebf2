"""Whether a space stood where a line was broken by its width: two lines in, the answer out.

Korean breaks lines within words as well as between them, and either leaves no trace. What tells: signs and numbers by
the rules of spelling; the same words elsewhere in the document; particles and endings; known names; and the analyser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.read.text import clings

_HANGUL = re.compile(r"[가-힣]")
_STICKS_LEFT = re.compile(r"[.,)\]」』》〉’”!?%℃、·:;]")
"""What never begins a word."""
_STICKS_RIGHT = re.compile(r"[(\[「『《〈‘“·/~∼-]$")
"""What never ends one."""
_CLOSING = re.compile(r"[)\]」』》〉’”'\"]{1,3}$")
_BRACKET = re.compile(r"[(\[]")
_OPENING = re.compile(r"[「『《〈‘“]")
_QUOTES = "'\""
_BESIDE_BRACKET = (re.compile(r"[가-힣A-Za-z](?=\()"), re.compile(r"[가-힣A-Za-z] (?=\()"))
_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|와|과|도|만|에|에서|에게|에는|에도|으로|로|으로는|로는|까지|부터|라는|이라는|라고|이라고|고|며|이라며|라며|이다|이며|인|및의|측은|측이)(?=[\s,.)」’”]|$)"
)
_OF_COUNT = re.compile(
    r"(?:여|차|호|위|배|대|종|급|세대|단계|분기|년|월|일|주|시|분|개|명|곳|건|억|만|조|천|백|%|위안|달러|원)"
)
_ORDINAL = re.compile(r"(?:^|\s)(?:제|약)$")
_WORDS = 2
"""Words on either side that the analyser is shown."""
_REACH = ((4, 4), (3, 3), (3, 2), (2, 3), (2, 2))
"""Syllables before and behind a break that are looked for elsewhere in the document, the longest first."""
_MOST_PLACES = 200
"""Places of a pair of characters that are looked at: what is frequent shows soon, and work stays linear."""
_WINDOW = 24
_NAME = 3.0
"""How much likelier with a space words must be for a known name across the break to count for nothing."""
_EVEN = -0.05
"""Likelier than this with a space: a new word may begin."""
_WHOLE = re.compile(r"..(?:성|시|구|현|청|부|국|원|회|대학|대학교|그룹)$")
_NO_WORD = ("J", "E", "XS", "VCP")
_PREFIX = "XPN"
_MAY_BE_PART = ("NNG", "NNP", "XR", "SL")


class Joints:
    """Decides on spaces at the line ends of a document; `text` holds its lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: dict[str, list[int]] = {}
        attached, apart = (len(pattern.findall(text)) for pattern in _BESIDE_BRACKET)
        self._bracket_attached = attached >= apart

    def space(self, before: str, after: str) -> bool:
        """Whether a space belongs between a line's end and the next one's beginning, none of them blank."""
        last, first = before[-1], after[0]
        by_sign = self._by_sign(before, after)
        if by_sign is not None:
            return by_sign
        if last.isdigit() or first.isdigit():
            return self._by_number(before, after)
        if _HANGUL.match(last) and _HANGUL.match(first):
            return self._in_korean(before, after)
        if _HANGUL.match(first):  # behind Latin or Chinese letters
            return not _PARTICLE.match(after) and self._elsewhere(before, after) is not False
        return not (_is_han(last) and _is_han(first)) and self._elsewhere(before, after) is not False

    def _by_sign(self, before: str, after: str) -> bool | None:
        """What signs of punctuation demand; None between letters and digits."""
        last, first = before[-1], after[0]
        if last in _QUOTES or first in _QUOTES:
            opened = before.count(last if last in _QUOTES else first) % 2 == 1
            if first in _QUOTES:
                return not opened
            return not opened and not _PARTICLE.match(after)
        if _STICKS_LEFT.match(first) or _STICKS_RIGHT.search(before):
            return False
        if last in ",.":
            return not (first.isdigit() and last == "," and before[-2:-1].isdigit() and re.match(r"\d{3}(?!\d)", after))
        if _BRACKET.match(first):
            return not self._bracket_attached
        if _OPENING.match(first):
            return True
        if _CLOSING.search(before):
            return not (_PARTICLE.match(after) and _agrees(_CLOSING.sub("", before), after))
        return None if last.isalnum() and first.isalnum() else not first.isalnum()

    def _by_number(self, before: str, after: str) -> bool:
        last, first = before[-1], after[0]
        if last.isdigit() and first.isdigit():
            return True
        if last.isdigit():
            return not (_OF_COUNT.match(after) or _PARTICLE.match(after) or first.isascii())
        return not _ORDINAL.search(before) and self._elsewhere(before, after) is not False

    def _in_korean(self, before: str, after: str) -> bool:
        if clings(before, after):
            return False
        seen = self._elsewhere(before, after)
        if seen is not None:
            return seen
        from kg.language.korean import seam  # the analyser is loaded for documents whose words are broken

        left, right = before.split()[-_WORDS:], after.split()[:_WORDS]
        found = seam(" ".join(left), " ".join(right))
        named = _space_by_names(before, after) if found.gain < _NAME else None
        if named is not None:
            return named
        if found.gain <= _EVEN or found.right.startswith(_NO_WORD) or found.left == _PREFIX:
            return False
        return len(left[-1]) > 1 or not found.left.startswith(_MAY_BE_PART) or found.gain > -_EVEN

    def _elsewhere(self, before: str, after: str) -> bool | None:
        """Whether what stands around the break has a space where the document has it again; None if nowhere."""
        word, head = before.split()[-1], after.split()[0]
        joined, apart = (self._places(word[-1] + gap + head[0]) for gap in ("", " "))
        for behind, ahead in _REACH:
            if (len(word) < behind and behind > 2) or (len(head) < ahead and ahead > 2):
                continue
            left, right = word[-behind:], head[:ahead]
            whole = len(word) < behind, len(head) < ahead
            count = sum(self._stands(at + 1, left, right, whole) for at in joined)
            count -= sum(self._stands(at + 1, left, " " + right, whole) for at in apart)
            if count:
                return count < 0
        return None

    def _places(self, pair: str) -> Sequence[int]:
        """Where the characters beside a break stand in the text, in a few places."""
        found = self._seen.get(pair)
        if found is None:
            found, at = [], self._text.find(pair)
            while at >= 0 and len(found) < _MOST_PLACES:
                found.append(at)
                at = self._text.find(pair, at + 1)
            self._seen[pair] = found
        return found

    def _stands(self, at: int, left: str, right: str, whole: tuple[bool, bool]) -> bool:
        """Whether `left` ends at `at` and `right` begins there; `whole`: as the beginning of a word, and the end."""
        begin, end = at - len(left), at + len(right)
        text = self._text
        if begin < 0 or not (text.startswith(left, begin) and text.startswith(right, at)):
            return False
        alone = not (whole[0] and text[begin - 1 : begin].isalnum())
        return alone and not (whole[1] and text[end : end + 1].isalnum())


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _agrees(word: str, particle: str) -> bool:
    """Whether a particle may follow a word: 이, 은, 을, 과 only a consonant, where one can tell."""
    inner = re.sub(r"[^가-힣]", "", re.sub(r"[(\[][^()\[\]]*$", "", word))
    if not inner or particle[0] not in "이은을과가는를와":
        return True
    final = (ord(inner[-1]) - ord("가")) % 28 > 0
    return final == (particle[0] in "이은을과")


def _space_by_names(before: str, after: str) -> bool | None:
    """What known names say: of one across the break, its spelling; behind a whole name of a body or place, a space."""
    from kg.lexicon.load import load_lexicon  # as the analyser

    lexicon = load_lexicon()
    left, right = before[-_WINDOW:], after[:_WINDOW]
    text = left + right
    whole = False
    for hit in lexicon.scan(text):
        if hit.begin < len(left) < hit.end and not hit.weak:
            return any(_is_spaced(text[hit.begin : len(left)], name) for name in _korean(hit.keys, lexicon))
        whole = whole or (hit.end == len(left) and not hit.weak and bool(_WHOLE.search(text[hit.begin : hit.end])))
    return True if whole else None


def _korean(keys: tuple[str, ...], lexicon: object) -> Iterator[str]:
    from kg.lexicon.lexicon import Lexicon

    if isinstance(lexicon, Lexicon):
        for key in keys:
            names = lexicon.names(key)
            yield names.ko
            yield from (name for language, name, _ in names.others if language == "ko")


def _is_spaced(part: str, name: str) -> bool:
    """Whether a name has a space behind its first part."""
    bare = part.replace(" ", "")
    at = 0
    for number, char in enumerate(name):
        if at == len(bare):
            return char == " "
        if char != " ":
            if char != bare[at]:
                return False
            at += 1
        elif not number:
            return False
    return False
