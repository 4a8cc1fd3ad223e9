"""What a run reads: which files are opened, which of their records are new, and what is recorded of the others."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

from articles.errors import UnreadableRecord
from articles.reading.discovery import hash_file
from articles.reading.records import read_records
from articles.reading.remote import is_address
from articles.records import RejectedRecord
from terms.states import RecordOutcome
from warehouse.ledger import (
    find_discarded,
    find_gone_files,
    find_known_records,
    find_known_rejects,
    find_ledgered_files,
    find_left_copies,
    find_outdated_files,
    find_unchanged_files,
)
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    import duckdb

    from articles.reading.found_files import Discovery
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile, SourceRecord
    from pipeline.summary import Progress

# Records looked up in the warehouse at a time. Their bytes are in memory meanwhile, hence the second bound.
LOOKUP_RECORDS = 512
LOOKUP_BYTES = 8_000_000
CHUNK_ROWS = 20_000
PENDING = frozenset({RecordOutcome.PENDING, RecordOutcome.PENDING_COPY})
# Reasons that can disappear without a change of the file: the next run opens such a file again.
PASSING = frozenset({"unreachable", "denied", "not_found", "unreadable"})


class Everything:
    """A container that contains everything."""

    def __contains__(self, item: object) -> bool:
        """Always true."""
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run reads besides what is new or changed, or instead of it.

    `opens_known`: open files although the ledger knows them unchanged. `again`: content hashes to extract although the
    warehouse holds them. `is_only`: take nothing but `again`; a file that holds other records keeps its ledger row.
    `kept`: records kept in quarantine whose files no longer exist. `may_fail`: records that are held back again hold no
    run.
    """

    opens_known: bool = False
    again: Container[str] = frozenset()
    is_only: bool = False
    kept: tuple[tuple[SourceFile, SourceRecord], ...] = ()
    may_fail: bool = False


