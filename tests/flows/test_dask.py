"""Extraction on a real Dask cluster, whose worker processes are killed in the middle."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from articles.execution import dask_cluster
from articles.execution.dask_cluster import ClusterError, ClusterPool
from articles.execution.grouping import ExtractionOptions, JobArguments
from articles.parsing.language_model import load_model
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract
from tests.pipeline.runs import NAMES, find_differences, make_extractor_class, save_small_model, write_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parents[2]

distributed = pytest.importorskip("distributed", reason="Dask is not installed (pip install 'quotehouse[dask]')")


def start(log: Path, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    """A program of Dask's in an empty folder of its own, as on another machine."""
    log.parent.mkdir(exist_ok=True)
    environment = {**os.environ, **variables, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    with log.open("wb") as out:
        return subprocess.Popen(command, cwd=log.parent, env=environment, stdout=out, stderr=out)


@dataclass
class Machines:
    """A scheduler and its workers, each a process in a folder of its own, and the object storage that they share."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    storage: Any
    keys: dict[str, str]  # of the storage, for the environment


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Three workers: two tests kill one each."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "tester", "AWS_REGION": "us-east-1"}
    keys["AWS_ENDPOINT_URL_S3"] = f"http://{host}:{port}"
    import boto3

    storage = boto3.client(
        "s3",
        endpoint_url=keys["AWS_ENDPOINT_URL_S3"],
        region_name="us-east-1",
        aws_access_key_id="tester",
        aws_secret_access_key="tester",  # noqa: S106 -- moto takes any
    )
    storage.create_bucket(Bucket="batches")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("machines")
    scheduler = start(folder / "scheduler" / "log", "scheduler", "--host", address, "--no-dashboard")
    workers = [
        start(folder / f"machine{n}" / "log", "worker", address, "--nthreads", "1", "--no-nanny", **keys)
        for n in range(3)
    ]
    with distributed.Client(address, timeout="120s") as client:
        client.wait_for_workers(3, timeout=120)
    yield Machines(address, workers, storage, keys)
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
    server.stop()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is tried here is the way of the batches: each worker process loads a model, and a small one will do."""
    return save_small_model(tmp_path_factory.mktemp("model") / "small")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles")
    for number, name in enumerate(NAMES):
        write_article(path / f"{number}.txt", name, number)
    return path


@pytest.fixture
def flow_home(tmp_path: Path, place_prefect: Callable[[Path], None]) -> Path:
    place_prefect(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def plain(model: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the same articles without a cluster."""
    home = tmp_path_factory.mktemp("plain") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "Extractor", make_extractor_class(load_model(model), lambda _: None))
        summary = run_ingest(Settings(home=home, workers=1, model=model), [folder])
    assert summary.counts["quote_count"] > 0
    return home / "warehouse.duckdb"


def test_run_on_a_cluster_whose_worker_is_killed_equals_the_plain_run(
    machines: Machines, model: str, folder: Path, plain: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    worker = machines.workers.pop()

    def kill_one() -> None:
        while not list(home.glob("staging/*/*/manifest.json")):
            time.sleep(0.02)
        worker.kill()

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    settings = Settings(home=home, workers=2, batch_articles=1, scheduler=machines.address, model=model)
    summary = run_ingest(settings, [folder])
    killer.join(1)
    assert worker.wait(120) == -signal.SIGKILL
    assert (summary.state, summary.quarantined) == ("published", {})
    assert summary.counts["loaded_count"] == len(NAMES)
    assert find_differences(home / "warehouse.duckdb", plain) == []


PROGRAM = """
import json, sys
from pathlib import Path
from flows.launch import run_ingest
from pipeline.settings import Settings
if __name__ == "__main__":
    home, articles, model, scheduler, handover = sys.argv[1:]
    chosen = {"workers": 2, "batch_articles": 1, "model": model, "scheduler": scheduler, "handover": handover}
    print(json.dumps(run_ingest(Settings(home=Path(home), **chosen), [articles]).to_dict()))
"""


def test_flow_on_workers_that_share_only_object_storage_survives_a_kill(
    machines: Machines, model: str, folder: Path, plain: Path, flow_home: Path
) -> None:
    home = flow_home
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(folder), model, machines.address, "s3://batches/staging"],
        env={**os.environ, **machines.keys, "HOME": str(home.parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    while not list(home.glob("staging/*/*/manifest.json")) and run.poll() is None:
        time.sleep(0.02)
    machines.workers.pop().kill()
    out, _ = run.communicate(timeout=900)
    left = machines.storage.list_objects_v2(Bucket="batches").get("Contents", [])
    summary = json.loads(out)
    assert (summary["runner"], summary["state"], summary["quarantined"]) == ("prefect", "published", {})
    assert summary["counts"]["loaded_count"] == len(NAMES)
    assert left == []  # what was handed over was taken away
    with contextlib.closing(sqlite3.connect(home / "prefect" / "prefect.db")) as con:
        (count,) = con.execute("select count(*) from task_run where name like 'batch %: 1 articles'").fetchone()
    assert count == len(NAMES)
    assert find_differences(home / "warehouse.duckdb", plain) == []


def make_arguments(folder: Path, version: str) -> JobArguments:
    return JobArguments(ExtractionOptions(version, "en_core_web_md"), str(folder), b"")


def test_worker_of_another_version_is_refused(machines: Machines, tmp_path: Path) -> None:
    pool = ClusterPool(make_arguments(tmp_path, "0+other"), machines.address, 1)
    with pytest.raises(ClusterError, match=r"would extract otherwise than this process \(0\+other\)"):
        pool.start()


def test_scheduler_that_does_not_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        ClusterPool(make_arguments(tmp_path, "1"), "tcp://127.0.0.1:1", 1).start()


def test_missing_extra_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'quotehouse\[dask\]'"):
        ClusterPool(make_arguments(tmp_path, "1"), "local", 1).start()


def test_workers_that_do_not_reach_prefect_are_told_before_anything_is_extracted() -> None:
    from flows.dask_runner import PrefectLink

    link = PrefectLink("http://127.0.0.1:1/api")
    client = SimpleNamespace(run=lambda look, server: {"tcp://far:1": look(server), "tcp://near:1": ""})
    with pytest.raises(
        ClusterError, match=r"do not reach Prefect's server at http://127\.0\.0\.1:1/api \(tcp://far:1: "
    ):
        link.check(client)
    client.run = lambda look, server: {"tcp://near:1": ""}
    link.check(client)
