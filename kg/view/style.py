"""How things are drawn and what the page says: `style.yaml` and `interface.yaml`, checked.

In: the two files beside this module. Out: frozen records. Texts come in the languages `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError

LANGUAGES = ("ko", "zh", "en")

SIZES = ("degree", "betweenness", "mentions")
"""What the size of nodes can tell: their facts, the share of shortest paths over them, articles that mention them."""

COLOURS = ("class", "community")
"""What the colour of nodes can tell."""

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon")

Texts = Mapping[str, str]
"""One text per language of `LANGUAGES`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that share a hue: `light` on a light page, `dark` on a dark one. `classes`: class to shape."""

    labels: Texts
    light: str
    dark: str
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Style:
    """The groups in the order of the legend. `other` takes what is of no class of the ontology; its shape
    is under `""`. `communities`: a hue (light, dark) for each of the largest communities.
    """

    groups: tuple[Group, ...]
    other: Group
    communities: tuple[tuple[str, str], ...]

    def place(self, cls: str) -> tuple[int, str]:
        """Number of the group (`other` comes last) and shape for class `cls`."""
        for number, group in enumerate(self.groups):
            if cls in group.classes:
                return number, group.classes[cls]
        return len(self.groups), self.other.classes[""]


@dataclass(frozen=True, slots=True)
class Interface:
    """Texts of the page, names of the bulletins' sections, and names of relations read from their object."""

    texts: Mapping[str, Texts]
    sections: Mapping[str, Texts]
    inverse: Mapping[str, Texts]


@cache
def load_style(*, path: Path | None = None) -> Style:
    """The style. Raises DataError for a file that breaks the format."""
    place = path or _beside("style.yaml")
    data = _read(place)
    groups = tuple(_group(place, entry, entry.get("classes")) for entry in data.get("groups", ()))
    other = data.get("other")
    if not groups or not isinstance(other, dict):
        raise DataError(place, "needs 'groups' and 'other'")
    communities = tuple(_tones(place, "communities", entry) for entry in data.get("communities", ()))
    names = [name for group in groups for name in group.classes]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise DataError(place, f"in two groups: {', '.join(sorted(twice))}")
    return Style(groups, _group(place, other, {"": other.get("shape")}), communities)


@cache
def load_interface(*, path: Path | None = None) -> Interface:
    """The texts. Raises DataError for a file that breaks the format or lacks a language."""
    place = path or _beside("interface.yaml")
    data = _read(place)
    parts = {
        part: {name: _texts(place, name, texts) for name, texts in data.get(part, {}).items()}
        for part in ("texts", "sections", "inverse")
    }
    return Interface(**parts)


def _beside(name: str) -> Path:
    return Path(str(files("kg.view").joinpath(name)))


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(path, f"cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise DataError(path, "holds no mapping")
    return data


def _group(path: Path, entry: Mapping[str, Any], classes: Any) -> Group:
    light, dark = _tones(path, "a group", entry)
    for name, shape in _shapes(path, classes):
        if shape not in SHAPES:
            raise DataError(path, f"{name or 'other'}: no shape '{shape}'; shapes are {', '.join(SHAPES)}")
    return Group(_texts(path, "group", entry.get("labels")), light, dark, dict(classes))


def _tones(path: Path, what: str, entry: Mapping[str, Any]) -> tuple[str, str]:
    """The colour on a light page and that on a dark one."""
    for tone in ("light", "dark"):
        if not isinstance(entry.get(tone), str):
            raise DataError(path, f"{what} needs a colour '{tone}'")
    return entry["light"], entry["dark"]


def _shapes(path: Path, classes: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(classes, dict):
        raise DataError(path, "a group needs 'classes'")
    yield from classes.items()


def _texts(path: Path, name: str, texts: Any) -> Texts:
    missing = [lang for lang in LANGUAGES if not isinstance(texts, dict) or not isinstance(texts.get(lang), str)]
    if missing:
        raise DataError(path, f"'{name}' has no text in {', '.join(missing)}")
    return dict(texts)
