"""The graph as the contract describes it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pyoxigraph as ox
import pytest
from graphs import CORPUS, FIRST, JOINT, LAB, PERSON, POLICY, SECOND, TECHNOLOGY, TITLE, iri, knowledge, said
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import assemble, label_triples
from kg.background import curated_names
from kg.model import Claim, ClaimSeen, Corpus, Entity, Evidence, Name, Sighting
from kg.rdf import canonical, decimal, language_of, moment, node, shorten, web_node
from kg.statements import triples_of
from kg.vocab import CST, PREFIXES, cst

RDF, SKOS, DCT, PROV = (PREFIXES[p] for p in ("rdf", "skos", "dcterms", "prov"))
ARTICLE = f"https://w3id.org/china-stp/id/bulletin/{FIRST}/policy-01"


def stated_in(corpus: Corpus) -> list[ox.Triple]:
    know = knowledge()
    stated = assemble(corpus, ontology=know.ontology, names_of=partial(curated_names, know.lexicon))
    return canonical(triples_of(stated))


@pytest.fixture(scope="module")
def graph() -> list[ox.Triple]:
    return stated_in(CORPUS)


def values(graph: list[ox.Triple], subject: str, predicate: str) -> list[str]:
    return [str(t.object) for t in graph if t.subject.value == subject and t.predicate.value == predicate]


def assertions(graph: list[ox.Triple], subject: str, predicate: str, obj: str) -> list[str]:
    wanted = {(RDF + "subject", subject), (RDF + "predicate", cst(predicate)), (RDF + "object", obj)}
    found: dict[str, set[tuple[str, str]]] = {}
    for t in graph:
        if isinstance(t.object, ox.NamedNode):
            found.setdefault(t.subject.value, set()).add((t.predicate.value, t.object.value))
    return [node_ for node_, pairs in found.items() if wanted <= pairs]


def test_every_node_is_an_iri_and_every_statement_stands_once(graph: list[ox.Triple]) -> None:
    assert all(isinstance(t.subject, ox.NamedNode) for t in graph)
    assert not any(isinstance(t.object, ox.BlankNode) for t in graph)
    assert len(set(graph)) == len(graph)


def test_each_fact_is_a_plain_triple_and_an_assertion(graph: list[ox.Triple]) -> None:
    for _, seen in CORPUS.claims:
        ends = {seen.claim.subject, seen.claim.object}
        plain = [t for t in graph if t.predicate.value == cst(seen.claim.predicate) and t.subject.value in ends]
        assert any(t.object.value in ends for t in plain)
        s, o = plain[0].subject.value, plain[0].object.value
        assert assertions(graph, s, seen.claim.predicate, o)


def test_several_sightings_are_one_assertion_with_all_evidence(graph: list[ox.Triple]) -> None:
    (assertion,) = assertions(graph, POLICY, "issuedBy", iri("moe"))
    assert len(values(graph, assertion, cst("evidence"))) == 3
    assert len(values(graph, assertion, PROV + "wasDerivedFrom")) == 2
    assert values(graph, assertion, cst("confidence")) == [str(decimal("0.95"))]
    assert f'"{JOINT}"@ko' in values(graph, assertion, cst("quote"))
    for evidence in values(graph, assertion, cst("evidence")):
        subject = evidence.strip("<>")
        for predicate in (
            PROV + "wasDerivedFrom",
            cst("quote"),
            cst("extractedBy"),
            cst("begin"),
            cst("end"),
        ):
            assert len(values(graph, subject, predicate)) == 1
    titled = [v for v in values(graph, assertion, cst("quote")) if TITLE in v]
    assert titled and set(values(graph, assertion, cst("extractedBy"))) == {'"headline"', '"title"'}


def test_symmetric_facts_have_one_direction(graph: list[ox.Triple]) -> None:
    low, high = sorted((iri("cas"), iri("tsinghua")))
    assert len(assertions(graph, low, "collaboratesWith", high)) == 1
    assert not assertions(graph, high, "collaboratesWith", low)
    assert len(values(graph, assertions(graph, low, "collaboratesWith", high)[0], cst("evidence"))) == 2


def test_qualifiers_are_typed(graph: list[ox.Triple]) -> None:
    (funding,) = assertions(graph, iri("most"), "funds", LAB)
    xsd = PREFIXES["xsd"]
    assert values(graph, funding, cst("amount")) == [f'"40000000"^^<{xsd}decimal>']
    assert values(graph, funding, cst("ceiling")) == [f'"true"^^<{xsd}boolean>']
    assert values(graph, funding, cst("date")) == [f'"2024-03"^^<{xsd}gYearMonth>']
    assert values(graph, funding, cst("currency")) == ['"CNY"']
    (post,) = assertions(graph, PERSON, "affiliatedWith", iri("most"))
    assert values(graph, post, cst("role")) == ['"부장"@ko']
    (issue,) = assertions(graph, POLICY, "issuedBy", iri("most"))
    assert values(graph, issue, cst("position")) == [f'"1"^^<{xsd}integer>']


def test_unknown_qualifiers_are_refused() -> None:
    claim = Claim(POLICY, "issuedBy", iri("moe"), (("colour", "red"),))
    with pytest.raises(ValueError, match="colour=red"):
        stated_in(replace(CORPUS, claims=((FIRST, ClaimSeen(claim, (said("x"),))),)))


def test_targets(graph: list[ox.Triple]) -> None:
    (target,) = values(graph, POLICY, cst("hasTarget"))
    subject = target.strip("<>")
    assert values(graph, subject, cst("value")) == [str(decimal(1000))]
    assert values(graph, subject, cst("targetYear")) == [f'"2025"^^<{PREFIXES["xsd"]}gYear>']
    assert values(graph, subject, cst("bound")) == ['"min"']
    assert values(graph, subject, PROV + "wasDerivedFrom") == [f"<{ARTICLE}>"]
    assert len(assertions(graph, POLICY, "hasTarget", subject)) == 1


def test_technologies_come_with_class_and_labels(graph: list[ox.Triple]) -> None:
    assert values(graph, POLICY, cst("addresses")) == [f"<{TECHNOLOGY}>"]
    assert values(graph, TECHNOLOGY, RDF + "type") == [f"<{CST}Technology>"]
    assert '"인공지능"@ko' in values(graph, TECHNOLOGY, SKOS + "prefLabel")


def test_labels_curated_first_and_surface_forms_among_them(graph: list[ox.Triple]) -> None:
    assert values(graph, iri("most"), PREFIXES["rdfs"] + "label") == ['"과학기술부"@ko']
    preferred = values(graph, iri("most"), SKOS + "prefLabel")
    assert '"科学技术部"@zh-hans' in preferred and '"科學技術部"@zh-hant' in preferred
    assert len({label.rpartition("@")[2] for label in preferred}) == len(preferred)
    assert '"우시(無錫)"@ko' in values(graph, iri("wuxi"), SKOS + "altLabel")
    assert not values(graph, iri("most"), SKOS + "hiddenLabel")


def test_mentions(graph: list[ox.Triple]) -> None:
    assert values(graph, iri("most"), cst("mentionedIn")) == [
        f"<{ARTICLE}>",
        f"<https://w3id.org/china-stp/id/bulletin/{SECOND}/policy-01>",
    ]
    mention = values(graph, PERSON, cst("hasMention"))[0].strip("<>")
    assert values(graph, mention, cst("surface")) == ['"김연구"@ko']
    assert values(graph, mention, cst("begin"))[0].startswith('"40"')


def test_articles_bulletins_and_sources(graph: list[ox.Triple]) -> None:
    bulletin = f"https://w3id.org/china-stp/id/bulletin/{FIRST}"
    assert values(graph, ARTICLE, DCT + "isPartOf") == [f"<{bulletin}>"]
    assert values(graph, bulletin, DCT + "issued") == [f'"2024-03-29"^^<{PREFIXES["xsd"]}date>']
    assert values(graph, bulletin, DCT + "publisher") == ['"정책연구실"']
    (source,) = values(graph, ARTICLE, DCT + "source")
    assert source == "<https://www.example.org/a%20b?x=%7B1%7D>"
    assert values(graph, source.strip("<>"), DCT + "title") == ['"科技部 教育部关于印发《数据开放措施》的通知"@zh-hans']


@pytest.mark.parametrize("url", ["javascript:alert(1)", "www.example.org/x", "", cst("Actor"), iri("most")])
def test_sources_without_sound_address_keep_their_text(url: str) -> None:
    article = replace(CORPUS.documents[0].articles[0], references=(("通知", url, None),))
    graph = stated_in(Corpus((replace(CORPUS.documents[0], articles=(article,)),), (), (), ()))
    (source,) = values(graph, ARTICLE, DCT + "source")
    assert source.startswith("<https://w3id.org/china-stp/id/source/")
    assert values(graph, source.strip("<>"), DCT + "title") == ['"通知"@zh-hans']
    assert values(graph, source.strip("<>"), DCT + "identifier") == ([f'"{url}"'] if url else [])


def test_older_iris_lead_to_the_newer(graph: list[ox.Triple]) -> None:
    older = "https://w3id.org/china-stp/id/policy/xolder"
    assert values(graph, older, PREFIXES["owl"] + "sameAs") == [f"<{POLICY}>"]


def test_order_of_input_makes_no_difference(graph: list[ox.Triple]) -> None:
    turned = Corpus(
        CORPUS.documents[::-1], CORPUS.entities[::-1], CORPUS.claims[::-1], CORPUS.targets, CORPUS.addresses
    )
    assert stated_in(turned) == graph


@given(st.lists(st.builds(Name, st.text(max_size=6), st.sampled_from(["ko", "zh-Hans", "zh-Hant", "zh", "en", "und"]))))
def test_one_preferred_label_per_language(names: list[Name]) -> None:
    graph = list(label_triples(node("http://example.org/x"), names))
    preferred = [t.object for t in graph if t.predicate.value == SKOS + "prefLabel"]
    labels = [t.object for t in graph if t.predicate.value == PREFIXES["rdfs"] + "label"]
    assert len({literal.language for literal in preferred}) == len(preferred)
    assert len(labels) == any(name.text.strip() for name in names)
    assert set(labels) <= set(preferred) and all(literal.language for literal in preferred)
    assert {t.object.value for t in graph} == {name.text.strip() for name in names} - {""}


def test_an_entity_without_korean_name_prefers_what_it_has() -> None:
    sighting = ((FIRST, Sighting("policy-01", 0, 4, "C919")),)
    entity = Entity("https://w3id.org/china-stp/id/product/x1", "Product", (Name("C919", "und"),), sighting, 0.9, ())
    graph = stated_in(Corpus(CORPUS.documents, (entity,), (), ()))
    assert values(graph, entity.iri, PREFIXES["rdfs"] + "label") == ['"C919"@en']


def test_evidence_of_the_same_sentence_by_two_rules_is_told_apart() -> None:
    two = (
        Evidence("policy-01", 0, 5, "같은 문장", "one", 0.5),
        Evidence("policy-01", 0, 5, "같은 문장", "two", 0.6),
    )
    graph = stated_in(replace(CORPUS, claims=((FIRST, ClaimSeen(Claim(POLICY, "issuedBy", iri("moe")), two)),)))
    (assertion,) = assertions(graph, POLICY, "issuedBy", iri("moe"))
    assert len(values(graph, assertion, cst("evidence"))) == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("과기부", "ko"),
        ("우시(無錫)", "ko"),
        ("科学", "zh-Hans"),
        ("科學", "zh-Hant"),
        ("上海", "zh-Hans"),
        ("CAS", "en"),
        ("2025", None),
    ],
)
def test_language_by_script(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_small_helpers() -> None:
    assert str(moment("2025")).endswith("gYear>") and str(moment("봄")) == '"봄"'
    assert decimal(Decimal("1.50")).value == "1.5" and decimal(0.1 + 0.2).value == "0.30000000000000004"
    assert shorten(cst("Actor")) == "cst:Actor" and shorten("urn:x") == "urn:x"
    assert web_node("HTTPS://예.한국/가") == ox.NamedNode("https://xn--2j5b.xn--3e0b707e/%EA%B0%80")
