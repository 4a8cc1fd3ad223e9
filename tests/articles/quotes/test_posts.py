"""Embedded posts as quotes."""

from dataclasses import replace

from articles.quotes.posts import quote_posts
from articles.records import EmbeddedPost
from tests.articles.quotes.parsing import make_article

RAW = "Some text.\n\nThe dam is\nsafe. pic.example/x — Anna Lind (@lind) May 3, 2031\n\nMore text."


def test_post_is_a_quote_of_its_author() -> None:
    start, end = RAW.index("The dam"), RAW.index("\n\nMore")
    post = EmbeddedPost(start, end, "twitter", "Anna Lind", "lind", "The dam is safe.", None)
    quote = quote_posts(replace(make_article(RAW), posts=(post,)))[0]
    assert RAW[quote.raw_start : quote.raw_end] == "The dam is\nsafe."
    assert quote.speaker_name == "Anna Lind"
    assert quote.speaker_start is not None
    assert RAW[quote.speaker_start : quote.speaker_end] == "Anna Lind"


def test_post_by_handle_and_post_without_words() -> None:
    post = EmbeddedPost(0, 10, "twitter", None, "lind", "Some text.", None)
    article = replace(make_article(RAW), posts=(post, replace(post, post_text=" ")))
    assert [quote.speaker_name for quote in quote_posts(article)] == ["@lind"]
