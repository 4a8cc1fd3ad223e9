"""Frames that stay the same from run to run, kept as Parquet files."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import polars as pl

import sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def name_state(*made_of: Any) -> str:
    """A name for what a frame is made of: a different one if any part, or any mart view, is different."""
    return blake2b(repr((_hash_views(), *made_of)).encode(), digest_size=12).hexdigest()


def find_or_make(folder: Path, name: str, state: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """The frame `name` as it was kept in `folder` for this `state`; otherwise make it and replace what was kept.

    A damaged one is made anew. Raises OSError where the folder cannot be written, and what `make` raises.
    """
    path = folder / f"{name}-{state}.parquet"
    if path.is_file():
        try:
            return pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError):
            path.unlink()
    frame = make()
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    frame.write_parquet(part)
    part.replace(path)
    for other in folder.glob(f"{name}-*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
    return frame


@cache
def _hash_views() -> str:
    digest = blake2b(digest_size=12)
    for name in sql.list_statements("mart"):
        digest.update(sql.read_statement(name).encode())
    return digest.hexdigest()
