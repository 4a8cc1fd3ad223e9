"""What the words around a name tell of the gender, whatever the first name is usually given to."""

import pytest

from articles.coreference.genders import tell_genders
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.records import Gender, GenderSource
from tests.articles.quotes.parsing import make_article, parse


def tell(text: str) -> set[tuple[str, str, str]]:
    """(name, gender, what tells it) of the mentions of a text that tell one."""
    tokens = parse(text)
    mentions = find_named_mentions(tokens, make_article(text))
    told = tell_genders(mentions, References(tokens, mentions))
    return {
        (mention.entity_name, mention.gender.value, mention.gender_source.value)
        for mention in told
        if mention.gender is not None and mention.gender_source is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Robin Varga said she would stay in Oslo.", ("Robin Varga", "female", "pronoun")),
        ("Robin Varga finished his report on Monday.", ("Robin Varga", "male", "pronoun")),
        ("Robin Varga herself was absent.", ("Robin Varga", "female", "pronoun")),
        ("Robin Varga, who sold his house, moved to Oslo.", ("Robin Varga", "male", "pronoun")),
        ("In her speech, Robin Varga praised the city.", ("Robin Varga", "female", "pronoun")),
        ("Robin Varga spoke in Oslo. She praised the city.", ("Robin Varga", "female", "pronoun")),
        ("The council heard Mrs. Varga on Monday.", ("Varga", "female", "title")),
        ("The council heard Sir Robin Varga on Monday.", ("Robin Varga", "male", "title")),
        ("The mayor came with his wife Robin Varga.", ("Robin Varga", "female", "noun")),
        ("Spokeswoman Robin Varga declined to comment.", ("Robin Varga", "female", "noun")),
        ("Robin Varga, who is non-binary, spoke in Oslo.", ("Robin Varga", "other", "stated")),
        ("Robin Varga, who uses they/them pronouns, spoke in Oslo.", ("Robin Varga", "other", "stated")),
        ("Robin Varga (she/her) spoke in Oslo.", ("Robin Varga", "female", "stated")),
    ],
)
def test_words_that_tell_it(text: str, expected: tuple[str, str, str]) -> None:
    assert tell(text) == {expected}


def test_a_first_name_does_not_keep_a_pronoun_from_its_bearer() -> None:
    # By the table of first names nobody called Michael is a woman, and nobody called Mary a man.
    assert tell("Michael Varga said she would stay in Oslo.") == {("Michael Varga", "female", "pronoun")}
    assert tell("Mary Varga spoke in Oslo. He praised the city.") == {("Mary Varga", "male", "pronoun")}


@pytest.mark.parametrize(
    "text",
    [
        "Robin Varga met Kim Reed on Monday and praised her plan.",  # two could be meant
        "Robin Varga went on to sack him.",  # an object is somebody else
        "Robin Varga, whom he had met in Oslo, spoke.",  # so is the subject behind "whom"
        "She said Robin Varga would come.",  # so is a pronoun before the name
        'Robin Varga said: "He is a liar."',  # and one in somebody's mouth
        "The council heard Mr. and Mrs. Varga.",  # the name is that of either
        "Chairman Robin Varga spoke in Oslo.",  # said of anybody
        "Robin Varga spoke in Oslo.",
    ],
)
def test_words_that_tell_nothing(text: str) -> None:
    assert tell(text) == set()


def test_words_that_contradict_each_other_tell_nothing() -> None:
    assert tell("Mr. Varga said she would stay in Oslo.") == set()


def test_a_surname_of_two_persons_tells_nothing() -> None:
    text = "Robin Varga met Kim Varga in Oslo. Varga said she would stay. Ms. Kim Varga left."
    assert tell(text) == {("Kim Varga", "female", "title")}


def test_a_surname_alone_does_not_contradict_the_full_name() -> None:
    text = "The town heard his wife Robin Varga on Monday. On Sunday Varga told reporters that he would stay."
    assert tell(text) == {("Robin Varga", "female", "noun")}


def test_things_have_none() -> None:
    assert tell("Oslo said she would stay.") == set()


def test_values_are_those_that_the_checks_know() -> None:
    assert [gender.value for gender in Gender] == ["female", "male", "other"]
    assert GenderSource.NOUN.value == "noun"
