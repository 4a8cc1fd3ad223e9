"""Train the models for statements and stories: python -m benchmarks.train_statements --corpus FILE SET ...

Each SET is WAREHOUSE:RAW:GOLD: a published warehouse, the folder of raw articles it was made of, and the folder of
their labels (`statement` of each quote, stories.json). Writes articles/resolution/weights.toml and prints
cross-validation by event: no event is judged by a model that saw it. A ridge-penalised logistic regression, fitted by
Newton's method; pairs are those that a run makes. A quote that stands inside another is judged by
a model of its own, as their words say little there. What was tried in vain: word vectors (.665 against .676 of F1 of
statements, held out), sentence vectors of a transformer (all-MiniLM-L6-v2, .681 against .678), boosted trees (.64),
cue classes, order in the article, how often a speaker is quoted, whether a lead-in is the first quote of its speaker,
other thresholds within an article.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl

from articles.resolution.profiles import WEIGHT_UNIT, profile_articles
from articles.resolution.quote_pairs import measure_pairs, read_quotes
from articles.resolution.statements import SCORE_FLOOR, bar_pairs, group_statements, pair_quotes
from articles.resolution.stories import measure_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.resolution.model import Values

SPEAKERS = ["same_speaker", "other_person", "other_name", "vague_speaker", "relay"]
CONTENT = [
    "contain",
    "cover",
    "cosine",
    "shared",
    "shared_count",
    "pairs",
    "pairs_contain",
    "fours",
    "sevens",
    "marked",
    "all_words",
]
CONTENT += ["marked_contain", "other_numbers", "same_numbers", "other_negation", "least", "ratio", "both_direct"]
CONTENT += ["both_indirect", "margin", "local_margin", "apart"]
PLACES = ["gap", "next", "next_but_one", "sentence", "lead_in", "lead_in_next", "same_next", "near", "headline"]
SPANS = ["span_share", "span_lead", "span_tail", "next", "parent"]
SHARED = [*CONTENT, *SPEAKERS]
OWN = {"across": ["similarity"], "within": PLACES}  # beside the shared
NESTED = ["other_name", "pairs_contain", "cosine", "cover", "least", *SPANS]
FEATURES = {"across": [*SHARED, *OWN["across"]], "within": [*SHARED, *OWN["within"]], "nested": NESTED}
# What makes two quotes one is much the same across articles and within one: both models are fitted together, and the
# weight of a feature in each may leave the common one at a price (Daume 2007). 1 is two models nearly apart, 0 is one.
FREEDOM = 0.3
WHOLE_WEIGHT = 4  # of pairs across articles of a set that is labelled whole, beside those of one that a program quoted
PENALTIES = {"across": 20.0, "within": 20.0, "nested": 3.0, "story": 10.0}
FOLDS = 10
LEAST_SIMILARITY = 0.06
NEAR_DAYS = 7
THRESHOLDS = {"across": 0.3, "within": 0.3, "nested": 0.3, "story": 0.7}
STORY_FEATURES = ("similarity", "lead", "headline")
STORY_SLOPE = 0.525  # what was read by eye beside what is learned, of similarity alone
EVEN_SIMILARITY = 0.17
STRANGERS, STRANGER_YEARS = 900, re.compile(r"201[67]-")
DAY_WEIGHT = -0.15  # of a story, for each day between two articles: set by eye on pairs of the corpus
_QUOTES = """
    select q.quote_key, q.article_key, q.parent_quote_key, q.quote_type, q.quote_text, f.speaker_name, q.speaker_type,
        q.raw_start, q.raw_end, f.sentence_number, q.published_on, q.fragments,
        parse_filename(q.source_path, true) as stem
    from mart.quotes as q inner join core.fact_quote as f on f.quote_key = q.quote_key
    order by stem, q.raw_start, q.quote_key
"""
_ARTICLES = """
    select a.article_key, a.headline, t.clean_text, a.published_on, parse_filename(a.source_path, true) as stem
    from mart.articles as a inner join mart.article_texts as t on t.article_key = a.article_key
    where a.is_current order by a.article_key
