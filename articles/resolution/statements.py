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
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from articles.resolution.joining import Groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

# Thresholds were set on the pairs of quotes in the labelled articles that report one utterance.
SAME_SPEAKER_SHARE = 0.5  # weight of the shared words in the lighter quote's, for quotes of one speaker
OTHER_SPEAKER_SHARE = 0.6  # where a speaker is unnamed or unknown
VERBATIM_SHARE = 0.9  # where two speakers have different names: then nearly everything must agree, word for word
MANY_SHARE, MANY_SHARED = 0.4, 5  # a smaller share is enough where that many words are shared
MIN_SHARED = 3  # content words
VERBATIM_SHARED = 12
LINKED_SHARE = 0.2  # of the pairs between two groups of quotes that must be alike; from .25 on true wordings fall apart
RUN_LENGTH = 5  # content words in a row that two quotes of one speaker seldom share by chance
MARKED_RUN_LENGTH = 4  # the same, where all of them stand inside quotation marks in both
SAME_DAYS = 45  # the same words later are said anew, unless they are many

RARE_WORDS = 8  # of a quote, that take part in blocking
BLOCK_LIMIT = 60  # quotes that share a block; a larger one says nothing

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_STEM_LENGTH = 6
# Words that say little, or that change when speech is reported: pronouns, auxiliaries, articles, cue verbs.
_EMPTY = frozenset(
    "a an the and or but if of to in on at by for with from as into about over after before than then that this "  # noqa: SIM905
    "these those there here it its it's i i'm i've i'll i'd me my we we're we've we'll us our you you're your he "
    "he's his him she she's her they they're their them who what which when where how why is are was were be been "
    "being am do does did done have has had having will would shall should can could may might must so such some "
    "any all also just very more most much many other own out up down off too now only even still again because "
    "while during between both each one s t re ve ll d said says say saying told".split()
)
_NEGATIONS = frozenset("not no never none nothing nobody neither nor without cannot".split())  # noqa: SIM905
_NEGATION = "\0"  # no stem
_DESCRIPTION_WORDS = frozenset("a an the some several one two three many other another".split())  # noqa: SIM905
_SMALL_WORDS = frozenset("of the and for de la von van der bin al to in at on s".split())  # noqa: SIM905


@dataclass(slots=True)
class _Statement:
    """A quote as it is compared. `weight`, of all its words together, is told when those of all quotes are known."""

    key: int
    text: str
    stems: tuple[str, ...]
    marked: tuple[str, ...]  # stems of what stands inside quotation marks
    words: frozenset[str]
    numbers: frozenset[str]
    negations: tuple[int, ...]  # places in `stems` before which a negation stands
    speaker_key: int | None
    speaker: str | None
    speaker_words: frozenset[str]
    is_described: bool
    day: date | None
    article: int
    is_direct: bool
    weight: int = 0


def resolve_statements(quotes: pl.DataFrame) -> pl.DataFrame:
    """Give every quote its statement.

    `quotes` has one row a quote: quote_key, article_key, quote_type, quote_text, speaker_entity_key, speaker_name,
    published_on, source_path. Returns quote_key, statement_id, statement_text, sorted by quote_key; the result does not
    depend on row order. statement_id comes from the words of the quote that was published first.
    """
    statements = [_read_statement(row) for row in quotes.sort("quote_key").iter_rows(named=True)]
    weights = _weigh_words(statements)
    for statement in statements:
        statement.weight = sum(weights[word] for word in statement.words)
    edges = []
    for one, other in _pair_candidates(statements, weights):
        likeness = compare_statements(statements[one], statements[other], weights)
        if likeness > 0.0:
            edges.append((-likeness, one, other))
    rows: list[tuple[int, str, str]] = []
    for members in _link(statements, sorted(edges)):
        group = [statements[place] for place in members]
        first_quote = min(group, key=lambda item: (item.day or date.max, item.key))
        chosen = max(group, key=lambda item: (item.is_direct, len(item.text), -item.key))
        identity = _make_id(first_quote)
        rows += [(item.key, identity, chosen.text) for item in group]
    return pl.DataFrame(
        rows,
        schema={"quote_key": quotes.schema["quote_key"], "statement_id": pl.String, "statement_text": pl.String},
        orient="row",
    ).sort("quote_key")


def _link(statements: Sequence[_Statement], edges: Sequence[tuple[float, int, int]]) -> list[list[int]]:
    """Groups of places that report one utterance, from (distance, one, other) of pairs that are alike, nearest first.

    Groups become one where enough of the pairs between them are alike (average linkage, Sokal and Michener 1958). One
    pair alone would do for single quotes, but among many it chains what is only akin: in 5,000 articles 227 quotes of
    62 speakers hung together so.
    """
    groups = Groups(len(statements))
    names = [
        {statement.speaker_words} if statement.speaker and not statement.is_described else set()
        for statement in statements
    ]
    sizes = [1] * len(statements)
    alike: list[dict[int, int]] = [{} for _ in statements]  # by root: how many pairs with each other group are
    for _, one, other in edges:
        alike[one][other] = alike[other][one] = 1
    for _, one, other in edges:
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
    return groups.list_members()


