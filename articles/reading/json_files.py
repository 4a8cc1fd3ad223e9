"""Split a .json file: one article, a list of articles, or an API's answer that holds the list in a field.

A small file is parsed at once. A large one is read with ijson, an entry at a time, so that it may be of any size.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson

from articles.errors import UnreadableRecord
from articles.reading.fields import find_text
from articles.reading.json_lines import split_json_lines
from articles.reading.json_values import load_json
from articles.reading.rejects import hash_payload, reject, reject_json
from articles.reading.rows import dump_json, make_row_records
from articles.reading.streams import BoundedStream, read_bounded, recode_to_utf8
from articles.reading.tables import BYTE_ORDER_MARK
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import RejectedRecord

# Where the exports of APIs keep their list of articles.
LIST_FIELDS = ("articles", "items", "results", "data", "docs", "hits", "response", "records", "stories", "documents")
# The list may be this many objects deep: {"response": {"docs": [...]}}.
DEEPEST_LIST = 2


def split_json(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a .json file; `where` is the path that messages and record names begin with."""
    stream = recode_to_utf8(stream, where, limits)
    content, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        yield from _make_records(_stream_entries(_Rest(content, stream, where, limits), where), where, limits)
        return
    if not content.strip():
        yield reject(where, "empty", f"{where} is empty. Remove it, or export the articles again.", len(content))
        return
    try:
        value = load_json(content.removeprefix(BYTE_ORDER_MARK))
    except UnreadableRecord as error:
        # Many files of JSON lines are named .json.
        lines = content.split(b"\n")
        if sum(line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}") for line in lines[:3]) > 1:
            inner = BoundedStream(io.BytesIO(content), where, limits)
            yield from split_json_lines(inner, where, limits)
            return
        yield reject_json(where, f"{where} {error.message}", content)
        return
    entries = _find_entries(value)
    if entries is not None:
        yield from _make_records(entries, where, limits)
    elif isinstance(value, dict):
        payload = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        yield SourceRecord(where, "json", payload, hash_payload(payload))
    else:
        yield reject_json(where, f"{where} holds neither an object nor a list of objects", content)


def _make_records(entries: Iterable[Any], where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of the entries that are objects, numbered among themselves, and a rejected one for each other entry."""
    rows = (
        entry
        if isinstance(entry, dict)
        else reject_json(
            f"{where}#{number}",
            f"Entry {number} of {where} is a {type(entry).__name__}, not an object",
            dump_json(entry),
        )
        for number, entry in enumerate(entries, start=1)
    )
    yield from make_row_records(rows, where, limits)


def _find_entries(value: object) -> list[Any] | None:
    """The list of articles in a JSON value: the value itself, or the list under a known field, two levels down."""
    for _ in range(DEEPEST_LIST + 1):
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            return None
        nested = [value[name] for name in LIST_FIELDS if isinstance(value.get(name), list | dict)]
        if not nested:
            return _list_named(value)
        value = nested[0]
    return None


def _list_named(value: dict[str, Any]) -> list[Any] | None:
    """The articles of an object that holds each under its number or address; None where it holds anything else."""
    entries = list(value.values())
    are_articles = len(entries) > 1 and all(isinstance(entry, dict) and find_text(entry) for entry in entries)
    return entries if are_articles else None


def _stream_entries(stream: _Rest, where: str) -> Iterator[Any]:
    """Entries of the first list at the top or under known fields, one at a time.

    Raises UnreadableRecord with reason code broken_json or too_large; entries before the fault have been given.
    """
    import ijson

    is_found = False
    try:
        events = ijson.parse(stream, use_float=True)
        for prefix, event, _ in events:
            fields = prefix.split(".") if prefix else []
            if event != "start_array" or len(fields) > DEEPEST_LIST or not set(fields) <= set(LIST_FIELDS):
                continue
            is_found = True
            builder = ijson.ObjectBuilder()
            depth = 0
            for _, inner, value in events:
                if depth == 0 and inner == "end_array":
                    break
                builder.event(inner, value)
                depth += (inner in {"start_map", "start_array"}) - (inner in {"end_map", "end_array"})
                if depth == 0:
                    stream.begin_entry()
                    yield builder.value
                    builder = ijson.ObjectBuilder()
            break
    except (ijson.JSONError, UnicodeDecodeError) as error:
        message = f"{where} breaks off or is not JSON ({error}). Mend it; the entries before that place are read."
        raise UnreadableRecord("broken_json", message) from error
    if not is_found:
        message = (
            f"{where} is larger than one article may be and has no list of articles at its top or under "
            f"{', '.join(LIST_FIELDS[:4])} ... Write it as JSON lines (.jsonl), one article a line."
        )
        raise UnreadableRecord("too_large", message)


class _Rest:
    """What was already read of a stream and the rest of it, with a bound on the bytes of one entry."""

    def __init__(self, begun: bytes, stream: BoundedStream, where: str, limits: ReadingLimits) -> None:
        self._begun = begun.removeprefix(BYTE_ORDER_MARK)
        self._stream = stream
        self._where = where
        self._limit = limits.article_byte_limit
        self._entry_bytes = 0

    def read(self, byte_count: int = -1) -> bytes:
        """At most `byte_count` bytes. Raises UnreadableRecord where one entry is larger than an article may be."""
        if self._begun:
            block, self._begun = self._begun[:byte_count], self._begun[byte_count:]
        else:
            block = self._stream.read(byte_count)
        self._entry_bytes += len(block)
        if self._entry_bytes > self._limit + 2 * byte_count:
            message = (
                f"{self._where} has an entry of more than {self._limit:,} bytes, the limit for one article. The "
                "entries before it are read; raise the limit in the settings, or take the entry out."
            )
            raise UnreadableRecord("too_large", message)
        return block

    def begin_entry(self) -> None:
        """Start a new count: an entry has ended."""
        self._entry_bytes = 0