"""


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """One labelled set as a run sees it."""

    quotes: pl.DataFrame  # columns of quote_pairs.read_quotes, and label (NULL where none), event
    has_nested: bool  # a quote inside a quote is labelled with what it tells again, not as an utterance of its own
    articles: pl.DataFrame  # article_key, other_article_key, similarity, day_count, event, is_one


def main() -> None:
    """Train, check and write."""
    summary = (__doc__ or "").split("\n", 1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_statements", description=summary)
    parser.add_argument("sets", nargs="+", metavar="WAREHOUSE:RAW:GOLD")
    parser.add_argument(
        "--corpus", type=Path, required=True, help="Articles of many days (.jsonl.gz with title, text, date)."
    )
    given = parser.parse_args()
    sets = [read_set(*map(Path, text.split(":"))) for text in given.sets]
    measured = pl.concat([measure_set(labelled) for labelled in sets])
    folds = measured["event"].rank("dense").cast(pl.Int64) % FOLDS
    told: dict[str, dict[str, object]] = {}
    guesses: list[pl.DataFrame] = []
    measured = measured.with_columns(fold=folds)
    for models in (("across", "within"), ("nested",)):
        rows = measured.filter(pl.col("model").is_in(models))
        guessed = guess_held_out(rows, models)
        guesses.append(rows.with_columns(match_score=guessed))
        for name, fitted in fit_models(rows, models).items():
            is_its = rows["model"].to_numpy() == name
            told[name] = describe(name, fitted, guessed[is_its], rows["is_one"].to_numpy()[is_its])
    names = [Path(text.split(":")[2]).name for text in given.sets]
    groups = {name: [labelled] for name, labelled in zip(names, sets, strict=True)}
    groups["labelled for statements alone"] = [labelled for labelled in sets if labelled.has_nested]
    for name, chosen in groups.items():
        print("held out by event, grouped:", name, check_groups(chosen, pl.concat(guesses)))
    pairs = pl.concat([labelled.articles for labelled in sets])
    told["story"] = learn_stories(pairs, read_strangers(given.corpus))
    write_weights(told, names)


def read_set(warehouse: Path, raw: Path, gold: Path) -> LabelledSet:
    """The quotes and pairs of articles of a labelled set."""
    with duckdb.connect(warehouse, read_only=True) as con:
        quotes = con.sql(_QUOTES).pl()
        articles = con.sql(_ARTICLES).pl()
    stories = json.loads((gold / "stories.json").read_text("utf-8"))
    of_story = {stem: slug for slug, stems in stories.items() for stem in stems}
    labels, only = [], set()
    for (stem,), rows in quotes.group_by("stem", maintain_order=True):
        text = (raw / f"{stem}.txt").read_bytes().decode("utf-8")
        record = json.loads((gold / f"{stem}.json").read_text("utf-8"))
        known = record["quotes"]
        only.add(record.get("only"))
        ours = [[(piece["raw_start"], piece["raw_end"]) for piece in pieces] for pieces in rows["fragments"]]
        theirs = [quote.get("fragments") or [(quote["start"], quote["end"])] for quote in known]
        found = match_quotes(
            [_list_letters(text, spans) for spans in theirs], [_list_letters(text, spans) for spans in ours]
        )
        names = {at: None if known[to].get("wrong") else known[to]["statement"] for to, at in found}
        labels += [names.get(at) for at in range(rows.height)]
    quotes = quotes.with_columns(label=pl.Series(labels, dtype=pl.String)).with_columns(
        event=pl.col("stem").replace_strict({stem: slug.split("/")[0] for stem, slug in of_story.items()})
    )
    return LabelledSet(quotes.drop("fragments"), only == {"statements"}, pair_articles(articles, of_story))


def match_quotes(one: list[frozenset[int]], other: list[frozenset[int]]) -> list[tuple[int, int]]:
    """Pairs of places, one to one, of spans of which at least .3 agree: greedily, the best first."""
    shares = [
        (-len(first & second) / len(first | second), at, to)
        for at, first in enumerate(one)
        for to, second in enumerate(other)
        if first & second
    ]
    found: dict[int, int] = {}
    for share, at, to in sorted(shares):
        if share <= -0.3 and at not in found and to not in found.values():
            found[at] = to
    return [*found.items()]


def pair_articles(articles: pl.DataFrame, of_story: dict[str, str]) -> pl.DataFrame:
    """Pairs of articles of about the same days, with how alike they are and whether they tell one event."""
    stories = articles.select("article_key", "published_on", story=pl.col("stem").replace_strict(of_story))
    return (
        compare_profiles(profile_articles(articles))
        .join(stories, on="article_key")
        .join(stories.rename({"article_key": "other_article_key"}), on="other_article_key", suffix="_other")
        .with_columns(
            day_count=(pl.col("published_on") - pl.col("published_on_other")).dt.total_days().abs().fill_null(0),
            is_one=(pl.col("story") == pl.col("story_other")).cast(pl.Float64),
            event=pl.col("story").str.split("/").list.first(),
            other_event=pl.col("story_other").str.split("/").list.first(),
        )
        .filter(pl.col("day_count") <= NEAR_DAYS)
        .sort("article_key", "other_article_key")
    )


def compare_profiles(profiles: pl.DataFrame) -> pl.DataFrame:
    """All pairs of profiles that are alike enough to be judged, as sql/relate/find_article_pairs.sql measures them."""
    number = pl.col("weight", "lead_weight", "headline_weight").cast(pl.Int64)
    profiles = profiles.with_columns(number)
    both = profiles.join(profiles, on="stem", suffix="_other").filter(
        pl.col("article_key") < pl.col("article_key_other")
    )
    unit = WEIGHT_UNIT**2
    headlines = pl.min_horizontal(pl.col("headline_weight").sum(), pl.col("headline_weight_other").sum())
    return (
        both.group_by("article_key", other_article_key="article_key_other")
        .agg(
            similarity=(pl.col("weight") * pl.col("weight_other")).sum() / unit,
            lead_similarity=(pl.col("lead_weight") * pl.col("lead_weight_other")).sum() / unit,
            headline_share=headlines / WEIGHT_UNIT,
        )
        .filter(pl.col("similarity") >= LEAST_SIMILARITY)
    )


def read_strangers(corpus: Path) -> pl.DataFrame:
    """Pairs of articles that are about the same and 10 to 90 days apart: of no one event. Features as above."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        records = [record for record in map(json.loads, lines) if STRANGER_YEARS.match(record["date"])]
    records = sorted(records, key=lambda record: blake2b(record["id"].encode()).digest())[:STRANGERS]
    articles = pl.DataFrame(
        [(at, one["title"], f"{one['title']}\n{one['text']}") for at, one in enumerate(records)],
        schema=["article_key", "headline", "clean_text"],
        orient="row",
    )
    days = pl.Series([one["date"] for one in records]).str.to_date()
    pairs = compare_profiles(profile_articles(articles)).sort("article_key", "other_article_key")
    apart = (days.gather(pairs["article_key"]) - days.gather(pairs["other_article_key"])).dt.total_days().abs()
    return pairs.filter(apart.is_between(10, 90)).with_columns(day_count=pl.lit(0), is_one=pl.lit(0.0))


