"""Rows of the staged tables for one extracted article. Here offsets become raw offsets, and texts raw texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC
from typing import TYPE_CHECKING, Any

from articles.cleaning.signatures import make_signature
from articles.coreference.roles import find_role_group
from articles.quotes.posts import CONFIDENCE, MEDIUM, METHOD, quote_posts
from articles.quotes.printing import cut_links, write_quote
from articles.text.addresses import make_url_id
from articles.text.offsets import read_span
from terms.states import STAGED_TABLES, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import polars as pl

    from articles.coreference.roles import Role
    from articles.parsing.tokens import Tokens
    from articles.quotes.posts import PostQuote
    from articles.records import CleanArticle, EmbeddedPost, Mention, Quote, RemovedSpan, Source


_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")

Rows = dict[str, list[dict[str, Any]]]


def make_rows(
    article: CleanArticle,
    tokens: Tokens,
    mentions: Sequence[Mention],
    roles: Sequence[Role],
    quotes: Sequence[Quote],
    *,
    extractor_version: str,
) -> Rows:
    """Rows of one article by staged table. Columns are those of sql/schema/staging; a missing one is null."""
    sentence_starts = [tokens.starts[place] for place in tokens.sentence_starts]
    rows: Rows = {
        "removed_spans": [_make_removed_span(article, span) for span in article.removed_spans],
        "embedded_posts": [_make_post(article, post) for post in article.posts],
        "mentions": [_make_mention(article, mention, sentence_starts) for mention in mentions],
        "entity_roles": [_make_role(article, role, sentence_starts) for role in roles],
        "quotes": number_quotes(
            [_make_quote(article, quote, sentence_starts) for quote in quotes]
            + [_make_post_quote(article, post) for post in quote_posts(article)],
            quotes,
        ),
    }
    rows["articles"] = [
        _make_article(article, extractor_version)
        | {
            "sentence_starts": sentence_starts,
            "sentence_count": len(sentence_starts),
            "mention_count": len(rows["mentions"]),
            "quote_count": len(rows["quotes"]),
        }
    ]
    return rows


def _make_removed_span(article: CleanArticle, span: RemovedSpan) -> dict[str, Any]:
    return {
        "content_hash": article.raw.content_hash,
        "raw_start": span.raw_start,
        "raw_end": span.raw_end,
        "removed_text": article.raw.raw_text[span.raw_start : span.raw_end],
        "kind": span.kind,
        "rule_id": span.rule_id,
    }


def _make_post(article: CleanArticle, post: EmbeddedPost) -> dict[str, Any]:
    return {
        "content_hash": article.raw.content_hash,
        "raw_start": post.raw_start,
        "raw_end": post.raw_end,
        "platform": post.platform,
        "author_name": post.author_name,
        "handle": post.handle,
        "post_text": post.post_text,
        "posted_on": post.posted_on,
        "link_urls": list(post.link_urls),
    }


def make_frames(rows: Iterable[Rows], schemas: Mapping[str, pl.Schema]) -> dict[str, pl.DataFrame]:
    """One frame a staged table from the rows of many articles, with exactly the columns and types of `schemas`."""
    import polars as pl

    gathered: Rows = {table: [] for table in STAGED_TABLES}
    for article_rows in rows:
        for table, table_rows in article_rows.items():
            gathered[table] += table_rows
    return {table: pl.DataFrame(gathered[table], schema=schemas[table]) for table in STAGED_TABLES}


def fold_space(text: str) -> str:
    """Fold each run of white space to one space and strip both ends."""
    return " ".join(text.split())


def number_quotes(rows: Sequence[dict[str, Any] | None], quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    """Number the quotes of an article by their place in its raw text; parents get the new numbers too.

    None in `rows` stands for a quote that is only white space, which is left out.
    """
    kept = [(row, place) for place, row in enumerate(rows) if row is not None]
    kept.sort(key=lambda pair: (pair[0]["raw_start"], pair[0]["raw_end"], pair[0]["quote_type"], pair[1]))
    numbers = {place: number for number, (_, place) in enumerate(kept)}
    for number, (row, place) in enumerate(kept):
        parent = quotes[place].parent if place < len(quotes) else None
        row["quote_number"] = number
        row["parent_quote_number"] = None if parent is None else numbers.get(parent)
    return [row for row, _ in kept]


def _make_article(article: CleanArticle, extractor_version: str) -> dict[str, Any]:
    raw, metadata = article.raw, article.metadata
    shingle_count, signature = make_signature(article.clean_text[article.body_start :])
    solid_count = _count_solid(raw.raw_text)
    removed_count = _count_removed(raw.raw_text, article.removed_spans)
    return {
        "content_hash": raw.content_hash,
        "source_path": raw.source_path,
        "source_format": raw.source_format,
        "encoding": raw.encoding,
        "raw_text": raw.raw_text,
        "clean_text": article.clean_text,
        "body_start": article.body_start,
        "offset_map": [
            {"clean_start": clean_start, "raw_start": raw_start, "char_count": char_count}
            for clean_start, raw_start, char_count in article.offsets.runs
        ],
        "shingle_count": shingle_count,
        "signature": signature,
        "url": metadata.url,
        "url_id": make_url_id(metadata.url) if metadata.url else None,
        "headline": metadata.headline,
        "headline_source": metadata.headline_source,
        "subtitle": metadata.subtitle,
        "author_names": list(metadata.author_names),
        "authors_source": metadata.authors_source,
        "outlet_name": metadata.outlet_name,
        "outlet_source": metadata.outlet_source,
        "section": metadata.section,
        "dateline_place": metadata.dateline_place,
        "agency_names": list(metadata.agency_names),
        "photo_credits": list(metadata.photo_credits),
        "published_on": metadata.published_on,
        "published_at": _in_utc(metadata.published_at),
        "published_source": metadata.published_source,
        "updated_at": _in_utc(metadata.updated_at),
        "language": metadata.language,
        "raw_char_count": len(raw.raw_text),
        "clean_char_count": len(article.clean_text),
        "removed_char_count": removed_count,
        "removed_share": removed_count / solid_count if solid_count else 0.0,
        "word_count": len(article.clean_text.split()),
        "paragraph_count": sum(1 for part in _PARAGRAPH_BREAK.split(article.clean_text) if part.strip()),
        "extractor_version": extractor_version,
    }


def _make_mention(article: CleanArticle, mention: Mention, sentence_starts: Sequence[int]) -> dict[str, Any]:
    raw_start, raw_end = article.offsets.find_raw_span(mention.clean_start, mention.clean_end)
    return {
        "content_hash": article.raw.content_hash,
        "raw_start": raw_start,
        "raw_end": raw_end,
        "clean_start": mention.clean_start,
        "clean_end": mention.clean_end,
        "sentence_number": _find_sentence(sentence_starts, mention.clean_start),
        "is_headline": mention.clean_start < article.body_start,
        "mention_text": _read(article, raw_start, raw_end),
        "entity_type": mention.entity_type,
        "model_label": mention.model_label,
        "entity_name": mention.entity_name,
        "name_rule": mention.name_rule,
        "gender": mention.gender and mention.gender.value,
        "gender_source": mention.gender_source and mention.gender_source.value,
    }


def _make_role(article: CleanArticle, role: Role, sentence_starts: Sequence[int]) -> dict[str, Any]:
    raw_start, raw_end = article.offsets.find_raw_span(role.clean_start, role.clean_end)
    return {
        "content_hash": article.raw.content_hash,
        "raw_start": raw_start,
        "raw_end": raw_end,
        "clean_start": role.clean_start,
        "clean_end": role.clean_end,
        "sentence_number": _find_sentence(sentence_starts, role.clean_start),
        "role_text": fold_space(article.raw.raw_text[raw_start:raw_end]),
        "entity_type": "PERSON",
        "entity_name": role.entity_name,
        "organization_name": role.organization,
        "country_code": role.country_code,
        "role_rule": role.rule,
        "role_group": find_role_group(role),
    }


def _make_quote(article: CleanArticle, quote: Quote, sentence_starts: Sequence[int]) -> dict[str, Any] | None:
    raw_text = article.raw.raw_text
    pieces = [piece for span in quote.fragments for piece in article.offsets.find_raw_pieces(*span, raw_text)]
    pieces = cut_links(raw_text, pieces)
    if not pieces:
        return None
    clean_start, clean_end = quote.fragments[0][0], quote.fragments[-1][1]
    return {
        "content_hash": article.raw.content_hash,
        "quote_type": quote.quote_type,
        "quote_text": write_quote(_read(article, start, end) for start, end in pieces),
        "raw_start": pieces[0][0],
        "raw_end": pieces[-1][1],
        "clean_start": clean_start,
        "clean_end": clean_end,
        "fragments": [{"raw_start": start, "raw_end": end} for start, end in pieces],
        "sentence_number": _find_sentence(sentence_starts, clean_start),
        **_make_speaker(article, quote.speaker),
        "source_kind": quote.source_kind.value,
        "anonymity_text": quote.anonymity.text if quote.anonymity else None,
        "anonymity_reason": quote.anonymity.reason if quote.anonymity else None,
        "is_denied": quote.is_denied,
        "cue": quote.cue,
        "cue_lemma": quote.cue_lemma,
        **_make_addressee(article, quote.addressee),
        "medium": quote.medium,
        "method": quote.method,
        "confidence": quote.confidence,
    }


def _make_post_quote(article: CleanArticle, post: PostQuote) -> dict[str, Any] | None:
    raw_text = article.raw.raw_text
    pieces = cut_links(raw_text, [(post.raw_start, post.raw_end)])
    if not pieces:
        return None
    row: dict[str, Any] = {
        "content_hash": article.raw.content_hash,
        "quote_type": "direct",
        "quote_text": write_quote(fold_space(raw_text[start:end]) for start, end in pieces),
        "raw_start": pieces[0][0],
        "raw_end": pieces[-1][1],
        "fragments": [{"raw_start": start, "raw_end": end} for start, end in pieces],
        "source_kind": _find_poster_kind(post).value,
        "is_denied": False,
        "medium": MEDIUM,
        "method": METHOD,
        "confidence": CONFIDENCE,
    }
    if post.speaker_name is not None:
        row |= {
            "speaker_text": post.speaker_name,
            "speaker_raw_start": post.speaker_start,
            "speaker_raw_end": post.speaker_end,
            "speaker_name": post.speaker_name,
            "speaker_type": post.speaker_type,
            "speaker_rule": METHOD,
        }
    return row


def _find_poster_kind(post: PostQuote) -> SourceKind:
    if post.speaker_name is None:
        return SourceKind.NONE
    return SourceKind.PERSON if post.speaker_type == "PERSON" else SourceKind.ANONYMOUS


def _make_speaker(article: CleanArticle, speaker: Source | None) -> dict[str, Any]:
    if speaker is None:
        return {}
    raw_start, raw_end = article.offsets.find_raw_span(speaker.clean_start, speaker.clean_end)
    return {
        "speaker_text": _read(article, raw_start, raw_end),
        "speaker_raw_start": raw_start,
        "speaker_raw_end": raw_end,
        "speaker_name": speaker.entity_name or None,
        "speaker_type": speaker.entity_type if speaker.entity_name else None,
        "speaker_rule": speaker.rule,
        "speaker_members": [
            {"entity_name": name, "entity_type": kind} for name, kind in speaker.members if speaker.entity_name
        ]
        or None,
    }


def _make_addressee(article: CleanArticle, addressee: Source | None) -> dict[str, Any]:
    if addressee is None:
        return {}
    raw_start, raw_end = article.offsets.find_raw_span(addressee.clean_start, addressee.clean_end)
    return {
        "addressee_text": _read(article, raw_start, raw_end),
        "addressee_name": addressee.entity_name,
        "addressee_type": addressee.entity_type,
    }


def _read(article: CleanArticle, raw_start: int, raw_end: int) -> str:
    """Raw text of a span as it is stored: white space folded, mojibake repaired."""
    return fold_space(read_span(article.raw.raw_text, article.clean_text, article.offsets, raw_start, raw_end))


def _find_sentence(sentence_starts: Sequence[int], clean_offset: int) -> int:
    return max(bisect_right(sentence_starts, clean_offset) - 1, 0)


def _count_solid(text: str) -> int:
    """Characters of a text that are not white space."""
    return sum(map(len, text.split()))


def _count_removed(raw_text: str, spans: Iterable[RemovedSpan]) -> int:
    """Characters other than white space under any of the spans; overlaps count once."""
    count = end = 0
    for span in sorted(spans, key=lambda span: (span.raw_start, span.raw_end)):
        start = max(span.raw_start, end)
        if span.raw_end > start:
            count += _count_solid(raw_text[start : span.raw_end])
            end = span.raw_end
    return count


def _in_utc(moment: datetime | None) -> datetime | None:
    """A moment as the warehouse keeps it: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment is not None and moment.tzinfo else moment
