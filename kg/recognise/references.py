"""Chinese reference titles and source lines.

In: the passages of kind reference (a Chinese title: `广东省科学技术厅关于印发《…》的通知`) and source
(`출처: 과기일보 (01.03)`). Out: mentions of the issuers, of the title in 《…》, of known bodies and places in the
title, of outlets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.hangul import is_syllable
from kg.language.script import fold_han
from kg.lexicon import Lexicon
from kg.lexicon.departments import Department, level_of
from kg.model import Block, Mention, Name
from kg.recognise.analysis import Analysis
from kg.recognise.departments import DepartmentHeads, department_mentions
from kg.recognise.gazetteer import exact
from kg.recognise.words import Words

_TITLE = re.compile(
    r"《([^《》]{4,80})》|(?<=印发)(?P<bare>[㐀-鿿][^《》，。]{5,60}?)(?=的(?:通知|公告))"
    r"|(?P<about>关于(?!印发)[㐀-鿿“][^《》，。]{5,60}?的(?:若干|指导|实施)?(?:意见|决定|措施|规定|办法))(?![㐀-鿿])"
)
"""A title in its marks; without them what a notice sends out (`关于印发…方案的通知`) and papers `关于…的意见`."""
_ABOUT = re.compile(
    r"(?:等[\d一二三四五六七八九十]+(?:个)?(?:部门|部委|单位|部|委))?(?:办公厅)?(?:联合)?(?:关于|印发|发布|出台)"
)
_INLINE = re.compile(r"[(（]\s*(?:출처|자료)\s?[:：]\s?([가-힣A-Za-z0-9 ]{2,20}?)\s*(?:,[^()（）]*)?[)）]")
_LISTED_OUTLET = re.compile(r"[^\s,、|;][^,、|;]*")
_DAY = re.compile(r"(?:\s[('‘’]?|\s?\()(?:\d{2,4}\s?[.\-/년]\s?)?\d{1,2}\s?[.\-/월]\s?\d{1,2}\s?[일.]?\)?\Z")
_ITS_PAGE = re.compile(r"\s?(?:공식\s?)?(?:홈페이지|누리집|웹사이트|사이트|보도자료|공고문?|官网|网站)\Z")
_OWN_WORK = re.compile(r"(?:취재|정리|작성|종합|번역|재구성|기자|특파원|통신원|논설위원|에디터)\Z|\A[\d:.\s]+\Z")
"""What stands beside outlets and is none: whose work it is, and when."""
_PARENS = re.compile(r"[（(][^（）()]*[)）]\Z")
_BODY_CLASSES = frozenset(
    {"Ministry", "CentralBody", "LocalGovernment", "University", "ResearchInstitute", "FundingBody", "DevelopmentZone"}
)


def reference_mentions(
    analysis: Analysis, lexicon: Lexicon, departments: Sequence[Department], words: Words
) -> Iterator[Mention]:
    """Mentions in a Chinese title: what is in 《…》, and the bodies that stand before 关于 or 印发."""
    text, index = analysis.text, analysis.passage.index
    for match in _TITLE.finditer(text):
        title, begin = next((match[part], match.start(part)) for part in (1, "bare", "about") if match[part])
        cls = words.zh_class(fold_han(_PARENS.sub("", title))) or "Policy"
        if cls not in {"Policy", "Report", "Program", "Project", "Event"}:
            cls = "Policy"
        bare = _PARENS.sub("", title)
        names = (Name(bare, "zh-Hans"),) if bare != title else ()
        yield Mention(index, begin, begin + len(title), title, cls, "reference-title", 0.8, zh=title, names=names)
    yield from _departments(analysis, lexicon, departments)
    about = _ABOUT.search(text)
    if about is None:
        return
    for hit in lexicon.scan(text[: about.start()]):
        within = hit.begin and is_syllable(text[hit.begin]) and is_syllable(text[hit.begin - 1])  # 인|민정부
        if hit.cls in _BODY_CLASSES and not hit.weak and not within:
            yield Mention(
                index, hit.begin, hit.end, text[hit.begin : hit.end], hit.cls, "reference-issuer", 0.9, key=hit.keys[0]
            )


def _departments(analysis: Analysis, lexicon: Lexicon, departments: Sequence[Department]) -> Iterator[Mention]:
    """Local departments by their Chinese name: a place's full name and a listed head."""
    text = analysis.text
    for hit in analysis.hits:
        entry = lexicon.entries[hit.keys[0]]
        if entry.cls not in {"Province", "City", "District", "DevelopmentZone"}:
            continue
        level = level_of(entry.key, lexicon)
        heads = [
            (written, d.zh[0])
            for d in departments
            if d.levels & {level, "any"}
            for written in d.zh
            if text.startswith(written, hit.end)
        ]
        if heads:
            written, zh = max(heads, key=lambda pair: len(pair[0]))
            name = f"{entry.zh_hans}{zh}"
            yield Mention(
                analysis.passage.index,
                hit.begin,
                hit.end + len(written),
                text[hit.begin : hit.end + len(written)],
                "LocalGovernment",
                "reference-department",
                0.95,
                zh=name,
                place=entry.key,
            )
            yield Mention(
                analysis.passage.index,
                hit.begin,
                hit.end,
                text[hit.begin : hit.end],
                entry.cls,
                "department-place",
                0.95,
                key=entry.key,
            )


