"""One article under several forms of its address."""

import pytest

from articles.text.addresses import make_url_id

PLAIN = "https://weir.example/news/2024/the-weir-holds"


@pytest.mark.parametrize(
    "form",
    [
        PLAIN,
        "http://weir.example/news/2024/the-weir-holds",
        "https://www.weir.example/news/2024/the-weir-holds/",
        "https://WWW.Weir.example:443/news/2024/the-weir-holds",
        "https://m.weir.example/news/2024/the-weir-holds",
        "https://mobile.weir.example/news/2024/the-weir-holds#top",
        "https://amp.weir.example/news/2024/the-weir-holds",
        "https://www.weir.example/news/2024/the-weir-holds/amp/",
        "https://www.weir.example/amp/news/2024/the-weir-holds",
        "https://weir.example/news/2024/the-weir-holds?amp=1",
        "https://weir.example/news/2024/the-weir-holds?outputType=amp",
        "https://weir.example/news/2024/the-weir-holds?utm_source=x&utm_campaign=y&gclid=1",
        "https://weir.example/news/2024/the-weir-holds/?fbclid=IwAR0&mc_cid=2",
        "https://weir.example/news/2024/the-weir-holds?smid=tw-share&ocid=z&CMP=share_btn_tw",
        "https://www-weir-example.cdn.ampproject.org/c/s/www.weir.example/news/2024/the-weir-holds/amp",
        "https://www.google.com/amp/s/www.weir.example/news/2024/the-weir-holds",
        "https://weir.example//news/2024/the-weir-holds/index.html",
        " https://weir.example/news/2024/the-weir-holds ",
    ],
)
def test_forms_of_one_address(form: str) -> None:
    assert make_url_id(form) == PLAIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLAIN, PLAIN + "-again"),
        ("https://weir.example/a?id=1", "https://weir.example/a?id=2"),
        ("https://weir.example/?p=1", "https://weir.example/?p=2"),
        ("https://weir.example/show.php?cid=1", "https://weir.example/show.php?cid=2"),
        ("https://weir.example/?source=1", "https://weir.example/?source=2"),
        ("https://weir.example/a", "https://lock.example/a"),
        ("https://news.weir.example/a", "https://weir.example/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://weir.example/#!/a", "https://weir.example/#!/b"),
        ("https://weir.example/champ/a", "https://weir.example/ch/a"),
        ("https://weir.example/News", "https://weir.example/news"),
    ],
)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert make_url_id(one) != make_url_id(other)


def test_the_order_of_a_query_does_not_count() -> None:
    assert make_url_id("https://weir.example/a?y=2&x=1") == make_url_id("http://weir.example/a?x=1&y=2&utm_id=3")


@pytest.mark.parametrize(
    "odd", ["https://[broken/a", "https://", "http://weir.example:port/a", "https://x/" + "a" * 9_000]
)
def test_odd_addresses_have_a_key(odd: str) -> None:
    assert make_url_id(odd)
