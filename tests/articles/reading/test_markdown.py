"""Markdown files as readers see them: no marks in the text, front matter as metadata."""

from __future__ import annotations

from datetime import date

import pytest

from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.records import RawArticle, SourceRecord


def parse(text: str) -> RawArticle:
    return parse_record(SourceRecord("a.md", "markdown", text.encode(), "0"), ReadingLimits())


BODY = """# Ferry *Brannock* sails again

The ferry left **Osterhaven** on Friday
for the first time since [the storm](https://example.com/storm).

> "We slept on the pier," said Tove Lund.

- Crossing: 40 minutes
- Fare: 12 crowns

Signs read \\*closed\\*. The engine is `new`.
"""


def test_marks_are_understood() -> None:
    article = parse(BODY)
    assert article.metadata.headline == "Ferry Brannock sails again"
    assert article.raw_text.split("\n\n") == [
        "Ferry Brannock sails again",
        "The ferry left Osterhaven on Friday for the first time since the storm.",
        '"We slept on the pier," said Tove Lund.',
        "Crossing: 40 minutes",
        "Fare: 12 crowns",
        "Signs read *closed*. The engine is new.",
    ]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: The ferry is back\nauthor: [Tove Lund, Per Aas]\ndate: 2023-11-02\n---\n\n",
        '+++\ntitle = "The ferry is back"\nauthors = ["Tove Lund", "Per Aas"]\ndate = 2023-11-02\n+++\n',
        "\ufeff---\r\ntitle: The ferry is back\r\nauthors:\r\n- Tove Lund\r\n- Per Aas\r\n"
        "pubDate: Thu, 02 Nov 2023 10:00:00 +0100\r\n---\r\n",
    ],
)
def test_front_matter_is_metadata(front: str) -> None:
    article = parse(front + "The ferry left Osterhaven on Friday.\n")
    assert article.raw_text == "The ferry left Osterhaven on Friday."
    metadata = article.metadata
    assert (metadata.headline, metadata.author_names) == ("The ferry is back", ("Tove Lund", "Per Aas"))
    assert metadata.published_on == date(2023, 11, 2)


def test_a_rule_between_paragraphs_is_no_front_matter() -> None:
    assert (
        parse("---\n\nFirst: the ferry left.\n\n---\n\nThen it sank.\n").raw_text
        == "First: the ferry left.\n\nThen it sank."
    )
    assert parse("---\nThe ferry left.\n---\nThen it sank.\n").raw_text == "The ferry left.\n\nThen it sank."
