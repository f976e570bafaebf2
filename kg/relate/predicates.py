"""The predicates of a passage: noun or verb, voice, and how the clause ends.

In: an analysed text and the lemmas that rules know. Out: predicates in order. Offsets count in the passage's text.
Nothing here knows of relations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from kg.frozen import frozen
from kg.language.korean import Morpheme
from kg.recognise.analysis import Analysis
from kg.relate.rules import Rules

Voice = Literal["active", "passive", "entrusted"]
Ending = Literal["final", "adnominal", "connective", "cleft", "equated"]

BARE_END = re.compile(
    r"키로(?=\s)|\s*(?:예정|계획|추진|전망|방침|착수|개시|돌입|완료|성공|확정|결정|중|(?:협정|협약|계약|양해각서|합의서|MOU)(?:(?:에|을|를)\s|\s체결|\s?\Z)|[.,;·(（]|\Z|및\s|등\s?|후\s|[’'”])"
)
"""Behind a noun that is a predicate without a verb: `개소 예정`, `센터 설립, …`."""
_UNDER_WAY = re.compile(r"\s?(?:중|예정)인(?=\s)")
"""Behind a noun that describes another one: `건설 중인 | 발사장`."""
_NOT_DONE = frozenset(
    {
        "검토",
        "요청",
        "요구",
        "신청",
        "촉구",
        "거부",
        "거절",
        "해지",
        "파기",
        "종료",
        "반대",
        "논의",
        "중단",
        "미루",
        "늦추",
        "막",
        "앞두",
        "바라",
        "기다리",
        "제한",
        "활용",
        "이용",
        "나누",
        "나눠",
        "참관",
        "시찰",
        "점검",
        "지켜보",
        "지원",
        "돕",
        "후원",
    }
)  # what is only talked of (`투자를 검토`), or kept from being
_DONE_WITH = frozenset({"성공", "들어가", "돌입", "합의"})  # `개발에 성공`, `양산에 들어갔다`, `설립에 합의`
ENTRUST = frozenset({"맡기", "위임", "위탁", "의뢰"})
"""Verbs by which something is given to another to do."""
_PLANS = frozenset({"예정", "계획", "방침", "전망", "구상"})
_STANDS = frozenset({"상태", "상황", "바"})
"""Nouns by which a clause states what it describes them with: `계약을 맺은 상태다`, `협의한 바 있다`."""
_AFTER = frozenset({"뒤", "후", "다음"})
"""Nouns behind which a sentence goes on with what happened next: `시행한 뒤 전국으로 넓힌다`."""
_MAKES_VERB = frozenset({"XSV", "XSA"})
"""Tags of what makes a verb of a noun; some nouns the analyser takes for adjectives (건조하다)."""
_QUOTED = frozenset({"SS", "SSO", "SSC", "SP"})
_PREDICATIVE = frozenset({"VV", "VA", "VX", "NNG", "NNP"})
"""Tags of what a predicate's lemma ends in."""
_ENDINGS = frozenset({"EP", "VX", "EC", "ETM", "EF", "ETN", "XSV", "JX"})
"""Tags of what follows it; between them stands 못 (`공개하지 못했다`)."""
_TO_THE_END = 8
"""How many morphemes behind an adnominal ending may be all that is left of the line."""
_CLEFT = frozenset({"것", "곳", "주체", "기관", "회사", "기업", "쪽", "사람", "주역", "나라", "이", "인물"})


@frozen
class Predicate:
    """A predicate at `begin`..`end`: lemma, voice (`entrusted`: given to another to do), and how its clause ends.

    `cleft`: who does it is said behind it (`보고서를 펴낸 곳은 과학원이다`); `equated`: the clause describes a noun
    that the subject is said to be (`난징에 있는 기관이다`).
    """

    lemma: str
    begin: int
    end: int
    voice: Voice
    ending: Ending
    bare: bool


