"""Text layer of a PDF, by pypdf."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.records import Metadata

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord

MOST_PAGES = 500


def read_pdf(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of a PDF's pages, a form feed between pages, its encoding, and the metadata it states.

    Raises UnreadableRecord with reason code damaged, encrypted, no_text or too_large.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(record.payload))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableRecord("encrypted", "The PDF is encrypted. Save it without a password and ingest that.")
        if len(reader.pages) > MOST_PAGES:
            message = f"The PDF has {len(reader.pages):,} pages, more than the {MOST_PAGES} of an article. Split it."
            raise UnreadableRecord("too_large", message)
        text = "\n\f".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except UnreadableRecord:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        # pypdf raises errors of every kind on broken files.
        raise UnreadableRecord("damaged", f"The file is not a sound PDF ({error}). Fetch it again.") from error
    if not text.strip():
        raise UnreadableRecord("no_text", "The PDF has no text layer: its pages are pictures. Run OCR on it first.")
    text = text.replace("\0", "")
    # Programs write file names and "untitled" there; only a title that the text contains is believed.
    headline = " ".join(title.split()) if title else ""
    is_printed = len(headline) > 10 and headline.casefold() in " ".join(text[:2_000].split()).casefold()
    return text, "utf-8", Metadata(headline=headline, headline_source="record") if is_printed else Metadata()
