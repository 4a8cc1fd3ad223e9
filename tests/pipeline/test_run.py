from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

import expectations.validation
from articles.errors import InputError
from articles.reading.records import read_records
from articles.records import RejectedRecord
from pipeline.run import run_ingest
from pipeline.runner import DirectRunner
from pipeline.stages import load as load_stage
from pipeline.stages import read as intake
from pipeline.stages import resolve
from pipeline.summary import RunHeld, RunSummary, SilentProgress
from tests.pipeline.runs import NAMES, export_core, export_views, read_row, write_article
from warehouse import audit
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.home import open_home
from warehouse.loading import load as loading
from warehouse.lock import hold_warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.execution.grouping import Batch
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile, SourceRecord
    from pipeline.settings import Settings


def write_articles(path: Path) -> Path:
    path.mkdir(parents=True)
    for number, name in enumerate(NAMES[:3]):
        write_article(path / f"{number}.txt", name, number)
    return path


def ingest(settings: Settings, *paths: Path) -> RunSummary:
    return run_ingest(settings, paths, SilentProgress(), DirectRunner())


COUNTS = ("file_count", "seen_count", "loaded_count", "unchanged_count", "duplicate_count", "quarantined_count")


def count(summary: RunSummary) -> tuple[int, ...]:
    return tuple(summary.counts[name] for name in COUNTS)


def check_counts(summary: RunSummary) -> None:
    """The summary's counts are those that SQL put into the run log, and none is lost."""
    columns = [*COUNTS, "word_count", "mention_count", "quote_count", "retired_count"]
    logged = read_row(
        Path(summary.warehouse_path),
        f"select {', '.join(columns)} from meta.run where run_number = {summary.run_number}",
    )
    assert dict(zip(columns, logged, strict=True)) == summary.counts
    _, seen, *outcomes = count(summary)
    assert seen == sum(outcomes)


