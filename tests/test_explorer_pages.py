"""The explorer's further pages in a real browser: timeline, tables, queries, bulletins with the reviewer's view,
judgements. Nothing that a page asks for leaves the machine, and nothing is written to the console.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import Request, urlopen

import pytest

if not os.environ.get("CI"):  # there, a missing package is a failure
    pytest.importorskip("selenium", reason="selenium is not installed (extra: dev)")

import pyoxigraph as ox
from browser import PATIENCE, arrived, browser, requested, served, text, visit
from graphs import iri, write_build
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from views import HOSTILE_NAMES
from written import (
    COMPANIES,
    CORPUS,
    DUE,
    FIRST,
    FOUNDED,
    JOINT,
    LAB,
    PERSON,
    POLICY,
    SAID,
    SECOND,
    TITLE,
    address_of,
)

from kg.query import GROUPS, named_queries
from kg.serve.static_files import static_directory
from kg.serve.vocabulary import interface_texts
from kg.view.style import load_interface

ARTICLE = address_of(FIRST, "policy-01")
HOSTILE = address_of(SECOND, "brief-02")
PAGES = {
    "timeline": "/timeline", "table": "/table?class=Company", "query": "/query", "bulletins": "/bulletins",
    "bulletin": f"/bulletin?id={FIRST}", "article": ARTICLE, "review": "/review",
}  # fmt: skip
SMALL = {"width": 1280, "height": 420, "deviceScaleFactor": 1, "mobile": False}
CST = "PREFIX cst: <https://w3id.org/china-stp/ontology#>\n"
ISSUED = f"{CST}SELECT ?policy ?body WHERE {{ ?policy cst:issuedBy ?body }} ORDER BY ?policy ?body"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("explorer") / "pages", CORPUS)


@pytest.fixture(scope="module")
def site(build: Path) -> Iterator[str]:
    with served(build) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def web(chromium: WebDriver, site: str) -> Iterator[WebDriver]:
    """The browser; after the test, nothing has been logged, and nothing was asked of another host."""
    chromium.get_log("browser")
    yield chromium
    assert chromium.get_log("browser") == []
    assert {urlsplit(url).netloc for url in requested(chromium)} <= {urlsplit(site).netloc, ""}


def find(driver: WebDriver, selector: str) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, selector)


def find_all(driver: WebDriver, selector: str) -> list[WebElement]:
    return driver.find_elements(By.CSS_SELECTOR, selector)


def all_texts(driver: WebDriver, selector: str) -> list[str]:
    """What the elements say, with single spaces."""
    found: list[str] = driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])]"
        ".map(e => (e.innerText ?? e.textContent).replace(/\\s+/g, ' ').trim())",
        selector,
    )
    return found


def wait_for(driver: WebDriver, condition: Callable[[WebDriver], Any]) -> Any:
    """The condition's value as soon as it holds; meanwhile elements may come and go."""
    passing = (StaleElementReferenceException, NoSuchElementException)
    return WebDriverWait(driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=passing).until(condition)


def press(driver: WebDriver, *keys: str) -> None:
    ActionChains(driver).send_keys(*keys).perform()


def chord(driver: WebDriver, held: str, key: str) -> None:
    ActionChains(driver).key_down(held).send_keys(key).key_up(held).perform()


def parameters(driver: WebDriver) -> dict[str, list[str]]:
    """The state in the address, beside the language."""
    found = parse_qs(urlsplit(driver.current_url).query)
    found.pop("lang", None)
    return found


def active(driver: WebDriver) -> WebElement:
    return driver.switch_to.active_element


def said(driver: WebDriver) -> str:
    """What the page told those who hear it."""
    spoken: str = driver.execute_script("return document.getElementById('status').textContent")
    return spoken


