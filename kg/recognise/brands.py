"""Companies that no list has, by how their names are made and by whom they stand with.

In: an analysis and the mentions known in it. Out: mentions of companies. By how they are made: four syllables or more
of transcribed Chinese (`둥팡징위안`), as neither common words nor the names of people have them; such syllables or a
place before a word for a trade, in one word (`톈푸통신`, `칭하이염호공업`); a known company's name that goes on
(`로슈진단`). By whom they stand with, words that the analyser does not know: in a list with a known company
(`IDG캐피털, 힐하우스가`), behind one that they belong to, beside a person with a post, before a bracket with their
name in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter

from kg.language.korean import common_word
from kg.language.tables import pinyin_hangul
from kg.model import Mention, Name
from kg.recognise.analysis import Analysis, skip_brackets
from kg.recognise.gazetteer import is_place, right_edge_ok
from kg.recognise.persons import post_after
from kg.recognise.words import Words, syllable, tells

_UNITS = 4
"""So many characters no person's name has that begins with a surname of one."""
_OPENING = 2
"""So many letters of a name are looked at first."""
_BEGIN = attrgetter("begin")
_EDGE, _LETTERS_OF_WORD = "(?<![가-힣A-Za-z0-9])", "[가-힣]{4,14}"
_WORD = re.compile(_EDGE + _LETTERS_OF_WORD)
_LIKE_PLACES = ("시", "성", "구", "진", "산", "후", "허", "다오", "완", "링", "베이", "난", "시베이")
_ACTS = frozenset({"은", "는", "이", "가", "와", "과", "도", "의", "을", "를", "에게", "랑"})
_GETS = re.compile(
    r"(?:각각\s|총\s|약\s|매년\s|연간\s|최고\s|최대\s)?(?:\d|투자|출자|지분|납품|공급|대출|지원|공동|기술을|자금|보조금|장비를|설비를)"
)
_LISTED = re.compile(r"\s?(?:,|·|、|및\s|등(?:의|은|이|과|에|도)?\s)")
_MAY_ACT = re.compile(r"[은는이가와과도의을를랑에,·、'’”\"」』》〉>]|\s?(?:[,·、]|및|등)")
"""What follows, brackets apart, wherever a name acts, gets something or is listed."""
_MAY_DO = re.compile(r"[가-힣A-Za-z0-9]{3,}?[은는이가와과(（'’”\"」』》〉>]")
"""A word behind which a particle of `_DOES` may stand."""
_JOINT = re.compile(r"(?:와|과|,|·|、|\s및)\s?")
_NEXT = re.compile(r"[가-힣A-Za-z0-9]{3,14}")
_BEFORE = re.compile(r"(?<![가-힣A-Za-z0-9])([가-힣A-Za-z0-9]{3,14})(?:와\s|과\s|,\s?|·|、\s?|\s및\s)\Z")
_REACH = 18
_MIXED = re.compile(r"(?=.*[a-z])[A-Z][A-Za-z0-9]{2,}\Z")
_COMMON = ("화", "성", "률", "율", "적", "형", "급", "별", "씨", "식", "계", "들")
"""Last syllables of derived nouns and modifiers, which the analyser takes for unknown names now and then."""
_ANY = frozenset({"특색", "특산", "현지", "전통", "고원", "해양", "신흥", "첨단", "민간", "중소", "상업"})
"""What stands between a place and a trade that is any of that place."""
_CHIEF = (
    r"(?:회장|부회장|이사장|CEO|CTO|최고경영자|최고기술책임자|총경리|부총경리|사장|부사장|대표|대표이사|창업자|공동창업자"
    r"|설립자)"
)
_BEFORE_CHIEF = re.compile(rf"(?:은|는|이|가)?\s(?P<firm>[가-힣A-Za-z0-9]{{3,14}})(?:의)?\s{_CHIEF}(?![가-힣]{{2}})")
_CHIEF_BEFORE = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<firm>[가-힣A-Za-z0-9]{{3,14}})(?:의)?\s{_CHIEF}(?:인)?\s\Z")
_FAR = 30
_UNDER = re.compile(r"(?:의)?\s(?:산하|계열)(?:의|인)?\s|의\s(?:자회사|계열사|합작사)(?:인)?\s")
_LETTERS = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<firm>[가-힣]{2,12})\((?P<latin>[A-Z][A-Za-z0-9&.-]{2,}(?:\s[A-Z][A-Za-z0-9&.-]*){0,3})\)(?=[은는이가와과의도,]|\s등)"
)
_BUSINESS = re.compile(
    r"투자|출자|인수|참여|참가|참석|설립|공급|납품|출시|협약|계약|상장|본사|공장|주주|지분|증설|매출|협력|입주|수주|합작|자금|조달|서명"
)
_CLAUSE = 50
_SEATS = frozenset({"Province", "City", "District", "DevelopmentZone"})
_SITED = re.compile(r"(?:의|\s소재|에\s(?:있는|소재한|본사를\s둔|위치한|자리한|입주한))?\s")
_DOES = frozenset({"은", "는", "이", "가", "와", "과"})
_TRADES_IN = re.compile(
    rf"(?:{_BUSINESS.pattern}|개발|공개|생산|만들|만든|지었|짓고|선보|내놓|받았|판매|제조|전시|운영)"
)
"""What companies do."""
_BRANCHES = ("지부", "지점", "분점", "지사", "분사", "사무소", "대표처", "사업부", "공장", "본사")
_OPEN = frozenset({"Company"})


