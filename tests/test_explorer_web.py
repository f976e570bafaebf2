"""The explorer in a real browser: shell, start page, card of a thing, network. Nothing that a page asks for leaves the
machine, and nothing is written to the console.
"""

from __future__ import annotations

import csv
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from graphs import CORPUS, LAB, PERSON, POLICY, TECHNOLOGY, iri, write_build

if not os.environ.get("CI"):  # there, a missing package is a failure
    pytest.importorskip("selenium", reason="selenium is not installed (extra: dev)")

import pyoxigraph as ox
from browser import all_texts, announced, arrived, browser, requested, served, text, visit, wait_for
from lxml import etree
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from views import HOSTILE_NAMES, HOSTILE_URLS, hostile_corpus

from kg.serve.static_files import static_directory
from kg.view.style import load_interface

MOST, MOE, CAS, TSINGHUA, WUXI = map(iri, ("most", "moe", "cas", "tsinghua", "wuxi"))
PAGES = {"start": "/", "card": f"/thing?iri={POLICY}", "network": f"/network?iri={POLICY}"}
PAGE = "document.querySelector('.page').network"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("explorer") / "plain", CORPUS)


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


def press(driver: WebDriver, *keys: str) -> None:
    ActionChains(driver).send_keys(*keys).perform()


def route(driver: WebDriver) -> str:
    return urlsplit(driver.current_url).path


def parameters(driver: WebDriver) -> dict[str, list[str]]:
    return parse_qs(urlsplit(driver.current_url).query)


# --- start page and shell ---------------------------------------------------------------------------------------


def test_the_start_page_tells_what_there_is(web: WebDriver, site: str) -> None:
    visit(web, site)
    assert web.title == text(web, "h1") == "중국 과학기술정책 탐색기"
    assert "기사 3건" in text(web, ".figures")
    assert {"정책 1", "대학 1", "부·위원회 2"} <= {" ".join(chip.split()) for chip in all_texts(web, ".chip")}
    assert all_texts(web, ".bulletins time") == ["2025-01-10", "2024-03-29"]
    ranked = [int(count) for count in all_texts(web, ".connected .count")]
    assert ranked == sorted(ranked, reverse=True) and ranked[0] >= 4
    next(link for link in web.find_elements(By.CSS_SELECTOR, ".connected a") if link.text == "과학기술부").click()
    arrived(web, "/thing")
    assert text(web, "h1") == "과학기술부" and parameters(web) == {"iri": [MOST]}


@pytest.mark.parametrize(("language", "title", "nav"), [
    ("ko", "데이터 개방 조치", ["네트워크", "연표", "표", "질의", "소식지", "검토"]),
    ("zh", "数据开放措施", ["网络", "时间线", "表格", "查询", "通讯", "审核"]),
    ("en", "데이터 개방 조치", ["Network", "Timeline", "Tables", "Query", "Bulletins", "Review"]),
])  # fmt: skip
def test_the_language_changes_in_place_and_is_kept(
    web: WebDriver, site: str, language: str, title: str, nav: list[str]
) -> None:
    visit(web, site + PAGES["card"], language="zh" if language == "ko" else "ko")
    web.execute_script("window.sameDocument = true")
    find(web, f'[data-language="{language}"]').click()
    wait_for(web, lambda d: all_texts(d, "nav a") == nav and all_texts(d, "h1") == [title])
    assert web.execute_script("return window.sameDocument") and "lang" not in parameters(web)
    assert find(web, f'[data-language="{language}"]').get_attribute("aria-pressed") == "true"
    assert web.switch_to.active_element.get_attribute("data-language") == language
    web.refresh()
    arrived(web)
    assert all_texts(web, "nav a") == nav
    tag = find(web, "html").get_attribute("lang")
    assert tag == {"ko": "ko", "zh": "zh-Hans", "en": "en"}[language]


def background(driver: WebDriver) -> str:
    color: str = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    return color


def test_the_theme_follows_the_system_until_one_is_chosen(web: WebDriver, site: str) -> None:
    light, dark = "rgb(251, 251, 249)", "rgb(20, 23, 27)"
    visit(web, site)
    assert background(web) == light
    scheme = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    web.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    try:
        assert background(web) == dark
        find(web, "#theme").click()
        assert background(web) == light and "밝게" in (find(web, "#theme").get_attribute("aria-label") or "")
        web.refresh()
        arrived(web)
        assert background(web) == light
    finally:
        web.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    find(web, "#theme").click()
    assert background(web) == dark


