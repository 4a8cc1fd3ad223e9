from itertools import pairwise

import pytest

from articles.coreference.named_mentions import find_named_mentions
from articles.lexicon.gazetteers import read_first_names, read_forms, read_known_names, read_name_words
from tests.articles.quotes.parsing import list_names, make_article, mention, parse


def list_typed(text: str) -> set[tuple[str, str]]:
    return {(shown, label) for shown, label, _ in list_names(text)}


def test_an_office_is_no_organisation() -> None:
    found = list_typed("Secretary of State Anna Varga flew to Oslo. The secretary of defense, Tom Reed, stayed behind.")
    assert ("Anna Varga", "PERSON") in found
    assert ("Oslo", "GPE") in found
    assert not {shown for shown, _ in found} & {"State", "Secretary of State", "defense"}


def test_a_surname_is_a_person_wherever_it_stands() -> None:
    text = (
        "Miklos Lavran arrived on Monday. Lavran smiled.\n\nThe talks with Lavran lasted an hour, and Lavran’s aides "
        "were pleased. “Lavran will be back,” one said."
    )
    surnames = [found for found in list_names(text) if found[0] == "Lavran"]
    assert len(surnames) == 4
    assert {(label, name) for _, label, name in surnames} == {("PERSON", "Miklos Lavran")}


def test_a_title_tells_spouses_apart() -> None:
    text = "Karl Lind is a banker. Berta Lind is a judge. Mrs. Lind agreed, and Mr. Lind did not."
    assert [name for shown, _, name in list_names(text) if shown == "Lind"] == ["Berta Lind", "Karl Lind"]


def test_districts_and_grades_are_no_products() -> None:
    found = list_typed("Rep. Anna Varga (R-TX-02) visited K-12 schools. She owns an AR-15.")
    assert {shown for shown, label in found if label == "PRODUCT"} == {"AR-15"}


def test_links_handles_and_hashtags_hold_no_names() -> None:
    text = "Read more at https://news.example.com/Varga and follow @AnnaVarga, who writes on #Oslo for NATO."
    assert {shown for shown, _ in list_typed(text)} == {"NATO"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kremlin said little.", ("Kremlin", "ORG")),
        ("The White House’s answer came late.", ("White House", "ORG")),
        ("He grew up during the post-Cold War years.", ("Cold War", "EVENT")),
        ("Four Su-57 jets flew past.", ("Su-57", "PRODUCT")),
        ("Voters know the 22nd Amendment well.", ("22nd Amendment", "LAW")),
        ("They met at the Group of 20 summit.", ("Group of 20", "ORG")),
        ("Sen. Ruth Oddy (D-Conn.) spoke.", ("Conn.", "GPE")),
        ("Sen. Ruth Oddy (D-Conn.) spoke.", ("D", "NORP")),
        ("Western leaders waited.", ("Western", "NORP")),
        ("She lives at 12 Maple Hill Road.", ("12 Maple Hill Road", "FAC")),
        ("LONDON/NEW YORK (Reuters) - Shares fell.", ("NEW YORK", "GPE")),
        ("The Russian-American ties are poor.", ("American", "NORP")),
        ("Commission head Ursula von der Leyen agreed.", ("Ursula von der Leyen", "PERSON")),
    ],
)
def test_known_names_and_patterns(text: str, expected: tuple[str, str]) -> None:
    assert expected in list_typed(text)


def test_a_list_of_prizes_is_no_dateline() -> None:
    found = list_typed("The final was on Monday.\n\nLIONS, Tigers -- $500 for each\n\nThe cup is new.")
    assert not {("LIONS", "GPE"), ("Tigers", "GPE")} & set(found)


