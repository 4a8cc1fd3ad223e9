"""Scores of a published warehouse against labelled articles.

    python -m benchmarks.scoring data/warehouse.duckdb samples/articles samples/gold

Only the public `mart` views are read. A label file is `<stem of the article>.json` with `boilerplate`, `entities` and
`quotes`, every span in code points of the raw text, end exclusive; `stories.json` groups stems by event. What counts:

- boilerplate: characters that are no white space, headline left out (it is metadata, and kept);
- mentions: exact span and type, without dates and amounts;
- quotes: greedy one-to-one pairs by the Jaccard index of their letters and digits, at 0.8 or more;
- speakers: share of paired quotes whose resolved speaker is the labelled one;
- statements and stories: pairs of quotes, or of articles, that belong together.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNSCORED_TYPES = {"DATE", "MONEY"}
QUOTE_THRESHOLD = 0.8  # the figure that work on quote extraction reports

Row = dict[str, Any]


@dataclass
class Tally:
    """Right, spurious and missed items of one kind."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        """Count the two sets against each other."""
        self.right += len(gold & found)
        self.spurious += len(found - gold)
        self.missed += len(gold - found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 where there was nothing to find and nothing was found."""
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else 1.0


def score_warehouse(warehouse: Path, articles: Path, gold: Path) -> dict[str, float]:
    """Scores by name, each between 0 and 1, of the articles labelled under `gold`."""
    labels = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("*.json"))}
    stories = labels.pop("stories", {})
    raw = {stem: (articles / f"{stem}.txt").read_bytes().decode("utf-8") for stem in labels}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        stems = {
            row["article_key"]: stem
            for row in _read(con, "select article_key, source_path from mart.articles where is_current")
            if (stem := PurePosixPath(row["source_path"]).stem) in labels
        }
        removed, mentions, quotes, told = (
            _group(_read(con, f"select * from mart.{view}"), stems)
            for view in ("removed_spans", "mentions", "quotes", "story_articles")
        )
    quotes = {stem: [row for row in rows if row["medium"] != "post"] for stem, rows in quotes.items()}

    boilerplate, names = Tally(), Tally()
    for stem, label in labels.items():
        boilerplate.add(*_boilerplate_letters(raw[stem], label["boilerplate"], removed.get(stem, [])))
        names.add(*_mention_spans(label, mentions.get(stem, [])))
    return {
        "articles": len(set(stems.values())) / len(labels),
        "offsets": _share(_check_offsets(raw, removed, mentions, quotes)),
        "boilerplate.f1": boilerplate.f1,
        "mentions.f1": names.f1,
        **_score_quotes(raw, labels, quotes),
        "stories.f1": _score_stories(stories, told),
    }


def _score_quotes(
    raw: Mapping[str, str], labels: Mapping[str, Any], quotes: Mapping[str, list[Row]]
) -> dict[str, float]:
    """Scores of quotes, of their types and speakers, and of the statements that they form."""
    found_quotes, statements = Tally(), Tally()
    speakers: list[bool] = []
    types: list[bool] = []
    gold_statements: dict[str, list[Any]] = defaultdict(list)
    found_statements: dict[Any, list[Any]] = defaultdict(list)
    for stem, label in labels.items():
        rows = quotes.get(stem, [])
        pairs = _pair_quotes(raw[stem], label["quotes"], rows)
        found_quotes.right += len(pairs)
        found_quotes.missed += len(label["quotes"]) - len(pairs)
        found_quotes.spurious += len(rows) - len(pairs)
        for quote, row in pairs:
            speakers.append(fold_name(quote["speaker"]) == fold_name(row["speaker_name"]))
            types.append(quote["type"] == row["quote_type"])
            gold_statements[quote["statement"]].append(row["quote_key"])
            found_statements[row["statement_key"]].append(row["quote_key"])
    statements.add(_pairs(gold_statements.values()), _pairs(found_statements.values()))
    return {
        f"quotes.f1@{QUOTE_THRESHOLD}": found_quotes.f1,
        "quotes.type": _share(types),
        "speakers": _share(speakers),
        "statements.f1": statements.f1,
    }


