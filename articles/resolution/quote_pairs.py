"""The features of pairs of quotes, from which a model judges whether both report one utterance.

A feature depends only on the two quotes, on the other quotes of their two articles and on how rare words are in news
(background.toml). So a pair gets the same score in any warehouse and in any batch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from articles.quotes.source_kinds import find_unnamed_noun
from articles.resolution.background import UNIT, weigh_stems
from articles.resolution.local_rarity import liken_locally
from articles.resolution.sets import find_shared, make_sets
from articles.text.person_names import agree_persons, parse_person_name
from articles.text.words import NEGATION, read_word, split_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.resolution.model import Values
    from articles.resolution.sets import Numbers, NumberSets

    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

NESTED_SHARE = 0.5  # of the shorter quote that stands inside the other: "Reuters said that he said ..."
HEADLINE_LETTERS = 150  # a quote that begins before stands in the headline or opens the article, which then tells it

_MARKED = r"[\"“”][^\"“”]+[\"“”]"
_DETERMINERS = frozenset("a an the some several one two three many other another".split())
_PRONOUNS = frozenset("i you he she it we they me him her us them who".split())
_SMALL_WORDS = frozenset("of the and for de la von van der bin al to in at on s".split())
# Words of a name that do not identify a person.
_TITLES = frozenset("mr ms mrs dr sen rep gov gen the a an s of and president senator".split())


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes in columns for comparing; a quote is known by its place (row number)."""

    words: NumberSets
    values: Numbers  # the weight of each stem
    all_words: NumberSets  # as they stand, small words too
    pairs: NumberSets  # of stems that follow each other
    pair_values: Numbers
    fours: NumberSets  # four stems in a row
    sevens: NumberSets
    marked: NumberSets  # stems inside quotation marks
    numbers: NumberSets
    names: NumberSets  # words of the speaker's name
    speakers: list[str]  # the speaker's name as it is written
    last_names: Numbers  # the last of them, as a number; negative where there is none
    last_stems: Numbers  # the last of them, as a stem
    heads: Numbers  # the noun of one unnamed person's description, as a number; 0 where it is somebody else
    sums: dict[str, Numbers]  # weights of all words, pairs and marked words of a quote
    negates: Flags
    is_vague: Flags  # a speaker who is described or unnamed
    is_person: Flags
    is_direct: Flags
    is_indirect: Flags
    articles: Numbers
    orders: Numbers  # place among the quotes of the article
    starts: Numbers
    ends: Numbers
    places: Values  # where the quote begins: 0 at the top of the article, 1 where its last quote ends
    sentences: Numbers
    keys: Numbers
    parents: Numbers
    days: Values  # NaN where unknown


def read_quotes(quotes: pl.DataFrame) -> Quotes:
    """Read quotes for comparing. Places are row numbers.

    `quotes`: quote_key, article_key, parent_quote_key, quote_type, quote_text, speaker_name, speaker_type, raw_start,
    raw_end, sentence_number, published_on; of each article all quotes or none.
    """
    count = quotes.height
    texts, names = quotes["quote_text"].fill_null(""), quotes["speaker_name"].fill_null("")
    is_direct = quotes["quote_type"] == "direct"
    spoken = split_texts(texts)
    stems = spoken["stem"].unique().sort()
    vocabulary = pl.DataFrame({"stem": stems, "number": pl.int_range(1, len(stems) + 1, eager=True)})
    values = np.concatenate([[0], weigh_stems(stems).to_numpy()])
    is_number = np.concatenate([[False], stems.cast(pl.String).str.contains(r"^\d").to_numpy()])
    owners, members = _number(spoken.filter(pl.col("stem") != NEGATION), vocabulary)
    inside = pl.DataFrame({"text": texts, "is_direct": is_direct}).select(
        pl.when("is_direct").then("text").otherwise(pl.col("text").str.extract_all(_MARKED).list.join(" "))
    )["text"]
    marked = make_sets(*_number(split_texts(inside).filter(pl.col("stem") != NEGATION), vocabulary), count)
    words = make_sets(owners, members, count)
    two_owners, twos, firsts = _take_runs(owners, members, 2)
    pair_values = np.zeros(int(twos.max(initial=0)) + 1, dtype=np.int64)
    pair_values[twos] = values[members[firsts]] + values[members[firsts + 1]]
    pairs = make_sets(two_owners, twos, count)
    sums = {
        "words": _sum_up(words, values, count),
        "squares": _sum_up(words, values**2, count),
        "pairs": _sum_up(pairs, pair_values, count),
        "marked": _sum_up(marked, values, count),
    }
    speaker_words, last_names, last_stems = _number_speakers(names, dict(vocabulary.iter_rows()))
    return Quotes(
        words=words,
        values=values,
        all_words=_read_all_words(texts),
        pairs=pairs,
        pair_values=pair_values,
        fours=make_sets(*_take_runs(owners, members, 4)[:2], count),
        sevens=make_sets(*_take_runs(owners, members, 7)[:2], count),
        marked=marked,
        numbers=make_sets(owners[is_number[members]], members[is_number[members]], count),
        names=speaker_words,
        speakers=names.to_list(),
        last_names=last_names,
        last_stems=last_stems,
        heads=_number_heads(names),
        sums=sums,
        negates=np.isin(np.arange(count), spoken.filter(stem=NEGATION)["text_number"].unique().to_numpy()),
        is_vague=np.array([_is_vague(name) for name in names], dtype=np.bool_),
        is_person=(quotes["speaker_type"] == "PERSON").fill_null(False).to_numpy(),
        is_direct=is_direct.to_numpy(),
        is_indirect=(quotes["quote_type"] == "indirect").to_numpy(),
        articles=quotes["article_key"].rank("dense").cast(pl.Int64).to_numpy(),
        orders=quotes.select(
            pl.struct("raw_start", -pl.col("raw_end"), "quote_key").rank("ordinal").over("article_key").cast(pl.Int64)
        )
        .to_series()
        .to_numpy(),
        starts=quotes["raw_start"].cast(pl.Int64).to_numpy(),
        ends=quotes["raw_end"].cast(pl.Int64).to_numpy(),
        places=quotes.select(pl.col("raw_start") / pl.col("raw_end").max().over("article_key").clip(1))
        .to_series()
        .to_numpy(),
        sentences=quotes["sentence_number"].fill_null(0).cast(pl.Int64).to_numpy(),
        keys=quotes["quote_key"].to_numpy(),
        parents=quotes["parent_quote_key"].fill_null(-2).to_numpy(),
        days=quotes["published_on"].cast(pl.Int32).cast(pl.Float64).to_numpy(),
    )


