"""Names to things: what is one thing, what never is, and the same IRIs whatever else is read."""

from __future__ import annotations

import itertools

import pytest
from extraction import Document, bearers, document, prose, resolved

from kg.model import Corpus


def text(name: str, *sentences: str) -> Document:
    return prose(*sentences, name=f"{name}-2024-05-10.txt")


# --- within a document ------------------------------------------------------------------------------------


def test_forms_of_one_known_thing() -> None:
    read = prose(
        "과학기술부가 답했다. 과기부는 덧붙였다.", "칭화대학교가 답했다. 칭화대학은 덧붙였다. 청화대도 그렇다."
    )
    assert read.thing("과기부").id == read.thing("과학기술부").id
    assert read.thing("칭화대학").id == read.thing("칭화대학교").id


def test_characters_in_brackets_name_the_same_thing() -> None:
    read = prose("류더화(劉德華) 과기부 부부장은 말을 아꼈다.", "류더화 부부장은 자리를 떴다.")
    (person,) = [e for e in read.record.entities if e.cls == "Person"]
    assert {n.lang for n in person.names} >= {"ko", "zh-Hans", "zh-Hant"}


@pytest.mark.parametrize(
    "names",
    [
        ("광둥성 과학기술청", "광저우시 과학기술국"),
        ("광저우시 과학기술국", "선전시 과학기술국"),
        ("광둥성 과학기술청", "장쑤성 과학기술청"),
        ("난징시 공업정보화국", "공업정보화부"),
        ("과학기술부", "쓰촨성 과학기술청"),
        ("광둥성 재정청", "재정부"),
        ("베이징시 경제정보화국", "상하이시 경제정보화위원회"),
        ("난징대학", "난징농업대학"),
        ("중국과학원", "중국공정원"),
    ],
)
def test_namesakes_of_other_level_or_place_never_merge(names: tuple[str, str]) -> None:
    left, right = names
    read = text("a", f"{left} 측은 답을 미루었다.", f"{right} 측은 답을 주었다.", f"{left}, {right} 두 곳이 만났다.")
    assert read.thing(left).id != read.thing(right).id
    corpus = resolved([read, text("b", f"{right} 측이 말했다."), text("c", f"{left} 측이 말했다.")])
    (one,), (other,) = bearers(corpus, left), bearers(corpus, right)
    assert one.iri != other.iri


def test_a_place_and_an_actor_of_one_name_are_two() -> None:
    read = prose("푸둥신구 정부는 푸둥신구에 센터를 세운다.")
    zone, office = read.thing("푸둥신구", "DevelopmentZone"), read.thing("푸둥신구 정부", "LocalGovernment")
    assert zone.id != office.id
    assert "푸둥신구" not in {n.text for n in office.names}


def test_districts_of_one_name_are_told_by_their_city() -> None:
    read = prose("난징시 구러우구가 앞선다.", "푸저우시 구러우구는 뒤따른다.")
    districts = [e for e in read.record.entities if e.cls == "District"]
    assert len({e.key for e in districts}) == 2


def test_sightings_lie_in_the_text() -> None:
    read = prose("과학기술부가 답했다. 과기부는 덧붙였다.")
    original = read.bulletin.original
    assert {original[s.begin : s.end] for s in read.thing("과기부").sightings} == {"과기부", "과학기술부"}


# --- across documents -------------------------------------------------------------------------------------

TEXTS = (
    text(
        "a",
        "광둥성 과학기술청은 ‘해양 로봇 육성 조치’를 발표했다.",
        "톈류(天流)반도체유한공사는 난징시에 톈류연구소를 설립했다.",
    ),
    text("b", "과기부는 ‘양자 로드맵’을 발표했다.", "톈류반도체유한공사가 다시 나섰다. 광저우시 과학기술국이 도왔다."),
    text("c", "과학기술부는 칭화대학교와 협정을 체결했다.", "류더화(劉德華) 과기부 부부장이 나왔다."),
    text(
        "d",
        "天流半导体有限公司라는 이름도 쓴다.",
        "‘해양 로봇 육성 조치’가 4월에 나왔다. 광둥성 과학기술청이 설명했다.",
    ),
)


