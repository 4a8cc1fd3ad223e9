"""A warehouse in a DuckLake on a real PostgreSQL server: the same as in a file, for many loaders and readers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from cli.doctor import Verdict, _check_lake
from pipeline.maintain import maintain_home
from pipeline.run import run_ingest
from pipeline.runner import DirectRunner
from pipeline.settings import Settings, load_settings, make_home
from pipeline.settings_file import SettingsError
from pipeline.summary import SilentProgress
from tests.pipeline.runs import NAMES, save_small_model, write_article
from tests.postgres import serve_postgres
from warehouse import runs
from warehouse.backends import ducklake
from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.compare import RUN_COLUMNS, RUN_TABLES, compare_warehouses
from warehouse.errors import WarehouseError
from warehouse.export import export_tables
from warehouse.home import LAKE_PREFIX, Home, Lake, open_home
from warehouse.query import open_published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.summary import RunSummary

PROGRAM = """
import sys
from pathlib import Path
from pipeline.run import run_ingest
from pipeline.settings import Settings
home, address, model, source = sys.argv[1:]
settings = Settings(home=Path(home), warehouse=address, model=model, workers=1, batch_articles=1)
print(run_ingest(settings, [Path(source)]).state)
"""


@pytest.fixture(scope="module")
def create_database() -> Iterator[Callable[[], str]]:
    with serve_postgres() as create:
        yield create


@pytest.fixture
def address(create_database: Callable[[], str]) -> str:
    """Of a lake that is not there yet."""
    return LAKE_PREFIX + create_database()


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Two folders of articles. One article is in both, under the same name: whoever comes first, it looks the same."""
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        write_article(folder / "0.txt", NAMES[0], 0)
    for number, name in enumerate(NAMES[1:4], start=1):
        write_article(folders[number % 2] / f"{number}.txt", name, number)
    return folders


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Object storage with a bucket named lake, and its keys in the environment."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": "tester",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
        }.items():
            monkeypatch.setenv(name, value)
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
        client.create_bucket(Bucket="lake")
        yield client
    finally:
        server.stop()


def ingest(settings: Settings, *paths: Path) -> RunSummary:
    return run_ingest(settings, paths, SilentProgress(), DirectRunner())


def list_differing(one: Path | Lake, other: Path | Lake) -> list[dict[str, object]]:
    found = compare_warehouses(one, other)
    assert found.height > 20
    return found.filter(~found["is_equal"]).to_dicts()


def read_hashes(home: Home, folder: Path) -> dict[str, list[str]]:
    """Hashes of the sorted export of every core table that says nothing of runs, and of the quotes, by table."""
    with closing(find_backend(home).connect_published()) as con:
        manifest = export_tables(con, folder, "csv", ["core", "mart.quotes"])
    return {
        table["name"]: [file["blake2b"] for file in table["files"]]
        for table in manifest["tables"]
        if table["name"] not in RUN_TABLES and not RUN_COLUMNS & {column["name"] for column in table["columns"]}
    }


