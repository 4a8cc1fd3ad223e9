"""Text exports of press archives (LexisNexis, Factiva): several documents in a file, header fields before each text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.reading.decoding import decode_text
from articles.reading.fields import read_metadata
from articles.text.dates import parse_moment

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata, SourceRecord

# LexisNexis numbers its documents or ends each with a line; Factiva ends each with its number.
COUNTED = re.compile(r"^[ \t\f]*(?:Document )?\d{1,6} of \d{1,6}(?: DOCUMENTS?)?[ \t]*\r?$", re.MULTILINE)
END_MARKS = (
    re.compile(r"^[ \t\f]*End of Document[ \t]*\r?$", re.MULTILINE),
    re.compile(r"^[ \t\f]*(?:AN[ \t]+)?Document [A-Z]{2,}[A-Za-z0-9]{15,}[ \t]*\r?$", re.MULTILINE),
)
FIELD = re.compile(r"[ \t]*([A-Z][A-Za-z]+(?:[- ][A-Za-z]+){0,2}):[ \t]*(.*)")
CODE = re.compile(r"[ \t]*([A-Z]{2,3})(?:[ \t]+(\S.*))?$")
BODY = re.compile(r"[ \t]*body:?[ \t]*$", re.IGNORECASE)
RIGHTS = re.compile(r"[ \t]*(?:(?:copyright|©|\(c\)).{0,20}\d{4}|all rights reserved\.?[ \t]*$)", re.IGNORECASE)
# Field names of both archives and the article's field that each is; None where there is none.
NAMES = {
    **{"BYLINE": "authors", "AUTHOR": "authors", "SECTION": "section", "LANGUAGE": "language", "HEADLINE": "headline"},
    **{"DATELINE": "place", "URL": "url"},
    **dict.fromkeys(
        ("LENGTH", "LOAD-DATE", "PUBLICATION-TYPE", "JOURNAL-CODE", "GRAPHIC", "SUBJECT", "ORGANIZATION", "COMPANY"),
    ),
    **dict.fromkeys(("TICKER", "INDUSTRY", "PERSON", "CITY", "STATE", "COUNTRY", "GEOGRAPHIC", "DOCUMENT-TYPE")),
    **dict.fromkeys(("ACC-NO", "CORRECTION-DATE", "DISTRIBUTION", "SERIES", "COPYRIGHT", "ISSN", "PUB-TYPE")),
}
CODES = {
    **{"HD": "headline", "BY": "authors", "SE": "section", "LA": "language", "PD": "published", "SN": "outlet"},
    **dict.fromkeys(
        [
            "AN",
            "CLM",
            "CO",
            "CR",
            "CT",
            "CX",
            "CY",
            "ED",
            "ET",
            "IN",
            "IPC",
            "IPD",
            "NS",
            "PG",
            "PUB",
            "RE",
            "RF",
            "SC",
            "VOL",
            "WC",
        ]
    ),
}
TEXT_CODES = frozenset({"LP", "TD"})
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl"}
EDITION = re.compile(r"\s*\([^()]{2,40}\)$")
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?", re.IGNORECASE)
LONGEST_HEAD_LINE = 60
LEAST_FIELDS = 3


def split_documents(text: str) -> list[str]:
    """The documents of a press archive's export; none where the text is no such export."""
    for mark in (COUNTED, *END_MARKS):
        places = [match.start() if mark is COUNTED else match.end() for match in mark.finditer(text)]
        bounds = [0, *places, len(text)]
        parts = [part for start, end in pairwise(bounds) if _has_words(part := text[start:end])]
        documents = [part for part in parts if _count_fields(part) >= LEAST_FIELDS]
        if places and documents and len(documents) >= len(parts) - 1:  # a cover page may stand before them
            return parts
    return [text] if _is_coded(text) else []


