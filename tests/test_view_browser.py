"""Views in a real browser: what a reader does with them, and that nothing leaves the machine or executes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from graphs import CORPUS, LAB, POLICY, iri, write_build

if not os.environ.get("CI"):  # there, a missing package is a failure
    pytest.importorskip("selenium", reason="selenium is not installed (extra: dev)")

from browser import browser, requested, text
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait
from views import HOSTILE_NAMES, HOSTILE_URLS, hostile_corpus

from kg.language.script import fold_han
from kg.store import open_store
from kg.view import Around, Everything, render


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    top = tmp_path_factory.mktemp("pages")
    with open_store(write_build(top / "plain", CORPUS)) as (local, _):
        render(local, selection=Everything(), output=top / "plain.html")
        render(local, selection=Around((LAB,)), output=top / "cut.html", limit=2)
    with open_store(write_build(top / "hostile-build", hostile_corpus())) as (local, _):
        render(local, selection=Everything(), output=top / "hostile.html", title=HOSTILE_NAMES[2])
    return {name: top / f"{name}.html" for name in ("plain", "cut", "hostile")}


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def opened(driver: WebDriver, page: Path) -> WebDriver:
    """The page, opened afresh and usable; what was logged before is dropped."""
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(page.as_uri())
    WebDriverWait(driver, 10).until(lambda d: d.execute_script("return document.documentElement.dataset.ready"))
    return driver


@pytest.fixture
def plain(chromium: WebDriver, pages: dict[str, Path]) -> Iterator[WebDriver]:
    yield opened(chromium, pages["plain"])
    assert chromium.get_log("browser") == []


def search(driver: WebDriver, wanted: str) -> list[str]:
    box = driver.find_element(By.ID, "search")
    box.clear()
    box.send_keys(wanted)
    return [row.text for row in driver.find_elements(By.CSS_SELECTOR, "#results li")]


def number_of(driver: WebDriver, identity: str) -> int:
    things = driver.execute_script("return JSON.parse(document.getElementById('data').textContent).things")
    return [thing["iri"] for thing in things].index(identity)


def click_at(driver: WebDriver, spot: dict[str, float]) -> None:
    """Clicks where the drawing has this position."""
    canvas = driver.find_element(By.CSS_SELECTOR, "#network canvas")
    size = canvas.size
    offset = (round(spot["x"] - size["width"] / 2), round(spot["y"] - size["height"] / 2))
    ActionChains(driver).move_to_element_with_offset(canvas, *offset).click().perform()
    time.sleep(0.4)  # vis-network waits that long for a second click


def schemes(driver: WebDriver) -> set[str]:
    """Schemes of everything that the page asked for."""
    return {urlsplit(url).scheme for url in requested(driver)}


def test_opens_from_a_file_without_request_or_error(plain: WebDriver) -> None:
    assert schemes(plain) <= {"file", "data", "blob"}
    assert plain.title == "중국 과학기술정책 네트워크"
    assert "항목 8개" in text(plain, "#figures")
    assert plain.execute_script("return view.labels()") == 8


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("과학기술부", "과학기술부"),
        ("과기부", "과학기술부"),
        ("科技部", "과학기술부"),
        ("科學技術部", "과학기술부"),
        ("Ministry of Science", "과학기술부"),
        ("数据 开放", "데이터 개방 조치"),
        ("ㄱㅎㄱㅅㅂ", "과학기술부"),
    ],
)
def test_search_finds_a_name_in_every_script(plain: WebDriver, wanted: str, first: str) -> None:
    assert search(plain, wanted)[0].startswith(first)
    assert search(plain, "없는이름") == ["찾는 이름이 없습니다"]


def test_folding_is_that_of_the_name_index(plain: WebDriver) -> None:
    data = plain.execute_script("return JSON.parse(document.getElementById('data').textContent)")
    names = [name for thing in data["things"] for names in thing["names"].values() for name in names]
    assert plain.execute_script("return arguments[0].map(view.fold)", names) == [fold_han(name) for name in names]


def test_search_by_keyboard_opens_the_card_and_escape_returns(plain: WebDriver) -> None:
    search(plain, "데이터")
    plain.switch_to.active_element.send_keys(Keys.ENTER)
    assert text(plain, "#card h2") == "데이터 개방 조치"
    assert plain.switch_to.active_element.get_attribute("id") == "card"
    ActionChains(plain).send_keys(Keys.ESCAPE).perform()
    assert not plain.find_element(By.ID, "card").is_displayed()
    assert plain.switch_to.active_element.get_attribute("id") == "search"


def test_clicking_a_node_shows_its_card(plain: WebDriver) -> None:
    click_at(plain, plain.execute_script("return view.position(arguments[0])", number_of(plain, POLICY)))
    card = text(plain, "#card")
    for part in (
        "정책",
        "데이터 개방 조치",
        "数据开放措施",
        "교육부",
        "교육부가 낸 조치",
        "공개 데이터 1,000개 이상 (2025년까지)",
    ):
        assert part in card, part
    assert "2024-03-20" in card and "과학기술 정책 소식" in card
    links = plain.find_elements(By.CSS_SELECTOR, "#card a")
    assert links and all((link.get_attribute("href") or "").startswith("https://www.example.org/") for link in links)


def test_clicking_an_edge_shows_its_sentence(plain: WebDriver) -> None:
    ends = [plain.execute_script("return view.position(arguments[0])", number_of(plain, i)) for i in (LAB, iri("most"))]
    click_at(plain, {axis: (ends[0][axis] + ends[1][axis]) / 2 for axis in ("x", "y")})
    card = text(plain, "#card")
    assert "자금 지원" in card and "과기부는 실험실에 최대 4,000만 위안 지원" in card
    assert "40,000,000 CNY" in card
    assert [mark.text for mark in plain.find_elements(By.CSS_SELECTOR, "#card mark")] == ["과기부"]


def test_facts_lead_from_card_to_card(plain: WebDriver) -> None:
    search(plain, "데이터")
    plain.switch_to.active_element.send_keys(Keys.ENTER)
    next(b for b in plain.find_elements(By.CSS_SELECTOR, "#card .other") if b.text == "교육부").click()
    assert text(plain, "#card h2") == "교육부"
    assert "발표한 문서" in text(plain, "#card")


def test_filters_hide_and_show_again(plain: WebDriver) -> None:
    def hidden() -> dict[str, int]:
        found: dict[str, int] = plain.execute_script("return view.hidden()")
        return found

    plain.find_element(By.CSS_SELECTOR, '[data-class="Policy"]').click()
    assert hidden() == {"things": 1, "facts": 3}
    assert "항목 7개" in text(plain, "#figures")
    button = plain.find_element(By.CSS_SELECTOR, '[data-class="Policy"]')
    assert button.get_attribute("aria-pressed") == "false" and plain.switch_to.active_element == button
    plain.find_element(By.CSS_SELECTOR, '[data-relation="establishedBy"]').click()
    assert hidden()["facts"] == 5
    plain.find_element(By.ID, "reset").click()
    assert hidden() == {"things": 0, "facts": 0}
    confidence = plain.find_element(By.ID, "confidence")
    confidence.send_keys(*[Keys.ARROW_RIGHT] * 19)
    assert text(plain, "#confidence-value") == "0.95"
    assert hidden() == {"things": 0, "facts": 8}


def test_the_language_switch_changes_interface_and_names(plain: WebDriver) -> None:
    search(plain, "과기부")
    plain.switch_to.active_element.send_keys(Keys.ENTER)
    for language, name, cls, save in (
        ("zh", "科学技术部", "部委", "保存 PNG"),
        ("en", "Ministry of Science and Technology", "ministry", "Save PNG"),
        ("ko", "과학기술부", "부·위원회", "PNG 저장"),
    ):
        plain.find_element(By.CSS_SELECTOR, f'[data-language="{language}"]').click()
        assert text(plain, "#card h2") == name
        assert text(plain, "#card .eyebrow") == cls
        assert text(plain, "#save") == save


def test_the_picture_is_saved(plain: WebDriver, tmp_path: Path) -> None:
    folder = {"behavior": "allow", "downloadPath": str(tmp_path)}
    plain.execute_cdp_cmd("Browser.setDownloadBehavior", folder)
    plain.find_element(By.ID, "save").click()
    WebDriverWait(plain, 10).until(lambda _: list(tmp_path.glob("*.png")))
    (picture,) = tmp_path.glob("*.png")
    assert picture.name == "중국 과학기술정책 네트워크.png"
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 5000


def test_every_control_can_be_reached_and_has_a_name(plain: WebDriver) -> None:
    unnamed = plain.execute_script(
        "return [...document.querySelectorAll('button, input, summary')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
        ".map(e => e.outerHTML)"
    )
    assert unnamed == []
    assert plain.execute_script("return [...document.querySelectorAll('button')].every(e => e.tabIndex === 0)")


def test_a_cut_is_noted(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["cut"])
    assert "2개만 표시" in text(chromium, "#notice") and "전체 5개" in text(chromium, "#notice")


def test_hostile_text_shows_as_text_and_executes_nothing(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["hostile"])
    assert text(chromium, "h1") == HOSTILE_NAMES[2]
    search(chromium, "과기부")
    chromium.switch_to.active_element.send_keys(Keys.ENTER)
    card = chromium.execute_script("return document.getElementById('card').textContent")
    for name in HOSTILE_NAMES:
        assert name in card, name
        assert f"{name} <b>협력</b>" in card
        assert search(chromium, name)[0].startswith(name.split("\u2028")[0].strip())
        chromium.switch_to.active_element.send_keys(Keys.ENTER)
        chromium.find_element(By.CSS_SELECTOR, '[data-language="en"]').click()
        chromium.find_element(By.CSS_SELECTOR, '[data-language="ko"]').click()
        chromium.find_element(By.ID, "close").click()
    search(chromium, HOSTILE_NAMES[0])
    chromium.switch_to.active_element.send_keys(Keys.ENTER)
    card = chromium.execute_script("return document.getElementById('card').textContent")
    assert all(url in card for url in HOSTILE_URLS)
    assert chromium.execute_script("return [...document.querySelectorAll('a')].length") == 0
    assert chromium.execute_script("return document.querySelectorAll('main img, main b, main script').length") == 0
    assert chromium.execute_script("return window.broken") is None
    assert schemes(chromium) <= {"file", "data", "blob"}
    assert chromium.get_log("browser") == []


def test_the_page_fits_a_small_screen_in_the_dark(
    pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with browser(tmp_path_factory.mktemp("small"), width=360, height=740, dark=True) as driver:
        opened(driver, pages["plain"])
        search(driver, "데이터")
        driver.switch_to.active_element.send_keys(Keys.ENTER)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 360
        card = driver.find_element(By.ID, "card").rect
        assert card["width"] == 360 and card["height"] < 740 * 0.62
        background = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert background == "rgb(20, 23, 27)"
        assert driver.get_log("browser") == []
