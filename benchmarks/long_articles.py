"""How the cost of one article grows with its length: python -m benchmarks.long_articles [CHARACTERS] [GENERATOR...]

Every generator writes odd text of CHARACTERS (12,500) and of 2, 4 and 8 times as many. Prints the CPU seconds of all
steps on each, and the ratio of the last to the first: 8 for linear work, 64 for quadratic work. After a step that took
more than LONGEST, longer texts are skipped.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from articles.cleaning.clean_article import clean_article
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.execution.deadline import DeadlineExceeded, limit_seconds
from articles.execution.frames import make_rows
from articles.parsing.language_model import load_model, parse_texts, prepare_text
from articles.parsing.tokens import read_tokens
from articles.quotes.find_quotes import find_quotes
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import hash_payload
from articles.records import SourceRecord
from benchmarks.measuring import print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language

FACTORS = (1, 2, 4, 8)
LONGEST = 30.0


def _repeat(unit: str) -> Callable[[int], str]:
    def write(size: int) -> str:
        return (unit * (size // len(unit) + 1))[:size]

    return write


_WORDS = (
    *("said", "says", "told", "he", "she", "they", "who", "that", "the", "of", "by", "to", "according"),
    *('"', "'", "“", "”", ",", ".", ":", "(", ")", "-", "\n\n"),
    *("Orla Brandt", "Mr. Brandt", "the minister", "Ansel Council", "U.S."),
)


def _mix(size: int) -> str:
    """Words that the rules look for, in an order that does not come back soon."""
    place = 1
    parts: list[str] = []
    length = 0
    while length < size:
        place = place * 48_271 % 2_147_483_647  # Park and Miller's generator
        parts.append(_WORDS[place % len(_WORDS)])
        length += len(parts[-1]) + 1
    return " ".join(parts)[:size]


# What each writes, by its name; all are text that no article has, and none may cost more than its length.
GENERATORS: dict[str, Callable[[int], str]] = {
    "names": _repeat("Orla Brandt met Tove Lindqvist of Ansel. "),
    "names without a verb": _repeat("Orla Brandt "),
    "said": _repeat("said "),
    "said NAME": _repeat("said Brandt "),
    "they": _repeat("they "),
    "he said": _repeat("He said he said. "),
    "according to": _repeat("according to "),
    "one long word": _repeat("a"),
    "one long word of capitals": _repeat("A"),
    "digits": _repeat("1234567890"),
    "ampersands": _repeat("&"),
    "combining marks": _repeat("\u0301"),
    "quotes, one paragraph": _repeat('"We go on," said Orla Brandt, who owns the ferry. '),
    "quotes, a paragraph each": _repeat('"We go on," said Orla Brandt, who owns the ferry.\n\n'),
    "open quotes": _repeat("“We go on with it. "),
    "quotation marks": _repeat('"'),
    "spaced quotation marks": _repeat('" '),
    "single marks": _repeat("'"),
    "nested curly marks": _repeat("“a “b” c” "),
    "opening curly marks": _repeat("“"),
    "brackets": _repeat("("),
    "closing brackets": _repeat(")"),
    "brackets around words": _repeat("(a) "),
    "full stops": _repeat("."),
    "dashes": _repeat("-"),
    "spaced dashes": _repeat("— "),
    "commas": _repeat("a, "),
    "and": _repeat("and Brandt "),
    "short paragraphs": _repeat("Yes.\n\n"),
    "lines": _repeat("yes\n"),
    "newlines": _repeat("yes" + "\n" * 97),
    "one sentence": _repeat("the ferry that the harbour that the town "),
    "initials": _repeat("J. K. L. "),
    "addresses": _repeat("http://a.example/b?c=d "),
    "handles": _repeat("@orla #ferry "),
    "roles": _repeat("the minister said the president said "),
    "titles": _repeat("Mr. President Dr. Minister "),
    "turns of a transcript": _repeat("BRANDT: Yes.\n\nLINDQVIST: No.\n\n"),
    "questions and answers": _repeat("Q: Why? A: Because. "),
    "shouting": _repeat("ORLA BRANDT SAID THE FERRY IS SOLD\n\n"),
    "emoji": _repeat("😀 "),
    "apostrophes": _repeat("don't 'tis o'clock' "),
    "denials": _repeat("Brandt denied this. "),
    "posts": _repeat("Orla Brandt (@orla) May 1, 2020\n\n"),
    "any of them": _mix,
}


def main(size: int = 12_500, *names: str) -> None:
    """Measure and print, and say on the error output how far it is."""
    nlp = load_model()
    measure_steps(nlp, GENERATORS["names"](2_000))
    rows = []
    for name in names or GENERATORS:
        grown = measure_growth(nlp, GENERATORS[name], size)
        rows.append(_describe(name, grown))
        sys.stderr.write(" | ".join(rows[-1]) + "\n")
    print(f"CPU seconds of one article of {size:,} characters and of {FACTORS[1:]} times as many\n")
    print_table(["text", *(f"{factor} times" for factor in FACTORS), "growth", "most of it"], rows)


def _describe(name: str, grown: dict[str, list[float]]) -> list[str]:
    """A row of the table: seconds of all steps together, by how much they grew, and the step that took most."""
    totals = [sum(seconds[at] for seconds in grown.values() if at < len(seconds)) for at in range(len(FACTORS))]
    last = max(map(len, grown.values())) - 1
    worst = max(grown, key=lambda step: grown[step][-1] if len(grown[step]) > last else 0.0)
    growth = f"{totals[-1] / max(totals[0], 0.001):.0f} times" if last + 1 == len(FACTORS) else "given up"
    return [name, *(f"{total:.2f}" for total in totals), growth, worst]


def measure_growth(nlp: Language, write: Callable[[int], str], size: int) -> dict[str, list[float]]:
    """CPU seconds of each step on texts of each of FACTORS."""
    grown: dict[str, list[float]] = {}
    for factor in FACTORS:
        if any(seconds[-1] > LONGEST for seconds in grown.values()):
            break
        for step, seconds in measure_steps(nlp, write(size * factor)).items():
            grown.setdefault(step, []).append(seconds)
    return grown


def measure_steps(nlp: Language, text: str) -> dict[str, float]:
    """CPU seconds of each step on one text, as a batch takes them; up to the first that takes LONGEST times two."""
    spent: dict[str, float] = {}
    began = time.process_time()
    try:
        with limit_seconds(LONGEST * 2):
            for step in extract_in_steps(nlp, text):
                spent[step] = time.process_time() - began
                began = time.process_time()
    except DeadlineExceeded:
        spent["cut off"] = time.process_time() - began
    return spent


def extract_in_steps(nlp: Language, text: str) -> Iterator[str]:
    """Extract one text, and give the name of each step when it is done."""
    payload = text.encode()
    raw = parse_record(SourceRecord("long.txt", "text", payload, hash_payload(payload)), ReadingLimits())
    yield "read"
    article = clean_article(raw)
    yield "clean"
    prepared = prepare_text(article.clean_text)
    yield "prepare"
    nlp.make_doc(prepared)
    yield "tokenize"
    doc: Any = next(iter(parse_texts(nlp, [article.clean_text])))
    yield "parse"
    tokens = read_tokens(doc, article.clean_text)
    yield "read tokens"
    mentions = find_named_mentions(tokens, article)
    yield "mentions"
    references = References(tokens, mentions)
    yield "references"
    quotes = find_quotes(tokens, article, mentions, references)
    yield "quotes"
    make_rows(article, tokens, mentions, references.roles, quotes, extractor_version="long")
    yield "rows"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