@cache
def _opening() -> re.Pattern[str]:
    """Two characters by their sound."""
    return re.compile(syllable() * 2)


@cache
def _sounds() -> re.Pattern[str]:
    return re.compile(rf"(?:{syllable()}){{{_UNITS},}}+\Z")


@cache
def _opens(letters: int) -> re.Pattern[str]:
    """So many letters with which transcribed Chinese is written; most words have others."""
    return re.compile(rf"[{''.join(sorted(set(''.join(pinyin_hangul().values()))))}]{{{letters}}}")


@cache
def _transcribed(letters: int) -> re.Pattern[str]:
    """A word that opens with so many letters with which transcribed Chinese is written."""
    return re.compile(f"{_EDGE}(?={_opens(letters).pattern}){_LETTERS_OF_WORD}")


def _by_making(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Companies by how their names are made."""
    yield from _by_sound(analysis, words, known)
    yield from _by_trade(analysis, words, known)


def _by_sound(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words of four characters or more by their sound, that act, are listed or get something."""
    text, sounds = analysis.text, _sounds()
    for match in _transcribed(_UNITS).finditer(text):
        begin, stop = match.span()
        if not tells(match[0]):
            continue
        if not any(_may_act(text, end) and sounds.match(text, begin, end) for end in range(begin + _UNITS, stop + 1)):
            continue
        if analysis.noun_from(begin) or any(quote.begin < begin < quote.end for quote in analysis.quotes):
            continue
        end = _name_end(analysis, begin, stop, known)
        name = text[begin:end]
        glossed = any(gloss.begin == end for gloss in analysis.glosses)  # whose characters tell more
        if not end or glossed or name.endswith((*_BRANCHES, *_LIKE_PLACES)) or not (sounds.match(name) and tells(name)):
            continue
        if words.post.fullmatch(name):  # 상무부시장
            continue
        if _acts(analysis, end) and post_after(text, end, words, known) is None:
            yield _company(analysis, begin, end, "brand-sound")


def _by_trade(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """A word for a trade glued to syllables of transcribed Chinese, or to a place and something."""
    text = analysis.text
    heard = {word.start() for word in _transcribed(_OPENING).finditer(text)}
    for begin in sorted(heard.union(map(_BEGIN, analysis.hits))):
        match = words.trade.match(text, begin)
        if match is None:
            continue
        end, stem = match.end(), match["stem"]
        fills = _fills(analysis, begin, end)
        if not (fills or _may_act(text, end)):
            continue
        place = _place_end(analysis, begin)
        placed = place > begin and _says_what(stem[place - begin :], words)
        if not (placed or words.heard.match(stem)):
            continue
        if any(m.begin <= begin < m.end and not is_place(m.cls) for m in known) or not right_edge_ok(analysis, end):
            continue
        if (placed or _is_heard(analysis, begin, stem)) and (fills or _acts(analysis, end)):
            yield _company(analysis, begin, end, "brand-trade")


def _is_heard(analysis: Analysis, begin: int, stem: str) -> bool:
    """Whether transcribed syllables before a trade are no common words, and sound Chinese or are unknown."""
    if common_word(stem, compound=True):
        return False
    first = None if tells(stem) else next(iter(analysis.morphemes_at(begin)), None)
    return tells(stem) or (first is not None and first.tag == "NNP")


def _by_owner(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """A known company's name that goes on with a trade or an unknown word: `로슈|진단`, `지멘스|헬시니어스`."""
    text = analysis.text
    for hit in analysis.hits:
        if hit.weak or hit.cls != "Company" or (hit.begin and text[hit.begin - 1].isalnum()):
            continue
        word = _WORD.match(text, hit.begin)
        if word is None or word.end() < hit.end + 2 or any(m.begin < word.end() and hit.begin < m.end for m in known):
            continue
        inside = analysis.morphemes_between(hit.end, word.end())
        end = next((m.begin for m in inside if m.tag[0] in "JVE"), word.end())
        rest = text[hit.end : end]
        own = rest in words.trades or (len(rest) >= 3 and not common_word(rest, compound=True))
        if len(rest) >= 2 and own and not rest.endswith((*_COMMON, *_BRANCHES)) and _acts(analysis, end):
            yield _company(analysis, hit.begin, end, "brand-owner")


def _by_chief(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words with a post that companies have, beside who holds it: `차오더왕(曹德旺) | 푸야오유리 | 회장`."""
    text = analysis.text
    for person in known:
        if person.cls != "Person":
            continue
        behind = _BEFORE_CHIEF.match(text, skip_brackets(text, person.end))
        before = _CHIEF_BEFORE.search(text, max(0, person.begin - _FAR), person.begin)
        for match in filter(None, (behind, before)):
            begin, end = match.span("firm")
            if _name_end(analysis, begin, end, known) == end and _is_brand(analysis, begin, end, words, post=True):
                yield _company(analysis, begin, end, "brand-chief")


def _by_parent(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words behind a company that they belong to: `지리자동차 산하 | 지커가`."""
    text = analysis.text
    for parent in known:
        under = _UNDER.match(text, skip_brackets(text, parent.end)) if parent.cls == "Company" else None
        word = _NEXT.match(text, under.end()) if under else None
        if word is None:
            continue
        end = _name_end(analysis, word.start(), word.end(), known)
        if not end or post_after(text, end, words, known) is not None:
            continue
        if _is_brand(analysis, word.start(), end, words, post=True) and _acts(analysis, end):
            yield _company(analysis, word.start(), end, "brand-parent")


def _by_letters(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words that a bracket gives in Latin letters, and that do business: `오비메드(OrbiMed)가 투자`."""
    text = analysis.text
    for match in _LETTERS.finditer(text) if "(" in text else ():
        begin, end = match.span("firm")
        if match["latin"] in words.fields or not _BUSINESS.search(text, match.end(), match.end() + _CLAUSE):
            continue
        if _name_end(analysis, begin, end, known) == end and _is_brand(analysis, begin, end, words):
            stop = match.end()
            names = (Name(match["firm"], "ko"), Name(match["latin"], "en"))
            yield replace(_company(analysis, begin, stop, "brand-letters"), names=names)


def _by_seat(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words that open by transcribed Chinese, behind their place, that trade: `우한 | 가오더적외선은 …`."""
    text = analysis.text
    for hit in analysis.hits:
        if hit.weak or hit.cls not in _SEATS:
            continue
        gap = _SITED.match(text, hit.end)
        word = _NEXT.match(text, gap.end()) if gap else None
        begin = word.start() if word else 0
        if word is None or not (_opens(_OPENING).match(text, begin) and _MAY_DO.match(text, begin)):
            continue
        if not _TRADES_IN.search(text, word.end(), word.end() + _CLAUSE):
            continue
        end = _name_end(analysis, begin, word.end(), known)
        opens = _opening().match(text, begin, end) if end else None
        if opens is None or common_word(opens[0]):
            continue
        if analysis.particle_after(end) in _DOES and _is_brand(analysis, begin, end, words):
            yield _company(analysis, begin, end, "brand-seat")


def _place_end(analysis: Analysis, begin: int) -> int:
    """End of the place whose name begins a word, or `begin`."""
    sure = (hit for hit in analysis.hits if hit.begin == begin and not hit.weak)
    return next((hit.end for hit in sure if is_place(hit.cls)), begin)


def _says_what(rest: str, words: Words) -> bool:
    """Whether what stands between place and trade tells one company from others, not `쓰촨 | 특색 | 농업`."""
    return len(rest) >= 2 and rest not in words.generic and rest not in _ANY


def _beside_companies(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words joined to a company: `바스프와 코베스트로가`, `IDG캐피털, 힐하우스가`."""
    text = analysis.text
    queue = [m for m in known if m.cls in _OPEN]
    taken = list(known)
    while queue:
        company = queue.pop()
        joint = _JOINT.match(text, skip_brackets(text, company.end))
        after = _NEXT.match(text, joint.end()) if joint else None
        before = _BEFORE.search(text, max(0, company.begin - _REACH), company.begin)
        for begin, stop in [*([after.span()] if after else []), *([before.span(1)] if before else [])]:
            end = _name_end(analysis, begin, stop, taken)
            if (
                end
                and _is_brand(analysis, begin, end, words)
                and ((before and begin == before.start(1)) or _acts(analysis, end))
            ):
                mention = _company(analysis, begin, end, "brand-beside")
                yield mention
                queue.append(mention)
                taken.append(mention)


def _is_brand(analysis: Analysis, begin: int, end: int, words: Words, *, post: bool = False) -> bool:
    """Whether a word is one that nothing knows, and neither a person's nor a field's name."""
    name = analysis.text[begin:end]
    if len(name) < 3 or name in words.fields or name in words.generic or name.endswith(_COMMON):
        return False
    if name.isascii():
        return _MIXED.match(name) is not None
    head = words.head_of(name)
    if name.endswith(_BRANCHES) or (head is not None and head.cls != "Company") or common_word(name, compound=True):
        return False
    if post:
        return True
    return (
        words.surname.match(name) is None
        and post_after(analysis.text, end, words, ()) is None
        and words.made.search(name) is None
    )


def _name_end(analysis: Analysis, begin: int, stop: int, known: Sequence[Mention]) -> int:
    """End of the word without its particle, where it is one unknown noun that no mention overlaps; else 0."""
    inside = analysis.morphemes_between(begin + 1, stop)
    end = next((m.begin for m in inside if m.tag[0] in "JVE"), stop)
    first = next(iter(analysis.morphemes_at(begin)), None)
    if first is None or first.tag not in {"NNP", "SL"} or first.end < end - 2:
        return 0
    if any(m.begin < end and begin < m.end for m in known):
        return 0
    return end


def _may_act(text: str, end: int) -> bool:
    """Whether what follows allows that a name that ends there acts; morphemes are not asked for."""
    return _MAY_ACT.match(text, skip_brackets(text, end)) is not None


def _acts(analysis: Analysis, end: int) -> bool:
    """Whether a name that ends there does something, gets something, or stands in a list."""
    text = analysis.text
    particle = analysis.particle_after(end)
    if particle in _ACTS:
        return True
    after = skip_brackets(text, end)
    if _LISTED.match(text, after):
        return True
    return particle == "에" and text[after : after + 2] == "에 " and _GETS.match(text, after + 2) is not None


def _fills(analysis: Analysis, begin: int, end: int) -> bool:
    return not analysis.text[:begin].strip() and not analysis.text[end:].strip()


def _company(analysis: Analysis, begin: int, end: int, rule: str) -> Mention:
    return Mention(analysis.passage.index, begin, end, analysis.text[begin:end], "Company", rule, 0.75)


BRANDS = (_by_making, _by_owner, _by_chief, _by_parent, _by_letters, _by_seat, _beside_companies)
"""The rules, each of which is told of what those before it found."""
