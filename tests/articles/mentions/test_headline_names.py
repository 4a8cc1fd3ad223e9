"""Where a person's name ends that a headline or a verb hides."""

import pytest

from articles.mentions.headline_names import trim_names
from articles.records import Mention
from tests.articles.quotes.parsing import parse

BODY = "{} spoke.\n\nKarl Brandt and Stone met in Oslo. Stone said it was late. Stone left."


def make_mention(text: str, name: str, label: str = "PERSON", after: int = 0) -> Mention:
    start = text.index(name, after)
    return Mention(start, start + len(name), label, label, name, "own")


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Stone Favors", ("Stone", "PERSON")),
        ("Vote Karl Brandt", ("Karl Brandt", "PERSON")),
        ("Will Stone", ("Stone", "PERSON")),
        ("Karl Stone", ("Karl Stone", "PERSON")),
        ("Kedro Stone", ("Kedro Stone", "PERSON")),
        ("Attacking Stone", ("Stone", "PERSON")),
        ("North Korea Moves", ("North Korea", "GPE")),
        ("Pal Opens", ("Pal Opens", "PERSON")),
    ],
)
def test_a_name_in_a_headline(headline: str, expected: tuple[str, str]) -> None:
    text = BODY.format(headline)
    body_start = text.index("Karl Brandt and")
    mentions = [
        make_mention(text, headline),
        make_mention(text, "Karl Brandt", after=body_start),
        make_mention(text, "Stone", after=body_start),
    ]
    found = trim_names(parse(text), mentions, body_start)[0]
    assert (found.entity_name, found.entity_type) == expected
    assert text[found.clean_start : found.clean_end] == found.entity_name


def test_a_verb_before_a_surname() -> None:
    text = "It rained. Said Stone: “No.” Stone left. Said Stone again, who met Said Holm."
    mentions = [
        make_mention(text, "Said Stone"),
        make_mention(text, "Stone", after=25),
        make_mention(text, "Said Holm"),
    ]
    names = [each.entity_name for each in trim_names(parse(text), mentions, 0)]
    assert names == ["Stone", "Stone", "Said Holm"]
