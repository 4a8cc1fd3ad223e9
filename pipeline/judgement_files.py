"""What people decided about names, read from the files that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.judgements import add_judgements, replace_authority

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from pipeline.settings import Settings


def read_decided_files(
    settings: Settings, *, is_new_file_fine: bool = False
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The judgements and the authority file that the settings name; None where they name none.

    With `is_new_file_fine`, a judgements file that is not there yet has none. Raises articles.errors.InputError where
    one cannot be used.
    """
    judgements = authority = None
    if settings.judgements and (settings.judgements.exists() or not is_new_file_fine):
        from articles.resolution.judgement_files import read_judgements

        judgements = read_judgements(settings.judgements)
    if settings.authority:
        from articles.resolution.authority import read_authority

        authority = read_authority(settings.authority)
    return judgements, authority


def take_in_decided(
    con: duckdb.DuckDBPyConnection, judgements: pl.DataFrame | None, authority: pl.DataFrame | None
) -> bool:
    """Add new judgements and replace the authority file; tell whether anything changed."""
    added = add_judgements(con, judgements) if judgements is not None else 0
    return replace_authority(con, authority) or added > 0
