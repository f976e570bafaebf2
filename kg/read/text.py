"""Cleaning that keeps offsets: a stretch of the original in, composed and then markup-free `SourceText` out.

Two steps, because the structure is told by markup that the words must not carry: `compose` gives the
characters (NFC, plain spaces, nothing invisible), which the line classifier reads; `unmark` removes Markdown,
HTML tags, entities and footnote marks from the parts that become text. Both run in linear time.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from kg.model import EMPTY, SourceText

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+")
_SPACES = {ord(c): " " for c in "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))}
_SPACES |= dict.fromkeys((*range(9), *range(10, 32), 127, *range(128, 160), 8232, 8233), " ")
_SPACES |= {0xFEE0 + ord(c): c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%"}  # full width
_SPACES_IN_TEXT = _SPACES | {0x09: " "}
_UNUSUAL = re.compile(f"[{re.escape(''.join(map(chr, _SPACES)))}]")
"""What `_SPACES` replaces; most lines have nothing of it, and a search costs less than a translation."""
_ONE_INVISIBLE = re.compile(_INVISIBLE.pattern.removesuffix("+"))
"""Is looked for five times as quickly as a run of them."""

_CLUSTER = 32
"""No real character has more parts; a cap keeps hostile runs of combining marks linear."""


def compose(original: str, begin: int, end: int) -> SourceText:
    """The characters of `original[begin:end]`: NFC, controls but tabs as spaces, none invisible."""
    text = SourceText.of(original[begin:end], begin)
    if _ONE_INVISIBLE.search(text.text):
        text = text.without(_INVISIBLE)
    if not unicodedata.is_normalized("NFC", text.text):
        text = _nfc(text)
    if not _UNUSUAL.search(text.text):
        return text
    return SourceText(text.text.translate(_SPACES), text.starts, text.ends)


def _joins_left(char: str) -> bool:
    """Whether canonical composition may join `char` to what stands before it."""
    return "\u1160" <= char <= "\u11ff" or unicodedata.category(char).startswith("M")


def _nfc(text: SourceText) -> SourceText:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    plain, at = text.text, 0
    while at < len(plain):
        stop = at + 1
        while stop < len(plain) and stop - at < _CLUSTER and _joins_left(plain[stop]):
            stop += 1
        cluster = plain[at:stop]
        composed = unicodedata.normalize("NFC", cluster)
        if composed == cluster:
            starts.extend(text.starts[at:stop])
            ends.extend(text.ends[at:stop])
        else:
            starts.extend([text.starts[at]] * len(composed))
            ends.extend([text.ends[stop - 1]] * len(composed))
        out.append(composed)
        at = stop
    return SourceText("".join(out), tuple(starts), tuple(ends))


# --- markup -----------------------------------------------------------------------------------------------

_TAGS = (
    "a|abbr|b|big|blockquote|center|cite|code|del|div|em|font|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike"
    "|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var"
)
_QUOTED = r"""(?:(?<=[」』》〉’”])|(?<=[\w)）]['"]))"""
"""Behind the end of a quoted title; a straight quote closes one where something stands before it."""
_TOKEN = re.compile(
    rf"""
      (?P<stars>(?:\\?\*)+)
    | (?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});)
    | (?P<note><sup>\s?(?:(?P<number>\d{{1,2}})\)|\[\d{{1,2}}\])\s?</sup>|\[\^[\w-]{{1,16}}\])
    | (?:(?<=[가-힣)）])|{_QUOTED})(?P<raised>[¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})[⁾)]?
    | (?<=[A-Za-z\d])(?P<high>[¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})⁾
    | (?:(?<=[가-힣])|{_QUOTED})(?P<lowered>\d{{1,2}})\)(?=[은는이가을를의과와에][\s,]|$)
    | {_QUOTED}\[(?P<bracketed>\d{{1,2}})\](?=[은는이가을를의과와에\s,.]|$)
    | (?<=[가-힣]다\.)(?P<closing>\d{{1,2}})\)(?=\s|$)
    | (?P<auto><(?:https?|ftp)://[^\s<>]{{1,4096}}>)
    | (?P<break><br\s?/?>)
    | (?P<tag></?(?:{_TAGS})(?:\s[^<>]{{0,512}})?/?>)
    | (?P<link>!?\[(?P<label>[^\[\]]{{0,2048}})\]
        \((?:https?|ftp|mailto)[^\s()]{{0,4096}}(?:\([^\s()]{{0,256}}\)[^\s()]{{0,256}})?\))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKUP = re.compile(r"[*\\&<\[¹²³⁴-⁹]")
_LOWERED = re.compile(r"\)(?<=\d\))(?:[은는이가을를의과와에][\s,]|\s|$)")
"""What every token has: one of these signs, or a lowered footnote mark. Each is found by its first character."""
_SIGN_OR_ENTITY = re.compile(r"[*\\<\[¹²³⁴-⁹]|&[#\w]\w*;")
"""The same more exactly: not the sign of `R&D`."""
_TRAILING_MARK = frozenset(")]}〉》」』】’”'\"%℃㎡")


class Unmarked(NamedTuple):
    """Text without markup, and the footnote marks it carried: 2 for `**`, -2 for `²⁾`."""

    text: SourceText
    marks: frozenset[int]


def unmark(text: SourceText) -> Unmarked:
    """`text`, made of what `compose` gave, without markup and footnote marks; entities and escapes decoded, spaces
    collapsed.
    """
    marks: set[int] = set()
    clean = _without_markup(text, marks)
    if "\t" in clean.text:
        clean = SourceText(clean.text.translate(_SPACES_IN_TEXT), clean.starts, clean.ends)
    if "  " in clean.text:
        clean = clean.without(_EXTRA_SPACE)
    if not unicodedata.is_normalized("NFC", clean.text):  # markup stood between a letter and its accent
        clean = _nfc(clean)
    return Unmarked(clean.strip(), frozenset(marks) if marks else _NO_MARKS)


_NO_MARKS: frozenset[int] = frozenset()
_EXTRA_SPACE = re.compile(r"(?<= ) +")


def plain(text: SourceText) -> SourceText:
    """`unmark`, for callers who need no footnote marks."""
    return unmark(text).text


def _without_markup(text: SourceText, marks: set[int]) -> SourceText:
    signed = _MARKUP.search(text.text) and _SIGN_OR_ENTITY.search(text.text)
    if not signed and not (")" in text.text and _LOWERED.search(text.text)):
        return text
    paired = _emphasis(text.text)
    parts: list[SourceText] = []
    at = 0
    for token in _TOKEN.finditer(text.text):
        parts.append(text.cut(at, token.start()))
        at = token.end()
        parts.append(_replacement(text, token, paired, marks))
    if not at:
        return text
    parts.append(text.cut(at))
    return SourceText.join(parts, "")


def _replacement(text: SourceText, token: re.Match[str], paired: set[int], marks: set[int]) -> SourceText:
    match token.lastgroup:
        case "stars":
            return _stars(text, token, paired, marks)
        case "escape":
            return text.cut(token.start() + 1, token.end())
        case "entity":
            return _as_one(text, token, html.unescape(token.group()))
        case "auto":
            return text.cut(token.start() + 1, token.end() - 1)
        case "break":
            return _as_one(text, token, " ")
        case "link":
            if token.group().startswith("!"):
                return EMPTY
            return _without_markup(text.cut(*token.span("label")), marks)
        case "raised" | "high" | "lowered" | "bracketed" | "closing":
            return _numbered_mark(text, token, marks)
        case _:  # tags and other note marks
            if token["number"]:
                marks.add(-int(token["number"]))
            return EMPTY


def _numbered_mark(text: SourceText, token: re.Match[str], marks: set[int]) -> SourceText:
    """`부처¹⁾는`, `‘계획’[1]을`, and `부처1)는` or `밝혔다.1)` where digits are not raised.

    `(모델2)는` closes a bracket.
    """
    opened, closed = (text.text.rfind(bracket, 0, token.start()) for bracket in "()")
    if token.lastgroup in {"lowered", "closing"} and opened > closed:
        return text.cut(*token.span())
    marks.add(-int(unicodedata.normalize("NFKC", token[token.lastgroup or ""])))
    return EMPTY


def _as_one(text: SourceText, token: re.Match[str], char: str) -> SourceText:
    """What the token stands for; every character of it originates from the whole token."""
    if char == token.group():  # no such entity: the text says what it says
        return text.cut(*token.span())
    char = compose(char, 0, len(char)).text
    begin, end = text.starts[token.start()], text.ends[token.end() - 1]
    return SourceText(char, (begin,) * len(char), (end,) * len(char))


def _emphasis(text: str) -> set[int]:
    """Positions of the `*` and `**` that pair up as Markdown emphasis, in one pass over the line."""
    paired: set[int] = set()
    opened: dict[int, int] = {}
    if "*" not in text:
        return paired
    for run in re.finditer(r"\*+", text):
        at, end, width = run.start(), run.end(), run.end() - run.start()
        before, after = text[at - 1 : at], text[end : end + 1]
        if width > 3 or before == "\\":
            continue
        if width in opened and before.strip():
            paired |= {opened.pop(width), at}
        elif after.strip() and (width > 1 or not (before.isalnum() or (before in _TRAILING_MARK and before))):
            opened[width] = at
    return paired


_BACKSLASH = re.compile(r"\\")


def _stars(text: SourceText, token: re.Match[str], paired: set[int], marks: set[int]) -> SourceText:
    """Emphasis and footnote marks vanish; other asterisks stay."""
    if token.start() in paired:
        return EMPTY
    before, after = text.text[token.start() - 1 : token.start()], text.text[token.end() : token.end() + 1]
    count = token.group().count("*")
    if count <= 4 and _ends_word(before) and not (after.isascii() and after.isalnum()):
        marks.add(count)
        return EMPTY
    return text.cut(*token.span()).without(_BACKSLASH)


def _ends_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in _TRAILING_MARK or char == ">")


# --- addresses --------------------------------------------------------------------------------------------

URL = re.compile(
    r"\[(?P<words>[^\[\]]{0,2048})\]\((?P<link>(?i:https?)://[^\s()]{1,4096}(?:\([^\s()]{0,256}\)[^\s()]{0,256})?)\)"
    r"|<(?P<auto>(?i:https?)://[^\s<>]{1,4096})>"
    r"|(?P<bare>(?i:https?)://[^\s<>\[\]\"'‘’“”「」《》〈〉ㄱ-ㆎ가-힣一-鿿]{1,4096})"
)


def address(match: re.Match[str]) -> str:
    """The address that a match of `URL` holds, without escapes and closing punctuation."""
    found = match["link"] or match["auto"] or match["bare"]
    found = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", found))
    return found.rstrip(".,;") if match.group("bare") is None or "(" in found else found.rstrip(".,;)")


# --- joining ----------------------------------------------------------------------------------------------


def is_hyphenated(before: str, after: str) -> bool:
    """Whether a Latin word is broken by a hyphen: small letters on both sides, at least two before."""
    return bool(re.search(r"[A-Za-z][a-z]-$", before)) and bool(re.match(r"[a-z]{2}", after))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\u3001" <= char <= "\u301f" or "\uff00" <= char <= "\uff60"


_ENDS_OPEN = re.compile(
    r"(?:[가-힣](?:을|를|은|는|의|와|과|에|에서|에게|으로|부터|까지|하고|하며|하여|하는|되는|위한|대한|통해|있|였|했|있는|높은|새로운)|[,·]|\s(?:및|등|또|그|이|각))$"
)


def breaks_off(line: str) -> bool:
    """Whether a line ends amid a sentence: with a particle, a connective or a comma."""
    return bool(_ENDS_OPEN.search(line.rstrip()))


_CLINGING = re.compile(
    r"(?P<closed>을|은|과|으로|이며|이다|이라고|이라는)(?=[\s.,])|(?P<open>를|는|와|가)(?=\s)|(?P<any>의|에|에서|에게|까지|부터)(?=\s)"
    r"|(?P<ending>(?:하|되)(?:고|며|여|는|기로|였다|었다|였으며|도록)|했다|한다|됐다|된다|였다|었다|었으며|였으며|으며|으나|다)(?=[\s.,])"
)
_NO_STEM = re.compile(r"[을를은는이가도만의에]$|(?:으로|[다라자려]고|기로|도록|어야|아야)$|[.,!?]$")
"""After these a word of its own begins: 연구를 / 한다, 열겠다고 / 하였다."""


def clings(before: str, after: str) -> bool:
    """Whether a line begins with a particle or ending whose word the line before has begun.

    Particles agree with what they stand behind: 은, 을, 과, 으로 with a consonant, 는, 를, 와, 가 with a vowel.
    """
    found = _CLINGING.match(after)
    if found is None or not "가" <= before[-1] <= "힣":
        return False
    final = (ord(before[-1]) - ord("가")) % 28 > 0
    match found.lastgroup:
        case "closed":
            return final
        case "open":
            return not final
        case "ending":
            return not _NO_STEM.search(before)
        case _:
            return True


def join_lines(parts: list[SourceText]) -> SourceText:
    """The lines of one paragraph as running text: a space between them, none between Chinese characters, none before
    a particle or ending that the line break has parted from its word, and no hyphen that breaks a Latin word."""
    out: list[SourceText] = []
    for part in parts:
        part = part.strip()
        if not part.text:
            continue
        if out and is_hyphenated(out[-1].text, part.text):
            out[-1] = out[-1].cut(0, len(out[-1]) - 1)
        elif out and not (_is_han(out[-1].text[-1]) and _is_han(part.text[0])) and not clings(out[-1].text, part.text):
            at = out[-1].ends[-1]
            out.append(SourceText(" ", (at,), (at,)))
        out.append(part)
    return SourceText.join(out, "")
