"""The plain records that the stages hand on, from a file on disk to quotes with their sources.

Offsets are code points, end exclusive. *Raw* offsets point into `RawArticle.raw_text`, *clean* offsets into
`CleanArticle.clean_text`; `CleanArticle.offsets` maps between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from terms.states import SourceKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from articles.text.offsets import OffsetMap


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An input file that discovery found. `source_path` is relative to `root_path` and uses forward slashes.

    Size, time and revision tell one state of the file from another; where a store tells neither time nor revision, both
    are None and the file is opened every time.
    """

    root_path: str
    source_path: str
    byte_count: int
    modified_at_ns: int | None
    revision_id: str | None = None  # a remote file's ETag; a hash of what manifests say of the file
    address: str | None = None  # where a remote file is opened; None for one on disk
    sidecar: str | None = None  # path or address of the JSON file with metadata beside it
    stated: tuple[StatedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedLine:
    """What a manifest says of one file, or of one record of it: its line as a JSON object."""

    place: str  # the manifest and its line: "manifest.csv#3"
    names: str  # path below the root, of a file or of a record ("dump.jsonl#17")
    content: bytes


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The bytes of one article as they stand in a file: a whole file, or one record of it (`file.jsonl#17`)."""

    source_path: str
    source_format: str  # one of articles.reading.formats.SOURCE_FORMATS
    payload: bytes
    content_hash: str  # BLAKE2b-128 of payload (and what was stated of it elsewhere), hexadecimal
    # JSON objects with metadata: those of `stated` go before what the record says itself, the first first; those of
    # `defaults` fill what it leaves open.
    stated: tuple[bytes, ...] = ()
    defaults: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """Input that could not be read, and why. `message` says what is wrong and what to do about it."""

    source_path: str
    stage: str  # "read", "clean" or "extract"
    reason_code: str
    message: str
    content_hash: str | None = None
    byte_count: int | None = None
    raw_excerpt: bytes = b""  # the first bytes, at most 1,000
    root_path: str | None = None  # stated by discovery alone; elsewhere the file says it


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text. A value nobody stated is None or empty, never a guess.

    The `*_source` fields say where a value was found: "record" (a field of the record or a sidecar), "markup" (HTML
    metadata) or "text" (harvested from the text).
    """

    url: str | None = None
    headline: str | None = None
    headline_source: str | None = None
    subtitle: str | None = None
    author_names: tuple[str, ...] = ()
    authors_source: str | None = None
    outlet_name: str | None = None
    outlet_source: str | None = None
    section: str | None = None
    dateline_place: str | None = None
    agency_names: tuple[str, ...] = ()
    photo_credits: tuple[str, ...] = ()
    published_on: date | None = None
    published_at: datetime | None = None
    published_source: str | None = None
    updated_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its reader gave it: the text that all raw offsets count, and the metadata its format states."""

    source_path: str
    source_format: str
    encoding: str
    content_hash: str
    raw_text: str
    metadata: Metadata = field(default_factory=Metadata)
    left_out: tuple[RemovedSpan, ...] = ()  # what the reader judged to be no part of the article


@dataclass(frozen=True, slots=True)
class RemovedSpan:
    """A span of raw text that a rule removed as boilerplate."""

    raw_start: int
    raw_end: int
    kind: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class EmbeddedPost:
    """A social-media post embedded in an article. Its span is also a removed span of kind "tweet"."""

    raw_start: int
    raw_end: int
    platform: str
    author_name: str | None
    handle: str | None
    post_text: str
    posted_on: date | None
    link_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article without its boilerplate.

    `clean_text` is the headline, where the text has one, and the body; an empty line stands between paragraphs and
    `body_start` is the clean offset of the body (0 without a headline). Cleaning a clean text changes nothing.
    """

    raw: RawArticle
    clean_text: str
    body_start: int
    offsets: OffsetMap
    metadata: Metadata
    removed_spans: tuple[RemovedSpan, ...]
    posts: tuple[EmbeddedPost, ...]


class Gender(StrEnum):
    """Gender of a person, as texts or people tell it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"  # neither of the two, in the text's own words


class GenderSource(StrEnum):
    """What tells a person's gender, the strongest first."""

    DECISION = "decision"  # a person's word
    AUTHORITY = "authority file"
    STATED = "stated"  # the text says it of the person: "who is non-binary", "(she/her)"
    PRONOUN = "pronoun"
    TITLE = "title"  # "Mrs."
    NOUN = "noun"  # kinship, or another noun that tells it: "his wife", "spokeswoman"
    FIRST_NAME = "first name"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a named thing, by clean offsets. `entity_name` is the fullest name the article gives the thing.

    `gender` is what the words around the mention of a person tell, and `gender_source` which words; None where none do.
    """

    clean_start: int
    clean_end: int
    entity_type: str
    model_label: str | None
    entity_name: str
    name_rule: str
    gender: Gender | None = None
    gender_source: GenderSource | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The source or addressee of a quote, by clean offsets, and what it was resolved to within the article.

    `entity_name` is empty where the text names nobody ("some", a pronoun that is not resolved).
    """

    clean_start: int
    clean_end: int
    entity_name: str
    entity_type: str  # an entity type, or "DESCRIPTION"
    rule: str
    members: tuple[tuple[str, str], ...] = ()  # (entity_name, entity_type) of each of several

    def take_up(self, clean_start: int, clean_end: int, rule: str) -> Source:
        """The same source where other words stand for it."""
        return replace(self, clean_start=clean_start, clean_end=clean_end, rule=rule)


@dataclass(frozen=True, slots=True)
class Anonymity:
    """The words by which an article states that a source is not named, and the reason it gives."""

    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution of words to a source, by clean offsets. `fragments` holds one pair where the quote is unbroken."""

    quote_type: str  # "direct", "mixed" or "indirect"
    fragments: tuple[tuple[int, int], ...]
    speaker: Source | None
    cue: str | None
    cue_lemma: str | None
    addressee: Source | None
    medium: str | None
    method: str
    confidence: float
    source_kind: SourceKind = SourceKind.NONE
    is_denied: bool = False  # the source denies what the quote holds
    anonymity: Anonymity | None = None
    parent: int | None = None  # place of the parent in the article's list of quotes
