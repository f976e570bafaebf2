"""The words by which names are told from running text, from `seeds/recognition.yaml`.

In: the YAML file. Out: `Words`, checked. Classes are those of the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from ahocorasick_rs import AhoCorasick

from kg.errors import DataError
from kg.language.tables import nouns, pinyin_hangul
from kg.ontology import Ontology
from kg.resources import read_yaml, seeds_dir

Strength = Literal["strong", "place", "proper", "quoted", "numbered"]
_STRENGTHS: tuple[Strength, ...] = ("strong", "place", "proper", "quoted", "numbered")


_BRANCHES = (
    "제조|개발|운영|설계|제작|부품|소재|장비|제약|투자|통신|항공|해운|조선|철강|정유|화학|건설|전력|게임|완성차|자동차|공급|의료기기"
    "|플랫폼|솔루션|반도체|배터리|로봇|위성"
)
TRADES = (
    "(?:(?:중소|대|공|국유|민영|유니콘)?기업|업체|회사|메이커|자회사|모회사|계열사|합작사|법인|스타트업|벤처"
    rf"|(?:{_BRANCHES})사)"
)
"""Nouns for kinds of companies, that stand before their names."""
_TRADE = re.compile(rf"{TRADES}(?:인|,)?\s")
_TRADE_END = re.compile(r"[업체사커처](?:인|,)?\s")
"""How every such noun ends; it is found sooner than the whole."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun and the class it gives; `strength` says what a chain before it needs to be a name."""

    text: str
    cls: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Words:
    """The lists, with patterns made of them.

    `post` finds a post in a text, also one glued to its office (과기|부장), `surname` matches a bare Chinese name,
    `surname_ko` one that may be Korean, `hint_words` and `hint_signs` find what every name without gazetteer row has: a
    head noun, a post; quotation marks, Han characters, a model code, a list closed by 등. `any_head` finds a head noun
    of whatever strength, `free_heads` those that need no quotation marks, in squeezed text, but for `glued_heads`,
    which need a proper noun in their own word, `any_post` a post within whatever word; `head_lengths` holds the last
    letters of head nouns, and how many letters those that end so have, the most first. `made` matches a noun for a made
    thing at the end of a text, `made_nouns` finds those behind which the name of a thing may stand; `no_heads` end
    chains that name no body; `fields` are the names of technology fields, without spaces, which alone make no name of
    what deals with them; `trade` matches a word that ends in one for a trade, `heard` one of two or more syllables of
    transcribed Chinese.
    """

    heads: Mapping[str, Head]
    head_lengths: Mapping[str, tuple[int, ...]]
    head_end: re.Pattern[str]
    left_edge: frozenset[str]
    left_edge_bodies: frozenset[str]
    generic: frozenset[str]
    fields: frozenset[str]
    posts: tuple[str, ...]
    post: re.Pattern[str]
    any_post: AhoCorasick
    heard: re.Pattern[str]
    surname: re.Pattern[str]
    surname_ko: re.Pattern[str]
    hint_words: AhoCorasick
    hint_signs: tuple[re.Pattern[str], ...]
    any_head: AhoCorasick
    free_heads: AhoCorasick
    glued_heads: AhoCorasick
    classifiers: Mapping[str, str]
    columns: Mapping[str, str]
    column_class: Callable[[str], str | None]
    body_columns: tuple[str, ...]
    product_cues: frozenset[str]
    program_cues: frozenset[str]
    made: re.Pattern[str]
    made_nouns: AhoCorasick
    no_heads: tuple[str, ...]
    undertakings: frozenset[str]
    emphasis: frozenset[str]
    schemes: tuple[str, ...]
    trade: re.Pattern[str]
    trades: frozenset[str]
    trusted: frozenset[str]
    zh_heads: Mapping[str, str]
    zh_trades: tuple[str, ...]
    surnames_zh: frozenset[str]

    def head_of(self, name: str) -> Head | None:
        """The longest head noun at the end of `name`, spaces and middle dots not counted."""
        solid = squeeze(name)
        for length in self.head_lengths.get(solid[-1:], ()):
            head = self.heads.get(solid[-length:])
            if head is not None:
                return head
        return None

    def hints_at_a_name(self, text: str) -> bool:
        """Whether the text has what every name without gazetteer row has."""
        return (
            any_in(self.hint_words, text)
            or any(sign.search(text) for sign in self.hint_signs)
            or (_TRADE_END.search(text) is not None and _TRADE.search(text) is not None)
            or any(self.glued(text))
        )

    def glued(self, text: str) -> Iterator[tuple[int, int]]:
        """Where head nouns that need a proper noun in their own word follow something there."""
        if not any_in(self.glued_heads, text):
            return
        for _, begin, end in self.glued_heads.find_matches_as_indexes(text, overlapping=True):
            if begin and not text[begin - 1].isspace():
                yield begin, end

    def is_made(self, noun: str) -> bool:
        """Whether a noun is one for a made thing."""
        head = self.head_of(noun)
        return (head is not None and head.cls == "Product") or bool(self.made.search(noun))

    def zh_class(self, name: str) -> str | None:
        """The class that the longest known head of a Chinese name in simplified characters gives."""
        for length in range(min(12, len(name) - 1), 0, -1):
            if (cls := self.zh_heads.get(name[-length:])) is not None:
                return cls
        return None


