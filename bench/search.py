"""How long a keystroke in the search box takes, and how much longer SPARQL's CONTAINS does. Prints tables.

    python -m bench.search [THINGS]        100000 by default: 1.4 million statements, 1.1 million names

The names are those of `many_names`, written into one index beside an empty background. Names are typed letter by
letter: Korean as a keyboard composes it, syllables unfinished meanwhile. Then the same texts are looked for with
FILTER CONTAINS over all labels in Oxigraph (a store on disk, opened read-only) and rdflib (in memory; two texts
only), each beside our search for it. Times are processor time of this process, since machines are shared. Quote the
ratios.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import rdflib

from bench.makers import Made, made, typed
from kg.generations import Generation
from kg.labels import write_index
from kg.language.hangul import INITIALS, decompose, is_syllable
from kg.rdf import canonical
from kg.search import Names
from kg.store import open_read_only

_SAMPLE = 60
_CONTAINS = """SELECT DISTINCT ?thing WHERE {
  ?thing <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2004/02/skos/core#altLabel>|\
<http://www.w3.org/2004/02/skos/core#hiddenLabel> ?label . FILTER CONTAINS(STR(?label), "%s") }"""


def consonants(text: str) -> str:
    return "".join(decompose(c)[0] for c in text if is_syllable(c))


def keystrokes(names: list[Made], choose: random.Random) -> dict[str, list[str]]:
    """Texts by kind."""

    def sequences(pick: Callable[[Made], str], longest: int = 20) -> list[str]:
        return [text for name in choose.sample(names, _SAMPLE) for text in typed(pick(name)[:longest])]

    def middle(text: str) -> str:
        start = choose.randrange(len(text) - 1)
        return text[start:]

    syllables = sorted({c for name in names for c in name.ko[0] + name.zh})
    return {
        "Korean": sequences(lambda n: n.ko[0]),
        "Korean, reading": sequences(lambda n: n.read),
        "Korean, from the middle": sequences(lambda n: middle(n.ko[0])),
        "initial consonants": sequences(lambda n: consonants(n.ko[0])),
        "syllables, then consonants": sequences(lambda n: n.ko[0][:2] + consonants(n.ko[0][2:])),
        "simplified": sequences(lambda n: n.zh),
        "simplified, from the middle": sequences(lambda n: middle(n.zh)),
        "traditional": sequences(lambda n: n.hant),
        "pinyin": sequences(lambda n: n.toneless.replace(" ", "")),
        "pinyin with tones": sequences(lambda n: n.toned),
        "pinyin, from the middle": sequences(lambda n: middle(n.toneless.replace(" ", ""))),
        "English": sequences(lambda n: n.en),
        "English, from the middle": sequences(lambda n: middle(n.en)),
        "abbreviations": sequences(lambda n: n.abbreviation),
        "one letter or character": [*"abcdefghijklmnopqrstuvwxyz0123456789", *INITIALS, *syllables],
        "two letters": ["".join(choose.choices("abcdefghijklmnopqrstuvwxyz", k=2)) for _ in range(400)],
        "two syllables": ["".join(choose.choices(syllables, k=2)) for _ in range(400)],
        "nonsense": ["".join(choose.choices("ongaeih", k=choose.randint(3, 9))) for _ in range(400)],
    }


def milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def report(kind: str, times: list[float]) -> None:
    times = sorted(times)
    p95 = times[int(len(times) * 0.95)]
    print(f"{kind:30} {len(times):6} {statistics.median(times):8.2f} {p95:8.2f} {times[-1]:8.2f}")


def typing(names: Names, texts: dict[str, list[str]]) -> None:
    print("kind                             keys   median      p95      max   (ms)")
    every: list[tuple[float, str]] = []
    for kind, keys in texts.items():
        took = [(min(milliseconds(partial(names.search, text)) for _ in range(3)), text) for text in keys]
        report(kind, [time for time, _ in took])
        every += took
    for cls in ("University", "Association", "Actor"):
        picked = random.Random(2).sample([key for keys in texts.values() for key in keys], 600)
        report(f"a sample, only {cls}", [milliseconds(partial(names.search, t, cls=cls)) for t in picked])
    report("all without class", [time for time, _ in every])
    print("slowest:", ", ".join(f"{text} {time:.1f}" for time, text in sorted(every, reverse=True)[:8]))


def answered(store: ox.Store, query: str) -> int:
    """How many rows Oxigraph answers with."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sum(1 for _ in found)


def in_memory(graph: rdflib.Graph, query: str) -> int:
    """How many rows rdflib answers with."""
    return len(graph.query(query))


def against(names: Names, texts: list[str], store: ox.Store, graph: rdflib.Graph) -> None:
    """The same texts by SPARQL; rdflib for the first few only, since it takes many seconds each."""
    print("text                 search ms   Oxigraph ms   ratio    rdflib ms    ratio")
    ratios: dict[str, list[float]] = {"Oxigraph": [], "rdflib": []}
    for number, text in enumerate(texts):
        ours = statistics.median(milliseconds(partial(names.search, text)) for _ in range(5))
        query = _CONTAINS % text
        oxigraph = milliseconds(partial(answered, store, query))
        ratios["Oxigraph"].append(oxigraph / ours)
        line = f"{text:20} {ours:9.2f} {oxigraph:13.0f} {oxigraph / ours:7.0f}"
        if number in (1, 4):
            other = milliseconds(partial(in_memory, graph, query))
            ratios["rdflib"].append(other / ours)
            line += f" {other:12.0f} {other / ours:8.0f}"
        print(line, flush=True)
    for engine, found in ratios.items():
        print(f"{engine}: ratio {statistics.median(found):.0f} (median), {min(found):.0f} (least), {len(found)} texts")


def main(things: int) -> None:
    choose = random.Random(7)
    everything = list(made(things))
    triples = canonical(t for one in everything for t in one.triples())
    with tempfile.TemporaryDirectory() as folder:
        generation = Generation(Path(folder))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = milliseconds(lambda: write_index(generation.names, triples)) / 1000
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        write_index(generation.background_names, [])
        labels = sum(len(t.object.value.encode()) for t in triples if isinstance(t.object, ox.Literal))
        size = generation.names.stat().st_size
        print(f"{things} things, {len(triples)} statements, labels of {labels / 1e6:.0f} MB")
        print(f"index: {size / 1e6:.0f} MB, {size / labels:.1f} times the labels; {took:.1f} s; {grown:.0f} MB memory")
        with Names(generation) as names:
            texts = keystrokes(everything, choose)
            typing(names, texts)
            one = everything[things // 2]
            samples = [
                one.ko[0][:2],
                one.ko[0],
                one.zh[-4:],
                one.zh[:3],
                one.hant,
                one.toned[:7],
                one.en[:8],
                one.en[-9:],
            ]
            store = ox.Store(f"{folder}/store")
            store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in triples)
            store.flush()
            del store
            graph = rdflib.Graph()
            data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            graph.parse(data=data, format="nt")
            against(names, samples, open_read_only(Path(folder) / "store"), graph)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
