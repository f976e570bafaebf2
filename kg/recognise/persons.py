"""People: a name with Han characters or a Chinese surname, beside a post.

In: an analysis and the bodies known in it. Out: mentions of class Person; the post stands in the text and is
read by the relation rules (`role`). A name without characters is one that can be read as Chinese: a surname and
one or two syllables of the official transcription.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.language.korean import common_word
from kg.model import Mention
from kg.recognise.analysis import Analysis, eojeols, read_bracket
from kg.recognise.words import Words, any_in

_NAME = re.compile(r"(?<![가-힣])([가-힣]{2,8})\s?[(（]([㐀-䶿一-鿿]{2,4})[)）]")
_LISTED = re.compile(r"\s?[·∙・,]\s?|[와과]\s")
"""What stands between people in one list: `왕리(王莉), 주샤오(朱曉) 교수`."""
_BARE = re.compile(r"(?<![가-힣])([가-힣]{2,6})(?<!에)(?=\s)")
"""No syllable of Chinese is written 에, which so is a particle: `예전에`."""
_LONGEST_BARE = 6
_HOLDS = (
    r"(?:인|(?:을|를)\s(?:맡은|맡고\s있는|맡아\s온|맡게\s된|겸하는|겸한|지낸|역임한)"
    r"|(?:으로|로)\s(?:있는|재직\s중인|재직하는|일하는|활동하는|선출된|임명된|뽑힌)"
    r"|(?:직|자리)?(?:에|에는|으로|으로는|로|로는))?"
)
_HOLDS_UNTIL = re.compile(rf"{_HOLDS}\s*\Z")
_IS_WHO = re.compile(r"[은는]\s\Z")
_IS = re.compile(r"\s?(?:이다|이었다|입니다|이며|이고|\.|\Z)")
"""Before and behind who is said to hold a post: `새 원장은 마훙타오(馬洪濤).`"""
_HOLDS_WHO = re.compile(rf"(?:{_HOLDS}|[:：])\s(?P<name>[가-힣]{{2,8}})(?![가-힣A-Za-z0-9])")
_TAKES = re.compile(r"[이가은는을를]\s(?:(?:초대|신임|새|공동|차기)\s)?")
_LATER = re.compile(
    r"(?:\d{4}년(?:부터|에)?\s)?(?:[가-힣A-Za-z]{2,20}(?:에서|에|의)?\s){1,3}?(?:(?:초대|신임|새|공동|차기)\s)?"
    r"(?=[가-힣]{2,6}(?:을|를|직을|으로|로|에)\s)"
)
"""Between who takes a post and that post, where more is said: `왕밍(王明)은 | 2016년부터 저장대학에서 | 교수로`."""
_FOUNDS = re.compile(
    r"[이가]\s(?:\d{4}년(?:에)?\s)?(?:(?:[가-힣]+(?:에|에서)\s)?(?:창업|설립|창립|차린|차렸|차리|세운|세웠)"
    r"|(?:(?:최종|공식|새로|신임)\s)?(?:임명|선임|취임|선출|위촉|발탁|추대|부임)(?:됐|되었|되어|된|됨|했|함|하였))"
)
_WITHOUT_POST = re.compile(r"소속|출신|임명|선임|취임|선출|위촉|발탁|추대|부임|창업|창립|차[렸린리]|세[웠운]|설립")
"""One of what tells without a post that a name is somebody's."""
_OF_BODY = re.compile(r"(?<=[가-힣A-Za-z)])\s(?:소속|출신)(?:인|의)?\s\Z")
"""Before somebody of a body: `칭화대학 소속 왕밍(王明)은`."""
_TAKEN = re.compile(
    r"(?:을|를|직을)\s(?:맡|겸)|(?:으로|로|에)\s(?:선출|선임|임명|취임|위촉|추대|뽑|일하|재직|활동|근무|발탁|영입|내정|자리를|있(?:다(?!가)|음|으며|고|는))"
)
"""Behind the post of who takes it: `류칭(劉慶)이 주임을 맡고`."""
_NOT_TAKEN = re.compile(r"[^,.]{0,12}(?:않|못|거부|거절|고사|취소|철회|무산)")
_BEHIND_BODY = re.compile(r"(?:[(（][^()（）]{1,20}[)）])?(?:의)?\s")
_NO_NAME_ENDS = frozenset("팀룹측단과법실직")
"""Syllables in which units and groups end, but hardly a Korean name: `남미팀 대표`."""
_PEOPLE = "인"
_SYLLABLES = 3
"""How long a Korean name is."""
_PARTICLE = re.compile(r"(?:에게|에서|은|는|이|가|을|를|과|와|의|도)\Z")
_AFTER_FINAL = {"은": True, "는": False, "이": True, "가": False, "을": True, "를": False, "과": True, "와": False}
_CIVIL = (" 씨", " 여사", " 선생", "씨는", "씨가")
_BEFORE = 26
_STOP = re.compile(r"[,.;:。]|(?:은|는|이|가|을|를|에서|에|와|과)\s")
_NEAR = 30


