from datetime import date

import pytest

from articles.cleaning.clean_article import CleaningPolicy, clean_article
from articles.records import Metadata
from articles.text.offsets import read_span
from tests.articles.cleaning.invariants import check_article, check_nothing_lost, make_article

LEAD = (
    "ELMFORD, Ohio (AP) — The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in "
    "March, after months in which nobody could say where the money would come from."
)
BODY = (
    "“We have waited long enough,” Mayor Jane Doe told reporters in front of the town hall. “The money is there, the "
    "plan is there, and the river will not wait for us.”"
)
END = "Engineers said the new arch would stand for a hundred years, and that it would cost less than the old one had."


def join(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def get_cut(text: str, metadata: Metadata | None = None) -> list[tuple[str, str]]:
    article = check_article(text, metadata)
    return [(span.kind, text[span.raw_start : span.raw_end]) for span in article.removed_spans]


def test_headline_stays_as_first_paragraph() -> None:
    text = join("Skip to content", "Elmford to rebuild its bridge", "By Maria Roe", LEAD, BODY, END)
    article = check_article(text)
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY, END)
    assert article.clean_text[article.body_start :].startswith("ELMFORD, Ohio")
    metadata = article.metadata
    assert (metadata.headline, metadata.headline_source) == ("Elmford to rebuild its bridge", "text")
    assert (metadata.author_names, metadata.authors_source) == (("Maria Roe",), "text")
    assert (metadata.dateline_place, metadata.agency_names) == ("Elmford, Ohio", ("AP",))
    assert metadata.language == "en"


def test_a_first_sentence_is_no_headline() -> None:
    article = check_article(join(LEAD, BODY, END))
    assert article.body_start == 0
    assert article.metadata.headline is None
    assert article.metadata.outlet_name is None
    assert article.metadata.published_on is None


def test_a_known_headline_is_kept_and_not_put_into_the_text() -> None:
    metadata = Metadata(headline="Elmford votes", headline_source="record")
    article = check_article(join(LEAD, BODY, END), metadata)
    assert article.body_start == 0
    assert article.metadata.headline == "Elmford votes"
    assert article.metadata.headline_source == "record"


def test_a_kicker_is_the_section_and_no_part_of_the_headline() -> None:
    metadata = check_article(join("OPINION: Why the bridge matters", LEAD, BODY, END)).metadata
    assert (metadata.headline, metadata.section) == ("Why the bridge matters", "Opinion")


def test_captions_credits_and_standfirst_are_cut() -> None:
    caption = "The old bridge of Elmford, left, and the ferry that took its place, seen on Monday, May 13, 2019."
    text = join(
        "Elmford to rebuild its bridge", END, f"{caption}\n{caption}Read moreJohn Moe / AP", LEAD, BODY, END,
        "Workers at the site. (John Moe/Reuters)", BODY.replace("waited", "paid"),
    )  # fmt: skip
    article = check_article(text)
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY, END, BODY.replace("waited", "paid"))
    assert article.metadata.photo_credits == ("John Moe / AP", "John Moe/Reuters")


def test_a_caption_with_weekday_and_date_tells_the_day() -> None:
    caption = "The council meets in Elmford, Ohio, Tuesday, May 14, 2019. (John Moe/Reuters)"
    metadata = check_article(join("Elmford to rebuild its bridge", caption, LEAD, BODY)).metadata
    assert (metadata.published_on, metadata.published_source) == (date(2019, 5, 14), "text")


def test_a_date_of_another_weekday_tells_nothing() -> None:
    caption = "The council meets in Elmford, Ohio, Friday, May 10, 2019. (John Moe/Reuters)"
    assert check_article(join("Elmford to rebuild its bridge", caption, LEAD, BODY)).metadata.published_on is None


def test_a_kicker_line_is_the_section_and_not_the_headline() -> None:
    metadata = check_article(join("World News", "Elmford to rebuild its bridge", LEAD, BODY)).metadata
    assert (metadata.headline, metadata.section) == ("Elmford to rebuild its bridge", "World News")


