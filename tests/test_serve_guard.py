"""What every request passes: headers on every answer, hosts, sizes, and who may judge facts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphs import LAB, write_build
from serving import served

from kg.review import REVIEW_FILE
from kg.serve.guard import HEADERS
from kg.serve.settings import MAX_ADDRESS, MAX_BODY, Settings, loopback
from kg.serve.static_files import PAGES

REVIEW = {"X-KG-Review": "1"}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("guard") / "build")


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[httpx.Client]:
    options = {"workers": 1, "hosts": ("stp.example.org",), "cors": ("https://yasgui.example.org",)}
    with served(build, **options) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def fact(client: httpx.Client) -> str:
    card: Any = client.get("/api/thing", params={"iri": LAB}).json()
    return next(str(f["id"]) for f in card["facts"] if f["id"])


# --- headers ------------------------------------------------------------------------------------------------

REQUESTS = [
    ("GET", "/health", {}),
    ("GET", "/api/summary", {}),
    ("GET", "/api/nothing", {}),
    ("GET", "/api/search", {}),
    ("GET", "/nothing", {}),
    ("GET", "/static/nothing.js", {}),
    ("GET", "/static/../settings.py", {}),
    ("GET", "/static/vendor/vis-network.min.js", {}),
    ("GET", "/static/vendor/nothing", {}),
    ("GET", "/sparql", {"params": {"query": "nonsense"}}),
    ("GET", "/sparql", {"params": {"query": "ASK {}"}}),
    ("GET", "/sparql", {"headers": {"Accept": "image/png"}}),
    ("POST", "/sparql", {"content": "x"}),
    ("DELETE", "/api/thing", {}),
    ("POST", "/api/review", {"json": {}}),
    ("GET", "/health", {"headers": {"Host": "evil.example"}}),
    ("GET", "/health", {"params": {"x": "y" * MAX_ADDRESS}}),
    ("POST", "/sparql", {"content": b"x" * (MAX_BODY + 1)}),
    ("GET", "/.well-known/void", {}),
    ("GET", "/api/openapi.json", {}),
]


@pytest.mark.parametrize(("method", "path", "options"), REQUESTS)
def test_headers_on_every_answer(client: httpx.Client, method: str, path: str, options: dict[str, Any]) -> None:
    response = client.request(method, path, **options)
    for name, value in HEADERS.items():
        if name != "Cross-Origin-Resource-Policy":
            assert response.headers.get_list(name) == [value], name
    assert response.headers["cross-origin-resource-policy"] in ("same-origin", "cross-origin")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "server" not in response.headers or "uvicorn" in response.headers["server"]
    if response.status_code >= 400:
        assert response.headers["content-type"].startswith(("application/json", "text/plain"))


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/static/../settings.py", {}, 404),
        ("GET", "/static/%2e%2e/settings.py", {}, 404),
        ("GET", "/static/..%2fsettings.py", {}, 404),
        ("DELETE", "/api/thing", {}, 405),
        ("GET", "/health", {"params": {"x": "y" * MAX_ADDRESS}}, 414),
        ("POST", "/sparql", {"content": b"x" * (MAX_BODY + 1)}, 413),
        ("POST", "/api/export", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/api/export", {"json": {"facts": ["x"] * 10_001}}, 400),
        (
            "POST",
            "/api/export",
            {"content": '{"things": ["\\ud800"]}', "headers": {"Content-Type": "application/json"}},
            400,
        ),
    ],
)
def test_what_is_refused_is_told(
    client: httpx.Client, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    response = client.request(method, path, **options)
    assert response.status_code == status
    assert response.json()["error"]


def test_a_body_without_length_is_bounded(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 1000 + 100):
            yield b"x" * 1000

    try:
        response = client.post("/sparql", content=endless(), headers={"Content-Type": "application/sparql-query"})
        assert response.status_code == 413
    except httpx.WriteError:  # refused before all of it was sent
        pass
    assert client.get("/health").status_code == 200


def test_pages_are_one_document(build: Path, client: httpx.Client) -> None:
    index = Path(__file__).parents[1] / "kg" / "serve" / "static" / "index.html"
    for path in PAGES:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.content == index.read_bytes()
    assert client.get("/sparql", headers={"Accept": "text/html"}).content == index.read_bytes()
    script = client.get("/static/vendor/vis-network.min.js")
    assert script.headers["content-type"].startswith("text/javascript") and "vis" in script.text


# --- hosts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "192.168.3.4:8000", "STP.example.org"])
def test_known_hosts(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "@127.0.0.1@x"]
)
def test_unknown_hosts(client: httpx.Client, host: str) -> None:
    response = client.get("/health", headers={"Host": host})
    assert response.status_code in (400, 421)
    assert "generation" not in response.text


def test_a_request_without_host(client: httpx.Client) -> None:
    port = client.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert b"421" in connection.recv(1000).split(b"\r\n")[0]


def test_pages_of_other_origins(client: httpx.Client) -> None:
    query = {"query": "ASK {}"}
    allowed = client.get("/sparql", params=query, headers={"Origin": "https://yasgui.example.org"})
    assert allowed.headers["access-control-allow-origin"] == "https://yasgui.example.org"
    assert allowed.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "Origin" in allowed.headers["vary"] and "Accept" in allowed.headers["vary"]
    other = client.get("/sparql", params=query, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers and "Origin" in other.headers["vary"]
    asked = client.options(
        "/sparql", headers={"Origin": "https://yasgui.example.org", "Access-Control-Request-Method": "POST"}
    )
    assert asked.status_code == 204 and asked.headers["access-control-allow-origin"] == "https://yasgui.example.org"
    elsewhere = client.get("/api/summary", headers={"Origin": "https://yasgui.example.org"})
    assert "access-control-allow-origin" not in elsewhere.headers


# --- who may judge ------------------------------------------------------------------------------------------


def test_only_own_pages_judge(client: httpx.Client, build: Path) -> None:
    body = {"fact": fact(client), "verdict": "wrong"}
    own = f"http://{client.base_url.host}:{client.base_url.port}"
    json_type = {"Content-Type": "application/json"}
    forged: list[dict[str, Any]] = [
        {"json": body},
        {"json": body, "headers": {"X-KG-Review": "0"}},
        {"json": body, "headers": {**REVIEW, "Origin": "https://evil.example"}},
        {"json": body, "headers": {**REVIEW, "Origin": "null"}},
        {"json": body, "headers": {**REVIEW, "Origin": f"{own}.evil.example"}},
        {"json": body, "headers": {**REVIEW, "Origin": "http://127.0.0.1:1"}},
        {"data": body, "headers": REVIEW},
        {"content": b"{}", "headers": {**REVIEW, "Content-Type": "text/plain"}},
        {"content": b"{}", "headers": json_type},
    ]
    for request in forged:
        response = client.post("/api/review", **request)
        assert response.status_code == 403 and response.json()["error"], request
    assert not (build / REVIEW_FILE).exists()
    assert client.post("/api/review", json=body, headers={**REVIEW, "Origin": own}).status_code == 200
    (build / REVIEW_FILE).unlink()
    assert client.get("/api/thing", params={"iri": LAB}).status_code == 200


def test_a_read_only_server_takes_no_verdict(build: Path) -> None:
    with served(build, workers=1, read_only=True) as address, httpx.Client(base_url=address, timeout=30) as client:
        body = {"fact": fact(client), "verdict": "wrong"}
        response = client.post("/api/review", json=body, headers=REVIEW)
        assert response.status_code == 403 and "--allow-review" in response.json()["error"]
        assert client.get("/api/vocabulary").json()["review"] is False
    assert not (build / REVIEW_FILE).exists()


def test_where_verdicts_are_allowed(tmp_path: Path) -> None:
    assert Settings(tmp_path).review and Settings(tmp_path, host="::1").review
    assert not Settings(tmp_path, host="0.0.0.0").review
    assert Settings(tmp_path, host="0.0.0.0", allow_review=True).review
    assert not Settings(tmp_path, read_only=True, allow_review=True).review
    assert loopback("localhost") and not loopback("example.org") and not loopback("192.168.1.1")


def test_a_broken_review_file_is_told(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build")
    (build / REVIEW_FILE).write_text("nonsense\n", encoding="utf-8")
    with served(build, workers=1) as address:
        response = httpx.get(f"{address}/api/review", timeout=30)
        assert response.status_code == 503 and "review.jsonl:1" in response.json()["error"]
