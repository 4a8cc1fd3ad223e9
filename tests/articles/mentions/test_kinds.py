"""Every kind of quote an article may hold, in invented sentences."""

import pytest

from tests.articles.quotes.parsing import list_names
from tests.articles.quotes.test_find_quotes import find, show

MARKS = [
    '"The harbour will stay open," Mayor Anna Lind said.',
    "'The harbour will stay open,' Mayor Anna Lind said.",
    "''The harbour will stay open,'' Mayor Anna Lind said.",
    "``The harbour will stay open,'' Mayor Anna Lind said.",
    "„The harbour will stay open,“ Mayor Anna Lind said.",
    "«The harbour will stay open,» Mayor Anna Lind said.",
    '“The harbour will stay open," Mayor Anna Lind said.',
    '"The harbour will stay open,” Mayor Anna Lind said.',
    "“The harbour will stay open, Mayor Anna Lind said.",  # the closing mark was forgotten
]


@pytest.mark.parametrize("text", MARKS)
def test_every_kind_of_mark(text: str) -> None:
    later = f"{text}\n\nThe ferry left at noon and was full. “It was a good day,” Karl Brandt said."
    assert show(later) == [
        ("direct", "The harbour will stay open,", "Anna Lind"),
        ("direct", "It was a good day,", "Karl Brandt"),
    ]