def test_a_credit_of_an_unknown_agency_ends_a_doubled_caption() -> None:
    caption = "Mayor Jane Doe, left, waits at the ferry in Elmford, Ohio, Tuesday, May 14, 2019. The ferry was late."
    text = join("Elmford to rebuild its bridge", f"{caption}\n{caption}Read moreMax Moe / Valleywire", LEAD, BODY)
    article = check_article(text)
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY)
    assert article.metadata.photo_credits == ("Max Moe / Valleywire",)
    assert article.metadata.published_on == date(2019, 5, 14)


def test_a_caption_right_above_its_credit_is_cut_below_the_headline() -> None:
    caption = "Workers pull a ferry out of the river in Elmford, Ohio, on May 12."
    text = join("Elmford to rebuild its bridge", f"{caption}\n(Max Moe / Valley Courier)", LEAD, BODY)
    assert [kind for kind, _ in get_cut(text)] == ["caption", "credit"]
    # Without the empty line above, the line may be the first of the text.
    assert check_article(
        f"Elmford to rebuild its bridge\n{LEAD}\n(Max Moe / Valley Courier)\n{BODY}"
    ).clean_text == join("Elmford to rebuild its bridge", LEAD, BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Mayor Jane Doe speaks to reporters in Elmford, May 2019. (John Moe/Reuters)",
        "Mayor Jane Doe speaks to reporters in Elmford. Max Moe/Valleywire",
        "Media playback is unsupported on your device Media caption The mayor speaks in Elmford",
        "Want Elmford News First in your inbox every day? Sign up here",
    ],
)
def test_what_no_headline_looks_like_is_none_above_one(line: str) -> None:
    article = check_article(join(line, "Elmford to rebuild its bridge", LEAD, BODY))
    assert article.metadata.headline == "Elmford to rebuild its bridge"
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY)


def test_a_stated_headline_stays_whatever_it_looks_like() -> None:
    headline = "Mayor speaks to reporters in Elmford. (John Moe/Reuters)"
    article = check_article(join(headline, LEAD, BODY), Metadata(headline=headline, headline_source="record"))
    assert article.clean_text == join(headline, LEAD, BODY)


@pytest.mark.parametrize(
    ("line", "outlet", "agencies"),
    [
        ("Copyright (c) 2025, Elmford Courier", "Elmford Courier", ()),
        ("Copyright © 2025 The Daily Bridge. All rights reserved.", "The Daily Bridge", ()),
        ("© 2025 Northern Ledger. All rights reserved.", "Northern Ledger", ()),
        ("© 2025 Elmford Free Press", "Elmford Free Press", ()),
        ("(c)2019 THE VALLEY SENTINEL, Inc.", "The Valley Sentinel", ()),
        ("© 2025 Riverside", "Riverside", ()),
        ("© 2025 The Elmford Courier™. All rights reserved.", "The Elmford Courier", ()),
        ("© 2025 Valleywire News Agency. All rights reserved.", None, ("Valleywire News Agency",)),
        ("Copyright 2025 The Associated Press. All rights reserved.", None, ("AP",)),
        ("© 2025 Bridge Media Group, LLC", None, ()),
        ("© 2025 Jane Doe", None, ()),
    ],
)
def test_a_copyright_line_names_the_outlet_by_its_form(line: str, outlet: str | None, agencies: tuple[str]) -> None:
    lead = LEAD.replace(" (AP)", "")
    metadata = check_article(join("Elmford to rebuild its bridge", lead, BODY, END, line)).metadata
    assert (metadata.outlet_name, metadata.agency_names) == (outlet, agencies)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("By Jane Doe, The Elmford Courier", "The Elmford Courier"),
        ("By Jane Doe and Max Moe | Elmford Courier | March 4, 2025", "Elmford Courier"),
        ("By Jane Doe, special to The Daily Post", "The Daily Post"),
        ("By Jane Doe, Star Staff Writer", None),
        ("By Jane Doe, Reuters", None),
    ],
)
def test_a_byline_names_the_outlet_after_its_persons(line: str, outlet: str | None) -> None:
    text = join("Elmford to rebuild its bridge", line, LEAD, BODY, END)
    assert check_article(text).metadata.outlet_name == outlet


