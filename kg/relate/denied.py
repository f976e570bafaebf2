"""What a text speaks of, but does not say to be so: denied, given up, hearsay, only weighed, or supposed.

In: a clause or what stands behind a word. Out: whether a fact may be read from it. The words of denial
behind predicates are data (`negated` of the rules); those behind cues and sums stand here, and are searched further.
"""

from __future__ import annotations

import re

from kg.relate.clauses import Clauses
from kg.relate.predicates import Predicate
from kg.relate.rules import Rules

_HEARSAY_NOUNS = "말|관측|보도|추측|풍문|소문|설|루머|얘기|이야기|주장"
_SUPPOSED = r"(?:[했됐였]|[가-힣]았|[가-힣]었)을\s(?:것|텐데|수도)"
"""`발표했을 것이다`: what would have been."""
_TRIED = r"려고?\s?했(?=[다으지던])|려던"
DENIED = re.compile(
    r"않|못하|못한|못했|불참|신청|미정|여부|저울질|미지수|거론|물망|하마평|취소|철회|무산|거절|거부|고사|빠졌|빠진|빠지|보류|검토|부인|없|미뤄|미루|연기|중단|포기|접었|접고|요청|촉구|아니|결렬|파기|끊|반대|제한|배제|탈퇴|해지|줄었|줄어|감소|삭감|절감|절약|아꼈|깎|청산|만료|맡기|맡겼|맡겨|위탁|위임|의뢰"
    rf"|(?:다는|라는|란)\s(?:{_HEARSAY_NOUNS})|[다하되받]면(?![가-힣])|하(?:라[고는며]|도록)(?![가-힣])|자고(?![가-힣])|달라(?:고|는|며)(?![가-힣])|려다가?(?![가-힣])|려던|{_TRIED}|{_SUPPOSED}"
    r"|(?:예정|계획|방침)이(?:었)?던"
)
"""What may stand behind a cue or a sum and says that it is not so."""
YET_NOT = re.compile(
    r"(?<=[으지는])(?:나|만|데),?\s(?:[가-힣]+(?<![은는이가])\s){0,2}(?:불참|거절|거부|고사|무산|취소|철회|포기|응하지|오지|나오지|가지|참[가석여]하지)"
)
"""What takes back what a clause says, right behind it: `초청받았으나 불참했다`. Matches from its last letter on."""
ENDED = re.compile(r"끝[났난냈낸]|끝내[고며면기]|종료|막을\s내[렸린]|결별|갈라[섰선]|청산|종지부")
"""Behind a word for working together: what once was so."""
OVER = re.compile(
    r"(?:협약|협정|계약|제휴|협력|동맹|약정|합의|관계)(?:은|는|이|가|을|를)?\s(?:[가-힣\d]+\s){0,3}?"
    r"(?:끝[나났난냈낸내]|다[하했한]|종료|만료|해지|해산|파기|철회|취소|중단|청산)|갱신하지|연장하지|해산[되됐했]|해체[되됐했]"
)
"""In the sentence of a partnership that it speaks of as one of the past: `A와 맺었던 협정을 해지했다`."""
_HEARSAY = re.compile(rf"\s?(?:[가-힣]+\s)?(?:{_HEARSAY_NOUNS})")
_SAID_TO = re.compile(rf"[가-힣]{{0,3}}\s?[가-힣]{{0,2}}다는\s(?:[가-힣]+\s)?(?:{_HEARSAY_NOUNS})")
"""Behind a predicate of which others say that it is so: `투자받기로 했다는 외신 보도`."""
_SAID_TO_BE = re.compile(rf"(?:이)?라는\s(?:[가-힣]+\s)?(?:{_HEARSAY_NOUNS})")
_ONLY_WEIGHED = re.compile(
    r"\s?(?:방안|안|계획|구상|가능성)(?:을|를|도)?\s?(?:검토|논의|모색|협의|타진|저울질|고려|고민)"
)
_ONCE_PLANNED = re.compile(r"\s(?:예정|계획|방침)이(?:었?던\s|었(?:으나|지만|는데|다가))")
_ORDERED = re.compile(r"(?:하라(?:고|는|며)|하도록)\s(?:[가-힣]+\s){0,2}(?:지시|요구|요청|촉구|주문|권고|명령)")
"""`과기부에 발표하라고 지시`: what somebody else is to do."""
_ASKED = re.compile(rf"자고(?![가-힣])|\s달라(?:고|는|며)|{_TRIED}")
"""`투자해 달라고 신청`, `투자하려 했다`: what somebody else is to do, too, or what was but tried."""
_NOT_TO = re.compile(
    r"(?:않기로|말기로|않겠다고|중단하기로|끝내기로|파기하기로|취소하기로|철회하기로)\s(?:[가-힣]+\s)?\Z"
)
"""Before what is agreed or decided: `협력하지 않기로 합의`."""
_FORESEEN = re.compile(rf"\s것이?라는\s(?:[가-힣]+\s)?(?:전망|예상|예측|{_HEARSAY_NOUNS})")
WHETHER = re.compile(
    r"[가-힣]지(?:는|를|도)?\s(?:[가-힣]+(?<![은는이가])\s)?(?:여부|저울질|고민|검토|논의|결정|정하|정할|미정|미지수|불투명|불분명|밝히지|알려지지)"
)
"""`합류할지 저울질`: what is open."""
_NEVER = re.compile(r"\s(?:바|적|일|사실)(?:이|은|도|가)?\s없")
_GIVEN_UP = re.compile(
    r"(?:으나|지만|다가|려다가?),?\s(?:(?:결국|끝내|이내|곧|이후|나중에)\s)?(?:접었|접고|접은|포기|무산|실패|좌절|그만두|그만뒀)"
)
"""`준비했으나 접었다`: what was not brought to its end."""
_WOULD = re.compile(_SUPPOSED)
_BEHIND = re.compile("|".join(p.pattern for p in (_ONCE_PLANNED, _ONLY_WEIGHED, _FORESEEN, _NEVER)))
"""Right behind a predicate."""
_AROUND = re.compile(f"{WHETHER.pattern}|{_GIVEN_UP.pattern}")
"""From a predicate on."""
_STOPS = re.compile(r"[,‘“「『《〈]")
"""Up to where words behind a predicate deny it: not in a name (`참여하는 ‘청산 사업’`)."""
_NEAR = 8
_NEAR_ASKED = 4
_ORDER_REACH = 16


