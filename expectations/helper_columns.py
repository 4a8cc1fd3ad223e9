"""Columns that a staged row needs besides its own so that a check fits in one line.

An expectation sees one table. What it needs of the article (how long its text is, what stands at the row's offsets) is
joined here, under separate names, and removed again before anything is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROW_NUMBER = "row_number"

# What rows of other tables need from their article. The name is the staged column's, after article_.
_ARTICLE_COLUMNS = (
    "source_path",
    "raw_char_count",
    "clean_char_count",
    "sentence_count",
    "body_start",
    "published_on",
)


def add_helper_columns(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The staged frames with `row_number` (from 0) and the helper columns that the suites name.

    articles: raw_text_char_count, clean_text_char_count, author_count, author_text (names joined with "; "),
    map_raw_end and map_clean_end (furthest ends of the offset map), last_sentence_start, signature_length,
    published_day_difference (days between published_at and published_on), words_per_quote, words_per_mention,
    staged_mention_count, staged_quote_count.
    Every other table: article_* (see `_ARTICLE_COLUMNS`; empty where the article is missing), text_at_offsets (what
    stands in the raw text at raw_start:raw_end, white space folded but for removed_spans; empty where the offsets point
    outside it), previous_raw_end (the furthest end of the rows before it in its article). mentions:
    text_at_clean_offsets. quotes: text_at_fragments (joined with one space), text_at_speaker, fragment_count,
    first_fragment_start, last_fragment_end, fragments_in_order, members_are_named, parent_is_staged, is_post.
    """
    articles = frames.get("articles", pl.DataFrame())
    prepared = {"articles": _prepare_articles(articles, frames)} if "articles" in frames else {}
    raw_texts = _read_texts(articles, "raw_text")
    clean_texts = _read_texts(articles, "clean_text")
    for table, prepare in _PREPARE.items():
        if table in frames:
            frame = _join_article(frames[table].with_row_index(ROW_NUMBER), articles)
            prepared[table] = prepare(frame, raw_texts, clean_texts)
    return prepared


def fold_space(text: str) -> str:
    """Fold every run of white space to one space and strip both ends."""
    return " ".join(text.split())


def _prepare_articles(articles: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    ends = pl.element().struct
    frame = articles.with_row_index(ROW_NUMBER).with_columns(
        raw_text_char_count=pl.col("raw_text").str.len_chars(),
        clean_text_char_count=pl.col("clean_text").str.len_chars(),
        author_count=pl.col("author_names").list.len(),
        author_text=pl.col("author_names").list.join("; "),
        map_raw_end=pl.col("offset_map").list.eval(ends["raw_start"] + ends["char_count"]).list.max(),
        map_clean_end=pl.col("offset_map").list.eval(ends["clean_start"] + ends["char_count"]).list.max(),
        last_sentence_start=pl.col("sentence_starts").list.max(),
        signature_length=pl.col("signature").list.len(),
        published_day_difference=(pl.col("published_at").dt.date() - pl.col("published_on")).dt.total_days().abs(),
        words_per_quote=_divide("word_count", "quote_count"),
        words_per_mention=_divide("word_count", "mention_count"),
    )
    for table, name in (("mentions", "staged_mention_count"), ("quotes", "staged_quote_count")):
        rows = frames.get(table)
        if rows is None:
            frame = frame.with_columns(pl.lit(None, pl.Int64).alias(name))
            continue
        counts = rows.group_by("content_hash").agg(pl.len().cast(pl.Int64).alias(name))
        frame = frame.join(counts, on="content_hash", how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0)
        )
    return frame


def _divide(column: str, by: str) -> pl.Expr:
    return pl.when(pl.col(by) > 0).then(pl.col(column) / pl.col(by))


