"""prefect.yaml and what it deploys."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
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


def test_every_kind_of_run_has_a_deployment() -> None:
    deployed = {str(deployment["entrypoint"]).rpartition(".")[2] for deployment in DEPLOYMENTS}
    assert deployed == {"ingest", "check", "report", "maintain", "backfill"}


def test_scheduled_deployments_name_their_time_zone() -> None:
    schedules = [schedule for deployment in DEPLOYMENTS for schedule in deployment.get("schedules", [])]
    assert schedules
    assert all(schedule["timezone"] for schedule in schedules)
