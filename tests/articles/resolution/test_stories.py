"""Stories: articles on one event, and articles that merely share a subject."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.resolution.stories import resolve_stories

Row = tuple[str, list[int], list[str], int]
FLOOD: list[Row] = [
    ("Flood tears down bridge in Lindholm", [1, 2, 3, 4], ["s1", "s2"], 0),
    ("Lindholm bridge falls in flood", [1, 2, 3, 5], ["s1"], 1),
    ("Mayor of Lindholm under fire after flood", [1, 2, 4, 6], ["s2"], 1),
]
OTHER: list[Row] = [("Striker leaves club for record fee", [11, 12, 13, 1], [], 0)]


def resolve(rows: list[Row], order: list[int] | None = None) -> list[set[int]]:
    order = order or list(range(len(rows)))
    articles = pl.DataFrame(
        [
            {
                "article_key": number,
                "article_id": f"a{number}",
                "headline": rows[number][0],
                "published_on": date(2031, 5, 3) + timedelta(days=rows[number][3]),
                "source_path": f"{number}.txt",
            }
            for number in order
        ]
    )
    quotes = pl.DataFrame(
        [(number, statement) for number in order for statement in rows[number][2]],
        schema={"article_key": pl.Int64, "statement_id": pl.String},
        orient="row",
    )
    entities = pl.DataFrame(
        [(number, entity, "PERSON", 2) for number in order for entity in rows[number][1]],
        schema={"article_key": pl.Int64, "entity_key": pl.Int64, "entity_type": pl.String, "mention_count": pl.Int64},
        orient="row",
    )
    found = resolve_stories(articles, quotes, entities)
    assert found["article_key"].to_list() == sorted(order)
    groups: dict[str, set[int]] = {}
    for key, story in found.select("article_key", "story_id").iter_rows():
        groups.setdefault(story, set()).add(key)
    return sorted(groups.values(), key=min)


def test_articles_on_one_event_are_one_story() -> None:
    assert resolve(FLOOD + OTHER) == [{0, 1, 2}, {3}]


def test_the_same_names_weeks_later_are_another_story() -> None:
    headline, names, statements, _ = FLOOD[1]
    assert resolve([FLOOD[0], (headline, names, statements, 40)]) == [{0}, {1}]


def test_two_people_in_common_make_no_story() -> None:
    campaign: list[Row] = [("Rally in Lindholm", [1, 2], [], 0), ("Debate in Oster", [1, 2], [], 0)]
    crowd: list[Row] = [(f"Number {number}", [100 + number], [], 0) for number in range(20)]
    assert resolve(campaign + crowd)[:2] == [{0}, {1}]


def test_a_crowded_subject_is_compared_with_its_neighbours_in_time() -> None:
    """Of 70 articles that share two names, each tells with its twin of the same day and no other."""
    crowded: list[Row] = [
        (f"Bridge{day} Flood{day} Mayor{day}", [1, 2, 10 * day + 3, 10 * day + 4, 10 * day + 5], [f"s{day}"], 20 * day)
        for day in range(35)
    ]
    assert resolve(crowded + crowded) == [{day, day + 35} for day in range(35)]


def test_articles_that_nothing_is_known_of_are_stories() -> None:
    assert resolve([("", [], [], 0), ("", [], [], 0)]) == [{0}, {1}]


def test_an_article_alone_is_its_own_story() -> None:
    assert resolve(OTHER) == [{0}]


@settings(max_examples=25, deadline=None)
@given(st.permutations(list(range(len(FLOOD + OTHER)))))
def test_order_does_not_matter(order: list[int]) -> None:
    assert resolve(FLOOD + OTHER, order) == [{0, 1, 2}, {3}]
