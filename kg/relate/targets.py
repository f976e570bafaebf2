"""Quantified goals of policies: metric, value, unit, year, bound.

In: an article's recognised passages and the policy it is about. Out: targets with the sentence or row that states
them. Goals lie in the future of the text or stand under a heading that says so; statistics of the past are none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from kg.language.dates import Year, years
from kg.language.numbers import Quantity, quantities
from kg.model import PassageKind, Target
from kg.recognise import Read
from kg.recognise.analysis import without_brackets

_GOAL = re.compile(r"목표|지표|까지|달성|계획|예정|전망|육성|구축할|확대할|도달")
_GOAL_CAPTION = re.compile(r"목표|지표")
_GOAL_LABEL = re.compile(
    r"\s*(?:[(（\[]\s?(?:[가-힣]{1,6}\s?)?목표\s?[)）\]]|(?:['‘’]?\d{2,4}년(?:\s?말)?\s?)?(?:[가-힣]{1,6}\s?)?목표\s?[:：])\s?[:：]?"
)
_TOWARDS = re.compile(r"['’”\"」』》]?(?:에|에게|에는)\s")
"""Behind whom or what a sum is for."""
_ARE_GOALS = re.compile(
    r"(?:목표|지표|수치|숫자)(?:입니다|이다|다|[은는]\s(?:다음|아래)(?:과|와)?\s?같(?:다|습니다))\s?[.:：]?\s*\Z"
)
"""At the end of a paragraph over a list of goals: `…에 적힌 수치입니다.`"""
_OPENS_LIST = re.compile(r"목표|지표|이정표|숫자|수치")
_FOLLOWING_GOALS = re.compile(r"(?:다음|아래)(?:의|과\s같은)?\s(?:[가-힣]+\s){0,2}(?:목표|지표)")
_NO_LIST = re.compile(r"지난해|작년|현재|실적|기록|집계|(?:달성|초과|미달)\s?(?:현황|하였|했)")
_PAST = re.compile(
    r"그쳤|그침|머물|에\s?불과|기준|전년|대비|지난해|작년|현재까지|였|했|됐|었|기록|집계|돌파해|차지\s*$|보유"
)
_ORDERED = re.compile(
    r"(?:도록|기로)\s?(?:했|하였|됐)\S*|겠다고\s\S+"
    r"|(?:목표|과제)에(?:도)?\s(?:들|담기|담겼|포함|올|넣|추가)\S*었\S*|(?:목표|과제)에(?:도)?\s(?:들었|담겼|포함됐|올랐|넣었)\S*"
    r"|(?:을|를)\s(?:내걸|내세|약속하|약속|제시하|제시|명시하|명시|요구하|요구|규정하|규정|주문하|주문|예고하|예고)(?:었|였|웠|했)\S*"
    r"|(?:는|을|할|될|다는)\s(?:내용|골자|계획|방안|구상|청사진)(?=[의을를이가은는으\s]).*"
    r"|(?:목표|과제)(?:로|를|치로|치를)?\s?(?:했|하였|삼았|내걸었|내세웠|제시했|제시하였|잡았|세웠|정했|설정했|밝혔|명시했|담았|두었|뒀|내놓았)\S*"
)
"""What is told as past, but is what a plan wants: `60개를 조성하도록 했다`."""
_RISES_TO = re.compile(r"\s?에서\s(?:['‘’]?(?:20)?\d\d년(?:에는|에|까지)?\s)?(?:약\s|최대\s|최소\s)?\d")
"""Behind a value from which another one is to be reached: `3만 대에서 5만 대로`."""
_FROM_VALUE = re.compile(
    r"(?:을|를|은|는|이|가)?\s(?:(?:20\d\d년(?:\s?말)?|현재|지난해|작년)(?:의)?\s)?(?:약\s)?\d[\d,.]*\s?[가-힣%]{0,3}(?:\s(?:개|대|곳|명|건|위안))?에서\s*\Z"
)
_NOW = re.compile(r"현재|현황|현재값|기준값|기준치|실적|지난해|작년|전년")
"""Headers of columns that tell how things stand."""
_MONTH_AT_TOP = re.compile(r"\W{0,3}((?:19|20)\d\d)(?:년|\.)\s?\d{1,2}(?:월|\.)(?!\s?\d{1,2}일?부터)")
_TOP = 5
_LONGEST_IMPRINT = 40
_FORMER = re.compile(r"[\s\-·•○□]*(?:기존|종전|현행|당초|(?:변경|개정)\s?전)\s?[:：]")
_NO_GOAL = re.compile(
    r"(?:목표|계획|구상|조항|내용|문구)[은는을를도이가]?\s(?:[가-힣]+\s)?(?:[가-힣]+지\s?(?:않|못)|없|빠졌|빠진|접|철회|취소|포기|삭제|폐기)"
    r"|수\s없다는|(?:종전|당초|애초)(?:의)?\s(?:목표|계획)"
)
"""Behind a value that is no goal, or no more."""
_OPENS_WITH_AIM = re.compile(
    r"높이|높일|높여|낮추|낮출|낮춰|늘리|늘릴|늘려|줄이|줄일|줄여|키우|키울|키워|끌어올|넘어서|넘기|유지하|확보"
)
"""What is done to a measure that a sentence about a year to come is about."""
_SAYS_AIM = re.compile(r"목표|내걸|청사진")
_OF_THEN = re.compile(r"[^,;]*[은는이가]\s(?:약\s|총\s)?\Z")
"""Between a year and the value that something had then: `'24년 평균 가동률은 58%`."""
_BY_AS_MUCH = re.compile(r"\s(?:단축|감축|절감|인하|축소|감소|확대|제고|향상|증대)(?![가-힣])")
"""Behind a value by which a measure is to change, in an entry that ends in a noun."""
_HELD_AGAINST = re.compile(r"년?(?:\s?말)?(?:보다|\s?대비|에\s비해|에\s견줘|\s수준)")
"""Behind the year of what a goal is held against."""
_ORDINAL = re.compile(r"제\s?\Z")
_NO_MEASURE = re.compile(
    r"\s*(?:연속|에\s걸쳐|차\b|당|조항|항목|개\s?조|조치|과제|분야|방면|방향|년간|개년|차\s|번째|단계|가지"
    r"|(?:성|시|도시|지역|현|구|부처|기관|국가|나라|대학|기업)의\s)"
)
_SOME = re.compile(r"(?:등|비롯한|포함한|외)\s?(?:총\s?)?\Z")
_TO_EACH = re.compile(r"(?:에게|마다|(?<=[인명곳개사팀])당)\s(?:각각?\s)?\Z")
"""Before a sum that each of those who apply may get."""
_ACTORS = re.compile(
    r"\s?(?:중앙\s|관계\s|관련\s)?(?:부처|부문|부서|기관|위원회|국가|나라|성|시|도시|지역|대학|기업)(?![가-힣]{3})"
)
"""What a list of actors is counted in: `과기부 등 17개 부처`."""
_BY_WHAT = re.compile(r"\A.*에\s(?:따라|의거해|의거하여|근거해|근거하여)\s")
"""The paper by which something is to be reached, before what is measured."""
_METRIC_END = re.compile(
    r"(?:은|는|이|가|을|를|의|에서|으로|로|에)?\s*(?:약|총|최소|최대|최고|현재|지금|아직|지난해|작년|연|연간)?\s*\Z"
)
_ANAPHOR = re.compile(
    r"(?:.*(?:[은는]|에는|까지|따르면|따라)\s)?"
    r"(?:(?:이|그|동|해당|같은|이러한|이런|이\s같은|이와\s같은)\s?(?P<noun>비율|비중|규모|수치|숫자|수준|지표|목표치?|값|양|수량|수|금액|액수)"
    r"|이|그|그것|이것)"
)
"""A metric that only points back: `이 비율`, `2030년에는 그 규모`, and what 이를 leaves."""
_SHARE = r"(?:율|률|비중)"
_AMOUNT = r"(?:규모|액|매출|투자|자금|예산|가치)"
_LIKE: Mapping[str, str] = {
    **dict.fromkeys(("비율", "비중"), _SHARE),
    **dict.fromkeys(("규모", "금액", "액수"), _AMOUNT),
}
"""How the names of what such a noun stands for end."""
_ANY = rf"(?:{_SHARE}|{_AMOUNT}|수|량|수준|능력|강도|점유|면적)"
_SAME_YEAR = re.compile(r"(?<![가-힣])(?:같은\s해|그해|이때|같은\s(?:기간|시점|시기))(?=\s|까지|에)")
"""The year that a goal said before is due."""
_SAME = ("같은", "그해", "이때")
"""How it begins."""
_SENTENCES_BACK = 2
_THEN = re.compile(r"\A(?:작년|지난해|올해|현재|(?:['‘’]\d\d|(?:19|20)\d\d)년(?:\s?말)?)(?:에는|에|엔)?\s")
"""When a value was measured that a goal is held against."""

_BREAK = re.compile(r",(?!\d)|[;•△▶]|까지\s|(?:하고|하며|이며|으며|[이추리우히기]고)\s")
_AFTER_VALUE = re.compile(
    r"\A.*\d[가-힣%]{0,4}(?:\s(?:개|대|곳|명|건|종|기|편|톤|가구|위안|달러|유로))?"
    r"(?:\s?(?:이상|이하|이내|내외|안팎|가량))?(?:과|와|\s및)\s"
)
"""Another value, which a particle joins to what is measured."""
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\s*['‘’]?\d\d(?:\d\d)?년(?:\s?말)?(?:에는|에|엔)?\s*\Z")
_NEAR_YEAR = 30
_OPENS_LATER = re.compile(r"[\s\-○]*['‘’]?(?:20)?\d\d년(?:\s?말)?(?:에는|에|엔)\s")
"""A sentence that opens with a year; where that is to come, what is to be `3개 이상` in it is a goal."""
_LONGEST_OPENING = 60
_SPAN = ("~", "∼", "–", "-", "~'", "∼'", "-'", "~’", "~‘")
_SPENT = re.compile(r"[^,;.]{0,12}(?:투입|투자|출연|출자|지원|대출|융자|배정|부담|교부|지급|완공|준공)")
_SPENDS = re.compile(r"(?:을|를)?\s[^,;.]{0,30}(?:투입|투자|출연|출자|지원|기부)")
_WEAK = "target-weak"
"""The rule of goals that only a year of the future or a bound tells; nothing new where the value is known."""

_VALUE_AT_END = re.compile(r"(?<=\S)\s(?:약\s)?\d[\d,.]*\s?[가-힣%A-Za-z]{0,6}(?:\s(?:이상|이하|내외))?\s*\Z")
_VALUE = re.compile(r"\s*(?:약\s)?\d")
"""A stretch that gives another value of what is measured: `2027년까지 70% 이상, 2030년까지 90%`."""
_SUBJECT = re.compile(r"\A.*[은는]\s+(?=\S)")
_OF_A_CLASS = re.compile(r"\s*(?:약|총)?\s*\d[\d,.]*\s?(?:[조억만천백]+\s?)*[A-Za-z가-힣%㎡㎢]{0,6}급(?=\s|[가-힣])")
"""A cell that opens with what class something is of, and is no value: `6,000m급 잠수정 보유 대수`."""
_CLASS_OF = re.compile(
    r"급|\s?(?:이상|이하|초과|미만|규모|대)(?:의|인)?\s(?:[가-힣A-Za-z]+(?<![은는이가을를에])\s){0,2}"
    r"[가-힣A-Za-z]*(?:기업|업체|회사|유니콘|프로젝트|사업|과제|단지|클러스터|공장|발전소|센터|플랫폼|펀드|기금|대학|도시|산업)(?:을|를)?"
    r"\s(?:약\s|총\s|최소\s)?\d[\d,]*\s?여?\s?(?:개|곳|사|호|기|건)"
)
"""Behind a value that tells what things are counted: `매출 10억 위안 | 이상 기업 50개`."""
_LABEL_COLUMN = re.compile(r"(?:주요|핵심|세부|평가)?(?:지표|지표명|항목|구분)")
_VALUE_CELL = re.compile(r"\s*(?:약|≥|≤|>|<|＞|＜|총)?\s*[\d,.]+(?:\s?[조억만천백]+)*\s*")
_BARE = re.compile(r"\s*(?P<sign>[≥≤])?\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<bound>이상|이하)?\s*")
_LONGEST_METRIC = 60
_FEW_TIMES = 3
"""How often something takes place, rather than how much of it there is to be."""
_UNITS_OF_TIME = frozenset({"일", "시간", "개월", "주", "초", "세", "위", "호", "m", "nm", "mm"})


_SOURCES = frozenset({PassageKind.REFERENCE, PassageKind.SOURCE})
_ABOVE = frozenset({PassageKind.CAPTION, PassageKind.HEADING, PassageKind.NOTE})
"""Kinds of passages that say what those below them list."""


@dataclass(frozen=True, slots=True)
class TargetFound:
    passage: int
    begin: int
    end: int
    target: Target
    rule: str


@dataclass
class _State:
    """What later passages inherit: whether goals are being listed, and the year they are due.

    `lists`: lines that open a list of goals (`(목표) 2020년 기준 지표`), with the year they are due; `paragraph`: the
    last of them that is a paragraph, so that nothing hangs on it; `last`: the last passage that states a goal.
    """

    goals: bool = False
    year: int | None = None
    lists: dict[int, int | None] = field(default_factory=dict)
    paragraph: int | None = None
    last: int | None = None


def article_targets(
    reads: Sequence[Read], policy_of: Callable[[int, int, int], str | None], issued: dt.date | None
) -> Iterator[TargetFound]:
    """The goals that the article states; `issued` tells future from past.

    `policy_of` gives the policy that a stretch (passage, begin, end) speaks of.
    """
    now = issued.year if issued else None
    past = now or _year_before(reads)
    state = _State()
    for i, read in enumerate(reads):
        passage = read.passage
        text = read.analysis.text
        if passage.kind in _SOURCES:
            continue
        if passage.kind in _ABOVE:
            state.goals = bool(_GOAL_CAPTION.search(text)) and passage.kind is not PassageKind.NOTE
            state.paragraph = None
            state.year = _due(years(text), now) or (state.year if state.goals else None)
            continue
        if passage.kind is PassageKind.CELL:
            yield from _cell(i, read, reads, policy_of, state, past)
        else:
            yield from _Prose(i, reads, policy_of, state, now).targets()


def _year_before(reads: Sequence[Read]) -> int | None:
    """The year before that of the month in one of the first lines, below the title (`2023년 11월`): it is past."""
    short = (read.analysis.text for read in reads[:_TOP] if len(read.analysis.text) <= _LONGEST_IMPRINT)
    found = (_MONTH_AT_TOP.match(text) for text in short if not text.rstrip().endswith("."))
    return next((int(month[1]) - 1 for month in found if month), None)


def _due(found: Sequence[Year], now: int | None) -> int | None:
    """The latest year in the future of the text (or its own, with 까지)."""
    if not found:
        return None
    future = [y.year for y in found if now is None or y.year > now or (y.year == now and y.until)]
    return max(future, default=None)


class _Prose:
    """The goals that a passage of running text states, and what it leaves to those that follow."""

    def __init__(
        self,
        i: int,
        reads: Sequence[Read],
        policy_of: Callable[[int, int, int], str | None],
        state: _State,
        now: int | None,
    ) -> None:
        self.i, self.reads, self.policy_of, self.state, self.now = i, reads, policy_of, state, now
        self.text = reads[i].analysis.text

    def targets(self) -> Iterator[TargetFound]:
        found = False
        listed, year = self._listed()
        for begin, end in self.reads[self.i].analysis.sentences:
            sentence = self.text[begin:end]
            if not _DIGIT.search(sentence):
                continue  # neither a year nor a value
            due = _due(years(sentence), self.now)
            if due is None and any(map(sentence.__contains__, _SAME)) and _SAME_YEAR.search(sentence):
                due = self.state.year
            wanted = bool(_GOAL.search(sentence))
            if due is not None and wanted:
                self.state.year = due
            for quantity, own in self._goals(sentence, due, wanted, listed, year, found, found or self._goes_on()):
                policy = self.policy_of(self.i, begin, end)
                metric = self._metric(begin, sentence, quantity)
                if policy is not None and not self._spends(begin, sentence, quantity, metric):
                    found = True
                    sure = (own is not None and (wanted or listed)) or listed
                    rule = "target-prose" if sure else _WEAK
                    yield _found(self.i, begin, end, metric, quantity, policy, own, rule)
        if found:
            self.state.last = self.i
        self._opens_list(found)

    def _metric(self, begin: int, sentence: str, quantity: Quantity) -> str:
        """What is measured; where the sentence only points back to it, what was said before of such a value."""
        metric = _measured(sentence, quantity)
        if (pointer := _ANAPHOR.fullmatch(metric)) is not None:
            before = self._before(begin, sentence[: quantity.begin])
            metric = next(filter(None, (_meant(stretch, quantity, pointer["noun"]) for stretch in before)), "")
        return metric or _whole(sentence)

    def _before(self, begin: int, clause: str) -> Iterator[str]:
        """Stretches that a word may point back to: the clause before it, the sentences before, the line above."""
        yield clause
        spans = [span for span in self.reads[self.i].analysis.sentences if span[1] <= begin]
        yield from (self.text[b:e] for b, e in reversed(spans[-_SENTENCES_BACK:]))
        above = self.i - 1
        if len(spans) < _SENTENCES_BACK and above > 0:
            analysis = self.reads[above].analysis
            yield from (analysis.text[b:e] for b, e in reversed(analysis.sentences[-_SENTENCES_BACK:]))

    def _goals(
        self, sentence: str, due: int | None, wanted: bool, listed: bool, year: int | None, found: bool, goes_on: bool
    ) -> Iterator[tuple[Quantity, int | None]]:
        """Values that a sentence wants reached, and when."""
        if due is None and not listed:
            if goes_on and not _PAST.search(_ORDERED.sub("", sentence)):
                aims = _SAYS_AIM.search(sentence) is not None
                then = self.state.year if found else None
                found_here = [q for q in quantities(sentence) if _is_goal(sentence, q)]
                joined = any(q.bound for q in found_here)
                for q in found_here:
                    if q.bound or aims or (joined and _BY_AS_MUCH.match(sentence, q.end)):
                        yield q, then
            return
        for quantity in quantities(sentence) if due is not None or listed else ():
            if not _is_goal(sentence, quantity) or self._was(sentence, quantity):
                continue
            before = _due_before(sentence, quantity, self.now)
            if wanted or listed:
                yield quantity, before or due or year
            elif before is None or self.now is None:
                continue
            elif self._at_year(sentence, quantity) or self._later(sentence, quantity):
                yield quantity, before

    def _was(self, sentence: str, quantity: Quantity) -> bool:
        """Whether the value is what a measure was in a year that is past."""
        before = [y for y in years(sentence) if y.end <= quantity.begin]
        if not before or self.now is None or before[-1].year >= self.now:
            return False
        return _OF_THEN.fullmatch(sentence, before[-1].end, quantity.begin) is not None

    def _spends(self, begin: int, sentence: str, quantity: Quantity, metric: str) -> bool:
        """Whether the value is a sum that somebody named is to spend, not what a policy is to reach."""
        if quantity.currency is None or not _SPENDS.match(sentence, quantity.end):
            return False
        named = (m for m in self.reads[self.i].mentions if begin <= m.begin and m.end <= begin + quantity.begin)
        return any(self.text[m.begin : m.end] == metric or _TOWARDS.match(self.text, m.end) for m in named)

    def _later(self, sentence: str, quantity: Quantity) -> bool:
        """Whether a sentence that opens with a year to come says what is to become of a measure by then."""
        if not _OPENS_LATER.match(sentence) or _SPENT.match(sentence, quantity.end):
            return False
        return quantity.bound is not None or _OPENS_WITH_AIM.search(sentence, quantity.end) is not None

    def _at_year(self, sentence: str, quantity: Quantity) -> bool:
        """Whether the year stands right before a value of the future: `보급률은 2027년 70%, 2030년에는 90%`."""
        year = [y for y in years(sentence) if y.end <= quantity.begin][-1]
        between = sentence[year.end : quantity.begin]
        if sentence[: year.begin].endswith(_SPAN) or _SPENT.match(sentence, quantity.end):
            return False
        return len(between) <= _NEAR_YEAR and not re.search(r"[,;.]|(?:을|를|에서)\s", between)

    def _listed(self) -> tuple[bool, int | None]:
        """Whether the passage is an entry of a list of goals, or labelled as one, and the year it is due."""
        passage, lists = self.reads[self.i].passage, self.state.lists
        at = passage.parent
        while at is not None:
            if at in lists:
                return True, lists[at]
            at = self.reads[at].passage.parent
        paragraph = self.state.paragraph
        if paragraph is not None and passage.kind is PassageKind.BULLET:
            return True, lists[paragraph]
        self.state.paragraph = None
        return bool(_GOAL_LABEL.match(self.text)), None

    def _goes_on(self) -> bool:
        """Whether the passage stands beside one right above that states a goal."""
        last, passage = self.state.last, self.reads[self.i].passage
        if last is None or passage.kind is not PassageKind.BULLET or (passage.parent is None and last != self.i - 1):
            return False
        return self.i - last <= 2 and self.reads[last].passage.parent == passage.parent

    def _opens_list(self, found: bool) -> None:
        """Notes a line that says that goals follow, and states none."""
        short = len(self.text) <= _LONGEST_OPENING and _OPENS_LIST.search(self.text)
        follows = _GOAL_CAPTION.search(self.text) and _FOLLOWING_GOALS.search(self.text)
        opens = not found and (short or follows or _ARE_GOALS.search(self.text))
        if opens and not _NO_LIST.search(self.text):
            self.state.lists[self.i] = _due(years(self.text), self.now)
            if self.reads[self.i].passage.kind is PassageKind.PARAGRAPH:
                self.state.paragraph = self.i


def _due_before(sentence: str, quantity: Quantity, now: int | None) -> int | None:
    """The nearest future year before the quantity: `2027년까지 100개, 2030년까지 200개`."""
    before = [y for y in years(sentence) if y.end <= quantity.begin and not _HELD_AGAINST.match(sentence, y.end)]
    return _due(before[-1:], now)


def _is_goal(sentence: str, quantity: Quantity) -> bool:
    if quantity.converted or quantity.currency == "KRW" or quantity.unit in _UNITS_OF_TIME:
        return False
    left = sentence[: quantity.begin]
    if quantity.unit == "회" and (_ORDINAL.search(left) or not quantity.value > _FEW_TIMES):
        return False
    if _FORMER.match(sentence) or _RISES_TO.match(sentence, quantity.end):
        return False
    if quantity.currency is not None and _TO_EACH.search(left):
        return False
    if left.count("(") > left.count(")") or (_SOME.search(left) and _ACTORS.match(sentence, quantity.end)):
        return False
    if _CLASS_OF.match(sentence, quantity.end):
        return False
    clause = re.split(r"[,;]|(?:하고|하며|이며|으며|고)\s", sentence[quantity.end :])[0]
    return not (_NO_GOAL.search(clause) or _PAST.search(_ORDERED.sub("", clause))) and not _NO_MEASURE.match(
        sentence, quantity.end
    )


def _cell(
    i: int,
    read: Read,
    reads: Sequence[Read],
    policy_of: Callable[[int, int, int], str | None],
    state: _State,
    now: int | None,
) -> Iterator[TargetFound]:
    passage = read.passage
    text = read.analysis.text
    if passage.row is None or passage.row < 0:
        due = _due(years(text), now)
        if due is not None and re.search(r"목표|년", text) and policy_of(i, 0, len(text)) is not None:
            state.year = state.year or due
        return
    header = passage.header
    column_year = _due(_years_of(header), now)
    goal_column = bool(_GOAL_CAPTION.search(header)) or (column_year is not None and state.goals)
    if not (state.goals or goal_column or column_year):
        return
    if (column_year is None and years(f"{header.strip()} ")) or (_NOW.search(header) and "목표" not in header):
        return  # the column of a year that is past
    policy = policy_of(i, 0, len(text))
    if policy is None or _is_label(read, reads):
        return
    year = column_year or _due(years(text), now) or state.year
    if _is_value(text) and (goal_column or column_year or state.goals):
        yield from _value_cell(i, read, reads, policy, year)
    elif state.goals:
        for quantity in quantities(text):
            if year is not None and _is_goal(text, quantity):
                metric = _measured(text, quantity) or _whole(text)
                yield _found(i, 0, len(text), metric, quantity, policy, year, "target-table")


@lru_cache(maxsize=1024)
def _years_of(header: str) -> Sequence[Year]:
    """The years of a column, which all its cells ask for."""
    return years(f"{header} ") or years(f"{header.strip()}년")


def _is_value(text: str) -> bool:
    """Whether a cell opens with a value, and not with the class of what it measures."""
    return _VALUE_CELL.match(text) is not None and _OF_A_CLASS.match(text) is None


def _is_label(read: Read, reads: Sequence[Read]) -> bool:
    """Whether a cell says what is measured, where another column of its table has the goals: `지표 | 목표치`."""
    passage = read.passage
    if _LABEL_COLUMN.fullmatch("".join(passage.header.split())) is None:
        return False
    row = (r.passage for r in reads if (r.passage.block, r.passage.row) == (passage.block, passage.row))
    return any("목표" in cell.header for cell in row)


def _value_cell(i: int, read: Read, reads: Sequence[Read], policy: str, year: int | None) -> Iterator[TargetFound]:
    """A cell that is a value: the row's label or the column's header names the metric."""
    text = read.analysis.text
    label = _row_label(read, reads)
    found = [q for q in quantities(text) if not q.converted and not _NO_MEASURE.match(text, q.end)]
    found = found or _with_label_unit(text, label) or _with_unit_cell(text, read, reads)
    if not found:
        return
    quantity = found[0]
    metric = label or read.passage.header or text.strip()
    yield TargetFound(
        i,
        0,
        len(text),
        Target(policy, metric[:_LONGEST_METRIC], quantity.value, quantity.unit, year, quantity.bound, quantity.written),
        "target-table",
    )


def _with_label_unit(text: str, label: str) -> list[Quantity]:
    """A bare number takes the unit that the row's label gives in brackets: `수소충전소(개)`, `생산액(억 위안)`."""
    unit = re.search(r"[(（](?:단위\s?:?\s?)?([^()（）]+)[)）]\s*\Z", label)
    return quantities(f"{text.strip()}{unit[1]}") if unit else []


