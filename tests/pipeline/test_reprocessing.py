"""Articles extracted again, rebuilt, retired and taken out of quarantine: by whole runs, on real files."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

import sql
from articles.cleaning.clean_article import CleaningPolicy
from articles.errors import UnreadableRecord
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from pipeline import run as stages
from pipeline.dry_run import plan_ingest
from pipeline.rebuild import run_rebuild
from pipeline.run import run_backfill, run_ingest, run_retry
from pipeline.runner import DirectRunner
from pipeline.stages import retire
from pipeline.summary import RunHeld, RunSummary, SilentProgress
from tests.pipeline.runs import export_core, read_row
from warehouse.build import open_build
from warehouse.compare import compare_warehouses
from warehouse.decisions import SCHEMA, add_decisions
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.lock import hold_warehouse
from warehouse.quarantine import discard_records, find_held
from warehouse.recorded_files import Selection
from warehouse.support.transactions import transact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from articles.execution.grouping import Batch
    from articles.records import RejectedRecord, SourceFile, SourceRecord
    from pipeline.settings import Settings

ARTICLE = """{name} wants the tram line to reach the harbour

By Petra Lindqvist

{name}, the mayor of Port Ansel, said on Monday that the tram line must reach the harbour by spring.

"We have talked about number {number} for far too long," {name} told the Harbour Post. "Now we will build it."

Joost Verbeek looks at the quay of Port Ansel on Monday, January 8, 2024. (Photo by Dora Ek/Harbour Wire)

The harbour master, Joost Verbeek, said the quay was too weak to carry a tram.
"""
NAMES = ("Marta Quill", "Anna Brandt", "Ida Solheim", "Ruth Calder")


@pytest.fixture(autouse=True)
def _within_this_process(extracted: list[Batch]) -> None:
    """Every run here extracts in this process."""


def write_articles(path: Path) -> Path:
    for number, name in enumerate(NAMES):
        (path / "ab"[number // 2]).mkdir(parents=True, exist_ok=True)
        write_article(path / "ab"[number // 2] / f"{number}.txt", name, number)
    return path


def write_article(path: Path, name: str, number: int) -> None:
    path.write_text(ARTICLE.format(name=name, number=number), encoding="utf-8")


def ingest(settings: Settings, *paths: Path, **changes: Any) -> RunSummary:
    return run_ingest(change(settings, **changes), paths, SilentProgress(), DirectRunner())


def change(settings: Settings, **changes: Any) -> Settings:
    return settings.model_copy(update=changes)


def find_differences(path_a: Path, path_b: Path) -> list[dict[str, Any]]:
    found = compare_warehouses(path_a, path_b)
    return found.filter(~found["is_equal"]).to_dicts()


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


KEPT = CleaningPolicy(keep_captions=True)  # another policy is another version of the extraction, with other results
FACTS = ("article_text", "fact_article", "fact_removed_span", "fact_mention", "fact_quote", "bridge_article_author")
# Decided over the whole warehouse, not by the article.
JOINED = {"run_key", "statement_key", "match_score", "story_key"}


def read_slice(settings: Settings, path: str) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of the articles below `path` in every table of the star that an article's extraction fills."""
    rows = {}
    with duckdb.connect(str(settings.home / "warehouse.duckdb"), read_only=True) as con:
        for table in FACTS:
            columns = [row[0] for row in con.execute(f"describe core.{table}").fetchall() if row[0] not in JOINED]
            rows[table] = con.execute(
                f"select {', '.join(f'f.{column}' for column in columns)} from core.{table} as f "
                "inner join core.dim_article as a using (article_key) where starts_with(a.source_path, ?) order by all",
                [path],
            ).fetchall()
    return rows


