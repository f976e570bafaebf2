"""The ontology, its concept schemes and shapes, and the reader that answers from them.

The shapes' test files (`tests/shapes/*.ttl`) hold valid and invalid nodes side by side; `test:violates` names
the shapes that a node violates, so the expected report stands beside the data.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import DataError, KgError
from kg.ontology import Ontology, TermError, load_ontology, ontology_files, shape_files
from kg.vocab import CST as CST_IRI
from kg.vocab import CSTR, entity_iri

CST = Namespace(CST_IRI)
TEST = Namespace("https://w3id.org/china-stp/test#")
SHAPES = Path(__file__).parent / "shapes"


def words(text: str) -> set[str]:
    return set(text.split())


ACTORS = words(
    "Ministry CentralBody LocalGovernment FundingBody University ResearchInstitute Laboratory "
    "InnovationCenter Company Association InternationalBody MediaOutlet"
)
PLACES = words("Country Province City District DevelopmentZone Region")
THINGS = words("Policy Report Program Project Event Product")
EVERYTHING = {
    "Actor": ACTORS,
    "Place": PLACES,
    **{name: {name} for name in (*THINGS, "Person", "Target", "Technology")},
}

# The contract's table, row by row; Actor and Place stand for all classes below them.
CONTRACT = {
    "issuedBy": ("Policy Report", "Actor Place"),
    "locatedIn": ("Actor Place Project Event", "Place"),
    "funds": ("Actor Place Program", "Actor Program Project Policy Place"),
    "partOf": ("Actor", "Actor"),
    "establishedBy": ("Actor Project Place", "Actor Place"),
    "develops": ("Actor Person", "Product Project"),
    "collaboratesWith": ("Actor", "Actor"),
    "affiliatedWith": ("Person", "Actor"),
    "administeredBy": ("Program Project Event", "Actor Place"),
    "participatesIn": ("Actor Person Place", "Event Project Program"),
    "appliesTo": ("Policy Report Program", "Place Actor"),
    "announcedAt": ("Policy Report Product", "Event"),
}
PROPERTIES = set(CONTRACT) | words(
    "hasTarget addresses mentionedIn hasMention evidence section number quote confidence extractedBy metric "
    "value unit targetYear bound amount currency ceiling role modality date position genre status surface "
    "begin end validFrom validTo predecessor written iriFamily"
)


def leaves(names: str) -> set[str]:
    return {leaf for name in words(names) for leaf in EVERYTHING[name]}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@cache
def graph(*files: Path) -> Graph:
    out = Graph()
    for file in files:
        out.parse(file)
    return out


def axioms() -> Graph:
    return graph(*ontology_files())


def languages(of: Graph, subject: Node, predicate: URIRef) -> list[str]:
    texts = of.objects(subject, predicate)
    return sorted(text.language or "" for text in texts if isinstance(text, Literal))


# --- what the contract asks for ----------------------------------------------------------------------------


def test_classes_are_those_of_the_contract(ontology: Ontology) -> None:
    assert ontology.entity_classes == ACTORS | PLACES | THINGS | {"Person", "Technology"}
    abstract = words("Entity Actor Place TextSpan")
    records = words("Assertion Evidence Mention Article Bulletin Target Genre Status")
    assert ontology.classes == ontology.entity_classes | abstract | records


def test_relations_are_those_of_the_contract(ontology: Ontology) -> None:
    assert ontology.relations == set(CONTRACT)
    assert ontology.properties == PROPERTIES


@pytest.mark.parametrize("relation", CONTRACT)
def test_domain_and_range_are_those_of_the_contract(ontology: Ontology, relation: str) -> None:
    subjects, objects = map(leaves, CONTRACT[relation])
    assert ontology.domain(relation) == subjects
    assert ontology.range(relation) == objects
    for s, o in product(ontology.entity_classes, repeat=2):
        assert ontology.allows(relation, s, o) == (s in subjects and o in objects)


def test_properties_beyond_the_relations(ontology: Ontology) -> None:
    assert ontology.domain("hasTarget") == {"Policy"}
    assert ontology.range("hasTarget") == {"Target"}
    assert ontology.range("addresses") == {"Technology"}
    assert ontology.range("mentionedIn") == {"Article"}
    assert ontology.domain("mentionedIn") == ontology.entity_classes
    assert ontology.domain("quote") == {"Assertion", "Evidence"}


def test_every_term_speaks_three_languages(ontology: Ontology) -> None:
    for name in ontology.classes | ontology.properties:
        labels = [ontology.label(name, lang) for lang in ("ko", "zh", "en")]
        definitions = [ontology.definition(name, lang) for lang in ("ko", "zh", "en")]
        assert all(labels + definitions)
        assert len(set(labels)) == len(set(definitions)) == 3
    assert ontology.label("University", "ko") == "대학"
    assert ontology.label("University", "zh-Hans") == ontology.label("University", "zh") == "高等学校"


def test_every_term_of_the_graph_has_label_definition_and_place() -> None:
    """Helper unions and terms about terms too, which the reader does not list."""
    terms = {s for s in axioms().subjects(unique=True) if plain(s).startswith(CST_IRI)}
    assert len(terms) > 90
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            assert languages(axioms(), term, predicate) == ["en", "ko", "zh"], term
        if {OWL.ObjectProperty, OWL.DatatypeProperty} & set(axioms().objects(term, RDF.type)):
            assert len(list(axioms().objects(term, RDFS.domain))) == 1
            assert len(list(axioms().objects(term, RDFS.range))) == 1


def test_families(ontology: Ontology) -> None:
    assert {ontology.family(name) for name in ACTORS} == {"org"}
    assert {ontology.family(name) for name in PLACES} == {"place"}
    assert ontology.family("Policy") == ontology.family("Report") == "policy"
    for name in ("Person", "Program", "Project", "Event", "Product", "Technology"):
        assert ontology.family(name) == name.lower()
    for name in ontology.entity_classes:
        assert entity_iri(ontology.family(name), "x").startswith(CSTR)


def test_hierarchy(ontology: Ontology) -> None:
    assert ontology.superclasses("Ministry") >= {"Actor", "Entity", "Funder", "ActorOrPlace"}
    assert ontology.is_a("Ministry", "Actor")
    assert ontology.is_a("Ministry", "Ministry")
    assert not ontology.is_a("Actor", "Ministry")
    assert not ontology.is_a("Person", "Actor")
    for name in ontology.entity_classes:
        assert ontology.is_a(name, "Entity")


def test_only_collaboration_is_symmetric(ontology: Ontology) -> None:
    assert {name for name in ontology.properties if ontology.symmetric(name)} == {"collaboratesWith"}


def test_ontology_header(ontology: Ontology) -> None:
    header = URIRef(CST_IRI.removesuffix("#"))
    assert (header, RDF.type, OWL.Ontology) in axioms()
    assert axioms().value(header, OWL.versionIRI) == URIRef(f"{header}/{ontology.version}")
    vann = Namespace("http://purl.org/vocab/vann/")
    assert axioms().value(header, vann.preferredNamespacePrefix) == Literal("cst")


def test_helper_unions_say_the_same_to_owl_and_rdfs() -> None:
    unions = list(axioms().subject_objects(OWL.unionOf))
    assert len(unions) >= 10
    for helper, members in unions:
        assert set(axioms().items(members)) == set(axioms().subjects(RDFS.subClassOf, helper)), helper


def test_disjoint_classes_have_no_common_subclass(ontology: Ontology) -> None:
    for axiom in axioms().subjects(RDF.type, OWL.AllDisjointClasses):
        listed = axioms().items(next(axioms().objects(axiom, OWL.members)))
        members = [str(member).removeprefix(CST_IRI) for member in listed]
        for name in ontology.classes:
            assert sum(ontology.is_a(name, member) for member in members) <= 1, name


# --- concept schemes ---------------------------------------------------------------------------------------


def test_technologies_have_three_languages_and_a_place(ontology: Ontology) -> None:
    fields = ontology.technologies()
    slugs = {field.slug for field in fields}
    assert len(fields) == len(slugs) >= 120
    for concept in fields:
        assert set(concept.labels) == {"ko", "zh-Hans", "en"}
        assert concept.iri == entity_iri("technology", concept.slug)
        assert set(concept.broader) <= slugs


def test_broader_is_acyclic(ontology: Ontology) -> None:
    broader = {field.slug: field.broader for field in ontology.technologies()}

    def depth(slug: str, path: tuple[str, ...] = ()) -> int:
        assert slug not in path, path
        return max((depth(wider, (*path, slug)) for wider in broader[slug]), default=-1) + 1

    assert max(map(depth, broader)) in range(1, 6)


@pytest.mark.parametrize("scheme", ["technology", "genre", "status"])
def test_a_form_names_one_concept(ontology: Ontology, scheme: str) -> None:
    owners: dict[str, str] = {}
    for concept in ontology.concepts(scheme):
        for form in concept.forms:
            assert owners.setdefault(form.casefold(), concept.slug) == concept.slug, form


@pytest.mark.parametrize(
    ("form", "slug"),
    [
        ("AI", "artificial-intelligence"),
        ("집적회로", "integrated-circuits"),
        ("반도체", "semiconductors"),
        ("신에너지 자동차", "new-energy-vehicles"),
        ("양자컴퓨팅", "quantum-computing"),
        ("바이오의약", "biomedicine"),
        ("绿氢", "green-hydrogen"),
    ],
)
def test_usual_names_find_their_field(ontology: Ontology, form: str, slug: str) -> None:
    assert [field.slug for field in ontology.technologies() if form in field.forms] == [slug]


def test_genres_and_statuses(ontology: Ontology) -> None:
    for scheme in ("genre", "status"):
        for concept in ontology.concepts(scheme):
            assert set(concept.labels) == {"ko", "zh-Hans", "en"}
    chinese = {form for genre in ontology.concepts("genre") for form in genre.forms}
    assert {"通知", "意见", "办法", "行动计划", "实施方案", "条例", "规划", "白皮书"} <= chinese
    assert words("draft trial in-force repealed") <= {status.slug for status in ontology.concepts("status")}


# --- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [*ontology_files(), *shape_files()], ids=lambda file: file.stem)
def test_both_libraries_read_the_same(file: Path) -> None:
    one = [(t.subject, t.predicate, t.object) for t in pyoxigraph.parse(path=str(file))]
    other = list(graph(file))
    assert one
    assert Counter(tuple(map(plain, t)) for t in one) == Counter(tuple(map(plain, t)) for t in other)


def plain(term: object) -> str:
    """A term of either library as text; blank nodes look alike and language tags lose their case."""
    if isinstance(term, pyoxigraph.BlankNode | rdflib.BNode):
        return "[]"
    if isinstance(term, pyoxigraph.Literal | rdflib.Literal):
        text = term.value if isinstance(term, pyoxigraph.Literal) else str(term)
        return f"{text}@{(term.language or '').lower()}"
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


# --- errors ------------------------------------------------------------------------------------------------


def test_unknown_names_are_refused(ontology: Ontology) -> None:
    for ask in (
        lambda: ontology.superclasses("Minister"),
        lambda: ontology.is_a("Ministry", "Minister"),
        lambda: ontology.family("ActorOrPlace"),
        lambda: ontology.domain("owns"),
        lambda: ontology.range("owns"),
        lambda: ontology.allows("issuedBy", "Policy", "Minister"),
        lambda: ontology.symmetric("owns"),
        lambda: ontology.label("Minister", "ko"),
        lambda: ontology.definition("Minister", "ko"),
        lambda: ontology.label("Ministry", "ja"),
        lambda: ontology.concepts("colour"),
    ):
        with pytest.raises(TermError) as caught:
            ask()
        assert isinstance(caught.value, KgError)
    with pytest.raises(TermError, match="Ministry"):
        ontology.family("Minister")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the ontology that a test may break."""
    for file in ontology_files():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def break_file(directory: Path, old: str, new: str) -> None:
    file = directory / "china-stp.ttl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"ministry"@en', '"ministry"@fr', "cst:Ministry has no .* in en"),
        ('"ministry"@en', '"ministry"@en, "department"@en', "twice in 'en'"),
        ("rdfs:domain cst:Publication ;", "", "cst:issuedBy needs one"),
        ("rdfs:range cst:Event ;", "", "cst:announcedAt needs one"),
        ("rdfs:range cst:ActorOrPlace", "rdfs:range cst:Nobody", "cst:Nobody is no owl:Class"),
        ("rdfs:subClassOf cst:Entity, org:Org", "rdfs:subClassOf cst:Thing, org:Org", "Thing, which is no"),
        ("rdfs:subClassOf cst:Entity, org:Org", "rdfs:subClassOf cst:Ministry, org:Org", "own superclass"),
        ('owl:versionInfo "0.1.0" ;', "", "no owl:versionInfo"),
        (
            "rdfs:subClassOf cst:Actor, org:FormalOrganization",
            'cst:iriFamily "ministry" ; rdfs:subClassOf cst:Actor',
            "several IRI families",
        ),
    ],
)
def test_gaps_in_the_ontology_are_refused(copy: Path, old: str, new: str, reason: str) -> None:
    break_file(copy, old, new)
    with pytest.raises(DataError, match=reason):
        load_ontology(directory=copy)


