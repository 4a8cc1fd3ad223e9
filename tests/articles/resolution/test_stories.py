"""Stories: articles on one event, and articles that merely share a subject."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from articles.resolution.profiles import KEY_STEMS, WEIGHT_UNIT, profile_articles
from articles.resolution.stories import group_stories, judge_articles

PAIRS = {"article_key": pl.Int64, "other_article_key": pl.Int64, "similarity": pl.Float64, "day_count": pl.Int32}
PAIRS |= {"lead_similarity": pl.Float64, "headline_share": pl.Float64}


def test_a_profile_holds_what_is_rare() -> None:
    text = "The president said the herring fishers of Lindau struck. The herring fishers want a herring quota."
    articles = pl.DataFrame({"article_key": [1, 2], "headline": ["Strike", None], "clean_text": [text, ""]})
    profile = profile_articles(articles)
    assert set(profile["article_key"]) == {1}
    assert profile["stem"][0] == "herr"
    assert profile["stem_rank"].to_list() == list(range(1, profile.height + 1))
    squares = int((profile["weight"].cast(pl.Int64) ** 2).sum())
    assert abs(squares / WEIGHT_UNIT**2 - 1) < 0.01
    assert KEY_STEMS < 100
    assert dict(profile.select("stem", "headline_weight").iter_rows())["strik"] == WEIGHT_UNIT
    assert (profile["lead_weight"] > 0).all()


def judge(similarity: float, days: int | None, headline: float = 0.3) -> float:
    pairs = pl.DataFrame([(1, 2, similarity, days, similarity, headline)], schema=PAIRS, orient="row")
    return float(judge_articles(pairs)["story_score"][0])


def test_likeness_makes_a_story_and_days_unmake_it() -> None:
    assert judge(0.1, 0) < 0.5 < judge(0.2, 0)
    assert judge(0.5, 1, headline=0.6) > 0.9
    assert judge(0.2, 7) < 0.5
    assert judge(0.2, 0, headline=0.0) < judge(0.2, 0)
    assert judge(0.2, None) == judge(0.2, 0)


def group(
    days: list[int | None], pairs: list[tuple[int, int, float]], headlines: list[str] | None = None
) -> dict[int, str]:
    start = date(2031, 5, 3)
    articles = pl.DataFrame(
        {
            "article_key": range(len(days)),
            "article_id": [f"a{number}" for number in range(len(days))],
            "headline": [f"Headline {number}" for number in range(len(days))],
            "source_path": [f"{number}.txt" for number in range(len(days))],
            "published_on": [None if day is None else start + timedelta(days=day) for day in days],
        },
        schema_overrides={"published_on": pl.Date},
    )
    judged = pl.DataFrame([(*pair, pair[2]) for pair in pairs], schema=_JUDGED, orient="row")
    return dict(group_stories(articles, judged).select("article_key", "story_name").iter_rows())


_JUDGED = {"article_key": pl.Int64, "other_article_key": pl.Int64, "similarity": pl.Float64, "story_score": pl.Float64}


def test_a_story_is_named_by_the_article_nearest_to_all() -> None:
    assert group([0, 0, 1], [(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.5)]) == dict.fromkeys(range(3), "Headline 1")


def test_a_chain_of_days_is_no_story() -> None:
    days: list[int | None] = [0, 4, 8]
    told = group(days, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.8)])
    assert told[0] == told[1] != told[2]


def test_one_pair_does_not_tie_two_stories() -> None:
    inner = [(one, other, 0.8) for block in (range(4), range(4, 8)) for one in block for other in block if one < other]
    assert len(set(group([0] * 8, [*inner, (3, 4, 0.8)]).values())) == 2


def test_no_articles() -> None:
    assert group([], []) == {}