_SEVERAL = re.compile(r"(?:에|으로|로)?\s(?P<name>[가-힣]{2,8}(?:\s[가-힣]{2,10}))(?=[\s,.(]|\Z)")
_SEVERAL_BEFORE = re.compile(r"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣]{2,8}\s[가-힣]{1,10})\s\Z")
_TOLD = re.compile(r"(?<![가-힣A-Za-z0-9])([가-힣]{2,6})[(（]([^()（）]{2,30})[)）]")
_POST_LENGTH = 8


def person_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of people; a bracketed name needs a post near by, a bare one needs surname and post."""
    text = analysis.text
    if not any_in(words.any_post, text) and not (analysis.glosses and _WITHOUT_POST.search(text)):
        return
    posts = sorted(begin for _, begin, _ in words.any_post.find_matches_as_indexes(text, overlapping=True))
    later: re.Match[str] | None = None  # the person named next
    for match in reversed([*_NAME.finditer(text)] if analysis.glosses else []):
        listed = later is not None and bool(_LISTED.fullmatch(text, match.end(), later.start()))
        if not (
            listed
            or text.startswith(_CIVIL, match.end())
            or post_after(text, match.end(), words, known)
            or post_before(text, match.start(), words)
            or _is_said_to_hold(text, match, words)
            or _takes_post(text, match.end(), words, known)
            or _OF_BODY.search(text, max(0, match.start() - 8), match.start())
        ):
            continue
        if not _reads_as_name(text[: match.end(1)], match.start(1), match[2]):
            continue
        later = match
        yield Mention(
            analysis.passage.index, match.start(), match.end(), match[0], "Person", "person-bracket", 0.9, zh=match[2]
        )
    if not posts:
        return
    for match in _BARE.finditer(text, max(0, posts[0] - _NEAR - _LONGEST_BARE), posts[-1] + 1):
        begin, end = match.span()
        if posts[bisect_left(posts, end)] > end + _NEAR:
            continue
        korean = words.surname_ko.match(match[1]) and (
            _behind_body(text, begin, end, words, known) or _before_own_body(analysis, begin, end, words, known)
        )
        korean = korean and not _names_a_kind(analysis, begin, end)
        if not (korean or words.surname.match(match[1])) or not post_after(text, end, words, known):
            continue
        if any(hit.begin == begin and hit.end == end and not hit.weak for hit in analysis.hits):
            continue  # the gazetteer knows what that is: 허페이
        common = _is_word(analysis, begin, end) and not (korean and not common_word(match[1], compound=True))
        if common and not _before_body(analysis, begin, end, words, known):
            continue
        yield Mention(analysis.passage.index, begin, end, match[1], "Person", "person-post", 0.7)
    held = [*words.post.finditer(text)]
    yield from _behind_posts(analysis, held, words, known)
    yield from _of_several_words(analysis, held, words, known)
    yield from _with_post_in_brackets(analysis, words, known)


def _of_several_words(
    analysis: Analysis, posts: Sequence[re.Match[str]], words: Words, known: Sequence[Mention]
) -> Iterator[Mention]:
    """Names of two words that nothing knows, right behind or before a post: `장관 베티나 슈타르크가`."""
    text = analysis.text
    for post in posts:
        behind = _SEVERAL.match(text, post.end())
        before = _SEVERAL_BEFORE.search(text, max(0, post.start() - _NEAR), post.start())
        for match in filter(None, (behind, before)):
            begin, end = match.span("name")
            if analysis.noun_from(begin) or common_word(match["name"].split()[0], compound=True):
                continue
            if match is behind:
                end = begin + len(_without_particle(match["name"]))
                end = next((m.begin for m in analysis.morphemes_between(end - 1, end) if m.is_particle), end)
            if _all_unknown(analysis, begin, end, words, known):
                yield Mention(analysis.passage.index, begin, end, text[begin:end], "Person", "person-words", 0.75)


def _all_unknown(analysis: Analysis, begin: int, end: int, words: Words, known: Sequence[Mention]) -> bool:
    """Whether each word is a proper noun that neither the gazetteers nor the analyser know."""
    if any(m.begin < end and begin < m.end for m in known) or any(
        h.begin < end and begin < h.end and not h.weak for h in analysis.hits
    ):
        return False
    return all(
        (first := next(iter(analysis.morphemes_at(b)), None)) is not None
        and first.tag == "NNP"
        and words.head_of(analysis.text[b:e]) is None
        and not common_word(analysis.text[b:e], compound=True)
        for b, e in eojeols(analysis.text, begin, end)
    )


def _with_post_in_brackets(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Chinese names whose post a bracket tells: `왕젠위(중국과학원 원사)는`."""
    text = analysis.text
    for match in _TOLD.finditer(text) if "(" in text else ():
        begin, end = match.span(1)
        post = words.post.search(text, max(match.start(2), match.end(2) - _POST_LENGTH), match.end(2))
        if post is None or post.end() != match.end(2) or not words.surname.match(match[1]):
            continue
        if not _is_word(analysis, begin, end) and not any(m.begin < end and begin < m.end for m in known):
            yield Mention(analysis.passage.index, begin, end, match[1], "Person", "person-told", 0.75)