KINDS = {
    "broken by its attribution": (
        "“The bridge,” Anna Lind said, “is closed.”",
        ("direct", "The bridge, is closed.", "Anna Lind"),
    ),
    "three paragraphs, closed after the last": (
        "“We lost it,” Anna Lind said. “It was old.\n\n“We will build it again.\n\n“And it will be of steel.”\n\nEnd.",
        ("direct", "We lost it, It was old. We will build it again. And it will be of steel.", "Anna Lind"),
    ),
    "goes on with the speaker of the paragraph before": (
        "“The bridge must be closed,” Anna Lind said.\n\n“It is a danger to all who cross it.”\n\nEnd.",
        ("direct", "The bridge must be closed, It is a danger to all who cross it.", "Anna Lind"),
    ),
    "a block behind a colon": (
        "Anna Lind wrote in the letter:\n\n“The bridge must be closed today. It is a danger.”",
        ("direct", "The bridge must be closed today. It is a danger.", "Anna Lind"),
    ),
    "a dash and a name": (
        '"The bridge is closed for good" - Anna Lind, mayor',
        ("direct", "The bridge is closed for good", "Anna Lind"),
    ),
    "as somebody put it": (
        "The bridge is, as Anna Lind put it, a “danger to all.”",
        ("mixed", "The bridge is a “danger to all.”", "Anna Lind"),
    ),
    "in somebody's words": (
        "In Anna Lind's words, the bridge is a danger to all who cross it.",
        ("indirect", "the bridge is a danger to all who cross it", "Anna Lind"),
    ),
    "in the words of somebody": (
        "In the words of Anna Lind, the bridge is a danger to all who cross it.",
        ("indirect", "the bridge is a danger to all who cross it", "Anna Lind"),
    ),
    "a passive with its agent": (
        "Anna Lind was asked by Karl Brandt whether the bridge would be closed.",
        ("indirect", "whether the bridge would be closed", "Karl Brandt"),
    ),
    "a noun": (
        "Anna Lind's warning that it could fall was ignored.",
        ("indirect", "it could fall", "Anna Lind"),
    ),
    "a denial": ("Anna Lind denied any wrongdoing.", ("indirect", "any wrongdoing", "Anna Lind")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str) -> None:
    text, expected = KINDS[kind]
    assert show(text) == [expected]


def test_transcript_without_marks() -> None:
    text = (
        "Anna Lind met Karl Brandt on the air.\n\nLIND: The bridge must be closed today.\n\n"
        "BRANDT: We can't close it before Monday.\n\nLIND: I said it was old."
    )
    assert show(text) == [
        ("direct", "The bridge must be closed today.", "Anna Lind"),
        ("direct", "We can't close it before Monday.", "Karl Brandt"),
        ("direct", "I said it was old.", "Anna Lind"),
    ]


def test_one_label_is_no_transcript() -> None:
    assert show("The council met on Monday.\n\nUPDATE: The bridge is open to buses and trucks.") == []


def test_titles_nicknames_and_scare_quotes_are_no_quotes() -> None:
    text = "The “bridge to nowhere” was shut. Karl “Kalle” Brandt read “The Old Man and the Sea” on the “Aurora.”"
    assert show(text) == []


def test_nested_attribution_knows_its_parent_and_hearer() -> None:
    outer, inner = find("Anna Lind said that Karl Brandt had told her that the bridge was rotten.")
    assert outer.parent is None
    assert inner.parent == 0
    assert inner.speaker is not None
    assert inner.speaker.entity_name == "Karl Brandt"
    assert inner.addressee is not None
    assert inner.addressee.entity_name == "Anna Lind"


def test_hearer_of_a_passive() -> None:
    quote = find("Anna Lind was told by Karl Brandt that the bridge would be closed.")[0]
    assert quote.addressee is not None
    assert quote.addressee.entity_name == "Anna Lind"


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“It is closed,” Anna Lind told the Harbour Post in an interview on Monday.", "interview"),
        ("“It is closed,” Anna Lind wrote on Twitter.", "twitter"),
        ("Anna Lind tweeted that the bridge was closed.", "twitter"),
        ("Anna Lind said in a statement that the bridge was closed.", "statement"),
    ],
)
def test_medium(text: str, medium: str) -> None:
    assert find(text)[0].medium == medium


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Anna Lind and Karl Brandt said the bridge was closed.", ["Anna Lind", "Karl Brandt"]),
        ("“It is closed,” Anna Lind, Karl Brandt and Mia Holt said.", ["Anna Lind", "Karl Brandt", "Mia Holt"]),
        ("The bridge is closed, according to Anna Lind and Karl Brandt.", ["Anna Lind", "Karl Brandt"]),
        ("Anna Lind and other harbour officials said it was closed.", ["Anna Lind", "other harbour officials"]),
        ("Harbour crews and two lawyers said the bridge was closed.", ["Harbour crews", "two lawyers"]),
        ("Anna Lind met Karl Brandt on Monday. Both men said the bridge was closed.", ["Anna Lind", "Karl Brandt"]),
        ("Anna Lind said the bridge was closed.", []),
        ("Two officials said the bridge was closed.", []),
        ("A friend and adviser of the mayor said the bridge was closed.", []),
    ],
)
def test_joint_sources_are_several(text: str, members: list[str]) -> None:
    speaker = find(text)[0].speaker
    assert speaker is not None
    assert [name for name, _ in speaker.members] == members


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anna Lind and Karl Brandt said the bridge was closed. They added that it would open. “Wait,” they said.",
            ["Anna Lind and Karl Brandt (joint)"] + ["Anna Lind and Karl Brandt (pronoun, joint)"] * 2,
        ),
        (
            "The harbour pilots said the bridge was closed. They added that it would open.",
            ["the harbour pilots (description)", "the harbour pilots (pronoun, nearest)"],
        ),
        (
            "The prime minister said the bridge was closed.\n\nIt rained.\n\nThey added that it would open.",
            ["the prime minister (description, epithet)", " (pronoun)"],
        ),
        (
            "A harbour pilot said the bridge was closed.\n\nIt rained.\n\nThey added that it would open.",
            ["a harbour pilot (description)", "a harbour pilot (pronoun, nearest)"],
        ),
    ],
)
def test_they_are_several(text: str, expected: list[str]) -> None:
    speakers = [quote.speaker for quote in find(text)]
    assert [f"{speaker.entity_name} ({speaker.rule})" for speaker in speakers if speaker is not None] == expected


def test_a_shouted_word_is_no_name() -> None:
    text = "A gutless guard wrote it. “The GUTLESS guard must go,” Anna Lind said."
    assert [name for name, _, _ in list_names(text)] == ["Anna Lind"]


def test_movements_are_organisations() -> None:
    text = "Black Lives Matter said it would march. The Tea Party stayed at home."
    assert [(name, kind) for name, kind, _ in list_names(text)] == [("Black Lives Matter", "ORG"), ("Tea Party", "ORG")]


def test_a_credit_is_no_part_of_a_name() -> None:
    names = list_names("Anna Lind spoke.\n\nGetty Images Lind waves to sailors.")
    assert ("Lind", "PERSON", "Anna Lind") in names
