"""Sources in every construction: invented texts, one a kind, with names, verbs and layouts of their own."""

import pytest

from tests.articles.quotes.test_find_quotes import show

# name of the kind: text, (words, speaker) of its quotes
KINDS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "a dash and a title": (
        "“The old well gave water for a hundred years.” -Councillor Tom Reed\n\n"
        "“It will do so again.”\n–Mayor Anna Lind",
        [("The old well gave water for a hundred years.", "Tom Reed"), ("It will do so again.", "Anna Lind")],
    ),
    "a body below its words": (
        "“The pier must be closed now.” — The crew of the Halvard",
        [("The pier must be closed now.", "the crew of the Halvard")],
    ),
    "persons with others": (
        "“The pier must be closed now,” wrote Anna Lind, Karl Brandt and 40 others.",
        [("The pier must be closed now,", "Anna Lind, Karl Brandt and 40 others")],
    ),
    "those who signed": (
        "“The pier must be closed now,” the signatories said.",
        [("The pier must be closed now,", "the signatories")],
    ),
    "in a statement": (
        "“The pier must be closed now,” said Halvard’s captains in a statement that all of them had signed.",
        [("The pier must be closed now,", "Halvard’s captains")],
    ),
    "signatures on the lines of one paragraph": (
        "“The dam is a shame.” ― Ada Pell\n“Nobody came to the vote.”― Anna Lind \n"
        "“It must stop at once.” ― Carla Holm",
        [
            ("The dam is a shame.", "Ada Pell"),
            ("Nobody came to the vote.", "Anna Lind"),
            ("It must stop at once.", "Carla Holm"),
        ],
    ),
    "a name and a paper below or behind": (
        "The papers are against the dam.\n\n“It is a shame to build it where the fish go up.”\n\n"
        "Ada Pell, The Feld Courier\n\n“One in five of the fishers left the town.” Anna Lind, Feld Times",
        [
            ("It is a shame to build it where the fish go up.", "Ada Pell"),
            ("One in five of the fishers left the town.", "Anna Lind"),
        ],
    ),
    "a lost space after a quote": (
        "It must be “a harbor for all.”Pell told WXYZ that the money is meant for the town.",
        [("the money is meant for the town", "Pell")],
    ),
    "a source that the parser lost after a clause": (
        "A town spokesperson in Feld, where the dam is, denied the claims that the camp was poor, and said staff were "
        "watching the water.",
        [("staff were watching the water", "a town spokesperson in Feld")],
    ),
    "an age": (
        "Ada Pell, 19, came late. The 19-year-old, who studies fish, said the senator was good.",
        [("the senator was good", "Ada Pell")],
    ),
    "a list of voices with trades": (
        "The town is split:\n\n- “A black day for the port.” Anna Lind, clerk\n\n- “About time.” Tom Reed, cook",
        [("A black day for the port.", "Anna Lind"), ("About time.", "Tom Reed")],
    ),
    "a signature behind a comma and two hyphens": (
        '"Fill it with sand," -- Tom Reed, 41, teacher',
        [("Fill it with sand,", "Tom Reed")],
    ),
    "marks that an export doubled": (
        '""The well is dry since June,"" said Tom Reed, who dug it.',
        [("The well is dry since June,", "Tom Reed")],
    ),
    "a trade before the name, behind the cue": (
        "“I lost my coat and my keys,” tweeted singer Ada Pell.",
        [("I lost my coat and my keys,", "Ada Pell")],
    ),
    "a person who asked to be called so": (
        "“I like the bells,” said a woman who asked to be called only “Mirabel.”",
        [("I like the bells,", "Mirabel")],
    ),
    "a person who is quoted as saying": (
        "A paper quoted Mayor Anna Lind as saying the well was dry. Tom Reed was cited by a clerk as saying that it "
        "was full.",
        [("the well was dry", "Anna Lind"), ("it was full", "Tom Reed")],
    ),
    "a source with a clause of its own after according to": (
        "According to two officials briefed on the talks, who spoke on condition of anonymity to discuss private "
        "matters, the deal is close.",
        [("the deal is close", "two officials briefed on the talks")],
    ),
    "a name in apposition after according to": (
        "According to the mayor's deputy, Lars Ivo Berg, the tracks are ready.",
        [("the tracks are ready", "Lars Ivo Berg")],
    ),
    "several sources after according to": (
        "According to Lind, Reed and the owners of the ferry, the talks lasted nine days.",
        [("the talks lasted nine days", "Lind, Reed and the owners of the ferry")],
    ),
    "a verb taken for a noun": (
        "“Gone where?” the client, Anna Lind, asks.\n\n“Does it matter?” Reed answers.",
        [("Gone where?", "Anna Lind"), ("Does it matter?", "Reed")],
    ),
    "a name and an age behind": (
        "• “I like the bells,” Anna Lind, 80.",
        [("I like the bells,", "Anna Lind")],
    ),
    "two sides at a semicolon": (
        "Tom Reed says the well is dry; others, including Mayor Anna Lind, say it is full.",
        [("the well is dry", "Tom Reed"), ("it is full", "")],
    ),
    "manners of speaking": (
        "“It is dry,” chuckled Tom Reed. “It is not,” Anna Lind scoffed.",
        [("It is dry,", "Tom Reed"), ("It is not,", "Anna Lind")],
    ),
    "the sentence before reports words in marks": (
        "Mayor Pell declared that the homes “have no right” to object. “That is the rule and all comply with it.”",
        [("the homes “have no right” to object", "Pell"), ("That is the rule and all comply with it.", "Pell")],
    ),
    "the paragraph above reports": (
        "The council takes in sailors, Mayor Anna Lind said. But the town will look for help.\n\n"
        "“This gives them a safer way than the trip that cost so many lives.”",
        [
            ("The council takes in sailors", "Anna Lind"),
            ("This gives them a safer way than the trip that cost so many lives.", "Anna Lind"),
        ],
    ),
    "a second cue behind an infinitive": (
        "Tom Reed said he would order a review of the dam and warned against floods from the north.",
        [("he would order a review of the dam", "Tom Reed"), ("floods from the north", "Tom Reed")],
    ),
    "a source that the sentence behind brings in": (
        "“We had to swim.” Ada Pell, who keeps the inn, lost both her boats.\n\nThe council met.\n\n"
        "“There was no warning at all.” That is how Tom Reed remembers it.",
        [("We had to swim.", "Ada Pell"), ("There was no warning at all.", "Tom Reed")],
    ),
    "a given name that is also a small word": (
        "“I do not mind,” said Per Reed.\n\n• Per Reed: “I will come back.”",
        [("I do not mind,", "Per Reed"), ("I will come back.", "Per Reed")],
    ),
    "a critic in a participle": (
        "Tom Reed, accused by the guild of “treating sailors like freight,” left the hall.",
        [("treating sailors like freight,", "the guild")],
    ),
    "an aside behind another quote": (
        "“We have lots of plans with them,” Ada Pell said before leaving, including, she noted, ending the war in the "
        "valley. “But it may fail.”",
        [
            ("We have lots of plans with them, But it may fail.", "Ada Pell"),
            ("ending the war in the valley", "Ada Pell"),
        ],
    ),
    "a name for a thing with what it is of": (
        "Tom Reed joined Ada Pell in calling the talk of war in the valley “fake.”",
        [("the talk of war in the valley “fake.”", "Tom Reed")],
    ),
    "a caption's credit in the sentence": (
        "Ada Pell spoke in Ohio on Monday.\n\nGetty Images Pell said the ferry would sail.",
        [("the ferry would sail", "Ada Pell")],
    ),
    "letters behind a name": (
        "“The nets stay in the water,” Ada Pell MEP said.",
        [("The nets stay in the water,", "Ada Pell")],
    ),
    "headings in capitals are nobody": (
        "THE ISSUE: Fish.\n\nPELL'S POSITION: The nets stay.\n\nREED'S POSITION: The nets go.\n\n"
        "THE ISSUE: Boats.\n\nPELL'S POSITION: They sail.\n\nREED'S POSITION: They do not.",
        [],
    ),
    "a label with age and trade": (
        "We asked three of them.\n\n* Ada Pell, 31, baker: “We need more ovens.”",
        [("We need more ovens.", "Ada Pell")],
    ),
    "a lost closing mark before another quote": (
        "“The gates stay shut, Mayor Anna Lind told the sailors on Monday.\n\n“I have a key,” said Tom Reed.",
        [("The gates stay shut,", "Anna Lind"), ("I have a key,", "Tom Reed")],
    ),
    "a signature on a line of its own": (
        "“The lamps went out and nobody came.”\n\n— Tom Reed, watchman\n\nThe town paid for new ones in June.",
        [("The lamps went out and nobody came.", "Tom Reed")],
    ),
    "a letterhead": (
        "A message from Anna Lind, director of the zoo.\n\n"
        "“We have had to close the gates because the ice is too thin.”",
        [("We have had to close the gates because the ice is too thin.", "Anna Lind")],
    ),
    "an office that a place follows": (
        "The governor spoke at Marsh on Friday. He told the sailors:\n\n“You have come home in good time.”",
        [("You have come home in good time.", "the governor")],
    ),
    "a name that somebody goes by": (
        "“I sleep in the boat and I like it,” said a fisherman known only as “Pike.”",
        [("I sleep in the boat and I like it,", "Pike")],
    ),
    "a critic in the passive": (
        "The harbour company was condemned by the Fish Board for “a winter of broken promises”.",
        [("a winter of broken promises", "Fish Board")],
    ),
    "a member of a party, named before": (
        "Sen. Karl Brandt wants a bridge. “We will build it,” the Texas Republican said.",
        [("We will build it,", "Karl Brandt")],
    ),
    "footage, and a name that follows it": (
        "Karl Brandt died in his cell. According to video footage obtained by prosecutors, Brandt was alone all night.",
        [("Brandt was alone all night", "video footage obtained by prosecutors")],
    ),
    "accusers and what they accuse of": (
        "The harbour master was accused by the head of the sailors’ union of theft. The pilot was accused by two women "
        "of harassment. The ferry line was accused by members of the council.",
        [("theft", "the head of the sailors’ union"), ("harassment", "two women")],
    ),
    "a source that the parser joined to the phrase before": (
        "During the winter fair, a time when the town is full, several dozen guards stood at the hall of Feld, where "
        "it was said to be safe, a port official with knowledge of the case told reporters.",
        [
            (
                "During the winter fair, a time when the town is full, several dozen guards stood at the hall of Feld, "
                "where it was said to be safe",
                "a port official with knowledge of the case",
            )
        ],
    ),
    "a source between commas": (
        "In a talk with Feld Radio, the victim's mother, Ada Lind, said that she was glad.",
        [("she was glad", "Ada Lind")],
    ),
    "a source with a participle that has commas": (
        "After the flood, climatologists, trying to find out how long it might last, warned the town that the dam was "
        "old.",
        [("the dam was old", "climatologists")],
    ),
    "a list of verbs of one source": (
        "Tom Reed called the dam a “sieve,” rebutted the claim that a wall was costly.",
        [("the dam a “sieve,”", "Tom Reed"), ("a wall was costly", "Tom Reed")],
    ),
    "a share of those asked": (
        "In a poll of last week, 57% of those polled said the dam was too dear.",
        [("the dam was too dear", "those polled")],
    ),
    "a person quoted as saying": (
        "“The dam stays as it is,” Tom Reed was quoted as saying by the Feld Courier.",
        [("The dam stays as it is,", "Tom Reed")],
    ),
    "an epithet of who was quoted last": (
        "Mayor Tom Reed lost. “I am tired,” Reed said.\n\nThe former lawmaker said he would rest.",
        [("I am tired,", "Tom Reed"), ("he would rest", "Tom Reed")],
    ),
    "a name after the name of an employer": (
        "“The pier must be closed now.” — Reed attorney Karl Brandt\n\nNobody came.",
        [("The pier must be closed now.", "Karl Brandt")],
    ),
    "a credit after a quote": (
        "“The pier must be closed now,” said Tom Reed. “It is old.”\n\n—Anna Lind contributed to this article.",
        [("The pier must be closed now, It is old.", "Tom Reed")],
    ),
    "who tells and who is told of": (
        "Tom Reed said that Karl Brandt was often late. “He never wrote to us,” he said.",
        [("Karl Brandt was often late", "Tom Reed"), ("He never wrote to us,", "Tom Reed")],
    ),
    "an epithet after words of several sentences": (
        "Sen. Ada Lind came late. “Nobody paid for it. Nobody wants it. It is old,” the Ohio Republican said.",
        [("Nobody paid for it. Nobody wants it. It is old,", "Ada Lind")],
    ),
    "an accuser in the passive": (
        "The company was accused by the sailors' union of “selling fog by the pound”.",
        [("selling fog by the pound", "the sailors' union")],
    ),
    "a block without marks": (
        "Mayor Anna Lind wrote to all schools on Monday. In her letter she wrote:\n\n"
        "The doors stay shut until the roof is dry. Lessons go on in the hall.\n\nParents were not pleased.",
        [("The doors stay shut until the roof is dry. Lessons go on in the hall.", "Anna Lind")],
    ),
    "a list without marks": (
        "Mayor Anna Lind said:\n\n• The bridge opens in May.\n\n• The ferry stops in June.\n\nNobody clapped.",
        [("The bridge opens in May. The ferry stops in June.", "Anna Lind")],
    ),
    "British marks over paragraphs": (
        "‘We couldn't pay for the lamps,’ said Tom Reed, head of the guild. ‘It was dark for a week.\n\n"
        "‘The drivers’ lamps were out as well.\n\n‘I'd not do it again.’",
        [
            (
                "We couldn't pay for the lamps, It was dark for a week. The drivers’ lamps were out as well. "
                "I'd not do it again.",
                "Tom Reed",
            )
        ],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_source(kind: str) -> None:
    text, expected = KINDS[kind]
    assert [(words, name) for _, words, name in show(text)] == expected


def test_a_heading_with_a_colon_announces_no_block() -> None:
    assert show("Lund Paper Calls Race:\n\nThe votes are counted in the town hall and the result is known.") == []