def _is_said_to_hold(text: str, name: re.Match[str], words: Words) -> bool:
    """Whether a sentence says no more than who holds a post: `칭화대학의 새 총장은 류칭(劉慶)이다`."""
    before = _IS_WHO.search(text, max(0, name.start() - 3), name.start())
    if before is None or not _IS.match(text, name.end()):
        return False
    held = words.post.finditer(text, max(0, before.start() - _POST_LENGTH), before.start())
    return any(post.end() == before.start() for post in held)


def _takes_post(text: str, at: int, words: Words, known: Sequence[Mention]) -> bool:
    """Whether a sentence says of the person who ends at `at` what post that one takes, of a known body or of none.

    `류칭(劉慶)이 주임을 맡고`, `류칭(劉慶)은 칭화대학 총장으로 임명`.
    """
    if _FOUNDS.match(text, at):
        return True
    who = _TAKES.match(text, at)
    if who is None:
        return False
    later = _LATER.match(text, who.end())
    if later is not None and (named := words.post.match(text, later.end())) and _TAKEN.match(text, named.end()):
        return _NOT_TAKEN.match(text, named.end()) is None
    body = next((m.end + 1 for m in known if m.begin == who.end() and text.startswith(" ", m.end)), who.end())
    post = words.post.match(text, body)
    taken = _TAKEN.match(text, post.end()) if post else None
    return taken is not None and _NOT_TAKEN.match(text, taken.end()) is None


def _behind_body(text: str, begin: int, end: int, words: Words, known: Sequence[Mention]) -> bool:
    """Whether a name as long as Korean ones stands between a known body and a post: `KAIST의 이서진 원장`."""
    if end - begin != _SYLLABLES or words.post.match(text, end + 1) is None:
        return False
    return any(m.end <= begin and _BEHIND_BODY.fullmatch(text, m.end, begin) for m in known)