def _read_all_words(texts: pl.Series) -> NumberSets:
    """All words of each text: small words tell a paraphrase ("there is no us and them") where rare ones are few."""
    words = (
        pl.DataFrame({"place": pl.int_range(len(texts), eager=True), "word": texts.str.to_lowercase()})
        .with_columns(pl.col("word").str.extract_all(r"\w+"))
        .explode("word")
        .drop_nulls()
        .with_columns(pl.col("word").rank("dense").cast(pl.Int64))
    )
    return make_sets(words["place"].cast(pl.Int64).to_numpy(), words["word"].to_numpy(), len(texts))


def _number_speakers(names: pl.Series, stem_numbers: Mapping[str, int]) -> tuple[NumberSets, Numbers, Numbers]:
    """The words of each speaker's name as numbers, the last word among them, and the last word as a stem."""
    words = [_read_name(name) for name in names]
    known = {word: number for number, word in enumerate(sorted({word for name in words for word in name}), 1)}
    sets = make_sets(
        np.array([at for at, name in enumerate(words) for _ in name], dtype=np.int64),
        np.array([known[word] for name in words for word in name], dtype=np.int64),
        len(words),
    )
    last_names = np.array([known[name[-1]] if name else -1 - at for at, name in enumerate(words)], dtype=np.int64)
    last_stems = np.array([stem_numbers.get(read_word(name[-1]), 0) if name else 0 for name in words], dtype=np.int64)
    return sets, last_names, last_stems


def _number_heads(names: pl.Series) -> Numbers:
    """The noun of each unnamed person's description as a number: outlets describe one official in several ways."""
    heads = [find_unnamed_noun(name) if name and _is_vague(name) else "" for name in names]
    known = {noun: number for number, noun in enumerate(sorted({"", *heads}))}
    return np.array([known[noun] for noun in heads], dtype=np.int64)


