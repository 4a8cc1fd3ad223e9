"""`quotehouse quarantine`: what is held back and why, tried again or left out for good."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.errors import UsageError
from cli.support.homes import find_home, read_settings
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import (
    ConfigOption,
    DebugOption,
    HomeOption,
    JsonOption,
    LimitOption,
    PatienceOption,
    QuietOption,
    WaitOption,
    WorkersOption,
)
from cli.support.read_home import fetch_named, fetch_rows, open_newest
from cli.support.running import carry_out
from cli.support.tables import print_table

if TYPE_CHECKING:
    import duckdb

    from pipeline.summary import Progress, RunSummary

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

FIND_RECORD = """
select * from mart.quarantine
where starts_with(quarantine_key::varchar, $id) or quarantine_key::varchar = $id
order by quarantine_key
limit 20
"""


@app.callback()
def describe_quarantine() -> None:
    """Show what was held back instead of loaded, and why; try it again, or discard it for good."""


@app.command("list")
def list_quarantine(
    context: typer.Context,
    stage: Annotated[
        str,
        typer.Option(
            "--stage", metavar="STAGE", help="Only of this stage: read, clean, extract or validate.", show_default=False
        ),
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORD", help="Only reasons that contain this word.", show_default=False)
    ] = "",
    is_all: Annotated[
        bool, typer.Option("--all", help="Also what is settled: loaded since, gone, discarded, or held back again.")
    ] = False,
    limit: LimitOption = 100,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List what is held back, latest run first."""
    state = "" if is_all else "held"
    with open_newest(find_home(context, home)) as con:
        rows = fetch_named(con, "list_quarantined", stage=stage, reason=reason, state=state, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_note("Nothing is in quarantine." if not (stage or reason) else "Nothing in quarantine is like that.")
        return
    print_table(
        ["id", "run", "state", "stage", "reason", "source_path"],
        [
            [str(r["quarantine_key"]), r["run_number"], r["state"], r["stage"], r["reason_code"], r["source_path"]]
            for r in rows
        ],
    )
    print_note("`quotehouse quarantine show ID` says what is wrong and what to do; the first digits of ID are enough.")


@app.command("show")
def show_record(
    context: typer.Context,
    record_id: Annotated[
        str, typer.Argument(metavar="ID", help="ID that `quarantine list` shows, or its first digits.")
    ],
    is_raw: Annotated[bool, typer.Option("--raw", help="Write only the bytes that were kept of it.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show one record that was held back: why, what to do, and how it begins."""
    with open_newest(find_home(context, home)) as con:
        record = _find_record(con, record_id)
        if is_raw:
            _write_raw(con, record)
            return
    if as_json:
        print_json(record)
    else:
        _print_record(record)


@app.command("retry")
def retry_records(
    context: typer.Context,
    record_ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="IDs that `quarantine list` shows, or their first digits."),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORD", help="All whose reason contains this word.", show_default=False)
    ] = "",
    is_all: Annotated[bool, typer.Option("--all", help="Everything that is held back.")] = False,
    workers: WorkersOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    is_quiet: QuietOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Read what is held back again, through all stages of a run, and load what now passes.

    It reads the files as they are now and, where a file is gone, the bytes that were kept of its records.
    """
    if bool(record_ids) + bool(reason) + is_all != 1:
        raise UsageError("Say what to try again: IDs, --reason WORD or --all.")
    chosen = find_home(context, home)
    keys = []
    if record_ids:
        with open_newest(chosen) as con:
            keys = [int(_find_record(con, record_id)["quarantine_key"]) for record_id in record_ids]
    settings = read_settings(chosen.path, config_path=config, workers=workers, wait_seconds=wait)

    def start(progress: Progress) -> RunSummary:
        from pipeline.run import run_retry

        return run_retry(settings, keys, reason, progress)

    carry_out(start, is_direct=True, is_quiet=is_quiet, as_json=as_json)


@app.command("discard")
def discard_held(
    context: typer.Context,
    record_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="IDs that `quarantine list` shows, or their first digits.")
    ],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why it is discarded.")],
    person: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who decides (default: your login name).", show_default=False)
    ] = "",
    wait: PatienceOption = 60,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Discard records for good: they stay listed with who decided, when and why, and no run holds them back again.

    A file that changes is still read.
    """
    import getpass

    from warehouse.backends.find import find_backend, require_warehouse
    from warehouse.build import open_build
    from warehouse.lock import hold_warehouse
    from warehouse.publish import publish
    from warehouse.quarantine import discard_records

    chosen = find_home(context, home)
    require_warehouse(chosen)
    person = person or getpass.getuser()
    backend = find_backend(chosen)
    with hold_warehouse(chosen, "discarding from quarantine", wait), closing(open_build(chosen)) as con:
        keys = [int(_find_record(con, record_id)["quarantine_key"]) for record_id in record_ids]
        with backend.hold_writing(con), backend.write(con, lambda: f"{person} discarded {len(keys)} records: {note}"):
            count = discard_records(con, keys, person, note)
        publish(con, chosen)
    if as_json:
        print_json({"discarded_count": count})
        return
    print_line(f"{count:,} discarded and published.")
    if count < len(keys):
        print_note(f"{len(keys) - count:,} had been settled before; `quotehouse quarantine show ID` says how.")


def _find_record(con: duckdb.DuckDBPyConnection, record_id: str) -> dict[str, Any]:
    found = fetch_rows(con, FIND_RECORD, {"id": record_id})
    if not found:
        raise UsageError(
            f"Nothing in quarantine has an ID that begins with {record_id!r}. `quotehouse quarantine list` shows them."
        )
    if len(found) > 1:
        ids = ", ".join(str(record["quarantine_key"]) for record in found[:5])
        raise UsageError(f"Several records begin with {record_id!r}: {ids}. Give more digits.")
    return found[0]


def _write_raw(con: duckdb.DuckDBPyConnection, record: dict[str, Any]) -> None:
    from warehouse.quarantine import read_bytes

    kept = read_bytes(con, record["quarantine_key"])
    if kept is None:
        raise UsageError(
            f"No bytes of {record['source_path']} are kept: it is settled, larger than quarantine_item_bytes, or a row "
            "of an article that is loaded."
        )
    sys.stdout.buffer.write(kept)


def _print_record(record: dict[str, Any]) -> None:
    print_line(f"{record['source_path']}", style="bold")
    print_line(f"Held back by run {record['run_number']} at stage {record['stage']}: {record['reason_code']}")
    print_line(record["message"] or "")
    size = f"{record['byte_count']:,} bytes" if record["byte_count"] is not None else "size unknown"
    print_line(
        f"{size}, content {record['content_hash'] or 'unread'}, at {record['quarantined_at']:%Y-%m-%d %H:%M} UTC"
    )
    if record["state"] != "held":
        by = " by ".join(filter(None, [record["state"], record["settled_by"]]))
        print_line(f"{by}, {record['settled_at']:%Y-%m-%d %H:%M} UTC" if record["settled_at"] else by)
    if record["settled_note"]:
        print_line(record["settled_note"])
    if record["table_name"]:
        print_line()
        print_line(f"The row of {record['table_name']}:", style="bold")
        print_line(_lay_out(record["row_json"]))
    if record["raw_excerpt"]:
        print_line()
        print_line("It begins:", style="bold")
        print_line(_show_bytes(bytes(record["raw_excerpt"])))


def _lay_out(text: str | None) -> str:
    try:
        return json.dumps(json.loads(text or ""), ensure_ascii=False, indent=2)
    except ValueError:
        return text or ""


def _show_bytes(excerpt: bytes) -> str:
    """Text as text; anything else as sixteen bytes a line in hexadecimal."""
    text = excerpt.decode("utf-8", "replace")
    if text.count("\ufffd") + sum(c < " " and c not in "\t\r\n" for c in text) <= len(text) / 20:
        return text.replace("\r\n", "\n").replace("\t", "    ")
    lines = [excerpt[start : start + 16] for start in range(0, min(len(excerpt), 256), 16)]
    return "\n".join(
        f"{line.hex(' '):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in line)}" for line in lines
    )