_CLOSED = "".join(chr(code) for code in range(ord("가"), ord("힣") + 1) if (code - ord("가")) % 28 == 21)
"""The syllables that end in ㅇ."""
_TELLING = re.compile(
    f"[{_CLOSED}]|샤오|자오|랴오|야오|저우|서우|더우|위안|쉬안|취안|쥐안|[쉬쥐췌쥔췬톈셴젠첸롄녠몐볜뎬톄쉐줴궈쒀쭤줘춰훠쩌쩡쭝쑤쓰쯔쉰뤄훠촨좐싼쏸]"
)


def tells(name: str) -> bool:
    """Whether a syllable is one that Chinese has and hardly another language that is written in Hangul."""
    return _TELLING.search(name) is not None


def _column_class(columns: Mapping[str, str], header: str) -> str | None:
    """The class that the last words of a column's header give."""
    solid = _NO_LETTER.sub("", header)
    ends = (solid[-length:] for length in range(min(len(solid), _LONGEST_COLUMN), 1, -1))
    return next((columns[end] for end in ends if end in columns), None)


_NO_LETTER = re.compile(r"[\s·()（）]")
_LONGEST_COLUMN = 10


def any_in(words: AhoCorasick, text: str) -> bool:
    """Whether any of the words stands in the text; where, would cost half as much again."""
    return bool(words.find_matches_as_strings(text))


def squeeze(text: str) -> str:
    """`text` without spaces and middle dots."""
    return text.replace(" ", "").replace("·", "")


def load_words(ontology: Ontology, path: Path | None = None) -> Words:
    """Read and check the word lists; raises DataError where a class or a key is unknown."""
    path = path or seeds_dir() / "recognition.yaml"
    raw = read_yaml(path)
    expected = {
        "heads",
        "left_edge",
        "left_edge_bodies",
        "generic",
        "posts",
        "classifiers",
        "columns",
        "body_columns",
        "surnames",
        "surnames_ko",
        "product_cues",
        "program_cues",
        "made_things",
        "no_heads",
        "undertakings",
        "emphasis",
        "schemes",
        "trades",
        "trusted",
        "zh_heads",
        "zh_trades",
        "surnames_zh",
    }
    if set(raw) != expected:
        raise DataError(path, f"keys must be {sorted(expected)}")
    heads = _heads(raw["heads"], ontology, path)
    glued_heads = {head.text for head in heads.values() if _is_glued(head)}
    free_heads = [head.text for head in heads.values() if head.strength != "quoted" and head.text not in glued_heads]
    columns = _by_word(raw["columns"], ontology, path)
    posts = tuple(sorted(set(raw["posts"]), key=lambda post: (-len(post), post)))
    return Words(
        heads=heads,
        head_lengths=_lengths_by_end(heads),
        head_end=_head_end(heads),
        left_edge=frozenset(raw["left_edge"]),
        left_edge_bodies=frozenset(raw["left_edge_bodies"]),
        generic=frozenset(raw["generic"]),
        fields=frozenset(form.replace(" ", "") for concept in ontology.technologies() for form in concept.forms),
        posts=posts,
        any_post=AhoCorasick(_shortest(posts)),
        post=re.compile(
            rf"(?:(?<![가-힣])(?:{'|'.join(map(re.escape, posts))})|(?<=[가-힣])부?[부청국처]장"
            r"|(?<=연구)[소원]장|(?<=과학)원장|(?<=[가-힣])센터장|(?<=[협학])회장|(?<=대학)총장)"
            r"(?=[\s은는이가을를의과와도에,.·:：(（]|다[.\s]|였|이었|입니|인\s|직|팀|로\s|로서|으로|\Z)"
        ),
        hint_words=AhoCorasick(_shortest([*free_heads, *posts])),
        hint_signs=_hint_signs(),
        any_head=AhoCorasick(_shortest(heads)),
        free_heads=AhoCorasick(_shortest(free_heads)),
        glued_heads=AhoCorasick(_shortest(glued_heads)),
        heard=re.compile(rf"(?:{syllable()}){{2,}}+\Z"),
        surname=_chinese_person(raw["surnames"]),
        surname_ko=re.compile(rf"[{raw['surnames_ko']}]"),
        classifiers=_by_word(raw["classifiers"], ontology, path),
        columns=columns,
        column_class=lru_cache(maxsize=4096)(partial(_column_class, columns)),
        body_columns=tuple(raw["body_columns"]),
        product_cues=frozenset(raw["product_cues"]),
        program_cues=frozenset(raw["program_cues"]),
        made=re.compile(rf"(?:{'|'.join(map(re.escape, raw['made_things']))})\Z"),
        made_nouns=_made_nouns(raw),
        no_heads=tuple(raw["no_heads"]),
        trade=_trade(raw["trades"]),
        trades=frozenset(raw["trades"]),
        trusted=frozenset(raw["trusted"]),
        undertakings=frozenset(raw["undertakings"]),
        emphasis=frozenset(raw["emphasis"]),
        schemes=tuple(raw["schemes"]),
        zh_heads=_by_word(raw["zh_heads"], ontology, path),
        zh_trades=tuple(raw["zh_trades"]),
        surnames_zh=frozenset(raw["surnames_zh"]),
    )