def test_broken_turtle_is_named_with_its_line(copy: Path) -> None:
    break_file(copy, "cst:Ministry a owl:Class", "cst:Ministry a owl:Class owl:Class")
    with pytest.raises(DataError, match=r"china-stp\.ttl:\d+: no valid Turtle"):
        load_ontology(directory=copy)


def test_an_empty_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no ontology"):
        load_ontology(directory=tmp_path)


# --- shapes ------------------------------------------------------------------------------------------------

FIXTURES = sorted(file.stem for file in SHAPES.glob("*.ttl") if file.stem != "common")


def fixture_data(stem: str) -> Graph:
    return Graph().parse(SHAPES / "common.ttl").parse(SHAPES / f"{stem}.ttl")


@cache
def report(stem: str) -> Graph:
    """The report on a test file. Adding the ontology to the data is faster than handing it over apart."""
    merged = fixture_data(stem) + axioms()
    conforms, result, _ = pyshacl.validate(merged, shacl_graph=graph(*shape_files()), inplace=True)
    assert isinstance(result, Graph)
    assert conforms == (not list(result.subjects(RDF.type, SH.ValidationResult)))
    return result


def violations(result: Graph) -> set[tuple[object, object]]:
    """Pairs of node and shape; blank nodes look alike."""
    found = result.subjects(RDF.type, SH.ValidationResult)
    return {(plain(result.value(r, SH.focusNode)), result.value(r, SH.sourceShape)) for r in found}


