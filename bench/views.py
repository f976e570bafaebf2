"""How long views take: to write, to be usable in Chromium, to search, to redraw; beside pyvis's own page; and how
long it takes to find one thing's surroundings in a large graph. Prints three tables.

    python -m bench.views [THINGS …]        500, 2000 and 5000 by default

The networks are trees in which new things prefer well-connected ones, with a tenth of further ties: hubs and
leaves as in a graph of bulletins.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.remote.webdriver import WebDriver

from bench.harness import Figure, Size
from bench.makers import browser, opened
from kg.ontology import load_ontology
from kg.rdf import DERIVED_FROM, LABEL, MENTIONED_IN, PREF_LABEL, TYPE, decimal, named, node
from kg.view import Around, Everything, Network, OfClass, Selection, render
from kg.view.network import read_network
from kg.vocab import CSTR, article_iri, bulletin_iri, cst

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
        store.add(ox.Quad(subject, predicate, value))

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


def usable(driver: WebDriver, page: Path) -> float:
    """Milliseconds from opening the page to its first complete drawing, the median of three times."""
    opened(driver, page)  # once to warm the browser up
    times = []
    for _ in range(3):
        opened(driver, page)
        times.append(driver.execute_script("return performance.getEntriesByName('usable')[0].startTime"))
    found: float = median(times)
    return found


def views(folder: Path, sizes: list[int]) -> None:
    """The table of our own pages."""
    print("things  facts  written  file      usable   search   redraw")
    for things in sizes:
        page = folder / f"{things}.html"
        store = network(things)
        begin = time.perf_counter()
        shown = render(store, selection=Everything(), output=page, limit=things)
        written = time.perf_counter() - begin
        with browser(folder / f"profile-{things}") as driver:
            ready = usable(driver, page)
            driver.execute_script(_SEARCH, "과")
            search = driver.execute_script(_SEARCH, "기관 12")
            redraw = driver.execute_script("return view.redrawTime()")
        print(
            f"{things:6}  {len(shown.facts):5}  {written:5.1f} s  {page.stat().st_size / 1e6:4.2f} MB  "
            f"{ready:5.0f} ms {search:5.0f} ms {redraw:5.0f} ms"
        )


# --- beside pyvis -------------------------------------------------------------------------------------------

_WATCH = """
const watch = setInterval(() => {
  if (!window.network?.once) return;
  clearInterval(watch);
  performance.mark("made");
  window.network.once("stabilizationIterationsDone", () => performance.mark("settled"));
}, 5);"""
_CAP = 60.0


def pyvis_page(shown: Network, *, told: bool) -> str:
    """What pyvis makes of the network by itself: names as labels; `told`: with all names and sentences as hints."""
    from pyvis.network import Network as Drawing

    drawing = Drawing(directed=True, cdn_resources="in_line")
    for thing in shown.things:
        hint = " · ".join(name for names in thing.names.values() for name in names) if told else None
        drawing.add_node(thing.iri, label=thing.names["ko"][0], title=hint)
    for fact in shown.facts:
        quotes = [evidence.quote for claim in fact.claims for evidence in claim.evidence] if told else []
        drawing.add_edge(fact.subject, fact.object, title=" ".join((fact.relation, *quotes)))
    html: str = drawing.generate_html()
    return html


def settled(driver: WebDriver, page: Path) -> float | None:
    """Seconds until pyvis's page has settled and shows its network; none if it has not within the cap."""
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
    driver.set_page_load_timeout(_CAP)
    driver.set_script_timeout(_CAP)
    script = "return ['made', 'settled'].map(name => performance.getEntriesByName(name)[0]?.startTime)"
    deadline = time.monotonic() + _CAP
    try:
        driver.get(page.as_uri())
        while time.monotonic() < deadline:
            made, done = driver.execute_script(script)
            if done is not None:
                return float(done - made) / 1000
            time.sleep(0.2)
    except TimeoutException:  # the page is too busy to answer
        return None
    return None


