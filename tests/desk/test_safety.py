"""Who is refused, and what a page may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from desk.application import make_application
from desk.safety import Settings, read_token

if TYPE_CHECKING:
    from desk.library import Library

TOKEN = "a-token-that-is-long-enough"  # noqa: S105


def test_another_name_for_this_address_is_refused(client: TestClient) -> None:
    for host in ("evil.example", "evil.example:8642", "192.168.1.7", "localhost.evil.example", ""):
        assert client.get("/", headers={"host": host}).status_code == 421, host
    for host in ("localhost:8642", "127.0.0.1:8642", "[::1]:8642"):
        assert client.get("/", headers={"host": host}).status_code == 200, host


def test_forms_of_other_sites_and_writing_methods_are_refused(client: TestClient) -> None:
    assert client.post("/sql", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/sql", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.delete("/").status_code == 405


def test_every_answer_has_the_policy(client: TestClient) -> None:
    for path in ("/", "/nothing", "/search.json", "/static/desk.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
    page = client.get("/").text
    assert "style=" not in page
    assert "onclick" not in page


def test_an_address_that_others_reach_wants_a_token(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUOTEHOUSE_DESK_TOKEN", raising=False)
    assert read_token("127.0.0.1") is None
    with pytest.raises(ValueError, match="QUOTEHOUSE_DESK_TOKEN"):
        read_token("0.0.0.0")  # noqa: S104
    monkeypatch.setenv("QUOTEHOUSE_DESK_TOKEN", TOKEN)
    settings = Settings(host="0.0.0.0", token=read_token("0.0.0.0"))  # noqa: S104
    client = TestClient(make_application(library, settings), base_url="http://desk.example")
    assert client.get("/search.json?q=the").status_code == 401
    assert client.post("/sign-in", data={"token": "wrong"}).status_code == 403
    assert client.post("/sign-in", data={"token": TOKEN}, follow_redirects=False).status_code == 303
    assert client.get("/search.json?q=the").status_code == 200


def test_too_many_at_once_are_told_to_come_back(library: Library) -> None:
    client = TestClient(make_application(library, Settings(at_once=0)), base_url="http://localhost")
    answer = client.get("/")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"


def test_files_outside_are_not_served(client: TestClient) -> None:
    for path in ("/report/../warehouse.duckdb", "/report/%2e%2e/warehouse.duckdb", "/static/..%2fapplication.py"):
        assert client.get(path).status_code == 404, path