def expected(data: Graph) -> set[tuple[object, object]]:
    return {(plain(node), shape) for node, shape in data.subject_objects(TEST.violates)}


def test_every_shape_file_has_a_test_file() -> None:
    assert [file.stem for file in shape_files()] == FIXTURES


@pytest.mark.parametrize("stem", FIXTURES)
def test_shapes_report_what_the_test_file_expects(stem: str) -> None:
    assert violations(report(stem)) == expected(fixture_data(stem))


def test_ontology_may_be_handed_over_as_ontology_graph() -> None:
    data = fixture_data("relations")
    conforms, result, _ = pyshacl.validate(data, shacl_graph=graph(*shape_files()), ont_graph=axioms())
    assert not conforms
    assert violations(result) == expected(data)


def test_valid_nodes_alone_conform() -> None:
    valid = Graph()
    for stem in FIXTURES:
        data = fixture_data(stem)
        for node in set(data.subjects(TEST.violates)):
            data.remove((node, None, None))
            data.remove((None, None, node))
        valid += data
    assert len(valid) > 200
    conforms, _, text = pyshacl.validate(valid, shacl_graph=graph(*shape_files()), ont_graph=axioms())
    assert conforms, text


def test_every_shape_is_violated_somewhere() -> None:
    shapes = graph(*shape_files())
    with_message = {s for s in shapes.subjects(SH.message) if isinstance(s, URIRef)}
    with_query = set(shapes.subjects(SH.sparql))
    seen = {shape for stem in FIXTURES for shape in fixture_data(stem).objects(None, TEST.violates)}
    assert seen == with_message | with_query


