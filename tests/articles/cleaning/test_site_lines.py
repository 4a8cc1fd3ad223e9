import pytest

from articles.cleaning.layout import fold_text
from articles.cleaning.rules import KINDS
from articles.cleaning.site_lines import SiteLine, find_site_line, read_evidence
from tests.articles.cleaning.invariants import check_article

LINES = read_evidence().lines
EXAMPLES = [(line, text) for line in LINES for text in line.must_match]
COUNTEREXAMPLES = [(line, text) for line in LINES for text in line.must_not_match]
BODY = (
    "Harbour board votes to move the fish market",
    "The harbour board of Vennick decided on Tuesday to move the fish market to the eastern quay after a survey found "
    "the old hall unsafe.",
    "Traders argued against the plan for most of the evening, and two of them left before the vote was taken.",
    "“The hall has stood for ninety years and it will stand for ninety more,” said Doran Pell, who sells crab there.",
    "Work on the new stalls will begin in March and is expected to cost 3.2 million crowns, the engineer told them.",
    "A second vote on the rents is planned for the autumn, when the traders' lease on the old hall runs out.",
)


@pytest.mark.parametrize(("line", "text"), EXAMPLES, ids=[f"{line.id}:{text[:30]}" for line, text in EXAMPLES])
def test_matches_example(line: SiteLine, text: str) -> None:
    found = find_site_line(fold_text(text))
    assert found is not None
    assert found.id == line.id


@pytest.mark.parametrize("text", [text for _, text in COUNTEREXAMPLES], ids=lambda text: text[:30])
def test_spares_counterexample(text: str) -> None:
    assert find_site_line(fold_text(text)) is None


def test_every_line_needs_more_than_one_kind_of_evidence() -> None:
    for line in LINES:
        assert len(line.needs) + line.least >= 2, line.id
        assert line.kind in KINDS, line.id
        assert len(line.why) > 20, line.id


@pytest.mark.parametrize("place", [3, len(BODY)], ids=["among", "behind"])
@pytest.mark.parametrize(
    "line",
    [
        "Join our WhatsApp community for breaking news and top stories",
        "When you purchase through links on our site, we may earn an affiliate commission. Here's how it works.",
        "You have 2 free articles remaining this month. Subscribe for unlimited access.",
        "Subscribe from £1 a week to unlock this article",
        "Follow us on Facebook, X and Instagram for more news.",
        "Our Standards: The Vennick Wire Trust Principles.",
        "™ & © 2024 Echo Media, Inc. All rights reserved.",
        "Echo and its logo are registered trademarks of Echo Media Ltd.",
        "You must be logged in to post a comment.",
        "By commenting, you agree to abide by our community guidelines.",
        "Pause Unmute Current Time 0:05 / Duration 1:20 Loaded: 43% Fullscreen",
        "Additional reporting from the Northern Press Agency",
        "Edited by: Paul Orr",
        "The fish hall as it looks from the ferry. Credit: Lena Marsh",
        ">> READ: Fish prices fall to ten-year low",
        "Advertisement - story continues below",
        "This is a breaking news story and will be updated.",
        "Got a news tip? Call our newsroom on 01632 960 983",
        "Were you at the meeting? We want to hear from you.",
        "[10:00:03]",
        "(CROSSTALK)",
    ],
    ids=lambda line: line[:30],
)
def test_a_line_of_the_site_is_cut_wherever_it_stands(line: str, place: int) -> None:
    article = check_article("\n\n".join((*BODY[:place], line, *BODY[place:])))
    assert article.clean_text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "sentence",
    [
        "The newsletter that the board sends to traders did not mention the move.",
        "Subscribers to the harbour fund will be asked to pay first.",
        "We took the ferry across the bay and followed the coast north.",
        "Follow the coast north and you come to a village of nine houses.",
        "If you want to see the hall before it goes, you have until March.",
        "Members of the board earn no commission on the sale.",
        "Another campaign email, sent from the harbour, shows the board was not prepared there as well.",
        "The board fears that the sums are too large for it (designed for towns, cities, and the like for Vennick).",
        "Vennick says that it never asked for such a meeting. (The board says it did.)",
        "More broadly: the towns are rich, and the villages on the coast are poor.",
        "Graphic: The share of each town in the catch is shown in figure 2.",
        "GIRLS BASKETBALL",
    ],
    ids=lambda line: line[:30],
)
def test_running_prose_is_no_line_of_the_site(sentence: str) -> None:
    for place in (3, len(BODY) - 1):
        assert sentence in check_article("\n\n".join((*BODY[:place], sentence, *BODY[place:]))).clean_text


@pytest.mark.parametrize("copies", [2, 3])
def test_a_text_that_a_field_holds_several_times_is_kept_once(copies: int) -> None:
    text = "\n\n".join(BODY)
    assert check_article("\n\n".join([text] * copies)).clean_text == text


def test_a_paragraph_that_stands_twice_in_itself_is_kept_once() -> None:
    text = "\n\n".join((BODY[0], BODY[1] + BODY[1], *BODY[2:]))
    assert check_article(text).clean_text == "\n\n".join(BODY)


def test_key_points_under_their_label_are_cut_where_the_text_says_the_same() -> None:
    points = ("Story highlights Board decides to move the fish market", "Traders argued against the plan all evening")
    article = check_article("\n\n".join((BODY[0], *points, *BODY[1:])))
    assert article.clean_text == "\n\n".join(BODY)
    assert {span.rule_id for span in article.removed_spans} == {"key_points.list"}


def test_points_that_the_text_does_not_repeat_are_kept() -> None:
    points = ("Key points", "Three gulls were seen on the roof", "Nobody knows whose bicycle that is")
    assert points[1] in check_article("\n\n".join((BODY[0], *points, *BODY[1:]))).clean_text