def negated(clauses: Clauses, predicate: Predicate, rules: Rules) -> bool:
    """Whether what a predicate says is denied, hearsay, only weighed or supposed."""
    text, begin, end = clauses.analysis.text, predicate.begin, predicate.end
    if text.endswith("다는", begin, end) and _HEARSAY.match(text, end):
        return True
    if text.find("다는", end, end + _NEAR) >= 0 and _SAID_TO.match(text, end):
        return True
    if _BEHIND.match(text, end) or supposed(clauses, predicate):
        return True
    if _ORDERED.search(text, begin, min(end + _ORDER_REACH, clauses.sentence(begin)[1])):
        return True
    if _NOT_TO.search(text, max(0, begin - _ORDER_REACH), begin):
        return True
    if _ASKED.search(text, begin, end + _NEAR_ASKED) or _AROUND.search(text, begin, end + _NEAR):
        return True
    stop = _STOPS.search(text, end, end + _NEAR)
    behind = stop.start() if stop else end + _NEAR
    return rules.negated.search(text, begin, behind) is not None


def hearsay(text: str, at: int) -> bool:
    """Whether others only say what ends at `at` with a copula: `제조사는 샤오미라는 소문`."""
    return _SAID_TO_BE.match(text, at) is not None


def supposed(clauses: Clauses, predicate: Predicate) -> bool:
    """Whether a predicate is a condition or what would follow from one: `지원한다면`, `발표했을 것이다`."""
    text, begin, end = clauses.analysis.text, predicate.begin, predicate.end
    if text.endswith("면", begin, end):
        return True
    return text.find("을", begin, end + 3) >= 0 and _WOULD.search(text, begin, end + 3) is not None
