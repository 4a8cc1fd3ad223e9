from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.schedules import Rhythm, find_last_slot, is_slot_missed

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def test_last_slot_of_a_cron_is_in_its_time_zone() -> None:
    slot = find_last_slot(Rhythm(cron="0 6 * * *", timezone="Europe/Berlin"), NOON)
    assert slot == datetime(2024, 5, 1, 6, 0, tzinfo=BERLIN) == datetime(2024, 5, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # In spring the clocks go from two to three: 02:30 does not exist, and the run comes at three.
        (datetime(2024, 3, 31, 12, 0, tzinfo=UTC), datetime(2024, 3, 31, 3, 0, tzinfo=BERLIN)),
        # In autumn 02:30 comes twice; the day after has one slot as ever.
        (datetime(2024, 10, 28, 12, 0, tzinfo=UTC), datetime(2024, 10, 28, 2, 30, tzinfo=BERLIN)),
    ],
)
def test_slots_when_the_clocks_change(now: datetime, expected: datetime) -> None:
    slot = find_last_slot(Rhythm(cron="30 2 * * *", timezone="Europe/Berlin"), now)
    assert slot is not None
    assert abs(slot.astimezone(UTC) - expected.astimezone(UTC)) <= timedelta(minutes=30)


def test_any_number_of_missed_slots_is_one_missed_run() -> None:
    rhythm = Rhythm(cron="0 * * * *")
    assert is_slot_missed(rhythm, NOON - timedelta(days=3), NOON + timedelta(minutes=5))
    assert not is_slot_missed(rhythm, NOON + timedelta(seconds=2), NOON + timedelta(minutes=5))


def test_new_schedule_has_missed_nothing() -> None:
    assert not is_slot_missed(Rhythm(every=timedelta(hours=1)), None, NOON)


def test_interval_is_missed_after_its_length() -> None:
    rhythm = Rhythm(every=timedelta(hours=1))
    assert is_slot_missed(rhythm, NOON - timedelta(minutes=61), NOON)
    assert not is_slot_missed(rhythm, NOON - timedelta(minutes=59), NOON)


def test_without_a_clock_nothing_is_missed() -> None:
    assert find_last_slot(Rhythm(), NOON) is None
    assert not is_slot_missed(Rhythm(), NOON - timedelta(days=9), NOON)


@pytest.mark.parametrize(
    ("cron", "start", "expected"),
    [
        # 02:30 does not exist on the 31st: the run comes an hour early by the clock, once, and the next day as ever.
        ("30 2 * * *", datetime(2024, 3, 30, 20, tzinfo=UTC), ["31 00:30", "01 00:30", "02 00:30"]),
        # 02:30 comes twice on the 27th: the first time counts.
        ("30 2 * * *", datetime(2024, 10, 26, 20, tzinfo=UTC), ["27 00:30", "28 01:30", "29 01:30"]),
        ("0 * * * *", datetime(2024, 3, 30, 23, 30, tzinfo=UTC), ["31 00:00", "31 01:00", "31 02:00"]),
        # The hour that comes twice has one run: what arrives in the second is found by the next.
        ("0 * * * *", datetime(2024, 10, 26, 23, 30, tzinfo=UTC), ["27 00:00", "27 02:00", "27 03:00"]),
    ],
)
def test_prefect_runs_each_time_once_when_the_clocks_change(cron: str, start: datetime, expected: list[str]) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    slots = asyncio.run(CronSchedule(cron=cron, timezone="Europe/Berlin").get_dates(3, start))
    assert [f"{slot.astimezone(UTC):%d %H:%M}" for slot in slots] == expected
