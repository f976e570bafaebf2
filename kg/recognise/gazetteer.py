"""Gazetteer hits that stand as words of their own.

In: an analysis with its raw hits. Out: mentions with keys. A hit counts where its left edge is no middle of a
word and a particle, a bracket or no letter follows; weak forms (short names that are also ordinary words)
count only beside a name of the place they lie in, in a list with sure ones, or where the article names the same
thing surely.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache

from kg.language.korean import common_word
from kg.language.script import fold_han
from kg.lexicon import FormOf, Hit, Lexicon, Match
from kg.model import Mention
from kg.recognise.analysis import Analysis, fills_bracket, skip_brackets

PLACES = frozenset({"Country", "Province", "City", "District", "DevelopmentZone", "Region"})
_GOVERNED = frozenset({"Province", "City", "District"})
BRANCH = re.compile(r"(?:센터|분원|분소|분교|분점|지원|지사|지점|분회|캠퍼스|실험실|연구소|연구원|분센터|분공사)")
"""What ends the name of a branch, behind the place it lies in."""
_BRACKETED = re.compile(r"[(（]([가-힣]{2,6})[)）]")
_LONGEST_PLACE = 6
_CHINA = "china"
_STATE = frozenset({"Ministry", "CentralBody"})
_SIDES = ("-", "–", "&", "·", "/")
_LIST = re.compile(r"\s*(?:[,·、]\s*[가-힣]{1,6}\s*){0,2}(?:,|·|、|및|와|과)\s*\Z")
_PLACE_WORD = re.compile(r"[가-힣]{2,6}(?:시|성|구|현|주|신구|개발구)\Z")
_PLACE_ENDING = re.compile(r"(?:신구|개발구|시|성|구|현|주)\Z")
_NOUNS = ("NN", "XS", "SL", "SN", "SH")
_WORD = 10  # characters in which the end of the word before is looked for
_BEGINS_PARTICLE = "은는이가을를의에와과도만로으까부처보마조라나든밖께서하랑며고야여아요들뿐대치말커란인그따같한더다"
"""How particles begin."""
_BEHIND_NAME = frozenset(_BEGINS_PARTICLE + "냐니면지거므자였예임입일엔론")
"""With how the copula and contracted particles begin."""
_LIKE_A_PLACE = re.compile(
    rf"(?<![가-힣])(?=[가-힣]{{2,7}}[시성구현주](?:[{_BEGINS_PARTICLE}]|(?![가-힣]))|[가-힣]{{7}}[시성구현주])[가-힣]{{3,8}}"
)
"""At most eight syllables, in which a place may end before a particle or at the end."""
_ENDS_LIKE_A_PLACE = re.compile(rf"[시성구현주](?<=[가-힣]{{3}})(?:[{_BEGINS_PARTICLE}]|(?![가-힣])|(?<=[가-힣]{{8}}))")
"""What every such word has; it is found sooner than the whole."""
_WORD_BEHIND = re.compile(
    r"하[고며여는기면려]|했|되[고며어는]|됐|\s(?:활동|효과|문구|공작|주간|영상|구호|포스터|캠페인)(?=[은는이가을를의에\s,.])"
    r"|\s(?:이래|기념|\d+\s?주년)|(?:\s및\s|·)(?:교육|홍보|보급|계도|선동|계몽)"
)
_WORD_BEFORE = re.compile(r"(?:홍보|교육|계도|보급)(?:\s?·\s?|\s및\s|와\s|,\s)\Z")
_DOUBTFUL = frozenset({"Country", "Province", "City", "District", "Company", "Product", "Person", "Project"})
_HEADED = re.compile(
    r"(?:(?<=[부청국처])|(?<=연구[소원])|(?<=실험실)|(?<=과학원))장(?=[\s은는이가을를의과와도에,.·(（]|\Z)"
)
_HANGUL = re.compile(r"[가-힣]+")
_SYLLABLES_APART = re.compile(r"[가-힣][·∙・][가-힣]")
_SHORT = 3
_RANKS = "구현"
_NUMBERED = frozenset({"Product", "Project"})
_NUMBER = re.compile(r"[\s-]?\d{1,3}호(?![가-힣]{2})")
_ENGLISH = re.compile(r"[\s-][A-Za-z]{2}")
_GOES_ON = re.compile(r"\s?(?!등|및)[가-힣]")
_COUNTRIES = ("국", "국가", "나라")
_COMMON, _CODES = frozenset({"NNG", "XSN"}), frozenset({"SN", "SL"})
_READING = "reading"
_NEIGHBOURS = 3
"""So many doubtful names of places in one province, one beside the other, are names."""
_WORD_ENDS = re.compile(
    r"(?:에서|에게|에|으로|로|은|는|이|가|을|를|의|와|과|도|만|까지|부터|보다|처럼|이나|나|내|이다|인){0,3}(?![가-힣])"
)
_CONFIDENT, _SUPPORTED = 0.95, 0.8


def gazetteer_mentions(analysis: Analysis, lexicon: Lexicon) -> Iterator[Mention]:
    """Mentions of known things, each with the key that fits its surroundings best."""
    free = [hit for hit in analysis.hits if _stands_free(analysis, hit)] if may_count(analysis) else []
    strong = [hit for hit in free if not hit.weak]
    near = {key for hit in strong for key in hit.keys}
    weak = len(strong) < len(free)
    supported = (
        _supported_by_list(free, analysis, lexicon) | _before_own_parts(free, lexicon) if weak else frozenset[int]()
    )
    before: Hit | None = None  # the last strong hit
    for hit, after in itertools.zip_longest(free, free[1:]):
        key = _around(hit, after, lexicon) or _choose(hit, before, near, supported, analysis, lexicon)
        before = before if hit.weak else hit
        if key is None or _is_abbreviation(analysis, hit) or (key == _CHINA and not _is_side(analysis.text, hit)):
            continue
        entry = lexicon.entries[key]
        if entry.cls == "Country" and _ends_compound(analysis, hit):
            continue
        if _begins_phrase(analysis.text, hit, entry.given):
            continue
        if entry.cls in _NUMBERED and _NUMBER.match(analysis.text, hit.end):
            continue  # another one of the series: 톈허 | 3호
        begin = _with_nation(analysis.text, hit.begin, entry.zh_hans)
        yield _mention(analysis, begin, hit.end, key, hit.kind, hit.weak, lexicon)
        yield from _leading_part(analysis, hit, lexicon)


def may_count(analysis: Analysis) -> bool:
    """Whether one of the hits may: of a weak one alone only what the article names surely, of China only a side."""
    hits = [hit for hit in analysis.hits if _may_stand_free(analysis, hit)]
    if all(hit.keys == (_CHINA,) and not _is_side(analysis.text, hit) for hit in hits):
        return False
    return len(hits) > 1 or any(not hit.weak or not analysis.sure.isdisjoint(hit.keys) for hit in hits)


def _begins_phrase(text: str, hit: Hit, names: Collection[str]) -> bool:
    """Whether an acronym in small letters begins an English phrase: `Best` of `Best Paper` is no BEST."""
    surface = text[hit.begin : hit.end]
    if not surface.isascii() or surface.isupper() or surface in names or surface.upper() not in names:
        return False
    return _ENGLISH.match(text, hit.end) is not None


def _stands_free(analysis: Analysis, hit: Hit) -> bool:
    return left_edge_ok(analysis, hit) and right_edge_ok(analysis, hit.end)


def _may_stand_free(analysis: Analysis, hit: Hit) -> bool:
    """Whether the letters around a hit allow that it stands free; morphemes are not asked for."""
    text = analysis.text
    if not _may_end_name(text, hit.end):
        return False
    begins = not hit.begin or not text[hit.begin - 1].isalnum()
    return begins or any(o.end == hit.begin and not o.weak for o in analysis.hits)


def _may_end_name(text: str, end: int) -> bool:
    """Whether what follows a name is no letter, or may be the first one of a particle or ending."""
    if end == len(text) or text[end] in _BEHIND_NAME or not text[end].isalnum():
        return True
    return text[end] == "장" and _HEADED.match(text, end) is not None


def _with_nation(text: str, begin: int, zh: str) -> int:
    """Start of the name with the 중국 or 국가 before it that its Chinese name has too (`중국|증권감독관리위`)."""
    for korean, chinese in (("중국", "中国"), ("국가", "国家")):
        for gap in ("", " ") if zh.startswith(chinese) else ():
            if text.endswith(korean + gap, 0, begin):
                start = begin - len(korean + gap)
                if not start or not text[start - 1].isalnum():
                    return start
    return begin


def leading_place(analysis: Analysis, mention: Mention, lexicon: Lexicon) -> Mention | None:
    """The place that a zone's name begins with, also glued to the rest (`창수|첨단기술개발구`)."""
    text = analysis.text
    for end in range(min(mention.end - 2, mention.begin + 8), mention.begin + 1, -1):
        if not _HANGUL.fullmatch(text, mention.begin, end) or text[end] in "(（":
            continue
        found = [
            form
            for form in exact(text[mention.begin : end], lexicon)
            if lexicon.entries[form.key].cls in _GOVERNED
            and form.key != mention.key
            and not _other(form, mention, lexicon)
        ]
        if found:
            parent = next(
                (m.key for m in found if mention.key and m.key in lexicon.ancestors(mention.key)), found[0].key
            )
            if mention.key and parent not in lexicon.ancestors(mention.key):
                continue
            return replace(
                _mention(analysis, mention.begin, end, parent, "zone-place", False, lexicon), rule="zone-place"
            )
    return None