def test_who_wrote_a_column_may_hold_its_copyright() -> None:
    for author, outlet in (("Jane Doe", None), ("Max Moe", "Elmford Doe")):
        text = join("Elmford to rebuild its bridge", f"By {author}", LEAD, BODY, END, "© 2025 Elmford Doe")
        assert check_article(text).metadata.outlet_name == outlet


def test_embedded_posts_become_rows() -> None:
    post = "The bridge is back! #Elmford pic.twitter.com/abc123 — Jane Doe (@janedoe) May 14, 2019"
    article = check_article(join(LEAD, post, BODY))
    assert article.clean_text == join(LEAD, BODY)
    (found,) = article.posts
    assert (found.platform, found.author_name, found.handle) == ("twitter", "Jane Doe", "janedoe")
    assert found.post_text == "The bridge is back! #Elmford"
    assert found.posted_on == date(2019, 5, 14)
    assert found.link_urls == ("pic.twitter.com/abc123",)
    assert article.raw.raw_text[found.raw_start : found.raw_end] == post


@pytest.mark.parametrize(
    "post",
    [
        "#Elmford votes tonight\npic.twitter.com/abc123\n\n— Jane Doe (@janedoe) May 14, 2019",
        "First line\n\n\n\nSecond line\n\n\n\nThird line — Jane Doe (@janedoe) May 14, 2019",
        "“The bridge is back”\n\n-Jane Doe, mayor #Elmford — John Roe (@johnroe) May 14, 2019",
        "John M. Roe (@johnroe) The bridge is not back.",
        "A post shared by Jane Doe (@jane.doe) on May 14, 2019 at 1:23pm PDT",
        "What a day for Elmford... Posted by Jane Doe on Tuesday, May 14, 2019",
    ],
)
def test_posts_of_several_shapes(post: str) -> None:
    article = check_article(join(LEAD, post, BODY))
    assert article.clean_text == join(LEAD, BODY)
    assert len(article.posts) == 1


def test_a_sentence_that_names_a_handle_stays() -> None:
    sentence = (
        "The mayor (@janedoe) wrote that she was glad, and that the council (@elmford) had done its work at last."
    )
    assert get_cut(join(LEAD, sentence, BODY)) == []


def test_the_tail_is_cut_and_harvested() -> None:
    text = join(
        "Elmford to rebuild its bridge", LEAD, BODY, END,
        "Special correspondent Roe reported from Elmford and staff writer Moe from Columbus.",
        "Twitter: @mariaroe", "Roe is a special correspondent.", "(c)2019 Example Times",
        "Distributed by Example Content Agency, LLC.", "blog comments powered by Disqus",
    )  # fmt: skip
    article = check_article(text)
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY, END)
    assert article.metadata.author_names == ("Roe", "Moe")
    assert article.metadata.outlet_name == "Example Times"
    assert "Example Content Agency, LLC" in article.metadata.agency_names


def test_a_closing_paragraph_on_someone_the_article_names_stays() -> None:
    closing = "Jane Doe is a former professor of law."
    assert get_cut(join("Elmford to rebuild its bridge", LEAD, BODY, END, END.replace("arch", "road"), closing)) == []


def test_titles_below_read_more_are_cut_up_to_the_next_paragraph() -> None:
    text = join("Elmford votes on its bridge", LEAD, "Read more:", "Ferry sinks in Elmford", "Why bridges fall", BODY)
    # The title right above running text may as well be its subheading, so it stays.
    assert get_cut(text) == [("related", "Read more:"), ("related", "Ferry sinks in Elmford")]
    text = join("Elmford votes on its bridge", LEAD, BODY, "Read more:", "Ferry sinks in Elmford", "Why bridges fall")
    assert len(get_cut(text)) == 3


def test_lines_of_capitals_are_links_and_short_ones_subheadings() -> None:
    link = "MAYOR OF ELMFORD SAYS SHE WILL NOT RUN AGAIN NEXT YEAR"
    text = join("Elmford votes on its bridge", LEAD, link, BODY, "NO MONEY LEFT", END)
    assert get_cut(text) == [("related", link)]