def predicates(analysis: Analysis, rules: Rules) -> tuple[list[Predicate], list[int]]:
    """The predicates of a text in order, and its connective endings as indices of morphemes, found in one go.

    `rules` hold the lemmas looked for.
    """
    ends, morphemes = rules.predicate_ends, analysis.morphemes
    found: list[int] = []
    connectives: list[int] = []
    for i, (form, tag, _, _) in enumerate(morphemes):
        if tag in _PREDICATIVE:
            if form in ends:
                found.append(i)
        elif tag == "EC" or (form == "하고" and tag == "JC"):
            connectives.append(i)
        elif tag == "XSV" and i and morphemes[i - 1].tag == "MAG":
            found.append(i)  # 함께 + 하였다, too
    predicates = [p for i in found if (p := _predicate_at(analysis, i, rules.by_predicate)) is not None]
    return predicates, connectives


def _predicate_at(analysis: Analysis, i: int, vocabulary: Mapping[str, object]) -> Predicate | None:
    """The predicate whose lemma ends with morpheme `i`."""
    morphemes = analysis.morphemes
    morpheme = morphemes[i]
    joined = morphemes[i - 1].form + morpheme.form if i and morpheme.tag in {"VV", "XSV"} else ""
    if (idiom := _idiom(morphemes, i)) in vocabulary:
        return _verbal(morphemes, i, i, idiom, _noun_of(morphemes, i).begin, "active")
    if joined in vocabulary and morphemes[i - 1].tag in {"NNG", "MAG"}:
        return _verbal(morphemes, i, i, joined, morphemes[i - 1].begin, "active")
    if morpheme.form in vocabulary and _is_verb(morphemes, i):
        return _verbal(morphemes, i, i, morpheme.form, morpheme.begin, _verb_voice(morpheme.form))
    return _nominal(analysis, i, vocabulary) if morpheme.tag in {"NNG", "NNP"} else None


def _nominal(analysis: Analysis, i: int, vocabulary: Mapping[str, object]) -> Predicate | None:
    """The predicate that the noun `i` is or makes with the verb behind it."""
    morphemes = analysis.morphemes
    lemma, first = _noun_lemma(morphemes, i, vocabulary)
    if lemma is None or _inside_name(analysis, morphemes[i]):
        return None
    begin, end = morphemes[first].begin, morphemes[i].end
    after = morphemes[i + 1] if i + 1 < len(morphemes) else None
    if after is not None and after.form == "받" and lemma + "받" in vocabulary:
        return _verbal(morphemes, first, i + 1, lemma + "받", begin, "active")
    if after is not None and after.form == "하고" and after.tag == "JC" and after.begin == end:
        return Predicate(lemma, begin, after.end, "active", "connective", False)  # the analyser takes it for `and`
    if after is not None and after.tag in _MAKES_VERB and after.begin == end:
        voice: Voice = "passive" if after.form in {"되", "받"} else "active"
        return _verbal(morphemes, first, i + 1, lemma, begin, voice)
    if after is not None and after.tag == "JKO":
        verb = morphemes[i + 2] if i + 2 < len(morphemes) else None
        if verb is None or verb.tag not in {"VV", "NNG"} or verb.form in _NOT_DONE:
            return None
        own = _idiom(morphemes, i + 2) in vocabulary
        return None if own else _verbal(morphemes, first, i + 2, lemma, begin, _light_voice(verb.form))
    if after is not None and after.form == "에" and i + 2 < len(morphemes) and morphemes[i + 2].form in _DONE_WITH:
        return _verbal(morphemes, first, i + 2, lemma, begin, "active")
    if _UNDER_WAY.match(analysis.text, end):
        return Predicate(lemma, begin, end, "active", "adnominal", False)
    bare = BARE_END.match(analysis.text, end)
    return Predicate(lemma, begin, end, "active", "final", True) if bare else None


def _light_voice(verb: str) -> Voice:
    """The voice of a noun with a light verb: `승인을 받`, `운영을 맡기`, `건설을 시작`."""
    return "passive" if verb == "받" else "entrusted" if verb in ENTRUST else "active"


def _is_verb(morphemes: Sequence[Morpheme], i: int) -> bool:
    """Whether a verb stands there by itself; the analyser takes some for helping verbs (함께 만드는)."""
    tag = morphemes[i].tag
    return tag in {"VV", "VA"} or (tag == "VX" and i > 0 and morphemes[i - 1].tag != "EC")


def _noun_of(morphemes: Sequence[Morpheme], i: int) -> Morpheme:
    """The noun before a verb, its particle skipped: 손(을) 잡."""
    return morphemes[i - 2] if i > 1 and morphemes[i - 1].tag in {"JKO", "JKS"} else morphemes[i - 1]


