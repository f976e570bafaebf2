"""Exports: what is written can be read back as the same graph, and is the same bytes every time."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import yaml
from graphs import CORPUS, LAB, POLICY, iri, write_build
from rdflib import SKOS, BNode, Dataset, Graph
from rdflib.compare import isomorphic

from kg.export import EXPORTERS, export, export_tables, network
from kg.generations import Generation, current
from kg.model import Corpus
from kg.ontology import ontology_files
from kg.vocab import GRAPH_BACKGROUND, GRAPH_FACTS, GRAPH_ONTOLOGY

SSSOM_SLOTS = (
    "subject_id", "subject_label", "subject_category", "predicate_id", "object_label", "mapping_justification",
)  # fmt: skip
"""Slots of the schema's class Mapping that the table uses, in the schema's order."""


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    found = current(write_build(tmp_path_factory.mktemp("export") / "build"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def facts(generation: Generation) -> Graph:
    return Graph().parse(generation.graph, format="turtle")


def written(generation: Generation, form: str) -> bytes:
    out = io.BytesIO()
    export(generation, form, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "syntax"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_rdf_comes_back(generation: Generation, facts: Graph, form: str, syntax: str) -> None:
    assert isomorphic(Graph().parse(data=written(generation, form), format=syntax), facts)


@pytest.mark.parametrize(("form", "syntax"), [("nquads", "nquads"), ("trig", "trig")])
def test_named_graphs_come_back(generation: Generation, facts: Graph, form: str, syntax: str) -> None:
    dataset = Dataset()
    dataset.parse(data=written(generation, form), format=syntax)
    assert isomorphic(dataset.graph(GRAPH_FACTS), facts)
    assert len(dataset.graph(GRAPH_BACKGROUND)) == len(Graph().parse(generation.background, format="turtle"))
    ontology = Graph()
    for file in ontology_files():
        ontology.parse(file, format="turtle")
    named = [t for t in ontology if not any(isinstance(term, BNode) for term in t)]
    given = dataset.graph(GRAPH_ONTOLOGY)
    assert len(given) == len(ontology) > len(named)
    assert set(named) <= set(given) and not any(isinstance(term, BNode) for t in given for term in t)


def test_graphml_and_gexf_are_the_network(generation: Generation) -> None:
    things, edges = network(generation)
    for form, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        graph = read(io.BytesIO(written(generation, form)))
        assert set(graph.nodes) == {thing.iri for thing in things}
        assert graph.number_of_edges() == len(edges)
        assert graph.nodes[iri("most")]["label"] == "과학기술부"
        assert graph.nodes[iri("most")]["class"] == "Ministry"


def test_network(generation: Generation) -> None:
    things, edges = network(generation)
    (most,) = (thing for thing in things if thing.iri == iri("most"))
    assert most.articles == 2 and most.labels["zh-hans"] == "科学技术部"
    by_ends = {(edge.source, edge.relation, edge.target): edge for edge in edges}
    joint = by_ends[POLICY, "issuedBy", iri("moe")]
    assert (joint.confidence, joint.sentences) == ("0.95", 3)
    assert (iri("most"), "funds", LAB) in by_ends
    assert not any(edge.relation == "hasTarget" for edge in edges)


def test_csv(generation: Generation, tmp_path: Path) -> None:
    export_tables(generation, tmp_path / "tables")
    with (tmp_path / "tables" / "nodes.csv").open(encoding="utf-8", newline="") as stream:
        nodes = list(csv.DictReader(stream))
    assert {"id": iri("wuxi"), "class": "City", "label": "우시시", "ko": "우시시"}.items() <= nodes_by_id(nodes)[
        iri("wuxi")
    ].items()
    assert (tmp_path / "tables" / "edges.csv").read_bytes() == written(generation, "csv")


def test_sssom_is_the_alias_table(generation: Generation) -> None:
    lines = written(generation, "sssom").decode().split("\n")
    header = [line for line in lines if line.startswith("#")]
    assert lines[: len(header)] == header and lines[-1] == ""
    metadata = yaml.safe_load("\n".join(line[1:] for line in header))
    assert metadata["mapping_set_id"].startswith("https://w3id.org/") and metadata["license"]
    assert metadata["object_type"] == "rdfs literal"
    rows = list(csv.DictReader(lines[len(header) : -1], delimiter="\t"))
    assert [tuple(row.values()) for row in rows] == sorted(tuple(row.values()) for row in rows)
    (extension,) = metadata["extension_definitions"]
    assert list(rows[0]) == [*SSSOM_SLOTS, extension["slot_name"]]
    for curie in [extension["property"], *(row["subject_id"] for row in rows)]:
        assert curie.partition(":")[0] in metadata["curie_map"]
    assert set(metadata["curie_map"]) == {"dcterms", *(row["subject_id"].partition(":")[0] for row in rows)}
    known = {
        (row["predicate_id"], row["object_label"], row["object_language"], row["mapping_justification"])
        for row in rows
        if row["subject_id"] == "cstr-org:most"
        and (row["subject_label"], row["subject_category"]) == ("과학기술부", "Ministry")
    }
    assert {
        ("skos:prefLabel", "科学技术部", "zh-hans", "semapv:ManualMappingCuration"),
        ("skos:altLabel", "과기부", "ko", "semapv:ManualMappingCuration"),
        ("skos:hiddenLabel", "커지부", "ko", "semapv:LexicalMatching"),
    } <= known


def test_sssom_has_every_label_of_the_background(generation: Generation) -> None:
    graph = Graph().parse(generation.background, format="turtle")
    labels = sum(
        len(list(graph.triples((None, label, None)))) for label in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    )
    rows = [line for line in written(generation, "sssom").decode().splitlines() if not line.startswith("#")]
    assert len(rows) - 1 == labels


def nodes_by_id(nodes: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {node["id"]: node for node in nodes}


@pytest.mark.parametrize("form", EXPORTERS)
def test_same_graph_same_bytes(generation: Generation, tmp_path: Path, form: str) -> None:
    turned = Corpus(
        CORPUS.documents[::-1], CORPUS.entities[::-1], CORPUS.claims[::-1], CORPUS.targets, CORPUS.addresses
    )
    again = current(write_build(tmp_path / "build", turned))
    assert again is not None
    assert written(again, form) == written(generation, form)


def test_markup_in_names_stays_text(tmp_path: Path) -> None:
    from dataclasses import replace

    from kg.model import Name

    hostile = "<script>alert('&')</script>\x1b\x00 \"끝\""
    policy = next(e for e in CORPUS.entities if e.iri == POLICY)
    corpus = replace(
        CORPUS,
        entities=(*CORPUS.entities[:5], replace(policy, names=(Name(hostile, "ko"),)), *CORPUS.entities[6:]),
    )
    generation = current(write_build(tmp_path / "build", corpus))
    assert generation is not None
    for form, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        label = read(io.BytesIO(written(generation, form))).nodes[POLICY]["label"]
        assert label == hostile.replace("\x1b", "\N{REPLACEMENT CHARACTER}").replace(
            "\x00", "\N{REPLACEMENT CHARACTER}"
        )
    assert any("script" in label for label in Graph().parse(data=written(generation, "rdfxml"), format="xml").objects())
    turtle = ox.parse(written(generation, "turtle"), format=ox.RdfFormat.TURTLE)
    assert any(isinstance(q.object, ox.Literal) and q.object.value == hostile for q in turtle)