def test_every_entity_class_is_tested_with_a_right_and_a_wrong_node(ontology: Ontology) -> None:
    data = [fixture_data(stem) for stem in FIXTURES]
    for name in ontology.entity_classes:
        nodes = {(i, node) for i, g in enumerate(data) for node in g.subjects(RDF.type, CST[name])}
        wrong = {(i, node) for i, node in nodes if (node, TEST.violates, None) in data[i]}
        assert wrong and nodes - wrong, name


def test_plain_triple_check_names_the_assertions() -> None:
    result = report("evidence")
    values = {
        result.value(r, SH.value)
        for r in result.subjects(SH.sourceShape, URIRef("https://w3id.org/china-stp/shapes#PlainTriple"))
    }
    assert values == {URIRef(CSTR + "assertion/bad"), URIRef(CSTR + "unknown")}


def test_messages_are_english_and_korean() -> None:
    shapes = graph(*shape_files())
    with_messages = set(shapes.subjects(SH.message))
    assert len(with_messages) > 50
    for shape in with_messages:
        assert languages(shapes, shape, SH.message) == ["en", "ko"]


def test_relation_shapes_agree_with_domain_and_range() -> None:
    shapes = graph(*shape_files())
    asserted = {p for cls in (CST.Relation, CST.AssertableProperty) for p in axioms().subjects(RDF.type, cls)}
    assert len(asserted) == 14
    for relation in asserted:
        targeting = shapes.subjects(SH.targetSubjectsOf, relation)
        shape = next(s for s in targeting if (s, SH["class"], None) in shapes)
        inner = next(p for p in shapes.objects(shape, SH.property) if (p, SH.path, relation) in shapes)
        assert shapes.value(shape, SH["class"]) == axioms().value(relation, RDFS.domain)
        assert shapes.value(inner, SH["class"]) == axioms().value(relation, RDFS.range)


def test_shape_patterns_agree_with_iri_families(ontology: Ontology) -> None:
    shapes = graph(*shape_files())
    checked = set()
    for shape, cls in shapes.subject_objects(SH.targetClass):
        pattern = shapes.value(shape, SH.pattern)
        if pattern is not None:
            name = str(cls).removeprefix(CST_IRI)
            assert f"/id/{ontology.family(name)}/" in str(pattern)
            checked.add(name)
    abstract = {"Entity", "TextSpan"}
    for name in ontology.classes - abstract:
        assert any(ontology.is_a(name, top) for top in checked), name