def _join_article(frame: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    wanted = [name for name in _ARTICLE_COLUMNS if name in articles.columns]
    known = articles.select("content_hash", pl.col(wanted).name.prefix("article_")) if wanted else None
    if known is None:
        return frame.with_columns(pl.lit(None).alias(f"article_{name}") for name in _ARTICLE_COLUMNS)
    known = known.unique("content_hash", keep="first", maintain_order=True)
    return frame.join(known, on="content_hash", how="left", maintain_order="left")


def _read_texts(articles: pl.DataFrame, column: str) -> dict[str, str]:
    if column not in articles.columns:
        return {}
    hashes, texts = articles["content_hash"].to_list(), articles[column].to_list()
    return {key: text for key, text in zip(hashes, texts, strict=True) if text is not None}


def _cut(
    texts: Mapping[str, str], keys: list[str], starts: list[int | None], ends: list[int | None]
) -> list[str | None]:
    """What stands at the offsets in the texts of the keys; None where there is no such text, or no such place in it."""
    return [
        text[start:end]
        if text is not None and start is not None and end is not None and 0 <= start < end <= len(text)
        else None
        for text, start, end in zip(map(texts.get, keys), starts, ends, strict=True)
    ]


def _cut_column(
    frame: pl.DataFrame, texts: Mapping[str, str], columns: tuple[str, str], *, is_folded: bool = True
) -> pl.Series:
    """Cut a column. It works on lists: a call for each of hundreds of thousands of rows would cost more than the
    cutting.
    """
    keys, starts, ends = (frame[name].to_list() for name in ("content_hash", *columns))
    pieces = _cut(texts, keys, starts, ends)
    if is_folded:
        pieces = [None if piece is None else fold_space(piece) for piece in pieces]
    return pl.Series(pieces, dtype=pl.String)


def _add_previous_end(frame: pl.DataFrame) -> pl.DataFrame:
    order = ("raw_start", "raw_end", ROW_NUMBER)
    furthest = pl.col("raw_end").cum_max().shift(1).over("content_hash", order_by=order)
    return frame.with_columns(previous_raw_end=furthest)


def _prepare_removed_spans(frame: pl.DataFrame, raw: Mapping[str, str], _clean: Mapping[str, str]) -> pl.DataFrame:
    cut = _cut_column(frame, raw, ("raw_start", "raw_end"), is_folded=False)
    return _add_previous_end(frame.with_columns(cut.alias("text_at_offsets")))


def _prepare_embedded_posts(frame: pl.DataFrame, raw: Mapping[str, str], _clean: Mapping[str, str]) -> pl.DataFrame:
    cut = _cut_column(frame, raw, ("raw_start", "raw_end"))
    return _add_previous_end(frame.with_columns(cut.alias("text_at_offsets")))


def _prepare_mentions(frame: pl.DataFrame, raw: Mapping[str, str], clean: Mapping[str, str]) -> pl.DataFrame:
    frame = frame.with_columns(
        _cut_column(frame, raw, ("raw_start", "raw_end")).alias("text_at_offsets"),
        _cut_column(frame, clean, ("clean_start", "clean_end")).alias("text_at_clean_offsets"),
    )
    return _add_previous_end(frame)


def _prepare_entity_roles(frame: pl.DataFrame, raw: Mapping[str, str], _clean: Mapping[str, str]) -> pl.DataFrame:
    return frame.with_columns(_cut_column(frame, raw, ("raw_start", "raw_end")).alias("text_at_offsets"))


def _prepare_quotes(frame: pl.DataFrame, raw: Mapping[str, str], _clean: Mapping[str, str]) -> pl.DataFrame:
    keys, fragment_lists = frame["content_hash"].to_list(), frame["fragments"].to_list()
    texts = [_join_fragments(raw, key, fragments or []) for key, fragments in zip(keys, fragment_lists, strict=True)]
    in_order = [_are_in_order(fragments or []) for fragments in fragment_lists]
    staged = frame.select("content_hash", pl.col("quote_number").alias("parent_quote_number"), parent_is_staged=True)
    frame = frame.with_columns(
        _cut_column(frame, raw, ("raw_start", "raw_end")).alias("text_at_offsets"),
        _cut_column(frame, raw, ("speaker_raw_start", "speaker_raw_end")).alias("text_at_speaker"),
        pl.Series("text_at_fragments", texts, pl.String),
        pl.Series("fragments_in_order", in_order, pl.Boolean),
        fragment_count=pl.col("fragments").list.len(),
        first_fragment_start=pl.col("fragments").list.first().struct.field("raw_start"),
        last_fragment_end=pl.col("fragments").list.last().struct.field("raw_end"),
        is_post=pl.col("medium").eq_missing("post"),
        members_are_named=pl.col("speaker_members").list.eval(_is_named_member()).list.all(),
    )
    frame = frame.join(
        staged.unique(["content_hash", "parent_quote_number"]),
        on=["content_hash", "parent_quote_number"],
        how="left",
        maintain_order="left",
    )
    return frame.with_columns(
        parent_is_staged=pl.when(pl.col("parent_quote_number").is_not_null()).then(
            pl.col("parent_is_staged").fill_null(False)
            & (pl.col("parent_quote_number") != pl.col("quote_number")).fill_null(False)
        )
    )


def _is_named_member() -> pl.Expr:
    """Whether a member of `speaker_members` has name and type."""
    member = pl.element().struct
    return (member.field("entity_name").fill_null("") != "") & member.field("entity_type").is_not_null()


def _join_fragments(texts: Mapping[str, str], key: str, fragments: list[dict[str, Any] | None]) -> str | None:
    places = [fragment for fragment in fragments if fragment is not None]
    starts, ends = [place["raw_start"] for place in places], [place["raw_end"] for place in places]
    known = [piece for piece in _cut(texts, [key] * len(places), starts, ends) if piece is not None]
    return fold_space(" ".join(known)) if known and len(known) == len(fragments) else None


def _are_in_order(fragments: list[dict[str, Any] | None]) -> bool:
    end = 0
    for fragment in fragments:
        if fragment is None or fragment["raw_start"] is None or fragment["raw_end"] is None:
            return False
        if not end <= fragment["raw_start"] < fragment["raw_end"]:
            return False
        end = fragment["raw_end"]
    return bool(fragments)


_PREPARE: dict[str, Callable[[pl.DataFrame, Mapping[str, str], Mapping[str, str]], pl.DataFrame]] = {
    "removed_spans": _prepare_removed_spans,
    "embedded_posts": _prepare_embedded_posts,
    "mentions": _prepare_mentions,
    "entity_roles": _prepare_entity_roles,
    "quotes": _prepare_quotes,
}
