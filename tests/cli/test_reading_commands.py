"""`quotehouse status`, `quality` and `quarantine`: what a home knows of its runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cli.support.read_home import open_newest
from terms.states import RunState
from tests.cli.conftest import load_run, record_check
from warehouse import runs
from warehouse.build import open_build
from warehouse.home import Home, open_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer


def start_run(con: Any) -> runs.Run:
    return runs.start_run(
        con, runner="direct", input_paths=["/a"], code_version="0", extractor_version="1", model_name="none"
    )


def test_status_fits_the_screen_and_says_what_to_do(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("status", "--home", published_home.path)
    assert answer.code == 0
    assert "3 articles of 2 outlets in 2 stories, 5 quotes by 3 speakers, 8 mentions" in answer.out
    rows = [line.split() for line in answer.out.splitlines()]
    assert any(row[:2] == ["2", "published"] and row[-5:] == ["1", "1", "0", "0", "0"] for row in rows)
    assert any(row[:2] == ["read", "empty_file"] for row in rows)
    assert any(row[:2] == ["Inland", "Post"] for row in rows)
    table = answer.out[answer.out.index("Latest runs") : answer.out.index("Next:")]
    assert max(map(len, table.splitlines())) <= 80
    assert "quarantine list" in answer.out


def test_status_as_json(call: Callable[..., Answer], published_home: Home) -> None:
    status = call("status", "--home", published_home.path, "--json").data
    assert status["totals"]["quote_count"] == 5
    assert [run["run_number"] for run in status["runs"]] == [2, 1]
    assert status["holder"] is None
    assert status["warehouse_path"] == str(published_home.published)
    assert {row["reason_code"] for row in status["quarantine"]} == {
        "empty_file",
        "binary_file",
        "expect_span_inside_text",
    }


def test_status_limits_the_runs(call: Callable[..., Answer], published_home: Home) -> None:
    assert len(call("status", "--home", published_home.path, "--runs", "1", "--json").data["runs"]) == 1


def test_a_run_that_was_not_published_is_seen(call: Callable[..., Answer], own_home: Home) -> None:
    con = open_build(own_home)
    failed = start_run(con)
    runs.finish_run(con, failed, RunState.FAILED, "The disk was full.")
    con.close()
    answer = call("status", "--home", own_home.path)
    assert "The disk was full." in answer.out
    assert "carries on from where it stopped" in answer.out
    assert "5 quotes" in answer.out  # what readers see is what was published


def test_status_of_a_home_where_the_first_run_was_held(call: Callable[..., Answer], tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    con = open_build(home)
    held = start_run(con)
    record_check(con, held, "block")
    runs.finish_run(con, held, RunState.HELD, "A check failed.")
    con.close()
    answer = call("status", "--home", home.path)
    assert answer.code == 0
    assert "nothing is published yet" in answer.out
    (command,) = re.findall(r"^Next: quotehouse (.*)", answer.out, re.MULTILINE)
    assert "0 of 1 checks passed" in call(*shlex.split(command)).out  # it works as it is printed
    asked = call("query", "show_totals", "--home", home.path)
    assert "says how the runs before it ended" in " ".join(asked.err.split())
    answer = call("quality", "--home", home.path)
    assert answer.code == 3
    assert "expect_quote_to_have_words" in answer.out


def test_status_without_a_home(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("status", "--home", tmp_path / "nowhere")
    assert (answer.code, answer.out) == (1, "")
    assert "quotehouse ingest" in answer.err
    assert not (tmp_path / "nowhere").exists()


HOLD = """
import pathlib, sys
from warehouse.home import Home
from warehouse.lock import hold_warehouse
with hold_warehouse(Home(pathlib.Path(sys.argv[1])), "run-000009"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_run_under_way_is_named_and_not_disturbed(
    call: Callable[..., Answer], own_home: Home, project_path: Path
) -> None:
    command = [sys.executable, "-c", HOLD, str(own_home.path)]
    with subprocess.Popen(command, cwd=project_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        answer = call("status", "--home", own_home.path)
        assert "Under way: run-000009" in answer.out
        assert str(other.pid) in answer.out
        assert call("query", "show_totals", "--home", own_home.path).code == 0
        other.communicate("\n")
    assert "Under way" not in call("status", "--home", own_home.path).out


def test_build_file_is_let_go_of_after_reading(own_home: Home) -> None:
    with open_newest(own_home) as con:
        assert con.execute("select max(run_number) from mart.runs").fetchone() == (2,)
    con = open_build(own_home)
    load_run(con, [])
    con.close()


def test_error_in_the_block_is_not_swallowed(own_home: Home) -> None:
    with pytest.raises(KeyError), open_newest(own_home):
        raise KeyError("mine")


def test_damaged_build_file_leaves_the_published_one_readable(call: Callable[..., Answer], own_home: Home) -> None:
    own_home.build.write_bytes(b"no database" * 1_000)
    assert call("status", "--home", own_home.path).code == 0


def test_quality_shows_the_failing_rows_and_the_report(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("quality", "--home", published_home.path, "--rows", "2")
    assert answer.code == 0  # a warning alone holds nothing back
    assert "expect_quote_to_have_words on staging.quotes.quote_text" in answer.out
    assert "4 of 6 rows failed. A quote without words says nothing." in answer.out
    assert "q0.txt" in answer.out
    assert "q1.txt" in answer.out
    assert "q2.txt" not in answer.out
    assert str(published_home.reports / "run-000002.html") in answer.out
    tables = {line.split()[0]: line.split()[1:] for line in answer.out.splitlines() if "." in line.split(" ")[0]}
    assert tables["staging.quotes"] == ["1", "0", "1", "0", "0"]


def test_quality_fails_on_what_it_is_told_to(call: Callable[..., Answer], published_home: Home) -> None:
    home = published_home.path
    assert call("quality", "--home", home, "--fail-on", "warn").code == 3
    assert call("quality", "--home", home, "--fail-on", "quarantine").code == 0
    answer = call("quality", "--home", home, "--fail-on", "warn", "--json")
    assert answer.code == 3
    failed = [check for check in answer.data["checks"] if not check["is_passed"]]
    assert [row["source_path"] for row in failed[0]["failing_rows"]] == ["q0.txt", "q1.txt", "q2.txt", "q3.txt"]
    assert call("quality", "--home", home, "--fail-on", "never").code == 2


def test_quality_before_any_check(call: Callable[..., Answer], tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    con = open_build(home)
    start_run(con)
    con.close()
    answer = call("quality", "--home", home.path)
    assert answer.code == 1
    assert "quotehouse status" in answer.err


def test_quarantine_list(call: Callable[..., Answer], published_home: Home) -> None:
    home = published_home.path
    answer = call("quarantine", "list", "--home", home)
    assert answer.code == 0
    assert max(map(len, answer.out.splitlines())) <= 80
    assert [row["source_path"] for row in call("quarantine", "list", "--home", home, "--json").data] == [
        "photo.txt",
        "empty.txt",
        "inland.txt",
    ]
    one = call("quarantine", "list", "--home", home, "--stage", "validate", "--json").data
    assert [row["reason_code"] for row in one] == ["expect_span_inside_text"]
    assert "like that" in call("quarantine", "list", "--home", home, "--reason", "nonsense").err
    assert "first 1" in call("quarantine", "list", "--home", home, "--limit", "1").err


def test_quarantine_show(call: Callable[..., Answer], published_home: Home) -> None:
    home = published_home.path
    keys = {
        row["source_path"]: str(row["quarantine_key"])
        for row in call("quarantine", "list", "--home", home, "--json").data
    }
    row = call("quarantine", "show", keys["inland.txt"], "--home", home)
    assert row.code == 0
    assert "The span lies outside the text." in row.out
    assert '"raw_start": -1' in row.out
    assert "\x1b" not in row.out
    binary = call("quarantine", "show", keys["photo.txt"][:12], "--home", home)
    assert binary.code == 0
    assert "00 01 02 03" in binary.out
    assert call("quarantine", "show", keys["empty.txt"], "--home", home, "--json").data["byte_count"] == 0
    missing = call("quarantine", "show", "12x", "--home", home)
    assert missing.code == 2
    assert "quarantine list" in missing.err


def test_quarantine_alone_shows_its_help(call: Callable[..., Answer]) -> None:
    answer = call("quarantine")
    assert answer.code == 2
    assert "list" in answer.err
