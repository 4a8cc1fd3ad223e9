"""Rows of Parquet files."""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from articles.reading.rejects import reject
from articles.reading.rows import make_row_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from articles.reading.limits import ReadingLimits
    from articles.records import RejectedRecord, SourceRecord

ROWS_AT_ONCE = 20  # a value that the file holds once may be that of every row


def split_parquet(content: IO[bytes], where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a table's rows, each named by its own id or by its number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(content) as table:
            number = 1
            for batch in table.iter_batches(batch_size=ROWS_AT_ONCE):
                rows = _list_rows(batch)
                yield from make_row_records(rows, where, limits, first_number=number)
                number += len(rows)
            if number == 1:
                yield reject(where, "empty", f"{where} has no rows. Remove it, or export the articles again.")
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        yield reject(where, "damaged", f"{where} is not a sound Parquet file ({error}). Export it again.")


def _list_rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Rows as dicts. A value that Python has no like of (a day beyond the calendar, an unknown zone) is left out."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except UnicodeDecodeError:
        raise
    except (ValueError, OverflowError, KeyError):
        columns = {
            name: list(map(_read_value, column)) for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return rows


def _read_value(value: pa.Scalar[Any]) -> Any:
    with suppress(ValueError, OverflowError, KeyError):
        return value.as_py()
    return None