def syllable() -> str:
    """A pattern of one syllable of transcribed Chinese, the longest first, without going back on it."""
    return f"(?>{'|'.join(sorted(set(pinyin_hangul().values()), key=lambda sound: (-len(sound), sound)))})"


def _chinese_person(surnames: Iterable[str]) -> re.Pattern[str]:
    """A surname and one or two syllables of the transcription of Chinese, and nothing else."""
    family = "|".join(sorted(map(re.escape, surnames), key=lambda name: (-len(name), name)))
    syllable = "|".join(sorted(set(pinyin_hangul().values()), key=lambda sound: (-len(sound), sound)))
    return re.compile(rf"(?:{family})(?:{syllable}){{1,2}}\Z")


def _lengths_by_end(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Last letter → the lengths of the words that end in it, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[-1], set()).add(len(word))
    return {end: tuple(sorted(found, reverse=True)) for end, found in lengths.items()}


def _head_end(heads: Iterable[str]) -> re.Pattern[str]:
    """A letter that may end a head noun, or a bracket that closes behind one, before a mark that may end a name."""
    letters = "".join(sorted({head[-1] for head in heads}))
    return re.compile(rf"[{re.escape(letters)})）](?=[ (（·\-–&/])")


def _made_nouns(raw: Mapping[str, Any]) -> AhoCorasick:
    """The nouns for made things that stand before the name of one."""
    products = [head for row in raw["heads"] if row["class"] == "Product" for head in row.get("quoted", ())]
    nouns = {*raw["made_things"], *products} - {"함", "호", "시리즈", "플랫폼", "시스템"}
    return AhoCorasick(_shortest(nouns))


def _trade(trades: Iterable[str]) -> re.Pattern[str]:
    """A word that ends in one for a trade, glued to what stands before it (`stem`)."""
    ends = "|".join(sorted(map(re.escape, trades), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<stem>[가-힣]{{2,8}}?)(?:{ends})(?![가-힣]{{4}})")


def _hint_signs() -> tuple[re.Pattern[str], ...]:
    """Each begins with a character or a set of them, so that a search skips the others quickly."""
    return tuple(
        map(
            re.compile,
            [
                r"['‘“\"「『《〈<㐀-鿿\uf900-\ufaff]",
                r"[A-Z][A-Za-z]*[-\s]?\d",
                r"등\s?\d",
                r"\((?<=[가-힣]\()[A-Z][A-Za-z]",
                r"출처",
                r"사(?<=[가-힣]{4}사)[은는이가와과의도]\s",
                r"[A-Z][A-Za-z]*[a-z][A-Za-z]*사[은는이가와과의도]\s",
            ],
        )
    )


def _shortest(words: Iterable[str]) -> list[str]:
    """Those words that end in no other: a text without them has none of the words."""
    given = set(words)
    return sorted(word for word in given if given.isdisjoint(word[at:] for at in range(1, len(word))))


def _heads(rows: list[dict[str, Any]], ontology: Ontology, path: Path) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for row in rows:
        if row["class"] not in ontology.classes:
            raise DataError(path, f"no class {row['class']} in the ontology")
        for strength in _STRENGTHS:
            for text in row.get(strength, ()):
                heads.setdefault(text, Head(text, row["class"], strength))
    return heads


def _is_glued(head: Head) -> bool:
    """Whether the head needs a proper noun in its own word (`화시|전자`) and is none itself, as `로보틱스` may be."""
    return head.strength == "proper" and head.cls == "Company" and head.text in nouns()


def _by_word(lists: Mapping[str, list[str]], ontology: Ontology, path: Path) -> dict[str, str]:
    out: dict[str, str] = {}
    for cls, words in lists.items():
        if cls not in ontology.classes:
            raise DataError(path, f"no class {cls} in the ontology")
        for word in words:
            if out.setdefault(word, cls) != cls:
                raise DataError(path, f"{word} stands under two classes")
    return out