def _with_unit_cell(text: str, read: Read, reads: Sequence[Read]) -> list[Quantity]:
    """A bare number takes the unit of the row's column of units; where the table has none, it is without unit."""
    passage = read.passage
    number = _BARE.fullmatch(text)
    if number is None:
        return []
    table = [r for r in reads if r.passage.block == passage.block]
    unit = next((r.analysis.text for r in table if r.passage.row == passage.row and _is_unit(r)), None)
    if unit is not None:
        return quantities(f"{text.strip()}{unit.strip()}")
    if not (_GOAL_CAPTION.search(passage.header) and "." in number["value"]):
        return []
    bound = {"이하": "max", "≤": "max", "이상": "min", "≥": "min"}.get(number["bound"] or number["sign"] or "")
    return [Quantity(*number.span(), Decimal(number["value"]), "", text.strip(), bound=bound)]


def _is_unit(read: Read) -> bool:
    return "".join(read.passage.header.split()) == "단위"


def _row_label(read: Read, reads: Sequence[Read]) -> str:
    """The text of the longest cell of the row before this one that is no number."""
    passage = read.passage
    cells = [
        r.analysis.text
        for r in reads
        if r.passage.block == passage.block
        and r.passage.row == passage.row
        and (r.passage.column or 0) < (passage.column or 0)
    ]
    labels = [c for c in cells if not re.fullmatch(r"[\s\d.]*", c) and not _is_value(c) and c.strip(" -–—")]
    return labels[-1] if labels else ""


