"""Carry out what a person decides about names: record it, resolve, audit, publish."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from articles.errors import InputError
from articles.resolution.judgement_files import COLUMNS, read_judgements, write_judgements
from pipeline.judgement_files import read_decided_files, take_in_decided
from pipeline.settings import make_home
from warehouse.audit import find_broken_audits
from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.judgements import (
    add_judgements,
    find_last_judgement,
    list_authority,
    list_judgements,
    set_moment,
    undo_judgements,
)
from warehouse.lock import hold_warehouse
from warehouse.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.settings import Settings

Node = tuple[str, str]  # entity type and name


@dataclass(frozen=True, slots=True)
class Verdict:
    """Record that two names (type and name) are the same entity, or are not."""

    verdict: str
    one: Node
    other: Node


def judge_names(settings: Settings, verdicts: Sequence[Verdict], decided_by: str) -> None:
    """Record a person's judgements on pairs of names, resolve and publish.

    Raises InputError where one contradicts a judgement that holds or changes nothing; WarehouseHeld, WarehouseError.
    """
    with _change_warehouse(settings, "a judgement") as (con, moment):
        for verdict in verdicts:
            _refuse_contradiction(con, verdict)
        rows = [(verdict.verdict, *verdict.one, *verdict.other, decided_by, moment) for verdict in verdicts]
        schema = list_judgements(con).select(COLUMNS).schema
        add_judgements(con, pl.DataFrame(rows, schema=schema, orient="row"))


def undo_last(settings: Settings) -> list[dict[str, Any]]:
    """Undo the last judgement, resolve and publish; returns what it was (columns of core.judgement).

    Raises InputError where there is none.
    """
    with _change_warehouse(settings, "an undoing") as (con, _):
        last = find_last_judgement(con)
        if not last:
            raise InputError("Nobody has judged anything in this warehouse: there is nothing to undo.")
        undo_judgements(con, last[0]["decided_at"])
    return last


def import_judgements(settings: Settings, path: Path) -> int:
    """Add the judgements of a file, resolve and publish; returns how many were new. Raises InputError if it is bad."""
    judgements = read_judgements(path)
    with _change_warehouse(settings, "an import of judgements") as (con, _):
        return add_judgements(con, judgements)


@contextmanager
def _change_warehouse(settings: Settings, purpose: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, datetime]]:
    """Lock the warehouse for a change of its judgements; then resolve, audit, publish and write the judgements file.

    The files that the settings name are read first. Where anything fails, nothing is changed.
    """
    from pipeline.stages.resolve import resolve_warehouse

    judgements, authority = read_decided_files(settings, is_new_file_fine=True)
    chosen = make_home(settings)
    if not (chosen.build.is_file() or find_backend(chosen).is_there()):
        raise WarehouseError(f"There is no warehouse in {chosen.path}. Run `quotehouse ingest PATH` first.")
    home = open_home(chosen.path, chosen.lake)
    backend = find_backend(home)
    with hold_warehouse(home, purpose, settings.wait_seconds), closing(open_build(home)) as con:
        moment = datetime.now(UTC).replace(tzinfo=None)
        set_moment(con, moment)
        with backend.hold_writing(con), backend.write(con, lambda: purpose):
            if settings.authority or settings.judgements:
                take_in_decided(con, judgements, authority if settings.authority else list_authority(con))
            yield con, moment
            resolve_warehouse(con)
            broken = find_broken_audits(con)
            if broken:
                raise WarehouseError(
                    f"Audits failed: {', '.join(broken)}. Nothing was changed. This is a fault of Quotehouse; please "
                    "report it."
                )
            kept = list_judgements(con)
        publish(con, home)
        if settings.judgements:
            write_judgements(settings.judgements, kept)


def _refuse_contradiction(con: duckdb.DuckDBPyConnection, verdict: Verdict) -> None:
    pair = {verdict.one, verdict.other}
    for row in reversed(list_judgements(con).to_dicts()):
        if {(row["entity_type"], row["entity_name"]), (row["other_entity_type"], row["other_entity_name"])} == pair:
            if row["verdict"] == "different" and verdict.verdict == "same":
                raise InputError(
                    f"{row['decided_by']} judged on {row['decided_at']:%Y-%m-%d} that {verdict.one[1]!r} and "
                    f"{verdict.other[1]!r} are not the same. Nothing overrules that; where it was a slip, take it back "
                    "with `quotehouse entities undo`."
                )
            return
