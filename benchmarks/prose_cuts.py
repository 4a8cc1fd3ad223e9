"""Cuts that read like prose: python -m benchmarks.prose_cuts CORPUS.jsonl.gz [RULE] [--show COUNT]

Cleans the articles of a JSON-lines file (id, title, text) and prints for each rule how many spans it cut, and how many
of them read like running prose: nine words or more, a capital first, the end of a sentence last, a finite verb, and
mostly small words. With RULE, or a part of its name, it prints an even sample of the cuts themselves. A high figure
shows which rules to check, not which are wrong: notes on corrections are sentences too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from articles.cleaning.clean_article import clean_article
from articles.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_WORDS = 9
FEWEST_SMALL = 0.5  # share of the words
OPENING = re.compile(r"[\"'“‘(]?[A-Z0-9]")
ENDING = re.compile(r"[.?!][\"'”’)]*$")
FINITE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|said|says|told|did|does|do|can|may|might|must|should|made|came|"
    r"went|took|gave|found|left|got|saw|held|met|won|lost|\w{3,}ed)\b"
)


def main(corpus: Path, rule: str, count: int) -> None:
    """Print the table, or the cuts of the rules whose id holds `rule`."""
    cuts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = f"{record['title'].strip()}\n\n{record['text'].strip()}\n"
            for rule_id, cut in list_cuts(text):
                cuts[rule_id].append((str(record["id"]), cut))
    if rule:
        print_cuts({rule_id: found for rule_id, found in cuts.items() if rule in rule_id}, count)
        return
    print(f"{'':32}{'cuts':>8}{'like prose':>12}")
    for rule_id, found in sorted(cuts.items()):
        print(f"{rule_id:32}{len(found):8}{sum(reads_like_prose(cut) for _, cut in found):12}")
    print(
        f"{'all':32}{sum(map(len, cuts.values())):8}{sum(reads_like_prose(c) for f in cuts.values() for _, c in f):12}"
    )


def list_cuts(text: str) -> Iterator[tuple[str, str]]:
    """Rule and text of each span that cleaning removes."""
    for span in clean_article(RawArticle("article.txt", "text", "utf-8", "0", text)).removed_spans:
        yield span.rule_id, text[span.raw_start : span.raw_end]


def reads_like_prose(text: str) -> bool:
    """Whether a cut is built like running prose."""
    words = text.split()
    return (
        len(words) >= FEWEST_WORDS
        and bool(OPENING.match(text.strip()) and ENDING.search(text.strip()) and FINITE_VERB.search(text))
        and sum(word.islower() for word in words) >= FEWEST_SMALL * len(words)
    )


def print_cuts(cuts: dict[str, list[tuple[str, str]]], count: int) -> None:
    """Print up to `count` prose-like cuts of each rule, drawn evenly from all."""
    for rule_id, found in sorted(cuts.items()):
        alike = [(article, cut) for article, cut in found if reads_like_prose(cut)]
        print(f"{rule_id}: {len(found)} cuts, {len(alike)} like prose")
        for article, cut in islice(alike, 0, None, max(len(alike) // count, 1)):
            print(f"  {article}  {' '.join(cut.split())}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Cuts of cleaning that read like prose.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("rule", nargs="?", default="")
    parser.add_argument("--show", type=int, default=30)
    arguments = parser.parse_args(sys.argv[1:])
    main(arguments.corpus, arguments.rule, arguments.show)