@pytest.mark.usefixtures("extracted")
class TestPublishing:
    def test_first_run_publishes_what_the_files_say(self, settings: Settings, folder: Path) -> None:
        summary = ingest(settings, folder)
        assert summary.state == "published"
        assert count(summary) == (3, 3, 3, 0, 0, 0)
        check_counts(summary)
        views = export_views(settings.home / "warehouse.duckdb")
        assert len(views["articles"]) == 3
        assert summary.counts["quote_count"] == len(views["quotes"]) >= 6
        assert summary.report_path is not None
        assert {"open", "discover", "read", "extract", "validate", "load", "audit", "publish"} <= set(summary.seconds)
        assert {check for _, check, *_ in summary.checks} >= {"find_orphan_keys", "columns_are_as_declared"}

    @pytest.mark.usefixtures("published")
    def test_second_run_opens_no_file_and_changes_no_row(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = settings.home / "warehouse.duckdb"
        before = export_core(path), export_views(path)
        monkeypatch.setattr(intake, "hash_file", lambda file: pytest.fail(f"opened {file}"))
        summary = ingest(settings, folder)
        assert summary.state == "unchanged"
        assert count(summary) == (3, 3, 0, 3, 0, 0)
        check_counts(summary)
        assert (export_core(path), export_views(path)) == before
        assert read_row(path, "select count(*), max(state) from meta.run") == (2, "unchanged")

    @pytest.mark.usefixtures("published")
    def test_other_rules_judge_anew_though_no_file_changed(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = export_core(settings.home / "warehouse.duckdb")
        for module in (load_stage, resolve):
            monkeypatch.setattr(module, "read_resolver_version", lambda: "of the next release")
        summary = ingest(settings, folder)
        assert summary.state == "published"
        assert "by the rules of this release" in str(summary.message)
        after = export_core(settings.home / "warehouse.duckdb")
        assert {version for *_, version in after.pop("name_block")} == {"of the next release"}
        assert {version for *_, version in after.pop("judged_article")} == {"of the next release"}
        before.pop("name_block")
        before.pop("judged_article")
        assert after == before  # the rules were the same, under another name
        assert ingest(settings, folder).state == "unchanged"

    @pytest.mark.usefixtures("published")
    def test_touched_file_is_opened_and_found_unchanged(self, settings: Settings, folder: Path) -> None:
        before = export_core(settings.home / "warehouse.duckdb")
        write_article(folder / "0.txt", NAMES[0], 0)
        summary = ingest(settings, folder)
        assert summary.state == "unchanged"
        assert count(summary) == (3, 3, 0, 3, 0, 0)
        check_counts(summary)
        assert export_core(settings.home / "warehouse.duckdb") == before

    def test_same_bytes_under_two_names_are_one_article(self, settings: Settings, folder: Path) -> None:
        shutil.copy(folder / "0.txt", folder / "00-copy.txt")
        summary = ingest(settings, folder)
        assert count(summary) == (4, 4, 3, 0, 1, 0)
        check_counts(summary)
        shutil.copy(folder / "1.txt", folder / "later.txt")
        again = ingest(settings, folder)
        assert again.counts["loaded_count"] == 0
        assert again.counts["duplicate_count"] >= 1
        check_counts(again)

    def test_first_path_by_sort_wins_among_equal_contents(self, settings: Settings, folder: Path) -> None:
        shutil.copy(folder / "1.txt", folder / "a-copy.txt")
        ingest(settings, folder)
        assert read_all(settings, "select source_path from mart.articles order by 1") == [
            ("0.txt",),
            ("1.txt",),
            ("2.txt",),
        ]

    @pytest.mark.usefixtures("published")
    def test_changed_bytes_under_one_path_are_a_new_version(self, settings: Settings, folder: Path) -> None:
        write_article(folder / "0.txt", NAMES[0], 99)
        summary = ingest(settings, folder)
        assert count(summary) == (3, 3, 1, 2, 0, 0)
        check_counts(summary)
        versions = read_all(settings, "select version, is_current from mart.articles where source_path = '0.txt'")
        assert sorted(versions) == [(1, False), (2, True)]

    def test_unreadable_files_are_quarantined_and_the_rest_is_loaded(self, settings: Settings, folder: Path) -> None:
        (folder / "empty.txt").write_bytes(b"")
        (folder / "lines.jsonl").write_bytes(b'{"text": "Marta Quill said so.", "id": 1}\nnot json\n')
        summary = ingest(settings, folder)
        assert summary.state == "published"
        assert count(summary) == (5, 6, 4, 0, 0, 2)
        assert summary.quarantined == {"read: broken_json": 1, "read: empty": 1}
        check_counts(summary)
        held = read_all(settings, "select source_path, reason_code from mart.quarantine order by 1")
        assert held == [("empty.txt", "empty"), ("lines.jsonl#2", "broken_json")]

    @pytest.mark.usefixtures("published")
    def test_what_cannot_be_taken_is_said_in_a_run_that_opens_nothing(self, settings: Settings, folder: Path) -> None:
        (folder / "link.txt").symlink_to(folder.parent)
        summary = ingest(settings, folder)
        assert count(summary) == (4, 4, 0, 3, 0, 1)
        assert summary.quarantined == {"read: link_outside": 1}
        check_counts(summary)

    def test_file_that_could_not_be_reached_is_tried_again(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(file: SourceFile, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
            if file.source_path == "0.txt":
                yield RejectedRecord(file.source_path, "read", "unreachable", "No answer.")
            else:
                yield from read_records(file, limits)

        with monkeypatch.context() as patched:
            patched.setattr(intake, "read_records", fail)
            assert count(ingest(settings, folder)) == (3, 3, 2, 0, 0, 1)
        again = ingest(settings, folder)
        assert count(again) == (3, 3, 1, 2, 0, 0)
        check_counts(again)

    def test_batch_size_and_order_of_paths_make_no_difference(
        self, settings: Settings, folder: Path, tmp_path: Path
    ) -> None:
        more = tmp_path / "more"
        more.mkdir()
        for number, name in enumerate(NAMES[3:]):
            write_article(more / f"{number}.txt", name, number)
        ingest(settings, folder, more)
        other = settings.model_copy(
            update={
                **{"home": tmp_path / "other", "batch_articles": 1, "validate_articles": 2, "batch_bytes": 10},
                "load_articles": 2,
            }
        )
        ingest(other, more, folder)
        assert export_views(other.home / "warehouse.duckdb") == export_views(settings.home / "warehouse.duckdb")


def read_all(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


class TestEndings:
    """Runs that publish nothing: why is said, what was published stays, and the next run makes good."""

    @pytest.fixture(autouse=True)
    def _published(self, extracted: list[Batch], published: None, settings: Settings, folder: Path) -> None:
        write_article(folder / "new.txt", NAMES[4], 5)
        self.before = (settings.home / "warehouse.duckdb").read_bytes()
        extracted.clear()
        self.extracted = extracted

    def check_log(self, settings: Settings, state: str, message: str) -> None:
        assert (settings.home / "warehouse.duckdb").read_bytes() == self.before
        logged = read_row(settings.home / "build.duckdb", "select state, message from meta.run where run_number = 2")
        assert logged[0] == state
        assert message in logged[1]
        assert (settings.home / "reports" / "run-000002.html").exists()

    def check_next_run(self, settings: Settings, folder: Path, *, is_reused: bool = True) -> None:
        self.extracted.clear()
        summary = ingest(settings, folder)
        assert summary.state == "published"
        assert summary.counts["loaded_count"] == 1
        assert bool(self.extracted) != is_reused
        check_counts(summary)

    def test_blocking_expectation_holds_the_run(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = expectations.validation.validate_frames

        def fail(*arguments: Any, **options: Any) -> Any:
            validation = real(*arguments, **options)
            name = pl.col("check_name") == "columns_are_as_declared"
            broken = validation.results.with_columns(is_passed=pl.when(name).then(False).otherwise(pl.col("is_passed")))
            return expectations.validation.Validation(
                validation.frames, validation.quarantined, broken, ("x",), validation.followed
            )

        with monkeypatch.context() as patch:
            patch.setattr(expectations.validation, "validate_frames", fail)
            with pytest.raises(RunHeld, match=r"articles\.columns_are_as_declared.*Nothing was published") as caught:
                ingest(settings, folder)
        assert caught.value.summary is not None
        assert caught.value.summary.state == "held"
        assert "articles.columns_are_as_declared" in caught.value.summary.failed_checks
        assert caught.value.summary.report_path is not None
        self.check_log(settings, "held", "Validation failed")
        failed = read_row(
            settings.home / "build.duckdb",
            "select count(*) from meta.quality_result join meta.run using (run_key) "
            "where run_number = 2 and not is_passed",
        )
        assert failed[0] >= 1
        self.check_next_run(settings, folder)

    def test_failed_audit_rolls_the_load_back(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = audit.run_audits

        def fail(*arguments: Any) -> pl.DataFrame:
            name = pl.col("check_name") == "find_orphan_keys"
            return real(*arguments).with_columns(is_passed=pl.when(name).then(False).otherwise(pl.col("is_passed")))

        core = export_core(settings.home / "build.duckdb")
        with monkeypatch.context() as patch:
            patch.setattr(load_stage, "run_audits", fail)
            with pytest.raises(RunHeld, match="find_orphan_keys"):
                ingest(settings, folder)
        self.check_log(settings, "held", "find_orphan_keys")
        assert export_core(settings.home / "build.duckdb") == core
        self.check_next_run(settings, folder)

    def test_too_much_quarantine_holds_the_run(self, settings: Settings, folder: Path) -> None:
        for number in range(20):
            (folder / f"empty-{number}.txt").write_bytes(b"")
        with pytest.raises(RunHeld, match=r"20 of 21 records read are in quarantine.*read: empty"):
            ingest(settings, folder)
        self.check_log(settings, "held", "max_quarantine_share")
        held = read_row(settings.home / "build.duckdb", "select count(*) from quarantine.record")
        counted = read_row(
            settings.home / "build.duckdb", "select max(quarantined_count) from meta.run where state = 'held'"
        )
        assert held == counted == (20,)
        for number in range(20):
            (folder / f"empty-{number}.txt").unlink()
        self.check_next_run(settings, folder)

    def test_one_broken_file_beside_known_ones_holds_nothing(self, settings: Settings, folder: Path) -> None:
        (folder / "empty.txt").write_bytes(b"")
        summary = ingest(settings, folder)
        assert (summary.state, summary.counts["quarantined_count"]) == ("published", 1)

    def test_fault_while_loading_changes_nothing(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = loading.finish_load

        def fail(*arguments: Any, **options: Any) -> None:
            real(*arguments, **options)
            raise OSError(28, "No space left on device")

        core = export_core(settings.home / "build.duckdb")
        with monkeypatch.context() as patch:
            patch.setattr(loading, "finish_load", fail)
            with pytest.raises(WarehouseError, match=r"Cannot write to .*home: No space left .*Make room"):
                ingest(settings, folder)
        self.check_log(settings, "failed", "No space left on device")
        assert export_core(settings.home / "build.duckdb") == core
        self.check_next_run(settings, folder)

    def test_published_articles_that_are_lost_without_a_reason_hold_the_run(
        self, settings: Settings, folder: Path
    ) -> None:
        with duckdb.connect(settings.home / "build.duckdb") as con:
            con.execute("delete from core.dim_article where source_path in ('0.txt', '1.txt')")
        with pytest.raises(RunHeld, match=r"2 articles that are published are no longer in build\.duckdb") as caught:
            ingest(settings, folder)
        assert caught.value.summary is not None
        assert caught.value.summary.failed_checks == ["lost_articles"]
        self.check_log(settings, "held", "nothing says why")
        (settings.home / "build.duckdb").unlink()  # as the message says
        summary = ingest(settings, folder)
        assert (summary.state, summary.counts["loaded_count"]) == ("published", 1)
        check_counts(summary)

    def test_fault_that_an_interruption_brings_about_counts_as_one(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            try:
                raise KeyboardInterrupt
            finally:
                raise BrokenPipeError("the workers went first")

        with monkeypatch.context() as patch:
            patch.setattr(expectations.validation, "validate_frames", interrupt)
            with pytest.raises(KeyboardInterrupt):
                ingest(settings, folder)
        self.check_log(settings, "interrupted", "Stopped by the user")
        self.check_next_run(settings, folder)

    @pytest.mark.parametrize("interruption", [KeyboardInterrupt, type("Terminated", (BaseException,), {})])
    def test_interruption_is_logged(
        self,
        settings: Settings,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        interruption: type[BaseException],
    ) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            raise interruption

        with monkeypatch.context() as patch:
            patch.setattr(expectations.validation, "validate_frames", interrupt)
            with pytest.raises(interruption):
                ingest(settings, folder)
        self.check_log(settings, "interrupted", "Stopped by the user")
        self.check_next_run(settings, folder)

    def test_report_that_cannot_be_written_does_not_undo_the_run(self, settings: Settings, folder: Path) -> None:
        shutil.rmtree(settings.home / "reports")
        (settings.home / "reports").symlink_to(settings.home / "nowhere" / "else")
        with pytest.raises(Exception, match="reports"):
            ingest(settings, folder)
        (settings.home / "reports").unlink()
        (settings.home / "reports").mkdir()
        (settings.home / "reports" / "index.html").mkdir()
        summary = ingest(settings, folder)
        assert summary.state == "published"
        assert summary.message is not None
        assert "report could not be written" in summary.message


def test_missing_path_leaves_no_home_behind(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file or folder .*nowhere"):
        ingest(settings, tmp_path / "nowhere")
    assert not settings.home.exists()


def test_folder_without_articles_is_refused_and_logged(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.png").write_bytes(b"x")
    with pytest.raises(InputError, match="no article file"):
        ingest(settings, tmp_path / "pictures")
    assert read_row(settings.home / "build.duckdb", "select state from meta.run") == ("failed",)
    assert not (settings.home / "warehouse.duckdb").exists()


def test_home_held_by_another_run_is_named(settings: Settings, folder: Path) -> None:
    with (
        hold_warehouse(open_home(settings.home), "over other articles"),
        pytest.raises(WarehouseHeld, match="over other articles"),
    ):
        ingest(settings, folder)
