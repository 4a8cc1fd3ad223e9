"""Which bearer a surname alone means, by what else its article speaks of."""

from __future__ import annotations

from articles.resolution.contexts import Bearer, Contexts, choose_bearers

SENATOR = Bearer("Ada Marsh", 40, frozenset({"Ada Marsh"}))
STRIKER = Bearer("Ivo Marsh", 30, frozenset({"Ivo Marsh"}))
COUSIN = Bearer("Una Marsh", 2, frozenset({"Una Marsh"}))

SENATE = frozenset({"ORG Senate", "GPE Calder", "PERSON Bo Ek", "month 2024-03"})
PITCH = frozenset({"ORG Calder Rovers", "PERSON Tam Oduya", "FAC Mill Lane", "month 2024-05"})


def make_contexts(lone: frozenset[str], *, present: str | None = None) -> Contexts:
    """Ten articles on the senator, ten on the striker, and one with the surname alone."""
    names = {number: SENATE | {"PERSON Ada Marsh"} for number in range(10)}
    names |= {number: PITCH | {"PERSON Ivo Marsh"} for number in range(10, 20)}
    names[99] = lone | {"PERSON Marsh"} | ({f"PERSON {present}"} if present else set())
    articles = {"Ada Marsh": [*range(10)], "Ivo Marsh": [*range(10, 20)], "Marsh": [99]}
    if present:
        articles[present] = [*articles[present], 99]
    return Contexts(names, articles)


def test_the_article_tells_which_bearer_is_meant() -> None:
    for lone, expected in ((SENATE, "Ada Marsh"), (PITCH, "Ivo Marsh")):
        usual, found = choose_bearers("Marsh", [SENATOR, STRIKER], make_contexts(lone))
        assert usual.name == "Marsh", "two compete"
        assert (found[99].name, found[99].method) == (expected, "surname and context")


def test_an_article_that_speaks_of_neither_leaves_the_name_alone() -> None:
    usual, found = choose_bearers("Marsh", [SENATOR, STRIKER], make_contexts(frozenset({"GPE Oslo"})))
    assert found.get(99, usual).name == "Marsh"


def test_little_context_does_not_unseat_the_prominent_bearer() -> None:
    usual, found = choose_bearers("Marsh", [SENATOR, COUSIN], make_contexts(frozenset({"GPE Oslo"})))
    assert usual.name == "Ada Marsh"
    assert found.get(99, usual).name == "Ada Marsh"


def test_hardly_known_relative_never_unseats_the_prominent_bearer() -> None:
    contexts = make_contexts(PITCH)
    contexts.names = {**contexts.names, **{number: SENATE | {"PERSON Ada Marsh"} for number in range(100, 400)}}
    contexts.articles = {**contexts.articles, "Ada Marsh": [*range(10), *range(100, 400)], "Una Marsh": [10, 11]}
    bearers = [Bearer("Ada Marsh", 900, frozenset({"Ada Marsh"})), COUSIN]
    usual, found = choose_bearers("Marsh", bearers, contexts)
    assert found.get(99, usual).name == "Ada Marsh"


def test_the_one_whom_the_article_names_in_full_and_keeps_apart_is_not_meant() -> None:
    contexts = make_contexts(PITCH, present="Ivo Marsh")
    usual, found = choose_bearers("Marsh", [SENATOR, STRIKER], contexts)
    assert found.get(99, usual).name != "Ivo Marsh"


def test_the_prominent_bearer_named_late_is_meant_all_the_same() -> None:
    usual, found = choose_bearers("Marsh", [SENATOR, COUSIN], make_contexts(SENATE, present="Ada Marsh"))
    assert found.get(99, usual).name == "Ada Marsh"


def test_a_role_beside_the_surname_counts() -> None:
    contexts = make_contexts(frozenset({"GPE Oslo"}))
    contexts.roles = {"Ada Marsh": {number: frozenset({"role senator"}) for number in range(10)}}
    contexts.roles |= {"Marsh": {99: frozenset({"role senator"})}}
    usual, found = choose_bearers("Marsh", [SENATOR, STRIKER], contexts)
    assert found.get(99, usual).name == "Ada Marsh"
