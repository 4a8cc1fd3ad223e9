import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from articles.parsing.language_model import (
    ModelError,
    describe_model,
    group_texts,
    load_model,
    parse_texts,
    prepare_text,
)
from tests.articles.quotes.parsing import read_model


def test_describe_model_names_package_and_version() -> None:
    assert describe_model(read_model()) == "en_core_web_md 3.7.1"


def test_a_model_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"'no_such_model' is not installed.*en_core_web_md"):
        load_model("no_such_model")


@given(st.text(alphabet=st.sampled_from(list("aBÉ ñß'’“”\n\r\t.#@İŉ1—ABCDEF")), max_size=80))
def test_prepare_text_keeps_the_length(text: str) -> None:
    assert len(prepare_text(text)) == len(text)


def test_prepare_text_straightens_marks_and_wrapped_lines_but_keeps_paragraphs() -> None:
    assert prepare_text("“Anna’s”\nbook\n\nNext") == '"Anna\'s" book\n\nNext'


def test_a_shouted_headline_gets_the_case_the_article_uses() -> None:
    text = "VARGA MEETS THE MINISTER OF TRADE\n\nAnna Varga saw the minister. Talks on trade of goods go on."
    assert prepare_text(text).startswith("Varga Meets the minister of trade\n\n")


def parse(text: str) -> Doc:
    return next(parse_texts(read_model(), [text]))


def test_verbs_have_lemmas_and_tokens_count_the_clean_text() -> None:
    text = "Anna Varga told “friends” she was leaving."
    doc = parse(text)
    assert [token.lemma_ for token in doc if token.tag_.startswith("VB")] == ["tell", "be", "leave"]
    assert all(len(token) == len(text[token.idx : token.idx + len(token)]) for token in doc)


def test_dotted_names_are_parted_at_a_hyphen() -> None:
    assert [token.text for token in parse("U.S.-Norway ties grew.")][:3] == ["U.S.", "-", "Norway"]


def test_parse_texts_keeps_the_order() -> None:
    assert [len(doc) for doc in parse_texts(read_model(), ["One.", "Two words.", ""])] == [2, 3, 0]


def test_texts_are_parsed_a_bounded_number_of_characters_at_a_time() -> None:
    texts = ["aaaa", "bbb", "ccc", "dddddddddd", "e"]
    assert list(group_texts(texts, 7)) == [["aaaa", "bbb"], ["ccc"], ["dddddddddd"], ["e"]]


def test_a_sentence_begins_with_each_paragraph() -> None:
    text = "Detained sailors in the north\n\nMarta Quill said she had complained.\n\nShe left."
    sentences = [sentence.text.strip() for sentence in parse(text).sents]
    assert sentences == ["Detained sailors in the north", "Marta Quill said she had complained.", "She left."]
