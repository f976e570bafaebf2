"""The page: a network drawn by pyvis's vis-network, in a frame of our own, as one HTML text that asks no
host for anything.

In: a `Network`, style and texts. Out: HTML. Scripts and style sheets stand in the page and are allowed by
their hashes; all data is one packed block that no parser can take for markup. The page builds its texts from
that block as text nodes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from kg.language.script import fold_han, variant_table
from kg.measures import measure
from kg.ontology import Ontology
from kg.view.layout import positions
from kg.view.network import FIELD_RELATION, Article, Claim, Fact, Network, Target, Thing
from kg.view.style import COLOURS, LANGUAGES, SIZES, Interface, Style, Texts

_VIS = "lib/vis-9.1.2"
_NOTICE = "<!-- The library in this file is vis-network (visjs.github.io/vis-network), Apache-2.0 or MIT licence. -->"
_SCRIPTS = (
    "drawing.js", "picture.js", "state.js", "canvas.js", "card.js", "search.js", "panel.js", "list.js", "page.js",
)  # fmt: skip
"""The page's script, in an order in which each module only needs earlier ones when it is loaded."""

_IMPORT = re.compile(r'^import [^;]*? from "\./[a-z]+\.js";\n', re.MULTILINE)
_MANY_EDGES = 2000
_SAMPLES = 100  # for the size of nodes a rougher estimate of betweenness will do


