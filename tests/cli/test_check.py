"""`quotehouse check`: what is published is checked anew, and nothing is written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.pipeline.webhooks import open_webhook
from warehouse.loading.published_frames import read_staged_frames
from warehouse.schema.catalog import create_macros, read_schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home


FLOW = """
import sys
from pathlib import Path
from flows.environment import prepare_prefect
prepare_prefect(Path(sys.argv[1]))
from flows.check import check
state = check(return_state=True)
print(state.type.value, state.message)
"""


def _find(answer: Answer, check: str) -> dict[str, Any]:
    (found,) = [row for row in answer.data["checks"] if f"{row['table_name']}.{row['check_name']}" == check]
    return dict(found)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_frames_of_what_is_published_are_those_that_were_staged(published_home: Home) -> None:
    schemas = read_schemas()
    with duckdb.connect(str(published_home.published), read_only=True) as con:
        create_macros(con)
        whole = next(read_staged_frames(con, 1_000))
        parts = list(read_staged_frames(con, 1))
        (count,) = con.execute("select count(*) from mart.articles where is_current").fetchone() or ()
        texts = con.execute(
            "select sum(len(t.raw_text)) from mart.article_texts as t join mart.articles as a using (article_key) "
            "where a.is_current"
        ).fetchone()
    for table, frame in whole.items():
        assert frame.schema == schemas[table], table
        assert sum(part[table].height for part in parts) == frame.height
    assert len(parts) > 1
    assert whole["articles"].height == count
    assert (whole["articles"]["raw_text"].str.len_chars().sum(),) == texts
    assert whole["quotes"].height > 0


def test_every_kind_of_check_is_run_and_nothing_is_written(own_home: Home, call: Callable[..., Answer]) -> None:
    before = _hash(own_home.published), _hash(own_home.build)
    answer = call("check", "--home", own_home.path, "--json")
    assert answer.code in {0, 3}
    assert {row["check_kind"] for row in answer.data["checks"]} == {"expectation", "audit", "run"}
    names = {row["check_name"] for row in answer.data["checks"]}
    assert {"find_orphan_keys", "volume_is_usual", "quote_is_unique"} <= names
    assert "find_count_differences" not in names  # compares with staged rows, which are gone
    assert (_hash(own_home.published), _hash(own_home.build)) == before


FAULTS = {
    "quotes.span_lies_in_raw_text": "update core.fact_quote set raw_end = 1000000 where quote_number = 0",
    "core.find_duplicate_keys": "insert into core.fact_mention from core.fact_mention limit 1",
    "articles.published_on_is_a_possible_day": "update core.dim_article set published_on = '2100-01-01'",
}


def test_what_was_spoilt_after_publishing_is_found(own_home: Home, call: Callable[..., Answer]) -> None:
    before = call("check", "--home", own_home.path, "--json")
    assert all(_find(before, check)["is_passed"] for check in FAULTS)
    with duckdb.connect(str(own_home.published)) as con:
        for fault in FAULTS.values():
            con.execute(fault)
    answer = call("check", "--home", own_home.path, "--json", "--fail-on", "warn")
    assert answer.code == 3
    for check in FAULTS:
        found = _find(answer, check)
        assert not found["is_passed"], check
        assert found["failing_rows"], check
    shown = call("check", "--home", own_home.path)
    assert all(check.partition(".")[2] in shown.out for check in FAULTS)


def test_home_without_a_warehouse_is_named(tmp_path: Path, call: Callable[..., Answer]) -> None:
    answer = call("check", "--home", tmp_path)
    assert answer.code == 1
    assert "There is no published warehouse" in answer.err


@pytest.mark.prefect
def test_flow_fails_with_the_name_of_what_blocks_and_tells_it(
    own_home: Home, place_prefect: Callable[[Path], None]
) -> None:
    place_prefect(own_home.path)
    with duckdb.connect(str(own_home.published)) as con:
        con.execute("insert into core.fact_mention from core.fact_mention limit 1")
    with open_webhook() as webhook:
        ended = subprocess.run(
            [sys.executable, "-c", FLOW, str(own_home.path)],
            env={
                **os.environ,
                "QUOTEHOUSE_HOME": str(own_home.path),
                "QUOTEHOUSE_NOTIFY__WEBHOOK": webhook.url,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("FAILED")
    assert "core.find_duplicate_keys" in ended.stdout
    (told,) = webhook.received
    assert (told["event"], told["state"]) == ("failed", "failed")
    assert "core.find_duplicate_keys" in told["message"]
