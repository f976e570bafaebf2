"""What headlines look like: the words of one line in, its look out.

Titles of sections, numbers and signs before a title, datelines, and how headlines speak. What a look means beside
those of other lines is decided by `kg.read.layouts`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.model import Section
from kg.read.dates import DAY_AT_END, DAY_IN_LINE
from kg.read.lines import CIRCLED, DASHES, SECTION_NAMES, SIGNS

LONGEST_TITLE = 110
LONGEST_NAME = 24

# --- sections ---------------------------------------------------------------------------------------------

_OF_WHERE = (
    "중국|해외|국내|글로벌|세계|현지|한중|지역|지방|중앙|주요|핵심|최신|최근"
    "|현장|업계|금주의?|이번주|이달의|오늘의|주간|월간|간추린|짧은|기타|첨단|신"
)
_OF_WHAT = (
    "특집|기획|심층|초점|분석|이슈|포커스|칼럼|인터뷰|정책|제도|법령|예산|과학기술|과학|기술|연구개발|연구|개발|R&D|산업|기업|시장|경제|투자"
    "|성과|혁신|인재|인물|인사|국제|협력|교류|통상|단신|뉴스|소식|브리프|브리핑|행사|일정|동향|통계|특허|표준|창업|대학|학계|우주|항공"
    "|환경|에너지|바이오|보건|의료|의약|정보통신|ICT|AI|인공지능|반도체|디지털|소재|제조|양자|교육|금융|농업|해양|교통"
)
_NAME = re.compile(
    rf"(?:{_OF_WHERE}|및)*(?:{_OF_WHAT})(?:{_OF_WHERE}|{_OF_WHAT}|및|와|과|기사|정보|분야|부문|하이라이트|관련)*$", re.I
)
_AROUND = re.compile(
    rf"^(?:[IVX]{{1,4}}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]|제?\d{{1,2}}[부장편\u20e3]?|[{SIGNS}{DASHES}])?\s?[.)．:]?\s?[\[<〈【《「(|]?\s?|\s?[\]>〉】》」)|]?\s?[:：]?$"
)
_BETWEEN = re.compile(r"[·ㆍ・,/\s]|(?<=[가-힣])&(?=[가-힣])")
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (Section.BRIEF, re.compile("단신|브리프|브리핑|간추린|짧은")),
    (Section.FEATURE, re.compile("특집|심층|기획|초점|포커스|칼럼|인터뷰|이슈분석|집중분석")),
    (Section.POLICY, re.compile("정책|제도|법령|예산")),
    (Section.TECH, re.compile("기술|연구|개발|R&D|산업|기업", re.IGNORECASE)),
    (Section.BRIEF, re.compile("뉴스|소식|행사|일정|인사|기타")),
)
"""Sections by words in their title, the more telling first; all others are of policy."""

_KNOWN = {name: section for section, names in SECTION_NAMES.items() for name in names}


def section_named(text: str) -> Section | None:
    """The section that a heading such as `[산업]`, `Ⅱ. 주요 정책 동향` or `◆ 국제협력` names; None for other words."""
    if len(text) > LONGEST_NAME:
        return None
    name = _BETWEEN.sub("", _AROUND.sub("", text))
    if name in _KNOWN:
        return _KNOWN[name]
    return _section_of(name) if _NAME.match(name) else None


def _section_of(name: str) -> Section:
    return next((section for section, words in _SECTIONS if words.search(name)), Section.POLICY)


# --- looks of headlines -----------------------------------------------------------------------------------

_FIRST_CIRCLED = "①❶ⓐ㉠"
_LETTERS = "가나다라마바사아자차카타파하"
_NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("1-1", r"(?P<outer>\d{1,2})\s?[-–.]\s?(?P<number>\d{1,2})(?:\s?[.)]\s?|\s+)(?P<body>[^\s\d.)].*)$"),
        ("1.", r"(?P<number>\d{1,3})\s?[.．](?:\s+(?!\d{1,2}\s?\.(?!\d))|(?=\D))(?P<body>\S.*)$"),
        ("[1]", r"[\[【〔]\s?(?P<number>\d{1,3})\s?[\]】〕]\s?[.:]?\s?(?P<body>\S.*)$"),
        ("<1>", r"[<〈]\s?(?P<number>\d{1,3})\s?[>〉]\s?(?P<body>\S.*)$"),
        ("(1)", r"\(\s?(?P<number>\d{1,3})\s?\)\s?(?P<body>\S.*)$"),
        ("1)", r"(?P<number>\d{1,3})\s?\)\s?(?P<body>\S.*)$"),
        ("#1", r"(?:#|(?i:No)\.?\s?)(?P<number>\d{1,3})[.:]?\s(?P<body>\S.*)$"),
        ("1⃣", r"(?P<number>\d)\u20e3\s?(?P<body>\S.*)$"),
        (  # `02 45.22테슬라…`: behind a nought, a title may begin with a number
            "01",
            r"(?:(?=0)|(?=\d{1,2}\s{0,4}[|:]?\s{1,8}[^\s\d.]))"
            r"(?P<number>0[1-9]|[1-9]\d?)\s{0,4}[|:]?\s{1,8}(?P<body>[^\s.].*)$",
        ),
        ("①", rf"(?P<sign>(?i:[{CIRCLED}]))\s?[.:]?\s?(?P<body>\S.*)$"),
        ("가.", rf"(?P<sign>[{_LETTERS}])\s?[.)]\s+(?P<body>\S.*)$"),
    )
)
_COUNTS = re.compile(rf"[\d(\[【〔<〈#nN{CIRCLED}]|[{_LETTERS}]\s?[.)]")
"""How all of these begin; most lines have none of it, and one search costs less than a dozen."""
_TAG = re.compile(r"(?P<open>[\[【<(〈])\s?(?P<tag>[가-힣A-Za-z·&/]{2,8})\s?[\]】>)〉]\s?(?P<body>[^\s:：].*)$")
DAY_FIRST = re.compile(
    r"[(\[<【]\s?(?:['’‘]?\d{2,4}\s?[.\-/]\s?)?\d{1,2}\s?[.\-/월]\s?\d{1,2}\s?[.일]?\s?[)\]>】]\s?(?P<body>\S.*)$"
)
_BOLD = re.compile(
    rf"(?:[•○·{DASHES}]\s)?\*\*(?P<body>[^\s*][^*]{{3,110}})\*\*\s?(?P<day>[(（\[][\d\s.,/년월일]{{3,20}}[)）\]])?$"
)
_BRACKETS = re.compile(r"(?P<open>[<〈《【\[「])\s?(?P<body>[^<>〈〉《》【】\[\]「」]{4,110})\s?[>〉》】\]」]$")
_SIGN = re.compile(rf"(?P<open>[{SIGNS}])\s?(?P<body>\S.*)$")
SEPARATOR = re.compile(r"(?P<sign>[-=_*─━~·—–])(?:\s?[-=_*─━~·—–]){4,}$")
LONGEST_LEADER = 40
LEADER = re.compile(r"…{2,}\s?\d{1,3}$|(?:[.·…‥∙ㆍ]\s?){3,}\s?\d{0,3}$|\t\s?\d{1,3}$|\s{3,}\d{1,3}$")
_NO_HEADLINE = re.compile(
    r"[.。:：,，]$|^(?:19|20)\d\d\s?[.년/-]\s?\d{1,2}\b|^(?i:vol|no)\b|수신\s?거부|무단\s?전재|(?i:copyright|ⓒ)|©|@"
    r"|^(?:발\s?행|발\s?간|편\s?집|구\s?독|문\s?의|저작권)\s?(?:[인일처자]\s?)?(?:[:：|]|기관|신청|안내|정책)|^\d+\s?쪽$|^제\s?\d+\s?호"
)
CHAPTER = re.compile(
    r"(?:배경|개요|서론|결론|맺음말|머리말|들어가며|나가며|마치며|시사점|현황|과제|방향|내용|전망|목적|목표|필요성|평가|요약|특징|의의|체계|경과"
    r"|사례|제언|방안|전략|문제점|한계|원칙|계획|참고\s?문헌|부록|구성|범위|방법|결과|비교|분석|영향|쟁점|조치|질문|답변)(?:\s?[(\d].*)?$"
)
OF_REPORT = re.compile(
    r"(?:배경|개요|서론|결론|맺음말|머리말|들어가며|나가며|마치며|시사점|현황|과제|전망|필요성|평가|요약|의의|문제점|제언|참고\s?문헌|부록)$"
)
"""How the titles of chapters end that hardly any report lacks."""
_EVENT = re.compile(
    r"(?:발표|공개|개최|설립|출시|착수|체결|개발|성공|완공|가동|돌파|투입|선정|확정|공포|시행|개통|착공|준공|배포|합의|출범|달성|발사|취임|임명|별세"
    r"|발간|개막|폐막|인수|수주|상장|제정|승인|비준|통과|급증|급감|기록|제출|인도|공급|출범식|공식화|본격화|[가-힣]기로|[가-힣](?:해|돼|어|아|려|져|워))$"
)
_VERB = re.compile(r"[가-힣]{2}\s[가-힣]*(?<!이)다$")  # `투자자 줄 세우다`; `…이다` says what a chapter is about
_NO_WORDS = re.compile(r"^[^가-힣A-Za-z一-鿿]+|[^가-힣A-Za-z0-9一-鿿]")
_SUBJECT = re.compile(r"(?P<subject>[^,，]{2,45})[,，]\s\S")
_TOPIC = re.compile(r"[가-힣](?:은|는|며|고|하여|면서)$")
_QUOTED = re.compile(r"[‘'“\"「《(（\[][^‘’'“”\"「」《》()（）\[\]]*[’'”\"」》)）\]]")
SERIAL = re.compile(
    r"동향|브리프|브리핑|다이제스트|뉴스레터|리포트|위클리|주간|격주|월간|소식|단신|뉴스|리뷰|클리핑|모음|웹진|레터|통신|매거진|인사이트|기술정보|과학정보|제\s?\d+\s?호|vol\.|no\.\s?\d|\d월\s(?:첫|둘|셋|넷|다섯)째\s주",
    re.IGNORECASE,
)

ISSUE = re.compile(
    r"제\s?\d{1,4}\s?[호권]|\d{1,2}월\s?\d?\s?호|(?:19|20)\d\d-\d{1,3}\s?호|통권|vol\.|no\.\s?\d|\d\s?주차|[첫둘셋넷다섯]째\s?주",
    re.IGNORECASE,
)
"""What a cover says of an issue that comes out again and again."""

Key = tuple[str, int, int]
"""A look: name, depth of Markdown heading, whether the line is indented."""


class Look(NamedTuple):
    """How a line may be the headline of an article. `number`: 0 where it has none; `body`: span of the title."""

    key: Key
    number: int
    body: tuple[int, int]
    section: Section | None = None


def look_of(text: str) -> Look:
    """The look of a line by what stands before its title: number, letter, day, tag, brackets, sign; or none."""
    for name, pattern in _NUMBERS if _COUNTS.match(text) else ():
        found = pattern.match(text)
        if found:
            groups = found.groupdict()
            number = int(found["number"]) if groups.get("number") else _counted(found["sign"])
            return Look((name, 0, 0), number, found.span("body"))
    found = DAY_FIRST.match(text)
    if found:
        return Look(("day", 0, 0), 0, found.span("body"))
    found = _TAG.match(text)
    if found and section_named(found["tag"]):
        return Look(("tag" + found["open"], 0, 0), 0, found.span("body"), section_named(found["tag"]))
    found = _BOLD.match(text) if "**" in text else None
    if found:
        return Look(("bold", 0, 0), 0, (found.start("body"), found.end() if found["day"] else found.end("body")))
    for name, pattern in (("brackets", _BRACKETS), ("sign", _SIGN)):
        found = pattern.match(text)
        if found:
            return Look((name + found["open"], 0, 0), 0, found.span("body"))
    return Look(("", 0, 0), 0, (0, len(text)))


def is_labelled(title: str) -> bool:
    return bool(re.search(r"[(（\[][^()（）\[\]]{2,30}[)）\]]$", title) and DAY_IN_LINE.search(title[-40:]))


def may_be_headline(text: str) -> bool:
    """Whether words may be a headline: short, Korean, no sentence, no imprint."""
    if not 5 <= len(text) <= LONGEST_TITLE or not is_korean(text):
        return False
    return not _NO_HEADLINE.search(text) and "://" not in text and not is_dateline(text)


def is_korean(text: str) -> bool:
    return any("가" <= char <= "힣" for char in text)


def folded_title(text: str) -> str:
    """A title as it stands on a contents page and over its article: without numbers, signs, leaders, spaces."""
    text = LEADER.sub("", text)
    return _NO_WORDS.sub("", text)


def _counted(sign: str) -> int:
    if sign in _LETTERS:
        return _LETTERS.index(sign) + 1
    return ord(sign) - max(ord(first) for first in _FIRST_CIRCLED if first <= sign) + 1


# --- what closes and dates an article ---------------------------------------------------------------------

OUTLET = (
    r"[가-힣A-Za-z·\s]{1,18}"
    r"(?:일보|신문|신문망|망|통신|통신사|뉴스|방송|TV|데일리|재경|경제|저널|넷|왕|닷컴|청|부|국|원|(?<![정통홍확안후담])보)"
)
_NOISE = re.compile(
    r"[\s|·ㆍ/:：=,，()（）\[\]【】<>〈〉\-–—'’.]|기자|특파원|입력|게재일?|등록일?|작성일?|보도일?|일자|날짜|출처|매체|원문|[월화수목금토일]요일|\d{1,2}:\d{2}"
)
DATELINE = re.compile(r"[\[(（【〔](?P<inside>[^\[\]()（）【】〔〕]{3,40})[\])）】〕]\s?(?=\S)")
_MOST_BESIDE_DAY = 18
_LONGEST_DATELINE = 60
NAMES_OUTLET = re.compile(OUTLET + "$")


def is_dateline(text: str) -> bool:
    """Whether a line holds a day and hardly more: `2025.03.05 | 과기일보`, `[베이징=신화통신 3.5]`."""
    day = DAY_IN_LINE.search(text) if len(text) <= _LONGEST_DATELINE else None
    if day is None:
        return False
    beside = beside_day(text)
    if NAMES_OUTLET.search(beside):
        return len(beside) <= _MOST_BESIDE_DAY
    return len(beside) <= _MOST_BESIDE_DAY // 2 and not (beside and DAY_AT_END.search(text))


def beside_day(text: str) -> str:
    """The words of a dateline beside its day: outlet, place."""
    day = DAY_IN_LINE.search(text)
    return _NOISE.sub("", text[: day.start()] + text[day.end() :]) if day else ""


def opens_with_dateline(text: str) -> bool:
    found = DATELINE.match(text)
    return bool(found and DAY_IN_LINE.search(found["inside"]))


def speaks_like_a_headline(text: str) -> bool:
    """Whether words are put as a headline: a subject without particle before a comma, an event or a verb at the end."""
    day = DAY_AT_END.search(text)
    text = (text[: day.start()] if day else text).rstrip()
    if len(text) < 10 or CHAPTER.search(text):
        return False
    bare = _QUOTED.sub("", text)
    subject = _SUBJECT.match(bare)
    return (
        bool(subject and not _TOPIC.search(subject["subject"]))
        or "…" in text
        or bool(_EVENT.search(text) or _VERB.search(text))
    )
