"""How often quotes are right, by kind and rule, on labelled articles; and how well that tells of other articles.

    python -m benchmarks.confidence ARTICLES_DIR GOLD_DIR [ARTICLES_DIR GOLD_DIR ...]

writes `articles/quotes/confidence.toml`, which extraction reads, and the page `docs/confidence.md`. A quote is right
if its words are those of a labelled quote of speech or writing (Jaccard index of their letters at least 0.8). In sets
with `"only": "statements"` only quotes that a person judged count, and they are right unless they are labelled wrong.
Elsewhere every quote counts that matches no labelled thought or plan. Each kind is smoothed towards the mean of all, as
if it had 5 more quotes with that mean. The table of reliability judges each half of the articles by the other; articles
on one event are in one half.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from articles.cleaning.clean_article import clean_article
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.parsing.language_model import load_model, parse_texts
from articles.parsing.tokens import read_tokens
from articles.quotes.find_quotes import find_quotes
from articles.quotes.nesting import name_kind
from articles.records import RawArticle
from benchmarks.quotes import match, read_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language

THRESHOLD = 0.8
DRAWN = 5  # quotes with the mean share that are added to each kind (smoothing)
BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
Row = tuple[float, float, int, float, float]
Shares = dict[str, tuple[float, int, int]]  # by kind: confidence, how many are right, of how many
ROOT = Path(__file__).parents[1]
TABLE, PAGE = ROOT / "articles" / "quotes" / "confidence.toml", ROOT / "docs" / "confidence.md"


class Judged(NamedTuple):
    """A quote of a labelled article: its kind and rule, whether it is right, and which half its article is in."""

    kind: str
    is_right: bool
    half: int


def judge_set(nlp: Language, articles: Path, gold: Path) -> Iterator[Judged]:
    """Quotes of the labelled text files of a set."""
    groups = gold / "stories.json"
    told = json.loads(groups.read_text("utf-8")) if groups.exists() else {}
    events = {stem: event for event, stems in told.items() for stem in stems}
    for path in sorted(gold.glob("*.json")):
        source = articles / f"{path.stem}.txt"
        if path == groups or not source.exists():
            continue
        half = hashlib.md5(events.get(path.stem, path.stem).encode()).digest()[0] % 2  # noqa: S324 -- no secret
        for kind, is_right in judge_article(nlp, source, json.loads(path.read_text("utf-8"))):
            yield Judged(kind, is_right, half)


def judge_article(nlp: Language, source: Path, labels: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Kind and judgement of each quote of an article that its labels judge."""
    raw_text = source.read_bytes().decode("utf-8")
    article = clean_article(RawArticle(source.name, "text", "utf-8", "", raw_text))
    tokens = read_tokens(next(iter(parse_texts(nlp, [article.clean_text]))), article.clean_text)
    mentions = find_named_mentions(tokens, article)
    quotes = find_quotes(tokens, article, mentions, References(tokens, mentions))
    found = [
        read_letters(
            raw_text, [p for span in quote.fragments for p in article.offsets.find_raw_pieces(*span, raw_text)]
        )
        for quote in quotes
    ]
    known = [
        read_letters(raw_text, [tuple(span[:2]) for span in label.get("fragments") or [(label["start"], label["end"])]])
        for label in labels["quotes"]
    ]
    matched = {other: labels["quotes"][one] for one, other in match(known, found, THRESHOLD).items()}
    for place, quote in enumerate(quotes):
        kind = name_kind(quote, is_nested=quote.parent is not None)
        label = matched.get(place)
        if label is None:
            if labels.get("only") != "statements":
                yield kind, False
        elif label.get("speech", True):
            yield kind, not label.get("wrong")


