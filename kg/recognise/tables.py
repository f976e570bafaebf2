"""Names by where they stand: in a table column whose header says what it lists, in a list closed by `등 8개사`.

In: an analysis and the mentions known in it. Out: mentions whose class comes from the column or the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.korean import common_word
from kg.lexicon import Lexicon
from kg.model import Mention, PassageKind
from kg.recognise.analysis import HAN, Analysis, skip_brackets
from kg.recognise.brackets import column_class, list_class
from kg.recognise.chains import BODIES
from kg.recognise.gazetteer import exact
from kg.recognise.words import Words, squeeze

_ITEM = re.compile(r"(?:[^,、;()（）]|[(（][^()（）]*[)）])+")
_ENUMERATION = re.compile(r"\s*(?:\d{1,3}\s?[.)]\s*|[①-⑳]\s*)?")
_NO_NAME = re.compile(
    r"[\d\s.,~%-]*\Z|.*[다음임함됨]\Z"
    r"|(?:(?:추후|현재|아직|해당)\s?)?(?:미정|공석|미상|미공개|비공개|무기명|익명|공모(?:\s?중)?|해당\s?사항|대행|겸임|동일|상동|생략|기타|합계|총계|누계|소계|평균)(?:\s?(?:예정|없이|공개|발표|결정|통보))?\Z"
)
"""A cell that names nobody: numbers, sentences, `추후 공개`, `공석`."""
_LIST_ITEM = re.compile(r"(?<![가-힣A-Za-z])([가-힣A-Za-z][가-힣A-Za-z0-9]{1,14})(?=\s?(?:,|·|、|\s등\s))")
_BETWEEN = re.compile(r"\s?[,·、]\s?([가-힣A-Za-z][가-힣A-Za-z0-9]{2,14})\s?(?:,|·|、|및|와|과)\s?")
_MODEL = re.compile(r"[A-Za-z]{1,6}-?\d+[A-Za-z]?|[가-힣]+(?:\d+호|\d+)")
_PRODUCT_HEADS = ("", "칩", "모델", "대모델", "위성", "로봇")
_LIST_CLOSES = "등"
_REMARK = re.compile(r"(?<=[가-힣A-Za-z0-9])\s?[(（][^()（）]+[)）]\Z")
_LONGEST = 60
_QUOTED = re.compile(r"['‘“\"「『《<〈][^'‘’“”\"「」『』《》<>〈〉]+['’”\"」』》>〉]")
_WITH_POST = re.compile(r"직위|직책|직함")
_POST_BEHIND = re.compile(r"(?<=\S)[\s·(（]+[가-힣]{2,8}[)）]?\Z")
"""Behind a person's name in a column of names and posts."""
_CODE_BEHIND = re.compile(r"\A(?:[가-힣A-Za-z]+\s)+([가-힣]+)\s([A-Z][A-Za-z0-9]*[/-]?[A-Z0-9][A-Za-z0-9/.-]*)\Z")
"""A name in Latin letters behind the words for what it is: `제조 솔루션 X/4PLUS`."""
_ONE_WORD = re.compile(r"\s*([가-힣A-Za-z][가-힣A-Za-z0-9]{2,12})\s*")