def _other(form: FormOf, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a zone that no list has is not named after a place: by its Chinese name, or as only sounds are alike."""
    if mention.key:
        return False
    if mention.zh and (stem := lexicon.entries[form.key].zh_hans[:2]):
        return not fold_han(mention.zh).startswith(fold_han(stem))
    return form.weak


def inner_place(analysis: Analysis, mention: Mention, lexicon: Lexicon) -> Mention | None:
    """The place in a bracket of a zone's name, or before the noun that ends a branch's: `서부(충칭)과학성`."""
    for begin, end in _inside(analysis.text, mention):
        found = (form for form in exact(analysis.text[begin:end], lexicon) if not form.weak)
        key = next((form.key for form in found if lexicon.entries[form.key].cls in _GOVERNED), None)
        if key is not None:
            return replace(_mention(analysis, begin, end, key, "within", False, lexicon), rule="place-within")
    return None


def _inside(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    """Where within a name a place may stand."""
    if mention.cls == "DevelopmentZone":
        yield from (match.span(1) for match in _BRACKETED.finditer(text, mention.begin, mention.end))
        return
    word = text.rfind(" ", mention.begin, mention.end) + 1
    branch = BRANCH.search(text, word + 2, mention.end) if word > mention.begin else None
    if branch is not None and branch.end() == mention.end and branch.start() - word <= _LONGEST_PLACE:
        yield word, branch.start()


def _mention(analysis: Analysis, begin: int, end: int, key: str, kind: str, weak: bool, lexicon: Lexicon) -> Mention:
    return Mention(
        analysis.passage.index,
        begin,
        end,
        analysis.text[begin:end],
        lexicon.entries[key].cls,
        f"gazetteer-{kind}",
        _SUPPORTED if weak else _CONFIDENT,
        key=key,
    )


def doubted(text: str, hit: Hit, trusted: Collection[str]) -> Hit:
    """The hit, weak where doubtful: a short name of a place or company that is a common word too (해양, 장비).

    `trusted`: keys of things that the genre speaks of far more often than of the word (선전), and names of places that
    are no word at all, whatever the analyser makes of them (둥관).
    """
    form = text[hit.begin : hit.end]
    if form in trusted and is_place(hit.cls):
        return replace(hit, weak=_used_as_word(text, hit))
    if len(form) == _SHORT and _SYLLABLES_APART.fullmatch(form):  # 한·중 are two countries, not the city 한중
        return replace(hit, weak=True)
    if hit.weak or len(form) > _SHORT or not _HANGUL.fullmatch(form):
        return hit
    cls = hit.cls
    if hit.keys[0] in trusted and _used_as_word(text, hit):
        return replace(hit, weak=True)
    if (form.endswith("시") and len(form) == _SHORT) or hit.keys[0] in trusted:
        return hit
    if cls == "District" and len(form) == _SHORT and form[-1] in _RANKS and not _any_district(form):
        return hit
    if cls not in _DOUBTFUL or not common_word(form, compound=cls in {"City", "District", "Company"}):
        return hit
    return replace(hit, weak=True)


def _any_district(form: str) -> bool:
    """Whether common words make up a name with its rank: `선도|구`, `합작|구`, but not `빈장|구`."""
    return common_word(form) or common_word(form[:-1])


def _used_as_word(text: str, hit: Hit) -> bool:
    """Whether what stands beside a short name shows that it is the common word: `선전하고`, `홍보·선전`."""
    return bool(_WORD_BEHIND.match(text, hit.end) or _WORD_BEFORE.search(text, max(0, hit.begin - 8), hit.begin))


def exact(name: str, lexicon: Lexicon) -> tuple[FormOf, ...]:
    """What the gazetteers say a name means exactly as it stands, likeliest first."""
    return lexicon.forms.of(fold_han(name))


def left_edge_ok(analysis: Analysis, hit: Hit) -> bool:
    """Whether the hit begins a word, or follows another hit directly."""
    text = analysis.text
    if not hit.begin or not text[hit.begin - 1].isalnum():
        return not _continues(analysis, hit)
    return any(o.end == hit.begin and not o.weak for o in analysis.hits) and hit.begin in analysis.starts


def ends_word(text: str, hit: Hit) -> bool:
    """Whether a short hit ends where a word does, as far as letters show that: not `임상시|험`."""
    return hit.end - hit.begin > _SHORT or _WORD_ENDS.match(text, hit.end) is not None


def _continues(analysis: Analysis, hit: Hit) -> bool:
    """Whether the hit is the rest of a name of which a bracket gives the first part: `슝타오(雄韬)|전원과기`.

    What counts with support only never begins right behind one: `푸둥(浦東)|신구` is no 新邱.
    """
    if hit.begin == 0 or analysis.text[hit.begin - 1] not in ")）":
        return False
    if hit.weak:
        return True
    gloss = next((gloss for gloss in analysis.glosses if gloss.end == hit.begin), None)
    return gloss is not None and not any(o.end == gloss.begin and not o.weak for o in analysis.hits)


def right_edge_ok(analysis: Analysis, end: int) -> bool:
    """Whether no letter follows, or a particle or ending does, or the syllable for who heads it (`과기부|장`)."""
    text = analysis.text
    if end == len(text) or not text[end].isalnum():
        return True
    if text[end] not in _BEHIND_NAME:
        return text[end] == "장" and _HEADED.match(text, end) is not None
    if text[end] == "야":  # nobody is called in a report: 광시|야 망원경
        return False
    return any(m.is_particle or m.tag in {"VCP", "VCN"} for m in analysis.morphemes_at(end))


def _supported_by_list(free: Sequence[Hit], analysis: Analysis, lexicon: Lexicon) -> set[int]:
    """Where weak hits begin that stand in a list (`하이뎬, 차오양, 퉁저우구`) with a sure one, or all in one province.

    A place is sure by a place, a body by a body; the Korean reading of its characters, most often a word too, by
    another one only: not `시짱, 고원 태양광`. Each is a part of the list by itself, or follows what it lies in:
    not `첨단 장비, 베이더우`.
    """
    text = analysis.text
    joined = [bool(_LIST.match(text[skip_brackets(text, a.end) : b.begin])) for a, b in itertools.pairwise(free)]
    out: set[int] = set()
    start = 0
    for i in range(len(free)):
        if i == len(joined) or not joined[i]:
            run = range(start, i + 1)
            listed = [free[j] for j in run]
            sure = [hit for hit in listed if not hit.weak or not analysis.sure.isdisjoint(hit.keys)]
            kinds = {is_place(hit.cls) for hit in sure}
            read = any(hit.kind == _READING for hit in sure)
            if len(run) >= _NEIGHBOURS and _in_one_place(listed, lexicon):
                kinds.add(True)
                read = True
            if len(run) > 1:
                out.update(j for j in run if is_place(free[j].cls) in kinds and (read or free[j].kind != _READING))
            start = i + 1
    return {free[j].begin for j in out if not free[j].weak or _opens_part(free, j, analysis)}


def _in_one_place(hits: Sequence[Hit], lexicon: Lexicon) -> bool:
    """Whether all hits may mean places of one larger place below the country: `싼야·링수이·러둥`."""
    around = [{above for key in hit.keys for above in lexicon.ancestors(key)} for hit in hits]
    return any(lexicon.entries[key].cls in _GOVERNED for key in set.intersection(*around))


def _before_own_parts(free: Sequence[Hit], lexicon: Lexicon) -> set[int]:
    """Where weak hits begin that a place within them follows directly: `창사 위에루구`."""
    return {
        outer.begin
        for outer, inner in itertools.pairwise(free)
        if outer.weak
        and outer.end < inner.begin <= outer.end + 1
        and any(key in lexicon.ancestors(part) for key in outer.keys for part in inner.keys)
    }


def _opens_part(free: Sequence[Hit], at: int, analysis: Analysis) -> bool:
    """Whether no noun of its part of a list stands before a hit, unless that is another hit."""
    text, begin = analysis.text, free[at].begin
    if at and not text[skip_brackets(text, free[at - 1].end) : begin].strip():
        return True
    first = max(0, begin - _WORD)
    end = first + len(text[first:begin].rstrip())
    last = [m for m in analysis.morphemes_in(first, end) if m.end == end]
    return not any(m.tag.startswith(_NOUNS) for m in last)


def _around(hit: Hit, after: Hit | None, lexicon: Lexicon) -> str | None:
    """Of several places of one name that in which the one right behind lies: `창저우시 | 우진구`."""
    if after is None or len(hit.keys) == 1 or not hit.end <= after.begin <= hit.end + 1 or after.weak:
        return None
    within = lexicon.surroundings(after.keys[0])
    return next((key for key in hit.keys if key in within), None)


def _choose(
    hit: Hit,
    before: Hit | None,
    near: AbstractSet[str],
    supported: Collection[int],
    analysis: Analysis,
    lexicon: Lexicon,
) -> str | None:
    """The key of the hit: inside the place named just before it, else inside a place near, else the first."""
    gap = analysis.text[before.end : hit.begin] if before is not None else ""
    if hit.cls in _STATE and before is not None and _of_another_country(before, gap):
        return next((key for key in hit.keys if before.keys[0] in lexicon.entries[key].located_in), None)
    if before is not None and not gap.strip("() "):
        for key in hit.keys:
            if not lexicon.surroundings(key).isdisjoint(before.keys):
                return key
    if hit.cls == "Country" and not hit.weak:
        return hit.keys[0]  # 호주 is no city, whatever the article speaks of
    if not hit.weak or hit.begin in supported:
        keys = _likely(hit, analysis.text, lexicon)
        for wanted in (near, analysis.sure):
            for key in keys:
                if not lexicon.surroundings(key).isdisjoint(wanted):
                    return key
    sure = next((key for key in hit.keys if key in analysis.sure), None)
    if sure or not hit.weak:
        return sure or hit.keys[0]
    if hit.begin in supported and not _is_word(hit, analysis):
        return hit.keys[0]
    return None


def _is_word(hit: Hit, analysis: Analysis) -> bool:
    """Whether a district's short name that nothing around it speaks of is the word for something: `국가급 신구`."""
    return hit.cls == "District" and common_word(analysis.text[hit.begin : hit.end], compound=True)


def _likely(hit: Hit, text: str, lexicon: Lexicon) -> Sequence[str]:
    """What a hit may mean; of a place no body that bears the name as a weak form only (광시 is no short 旷视)."""
    if hit.weak or len(hit.keys) == 1 or not is_place(hit.cls):
        return hit.keys
    forms = exact(text[hit.begin : hit.end], lexicon)
    weak = {form.key for form in forms if form.weak and not is_place(lexicon.entries[form.key].cls)}
    return [key for key in hit.keys if key not in weak]


def _of_another_country(before: Hit, gap: str) -> bool:
    """Whether the name of another country stands right before an organ of state: `미국 재무부`, `한국의 교육부`."""
    return before.cls == "Country" and before.keys[0] != _CHINA and gap.strip(" 의") == "" and len(gap) <= 3


def _is_side(text: str, hit: Hit) -> bool:
    """China itself is named only as a side of something: `중국-오스트리아`, `중국&독일`."""
    return text[hit.end : hit.end + 1] in _SIDES or text[max(0, hit.begin - 1) : hit.begin] in _SIDES


def _is_abbreviation(analysis: Analysis, hit: Hit) -> bool:
    """Whether the hit is a Latin abbreviation that a bracket gives of another name (`심해로봇연구센터(DRC)`)."""
    text = analysis.text
    form = text[hit.begin : hit.end]
    bracketed = hit.begin >= 2 and fills_bracket(text, hit.begin, hit.end)
    if not (bracketed and form.isascii() and re.match("[가-힣]", text[hit.begin - 2])):
        return False
    return not any(other.end == hit.begin - 1 and set(other.keys) & set(hit.keys) for other in analysis.hits)


def _ends_compound(analysis: Analysis, hit: Hit) -> bool:
    """Whether common nouns run on into the hit: `여객기 인도`, `디지털 아일랜드` name no country, but `선진국 독일`."""
    text = analysis.text
    if text[max(0, hit.begin - 1) : hit.begin] != " " or _GOES_ON.match(text, hit.end):
        return False
    before = [m for m in analysis.morphemes if m.end == hit.begin - 1]
    word = text[: hit.begin - 1].rsplit(" ", 1)[-1]
    if not before or word in analysis.breaks or word.endswith(_COUNTRIES):
        return False
    return before[-1].tag in _COMMON or (before[-1].tag in _CODES and common_word(text[hit.begin : hit.end]))


def _leading_part(analysis: Analysis, hit: Hit, lexicon: Lexicon) -> Iterator[Mention]:
    """The known place or body that the first words of a known longer name are.

    Of names that mean other things, too, only of what the longer name's thing lies in or belongs to:
    `원창 | 우주발사장`, but neither `한중 과학기술공동위원회` nor `신주 15호`.
    """
    text = analysis.text
    at = text.find(" ", hit.begin, hit.end)
    if at < 0 or hit.cls == "Company":
        return
    above = frozenset(key for meant in hit.keys for key in lexicon.ancestors(meant))
    while at >= 0:
        forms = [form for form in exact(text[hit.begin : at], lexicon) if form.kind != "deviation"]
        found = [form for form in forms if not form.weak or form.key in above]
        if found and found[0].key not in hit.keys and found[0].key != _CHINA:
            yield _mention(analysis, hit.begin, at, found[0].key, found[0].kind, False, lexicon)
        at = text.find(" ", at + 1, hit.end)


def misprinted_places(analysis: Analysis, lexicon: Lexicon) -> Iterator[Mention]:
    """A word that ends like a place and is one letter off a known one (`창쑤시`)."""
    for match in _LIKE_A_PLACE.finditer(analysis.text) if _ENDS_LIKE_A_PLACE.search(analysis.text) else ():
        if not (analysis.analysed or _one_off(match[0], lexicon)) or analysis.noun_from(match.start()):
            continue
        end = _word_end(analysis, match.start(), match.end())
        word = analysis.text[match.start() : end]
        if not _PLACE_WORD.match(word):
            continue
        if any(h.begin < end and match.start() < h.end and _stands_free(analysis, h) for h in analysis.hits):
            continue
        if _common(analysis, match.start(), end):
            continue
        found = _near_places(word, lexicon)
        if found and common_word(
            _PLACE_ENDING.sub("", word), compound=False
        ):  # 선도구 is a leading zone, not 신도구 misprinted
            found = tuple(m for m in found if m.key in analysis.sure)
        if found:
            best = min(found, key=lambda m: _distrust(m, analysis, lexicon))
            yield _mention(analysis, match.start(), end, best.key, "misprint", True, lexicon)


def _one_off(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may open with what is one letter off a known place, wherever the particle begins."""
    return any(word[at - 1] in "시성구현주" and _near_places(word[:at], lexicon) for at in range(3, len(word) + 1))


@lru_cache(maxsize=16384)
def _near_places(word: str, lexicon: Lexicon) -> tuple[Match, ...]:
    """The places of which a word is one letter off; words that end like places come again and again (`가능성`)."""
    return tuple(match for match in lexicon.find(word, classes=PLACES) if match.distance == 1)


def _distrust(match: Match, analysis: Analysis, lexicon: Lexicon) -> tuple[bool, bool, bool]:
    """Order of preference among near forms: named surely in the article, inside a place named there, by sound."""
    inside = bool(analysis.sure & set(lexicon.ancestors(match.key)))
    return match.key not in analysis.sure, not inside, match.kind not in {"sound", "mixed", "official"}


def _word_end(analysis: Analysis, begin: int, end: int) -> int:
    """End of the word without the particle."""
    return next((m.begin for m in analysis.morphemes_between(begin + 1, end) if m.is_particle), end)


def _common(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the analyser takes the stretch for common words throughout."""
    parts = analysis.morphemes_in(begin, end)
    return bool(parts) and all(m.tag != "NNP" for m in parts)


def is_place(cls: str) -> bool:
    """Whether a class is one of places; such a hit may open the name of a body or a title."""
    return cls in PLACES