def test_labelled_names_in_capitals_are_subheadings() -> None:
    heads = [
        "MINISTER OF PUBLIC WORKS AND BRIDGES OF THE VALLEY: JANE DOE",
        "HEAD OF THE FERRY OFFICE: JOHN ROE",
        "SPECIAL ENVOY FOR RIVERS AND LAKES: MAX MOE",
        "PRESIDENT OF THE COUNCIL OF ELMFORD: ANN POE-MOE",
    ]
    parts = [join(head, BODY.replace("Jane Doe", name)) for head, name in zip(heads, "ABCD", strict=True)]
    assert get_cut(join("Elmford votes on its bridge", LEAD, *parts)) == []


def test_names_glued_to_titles_are_cut_within_a_sentence() -> None:
    sentence = "The plan of President Doe Jane Q. DoeVoters cheer budget Doe to visit Ohio MORE was met with doubt."
    article = check_article(join(LEAD, sentence, BODY))
    assert join(LEAD, "The plan of President Doe was met with doubt.", BODY) == article.clean_text


def test_hard_wrapped_text_reads_on_over_a_block_of_links() -> None:
    text = (
        "The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in\n"
        "March, after months in which nobody could say where the money would come from. The vote\n"
        "was close.\n\n"
        "Engineers said the council should now work with the owners of the ferry to bring\n\n"
        "https://example.com/one\nhttps://www.elmfordtimes.com/2019/05/bridge\n\n\n"
        "people and goods over the river, and that it would cost less than the old bridge had in\n"
        "its best years.\n"
    )
    article = check_article(text)
    assert article.clean_text == (
        "The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in March, after months "
        "in which nobody could say where the money would come from. The vote was close.\n\n"
        "Engineers said the council should now work with the owners of the ferry to bring people and goods over the "
        "river, and that it would cost less than the old bridge had in its best years."
    )
    start = article.clean_text.index("ferry to bring people")
    pieces = article.offsets.find_raw_pieces(start, start + len("ferry to bring people"), text)
    assert [text[a:b] for a, b in pieces] == ["ferry to bring", "people"]


def test_odd_white_space_is_mended() -> None:
    article = check_article("\ufeffOne\u00a0two  three\r\n\r\nfo\u200bur\u00adfive\tsix")
    assert article.clean_text == "One two three\n\nfourfive six"


def test_policies_keep_what_is_wanted() -> None:
    post = "The bridge is back! — Jane Doe (@janedoe) May 14, 2019"
    text = join(LEAD, post, BODY)
    kept = clean_article(make_article(text), CleaningPolicy(keep_posts=True))
    assert kept.clean_text == text
    assert len(kept.posts) == 1
    caption = "Workers at the site. (John Moe/Reuters)"
    kept = clean_article(make_article(join(LEAD, caption, BODY)), CleaningPolicy(keep_captions=True))
    assert caption in kept.clean_text


def test_subheadings_are_kept_unless_they_are_not_wanted() -> None:
    heads = ["What happens next", "## Who will pay?"]
    lists = "1. A list goes on"
    text = join("Elmford votes on its bridge", LEAD, heads[0], BODY, lists, BODY.replace("Doe", "Roe"), heads[1], END)
    assert get_cut(text) == []
    article = clean_article(make_article(text), CleaningPolicy(keep_subheadings=False))
    check_nothing_lost(article)
    cut = [(text[span.raw_start : span.raw_end], span.kind) for span in article.removed_spans]
    assert cut == [(head, "subheading") for head in heads]
    assert lists in article.clean_text


PAGES = """THE ELMFORD TIMES    Tuesday, May 14    1

Bridge to be rebuilt

The council of Elmford voted on Tuesday to rebuild the bridge that the flood had
taken in March, after months in which nobody could say where the money would be
                         1
\fTHE ELMFORD TIMES    Tuesday, May 14    2

coming from. The vote was close, and engineers said that the new arch would stand
for a hundred years.
"We have waited long enough," said Jane Doe, the mayor of the town, to reporters in
                         2
\fTHE ELMFORD TIMES    Tuesday, May 14    3
the hall. Nobody in the hall spoke against it, and the ferry will run until the new
bridge is there, said the council in a statement that was read out at the end of it.
                         3
"""


