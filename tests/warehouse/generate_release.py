"""Keep a small warehouse of a release as plain text, for tests that take it forward to the releases after it.

    python -m tests.warehouse.generate_release      writes tests/warehouse/released/<last migration>/

Run it once a release, before the release, and commit what it writes. Fixtures of earlier releases are never written
anew: they are what users have.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from terms.states import RunState
from tests.staged_rows import Row, make_frames, make_post, make_removed_span
from tests.warehouse import conftest
from warehouse import quarantine, runs
from warehouse.build import open_build
from warehouse.export import MANIFEST, export_tables
from warehouse.home import open_home
from warehouse.loading import staging
from warehouse.schema.catalog import read_schemas
from warehouse.schema.migrate import list_migrations

if TYPE_CHECKING:
    from collections.abc import Sequence

RELEASED = Path(__file__).parent / "released"
SCHEMAS = ["core", "meta", "quarantine"]


def list_releases() -> list[Path]:
    """Folders of released warehouses, oldest first."""
    return sorted(path for path in RELEASED.iterdir() if (path / MANIFEST).exists())


def read_manifest(release: Path) -> dict[str, Any]:
    """What a released warehouse holds: schema_version, and its tables with their columns (see export_tables)."""
    manifest: dict[str, Any] = json.loads((release / MANIFEST).read_text("utf-8"))
    return manifest


def fill_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    """Load a few articles in three runs: two versions, a url, outlets, authors, posts, cut spans, held-back input."""
    harbour = {"outlet_name": "The Harbour Post", "author_names": ["Dora Ek", "Emil Falk"], "section": "Weather"}
    rain = conftest.make_article(
        "a.txt", "Anna said it rains", headline="Rain", published_on=date(2024, 3, 1), **harbour
    )
    pours = conftest.make_article(
        "a.txt", "Anna said it pours", headline="Rain", published_on=date(2024, 3, 1), **harbour
    )
    snow = conftest.make_article(
        "b.jsonl#2", "Bert said it rains", url="https://echo.example/rain", outlet_name="Echo", agency_names=["Wire"]
    )
    hail = conftest.make_article("c.html", "Carl said it hails", published_on=date(2024, 3, 4))
    _load(con, [rain, snow])
    _load(con, [pours])
    _load(con, [hail])


def restore_release(release: Path, path: Path) -> None:
    """Make the warehouse file `path` as that release would have left it, its views and descriptions left out."""
    with duckdb.connect(str(path)) as con:
        for schema in SCHEMAS:
            con.execute(f"create schema {schema}")
        for table in read_manifest(release)["tables"]:
            kinds = {column["name"]: column["type"] for column in table["columns"]}
            con.execute(f"create table {table['name']} ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
            for file in table["files"]:
                _insert_lines(con, table["name"], kinds, (release / file["path"]).read_text("utf-8").splitlines())


def _insert_lines(con: duckdb.DuckDBPyConnection, table: str, kinds: dict[str, str], lines: Sequence[str]) -> None:
    marks = ", ".join("?" * len(kinds))
    for line in lines:
        row = json.loads(line)
        values = [
            base64.b64decode(row[name]) if kind == "BLOB" and row[name] is not None else row[name]
            for name, kind in kinds.items()
        ]
        con.execute(f"insert into {table} values ({marks})", values)


def _load(con: duckdb.DuckDBPyConnection, articles: Sequence[Row]) -> None:
    run = conftest.start_run(con)
    con.begin()
    conftest.stage_articles(con, articles)
    post = {"handle": "dora", "post_text": "Rain", "link_urls": ["https://pic.example/1"]}
    rows = {
        "removed_spans": [make_removed_span(article, 0, 4, "tweet", "embedded_post") for article in articles],
        "embedded_posts": [make_post(article, 0, 4, **post) for article in articles],
    }
    staging.stage_frames(con, make_frames(rows))
    held = {
        "stage": "read",
        "reason_code": "empty",
        "message": "d.txt is empty.",
        "source_path": "d.txt",
        "byte_count": 0,
    }
    declared = read_schemas("quarantine")["record"]
    stated = ("stage", "reason_code", "message", "source_path", "content_hash", "byte_count", "table_name", "row_json")
    kinds = {name: declared[name] for name in (*stated, "raw_excerpt")}
    quarantine.quarantine_records(con, run, pl.DataFrame([held | {"raw_excerpt": b"\x00\xff"}], schema=kinds))
    failed = conftest.load_staged(con, run)
    assert failed.is_empty(), failed.to_dicts()
    runs.finish_run(con, run, RunState.PUBLISHED)
    con.commit()


def main() -> None:
    """Write the fixture of this release, unless there is one."""
    number = max((migration.number for migration in list_migrations()), default=0)
    folder = RELEASED / f"{number:04d}"
    if folder.exists():
        sys.exit(f"{folder} is there already. A released schema does not change; remove it only before its release.")
    RELEASED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        con = open_build(open_home(Path(scratch)))
        fill_warehouse(con)
        con.execute("update meta.run set host_name = 'host', process_id = 1")  # of no machine in particular
        export_tables(con, folder, "json", ["core", "meta", "quarantine.record"])
        con.close()


if __name__ == "__main__":
    main()