class TestBackfill:
    @pytest.mark.usefixtures("published")
    def test_slice_equals_a_full_rebuild_of_it_and_all_slices_a_full_rebuild(
        self, settings: Settings, folder: Path, tmp_path: Path, extracted: list[Batch]
    ) -> None:
        full = change(settings, home=tmp_path / "full", policy=KEPT)
        ingest(full, folder)
        slice_before, others_before = read_slice(settings, "a/"), read_slice(settings, "b/")
        assert slice_before != read_slice(full, "a/")
        extracted.clear()
        newer = change(settings, policy=KEPT)

        summary = run_backfill(newer, Selection(path="a/"))
        assert (summary.state, summary.counts["loaded_count"], summary.counts["seen_count"]) == ("published", 2, 2)
        assert sum(len(batch.records) for batch in extracted) == 2
        assert read_slice(settings, "a/") == read_slice(full, "a/")
        assert read_slice(settings, "b/") == others_before
        assert ask(settings, "select count(distinct extractor_version) from mart.articles") == [(2,)]

        assert run_backfill(newer, Selection()).counts["loaded_count"] == 2
        assert find_differences(settings.home / "warehouse.duckdb", full.home / "warehouse.duckdb") == []
        assert run_backfill(newer, Selection()).state == "unchanged"
        again = ingest(newer, folder)
        assert (again.state, again.counts["unchanged_count"]) == ("unchanged", 4)

    def test_record_of_a_file_leaves_the_others_to_the_next_ingest(
        self, settings: Settings, tmp_path: Path, folder: Path
    ) -> None:
        days = ("2024-03-01", "2024-03-02")
        lines = [
            json.dumps({"id": number, "text": ARTICLE.format(name=NAMES[number], number=number), "published": day})
            for number, day in enumerate(days)
        ]
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "dump.jsonl").write_text("\n".join(lines), encoding="utf-8")
        ingest(settings, folder)
        newer = change(settings, policy=KEPT)
        assert (
            run_backfill(newer, Selection(since=date(2024, 3, 2), until=date(2024, 3, 2))).counts["loaded_count"] == 1
        )
        assert ask(settings, "select record_count, outcome from mart.source_files") == [(2, "loaded")]
        rest = ingest(newer, folder)
        assert (rest.counts["loaded_count"], rest.counts["unchanged_count"]) == (1, 1)

    @pytest.mark.usefixtures("published")
    def test_killed_backfill_is_taken_up_where_it_stopped(
        self, settings: Settings, folder: Path, tmp_path: Path, extracted: list[Batch], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        newer = change(settings, policy=KEPT, batch_articles=1)

        def stop(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(stages, "commit_run", stop)
            with pytest.raises(KeyboardInterrupt):
                run_backfill(newer, Selection())
        assert ask(settings, "select count(distinct extractor_version) from mart.articles") == [(1,)]
        extracted.clear()
        assert run_backfill(newer, Selection()).counts["loaded_count"] == 4
        assert extracted == []  # all of it was staged
        full = change(settings, home=tmp_path / "full", policy=KEPT)
        ingest(full, folder)
        assert find_differences(settings.home / "warehouse.duckdb", full.home / "warehouse.duckdb") == []

    def test_articles_without_their_file_stay_as_they_are_and_a_copy_will_do(
        self, settings: Settings, folder: Path
    ) -> None:
        shutil.copy(folder / "b" / "3.txt", folder / "copy.txt")
        ingest(settings, folder)
        (folder / "a" / "0.txt").unlink()
        (folder / "b" / "3.txt").unlink()
        summary = run_backfill(change(settings, policy=KEPT), Selection())
        assert summary.counts["loaded_count"] == 3
        assert summary.message is not None
        assert "1 selected articles stay as they are" in summary.message
        assert len(ask(settings, "select 1 from mart.articles where is_current")) == 4

    def test_home_without_a_warehouse_is_said(self, settings: Settings) -> None:
        with pytest.raises(WarehouseError, match="There is no warehouse"):
            run_backfill(settings, Selection())
        assert not settings.home.exists()


class TestRebuild:
    def test_rebuild_equals_the_incremental_history_and_keeps_what_people_decided(
        self, settings: Settings, folder: Path
    ) -> None:
        shutil.copy(folder / "b" / "2.txt", folder / "a-copy.txt")
        ingest(settings, folder / "b")
        ingest(settings, folder / "b", folder)
        decide(settings, "Ruth Calder", "Ida Solheim")
        write_article(folder / "a" / "0.txt", "Nora Finch", 7)
        ingest(settings, folder)
        write_article(folder / "a" / "0.txt", NAMES[0], 0)  # and back again
        ingest(settings, folder)
        (folder / "a" / "1.txt").unlink()
        before = settings.home.parent / "before.duckdb"
        shutil.copy(settings.home / "warehouse.duckdb", before)

        summary = run_rebuild(settings)
        assert summary.state == "published"
        assert summary.message is not None
        assert "1 recorded files are gone" in summary.message
        assert find_differences(before, settings.home / "warehouse.duckdb") == []
        assert ask(settings, "select other_name, decided_by from core.decision") == [("Ruth Calder", "an editor")]
        assert ask(settings, "select count(*) from mart.quotes where speaker_name = 'Ruth Calder'") == [(0,)]
        assert ask(settings, "select max(version) from mart.articles") == [(3,)]
        assert not (settings.home / "rebuild.duckdb").exists()
        assert ingest(settings, folder).state == "unchanged"

    @pytest.mark.usefixtures("published")
    def test_without_history_current_rows_are_the_same_and_people_still_have_their_say(
        self, settings: Settings, folder: Path
    ) -> None:
        decide(settings, "Ruth Calder", "Ida Solheim")
        write_article(folder / "a" / "0.txt", "Nora Finch", 7)
        ingest(settings, folder)
        current = (
            "select a.source_path, t.clean_text, q.quote_text, q.speaker_name from mart.articles as a "
            "inner join mart.article_texts as t using (article_key) inner join mart.quotes as q using (article_key) "
            "where a.is_current order by all"
        )
        before = ask(settings, current)
        run_rebuild(settings, has_history=False)
        assert ask(settings, current) == before
        assert {row[3] for row in before if row[0] == "b/3.txt"} >= {"Ida Solheim"}
        assert ask(settings, "select count(*) from core.dim_article") == [(4,)]
        assert ask(settings, "select decided_by from core.decision") == [("an editor",)]

    @pytest.mark.usefixtures("published")
    def test_rebuild_that_fails_its_audits_changes_nothing(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = export_core(settings.home / "warehouse.duckdb")
        with monkeypatch.context() as patched:
            patched.setattr(sql, "read_statement", fail_audit(sql.read_statement))
            with pytest.raises(RunHeld, match="find_version_gaps"):
                run_rebuild(settings)
        assert export_core(settings.home / "warehouse.duckdb") == before
        assert not (settings.home / "rebuild.duckdb").exists()
        states = read_row(settings.home / "build.duckdb", "select list(state order by run_number) from meta.run")
        assert states == (["published", "held"],)


class TestRetiring:
    @pytest.mark.usefixtures("published")
    def test_gone_file_closes_its_article_where_asked_and_opens_it_again_when_it_is_back(
        self, settings: Settings, folder: Path
    ) -> None:
        (folder / "a" / "0.txt").unlink()
        assert ingest(settings, folder).state == "unchanged"
        summary = ingest(settings, folder, retire_missing=True)
        assert (summary.state, summary.counts["retired_count"]) == ("published", 1)
        states = "select source_path, version, is_current, retired_at is null from mart.articles order by 1, 2"
        assert ask(settings, states)[0] == ("a/0.txt", 1, False, False)
        assert ask(settings, "select count(*) from mart.quotes where source_path = 'a/0.txt'") == [(0,)]
        assert ingest(settings, folder, retire_missing=True).state == "unchanged"
        write_article(folder / "a" / "0.txt", NAMES[0], 0)
        back = ingest(settings, folder, retire_missing=True)
        assert (back.counts["loaded_count"], back.counts["retired_count"]) == (1, 0)
        assert ask(settings, states)[0] == ("a/0.txt", 1, True, True)
        assert len(ask(settings, states)) == 4

    @pytest.mark.usefixtures("published")
    def test_nothing_is_retired_outside_the_paths_of_the_run(self, settings: Settings, folder: Path) -> None:
        (folder / "b" / "3.txt").unlink()
        assert ingest(settings, folder / "a", retire_missing=True).counts["retired_count"] == 0
        assert ask(settings, "select count(*) from mart.articles where is_current") == [(4,)]
        assert ingest(settings, folder / "b", retire_missing=True).counts["retired_count"] == 1

    @pytest.mark.usefixtures("published")
    def test_empty_or_closed_folder_and_too_many_at_once_hold_the_run(self, settings: Settings, folder: Path) -> None:
        shutil.move(folder / "a", folder.parent / "away")
        (folder / "a").mkdir()
        with pytest.raises(RunHeld, match="holds no article file any more"):
            ingest(settings, folder / "a", folder / "b", retire_missing=True)
        (folder / "a" / "odd.txt").symlink_to(folder / "a" / "nowhere.txt")
        with pytest.raises(RunHeld, match=r"odd\.txt cannot be listed or read"):
            ingest(settings, folder / "a", folder / "b", retire_missing=True)
        (folder / "a" / "odd.txt").unlink()
        for path in (folder / "b").iterdir():
            path.unlink()
        write_article(folder / "new.txt", "Clara Voss", 9)
        assert ingest(settings, folder, retire_missing=True).counts["retired_count"] == 4  # four are not many
        assert ask(settings, "select count(*) from mart.articles where is_current") == [(1,)]

    def test_too_large_a_share_holds_the_run(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retire, "MANY_QUARANTINED", 2)
        ingest(settings, folder)
        for path in (folder / "b").iterdir():
            path.unlink()
        with pytest.raises(RunHeld, match=r"2 of 4 articles have no file any more"):
            ingest(settings, folder, retire_missing=True)
        assert ask(settings, "select count(*) from mart.articles where is_current") == [(4,)]
        done = ingest(settings, folder, retire_missing=True, max_missing_share=1.0)
        assert done.counts["retired_count"] == 2


class TestQuarantine:
    def test_record_that_passes_after_a_fix_is_loaded_and_settled(self, settings: Settings, folder: Path) -> None:
        small = change(settings, limits=ReadingLimits(article_byte_limit=2_000))
        (folder / "long.txt").write_text(ARTICLE.format(name="Clara Voss", number=5) + "\nMore of it.\n" * 200)
        (folder / "empty.txt").touch()
        assert ingest(small, folder).quarantined == {"read: empty": 1, "read: too_large": 1}
        assert run_retry(small, reason="too_large").counts["quarantined_count"] == 1
        assert read_states(settings) == [("empty.txt", "held"), ("long.txt", "held"), ("long.txt", "held_again")]
        (folder / "empty.txt").write_text(ARTICLE.format(name="Nora Finch", number=6), encoding="utf-8")
        summary = run_retry(settings)
        assert (summary.counts["loaded_count"], summary.counts["quarantined_count"]) == (2, 0)
        assert {state for _, state in read_states(settings)} == {"held_again", "loaded"}
        assert ask(settings, "select count(*) from mart.articles where is_current") == [(6,)]

    def test_record_whose_file_is_gone_is_read_from_the_bytes_kept(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("articles.execution.extract_batch.parse_record", refuse_third(parse_record))
            assert ingest(settings, folder).counts["quarantined_count"] == 1
        kept = (folder / "b" / "2.txt").read_bytes()
        assert ask(settings, "select raw_bytes, source_format from quarantine.record") == [(kept, "text")]
        (folder / "b" / "2.txt").unlink()
        assert run_retry(settings).counts["loaded_count"] == 1
        assert ask(settings, "select count(*) from mart.quotes where source_path = 'b/2.txt'")[0][0] >= 2
        assert ask(settings, "select state, raw_bytes from quarantine.record") == [("loaded", None)]

    def test_held_files_are_read_before_the_transaction(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        events: list[str] = []

        def note_reading(file: SourceFile, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
            events.append("read")
            return read_records(file, limits)

        @contextmanager
        def note_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
            events.append("begin")
            with transact(con):
                yield
            events.append("commit")

        monkeypatch.setattr("pipeline.stages.quarantine.read_records", note_reading)
        monkeypatch.setattr("warehouse.backends.files.transact", note_transaction)
        (folder / "empty.jsonl").write_text('{"headline": "no text"}\n', encoding="utf-8")
        assert ingest(settings, folder).counts["quarantined_count"] == 1
        number = events.index("read")
        assert events[:number].count("begin") == events[:number].count("commit")

    def test_bytes_are_kept_within_their_bounds(self, settings: Settings, folder: Path) -> None:
        for number in range(3):
            (folder / f"{number}.txt").write_bytes(b" " * 100)
        ingest(change(settings, quarantine_item_bytes=100, quarantine_bytes=250), folder)
        sizes = ask(settings, "select kept_byte_count from mart.quarantine order by source_path")
        assert sizes == [(100,), (100,), (None,)]

    def test_discarded_record_is_not_held_back_again(self, settings: Settings, folder: Path) -> None:
        (folder / "empty.txt").touch()
        ingest(settings, folder)
        with open_build(open_home(settings.home)) as con:
            keys = [row["quarantine_key"] for row in find_held(con)]
            assert discard_records(con, keys, "Ann", "an empty page") == 1
            assert discard_records(con, keys, "Bob", "too late") == 0
        os.utime(folder / "empty.txt", (1, 1))
        summary = ingest(settings, folder)
        assert (summary.counts["quarantined_count"], summary.counts["unchanged_count"]) == (0, 5)
        assert read_states(settings) == [("empty.txt", "discarded")]
        assert ask(settings, "select settled_by, settled_note from mart.quarantine") == [("Ann", "an empty page")]
        write_article(folder / "empty.txt", "Clara Voss", 8)
        assert ingest(settings, folder).counts["loaded_count"] == 1

    def test_link_that_was_rejected_is_known_and_settled_when_it_is_gone(
        self, settings: Settings, folder: Path
    ) -> None:
        (folder / "link.txt").symlink_to(folder.parent)
        assert ingest(settings, folder).counts["quarantined_count"] == 1
        again = ingest(settings, folder)
        assert (again.state, again.counts["quarantined_count"], again.counts["unchanged_count"]) == ("unchanged", 0, 5)
        assert read_states(settings) == [("link.txt", "held")]
        (folder / "link.txt").unlink()
        ingest(settings, folder)
        assert read_states(settings) == [("link.txt", "gone")]


class TestPlan:
    def test_plan_says_what_a_run_would_do_and_does_nothing(self, settings: Settings, folder: Path) -> None:
        plan = plan_ingest(settings, [folder])
        assert not settings.home.exists()
        assert (plan.new_file_count, plan.extract_count, plan.estimated_seconds) == (4, 4, None)
        ingest(settings, folder)
        (folder / "a" / "0.txt").unlink()
        write_article(folder / "a" / "1.txt", "Nora Finch", 7)
        write_article(folder / "new.txt", "Clara Voss", 8)
        files = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*")}
        newer = change(settings, policy=KEPT)
        with hold_warehouse(open_home(settings.home), "another run"):
            plan = plan_ingest(newer, [folder])
            same = plan_ingest(settings, [folder])
        counts = (plan.file_count, plan.new_file_count, plan.changed_file_count, plan.outdated_file_count)
        assert counts == (4, 1, 1, 2)
        assert (plan.unchanged_file_count, plan.missing_file_count, plan.extract_count) == (0, 1, 4)
        assert [(row["record_count"], row["changed"]) for row in plan.outdated] == [(2, ["code and rules"])]
        assert plan.estimated_seconds is not None
        assert plan.estimated_seconds > 0
        assert (same.unchanged_file_count, same.extract_count, same.outdated) == (2, 2, [])
        lock = open_home(settings.home).lock
        assert {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path != lock} == {
            path: moment for path, moment in files.items() if path != lock
        }
        said = ingest(newer, folder)
        assert said.counts["loaded_count"] == plan.extract_count


def decide(settings: Settings, name: str, other: str) -> None:
    """Have a person decide that a name is somebody else's."""
    decision = {
        "kind": "entity_same",
        "subject_type": "PERSON",
        "subject_name": other,
        "other_type": "PERSON",
        "other_name": name,
        "decided_by": "an editor",
        "decided_at": datetime(2024, 5, 1),  # as the warehouse keeps it: UTC without a zone
    }
    with open_build(open_home(settings.home)) as con:
        add_decisions(con, pl.DataFrame([{name: decision.get(name) for name in SCHEMA}], schema=SCHEMA))


def fail_audit(read: Callable[[str], str]) -> Callable[[str], str]:
    """Statements as they are, but for an audit that finds fault whatever it looks at."""

    def read_failing(name: str) -> str:
        text = read(name)
        if name != "audits/find_version_gaps.sql":
            return text
        return "\n".join([*(line for line in text.splitlines() if line.startswith("-- ")), "select 1 as article_id"])

    return read_failing


def refuse_third(parse: Callable[..., Any]) -> Callable[..., Any]:
    def refuse(record: SourceRecord, *rest: Any, **named: Any) -> Any:
        if b"Ida Solheim" in record.payload:
            raise UnreadableRecord("invalid_encoding", "not today")
        return parse(record, *rest, **named)

    return refuse


def read_states(settings: Settings) -> list[tuple[str, str]]:
    return [
        (path, state) for path, state in ask(settings, "select source_path, state from mart.quarantine order by all")
    ]
