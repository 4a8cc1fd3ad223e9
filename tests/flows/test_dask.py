"""Extraction on a real Dask cluster of two worker processes, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from articles import clustering
from articles.clustering import ClusterError, ClusterPool
from articles.extraction.language import load_model
from articles.grouping import ExtractionOptions, JobArguments
from flows import extracting
from flows.direct import run_ingest
from flows.settings import Settings
from tests.flows.runs import NAMES, find_differences, make_extractor_class, write_article

pytestmark = pytest.mark.timeout(1200)  # many runs, each of which publishes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

distributed = pytest.importorskip("distributed", reason="Dask is not installed (pip install 'quotehouse[dask]')")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_run_on_a_cluster_whose_worker_is_killed_equals_the_plain_run(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        write_article(folder / f"{number}.txt", name, number)
    home = tmp_path / "home"
    killed: list[int] = []

    def kill_one() -> None:
        while not list(home.glob("staging/*/*/manifest.json")):
            time.sleep(0.02)
        worker = next(iter(cluster.workers.values()))
        os.kill(worker.pid, signal.SIGKILL)
        killed.append(worker.pid)

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    address = cluster.scheduler_address
    summary = run_ingest(Settings(home=home, workers=2, batch_articles=1, scheduler=address), [folder])
    killer.join(1)
    assert killed
    assert (summary.state, summary.quarantined) == ("published", {})
    assert summary.counts["loaded_count"] == len(NAMES)
    monkeypatch.setattr(extracting, "Extractor", make_extractor_class(load_model(), lambda _: None))
    run_ingest(Settings(home=tmp_path / "plain", workers=1), [folder])
    assert find_differences(home / "warehouse.duckdb", tmp_path / "plain" / "warehouse.duckdb") == []


def make_arguments(folder: Path, version: str) -> JobArguments:
    return JobArguments(ExtractionOptions(version, "en_core_web_md"), str(folder), b"")


def test_worker_of_another_version_is_refused(cluster: Any, tmp_path: Path) -> None:
    pool = ClusterPool(make_arguments(tmp_path, "0+other"), cluster.scheduler_address, 1)
    with pytest.raises(ClusterError, match=r"would extract otherwise than this process \(0\+other\)"):
        pool.start()


def test_scheduler_that_does_not_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        ClusterPool(make_arguments(tmp_path, "1"), "tcp://127.0.0.1:1", 1).start()


def test_missing_extra_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'quotehouse\[dask\]'"):
        ClusterPool(make_arguments(tmp_path, "1"), "local", 1).start()
