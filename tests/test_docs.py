"""The documentation says what there is, its links lead somewhere, and it speaks of the project only."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from kg import __version__
from kg.cli import COMMANDS
from kg.ontology import load_ontology
from kg.query import GROUPS, Parameter, named_queries

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)

_FOREIGN = {
    "a path of some machine": re.compile("/(?:" + "|".join(["work", "tmp", "root", "home"]) + r")/\w"),
    "a host of a package registry": re.compile(r"\b(?:pypi|pythonhosted|npmjs|crates|yarnpkg)\.(?:org|com|io)\b"),
    "talk about how the work was done": re.compile(
        r"\b(?:(?:this|another|other|previous|earlier) (?:session|agent|helper|engineer)s?|sub-?agents?)\b", re.I
    ),
}
"""What has no place in the files of the project."""


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = getattr(import_module(f"kg.commands.{name}"), name)
    assert isinstance(found, click.Command)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_documented_and_show_an_example(name: str) -> None:
    assert re.search(rf"^## kg {name}$", text(ROOT / "docs" / "cli.md"), re.MULTILINE)
    told = command(name).help or ""
    assert re.search(rf"Examples?:\s+kg {name}\b", told)


def test_classes_and_relations_are_documented() -> None:
    ontology = load_ontology()
    told = "\n".join(map(text, PAGES))
    for name in (*ontology.entity_classes, *ontology.relations):
        assert re.search(rf"`(?:cst:)?{name}`", told), f"{name} is in no document"


def query_rows(group: str) -> list[str]:
    """The rows of docs/queries.md on the queries of a group."""
    return [
        f"| `{query.name}` | {query.en}<br>{query.ko} | {'<br>'.join(map(_parameter, query.parameters))} "
        f"| {' '.join(query.columns)} |"
        for query in named_queries().values()
        if query.group == group
    ]


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"`{parameter.name}`{default}: {parameter.meaning} ({parameter.type})"


@pytest.mark.parametrize("group", GROUPS)
def test_every_query_is_documented_in_its_group_with_an_example(group: str) -> None:
    """What the tables of docs/queries.md say is what the files say; the example is a command that can be given."""
    section = text(ROOT / "docs" / "queries.md").partition(f"\n## {GROUPS[group]}\n")[2].partition("\n## ")[0]
    assert [line for line in section.splitlines() if line.startswith("| `")] == query_rows(group)
    examples = re.findall(r"^    kg (?:query|view --query) ([a-z-]+)((?: --param \S+)*)", section, re.MULTILINE)
    assert examples
    for name, params in examples:
        query = named_queries()[name]
        assert query.group == group
        given = dict(re.findall(r"--param ([a-z]+)=(\S+)", params))
        assert query.bound(given, lambda name: ("https://w3id.org/china-stp/id/org/x",))


def test_readme_shows_the_ends_of_each_relation() -> None:
    ontology = load_ontology()
    rows = re.findall(r"^\| `(\w+)` \| .* (?:→|↔) .* \| .* (?:→|↔) .* \|$", text(ROOT / "README.md"), re.MULTILINE)
    assert set(rows) == set(ontology.relations)


def test_targets_of_make_that_are_told_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"(?:^    |`)make ([a-z]+)", text(page), re.MULTILINE)) <= targets, page.name


def test_changelog_tells_this_version() -> None:
    assert f"\n## {__version__} " in text(ROOT / "CHANGELOG.md")


def _anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub and other renderers make it."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    for target in _LINK.findall(_CODE.sub("", text(page))):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        path = (page.parent / place).resolve() if place else page
        assert path.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in map(_anchor, _HEADING.findall(text(path))), f"{page.name}: {target}"


def test_index_lists_every_document() -> None:
    listed = set(_LINK.findall(text(ROOT / "docs" / "index.md")))
    assert {path.name for path in ROOT.glob("docs/*.md")} - {"index.md"} <= listed


def _tracked() -> list[Path]:
    """The text files of the project: those that git knows, or in an unpacked archive those of its folders."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        folders = ("kg", "ontology", "seeds", "queries", "tests", "docs")
        paths = [*ROOT.glob("*.*"), ROOT / "Makefile", *(p for folder in folders for p in (ROOT / folder).rglob("*"))]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_files_speak_of_the_project_only() -> None:
    paths = _tracked()
    assert ROOT / "README.md" in paths and ROOT / "pyproject.toml" in paths
    found = [
        f"{path.relative_to(ROOT)}: {what}: {match[0]}"
        for path in paths
        for what, pattern in _FOREIGN.items()
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, "\n".join(found)
