"""Turns of transcripts and interviews: invented ones, one a layout."""

from tests.articles.quotes.test_find_quotes import show

BROADCAST = (
    "[09:01:10] PETRA HOLM, COAST RADIO ANCHOR: Welcome back. The bridge at Lund is closed.\n\n"
    "TOM REED, CHIEF ENGINEER (through translator): We open it on Friday. (APPLAUSE)\n\n"
    "HOLM (on camera): Drivers wait.\n\n"
    "UNIDENTIFIED MALE: I walked all the way.\n\n"
    "REED: We are sorry for that."
)


def test_broadcast_transcript_with_roles_times_and_directions() -> None:
    quotes = [(words, name) for kind, words, name in show(BROADCAST) if kind == "direct"]
    assert quotes == [
        ("Welcome back. The bridge at Lund is closed.", "Petra Holm"),
        ("We open it on Friday.", "Tom Reed"),
        ("Drivers wait.", "Petra Holm"),
        ("I walked all the way.", "Unidentified male"),
        ("We are sorry for that.", "Tom Reed"),
    ]


def test_hearing_with_a_role_and_titles() -> None:
    text = "THE CHAIRMAN: Mr. Pell has the floor.\n\nMR. PELL: The quay sank.\n\nMS. ARDEN: Our divers saw that."
    quotes = [(words, name) for _, words, name in show(text)]
    assert quotes[0][0] == "Mr. Pell has the floor."
    assert quotes[1:] == [("The quay sank.", "Pell"), ("Our divers saw that.", "Arden")]


def test_answers_are_the_interviewees_and_questions_nobodys() -> None:
    text = (
        "Anna Lind has led the museum of Lund since May. We met her at the quay.\n\n"
        "Question: Why boats?\n\nAnswer: Because they float.\n\n"
        "Question: And the money?\n\nAnswer: It comes from the city."
    )
    assert show(text) == [
        ("direct", "Because they float.", "Anna Lind"),
        ("direct", "It comes from the city.", "Anna Lind"),
    ]


def test_turns_on_lines_of_one_paragraph() -> None:
    text = (
        "Anna Lind met Tom Reed.\n\nLIND: The quay is shut.\nREED: For how long?\nLIND: Until May.\nREED: That is long."
    )
    quotes = [(words, name) for _, words, name in show(text)]
    assert quotes == [
        ("The quay is shut.", "Anna Lind"),
        ("For how long?", "Tom Reed"),
        ("Until May.", "Anna Lind"),
        ("That is long.", "Tom Reed"),
    ]


def test_initials_stand_for_whom_the_article_names() -> None:
    text = (
        "Anna Lind leads the museum. She spoke to the Lund Mail.\n\nLM: Why boats?\n\nAL: Because they float.\n\n"
        "LM: And the money?\n\nAL: It comes from the city."
    )
    assert show(text) == [
        ("direct", "Because they float.", "Anna Lind"),
        ("direct", "It comes from the city.", "Anna Lind"),
    ]


def test_letters_with_full_stops() -> None:
    text = (
        "We met Anna Lind at the quay.\n\nQ. Why boats?\n\nA. They float well.\n\n"
        "Q. And the money?\n\nA. It comes from the city."
    )
    assert [(words, name) for _, words, name in show(text)] == [
        ("They float well.", "Anna Lind"),
        ("It comes from the city.", "Anna Lind"),
    ]


def test_panel_in_capitals_without_full_names() -> None:
    text = (
        "MODERATOR: We begin with the harbour.\n\nMCGRAW: I would close it.\n\nREED: I would not.\n\n"
        "MCGRAW: It costs too much.\n\nMODERATOR: Thank you both."
    )
    assert [name for _, _, name in show(text)] == ["Moderator", "McGraw", "Reed", "McGraw", "Moderator"]


def test_a_label_with_a_title_and_a_full_name_names_its_speaker() -> None:
    text = (
        "MODERATOR: Professor Lund?\n\nPROF. TOMAS LUND: I doubt that very much.\n\n"
        "ANDREA KESSEL, MINISTER OF WATER: You have not been there.\n\nLUND: I was there in May."
    )
    assert [name for _, _, name in show(text)] == ["Moderator", "Tomas Lund", "Andrea Kessel", "Tomas Lund"]
