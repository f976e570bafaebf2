"""A hostile bulletin on its whole way: it is built, its names stay text, and nothing of it is executed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

if not os.environ.get("CI"):  # there, a missing package is a failure
    pytest.importorskip("selenium", reason="selenium is not installed (extra: dev)")

from browser import browser, requested, visit
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait
from serving import served

from kg.commands.show import show
from kg.pipeline import build
from kg.query import ask, find_query, named_queries, resolver
from kg.rdf import LABEL
from kg.results import Rows
from kg.store import open_store
from kg.validate import validate
from kg.view import Everything, render

TITLES = (
    "<script>window.broken=1</script> 혁신 행동계획",
    '"} INSERT DATA { <urn:a> <urn:b> <urn:c> } # 발전 방안',
    "=HYPERLINK(1+1) 지원 조치",
)
BULLETIN = f"""정책동향

01 과기부, '{TITLES[0]}' 발표

■ 새 계획을 내놓음(3.1)

- 과학기술부는 교육부와 공동으로 ‘{TITLES[0]}’을 발표
- 공업정보화부는 「{TITLES[1]}」을 마련
- 재정부는 '{TITLES[2]}'를 공개
- <img src=x onerror=window.broken=1> 우시(無錫)<script>alert(1)</script>에 타이후실험실을 설립

참고자료
☞ 科技部印发《行动计划》"><script>window.broken=1</script>
javascript:alert(document.domain)
https://www.example.org/"onmouseover="window.broken=1
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in.txt").write_text(BULLETIN, encoding="utf-8")
    report = build([folder / "in.txt"], out=folder / "build")
    assert not report.skipped and report.relations["issuedBy"] >= 3
    return folder / "build"


def labels(build_dir: Path) -> set[str]:
    with open_store(build_dir) as (store, _):
        return {quad.object.value for quad in store.quads_for_pattern(None, LABEL, None)}


def test_names_stand_in_the_graph_as_they_were_written(built: Path) -> None:
    found = labels(built)
    assert {TITLES[0], TITLES[1]} <= found
    assert validate(built) == []


def test_no_address_but_of_the_web_becomes_a_node(built: Path) -> None:
    with open_store(built) as (store, _):
        nodes = {term.value for quad in store for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    assert not any(value.startswith("javascript:") or '"' in value or "<" in value for value in nodes)


@pytest.mark.parametrize("name", named_queries())
def test_every_named_query_takes_hostile_names_for_names(built: Path, name: str) -> None:
    query = find_query(name)
    values = {parameter.name: TITLES[1] for parameter in query.parameters if parameter.type in ("name", "text")}
    with open_store(built) as (store, _):
        before = len(store)
        answer = ask(store, query.bound(values, resolver(built)))
        if isinstance(answer, Rows):
            assert all(len(row) == len(answer.columns) for row in answer.rows)
        assert len(store) == before


def test_cards_find_things_under_hostile_names(built: Path) -> None:
    for title in TITLES[:2]:
        shown = CliRunner().invoke(show, [title, "--build", str(built), "--format", "json"])
        assert shown.exit_code == 0 and title in json.dumps(json.loads(shown.stdout), ensure_ascii=False)


# --- in the browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def test_pages_of_the_explorer_show_text(built: Path, chromium: WebDriver) -> None:
    with open_store(built) as (store, _):
        (policy,) = {
            quad.subject.value for quad in store.quads_for_pattern(None, LABEL, ox.Literal(TITLES[0], language="ko"))
        }
    with served(built) as site:
        for page in ("/", f"/thing?iri={policy}", f"/network?iri={policy}", "/timeline", "/table?class=Policy",
                     "/bulletin?id=in", "/query", "/review"):  # fmt: skip
            visit(chromium, site + page)
            assert chromium.execute_script("return window.broken") is None, page
            assert all(address.startswith((site, "data:", "blob:")) for address in requested(chromium)), page
        visit(chromium, f"{site}/thing?iri={policy}")
        assert TITLES[0] in chromium.find_element(By.TAG_NAME, "h1").text


def test_a_view_shows_text(built: Path, chromium: WebDriver, tmp_path: Path) -> None:
    with open_store(built) as (store, _):
        render(store, selection=Everything(), output=tmp_path / "view.html")
    chromium.get((tmp_path / "view.html").as_uri())
    WebDriverWait(chromium, 20).until(
        lambda d: d.execute_script("return Boolean(window.view || document.querySelector('canvas'))")
    )
    assert chromium.execute_script("return window.broken") is None