def page(
    network: Network,
    *,
    ontology: Ontology,
    style: Style,
    interface: Interface,
    title: Texts,
    language: str,
    size: str = SIZES[0],
    colour: str = COLOURS[0],
) -> str:
    """The page as HTML text, the same for the same input. `language`: in which of `LANGUAGES` it opens; `size`,
    `colour`: by which of `SIZES` and `COLOURS` nodes are drawn at first.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    styles = _own("page.css")
    library = vis_file("vis-network.min.js").replace("//# sourceMappingURL=vis-network.min.js.map", "")
    script = _joined(_SCRIPTS)
    data = {
        **_data(network, ontology=ontology, style=style, interface=interface),
        "title": title,
        "language": language,
        "size": size,
        "colour": colour,
    }
    environment = Environment(loader=PackageLoader("kg.view", "."), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html.j2").render(
        policy=_policy(scripts=(library, script), styles=(styles,)),
        language=language,
        title=title[language],
        waiting=interface.texts["waiting"],
        styles=styles,
        notice=_NOTICE,
        library=packed(library),
        script=script,
        data=packed(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)),
    )


def packed(text: str) -> str:
    """A text as gzip in base64, which no parser can take for markup, and a third or less of its size."""
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _policy(*, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Content-Security-Policy: these very scripts and styles, pictures from data in the page, and nothing
    else.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _joined(names: Iterable[str]) -> str:
    """Modules of ours as one script: an inline module can import from no other, and need not."""
    return "\n".join(_IMPORT.sub("", _own(name)) for name in names)


def _own(name: str) -> str:
    return files("kg.view").joinpath(name).read_text(encoding="utf-8")


def vis_file(name: str) -> str:
    """A file of vis-network as pyvis carries it, with line ends as an HTML parser reads them, so that its
    hash holds.
    """
    text = files("pyvis").joinpath(f"{_VIS}/{name}").read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- the data block ---------------------------------------------------------------------------------------


def _data(network: Network, *, ontology: Ontology, style: Style, interface: Interface) -> dict[str, Any]:
    index = _Index(network)
    classes = sorted({thing.cls for thing in network.things})
    relations = sorted({fact.relation for fact in network.facts})
    pairs = [(index.things[fact.subject], index.things[fact.object]) for fact in network.facts]
    nodes, edges, options = _drawing(network, pairs, style)
    return {
        "texts": interface.texts,
        "sections": interface.sections,
        "groups": [
            {"labels": group.labels, "light": group.light, "dark": group.dark} for group in (*style.groups, style.other)
        ],
        "communities": [{"light": light, "dark": dark} for light, dark in style.communities],
        "classes": {cls: _class(cls, ontology, style) for cls in classes},
        "relations": {relation: _relation(relation, ontology, interface) for relation in relations},
        "bulletins": index.bulletins,
        "articles": [index.article(article) for article in network.articles.values()],
        "things": [index.thing(thing) for thing in network.things],
        "facts": [index.fact(fact) for fact in network.facts],
        "sentences": index.sentences,
        "focus": [index.things[iri] for iri in network.focus],
        "drawn": sorted(index.things[iri] for iri in network.drawn),
        "total": network.total,
        "measures": _measures(len(network.things), pairs),
        "variants": _variants(name for thing in network.things for names in thing.names.values() for name in names),
        "nodes": nodes,
        "edges": edges,
        "options": options,
    }


def _measures(count: int, pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """What `kg.measures` says of the network that the file holds: things are its nodes, facts its ties."""
    found = measure(count, ((a, b, 1.0) for a, b in pairs), samples=_SAMPLES)
    return {"betweenness": found.betweenness, "community": found.community, "sampled": found.sampled}


def _class(cls: str, ontology: Ontology, style: Style) -> dict[str, Any]:
    group, shape = style.place(cls)
    known = cls in ontology.classes
    labels = {lang: ontology.label(cls, lang) for lang in LANGUAGES} if known else style.other.labels
    return {"labels": labels, "group": group, "shape": shape}


def _relation(relation: str, ontology: Ontology, interface: Interface) -> dict[str, Any]:
    if relation in ontology.properties:
        forward: Texts = {lang: ontology.label(relation, lang) for lang in LANGUAGES}
    else:
        forward = dict.fromkeys(LANGUAGES, relation)
    backward = interface.inverse.get(relation, {lang: f"← {text}" for lang, text in forward.items()})
    return {"forward": forward, "backward": backward}


def _variants(names: Iterable[str]) -> str:
    """Pairs of characters, variant and simplified form, for those forms that the names have once they are
    folded.
    """
    used = {char for name in names for char in fold_han(name)}
    return "".join(chr(variant) + plain for variant, plain in sorted(variant_table().items()) if plain in used)


class _Index:
    """Numbers for what the data block names more than once: things, articles, bulletins, sentences."""

    def __init__(self, network: Network) -> None:
        self.things = {thing.iri: number for number, thing in enumerate(network.things)}
        self._articles = {iri: number for number, iri in enumerate(network.articles)}
        bulletins = {article.bulletin: article for article in network.articles.values()}
        self._bulletins = {identity: number for number, identity in enumerate(sorted(bulletins))}
        self.bulletins = [
            {
                "id": identity,
                "title": bulletins[identity].bulletin_title,
                "publisher": bulletins[identity].publisher,
                "issued": bulletins[identity].issued,
            }
            for identity in sorted(bulletins)
        ]
        self._sentences: dict[str, int] = {}

    @property
    def sentences(self) -> list[str]:
        """The sentences numbered so far."""
        return list(self._sentences)

    def article(self, article: Article) -> dict[str, Any]:
        return {
            "title": article.title,
            "section": article.section,
            "day": article.day,
            "bulletin": self._bulletins[article.bulletin],
            "sources": article.sources,
        }

    def thing(self, thing: Thing) -> dict[str, Any]:
        return {
            "iri": thing.iri,
            "cls": thing.cls,
            "names": thing.names,
            "articles": [self._articles[iri] for iri in thing.articles],
            "targets": [self._target(target) for target in thing.targets],
        }

    def fact(self, fact: Fact) -> dict[str, Any]:
        return {
            "s": self.things[fact.subject],
            "p": fact.relation,
            "o": self.things[fact.object],
            "claims": [self._claim(claim) for claim in fact.claims],
        }

    def _target(self, target: Target) -> dict[str, Any]:
        claims = [self._claim(claim) for claim in target.claims]
        return {"metric": target.metric, "written": target.written, "year": target.year, "claims": claims}

    def _claim(self, claim: Claim) -> dict[str, Any]:
        return {
            "confidence": round(claim.confidence, 4),
            "qualifiers": dict(claim.qualifiers),
            "evidence": [
                (
                    self._sentences.setdefault(evidence.quote, len(self._sentences)),
                    self._articles[evidence.article],
                )
                for evidence in claim.evidence
            ],
        }


# --- the drawing, by pyvis --------------------------------------------------------------------------------


def _drawing(
    network: Network, pairs: Sequence[tuple[int, int]], style: Style
) -> tuple[list[Any], list[Any], Mapping[str, Any]]:
    """Nodes, edges and options in the form of vis-network; node and edge ids are numbers of things and
    facts. `pairs`: the numbers of both ends of each fact.

    Nodes carry no label, size or colour: the page sees to them, as the reader chooses. The lists of pyvis's
    network are filled directly, since its methods look every new node and edge up in a list.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network as Drawing
    from pyvis.node import Node

    places = positions(len(network.things), pairs)
    drawing = Drawing(directed=True)
    for i, thing in enumerate(network.things):
        x, y = (round(float(value)) for value in places[i])
        drawing.nodes.append(Node(i, style.place(thing.cls)[1], "", x=x, y=y).options)
    for i, ((a, b), curve) in enumerate(zip(pairs, _curves(pairs), strict=True)):
        options: dict[str, Any] = {"smooth": {"enabled": True, "type": "curvedCW", "roundness": curve}} if curve else {}
        if network.facts[i].relation == FIELD_RELATION or not network.facts[i].claims:
            options["dashes"] = True
        drawing.edges.append(Edge(a, b, True, id=i, **options).options)
    drawing.options = _options(len(pairs))
    nodes, edges, *_ = drawing.get_network_data()
    return nodes, edges, drawing.options


def _curves(pairs: Sequence[tuple[int, int]]) -> list[float]:
    """How far each edge bends, so that edges between the same two nodes, and those of a node to itself, lie
    apart.
    """
    seen: dict[tuple[int, int], int] = {}
    curves = []
    for a, b in pairs:
        rank = seen[min(a, b), max(a, b)] = seen.get((min(a, b), max(a, b)), -1) + 1
        bend = round(0.18 * ((rank + 1) // 2) * (1 if rank % 2 else -1), 2)
        curves.append(bend if a < b else -bend)
    return curves


def _options(edges: int) -> dict[str, Any]:
    return {
        "autoResize": True,
        "layout": {"improvedLayout": False},
        "physics": {"enabled": False},
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": edges > _MANY_EDGES,
            "hideEdgesOnZoom": edges > _MANY_EDGES,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "navigationButtons": False,
            "multiselect": False,
            "selectConnectedEdges": False,
            "hoverConnectedEdges": False,
        },
        "nodes": {"borderWidth": 0.75, "borderWidthSelected": 0.75, "chosen": False},
        "edges": {
            "smooth": False,
            "width": 1.2,
            "hoverWidth": 1,
            "selectionWidth": 1.5,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        },
    }
