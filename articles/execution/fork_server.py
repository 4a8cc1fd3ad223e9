"""The process that worker processes are forked from.

It prepares what all workers need (the language model, which takes a second or more to load and hundreds of megabytes)
once; a worker forked from it starts in milliseconds and shares that memory. It runs as a program of its own rather than
as a fork of the parent, whose threads would make a fork unsafe, and it starts no thread itself. It ends, and its
workers with it, as soon as the parent's end of the control connection closes, for whatever reason.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

REAP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Work:
    """What workers do: a module with two functions.

    `prepare(arguments) -> state` runs once, before any worker exists, and must start no thread;
    `perform(state, job) -> result` runs in a worker for each job.
    """

    module: str
    arguments: Any


class WorkerFault(Exception):
    """`perform` raised in a worker: `str` of it is the error, `trace` its traceback there."""

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message, trace)
        self.trace = trace

    def __str__(self) -> str:
        return str(self.args[0])


def main() -> None:
    """Serve the parent through the connection whose handle is the program's argument, until it closes."""
    faulthandler.enable()
    for number in (signal.SIGINT, signal.SIGTERM):  # both reach the whole group; the parent decides what they mean
        signal.signal(number, signal.SIG_IGN)
    control = Connection(int(sys.argv[1]))
    try:
        work: Work = control.recv()
        module = importlib.import_module(work.module)
        state = module.prepare(work.arguments)
    except EOFError:
        return
    except Exception as error:
        control.send(("failed", f"{type(error).__name__}: {error}" if not str(error) else str(error)))
        traceback.print_exc()
        return
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, the memory that workers share
    control.send(("ready", os.getpid()))
    _fork_on_demand(control, module.perform, state)


def count_threads() -> int:
    """Threads of this process; 1 where the system does not tell."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1


def _fork_on_demand(control: Connection, perform: Any, state: Any) -> None:
    children: dict[int, int | None] = {}  # exit status by process id; None while it lives
    try:
        while True:
            if not control.poll(REAP_SECONDS):
                _reap(children)
                continue
            request, value = control.recv()
            if request == "fork":
                handle = reduction.recv_handle(control)
                process_id = _fork_worker(control, handle, perform, state)
                children[process_id] = None
                control.send(("forked", process_id))
            elif request == "status":
                control.send(("status", _wait_for(children, value)))
    except (EOFError, OSError):
        pass
    finally:
        _reap(children)
        for process_id, status in children.items():
            if status is None:
                os.kill(process_id, signal.SIGKILL)


def _fork_worker(control: Connection, handle: int, perform: Any, state: Any) -> int:
    if (threads := count_threads()) > 1:
        sys.stderr.write(f"warning: {threads} threads run where workers are forked; a worker may hang\n")
    sys.stderr.flush()
    process_id = os.fork()
    if process_id:
        os.close(handle)
        return process_id
    status = 1
    try:
        control.close()
        serve(Connection(handle), perform, state)
        status = 0
    except (EOFError, OSError):
        status = 0  # the parent is gone
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def serve(connection: Connection, perform: Any, state: Any) -> None:
    """Do the jobs that arrive on a connection, one at a time, until it says None or closes."""
    while (job := connection.recv()) is not None:
        try:
            answer = (True, perform(state, job))
        except Exception as error:
            answer = (False, WorkerFault(f"{type(error).__name__}: {error}", traceback.format_exc()))
        del job
        connection.send(answer)
        del answer


def _reap(children: dict[int, int | None]) -> None:
    for process_id, known in children.items():
        if known is None:
            done, status = os.waitpid(process_id, os.WNOHANG)
            if done:
                children[process_id] = os.waitstatus_to_exitcode(status)


def _wait_for(children: dict[int, int | None], process_id: int) -> int | None:
    """Exit code of a child that has ended or is about to; a negative one is the signal that ended it."""
    if process_id not in children:
        return None
    known = children.pop(process_id)
    return known if known is not None else os.waitstatus_to_exitcode(os.waitpid(process_id, 0)[1])
