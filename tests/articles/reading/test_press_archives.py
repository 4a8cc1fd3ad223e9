"""Text exports of press archives: documents parted, header fields read, no field left in the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest

from articles.reading.discovery import discover_files
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import RawArticle, SourceRecord

if TYPE_CHECKING:
    from pathlib import Path

BODY = 'The weir at Varnholt will be {} in May.\n\n"It held through {} winter," said Per Aas: a keeper.\n'
COUNTED = """
                          {0} of 2 DOCUMENTS


                        The Varnholt Courier (Weirland)

                     May {0}, 2024 Wednesday
                           Late Edition

Weir to be {1}

BYLINE: Tove Lund, Water Correspondent

SECTION: METRO; Pg. B{0}

LENGTH: 340 words

DATELINE: VARNHOLT

{2}
GRAPHIC: PHOTO, the weir

LOAD-DATE: May {0}, 2024

LANGUAGE: ENGLISH

                Copyright 2024 Lockside Media
                     All Rights Reserved

"""
ENDED = """Weir to be {1}
The Varnholt Courier
May {0}, 2024 Wednesday

Copyright 2024 Lockside Media All Rights Reserved

Section: METRO; Pg. B{0}
Length: 340 words
Byline: Tove Lund

Body

{2}
Load-Date: May {0}, 2024

End of Document

"""
CODED = """HD
Weir to be {1}

BY
By Tove Lund

WC
340 words

PD
{0} May 2024

SN
The Varnholt Courier

SE
Metro

LA
English

CY
(c) 2024 Lockside Media

LP
{2}
CO
lckmda : Lockside Media

NS
gcat : Political/General News

AN
Document VARNC0002024050{0}ek51000{0}b


Document VARNC0002024050{0}ek51000{0}b

"""
INLINE = """HD  Weir to be {1}
BY  Tove Lund
PD  {0} May 2024
SN  The Varnholt Courier
SE  Metro
TD
{2}
RE  weirland : Weirland
AN  Document VARNC0002024050{0}ek51000{0}b

Document VARNC0002024050{0}ek51000{0}b

"""


def read(folder: Path, content: str) -> list[RawArticle]:
    (folder / "export.txt").write_text(content)
    records = read_records(discover_files([folder])[0], ReadingLimits())
    return [parse_record(record, ReadingLimits()) for record in records if isinstance(record, SourceRecord)]


@pytest.mark.parametrize("form", [COUNTED, ENDED, CODED, INLINE])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_documents_are_parted_and_fields_read(tmp_path: Path, form: str, line_end: str) -> None:
    words = [("raised", "a long"), ("mended", "a short")]
    content = "".join(form.format(n, words[n - 1][0], BODY.format(*words[n - 1])) for n in (1, 2))
    articles = read(tmp_path, content.replace("\n", line_end))
    assert [article.source_path for article in articles] == ["export.txt#1", "export.txt#2"]
    for number, article in enumerate(articles, start=1):
        done, winter = words[number - 1]
        assert article.raw_text.split("\n\n") == [
            f"Weir to be {done}",
            f"The weir at Varnholt will be {done} in May.",
            f'"It held through {winter} winter," said Per Aas: a keeper.',
        ]
        metadata = article.metadata
        assert (metadata.headline, metadata.outlet_name) == (f"Weir to be {done}", "The Varnholt Courier")
        assert (metadata.author_names, metadata.section) == (("Tove Lund",), "Metro")
        assert metadata.published_on == date(2024, 5, number)


def test_a_document_alone_needs_no_end(tmp_path: Path) -> None:
    content = INLINE.format(1, "raised", "It rained.\n").partition("AN  ")[0]
    (article,) = read(tmp_path, content)
    assert article.raw_text == "Weir to be raised\n\nIt rained."
    assert (article.metadata.outlet_name, article.metadata.author_names) == ("The Varnholt Courier", ("Tove Lund",))


@pytest.mark.parametrize(
    "text",
    [
        "Weir to be raised\n\nPart 1 of 2\n\nThe weir held.\n\n1 of 2\n\nNOTE: this goes on.\n",
        "SUBJECT: the weir\n\nBYLINE: he said so.\n\nLENGTH: of the weir\n\nThe end of document.\n",
        "1 of 2\n\nThe weir held.\n\n2 of 2\n\nIt did.\n",
    ],
)
def test_other_texts_stay_whole(tmp_path: Path, text: str) -> None:
    assert [article.raw_text for article in read(tmp_path, text)] == [text]


def test_a_line_of_the_text_that_begins_like_a_code_stays(tmp_path: Path) -> None:
    content = CODED.format(1, "raised", "IN TOKYO it rained.\n\nCO levels fell.\n\nAs ever.\n")
    paragraphs = read(tmp_path, content * 2)[0].raw_text.split("\n\n")
    assert paragraphs[1:] == ["IN TOKYO it rained.", "CO levels fell.", "As ever."]


FACTIVA_PLAIN = """News
Weir to be {1}
By Tove Lund
340 words
{0} May 2024
07:15
The Varnholt Courier
VARNCO
Main
6
English
© 2024 Lockside Media Ltd.

