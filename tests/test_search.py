"""Search as one types: what is found in which script, in which order, and that it agrees with a plain scan."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import cache
from itertools import groupby, islice, pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from changes import Said, change, statements, worlds
from graphs import CORPUS, POLICY, iri, write_build
from hypothesis import given, settings
from hypothesis import strategies as st
from many_names import Made, made, typed

from kg.change import Change
from kg.errors import StoreError
from kg.generations import Generation, reading
from kg.grams import spelled
from kg.labels import changes_of, find, near, update_index, write_index
from kg.language.hangul import CLUSTERS, decompose, is_syllable
from kg.ontology import TermError
from kg.rdf import ALT_LABEL, HIDDEN_LABEL, MENTIONED_IN, PREF_LABEL, TYPE, node, text_literal, write_turtle
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
    write_index(generation.background_names, background, lends=True)
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
    return [*((False, text) for text in outright), *((True, text) for text in (one.read, one.toned, typed_as_v(one)))]


def typed_as_v(one: Made) -> str:
    """Its pinyin as Chinese keyboards have it."""
    return one.toneless.replace("ü", "v")


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
    shuffled = []
    for _, about in groupby(triples, key=lambda t: t.subject):
        shuffled += (group := list(about))
        random.Random(1).shuffle(group)
        shuffled += group
    second = indexed(tmp_path, shuffled, KNOWN, name="second")
    assert first.names.read_bytes() == second.names.read_bytes()
    assert first.background_names.read_bytes() == second.background_names.read_bytes()
    third = indexed(tmp_path, triples[1:], KNOWN, name="third")
    assert first.names.read_bytes() != third.names.read_bytes()
    assert {path.name for path in first.path.iterdir()} == {"names.sqlite", "background-names.sqlite"}


def test_forms_that_another_index_has_are_taken_over_with_their_words(tmp_path: Path) -> None:
    background = [
        *thing("place/yunnan", "Province", others=["Yunnan"]),
        *thing("place/yunnan", "Province", hidden=["yún nán"], tag=PINYIN),
        *thing("org/body", "Company", preferred=["공업 연구"], hidden=["工业研究"]),
    ]
    facts = [
        *thing("place/yunnan", "Province", preferred=["윈난"], others=["Yunnan"], mentions=2),
        *thing("org/body", "Laboratory", preferred=["공업연구"], mentions=1),
    ]
    generation = indexed(tmp_path, facts, background)
    query = "SELECT iri, hidden, key, starts FROM form JOIN thing ON thing.id = form.thing"
    rows = {}
    for path in (generation.background_names, generation.names):
        with closing(sqlite3.connect(path)) as database:
            rows[path.stem] = set(database.execute(query))
    own = (CSTR + "place/yunnan", 0, "윈난", None)
    assert (CSTR + "place/yunnan", 0, "yunnan", bytes([3])) in rows["names"]
    assert rows["names"] == {*rows["background-names"], own}
    assert keys(search(generation, "工业", cls="Laboratory").hits) == ["org/body"], "by its class here"


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


# --- changes ------------------------------------------------------------------------------------------------


def built(path: Path, triples: Iterable[ox.Triple], links: Sequence[ox.Triple] = ()) -> Generation:
    """A generation as it is when its index is to be made: graph, links and background are there."""
    generation = Generation(path)
    path.mkdir()
    write_turtle(list(triples), generation.graph)
    if links:
        write_turtle(links, generation.enrichment)
    generation.background_names.write_bytes(known_too())
    return generation


@cache
def known_too() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "known.sqlite"
        write_index(path, KNOWN_TOO, lends=True)
        return path.read_bytes()


KNOWN_TOO = [
    *KNOWN,
    *thing("org/most", "Ministry", preferred=["과학기술부", "科学技术部"], others=["과기부"], hidden=["과학기술국"]),
    *thing("place/wuxi", "City", preferred=["우시시", "无锡市"], hidden=["무석시"]),
]
LINKS = [
    *(ox.Triple(node(POLICY), ALT_LABEL, text_literal(text, "en")) for text in ("Open Data Measures", "ODM")),
    ox.Triple(node(iri("most")), ALT_LABEL, text_literal("Science Ministry", "en")),
    ox.Triple(node(CSTR + "place/lvliang"), ALT_LABEL, text_literal("Lüliang", "en")),
]
TYPED = [
    *("과", "과기", "ㄱㄱ", "ㄷㅇㅌ", "데이터 개방", "개방", "수", "무석", "우시", "국", "김", "数据", "shu ju", "jin"),
    *("taihu", "lab", "m", "o", "5", "ly", "science", "lul", "2025", "data"),
]


def answers(generation: Generation, texts: Iterable[str]) -> list[object]:
    """All that can be asked of the names of a generation."""
    paths = (generation.names, generation.background_names)
    with Names(generation) as names:
        found: list[object] = [names.search(text, limit=limit) for text in texts for limit in (3, ALL)]
        found += (names.search(text, cls=cls) for text in texts for cls in ("Policy", "Actor", "City"))
    return [*found, *((find(paths, text), near(paths, text)) for text in texts)]


@settings(max_examples=40, deadline=None)
@given(worlds(), st.booleans())
def test_changed_again_and_again_it_finds_what_one_written_anew_finds(
    chain: list[dict[str, Said]], linked: bool
) -> None:
    links = LINKS if linked else []
    with tempfile.TemporaryDirectory() as folder:
        last = built(Path(folder) / "0", statements(chain[0]), links)
        write_index(last.names, statements(chain[0]), linked=links, known=last.background_names)
        for number, (before, after) in enumerate(pairwise(chain), start=1):
            changed, anew = (
                built(Path(folder) / f"{number}{kind}", statements(after), links) for kind in ("", "-anew")
            )
            update_index(last, changed, change(before, after), linked=links)
            write_index(anew.names, statements(after), linked=links, known=anew.background_names)
            assert answers(changed, TYPED) == answers(anew, TYPED)
            assert changed.names.samefile(last.names)
            last = changed


def renamed(things: Iterable[Made], choose: random.Random, last: dict[str, Made]) -> dict[str, Made]:
    """Some things get names and mentions of others, some go, some come."""
    now = dict(last)
    for one in things:
        fate = choose.random()
        if fate < 0.3:
            now.pop(one.iri, None)
        else:
            other = choose.choice(list(last.values())) if fate < 0.7 else one
            now[one.iri] = replace(other, iri=one.iri, mentions=choose.choice([one.mentions, other.mentions, 2]))
    return now


def stated(things: dict[str, Made]) -> list[ox.Triple]:
    return [triple for _, one in sorted(things.items()) for triple in one.triples()]


def difference(before: dict[str, Made], after: dict[str, Made]) -> Change:
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    old, new = (stated({key: one for key, one in of.items() if key in changed}) for of in (before, after))
    return Change(old, new, frozenset(), ())


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1_000_000))
def test_many_changes_among_many_names(seed: int) -> None:
    choose = random.Random(seed)
    things = list(made(250, seed=3))
    last = {one.iri: one for one in things[:200]}
    with tempfile.TemporaryDirectory() as folder:
        first = built(Path(folder) / "0", ())
        write_index(first.names, stated(last), known=first.background_names)
        for step in range(1, 5):
            now = renamed(choose.sample(things, 20), choose, last)
            changed, anew = (built(Path(folder) / f"{step}{kind}", ()) for kind in ("", "-anew"))
            update_index(first, changed, difference(last, now))
            write_index(anew.names, stated(now), known=anew.background_names)
            picked = choose.sample(list(now.values()), 6)
            texts = [text for one in picked for name in (one.ko[0][:5], one.zh[:3], one.en[:3]) for text in typed(name)]
            assert answers(changed, texts[::4]) == answers(anew, texts[::4])
            first, last = changed, now


def test_an_index_is_written_anew_when_much_has_changed(tmp_path: Path) -> None:
    before = {one.iri: one for one in made(1200, seed=8)}
    after = {key: replace(one, mentions=one.mentions + 1) for key, one in before.items()}
    old, new, anew = (built(tmp_path / name, stated(of)) for name, of in (("a", before), ("b", after), ("c", after)))
    write_index(old.names, stated(before), known=old.background_names)
    write_index(anew.names, stated(after), known=anew.background_names)
    update_index(old, new, difference(before, after))
    assert new.names.read_bytes() == anew.names.read_bytes()
    assert not changes_of(new.names).exists()


def test_an_index_is_written_anew_when_links_or_background_have_changed(tmp_path: Path) -> None:
    facts = list(thing("org/most", "Ministry", preferred=["과학기술부"], mentions=1))
    old = built(tmp_path / "old", facts)
    write_index(old.names, facts, known=old.background_names)
    nothing = Change((), (), frozenset(), ())
    for name, links, known in (("links", LINKS, KNOWN_TOO), ("known", [], KNOWN)):
        new = built(tmp_path / name, facts, links)
        new.background_names.unlink()
        write_index(new.background_names, known, lends=True)
        update_index(old, new, nothing, linked=links)
        assert not new.names.samefile(old.names)
        assert bool(find([new.names], "Science Ministry")) == bool(links)
        assert bool(find([new.names], "과학기술국")) == (known is KNOWN_TOO)


def test_broken_changes_are_named(tmp_path: Path) -> None:
    facts = list(thing("org/most", "Ministry", preferred=["과학기술부"], mentions=1))
    old, new = built(tmp_path / "old", facts), built(tmp_path / "new", ())
    write_index(old.names, facts, known=old.background_names)
    update_index(old, new, Change(facts, (), frozenset(), ()))
    assert find([new.names], "과학기술부") == () and find([old.names], "과학기술부")
    changes_of(new.names).write_bytes(b"SQLite format 3\0 and then something else" * 200)
    with pytest.raises(StoreError, match="build the graph again"):
        find([new.names], "과학기술부")
