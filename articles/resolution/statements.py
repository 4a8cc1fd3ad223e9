"""Statements: quotes of the same utterance, in whichever article, wording and outlet.

Outlets trim what somebody said, report it directly or in their own words, and shift tense and person ("I will go" - "he
would go"). So quotes are compared by their content words, cut to crude stems, with pronouns and auxiliaries left out;
the rarer a word, the more it counts. Numbers, negation and different speakers keep quotes apart.

Only quotes that share two of their rarest words, or three words in a row, are compared at all, so the work grows near
linearly with the number of quotes (blocking as in Papadakis et al., "Blocking and Filtering Techniques for Entity
Resolution: A Survey", 2020). The outcome depends on the set of quotes alone, not on their order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from articles.resolution.joining import Groups
from articles.resolution.sets import PAIRS_AT_ONCE, count_shared, find_shared, make_sets, pair_members
from articles.text.words import NEGATION, WORD, split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.resolution.sets import Numbers, NumberSets

# Thresholds were set on the pairs of quotes in the labelled articles that report one utterance.
SAME_SPEAKER_SHARE = 0.5  # weight of the shared words in the lighter quote's, for quotes of one speaker
OTHER_SPEAKER_SHARE = 0.6  # where a speaker is unnamed or unknown
VERBATIM_SHARE = 0.9  # where two speakers have different names: then nearly everything must agree, word for word
MANY_SHARE, MANY_SHARED = 0.4, 5  # a smaller share is enough where that many words are shared
MIN_SHARED = 3  # content words
FEWEST = 2  # content words of one speaker's quote, all of which must be shared where they are so few
VERBATIM_SHARED = 12
LINKED_SHARE = 0.2  # of the pairs between two groups of quotes that must be alike; from .25 on true wordings fall apart
RUN_LENGTH = 5  # content words in a row that two quotes of one speaker seldom share by chance
MARKED_RUN_LENGTH = 4  # the same, where all of them stand inside quotation marks in both
SAME_DAYS = 45  # the same words later are said anew, unless they are many

RARE_WORDS = 8  # of a quote, that take part in blocking
BLOCK_LIMIT = 60  # quotes that share a block; a larger one says nothing

_MARKED = r"[\"“”][^\"“”]+[\"“”]"
_DESCRIPTION_WORDS = frozenset("a an the some several one two three many other another".split())  # noqa: SIM905
_SMALL_WORDS = frozenset("of the and for de la von van der bin al to in at on s".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Quotes as they are compared. A quote goes by its place in the order of keys, a stem by how rare it is."""

    table: pl.DataFrame  # speaker_entity_key, speaker_number, is_described, published_on, word_count, number_count
    speakers: NumberSets  # the words of a speaker's name, by speaker_number
    spoken: pl.DataFrame  # stems in a row: text_number, stem
    marked: pl.DataFrame  # those inside quotation marks
    negations: pl.DataFrame  # text_number, stem_count: how many stems stand before a negation
    words: NumberSets
    numbers: NumberSets
    values: Numbers  # what a stem weighs
    weights: Numbers  # what all words of a quote weigh together


def resolve_statements(quotes: pl.DataFrame) -> pl.DataFrame:
    """Give every quote its statement.

    `quotes` has one row a quote: quote_key, article_key, quote_type, quote_text, speaker_entity_key, speaker_name,
    published_on. Returns quote_key, statement_id, statement_text, sorted by quote_key; the result does not depend on
    row order. statement_id comes from the words of the quote that was published first.
    """
    quotes = quotes.sort("quote_key").with_columns(pl.col("quote_text", "speaker_name").fill_null(""))
    words = split_texts(quotes["quote_text"])
    read = _read_quotes(quotes, words)
    one, other = _pair_candidates(read)
    roots = _link(read, _find_alike(read, one, other))
    return _name_statements(quotes.with_columns(root=pl.Series(roots)), words)