def measure_set(labelled: LabelledSet) -> pl.DataFrame:
    """Features of the pairs of labelled quotes of one event, as a run makes them, with the keys of the two quotes,
    is_one, event, is_barred and the name of the model that judges them.
    """
    quotes = labelled.quotes.sort("quote_key")
    keys = quotes.select("article_key").unique()
    alone = keys.select("article_key", other_article_key="article_key", similarity=pl.lit(1.0))
    pairs = labelled.articles.filter(pl.col("event") == pl.col("other_event"))
    chosen = pl.concat([alone, pairs.select("article_key", "other_article_key", "similarity")])
    one, other, similarity = pair_quotes(quotes, chosen)
    features = measure_pairs(read_quotes(quotes), one, other, similarity)
    labels, (is_barred, is_later) = quotes["label"], bar_pairs(features)
    return (
        pl.DataFrame(features)
        .with_columns(
            quote_key=quotes["quote_key"].gather(one),
            other_quote_key=quotes["quote_key"].gather(other),
            is_one=(labels.gather(one) == labels.gather(other)).cast(pl.Float64),
            event=quotes["event"].gather(one),
            is_barred=is_barred | is_later,
            is_whole=~pl.lit(labelled.has_nested),
            model=pl.when(pl.col("nested") > 0)
            .then(pl.lit("nested"))
            .when(pl.col("is_within") > 0)
            .then(pl.lit("within"))
            .otherwise(pl.lit("across")),
        )
        .filter(pl.col("is_one").is_not_null() & ((pl.col("shared_count") > 0) | (pl.col("next") > 0)))
        .filter(labelled.has_nested | (pl.col("nested") == 0))
    )


def guess_held_out(rows: pl.DataFrame, models: Sequence[str]) -> Values:
    """What models that saw no pair of its event say of each pair, to four decimals."""
    guessed, folds, named = np.zeros(rows.height), rows["fold"].to_numpy(), rows["model"].to_numpy()
    for fold in range(FOLDS):
        for name, (bias, weights) in fit_models(rows.filter(pl.col("fold") != fold), models).items():
            chosen = (folds == fold) & (named == name)
            table = rows.select(FEATURES[name]).to_numpy().astype(float)[chosen]
            guessed[chosen] = 1 / (1 + np.exp(-(bias + table @ weights)))
    return np.asarray(guessed.round(4))