def _read_statement(row: dict[str, object]) -> _Statement:
    text = str(row["quote_text"] or "")
    stems, numbers, negations = read_words(text)
    name = row["speaker_name"]
    speaker = str(name) if name else None
    day = row["published_on"]
    speaker_key, key, article = row["speaker_entity_key"], row["quote_key"], row["article_key"]
    return _Statement(
        key=int(str(key)),
        text=text,
        stems=stems,
        marked=stems if row["quote_type"] == "direct" else _read_marked(text),
        words=frozenset(stems),
        numbers=numbers,
        negations=negations,
        speaker_key=int(str(speaker_key)) if speaker_key is not None else None,
        speaker=speaker,
        speaker_words=_read_name(speaker or ""),
        is_described=speaker is None or _is_description(speaker),
        day=day if isinstance(day, date) else None,
        article=int(str(article)),
        is_direct=row["quote_type"] == "direct",
    )


def read_words(text: str) -> tuple[tuple[str, ...], frozenset[str], tuple[int, ...]]:
    """Content words of a quote as stems, its numbers, and where negations stand among the stems."""
    stems: list[str] = []
    numbers: set[str] = set()
    negations: list[int] = []
    for word in _WORD.findall(text.casefold().replace("’", "'")):
        stem = _read_word(word)
        if stem == _NEGATION:
            negations.append(len(stems))
        elif stem:
            stems.append(stem)
            if stem[0].isdigit():
                numbers.add(stem)
    return tuple(stems), frozenset(numbers), tuple(negations)


@lru_cache(maxsize=1 << 17)
def _read_word(word: str) -> str:
    """What a word in small letters counts as: a number, a stem, _NEGATION, or nothing (an empty text)."""
    if word[0].isdigit():
        return word.replace(",", "").rstrip(".")
    if word in _NEGATIONS or word.endswith("n't"):
        return _NEGATION
    if word in _EMPTY or len(word) < 2:
        return ""
    bare = word.partition("'")[0]
    return stem_word(bare) if bare and bare not in _EMPTY else ""


def stem_word(word: str) -> str:
    """A crude stem: the first letters, so that "amoral" meets "amorality" and "meets" meets "meeting"."""
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
            break
    word = word[:_STEM_LENGTH]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def compare_statements(one: _Statement, other: _Statement, weights: dict[str, int]) -> float:  # noqa: PLR0911
    """Likeness of two quotes (0 to 1); 0 where they report different utterances.

    What is quickly asked comes first: of a million pairs few get to the end.
    """
    small, large = (one, other) if len(one.words) <= len(other.words) else (other, one)
    speakers = _compare_speakers(one, other)
    is_late = one.day is not None and other.day is not None and abs((one.day - other.day).days) > SAME_DAYS
    fewest = VERBATIM_SHARED if speakers == "different" or is_late else 2
    if len(small.words) < fewest:
        return 0.0
    if small.numbers and large.numbers and not (small.numbers <= large.numbers or large.numbers <= small.numbers):
        return 0.0
    shared = one.words & other.words
    same = speakers == "same"
    if len(shared) < max(fewest, MIN_SHARED) and not (same and len(shared) == len(small.words) >= fewest):
        return 0.0
    share = sum(weights[word] for word in shared) / max(min(small.weight, large.weight), 1)
    if speakers == "different" and share < VERBATIM_SHARE:
        return 0.0
    enough = share >= (SAME_SPEAKER_SHARE if same else OTHER_SPEAKER_SHARE)
    enough = enough or (share >= MANY_SHARE and len(shared) >= MANY_SHARED)
    enough = enough or _share_run(one.stems, other.stems, RUN_LENGTH if same else RUN_LENGTH + 2)
    if not enough and not _share_run(one.marked, other.marked, MARKED_RUN_LENGTH):
        return 0.0
    if _negate_differently(small, large, shared):
        return 0.0
    return min(1.0, share)


def _compare_speakers(one: _Statement, other: _Statement) -> str:
    if one.speaker_key is not None and one.speaker_key == other.speaker_key:
        return "same"
    if one.is_described or other.is_described:
        return "unknown"
    first, second = one.speaker_words, other.speaker_words
    return "same" if first and second and (first <= second or second <= first) else "different"


def _negate_differently(small: _Statement, large: _Statement, shared: frozenset[str]) -> bool:
    """Whether one of two quotes denies what the other says, in the stretch that both have."""

    def count(item: _Statement) -> int:
        places = [place for place, stem in enumerate(item.stems) if stem in shared]
        first, last = places[0], places[-1]
        return sum(first <= place <= last for place in item.negations)

    return bool(count(small)) != bool(count(large))