class Intake:
    """The records of a run, sorted as they are read.

    `read_pending` gives those to extract, in the order of their files. The outcome of the others, and of the files, is
    kept as frames of the staging tables (`make_source_files`, `make_source_records`) and as `rejected`.
    """

    def __init__(
        self,
        survey: Discovery,
        limits: ReadingLimits,
        extractor_version: str,
        schemas: dict[str, pl.Schema],
        choice: Choice | None = None,
    ) -> None:
        self.file_count = len(survey.files) + len(survey.rejected)
        self.unopened_count = self.pending_count = self.unchanged_count = self.duplicate_count = 0
        self.unread_count = 0  # records rejected here; those that extraction rejects were pending
        self.rejected: list[RejectedRecord] = []
        self.to_open: list[SourceFile] = []
        self.outdated: pl.DataFrame | None = None  # files that are opened only because the extractor changed
        self.survey = survey
        self.choice = choice or Choice()
        self._limits = limits
        self._extractor_version = extractor_version
        self._schemas = schemas
        self._files: list[tuple[str, str, int, int | None, str | None, str | None]] = []
        self._rows: list[tuple[str, str, str, str | None, str, str | None]] = []
        self._chunks: list[pl.DataFrame] = []
        self._seen: set[str] = set()
        self._rejects = survey.rejected
        self._discarded: set[tuple[str, str, str | None, int | None, str]] = set()
        self._discarded_contents: set[tuple[str, str, str | None]] = set()
        self._gone: list[tuple[str, str]] = []
        self._cut_files: set[tuple[str, str]] = set()  # files of which records are left out
        self._unopened: pl.DataFrame | None = None
        self._left_copies: set[str] = set()  # contents of copies whose originals may change in this run

    def describe(self) -> str:
        """What was found, and how much of it is to be read only because the extractor changed."""
        text = f"{self.file_count:,} files found, {len(self.to_open):,} of them to be read"
        return "; ".join(filter(None, [text, self.describe_outdated()]))

    def describe_outdated(self) -> str:
        """What is extracted again because the extractor changed; empty where nothing is."""
        if self.outdated is None or self.outdated.is_empty():
            return ""
        records = int(self.outdated["record_count"].sum())
        versions = ", ".join(sorted(self.outdated["extractor_version"].unique()))
        return (
            f"{self.outdated.height:,} files ({records:,} records) did not change and are extracted again once: "
            f"{versions} extracted them, and this is {self._extractor_version}"
        )

    @property
    def reject_count(self) -> int:
        """What discovery could not read, whether known or new."""
        return len(self.survey.rejected)

    @property
    def has_work(self) -> bool:
        """Whether there is anything to read or to quarantine."""
        return bool(self.to_open or self._rejects or self.choice.kept)

    @property
    def taken_hashes(self) -> frozenset[str]:
        """Hashes of the contents taken for extraction so far."""
        return frozenset(self._seen)

    @property
    def opened_count(self) -> int:
        """Records of the files that were opened."""
        return self.pending_count + self.unchanged_count + self.duplicate_count + self.unread_count

    @property
    def seen_count(self) -> int:
        """Records seen, including those of files that were not opened."""
        return self.unopened_count + self.opened_count

    def reject_found(self) -> None:
        """Count what discovery could not read, even in a run that has no file to open."""
        for rejected in self._rejects:
            self._reject(rejected.root_path or "", rejected.source_path, rejected)

    def skip_unchanged_files(self, con: duckdb.DuckDBPyConnection) -> None:
        """Skip the files that the ledger knows unchanged; `to_open` holds the others."""
        self._discarded = find_discarded(con)
        self._discarded_contents = {row[:3] for row in self._discarded if row[2] is not None}
        self.to_open = list(self.survey.files)
        if self.choice.opens_known:
            return
        known_rejects = find_known_rejects(con)
        self._rejects = [reject for reject in self.survey.rejected if _name_reject(reject) not in known_rejects]
        self.unopened_count = len(self.survey.rejected) - len(self._rejects)
        found = self._frame_found()
        self.outdated = find_outdated_files(con, found, self._extractor_version)
        unchanged = self._unopened = find_unchanged_files(con, found, self._extractor_version)
        self.unopened_count += int(unchanged["record_count"].sum())
        known = set(unchanged.select("root_path", "source_path").iter_rows())
        self.to_open = [file for file in self.survey.files if (file.root_path, file.source_path) not in known]

    def find_gone(self, con: duckdb.DuckDBPyConnection, folders: Sequence[str], *, is_retiring: bool) -> None:
        """Find what the ledger knows below `folders` (absolute paths) and no longer exists.

        These are paths that discovery once rejected and, where articles are to be retired, files.
        """
        below = tuple(folder.rstrip("/") + "/" for folder in folders)
        rejected = {_name_reject(reject)[:2] for reject in self.survey.rejected}
        self._gone = [
            (root, path)
            for root, path, _ in find_known_rejects(con)
            if (root, path) not in rejected and f"{root}/{path}".startswith(below)
        ]
        if is_retiring:
            # Found under another root, or with a suffix that is no longer read: it still exists on the disk.
            gone = find_gone_files(con, self._frame_found().select("root_path", "source_path"), folders)
            self._gone += [
                (root, path) for root, path in gone if is_address(root) or not os.path.lexists(f"{root}/{path}")
            ]

    def make_gone_sources(self) -> pl.DataFrame:
        """What no longer exists, as rows of staging.gone_sources."""
        return pl.DataFrame(self._gone, schema=self._schemas["gone_sources"], orient="row")

    def find_new_files(self, con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
        """Files found that the ledger does not know: (root_path, source_path)."""
        found = self._frame_found().select("root_path", "source_path")
        return set(found.iter_rows()) - find_ledgered_files(con, found)

    def _frame_found(self) -> pl.DataFrame:
        rows = [
            (file.root_path, file.source_path, file.byte_count, file.modified_at_ns, file.revision_id)
            for file in self.survey.files
        ]
        columns = self._schemas["source_files"]
        schema = {name: kind for name, kind in columns.items() if name != "content_hash"}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def read_pending(self, con: duckdb.DuckDBPyConnection, progress: Progress) -> Iterator[SourceRecord]:
        """Open files and give the records to extract: contents that are no current article of this extractor.

        Content that came before in this run is a duplicate, and so is content that is known under another path.
        """
        yield from self._sort_out(con, self.choice.kept)
        yield from self._read_files(con, self.to_open, progress)
        while not self.choice.is_only and (copies := self._find_left_copies(con)):
            yield from self._read_left_copies(con, copies, progress)

    def _read_files(
        self, con: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], progress: Progress
    ) -> Iterator[SourceRecord]:
        waiting: list[tuple[SourceFile, SourceRecord]] = []
        byte_count = 0
        for file in files:
            for record in self._read_file(file):
                waiting.append((file, record))
                byte_count += len(record.payload)
                if len(waiting) >= LOOKUP_RECORDS or byte_count >= LOOKUP_BYTES:
                    yield from self._sort_out(con, waiting)
                    waiting, byte_count = [], 0
            progress.advance("read")
        yield from self._sort_out(con, waiting)

    def _find_left_copies(self, con: duckdb.DuckDBPyConnection) -> list[tuple[SourceFile, set[str]]]:
        """Files that hold copies of contents that no other file will hold after this run, and the contents to take from
        each.
        """
        if not self.pending_count:
            return []
        self._close_chunk()
        found: dict[tuple[str, str], set[str]] = {}
        for root_path, file_path, content_hash in find_left_copies(
            con, pl.concat(self._chunks), self._extractor_version
        ):
            if content_hash not in self._left_copies:
                found.setdefault((root_path, file_path), set()).add(content_hash)
        self._left_copies |= set().union(*found.values())
        files = [file for file in self.survey.files if (file.root_path, file.source_path) in found]
        return [(file, found[file.root_path, file.source_path]) for file in files]

    def _read_left_copies(
        self, con: duckdb.DuckDBPyConnection, copies: Sequence[tuple[SourceFile, set[str]]], progress: Progress
    ) -> Iterator[SourceRecord]:
        opened = {row[:2] for row in self._files}
        for file, hashes in copies:
            if (file.root_path, file.source_path) not in opened:
                self._count_as_opened(file)
                yield from self._read_files(con, [file], progress)
                continue
            for record in read_records(file, self._limits):
                if not isinstance(record, RejectedRecord) and record.content_hash in hashes - self._seen:
                    self._take_back(file, record)
                    yield record

    def _take_back(self, file: SourceFile, record: SourceRecord) -> None:
        """Extract a record after all that was taken for a duplicate."""
        is_it = (
            (pl.col("root_path") == file.root_path)
            & (pl.col("source_path") == record.source_path)
            & (pl.col("content_hash") == record.content_hash)
            & (pl.col("outcome") == RecordOutcome.DUPLICATE)
        )
        outcome = (
            pl.when(is_it & is_it.cum_sum().eq(1))
            .then(pl.lit(RecordOutcome.PENDING_COPY.value))
            .otherwise(pl.col("outcome"))
        )
        self._chunks = [pl.concat(self._chunks).with_columns(outcome=outcome)]
        self._seen.add(record.content_hash)
        self.duplicate_count -= 1
        self.pending_count += 1

    def _count_as_opened(self, file: SourceFile) -> None:
        if self._unopened is not None:
            place = (pl.col("root_path") == file.root_path) & (pl.col("source_path") == file.source_path)
            self.unopened_count -= int(self._unopened.filter(place)["record_count"].sum())

    def make_source_files(self) -> pl.DataFrame:
        """Opened files, as rows of staging.source_files."""
        files = [file for file in self._files if file[:2] not in self._cut_files]
        return pl.DataFrame(files, schema=self._schemas["source_files"], orient="row")

    def make_source_records(self, reasons: dict[str, str]) -> Iterator[pl.DataFrame]:
        """Records of the opened files, as rows of staging.source_records, a bounded number at a time.

        `reasons` holds the reason code of each pending content that extraction rejected.
        """
        self._close_chunk()
        cut = pl.DataFrame(list(self._cut_files), schema={"root_path": pl.String, "file_path": pl.String}, orient="row")
        is_pending = pl.col("outcome").is_in([outcome.value for outcome in PENDING])
        for whole in self._chunks:
            left_out = whole.filter(~is_pending).join(cut, on=cut.columns, how="semi")
            chunk = whole.join(left_out, on=whole.columns, how="anti", nulls_equal=True) if left_out.height else whole
            is_rejected = is_pending & pl.col("content_hash").is_in(list(reasons))
            yield chunk.with_columns(
                outcome=pl.when(is_rejected).then(pl.lit(RecordOutcome.QUARANTINED.value)).otherwise(pl.col("outcome")),
                reason_code=pl.when(is_rejected)
                .then(pl.col("content_hash").replace_strict(reasons, default=None, return_dtype=pl.String))
                .otherwise(pl.col("reason_code")),
            )

    def _read_file(self, file: SourceFile) -> Iterator[SourceRecord]:
        key = (file.root_path, file.source_path)
        try:
            content_hash: str | None = hash_file(file)
        except UnreadableRecord:  # read_records says why
            content_hash = None
        may_pass = False
        for record in read_records(file, self._limits):
            if self.choice.is_only and getattr(record, "content_hash", None) not in self.choice.again:
                self._cut_files.add(key)
            elif isinstance(record, RejectedRecord):
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
            if (file.root_path, record.source_path, record.content_hash) in self._discarded_contents:
                outcome = RecordOutcome.DISCARDED
                self.unchanged_count += 1
            else:
                outcome = self._judge(file, record, places.get(record.content_hash))
            self._add_row(file.root_path, file.source_path, record.source_path, record.content_hash, outcome)
            if outcome in PENDING:
                yield record

    def _judge(self, file: SourceFile, record: SourceRecord, places: set[tuple[str, str]] | None) -> RecordOutcome:
        if record.content_hash in self._left_copies and record.content_hash not in self._seen:
            self._seen.add(record.content_hash)
            self.pending_count += 1
            return RecordOutcome.PENDING_COPY
        if record.content_hash in self.choice.again:
            places = None
        if places is not None and (file.root_path, record.source_path) in places:
            self.unchanged_count += 1
            return RecordOutcome.UNCHANGED
        if places is not None or record.content_hash in self._seen:
            self.duplicate_count += 1
            return RecordOutcome.DUPLICATE
        self._seen.add(record.content_hash)
        self.pending_count += 1
        return RecordOutcome.PENDING

    def _reject(self, root_path: str, file_path: str, record: RejectedRecord) -> None:
        where = (root_path, file_path, record.source_path)
        sameness = (record.content_hash, record.byte_count, record.reason_code)
        if (root_path, record.source_path, *sameness) in self._discarded:
            self.unchanged_count += 1
            self._add_row(*where, record.content_hash, RecordOutcome.DISCARDED, record.reason_code)
            return
        self.unread_count += 1
        self.rejected.append(record)
        self._add_row(
            root_path, file_path, record.source_path, record.content_hash, RecordOutcome.QUARANTINED, record.reason_code
        )

    def _add_row(  # noqa: PLR0917
        self,
        root_path: str,
        file_path: str,
        source_path: str,
        content_hash: str | None,
        outcome: RecordOutcome,
        reason_code: str | None = None,
    ) -> None:
        self._rows.append((root_path, file_path, source_path, content_hash, outcome.value, reason_code))
        if len(self._rows) >= CHUNK_ROWS:
            self._close_chunk()

    def _close_chunk(self) -> None:
        if self._rows:
            self._chunks.append(pl.DataFrame(self._rows, schema=self._schemas["source_records"], orient="row"))
            self._rows = []


def _name_reject(rejected: RejectedRecord) -> tuple[str, str, str]:
    return rejected.root_path or "", rejected.source_path, rejected.reason_code


def frame_rejected(rejected: Sequence[RejectedRecord]) -> pl.DataFrame:
    """Rejected records with the columns that warehouse.quarantine takes."""
    declared = read_schemas("quarantine")["record"]
    names = (*(field.name for field in fields(RejectedRecord)), "table_name", "row_json")
    schema = {name: declared[name] for name in names}
    return pl.DataFrame([asdict(record) for record in rejected], schema=schema)
