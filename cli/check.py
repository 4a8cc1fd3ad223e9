"""`quotehouse check`: every expectation, audit and run check over the published warehouse, without an ingest."""

from __future__ import annotations

import json

import typer

from cli.quality import FailOnOption, RowsOption, leave_where_failed, print_checks
from cli.support.console import print_json
from cli.support.homes import find_home, read_settings
from cli.support.options import DebugOption, HomeOption, JsonOption, choose_home
from terms.states import Severity


def check_published(
    context: typer.Context,
    fail_on: FailOnOption = Severity.BLOCK,
    rows: RowsOption = 3,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Check the published warehouse as it is now: the checks of a run, over every current article.

    It only reads: it disturbs no run and records nothing. `quotehouse quality` shows what the latest run found.
    """
    from pipeline.check import check_warehouse

    settings = read_settings(choose_home(context, home))
    checked = check_warehouse(find_home(context, home), settings.checks, settings.validate_articles)
    checks = [
        {**row, "failing_rows": json.loads(row["failing_rows"]) if row["failing_rows"] else []}
        for row in checked.results.sort("is_passed", maintain_order=True).to_dicts()
    ]
    if as_json:
        print_json({"run_number": checked.run_number, "article_count": checked.article_count, "checks": checks})
    else:
        print_checks(checks, rows, f"{checked.article_count:,} current articles, as run {checked.run_number} left them")
    leave_where_failed(checks, fail_on)
