"""What people decided, taken from the files that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.authority import replace_authority
from warehouse.decisions import add_decisions

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from pipeline.settings import Settings


def read_decided_files(
    settings: Settings, *, is_new_file_fine: bool = False
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The decisions and the authority file that the settings name; None where they name none.

    With `is_new_file_fine`, a decisions file that is not there yet has none. Raises articles.errors.InputError where
    one cannot be used.
    """
    decisions = authority = None
    if settings.decisions and (settings.decisions.exists() or not is_new_file_fine):
        from pipeline.decision_files import read_decisions

        decisions = read_decisions(settings.decisions)
    if settings.authority:
        from articles.resolution.authority import read_authority

        authority = read_authority(settings.authority)
    return decisions, authority


def take_in_decided(
    con: duckdb.DuckDBPyConnection, decisions: pl.DataFrame | None, authority: pl.DataFrame | None
) -> bool:
    """Add decisions that are new, and put the authority file in place of the one before; whether that changes any."""
    is_changed = decisions is not None and not add_decisions(con, decisions).is_empty()
    return replace_authority(con, authority) or is_changed
