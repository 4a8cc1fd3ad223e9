"""No credential is written anywhere: each kind is planted, and everything that a run writes is searched."""

from __future__ import annotations

import http.server
import os
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from pipeline.settings import load_settings
from pipeline.settings_file import SettingsError
from tests.pipeline.runs import save_small_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = b'Ferry sold\n\nThe ferry is sold.\n\n"It is done," said Orla Brandt, who owned it, on Monday.\n'
PLANTED = {
    "user": "planteduser",
    "password of an address": "plantedpassword",
    "signature of an address": "plantedsignature",
    "webhook": "plantedwebhook",
    "storage key": "plantedstoragekey",
    "database password": "planteddatabase",
}


class _Shelf(http.server.BaseHTTPRequestHandler):
    """Serves one article, refuses another, and every notification."""

    def do_GET(self) -> None:
        """Give the article, or refuse."""
        self.send_response(200 if "/sold.txt" in self.path else 403)
        self.send_header("Content-Length", str(len(ARTICLE)))
        self.end_headers()
        self.wfile.write(ARTICLE)

    def do_HEAD(self) -> None:
        """Say that it is there, or refuse."""
        self.do_GET()

    def do_POST(self) -> None:
        """Refuse the notification."""
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve_shelf() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Shelf)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def ingest(tmp_path: Path, home: Path, address: str, *options: str, code: int = 0) -> bytes:
    """All that an ingest with planted credentials prints. `address` is host, port and path."""
    login = f"{PLANTED['user']}:{PLANTED['password of an address']}"
    query = f"?signature={PLANTED['signature of an address']}"
    planted = {
        "QUOTEHOUSE_NOTIFY__WEBHOOK": f"http://{address.partition('/')[0]}/hook/{PLANTED['webhook']}",
        "QUOTEHOUSE_NOTIFY__ON_STATES": '["published", "warned", "held", "failed", "unchanged"]',
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": PLANTED["storage key"],
        "PGPASSWORD": PLANTED["database password"],
        "HOME": str(tmp_path),
        "QUOTEHOUSE_MODEL": str(tmp_path / "model"),
    }
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", "from cli import main; main()", "--home", str(home), "ingest"]
    done = subprocess.run(
        [*command, f"http://{login}@{address}{query}", "--workers", "1", "--debug", *options],
        capture_output=True,
        env={**surroundings, **planted},
        check=False,
        timeout=600,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout + done.stderr


def read_all(home: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that lies in a home, by where; what DuckDB and Parquet pack is unpacked."""
    for path in sorted(home.rglob("*")):
        if not path.is_file():
            continue
        yield str(path), path.read_bytes()
        if path.suffix == ".duckdb":
            with duckdb.connect(path, read_only=True) as con:
                for schema, table in con.execute("select schema_name, table_name from duckdb_tables()").fetchall():
                    yield f"{path}: {schema}.{table}", repr(con.table(f"{schema}.{table}").fetchall()).encode()
        elif path.suffix == ".parquet":
            yield f"{path}: rows", repr(pl.read_parquet(path).rows()).encode()


@pytest.mark.prefect
@pytest.mark.parametrize("options", [(), ("--direct",)], ids=["prefect", "direct"])
def test_no_credential_is_written_anywhere(tmp_path: Path, options: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    save_small_model(tmp_path / "model")
    with serve_shelf() as port:
        printed = ingest(tmp_path, home, f"127.0.0.1:{port}/sold.txt", *options)
        printed += ingest(tmp_path, home, f"127.0.0.1:{port}/closed.txt", "--direct", code=2)  # with its trace
    assert b"Nobody was notified" in printed  # the webhook was asked, and refused
    places = [("the screen", printed), *read_all(home)]
    assert len(places) > 20
    found = [(kind, where) for where, content in places for kind, word in PLANTED.items() if word.encode() in content]
    assert found == []
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        assert con.execute("select count(*) from mart.articles").fetchall() == [(1,)]
    shared = [path for path in (home, *home.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert shared == []  # what holds articles is its owner's alone


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("warehouse", "ducklake:postgres:dbname=news password=plantedword host=db"),
        ("warehouse", "postgres://user:plantedword@db/news"),
        ("notify", {"webhook": "ftp://plantedword"}),
    ],
)
def test_a_setting_that_is_refused_is_told_without_its_secret(name: str, value: Any) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(**{name: value})
    assert "plantedword" not in str(caught.value)
    assert name in str(caught.value)
