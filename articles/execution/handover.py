"""Staged batches passed on through storage, where the machines of a cluster share no folder.

The storage is any address of fsspec, such as s3://bucket/staging. A worker stages a batch on its own disk and uploads
it, the manifest last; the loading process downloads it, checks it against its manifest, and deletes it from the
storage. A batch that a killed run did not download is not extracted again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.execution.staged_files import MANIFEST, find_batch, make_partial, read_batch, replace_folder
from terms.states import STAGED_TABLES

if TYPE_CHECKING:
    from articles.execution.staged_files import StagedBatch

_FILES = (*(f"{table}.parquet" for table in STAGED_TABLES), MANIFEST)


def send_batch(staged: StagedBatch, address: str) -> None:
    """Upload a staged batch to the storage at `address` and delete it here. Raises OSError where that fails."""
    system, folder = _open(address, staged.batch_id)
    system.makedirs(folder, exist_ok=True)
    for name in _FILES:
        system.put_file(str(Path(staged.folder, name)), f"{folder}/{name}")
    shutil.rmtree(staged.folder)


def find_sent_batch(address: str, batch_id: str) -> StagedBatch | None:
    """The manifest of a batch at `address`; None where there is none, or it cannot be read."""
    system, folder = _open(address, batch_id)
    try:
        return read_batch(json.loads(system.cat_file(f"{folder}/{MANIFEST}")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fetch_batch(address: str, batch_id: str, version_folder: Path) -> StagedBatch | None:
    """Move a batch from the storage into `version_folder`; None where it is not complete there."""
    system, folder = _open(address, batch_id)
    if find_sent_batch(address, batch_id) is None:
        return None
    partial = make_partial(version_folder, batch_id)
    for name in _FILES:
        system.get_file(f"{folder}/{name}", str(partial / name))
    replace_folder(partial, version_folder / batch_id)
    staged = find_batch(version_folder, batch_id)
    system.rm(folder, recursive=True)
    return staged


def _open(address: str, batch_id: str) -> tuple[Any, str]:
    import fsspec

    system, path = fsspec.url_to_fs(address, use_listings_cache=False)
    return system, f"{path.rstrip('/')}/{batch_id}"