def measure_pairs(quotes: Quotes, one: Numbers, other: Numbers, similarity: Values) -> dict[str, Values]:
    """The features of pairs of places, each an array of the length of `one`.

    `similarity` is that of their two articles, 0 to 1. All pairs of two articles that share a word must come in one
    call: the rivals of a pair are the other pairs that its two quotes make with quotes of the two articles.
    """
    shared = _sum_shared(quotes.words, quotes.values, one, other) / UNIT
    squares = _sum_shared(quotes.words, quotes.values**2, one, other)
    sides = quotes.sums["words"][one] / UNIT, quotes.sums["words"][other] / UNIT
    least, most = np.minimum(*sides), np.maximum(*sides)
    norms = np.sqrt(np.maximum(quotes.sums["squares"][one].astype(float) * quotes.sums["squares"][other], 1.0))
    paired = _sum_shared(quotes.pairs, quotes.pair_values, one, other) / UNIT
    fewest_pairs = np.minimum(quotes.sums["pairs"][one], quotes.sums["pairs"][other]) / UNIT
    marked = _sum_shared(quotes.marked, quotes.values, one, other) / UNIT
    fewest_marked = np.minimum(quotes.sums["marked"][one], quotes.sums["marked"][other]) / UNIT
    numbers = _count_shared(quotes.numbers, one, other)
    have_numbers = (quotes.numbers.counts[one] > 0) & (quotes.numbers.counts[other] > 0)
    contain = shared / np.maximum(least, 1e-9)
    found = {
        "contain": contain,
        "cover": shared / np.maximum(most, 1e-9),
        "cosine": squares / norms,
        "shared": np.log1p(shared),
        "all_words": _share_words(quotes.all_words, one, other),
        "shared_count": np.log1p(_count_shared(quotes.words, one, other)),
        "pairs": np.log1p(paired),
        "pairs_contain": paired / np.maximum(fewest_pairs, 8.0),
        "fours": np.log1p(_count_shared(quotes.fours, one, other)),
        "sevens": np.log1p(_count_shared(quotes.sevens, one, other)),
        "marked": np.log1p(marked),
        "marked_contain": marked / np.maximum(fewest_marked, 5.0),
        "other_numbers": (have_numbers & (numbers == 0)).astype(float),
        "same_numbers": np.minimum(numbers, 2.0),
        "other_negation": (quotes.negates[one] != quotes.negates[other]).astype(float),
        "least": np.log1p(least),
        "ratio": np.log((most + 3) / (least + 3)),
        "similarity": np.log(similarity + 0.05),
    }
    found |= _compare_speakers(quotes, one, other) | _compare_places(quotes, one, other)
    is_same = found["same_speaker"]
    found["lead_in_next"] = found["lead_in"] * found["next"] * is_same
    found["same_next"] = found["next"] * is_same
    found["margin"] = _compare_rivals(quotes, one, other, contain * np.log1p(shared) * (1 + is_same))
    local = liken_locally(quotes.words, quotes.values, quotes.articles, one, other)
    found["local_margin"] = _compare_rivals(quotes, one, other, local * (1 + is_same))
    return found


def _compare_speakers(quotes: Quotes, one: Numbers, other: Numbers) -> dict[str, Values]:
    fewest = np.minimum(quotes.names.counts[one], quotes.names.counts[other])
    is_akin = (fewest > 0) & (_count_shared(quotes.names, one, other) == fewest)
    is_akin |= (quotes.heads[one] > 0) & (quotes.heads[one] == quotes.heads[other])
    are_persons = quotes.is_person[one] & quotes.is_person[other]
    is_same = is_akin.copy()
    share_surname = are_persons & ~is_akin & (quotes.last_names[one] == quotes.last_names[other])
    for at in np.flatnonzero(share_surname):
        is_same[at] = _is_one_person(quotes.speakers[one[at]], quotes.speakers[other[at]])
    is_vague = quotes.is_vague[one] | quotes.is_vague[other]
    is_named = _has_member(quotes.words, one, quotes.last_stems[other]) | _has_member(
        quotes.words, other, quotes.last_stems[one]
    )
    return {
        "same_speaker": is_same.astype(float),
        "other_person": (~is_same & are_persons).astype(float),
        "other_name": (~is_same & ~are_persons & ~is_vague).astype(float),
        "vague_speaker": (~is_same & is_vague).astype(float),
        "relay": (~is_same & is_named).astype(float),  # one quote mentions the speaker of the other
    }


@lru_cache(maxsize=100_000)
def _is_one_person(one: str, other: str) -> bool:
    """Whether two full names with one surname mean one person: Rand Paul is not Ron Paul."""
    return agree_persons(parse_person_name(one), parse_person_name(other)) is not None


