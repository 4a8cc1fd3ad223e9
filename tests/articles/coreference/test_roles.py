"""What an article calls people beside their names, and where the role begins."""

from __future__ import annotations

import pytest

from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.roles import find_roles
from tests.articles.quotes.parsing import make_article, parse


def list_roles(text: str) -> list[tuple[str, str, str]]:
    """(person, role, how it stands) of a text."""
    tokens = parse(text)
    roles = find_roles(tokens, find_named_mentions(tokens, make_article(text)))
    assert all(" ".join(text[role.clean_start : role.clean_end].split()) == role.text for role in roles)
    return [(role.entity_name, role.text, role.rule) for role in roles]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The office of Prime Minister Anna Varga did not answer.", "Prime Minister"),
        ("Supporters of President Anna Varga marched through the town.", "President"),
        ("He had met the wife of Governor Tom Reed on Monday.", "Governor"),
        ("The quarrel has set Mayor Anna Varga against the harbour.", "Mayor"),
        ("Voters had elected President Anna Varga twice.", "President"),
        ("He spoke with the leaders of Norway and Prime Minister Anna Varga.", "Prime Minister"),
        ("The letter came from Mr. Berg and President Anna Varga.", "President"),
        ("The vote takes place on Monday, on Tuesday President Anna Varga decides.", "President"),
        ("It was the speech President Anna Varga never gave.", "President"),
    ],
)
def test_what_precedes_a_title_is_no_part_of_it(text: str, role: str) -> None:
    assert [(found, rule) for _, found, rule in list_roles(text)] == [(role, "before")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Secretary of State Anna Varga arrived on Monday.", "Secretary of State"),
        ("It was Bank of England governor Tom Reed who spoke.", "Bank of England governor"),
        ("The paper asked retired teacher Anna Varga.", "retired teacher"),
        ("The paper asked Olaf Lund's lawyer Anna Varga.", "Olaf Lund's lawyer"),
        ("It was lost by state Senator Anna Varga.", "state Senator"),
        ("He thanked Trade and Industry Minister Tom Reed.", "Trade and Industry Minister"),
    ],
)
def test_a_role_keeps_the_words_that_are_its_own(text: str, role: str) -> None:
    assert [(found, rule) for _, found, rule in list_roles(text)] == [(role, "before")]


def test_an_apposition_that_is_somebody_else_is_no_role() -> None:
    assert not [role for role in list_roles("Anna Varga and Tom Reed, two men, left.") if role[2] == "apposition"]
    assert "author" in {role for _, role, _ in list_roles('Anna Varga, author of "Harbours", spoke.')}


def test_what_a_name_modifies_gives_no_role() -> None:
    assert list_roles("A senior Varga administration official spoke to Olaf Berg.") == []


def test_roles_beside_a_name_and_said_of_it() -> None:
    assert ("Anna Varga", "director of the museum", "apposition") in list_roles(
        "Anna Varga, director of the museum, spoke."
    )
    assert list_roles("The Norwegian foreign minister, Anna Varga, spoke.") == [
        ("Anna Varga", "Norwegian foreign minister", "apposition")
    ]
    assert ("Tom Reed", "party's treasurer", "predicate") in list_roles("Tom Reed is the party's treasurer.")
