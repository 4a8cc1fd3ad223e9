"""`quotehouse schedule`: run the ingest by itself, by the clock or when files arrive, until it is stopped."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

import typer

from cli.support.console import print_line
from cli.support.errors import UsageError
from cli.support.homes import read_settings
from cli.support.options import ConfigOption, DebugOption, HomeOption, choose_home

UNIT_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def schedule_ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders and addresses of articles that each run ingests."),
    ],
    cron: Annotated[
        str | None,
        typer.Option("--cron", metavar="CRON", help='When to run, such as "0 6 * * *" (at six).', show_default=False),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval", metavar="TIME", help="How often to run, such as 30m, 1h30m or 2d.", show_default=False
        ),
    ] = None,
    timezone: Annotated[
        str, typer.Option("--timezone", metavar="ZONE", help="Time zone of --cron, such as Europe/Berlin.")
    ] = "UTC",
    watch: Annotated[bool, typer.Option("--watch", help="Run when files arrive, with or without a schedule.")] = False,
    settle: Annotated[
        str,
        typer.Option("--settle", metavar="TIME", help="With --watch: how long no file may change before a run starts."),
    ] = "5s",
    overlap: Annotated[
        str,
        typer.Option(
            "--overlap", metavar="skip|queue", help="What to do with a run that is due while another is in progress."
        ),
    ] = "skip",
    home: HomeOption = None,
    config: ConfigOption = None,
    debug: DebugOption = False,
) -> None:
    """Ingest on a schedule, or when files arrive, until you press Ctrl-C.

    It serves a Prefect deployment: you can see its runs in Prefect's page, and start one by hand there, with other
    parameters if you like. If it missed runs while it was stopped, it makes up for them with one run at the start.
    """
    from articles.reading.discovery import find_local_path, show_path
    from articles.reading.remote import is_address

    if (cron is not None and interval is not None) or (cron is None and interval is None and not watch):
        raise UsageError('Say when to run: either --cron "0 6 * * *" or --interval 30m, or --watch.')
    if overlap not in {"skip", "queue"}:
        raise UsageError(f"--overlap is skip or queue, not {overlap!r}.")
    every = parse_interval(interval) if interval is not None else None
    if cron is not None:
        check_cron(cron)
    check_timezone(timezone)
    missing = [path for path in paths if not (is_address(path) or find_local_path(path).exists())]
    if missing:
        raise UsageError(f"There is nothing at {', '.join(missing)}. Correct the path, or make the folder first.")
    settings = read_settings(choose_home(context, home), config_path=config)

    from flows.deployments import Overlap, serve_ingest
    from flows.schedules import Rhythm

    places = [path if is_address(path) else str(find_local_path(path).resolve()) for path in paths]
    if watch and any(map(is_address, places)):
        raise UsageError("--watch sees files of this machine alone: give addresses a --cron or an --interval.")
    rhythms = {cron: f"on {cron!r} ({timezone})", interval: f"every {interval}"}
    told = [text for given, text in rhythms.items() if given is not None] + ["when files arrive"] * watch
    print_line(
        f"Ingesting {', '.join(map(show_path, paths))} into {settings.home} {' and '.join(told)}. Stop with Ctrl-C.",
        stderr=True,
    )
    serve_ingest(
        settings,
        places,
        Rhythm(cron, every, timezone),
        overlap=Overlap.queue if watch else Overlap(overlap),  # a run for arrivals must not be lost
        settle_seconds=parse_interval(settle).total_seconds() if watch else None,
    )


def parse_interval(text: str) -> timedelta:
    """A length of time such as "90s", "30m", "1h30m" or "2d". Raises UsageError where it is none, or nothing."""
    parts = re.findall(r"(\d+)([smhd])", text.strip().lower())
    if not parts or "".join(count + unit for count, unit in parts) != text.strip().lower():
        raise UsageError(f"{text!r} is not a length of time. Write it as 90s, 30m, 1h30m or 2d.")
    seconds = sum(int(count) * UNIT_SECONDS[unit] for count, unit in parts)
    if not seconds:
        raise UsageError(f"An interval of {text!r} would never pause. Give at least 1s.")
    return timedelta(seconds=seconds)


def check_cron(text: str) -> None:
    """Raise UsageError unless `text` is a cron expression that is due some time."""
    from datetime import UTC, datetime

    from cronsim import CronSim, CronSimError  # Prefect's own parser; Prefect itself would report the error much later

    try:
        next(CronSim(text, datetime.now(UTC)))
    except (CronSimError, StopIteration) as error:
        raise UsageError(
            f"{text!r} is not a cron expression ({error or 'it is never due'}): it has five fields, minute, hour, day, "
            'month and weekday. Each morning at six is "0 6 * * *"; keep it in quotation marks.'
        ) from error


def check_timezone(name: str) -> None:
    """Raise UsageError unless `name` is a time zone of the IANA database."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"{name!r} is not a time zone. Write it as Europe/Berlin, America/New_York or UTC.") from error
