from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from articles.execution.fork_server import Work, WorkerFault
from articles.execution.worker_pool import WorkerLost, WorkerPool, WorkersUnusable
from tests.processes import list_fork_servers

if TYPE_CHECKING:
    from collections.abc import Iterator


WORK = '''
    """Work that does what it is told, so that a test can be unkind to it."""
    import os, signal, time

    from articles.execution.fork_server import count_threads

    def prepare(arguments):
        if arguments == "missing":
            raise LookupError("There is no such model. Install it.")
        if arguments == "dying":
            os._exit(3)
        return {"threads": count_threads(), "done": 0}

    def perform(state, job):
        action, value = job
        state["done"] += 1
        if action == "die" or (action == "die once" and not os.path.exists(value)):
            if action == "die once":
                open(value, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        if action == "raise":
            raise ValueError(value)
        if action == "sleep":
            time.sleep(value)
        return {"value": value, "process": os.getpid(), **state}
'''


@pytest.fixture
def work_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "work_for_tests.py").write_text(textwrap.dedent(WORK), encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def pool(work_path: Path, tmp_path: Path) -> Iterator[WorkerPool]:
    with WorkerPool(Work("work_for_tests", None), 2, worker_jobs=5, log_path=tmp_path / "workers.log") as pool:
        yield pool


def wait_until(condition: Any, seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_running(process_id: int) -> bool:
    """Whether a process is there and no zombie: what a killed parent leaves is collected by init, or by nobody."""
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def give(pool: WorkerPool, action: str, value: Any = None, seconds: float = 120) -> Future[Any]:
    return pool.submit((action, value), seconds)


def test_jobs_are_done_by_as_many_workers_as_asked_for(pool: WorkerPool) -> None:
    answers = [future.result(120) for future in [give(pool, "sleep", 0.05) for _ in range(6)]]
    assert [answer["value"] for answer in answers] == [0.05] * 6
    assert len({answer["process"] for answer in answers}) == 2
    assert os.getpid() not in {answer["process"] for answer in answers}


def test_workers_are_forked_where_no_other_thread_runs(pool: WorkerPool) -> None:
    assert give(pool, "echo").result(120)["threads"] == 1


def test_worker_is_replaced_after_its_jobs(pool: WorkerPool) -> None:
    answers = [give(pool, "echo").result(120) for _ in range(12)]
    assert max(answer["done"] for answer in answers) == 5
    assert len({answer["process"] for answer in answers}) == 3


def test_error_in_a_job_reaches_the_caller_and_spares_the_worker(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFault, match="ValueError: no good") as caught:
        give(pool, "raise", "no good").result(120)
    assert "in perform" in caught.value.trace
    assert give(pool, "echo", 1).result(120)["done"] == 2


def test_job_of_a_killed_worker_is_done_by_another(pool: WorkerPool) -> None:
    future = give(pool, "sleep", 1.0)
    assert wait_until(lambda: pool.list_process_ids() and future.running())
    time.sleep(0.2)
    victim = pool.list_process_ids()[0]
    os.kill(victim, signal.SIGKILL)
    assert future.result(120)["process"] != victim
    assert pool.take_lost() == ["was ended by SIGKILL"]
    assert pool.take_lost() == []


def test_job_that_kills_one_worker_is_tried_again(pool: WorkerPool, tmp_path: Path) -> None:
    assert give(pool, "die once", str(tmp_path / "mark")).result(120)["value"] == str(tmp_path / "mark")


def test_job_that_kills_every_worker_is_given_up_and_the_others_are_done(pool: WorkerPool) -> None:
    others = [give(pool, "echo", number) for number in range(3)]
    poison = give(pool, "die")
    others += [give(pool, "echo", number) for number in range(3, 6)]
    with pytest.raises(WorkerLost, match="was ended by SIGKILL, twice") as caught:
        poison.result(120)
    assert caught.value.reason_code == "worker_died"
    assert [future.result(120)["value"] for future in others] == list(range(6))


def test_job_that_takes_too_long_is_stopped(pool: WorkerPool) -> None:
    give(pool, "echo").result(120)
    began = time.monotonic()
    with pytest.raises(WorkerLost, match="not done after 0 seconds") as caught:
        give(pool, "sleep", 600, seconds=0.3).result(120)
    assert caught.value.reason_code == "timed_out"
    assert time.monotonic() - began < 300  # not when the job would have been done
    assert give(pool, "echo", 7).result(120)["value"] == 7


def test_loss_of_the_process_that_workers_start_from_is_made_good(pool: WorkerPool) -> None:
    give(pool, "echo").result(120)
    for server in list_fork_servers():
        server.kill()
    answers = [future.result(120)["value"] for future in [give(pool, "echo", number) for number in range(12)]]
    assert answers == list(range(12))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [("missing", "There is no such model. Install it."), ("dying", "ended 3 times. See .*workers.log")],
)
def test_work_that_cannot_be_prepared_fails_every_job(
    work_path: Path, tmp_path: Path, arguments: str, message: str
) -> None:
    log_path = tmp_path / "workers.log"
    with WorkerPool(Work("work_for_tests", arguments), 2, log_path=log_path) as pool:
        first = give(pool, "echo")
        with pytest.raises(WorkersUnusable, match=message):
            first.result(120)
        with pytest.raises(WorkersUnusable, match=message):
            give(pool, "echo")


def test_closing_stops_work_at_once_and_leaves_no_process(work_path: Path) -> None:
    others = {child.pid for child in psutil.Process().children(recursive=True)}
    pool = WorkerPool(Work("work_for_tests", None), 2)
    futures = [give(pool, "sleep", 600, seconds=900) for _ in range(4)]
    assert wait_until(lambda: len(pool.list_process_ids()) == 2)
    process_ids = [child.pid for child in psutil.Process().children(recursive=True) if child.pid not in others]
    assert set(pool.list_process_ids()) <= set(process_ids)
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 300
    for future in futures:
        with pytest.raises((WorkersUnusable, CancelledError)):
            future.result(0)
    assert wait_until(lambda: not any(map(is_running, process_ids)))


def test_closing_while_workers_are_prepared_does_not_wait(work_path: Path) -> None:
    pool = WorkerPool(Work("work_for_tests", None), 2)
    future = give(pool, "echo")
    pool.close()
    with pytest.raises(WorkersUnusable, match="stopped"):
        future.result(0)
    with pytest.raises(WorkersUnusable, match="stopped"):
        give(pool, "echo")


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(work_path: Path, signal_number: signal.Signals) -> None:
    program = """
        import time
        from articles.execution.fork_server import Work
        from articles.execution.worker_pool import WorkerPool
        pool = WorkerPool(Work("work_for_tests", None), 2)
        for _ in range(4):
            pool.submit(("sleep", 600), 900)
        while len(pool.list_process_ids()) < 2:
            time.sleep(0.05)
        print(*pool.list_process_ids(), flush=True)
        time.sleep(600)
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(work_path), str(Path.cwd())])}
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert parent.stdout is not None
    with parent.stdout as stdout:
        process_ids = [int(word) for word in stdout.readline().split()]
    process_ids += [child.pid for child in psutil.Process(parent.pid).children(recursive=True)]
    assert len(set(process_ids)) == 3
    parent.send_signal(signal_number)
    parent.wait(120)
    assert wait_until(lambda: not any(map(is_running, process_ids)))
