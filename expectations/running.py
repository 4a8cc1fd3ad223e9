"""Run one suite on one frame through Great Expectations."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.helper_columns import ROW_NUMBER
from expectations.suite_files import list_columns, list_condition_columns
from terms.states import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The first printed newspaper, the Relation of Strasbourg, is from 1605; nothing in a newspaper archive is older.
EARLIEST_DAY = date(1605, 1, 1)
# The first social platforms of today's kind opened in 2002.
EARLIEST_POST_DAY = date(2002, 1, 1)

MESSAGE_KEPT = 500  # characters kept of an expectation's error

SCHEMA_CHECK = "columns_are_as_declared"
_SCHEMA_EXPECTATION = {
    "type": "expect_column_pair_values_to_be_equal",
    "kwargs": {"column_A": "declared_type", "column_B": "found_type", "ignore_row_if": "neither"},
    "meta": {
        "name": SCHEMA_CHECK,
        "severity": Severity.BLOCK,
        "reason": "Every column is there, under the type that the catalog declares, and no other.",
        "chosen": "No number: read from sql/schema through the catalog.",
    },
}
_COUNT_ROWS = {"result_format": "BASIC", "partial_unexpected_count": 0}
_NAME_ROWS = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW_NUMBER],
    "return_unexpected_index_query": False,
}
# Great Expectations imports them for distributions and their charts, which no suite has: a third of its time to import.
_RARELY_USED = ("altair", "scipy.stats")
_GX_SEVERITIES: dict[str, str] = {Severity.BLOCK: "critical", Severity.QUARANTINE: "warning", Severity.WARN: "info"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation's result, with the numbers of the rows that failed."""

    expectation: dict[str, Any]
    is_passed: bool
    severity: str
    checked_count: int
    failing: list[int]
    observed_value: str | None


