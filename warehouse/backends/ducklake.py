"""A DuckLake: PostgreSQL keeps the catalogue; Parquet files on a disk or in object storage keep the rows.

This module talks to the lake; warehouse.backends.lake keeps a warehouse in one.
"""

from __future__ import annotations

import importlib.util
import os
import re
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import duckdb

from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.support.connections import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from warehouse.home import Lake

NAME = "lake"  # name of the lake in a connection that works with it
EXTENSIONS = ("ducklake", "postgres_scanner", "httpfs")
# Advisory locks of PostgreSQL are pairs of numbers: ours, and 0 for the writer or the number of a running run.
LOCKS = 1_903_172
WRITING = 0
POLL_SECONDS = 0.25
# A file is rewritten where this share of its rows is deleted, the same share at which a build file is copied.
DELETED_SHARE = 0.2
# A reader may still read files that no snapshot needs any more: they are deleted a day later.
GRACE_SECONDS = 86_400


class NoLake(WarehouseError):
    """There is no lake at an address that is only to be read."""


def load_extensions(con: duckdb.DuckDBPyConnection) -> None:
    """Load the DuckDB extensions that a lake needs from their packages, without a network.

    Raises WarehouseError where one is missing or built for another release of DuckDB.
    """
    for name in EXTENSIONS:
        package = f"duckdb-extension-{name.replace('_', '-')}"
        spec = importlib.util.find_spec(f"duckdb_extension_{name}")
        if spec is None or not spec.submodule_search_locations:
            raise WarehouseError(
                f"A warehouse in a lake needs the package {package}, which is not installed. "
                "Install it with: pip install 'quotehouse[ducklake]'"
            )
        folder = Path(spec.submodule_search_locations[0], "extensions")
        path = folder / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if not path.is_file():
            made_for = ", ".join(sorted(release.name for release in folder.glob("v*"))) or "none"
            raise WarehouseError(
                f"{package} is made for DuckDB {made_for} and this is v{duckdb.__version__}. "
                f"Install the one that fits: pip install {package}=={duckdb.__version__}"
            )
        con.execute(f"load {_quote(str(path))}")


def attach_lake(con: duckdb.DuckDBPyConnection, lake: Lake, name: str = NAME, *, read_only: bool = False) -> None:
    """Attach a lake to a connection; a new one is made, unless it is only to be read.

    Keys for object storage come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
    AWS_REGION and, for storage that is not Amazon's, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL.

    Raises WarehouseError where the lake cannot be reached, does not exist, or is elsewhere than `data_path`.
    """
    load_extensions(con)
    _offer_keys(con)
    options = ["read_only"] if read_only else []
    if lake.data_path is not None:
        options.append(f"data_path {_quote(_settle_path(lake.data_path))}")
    try:
        con.execute(f"attach {_quote(lake.address)} as {name}" + (f" ({', '.join(options)})" if options else ""))
    except duckdb.Error as error:
        kind = NoLake if "creating a new DuckLake is explicitly disabled" in str(error) else WarehouseError
        raise kind(_explain_attachment(lake, str(error))) from error


def keep_reach(con: duckdb.DuckDBPyConnection) -> None:
    """Let a connection read the lake's files although it can reach nothing else (enable_external_access)."""
    ((data_path,),) = con.execute(f"select data_path from ducklake_settings('{NAME}')").fetchall()
    con.execute(f"set allowed_directories = [{_quote(data_path)}]")


@contextmanager
def hold_writing(con: duckdb.DuckDBPyConnection, lake: Lake) -> Iterator[None]:
    """Be the only writer of the lake during the block.

    Two transactions that change the same table of a lake cannot both commit, and what a load reads must not change
    under it. So writers wait in line for a lock that PostgreSQL releases when its holder goes away, for whatever
    reason.

    Raises WarehouseHeld where another loader holds it for longer than `lake.wait_seconds`, and WarehouseError where the
    lock is lost in the middle.
    """
    deadline = time.monotonic() + lake.wait_seconds
    while (keeper := take_lock(con, WRITING)) is None:
        if time.monotonic() >= deadline:
            raise WarehouseHeld(
                f"Another loader has been writing {lake.address} for more than {lake.wait_seconds:g} s. Try again when "
                "it is done (`quotehouse status` shows its run), or raise lake_wait_seconds."
            )
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        free_lock(keeper)


def take_lock(con: duckdb.DuckDBPyConnection, number: int) -> duckdb.DuckDBPyConnection | None:
    """Take an advisory lock of the lake's catalogue; None where another process has it.

    The lock lives as long as the transaction of the connection that is returned, which serves nothing else.
    """
    keeper = con.cursor()
    keeper.begin()
    # Servers may end idle transactions. This one must stay open: its holder works elsewhere.
    question = (
        f"select pg_try_advisory_xact_lock({LOCKS}, {number}) as is_taken, "
        "set_config('idle_in_transaction_session_timeout', '0', true)"
    )
    ((is_taken,),) = keeper.execute(
        f"select is_taken from postgres_query('__ducklake_metadata_{NAME}', {_quote(question)})"
    ).fetchall()
    if is_taken:
        return keeper
    free_lock(keeper)
    return None


