"""Worker processes for jobs that may crash, hang or use too much memory: a small pool that outlives them.

`WorkerPool` gives jobs to workers forked from a prepared process (`fork_server`). A worker that dies or takes too long
costs its job one more attempt and then that job, never the run. Jobs are given out one at a time, so the caller bounds
memory by the number of jobs it has submitted.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing import connection as connections
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.errors import ArticlesError

if TYPE_CHECKING:
    from types import TracebackType

    from articles.execution.fork_server import Work

ATTEMPTS = 2
STARTS = 3  # of the process that workers are forked from, without a finished job in between
STOP_SECONDS = 5.0
# One thread a worker: more would only compete for the cores of the other workers.
WORKER_ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
)


class WorkerLost(Exception):
    """A job lost its worker. `reason_code` is "worker_died" or "timed_out"."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code


class WorkersUnusable(ArticlesError):
    """No worker can be started; the message says why."""


@dataclass(slots=True)
class _Task:
    job: Any
    seconds: float
    future: Future[Any]
    attempts: int = 0


@dataclass(slots=True)
class _Worker:
    connection: Connection
    process_id: int
    task: _Task | None = None
    deadline: float = 0.0
    is_overdue: bool = False
    done_count: int = 0


class WorkerPool:
    """Workers that do jobs, and the thread that watches them.

    `submit` may be called from any thread and from a future's callback; it never waits. `seconds` is how long a job may
    take. Futures return the job's result, or raise WorkerLost, WorkersUnusable, or WorkerFault for an error raised in
    the worker. Workers are started with the first job. Use the pool as a context manager, or call `close`, which stops
    everything at once, even in the middle of a job.
    """

    def __init__(self, work: Work, worker_count: int, *, worker_jobs: int = 200, log_path: Path | None = None) -> None:
        self.worker_count = worker_count
        self._work = work
        self._worker_jobs = worker_jobs
        self._log_path = log_path
        self._queue: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._lost: deque[str] = deque()
        self._template: _Template | None = None
        self._starts = 0
        self._is_closing = False
        self._error: WorkersUnusable | None = None
        self._lock = threading.Lock()
        self._wake_reader, self._wake_writer = connections.Pipe(duplex=False)
        self._thread: threading.Thread | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin to prepare workers, so that they are ready when the first job arrives."""
        with self._lock:
            self._start_watch()

    def submit(self, job: Any, seconds: float) -> Future[Any]:
        """Let the next free worker do a job. Raises WorkersUnusable where there are none any more."""
        task = _Task(job, seconds, Future())
        with self._lock:
            self._start_watch()
            self._queue.append(task)
        self._wake()
        return task.future

    def list_process_ids(self) -> list[int]:
        """Process ids of the workers that are alive."""
        return [worker.process_id for worker in list(self._workers)]

    def take_lost(self) -> list[str]:
        """How workers ended that ended by themselves, such as "was ended by SIGKILL", since the last call."""
        return [self._lost.popleft() for _ in range(len(self._lost))]

    def close(self) -> None:
        """Stop all workers, even in the middle of a job, and wait until they are gone. Other jobs are cancelled."""
        with self._lock:
            self._is_closing = True
            thread = self._thread
        if thread is None:
            return
        self._wake()
        thread.join()
        self._thread = None

    def _start_watch(self) -> None:
        if self._is_closing:
            raise self._error or WorkersUnusable("The workers were stopped.")
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
            self._thread.start()

    def _wake(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._wake_writer.send_bytes(b"")

    # From here on everything runs in the watching thread.

    def _run(self) -> None:
        try:
            self._template = self._start_template()
            while not self._is_closing:
                self._hand_out()
                self._watch()
        except WorkersUnusable as error:
            self._fail_all(error)
        except BaseException as error:
            self._fail_all(WorkersUnusable(f"The watch over the workers failed: {type(error).__name__}: {error}"))
        finally:
            self._stop_all()

    def _hand_out(self) -> None:
        while self._queue:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None:
                if len(self._workers) >= self.worker_count:
                    return
                worker = self._start_worker()
            with self._lock:
                task = self._queue.popleft()
            if task.attempts == 0 and not task.future.set_running_or_notify_cancel():
                continue
            task.attempts += 1
            worker.task, worker.deadline = task, time.monotonic() + task.seconds
            try:
                worker.connection.send(task.job)
            except OSError:
                self._bury(worker)

    def _watch(self) -> None:
        now = time.monotonic()
        busy = [worker for worker in self._workers if worker.task is not None and not worker.is_overdue]
        timeout = min((worker.deadline - now for worker in busy), default=None)
        by_connection = {worker.connection: worker for worker in self._workers}
        ready = connections.wait([self._wake_reader, *by_connection], None if timeout is None else max(timeout, 0))
        for each in ready:
            if each is self._wake_reader:
                while self._wake_reader.poll():
                    self._wake_reader.recv_bytes()
            else:
                self._hear(by_connection[each])  # type: ignore[index]
        for worker in busy:
            if worker.task is not None and time.monotonic() >= worker.deadline and worker in self._workers:
                worker.is_overdue = True
                _kill(worker.process_id)  # its connection closes, and the next check finds it dead

    def _hear(self, worker: _Worker) -> None:
        try:
            is_done, answer = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        task, worker.task = worker.task, None
        worker.done_count += 1
        self._starts = 0
        if worker.done_count >= self._worker_jobs:
            with contextlib.suppress(OSError):
                worker.connection.send(None)
            self._forget(worker)
        if task is not None:
            task.job = None
            if is_done:
                task.future.set_result(answer)
            else:
                task.future.set_exception(answer)

    def _bury(self, worker: _Worker) -> None:
        """Remove a dead worker; its job is tried again or given up."""
        self._forget(worker)
        task = worker.task
        end = "" if worker.is_overdue else self._describe_end(worker.process_id)
        if end:
            self._lost.append(end)
        if task is None:
            return
        if worker.is_overdue:
            message = (
                f"It was not done after {task.seconds:.0f} seconds. Look at the file; if it is an honest article, "
                "raise batch_seconds in the settings."
            )
            task.future.set_exception(WorkerLost("timed_out", message))
        elif task.attempts < ATTEMPTS:
            with self._lock:
                self._queue.appendleft(task)
        else:
            message = (
                f"Its worker process {end}, twice. Look at the file, at the memory "
                "that is free, and at the log of the workers."
            )
            task.future.set_exception(WorkerLost("worker_died", message))

    def _forget(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.connection.close()

    def _describe_end(self, process_id: int) -> str:
        status = self._template.ask("status", process_id) if self._template else None
        if isinstance(status, int) and status < 0:
            return f"was ended by {signal.Signals(-status).name}"
        return f"ended with code {status}" if status is not None else "ended"

    def _start_worker(self) -> _Worker:
        while True:
            if self._template is None:
                self._template = self._start_template()
            worker = self._template.fork()
            if worker is not None:
                self._workers.append(worker)
                return worker
            self._template.stop()
            self._template = None

    def _start_template(self) -> _Template:
        self._starts += 1
        if self._starts > STARTS:
            raise WorkersUnusable(f"The process that workers start from ended {STARTS} times.{self._point_to_log()}")
        template = _Template(self._work, self._log_path)
        while not template.control.poll(0.2):
            if self._is_closing:
                template.process.kill()
                template.stop()
                raise WorkersUnusable("The workers were stopped.")
        try:
            outcome, value = template.control.recv()
        except (EOFError, OSError):
            template.stop()
            return self._start_template()
        if outcome == "failed":
            template.stop()
            raise WorkersUnusable(str(value))
        return template

    def _point_to_log(self) -> str:
        return f" See {self._log_path}." if self._log_path else ""

    def _fail_all(self, error: WorkersUnusable) -> None:
        with self._lock:
            self._is_closing = True
            self._error = self._error or error
            tasks = [*self._queue, *(worker.task for worker in self._workers if worker.task)]
            self._queue.clear()
        for task in tasks:
            if not task.future.done():
                task.future.set_exception(error)

    def _stop_all(self) -> None:
        self._fail_all(WorkersUnusable("The workers were stopped."))
        for worker in list(self._workers):
            if worker.task is not None:
                _kill(worker.process_id)
            self._forget(worker)
        if self._template is not None:
            self._template.stop()


class _Template:
    """The parent's side of the process that workers are forked from."""

    def __init__(self, work: Work, log_path: Path | None) -> None:
        ours, theirs = socket.socketpair()
        environment = {
            **os.environ,
            **WORKER_ENVIRONMENT,
            "PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path),
        }
        with theirs, contextlib.ExitStack() as stack:
            log = stack.enter_context(log_path.open("ab")) if log_path else None
            self.process = subprocess.Popen(  # noqa: S603
                [
                    sys.executable,
                    "-P",
                    "-c",
                    "from articles.execution import fork_server; fork_server.main()",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.control = Connection(ours.detach())
        with contextlib.suppress(OSError):  # whoever reads the answer will notice
            self.control.send(work)

    def fork(self) -> _Worker | None:
        """A new worker; None where the process is gone."""
        ours, theirs = socket.socketpair()
        connection = Connection(ours.detach())
        try:
            with theirs:
                self.control.send(("fork", None))
                reduction.send_handle(self.control, theirs.fileno(), self.process.pid)
            _, process_id = self.control.recv()
        except (EOFError, OSError, RuntimeError):
            connection.close()
            return None
        return _Worker(connection, process_id)

    def ask(self, request: str, value: Any) -> Any:
        """Answer to a request; None where the process is gone."""
        try:
            self.control.send((request, value))
            return self.control.recv()[1]
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """End the process and with it every worker it forked."""
        self.control.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _kill(process_id: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)
