"""Views: selections, layout, style, the page's bytes, and the command."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
import pytest
from graphs import FIRST, LAB, PERSON, POLICY, SECOND, TECHNOLOGY, iri, write_build
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import run
from kg.errors import DataError, QueryError
from kg.ontology import TermError, load_ontology
from kg.query import ask
from kg.store import open_store
from kg.view import Around, Everything, OfClass, OfTies, Selection, ViewError, Within, from_answer, render
from kg.view.layout import SPACING, positions
from kg.view.network import Network, read_network
from kg.view.page import packed
from kg.view.style import LANGUAGES, load_interface, load_style
from kg.vocab import cst

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("view") / "build")


def network(build: Path, selection: Selection, *, limit: int = 100, **options: Any) -> Network:
    with open_store(build) as (local, _):
        return read_network(local, selection=selection, ontology=load_ontology(), limit=limit, **options)


def ties(found: Network) -> set[tuple[str, str, str]]:
    return {(fact.subject, fact.relation, fact.object) for fact in found.facts}


# --- selections ---------------------------------------------------------------------------------------------


def test_the_whole_graph_has_what_documents_mention_and_the_facts_between(build: Path) -> None:
    found = network(build, Everything())
    assert {thing.iri for thing in found.things} == {
        *map(iri, ("most", "moe", "cas", "tsinghua", "wuxi")), POLICY, PERSON, LAB,
    }  # fmt: skip
    assert (POLICY, "issuedBy", iri("moe")) in ties(found)
    assert not any(relation == "addresses" for _, relation, _ in ties(found))
    assert list(found.facts) == sorted(found.facts, key=lambda fact: (fact.subject, fact.relation, fact.object))
    assert (found.total, found.cut) == (8, False)


def test_technology_fields_come_on_request(build: Path) -> None:
    assert (POLICY, "addresses", TECHNOLOGY) in ties(network(build, Everything(), fields=True))
    assert (POLICY, "addresses", TECHNOLOGY) in ties(network(build, Around((TECHNOLOGY,))))


def test_facts_carry_their_evidence(build: Path) -> None:
    found = network(build, Everything())
    issued = next(f for f in found.facts if (f.relation, f.object) == ("issuedBy", iri("moe")))
    quotes = {evidence.quote for claim in issued.claims for evidence in claim.evidence}
    assert len(quotes) == 3 and "교육부가 낸 조치" in quotes
    assert max(claim.confidence for claim in issued.claims) == 0.95
    funds = next(f for f in found.facts if f.relation == "funds")
    (claim,) = funds.claims
    assert dict(claim.qualifiers)["amount"] == "40000000"
    assert dict(claim.qualifiers)["written"] == "최대 4,000만 위안"
    article = found.articles[claim.evidence[0].article]
    assert (article.section, article.bulletin, article.issued) == ("brief", FIRST, "2024-03-29")


def test_things_carry_names_and_targets(build: Path) -> None:
    policy = next(thing for thing in network(build, Everything()).things if thing.iri == POLICY)
    assert policy.names["zh-hans"][0] == "数据开放措施"
    (target,) = policy.targets
    assert (target.metric, target.written, target.year) == ("공개 데이터", "1,000개 이상", "2025")
    assert target.claims[0].evidence[0].quote == "2025년까지 1,000개"


def test_surroundings_grow_with_hops(build: Path) -> None:
    sizes = [len(network(build, Around((PERSON,), hops=hops)).things) for hops in range(4)]
    assert sizes == [1, 2, 4, 8]
    assert network(build, Around((PERSON,))).focus == (PERSON,)


def test_a_class_comes_with_what_is_tied_to_it(build: Path) -> None:
    found = network(build, OfClass("Person"))
    assert {thing.iri for thing in found.things} == {PERSON, iri("most")}
    actors = network(build, OfClass("Actor"))
    assert {iri("cas"), iri("most"), LAB} <= {thing.iri for thing in actors.things}


def test_too_large_a_view_keeps_the_most_connected(build: Path) -> None:
    found = network(build, Everything(), limit=3)
    assert (len(found.things), found.total, found.cut) == (3, 8, True)
    kept = {thing.iri for thing in found.things}
    assert POLICY in kept and LAB in kept
    assert all(fact.subject in kept and fact.object in kept for fact in found.facts)
    around = network(build, Around((PERSON,), hops=3), limit=2)
    assert PERSON in {thing.iri for thing in around.things}


def test_a_cut_view_holds_more_than_it_draws(build: Path) -> None:
    found = network(build, Everything(), limit=3, carried=6)
    assert (len(found.drawn), len(found.things), found.total, found.cut) == (3, 6, 8, True)
    assert found.drawn == {thing.iri for thing in network(build, Everything(), limit=3).things}
    whole = network(build, Everything(), limit=3, carried=50)
    assert (len(whole.drawn), len(whole.things), whole.cut) == (3, 8, False)
    assert network(build, Everything(), limit=50, carried=3).things == whole.things


@pytest.mark.parametrize("fields", [False, True])
def test_looking_up_finds_what_running_through_finds(build: Path, fields: bool) -> None:
    """Selections but that of everything look facts up one by one; what they find is a part of the whole."""
    whole = network(build, Everything(), fields=fields)
    for thing in whole.things:
        near = network(build, Around((thing.iri,)), fields=fields)
        ends = {thing.iri} | {end for s, _, o in ties(whole) if thing.iri in (s, o) for end in (s, o)}
        assert near.things == tuple(other for other in whole.things if other.iri in ends)
        assert near.facts == tuple(fact for fact in whole.facts if {fact.subject, fact.object} <= ends)
        of_class = network(build, OfClass(thing.cls), fields=fields)
        touching = [f for f in whole.facts if f.subject in of_class.focus or f.object in of_class.focus]
        assert list(of_class.facts) == touching and thing.iri in of_class.focus


def test_a_bulletin_is_shown_by_what_it_states(build: Path) -> None:
    second = network(build, Everything(), within=Within(bulletin=SECOND))
    assert {thing.iri for thing in second.things} == {*map(iri, ("most", "moe", "cas", "tsinghua")), POLICY}
    quotes = {e.quote for fact in second.facts for claim in fact.claims for e in claim.evidence}
    assert quotes == {"교육부가 낸 조치", "다시 함께"}
    assert {article.bulletin for article in second.articles.values()} == {SECOND}
    assert not any(thing.targets for thing in second.things)
    brief = network(build, Everything(), within=Within(bulletin=FIRST, article="brief-01"))
    assert POLICY not in {thing.iri for thing in brief.things} and LAB in {thing.iri for thing in brief.things}


def test_years_narrow_every_selection(build: Path) -> None:
    late = network(build, Everything(), within=Within(first=2025))
    assert ties(late) == ties(network(build, Everything(), within=Within(bulletin=SECOND)))
    assert ties(network(build, Everything(), within=Within(first=2024, last=2025))) == ties(
        network(build, Everything())
    )
    around = network(build, Around((POLICY,)), within=Within(last=2024))
    quotes = {e.quote for fact in around.facts for claim in fact.claims for e in claim.evidence}
    assert "교육부가 낸 조치" not in quotes and "우시에 적용" in quotes
    with pytest.raises(ViewError, match="from 2026"):
        network(build, Everything(), within=Within(first=2026))
    with pytest.raises(ViewError, match=rf"no bulletin has the id 'none'.*{SECOND}"):
        network(build, Everything(), within=Within(bulletin="none"))
    with pytest.raises(ViewError, match="no article 'policy-09'; it has brief-01, policy-01"):
        network(build, Everything(), within=Within(bulletin=FIRST, article="policy-09"))


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s cst:issuedBy ?o } WHERE { ?s cst:issuedBy ?o }",
        "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(?p = cst:issuedBy) }",
    ],
)
def test_a_query_gives_ties_that_keep_their_evidence(build: Path, query: str) -> None:
    with open_store(build) as (local, _):
        selection = from_answer(ask(local, query))
    found = network(build, selection)
    assert ties(found) == {(POLICY, "issuedBy", iri("moe")), (POLICY, "issuedBy", iri("most"))}
    assert all(fact.claims for fact in found.facts)


def test_a_query_may_tie_what_no_document_ties(build: Path) -> None:
    found = network(build, OfTies(((iri("most"), cst("collaboratesWith"), iri("moe")),)))
    (fact,) = found.facts
    assert fact.claims == ()


def test_what_cannot_be_drawn_is_refused(build: Path) -> None:
    with open_store(build) as (local, _):
        answers = [ask(local, query) for query in ("SELECT ?s WHERE { ?s ?p ?o }", "ASK { ?s ?p ?o }")]
        labels = ask(local, "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(isLiteral(?o)) }")
        empty = from_answer(labels)
    for answer in answers:
        with pytest.raises(QueryError, match="CONSTRUCT"):
            from_answer(answer)
    with pytest.raises(ViewError, match="no tie"):
        network(build, empty)
    with pytest.raises(TermError, match="Minister"):
        network(build, OfClass("Minister"))
    with pytest.raises(ViewError, match="no thing of class Event"):
        network(build, OfClass("Event"))
    with pytest.raises(ViewError, match="has the IRI"):
        network(build, Around(("https://w3id.org/china-stp/id/org/none",)))
    with pytest.raises(ViewError, match="at least one"):
        network(build, Everything(), limit=0)


def test_an_empty_graph_says_so() -> None:
    with pytest.raises(ViewError, match="empty"):
        read_network(ox.Store(), selection=Everything(), ontology=load_ontology(), limit=10)


# --- layout -------------------------------------------------------------------------------------------------


@st.composite
def graphs_of_pairs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 24))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=40))


@settings(max_examples=40, deadline=None)
@given(graphs_of_pairs())
def test_every_node_has_a_place_of_its_own(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, pairs = graph
    place = positions(count, pairs)
    assert place.shape == (count, 2)
    assert np.isfinite(place).all()
    gaps = np.linalg.norm(place[:, None] - place[None], axis=2) + np.eye(count) * 1e9
    assert gaps.min() > SPACING / 2
    assert np.array_equal(place, positions(count, pairs[::-1]))


def test_a_large_network_is_placed_in_seconds_without_collapse() -> None:
    rng = np.random.default_rng(1)
    pairs = [(i, int(rng.integers(0, i))) for i in range(1, 2000)]
    place = positions(2000, pairs)
    assert len(np.unique(place.round(), axis=0)) > 1990
    ends = np.array(pairs)
    tied = np.linalg.norm(place[ends[:, 0]] - place[ends[:, 1]], axis=1)
    others = np.linalg.norm(place - place[rng.permutation(2000)], axis=1)
    assert np.median(tied) < np.median(others) / 4


def test_components_lie_side_by_side() -> None:
    place = positions(9, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)])
    boxes = [(place[i].min(axis=0), place[i].max(axis=0)) for i in ([0, 1, 2], [3, 4, 5], [6], [7], [8])]
    for n, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[n + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


# --- style and texts ----------------------------------------------------------------------------------------


def test_every_class_is_drawn_and_no_two_alike() -> None:
    style, ontology = load_style(), load_ontology()
    drawn = {cls: style.place(cls) for group in style.groups for cls in group.classes}
    assert set(drawn) == ontology.entity_classes
    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.parametrize(("tone", "page"), [("light", "#fbfbf9"), ("dark", "#14171b")])
def test_hues_stand_out_from_the_page(tone: str, page: str) -> None:
    """Contrast of at least 3 to 1, as WCAG 2.1 criterion 1.4.11 asks of graphics."""
    style = load_style()
    for group in (*style.groups, style.other):
        assert _contrast(getattr(group, tone), page) >= 3, group.labels["en"]
    communities = [hues[tone == "dark"] for hues in style.communities]
    assert len(set(communities)) == len(communities) and style.other.light not in communities
    assert min(_contrast(hue, page) for hue in communities) >= 3


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_every_relation_can_be_read_from_its_object() -> None:
    assert set(load_interface().inverse) == load_ontology().relations | {"addresses"}


def test_the_page_asks_only_for_texts_that_there_are() -> None:
    package = Path(render.__code__.co_filename).parent
    paths = [package / "page.html.j2", *package.glob("*.js")]
    source = "".join(path.read_text(encoding="utf-8") for path in paths)
    asked = set(re.findall(r'(?:say\(|data-text=|data-label=)"(\w+)"', source))
    texts = set(load_interface().texts)
    assert asked <= texts
    assert texts - asked - set(re.findall(r'"(\w+)"', source)) <= {"title", "waiting"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "no mapping"),
        ("groups: []", "needs"),
        (
            "groups: [{labels: {ko: a, zh: b}, light: '#000', dark: '#fff', classes: {A: dot}}]\nother: {}",
            "en",
        ),
        ("groups: [{light: '#000000'}]", "dark"),
        ("groups: [{light: a, dark: b, classes: {A: circle}}]", "circle"),
        (
            "groups: [{labels: {ko: a, zh: b, en: c}, light: a, dark: b, classes: {}}]\n"
            "other: {}\ncommunities: [{light: a}]",
            "communities needs a colour 'dark'",
        ),
        ("a: [", "cannot be read"),
    ],
)
def test_a_broken_style_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "style.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_style(path=path)


# --- the page -----------------------------------------------------------------------------------------------


def unpacked(text: str) -> str:
    return gzip.decompress(base64.b64decode(text, validate=True)).decode()


@given(st.text())
def test_packed_text_is_no_markup_and_reads_back(text: str) -> None:
    assert re.fullmatch("[A-Za-z0-9+/=]+", packed(text))
    assert unpacked(packed(text)) == text


class _Page(HTMLParser):
    """Elements with attributes, and the contents of scripts and styles, the packed ones unpacked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.contents: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.contents.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.contents and self.cdata_elem:
            tag, text = self.contents[-1]
            self.contents[-1] = (tag, text + data)

    def block(self, identity: str) -> str:
        """What a packed block holds."""
        kinds = [attributes.get("id") for tag, attributes in self.elements if tag in ("script", "style")]
        return unpacked(self.contents[kinds.index(identity)][1])

    def data(self) -> Any:
        return json.loads(self.block("data"))