def read_press_archive(record: SourceRecord, names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Headline and text of one document, its encoding, and its header fields as metadata."""
    text, encoding = decode_text(record.payload)
    fields, body = _part_document(text)
    metadata = read_metadata(fields, names)
    if body and metadata.headline:
        body = f"{metadata.headline}\n\n{body}"
    return body, encoding, metadata


def _has_words(part: str) -> bool:
    """Whether a part holds anything but punctuation."""
    marks = (COUNTED, *END_MARKS)
    return any(line.strip() and not any(mark.match(line) for mark in marks) for line in part.splitlines())


def _is_coded(text: str) -> bool:
    """Whether a document has Factiva's field codes."""
    codes = {match[1] for line in text.splitlines() if (match := CODE.match(line))}
    return "HD" in codes and bool(codes & TEXT_CODES) and len(codes & CODES.keys()) >= LEAST_FIELDS


def _count_fields(text: str) -> int:
    if _is_coded(text):
        return LEAST_FIELDS
    return len({match[1].upper() for line in text.splitlines() if (match := FIELD.match(line))} & NAMES.keys())


def _read_field(line: str, is_coded: bool, in_text: bool) -> tuple[str | None, str] | None:
    """The field of an article and the value that a line states; None for a line of the text."""
    match = CODE.match(line) if is_coded else FIELD.match(line)
    known = CODES if is_coded else NAMES
    name = match[1] if match and is_coded else match[1].upper() if match else ""
    if match is None or name not in known:
        return None
    value = (match[2] or "").strip()
    if is_coded and in_text and value and " : " not in value and "|" not in value and name not in {"AN", "PUB"}:
        return None  # prose that begins with a word in capitals
    return known[name], value


def _part_document(document: str) -> tuple[dict[str, str], str]:
    """Header fields by the names that exports use, and the text."""
    is_coded = _is_coded(document)
    fields: dict[str, str] = {}
    head: list[str] = []
    lines: list[str] = []
    name: str | None = None  # the field whose value continues on the next line
    in_field, seen_field, in_text = False, False, False
    for line in document.replace("\f", "\n").splitlines():
        if COUNTED.match(line) or any(mark.match(line) for mark in END_MARKS) or (not in_text and RIGHTS.match(line)):
            in_field = False
        elif BODY.match(line) or (is_coded and line.split()[:1] and line.split()[0] in TEXT_CODES):
            in_text, in_field, seen_field = True, False, True
            lines += ["", *([] if BODY.match(line) else [line.strip()[2:].strip()])]
        elif (field := _read_field(line, is_coded, in_text)) is not None:
            (name, value), in_field, seen_field = field, True, True
            if name and value:
                fields.setdefault(name, value)
        elif in_field and (line.strip() or is_coded):
            if name and line.strip():
                fields[name] = f"{fields.get(name, '')} {line.strip()}".strip()
        elif RIGHTS.match(line):
            in_field = False
        elif seen_field:
            in_field = False
            in_text = in_text or bool(line.strip())
            lines.append(line.rstrip())
        else:
            head.append(line.strip())
    _read_head(head, fields)
    return _tidy(fields), "\n".join(lines).strip()


def _read_head(lines: list[str], fields: dict[str, str]) -> None:
    """Outlet, day and headline from the lines at the head, which have no names: the day stands behind the outlet."""
    blocks = [" ".join(block.split()) for block in "\n".join(lines).split("\n\n") if block.strip()]
    if len(blocks) < 3:
        blocks = [line for line in lines if line]
    for place, block in enumerate(blocks):
        day = parse_moment(WEEKDAY.sub("", block).strip(" ,"))[0] if len(block) < LONGEST_HEAD_LINE else None
        if day is None:
            continue
        fields.setdefault("published", day.isoformat())
        if place:
            fields.setdefault("outlet", blocks[place - 1])
        others = [*blocks[: max(place - 1, 0)], *blocks[place + 1 :]]
        if others:
            fields.setdefault("headline", others[0])
        return
    if blocks:
        fields.setdefault("headline", blocks[-1])


def _tidy(fields: dict[str, str]) -> dict[str, str]:
    tidy = dict(fields)
    if "outlet" in tidy:
        tidy["outlet"] = EDITION.sub("", tidy["outlet"])
    if "section" in tidy:
        section = tidy["section"].partition(";")[0].strip()
        tidy["section"] = section.capitalize() if section.isupper() else section
    if "language" in tidy:
        language = tidy["language"].split(";")[0].strip().lower()
        tidy["language"] = LANGUAGES.get(language, language)
    if "published" in tidy:
        tidy["published"] = WEEKDAY.sub("", tidy["published"]).strip(" ,")
    return tidy
