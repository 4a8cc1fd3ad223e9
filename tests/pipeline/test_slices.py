"""Loads that are committed slice by slice: carried on after a kill, undone after a fault, the same as one in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from articles.parsing.language_model import load_model
from pipeline.run import run_ingest
from pipeline.runner import DirectRunner
from pipeline.settings import Settings
from pipeline.stages import extract
from pipeline.stages import load as load_stage
from pipeline.summary import RunHeld, RunSummary, SilentProgress
from tests.pipeline.runs import (
    NAMES,
    export_core,
    find_differences,
    make_extractor_class,
    read_row,
    save_small_model,
    write_article,
)
from warehouse import audit
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.loading import load as loading
from warehouse.loading import slices
from warehouse.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_small_model(tmp_path_factory.mktemp("model") / "small")


@pytest.fixture(scope="module")
def extractor_class(model: str) -> type:
    return make_extractor_class(load_model(model), lambda _: None)


@pytest.fixture(autouse=True)
def _extract_here(extractor_class: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "Extractor", extractor_class)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles, a copy of one, a file that cannot be read, and one article told by two files."""
    path = tmp_path_factory.mktemp("articles")
    for number, name in enumerate(NAMES):
        write_article(path / f"{number}.txt", name, number)
    write_article(path / "copy.txt", NAMES[0], 0)
    (path / "empty.txt").write_bytes(b"")
    told = (
        '{{"id": "{0}", "url": "https://post.example/quay", "headline": "The quay", "published": "{1}", "text": "{2}"}}'
    )
    text = "The quay is closed to carts and trams alike, {} said on Monday. It was the third time this spring."
    (path / "late.jsonl").write_text(told.format("a", "2024-05-02", text.format(NAMES[1])), "utf-8")
    (path / "quay.jsonl").write_text(told.format("b", "2024-05-01", text.format(NAMES[2])), "utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path, model: str) -> Settings:
    return Settings(home=tmp_path / "home", workers=1, wait_seconds=0, model=model, load_articles=2)


@pytest.fixture(scope="module")
def in_one_go(extractor_class: type, model: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the same articles loaded in one transaction."""
    home = tmp_path_factory.mktemp("one") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "Extractor", extractor_class)
        ingest(Settings(home=home, workers=1, model=model), folder)
    return home / "warehouse.duckdb"


def ingest(settings: Settings, *paths: Path) -> RunSummary:
    return run_ingest(settings, paths, SilentProgress(), DirectRunner())


def stop_at_slice(number: int, error: BaseException) -> Callable[..., None]:
    real = loading.load_slice

    def stop(con: Any, run: Any, at: int) -> None:
        if at == number:
            raise error
        real(con, run, at)

    return stop


def test_slices_come_out_as_one_load_does(settings: Settings, folder: Path, in_one_go: Path) -> None:
    summary = ingest(settings, folder)
    assert summary.state == "published"
    assert find_differences(settings.home / "warehouse.duckdb", in_one_go) == []
    assert (summary.counts["loaded_count"], summary.counts["duplicate_count"], summary.counts["quarantined_count"]) == (
        8,
        1,
        1,
    )
    assert {check for _, check, *_ in summary.checks} >= {"find_orphan_keys", "columns_are_as_declared"}
    assert not open_home(settings.home).base.exists()
    assert ingest(settings, folder).state == "unchanged"


def test_flow_run_whose_load_is_carried_on_is_closed(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    class FlowRunner(DirectRunner):
        flow_run_id = "the one that was killed"

        def close_lost_runs(self, flow_run_ids: Sequence[str]) -> None:
            closed.extend(flow_run_ids)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_slice", stop_at_slice(2, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            run_ingest(settings, [folder], SilentProgress(), FlowRunner())
    assert closed == []
    run_ingest(settings, [folder], SilentProgress(), FlowRunner())
    assert closed == ["the one that was killed"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_interrupted_load_is_carried_on(
    settings: Settings, folder: Path, in_one_go: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_slice", stop_at_slice(number, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            ingest(settings, folder)
    build = settings.home / "build.duckdb"
    assert not (settings.home / "warehouse.duckdb").exists()
    assert read_row(build, "select slice_count, loaded_count from staging.load_plan") == (4, number - 1)
    rows_and_ledger = "select (select count(*) from core.dim_article), (select count(*) from meta.source_record)"
    articles, records = read_row(build, rows_and_ledger)
    assert (articles > 0) == (number > 1)
    assert records >= articles

    loaded: list[int] = []
    real = loading.load_slice

    def note(con: Any, run: Any, at: int) -> None:
        loaded.append(at)
        real(con, run, at)

    monkeypatch.setattr(loading, "load_slice", note)
    summary = ingest(settings, folder)
    assert summary.state == "unchanged"
    assert summary.message is not None
    assert "run-000001 had been cut off while it loaded" in summary.message
    assert loaded[: 5 - number] == [*range(number, 5)]
    assert find_differences(settings.home / "warehouse.duckdb", in_one_go) == []
    states = "select list(state order by run_number) from meta.run"
    assert read_row(settings.home / "warehouse.duckdb", states) == (["published", "unchanged"],)
    counts = read_row(
        settings.home / "warehouse.duckdb",
        "select seen_count, loaded_count + unchanged_count + duplicate_count + quarantined_count from meta.run "
        "where run_number = 1",
    )
    assert counts == (10, 10)


def test_fault_in_a_slice_undoes_all_of_them(
    settings: Settings, folder: Path, in_one_go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_slice", stop_at_slice(3, OSError(28, "No space left on device")))
        with pytest.raises(WarehouseError, match="No space left"):
            ingest(settings, folder)
    build = settings.home / "build.duckdb"
    assert read_row(build, "select count(*) from core.dim_article") == (0,)
    assert read_row(build, "select state from meta.run") == ("failed",)
    assert not open_home(settings.home).base.exists()
    assert ingest(settings, folder).state == "published"
    assert find_differences(settings.home / "warehouse.duckdb", in_one_go) == []


def test_held_slices_are_never_published(
    settings: Settings, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the run that is held, not by the next, and not where a kill came between slices and audit."""
    (tmp_path / "sound").mkdir()
    write_article(tmp_path / "sound" / "a.txt", NAMES[0], 99)
    ingest(settings, tmp_path / "sound")
    published = settings.home / "warehouse.duckdb"
    before, core = published.read_bytes(), export_core(settings.home / "build.duckdb")
    real = audit.run_audits

    def fail(*arguments: Any) -> pl.DataFrame:
        name = pl.col("check_name") == "find_orphan_keys"
        return real(*arguments).with_columns(is_passed=pl.when(name).then(False).otherwise(pl.col("is_passed")))

    def check_held(run_number: int) -> None:
        build = settings.home / "build.duckdb"
        assert published.read_bytes() == before
        assert export_core(build) == core
        where = f"join meta.run using (run_key) where run_number = {run_number}"
        assert read_row(build, f"select state from meta.run where run_number = {run_number}") == ("held",)
        assert read_row(build, f"select count(*) from quarantine.record {where}") == (1,)
        failed = "list(check_name) filter (not is_passed and severity = 'block')"
        count, names = read_row(build, f"select count(*), {failed} from meta.quality_result {where}")
        assert count > 20
        assert names == ["find_orphan_keys"]

    with monkeypatch.context() as patch:
        patch.setattr(load_stage, "run_audits", fail)
        with pytest.raises(RunHeld, match="find_orphan_keys"):
            ingest(settings, folder)
        check_held(2)
        with monkeypatch.context() as cut:
            cut.setattr(loading, "load_slice", stop_at_slice(3, KeyboardInterrupt()))
            with pytest.raises(KeyboardInterrupt):
                ingest(settings, folder)
        with pytest.raises(RunHeld, match="find_orphan_keys"):
            ingest(settings, tmp_path / "sound")
        check_held(3)
    assert ingest(settings, tmp_path / "sound").state == "unchanged"
    assert read_row(published, "select count(*) from mart.articles") == (1,)
    assert ingest(settings, folder).counts["loaded_count"] == 8


def test_who_does_not_carry_on_undoes_the_slices(
    settings: Settings, folder: Path, in_one_go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(settings.home)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_slice", stop_at_slice(3, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            ingest(settings, folder)
    with open_build(home, carry_on=True) as con, pytest.raises(WarehouseError, match="half done"):
        publish(con, home)
    monkeypatch.setattr(slices, "read_layout", lambda: "of a later release")
    with open_build(home, carry_on=True) as con:
        assert con.execute("select count(*) from core.dim_article").fetchone() == (0,)
    assert not home.base.exists()
    assert ingest(settings, folder).state == "published"
    assert find_differences(home.published, in_one_go) == []


def test_damaged_build_file_between_slices_is_restored_from_before_them(
    settings: Settings, folder: Path, in_one_go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load_slice", stop_at_slice(3, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            ingest(settings, folder)
    home = open_home(settings.home)
    home.build.write_bytes(b"no database " * 2_000)
    summary = ingest(settings, folder)
    assert summary.state == "published"
    assert summary.message is not None
    assert "build.damaged-" in summary.message
    assert find_differences(home.published, in_one_go) == []