def _score_stories(gold: Mapping[str, list[str]], told: Mapping[str, list[Row]]) -> float:
    found: dict[Any, list[str]] = defaultdict(list)
    for stem, rows in told.items():
        for row in rows:
            found[row["story_key"]].append(stem)
    same_story = Tally()
    same_story.add(_pairs(gold.values()), _pairs(found.values()))
    return same_story.f1


def fold_name(name: str | None) -> str:
    """A name without case, punctuation and articles, for comparison."""
    words = "".join(c if c.isalnum() else " " for c in (name or "").casefold()).split()
    return " ".join(word for word in words if word not in {"a", "an", "the"})


def _read(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    result = con.execute(query)
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _group(rows: Sequence[Row], stems: Mapping[int, str]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["article_key"] in stems:
            grouped[stems[row["article_key"]]].append(row)
    return grouped


def _boilerplate_letters(raw: str, labels: Sequence[Row], removed: Sequence[Row]) -> tuple[set[int], set[int]]:
    headline = _letters([(span["start"], span["end"]) for span in labels if span["kind"] == "headline"])
    space = {place for place, character in enumerate(raw) if character.isspace()}
    gold = _letters([(span["start"], span["end"]) for span in labels])
    found = _letters([(row["raw_start"], row["raw_end"]) for row in removed])
    return gold - headline - space, found - headline - space


def _mention_spans(label: Row, rows: Sequence[Row]) -> tuple[set[Any], set[Any]]:
    # A mention inside boilerplate that was left in counts against cleaning, not twice.
    outside = _letters([(s["start"], s["end"]) for s in label["boilerplate"] if s["kind"] != "headline"])
    gold = {(e["start"], e["end"], e["label"]) for e in label["entities"] if e["label"] not in UNSCORED_TYPES}
    found = {
        (row["raw_start"], row["raw_end"], row["entity_type"])
        for row in rows
        if row["entity_type"] not in UNSCORED_TYPES and row["raw_start"] not in outside
    }
    return gold, found


def _pair_quotes(raw: str, gold: Sequence[Row], rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    wanted = [_alphanumerics(raw, quote["fragments"]) for quote in gold]
    found = [_alphanumerics(raw, list_fragments(row)) for row in rows]
    ranked = sorted(
        (-len(a & b) / len(a | b), i, j) for i, a in enumerate(wanted) for j, b in enumerate(found) if a & b
    )
    pairs: dict[int, int] = {}
    for score, i, j in ranked:
        if -score >= QUOTE_THRESHOLD and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[i], rows[j]) for i, j in sorted(pairs.items())]


def list_fragments(row: Row) -> list[tuple[int, int]]:
    """Raw spans of a row of mart.quotes."""
    return [(piece["raw_start"], piece["raw_end"]) for piece in row["fragments"]]


def _check_offsets(raw: Mapping[str, str], *views: Mapping[str, Sequence[Row]]) -> list[bool]:
    """Whether the raw text at each stored span is the stored text: by its words, a quote by its letters and digits."""
    checks = []
    for view in views:
        for stem, rows in view.items():
            for row in rows:
                text = next(row[name] for name in ("removed_text", "mention_text", "quote_text") if name in row)
                spans = list_fragments(row) if "fragments" in row else [(row["raw_start"], row["raw_end"])]
                there = " ".join(raw[stem][start:end] for start, end in spans)
                if "quote_text" in row:  # which leaves out a comma and joins its fragments by a mark of the gap
                    checks.append([*filter(str.isalnum, there)] == [*filter(str.isalnum, text)])
                else:
                    checks.append(there.split() == text.split())
    return checks


def _letters(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _alphanumerics(raw: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for place in _letters(spans) if raw[place].isalnum()}


def _pairs(groups: Iterable[Sequence[Any]]) -> set[Any]:
    return {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}


def _share(checks: Sequence[bool]) -> float:
    return sum(checks) / len(checks) if checks else 1.0


def main() -> None:
    """Print the scores, one a line."""
    parser = argparse.ArgumentParser(description="Score a published warehouse against labelled text articles.")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("articles", type=Path, nargs="?", default=Path("samples/articles"))
    parser.add_argument("gold", type=Path, nargs="?", default=Path("samples/gold"))
    arguments = parser.parse_args()
    for name, value in score_warehouse(arguments.warehouse, arguments.articles, arguments.gold).items():
        print(f"{name:<16} {value:.3f}")


if __name__ == "__main__":
    main()
