"""What stands behind a name: brackets, `등 10개 부처`, posts, what is done to it, and the particle that closes it.

In: an analysed text and where a name ends in it. Out: positions behind such words, and particles. Nothing here knows of
relations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.language.korean import Morpheme
from kg.recognise.analysis import Analysis, skip_brackets
from kg.relate.predicates import BARE_END

AND_OTHERS = re.compile(
    r"\s*(?:등|(?:을|를)\s?(?:비롯한|포함한|비롯해|포함해|비롯하여|포함하여|필두로|위시해|위시한))(?=\s|\d|[은는이가을를과와에의도,]|으로|\Z)"
)
"""Behind a list that names only some: `등`, `을 비롯한`."""
_GOES_ON = re.compile(r"\s*[을를]\s?(?:비롯해|포함해|비롯하여|포함하여|위시해)")
_COUNTED = re.compile(
    r"\s(?:총\s|모두\s|약\s|전국\s|국내외\s|국내\s|여러\s|주요\s)?(?:\d|수십|수백|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔|백)"
)
_COUNT = re.compile(r"\d")
_WORD = r"[가-힣A-Za-z\d]{2,16}?(?:\s?[(（][^()（）]{1,24}[)）])?"
_MORE = re.compile(
    rf"[·∙・]\s?{_WORD}(?=[은는이가을를과와에의도]?(?:\s|[,.]|\Z))"
    rf"|,\s{_WORD}(?:[가-힣A-Za-z\d]{{1,16}})?(?:\s[가-힣A-Za-z\d]{{1,12}})?(?=\s등(?:\s|[은는이가을를과와에의,]))"
)
"""Behind a list of names: a last one that is not known, `A·B·| 선양기계 지정`, `A, B, | 푸룽실험실 등 3개 기관이`."""
_LAST = re.compile(rf",\s{_WORD}(?=[이가]\s(?:[가-힣]+\s){{0,2}}(?:참[가석여]|동참|함께|공동|합류|출전|출품))")
"""The same behind several names: `A와 B, | 네이버클라우드가 참가`."""
BY_WAY = re.compile(r"\s*(?:대상|거점|무대|중심|위주|기반|바탕|비롯|통해|통하|활용|계기|목표로|이용|위해|위한)")
"""Behind 을/를: what is named is a way or an aim, and nothing is done to it."""
_LONGEST_TAIL = 24
_ONLY = frozenset({"에서만", "에게만", "로부터만", "으로부터만", "와만", "과만", "로만", "으로만"})
"""Particles behind which 만 changes nothing of who does what."""
_NEAR_POST = 32
_QUOTE_END = "'’”\"」』》>〉"
_MAY_CLOSE = f" (（{_QUOTE_END}"
_INSIDE = re.compile(
    r"\s*(?:(?:해역|지역|일대|현지|시내|관내|인근|연안|경내|전역|본사|소재|(?:회전|회의|전시|컨벤션)센터|[가-힣]{1,6}(?:회전센터|단지|구역|지구|거리|공원|기지|교외|도심|호텔|회의장|전시장|컨벤션센터|박람센터|전람센터|전시센터|회의센터|엑스포센터|대학성|공장))?\s?(?:내에서|내에|내|안에|에서|에))(?=\s|,|\Z)"
)
OCCASION = re.compile(
    r"(?P<particle>[을를]\s(?:통해|통하여|빌려|맞아|맞이해|기념해)|에\s?(?:맞춰|맞추어|때맞춰))"
    r"|(?:의)?\s(?:(?:개막식|폐막식|개회식|행사)\s)?(?:기간|도중|현장|폐막|폐막식|개막식|개회식|행사장|전시장|회의장|대회장|무대|연단|단상|석상|본회의"
    r"|둘째 날|셋째 날|첫날|마지막 날)(?:\s?(?:중|동안))?"
    r"(?P<where>에서는|에서|에는|에|(?=\s))"
)
"""Behind an event at which something else is done: `포럼을 통해`, `박람회 기간에`."""
OCCASION_ONLY = re.compile(r"[을를]\s(?P<why>계기로|앞두고|앞둔)(?=[\s,])")
"""Behind an event that is but a reason to do something else: `대회를 계기로 산업을 키운다`."""
_ACTION = re.compile(
    r"(?:의\s|\s)(?P<noun>건설|운영|관리|실행|제작|개발|설계|집필|생산|개최|주최|주관|구축|조성|발간|작성|설립|신청|접수|공모)"
    r"(?=[은는이가]\s|[을를]\s[^.]{1,40}?(?:맡[기겼긴길김]|위탁|위임|의뢰))"
)
_DRAFT = re.compile(
    r"(?:의\s|\s)(?:(?:현판식|개소식|착공식|준공식|기공식|개원식|제막식|개관식|개교식)(?=[이은])|의견수렴안|의견수렴본|시안|수정안|초안|초고|실물|시제품|최종안|세부안|개정안|모형)(?=[을를도이가은는]\s|\s)"
)
_JOINT = frozenset({"공동", "주도", "주관", "합동", "명의", "주최", "공동으로", "합작", "연합"})
_PURPOSE = re.compile(
    r"\s?(?:의\s)?(?:[가-힣A-Za-z\d]+\s){0,2}[가-힣\d]{0,6}"
    r"(?:건설|운영|구축|개발|연구|조성|공사|설립|건립|신축|설치|개설|실증|양산|확충|확장|증설|사업|생산|구매|과제|단계|증자|라운드|활동|행사|개최|명단|대상|결선|본선|결승|준결승|예선|(?:시범|대상|선정)\s(?:지역|도시|기관|기업)|전시관|연단|무대|개막식|폐막식|토론|세션|분과|컨소시엄)(?P<to>에|에는|에도)(?=\s)"
)
_FOR_SHARE = re.compile(r"(?:의)?\s몫(?P<to>으로)(?=\s)")
"""Behind who or what a sum is set aside for."""
_PAID_FOR = re.compile(
    r"의\s(?:[가-힣A-Za-z\d]+\s){0,2}[가-힣A-Za-z\d]*"
    r"(?:라인|장비|설비|장치|건물|청사|공장|증설|확장|개조|이전|부지|플랫폼|공사|신축|증축)(?P<to>에|에는|에도)"
    r"\s(?:[가-힣\d]+\s){0,2}(?:총\s|약\s|최대\s)?\d[\d,.]*\s?(?:[만억천조]\s?(?:\d[\d,.]*\s?[만천]?\s?)?)?(?:위안|달러|유로|홍콩달러|엔)"
)
"""Behind whose part a sum is given to: `실험실의 시험 라인에 | 2억 위안`."""
_SPOT = re.compile(r"의\s(?:[가-힣\d,.A-Za-z]+\s?){1,3}(?<=[가-힣\dm])(?:에서|에)\s")


_CALLED = re.compile(
    r"\s?이?라는\s(?:이름의\s)?(?:[가-힣]{2,6}\s)?(?:[가-힣]{0,4}(?:사업|제도|과제|행사|대회|포럼|센터|연구소|연구원|실험실|제품|모델|시스템|장치|로봇|위성)"
    r"|프로그램|프로젝트|계획|펀드|기금|조직|기관|회사|기업|단체|플랫폼|연합|협의체|방안|문건|지침|칩)(?=[은는이가을를에의과와도로])"
)
"""Between a name and the particle of the noun for what is called so: `‘X’라는 사업|을`."""


def after_marks(text: str, at: int) -> int:
    """Position after brackets and closing quotation marks."""
    if text[at : at + 1] not in _MAY_CLOSE:
        return at
    while True:
        next_ = at
        while (after := skip_brackets(text, next_ + (text[next_ : next_ + 1] == " "))) > next_ + 1:
            next_ = after
        while next_ < len(text) and text[next_] in _QUOTE_END:
            next_ += 1
        if next_ == at:
            return at
        at = next_


def after_more(text: str, at: int, *, several: bool = False) -> int:
    """Position after the last member of a list, where that is no name that is known; `several`: many are before it."""
    more = _MORE.match(text, at) or (_LAST.match(text, at) if several else None)
    return more.end() if more else at


def after_others(analysis: Analysis, at: int, vocabulary: Mapping[str, object]) -> tuple[int, bool]:
    """Position after `등 10개 부처` or `등 과학기술 혁신 플랫폼`, up to the particle, and whether it counts."""
    match = AND_OTHERS.match(analysis.text, at)
    if match is None:
        return at, False
    if _GOES_ON.match(analysis.text, at) and not _COUNTED.match(analysis.text, match.end()):
        return at, False  # A를 비롯해 | B와 C가
    end = match.end()
    for morpheme in analysis.morphemes_from(end):
        if morpheme.begin < end:
            continue
        if morpheme.tag[0] == "J" or not (morpheme.is_noun or morpheme.tag in {"MM", "SN"}) or morpheme.begin > end + 1:
            break
        if morpheme.form in _JOINT:
            break
        if morpheme.form in vocabulary and BARE_END.match(analysis.text, morpheme.end):
            break  # `등 30개사 | 참가`
        if morpheme.begin - match.end() > _LONGEST_TAIL:
            return match.end(), False
        end = morpheme.end
    particle = any(m.is_particle for m in analysis.morphemes_at(end))
    if not particle and not _COUNT.search(analysis.text, match.end(), end):
        return match.end(), False
    return end, bool(_COUNT.search(analysis.text, match.end(), end))


def after_post(text: str, at: int, limit: int, posts: Sequence[str]) -> int:
    """Position after a person's body and post: `진장룽 | 공업정보화부 부장은`; at most `limit`."""
    window = text[at : max(at, min(at + _NEAR_POST, limit))]
    stop = re.search(r"[,.]|(?:은|는|이|가|을|를|에서)\s", window)
    window = window[: stop.start() + 1] if stop else window
    ends = [
        m.end()
        for post in posts
        if post in window
        for m in [re.search(rf"(?<![가-힣]){re.escape(post)}(?=[은는이가을를의과와도,\s]|\Z)", window)]
        if m
    ]
    return at + max(ends) if ends else at