def _found(
    i: int,
    begin: int,
    end: int,
    metric: str,
    quantity: Quantity,
    policy: str,
    year: int | None,
    rule: str,
) -> TargetFound:
    return TargetFound(
        i,
        begin,
        end,
        Target(policy, metric, quantity.value, quantity.unit, year, quantity.bound, quantity.written),
        rule,
    )


def _measured(sentence: str, quantity: Quantity) -> str:
    """What is measured: the words before the value, back to the last break, particle of a subject kept out; or ''.

    Where nothing but a year stands before the value (`이 비율을 2025년까지 8%로`), it is what is said before the year,
    without the subject that opens it.
    """
    *before, left = _BREAK.split(_GOAL_LABEL.sub("", sentence[: quantity.begin]))
    left = _FROM_VALUE.sub("", _AFTER_VALUE.sub("", left))
    metric = _trimmed(_YEAR.sub("", _BY_WHAT.sub("", left)))
    while not metric and before:
        said = _YEAR.sub("", _VALUE_AT_END.sub("", before.pop()))
        if not _VALUE.match(said):
            metric = _trimmed(_SUBJECT.sub("", _FROM_VALUE.sub("", said)))
    return metric


def _whole(sentence: str) -> str:
    """The sentence itself, where no words of it say what is measured."""
    return without_brackets(sentence).strip()[:_LONGEST_METRIC]


