"""`quotehouse quarantine`: what was held back, and why."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from flows.commands.exits import UsageError
from flows.commands.homes import find_home
from flows.commands.options import DebugOption, HomeOption, JsonOption
from flows.commands.reading import fetch_named, fetch_rows, open_newest
from flows.commands.screen import print_json, print_line, print_note
from flows.commands.tables import print_table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

FIND_RECORD = """
select * from mart.quarantine
where starts_with(quarantine_key::varchar, $id) or quarantine_key::varchar = $id
order by quarantine_key
limit 20
"""


@app.callback()
def describe_quarantine() -> None:
    """Show what was held back instead of being loaded, and why."""


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
        str, typer.Option("--reason", metavar="WORD", help="Only reasons that hold this word.", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="ROWS", help="Rows at most.")] = 100,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List what was held back, the latest run first."""
    with open_newest(find_home(context, home)) as con:
        rows = fetch_named(con, "list_quarantined", stage=stage, reason=reason, limit=limit + 1)
    has_more, rows = len(rows) > limit, rows[:limit]
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_note("Nothing is in quarantine." if not (stage or reason) else "Nothing in quarantine is like that.")
        return
    print_table(
        ["id", "run", "stage", "reason", "source_path"],
        [[str(r["quarantine_key"]), r["run_number"], r["stage"], r["reason_code"], r["source_path"]] for r in rows],
    )
    if has_more:
        print_note(f"These are the first {limit}; --limit shows more.")
    print_note("`quotehouse quarantine show ID` says what is wrong and what to do; the first digits of ID are enough.")


@app.command("show")
def show_record(
    context: typer.Context,
    record_id: Annotated[
        str, typer.Argument(metavar="ID", help="ID that `quarantine list` shows, or its first digits.")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show one record that was held back: why, what to do, and how it begins."""
    with open_newest(find_home(context, home)) as con:
        found = fetch_rows(con, FIND_RECORD, {"id": record_id})
    if not found:
        raise UsageError(
            f"Nothing in quarantine has an ID that begins with {record_id!r}. `quotehouse quarantine list` shows them."
        )
    if len(found) > 1:
        ids = ", ".join(str(record["quarantine_key"]) for record in found[:5])
        raise UsageError(f"Several records begin with {record_id!r}: {ids}. Give more digits.")
    if as_json:
        print_json(found[0])
    else:
        _print_record(found[0])


def _print_record(record: dict[str, Any]) -> None:
    print_line(f"{record['source_path']}", style="bold")
    print_line(f"Held back by run {record['run_number']} at stage {record['stage']}: {record['reason_code']}")
    print_line(record["message"] or "")
    size = f"{record['byte_count']:,} bytes" if record["byte_count"] is not None else "size unknown"
    print_line(
        f"{size}, content {record['content_hash'] or 'unread'}, at {record['quarantined_at']:%Y-%m-%d %H:%M} UTC"
    )
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