def outline(corpus: Corpus) -> object:
    return (
        corpus.entities,
        {(bulletin_, seen.claim.id) for bulletin_, seen in corpus.claims},
        {(bulletin_, seen.target.id) for bulletin_, seen in corpus.targets},
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::5])
def test_the_order_of_documents_makes_no_difference(order: tuple[int, ...]) -> None:
    assert outline(resolved([TEXTS[i] for i in order])) == outline(resolved(TEXTS))
    assert resolved([TEXTS[i] for i in order]).claims == resolved(TEXTS).claims


@pytest.mark.parametrize(
    "name",
    [
        "과기부",
        "광둥성 과학기술청",
        "해양 로봇 육성 조치",
        "톈류반도체유한공사",
        "칭화대학교",
        "광저우시 과학기술국",
        "류더화",
    ],
)
def test_things_have_one_iri_whatever_else_is_read(name: str) -> None:
    (whole,) = bearers(resolved(TEXTS), name)
    iris = {e.iri for t in TEXTS for e in bearers(resolved([t]), name)}
    assert iris, "the name stands in none of the documents"
    assert iris <= {whole.iri, *whole.same_as}


@pytest.mark.parametrize("name", ["과학기술부", "광둥성 과학기술청", "해양 로봇 육성 조치", "톈류반도체유한공사"])
def test_the_same_thing_in_two_documents_is_one(name: str) -> None:
    corpus = resolved(TEXTS)
    (thing,) = bearers(corpus, name)
    assert len({bulletin_ for bulletin_, _ in thing.sightings}) >= 2


def test_known_things_have_the_iri_of_their_key() -> None:
    (ministry,) = bearers(resolved(TEXTS), "과기부")
    assert ministry.key == "most" and ministry.iri.endswith("/org/most")


def test_iris_are_unique_and_of_the_family_of_the_class() -> None:
    corpus = resolved(TEXTS)
    iris = [e.iri for e in corpus.entities]
    assert len(iris) == len(set(iris))
    (plan,) = bearers(corpus, "해양 로봇 육성 조치")
    assert "/id/policy/" in plan.iri


def test_ends_of_claims_are_things_of_the_corpus() -> None:
    corpus = resolved(TEXTS)
    iris = {e.iri for e in corpus.entities}
    assert corpus.claims
    assert all({seen.claim.subject, seen.claim.object} <= iris for _, seen in corpus.claims)
    assert all(seen.target.policy in iris for _, seen in corpus.targets)


def test_short_names_of_strangers_are_no_reason_to_merge() -> None:
    people = [
        text("a", "장웨이(張偉) 칭화대학교 교수가 말했다."),
        text("b", "장웨이(張薇) 저장대학 교수가 말했다."),
    ]
    assert len({e.iri for e in resolved(people).entities if e.cls == "Person"}) == 2


def test_branches_of_one_house_are_told_by_their_place() -> None:
    read = [
        text("a", "난징 톈위안연구원은 로봇을 개발했다고 밝혔다."),
        text("b", "쑤저우 톈위안연구원은 위성을 개발했다고 밝혔다."),
        text("c", "톈위안연구원은 화성을 연구한다."),
    ]
    for some in (read, read[::-1]):
        corpus = resolved(some)
        (nanjing,), (suzhou,) = bearers(corpus, "난징 톈위안연구원"), bearers(corpus, "쑤저우 톈위안연구원")
        assert nanjing.iri != suzhou.iri
        assert {b[0] for b, _ in nanjing.sightings} == {"a"} and {b[0] for b, _ in suzhou.sightings} == {"b"}


def test_a_document_read_again_changes_nothing() -> None:
    again = document(TEXTS[0].bulletin.original, name=TEXTS[0].bulletin.name)
    assert outline(resolved([again, *TEXTS[1:]])) == outline(resolved(TEXTS))
