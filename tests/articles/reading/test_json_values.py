"""JSON as programs write it: NaN, halves of emoji, MongoDB's types, lines in a .json file."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from articles.errors import UnreadableRecord
from articles.reading.discovery import discover_files
from articles.reading.fields import read_metadata
from articles.reading.json_values import load_json
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import SourceRecord

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (b'{"a": NaN, "b": [-Infinity, 1]}', {"a": None, "b": [None, 1]}),
        (rb'{"a": "x \ud83d"}', {"a": "x \ufffd"}),
        (rb'{"\udc00k": ["\ud83d\ude00 \ud83d\ud83d"]}', {"\ufffdk": ["\U0001f600 \ufffd\ufffd"]}),
        (b'{"a": "tab\there"}', {"a": "tab\there"}),
        (b'{"a": "\xe2\x80\x9cNo,\xe2\x80\x9d he said \xff"}', {"a": "“No,” he said \ufffd"}),
        (b'{"_id": {"$oid": "5f1c"}, "n": {"$numberLong": "-7"}}', {"_id": "5f1c", "n": -7}),
        (b'{"at": {"$date": {"$numberLong": "1580000000000"}}}', {"at": 1_580_000_000_000}),
        (b'{"_id": ObjectId("5f1c"), "n": NumberLong(7), "d": ISODate("2020-01-02")}',
         {"_id": "5f1c", "n": 7, "d": "2020-01-02"}),
        (rb'{"a": NaN, "t": "call ObjectId(\"5f1c\") for $5"}', {"a": None, "t": 'call ObjectId("5f1c") for $5'}),
        (b'{"n": {"$numberLong": "--7"}, "m": {"$numberLong": "' + b"9" * 5_000 + b'"}}',
         {"n": "--7", "m": "9" * 5_000}),
        (b'{"$price": 4, "cost": {"$": 5}}', {"$price": 4, "cost": {"$": 5}}),
    ],
)  # fmt: skip
def test_values(payload: bytes, value: object) -> None:
    assert load_json(payload) == value


def nest(value: bytes, depth: int) -> bytes:
    return b'{"a": ' + value + b', "b": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    "payload",
    [
        *(b"{", b'{"a": nope}', b"\xff\xfe\x00", b"[" * 100_000),
        *(nest(b'"$"', 1_000), nest(rb'"\ud83d"', 950), nest(b"NaN", 20_000)),
        b'{"a": NaN, "b": ' + b"9" * 5_000 + b"}",  # more digits than Python reads
    ],
)
def test_what_is_no_json_is_refused(payload: bytes) -> None:
    with pytest.raises(UnreadableRecord) as caught:
        load_json(payload)
    assert caught.value.reason_code == "broken_json"


ARTICLES = [
    {"_id": {"$oid": "a1"}, "title": "It holds", "date": {"$date": "2021-03-04T05:06:07Z"}, "text": "It held."},
    {
        "_id": {"$oid": "a2"},
        "title": "Weir broke",
        "date": {"$date": "2021-03-05T05:06:07Z"},
        "text": "It broke.",
    },
]


@pytest.mark.parametrize("name", ["export.jsonl", "export.json", "list.json"])
def test_an_export_of_mongodb(tmp_path: Path, name: str) -> None:
    is_list = name == "list.json"
    content = json.dumps(ARTICLES) if is_list else "\n".join(map(json.dumps, ARTICLES))
    (tmp_path / name).write_text(content + "\n")
    (file,) = discover_files([tmp_path / name])
    records = [record for record in read_records(file, ReadingLimits()) if isinstance(record, SourceRecord)]
    assert [record.source_path for record in records] == [f"{name}#a1", f"{name}#a2"]
    article = parse_record(records[1], ReadingLimits())
    assert (article.metadata.headline, article.metadata.published_on) == ("Weir broke", date(2021, 3, 5))


def test_half_an_emoji_does_not_cost_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(r'[{"text": "It is done. \ud83d"}, {"text": "So it is.", "author": NaN}]')
    (file,) = discover_files([tmp_path / "a.json"])
    texts = [
        parse_record(r, ReadingLimits()).raw_text
        for r in read_records(file, ReadingLimits())
        if isinstance(r, SourceRecord)
    ]
    assert texts == ["It is done. \ufffd", "So it is."]


@pytest.mark.parametrize("address", ["http://[::1", "http://\u2100.com", "http://", "https://" + "a." * 5_000])
def test_an_address_that_is_none_costs_no_record(address: str) -> None:
    assert read_metadata({"url": address, "title": "Ferry sold"}).url is None
