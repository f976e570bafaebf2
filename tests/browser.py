"""A browser for tests, and what it logged: console, and every address that a page asked for."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from kg.serve.app import application
from kg.serve.settings import Settings

PATIENCE = 10.0
"""Seconds until a page that does not come is a failure."""

_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
)


@contextmanager
def browser(profile: Path, *, width: int = 1280, height: int = 800, dark: bool = False) -> Iterator[WebDriver]:
    """Chromium without a window. Skips the test where there is none, unless `CI` is set: then it fails."""
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        reason = "no chromium and chromedriver on the path (Debian: chromium chromium-driver)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for switch in (*_SWITCHES, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(switch)
    options.add_experimental_option("prefs", {"download.default_directory": str(profile / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chromium = webdriver.Chrome(options=options, service=Service(driver))
    try:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        if dark:
            feature = {"name": "prefers-color-scheme", "value": "dark"}
            chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        yield chromium
    finally:
        chromium.quit()


@contextmanager
def served(build: Path, **options: Any) -> Iterator[str]:
    """The explorer of a build directory on a free port of this machine, and its address without final slash."""
    app = application(Settings(build, **options))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        WebDriverWait(server, PATIENCE, poll_frequency=0.02).until(lambda s: s.started or not thread.is_alive())
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def visit(driver: WebDriver, address: str, *, language: str = "ko") -> None:
    """Opens a page of the explorer afresh: nothing kept in the browser, nothing in its logs. Returns when it is
    filled.
    """
    driver.get("about:blank")
    origin = "/".join(address.split("/")[:3])
    driver.execute_cdp_cmd(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,session_storage"}
    )
    driver.get_log("browser")
    driver.get_log("performance")
    path, mark, fragment = address.partition("#")
    driver.get(f"{path}{'&' if '?' in path else '?'}lang={language}{mark}{fragment}")
    arrived(driver)


def arrived(driver: WebDriver, route: str | None = None) -> None:
    """Returns when the page that the address names is filled; with `route`, when that is its path."""
    ready = "return document.documentElement.dataset.ready === location.pathname + location.search"
    WebDriverWait(driver, PATIENCE).until(lambda d: d.execute_script(ready))
    if route is not None:
        wait_for(driver, lambda d: d.execute_script("return location.pathname") == route)
        WebDriverWait(driver, PATIENCE).until(lambda d: d.execute_script(ready))


def wait_for(driver: WebDriver, condition: Any) -> Any:
    """The condition's value as soon as it holds."""
    return WebDriverWait(driver, PATIENCE, poll_frequency=0.05).until(condition)


def all_texts(driver: WebDriver, selector: str) -> list[str]:
    """What the elements say, as one reads them. A page that is just being drawn anew is read again."""
    for _ in range(5):
        with suppress(StaleElementReferenceException):
            return [element.text for element in driver.find_elements(By.CSS_SELECTOR, selector)]
    raise AssertionError(f"{selector} changes all the time")


def text(driver: WebDriver, selector: str) -> str:
    """What the first such element says."""
    found = all_texts(driver, selector)
    assert found, f"there is no {selector}"
    return found[0]


def announced(driver: WebDriver) -> str:
    """What was last said to those who hear the page instead of seeing it."""
    words: str = driver.execute_script("return document.getElementById('status').textContent")
    return words


def requested(driver: WebDriver) -> set[str]:
    """Every address that the page asked for, by the network log and by the page's own entries."""
    urls: list[str] = driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    for entry in driver.get_log("performance"):
        message: dict[str, Any] = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return set(urls)
