import json
from datetime import date

import pytest

from articles.reading.day_order import MOST_WAITING, settle_days
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.rejects import hash_payload
from articles.records import RejectedRecord, SourceRecord


def make_record(number: int, day: str | None, field: str = "published") -> SourceRecord:
    fields = {"text": f"Text {number} quotes 25/12/2018 and no more."} | ({field: day} if day else {})
    payload = json.dumps(fields).encode()
    return SourceRecord(f"a.jsonl#{number}", "json", payload, hash_payload(payload))


def list_days(*days: str | None, field: str = "published") -> list[tuple[date | None, str | None]]:
    records = settle_days(make_record(number, day, field) for number, day in enumerate(days))
    found = [parse_record(each, ReadingLimits()).metadata for each in records if isinstance(each, SourceRecord)]
    return [(each.published_on, each.published_source) for each in found]


@pytest.mark.parametrize("field", ["published", "Date", "publish_date"])
def test_another_day_of_the_file_tells_the_order(field: str) -> None:
    assert [day for day, _ in list_days("04/05/2019", "25/12/2018", "01.02.2020", field=field)] == [
        date(2019, 5, 4),
        date(2018, 12, 25),
        date(2020, 2, 1),
    ]
    assert [day for day, _ in list_days("12/25/2018", None, "04/05/2019", field=field)] == [
        date(2018, 12, 25),
        None,
        date(2019, 4, 5),
    ]


def test_a_file_that_tells_no_order_leaves_the_day_empty_and_says_so() -> None:
    assert list_days("04/05/2019", "06/07/2019") == [(None, "ambiguous"), (None, "ambiguous")]
    assert list_days("04/05/2019", "25/12/2018", "12/25/2018")[0] == (date(2019, 5, 4), "record")
    assert list_days("25/12/2018", "12/25/2018", "04/05/2019")[2] == (None, "ambiguous")


def test_days_in_a_text_tell_nothing() -> None:
    assert list_days("04/05/2019", None) == [(None, "ambiguous"), (None, None)]


def test_records_keep_their_order_and_wait_within_bounds() -> None:
    days = ["04/05/2019"] * (MOST_WAITING + 10)
    records = [make_record(number, day) for number, day in enumerate(days)]
    rejected = RejectedRecord("a.jsonl#x", "read", "broken_json", "Mend it.")
    taken = iter(settle_days([*records[:3], rejected, *records[3:]]))
    assert [each.source_path for each in taken][:5] == ["a.jsonl#0", "a.jsonl#1", "a.jsonl#2", "a.jsonl#x", "a.jsonl#3"]


def test_what_the_file_tells_is_part_of_the_record() -> None:
    one, _ = settle_days([make_record(0, "04/05/2019"), make_record(1, "25/12/2018")])
    other, _ = settle_days([make_record(0, "04/05/2019"), make_record(1, "12/25/2018")])
    assert one.content_hash != other.content_hash
