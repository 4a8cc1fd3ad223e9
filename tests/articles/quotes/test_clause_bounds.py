"""How far reported words go, and whose they are: invented sentences, one a phenomenon."""

import pytest

from tests.articles.quotes.test_find_quotes import show

REPORTS = {
    "an aside after what something is called": (
        "Anna Lind dismissed the plan as “a joke” — a word she uses often.",
        "the plan as “a joke”",
    ),
    "qualities, with and without marks": (
        "Anna Lind described the pier as old, “rotten to the core” and unfit for “any ship”.",
        "the pier as old, “rotten to the core” and unfit for “any ship”",
    ),
    "qualities, and a second verb": (
        "Anna Lind described the pier as old and unfit, and left the room.",
        "the pier as old and unfit",
    ),
    "a verb that tells of words only with marks": (
        "Anna Lind has gone after Karl Brandt as a “leech” and a “brat.”",
        "Karl Brandt as a “leech” and a “brat.”",
    ),
    "what came of it": ("Anna Lind said that the pier was shut, prompting an outcry.", "the pier was shut"),
    "a rating": ("Anna Lind rated the pier as “unsafe” in her report.", "the pier as “unsafe”"),
    "whom blame is put on": (
        "Anna Lind blamed the closed road on a lack of money.",
        "the closed road on a lack of money",
    ),
    "a clause before the source belongs to what is said": (
        "While “we do not seek a strike” at the docks, Anna Lind said, the union also stands ready “to walk out” "
        "if wages are cut.",
        "While “we do not seek a strike” at the docks the union also stands ready “to walk out” if wages are cut",
    ),
    "a clause goes on behind a subordinate one": (
        "Anna Lind says it would cost money in the first years as tenants left, but would save 4 million in the end.",
        "it would cost money in the first years as tenants left, but would save 4 million in the end",
    ),
    "what was denied with its clause": (
        "Anna Lind denied a newspaper report that she had sold the harbour.",
        "a newspaper report that she had sold the harbour",
    ),
    "whom an accusation names": (
        "Anna Lind accused the harbour company of hiding the damage.",
        "the harbour company of hiding the damage",
    ),
    "a call for something to be done": (
        "Anna Lind called for the old bridge to be closed at once.",
        "the old bridge to be closed at once",
    ),
    "a naming with its phrase": (
        "Anna Lind called it a common mistake in the history of bridges.",
        "it a common mistake in the history of bridges",
    ),
    "a second cue ends the clause": (
        "Anna Lind said that the bridge was unsafe and urged drivers to stay away.",
        "the bridge was unsafe",
    ),
    "an aside with a cue of its own ends the clause": (
        "Anna Lind said the town would build a new bridge this year, though she acknowledged it would not be cheap.",
        "the town would build a new bridge this year",
    ),
    "the article's own concession is not reported": (
        "Anna Lind said the bridge had been closed in March, although records show that buses crossed it in May.",
        "the bridge had been closed in March",
    ),
    "what a colon announces belongs to the clause": (
        "Anna Lind said the town would spend the money on three things: a bridge, a school and a ferry.",
        "the town would spend the money on three things: a bridge, a school and a ferry",
    ),
    "a statement's that-clause": (
        "The council insisted at the time that the harbour wasn't harmed by the flood.",
        "the harbour wasn't harmed by the flood",
    ),
    "marks in the midst of a clause": (
        "Anna Lind said she knew that “the bridge will always be old.”",
        "she knew that “the bridge will always be old.”",
    ),
    "a claim in apposition is the article's": (
        "Anna Lind said the ferry was safe, a claim that the harbour office rejects.",
        "the ferry was safe",
    ),
    "a statement behind a dash is the article's": (
        "Anna Lind said the ferry had never been late -- a statement that drew laughter in the hall.",
        "the ferry had never been late",
    ),
    "a denial in the article's words": (
        "Karl Brandt claimed the mayor sold the ferry to her brother — though Anna Lind denies the claim.",
        "the mayor sold the ferry to her brother",
    ),
    "a nod to somebody is the article's": (
        "The council said it would buy nets in the town, in a nod to the fishermen who elected it.",
        "it would buy nets in the town",
    ),
    "what the words led to": (
        "Anna Lind said she would talk to the owners of the pier, raising hopes that the strike would end.",
        "she would talk to the owners of the pier",
    ),
    "when somebody was asked": (
        "Anna Lind said the pier was “in good order” when asked about the cracks.",
        "the pier was “in good order”",
    ),
    "an interview at the end": (
        "Anna Lind called the ferry “unsafe” in an interview with the Feld Courier.",
        "the ferry “unsafe”",
    ),
    "a second verb after what something is called": (
        "The council called the delay “sad” and has begun to look for the cause.",
        "the delay “sad”",
    ),
    "a second verb of saying in the tense of the first": (
        "Anna Lind says the ferry was late and blames the fog.",
        "the ferry was late",
    ),
    "but that means only": ("Anna Lind claims the delay is but a trifle.", "the delay is but a trifle"),
    "what comes on top": (
        "Karl Brandt said the town paid the pilot 900 crowns a year, plus fees for every ship.",
        "the town paid the pilot 900 crowns a year, plus fees for every ship",
    ),
    "a connective": (
        "For example, according to the harbour office, two ferries sank last year.",
        "two ferries sank last year",
    ),
    "a clause in front of the source": (
        "While the ferries would be checked in May, according to the harbour office, the pier would stay closed.",
        "While the ferries would be checked in May the pier would stay closed",
    ),
    "two sentences in marks": (
        "Anna Lind wrote that “the pier is old and rotten. Nobody has looked at it for years.”",
        "the pier is old and rotten. Nobody has looked at it for years.",
    ),
    "a quote that runs on behind its marks": (
        "“The only way out will be if they pay” for the whole damage, Anna Lind said.",
        "“The only way out will be if they pay” for the whole damage",
    ),
}