def measure(judged: Iterable[Judged]) -> Shares:
    """Confidence of each kind, how many of its quotes are right, and of how many; the most frequent first."""
    seen, right = Counter[str](), Counter[str]()
    for one in judged:
        seen[one.kind] += 1
        right[one.kind] += one.is_right
    for name, is_nested in (("any other", False), ("any other, nested", True)):
        kinds = [kind for kind in seen if kind.endswith(", nested") == is_nested and not kind.startswith("any other")]
        seen[name], right[name] = sum(seen[kind] for kind in kinds), sum(right[kind] for kind in kinds)
    shares = {}
    for kind, count in sorted(seen.items(), key=lambda pair: (pair[0].startswith("any other"), -pair[1], pair[0])):
        rest = "any other, nested" if kind.endswith(", nested") else "any other"
        mean = right[rest] / max(seen[rest], 1)
        shares[kind] = ((right[kind] + DRAWN * mean) / (count + DRAWN), right[kind], count)
    return shares


def check(judged: Sequence[Judged]) -> list[Row]:
    """Reliability: from, to, number of quotes, mean confidence and share right, each half by what the other gives."""
    predicted: list[tuple[float, bool]] = []
    for half in (0, 1):
        shares = measure(one for one in judged if one.half != half)
        for one in judged:
            if one.half == half:
                rest = "any other, nested" if one.kind.endswith(", nested") else "any other"
                predicted.append((shares.get(one.kind, shares[rest])[0], one.is_right))
    rows: list[Row] = []
    for low, high in pairwise(BOUNDS):
        inside = [(value, is_right) for value, is_right in predicted if low <= value < high]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside)
            rows.append((low, min(high, 1.0), len(inside), mean, right / len(inside)))
    return rows


def write_table(shares: Shares) -> str:
    lines = [
        "# How often a quote of each kind, found by each rule, is right on labelled articles. `python -m",
        '# benchmarks.confidence` writes this file, docs/confidence.md says more. "nested" are quotes inside others.',
        "",
        "[right]",
    ]
    return (
        "\n".join(
            [
                *lines,
                *(f'"{kind}" = {share:.3f}  # {right} of {count}' for kind, (share, right, count) in shares.items()),
            ]
        )
        + "\n"
    )


def write_page(shares: Shares, rows: Sequence[Row]) -> str:
    right_of = ((kind, right, count, share) for kind, (share, right, count) in shares.items())
    bins = (
        f"| {low:.2f} to {high:.2f} | {count:,} | {mean:.3f} | {share:.3f} |" for low, high, count, mean, share in rows
    )
    total = sum(count for kind, (_, _, count) in shares.items() if not kind.startswith("any other"))
    lines = [
        "# Confidence",
        "",
        "`mart.quotes.confidence` says how often quotes of the same kind, found by the same rule, are right on",
        f"labelled articles: {total:,} quotes. Right means that the words are those that were said, but for a fifth of",
        "their letters. It says nothing of the source. `is_certain` holds for confidence above 0.9; named queries that",
        "accuse somebody ask for it. `python -m benchmarks.confidence` measures anew and writes this page.",
        "",
        "## Reliability",
        "",
        "Each half of the articles by the confidence that the other gives; articles on one event are in one half.",
        "",
        "| confidence | quotes | mean confidence | right |",
        "|---|---:|---:|---:|",
        *bins,
        "",
        "## By kind and rule",
        "",
        "| kind, rule | right | of | confidence |",
        "|---|---:|---:|---:|",
        *(f"| {kind} | {right:,} | {count:,} | {share:.3f} |" for kind, right, count, share in right_of),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure on the sets named and write both files."""
    folders = [Path(name) for name in sys.argv[1:]]
    if not folders or len(folders) % 2:
        sys.exit((__doc__ or "").split("\n\n")[1].strip())
    nlp = load_model()
    judged = [one for at in range(0, len(folders), 2) for one in judge_set(nlp, folders[at], folders[at + 1])]
    shares = measure(judged)
    TABLE.write_text(write_table(shares), "utf-8")
    PAGE.write_text(write_page(shares, check(judged)), "utf-8")


if __name__ == "__main__":
    main()
