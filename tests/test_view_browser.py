"""Views in a real browser: what a reader does with them, and that nothing leaves the machine or executes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from graphs import CORPUS, LAB, PERSON, POLICY, iri, write_build

if not os.environ.get("CI"):  # there, a missing package is a failure
    pytest.importorskip("selenium", reason="selenium is not installed (extra: dev)")

from browser import browser, requested, text
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import Select, WebDriverWait
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
        render(local, selection=Everything(), output=top / "short.html", limit=2, carried=3)
    with open_store(write_build(top / "hostile-build", hostile_corpus())) as (local, _):
        render(local, selection=Everything(), output=top / "hostile.html", title=HOSTILE_NAMES[2])
    return {name: top / f"{name}.html" for name in ("plain", "cut", "short", "hostile")}


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
    iris: list[str] = driver.execute_script("return view.data.things.map(thing => thing.iri)")
    return iris.index(identity)


def choose(driver: WebDriver, identity: str, value: str) -> None:
    """Takes an option of a choice."""
    Select(driver.find_element(By.ID, identity)).select_by_value(value)


def node(driver: WebDriver, identity: str) -> dict[str, Any]:
    """How a thing is drawn."""
    script = "const {size, hidden, color} = view.node(arguments[0]); return {size, hidden, colour: color.background}"
    found: dict[str, Any] = driver.execute_script(script, number_of(driver, identity))
    return found


def saved(driver: WebDriver, button: str, folder: Path, ending: str) -> Path:
    """What a button saves: the browser first makes an empty file of that name, and puts the whole one in its place."""
    settings = {"behavior": "allow", "downloadPath": str(folder)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", settings)
    driver.find_element(By.ID, button).click()
    WebDriverWait(driver, 30).until(lambda _: any(file.stat().st_size for file in folder.glob(f"*.{ending}")))
    (file,) = folder.glob(f"*.{ending}")
    return file


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
    things = plain.execute_script("return view.data.things")
    names = [name for thing in things for names in thing["names"].values() for name in names]
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
    picture = saved(plain, "save", tmp_path, "png")
    assert picture.name == "중국 과학기술정책 네트워크.png"
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 5000


SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_saved_as_svg(plain: WebDriver, tmp_path: Path) -> None:
    root = ElementTree.parse(saved(plain, "save-svg", tmp_path, "svg")).getroot()
    texts = ["".join(part.itertext()) for part in root.iter(f"{SVG}text")]
    assert texts[0] == "중국 과학기술정책 네트워크" and texts[1].startswith("항목 8개 · 사실 9건")
    (drawing,) = root.findall(f"{SVG}svg")
    marks = [part for part in drawing.iter() if part.tag in (f"{SVG}circle", f"{SVG}polygon")]
    titles = {"".join(part.itertext()) for part in drawing.iter(f"{SVG}title")}
    lines = [part for part in drawing.iter(f"{SVG}path") if part.get("fill") is None]
    assert (len(marks), len(titles), len(lines)) == (8, 8, 9)
    assert "과학기술부 (부·위원회)" in titles
    assert "과학기술부" in texts and "부·위원회" in texts, "labels and legend"
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for x, y in (place_of(group) for group in drawing.iter(f"{SVG}g") if title_of(group)):
        assert 0 < x < width and 0 < y < height


def title_of(part: ElementTree.Element) -> str:
    """The name of the thing that a group of the drawing shows, empty for other groups."""
    title = part.find(f"{SVG}title")
    return "" if title is None else "".join(title.itertext())


def place_of(group: ElementTree.Element) -> tuple[float, float]:
    """Where a node stands in the drawing."""
    x, y = group.get("transform", "").removeprefix("translate(").removesuffix(")").split()
    return float(x), float(y)


def test_the_svg_follows_filters_selection_and_places(plain: WebDriver, tmp_path: Path) -> None:
    plain.find_element(By.CSS_SELECTOR, '[data-class="Policy"]').click()
    search(plain, "타이후")
    plain.switch_to.active_element.send_keys(Keys.ENTER)
    time.sleep(0.6)  # the drawing moves there
    drawing = ElementTree.parse(saved(plain, "save-svg", tmp_path, "svg")).getroot().find(f"{SVG}svg")
    assert drawing is not None
    groups = {title_of(group): group for group in drawing.iter(f"{SVG}g") if title_of(group)}
    assert len(groups) == 7 and not any("데이터 개방 조치" in name for name in groups)
    veiled = {name for name, group in groups.items() if group.get("opacity")}
    assert veiled == {"김연구 (인물)", "교육부 (부·위원회)"}
    texts = ["".join(part.itertext()) for part in drawing.iter(f"{SVG}text")]
    assert "자금 지원" in texts, "a selection's lines are named"
    spot = plain.execute_script("return view.position(arguments[0])", number_of(plain, LAB))
    place = next(place_of(group) for name, group in groups.items() if name.startswith("타이후 공동실험실 ("))
    assert place == pytest.approx((spot["x"], spot["y"]), abs=1)


def test_size_and_colour_follow_the_choice_and_the_legend_follows_them(plain: WebDriver, tmp_path: Path) -> None:
    by_facts = node(plain, POLICY)
    assert node(plain, iri("most"))["colour"] == node(plain, iri("moe"))["colour"], "both are ministries"
    assert not plain.find_elements(By.CSS_SELECTOR, "[data-community]")
    choose(plain, "size", "betweenness")
    assert node(plain, LAB)["size"] > node(plain, iri("tsinghua"))["size"] > node(plain, PERSON)["size"] - 0.01
    assert node(plain, POLICY)["size"] != by_facts["size"]
    choose(plain, "size", "mentions")
    assert node(plain, iri("most"))["size"] > node(plain, iri("moe"))["size"], "two articles, and one"
    choose(plain, "colour", "community")
    of = plain.execute_script("return view.data.measures.community")
    colours = {i: plain.execute_script("return view.node(arguments[0]).color.background", i) for i in range(len(of))}
    assert len({(of[i], colours[i]) for i in colours}) == len(set(of)) == len(set(colours.values())) > 1
    entries = plain.find_elements(By.CSS_SELECTOR, "[data-community]")
    assert len(entries) == len(set(of)) and "타이후 공동실험실" in " ".join(entry.text for entry in entries)
    svg = saved(plain, "save-svg", tmp_path, "svg").read_text(encoding="utf-8")
    assert entries[0].text.split("\n")[0] in svg
    entries[0].click()
    assert plain.execute_script("return view.hidden().things") == of.count(0)
    choose(plain, "colour", "class")
    assert plain.execute_script("return view.hidden().things") == 0
    assert node(plain, POLICY)["colour"] == by_facts["colour"]


def test_the_card_says_where_a_thing_stands(plain: WebDriver) -> None:
    search(plain, "타이후")
    plain.switch_to.active_element.send_keys(Keys.ENTER)
    value = plain.execute_script("return view.data.measures.betweenness[arguments[0]]", number_of(plain, LAB))
    assert f"사실 4 · 매개 중심성 {value:.3f}".rstrip("0") in text(plain, "#card")
    assert "군집: " in text(plain, "#card")


def test_the_drawing_can_be_read_as_a_list(plain: WebDriver) -> None:
    button = plain.find_element(By.ID, "as-list")
    assert button.get_attribute("aria-label") == "목록으로 보기"
    button.click()
    rows = [row.text for row in plain.find_elements(By.CSS_SELECTOR, "#list tbody tr")]
    assert len(rows) == 8 and rows[0].startswith(("데이터 개방 조치", "타이후 공동실험실"))
    assert "8개" in text(plain, "#list caption")
    plain.find_element(By.CSS_SELECTOR, '[data-language="en"]').click()
    assert text(plain, "#list thead") == "Name Class Facts Mentioned in"
    plain.find_element(By.CSS_SELECTOR, "#list tbody button").click()
    assert plain.find_element(By.ID, "card").is_displayed()
    assert button.get_attribute("aria-pressed") == "true"
    plain.find_element(By.CSS_SELECTOR, '[data-class="Policy"]').click()
    assert len(plain.find_elements(By.CSS_SELECTOR, "#list tbody tr")) == 7, "the filters hold for it"
    button.click()
    assert not plain.find_element(By.ID, "list").is_displayed()


def test_every_control_can_be_reached_and_has_a_name(plain: WebDriver) -> None:
    unnamed = plain.execute_script(
        "return [...document.querySelectorAll('button, input, select, summary')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
        ".map(e => e.outerHTML)"
    )
    assert unnamed == []
    assert plain.execute_script("return [...document.querySelectorAll('button')].every(e => e.tabIndex === 0)")


def drawn(driver: WebDriver) -> int:
    count: int = driver.execute_script("return view.drawn()")
    return count


def test_the_rest_of_a_cut_view_is_a_click_away(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["cut"])
    assert drawn(chromium) == 2
    assert "연결이 가장 많은 2개" in text(chromium, "#notice") and "5개" in text(chromium, "#notice")
    assert "항목 2개" in text(chromium, "#figures")
    assert len(chromium.find_elements(By.CSS_SELECTOR, "[data-class]")) == 2, "the legend is that of what is drawn"
    chromium.find_element(By.ID, "show-rest").click()
    assert drawn(chromium) == 5 and "항목 5개" in text(chromium, "#figures")
    assert chromium.switch_to.active_element.get_attribute("id") == "show-first"
    chromium.find_element(By.ID, "show-first").click()
    assert drawn(chromium) == 2
    assert chromium.get_log("browser") == []


def test_more_around_a_thing_is_a_click_away(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["cut"])
    search(chromium, "타이후")
    chromium.switch_to.active_element.send_keys(Keys.ENTER)
    assert text(chromium, "#more-around") == "주변 항목 3개 더 표시"
    assert "우시" in text(chromium, "#card"), "its facts are all told"
    chromium.find_element(By.ID, "more-around").click()
    assert drawn(chromium) == 5
    assert not chromium.find_elements(By.ID, "more-around")
    assert not chromium.find_elements(By.ID, "show-rest")
    assert chromium.get_log("browser") == []


def test_search_finds_and_draws_what_is_not_drawn_yet(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["cut"])
    search(chromium, "우시")
    chromium.switch_to.active_element.send_keys(Keys.ENTER)
    assert text(chromium, "#card h2") == "우시시" and drawn(chromium) == 3
    chromium.find_element(By.ID, "show-rest").click()
    assert drawn(chromium) == 5


def test_what_the_file_does_not_hold_is_said(chromium: WebDriver, pages: dict[str, Path]) -> None:
    opened(chromium, pages["short"])
    assert "3개만 담았습니다(전체 8개)" in text(chromium, "#notice") and "--limit" in text(chromium, "#notice")
    chromium.find_element(By.ID, "show-rest").click()
    assert drawn(chromium) == 3 and "전체 8개" in text(chromium, "#notice")


def test_a_whole_view_has_no_notice(plain: WebDriver) -> None:
    assert not plain.find_element(By.ID, "notice").is_displayed()
    assert not plain.find_element(By.ID, "waiting").is_displayed()


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


def test_hostile_names_are_text_in_a_saved_svg(chromium: WebDriver, pages: dict[str, Path], tmp_path: Path) -> None:
    opened(chromium, pages["hostile"])
    choose(chromium, "colour", "community")
    file = saved(chromium, "save-svg", tmp_path, "svg")
    root = ElementTree.parse(file).getroot()
    allowed = {"svg", "title", "desc", "rect", "text", "g", "path", "circle", "polygon"}
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= allowed
    names = {name for part in root.iter() for name in part.attrib}
    assert not {name for name in names if name.lower().startswith("on") or "href" in name.lower() or name == "style"}
    told = {"".join(part.itertext()) for part in root.iter(f"{SVG}title")}
    for name in HOSTILE_NAMES:
        assert f"{name.strip()} (기업)" in told
    opened_svg = chromium.current_url
    chromium.get(file.as_uri())
    assert chromium.execute_script("return window.broken") is None and chromium.current_url != opened_svg


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
