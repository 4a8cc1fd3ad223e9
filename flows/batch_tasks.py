"""A batch as a task of Prefect, wherever it is extracted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from articles.errors import ArticlesError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

_Result = TypeVar("_Result")

BATCH_TASK = "extract batch"


def may_pass(_: Any, __: Any, state: Any) -> bool:
    """Whether a failed batch may be retried: not where there are no workers to do it."""
    try:
        state.result()
    except ArticlesError:
        return False
    except Exception:
        return True
    return False


def complete_batch(result: _Result, article_count: int, word_count: int, *notes: str) -> State[_Result]:
    """The final state of a batch: its message says what a log line would, at no cost."""
    counts = (f"{article_count} articles", f"{word_count} words")
    state: State[_Result] = Completed(message=", ".join((*counts, *notes)), data=result)
    return state


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a log message of Prefect about a task run says more than its state: "completed" does not."""
    said = record.levelno == logging.INFO and str(record.msg).startswith("Finished in state ")
    return not (said and getattr(record, "task_name", None) == BATCH_TASK)


logging.getLogger("prefect.task_runs").addFilter(is_worth_a_line)


# It has no tag: before and after a task with one, Prefect asks its server whether the tag has a limit.
BATCH_OPTIONS: dict[str, Any] = {
    "name": BATCH_TASK,
    "task_run_name": "batch {batch_number}: {article_count} articles",
    "cache_policy": NO_CACHE,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_condition_fn": may_pass,
    "persist_result": False,
}
