"""How long views take: to write, to be usable in Chromium, to search, to redraw. Prints a table.

    python tests/bench_view.py [THINGS …]        500 and 5000 by default

The networks are trees in which new things prefer well-connected ones, with a tenth of further ties: hubs and
leaves as in a graph of bulletins.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
from browser import browser
from test_view_browser import opened

from kg.ontology import load_ontology
from kg.rdf import DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, decimal, named, node
from kg.view import Everything, render
from kg.vocab import CSTR, GRAPH_FACTS, article_iri, bulletin_iri, cst

_SEARCH = """
const box = document.getElementById("search"), start = performance.now();
box.value = arguments[0]; box.dispatchEvent(new Event("input"));
return performance.now() - start"""


def network(things: int) -> ox.Store:
    """A store with a made-up graph."""
    store = ox.Store()
    choose = random.Random(things)
    classes = sorted(load_ontology().entity_classes)
    relations = sorted(load_ontology().relations)
    article = node(article_iri("bench", "policy-01"))

    def add(subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        for graph in (ox.DefaultGraph(), node(GRAPH_FACTS)):
            store.add(ox.Quad(subject, predicate, value, graph))

    add(article, named("dcterms", "isPartOf"), node(bulletin_iri("bench")))
    nodes = [node(f"{CSTR}org/n{n}") for n in range(things)]
    for n, subject in enumerate(nodes):
        add(subject, TYPE, node(cst(choose.choice(classes))))
        add(subject, MENTIONED_IN, article)
        add(subject, LABEL, ox.Literal(f"과학기술 연구기관 {n}", language="ko"))
        add(subject, PREF_LABEL, ox.Literal(f"科学技术研究机构 {n}", language="zh-hans"))
    ends: list[int] = [0]
    for n in range(1, things + things // 10):
        a, b = n % things, choose.choice(ends)
        ends += (a, b)
        assertion, evidence = node(f"{CSTR}assertion/{n}"), node(f"{CSTR}evidence/{n}")
        add(assertion, named("rdf", "subject"), nodes[a])
        add(assertion, named("rdf", "predicate"), node(cst(choose.choice(relations))))
        add(assertion, named("rdf", "object"), nodes[b])
        add(assertion, node(cst("confidence")), decimal(0.9))
        add(assertion, node(cst("evidence")), evidence)
        add(evidence, DERIVED_FROM, article)
        quote = f"{n}번째 문장은 두 기관의 관계를 말한다. " * 3
        add(evidence, node(cst("quote")), ox.Literal(quote, language="ko"))
    return store


def main(sizes: list[int]) -> None:
    print("things  facts  written  file      usable   search   redraw")
    with tempfile.TemporaryDirectory() as folder:
        for things in sizes:
            page = Path(folder) / f"{things}.html"
            store = network(things)
            begin = time.perf_counter()
            shown = render(store, selection=Everything(), output=page, limit=things)
            written = time.perf_counter() - begin
            with browser(Path(folder) / f"profile-{things}") as driver:
                opened(driver, page)  # once to warm the browser up
                opened(driver, page)
                usable = driver.execute_script("return performance.getEntriesByName('usable')[0].startTime")
                driver.execute_script(_SEARCH, "과")
                search = driver.execute_script(_SEARCH, "기관 12")
                redraw = driver.execute_script("return view.redrawTime()")
            size = page.stat().st_size / 1e6
            print(
                f"{things:6}  {len(shown.facts):5}  {written:5.1f} s  {size:4.1f} MB  {usable:5.0f} ms "
                f"{search:5.0f} ms {redraw:5.0f} ms"
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 5000])
