"""Staged batches on disk: one folder a batch, with a Parquet file a table and a manifest that vouches for them.

A folder appears whole or not at all: it is written under another name and moved into place. A killed run therefore
finds what it had finished, and a folder whose files do not match the manifest is made anew.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.records import RejectedRecord
from terms.states import STAGED_TABLES

if TYPE_CHECKING:
    import polars as pl

    from articles.execution.extract_batch import Extraction

MANIFEST = "manifest.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9.+_-]+")
_PARTIAL = ".partial-"


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A batch on disk: small enough to send between processes."""

    batch_id: str
    folder: str
    article_count: int
    word_count: int
    mention_count: int
    quote_count: int
    rejected: tuple[RejectedRecord, ...] = ()


def find_version_folder(staging: Path, extractor_version: str) -> Path:
    """Folder below `staging` for the batches of one extractor version."""
    return staging / _UNSAFE.sub("_", extractor_version)


def write_batch(version_folder: Path, batch_id: str, extraction: Extraction) -> StagedBatch:
    """Write an extracted batch under `version_folder` as a whole, replacing any folder of that name."""
    folder = version_folder / batch_id
    partial = make_partial(version_folder, batch_id)
    files = {}
    for table in STAGED_TABLES:
        path = partial / f"{table}.parquet"
        extraction.frames[table].write_parquet(path, compression="zstd", compression_level=1)
        files[table] = _hash_file(path)
    articles = extraction.frames["articles"]
    staged = StagedBatch(
        batch_id,
        str(folder),
        articles.height,
        int(articles["word_count"].sum()),
        extraction.frames["mentions"].height,
        extraction.frames["quotes"].height,
        tuple(extraction.rejected),
    )
    manifest = {"files": files, "batch": _to_plain(staged)}
    (partial / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8", errors="replace")
    replace_folder(partial, folder)
    return staged


def find_batch(version_folder: Path, batch_id: str) -> StagedBatch | None:
    """A staged batch if it is complete and undamaged, else None."""
    folder = version_folder / batch_id
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if any(_hash_file(folder / f"{table}.parquet") != manifest["files"][table] for table in STAGED_TABLES):
            return None
        return dataclasses.replace(read_batch(manifest), folder=str(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_batches(batches: list[StagedBatch]) -> dict[str, pl.DataFrame]:
    """Frames of staged batches, by table, in the batches' order. Raises OSError where a file is missing."""
    import polars as pl

    return {
        table: pl.concat([pl.read_parquet(Path(batch.folder, f"{table}.parquet")) for batch in batches])
        for table in STAGED_TABLES
    }


def prune_staging(staging: Path, extractor_version: str, keep_days: float) -> int:
    """Delete what no run will reuse and return how many batches that were.

    That is every batch of another extractor version, every batch older than `keep_days`, and what a killed run left
    half written.
    """
    if not staging.is_dir():
        return 0
    current = find_version_folder(staging, extractor_version)
    oldest = time.time() - keep_days * 86_400
    pruned = 0
    for version_folder in sorted(path for path in staging.iterdir() if path.is_dir()):
        for folder in sorted(path for path in version_folder.iterdir() if path.is_dir()):
            is_old = folder.stat().st_mtime <= oldest
            if version_folder != current or is_old or folder.name.startswith(_PARTIAL):
                shutil.rmtree(folder, ignore_errors=True)
                pruned += 1
        if version_folder != current:
            shutil.rmtree(version_folder, ignore_errors=True)
    return pruned


def make_partial(version_folder: Path, batch_id: str) -> Path:
    """An empty folder for a batch that is being written, beside its final place."""
    version_folder.mkdir(parents=True, exist_ok=True)
    partial = version_folder / f"{_PARTIAL}{batch_id}-{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    return partial


def replace_folder(partial: Path, folder: Path) -> None:
    """Move a finished batch into its place."""
    try:
        os.replace(partial, folder)  # noqa: PTH105 -- the move must be atomic and say so
    except OSError:  # a damaged folder, or another run's, is there already
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(partial, folder)  # noqa: PTH105


def _hash_file(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _to_plain(staged: StagedBatch) -> dict[str, Any]:
    plain = dataclasses.asdict(staged)
    for record in plain["rejected"]:
        record["raw_excerpt"] = base64.b64encode(record["raw_excerpt"]).decode()
    return plain


def read_batch(manifest: dict[str, Any]) -> StagedBatch:
    """What a manifest says of its batch. Raises KeyError, TypeError or ValueError where it is no manifest."""
    plain = manifest["batch"]
    rejected = tuple(
        RejectedRecord(**{**record, "raw_excerpt": base64.b64decode(record["raw_excerpt"])})
        for record in plain["rejected"]
    )
    return StagedBatch(**{**plain, "rejected": rejected})