def _meant(stretch: str, value: Quantity, noun: str | None) -> str:
    """What a stretch measures last in the unit of a value; else a name that ends as those of the noun do; or ''."""
    for other in reversed(quantities(stretch)):
        if other.unit == value.unit and other.currency == value.currency and not other.converted:
            metric = _measured(stretch, other)
            if metric and not _ANAPHOR.fullmatch(metric):
                return _THEN.sub("", metric)
    named = re.findall(rf"([가-힣A-Za-z0-9·() ]+{_LIKE.get(noun or '', _ANY)})(?:은|는|이|가|을|를|의)\s", stretch)
    found = [_trimmed(_SUBJECT.sub("", name)) for name in named]
    return next((name for name in reversed(found) if not _ANAPHOR.fullmatch(name)), "")


def _trimmed(words: str) -> str:
    return _METRIC_END.sub("", without_brackets(words)).strip(" -()·'\"")[-_LONGEST_METRIC:]


def same_goals(found: Iterable[TargetFound]) -> Iterator[TargetFound]:
    """Restatements of one goal (same value, unit and year, like metric) under the form that was found first.

    What is told less surely is left out where the policy has a goal of the same value.
    """
    every = list(found)
    sure = {(item.target.policy, item.target.value) for item in every if item.rule != _WEAK}
    kept: dict[tuple[object, ...], list[Target]] = {}
    for item in every:
        target = item.target
        if item.rule == _WEAK and (target.policy, target.value) in sure:
            continue
        known = kept.setdefault((target.policy, target.value, target.unit, target.year), [])
        first = next((k for k in known if _alike(k.metric, target.metric)), None)
        if first is None:
            known.append(target)
        yield item if first is None else replace(item, target=first)


def _alike(left: str, right: str) -> bool:
    """Whether two metrics share most syllable pairs of the shorter one."""
    a, b = (frozenset(m[i : i + 2] for i in range(len(m) - 1)) for m in (left.replace(" ", ""), right.replace(" ", "")))
    return bool(a and b) and len(a & b) >= 0.5 * min(len(a), len(b))
