"""Text exports of press archives (LexisNexis, Factiva, ProQuest): several documents in a file, fields before each text.

The same exports come as Word and RTF files; their text is parted in the same way.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.reading.decoding import decode_text
from articles.reading.fields import read_metadata
from articles.reading.rejects import hash_payload
from articles.records import SourceRecord
from articles.text.dates import parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata

# LexisNexis numbers its documents or ends each with a line; Factiva ends each with its number.
COUNTED = re.compile(r"^[ \t\f]*(?:Document )?\d{1,6} of \d{1,6}(?: DOCUMENTS?)?[ \t]*\r?$", re.MULTILINE)
END_MARKS = (
    re.compile(r"^[ \t\f]*End of Document[ \t]*\r?$", re.MULTILINE),
    re.compile(r"^[ \t\f]*(?:AN[ \t]+)?Document [A-Z]{2,}[A-Za-z0-9]{15,}[ \t]*\r?$", re.MULTILINE),
)
FIELD = re.compile(r"[ \t]*([A-Z][A-Za-z]+(?:[- ][A-Za-z]+){0,2}):[ \t]*(.*)")
TEXT = "text"  # the name of the field that holds a document's text
CODE = re.compile(r"[ \t]*([A-Z]{2,3})(?:[ \t]+(\S.*))?$")
BODY = re.compile(r"[ \t]*body:?[ \t]*$", re.IGNORECASE)
RIGHTS = re.compile(r"[ \t]*(?:(?:copyright|©|\(c\)).{0,20}\d{4}|all rights reserved\.?[ \t]*$)", re.IGNORECASE)
# Labels of LexisNexis below the text.
BELOW_TEXT = re.compile(r"[ \t]*(?:graphic|classification)[ \t]*$", re.IGNORECASE)
FRAME = re.compile(r"[ \t]*(?:[_=-]{10,}|ProQuest document link)[ \t]*$")
# The list of documents on the cover page of a LexisNexis export.
COVER = re.compile(r"^[ \t]*(?:User Name|Date and Time|Job Number): ", re.MULTILINE)
COVER_WORDS = 40
COVER_ENTRY = re.compile(r"[ \t]*\d{1,4}\. \S")
# The head of a Factiva document in its plain form: a length, and then a day.
WORD_COUNT = re.compile(r"[ \t]*\d[\d,]* words?[ \t]*$")
TIME = re.compile(r"[ \t]*\d\d?:\d\d\b")
LONGEST_HEAD = 25  # lines
# Field names of the archives and the article's field that each is; None where there is none.
NAMES = {
    **{"BYLINE": "authors", "AUTHOR": "authors", "SECTION": "section", "LANGUAGE": "language", "HEADLINE": "headline"},
    **{"DATELINE": "place", "URL": "url", "HIGHLIGHT": "subtitle"},
    **dict.fromkeys(
        ("LENGTH", "LOAD-DATE", "PUBLICATION-TYPE", "JOURNAL-CODE", "GRAPHIC", "SUBJECT", "ORGANIZATION", "COMPANY"),
    ),
    **dict.fromkeys(("TICKER", "INDUSTRY", "PERSON", "CITY", "STATE", "COUNTRY", "GEOGRAPHIC", "DOCUMENT-TYPE")),
    **dict.fromkeys(("ACC-NO", "CORRECTION-DATE", "DISTRIBUTION", "SERIES", "COPYRIGHT", "ISSN", "PUB-TYPE")),
}
# Those of ProQuest, which are also words of texts; they count in documents with a line "Full text:".
PROQUEST_NAMES = {
    **NAMES,
    **{"FULL TEXT": TEXT, "TITLE": "headline", "SUBTITLE": "subtitle", "PUBLICATION TITLE": "outlet"},
    **{"PUBLICATION DATE": "published", "LANGUAGE OF PUBLICATION": "language", "DOCUMENT URL": None},
    **dict.fromkeys(("PUBLICATION INFO", "PUBLICATION YEAR", "PUBLICATION SUBJECT", "FIRST PAGE", "PAGES", "LINKS")),
    **dict.fromkeys(("PLACE OF PUBLICATION", "COUNTRY OF PUBLICATION", "SOURCE TYPE", "DOCUMENT TYPE", "ABSTRACT")),
    **dict.fromkeys(("LAST UPDATED", "DATABASE", "PUBLISHER", "LOCATION", "PEOPLE", "PROQUEST DOCUMENT ID")),
}
FULL_TEXT = re.compile(r"^[ \t]*Full text:", re.MULTILINE | re.IGNORECASE)
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
        if places and documents and len(documents) >= len(parts) - 1:
            return parts[parts[0] not in documents and len(parts[0].split()) <= COVER_WORDS :]  # without a cover page
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


def part_documents(record: SourceRecord, text: str) -> Iterator[SourceRecord]:
    """The documents of a press archive in the text of a file, named by their number; the file where it holds none."""
    documents = split_documents(text)
    if not documents:
        yield record
    for number, document in enumerate(documents, start=1):
        payload = document.encode()
        yield SourceRecord(f"{record.source_path}#{number}", "press_archive", payload, hash_payload(payload))


def _find_length(lines: list[str]) -> int | None:
    """The line of a Factiva document's head that states its length, with a day right below; None where it has none."""
    for at, line in enumerate(lines[:LONGEST_HEAD]):
        if WORD_COUNT.match(line) and any(parse_moment(below.strip())[0] for below in lines[at + 1 : at + 2]):
            return at
    return None


