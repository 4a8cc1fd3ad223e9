from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from articles.parsing.language_model import prepare_text
from articles.parsing.recognition import Name, NameReader, can_read
from tests.articles.quotes.parsing import read_model

PIECES = (
    *("Anna", "Varga", "Varga's", "the", "Bank", "of", "Harbour", "City", "said", "on", "Tuesday", "3", "5.5", "%"),
    *(
        "EUR",
        ".",
        ",",
        " ",
        "  ",
        "\n\n",
        "\n",
        "-",
        '"',
        "(",
        ")",
        "U.S.-Norway",
        "a",
        "ÉTÉ",
        "#x",
        "U.N.",
        "million",
        "Mr.",
    ),
)


def read_both(texts: list[str]) -> tuple[list[list[Name]], list[list[Name]]]:
    """The names of texts as spaCy's own recogniser finds them, and as ours does."""
    nlp = read_model()
    with nlp.select_pipes(disable=["names"]):
        docs = list(nlp.pipe(map(prepare_text, texts), batch_size=len(texts)))
    ours = NameReader(nlp.get_pipe("ner")).find_names(docs)
    for doc in nlp.get_pipe("ner").pipe(docs, batch_size=len(docs)):  # type: ignore[attr-defined]
        assert isinstance(doc, Doc)
    return [[(name.start, name.end, name.label_) for name in doc.ents] for doc in docs], ours


def test_names_of_articles_are_those_of_spacy() -> None:
    texts = [path.read_text("utf-8") for path in sorted(Path("samples").rglob("*.txt"))]
    theirs, ours = read_both(texts)
    assert sum(map(len, theirs)) > 200
    assert ours == theirs


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), min_size=1, max_size=4))
def test_names_of_any_text_are_those_of_spacy(texts: list[str]) -> None:
    theirs, ours = read_both(texts)
    assert ours == theirs


def test_no_name_begins_or_ends_in_another_and_none_crosses_a_sentence() -> None:
    nlp = read_model()
    (doc,) = nlp.pipe(["Anna Varga of the Bank of Harbour City\n\nBank of the United Nations said so on Tuesday"])
    assert all(len({token.sent.start for token in name}) == 1 for name in doc.ents)
    assert all(one.end <= other.start for one, other in zip(doc.ents, doc.ents[1:], strict=False))
    assert {token.ent_iob_ for token in doc} <= {"B", "I", "O"}


def test_empty_texts_have_no_names() -> None:
    nlp = read_model()
    reader = NameReader(nlp.get_pipe("ner"))
    assert reader.find_names([nlp.make_doc(""), nlp.make_doc("")]) == [[], []]
    assert reader.find_names([]) == []


def test_pipelines_find_names_with_it() -> None:
    assert "names" in read_model().pipe_names
    assert "ner" not in read_model().pipe_names


class Odd:
    """A recogniser of another make."""

    model: Any = None


@pytest.mark.parametrize("factory", ["ner", "beam_ner", "entity_ruler"])
def test_other_recognisers_are_left_alone(factory: str) -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(factory)
    if factory != "entity_ruler":
        component.add_label("PERSON")  # type: ignore[attr-defined]
        nlp.initialize()
    assert can_read(component) == (factory == "ner")
    assert not can_read(Odd())
