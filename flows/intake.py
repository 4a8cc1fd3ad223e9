"""What a run reads: which files are opened, which of their records are new, and what is said of the others."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import polars as pl

from articles.errors import UnreadableRecord
from articles.reading.discovery import hash_file
from articles.reading.records import read_records
from articles.records import RejectedRecord
from warehouse.catalog import read_schemas
from warehouse.ledger import find_known_records, find_unchanged_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from articles.reading.discovery import Discovery
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile, SourceRecord
    from flows.summary import Progress

# Records looked up in the warehouse at a time. Their bytes are held meanwhile, hence the second bound.
LOOKUP_RECORDS = 512
LOOKUP_BYTES = 8_000_000
CHUNK_ROWS = 20_000
# Reasons that can go away without the file changing: such a file is opened again by the next run.
PASSING = frozenset({"unreachable", "denied", "not_found", "unreadable"})


class Intake:
    """The records of a run, sorted out as they are read.

    `read_pending` gives those to extract, in the order of their files. What becomes of the others, and of the files, is
    kept as frames of the staging tables (`make_source_files`, `make_source_records`) and as `rejected`.
    """

    def __init__(
        self, survey: Discovery, limits: ReadingLimits, extractor_version: str, schemas: dict[str, pl.Schema]
    ) -> None:
        self.file_count = len(survey.files) + len(survey.rejected)
        self.unopened_count = self.pending_count = self.unchanged_count = self.duplicate_count = 0
        self.unread_count = 0  # records rejected here; those that extraction rejects were pending
        self.rejected: list[RejectedRecord] = []
        self.to_open: list[SourceFile] = []
        self._survey = survey
        self._limits = limits
        self._extractor_version = extractor_version
        self._schemas = schemas
        self._files: list[tuple[str, str, int, int | None, str | None, str | None]] = []
        self._rows: list[tuple[str, str, str, str | None, str, str | None]] = []
        self._chunks: list[pl.DataFrame] = []
        self._seen: set[str] = set()

    @property
    def opened_count(self) -> int:
        """Records of the files that were opened."""
        return self.pending_count + self.unchanged_count + self.duplicate_count + self.unread_count

    @property
    def seen_count(self) -> int:
        """Records seen, also those of files that were not opened."""
        return self.unopened_count + self.opened_count

    def reject_found(self) -> None:
        """Count what discovery could not take, also in a run that has no file to open."""
        for rejected in self._survey.rejected:
            self._reject("", rejected.source_path, rejected)

    def skip_unchanged_files(self, con: duckdb.DuckDBPyConnection) -> None:
        """Leave out the files that the ledger knows as they are; `to_open` holds the others."""
        rows = [
            (file.root_path, file.source_path, file.byte_count, file.modified_at_ns, file.revision_id)
            for file in self._survey.files
        ]
        columns = self._schemas["source_files"]
        schema = {name: kind for name, kind in columns.items() if name != "content_hash"}
        unchanged = find_unchanged_files(con, pl.DataFrame(rows, schema=schema, orient="row"), self._extractor_version)
        self.unopened_count = int(unchanged["record_count"].sum())
        known = set(unchanged.select("root_path", "source_path").iter_rows())
        self.to_open = [file for file in self._survey.files if (file.root_path, file.source_path) not in known]

    def read_pending(self, con: duckdb.DuckDBPyConnection, progress: Progress) -> Iterator[SourceRecord]:
        """Open files and give the records to extract: contents that are no current article of this extractor.

        Content that came before in this run is a duplicate; so is content that is known under another path.
        """
        waiting: list[tuple[SourceFile, SourceRecord]] = []
        byte_count = 0
        for file in self.to_open:
            for record in self._read_file(file):
                waiting.append((file, record))
                byte_count += len(record.payload)
                if len(waiting) >= LOOKUP_RECORDS or byte_count >= LOOKUP_BYTES:
                    yield from self._sort_out(con, waiting)
                    waiting, byte_count = [], 0
            progress.advance("read")
        yield from self._sort_out(con, waiting)

    def make_source_files(self) -> pl.DataFrame:
        """Files opened, as staging.source_files has them."""
        return pl.DataFrame(self._files, schema=self._schemas["source_files"], orient="row")

    def make_source_records(self, reasons: dict[str, str]) -> Iterator[pl.DataFrame]:
        """Records of the files opened, as staging.source_records has them, a bounded number at a time.

        `reasons` holds the reason code of each pending content that extraction rejected.
        """
        self._close_chunk()
        for chunk in self._chunks:
            is_rejected = (pl.col("outcome") == "pending") & pl.col("content_hash").is_in(list(reasons))
            yield chunk.with_columns(
                outcome=pl.when(is_rejected).then(pl.lit("quarantined")).otherwise(pl.col("outcome")),
                reason_code=pl.when(is_rejected)
                .then(pl.col("content_hash").replace_strict(reasons, default=None, return_dtype=pl.String))
                .otherwise(pl.col("reason_code")),
            )

    def _read_file(self, file: SourceFile) -> Iterator[SourceRecord]:
        try:
            content_hash: str | None = hash_file(file)
        except UnreadableRecord:  # read_records says why
            content_hash = None
        may_pass = False
        for record in read_records(file, self._limits):
            if isinstance(record, RejectedRecord):
                may_pass = may_pass or record.reason_code in PASSING
                self._reject(file.root_path, file.source_path, record)
            else:
                yield record
        known = (None, None) if may_pass else (file.modified_at_ns, file.revision_id)
        self._files.append((file.root_path, file.source_path, file.byte_count, known[0], content_hash, known[1]))

    def _sort_out(
        self, con: duckdb.DuckDBPyConnection, records: Sequence[tuple[SourceFile, SourceRecord]]
    ) -> Iterator[SourceRecord]:
        if not records:
            return
        known = find_known_records(con, [record.content_hash for _, record in records])
        places: dict[str, set[tuple[str, str]]] = {}
        for content_hash, root_path, source_path, version in known.select(
            "content_hash", "root_path", "source_path", "extractor_version"
        ).iter_rows():
            if version == self._extractor_version:
                places.setdefault(content_hash, set()).add((root_path, source_path))
        for file, record in records:
            outcome = self._judge(file, record, places.get(record.content_hash))
            self._add_row(file.root_path, file.source_path, record.source_path, record.content_hash, outcome)
            if outcome == "pending":
                yield record

    def _judge(self, file: SourceFile, record: SourceRecord, places: set[tuple[str, str]] | None) -> str:
        if places is not None and (file.root_path, record.source_path) in places:
            self.unchanged_count += 1
            return "unchanged"
        if places is not None or record.content_hash in self._seen:
            self.duplicate_count += 1
            return "duplicate"
        self._seen.add(record.content_hash)
        self.pending_count += 1
        return "pending"

    def _reject(self, root_path: str, file_path: str, record: RejectedRecord) -> None:
        self.unread_count += 1
        self.rejected.append(record)
        self._add_row(root_path, file_path, record.source_path, record.content_hash, "quarantined", record.reason_code)

    def _add_row(  # noqa: PLR0917
        self,
        root_path: str,
        file_path: str,
        source_path: str,
        content_hash: str | None,
        outcome: str,
        reason_code: str | None = None,
    ) -> None:
        self._rows.append((root_path, file_path, source_path, content_hash, outcome, reason_code))
        if len(self._rows) >= CHUNK_ROWS:
            self._close_chunk()

    def _close_chunk(self) -> None:
        if self._rows:
            self._chunks.append(pl.DataFrame(self._rows, schema=self._schemas["source_records"], orient="row"))
            self._rows = []


def frame_rejected(rejected: Sequence[RejectedRecord]) -> pl.DataFrame:
    """Rejected records with the columns that warehouse.quarantine takes."""
    declared = read_schemas("quarantine")["record"]
    names = (*(field.name for field in fields(RejectedRecord)), "table_name", "row_json")
    schema = {name: declared[name] for name in names}
    return pl.DataFrame([asdict(record) for record in rejected], schema=schema)