def _part_plain(lines: list[str], length: int) -> tuple[dict[str, str], str]:
    """Fields and text of a Factiva document without codes: headline, byline, length, day, outlet, rights, text."""
    above = [line.strip() for line in lines[:length]]
    bylines = [line for line in above if line.lower().startswith("by ")]
    titles = [line for line in above if line not in bylines]
    below = [line.strip() for line in lines[length + 2 : length + LONGEST_HEAD]]
    rights = next((at for at, line in enumerate(below) if RIGHTS.match(line)), None)
    language = next((at for at, line in enumerate(below[:rights]) if line.lower() in LANGUAGES), 0)
    fields = {
        "headline": titles[-1] if titles else "",
        "section": titles[0] if len(titles) > 1 else "",
        "authors": bylines[-1] if bylines else "",
        "published": lines[length + 1].strip(),
        "outlet": next((line for line in below if line and not TIME.match(line)), ""),
        "language": below[language] if below else "",
    }
    start = length + 3 + (rights if rights is not None else language)
    text = [line.rstrip() for line in lines[start:] if not any(mark.match(line) for mark in (COUNTED, *END_MARKS))]
    body = "\n".join(text).strip()
    if rights is not None and (last := body.rpartition("\n")[2].strip()) and below[rights].endswith(last):
        body = body.removesuffix(last).strip()  # the owner of the rights signs once more
    return _tidy({name: value for name, value in fields.items() if value}), body


def _is_coded(text: str) -> bool:
    """Whether a document has Factiva's field codes."""
    codes = {match[1] for line in text.splitlines() if (match := CODE.match(line))}
    return "HD" in codes and bool(codes & TEXT_CODES) and len(codes & CODES.keys()) >= LEAST_FIELDS


def _count_fields(text: str) -> int:
    if _is_coded(text) or _find_length(_list_lines(text)) is not None:
        return LEAST_FIELDS
    known = PROQUEST_NAMES if FULL_TEXT.search(text) else NAMES
    return len({match[1].upper() for line in text.splitlines() if (match := FIELD.match(line))} & known.keys())


def _list_lines(text: str) -> list[str]:
    """Lines of a document from the first that is not empty."""
    return text.replace("\f", "\n").lstrip("\r\n \t").splitlines()


def _read_field(line: str, known: dict[str, str | None], in_text: bool) -> tuple[str | None, str] | None:
    """The field of an article and the value that a line states; None for a line of the text."""
    is_coded = known is CODES
    match = CODE.match(line) if is_coded else FIELD.match(line)
    name = match[1] if match and is_coded else match[1].upper() if match else ""
    if match is None or name not in known:
        return None
    value = (match[2] or "").strip()
    if is_coded and in_text and value and " : " not in value and "|" not in value and name not in {"AN", "PUB"}:
        return None  # prose that begins with a word in capitals
    return known[name], value


def _list_kept(document: str) -> list[str]:
    """Lines of a document up to what LexisNexis adds below its text."""
    lines = document.replace("\f", "\n").splitlines()
    body = next((at for at, line in enumerate(lines) if BODY.match(line)), len(lines))
    end = next((at for at in range(body, len(lines)) if BELOW_TEXT.match(lines[at])), len(lines))
    return [line for line in lines[:end] if not FRAME.match(line)]


def _part_document(document: str) -> tuple[dict[str, str], str]:
    """Header fields by the names that exports use, and the text."""
    is_coded = _is_coded(document)
    if not is_coded and (length := _find_length(all_lines := _list_lines(document))) is not None:
        return _part_plain(all_lines, length)
    fields: dict[str, str] = {}
    head: list[str] = []
    lines: list[str] = []
    name: str | None = None  # the field whose value continues on the next line
    in_field, seen_field, in_text = False, False, False
    known = CODES if is_coded else PROQUEST_NAMES if FULL_TEXT.search(document) else NAMES
    for line in _list_kept(document):
        if COUNTED.match(line) or any(mark.match(line) for mark in END_MARKS) or (not in_text and RIGHTS.match(line)):
            in_field = False
        elif BODY.match(line) or (is_coded and line.split()[:1] and line.split()[0] in TEXT_CODES):
            in_text, in_field, seen_field = True, False, True
            lines += ["", *([] if BODY.match(line) else [line.strip()[2:].strip()])]
        elif (field := _read_field(line, known, in_text)) is not None:
            (name, value), in_field, seen_field = field, True, True
            if name == TEXT:
                in_text, in_field, name = True, False, None
                lines += ["", value]
            elif name and value:
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
    if COVER.search("\n".join(lines)):
        entries = [at for at, line in enumerate(lines) if COVER_ENTRY.match(line)]
        lines = lines[entries[-1] + 1 :] if entries else lines
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
        tidy["outlet"] = EDITION.sub("", tidy["outlet"].partition(";")[0].strip())
    if "section" in tidy:
        section = tidy["section"].partition(";")[0].strip()
        tidy["section"] = section.capitalize() if section.isupper() else section
    if "language" in tidy:
        language = tidy["language"].split(";")[0].strip().lower()
        tidy["language"] = LANGUAGES.get(language, language)
    if "published" in tidy:
        tidy["published"] = WEEKDAY.sub("", tidy["published"]).strip(" ,")
    return tidy
