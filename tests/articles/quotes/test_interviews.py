"""Interviews without labels: invented ones."""

from tests.articles.quotes.test_find_quotes import show

ANSWERS = (
    "Why boats?\n\nBecause they float. I grew up on one.\n\n"
    "And the money?\n\nIt comes from the city.\n\nWe asked for it in May.\n\n"
    "When do you open?\n\nNobody knows."
)


def test_answers_are_whom_the_introduction_names() -> None:
    text = f"Anna Lind leads the museum. We met her at the quay.\n\n{ANSWERS}"
    assert show(text) == [
        ("direct", "Because they float. I grew up on one.", "Anna Lind"),
        ("direct", "It comes from the city. We asked for it in May.", "Anna Lind"),
        ("direct", "Nobody knows.", "Anna Lind"),
    ]


def test_an_article_that_explains_by_questions_is_no_interview() -> None:
    text = "Anna Lind leads the museum, which opens in May.\n\n" + ANSWERS.replace("I grew", "He grew")
    assert show(text) == []
