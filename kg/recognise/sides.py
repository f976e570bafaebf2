"""Two or three countries in one word: `한중 과학기술공동위원회`, `미·중 정상회담`, `한중일 환경포럼`.

In: a text and its gazetteer hits. Out: where such words stand, and the hits but for the places that they would be
taken for (한중 is a city, too). Without marks they count only before what two countries have with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from kg.lexicon import Hit, Lexicon

Span = tuple[int, int]

_GLUED = "한중미일러영프불몽베"
_MARKED = f"(?:[{_GLUED}독인호캐]|EU|유럽|아세안|아랍|아프리카)"
_MARK = "[·∙・–-]"
_PAIR = re.compile(
    rf"(?<![가-힣A-Za-z0-9·∙・–-])(?:{_MARKED}(?:{_MARK}{_MARKED}){{1,2}}"
    rf"|(?=[가-힣]?[한중])(?:([{_GLUED}독])(?!\1)[{_GLUED}]{{1,2}}|중EU))"
    r"(?!\s(?:때|경우|뿐|수|것|가능성))"  # 논의 중일 때
)
_MAY_BE_PAIR = re.compile(rf"[{_GLUED}독인호캐U럽안랍카][{_GLUED}E·∙・–-]")
"""What every pair has; found by its first letter, so that most passages are skipped quickly."""
_WORD = r"[가-힣A-Za-z0-9·]*[가-힣A-Za-z0-9](?<![은는을를의에로])\s"
_JOINT = re.compile(
    rf"(?:\s(?:{_WORD}){{0,3}}?)?[가-힣A-Za-z·]*?"
    r"(?:공동|협력|교류|협정|조약|협약|양국|3국|삼국|정상|수교|우호|합작|연합|무역|통상|외교|FTA|대화|회담|협의|장관|관계|갈등"
    r"|포럼|심포지엄|세미나|위원회)"
)
_GOVERNED = frozenset({"Province", "City", "District", "Company"})


def sides(text: str, hits: Sequence[Hit], lexicon: Lexicon, sure: AbstractSet[str]) -> tuple[Span, ...]:
    """Where countries stand in one word; `sure`: keys of what the article names surely."""
    return tuple(_sides(text, hits, lexicon, sure)) if _MAY_BE_PAIR.search(text) else ()


def _sides(text: str, hits: Sequence[Hit], lexicon: Lexicon, sure: AbstractSet[str]) -> Iterator[Span]:
    for match in _PAIR.finditer(text):
        begin, end = match.span()
        if (re.search(_MARK, match[0]) or _JOINT.match(text, end)) and not any(
            _is_place(text, hit, hits, lexicon, sure) for hit in hits if (hit.begin, hit.end) == (begin, end)
        ):
            yield begin, end


def _is_place(text: str, hit: Hit, hits: Sequence[Hit], lexicon: Lexicon, sure: AbstractSet[str]) -> bool:
    """Whether the word is a place after all: the article names it in full, or what it lies in stands right before."""
    if not sure.isdisjoint(hit.keys):
        return True
    around = frozenset(key for place in hit.keys for key in lexicon.surroundings(place))
    return any(
        not around.isdisjoint(before.keys) and before.end < hit.begin and not text[before.end : hit.begin].strip()
        for before in hits
    )


def without_places(hits: Sequence[Hit], countries: Sequence[Span]) -> tuple[Hit, ...]:
    """The hits but those of places and companies that lie within a word for countries."""
    return tuple(
        hit
        for hit in hits
        if not any(begin <= hit.begin and hit.end <= end for begin, end in countries) or hit.cls not in _GOVERNED
    )
