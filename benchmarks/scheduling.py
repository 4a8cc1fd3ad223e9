"""A schedule left on: python -m benchmarks.scheduling FOLDER [MINUTES]

`quotehouse schedule` runs each minute for MINUTES (30) over a folder into which two files of FOLDER come each minute,
none in the last four. Prints the slots, what became of them at Prefect and in the run log, and which views and tables
differ from those of one run over all files. Exit code 1 where a slot was missed, a run failed or anything differs.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import duckdb

from benchmarks.measuring import ENVIRONMENT, find_quotehouse
from warehouse.compare import compare_warehouses

FILES_A_MINUTE = 2
QUIET_MINUTES = 4  # at the end, so that the last file is found


def main(folder: Path, minutes: int = 30) -> bool:
    """Run and print; whether all went well."""
    arriving = iter(sorted(folder.glob("*.txt"))[: minutes * FILES_A_MINUTE])
    with tempfile.TemporaryDirectory(prefix="schedule-") as scratch:
        articles, home, other = (Path(scratch, name) for name in ("articles", "home", "one-run"))
        articles.mkdir()
        quotehouse, began = find_quotehouse(), time.time()
        command = [quotehouse, "--home", str(home), "schedule", str(articles), "--interval", "1m"]
        with subprocess.Popen(
            command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as schedule:
            for minute in range(minutes):
                if minute < minutes - QUIET_MINUTES:
                    for path in (next(arriving) for _ in range(FILES_A_MINUTE)):
                        shutil.copy2(path, articles)
                time.sleep(60)
            ended = time.time()
            schedule.send_signal(signal.SIGINT)
        slots = count_slots(home / "prefect" / "prefect.db", began, ended)
        runs = count_runs(home / "warehouse.duckdb")
        single = [quotehouse, "--home", str(other), "ingest", str(articles), "--direct", "--quiet"]
        subprocess.run(single, env=ENVIRONMENT, check=True)
        compared = compare_warehouses(home / "warehouse.duckdb", other / "warehouse.duckdb")
    differing = compared.filter(is_equal=False)["table_name"].to_list()
    print(f"{minutes} minutes, {(minutes - QUIET_MINUTES) * FILES_A_MINUTE} files")
    print(f"slots by the state that Prefect has them in: {dict(slots)}")
    print(f"runs by their state and the articles they loaded: {runs}")
    print(f"{compared.height} views and tables compared with one run over all files, differing: {differing or 'none'}")
    return not differing and set(slots) <= {"Completed", "Cancelled", "Running"} and {"failed", "held"}.isdisjoint(runs)


def count_slots(database: Path, began: float, ended: float) -> Counter[str]:
    """Flow runs of Prefect's own server that were due between two moments, by state.

    One that was due while another was under way is Cancelled, one that nobody took is Scheduled or Late.
    """
    with closing(sqlite3.connect(database)) as con:
        due = "strftime('%s', expected_start_time) between ? and ?"
        rows = con.execute(
            f"select state_name from flow_run where {due}", (str(int(began)), str(int(ended)))
        ).fetchall()
    return Counter(name for (name,) in rows)


def count_runs(published: Path) -> dict[str, tuple[int, int]]:
    """Runs of the log by state: how many, and how many articles they loaded."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.sql(
            "select state, count(*), sum(loaded_count)::int from meta.run group by all order by all"
        ).fetchall()
    return {state: (run_count, loaded_count) for state, run_count, loaded_count in rows}


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1]), *map(int, sys.argv[2:])) else 1)