def rendered(build: Path, output: Path, **options: Any) -> _Page:
    with open_store(build) as (local, _):
        render(local, selection=options.pop("selection", Everything()), output=output, **options)
    return _Page(output.read_text(encoding="utf-8"))


def test_the_page_refers_to_nothing_outside_and_allows_only_its_own_scripts(build: Path, tmp_path: Path) -> None:
    page = rendered(build, tmp_path / "deep" / "view.html")
    for tag, attributes in page.elements:
        assert not {"src", "srcset", "style", "onload", "onclick"} & attributes.keys(), tag
        assert attributes.get("href", "data:,") == "data:,"
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and policy.startswith("default-src 'none'") and "unsafe" not in policy
    runs = [text for tag, text in page.contents if tag == "style"] + [page.block("library")]
    runs += [text for tag, text in page.contents if "performance.mark" in text and tag == "script"]
    assert len(runs) == 3
    for text in runs:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.count("'sha256-") == 3
    assert not any("sourceMappingURL" in text for text in runs)


def test_the_script_stands_in_the_page_without_imports(build: Path, tmp_path: Path) -> None:
    page = rendered(build, tmp_path / "view.html")
    (script,) = [text for tag, text in page.contents if "performance.mark" in text and tag == "script"]
    assert not re.search(r"^\s*import\b", script, re.MULTILINE)
    assert "</script" not in script and "<!--" not in script