def downloaded(driver: WebDriver, folder: Path, pattern: str, act: WebElement) -> Path:
    """The file that comes of pressing `act`."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    act.click()
    return Path(wait_for(driver, lambda _: next((p for p in folder.glob(pattern) if p.stat().st_size), None)))


def table_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def choose(driver: WebDriver, box: str, name: str) -> None:
    """Types a name into a search box and takes the first thing offered."""
    find(driver, f"#{box}").send_keys(name)
    wait_for(driver, lambda d: all_texts(d, f"#{box}-rows [role=option]"))
    press(driver, Keys.ENTER)


# --- texts ------------------------------------------------------------------------------------------------------


def test_texts_of_the_pages_stand_in_one_file_each() -> None:
    folder = static_directory().parent
    shell, pages = (load_interface(path=folder / f"interface{name}.yaml").texts for name in ("", "-pages"))
    assert shell.keys() & pages.keys() == set()
    fields = {
        key: {lang: set(re.findall(r"\{(\w+)\}", words)) for lang, words in texts.items()}
        for key, texts in pages.items()
    }
    assert {key for key, found in fields.items() if len({frozenset(names) for names in found.values()}) > 1} == set()


def test_every_text_that_a_script_asks_for_is_there() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in static_directory().rglob("*.js")]
    asked = {key for script in scripts for key in re.findall(r"\bt\(\"([a-z_]+)\"", script)}
    assert len(asked) > 150
    assert asked - interface_texts().keys() == set()


def test_no_script_writes_markup_or_reads_code() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|setAttribute\(\"style|style: [\"`]"
    )
    for path in static_directory().rglob("*.js"):
        assert forbidden.search(path.read_text(encoding="utf-8")) is None, path


@pytest.mark.parametrize(("language", "titles"), [
    ("zh", ["时间线", "表格", "查询", "通讯", "审核"]), ("en", ["Timeline", "Tables", "Query", "Bulletins", "Review"]),
])  # fmt: skip
def test_pages_speak_the_reader_s_language(web: WebDriver, site: str, language: str, titles: list[str]) -> None:
    for page, title in zip(("timeline", "table", "query", "bulletins", "review"), titles, strict=True):
        visit(web, site + PAGES[page], language=language)
        assert text(web, "h1") == title
        assert web.title.startswith(title)


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_and_pages_have_one_heading(web: WebDriver, site: str, page: str) -> None:
    visit(web, site + PAGES[page])
    unnamed = web.execute_script(
        "return [...document.querySelectorAll('main :is(button, input, select, textarea, a, summary)')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
        ".map(e => e.outerHTML)"
    )
    assert unnamed == []
    assert len(find_all(web, "main h1")) == 1
    assert re.search(r"\b(null|undefined|NaN|\[object)\b", text(web, "main")) is None
    doubled = web.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size"
    )
    assert doubled == 0


# --- timeline ---------------------------------------------------------------------------------------------------


def items(driver: WebDriver) -> list[list[str]]:
    """Date, kind and name of each item of the list."""
    return [
        [item.find_element(By.TAG_NAME, "time").get_attribute("datetime") or "",
         item.find_element(By.CSS_SELECTOR, ".kind").text,
         item.find_element(By.CSS_SELECTOR, ".thing").text]
        for item in find_all(driver, ".timeline-items > li")
    ]  # fmt: skip


ALL_ITEMS = [
    ["2024-03", "날짜 있는 사실", "과학기술부"], ["2024-03-20", "정책", "데이터 개방 조치"],
    ["2025", "목표", "데이터 개방 조치"], ["2025-01-10", "보고서", "데이터 개방 보고"],
]  # fmt: skip


def test_the_endpoint_s_address_shows_the_query_page(web: WebDriver, site: str) -> None:
    visit(web, site + "/sparql")
    assert web.find_element(By.CSS_SELECTOR, ".page-query textarea").is_displayed()


def test_the_timeline_shows_what_happened_when(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    assert items(web) == ALL_ITEMS
    assert all_texts(web, ".timeline-list h3") == ["2024", "2025"]
    assert all_texts(web, ".axis .lane-name") == ["정책", "보고서", "목표", "날짜 있는 사실"]
    assert len(find_all(web, ".axis .mark")) == 4
    target = find_all(web, ".timeline-items > li")[2].text
    assert "공개 데이터 1,000개 이상" in target and TITLE in target
    fact = find_all(web, ".timeline-items > li")[0].text
    assert "자금 지원" in fact and "타이후 공동실험실" in fact
    find(web, ".timeline-items .origin a").click()
    arrived(web, "/bulletin")
    assert text(web, "h1") == "칭화대와 중국과학원, 타이후 공동실험실 설립"


def test_marks_stand_in_their_lane_in_the_order_of_time(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    boxes = {mark.get_attribute("aria-label") or "": mark.rect for mark in find_all(web, ".axis .mark")}
    of = {date: next(box for label, box in boxes.items() if label.startswith(f"{date},")) for date, _, _ in ALL_ITEMS}
    assert of["2024-03"]["x"] <= of["2024-03-20"]["x"] < of["2025-01-10"]["x"] < of["2025"]["x"]
    assert of["2024-03-20"]["y"] < of["2025-01-10"]["y"] < of["2025"]["y"] < of["2024-03"]["y"]


def test_kinds_are_hidden_and_shown(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    find(web, '[data-kind="target"]').click()
    assert items(web) == [item for item in ALL_ITEMS if item[1] != "목표"]
    assert find(web, '[data-kind="target"]').get_attribute("aria-pressed") == "false"
    assert active(web) == find(web, '[data-kind="target"]')
    assert len(find_all(web, ".axis .mark")) == 3
    web.refresh()
    arrived(web)
    assert len(items(web)) == 3 and parameters(web)["hide"] == ["target"]
    find(web, '[data-kind="target"]').click()
    assert items(web) == ALL_ITEMS


def test_a_year_is_looked_at_closely(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    assert all_texts(web, ".page-timeline button[data-year]") == ["전체 기간", "2024 2", "2025 2"]
    find(web, '[data-year="2024"]').click()
    wait_for(web, lambda d: items(d) == ALL_ITEMS[:2])
    assert active(web) == find(web, '[data-year="2024"]')
    assert parameters(web) == {"from": ["2024"], "to": ["2024"]}
    assert all_texts(web, ".axis .tick text")[:3] == ["2024", "2월", "3월"]
    web.refresh()
    arrived(web)
    assert items(web) == ALL_ITEMS[:2]
    find(web, '[data-year=""]').click()
    wait_for(web, lambda d: items(d) == ALL_ITEMS)


def test_the_timeline_of_a_class_a_place_a_thing(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    Select(find(web, ".class-chooser")).select_by_value("Report")
    wait_for(web, lambda d: items(d) == ALL_ITEMS[3:])
    Select(find(web, ".class-chooser")).select_by_value("")
    choose(web, "timeline-iri-search", "타이후")
    wait_for(web, lambda d: items(d) == ALL_ITEMS[:1])
    assert parameters(web) == {"iri": [LAB]}
    assert text(web, "#timeline-iri .chosen .name") == "타이후 공동실험실"
    web.refresh()
    arrived(web)
    wait_for(web, lambda d: text(d, "#timeline-iri .chosen .name") == "타이후 공동실험실")
    assert items(web) == ALL_ITEMS[:1]
    find(web, "#timeline-iri .chosen button").click()
    wait_for(web, lambda d: items(d) == ALL_ITEMS)
    choose(web, "timeline-place-search", "우시")
    wait_for(web, lambda d: items(d) == ALL_ITEMS[3:])  # the report is about Wuxi
    assert parameters(web) == {"place": [iri("wuxi")]}


def test_the_drawing_is_walked_with_the_keyboard(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    assert len(find_all(web, '.axis [tabindex="0"]')) == 1
    web.execute_script("document.querySelector('.axis [tabindex=\"0\"]').focus()")

    def label() -> str:
        return active(web).get_attribute("aria-label") or ""

    assert label().startswith("2024-03-20, 데이터 개방 조치, 정책")
    assert "데이터 개방 조치" in text(web, ".tip")
    for key, date in ((Keys.ARROW_DOWN, "2025-01-10"), (Keys.ARROW_DOWN, "2025"), (Keys.ARROW_DOWN, "2024-03"),
                      (Keys.ARROW_UP, "2025"), (Keys.ARROW_RIGHT, "2025"), (Keys.HOME, "2025")):  # fmt: skip
        press(web, key)
        assert label().startswith(f"{date},"), key
    press(web, "+")
    wait_for(web, lambda d: parameters(d) == {"from": ["2025"], "to": ["2025"]})
    assert label().startswith("2025,")
    press(web, "0")
    wait_for(web, lambda d: parameters(d) == {})
    press(web, Keys.ENTER)
    arrived(web, "/thing")
    assert text(web, "h1") == "데이터 개방 조치"


def test_the_timeline_is_saved(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + "/timeline")
    rows = table_of(downloaded(web, tmp_path, "*.csv", find(web, ".save")))
    assert rows[0] == ["date", "kind", "class", "name", "iri", "text", "article", "bulletin"]
    assert [[row[0], row[3], row[4]] for row in rows[1:]][1] == ["2024-03-20", "데이터 개방 조치", POLICY]
    assert sorted(row[0] for row in rows[1:]) == [item[0] for item in ALL_ITEMS]


def test_dates_lie_where_the_calendar_puts_them(web: WebDriver, site: str) -> None:
    visit(web, site + "/timeline")
    spans = web.execute_async_script(
        "const done = arguments[0]; import('/static/timeline/spans.js').then(m => done("
        "['2024', '2024-07', '2024-02-29', '2023-12-31', 'unknown', '2024-1'].map(m.span)))"
    )
    assert spans[0] == [2024, 2025] and spans[1] == [2024.5, pytest.approx(2024 + 7 / 12)]
    assert spans[2][1] == pytest.approx(2024 + 2 / 12) and spans[3][1] == 2024
    assert spans[4:] == [None, None]
    places = web.execute_async_script(
        "const done = arguments[0]; import('/static/timeline/spans.js').then(m => done("
        "m.stacked(Array.from({length: 7}, () => ({begin: 0, end: 3})), 3, 2)))"
    )
    assert sorted(filter(None, places["places"])) == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]]
    assert places["places"][6] is None and places["height"] == 2


# --- tables -----------------------------------------------------------------------------------------------------


def names(driver: WebDriver) -> list[str]:
    return all_texts(driver, "tbody th")


def heading(driver: WebDriver, column: str) -> WebElement:
    return find(driver, f'th:has([data-column="{column}"])')


def test_a_table_of_each_class(web: WebDriver, site: str) -> None:
    visit(web, site + "/table")
    assert parameters(web)["class"] == ["Policy"]
    assert names(web) == ["데이터 개방 조치"]
    row = dict(zip(all_texts(web, "thead th"), find_all(web, "tbody tr > *"), strict=True))
    assert {issuer.text for issuer in row["발표 기관"].find_elements(By.TAG_NAME, "li")} == {"과학기술부", "교육부"}
    chooser = Select(find(web, ".class-chooser"))
    assert "정책 (1)" in [option.text for option in chooser.options]
    chooser.select_by_value("Laboratory")
    wait_for(web, lambda d: names(d) == ["타이후 공동실험실"])
    assert "우시시" in text(web, "tbody tr")
    find(web, "tbody th a").click()
    arrived(web, "/thing")
    assert parameters(web) == {"iri": [LAB]}


def test_a_table_is_sorted_by_a_column_with_the_keyboard(web: WebDriver, site: str) -> None:
    visit(web, site + "/table?class=Actor")
    assert heading(web, "facts").get_attribute("aria-sort") == "descending"
    facts = [int(figure) for figure in all_texts(web, "tbody tr td.figure:nth-of-type(1)") if figure]
    assert facts == sorted(facts, reverse=True)
    find(web, '[data-column="name"]').send_keys(Keys.ENTER)
    wait_for(web, lambda d: heading(d, "name").get_attribute("aria-sort") == "ascending")
    assert active(web).get_attribute("data-column") == "name"
    assert heading(web, "facts").get_attribute("aria-sort") == "none"
    upward = names(web)
    press(web, Keys.ENTER)
    wait_for(web, lambda d: heading(d, "name").get_attribute("aria-sort") == "descending")
    assert names(web) != upward and parameters(web)["order"] == ["desc"]
    find(web, '[data-column="last"]').click()
    wait_for(web, lambda d: heading(d, "last").get_attribute("aria-sort") == "descending")
    web.refresh()
    arrived(web)
    assert heading(web, "last").get_attribute("aria-sort") == "descending"


def test_a_table_is_filtered(web: WebDriver, site: str) -> None:
    visit(web, site + "/table?class=Company")
    find(web, "#table-filter").send_keys("기업 07")
    wait_for(web, lambda d: names(d) == ["시험기업 07"])
    assert said(web) == "1개" and active(web) == find(web, "#table-filter")
    assert parameters(web)["q"] == ["기업 07"]
    web.refresh()
    arrived(web)
    assert names(web) == ["시험기업 07"] and find(web, "#table-filter").get_attribute("value") == "기업 07"
    find(web, "#table-filter").send_keys("없음")
    wait_for(web, lambda d: all_texts(d, ".frame .note") == ["조건에 맞는 항목이 없습니다."])


def test_a_long_table_has_pages(web: WebDriver, site: str) -> None:
    total = len(COMPANIES) + len(HOSTILE_NAMES)
    visit(web, site + "/table?class=Company&sort=name&order=asc&q=기업")
    assert len(names(web)) == 50 and text(web, ".pager .count") == "60개 중 1–50"
    assert not find(web, '[data-step="back"]').is_enabled()
    find(web, '[data-step="forward"]').click()
    wait_for(web, lambda d: names(d) == list(COMPANIES[50:]))
    assert text(web, ".pager .count") == "60개 중 51–60" and parameters(web)["offset"] == ["50"]
    assert active(web).get_attribute("data-step") == "back"
    web.refresh()
    arrived(web)
    assert names(web) == list(COMPANIES[50:])
    press(web, Keys.HOME)
    find(web, '[data-step="back"]').click()
    wait_for(web, lambda d: names(d) == list(COMPANIES[:50]))
    visit(web, site + "/table?class=Company")
    assert text(web, ".filters .count") == f"{total}개"


def test_the_whole_table_is_saved(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + "/table?class=Company&sort=name&order=asc")
    rows = table_of(downloaded(web, tmp_path, "*.csv", find(web, ".filters a.button")))
    cells = {cell for row in rows for cell in row}
    assert len(rows) == 1 + len(COMPANIES) + len(HOSTILE_NAMES)
    assert set(COMPANIES) <= cells and "<script>alert(1)</script>" in cells


def test_a_class_without_columns_of_its_own_and_one_that_is_none(web: WebDriver, site: str) -> None:
    visit(web, site + "/table?class=Person")
    assert names(web) == ["김연구"]
    visit(web, site + "/table?class=Nothing")
    assert find(web, ".note.error").is_displayed()
    web.get_log("browser")  # the refusal


# --- query ------------------------------------------------------------------------------------------------------


def asked(driver: WebDriver, site: str, query: str, **more: str) -> None:
    """Opens the query page with a query, which is asked at once."""
    visit(driver, f"{site}/query?q={quote(query)}" + "".join(f"&{name}={value}" for name, value in more.items()))
    wait_for(driver, lambda d: find_all(d, ".result, .query-error"))


def write(driver: WebDriver, query: str) -> WebElement:
    """Puts a text into the editor as a reader would."""
    area = find(driver, "textarea")
    area.click()
    chord(driver, Keys.CONTROL, "a")
    press(driver, Keys.DELETE)
    driver.execute_cdp_cmd("Input.insertText", {"text": query})
    return area


def value(driver: WebDriver) -> str:
    return str(find(driver, "textarea").get_property("value"))


def offered(driver: WebDriver) -> list[str]:
    return all_texts(driver, ".completions:not([hidden]) .text")


def test_a_query_is_asked_and_answered_as_table(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    assert "SELECT" in value(web)  # something to begin with
    write(web, ISSUED)
    chord(web, Keys.CONTROL, Keys.ENTER)
    wait_for(web, lambda d: all_texts(d, ".answer thead th") == ["policy", "body"])
    wait_for(web, lambda d: "교육부" in all_texts(d, ".answer td"))
    rows = [[cell.text for cell in row.find_elements(By.TAG_NAME, "td")] for row in find_all(web, ".answer tbody tr")]
    assert sorted(rows) == [
        ["데이터 개방 보고", "교육부"],
        ["데이터 개방 조치", "과학기술부"],
        ["데이터 개방 조치", "교육부"],
    ]
    assert re.fullmatch(r"3행 · \d+\.\d\d초", text(web, ".result .figures"))
    assert said(web).startswith("3행")
    find(web, ".answer td a").click()
    arrived(web, "/thing")


def test_terms_are_written_for_readers(web: WebDriver, site: str) -> None:
    query = f"""{CST}PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?name ?class ?article ?bulletin ?page ?none (1.5 AS ?number) (<http://other.example/x> AS ?other)
           (BNODE() AS ?node) WHERE {{
      <{POLICY}> skos:prefLabel ?name ; a ?class ; cst:mentionedIn ?article . FILTER(LANG(?name) = "zh-hans")
      ?article dcterms:isPartOf ?bulletin ; dcterms:source ?page }}"""
    asked(web, site, query)
    wait_for(web, lambda d: TITLE in all_texts(d, ".answer td"))
    cells = dict(zip(all_texts(web, ".answer th"), find_all(web, ".answer td"), strict=True))
    assert cells["name"].text.split() == ["数据开放措施", "zh-hans"]
    assert cells["name"].find_element(By.CSS_SELECTOR, ".literal").get_attribute("lang") == "zh-hans"
    assert cells["class"].text == "cst:Policy" and cells["class"].find_elements(By.CSS_SELECTOR, ".class-mark")
    assert cells["class"].find_element(By.CSS_SELECTOR, ".class-tag").get_attribute("title") == "정책"
    assert (
        cells["none"].text == ""
        and cells["number"].text == "1.5"
        and "figure" in (cells["number"].get_attribute("class") or "")
    )
    outward = cells["page"].find_element(By.TAG_NAME, "a")
    assert (
        outward.get_attribute("href") == "https://www.example.org/notice"
        and outward.get_attribute("rel") == "noopener noreferrer"
    )
    assert cells["other"].text == "http://other.example/x" and cells["node"].text.startswith("_:")
    assert cells["bulletin"].text == "과학기술 정책 소식"
    cells["article"].find_element(By.TAG_NAME, "a").click()
    arrived(web, "/bulletin")
    assert text(web, "h1") == TITLE


def test_completion_of_classes_declares_the_prefix(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "SELECT * WHERE { ?thing a ")
    press(web, "cst:Pol")
    assert offered(web)[0] == "cst:Policy"
    area = find(web, "textarea")
    assert find(web, f"#{area.get_attribute('aria-activedescendant')} .text").text == "cst:Policy"
    press(web, Keys.ENTER)
    assert value(web) == f"{CST}SELECT * WHERE {{ ?thing a cst:Policy"
    assert offered(web) == []
    press(web, " . ?thing cst:issu", Keys.TAB)  # an entry is marked: Tab takes it
    assert value(web).endswith("?thing cst:issuedBy") and active(web) == area
    assert value(web).count("PREFIX") == 1


def test_completion_of_variables_waits_to_be_chosen(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "SELECT ?policy ?place WHERE { ")
    press(web, "?p")
    assert offered(web) == ["?policy", "?place"]
    press(web, Keys.ENTER)  # none is marked: a new line
    assert value(web) == "SELECT ?policy ?place WHERE { ?p\n"
    press(web, "?p", Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)
    assert value(web).endswith("\n?place")
    chord(web, Keys.CONTROL, "z")  # the browser's own undo
    assert value(web).endswith("\n?p")


def test_ctrl_space_offers_all_kinds_and_named_queries(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "")
    chord(web, Keys.CONTROL, " ")
    assert "cst:" in offered(web) and said(web).startswith("완성 후보")
    press(web, Keys.ESCAPE)
    assert offered(web) == []
    press(web, "정책")  # a word of the reader's language
    chord(web, Keys.CONTROL, " ")
    assert offered(web)[0] == "cst:Policy"
    press(web, Keys.ESCAPE)
    write(web, "joint-iss")
    chord(web, Keys.CONTROL, " ")
    assert offered(web) == ["joint-issuers"]
    press(web, Keys.ENTER)
    wait_for(web, lambda d: value(d).startswith("# name: joint-issuers\n"))
    assert find(web, "#named-query").get_attribute("value") == "joint-issuers"


def test_nothing_is_completed_in_comments_texts_and_iris(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    for beginning in ("# cst:", 'SELECT * { ?s ?p "cst:', "SELECT * { <https://w3id.org/cst:"):
        write(web, beginning)
        press(web, "Pol")
        assert offered(web) == [], beginning


def test_the_editor_is_left_with_tab(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    area = write(web, "SELECT * WHERE { ?s a cst:Pol")
    press(web, "i")
    assert offered(web)
    press(web, Keys.ESCAPE, Keys.TAB)
    assert active(web) == find(web, "#query-run") and "\t" not in value(web)
    chord(web, Keys.SHIFT, Keys.TAB)
    assert active(web) == area
    press(web, Keys.TAB)
    assert active(web) == find(web, "#query-run")


def test_new_lines_keep_the_indentation(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "SELECT * WHERE {")
    press(web, Keys.ENTER, "a b c .", Keys.ENTER, "d")
    assert value(web) == "SELECT * WHERE {\n  a b c .\n  d"


def test_a_syllable_being_composed_is_left_alone(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    area = write(web, "SELECT * WHERE { ?s a cst:")
    web.execute_cdp_cmd("Input.imeSetComposition", {"text": "정", "selectionStart": 1, "selectionEnd": 1})
    assert value(web).endswith("cst:정") and offered(web) == []
    kept = {"key": "Enter", "keyCode": 229, "isComposing": True, "cancelable": True, "bubbles": True}
    assert web.execute_script(
        "return arguments[0].dispatchEvent(new KeyboardEvent('keydown', arguments[1]))", area, kept
    )
    web.execute_cdp_cmd("Input.imeSetComposition", {"text": "정책", "selectionStart": 2, "selectionEnd": 2})
    web.execute_cdp_cmd("Input.insertText", {"text": "정책"})
    assert value(web).endswith("cst:정책") and "\n" not in value(web)
    wait_for(web, lambda d: offered(d)[:1] == ["cst:Policy"])
    press(web, Keys.ENTER)
    assert value(web).endswith("?s a cst:Policy")


def test_colours_lie_exactly_under_the_text(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    query = '# 주석 <b>\nSELECT ?이름 WHERE { ?s <http://x/#y> "글 # <i>"@ko ; cst:Policy 12 }\n'
    write(web, query)
    assert web.execute_script("return document.querySelector('.colours').textContent") == f"{query}\n"
    tokens = [
        (token.get_attribute("class"), token.get_property("textContent")) for token in find_all(web, ".colours .token")
    ]
    assert tokens == [
        ("token comment", "# 주석 <b>"), ("token keyword", "SELECT"), ("token variable", "?이름"),
        ("token keyword", "WHERE"), ("token variable", "?s"), ("token iri", "<http://x/#y>"),
        ("token string", '"글 # <i>"'), ("token prefixed", "cst:Policy"),
        ("token number", "12"),
    ]  # fmt: skip
    area, colours = find(web, "textarea").rect, find(web, ".colours").rect
    assert (area["x"], area["y"], area["height"]) == (colours["x"], colours["y"], colours["height"])
    same = "const [a, b] = ['textarea', '.colours'].map(s => getComputedStyle(document.querySelector('.sheet ' + s)));"
    assert web.execute_script(
        same + "return ['font', 'lineHeight', 'paddingLeft', 'tabSize', 'whiteSpace'].every(p => a[p] === b[p])"
    )
    assert all_texts(web, ".gutter .line") == ["1", "2", "3"]


def test_a_long_text_is_seen_at_the_cursor(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "\n".join(f"# {n}" for n in range(200)) + "\n# " + "x" * 300)
    press(web, "y")
    sheet = web.execute_script(
        "const s = document.querySelector('.sheet'); return [s.scrollTop + s.clientHeight, s.scrollHeight]"
    )
    assert sheet[0] >= sheet[1] - 40


def test_a_broken_query_is_told_with_its_line(web: WebDriver, site: str) -> None:
    asked(web, site, "SELECT *\nWHERE {\n  ?s ?p\n}")
    assert "broken" in text(web, ".query-error [role=alert]")
    assert all_texts(web, ".gutter .wrong") == ["4"]
    find(web, ".query-error button").click()
    assert active(web) == find(web, "textarea")
    assert web.execute_script(
        "return [document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    ) == [25, 26]
    press(web, "x")
    assert find_all(web, ".gutter .wrong") == []
    web.get_log("browser")  # the refusal


def test_queries_of_other_services_are_refused_in_words(web: WebDriver, site: str) -> None:
    asked(web, site, "SELECT * WHERE { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    assert "SERVICE" in text(web, ".query-error [role=alert]")
    web.get_log("browser")  # the refusal


SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_that_takes_long_is_stopped(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, SLOW)
    find(web, "#query-run").click()
    wait_for(web, lambda d: find(d, "#query-stop").is_displayed())
    assert "실행 중" in text(web, ".query-status")
    find(web, "#query-stop").click()
    wait_for(web, lambda d: text(d, ".query-status") == "중단했습니다.")
    assert not find(web, "#query-stop").is_displayed() and active(web) == find(web, "#query-run")
    write(web, "ASK { ?s ?p ?o }")
    chord(web, Keys.CONTROL, Keys.ENTER)
    wait_for(web, lambda d: all_texts(d, ".truth") == ["예 (true)"])


def test_leaving_the_page_ends_its_query(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, SLOW)
    chord(web, Keys.CONTROL, Keys.ENTER)
    wait_for(web, lambda d: find(d, "#query-stop").is_displayed())
    find(web, 'nav a[href="/bulletins"]').click()
    arrived(web, "/bulletins")

    def ended(_: WebDriver) -> bool:
        messages = [json.loads(entry["message"])["message"] for entry in web.get_log("performance")]
        return any(m["method"] == "Network.loadingFailed" and m["params"].get("canceled") for m in messages)

    wait_for(web, ended)


def test_named_queries_are_asked_with_their_parameters(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    picker = Select(find(web, "#named-query"))
    offered = {option.get_attribute("value"): option.text for option in picker.options[1:]}
    assert offered == {name: f"{query.ko} ({name})" for name, query in named_queries().items()}
    groups = [group.get_attribute("label") for group in find_all(web, "#named-query optgroup")]
    assert len(groups) == len(GROUPS) and "목표" in groups
    picker.select_by_value("joint-issuers")
    assert picker.first_selected_option.text == offered["joint-issuers"]
    wait_for(web, lambda d: value(d).startswith("# name: joint-issuers\n"))
    assert "VALUES ?issuer" not in value(web)  # any issuer
    choose(web, "parameter-issuer", "教育部")
    assert find(web, "#parameter-issuer").get_attribute("value") == "교육부"
    find(web, '.parameters [type="submit"]').click()
    wait_for(web, lambda d: "과학기술부" in all_texts(d, ".answer td"))
    assert f"<{iri('moe')}>" in value(web)
    assert parameters(web) == {"name": ["joint-issuers"], "param.issuer": ["교육부"]}
    web.refresh()
    arrived(web)
    wait_for(web, lambda d: "과학기술부" in all_texts(d, ".answer td"))
    assert find(web, "#parameter-issuer").get_attribute("value") == "교육부"
    find(web, "textarea").send_keys(" ")  # from here on it is a query of one's own
    wait_for(web, lambda d: "name" not in parameters(d) and parameters(d).keys() & {"q", "z"})


def test_parameters_have_fields_of_their_types(web: WebDriver, site: str) -> None:
    visit(web, site + "/query?name=targets-due&param.to=2026")
    wait_for(web, lambda d: find_all(d, ".answer"))
    first, last = (find(web, f"#parameter-{name}") for name in ("from", "to"))
    assert first.get_attribute("inputmode") == "numeric" and first.get_attribute("placeholder") == "기본값 1949"
    assert last.get_attribute("value") == "2026" and re.search(r'VALUES \?to \{\s*"?2026\b', value(web))
    last.clear()
    last.send_keys("soon")
    find(web, '.parameters [type="submit"]').click()
    assert web.execute_script("return document.querySelector('.parameters').checkValidity()") is False
    visit(web, site + "/query?name=provenance")
    relation = Select(find(web, "#parameter-relation"))
    assert "발표 주체 (issuedBy)" in [option.text for option in relation.options]
    relation.select_by_value("funds")
    find(web, '.parameters [type="submit"]').click()
    wait_for(web, lambda d: re.search(r"VALUES \?relation \{\s*<\S+#funds>", value(d)))
    wait_for(web, lambda d: len(find_all(d, ".answer tbody tr")) == 1)


def test_a_hostile_parameter_stays_a_parameter(web: WebDriver, site: str) -> None:
    attack = '과기부" } DROP ALL # <script>'
    visit(web, f"{site}/query?name=joint-issuers&param.issuer={quote(attack)}")
    assert attack in text(web, ".query-error [role=alert]")
    assert find(web, "#parameter-issuer").get_attribute("value") == attack
    web.get_log("browser")  # the refusal


def test_statements_are_drawn_as_network(web: WebDriver, site: str) -> None:
    asked(web, site, f"{CST}CONSTRUCT {{ ?a cst:issuedBy ?b }} WHERE {{ ?a cst:issuedBy ?b }}")
    wait_for(web, lambda d: len(find_all(d, ".answer-network svg a")) == 4)
    assert find(web, '[data-view="network"]').get_attribute("aria-pressed") == "true"
    drawn = {title.get_property("textContent") for title in find_all(web, ".answer-network title")}
    assert drawn == {
        "데이터 개방 조치 (정책)",
        "데이터 개방 보고 (보고서)",
        "과학기술부 (부·위원회)",
        "교육부 (부·위원회)",
    }
    assert "항목 4개, 연결 3개" in text(web, ".answer-network figcaption")
    assert text(web, ".result .figures").startswith("진술 3개")
    find(web, ".answer-network figcaption a").click()
    arrived(web, "/network")
    assert set(parameters(web)["iri"]) == {POLICY, iri("most"), iri("moe"), POLICY.replace("xopendata", "xreport")}
    asked(web, site, f"{CST}SELECT ?s ?p ?o WHERE {{ ?s ?p ?o . FILTER(?p = cst:establishedBy) }}")
    assert all_texts(web, ".result-head button[data-view]") == ["표", "네트워크"]
    find(web, '[data-view="network"]').click()
    wait_for(web, lambda d: len(find_all(d, ".answer-network svg a")) == 3)
    assert parameters(web)["view"] == ["network"]


def test_numbers_are_drawn_as_chart(web: WebDriver, site: str) -> None:
    counted = f"""{CST}SELECT ?body (COUNT(?policy) AS ?n) WHERE {{ ?policy cst:issuedBy ?body }}
    GROUP BY ?body ORDER BY DESC(?n)"""
    asked(web, site, counted, view="chart")
    wait_for(web, lambda d: len(find_all(d, ".bars .bar-body")) == 2)
    widths = [float(bar.get_attribute("width") or 0) for bar in find_all(web, ".bars .bar-body")]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert "교육부" in (find(web, ".bars").get_attribute("aria-label") or "")
    find(web, ".chart summary").click()
    assert all_texts(web, ".chart details tbody tr") == ["교육부 2", "과학기술부 1"]
    Select(find(web, "#chart-kind")).select_by_value("line")
    wait_for(web, lambda d: len(find_all(d, ".line-chart circle")) == 2)
    wait_for(web, lambda d: parameters(d).get("kind") == ["line"])
    assert parameters(web)["x"] == ["body"] and parameters(web)["y"] == ["n"]
    web.refresh()
    arrived(web)
    wait_for(web, lambda d: len(find_all(d, ".line-chart circle")) == 2)


def test_years_make_a_line_in_the_order_of_time(web: WebDriver, site: str) -> None:
    asked(web, site, 'SELECT ?year ?n { VALUES (?year ?n) { ("2025" 3) ("2022" -1) ("2023" 7.5) } }', view="chart")
    wait_for(web, lambda d: len(find_all(d, ".line-chart circle")) == 3)
    assert all_texts(web, ".line-chart .at") == ["2022", "2023", "2025"]
    across = [float(circle.get_attribute("cx") or 0) for circle in find_all(web, ".line-chart circle")]
    assert across[2] - across[1] == pytest.approx(2 * (across[1] - across[0]), rel=0.01)
    heights = [float(circle.get_attribute("cy") or 0) for circle in find_all(web, ".line-chart circle")]
    assert heights[1] < heights[2] < heights[0]
    levels = web.execute_async_script(
        "const done = arguments[0]; import('/static/query/chart.js').then(m => done("
        "[m.levels(0, 7), m.levels(-1, 7.5), m.levels(0, 0)]))"
    )
    assert levels == [[0, 2, 4, 6, 8], [-2, 0, 2, 4, 6, 8], levels[2]]
    assert len(levels[2]) >= 2


@pytest.mark.parametrize(("query", "formats"), [
    (ISSUED, ["csv", "tsv", "json"]),
    (f"{CST}CONSTRUCT WHERE {{ ?policy cst:issuedBy ?body }}", ["turtle", "ntriples", "jsonld", "csv"]),
])  # fmt: skip
def test_answers_are_saved(web: WebDriver, site: str, tmp_path: Path, query: str, formats: list[str]) -> None:
    asked(web, site, query)
    endings = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld"}
    files = {}
    for name in formats:
        find(web, "#query-download summary").click()
        assert [button.get_attribute("data-format") for button in find_all(web, "#query-download button")] == formats
        files[name] = downloaded(
            web, tmp_path, f"*.{endings.get(name, name)}", find(web, f'#query-download [data-format="{name}"]')
        )
    if "turtle" in formats:
        kinds = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
        graphs = [
            {(str(t.subject), str(t.object)) for t in ox.parse(files[name].read_bytes(), format=kind)}
            for name, kind in kinds.items()
        ]
        assert len(graphs[0]) == 3 and graphs[0] == graphs[1] == graphs[2]
    else:
        assert len(json.loads(files["json"].read_text(encoding="utf-8"))["results"]["bindings"]) == 3
        assert files["tsv"].read_text(encoding="utf-8").splitlines()[0] == "?policy\t?body"
    assert [POLICY, iri("moe")] in [
        [cell for cell in row if "/ontology#" not in cell] for row in table_of(files["csv"])
    ]


def test_csv_runs_nothing_in_a_spreadsheet(web: WebDriver, site: str, tmp_path: Path) -> None:
    asked(web, site, 'SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" -5) ("@x, \\"y\\"" 2) } }')
    find(web, "#query-download summary").click()
    rows = table_of(downloaded(web, tmp_path, "*.csv", find(web, '#query-download [data-format="csv"]')))
    assert rows == [["a", "b"], ["'=1+1", "-5"], ['\'@x, "y"', "2"]]


def test_a_query_is_shared_by_its_address(web: WebDriver, site: str) -> None:
    for query in (ISSUED, f"# {'긴 설명 ' * 700}\n{ISSUED}"):
        visit(web, site + "/query")
        write(web, query)
        chord(web, Keys.CONTROL, Keys.ENTER)
        wait_for(web, lambda d: len(find_all(d, ".answer tbody tr")) == 3)
        web.execute_cdp_cmd(
            "Browser.grantPermissions",
            {"origin": site, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
        )
        find(web, "#query-share").click()
        wait_for(web, lambda d: said(d) == "이 질의의 링크를 복사했습니다")
        copied = web.execute_async_script("const done = arguments[0]; navigator.clipboard.readText().then(done)")
        assert copied == web.current_url and len(copied) < 2000
        visit(web, copied)
        wait_for(web, lambda d: len(find_all(d, ".answer tbody tr")) == 3)
        assert value(web) == query


def test_a_torn_link_is_told(web: WebDriver, site: str) -> None:
    visit(web, site + "/query?z=abc%25")
    assert "링크가 잘렸는지" in text(web, ".query-error [role=alert]")


def test_what_is_not_asked_yet_comes_back_unasked(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "SELECT ?half WHERE {")
    wait_for(web, lambda d: parameters(d).get("draft") == ["1"])
    find(web, 'nav a[href="/review"]').click()
    arrived(web, "/review")
    web.back()
    arrived(web, "/query")
    assert value(web) == "SELECT ?half WHERE {" and find_all(web, ".result, .query-error") == []
    find(web, '[data-language="en"]').click()
    wait_for(web, lambda d: all_texts(d, "h1") == ["Query"])
    arrived(web, "/query")
    assert value(web) == "SELECT ?half WHERE {"


def test_queries_are_remembered(web: WebDriver, site: str) -> None:
    asked(web, site, ISSUED)
    write(web, "ASK { ?s ?p ?o }")
    chord(web, Keys.CONTROL, Keys.ENTER)
    wait_for(web, lambda d: find_all(d, ".truth"))
    find(web, ".past summary").click()
    assert all_texts(web, ".past .first-line") == [
        "ASK { ?s ?p ?o }",
        "SELECT ?policy ?body WHERE { ?policy cst:issuedBy ?body } ORDER BY ?policy ?body",
    ]
    find_all(web, ".past li button")[1].click()
    assert value(web) == ISSUED and active(web) == find(web, "textarea")
    web.refresh()
    arrived(web)
    find(web, ".past summary").click()
    assert len(find_all(web, ".past li")) == 2
    find(web, ".forget").click()
    assert not find(web, ".past").is_displayed()
    assert web.execute_script("return localStorage.getItem('kg.queries')") is None


def test_a_thing_is_put_into_the_query_by_name(web: WebDriver, site: str) -> None:
    visit(web, site + "/query")
    write(web, "SELECT * WHERE { ?s ?p  }")
    press(web, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    choose(web, "query-thing", "타이후")
    wait_for(web, lambda d: value(d) == f"SELECT * WHERE {{ ?s ?p <{LAB}> }}")


def test_long_answers_come_by_the_hundred(web: WebDriver, site: str) -> None:
    asked(web, site, "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 250")
    assert len(find_all(web, ".answer tbody tr")) == 100
    find(web, ".more-rows").click()
    wait_for(web, lambda d: len(find_all(d, ".answer tbody tr")) == 200)
    assert text(web, ".more-rows") == "50행 더 보기 (남은 50행)"
    find(web, ".more-rows").click()
    wait_for(web, lambda d: len(find_all(d, ".answer tbody tr")) == 250)
    assert not find(web, ".more-rows").is_displayed()


# --- bulletins --------------------------------------------------------------------------------------------------


def test_bulletins_newest_first_lead_to_their_articles(web: WebDriver, site: str) -> None:
    visit(web, site + "/bulletins")
    assert all_texts(web, ".year h2") == ["2025", "2024"]
    assert all_texts(web, ".bulletin-list .date") == ["2025-01-10", "2024-03-29"]
    assert all_texts(web, ".bulletin-list .count") == ["기사 3건", "기사 2건"]
    find_all(web, ".bulletin-list a")[1].click()
    arrived(web, "/bulletin")
    assert parameters(web) == {"id": [FIRST]}
    assert text(web, "h1") == "과학기술 정책 소식" and FIRST in text(web, ".page-head")
    assert all_texts(web, ".contents h2") == ["정책동향", "단신동향"]
    assert all_texts(web, ".contents li .count") == ["항목 4 · 사실 4", "항목 5 · 사실 4"]
    find(web, ".contents a").click()
    arrived(web)
    wait_for(web, lambda d: all_texts(d, "h1") == [TITLE])


def test_a_bulletin_that_is_none_says_so(web: WebDriver, site: str) -> None:
    visit(web, site + "/bulletin?id=none")
    assert find(web, ".note.error").is_displayed()
    visit(web, site + "/bulletin")
    assert text(web, ".note") == "문서를 하나 고르십시오."
    web.get_log("browser")  # the refusal


def marks(driver: WebDriver) -> list[tuple[str, str]]:
    """What is marked in the text, and the class."""
    return [
        (str(mark.get_property("textContent")), mark.get_attribute("data-cls") or "")
        for mark in find_all(driver, ".article-text .named")
    ]


def fact_rows(driver: WebDriver) -> list[WebElement]:
    return find_all(driver, ".judged-fact")


def fact_with(driver: WebDriver, *words: str) -> WebElement:
    told = {row: row.find_element(By.CSS_SELECTOR, ".said-fact").text for row in fact_rows(driver)}
    return next(row for row, statement in told.items() if all(word in statement for word in words))


def lit(driver: WebDriver) -> str:
    """The passage that is lit up."""
    return "".join(str(part.get_property("textContent")) for part in find_all(driver, ".article-text span.lit"))


def test_an_article_shows_its_text_with_names_in_their_colours(web: WebDriver, site: str) -> None:
    visit(web, site + ARTICLE)
    assert text(web, "h1") == TITLE and "2024-03-20" in text(web, ".article-head")
    source = find(web, ".article-head a.out")
    assert source.get_attribute("href") == "https://www.example.org/notice"
    paragraphs = [str(p.get_property("textContent")) for p in find_all(web, ".article-text p")]
    assert paragraphs == [f"01 {TITLE}\n- {JOINT}(3.20)", f"- {SAID}\n- {DUE}"]
    assert marks(web) == [
        ("과기부", "Ministry"), ("교육부", "Ministry"), ("데이터 개방 조치", "Policy"), ("과기부", "Ministry"),
        ("교육부", "Ministry"), ("데이터 개방 조치", "Policy"), ("김연구", "Person"), ("과기부", "Ministry"),
    ]  # fmt: skip
    shape = "return [...document.querySelectorAll('.named')].map(e => getComputedStyle(e).display)"
    assert set(web.execute_script(shape)) == {"inline"}
    hues = {
        cls: web.execute_script(
            "return getComputedStyle(document.querySelector(arguments[0])).boxShadow", f'.named[data-cls="{cls}"]'
        )
        for cls in ("Ministry", "Policy", "Person")
    }
    assert (
        "rgb(0, 114, 178)" in hues["Ministry"] and "rgb(196, 80, 27)" in hues["Policy"] and len(set(hues.values())) == 3
    )
    find(web, '.named[data-cls="Policy"]').click()
    arrived(web, "/thing")
    assert parameters(web) == {"iri": [POLICY]}


def test_classes_are_marked_or_not(web: WebDriver, site: str) -> None:
    visit(web, site + ARTICLE)
    assert all_texts(web, ".classes-here button") == ["부·위원회 5", "인물 1", "정책 2"]
    button = find(web, '.classes-here [data-cls="Policy"]')
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert [mark.get_attribute("data-cls") for mark in find_all(web, ".named.plain")] == ["Policy", "Policy"]
    shadow = "return getComputedStyle(document.querySelector('.named.plain')).boxShadow"
    assert web.execute_script(shadow) == "none"
    button.click()
    assert find_all(web, ".named.plain") == []


def test_a_fact_lights_up_its_sentence_and_names(web: WebDriver, site: str) -> None:
    visit(web, site + ARTICLE)
    assert lit(web) == ""
    ActionChains(web).move_to_element(fact_with(web, "교육부", "발표 주체")).perform()
    wait_for(web, lambda d: lit(d) == JOINT)
    assert [str(name.get_property("textContent")) for name in find_all(web, ".named.lit")] == [
        "교육부",
        "데이터 개방 조치",
    ]
    ActionChains(web).move_to_element(find(web, "h1")).perform()
    wait_for(web, lambda d: lit(d) == "")
    web.execute_script("arguments[0].focus()", fact_with(web, "김연구"))
    assert lit(web) == SAID  # also behind a sign of two code units
    assert [str(name.get_property("textContent")) for name in find_all(web, ".named.lit")] == ["김연구", "과기부"]
    web.execute_script("arguments[0].focus()", fact_with(web, "목표"))
    assert lit(web) == DUE


def test_what_a_quote_adds_is_lit_up_where_it_stands(web: WebDriver, site: str) -> None:
    visit(web, site + address_of(FIRST, "brief-01"))
    web.execute_script("arguments[0].focus()", fact_with(web, "소재지"))
    assert lit(web) == "칭화대와 중국과학원, 타이후 공동실험실 설립" + FOUNDED
    assert [str(name.get_property("textContent")) for name in find_all(web, ".named.lit")] == [
        "타이후 공동실험실",
        "우시",
        "타이후 공동실험실",
    ]


def test_facts_tell_what_they_say(web: WebDriver, site: str) -> None:
    visit(web, site + ARTICLE)
    assert len(fact_rows(web)) == 4
    person = fact_with(web, "김연구").text
    assert "과학기술부" in person and "부장" in person and "신뢰도 0.60" in person
    target = fact_with(web, "목표").text
    assert "공개 데이터 1,000 개" in target and "이상" in target and "2025년까지" in target
    assert SAID in str(fact_with(web, "김연구").get_property("textContent"))  # for those who hear the page
    visit(web, site + address_of(FIRST, "brief-01"))
    assert "4,000만 위안 (40,000,000 CNY)" in fact_with(web, "자금 지원").text


def test_keys_lead_from_article_to_article(web: WebDriver, site: str) -> None:
    visit(web, site + ARTICLE)
    press(web, "j")
    wait_for(web, lambda d: all_texts(d, "h1") == ["칭화대와 중국과학원, 타이후 공동실험실 설립"])
    assert parameters(web)["article"] == [address_of(FIRST, "brief-01").split("article=")[1]]
    press(web, "j")  # there is no next one
    press(web, "k")
    wait_for(web, lambda d: all_texts(d, "h1") == [TITLE])
    press(web, Keys.ARROW_RIGHT)
    wait_for(web, lambda d: all_texts(d, "h1") == ["칭화대와 중국과학원, 타이후 공동실험실 설립"])
    press(web, Keys.ARROW_LEFT)
    wait_for(web, lambda d: all_texts(d, "h1") == [TITLE])
    find(web, "#search").send_keys("j")
    assert text(web, "h1") == TITLE
    find(web, ".steps a").click()
    wait_for(web, lambda d: all_texts(d, "h1") == ["칭화대와 중국과학원, 타이후 공동실험실 설립"])
    find(web, ".key-help summary").click()
    assert all_texts(web, ".key-help dt")[0] == "J →"


@pytest.fixture
def judging(web: WebDriver, site: str, build: Path) -> Iterator[WebDriver]:
    """The browser; after the test, nothing is judged any more."""
    assert kept(build) == {}
    yield web
    with urlopen(f"{site}/api/review", timeout=10) as answer:
        for judgement in json.load(answer)["judgements"]:
            body = json.dumps({"fact": judgement["fact"], "verdict": None, "note": ""}).encode()
            headers = {"Content-Type": "application/json", "X-KG-Review": "1"}
            urlopen(Request(f"{site}/api/review", body, headers), timeout=10).close()


def kept(build: Path) -> dict[str, tuple[str, str]]:
    """Verdict and note by the subject's and object's names, as the review file has them."""
    file = build / "review.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    rows = [json.loads(line) for line in lines]
    return {f"{row['subject']}-{row['object']}": (row["verdict"], row["note"]) for row in rows}


def test_facts_are_judged_with_the_keyboard(judging: WebDriver, site: str, build: Path) -> None:
    web = judging
    visit(web, site + ARTICLE)
    assert "4건 중 0건 판정" in text(web, ".judged-so-far")
    web.execute_script("document.querySelector('.judged-fact').focus()")
    first = active(web)
    press(web, Keys.ARROW_DOWN)
    assert active(web) == fact_rows(web)[1]
    press(web, Keys.ARROW_UP)
    assert active(web) == first
    web.execute_script("arguments[0].focus()", fact_with(web, "김연구"))
    press(web, "w")
    wait_for(web, lambda d: "4건 중 1건 판정" in text(d, ".judged-so-far"))
    assert "wrong" in (fact_with(web, "김연구").get_attribute("class") or "").split()
    assert active(web) == fact_with(web, "김연구")
    press(web, "n")
    assert active(web).get_attribute("class") == "review-note"
    press(web, "r w 다른 사람", Keys.ENTER)  # letters, not verdicts
    wait_for(web, lambda _: kept(build) == {"김연구-과학기술부": ("wrong", "r w 다른 사람")})
    web.execute_script("arguments[0].focus()", fact_with(web, "교육부", "발표 주체"))
    press(web, "r")
    wait_for(web, lambda d: "4건 중 2건 판정" in text(d, ".judged-so-far"))
    assert kept(build)["데이터 개방 조치-교육부"] == ("right", "")
    web.refresh()
    arrived(web)
    assert "4건 중 2건 판정" in text(web, ".judged-so-far")
    assert find(web, ".review-note").get_attribute("value") in ("", "r w 다른 사람")
    for row in (fact_with(web, "김연구"), fact_with(web, "교육부", "발표 주체")):
        row.find_element(By.CSS_SELECTOR, '.verdict[aria-pressed="true"]').click()
    wait_for(web, lambda d: "4건 중 0건 판정" in text(d, ".judged-so-far") and kept(build) == {})


def test_nothing_moves_under_the_pointer(judging: WebDriver, site: str) -> None:
    web = judging
    visit(web, site + ARTICLE)
    web.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SMALL)
    try:
        button = find_all(web, ".judged-fact .verdict.right")[-1]
        web.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        before = web.execute_script("return [scrollY, arguments[0].getBoundingClientRect().top]", button)
        ActionChains(web).move_to_element(button).click_and_hold().perform()
        assert web.execute_script("return [scrollY, arguments[0].getBoundingClientRect().top]", button) == before
        ActionChains(web).release().perform()
        wait_for(web, lambda d: find_all(d, ".judged-fact.right"))
    finally:
        web.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SMALL | {"height": 800})


def test_korean_keys_judge_as_well(judging: WebDriver, site: str, build: Path) -> None:
    web = judging
    visit(web, site + ARTICLE)
    web.execute_script("document.querySelector('.judged-fact').focus()")
    for key, code in (("ㅈ", "KeyW"), ("ㅕ", "KeyU")):
        web.execute_script(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
            "{key: arguments[0], code: arguments[1], bubbles: true, cancelable: true}))",
            key,
            code,
        )
        wait_for(web, lambda d, n=int(key == "ㅈ"): f"4건 중 {n}건 판정" in text(d, ".judged-so-far"))
    assert kept(build) == {}


def test_judgements_are_undone_one_by_one(judging: WebDriver, site: str, build: Path) -> None:
    web = judging
    visit(web, site + ARTICLE)
    assert not find(web, ".undo").is_displayed()
    row = fact_with(web, "목표")
    row.find_element(By.CSS_SELECTOR, ".verdict.right").click()
    wait_for(web, lambda d: "1건 판정" in text(d, ".judged-so-far"))
    row.find_element(By.CSS_SELECTOR, ".verdict.wrong").click()
    wait_for(web, lambda d: "wrong" in (fact_with(d, "목표").get_attribute("class") or "").split())
    find(web, ".undo").click()
    wait_for(web, lambda d: "right" in (fact_with(d, "목표").get_attribute("class") or "").split())
    assert [one[0] for one in kept(build).values()] == ["right"] and said(web) == "마지막 판정을 되돌렸습니다"
    web.execute_script("arguments[0].focus()", fact_with(web, "목표"))
    press(web, "u")
    wait_for(web, lambda d: "4건 중 0건 판정" in text(d, ".judged-so-far"))
    wait_for(web, lambda _: kept(build) == {})
    assert not find(web, ".undo").is_displayed()


def test_facts_are_filtered(judging: WebDriver, site: str) -> None:
    web = judging
    visit(web, site + ARTICLE)
    assert all_texts(web, ".facts-head [data-show]") == ["전체 4", "미판정 4", "낮은 신뢰도 1"]
    find(web, '[data-show="unsure"]').click()
    assert len(fact_rows(web)) == 1 and "김연구" in fact_rows(web)[0].text
    assert parameters(web)["show"] == ["unsure"]
    web.refresh()
    arrived(web)
    assert len(fact_rows(web)) == 1
    find(web, '[data-show="unjudged"]').click()
    fact_with(web, "김연구").find_element(By.CSS_SELECTOR, ".verdict.right").click()
    wait_for(web, lambda d: all_texts(d, ".facts-head [data-show]")[1] == "미판정 3")
    assert len(fact_rows(web)) == 4  # what was just judged stays until the filter is chosen anew
    find(web, '[data-show="unjudged"]').click()
    assert len(fact_rows(web)) == 3
    find(web, ".undo").click()
    wait_for(web, lambda d: all_texts(d, ".facts-head [data-show]")[1] == "미판정 4")


def test_where_nothing_may_be_judged_it_is_said(chromium: WebDriver, build: Path) -> None:
    with served(build, read_only=True) as address:
        visit(chromium, address + ARTICLE)
        assert find_all(chromium, ".verdict") == [] and "판정할 수 없습니다" in text(chromium, ".judged-so-far")
        web_rows = fact_rows(chromium)
        chromium.execute_script("arguments[0].focus()", web_rows[0])
        press(chromium, "w")
        visit(chromium, address + "/review")
        assert "판정할 수 없습니다" in text(chromium, "main") and find_all(chromium, ".take-back") == []
        assert chromium.get_log("browser") == []
    assert kept(build) == {}


# --- judgements -------------------------------------------------------------------------------------------------


def test_judgements_are_listed_saved_and_taken_back(judging: WebDriver, site: str, build: Path, tmp_path: Path) -> None:
    web = judging
    visit(web, site + "/review")
    assert "판정한 사실이 없습니다" in text(web, ".frame") and not find(web, "main .filters > button").is_enabled()
    assert "다음 빌드부터" in text(web, "main")
    visit(web, site + ARTICLE)
    for words, verdict in (("김연구", "wrong"), ("목표", "right")):
        fact_with(web, words).find_element(By.CSS_SELECTOR, f".verdict.{verdict}").click()
        wait_for(web, lambda d, v=verdict: find_all(d, f".judged-fact.{v}"))
    visit(web, site + "/review")
    assert all_texts(web, "[data-verdict]") == ["전체 2", "틀림 1", "맞음 1"]
    assert len(find_all(web, ".judgements tbody tr")) == 2
    find(web, '[data-verdict="wrong"]').click()
    (row,) = find_all(web, ".judgements tbody tr")
    assert "틀림" in row.text and "김연구" in row.text and "과학기술부" in row.text and SAID in row.text
    assert parameters(web) == {"verdict": ["wrong"]}
    rows = table_of(downloaded(web, tmp_path, "*.csv", find(web, "main .filters > button")))
    assert rows[0] == ["day", "verdict", "fact", "subject", "relation", "object", "note", "quote"]
    assert rows[1][1] == "wrong" and rows[1][3:6] == [PERSON, "affiliatedWith", iri("most")] and rows[1][7] == SAID
    row.find_element(By.CSS_SELECTOR, ".take-back").click()
    wait_for(web, lambda d: all_texts(d, "[data-verdict]") == ["전체 1", "틀림 0", "맞음 1"])
    assert said(web) == "판정을 취소했습니다" and "김연구-과학기술부" not in kept(build)
    find(web, '[data-verdict="all"]').click()
    find(web, ".take-back").click()
    wait_for(web, lambda _: kept(build) == {})
    assert "판정한 사실이 없습니다" in text(web, ".frame")


# --- hostile names ----------------------------------------------------------------------------------------------


SHOWN_NAMES = {name.strip() for name in HOSTILE_NAMES}


def harmless(driver: WebDriver) -> None:
    """No name has become markup, an address or a program."""
    assert driver.execute_script("return document.querySelectorAll('main :is(img, script, b, i, iframe)').length") == 0
    assert driver.execute_script("return window.broken") is None
    schemes = driver.execute_script(
        "return [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).protocol)"
    )
    assert set(schemes) <= {"http:", "https:"}


def test_hostile_names_are_text_in_tables_and_timeline(web: WebDriver, site: str) -> None:
    visit(web, site + "/table?class=Company&sort=facts&order=desc")
    shown = web.execute_script("return [...document.querySelectorAll('tbody th .name')].map(e => e.textContent)")
    assert set(shown) >= SHOWN_NAMES
    harmless(web)
    for name in HOSTILE_NAMES[:5]:
        visit(web, f"{site}/table?class=Company&q={quote(name)}")
        assert web.execute_script(
            "return [...document.querySelectorAll('tbody th .name')].map(e => e.textContent)"
        ) == [name.strip()]
    visit(web, f"{site}/timeline?iri={quote('x<script>alert(1)</script>')}&class=Policy")
    assert "script>" in text(web, "#timeline-iri .chosen")
    harmless(web)


def test_hostile_names_are_text_in_an_article(judging: WebDriver, site: str) -> None:
    web = judging
    visit(web, site + HOSTILE)
    assert text(web, "h1") == HOSTILE_NAMES[0]
    marked = {name for name, cls in marks(web) if cls == "Company"}
    assert marked == set(HOSTILE_NAMES)
    facts = web.execute_script("return document.querySelector('.fact-list').textContent")
    assert all(name in facts for name in HOSTILE_NAMES)
    assert [source.tag_name for source in find_all(web, ".whence > *")] == [
        "span",
        "span",
    ]  # addresses that lead nowhere
    harmless(web)
    row = fact_rows(web)[0]
    row.find_element(By.CSS_SELECTOR, ".verdict.wrong").click()
    note = wait_for(web, lambda d: find(d, ".review-note"))
    note.send_keys('"><img src=x onerror="window.broken=1">', Keys.ENTER)
    wait_for(web, lambda d: find_all(d, ".judged-fact.wrong"))
    visit(web, site + "/review")
    wait_for(web, lambda d: 'onerror="window.broken=1">' in text(d, ".judgements"))
    harmless(web)
    find(web, ".take-back").click()
    wait_for(web, lambda d: find_all(d, ".frame .note"))


def test_hostile_names_are_text_in_answers(web: WebDriver, site: str) -> None:
    query = f"""{CST}SELECT ?s ?p ?o (STR(?label) AS ?text) (1 AS ?n) WHERE {{
    ?s ?p ?o . ?o <http://www.w3.org/2000/01/rdf-schema#label> ?label .
    FILTER(?p = cst:collaboratesWith && CONTAINS(STR(?o), "xhostile")) }}"""
    asked(web, site, query)
    cells = "return [...document.querySelectorAll('.answer td')].map(e => e.textContent)"
    wait_for(web, lambda d: set(d.execute_script(cells)) >= SHOWN_NAMES)
    harmless(web)
    for view in ("network", "chart"):
        find(web, f'[data-view="{view}"]').click()
        wait_for(web, lambda d: find_all(d, ".result-body svg"))
        drawn = web.execute_script("return document.querySelector('.result-body').textContent")
        assert HOSTILE_NAMES[0] in drawn
        harmless(web)
    find(web, ".chart summary").click()
    harmless(web)
    script = 'SELECT ("<script>window.broken=1</script>" AS ?x) (<javascript:window.broken=1> AS ?y) WHERE {}'
    asked(web, site, script)
    assert all_texts(web, ".answer td") == ["<script>window.broken=1</script>", "javascript:window.broken=1"]
    assert find_all(web, ".answer a") == []
    harmless(web)
    visit(web, site + "/query?q=" + quote("</textarea><script>window.broken=1</script>") + "&draft=1")
    assert value(web) == "</textarea><script>window.broken=1</script>"
    harmless(web)


# --- small screens and darkness ---------------------------------------------------------------------------------


def test_pages_fit_a_small_screen_in_the_dark(site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with browser(tmp_path_factory.mktemp("small"), width=360, height=740, dark=True) as driver:
        answers = {"rows": f"/query?q={quote(ISSUED)}", "hostile": HOSTILE, "zoomed": "/timeline?from=2024&to=2024"}
        for name, page in (PAGES | answers).items():
            visit(driver, site + page)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= 360, name
            assert driver.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
        visit(driver, site + ARTICLE)
        reading, facts = (find(driver, selector).rect for selector in (".reading", ".facts-beside"))
        assert facts["y"] >= reading["y"] + reading["height"]
        assert (
            FOUNDED not in text(driver, "main") and SAID in fact_with(driver, "김연구").text
        )  # here the sentence stands with its fact
        assert driver.get_log("browser") == []


def test_the_server_s_answers_are_what_the_pages_expect(site: str) -> None:
    with urlopen(f"{site}/api/vocabulary", timeout=10) as answer:
        known = json.load(answer)
    assert known["review"] is True and known["texts"]["page_query"]["ko"] == "질의"