@pytest.mark.usefixtures("extracted")
def test_two_loaders_at_once_on_object_storage_equal_one_run_in_a_file_and_readers_see_whole_runs(
    tmp_path: Path, sources: list[Path], address: str, storage: Any
) -> None:
    # What the plain run extracts is there for the loaders, which are about the load: their model only has to be quick.
    model = save_small_model(tmp_path / "model")
    plain = Settings(home=tmp_path / "plain", workers=1, batch_articles=1, model=model)
    assert ingest(plain, *sources).state == "published"
    open_build(open_home(tmp_path / "maker", Lake(address, "s3://lake/news"))).close()
    for number in range(2):
        shutil.copytree(plain.home / "staging", tmp_path / f"loader{number}" / "staging")
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / f"loader{number}"), address, model, str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, path in enumerate(sources)
    ]
    seen: list[tuple[int, int]] = []
    with closing(open_published(Home(tmp_path, Lake(address)))) as reader:
        while any(loader.poll() is None for loader in loaders):
            began = time.monotonic()
            reader.begin()
            (counted,) = reader.execute("select coalesce(sum(quote_count), 0) from mart.articles").fetchone() or (0,)
            (quotes,) = reader.execute("select count(*) from mart.quotes").fetchone() or (0,)
            reader.commit()
            seen.append((counted, quotes))
            time.sleep(max(2.0, 5 * (time.monotonic() - began)))  # a look is dear here, and the loaders are to get on
        (total,) = reader.execute("select count(*) from mart.quotes").fetchone() or (0,)
        notes = reader.execute("select commit_message, snapshot_id from ducklake_snapshots('lake')").fetchall()
        snapshots = {note: number for note, number in notes if note and note.startswith("run-")}
        counts = [
            reader.execute(f"select count(*) from core.dim_article at (version => {snapshots[note]})").fetchall()
            for note in sorted(snapshots, key=snapshots.__getitem__)
            if note.endswith("published")
        ]
    assert [loader.communicate()[0].strip() for loader in loaders] == ["published", "published"]
    assert all(counted == quotes for counted, quotes in seen)
    assert len({quotes for _, quotes in seen}) <= 3  # nothing, one load, both
    assert seen[0] == (0, 0)
    assert total > 0
    assert set(snapshots) == {f"run-00000{number}: {state}" for number in (1, 2) for state in ("running", "published")}
    assert counts in ([[(2,)], [(4,)]], [[(3,)], [(4,)]])
    assert list_differing(plain.home / "warehouse.duckdb", Lake(address)) == []
    homes = (make_home(plain), Home(tmp_path, Lake(address)))
    exports = [read_hashes(home, tmp_path / f"export{number}") for number, home in enumerate(homes)]
    assert exports[0] == exports[1]
    assert len(exports[0]) > 10
    names = [item["Key"] for item in storage.list_objects_v2(Bucket="lake")["Contents"]]
    assert names
    assert all(name.startswith("news/") for name in names)
    again = Settings(home=tmp_path / "loader0", workers=1, warehouse=address, model=model)
    assert ingest(again, *sources).state == "unchanged"
    assert not (again.home / "scratch.duckdb").exists()


def test_run_of_another_loader_is_left_alone_while_it_lives(tmp_path: Path, address: str) -> None:
    home = open_home(tmp_path / "home", Lake(address, str(tmp_path / "parquet")))
    backend = find_backend(home)
    other = open_build(home)
    with backend.hold_writing(other):
        run = runs.start_run(
            other,
            runner="direct",
            input_paths=["/in"],
            code_version="0",
            extractor_version="1",
            model_name="none",
        )
        heartbeat = backend.start_heartbeat(other, run)
    con = open_build(open_home(tmp_path / "second", Lake(address)))
    mine = find_backend(open_home(tmp_path / "second", Lake(address)))
    state = "select state from meta.run where run_number = 1"
    with mine.hold_writing(con):
        assert runs.close_stale_runs(con, lambda number: mine.is_alive(con, number)) == 0
    assert con.execute(state).fetchone() == ("running",)
    heartbeat.close()
    other.close()
    with mine.hold_writing(con):
        assert runs.close_stale_runs(con, lambda number: mine.is_alive(con, number)) == 1
    assert con.execute(state).fetchone() == ("interrupted",)
    con.close()


def test_who_waits_too_long_for_another_loader_is_told(tmp_path: Path, address: str) -> None:
    home = open_home(tmp_path / "home", Lake(address, str(tmp_path / "parquet")))
    con = open_build(home)
    with find_backend(home).hold_writing(con), pytest.raises(WarehouseError, match="Another loader has been writing"):
        open_build(open_home(tmp_path / "second", Lake(address, wait_seconds=0.1)))
    con.close()


