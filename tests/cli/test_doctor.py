"""`quotehouse doctor`."""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING, Any

import pytest

from cli import doctor
from cli.doctor import Finding, Verdict
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Answer


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes seconds; one test below looks at each for real."""
    monkeypatch.setattr(doctor, "_check_model", lambda _: iter([Finding("language model", Verdict.GOOD, "")]))
    monkeypatch.setattr(doctor, "_check_prefect", lambda: iter([Finding("prefect", Verdict.GOOD, "")]))


def examine(call: Callable[..., Answer], home: Path) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    answer = call("doctor", "--home", home, "--json")
    topics: dict[str, list[dict[str, Any]]] = {}
    for finding in answer.data["findings"]:
        topics.setdefault(finding["topic"], []).append(finding)
    assert answer.data["is_ready"] == (answer.code == 0)
    return answer.code, topics


def test_all_is_well_here(call: Callable[..., Answer], published_home: Home) -> None:
    code, topics = examine(call, published_home.path)
    assert code == 0
    assert "duckdb" in topics["packages"][0]["detail"]
    assert "3 articles and 5 quotes" in topics["warehouse"][0]["detail"]
    assert topics["runs"][0]["detail"] == "no run is under way"
    answer = call("doctor", "--home", published_home.path)
    assert answer.code == 0
    assert "Everything needed is here" in answer.out
    *lines, last = answer.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert last == f"Next: quotehouse --home {published_home.path} ingest FOLDER"


def test_changes_nothing(call: Callable[..., Answer], tmp_path: Path) -> None:
    code, topics = examine(call, tmp_path / "home")
    assert code == 0
    assert "can be made" in topics["home"][0]["detail"]
    assert topics["warehouse"][0]["verdict"] == "note"
    assert not (tmp_path / "home").exists()


def test_missing_and_old_packages_are_named(
    call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "rapidfuzz":
            raise importlib.metadata.PackageNotFoundError(name)
        return "0.1" if name == "jinja2" else real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    code, topics = examine(call, tmp_path)
    missing = [finding for finding in topics["packages"] if finding["verdict"] == "missing"]
    assert code == 1
    assert ["rapidfuzz is not installed" in f["detail"] or "jinja2 is 0.1" in f["detail"] for f in missing] == [
        True,
        True,
    ]
    assert all("pip install" in finding["advice"] for finding in missing)


def test_home_that_is_a_file(call: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    code, topics = examine(call, tmp_path / "home")
    assert code == 1
    assert "is a file" in topics["home"][0]["detail"]
    assert "--home" in topics["home"][0]["advice"]


def test_damaged_warehouse(call: Callable[..., Answer], own_home: Home) -> None:
    own_home.published.write_bytes(b"no database " * 1_000)
    code, topics = examine(call, own_home.path)
    assert code == 1
    assert topics["warehouse"][0]["verdict"] == "missing"


def test_too_little_room(call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 10**18)
    code, topics = examine(call, tmp_path)
    assert code == 1
    assert "a run needs" in topics["disk"][0]["detail"]


def test_wrong_setting(call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEHOUSE_WORKERS", "many")
    code, topics = examine(call, tmp_path)
    assert code == 1
    assert "QUOTEHOUSE_WORKERS" in topics["settings"][0]["detail"]


def test_a_check_that_breaks_stops_no_other(
    call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Iterator[Finding]:
        raise RuntimeError("broken")

    monkeypatch.setattr(doctor, "_check_duckdb", fail)
    code, topics = examine(call, tmp_path)
    assert code == 1
    assert "RuntimeError: broken" in topics["duckdb"][0]["detail"]
    assert "runs" in topics


def test_unreachable_server(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings import temporary_settings

    monkeypatch.undo()
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with temporary_settings():  # what Prefect took for current before the variable was set
        monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
        (finding,) = doctor._check_prefect()
    assert finding.verdict is Verdict.MISSING
    assert "http://127.0.0.1:9/api" in finding.detail
    assert "--direct" in finding.advice


def test_model_is_loaded_for_real(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    (finding,) = doctor._check_model(Home(tmp_path))
    assert finding.verdict is Verdict.GOOD, finding
    monkeypatch.setenv("QUOTEHOUSE_MODEL", "no_such_model")
    (finding,) = doctor._check_model(Home(tmp_path))
    assert finding.verdict is Verdict.MISSING
    assert "no_such_model" in finding.detail
