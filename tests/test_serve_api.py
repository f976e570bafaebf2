"""The JSON routes: what they tell of a small graph, and that names made to break pages are only text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from graphs import (
    CORPUS,
    FIRST,
    JOINT,
    LAB,
    NAMES_ONLY,
    PERSON,
    POLICY,
    SECOND,
    TECHNOLOGY,
    TITLE,
    iri,
    knowledge,
    write_build,
    write_documents,
)
from serving import served
from views import HOSTILE_NAMES, hostile_corpus

from kg.pipeline import build_with
from kg.review import REVIEW_FILE, read_judgements
from kg.vocab import CSTR, article_iri, cst

REVIEW = {"X-KG-Review": "1"}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("api") / "build", hostile_corpus())


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[httpx.Client]:
    with served(build, workers=1) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    response = client.get(path, params={name.removesuffix("_"): value for name, value in parameters.items()})
    assert response.status_code == 200, response.text
    return response.json()


def utf16(text: str, begin: int, end: int) -> str:
    """A stretch of text by offsets as scripts in browsers count them."""
    return text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")


# --- words and overview -------------------------------------------------------------------------------------


def test_vocabulary(client: httpx.Client) -> None:
    words = get(client, "/api/vocabulary")
    assert words["languages"] == ["ko", "zh", "en"]
    assert words["classes"]["Ministry"]["labels"] == {
        lang: knowledge().ontology.label("Ministry", lang) for lang in ("ko", "zh", "en")
    }
    assert "Actor" in words["classes"]["Ministry"]["parents"]
    assert words["classes"]["Ministry"]["group"] < len(words["groups"])
    issued = words["relations"]["issuedBy"]
    assert issued["forward"]["en"] != issued["backward"]["en"]
    assert "Policy" in issued["domain"] and "Ministry" in issued["range"]
    assert set(words["relations"]) >= {"addresses", "hasTarget", "predecessor"}
    assert {"cst:issuedBy", "skos:prefLabel"} <= {p["prefixed"] for p in words["properties"]}
    (funding,) = (query for query in words["queries"] if query["name"] == "funding")
    assert funding["parameters"][0]["type"] == "name" and "SELECT" in funding["text"] and funding["group"]
    assert words["review"] is True and words["limits"] == {"seconds": 30.0, "rows": 100000}


def test_summary(client: httpx.Client) -> None:
    found = get(client, "/api/summary")
    assert (found["counts"]["Ministry"], found["counts"]["Policy"], found["articles"]) == (2, 1, 4)
    assert [bulletin["id"] for bulletin in found["bulletins"]] == [SECOND, FIRST]
    assert [bulletin["articles"] for bulletin in found["bulletins"]] == [1, 3]
    first = found["connected"][0]
    assert first["iri"] == iri("most") and first["facts"] == max(thing["facts"] for thing in found["connected"])
    assert not {"Policy", "Technology"} & {thing["cls"] for thing in found["connected"]}


@pytest.mark.parametrize(
    ("q", "how"), [("과기부", "exact"), ("과학기", "prefix"), ("ㄱㅎㄱㅅㅂ", "initials"), ("科技部", "exact")]
)
def test_search(client: httpx.Client, q: str, how: str) -> None:
    first = get(client, "/api/search", q=q)["hits"][0]
    assert (first["iri"], first["cls"], first["how"], first["mentions"]) == (iri("most"), "Ministry", how, 2)
    assert first["names"]["ko"] == ["과학기술부"]


def test_search_by_class_and_with_a_limit(client: httpx.Client) -> None:
    hits = get(client, "/api/search", q="교", class_="Actor", limit=1)
    assert len(hits["hits"]) == 1
    assert get(client, "/api/search", q="과기부", class_="Place")["hits"] == []


# --- cards --------------------------------------------------------------------------------------------------


def test_card_of_a_policy(client: httpx.Client) -> None:
    card = get(client, "/api/thing", iri=POLICY)
    assert card["cls"] == "Policy" and card["names"]["zh-hans"] == ["数据开放措施"]
    assert card["mentions"] == len(card["articles"]) == 2
    assert card["articles"][0]["bulletin"]["id"] == SECOND, "the newest first"
    issued = {fact["other"]["iri"]: fact for fact in card["facts"] if fact["relation"] == "issuedBy"}
    assert set(issued) == {iri("most"), iri("moe")}
    fact = issued[iri("most")]
    assert fact["outgoing"] and fact["origin"] == "documents" and fact["confidence"] == 0.9 and fact["review"] is None
    assert fact["id"].startswith(f"{CSTR}assertion/") and fact["qualifiers"] == {"position": "1"}
    (evidence,) = fact["evidence"]
    assert evidence["quote"] == JOINT and evidence["rule"] == "headline"
    assert {(utf16(JOINT, b, e), of) for b, e, of in evidence["marks"]} == {
        ("과기부", iri("most")),
        ("데이터 개방 조치", POLICY),
    }
    article = evidence["article"]
    assert (article["title"], article["section"], article["day"]) == (TITLE, "policy", "2024-03-20")
    assert article["sources"][0]["url"] == "https://www.example.org/a%20b?x=%7B1%7D"
    assert len(issued[iri("moe")]["evidence"]) == 3
    (target,) = card["targets"]
    assert (target["value"], target["unit"], target["year"], target["bound"]) == ("1000", "개", "2025", "min")
    assert target["policy"]["iri"] == POLICY and target["evidence"][0]["quote"] == "2025년까지 1,000개"
    assert {event["kind"] for event in card["events"]} == {"policy", "target", "mention"}
    assert [event["date"] for event in card["events"]] == sorted(event["date"] for event in card["events"])
    assert card["more"] == {"facts": 0, "articles": 0}


def test_card_by_any_name_with_what_the_background_knows(client: httpx.Client) -> None:
    card = get(client, "/api/thing", name="科學技術部")
    assert card["iri"] == iri("most")
    known = {(fact["relation"], fact["other"]["iri"]) for fact in card["facts"] if fact["origin"] == "background"}
    assert {("partOf", iri("state-council")), ("locatedIn", iri("beijing"))} <= known
    incoming = [fact for fact in card["facts"] if not fact["outgoing"] and fact["id"]]
    assert {fact["relation"] for fact in incoming} >= {"issuedBy", "affiliatedWith"}
    assert get(client, "/api/thing", iri=iri("beijing"))["mentions"] == 0


def test_no_such_thing(client: httpx.Client) -> None:
    for parameters in ({"iri": f"{CSTR}org/none"}, {"iri": "no iri <>"}, {"name": "없는 것"}):
        response = client.get("/api/thing", params=parameters)
        assert response.status_code == 404 and response.json()["error"]
    for wrong in ({}, {"iri": POLICY, "name": "x"}):
        assert client.get("/api/thing", params=wrong).status_code == 400


# --- network ------------------------------------------------------------------------------------------------


def test_network_around_a_thing(client: httpx.Client) -> None:
    found = get(client, "/api/network", iri=POLICY)
    assert {thing["iri"] for thing in found["things"]} == {POLICY, iri("most"), iri("moe"), iri("wuxi")}
    assert found["total"] == 4 and found["focus"] == [POLICY]
    facts = {(fact["s"], fact["p"], fact["o"]): fact for fact in found["facts"]}
    assert set(facts) == {
        (POLICY, "issuedBy", iri("most")),
        (POLICY, "issuedBy", iri("moe")),
        (POLICY, "appliesTo", iri("wuxi")),
    }
    joint = facts[POLICY, "issuedBy", iri("most")]
    assert joint["year"] == 2024 and joint["evidence"][0]["quote"] == JOINT
    places = {(thing["x"], thing["y"]) for thing in found["things"]}
    assert len(places) == 4
    assert found == get(client, "/api/network", iri=POLICY), "the same each time"


def test_network_grows_by_hops_and_background(client: httpx.Client) -> None:
    two = {thing["iri"] for thing in get(client, "/api/network", iri=POLICY, hops=2)["things"]}
    assert {LAB, PERSON} <= two
    assert {thing["iri"] for thing in get(client, "/api/network", iri=POLICY, hops=0)["things"]} == {POLICY}
    known = get(client, "/api/network", iri=iri("most"), background=1)
    tie = next(fact for fact in known["facts"] if fact["o"] == iri("state-council"))
    assert (tie["s"], tie["p"], tie["id"], tie["origin"], tie["year"]) == (
        iri("most"),
        "partOf",
        None,
        "background",
        None,
    )


def test_network_filters(client: httpx.Client) -> None:
    def around(**options: Any) -> set[str]:
        found = get(client, "/api/network", iri=iri("most"), **options)
        assert all(fact["s"] in names(found) and fact["o"] in names(found) for fact in found["facts"])
        return names(found)

    def names(found: Any) -> set[str]:
        return {thing["iri"] for thing in found["things"]}

    assert PERSON in around() and PERSON not in around(class_="Policy")
    assert around(relation="affiliatedWith") == {iri("most"), PERSON}
    assert around(relation=["affiliatedWith", "funds"]) == {iri("most"), PERSON, LAB}
    hostile = f"{CSTR}org/xhostile-0"
    assert hostile in around(confidence=0.4) and hostile not in around(confidence=0.5)
    assert around(**{"from": 2025}) == {iri("most")} and POLICY in around(to=2024)
    policy = get(client, "/api/network", iri=POLICY, relation="issuedBy", **{"from": 2025})
    assert names(policy) == {POLICY, iri("moe")}
    assert TECHNOLOGY not in names(get(client, "/api/network", iri=POLICY))
    assert TECHNOLOGY in names(get(client, "/api/network", iri=POLICY, fields=1))
    assert names(get(client, "/api/network", iri=TECHNOLOGY)) == {TECHNOLOGY, POLICY}


def test_network_of_the_most_connected(client: httpx.Client) -> None:
    found = get(client, "/api/network", limit=3)
    assert len(found["things"]) == 3 and found["total"] > 3
    assert {thing["iri"] for thing in found["things"]} >= {iri("most")}
    only = get(client, "/api/network", class_=["Ministry", "Policy"])
    assert {thing["cls"] for thing in only["things"]} == {"Ministry", "Policy"}
    assert get(client, "/api/network", iri=iri("most"), limit=2)["total"] > 2


# --- timeline and tables ------------------------------------------------------------------------------------


def test_timeline(client: httpx.Client) -> None:
    items = get(client, "/api/timeline")["items"]
    assert [(item["date"], item["kind"]) for item in items] == [
        ("2024-03", "fact"),
        ("2024-03-20", "policy"),
        ("2025", "target"),
    ]
    fact, policy, target = items
    assert (fact["relation"], fact["thing"]["iri"], fact["other"]["iri"]) == ("funds", iri("most"), LAB)
    assert policy["article"]["title"] == TITLE and target["text"] == "공개 데이터 1,000개 이상"


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        ({"from": "2025"}, ["target"]),
        ({"to": "2024"}, ["fact", "policy"]),
        ({"from": "2024-03-19", "to": "2024-03-20"}, ["fact", "policy"]),
        ({"from": "2024-04", "to": "2024-12"}, []),
        ({"class": "Policy"}, ["policy", "target"]),
        ({"iri": LAB}, ["fact"]),
        ({"place": iri("wuxi")}, ["policy", "target"]),
        ({"limit": 1}, ["target"]),
    ],
)
def test_timeline_filters(client: httpx.Client, options: dict[str, Any], kinds: list[str]) -> None:
    found = get(client, "/api/timeline", **options)
    assert [item["kind"] for item in found["items"]] == kinds
    assert found["more"] == (2 if options == {"limit": 1} else 0)


def test_table(client: httpx.Client) -> None:
    table = get(client, "/api/table", class_="Policy")
    assert table["columns"] == ["issuers", "genre", "status", "places", "facts", "mentions", "first", "last"]
    (row,) = table["rows"]
    assert {ref["iri"] for ref in row["cells"]["issuers"]} == {iri("most"), iri("moe")}
    assert (row["cells"]["first"], row["cells"]["last"], row["cells"]["mentions"]) == ("2024-03-29", "2025-01-10", 2)


def test_table_pages_and_orders(client: httpx.Client) -> None:
    whole = get(client, "/api/table", class_="Actor", sort="name", order="asc", limit=500)["rows"]
    assert len(whole) == 5 + len(HOSTILE_NAMES)
    parts = ({"limit": 5, "offset": offset} for offset in range(0, len(whole), 5))
    pages = [get(client, "/api/table", class_="Actor", sort="name", order="asc", **part)["rows"] for part in parts]
    assert [row for page in pages for row in page] == whole
    for sort in ("facts", "mentions", "first", "last"):
        up = get(client, "/api/table", class_="Actor", sort=sort, order="asc")["rows"]
        assert [row["cells"][sort] for row in up] == sorted(row["cells"][sort] for row in up)
    found = get(client, "/api/table", class_="Actor", q="과기")
    assert [row["iri"] for row in found["rows"]] == [iri("most")] and found["total"] == 1


def test_table_as_csv(client: httpx.Client) -> None:
    response = client.get("/api/table.csv", params={"class": "Company", "sort": "name", "order": "asc"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert {row["ko"] for row in rows} == {name.strip() for name in HOSTILE_NAMES}


# --- documents ----------------------------------------------------------------------------------------------

BULLETIN = """중국 과학기술 정책 소식

