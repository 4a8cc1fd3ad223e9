from itertools import pairwise

import pytest

from articles.parsing.language_model import parse_texts, prepare_text
from articles.parsing.tokens import Tokens, read_tokens
from tests.articles.quotes.parsing import parse, read_model

TEXT = (
    "HARBOUR BOARD SAYS QUAY STAYS SHUT\n\nThe mayor of Lund, Anna Varga, said “we stay”.  She left on Monday.\n\n"
    "“It’s over,” Tom Reed told Radio Lund, which had asked him why the old quay was shut."
)


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return parse(TEXT)


def test_lists_show_what_the_model_saw(tokens: Tokens) -> None:
    doc = next(parse_texts(read_model(), [TEXT]))
    assert tokens.prepared == prepare_text(TEXT)
    assert tokens.text == TEXT
    assert tokens.words == [token.lower_ for token in doc]
    assert tokens.forms == [token.text for token in doc]
    assert tokens.tags == [token.tag_ for token in doc]
    assert tokens.deps == [token.dep_ for token in doc]
    assert tokens.lemmas == [token.lemma_ for token in doc]
    assert tokens.entity_types == [token.ent_type_ for token in doc]
    assert tokens.heads == [token.head.i for token in doc]
    assert tokens.children == [[child.i for child in token.children] for token in doc]
    assert tokens.edges_left == [token.left_edge.i for token in doc]
    assert tokens.edges_right == [token.right_edge.i for token in doc]
    assert [tokens.find_sentence(place) for place in range(len(tokens))] == [
        (token.sent.start, token.sent.end) for token in doc
    ]
    assert [entity[:2] for entity in tokens.entities] == [(name.start, name.end) for name in doc.ents]
    spans = [(first, last) for first in range(len(doc)) for last in range(first + 1, min(first + 9, len(doc) + 1))]
    assert [tokens.find_root(*span) for span in spans] == [doc[first:last].root.i for first, last in spans]


def test_each_character_is_found_in_its_token_or_the_next(tokens: Tokens) -> None:
    for offset in range(len(TEXT)):
        place = tokens.find_token(offset)
        assert place == len(tokens) or tokens.ends[place] > offset
        assert place == 0 or tokens.ends[place - 1] <= offset
    assert tokens.find_token(len(TEXT)) == len(tokens)


def test_sentences_by_their_full_stops(tokens: Tokens) -> None:
    token = tokens.words.index("left")
    start, end = tokens.find_own_start(token), tokens.find_own_end(token)
    assert TEXT[tokens.starts[start] : tokens.ends[end - 1]].strip() == "She left on Monday."
    paragraph = tokens.find_paragraph_start(tokens.words.index("radio"))
    assert tokens.text[tokens.starts[paragraph] :].startswith("“It’s over")


def test_an_empty_text_has_no_tokens() -> None:
    empty = read_tokens(read_model().make_doc(""), "")
    assert len(empty) == 0
    assert not empty.sentence_starts


def test_tokens_do_not_overlap(tokens: Tokens) -> None:
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert all(one < other for one, other in pairwise(tokens.sentence_starts))