def _compare_places(quotes: Quotes, one: Numbers, other: Numbers) -> dict[str, Values]:
    is_within = quotes.articles[one] == quotes.articles[other]
    starts, ends = (quotes.starts[one], quotes.starts[other]), (quotes.ends[one], quotes.ends[other])
    overlap = is_within * np.maximum(0, np.minimum(*ends) - np.maximum(*starts))
    lengths = ends[0] - starts[0], ends[1] - starts[1]
    is_nested = overlap > NESTED_SHARE * np.maximum(1, np.minimum(*lengths))
    gap = np.maximum(0, np.maximum(*starts) - np.minimum(*ends))
    steps = np.abs(quotes.orders[one] - quotes.orders[other])
    is_first = quotes.orders[one] < quotes.orders[other]
    first, second = np.where(is_first, one, other), np.where(is_first, other, one)
    is_parent = (quotes.parents[one] == quotes.keys[other]) | (quotes.parents[other] == quotes.keys[one])
    days = np.abs(quotes.days[one] - quotes.days[other])
    return {
        "is_within": is_within.astype(float),
        "both_direct": (quotes.is_direct[one] & quotes.is_direct[other]).astype(float),
        "both_indirect": (quotes.is_indirect[one] & quotes.is_indirect[other]).astype(float),
        "nested": is_nested.astype(float),
        "span_share": is_nested * overlap / np.maximum(1, np.maximum(*lengths)),
        "span_lead": is_nested * np.log1p(np.abs(starts[0] - starts[1]) / 20),
        "span_tail": is_nested * np.log1p(np.abs(ends[0] - ends[1]) / 20),
        "gap": np.where(is_within, np.log1p(gap / 50), 0.0),
        "next": (is_within & (steps == 1)).astype(float),
        "next_but_one": (is_within & (steps == 2)).astype(float),
        "apart": np.abs(quotes.places[one] - quotes.places[other]),
        "near": (is_within & (np.abs(quotes.sentences[one] - quotes.sentences[other]) <= 1)).astype(float),
        "headline": (is_within & (np.minimum(*starts) < HEADLINE_LETTERS)).astype(float),
        "sentence": np.where(is_within, np.log1p(np.minimum(quotes.sentences[one], quotes.sentences[other])), 0.0),
        "lead_in": (is_within & ~quotes.is_direct[first] & quotes.is_direct[second]).astype(float),
        "parent": is_parent.astype(float),
        "days": days,
    }


def _compare_rivals(quotes: Quotes, one: Numbers, other: Numbers, likeness: Values) -> Values:
    """The margin of a pair over its rivals: the other pairs of its two quotes in the two articles."""
    size = int(quotes.articles.max(initial=0)) + 1
    keys = np.concatenate([one * size + quotes.articles[other], other * size + quotes.articles[one]])
    owners, at = np.unique(keys, return_inverse=True)
    both = np.concatenate([likeness, likeness])
    best, second = np.zeros(len(owners)), np.zeros(len(owners))
    np.maximum.at(best, at, both)
    is_best = both >= best[at]
    np.maximum.at(second, at, np.where(is_best, 0.0, both))
    rival = np.where(is_best, second[at], best[at]).reshape(2, -1).max(axis=0) if len(at) else likeness
    margin: Values = (likeness - rival) / (likeness + rival + 1)
    return margin


def _take_runs(owners: Numbers, members: Numbers, length: int) -> tuple[Numbers, Numbers, Numbers]:
    """Runs of `length` members of one owner: their owners, the runs as numbers, and where they begin."""
    if len(members) < length:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    size = int(members.max()) + 1
    runs = members
    for at in range(1, length):
        runs = np.unique(runs[:-1] * size + members[at:], return_inverse=True)[1].astype(np.int64)
    starts = np.flatnonzero(owners[: len(runs)] == owners[length - 1 :])
    return owners[starts], runs[starts], starts


def _number(words: pl.DataFrame, vocabulary: pl.DataFrame) -> tuple[Numbers, Numbers]:
    numbered = words.join(vocabulary, on="stem", maintain_order="left")
    return numbered["text_number"].cast(pl.Int64).to_numpy(), numbered["number"].cast(pl.Int64).to_numpy()


def _sum_up(sets: NumberSets, values: Numbers, count: int) -> Numbers:
    return np.bincount(sets.owners, values[sets.members], count).astype(np.int64)


def _sum_shared(sets: NumberSets, values: Numbers, one: Numbers, other: Numbers) -> Values:
    at, first, _ = find_shared(sets, one, other)
    return np.bincount(at, values[sets.members[first]], len(one)).astype(np.float64)


def _count_shared(sets: NumberSets, one: Numbers, other: Numbers) -> Values:
    return np.bincount(find_shared(sets, one, other)[0], minlength=len(one)).astype(float)


def _share_words(words: NumberSets, one: Numbers, other: Numbers) -> Values:
    """The share of the words of the quote with fewer that the other has too."""
    fewest = np.minimum(words.counts[one], words.counts[other])
    shared: Values = _count_shared(words, one, other) / np.maximum(1, fewest)
    return shared


def _has_member(sets: NumberSets, places: Numbers, members: Numbers) -> Flags:
    if not len(sets.codes):
        return np.zeros(len(places), dtype=np.bool_)
    is_known = (members > 0) & (members < sets.size)
    asked = places * sets.size + members
    at = np.minimum(np.searchsorted(sets.codes, asked), len(sets.codes) - 1)
    found: Flags = is_known & (sets.codes[at] == asked)
    return found


def _read_name(name: str) -> list[str]:
    words = re.findall(r"\w+", name.casefold())
    return [word for word in words if word not in _TITLES]


def _is_vague(name: str) -> bool:
    """Whether a speaker is missing or only described: "a Kremlin aide", "two people familiar with the matter"."""
    words = name.split()
    if not words or words[0].casefold() in _DETERMINERS | _PRONOUNS:
        return True
    return any(word[0].islower() and word.casefold() not in _SMALL_WORDS for word in words)
