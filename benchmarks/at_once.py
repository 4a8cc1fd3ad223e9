"""Two concurrent ingests into one home, and a reader in a loop: python -m benchmarks.at_once [RUNNER RUNNER]

Each RUNNER is prefect or direct (default: prefect direct). Prints the summaries of the runs, how often the reader read,
and which states of the warehouse it saw, in order. Exit code 1 if an article is in the warehouse twice, a run failed,
or the reader saw an error or a state that neither run published.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from tests.pipeline.runs import NAMES, save_small_model, write_article

PROGRAM = "from cli import main; main()"
ARTICLE_COUNT = 24
STATE = """
    select
        count(*), count(distinct article_id),
        (select count(*) from mart.quotes), (select max(run_number) from mart.runs)
    from mart.articles
"""


def start_ingest(runner: str, home: Path, articles: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start one ingest as a user would."""
    options = ["--json", "--wait", "600", *(["--direct"] if runner == "direct" else [])]
    command = [sys.executable, "-c", PROGRAM, "--home", str(home), "ingest", *options, str(articles)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def look(published: Path) -> tuple[Any, ...] | None:
    """Articles, articles that differ, quotes and newest run; None before anything is published."""
    if not published.exists():
        return None
    with duckdb.connect(str(published), read_only=True) as con:
        return con.execute(STATE).fetchone()


def main(runners: list[str]) -> bool:
    """Run and print; whether all went well."""
    with tempfile.TemporaryDirectory(prefix="at-once-") as folder:
        place = Path(folder)
        model = save_small_model(place / "model")
        (place / "articles").mkdir()
        for number in range(ARTICLE_COUNT):
            write_article(place / "articles" / f"{number}.txt", NAMES[number % len(NAMES)], number)
        environment = {**os.environ, "QUOTEHOUSE_MODEL": model, "QUOTEHOUSE_WORKERS": "1"}
        began = time.monotonic()
        runs = [start_ingest(runner, place / "home", place / "articles", environment) for runner in runners]
        states: list[tuple[float, Any]] = []
        errors: list[str] = []
        look_count = 0
        while any(run.poll() is None for run in runs):
            try:
                state = look(place / "home" / "warehouse.duckdb")
                look_count += 1
                if not states or states[-1][1] != state:
                    states.append((time.monotonic() - began, state))
            except duckdb.Error as error:
                errors.append(str(error))
            time.sleep(0.05)
        states.append((time.monotonic() - began, look(place / "home" / "warehouse.duckdb")))
        outcomes = []
        for runner, run in zip(runners, runs, strict=True):
            out, err = run.communicate()
            summary = json.loads(out) if out else {}
            counts = summary.get("counts", {})
            outcomes.append((summary.get("state"), counts.get("loaded_count"), counts.get("unchanged_count")))
            print(f"{runner}: exit {run.returncode}, {summary.get('run_name')}, {summary.get('state')}, {counts}")
            if run.returncode:
                print(err, file=sys.stderr)
    print(f"reader: {look_count} looks, {len(errors)} errors")
    for seconds, state in states:
        print(f"  from {seconds:6.1f} s: (articles, differing, quotes, newest run) = {state}")
    ends = [("published", ARTICLE_COUNT, 0), ("unchanged", 0, ARTICLE_COUNT)]
    met = [state[:2] for _, state in states if state is not None]
    return sorted(outcomes) == sorted(ends) and not errors and set(met) == {(ARTICLE_COUNT, ARTICLE_COUNT)}


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:] or ["prefect", "direct"]) else 1)
