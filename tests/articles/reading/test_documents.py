"""Files of word processors, mail programs, browsers and feeds."""

from __future__ import annotations

import io
import json
import os
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import docx
import pytest

from articles.errors import UnreadableRecord
from articles.reading.discovery import discover_files
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import RawArticle, RejectedRecord, SourceRecord
from tests.made_files import make_zip

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ReadingLimits()
BODY = "The boat that tends the locks at Varnholt was laid up on Monday, its crew said, for want of a part."


def read(folder: Path, name: str, content: bytes) -> list[RawArticle | str]:
    (folder / name).write_bytes(content)
    outcomes: list[RawArticle | str] = []
    for record in read_records(discover_files([folder / name])[0], LIMITS):
        try:
            outcomes.append(record.reason_code if isinstance(record, RejectedRecord) else parse_record(record, LIMITS))
        except UnreadableRecord as error:
            outcomes.append(error.reason_code)
    return outcomes


def read_one(folder: Path, name: str, content: bytes) -> Any:
    (outcome,) = read(folder, name, content)
    return outcome


def test_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "Tove Lund"
    document.core_properties.title = "Document1"
    document.add_heading("Weir to be raised", 0)
    document.add_paragraph("By Tove Lund")
    document.add_paragraph("The weir will be ").add_run("raised").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Height", "2 m"
    document.add_paragraph("“It held,” said Per Aas.")
    file = io.BytesIO()
    document.save(file)
    article = read_one(tmp_path, "A.DOCX", file.getvalue())
    assert article.raw_text.split("\n\n") == [
        "Weir to be raised", "By Tove Lund", "The weir will be raised", "Height | 2 m", "“It held,” said Per Aas.",
    ]  # fmt: skip
    assert (article.metadata.headline, article.metadata.author_names) == ("Weir to be raised", ("Tove Lund",))


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:h>Weir to be raised</text:h><text:p>The<text:s/>weir <text:span>held</text:span><office:annotation
><text:p>Check</text:p></office:annotation>.</text:p>
<text:p/><text:p>It will be raised.</text:p></office:text></office:body></office:document-content>"""


def test_an_opendocument_text(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.odt", make_zip({"content.xml": ODT.encode()}))
    assert article.raw_text == "Weir to be raised\n\nThe weir held.\n\nIt will be raised."
    assert article.metadata.headline == "Weir to be raised"


def test_an_rtf_file(tmp_path: Path) -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 The weir {\b held}.\par\par "
    rtf += rb"\'93It did,\'94 said \u197?sa.\par}"
    assert read_one(tmp_path, "a.rtf", rtf).raw_text == "The weir held.\n\n“It did,” said Åsa."
    assert read_one(tmp_path, "b.rtf", b"Plain after all.").raw_text == "Plain after all."


MESSAGE = b"""From: Tove Lund <tove@weir.example>\r
Subject: =?utf-8?q?Weir_=E2=80=9Cheld=E2=80=9D?=\r
Date: Tue, 4 Feb 2025 08:00:00 +0100\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="b"\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<p>The weir held.</p>\r
--b\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
The weir held, said =C5sa.\r
--b--\r
"""


def test_a_message(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.eml", MESSAGE)
    assert article.raw_text.strip() == "The weir held, said Åsa."
    metadata = article.metadata
    assert (metadata.headline, metadata.author_names) == ("Weir “held”", ("Tove Lund",))
    assert metadata.published_on == date(2025, 2, 4)


def test_a_saved_page(tmp_path: Path) -> None:
    sentence = "The weir at Varnholt held through the night, the lock keeper said, and the road stayed dry until dawn. "
    page = f"<html><head><title>Weir holds</title></head><body><article><h1>Weir holds</h1>{f'<p>{sentence}</p>' * 4}"
    content = (
        "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://weir.example/1\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        f"{page}</article></body></html>\r\n--b\r\nContent-Type: image/png\r\n\r\nxxxx\r\n--b--\r\n"
    )
    article = read_one(tmp_path, "a.mht", content.encode())
    assert "the lock keeper said" in article.raw_text
    assert article.metadata.url == "https://weir.example/1"


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Varnholt Courier</title><language>en</language>
<item><title>Weir holds</title><link>https://weir.example/1</link><guid>w1</guid><dc:creator>Tove Lund</dc:creator>
<pubDate>Tue, 04 Feb 2025 08:00:00 GMT</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>The weir held.</p><p>“It did,” said Per Aas.</p>]]></content:encoded></item>
<item><title>Weir broke</title><link>https://weir.example/2</link><description>It broke.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Varnholt Courier</title><entry><title>Weir holds</title>
<id>w1</id><link href="https://weir.example/1"/><author><name>Tove Lund</name></author>
<published>2025-02-04T08:00:00Z</published>
<content type="html">&lt;p&gt;The weir held.&lt;/p&gt;
&lt;p&gt;“It did,” said Per Aas.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(("name", "content"), [("a.rss", RSS), ("a.xml", RSS), ("a.atom", ATOM), ("b.xml", ATOM)])
def test_a_feed(tmp_path: Path, name: str, content: str) -> None:
    outcomes: list[Any] = read(tmp_path, name, content.encode())
    article = outcomes[0]
    assert article.raw_text == "The weir held.\n\n“It did,” said Per Aas."
    metadata = article.metadata
    assert (metadata.headline, metadata.url) == ("Weir holds", "https://weir.example/1")
    assert (metadata.author_names, metadata.outlet_name) == (("Tove Lund",), "The Varnholt Courier")
    assert metadata.published_on == date(2025, 2, 4)
    assert [outcome.raw_text for outcome in outcomes[1:]] == (["It broke."] if content is RSS else [])


NITF = """<?xml version="1.0"?><nitf><head><title>weir-1</title><docdata><date.issue norm="20250204T080000Z"/></docdata>
<pubdata name="The Varnholt Courier"/></head><body><body.head><hedline><hl1>Weir holds</hl1></hedline>
<byline>By Tove Lund</byline></body.head><body.content><block><p>The weir <em>held</em>.</p><p>It did.</p></block>
</body.content></body></nitf>"""


def test_an_article_of_an_agency(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.xml", NITF.encode())
    assert article.raw_text == "The weir held.\n\nIt did."
    assert (article.metadata.headline, article.metadata.outlet_name) == ("Weir holds", "The Varnholt Courier")
    assert (article.metadata.author_names, article.metadata.published_on) == (("Tove Lund",), date(2025, 2, 4))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", make_zip({"word/document.xml": b"<w:document/>"}), "damaged"),
        ("a.docx", b"no zip at all", "damaged"),
        ("a.odt", make_zip({"content.xml": b"<broken"}), "damaged"),
        ("a.odt", make_zip({"content.xml": b"x" * 40_000_000}), "bomb"),
        ("a.docx", make_zip({"word/document.xml": b"x" * 40_000_000}), "bomb"),
        ("a.odt", make_zip({"content.xml": b"<p/>" * 5_000_000, "p.png": os.urandom(200_000)}), "too_large"),
        ("a.eml", b"\n\nno message", "damaged"),
        ("a.mht", MESSAGE.replace(b"text/html", b"text/css"), "no_text"),
        ("a.xml", b"<sitemap><url>x</url></sitemap>", "unknown_format"),
        ("a.xml", b"no xml", "unknown_format"),
        ("a.rss", b'<rss version="2.0"><channel><title>x</title></channel></rss>', "empty"),
        (
            "a.rss",
            b"<rss><channel><item " + b' a="1"' * 20_000 + b"><title>x</title></item></channel></rss>",
            "damaged",
        ),
    ],
)
def test_what_cannot_be_read_has_a_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert read(tmp_path, name, content) == [reason]


def test_entities_of_xml_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    for name, root in (("a.xml", NITF), ("b.odt", ODT)):
        evil = root.replace('<?xml version="1.0"?>', "").replace("held", "held &x;", 1)
        evil = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{evil}'
        content = make_zip({"content.xml": evil.encode()}) if name == "b.odt" else evil.encode()
        assert not any(
            isinstance(each, RawArticle) and "secret" in each.raw_text for each in read(tmp_path, name, content)
        )


def test_payloads_stand_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MESSAGE)
    (record,) = read_records(discover_files([tmp_path])[0], LIMITS)
    assert isinstance(record, SourceRecord)
    assert (record.source_format, record.payload) == ("message", MESSAGE)


SENDERS = b"From: " + b", ".join(b"Tove Lund %d <t%d@weir.example>" % (i, i) for i in range(20_000)) + b"\n\nIt held."
PARTS = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/csv\n\nx\n" * 20_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("senders.eml", SENDERS),
        ("words.eml", b"Subject: " + b"=?utf-8?q?a?= " * 4_000 + b"\n\nIt held."),  # the square: 17 GB for 50,000
        ("parts.eml", PARTS),
        ("parts.mht", PARTS),
        ("type.eml", b"From: a@b.c\nContent-Type: text/plain" + b"; a=b" * 10_000 + b"\n\nIt held."),
        ("tags.rss", b"<rss version='2.0'><channel>" + b"<item/>" * 400_000 + b"</channel></rss>"),
        ("escaped.rss", b"<rss><channel><item><description>" + b"&lt;p&gt;" * 400_000 + b"</description></item></rss>"),
        # feedparser takes the square of their number, an hour for the largest file
        ("comments.rss", b"<rss><channel><item><description>" + b"&lt;!--" * 60_000 + b"</description></item></rss>"),
        ("signs.rss", b"<rss><channel><item><description>" + b"&#60;&#33;--" * 60_000 + b"</description></item></rss>"),
        ("wide.rss", ("<rss><channel><item><description>" + "&lt;!--" * 60_000).encode("utf-16")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_only_costs_time_and_memory_is_told_at_once(tmp_path: Path, name: str, content: bytes) -> None:
    began = time.process_time()
    assert read_one(tmp_path, name, content) == "too_large"
    assert time.process_time() - began < 4


@pytest.mark.parametrize("name", ["a.html", "a.eml"])
def test_a_tag_of_very_many_attributes_is_told_at_once(tmp_path: Path, name: str) -> None:
    """Reading takes the square of their number: over 25 s for these."""
    head = "From: a@b.c\nContent-Type: text/html\n\n" if name.endswith(".eml") else ""
    page = f"{head}<p {' '.join(f'a{number}=1' for number in range(100_000))}>It held.</p>"
    began = time.process_time()
    assert read_one(tmp_path, name, page.encode()) == "damaged"
    assert time.process_time() - began < 4


def test_many_comments_that_end_are_no_fault_of_a_feed(tmp_path: Path) -> None:
    comments = "<!-- wp:paragraph -->" * 5_000
    feed = f"<rss version='2.0'><channel><item><description><![CDATA[{comments}<p>It held.</p>]]></description></item>"
    assert "It held." in read_one(tmp_path, "a.rss", f"{feed}</channel></rss>".encode()).raw_text


def test_names_in_feeds_are_without_markup_and_section(tmp_path: Path) -> None:
    entry = f"<item><title>Boat &lt;em&gt;laid up&lt;/em&gt;</title><description>{BODY}</description></item>"
    head = "<rss version='2.0'><channel><title>Varnholt Courier &#187; News</title>"
    article = read_one(tmp_path, "feed.rss", f"{head}{entry}</channel></rss>".encode())
    assert (article.metadata.headline, article.metadata.outlet_name) == ("Boat laid up", "Varnholt Courier")


def test_a_feed_in_rdf(tmp_path: Path) -> None:
    names = (
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    )
    item = f"<item><title>Boat laid up</title><dc:date>2024-05-13</dc:date><description>{BODY}</description></item>"
    article = read_one(tmp_path, "feed.rdf", f"<rdf:RDF {names}>{item}</rdf:RDF>".encode())
    assert (article.metadata.headline, article.metadata.published_on) == ("Boat laid up", date(2024, 5, 13))


def test_what_an_interface_took_away_is_no_article(tmp_path: Path) -> None:
    rows = [{"title": "[Removed]", "content": "[Removed]"}, {"title": "Boat laid up", "content": BODY}]
    found = read(tmp_path, "news.json", json.dumps({"articles": rows}).encode())
    assert [each if isinstance(each, str) else each.metadata.headline for each in found] == ["no_text", "Boat laid up"]


def test_field_names_of_other_languages_and_media_cloud(tmp_path: Path) -> None:
    table = f"Titel;story_text;Datum;Autor;Quelle\nBoat laid up;{BODY};13.05.2024;Tove Lund;Varnholt Courier\n"
    metadata = read_one(tmp_path, "a.csv", table.encode()).metadata
    assert (metadata.headline, metadata.author_names) == ("Boat laid up", ("Tove Lund",))
    assert (metadata.published_on, metadata.outlet_name) == (date(2024, 5, 13), "Varnholt Courier")


def test_marks_of_footnotes_are_no_text(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.md", f"# Boat laid up\n\n{BODY}[^1]\n\n[^1]: Harbour book.\n".encode())
    assert article.raw_text.endswith("Harbour book.")
    assert "[^" not in article.raw_text
