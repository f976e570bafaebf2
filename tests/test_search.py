"""Search as one types: what is found in which script, in which order, and that it agrees with a plain scan."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import CORPUS, iri, write_build
from hypothesis import given, settings
from hypothesis import strategies as st
from many_names import Made, made, typed

from kg.errors import StoreError
from kg.generations import Generation, reading
from kg.grams import spelled
from kg.labels import find, near, write_index
from kg.language.hangul import CLUSTERS, decompose, is_syllable
from kg.ontology import TermError
from kg.rdf import ALT_LABEL, HIDDEN_LABEL, MENTIONED_IN, PREF_LABEL, TYPE, node, text_literal
from kg.search import Hit, Names, search
from kg.vocab import CSTR, article_iri, cst

ALL = 10_000
PINYIN = "zh-Latn-pinyin"


def thing(
    key: str,
    cls: str,
    *,
    preferred: Iterable[str] = (),
    others: Iterable[str] = (),
    hidden: Iterable[str] = (),
    mentions: int = 0,
    tag: str | None = None,
) -> Iterator[ox.Triple]:
    subject = node(CSTR + key)
    yield ox.Triple(subject, TYPE, node(cst(cls)))
    for predicate, texts in ((PREF_LABEL, preferred), (ALT_LABEL, others), (HIDDEN_LABEL, hidden)):
        for text in texts:
            yield ox.Triple(subject, predicate, text_literal(text, tag))
    for number in range(mentions):
        yield ox.Triple(subject, MENTIONED_IN, node(article_iri("news", f"policy-{number:02}")))


def indexed(
    folder: Path, facts: Iterable[ox.Triple], background: Iterable[ox.Triple] = (), *, name: str = "indexed"
) -> Generation:
    generation = Generation(folder / name)
    generation.path.mkdir()
    write_index(generation.background_names, background)
    write_index(generation.names, facts, known=generation.background_names)
    return generation


def keys(hits: Iterable[Hit]) -> list[str]:
    return [hit.iri.removeprefix(CSTR) for hit in hits]


KNOWN = [
    *thing(
        "org/miit",
        "Ministry",
        preferred=["공업정보화부", "工业和信息化部", "Ministry of Industry and Information Technology"],
        others=["공신부", "工信部", "MIIT"],
        hidden=["工業和信息化部", "공업화신식화부", "gōng yè hé xìn xī huà bù"],
    ),
    *thing("place/shenzhen", "City", preferred=["선전시", "深圳市"], others=["선전"], hidden=["심천시", "심천"]),
    *thing("place/lvliang", "City", preferred=["뤼량시", "吕梁市", "呂梁市"]),
    *thing("org/hitech", "Company", preferred=["베이징하이테크유한공사", "北京高科有限公司"]),
    *thing("org/turing", "Company", preferred=["투링양자", "图灵量子"]),
    *thing("product/ly5", "Product", preferred=["LY-5 무인기"]),
    *thing("org/lab", "Laboratory", preferred=["국가중점실험실", "State Key Laboratory (Beijing)"]),
]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    mentioned = thing("org/miit", "Ministry", preferred=["공업정보화부"], mentions=2)
    with Names(indexed(tmp_path_factory.mktemp("search"), mentioned, KNOWN)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "key", "match", "form"),
    [
        ("공업정보화부", "org/miit", "exact", "공업정보화부"),
        ("공업 정보화부", "org/miit", "exact", "공업정보화부"),
        ("공업", "org/miit", "prefix", "공업정보화부"),
        ("공", "org/miit", "prefix", "공신부"),
        ("정보", "org/miit", "part", "공업정보화부"),
        ("신식화", "org/miit", "part", "공업화신식화부"),
        ("선전", "place/shenzhen", "exact", "선전"),
        ("심천", "place/shenzhen", "exact", "심천"),
        ("하이테크", "org/hitech", "part", "베이징하이테크유한공사"),
        ("工信部", "org/miit", "exact", "工信部"),
        ("工業", "org/miit", "prefix", "工业和信息化部"),
        ("信息", "org/miit", "part", "工业和信息化部"),
        ("圖靈", "org/turing", "prefix", "图灵量子"),
        ("図霊量子", "org/turing", "exact", "图灵量子"),
        ("gongye", "org/miit", "prefix", "gōng yè hé xìn xī huà bù"),
        ("gong ye", "org/miit", "prefix", "gōng yè hé xìn xī huà bù"),
        ("gōng yè", "org/miit", "prefix", "gōng yè hé xìn xī huà bù"),
        ("GŌNGYÈ", "org/miit", "prefix", "gōng yè hé xìn xī huà bù"),
        ("xinxi", "org/miit", "part", "gōng yè hé xìn xī huà bù"),
        ("tulingliang", "org/turing", "prefix", "tú líng liàng zǐ"),
        ("lvliang", "place/lvliang", "prefix", "lv liang shi"),
        ("luliang", "place/lvliang", "prefix", "lǚ liáng shì"),
        ("lǚ liáng", "place/lvliang", "prefix", "lǚ liáng shì"),
        ("ministry of ind", "org/miit", "prefix", "Ministry of Industry and Information Technology"),
        ("INFORMATION", "org/miit", "part", "Ministry of Industry and Information Technology"),
        ("miit", "org/miit", "exact", "MIIT"),
        ("beijing", "org/lab", "part", "State Key Laboratory (Beijing)"),
        ("ly5", "product/ly5", "prefix", "LY-5 무인기"),
        ("LY-5", "product/ly5", "prefix", "LY-5 무인기"),
        ("무인기", "product/ly5", "part", "LY-5 무인기"),
        ("ㄱㅇㅈㅂㅎㅂ", "org/miit", "initials", "공업정보화부"),
        ("ㄱㅇㅈ", "org/miit", "initials", "공업정보화부"),
        ("ㅈㅂㅎ", "org/miit", "initials", "공업정보화부"),
        ("공업ㅈㅂ", "org/miit", "initials", "공업정보화부"),
        ("ㄱ업ㅈ", "org/miit", "initials", "공업정보화부"),
        ("ㄱ업", "org/miit", "initials", "공업정보화부"),
        ("공어", "org/miit", "initials", "공업정보화부"),
        ("공업저", "org/miit", "initials", "공업정보화부"),
        ("공업정보호", "org/miit", "initials", "공업정보화부"),
        ("공업정볻", "org/lab", "", ""),
        ("공업정봏", "org/miit", "initials", "공업정보화부"),
        ("ㄳㅂ", "org/miit", "initials", "공신부"),
        ("국가중점실헗", "org/lab", "", ""),
        ("하잍", "org/hitech", "initials", "베이징하이테크유한공사"),
    ],
)
def test_found_in_every_script(names: Names, text: str, key: str, match: str, form: str) -> None:
    found = {hit.iri.removeprefix(CSTR): hit for hit in names.search(text).hits}
    if match:
        assert (found[key].match, found[key].form) == (match, form)
    else:
        assert not found


def test_what_a_hit_tells(names: Names) -> None:
    (hit,) = names.search("ㄱㅇㅈㅂㅎㅂ").hits
    assert (hit.cls, hit.mentions, hit.name) == ("Ministry", 2, "공업정보화부")
    (hit,) = names.search("深圳").hits
    assert hit.names == {"ko": "선전시", "zh-hans": "深圳市"} and hit.mentions == 0
    (hit,) = names.search("呂梁").hits
    assert hit.form == "呂梁市" and hit.to_dict()["match"] == "prefix"
    (hit,) = names.search("吕梁").hits
    assert hit.form == "吕梁市"


@pytest.mark.parametrize("text", ["", "   ", "'", "「」", "()", "-", "\ud800"])
def test_nothing_to_look_for_finds_nothing(names: Names, text: str) -> None:
    assert names.search(text).hits == () and not names.search(text).more


@pytest.mark.parametrize(
    "text",
    ["%", "공%", "공_", "*", "공*", "공업*", '"', '공업" OR "선전', "공업 OR 선전", "NOT", "NEAR(공업 선전)", "key:공",
     "^공업", "{공업}", "?", "[가-힣]", "공.업", "\\", "';--", "\x00", "공\x00업", "\ue100공", "\ue103City"],
)  # fmt: skip
def test_syntax_of_queries_is_inert(names: Names, text: str) -> None:
    """Only letters that a name has can find it."""
    wanted = spelled(text)[0]
    for hit in names.search(text).hits:
        assert wanted in spelled(hit.form)[0]


# --- order --------------------------------------------------------------------------------------------------


def test_order(tmp_path: Path) -> None:
    facts = [
        *thing("org/inside", "Company", preferred=["대과학단지"], mentions=9),
        *thing("org/word", "Company", preferred=["중국 과학단지"], mentions=9),
        *thing("org/prefix-hidden", "Company", preferred=["이름"], hidden=["과학원"], mentions=9),
        *thing("org/prefix-rare", "Company", preferred=["과학원"], mentions=1),
        *thing("org/prefix-long", "Company", preferred=["과학도시"], mentions=3),
        *thing("org/prefix-often", "Company", preferred=["과학도시연구회"], mentions=4),
        *thing("org/prefix-b", "Company", preferred=["과학성"], mentions=3),
        *thing("org/prefix-a", "Company", preferred=["과학관"], mentions=3),
        *thing("org/exact-hidden", "Company", preferred=["다른 이름"], hidden=["과학"]),
        *thing("org/exact", "Company", preferred=["과학"]),
    ]
    background = [
        *thing("org/known-prefix", "Company", preferred=["과학사"]),
        *thing("org/known-inside", "Company", preferred=["대과학"]),
        *thing("org/prefix-a", "Company", preferred=["과학관"]),
    ]
    expected = [
        "org/exact", "org/exact-hidden",
        "org/prefix-often", "org/prefix-a", "org/prefix-b", "org/prefix-long", "org/prefix-rare", "org/known-prefix",
        "org/prefix-hidden",
        "org/word",
        "org/inside", "org/known-inside",
    ]  # fmt: skip
    with Names(indexed(tmp_path, facts, background)) as names:
        found = names.search("과학")
        assert keys(found.hits) == expected and not found.more
        for limit in range(1, len(expected) + 1):
            cut = names.search("과학", limit=limit)
            assert cut.hits == found.hits[:limit] and cut.more == (limit < len(expected))
        assert names.search("과학", limit=0).hits == ()


def test_a_thing_of_text_and_gazetteer_is_one(tmp_path: Path) -> None:
    """The forms that only the gazetteer has rank with the mentions that only the facts have."""
    facts = thing("place/shenzhen", "City", preferred=["선전시"], others=["선쩐"], mentions=3)
    background = [*KNOWN, *thing("place/other", "City", preferred=["심천시"])]
    with Names(indexed(tmp_path, facts, background)) as names:
        first, second = names.search("심천시").hits
        assert keys([first, second]) == ["place/other", "place/shenzhen"]
        assert (second.mentions, second.form) == (3, "심천시")
        assert keys(names.search("심천", limit=1).hits) == ["place/shenzhen"]
        assert keys(names.search("선쩐").hits) == ["place/shenzhen"]


def test_only_things_of_a_class(names: Names) -> None:
    assert keys(names.search("공", cls="City").hits) == []
    assert keys(names.search("ㅅ", cls="City").hits) == ["place/shenzhen", "place/lvliang"]
    assert keys(names.search("공업", cls="Ministry").hits) == ["org/miit"]
    assert keys(names.search("ㄱㅇ", cls="Actor").hits) == ["org/miit"]
    assert keys(names.search("ㄱㅇ", cls="Place").hits) == []
    with pytest.raises(TermError, match="no class 'Planet'"):
        names.search("공업", cls="Planet")


# --- beside a plain scan ------------------------------------------------------------------------------------


@cache
def many() -> tuple[list[Made], Names]:
    things = list(made(300, seed=3))
    folder = tempfile.mkdtemp()
    return things, Names(indexed(Path(folder), [t for one in things for t in one.triples()]))


def forms(one: Made) -> list[tuple[bool, str]]:
    """Names, and whether they follow by rule."""
    outright = (*one.ko, one.zh, one.hant, one.en, one.abbreviation)
    return [*((False, text) for text in outright), *((True, text) for text in (one.read, one.toned))]


def scanned(things: Iterable[Made], text: str) -> list[str]:
    """IRIs of all things with a name that contains `text`, in the order of the search."""
    ranked: dict[str, tuple[int, bool, int, int, str]] = {}
    wanted = spelled(text)[0]
    for one in things:
        words: dict[str, tuple[bool, set[int]]] = {}
        for hidden, form in forms(one):
            key, starts = spelled(form)
            words.setdefault(key, (hidden, set()))[1].update(starts)
        for key, (hidden, starts) in words.items():
            if wanted in key:
                at_word = any(key.startswith(wanted, at) for at in starts)
                kind = 0 if key == wanted else 1 if key.startswith(wanted) else 2 if at_word else 3
                rank = (kind, hidden, -one.mentions, len(key), one.iri)
                ranked[one.iri] = min(ranked.get(one.iri, rank), rank)
    return sorted(ranked, key=lambda iri: ranked[iri])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_piece_of_any_name_finds_as_a_scan_does(data: st.DataObject) -> None:
    things, names = many()
    one = data.draw(st.sampled_from(things))
    form = data.draw(st.sampled_from([form for _, form in forms(one)]))
    begin = data.draw(st.integers(0, len(form) - 1))
    text = form[begin : data.draw(st.integers(begin + 1, len(form)))]
    expected = scanned(things, text) if spelled(text)[0] else []
    literal = [hit.iri for hit in names.search(text, limit=ALL).hits if hit.match != "initials"]
    assert literal == expected
    if expected:
        assert one.iri in literal
        some = names.search(text, limit=5)
        assert [hit.iri for hit in some.hits][: len(expected)] == expected[:5]


def keystrokes(text: str) -> str:
    """Keys that type `text` on a keyboard of two sets."""
    compounds = dict(zip("ㅘㅙㅚㅝㅞㅟㅢ", ("ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅡㅣ"), strict=True))
    letters = "".join("".join(decompose(c)) if is_syllable(c) else c for c in text)
    return "".join(CLUSTERS.get(c, compounds.get(c, c)) for c in letters)


def unfinished(things: Iterable[Made], text: str) -> set[str]:
    """IRIs of things in whose names the text may be on its way: finished syllables stand, the last one grows."""
    head, last = text[:-1], keystrokes(text[-1])
    return {
        one.iri
        for one in things
        for _, form in forms(one)
        for key in (spelled(form)[0],)
        for at in range(len(key))
        if key.startswith(head, at) and keystrokes(key[at + len(head) :]).startswith(last)
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_moment_of_typing_finds_what_it_may_become(data: st.DataObject) -> None:
    things, names = many()
    one = data.draw(st.sampled_from(things))
    name = spelled(data.draw(st.sampled_from([*one.ko, one.read])))[0]
    begin = data.draw(st.integers(0, len(name) - 1))
    text = data.draw(st.sampled_from(list(typed(name[begin : begin + 6]))))
    found = [hit.iri for hit in names.search(text, limit=ALL).hits]
    assert one.iri in found and len(found) == len(set(found))
    if is_syllable(text[-1]):
        assert set(found) == unfinished(things, text)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_initial_consonants_stand_for_syllables(data: st.DataObject) -> None:
    things, names = many()
    one = data.draw(st.sampled_from(things))
    name = spelled(one.ko[0])[0]
    begin = data.draw(st.integers(0, len(name) - 1))
    piece = name[begin : data.draw(st.integers(begin + 1, len(name)))]
    short = data.draw(st.lists(st.booleans(), min_size=len(piece), max_size=len(piece)))
    text = "".join(decompose(c)[0] if is_syllable(c) and cut else c for c, cut in zip(piece, short, strict=True))
    assert one.iri in {hit.iri for hit in names.search(text, limit=ALL).hits}


# --- the index ----------------------------------------------------------------------------------------------


def test_the_same_statements_give_the_same_bytes(tmp_path: Path) -> None:
    triples = [t for one in made(80, seed=5) for t in one.triples()]
    first = indexed(tmp_path, triples, KNOWN, name="first")
    random.Random(1).shuffle(triples)
    second = indexed(tmp_path, (*triples, *triples[:50]), reversed(KNOWN), name="second")
    assert first.names.read_bytes() == second.names.read_bytes()
    assert first.background_names.read_bytes() == second.background_names.read_bytes()
    third = indexed(tmp_path, triples[1:], KNOWN, name="third")
    assert first.names.read_bytes() != third.names.read_bytes()
    assert {path.name for path in first.path.iterdir()} == {"names.sqlite", "background-names.sqlite"}


def test_names_without_letters_and_things_without_names_are_left_out(tmp_path: Path) -> None:
    generation = indexed(tmp_path, [*thing("org/none", "Company"), *thing("org/dots", "Company", preferred=["「」"])])
    with sqlite3.connect(generation.names) as database:
        assert database.execute("SELECT count(*) FROM thing").fetchone() == (0,)
    database.close()
    assert (
        search(generation, "ㄱ").hits == ()
        and find([generation.names], "") == ()
        and near([generation.names], "") == ()
    )


def test_find_heeds_tones_and_hyphens_where_they_tell_apart(tmp_path: Path) -> None:
    facts = [
        *thing("place/shanxi", "Province", hidden=["shān xī"], tag=PINYIN),
        *thing("place/shaanxi", "Province", hidden=["shǎn xī"], tag=PINYIN),
        *thing("product/a", "Product", preferred=["LY-5"]),
        *thing("product/b", "Product", preferred=["LY5"]),
    ]
    paths = [indexed(tmp_path, facts).names]
    assert find(paths, "shān xī") == (CSTR + "place/shanxi",)
    assert find(paths, "shanxi") == (CSTR + "place/shaanxi", CSTR + "place/shanxi")
    assert find(paths, "ly 5") == (CSTR + "product/b",) and find(paths, "LY-5") == (CSTR + "product/a",)
    assert find(paths, "LY–5") == (CSTR + "product/a", CSTR + "product/b")


def test_many_threads_share_one_index() -> None:
    things, names = many()
    texts = [text for one in islice(things, 40) for text in typed(one.ko[0][:6])]
    expected = [names.search(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(names.search, texts)) == expected


def test_a_closed_index_and_a_broken_one(tmp_path: Path) -> None:
    generation = indexed(tmp_path, KNOWN)
    names = Names(generation)
    assert names.search("공업").hits
    names.close()
    assert names.search("공업").hits, "opened anew for this search"
    generation.names.write_bytes(b"SQLite format 3\0 and then something else" * 200)
    with pytest.raises(StoreError, match="build the graph again"):
        search(generation, "공업")
    generation.names.unlink()
    with pytest.raises(StoreError, match="build the graph again"):
        search(generation, "공업")


def test_a_build_has_both_indexes(tmp_path: Path) -> None:
    with reading(write_build(tmp_path / "build", CORPUS)) as generation:
        for text in ("과기", "科技", "kexuejishu", "ㄱㄱㅂ", "Ministry of Sci"):
            assert search(generation, text).hits[0].iri == iri("most"), text
        assert search(generation, "과기부").hits[0].mentions == 2
        assert search(generation, "인공지능").hits[0].cls == "Technology"
        (known,) = search(generation, "高能所").hits
        assert (known.iri, known.mentions) == (iri("cas-ihep"), 0)