def fit_models(rows: pl.DataFrame, models: Sequence[str]) -> dict[str, tuple[float, Values]]:
    """Bias and weights (in the order of FEATURES) of each model: of one alone, or of several that share features."""
    whole = rows.filter(pl.col("is_whole") & (pl.col("model") == "across"))
    rows = pl.concat([rows, *[whole] * (WHOLE_WEIGHT - 1)])
    truth = rows["is_one"].to_numpy()
    if len(models) == 1:
        (name,) = models
        return {name: fit(rows.select(FEATURES[name]).to_numpy().astype(float), truth, PENALTIES[name])}
    is_of = [(rows["model"] == name).to_numpy().astype(float)[:, None] for name in models]
    shared, mean, spread = _standardise(rows.select(SHARED).to_numpy().astype(float))
    owned = [rows.select(OWN[name]).to_numpy() * mine for name, mine in zip(models, is_of, strict=True)]
    own, own_mean, own_spread = _standardise(np.column_stack(owned))
    columns = [*is_of, shared, *(FREEDOM * mine * shared for mine in is_of), own]
    found = solve(np.column_stack(columns), truth, PENALTIES[models[0]], len(models))
    sizes = [len(models), *[len(SHARED)] * (len(models) + 1)]
    biases, common, *parts = np.split(found, np.cumsum(sizes))
    own_weights = parts[-1] / own_spread
    told, start = {}, 0
    for name, bias, part in zip(models, biases, parts[:-1], strict=True):
        plain = (common + FREEDOM * part) / spread
        mine = own_weights[start : start + len(OWN[name])]
        start += len(OWN[name])
        told[name] = float(bias - mean @ plain - own_mean @ own_weights), np.concatenate([plain, mine])
    return told


def describe(name: str, fitted: tuple[float, Values], guessed: Values, truth: Values) -> dict[str, object]:
    """A model as it is written down, with what cross-validation by event says of it."""
    threshold = THRESHOLDS[name]
    is_found = guessed >= threshold
    checked = _rate(float(truth[is_found].sum()), int(is_found.sum()), float(truth.sum()))
    checked = {"pairs": len(truth), "pairs_that_are_one": int(truth.sum()), **checked}
    edges = [0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.01]
    bins = [(guessed >= low) & (guessed < high) for low, high in pairwise(edges)]
    checked["calibration"] = [
        [round(float(guessed[chosen].mean()), 2), round(float(truth[chosen].mean()), 2), int(chosen.sum())]
        for chosen in bins
        if chosen.any()
    ]
    print(name, checked)
    bias, weights = fitted
    rounded = {key: round(float(weight), 4) for key, weight in zip(FEATURES[name], weights, strict=True)}
    told = {"bias": round(bias, 4), "threshold": threshold, "penalty": PENALTIES[name]}
    return {**told, "checked": checked, "weights": rounded}


def check_groups(sets: Sequence[LabelledSet], guesses: pl.DataFrame) -> dict[str, dict[str, object]]:
    """Precision, recall and F1 of pairs of labelled quotes in one statement, across articles and within one, where
    each pair is judged by a model that saw no pair of its event.
    """
    quotes = pl.concat([labelled.quotes.filter(pl.col("label").is_not_null()) for labelled in sets])
    pairs = guesses.filter((pl.col("match_score") >= SCORE_FLOOR) & ~pl.col("is_barred"))
    grouped = group_statements(quotes, pairs.select("quote_key", "other_quote_key", "match_score"))
    told = quotes.select("quote_key", "article_key", "label").join(grouped, on="quote_key").sort("quote_key")
    both = told.join(told, how="cross", suffix="_other").filter(pl.col("quote_key") < pl.col("quote_key_other"))
    is_one, is_found = pl.col("label") == pl.col("label_other"), pl.col("statement_id") == pl.col("statement_id_other")
    is_within = pl.col("article_key") == pl.col("article_key_other")
    found = {}
    for name, chosen in (("across", both.filter(~is_within)), ("within", both.filter(is_within))):
        counts = chosen.select((is_one & is_found).sum(), is_found.sum().alias("found"), is_one.sum().alias("one"))
        found[name] = _rate(*counts.row(0))
    return found


def _rate(both: float, found: float, known: float) -> dict[str, object]:
    """Precision, recall and F1, to three decimals."""
    rates = {"precision": both / max(found, 1), "recall": both / max(known, 1), "f1": 2 * both / max(found + known, 1)}
    return {name: round(rate, 3) for name, rate in rates.items()}