class _Postponed(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked for by the import system
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def quiet_great_expectations() -> Iterator[None]:
    """Import Great Expectations without its usage statistics, log lines, warnings and the libraries it rarely uses."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    postponed = {name: _Postponed(name) for name in _RARELY_USED if name not in sys.modules}
    sys.modules.update(postponed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        for name, module in postponed.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def bound_dates(today: date | None) -> dict[str, Any]:
    """The days that the suites name as parameters; `today` is the day in UTC."""
    day = (today or datetime.now(UTC).date()) + timedelta(days=1)
    return {
        "earliest_day": EARLIEST_DAY,
        "earliest_post_day": EARLIEST_POST_DAY,
        "latest_day": day,
        "latest_moment": datetime.combine(day, time.max),
    }


def run_suite(suite: Mapping[str, Any], frame: pl.DataFrame, parameters: Mapping[str, Any]) -> list[Outcome]:
    """Outcomes of the suite's expectations in its order, on a frame with ROW_NUMBER and its helper columns."""
    expectations: list[dict[str, Any]] = suite["expectations"]
    if frame.is_empty():  # whole-table expectations fail on an empty table, though nothing is wrong with it
        return [Outcome(entry, True, entry["meta"]["severity"], 0, [], None) for entry in expectations]
    validated = _name_results(validate_frame(suite, frame, parameters, _COUNT_ROWS))
    # Finding which rows fail costs as much again as how many, so it is asked only of the few checks that fail.
    failing = [entry for entry in expectations if _has_failing_rows(validated.get(entry["meta"]["name"]))]
    if failing:
        again = validate_frame({"name": suite["name"], "expectations": failing}, frame, parameters, _NAME_ROWS)
        validated |= _name_results(again)
    return [_read_outcome(entry, validated.get(entry["meta"]["name"]), frame) for entry in expectations]


def validate_frame(
    suite: Mapping[str, Any], frame: pl.DataFrame, parameters: Mapping[str, Any], result_format: Mapping[str, Any]
) -> Any:
    """Great Expectations' own result of a suite on a frame, an ExpectationSuiteValidationResult."""
    import great_expectations as gx

    import expectations.custom_expectations  # noqa: F401  (registers them)

    wanted = {ROW_NUMBER}
    for entry in suite["expectations"]:
        wanted.update(list_columns(entry), list_condition_columns(entry["kwargs"].get("row_condition")))
    # Only the columns that are checked are passed: every row filter inside the library copies all columns.
    data = frame.select(name for name in frame.columns if name in wanted)
    batch = _open_slices().get_batch(batch_parameters={"dataframe": data.to_pandas(use_pyarrow_extension_array=True)})
    entries = [{**entry, "severity": _GX_SEVERITIES[entry["meta"]["severity"]]} for entry in suite["expectations"]]
    with _remember_configurations():
        return batch.validate(
            gx.ExpectationSuite(name=suite["name"], expectations=entries),
            expectation_parameters=dict(parameters),
            result_format=dict(result_format),
        )


@cache
def _open_slices() -> Any:
    """The library's access to a frame, made once: every context, source and asset is written out as YAML."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("staged").add_dataframe_asset("frames")
    return asset.add_batch_definition_whole_dataframe("slice")


@contextmanager
def _remember_configurations() -> Iterator[None]:
    """Let an expectation make its configuration once.

    The library makes it again at each of a hundred accesses, a third of what a suite costs besides its rows. An
    expectation does not change while it is validated.
    """
    from great_expectations.expectations.expectation import Expectation

    made: dict[int, tuple[Any, Any]] = {}  # with the expectation itself, so that no other object gets its id meanwhile
    make: Any = Expectation.configuration

    def remember(expectation: Any) -> Any:
        if id(expectation) not in made:
            made[id(expectation)] = expectation, make.fget(expectation)
        return made[id(expectation)][1]

    Expectation.configuration = property(remember)  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Expectation.configuration = make  # type: ignore[method-assign]


def _name_results(validated: Any) -> dict[str, Any]:
    return {_name_result(result): result for result in validated.results}


def _has_failing_rows(result: Any) -> bool:
    return result is not None and bool(result.result.get("unexpected_count"))


def _name_result(result: Any) -> str:
    return str(result.expectation_config.meta["name"])


def _read_outcome(entry: dict[str, Any], result: Any, frame: pl.DataFrame) -> Outcome:
    severity = entry["meta"]["severity"]
    error = "Great Expectations gave no result for it" if result is None else _find_exception(result)
    if error is not None:
        return Outcome(entry, False, Severity.BLOCK, frame.height, [], f"the check could not be run: {error}")
    values = result.result
    failing = sorted(int(row[ROW_NUMBER]) for row in values.get("unexpected_index_list") or [])
    if entry["meta"].get("keep_first"):
        failing = _drop_first_of_group(frame, entry["kwargs"]["column_list"], failing)
    checked = int(values.get("element_count", frame.height)) - int(values.get("missing_count") or 0)
    observed = values.get("observed_value")
    return Outcome(entry, bool(result.success), severity, checked, failing, None if observed is None else str(observed))


def _find_exception(result: Any) -> str | None:
    """The error of an expectation in one line. Its info is one dict, or one by metric where metrics failed."""
    info = result.exception_info or {}
    for part in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if part.get("raised_exception"):
            message = str(part.get("exception_message") or "").strip() or "an error without a message"
            return message.splitlines()[0][:MESSAGE_KEPT]
    return None


def _drop_first_of_group(frame: pl.DataFrame, columns: list[str], failing: list[int]) -> list[int]:
    rows = frame[failing].select(ROW_NUMBER, is_first=pl.struct(columns).is_first_distinct())
    return rows.filter(~pl.col("is_first"))[ROW_NUMBER].to_list()


def check_schemas(frames: Mapping[str, pl.DataFrame], schemas: Mapping[str, pl.Schema]) -> dict[str, Outcome]:
    """Outcomes, by table, of comparing the frames' columns and types with those declared. One suite checks all."""
    described = [_describe_columns(table, frame.schema, schemas[table]) for table, frame in frames.items()]
    columns = pl.concat(described).with_row_index(ROW_NUMBER)
    (outcome,) = run_suite({"name": "columns", "expectations": [_SCHEMA_EXPECTATION]}, columns, {})
    outcomes = {}
    for (table,), own in columns.partition_by("table_name", as_dict=True, maintain_order=True).items():
        wrong = own.filter(pl.col(ROW_NUMBER).is_in(outcome.failing))
        differences = [
            f"{row['column_name']} is {row['found_type']}, declared {row['declared_type']}"
            for row in wrong.iter_rows(named=True)
        ]
        outcomes[table] = replace(
            outcome,
            is_passed=outcome.is_passed or (bool(outcome.failing) and not differences),
            checked_count=own.height,
            failing=[],  # they are columns, not rows of the table, so they are described in words
            observed_value="; ".join(differences) if outcome.failing else outcome.observed_value,
        )
    return outcomes


def _describe_columns(table: str, found: pl.Schema, declared: pl.Schema) -> pl.DataFrame:
    names = list(dict.fromkeys([*declared, *found]))
    return pl.DataFrame(
        {
            "table_name": [table] * len(names),
            "column_name": names,
            "declared_type": [str(declared.get(name, "not declared")) for name in names],
            "found_type": [str(found.get(name, "missing")) for name in names],
        }
    )