def test_the_same_graph_gives_the_same_bytes(build: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        rendered(build, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_data_block_holds_names_facts_and_drawing(build: Path, tmp_path: Path) -> None:
    data = rendered(build, tmp_path / "view.html", language="zh", limit=5).data()
    assert data["language"] == "zh" and data["total"] == 8 and len(data["drawn"]) == 5
    assert len(data["things"]) == len(data["nodes"]) == 8
    assert len(data["facts"]) == len(data["edges"])
    assert [node["id"] for node in data["nodes"]] == list(range(8))
    assert all(edge["arrows"] == "to" for edge in data["edges"])
    assert data["options"]["physics"] == {"enabled": False}


def test_the_data_block_holds_measures_of_the_network_it_draws(build: Path, tmp_path: Path) -> None:
    data = rendered(build, tmp_path / "view.html", size="betweenness", colour="community").data()
    assert (data["size"], data["colour"]) == ("betweenness", "community")
    measures = data["measures"]
    assert len(measures["betweenness"]) == len(measures["community"]) == 8 and measures["sampled"] is False
    value = {thing["iri"]: measures["betweenness"][i] for i, thing in enumerate(data["things"])}
    assert value[PERSON] == 0 and value[LAB] > value[iri("tsinghua")]
    assert max(value, key=lambda name: value[name]) == LAB


def test_titles_follow_the_selection(build: Path, tmp_path: Path) -> None:
    around = rendered(build, tmp_path / "a.html", selection=Around((POLICY,))).data()["title"]
    assert (around["ko"], around["zh"]) == ("데이터 개방 조치", "数据开放措施")
    assert rendered(build, tmp_path / "b.html", selection=OfClass("Person")).data()["title"]["en"] == "person"
    bulletin = rendered(build, tmp_path / "d.html", within=Within(bulletin=SECOND)).data()["title"]
    assert bulletin["ko"] == "과학기술 정책 소식 2025-01-10"
    article = rendered(build, tmp_path / "e.html", within=Within(bulletin=FIRST, article="brief-01")).data()["title"]
    assert article["ko"] == "칭화대와 중국과학원, 실험실 설립"
    given_title = rendered(build, tmp_path / "c.html", title="공동 발표").data()["title"]
    assert given_title == dict.fromkeys(LANGUAGES, "공동 발표")


def test_facts_between_the_same_two_things_do_not_cover_each_other(build: Path, tmp_path: Path) -> None:
    a, b = iri("most"), iri("moe")
    pair = tuple((s, cst(p), o) for s, o in ((a, b), (b, a)) for p in ("collaboratesWith", "partOf"))
    edges = rendered(build, tmp_path / "view.html", selection=OfTies(pair)).data()["edges"]
    bends = [edge.get("smooth", {}).get("roundness", 0) * (1 if edge["from"] < edge["to"] else -1) for edge in edges]
    assert len(set(bends)) == len(edges) == 4


def test_what_cannot_be_written_is_an_error(build: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ViewError, match="cannot write"):
        rendered(build, tmp_path / "file" / "view.html")
    for option in ("language", "size", "colour"):
        with pytest.raises(ViewError, match=f"no {option} 'fr'"):
            rendered(build, tmp_path / "view.html", **{option: "fr"})


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_writes_into_the_build_directory_and_prints_the_path(build: Path, capsys: Capture) -> None:
    assert run(["view", "--build", str(build)]) == 0
    out, err = capsys.readouterr()
    assert out == f"{build / 'view.html'}\n" and err == ""
    assert (build / "view.html").stat().st_size > 100_000


def test_the_command_finds_things_under_any_name(build: Path, tmp_path: Path) -> None:
    for name in ("과기부", "科技部", iri("most")):
        output = tmp_path / "view.html"
        assert run(["view", "--build", str(build), "--entity", name, "--hops", "2", "--output", str(output)]) == 0
        data = _Page(output.read_text(encoding="utf-8")).data()
        assert [data["things"][i]["iri"] for i in data["focus"]] == [iri("most")]


def test_the_command_draws_queries(build: Path, tmp_path: Path) -> None:
    query = tmp_path / "joint.rq"
    query.write_text("SELECT ?s ?p ?o WHERE { VALUES ?p { cst:issuedBy } ?s ?p ?o }", encoding="utf-8")
    output = tmp_path / "view.html"
    assert run(["view", "--build", str(build), "--query", str(query), "--output", str(output)]) == 0
    assert len(_Page(output.read_text(encoding="utf-8")).data()["facts"]) == 2


def test_the_command_says_what_was_cut(build: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["view", "--build", str(build), "--limit", "2", "--output", str(tmp_path / "v.html")]) == 0
    said = capsys.readouterr().err
    assert "drawing the 2 most connected of 8" in said and "the file holds 8" in said and "--limit" not in said


def test_the_command_draws_a_bulletin_and_years(build: Path, tmp_path: Path) -> None:
    output = tmp_path / "view.html"
    arguments = ["view", "--build", str(build), "--output", str(output)]
    assert run([*arguments, "--bulletin", FIRST, "--article", "brief-01"]) == 0
    assert {a["title"] for a in _Page(output.read_text(encoding="utf-8")).data()["articles"]} == {
        "칭화대와 중국과학원, 실험실 설립"
    }
    assert run([*arguments, "--from", "2025", "--size", "mentions", "--colour", "community"]) == 0
    data = _Page(output.read_text(encoding="utf-8")).data()
    assert [b["id"] for b in data["bulletins"]] == [SECOND]
    assert (data["size"], data["colour"]) == ("mentions", "community")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--entity", "과기부", "--class", "Policy"], 2, "one of --entity"),
        (["--hops", "2"], 2, "--hops goes with --entity"),
        (["--param", "a=b"], 2, "--param goes with --query"),
        (["--article", "policy-01"], 2, "--article goes with --bulletin"),
        (["--bulletin", "news-1999-01-01"], 1, "no bulletin has the id"),
        (["--to", "2001"], 1, "no bulletin was issued to 2001"),
        (["--entity", "과기붑"], 1, "near names: "),
        (["--class", "Minister"], 1, "no class 'Minister'"),
        (["--query", "no-such-query"], 1, "no query named"),
    ],
)
def test_errors_say_what_to_do(build: Path, capsys: Capture, arguments: list[str], status: int, message: str) -> None:
    assert run(["view", "--build", str(build), *arguments]) == status
    assert message in capsys.readouterr().err
