"""`quotehouse migrate`: bring a warehouse of an earlier release up to date."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.console import print_json, print_line
from cli.support.errors import CommandError
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption, PatienceOption
from cli.support.read_home import open_newest

if TYPE_CHECKING:
    from warehouse.home import Home


def migrate_warehouse(
    context: typer.Context,
    is_status: Annotated[
        bool, typer.Option("--status", help="Only say which migrations are pending; change nothing.")
    ] = False,
    wait: PatienceOption = 60,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Apply this release's pending migrations to the warehouse, and publish.

    `ingest` does the same before it loads; use this to do it separately.
    """
    from warehouse.backends.find import find_backend

    chosen = find_home(context, home)
    if not (chosen.build.is_file() or find_backend(chosen).is_there()):
        raise CommandError(f"There is no warehouse in {chosen.path} to migrate. Run `quotehouse ingest PATH` first.")
    pending = list_pending(chosen)
    if pending and not is_status:
        carry_out(chosen, wait)
    if as_json:
        print_json({"pending" if is_status else "carried_out": pending})
    elif not pending:
        print_line("Nothing to do: the warehouse has the schema of this release.")
    else:
        print_line("Pending:" if is_status else "Carried out and published:")
        for name in pending:
            print_line(f"  {name}")


def list_pending(home: Home) -> list[str]:
    """File names of the migrations that the warehouse has not gone through."""
    from warehouse.schema import migrate

    with open_newest(home) as con:
        return [migration.name for migration in migrate.list_pending(con)]


def carry_out(home: Home, wait_seconds: float) -> None:
    """Migrate the build database under the run lock and publish it."""
    from warehouse.build import open_build
    from warehouse.home import open_home
    from warehouse.lock import hold_warehouse
    from warehouse.publish import publish

    chosen = open_home(home.path, home.lake, home.access)
    with hold_warehouse(chosen, "migration", wait_seconds), closing(open_build(chosen)) as con:
        publish(con, chosen)
