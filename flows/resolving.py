"""Resolution over the whole warehouse: names to entities, quotes to statements, articles to stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.resolution.authority import read_authority
from articles.resolution.entities import Grounds, resolve_names
from articles.resolution.judgement_files import read_judgements
from articles.resolution.statements import resolve_statements
from articles.resolution.stories import resolve_stories
from warehouse import judging, loading

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from flows.settings import Settings


def resolve_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    """Resolve everything that is loaded. The caller holds the transaction and has set the variables of the run."""
    grounds = Grounds(
        loading.read_name_articles(con),
        loading.read_roles(con),
        judging.list_judgements(con),
        judging.list_authority(con),
    )
    loading.load_names(con, resolve_names(loading.read_names(con), grounds))
    loading.load_statements(con, resolve_statements(loading.read_quotes(con)))
    stories = resolve_stories(
        loading.read_story_articles(con), loading.read_story_quotes(con), loading.read_story_entities(con)
    )
    loading.load_stories(con, stories)


def read_decided_files(
    settings: Settings, *, is_new_file_fine: bool = False
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The judgements and the authority file that the settings name; None where they name none.

    With `is_new_file_fine`, a judgements file that is not there yet has none. Raises articles.errors.InputError where
    one cannot be used.
    """
    has_judgements = settings.judgements and (settings.judgements.exists() or not is_new_file_fine)
    return (
        read_judgements(settings.judgements) if settings.judgements and has_judgements else None,
        read_authority(settings.authority) if settings.authority else None,
    )


def take_in_decided(
    con: duckdb.DuckDBPyConnection, judgements: pl.DataFrame | None, authority: pl.DataFrame | None
) -> bool:
    """Add judgements that are new, and put the authority file in place of the one before; whether that changes any."""
    added = judging.add_judgements(con, judgements) if judgements is not None else 0
    return judging.replace_authority(con, authority) or added > 0
