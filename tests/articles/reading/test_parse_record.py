import json
from datetime import UTC, date, datetime

import pytest

from articles.errors import UnreadableRecord
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import hash_payload
from articles.records import RawArticle, SourceRecord

PAGE = """<html><head><title>Bridge reopens - Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2019-05-14T10:00:00+02:00"></head><body><nav>Home Sport</nav><article>
<h1>Bridge reopens</h1>{}</article></body></html>"""
SENTENCE = "The council of Elmford said on Tuesday that the bridge over the river would open again before the summer. "


def parse(source_format: str, payload: bytes) -> RawArticle:
    return parse_record(SourceRecord("a.x", source_format, payload, hash_payload(payload)), ReadingLimits())


def parse_fields(**fields: object) -> RawArticle:
    return parse("json", json.dumps(fields).encode())


def test_text_is_left_as_it_stands() -> None:
    article = parse("text", b"One\r\n\r\nTwo \xe2\x80\x94 three\n")
    assert (article.raw_text, article.encoding) == ("One\r\n\r\nTwo — three\n", "utf-8")


@pytest.mark.parametrize("name", ["text", "content", "maintext", "body", "articleBody", "ArticleBody"])
def test_text_fields_of_common_exports(name: str) -> None:
    assert parse_fields(**{name: "The bridge is back."}).raw_text == "The bridge is back."


def test_metadata_fields_of_common_exports() -> None:
    metadata = parse_fields(
        maintext="x",
        title="Bridge  reopens",
        url="https://example.com/a",
        source={"id": 3, "name": "Example News"},
        authors=["By Jane Doe", "JOHN ROE", "Example News Staff", "x@example.com"],
        date_publish="2019-05-14 23:30:00-02:00",
        section="Politics",
        lang="en-US",
    ).metadata
    assert (metadata.headline, metadata.headline_source) == ("Bridge reopens", "record")
    assert (metadata.outlet_name, metadata.outlet_source) == ("Example News", "record")
    assert metadata.author_names == ("Jane Doe", "John Roe")
    assert metadata.published_on == date(2019, 5, 14)
    assert metadata.published_at == datetime(2019, 5, 15, 1, 30, tzinfo=UTC)
    assert (metadata.section, metadata.language, metadata.url) == ("Politics", "en", "https://example.com/a")


def test_an_answer_that_keeps_the_text_in_an_object_of_its_own() -> None:
    inner = {"bodyText": SENTENCE, "byline": "Jane Doe", "publication": "Example News"}
    article = parse_fields(webTitle="Bridge reopens", fields=inner)
    assert article.raw_text == SENTENCE
    assert (article.metadata.author_names, article.metadata.outlet_name) == (("Jane Doe",), "Example News")


def test_what_a_record_does_not_state_stays_empty() -> None:
    metadata = parse_fields(text="x", title="", author=None, date="05/04/2019", url="none").metadata
    assert metadata.headline is None
    assert metadata.headline_source is None
    assert metadata.author_names == ()
    assert metadata.published_on is None, "the fifth of April or the fourth of May"
    assert metadata.url is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-05-14", date(2019, 5, 14)),
        ("Tue, 14 May 2019 10:00:00 GMT", date(2019, 5, 14)),
        ("May 14, 2019", date(2019, 5, 14)),
        ("14 May 2019", date(2019, 5, 14)),
        ("5/14/2019", date(2019, 5, 14)),
        ("14.5.2019", date(2019, 5, 14)),
        (1557828000, date(2019, 5, 14)),
        (1557828000000, date(2019, 5, 14)),
        ("2019-02-31", None),
        ("soon", None),
        (True, None),
        (12, None),
    ],
)
def test_dates(value: object, day: date | None) -> None:
    assert parse_fields(text="x", date=value).metadata.published_on == day


def test_what_tables_hold_of_lists_objects_and_lines() -> None:
    metadata = parse_fields(
        text="x", author="['Jane Doe', \"John O'Roe\"]", source="{'id': None, 'name': 'Elm Post'}"
    ).metadata
    assert (metadata.author_names, metadata.outlet_name) == (("Jane Doe", "John O'Roe"), "Elm Post")
    assert parse_fields(text="x", author="Jane Doe\nJohn Roe").metadata.author_names == ("Jane Doe", "John Roe")
    assert parse_fields(text="x", author="[by Jane Doe]").metadata.author_names == ()


def test_entities_in_a_headline_are_resolved() -> None:
    metadata = parse_fields(text="x", title="Bridge &amp; weir shut &#8211; Elm Post", source="Elm Post").metadata
    assert metadata.headline == "Bridge & weir shut"


def test_line_ends_written_as_letters_are_line_ends() -> None:
    assert parse_fields(text=r"One.\n\nTwo \"three\".").raw_text == 'One.\n\nTwo "three".'
    assert parse_fields(text=r"See C:\new for more.").raw_text == r"See C:\new for more."


def test_markup_in_a_record_becomes_text() -> None:
    article = parse_fields(body="<p>One &amp; <b>two</b></p><p>Three<br>four</p><script>x()</script>")
    assert article.raw_text == "One & two\n\nThree\nfour"


def test_less_than_signs_are_no_markup() -> None:
    assert parse_fields(text="2 < 3 and 4 > 1").raw_text == "2 < 3 and 4 > 1"


def test_page_text_and_metadata() -> None:
    article = parse(
        "html", PAGE.format(f"<p>{SENTENCE * 2}</p><p>{SENTENCE.replace('council', 'mayor') * 2}</p>").encode()
    )
    assert article.raw_text.count("\n\n") >= 1
    assert "Home Sport" not in article.raw_text
    assert article.metadata.headline == "Bridge reopens"
    assert article.metadata.headline_source == "markup"
    assert article.metadata.outlet_name == "Example News"
    assert article.metadata.author_names == ("Jane Doe",)
    assert article.metadata.published_on == date(2019, 5, 14)


@pytest.mark.parametrize(
    ("source_format", "payload", "reason"),
    [
        ("text", b"\xef\xbb\xbf \n", "empty"),
        ("text", b"a\0b", "binary"),
        ("html", b"<html><body></body></html>", "no_text"),
        ("html", b"", "no_text"),
        ("json", b"{", "broken_json"),
        ("json", b'{"headline": "x"}', "no_text"),
        ("json", b'{"text": "a\\u0000b"}', "binary"),
    ],
)
def test_what_cannot_be_read_has_a_reason(source_format: str, payload: bytes, reason: str) -> None:
    with pytest.raises(UnreadableRecord) as caught:
        parse(source_format, payload)
    assert caught.value.reason_code == reason
    assert caught.value.message.endswith(".")


def test_large_records_are_refused() -> None:
    record = SourceRecord("a.txt", "text", b"x" * 11, "0")
    with pytest.raises(UnreadableRecord, match="limit of 10"):
        parse_record(record, ReadingLimits(article_byte_limit=10))
