"""Rows of Parquet files."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from articles.reading.rejects import reject
from articles.reading.rows import make_row_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import RejectedRecord, SourceRecord

ROWS_AT_ONCE = 200


def split_parquet(content: IO[bytes], where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a table's rows, each named by its own id or by its number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(content) as table:
            number = 1
            for batch in table.iter_batches(batch_size=ROWS_AT_ONCE):
                rows = batch.to_pylist()
                yield from make_row_records(rows, where, limits, first_number=number)
                number += len(rows)
            if number == 1:
                yield reject(where, "empty", f"{where} has no rows. Remove it, or export the articles again.")
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        yield reject(where, "damaged", f"{where} is not a sound Parquet file ({error}). Export it again.")