def test_what_is_wrong_with_a_lake_is_said(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"~/\.pgpass"):
        load_settings(warehouse=f"{address} password=secret")
    with pytest.raises(SettingsError, match="begins with 'ducklake:postgres:'"):
        load_settings(warehouse="ducklake:news.db")
    with pytest.raises(WarehouseError, match=r"(?s)no lake at .* yet.*quotehouse ingest"):
        open_published(Home(tmp_path, Lake(address)))
    with pytest.raises(WarehouseError, match="lake_data = a folder or s3"):
        open_build(open_home(tmp_path / "home", Lake(address)))
    open_build(open_home(tmp_path / "home", Lake(address, str(tmp_path / "here")))).close()
    with pytest.raises(WarehouseError, match=r"(?s)keeps its files in .*here"):
        open_build(open_home(tmp_path / "home", Lake(address, str(tmp_path / "there"))))
    with pytest.raises(WarehouseError, match=r"(?s)cannot be opened.*Check that PostgreSQL runs there"):
        open_published(Home(tmp_path, Lake("ducklake:postgres:host=127.0.0.1 port=1 dbname=none")))
    monkeypatch.setattr(ducklake, "EXTENSIONS", ("nothing_like_that",))
    with pytest.raises(WarehouseError, match=r"pip install 'quotehouse\[ducklake\]'"):
        ducklake.load_extensions(duckdb.connect())


def test_upkeep_writes_files_anew_lets_past_states_go_and_changes_no_row(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", warehouse=address, lake_data=str(tmp_path / "parquet"))
    home = open_home(settings.home, Lake(address, str(tmp_path / "parquet")))
    backend = find_backend(home)
    con = open_build(home)
    insert = """
        insert into meta.run by name
        select run_number as run_key, run_number, 'run' as run_name, if(run_number = 1, 'running', 'published') as state
        from range($first, $first + 3000) as new (run_number)
    """
    for first in (1, 3_001, 6_001):
        with backend.hold_writing(con), backend.write(con, lambda: "rows"):
            con.execute(insert, {"first": first})
            con.execute("delete from meta.run where run_number between $last - 2000 and $last", {"last": first - 1})
    con.close()
    tell = "select count(*), sum(run_number), count(*) filter (state = 'running') from meta.run"
    count = "select count(*) from ducklake_snapshots('lake')"
    files = "select sum(file_count) from ducklake_table_info('lake') where table_name = 'run'"

    def look(statement: str) -> tuple[Any, ...]:
        with closing(open_published(home)) as reader:
            return reader.execute(statement).fetchone() or ()

    rows, (snapshots,), (before,) = look(tell), look(count), look(files)
    upkeep = maintain_home(settings)
    assert (upkeep.closed_run_count, upkeep.expired_snapshot_count, upkeep.deleted_file_count) == (1, 0, 0)
    assert upkeep.bytes_after < upkeep.bytes_before
    assert (rows[2], look(tell)) == (1, (*rows[:2], 0))
    assert look(files)[0] < before
    assert look(count)[0] > snapshots  # what was before can still be seen
    (kept,) = look(count)
    assert maintain_home(settings).closed_run_count == 0
    assert look(count) == (kept,)  # nothing to do leaves no trace
    monkeypatch.setattr(ducklake, "GRACE_SECONDS", 0)
    upkeep = maintain_home(settings.model_copy(update={"keep_snapshot_days": 0}))
    assert upkeep.expired_snapshot_count == kept - 1
    assert upkeep.deleted_file_count > 0
    assert (look(tell), look(count)) == ((*rows[:2], 0), (1,))


def test_doctor_tries_whether_a_lake_can_be_written(tmp_path: Path, address: str) -> None:
    made = Lake(address, str(tmp_path / "parquet"))
    open_build(open_home(tmp_path / "home", made)).close()
    assert _check_lake(Lake(address)).verdict is Verdict.GOOD
    assert not list((tmp_path / "parquet" / "main").rglob("*.parquet"))
    shutil.rmtree(tmp_path / "parquet")
    (tmp_path / "parquet").touch()
    finding = _check_lake(Lake(address))
    assert finding.verdict is Verdict.MISSING
    assert "cannot be written" in finding.detail
    assert "Let this user write there" in finding.advice