2024.3.29. 정책연구실

01 𠀀 과기부와 교육부, 새 조치 발표

- 과기부는 교육부와 함께 조치를 발표
  교육부가 맡는다

- 둘째 문단은 무석과 칭화대를 다룸
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The server of a build that read a real document."""
    folder = tmp_path_factory.mktemp("documents")
    paths = write_documents(folder / "in", {"news-2024-03-29.txt": BULLETIN})
    build_with(knowledge(), NAMES_ONLY, paths, out=folder / "build")
    with served(folder / "build", workers=1) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_article_text_with_names_marked(read: httpx.Client) -> None:
    (bulletin,) = get(read, "/api/bulletins")["bulletins"]
    page = get(read, "/api/bulletin", id=bulletin["id"])
    assert page["bulletin"]["iri"] == bulletin["iri"]
    assert get(read, "/api/bulletin", id=bulletin["iri"]) == page
    marked, texts = [], []
    for listed in page["articles"]:
        article = get(read, "/api/article", iri=listed["iri"])
        assert len(article["things"]) == listed["things"]
        assert len(article["facts"]) + len(article["targets"]) == listed["facts"]
        for paragraph in article["paragraphs"]:
            texts.append(paragraph["text"])
            assert "\n\n" not in paragraph["text"] and paragraph["text"] == paragraph["text"].strip("\n")
            marked += [
                (utf16(paragraph["text"], mark["begin"], mark["end"]), mark["thing"]) for mark in paragraph["marks"]
            ]
    assert ("과기부", iri("most")) in marked and ("교육부", iri("moe")) in marked
    assert {text for text, thing in marked if thing == iri("moe")} == {"교육부"}
    assert any("𠀀 과기부와" in text for text in texts), "a character beyond 16 bits stands before a marked name"
    assert any("발표\n  교육부가" in text for text in texts)


def test_facts_stand_beside_their_sentences(read: httpx.Client) -> None:
    (bulletin,) = get(read, "/api/bulletins")["bulletins"]
    found = 0
    for listed in get(read, "/api/bulletin", id=bulletin["id"])["articles"]:
        article = get(read, "/api/article", iri=listed["iri"])
        for fact in article["facts"]:
            assert fact["subject"]["iri"] != fact["other"]["iri"] and fact["outgoing"]
            for evidence in fact["evidence"]:
                text = article["paragraphs"][evidence["paragraph"]]["text"]
                assert evidence["quote"].startswith(utf16(text, evidence["begin"], evidence["end"]))
                found += 1
    assert found


def test_articles_have_neighbours(client: httpx.Client) -> None:
    middle = get(client, "/api/article", iri=article_iri(FIRST, "brief-01"))
    assert middle["previous"]["id"] == "policy-01" and middle["next"]["id"] == "brief-09"
    last = get(client, "/api/article", iri=article_iri(SECOND, "policy-01"))
    assert last["previous"] is None and last["next"] is None
    assert last["paragraphs"] == [], "the hand-made documents have no text"
    (target,) = get(client, "/api/article", iri=article_iri(FIRST, "policy-01"))["targets"]
    assert target["evidence"][0]["paragraph"] is None


def test_no_such_document(client: httpx.Client) -> None:
    assert client.get("/api/bulletin", params={"id": "none"}).status_code == 404
    assert client.get("/api/bulletin", params={"id": "../../etc/passwd"}).status_code == 404
    assert client.get("/api/article", params={"iri": iri("most")}).status_code == 404


# --- verdicts -----------------------------------------------------------------------------------------------


def test_verdicts_are_kept_shown_and_taken_back(client: httpx.Client, build: Path) -> None:
    fact = next(f for f in get(client, "/api/thing", iri=LAB)["facts"] if f["relation"] == "funds")
    body = {"fact": fact["id"], "verdict": "wrong", "note": " 금액이 다름 "}
    answer = client.post("/api/review", json=body, headers=REVIEW)
    assert answer.json() == {"fact": fact["id"], "review": {"verdict": "wrong", "note": "금액이 다름"}}
    kept = read_judgements(build / REVIEW_FILE)[fact["id"]]
    assert (kept.verdict, kept.relation, kept.subject) == ("wrong", "funds", "과학기술부") and kept.quote
    again = next(f for f in get(client, "/api/thing", iri=LAB)["facts"] if f["relation"] == "funds")
    assert again["review"] == {"verdict": "wrong", "note": "금액이 다름"}
    (listed,) = get(client, "/api/review")["judgements"]
    assert listed["object"]["iri"] == LAB and listed["day"] and listed["verdict"] == "wrong"
    assert client.post("/api/review", json={**body, "verdict": "right", "note": ""}, headers=REVIEW).status_code == 200
    assert get(client, "/api/review")["judgements"][0]["verdict"] == "right"
    back = client.post("/api/review", json={**body, "verdict": None}, headers=REVIEW)
    assert back.json() == {"fact": fact["id"], "review": None}
    assert get(client, "/api/review")["judgements"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"fact": f"{CSTR}assertion/none", "verdict": "right"}, 404),
        ({"fact": "https://example.org/x", "verdict": "right"}, 404),
        ({"fact": iri("most"), "verdict": "right"}, 404),
        ({"fact": "no iri", "verdict": "right"}, 404),
        ({"fact": f"{CSTR}assertion/none", "verdict": "perhaps"}, 400),
        ({"verdict": "right"}, 400),
        ({"fact": f"{CSTR}assertion/none", "verdict": "right", "note": "x" * 3000}, 400),
    ],
)
def test_verdicts_that_are_none(client: httpx.Client, body: dict[str, str], status: int) -> None:
    response = client.post("/api/review", json=body, headers=REVIEW)
    assert response.status_code == status and response.json()["error"]


# --- exports and named queries ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld"])
def test_export_of_a_thing(client: httpx.Client, form: str) -> None:
    response = client.get("/api/export", params={"iri": POLICY, "format": form})
    syntax = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}[form]
    triples = {quad.triple for quad in ox.parse(response.content, format=syntax)}
    texts = {str(t.object) for t in triples}
    assert f'"{JOINT}"@ko' in texts and '"과학기술부"@ko' in texts and '"1000"' in " ".join(texts)
    assert ox.Triple(ox.NamedNode(POLICY), ox.NamedNode(cst("issuedBy")), ox.NamedNode(iri("most"))) in triples
    described = {t.subject for t in triples}
    missing = {t.object for t in triples if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(CSTR)}
    assert missing - described <= {t.object for t in triples if t.predicate.value.endswith("hasMention")}


def test_export_as_csv(client: httpx.Client) -> None:
    response = client.get("/api/export", params={"iri": POLICY, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert {row["object"] for row in rows if row["relation"] == "issuedBy"} == {iri("most"), iri("moe")}
    assert JOINT in {row["quote"] for row in rows}


def test_export_of_a_network(client: httpx.Client) -> None:
    drawn = get(client, "/api/network", iri=POLICY)
    body = {"things": [t["iri"] for t in drawn["things"]], "facts": [f["id"] for f in drawn["facts"]]}
    turtle = client.post("/api/export", json=body)
    triples = {quad.triple for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)}
    assert ox.Triple(ox.NamedNode(POLICY), ox.NamedNode(cst("appliesTo")), ox.NamedNode(iri("wuxi"))) in triples
    table = client.post("/api/export", json={**body, "format": "csv"})
    assert len({row["object"] for row in csv.DictReader(io.StringIO(table.text, newline=""))}) == 3
    assert client.post("/api/export", json={"facts": [iri("most")]}).status_code == 404
    assert client.post("/api/export", json={"things": ["urn:none"]}).status_code == 404


def test_named_queries(client: httpx.Client) -> None:
    answer = get(client, "/api/query", name="funding", **{"param.funder": "科技部"})
    assert answer["results"]["bindings"][0]["recipient"]["value"] == LAB
    assert get(client, "/api/query", name="funding", **{"param.funder": "교육부"})["results"]["bindings"] == []
    text = client.get("/api/query/text", params={"name": "funding", "param.funder": "과기부"}).text
    assert f"VALUES ?funder {{ <{iri('most')}> }}" in text
    assert client.get("/api/query", params={"name": "funding", "format": "csv"}).text.startswith("funder,")
    for wrong in ({"name": "none"}, {"name": "funding", "param.from": "x"}, {"name": "funding", "param.none": "1"}):
        response = client.get("/api/query", params=wrong)
        assert response.status_code == 400 and response.json()["error"]


def test_values_are_bound_not_spliced(client: httpx.Client) -> None:
    for value in ('x" } } DROP ALL #', "} SERVICE <http://127.0.0.1:9/> {", "<urn:x> } #"):
        response = client.get("/api/query", params={"name": "funding", "param.funder": value})
        assert response.status_code == 400 and response.json()["error"], value


# --- whatever comes -----------------------------------------------------------------------------------------


def test_names_made_to_break_pages_come_as_they_are(client: httpx.Client) -> None:
    for number, name in enumerate(HOSTILE_NAMES):
        card = get(client, "/api/thing", iri=f"{CSTR}org/xhostile-{number}")
        assert card["names"]["ko"] == [name.strip()]
        for source in card["articles"][0]["sources"]:
            assert source["url"] is None and source["title"]
        response = client.get("/api/search", params={"q": name})
        assert response.headers["content-type"] == "application/json"
        assert f"{CSTR}org/xhostile-{number}" in {hit["iri"] for hit in response.json()["hits"]}


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("/api/search", {}),
    ("/api/search", {"q": "x" * 201}),
    ("/api/search", {"q": "x", "limit": 0}),
    ("/api/search", {"q": "x", "class": "Nonsense"}),
    ("/api/network", {"iri": ["urn:x"] * 51}),
    ("/api/network", {"hops": 9}),
    ("/api/network", {"limit": 100000}),
    ("/api/network", {"class": "Nonsense"}),
    ("/api/network", {"confidence": 2}),
    ("/api/network", {"from": "abc"}),
    ("/api/table", {}),
    ("/api/table", {"class": "Nonsense"}),
    ("/api/table", {"class": "Policy", "sort": "iri; DROP TABLE thing"}),
    ("/api/table", {"class": "Policy", "limit": 100000}),
    ("/api/table", {"class": "Policy", "offset": -1}),
    ("/api/table.csv", {"class": "Nonsense"}),
    ("/api/timeline", {"from": "yesterday"}),
    ("/api/timeline", {"limit": 100000}),
    ("/api/export", {"iri": POLICY, "format": "exe"}),
    ("/api/bulletins", {"limit": "x"}),
    ("/api/article", {"iri": "x" * 501}),
]


@pytest.mark.parametrize(("path", "parameters"), WRONG)
def test_wrong_parameters_are_told(client: httpx.Client, path: str, parameters: dict[str, Any]) -> None:
    response = client.get(path, params=parameters)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/json" and response.json()["error"]


def test_the_description_of_the_routes_holds(client: httpx.Client) -> None:
    described = get(client, "/api/openapi.json")
    assert {"/api/thing", "/api/network", "/api/review", "/sparql", "/health"} <= set(described["paths"])
    schema = described["paths"]["/api/thing"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    assert set(get(client, "/api/thing", iri=POLICY)) == set(described["components"]["schemas"][name]["properties"])
    wrong = described["paths"]["/api/thing"]["get"]["responses"]["400"]["content"]["application/json"]["schema"]
    assert wrong["$ref"].endswith("/Problem")


def test_corpus_without_days(tmp_path: Path) -> None:
    """Bulletins without day of issue have no place in time but are all there."""
    documents = tuple(
        replace(d, issued=None, articles=tuple(replace(a, day=None) for a in d.articles)) for d in CORPUS.documents
    )
    build = write_build(tmp_path / "build", replace(CORPUS, documents=documents))
    with served(build, workers=1) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert len(get(client, "/api/bulletins")["bulletins"]) == 2
        assert {item["kind"] for item in get(client, "/api/timeline")["items"]} == {"fact", "target"}
        assert get(client, "/api/table", class_="Policy")["rows"][0]["cells"]["first"] is None
        assert all(fact["year"] is None for fact in get(client, "/api/network", iri=POLICY)["facts"])
