"""Run every check over what is published, at any time and without an ingest. Nothing is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from pipeline.run_context import make_reader
from warehouse.audit import run_audits
from warehouse.backends.find import find_backend
from warehouse.errors import WarehouseError
from warehouse.loading.published_frames import count_current_articles, find_latest_run, read_staged_frames
from warehouse.schema.catalog import create_macros, read_schemas

if TYPE_CHECKING:
    from expectations.thresholds import RunThresholds
    from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class WarehouseCheck:
    """What the checks found: how many articles they looked at, the run published last, and a row a check.

    `results` has the columns of meta.quality_result without run_key: the expectations by table, then the audits and the
    checks of the latest run as a whole.
    """

    article_count: int
    run_number: int
    results: pl.DataFrame


def check_warehouse(home: Home, bounds: RunThresholds, chunk_articles: int) -> WarehouseCheck:
    """Run every expectation, audit and run check over the published warehouse, `chunk_articles` articles at a time.

    Expectations look at current articles, audits at the whole star, run checks at the run published last.

    Raises WarehouseError where nothing is published, or where another release with other tables published it.
    """
    with closing(find_backend(home).connect_published()) as con:
        create_macros(con)  # temporary ones: the file itself is only read
        try:
            return _check(con, bounds, chunk_articles)
        except (duckdb.CatalogException, duckdb.BinderException, pl.exceptions.ColumnNotFoundError) as error:
            raise WarehouseError(
                f"What {home.path} holds was published by another release, and has not all that the checks look at. "
                "`quotehouse ingest` with the same paths brings it up to date."
            ) from error


def _check(con: duckdb.DuckDBPyConnection, bounds: RunThresholds, chunk_articles: int) -> WarehouseCheck:
    from expectations.run_checks import check_run, read_inputs
    from expectations.validation import merge_results, validate_frames

    schemas = read_schemas()
    found = [validate_frames(frames, schemas=schemas).results for frames in read_staged_frames(con, chunk_articles)]
    results = [merge_results(found)]
    run = find_latest_run(con)
    if run is not None:
        results.append(run_audits(con, run, is_loading=False))
        results.append(check_run(read_inputs(make_reader(con), run.run_number), bounds))
    checked = pl.concat(results, how="diagonal")
    return WarehouseCheck(count_current_articles(con), run.run_number if run else 0, checked)