def _idiom(morphemes: Sequence[Morpheme], i: int) -> str:
    """`이름 올리` of `이름을 올렸다`: noun and verb as the rules write idioms; '' where there are none."""
    if not i or i >= len(morphemes) or morphemes[i].tag not in {"VV", "NNG"}:
        return ""
    noun = _noun_of(morphemes, i)
    return f"{noun.form} {morphemes[i].form}" if noun.tag in {"NNG", "NNB"} else ""


def _noun_lemma(morphemes: Sequence[Morpheme], i: int, vocabulary: Mapping[str, object]) -> tuple[str | None, int]:
    """The longest lemma that ends at morpheme `i`, from one or two glued morphemes (공동 + 설립)."""
    here = morphemes[i]
    if i and morphemes[i - 1].end == here.begin and morphemes[i - 1].form + here.form in vocabulary:
        return morphemes[i - 1].form + here.form, i - 1
    return (here.form, i) if here.form in vocabulary else (None, i)


def _inside_name(analysis: Analysis, morpheme: Morpheme) -> bool:
    return any(q.inner_begin <= morpheme.begin and morpheme.end <= q.inner_end for q in analysis.quotes)


def _verb_voice(stem: str) -> Voice:
    return "passive" if stem.endswith(("리", "히", "되")) and stem in {"열리", "꾸려지", "뽑히", "꼽히"} else "active"


def _verbal(morphemes: Sequence[Morpheme], first: int, last: int, lemma: str, begin: int, voice: Voice) -> Predicate:
    """The predicate with its endings: adnominal before a noun, connective within the sentence, else final."""
    ending: Ending = "final"
    end = morphemes[last].end
    for i, morpheme in enumerate(morphemes[last + 1 : last + 6], start=last + 1):
        if (morpheme.tag in _ENDINGS or morpheme.form == "못") and morpheme.begin <= end + 1:
            end = max(end, morpheme.end)
            if morpheme.tag == "ETM":
                ending = _adnominal(morphemes[i + 1 : i + 1 + _TO_THE_END])
                break
            if morpheme.tag == "VX" and morpheme.form == "지":
                voice = "passive"  # 세워지다
            if morpheme.tag == "EC":
                ending = "final" if morphemes[i + 1 : i + 2] and morphemes[i + 1].form == "못" else "connective"
            if morpheme.tag in {"EF", "ETN"}:
                ending = "final"
                break
        else:
            break
    return Predicate(lemma, begin, end, voice, ending, False)


def _adnominal(behind: Sequence[Morpheme]) -> Ending:
    """How a clause with an adnominal ending ends: `세울 계획`, `세운 것이다` state it; `세운 곳은` asks who did it."""
    if behind and behind[0].form in _STANDS:
        return "final"
    if behind and behind[0].form in _AFTER:
        return "connective"
    if next((m.form for m in behind if m.tag == "NNG" or m.tag in _QUOTED), "") in _PLANS:
        described = [m.tag for m in behind if m.tag != "EP"][1:3] == ["VCP", "ETM"]
        return "adnominal" if described else "final"  # 열릴 예정이던 포럼
    if [m.form for m in behind[:1]] == ["중"]:
        return "final"  # 짓는 중이다
    rest = [m for m in behind if m.tag not in {"NNG", "NNB", "XSN", "MM"}]
    as_what = bool(rest) and (rest[0].form == "으로" or [m.form for m in rest[:2]] == ["로", ","])
    named = [m.tag for m in rest[:2]] == ["VCP", "ETM"]  # 선전에 있는 연구기관인 | 실험실
    if rest and rest[0] is not behind[0] and ((rest[0].tag == "VCP" and not named) or as_what):
        return "equated"  # DJI는 선전시에 있는 드론 제조사다; …가 세운 연구기관으로
    if len(behind) < _TO_THE_END and all(m.tag == "SF" and m is behind[-1] for m in rest):
        return "equated"  # the line ends with what it says of its topic: `A는 B가 세운 초기 투자사`
    if len(behind) < 2 or behind[0].form not in _CLEFT:
        return "adnominal"
    noun, particle = behind[:2]
    if noun.form == "것" and particle.form in {"로", "으로"}:
        return "final"
    return "cleft" if particle.form in {"은", "는", "이", "가"} else "adnominal"
