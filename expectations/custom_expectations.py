"""Expectations that Great Expectations lacks.

Importing this module registers them. Only the pandas engine is supported: staged frames are checked with it.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnPairMapExpectation, MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_pair_condition_partial import (
    column_pair_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_pair_map_metric_provider import (
    ColumnPairMapMetricProvider,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)

_MOJIBAKE = re.compile("[\x80-\x9f]|[\xc2-\xf4][^ -~]")
_ODD = re.compile("[^ -~\\s]")

# These choose the rows to check; the base class leaves ignore_row_if out.
_PAIR_DOMAIN: Any = ("batch_id", "column_A", "column_B", "row_condition", "condition_parser", "ignore_row_if")


class SpansLieInText(MulticolumnMapMetricProvider):
    """Row-wise: 0 <= start < end <= length, for a column list of start, end and length. An empty value fails."""

    condition_metric_name = "multicolumn_values.spans_lie_in_text"
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series[bool]:  # noqa: N805
        start, end, length = (column_list[name] for name in column_list.columns)
        return ((start >= 0) & (start < end) & (end <= length)).fillna(False).astype(bool)


class ExpectSpansToLieInText(MulticolumnMapExpectation):
    """Expect 0 <= start < end <= length for `column_list` = [start, end, length of the text]."""

    map_metric: ClassVar[str] = "multicolumn_values.spans_lie_in_text"
    args_keys = ("column_list",)


class TextsMatchFolded(ColumnPairMapMetricProvider):
    """Row-wise: two texts are equal once every run of white space counts as one space. An empty value fails.

    column_B is raw text. Where it has mojibake (UTF-8 read as Windows-1252), column_A is its repaired form, and only
    the plain letters of both can be compared, as in sql/audits/find_misplaced_texts.sql.
    """

    condition_metric_name = "column_pair_values.textsmatch_folded"
    condition_value_keys = ()

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: pd.Series[str], column_B: pd.Series[str], **_: Any) -> pd.Series[bool]:  # noqa: N803, N805
        equal = (column_A == column_B).fillna(False).astype(bool)
        doubtful = (
            ~equal & column_A.notna() & column_B.notna()
        )  # folding is expensive, and most rows are equal without it
        if doubtful.any():
            pairs = zip(column_A[doubtful], column_B[doubtful], strict=True)
            folded = [match_folded(*pair) for pair in pairs]
            equal = equal | pd.Series(folded, index=equal.index[doubtful]).reindex(equal.index, fill_value=False)
        return equal


class ExpectColumnPairTextsToMatchFolded(ColumnPairMapExpectation):
    """Expect the texts of column_A and column_B to be equal, white space folded."""

    map_metric: ClassVar[str] = "column_pair_values.textsmatch_folded"
    args_keys = ("column_A", "column_B")
    domain_keys = _PAIR_DOMAIN
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "neither"


def match_folded(stored: str, found: str) -> bool:
    """Whether a stored text is the raw one that was found: white space folded, mojibake repaired."""
    if _MOJIBAKE.search(found):
        stored, found = _ODD.sub("", stored), _ODD.sub("", found)
    return " ".join(stored.split()) == " ".join(found.split())


class TextsMatchPrinted(ColumnPairMapMetricProvider):
    """Row-wise: two texts have the same letters and digits. An empty value fails.

    A printed quote leaves out the comma before its attribution and marks what stands between its fragments.
    """

    condition_metric_name = "column_pair_values.textsmatch_printed"
    condition_value_keys = ()

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: pd.Series[str], column_B: pd.Series[str], **_: Any) -> pd.Series[bool]:  # noqa: N803, N805
        import pandas as pd

        given = column_A.notna() & column_B.notna()
        pairs = zip(column_A[given], column_B[given], strict=True)
        same = [stored == found or match_printed(stored, found) for stored, found in pairs]
        return pd.Series(same, index=given.index[given], dtype=bool).reindex(given.index, fill_value=False)


class ExpectColumnPairTextsToMatchPrinted(ColumnPairMapExpectation):
    """Expect the texts of column_A and column_B to have the same letters and digits."""

    map_metric: ClassVar[str] = "column_pair_values.textsmatch_printed"
    args_keys = ("column_A", "column_B")
    domain_keys = _PAIR_DOMAIN
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "neither"


def match_printed(stored: str, found: str) -> bool:
    """Whether a quote as it is printed has the letters and digits of the raw text that was found, mojibake repaired."""
    if _MOJIBAKE.search(found):
        stored, found = _ODD.sub("", stored), _ODD.sub("", found)
    return "".join(filter(str.isalnum, stored)) == "".join(filter(str.isalnum, found))


class PresentTogether(ColumnPairMapMetricProvider):
    """Row-wise: both values are there or both are missing."""

    condition_metric_name = "column_pair_values.present_together"
    condition_value_keys = ()

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: pd.Series[Any], column_B: pd.Series[Any], **_: Any) -> pd.Series[bool]:  # noqa: N803, N805
        return column_A.isna() == column_B.isna()


class ExpectColumnPairValuesToBePresentTogether(ColumnPairMapExpectation):
    """Expect that column_A has a value exactly where column_B has one."""

    map_metric: ClassVar[str] = "column_pair_values.present_together"
    args_keys = ("column_A", "column_B")
    domain_keys = _PAIR_DOMAIN
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "neither"
