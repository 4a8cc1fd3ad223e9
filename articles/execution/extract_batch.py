"""One batch of articles, all the way from bytes to frames.

Nothing here depends on the size of batches or on which worker takes one: an article's rows are made from its bytes, its
path and the options alone.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from articles.cleaning.clean_article import clean_article
from articles.coreference.genders import tell_genders
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.errors import UnreadableRecord
from articles.execution.deadline import DeadlineExceeded, limit_seconds
from articles.execution.frames import Rows, make_frames, make_rows
from articles.execution.grouping import reject_record
from articles.parsing.language_model import parse_texts
from articles.parsing.tokens import read_tokens
from articles.quotes.find_quotes import find_quotes
from articles.reading.parse_record import parse_record
from articles.reading.rejects import TOO_DEEP, describe_depth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl
    from spacy.language import Language
    from spacy.tokens import Doc

    from articles.execution.grouping import ExtractionOptions
    from articles.records import CleanArticle, RejectedRecord, SourceRecord

    _Cleaned: TypeAlias = tuple[SourceRecord, CleanArticle]
    _Extracted: TypeAlias = tuple[SourceRecord, Rows]

_Result = TypeVar("_Result")

# Longer texts are parsed alone, so that one that takes too long costs the others no second parse.
LONG_TEXT = 30_000


@dataclass(slots=True)
class Extraction:
    """Staged frames of a batch by table (STAGED_TABLES), and what was rejected."""

    frames: dict[str, pl.DataFrame]
    rejected: list[RejectedRecord]


def extract_batch(
    records: Sequence[SourceRecord], nlp: Language, schemas: Mapping[str, pl.Schema], options: ExtractionOptions
) -> Extraction:
    """Take records from bytes to staged frames: parse, clean, find mentions and quotes.

    `schemas` holds the polars schemas of the staged tables. An article on which a step raises is rejected with stage,
    reason and message; the other articles of the batch are not affected.
    """
    rejected: list[RejectedRecord] = []
    cleaned: list[_Cleaned] = []
    for record in records:
        step: Callable[[], CleanArticle | None] = partial(_parse_and_clean, record, options, rejected)
        article = _attempt_in_time(record, "read", rejected, step, options.article_seconds, len(record.payload))
        if article is not None:
            cleaned.append((record, article))
    extracted: list[_Extracted] = []
    for (record, article), doc in zip(cleaned, _parse_articles(nlp, cleaned, options, rejected), strict=True):
        if doc is None:
            continue
        extract = partial(_extract_rows, doc, article, options)
        size = len(article.clean_text)
        rows = _attempt_in_time(record, "extract", rejected, extract, options.article_seconds, size)
        if rows is not None:
            extracted.append((record, rows))
    return Extraction(_frame_rows(extracted, schemas, rejected), rejected)


def warm_up(record: SourceRecord, nlp: Language, options: ExtractionOptions) -> None:
    """Extract one record and discard the result, so that everything the steps load on first use is loaded. Makes no
    frame.
    """
    rejected: list[RejectedRecord] = []
    article = _parse_and_clean(record, options, rejected)
    if article is not None:
        _extract_rows(_parse_one(nlp, article.clean_text), article, options)


def _parse_and_clean(
    record: SourceRecord, options: ExtractionOptions, rejected: list[RejectedRecord]
) -> CleanArticle | None:
    raw = parse_record(record, options.limits, options.fields)
    article = _attempt(record, "clean", rejected, partial(clean_article, raw, options.policy, options.outlets))
    if article is not None and not article.clean_text.strip():
        message = "Nothing of the text is left after cleaning: it holds boilerplate alone. Look at the file."
        rejected.append(reject_record(record, "clean", "no_text", message))
        return None
    return article


def _extract_rows(doc: Doc, article: CleanArticle, options: ExtractionOptions) -> Rows:
    tokens = read_tokens(doc, article.clean_text)
    mentions = find_named_mentions(tokens, article)
    references = References(tokens, mentions)
    quotes = find_quotes(tokens, article, mentions, references)
    told = tell_genders(mentions, references)
    return make_rows(article, tokens, told, references.roles, quotes, extractor_version=options.extractor_version)


def _parse_articles(
    nlp: Language, cleaned: Sequence[_Cleaned], options: ExtractionOptions, rejected: list[RejectedRecord]
) -> Iterator[Doc | None]:
    """Parses in order; None where the language model failed on a text, such as one longer than it takes."""
    short = [article.clean_text for _, article in cleaned if len(article.clean_text) <= LONG_TEXT]
    parsed: Iterator[Doc] | None = None
    try:
        with limit_seconds(options.article_seconds, sum(map(len, short))):
            parsed = iter(list(parse_texts(nlp, short)))
    except (Exception, DeadlineExceeded):  # one of the texts is at fault: parse each by itself
        parsed = None
    for record, article in cleaned:
        size = len(article.clean_text)
        if parsed is not None and size <= LONG_TEXT:
            yield next(parsed)
        else:
            parse = partial(_parse_one, nlp, article.clean_text)
            yield _attempt_in_time(record, "extract", rejected, parse, options.article_seconds, size)


def _parse_one(nlp: Language, text: str) -> Doc:
    if len(text) > nlp.max_length:
        raise UnreadableRecord(
            "too_long",
            f"The article has {len(text):,} characters and the language model takes {nlp.max_length:,} at most. "
            "It is likely to be many articles in one file: split it.",
        )
    return next(iter(parse_texts(nlp, [text])))


def _frame_rows(
    extracted: Sequence[_Extracted], schemas: Mapping[str, pl.Schema], rejected: list[RejectedRecord]
) -> dict[str, pl.DataFrame]:
    try:
        return make_frames([rows for _, rows in extracted], schemas)
    except Exception:  # one of the articles is at fault: find out which
        fitting = [
            rows
            for record, rows in extracted
            if _attempt(record, "extract", rejected, partial(make_frames, [rows], schemas)) is not None
        ]
        return make_frames(fitting, schemas)


def _attempt_in_time(  # noqa: PLR0917
    record: SourceRecord,
    stage: str,
    rejected: list[RejectedRecord],
    step: Callable[[], _Result],
    seconds: float,
    size: int,
) -> _Result | None:
    """Result of a step; where it raises or takes too long, the record is rejected and the result is None."""
    try:
        with limit_seconds(seconds, size):
            return _attempt(record, stage, rejected, step)
    except DeadlineExceeded:
        message = (
            f"The article took longer than it may ({seconds:g} processor seconds a step for each 100,000 characters). "
            "Its text is hardly an article's; if it is, raise article_seconds in the settings and retry it."
        )
        rejected.append(reject_record(record, stage, "timed_out", message))
        return None


def _attempt(
    record: SourceRecord, stage: str, rejected: list[RejectedRecord], step: Callable[[], _Result]
) -> _Result | None:
    """Result of a step; where it raises, the record is rejected and the result is None."""
    try:
        return step()
    except UnreadableRecord as error:
        rejected.append(reject_record(record, stage, error.reason_code, error.message))
    except RecursionError:
        rejected.append(reject_record(record, stage, TOO_DEEP, describe_depth("The article")))
    except Exception as error:  # an article must not cost the batch, whatever is wrong with it
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = (
            f"{type(error).__name__}: {error} (in {place.name}, {Path(place.filename).name}:{place.lineno}). "
            "This is a fault of Quotehouse, not of the file; please report it with the file."
        )
        rejected.append(reject_record(record, stage, f"{stage}_fault", message))
    return None