def test_sentences_read_on_over_the_heads_and_feet_of_pages() -> None:
    article = check_article(PAGES)
    assert article.metadata.headline == "Bridge to be rebuilt"
    assert article.clean_text == (
        "Bridge to be rebuilt\n\n"
        "The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in March, after months "
        "in which nobody could say where the money would be coming from. The vote was close, and engineers said that "
        "the new arch would stand for a hundred years.\n\n"
        '"We have waited long enough," said Jane Doe, the mayor of the town, to reporters in the hall. Nobody in the '
        "hall spoke against it, and the ferry will run until the new bridge is there, said the council in a statement "
        "that was read out at the end of it."
    )
    assert {span.rule_id for span in article.removed_spans} == {"page.line"}


def test_form_feed_alone_breaks_no_sentence_and_takes_no_line() -> None:
    text = "The council of Elmford voted for the bridge of the\n\ftown that was lost in March.\n\fThe end came late."
    article = check_article(text)
    assert article.clean_text == text.replace("\n\ft", " t").replace("\n\f", "\n\n")


def test_headline_that_later_pages_repeat_stays_on_the_first() -> None:
    text = join("Bridge to be rebuilt", LEAD, BODY) + "\n\fBridge to be rebuilt\n\n" + BODY.replace("Doe", "Roe")
    article = check_article(text)
    assert article.clean_text.count("Bridge to be rebuilt") == 1
    assert article.clean_text.startswith("Bridge to be rebuilt")


def test_counted_lines_are_heads_only_where_they_cut_sentences() -> None:
    line = "the vote was close and engineers said that the new arch of the bridge would stand for years and\n"
    pages = "".join(f"{line * 9}{number} The Elmford Times\n" for number in (12, 13, 14))
    heads = [("chrome", f"{number} The Elmford Times") for number in (12, 13, 14)]
    assert get_cut(f"Bridge falls\n\n{pages}{line}end.") == heads
    chapters = "".join(f"Chapter {number}\n" + "The vote was close.\n" * 9 for number in (1, 2, 3))
    assert "Chapter 2" in check_article(f"Bridge falls\n\n{chapters}").clean_text


MISREAD = """Bridge of SÃ£o Miguel falls

â€œWe canâ€™t wait,â€\x9d said JosÃ© MuÃ±oz on Tuesday. He came from Ã‰vora to the hall, where the council had met.

The council of SÃ£o Miguel voted to rebuild the bridge that the flood had taken in March, after months of talk.

Read more: JosÃ© MuÃ±oz speaks
"""


def test_mojibake_is_mended_and_leads_back_to_the_raw_text() -> None:
    article = check_article(MISREAD)
    assert article.clean_text.startswith("Bridge of São Miguel falls\n\n“We can’t wait,” said José Muñoz on Tuesday.")
    assert article.metadata.headline == "Bridge of São Miguel falls"
    for clean, raw in (("José Muñoz", "JosÃ© MuÃ±oz"), ("Évora", "Ã‰vora"), ("can’t", "canâ€™t"), ("é", "Ã©")):
        start = article.clean_text.index(clean)
        raw_start, raw_end = article.offsets.find_raw_span(start, start + len(clean))
        assert MISREAD[raw_start:raw_end] == raw
        pieces = article.offsets.find_raw_pieces(start, start + len(clean), MISREAD)
        assert [MISREAD[piece[0] : piece[1]] for piece in pieces] == [raw]
        assert read_span(MISREAD, article.clean_text, article.offsets, raw_start, raw_end) == clean
    (removed,) = article.removed_spans
    assert MISREAD[removed.raw_start : removed.raw_end] == "Read more: JosÃ© MuÃ±oz speaks"


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ” he read, and “LE CAFÉ”, PERÚ–CHILE, voilà», À… and naïve Zoë’s",
        'The sign said "IRMÃ”',
        "Vote: 30° and 5 £, © 2019",
        "Å¡ stands alone",
    ],
)
def test_sound_text_is_no_mojibake(text: str) -> None:
    assert check_article(text).clean_text == text


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("itâ€™s", "it’s"),
        ("Ã¢â‚¬â„¢tis", "’tis"),  # misread twice
        ("â\x80\x99tis", "’tis"),  # misread as Latin-1
        ("\x93so\x94", "“so”"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("ðŸ˜€!", "😀!"),
        ("Â£5", "£5"),
    ],
)
def test_misread_characters(raw: str, meant: str) -> None:
    assert check_article(f"{raw} said the mayor").clean_text == f"{meant} said the mayor"


