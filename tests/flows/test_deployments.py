"""prefect.yaml and what it deploys."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from flows.deployments import _close_lost_runs
from warehouse.home import open_home
from warehouse.lock import hold_warehouse

ROOT = Path(__file__).parents[2]
UNTRACKED = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
# Imports a module, and looks at the surroundings at the moment that Prefect is to be imported for the first time. That
# it then is would be seconds of work that show nothing more.
WATCHED_IMPORT = f"""
import importlib, os, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "prefect":
            sys.exit(None if {UNTRACKED}.items() <= os.environ.items() else "Prefect may phone home")
sys.meta_path.insert(0, Watch())
importlib.import_module(sys.argv[1])
sys.exit("Prefect was not imported")
"""
DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["entrypoint"])
def test_deployment_names_a_flow_and_its_parameters(deployment: dict[str, object]) -> None:
    module, _, function = str(deployment["entrypoint"]).rpartition(".")
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text("utf-8")
    signature = text.partition(f"\ndef {function}(")[2].partition("->")[0]
    assert signature, f"{module} has no function {function}"
    parameters = deployment["parameters"]
    assert isinstance(parameters, dict)
    for name in parameters:
        assert f"{name}:" in signature


@pytest.mark.parametrize("module", sorted({str(each["entrypoint"]).rpartition(".")[0] for each in DEPLOYMENTS}))
def test_nothing_phones_home_when_a_worker_loads_a_flow(module: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in UNTRACKED}
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED_IMPORT, module], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_every_kind_of_run_has_a_deployment() -> None:
    deployed = {str(deployment["entrypoint"]).rpartition(".")[2] for deployment in DEPLOYMENTS}
    assert deployed >= {"ingest", "check", "report", "maintain", "backfill"}


def test_scheduled_deployments_name_their_time_zone() -> None:
    schedules = [schedule for deployment in DEPLOYMENTS for schedule in deployment.get("schedules", [])]
    assert schedules
    assert all(schedule["timezone"] for schedule in schedules)


@pytest.mark.parametrize(
    "name", ["flows.ingest.ingest", "flows.reprocess.backfill", "flows.reprocess.rebuild", "flows.check.check"]
)
def test_whoever_is_to_be_told_hears_of_every_bad_end(name: str) -> None:
    module, _, function = name.rpartition(".")
    flow = getattr(importlib.import_module(module), function)
    for hooks in (flow.on_failure_hooks, flow.on_crashed_hooks, flow.on_cancellation_hooks):
        assert [hook.__name__ for hook in hooks] == ["notify_ended"]


def test_no_batch_costs_a_look_at_limits_on_tags() -> None:
    from flows.ingest import extract_batch

    assert extract_batch.tags == set()


def test_a_schedule_closes_lost_runs_of_its_home_unless_somebody_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(tmp_path)
    runs = [
        SimpleNamespace(id="lost", parameters={"settings": {"home": str(home.path)}}),
        SimpleNamespace(id="elsewhere", parameters={"settings": {"home": "/srv/another"}}),
        SimpleNamespace(id="bare", parameters={"settings": None}),
    ]
    closed: list[str] = []
    monkeypatch.setattr("flows.deployments._list_runs", lambda _: runs)
    monkeypatch.setattr("flows.ingest.close_lost_flow_runs", closed.extend)
    with hold_warehouse(home, "a run that lives"):
        _close_lost_runs(home)
    assert closed == []
    _close_lost_runs(home)
    assert closed == ["lost"]
