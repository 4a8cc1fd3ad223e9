"""Who may ask our Prefect server for what, and what its answer may do."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.environment import read_secret
from flows.guarded_server import guard, prune_always
from flows.run_settings import RUN_SETTINGS, hand_over, settle_settings
from pipeline.settings import Settings
from pipeline.settings_file import SettingsError

URL = "http://127.0.0.1:4200"


async def _agree(scope: Any, receive: Any, send: Any) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _ask(method: str, path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(guard(_agree, "127.0.0.1:4200"))
        async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PATCH", "DELETE"])
def test_no_other_page_is_answered_whatever_it_asks(method: str) -> None:
    assert _ask(method, "/api/flow_runs/filter").status_code == 204
    assert _ask(method, "/api/flow_runs/filter", Origin=URL).status_code == 204
    foreign = ["https://evil.example", "null", "http://127.0.0.1:8080", "http://127.0.0.1", f"{URL}.evil.example"]
    assert {_ask(method, "/api/flow_runs/filter", Origin=origin).status_code for origin in foreign} == {403}
    names = ["evil.example", "evil.example:4200", "127.0.0.1:4201", "127.0.0.1"]
    assert {_ask(method, "/", Host=name).status_code for name in names} == {403}


def test_no_other_page_opens_a_socket() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/api/events/in",
        "headers": [(b"host", b"127.0.0.1:4200"), (b"origin", b"https://evil.example")],
    }
    asyncio.run(guard(_agree, "127.0.0.1:4200")(scope, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_the_printed_link_logs_in_without_sending_the_secret() -> None:
    page = _ask("GET", "/open")
    assert page.status_code == 200
    assert "prefect-password" in page.text
    assert page.headers["x-frame-options"] == "DENY"


def test_the_secret_is_of_the_home_and_nobody_elses(tmp_path: Path) -> None:
    secret = read_secret(tmp_path / "prefect")
    assert read_secret(tmp_path / "prefect") == secret
    assert read_secret(tmp_path / "other") != secret
    assert len(secret) > 30
    assert stat.S_IMODE((tmp_path / "prefect" / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("broken", ["", "quotehouse:", "quotehouse:abc"])
def test_a_broken_off_secret_leaves_no_server_open(broken: str, tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "secret").write_text(broken, "utf-8")
    assert len(read_secret(tmp_path / "prefect")) > 30
    assert [path.name for path in (tmp_path / "prefect").iterdir()] == ["secret"]


@pytest.mark.prefect
def test_a_temporary_server_deletes_old_runs_too() -> None:
    from prefect.server.services.perpetual_services import get_perpetual_services

    prune_always()
    assert "schedule_vacuum_tasks" in {service.function.__name__ for service in get_perpetual_services(ephemeral=True)}


def test_a_run_has_the_settings_of_who_started_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", workers=3, model="other")
    with hand_over(settings) as parameters:
        assert set(parameters) == {"home", *RUN_SETTINGS}
        assert settle_settings(parameters) == settings
        assert settle_settings({"workers": 5}).workers == 5
        assert settle_settings(None).model == "other"
    assert settle_settings(None).home == Path("data")


@pytest.mark.parametrize(
    "setting",
    [
        {"notify": {"command": ["id"]}},
        {"notify": {"webhook": "https://evil.example"}},
        {"model": "evil_model"},
        {"home": "/srv/other"},
        {"warehouse": "ducklake:postgres:dbname=evil"},
        {"lake_data": "s3://evil/"},
        {"handover": "s3://evil/"},
        {"scheduler": "tcp://evil.example:8786"},
        {"judgements": "/etc/passwd"},
        {"authority": "/etc/passwd"},
        {"nonsense": 1},
    ],
    ids=str,
)
def test_the_parameters_of_a_run_reach_nothing_beyond_it(tmp_path: Path, setting: dict[str, Any]) -> None:
    with hand_over(Settings(home=tmp_path)), pytest.raises(SettingsError, match=f"cannot set {next(iter(setting))}"):
        settle_settings(setting)


def test_every_setting_was_thought_about() -> None:
    kept = {
        *("home", "model", "warehouse", "lake_data", "scheduler", "handover", "notify", "judgements", "authority"),
        *("access", "decisions", "outlets"),
        *("limits", "fields", "policy", "quarantine_item_bytes", "quarantine_bytes"),
        *("keep_staged_days", "keep_log_days", "keep_snapshot_days", "keep_report_runs"),
    }
    assert set(Settings.model_fields) == kept | set(RUN_SETTINGS)