def _name_statements(quotes: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Name a statement after the quote published first, and tell it by the longest, a direct one before others."""
    stems = words.filter(pl.col("stem") != NEGATION).group_by("text_number", maintain_order=True)
    told = (
        quotes.with_columns(text_number=pl.int_range(pl.len()))
        .join(stems.agg(pl.col("stem").cast(pl.String).str.join(" ")), on="text_number", how="left")
        .sort("published_on", "quote_key", nulls_last=True)
    )
    parts = (
        pl.col(part).cast(pl.String).fill_null("") for part in ("stem", "speaker_name", "published_on", "article_key")
    )
    first = told.unique("root", keep="first").select("root", parts=pl.concat_str(*parts, separator="\0"))
    identities = [blake2b(key.encode(), digest_size=8).hexdigest() for key in first["parts"]]
    longest = told.sort(
        pl.col("quote_type") == "direct", pl.col("quote_text").str.len_chars(), -pl.col("quote_key"), descending=True
    ).unique("root", keep="first")
    named = first.with_columns(statement_id=pl.Series(identities, dtype=pl.String)).join(longest, on="root")
    return (
        quotes.join(named.select("root", "statement_id", statement_text="quote_text"), on="root")
        .select("quote_key", "statement_id", "statement_text")
        .sort("quote_key")
    )


def _link(read: _Quotes, edges: Sequence[tuple[int, int]]) -> Numbers:
    """By place, the smallest place of the group that reports one utterance. `edges`: pairs alike, the nearest first.

    Groups become one where enough of the pairs between them are alike (average linkage, Sokal and Michener 1958). One
    pair alone would do for single quotes, but among many it chains what is only akin: in 5,000 articles 227 quotes of
    62 speakers hung together so.
    """
    groups = Groups(read.table.height)
    numbers, described = read.table["speaker_number"].to_list(), read.table["is_described"].to_list()
    linked = sorted({place for edge in edges for place in edge})
    names = {place: set() if described[place] else {read.speakers.get(numbers[place])} for place in linked}
    sizes = dict.fromkeys(linked, 1)
    alike: dict[int, dict[int, int]] = {place: {} for place in linked}  # by root: how many pairs with each other group
    for one, other in edges:
        alike[one][other] = alike[other][one] = 1
    for one, other in edges:
        kept, taken = sorted((groups.find(one), groups.find(other)))
        if kept == taken or not _may_join(names[kept], names[taken]):
            continue
        if alike[kept][taken] < LINKED_SHARE * sizes[kept] * sizes[taken]:
            continue
        groups.join(kept, taken)
        names[kept] |= names[taken]
        sizes[kept] += sizes[taken]
        del alike[kept][taken], alike[taken][kept]
        for neighbour, count in alike[taken].items():
            alike[kept][neighbour] = alike[neighbour][kept] = alike[kept].get(neighbour, 0) + count
            del alike[neighbour][taken]
        alike[taken].clear()
    roots = np.arange(read.table.height)
    roots[linked] = [groups.find(place) for place in linked]
    return roots


def _read_quotes(quotes: pl.DataFrame, words: pl.DataFrame) -> _Quotes:
    vocabulary = _weigh_stems(words.filter(pl.col("stem") != NEGATION), quotes.height)
    values = np.concatenate([[0], vocabulary["weight"].to_numpy()])
    is_number = np.concatenate([[False], vocabulary["stem"].cast(pl.String).str.contains(r"^\d").to_numpy()])
    spoken = _number_stems(words, vocabulary)
    negations = words.with_columns(stem_count=(pl.col("stem") != NEGATION).cum_sum().over("text_number"))
    owners, stems = spoken["text_number"].to_numpy(), spoken["stem"].to_numpy()
    sets = make_sets(owners, stems, quotes.height)
    numbers = make_sets(owners[is_number[stems]], stems[is_number[stems]], quotes.height)
    names = quotes["speaker_name"].unique().sort()
    described = pl.Series([_is_description(name) for name in names], dtype=pl.Boolean)
    speakers = pl.DataFrame({"speaker_name": names, "is_described": described})
    table = quotes.select("speaker_entity_key", "speaker_name", "published_on").join(
        speakers.with_row_index("speaker_number"), on="speaker_name", maintain_order="left"
    )
    return _Quotes(
        table=table.drop("speaker_name").with_columns(
            word_count=pl.Series(sets.counts), number_count=pl.Series(numbers.counts)
        ),
        speakers=_read_names(names),
        spoken=spoken,
        marked=_read_marked(quotes, spoken, vocabulary),
        negations=negations.filter(pl.col("stem") == NEGATION).select("text_number", "stem_count"),
        words=sets,
        numbers=numbers,
        values=values,
        weights=np.bincount(sets.owners, values[sets.members], quotes.height).astype(np.int64),
    )


def _weigh_stems(words: pl.DataFrame, quote_count: int) -> pl.DataFrame:
    """Stems numbered from 1, the rarest first: stem, stem_number, weight.

    The weight is the inverse document frequency in millionths, smoothed so that it means something for few quotes too.
    Whole numbers, because their sums do not depend on the order in which a set gives its words.
    """
    counted = words.unique().group_by("stem").len().sort("len", pl.col("stem").cast(pl.String))
    weights = {count: round(1e6 * math.log((quote_count + 100) / (count + 1.0))) for count in counted["len"].unique()}
    return counted.select(
        "stem",
        stem_number=pl.int_range(1, pl.len() + 1),
        weight=pl.col("len").replace_strict(weights, return_dtype=pl.Int64),
    )


def _number_stems(words: pl.DataFrame, vocabulary: pl.DataFrame) -> pl.DataFrame:
    return words.join(vocabulary, on="stem", maintain_order="left").select("text_number", stem="stem_number")


def _read_marked(quotes: pl.DataFrame, spoken: pl.DataFrame, vocabulary: pl.DataFrame) -> pl.DataFrame:
    """Stems of direct quotes, and of the stretches inside quotation marks in others: text_number, stem.

    Behind the first stretch, the second and so on stands a number of its own: to begin or end alike is likeness too.
    """
    is_direct = quotes["quote_type"] == "direct"
    stretches = (
        pl.DataFrame({"owner": pl.int_range(quotes.height, eager=True), "text": quotes["quote_text"]})
        .filter(~is_direct)
        .with_columns(pl.col("text").str.extract_all(_MARKED))
        .explode("text")
        .drop_nulls()
    )
    ends = stretches.select(
        text_number=pl.int_range(pl.len()), stem=pl.int_range(pl.len()).over("owner") + vocabulary.height + 1
    )
    inside = pl.concat([_number_stems(split_texts(stretches["text"]), vocabulary), ends]).sort(
        "text_number", maintain_order=True
    )
    owned = inside.with_columns(text_number=stretches["owner"].gather(inside["text_number"]))
    return pl.concat([spoken.filter(is_direct.gather(spoken["text_number"])), owned])


def _find_alike(read: _Quotes, one: Numbers, other: Numbers) -> list[tuple[int, int]]:
    """Pairs of quotes that report one utterance, nearest first, of those worth comparing."""
    starts = range(0, max(len(one), 1), PAIRS_AT_ONCE)
    pairs = pl.concat(
        [_compare_words(read, one[at : at + PAIRS_AT_ONCE], other[at : at + PAIRS_AT_ONCE]) for at in starts]
    )
    doubtful = pairs.filter(~pl.col("is_enough"))
    is_run = (
        _share_runs(read, read.spoken, doubtful, RUN_LENGTH + 2)
        | (_share_runs(read, read.spoken, doubtful, RUN_LENGTH) & doubtful["is_same"])
        | _share_runs(read, read.marked, doubtful, MARKED_RUN_LENGTH)
    )
    alike = pl.concat([pairs.filter("is_enough"), doubtful.filter(is_run)]).sort(-pl.col("share"), "one", "other")
    return alike.filter(~_negate_differently(read, alike)).select("one", "other").rows()


def _compare_words(read: _Quotes, one: Numbers, other: Numbers) -> pl.DataFrame:
    """Pairs that nothing but their order of words and negations may keep apart: one, other, share, is_same, is_enough.

    `share` is the likeness of the two quotes, 0 to 1. What is quickly asked comes first: of a million pairs few get to
    the end.
    """
    pairs = pl.DataFrame({"one": one, "other": other})
    sides = [read.table[pairs[side]].select(pl.all().name.prefix(f"{side}_")) for side in pairs.columns]
    pairs = _compare_speakers(read, pl.concat([pairs, *sides], how="horizontal"))
    days = (pl.col("one_published_on") - pl.col("other_published_on")).dt.total_days().abs()
    fewest = pl.when(pl.col("is_different") | (days > SAME_DAYS)).then(VERBATIM_SHARED).otherwise(FEWEST)
    pairs = pairs.with_columns(
        fewest=fewest,
        fewest_words=pl.min_horizontal("one_word_count", "other_word_count"),
        fewest_numbers=pl.min_horizontal("one_number_count", "other_number_count"),
    ).filter(pl.col("fewest_words") >= pl.col("fewest"))
    pairs = pairs.filter(_count_shared(read.numbers, pairs) == pl.col("fewest_numbers"))
    shared = pl.col("shared_count")
    at, first, _ = find_shared(read.words, pairs["one"].to_numpy(), pairs["other"].to_numpy())
    weight = np.bincount(at, read.values[read.words.members[first]], pairs.height)
    lighter = np.minimum(read.weights[pairs["one"]], read.weights[pairs["other"]])
    pairs = pairs.with_columns(
        shared_count=np.bincount(at, minlength=pairs.height), share=(weight / lighter).clip(0, 1)
    ).filter(
        (shared >= pl.max_horizontal("fewest", MIN_SHARED)) | (pl.col("is_same") & (shared == pl.col("fewest_words")))
    )
    share, enough = pl.col("share"), pl.when("is_same").then(SAME_SPEAKER_SHARE).otherwise(OTHER_SPEAKER_SHARE)
    return pairs.filter((share >= VERBATIM_SHARE) | ~pl.col("is_different")).select(
        "one",
        "other",
        "share",
        "is_same",
        is_enough=(share >= enough) | ((share >= MANY_SHARE) & (shared >= MANY_SHARED)),
    )


def _count_shared(sets: NumberSets, pairs: pl.DataFrame) -> pl.Series:
    return pl.Series(count_shared(sets, pairs["one"].to_numpy(), pairs["other"].to_numpy()))


def _compare_speakers(read: _Quotes, pairs: pl.DataFrame) -> pl.DataFrame:
    """Whether the quotes of each pair have one speaker (is_same) or two of different names (is_different)."""
    numbers = [pairs[f"{side}_speaker_number"].to_numpy() for side in ("one", "other")]
    fewest = np.minimum(*(read.speakers.counts[number] for number in numbers))
    is_akin = pl.Series((fewest > 0) & (count_shared(read.speakers, *numbers) == fewest))
    is_known = ~(pl.col("one_is_described") | pl.col("other_is_described"))
    is_one = (pl.col("one_speaker_entity_key") == pl.col("other_speaker_entity_key")).fill_null(False)
    return pairs.with_columns(is_same=is_one | (is_known & is_akin), is_different=~is_one & is_known & ~is_akin)


def _negate_differently(read: _Quotes, pairs: pl.DataFrame) -> pl.Series:
    """Whether one of two quotes denies what the other says, in the stretch that both have."""
    negations = dict(read.negations.group_by("text_number").agg("stem_count").iter_rows())
    asked = pl.concat([pairs["one"], pairs["other"]]).unique()
    stems = dict(
        read.spoken.filter(pl.col("text_number").is_in(asked.implode())).group_by("text_number").agg("stem").iter_rows()
    )

    def denies(place: int, shared: frozenset[int]) -> bool:
        places = [at for at, stem in enumerate(stems[place]) if stem in shared]
        return any(places[0] <= at <= places[-1] for at in negations.get(place, ()))

    found = []
    for one, other in pairs.select("one", "other").iter_rows():
        is_open = one in negations or other in negations
        shared = frozenset(stems[one]).intersection(stems[other]) if is_open else frozenset()
        found.append(is_open and denies(one, shared) != denies(other, shared))
    return pl.Series(found, dtype=pl.Boolean)


def _share_runs(read: _Quotes, stretches: pl.DataFrame, pairs: pl.DataFrame, length: int) -> pl.Series:
    """Whether the two quotes of each pair share a run of `length` stems."""
    asked = pl.concat([pairs["one"], pairs["other"]]).unique()
    asking = stretches.filter(pl.col("text_number").is_in(asked.implode()))
    owners, stems = asking["text_number"].to_numpy(), asking["stem"].to_numpy()
    runs, size = stems, int(stems.max(initial=0)) + 1
    for at in range(1, length):
        runs = np.unique(runs[:-1] * size + stems[at:], return_inverse=True)[1]
    is_whole = owners[: len(runs)] == owners[len(owners) - len(runs) :]
    sets = make_sets(owners[: len(runs)][is_whole], runs[is_whole], read.table.height)
    return _count_shared(sets, pairs) > 0


def _may_join(one: set[frozenset[int]], other: set[frozenset[int]]) -> bool:
    """Whether groups of quotes may be one: a quote of an unnamed source must not tie two named ones together."""
    return all(first <= second or second <= first for first in one for second in other)


def _pair_candidates(read: _Quotes) -> tuple[Numbers, Numbers]:
    """Pairs of places worth comparing, the smaller first: quotes that share a block of at most BLOCK_LIMIT quotes.

    A block is two of a quote's rarest words, or three words in a row.
    """
    size, count = len(read.values), read.table.height
    owners, stems = read.spoken["text_number"].to_numpy(), read.spoken["stem"].to_numpy()
    rare = _list_rarest(read.words)
    keys, places = [], []
    for one, other in combinations(range(RARE_WORDS), 2):
        having = np.flatnonzero(rare[:, other])
        keys.append(rare[having, one] * size + rare[having, other])
        places.append(having)
    alone = np.flatnonzero((rare[:, 0] > 0) & (rare[:, 1] == 0))
    running = np.flatnonzero(owners[:-2] == owners[2:])
    keys += [rare[alone, 0], ((stems[running] * size + stems[running + 1]) * size + stems[running + 2]) + size * size]
    places += [alone, owners[running]]
    return pair_members(np.concatenate(keys), np.concatenate(places), count, BLOCK_LIMIT)


def _list_rarest(words: NumberSets) -> Numbers:
    """The RARE_WORDS rarest stems of each quote, rarest first, as a matrix filled up with 0."""
    owners = words.owners
    order = np.arange(len(owners)) - words.starts[owners]
    rare = np.zeros((len(words.counts), RARE_WORDS), dtype=np.int64)
    chosen = order < RARE_WORDS
    rare[owners[chosen], order[chosen]] = words.members[chosen]
    return rare


def _read_names(names: pl.Series) -> NumberSets:
    """The words of speakers' names, whatever their letters' case."""
    words = pl.DataFrame({"name": pl.int_range(len(names), eager=True), "word": names.str.extract_all(WORD)}).explode(
        "word"
    )
    words = words.drop_nulls().with_columns(pl.col("word").str.to_lowercase().rank("dense").cast(pl.Int64))
    return make_sets(words["name"].to_numpy(), words["word"].to_numpy(), len(names))


def _is_description(name: str) -> bool:
    """Whether a speaker is described or not told at all: "a Kremlin aide", "two people familiar with the matter"."""
    words = name.split()
    if not words or words[0].casefold() in _DESCRIPTION_WORDS:
        return True
    return any(word[0].islower() and word.casefold() not in _SMALL_WORDS for word in words)
