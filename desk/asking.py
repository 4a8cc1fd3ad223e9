"""Anybody's SQL, run in a process of its own.

DuckDB's bounds do not hold for one value: `range(300000000)` takes gigabytes beside the memory limit, and a function
over a long text cannot be interrupted. The system's bounds on a process hold for whatever is asked, and an answer that
is too large is never made.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import QueryError, WarehouseError
from warehouse.query import explain_failures, limit_time, open_published, run_query
from warehouse.support.rows import fetch_row, tell_apart

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home

MEMORY_LIMIT = "420MB"  # of DuckDB, which says so where it needs more
PROCESS_BYTES = 1 << 30  # of the process, for what DuckDB does not count
SPILL_LIMIT = "2GB"
ANSWER_BYTES = 50_000_000
BATCH_ROWS = 500
SCHEMAS = ("mart", "core", "meta", "quarantine")
GRACE_SECONDS = 3.0  # in which a query that is stopped may say so itself
START_SECONDS = 20.0  # in which a process can begin on a busy machine

_under_way: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its values, the warehouse it is put to, and its bounds."""

    home: Home
    text: str
    values: dict[str, Any]
    limit: int | None
    seconds: float


def ask(question: Question, folder: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of any SELECT; what it spills goes into `folder`. Raises QueryError and WarehouseError."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(Path(each).absolute()) for each in sys.path),
        "TMPDIR": str(folder),
    }
    command = [sys.executable, "-P", "-c", "from desk.asking import main; main()"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        _under_way.add(process)
        try:
            written, _ = process.communicate(pickle.dumps(question), START_SECONDS + question.seconds + GRACE_SECONDS)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise QueryError(_describe_time(question.seconds)) from error
            raise
        finally:
            _under_way.discard(process)
    if process.returncode < 0 and -process.returncode == _signal("SIGALRM"):
        raise QueryError(_describe_time(question.seconds))
    try:
        fault, answer = pickle.loads(written)  # noqa: S301  (our own process wrote it)
    except (EOFError, pickle.UnpicklingError) as error:
        raise QueryError(_TOO_MUCH) from error
    if fault is not None:
        raise fault(answer)
    names, rows = answer
    return names, rows


def end_all() -> None:
    """Kill the processes of all queries that are under way."""
    for process in tuple(_under_way):
        process.kill()


_TOO_MUCH = "The query needs more memory than it may have. Ask for less, or use `quotehouse query`."


def search_schemas(con: duckdb.DuckDBPyConnection, catalog: str, *before: str) -> None:
    """Let names without a schema be those of the schemas `before`, else of the warehouse's views and tables."""
    path = [*before, *(f'"{catalog}".{schema}' for schema in ("main", *SCHEMAS))]
    con.execute(f"set search_path = '{','.join(path)}'")


def _describe_time(seconds: float) -> str:
    return f"The query took longer than {seconds:g} s and was stopped. Ask for less."


def _signal(name: str) -> int:
    import signal

    return int(getattr(signal, name, 0))


def main() -> None:
    """Answer the question on stdin; the process for one query."""
    question: Question = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    answer: tuple[Any, Any]
    try:
        _limit_process(question.seconds)
        answer = None, _answer(question)
    except (QueryError, WarehouseError) as error:
        answer = type(error), str(error)
    except MemoryError:
        answer = QueryError, _TOO_MUCH
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to do, and tidying up may take as long as the query


def _answer(question: Question) -> tuple[list[str], list[tuple[Any, ...]]]:
    with closing(open_published(question.home, memory_limit=MEMORY_LIMIT, threads=1, spill_limit=SPILL_LIMIT)) as con:
        (catalog,) = fetch_row(con.execute("select current_database()")) or ("",)
        search_schemas(con, str(catalog))
        with limit_time(con, question.seconds):
            relation = run_query(con, question.text, question.values)
            with explain_failures():
                return tell_apart(relation.columns), _fetch(relation, question.limit)


def _fetch(relation: Any, limit: int | None) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    size = 0
    while limit is None or len(rows) < limit:
        batch = relation.fetchmany(BATCH_ROWS if limit is None else min(BATCH_ROWS, limit - len(rows)))
        if not batch:
            break
        size += len(pickle.dumps(batch))
        if size > ANSWER_BYTES:
            raise QueryError(
                f"The answer has more than {ANSWER_BYTES // 1_000_000} MB. Ask for fewer rows or columns, or use "
                "`quotehouse query --output`."
            )
        rows += batch
    return rows


def _limit_process(seconds: float) -> None:
    import signal

    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (PROCESS_BYTES, PROCESS_BYTES))
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)  # its default action ends the process