def test_the_way_back_leads_to_the_place_that_was_left(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={MOST}")
    web.execute_script("document.body.style.minHeight = '3000px'; scrollTo(0, 400)")
    wait_for(web, lambda d: d.execute_script("return history.state?.scroll") == 400)
    web.execute_script("document.querySelector('.ends a').click()")
    wait_for(web, lambda d: all_texts(d, "h1") not in ([], ["과학기술부"]))
    arrived(web, "/thing")
    assert web.execute_script("return scrollY") == 0
    assert web.switch_to.active_element.get_attribute("id") == "main"
    web.back()
    wait_for(web, lambda d: all_texts(d, "h1") == ["과학기술부"])
    wait_for(web, lambda d: d.execute_script("return scrollY") == 400)


def test_an_address_that_is_none_says_so(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri=https://example.org/nothing")
    assert "표시할 수 없습니다" in text(web, "[role=alert]") and "https://example.org/nothing" in text(
        web, "[role=alert]"
    )
    (entry,) = web.get_log("browser")  # Chromium notes every answer with an error
    assert "404" in entry["message"]


def test_a_server_that_is_gone_is_said(chromium: WebDriver, build: Path) -> None:
    with served(build) as address:
        visit(chromium, address)
    find(chromium, ".connected a").click()
    wait_for(chromium, lambda d: "kg serve" in " ".join(all_texts(d, "[role=alert]")))
    chromium.get_log("browser")


# --- search -----------------------------------------------------------------------------------------------------


def typed(driver: WebDriver, wanted: str, box: str = "#search") -> list[str]:
    """What the list offers for these letters."""
    field = find(driver, box)
    field.clear()
    field.send_keys(wanted)
    wait_for(driver, lambda d: d.execute_script("return arguments[0].ariaExpanded", field) == "true")
    time.sleep(0.15)  # letters are collected for a moment before the server is asked
    wait_for(driver, lambda d: all_texts(d, f"{box}-rows li"))
    return all_texts(driver, f"{box}-rows li")


@pytest.mark.parametrize(("wanted", "matched"), [
    ("과학기술부", None), ("과기부", "과기부"), ("科技部", "科技部"), ("科學技術部", "科學技術部"),
    ("Ministry of Sci", "Ministry of Science and Technology"), ("ㄱㅎㄱㅅㅂ", None),
])  # fmt: skip
def test_search_finds_a_name_in_every_script(web: WebDriver, site: str, wanted: str, matched: str | None) -> None:
    visit(web, site + PAGES["card"])
    rows = typed(web, wanted)[0].split("\n")
    assert rows == [
        "과학기술부",
        *([matched] if matched else []),
        "부·위원회",
        "2",
    ]  # name, the form that matched, class, articles
    assert find(web, "#search-rows li .class-mark circle")
    press(web, Keys.ENTER)
    wait_for(web, lambda d: all_texts(d, "h1") == ["과학기술부"])
    assert parameters(web)["iri"] == [MOST] and find(web, "#search").get_attribute("value") == ""


def test_search_is_a_combobox(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    press(web, "/")
    box = web.switch_to.active_element
    assert box.get_attribute("id") == "search" and box.get_attribute("role") == "combobox"
    assert box.get_attribute("value") == "" and box.get_attribute("aria-expanded") == "false"
    typed(web, "과")
    rows = all_texts(web, "#search-rows [role=option]")
    assert len(rows) >= 2 and box.get_attribute("aria-controls") == "search-rows"

    def active() -> str:
        (chosen,) = web.find_elements(By.CSS_SELECTOR, '#search-rows [aria-selected="true"]')
        assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
        assert chosen.get_attribute("role") == "option"
        return chosen.text

    assert active() == rows[0]
    press(web, Keys.ARROW_DOWN)
    assert active() == rows[1]
    press(web, Keys.ARROW_UP, Keys.ARROW_UP)
    assert active() == rows[-1]
    assert announced(web) == f"{len(rows)}건"
    press(web, Keys.ESCAPE)
    assert box.get_attribute("value") == "" and box.get_attribute("aria-expanded") == "false"
    assert not find(web, "#search-rows").is_displayed() and route(web) == "/thing"
    assert typed(web, "없는이름") == ["찾는 이름이 없습니다"]
    press(web, Keys.ENTER)
    assert route(web) == "/thing" and parameters(web)["iri"] == [POLICY]


def test_a_slash_within_a_field_is_a_slash(web: WebDriver, site: str) -> None:
    visit(web, site)
    press(web, "/")
    assert web.switch_to.active_element.get_attribute("id") == "start-search"
    press(web, "/")
    assert find(web, "#start-search").get_attribute("value") == "/"


def test_composing_a_syllable_offers_names_and_chooses_none(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    find(web, "#search").click()
    web.execute_cdp_cmd("Input.imeSetComposition", {"text": "교육부", "selectionStart": 3, "selectionEnd": 3})
    wait_for(web, lambda d: [row.split("\n")[0] for row in all_texts(d, "#search-rows li")] == ["교육부"])
    composing = "return document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown', arguments[0]))"
    kept = {"key": "Enter", "keyCode": 229, "isComposing": True, "cancelable": True, "bubbles": True}
    assert web.execute_script(composing, kept)  # not prevented: the key is the input method's
    assert parameters(web)["iri"] == [POLICY]
    web.execute_cdp_cmd("Input.insertText", {"text": "교육부"})
    wait_for(web, lambda d: all_texts(d, "#search-rows li"))
    press(web, Keys.ENTER)
    wait_for(web, lambda d: all_texts(d, "h1") == ["교육부"])


def test_only_the_last_letters_are_answered(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    web.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
    try:
        box = find(web, "#search")
        box.send_keys("교")
        time.sleep(0.2)  # the first letter is asked for
        box.send_keys("육부", Keys.ENTER)  # chosen before any answer is there
        wait_for(web, lambda d: all_texts(d, "h1") == ["교육부"])
    finally:
        web.execute_cdp_cmd("Network.emulateNetworkConditions", {**slow, "latency": 0})
    messages = [json.loads(entry["message"])["message"] for entry in web.get_log("performance")]
    asked = {
        message["params"]["requestId"]: unquote(message["params"]["request"]["url"])
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    dropped = [asked[m["params"]["requestId"]] for m in messages if m["method"] == "Network.loadingFailed"]
    letters = {parse_qs(urlsplit(url).query)["q"][0] for url in dropped}
    assert "교" in letters and "교육부" not in letters


# --- card -------------------------------------------------------------------------------------------------------


def test_the_card_tells_everything_of_a_thing(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    assert "정책" in text(web, ".eyebrow") and find(web, ".eyebrow polygon")
    assert all_texts(web, ".card-names dt")[:2] == ["한국어", "简体"]
    assert "数据开放措施" in text(web, ".card-names") and POLICY in text(web, ".card-names")
    assert {"발표 주체 2", "적용 대상 1"} <= {" ".join(words.split()) for words in all_texts(web, ".relation summary")}
    facts = text(web, ".card-facts")
    for part in ("교육부", "과학기술부", "우시", "과기부와 교육부는 공동으로 ‘데이터 개방 조치’를 발표", "신뢰도 0.9"):
        assert part in facts, part
    assert "정책동향" in facts and "2024-03-20" in facts and "과학기술 정책 소식" in facts
    marked = all_texts(web, ".card-facts mark")
    assert {"과기부", "교육부", "데이터 개방 조치"} <= set(marked)
    assert "공개 데이터 1,000개 이상" in text(web, ".targets") and "2025년까지 1,000개" in text(web, ".targets")
    assert "2024-03-20" in all_texts(web, ".events time")


def test_sentences_that_state_several_facts_stand_once(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={LAB}")
    founders = find(web, '[data-relation="establishedBy"]')
    assert {end.text for end in founders.find_elements(By.CSS_SELECTOR, ".ends .name")} == {"중국과학원", "칭화대학교"}
    assert len(founders.find_elements(By.CSS_SELECTOR, "blockquote")) == 1


def test_relations_are_read_from_both_ends_and_fold(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={MOE}")
    group = find(web, '[data-relation="issuedBy"]')
    assert group.get_attribute("data-outgoing") == "false" and group.text.startswith("발표한 문서")
    assert find(web, "blockquote").is_displayed()
    group.find_element(By.CSS_SELECTOR, "summary").click()
    assert not find(web, "blockquote").is_displayed()


def test_amounts_are_told_in_numbers_and_as_written(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={LAB}", language="en")
    said = text(web, '[data-relation="funds"] .qualifiers')
    for part in ("최대 4,000만 위안", "up to 40,000,000 CNY", "2024-03", "planned", "confidence 0.9"):
        assert part in said, part


def test_background_is_told_from_what_documents_state(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={WUXI}")
    badges = web.find_elements(By.CSS_SELECTOR, ".statement .badge")
    assert badges and {badge.text for badge in badges} == {"배경 지식"}
    statement = badges[0].find_element(By.XPATH, "ancestor::*[@class='statement']/..")
    assert statement.find_elements(By.CSS_SELECTOR, "blockquote, .review") == []


def test_articles_and_sources_lead_where_they_say(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    source = find(web, ".card-facts .origin a.out")
    assert (source.get_attribute("href") or "").startswith("https://www.example.org/")
    assert source.get_attribute("rel") == "noopener noreferrer" and source.get_attribute("target") == "_blank"
    find(web, ".card-facts .origin a:not(.out)").click()
    arrived(web, "/bulletin")
    assert parameters(web)["id"] and parameters(web)["article"][0].startswith("https://w3id.org/china-stp/id/")


def copied(driver: WebDriver, origin: str) -> str:
    """What the clipboard holds."""
    grant = {"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    driver.execute_cdp_cmd("Browser.grantPermissions", grant)
    read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)))"
    held: str = driver.execute_async_script(read)
    return held


def test_names_are_copied(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    copied(web, site)
    button = find(web, '[aria-label="복사: 数据开放措施"]')
    button.click()
    wait_for(web, lambda d: announced(d) == "복사했습니다")
    assert copied(web, site) == "数据开放措施"


def test_the_map_shows_the_neighbours_and_leads_to_them(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    map_ = wait_for(web, lambda d: find(d, ".map svg"))
    links = map_.find_elements(By.CSS_SELECTOR, "a")
    assert {unquote(link.get_dom_attribute("href")).partition("iri=")[2] for link in links} == {POLICY, MOST, MOE, WUXI}
    assert {"과학기술부", "교육부", "데이터 개방 조치"} <= set(all_texts(web, ".map text"))
    assert "데이터 개방 조치" in (map_.get_attribute("aria-label") or "") and "3개" in (
        map_.get_attribute("aria-label") or ""
    )
    shapes = {tag: len(map_.find_elements(By.CSS_SELECTOR, f"a {tag}")) for tag in ("circle", "polygon")}
    assert shapes == {"circle": 3, "polygon": 1}  # two ministries and a city are round, a policy is square
    to_ministry = next(link for link in links if unquote(link.get_dom_attribute("href")).endswith(MOE))
    web.execute_script("arguments[0].focus()", to_ministry)
    press(web, Keys.ENTER)
    wait_for(web, lambda d: all_texts(d, "h1") == ["교육부"])
    assert parameters(web)["iri"] == [MOE]


def test_a_card_leads_on(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    links = {
        link.text: link.get_attribute("href") or "" for link in web.find_elements(By.CSS_SELECTOR, ".card-head .button")
    }
    assert [urlsplit(url).path for url in links.values()] == ["/network", "/timeline", "/query"]
    assert POLICY in parse_qs(urlsplit(links["질의"]).query)["q"][0]
    exports = {link.text: link.get_attribute("href") or "" for link in web.find_elements(By.CSS_SELECTOR, ".exports a")}
    assert list(exports) == ["Turtle", "N-Triples", "JSON-LD", "CSV"]
    assert parse_qs(urlsplit(exports["Turtle"]).query) == {"iri": [POLICY], "format": ["turtle"]}


def downloaded(driver: WebDriver, folder: Path, pattern: str, act: WebElement) -> Path:
    """The file that comes of pressing `act`."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    act.click()
    return Path(wait_for(driver, lambda _: next((p for p in folder.glob(pattern) if p.stat().st_size), None)))


def test_just_this_thing_can_be_taken_along(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + PAGES["card"])
    turtle = downloaded(web, tmp_path, "*.ttl", find(web, ".exports a"))
    triples = list(ox.parse(turtle.read_bytes(), format=ox.RdfFormat.TURTLE))
    assert ox.NamedNode(POLICY) in {triple.subject for triple in triples}
    assert "과기부와 교육부는 공동으로" in turtle.read_text(encoding="utf-8")


def test_a_fact_is_judged_and_the_judgement_kept(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/thing?iri={PERSON}")

    def verdicts() -> list[str]:
        pressed: list[str] = web.execute_script(
            "return [...document.querySelectorAll('.verdict')].map((e) => e.ariaPressed)"
        )
        return pressed

    assert verdicts() == ["false", "false"]
    find(web, ".verdict.wrong").click()
    wait_for(web, lambda _: verdicts() == ["false", "true"])
    assert web.switch_to.active_element.get_attribute("aria-label") == "틀림"
    note = find(web, ".review-note")
    note.send_keys("이름이 다릅니다 <b>", Keys.TAB)
    wait_for(
        web,
        lambda d: announced(d) == "틀림으로 저장했습니다",
    )
    time.sleep(0.3)
    web.refresh()
    arrived(web)
    assert verdicts() == ["false", "true"]
    assert find(web, ".review-note").get_attribute("value") == "이름이 다릅니다 <b>"
    find(web, ".verdict.wrong").click()
    wait_for(web, lambda _: verdicts() == ["false", "false"])
    assert web.find_elements(By.CSS_SELECTOR, ".review-note") == []


def test_where_nothing_may_be_judged_there_are_no_buttons(chromium: WebDriver, build: Path) -> None:
    with served(build, read_only=True) as address:
        visit(chromium, f"{address}/thing?iri={PERSON}")
        assert all_texts(chromium, ".ends .name") and chromium.find_elements(By.CSS_SELECTOR, ".review") == []
    chromium.get_log("browser")


# --- network ----------------------------------------------------------------------------------------------------


def drawn(driver: WebDriver) -> tuple[set[str], int]:
    """IRIs of the things that are visible, and the number of facts."""
    things, facts = driver.execute_script(
        f"const {{ things, facts }} = {PAGE}.shown; return [[...things.keys()], facts.size]"
    )
    return set(things), facts


def at(driver: WebDriver, kind: str, key: str) -> dict[str, float]:
    """Where it stands, in pixels from the middle of the stage."""
    spot = "return document.querySelector('.page').network.canvas.position({ kind: arguments[0], key: arguments[1] })"
    found = driver.execute_script(spot, kind, key)
    size = find(driver, ".stage").size
    return {"x": round(found["x"] - size["width"] / 2), "y": round(found["y"] - size["height"] / 2)}


def point(driver: WebDriver, kind: str, key: str) -> ActionChains:
    where = at(driver, kind, key)
    return ActionChains(driver).move_to_element_with_offset(find(driver, ".stage"), where["x"], where["y"])


def click(driver: WebDriver, kind: str, key: str) -> None:
    point(driver, kind, key).click().perform()
    wait_for(driver, lambda d: find(d, ".net-side").is_displayed())


def fact_between(driver: WebDriver, subject: str, object_: str) -> str:
    """The key of a fact in the drawing."""
    facts = driver.execute_script(
        "return [...document.querySelector('.page').network.facts].map(([key, { s, o }]) => [key, s, o])"
    )
    return str(next(key for key, s, o in facts if (s, o) == (subject, object_)))


AROUND = {POLICY, MOST, MOE, WUXI}


def test_the_network_draws_what_surrounds_a_thing(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    things, facts = drawn(web)
    assert things == AROUND and facts == 3
    assert text(web, ".net-bar .figures") == f"항목 4개 · 사실 {facts}건"
    legend = {" ".join(row.split()) for row in all_texts(web, ".toggle")}
    assert {"정책 1", "부·위원회 2", "도시 1"} <= legend
    size = find(web, ".stage canvas").size
    assert size["width"] > 500 and size["height"] > 400


def test_without_a_thing_the_network_shows_the_most_connected(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/network")
    assert {POLICY, MOST, CAS, TSINGHUA, LAB} <= drawn(web)[0]


def test_a_click_on_a_thing_tells_of_it(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    click(web, "thing", MOE)
    wait_for(web, lambda d: "教育部" in text(d, ".net-side"))
    assert text(web, ".net-side h2") == "교육부" and "발표한 문서" in text(web, ".net-side")
    next(end for end in web.find_elements(By.CSS_SELECTOR, ".net-side .ends button") if "데이터" in end.text).click()
    wait_for(web, lambda d: text(d, ".net-side h2") == "데이터 개방 조치")
    press(web, Keys.ESCAPE)
    assert not find(web, ".net-side").is_displayed()


def test_a_click_on_a_line_shows_its_sentence(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    click(web, "fact", fact_between(web, POLICY, WUXI))
    side = text(web, ".net-side")
    assert "우시에 적용" in side and "적용" in text(web, ".predicate") and "신뢰도 0.9" in side
    assert all_texts(web, ".triple .name")[0] == "데이터 개방 조치"
    assert len(web.find_elements(By.CSS_SELECTOR, ".net-side .verdict")) == 2


def test_a_line_tells_the_amount(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/network?iri={LAB}")
    click(web, "fact", fact_between(web, MOST, LAB))
    wait_for(web, lambda d: "최대 4,000만 위안" in text(d, ".net-side .said"))
    assert "최대 40,000,000 CNY" in text(web, ".net-side .said") and "계획" in text(web, ".net-side .said")
    assert all_texts(web, ".net-side mark") == ["과기부"]


def open_with_button(driver: WebDriver, thing: str) -> None:
    click(driver, "thing", thing)
    find(driver, "#net-open").click()


def open_with_key(driver: WebDriver, thing: str) -> None:
    click(driver, "thing", thing)
    press(driver, "e")


def open_with_double_click(driver: WebDriver, thing: str) -> None:
    point(driver, "thing", thing).double_click().perform()


@pytest.mark.parametrize("way", [open_with_button, open_with_key, open_with_double_click])
def test_a_thing_is_opened_up_and_that_is_undone(web: WebDriver, site: str, way: object) -> None:
    assert callable(way)
    visit(web, site + PAGES["network"])
    way(web, MOST)
    wait_for(web, lambda d: drawn(d)[0] > AROUND)
    assert {LAB, PERSON} <= drawn(web)[0]
    assert parameters(web)["step"] == ["open:cstr:" + MOST.removeprefix("https://w3id.org/china-stp/id/")]
    places = web.execute_script(
        "return [...document.querySelector('.page').network.things.values()].map(({ x, y }) => [x, y])"
    )
    assert len({(round(x / 30), round(y / 30)) for x, y in places}) == len(places)  # none covers another
    find(web, "#net-undo").click()
    wait_for(web, lambda d: drawn(d)[0] == AROUND)
    assert "step" not in parameters(web) and not find(web, "#net-undo").is_enabled()


def test_a_thing_is_taken_out_and_that_is_undone(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    everything = drawn(web)
    click(web, "thing", WUXI)
    press(web, Keys.DELETE)
    wait_for(web, lambda d: drawn(d)[0] == AROUND - {WUXI})
    assert drawn(web)[1] < everything[1] and not find(web, ".net-side").is_displayed()
    click(web, "thing", MOE)
    find(web, "#net-drop").click()
    wait_for(web, lambda d: drawn(d)[0] == {POLICY, MOST})
    ActionChains(web).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    wait_for(web, lambda d: drawn(d)[0] == AROUND - {WUXI})
    find(web, "#net-undo").click()
    wait_for(web, lambda d: drawn(d) == everything)


def test_a_thing_is_put_in_with_its_ties(web: WebDriver, site: str) -> None:
    visit(web, f"{site}/network?iri={MOST}")
    before = drawn(web)
    assert CAS not in before[0]
    typed(web, "중국과학원", "#net-add")
    press(web, Keys.ENTER)
    wait_for(web, lambda d: CAS in drawn(d)[0])
    assert drawn(web)[0] == before[0] | {CAS} and drawn(web)[1] == before[1] + 1  # the laboratory it founded is there
    assert text(web, ".net-side h2") == "중국과학원"


def test_filters_by_class_and_relation(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    find(web, '[data-class="Ministry"]').click()
    assert drawn(web)[0] == {POLICY, WUXI}
    button = web.switch_to.active_element
    assert button.get_attribute("data-class") == "Ministry" and button.get_attribute("aria-pressed") == "false"
    button.click()
    assert drawn(web)[0] == AROUND
    find(web, '[data-relation="appliesTo"]').click()
    assert drawn(web)[0] == AROUND - {WUXI}  # nothing ties it any more
    assert parameters(web)["without"] == ["appliesTo"]
    find(web, "#net-reset").click()
    assert drawn(web)[0] == AROUND and "without" not in parameters(web)


def test_filters_by_confidence_and_year(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    facts = drawn(web)[1]
    find(web, "#net-confidence").send_keys(*[Keys.ARROW_RIGHT] * 19)
    assert text(web, ".slider output") == "0.95" and drawn(web)[1] < facts
    assert parameters(web)["confidence"] == ["0.95"]
    find(web, "#net-reset").click()
    years = web.execute_script(
        "return [...document.querySelector('.page').network.facts.values()].map(({ year }) => year)"
    )
    assert set(years) <= {2024, 2025, None} and 2024 in years
    find(web, "#net-from").send_keys("2026", Keys.TAB)
    assert drawn(web) == ({POLICY}, 0)  # what the network starts from stays
    assert parameters(web)["from"] == ["2026"]
    find(web, "#net-from").send_keys(*[Keys.BACKSPACE] * 4, "2024", Keys.TAB)
    assert drawn(web)[1] == sum(year is not None and year >= 2024 for year in years)


def test_technology_fields_and_background_come_on_request(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    assert TECHNOLOGY not in drawn(web)[0]
    find(web, '[data-control="fields"]').click()
    wait_for(web, lambda d: TECHNOLOGY in drawn(d)[0])
    assert parameters(web)["fields"] == ["1"]
    visit(web, f"{site}/network?iri={WUXI}")
    before = drawn(web)
    find(web, '[data-control="background"]').click()
    wait_for(web, lambda d: drawn(d)[1] > before[1])
    assert drawn(web)[0] > before[0]  # the province that the city lies in


def moved(driver: WebDriver, thing: str) -> list[float]:
    return list(driver.execute_script(
        f"const {{ x, y }} = {PAGE}.canvas.network.getPosition(arguments[0]); return [x, y]", thing
    ))  # fmt: skip


def drag(driver: WebDriver, thing: str, right: int, down: int) -> None:
    before = moved(driver, thing)
    point(driver, "thing", thing).click_and_hold().move_by_offset(right // 2, down // 2).move_by_offset(
        right - right // 2, down - down // 2
    ).release().perform()
    wait_for(driver, lambda d: moved(d, thing) != before)


def test_a_dragged_thing_stays_there_in_the_shared_address(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    others = {thing: moved(web, thing) for thing in AROUND - {WUXI}}
    drag(web, WUXI, 120, -60)
    placed = moved(web, WUXI)
    assert urlsplit(web.current_url).fragment.startswith("at=cstr:place/")
    copied(web, site)
    find(web, "#net-share").click()
    wait_for(web, lambda d: "링크" in announced(d))
    address = copied(web, site)
    assert address == web.current_url
    visit(web, address)
    assert moved(web, WUXI) == pytest.approx([round(value) for value in placed], abs=1)
    assert {thing: moved(web, thing) for thing in others} == others


def test_the_whole_state_is_in_the_address(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    open_with_button(web, MOST)
    wait_for(web, lambda d: LAB in drawn(d)[0])
    find(web, '[data-class="Person"]').click()
    find(web, '[data-relation="appliesTo"]').click()
    before, address = drawn(web), web.current_url
    spots = {thing: moved(web, thing) for thing in before[0]}
    visit(web, address)
    assert drawn(web) == before
    assert {thing: moved(web, thing) for thing in before[0]} == spots
    assert find(web, '[data-class="Person"]').get_attribute("aria-pressed") == "false"


def test_an_address_with_nonsense_is_read_as_far_as_it_makes_sense(web: WebDriver, site: str) -> None:
    nonsense = "&hops=99x&step=burn:x&step=drop:nothing&confidence=NaN&from=later&hide=__proto__"
    visit(web, f"{site}{PAGES['network']}{nonsense}#at=%E0%A4%A,1,2;x,y,z;;cstr:a,1e9,2")
    assert drawn(web)[0] == AROUND


def test_a_layout_is_kept_by_name_and_comes_back(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    drag(web, MOE, -80, 70)
    placed = moved(web, MOE)
    find(web, "#net-layouts summary").click()
    find(web, "#net-layouts input").send_keys("부처 <b>", Keys.ENTER)
    assert all_texts(web, "#net-layouts .wide") == ["부처 <b>"]
    web.get(f"{site}/network?iri={LAB}&lang=ko")
    arrived(web)
    assert drawn(web)[0] != AROUND
    find(web, "#net-layouts summary").click()
    find(web, "#net-layouts .wide").click()
    wait_for(
        web, lambda d: d.execute_script("return !!document.querySelector('.page').network") and drawn(d)[0] == AROUND
    )
    assert moved(web, MOE) == pytest.approx([round(value) for value in placed], abs=1)
    find(web, "#net-layouts summary").click()
    find(web, "#net-layouts li button:not(.wide)").click()
    assert all_texts(web, "#net-layouts .wide") == []


def saved(driver: WebDriver, folder: Path, form: str, pattern: str) -> Path:
    find(driver, "#net-save summary").click()
    return downloaded(driver, folder, pattern, find(driver, f'[data-format="{form}"]'))


def test_the_network_is_saved_as_svg(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + PAGES["network"])
    find(web, '[data-relation="appliesTo"]').click()
    file = saved(web, tmp_path, "svg", "*.svg")
    assert file.name == "데이터 개방 조치.svg"
    root = etree.fromstring(file.read_bytes())
    assert root.tag == f"{SVG}svg" and "Malgun Gothic" in root.get("font-family")
    labels = ["".join(label.itertext()) for label in root.iter(f"{SVG}text")]
    assert labels[0] == "데이터 개방 조치" and labels[1] == text(web, ".net-bar .figures")
    assert {"과학기술부", "교육부", "정책", "부·위원회"} <= set(labels) and "우시" not in "".join(labels)
    titles = ["".join(title.itertext()) for title in root.iter(f"{SVG}title")]
    assert set(titles) == {"데이터 개방 조치", "과학기술부", "교육부"}
    colours = {element.get("fill") for element in root.iter(f"{SVG}circle")}
    assert colours == {"rgb(0, 114, 178)"}  # a reader of SVG knows no custom properties


def test_the_network_is_saved_as_png(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + PAGES["network"])
    picture = saved(web, tmp_path, "png", "*.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 8000
    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    stage = find(web, ".stage").size
    assert width == stage["width"] and height > stage["height"]  # title above, legend below


def test_the_network_is_saved_as_data(web: WebDriver, site: str, tmp_path: Path) -> None:
    visit(web, site + PAGES["network"])
    find(web, '[data-relation="appliesTo"]').click()
    turtle = saved(web, tmp_path, "turtle", "*.ttl").read_bytes()
    triples = {(t.subject, t.predicate, t.object) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    issued, applies = (
        ox.NamedNode(f"https://w3id.org/china-stp/ontology#{name}") for name in ("issuedBy", "appliesTo")
    )
    assert (ox.NamedNode(POLICY), issued, ox.NamedNode(MOE)) in triples
    stated = {o for _, p, o in triples if p.value.endswith("#predicate")}
    assert issued in stated and applies not in stated
    rows = list(csv.reader(saved(web, tmp_path, "csv", "*.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    assert any(POLICY in row and MOE in row for row in rows)


def test_the_list_says_what_the_drawing_shows(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    find(web, ".net-list summary").click()
    listed = wait_for(web, lambda d: d.find_elements(By.CSS_SELECTOR, ".text-list button.thing"))
    assert {button.get_attribute("data-iri") for button in listed} == drawn(web)[0]
    assert len(web.find_elements(By.CSS_SELECTOR, ".text-list button.bare")) == drawn(web)[1]
    assert any("→ 교육부" in row for row in all_texts(web, ".text-list button.bare"))
    listed[0].send_keys(Keys.ARROW_DOWN)
    assert web.switch_to.active_element == listed[1]
    press(web, Keys.END)
    assert web.switch_to.active_element == listed[-1]
    press(web, Keys.ENTER)
    wait_for(web, lambda d: find(d, ".net-side").is_displayed())
    assert text(web, ".net-side h2") == listed[-1].text.split("\n")[0]
    press(web, Keys.DELETE)
    wait_for(web, lambda d: len(d.find_elements(By.CSS_SELECTOR, ".text-list button.thing")) == len(AROUND) - 1)


def test_a_change_of_language_keeps_network_and_selection(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    click(web, "thing", MOE)
    find(web, "#net-zoom_in").click()
    view = "return document.querySelector('.page').network.canvas.view().scale"
    scale = web.execute_script(view)
    find(web, '[data-language="zh"]').click()
    wait_for(web, lambda d: all_texts(d, ".net-side h2") == ["教育部"])
    assert web.execute_script(view) == pytest.approx(scale)
    assert "部委" in " ".join(all_texts(web, ".toggle"))


def test_the_drawing_takes_the_colours_of_the_theme(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["network"])
    pixel = """
        const canvas = document.querySelector('.stage canvas');
        const { x, y } = document.querySelector('.page').network.canvas.position({ kind: 'thing', key: arguments[0] });
        const ratio = canvas.width / canvas.clientWidth;
        const copy = new OffscreenCanvas(1, 1).getContext('2d');
        copy.drawImage(canvas, -Math.round(x * ratio), -Math.round(y * ratio));
        return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3)"""
    assert web.execute_script(pixel, MOST) == [0, 114, 178]
    find(web, "#theme").click()  # as the system, light, dark
    find(web, "#theme").click()
    wait_for(web, lambda d: d.execute_script(pixel, MOST) == [77, 166, 221])


# --- for everyone -----------------------------------------------------------------------------------------------

_CONTRASTS = """
const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const parse = (color) => { const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = parse(getComputedStyle(at).backgroundColor);
    if (color[3] === 1) return color;
  }
  return [255, 255, 255, 1];
};
const low = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
  if (element.closest('svg, :disabled, .unseen, noscript, #skip')) continue;
  const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) low.push([walker.currentNode.data.trim(), ratio]);
}
return low;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_every_text_stands_out_from_what_is_behind_it(web: WebDriver, site: str, page: str, scheme: str) -> None:
    web.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    try:
        visit(web, site + PAGES[page])
        if page == "network":
            click(web, "thing", MOE)
        time.sleep(0.3)  # transitions of colour
        assert web.execute_script(_CONTRASTS) == []
    finally:
        web.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("page", PAGES)
def test_landmarks_headings_and_names_of_controls(web: WebDriver, site: str, page: str) -> None:
    visit(web, site + PAGES[page])
    for landmark in ("header", "nav", "main", "[role=search]"):
        assert web.find_elements(By.CSS_SELECTOR, landmark), landmark
    assert len(web.find_elements(By.CSS_SELECTOR, "h1")) == 1
    unnamed = web.execute_script(
        "return [...document.querySelectorAll('button, input, select, summary, a, aside, nav, [role=group]')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
        ".map(e => e.outerHTML)"
    )
    assert unnamed == []
    twice = web.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        "return ids.filter((id, n) => ids.indexOf(id) !== n)"
    )
    assert twice == []
    dangling = web.execute_script(
        "return [...document.querySelectorAll('[aria-labelledby], [aria-controls], [aria-describedby]')].flatMap(e =>"
        "['aria-labelledby', 'aria-controls', 'aria-describedby'].map(a => e.getAttribute(a)))"
        ".filter(id => id && !document.getElementById(id))"
    )
    assert dangling == []


def test_the_keyboard_skips_to_the_content_and_the_focus_is_seen(web: WebDriver, site: str) -> None:
    visit(web, site + PAGES["card"])
    press(web, Keys.TAB)
    skip = web.switch_to.active_element
    assert skip.get_attribute("id") == "skip" and skip.rect["y"] >= 0 and skip.text == "본문으로 건너뛰기"
    press(web, Keys.TAB)
    outline = "const style = getComputedStyle(document.activeElement); return [style.outlineStyle, style.outlineWidth]"
    assert web.execute_script(outline) == ["solid", "2px"]
    skip.send_keys(Keys.ENTER)
    assert web.switch_to.active_element.get_attribute("id") == "main"
    press(web, Keys.TAB)
    assert web.execute_script("return !!document.activeElement.closest('main')")


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("phone"), width=360, height=740, dark=True) as driver:
        yield driver


@pytest.mark.parametrize("language", ["ko", "zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_fit_a_phone(phone: WebDriver, site: str, page: str, language: str) -> None:
    visit(phone, site + PAGES[page], language=language)
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 360
    assert background(phone) == "rgb(20, 23, 27)"
    cut = phone.execute_script(
        "return [...document.querySelectorAll('main :is(button, a, input, h1, h2)')]"
        ".filter(e => e.checkVisibility() && !e.closest('svg, .unseen')).filter(e => {"
        " const r = e.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > 361); })"
        ".map(e => e.outerHTML)"
    )
    assert cut == []
    if page == "network":
        assert find(phone, ".stage canvas").size["height"] > 300
        click(phone, "thing", POLICY)
        side = find(phone, ".net-side").rect
        assert side["width"] == 360 and side["height"] < 740 * 0.62
    assert phone.get_log("browser") == []


def test_little_moves_where_that_is_asked_for(web: WebDriver, site: str) -> None:
    calm = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    duration = "return getComputedStyle(document.querySelector('#theme')).transitionDuration"
    visit(web, site + PAGES["network"])
    assert web.execute_script(duration).split(", ")[0] == "0.12s"
    web.execute_cdp_cmd("Emulation.setEmulatedMedia", calm)
    try:
        assert web.execute_script(duration).split(", ")[0] == "0s"
        find(web, "#net-zoom_in").click()
        view = "return document.querySelector('.page').network.canvas.view().scale"
        near = web.execute_script(view)
        assert web.execute_script("document.querySelector('#net-fit').click(); " + view) < near  # at once
    finally:
        web.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


# --- hostile documents ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(write_build(tmp_path_factory.mktemp("hostile") / "build", hostile_corpus())) as address:
        yield address


def executed_nothing(driver: WebDriver) -> bool:
    """No text has become an element or run."""
    made = "return document.querySelectorAll('main img, main b, main script, main iframe, main [onerror]').length"
    return driver.execute_script("return window.broken") is None and driver.execute_script(made) == 0


def test_hostile_names_show_as_text_everywhere(chromium: WebDriver, hostile: str, tmp_path: Path) -> None:
    visit(chromium, f"{hostile}/thing?iri={MOST}")
    card = find(chromium, "main").get_property("textContent")
    for name in HOSTILE_NAMES:
        assert name in card, name
        assert f"{name} <b>협력</b>" in card
    assert executed_nothing(chromium)
    for n, name in enumerate(HOSTILE_NAMES):
        visit(chromium, f"{hostile}/thing?iri=https://w3id.org/china-stp/id/org/xhostile-{n}")
        assert find(chromium, "h1").get_property("textContent").strip() == name.strip()
        wait_for(chromium, lambda d: find(d, ".map svg"))
        assert executed_nothing(chromium)
    hrefs = [link.get_dom_attribute("href") for link in chromium.find_elements(By.CSS_SELECTOR, "main a")]
    assert hrefs and all(href.startswith(("/", "http://", "https://")) for href in hrefs)
    assert all(url in find(chromium, "main").get_property("textContent") for url in HOSTILE_URLS)
    visit(chromium, f"{hostile}/network?iri={MOST}")
    find(chromium, ".net-list summary").click()
    listed = wait_for(chromium, lambda d: find(d, ".text-list").get_property("textContent"))
    assert all(name in listed for name in HOSTILE_NAMES) and executed_nothing(chromium)
    root = etree.fromstring(saved(chromium, tmp_path, "svg", "*.svg").read_bytes())
    titles = {"".join(title.itertext()).removesuffix(" (기업)") for title in root.iter(f"{SVG}title")}
    assert {name.strip() for name in HOSTILE_NAMES} <= {title.strip() for title in titles}
    assert {etree.QName(element).localname for element in root.iter("*")} <= {
        "svg", "title", "desc", "rect", "text", "tspan", "g", "path", "circle", "polygon",
    }  # fmt: skip
    assert chromium.get_log("browser") == []


def test_hostile_addresses_do_nothing(chromium: WebDriver, hostile: str) -> None:
    attack = quote('"><img src=x onerror=window.broken=1>')
    for path in (
        f"/thing?iri={attack}",
        f"/thing?name={attack}",
        f"/network?iri={attack}",
        f"/network?step=open:{attack}#at={attack},1,1",
    ):
        visit(chromium, hostile + path)
        assert executed_nothing(chromium), path
    chromium.get_log("browser")


# --- the files themselves ---------------------------------------------------------------------------------------


def scripts() -> dict[str, str]:
    folder = static_directory()
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js"))}


def test_no_script_writes_markup_or_evaluates_text() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
        r"|\beval\(|new Function\("
        r"|setTimeout\(['\"]|\bstyle: |setAttribute\(\"(?:style|on)"
    )
    found = {name: match[0] for name, source in scripts().items() if (match := forbidden.search(source))}
    assert len(scripts()) > 10 and found == {}


def test_the_document_holds_no_script_and_no_style_of_its_own() -> None:
    document = etree.HTML((static_directory() / "index.html").read_text(encoding="utf-8"))
    assert all(script.get("src", "").startswith("/static/") for script in document.iter("script"))
    assert list(document.iter("style")) == []
    names = {name for element in document.iter() for name in element.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on")}


def test_scripts_ask_only_for_texts_that_there_are() -> None:
    folder = static_directory().parent
    texts = {key for path in folder.glob("interface*.yaml") for key in load_interface(path=path).texts}
    sources = "\n".join(scripts().values())
    whole = set(re.findall(r"\bt\(\s*[\"'](\w+)[\"']", sources))
    assert whole <= texts, whole - texts
    quoted = set(re.findall(r"[\"'](\w+)[\"']", sources))
    begun = set(re.findall(r"`(\w+_)\$\{", sources))
    unused = {
        key
        for key in load_interface(path=folder / "interface.yaml").texts
        if key not in quoted and not any(key.startswith(part) for part in begun)
    }
    assert unused == set()
