"""Saved messages (.eml) and saved pages (.mht), by the standard library's email package."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text, find_declared_charset
from articles.reading.fields import read_metadata

if TYPE_CHECKING:
    from email.message import EmailMessage

    from articles.reading.field_names import FieldNames
    from articles.reading.formats import Parted
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata, SourceRecord

# A header line that we read names a sender, a subject or a kind of content. The email package needs .5 s for 2,500
# senders, and 17 GB for 50,000 encoded words.
MOST_HEADER_CHARACTERS = 10_000
MOST_HEADER_LINES = 20_000  # that are parsed, about five of each part


def read_message(record: SourceRecord, names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of a message, its encoding, and subject, sender and day; the plain text where it has one, else the page."""
    message = _parse(record.payload)
    fields: dict[str, Any] = {"headline": message.get("Subject"), "date": message.get("Date")}
    body = message.get_body(("plain", "html"))
    if body is None:
        raise UnreadableRecord("no_text", "The message holds no text. Save what is attached to it instead.")
    text, encoding = _decode_part(body)
    if body.get_content_subtype() == "html":
        from articles.reading.html import extract_fragment

        text = extract_fragment(text)
    sender = message.get("From")
    addresses = getattr(sender, "addresses", ())
    fields["author"] = [address.display_name for address in addresses if address.display_name]
    return text, encoding, read_metadata({name: _plain(value) for name, value in fields.items() if value}, names)


def read_saved_page(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> Parted:
    """What `pages.read_page` gives, for a page that a browser saved with its pictures."""
    from articles.reading.html import extract_page

    message = _parse(record.payload)
    page: Any = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableRecord("no_text", "The saved page holds no HTML. Save it again, as a page or as text.")
    markup, encoding = _decode_part(page)
    text, metadata, left_out = extract_page(markup)
    address = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
    if not metadata.url and address.startswith(("http://", "https://")):
        metadata = replace(metadata, url=address)
    return text, encoding, metadata, left_out


def _parse(payload: bytes) -> EmailMessage:
    import email
    from email import headerregistry, policy

    known = headerregistry.HeaderRegistry()
    numbers = itertools.count(1)

    def read_header(name: str, value: str) -> Any:
        if len(value) > MOST_HEADER_CHARACTERS:
            message = f"Its header line {name} has {len(value):,} characters, which no message needs. Shorten it."
            raise UnreadableRecord("too_large", message)
        if next(numbers) > MOST_HEADER_LINES:
            message = "The message has more parts than an article in a mail has. Save the text alone."
            raise UnreadableRecord("too_large", message)
        return known(name, value)

    message = email.message_from_bytes(payload, policy=policy.default.clone(header_factory=read_header))
    if not message.keys():
        raise UnreadableRecord("damaged", "The file has no header lines, so it is no message. Save it again.")
    return message


def _decode_part(part: Any) -> tuple[str, str]:
    payload: bytes = part.get_payload(decode=True) or b""
    return decode_text(payload, declared=part.get_content_charset() or find_declared_charset(payload))


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) else str(value)