def test_menus_of_a_page_are_cut() -> None:
    text = join("Home\nNews\nPolitics\nValley Life\nSport\nSearch", "Elmford votes on its bridge", LEAD, BODY)
    article = check_article(text)
    assert article.clean_text == join("Elmford votes on its bridge", LEAD, BODY)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "x", "Advertisement", "©", "\ufeff"])
def test_tiny_texts(text: str) -> None:
    check_article(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LEAD, "en"),
        (
            "Der Rat der Stadt stimmte am Dienstag dafür, die Brücke wieder aufzubauen, die das Hochwasser fortriss.",
            "de",
        ),
        ("Le conseil municipal a voté mardi la reconstruction du pont emporté par la crue du mois de mars.", "fr"),
        ("Городской совет проголосовал во вторник за восстановление моста, снесённого паводком.", "ru"),
        ("12 34", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert clean_article(make_article(text)).metadata.language == language


def test_a_name_behind_a_dash_below_a_quote_is_its_speaker() -> None:
    text = (
        "The lamps of Lund went out on Monday and stayed out for a week.\n\n"
        "“Nobody came to mend them.”\n\n-Mayor Anna Lind"
    )
    assert get_cut(text) == []


@pytest.mark.parametrize(
    "head",
    [
        ("By Maria Roe | mroe@elmford.example", "Elmford Ledger", "May 13, 2024 at 8:00 a.m. EDT"),
        ("Maria Roe in New Elmford", "Mon 13 May 2024 08.00 BST", "Last modified on Tue 14 May 2024 09.00 BST"),
        ("By Maria Roe", "Published 8:00 a.m. ET May 13, 2024 | Updated 9:00 a.m. ET May 14, 2024"),
        ("By Maria Roe, Opinion Contributor — 05/13/24 08:00 AM EDT",),
        ("5:45 AM PST 5/13/2024 by Maria Roe",),
    ],
)
def test_lines_below_the_headline_name_the_author_and_the_day_of_publication(head: tuple[str, ...]) -> None:
    article = check_article(join("Elmford to rebuild its bridge", *head, LEAD, BODY, END))
    assert article.clean_text == join("Elmford to rebuild its bridge", LEAD, BODY, END)
    assert (article.metadata.author_names, article.metadata.published_on) == (("Maria Roe",), date(2024, 5, 13))
    assert article.metadata.dateline_place == "Elmford, Ohio"


def test_the_day_of_an_update_is_not_that_of_publication() -> None:
    text = join("Elmford to rebuild its bridge", "Updated: May 14, 2024 9:00 AM", LEAD, BODY, END)
    assert check_article(text).metadata.published_on is None


@pytest.mark.parametrize(
    "tail",
    [
        "We’re here because of readers like you. If you value what we do, give what you can – from as little as £1.",
        join("Topics", "Elmford", "Bridges", "Reuse this content"),
        "-- By Maria Roe Follow @mariaroe",
        "The-EXN-Wire ™ & © 2013 Example News Network, Inc., an Example Company. All rights reserved.",
    ],
)
def test_what_a_site_writes_below_the_text_is_cut(tail: str) -> None:
    assert check_article(join(LEAD, BODY, END, tail)).clean_text == join(LEAD, BODY, END)


def test_the_mark_of_a_text_that_an_interface_shortens_is_cut() -> None:
    assert check_article(join(LEAD, BODY, "Engineers said the new arc… [+3122 chars]")).clean_text.endswith("new arc")
