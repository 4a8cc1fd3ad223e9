"""Files of word processors: .docx by python-docx, .odt from its XML, .rtf by striprtf."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text
from articles.reading.field_names import USUAL_NAMES
from articles.reading.press_archives import part_documents
from articles.reading.splitting import take_whole
from articles.records import Metadata, RejectedRecord
from articles.text.bylines import clean_author_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import SourceRecord

EXPORT_MARK = re.compile(rb"End of Document|Document [A-Z]{2,}[A-Za-z0-9]{15,}|\d of \d+ DOCUMENTS")
MARKUP = re.compile(rb"<[^<>]+>")
RTF_LIST_MARK = re.compile(r"\A[·•]\s+")
TEXT_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TITLES = frozenset({"title", "heading 1"})


def split_docx(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """The document as one record, or a record of each document of a press archive's export."""
    yield from _split(take_whole(stream, where, "docx", limits), limits)


def split_rtf(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """The file as one record, or a record of each document of a press archive's export."""
    yield from _split(take_whole(stream, where, "rtf", limits), limits)


def _split(record: SourceRecord | RejectedRecord, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    if isinstance(record, RejectedRecord):
        yield record
        return
    read = read_docx if record.source_format == "docx" else read_rtf
    try:
        text = read(record, USUAL_NAMES, limits)[0] if _may_be_export(record, limits) else ""
    except UnreadableRecord:  # reported when the record is parsed
        text = ""
    yield from part_documents(record, text)


def _may_be_export(record: SourceRecord, limits: ReadingLimits) -> bool:
    """Whether a file holds the lines that end the documents of a press archive, by its markup alone."""
    content = record.payload
    if record.source_format == "docx":
        with _guard("Word document"):
            content = _check_package(content, limits).read("word/document.xml")
    return EXPORT_MARK.search(MARKUP.sub(b"", content)) is not None


def read_docx(record: SourceRecord, _names: FieldNames, limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Paragraphs and tables of a Word document in their order, its encoding, and its title and authors."""
    import docx
    from docx.table import Table

    with _guard("Word document"):
        _check_package(record.payload, limits)
        document = docx.Document(io.BytesIO(record.payload))
        parts: list[str] = []
        title = ""
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                parts += [" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
            else:
                parts.append(block.text)
                is_title = block.style is not None and (block.style.name or "").lower() in TITLES
                title = title or (block.text if is_title else "")
        authors = document.core_properties.author or ""
        return _join(parts), "utf-8", _make_metadata(title, parts, document.core_properties.title, authors)


def read_odt(record: SourceRecord, _names: FieldNames, limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Paragraphs and headings of an OpenDocument text in their order, its encoding, and its title and authors."""
    from lxml import etree

    with _guard("OpenDocument text"):
        package = _check_package(record.payload, limits)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        body: Any = etree.fromstring(package.read("content.xml"), parser).find(f".//{OFFICE_NAMESPACE}text")
        if body is None:
            raise UnreadableRecord("no_text", "The OpenDocument file holds no text. Save the article as .odt or .txt.")
        for mark, shown in (("s", " "), ("tab", "\t"), ("line-break", "\n")):
            for element in body.iter(f"{TEXT_NAMESPACE}{mark}"):
                element.text = shown
        for element in list(body.iter(f"{TEXT_NAMESPACE}tracked-changes", f"{OFFICE_NAMESPACE}annotation")):
            tail = element.tail or ""
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                element.getparent().text = (element.getparent().text or "") + tail
            element.getparent().remove(element)
        blocks = list(body.iter(f"{TEXT_NAMESPACE}p", f"{TEXT_NAMESPACE}h"))
        parts = ["".join(each.itertext()) for each in blocks]
        title = next((part for each, part in zip(blocks, parts, strict=True) if each.tag.endswith("}h")), "")
        stated = {"title": "", "creator": "", "initial-creator": ""}
        if "meta.xml" in package.namelist():
            for element in etree.fromstring(package.read("meta.xml"), parser).iter():
                name = str(element.tag).rpartition("}")[2]
                if name in stated:
                    stated[name] = element.text or ""
        authors = stated["initial-creator"] or stated["creator"]
        return _join(parts), "utf-8", _make_metadata(title, parts, stated["title"], authors)


def read_rtf(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of an RTF file and its encoding; it states no metadata."""
    from striprtf.striprtf import rtf_to_text

    if not record.payload.lstrip().startswith(b"{\\rtf"):
        return (*decode_text(record.payload), Metadata())  # plain text that only bears the name
    with _guard("RTF file"):
        text: str = rtf_to_text(record.payload.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
        parts = [RTF_LIST_MARK.sub("", part) for part in text.replace("\xa0", " ").split("\n")]
        return _join(parts), "utf-8", Metadata()


def _join(parts: Iterable[str]) -> str:
    """Paragraphs with an empty line between them."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _make_metadata(heading: str, parts: list[str], title: str | None, authors: str) -> Metadata:
    """Programs write file names and "Document1" as titles, so only a title that the text contains is believed."""
    printed = {" ".join(part.split()).casefold() for part in parts[:10]}
    stated = " ".join((title or "").split())
    headline = " ".join(heading.split()) or (stated if stated.casefold() in printed else "")
    # The person who saved the file is named there too; only an author whom the text names is believed.
    head = " ".join(" ".join(parts[:10]).split()).casefold()
    names = tuple(name for name in clean_author_names([authors]) if name.casefold() in head)
    return Metadata(
        headline=headline or None,
        headline_source="record" if headline else None,
        author_names=names,
        authors_source="record" if names else None,
    )


def _check_package(payload: bytes, limits: ReadingLimits) -> zipfile.ZipFile:
    package = zipfile.ZipFile(io.BytesIO(payload))
    unpacked = sum(member.file_size for member in package.infolist())
    if unpacked > max(limits.unpacked_grace_bytes, len(payload) * limits.unpacked_ratio_limit):
        message = "The file unpacks to many times its size, as a decompression bomb does. Save the article as text."
        raise UnreadableRecord("bomb", message)
    # Its XML is held as a tree, which takes ten times as much memory; what else is in there (pictures) is not unpacked.
    marked_up = sum(member.file_size for member in package.infolist() if member.filename.endswith((".xml", ".rels")))
    if marked_up > max(limits.unpacked_grace_bytes, limits.article_byte_limit):
        message = f"The file holds {marked_up / 1e6:,.0f} MB of markup, more than an article has. Save it as text."
        raise UnreadableRecord("too_large", message)
    return package


@contextmanager
def _guard(kind: str) -> Iterator[None]:
    """Turn what the libraries raise on damaged files, which can be anything, into UnreadableRecord."""
    try:
        yield
    except UnreadableRecord:
        raise
    except Exception as error:
        message = f"The file is not a sound {kind} ({error or type(error).__name__}). Save or fetch it again."
        raise UnreadableRecord("damaged", message) from error