def free_lock(keeper: duckdb.DuckDBPyConnection) -> None:
    """Release what `take_lock` took, unless it was lost with its connection."""
    with suppress(duckdb.ConnectionException):
        keeper.rollback()
    keeper.close()


def name_snapshot(con: duckdb.DuckDBPyConnection, note: str) -> None:
    """Record in the lake's history who makes the snapshot of the current transaction."""
    con.execute(f"call {NAME}.set_commit_message('quotehouse', {_quote(note)})")


def measure_snapshot(con: duckdb.DuckDBPyConnection) -> tuple[int, datetime]:
    """Bytes of the files of the newest snapshot, and when it was made (UTC, without a zone)."""
    ((byte_count,),) = con.execute(
        f"select coalesce(sum(file_size_bytes + delete_file_size_bytes), 0) from ducklake_table_info('{NAME}')"
    ).fetchall()
    ((moment,),) = con.execute(
        f"select max(snapshot_time) at time zone 'UTC' from ducklake_snapshots('{NAME}')"
    ).fetchall()
    return int(byte_count), moment


def list_rewrites(*, is_forced: bool = False) -> tuple[str, ...]:
    """Statements, a transaction each, that leave the newest snapshot in few files without deleted rows.

    Rows that PostgreSQL keeps because there were too few for a file become files; files of which at least DELETED_SHARE
    is deleted (or anything, if forced) are rewritten; small files become large ones. None changes a row.
    """
    share = 0.0 if is_forced else DELETED_SHARE
    return (
        f"call ducklake_flush_inlined_data('{NAME}')",
        f"call ducklake_rewrite_data_files('{NAME}', delete_threshold => {share})",
        f"call ducklake_merge_adjacent_files('{NAME}')",
    )


def expire_snapshots(con: duckdb.DuckDBPyConnection, keep_days: float) -> int:
    """Delete snapshots older than `keep_days` days, but never the newest, and count them."""
    return _call_for_older(con, "ducklake_expire_snapshots", keep_days * 86_400)


def delete_old_files(con: duckdb.DuckDBPyConnection) -> int:
    """Delete files that no snapshot has needed for GRACE_SECONDS, and count them."""
    return _call_for_older(con, "ducklake_cleanup_old_files", GRACE_SECONDS)


def _call_for_older(con: duckdb.DuckDBPyConnection, function: str, seconds: float) -> int:
    age = f"now() - interval '{seconds:.0f} seconds'"
    return len(con.execute(f"call {function}('{NAME}', older_than => {age})").fetchall())


def try_writing(lake: Lake) -> str:
    """Write a file into an existing lake, delete it again, and return where the lake's files are.

    Raises WarehouseError where PostgreSQL or the storage refuses.
    """
    with connect() as con:
        attach_lake(con, lake)
        ((data_path,),) = con.execute(f"select data_path from ducklake_settings('{NAME}')").fetchall()
        con.begin()
        try:
            con.execute(f"create table {NAME}.main.trial as select range as number from range(1000)")
        except (duckdb.Error, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            raise WarehouseError(
                f"The files of the lake {lake.address} in {data_path} cannot be written: {reason}\nLet this user write "
                "there, with the keys of the environment where it is object storage. To read, it need not."
            ) from error
        finally:
            con.rollback()
    return str(data_path)


def _offer_keys(con: duckdb.DuckDBPyConnection) -> None:
    """Pass the keys of the environment to DuckDB, which reads none itself."""
    given = {
        "key_id": os.environ.get("AWS_ACCESS_KEY_ID"),
        "secret": os.environ.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": os.environ.get("AWS_SESSION_TOKEN"),
        "region": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
    }
    if not given["key_id"]:
        return
    parts = [f"{name} {_quote(value)}" for name, value in given.items() if value]
    if address := os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"):
        url = urlsplit(address)
        parts += [f"endpoint {_quote(url.netloc)}", "url_style 'path'", f"use_ssl {url.scheme != 'http'}"]
    con.execute(f"create or replace temporary secret object_storage (type s3, {', '.join(parts)})")


def _settle_path(data_path: str) -> str:
    """The same place wherever a loader is started: the catalogue stores it."""
    place = data_path if "://" in data_path else str(Path(data_path).expanduser().absolute())
    return place.rstrip("/") + "/"


def _explain_attachment(lake: Lake, text: str) -> str:
    if "data_path is not set" in text:
        return (
            f"There is no lake at {lake.address} yet. Say where its Parquet files are to go, with "
            "lake_data = a folder or s3://bucket/prefix, and run again."
        )
    if found := re.search(r'does not match existing data path in the catalog "([^"]+)"', text):
        return (
            f"The lake at {lake.address} keeps its files in {found[1]}, and lake_data is {lake.data_path}. Leave "
            "lake_data out, or name that place."
        )
    if "creating a new DuckLake is explicitly disabled" in text:
        return f"There is no lake at {lake.address} yet. Run `quotehouse ingest PATH` first."
    return (
        f"The lake at {lake.address} cannot be opened: {text}\nCheck that PostgreSQL runs there and lets this user in, "
        "and that the folder or bucket of the lake can be reached."
    )


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