def learn_stories(pairs: pl.DataFrame, strangers: pl.DataFrame) -> dict[str, object]:
    """Weights of the judgement on two articles, and what it gives on labelled pairs, held out by event.

    The labelled sets were chosen by day and topic, so that nearly all their pairs are one. What is not one is learned
    from strangers. How sure a pair is in news at large was read off pairs of the corpus by similarity alone, 10 for
    each step: at .17 half are one event, at .45 nine of ten. That level and that slope are kept: as many strangers
    reach the threshold as by similarity of .17.
    """
    chosen = pairs.filter(is_one=1.0)
    numbers = chosen["event"].rank("dense").to_numpy().astype(int)
    kept = int((strangers["similarity"] >= EVEN_SIMILARITY).sum())

    def learn_from(rows: pl.DataFrame) -> tuple[float, Values]:
        table = np.vstack([_measure(rows), _measure(strangers)])
        truth = np.concatenate([np.ones(rows.height), np.zeros(strangers.height)])
        _, weights = fit(table, truth, PENALTIES["story"])
        weights *= STORY_SLOPE
        return -float(np.sort(_measure(strangers) @ weights)[::-1][kept]), weights

    guessed = np.zeros(pairs.height)
    of_event = dict(zip(chosen["event"], numbers, strict=True))
    for fold in range(FOLDS):
        is_held = np.array([of_event.get(event, 0) % FOLDS == fold for event in pairs["event"]])
        bias, weights = learn_from(chosen.filter(numbers % FOLDS != fold))
        guessed[is_held] = bias + (_measure(pairs) @ weights + DAY_WEIGHT * pairs["day_count"].to_numpy())[is_held]
    is_found = guessed >= np.log(THRESHOLDS["story"] / (1 - THRESHOLDS["story"]))
    both = float(pairs["is_one"].to_numpy()[is_found].sum())
    checked = {"pairs": pairs.height, **_rate(both, int(is_found.sum()), float(pairs["is_one"].sum()))}
    print("story", checked)
    bias, weights = learn_from(chosen)
    told = {name: round(float(weight), 4) for name, weight in zip(STORY_FEATURES, weights, strict=True)}
    told["days"] = DAY_WEIGHT
    given = {"bias": round(bias, 4), "threshold": THRESHOLDS["story"], "penalty": PENALTIES["story"]}
    return {**given, "checked": checked, "weights": told}


def _measure(pairs: pl.DataFrame) -> Values:
    features = measure_articles(pairs)
    return np.column_stack([features[name] for name in STORY_FEATURES])


def fit(table: Values, truth: Values, ridge: float) -> tuple[float, Values]:
    """Bias and weights of a logistic regression with a ridge penalty on standardised features."""
    scaled, mean, spread = _standardise(table)
    found = solve(np.column_stack([np.ones(len(table)), scaled]), truth, ridge, 1)
    plain = found[1:] / spread
    return float(found[0] - mean @ plain), plain


def solve(table: Values, truth: Values, ridge: float, free_count: int) -> Values:
    """Weights of the columns by Newton's method; the first `free_count` bear no penalty."""
    penalty = np.full(table.shape[1], ridge)
    penalty[:free_count] = 0
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        guessed = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (guessed - truth) + penalty * weights
        curve = (table * (guessed * (1 - guessed))[:, None]).T @ table + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _standardise(table: Values) -> tuple[Values, Values, Values]:
    """The table with a mean of 0 and a spread of 1 in each column, the means and the spreads."""
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread == 0] = 1
    return (table - mean) / spread, mean, spread


def write_weights(told: dict[str, dict[str, object]], names: list[str]) -> None:
    """Write articles/resolution/weights.toml."""
    lines = [
        "# How surely two quotes report one utterance, of two articles (across) or one (within; nested where one",
        "# stands inside the other), and two articles tell one event (story). Written by",
        "# `python -m benchmarks.train_statements`; do not edit. Features are described in quote_pairs.py.",
        "# `checked` is cross-validation by event at the threshold; its calibration lists mean probability,",
        "# share that is one, and pairs.",
        f"data = {json.dumps(names)}",
    ]
    for name, model in told.items():
        lines += ["", f"[{name}]", *(f"{key} = {model[key]}" for key in ("bias", "threshold", "penalty"))]
        for part in ("checked", "weights"):
            values = model[part]
            assert isinstance(values, dict)
            lines += ["", f"[{name}.{part}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    path = Path(__file__).parents[1] / "articles" / "resolution" / "weights.toml"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _list_letters(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, min(end, len(text))) if text[at].isalnum())


if __name__ == "__main__":
    main()
