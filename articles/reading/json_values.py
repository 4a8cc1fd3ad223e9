"""Parse JSON as programs really write it: strictly where it is sound, tolerantly where it is not."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text

# Half of a surrogate pair, which remains when a text is cut within an emoji.
HALF_SURROGATE = re.compile("[\ud800-\udfff]")
# MongoDB's shell writes calls where its exports write objects. Within a JSON string the quotes would be escaped.
MONGODB_CALL = re.compile(
    r'\b(?:ObjectId|ISODate|Date|Number(?:Long|Int|Decimal)|UUID)\(\s*("(?:[^"\\]|\\.)*"|-?[\d.]+)\s*\)'
)
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,40}")
# MongoDB's extended JSON: {"$oid": "5f..."}, {"$date": {"$numberLong": "1580..."}}.
MONGODB_TYPES = frozenset({"$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid"})


def load_json(payload: bytes) -> Any:
    """Value of a JSON document in any encoding with a byte order mark, else UTF-8.

    NaN and Infinity are empty values, half a surrogate pair and a single broken byte become U+FFFD, and values of
    MongoDB's extended JSON are plain values. Raises UnreadableRecord with reason code broken_json or invalid_encoding.
    """
    try:
        try:
            value = orjson.loads(payload)
        except orjson.JSONDecodeError as strict:
            value = _load_patiently(payload, strict)
        return _unwrap(value) if b"$" in payload else value
    except RecursionError as error:
        raise UnreadableRecord("broken_json", "is nested more deeply than any record") from error


def _load_patiently(payload: bytes, strict: orjson.JSONDecodeError) -> Any:
    try:
        text = decode_text(payload)[0].removeprefix("\ufeff")
    except UnreadableRecord as error:
        raise UnreadableRecord("broken_json", f"is not JSON: {error.message}") from error
    if "(" in text:
        text = MONGODB_CALL.sub(r"\1", text)
    try:
        # strict=False: control characters within strings, such as a raw tab or line end
        value = json.loads(text, strict=False, parse_constant=lambda _: None)
    except ValueError:  # not JSON, or a number of more digits than Python reads
        raise UnreadableRecord("broken_json", f"is not JSON: {strict}") from strict
    return _mend_surrogates(value)


def _mend_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return HALF_SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {HALF_SURROGATE.sub("\ufffd", key): _mend_surrogates(inner) for key, inner in value.items()}
    return [_mend_surrogates(inner) for inner in value] if isinstance(value, list) else value


def _unwrap(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1 and (name := next(iter(value))) in MONGODB_TYPES:
            inner = _unwrap(value[name])
            is_number = name.startswith("$number") and isinstance(inner, str)
            return int(inner) if is_number and WHOLE_NUMBER.fullmatch(inner) else inner
        return {key: _unwrap(inner) for key, inner in value.items()}
    return [_unwrap(inner) for inner in value] if isinstance(value, list) else value
