"""Views to hand over: a network of things and facts as one offline HTML file.

In: the store of a build and a selection (all, around a thing, a class, a query's answer). Out: an HTML file
that opens with a double click and asks no host for anything. `render` does all of it; `kg.view.network`
reads, `kg.view.layout` places, `kg.view.page` writes.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

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
    from_answer,
    mentioned,
    read_network,
)
from kg.view.style import LANGUAGES, Interface, Texts, load_interface, load_style

__all__ = [
    "DEFAULT_LIMIT",
    "LANGUAGES",
    "Around",
    "Everything",
    "Network",
    "OfClass",
    "OfTies",
    "Selection",
    "ViewError",
    "from_answer",
    "mentioned",
    "render",
]

DEFAULT_LIMIT = 1500
"""How many things a view shows unless more are asked for; beyond that a drawing is not read but admired."""

_TITLE_NAMES = 3


def render(
    store: ox.Store,
    *,
    selection: Selection,
    output: Path,
    limit: int = DEFAULT_LIMIT,
    language: str = "ko",
    title: str | None = None,
    fields: bool = False,
) -> Network:
    """Writes the view of `selection` to the file `output`, whose directory is made where it is missing, and
    gives what it shows.

    `limit`: the most things to show, the most connected first. `language`: in which of `LANGUAGES` the page
    opens. `title`: in place of one that follows from the selection. `fields`: with the technology fields
    that things deal with. The same graph gives the same bytes.

    Raises ViewError when nothing is selected, the language is unknown or the file cannot be written.
    """
    from kg.view.page import page

    if language not in LANGUAGES:
        raise ViewError(f"no language '{language}'; the page speaks {', '.join(LANGUAGES)}")
    ontology = load_ontology()
    interface = load_interface()
    network = read_network(store, selection=selection, ontology=ontology, limit=limit, fields=fields)
    titles = dict.fromkeys(LANGUAGES, title) if title else _title(network, selection, ontology, interface)
    html = page(network, ontology=ontology, style=load_style(), interface=interface, title=titles, language=language)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ViewError(
            f"{output}: cannot write there ({error.strerror}); choose another file with --output"
        ) from error
    return network


def _title(network: Network, selection: Selection, ontology: Ontology, interface: Interface) -> Texts:
    """What the view is about, per language."""
    if isinstance(selection, OfClass):
        return {lang: ontology.label(selection.cls, lang) for lang in LANGUAGES}
    if isinstance(selection, Around):
        focus = [thing for thing in network.things if thing.iri in network.focus]
        return {lang: ", ".join(_name(thing, lang) for thing in focus[:_TITLE_NAMES]) for lang in LANGUAGES}
    return interface.texts["title"]


def _name(thing: Thing, language: str) -> str:
    return best_name(thing.names, language) or thing.iri
