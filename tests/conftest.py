"""Fixtures shared by all rooms' tests."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl
    from spacy.language import Language

    from articles.execution.grouping import Batch

# Bytecode of the project and its tests is kept, also where the environment says otherwise: without it every process
# that a test starts compiles hundreds of modules, and every test run all the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tables of a few rows keep no second thread busy, but waking it up for each query is a tenth of a small run.
os.environ["POLARS_MAX_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
_connect: Any = duckdb.connect


def _connect_with_one_thread(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
    con: duckdb.DuckDBPyConnection = _connect(
        *arguments, **{**options, "config": {"threads": 1, **options.get("config", {})}}
    )
    return con


duckdb.connect = _connect_with_one_thread

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"


# Files in the order of their time, in which they are handed out: what is left for the end is short, and all processes
# end together. Any other file takes less; those of flows/ and pipeline/ come next, for many of them are runs.
LONGEST = (
    *("flows/test_dask", "flows/test_stops", "pipeline/test_lake", "flows/test_ingest", "pipeline/test_reprocessing"),
    *("pipeline/test_run", "flows/test_credentials", "pipeline/test_crashes", "flows/test_reprocess_flows"),
    *(
        "pipeline/test_slices",
        "pipeline/test_any_stop",
        "cli/test_entities",
        "cli/test_check",
        "cli/test_decided_files",
    ),
    *("expectations/test_validation", "cli/test_decisions", "tests/test_wheel"),
)


# What `make test-fast` leaves out: rooms whose tests start Prefect, a browser or whole runs; files whose tests load,
# resolve, check, export or draw again and again, start processes, or clean thousands of texts; fixtures that load the
# language model or ingest the samples; helpers that parse.
SLOW_ROOMS = {"benchmarks", "browser", "flows", "pipeline", "samples"}
SLOW_FILES = {
    *("cli/test_check", "cli/test_compare", "cli/test_completion", "cli/test_decisions", "cli/test_doctor"),
    *("cli/test_entities", "cli/test_exchange", "cli/test_ingest", "cli/test_report", "cli/test_startup"),
    *("execution/test_extractor", "execution/test_worker_pool", "cleaning/test_properties"),
    *("resolution/test_entity_properties", "tests/test_wheel"),
    *("expectations/test_run_checks", "expectations/test_validation", "report/test_charts", "report/test_pages"),
    *("cli/test_report_counts", "report/test_queries", "warehouse/test_export_other", "warehouse/test_publish"),
    *("loading/test_load", "schema/test_migrate", "support/test_compacting", "warehouse/test_compare"),
    *("warehouse/test_audit", "warehouse/test_descent", "warehouse/test_export", "warehouse/test_load_properties"),
    *("warehouse/test_power_loss", "warehouse/test_repeat_properties", "warehouse/test_retiring"),
}
SLOW_FIXTURES = {"extracted", "nlp", "samples_home", "shared_path"}
SLOW_HELPERS = {"tests.articles.quotes.parsing", "tests.articles.quotes.test_find_quotes", "tests.pipeline.runs"}
FAST_MODULES = {"test_notifications", "test_run_log", "test_runner", "test_settings"}  # of slow rooms


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what `make test-fast` leaves out as a whole: that takes as long as a tenth of its tests."""
    is_slow = collection_path.is_file() and _is_slow_file(collection_path)
    return True if config.getoption("markexpr") == "not slow" and is_slow else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, mark the slow, and skip those marked `shared` where the real articles are missing."""
    items.sort(key=lambda item: _rank(item.path))
    for item in items:
        if _is_slow(item):
            item.add_marker("slow")
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the folder `shared` with real articles is not beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


def _is_slow(item: pytest.Item) -> bool:
    if item.get_closest_marker("prefect") or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    if _is_slow_file(item.path):
        return True
    names = vars(getattr(item, "module", None) or object).values()
    return any(getattr(each, "__module__", "") in SLOW_HELPERS for each in names)


def _is_slow_file(path: Path) -> bool:
    if SLOW_ROOMS & set(path.relative_to(PROJECT).parts):
        return path.stem not in FAST_MODULES
    return _name(path) in SLOW_FILES


def _name(path: Path) -> str:
    """Room and module."""
    return f"{path.parent.name}/{path.stem}"


def _rank(path: Path) -> int:
    if _name(path) in LONGEST:
        return LONGEST.index(_name(path))
    return len(LONGEST) + (0 if {"flows", "pipeline"} & set(path.parts) else 1)


MAKE_DATABASE = """
import asyncio, sys
from pathlib import Path
from flows.environment import prepare_prefect
prepare_prefect(Path(sys.argv[1]))
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())
"""


@pytest.fixture(scope="module", autouse=True)
def frozen() -> None:
    """What the tests before have imported stays: the collector, which a run calls often, need not go through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def project_path() -> Path:
    """Root of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def samples_path() -> Path:
    """The articles written for this project."""
    return PROJECT / "samples" / "articles"


@pytest.fixture(scope="session")
def samples_gold_path() -> Path:
    """Labels of the sample articles."""
    return PROJECT / "samples" / "gold"


@pytest.fixture(scope="session")
def shared_path() -> Path:
    """Real articles and their labels beside the checkout. They are no part of the project: skips where missing."""
    if not SHARED.is_dir():
        pytest.skip("the folder `shared` with real articles is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def schemas() -> dict[str, pl.Schema]:
    """Polars schemas of the staged tables, by table name."""
    from warehouse.schema.catalog import read_schemas

    return read_schemas()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The language model, loaded once in each process of a test run."""
    from tests.articles.quotes.parsing import read_model

    return read_model()


@pytest.fixture
def extracted(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """Extraction happens in this process; the batches it had to do."""
    from pipeline.stages import extract
    from tests.pipeline.runs import make_extractor_class, remember_checks

    done: list[Batch] = []
    remember_checks(monkeypatch)
    monkeypatch.setattr(extract, "Extractor", make_extractor_class(nlp, done.append))
    return done


def make_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, which the processes of one test run share and the first of them fills by `make`."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    with (root / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not lock.tell():
            make(root / name)
            lock.write("made")
    return root / name


def _run_program(code: str, *arguments: str) -> None:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments} ended with\n{done.stderr}"


@pytest.fixture(scope="session")
def samples_home(tmp_path_factory: pytest.TempPathFactory, samples_path: Path) -> Path:
    """Home of a warehouse with the sample articles, published by the direct run: built once, for reading alone.

    Copy it (`shutil.copytree`) before changing anything in it.
    """

    def make(home: Path) -> None:
        code = "from cli import main; main()"
        _run_program(code, "--home", str(home), "ingest", "--direct", "--quiet", str(samples_path))

    return make_once(tmp_path_factory, "samples-home", make)


@pytest.fixture(scope="session")
def place_prefect(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Puts Prefect's database into a new home: to make one takes as long as a small flow."""

    def make(path: Path) -> None:
        _run_program(MAKE_DATABASE, str(path))

    made = make_once(tmp_path_factory, "prefect-home", make)

    def place(home: Path) -> None:
        (home / "prefect").mkdir(parents=True, mode=0o700)
        shutil.copy(made / "prefect" / "prefect.db", home / "prefect")

    return place
