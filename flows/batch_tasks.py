"""What a batch is as a task of Prefect, wherever it is extracted."""

from __future__ import annotations

from typing import Any

from prefect.cache_policies import NO_CACHE

from articles.errors import ArticlesError


def may_pass(_: Any, __: Any, state: Any) -> bool:
    """Whether a failed batch may go through another time: not where there are no workers to do it."""
    try:
        state.result()
    except ArticlesError:
        return False
    except Exception:
        return True
    return False


# It bears no tag: Prefect asks its server, before and after a task with one, whether a limit is set on the tag.
BATCH_OPTIONS: dict[str, Any] = {
    "name": "extract batch",
    "task_run_name": "batch {batch_number}: {article_count} articles",
    "cache_policy": NO_CACHE,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_condition_fn": may_pass,
    "persist_result": False,
}