{2}
Lockside Media Ltd.

Document VARNCO0020240{0}13ek5d0002x

"""
PROQUEST = """
Document {0} of 2

Weir to be {1}

Author: Lund, Tove

Publication info: The Varnholt Courier ; Varnholt [Varnholt]. {0} May 2024: B.{0}.

ProQuest document link

Full text: {2}
Subject: Weirs; Water

Title: Weir to be {1}

Publication title: The Varnholt Courier; Varnholt

Publication date: May {0}, 2024

Section: Metro

Language of publication: English

____________________________________________________________
"""
COVER = """User Name: = tove
Date and Time: = Tuesday, June 4, 2024
Documents (2)
1. Weir to be closed
2. Weir to be mended

"""


def fill(pattern: str) -> str:
    return "".join(pattern.format(at, kind, BODY.format(kind, "every")) for at, kind in ((1, "closed"), (2, "mended")))


def read_all(path: Path) -> list[RawArticle]:
    records = read_records(discover_files([path])[0], ReadingLimits())
    return [parse_record(record, ReadingLimits()) for record in records if isinstance(record, SourceRecord)]


def check_both(found: list[RawArticle]) -> None:
    assert [article.metadata.headline for article in found] == ["Weir to be closed", "Weir to be mended"]
    assert [article.metadata.published_on for article in found] == [date(2024, 5, 1), date(2024, 5, 2)]
    assert {article.metadata.author_names for article in found} == {("Tove Lund",)}
    assert {article.metadata.outlet_name for article in found} == {"The Varnholt Courier"}
    for article, kind in zip(found, ("closed", "mended"), strict=True):
        text = BODY.format(kind, "every").strip()
        assert article.raw_text.split("\n\n", 1)[1].strip() == text


@pytest.mark.parametrize(
    "content",
    [fill(FACTIVA_PLAIN), "Report Information from ProQuest\n" + fill(PROQUEST), COVER + fill(ENDED)],
    ids=["factiva without codes", "proquest", "lexisnexis with a cover page"],
)
def test_other_exports_of_archives(tmp_path: Path, content: str) -> None:
    (tmp_path / "export.txt").write_text(content, encoding="utf-8")
    check_both(read_all(tmp_path / "export.txt"))


def test_what_stands_below_the_text_is_none_of_it(tmp_path: Path) -> None:
    content = fill(
        ENDED.replace("Load-Date", "Graphic\n\nThe weir, pictured in spring.\n\nClassification\n\nLoad-Date")
    )
    assert "pictured" in content
    (tmp_path / "export.txt").write_text(content, encoding="utf-8")
    check_both(read_all(tmp_path / "export.txt"))


@pytest.mark.parametrize("suffix", ["docx", "rtf"])
def test_exports_in_word_and_rtf_files_are_parted(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"export.{suffix}"
    lines = (COVER + fill(ENDED)).splitlines()
    if suffix == "docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    else:
        path.write_text("{\\rtf1\\ansi " + "\\par\n".join(lines) + "}", encoding="ascii")
    found = read_all(path)
    assert [article.metadata.headline for article in found] == ["Weir to be closed", "Weir to be mended"]
    assert all("End of Document" not in article.raw_text for article in found)