def _before_own_body(analysis: Analysis, begin: int, end: int, words: Words, known: Sequence[Mention]) -> bool:
    """Whether a name as long as Korean ones stands before a known body and its post: `이서진 과기정통부 장관`."""
    if end - begin != _SYLLABLES or common_word(analysis.text[begin:end], compound=True):
        return False
    body = next((m for m in known if m.key and m.begin == end + 1), None)
    return body is not None and words.post.match(analysis.text, body.end + 1) is not None


def _names_a_kind(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether a word tells what unit or what kind of people somebody is of: `한국인 교수`, `현직인 총장`."""
    last = analysis.text[end - 1]
    if last != _PEOPLE:
        return last in _NO_NAME_ENDS
    stem = analysis.text[begin : end - 1]
    return common_word(stem, compound=True) or any(hit.begin == begin and hit.end >= end - 1 for hit in analysis.hits)


def _before_body(analysis: Analysis, begin: int, end: int, words: Words, known: Sequence[Mention]) -> bool:
    """Whether a name that looks like common words stands before a known body and its post: `완강 중국과협 주석`."""
    text = analysis.text
    body = next((m for m in known if m.key and m.begin == end + 1), None)
    if body is None or any(hit.begin < end and begin < hit.end and not hit.weak for hit in analysis.hits):
        return False
    if any(m.tag == "NNG" and m.end == end for m in analysis.morphemes_at(begin)):
        return False
    post = words.post.match(text, body.end + 1)
    return post is not None and text[body.end] == " "


def _behind_posts(
    analysis: Analysis, posts: Sequence[re.Match[str]], words: Words, known: Sequence[Mention]
) -> Iterator[Mention]:
    """Names right behind a post: `총장 두장펑이`, `대변인을 맡고 있는 린시창은`."""
    for post in posts:
        match = _HOLDS_WHO.match(analysis.text, post.end())
        name = _without_particle(match["name"]) if match else ""
        if match is None or not words.surname.match(name) or common_word(name):
            continue
        begin, end = match.start("name"), match.start("name") + len(name)
        first = next(iter(analysis.morphemes_at(begin)), None)
        if first is None or first.tag != "NNP" or any(m.begin < end and begin < m.end for m in known):
            continue
        yield Mention(analysis.passage.index, begin, end, name, "Person", "person-behind", 0.7)


def _without_particle(word: str) -> str:
    """A word without its particle, where the sound before that calls for it: `두장펑|이`, but `위샤오후이`."""
    match = _PARTICLE.search(word)
    if match is None or match.start() < 2:
        return word
    closed = (ord(word[match.start() - 1]) - ord("가")) % 28 != 0
    return word[: match.start()] if _AFTER_FINAL.get(match[0], closed) == closed else word


def post_after(text: str, at: int, words: Words, known: Sequence[Mention]) -> str | None:
    """The post that follows position `at`, with at most a body's name of a few words in between.

    `known`: names known in the text; what ends one of them is no particle (화웨이).
    """
    if text.startswith("의 ", at):
        return None  # what is of a thing is no post of a person: `광밍(光明)의 총괄 창구`
    stops = _STOP.finditer(text, at, at + _NEAR)
    stop = next((s for s in stops if not any(m.begin < s.start() < m.end for m in known)), None)
    match = words.post.search(text, at, stop.start() + 1 if stop else at + _NEAR)
    return match[0] if match else None


def post_before(text: str, at: int, words: Words) -> re.Match[str] | None:
    """The post before position `at`: `부장 진장룽(金壯龍)`, `원장을 맡고 있는 천리밍`."""
    found = [
        match
        for match in words.post.finditer(text, max(0, at - _BEFORE), at)
        if _HOLDS_UNTIL.match(text, match.end(), at)
    ]
    return found[-1] if found else None


def _reads_as_name(left: str, begin: int, han: str) -> bool:
    """Whether the bracket reads the whole word before it, with one or two syllables a character."""
    syllables = len(left) - begin
    return len(han) <= syllables <= 2 * len(han) and read_bracket(left, han).start <= begin


def _is_word(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the analyser knows the stretch as common words, or sees a particle in it (`위르텔|의`)."""
    parts = analysis.morphemes_in(begin, end)
    return bool(parts) and (all(m.tag != "NNP" for m in parts) or any(m.is_particle for m in parts))