def test_words_beside_a_name_tell_what_it_is() -> None:
    text = (
        "Retailer Tamsin Gray said on Friday it would close ten stores. Tamsin Gray shares fell. "
        "The company Tamsin Gray owns forty outlets."
    )
    assert {label for shown, label in list_typed(text) if shown == "Tamsin Gray"} == {"ORG"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The skincare maker OSPA opened a plant in Oslo.", ("OSPA", "ORG")),
        ("It fined the South Harbour Petroleum Association (SHPA) on Monday. SHPA appealed.", ("SHPA", "ORG")),
        ("Shares of Tarnqi Lithium Corp fell. Investors still like Tarnqi.", ("Tarnqi", "ORG")),
        ("Moncrel Managing Director Anna Varga resigned on Monday.", ("Moncrel", "ORG")),
        ("The parliament passed the Open Ledgers Act in 2021.", ("Open Ledgers Act", "LAW")),
        ("The loan comes from Halvard Capital and Citigroup.", ("Halvard Capital", "ORG")),
        ("The plan was first reported by The Harbour Times on Monday.", ("The Harbour Times", "ORG")),
        ("Rain fell on Calder County on Monday.", ("Calder County", "GPE")),
        ("The boat sank in Lake Verrin on Monday.", ("Lake Verrin", "LOC")),
        ("Trade with the Philippines grew.", ("Philippines", "GPE")),
        ("Trade in the Balkans grew.", ("Balkans", "LOC")),
        ("A toll of $15 is due.", ("$15", "MONEY")),
        ("Traffic on I-78 stood still.", ("I-78", "FAC")),
        ("Members of the House voted on Monday.", ("House", "ORG")),
        ("Nordfell Island, a Norwegian outdoor brand, made a profit in May.", ("Nordfell Island", "ORG")),
        ("He bought it from the online beauty business Amber Bay in May.", ("Amber Bay", "ORG")),
        ("Sentor’s index for the euro zone rose.", ("Sentor", "ORG")),
        ("Robin drove for Nordfell Formula One last year.", ("Nordfell", "ORG")),
        ("Robin drove for Nordfell Formula One last year.", ("Formula One", "EVENT")),
        ("The chess club was led by Halvard 3-2 in the end.", ("Halvard", "PERSON")),
        (
            "Norse Air Lines lost money. Norwegian Air Lines did not. On Monday Norwegian asked for help.",
            ("Norwegian", "ORG"),
        ),
        (
            "AMBASSADOR TO THE UNITED NATIONS: ANNA VARGA\n\nThe party stands united, and nations know it.",
            ("UNITED NATIONS", "ORG"),
        ),
    ],
)
def test_names_the_model_is_unsure_of_are_told_by_their_words(text: str, expected: tuple[str, str]) -> None:
    assert expected in list_typed(text)


def test_a_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    text = "Greener artists get offers. Spikes in the toll came late. He left early, and Ebola spread."
    assert not {shown for shown, _ in list_typed(text)} & {"Greener", "Spikes", "He", "Ebola"}


def test_a_team_in_the_report_of_a_game_is_an_organisation() -> None:
    text = (
        "Ohio scored 21 points in the second half and beat Nevada on Saturday in the season opener. The quarterback "
        "threw for two touchdowns. Ohio led the game at halftime after an interception. Nevada had three turnovers in "
        "the quarter, and its coach praised the defense. Ohio gained 300 yards."
    )
    assert {label for shown, label in list_typed(text) if shown == "Ohio"} == {"ORG"}


def test_mentions_are_in_order_apart_and_within_the_text() -> None:
    text = (
        "U.S. President Ann Lee met Norway’s King Olaf in Oslo.\n\nLEE AND OLAF SIGN NEW TRADE PACT\n\n"
        "Lee’s aides left for the U.N."
    )
    found = mention(text)
    assert found
    assert all(one.clean_end <= other.clean_start for one, other in pairwise(found))
    assert all(0 <= one.clean_start < one.clean_end <= len(text) for one in found)
    assert all(text[one.clean_start].strip() and text[one.clean_end - 1].strip() for one in found)


def test_find_mentions_gives_the_same_again() -> None:
    text = "Ann Lee of Acme Corp met Olaf Berg. Berg thanked Lee."
    doc = parse(text)
    assert find_named_mentions(doc, make_article(text)) == find_named_mentions(doc, make_article(text))


def test_texts_without_names_have_none() -> None:
    assert mention("It rained and rained.") == []
    assert mention("") == []


def test_data_files_agree_with_themselves() -> None:
    forms = read_forms()
    assert forms["U.S."].canonical == forms["United States"].canonical == "United States"
    assert forms["Kremlin"].label == "ORG"
    assert forms["Ukrainian"].country_code == "UA"
    assert all(known.form == form for form, known in forms.items())
    assert all(known.form.startswith(word) for word, names in read_known_names().items() for known in names)
    assert not read_name_words().person_nouns & read_name_words().organization_nouns - {"owner", "producer"}


def test_first_names_tell_gender_and_leave_surnames_out() -> None:
    names = read_first_names()
    assert names["sergei"] < 0.1
    assert names["angela"] > 0.9
    assert "pompeo" not in names