def inline_sources(analysis: Analysis, lexicon: Lexicon) -> Iterator[Mention]:
    """Outlets that running text names in a bracket: `(출처: 신화통신, 2024.07.03.)`."""
    for match in _INLINE.finditer(analysis.text):
        outlet = match[1].strip()
        yield _outlet(analysis, match.start(1), outlet, lexicon)


def source_mentions(analysis: Analysis, block: Block, lexicon: Lexicon, heads: DepartmentHeads) -> Iterator[Mention]:
    """The outlets of a source line: a known body or a local office keeps its class, anything else is a MediaOutlet."""
    if block.outlet is None or not block.outlet.text:
        return
    named = block.outlet.text.strip()
    begin = analysis.text.find(named)
    if begin < 0:
        return
    offices = [*department_mentions(analysis, lexicon, heads, ())] if heads.pattern.search(named) else []
    yield from offices
    for part in _LISTED_OUTLET.finditer(named):
        outlet = _DAY.sub("", part[0].strip())
        at = begin + part.start()
        if any(m.begin <= at < m.end for m in offices) or _OWN_WORK.search(outlet):
            continue
        body = _ITS_PAGE.sub("", outlet)
        if body != outlet:
            yield from _whose_page(analysis, at, body, lexicon)
        elif 2 <= len(outlet) <= 30:
            yield _outlet(analysis, at, outlet, lexicon)


def _whose_page(analysis: Analysis, begin: int, body: str, lexicon: Lexicon) -> Iterator[Mention]:
    """A known body as a source by its page or its release: `과학기술부 누리집`."""
    known = next((form for form in exact(body, lexicon) if not form.weak), None)
    if known is not None:
        cls = lexicon.entries[known.key].cls
        yield Mention(analysis.passage.index, begin, begin + len(body), body, cls, "source-line", 0.9, key=known.key)


def _outlet(analysis: Analysis, begin: int, outlet: str, lexicon: Lexicon) -> Mention:
    """An organ of state keeps its class; whatever else is named as a source is an outlet."""
    known = exact(outlet, lexicon)
    state = next(
        (m.key for m in known if lexicon.entries[m.key].cls in {"Ministry", "CentralBody", "LocalGovernment"}), None
    )
    media = next((m.key for m in known if lexicon.entries[m.key].cls == "MediaOutlet"), None)
    key = state or media
    cls = lexicon.entries[key].cls if key else "MediaOutlet"
    return Mention(analysis.passage.index, begin, begin + len(outlet), outlet, cls, "source-line", 0.9, key=key)