def what_follows(analysis: Analysis, at: int, *, place: bool = False, event: bool = False) -> tuple[int, str, str]:
    """Where a group that ends at `at` closes, its particle, and what is done to it where a noun says that."""
    text = analysis.text
    if text.startswith(("라는 ", "이라는 "), at) and (called := _CALLED.match(text, at)):
        at = called.end()
    particle = particle_at(analysis, at)
    if event and (only := OCCASION_ONLY.match(text, at)):
        return at, only["why"], ""
    if event and (occasion := OCCASION.match(text, at)):
        return occasion.start("where") if occasion["where"] else at, "에서", ""
    if particle not in {"", "의"}:
        return at, particle, ""
    if place:
        return at, _inside(text, at, particle), ""
    if match := _ACTION.match(text, at) or _DRAFT.match(text, at):
        return match.end(), particle_at(analysis, match.end()), match.groupdict().get("noun", "")
    return at, _purpose(analysis, at, particle), ""


def _inside(text: str, at: int, particle: str) -> str:
    """`내` for what stands at a spot of the place: `장먼시의 땅속 700m에`, `베이징의 한 호텔에서`."""
    return "내" if particle == "의" and _SPOT.match(text, at) else particle


def _purpose(analysis: Analysis, at: int, particle: str) -> str:
    """The particle behind the undertaking that the group is named for: `실험실 운영에`, `이 시설의 2기 공사에는`."""
    if particle not in {"", "의"}:
        return particle
    text = analysis.text
    match = _PURPOSE.match(text, at) or _PAID_FOR.match(text, at) or _FOR_SHARE.match(text, at)
    return match["to"] if match else particle


def particle_at(analysis: Analysis, at: int) -> str:
    """The particles that follow position `at`, joined (에서는), `,` for a comma, `내` for 내/내에, else ''."""
    text = analysis.text
    here = analysis.morphemes_at(at)
    if here and here[0].is_particle:
        joined, position = _joined(analysis.morphemes_from(at))
        if joined == "이" and text.startswith("이다", at):
            return "이다"  # the analyser reads some copulas as particle and adverb
        joined = joined.removesuffix("만") if joined in _ONLY else joined
        return "way" if joined in {"을", "를"} and BY_WAY.match(text, position) else joined
    if any(m.tag == "VCP" for m in here):
        return "이다"
    if text.startswith(",", at):
        return ","
    return "내" if _INSIDE.match(text, at) else ""


def _joined(morphemes: Sequence[Morpheme]) -> tuple[str, int]:
    """The particles that the morphemes begin with, as one, and where they end."""
    joined, position = "", morphemes[0].begin
    for form, tag, begin, end in morphemes:
        if begin < position:
            continue
        if begin > position or tag[0] != "J":
            break
        joined += form
        position = end
    return joined, position