def _share_run(one: tuple[str, ...], other: tuple[str, ...], length: int) -> bool:
    """Whether two quotes share a run of `length` stems."""
    if len(one) < length or len(other) < length:
        return False
    return not _list_runs(one, length).isdisjoint(zip(*(other[at:] for at in range(length)), strict=False))


@lru_cache(maxsize=256)  # pairs come in the order of their first quote
def _list_runs(stems: tuple[str, ...], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(stems[at:] for at in range(length)), strict=False))


def _read_marked(text: str) -> tuple[str, ...]:
    """Stems of the stretches inside quotation marks, each followed by a gap that no run bridges."""
    stems: list[str] = []
    for place, match in enumerate(_MARKED.finditer(text)):
        stems += [*read_words(match[1])[0], f"\0{place}"]
    return tuple(stems)


def _may_join(one: set[frozenset[str]], other: set[frozenset[str]]) -> bool:
    """Whether groups of quotes may be one: a quote of an unnamed source must not tie two named ones together."""
    return all(first <= second or second <= first for first in one for second in other)


def _weigh_words(statements: Sequence[_Statement]) -> dict[str, int]:
    """Inverse document frequency in millionths, smoothed so that it means something for few quotes too.

    Whole numbers, because their sums do not depend on the order in which a set gives its words.
    """
    counts = Counter(word for statement in statements for word in statement.words)
    total = len(statements) + 100
    return {word: round(1e6 * math.log(total / (count + 1.0))) for word, count in counts.items()}


def _pair_candidates(statements: Sequence[_Statement], weights: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Pairs of places worth comparing, the smaller first: quotes that share a block of at most BLOCK_LIMIT quotes.

    A block is two of a quote's rarest words, or three words in a row.
    """
    # numbered from the rarest on, so that sorting numbers sorts words by rarity
    ranks = {word: rank for rank, word in enumerate(sorted(weights, key=lambda word: (-weights[word], word)), start=1)}
    size = len(ranks) + 1
    stems = np.array([ranks[stem] for statement in statements for stem in statement.stems], dtype=np.int64)
    counts = np.array([len(statement.stems) for statement in statements], dtype=np.int64)
    owners = np.repeat(np.arange(len(statements)), counts)
    rare = _list_rarest(owners, stems, len(statements), size)
    keys, places = [], []
    for one, other in combinations(range(RARE_WORDS), 2):
        having = np.flatnonzero(rare[:, other])
        keys.append(rare[having, one] * size + rare[having, other])
        places.append(having)
    alone = np.flatnonzero((rare[:, 0] > 0) & (rare[:, 1] == 0))
    running = np.flatnonzero(owners[:-2] == owners[2:])
    keys += [rare[alone, 0], ((stems[running] * size + stems[running + 1]) * size + stems[running + 2]) + size * size]
    places += [alone, owners[running]]
    yield from _pair_members(np.concatenate(keys), np.concatenate(places), len(statements))


def _list_rarest(owners: Numbers, stems: Numbers, count: int, size: int) -> Numbers:
    """The RARE_WORDS rarest stems of each quote, rarest first, as a matrix of `count` rows filled up with 0."""
    own, ranked = np.divmod(np.unique(owners * size + stems), size)
    order = np.arange(len(own)) - np.searchsorted(own, own)
    rare = np.zeros((count, RARE_WORDS), dtype=np.int64)
    chosen = order < RARE_WORDS
    rare[own[chosen], order[chosen]] = ranked[chosen]
    return rare


def _pair_members(blocks: Numbers, places: Numbers, count: int) -> Iterator[tuple[int, int]]:
    """Pairs of different places that share a block of at most BLOCK_LIMIT members, in order and each once."""
    order = np.argsort(blocks)
    blocks, places = blocks[order], places[order]
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    sizes = np.diff(starts, append=len(blocks))
    codes = [np.zeros(0, dtype=np.int64)]
    for length in range(2, BLOCK_LIMIT + 1):
        members = places[starts[sizes == length][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, 1)
        one, other = members[:, first].ravel(), members[:, second].ravel()
        codes.append((np.minimum(one, other) * count + np.maximum(one, other))[one != other])
    for code in np.unique(np.concatenate(codes)).tolist():
        yield divmod(code, count)


def hash_words(words: Sequence[str]) -> int:
    """63-bit hash of words, the same in every process."""
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "big") >> 1


@lru_cache(maxsize=1 << 16)
def _read_name(name: str) -> frozenset[str]:
    """The words of a speaker's name in small letters."""
    return frozenset(_WORD.findall(name.casefold()))


def _is_description(name: str) -> bool:
    """Whether a speaker is described, not named: "a Kremlin aide", "two people familiar with the matter"."""
    words = name.split()
    if words[0].casefold() in _DESCRIPTION_WORDS:
        return True
    return any(word[0].islower() and word.casefold() not in _SMALL_WORDS for word in words)


def _make_id(first: _Statement) -> str:
    key = "\0".join((" ".join(first.stems), first.speaker or "", str(first.day or ""), str(first.article)))
    return blake2b(key.encode(), digest_size=8).hexdigest()
