"""What must hold for every cleaned article, whatever its text."""

from __future__ import annotations

from articles.cleaning.clean_article import clean_article
from articles.cleaning.layout import HYPHENS, INVISIBLE
from articles.records import CleanArticle, Metadata, RawArticle
from articles.text.mojibake import mend_mojibake


def make_article(text: str, metadata: Metadata | None = None) -> RawArticle:
    return RawArticle("article.txt", "text", "utf-8", "0" * 32, text, metadata or Metadata())


def check_article(text: str, metadata: Metadata | None = None) -> CleanArticle:
    """Clean a text, check that nothing was lost and that cleaning again changes nothing; returns the result."""
    article = clean_article(make_article(text, metadata))
    check_nothing_lost(article)
    if mend_mojibake(article.clean_text)[1] is not None:
        return article  # what cleaning itself brought together, such as Ã and © from both sides of a zero-width space
    again = clean_article(make_article(article.clean_text, metadata))
    assert again.clean_text == article.clean_text
    assert again.removed_spans == ()
    assert again.body_start == article.body_start
    return article


def check_nothing_lost(article: CleanArticle) -> None:
    """Each raw character is in the clean text or in exactly one removed span, or is one that layout repair replaces."""
    raw, clean = article.raw.raw_text, article.clean_text
    owners = [0] * len(raw)
    shown = list_shown(raw)
    for clean_start, raw_start, count in article.offsets.runs:
        assert clean[clean_start : clean_start + count] == raw[raw_start : raw_start + count]
        for offset in range(raw_start, raw_start + count):
            owners[offset] += 1
    for place, raw_start, raw_end in article.offsets.mended:
        assert set(shown[raw_start:raw_end]) == {clean[place]}
        for offset in range(raw_start, raw_end):
            owners[offset] += 1
    for span in article.removed_spans:
        assert 0 <= span.raw_start < span.raw_end <= len(raw)
        assert not shown[span.raw_start].isspace()
        assert not shown[span.raw_end - 1].isspace()
        assert span.rule_id
        for offset in range(span.raw_start, span.raw_end):
            if not shown[offset].isspace() and shown[offset] not in INVISIBLE:
                owners[offset] += 1
    for offset, count in enumerate(owners):
        character = shown[offset]
        if character.isspace() or character in INVISIBLE:
            assert count <= 1
        elif character in HYPHENS and count == 0:
            assert shown[offset + 1 :][:1].isspace(), f"a hyphen is lost at {offset}"
        else:
            assert count == 1, f"{character!r} at {offset} is held {count} times"
    # What cleaning put in is white space, but for a character that stands for what its bytes were misread as.
    taken_over = {offset for start, _, count in article.offsets.runs for offset in range(start, start + count)}
    taken_over |= {place for place, _, _ in article.offsets.mended}
    assert all(clean[offset].isspace() for offset in range(len(clean)) if offset not in taken_over)
    assert "\n\n\n" not in clean
    assert clean == clean.strip()


def list_shown(raw: str) -> str:
    """The raw text with each character of a mojibake sequence as the one it was meant to be, which may be a space."""
    text, mending = mend_mojibake(raw)
    if mending is None:
        return raw
    shown = list(raw)
    for character, start, end in zip(text, mending.starts, mending.ends, strict=True):
        shown[start:end] = character * (end - start)
    return "".join(shown)
