"""Who is refused, and what a page may not do."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import ExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from desk.application import make_application
from desk.library import Library
from desk.safety import PIECE_BYTES, Guard, Settings, read_body, read_token
from tests.desk.serving import serve

if TYPE_CHECKING:
    from warehouse.home import Home

TOKEN = "a-token-that-is-long-enough"  # noqa: S105


def test_another_name_for_this_address_is_refused(client: TestClient) -> None:
    for host in ("evil.example", "evil.example:8642", "192.168.1.7", "localhost.evil.example", "localhost:1@evil", ""):
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


@pytest.mark.parametrize(
    "name", ["%00.html", "a" * 5_000 + ".html", "..%2fwarehouse.duckdb", "%2fetc%2fpasswd", "x.css"]
)
@pytest.mark.parametrize("folder", ["report", "static"])
def test_a_name_that_no_file_can_have_is_not_found(client: TestClient, folder: str, name: str) -> None:
    answer = client.get(f"/{folder}/{name}")
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_form_that_comes_too_slowly_keeps_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.safety.FORM_SECONDS", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b"a", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    assert asyncio.run(asyncio.wait_for(read_body(request), 30)) is None


def test_a_large_answer_goes_out_in_pieces_and_waits_for_its_reader_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.safety.PIECE_SECONDS", 0.05)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")], "query_string": b""}
    sent: list[dict[str, Any]] = []
    is_read = True

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)
        await asyncio.sleep(0 if is_read else 60)

    for size in (0, 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES):
        content = bytes(range(256)) * (size // 256 + 1)
        sent.clear()
        asyncio.run(Guard(Response(content[:size]), Settings())(scope, receive, send))
        assert b"".join(each.get("body", b"") for each in sent) == content[:size]
        assert max(len(each.get("body", b"")) for each in sent) <= PIECE_BYTES
        assert [each.get("more_body", False) for each in sent[1:]] == [True] * (len(sent) - 2) + [False]
    is_read = False
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(Guard(Response(b"a"), Settings())(scope, receive, send), 30))


def test_a_fault_of_ours_is_answered_with_the_policy_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("desk.downloads.send_json", fail)
    answer = client.get("/search.json?q=the")
    assert (answer.status_code, "planted" in answer.text) == (500, False)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "planted" in caplog.text


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


def test_slow_forms_hold_no_turn_of_a_page(desk_home: Home) -> None:
    head = b"POST /decide HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\ntoken="
    with serve(Library(desk_home), Settings(at_once=2)) as address, ExitStack() as stack:
        port = int(address.rpartition(":")[2])
        for _ in range(8):
            stack.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(head)
        time.sleep(0.5)  # they have arrived
        for _ in range(3):
            assert urlopen(f"{address}/openapi.json", timeout=120).status == 200  # noqa: S310


def test_a_guesser_of_the_token_has_to_wait(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(host="0.0.0.0", token=TOKEN)  # noqa: S104
    clock = [0.0]
    monkeypatch.setattr("desk.safety.time", SimpleNamespace(monotonic=lambda: clock[0]))
    application = make_application(library, settings)

    def sign_in(token: str, address: str) -> int:
        client = TestClient(application, base_url="http://desk.example", client=(address, 50_000))
        return client.post("/sign-in", data={"token": token}, follow_redirects=False).status_code

    assert [sign_in(f"guess {number}", "192.0.2.1") for number in range(12)] == [403] * 10 + [429] * 2
    assert sign_in(TOKEN, "192.0.2.1") == 429  # who guesses right does not learn it
    assert sign_in(TOKEN, "192.0.2.2") == 303
    found = [sign_in("guess", f"198.51.100.{number}") for number in range(100)]
    assert (found.count(403), found.count(429)) == (90, 10)
    clock[0] += 61
    assert sign_in(TOKEN, "192.0.2.1") == 303


def test_files_outside_are_not_served(client: TestClient) -> None:
    for path in ("/report/../warehouse.duckdb", "/report/%2e%2e/warehouse.duckdb", "/static/..%2fapplication.py"):
        assert client.get(path).status_code == 404, path
