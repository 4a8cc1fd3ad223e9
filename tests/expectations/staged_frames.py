"""Staged frames of invented articles, sound in every respect, to plant faults in and to measure with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from terms.states import STAGED_TABLES
from tests.staged_rows import make_article, make_mention, make_post, make_quote, make_removed_span, make_role
from tests.staged_rows import make_frames as frame_rows

if TYPE_CHECKING:
    from tests.staged_rows import Frames, Row

_SPEAKERS = ("Mara Lindqvist", "Tomas Okafor", "Ines Varga")
_SAID = "The bridge will open in spring"


def make_frames(article_count: int = 3, mention_count: int = 4, quote_count: int = 2) -> Frames:
    """The staged frames of articles that each have so many mentions and quotes, a role, a removed line and a post."""
    rows: dict[str, list[Row]] = {table: [] for table in STAGED_TABLES}
    for number in range(article_count):
        _add_article(rows, number, mention_count, quote_count)
    return frame_rows(rows)


def _add_article(rows: dict[str, list[Row]], number: int, mention_count: int, quote_count: int) -> None:
    headline = f"Bridge number {number} nears its end"
    share, post = "Share this article", "Traffic news @traffic: All lanes open"
    parts = [headline, "\n\n"]
    spans: dict[str, list[tuple[int, int]]] = {"mention": [], "quote": [], "speaker": []}
    length = sum(map(len, parts))

    def add(text: str) -> tuple[int, int]:
        nonlocal length
        parts.append(text)
        length += len(text)
        return length - len(text), length

    for index in range(max(mention_count, quote_count)):
        if index < quote_count:
            add("“")
            spans["quote"].append(add(f"{_SAID} {index}"))
            add(",” ")
        name = add(_SPEAKERS[index % 3])
        if index < mention_count:
            spans["mention"].append(name)
        if index < quote_count:
            spans["speaker"].append(name)
        add(" said on the bank of the river, where the workers had gathered early in the day. ")
    clean_text = "".join(parts).rstrip()
    raw_text = f"{clean_text}\n{share}\n{post}\n"
    share_start = len(clean_text) + 1
    post_start = share_start + len(share) + 1
    post_end = post_start + len(post)
    article = make_article(
        f"day/bridge-{number}.txt",
        raw_text,
        clean_text,
        content_hash=f"{number:032x}",
        body_start=len(headline) + 2,
        sentence_starts=[0],
        shingle_count=40,
        signature=[*range(128)],
        headline=headline,
        headline_source="text",
        author_names=["Ola Brandt"],
        authors_source="text",
        outlet_name="The Harbour Post",
        outlet_source="text",
        published_on=date(2024, 3, 2),
        published_at=datetime.fromisoformat("2024-03-02T08:00"),
        published_source="text",
        sentence_count=2,
        mention_count=mention_count,
        quote_count=quote_count,
        extractor_version="1 test",
    )
    rows["articles"].append(article)
    rows["mentions"] += [
        make_mention(article, start, raw_text[start:end], sentence_number=1, name_rule="full_name")
        for start, end in spans["mention"]
    ]
    direct = {"quote_type": "direct", "sentence_number": 1, "speaker_rule": "subject_of_cue", "method": "marks"}
    rows["quotes"] += [
        make_quote(article, [quote], speaker, **direct, quote_number=quote_number, confidence=0.9)
        for quote_number, (quote, speaker) in enumerate(zip(spans["quote"], spans["speaker"], strict=True))
    ]
    role = {"sentence_number": 1, "organization_name": "The Harbour Post"}
    rows["entity_roles"].append(make_role(article, clean_text.index("workers"), "workers", _SPEAKERS[0], **role))
    rows["removed_spans"] += [
        make_removed_span(article, share_start, share_start + len(share), "share", "share.line"),
        make_removed_span(article, post_start, post_end, "tweet", "tweet.line"),
    ]
    told = {"author_name": "Traffic news", "handle": "traffic", "post_text": "All lanes open"}
    rows["embedded_posts"].append(make_post(article, post_start, post_end, **told, posted_on=date(2024, 3, 1)))