def column_mentions(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """The items of a cell in a column typed by its header; a head noun in the item decides before the header."""
    passage = analysis.passage
    yield from _bodies(analysis, words, known)
    cls = column_class(analysis, words) if passage.kind is PassageKind.CELL and passage.row != -1 else None
    if cls is None:
        return
    for match in _ITEM.finditer(analysis.text):
        lead = _ENUMERATION.match(match[0])
        begin = match.start() + (lead.end() if lead else 0)
        item = analysis.text[begin : match.end()].strip()
        if not 2 <= len(item) <= _LONGEST or _NO_NAME.match(item) or "•" in item:
            continue
        if (remark := _REMARK.search(item)) and not HAN.search(remark[0]):
            item = item[: remark.start()]  # an abbreviation or a remark; the name is what stands before
        if _QUOTED.fullmatch(item):
            begin, item = begin + 1, item[1:-1]
        if cls == "Person" and _WITH_POST.search(passage.header):
            item = _POST_BEHIND.sub("", item)
        if cls == "Product":
            code = _CODE_BEHIND.search(item)
            if code and common_word(code[1], compound=True):
                begin, item = begin + code.start(2), code[2]
            end = begin + len(item)
            quoted = any(q.begin < end and begin < q.end for q in analysis.quotes)
            if quoted and any(m.begin < end and begin < m.end for m in known):
                continue  # the quoted name is what the item is called
            if any(m.cls == cls and m.rule.startswith("bracket") and m.begin == begin and m.end < end for m in known):
                continue  # `甲(乙) 기반 도구`: the name is what a bracket closes
        whole = begin + len(item)
        if any(m.key and m.begin == begin and m.end == whole for m in known):
            continue
        same = next((m for m in known if m.key and m.end == whole and m.cls == cls), None)
        head = words.head_of(re.sub(r"[(（][^()（）]*[)）]", "", item))
        kind = head.cls if head is not None and head.strength == "strong" else cls
        if head is not None and squeeze(item) == head.text:
            continue
        key, zh = (same.key, same.zh) if same is not None and kind == cls else (None, None)
        sure = 0.85 if kind == cls and HAN.search(item) else 0.75
        yield Mention(passage.index, begin, whole, item, kind, "table-column", sure, key=key, zh=zh)


def _bodies(analysis: Analysis, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown proper name of one word that fills a cell of a column of bodies."""
    passage = analysis.passage
    header = re.sub(r"[^가-힣]", "", passage.header)
    name = _ONE_WORD.fullmatch(analysis.text)
    if (
        passage.kind is not PassageKind.CELL
        or passage.row == -1
        or name is None
        or not header.endswith(words.body_columns)
    ):
        return
    begin, end = name.span(1)
    if any(m.begin < end and begin < m.end for m in known) or words.head_of(name[1]) is not None:
        return
    if _NO_NAME.match(name[1]) or name[1] in words.fields or common_word(name[1], compound=True):
        return
    if _one_proper(analysis, begin, end):
        yield Mention(passage.index, begin, end, name[1], "Company", "table-column", 0.7)


_LABEL = re.compile(r"[(（]([가-힣\s·]{2,12})[)）]\s*")
_PROPER_END = re.compile(
    r"(?:[가-힣A-Za-z0-9]+\s?[(（][㐀-䶿一-鿿A-Za-z0-9·\s]+[)）]"
    r"|[A-Za-z][A-Za-z0-9-]{2,}(?: [A-Z][A-Za-z0-9-]*)*"
    r"|[㐀-䶿一-鿿]{2,8})(?=\s*(?:등)?\s*\Z)"
)


def label_mentions(analysis: Analysis, words: Words) -> Iterator[Mention]:
    """The proper names of a list behind a label that says what it lists: `(주요 제품) … Chipset-3, 별이름(星名) 등`."""
    for label in _LABEL.finditer(analysis.text):
        cls = words.columns.get(re.sub(r"[\s·]", "", label[1]))
        if cls is None:
            continue
        stop = re.search(r"[•△▶\n]", analysis.text[label.end() :])
        end = label.end() + stop.start() if stop else len(analysis.text)
        for item in _ITEM.finditer(analysis.text, label.end(), end):
            name = _PROPER_END.search(item[0])
            if name:
                begin = item.start() + name.start()
                yield Mention(analysis.passage.index, begin, begin + len(name[0]), name[0], cls, "label-list", 0.75)


def list_mentions(analysis: Analysis, lexicon: Lexicon, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """The unknown items of a list that a counted noun closes: `순환지능, 디안진단 등 8개사`."""
    yield from _among_bodies(analysis, lexicon, words, known)
    if _LIST_CLOSES not in analysis.text:
        return
    for match in _LIST_ITEM.finditer(analysis.text):
        begin, end = match.span(1)
        if any(m.begin < end and begin < m.end for m in known) or HAN.search(match[1]):
            continue
        cls = list_class(analysis.text, end, words)
        if cls is None or not _proper(analysis, begin, end):
            continue
        yield Mention(analysis.passage.index, begin, end, match[1], cls, "list-classifier", 0.7)


def _among_bodies(analysis: Analysis, lexicon: Lexicon, words: Words, known: Sequence[Mention]) -> Iterator[Mention]:
    """Unknown words between two bodies of a list: `한국기계연구원, 에코프로비엠, 우한이공대학이`.

    A product that the gazetteers know stays one (`화웨이, 어센드, 캠브리콘`); what is named like a model is none.
    """
    bodies = [m for m in known if m.cls in BODIES]
    if len(bodies) < 2:
        return
    ends = {skip_brackets(analysis.text, m.end) for m in bodies}
    begins = {m.begin for m in bodies}
    for match in _BETWEEN.finditer(analysis.text):
        begin, end = match.span(1)
        if match.start() not in ends or match.end() not in begins or words.head_of(match[1]) is not None:
            continue
        if match[1] in words.fields or common_word(match[1], compound=True):
            continue
        if any(m.begin < end and begin < m.end for m in known) or not _one_proper(analysis, begin, end):
            continue
        if (product := _product(match[1], lexicon)) is not None:
            yield Mention(analysis.passage.index, begin, end, match[1], "Product", "list-between", 0.7, key=product)
        elif _MODEL.fullmatch(match[1]) is None:
            yield Mention(analysis.passage.index, begin, end, match[1], "Company", "list-between", 0.7)


def _product(name: str, lexicon: Lexicon) -> str | None:
    """The key of the product that a name means and no body bears, alone or before a noun for products (어센드 칩)."""
    if any(lexicon.entries[form.key].cls in BODIES for form in exact(name, lexicon)):
        return None
    known = (form for head in _PRODUCT_HEADS for form in exact(f"{name}{head}", lexicon))
    return next((form.key for form in known if lexicon.entries[form.key].cls == "Product"), None)


def _one_proper(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the analyser takes the stretch for one proper name, or for a proper name and other nouns."""
    parts = analysis.morphemes_in(begin, end)
    return bool(parts) and parts[0].tag in {"NNP", "SL"} and all(m.tag in {"NNP", "NNG", "SL", "SN"} for m in parts)


def _proper(analysis: Analysis, begin: int, end: int) -> bool:
    """Whether the analyser takes the stretch for a proper or foreign name."""
    parts = analysis.morphemes_in(begin, end)
    return any(m.tag in {"NNP", "SL"} for m in parts) and all(m.is_noun for m in parts)
