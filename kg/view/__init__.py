"""Views to hand over: a network of things and facts as one offline HTML file.

In: the store of a build and a selection (all, around a thing, a class, a query's answer). Out: an HTML file
that opens with a double click and asks no host for anything. `render` does all of it; `kg.view.network`
reads, `kg.view.layout` places, `kg.view.page` writes.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.disk import reason, replacing
from kg.labels import best_name
from kg.ontology import Ontology, load_ontology
from kg.view.network import (
    Around,
    Everything,
    Network,
    OfClass,
    OfTies,
    Selection,
    Thing,
    ViewError,
    Within,
    from_answer,
    mentioned,
    read_network,
)
from kg.view.style import COLOURS, LANGUAGES, SIZES, Interface, Texts, load_interface, load_style

__all__ = [
    "CARRIED",
    "COLOURS",
    "DEFAULT_LIMIT",
    "LANGUAGES",
    "SIZES",
    "Around",
    "Everything",
    "Network",
    "OfClass",
    "OfTies",
    "Selection",
    "ViewError",
    "Within",
    "from_answer",
    "mentioned",
    "render",
]

DEFAULT_LIMIT = 1500
"""How many things a view draws at first unless more are asked for; beyond that a drawing is not read but admired."""

CARRIED = 5000
"""How many things a file holds besides, to be drawn at a click; the page takes them up within seconds."""

_TITLE_NAMES = 3


def render(
    store: ox.Store,
    *,
    selection: Selection,
    output: Path,
    limit: int = DEFAULT_LIMIT,
    carried: int = CARRIED,
    language: str = "ko",
    title: str | None = None,
    fields: bool = False,
    within: Within | None = None,
    size: str = "degree",
    colour: str = "class",
) -> Network:
    """Writes the view of `selection` to the file `output`, whose directory is made where it is missing, and
    gives what it shows.

    `limit`: how many things are drawn at first, the most connected; the file holds up to `carried` things, or
    `limit` if that is more. `language`: in which of `LANGUAGES` the page opens. `title`: in place of one that
    follows from the selection. `fields`: with the technology fields that things deal with. `within`: by which
    articles. `size`, `colour`: what the nodes' size and colour tell at first, of `SIZES` and `COLOURS`. The same
    graph gives the same bytes.

    Raises ViewError when nothing is selected, the language is unknown or the file cannot be written.
    """
    from kg.view.page import page

    for what, value, known in (("language", language, LANGUAGES), ("size", size, SIZES), ("colour", colour, COLOURS)):
        if value not in known:
            raise ViewError(f"no {what} '{value}'; there are {', '.join(known)}")
    ontology = load_ontology()
    interface = load_interface()
    network = read_network(
        store, selection=selection, ontology=ontology, limit=limit, carried=carried, fields=fields, within=within
    )
    titles = dict.fromkeys(LANGUAGES, title) if title else _title(network, selection, ontology, interface, within)
    html = page(
        network, ontology=ontology, style=load_style(), interface=interface, title=titles, language=language,
        size=size, colour=colour,
    )  # fmt: skip
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with replacing(output) as out:
            out.write(html.encode())
    except OSError as error:
        raise ViewError(f"{output}: cannot write there ({reason(error)}); choose another file with --output") from error
    return network


def _title(
    network: Network, selection: Selection, ontology: Ontology, interface: Interface, within: Within | None
) -> Texts:
    """What the view is about, per language."""
    if isinstance(selection, Everything) and within is not None and within.bulletin is not None:
        return dict.fromkeys(LANGUAGES, _source_title(network, within))
    if isinstance(selection, OfClass):
        return {lang: ontology.label(selection.cls, lang) for lang in LANGUAGES}
    if isinstance(selection, Around):
        focus = [thing for thing in network.things if thing.iri in network.focus]
        return {lang: ", ".join(_name(thing, lang) for thing in focus[:_TITLE_NAMES]) for lang in LANGUAGES}
    return interface.texts["title"]


def _source_title(network: Network, within: Within) -> str:
    """The title of the article or the bulletin, as it stands there."""
    article = next(iter(network.articles.values()))
    return article.title if within.article else f"{article.bulletin_title} {article.issued or article.bulletin}".strip()


def _name(thing: Thing, language: str) -> str:
    return best_name(thing.names, language) or thing.iri
