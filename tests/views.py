"""What the tests of views share: a small network with names meant to break pages, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from graphs import CORPUS, FIRST, LAB, iri, said, seen
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver

from kg.model import ArticleInfo, Claim, ClaimSeen, Corpus, Entity, Name
from kg.vocab import CSTR

HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror="window.broken=1">',
    "</script><script>window.broken=1</script>",
    "<!-- <script> ",
    "javascript:window.broken=1",
    "{{ 7*7 }} {% raw %}",
    "줄\u2028나눔\u2029'\\\"",
    "__proto__",
)
HOSTILE_URLS = ("javascript:window.broken=1", "data:text/html,<script>window.broken=1</script>")

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


def hostile_corpus() -> Corpus:
    """The small corpus, with a company of each hostile name that works with a ministry."""
    first, *others = CORPUS.documents
    references = tuple((f"<b>{url}</b>", url, None) for url in HOSTILE_URLS)
    article = ArticleInfo("brief-09", "brief", None, HOSTILE_NAMES[0], None, 300, 400, references)
    companies = tuple(
        Entity(f"{CSTR}org/xhostile-{n}", "Company", (Name(name, "ko"), Name(f"{name} {n}", "en")),
               ((FIRST, seen(name, article="brief-09")),), 0.9, ("test",))
        for n, name in enumerate(HOSTILE_NAMES)
    )  # fmt: skip
    claims = []
    for company in companies:
        claim = Claim(company.iri, "collaboratesWith", iri("most"), (("role", HOSTILE_NAMES[1]),))
        evidence = said(f"{company.names[0].text} <b>협력</b>", article="brief-09", confidence=0.4)
        claims.append((FIRST, ClaimSeen(claim, (evidence,))))
    return replace(
        CORPUS,
        documents=(replace(first, articles=(*first.articles, article)), *others),
        entities=(*CORPUS.entities, *companies),
        claims=(*CORPUS.claims, *claims),
    )


__all__ = ["HOSTILE_NAMES", "HOSTILE_URLS", "LAB", "browser", "hostile_corpus"]


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
