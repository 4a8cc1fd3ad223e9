"""The input formats: the one place that says what can be read, by which names and by which functions.

To add a format, write a module with its function, add one entry to FORMATS and write a test. Discovery, archives,
`quotehouse formats`, the reference pages and the set that the checks know all read this table.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata, RejectedRecord, RemovedSpan, SourceRecord

    # (stream, name that messages and records begin with, limits): the records of one file
    Splitter = Callable[[Any, str, ReadingLimits], Iterator[SourceRecord | RejectedRecord]]
    # (record, names of fields, limits): text, encoding, the metadata that the format states and, where there is more in
    # it than the article, the spans of the text that are no part of it
    Plain = tuple[str, str, Metadata]
    Parted = tuple[str, str, Metadata, tuple[RemovedSpan, ...]]
    Reader = Callable[[SourceRecord, FieldNames, ReadingLimits], Plain | Parted]


class Holds(StrEnum):
    """What a file of a format holds."""

    ARTICLE = "one article"
    RECORDS = "several articles"
    FILES = "files"


class Layout(StrEnum):
    """How the text of an article stands in a format."""

    TEXT = "text"  # plain paragraphs
    PAGE = "page"  # an article among menus and the like
    FIELDS = "fields"  # named fields, of which one is the text


@dataclass(frozen=True, slots=True)
class InputFormat:
    """One input format.

    `read` names the function that makes text and metadata of one record (see Reader); only such a format is ever the
    source_format of an article. `split` names the function that parts a file into records (see Splitter); without it
    the file is one record. Both are `module:function` in this package, imported when first used.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    holds: Holds = Holds.ARTICLE
    layout: Layout = Layout.TEXT
    read: str | None = None
    split: str | None = None
    is_seekable: bool = False  # read from its end, so it has to stand on disk unpacked

    def get_reader(self) -> Reader:
        """The function that makes an article of a record."""
        return cast("Reader", _load(self.read))

    def get_splitter(self) -> Splitter:
        """The function that parts a file into records."""
        return cast("Splitter", _load(self.split))


FORMATS = (
    InputFormat(
        "text", "Plain text", (".txt", ".text"), ("text/plain",),
        read="plain_text:read_text", split="plain_text:split_text",
    ),
    InputFormat(
        "press_archive", "Exports of LexisNexis, Factiva, ProQuest, found in text, Word and RTF files", (), (),
        Holds.RECORDS, read="press_archives:read_press_archive",
    ),
    InputFormat(
        "markdown", "Markdown, with or without front matter", (".md", ".markdown"), ("text/markdown",),
        read="markdown:read_markdown",
    ),
    InputFormat(
        "html", "HTML pages", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"),
        layout=Layout.PAGE, read="pages:read_page",
    ),
    InputFormat("pdf", "PDF with a text layer", (".pdf",), ("application/pdf",), read="pdf:read_pdf"),
    InputFormat(
        "docx", "Word documents", (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), read="office:read_docx",
        split="office:split_docx",
    ),
    InputFormat(
        "odt", "OpenDocument texts", (".odt",), ("application/vnd.oasis.opendocument.text",), read="office:read_odt"
    ),
    InputFormat(
        "rtf", "RTF files", (".rtf",), ("application/rtf", "text/rtf"), read="office:read_rtf", split="office:split_rtf"
    ),
    InputFormat("message", "Saved mail messages", (".eml",), ("message/rfc822",), read="mail:read_message"),
    InputFormat(
        "saved_page", "Pages saved by a browser with their pictures", (".mht", ".mhtml"), ("multipart/related",),
        layout=Layout.PAGE, read="mail:read_saved_page",
    ),
    InputFormat(
        "feed", "Feeds (RSS, Atom), articles of agencies (NITF)", (".rss", ".atom", ".rdf", ".xml"),
        ("application/rss+xml", "application/atom+xml", "application/xml"),
        Holds.RECORDS, Layout.FIELDS, split="feeds:split_feed",
    ),
    InputFormat(
        "json", "JSON: an article, a list, an interface's answer", (".json",), ("application/json",),
        Holds.RECORDS, Layout.FIELDS, read="json_records:read_json", split="json_files:split_json",
    ),
    InputFormat(
        "json_lines", "JSON lines", (".jsonl", ".ndjson"), ("application/jsonl", "application/x-ndjson"),
        Holds.RECORDS, Layout.FIELDS, split="json_lines:split_json_lines",
    ),
    InputFormat(
        "csv", "Tables", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"),
        Holds.RECORDS, Layout.FIELDS, split="tables:split_table",
    ),
    InputFormat(
        "parquet", "Parquet tables", (".parquet",), ("application/vnd.apache.parquet",),
        Holds.RECORDS, Layout.FIELDS, split="parquet:split_parquet", is_seekable=True,
    ),
    InputFormat(
        "warc", "Web archives", (".warc",), ("application/warc",), Holds.RECORDS, Layout.PAGE,
        split="web_archives:split_web_archive",
    ),
    InputFormat(
        "zip", "zip archives", (".zip",), ("application/zip",), Holds.FILES, split="archives:split_zip",
        is_seekable=True,
    ),
    InputFormat("tar", "tar archives", (".tar",), ("application/x-tar",), Holds.FILES, split="archives:split_tar"),
)  # fmt: skip
FORMATS_BY_NAME = {input_format.name: input_format for input_format in FORMATS}
FORMATS_BY_SUFFIX = {suffix: input_format for input_format in FORMATS for suffix in input_format.suffixes}
# What source_format of an article can be.
SOURCE_FORMATS = tuple(input_format.name for input_format in FORMATS if input_format.read)

PACKINGS_BY_SUFFIX = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
SHORT_SUFFIXES = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What a file's name says about its content: the format, and how it is packed (None where it is plain)."""

    name: str
    packing: str | None

    @property
    def input_format(self) -> InputFormat:
        """The format's entry in the registry."""
        return FORMATS_BY_NAME[self.name]


@lru_cache(maxsize=1 << 14)  # a folder's names are asked about three times each
def find_format(path: str) -> FileFormat | None:
    """Format of a file by its name, in any letter case; None where the name says nothing we can read."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
    for short, long in SHORT_SUFFIXES.items():
        if name.endswith(short):
            name = name.removesuffix(short) + long
    packing = None
    stem, dot, last = name.rpartition(".")
    if dot and f".{last}" in PACKINGS_BY_SUFFIX:
        packing = PACKINGS_BY_SUFFIX[f".{last}"]
        stem, dot, last = stem.rpartition(".")
    found = FORMATS_BY_SUFFIX.get(f".{last}") if dot and stem else None
    if found is None or (packing and found.is_seekable):
        return None
    return FileFormat(found.name, packing)


def list_suffixes() -> str:
    """Readable suffixes, for messages."""
    return " ".join(FORMATS_BY_SUFFIX) + " (most of them also with " + " ".join(PACKINGS_BY_SUFFIX) + ")"


@cache
def _load(name: str | None) -> Any:
    return pkgutil.resolve_name(f"articles.reading.{name}")