def beside_pyvis(folder: Path, things: int) -> None:
    """The table that sets our page beside pyvis's, with the same network. pyvis's time counts from when its library
    begins to draw, so that the addresses it asks for in vain do not count.
    """
    page = folder / "ours.html"
    shown = render(network(things), selection=Everything(), output=page, limit=things)
    with browser(folder / "profile-ours") as driver:
        ours = usable(driver, page) / 1000
    print(f"\n{things} things, {len(shown.facts)} facts        usable     file")
    print(f"kg view                         {ours:6.2f} s  {page.stat().st_size / 1e6:5.2f} MB")
    for name, told in (("pyvis, names only", False), ("pyvis, names and sentences", True)):
        other = folder / f"pyvis-{told}.html"
        other.write_text(pyvis_page(shown, told=told), encoding="utf-8")
        with browser(folder / f"profile-pyvis-{told}") as driver:
            took = settled(driver, other)
        sign, seconds = ("", took) if took is not None else (">", _CAP)
        size = other.stat().st_size
        print(
            f"{name:30}  {sign}{seconds:6.2f} s  {size / 1e6:5.2f} MB   "
            f"{sign}{seconds / ours:.0f} times as long, {size / page.stat().st_size:.1f} times as large"
        )


def measure(given: Size, work: Path) -> list[Figure]:
    """Our page beside pyvis's for the comparison's table: names only where time counts, which is quicker to settle, and
    names and sentences where the file does, since ours has them.
    """
    things = 2000 if given.name != "quick" else 200
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "ours.html"
        shown = render(network(things), selection=Everything(), output=page, limit=things)
        others = {told: folder / f"pyvis-{told}.html" for told in (False, True)}
        for told, other in others.items():
            other.write_text(pyvis_page(shown, told=told), encoding="utf-8")
        with browser(folder / "profile-ours") as driver:
            ours = usable(driver, page) / 1000
        with browser(folder / "profile-pyvis") as driver:
            took = settled(driver, others[False])
        sizes = [path.stat().st_size / 1e6 for path in (page, others[True], others[False])]
    about: dict[str, Any] = {
        "facts": len(shown.facts),
        "pyvis settled": f"after {took:.0f} s" if took else f"not within {_CAP:.0f} s",
    }
    if took is None:
        about["at least"] = True
    theirs = took if took is not None else _CAP
    drawn = f"view of {things:,} things"
    return [
        Figure(
            "view", f"{drawn}, time until usable", "pyvis as it comes, names only", ours, theirs, "s", theirs / ours,
            least=50.0, about=about,
        ),
        Figure(
            "view-file", f"{drawn}, file with names and sentences", "pyvis", sizes[0], sizes[1], "MB",
            sizes[1] / sizes[0], least=2.0, about={"pyvis with names only": f"{sizes[2]:.2f} MB"},
        ),
    ]  # fmt: skip


# --- a part of a large graph --------------------------------------------------------------------------------


def parts(things: int) -> None:
    """The table of how long reading takes, by selection, in a graph of so many things."""
    store, ontology = network(things), load_ontology()
    graph = len(store)
    print(f"\nreading from {graph} statements   things    median of 3")
    selections: dict[str, Selection] = {
        "around a thing, one hop": Around((f"{CSTR}org/n{things // 3}",)),
        "around a thing, three hops": Around((f"{CSTR}org/n{things // 3}",), hops=3),
        "around the first hub, one hop": Around((f"{CSTR}org/n0",)),
        "a class": OfClass("Ministry"),
        "everything": Everything(),
    }
    for name, selection in selections.items():
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            found = read_network(store, selection=selection, ontology=ontology, limit=1500)
            times.append(time.perf_counter() - begin)
        print(f"{name:30}  {found.total:7}   {median(times) * 1000:9.1f} ms")


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        views(Path(folder), sizes)
        beside_pyvis(Path(folder), 2000)
    parts(90_000)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 2000, 5000])
