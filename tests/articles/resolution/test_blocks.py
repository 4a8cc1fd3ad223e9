import pytest

from articles.resolution.blocks import ASKS, GIVES, GROUP, index_givers, list_blocks
from articles.resolution.persons import list_contested


def list_keys(entity_type: str, name: str, relation: str) -> set[str]:
    return {block.key for block in list_blocks(entity_type, name) if block.relation == relation}


@pytest.mark.parametrize(
    ("entity_type", "one", "other"),
    [
        ("PERSON", "Sergei Orlov", "Sergey Orlow"),
        ("PERSON", "Ada Marsh Jr.", "Marsh"),
        ("ORG", "Farrow Mills Ltd", "the Farrow Mills"),
        ("GPE", "U.S.", "America"),
    ],
)
def test_names_that_may_be_one_entity_are_of_one_group(entity_type: str, one: str, other: str) -> None:
    assert list_keys(entity_type, one, GROUP) == list_keys(entity_type, other, GROUP) != set()


@pytest.mark.parametrize(
    ("asking", "giving"),
    [
        (("ORG", "NSEC"), ("ORG", "North Sea Energy Council")),
        (("ORG", "Farrow"), ("ORG", "Farrow Mills")),
        (("PERSON", "Theresa"), ("PERSON", "Theresa Marsh")),
    ],
)
def test_short_names_ask_for_what_fuller_ones_give(asking: tuple[str, str], giving: tuple[str, str]) -> None:
    assert list_keys(*asking, ASKS) & list_keys(*giving, GIVES)


def test_a_description_asks_for_the_office_it_names_and_for_nothing_else() -> None:
    assert len(list_keys("DESCRIPTION", "the Norwegian foreign minister", ASKS)) == 1
    assert list_blocks("DESCRIPTION", "a senior official") == ()


def test_givers_are_counted_by_group() -> None:
    names = [("PERSON", "Ada Marsh"), ("PERSON", "Ada Marshe"), ("PERSON", "Ada Lind")]
    assert index_givers(names)["given ada"] == {"PERSON mars", "PERSON lind"}


def test_only_surnames_that_several_bear_have_their_articles_read() -> None:
    assert list_contested(["Ada Marsh", "Ivo Marsh", "Marsh", "Bo Ek", "Ek", "Cy Lund", "Di Lund"]) == [
        *("Ada Marsh", "Ivo Marsh", "Marsh"),
    ]
