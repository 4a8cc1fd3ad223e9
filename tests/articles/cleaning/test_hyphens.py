import pytest

from articles.cleaning.hyphens import find_breaks, list_words
from articles.cleaning.layout import find_paragraphs
from tests.articles.cleaning.invariants import check_article

WRAPPED = (
    "The council of Elmford voted on Tuesday to rebuild the bridge that the flood had taken in an inter-\n"
    "national river, after months in which nobody could say where the money would come from. A long-\n"
    "term plan had been put off by Mayor Jane Doe, whose business-like manner the engineers of the val-\n"
    "ley praised at once. They said that her office was run in a plain and rather sober and business-\n"
    "like way, and that a U.S.-\nbacked loan would be repaid in a period of not more than forty years.\n"
)


def mend(text: str, rest: str = "") -> str:
    words = list_words(f"{text}\n{rest}")
    for start, end in reversed(list(find_breaks(text, lambda: words))):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "rest", "mended"),
    [
        ("an inter-\nnational river", "", "an international river"),
        ("an inter-\nnational river", "national parks and inter alia", "an international river"),
        ("a gov- \n ernment", "", "a government"),
        ("to over-\ncome it", "they come over", "to overcome it"),
        ("a mid-\nweek vote", "the midweek vote", "a midweek vote"),
        ("a mid-\nweek vote", "", "a mid-week vote"),
        ("a rule-\nbook case", "the rule-book says", "a rule-book case"),
        ("a river-\nferry link", "a river, a ferry", "a river-ferry link"),
        ("a Paris-\nbased firm", "", "a Paris-based firm"),
        ("the 20-\nyear plan", "", "the 20-year plan"),
        ("the U.S.-\nbacked loan", "", "the U.S.-backed loan"),
        ("the NATO-\nled force", "", "the NATO-led force"),
        ("an e-\nmail", "", "an e-mail"),
        ("the anti-\nDoe vote", "", "the anti-Doe vote"),
        ("a short-\nand long-term plan", "", "a short-\nand long-term plan"),
        ("ELMFORD-\nThe vote came late", "", "ELMFORD-\nThe vote came late"),
        ("the vote -\nand more", "", "the vote -\nand more"),
        ("inter\u00ad\nnational", "", "inter\u00adnational"),
    ],
)
def test_breaks_at_line_ends(text: str, rest: str, mended: str) -> None:
    assert mend(text, rest) == mended


def test_words_of_a_wrapped_text_are_mended_and_keep_their_offsets() -> None:
    article = check_article(WRAPPED)
    for words in ("an international river", "A long-term plan", "the valley praised", "sober and business-like way"):
        start = article.clean_text.index(words)
        (piece,) = article.offsets.find_raw_pieces(start, start + len(words), WRAPPED)
        assert piece == article.offsets.find_raw_span(start, start + len(words))
        raw = WRAPPED[slice(*piece)]
        # The raw text at the offsets is the words as they were set, with the hyphen and the break.
        assert "-\n" in raw
        assert raw.replace("-", "").replace("\n", "") == words.replace("-", "").replace(" ", " ")
    assert "U.S.-backed loan" in article.clean_text


def test_a_line_of_no_wrapped_text_keeps_its_hyphen() -> None:
    texts = [paragraph.text for paragraph in find_paragraphs("The plan of the govern-\nment was dropped.")[0]]
    assert texts == ["The plan of the govern-", "ment was dropped."]