@pytest.mark.parametrize("kind", REPORTS)
def test_extent(kind: str) -> None:
    text, words = REPORTS[kind]
    assert words in [found[1] for found in show(text)]


SOURCES = {
    "the author of a statement": ("Karl Brandt issued a statement saying the ferry was safe.", "Karl Brandt"),
    "the owner of remarks": (
        "Residents disliked Karl Brandt's comments praising the ferry for being cheap.",
        "Karl Brandt",
    ),
    "a memo": ("The crews were told in a memo that the ferry would stop.", "a memo"),
    "the other end of a call": (
        "Karl Brandt was assured in a call with Anna Lind that the ferry would go on.",
        "Anna Lind",
    ),
    "heads of groups": (
        "The heads of several unions urging members to stay home met on Monday.",
        "the heads of several unions",
    ),
    "a description without its clause": (
        "A deckhand on the ferry who said the engine had failed was sent home.",
        "a deckhand on the ferry",
    ),
    "the author of a book": (
        "The council read a book by Jane Roe describing disorder in the harbour office.",
        "Jane Roe",
    ),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_source(kind: str) -> None:
    text, name = SOURCES[kind]
    assert name in [found[2] for found in show(text)]


def test_unnamed_person_is_taken_up() -> None:
    text = (
        "A senior harbour official told the paper that the pier was rotten. The council did not reply.\n\n"
        "“Nobody looked at it for years,” the unnamed official said."
    )
    assert {found[2] for found in show(text)} == {"a senior harbour official"}


def test_somebody_the_article_brings_in_is_this_source() -> None:
    text = (
        "One shipping strategist took a hard line on the pier.\n\n"
        "“They will pull it down,” this source asserted. “It is over.”"
    )
    assert show(text)[0][2] == "one shipping strategist"


def test_what_a_website_says_its_company_says() -> None:
    text = (
        "Ridley Ferries Inc. carries a million people. According to the company website, the first boat sailed in 1911."
    )
    assert show(text) == [("indirect", "the first boat sailed in 1911", "Ridley Ferries Inc.")]


def test_the_company_is_not_the_one_that_somebody_works_at() -> None:
    text = "Ridley Ferries Inc. cut its fares. Analysts at Feld Securities were surprised. The company said costs fell."
    assert show(text)[-1] == ("indirect", "costs fell", "Ridley Ferries Inc.")


@pytest.mark.parametrize(
    "text",
    [
        "Note the lack of any bridge in this plan.",
        "Saying that the bridge is safe is wrong.",
        "The council denied the ferry company a permit last year.",
        "Anna Lind painted the pier as a monument.",
        "Anna Lind thought of going after Karl Brandt as “unfit” for the office.",
        "The right to fish is there for all, as guaranteed by the old harbour law.",
        "As the debate continues, the old ferry is still at sea.",
        "That said, the ferry is old.",
        "Anna Lind is no longer calling it a ferry.",
        "It was the fog that explains why the ferry was late.",
        "Anna Lind promised a vote, meaning that the ferry would go on.",
    ],
)
def test_words_that_tell_of_no_saying(text: str) -> None:
    assert show(text) == []
